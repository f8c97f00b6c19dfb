//! Answering what another organization offers or seeks, from its page.

use super::*;
use crate::conversation::messages;
use crate::people::{forms, representation};
use crate::web::signed_in::answering::path;

impl Site {
    async fn represented(&self, name: &str, by: &str) -> (Organization, String) {
        let account = self.account(by, None).await;
        let organization = self.organization(name, true).await;
        let mut tx = self.node.db.begin().await.unwrap();
        let clock = &self.node.clock;
        representation::add(&mut tx, clock, &account.id, &organization.id, "vocal")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (cookie, _) = self.session(&account).await;
        (organization, cookie)
    }

    async fn answers(
        &self,
        cookie: &str,
        (about, by): (&str, &Organization),
        said: &str,
    ) -> (StatusCode, String) {
        let form = forms::key(&self.node.clock);
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("about", about), ("by", by.id.as_str())])
            .extend_pairs([("form", form.as_str()), ("text", said)])
            .finish();
        let request = Request::post("/my/answer")
            .header(header::COOKIE, cookie)
            .body(Body::from(body))
            .unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        (response.status(), text(response).await)
    }

    async fn heard(&self, organization: &Organization) -> Vec<String> {
        let mut tx = self.node.db.read().await.unwrap();
        let page = messages::list(&mut tx, &organization.id, None, 10).await;
        let page = page.unwrap();
        page.items.into_iter().map(|one| one.content).collect()
    }
}

#[tokio::test]
async fn whoever_represents_an_organization_answers_a_need_from_its_page() {
    let site = Site::new().await;
    let (cafe, own_cookie) = site.represented("Café Unión", "ana").await;
    let (taller, cookie) = site.represented("Taller", "leo").await;
    let need = site.offer(&cafe, "Una báscula").await;
    let at = path(&need.path());
    let page = site.page(&need.path()).await;
    assert!(page.contains(&format!("href=\"{at}\"")), "{page}");

    let nobody = site.ask(&at, &[]).await;
    let to_the_door = nobody.headers()[header::LOCATION].to_str().unwrap();
    assert!(to_the_door.starts_with("/sign-in?next="), "{to_the_door}");
    let form = text(site.ask(&at, &[(header::COOKIE, &cookie)]).await).await;
    for shown in ["Una báscula", "Café Unión", taller.id.as_str()] {
        assert!(form.contains(shown), "{shown}: {form}");
    }
    let (status, _) = site
        .answers(&cookie, (&need.path(), &taller), "Se la prestamos")
        .await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let heard = site.heard(&cafe).await;
    assert!(
        heard[0].contains("Se la prestamos") && heard[0].contains(&need.path()),
        "{heard:?}"
    );

    let refused = [
        (&cookie, (need.path(), &taller), "otra vez"),
        (&cookie, (need.path(), &cafe), "en nombre de otra"),
        (&own_cookie, (need.path(), &cafe), "a sí misma"),
        (&cookie, (need.path(), &taller), ""),
    ];
    for (cookie, (about, by), said) in refused {
        let (status, page) = site.answers(cookie, (&about, by), said).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {page}");
    }
    let missing = "/offers/01890000-0000-7000-8000-000000000000";
    let (status, _) = site.answers(&cookie, (missing, &taller), "hola").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(site.heard(&cafe).await.len(), 1);
}

#[tokio::test]
async fn what_nobody_would_read_is_not_asked_for() {
    let site = Site::new().await;
    let alone = site.organization("Molino", true).await;
    let need = site.offer(&alone, "Una báscula").await;
    let page = site.page(&need.path()).await;
    assert!(!page.contains("/my/answer"), "{page}");
}
