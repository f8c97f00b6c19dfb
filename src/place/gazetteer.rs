//! Municipalities and other populated places by name, with their centre: 154,000 of GeoNames
//! (CC BY 4.0). It knows no Wikidata ids, no streets and no postal codes but what France and
//! Spain write into their first digits.

/// The same places by where they lie.
mod lying;

pub use lying::{Named, nearest, within, without_quarters};

use std::borrow::Cow;

use super::name::capitalized;
use super::{Point, Territory, subdivision, table};
use crate::text::fold;

/// Country, folded name, name, subdivision, district, whether it is large, latitude, longitude.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/gazetteer.tsv"));

/// The ISO 3166-2 codes that the table has as subdivisions.
const DIVISIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/divisions.tsv"));

/// Texts longer than this are no name of a municipality.
const MOST_BYTES: usize = 200;
/// In so many forms a name is looked up; a text with more parts is no name.
const MOST_FORMS: usize = 16;
/// Two entries of one name that are nearer than this are one place, in kilometres.
const SAME_PLACE: f64 = 12.0;
/// How far from its centre an address may lie and still tell a place from its namesakes.
pub const REACH: f64 = 30.0;

/// What else is known of a place, to choose between namesakes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The region that the address names.
    pub subdivision: Option<&'a Territory>,
    /// The postal code.
    pub postal_code: Option<&'a str>,
    /// A point at or near the place.
    pub point: Option<Point>,
}

/// A populated place.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// Its name as GeoNames writes it: the country's own, or the English one of large cities.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The ISO 3166-2 subdivision of the first level, where GeoNames and ISO agree on it.
    pub subdivision: Option<Territory>,
    /// The subdivision of the second level, where the table has one that ISO has too.
    pub district: Option<Territory>,
    /// Whether it is one of the large cities, those that other languages have names for.
    pub is_large: bool,
    /// Its centre.
    pub point: Point,
}

impl Municipality {
    /// Whether it lies in a subdivision, as far as the table tells.
    pub fn is_in(&self, territory: &Territory) -> bool {
        let around = [&self.subdivision, &self.district];
        around.into_iter().flatten().any(|one| one == territory)
    }
}

/// What a name led to.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// No place of that name.
    Nothing,
    /// This place.
    One(Municipality),
    /// So many places of that name, and nothing that decides between them.
    Several(usize),
}

/// The municipality of `country` that `name` names, in its own language or, for large cities,
/// in others; `hints` choose between namesakes: region, postal code (in France and Spain),
/// point.
pub fn find(name: &str, country: &str, hints: Hints<'_>) -> Found {
    let entries = entries(name, country);
    if entries.is_empty() {
        return Found::Nothing;
    }
    choose(entries, hints)
}

/// Every place of `country` that `name` names, or every one in a subdivision of it: of what
/// stands twice, near itself, the first.
pub fn all(name: &str, country: &str, subdivision: Option<&Territory>) -> Vec<Municipality> {
    let mut entries = entries(name, country);
    if subdivision.is_some_and(|territory| !is_narrowed(&mut entries, territory)) {
        return Vec::new();
    }
    let mut distinct: Vec<Municipality> = Vec::new();
    for entry in entries {
        let is_near = |other: &Municipality| entry.is_near(other.point, SAME_PLACE);
        if !distinct.iter().any(is_near) {
            distinct.push(entry.municipality);
        }
    }
    distinct
}

fn entries(name: &str, country: &str) -> Vec<Entry> {
    if name.len() > MOST_BYTES {
        return Vec::new();
    }
    let mut tried = Vec::new();
    for form in forms(name).take(MOST_FORMS) {
        let folded = fold(&form);
        for key in keys(folded, country) {
            if key.len() < 2 || tried.contains(&key) {
                continue;
            }
            let prefix = format!("{country}\t{key}\t");
            let lines = table::lines_with(TABLE, &prefix);
            let entries: Vec<Entry> = lines.filter_map(Entry::read).collect();
            if !entries.is_empty() {
                return entries;
            }
            tried.push(key);
        }
    }
    Vec::new()
}

/// The places that `name` names in any country, in the order of the countries' codes: before
/// the others those whose country has no other of that name.
pub fn find_anywhere(name: &str) -> Vec<Municipality> {
    let of_each = rust_iso3166::ALL.iter();
    let of_each = of_each.map(|country| all(name, country.alpha2, None));
    let (alone, beside): (Vec<_>, Vec<_>) = of_each.partition(|found| found.len() < 2);
    alone.into_iter().chain(beside).flatten().collect()
}

/// Whether the table has a subdivision as one of the first level.
pub fn is_division(territory: &Territory) -> bool {
    table::lines_with(DIVISIONS, territory.as_str()).any(|code| code == territory.as_str())
}

/// The texts that may be the name, the likeliest first: the whole, `Llobregat, L'` turned
/// round, without codes and districts (`28001 Madrid`, `Praha 9`, `PARIS CEDEX 02`), and what
/// stands between strokes, brackets, commas and hyphens.
fn forms(name: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let turned = name
        .split_once(',')
        .map(|(last, first)| Cow::Owned(format!("{} {last}", first.trim())));
    let has_digits = name.bytes().any(|byte| byte.is_ascii_digit());
    let uncoded = has_digits.then(|| {
        let is_word = |word: &&str| {
            let is_told = |code: &&str| word.eq_ignore_ascii_case(code);
            let is_code = ["cedex", "arrondissement", "arr."].iter().any(is_told);
            !is_code && !word.bytes().any(|byte| byte.is_ascii_digit())
        };
        let words = name.split_whitespace().filter(is_word);
        Cow::Owned(words.collect::<Vec<_>>().join(" "))
    });
    let parts = name.split(['/', '(', ')', ',', ';']);
    let dashed = name.split(" - ").chain(name.split('-'));
    std::iter::once(Cow::Borrowed(name))
        .chain(turned)
        .chain(uncoded)
        .chain(parts.chain(dashed).map(Cow::Borrowed))
}

/// The folded names under which the table may have `folded`, the likeliest first.
fn keys(folded: String, country: &str) -> impl Iterator<Item = String> {
    let unofficial = without_office(&folded).map(str::to_owned);
    let saint = spelled_out(&folded, country);
    let plain = plain_vowels(&folded, country);
    std::iter::once(folded)
        .chain(unofficial)
        .chain(saint)
        .chain(plain)
}

/// `ayuntamiento de bilbao` as `bilbao`.
fn without_office(key: &str) -> Option<&str> {
    const OFFICES: &[&str] = &[
        "ayuntamiento de ",
        "municipio de ",
        "ajuntament de ",
        "ajuntament d ",
        "commune de ",
        "ville de ",
        "comune di ",
        "stadt ",
        "gemeinde ",
        "city of ",
        "town of ",
        "concelho de ",
        "camara municipal de ",
        "prefeitura de ",
        "gemeente ",
        "villa de ",
        "ciudad de ",
        "heroica ciudad de ",
        "concello de ",
        "concejo de ",
    ];
    OFFICES.iter().find_map(|office| key.strip_prefix(office))
}

/// `st denis` as `saint denis`, and the like.
fn spelled_out(key: &str, country: &str) -> Option<String> {
    let is_german = is_german(country);
    let spelled = |word| match word {
        "st" if is_german => "sankt",
        "st" => "saint",
        "ste" => "sainte",
        "sta" => "santa",
        "sto" => "santo",
        "mt" => "mount",
        "gral" => "general",
        other => other,
    };
    let long = key.split(' ').map(spelled).collect::<Vec<_>>().join(" ");
    (long != key).then_some(long)
}

/// `muenster` as `munster` where German is written.
fn plain_vowels(key: &str, country: &str) -> Option<String> {
    if !is_german(country) {
        return None;
    }
    let plain = key.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    (plain != key).then_some(plain)
}

fn is_german(country: &str) -> bool {
    matches!(country, "DE" | "AT" | "CH" | "LI" | "LU")
}

struct Entry {
    municipality: Municipality,
    district: &'static str,
}

impl Entry {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (country, key, name) = (columns.next()?, columns.next()?, columns.next()?);
        let (part, district) = (columns.next()?, columns.next()?);
        let is_large = !columns.next()?.is_empty();
        let latitude = columns.next()?.parse().ok()?;
        let longitude = columns.next()?.parse().ok()?;
        let written = (!name.is_empty()).then(|| name.to_owned());
        let municipality = Municipality {
            name: written.unwrap_or_else(|| capitalized(key)),
            country: country.to_owned(),
            subdivision: subdivision::of_code(&format!("{country}-{part}")),
            district: subdivision::of_code(&format!("{country}-{district}")),
            is_large,
            point: Point {
                latitude,
                longitude,
            },
        };
        Some(Self {
            municipality,
            district,
        })
    }

    /// Whether the table tells for this place if it is in `territory`.
    fn is_told_by(&self, territory: &Territory) -> bool {
        !self.district.is_empty() || is_division(territory)
    }

    fn has_postal_code(&self, code: &str) -> bool {
        self.province_of(code).is_some_and(|province| {
            // Corsica has one number and two departments.
            province == self.district || (province == "20" && matches!(self.district, "2A" | "2B"))
        })
    }

    /// The district that a postal code begins with, in France and Spain.
    fn province_of(&self, code: &str) -> Option<Cow<'static, str>> {
        // A spreadsheet loses the zero that the code begins with.
        let code = format!("{code:0>5}");
        let number: usize = code.get(..2).filter(|_| code.len() == 5)?.parse().ok()?;
        match self.municipality.country.as_str() {
            "FR" => Some(Cow::Owned(format!("{number:02}"))),
            "ES" => {
                let province = SPANISH_PROVINCES.get(number.checked_sub(1)?)?;
                Some(Cow::Borrowed(province))
            }
            _ => None,
        }
    }

    fn is_near(&self, point: Point, kilometres: f64) -> bool {
        distance(self.municipality.point, point) <= kilometres
    }
}

/// The provinces of Spain in the order of the first two digits of their postal codes.
const SPANISH_PROVINCES: [&str; 52] = [
    "VI", "AB", "A", "AL", "AV", "BA", "PM", "B", "BU", "CC", "CA", "CS", "CR", "CO", "C", "CU",
    "GI", "GR", "GU", "SS", "H", "HU", "J", "LE", "L", "LO", "LU", "M", "MA", "MU", "NA", "OR",
    "O", "P", "GC", "PO", "SA", "TF", "S", "SG", "SE", "SO", "T", "TE", "TO", "V", "VA", "BI",
    "ZA", "Z", "CE", "ML",
];

/// The one entry that is left when each hint has been heard. A region or a postal code that
/// fits none of them means a place that the table does not have; of a smaller region than the
/// table knows nothing can be said.
fn choose(mut entries: Vec<Entry>, hints: Hints<'_>) -> Found {
    if let Some(territory) = hints.subdivision
        && !is_narrowed(&mut entries, territory)
    {
        return Found::Nothing;
    }
    if let Some(code) = hints.postal_code {
        let is_known = entries
            .iter()
            .any(|entry| entry.province_of(code).is_some());
        if !keep(&mut entries, |entry| entry.has_postal_code(code)) && is_known {
            return Found::Nothing;
        }
    }
    if let Some(point) = hints.point {
        entries.sort_by(|one, other| {
            let far = |entry: &Entry| distance(entry.municipality.point, point);
            far(one).total_cmp(&far(other))
        });
        let is_near = entries
            .first()
            .is_some_and(|first| first.is_near(point, REACH));
        entries.truncate(if is_near { 1 } else { entries.len() });
    }
    let count = entries.len();
    let Some(first) = entries.first() else {
        return Found::Nothing;
    };
    let centre = first.municipality.point;
    if entries
        .iter()
        .all(|entry| entry.is_near(centre, SAME_PLACE))
    {
        return Found::One(first.municipality.clone());
    }
    Found::Several(count)
}

/// Keeps the entries in a subdivision; false where the table knows that there are none.
fn is_narrowed(entries: &mut Vec<Entry>, territory: &Territory) -> bool {
    let is_known = entries.iter().any(|entry| entry.is_told_by(territory));
    keep(entries, |entry| entry.municipality.is_in(territory)) || !is_known
}

/// Keeps the entries that fit, if there are any.
fn keep(entries: &mut Vec<Entry>, fits: impl Fn(&Entry) -> bool) -> bool {
    let has_any = entries.iter().any(&fits);
    if has_any {
        entries.retain(fits);
    }
    has_any
}

/// The distance between two points in kilometres, on a sphere.
pub fn distance(one: Point, other: Point) -> f64 {
    const RADIUS: f64 = 6371.0;
    let north = (other.latitude - one.latitude).to_radians() / 2.0;
    let east = (other.longitude - one.longitude).to_radians() / 2.0;
    let latitudes = one.latitude.to_radians().cos() * other.latitude.to_radians().cos();
    let square = north.sin().powi(2) + latitudes * east.sin().powi(2);
    2.0 * RADIUS * square.sqrt().min(1.0).asin()
}
