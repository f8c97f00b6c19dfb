//! Tables made at build time: one text of sorted lines, searched where it lies in the
//! program's file, so that a table which nobody asks costs no memory. Knows no place.

/// The lines that begin with `prefix`, in their order.
pub(super) fn lines_with<'table>(
    table: &'table str,
    prefix: &str,
) -> impl Iterator<Item = &'table str> {
    let start = first_at_least(table, prefix);
    table
        .get(start..)
        .unwrap_or_default()
        .lines()
        .take_while(move |line| line.starts_with(prefix))
}

/// Where the first line begins that is not less than `prefix`.
fn first_at_least(table: &str, prefix: &str) -> usize {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = start_of_line(table, low.midpoint(high));
        let line = line_at(table, middle);
        if line.as_bytes() < prefix.as_bytes() {
            low = (middle + line.len() + 1).min(high);
        } else {
            high = middle;
        }
    }
    low
}

/// The start of the line in which the byte at `position` lies.
fn start_of_line(table: &str, position: usize) -> usize {
    let before = table.as_bytes().get(..position).unwrap_or_default();
    before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1)
}

fn line_at(table: &str, start: usize) -> &str {
    let rest = table.get(start..).unwrap_or_default();
    rest.split('\n').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_by_its_beginning_and_no_other_is() {
        let table = "a\t1\naa\t2\naa\t3\nab\t4\nz\t5\n";
        let found = |prefix| lines_with(table, prefix).collect::<Vec<_>>();
        assert_eq!(found("a\t"), ["a\t1"]);
        assert_eq!(found("aa\t"), ["aa\t2", "aa\t3"]);
        assert_eq!(found("a"), ["a\t1", "aa\t2", "aa\t3", "ab\t4"]);
        assert_eq!(found("z\t"), ["z\t5"]);
        for missing in ["0", "ac\t", "zz", "a\t2"] {
            assert!(found(missing).is_empty(), "{missing}");
        }
        assert!(lines_with("", "a").next().is_none());
    }
}
