//! What an organization works in, from the columns of sectors and themes. What no table
//! knows is counted once for each value.

use super::field::Field;
use super::mapped::Mapped;
use super::values::fold::fold;
use super::values::{entity, parts, sector};
use crate::registry::Draft;
use crate::registry::import::entry::Row;
use crate::registry::import::noticed::Noticed;
use crate::vocabulary::Sector;

/// How many sectors or themes a draft keeps.
const MOST: usize = 20;
/// How long a theme may be.
const MAX_THEME: usize = 40;

/// The themes of `ESSGlobal` 2.1, by their numbers.
const THEMES: &[(u16, &str)] = &[
    (1, "transition-and-housing"),
    (2, "food-sovereignty"),
    (3, "solidarity-finance"),
    (4, "solidarity-economy"),
    (5, "commons-and-environment"),
    (6, "public-policy"),
    (7, "free-culture"),
    (8, "popular-education"),
    (9, "responsible-consumption"),
    (10, "territorial-development"),
    (11, "international-cooperation"),
    (12, "social-inclusion"),
    (13, "decent-work"),
    (14, "women"),
    (15, "networking"),
    (16, "research-and-technology"),
    (17, "indigenous-peoples"),
    (18, "alternative-communication"),
];

/// Reads sectors and themes into a draft.
pub(super) fn read(mapped: &Mapped, row: &Row<'_>, draft: &mut Draft, noticed: &mut Noticed) {
    for (column, text) in mapped.filled(row, Field::Sectors) {
        let padded = column
            .digits
            .map(|digits| super::values::code::padded(text, digits));
        let text = padded.as_deref().unwrap_or(text);
        for part in parts(text) {
            one(mapped, row.line, part, draft, noticed);
        }
    }
    for (_, text) in mapped.filled(row, Field::Themes) {
        // Themes are words, so a comma parts them too.
        for part in parts(text).flat_map(|part| part.split(',')) {
            add_theme(draft, &theme(mapped, part));
        }
    }
    draft.sectors.truncate(MOST);
}

/// One value of a column of sectors: the office's own word for it wins.
fn one(mapped: &Mapped, line: u64, text: &str, draft: &mut Draft, noticed: &mut Noticed) {
    let own = &mapped.mapping.values.sector;
    let understood = |text: &str| {
        own.get(text).map_or_else(
            || sector::read(text, mapped.mapping.classification),
            |codes| {
                let sectors = codes.split(';').filter_map(|code| Sector::parse(code).ok());
                Some(sector::Work {
                    sectors: sectors.collect(),
                    theme: None,
                })
            },
        )
    };
    let mut unknown = |text: &str| {
        noticed.count("sectors", text, line, || {
            sector::nearest(text).map(str::to_owned)
        });
    };
    // A comma may stand within one activity's title or between two activities.
    let is_code = text.bytes().filter(u8::is_ascii_digit).count() > 1;
    let whole =
        own.contains_key(text) || !text.contains(',') || (!is_code && sector::is_title(text));
    if whole {
        match understood(text) {
            Some(work) => {
                if !own.contains_key(text) {
                    noticed.take("sectors", text, line, || {
                        let sector = sector::by_a_word(text)?;
                        Some((sector.as_str().to_owned(), sector.label("en").to_owned()))
                    });
                }
                add(draft, work);
            }
            None => unknown(text),
        }
        return;
    }
    let pieces: Vec<(&str, Option<sector::Work>)> = text
        .split(',')
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(|piece| (piece, understood(piece)))
        .collect();
    if pieces.iter().all(|(_, work)| work.is_none()) {
        unknown(text);
    }
    for work in pieces.into_iter().filter_map(|(_, work)| work) {
        add(draft, work);
    }
}

fn add(draft: &mut Draft, work: sector::Work) {
    for sector in work.sectors {
        // A section says nothing beside one of its classes.
        if draft.sectors.iter().any(|known| sector.contains(known)) {
            continue;
        }
        draft.sectors.retain(|known| !known.contains(&sector));
        draft.sectors.push(sector);
    }
    if let Some(theme) = work.theme {
        add_theme(draft, theme);
    }
}

fn add_theme(draft: &mut Draft, theme: &str) {
    let is_fresh = !theme.is_empty() && !draft.themes.iter().any(|known| known == theme);
    if is_fresh && draft.themes.len() < MOST {
        draft.themes.push(theme.to_owned());
    }
}

/// A theme as a short word: a concept of `ESSGlobal`, the office's own, or the text itself.
fn theme(mapped: &Mapped, text: &str) -> String {
    let text = text.trim();
    let own = mapped.mapping.values.theme.get(text);
    let number = entity::essglobal_number(text, "themes/T", "T");
    let known = number.and_then(|number| THEMES.iter().find(|(known, _)| *known == number));
    let word = match (own, known) {
        (Some(own), _) => own.clone(),
        (None, Some((_, word))) => (*word).to_owned(),
        (None, None) => fold(text).replace(' ', "-"),
    };
    let mut short = String::new();
    for part in word.split('-') {
        if short.len() + part.len() >= MAX_THEME {
            break;
        }
        if !short.is_empty() {
            short.push('-');
        }
        short.push_str(part);
    }
    short
}
