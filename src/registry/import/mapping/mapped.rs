//! A mapping over the columns of one table: every header is looked up once, and rows are read
//! by their columns' places. It does not read files.

use std::collections::HashMap;

use super::field::Field;
use super::file::{Mapping, Marked};
use super::values::fold::fold;
use super::values::{code, consent, exception, life, mark};
use crate::error::{Error, Result};
use crate::registry::import::entry::Row;
use crate::text;
use crate::words::phrase;

/// A column that a mapping speaks of.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) place: usize,
    pub(super) header: String,
    /// The language of a text, where it is not the table's.
    pub(super) language: Option<String>,
    /// How many digits its codes have.
    pub(super) digits: Option<usize>,
}

/// A column whose values mark rows.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) column: Column,
    /// Folded values; none when words of several languages count.
    values: Vec<String>,
    /// What yes or no stands for, where the values are ways to write one of them.
    flag: Option<bool>,
    /// Whether the column is one of the French registers, which write letters.
    has_letters: bool,
    asks: Asks,
    /// Whether its empty cells agree to being published, as its keeper says.
    empty_agrees: bool,
}

/// What a header asks of those who may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// For their yes.
    Yes,
    /// For those alone who must not be published.
    Exceptions,
    /// For either, so that nobody can know what a plain yes means.
    Unclear,
}

/// What is said of publishing a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Publishing {
    /// It may be published.
    Agreed,
    /// It must not be.
    Withheld,
    /// Nobody can know, so it is not.
    Unclear,
}

/// A mapping over the headers of one table.
#[derive(Debug, Clone)]
pub struct Mapped {
    pub(super) mapping: Mapping,
    pub(super) language: String,
    columns: HashMap<Field, Vec<Column>>,
    pub(super) ended: Option<Mark>,
    /// All of them have to agree.
    pub(super) diffusion: Vec<Mark>,
    /// Whether nobody said the mapping, so that its country is too little to mend codes by.
    pub(super) is_guessed: bool,
}

/// The names that columns are known by: their headers, of which the second of a kind is
/// called `Header (2)`, and `column 4` where there is no header.
pub(in crate::registry::import) fn names(headers: &[String]) -> Vec<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let named = headers.iter().enumerate().map(|(place, header)| {
        let header = header.trim();
        if header.is_empty() {
            return format!("column {}", place + 1);
        }
        let count = seen.entry(header).or_default();
        *count += 1;
        match *count {
            1 => header.to_owned(),
            count => format!("{header} ({count})"),
        }
    });
    named.collect()
}

impl Mapping {
    /// Looks up the columns that the mapping speaks of among a table's headers.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the columns that the table lacks, and those it has.
    pub fn over(&self, headers: &[String]) -> Result<Mapped> {
        let names = names(headers);
        let mut missing = Vec::new();
        let mut column = |header: &str, language: Option<&String>| {
            let place = names.iter().position(|name| name == header.trim());
            if place.is_none() {
                missing.push(header.to_owned());
            }
            Column {
                place: place.unwrap_or(usize::MAX),
                header: header.to_owned(),
                language: language.cloned(),
                digits: self
                    .digits
                    .get(header)
                    .copied()
                    .or_else(|| code::number_digits(&fold(header))),
            }
        };
        let mut columns: HashMap<Field, Vec<Column>> = HashMap::new();
        for (slot, sources) in &self.columns {
            let found = sources
                .headers()
                .iter()
                .map(|header| column(header, slot.language.as_ref()));
            columns.entry(slot.field).or_default().extend(found);
        }
        let mut mark = |marked: &Marked| Mark::new(column(&marked.column, None), marked);
        let ended = self.ended.as_ref().map(&mut mark);
        let mut diffusion: Vec<Mark> = self.diffusion.iter().map(&mut mark).collect();
        for header in self.diffusion.iter().flat_map(|marked| &marked.also) {
            diffusion.push(mark(&Marked::by_words(header.clone())));
        }
        if !missing.is_empty() {
            let reason = phrase!(
                "file-lacks-columns",
                missing = missing.join(", "),
                headers = names.join(", ")
            );
            return Err(Error::invalid("file", reason));
        }
        Ok(Mapped {
            language: text::base_language(&self.language)?,
            mapping: self.clone(),
            columns,
            ended,
            diffusion,
            is_guessed: false,
        })
    }
}

impl Marked {
    /// Whether it marks only those who must not be published, so that empty cells agree.
    pub fn has_exceptions(&self) -> bool {
        self.values.is_empty() && exception::is_asked_by(&self.column)
    }
}

impl Mark {
    fn new(column: Column, marked: &Marked) -> Self {
        let values = &marked.values;
        let said = || values.iter().filter(|value| !value.is_empty());
        let flags = || said().map(|value| mark::flag(value));
        let first = flags().next().flatten();
        let close = fold(&column.header).replace(' ', "");
        let asks = if marked.has_exceptions() {
            Asks::Exceptions
        } else if values.is_empty() && exception::is_unclear(&column.header) {
            Asks::Unclear
        } else {
            Asks::Yes
        };
        Self {
            flag: first.filter(|_| flags().all(|flag| flag == first)),
            values: values.iter().map(|value| fold(value)).collect(),
            asks,
            empty_agrees: marked.empty_agrees,
            has_letters: close.contains("etatadministratif") || close == "position",
            column,
        }
    }

    /// Whether the row says that it has ended; `None` when nobody can know.
    pub(super) fn has_ended(&self, row: &Row<'_>) -> Option<bool> {
        let text = row.at(self.column.place);
        if mark::is_empty(text) {
            return Some(self.is_listed(text));
        }
        if self.is_listed(text) {
            return Some(true);
        }
        let by_flag = self.flag.and_then(|flag| Some(mark::flag(text)? == flag));
        let by_letter = || life::by_letter(text).filter(|_| self.has_letters);
        if self.values.is_empty() || self.flag.is_some() {
            return by_flag.or_else(by_letter).or_else(|| life::has_ended(text));
        }
        Some(false)
    }

    /// What the row says of being published.
    pub(super) fn publishing(&self, row: &Row<'_>) -> Publishing {
        let text = row.at(self.column.place);
        if self.has_exceptions() {
            return if exception::is_made(text) {
                Publishing::Withheld
            } else {
                Publishing::Agreed
            };
        }
        if self.asks == Asks::Unclear && mark::begins_with_flag(text) {
            return Publishing::Unclear;
        }
        let is_said = !self.values.is_empty();
        let is_flagged = self.flag.is_some() && mark::flag(text) == self.flag;
        match consent::read(text) {
            _ if self.is_listed(text) || is_flagged => Publishing::Withheld,
            // A sign or `n/a` is no empty cell: somebody wrote it.
            _ if self.empty_agrees && text.trim().is_empty() => Publishing::Agreed,
            // Ways to write no say nothing of what is neither yes nor no.
            _ if is_said && self.flag.is_none() => Publishing::Agreed,
            Some(true) => Publishing::Agreed,
            Some(false) => Publishing::Withheld,
            None => Publishing::Unclear,
        }
    }

    /// Whether it marks only those who must not be published.
    pub(super) fn has_exceptions(&self) -> bool {
        self.asks == Asks::Exceptions
    }

    /// Whether the value is one that the mapping names.
    fn is_listed(&self, text: &str) -> bool {
        let folded = if mark::is_empty(text) {
            String::new()
        } else {
            fold(text)
        };
        self.values.contains(&folded)
    }
}

impl Mapped {
    /// The same, where nobody said the mapping.
    pub(in crate::registry::import) fn guessed(self) -> Self {
        Self {
            is_guessed: true,
            ..self
        }
    }

    /// The columns of a field, in their order.
    pub(super) fn columns(&self, field: Field) -> &[Column] {
        self.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The texts of a field that say something, with their columns.
    pub(super) fn filled<'row>(
        &'row self,
        row: &Row<'row>,
        field: Field,
    ) -> impl Iterator<Item = (&'row Column, &'row str)> {
        let texts = self
            .columns(field)
            .iter()
            .map(|column| (column, row.at(column.place)));
        // NA is Namibia where countries are meant.
        texts.filter(move |(_, text)| {
            !text.is_empty() && (field == Field::Country || !mark::is_empty(text))
        })
    }

    /// The first text of a field that says something.
    pub(super) fn first<'row>(
        &'row self,
        row: &Row<'row>,
        field: Field,
    ) -> Option<(&'row Column, &'row str)> {
        self.filled(row, field).next()
    }

    /// The first code of a field, with its lost zeros and without a float's tail.
    pub(super) fn code(&self, row: &Row<'_>, field: Field) -> Option<String> {
        let (column, text) = self.first(row, field)?;
        if code::is_cut_off(text) {
            return None;
        }
        Some(match column.digits {
            Some(digits) => code::padded(text, digits),
            None => code::without_tail(text).to_owned(),
        })
    }
}
