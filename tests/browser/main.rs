//! The pages in a real browser.
//!
//! `tests/browser/install` brings playwright-core and axe-core from npm into `target/browser`,
//! and Chromium; `./test` runs it first. Each walk is a program beside this file; what it
//! notices (an error, a barrier, a word in another language, a request that leaves the host)
//! fails it. Pictures of every page are left in `target/pages`.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

/// A directory that its office begins with.
mod office;
#[path = "../support/port.rs"]
mod port;
/// Which pages there are.
mod routes;
/// The demonstration, kept running.
mod stage;
/// Two directories that follow each other, and a co-operative in each.
mod valley;
/// Where the browser is, and how a walk is run.
mod walk;

use std::slice;
use std::time::Instant;

use office::Office;
use port::Port;
use stage::Stage;
use valley::Valley;
use walk::Walks;

#[test]
fn a_visitor_walks_through_the_public_pages() {
    let Some(walks) = Walks::find() else { return };
    let stage = Stage::open();
    walks.run("public.mjs", &stage.nodes, &[]);
}

#[test]
fn a_visitor_finds_while_typing_and_by_the_button_alone() {
    let Some(walks) = Walks::find() else { return };
    let stage = Stage::open();
    walks.run("typing.mjs", &stage.nodes, &[]);
}

#[test]
fn a_visitor_moves_the_map_and_whoever_cannot_sees_it_drawn() {
    let Some(walks) = Walks::find() else { return };
    let office = Office::open("map");
    for (name, country, latitude, longitude) in [
        ("Cooperativa Luna", "MX", "17.06", "-96.72"),
        ("Cooperativa Sol", "MX", "17.30", "-96.90"),
        ("Cooperativa Moulin", "FR", "45.76", "4.84"),
    ] {
        let at = [
            "--country",
            country,
            "--latitude",
            latitude,
            "--longitude",
            longitude,
        ];
        let named = ["org", "add", "--name", name, "--lang", "es"];
        let added = office.command(&[&named[..], &at[..]].concat());
        office.command(&["org", "publish", added["handle"].as_str().unwrap()]);
    }
    let is_found = || {
        let found = office.command(&["search", "cooperativa"]).to_string();
        ["Luna", "Sol", "Moulin"]
            .iter()
            .all(|name| found.contains(name))
    };
    valley::wait("the organizations are found", Instant::now(), is_found);
    walks.run("map.mjs", slice::from_ref(&office.base), &[]);
}

#[test]
fn an_officer_brings_registers_into_the_directory_without_a_terminal() {
    let Some(walks) = Walks::find() else { return };
    for (scripts, language) in [("yes", "es"), ("no", "en")] {
        let [office, neighbour] = ["office", "neighbour"].map(Office::open);
        let told = [
            ("FIRST_LINK", office.first_link.as_str()),
            ("NEIGHBOURS_LINK", neighbour.first_link.as_str()),
            ("SCRIPTS", scripts),
            ("LANGUAGE", language),
        ];
        walks.run(
            "office.mjs",
            &[office.base.clone(), neighbour.base.clone()],
            &told,
        );
    }
}

#[test]
fn an_officer_gives_the_directory_its_face_and_takes_a_council_in() {
    let Some(walks) = Walks::find() else { return };
    for (scripts, language) in [("yes", "es"), ("no", "fr")] {
        let office = Office::open("site");
        let told = [
            ("FIRST_LINK", office.first_link.as_str()),
            ("SCRIPTS", scripts),
            ("LANGUAGE", language),
        ];
        walks.run("site.mjs", slice::from_ref(&office.base), &told);
    }
}

#[test]
fn an_officer_follows_every_link_and_each_page_is_opened() {
    let Some(walks) = Walks::find() else { return };
    let routes = routes::of_pages().join(" ");
    for (scripts, language) in [("yes", "es"), ("no", "fr")] {
        let office = Office::open("everywhere");
        let link = valley::record(&office, "Café Unión", "Cultivan y venden café.");
        let told = [
            ("FIRST_LINK", office.first_link.as_str()),
            ("CLAIM_LINK", link.as_str()),
            ("ROUTES", routes.as_str()),
            ("SCRIPTS", scripts),
            ("LANGUAGE", language),
        ];
        walks.run("everywhere.mjs", slice::from_ref(&office.base), &told);
    }
}

#[test]
fn whoever_has_a_passkey_signs_in_without_a_password() {
    let Some(walks) = Walks::find() else { return };
    for language in ["es", "fr"] {
        let office = Office::open("office");
        let told = [
            ("FIRST_LINK", office.first_link.as_str()),
            ("LANGUAGE", language),
        ];
        walks.run("passkey.mjs", slice::from_ref(&office.base), &told);
    }
}

#[test]
fn a_cooperative_asks_another_directory_for_what_it_needs_from_a_telephone() {
    let Some(walks) = Walks::find() else { return };
    for (scripts, language) in [("yes", "es"), ("no", "fr")] {
        let valley = Valley::open();
        let told = [
            ("ASKING_LINK", valley.asking.as_str()),
            ("ASKED_LINK", valley.asked.as_str()),
            ("SCRIPTS", scripts),
            ("LANGUAGE", language),
        ];
        walks.run("cooperative.mjs", &valley.nodes(), &told);
    }
}

#[test]
fn a_visitor_without_an_account_writes_about_an_offer_and_is_answered_by_letter() {
    let Some(walks) = Walks::find() else { return };
    for (scripts, language) in [("yes", "pt"), ("no", "en")] {
        walk_with_letters(&walks, "visitor.mjs", scripts, language);
    }
}

#[test]
fn whoever_gets_a_letter_opens_what_its_link_leads_to() {
    let Some(walks) = Walks::find() else { return };
    for (scripts, language) in [("yes", "fr"), ("no", "es")] {
        walk_with_letters(&walks, "letters.mjs", scripts, language);
    }
}

/// A directory with one record, whose letters the walk takes: it is the mail server itself.
fn walk_with_letters(walks: &Walks, walk: &str, scripts: &str, language: &str) {
    let mail = Port::take();
    let port = mail.address().port().to_string();
    let settings = format!(
        "[mail]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"never\"\n\
         from = \"Oficina <office@directory.example>\"\n"
    );
    let office = Office::with("home", &settings);
    let link = valley::record(&office, "Café Unión", "Cultivan y venden café.");
    let told = [
        ("CLAIM_LINK", link.as_str()),
        ("MAIL_PORT", port.as_str()),
        ("SCRIPTS", scripts),
        ("LANGUAGE", language),
    ];
    walks.run(walk, slice::from_ref(&office.base), &told);
}
