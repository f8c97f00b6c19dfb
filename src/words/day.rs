//! Days as people write them in the languages of the pages.

use jiff::civil::Date;

const MONTHS: [[&str; 5]; 12] = [
    ["January", "enero", "janvier", "janeiro", "de gener"],
    ["February", "febrero", "février", "fevereiro", "de febrer"],
    ["March", "marzo", "mars", "março", "de març"],
    ["April", "abril", "avril", "abril", "d’abril"],
    ["May", "mayo", "mai", "maio", "de maig"],
    ["June", "junio", "juin", "junho", "de juny"],
    ["July", "julio", "juillet", "julho", "de juliol"],
    ["August", "agosto", "août", "agosto", "d’agost"],
    [
        "September",
        "septiembre",
        "septembre",
        "setembro",
        "de setembre",
    ],
    ["October", "octubre", "octobre", "outubro", "d’octubre"],
    [
        "November",
        "noviembre",
        "novembre",
        "novembro",
        "de novembre",
    ],
    [
        "December",
        "diciembre",
        "décembre",
        "dezembro",
        "de desembre",
    ],
];

/// A day in words, in the language of `tag` or else in English: `31 de diciembre de 2026`.
pub fn day_in_words(date: Date, tag: &str) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let [en, es, fr, pt, ca] = MONTHS.get(month).copied().unwrap_or_default();
    let (day, year) = (date.day(), date.year());
    match tag.get(..2) {
        Some("es") => format!("{day} de {es} de {year}"),
        Some("fr") if day == 1 => format!("1er {fr} {year}"),
        Some("fr") => format!("{day} {fr} {year}"),
        Some("pt") if day == 1 => format!("1º de {pt} de {year}"),
        Some("pt") => format!("{day} de {pt} de {year}"),
        Some("ca") => format!("{day} {ca} de {year}"),
        Some("ko") => format!("{year}년 {}월 {day}일", date.month()),
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
            ("ca", "31 de desembre de 2026", "1 de març de 2027"),
            ("ko", "2026년 12월 31일", "2027년 3월 1일"),
            ("nl", "31 December 2026", "1 March 2027"),
        ] {
            assert_eq!(day_in_words(last, tag), of_last);
            assert_eq!(day_in_words(first, tag), of_first);
        }
    }
}
