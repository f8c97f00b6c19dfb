//! Cells that are merged downwards: the program shows one value beside several rows and keeps
//! it in the first of them. What the cells say is not known here.

use calamine::Dimensions;
use csv::StringRecord;

use super::super::{Level, Problem};
use super::sheet::Sheet;
use super::too_large;
use crate::error::Result;
use crate::words::phrase;

/// So many regions are named.
const MOST_NAMED: usize = 5;
/// More cells than this are not filled: regions that lie over each other would never end.
const MOST_FILLED: usize = 1_000_000;

/// Writes the value of each region of one column into all its rows, and tells which.
///
/// # Errors
/// [`crate::error::Error::Invalid`] when there are too many to fill.
pub(super) fn fill(sheet: &mut Sheet, regions: &[Dimensions]) -> Result<Option<Problem>> {
    let mut named = Vec::new();
    let (mut looked_at, mut first) = (0_usize, 0_u64);
    for region in regions {
        let is_one_column = region.start.1 == region.end.1 && region.end.0 > region.start.0;
        let column = usize::try_from(region.start.1).unwrap_or(usize::MAX);
        let (top, last) = (u64::from(region.start.0) + 1, u64::from(region.end.0) + 1);
        let Some(value) = sheet.text(top, column).filter(|_| is_one_column) else {
            continue;
        };
        let mut is_filled = false;
        for record in sheet.rows(top + 1, last) {
            looked_at += 1;
            if looked_at > MOST_FILLED {
                return Err(too_large("of more merged cells than can be filled"));
            }
            let has = record.fields.get(column).unwrap_or_default();
            if !has.is_empty() {
                continue;
            }
            let mut fields: Vec<&str> = record.fields.iter().collect();
            if fields.len() <= column {
                fields.resize(column + 1, "");
            }
            if let Some(field) = fields.get_mut(column) {
                *field = &value;
            }
            record.fields = StringRecord::from(fields);
            is_filled = true;
        }
        if is_filled {
            first = if named.is_empty() { top } else { first };
            named.push(format!("{0}{top}:{0}{last}", letters(region.start.1)));
        }
    }
    if named.is_empty() {
        return Ok(None);
    }
    let more = if named.len() > MOST_NAMED {
        ", …"
    } else {
        ""
    };
    named.truncate(MOST_NAMED);
    let cells = format!("{}{more}", named.join(", "));
    Ok(Some(Problem {
        level: Level::Notice,
        line: first,
        field: String::new(),
        reason: phrase!("problem-merged-cells", sheet = sheet.name(), cells = cells).into(),
        remedy: phrase!("remedy-merged-cells").into(),
    }))
}

/// A column as a spreadsheet program calls it: 0 is `A`, 26 is `AA`.
fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut name = String::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_as_programs_call_them() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(letters),
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
