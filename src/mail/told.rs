//! Letters that tell of what somebody has to look at.

use super::Purpose;
use super::letter::{Letter, TOLD, signature, spoken};
use crate::clock::Timestamp;
use crate::settings::Settings;
use crate::text;

impl Letter {
    /// That somebody wants to take part with an organization, to one of the office and in their
    /// language; the link leads to what waits.
    pub fn applied(
        settings: &Settings,
        language: &str,
        organization: &str,
        link: &str,
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let directory = text::line(&settings.name);
        let organization = text::line(organization);
        let why = words.fill(
            "mail-applied-why",
            &[
                ("directory", directory.into()),
                ("organization", organization.clone().into()),
            ],
        );
        let subject = words.fill(
            "mail-applied-subject",
            &[("organization", organization.into())],
        );
        let greeting = words.say("mail-greeting");
        Self {
            purpose: Purpose::Notice,
            language: words.tag,
            subject: text::line(&subject),
            text: format!("{greeting}\n\n{why}\n\n{link}\n\n{}", signature(settings)),
            expires_at: now + TOLD,
            ending: None,
            is_private: false,
        }
    }

    /// That a passkey was refused since it may have been copied, to its owner and in their
    /// language; the link leads to their passkeys.
    pub fn passkey_copied(
        settings: &Settings,
        language: &str,
        passkey: &str,
        link: &str,
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let directory = text::line(&settings.name);
        let why = words.fill(
            "mail-passkey-copied-why",
            &[
                ("directory", directory.clone().into()),
                ("passkey", text::line(passkey).into()),
            ],
        );
        let subject = words.fill(
            "mail-passkey-copied-subject",
            &[("directory", directory.into())],
        );
        let (greeting, mend) = (
            words.say("mail-greeting"),
            words.say("mail-passkey-copied-mend"),
        );
        Self {
            purpose: Purpose::Notice,
            language: words.tag,
            subject: text::line(&subject),
            text: format!(
                "{greeting}\n\n{why}\n\n{mend}\n\n{link}\n\n{}",
                signature(settings)
            ),
            expires_at: now + TOLD,
            ending: None,
            is_private: false,
        }
    }
}
