//! Pictures, under addresses that never change what they show.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::http::{Problem, etag};
use crate::node::Node;
use crate::pictures::{self, Content};

/// How often somebody who asks for a picture that is being drawn looks again,
const LOOKS: u32 = 50;
/// and after how long.
const LOOK: Duration = Duration::from_millis(200);

/// A picture; one that is not drawn yet is waited for, since servers ask as soon as they
/// hear of it. Nothing is drawn here.
pub(super) async fn get(
    State(node): State<Arc<Node>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let missing = || Error::NotFound(format!("picture {file:?}"));
    let name = file.strip_suffix(".png").or(file.strip_suffix(".jpg"));
    let is_digest = |name: &&str| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let digest = name.filter(is_digest).ok_or_else(missing)?;
    for _ in 0..LOOKS {
        let mut tx = node.db.read().await?;
        match pictures::content(&mut tx, digest).await? {
            Content::Drawn(bytes, media_type) => {
                return Ok(answer(&headers, digest, bytes, &media_type));
            }
            Content::Missing => return Err(missing().into()),
            Content::Waiting => {}
        }
        drop(tx);
        node.wake.drawer.notify_one();
        tokio::time::sleep(LOOK).await;
    }
    let reason = "the picture is being drawn; ask for it again in a moment";
    Err(Error::Unavailable(reason.to_owned()).into())
}

fn answer(headers: &HeaderMap, digest: &str, bytes: Vec<u8>, media_type: &str) -> Response {
    let tag = format!("\"{digest}\"");
    let mut response = etag::answer(headers, &tag, || Body::from(bytes).into_response());
    let kind = if media_type == "image/jpeg" {
        "image/jpeg"
    } else {
        "image/png"
    };
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
    ] {
        let headers = response.headers_mut();
        headers.insert::<HeaderName>(name, HeaderValue::from_static(value));
    }
    response
}
