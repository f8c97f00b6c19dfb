//! Registers that have many organizations in common under other spellings, within a directory
//! and across two: once all that were found are accepted, every list, count and search shows
//! each organization once.
#![expect(
    clippy::indexing_slicing,
    reason = "a test stops where something is not there"
)]

use std::collections::{BTreeMap, BTreeSet};

use trenza::federation::same_as;
use trenza::id::OrganizationId;
use trenza::registry::duplicates::{self, Among, Candidate, Pair, Stated};
use trenza::registry::import::{self, Choice, Mapping, Options};
use trenza::registry::same_as::StatedBy;
use trenza::registry::{self, Author, Filter, Organization};
use url::form_urlencoded;

use super::nodes::{Running, Stage, until};
use super::respell::{Chance, respelled};

/// How many organizations both registers have: few enough for one page of each list.
const COMMON: usize = 40;
/// How many records the two registers have.
const ALL: i64 = 80;
/// How many organizations must be found twice for the rest to say anything.
const FOUND: usize = 34;

/// An organization of the invented register.
fn candidate(number: usize) -> Candidate {
    let starts = ["Al", "Bren", "Cor", "Dun", "El", "Far", "Glen", "Har"];
    let ends = ["bury", "combe", "field", "mouth", "stead"];
    let trades = [
        "Weavers", "Bakers", "Energy", "Housing", "Printers", "Farmers",
    ];
    let towns = [("Leeds", "LS1"), ("Oxford", "OX1"), ("Bristol", "BS1")];
    let place = format!("{}{}", starts[number % 8], ends[number / 8]);
    let (town, area) = towns[number % 3];
    Candidate {
        id: format!("{number}"),
        names: vec![format!(
            "{place} {} Co-operative Limited",
            trades[number % 6]
        )],
        sources: vec![Stated {
            register: "one".to_owned(),
            identifier: format!("{number}"),
            register_number: Some(format!("IP {}R", 20_000 + number * 7)),
        }],
        locality: Some(town.to_owned()),
        postal_code: Some(format!("{area} {}AB", number % 9 + 1)),
        website: format!("https://www.{}.example/", place.to_lowercase())
            .parse()
            .ok(),
        founded_on: format!("19{}-0{}-11", number + 40, number % 9 + 1)
            .parse()
            .ok(),
        ..Candidate::default()
    }
}

/// The register, and another one's word for the same organizations in another order.
fn registers() -> [Vec<Candidate>; 2] {
    let one: Vec<Candidate> = (0..COMMON).map(candidate).collect();
    let mut chance = Chance::new(20_261_126);
    let mut other: Vec<Candidate> = one
        .iter()
        .map(|known| {
            let mut other = respelled(known, None, &mut chance);
            other.sources[0].identifier.clone_from(&known.id);
            other
        })
        .collect();
    chance.shuffle(&mut other);
    [one, other]
}

/// The register as a file.
fn file(candidates: &[Candidate]) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["Id", "Name", "Number", "Town", "Code", "Site", "Since"])
        .unwrap();
    for one in candidates {
        let source = &one.sources[0];
        let site = one.website.as_ref().map(ToString::to_string);
        let since = one.founded_on.map(|day| day.to_string());
        let row = [
            Some(source.identifier.clone()),
            Some(one.names[0].clone()),
            source.register_number.clone(),
            one.locality.clone(),
            one.postal_code.clone(),
            site,
            since,
        ];
        rows.write_record(row.map(Option::unwrap_or_default))
            .unwrap();
    }
    rows.into_inner().unwrap()
}

impl Running {
    /// Takes a register over and publishes it.
    async fn imports(&self, register: &str, candidates: &[Candidate]) {
        let mapping = format!(
            "register = \"{register}\"\nlanguage = \"en\"\nentity_type = \"cooperative\"\n\
             territory = \"GB\"\n[columns]\nidentifier = \"Id\"\nname = \"Name\"\n\
             register_number = \"Number\"\nlocality = \"Town\"\npostal_code = \"Code\"\n\
             website = \"Site\"\nfounded_on = \"Since\"\n"
        );
        let mapping = Mapping::read(&mapping).unwrap();
        let bytes = std::io::Cursor::new(file(candidates));
        let reading =
            import::open_mapped(bytes, "register.csv", &Choice::default(), &mapping).unwrap();
        let options = Options {
            publish: true,
            ..Options::default()
        };
        let (db, clock) = (&self.node.db, &self.node.clock);
        let report = import::import(db, clock, reading, options, &mut |_, _| {})
            .await
            .unwrap();
        assert_eq!(report.read, COMMON);
        self.node.wake.publisher.notify_one();
    }

    /// Every public record by the list, a few at a time, each with its register's identifier.
    async fn organizations(&self) -> Vec<(Organization, BTreeSet<String>)> {
        let filter = Filter {
            status: Some(registry::Status::Published),
            ..Filter::default()
        };
        let mut tx = self.node.db.read().await.unwrap();
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = registry::list(&mut tx, &filter, after.as_deref(), 7).await;
            let page = page.unwrap();
            for one in page.items {
                let sources = registry::sources(&mut tx, &one.id).await.unwrap();
                let identifiers = sources.into_iter().map(|source| source.identifier);
                all.push((one, identifiers.collect()));
            }
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }

    /// The same by its address, with the identifier.
    async fn numbers(&self) -> BTreeMap<String, String> {
        let all = self.organizations().await.into_iter();
        all.filter_map(|(one, numbers)| Some((one.path(), numbers.into_iter().next()?)))
            .collect()
    }

    /// All that a search proposes.
    async fn proposed(&self) -> Vec<Pair> {
        same_as::find(&self.node, &Among::All).await.unwrap();
        let mut tx = self.node.db.read().await.unwrap();
        let state = duplicates::State::Proposed;
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = duplicates::list(&mut tx, state, after.as_deref(), 7).await;
            let page = page.unwrap();
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }

    /// The page that a search by a name gives.
    async fn search_page(&self, name: &str) -> String {
        let query: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        self.page(&format!("/organizations?q={query}")).await
    }
}

fn id_of(path: &str) -> OrganizationId {
    OrganizationId::parse(path.trim_start_matches("/o/")).unwrap()
}

/// How many links of a page lead to an address.
fn links(page: &str, address: &str) -> usize {
    page.matches(&format!("href=\"{address}\"")).count()
}

#[tokio::test]
async fn two_registers_of_one_directory_become_one_list() {
    let stage = Stage::new();
    let leeds = stage.open("leeds", "accept").await;
    let oxford = stage.open("oxford", "accept").await;
    stage.befriend(&oxford, &leeds).await;
    let [one, other] = registers();
    leeds.imports("one", &one).await;
    leeds.imports("other", &other).await;
    until("the peer has all", async || oxford.shows().await == ALL).await;

    let numbers = leeds.numbers().await;
    let mut merged = Vec::new();
    for pair in leeds.proposed().await {
        if numbers[&pair.one] == numbers[&pair.other] {
            let (keep, lose) = (id_of(&pair.one), id_of(&pair.other));
            let kept = leeds
                .change(async |tx, clock| {
                    duplicates::merge(tx, clock, &keep, &lose, &Author::Office).await
                })
                .await;
            merged.push((kept, pair));
        }
    }
    assert!(merged.len() >= FOUND, "{} found", merged.len());

    let rest = ALL - i64::try_from(merged.len()).unwrap();
    let listed = leeds.organizations().await;
    assert_eq!(i64::try_from(listed.len()).unwrap(), rest);
    assert_eq!(leeds.shows().await, rest);
    let home = leeds.page("/").await;
    assert!(home.contains(&format!(": {rest}</p>")), "{home}");
    let open = leeds.page("/organizations").await;
    for (kept, pair) in &merged {
        let number = &numbers[&pair.one];
        let of_pair = listed
            .iter()
            .filter(|(_, numbers)| numbers.contains(number));
        assert_eq!(of_pair.count(), 1, "{number}");
        assert!(links(&open, &kept.path()) <= 1);
        let page = leeds.search_page(kept.stated.name()).await;
        assert_eq!(links(&page, &kept.path()), 1, "{page}");
        for gone in [&pair.one, &pair.other]
            .into_iter()
            .filter(|one| **one != kept.path())
        {
            assert_eq!(links(&page, gone) + links(&open, gone), 0, "{gone}");
            let (status, to) = leeds.redirect(gone, "text/html").await;
            assert_eq!((status, to.ends_with(&kept.path())), (308, true), "{to}");
        }
    }
    until("the peer has each once", async || {
        oxford.shows().await == rest
    })
    .await;
    let again = leeds.proposed().await;
    let is_true = |pair: &&Pair| numbers[&pair.one] == numbers[&pair.other];
    assert_eq!(again.iter().filter(is_true).count(), 0);
}

#[tokio::test]
async fn two_directories_show_what_both_state_as_one_once() {
    let stage = Stage::new();
    let leeds = stage.open("leeds", "accept").await;
    let oxford = stage.open("oxford", "accept").await;
    stage.befriend(&oxford, &leeds).await;
    let [one, other] = registers();
    leeds.imports("one", &one).await;
    oxford.imports("other", &other).await;
    until("each has the other's", async || {
        leeds.shows().await == ALL && oxford.shows().await == ALL
    })
    .await;

    let (ours, theirs) = (leeds.numbers().await, oxford.numbers().await);
    let their_path = |pair: &Pair| {
        let path = pair.other.strip_prefix(oxford.node.base());
        path.map(str::to_owned)
    };
    let mut same = leeds.proposed().await;
    same.retain(|pair| {
        let path = their_path(pair);
        path.is_some_and(|path| ours[&pair.one] == theirs[&path])
    });
    assert!(same.len() >= FOUND, "{} found", same.len());
    let by = StatedBy::Office;
    leeds
        .change(async |tx, _| {
            for pair in &same {
                same_as::state(&leeds.node, tx, &id_of(&pair.one), &pair.other, by).await?;
            }
            Ok(())
        })
        .await;
    oxford
        .change(async |tx, _| {
            for pair in &same {
                let path = their_path(pair).unwrap();
                let our_id = leeds.node.url(&pair.one);
                same_as::state(&oxford.node, tx, &id_of(&path), &our_id, by).await?;
            }
            Ok(())
        })
        .await;
    let rest = ALL - i64::try_from(same.len()).unwrap();
    until("both show each once", async || {
        leeds.shows().await == rest && oxford.shows().await == rest
    })
    .await;

    let both: Vec<(String, String)> = same
        .iter()
        .map(|pair| (pair.one.clone(), their_path(pair).unwrap()))
        .collect();
    let turned = both.iter().cloned().map(|(one, other)| (other, one));
    let turned: Vec<(String, String)> = turned.collect();
    for (here, there, paths) in [(&leeds, &oxford, &both), (&oxford, &leeds, &turned)] {
        let open = here.page("/organizations").await;
        for (own, foreign) in paths {
            let foreign = there.node.url(foreign);
            assert_eq!((links(&open, own), links(&open, &foreign)), (1, 0), "{own}");
            let mut tx = here.node.db.read().await.unwrap();
            let known = registry::get(&mut tx, &id_of(own)).await.unwrap();
            drop(tx);
            let name_there = here.record(&foreign).await.unwrap().name;
            for name in [known.stated.name(), &name_there] {
                let page = here.search_page(name).await;
                let found = (links(&page, own), links(&page, &foreign));
                assert_eq!(found, (1, 0), "{name}: {page}");
            }
        }
    }
}
