//! What an import did or would do, in words for people; `--json` has all of it.

use serde_json::Value;

use super::Report;
use crate::error::{Error, Result};
use crate::registry::duplicates::Found;
use crate::registry::import::{self, Difference, Options, Summary, Undone};

/// How many entries of a list are shown to people.
const SHOWN: usize = 20;
/// How many characters of a value are shown.
const SHOWN_CHARACTERS: usize = 60;

/// The counts and the beginnings of the lists.
pub(super) fn done(title: &str, options: Options, done: &import::Report) -> Result<Report> {
    let mut lines = vec![
        title.replace("{}", &done.read.to_string()),
        format!(
            "created {}, updated {}, unchanged {}, skipped {}; published {}, withdrawn {}",
            done.created,
            done.updated,
            done.unchanged,
            done.skipped,
            done.published,
            done.withdrawn
        ),
    ];
    if !done.fields.is_empty() {
        let fields = done
            .fields
            .iter()
            .map(|(field, count)| format!("{field} {count}"));
        lines.push(format!(
            "changed by field: {}",
            fields.collect::<Vec<_>>().join(", ")
        ));
    }
    if options.dry_run {
        some(&mut lines, &done.differences, "differences", difference);
    }
    if done.conflicts > 0 {
        lines.push(format!(
            "{} values contradict what was written by hand, which stays; decide with \
             `trenza conflicts`",
            done.conflicts
        ));
    }
    if done.missing > 0 {
        let consequence = if options.complete {
            "they are withheld"
        } else {
            "they stay as they are; --complete withholds them"
        };
        lines.push(format!(
            "{} records of the register are not in this file: {consequence}",
            done.missing
        ));
        some(&mut lines, &done.missing_records, "records", |one| {
            format!("  {} {} ({})", one.identifier, one.name, one.status)
        });
    }
    some(&mut lines, &done.unknown, "unknown values", |unknown| {
        let suggestion = unknown.suggestion.as_ref();
        format!(
            "{} {:?} is not known ({} rows, the first on line {}){}",
            unknown.field,
            unknown.value,
            unknown.count,
            unknown.line,
            suggestion.map_or_else(String::new, |code| format!("; perhaps {code}"))
        )
    });
    some(&mut lines, &done.problems, "problems", |problem| {
        // What a file lacks stands on no line of it.
        let line = match problem.line {
            0 => String::new(),
            line => format!("line {line}, "),
        };
        format!(
            "{line}{}: {}; {}",
            problem.field, problem.reason, problem.remedy
        )
    });
    if let Some(batch) = &done.batch {
        lines.push(format!("take it back with: trenza import undo {batch}"));
    }
    Report::of(lines.join("\n"), done)
}

/// Adds what the columns were taken to mean, as a mapping that the office can keep and mend.
pub(super) fn guessed(report: &mut Report, mapping: String, options: Options) {
    if options.dry_run {
        report.text.push_str(
            "\n\nThe columns were guessed. Keep what follows in a file, mend it, and give it by \
             --mapping:\n\n",
        );
        report.text.push_str(&mapping);
    }
    if let Some(members) = report.json.as_object_mut() {
        members.insert("mapping".to_owned(), Value::String(mapping));
    }
}

/// The same, with how many records may stand twice.
pub(super) fn with_duplicates(mut report: Report, found: Found) -> Result<Report> {
    if found.new > 0 {
        let told = format!(
            "\n{} pairs of records may be one organization: trenza duplicates list",
            found.new
        );
        report.text.push_str(&told);
    }
    if let Some(members) = report.json.as_object_mut() {
        let found = serde_json::to_value(found).map_err(Error::internal)?;
        members.insert("duplicates".to_owned(), found);
    }
    Ok(report)
}

/// What was taken back.
pub(super) fn undone(undone: &Undone) -> Result<Report> {
    let mut lines = vec![format!(
        "{}: erased {}, restored {}",
        undone.batch, undone.removed, undone.restored
    )];
    some(&mut lines, &undone.kept, "records", |kept| {
        let handle = kept.handle.as_deref().unwrap_or("-");
        format!("kept {} ({handle}): {}", kept.identifier, kept.reason)
    });
    Report::of(lines.join("\n"), undone)
}

/// The imports that were made.
pub(super) fn imports(imports: &[Summary]) -> Result<Report> {
    let heads = [
        "import", "began", "state", "register", "read", "created", "updated", "file",
    ];
    Report::table(heads, imports, |one| {
        [
            one.batch.to_string(),
            one.started_at.to_rfc3339(),
            match one.state.as_str() {
                "abandoned" => "cut off, nothing was applied".to_owned(),
                state => state.to_owned(),
            },
            one.register.clone(),
            one.report.read.to_string(),
            one.report.created.to_string(),
            one.report.updated.to_string(),
            one.file.clone(),
        ]
    })
}

/// The first entries of a list, and how many more there are.
fn some<T>(lines: &mut Vec<String>, all: &[T], noun: &str, line: impl Fn(&T) -> String) {
    lines.extend(all.iter().take(SHOWN).map(line));
    let rest = all.len().saturating_sub(SHOWN);
    if rest > 0 {
        lines.push(format!("and {rest} more {noun}; --json lists them all"));
    }
}

fn difference(one: &Difference) -> String {
    let stays = if one.is_conflict {
        " (written by hand, stays)"
    } else {
        ""
    };
    format!(
        "  {} {}: {} → {}{stays}",
        one.handle,
        one.field,
        short(&one.before),
        short(&one.after)
    )
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => return "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= SHOWN_CHARACTERS {
        return text;
    }
    let cut: String = text.chars().take(SHOWN_CHARACTERS).collect();
    format!("{cut}…")
}
