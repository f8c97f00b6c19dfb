//! What is offered, what is sought, and what nobody offers: the offers and needs that stand,
//! counted by their kind and by the themes of their organizations.

use std::collections::BTreeMap;

use super::{Purpose, sql};
use crate::error::{Error, Result};
use crate::store::{Tx, from_json};
use crate::vocabulary::{Theme, What};

/// How many of the newest are counted: enough to show what a directory is about.
pub const COUNTED: usize = if cfg!(test) { 5 } else { 2_000 };

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
    /// Whether there is more than was counted.
    pub has_more: bool,
}

/// Counts the public offers and needs that stand.
pub async fn tally(tx: &mut Tx) -> Result<Tally> {
    let mut whats: BTreeMap<What, [usize; 2]> = BTreeMap::new();
    let mut themes: BTreeMap<Theme, [usize; 2]> = BTreeMap::new();
    let most_and_one = i64::try_from(COUNTED + 1).map_err(Error::internal)?;
    let mut kinds = sql::standing_kinds(tx, most_and_one).await?;
    let has_more = kinds.len() > COUNTED;
    kinds.truncate(COUNTED);
    for (purpose, what, of_owner) in kinds {
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
        has_more,
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
