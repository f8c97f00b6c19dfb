//! Text on lines of a picture: broken where Unicode allows it (UAX 14), and ended with an
//! ellipsis where there is no more room.

use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;

use super::font::{self, Weight};

/// A piece of text that stays whole.
#[derive(Debug)]
struct Piece {
    text: String,
    width: f64,
    gap: f64,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.width
    }

    fn whitespace_width(&self) -> f64 {
        self.gap
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Letters of one kind and size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) weight: Weight,
    pub(super) size: f32,
}

impl Type {
    pub(super) fn width(self, text: &str) -> f32 {
        font::width(text, self.weight, self.size)
    }

    /// The text on at most `most` lines of `width` pixels.
    pub(super) fn lines(self, text: &str, width: f32, most: usize) -> Vec<String> {
        let pieces = self.pieces(text, width);
        let wrapped = wrap_first_fit(&pieces, &[f64::from(width)]);
        let mut lines: Vec<String> = wrapped.iter().map(|line| joined(line)).collect();
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.ended(last, width);
            }
        }
        lines
    }

    /// The text on one line, or its beginning.
    pub(super) fn line(self, text: &str, width: f32) -> String {
        if self.width(text) <= width {
            text.to_owned()
        } else {
            self.ended(text, width)
        }
    }

    /// As much of the text as fits before an ellipsis.
    fn ended(self, text: &str, width: f32) -> String {
        let mut kept = text.trim_end().to_owned();
        loop {
            let ended = format!("{}…", kept.trim_end_matches([' ', ',', '.', ';', ':', '…']));
            if kept.is_empty() || self.width(&ended) <= width {
                return ended;
            }
            kept.pop();
        }
    }

    fn pieces(self, text: &str, width: f32) -> Vec<Piece> {
        let words = WordSeparator::UnicodeBreakProperties.find_words(text);
        let gap = self.width(" ");
        let mut pieces = Vec::new();
        for word in words {
            let mut parts = self.parts(word.word, width);
            let last = parts.pop().unwrap_or_default();
            pieces.extend(parts.into_iter().map(|part| self.piece(part, 0.0)));
            let has_gap = !word.whitespace.is_empty();
            pieces.push(self.piece(last, if has_gap { gap } else { 0.0 }));
        }
        pieces
    }

    fn piece(self, text: String, gap: f32) -> Piece {
        Piece {
            width: f64::from(self.width(&text)),
            gap: f64::from(gap),
            text,
        }
    }

    /// A word in parts of which each fits on a line.
    fn parts(self, word: &str, width: f32) -> Vec<String> {
        let mut parts = vec![String::new()];
        for character in word.chars() {
            let Some(last) = parts.last_mut() else { break };
            last.push(character);
            if self.width(last) > width && last.chars().count() > 1 {
                last.pop();
                parts.push(character.to_string());
            }
        }
        parts
    }
}

fn joined(line: &[Piece]) -> String {
    let mut text = String::new();
    for piece in line {
        text.push_str(&piece.text);
        if piece.gap > 0.0 {
            text.push(' ');
        }
    }
    text.trim_end().to_owned()
}
