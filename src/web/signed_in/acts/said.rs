//! What an act is called: it is kept as the address of a form, with what the form decided behind
//! it in parentheses, or as the command that did it.

use crate::id::OrganizationId;
use crate::people::acts::{self, Act};
use crate::words::Words;

/// How a command begins.
const COMMAND: &str = "admin ";
/// How the address of a form of the office begins.
const OFFICE: &str = "POST /office/";
/// How the address of a form of an organization's own begins.
const OWN: &str = "POST /my/";

/// An address below another, in parts, and what was decided there.
fn parts<'w>(what: &'w str, base: &str) -> Option<(Vec<&'w str>, &'w str)> {
    let below = what.strip_prefix(base)?;
    let (address, how) = below.split_once(" (").unwrap_or((below, ""));
    let how = how.strip_suffix(')').unwrap_or(how);
    Some((address.split('/').collect(), how))
}

/// What was done, in words; nothing of what is neither a form nor a command that is known.
pub(super) fn said(what: &str, words: &'static Words) -> Option<&'static str> {
    by_command(what, words)
        .or_else(|| elsewhere(what, words))
        .or_else(|| in_the_office(what, words))
}

/// What a command did.
fn by_command(what: &str, words: &'static Words) -> Option<&'static str> {
    Some(match what.strip_prefix(COMMAND)?.split(' ').next()? {
        "create" => words.say("act-person-invited"),
        "reset-password" => words.say("act-person-link"),
        "reset-second" => words.say("act-person-second"),
        "demote" => words.say("act-person-role"),
        "represent" => words.say("act-record-represented"),
        "unrepresent" => words.say("act-person-end"),
        "remove" => words.say("act-person-removed"),
        _ => return None,
    })
}

/// What an organization did itself, and what happened at the door.
fn elsewhere(what: &str, words: &'static Words) -> Option<&'static str> {
    if what.starts_with("POST /sign-in/passkey (refused") {
        return Some(words.say("act-passkey-refused"));
    }
    let (path, how) = parts(what, OWN)?;
    Some(match (path.as_slice(), how) {
        ([_, "leave"], "represent") => words.say("act-person-end"),
        ([_, "leave"], "ended") => words.say("act-record-dissolved"),
        ([_, "leave"], "erase") => words.say("act-record-erased"),
        ([_, "attestations"], "appeal") => words.say("act-appealed"),
        _ => return None,
    })
}

fn in_the_office(what: &str, words: &'static Words) -> Option<&'static str> {
    let (path, how) = parts(what, OFFICE)?;
    Some(match path.as_slice() {
        ["imports"] => words.say("act-file-brought"),
        ["imports", _, "import"] => words.say("act-file-imported"),
        ["imports", _, "lay-aside"] => words.say("act-file-aside"),
        ["imports", "made", _, "undo"] => words.say("act-import-undone"),
        ["imports", ..] => words.say("act-file-rehearsed"),
        ["amendments"] => words.say("act-amendment"),
        ["appeals"] => words.say("act-appeal"),
        ["conflicts"] if how.starts_with("keep") => words.say("act-conflict-kept"),
        ["conflicts"] => words.say("act-conflict-taken"),
        ["applications"] if how == "accept" => words.say("act-application-accepted"),
        ["applications"] if how == "refuse" => words.say("act-application-refused"),
        ["applications"] => words.say("act-application"),
        ["duplicates"] if how.starts_with("merge") => words.say("act-pair-merged"),
        ["duplicates"] if how.starts_with("apart") => words.say("act-pair-apart"),
        ["duplicates"] if how.starts_with("same") => words.say("act-pair-same"),
        ["duplicates"] => words.say("act-pair"),
        ["people"] => words.say("act-person-invited"),
        ["people", "second"] if how == "on" => words.say("act-second-asked"),
        ["people", "second"] => words.say("act-second-not-asked"),
        ["people", _] if how == "link" => words.say("act-person-link"),
        ["people", _] if how == "second" => words.say("act-person-second"),
        ["people", _] if how.starts_with("end") => words.say("act-person-end"),
        ["people", _] if how == "remove" => words.say("act-person-removed"),
        ["people", _] => words.say("act-person-role"),
        ["friends", "approve"] => words.say("act-friend-approved"),
        ["friends", "sync"] => words.say("act-friend-synced"),
        ["friends", "remove"] => words.say("act-friend-removed"),
        ["friends", "carry"] if how.starts_with("stop") => words.say("act-friend-carried-no-more"),
        ["friends", "carry"] => words.say("act-friend-carried"),
        ["friends", "relays"] => words.say("act-relay-added"),
        ["friends", "relays", ..] => words.say("act-relay-removed"),
        ["friends"] => words.say("act-friend-added"),
        ["site", "logo", ..] => words.say("act-logo"),
        ["site"] => words.say("act-site"),
        ["blocks", "remove"] => words.say("act-unblocked"),
        ["blocks", "import"] => words.say("act-blocks-imported"),
        ["blocks"] => words.say("act-blocked"),
        ["replies", "approve"] => words.say("act-reply-shown"),
        ["replies", "hide"] => words.say("act-reply-hidden"),
        ["followers"] if how.starts_with("approve") => words.say("act-follower-approved"),
        ["followers"] => words.say("act-follower-rejected"),
        ["deliveries", "retry"] => words.say("act-delivery-retried"),
        ["deliveries", "discard"] => words.say("act-delivery-discarded"),
        ["deliveries", "publish"] => words.say("act-published-again"),
        ["deliveries", "letters", "retry"] => words.say("act-letter-retried"),
        ["deliveries", "letters"] => words.say("act-letter-aside"),
        ["reports", "resolve"] => words.say("act-report-resolved"),
        ["organizations"] => words.say("act-record-added"),
        ["organizations", _, "record"] => words.say("act-record-changed"),
        ["organizations", _, "publish"] => words.say("act-record-published"),
        ["organizations", _, "suspend"] => words.say("act-record-suspended"),
        ["organizations", _, "dissolve"] => words.say("act-record-dissolved"),
        ["organizations", _, "reopen"] => words.say("act-record-reopened"),
        ["organizations", _, "activate"] => words.say("act-record-activated"),
        ["organizations", _, "attest"] => words.say("act-record-attested"),
        ["organizations", _, "revoke"] => words.say("act-record-revoked"),
        ["organizations", _, "erase"] => words.say("act-record-erased"),
        ["organizations", _, "claim-link"] => words.say("act-record-linked"),
        ["organizations", _, "memberships"] if how == "begin" => words.say("act-membership-begun"),
        ["organizations", _, "memberships"] if how == "end" => words.say("act-membership-ended"),
        ["organizations", _, "memberships"] => words.say("act-membership-confirmed"),
        ["organizations", _, "represent"] => words.say("act-record-represented"),
        _ => return None,
    })
}

/// Who did it, by name.
pub(super) fn who(act: &Act, words: &'static Words) -> String {
    // Whoever has an account has a mail address.
    match act.who.as_str() {
        acts::COMMAND if act.mail.is_none() => words.say("act-by-command").to_owned(),
        acts::REMOVED if act.mail.is_none() => words.say("act-by-removed").to_owned(),
        name => name.to_owned(),
    }
}

/// Which other directory or relay it was done to, or which organization by its short name.
pub(super) fn whom(what: &str) -> Option<&str> {
    if let Some(command) = what.strip_prefix(COMMAND) {
        return command.split_once(' ').map(|(_, handle)| handle);
    }
    let how = what
        .strip_prefix("POST /office/friends")?
        .split_once(" (")?;
    let friend = how.1.strip_suffix(')')?.rsplit(' ').next()?;
    // What earlier versions wrote down names none.
    (friend != "stop").then_some(friend)
}

/// Which file it was done with, or with the import of which.
pub(super) fn file(what: &str) -> Option<&str> {
    // What earlier versions wrote down names none.
    let how = what
        .strip_prefix("POST /office/imports")?
        .split_once(" (")?;
    how.1.strip_suffix(')')
}

/// Which record it was done to.
pub(super) fn record(what: &str) -> Option<OrganizationId> {
    if let Some((path, _)) = parts(what, OWN) {
        return OrganizationId::parse(path.first()?).ok();
    }
    let (path, how) = parts(what, OFFICE)?;
    let id = match path.as_slice() {
        ["organizations", id, ..] => *id,
        // What was decided ends with the record of which it was.
        [
            "appeals" | "duplicates" | "conflicts" | "people" | "followers",
            ..,
        ] => how.rsplit([' ', '/']).next()?,
        _ => return None,
    };
    OrganizationId::parse(id).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    const ID: &str = "01890000-0000-7000-8000-000000000000";

    #[test]
    fn an_act_is_said_in_words_and_names_its_record() {
        let spanish = words::of("es").unwrap();
        for (what, key, has_record) in [
            (
                format!("POST /office/organizations/{ID}/publish"),
                "act-record-published",
                true,
            ),
            (
                format!("POST /office/conflicts (keep website {ID})"),
                "act-conflict-kept",
                true,
            ),
            (
                format!("POST /office/duplicates (merge /o/{ID})"),
                "act-pair-merged",
                true,
            ),
            (
                format!("POST /office/organizations/{ID}/represent"),
                "act-record-represented",
                true,
            ),
            (
                format!("POST /office/organizations/{ID}/memberships (begin)"),
                "act-membership-begun",
                true,
            ),
            (
                format!("POST /office/people/{ID} (end {ID})"),
                "act-person-end",
                true,
            ),
            (
                format!("POST /office/people/{ID} (remove)"),
                "act-person-removed",
                false,
            ),
            (
                format!("POST /office/followers (approve /o/{ID})"),
                "act-follower-approved",
                true,
            ),
            ("POST /office/blocks".to_owned(), "act-blocked", false),
            (
                format!("POST /my/{ID}/leave (erase)"),
                "act-record-erased",
                true,
            ),
            (
                format!("POST /my/{ID}/attestations (appeal)"),
                "act-appealed",
                true,
            ),
            (
                "POST /sign-in/passkey (refused: the passkey may have been copied)".to_owned(),
                "act-passkey-refused",
                false,
            ),
            ("admin create".to_owned(), "act-person-invited", false),
            ("admin reset-password".to_owned(), "act-person-link", false),
            ("admin reset-second".to_owned(), "act-person-second", false),
            ("admin demote".to_owned(), "act-person-role", false),
            ("admin remove".to_owned(), "act-person-removed", false),
            (
                "admin represent tejedoras".to_owned(),
                "act-record-represented",
                false,
            ),
            (
                "admin unrepresent tejedoras".to_owned(),
                "act-person-end",
                false,
            ),
        ] {
            assert_eq!(said(&what, spanish), Some(spanish.say(key)), "{what}");
            assert_eq!(record(&what).is_some(), has_record, "{what}");
        }
    }

    #[test]
    fn an_act_names_whom_it_concerns_and_what_is_not_known_has_no_words() {
        let spanish = words::of("es").unwrap();
        for (what, expected) in [
            (
                "POST /office/friends/remove (oax.example)",
                Some("oax.example"),
            ),
            (
                "POST /office/friends/carry (stop oax.example)",
                Some("oax.example"),
            ),
            ("POST /office/friends/carry (stop)", None),
            ("POST /office/friends/remove", None),
            ("POST /office/blocks (oax.example)", None),
            ("admin represent tejedoras", Some("tejedoras")),
            ("admin create", None),
        ] {
            assert_eq!(whom(what), expected, "{what}");
        }
        for (what, expected) in [
            (
                "POST /office/imports/made/1/undo (padrón (2017).csv)",
                Some("padrón (2017).csv"),
            ),
            ("POST /office/imports/made/1/undo", None),
            ("POST /office/blocks (oax.example)", None),
        ] {
            assert_eq!(file(what), expected, "{what}");
        }
        for strange in [
            "admin dance",
            "administer",
            "POST /my/x/leave (left)",
            "POST /office/dance",
        ] {
            assert_eq!(said(strange, spanish), None, "{strange}");
            assert_eq!(record(strange), None, "{strange}");
        }
    }
}
