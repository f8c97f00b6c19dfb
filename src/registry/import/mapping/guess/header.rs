//! What a column's header says of it: fields with how surely, and the language that the
//! header names. It sees no values.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::field::Field;
use super::super::values::fold::fold;
use super::further::FURTHER;
use super::rules;
use super::same::{SAME, SMALL};
use super::tongue::without_language;
use super::words::{BARE, PHRASES};

/// Words that say something only where they are all that a header says.
const GENERIC: &[&str] = &["numero", "codigo", "id", "ref", "letra"];

type Meanings = Vec<(Option<Field>, f32)>;

/// Phrases by their words, and the same without spaces.
struct Phrases {
    whole: HashMap<String, Meanings>,
    parts: Vec<(String, Option<Field>, f32)>,
    /// Phrases that say so only where nothing stands beside them.
    bare: HashMap<String, (Field, f32)>,
}

static TABLE: LazyLock<Phrases> = LazyLock::new(|| {
    let mut table = Phrases {
        whole: HashMap::new(),
        parts: Vec::new(),
        bare: HashMap::new(),
    };
    for (field, weight, line) in BARE {
        for phrase in line.split('|') {
            let phrase = essential(phrase).replace(' ', "");
            table.bare.insert(phrase, (*field, *weight));
        }
    }
    for (field, weight, line) in PHRASES.iter().chain(FURTHER) {
        for phrase in line.split('|') {
            let phrase = essential(phrase);
            if phrase.is_empty() {
                continue;
            }
            table
                .whole
                .entry(phrase.replace(' ', ""))
                .or_default()
                .push((*field, *weight));
            // Shorter ones stand within too many words to mean anything there.
            if phrase.len() >= 3 && !GENERIC.contains(&phrase.as_str()) {
                table.parts.push((phrase, *field, *weight));
            }
        }
    }
    table
});

/// What a header says.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// Fields, each once, with how surely; `None` is nothing that is kept.
    pub(super) scores: Vec<(Option<Field>, f32)>,
    /// Whether it says an end and not of what.
    pub(super) is_bare_end: bool,
    /// The language that it names.
    pub(super) language: Option<String>,
    /// Its words, folded, without small ones.
    pub(super) words: String,
}

impl Said {
    /// How surely the header says a field.
    pub(super) fn score(&self, field: Field) -> f32 {
        self.of(Some(field))
    }

    /// How surely it says something that is not kept.
    pub(super) fn nothing(&self) -> f32 {
        self.of(None)
    }

    fn of(&self, field: Option<Field>) -> f32 {
        self.scores
            .iter()
            .find(|(known, _)| *known == field)
            .map_or(0.0, |(_, score)| *score)
    }
}

/// Reads a header; of one in two languages what one half says, where the other says nothing
/// or the same.
pub(super) fn read(header: &str) -> Said {
    let whole = read_one(header);
    let halves = header
        .split_once(" / ")
        .or_else(|| header.split_once(" | "));
    let Some((one, other)) = halves.map(|(one, other)| (read_one(one), read_one(other))) else {
        return whole;
    };
    let best = |said: &Said| said.scores.first().copied();
    let (half, is_said) = match (best(&one), best(&other)) {
        (Some(first), Some(second)) => (one, first.0 == second.0),
        (Some(_), None) => (one, true),
        _ => (other, true),
    };
    let is_surer = best(&half).map(|(_, score)| score) > best(&whole).map(|(_, score)| score);
    if is_said && is_surer { half } else { whole }
}

fn read_one(header: &str) -> Said {
    let (bare, language) = without_language(header);
    let words = essential(&bare);
    let mut scores: HashMap<Option<Field>, f32> = HashMap::new();
    let close = words.replace(' ', "");
    // A second column of the same kind is numbered: `Telefono 2`, `TFNO. (2)`.
    let unnumbered = close.trim_end_matches(|c: char| c.is_ascii_digit());
    for (key, factor) in [(close.as_str(), 1.0), (unnumbered, 0.97)] {
        for (field, weight) in TABLE.whole.get(key).into_iter().flatten() {
            raise(&mut scores, *field, weight * factor * 0.97);
        }
    }
    within(&words, &mut scores);
    if unnumbered != close {
        within(
            words.trim_end_matches(|c: char| c.is_ascii_digit()),
            &mut scores,
        );
    }
    let is_bare = TABLE.bare.get(&close);
    if let Some((field, weight)) = is_bare {
        raise(&mut scores, Some(*field), *weight);
    }
    if let Some((field, weight)) = rules::consent(&bare) {
        raise(&mut scores, Some(field), weight);
    }
    if scores.is_empty() {
        for (field, score) in nearly(&close) {
            raise(&mut scores, field, score);
        }
    }
    scores.retain(|field, _| {
        field.is_none_or(|field| !rules::is_of_another_end(field, &words) || is_bare.is_some())
    });
    Said {
        scores: in_order(scores),
        is_bare_end: is_bare.is_some_and(|(field, _)| *field == Field::DissolvedOn),
        language,
        words,
    }
}

/// Phrases that stand within a header, together or apart.
fn within(words: &str, scores: &mut HashMap<Option<Field>, f32>) {
    let padded = format!(" {words} ");
    let own: Vec<&str> = words.split(' ').collect();
    // A number is a number of something, so its word says little.
    let weighty = own
        .iter()
        .filter(|word| **word != "numero")
        .map(|word| word.len() + 1)
        .sum::<usize>();
    let is_code = own.contains(&"codigo") || own.contains(&"id") || own.contains(&"identifiant");
    for (phrase, field, weight) in &TABLE.parts {
        if phrase.len() >= words.len() {
            continue;
        }
        let cover = ratio(phrase.len() + 1, weighty).min(1.0);
        let factor = if padded.contains(&format!(" {phrase} ")) {
            0.42 + 0.5 * cover
        } else if phrase.contains(' ') && phrase.split(' ').all(|word| own.contains(&word)) {
            0.42 + 0.4 * cover
        } else {
            continue;
        };
        let is_place = matches!(
            field,
            Some(
                Field::Locality
                    | Field::Region
                    | Field::Street
                    | Field::Country
                    | Field::Name
                    | Field::Address
            )
        );
        let factor = if is_place && is_code {
            factor * 0.6
        } else {
            factor
        };
        raise(scores, *field, weight * factor);
    }
}

/// The best first; of equal ones the field that is asked for first, so that a guess is the
/// same each time.
fn in_order(scores: HashMap<Option<Field>, f32>) -> Vec<(Option<Field>, f32)> {
    let mut scores: Vec<(Option<Field>, f32)> = scores.into_iter().collect();
    scores.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    scores
}

fn raise(scores: &mut HashMap<Option<Field>, f32>, field: Option<Field>, score: f32) {
    let known = scores.entry(field).or_insert(0.0);
    *known = known.max(score);
}

/// Phrases that are spelled nearly so, or that the header cuts off or runs together.
fn nearly(close: &str) -> Meanings {
    let mut found = Meanings::new();
    if close.len() < 4 {
        return found;
    }
    for (key, meanings) in &TABLE.whole {
        let is_cut = key.len() > close.len() && close.len() >= 5 && key.starts_with(close);
        let is_within = key.len() >= 6
            && !GENERIC.contains(&key.as_str())
            && close.len() > key.len()
            && (close.starts_with(key.as_str()) || close.ends_with(key.as_str()));
        let is_alike =
            key.len() >= 6 && strsim::levenshtein(key, close) <= 1 + usize::from(key.len() > 10);
        let factor = if is_alike {
            0.8
        } else if is_cut {
            0.7
        } else if is_within {
            0.4 + 0.4 * ratio(key.len(), close.len())
        } else {
            continue;
        };
        found.extend(
            meanings
                .iter()
                .map(|(field, weight)| (*field, weight * factor)),
        );
    }
    found
}

pub(super) fn ratio(part: usize, whole: usize) -> f32 {
    let bounded = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    if whole == 0 {
        0.0
    } else {
        bounded(part) / bounded(whole)
    }
}

/// The words of a header, folded and as [`SAME`] writes them, without those that say nothing.
fn essential(header: &str) -> String {
    static FIRST: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let lines = SAME.iter().filter_map(|line| line.split_once(' '));
        lines
            .flat_map(|(first, others)| others.split(' ').map(move |other| (other, first)))
            .collect()
    });
    let folded = fold(&parted(header));
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = folded
        .split(' ')
        // Years and revisions of classifications say nothing: `WZ 2008`, `CAE Rev. 3`.
        .filter(|word| !SMALL.contains(word) && !is_number(word))
        .map(|word| {
            FIRST
                .get(word)
                .copied()
                .unwrap_or_else(|| spelled_out(word))
        })
        .collect();
    if words.is_empty() {
        folded
    } else {
        words.join(" ")
    }
}

/// A word that is cut off, spelled out where only one begins so: `denominaz` is `denominacion`.
fn spelled_out(word: &str) -> &str {
    if word.len() < 4 {
        return word;
    }
    let mut found = SAME.iter().filter(|line| {
        let mut others = line.split(' ').filter(|other| other.len() > word.len());
        others.any(|other| other.starts_with(word))
    });
    match (found.next(), found.next()) {
        (Some(line), None) => line.split(' ').next().unwrap_or(word),
        _ => word,
    }
}

/// A header whose words run together with capitals between them, parted.
fn parted(header: &str) -> String {
    let mut parted = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for character in header.chars() {
        if before.is_lowercase() && character.is_uppercase() {
            parted.push(' ');
        }
        parted.push(character);
        before = character;
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(header: &str) -> Option<Field> {
        let scores = read(header).scores;
        scores.first().and_then(|(field, _)| *field)
    }

    #[test]
    fn headers_of_many_kinds_say_what_they_hold() {
        for (header, field) in [
            ("Nombre de la entidad", Field::Name),
            ("denominationUniteLegale", Field::Name),
            ("Codi postal", Field::PostalCode),
            ("codePostalEtablissement", Field::PostalCode),
            ("addr:city", Field::Locality),
            ("contact:website", Field::Website),
            ("geolocation.lat", Field::Latitude),
            ("country_iso_3166", Field::Country),
            ("primary_url", Field::Website),
            ("Straße / Hausnr.", Field::Street),
            ("Correo electrónico", Field::Email),
            ("E-Mail", Field::Email),
            ("Ansprechpartner:in", Field::Person),
            ("Nº teléfono", Field::Phone),
            ("Ragione sociale", Field::Name),
            ("Razão Social", Field::Name),
            ("Date de création", Field::FoundedOn),
            ("Gründungsjahr", Field::FoundedOn),
            ("CodPostal", Field::PostalCode),
            ("Forma Jurídica", Field::LegalForm),
            ("TFNO.", Field::Phone),
            ("Denominación / Izena", Field::Name),
            ("Izena / Denominación", Field::Name),
            ("charity_contact_address3", Field::Street),
            ("Código postal / Posta kodea", Field::PostalCode),
        ] {
            assert_eq!(
                best(header),
                Some(field),
                "{header}: {:?}",
                read(header).scores
            );
        }
        for header in [
            "updated_at",
            "Fecha de nacimiento",
            "Nº socios",
            "_version",
            "user_id",
        ] {
            assert_eq!(best(header), None, "{header}: {:?}", read(header).scores);
        }
    }

    #[test]
    fn a_header_may_name_its_language() {
        for (header, language) in [
            ("description:es", Some("es")),
            ("nom_fr", Some("fr")),
            ("Nombre (ES)", Some("es")),
            ("Nom en català", Some("ca")),
            ("description:gr", Some("el")),
            ("Nombre", None),
            ("user_id", None),
        ] {
            assert_eq!(read(header).language.as_deref(), language, "{header}");
        }
        assert_eq!(best("description:es"), Some(Field::Summary));
    }
}
