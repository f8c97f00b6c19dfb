//! How names are sought by a part of them.

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
