//! Codes that a spreadsheet took for numbers: their zeros and tails. This file does not know
//! who gives such numbers.

/// A code without the tail of a float: `84200` of `84200.0`.
pub(in crate::registry::import::mapping) fn without_tail(text: &str) -> &str {
    let text = text.trim();
    match text.rsplit_once(['.', ',']) {
        Some((digits, tail))
            if (tail == "0" || tail == "00")
                && !digits.is_empty()
                && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            digits
        }
        _ => text,
    }
}

/// Whether a spreadsheet kept the first digits of a long number alone: `9,91002E+13`.
pub(in crate::registry::import::mapping) fn is_cut_off(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((digits, power)) = text.trim().split_once(['E', 'e']) else {
        return false;
    };
    let parts = digits.split_once([',', '.']);
    parts.is_some_and(|(first, others)| first.len() == 1 && is_number(first) && is_number(others))
        && power.strip_prefix('+').is_some_and(is_number)
}

/// The code with the leading zeros that it lost, when all of such codes have `length` digits.
/// A code of digits may have lost a few; one that has other characters has lost none.
pub(in crate::registry::import::mapping) fn padded(text: &str, length: usize) -> String {
    let text = without_tail(text);
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let has_lost = is_number && text.len() < length && text.len() + 3 > length;
    if has_lost {
        format!("{text:0>length$}")
    } else {
        text.to_owned()
    }
}

/// How many digits every postal code of a country has, where codes are digits alone and may
/// begin with a zero (Universal Postal Union, postal addressing systems).
pub(in crate::registry::import::mapping) fn postal_digits(country: &str) -> Option<usize> {
    match country {
        "ES" | "FR" | "DE" | "IT" | "MX" | "US" | "FI" | "EE" | "HR" | "TR" | "UA" | "CU"
        | "PE" | "CR" | "GT" | "UY" | "MA" | "DZ" | "RS" | "SN" | "MY" | "ID" | "TH" | "KR"
        | "MC" | "SM" | "VA" | "GP" | "MQ" | "GF" | "RE" | "YT" | "PR" => Some(5),
        "RO" | "CO" | "EC" | "IN" | "CN" | "SG" | "KZ" | "VN" => Some(6),
        "BR" => Some(8),
        "PT" | "CL" | "JP" | "IL" => Some(7),
        "BE" | "CH" | "AT" | "DK" | "NO" | "HU" | "BG" | "SI" | "LU" | "CY" | "AU" | "NZ"
        | "ZA" | "TN" | "PH" | "BO" | "PY" | "VE" => Some(4),
        _ => None,
    }
}

/// A postal code of `country`, with its lost zeros and the hyphen that the country writes.
pub(in crate::registry::import::mapping) fn postal(text: &str, country: Option<&str>) -> String {
    let text = without_tail(text);
    let digits = country.and_then(postal_digits);
    let code = digits.map_or_else(|| text.to_owned(), |digits| padded(text, digits));
    hyphened(&code, country)
}

/// A postal code with the hyphen that the country writes, where all its digits are there.
pub(in crate::registry::import::mapping) fn hyphened(code: &str, country: Option<&str>) -> String {
    let is_number = code.bytes().all(|b| b.is_ascii_digit());
    let hyphen = match (country, code.len()) {
        (Some("PT"), 7) => 4,
        (Some("BR"), 8) => 5,
        _ => return code.to_owned(),
    };
    match (is_number, code.split_at_checked(hyphen)) {
        (true, Some((head, tail))) => format!("{head}-{tail}"),
        _ => code.to_owned(),
    }
}

/// How many digits a national number has, from the words of its column.
pub(in crate::registry::import::mapping) fn number_digits(folded_header: &str) -> Option<usize> {
    let has = |word: &str| folded_header.split(' ').any(|one| one == word);
    let lengths = [
        ("siren", 9),
        ("siret", 14),
        ("cnpj", 14),
        ("nipc", 9),
        ("nipcnif", 9),
        ("iva", 11),
        ("cui", 11),
        ("ruc", 13),
    ];
    if folded_header.contains("companies house") || folded_header.contains("company number") {
        return Some(8);
    }
    lengths
        .into_iter()
        .find(|(word, _)| has(word))
        .map(|(_, digits)| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_fall_away_and_lost_zeros_come_back() {
        assert_eq!(without_tail("84200.0"), "84200");
        assert_eq!(without_tail("4.50"), "4.50");
        assert_eq!(padded("8001.0", 5), "08001");
        assert_eq!(padded("1", 5), "1", "too short to be one that lost a zero");
        assert_eq!(padded("B1234", 8), "B1234");
        assert!(is_cut_off("9,91002E+13") && is_cut_off("1.2e+11 "));
        assert!(!is_cut_off("1E10") && !is_cut_off("9E+13") && !is_cut_off("12,5"));
        assert_eq!(postal("1000", Some("ES")), "01000");
        assert_eq!(postal("1000", Some("BG")), "1000");
        assert_eq!(postal("1000-001", Some("PT")), "1000-001");
        assert_eq!(postal("1310100", Some("BR")), "01310-100");
        assert_eq!(postal("CB7 4AA", Some("GB")), "CB7 4AA");
        assert_eq!(number_digits("numero siren"), Some(9));
    }
}
