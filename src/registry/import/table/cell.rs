//! What a cell looks like, without knowing what its column means.

/// The look of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Empty,
    Number,
    Day,
    /// An address on the web or of mail.
    Address,
    Words,
}

impl Look {
    /// Whether it is what rows have and headers have not.
    pub(super) fn is_value(self) -> bool {
        matches!(self, Self::Number | Self::Day | Self::Address)
    }
}

/// What a cell looks like.
pub(super) fn look(text: &str) -> Look {
    let text = text.trim();
    if text.is_empty() {
        return Look::Empty;
    }
    if text.len() > 200 {
        return Look::Words;
    }
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit && is_day(text) {
        Look::Day
    } else if has_digit && is_number(text) {
        Look::Number
    } else if is_address(text) {
        Look::Address
    } else {
        Look::Words
    }
}

/// Digits with their signs, points, commas and gaps, also money and shares.
fn is_number(text: &str) -> bool {
    let rest = text.trim_matches(|c: char| matches!(c, '$' | '€' | '£' | '%' | ' ' | '\u{A0}'));
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '\u{A0}' | '\u{202F}');
    rest.strip_prefix(['+', '-'])
        .unwrap_or(rest)
        .chars()
        .all(is_part)
}

/// Three groups of digits parted by one of `/`, `-`, `.`, perhaps with a time behind.
fn is_day(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    ['/', '-', '.'].into_iter().any(|sign| {
        let parts: Vec<&str> = day.split(sign).collect();
        parts.len() == 3
            && parts.iter().all(|part| {
                matches!(part.len(), 1..=4) && part.bytes().all(|byte| byte.is_ascii_digit())
            })
    })
}

fn is_address(text: &str) -> bool {
    let has_dot_after = |text: &str| {
        text.split_once('@')
            .is_some_and(|(_, host)| host.contains('.') && !host.contains(' '))
    };
    text.starts_with("http://")
        || text.starts_with("https://")
        || text.starts_with("www.")
        || has_dot_after(text)
}

/// Whether the cells are those of a row that sums up the ones above it.
pub(super) fn is_total<'row>(mut cells: impl Iterator<Item = &'row str>) -> bool {
    const WORDS: [&str; 22] = [
        "total",
        "totals",
        "totales",
        "totaux",
        "totais",
        "totale",
        "totali",
        "subtotal",
        "sum",
        "suma",
        "sumas",
        "soma",
        "somma",
        "somme",
        "summe",
        "gesamt",
        "gesamtsumme",
        "insgesamt",
        "totaal",
        "gran total",
        "grand total",
        "zusammen",
    ];
    let Some(first) = cells.find(|cell| !cell.trim().is_empty()) else {
        return false;
    };
    let lower = first.trim().trim_end_matches([':', '.']).to_lowercase();
    let is_word = WORDS.contains(&lower.as_str());
    let begins = || {
        let word = lower.split([' ', ':', '(']).next().unwrap_or_default();
        WORDS.contains(&word)
    };
    let mut numbers = 0;
    for cell in cells {
        match look(cell) {
            Look::Empty => {}
            Look::Number => numbers += 1,
            // A sum may stand with what it counts: "78 entities".
            _ if is_word && cell.trim().starts_with(|c: char| c.is_ascii_digit()) => numbers += 1,
            _ => return false,
        }
    }
    is_word || (numbers > 0 && begins())
}

/// Whether the cells are those of a row with nothing but a text that is marked as a note.
pub(super) fn is_note<'row>(cells: impl Iterator<Item = &'row str>) -> bool {
    let mut filled = cells.map(str::trim).filter(|cell| !cell.is_empty());
    let first = filled.next();
    first.is_some_and(is_marked) && filled.next().is_none()
}

/// Whether a text is marked as a note: with a star, or a word and a colon.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains(':') || text.starts_with('*')
}
