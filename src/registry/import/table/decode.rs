//! Text of any encoding as UTF-8 with one kind of line end, decoded while it is read.
//!
//! What is decoded ends with a mark of its own, by which a reader of records tells whether
//! the last line was whole and no quotation mark left open. What a record is is not known
//! here, only how long one may be.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use encoding_rs::DecoderResult;

use super::charset::Decoder;
use super::encoding::Found;

/// Stands at the end of a text whose last line was ended.
pub(super) const WHOLE: &str = "\u{1}end of file\u{1}";

/// Stands at the end of a text whose last line was not ended.
pub(super) const OPEN: &str = "\u{1}end of file within a line\u{1}";

/// Bytes that are decoded in one step.
const PIECE: usize = 64 * 1024;

/// A longer record is a quotation mark that was left open. A cell of a spreadsheet holds at
/// most 32,767 characters.
const LONGEST_RECORD: usize = 16 * 1024 * 1024;

/// How many bytes may still be read before the record must end.
#[derive(Debug, Clone)]
pub(super) struct Allowance(Arc<AtomicUsize>);

impl Allowance {
    /// A record ended.
    pub(super) fn renew(&self) {
        self.0.store(LONGEST_RECORD, Ordering::Relaxed);
    }

    fn take(&self, length: usize) -> io::Result<()> {
        let left = self.0.load(Ordering::Relaxed);
        let Some(rest) = left.checked_sub(length) else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "has a row of more than 16 MB, as if a quotation mark were left open",
            ));
        };
        self.0.store(rest, Ordering::Relaxed);
        Ok(())
    }
}

/// A text that is decoded while it is read.
pub(super) struct Text<R> {
    source: R,
    decoder: Decoder,
    found: Found,
    input: Vec<u8>,
    output: String,
    given: usize,
    /// The piece before ended with a carriage return, whose line feed may be still to come.
    after_return: bool,
    ends_line: bool,
    is_done: bool,
    allowance: Allowance,
}

impl<R: Read> Text<R> {
    pub(super) fn new(source: R, found: Found) -> Self {
        let allowance = Allowance(Arc::default());
        allowance.renew();
        Self {
            source,
            decoder: found.encoding.new_decoder(),
            found,
            input: vec![0; PIECE],
            output: String::with_capacity(PIECE * 3 + 64),
            given: 0,
            after_return: false,
            ends_line: true,
            is_done: false,
            allowance,
        }
    }

    pub(super) fn allowance(&self) -> Allowance {
        self.allowance.clone()
    }

    /// Decodes the next piece, after which there is output or the text is done.
    fn decode(&mut self) -> io::Result<()> {
        self.output.clear();
        self.given = 0;
        while self.output.is_empty() && !self.is_done {
            let length = self.source.read(&mut self.input)?;
            let is_last = length == 0;
            let mut bytes = self.input.get(..length).unwrap_or_default();
            loop {
                let (result, read) = self.decoder.decode(bytes, &mut self.output, is_last);
                bytes = bytes.get(read..).unwrap_or_default();
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => self.output.reserve(PIECE),
                    DecoderResult::Malformed(..) if self.found.has_losses => {
                        self.output.push('\u{FFFD}');
                    }
                    DecoderResult::Malformed(..) => return Err(self.malformed(is_last)),
                }
            }
            self.join_line_ends();
            if is_last {
                self.end();
            }
        }
        Ok(())
    }

    /// Makes one kind of line end of three, so that lines are counted as an editor counts.
    fn join_line_ends(&mut self) {
        if self.after_return && self.output.starts_with('\n') {
            self.output.remove(0);
        }
        if !self.output.is_empty() {
            self.after_return = self.output.ends_with('\r');
        }
        if self.output.contains('\r') {
            self.output = self.output.replace("\r\n", "\n").replace('\r', "\n");
        }
        if !self.output.is_empty() {
            self.ends_line = self.output.ends_with('\n');
        }
    }

    /// Writes the mark by which the end is known.
    fn end(&mut self) {
        self.is_done = true;
        if self.ends_line {
            self.output.push_str(WHOLE);
        } else {
            self.output.push('\n');
            self.output.push_str(OPEN);
        }
        self.output.push('\n');
    }

    fn malformed(&self, is_last: bool) -> io::Error {
        let name = self.found.encoding.name();
        let reason = if is_last {
            format!("ends within a character of {name}, so it is cut off")
        } else {
            format!("is neither UTF-8 nor readable as {name}")
        };
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{reason}; save it as CSV in UTF-8. Nothing was imported"),
        )
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.output.len() {
            self.decode()?;
        }
        let mut rest = self.output.as_bytes().get(self.given..).unwrap_or_default();
        let length = rest.read(buffer)?;
        self.allowance.take(length)?;
        self.given += length;
        Ok(length)
    }
}
