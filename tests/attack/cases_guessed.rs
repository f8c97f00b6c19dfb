//! Cases 46 and 50: passwords that are guessed from one internet address and from many, and
//! whose word counts on which address that is.

use futures::future::join_all;
use tokio::net::TcpSocket;

use crate::account::{Account, at_the_door, head, wait};
use crate::connection::Stream;
use crate::stage::{Reply, Stage, exchange_over};

/// How many guesses are made from one address, and how many addresses make one each.
const GUESSES: usize = 40;
const CROWD: usize = 300;
/// How many are made at once.
const AT_ONCE: usize = 50;
/// How long somebody waits at most, in seconds: nobody is shut out for good.
const HOUR: u64 = 3_600;

/// Somebody who has no account, guessed at as well: nobody's own attempts are used up.
fn nobody(account: &Account, name: &str) -> Account {
    Account {
        mail: format!("{name}@unknown.example"),
        ..account.clone()
    }
}

fn is_slowed(reply: &Reply) -> bool {
    reply.status == 429 && wait(reply).is_some_and(|seconds| (1..=HOUR).contains(&seconds))
}

#[test]
fn case_46_guesses_without_end() {
    at_the_door("46", async |stage, account, trial| {
        if stage.tls.is_some() {
            eprintln!("case 46: name the node itself, without what ends TLS before it");
            return;
        }
        let owners = "203.0.113.46";
        account.signs_in(stage, owners).await;
        let mut let_through = 0;
        for _ in 0..GUESSES {
            let reply = account.tries(stage, "a guess", "192.0.2.146").await;
            let_through += usize::from(reply.status == 422);
            let is_answered = reply.status == 422 || is_slowed(&reply);
            trial.check("one address", is_answered, &format!("{reply:?}"));
        }
        let what = format!("{let_through} guesses");
        trial.check("one address", let_through <= 10, &what);
        // There even the right one waits, and its owner comes in from where they were before.
        let there = account.tries(stage, &account.password, "192.0.2.146").await;
        trial.check("one address", is_slowed(&there), &format!("{there:?}"));
        let owner = account.tries(stage, &account.password, owners).await;
        trial.check("the owner", owner.status == 303, &format!("{owner:?}"));

        let nobody = nobody(account, "many");
        let froms: Vec<String> = (0..CROWD)
            .map(|number| format!("10.46.{}.{}", number / 250, number % 250))
            .collect();
        let mut let_through = 0;
        for some in froms.chunks(AT_ONCE) {
            let guesses = some.iter().map(|from| nobody.tries(stage, "a guess", from));
            for reply in join_all(guesses).await {
                let_through += usize::from(reply.status == 422);
                let is_answered = reply.status == 422 || is_slowed(&reply);
                trial.check("many addresses", is_answered, &format!("{reply:?}"));
            }
        }
        let what = format!("{let_through} guesses");
        trial.check("many addresses", let_through < CROWD, &what);
        let owner = account.tries(stage, &account.password, owners).await;
        trial.check("the owner", owner.status == 303, &format!("{owner:?}"));
    });
}

/// A connection that comes from another address of loopback.
async fn from(stage: &Stage, address: &str) -> std::io::Result<Box<dyn Stream>> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(format!("{address}:0").parse().expect("an address"))?;
    Ok(Box::new(socket.connect(stage.address).await?))
}

#[test]
fn case_50_an_address_that_somebody_claims() {
    at_the_door("50", async |stage, account, trial| {
        // What comes from here is no web server's of the node, so its word counts for nothing.
        let stranger = "127.0.0.50";
        if stage.tls.is_some() || from(stage, stranger).await.is_err() {
            eprintln!("case 50: name a node on 127.0.0.1 of a machine with the whole of 127/8");
            return;
        }
        let guessed = nobody(account, "claimed");
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("mail", &*guessed.mail), ("password", "a guess")])
            .finish();
        let mut let_through = 0;
        for number in 0..GUESSES {
            let claimed = format!("198.51.100.{number}");
            for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP"] {
                let value = match name {
                    "Forwarded" => format!("for={claimed}"),
                    _ => claimed.clone(),
                };
                let headers = [
                    (name, &*value),
                    ("Content-Type", "application/x-www-form-urlencoded"),
                ];
                let head = head(stage, ("POST", "/sign-in"), &headers, body.len());
                let stream = from(stage, stranger).await.expect("as before");
                let reply = exchange_over(stream, &head, body.as_bytes()).await;
                let_through += usize::from(reply.status == 422);
                let is_answered = reply.status == 422 || is_slowed(&reply);
                trial.check(name, is_answered, &format!("{reply:?}"));
            }
        }
        let what = format!("{let_through} guesses, each under another address");
        trial.check("a stranger's word", (1..=10).contains(&let_through), &what);
    });
}
