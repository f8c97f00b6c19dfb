//! What the words of a record suggest for the fields that are kept as codes: shown as choices
//! beside the field, of which none is made for anybody.

use super::super::suggested::{self, Choice};
use super::form::MOST_ROWS;
use crate::place::Territory;
use crate::vocabulary::{Sector, Theme, suggest};
use crate::web::form::Typed;

/// What is suggested, by field.
#[derive(Default)]
pub(super) struct Suggested {
    pub(super) sectors: Vec<Choice>,
    pub(super) themes: Vec<Theme>,
    pub(super) territories: Vec<Choice>,
}

impl Suggested {
    /// What the words of a form suggest for those of its fields that say nothing, or not
    /// clearly; of themes those that are not ticked.
    pub(super) fn of(typed: &Typed, home: Option<&Territory>, tag: &str) -> Self {
        let text = texts(typed);
        let sectors = typed.trimmed("sectors");
        let mut suggested = Self::default();
        if sectors.is_empty() || self::sectors(sectors).is_err() {
            let found = suggest::sections(sectors, &text).into_iter();
            let choice = |one: crate::vocabulary::Section| {
                (one.to_string(), format!("{} ({one})", one.label(tag)))
            };
            suggested.sectors = found.map(choice).collect();
        }
        let is_open = |one: &Theme| typed.get(&format!("theme-{one}")).is_empty();
        let found = suggest::themes(typed.trimmed("themes"), &text).into_iter();
        suggested.themes = found.filter(is_open).collect();
        suggested.territories = suggested::territories(typed.trimmed("territory"), home, tag);
        suggested
    }
}

/// The names and texts in all languages.
fn texts(typed: &Typed) -> String {
    let rows = (0..MOST_ROWS)
        .flat_map(|row| [format!("name-{row}"), format!("summary-{row}")].into_iter());
    let texts = rows.map(|field| typed.get(&field).to_owned());
    texts.collect::<Vec<_>>().join("\n")
}

/// The parts of a field of sectors: words may be several beside each other, codes as well.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', ';', '\n', '\r']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

/// The codes of one part; `None` of words.
fn codes(part: &str) -> Option<Vec<Sector>> {
    let codes = part.split_whitespace().map(Sector::parse);
    codes.collect::<Result<_, _>>().ok()
}

/// The sectors of a field, all of them as codes; else what it says in words.
pub(super) fn sectors(text: &str) -> Result<Vec<Sector>, &str> {
    let all = parts(text).map(|part| codes(part).ok_or(part));
    let all: Result<Vec<Vec<Sector>>, &str> = all.collect();
    all.map(|all| all.into_iter().flatten().collect())
}

/// Takes over the choices that were made among what was suggested, as long as the words are
/// those that it was suggested for. Chosen sectors stand in the place of the words.
pub(super) fn take(typed: &mut Typed) {
    suggested::take(typed);
    let said = typed.trimmed("sectors").to_owned();
    let chosen: Vec<String> = typed.all("sectors-suggested").map(str::to_owned).collect();
    let is_open = said.is_empty() || said == typed.trimmed("sectors-suggested-for");
    if chosen.is_empty() || !is_open {
        return;
    }
    let kept = parts(&said).filter_map(codes).flatten();
    let mut all: Vec<String> = kept.map(|one| one.to_string()).collect();
    for one in chosen {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    typed.set("sectors", &all.join(", "));
}
