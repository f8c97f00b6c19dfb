//! Problems that are alike, told once with the rows that have them.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use super::Problem;

/// How many lines are named.
const LINES: usize = 5;

/// Problems that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// The first of them.
    pub first: Problem,
    /// The lines that have one, the first of them; 0 is the whole file.
    pub lines: Vec<u64>,
    /// How many there are.
    pub count: usize,
    /// Whether they are of different values, so that the first is an example.
    pub differ: bool,
}

impl Alike {
    /// Whether not all their lines are named.
    pub fn has_more_lines(&self) -> bool {
        self.count > self.lines.len()
    }
}

/// Problems of one reason whatever the values, the gravest first, then the most frequent: a
/// hundred towns that are not known are one thing to know.
pub fn by_kind(problems: &[Problem]) -> Vec<Alike> {
    let mut all = grouped(problems, |problem| {
        let said = problem.reason.phrase();
        let kind = said.map_or_else(
            || Cow::Owned(problem.reason.to_string()),
            |phrase| phrase.key.clone(),
        );
        (problem.level, &problem.field, kind)
    });
    all.sort_by_key(|one| (one.first.level, Reverse(one.count)));
    all
}

/// Problems of one field and reason, in the order of the first of each.
pub fn by_reason(problems: &[Problem]) -> Vec<Alike> {
    grouped(problems, |problem| {
        (problem.level, &problem.field, &problem.reason)
    })
}

fn grouped<'p, K: Eq + Hash>(
    problems: &'p [Problem],
    kind: impl Fn(&'p Problem) -> K,
) -> Vec<Alike> {
    let mut groups: Vec<Alike> = Vec::new();
    let mut known = HashMap::new();
    for problem in problems {
        let at = *known.entry(kind(problem)).or_insert_with(|| {
            groups.push(Alike {
                first: problem.clone(),
                lines: Vec::new(),
                count: 0,
                differ: false,
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.count += 1;
            group.differ |= problem.reason != group.first.reason;
            if group.lines.len() < LINES {
                group.lines.push(problem.line);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::import::Level;
    use crate::words::phrase;

    fn town(line: u64, value: &str) -> Problem {
        Problem {
            line,
            reason: phrase!("problem-no-day", value = value).into(),
            ..Problem::default()
        }
    }

    #[test]
    fn one_kind_is_told_once_and_one_reason_by_itself() {
        let mut all: Vec<Problem> = (2..10).map(|line| town(line, "Sheffield")).collect();
        all.push(town(10, "Leeds"));
        all.push(Problem {
            level: Level::RowLeftOut,
            ..town(11, "Leeds")
        });
        let told = |all: Vec<Alike>| -> Vec<(usize, Vec<u64>)> {
            all.into_iter().map(|one| (one.count, one.lines)).collect()
        };
        let kinds = [(1, vec![11]), (9, vec![2, 3, 4, 5, 6])];
        let differ: Vec<bool> = by_kind(&all).iter().map(|one| one.differ).collect();
        assert_eq!(differ, [false, true]);
        assert_eq!(told(by_kind(&all)), kinds);
        let reasons = [(8, vec![2, 3, 4, 5, 6]), (1, vec![10]), (1, vec![11])];
        assert_eq!(told(by_reason(&all)), reasons);
    }
}
