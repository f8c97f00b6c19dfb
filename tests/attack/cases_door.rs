//! Cases 43 to 45, 47 and 48: signing in, staying in, and asking for a link.

use std::time::{Duration, Instant};

use crate::account::{Account, at_the_door, cookie, open, opens, post, text, to};
use crate::stage::{Reply, Stage};

/// Nobody's address.
const UNKNOWN: &str = "nobody@unknown.example";
/// How often each of two addresses is tried to compare how long that takes.
const TRIALS: usize = 10;
/// How many times longer one of the two may take: without the work it would be far more.
const ALIKE: u32 = 4;

/// Whether an answer leads to a page of the node's own.
fn is_own(stage: &Stage, to: &str) -> bool {
    let within = ["http://", "https://"]
        .iter()
        .find_map(|scheme| to.strip_prefix(&format!("{scheme}{}", stage.authority)));
    let path = within.unwrap_or(to);
    let is_plain = path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    path.starts_with('/') && !path.starts_with("//") && is_plain
}

#[test]
fn case_43_ways_to_other_sites_after_signing_in() {
    at_the_door("43", async |stage, account, trial| {
        let session = account.signs_in(stage, "203.0.113.43").await;
        for (number, next) in [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "/..//evil.example",
            "/.//evil.example",
            "/\t/evil.example",
            "/\r\nLocation: https://evil.example/",
            "javascript:alert(1)",
            "evil.example",
        ]
        .into_iter()
        .enumerate()
        {
            let mut led = Vec::new();
            let typed: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let path = format!("/sign-in?next={typed}");
            led.push(open(stage, &path, &[("Cookie", &session)]).await);
            let form = [
                ("mail", &*account.mail),
                ("password", &*account.password),
                ("next", next),
            ];
            let from = format!("198.51.100.{number}");
            led.push(post(stage, "/sign-in", &form, &[("X-Forwarded-For", &from)]).await);
            for reply in led {
                let to = to(&reply);
                let is_own = reply.status == 303 && is_own(stage, &to);
                let what = format!("{} leads to {to:?}", reply.status);
                trial.check(next, is_own, &what);
            }
        }
    });
}

#[test]
fn case_44_forms_of_other_sites() {
    at_the_door("44", async |stage, account, trial| {
        let session = account.signs_in(stage, "203.0.113.44").await;
        for path in [
            "/sign-in",
            "/sign-in/link",
            "/sign-out",
            "/account",
            "/account/password",
            "/account/daily",
            "/account/delete",
            "/account/second/app",
            "/office/people",
            "/office/blocks",
            "/office/friends",
            "/office/site",
        ] {
            for foreign in [
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Site", "same-site"),
                ("Origin", "https://evil.example"),
                ("Origin", "null"),
            ] {
                let headers = [("Cookie", &*session), foreign];
                let form = [("name", "Evil"), ("password", "siete peces cantan tarde")];
                let reply = post(stage, path, &form, &headers).await;
                let variant = format!("{path} {foreign:?}");
                let what = format!("answered {}", reply.status);
                trial.check(&variant, reply.status == 403, &what);
            }
        }
        let still = opens(stage, &session).await;
        trial.check("the session", still, "was ended by another site");
    });
}

#[test]
fn case_45_sessions_that_somebody_else_knows() {
    at_the_door("45", async |stage, account, trial| {
        let from = "203.0.113.45";
        let form = [("mail", &*account.mail), ("password", &*account.password)];
        for planted in ["session=planted", "__Host-session=planted"] {
            let headers = [("Cookie", planted), ("X-Forwarded-For", from)];
            let reply = post(stage, "/sign-in", &form, &headers).await;
            let given = cookie(&reply);
            let is_new = !given.is_empty() && given != planted;
            trial.check(planted, is_new, "is the session");
            trial.check(planted, !opens(stage, planted).await, "opens the account");
        }
        let first = account.signs_in(stage, from).await;
        let headers = [("Cookie", &*first), ("X-Forwarded-For", from)];
        let second = cookie(&post(stage, "/sign-in", &form, &headers).await);
        trial.check("signing in again", second != first, "keeps the secret");
        let is_closed = !opens(stage, &first).await;
        trial.check("signing in again", is_closed, "leaves the old one open");

        let other = account.signs_in(stage, from).await;
        let new = Account {
            password: "siete peces cantan tarde".to_owned(),
            ..account.clone()
        };
        let changed = changes(stage, &second, (account, &new)).await;
        let own = cookie(&changed);
        trial.check(
            "a new password",
            opens(stage, &own).await,
            "shuts its owner out",
        );
        for (name, old) in [("the same browser", &second), ("another", &other)] {
            trial.check(name, !opens(stage, old).await, "stays signed in");
        }
        let refused = account.tries(stage, &account.password, from).await;
        trial.check(
            "the old one",
            refused.status == 422,
            &format!("{refused:?}"),
        );
        let back = changes(stage, &own, (&new, account)).await;
        let what = format!("was not set back: {back:?}");
        trial.check("the password", back.status == 303, &what);

        let last = cookie(&back);
        let headers = [("Cookie", &*last)];
        post(stage, "/sign-out", &[], &headers).await;
        trial.check("signing out", !opens(stage, &last).await, "leaves it open");
    });
}

/// Sets another password in a session.
async fn changes(stage: &Stage, session: &str, (old, new): (&Account, &Account)) -> Reply {
    let form = [("present", &*old.password), ("password", &*new.password)];
    post(stage, "/account/password", &form, &[("Cookie", session)]).await
}

#[test]
fn case_47_addresses_that_have_an_account_and_that_have_none() {
    at_the_door("47", async |stage, account, trial| {
        let nobody = Account {
            mail: UNKNOWN.to_owned(),
            ..account.clone()
        };
        let mut took = [Vec::new(), Vec::new()];
        for number in 0..TRIALS {
            let from = format!("192.0.2.{number}");
            let mut said = Vec::new();
            for (one, took) in [account, &nobody].into_iter().zip(&mut took) {
                let began = Instant::now();
                let reply = one.tries(stage, "a guess", &from).await;
                took.push(began.elapsed());
                let body = text(&reply).replace(&one.mail, "…");
                said.push((reply.status, cookie(&reply), body));
            }
            trial.check("a guess", said[0].0 == 422, &format!("{}", said[0].0));
            trial.check("a guess", said[0] == said[1], &format!("{said:?}"));
        }
        let [known, unknown] = took.map(median);
        let is_alike = known < unknown * ALIKE && unknown < known * ALIKE;
        let what = format!("{known:?} and {unknown:?}");
        trial.check("the time", is_alike, &what);

        let mut said = Vec::new();
        for one in [account, &nobody] {
            let form = [("mail", one.mail.as_str()), ("for", "sign-in")];
            let headers = [("X-Forwarded-For", "192.0.2.47")];
            let reply = post(stage, "/sign-in/link", &form, &headers).await;
            said.push((reply.status, text(&reply).replace(&one.mail, "…")));
        }
        trial.check("a link", said[0] == said[1], &format!("{said:?}"));
    });
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}

#[test]
fn case_48_links_by_letter_to_a_forged_host() {
    at_the_door("48", async |stage, account, trial| {
        let Some(postbox) = &account.postbox else {
            eprintln!("case 48: unset TRENZA_ATTACK_URL to start a node whose letters are read");
            return;
        };
        let base = stage.target.split("/o/").next().expect("a base");
        for (number, forged) in [
            ("Host", "evil.example"),
            ("X-Forwarded-Host", "evil.example"),
            ("Forwarded", "host=evil.example"),
            ("Referer", "https://evil.example/sign-in"),
        ]
        .into_iter()
        .enumerate()
        {
            // A letter of another case may come late, so those of this kind alone count.
            let written = || {
                let all = postbox.letters().into_iter();
                all.filter(|one| one.contains("/new-password/"))
                    .collect::<Vec<_>>()
            };
            let before = written().len();
            let from = format!("198.51.100.{}", 48 + number);
            let form = [("mail", account.mail.as_str()), ("for", "new-password")];
            let headers = [forged, ("X-Forwarded-For", &*from)];
            let reply = post(stage, "/sign-in/link", &form, &headers).await;
            if [400, 421].contains(&reply.status) {
                trial.check(forged.0, true, "");
                continue;
            }
            trial.check(forged.0, reply.status == 200, &format!("{reply:?}"));
            let coming = async {
                while written().len() == before {
                    tokio::task::yield_now().await;
                }
            };
            let arrived = tokio::time::timeout(Duration::from_secs(30), coming).await;
            trial.check(forged.0, arrived.is_ok(), "no letter came");
            let letters = written().split_off(before).concat();
            let letters = letters.replace("=\n", "");
            let leads = letters.contains(&format!("{base}/new-password/"));
            trial.check(forged.0, leads, &letters);
            trial.check(forged.0, !letters.contains("evil"), &letters);
        }
    });
}
