//! Which encoding a text has: as the office says, else as its mark says, else UTF-8, else as
//! it looks.
//!
//! The whole file is looked at, a piece at a time, so that a letter with an accent in the
//! last row counts as much as one in the first. What the text says is not known here.

use std::io::{Read, Seek};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::charset::{Charset, CodePage};
use super::kind::unreadable;
use super::refused;
use crate::error::Result;
use crate::words::phrase;

/// Bytes that are looked at in one step.
const PIECE: usize = 64 * 1024;

/// So many bytes, of pieces that have other letters than ASCII's, are enough to guess an old
/// encoding by.
const ENOUGH: usize = 2 * 1024 * 1024;

/// An encoding, and whether single characters that it cannot hold are put up with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) encoding: Charset,
    /// Whether it looks more like a code page of MS-DOS, which is never taken unsaid.
    pub(super) looks_like_dos: bool,
    /// A text that is nearly all UTF-8 is read as such, and what is lost is marked U+FFFD.
    pub(super) has_losses: bool,
    /// What it is or looks like, where another was stated.
    pub(super) rather: Option<Charset>,
}

impl Found {
    fn sure(encoding: Charset) -> Self {
        Self {
            encoding,
            looks_like_dos: false,
            has_losses: false,
            rather: None,
        }
    }
}

/// Tells the encoding of a text, which may be stated, and refuses what is none. A mark at its
/// beginning says more than who states another.
pub(super) fn of(source: &mut (impl Read + Seek), stated: Option<Charset>) -> Result<Found> {
    let mut piece = vec![0; PIECE];
    let mut utf8 = Utf8::new();
    let (mut is_first, mut is_blank, mut is_marked) = (true, true, false);
    let (mut line, mut column) = (1_usize, 1_usize);
    source.rewind().map_err(unreadable)?;
    loop {
        let length = fill(source, &mut piece)?;
        let Some(bytes) = piece.get(..length).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        if is_first {
            let mark = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
            is_marked = mark == Some(UTF_8);
            let wide = match (mark, stated) {
                (Some(mark), _) => Some(Charset::Web(mark)).filter(|_| !is_marked),
                (None, Some(stated)) => two_bytes(stated).filter(|_| bytes.contains(&0)),
                (None, None) => wide(bytes).map(Charset::Web),
            };
            if let Some(encoding) = wide {
                let is_other = |one: &Charset| *one != encoding && two_bytes(*one).is_none();
                return Ok(Found {
                    rather: stated.filter(is_other).map(|_| encoding),
                    ..Found::sure(encoding)
                });
            }
            refuse_binary(bytes)?;
            is_first = false;
        }
        let before = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        for part in before.split_inclusive(|byte| *byte == b'\n') {
            column += part.len();
            if part.ends_with(b"\n") {
                (line, column) = (line + 1, 1);
            }
        }
        if before.len() < bytes.len() {
            let place = phrase!("file-zero-bytes", line = line, column = column);
            return Err(refused(place));
        }
        is_blank = is_blank && bytes.iter().all(u8::is_ascii_whitespace);
        utf8.feed(bytes, false);
    }
    if is_blank {
        return Err(refused(phrase!("file-empty", place = "")));
    }
    if let Some(stated) = stated {
        let has_letters = is_marked || utf8.letters > 0 || two_bytes(stated).is_some();
        let is_utf8 = utf8.is_likely() && has_letters;
        let rather = if stated == Charset::Web(UTF_8) {
            None
        } else if is_utf8 {
            Some(Charset::Web(UTF_8))
        } else {
            otherwise(source, stated)?
        };
        let is_by_mark = is_marked && is_utf8;
        return Ok(Found {
            has_losses: is_by_mark && rather.is_some() && utf8.errors > 0,
            rather,
            ..Found::sure(if is_by_mark {
                Charset::Web(UTF_8)
            } else {
                stated
            })
        });
    }
    // A last letter that is not whole is a cut in UTF-8, and in a text without any other
    // letter of UTF-8 it is a whole letter of another encoding.
    if utf8.letters == 0 {
        utf8.feed(&[], true);
    }
    if utf8.is_likely() {
        return Ok(Found {
            has_losses: utf8.errors > 0,
            ..Found::sure(Charset::Web(UTF_8))
        });
    }
    guess(source)
}

/// An encoding that is stated, if it has two bytes a character: in such a text stand zeros.
fn two_bytes(stated: Charset) -> Option<Charset> {
    [UTF_16LE, UTF_16BE]
        .map(Charset::Web)
        .into_iter()
        .find(|wide| *wide == stated)
}

/// An encoding of two bytes a character, by where its zero bytes stand.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or(bytes);
    let zeros = |odd: usize| {
        let every_second = sample.iter().skip(odd).step_by(2);
        every_second.filter(|byte| **byte == 0).count() * 2
    };
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() * 7 / 10;
    if sample.len() >= 8 && odd > most && even == 0 {
        Some(UTF_16LE)
    } else if sample.len() >= 8 && even > most && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Refuses what has so many control characters that it cannot be a text.
fn refuse_binary(bytes: &[u8]) -> Result<()> {
    let is_control = |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\t'..=b'\r');
    let controls = bytes.iter().filter(is_control).count();
    if controls > 8 && controls * 20 > bytes.len() {
        return Err(refused(phrase!("file-own-format")));
    }
    Ok(())
}

/// Counts what is UTF-8 and what is not.
struct Utf8 {
    decoder: encoding_rs::Decoder,
    scratch: String,
    letters: usize,
    errors: usize,
}

impl Utf8 {
    fn new() -> Self {
        Self {
            decoder: UTF_8.new_decoder_with_bom_removal(),
            scratch: String::with_capacity(PIECE * 3 + 16),
            letters: 0,
            errors: 0,
        }
    }

    fn feed(&mut self, mut bytes: &[u8], is_last: bool) {
        // Another encoding shows itself soon, and a large file is not read on as UTF-8.
        while self.errors < 1000 || self.is_likely() {
            self.scratch.clear();
            let (result, read) = self.decoder.decode_to_string_without_replacement(
                bytes,
                &mut self.scratch,
                is_last,
            );
            let is_beginning = |byte: &u8| *byte >= 0xC0;
            self.letters += self.scratch.bytes().filter(is_beginning).count();
            bytes = bytes.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.errors += 1,
            }
        }
    }

    /// Whole, or with single faults among many letters that are right: no other encoding
    /// looks like UTF-8 by chance.
    fn is_likely(&self) -> bool {
        self.errors == 0 || self.letters > 20 * self.errors
    }
}

/// An old encoding, by the letters that it would give.
fn guess(source: &mut (impl Read + Seek)) -> Result<Found> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut piece = vec![0; PIECE];
    let (mut apple, mut dos) = (0_i64, 0_i64);
    let mut read = 0;
    source.rewind().map_err(unreadable)?;
    while read < ENOUGH {
        let length = fill(source, &mut piece)?;
        let bytes = piece.get(..length).unwrap_or_default();
        if length == 0 {
            break;
        }
        if bytes.is_ascii() {
            continue;
        }
        detector.feed(bytes, false);
        apple += apple_letters(bytes);
        dos += dos_letters(bytes);
        read += length;
    }
    detector.feed(&[], true);
    let found = detector.guess(None, Utf8Detection::Deny);
    // The detector was made for pages, where Apple's old encoding does not occur.
    let encoding = if found == WINDOWS_1252 && apple > 0 {
        MACINTOSH
    } else {
        found
    };
    Ok(Found {
        looks_like_dos: dos > 1,
        ..Found::sure(Charset::Web(encoding))
    })
}

/// What a text that is not UTF-8 looks like, where that is surely not as stated: letters of
/// MS-DOS or of Windows in the other's place, or no two bytes a character.
fn otherwise(source: &mut (impl Read + Seek), stated: Charset) -> Result<Option<Charset>> {
    let Charset::Dos(page) = stated else {
        let found = guess(source)?;
        let is_wide = two_bytes(stated).map(|_| found.encoding);
        let dos = Charset::Dos(CodePage::Cp850);
        return Ok(is_wide.or(found.looks_like_dos.then_some(dos)));
    };
    let (mut as_stated, mut as_windows, mut as_apple) = (0, 0, 0);
    let mut piece = vec![0; PIECE];
    let mut read = 0;
    source.rewind().map_err(unreadable)?;
    while read < ENOUGH {
        let length = fill(source, &mut piece)?;
        let bytes = piece.get(..length).unwrap_or_default();
        if length == 0 {
            break;
        }
        for byte in amid_words(bytes) {
            as_stated += usize::from(USUAL.contains(&page.decode(&[byte])));
            as_windows += usize::from(is_usual_in(WINDOWS_1252, byte));
            as_apple += usize::from(is_usual_in(MACINTOSH, byte));
        }
        read += length;
    }
    let (letters, rather) = if as_apple > as_windows {
        (as_apple, MACINTOSH)
    } else {
        (as_windows, WINDOWS_1252)
    };
    Ok((letters > as_stated).then_some(Charset::Web(rather)))
}

/// Small letters with accents as the languages have them in which registers are written.
const USUAL: &str = "áàâäãåçéèêëíìîïñóòôöõúùûüøœæ";

fn is_usual_in(encoding: &'static Encoding, byte: u8) -> bool {
    USUAL.contains(&*encoding.decode_without_bom_handling(&[byte]).0)
}

/// The bytes beyond ASCII that stand between two small letters.
fn amid_words(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let is_small = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
    let windows = bytes.windows(3);
    let amid = windows.filter(move |window| is_small(window.first()) && is_small(window.get(2)));
    amid.filter_map(|window| window.get(1).copied().filter(|byte| !byte.is_ascii()))
}

/// How much likelier the letters amid words are those of MS-DOS than of any other western
/// encoding.
fn dos_letters(bytes: &[u8]) -> i64 {
    let mut score = 0;
    for byte in amid_words(bytes) {
        // What is usual in another encoding as well speaks against it twice.
        if is_usual_in(WINDOWS_1252, byte) || is_usual_in(MACINTOSH, byte) {
            score -= 2;
        }
        score += i64::from(USUAL.contains(&CodePage::Cp850.decode(&[byte])));
    }
    score
}

/// How much likelier the letters within words are Mac Roman than Windows-1252.
fn apple_letters(bytes: &[u8]) -> i64 {
    const USUAL: &str = "áàâäãåçéèêëíìîïñóòôöõúùûüæœßøÁÉÍÓÚÑÇÖÜÄÅØ";
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let mut score = 0;
    for window in bytes.windows(2) {
        let (before, byte) = (window.first(), window.get(1));
        let Some(byte) = byte.filter(|byte| !byte.is_ascii() && is_letter(before)) else {
            continue;
        };
        let single = [*byte];
        let is_usual = |encoding: &'static Encoding| {
            let (text, _) = encoding.decode_without_bom_handling(&single);
            USUAL.contains(text.as_ref())
        };
        score += i64::from(is_usual(MACINTOSH)) - i64::from(is_usual(WINDOWS_1252));
    }
    score
}

/// Reads until the piece is full or the file at its end.
fn fill(source: &mut impl Read, piece: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(rest) = piece.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(error)),
        }
    }
    Ok(filled)
}
