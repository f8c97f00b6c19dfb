//! The settings of what other directories may know of this one.

use confique::Config;
use jiff::civil::Date;
use serde::Serialize;
use url::Url;

use crate::error::{Error, Result};

/// The longest text, in characters.
const LONGEST: usize = 1_000;

/// What other directories show of this one: who stands behind it, and how it lets in.
#[derive(Debug, Clone, Config, Serialize)]
pub struct OwnCard {
    /// The municipality, public body or organization that answers for the directory in law.
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
    pub(super) fn check(&self) -> Result<()> {
        let is_site = |text: &String| {
            let url = Url::parse(text).ok();
            url.is_some_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
        };
        if self.site.as_ref().is_some_and(|text| !is_site(text)) {
            let reason = "write the address of a website, https://…";
            return Err(Error::invalid("card.site", reason));
        }
        let is_day = |text: &String| text.parse::<Date>().is_ok();
        if self.kept_since.as_ref().is_some_and(|text| !is_day(text)) {
            return Err(Error::invalid(
                "card.kept_since",
                "write a day such as 2026-03-01",
            ));
        }
        for (name, text) in [
            ("legal_body", &self.legal_body),
            ("attestation_policy", &self.attestation_policy),
        ] {
            if text
                .as_ref()
                .is_some_and(|text| text.chars().count() > LONGEST)
            {
                let reason = format!("is longer than {LONGEST} characters");
                return Err(Error::invalid(format!("card.{name}"), reason));
            }
        }
        Ok(())
    }
}
