//! What channels say, and of whom. Which channels there are, the code lists tell.

use confique::Config;
use serde::Serialize;

use crate::error::{Error, Result};

/// The highest ceiling of a channel's day.
const MOST_A_DAY: u32 = 200;

/// Channels: offers and needs by purpose, theme, sector and territory, which anybody can
/// follow.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Channels {
    /// How many offers and needs one channel announces a day (UTC) at most. The rest come in
    /// one post at the end of the day.
    #[config(env = "TRENZA_CHANNELS_DAILY_CEILING", default = 20)]
    pub daily_ceiling: u32,

    /// Whose attestations an organization needs for its offers to fall into channels: kinds
    /// (register, office, network), names, or addresses of those who attest. With none, every
    /// organization's do.
    #[config(
        env = "TRENZA_CHANNELS_ATTESTED_BY",
        parse_env = confique::env::parse::list_by_comma,
        default = []
    )]
    pub attested_by: Vec<String>,
}

impl Channels {
    /// Refuses what would be a flood or could never be.
    pub(super) fn check(&self) -> Result<()> {
        if self.daily_ceiling > MOST_A_DAY {
            let reason = format!(
                "{} a day is a flood; write at most {MOST_A_DAY}, the usual is 20",
                self.daily_ceiling
            );
            return Err(Error::invalid("channels.daily_ceiling", reason));
        }
        let is_nobody = |who: &String| who.trim().is_empty() || who == "self";
        if self.attested_by.iter().any(is_nobody) {
            let reason = "write register, office, network, or the name or address of whoever \
                attests; an organization's word of itself does not count";
            return Err(Error::invalid("channels.attested_by", reason));
        }
        Ok(())
    }
}
