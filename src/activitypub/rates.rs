//! How often somebody may ask: a bucket for each, which fills evenly over a span. Kept in
//! memory, for a bounded number of them, so that a flood of names costs no more than one of
//! requests; whoever was forgotten begins anew.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use quick_cache::unsync::Cache;
use url::{Host, Url};

use super::client::authority;
use crate::clock::Timestamp;

/// How many names are remembered.
const REMEMBERED: usize = 16_384;
/// The usual span over which a bucket fills, in milliseconds.
const MINUTE: u64 = 60_000;

/// Buckets of one size, by name.
#[derive(Debug)]
pub struct Rates {
    /// How much a bucket holds.
    size: u64,
    /// How long it takes to fill, in milliseconds.
    span: u64,
    /// When each bucket will be full again (the "theoretical arrival time" of the generic
    /// cell rate algorithm, in parts of a millisecond so that high rates are exact).
    full_at: Mutex<Cache<String, u64>>,
}

/// Parts of a millisecond that are reckoned with.
const PARTS: u64 = 1_000;

impl Rates {
    /// Buckets that hold a minute's worth; 0 is no limit.
    pub fn per_minute(per_minute: u32) -> Self {
        Self::within(per_minute, Duration::from_millis(MINUTE))
    }

    /// Buckets that hold this much and fill within a span; 0 is no limit.
    pub fn within(size: u32, span: Duration) -> Self {
        Self {
            size: size.into(),
            span: u64::try_from(span.as_millis()).unwrap_or(MINUTE),
            full_at: Mutex::new(Cache::new(REMEMBERED)),
        }
    }

    /// Takes one out of a bucket.
    ///
    /// # Errors
    /// How long to wait when it is empty; then nothing is taken.
    pub fn take(&self, name: &str, now: Timestamp) -> Result<(), Duration> {
        self.ask(name, now, true)
    }

    /// Whether a bucket holds something, without taking it: names may be forged.
    ///
    /// # Errors
    /// How long to wait when it is empty.
    pub fn look(&self, name: &str, now: Timestamp) -> Result<(), Duration> {
        self.ask(name, now, false)
    }

    fn ask(&self, name: &str, now: Timestamp, takes: bool) -> Result<(), Duration> {
        let span = self.span.saturating_mul(PARTS);
        let Some(each) = span.checked_div(self.size) else {
            return Ok(());
        };
        let now = u64::try_from(now.0).unwrap_or(0).saturating_mul(PARTS);
        let mut all = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = all.get(name).copied().unwrap_or(0).max(now);
        let after = full_at.saturating_add(each);
        let longest = now.saturating_add(span);
        if after > longest {
            let wait = (after - longest).div_ceil(PARTS);
            return Err(Duration::from_millis(wait));
        }
        if takes {
            all.insert(name.to_owned(), after);
        }
        Ok(())
    }
}

/// Under which name a server is counted: all names that one owner can make without limit are
/// one, so that a wildcard in the DNS brings nothing. `None` of what is no address.
pub fn name_of_host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let owned = match url.host()? {
        Host::Domain(name) => psl::domain_str(name).map(str::to_owned),
        Host::Ipv4(address) if !address.is_loopback() => Some(name_of_address(address.into())),
        Host::Ipv6(address) if !address.is_loopback() => Some(name_of_address(address.into())),
        // On one machine, as in tests, servers are told apart by their ports.
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    };
    Some(owned.unwrap_or_else(|| authority(&url)))
}

/// Under which name an address of a machine is counted: of IPv6 a customer has a whole /64.
pub fn name_of_address(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    #[test]
    fn a_minutes_worth_is_given_at_once_and_then_evenly() {
        let rates = Rates::per_minute(60);
        for _ in 0..60 {
            assert_eq!(rates.take("a", NOW), Ok(()));
        }
        assert_eq!(rates.look("a", NOW), Err(Duration::from_secs(1)));
        assert_eq!(rates.take("a", NOW), Err(Duration::from_secs(1)));
        assert_eq!(rates.take("b", NOW), Ok(()), "each has a bucket of its own");
        let later = NOW + Duration::from_secs(1);
        assert_eq!(rates.take("a", later), Ok(()));
        assert!(rates.take("a", later).is_err());
        let much_later = NOW + Duration::from_mins(10);
        for _ in 0..60 {
            assert_eq!(rates.take("a", much_later), Ok(()));
        }
        assert!(
            rates.take("a", much_later).is_err(),
            "a bucket does not overflow"
        );
    }

    #[test]
    fn looking_takes_nothing_and_no_limit_is_none() {
        let rates = Rates::per_minute(1);
        for _ in 0..10 {
            assert_eq!(rates.look("a", NOW), Ok(()));
        }
        assert_eq!(rates.take("a", NOW), Ok(()));
        let unlimited = Rates::per_minute(0);
        for _ in 0..10_000 {
            assert_eq!(unlimited.take("a", NOW), Ok(()));
        }
    }

    #[test]
    fn a_flood_of_names_takes_no_more_memory() {
        let rates = Rates::per_minute(1);
        for number in 0..3 * REMEMBERED {
            assert_eq!(rates.take(&number.to_string(), NOW), Ok(()));
        }
        assert!(rates.full_at.lock().unwrap().len() <= REMEMBERED);
    }

    #[test]
    fn names_of_one_owner_are_counted_together() {
        let name = |address: &str| name_of_host(address).unwrap();
        assert_eq!(
            name("https://a.b.example.org/u"),
            name("https://example.org/")
        );
        assert_ne!(name("https://a.gob.mx/"), name("https://b.gob.mx/"));
        assert_eq!(name("https://example.org:1/"), name("https://example.org/"));
        assert_eq!(name("https://192.0.2.1:1/"), name("https://192.0.2.1:2/"));
        assert_eq!(
            name("https://[2001:db8::1]:1/"),
            name("https://[2001:db8::2]/")
        );
        assert_ne!(name("http://127.0.0.1:1/"), name("http://127.0.0.1:2/"));
        assert_eq!(name_of_host("nonsense"), None);
        let address = |text: &str| name_of_address(text.parse().unwrap());
        assert_eq!(address("2001:db8:1:2::1"), address("2001:db8:1:2:ffff::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_eq!(address("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
