//! Case 22: files that are brought as pictures, so that they come back as documents or pages.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};
use serde_json::Value;

use crate::cases_conversation::on_the_market;
use crate::cases_served::{header, path_of};
use crate::peer::ACTIVITY_JSON;
use crate::stage::{Market, Reply, Stage};

/// Stands in every file that is brought.
const CANARY: &str = "canary-of-an-upload";

/// Brings a file as the organization's icon.
async fn bring(stage: &Stage, market: &Market, (name, kind): (&str, &str), file: &[u8]) -> Reply {
    let id = path_of(stage, &stage.target).trim_start_matches("/o/");
    let open = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: {kind}\r\n\r\n"
    );
    let alt =
        "\r\n--edge\r\nContent-Disposition: form-data; name=\"alt-es\"\r\n\r\nx\r\n--edge--\r\n";
    let body = [open.as_bytes(), file, alt.as_bytes()].concat();
    let head = format!(
        "PUT /api/v1/organizations/{id}/icon HTTP/1.0\r\nHost: {}\r\n\
         Authorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary=edge\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        stage.authority,
        market.token,
        body.len()
    );
    stage.exchange(head.as_bytes(), &body).await
}

fn contains(bytes: &[u8], wanted: &str) -> bool {
    let wanted = wanted.as_bytes();
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

#[test]
fn case_22_pictures_that_are_documents() {
    on_the_market("22b", async |stage, market, trial| {
        let document = format!(
            "{{\"@context\": \"https://www.w3.org/ns/activitystreams\", \"type\": \"Person\", \
             \"id\": \"{}/pictures/x\", \"name\": \"{CANARY}\"}}",
            stage.authority
        );
        let svg =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>{CANARY}</script></svg>");
        let page = format!("<!DOCTYPE html><title>{CANARY}</title>");
        for (name, kind, file) in [
            ("a.json", ACTIVITY_JSON, &document),
            ("a.png", ACTIVITY_JSON, &document),
            ("a.png", "image/png", &document),
            ("a.svg", "image/svg+xml", &svg),
            ("a.png", "image/png", &svg),
            ("a.html", "text/html", &page),
            ("a.jpg", "image/jpeg", &page),
        ] {
            let reply = bring(stage, market, (name, kind), file.as_bytes()).await;
            let variant = format!("{name} as {kind}");
            let is_refused = [400, 415, 422].contains(&reply.status);
            trial.check(&variant, is_refused, &format!("answered {}", reply.status));
        }
        // True pictures that go on as something else.
        for (format, kind) in [
            (ImageFormat::Png, "image/png"),
            (ImageFormat::Jpeg, "image/jpeg"),
        ] {
            let mut file = Cursor::new(Vec::new());
            let drawn = DynamicImage::new_rgb8(64, 64).write_to(&mut file, format);
            drawn.expect("it is drawn");
            for more in [&document, &svg, &page] {
                let file = [file.get_ref().as_slice(), more.as_bytes()].concat();
                let reply = bring(stage, market, ("a", kind), &file).await;
                let shown: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
                let Some(url) = shown["url"].as_str() else {
                    trial.check(kind, false, &format!("proves nothing: {reply:?}"));
                    continue;
                };
                for accept in [
                    ACTIVITY_JSON,
                    crate::cases_served::LD_JSON,
                    "text/html",
                    "*/*",
                ] {
                    let reply = stage.get(path_of(stage, url), accept).await;
                    let types = header(&reply, "content-type");
                    let is_picture =
                        reply.status == 200 && (types == ["image/png"] || types == ["image/jpeg"]);
                    trial.check(accept, is_picture, &format!("{} {types:?}", reply.status));
                    let guarded = header(&reply, "x-content-type-options") == ["nosniff"];
                    trial.check(accept, guarded, "may be taken for something else");
                    let policy = header(&reply, "content-security-policy");
                    let is_strict = policy
                        .iter()
                        .any(|one| one.starts_with("default-src 'none'"));
                    trial.check(accept, is_strict, &format!("{policy:?}"));
                    let travels = contains(&reply.body, CANARY);
                    trial.check(accept, !travels, "what came with the picture travels on");
                }
            }
        }
    });
}
