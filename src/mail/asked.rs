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
        let (words, until) = (spoken(settings, language), now + ANSWERS_WITHIN);
        let named = [("directory", text::line(&settings.name).into())];
        let (subject, why) = match question {
            Question::Search => (
                words.fill("mail-saved-subject", &named),
                words.fill("mail-saved-why", &named),
            ),
            Question::Application => (
                words.fill("mail-application-subject", &named),
                words.fill("mail-application-why", &named),
            ),
            Question::Amendment => (
                words.fill("mail-amendment-subject", &named),
                words.fill("mail-amendment-why", &named),
            ),
            Question::Visit => (
                words.fill("mail-visit-subject", &named),
                words.fill("mail-visit-why", &named),
            ),
        };
        let day = [("day", words.day_of(until.day()).into())];
        let said = Said {
            subject,
            why,
            link,
            until: if question == Question::Search {
                words.fill("mail-saved-until", &day)
            } else {
                words.fill("mail-application-until", &day)
            },
        };
        Self {
            is_private: true,
            ..said.written(Purpose::Notice, settings, words, until)
        }
    }
}
