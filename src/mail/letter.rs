//! What the letters say, in the languages that the program speaks.

use std::time::Duration;

use jiff::civil::Date;

use super::Purpose;
use crate::clock::Timestamp;
use crate::id::AccountId;
use crate::settings::Settings;
use crate::text;
use crate::words::{self, Words};

/// How long a trial is tried.
const TRIAL: Duration = Duration::from_hours(1);
/// How long it is tried to tell somebody what was done with their account.
pub(super) const TOLD: Duration = Duration::from_hours(24 * 7);

/// Stands in a letter for the name of whom it names until it is sent: one of those that Unicode
/// keeps for programs, which [`text::line`] leaves in no words of others.
pub(super) const WHO: &str = "\u{FDD0}";

/// A letter as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is for.
    pub purpose: Purpose,
    /// The language that it is in.
    pub language: &'static str,
    /// What it is about, on one line.
    pub subject: String,
    /// The text, in plain lines.
    pub text: String,
    /// After it the letter is of no use.
    pub expires_at: Timestamp,
    /// The address that ends what the letter is sent for (RFC 8058).
    pub ending: Option<String>,
    /// Whether it is nobody's business but its reader's: the office does not see to whom.
    pub is_private: bool,
    /// Whom it names beside its reader, under the name that they have when it is sent.
    pub names: Option<AccountId>,
}

/// What is new in a saved search.
#[derive(Debug, Clone, Copy)]
pub struct News<'n> {
    /// The search, in words.
    pub search: &'n str,
    /// Its address.
    pub address: &'n str,
    /// How much is new; nothing when the letter only tells of the end.
    pub total: usize,
    /// Whether it is more than that.
    pub has_more: bool,
    /// The first of it, as lines.
    pub items: &'n [String],
    /// The address that ends the search or keeps it on.
    pub ending: &'n str,
    /// When it ends by itself, when that is near.
    pub lapses: Option<Date>,
}

/// What waits for the organizations that somebody represents.
#[derive(Debug, Clone, Copy)]
pub struct Waits<'w> {
    /// Of each organization its name, what waits, and the address of its own pages.
    pub items: &'w [(String, Vec<String>, String)],
    /// How much it is together.
    pub total: i64,
    /// The address at which the letters end.
    pub ending: &'w str,
}

/// How an organization left the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It has ended; its record is kept.
    Ended,
    /// Nothing of it is kept.
    Erased,
}

impl Letter {
    /// A letter that tells of something, in some paragraphs between a greeting and the
    /// signature.
    pub(super) fn notice(
        settings: &Settings,
        words: &'static Words,
        subject: &str,
        told: &[&str],
        expires_at: Timestamp,
    ) -> Self {
        let (greeting, told) = (words.say("mail-greeting"), told.join("\n\n"));
        Self {
            purpose: Purpose::Notice,
            language: words.tag,
            subject: text::line(subject),
            text: format!("{greeting}\n\n{told}\n\n{}", signature(settings)),
            expires_at,
            ending: None,
            is_private: false,
            names: None,
        }
    }

    /// The link by which a representative takes a record over, in their language where it is
    /// known and else in the directory's.
    pub fn claim(
        settings: &Settings,
        language: Option<&str>,
        organization: &str,
        link: &str,
        until: Timestamp,
    ) -> Self {
        let words = language.map_or_else(|| first(settings), |tag| spoken(settings, tag));
        let day = words.day_of(until.day());
        let name = [("organization", text::line(organization).into())];
        let said = Said {
            subject: words.fill("mail-claim-subject", &name),
            why: words.fill("mail-claim-why", &name),
            link,
            until: words.fill("mail-claim-until", &[("day", day.into())]),
        };
        said.written(Purpose::Claim, settings, words, until)
    }

    /// The link by which somebody signs in, in their language.
    pub fn sign_in(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let name = [("directory", text::line(&settings.name).into())];
        let said = Said {
            subject: words.fill("mail-sign-in-subject", &name),
            why: words.fill("mail-sign-in-why", &name),
            link,
            until: words.say("mail-sign-in-until").to_owned(),
        };
        said.written(Purpose::SignIn, settings, words, until)
    }

    /// The link by which somebody chooses a new password, in their language.
    pub fn new_password(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let name = [("directory", text::line(&settings.name).into())];
        let said = Said {
            subject: words.fill("mail-password-subject", &name),
            why: words.fill("mail-password-why", &name),
            link,
            until: words.say("mail-password-until").to_owned(),
        };
        said.written(Purpose::NewPassword, settings, words, until)
    }

    /// That the office does not list what somebody wrote of, and why, in their language.
    pub fn not_listed(
        settings: &Settings,
        language: &str,
        (organization, reason): (&str, &str),
        link: &str,
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let directory = [("directory", text::line(&settings.name).into())];
        let organization = [("organization", text::line(organization).into())];
        let why = words.fill("mail-not-listed-why", &organization);
        let again = words.say("mail-not-listed-again");
        let subject = words.fill("mail-not-listed-subject", &directory);
        let told: [&str; 4] = [&why, &text::clean(reason), again, link];
        Self {
            is_private: true,
            ..Self::notice(settings, words, &subject, &told, now + TOLD)
        }
    }

    /// What is new in a saved search, or that it ends soon.
    pub fn news(settings: &Settings, language: &str, new: &News<'_>, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let search = || text::line(new.search).into();
        let directory = text::line(&settings.name);
        let intro = [("directory", directory.into()), ("search", search())];
        let mut parts = vec![words.fill("mail-news-intro", &intro)];
        let lapses = new.lapses.map(|day| words.day_of(day));
        let subject = if new.total == 0 {
            let day = lapses.clone().unwrap_or_default();
            words.fill("mail-news-ends", &[("day", day.into())])
        } else {
            parts.extend(new.items.iter().cloned());
            let rest = new.total.saturating_sub(new.items.len());
            if rest > 0 {
                let count = [("count", rest.into())];
                parts.push(if new.has_more {
                    words.fill("mail-news-many", &count)
                } else {
                    words.fill("mail-news-more", &count)
                });
            }
            let values = [("count", new.total.into()), ("search", search())];
            words.fill("mail-news-subject", &values)
        };
        parts.push(format!("{}\n{}", words.say("mail-news-all"), new.address));
        if let Some(day) = lapses {
            let said = words.fill("mail-news-keep-on", &[("day", day.into())]);
            parts.push(format!("{said}\n{}", new.ending));
        }
        parts.push(format!("{}\n{}", words.say("mail-news-end"), new.ending));
        let told: Vec<&str> = parts.iter().map(String::as_str).collect();
        Self {
            ending: Some(new.ending.to_owned()),
            is_private: true,
            ..Self::notice(settings, words, &subject, &told, until)
        }
    }

    /// What waits for the organizations that somebody represents, in their language.
    pub fn waits(settings: &Settings, language: &str, waits: &Waits<'_>, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let directory = [("directory", text::line(&settings.name).into())];
        let mut parts = vec![words.fill("mail-waits-intro", &directory)];
        for (name, lines, address) in waits.items {
            let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
            parts.push(format!(
                "{}\n{}\n  {address}",
                text::line(name),
                lines.join("\n")
            ));
        }
        parts.push(format!("{}\n{}", words.say("mail-waits-end"), waits.ending));
        let subject = [
            ("count", waits.total.into()),
            ("directory", text::line(&settings.name).into()),
        ];
        let subject = words.fill("mail-waits-subject", &subject);
        let told: Vec<&str> = parts.iter().map(String::as_str).collect();
        Self::notice(settings, words, &subject, &told, until)
    }

    /// That a passkey was added to somebody's account, in their language, with the page on which
    /// it can be taken away.
    pub fn passkey_added(settings: &Settings, language: &str, link: &str, now: Timestamp) -> Self {
        let words = spoken(settings, language);
        let name = [("directory", text::line(&settings.name).into())];
        let subject = words.fill("mail-passkey-subject", &name);
        let why = words.fill("mail-passkey-why", &name);
        let told: [&str; 3] = [&why, link, words.say("mail-passkey-otherwise")];
        Self::notice(settings, words, &subject, &told, now + TOLD)
    }

    /// That somebody ended or erased an organization, to another who represents it, in their
    /// language, with the organization's name; the link leads to what is left of it.
    pub fn left(
        settings: &Settings,
        language: &str,
        how: Left,
        (who, organization): (&AccountId, &str),
        (link, now): (&str, Timestamp),
    ) -> Self {
        let words = spoken(settings, language);
        let names = [
            ("who", WHO.into()),
            ("organization", text::line(organization).into()),
            ("directory", text::line(&settings.name).into()),
        ];
        let (subject, why) = match how {
            Left::Ended => (
                words.fill("mail-ended-subject", &names),
                words.fill("mail-ended-why", &names),
            ),
            Left::Erased => (
                words.fill("mail-erased-subject", &names),
                words.fill("mail-erased-why", &names),
            ),
        };
        let told: [&str; 3] = [&why, link, words.say("mail-left-otherwise")];
        Self {
            names: Some(who.clone()),
            ..Self::notice(settings, words, &subject, &told, now + TOLD)
        }
    }

    /// A trial by which the office sees that letters arrive.
    pub fn trial(settings: &Settings, now: Timestamp) -> Self {
        let words = first(settings);
        let name = [("directory", text::line(&settings.name).into())];
        let said = Said {
            subject: words.fill("mail-trial-subject", &name),
            why: words.fill("mail-trial-why", &name),
            link: settings.public_url.as_str(),
            until: words.say("mail-trial-until").to_owned(),
        };
        said.written(Purpose::Notice, settings, words, now + TRIAL)
    }
}

/// What a letter around a link says.
pub(super) struct Said<'l> {
    pub(super) subject: String,
    pub(super) why: String,
    pub(super) link: &'l str,
    pub(super) until: String,
}

impl Said<'_> {
    pub(super) fn written(
        self,
        purpose: Purpose,
        settings: &Settings,
        words: &'static Words,
        expires_at: Timestamp,
    ) -> Letter {
        let until = format!("{} {}", self.until, words.say("mail-unasked"));
        let told: [&str; 3] = [&self.why, self.link, &until];
        Letter {
            purpose,
            ..Letter::notice(settings, words, &self.subject, &told, expires_at)
        }
    }
}

/// Who writes, below a line by which mail programs know it.
fn signature(settings: &Settings) -> String {
    let office = settings.operator.name.as_deref().unwrap_or(&settings.name);
    let contact = settings.operator.contact.as_deref();
    let contact = contact.map_or_else(String::new, |contact| format!("\n{contact}"));
    format!("-- \n{office}{contact}\n")
}

/// A language, when the program speaks it, else the directory's first.
pub(super) fn spoken(settings: &Settings, language: &str) -> &'static Words {
    words::of(language).unwrap_or_else(|| first(settings))
}

/// The directory's first language that the program speaks.
fn first(settings: &Settings) -> &'static Words {
    let spoken = settings.languages.iter().find_map(|tag| words::of(tag));
    spoken.unwrap_or_else(words::first).whole()
}
