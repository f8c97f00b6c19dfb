//! What was typed, as the form showed it: fields by their labels, and what was chosen by the
//! words of its list.

use crate::place::{Territory, country};
use crate::vocabulary::{
    AttestationKind, EntityType, MembershipBase, MembershipRole, Scope, Sector, Terms, Theme, What,
};
use crate::words::{self, Words};

/// What a field of the form at `path` is called, where that is known.
pub(super) fn field(path: &str, name: &str, words: &'static Words) -> Option<String> {
    let (base, row) = row_of(name);
    let label = match base {
        "what" if path.ends_with("/leave") => words.say("leave-what"),
        "name" if path == "/account" => words.say("claim-name"),
        "language" if path == "/account" => words.say("account-language"),
        "language" if row.is_some() => words.say("record-row-language"),
        "language" => words.say("offer-language"),
        "purpose" => words.say("offer-purpose"),
        "what-suggested" => words.say("what"),
        "terms-suggested" => words.say("terms"),
        "territory-suggested" => words.say("territory"),
        "sectors-suggested" => words.say("activities"),
        "text" if path.ends_with("/offers") || path.contains("/offers/") => words.say("offer-text"),
        // What is said to somebody else has no label that is the same everywhere.
        "text" => return None,
        "members" => words.say("members"),
        "legal-form" => words.say("legal-form"),
        "postal-code" => words.say("field-postal-code"),
        "founded" => words.say("founded"),
        "contact-kind" => words.say("record-contact-kind"),
        "role" if path.starts_with("/office/people") => words.say("person-role"),
        "role" => words.say("membership-role"),
        "other" => words.say("membership-other"),
        "since" => words.say("membership-since"),
        "severity" => words.say("block-severity"),
        "subject" => words.say("block-subject"),
        "statement" => words.say("attest-statement"),
        "method" => words.say("attest-method"),
        "attested_by" => words.say("attest-by"),
        "attested_on" => words.say("attest-on"),
        "ended-on" => words.say("leave-ended-on"),
        _ if base.starts_with("theme-") => words.say("themes"),
        _ => {
            let known = base.replacen('-', ".", 1);
            return Some(words.field(&known)).filter(|called| *called != known);
        }
    };
    Some(label.to_owned())
}

/// What was typed or chosen there, in words.
pub(super) fn value(path: &str, name: &str, value: &str, words: &'static Words) -> String {
    let tag = words.tag;
    let (base, _) = row_of(name);
    let chosen = match base {
        "purpose" if value == "offer" => Some(words.say("offer")),
        "purpose" if value == "need" => Some(words.say("need")),
        "what" if path.ends_with("/leave") => match value {
            "represent" => Some(words.say("leave-represent")),
            "ended" => Some(words.say("leave-ended")),
            "erase" => Some(words.say("leave-erase")),
            _ => None,
        },
        "what" | "what-suggested" => What::parse(value).ok().map(|one| one.label(tag)),
        "terms" | "terms-suggested" => Terms::parse(value).ok().map(|one| one.label(tag)),
        "type" => EntityType::parse(value).ok().map(|one| one.label(tag)),
        "members" => MembershipBase::parse(value).ok().map(|one| one.label(tag)),
        "scope" => Scope::parse(value).ok().map(|one| one.label(tag)),
        "kind" => AttestationKind::parse(value).ok().map(|one| one.label(tag)),
        "role" if value == "registrar" => Some(words.say("role-registrar-may")),
        "role" if value == "admin" => Some(words.say("role-admin-may")),
        "role" => MembershipRole::parse(value).ok().map(|one| one.label(tag)),
        "severity" if value == "block" => Some(words.say("block-block")),
        "severity" if value == "limit" => Some(words.say("block-limit")),
        "ending" if value == "met" => Some(words.say("offer-met")),
        "ending" if value == "closed" => Some(words.say("offer-close")),
        "contact-kind" => match value {
            "email" => Some(words.say("contact-email")),
            "phone" => Some(words.say("contact-phone")),
            "person" => Some(words.say("contact-person")),
            _ => None,
        },
        "language" => Some(words::called(value)),
        "country" => country::name(value, tag),
        _ => (base.strip_prefix("theme-"))
            .and_then(Theme::find)
            .map(|theme| theme.label(tag)),
    };
    match (chosen, base) {
        (Some(chosen), _) => chosen.to_owned(),
        (None, "territory" | "territory-suggested") => {
            Territory::parse(value).map_or_else(|_| value.to_owned(), |known| known.called(tag))
        }
        (None, "sectors" | "sectors-suggested") => sectors(value, tag),
        (None, "until" | "founded" | "since" | "ended-on" | "attested_on" | "valid_until") => {
            words.day(value)
        }
        (None, _) => value.to_owned(),
    }
}

/// The name of a field without the row in which it stands: `language-1`.
fn row_of(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('-') {
        Some((base, row)) if row.bytes().all(|byte| byte.is_ascii_digit()) => (base, Some(row)),
        _ => (name, None),
    }
}

fn sectors(codes: &str, tag: &str) -> String {
    let label = |code: &str| match Sector::parse(code) {
        Ok(sector) => format!("{} ({code})", sector.label(tag)),
        Err(_) => code.to_owned(),
    };
    let labels: Vec<String> = codes.split(',').map(|code| label(code.trim())).collect();
    labels.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_said_as_the_form_said_it() {
        let spanish = words::of("es").unwrap();
        let (offer, record) = ("/my/x/offers", "/my/x/record");
        let trade = value(record, "sectors", "café, G", spanish);
        assert!(
            trade.starts_with("café") && trade.contains("(G)"),
            "{trade}"
        );
        for (path, name, typed, said) in [
            (offer, "purpose", "need", spanish.say("need")),
            (offer, "language", "fr", "Français"),
            (record, "language-1", "ca", "Català"),
            (offer, "until", "2026-12-31", &*spanish.day("2026-12-31")),
            (record, "country", "MX", "México"),
            (record, "theme-nothing", "yes", "yes"),
            ("/my/x/leave", "what", "ended", spanish.say("leave-ended")),
            (offer, "territory", "MX-OAX", "Oaxaca"),
            (offer, "territory-suggested", "ES-CO", "Córdoba, España"),
            // What is no code stays as it was typed.
            (offer, "what", "un tostador", "un tostador"),
            (offer, "territory", "el valle", "el valle"),
            (offer, "title", "need", "need"),
        ] {
            let told = value(path, name, typed, spanish);
            assert_eq!(told, said, "{name}");
        }
        for (path, name, label) in [
            (offer, "purpose", "offer-purpose"),
            (record, "legal-form", "legal-form"),
            (record, "language-1", "record-row-language"),
            (record, "theme-x", "themes"),
        ] {
            assert_eq!(
                field(path, name, spanish).as_deref(),
                Some(spanish.say(label))
            );
        }
        assert_eq!(field(offer, "colour", spanish), None);
    }
}
