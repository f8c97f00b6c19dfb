//! How other nodes are treated.

use confique::Config;
use serde::{Deserialize, Serialize};

/// How other nodes are treated.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Peers {
    /// What happens when another node wants to follow this one: "ask" keeps it waiting for
    /// `trenza peer approve`, "accept" lets everybody follow.
    #[config(env = "TRENZA_PEERS_POLICY", default = "ask")]
    pub policy: Policy,

    /// What becomes of the offers and needs of directories that were let in by "accept" and
    /// not by name: "mark" shows them with a word of caution, "hold" shows them after
    /// `trenza peer approve`.
    #[config(env = "TRENZA_PEERS_UNKNOWN", default = "mark")]
    pub unknown: Unknown,
}

/// What becomes of the offers of directories that nobody here knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unknown {
    /// They are shown with a word of caution.
    Mark,
    /// They are held, and shown to nobody.
    Hold,
}

/// The answer to another node that wants to follow this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// The operator approves each node by name.
    Ask,
    /// Every node may follow.
    Accept,
}
