//! The clock that everything reads, and the one form in which times are kept.
//!
//! Nothing else in the package asks the system for the time, so that tests can.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. In the database a `BIGINT`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment in RFC 3339 with whole seconds, as peers compare it.
    pub fn to_rfc3339(self) -> String {
        jiff::Timestamp::from_second(self.seconds()).map_or_else(
            |_| "1970-01-01T00:00:00Z".to_owned(),
            |moment| moment.to_string(),
        )
    }

    /// Reads RFC 3339 with any offset and fraction; `None` when it is not that.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(|moment| Self(moment.as_millisecond()))
    }

    /// The moment as an HTTP date (RFC 9110 §5.6.7).
    pub fn to_http_date(self) -> String {
        httpdate::fmt_http_date(self.into())
    }

    /// Reads an HTTP date; `None` when it is not one.
    pub fn from_http_date(text: &str) -> Option<Self> {
        let moment = httpdate::parse_http_date(text).ok()?;
        let since = moment.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok().map(Self)
    }

    /// The day of the moment in UTC.
    pub fn day(self) -> jiff::civil::Date {
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        jiff::tz::TimeZone::UTC.to_datetime(moment).date()
    }

    /// The first moment of a day in UTC; `None` at the end of what days there are.
    pub fn start_of(day: jiff::civil::Date) -> Option<Self> {
        let start = jiff::tz::TimeZone::UTC.to_zoned_datetime(day.into()).ok()?;
        Some(Self(start.timestamp().as_millisecond()))
    }

    /// Whole seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment of a number of whole seconds since 1970.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// The time from `earlier` to this moment; zero when `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }
}

impl From<Timestamp> for SystemTime {
    fn from(moment: Timestamp) -> Self {
        Self::UNIX_EPOCH + Duration::from_millis(u64::try_from(moment.0).unwrap_or(0))
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

/// Where the time comes from: the system, or a test.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until a test moves it; its clones move with it.
    pub fn fixed(at: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(at.0))))
    }

    /// The present moment.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system"
    )]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                Timestamp(since.map_or(0, |s| i64::try_from(s.as_millis()).unwrap_or(i64::MAX)))
            }
            Source::Fixed(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock forward; the system's clock does not heed it.
    pub fn advance(&self, span: Duration) {
        if let Source::Fixed(at) = &self.0 {
            at.fetch_add(
                i64::try_from(span.as_millis()).unwrap_or(0),
                Ordering::SeqCst,
            );
        }
    }
}

/// Moments as RFC 3339 in JSON that people and other programs read.
pub mod rfc3339 {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Timestamp;

    /// Writes a moment.
    pub fn serialize<S: Serializer>(moment: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&moment.to_rfc3339())
    }

    /// Writes a moment that may be missing, which is then `null`.
    pub fn option<S: Serializer>(moment: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => serialize(moment, to),
            None => to.serialize_none(),
        }
    }

    /// Reads a moment.
    pub fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(from)?;
        Timestamp::from_rfc3339(&text).ok_or_else(wrong)
    }

    /// Reads a moment that may be missing.
    pub fn read_option<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        text.map(|text| Timestamp::from_rfc3339(&text).ok_or_else(wrong))
            .transpose()
    }

    fn wrong<E: serde::de::Error>() -> E {
        E::custom("is no moment of RFC 3339")
    }
}
