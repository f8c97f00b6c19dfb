//! Whether the day or the month stands first in days that are written by numbers alone. Which
//! column they stand in is not known here.

use serde::{Deserialize, Serialize};

/// Which of both numbers before the year is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DayOrder {
    /// `31/12/2026`, as nearly everywhere.
    #[default]
    #[serde(rename = "dmy")]
    DayFirst,
    /// `12/31/2026`, as in the United States.
    #[serde(rename = "mdy")]
    MonthFirst,
}

impl DayOrder {
    /// Both orders with their codes.
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    /// The order as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
        }
    }

    /// How a country writes days (ISO 3166-1 alpha-2), where nothing else says it.
    pub(in crate::registry::import::mapping) fn of_country(country: &str) -> Self {
        match country {
            "US" | "FM" | "MH" | "PW" => Self::MonthFirst,
            _ => Self::DayFirst,
        }
    }

    /// The orders that days prove which can be read in one order alone: both where they do not
    /// agree.
    pub(in crate::registry::import::mapping) fn proven<'text>(
        texts: impl Iterator<Item = &'text str>,
    ) -> Vec<Self> {
        let (mut day_first, mut month_first) = (false, false);
        for (first, second) in texts.filter_map(numbers) {
            day_first |= first > 12 && second <= 12;
            month_first |= second > 12 && first <= 12;
        }
        let day_first = day_first.then_some(Self::DayFirst);
        let month_first = month_first.then_some(Self::MonthFirst);
        day_first.into_iter().chain(month_first).collect()
    }
}

/// Whether a text is one day or another, by the order in which it is read.
pub(in crate::registry::import::mapping) fn is_two_ways(text: &str) -> bool {
    numbers(text).is_some_and(|(first, second)| first != second && first.max(second) <= 12)
}

/// Both numbers before a year, where they could be a day and a month.
fn numbers(text: &str) -> Option<(u8, u8)> {
    let day = text.split_whitespace().next()?;
    let mut parts = day.split(['/', '-', '.']);
    let mut number = || parts.next().filter(|part| part.len() <= 2)?.parse().ok();
    let (first, second) = (number()?, number()?);
    let year = parts.next()?;
    let is_year = matches!(year.len(), 2 | 4) && year.bytes().all(|b| b.is_ascii_digit());
    let is_day = (1..=31).contains(&first) && (1..=31).contains(&second);
    (is_year && is_day && parts.next().is_none()).then_some((first, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proven(texts: &[&str]) -> Vec<DayOrder> {
        DayOrder::proven(texts.iter().copied())
    }

    #[test]
    fn one_day_beyond_the_twelfth_proves_the_order() {
        assert_eq!(proven(&["03/04/2019", "25/12/2019"]), [DayOrder::DayFirst]);
        assert_eq!(
            proven(&["3/4/2019 0:00", "12/25/2019"]),
            [DayOrder::MonthFirst]
        );
        assert_eq!(proven(&["25/12/2019", "12/25/2019"]), DayOrder::ALL);
        for unproven in [
            &["03/04/2019", "2019-12-25", "May 25, 2019"][..],
            &["25/30/2019", "192.168.25.12", ""],
        ] {
            assert_eq!(proven(unproven), [], "{unproven:?}");
        }
    }

    #[test]
    fn only_two_small_numbers_that_differ_can_be_read_in_two_ways() {
        for text in ["03/04/2019", "3.4.19", "12-11-2019 00:00:00"] {
            assert!(is_two_ways(text), "{text}");
        }
        for text in [
            "04/04/2019",
            "13/04/2019",
            "2019-04-03",
            "3 avril 2019",
            "4/2019",
        ] {
            assert!(!is_two_ways(text), "{text}");
        }
    }
}
