//! The domain by which a website stands for an organization.
//!
//! It asks no server: what is one registrable domain says the public suffix list, as the
//! `psl` crate holds it.

use psl::domain_str;
use url::Url;

/// Hosts where anybody may have a page, so that two pages there say nothing of who is behind
/// them.
const SHARED: &[&str] = &[
    "facebook.com",
    "fb.com",
    "fb.me",
    "instagram.com",
    "twitter.com",
    "x.com",
    "linkedin.com",
    "youtube.com",
    "youtu.be",
    "tiktok.com",
    "pinterest.com",
    "google.com",
    "goo.gl",
    "blogspot.com",
    "wordpress.com",
    "wix.com",
    "wixsite.com",
    "weebly.com",
    "jimdo.com",
    "jimdofree.com",
    "squarespace.com",
    "tumblr.com",
    "medium.com",
    "github.io",
    "gitlab.io",
    "netlify.app",
    "herokuapp.com",
    "webnode.com",
    "webnode.es",
    "over-blog.com",
    "canalblog.com",
    "free.fr",
    "orange.fr",
    "wanadoo.fr",
    "blogger.com",
    "meetup.com",
    "eventbrite.com",
    "eventbrite.co.uk",
    "helloasso.com",
    "gofundme.com",
    "ulule.com",
    "goteo.org",
    "linktr.ee",
    "bit.ly",
    "tinyurl.com",
    "t.me",
    "telegram.me",
    "whatsapp.com",
    "wa.me",
    "mastodon.social",
    "wikipedia.org",
    "wikidata.org",
    "openstreetmap.org",
    "yahoo.com",
    "geocities.com",
    "btck.co.uk",
    "btinternet.com",
    "btconnect.com",
    "hubpages.com",
    "e-monsite.com",
    "altervista.org",
    "angelfire.com",
    "strikingly.com",
    "carrd.co",
    "notion.site",
    "onrender.com",
    "vercel.app",
    "pages.dev",
];

/// The registrable domain of a website; `None` when many share its host or it is a number.
pub(super) fn domain(website: &Url) -> Option<String> {
    let Some(url::Host::Domain(host)) = website.host() else {
        return None;
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_shared = |shared: &&str| {
        host == *shared
            || host
                .strip_suffix(*shared)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    if SHARED.iter().any(is_shared) {
        return None;
    }
    domain_str(&host).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Option<String> {
        domain(&Url::parse(address).unwrap())
    }

    #[test]
    fn a_site_stands_for_its_registrable_domain() {
        assert_eq!(of("http://www.Phone.coop/about").unwrap(), "phone.coop");
        assert_eq!(of("https://shop.cafe.org.mx").unwrap(), "cafe.org.mx");
        assert_eq!(of("https://cafe.example:8443/").unwrap(), "cafe.example");
    }

    #[test]
    fn a_page_on_a_shared_host_stands_for_nobody() {
        for address in [
            "https://www.facebook.com/cafe",
            "https://sites.google.com/view/cafe",
            "https://cafe.wordpress.com/",
            "http://127.0.0.1/",
            "http://localhost/",
        ] {
            assert_eq!(of(address), None, "{address}");
        }
        assert!(of("https://notfacebook.com/").is_some());
    }
}
