//! Handles: the short names under which the fediverse finds an organization.
//!
//! `[a-z0-9_]`, at most 30, one namespace with territories and channels, whose codes
//! nobody else may have. A handle may change until the
//! first publication and never after, since peers key on it.

use crate::error::{Error, Result};
use crate::slice::Slice;

/// The longest handle.
pub const MAX_HANDLE: usize = 30;
/// How many numbered handles are tried before one is made from the identifier.
const MAX_NUMBERED: u32 = 50;

/// Words that would be mistaken for the node itself or for one of its pages.
const RESERVED: &[&str] = &[
    "about",
    "abuse",
    "actor",
    "admin",
    "administrator",
    "api",
    "directory",
    "everyone",
    "feed",
    "follow",
    "help",
    "here",
    "hostmaster",
    "inbox",
    "info",
    "instance",
    "legal",
    "login",
    "mail",
    "metrics",
    "moderator",
    "node",
    "nodeinfo",
    "noreply",
    "offers",
    "office",
    "outbox",
    "owner",
    "postmaster",
    "privacy",
    "proxy",
    "register",
    "registry",
    "relay",
    "root",
    "search",
    "security",
    "settings",
    "static",
    "support",
    "system",
    "trenza",
    "webfinger",
    "webmaster",
];

/// The handles that a name leads to, best first; `identifier` makes the last one unique.
pub(super) fn candidates(name: &str, identifier: &str) -> impl Iterator<Item = String> {
    let mut base = transliterated(name);
    if base.is_empty() {
        "organization".clone_into(&mut base);
    }
    let tail: String = identifier
        .chars()
        .rev()
        .filter(char::is_ascii_hexdigit)
        .take(12)
        .collect();
    let last = with_suffix(&base, &tail);
    let first = std::iter::once(base.clone());
    let numbered = (2..=MAX_NUMBERED).map(move |number| with_suffix(&base, &number.to_string()));
    first
        .chain(numbered)
        .filter(|handle| !is_reserved(handle))
        .chain(std::iter::once(last))
}

/// Checks a handle that somebody wished for.
///
/// # Errors
/// [`Error::Invalid`] when it has other characters, is too long, or is reserved.
pub(super) fn check(handle: &str) -> Result<()> {
    let is_plain = handle
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_plain || handle.is_empty() || handle.len() > MAX_HANDLE {
        let reason = format!(
            "{handle:?} is no handle; write at most {MAX_HANDLE} small letters, digits and _"
        );
        return Err(Error::invalid("handle", reason));
    }
    if is_reserved(handle) {
        let reason = format!(
            "{handle:?} is reserved for the node, a territory or a channel; choose another"
        );
        return Err(Error::invalid("handle", reason));
    }
    Ok(())
}

/// Whether the node, one of its pages, or a channel needs the handle: `es`, `mx_oax`,
/// `needs_food_mx_oax`.
fn is_reserved(handle: &str) -> bool {
    RESERVED.binary_search(&handle).is_ok() || Slice::of_handle(handle).is_some()
}

/// A name in the letters of handles, as much of it as fits.
pub(super) fn transliterated(name: &str) -> String {
    let plain = deunicode::deunicode(name).to_ascii_lowercase();
    // An apostrophe joins: "women's" reads womens, not women_s.
    let joined = plain.replace('\'', "");
    let words: Vec<&str> = joined
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    shortened(&words.join("_"), MAX_HANDLE)
}

fn with_suffix(base: &str, suffix: &str) -> String {
    let room = MAX_HANDLE.saturating_sub(suffix.len() + 1);
    format!("{}_{suffix}", shortened(base, room))
}

fn shortened(handle: &str, limit: usize) -> String {
    let short: String = handle.chars().take(limit).collect();
    short.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90";

    #[test]
    fn a_handle_is_transliterated_and_short() {
        let first = |name: &str| candidates(name, ID).next().unwrap();
        assert_eq!(first("Coopérative L'Épi d'Or"), "cooperative_lepi_dor");
        assert_eq!(first("한살림"), "hansalrim");
        assert_eq!(first("🌱!"), "seedling");
        assert_eq!(first("…"), "organization");
        let long = first("Sociedad Cooperativa de Producción de Bienes y Servicios");
        assert!(long.len() <= MAX_HANDLE && !long.ends_with('_'), "{long}");
    }

    #[test]
    fn taken_handles_are_numbered_within_the_limit_and_the_last_is_unique() {
        let all: Vec<String> = candidates(&"x".repeat(60), ID).collect();
        assert_eq!(all[1], format!("{}_2", "x".repeat(28)));
        assert!(all.iter().all(|handle| check(handle).is_ok()));
        assert!(all.last().unwrap().contains("09f8e7d6c5b4"), "{all:?}");
    }

    #[test]
    fn reserved_words_and_strange_characters_are_refused() {
        assert!(RESERVED.is_sorted());
        assert_eq!(candidates("Admin", ID).next().unwrap(), "admin_2");
        for handle in ["", "Admin", "inbox", "a b", "ñ", "a-b", &"x".repeat(31)] {
            assert!(check(handle).is_err(), "{handle}");
        }
        assert!(check("coop_2").is_ok());
    }

    #[test]
    fn a_territorys_code_is_nobody_elses_handle() {
        for code in ["es", "mx_oax", "gb_eng", "q1492"] {
            assert!(check(code).is_err(), "{code}");
        }
        for handle in ["zz", "es_zzz", "q0", "q1492_coop", "coop_es"] {
            assert!(check(handle).is_ok(), "{handle}");
        }
        assert_eq!(candidates("MX OAX", ID).next().unwrap(), "mx_oax_2");
        // AT-2 to AT-9 are provinces of Austria.
        assert_eq!(candidates("AT", ID).next().unwrap(), "at_10");
        assert!(candidates("AT", ID).all(|handle| check(&handle).is_ok()));
    }
}
