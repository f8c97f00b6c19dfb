//! The settings of who may read and follow what is published.

use confique::Config;
use serde::Serialize;

/// Who may read and follow what is published.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Federation {
    /// Whether organizations decide who may follow them (`trenza follower approve`), unless
    /// they chose otherwise (`trenza follower policy`). Otherwise everybody may.
    #[config(env = "TRENZA_FEDERATION_APPROVE_FOLLOWERS", default = false)]
    pub approve_followers: bool,

    /// Whether other servers must say by a signature who they are before they read documents
    /// and collections, so that blocked ones cannot. Pages stay open to everybody.
    #[config(env = "TRENZA_FEDERATION_AUTHORIZED_FETCH", default = false)]
    pub authorized_fetch: bool,
}
