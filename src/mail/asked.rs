//! Letters that ask an address whether it wants what was typed in its name. What that is stands
//! behind the link alone: whoever typed the address may have typed it to send somebody their
//! words.

use std::time::Duration;

use super::Purpose;
use super::letter::{Letter, Said, spoken};
use crate::clock::Timestamp;
use crate::settings::Settings;
use crate::text;

/// How long an address has to answer.
pub const ANSWERS_WITHIN: Duration = Duration::from_hours(3 * 24);

/// What an address is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether it wants the search that was saved for it.
    Search,
    /// Whether it wants to take part.
    Application,
    /// Whether it said that a record is wrong.
    Amendment,
    /// Whether it wrote about an offer or need.
    Visit,
}

impl Letter {
    /// A question to an address, which answers by the link.
    pub fn asking(
        settings: &Settings,
        language: &str,
        question: Question,
        link: &str,
        now: Timestamp,
    ) -> Self {
        let (words, ends_at) = (spoken(settings, language), now + ANSWERS_WITHIN);
        let (subject, why, until) = match question {
            Question::Search => ("mail-saved-subject", "mail-saved-why", "mail-saved-until"),
            Question::Application => (
                "mail-application-subject",
                "mail-application-why",
                "mail-application-until",
            ),
            Question::Amendment => (
                "mail-amendment-subject",
                "mail-amendment-why",
                "mail-application-until",
            ),
            Question::Visit => (
                "mail-visit-subject",
                "mail-visit-why",
                "mail-application-until",
            ),
        };
        let directory = [("directory", text::line(&settings.name).into())];
        let day = words.day_of(ends_at.day());
        let said = Said {
            subject: words.fill(subject, &directory),
            why: words.fill(why, &directory),
            link,
            until: words.fill(until, &[("day", day.into())]),
        };
        Self {
            is_private: true,
            ..said.written(Purpose::Notice, settings, words, ends_at)
        }
    }
}
