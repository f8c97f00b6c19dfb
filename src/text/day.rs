//! Days as people write them in the four languages of the words around records.

use jiff::civil::Date;

const MONTHS: [[&str; 4]; 12] = [
    ["January", "enero", "janvier", "janeiro"],
    ["February", "febrero", "février", "fevereiro"],
    ["March", "marzo", "mars", "março"],
    ["April", "abril", "avril", "abril"],
    ["May", "mayo", "mai", "maio"],
    ["June", "junio", "juin", "junho"],
    ["July", "julio", "juillet", "julho"],
    ["August", "agosto", "août", "agosto"],
    ["September", "septiembre", "septembre", "setembro"],
    ["October", "octubre", "octobre", "outubro"],
    ["November", "noviembre", "novembre", "novembro"],
    ["December", "diciembre", "décembre", "dezembro"],
];

/// A day in words, in the language of `tag` or else in English: `31 de diciembre de 2026`.
pub fn day_in_words(date: Date, tag: &str) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let [en, es, fr, pt] = MONTHS.get(month).copied().unwrap_or_default();
    let (day, year) = (date.day(), date.year());
    match tag.get(..2) {
        Some("es") => format!("{day} de {es} de {year}"),
        Some("fr") if day == 1 => format!("1er {fr} {year}"),
        Some("fr") => format!("{day} {fr} {year}"),
        Some("pt") if day == 1 => format!("1º de {pt} de {year}"),
        Some("pt") => format!("{day} de {pt} de {year}"),
        _ => format!("{day} {en} {year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_each_language_writes_them() {
        let last = Date::constant(2026, 12, 31);
        let first = Date::constant(2027, 3, 1);
        for (tag, of_last, of_first) in [
            ("en", "31 December 2026", "1 March 2027"),
            ("es-MX", "31 de diciembre de 2026", "1 de marzo de 2027"),
            ("fr", "31 décembre 2026", "1er mars 2027"),
            ("pt", "31 de dezembro de 2026", "1º de março de 2027"),
            ("ko", "31 December 2026", "1 March 2027"),
        ] {
            assert_eq!(day_in_words(last, tag), of_last);
            assert_eq!(day_in_words(first, tag), of_first);
        }
    }
}
