//! Bearer tokens in the `Authorization` header (RFC 6750 §2.1).

use http::{HeaderMap, header};

use crate::access::{self, Scope, Token};
use crate::error::{Error, Result};
use crate::store::Db;

/// The token of a request, when it allows `scope`.
///
/// # Errors
/// [`Error::Unauthenticated`] without a token that is known, [`Error::Forbidden`] when it
/// does not allow the scope.
pub async fn authorize(db: &Db, headers: &HeaderMap, scope: Scope) -> Result<Token> {
    let secret = bearer(headers)?;
    let mut tx = db.read().await?;
    let token = access::find(&mut tx, secret).await?;
    token.require(scope)?;
    Ok(token)
}

fn bearer(headers: &HeaderMap) -> Result<&str> {
    let remedy = "send the header Authorization: Bearer TOKEN; the operator makes one with \
                  `trenza admin token create`";
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, secret)| secret.trim())
        .ok_or_else(|| Error::Unauthenticated(remedy.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Timestamp};
    use crate::store::testing::fresh;

    fn carrying(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())])
    }

    #[tokio::test]
    async fn a_request_is_let_through_by_its_token_alone() {
        let dir = tempfile::tempdir().unwrap();
        let db = fresh(dir.path()).await.unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let mut tx = db.begin().await.unwrap();
        let scopes = [Scope::OffersWrite];
        let (_, secret) = access::create(&mut tx, &clock, "app", &scopes, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let right = carrying(&format!("bearer {secret}"));
        authorize(&db, &right, Scope::OffersWrite).await.unwrap();
        let refused = authorize(&db, &right, Scope::Admin).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        for wrong in [
            HeaderMap::new(),
            carrying("Basic abc"),
            carrying(&secret),
            carrying("Bearer trenza_guess"),
        ] {
            let refused = authorize(&db, &wrong, Scope::OffersWrite).await;
            assert!(matches!(refused, Err(Error::Unauthenticated(_))));
        }
    }
}
