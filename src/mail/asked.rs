//! Letters that ask an address whether it wants what was typed in its name. What that is stands
//! behind the link alone: whoever typed the address may have typed it to send somebody their
//! words.

use super::Purpose;
use super::letter::{Letter, Said, spoken};
use crate::clock::Timestamp;
use crate::settings::Settings;
use crate::text;
use crate::words::Words;

impl Letter {
    /// Whether it wants the search that was saved for it.
    pub fn saved_search(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let (day, directory) = (day(words, until), || text::line(&settings.name).into());
        let said = Said {
            subject: words.fill("mail-saved-subject", &[("directory", directory())]),
            why: words.fill("mail-saved-why", &[("directory", directory())]),
            link,
            until: words.fill("mail-saved-until", &[("day", day.into())]),
        };
        Self::asking(settings, words, said, until)
    }

    /// Whether it wants to take part.
    pub fn application(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let (day, directory) = (day(words, until), || text::line(&settings.name).into());
        let said = Said {
            subject: words.fill("mail-application-subject", &[("directory", directory())]),
            why: words.fill("mail-application-why", &[("directory", directory())]),
            link,
            until: words.fill("mail-application-until", &[("day", day.into())]),
        };
        Self::asking(settings, words, said, until)
    }

    /// Whether it said that a record is wrong.
    pub fn amendment(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let (day, directory) = (day(words, until), || text::line(&settings.name).into());
        let said = Said {
            subject: words.fill("mail-amendment-subject", &[("directory", directory())]),
            why: words.fill("mail-amendment-why", &[("directory", directory())]),
            link,
            until: words.fill("mail-application-until", &[("day", day.into())]),
        };
        Self::asking(settings, words, said, until)
    }

    /// Whether it wrote about an offer or need.
    pub fn visit(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let (day, directory) = (day(words, until), || text::line(&settings.name).into());
        let said = Said {
            subject: words.fill("mail-visit-subject", &[("directory", directory())]),
            why: words.fill("mail-visit-why", &[("directory", directory())]),
            link,
            until: words.fill("mail-application-until", &[("day", day.into())]),
        };
        Self::asking(settings, words, said, until)
    }

    fn asking(
        settings: &Settings,
        words: &'static Words,
        said: Said<'_>,
        until: Timestamp,
    ) -> Self {
        Self {
            is_private: true,
            ..said.written(Purpose::Notice, settings, words, until)
        }
    }
}

fn day(words: &Words, until: Timestamp) -> String {
    words.day_of(until.day())
}
