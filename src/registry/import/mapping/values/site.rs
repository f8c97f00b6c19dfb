//! Addresses of sites as people type them. Nothing here asks the network.

use url::{Host, Url};

use crate::words::{Phrase, phrase};

/// The longest address that is kept.
const MAX_LENGTH: usize = 500;

/// The first address of a cell; many are written without `https://`.
///
/// # Errors
/// Why the text is no address of a site.
pub(in crate::registry::import::mapping) fn read(text: &str) -> Result<Url, Phrase> {
    let mut words = text
        .split([' ', '\n', ';', '|', '<', '>', '"'])
        .map(|word| {
            word.trim_end_matches([',', '.', '/'])
                .trim_start_matches([',', '('])
        })
        .filter(|word| !word.is_empty());
    let has_mail = text.contains('@') && !text.contains('/');
    if has_mail {
        return Err(phrase!("problem-mail-no-site", value = text));
    }
    words
        .find_map(address)
        .ok_or_else(|| phrase!("problem-no-site", value = text))
}

fn address(word: &str) -> Option<Url> {
    let lower = word.to_ascii_lowercase();
    // Slips that people make when they type a scheme.
    let slips = [
        "http//",
        "https//",
        "http:/",
        "https:/",
        "http;//",
        "htpp://",
        "http:\\\\",
    ];
    let rest = match lower.split_once("://") {
        Some(("http" | "https", _)) => return site(word),
        Some(_) => return None,
        None => slips
            .iter()
            .find(|slip| lower.starts_with(**slip))
            .and_then(|slip| word.get(slip.len()..))
            .unwrap_or(word),
    };
    site(&format!("https://{}", rest.trim_start_matches(['/', ':'])))
}

fn site(address: &str) -> Option<Url> {
    let site = Url::parse(address).ok()?;
    let is_named =
        match site.host() {
            Some(Host::Domain(domain)) => domain
                .trim_end_matches('.')
                .rsplit_once('.')
                .is_some_and(|(name, ending)| {
                    !name.is_empty()
                        && ending.len() >= 2
                        && !ending
                            .bytes()
                            .any(|b| b.is_ascii_digit() && !ending.starts_with("xn--"))
                }),
            _ => false,
        };
    let is_public = site.username().is_empty() && site.password().is_none();
    (is_named && is_public && site.as_str().len() <= MAX_LENGTH).then_some(site)
}

/// Hosts where many organizations have a page each, so that the host is nobody's own.
const SHARED: &[&str] = &[
    "facebook.com",
    "instagram.com",
    "twitter.com",
    "x.com",
    "youtube.com",
    "linkedin.com",
    "linktr.ee",
    "sites.google.com",
    "t.me",
    "wa.me",
    "goo.gl",
    "bit.ly",
    "tiktok.com",
    "helloasso.com",
    "google.com",
    "meetup.com",
    "vimeo.com",
];

/// What of a site's address tells the organization: the host, with the path where the site
/// belongs to somebody else; `None` on hosts where nobody's page has its own path for sure.
pub(in crate::registry::import::mapping) fn domain(site: &Url) -> Option<String> {
    let host = site.host_str()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_shared = SHARED
        .iter()
        .any(|shared| host == *shared || host.ends_with(&format!(".{shared}")));
    if is_shared {
        return None;
    }
    let path = site.path().trim_matches('/');
    let is_front = path.is_empty() || path.starts_with("index") || path.len() <= 3;
    Some(if is_front {
        host.to_owned()
    } else {
        format!("{host}/{path}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_their_slips_and_junk_is_refused() {
        for (text, expected) in [
            ("cafe.example", "https://cafe.example/"),
            ("http://cafe.example/", "http://cafe.example/"),
            (
                "www.cafe.example / otra.example",
                "https://www.cafe.example/",
            ),
            ("http:/cafe.example", "https://cafe.example/"),
            ("Web: cafe.example.", "https://cafe.example/"),
            ("cafe.example, facebook.com/cafe", "https://cafe.example/"),
        ] {
            assert_eq!(read(text).unwrap().as_str(), expected, "{text}");
        }
        for text in [
            "update6",
            "nada",
            "hola@cafe.example",
            "ftp://a.example",
            "10.0.0.1",
            "https://me:secret@a.example/",
            "javascript:alert(1)",
            "v1.2",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_page_on_a_shared_host_is_nobodys_domain() {
        let domain = |text: &str| domain(&Url::parse(text).unwrap());
        assert_eq!(
            domain("https://www.cafe.example/es/"),
            Some("cafe.example".to_owned())
        );
        assert_eq!(
            domain("https://red.example/socias/cafe"),
            Some("red.example/socias/cafe".to_owned())
        );
        assert_eq!(domain("https://es-es.facebook.com/cafe"), None);
    }
}
