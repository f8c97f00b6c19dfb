//! What kind of trouble there was with another server: a value where it arises, a short code
//! before the words where it is kept.

use std::fmt;

/// What went wrong, as far as it occurs often enough to be told in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It answered with a status that is no success.
    Answered(u16),
    /// It did not answer in time.
    Silent,
    /// Its name is not known.
    Name,
    /// It took no connection, or let go of it.
    Connection,
    /// Its certificate cannot be trusted.
    Certificate,
    /// It is kept out here.
    Blocked,
    /// Its address is one that is never asked.
    NotAsked,
    /// It is no directory of this kind.
    NoDirectory,
    /// What it is to be reached at is no address.
    NoAddress,
}

/// Those that are kept under a word of their own.
const WORDS: [(&str, Trouble); 8] = [
    ("silent", Trouble::Silent),
    ("name", Trouble::Name),
    ("connection", Trouble::Connection),
    ("certificate", Trouble::Certificate),
    ("blocked", Trouble::Blocked),
    ("not-asked", Trouble::NotAsked),
    ("no-directory", Trouble::NoDirectory),
    ("no-address", Trouble::NoAddress),
];

impl Trouble {
    /// What is kept of a failure: its kind, where that is known, before what was said of it.
    pub fn kept(trouble: Option<Self>, said: &str) -> String {
        trouble.map_or_else(|| said.to_owned(), |trouble| format!("[{trouble}] {said}"))
    }

    /// The kind that stands before what was kept. What was kept without one has none.
    pub fn read(kept: &str) -> Option<Self> {
        let (code, _) = kept.strip_prefix('[')?.split_once("] ")?;
        let word = WORDS.iter().find(|(word, _)| *word == code);
        let status = || {
            code.parse::<u16>()
                .ok()
                .filter(|status| (100..1000).contains(status))
        };
        word.map(|(_, trouble)| *trouble)
            .or_else(|| status().map(Self::Answered))
    }

    /// What was said of it, without the kind before it.
    pub fn said(kept: &str) -> &str {
        let parts = Self::read(kept).and_then(|_| kept.split_once("] "));
        parts.map_or(kept, |(_, said)| said)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(status) => write!(f, "{status}"),
            other => {
                let word = WORDS.iter().find(|(_, trouble)| trouble == other);
                f.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_back_from_what_was_kept_and_from_nothing_else() {
        let words = WORDS.map(|(_, trouble)| trouble);
        for trouble in words.into_iter().chain([Trouble::Answered(503)]) {
            let kept = Trouble::kept(Some(trouble), "what [it] said");
            assert_eq!(Trouble::read(&kept), Some(trouble), "{kept}");
            assert_eq!(Trouble::said(&kept), "what [it] said");
        }
        assert_eq!(Trouble::kept(None, "odd"), "odd");
        for other in [
            "answered 503 Service Unavailable",
            "[] odd",
            "[loud] odd",
            "[99999] odd",
            "[silent]",
            "",
        ] {
            assert_eq!(Trouble::read(other), None, "{other}");
            assert_eq!(Trouble::said(other), other);
        }
    }
}
