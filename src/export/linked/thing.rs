//! What is said of one address: the form between a record and its linked data.

use std::fmt::Write as _;

use oxrdf::NamedNode;
use url::{Position, Url};

use super::terms::{Class, Term};
use crate::text::LanguageMap;

/// A thing and what is said of it, in order.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::export) struct Thing {
    pub(super) id: NamedNode,
    pub(super) classes: Vec<Class>,
    pub(super) said: Vec<(Term, Value)>,
}

/// What a term says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text in a language.
    Text(String, String),
    /// A string, or a literal of the term's datatype.
    Plain(String),
    /// Another thing.
    Link(NamedNode),
    /// Another thing, with what is said of it.
    Thing(Thing),
}

impl Thing {
    /// A thing of which nothing is said yet.
    pub(in crate::export) fn new(id: NamedNode, classes: &[Class]) -> Self {
        Self {
            id,
            classes: classes.to_vec(),
            said: Vec::new(),
        }
    }

    /// The address of a part of it.
    pub(in crate::export) fn part(&self, name: &str) -> NamedNode {
        // What stands in a form's body may stand in a fragment (RFC 3986 §3.5).
        let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        NamedNode::new_unchecked(format!("{}#{name}", self.id.as_str()))
    }

    /// Says a string, or a literal of the term's datatype.
    pub(in crate::export) fn say(&mut self, term: Term, value: &(impl ToString + ?Sized)) {
        self.said.push((term, Value::Plain(value.to_string())));
    }

    /// Says a value that may be missing.
    pub(in crate::export) fn say_if(&mut self, term: Term, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.say(term, &value);
        }
    }

    /// Says a text in a language.
    pub(in crate::export) fn say_in(&mut self, term: Term, language: &str, text: &str) {
        let value = Value::Text(language.to_owned(), text.to_owned());
        self.said.push((term, value));
    }

    /// Says a text in all its languages.
    pub(in crate::export) fn say_texts(&mut self, term: Term, texts: &LanguageMap) {
        for (language, text) in texts.iter() {
            self.say_in(term, language, text);
        }
    }

    /// Names another thing; an address that is none says nothing.
    pub(in crate::export) fn link(&mut self, term: Term, to: Option<NamedNode>) {
        if let Some(to) = to {
            self.said.push((term, Value::Link(to)));
        }
    }

    /// Names another thing and what is said of it.
    pub(in crate::export) fn nest(&mut self, term: Term, thing: Thing) {
        self.said.push((term, Value::Thing(thing)));
    }

    /// Whether nothing is said of it.
    pub(in crate::export) fn is_empty(&self) -> bool {
        self.said.is_empty()
    }
}

/// An address as linked data can hold it. Browsers take characters that no IRI may have
/// (RFC 3987 §2.2), so these are escaped; what still is none is `None`.
pub(in crate::export) fn address(text: &str) -> Option<NamedNode> {
    if let Ok(iri) = NamedNode::new(text) {
        return Some(iri);
    }
    let url = Url::parse(text).ok()?;
    let mut escaped = url[..Position::BeforePath].to_owned();
    for character in url[Position::BeforePath..].chars() {
        if character.is_control() || " \"<>\\^`{|}[]".contains(character) {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                let _written = write!(escaped, "%{byte:02X}");
            }
        } else {
            escaped.push(character);
        }
    }
    NamedNode::new(escaped).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_browsers_take_are_escaped_and_what_is_none_is_left_out() {
        let shown = |text: &str| address(text).map(NamedNode::into_string);
        assert_eq!(
            shown("https://a.example/ñ?q=a|b").as_deref(),
            Some("https://a.example/%C3%B1?q=a%7Cb")
        );
        assert_eq!(
            shown("https://[::1]/a[1]#{x}").as_deref(),
            Some("https://[::1]/a%5B1%5D#%7Bx%7D")
        );
        assert_eq!(shown("not an address"), None);
    }

    #[test]
    fn parts_have_addresses_whatever_they_are_called() {
        let thing = Thing::new(address("https://a.example/o/1").unwrap(), &[]);
        let part = thing.part("source <a>\"\n#");
        assert!(NamedNode::new(part.as_str()).is_ok(), "{part}");
    }
}
