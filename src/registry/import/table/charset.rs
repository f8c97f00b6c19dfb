//! Encodings and what they are called: those of the web, and the code pages of MS-DOS, in
//! which old programs still write. Which one a file has is not known here.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding};
use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850};

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// One of the web (WHATWG Encoding).
    Web(&'static Encoding),
    /// One of MS-DOS: nothing can be told to be in one by its bytes alone.
    Dos(CodePage),
}

/// A code page of MS-DOS: a letter for each byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodePage {
    /// Of the United States.
    Cp437,
    /// Of western Europe and Latin America.
    Cp850,
}

impl Charset {
    /// The encoding of a name, however it is written: `cp850`, `IBM850`, `latin1`, `utf8`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match plain.trim_start_matches("ibm").trim_start_matches("cp") {
            "850" => Some(Self::Dos(CodePage::Cp850)),
            "437" => Some(Self::Dos(CodePage::Cp437)),
            _ => Encoding::for_label(name.as_bytes()).map(Self::Web),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Dos(CodePage::Cp437) => "cp437",
            Self::Dos(CodePage::Cp850) => "cp850",
        }
    }

    /// The text of bytes that are there as a whole.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Web(encoding) => encoding.decode(bytes).0,
            Self::Dos(page) => Cow::Owned(page.decode(bytes)),
        }
    }

    pub(super) fn new_decoder(self) -> Decoder {
        match self {
            Self::Web(encoding) => Decoder::Web(Box::new(encoding.new_decoder_with_bom_removal())),
            Self::Dos(page) => Decoder::Dos(page),
        }
    }
}

impl CodePage {
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let table = match self {
            Self::Cp437 => &DECODING_TABLE_CP437,
            Self::Cp850 => &DECODING_TABLE_CP850,
        };
        oem_cp::decode_string_complete_table(bytes, table)
    }
}

/// Reads bytes as text, a piece at a time.
pub(super) enum Decoder {
    Web(Box<encoding_rs::Decoder>),
    Dos(CodePage),
}

impl Decoder {
    /// Adds the text of some bytes, as far as there is room and it is text; tells how many bytes
    /// were read.
    pub(super) fn decode(
        &mut self,
        bytes: &[u8],
        text: &mut String,
        is_last: bool,
    ) -> (DecoderResult, usize) {
        match self {
            Self::Web(decoder) => {
                decoder.decode_to_string_without_replacement(bytes, text, is_last)
            }
            Self::Dos(page) => {
                text.push_str(&page.decode(bytes));
                (DecoderResult::InputEmpty, bytes.len())
            }
        }
    }
}
