//! What an act is called: it is kept as the address of a form, with what the form decided behind
//! it in parentheses.

use crate::id::OrganizationId;
use crate::words::Words;

/// An address below the office's, in parts, and what was decided there.
fn parts(what: &str) -> Option<(Vec<&str>, &str)> {
    let below = what.strip_prefix("POST /office/")?;
    let (address, how) = below.split_once(" (").unwrap_or((below, ""));
    let how = how.strip_suffix(')').unwrap_or(how);
    Some((address.split('/').collect(), how))
}

/// What was done, in words; nothing of what is no form of the office.
pub(super) fn said(what: &str, words: &'static Words) -> Option<&'static str> {
    let (path, how) = parts(what)?;
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

/// Which other directory or relay it was done to.
pub(super) fn friend(what: &str) -> Option<&str> {
    let how = what
        .strip_prefix("POST /office/friends")?
        .split_once(" (")?;
    let friend = how.1.strip_suffix(')')?.rsplit(' ').next()?;
    // What earlier versions wrote down names none.
    (friend != "stop").then_some(friend)
}

/// Which record it was done to.
pub(super) fn record(what: &str) -> Option<OrganizationId> {
    let (path, how) = parts(what)?;
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
        ] {
            assert_eq!(said(&what, spanish), Some(spanish.say(key)), "{what}");
            assert_eq!(record(&what).is_some(), has_record, "{what}");
        }
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
        ] {
            assert_eq!(friend(what), expected, "{what}");
        }
        for strange in [
            "admin create",
            "POST /my/x/leave (left)",
            "POST /office/dance",
        ] {
            assert_eq!(said(strange, spanish), None, "{strange}");
            assert_eq!(record(strange), None, "{strange}");
        }
    }
}
