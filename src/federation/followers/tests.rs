//! Counting and listing those who follow.

use super::*;
use crate::store::{Db, testing};

async fn database(dir: &tempfile::TempDir) -> Db {
    let url = testing::fresh_url(dir.path()).await.unwrap();
    Db::open(&url).await.unwrap()
}

fn follower(id: &str, state: State) -> Follower {
    Follower {
        actor: "/o/1".to_owned(),
        follower: id.to_owned(),
        inbox: format!("{id}/inbox"),
        shared_inbox: None,
        follow: format!("{id}/follow"),
        state: state.as_str().to_owned(),
    }
}

#[tokio::test]
async fn names_that_one_owner_can_make_without_limit_are_one_server() {
    let dir = tempfile::tempdir().unwrap();
    let db = database(&dir).await;
    let mut tx = db.begin().await.unwrap();
    for id in [
        "https://a.crowd.example/u/1",
        "https://b.crowd.example/u/1",
        "https://other.example/u/1",
    ] {
        let one = follower(id, State::Accepted);
        put(&mut tx, &one, Timestamp(1)).await.unwrap();
    }
    // As an older program wrote them.
    let old = "UPDATE followers SET owner = ''";
    execute!(&mut tx, sqlx::query(old)).unwrap();
    note_origins(&mut tx).await.unwrap();
    for (id, count) in [
        ("https://c.crowd.example/u/9", 2),
        ("https://other.example/u/2", 1),
        ("https://nobody.example/u/1", 0),
    ] {
        assert_eq!(count_of_owner(&mut tx, id).await.unwrap(), count, "{id}");
    }
    let exact = of_server(&mut tx, "/o/1", "https://a.crowd.example").await;
    assert_eq!(exact.unwrap(), ["https://a.crowd.example/u/1"]);
}

#[tokio::test]
async fn a_list_of_any_length_is_read_in_pages_those_who_wait_first() {
    let dir = tempfile::tempdir().unwrap();
    let db = database(&dir).await;
    let mut tx = db.begin().await.unwrap();
    for number in 0..7 {
        let id = format!("https://x.example/u-{number}");
        let state = [State::Accepted, State::Pending, State::Rejected][number % 3];
        // Two at each moment, so that the moment alone does not tell them apart.
        let at = Timestamp(i64::try_from(number / 2).unwrap());
        put(&mut tx, &follower(&id, state), at).await.unwrap();
    }
    for (is_waiting, expected) in [(false, vec![1, 4, 0, 3, 6]), (true, vec![1, 4])] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let found = page(&mut tx, "/o/1", is_waiting, after.as_deref(), 2)
                .await
                .unwrap();
            assert!(found.items.len() <= 2);
            seen.extend(found.items.into_iter().map(|one| one.follower));
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        let expected: Vec<String> = expected
            .into_iter()
            .map(|number| format!("https://x.example/u-{number}"))
            .collect();
        assert_eq!(seen, expected);
    }
    for wrong in ["", "1", "1-2", "a-2-b"] {
        let refused = page(&mut tx, "/o/1", false, Some(wrong), 2).await;
        assert!(
            matches!(refused, Err(Error::Invalid { .. })),
            "{wrong:?}: {refused:?}"
        );
    }
}
