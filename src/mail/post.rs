//! Handing letters to the mail server of the settings.

use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as Wire, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::sql::Due;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::settings::{Settings, Tls};

/// How long the mail server may take for each step.
const PATIENCE: Duration = Duration::from_secs(30);
/// Replies that refuse us and not the letter: the user, the password or the connection
/// (RFC 4954 §6). The office mends the settings, and the letter goes.
const REFUSES_US: [u16; 4] = [530, 534, 535, 538];

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) reason: String,
    /// Whether trying again would change nothing.
    pub(super) is_final: bool,
}

/// The way to the mail server.
#[derive(Debug)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

impl Post {
    /// The way that the settings describe; `None` where they describe none.
    ///
    /// # Errors
    /// [`Error::Internal`] when TLS cannot be set up.
    pub fn open(settings: &Settings) -> Result<Option<Self>> {
        let mail = &settings.mail;
        let (Some(server), Some(from)) = (&mail.server, &mail.from) else {
            return Ok(None);
        };
        let parameters = || TlsParameters::new(server.clone()).map_err(Error::internal);
        let wire = match mail.tls {
            Tls::Starttls => Wire::Required(parameters()?),
            Tls::Always => Wire::Wrapper(parameters()?),
            Tls::Never => Wire::None,
        };
        let host = settings.public_url.host_str().unwrap_or("localhost");
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server)
            .port(mail.port())
            .tls(wire)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(host.to_owned()));
        if let (Some(user), Some(password)) = (&mail.user, &mail.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Some(Self {
            transport: builder.build(),
            from: from.parse().map_err(Error::internal)?,
            host: host.to_owned(),
        }))
    }

    /// Hands one letter over.
    pub(super) async fn send(&self, letter: &Due, now: Timestamp) -> Result<(), Failure> {
        let message = self.message(letter, now).map_err(|error| Failure {
            reason: error.to_string(),
            is_final: true,
        })?;
        self.transport.send(message).await.map_err(|error| {
            let code = error.status().map(u16::from).unwrap_or_default();
            Failure {
                reason: error.to_string(),
                is_final: error.is_permanent() && !REFUSES_US.contains(&code),
            }
        })?;
        Ok(())
    }

    fn message(&self, letter: &Due, now: Timestamp) -> Result<Message> {
        let to = letter.address.parse().map_err(Error::internal)?;
        let extra = |name: &'static str, value: &str| {
            HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
        };
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.told(&letter.subject))
            .date(now.into())
            // The same at each attempt, so that a mailbox knows a repetition.
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            // Machines shall not answer (RFC 3834 §5).
            .raw_header(extra("Auto-Submitted", "auto-generated"))
            .raw_header(extra("Content-Language", &letter.language));
        if let Some(ending) = &letter.ending {
            // One press in the mail program, without opening a page (RFC 8058 §3.1).
            let one_click = "List-Unsubscribe=One-Click";
            builder = builder
                .raw_header(extra("List-Unsubscribe", &format!("<{ending}>")))
                .raw_header(extra("List-Unsubscribe-Post", one_click));
        }
        builder
            .header(ContentType::TEXT_PLAIN)
            .body(letter.told(&letter.text))
            .map_err(Error::internal)
    }
}
