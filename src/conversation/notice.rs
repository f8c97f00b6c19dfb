//! What people are told of direct messages: who can read them, and where to write when
//! nobody reads.

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

/// The phrases of one language.
struct Words {
    tag: &'static str,
    nobody_reads: &'static str,
    nobody_answers_for: &'static str,
    write_to: &'static str,
    automatic: &'static str,
}

static WORDS: [Words; 4] = [
    Words {
        tag: "en",
        nobody_reads: "Nobody reads what is written to this account.",
        nobody_answers_for: "Nobody answers yet for",
        write_to: "Please write to",
        automatic: "This answer is automatic. Direct messages can be read by the administrators \
            of both servers.",
    },
    Words {
        tag: "es",
        nobody_reads: "Nadie lee lo que se escribe a esta cuenta.",
        nobody_answers_for: "Todavía nadie responde por",
        write_to: "Por favor, escriba a",
        automatic: "Esta respuesta es automática. Los mensajes directos pueden ser leídos por \
            quienes administran ambos servidores.",
    },
    Words {
        tag: "fr",
        nobody_reads: "Personne ne lit ce qui est écrit à ce compte.",
        nobody_answers_for: "Personne ne répond encore pour",
        write_to: "Merci d’écrire à",
        automatic: "Cette réponse est automatique. Les messages directs peuvent être lus par les \
            administrateurs des deux serveurs.",
    },
    Words {
        tag: "pt",
        nobody_reads: "Ninguém lê o que se escreve a esta conta.",
        nobody_answers_for: "Ainda ninguém responde por",
        write_to: "Por favor, escreva para",
        automatic: "Esta resposta é automática. As mensagens diretas podem ser lidas por quem \
            administra os dois servidores.",
    },
];

/// The language and text of an automatic answer, in the first of `languages` that is spoken
/// here: that nobody reads what is written to this account, or to the organization `name`,
/// and where to write instead.
pub fn nobody_reads(
    languages: &[&str],
    name: Option<&str>,
    office: &Office<'_>,
) -> (&'static str, String) {
    let [english, ..] = &WORDS;
    let spoken = |tag: &&str| {
        let base = tag.split('-').next().unwrap_or_default();
        WORDS.iter().find(|words| words.tag == base)
    };
    let words = languages.iter().find_map(spoken).unwrap_or(english);
    let why = match name {
        Some(name) => format!("{} {name}.", words.nobody_answers_for),
        None => words.nobody_reads.to_owned(),
    };
    let contact = office.contact.map(|contact| format!(" ({contact})"));
    let text = format!(
        "{why} {} {}{}.\n\n{}",
        words.write_to,
        office.name,
        contact.unwrap_or_default(),
        words.automatic
    );
    (words.tag, text)
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
        let (tag, text) = nobody_reads(
            &["ko"],
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
