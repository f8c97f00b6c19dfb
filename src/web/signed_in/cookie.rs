//! The cookies that hold the secret of a session, of a sign-in that waits for its second factor,
//! of what a device was asked to sign or of what was typed and not saved, and those that say whose
//! the last session was and that something was done. There are no others.

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

use crate::people::forms::unsaved;
use crate::settings::Settings;

/// What a cookie is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cookie {
    /// A session.
    Session,
    /// A sign-in of which the second factor is asked for.
    Half,
    /// What a device is asked to sign.
    Challenge,
    /// That something was done, for the page that follows; no secret.
    Done,
    /// What was typed into forms whose session had ended.
    Unsaved,
    /// Whose the last session was, by the account's identifier, which opens nothing: what is typed
    /// on its pages after it has ended is kept for them.
    Whose,
}

impl Cookie {
    /// The cookie's name. Its head binds it to this host and to TLS (RFC 6265bis §4.1.3.2);
    /// without TLS, which is for trials, browsers would not take it.
    fn name(self, settings: &Settings) -> &'static str {
        let is_secure = settings.public_url.scheme() == "https";
        match (self, is_secure) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Half, true) => "__Host-half",
            (Self::Half, false) => "half",
            (Self::Challenge, true) => "__Host-challenge",
            (Self::Challenge, false) => "challenge",
            (Self::Done, true) => "__Host-done",
            (Self::Done, false) => "done",
            (Self::Unsaved, true) => "__Host-unsaved",
            (Self::Unsaved, false) => "unsaved",
            (Self::Whose, true) => "__Host-whose",
            (Self::Whose, false) => "whose",
        }
    }

    /// The secret that the browser sent.
    pub(super) fn read(self, settings: &Settings, headers: &HeaderMap) -> Option<String> {
        let name = self.name(settings);
        let all = headers.get_all(header::COOKIE).iter();
        all.filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, secret)| secret.to_owned())
    }

    /// Gives the browser a secret to keep until it is closed, or for as long as it is good for.
    pub(super) fn set(self, settings: &Settings, response: &mut Response, secret: &str) {
        // What was done is old news when the page that follows was not seen.
        let more = match self {
            Self::Done => "; Max-Age=60".to_owned(),
            Self::Unsaved => format!("; Max-Age={}", unsaved::LASTS.as_secs()),
            _ => String::new(),
        };
        self.write(settings, response, secret, &more);
    }

    /// Takes the secret from the browser.
    pub(super) fn clear(self, settings: &Settings, response: &mut Response) {
        self.write(settings, response, "", "; Max-Age=0");
    }

    fn write(self, settings: &Settings, response: &mut Response, secret: &str, more: &str) {
        let name = self.name(settings);
        let secure = if name.starts_with("__Host-") {
            "; Secure"
        } else {
            ""
        };
        let cookie = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}
