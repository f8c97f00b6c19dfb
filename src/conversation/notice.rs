//! What people are told of direct messages: who can read them, and where to write when
//! nobody reads.

use crate::words;

/// Whom to write to instead.
#[derive(Debug, Clone, Copy)]
pub struct Office<'o> {
    /// The office or network that keeps the directory.
    pub name: &'o str,
    /// How to reach it.
    pub contact: Option<&'o str>,
}

/// What stands beside every direct message, since it is no secret.
pub const NOT_SECRET: &str = "Direct messages are not encrypted: the administrators of both \
    servers, yours and the writer's, can read them.";

/// The language and text of an automatic answer, in the first of `languages` that is spoken
/// here: that nobody reads what is written to this account, or to the organization `name`,
/// and where to write instead.
pub fn nobody_reads(
    languages: &[&str],
    name: Option<&str>,
    office: &Office<'_>,
) -> (&'static str, String) {
    let spoken = languages.iter().find_map(|tag| words::of(tag));
    let words = spoken.unwrap_or_else(words::first);
    let why = match name {
        Some(name) => words.fill("notice-nobody-answers-for", &[("name", name.into())]),
        None => words.say("notice-nobody-reads").to_owned(),
    };
    let office = match office.contact {
        Some(contact) => format!("{} ({contact})", office.name),
        None => office.name.to_owned(),
    };
    let write_to = words.fill("notice-write-to", &[("office", office.into())]);
    let automatic = words.say("notice-automatic");
    (words.tag, format!("{why} {write_to}\n\n{automatic}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_automatic_answer_speaks_the_writers_language_and_names_the_office() {
        let office = Office {
            name: "Oficina",
            contact: Some("fichas@directory.example"),
        };
        let (tag, text) = nobody_reads(&["de", "pt-BR"], Some("Taller"), &office);
        assert_eq!(tag, "pt");
        assert!(
            text.starts_with("Ainda ninguém responde por Taller. "),
            "{text}"
        );
        assert!(
            text.contains("Oficina (fichas@directory.example)."),
            "{text}"
        );
        let (tag, text) = nobody_reads(&["ca-ES", "es"], Some("Taller"), &office);
        assert_eq!(tag, "ca");
        assert!(
            text.contains("escriviu a Oficina (fichas@directory.example)."),
            "{text}"
        );
        let (tag, text) = nobody_reads(
            &["de"],
            None,
            &Office {
                contact: None,
                ..office
            },
        );
        assert_eq!(tag, "en");
        assert!(text.contains("Please write to Oficina.\n"), "{text}");
    }
}
