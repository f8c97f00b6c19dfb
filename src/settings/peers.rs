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
