//! The office's page of people: invited, changed and let go, and never the last who runs it.

use std::time::Duration;

use super::office::{admin, open, send};
use super::*;
use crate::people::{self, Account, Role, acts, representation, session};

const PEOPLE: &str = "/office/people";

async fn found(site: &Site, mail: &str) -> Option<Account> {
    let mut tx = site.node.db.read().await.unwrap();
    let found = people::by_mail(&mut tx, mail).await.unwrap();
    found.map(|(account, _)| account)
}

async fn last_act(site: &Site) -> (String, Option<String>) {
    let mut tx = site.node.db.read().await.unwrap();
    let act = acts::list(&mut tx, None, 1).await.unwrap().remove(0);
    (act.what, act.about)
}

#[tokio::test]
async fn somebody_is_invited_by_a_link_that_is_shown_where_no_mail_goes() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    for (field, form) in [
        (
            "mail",
            [("mail", "nobody"), ("name", "Eva"), ("role", "admin")],
        ),
        (
            "name",
            [("mail", "eva@x.example"), ("name", " "), ("role", "admin")],
        ),
        (
            "role",
            [("mail", "eva@x.example"), ("name", "Eva"), ("role", "king")],
        ),
    ] {
        let (status, page) = send(&site, &cookie, PEOPLE, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.contains(&format!("id=\"{field}-wrong\"")), "{page}");
    }
    assert!(found(&site, "eva@x.example").await.is_none());

    let form = [
        ("mail", "Eva@x.example"),
        ("name", HOSTILE),
        ("role", "registrar"),
    ];
    let (status, page) = send(&site, &cookie, PEOPLE, &form).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("/new-password/") && !page.contains("<script"),
        "{page}"
    );
    let eva = found(&site, "eva@x.example").await.unwrap();
    assert_eq!(eva.role, Some(Role::Registrar));
    let act = (
        "POST /office/people (invite registrar)".to_owned(),
        Some(eva.mail),
    );
    assert_eq!(last_act(&site).await, act);

    // Whoever runs the node does not become less by being invited once more.
    let form = [
        ("mail", "ana@people.example"),
        ("name", "Ana"),
        ("role", "registrar"),
    ];
    send(&site, &cookie, PEOPLE, &form).await;
    let ana = found(&site, "ana@people.example").await.unwrap();
    assert_eq!(ana.role, Some(Role::Admin));
}

#[tokio::test]
async fn an_account_is_changed_and_ends_with_its_sessions() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let leo = site.account("leo", None).await;
    let (own, _) = site.session(&leo).await;
    let organization = site.organization("Molino", true).await;
    let mut tx = site.node.db.begin().await.unwrap();
    representation::add(
        &mut tx,
        &site.node.clock,
        &leo.id,
        &organization.id,
        "vocal",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let path = format!("{PEOPLE}/{}", leo.id);
    assert!(open(&site, &cookie, &path).await.contains("Molino"));

    for (deed, role) in [
        ("registrar", Some(Role::Registrar)),
        ("admin", Some(Role::Admin)),
        ("none", None),
    ] {
        let (status, _) = send(&site, &cookie, &path, &[("do", deed)]).await;
        assert_eq!(status, StatusCode::OK, "{deed}");
        assert_eq!(found(&site, &leo.mail).await.unwrap().role, role, "{deed}");
        let act = (format!("POST {path} ({deed})"), Some(leo.mail.clone()));
        assert_eq!(last_act(&site).await, act);
    }
    let (_, page) = send(&site, &cookie, &path, &[("do", "link")]).await;
    assert!(page.contains("/new-password/"), "{page}");
    let (status, _) = send(&site, &cookie, &path, &[("do", "second")]).await;
    assert_eq!(status, StatusCode::OK);

    let end = format!("end {}", organization.id);
    let (status, page) = send(&site, &cookie, &path, &[("do", &end)]).await;
    assert!(
        status == StatusCode::OK && !page.contains("Molino"),
        "{page}"
    );
    for nothing in [&*end, "dance", ""] {
        let (status, page) = send(&site, &cookie, &path, &[("do", nothing)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
        assert!(page.contains("id=\"do-wrong\""), "{page}");
    }

    let (status, _) = send(&site, &cookie, &path, &[("do", "remove")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(found(&site, &leo.mail).await.is_none());
    let secret = own.split_once('=').unwrap().1;
    let mut tx = site.node.db.read().await.unwrap();
    let person = session::find(&mut tx, &site.node.clock, secret).await;
    assert!(person.unwrap().is_none(), "its sessions end with it");
    drop(tx);
    let (status, _) = send(&site, &cookie, &path, &[("do", "remove")]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_who_runs_the_node_stays_and_only_their_own_password_opens_accounts() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let ana = found(&site, "ana@people.example").await.unwrap();
    let path = format!("{PEOPLE}/{}", ana.id);
    for deed in ["registrar", "none", "remove"] {
        let (status, _) = send(&site, &cookie, &path, &[("do", deed)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{deed}");
        let kept = found(&site, &ana.mail).await.unwrap();
        assert_eq!(kept.role, Some(Role::Admin), "{deed}");
    }
    // Beside another, an own account ends on its own page alone.
    site.account("leo", Some(Role::Admin)).await;
    let (status, page) = send(&site, &cookie, &path, &[("do", "remove")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.contains("value=\"remove\""), "{page}");
    assert!(found(&site, &ana.mail).await.is_some());
    let hash = site.node.sign_ins.passwords.hash("cuatro lunas comen cal");
    let hash = hash.await.unwrap();
    let mut tx = site.node.db.begin().await.unwrap();
    people::set_password(&mut tx, &ana.id, &hash).await.unwrap();
    tx.commit().await.unwrap();
    let (cookie, _) = site.session(&ana).await;
    let invitation = [
        ("mail", "eva@x.example"),
        ("name", "Eva"),
        ("role", "admin"),
    ];
    for present in ["", "another"] {
        let form = [invitation.as_slice(), &[("present", present)]].concat();
        let (status, page) = send(&site, &cookie, PEOPLE, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("id=\"present-wrong\""), "{page}");
        let form = [("do", "link"), ("present", present)];
        let (status, page) = send(&site, &cookie, &path, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.contains("/new-password/"), "{page}");
    }
    assert!(found(&site, "eva@x.example").await.is_none());
    let present = ("present", "cuatro lunas comen cal");
    let form = [invitation.as_slice(), &[present]].concat();
    let (status, _) = send(&site, &cookie, PEOPLE, &form).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn who_has_no_password_hands_out_roles_only_soon_after_they_signed_in() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let leo = site.account("leo", None).await;
    let path = format!("{PEOPLE}/{}", leo.id);
    let invitation = [
        ("mail", "eva@x.example"),
        ("name", "Eva"),
        ("role", "admin"),
    ];
    site.node.clock.advance(Duration::from_mins(15));
    for (path, form, kept) in [
        (PEOPLE, &invitation[..], "value=\"eva@x.example\""),
        (
            &*path,
            &[("do", "admin")],
            "value=\"admin\" required checked",
        ),
    ] {
        let (status, page) = send(&site, &cookie, path, form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        for said in [
            "id=\"present-wrong\"",
            "Sign out and sign in again first",
            kept,
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }
    // A password set now would be one to show.
    let words = "cuatro lunas comen cal";
    let form = [("password", words)];
    let (status, page) = send(&site, &cookie, "/account/password", &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"present-wrong\""), "{page}");
    assert!(found(&site, "eva@x.example").await.is_none());
    assert_eq!(found(&site, &leo.mail).await.unwrap().role, None);

    let ana = found(&site, "ana@people.example").await.unwrap();
    assert!(!ana.has_password);
    let (cookie, _) = site.session(&ana).await;
    for (path, form) in [(PEOPLE, &invitation[..]), (&*path, &[("do", "admin")])] {
        let (status, page) = send(&site, &cookie, path, form).await;
        assert_eq!(status, StatusCode::OK, "{page}");
    }
    for mail in ["eva@x.example", &*leo.mail] {
        assert_eq!(found(&site, mail).await.unwrap().role, Some(Role::Admin));
    }
    let (status, _) = send(&site, &cookie, "/account/password", &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_commands_did_is_said_in_the_language_of_the_page() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let now = site.node.clock.now();
    let mut tx = site.node.db.begin().await.unwrap();
    for (what, about) in [
        ("admin create", Some("eva@x.example")),
        ("admin represent tejedoras", None),
        ("admin dance", None),
    ] {
        acts::record_command(&mut tx, what, about, now)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let page = open(&site, &cookie, "/office/acts?lang=es").await;
    for said in [
        "Invitó a alguien a la oficina eva@x.example",
        "Nombró a quien representa a una organización: tejedoras",
        "Consola del servidor",
        "<code>admin dance</code>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for raw in ["admin create", "admin represent", "command line"] {
        assert!(!page.contains(raw), "{raw}: {page}");
    }
}

#[tokio::test]
async fn a_second_factor_is_asked_of_the_office_by_whoever_has_one() {
    let site = Site::new().await;
    let ana = site.account("ana", Some(Role::Admin)).await;
    let (plain, _) = site.session(&ana).await;
    let eva = site.account("eva", Some(Role::Registrar)).await;
    let (of_eva, _) = site.session(&eva).await;
    let path = format!("{PEOPLE}/second");
    let acts = "/office/acts";

    // Without one of their own they would lock themselves out.
    let page = open(&site, &plain, PEOPLE).await;
    assert!(page.contains("for yourself first") && !page.contains(&path));
    let (status, page) = send(&site, &plain, &path, &[("second", "on")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("for yourself first"), "{page}");
    open(&site, &of_eva, acts).await;

    let (cookie, _) = site.personal(&ana).await;
    assert!(open(&site, &cookie, PEOPLE).await.contains(&path));
    let (status, _) = send(&site, &cookie, &path, &[("second", "perhaps")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, _) = send(&site, &of_eva, &path, &[("second", "on")]).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "it is not the registrar's");
    let (status, _) = send(&site, &cookie, &path, &[("second", "on")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(last_act(&site).await.0, format!("POST {path} (on)"));
    let told = open(&site, &cookie, acts).await;
    assert!(told.contains("Required a second step to sign in"), "{told}");
    let led = site.ask(acts, &[(header::COOKIE, &of_eva)]).await;
    assert_eq!(led.headers()[header::LOCATION], "/account/second");

    let (status, _) = send(&site, &cookie, &path, &[("second", "off")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    open(&site, &of_eva, acts).await;
}

#[tokio::test]
async fn what_the_settings_say_of_the_second_factor_no_page_changes() {
    for is_asked in [true, false] {
        let set = format!("[accounts]\noffice_second_factor = {is_asked}\n");
        let site = Site::set(&set).await;
        let ana = site.account("ana", Some(Role::Admin)).await;
        let (cookie, _) = site.personal(&ana).await;
        let path = format!("{PEOPLE}/second");
        let page = open(&site, &cookie, PEOPLE).await;
        assert!(page.contains("settings of the machine") && !page.contains(&path));
        let (status, _) = send(&site, &cookie, &path, &[("second", "on")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let shown = site.node.shown().settings.accounts.office_second_factor;
        assert_eq!(shown, Some(is_asked));
    }
}
