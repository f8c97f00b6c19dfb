//! The language and the country of a table, from the words of its headers and texts. It
//! judges no column.

use std::collections::HashMap;

use super::super::values::fold::fold;

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
    ("gl", "nome enderezo concello provincia asociacion"),
    ("eu", "izena helbidea udalerria eta herria"),
];

/// Words that mostly one country's tables have.
const PLACES: &[(&str, &str)] = &[
    (
        "ES",
        "cif comarca ccaa cnae autonoma nif poblacio ccae castellano",
    ),
    (
        "FR",
        "siren siret insee departement commune naf ape rna cedex",
    ),
    (
        "DE",
        "bundesland plz hrb registergericht vereinsregister amtsgericht vr gnr",
    ),
    ("CH", "kanton canton che gemeinde bfs"),
    (
        "IT",
        "codice fiscale partita iva comune cap ateco runts albo pec rea provincia",
    ),
    ("PT", "nipc concelho freguesia distrito morada cae"),
    (
        "BR",
        "cnpj cep uf municipio logradouro bairro cnae natureza",
    ),
    ("MX", "rfc alcaldia colonia scian clee entidad curp"),
    ("AR", "cuit inaes partido matricula"),
    ("CL", "rut comuna rol"),
    ("CO", "nit departamento ciiu"),
    ("EC", "ruc canton parroquia"),
    ("GB", "companies house postcode fca cuk county"),
];

/// The table's language: that of its longer texts, else of its headers, else English.
pub(super) fn of(headers: &[String], texts: &[&str]) -> &'static str {
    let count = |text: &str, weight: usize, counts: &mut HashMap<&'static str, usize>| {
        let folded = fold(text);
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

/// The country that the words of the headers speak of, when one does more than any other.
pub(super) fn country(words: &[&str], language: &str) -> Option<&'static str> {
    let mut counts: Vec<(usize, &str)> = PLACES
        .iter()
        .map(|(country, known)| {
            let found = known.split(' ').filter(|known| {
                words
                    .iter()
                    .any(|word| word.split(' ').any(|one| one == *known))
            });
            (found.count(), *country)
        })
        .collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let fits = |country: &str| match language {
        "es" => matches!(country, "ES" | "MX" | "AR" | "CL" | "CO" | "EC"),
        "ca" | "gl" | "eu" => country == "ES",
        "fr" => matches!(country, "FR" | "CH"),
        "pt" => matches!(country, "PT" | "BR"),
        "de" => matches!(country, "DE" | "CH"),
        "it" => matches!(country, "IT" | "CH"),
        _ => true,
    };
    counts.retain(|(count, country)| *count > 0 && fits(country));
    match counts.as_slice() {
        [(first, country), rest @ ..] if rest.first().is_none_or(|(second, _)| first > second) => {
            Some(country)
        }
        _ => None,
    }
}
