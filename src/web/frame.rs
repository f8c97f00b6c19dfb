//! What stands around every page, and the headers that go with it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::card::Card;
use super::reader::{self, Reader};
use crate::error::{Error, Result};
use crate::http::etag;
use crate::http::feed::Format;
use crate::pictures::Picture;
use crate::settings::Settings;
use crate::words::{self, Words};

/// Nothing but this server's own stylesheet and images may be loaded, nothing is inline, and
/// nobody may frame the page.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page's frame shows.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) words: &'static Words,
    /// The page's own title.
    pub(super) title: String,
    /// The directory's name.
    pub(super) name: &'a str,
    /// The directory's sign.
    pub(super) logo: Option<&'a Picture>,
    /// Where the colours are that its office chose.
    pub(super) colors: Option<String>,
    /// Whether its office says what holds in it.
    pub(super) has_rules: bool,
    /// Which entry of the menu this page is.
    pub(super) place: &'static str,
    /// The page's own address for everybody, unless it is no page to be found by.
    pub(super) canonical: Option<String>,
    /// The same page in each language: tag, whole address.
    pub(super) translations: Vec<(&'static str, String)>,
    /// What the page says of itself to other sites.
    pub(super) card: Option<Card>,
    /// The address of the same thing as a document.
    pub(super) alternate: Option<String>,
    /// The same thing as data: media types and addresses.
    pub(super) data: Vec<(&'static str, String)>,
    /// The feeds of what the page lists.
    pub(super) feeds: Vec<FeedLink>,
    /// The picture that goes with links to the page.
    pub(super) image: Option<Preview>,
    pub(super) operator: Option<&'a str>,
    pub(super) contact: Option<Contact>,
    /// Where the program's source can be had.
    pub(super) source: Option<&'a str>,
    /// The other languages: tag, name, address of this page in it.
    pub(super) languages: Vec<(&'static str, String, String)>,
    pub(super) style: String,
}

/// A feed as a page names it.
#[derive(Debug)]
pub(super) struct FeedLink {
    pub(super) media_type: &'static str,
    pub(super) address: String,
    pub(super) name: &'static str,
}

/// A picture that other sites show beside a link.
#[derive(Debug)]
pub(super) struct Preview {
    /// Its whole address.
    pub(super) address: String,
    pub(super) media_type: String,
    pub(super) width: i64,
    pub(super) height: i64,
    /// What is to be seen on it.
    pub(super) alt: String,
}

/// Where to write to, as a link when it can be one.
#[derive(Debug)]
pub(super) struct Contact {
    pub(super) text: String,
    pub(super) href: Option<String>,
}

impl Contact {
    /// A mail address, a page's address, or words.
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim().to_owned();
        let is_page = text.starts_with("https://") || text.starts_with("http://");
        let is_mail = text.split_once('@').is_some_and(|(user, host)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
            !user.is_empty() && host.contains('.') && (user.chars().chain(host.chars())).all(plain)
        });
        let href = if is_page {
            Some(text.clone())
        } else {
            is_mail.then(|| format!("mailto:{text}"))
        };
        Self { text, href }
    }
}

impl<'a> Frame<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        reader: &'a Reader,
        place: &'static str,
        title: impl Into<String>,
    ) -> Self {
        let shown = &reader.shown;
        let spoken: Vec<&Words> = words::all()
            .filter(|words| reader::speaks(&shown.settings, words))
            .collect();
        let others = spoken
            .iter()
            .filter(|words| words.tag != reader.words.tag)
            .map(|words| {
                let name = words.say("language");
                let name = if words.is_begun() {
                    format!("{name} ({})", words.say("language-begun"))
                } else {
                    name.to_owned()
                };
                (words.tag, name, reader.in_language(words.tag))
            });
        let translations = spoken
            .iter()
            .map(|words| (words.tag, settings.url(&reader.in_language(words.tag))));
        Self {
            canonical: Some(settings.url(&reader.own())),
            translations: translations.collect(),
            card: None,
            words: reader.words,
            title: title.into(),
            name: reader.directory(),
            logo: shown.logo.as_ref(),
            colors: shown.site.colors.map(super::style::colors_address),
            has_rules: !shown.site.rules.is_empty(),
            place,
            alternate: None,
            data: Vec::new(),
            feeds: Vec::new(),
            image: None,
            operator: shown.settings.operator.name.as_deref(),
            contact: shown.settings.operator.contact.as_deref().map(Contact::of),
            source: settings.operator.source.as_deref(),
            languages: others.collect(),
            style: super::style::address(),
        }
    }

    /// A page that nobody should be led to by its address: a secret, a failure.
    pub(super) fn unlisted(mut self) -> Self {
        self.canonical = None;
        self.translations.clear();
        self
    }

    /// The title that other sites show.
    pub(super) fn shown_title(&self) -> &str {
        let own = self
            .card
            .as_ref()
            .map_or(self.title.as_str(), |card| &card.title);
        if own.is_empty() { self.name } else { own }
    }

    /// The sentence that other sites show.
    pub(super) fn about(&self) -> &str {
        let card = self.card.as_ref();
        card.map_or(self.words.say("home-intro"), |card| card.about.as_str())
    }

    /// Which part of the office's menu the page stands in, if it is one of the office's.
    pub(super) fn office_group(&self) -> Option<&'static str> {
        Some(match self.place {
            "office" => "",
            "office-organizations"
            | "applications"
            | "appeals"
            | "imports"
            | "duplicates"
            | "conflicts" => "records",
            "amendments" | "office-replies" | "reports" | "followers" => "words",
            "office-friends" | "site" | "blocks" | "people" | "acts" | "deliveries" => "directory",
            _ => return None,
        })
    }

    /// Names the feeds of the list at `path`, narrowed as the page is.
    pub(super) fn fed_by(&mut self, path: &str, filters: &[(&str, &str)]) {
        let words = self.words;
        let link = |format: Format| FeedLink {
            media_type: format.media_type(),
            address: format.address(path, filters, words.tag),
            name: match format {
                Format::Calendar => words.say("calendar"),
                _ => format.name(),
            },
        };
        self.feeds = Format::ALL.into_iter().map(link).collect();
    }
}

/// Answers with a page.
pub(super) fn answer(
    reader: &Reader,
    status: StatusCode,
    page: &impl Template,
) -> Result<Response> {
    let body = page.render().map_err(Error::internal)?;
    let tag = etag::of(body.as_bytes());
    let whole = || (status, body).into_response();
    let mut response = if status.is_success() {
        etag::answer(&reader.headers, &tag, whole)
    } else {
        whole()
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_LANGUAGE, reader.words.tag),
    ] {
        headers.insert::<HeaderName>(name, HeaderValue::from_static(value));
    }
    for name in ["Accept", "Accept-Language", "Cookie"] {
        headers.append(header::VARY, HeaderValue::from_static(name));
    }
    reader.remember(&mut response);
    Ok(response)
}
