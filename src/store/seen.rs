//! Which texts were seen already, however many: a few in memory, more in a table on disk.
//!
//! Of each text 128 bits of its SHA-256 are kept. That two texts have the same is as unlikely
//! for ten million of them as guessing a key of 80 bits, and nobody can make two on purpose
//! with less than 2^64 attempts.

use std::collections::HashSet;
use std::fs::File;
use std::os::unix::fs::FileExt;

use aws_lc_rs::digest::{SHA256, digest};

use super::scratch::{self, Scratch};
use crate::error::Result;

/// How many are held in memory, in about 9 MB.
const IN_MEMORY: usize = 450_000;
/// The bytes of one place in the table; zeros are an empty place.
const PLACE: usize = 16;
/// How many places are read at once.
const READ_AT_ONCE: usize = 4_096;

/// A set of texts that only grows.
#[derive(Debug)]
pub struct Seen {
    scratch: Scratch,
    in_memory: usize,
    few: HashSet<u128>,
    table: Option<Table>,
}

impl Seen {
    /// Nothing was seen yet.
    pub fn new(scratch: &Scratch) -> Self {
        Self::with_in_memory(IN_MEMORY, scratch)
    }

    fn with_in_memory(in_memory: usize, scratch: &Scratch) -> Self {
        Self {
            scratch: scratch.clone(),
            in_memory,
            few: HashSet::new(),
            table: None,
        }
    }

    /// Notes a text; `false` when it was seen before.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::error::Error::Unavailable) when the disk fails.
    pub fn insert(&mut self, text: &str) -> Result<bool> {
        let key = key(text);
        if let Some(table) = &mut self.table {
            if table.length * 2 >= table.places {
                *table = table.larger(&self.scratch)?;
            }
            return table.insert(key);
        }
        let is_new = self.few.insert(key);
        if self.few.len() > self.in_memory {
            let places = (self.few.len() as u64 * 4).next_power_of_two();
            let mut table = Table::new(&self.scratch, places)?;
            for key in std::mem::take(&mut self.few) {
                table.insert(key)?;
            }
            self.table = Some(table);
        }
        Ok(is_new)
    }

    /// Whether a text was seen.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::error::Error::Unavailable) when the disk fails.
    pub fn contains(&self, text: &str) -> Result<bool> {
        let key = key(text);
        match &self.table {
            Some(table) => Ok(table.find(key)?.is_none()),
            None => Ok(self.few.contains(&key)),
        }
    }
}

/// 128 bits of a text's digest, never 0.
fn key(text: &str) -> u128 {
    let digest = digest(&SHA256, text.as_bytes());
    let bytes = digest.as_ref().iter().take(PLACE);
    bytes
        .fold(0_u128, |key, byte| key << 8 | u128::from(*byte))
        .max(1)
}

/// Keys on disk, each at the place that it names or the next one that is free.
#[derive(Debug)]
struct Table {
    file: File,
    /// A power of two, at least twice as many as there are keys.
    places: u64,
    length: u64,
}

impl Table {
    fn new(scratch: &Scratch, places: u64) -> Result<Self> {
        let file = scratch.file()?;
        // What was never written reads as zeros and takes no room.
        file.set_len(places * PLACE as u64)
            .map_err(scratch::broken)?;
        Ok(Self {
            file,
            places,
            length: 0,
        })
    }

    /// The place where a key has to go; `None` when it is there.
    fn find(&self, key: u128) -> Result<Option<u64>> {
        #[expect(clippy::cast_possible_truncation, reason = "any 64 bits of it will do")]
        let mut place = key as u64 & (self.places - 1);
        loop {
            let mut bytes = [0; PLACE];
            self.file
                .read_exact_at(&mut bytes, place * PLACE as u64)
                .map_err(scratch::broken)?;
            match u128::from_be_bytes(bytes) {
                0 => return Ok(Some(place)),
                same if same == key => return Ok(None),
                _ => place = (place + 1) & (self.places - 1),
            }
        }
    }

    fn insert(&mut self, key: u128) -> Result<bool> {
        let Some(place) = self.find(key)? else {
            return Ok(false);
        };
        self.file
            .write_all_at(&key.to_be_bytes(), place * PLACE as u64)
            .map_err(scratch::broken)?;
        self.length += 1;
        Ok(true)
    }

    /// The same keys with twice the room.
    fn larger(&self, scratch: &Scratch) -> Result<Self> {
        let mut larger = Self::new(scratch, self.places * 2)?;
        let mut bytes = vec![0; READ_AT_ONCE * PLACE];
        let end = self.places * PLACE as u64;
        let mut at = 0;
        while at < end {
            let length =
                usize::try_from(end - at).map_or(bytes.len(), |left| left.min(bytes.len()));
            let some = bytes.get_mut(..length).unwrap_or_default();
            self.file.read_exact_at(some, at).map_err(scratch::broken)?;
            for place in some.as_chunks::<PLACE>().0 {
                match u128::from_be_bytes(*place) {
                    0 => {}
                    key => {
                        larger.insert(key)?;
                    }
                }
            }
            at += length as u64;
        }
        Ok(larger)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_known_in_memory_on_disk_and_after_the_table_grew() {
        let mut seen = Seen::with_in_memory(10, &Scratch::of_the_system());
        for number in 0..500 {
            let text = format!("cooperativa-{number}");
            assert!(!seen.contains(&text).unwrap());
            assert!(seen.insert(&text).unwrap(), "{text} is new");
            assert!(!seen.insert(&text).unwrap(), "{text} was seen");
        }
        for number in 0..500 {
            assert!(seen.contains(&format!("cooperativa-{number}")).unwrap());
        }
        assert!(!seen.contains("cooperativa-500").unwrap());
        let table = seen.table.unwrap();
        assert!(table.length == 500 && table.places >= 1_000);
    }
}
