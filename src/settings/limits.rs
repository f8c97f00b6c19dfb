//! The settings of what the node accepts at most.

use std::net::IpAddr;

use confique::Config;
use serde::Serialize;

use crate::error::{Error, Result};

/// What the node accepts at most.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Limits {
    /// The largest activity that is accepted, in bytes.
    #[config(env = "TRENZA_LIMITS_ACTIVITY_BYTES", default = 1_048_576)]
    pub activity_bytes: usize,

    /// The largest register file that is imported, in bytes. Its rows lie in the database
    /// until they are applied.
    #[config(env = "TRENZA_LIMITS_IMPORT_BYTES", default = 4_294_967_296_u64)]
    pub import_bytes: u64,

    /// How many register files wait on the pages at once, brought and neither imported nor laid
    /// aside: at most 50.
    #[config(env = "TRENZA_LIMITS_IMPORT_FILES", default = 20)]
    pub import_files: u32,

    /// How many bytes the files that wait may take together.
    #[config(
        env = "TRENZA_LIMITS_IMPORT_WAITING_BYTES",
        default = 8_589_934_592_u64
    )]
    pub import_waiting_bytes: u64,

    /// How many activities one server may send within a minute; 0 is no limit. Beyond it the
    /// answer is 429, and the server comes again.
    #[config(env = "TRENZA_LIMITS_HOST_PER_MINUTE", default = 1_200)]
    pub host_per_minute: u32,

    /// How many requests one internet address may make within a minute; 0 is no limit.
    #[config(env = "TRENZA_LIMITS_ADDRESS_PER_MINUTE", default = 3_000)]
    pub address_per_minute: u32,

    /// The addresses of web servers that stand before this node, whose word on where a
    /// request comes from (X-Forwarded-For) is believed. Nobody else's is.
    #[config(
        env = "TRENZA_LIMITS_TRUSTED_PROXIES",
        parse_env = confique::env::parse::list_by_comma,
        default = ["127.0.0.1", "::1"]
    )]
    pub trusted_proxies: Vec<IpAddr>,

    /// How many connections are open at once; others wait.
    #[config(env = "TRENZA_LIMITS_CONNECTIONS", default = 4_096)]
    pub connections: u32,

    /// How long the head of a request may take to arrive, and a connection be idle, in
    /// seconds.
    #[config(env = "TRENZA_LIMITS_HEAD_SECONDS", default = 20)]
    pub head_seconds: u32,

    /// How long the body of an activity may take to arrive, in seconds.
    #[config(env = "TRENZA_LIMITS_BODY_SECONDS", default = 15)]
    pub body_seconds: u32,

    /// How long the reader of an answer may take for each 32 KiB of it, in seconds.
    #[config(env = "TRENZA_LIMITS_ANSWER_SECONDS", default = 30)]
    pub answer_seconds: u32,

    /// How many records of one peer are held.
    #[config(env = "TRENZA_LIMITS_PEER_RECORDS", default = 1_000_000)]
    pub peer_records: u32,

    /// How many megabytes all records of one peer may take together.
    #[config(env = "TRENZA_LIMITS_PEER_MEGABYTES", default = 4_096)]
    pub peer_megabytes: u32,

    /// How many deliveries may wait for one server. Beyond it the oldest news is given up,
    /// never a removal or an answer.
    #[config(env = "TRENZA_LIMITS_HOST_DELIVERIES", default = 20_000)]
    pub host_deliveries: u32,

    /// How many followings the people of one server may have here; all names that one owner
    /// can make without limit are one server.
    #[config(env = "TRENZA_LIMITS_HOST_FOLLOWERS", default = 10_000)]
    pub host_followers: u32,

    /// How many searches are saved for mail addresses, of which letters go out.
    #[config(env = "TRENZA_LIMITS_SAVED_SEARCHES", default = 10_000)]
    pub saved_searches: u32,
}

impl Limits {
    /// Refuses what could not be meant.
    pub(super) fn check(&self) -> Result<()> {
        if self.activity_bytes < 1024 {
            let reason = "needs at least 1024; the usual is 1048576";
            return Err(Error::invalid("limits.activity_bytes", reason));
        }
        if !(1..=50).contains(&self.import_files) {
            let reason = "needs 1 to 50; the usual is 20";
            return Err(Error::invalid("limits.import_files", reason));
        }
        if self.import_waiting_bytes == 0 {
            let reason = "needs at least 1; the usual is 8589934592";
            return Err(Error::invalid("limits.import_waiting_bytes", reason));
        }
        let counts = [
            ("connections", self.connections, 4_096),
            ("head_seconds", self.head_seconds, 20),
            ("body_seconds", self.body_seconds, 15),
            ("answer_seconds", self.answer_seconds, 30),
            ("peer_records", self.peer_records, 1_000_000),
            ("peer_megabytes", self.peer_megabytes, 4_096),
            ("host_deliveries", self.host_deliveries, 20_000),
            ("host_followers", self.host_followers, 10_000),
        ];
        match counts.iter().find(|(_, count, _)| *count == 0) {
            Some((name, _, usual)) => {
                let reason = format!("needs at least 1; the usual is {usual}");
                Err(Error::invalid(format!("limits.{name}"), reason))
            }
            None => Ok(()),
        }
    }
}
