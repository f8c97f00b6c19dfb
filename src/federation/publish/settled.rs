//! Waiting until a change was published, so that the next GET shows it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::activitypub::keyring::replacing;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::outbox::{self, Written};

/// How long somebody who changed something is kept waiting until it was published,
const PATIENCE: Duration = Duration::from_secs(1);
/// and how often they look when another process publishes.
const LOOK: Duration = Duration::from_millis(50);

/// A publisher that runs, for as long as this lives.
#[derive(Debug)]
pub(super) struct Running<'n>(&'n Node);

impl<'n> Running<'n> {
    pub(super) fn begin(node: &'n Node) -> Self {
        node.wake.publishes.store(true, Ordering::Relaxed);
        Self(node)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.wake.publishes.store(false, Ordering::Relaxed);
    }
}

/// Has what was changed published, and waits for it for a moment, so that whoever changed a
/// record finds the change at its address. Where nobody publishes, nothing is waited for.
pub async fn settled(node: &Node) {
    node.wake.publisher.notify_one();
    if node.wake.publishes.load(Ordering::Relaxed) {
        // Whoever does not get to know it, or waited for long enough, is not refused for it.
        match tokio::time::timeout(PATIENCE, everything_is_published(node)).await {
            Ok(Ok(())) | Err(_) => {}
            Ok(Err(error)) => tracing::debug!(%error, "nobody knows what waits to be published"),
        }
    }
}

/// The same after a deed, and says whether what it wrote could be published; what still waits is
/// taken for what can.
pub async fn could_be(node: &Node, written: &Written) -> bool {
    settled(node).await;
    !is_set_aside(node, written).await
}

/// Whether something that a deed wrote is known to be what cannot be published.
pub async fn is_set_aside(node: &Node, written: &Written) -> bool {
    let set_aside = async {
        let mut tx = node.db.read().await?;
        outbox::is_set_aside(&mut tx, written).await
    };
    set_aside.await.unwrap_or_else(|error: Error| {
        tracing::debug!(%error, "nobody knows what could not be published");
        false
    })
}

/// Has keys replaced for which others were made, waits for it in the same way, and says whether
/// it is done.
pub async fn replaced(node: &Node) -> Result<bool> {
    node.wake.publisher.notify_one();
    if node.wake.publishes.load(Ordering::Relaxed) {
        let done = async {
            loop {
                let published = node.wake.published.notified();
                if is_replaced(node).await? {
                    return Ok::<_, Error>(());
                }
                tokio::time::timeout(LOOK, published).await.ok();
            }
        };
        tokio::time::timeout(PATIENCE, done)
            .await
            .unwrap_or(Ok(()))?;
    }
    is_replaced(node).await
}

async fn is_replaced(node: &Node) -> Result<bool> {
    let mut tx = node.db.read().await?;
    Ok(!replacing::is_under_way(&mut tx).await?)
}

async fn everything_is_published(node: &Node) -> Result<()> {
    let mut tx = node.db.read().await?;
    let newest = outbox::last(&mut tx).await?;
    drop(tx);
    let Some(newest) = newest else {
        return Ok(());
    };
    loop {
        let published = node.wake.published.notified();
        let mut tx = node.db.read().await?;
        let first = outbox::first(&mut tx).await?;
        drop(tx);
        if first.is_none_or(|first| first > newest) {
            return Ok(());
        }
        tokio::time::timeout(LOOK, published).await.ok();
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use tokio_util::sync::CancellationToken;

    use super::super::run;
    use super::*;
    use crate::clock::{Clock, Timestamp};
    use crate::settings::Settings;
    use crate::store::Tx;
    use crate::store::testing::fresh_url;

    /// The path of an offer that is gone, which can be told of.
    const OFFER: &str = "/offers/01890000-0000-7000-8000-000000000001";

    pub(in super::super) async fn node(folder: &std::path::Path) -> Arc<Node> {
        let url = fresh_url(folder).await.unwrap();
        let text = format!("public_url = \"https://a.example\"\n[database]\nurl = \"{url}\"\n");
        let settings = Settings::read(&text, "test", folder.to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        Node::open(settings, clock).await.unwrap()
    }

    async fn change_of(node: &Node) -> Tx {
        let mut tx = node.db.begin().await.unwrap();
        let event = outbox::Event::ChannelsDue(OFFER.to_owned());
        let now = node.clock.now();
        outbox::push(&mut tx, &event, now).await.unwrap();
        tx
    }

    async fn change(node: &Node) -> Written {
        let deed = async { change_of(node).await.commit().await.unwrap() };
        outbox::listening(deed).await.1
    }

    async fn waits(node: &Node) -> bool {
        let mut tx = node.db.read().await.unwrap();
        outbox::first(&mut tx).await.unwrap().is_some()
    }

    #[tokio::test]
    async fn a_change_is_published_when_its_author_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let node = node(folder.path()).await;
        let (own, stop) = (Arc::clone(&node), CancellationToken::new());
        let stopped = stop.clone();
        let publisher = tokio::spawn(async move { run(&own, stopped).await });
        for _ in 0..3 {
            let written = change(&node).await;
            node.wake.publisher.notify_one();
            everything_is_published(&node).await.unwrap();
            assert!(!waits(&node).await);
            assert!(could_be(&node, &written).await);
        }
        stop.cancel();
        publisher.await.unwrap();
        assert!(!node.wake.publishes.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn whose_change_was_set_aside_is_told_so_and_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let node = node(folder.path()).await;
        let before = change(&node).await;
        let failed = change(&node).await;
        let after = change(&node).await;
        let mut tx = node.db.begin().await.unwrap();
        outbox::set_aside(&mut tx, 2, "too long").await.unwrap();
        tx.commit().await.unwrap();
        assert!(!could_be(&node, &failed).await);
        for other in [before, after, Written::default()] {
            assert!(could_be(&node, &other).await, "{other:?}");
        }

        change(&node).await;
        super::super::drain(&node).await.unwrap();
        assert!(could_be(&node, &failed).await);
        let mut tx = node.db.read().await.unwrap();
        assert_eq!(outbox::count_set_aside(&mut tx).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn a_long_deed_is_not_told_of_what_another_wrote_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let node = node(folder.path()).await;
        let deed = async {
            change_of(&node).await.commit().await.unwrap();
            // What it undoes is not its own, even where another is given the number again.
            drop(change_of(&node).await);
            let others = change(&node).await;
            change_of(&node).await.commit().await.unwrap();
            others
        };
        let (others, own) = Box::pin(outbox::listening(deed)).await;
        let mut tx = node.db.begin().await.unwrap();
        let (seq, _) = others.span().unwrap();
        outbox::set_aside(&mut tx, seq, "too long").await.unwrap();
        tx.commit().await.unwrap();
        assert!(!could_be(&node, &others).await);
        assert!(could_be(&node, &own).await, "{own:?}");
    }

    #[tokio::test]
    async fn where_nobody_publishes_nobody_waits() {
        let folder = tempfile::tempdir().unwrap();
        let node = node(folder.path()).await;
        change(&node).await;
        settled(&node).await;
        assert!(waits(&node).await);
    }
}
