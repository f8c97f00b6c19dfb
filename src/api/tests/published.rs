//! What others cannot be told of.

use axum::extract::State;

use super::super::published::{PUBLISHED, tell};
use super::*;
use crate::outbox::{self, Event};

/// A change that waits to be published, or that cannot be.
async fn change(node: &Node, is_set_aside: bool) {
    let mut tx = node.db.begin().await.unwrap();
    let event = Event::FeaturedDue("/o/1".to_owned());
    outbox::push(&mut tx, &event, node.clock.now())
        .await
        .unwrap();
    if is_set_aside {
        let last = outbox::last(&mut tx).await.unwrap().unwrap();
        outbox::set_aside(&mut tx, last, "is too long")
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_answer_says_when_the_change_could_not_be_published() {
    let office = office().await;
    let done = |is_set_aside: bool| {
        post(move |State(node): State<Arc<Node>>| async move {
            change(&node, is_set_aside).await;
        })
    };
    let told = from_fn_with_state(Arc::clone(&office.node), tell);
    let routes = Router::new()
        .route("/waits", done(false))
        .route("/fails", done(true))
        .layer(told)
        .with_state(Arc::clone(&office.node));
    for (path, said) in [("/waits", None), ("/fails", Some("no")), ("/waits", None)] {
        let request = Request::post(path).body(Body::empty()).unwrap();
        let answer = routes.clone().oneshot(request).await.unwrap();
        let header = answer.headers().get(PUBLISHED);
        assert_eq!(header.and_then(|one| one.to_str().ok()), said, "{path}");
    }
}
