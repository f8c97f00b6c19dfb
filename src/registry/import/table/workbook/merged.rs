//! Cells that are merged downwards: the program shows one value beside several rows and keeps
//! it in the first of them. What the cells say is not known here.

use super::super::{Level, Problem};
use super::sheet::{Filled, Sheet};
use super::too_large;
use crate::error::Result;
use crate::words::phrase;
use calamine::Dimensions;

/// So many regions are named.
const MOST_NAMED: usize = 5;
/// More cells and regions than this are not looked at: regions that lie over each other would
/// never end.
const MOST_FILLED: usize = 1_000_000;

/// Writes the value of each region of one column into all its rows, and tells which. Totals and
/// notes below the table are left as they are, so that they are still known for what they are.
///
/// # Errors
/// [`crate::error::Error::Invalid`] when there are too many to fill.
pub(super) fn fill(sheet: &mut Sheet, regions: &[Dimensions]) -> Result<Option<Problem>> {
    let (mut named, mut filled) = (Vec::new(), Vec::new());
    let (mut looked_at, mut first) = (0_usize, 0_u64);
    let ends = sheet.ends();
    let is_one_column =
        |region: &&Dimensions| region.start.1 == region.end.1 && region.end.0 > region.start.0;
    for region in regions.iter().filter(is_one_column) {
        let column = usize::try_from(region.start.1).unwrap_or(usize::MAX);
        let (top, last) = (u64::from(region.start.0) + 1, u64::from(region.end.0) + 1);
        // A region costs time even where there is nothing to fill.
        looked_at += 1;
        let from = sheet.with_text(top, column);
        let rows = from.map_or(0..0, |_| sheet.rows(top + 1, last.min(ends)));
        looked_at += rows.len();
        if looked_at > MOST_FILLED {
            return Err(too_large("of more merged cells than can be filled"));
        }
        let before = filled.len();
        let cells = from.into_iter().flat_map(|from| {
            let rows = rows.clone();
            rows.map(move |row| Filled { row, column, from })
        });
        filled.extend(cells.filter(|one| sheet.is_empty(one)));
        if filled.len() > before {
            first = if named.is_empty() { top } else { first };
            named.push(format!("{0}{top}:{0}{last}", letters(region.start.1)));
        }
    }
    sheet.fill(filled)?;
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
