//! Case 59: one server that sends more than it may.

use std::collections::BTreeMap;

use crate::actor::{Actor, HOSTILE};
use crate::peer::Peer;
use crate::request::{Draft, Way};
use crate::stage::{Trial, perform};

/// How many activities the server sends, which is more than a node takes of one in a minute.
const POSTS: usize = 2_000;
/// How many others send in its name.
const FORGED: usize = 200;

#[test]
fn case_59_more_than_one_server_may_send() {
    perform(async |stage| {
        let mut trial = Trial::of("59", stage).await;
        // A server is one whatever its ports, so this one has a name that nobody else has.
        let loud = Peer::named("loud.localhost").await;
        let sender = Actor::honest(&loud, "sender");
        let like = |peer: &Peer| sender.activity(peer, "Like", stage.target.clone());
        for way in Way::ALL {
            for number in 0..FORGED / Way::ALL.len() {
                let forged = Draft::new(way, &sender, &like(&loud)).signed_by(&HOSTILE);
                trial
                    .refused_draft(&format!("forged {number}"), &forged)
                    .await;
            }
        }
        let mut answers = BTreeMap::<u16, usize>::new();
        let mut first_refused = None;
        for number in 0..POSTS {
            let way = Way::ALL[number % Way::ALL.len()];
            let message = Draft::new(way, &sender, &like(&loud)).seal(&stage.authority);
            let reply = stage.send(&message).await;
            *answers.entry(reply.status).or_default() += 1;
            if reply.status == 429 {
                first_refused.get_or_insert(number);
                let says_when = reply.head.to_lowercase().contains("retry-after:");
                trial.check("too many", says_when, "429 without Retry-After");
            }
            // Others are served while it is refused.
            if number % (POSTS / 4) == POSTS / 4 - 1 {
                trial.fence().await;
            }
        }
        let taken = answers.get(&202).copied().unwrap_or_default();
        let late = answers.get(&429).copied().unwrap_or_default();
        let what = format!("{answers:?}");
        trial.check("answers", taken + late == POSTS, &what);
        trial.check("taken", taken > FORGED, &what);
        trial.check("too many", late > 0, &what);
        // What was sent in its name used up nothing of what it may send.
        trial.check("the first refused", first_refused >= Some(FORGED), &what);
        trial.finish().await;
    });
}
