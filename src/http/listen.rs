//! The listener: how many connections there may be, of one address and of all, how long a
//! request's head may take, and how slowly an answer may be read. Whoever says nothing, or a
//! byte now and then, is sent away, and so is whoever takes an answer that way.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::HeaderValue;
use http::header::{CONNECTION, TRANSFER_ENCODING};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::patience::Patient;
use crate::activitypub::rates::name_of_address;
use crate::settings::Limits;

/// Which part of all connections one address may have.
const SHARE: usize = 8;
/// The pause after a failure that is the machine's own, such as too many open files.
const BREATH: Duration = Duration::from_secs(1);

/// Serves routes until `stop`, and lets requests that are under way end.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.head_seconds.into()));
    let most = usize::try_from(limits.connections).unwrap_or(Semaphore::MAX_PERMITS);
    let room = Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
    let crowd = Crowd::new(most.div_ceil(SHARE), &limits.trusted_proxies);
    let answer = Duration::from_secs(limits.answer_seconds.into());
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let place = tokio::select! {
            () = &mut stop => break,
            place = Arc::clone(&room).acquire_owned() => place,
        };
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_one(error.kind()) => continue,
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted just now");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let Some(among) = crowd.enter(from.ip()) else {
            continue;
        };
        let routes = routes.clone();
        let service = service_fn(move |mut request: http::Request<Incoming>| {
            request
                .extensions_mut()
                .insert(ConnectInfo::<SocketAddr>(from));
            let is_chunked = request.headers().contains_key(TRANSFER_ENCODING);
            let answering = routes.clone().oneshot(request.map(Body::new));
            async move {
                let mut response = answering.await?;
                if is_chunked {
                    // A length may have stood beside it, by which somebody before this node
                    // saw another end: what follows is not taken for a request (RFC 9112 §6.1).
                    let close = HeaderValue::from_static("close");
                    response.headers_mut().insert(CONNECTION, close);
                }
                Ok::<_, Infallible>(response)
            }
        });
        let stream = Patient::new(stream, answer);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::trace!(%from, %error, "a connection broke off");
            }
            drop((among, place));
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Whether only the one connection failed that was to be accepted.
fn is_of_one(kind: ErrorKind) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        kind,
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// How many connections each address has.
#[derive(Clone)]
struct Crowd {
    most: usize,
    /// Web servers before this one speak for everybody.
    unlimited: Arc<[IpAddr]>,
    counts: Arc<Mutex<HashMap<String, usize>>>,
}

/// One connection among those of its address.
struct Among(Crowd, String);

impl Crowd {
    fn new(most: usize, unlimited: &[IpAddr]) -> Self {
        Self {
            most,
            unlimited: unlimited.into(),
            counts: Arc::default(),
        }
    }

    /// Counts one more, unless the address has its share.
    fn enter(&self, address: IpAddr) -> Option<Among> {
        let address = address.to_canonical();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let name = name_of_address(address);
        let count = counts.entry(name.clone()).or_default();
        if *count >= self.most && !self.unlimited.contains(&address) {
            return None;
        }
        *count += 1;
        Some(Among(self.clone(), name))
    }
}

impl Drop for Among {
    fn drop(&mut self) {
        let mut counts = self.0.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_its_share_and_a_web_server_before_us_what_it_needs() {
        let [one, other, proxy]: [IpAddr; 3] =
            ["192.0.2.1", "192.0.2.2", "127.0.0.1"].map(|text| text.parse().unwrap());
        let crowd = Crowd::new(2, &[proxy]);
        let held = [crowd.enter(one), crowd.enter(one)];
        assert!(held.iter().all(Option::is_some));
        assert!(crowd.enter(one).is_none());
        assert!(crowd.enter(other).is_some());
        let many: Vec<_> = (0..10).map(|_| crowd.enter(proxy)).collect();
        assert!(many.iter().all(Option::is_some));
        drop((held, many));
        assert!(crowd.enter(one).is_some());
        assert!(
            crowd.counts.lock().unwrap().is_empty(),
            "nobody is remembered"
        );
    }
}
