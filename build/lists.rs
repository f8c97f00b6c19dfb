//! The lists of names in this folder: on each line what is meant, a colon, and the names that
//! mean it with commas between. Knows not what they name.

/// What is meant, and each name that means it.
pub(crate) fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(meant, names)| names.split(", ").map(move |name| (meant, name)))
}
