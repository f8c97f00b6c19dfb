//! Cases 51, 53, 55 and 63: what anybody can read, by whatever path, and how often they ask.

use serde_json::{Value, json};

use crate::cases_conversation::on_the_market;
use crate::node;
use crate::peer::ACTIVITY_JSON;
use crate::stage::{Market, Reply, Stage, Trial, perform};

/// Stands in whatever nobody but the office may see.
const CANARY: &str = "canary-4711";

async fn post(stage: &Stage, market: &Market, path: &str, body: &Value) -> Value {
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        stage.authority,
        market.token,
        body.len()
    );
    let reply = stage.exchange(request.as_bytes(), body.as_bytes()).await;
    assert!((200..300).contains(&reply.status), "{path}: {reply:?}");
    serde_json::from_slice(&reply.body).unwrap_or_default()
}

/// Publishes an organization, and gives its id.
pub async fn publish(stage: &Stage, market: &Market, draft: &Value) -> String {
    let made = post(stage, market, "/api/v1/organizations", draft).await;
    let id = made["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/organizations/{id}/publish");
    post(stage, market, &path, &json!({})).await;
    id
}

fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

/// Waits until what was published stands in what is given away.
pub async fn file_with(stage: &Stage, path: &str, wanted: &str) -> String {
    for _ in 0..10_000 {
        let file = text(&stage.get(path, "*/*").await);
        if file.contains(wanted) {
            return file;
        }
        tokio::task::yield_now().await;
    }
    panic!("{wanted} never stands in {path}");
}

#[test]
fn case_51_cells_that_a_spreadsheet_would_run() {
    on_the_market("51", async |stage, market, trial| {
        let heads = ["=1+1 ", "+1 ", "-1 ", "@SUM(1) ", "\t=1 ", "\r=1 ", "＝1 "];
        for (number, head) in heads.iter().enumerate() {
            let name = format!("{head}cell {number}");
            let draft = json!({
                "names": {"es": name}, "summaries": {"es": format!("{head}summary")},
                "language": "es", "entity_type": "cooperative", "legal_form": name,
                "place": {"country": "MX", "locality": name, "street": name},
            });
            publish(stage, market, &draft).await;
        }
        let file = file_with(stage, "/data/organizations.csv", "cell 6").await;
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(file.as_bytes());
        let mut cells = 0;
        for row in rows.records() {
            for cell in &row.expect("a row") {
                cells += 1;
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']);
                let is_number = cell.parse::<f64>().is_ok();
                trial.check("a cell", !runs || is_number, cell);
            }
        }
        trial.check("the file", cells > 50, "has no cells, so it proves nothing");
    });
}

#[test]
fn case_53_paths_that_lead_out() {
    perform(async |stage| {
        let mut trial = Trial::of("53", stage).await;
        let steps = [
            "../",
            "..%2f",
            "%2e%2e/",
            "%2e%2e%2f",
            "..%5c",
            "..\\",
            "%252e%252e%252f",
            "....//",
            ".%00./",
            "..;/",
        ];
        for head in [
            "/",
            "/assets/",
            "/pictures/",
            "/data/",
            "/o/",
            "/api/v1/",
            "/.well-known/",
        ] {
            for step in steps {
                for target in [
                    "etc/passwd",
                    "trenza.toml",
                    "trenza.db",
                    "etc/passwd%00.css",
                ] {
                    let path = format!("{head}{}{target}", step.repeat(8));
                    let reply = stage.get(&path, "*/*").await;
                    let is_refused = [400, 404].contains(&reply.status);
                    trial.check(&path, is_refused, &format!("answered {}", reply.status));
                    let body = text(&reply);
                    let leaks = ["root:", "public_url", "SQLite format"];
                    let leaks = leaks.iter().any(|mark| body.contains(mark));
                    trial.check(&path, !leaks, "shows a file");
                }
            }
        }
        trial.finish().await;
    });
}

#[test]
fn case_55_contacts_that_nobody_may_see() {
    on_the_market("55", async |stage, market, trial| {
        let hidden = |kind: &str, value: &str| json!({"kind": kind, "value": value});
        let draft = json!({
            "names": {"es": "Cooperativa Discreta"}, "language": "es",
            "entity_type": "cooperative", "territory": "MX-OAX",
            "place": {"country": "MX", "point": {"latitude": 17.06, "longitude": -96.72}},
            "contacts": [
                hidden("email", &format!("{CANARY}@discreta.example")),
                hidden("person", CANARY), hidden("phone", "+52 951 000 4711"),
            ],
        });
        let id = publish(stage, market, &draft).await;
        let path = format!("/api/v1/organizations/{id}/activate");
        let consent = json!({"by": CANARY, "statement": CANARY});
        post(stage, market, &path, &consent).await;
        let organization = format!("/o/{id}");
        file_with(stage, "/data/organizations.jsonld", "Discreta").await;
        let mut paths: Vec<String> = [
            "",
            ".ttl",
            ".jsonld",
            ".murmurations.json",
            "/outbox",
            "/outbox?page=true",
            "/followers",
            "/feed.atom",
            "/feed.json",
            "/follow",
        ]
        .iter()
        .map(|rest| format!("{organization}{rest}"))
        .collect();
        paths.extend(
            [
                "/",
                "/organizations",
                "/organizations?q=discreta",
                "/offers",
                "/search?q=discreta",
                "/search?q=canary-4711",
                "/search/feed.atom?q=discreta",
                "/embed?q=discreta",
                "/embed/map?q=discreta",
                "/map.svg?q=discreta",
                "/map.geojson?q=discreta",
                "/t/MX-OAX",
                "/data/organizations.csv",
                "/data/organizations.geojson",
                "/data/organizations.ttl",
                "/data/organizations.murmurations.json",
                "/data/catalog.ttl",
                "/registry/log",
                "/registry/log?after=0",
                "/api/v1/organizations",
                "/api/v1/search?q=discreta",
                "/o/canary",
                "/nodeinfo/2.1",
                "/actor",
            ]
            .map(str::to_owned),
        );
        paths.push(format!("/api/v1/organizations/{id}"));
        paths.push(format!(
            "/oembed?url=http://{}{organization}",
            stage.authority
        ));
        let mut found = 0;
        for path in &paths {
            for accept in ["text/html", ACTIVITY_JSON, "*/*"] {
                let reply = stage.get(path, accept).await;
                // What was asked for is said again where it was not found.
                let body = text(&reply).replace("q=canary-4711", "");
                let body = body.replace("value=\"canary-4711\"", "");
                found += usize::from(body.contains("Discreta"));
                let leaks = body.contains(CANARY) || body.contains("000 4711");
                trial.check(path, !leaks, &format!("as {accept} shows what is hidden"));
            }
        }
        trial.check(
            "the addresses",
            found > 20,
            "hardly show it, so they prove little",
        );
    });
}

#[test]
fn case_63_a_flood_of_names() {
    perform(async |stage| {
        let mut trial = Trial::of("63", stage).await;
        let Some(own) = node::throttled().await else {
            eprintln!("case 63 is skipped: the suite attacks a node that it did not start");
            return;
        };
        let mut answers = std::collections::BTreeMap::<u16, usize>::new();
        for number in 0..node::PATIENT {
            let name = match number % 8 {
                0 => format!("nobody{number}"),
                1 => format!("offers_theme{number}_mx_oax"),
                2 => format!("needs_food_mx_{number}"),
                3 => format!("%F0%9F%92%A9{number}"),
                4 => format!("/c/offers.nothing{number}"),
                5 => format!("/t/MX-{number}"),
                6 => format!("/o/{number}"),
                _ => format!("/@nobody{number}"),
            };
            let path = if name.starts_with('/') {
                name
            } else {
                let resource = format!("resource=acct:{name}@{}", own.authority);
                format!("/.well-known/webfinger?{resource}")
            };
            // The web server before the node says who asks.
            let request = format!(
                "GET {path} HTTP/1.0\r\nHost: {}\r\nAccept: {ACTIVITY_JSON}\r\n\
                 X-Forwarded-For: 198.51.100.7\r\n\r\n",
                own.authority
            );
            let reply = own.exchange(request.as_bytes(), b"").await;
            *answers.entry(reply.status).or_default() += 1;
            if reply.status == 429 {
                let says_when = reply.head.to_lowercase().contains("retry-after:");
                trial.check(&path, says_when, "429 without Retry-After");
            }
        }
        let unknown = answers.get(&404).copied().unwrap_or_default();
        let late = answers.get(&429).copied().unwrap_or_default();
        let what = format!("{answers:?}");
        trial.check("unknown names", unknown > 0, &what);
        trial.check(
            "too many",
            late > 0 && unknown + late == node::PATIENT,
            &what,
        );
        let made = node::actors(own.node.as_ref().expect("the suite's own")).await;
        trial.check(
            "actors",
            made.iter().all(|path| !path.starts_with("/c/")),
            &format!("{made:?}"),
        );
        trial.finish().await;
    });
}
