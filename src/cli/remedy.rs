//! Where to look for what a command named and did not find: the list that has it.

use crate::error::Error;

/// How what was not found begins, and the command that lists its kind.
const LISTS: [(&str, &str); 7] = [
    ("organization ", "trenza org list"),
    ("offer ", "trenza offer list"),
    ("reply ", "trenza reply list"),
    ("message ", "trenza message list"),
    ("report ", "trenza report list"),
    ("membership ", "trenza membership list"),
    ("token ", "trenza admin token list"),
];

/// The error with what to do next, where it names nothing to do.
pub(super) fn told(error: Error) -> Error {
    let Error::NotFound(what) = error else {
        return error;
    };
    match LISTS.iter().find(|(kind, _)| what.starts_with(kind)) {
        Some((_, list)) => Error::absent(what, format!("`{list}` shows what there is")),
        None => Error::NotFound(what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::OfferId;

    #[test]
    fn whoever_names_what_is_not_there_is_told_where_to_look() {
        let unknown = told(OfferId::parse("1").unwrap_err());
        assert_eq!(
            unknown.to_string(),
            "offer \"1\" was not found; `trenza offer list` shows what there is"
        );
        let other = told(Error::Conflict("as it was".into()));
        assert_eq!(other.to_string(), "as it was");
        let thing = told(Error::NotFound("a thing".to_owned()));
        assert_eq!(thing.to_string(), "a thing was not found");
    }

    #[test]
    fn every_list_that_is_named_is_a_command() {
        use clap::CommandFactory;
        let program = crate::cli::Cli::command();
        for (_, list) in LISTS {
            let mut found = Some(&program);
            for word in list.split(' ').skip(1) {
                found = found.and_then(|one| one.find_subcommand(word));
            }
            assert!(found.is_some(), "{list:?}");
        }
    }
}
