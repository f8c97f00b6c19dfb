//! The settings of what other directories may know of this one.

use confique::Config;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::{Error, Result};
use crate::words::phrase;

/// The longest text, in characters.
const LONGEST: usize = 1_000;

/// What other directories show of this one: who stands behind it, and how it lets in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Config, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnCard {
    /// The municipality, public body or organization that answers for the directory in law. What
    /// the office says of this and the next three on `/office/site` stands above them.
    #[config(env = "TRENZA_CARD_LEGAL_BODY")]
    pub legal_body: Option<String>,

    /// That body's own website, https://… Others believe it once the website names this
    /// directory: by a link with rel="me" on its first page, or in the file
    /// /.well-known/trenza.json (see docs/RULES.md).
    #[config(env = "TRENZA_CARD_SITE")]
    pub site: Option<String>,

    /// The day since which the directory is kept, such as 2026-03-01.
    #[config(env = "TRENZA_CARD_KEPT_SINCE")]
    pub kept_since: Option<String>,

    /// How organizations are let in and who attests what of them, in a few sentences.
    #[config(env = "TRENZA_CARD_ATTESTATION_POLICY")]
    pub attestation_policy: Option<String>,
}

impl OwnCard {
    /// Refuses what could not be meant.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `card.FIELD`.
    pub fn check(&self) -> Result<()> {
        let is_site = |text: &String| {
            let url = Url::parse(text).ok();
            url.is_some_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
        };
        if self.site.as_ref().is_some_and(|text| !is_site(text)) {
            return Err(Error::invalid("card.site", phrase!("refusal-no-site")));
        }
        if let Some(text) = &self.kept_since
            && text.parse::<Date>().is_err()
        {
            let reason = phrase!("refusal-no-day", value = text);
            return Err(Error::invalid("card.kept_since", reason));
        }
        for (name, text) in [
            ("legal_body", &self.legal_body),
            ("site", &self.site),
            ("attestation_policy", &self.attestation_policy),
        ] {
            let length = text.as_ref().map_or(0, |text| text.chars().count());
            if length > LONGEST {
                let reason = phrase!("refusal-too-long", length = length, most = LONGEST);
                return Err(Error::invalid(format!("card.{name}"), reason));
            }
        }
        Ok(())
    }
}
