//! Two writers at once, for each verb: both are served, one after the other, and nothing is
//! told twice or lost.

use super::*;

/// Runs the same verb twice at once, each in a transaction of its own.
macro_rules! twice {
    ($office:expr, |$tx:ident| $verb:expr) => {{
        let once = async || {
            let done: Result<_> = async {
                let mut $tx = $office.db.begin().await?;
                let done = $verb.await?;
                $tx.commit().await?;
                Ok(done)
            }
            .await;
            done
        };
        tokio::join!(once(), once())
    }};
}

#[tokio::test]
async fn two_who_add_the_same_name_get_two_handles() {
    let office = office().await;
    let (one, two) = twice!(office, |tx| add(&mut tx, &office.clock, draft("Same")));
    let mut handles = [one.unwrap().handle, two.unwrap().handle];
    handles.sort();
    assert_eq!(handles, ["same", "same_2"]);
}

#[tokio::test]
async fn two_who_edit_leave_two_updates_a_second_apart() {
    let office = office().await;
    let published = office.published("Coop").await;
    let edit_to = async |name: &'static str| {
        let mut tx = office.db.begin().await.unwrap();
        let edited = edit(
            &mut tx,
            &office.clock,
            &published.id,
            draft(name),
            Author::Office,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        edited.updated_at.seconds()
    };
    let (one, two) = tokio::join!(edit_to("One"), edit_to("Two"));
    assert_eq!((one - two).abs(), 1);
    assert_eq!(office.events().await.len(), 2);
}

#[tokio::test]
async fn two_who_publish_suspend_or_dissolve_tell_once() {
    let office = office().await;
    let id = office.add("Coop").await.id;
    let (one, two) = twice!(office, |tx| publish(&mut tx, &office.clock, &id));
    assert_eq!(one.unwrap().updated_at, two.unwrap().updated_at);
    assert_eq!(office.events().await.len(), 1);
    let (one, two) = twice!(office, |tx| suspend(&mut tx, &office.clock, &id));
    assert_eq!(one.unwrap().updated_at, two.unwrap().updated_at);
    assert_eq!(office.events().await.len(), 2);
    let other = office.published("Other").await.id;
    let (one, two) = twice!(office, |tx| dissolve(&mut tx, &office.clock, &other, None));
    assert_eq!(one.unwrap().updated_at, two.unwrap().updated_at);
    assert_eq!(office.events().await.len(), 1);
}

#[tokio::test]
async fn two_who_activate_record_one_consent() {
    let office = office().await;
    let id = office.published("Coop").await.id;
    let (one, two) = twice!(office, |tx| activate(
        &mut tx,
        &office.clock,
        &id,
        &consent()
    ));
    assert_eq!(one.unwrap().updated_at, two.unwrap().updated_at);
    assert_eq!(office.events().await.len(), 1);
}

#[tokio::test]
async fn of_two_who_remove_the_second_finds_nothing() {
    let office = office().await;
    let id = office.published("Coop").await.id;
    let (one, two) = twice!(office, |tx| remove(&mut tx, &office.clock, &id));
    let outcomes = [one.is_ok(), two.is_ok()];
    assert!(
        outcomes.contains(&true) && outcomes.contains(&false),
        "{outcomes:?}"
    );
    assert_eq!(office.events().await.len(), 1);
}

#[tokio::test]
async fn of_two_who_wish_for_one_handle_the_second_is_refused() {
    let office = office().await;
    let wish = Draft {
        handle: Some("wished".into()),
        ..draft("A")
    };
    let (one, two) = twice!(office, |tx| add(&mut tx, &office.clock, wish.clone()));
    let refusals = [one, two]
        .into_iter()
        .filter_map(Result::err)
        .collect::<Vec<_>>();
    assert!(
        matches!(refusals.as_slice(), [Error::AlreadyExists(_)]),
        "{refusals:?}"
    );
}
