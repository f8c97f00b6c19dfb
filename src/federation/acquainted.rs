//! Who may know an offer or need that nobody told them of: whoever liked it, passed it on or
//! answered it holds a copy. They are told of its end, although what they said of it may be
//! gone by then, as when its organization was erased.

use crate::activitypub::{rates, remote};
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// How many inboxes of one server are kept for an offer. Servers of many people share one.
const MOST: i64 = 100;

/// Notes where the actor `who` hears of the end of the offer at the path `object`.
pub async fn note(tx: &mut Tx, object: &str, who: &str) -> Result<()> {
    let Some(actor) = remote::find(tx, who).await? else {
        return Ok(());
    };
    let only = if actor.shared_inbox.is_none() {
        who
    } else {
        ""
    };
    let Some(inbox) = actor.shared_inbox.or(actor.inbox) else {
        return Ok(());
    };
    // An inbox that a second actor has, too, is no longer the first one's alone.
    let statement = "INSERT INTO acquainted (object, inbox, owner, actor) \
        SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($5 AS TEXT) WHERE \
        (SELECT COUNT(*) FROM acquainted WHERE object = $1 AND owner = $3) < $4 \
        OR EXISTS (SELECT 1 FROM acquainted WHERE object = $1 AND inbox = $2) \
        ON CONFLICT (object, inbox) DO UPDATE SET actor = '' \
        WHERE acquainted.actor <> excluded.actor";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(object)
            .bind(&inbox)
            .bind(rates::name_of_host(&inbox).unwrap_or_default())
            .bind(MOST)
            .bind(only)
    )?;
    Ok(())
}

/// The inboxes that are kept for the path `object`, which are not kept any longer.
pub async fn take(tx: &mut Tx, object: &str) -> Result<Vec<String>> {
    let statement = "DELETE FROM acquainted WHERE object = $1 RETURNING inbox";
    on!(tx, |c| sqlx::query_scalar(statement)
        .bind(object)
        .fetch_all(c))
}

/// Whether an inbox is kept that the actor `who` has alone.
pub async fn is_known(tx: &mut Tx, who: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM acquainted WHERE actor = $1 AND actor <> '')";
    on!(tx, |c| sqlx::query_scalar(query).bind(who).fetch_one(c))
}

/// Forgets the inbox that the actor `who`, whose account is gone, had alone; gives for how
/// many offers it was kept.
pub async fn forget(tx: &mut Tx, who: &str) -> Result<u64> {
    let statement = "DELETE FROM acquainted WHERE actor = $1 AND actor <> ''";
    execute!(tx, sqlx::query(statement).bind(who))
}

/// Forgets an inbox at which nobody is any more.
pub(super) async fn forget_inbox(tx: &mut Tx, inbox: &str) -> Result<()> {
    let statement = "DELETE FROM acquainted WHERE inbox = $1";
    execute!(tx, sqlx::query(statement).bind(inbox))?;
    Ok(())
}

/// Forgets who knows what is gone: its end was told, to those who were kept until then. Gives
/// how many it was.
pub async fn prune(tx: &mut Tx) -> Result<u64> {
    let statement = "DELETE FROM acquainted WHERE EXISTS \
        (SELECT 1 FROM documents WHERE path = acquainted.object AND gone = TRUE)";
    execute!(tx, sqlx::query(statement))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing;

    async fn left(tx: &mut Tx) -> Vec<String> {
        let query = "SELECT object || ' ' || inbox FROM acquainted ORDER BY object, inbox";
        on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)).unwrap()
    }

    #[tokio::test]
    async fn an_account_that_is_gone_takes_along_the_inbox_that_it_had_alone() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::fresh(folder.path()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let actor = "INSERT INTO remote_actors (id, type, inbox, shared_inbox, gone, fetched_at) \
            VALUES ($1, 'Person', $2, $3, FALSE, 0)";
        for (id, inbox, shared) in [
            ("https://a.example/ana", "https://a.example/ana/inbox", None),
            // Two who have one inbox, which is not said to be shared.
            ("https://b.example/ben", "https://b.example/inbox", None),
            ("https://b.example/bea", "https://b.example/inbox", None),
            (
                "https://c.example/cid",
                "https://c.example/cid/inbox",
                Some("https://c.example/inbox"),
            ),
        ] {
            execute!(
                &mut tx,
                sqlx::query(actor).bind(id).bind(inbox).bind(shared)
            )
            .unwrap();
            for _ in 0..2 {
                note(&mut tx, "/offers/1", id).await.unwrap();
            }
        }
        note(&mut tx, "/offers/2", "https://b.example/ben")
            .await
            .unwrap();
        assert_eq!(left(&mut tx).await.len(), 4);
        for (id, count) in [
            ("https://a.example/ana", 1),
            ("https://b.example/ben", 1),
            ("https://c.example/cid", 0),
            ("", 0),
        ] {
            assert_eq!(is_known(&mut tx, id).await.unwrap(), count > 0, "{id}");
            assert_eq!(forget(&mut tx, id).await.unwrap(), count, "{id}");
        }
        let stay = [
            "/offers/1 https://b.example/inbox",
            "/offers/1 https://c.example/inbox",
        ];
        assert_eq!(left(&mut tx).await, stay);
    }

    #[tokio::test]
    async fn who_knows_what_is_gone_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::fresh(folder.path()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let document = "INSERT INTO documents (path, body, etag, gone, updated_at) \
            VALUES ($1, '{}', '', $2, 0)";
        let row =
            "INSERT INTO acquainted (object, inbox, owner) VALUES ($1, 'https://a.example', '')";
        for (path, is_gone) in [("/offers/1", true), ("/offers/2", false)] {
            execute!(&mut tx, sqlx::query(document).bind(path).bind(is_gone)).unwrap();
            execute!(&mut tx, sqlx::query(row).bind(path)).unwrap();
        }
        assert_eq!(prune(&mut tx).await.unwrap(), 1);
        assert_eq!(left(&mut tx).await, ["/offers/2 https://a.example"]);
    }
}
