//! The ways in which one search is made: by words in titles, by words elsewhere, by the
//! beginnings of words.

use std::collections::BTreeSet;

use super::code;
use super::find::Order;
use super::newest;
use crate::error::Result;
use crate::store::Tx;
use crate::store::stretches::Spread;
use crate::store::terms::{Expression, Within};
use crate::text::word;

/// Shorter words have too many that begin with them.
const SHORTEST_BEGINNING: usize = 3;
/// Of how many words the beginnings are looked for: each is compared with all that begin so.
const MOST_BEGINNINGS: usize = 3;

/// The ways in which one search is made.
#[derive(Debug)]
pub(super) struct Streams {
    /// Each leaves out what those before it find.
    best: Vec<Expression>,
    /// All of it in one.
    whole: Expression,
    /// By the beginnings of words, once they were turned to.
    beginnings: Option<Expression>,
    codes: Expression,
    words: Vec<BTreeSet<String>>,
}

impl Streams {
    pub(super) fn new(codes: &Expression, words: &[BTreeSet<String>]) -> Self {
        let with = |begin: &Expression, within: Within| {
            let forms = words.iter().map(|forms| forms.iter().cloned());
            forms.fold(begin.clone(), |one, forms| one.with(within, forms))
        };
        let mut whole = with(codes, Within::Everything);
        if whole.asks_nothing() {
            // Beside anything else it would only be one more list to go through.
            whole = whole.with(Within::Everything, [code::term(code::ALL)]);
        }
        let in_title = with(&Expression::default(), Within::Title);
        let best = if in_title.asks_nothing() {
            vec![whole.clone()]
        } else {
            let elsewhere = whole.clone().without(in_title);
            vec![with(codes, Within::Title), elsewhere]
        };
        Self {
            best,
            whole,
            beginnings: None,
            codes: codes.clone(),
            words: words.to_vec(),
        }
    }

    /// Turns to the beginnings of those words that nothing holds whole. The others are looked
    /// for as they are: what begins with a common word is most of what there is.
    pub(super) async fn turn_to_beginnings(&mut self, tx: &mut Tx, spread: &Spread) -> Result<()> {
        let mut all = self.codes.clone();
        let mut unknown = 0;
        for forms in &self.words {
            let whole = Expression::default().with(Within::Everything, forms.iter().cloned());
            if !newest::holding(tx, spread, &whole, 1).await?.is_empty() {
                all = all.with(Within::Everything, forms.iter().cloned());
                continue;
            }
            unknown += 1;
            let begin = shortest(forms);
            if begin.is_empty() || unknown > MOST_BEGINNINGS {
                return Ok(());
            }
            all = all.with(Within::Beginnings, begin);
        }
        self.beginnings = (unknown > 0).then_some(all);
        Ok(())
    }

    /// All of it in one, wherever the words stand.
    pub(super) fn whole(&self) -> &Expression {
        &self.whole
    }

    /// The expressions in the order in which they are read.
    pub(super) fn of(&self, order: Order, by_beginnings: bool) -> Vec<&Expression> {
        match (by_beginnings, order) {
            (true, _) => self.beginnings.iter().collect(),
            (false, Order::Best) => self.best.iter().collect(),
            (false, Order::Newest) => vec![&self.whole],
        }
    }
}

/// The forms of a word that are long enough and with which no shorter one of it begins:
/// whatever begins with the longer begins with the shorter.
fn shortest(forms: &BTreeSet<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    // A word begins so whatever its language is.
    let forms: BTreeSet<&str> = forms.iter().map(|form| word::unmarked(form)).collect();
    // A beginning stands before what begins with it.
    for form in forms
        .into_iter()
        .filter(|form| form.len() >= SHORTEST_BEGINNING)
    {
        if !kept.iter().any(|head| form.starts_with(head.as_str())) {
            kept.push(form.to_owned());
        }
    }
    kept
}
