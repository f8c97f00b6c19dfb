//! Records put away on disk in the order in which they came, and taken up again a page at a
//! time, so that memory holds no more of them than are compared just now.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;

use super::candidate::Candidate;
use super::ready::Ready;
use crate::error::{Error, Result};
use crate::store::scratch::{self, Scratch};

/// How many records are one page: with their words they take about 10 MB.
pub(super) const PAGE: u32 = 16_384;

/// Where records are put away.
#[derive(Debug)]
pub(super) struct Shelf {
    file: BufWriter<File>,
    page: u32,
    length: u32,
    /// Where each page begins in the file.
    begins: Vec<u64>,
    end: u64,
}

impl Shelf {
    /// Nothing, in pages of so many records.
    pub(super) fn new(scratch: &Scratch, page: u32) -> Result<Self> {
        Ok(Self {
            file: BufWriter::new(scratch.file()?),
            page: page.max(1),
            length: 0,
            begins: Vec::new(),
            end: 0,
        })
    }

    /// How many records there are.
    pub(super) fn length(&self) -> u32 {
        self.length
    }

    /// How many records are on one page.
    pub(super) fn page(&self) -> u32 {
        self.page
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> u32 {
        self.length.div_ceil(self.page)
    }

    /// Puts away a record with what of it is compared.
    pub(super) fn push(&mut self, ready: &Ready<String>, candidate: &Candidate) -> Result<()> {
        if self.length.is_multiple_of(self.page) {
            self.begins.push(self.end);
        }
        let ready = postcard::to_stdvec(ready).map_err(Error::internal)?;
        let said = postcard::to_stdvec(candidate).map_err(Error::internal)?;
        for part in [&ready, &said] {
            let length = u32::try_from(part.len()).map_err(Error::internal)?;
            self.file
                .write_all(&length.to_be_bytes())
                .and_then(|()| self.file.write_all(part))
                .map_err(scratch::broken)?;
            self.end += u64::from(length) + 4;
        }
        let next = self.length.checked_add(1);
        self.length = next.ok_or_else(|| Error::internal("more than 2^32 records"))?;
        Ok(())
    }

    /// Has everything written, after the last record.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.file.flush().map_err(scratch::broken)
    }

    /// Gives the records of one page whose positions are asked for, in order: what of them is
    /// compared, and the record itself as [`Shelf::candidate`] reads it.
    pub(super) fn read(
        &self,
        page: u32,
        mut is_wanted: impl FnMut(u32) -> bool,
        mut take: impl FnMut(u32, Ready<String>, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let at = |page: usize| self.begins.get(page).copied().unwrap_or(self.end);
        let (begin, end) = (at(page as usize), at(page as usize + 1));
        let length = usize::try_from(end - begin).map_err(Error::internal)?;
        let mut bytes = vec![0; length];
        let file = self.file.get_ref();
        file.read_exact_at(&mut bytes, begin)
            .map_err(scratch::broken)?;
        let mut rest = bytes.as_slice();
        let mut position = page * self.page;
        while !rest.is_empty() {
            let ready = part(&mut rest)?;
            let said = part(&mut rest)?;
            if is_wanted(position) {
                let ready = postcard::from_bytes(ready).map_err(Error::internal)?;
                take(position, ready, said)?;
            }
            position += 1;
        }
        Ok(())
    }

    /// A record as [`Shelf::read`] gives it.
    pub(super) fn candidate(said: &[u8]) -> Result<Candidate> {
        postcard::from_bytes(said).map_err(Error::internal)
    }
}

/// Takes the next part with its length off the beginning.
fn part<'bytes>(rest: &mut &'bytes [u8]) -> Result<&'bytes [u8]> {
    let short = || Error::internal("a temporary file ends early");
    let (length, after) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    let length = u32::from_be_bytes(*length) as usize;
    let (part, after) = after.split_at_checked(length).ok_or_else(short)?;
    *rest = after;
    Ok(part)
}
