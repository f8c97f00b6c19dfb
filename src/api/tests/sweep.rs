//! Every route that the description names, tried without a token, with one that nobody made and
//! with one of another organization that has every scope: nothing is written by it, and nothing
//! is read that not everybody reads.

use super::town::{CANARY, HIDDEN, Town, town};
use super::*;
use crate::http::upload::testing;
use crate::pictures::given_testing::png;

/// What whoever may do it is told all the same, since there is nothing to do here, or nobody to
/// answer; nothing else is refused them.
const NOTHING_TO_DO: [&str; 16] = [
    "POST /api/v1/organizations/{id}/messages/{message}/answer 409",
    "POST /api/v1/organizations/{id}/conflicts/{field} 404",
    "POST /api/v1/organizations/{id}/former-addresses 422",
    "POST /api/v1/organizations/{id}/messages 409",
    "POST /api/v1/organizations/{id}/same-as 404",
    "POST /api/v1/organizations/{id}/claims 409",
    "POST /api/v1/organizations/{id}/moves 422",
    "POST /api/v1/offers/{id}/photos 409",
    "POST /api/v1/offers/{id}/again 409",
    "PUT /api/v1/offers/{id}/pin 409",
    "PATCH /api/v1/offers/{id} 409",
    "DELETE /api/v1/organizations/{id}/former-addresses 422",
    "DELETE /api/v1/organizations/{id}/same-as 404",
    "DELETE /api/v1/organizations/{id}/moves 409",
    "POST /api/v1/organizations/{id}/suspend 409",
    "POST /api/v1/duplicates/merge 409",
];

impl Town {
    /// Asks with a token, or without any; gives what was answered as it is.
    async fn ask(
        &self,
        token: &str,
        (method, route): (&Method, &str),
        address: &str,
    ) -> (StatusCode, String) {
        let body = self.body(method, route);
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        self.send(token, (method.clone(), address), body).await
    }

    pub(super) async fn send(
        &self,
        token: &str,
        (method, address): (Method, &str),
        body: Body,
    ) -> (StatusCode, String) {
        let takes_picture = (method == Method::PUT && !address.ends_with("/pin"))
            || (method == Method::POST && address.ends_with("/photos"));
        let mut request = if takes_picture {
            let picture = png(200, 150, 10);
            let fields = [("alt-es", "Una taza")];
            testing::request((method, address), (&picture, "image/png"), &fields)
        } else {
            let request = Request::builder().method(method).uri(address);
            request.body(body).unwrap()
        };
        if !token.is_empty() {
            let bearer = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert(header::AUTHORIZATION, bearer);
        }
        let response = self.office.send(request).await;
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The token of whoever may do it: messages are nobody's but the organization's.
    fn right(&self, route: &str) -> &str {
        if route.contains("/messages") {
            &self.of_own
        } else {
            &self.office.token
        }
    }

    /// Everything that can be read, by those who may.
    async fn everything(&self, routes: &[(Method, String)]) -> Vec<(String, String)> {
        let mut read = Vec::new();
        for (method, route) in routes.iter().filter(|(method, _)| method == Method::GET) {
            let (right, address) = (self.right(route), self.about_own(route));
            let (_, said) = self.ask(right, (method, route), &address).await;
            read.push((route.clone(), said));
        }
        read
    }
}

/// Every route of the description. What a claim's link does needs no token, as it says.
async fn routes(office: &Office) -> Vec<(Method, String)> {
    let (_, document) = office.get("/api/v1/openapi.json").await;
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let is_there = operations.get(method.to_lowercase()).is_some();
            if is_there && path != "/api/v1/claims/{secret}" {
                all.push((method.parse().unwrap(), path.clone()));
            }
        }
    }
    all
}

#[tokio::test]
async fn nothing_is_written_without_the_right_token() {
    let town = town().await;
    let routes = routes(&town.office).await;
    let before = town.everything(&routes).await;
    let mut tried = 0;
    for (method, route) in routes.iter().filter(|(method, _)| method != Method::GET) {
        let address = town.about_own(route);
        for (token, expected) in [
            ("", StatusCode::UNAUTHORIZED),
            ("trenza_guess", StatusCode::UNAUTHORIZED),
            (&town.of_other, StatusCode::FORBIDDEN),
        ] {
            let (status, said) = town.ask(token, (method, route), &address).await;
            assert_eq!(status, expected, "{method} {address} {token}: {said}");
            tried += 1;
        }
        let names_two = route.matches('{').count() > 1 && !route.contains("{field}");
        if names_two {
            let address = town.about_other(route);
            let (status, said) = town.ask(&town.of_other, (method, route), &address).await;
            let is_refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status);
            assert!(is_refused, "{method} {address}: {status} {said}");
        }
    }
    assert!(tried > 100, "only {tried} attempts");
    let after = town.everything(&routes).await;
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }

    // And whoever may does it by the very same requests, those that end most at the last.
    let mut writes: Vec<_> = routes.iter().filter(|(m, _)| m != Method::GET).collect();
    let ends = ["/dissolve", "/suspend", "/merge"];
    writes.sort_by_key(|(method, route)| {
        let is_removal = method == Method::DELETE;
        let is_end = ends.iter().any(|end| route.ends_with(end))
            || (is_removal && route == "/api/v1/organizations/{id}");
        (is_end, is_removal, std::cmp::Reverse(route.len()))
    });
    let mut refused = Vec::new();
    for (method, route) in writes {
        let address = town.about_own(route);
        let (status, said) = town.ask(town.right(route), (method, route), &address).await;
        if !status.is_success() {
            let code = status.as_u16();
            refused.push((format!("{method} {route} {code}"), said));
        }
    }
    let unforeseen = |(one, _): &&(String, String)| !NOTHING_TO_DO.contains(&one.as_str());
    let unforeseen: Vec<_> = refused.iter().filter(unforeseen).collect();
    assert!(unforeseen.is_empty(), "{unforeseen:#?}");
    assert_eq!(refused.len(), NOTHING_TO_DO.len(), "{refused:#?}");
}

#[tokio::test]
async fn nothing_hidden_is_read_without_the_right_token() {
    let town = town().await;
    let routes = routes(&town.office).await;
    let read = town.everything(&routes).await;
    let is_hidden = |said: &str| said.contains(CANARY) || said.contains(HIDDEN);
    let hidden = read.iter().filter(|(_, said)| is_hidden(said)).count();
    assert!(hidden > 7, "only {hidden} routes show what is hidden");
    let own = id(&town.own);
    let mut asked: Vec<String> = Vec::new();
    for (_, route) in routes.iter().filter(|(method, _)| method == Method::GET) {
        asked.extend([town.about_own(route), town.about_other(route)]);
    }
    asked.extend([
        format!("{ORGANIZATIONS}?status=published"),
        "/api/v1/replies?state=waiting".to_owned(),
        format!("/api/v1/replies?organization={own}"),
        format!("/api/v1/replies?offer={}", town.offer),
        format!("{}/followers?waiting=true", town.own),
    ]);
    for address in asked {
        for token in ["", "trenza_guess", &town.of_other] {
            let (status, said) = town
                .send(token, (Method::GET, &address), Body::empty())
                .await;
            assert!(!status.is_server_error(), "{address}: {status}");
            let is_own = token == town.of_other && address.contains(id(&town.other));
            let said = if is_own {
                said.replace(HIDDEN, "")
            } else {
                said
            };
            assert!(!is_hidden(&said), "{address} {token}: {said}");
        }
    }
}
