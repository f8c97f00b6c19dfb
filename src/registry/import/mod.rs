//! Taking over registers: a file is recognised, its rows are read into entries, and the
//! entries are applied as one batch that can be rehearsed, resumed and undone.
//!
//! Reading knows no database and refuses a file that it cannot read to its end, before
//! anything is applied. A register is known by its name and its own identifiers, so that the
//! same file twice changes nothing the second time.

/// Problems that are alike.
pub mod alike;
/// Applying rows in short transactions.
mod apply;
/// One import as a whole, in one process's hand.
mod batch;
/// Files that an office brought to its pages.
pub mod brought;
/// What one row means for the directory.
mod decide;
/// A known register under another name.
mod elsewhere;
/// What a row means for the life of a record.
mod ending;
/// What a shape makes of a row.
mod entry;
/// Rows that may be records that are there.
mod likely;
/// Imports that were made.
mod made;
/// Tables of any shape, by what is said of their columns.
mod mapping;
/// What was noticed while rows were read.
mod noticed;
/// What was said of the columns of earlier files.
pub mod profiles;
/// A file that was opened and recognised.
mod reading;
/// What an import would do.
mod rehearse;
/// Whether a file can be of the register that it is taken for.
mod renamed;
/// What an import did or would do.
mod report;
/// Identifiers that are written otherwise than before.
mod respelled;
/// An import from its file to its report.
mod run;
/// The columns by which files are recognised, one file for each shape.
mod shapes;
/// Any file that an office has, as headers and rows of text.
pub mod table;
#[cfg(test)]
mod tests;
/// Taking an import back.
mod undo;
/// What a whole register states no more.
mod unstated;

use std::io::{self, Seek};

use serde::{Deserialize, Serialize};

use super::sql::imports as sql;
use crate::error::{Error, Result};
use crate::place::Territory;
use crate::store::Tx;
use crate::words::{Saying, phrase};

pub use batch::{batch_id, release};
pub use entry::{Entry, Level, Problem};
pub use likely::Likely;
pub use made::{Applied, Shown, Summary, list, show};
pub use mapping::{
    Classification, Columns, DayOrder, Field, Guess, GuessedColumn, LEAST_CONFIDENCE, Mapped,
    Mapping, Marked, NO_NAME, Slot, Values, guess,
};
pub use noticed::{Meaning, Noticed, StatusValue, TakenValue, UnknownValue};
pub use reading::{Plan, Read, Reading};
pub use report::{Difference, Listed, Missing, Report};
pub use run::{Progress, Resumed, import, resume};
pub use shapes::{Shape, register_called};
pub use table::Choice;
pub use undo::{
    Kept, Reach, Undoing, Undone, begin_undo, is_being_undone, left_to_undo, reach, undo,
};

/// What an import shall do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that is given or not"
)]
pub struct Options {
    /// Tell what would happen and change nothing.
    pub dry_run: bool,
    /// Publish what the register says is alive.
    pub publish: bool,
    /// The file holds the whole register: withhold public records that it no longer states.
    pub complete: bool,
    /// Most names may be others than before.
    #[serde(default)]
    pub renamed: bool,
}

/// How many imports are under way, when the last one ended (milliseconds, 0 for never), and
/// how many were taken back: it changes whenever an import changes records.
pub async fn so_far(tx: &mut Tx) -> Result<(i64, i64, i64)> {
    sql::so_far(tx).await
}

/// How many rows a mapping is guessed from.
const SAMPLES: usize = 200;

/// Opens a register's file, and finds out what it is: of a known shape, or a table whose
/// columns can be guessed. Nothing is written anywhere.
///
/// # Errors
/// [`Error::Invalid`] when the file is empty, no table, damaged, or has no column of names; the
/// message says which and what to do.
pub fn open<R>(source: R, file: &str, choice: &Choice) -> Result<Reading>
where
    R: io::Read + Seek + Send + 'static,
{
    open_at(source, file, choice, None)
}

/// The same in a directory that serves `home`: there belongs what is in a table that says
/// nothing of countries, territories or points. The guessed mapping says so.
///
/// # Errors
/// [`Error::Invalid`] as for [`open`].
pub fn open_at<R>(
    source: R,
    file: &str,
    choice: &Choice,
    home: Option<&Territory>,
) -> Result<Reading>
where
    R: io::Read + Seek + Send + 'static,
{
    let mut table = table::open(source, file, choice)?;
    if let Some(shape) = shapes::Exchange::over(&table.headers) {
        return Ok(Reading::new(table, shape, file));
    }
    if let Some(shape) = shapes::known(&table.headers) {
        return Ok(Reading::new(table, shape, file));
    }
    let (guess, first) = guessed(&mut table, file, choice)?;
    let mut guess = guess.named()?;
    let taken = settle(&mut guess, home);
    let mapped = guess.mapping.over(&table.headers)?.guessed();
    let country = guess.mapping.country.clone();
    let mut reading = Reading::new(table, mapped, file).guessed(guess, first);
    if let Some(country) = country {
        reading.tell_at_head(Problem {
            level: Level::Notice,
            line: 0,
            field: "country".to_owned(),
            reason: phrase!("problem-country-guessed", country = country).into(),
            remedy: phrase!("remedy-country-guessed").into(),
        });
    }
    if let Some(home) = taken {
        reading.tell_at_head(belongs_to(home));
    }
    Ok(reading)
}

/// Where there is nothing else to go by, rows belong where the directory is.
fn settle<'home>(guess: &mut Guess, home: Option<&'home Territory>) -> Option<&'home Territory> {
    let taken = home.filter(|_| guess.mapping.is_placeless());
    if let Some(home) = taken {
        guess.mapping.territory = Some(home.clone());
    }
    taken
}

/// What a file is taken for, before anybody says what its columns mean: the guess, or nothing
/// where its shape is known. There may be no column of names in it, which is for somebody to
/// say.
///
/// # Errors
/// [`Error::Invalid`] when the file is empty, no table, or damaged.
pub fn look_at<R>(
    source: R,
    file: &str,
    choice: &Choice,
    home: Option<&Territory>,
) -> Result<Option<Guess>>
where
    R: io::Read + Seek + Send + 'static,
{
    let mut table = table::open(source, file, choice)?;
    let is_exchange = shapes::Exchange::over(&table.headers).is_some();
    if is_exchange || shapes::known(&table.headers).is_some() {
        return Ok(None);
    }
    let (mut guess, _) = guessed(&mut table, file, choice)?;
    settle(&mut guess, home);
    Ok(Some(guess))
}

/// Guesses what the columns of a table mean, also where its shape is known, or none of them
/// holds names.
///
/// # Errors
/// [`Error::Invalid`] when the file is empty, no table, or damaged.
pub fn open_guess<R>(source: R, file: &str, choice: &Choice) -> Result<Guess>
where
    R: io::Read + Seek + Send + 'static,
{
    open_guess_at(source, file, choice, None)
}

/// The same in a directory that serves `home`.
///
/// # Errors
/// [`Error::Invalid`] as for [`open_guess`].
pub fn open_guess_at<R>(
    source: R,
    file: &str,
    choice: &Choice,
    home: Option<&Territory>,
) -> Result<Guess>
where
    R: io::Read + Seek + Send + 'static,
{
    let mut table = table::open(source, file, choice)?;
    let (mut guess, _) = guessed(&mut table, file, choice)?;
    settle(&mut guess, home);
    Ok(guess)
}

/// The guess, and the rows that it was made from.
fn guessed(
    table: &mut table::Table,
    file: &str,
    choice: &Choice,
) -> Result<(Guess, Vec<table::Line>)> {
    let first: Vec<table::Line> = table.take(SAMPLES).collect::<Result<_>>()?;
    let mut guess = guess(&table.headers, &first, file);
    table.encoding.clone_into(&mut guess.encoding);
    guess.delimiter = table.delimiter;
    let of_the_file = |note: &&Problem| note.line == 0 && note.field.is_empty();
    guess.doubts = table.notes.iter().filter(of_the_file).cloned().collect();
    guess.mapping.encoding.clone_from(&choice.encoding);
    guess.mapping.delimiter.clone_from(&choice.delimiter);
    Ok((guess, first))
}

/// Opens any table by what its keeper says of its columns. Nothing is written anywhere.
///
/// # Errors
/// [`Error::Invalid`] as for [`open`], and when the table lacks a column that is spoken of.
pub fn open_mapped<R>(source: R, file: &str, choice: &Choice, mapping: &Mapping) -> Result<Reading>
where
    R: io::Read + Seek + Send + 'static,
{
    // Whoever says otherwise beside the mapping knows this very file.
    let choice = Choice {
        encoding: choice.encoding.clone().or(mapping.encoding.clone()),
        encoding_is_kept: choice.encoding.is_none(),
        delimiter: choice.delimiter.clone().or(mapping.delimiter.clone()),
        ..choice.clone()
    };
    let table = table::open(source, file, &choice)?;
    let mapped = mapping.over(&table.headers)?;
    Ok(Reading::new(table, mapped, file))
}

/// That all rows are taken to be in the territory that the directory serves.
fn belongs_to(home: &Territory) -> Problem {
    Problem {
        level: Level::Notice,
        line: 0,
        field: "territory".to_owned(),
        reason: phrase!("problem-home", territory = home.as_str()).into(),
        remedy: phrase!("remedy-home").into(),
    }
}

/// A refusal of the whole file.
fn refused(reason: impl Into<Saying>) -> Error {
    Error::invalid("file", reason)
}
