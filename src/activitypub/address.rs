//! Which addresses a node may connect to: those of the open internet, and no machine behind
//! its own walls, whatever spelling a stranger gives them; which addresses stand under one
//! origin; and how long an id may be.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde_json::Value;
use url::{Host, Url};

/// The longest id that is taken, in bytes. PostgreSQL holds no key of more than 2704 in an index.
pub const LONGEST: usize = 2048;

/// So much is told of the name of a member that holds a longer one, in characters.
const LONGEST_NAME: usize = 60;

/// What a collection holds, and texts by language, of which Indonesian is `id`.
const PASSED_OVER: [&str; 5] = [
    "items",
    "orderedItems",
    "contentMap",
    "nameMap",
    "summaryMap",
];
/// The members whose addresses identify nothing, and may be longer.
const NO_IDS: [&str; 3] = ["url", "href", "content"];

/// Refuses a document that names anything by a longer id than is taken; the reason when it does.
/// What a collection holds is left to whoever takes it up, one by one.
///
/// # Errors
/// What is too long, and what would be taken.
pub fn check_ids(document: &Value) -> Result<(), String> {
    let name_of_long = |value: &Value, name: &str| {
        let text = value.as_str().filter(|text| text.len() > LONGEST)?;
        let is_id = name == "id" || is_address(text);
        let short = || name.chars().take(LONGEST_NAME).collect::<String>();
        (is_id && !NO_IDS.contains(&name)).then(|| (short(), text.len()))
    };
    let mut rest = vec![("", document)];
    while let Some((name, value)) = rest.pop() {
        if let Some((name, length)) = name_of_long(value, name) {
            return Err(format!(
                "{name:?} has an id of {length} bytes; at most {LONGEST} are taken"
            ));
        }
        match value {
            Value::Array(many) => rest.extend(many.iter().map(|one| (name, one))),
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.as_str(), value));
                rest.extend(members.filter(|(name, _)| !PASSED_OVER.contains(name)));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a text is an address as a whole: one with a gap only begins with an address.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_of_web = ["https", "http"]
        .iter()
        .any(|one| scheme.eq_ignore_ascii_case(one));
    is_of_web && !text.contains(char::is_whitespace)
}

/// What is allowed: the open internet, or loopback and private networks as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// `https` to public addresses.
    Internet,
    /// Plain `http` and private addresses too: for the demo and tests alone.
    InsecureLoopback,
}

/// Checks a URL before anything is resolved; the reason when it is refused.
///
/// The `url` crate has read the obscure spellings of IPv4 (`2130706433`, `0177.0.0.1`,
/// `127.1`) as a browser would, so that they are seen here as what they are.
pub fn check(url: &Url, reach: Reach) -> Result<(), &'static str> {
    match (url.scheme(), reach) {
        ("https", _) | ("http", Reach::InsecureLoopback) => {}
        _ => return Err("its scheme is not https"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it carries a user name or password");
    }
    if reach == Reach::Internet && url.port().is_some_and(|port| port < 1024) {
        // Below lie mail, databases and the like, which must not be knocked at from here.
        return Err("its port is not one that web servers use");
    }
    match url.host() {
        None => Err("it has no host"),
        Some(Host::Domain(name)) if name.ends_with('.') => Err("its host ends in a dot"),
        Some(Host::Domain(name)) if reach == Reach::Internet && !name.contains('.') => {
            Err("its host has no domain")
        }
        Some(Host::Domain(_)) => Ok(()),
        Some(_) if reach == Reach::Internet => Err("its host is a bare IP address"),
        Some(_) => Ok(()),
    }
}

/// Whether an address that a name resolved to may be connected to.
pub fn is_allowed(address: IpAddr, reach: Reach) -> bool {
    reach == Reach::InsecureLoopback || is_public(address)
}

/// Whether an address belongs to the open internet (RFC 6890 and its registries).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        let bits = (u32::from(high) << 16) | u32::from(low);
        is_public_v4(Ipv4Addr::from_bits(bits))
    };
    match address.segments() {
        // ::ffff:0:0/96 is IPv4 in disguise, and 64:ff9b::/96 its translation (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        // 6to4 (RFC 3056) carries the IPv4 address it tunnels to.
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo (RFC 4380) and the documentation prefixes.
        [0x2001, 0 | 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        // Only 2000::/3 is given out as global unicast (RFC 4291 §2.4).
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

/// An origin (scheme, host and port) in the one form in which origins are compared.
pub fn origin(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    url.has_host().then(|| url.origin().ascii_serialization())
}

/// Whether two ids stand under one origin. Comparing hosts alone would make two nodes on
/// different ports of one machine the same, and what carries a user name is nobody's id.
pub fn is_same_origin(left: &str, right: &str) -> bool {
    match (Url::parse(left), Url::parse(right)) {
        (Ok(left), Ok(right)) => {
            let is_plain = |url: &Url| url.username().is_empty() && url.password().is_none();
            left.has_host()
                && is_plain(&left)
                && is_plain(&right)
                && left.origin() == right.origin()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_id_is_taken_up_to_its_length_and_refused_beyond_wherever_it_stands() {
        let address = |bytes: usize| format!("https://a.example/{}", "x".repeat(bytes - 18));
        let documents = |bytes: usize| {
            let id = address(bytes);
            [
                json!({"id": id}),
                json!({"id": "x".repeat(bytes)}),
                json!({"object": {"attributedTo": [{"id": id}]}}),
                json!({"object": [id]}),
                json!({"object": {"publishes": {"sameAs": id}}}),
            ]
        };
        for (taken, refused) in documents(LONGEST).iter().zip(&documents(LONGEST + 1)) {
            assert_eq!(check_ids(taken), Ok(()));
            let reason = check_ids(refused).unwrap_err();
            assert!(reason.contains("of 2049 bytes; at most 2048"), "{reason}");
        }
        for in_other_letters in ["HTTPS://a.example/", " https://a.example/"] {
            let text = format!("{in_other_letters}{}", "x".repeat(LONGEST));
            assert!(check_ids(&json!({"object": text})).is_err());
        }
        let named = json!({"\u{1}".repeat(9_000): address(5_000)});
        assert!(check_ids(&named).unwrap_err().len() < 600);
        let long = address(5_000);
        for no_id in [
            json!({"url": long, "tag": [{"href": long}]}),
            json!({"content": long, "contentMap": {"id": "x".repeat(5_000)}}),
            json!({"_misskey_content": format!("https://a.example/1 {}", "소식 ".repeat(900))}),
            json!({"orderedItems": [{"id": long}]}),
        ] {
            assert_eq!(check_ids(&no_id), Ok(()));
        }
    }

    #[test]
    fn private_addresses_are_not_public_in_any_spelling() {
        for text in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "169.254.169.254",
            "100.64.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "ff02::1",
            "::127.0.0.1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert!(!is_public(address), "{text}");
            assert!(is_allowed(address, Reach::InsecureLoopback), "{text}");
        }
    }

    #[test]
    fn addresses_of_the_internet_are_public() {
        for text in [
            "9.9.9.9",
            "172.32.0.1",
            "100.128.0.1",
            "2620:fe::fe",
            "::ffff:9.9.9.9",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn urls_that_lead_elsewhere_than_they_say_are_refused() {
        for text in [
            "http://a.example/",
            "file:///etc/passwd",
            "gopher://a.example/",
            "data:,x",
            "https://user@a.example/",
            "https://a.example./",
            "https://localhost/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://a.example:22/",
            "https://[::1]/",
        ] {
            let url = Url::parse(text).unwrap();
            assert!(check(&url, Reach::Internet).is_err(), "{text}");
        }
        let url = Url::parse("https://a.example/actor").unwrap();
        assert_eq!(check(&url, Reach::Internet), Ok(()));
    }

    #[test]
    fn origins_differ_by_scheme_host_and_port() {
        assert!(is_same_origin(
            "https://a.example/x",
            "https://a.example:443/y"
        ));
        for other in [
            "http://a.example/x",
            "https://b.example/x",
            "https://a.example:444/x",
            "nonsense",
        ] {
            assert!(!is_same_origin("https://a.example/x", other), "{other}");
        }
    }
}
