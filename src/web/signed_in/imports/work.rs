//! The work at a brought file, beside the requests: it goes on when the browser goes away, and
//! what it comes to is kept with the file.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::error::Result;
use crate::federation::imports;
use crate::id::BroughtFileId;
use crate::node::Node;
use crate::node::shelf::{self, Turn};
use crate::registry::duplicates::Among;
use crate::registry::import::{self as importing, Options, Progress, Reading, Report, brought};
use crate::store::Tx;

/// How often it is told how far the work has come.
const TELLING: Duration = Duration::from_secs(1);

/// An opened file, and the turn at opening files that it holds.
pub(super) type Open = (Reading, Turn);

/// Finds out what an import would do.
pub(super) fn rehearse(node: &Arc<Node>, id: &BroughtFileId, file: Open, options: Options) {
    let (node, id) = (Arc::clone(node), id.clone());
    let options = Options {
        dry_run: true,
        ..options
    };
    tokio::spawn(async move {
        let done = run(&node, &id, file, options).await;
        end(&node, &id, done, async |tx, report| {
            brought::rehearsed(tx, &id, report).await
        })
        .await;
    });
}

/// Imports it. What may stand twice is looked for afterwards and waits for the office.
pub(super) fn import(node: &Arc<Node>, id: &BroughtFileId, file: Open, options: Options) {
    let (node, id) = (Arc::clone(node), id.clone());
    tokio::spawn(async move {
        let done = run(&node, &id, file, options).await;
        let is_done = done.is_ok();
        let is_kept = end(&node, &id, done, async |tx, report| {
            let batch = report.batch.as_deref().unwrap_or_default().parse()?;
            brought::imported(tx, &id, &batch, node.clock.now()).await
        })
        .await;
        // A file that waits still needs its bytes.
        if is_done && is_kept {
            shelf::clear(&node, &[id]);
        }
    });
}

/// Does the work, while it is told beside it how far it has come.
async fn run(
    node: &Arc<Node>,
    id: &BroughtFileId,
    (reading, turn): Open,
    options: Options,
) -> Result<Report> {
    let (tell, told) = watch::channel((0, 0));
    // On a task of its own: the work may hold the one transaction that telling waits for.
    let telling = tokio::spawn(tell_on(Arc::clone(node), id.clone(), told));
    let mut progress = move |done, of| {
        tell.send_replace((done, of));
    };
    // All that an import does is a large future, and whoever waits for it would be larger.
    let done = Box::pin(apply(node, reading, options, &mut progress)).await;
    telling.abort();
    drop(turn);
    done
}

/// Tells every second how far the work has come.
async fn tell_on(node: Arc<Node>, id: BroughtFileId, told: watch::Receiver<(usize, usize)>) {
    let mut ticks = tokio::time::interval(TELLING);
    // Whoever has the other end is at work; one that fell over must not seem to be.
    while told.has_changed().is_ok() {
        ticks.tick().await;
        let (done, of) = *told.borrow();
        let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
        let kept = async {
            let mut tx = node.db.begin().await?;
            brought::tell(&mut tx, &id, (count(done), count(of)), node.clock.now()).await?;
            tx.commit().await
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, file = %id, "how far an import is could not be told");
        }
    }
}

/// What a crash left comes first.
async fn apply(
    node: &Node,
    reading: Reading,
    options: Options,
    progress: Progress<'_>,
) -> Result<Report> {
    let resumed = importing::resume(&node.db, &node.clock, progress).await?;
    imports::follow_up_resumed(node, &resumed).await;
    let report = importing::import(&node.db, &node.clock, reading, options, progress).await?;
    if let Some(batch) = &report.batch {
        imports::follow_up(node, &Among::Batch(batch.parse()?)).await;
    }
    Ok(report)
}

/// Keeps what came of it; tells whether that went well.
async fn end(
    node: &Node,
    id: &BroughtFileId,
    done: Result<Report>,
    keep: impl AsyncFnOnce(&mut Tx, Report) -> Result<()>,
) -> bool {
    let kept = async {
        let mut tx = node.db.begin().await?;
        match done {
            Ok(report) => keep(&mut tx, report).await?,
            Err(error) => brought::failed(&mut tx, id, &error.saying()).await?,
        }
        tx.commit().await
    };
    let kept = kept.await;
    if let Err(error) = &kept {
        tracing::error!(%error, file = %id, "what came of a brought file could not be kept");
    }
    kept.is_ok()
}
