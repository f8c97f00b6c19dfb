//! What narrows a search, with how much is left then, and what takes that away again: links
//! to other searches. Knows no record.

use super::super::views::tell_apart;
use super::meaning::Meaning;
use super::{Asking, address};
use crate::search::{self, Asked, Counted, Facet};
use crate::words::Words;

/// How many values of a facet are shown.
const SHOWN: usize = 12;
/// How many namesakes of a place.
const NAMESAKES: usize = 5;

/// What a search is narrowed by.
#[derive(Debug)]
pub(super) struct Narrowed {
    /// What it is, where the label does not say so by itself.
    pub(super) facet: Option<&'static str>,
    pub(super) label: String,
    /// The language of the label, where it is not the page's: one is named in itself.
    pub(super) language: Option<String>,
    /// The search without it.
    pub(super) address: String,
}

/// What may narrow a search.
#[derive(Debug)]
pub(super) struct FacetItem {
    pub(super) title: &'static str,
    pub(super) values: Vec<ValueItem>,
}

/// One value of a facet.
#[derive(Debug)]
pub(super) struct ValueItem {
    pub(super) label: String,
    /// The language of the label, where it is not the page's: one is named in itself.
    pub(super) language: Option<String>,
    pub(super) count: usize,
    /// The search narrowed by it.
    pub(super) address: String,
}

/// What a search is narrowed by, the words left out, which stand in their field.
pub(super) fn narrowed(asked: &Asked, words: &'static Words) -> Vec<Narrowed> {
    let mut narrowed = Vec::new();
    for (name, value) in asked.parameters() {
        if name == "q" {
            continue;
        }
        // Without its point a distance asks nothing.
        let without: &[(&str, &str)] = match name {
            "near" | "place" => &[(name, ""), ("km", "")],
            _ => &[(name, "")],
        };
        narrowed.push(Narrowed {
            facet: search::name_of(name, words),
            label: search::shown(asked, (name, value), words),
            language: (name == Facet::Language.name()).then(|| value.to_owned()),
            address: address(asked, without),
        });
    }
    narrowed
}

/// The other places that are called as the one that is named, or where none of them was taken,
/// all that it may mean: the search in each instead.
pub(super) fn namesakes(asking: &Asking, words: &'static Words) -> Vec<Narrowed> {
    let asked = &asking.asked;
    let km = asking.typed("km");
    let others = if asking.wrongs.of("place").is_some() {
        search::namesakes(asking.typed("place"), words.tag)
    } else {
        let taken = search::taken_for(asked, words.tag);
        taken.map(|(_, others)| others).unwrap_or_default()
    };
    others
        .into_iter()
        .take(NAMESAKES)
        .map(|place| Narrowed {
            facet: search::name_of("place", words),
            address: address(asked, &[("place", &place), ("km", km)]),
            label: place,
            language: None,
        })
        .collect()
}

/// What the words that are looked for may mean as a code, which the pages of what has it show
/// and no record says: the search for that instead of the words, but for the one that is shown.
pub(super) fn meant(
    (asked, meanings): (&Asked, &[Meaning]),
    shown: Option<&Asked>,
    words: &'static Words,
) -> Vec<Narrowed> {
    let shown = shown.map(|asked| address(asked, &[]));
    let all = meanings.iter().map(|one| Narrowed {
        facet: Some(search::title(one.facet, words)),
        label: search::label(one.facet, one.code, words),
        language: None,
        address: address(asked, &one.instead()),
    });
    all.filter(|one| shown.as_ref() != Some(&one.address))
        .collect()
}

/// What may narrow a search further. What all of it has, or what is asked already, does not.
pub(super) fn facets(asked: &Asked, counted: &Counted, words: &'static Words) -> Vec<FacetItem> {
    let mut facets = Vec::new();
    for facet in Facet::ALL {
        let is_asked = asked.value(facet).is_some();
        // Within a country its regions narrow further, within a section nothing does.
        if is_asked && facet != Facet::Territory {
            continue;
        }
        let values = counted.facets.get(&facet).map_or(&[][..], Vec::as_slice);
        let values: Vec<_> = values
            .iter()
            .filter(|(_, count)| *count < counted.total || counted.has_more)
            .take(SHOWN)
            .collect();
        let labelled = values.iter();
        let labelled =
            labelled.map(|(value, _)| (value.clone(), search::label(facet, value, words)));
        let mut labelled: Vec<(String, String)> = labelled.collect();
        tell_apart(&mut labelled);
        let values = values.into_iter().zip(labelled);
        let values: Vec<ValueItem> = values
            .map(|((_, count), (value, label))| ValueItem {
                label,
                count: *count,
                address: address(asked, &[(facet.name(), &value)]),
                language: (facet == Facet::Language).then_some(value),
            })
            .collect();
        if !values.is_empty() {
            facets.push(FacetItem {
                title: search::title(facet, words),
                values,
            });
        }
    }
    facets
}
