//! Days as registers of several countries write them. What can be read in two ways is no day.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::day_order::DayOrder;
use super::fold::{Words, fold};
use crate::words::{Phrase, phrase};

/// A day, and whether the text says no more than its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry::import::mapping) struct Day {
    pub(in crate::registry::import::mapping) date: Date,
    pub(in crate::registry::import::mapping) is_year_alone: bool,
}

/// Reads `31/12/2026` (or `12/31/2026`, by the order), `2026-12-31`, `31.12.2026`, `20261231`,
/// `31 de diciembre de 2026`, `2026`, and the number of days that spreadsheets count with.
///
/// # Errors
/// Why the text is no day, or no clear one.
pub(in crate::registry::import::mapping) fn read(
    text: &str,
    order: DayOrder,
) -> Result<Day, Phrase> {
    let text = without_time(text.trim());
    let whole = |date: Date| Day {
        date,
        is_year_alone: false,
    };
    let numbers: Vec<&str> = text.split(['/', '-', '.', ' ']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if numbers.iter().all(digits) {
        if let [_, _, year] = numbers.as_slice()
            && year.len() == 2
            && let [first, second, _] = numbers.as_slice()
            && first.len() < 4
        {
            let (day, month) = ordered(first, second, order);
            let day = century(year).and_then(|year| civil(&year, month, day));
            return day
                .map(whole)
                .ok_or_else(|| phrase!("problem-two-digits", value = text));
        }
        let day = match numbers.as_slice() {
            [year, month, day] if year.len() == 4 => civil(year, month, day).map(whole),
            [first, second, year] if year.len() == 4 => {
                let (day, month) = ordered(first, second, order);
                civil(year, month, day).map(whole)
            }
            // A month alone begins with its first day.
            [month, year] if year.len() == 4 && month.len() < 3 => {
                civil(year, month, "1").map(whole)
            }
            [number] => of_number(number),
            _ => None,
        };
        return day.or_else(|| serial(text)).ok_or_else(|| no_day(text));
    }
    in_words(text).map(whole)
}

/// Whether a text is a day, or would be one if it said the century.
pub(in crate::registry::import::mapping) fn is_alike(text: &str) -> bool {
    DayOrder::ALL.into_iter().any(|order| {
        read(text, order).map_or_else(|reason| reason.key == "problem-two-digits", |_| true)
    })
}

/// The day and the month of both numbers before a year.
fn ordered<'text>(
    first: &'text str,
    second: &'text str,
    order: DayOrder,
) -> (&'text str, &'text str) {
    match order {
        DayOrder::DayFirst => (first, second),
        DayOrder::MonthFirst => (second, first),
    }
}

/// A year of two digits, where the other century would be far ahead.
fn century(year: &str) -> Option<String> {
    let is_past = year.parse::<u8>().is_ok_and(|year| year >= 50);
    is_past.then(|| format!("19{year}"))
}

/// A spreadsheet's number of days with a fraction for the hours.
fn serial(text: &str) -> Option<Day> {
    let (days, _) = text.split_once('.')?;
    (days.len() == 5).then(|| of_number(days)).flatten()
}

/// Whether a text is a day that programs write when they know none.
pub(in crate::registry::import::mapping) fn is_none(text: &str) -> bool {
    let day = without_time(text.trim());
    matches!(
        day,
        "0" | "0001-01-01"
            | "0000-00-00"
            | "1000-01-01"
            | "9999-12-31"
            | "00/00/0000"
            | "01/01/0001"
            | "31/12/9999"
            | "00000000"
    )
}

fn no_day(text: &str) -> Phrase {
    phrase!("problem-no-day", value = text)
}

/// What stands before a time of day.
fn without_time(text: &str) -> &str {
    let cut = text.split_once('T').or_else(|| text.split_once(' '));
    match cut {
        Some((day, time)) if time.contains(':') && day.len() >= 8 => day,
        _ => text,
    }
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1000..=2199).contains(&year).then_some(day)
}

/// A year, eight digits, or the days since 1899-12-30 that spreadsheets count.
fn of_number(number: &str) -> Option<Day> {
    let whole = |date: Date| Day {
        date,
        is_year_alone: false,
    };
    match number.len() {
        4 => civil(number, "1", "1").map(|date| Day {
            date,
            is_year_alone: true,
        }),
        5 => {
            let days: i64 = number.parse().ok()?;
            let span = jiff::Span::new().try_days(days).ok()?;
            date(1899, 12, 30).checked_add(span).ok().map(whole)
        }
        8 => {
            let part = |from: usize, to: usize| number.get(from..to).unwrap_or_default();
            civil(part(0, 4), part(4, 6), part(6, 8))
                .or_else(|| civil(part(4, 8), part(2, 4), part(0, 2)))
                .map(whole)
        }
        _ => None,
    }
}

/// The months in English, Spanish, French, Portuguese, Catalan, German and Italian.
static MONTHS: LazyLock<Words<i8>> = LazyLock::new(|| {
    Words::new(&[
        (
            1,
            "january|enero|janvier|janeiro|gener|januar|gennaio|jan|ene|janv|jän|jänner|gen",
        ),
        (
            2,
            "february|febrero|février|fevereiro|febrer|februar|febbraio|feb|fev|févr",
        ),
        (3, "march|marzo|mars|março|març|märz|mar|mrz"),
        (4, "april|abril|avril|aprile|apr|abr|avr"),
        (5, "may|mayo|mai|maio|maig|maggio|mag"),
        (6, "june|junio|juin|junho|juny|juni|giugno|jun|giu"),
        (
            7,
            "july|julio|juillet|julho|juliol|juli|luglio|jul|juil|lug",
        ),
        (8, "august|agosto|août|agost|aug|ago"),
        (
            9,
            "september|septiembre|septembre|setembro|setembre|settembre|setiembre|sep|sept|set",
        ),
        (
            10,
            "october|octubre|octobre|outubro|oktober|ottobre|oct|okt|out|ott",
        ),
        (11, "november|noviembre|novembre|novembro|nov"),
        (
            12,
            "december|diciembre|décembre|dezembro|desembre|dezember|dicembre|dec|dic|déc|dez|des",
        ),
    ])
});

/// `12 de mayo de 2019`, `1er mai 2019`, `May 12, 2019`, `mayo 2019`, `12-may-98`.
fn in_words(text: &str) -> Result<Date, Phrase> {
    let folded = fold(text);
    let (mut day, mut month, mut year, mut short) = (None, None, None, None);
    for word in folded.split(' ') {
        let number = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        match (number.len(), word.len()) {
            (4, 4) if year.is_none() => year = Some(word),
            // `1er`, `12th` and `1o` are days.
            (1 | 2, length) if length <= number.len() + 2 && day.is_none() => day = Some(number),
            (2, 2) if month.is_some() && year.is_none() => short = Some(number),
            (0, _) if month.is_none() => month = MONTHS.exactly(word),
            (0, _) => {}
            _ => return Err(no_day(text)),
        }
    }
    let month = month.ok_or_else(|| no_day(text))?.to_string();
    let of = |year: &str| civil(year, &month, day.unwrap_or("1")).ok_or_else(|| no_day(text));
    match (year, short) {
        (Some(year), _) => of(year),
        (None, Some(short)) => match century(short) {
            Some(year) => of(&year),
            None => Err(phrase!("problem-two-digits", value = text)),
        },
        (None, None) => Err(no_day(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Day, Phrase> {
        super::read(text, DayOrder::DayFirst)
    }

    #[test]
    fn the_month_stands_first_where_that_is_said() {
        let read = |text| super::read(text, DayOrder::MonthFirst).map(|day| day.date);
        for text in ["5/12/2019", "05-12-2019 00:00", "2019-05-12", "12 mai 2019"] {
            assert_eq!(read(text), Ok(date(2019, 5, 12)), "{text}");
        }
        assert_eq!(read("1/13/2001"), Ok(date(2001, 1, 13)));
        assert!(read("13/1/2001").is_err());
    }

    #[test]
    fn days_are_read_as_people_of_several_countries_write_them() {
        for text in [
            "12/5/2019",
            "12-05-2019",
            "2019-05-12",
            "2019/5/12",
            "12.5.2019",
            "2019-05-12T00:00:00Z",
            "12/05/2019 00:00:00",
            "20190512",
            "12 de mayo de 2019",
            "12 mai 2019",
            "12. Mai 2019",
            "12 maggio 2019",
            "12 de maig de 2019",
            "12 de maio de 2019",
            "May 12th, 2019",
            "12-may-2019",
            "43597",
            "43597.0",
        ] {
            let day = read(text).map(|day| (day.date, day.is_year_alone));
            assert_eq!(day, Ok((date(2019, 5, 12), false)), "{text}");
        }
        let year = read("1987").unwrap();
        assert_eq!((year.date, year.is_year_alone), (date(1987, 1, 1), true));
        assert_eq!(read("1er février 1998").unwrap().date, date(1998, 2, 1));
    }

    #[test]
    fn what_is_no_day_or_no_clear_one_is_refused() {
        for text in [
            "31/2/1987",
            "1/13/2001",
            "Tuesday",
            "soon",
            "123",
            "9999",
            "0/0/0000",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let unclear = read("12/5/19").unwrap_err().to_string();
        assert!(unclear.contains("two centuries"), "{unclear}");
        let unclear = read("12-may-19").unwrap_err().to_string();
        assert!(unclear.contains("two centuries"), "{unclear}");
        assert!(is_alike("12-may-19") && is_alike("12/5/19") && !is_alike("Tuesday"));
        // The other century is far ahead.
        for text in ["01-ene-90", "1/1/90", "1 janvier 90"] {
            assert_eq!(read(text).unwrap().date, date(1990, 1, 1), "{text}");
        }
    }
}
