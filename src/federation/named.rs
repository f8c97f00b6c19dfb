//! Others' names: how they are shown here, and how they are sought by a part of them.

use crate::text;

/// Names longer than this are cut, in characters.
const LONGEST: usize = 300;

/// A line of another's text as it may stand on our pages: nothing in it turns what stands
/// around it, and it has an end.
pub fn line(named: &str) -> String {
    text::line(named).chars().take(LONGEST).collect()
}

/// A pattern that finds `part` anywhere: the wildcards of LIKE are letters like any other in
/// what people type.
pub(super) fn part(part: &str) -> String {
    escaped(&part.to_lowercase())
}

/// The same for a database whose LOWER knows the letters of ASCII alone, and leaves `É` as it
/// stands: so a name is found at least as it is written.
pub(super) fn part_as_written(part: &str) -> String {
    escaped(&part.to_ascii_lowercase())
}

fn escaped(part: &str) -> String {
    let plain = part
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{plain}%")
}
