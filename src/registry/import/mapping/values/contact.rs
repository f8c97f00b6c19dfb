//! Mail addresses and telephone numbers, of which a cell may hold several. All stay hidden.

use crate::registry::{Contact, ContactKind};
use crate::words::{Phrase, phrase};

/// The contacts of a cell and the parts of it that are none.
pub(in crate::registry::import::mapping) fn read(
    kind: ContactKind,
    text: &str,
) -> (Vec<Contact>, Vec<String>) {
    let parts: Vec<String> = match kind {
        ContactKind::Email => mails(text),
        ContactKind::Phone => phones(text),
        ContactKind::Person => text
            .split([';', '\n', '|'])
            .map(|one| one.trim().to_owned())
            .collect(),
    };
    let (mut contacts, mut refused): (Vec<Contact>, Vec<String>) = (Vec::new(), Vec::new());
    for value in parts
        .into_iter()
        .filter(|part| !super::mark::is_empty(part))
    {
        let contact = Contact {
            kind,
            value: value.clone(),
            public: false,
        };
        match contact.checked() {
            Ok(contact) if !contacts.contains(&contact) => contacts.push(contact),
            Ok(_) => {}
            Err(_) => refused.push(value),
        }
    }
    (contacts, refused)
}

/// Why a value is no contact of its kind, and what to do.
pub(in crate::registry::import::mapping) fn refusal(
    kind: ContactKind,
    value: &str,
) -> (Phrase, Phrase) {
    match kind {
        ContactKind::Email => (
            phrase!("problem-no-mail", value = value),
            phrase!("remedy-mail"),
        ),
        ContactKind::Phone => (
            phrase!("problem-no-telephone", value = value),
            phrase!("remedy-telephone"),
        ),
        ContactKind::Person => (
            phrase!("problem-no-person", value = value),
            phrase!("remedy-person"),
        ),
    }
}

fn mails(text: &str) -> Vec<String> {
    let is_between = |c: char| ";,|<>()\"".contains(c) || c.is_whitespace();
    let words: Vec<&str> = text
        .split(is_between)
        .filter(|word| !word.is_empty())
        .collect();
    let is_mail = |word: &&&str| word.contains('@');
    if !words.iter().any(|word| word.contains('@')) {
        return vec![text.trim().to_owned()];
    }
    let cleaned = |word: &&str| {
        let word = word.trim_matches(['.', '/', ':', '\'', '[', ']']);
        let bare = word
            .get(..7)
            .filter(|head| head.eq_ignore_ascii_case("mailto:"));
        bare.and_then(|_| word.get(7..)).unwrap_or(word).to_owned()
    };
    // Two addresses may be parted by a slash alone.
    let slashed = words
        .iter()
        .filter(is_mail)
        .flat_map(|word| word.split('/'));
    slashed
        .filter(|word| word.contains('@'))
        .map(|word| cleaned(&word))
        .collect()
}

fn phones(text: &str) -> Vec<String> {
    let text = super::code::without_tail(text);
    let enough = |part: &str| part.bytes().filter(u8::is_ascii_digit).count() >= 6;
    let mut parts: Vec<String> = vec![text.to_owned()];
    for separator in [
        ";", "|", "\n", ",", " / ", "/", " - ", " y ", " e ", " o ", " et ", " ou ", " und ",
        " and ",
    ] {
        parts = parts
            .into_iter()
            .flat_map(|part| {
                let pieces: Vec<&str> = part.split(separator).collect();
                let apart = pieces.len() > 1 && pieces.iter().all(|piece| enough(piece));
                if apart {
                    pieces.into_iter().map(str::to_owned).collect()
                } else {
                    vec![part]
                }
            })
            .collect();
    }
    parts.iter().map(|part| number(part)).collect()
}

/// The number alone, without words before or after it.
fn number(part: &str) -> String {
    let part = part.trim();
    let starts = part.find(|c: char| c.is_ascii_digit() || c == '+' || c == '(');
    let from_digits = starts.and_then(|start| part.get(start..)).unwrap_or(part);
    let ends = from_digits.find(|c: char| c.is_alphabetic() || c == '#');
    let bare = ends
        .and_then(|end| from_digits.get(..end))
        .unwrap_or(from_digits);
    if !bare.bytes().any(|b| b.is_ascii_digit()) {
        return part.to_owned();
    }
    bare.replace(['\u{a0}', '\u{2011}', '_'], " ")
        .trim_end_matches([' ', '(', '-', ',', '.', '/', ':'])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(kind: ContactKind, text: &str) -> (Vec<String>, usize) {
        let (contacts, refused) = read(kind, text);
        assert!(contacts.iter().all(|contact| !contact.public));
        (
            contacts.into_iter().map(|contact| contact.value).collect(),
            refused.len(),
        )
    }

    #[test]
    fn a_cell_may_hold_several_addresses_and_numbers() {
        let (mails, refused) = values(
            ContactKind::Email,
            "a@x.example; mailto:b@x.example / c@x.example",
        );
        assert_eq!((mails.len(), refused), (3, 0));
        let (mails, _) = values(ContactKind::Email, "Ana <ana@x.example>");
        assert_eq!(mails, ["ana@x.example"]);
        let (phones, _) = values(ContactKind::Phone, "Tel. 93 123 45 67 / 600 11 22 33 (Ana)");
        assert_eq!(phones, ["93 123 45 67", "600 11 22 33"]);
        assert_eq!(values(ContactKind::Phone, "931234567.0").0, ["931234567"]);
        assert_eq!(
            values(ContactKind::Phone, "(11) 4321-1234").0,
            ["(11) 4321-1234"]
        );
    }

    #[test]
    fn what_is_no_contact_is_told() {
        assert_eq!(values(ContactKind::Email, "nadie"), (vec![], 1));
        assert_eq!(values(ContactKind::Phone, "llamar antes"), (vec![], 1));
        assert_eq!(values(ContactKind::Phone, "s/d"), (vec![], 0));
    }
}
