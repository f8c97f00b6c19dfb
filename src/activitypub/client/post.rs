//! Posting to inboxes.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, Method};
use url::Url;

use super::{Client, Failure, Reply, Signer, passing};
use crate::activitypub::signature::{self, Scheme};

/// How long a delivery may take.
const POST_DEADLINE: Duration = Duration::from_secs(20);

impl Client {
    /// Posts a signed body to an inbox. Redirects are not followed: an inbox that moved is
    /// found by its actor document.
    pub async fn post(
        &self,
        url: &Url,
        scheme: Scheme,
        signer: &Signer,
        body: Bytes,
    ) -> Result<Reply, Failure> {
        self.post_with(HeaderMap::new(), url, scheme, signer, body)
            .await
    }

    /// The same with more headers, which the signature covers.
    pub async fn post_with(
        &self,
        more: HeaderMap,
        url: &Url,
        scheme: Scheme,
        signer: &Signer,
        body: Bytes,
    ) -> Result<Reply, Failure> {
        self.check(url)?;
        let now = self.0.clock.now();
        let key = (&signer.key, signer.key_id.as_str());
        let body_of = Some(&*body);
        let headers = signature::sign_with(&more, scheme, key, &Method::POST, url, body_of, now)
            .map_err(|error| Failure::definite(url, error.to_string()))?;
        let request = self
            .0
            .http
            .post(url.clone())
            .headers(headers)
            .header(USER_AGENT, self.0.agent.clone())
            .header(CONTENT_TYPE, "application/activity+json")
            .timeout(POST_DEADLINE)
            .body(body);
        let response = request.send().await.map_err(|error| passing(url, &error))?;
        let retry_after = response.headers().get(RETRY_AFTER);
        let retry_after = retry_after
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        Ok(Reply {
            status: response.status(),
            retry_after,
        })
    }
}
