//! How another directory stands, in sentences: what holds, and what can be done next. Decides
//! nothing.

use crate::clock::Timestamp;
use crate::federation::peers::Peer;
use crate::web::views;
use crate::words::Words;

/// The sentences of a directory that follows us or not, and whose server has not answered since
/// `silent_since` to what waits for it.
pub(super) fn standing(
    peer: &Peer,
    follows_us: Option<&str>,
    silent_since: Option<Timestamp>,
    words: &'static Words,
) -> Vec<String> {
    let is_followed = peer.following == "accepted";
    let silent = silent_since.map(|at| [("day", words.day_of(at.day()).into())]);
    let mut said = Vec::new();
    if follows_us == Some("pending") {
        said.push(words.say("friend-waits").to_owned());
    }
    match (peer.following.as_str(), &silent) {
        ("accepted", _) => said.extend(reading(peer, words)),
        ("requested", Some(since)) => said.push(words.fill("friend-unasked", since)),
        ("requested", None) => said.push(words.say("friend-asked").to_owned()),
        ("rejected", _) => said.push(words.say("friend-refused").to_owned()),
        _ if said.is_empty() => said.push(words.say("friend-none").to_owned()),
        _ => {}
    }
    match (follows_us, &silent) {
        (Some("accepted"), Some(since)) => said.push(words.fill("friend-unreached", since)),
        (Some("accepted"), None) => said.push(words.say("friend-reads-us").to_owned()),
        (None, _) if is_followed => said.push(words.say("friend-reads-us-not").to_owned()),
        _ => {}
    }
    if peer.carried {
        said.push(words.say("friend-carried").to_owned());
    }
    if is_followed && !peer.known {
        said.push(words.say("friend-unknown").to_owned());
    }
    said
}

/// How far a directory is read that said yes.
fn reading(peer: &Peer, words: &'static Words) -> Vec<String> {
    let last = peer.last_pulled_at.map(|at| views::minute(at, words));
    let last = last.map(|when| [("when", when.into())]);
    let behind = (peer.head_seq - peer.cursor_seq).max(0);
    let behind = (behind > 0).then(|| words.fill("friend-behind", &[("count", behind.into())]));
    let heard = last.as_ref().map(|when| words.fill("friend-heard", when));
    let said = if peer.last_error.is_some() {
        let since = last.as_ref();
        let unread = since.map(|when| words.fill("friend-unread-since", when));
        let unread = unread.unwrap_or_else(|| words.say("friend-unread").to_owned());
        [
            Some(unread),
            behind,
            Some(words.say("friend-unread-do").to_owned()),
        ]
    } else if behind.is_some() {
        [
            behind,
            Some(words.say("friend-behind-do").to_owned()),
            heard,
        ]
    } else if heard.is_some() {
        [Some(words.say("friend-follows").to_owned()), heard, None]
    } else {
        [Some(words.say("friend-first").to_owned()), None, None]
    };
    said.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    fn peer(following: &str) -> Peer {
        Peer {
            id: "https://friend.example/actor".to_owned(),
            host: "friend.example".to_owned(),
            name: None,
            inbox: "https://friend.example/inbox".to_owned(),
            registry_log: None,
            following: following.to_owned(),
            follow: None,
            epoch: None,
            cursor_seq: 5,
            head_seq: 5,
            last_pulled_at: Some(Timestamp::from_seconds(1_790_000_000)),
            next_pull_at: Timestamp(0),
            failures: 0,
            last_error: None,
            created_at: Timestamp(0),
            carried: false,
            agreed_digest: None,
            read_anew_at: None,
            known: true,
            records: 0,
            bytes: 0,
            organizations: 0,
            active: 0,
            attested: 0,
            offers: 0,
        }
    }

    fn said(peer: &Peer, follows_us: Option<&str>, is_silent: bool) -> String {
        let silent_since = is_silent.then(|| Timestamp::from_seconds(1_790_000_000));
        let spanish = words::of("es").unwrap();
        standing(peer, follows_us, silent_since, spanish).join(" ")
    }

    #[test]
    fn of_a_friend_that_is_read_it_is_said_when_last_and_of_another_what_hinders() {
        let when = "21 de septiembre de 2026, 14:13 UTC";
        let well = said(&peer("accepted"), Some("accepted"), false);
        assert!(
            well.starts_with("Todo en orden") && well.contains(when),
            "{well}"
        );
        let behind = Peer {
            head_seq: 1_239,
            ..peer("accepted")
        };
        let late = said(&behind, Some("accepted"), false);
        assert!(
            late.contains("1234 cambios") && late.contains(when),
            "{late}"
        );
        let failing = Peer {
            last_error: Some("[503] answered 503".to_owned()),
            ..behind
        };
        let mute = said(&failing, Some("accepted"), false);
        for part in [when, "1234 cambios", "pregunte a su oficina"] {
            assert!(mute.contains(part), "{part}: {mute}");
        }
        let never = Peer {
            last_pulled_at: None,
            ..peer("accepted")
        };
        let first = said(&never, None, false);
        assert!(first.contains("por primera vez") && first.contains("No ha pedido"));
        for one in [well, late, mute, first] {
            assert!(one.ends_with('.') && !one.contains("friend-"), "{one}");
        }
    }

    #[test]
    fn whoever_waits_or_refused_is_told_with_what_to_do() {
        for (following, follows_us, is_silent, has) in [
            ("requested", None, false, "aún no ha respondido"),
            ("requested", None, true, "desde el 21 de septiembre de 2026"),
            ("rejected", None, false, "Hable con su oficina"),
            ("no", Some("pending"), false, "Espera su sí"),
            ("no", Some("accepted"), false, "pídale amistad arriba"),
            (
                "accepted",
                Some("accepted"),
                true,
                "no le llega desde el 21",
            ),
        ] {
            let told = said(&peer(following), follows_us, is_silent);
            assert!(told.contains(has), "{following} {follows_us:?}: {told}");
        }
        let waits = said(&peer("no"), Some("pending"), false);
        assert!(!waits.contains("pídale"), "{waits}");
        let unnamed = Peer {
            known: false,
            carried: true,
            ..peer("accepted")
        };
        let told = said(&unnamed, None, false);
        assert!(
            told.contains("advertencia") && told.contains("otros siguen"),
            "{told}"
        );
    }
}
