//! A port that is nobody else's while a test goes away from it and comes back.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

/// Below the ports that systems hand out by themselves, so that no connection takes one while
/// nothing listens at it.
const RANGE: std::ops::Range<u16> = 20_000..30_000;

/// Where the locks lie: one folder for every copy of the project on this machine, or the next
/// one where that is another user's.
fn folder() -> PathBuf {
    (0..100)
        .map(|number| std::env::temp_dir().join(format!("trenza-test-ports-{number}")))
        .find(|folder| {
            let is_there = std::fs::create_dir_all(folder).is_ok();
            is_there && File::create(folder.join("mine")).is_ok()
        })
        .unwrap()
}

/// A port of loopback, kept for its holder by a locked file that every test process respects.
/// A listener on port 0 needs none of this; a node that is started by its address does.
pub(crate) struct Port {
    number: u16,
    _lock: File,
}

impl Port {
    /// Takes a port that nobody listens at and no other test holds.
    pub(crate) fn take() -> Self {
        let folder = folder();
        // Processes begin at places of their own, so that they seldom ask for the same port.
        let first = std::process::id() as usize * 7 % RANGE.len();
        RANGE
            .cycle()
            .skip(first)
            .take(RANGE.len())
            .find_map(|number| {
                let lock = File::create(folder.join(number.to_string())).ok()?;
                lock.try_lock().ok()?;
                TcpListener::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
                Some(Self {
                    number,
                    _lock: lock,
                })
            })
            .unwrap()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.number).into()
    }
}
