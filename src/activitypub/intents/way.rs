//! Which of the addresses that a server names is taken, and how it is filled in.

use serde_json::Value;
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::super::address::{self, Reach};
use super::super::client::authority;
use super::typed::Typed;

/// How many links of an answer are looked at, and how many hosts of an account are believed.
const MOST_LINKS: usize = 64;
const MOST_HOSTS: usize = 8;
/// The relations under which a server names an address, the fittest first: FEP-3b86 §3, then
/// what `OStatus` left behind. Servers differ in their letters' case.
const RELATIONS: [&str; 3] = [
    "https://w3id.org/fep/3b86/Follow",
    "https://w3id.org/fep/3b86/Object",
    "http://ostatus.org/schema/1.0/subscribe",
];
/// Longer templates are none.
const LONGEST: usize = 2048;

/// An address at somebody's server, with gaps for what is to be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    template: String,
    /// The hosts that it may lead to.
    hosts: Vec<String>,
    reach: Reach,
}

impl Way {
    /// The way that a WebFinger answer names, if there is one that leads to the server which
    /// was typed, which answered, or whose account it is.
    pub(super) fn named_by(
        typed: &Typed,
        asked: &Url,
        answer: &Value,
        reach: Reach,
    ) -> Option<Self> {
        let links = answer.get("links")?.as_array()?;
        let links: Vec<&Value> = links.iter().take(MOST_LINKS).collect();
        let text = |link: &Value, member: &str| {
            let text = link.get(member).and_then(Value::as_str)?;
            (text.len() <= LONGEST).then(|| text.to_owned())
        };
        let is = |link: &Value, rel: &str| {
            text(link, "rel").is_some_and(|stated| stated.eq_ignore_ascii_case(rel))
        };
        let mut hosts = vec![typed.host(), authority(asked)];
        let subject = answer.get("subject").and_then(Value::as_str);
        hosts.extend(subject.and_then(host_of_account));
        let own = links.iter().filter(|link| is(link, "self"));
        let own = own.filter_map(|link| Url::parse(&text(link, "href")?).ok());
        hosts.extend(own.take(MOST_HOSTS).map(|href| authority(&href)));
        RELATIONS
            .iter()
            .flat_map(|rel| links.iter().filter(|link| is(link, rel)))
            // The address stands in `template`, of some servers in `href`.
            .flat_map(|link| [text(link, "template"), text(link, "href")])
            .flatten()
            .map(|template| Self {
                template,
                hosts: hosts.clone(),
                reach,
            })
            .find(|way| way.to("https://a.example/", "https://a.example/").is_some())
    }

    /// The address that Mastodon has had for it since long, and others after it.
    pub(super) fn usual(server: &Url) -> Self {
        let origin = server.origin().ascii_serialization();
        Self {
            template: format!("{origin}/authorize_interaction?uri={{uri}}"),
            hosts: vec![authority(server)],
            // The server was asked there, so it may be named.
            reach: if server.scheme() == "https" {
                Reach::Internet
            } else {
                Reach::InsecureLoopback
            },
        }
    }

    /// Where a person goes to follow `actor`, and comes back to `back`. `None` when the
    /// template leads elsewhere or has no gap for the actor.
    pub fn to(&self, actor: &str, back: &str) -> Option<Url> {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let (mut filled, mut is_named) = (String::new(), false);
        let mut rest = self.template.as_str();
        while let Some((before, gap)) = rest.split_once('{') {
            let (name, after) = gap.split_once('}')?;
            filled.push_str(before);
            match name {
                "object" | "uri" => {
                    filled.push_str(&encoded(actor));
                    is_named = true;
                }
                "on-success" | "on-cancel" => filled.push_str(&encoded(back)),
                _ => {}
            }
            rest = after;
        }
        filled.push_str(rest);
        let url = Url::parse(&filled).ok()?;
        let is_fit = is_named
            && address::check(&url, self.reach).is_ok()
            && self.hosts.contains(&authority(&url));
        is_fit.then_some(url)
    }
}

fn host_of_account(subject: &str) -> Option<String> {
    let (_, host) = subject.strip_prefix("acct:")?.rsplit_once('@')?;
    Some(host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ACTOR: &str = "https://oax.example/t/MX-OAX?a=b&c#d";

    fn led(links: &Value) -> Option<String> {
        let typed = Typed::read("ana@social.example", Reach::Internet).unwrap();
        let asked = Url::parse("https://web.social.example/.well-known/webfinger").unwrap();
        let answer = json!({"subject": "acct:ana@social.example", "links": links});
        Way::named_by(&typed, &asked, &answer, Reach::Internet)?
            .to(ACTOR, "https://oax.example/t/MX-OAX")
            .map(String::from)
    }

    #[test]
    fn the_fittest_relation_is_taken_in_any_case_and_from_either_member() {
        let link = |rel: &str, member: &str, address: &str| json!({"rel": rel, member: address});
        let ostatus = link(
            "http://ostatus.org/schema/1.0/subscribe",
            "template",
            "https://social.example/subscribe?uri={uri}",
        );
        let object = link(
            "https://w3id.org/fep/3b86/object",
            "href",
            "https://social.example/search?q={object}",
        );
        let follow = link(
            "HTTPS://W3ID.ORG/fep/3b86/FOLLOW",
            "template",
            "https://web.social.example/follow?id={object}&then={on-success}&x={unknown}",
        );
        let encoded = "https%3A%2F%2Foax.example%2Ft%2FMX-OAX%3Fa%3Db%26c%23d";
        assert_eq!(
            led(&json!([ostatus, object, follow])).unwrap(),
            format!(
                "https://web.social.example/follow?id={encoded}\
                 &then=https%3A%2F%2Foax.example%2Ft%2FMX-OAX&x="
            )
        );
        assert_eq!(
            led(&json!([ostatus, object])).unwrap(),
            format!("https://social.example/search?q={encoded}")
        );
        assert_eq!(
            led(&json!([ostatus])).unwrap(),
            format!("https://social.example/subscribe?uri={encoded}")
        );
        assert_eq!(led(&json!([])), None);
    }

    #[test]
    fn an_address_that_leads_elsewhere_is_passed_over() {
        for template in [
            "javascript:alert('{object}')",
            "data:text/html,{object}",
            "http://social.example/f?u={object}",
            "https://evil.example/f?u={object}",
            "https://social.example.evil.example/f?u={object}",
            "https://social.example@evil.example/f?u={object}",
            "https://user@social.example/f?u={object}",
            "https://social.example:8443/f?u={object}",
            "https://{object}.social.example/",
            "https://social.example/f?u={object",
            "https://social.example/f",
            "//social.example/f?u={object}",
            "/f?u={object}",
            "",
        ] {
            let rel = "https://w3id.org/fep/3b86/Follow";
            let bad = json!({"rel": rel, "template": template});
            assert_eq!(led(&json!([bad])), None, "{template}");
            let good = json!({"rel": rel, "template": "https://social.example/g?u={object}"});
            let led = led(&json!([bad, good])).unwrap();
            assert!(led.starts_with("https://social.example/g?u="), "{template}");
        }
        let odd = json!([{"rel": 7, "template": []}, "x", null, {"rel": "self", "href": ":"}]);
        assert_eq!(led(&odd), None);
    }

    #[test]
    fn the_usual_way_is_at_the_server_that_answered() {
        let server = Url::parse("https://web.social.example/.well-known/webfinger?x").unwrap();
        let url = Way::usual(&server)
            .to("https://oax.example/actor", "")
            .unwrap();
        assert_eq!(
            url.as_str(),
            "https://web.social.example/authorize_interaction\
             ?uri=https%3A%2F%2Foax.example%2Factor"
        );
    }
}
