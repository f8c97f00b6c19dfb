//! The language and the country of a table, from the words of its headers and texts. It
//! judges no column.

use std::collections::HashMap;

use super::super::values::fold::fold;
use crate::place::gazetteer;

/// Words that only one of the languages has, or has most.
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of and for with to is are name address town city postcode website phone street legal status type date registered country description company region county number",
    ),
    (
        "es",
        "el los las del y para con una por en que su nombre direccion telefono correo calle municipio poblacion codigo fecha provincia sitio razon razon nro num localidad situacion clase objeto denom asociacion fundacion entidad descripcion localidad domicilio actividad constitucion juridica baja estado sociedad numero titulo",
    ),
    (
        "fr",
        "le les des du et pour avec une dans aux est sur nom adresse ville commune rue courriel telephone siege denomination etablissement voie activite juridique departement libelle date creation association raison sociale objet titre code postal unite legale",
    ),
    (
        "pt",
        "o os das dos e para com uma na no em nome morada endereco telefone concelho freguesia distrito municipio codigo postal associacao fundacao razao situacao natureza bairro logradouro atividade cnpj denominacao correio inicio",
    ),
    (
        "ca",
        "els les dels i per amb una la nom adreca carrer poblacio codi comarca telefon correu data associacio fundacio descripcio activitat web treball entitat registre municipi societat",
    ),
    (
        "de",
        "der die das und fur mit von in im ist ein eine name strasse plz ort telefon verein genossenschaft rechtsform sitz gegenstand bundesland kanton gemeinde gericht registergericht datum webseite anschrift gemeinnutzig",
    ),
    (
        "it",
        "il lo gli della delle di e per con una del nella nome indirizzo comune provincia cap telefono sito denominazione ragione sociale codice fiscale partita iva sede via settore attivita associazione data iscrizione",
    ),
    (
        "nl",
        "het een van voor met naam adres straat huisnummer postcode plaats gemeente rechtsvorm telefoon ondernemingsnummer handelsnaam oprichting stichting vereniging provincie hoofdactiviteit begindatum maatschappelijke straatnaam telefoonnummer",
    ),
    (
        "cs",
        "ulice obec kraj nazev pravni forma vzniku zaniku psc cislo popisne predmet cinnosti druzstvo spolek webove stranky ico sidlo pro",
    ),
    ("gl", "nome enderezo concello provincia asociacion"),
    ("eu", "izena helbidea udalerria eta herria"),
];

/// A country, words that its tables have beside those of others, and words that only they have.
struct Speech {
    country: &'static str,
    shared: &'static str,
    own: &'static str,
}

const fn speech(country: &'static str, shared: &'static str, own: &'static str) -> Speech {
    Speech {
        country,
        shared,
        own,
    }
}

/// Words of headers by the countries whose tables have them.
const PLACES: &[Speech] = &[
    speech(
        "ES",
        "comarca cnae autonoma nif poblacio castellano",
        "cif ccaa ccae",
    ),
    speech(
        "FR",
        "departement commune ape cedex",
        "siren siret insee naf rna",
    ),
    speech(
        "BE",
        "commune gemeente",
        "bce kbo ondernemingsnummer nacebel",
    ),
    speech(
        "NL",
        "gemeente provincie postcode rechtsvorm",
        "kvk rsin sbi",
    ),
    speech("CZ", "obec kraj", "ico psc"),
    speech(
        "DE",
        "bundesland plz registergericht vr gnr",
        "hrb vereinsregister amtsgericht",
    ),
    speech("AT", "bundesland plz bezirk", "zvr"),
    speech("CH", "canton gemeinde plz", "kanton che bfs"),
    speech("IT", "iva comune cap albo pec rea", "fiscale ateco runts"),
    speech("PT", "distrito morada cae", "nipc concelho freguesia niss"),
    speech(
        "BR",
        "uf municipio logradouro bairro cnae natureza",
        "cnpj cep",
    ),
    speech(
        "MX",
        "colonia giro federativa",
        "rfc curp clee scian alcaldia",
    ),
    speech("AR", "partido matricula", "cuit cuil inaes"),
    speech("CL", "rut comuna rol", ""),
    speech("CO", "nit departamento ciiu", ""),
    speech("EC", "ruc canton parroquia", ""),
    speech("CR", "canton distrito cedula", ""),
    speech("UY", "rut departamento", "ain"),
    speech("CA", "immatriculation", "neq mrc"),
    speech("IE", "county cro", "chy eircode"),
    speech("PH", "", "barangay"),
    speech("GB", "companies house postcode fca county", "cuk cio"),
];

/// The table's language: that of its longer texts, else of its headers, else English.
pub(super) fn of(headers: &[String], texts: &[&str]) -> &'static str {
    let count = |text: &str, weight: usize, counts: &mut HashMap<&'static str, usize>| {
        // What is cut off is no word: `S. COOP. AND.`
        let whole: Vec<&str> = text
            .split_whitespace()
            .filter(|word| !(word.len() <= 5 && word.ends_with('.')))
            .collect();
        let folded = fold(&whole.join(" "));
        for word in folded.split(' ') {
            for (language, words) in WORDS {
                if words.split(' ').any(|known| known == word) {
                    *counts.entry(language).or_default() += weight;
                }
            }
        }
    };
    let mut by_headers = HashMap::new();
    for header in headers {
        count(&header.replace('_', " "), 1, &mut by_headers);
    }
    let mut by_texts = HashMap::new();
    for text in texts.iter().take(300) {
        count(text, 1, &mut by_texts);
    }
    let best = |counts: &HashMap<&'static str, usize>, least: usize| {
        let best = counts
            .iter()
            .max_by_key(|(language, count)| (**count, *language));
        best.filter(|(_, count)| **count >= least)
            .map(|(language, _)| *language)
    };
    let of_headers = best(&by_headers, 2);
    let of_texts = best(&by_texts, 10);
    let in_texts = |language: &str| by_texts.get(language).copied().unwrap_or(0);
    // Headers may be a program's, so prose wins where it is plainly in another language.
    match (of_texts, of_headers) {
        (Some(texts), Some(headers)) if in_texts(texts) > 2 * in_texts(headers) => texts,
        (_, Some(headers)) => headers,
        (Some(texts), None) => texts,
        (None, None) => best(&by_texts, 3).unwrap_or("en"),
    }
}

/// The country that the headers speak of: by two words, or by one that no other country's
/// tables have, more than of any other, and one that has most of the towns.
pub(super) fn country(words: &[&str], language: &str, towns: &[&str]) -> Option<&'static str> {
    let has = |known: &&str| {
        let mut all = words.iter().flat_map(|word| word.split(' '));
        all.any(|word| word == *known)
    };
    let count = |known: &str| known.split(' ').filter(has).count();
    let mut counts: Vec<(usize, &str)> = PLACES
        .iter()
        .map(|one| {
            // These are spoken in hardly another country.
            let is_spoken = one.country == "ES" && matches!(language, "ca" | "gl" | "eu");
            let found = count(one.shared) + 2 * count(one.own) + usize::from(is_spoken);
            (found, one.country)
        })
        .collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let fits = |country: &str| match language {
        "es" => matches!(
            country,
            "ES" | "MX" | "AR" | "CL" | "CO" | "EC" | "CR" | "UY"
        ),
        "ca" | "gl" | "eu" => country == "ES",
        "fr" => matches!(country, "FR" | "CH" | "BE" | "CA"),
        "pt" => matches!(country, "PT" | "BR"),
        "de" => matches!(country, "DE" | "CH" | "AT"),
        "it" => matches!(country, "IT" | "CH"),
        _ => true,
    };
    counts.retain(|(count, country)| *count > 1 && fits(country));
    let found = match counts.as_slice() {
        [(first, country), rest @ ..] if rest.first().is_none_or(|(second, _)| first > second) => {
            *country
        }
        _ => return None,
    };
    let is_known = |town: &&&str| !gazetteer::all(town, found, None).is_empty();
    let known = towns.iter().filter(is_known).count();
    (known * 2 >= towns.len()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_guessed_by_two_words_or_one_of_its_own_and_only_with_its_towns() {
        let madrid = ["Madrid", "Getafe"];
        for (words, language, towns, country) in [
            (&["cif", "nombre"][..], "es", &madrid[..], Some("ES")),
            (&["entidad", "municipio"], "es", &madrid, None),
            (&["entidad"], "en", &["Boston"], None),
            (&["plz", "ort"], "de", &["Wien", "Graz"], None),
            (&["plz", "bundesland"], "de", &["Wien", "Graz"], None),
            (&["zvr", "plz"], "de", &["Wien", "Graz"], Some("AT")),
            (&["commune"], "fr", &["Bruxelles", "Namur"], None),
            (&["siren", "commune"], "fr", &["Bruxelles", "Namur"], None),
            (&["siren", "commune"], "fr", &["Lille"], Some("FR")),
            (&["rfc"], "es", &[], Some("MX")),
            (
                &["canton", "parroquia"],
                "es",
                &["Quito", "Cuenca"],
                Some("EC"),
            ),
            (&["neq"], "fr", &["Rimouski"], Some("CA")),
        ] {
            assert_eq!(super::country(words, language, towns), country, "{words:?}");
        }
    }

    #[test]
    fn an_abbreviation_is_no_word_of_a_language() {
        let headers = ["NOMBRE", "PROVINCIA", "LOCALIDAD"].map(str::to_owned);
        let names = vec!["ALBA, S. COOP. AND."; 40];
        assert_eq!(of(&headers, &names), "es");
    }
}
