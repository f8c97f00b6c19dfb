//! Letters that tell of what somebody has to look at.

use super::Purpose;
use super::letter::{Letter, Said, TOLD, WHO, spoken};
use crate::clock::Timestamp;
use crate::id::AccountId;
use crate::settings::Settings;
use crate::text;
use crate::words::Words;

impl Letter {
    /// That the office answered an appeal, to one who represents the organization and in their
    /// language; the answer stands behind the link.
    pub fn appeal_decided(
        settings: &Settings,
        language: &str,
        organization: &str,
        link: &str,
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let organization = || text::line(organization).into();
        let why = words.fill(
            "mail-appeal-why",
            &[
                ("directory", text::line(&settings.name).into()),
                ("organization", organization()),
            ],
        );
        let with = [("organization", organization())];
        let subject = words.fill("mail-appeal-subject", &with);
        Self::notice(settings, words, &subject, &[&why, link], now + TOLD)
    }

    /// That somebody is to work for the office, in their language. The link leads to its pages,
    /// or, where it can be used until some moment, to a password.
    pub fn invited(
        settings: &Settings,
        language: &str,
        (link, until): (&str, Option<Timestamp>),
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let with = [("directory", text::line(&settings.name).into())];
        let subject = words.fill("mail-invited-subject", &with);
        match until {
            None => {
                let why = words.fill("mail-invited-already", &with);
                Self::notice(settings, words, &subject, &[&why, link], now + TOLD)
            }
            Some(until) => {
                let why = words.fill("mail-invited-why", &with);
                Self::choosing(settings, words, (&subject, &why), (link, until))
            }
        }
    }

    /// A letter with a link by which somebody chooses their first password.
    fn choosing(
        settings: &Settings,
        words: &'static Words,
        (subject, why): (&str, &str),
        (link, until): (&str, Timestamp),
    ) -> Self {
        let day = words.day_of(until.day());
        let said = Said {
            subject: subject.to_owned(),
            why: why.to_owned(),
            link,
            until: words.fill("mail-invited-until", &[("day", day.into())]),
        };
        said.written(Purpose::NewPassword, settings, words, until)
    }

    /// That the office made somebody a representative of an organization, in their language.
    /// The link leads to its pages, or, where it can be used until some moment, to a password.
    pub fn represents(
        settings: &Settings,
        language: &str,
        organization: &str,
        (link, until): (&str, Option<Timestamp>),
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let names = [
            ("organization", text::line(organization).into()),
            ("directory", text::line(&settings.name).into()),
        ];
        let subject = words.fill("mail-represents-subject", &names);
        match until {
            None => {
                let why = words.fill("mail-represents-why", &names);
                Self::notice(settings, words, &subject, &[&why, link], now + TOLD)
            }
            Some(until) => {
                let why = words.fill("mail-represents-first", &names);
                Self::choosing(settings, words, (&subject, &why), (link, until))
            }
        }
    }

    /// That the office made somebody else a representative, to one who represents the
    /// organization already and in their language.
    pub fn represented_too(
        settings: &Settings,
        language: &str,
        (who, organization): (&AccountId, &str),
        (link, now): (&str, Timestamp),
    ) -> Self {
        let words = spoken(settings, language);
        let names = [
            ("who", WHO.into()),
            ("organization", text::line(organization).into()),
            ("directory", text::line(&settings.name).into()),
        ];
        let subject = words.fill("mail-represented-too-subject", &names);
        let why = words.fill("mail-represented-too-why", &names);
        let told: [&str; 3] = [&why, link, words.say("mail-left-otherwise")];
        Self {
            names: Some(who.clone()),
            ..Self::notice(settings, words, &subject, &told, now + TOLD)
        }
    }

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
        Self::notice(settings, words, &subject, &[&why, link], now + TOLD)
    }

    /// That visitors say what is wrong in records, to one of the office and in their language; the
    /// link leads to what waits.
    pub fn amended(
        settings: &Settings,
        language: &str,
        count: i64,
        link: &str,
        now: Timestamp,
    ) -> Self {
        let words = spoken(settings, language);
        let with = [
            ("directory", text::line(&settings.name).into()),
            ("count", count.into()),
        ];
        let subject = words.fill("mail-amended-subject", &with);
        let why = words.fill("mail-amended-why", &with);
        Self::notice(settings, words, &subject, &[&why, link], now + TOLD)
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
        let mend = words.say("mail-passkey-copied-mend");
        Self::notice(settings, words, &subject, &[&why, mend, link], now + TOLD)
    }
}
