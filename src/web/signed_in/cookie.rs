//! The cookie that holds a session's secret, and nothing else.

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

use crate::settings::Settings;

/// The cookie's name. Its head binds it to this host and to TLS (RFC 6265bis §4.1.3.2); without
/// TLS, which is for trials, browsers would not take it.
fn name(settings: &Settings) -> &'static str {
    if settings.public_url.scheme() == "https" {
        "__Host-session"
    } else {
        "session"
    }
}

/// The secret that the browser sent.
pub(super) fn read<'h>(settings: &Settings, headers: &'h HeaderMap) -> Option<&'h str> {
    let name = name(settings);
    let all = headers.get_all(header::COOKIE).iter();
    all.filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, secret)| secret)
}

/// Gives the browser a secret to keep until it is closed.
pub(super) fn set(settings: &Settings, response: &mut Response, secret: &str) {
    write(settings, response, secret, "");
}

/// Takes the secret from the browser.
pub(super) fn clear(settings: &Settings, response: &mut Response) {
    write(settings, response, "", "; Max-Age=0");
}

fn write(settings: &Settings, response: &mut Response, secret: &str, more: &str) {
    let name = name(settings);
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
