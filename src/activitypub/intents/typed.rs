//! What a person types to say where their account is: `@you@server`, the address of their
//! profile, or the server alone.

use url::Url;

use super::super::address::{self, Reach};
use super::super::client::authority;
use crate::text;

/// Longer texts are nobody's account.
const LONGEST: usize = 300;

/// An account or a server, as somebody named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    origin: Url,
    account: Option<Account>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Account {
    /// The name before the host.
    Name(String),
    /// The address of a profile.
    Page(String),
}

impl Typed {
    /// Reads it; `None` for what can be neither, or is a place that may not be asked.
    pub(super) fn read(typed: &str, reach: Reach) -> Option<Self> {
        let typed = text::line(typed);
        if typed.len() > LONGEST {
            return None;
        }
        if typed.starts_with("https://") || typed.starts_with("http://") {
            return Self::of_address(&typed, reach);
        }
        let account = typed.strip_prefix("acct:").unwrap_or(&typed);
        let account = account.trim_start_matches('@');
        let Some((name, host)) = account.split_once('@') else {
            let origin = origin(account, reach)?;
            return Some(Self {
                origin,
                account: None,
            });
        };
        let is_plain = |c: char| !c.is_whitespace() && !matches!(c, '/' | ':' | '?' | '#' | '%');
        if name.is_empty() || !name.chars().all(is_plain) {
            return None;
        }
        Some(Self {
            origin: origin(host, reach)?,
            account: Some(Account::Name(name.to_owned())),
        })
    }

    fn of_address(typed: &str, reach: Reach) -> Option<Self> {
        let mut url = Url::parse(typed).ok()?;
        address::check(&url, reach).ok()?;
        url.set_fragment(None);
        let account = (url.path() != "/").then(|| Account::Page(url.to_string()));
        Some(Self {
            origin: url.join("/").ok()?,
            account,
        })
    }

    /// Whether an account is named, and not the server alone.
    pub fn is_account(&self) -> bool {
        self.account.is_some()
    }

    /// The host, with its port where one is written.
    pub fn host(&self) -> String {
        authority(&self.origin)
    }

    /// The address of the server, with a slash at its end.
    pub(super) fn origin(&self) -> &Url {
        &self.origin
    }

    /// What WebFinger is asked for.
    pub(super) fn resource(&self) -> String {
        match &self.account {
            Some(Account::Name(name)) => format!("acct:{name}@{}", self.host()),
            Some(Account::Page(address)) => address.clone(),
            None => self.origin.to_string(),
        }
    }
}

/// The address of a host, which must be a host and nothing else.
fn origin(host: &str, reach: Reach) -> Option<Url> {
    let scheme = match reach {
        Reach::Internet => "https",
        Reach::InsecureLoopback => "http",
    };
    let host = host.trim_end_matches('/');
    if host.is_empty() || host.contains(['/', '?', '#', '@', '\\']) {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{host}/")).ok()?;
    address::check(&url, reach).ok()?;
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(typed: &str) -> Option<String> {
        Typed::read(typed, Reach::Internet).map(|typed| typed.resource())
    }

    #[test]
    fn people_write_their_account_in_many_ways() {
        for typed in [
            "@ana@social.example",
            "ana@social.example",
            " acct:ana@social.example ",
            "@ana@SOCIAL.example/",
        ] {
            assert_eq!(
                resource(typed).as_deref(),
                Some("acct:ana@social.example"),
                "{typed}"
            );
        }
        let page = resource("https://social.example/@ana#top");
        assert_eq!(page.as_deref(), Some("https://social.example/@ana"));
        for typed in [
            "social.example",
            "https://social.example",
            "@social.example",
        ] {
            let typed = Typed::read(typed, Reach::Internet).unwrap();
            assert!(!typed.is_account());
            assert_eq!(typed.resource(), "https://social.example/");
        }
        let spelled = resource("ana@münchen.example");
        assert_eq!(spelled.as_deref(), Some("acct:ana@xn--mnchen-3ya.example"));
    }

    #[test]
    fn what_is_no_account_or_a_place_behind_walls_is_refused() {
        for typed in [
            "",
            "@",
            "ana",
            "ana@",
            "@@social.example@",
            "ana@eve@social.example",
            "a na@social.example",
            "ana@social.example/elsewhere",
            "ana@social.example?x=1",
            "ana@localhost",
            "ana@127.0.0.1",
            "ana@[::1]",
            "2130706433",
            "https://user@social.example/",
            "http://social.example/@ana",
            "social.example:22",
            "javascript:alert(1)@social.example",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert_eq!(resource(typed), None, "{typed}");
        }
        assert_eq!(
            resource(&format!("{}@social.example", "a".repeat(400))),
            None
        );
    }
}
