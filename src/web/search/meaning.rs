//! What the words of a search may mean as a code. Where nothing says them, what has the code is
//! shown instead.

use super::super::reader::Reader;
use super::{PER_PAGE, Search};
use crate::error::Result;
use crate::node::Node;
use crate::search::{self, Asked, Facet, Kind};
use crate::store::Tx;
use crate::vocabulary::suggest;
use crate::words::Words;

/// How many meanings are looked at for one that something has.
const MOST_TRIED: usize = 5;

/// A code that words may mean.
#[derive(Debug)]
pub(super) struct Meaning {
    pub(super) facet: Facet,
    pub(super) code: &'static str,
    /// The words that do not lead to it.
    besides: String,
}

impl Meaning {
    /// What the words of a search may mean, the nearest first: a trade says more than a section.
    pub(super) fn all(asked: &Asked) -> Vec<Self> {
        let sought = asked.words.as_str();
        let trades = suggest::trades_in(sought).into_iter();
        let sectors = suggest::sections_in(sought).into_iter();
        let themes = suggest::themes_in(sought).into_iter();
        // Only what is offered or sought has one.
        let can_have_what = asked.kind != Some(Kind::Organization);
        let whats = suggest::whats_in(sought)
            .into_iter()
            .filter(move |_| can_have_what);
        let codes = trades
            .map(|(one, besides)| (Facet::Sector, one.as_str(), besides))
            .chain(sectors.map(|(one, besides)| (Facet::Sector, one.as_str(), besides)))
            .chain(themes.map(|(one, besides)| (Facet::Theme, one.as_str(), besides)))
            .chain(whats.map(|(one, besides)| (Facet::What, one.as_str(), besides)));
        codes
            .filter(|(facet, ..)| asked.value(*facet).is_none())
            .map(|(facet, code, besides)| Self {
                facet,
                code,
                besides,
            })
            .collect()
    }

    /// What is asked in the place of the words.
    pub(super) fn instead(&self) -> [(&str, &str); 2] {
        [("q", &self.besides), (self.facet.name(), self.code)]
    }

    /// What people are told where nothing says the words and this is shown.
    fn said(&self, asked: &Asked, words: &'static Words) -> String {
        let label = search::label(self.facet, self.code, words);
        let meaning = if self.besides.is_empty() {
            label
        } else {
            format!("{label}, {}", self.besides)
        };
        let values = [
            ("words", asked.words.as_str().into()),
            ("meaning", meaning.into()),
        ];
        words.fill("search-instead", &values)
    }
}

/// What has the nearest code that the words of a search mean and that anything has, and what
/// people are told of that; `None` where nothing has one.
pub(super) async fn instead(
    node: &Node,
    tx: &mut Tx,
    reader: &Reader,
    (asked, all): (&Asked, &[Meaning]),
) -> Result<Option<(String, Search)>> {
    let all = all.get(..MOST_TRIED).unwrap_or(all);
    let searches = all.iter().map(|one| asked.with(&one.instead()));
    let searches: Vec<Asked> = searches.collect::<Result<_>>()?;
    let first = search::first_that_finds(tx, &searches, node.clock.now()).await?;
    let nearest = first.and_then(|place| all.get(place).zip(searches.into_iter().nth(place)));
    let Some((one, instead)) = nearest else {
        return Ok(None);
    };
    let search = Search::of(node, tx, reader, instead, (None, PER_PAGE)).await?;
    let is_shown = !search.items.is_empty();
    Ok(is_shown.then(|| (one.said(asked, reader.words), search)))
}
