//! The tiles that a directory shows beneath what was found: handed out part by part by the
//! directory itself, and told of only where there are some.

use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;

use crate::town::Town;

const PATH: &str = "/assets/map/tiles.pmtiles";

/// An archive as far as anybody here looks into it, larger than what is worth squeezing.
fn archive() -> Vec<u8> {
    let mut archive = b"PMTiles\x03".to_vec();
    archive.extend((0..40_000_u32).map(|number| number.to_le_bytes()[0]));
    archive
}

async fn asked(town: &Town, method: Method, range: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::builder()
        .method(method)
        .uri(PATH)
        .header(header::RANGE, range)
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())
        .unwrap();
    let (parts, body) = town.answer(request).await.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status, parts.headers, body.to_vec())
}

#[tokio::test]
async fn tiles_are_handed_out_part_by_part_as_they_are() {
    let archive = archive();
    let town = Town::with_tiles(&archive).await;
    let (status, headers, body) = asked(&town, Method::GET, "bytes=0-16383").await;
    assert_eq!(status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(headers["content-range"], "bytes 0-16383/40008");
    assert_eq!(headers.get("content-encoding"), None);
    assert_eq!(body, archive[..16_384]);
    let (status, headers, body) = asked(&town, Method::GET, "bytes=40000-").await;
    assert_eq!(status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(headers["content-range"], "bytes 40000-40007/40008");
    assert_eq!(body, archive[40_000..]);
    let (status, headers, body) = asked(&town, Method::HEAD, "bytes=0-9").await;
    assert_eq!(status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(headers["content-length"], "10");
    assert!(body.is_empty());
}

#[tokio::test]
async fn whoever_asks_for_the_whole_archive_gets_it_as_it_is() {
    let archive = archive();
    let town = Town::with_tiles(&archive).await;
    let request = Request::get(PATH)
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())
        .unwrap();
    let (parts, body) = town.answer(request).await.into_parts();
    assert_eq!(parts.status, StatusCode::OK);
    assert_eq!(parts.headers.get("content-encoding"), None);
    assert_eq!(body.collect().await.unwrap().to_bytes(), archive);
}

#[tokio::test]
async fn a_part_that_is_none_is_refused_and_nothing_is_written_to_tiles() {
    let town = Town::with_tiles(&archive()).await;
    for range in ["bytes=40008-", "bytes=9-3", "bytes=x"] {
        let (status, headers, _) = asked(&town, Method::GET, range).await;
        assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
        assert_eq!(headers["content-range"], "bytes */40008", "{range}");
    }
    let (status, _, _) = asked(&town, Method::PUT, "bytes=0-9").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn pages_tell_of_tiles_where_there_are_some_and_their_policy_stays() {
    let (with, without) = (Town::with_tiles(&archive()).await, Town::open().await);
    let mut policies = Vec::new();
    for town in [&with, &without] {
        town.cafe().await;
        let headers = town.headers("/search?lang=es").await;
        policies.push(headers["content-security-policy"].clone());
    }
    assert_eq!(policies[0], policies[1]);
    let policy = policies[0].to_str().unwrap();
    assert!(policy.contains("connect-src 'self'"), "{policy}");
    assert!(!policy.contains("http"), "no other host: {policy}");
    let (_, _, page) = with.get("/search?lang=es", "text/html").await;
    // A program that was built without npm has no map that could show them.
    assert_eq!(page.contains(PATH), page.contains("data-map"), "{page}");
    let (_, _, page) = without.get("/search?lang=es", "text/html").await;
    assert!(!page.contains("pmtiles"), "{page}");
    let (status, _, _) = asked(&without, Method::GET, "bytes=0-9").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
