//! What a header says by several of its words together: that it asks for consent, that its
//! day is the end of something else than the organization. Values are not looked at here.

use super::super::field::Field::{self, Diffusion, DissolvedOn, FoundedOn};
use super::super::values::exception;
use super::super::values::fold::fold;
use super::{LEAST_CONFIDENCE, header};

/// Beginnings of words for an agreement that is about nothing but data.
const CONSENTS: &[&str] = &[
    "consent",
    "consens",
    "consenso",
    "einwillig",
    "gdpr",
    "rgpd",
    "dsgvo",
    "lopd",
    "toestemm",
    "souhlas",
];

/// Beginnings of words for agreeing to something.
const AGREES: &[&str] = &[
    "autoriz", "autoris", "autoritz", "authoriz", "authoris", "accept", "acept", "accett", "aceit",
    "agree", "permit", "permet", "permiso", "erlaub", "allow", "freigabe", "zustimm", "puede",
    "may", "darf", "mag", "akkoord", "instemm", "povol",
];

/// Beginnings of words for showing to everybody.
const PUBLISHES: &[&str] = &[
    "publi",
    "pubbli",
    "veroffentlich",
    "offentlich",
    "difus",
    "diffus",
    "diffond",
    "divulg",
    "mostr",
    "show",
    "display",
    "listed",
    "visib",
    "affich",
    "anzeig",
    "anzuzeig",
    "gepublic",
    "openbaar",
    "zichtbaar",
    "tonen",
    "getoond",
    "vermeld",
    "zverejn",
    "uverejn",
    "zobraz",
];

/// Words that begin like those and mean something else.
const NOT_PUBLISHED: &[&str] = &[
    "publicidad",
    "publicite",
    "pubblicita",
    "publicidade",
    "publicity",
];

/// Beginnings of words for what may be shown.
const PUBLISHABLE: &[&str] = &[
    "publicabl",
    "pubblicabil",
    "publicavel",
    "publishabl",
    "publicave",
];

/// Words that ask by themselves whether to publish, whatever stands beside them.
const TO_PUBLISH: &[&str] = &[
    "publicar",
    "publish",
    "publier",
    "pubblicare",
    "veroffentlichen",
    "difundir",
    "divulgar",
    "diffuser",
    "difondre",
    "mostrar",
    "mostrare",
    "visible",
    "visivel",
    "visibile",
    "sichtbar",
    "anzeigen",
    "afficher",
    "publiceren",
    "gepubliceerd",
    "zichtbaar",
    "tonen",
    "zverejnit",
    "zverejnovat",
    "uverejnit",
    "publikovat",
    "zobrazit",
    "zobrazovat",
];

/// Words by which the day is meant on which something was published or shown. Until when it
/// is shown, nobody here can answer.
const DAYS: &[&str] = &[
    "fecha", "desde", "from", "since", "vanaf", "od", "seit", "depuis",
];

/// Words by which something else than the organization is published.
const OF_SOMETHING: &[&str] = &[
    "politica",
    "boletin",
    "numero",
    "publicaciones",
    "publications",
    "publicacions",
    "publicacoes",
    "pubblicazioni",
    "publikationen",
    "publicaties",
];

/// So surely its words together say that a header asks for consent: `Visibilidad` does, and
/// `Fecha de publicación` does not.
const SURELY: f32 = 0.9;

/// Words for an end.
const ENDS: &[&str] = &[
    "end",
    "ends",
    "ending",
    "fin",
    "fine",
    "fim",
    "ende",
    "final",
    "hasta",
    "until",
    "bis",
    "jusqu",
    "jusque",
    "jusquau",
    "termino",
    "termine",
    "fins",
    "fino",
    "ate",
    "expiry",
    "expires",
    "expiration",
    "vencimiento",
    "caducidad",
    "scadenza",
    "ablauf",
    "echeance",
];

/// Beginnings of words for what begins and ends while an organization goes on.
const PASSING: &[&str] = &[
    "mandat",
    "ejercic",
    "exercic",
    "eserciz",
    "geschaftsjahr",
    "account",
    "acc",
    "financ",
    "fiscal",
    "period",
    "contrat",
    "contract",
    "convention",
    "convenio",
    "convenzion",
    "conveni",
    "member",
    "mitgliedschaft",
    "afiliac",
    "adhes",
    "subven",
    "licen",
    "proyect",
    "project",
    "program",
    "bilan",
    "plazo",
    "campa",
    "concesion",
    "credencial",
    "cuenta",
    "compte",
    "boekjaar",
    "subsid",
    "overeenkomst",
    "erkenning",
    "vergunning",
    "lidmaatschap",
    "clenstv",
    "smlouv",
    "dotac",
    "ucetn",
    "funkcni",
];

/// Beginnings of words for what holds for a while.
const VALID: &[&str] = &[
    "valid",
    "valab",
    "vigen",
    "gultig",
    "agrem",
    "agreement",
    "acuerd",
];

fn has(words: &str, beginnings: &[&str]) -> bool {
    let mut words = words.split(' ');
    // Of three letters it must be the whole word: `may` is no `mayor`.
    let fits = |word: &str, one: &str| word == one || (one.len() > 3 && word.starts_with(one));
    words.any(|word| beginnings.iter().any(|one| fits(word, one)))
}

/// Whether a header asks in any way who may be published, so that nobody may leave its column
/// unread and publish.
pub(in crate::registry::import) fn asks_who_is_published(header: &str) -> bool {
    let words = fold(&header.replace('_', " "));
    if asks_for_consent(header) || has(&words, PUBLISHABLE) {
        return true;
    }
    let said = header::read(header);
    let has_one = |list: &[&str]| said.words.split(' ').any(|word| list.contains(&word));
    if has_one(DAYS) {
        return false;
    }
    let (best, score) = said.scores.first().copied().unwrap_or_default();
    words.split(' ').any(|word| TO_PUBLISH.contains(&word))
        || said.score(Diffusion) >= SURELY
        || (best == Some(Diffusion) && score >= LEAST_CONFIDENCE && !has_one(OF_SOMETHING))
}

/// Whether a header asks whether something may be published.
pub(in crate::registry::import) fn asks_for_consent(header: &str) -> bool {
    let words: Vec<String> = fold(&header.replace('_', " "))
        .split(' ')
        .filter(|word| !NOT_PUBLISHED.contains(word))
        .map(str::to_owned)
        .collect();
    let words = words.join(" ");
    exception::is_asked_by(header)
        || exception::speaks_of_objection(header)
        || has(&words, CONSENTS)
        || (has(&words, AGREES) && has(&words, PUBLISHES))
}

/// How surely a header says whether something may be published, by its words together.
pub(super) fn consent(header: &str) -> Option<(Field, f32)> {
    // A column that asks for a yes is read before one that marks exceptions, which nobody may
    // leave unread either.
    if exception::is_asked_by(header) {
        return Some((Diffusion, 0.9));
    }
    let is_asked = asks_for_consent(header) || has(&fold(header), PUBLISHABLE);
    is_asked.then_some((Diffusion, 0.96))
}

/// Whether a header cannot be of the day on which an organization began or ended, since its
/// words say of what else the day is.
pub(super) fn is_of_another_end(field: Field, words: &str) -> bool {
    let is_end = words.split(' ').any(|word| ENDS.contains(&word));
    match field {
        DissolvedOn => has(words, PASSING) || has(words, VALID),
        FoundedOn => is_end || has(words, PASSING),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_asks_for_consent_by_the_stems_of_its_words() {
        for header in [
            "Einwilligung zur Veröffentlichung",
            "Autorisez-vous la publication de ces informations ?",
            "Acepto que los datos se publiquen",
            "Autoritzeu la publicació de les dades al mapa?",
            "Do you agree to be listed publicly?",
            "AUTORIZA_DIFUSION",
            "RGPD",
            "GDPR consent",
        ] {
            assert!(asks_for_consent(header), "{header}");
        }
        for header in [
            "Autorización",
            "Fecha de autorización",
            "Público objetivo",
            "Publicidad autorizada",
            "Nombre",
            "Consejo rector",
            "Personne publique",
        ] {
            assert!(!asks_for_consent(header), "{header}");
        }
        assert!(consent("Dati pubblicabili").is_some());
    }

    #[test]
    fn whatever_a_table_usually_calls_it_asks_who_is_published() {
        for header in [
            "Visible",
            "Visible en el mapa",
            "Mostrar en mapa",
            "Difusión",
            "Público",
            "Visibilidad",
            "Privacidad",
            "Freigabe",
            "Zustimmung",
            "Datenfreigabe",
            "is_public",
            "Toestemming publicatie",
            "Mag gepubliceerd worden",
            "Niet publiceren",
            "Openbaar",
            "Zichtbaar op kaart",
            "AVG",
            "Souhlas se zveřejněním",
            "Zveřejnit na mapě",
            "Nezveřejňovat",
            "Visibilidad en el mapa",
            "Estado de publicación",
            "Difusión web",
            "Publicación en el directorio",
            "Status publicatie",
            "Stav zveřejnění",
            "Publication annuaire",
            "Visible hasta",
            "Toestemming contactpersoon",
            "Hide from map",
        ] {
            assert!(asks_who_is_published(header), "{header}");
        }
        for header in [
            "Fecha de publicación",
            "Público objetivo",
            "Publicidad",
            "Nombre",
            "Política de privacidad",
            "Boletín de publicación",
            "Datum publicatie",
            "Datum zveřejnění",
            "Instelling van openbaar nut",
            "Avg. turnover",
            "display_name",
            "publish_date",
            "Publish date",
            "Visible desde",
            "Publicaciones",
            "Publications",
        ] {
            assert!(!asks_who_is_published(header), "{header}");
        }
    }
}
