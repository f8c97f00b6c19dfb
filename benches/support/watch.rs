//! CPU time and wall time.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// CPU time and wall time of many requests.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
}

impl Cost {
    pub(crate) fn add(&mut self, other: Self) {
        self.cpu += other.cpu;
        self.wall += other.wall;
    }

    /// The CPU time of each of `count`.
    pub(crate) fn cpu_of(self, count: usize) -> Duration {
        self.cpu / u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// How many of `count` there were in a second.
    pub(crate) fn rate_of(self, count: usize) -> f64 {
        f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / self.wall.as_secs_f64().max(1e-9)
    }
}

/// Measures from when it was started.
pub(crate) struct Watch {
    cpu: Duration,
    wall: Instant,
}

impl Watch {
    pub(crate) fn start() -> Result<Self> {
        Ok(Self {
            cpu: cpu_time()?,
            wall: Instant::now(),
        })
    }

    pub(crate) fn stop(&self) -> Result<Cost> {
        Ok(Cost {
            cpu: cpu_time()?.saturating_sub(self.cpu),
            wall: self.wall.elapsed(),
        })
    }
}

/// The CPU time of all threads of this process so far, in the kernel and outside of it.
fn cpu_time() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").context("this benchmark needs Linux")?;
    // The second field is a name in parentheses, which may hold spaces (proc(5)).
    let (_, fields) = stat.rsplit_once(')').context("/proc/self/stat is odd")?;
    let fields = fields.split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    // Linux shows hundredths of a second here, whatever its timer does.
    Ok(Duration::from_millis(ticks * 10))
}
