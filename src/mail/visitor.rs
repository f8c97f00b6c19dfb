//! Letters to visitors without an account, who wrote about an offer or need.

use super::letter::{Letter, TOLD, spoken};
use crate::clock::Timestamp;
use crate::settings::Settings;
use crate::text;

/// What an organization answers to a visitor.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The organization's name.
    pub organization: &'a str,
    /// What the offer or need is called.
    pub about: &'a str,
    /// The answer, in plain text.
    pub text: &'a str,
    /// Where the visitor writes again, or has everything forgotten.
    pub link: &'a str,
    /// After how many days without a word the address is forgotten.
    pub days: u32,
}

impl Letter {
    /// What an organization answered, in the visitor's language.
    pub fn visitor_answered(
        settings: &Settings,
        language: &str,
        answered: Answered<'_>,
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let names = [
            ("organization", text::line(answered.organization).into()),
            ("about", text::line(answered.about).into()),
            ("directory", text::line(&settings.name).into()),
        ];
        let told: [&str; 4] = [
            &words.fill("mail-answered-why", &names),
            answered.text,
            &format!("{}\n{}", words.say("mail-answered-again"), answered.link),
            &words.fill("mail-answered-kept", &[("days", answered.days.into())]),
        ];
        let subject = words.fill("mail-answered-subject", &names);
        Self {
            is_private: true,
            ..Self::notice(settings, words, &subject, &told, now + TOLD)
        }
    }
}
