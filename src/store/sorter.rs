//! Numbers in order, however many: what does not fit into memory is sorted in runs on disk,
//! which are merged when they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;

use super::scratch::{self, Scratch};
use crate::error::Result;

/// How many numbers are sorted at once: 16 MB.
const IN_MEMORY: usize = 1_000_000;
/// How many bytes of each run are read at once.
const READ_AT_ONCE: usize = 32 * 1_024;
/// The bytes of a `u128`.
const MOST_BYTES: usize = 16;

/// Takes numbers in any order.
#[derive(Debug)]
pub struct Sorter {
    scratch: Scratch,
    bytes: usize,
    at_once: usize,
    numbers: Vec<u128>,
    file: Option<BufWriter<File>>,
    /// Where each run ends in the file, in bytes.
    ends: Vec<u64>,
}

impl Sorter {
    /// Sorts numbers of so many bytes, at most 16; higher bytes are lost.
    pub fn new(scratch: &Scratch, bytes: usize) -> Self {
        Self::with_runs_of(IN_MEMORY, scratch, bytes)
    }

    /// The same with runs of `at_once` numbers.
    pub fn with_runs_of(at_once: usize, scratch: &Scratch, bytes: usize) -> Self {
        Self {
            scratch: scratch.clone(),
            bytes: bytes.clamp(1, MOST_BYTES),
            at_once: at_once.max(1),
            numbers: Vec::new(),
            file: None,
            ends: Vec::new(),
        }
    }

    /// Takes one number.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::error::Error::Unavailable) when the disk is full.
    pub fn push(&mut self, number: u128) -> Result<()> {
        self.numbers.push(number);
        if self.numbers.len() >= self.at_once {
            self.write_run()?;
        }
        Ok(())
    }

    fn write_run(&mut self) -> Result<()> {
        self.numbers.sort_unstable();
        let file = match &mut self.file {
            Some(file) => file,
            empty => empty.insert(BufWriter::new(self.scratch.file()?)),
        };
        for number in &self.numbers {
            let bytes = number.to_be_bytes();
            let low = bytes.get(MOST_BYTES - self.bytes..).unwrap_or(&bytes);
            file.write_all(low).map_err(scratch::broken)?;
        }
        let length = (self.numbers.len() * self.bytes) as u64;
        self.ends.push(self.ends.last().unwrap_or(&0) + length);
        self.numbers.clear();
        Ok(())
    }

    /// All numbers in order, each as often as it was given.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::error::Error::Unavailable) when the disk is full.
    pub fn sorted(mut self) -> Result<Sorted> {
        if self.file.is_some() && !self.numbers.is_empty() {
            self.write_run()?;
        }
        self.numbers.sort_unstable();
        let numbers = std::mem::take(&mut self.numbers).into_iter();
        let Some(file) = self.file else {
            return Ok(Sorted {
                numbers,
                file: None,
                bytes: self.bytes,
                runs: Vec::new(),
                heads: BinaryHeap::new(),
            });
        };
        let file = file.into_inner().map_err(scratch::broken)?;
        let begins = std::iter::once(&0).chain(&self.ends);
        let runs = begins.zip(&self.ends).map(|(begin, end)| Run {
            next: *begin,
            end: *end,
            buffer: Vec::new(),
            at: 0,
        });
        let mut sorted = Sorted {
            numbers: Vec::new().into_iter(),
            runs: runs.collect(),
            file: Some(file),
            bytes: self.bytes,
            heads: BinaryHeap::new(),
        };
        for run in 0..sorted.runs.len() {
            sorted.take_head(run)?;
        }
        Ok(sorted)
    }
}

/// Numbers in order.
#[derive(Debug)]
pub struct Sorted {
    /// All of them, where they are few.
    numbers: std::vec::IntoIter<u128>,
    file: Option<File>,
    bytes: usize,
    runs: Vec<Run>,
    heads: BinaryHeap<Reverse<(u128, usize)>>,
}

/// One run on disk, and the piece of it that is in memory.
#[derive(Debug)]
struct Run {
    next: u64,
    end: u64,
    buffer: Vec<u8>,
    at: usize,
}

impl Sorted {
    /// Brings the next number of a run among the heads.
    fn take_head(&mut self, run: usize) -> Result<()> {
        let (Some(of), Some(file)) = (self.runs.get_mut(run), &self.file) else {
            return Ok(());
        };
        if of.at >= of.buffer.len() {
            let most = (READ_AT_ONCE / self.bytes * self.bytes) as u64;
            let length = most.min(of.end - of.next);
            if length == 0 {
                of.buffer = Vec::new();
                return Ok(());
            }
            of.buffer
                .resize(usize::try_from(length).map_err(scratch::broken)?, 0);
            file.read_exact_at(&mut of.buffer, of.next)
                .map_err(scratch::broken)?;
            of.next += length;
            of.at = 0;
        }
        let bytes = of.buffer.get(of.at..of.at + self.bytes).unwrap_or(&[]);
        let number = bytes
            .iter()
            .fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        of.at += self.bytes;
        self.heads.push(Reverse((number, run)));
        Ok(())
    }
}

impl Iterator for Sorted {
    type Item = Result<u128>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.file.is_none() {
            return self.numbers.next().map(Ok);
        }
        let Reverse((number, run)) = self.heads.pop()?;
        match self.take_head(run) {
            Ok(()) => Some(Ok(number)),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_in_order_and_none_is_lost(
            numbers in proptest::collection::vec(0_u128..1 << 96, 0..200),
            at_once in 1_usize..50,
        ) {
            let mut sorter = Sorter::with_runs_of(at_once, &Scratch::of_the_system(), 12);
            for number in &numbers {
                sorter.push(*number).unwrap();
            }
            let found: Vec<u128> = sorter.sorted().unwrap().map(Result::unwrap).collect();
            let mut expected = numbers;
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn runs_longer_than_what_is_read_at_once_are_read_to_their_end() {
        let mut sorter = Sorter::with_runs_of(9_000, &Scratch::of_the_system(), 8);
        for number in (0..20_000_u128).rev() {
            sorter.push(number).unwrap();
        }
        let numbers = sorter.sorted().unwrap().map(Result::unwrap);
        assert!(numbers.eq(0..20_000_u128));
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::in_folder(folder.path().join("gone"));
        let mut sorter = Sorter::with_runs_of(1, &scratch, 8);
        let refusal = sorter.push(1).unwrap_err().to_string();
        assert!(refusal.contains("make room"), "{refusal}");
    }
}
