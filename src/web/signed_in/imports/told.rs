//! What a rehearsal or an import says, as a page shows it: the beginnings of its lists.

use super::change::Change;
use crate::registry::import::alike::{self, Alike};
use crate::registry::import::{Level, Likely, Listed, Meaning, Report, Summary};
use crate::web::signed_in::duplicates::reasons;
use crate::words::{Said, Words};

/// How many entries of a list are shown.
const SHOWN: usize = 50;

/// What is told.
pub(super) struct Told {
    /// Counts with their labels, those of rows first.
    pub(super) counts: Vec<(&'static str, usize)>,
    /// What is wrong, problems of one kind together, the gravest first.
    pub(super) problems: Vec<Wrong>,
    /// Differences by organization and field.
    pub(super) differences: Vec<Change>,
    /// Rows that may be other records too.
    pub(super) likely: Vec<Twice>,
    /// Whether more rows or records were there than were compared or listed.
    pub(super) is_likely_cut: bool,
    /// Values that no table knows: value, field, how often, what it may be.
    pub(super) unknown: Vec<(String, String, usize, Option<String>)>,
    /// Statuses: value, what it is taken for, how often.
    pub(super) statuses: Vec<(String, &'static str, usize)>,
    /// Records that the file lacks: name, handle.
    pub(super) missing: Vec<(String, String)>,
    /// How many there are of each list of which only the beginning is shown.
    all: Listed,
    all_missing: usize,
}

/// Problems of one kind, as the first of them says it.
pub(super) struct Wrong {
    /// Whether rows are left out for it.
    pub(super) is_grave: bool,
    /// The lines, the first of them.
    pub(super) lines: String,
    pub(super) count: usize,
    pub(super) field: String,
    /// Whether the reason is that of the first alone.
    pub(super) is_example: bool,
    pub(super) reason: Said,
    pub(super) remedy: Said,
}

/// A row and the record that it may be.
pub(super) struct Twice {
    pub(super) line: u64,
    pub(super) name: String,
    pub(super) other: String,
    pub(super) other_name: String,
    pub(super) percent: String,
    pub(super) reasons: String,
}

impl Told {
    /// That a list of which so many entries are shown has more of them.
    fn more(shown: usize, all: usize, words: &Words) -> Option<String> {
        let both = [("shown", shown.into()), ("count", all.into())];
        (all > shown).then(|| words.fill("list-some-of", &both))
    }

    /// How many pairs the file brings that may be one organization each.
    pub(super) fn pairs(&self) -> usize {
        self.all.likely
    }

    pub(super) fn more_likely(&self, words: &Words) -> Option<String> {
        Self::more(self.likely.len(), self.all.likely, words)
    }

    pub(super) fn more_differences(&self, words: &Words) -> Option<String> {
        Self::more(self.differences.len(), self.all.differences, words)
    }

    pub(super) fn more_unknown(&self, words: &Words) -> Option<String> {
        Self::more(self.unknown.len(), self.all.unknown, words)
    }

    pub(super) fn more_missing(&self, words: &Words) -> Option<String> {
        Self::more(self.missing.len(), self.all_missing, words)
    }

    pub(super) fn of(report: &Report, words: &'static Words) -> Self {
        let differences = report.differences.iter().take(SHOWN);
        let likely = report.likely.iter().take(SHOWN);
        let unknown = report.unknown.iter().take(SHOWN);
        let statuses = report.statuses.iter().take(SHOWN);
        let missing = report.missing_records.iter().take(SHOWN);
        Self {
            counts: counts(report, words),
            problems: wrongs(report, words),
            differences: differences.map(|one| Change::of(one, words)).collect(),
            likely: likely.map(|one| twice(one, words)).collect(),
            is_likely_cut: report.is_likely_cut,
            unknown: unknown
                .map(|one| {
                    let (value, field) = (one.value.clone(), words.field(&one.field));
                    (value, field, one.count, one.suggestion.clone())
                })
                .collect(),
            statuses: statuses
                .map(|one| (one.value.clone(), meaning(one.meaning, words), one.count))
                .collect(),
            missing: missing
                .map(|one| (one.name.clone(), one.handle.clone()))
                .collect(),
            all: Listed::of(report),
            all_missing: report.missing,
        }
    }
}

fn counts(report: &Report, words: &'static Words) -> Vec<(&'static str, usize)> {
    vec![
        (words.say("rows-read"), report.read),
        (words.say("rows-created"), report.created),
        (words.say("rows-updated"), report.updated),
        (words.say("rows-unchanged"), report.unchanged),
        (words.say("rows-skipped"), report.skipped),
        (words.say("rows-ended"), report.ended),
        (words.say("rows-published"), report.published),
        (words.say("rows-withdrawn"), report.withdrawn),
        (words.say("rows-missing"), report.missing),
        (words.say("rows-conflicts"), report.conflicts),
    ]
}

fn meaning(meaning: Meaning, words: &'static Words) -> &'static str {
    match meaning {
        Meaning::Ended => words.say("import-status-ended"),
        Meaning::GoesOn => words.say("import-status-goes-on"),
        Meaning::Unknown => words.say("import-status-unknown"),
    }
}

/// Problems of one kind together; the gravest stand first.
fn wrongs(report: &Report, words: &Words) -> Vec<Wrong> {
    let kinds = if report.kinds.is_empty() {
        &alike::by_kind(&report.problems)
    } else {
        &report.kinds
    };
    let wrong = |one: &Alike| Wrong {
        is_grave: one.first.level == Level::RowLeftOut,
        lines: numbers(one),
        count: one.count,
        field: words.field(&one.first.field),
        is_example: one.differ,
        reason: words.tell(&one.first.reason),
        remedy: words.tell(&one.first.remedy),
    };
    kinds.iter().map(wrong).collect()
}

/// The first lines; what holds for the whole file has none.
fn numbers(all: &Alike) -> String {
    let named = all.lines.iter().filter(|line| **line > 0);
    let mut named: Vec<String> = named.map(u64::to_string).collect();
    if all.has_more_lines() {
        named.push("…".to_owned());
    }
    named.join(", ")
}

/// How an import stands.
pub(super) fn state(made: &Summary, words: &'static Words) -> &'static str {
    match made.state.as_str() {
        "done" => words.say("import-done"),
        "undone" => words.say("import-undone"),
        "abandoned" => words.say("import-abandoned"),
        _ => words.say("import-under-way"),
    }
}

fn twice(one: &Likely, words: &'static Words) -> Twice {
    let handle = one.handle.as_ref();
    Twice {
        line: one.line,
        name: one.name.clone(),
        other: match (handle, one.other_line()) {
            (Some(handle), _) => format!("@{handle}"),
            (None, Some(line)) => format!("{} {line}", words.say("import-line")),
            (None, None) => one.other.clone(),
        },
        other_name: one.other_name.clone(),
        percent: format!("{:.0}", one.score * 100.0),
        reasons: reasons(&one.reasons, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::import::Problem;
    use crate::words::{self, phrase};

    fn told(problems: Vec<Problem>) -> Vec<Wrong> {
        let report = Report {
            problems,
            ..Report::default()
        };
        Told::of(&report, words::of("es").unwrap()).problems
    }

    #[test]
    fn a_problem_is_said_in_the_pages_language() {
        let problem = Problem {
            line: 3,
            field: "place.country".to_owned(),
            reason: phrase!("problem-no-day", value = "31/2").into(),
            remedy: phrase!("remedy-day").into(),
            ..Problem::default()
        };
        let json = serde_json::to_string(&problem).unwrap();
        let read: Problem = serde_json::from_str(&json).unwrap();
        assert_eq!(read, problem);
        let [wrong] = &*told(vec![read]) else {
            panic!("one is told")
        };
        assert_eq!(wrong.field, "País");
        assert_eq!(wrong.reason.text, "«31/2» no es una fecha");
        assert_eq!((wrong.reason.lang, wrong.remedy.lang), (None, None));
        assert!(
            json.contains("\"reason\":\"\\\"31/2\\\" is not a day\""),
            "{json}"
        );
    }

    #[test]
    fn a_problem_of_an_older_import_is_shown_in_english_and_marked() {
        let kept = r#"{"line":3,"field":"Año","reason":"is odd","remedy":"left empty"}"#;
        let unknown = r#"{"line":4,"field":"Año","reason":"is even","remedy":"left empty",
            "reason_phrase":{"key":"problem-that-was-dropped"}}"#;
        let problems = [kept, unknown].map(|json| serde_json::from_str(json).unwrap());
        let told = told(problems.to_vec());
        let shown: Vec<(&str, Option<&str>)> = told
            .iter()
            .map(|one| (one.reason.text.as_str(), one.reason.lang))
            .collect();
        assert_eq!(shown, [("is odd", Some("en")), ("is even", Some("en"))]);
    }
}
