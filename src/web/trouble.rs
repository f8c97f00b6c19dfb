//! What went wrong with another server, in the page's words. It is kept as a log says it, in
//! English: what occurs often is known by its words, and everything else is quoted.

use crate::words::{Said, Words};

/// What is kept, in the page's words where they are known.
pub(super) fn said(reason: &str, words: &'static Words) -> Said {
    match known(reason, words) {
        Some(text) => Said { text, lang: None },
        None => Said {
            text: reason.to_owned(),
            lang: (words.tag != "en").then_some("en"),
        },
    }
}

fn known(reason: &str, words: &'static Words) -> Option<String> {
    if let Some(status) = status(reason) {
        let with = [("status", status.to_string().into())];
        return Some(match status {
            404 | 410 => words.fill("trouble-nothing", &with),
            429 => words.fill("trouble-often", &with),
            400..=499 => words.fill("trouble-refuses", &with),
            500..=599 => words.fill("trouble-own", &with),
            _ => return None,
        });
    }
    let reason = reason.to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| reason.contains(sign));
    let said = if has(&["did not answer within", "timed out", "deadline has elapsed"]) {
        words.say("trouble-silent")
    } else if has(&["lookup address", "dns error", "name or service not known"]) {
        words.say("trouble-name")
    } else if has(&["connection refused", "connection reset", "unreachable"]) {
        words.say("trouble-connection")
    } else if has(&["certificate"]) {
        words.say("trouble-certificate")
    } else if has(&["is blocked by this directory"]) {
        words.say("trouble-blocked")
    } else if has(&["limits.host_deliveries"]) {
        words.say("trouble-much-waited")
    } else if has(&["the address is refused"]) {
        words.say("trouble-not-asked")
    } else if has(&["is no trenza node"]) {
        words.say("trouble-no-directory")
    } else if has(&["no address of a host", "is no address"]) {
        words.say("trouble-no-address")
    } else {
        return None;
    };
    Some(said.to_owned())
}

/// The status that a server answered with.
fn status(reason: &str) -> Option<u16> {
    let (_, behind) = reason.split_once("answered ")?;
    behind.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn what_occurs_often_is_said_in_the_pages_language_and_the_rest_is_quoted() {
        let spanish = words::of("es").unwrap();
        for (reason, has) in [
            ("oax.example: answered 503 Service Unavailable", "503"),
            ("answered 401 Unauthorized", "401"),
            ("answered 410 Gone", "410"),
            ("answered 429 Too Many Requests", "429"),
            ("did not answer within 10 seconds", "No responde"),
            ("failed to lookup address information: x", "nombre"),
            ("Connection refused (os error 111)", "conexión"),
            ("invalid peer certificate: Expired", ""),
            ("oax.example is blocked by this directory", ""),
            ("more waits for its host than limits.host_deliveries", ""),
            ("the address is refused: it is private", ""),
            ("oax.example is no Trenza node", ""),
            ("\"x y\" is no address of a host", ""),
        ] {
            let told = said(reason, spanish);
            assert_eq!(told.lang, None, "{reason}");
            assert!(told.text.contains(has), "{told}");
        }
        for reason in ["answered 999", "answered x", "says <b>no</b>", ""] {
            let told = said(reason, spanish);
            assert_eq!((&*told.text, told.lang), (reason, Some("en")));
            assert_eq!(said(reason, words::first()).lang, None);
        }
    }
}
