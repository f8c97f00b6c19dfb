//! A mapping over the columns of one table: every header is looked up once, and rows are read
//! by their columns' places. It does not read files.

use std::collections::HashMap;

use super::field::Field;
use super::profile::{Mapping, Marked};
use super::values::fold::fold;
use super::values::{code, mark};
use crate::error::{Error, Result};
use crate::registry::import::entry::Row;
use crate::text;
use crate::words::phrase;

/// Words with which registers of several languages mark what has ended.
const ENDED: &[&str] = &[
    "baja",
    "disuelta",
    "disuelto",
    "disolucion",
    "inactiva",
    "inactivo",
    "cancelada",
    "cancelado",
    "cancelacion",
    "extinguida",
    "extinguido",
    "extinta",
    "extinto",
    "liquidada",
    "liquidacion",
    "en liquidacion",
    "revocada",
    "retirada",
    "caducada",
    "suspendida",
    "cerrada",
    "cerrado",
    "no vigente",
    "dada de baja",
    "dissolved",
    "dead",
    "closed",
    "inactive",
    "deregistered",
    "ended",
    "struck off",
    "ceased",
    "removed",
    "liquidated",
    "in liquidation",
    "wound up",
    "defunct",
    "cessee",
    "cesse",
    "radiee",
    "radie",
    "fermee",
    "ferme",
    "dissoute",
    "dissous",
    "liquidee",
    "inactif",
    "supprimee",
    "en sommeil",
    "f",
    "c",
    "cessation",
    "baixada",
    "baixa",
    "inapta",
    "nula",
    "encerrada",
    "dissolvida",
    "dissolvido",
    "cessada",
    "em liquidacao",
    "insolvente",
    "inativa",
    "inativo",
    "dissolta",
    "donada de baixa",
    "extingida",
    "cancel lada",
    "aufgelost",
    "geloscht",
    "erloschen",
    "in liquidation",
    "beendet",
    "inaktiv",
    "liquidiert",
    "cessata",
    "cessato",
    "cancellata",
    "cancellato",
    "sciolta",
    "sciolto",
    "in liquidazione",
    "liquidata",
    "estinta",
    "chiusa",
    "inattiva",
    "descalificada",
    "d",
    "disuelta y liquidada",
    "en disolucion",
    "descalificada",
    "abgewickelt",
    "ended",
    "matricula cancelada",
    "autorizacion retirada",
];

/// Words with which registers mark what must not be published, beside those for no: `P` and
/// `N` are the statuses of diffusion of the French register of enterprises.
const WITHHELD: &[&str] = &[
    "p",
    "partielle",
    "diffusion partielle",
    "non diffusible",
    "non diffusable",
    "opposition",
    "no publicar",
    "no difundir",
    "reservado",
    "reservada",
    "restringido",
    "interno",
    "internal",
    "oculto",
    "hidden",
    "do not publish",
    "nicht veroffentlichen",
    "gesperrt",
    "non pubblicare",
    "nao publicar",
    "nao autoriza",
    "no publicable",
    "no autoriza",
    "no autoritza",
    "privat",
    "riservato",
    "restricted",
    "sigiloso",
    "intern",
    "keine zustimmung",
    "widersprochen",
];

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
}

/// A mapping over the headers of one table.
#[derive(Debug, Clone)]
pub struct Mapped {
    pub(super) mapping: Mapping,
    pub(super) language: String,
    columns: HashMap<Field, Vec<Column>>,
    pub(super) ended: Option<Mark>,
    pub(super) diffusion: Option<Mark>,
}

/// The names that columns are known by: their headers, of which the second of a kind is
/// called `Header (2)`, and `column 4` where there is no header.
pub(super) fn names(headers: &[String]) -> Vec<String> {
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
        let mut mark = |marked: &Option<Marked>| {
            marked.as_ref().map(|marked| Mark {
                column: column(&marked.column, None),
                values: marked.values.iter().map(|value| fold(value)).collect(),
            })
        };
        let (ended, diffusion) = (mark(&self.ended), mark(&self.diffusion));
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
        })
    }
}

impl Mark {
    /// Whether the row says that it has ended.
    pub(super) fn has_ended(&self, row: &Row<'_>) -> bool {
        let text = row.at(self.column.place);
        self.is_listed(text)
            .unwrap_or_else(|| is_word_for_ended(text))
    }

    /// Whether the row must not be published.
    pub(super) fn withholds(&self, row: &Row<'_>) -> bool {
        let text = row.at(self.column.place);
        if let Some(is_listed) = self.is_listed(text) {
            return is_listed;
        }
        let folded = fold(text);
        mark::flag(text) == Some(false)
            || mark::is_withheld(text)
            || WITHHELD.contains(&folded.as_str())
            || WITHHELD
                .iter()
                .any(|word| word.len() > 6 && folded.contains(word))
    }

    fn is_listed(&self, text: &str) -> Option<bool> {
        (!self.values.is_empty()).then(|| {
            let folded = if mark::is_empty(text) {
                String::new()
            } else {
                fold(text)
            };
            self.values.contains(&folded)
        })
    }
}

impl Mapped {
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
        Some(match column.digits {
            Some(digits) => code::padded(text, digits),
            None => code::without_tail(text).to_owned(),
        })
    }
}

/// Whether a value says, in the words that registers of several languages have for it, that
/// something has ended.
pub(super) fn is_word_for_ended(text: &str) -> bool {
    let folded = fold(text);
    let is_within = |word: &&&str| word.len() > 4 && folded.contains(**word);
    ENDED.contains(&folded.as_str()) || ENDED.iter().any(|word| is_within(&word))
}
