//! The settings of letters by mail. Nothing is sent without them.

use std::path::{Path, PathBuf};

use confique::Config;
use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Letters by mail: links for those who take a record over or sign in. Without a server
/// nothing is sent.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Mail {
    /// The mail server that takes letters (SMTP), such as "smtp.example.org".
    #[config(env = "TRENZA_MAIL_SERVER")]
    pub server: Option<String>,

    /// Its port; without it 587, with tls = "always" 465, with tls = "never" 25.
    #[config(env = "TRENZA_MAIL_PORT")]
    pub port: Option<u16>,

    /// How the connection is kept secret: "starttls" begins in the open and demands TLS
    /// before anything is said, "always" speaks TLS from the beginning, "never" is for a mail
    /// server on the same machine.
    #[config(env = "TRENZA_MAIL_TLS", default = "starttls")]
    pub tls: Tls,

    /// The user under whom the server takes letters, where it wants one.
    #[config(env = "TRENZA_MAIL_USER")]
    pub user: Option<String>,

    /// The user's password. A file of its own is safer.
    #[config(env = "TRENZA_MAIL_PASSWORD")]
    pub password: Option<String>,

    /// A file that holds the password and nothing else.
    #[config(env = "TRENZA_MAIL_PASSWORD_FILE")]
    pub password_file: Option<PathBuf>,

    /// Who writes, such as "Oficina de Oaxaca <fichas@example.org>".
    #[config(env = "TRENZA_MAIL_FROM")]
    pub from: Option<String>,
}

/// How the connection to a mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// In the open at first, then TLS, or nothing is said (RFC 3207).
    Starttls,
    /// TLS from the beginning (RFC 8314).
    Always,
    /// In the open.
    Never,
}

impl Mail {
    /// Whether letters are sent.
    pub fn is_on(&self) -> bool {
        self.server.is_some()
    }

    /// The port in force.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            Tls::Starttls => 587,
            Tls::Always => 465,
            Tls::Never => 25,
        })
    }

    /// Refuses what could not be used, and reads the password's file.
    pub(super) fn checked(mut self, dir: &Path) -> Result<Self> {
        let Some(server) = self.server.as_deref() else {
            if self.from.is_some() || self.user.is_some() {
                let reason = "is missing, so nothing would be sent; write the mail server's name";
                return Err(Error::invalid("mail.server", reason));
            }
            return Ok(self);
        };
        if server.is_empty() || server.contains([' ', '/', ':', '@']) {
            let reason = format!("{server:?} is no host; write one such as smtp.example.org");
            return Err(Error::invalid("mail.server", reason));
        }
        let from = self.from.as_deref().unwrap_or_default();
        if from.contains(char::is_control) || from.parse::<Mailbox>().is_err() {
            let reason = "write who sends the letters: Oficina <fichas@example.org>";
            return Err(Error::invalid("mail.from", reason));
        }
        if let Some(file) = &self.password_file {
            if self.password.is_some() {
                let reason = "stands beside mail.password; keep one of them";
                return Err(Error::invalid("mail.password_file", reason));
            }
            let file = dir.join(file);
            let held = std::fs::read_to_string(&file).map_err(|error| {
                let reason = format!("{} cannot be read ({error})", file.display());
                Error::invalid("mail.password_file", reason)
            })?;
            self.password = Some(held.trim_end_matches(['\r', '\n']).to_owned());
        }
        if self.user.is_some() != self.password.is_some() {
            let reason = "and mail.password go together; write both or none";
            return Err(Error::invalid("mail.user", reason));
        }
        let is_here = matches!(
            self.server.as_deref(),
            Some("localhost" | "127.0.0.1" | "::1")
        );
        if self.tls == Tls::Never && self.user.is_some() && !is_here {
            let reason = "would send the password in the open; write \"starttls\" or \"always\"";
            return Err(Error::invalid("mail.tls", reason));
        }
        Ok(self)
    }
}
