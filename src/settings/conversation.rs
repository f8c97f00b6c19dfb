//! The settings of what people of other servers may say here.

use confique::Config;
use serde::Serialize;

use crate::error::{Error, Result};

/// Answers, messages and reports of other servers.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Conversation {
    /// Servers whose answers to offers and needs everybody sees at once, such as
    /// "social.example". All others wait for `trenza reply approve`.
    #[config(
        env = "TRENZA_CONVERSATION_TRUSTED_HOSTS",
        parse_env = confique::env::parse::list_by_comma,
        default = []
    )]
    pub trusted_hosts: Vec<String>,

    /// How many answers, messages and reports of one server are kept within an hour, of each.
    #[config(env = "TRENZA_CONVERSATION_HOST_PER_HOUR", default = 200)]
    pub host_per_hour: u32,

    /// How many of one person.
    #[config(env = "TRENZA_CONVERSATION_PERSON_PER_HOUR", default = 20)]
    pub person_per_hour: u32,

    /// Whether the office answers the messages to organizations that nobody represents.
    /// Otherwise whoever writes to one is told at once to write to the office.
    #[config(env = "TRENZA_CONVERSATION_OFFICE_ANSWERS", default = false)]
    pub office_answers: bool,

    /// How many organizations one may ask a day whether they could meet a need of its.
    #[config(env = "TRENZA_CONVERSATION_QUESTIONS_PER_DAY", default = 10)]
    pub questions_per_day: u32,

    /// For how many days direct messages are kept.
    #[config(env = "TRENZA_CONVERSATION_MESSAGE_DAYS", default = 365)]
    pub message_days: u32,
}

impl Conversation {
    /// Whether answers of a host are shown without approval. A host is written as it stands
    /// in an address, with its port where there is one.
    pub fn trusts(&self, host: &str) -> bool {
        self.trusted_hosts
            .iter()
            .any(|trusted| trusted.eq_ignore_ascii_case(host))
    }

    /// Refuses what could not be meant.
    pub(super) fn check(&self) -> Result<()> {
        let no_host = |host: &&String| host.trim().is_empty() || host.contains(['/', '@', ' ']);
        if let Some(wrong) = self.trusted_hosts.iter().find(no_host) {
            let reason = format!("{wrong:?} is no host; write one such as \"social.example\"");
            return Err(Error::invalid("conversation.trusted_hosts", reason));
        }
        if self.message_days == 0 {
            let reason = "needs at least 1; the usual is 365";
            return Err(Error::invalid("conversation.message_days", reason));
        }
        Ok(())
    }
}
