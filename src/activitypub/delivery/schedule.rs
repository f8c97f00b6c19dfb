//! When a delivery is tried again, and when never. Pure: time and chance are passed in.

use std::time::Duration;

use http::StatusCode;

use crate::clock::Timestamp;

/// The span of the first back-off; each later one doubles it.
const FIRST: Duration = Duration::from_secs(10);
/// The longest back-off, and how often a dormant host is tried.
const LONGEST: Duration = Duration::from_hours(6);
/// A host that could not be reached for so long is dormant.
const DORMANT_AFTER: Duration = Duration::from_hours(168);
/// How often a refused delivery is tried before it is set aside.
pub(super) const REFUSALS: i64 = 3;

/// What an answer means for a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It arrived.
    Delivered,
    /// The host cannot take it just now: it stays, however long that lasts.
    Passing,
    /// Nobody is there, or only a gateway that says so: the whole host rests.
    Unreachable,
    /// The host does not want it: it is set aside after some tries.
    Refused,
    /// The inbox is gone: it is set aside at once.
    Gone,
}

/// Judges an answer's status. Redirects are refusals: an inbox that moved is found by its
/// actor document.
pub(super) fn judge(status: StatusCode) -> Verdict {
    match status.as_u16() {
        200..=299 => Verdict::Delivered,
        502..=504 | 520..=530 => Verdict::Unreachable,
        401 | 408 | 425 | 429 | 500..=599 => Verdict::Passing,
        410 => Verdict::Gone,
        _ => Verdict::Refused,
    }
}

/// How long to wait after the `failures`-th failure: anything up to 10 s · 2ⁿ, six hours at
/// most ("full jitter", so that those who failed together do not return together).
pub(super) fn back_off(failures: i64, chance: u64) -> Duration {
    let doublings = u32::try_from(failures.saturating_sub(1).max(0)).unwrap_or(u32::MAX);
    let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
    let most = FIRST.saturating_mul(factor).min(LONGEST);
    let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(chance % most.saturating_add(1))
}

/// How long a host rests that could not be reached `failures` times, since `since`.
pub(super) fn rest(failures: i64, since: Timestamp, now: Timestamp, chance: u64) -> Duration {
    if is_dormant(Some(since), now) {
        LONGEST
    } else {
        back_off(failures, chance)
    }
}

/// Whether a host that cannot be reached since then is dormant: nothing that waits for it
/// is given up, it is only tried seldom.
pub(super) fn is_dormant(unreachable_since: Option<Timestamp>, now: Timestamp) -> bool {
    unreachable_since.is_some_and(|since| now.since(since) >= DORMANT_AFTER)
}

/// Reads `Retry-After` (RFC 9110 §10.2.3) in either form, seconds or a date; six hours at
/// most, `None` when it is neither.
pub(super) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that do not fit are a time beyond the bound.
        Duration::from_secs(value.parse().unwrap_or(u64::from(u32::MAX)))
    } else {
        Timestamp::from_http_date(value)?.since(now)
    };
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: u16) -> StatusCode {
        StatusCode::from_u16(code).unwrap()
    }

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    #[test]
    fn only_success_is_a_delivery() {
        for code in [200, 201, 202, 204] {
            assert_eq!(judge(status(code)), Verdict::Delivered, "{code}");
        }
        for code in [301, 302, 307, 308] {
            assert_eq!(judge(status(code)), Verdict::Refused, "{code}");
        }
    }

    #[test]
    fn a_host_in_trouble_is_told_from_one_that_refuses() {
        for code in [401, 408, 425, 429, 500, 501, 507, 599] {
            assert_eq!(judge(status(code)), Verdict::Passing, "{code}");
        }
        for code in [502, 503, 504, 520, 522] {
            assert_eq!(judge(status(code)), Verdict::Unreachable, "{code}");
        }
        for code in [400, 403, 404, 405, 406, 413, 415, 422, 451] {
            assert_eq!(judge(status(code)), Verdict::Refused, "{code}");
        }
        assert_eq!(judge(status(410)), Verdict::Gone);
    }

    #[test]
    fn back_off_doubles_up_to_six_hours() {
        let longest = |failures| {
            let most = (0..=21_600_000_u64).rev();
            // The largest chance below one whole span reaches the span's end.
            most.step_by(500)
                .map(|c| back_off(failures, c))
                .max()
                .unwrap()
        };
        assert_eq!(longest(1), Duration::from_secs(10));
        assert_eq!(longest(2), Duration::from_secs(20));
        assert_eq!(longest(5), Duration::from_secs(160));
        assert_eq!(longest(13), LONGEST);
        for failures in [14, 40, 64, 65, 1000, i64::MAX] {
            assert_eq!(back_off(failures, 21_600_000), LONGEST, "{failures}");
        }
    }

    #[test]
    fn back_off_is_spread_over_its_whole_span() {
        assert_eq!(back_off(1, 0), Duration::ZERO);
        assert_eq!(back_off(1, 7_000), Duration::from_secs(7));
        assert_eq!(back_off(1, 10_001), Duration::ZERO, "chance wraps around");
        for chance in [0, 1, u64::MAX / 2, u64::MAX] {
            assert!(back_off(0, chance) <= Duration::from_secs(10));
            assert!(back_off(i64::MIN, chance) <= Duration::from_secs(10));
        }
    }

    #[test]
    fn a_host_is_dormant_after_seven_days_and_then_tried_every_six_hours() {
        let week = Duration::from_hours(7 * 24);
        assert!(!is_dormant(None, NOW));
        assert!(!is_dormant(
            Some(NOW - (Duration::from_millis(604_799_999))),
            NOW
        ));
        assert!(is_dormant(Some(NOW - week), NOW));
        assert_eq!(rest(1, NOW - week, NOW, 3), LONGEST);
        assert_eq!(rest(1, NOW, NOW, 3), Duration::from_millis(3));
    }

    #[test]
    fn retry_after_is_understood_in_both_forms() {
        let date = (NOW + Duration::from_secs(90)).to_http_date();
        assert_eq!(retry_after("120", NOW), Some(Duration::from_mins(2)));
        assert_eq!(retry_after(" 0 ", NOW), Some(Duration::ZERO));
        assert_eq!(retry_after(&date, NOW), Some(Duration::from_secs(90)));
    }

    #[test]
    fn retry_after_is_bounded_and_never_in_the_past() {
        let past = (NOW - Duration::from_hours(1)).to_http_date();
        let far = (NOW + Duration::from_hours(24 * 365)).to_http_date();
        assert_eq!(retry_after(&past, NOW), Some(Duration::ZERO));
        assert_eq!(retry_after(&far, NOW), Some(LONGEST));
        assert_eq!(retry_after("99999999999999999999999", NOW), Some(LONGEST));
    }

    #[test]
    fn what_is_no_retry_after_is_not_guessed_at() {
        for value in [
            "",
            " ",
            "soon",
            "-5",
            "+5",
            "1.5",
            "12 s",
            "2025-01-01T00:00:00Z",
        ] {
            assert_eq!(retry_after(value, NOW), None, "{value:?}");
        }
    }
}
