//! Lists of blocked hosts, as offices pass them on: the table that Mastodon exports, or one
//! host on each line. Reading judges each row by itself and knows nothing of this node.

use csv::{ReaderBuilder, StringRecord, Trim, WriterBuilder};
use serde::Serialize;

use crate::activitypub::restrictions::{Restriction, Severity, Subject};
use crate::error::{Error, Result};
use crate::text;
use crate::words::{Saying, phrase};

/// The largest list that is read, in bytes, and its most rows.
pub const LARGEST: usize = 2 << 20;
const MOST_ROWS: usize = 50_000;
/// How much of a comment is kept, in characters.
pub const LONGEST_COMMENT: usize = 500;
/// The columns of Mastodon's export.
const COLUMNS: [&str; 6] = [
    "#domain",
    "#severity",
    "#reject_media",
    "#reject_reports",
    "#public_comment",
    "#obfuscate",
];
/// What makes a spreadsheet take a cell for a formula.
const FORMULA: [char; 5] = ['=', '+', '-', '@', '\t'];

/// A row that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins.
    pub line: u64,
    /// Whom it concerns.
    pub subject: Subject,
    /// How far it goes.
    pub severity: Severity,
    /// Why, for everybody.
    pub reason: Option<String>,
}

/// A row that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line on which it begins.
    pub line: u64,
    /// What stands there.
    pub value: String,
    /// Why it is left out.
    pub reason: Saying,
}

/// What a list says.
#[derive(Debug, Default)]
pub struct List {
    /// The rows that were understood.
    pub rows: Vec<Row>,
    /// The rows that are left out.
    pub problems: Vec<Problem>,
}

/// Where the columns stand that matter.
#[derive(Debug, Default)]
struct Columns {
    host: usize,
    severity: Option<usize>,
    comment: Option<usize>,
}

/// Reads a list.
///
/// # Errors
/// [`Error::Invalid`] when it is too large to be one, or no table.
pub fn read(list: &str) -> Result<List> {
    if list.len() > LARGEST {
        let reason = format!("is larger than {LARGEST} bytes; split it, or look at what it is");
        return Err(Error::invalid("file", reason));
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(list.trim_start_matches('\u{feff}').as_bytes());
    let mut found = List::default();
    let mut columns = None;
    for (number, record) in reader.records().enumerate() {
        let record =
            record.map_err(|error| Error::invalid("file", format!("is no table: {error}")))?;
        let line = record.position().map_or(0, csv::Position::line);
        if number >= MOST_ROWS {
            let reason = format!("has more than {MOST_ROWS} rows; nothing of it is taken");
            return Err(Error::invalid("file", reason));
        }
        if columns.is_none() {
            if let Some(head) = head(&record) {
                columns = Some(head);
                continue;
            }
            columns = Some(Columns::default());
        }
        take(&mut found, &record, columns.as_ref(), line);
    }
    Ok(found)
}

/// The columns, if the record names them.
fn head(record: &StringRecord) -> Option<Columns> {
    let place = |names: &[&str]| {
        record.iter().position(|cell| {
            let cell = cell.trim_start_matches('#');
            names.iter().any(|name| cell.eq_ignore_ascii_case(name))
        })
    };
    Some(Columns {
        host: place(&["domain", "host", "instance"])?,
        severity: place(&["severity"]),
        comment: place(&["public_comment", "comment", "reason"]),
    })
}

fn take(found: &mut List, record: &StringRecord, columns: Option<&Columns>, line: u64) {
    let cell = |column: Option<usize>| {
        let cell = column
            .and_then(|column| record.get(column))
            .unwrap_or_default();
        Some(cell).filter(|cell| !cell.is_empty())
    };
    let Some(host) = cell(columns.map(|columns| columns.host)) else {
        return;
    };
    if host.starts_with('#') {
        return;
    }
    let mut leave = |reason: Saying| {
        let value = text::line(host).chars().take(100).collect();
        found.problems.push(Problem {
            line,
            value,
            reason,
        });
    };
    let severity = match cell(columns.and_then(|columns| columns.severity)) {
        None => Severity::Block,
        Some(word) => match word.to_ascii_lowercase().as_str() {
            "suspend" | "block" => Severity::Block,
            "silence" | "limit" => Severity::Limit,
            "noop" | "none" => {
                return leave(phrase!("block-none").into());
            }
            _ => return leave(phrase!("block-no-severity", value = word).into()),
        },
    };
    let subject = match Subject::parse(host) {
        Ok(Subject::Host(host)) if is_address(&host) => {
            return leave(phrase!("block-number").into());
        }
        Ok(subject @ Subject::Host(_)) => subject,
        Ok(Subject::Actor(_)) => return leave(phrase!("block-no-host").into()),
        Err(Error::Invalid { reason, .. }) => return leave(reason),
        Err(error) => return leave(error.saying()),
    };
    let reason = cell(columns.and_then(|columns| columns.comment)).map(plain);
    found.rows.push(Row {
        line,
        subject,
        severity,
        reason,
    });
}

fn is_address(host: &str) -> bool {
    host.starts_with('[')
        || host
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b':')
}

/// A comment on one line, without the mark that keeps it from being a formula.
fn plain(comment: &str) -> String {
    let bare = comment
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(FORMULA));
    let line = text::line(bare.unwrap_or(comment));
    line.chars().take(LONGEST_COMMENT).collect()
}

/// Writes the hosts among the restrictions as such a table. Single actors have no place in
/// it.
///
/// # Errors
/// [`Error::Internal`] when it cannot be written.
pub fn write(restrictions: &[Restriction]) -> Result<String> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(Error::internal)?;
    for one in restrictions
        .iter()
        .filter(|one| !one.subject.contains("://"))
    {
        let severity = match one.severity {
            Severity::Block => "suspend",
            Severity::Limit => "silence",
        };
        let comment = one.reason.as_deref().unwrap_or_default();
        let mark = if comment.starts_with(FORMULA) {
            "'"
        } else {
            ""
        };
        let comment = format!("{mark}{comment}");
        writer
            .write_record([&one.subject, severity, "false", "false", &comment, "false"])
            .map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn hosts(list: &List) -> Vec<(&str, Severity)> {
        list.rows
            .iter()
            .map(|row| (row.subject.as_str(), row.severity))
            .collect()
    }

    #[test]
    fn the_table_that_mastodon_exports_is_understood() {
        let list = read(
            "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
             spam.example,suspend,true,true,\"sells, badly\",false\n\
             Loud.Example,silence,false,false,,false\n\
             watched.example,noop,true,false,,false\n\
             s**m.example,suspend,true,true,,true\n\
             odd.example,maybe,,,,\n",
        )
        .unwrap();
        let expected = [
            ("spam.example", Severity::Block),
            ("loud.example", Severity::Limit),
        ];
        assert_eq!(hosts(&list), expected);
        assert_eq!(list.rows[0].reason.as_deref(), Some("sells, badly"));
        let lines: Vec<u64> = list.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [4, 5, 6], "{:?}", list.problems);
        assert!(
            list.problems[1].reason.contains("masked"),
            "{:?}",
            list.problems
        );
    }

    #[test]
    fn a_plain_list_of_hosts_blocks_them() {
        let list =
            read("\u{feff}# collected by hand\nspam.example\r\n\n bücher.example \n").unwrap();
        let expected = [
            ("spam.example", Severity::Block),
            ("xn--bcher-kva.example", Severity::Block),
        ];
        assert_eq!(hosts(&list), expected);
        assert!(list.problems.is_empty(), "{:?}", list.problems);
    }

    #[test]
    fn what_names_no_single_host_is_told_and_left_out() {
        let list = read(
            "*.example.org\n10.0.0.0/8\n10.0.0.1\n[2001:db8::1]\n2001:db8::1\ncom\n\
             https://a.example/u/1\nana@a.example\nx\u{0}y\n",
        )
        .unwrap();
        assert!(list.rows.is_empty(), "{:?}", list.rows);
        assert_eq!(list.problems.len(), 9, "{:?}", list.problems);
    }

    #[test]
    fn a_list_too_large_to_be_one_is_refused_whole() {
        assert!(read(&"a.example\n".repeat(MOST_ROWS)).is_ok());
        assert!(read(&"a.example\n".repeat(MOST_ROWS + 1)).is_err());
        assert!(read(&"x".repeat(LARGEST + 1)).is_err());
    }

    #[test]
    fn what_is_written_is_read_again_without_a_difference() {
        let made = |subject: &str, severity, reason: Option<&str>| Restriction {
            subject: subject.to_owned(),
            severity,
            reason: reason.map(str::to_owned),
            note: Some("for us alone".to_owned()),
            created_at: Timestamp(0),
        };
        let written = write(&[
            made(
                "a.example",
                Severity::Block,
                Some("=HYPERLINK(\"x\"), \"quoted\""),
            ),
            made("b.example", Severity::Limit, None),
            made("https://c.example/u/1", Severity::Block, None),
        ])
        .unwrap();
        assert!(written.starts_with("#domain,#severity,"), "{written}");
        assert!(
            !written.contains("for us") && !written.contains(",\"="),
            "{written}"
        );
        let list = read(&written).unwrap();
        let expected = [
            ("a.example", Severity::Block),
            ("b.example", Severity::Limit),
        ];
        assert_eq!(hosts(&list), expected);
        let reason = list.rows[0].reason.as_deref();
        assert_eq!(reason, Some("=HYPERLINK(\"x\"), \"quoted\""));
    }
}
