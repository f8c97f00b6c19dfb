//! How a table of text was read: its encoding and what separates its columns, as they were
//! found; and, where that went wrong, as the office says.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};

use super::{Answer, Me, PATH, done, looked_at, page};
use crate::error::{Error, Result};
use crate::id::BroughtFileId;
use crate::node::{Node, shelf};
use crate::registry::import::brought::{self, Brought, Looked};
use crate::registry::import::{Choice, Guess};
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::reader::Reader;
use crate::words::{Said, Words};

/// The encodings that can be chosen; the command line takes every other as well.
const ENCODINGS: [&str; 9] = [
    "UTF-8",
    "windows-1252",
    "ISO-8859-15",
    "macintosh",
    "cp850",
    "cp437",
    "windows-1250",
    "UTF-16LE",
    "UTF-16BE",
];

/// How a file was read, as a form.
pub(super) struct Read {
    /// The encoding by which it was read.
    pub(super) encoding: String,
    /// What its columns were separated by, in the page's language.
    pub(super) delimiter: String,
    /// Encodings to choose from, and whether the office chose one.
    pub(super) encodings: Vec<(&'static str, bool)>,
    /// Delimiters to choose from: value, words, and whether the office chose it.
    pub(super) delimiters: Vec<(&'static str, &'static str, bool)>,
    /// What is to be doubted of it, and what to do.
    pub(super) doubts: Vec<(Said, Said)>,
}

impl Read {
    /// How a table of text was read; nothing of any other file.
    pub(super) fn of(guess: &Guess, words: &'static Words) -> Option<Self> {
        let delimiter = guess.delimiter?;
        let stated = |one: &str, by: &Option<String>| by.as_deref() == Some(one);
        let delimiters = [
            (",", words.say("import-comma")),
            (";", words.say("import-semicolon")),
            ("tab", words.say("import-tab")),
            ("|", words.say("import-bar")),
        ];
        let found = match delimiter {
            '\t' => "tab".to_owned(),
            other => other.to_string(),
        };
        let known = delimiters.iter().find(|(value, _)| *value == found);
        Some(Self {
            encoding: guess.encoding.clone(),
            delimiter: known.map_or(found, |(_, said)| (*said).to_owned()),
            encodings: ENCODINGS
                .map(|one| (one, stated(one, &guess.mapping.encoding)))
                .to_vec(),
            delimiters: delimiters
                .map(|(one, said)| (one, said, stated(one, &guess.mapping.delimiter)))
                .to_vec(),
            doubts: guess
                .doubts
                .iter()
                .map(|doubt| (words.tell(&doubt.reason), words.tell(&doubt.remedy)))
                .collect(),
        })
    }
}

/// Reads a file again, by what the form says of it, and guesses its columns anew.
pub(in crate::web::signed_in) async fn again(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let id = BroughtFileId::parse(&id)?;
    let typed = Typed::read(body);
    let mut tx = node.db.read().await?;
    let file = brought::get(&mut tx, &id).await?;
    drop(tx);
    let said = |name: &str| Some(typed.trimmed(name).to_owned()).filter(|said| !said.is_empty());
    let choice = Choice {
        encoding: said("encoding"),
        delimiter: said("delimiter"),
        ..Choice::default()
    };
    match read(&node, &file, choice.clone()).await {
        // Where somebody works at it, the page says so.
        Ok(()) | Err(Error::Conflict(_)) => Ok(done(&format!("{PATH}/{id}"), file.file)),
        Err(error @ Error::Invalid { .. }) => {
            let mut wrongs = Wrongs::default();
            match blamed(&error, &choice) {
                Some(field) => wrongs.beside(field, error, reader.words)?,
                None => wrongs.take(error, reader.words, |_| None)?,
            }
            let mut file = looked_at(&node, file).await?;
            // The form shows what was chosen, beside why it cannot be.
            if let Looked::Guessed(guess) = &mut file.looked {
                guess.mapping.encoding = choice.encoding;
                guess.mapping.delimiter = choice.delimiter;
            }
            let refused = (wrongs.status(), wrongs);
            page(&node, &reader, &person, file, None, refused).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The field that a file is refused for: what was chosen of its letters comes before what was
/// chosen of its columns, and where nothing was chosen it is none of them.
fn blamed(error: &Error, choice: &Choice) -> Option<&'static str> {
    let key = match error {
        Error::Invalid { reason, .. } => reason.phrase().map(|phrase| &*phrase.key),
        _ => None,
    };
    match (key, &choice.encoding, &choice.delimiter) {
        (Some("file-others-at-work"), ..) | (_, None, None) => None,
        (Some("file-unknown-delimiter"), ..) | (_, None, Some(_)) => Some("delimiter"),
        (_, Some(_), _) => Some("encoding"),
    }
}

async fn read(node: &Node, file: &Brought, choice: Choice) -> Result<()> {
    let turn = shelf::turn(node)?;
    let guess = shelf::open_guess(node, &file.id, &file.file, choice).await?;
    drop(turn);
    let mut tx = node.db.begin().await?;
    brought::read_anew(&mut tx, &node.clock, &file.id, &guess).await?;
    tx.commit().await
}
