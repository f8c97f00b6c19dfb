//! What the letters say, in the languages that the program speaks.

use std::time::Duration;

use super::Purpose;
use crate::clock::Timestamp;
use crate::settings::Settings;
use crate::text;
use crate::words::{self, Words};

/// How long a trial is tried.
const TRIAL: Duration = Duration::from_hours(1);

/// A letter as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is for.
    pub purpose: Purpose,
    /// The language that it is in.
    pub language: &'static str,
    /// What it is about, on one line.
    pub subject: String,
    /// The text, in plain lines.
    pub text: String,
    /// After it the letter is of no use.
    pub expires_at: Timestamp,
}

impl Letter {
    /// The link by which a representative takes a record over, in the directory's language.
    pub fn claim(settings: &Settings, organization: &str, link: &str, until: Timestamp) -> Self {
        let words = first(settings);
        let day = text::day_in_words(until.day(), words.tag);
        let name = [("organization", text::line(organization).into())];
        let said = Said {
            subject: words.fill("mail-claim-subject", &name),
            why: words.fill("mail-claim-why", &name),
            link,
            until: words.fill("mail-claim-until", &[("day", day.into())]),
        };
        said.written(Purpose::Claim, settings, words, until)
    }

    /// The link by which somebody signs in, in their language.
    pub fn sign_in(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let name = [("directory", text::line(&settings.name).into())];
        let said = Said {
            subject: words.fill("mail-sign-in-subject", &name),
            why: words.fill("mail-sign-in-why", &name),
            link,
            until: words.say("mail-sign-in-until").to_owned(),
        };
        said.written(Purpose::SignIn, settings, words, until)
    }

    /// The link by which somebody chooses a new password, in their language.
    pub fn new_password(settings: &Settings, language: &str, link: &str, until: Timestamp) -> Self {
        let words = spoken(settings, language);
        let name = [("directory", text::line(&settings.name).into())];
        let said = Said {
            subject: words.fill("mail-password-subject", &name),
            why: words.fill("mail-password-why", &name),
            link,
            until: words.say("mail-password-until").to_owned(),
        };
        said.written(Purpose::NewPassword, settings, words, until)
    }

    /// A trial by which the office sees that letters arrive.
    pub fn trial(settings: &Settings, now: Timestamp) -> Self {
        let words = first(settings);
        let name = [("directory", text::line(&settings.name).into())];
        let said = Said {
            subject: words.fill("mail-trial-subject", &name),
            why: words.fill("mail-trial-why", &name),
            link: settings.public_url.as_str(),
            until: words.say("mail-trial-until").to_owned(),
        };
        said.written(Purpose::Notice, settings, words, now + TRIAL)
    }
}

/// What a letter around a link says.
struct Said<'l> {
    subject: String,
    why: String,
    link: &'l str,
    until: String,
}

impl Said<'_> {
    fn written(
        self,
        purpose: Purpose,
        settings: &Settings,
        words: &'static Words,
        expires_at: Timestamp,
    ) -> Letter {
        let office = settings.operator.name.as_deref().unwrap_or(&settings.name);
        let contact = settings.operator.contact.as_deref();
        let contact = contact.map_or_else(String::new, |contact| format!("\n{contact}"));
        let (why, link, until) = (self.why, self.link, self.until);
        let greeting = words.say("mail-greeting");
        let unasked = words.say("mail-unasked");
        Letter {
            purpose,
            language: words.tag,
            subject: text::line(&self.subject),
            text: format!(
                "{greeting}\n\n{why}\n\n{link}\n\n{until} {unasked}\n\n-- \n{office}{contact}\n"
            ),
            expires_at,
        }
    }
}

/// A language, when the program speaks it, else the directory's first.
fn spoken(settings: &Settings, language: &str) -> &'static Words {
    words::of(language).unwrap_or_else(|| first(settings))
}

/// The directory's first language that the program speaks.
fn first(settings: &Settings) -> &'static Words {
    let spoken = settings.languages.iter().find_map(|tag| words::of(tag));
    spoken.unwrap_or_else(words::first)
}
