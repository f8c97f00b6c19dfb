//! Codes by which things are found and counted, as the index keeps them: `name=value`.

use crate::place::Area;

/// What things are parted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Organizations, offers, needs.
    Kind,
    /// Our own, or others'.
    Whose,
    /// Countries, subdivisions, municipalities.
    Territory,
    /// Entity types.
    Type,
    /// Sections of activities.
    Sector,
    /// Themes.
    Theme,
    /// What is offered or sought.
    What,
    /// On which terms.
    Terms,
    /// Languages of the texts.
    Language,
    /// Kinds of attestations that hold.
    Attested,
}

impl Facet {
    /// All of them, in the order in which people are asked.
    pub const ALL: [Self; 10] = [
        Self::Kind,
        Self::Territory,
        Self::Type,
        Self::Sector,
        Self::Theme,
        Self::What,
        Self::Terms,
        Self::Attested,
        Self::Language,
        Self::Whose,
    ];

    /// The parameter by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Whose => "whose",
            Self::Territory => "territory",
            Self::Type => "type",
            Self::Sector => "sector",
            Self::Theme => "theme",
            Self::What => "what",
            Self::Terms => "terms",
            Self::Language => "language",
            Self::Attested => "attested",
        }
    }

    /// The code of a value of it.
    pub(super) fn code(self, value: &str) -> String {
        format!("{}={value}", self.name())
    }
}

/// The code that everything has.
pub(super) const ALL: &str = "all=";
/// The code of what has a point.
pub(super) const ON_THE_MAP: &str = "point=";
/// The code of what has a last day.
pub(super) const WITH_DEADLINE: &str = "deadline=";

/// The code of a cell of the map.
pub(super) fn cell(code: &str) -> String {
    format!("cell={code}")
}

/// The codes of which what lies in an area has one, of no more than so many cells.
pub(super) fn of_area(area: &Area, most: usize) -> Vec<String> {
    let cells = area.cells(most);
    if cells.is_empty() {
        return vec![ON_THE_MAP.to_owned()];
    }
    cells.iter().map(|one| cell(one)).collect()
}

/// The code of the month of a last day, as `2026-11`.
pub(super) fn month(day: jiff::civil::Date) -> String {
    format!("deadline={}", day.strftime("%Y-%m"))
}

/// The code of what is of a kind and has another code besides. To go through the one list of
/// both costs less than to go through the two of each.
pub(super) fn of_kind(kind: &str, code: &str) -> String {
    format!("{kind}/{code}")
}

/// A code as a term: what stands for itself in no text.
pub(super) fn term(code: &str) -> String {
    let plain = |c: char| {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_alphanumeric() { c } else { '_' }
    };
    std::iter::once('_')
        .chain(code.chars().map(plain))
        .collect()
}

/// The code of the name of whoever attests, without what no code may hold. It is another than
/// that of a kind of attestation, whatever somebody is called.
pub(super) fn attester(name: &str) -> String {
    let folded: String = crate::text::fold(name).chars().take(60).collect();
    format!("attester={}", folded.trim().replace(' ', "-"))
}
