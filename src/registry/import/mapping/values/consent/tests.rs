//! What is a yes to being published, and what is none.

use super::*;

#[test]
fn only_a_plain_yes_is_one() {
    for text in [
        "Sí",
        "Sí, autorizo",
        "Autorizo",
        "Oui, j’accepte",
        "Ja, ich stimme zu",
        "Agreed",
        "Yes, publish",
        "O",
        "1",
        "Pública",
        "VERDADERO",
        "given",
        "SI",
        "Sí, autoritzo",
        "Sí, publicar en internet",
        "Ja, im Internet veröffentlichen",
        "Akkoord",
        "Toestemming gegeven",
        "Ano",
        "Souhlasím",
        "Souhlas byl udělen",
        "Consent has been given",
        "Openbaar op kaart",
        "Acepto que se publiquen los datos",
        "Visible en el mapa",
    ] {
        assert_eq!(read(text), Some(true), "{text}");
    }
    for text in [
        "No autorizo",
        "No, no autorizo",
        "No acepto",
        "Non, je refuse",
        "withdrawn",
        "Nein, ich stimme nicht zu",
        "Please do not list us",
        "Não autorizo",
        "Declined",
        "Non autorizzo",
        "Solo interno",
        "Pendiente",
        "FALSO",
        "Oculta",
        "P",
        "N",
        "[ND]",
        "Ja, aber nicht veröffentlichen",
        "Don't publish",
        "No autoritzo",
        "Publicar: falso",
        "Nee",
        "Niet akkoord",
        "Geen toestemming",
        "Ne",
        "Nesouhlasím",
        "Souhlas neudělen",
        "Souhlas nebyl udělen",
        "Toestemming ingetrokken",
        "Veröffentlichungsverbot",
        "Publicatieverbod",
        "Without consent",
    ] {
        assert_eq!(read(text), Some(false), "{text}");
    }
    for text in [
        "",
        "perhaps",
        "Sí, pero solo el nombre",
        "2024-01-01",
        "Revisar",
        "Consentimiento caducado",
        "Autorización vencida",
        "Autorización en trámite",
        "Consent requested",
        "Consent missing",
        "Consentement en attente",
        "Ja, alleen de naam",
        "Pouze název",
        "Ja, tenzij",
        "Año 2023",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_yes_beside_a_word_that_nobody_knows_is_none() {
    for text in [
        "Toestemming herroepen",
        "Toestemming afgewezen",
        "Toestemming vervallen",
        "Toestemming gevraagd",
        "Toestemming nodig",
        "Toestemming opgezegd",
        "Toestemming teruggetrokken",
        "Publicatie verboden",
        "Openbaar voor leden",
        "Souhlas zrušen",
        "Souhlas stažen",
        "Souhlas vzat zpět",
        "Souhlas ukončen",
        "Souhlas požadován",
        "Zveřejnění zakázáno",
        "Veřejné pro členy",
        "Ano, po dohodě",
        "Publicación prohibida",
        "Visible para socias",
        "Publication interdite",
        "Publicação proibida",
        "Veröffentlichung untersagt",
        "Zustimmung entzogen",
        "Consent lapsed",
        "Consent to be given",
        "Visible to members",
        "Sí, mientras dure el convenio",
        "Ja, mits anoniem",
        "Ja, falls erlaubt",
    ] {
        assert_ne!(read(text), Some(true), "{text}");
    }
}

#[test]
fn a_yes_that_is_doubted_or_to_the_office_alone_is_unclear() {
    for text in [
        "Sí?",
        "¿Sí?",
        "Sí (?)",
        "Yes, publish?",
        "Autorizo ?",
        "1?",
        "Visible to us",
        "Public to us",
        "Yes, visible to us",
        "Visible à nous",
        "Visible para nosotras",
        "Sichtbar für uns",
        "Zichtbaar voor ons",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    for text in ["Visible a todos", "Publish us", "Oui, nous acceptons"] {
        assert_eq!(read(text), Some(true), "{text}");
    }
    assert_eq!(read("No?"), Some(false));
}
