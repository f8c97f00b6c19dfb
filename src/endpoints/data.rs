//! Open data over HTTP: whole datasets as files, single records as linked data, and the
//! catalogue that describes them. Only what is published is in it, and no contacts.

use std::fmt::Write as _;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt, unfold};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tower_http::cors::{Any, CorsLayer};

use crate::activitypub::log;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::export::{self, Asked, Catalog, Dataset, Format};
use crate::http::{Problem, accept, etag};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::outbox;
use crate::registry::import;
use crate::store::Tx;

/// A reader who takes nothing for so long gives the place up to others.
const STALLED: Duration = Duration::from_mins(1);

/// What the catalogue can be had as.
const CATALOG: [Format; 2] = [Format::Turtle, Format::JsonLd];

/// The addresses of open data.
pub(super) fn routes() -> Router<Arc<Node>> {
    let open = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET])
        .expose_headers([header::ETAG, header::LINK, header::CONTENT_DISPOSITION]);
    Router::new()
        .route("/catalog", get(catalog_of_choice))
        .route("/data/{file}", get(file))
        .layer(open)
}

/// A dataset or the catalogue, by the file's name.
async fn file(
    State(node): State<Arc<Node>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> std::result::Result<Response, Problem> {
    let (name, ending) = match file.split_once('.') {
        Some((name, ending)) => (name, Some(ending)),
        None => (file.as_str(), None),
    };
    if name == "catalog" {
        return match ending {
            None => catalog_of_choice(State(node), headers).await,
            Some(ending) => {
                let format = named(&CATALOG, ending).ok_or_else(|| unknown(name, &CATALOG))?;
                Ok(catalog(&node, format, &headers).await?)
            }
        };
    }
    let dataset = Dataset::ALL.iter().find(|known| known.as_str() == name);
    let Some(dataset) = dataset else {
        let all = "there are organizations, offers and catalog, which /data lists";
        return Err(Error::absent(format!("the data {name:?}"), all).into());
    };
    match ending {
        None => of_choice(*dataset, &headers),
        Some(ending) => {
            let format = named(dataset.formats(), ending);
            let format = format.ok_or_else(|| unknown(name, dataset.formats()))?;
            whole(&node, *dataset, format, &headers).await
        }
    }
}

/// The way from a dataset's own address to the page or to the file that the caller takes.
fn of_choice(dataset: Dataset, headers: &HeaderMap) -> std::result::Result<Response, Problem> {
    let mut offered = vec!["text/html"];
    offered.extend(dataset.formats().iter().map(|format| bare(*format)));
    let at = accept::choose(headers, &offered)
        .ok_or_else(|| not_acceptable(dataset.as_str(), dataset.formats()))?;
    let format = at.checked_sub(1).and_then(|at| dataset.formats().get(at));
    let to = format.map_or_else(|| "/data".to_owned(), |format| dataset.path(*format));
    let mut response = Redirect::to(&to).into_response();
    response
        .headers_mut()
        .insert(accept::VARY.0, accept::VARY.1);
    Ok(response)
}

/// A whole dataset as a stream.
async fn whole(
    node: &Node,
    dataset: Dataset,
    format: Format,
    headers: &HeaderMap,
) -> std::result::Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let path = dataset.path(format);
    let validator = Validator::of(&mut tx, node, &path).await?;
    drop(tx);
    let mut response = match &validator {
        Some(validator) if validator.is_held(headers) => StatusCode::NOT_MODIFIED.into_response(),
        _ => {
            let room = Arc::clone(&node.export_room);
            let place = room.try_acquire_owned().map_err(|_full| busy())?;
            let pieces: BoxStream<'static, Result<Bytes>> = match dataset {
                Dataset::Organizations => {
                    let asked = Asked::public(format);
                    export::stream(&node.db, &node.shown().settings, asked)
                        .await?
                        .boxed()
                }
                Dataset::Offers => {
                    export::offers::stream(&node.db, &node.shown().settings, format)?.boxed()
                }
            };
            sent(pieces, place).into_response()
        }
    };
    let name = format!("{}.{}", dataset.as_str(), format.ending());
    decorate(node, response.headers_mut(), format);
    put(
        response.headers_mut(),
        header::CONTENT_DISPOSITION,
        &format!("attachment; filename=\"{name}\""),
    );
    if let Some(validator) = validator {
        validator.state(response.headers_mut());
    }
    Ok(response)
}

/// Sends pieces as its reader takes them, and keeps the place until the last one is taken. A
/// stream that fails ends in an error, so that nobody takes what came for the whole.
fn sent(pieces: BoxStream<'static, Result<Bytes>>, place: OwnedSemaphorePermit) -> Body {
    let (send, receive) = mpsc::channel::<Option<Result<Bytes>>>(1);
    tokio::spawn(async move {
        let _place = place;
        let mut pieces = pin!(pieces);
        loop {
            let piece = pieces.next().await;
            if let Some(Err(error)) = &piece {
                tracing::error!(%error, "an export was cut off");
            }
            let is_last = !matches!(piece, Some(Ok(_)));
            if send.send_timeout(piece, STALLED).await.is_err() || is_last {
                return;
            }
        }
    });
    let pieces = unfold(Some(receive), |receive| async move {
        let mut receive = receive?;
        match receive.recv().await {
            Some(None) => None,
            Some(Some(Ok(piece))) => Some((Ok(piece), Some(receive))),
            Some(Some(Err(error))) => Some((Err(error), None)),
            None => {
                let stalled = Error::Unavailable("the reader took nothing for a while".to_owned());
                Some((Err(stalled), None))
            }
        }
    });
    // What compresses it asks once more after its end.
    Body::from_stream(pieces.fuse())
}

async fn catalog_of_choice(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
) -> std::result::Result<Response, Problem> {
    let offered = ["text/html", bare(Format::Turtle), bare(Format::JsonLd)];
    let at = accept::choose(&headers, &offered)
        .ok_or_else(|| not_acceptable("the catalogue", &CATALOG))?;
    let mut response = match at.checked_sub(1).and_then(|at| CATALOG.get(at)) {
        Some(format) => catalog(&node, *format, &headers).await?,
        None => Redirect::to("/data").into_response(),
    };
    response
        .headers_mut()
        .insert(accept::VARY.0, accept::VARY.1);
    Ok(response)
}

async fn catalog(node: &Node, format: Format, headers: &HeaderMap) -> Result<Response> {
    let mut tx = node.db.read().await?;
    let newest = log::newest(&mut tx).await?;
    drop(tx);
    let catalog = Catalog::of(&node.shown().settings, newest.map(|(_, at)| at));
    let text = match format {
        Format::JsonLd => serde_json::to_vec(&catalog.to_json()).map_err(Error::internal)?,
        _ => catalog.to_turtle()?,
    };
    Ok(small(node, headers, format, text))
}

/// Which record is asked for as data, and in which format: by the ending of its address, or
/// by an `Accept` that prefers Turtle. `application/ld+json` stays the `ActivityStreams`
/// document's (ActivityPub §3.2).
pub(super) fn of_record(path: &str, headers: &HeaderMap) -> Option<(String, Format)> {
    let name = path.strip_prefix("/o/")?;
    if let Some((id, ending)) = name.split_once('.') {
        let format = named(&Format::OF_RECORDS, ending)?;
        return Some((format!("/o/{id}"), format));
    }
    let offered = ["text/html", accept::ACTIVITY, bare(Format::Turtle)];
    let wants_turtle = headers.contains_key(header::ACCEPT)
        && !accept::wants_activity(headers)
        && accept::choose(headers, &offered) == Some(2);
    wants_turtle.then(|| (path.to_owned(), Format::Turtle))
}

/// One record as data.
///
/// # Errors
/// [`Error::NotFound`] when there is none or it is not public.
pub(super) async fn record(
    node: &Node,
    path: &str,
    format: Format,
    headers: &HeaderMap,
) -> Result<Response> {
    let id = OrganizationId::parse(path.trim_start_matches("/o/"))?;
    let mut tx = node.db.read().await?;
    let text = export::one(&mut tx, &node.shown().settings, &id, format).await?;
    drop(tx);
    let mut response = small(node, headers, format, text);
    response
        .headers_mut()
        .insert(accept::VARY.0, accept::VARY.1);
    Ok(response)
}

/// An answer that is held whole, with its entity tag.
fn small(node: &Node, headers: &HeaderMap, format: Format, text: Vec<u8>) -> Response {
    let tag = etag::of(&text);
    let mut response = etag::answer(headers, &tag, || Body::from(text).into_response());
    decorate(node, response.headers_mut(), format);
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

/// What every answer with data says of itself.
fn decorate(node: &Node, headers: &mut HeaderMap, format: Format) {
    put(headers, header::CONTENT_TYPE, format.media_type());
    put(headers, header::CACHE_CONTROL, "no-cache");
    let catalog = node.url("/data/catalog.jsonld");
    let mut link = format!("<{catalog}>; rel=\"describedby\"; type=\"application/ld+json\"");
    if let Some(license) = node.settings.data_license_address() {
        let _written = write!(link, ", <{license}>; rel=\"license\"");
    }
    put(headers, header::LINK, &link);
}

fn put(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// By what a reader knows whether its copy is still the present one.
struct Validator {
    tag: String,
    modified: Option<Timestamp>,
}

impl Validator {
    /// The validator of what stands at `path`. There is none while something that changed is
    /// not in the log yet: the log would call two states by one name.
    async fn of(tx: &mut Tx, node: &Node, path: &str) -> Result<Option<Self>> {
        let (under_way, imported, undone) = import::so_far(tx).await?;
        if under_way > 0 || outbox::first(tx).await?.is_some() {
            return Ok(None);
        }
        let newest = log::newest(tx).await?;
        let (head, at) = newest.unwrap_or((0, Timestamp(0)));
        let epoch = log::epoch(tx).await?.unwrap_or_default();
        let aside = outbox::last_set_aside(tx).await?;
        let version = env!("CARGO_PKG_VERSION");
        let state = format!("{path} {version} {epoch} {head} {imported} {undone} {aside}");
        let modified = at.max(Timestamp(imported));
        // Within the second of the change another may follow, which no date tells apart.
        let has_passed = modified.seconds() > 0 && node.clock.now().seconds() > modified.seconds();
        Ok(Some(Self {
            tag: format!("W/{}", etag::of(state.as_bytes())),
            modified: has_passed.then_some(modified),
        }))
    }

    fn is_held(&self, headers: &HeaderMap) -> bool {
        if headers.contains_key(header::IF_NONE_MATCH) {
            return etag::is_held(headers, &self.tag);
        }
        let since = headers.get(header::IF_MODIFIED_SINCE);
        let since = since.and_then(|value| value.to_str().ok());
        let since = since.and_then(|text| httpdate::parse_http_date(text).ok());
        since
            .zip(self.date())
            .is_some_and(|(since, date)| date <= since)
    }

    fn date(&self) -> Option<std::time::SystemTime> {
        let seconds = u64::try_from(self.modified?.seconds()).ok()?;
        Some(std::time::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    fn state(&self, headers: &mut HeaderMap) {
        put(headers, header::ETAG, &self.tag);
        if let Some(date) = self.date() {
            put(
                headers,
                header::LAST_MODIFIED,
                &httpdate::fmt_http_date(date),
            );
        }
    }
}

/// The format of this ending.
fn named(formats: &[Format], ending: &str) -> Option<Format> {
    formats
        .iter()
        .copied()
        .find(|format| format.ending() == ending)
}

fn bare(format: Format) -> &'static str {
    format.media_type().split(';').next().unwrap_or_default()
}

fn unknown(name: &str, formats: &[Format]) -> Problem {
    let endings: Vec<&str> = formats.iter().map(|format| format.ending()).collect();
    let known = endings.join(", ");
    let remedy = format!("write one of {known} behind the dot");
    Error::absent(format!("{name} in this format"), remedy).into()
}

fn not_acceptable(name: &str, formats: &[Format]) -> Problem {
    let types: Vec<&str> = formats.iter().map(|format| bare(*format)).collect();
    let detail = format!("{name} exists as text/html, {}", types.join(", "));
    let title = "Not in a form that was asked for";
    Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", title, detail)
}

fn busy() -> Problem {
    let detail = "others read as many exports as this server gives at once; try again soon";
    let title = "Temporarily unavailable";
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "unavailable",
        title,
        detail,
    )
}
