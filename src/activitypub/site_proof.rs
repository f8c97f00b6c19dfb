//! Whether a website names a node as its own, which only whoever keeps the website can bring
//! about: by a file at a well-known address, or by a link with `rel="me"` on its first page.

use std::cell::Cell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use serde_json::Value;
use url::Url;

use super::client::{Client, Failure, FailureKind};

/// Where a website lists its directories: `{"directories": ["https://directory.example"]}`.
pub const WELL_KNOWN: &str = "/.well-known/trenza.json";

/// How a website names a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By the file at [`WELL_KNOWN`].
    WellKnown,
    /// By a link on its first page.
    RelMe,
}

impl Method {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WellKnown => "well-known",
            Self::RelMe => "rel-me",
        }
    }
}

/// Asks the website to which `site` belongs whether the node at `node` (its address without a
/// path) is its own; `None` when it does not say so. Only the file and the first page are
/// asked for, whatever path `site` has, and a redirection to another origin says nothing:
/// a stranger wrote the address.
///
/// # Errors
/// [`Failure`] when the website cannot be asked just now.
pub async fn find(client: &Client, site: &Url, node: &Url) -> Result<Option<Method>, Failure> {
    let at = |path: &str| {
        let mut at = site.join(path).ok()?;
        // A name and password would be sent to whomever the stranger chose.
        at.set_username("").ok()?;
        at.set_password(None).ok()?;
        Some(at)
    };
    let (Some(list), Some(first)) = (at(WELL_KNOWN), at("/")) else {
        return Err(Failure::definite(site, "is no address of a website"));
    };
    match client.get_well_known(&list).await {
        Ok(list) if lists(&list, node) => return Ok(Some(Method::WellKnown)),
        Err(failure) if failure.kind == FailureKind::Passing => return Err(failure),
        Ok(_) | Err(_) => {}
    }
    match client.get_page(&first).await {
        Ok((at, page)) if links(&page, &at, node) => Ok(Some(Method::RelMe)),
        Err(failure) if failure.kind == FailureKind::Passing => Err(failure),
        Ok(_) | Err(_) => Ok(None),
    }
}

fn lists(list: &Value, node: &Url) -> bool {
    let all = list.get("directories").and_then(Value::as_array);
    let mut named = all.into_iter().flatten().filter_map(Value::as_str);
    named.any(|text| Url::parse(text).is_ok_and(|url| is_node(&url, node)))
}

/// Whether an address is the node's first page or its actor.
fn is_node(url: &Url, node: &Url) -> bool {
    url.origin() == node.origin() && matches!(url.path(), "/" | super::keyring::NODE)
}

/// Whether a page has a link with `rel="me"` to the node.
fn links(page: &str, at: &Url, node: &Url) -> bool {
    let sink = Links {
        at,
        node,
        found: Cell::new(false),
    };
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.get()
}

struct Links<'a> {
    at: &'a Url,
    node: &'a Url,
    found: Cell<bool>,
}

impl Links<'_> {
    fn look(&self, tag: &Tag) {
        let attribute = |name: &str| {
            let found = tag.attrs.iter().find(|one| &*one.name.local == name);
            found.map(|one| &*one.value)
        };
        let rel = attribute("rel").unwrap_or_default();
        let is_me = rel
            .split_ascii_whitespace()
            .any(|word| word.eq_ignore_ascii_case("me"));
        let href = attribute("href").and_then(|href| self.at.join(href).ok());
        if is_me && href.is_some_and(|href| is_node(&href, self.node)) {
            self.found.set(true);
        }
    }
}

impl TokenSink for Links<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind != TagKind::StartTag {
            return TokenSinkResult::Continue;
        }
        // What stands within these is text, whatever it looks like.
        match &*tag.name {
            "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "noscript" | "iframe" | "xmp" => {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            "textarea" | "title" => return TokenSinkResult::RawData(RawKind::Rcdata),
            "a" | "link" | "area" => self.look(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn linked(page: &str) -> bool {
        let at = Url::parse("https://city.example/").unwrap();
        links(
            page,
            &at,
            &Url::parse("https://directory.example/").unwrap(),
        )
    }

    #[test]
    fn a_link_with_rel_me_names_the_node_and_nothing_else_does() {
        for page in [
            "<a rel=me href=https://directory.example>x</a>",
            "<link REL='nofollow ME' href=\"https://Directory.example/\">",
            "<p><a href='//directory.example/actor' rel='me'>",
        ] {
            assert!(linked(page), "{page}");
        }
        for page in [
            "<a href=https://directory.example>x</a>",
            "<a rel=home href=https://directory.example>x</a>",
            "<a rel=me href=https://directory.example.evil.net/>x</a>",
            "<a rel=me href=https://directory.example/o/1>x</a>",
            "<a rel=me href=http://directory.example/>x</a>",
            "<!-- <a rel=me href=https://directory.example> -->",
            "<script>'<a rel=me href=https://directory.example>'</script>",
            "<textarea><a rel=me href=https://directory.example></textarea>",
            "<a rel=me href=/>",
            "",
        ] {
            assert!(!linked(page), "{page}");
        }
    }

    #[test]
    fn the_file_lists_the_nodes_of_a_website() {
        let node = Url::parse("https://directory.example/").unwrap();
        assert!(lists(
            &json!({"directories": ["https://directory.example"]}),
            &node
        ));
        for other in [
            json!({"directories": "https://directory.example"}),
            json!({"directories": ["https://other.example", 1]}),
            json!([]),
            json!({}),
        ] {
            assert!(!lists(&other, &node), "{other}");
        }
    }
}
