//! What a column's values are all together: a count of the rows, codes of one length, pages of
//! one site. It sees no headers.

use std::collections::{HashMap, HashSet};

use super::super::values::{code, site};

/// Whether numbers count the rows, with a gap or two where some were taken out.
pub(super) fn is_count(values: &[&str]) -> bool {
    let numbers: Vec<u32> = values
        .iter()
        .filter_map(|value| code::without_tail(value).parse().ok())
        .collect();
    let steps = numbers.windows(2);
    let single = steps.filter(|pair| matches!(pair, [one, next] if *next == one + 1));
    numbers.len() > 2
        && numbers.len() == values.len()
        && numbers.first().is_some_and(|first| *first <= 1)
        && single.count() * 10 >= (numbers.len() - 1) * 9
}

/// Whether several addresses of sites are all on one host.
pub(super) fn is_one_site(values: &[&str]) -> bool {
    let host = |value: &&str| site::read(value).ok()?.host_str().map(str::to_owned);
    let hosts: Option<HashSet<String>> = values.iter().map(host).collect();
    values.len() > 4 && hosts.is_some_and(|hosts| hosts.len() == 1)
}

/// How many digits the codes of a column have, when most have as many and some one fewer.
pub(super) fn padded_to(values: &[&str]) -> Option<usize> {
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for value in values {
        let value = code::without_tail(value);
        if value.is_empty() || !value.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *lengths.entry(value.len()).or_default() += 1;
    }
    let (longest, _) = lengths.iter().max_by_key(|(length, _)| **length)?;
    let (most, count) = lengths
        .iter()
        .max_by_key(|(length, count)| (**count, **length))?;
    let is_lost =
        lengths.len() > 1 && most == longest && lengths.keys().all(|length| length + 2 >= *longest);
    (is_lost && *longest >= 4 && count * 2 >= values.len()).then_some(*longest)
}
