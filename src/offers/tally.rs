//! What is offered, what is sought, and what nobody offers: the offers and needs that stand,
//! counted by their kind and by the themes of their organizations.

use std::collections::BTreeMap;

use super::{Purpose, sql};
use crate::error::Result;
use crate::store::{Tx, from_json};
use crate::vocabulary::{Theme, What};

/// How many of the newest are counted: enough to show what a directory is about.
const COUNTED: i64 = 2_000;

/// How many there are of each, the most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// What is offered.
    pub offered: Vec<(What, usize)>,
    /// What is sought.
    pub sought: Vec<(What, usize)>,
    /// What is sought and offered by nobody.
    pub lacking: Vec<(What, usize)>,
    /// The themes of those who seek, among which nobody offers anything.
    pub lacking_themes: Vec<(Theme, usize)>,
}

/// Counts the public offers and needs that stand.
pub async fn tally(tx: &mut Tx) -> Result<Tally> {
    let mut whats: BTreeMap<What, [usize; 2]> = BTreeMap::new();
    let mut themes: BTreeMap<Theme, [usize; 2]> = BTreeMap::new();
    for (purpose, what, of_owner) in sql::standing_kinds(tx, COUNTED).await? {
        let is_need = purpose == Purpose::Need.as_str();
        let add = |[offers, needs]: &mut [usize; 2]| {
            let count = if is_need { needs } else { offers };
            *count += 1;
        };
        add(whats.entry(What::parse(&what)?).or_default());
        let of_owner: Vec<String> = from_json(&of_owner)?;
        for theme in of_owner.iter().filter_map(|theme| Theme::find(theme)) {
            add(themes.entry(theme).or_default());
        }
    }
    let lacks = |[offers, needs]: &[usize; 2]| if *offers == 0 { *needs } else { 0 };
    Ok(Tally {
        offered: most(&whats, |[offers, _]| *offers),
        sought: most(&whats, |[_, needs]| *needs),
        lacking: most(&whats, lacks),
        lacking_themes: most(&themes, lacks),
    })
}

/// Those of which there are any, the most frequent first.
fn most<T: Copy + Ord>(
    all: &BTreeMap<T, [usize; 2]>,
    count: impl Fn(&[usize; 2]) -> usize,
) -> Vec<(T, usize)> {
    let mut most: Vec<(T, usize)> = all.iter().map(|(one, both)| (*one, count(both))).collect();
    most.retain(|(_, count)| *count > 0);
    most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    most
}
