//! Files of any size take the memory of one row.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

/// A file that is made while it is read: a head, then rows of equal length.
struct Made {
    head: &'static [u8],
    row: &'static [u8],
    rows: u64,
    at: u64,
    read: Arc<AtomicU64>,
}

impl Made {
    fn length(&self) -> u64 {
        self.head.len() as u64 + self.rows * self.row.len() as u64
    }
}

impl Read for Made {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut given = 0;
        while given < buffer.len() && self.at < self.length() {
            let head = self.head.len() as u64;
            let from = match self.at.checked_sub(head) {
                None => &self.head[usize::try_from(self.at).unwrap()..],
                Some(below) => &self.row[usize::try_from(below % self.row.len() as u64).unwrap()..],
            };
            let length = from.len().min(buffer.len() - given);
            buffer[given..given + length].copy_from_slice(&from[..length]);
            given += length;
            self.at += length as u64;
        }
        self.read.fetch_add(given as u64, Ordering::Relaxed);
        Ok(given)
    }
}

impl Seek for Made {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(back) => self.length().saturating_add_signed(back),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

#[test]
fn a_large_file_comes_through_row_by_row() {
    let csv = (
        &b"Folio;Nombre;Objeto;Municipio;Alta\n"[..],
        &b"1048576;Cooperativa de la \xE9poca;\"Fomentar, promover y difundir el trabajo digno \
           de sus socias y socios, el cuidado de los bosques y del agua, el comercio justo, la \
           formaci\xF3n y el ahorro;\nprestar servicios de cuidado a quien los necesite en el \
           barrio, y participar en las redes de la econom\xEDa social y solidaria\";\
           Coyoac\xE1n;2001-02-03\n"[..],
    );
    let lines = (
        &b""[..],
        &b"{\"id\":1048576,\"name\":\"Cooperative\",\"place\":{\"town\":\"Ely\",\"country\":\"GB\"}}\n"[..],
    );
    for ((head, row), megabytes) in [(csv, 50), (lines, 5)] {
        let rows = megabytes * 1024 * 1024 / row.len() as u64;
        let read = Arc::new(AtomicU64::new(0));
        let made = Made {
            head,
            row,
            rows,
            at: 0,
            read: Arc::clone(&read),
        };
        let mut table = open(made, "padron", &Choice::default()).unwrap();
        read.store(0, Ordering::Relaxed);
        let mut count = 0;
        for line in table.by_ref() {
            let line = line.unwrap();
            count += 1;
            assert_eq!(line.fields[0], "1048576");
            // What was read ahead is no more than a few pieces.
            let expected = head.len() as u64 + count * row.len() as u64;
            let ahead = read.load(Ordering::Relaxed).saturating_sub(expected);
            assert!(ahead < 1024 * 1024, "{ahead} bytes are held");
        }
        assert_eq!((count, table.notes.len()), (rows, 0));
    }
}

#[test]
fn one_json_document_that_is_too_large_is_refused_with_advice() {
    let made = Made {
        head: b"[",
        row: b"{\"id\":1},",
        rows: 12_000_000,
        at: 0,
        read: Arc::default(),
    };
    let refusal = open(made, "padron.json", &Choice::default()).unwrap_err();
    assert!(refusal.to_string().contains("JSON lines"), "{refusal}");
}
