//! What went wrong with another server, in the page's words: by its kind, which stands before
//! what is kept. What has none is quoted, in English as a log says it.

use crate::error::Trouble;
use crate::words::{Said, Words};

/// What is kept, in the page's words where its kind is known.
pub(super) fn kept(kept: &str, words: &'static Words) -> Said {
    said(Trouble::read(kept), Trouble::said(kept), words)
}

/// A failure in the page's words where its kind is known, and else as it says itself.
pub(super) fn said(trouble: Option<Trouble>, reason: &str, words: &'static Words) -> Said {
    match trouble.and_then(|trouble| known(trouble, words)) {
        Some(text) => Said { text, lang: None },
        None => Said {
            text: reason.to_owned(),
            lang: (words.tag != "en").then_some("en"),
        },
    }
}

fn known(trouble: Trouble, words: &'static Words) -> Option<String> {
    let said = match trouble {
        Trouble::Answered(status) => return of_status(status, words),
        Trouble::Silent => words.say("trouble-silent"),
        Trouble::Name => words.say("trouble-name"),
        Trouble::Connection => words.say("trouble-connection"),
        Trouble::Certificate => words.say("trouble-certificate"),
        Trouble::Blocked => words.say("trouble-blocked"),
        Trouble::NotAsked => words.say("trouble-not-asked"),
        Trouble::NoDirectory => words.say("trouble-no-directory"),
        Trouble::NoAddress => words.say("trouble-no-address"),
    };
    Some(said.to_owned())
}

fn of_status(status: u16, words: &'static Words) -> Option<String> {
    let with = [("status", status.to_string().into())];
    Some(match status {
        404 | 410 => words.fill("trouble-nothing", &with),
        429 => words.fill("trouble-often", &with),
        400..=499 => words.fill("trouble-refuses", &with),
        500..=599 => words.fill("trouble-own", &with),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn what_occurs_often_is_said_in_the_pages_language_and_the_rest_is_quoted() {
        let spanish = words::of("es").unwrap();
        for (trouble, has) in [
            (Trouble::Answered(503), "503"),
            (Trouble::Answered(401), "401"),
            (Trouble::Answered(410), "410"),
            (Trouble::Answered(429), "429"),
            (Trouble::Silent, "No responde"),
            (Trouble::Name, "nombre"),
            (Trouble::Connection, "conexión"),
            (Trouble::Certificate, ""),
            (Trouble::Blocked, ""),
            (Trouble::NotAsked, ""),
            (Trouble::NoDirectory, ""),
            (Trouble::NoAddress, ""),
        ] {
            let told = kept(&Trouble::kept(Some(trouble), "as the log says"), spanish);
            assert_eq!(told.lang, None, "{trouble:?}");
            assert!(told.text.contains(has), "{told}");
        }
        for (reason, said) in [
            ("[302] moved", "moved"),
            ("did not answer", "did not answer"),
            ("says <b>no</b>", "says <b>no</b>"),
            ("", ""),
        ] {
            let told = kept(reason, spanish);
            assert_eq!((&*told.text, told.lang), (said, Some("en")));
            assert_eq!(kept(reason, words::first()).lang, None);
        }
    }
}
