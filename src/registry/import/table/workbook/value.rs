//! A cell's value as text, as an office would write it into a table of text. What the column
//! means is not known here.

use std::borrow::Cow;

use calamine::{Data, ExcelDateTime};

use crate::words::{Phrase, phrase};

/// What a cell comes to.
#[derive(Debug, PartialEq)]
pub(super) struct Value<'cell> {
    pub(super) text: Cow<'cell, str>,
    /// Why it cannot be read, and what to do.
    pub(super) fault: Option<(Phrase, Phrase)>,
}

impl Value<'_> {
    /// A formula whose result was never worked out, as programs write that do not reckon.
    pub(super) fn not_kept() -> Self {
        Self {
            text: Cow::Borrowed(""),
            fault: Some((
                phrase!("problem-formula-without-result"),
                phrase!("remedy-save-again"),
            )),
        }
    }
}

/// The errors that formulas come to; some formats keep them as text.
const ERRORS: [&str; 8] = [
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!",
];

/// The value of a cell of text.
pub(super) fn of_text(text: &str) -> Value<'_> {
    if ERRORS.contains(&text) || text.starts_with("Err:5") {
        return failed(text);
    }
    Value {
        text: Cow::Borrowed(text),
        fault: None,
    }
}

fn failed(error: &str) -> Value<'static> {
    Value {
        text: Cow::Borrowed(""),
        fault: Some((
            phrase!("problem-formula-error", error = error),
            phrase!("remedy-formula"),
        )),
    }
}

/// The value of any cell.
pub(super) fn of(cell: &Data) -> Value<'static> {
    let text = match cell {
        Data::Empty => String::new(),
        Data::String(text) => {
            let value = of_text(text);
            return Value {
                text: Cow::Owned(value.text.into_owned()),
                fault: value.fault,
            };
        }
        Data::Int(number) => number.to_string(),
        Data::Float(number) => decimal(*number),
        Data::Bool(is) => is.to_string(),
        Data::DateTime(time) => moment(*time),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => return failed(&error.to_string()),
    };
    Value {
        text: Cow::Owned(text),
        fault: None,
    }
}

/// A number without a tail that nobody wrote: 84200, not 84200.0.
fn decimal(number: f64) -> String {
    if !number.is_finite() {
        String::new()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// A day as ISO 8601 has it, with the time where there is one; a time alone as a time.
fn moment(time: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    let days = time.as_f64();
    if time.is_duration() || days < 1.0 {
        return clock;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if hour == 0 && minute == 0 && second == 0 {
        date
    } else {
        format!("{date}T{clock}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_people_write_them() {
        let day = |value| {
            let time = ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
            of(&Data::DateTime(time)).text.into_owned()
        };
        assert_eq!(day(37_000.0), "2001-04-19");
        assert_eq!(day(37_000.5), "2001-04-19T12:00:00");
        assert_eq!(day(0.25), "06:00:00");
        for (number, text) in [(84_200.0, "84200"), (19.35, "19.35"), (-0.0, "0")] {
            assert_eq!(of(&Data::Float(number)).text, text);
        }
        assert_eq!(of(&Data::Float(5e20)).text, "500000000000000000000");
        assert_eq!(
            of(&Data::DateTimeIso("2001-04-19T00:00:00".into())).text,
            "2001-04-19"
        );
        assert_eq!(of(&Data::Bool(true)).text, "true");
    }
}
