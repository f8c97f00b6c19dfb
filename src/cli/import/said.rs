//! What an import did or would do, in words for people; `--json` has all of it.

use serde_json::Value;

use super::Answer;
use crate::cli::answer::counted;
use crate::cli::duplicates::skipped;
use crate::error::{Error, Result};
use crate::registry::duplicates::Found;
use crate::registry::import::alike::{Alike, by_reason};
use crate::registry::import::{
    self, Applied, Difference, Likely, Meaning, Options, Shown, Summary, Undone,
};
use crate::vocabulary::Sector;

/// How many entries of a list are shown to people.
const SHOWN: usize = 20;
/// How many lines of equal problems are shown.
const FEW: usize = 3;
/// How many characters of a value are shown.
const SHOWN_CHARACTERS: usize = 60;

/// The counts and the beginnings of the lists.
pub(super) fn done(title: &str, options: Options, done: &import::Report) -> Result<Answer> {
    let mut lines = vec![
        title.replace("{}", &counted(done.read, "row", "rows")),
        format!(
            "created {}, updated {}, unchanged {}, skipped {}; ended {}, published {}, withdrawn {}",
            done.created,
            done.updated,
            done.unchanged,
            done.skipped,
            done.ended,
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
            "by the register, and otherwise than it was written by hand, which stays: {}; decide \
             with `trenza conflicts`",
            counted(done.conflicts, "value", "values")
        ));
    }
    if done.missing > 0 {
        let consequence = if options.complete {
            "withheld, where nobody else keeps them"
        } else {
            "kept as they are; --complete withholds them"
        };
        lines.push(format!(
            "of the register and not in this file: {}, {consequence}",
            counted(done.missing, "record", "records")
        ));
        some(&mut lines, &done.missing_records, "records", |one| {
            format!("  {} {} ({})", one.identifier, one.name, one.status)
        });
    }
    some(&mut lines, &done.unknown, "unknown values", |unknown| {
        let suggestion = unknown.suggestion.as_ref();
        format!(
            "{} {:?} is not known ({}){}",
            unknown.field,
            unknown.value,
            rows(unknown.count, unknown.line),
            suggestion.map_or_else(String::new, |code| format!("; perhaps {}", labelled(code)))
        )
    });
    if options.dry_run {
        some(&mut lines, &done.statuses, "statuses", |one| {
            let meaning = match one.meaning {
                Meaning::Ended => "has ended",
                Meaning::GoesOn => "goes on",
                Meaning::Unknown => "is not known, so it goes on",
            };
            let rows = rows(one.count, one.line);
            format!("status {:?} {meaning} ({rows})", one.value)
        });
    }
    if options.dry_run && !done.taken.is_empty() {
        lines.push(
            "values that a single word decides; write others in the mapping's [values]:".to_owned(),
        );
        some(&mut lines, &done.taken, "values", |one| {
            format!(
                "  {} {:?} is taken for {} {} ({})",
                one.field,
                one.value,
                one.code,
                one.label,
                rows(one.count, one.line)
            )
        });
    }
    some(&mut lines, &by_reason(&done.problems), "problems", problem);
    if !done.likely.is_empty() {
        lines.push("rows that may be other records that are there already:".to_owned());
    }
    some(&mut lines, &done.likely, "pairs", likely);
    if done.is_likely_cut {
        lines.push(
            "not all new rows were compared with all that they share something with, or not all \
             pairs are listed; the import itself looks once more and says what it leaves out"
                .to_owned(),
        );
    }
    if let Some(batch) = &done.batch {
        lines.push(format!("undo it with: trenza import undo {batch}"));
    }
    Answer::of(lines.join("\n"), done)
}

/// In how many rows something stands, and the line of the first.
fn rows(count: usize, line: u64) -> String {
    match count {
        1 => format!("line {line}"),
        _ => format!("{count} rows, the first on line {line}"),
    }
}

fn problem(all: &Alike) -> String {
    let shown: Vec<String> = all.lines.iter().take(FEW).map(u64::to_string).collect();
    let shown = shown.join(", ");
    let place = match all.count {
        _ if all.lines.iter().all(|line| *line == 0) => String::new(),
        1 => format!("line {shown}"),
        many if many > FEW => format!("{many} rows (lines {shown} …)"),
        many => format!("{many} rows (lines {shown})"),
    };
    let problem = &all.first;
    let field = problem.field.as_str();
    let places: Vec<&str> = [place.as_str(), field]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let head = match places.join(", ") {
        none if none.is_empty() => none,
        some => format!("{some}: "),
    };
    format!("{head}{}; {}", problem.reason, problem.remedy)
}

fn likely(one: &Likely) -> String {
    let other = one.handle.as_ref();
    let reasons: Vec<String> = one.reasons.iter().map(ToString::to_string).collect();
    format!(
        "{:>5.0} %  line {} {}: {} {}\n         {}",
        one.score * 100.0,
        one.line,
        one.name,
        other.map_or_else(|| one.other.clone(), |handle| format!("@{handle}")),
        one.other_name,
        reasons.join("; ")
    )
}

/// An import that was made, with what was wrong with its rows and what it did.
pub(super) fn shown(shown: &Shown) -> Result<Answer> {
    let one = &shown.summary;
    let title = format!(
        "{} of {}, {}: {{}} of {} ({})",
        one.batch,
        one.started_at.to_rfc3339(),
        one.state,
        one.file,
        one.register
    );
    let mut lines = vec![done(&title, Options::default(), &one.report)?.text];
    some(&mut lines, &one.report.differences, "values", difference);
    some(&mut lines, &shown.applied, "records", applied);
    if shown.is_cut {
        lines.push(format!(
            "only the first {} of its records are told of",
            shown.applied.len()
        ));
    }
    Answer::of(lines.join("\n"), shown)
}

fn applied(one: &Applied) -> String {
    let handle = one.handle.as_ref();
    format!(
        "  {} {}: {}, {}",
        one.identifier,
        handle.map_or_else(|| "(gone since)".to_owned(), |handle| format!("@{handle}")),
        if one.is_new { "added" } else { "changed" },
        one.status
    )
}

/// Adds what the columns were taken to mean, as a mapping that the office can keep and mend.
pub(super) fn guessed(answer: &mut Answer, mapping: String, options: Options) {
    if options.dry_run {
        answer.text.push_str(
            "\n\nThe columns were guessed. Keep what follows in a file, mend it, and give it by \
             --mapping:\n\n",
        );
        answer.text.push_str(&mapping);
    }
    if let Some(members) = answer.json.as_object_mut() {
        members.insert("mapping".to_owned(), Value::String(mapping));
    }
}

/// The same, with how many records may stand twice.
pub(super) fn with_duplicates(mut answer: Answer, found: Found) -> Result<Answer> {
    if found.new > 0 {
        let told = format!(
            "\n{} of records may be one organization: trenza duplicates list",
            counted(found.new, "pair", "pairs")
        );
        answer.text.push_str(&told);
    }
    answer.text.push_str(&skipped(&found.skipped));
    if let Some(members) = answer.json.as_object_mut() {
        let found = serde_json::to_value(found).map_err(Error::internal)?;
        members.insert("duplicates".to_owned(), found);
    }
    Ok(answer)
}

/// The same, where the search for records that stand twice failed.
pub(super) fn without_duplicates(answer: &mut Answer, error: &Error) {
    let told = format!(
        "\nwhether records may stand twice could not be found out ({error}); look for them with: \
         trenza duplicates find"
    );
    answer.text.push_str(&told);
}

/// A code with its words, where it is one of a sector.
fn labelled(code: &str) -> String {
    match Sector::parse(code) {
        Ok(sector) => format!("{code} {}", sector.label("en")),
        Err(_no_sector) => code.to_owned(),
    }
}

/// What was taken back.
pub(super) fn undone(undone: &Undone) -> Result<Answer> {
    let mut lines = vec![format!(
        "{}: erased {}, restored {}",
        undone.batch, undone.removed, undone.restored
    )];
    some(&mut lines, &undone.kept, "records", |kept| {
        let handle = kept.handle.as_deref().unwrap_or("-");
        format!("kept {} ({handle}): {}", kept.identifier, kept.reason)
    });
    Answer::of(lines.join("\n"), undone)
}

/// The imports that were made.
pub(super) fn imports(imports: &[Summary]) -> Result<Answer> {
    let heads = [
        "import", "began", "state", "register", "read", "created", "updated", "file",
    ];
    Answer::table(heads, imports, |one| {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::import::{Level, Problem};

    #[test]
    fn equal_problems_are_one_line_and_no_line_breaks_off() {
        let at = |line, field: &str| Problem {
            level: Level::Value,
            line,
            field: field.to_owned(),
            reason: "is no day".into(),
            remedy: "left empty".into(),
        };
        let all = [
            at(2, "Alta"),
            at(3, "Alta"),
            at(4, "Alta"),
            at(9, "Alta"),
            at(6, ""),
            at(7, ""),
        ];
        let lines: Vec<String> = by_reason(&all).iter().map(problem).collect();
        let expected = [
            "4 rows (lines 2, 3, 4 …), Alta: is no day; left empty",
            "2 rows (lines 6, 7): is no day; left empty",
        ];
        assert_eq!(lines, expected);
        let alone = |line| {
            by_reason(&[at(line, "")])
                .iter()
                .map(problem)
                .collect::<String>()
        };
        assert_eq!(alone(0), "is no day; left empty");
        assert_eq!(alone(2), "line 2: is no day; left empty");
    }
}
