//! Records as those who represent an organization and the office change them by forms.

use super::*;
use crate::people::{Role, representation};
use crate::profiles;
use crate::registry::{Author, Field};

pub(super) struct Desk {
    pub(super) site: Site,
    pub(super) cookie: String,
}

impl Desk {
    /// Somebody who represents an organization.
    pub(super) async fn of(site: Site, own: &Organization) -> Self {
        let ana = site.account("ana", None).await;
        let mut tx = site.node.db.begin().await.unwrap();
        representation::add(&mut tx, &site.node.clock, &ana.id, &own.id, "vocal")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (cookie, _) = site.session(&ana).await;
        Self { site, cookie }
    }

    pub(super) async fn office() -> Self {
        let site = Site::new().await;
        let eva = site.account("eva", Some(Role::Registrar)).await;
        let (cookie, _) = site.session(&eva).await;
        Self { site, cookie }
    }

    pub(super) async fn send(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let response = self.answer(path, form).await;
        (response.status(), text(response).await)
    }

    pub(super) async fn answer(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .body(Body::from(body))
            .unwrap();
        self.site.routes.clone().oneshot(request).await.unwrap()
    }

    pub(super) async fn page(&self, path: &str) -> String {
        let response = self.site.ask(path, &[(header::COOKIE, &self.cookie)]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        text(response).await
    }

    pub(super) async fn found(&self, id: &OrganizationId) -> Organization {
        let mut tx = self.site.node.db.read().await.unwrap();
        registry::get(&mut tx, id).await.unwrap()
    }
}

/// What a page's form would send when nothing is changed in it, without the ticks.
pub(super) fn shown(page: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let plain = |text: &str| {
        let pairs = [
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&#38;", "&"),
        ];
        pairs
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let (_, form) = page
        .split_once("<form class=\"typed\" method=\"post\"")
        .unwrap();
    let form = form.split("</form>").next().unwrap();
    for tag in form.split('<').skip(1) {
        let of = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split('"').next().map(plain)
        };
        let Some(name) = of("name") else { continue };
        if tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"") {
            if tag.contains(" checked") {
                fields.push((name, of("value").unwrap_or_default()));
            }
        } else if tag.starts_with("input") {
            fields.push((name, of("value").unwrap_or_default()));
        } else if tag.starts_with("textarea") {
            fields.push((name, plain(tag.split_once(">\n").unwrap().1)));
        } else if tag.starts_with("select") {
            let (_, options) = form.split_once(tag).unwrap();
            let options = options.split("</select>").next().unwrap();
            let chosen = options
                .split("<option")
                .find(|one| one.contains(" selected"));
            let value = chosen
                .and_then(|one| one.split('"').nth(1))
                .unwrap_or_default();
            fields.push((name, value.to_owned()));
        }
    }
    fields
}

pub(super) fn with<'f>(
    fields: &'f [(String, String)],
    changes: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    let kept = fields.iter().filter(|(name, _)| !is_changed(name));
    kept.map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(changes.iter().copied())
        .collect()
}

#[tokio::test]
async fn a_form_that_is_sent_as_it_was_shown_changes_nothing() {
    let site = Site::new().await;
    let own = site.organization("Café Unión", true).await;
    let desk = Desk::of(site, &own).await;
    let path = format!("/my/{}/record", own.id);
    let fields = shown(&desk.page(&path).await);
    let (status, page) = desk.send(&path, &with(&fields, &[])).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(desk.found(&own.id).await, own);
}

#[tokio::test]
async fn a_representative_changes_the_record_and_its_hand_is_kept() {
    let site = Site::new().await;
    let own = site.organization("Café Unión", true).await;
    let desk = Desk::of(site, &own).await;
    let path = format!("/my/{}/record", own.id);
    let fields = shown(&desk.page(&path).await);
    assert!(fields.contains(&("contact-0".to_owned(), "open@coop.example".to_owned())));
    let changes = [
        ("language-1", "en"),
        ("name-1", "Union Coffee"),
        ("website", "https://cafe.example/"),
        ("sectors", "0127, g"),
        ("theme-food", "yes"),
        ("themes", "quilombo"),
        ("locality", "Oaxaca"),
        ("latitude", "17,06"),
        ("longitude", "-96.72"),
        ("contact-1", ""),
        ("contact-kind-2", "phone"),
        ("contact-2", "+52 951 1234"),
        ("contact-public-2", "yes"),
        ("discoverable", ""),
        ("asks", "yes"),
    ];
    let (status, page) = desk.send(&path, &with(&fields, &changes)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let found = desk.found(&own.id).await;
    let stated = &found.stated;
    assert_eq!(stated.names.get("en"), Some("Union Coffee"));
    assert_eq!(stated.summaries, own.stated.summaries);
    assert_eq!(
        stated.website.as_ref().unwrap().as_str(),
        "https://cafe.example/"
    );
    let sectors: Vec<_> = stated.sectors.iter().map(ToString::to_string).collect();
    assert_eq!(
        (sectors, &stated.themes[..]),
        (
            vec!["0127".into(), "G".into()],
            &["food".to_owned(), "quilombo".to_owned()][..]
        )
    );
    let point = stated.place.point.unwrap();
    assert_eq!(
        (point.latitude.to_string(), point.longitude.to_string()),
        ("17.06".into(), "-96.72".into())
    );
    let contacts: Vec<_> = stated.contacts.iter().map(Contact::to_line).collect();
    assert_eq!(
        contacts,
        [
            "public email open@coop.example",
            "public phone +52 951 1234"
        ]
    );
    let by = |field| format!("{:?}", found.provenance.of(field));
    assert!(
        by(Field::Website).contains("Organization"),
        "{}",
        by(Field::Website)
    );
    assert!(
        by(Field::Territory).contains("Office"),
        "{}",
        by(Field::Territory)
    );
    let mut tx = desk.site.node.db.read().await.unwrap();
    let chosen = profiles::of(&mut tx, &own.id).await.unwrap();
    assert!(!chosen.discoverable && chosen.indexable);
    drop(tx);
    let again = shown(&desk.page(&path).await);
    assert!(again.contains(&("asks".to_owned(), "yes".to_owned())));
}

#[tokio::test]
async fn what_cannot_be_kept_is_told_beside_its_field_and_changes_nothing() {
    let site = Site::new().await;
    let own = site.organization("Café Unión", true).await;
    let desk = Desk::of(site, &own).await;
    let path = format!("/my/{}/record", own.id);
    let fields = shown(&desk.page(&path).await);
    let long = "x".repeat(5_001);
    for (name, value) in [
        ("language", "xx"),
        ("language", "Klingonese"),
        ("language", "en"),
        ("language", "Aymara"),
        ("name-0", ""),
        ("name-0", &*"x".repeat(201)),
        ("summary-0", &*long),
        ("language-0", "no language"),
        ("language-0", "Nahuatl"),
        ("type", "company"),
        ("legal-form", &*"x".repeat(121)),
        ("members", "nobody"),
        ("sectors", "9999"),
        ("themes", "dos-palabras ñ"),
        ("territory", "Narnia"),
        ("scope", "cosmic"),
        ("country", "Narnia"),
        ("country", "XX"),
        ("locality", &*"x".repeat(201)),
        ("latitude", "91"),
        ("latitude", "north"),
        ("website", "javascript:alert(1)"),
        ("website", "cafe"),
        ("contact-0", "nobody"),
        ("founded", "yesterday"),
    ] {
        let mut changes = vec![(name, value)];
        if name == "latitude" {
            changes.push(("longitude", "1"));
        }
        let (status, page) = desk.send(&path, &with(&fields, &changes)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value}");
        // A name that is missing in the record's language is told at that language.
        let at = if (name, value) == ("name-0", "") {
            "language"
        } else {
            name
        };
        assert!(
            page.contains(&format!("id=\"{at}-wrong\"")),
            "{name} {value}: {page}"
        );
        let is_list = ["type", "members", "scope"].contains(&name);
        assert!(is_list || page.contains(value), "{name}: what was typed");
        assert!(!page.contains("<script"), "{page}");
    }
    assert_eq!(desk.found(&own.id).await, own);
}

#[tokio::test]
async fn two_who_change_a_record_at_once_see_each_others_words() {
    let site = Site::new().await;
    let own = site.organization("Café Unión", true).await;
    let desk = Desk::of(site, &own).await;
    let path = format!("/my/{}/record", own.id);
    let fields = shown(&desk.page(&path).await);
    let mut draft = own.stated.clone();
    draft.legal_form = Some("S. C. de R. L.".to_owned());
    let clock = &desk.site.node.clock;
    let mut tx = desk.site.node.db.begin().await.unwrap();
    registry::edit(&mut tx, clock, &own.id, draft, Author::Office)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mine = [("legal-form", "Cooperativa")];
    let (status, page) = desk.send(&path, &with(&fields, &mine)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        page.contains("S. C. de R. L.") && page.contains("value=\"Cooperativa\""),
        "{page}"
    );
    assert_eq!(
        desk.found(&own.id).await.stated.legal_form.as_deref(),
        Some("S. C. de R. L.")
    );
    // Whoever sends it again has seen what they replace.
    let fields = shown(&page);
    let (status, _) = desk.send(&path, &with(&fields, &[])).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.found(&own.id).await.stated.legal_form.as_deref(),
        Some("Cooperativa")
    );
}

#[tokio::test]
async fn plain_words_lead_to_codes_that_are_chosen_and_none_is_chosen_for_anybody() {
    let site = Site::new().await;
    let own = site.organization("Panadería Luna", true).await;
    let desk = Desk::of(site, &own).await;
    let path = format!("/my/{}/record", own.id);
    let fields = shown(&desk.page(&path).await);
    let words = [
        ("sectors", "0127, pan y transporte"),
        ("summary-0", "Hacemos pan con energías renovables"),
        ("territory", "Córdoba"),
    ];
    let (status, page) = desk.send(&path, &with(&fields, &words)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    for choice in [
        r#"name="sectors-suggested" value="C">"#,
        r#"name="sectors-suggested" value="H">"#,
        r#"name="territory-suggested" value="ES-CO">"#,
    ] {
        assert!(page.contains(choice), "{choice}: {page}");
    }
    let (likely, _) = page.split_once("name=\"theme-agriculture\"").unwrap();
    assert!(likely.contains("name=\"theme-energy\""), "{page}");
    assert_eq!(desk.found(&own.id).await, own);

    let mut chosen = words.to_vec();
    chosen.extend([
        ("sectors-suggested-for", "0127, pan y transporte"),
        ("sectors-suggested", "C"),
        ("territory-suggested-for", "Córdoba"),
        ("territory-suggested", "ES-CO"),
    ]);
    let (status, page) = desk.send(&path, &with(&fields, &chosen)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let stated = desk.found(&own.id).await.stated;
    let sectors: Vec<_> = stated.sectors.iter().map(ToString::to_string).collect();
    assert_eq!(sectors, ["0127", "C"]);
    assert_eq!(stated.territory.unwrap().as_str(), "ES-CO");
    assert!(stated.themes.is_empty(), "nobody ticked one");
}
