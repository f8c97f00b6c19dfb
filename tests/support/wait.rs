//! Waiting for what workers do by themselves.

use std::time::Duration;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(2);

/// Waits until something holds, looking again and again.
pub(crate) async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let mut pause = tokio::time::interval(Duration::from_millis(20));
    let waited = tokio::time::timeout(PATIENCE, async {
        while !holds().await {
            pause.tick().await;
        }
    });
    assert!(waited.await.is_ok(), "{what}: not within {PATIENCE:?}");
}
