//! The settings of people's accounts.

use confique::Config;
use serde::Serialize;

/// The accounts of people.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Accounts {
    /// Whether the office's pages open only for those who have a second factor: an app that
    /// makes codes, or a passkey. Whoever has none is led to where it is set up. What is not said
    /// here is switched at /office/people; off at first.
    #[config(env = "TRENZA_ACCOUNTS_OFFICE_SECOND_FACTOR")]
    pub office_second_factor: Option<bool>,
}
