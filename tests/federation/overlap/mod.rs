//! Registers that have many organizations in common under other spellings (see
//! `tests/overlap/respell.rs` for which), within a directory and across two: how many of them
//! are found and how many of what is found is wrong, and that, once all that were found are
//! accepted, every list, count and search shows each organization once.
#![expect(
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops where something is not there, and prints its figures"
)]

/// The registers.
mod registers;

use std::collections::{BTreeMap, BTreeSet};

use trenza::federation::same_as;
use trenza::id::OrganizationId;
use trenza::registry::duplicates::{self, Among, Pair};
use trenza::registry::same_as::StatedBy;
use trenza::registry::{self, Author, Filter, Organization};
use url::form_urlencoded;

use super::nodes::{Running, Stage, until};
use registers::{Registers, are_one};

/// How many organizations two directories have in common, and how many each has besides.
const COMMON: usize = 500;
const BESIDES: usize = 100;
/// How many two registers of one directory have in common: few enough for the pages of all.
const FEW: usize = 40;
/// One in so many pairs is looked for by its name over there and on pages too.
const ON_PAGES: usize = 20;
/// Statements that one transaction writes.
const AT_ONCE: usize = 50;

impl Running {
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
            let page = registry::list(&mut tx, &filter, after.as_deref(), 200).await;
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

    /// The addresses that a search gives, of 200 at most, and how many it counts.
    async fn found(&self, query: &str) -> (Vec<String>, i64) {
        let path = format!("/api/v1/search?kind=organization&limit=200&{query}");
        let (status, answer) = self.get(&path).await;
        assert_eq!(status, 200, "{query}: {answer}");
        let items = answer["items"].as_array().unwrap().iter();
        let addresses = items.map(|item| item["url"].as_str().unwrap().to_owned());
        (addresses.collect(), answer["total"].as_i64().unwrap())
    }

    /// The page that a search by a name gives.
    async fn search_page(&self, name: &str) -> String {
        let query: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        self.page(&format!("/organizations?q={query}")).await
    }
}

/// Whether a pair of one directory is one organization.
fn is_true(numbers: &BTreeMap<String, String>, pair: &Pair) -> bool {
    let (one, other) = (&numbers[&pair.one], &numbers[&pair.other]);
    are_one(one, other) || are_one(other, one)
}

fn id_of(path: &str) -> OrganizationId {
    OrganizationId::parse(path.trim_start_matches("/o/")).unwrap()
}

/// How many entries of a page lead to an address; that an entry stands there too is no entry.
fn links(page: &str, address: &str) -> usize {
    let all = page.matches(&format!("href=\"{address}\"")).count();
    all - page
        .matches(&format!("href=\"{address}\" rel=\"external\">"))
        .count()
}

#[tokio::test]
async fn two_registers_of_one_directory_become_one_list() {
    let stage = Stage::new();
    let leeds = stage.open("leeds", "accept").await;
    let oxford = stage.open("oxford", "accept").await;
    stage.befriend(&oxford, &leeds).await;
    let registers = Registers::invented(FEW, 0);
    let all = registers.length();
    leeds.imports("one", &registers.one).await;
    leeds.imports("other", &registers.other).await;
    until("the peer has all", async || oxford.shows().await == all).await;

    let numbers = leeds.numbers().await;
    let mut merged = Vec::new();
    for pair in leeds.proposed().await {
        if is_true(&numbers, &pair) {
            let (keep, lose) = (id_of(&pair.one), id_of(&pair.other));
            let kept = leeds
                .change(async |tx, clock| {
                    duplicates::merge(tx, clock, &keep, &lose, &Author::Office).await
                })
                .await;
            merged.push((kept, pair));
        }
    }
    assert!(merged.len() * 100 >= FEW * 95, "{} found", merged.len());

    let rest = all - i64::try_from(merged.len()).unwrap();
    let listed = leeds.organizations().await;
    assert_eq!(i64::try_from(listed.len()).unwrap(), rest);
    assert_eq!(leeds.shows().await, rest);
    let home = leeds.page("/").await;
    assert!(
        home.contains(&format!(": {rest}. <a href=\"/about\">")),
        "{home}"
    );
    let open = leeds.page("/organizations").await;
    for (kept, pair) in &merged {
        for number in [&numbers[&pair.one], &numbers[&pair.other]] {
            let of_pair = listed
                .iter()
                .filter(|(_, numbers)| numbers.contains(number));
            assert_eq!(of_pair.count(), 1, "{number}");
        }
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
    let is_known = |pair: &&Pair| merged.iter().any(|(_, one)| one.one == pair.one);
    assert_eq!(again.iter().filter(is_known).count(), 0);
}

#[tokio::test]
async fn two_directories_find_what_they_have_in_common_and_show_it_once() {
    let registers = Registers::invented(COMMON, BESIDES);
    are_found_and_shown_once(&registers, true).await;
}

#[tokio::test]
async fn two_directories_with_organizations_of_a_real_register_do_so_too() {
    if let Some(registers) = Registers::of_the_uk(COMMON, BESIDES) {
        // The register itself has organizations twice, which is not ours to judge.
        are_found_and_shown_once(&registers, false).await;
    }
}

async fn are_found_and_shown_once(registers: &Registers, is_each_once: bool) {
    let stage = Stage::new();
    let leeds = stage.open("leeds", "accept").await;
    let oxford = stage.open("oxford", "accept").await;
    stage.befriend(&oxford, &leeds).await;
    leeds.imports("one", &registers.one).await;
    oxford.imports("other", &registers.other).await;
    let all = registers.length();
    for quarter in 1..=4 {
        // However slow the machine is, some arrive.
        let until_then = all / 2 + all / 2 * quarter / 4;
        until("each has more of the other's", async || {
            leeds.shows().await >= until_then && oxford.shows().await >= until_then
        })
        .await;
    }
    assert_eq!((leeds.shows().await, oxford.shows().await), (all, all));

    let (ours, theirs) = (leeds.numbers().await, oxford.numbers().await);
    let mut same = Vec::new();
    for (here, there) in [(&leeds, &oxford), (&oxford, &leeds)] {
        let mut right = BTreeSet::new();
        let (mut wrong, mut within) = (0, 0);
        for pair in here.proposed().await {
            let Some(path) = pair.other.strip_prefix(there.node.base()) else {
                within += 1;
                continue;
            };
            let (one, other) = if here.host() == leeds.host() {
                (pair.one.as_str(), path)
            } else {
                (path, pair.one.as_str())
            };
            if are_one(&ours[one], &theirs[other]) {
                right.insert((one.to_owned(), other.to_owned()));
            } else if !registers.is_unsure(&pair) {
                wrong += 1;
            }
        }
        if is_each_once {
            wrong += within;
        }
        let proposed = right.len() + wrong;
        eprintln!(
            "{}: {} of {} in common proposed, {wrong} of {proposed} wrong, {within} within",
            here.host(),
            right.len(),
            registers.common,
        );
        assert!(right.len() * 100 >= registers.common * 95);
        assert!(wrong * 100 <= proposed * 2);
        same.push(right);
    }
    assert_eq!(same[0], same[1], "both find the same");
    let both: Vec<(String, String)> = same.remove(0).into_iter().collect();
    let turned: Vec<(String, String)> = both
        .iter()
        .map(|(one, other)| (other.clone(), one.clone()))
        .collect();
    for (here, there, pairs) in [(&leeds, &oxford, &both), (&oxford, &leeds, &turned)] {
        for some in pairs.chunks(AT_ONCE) {
            here.change(async |tx, _| {
                for (own, foreign) in some {
                    let foreign = there.node.url(foreign);
                    let by = StatedBy::Office;
                    same_as::state(&here.node, tx, &id_of(own), &foreign, by).await?;
                }
                Ok(())
            })
            .await;
        }
    }
    let rest = all - i64::try_from(both.len()).unwrap();
    until("both show each once", async || {
        leeds.shows().await == rest && oxford.shows().await == rest
    })
    .await;
    for (here, there, pairs, own) in [
        (&leeds, &oxford, &both, registers.one.len()),
        (&oxford, &leeds, &turned, registers.other.len()),
    ] {
        until("what is found follows", async || {
            here.found("").await.1 == rest
        })
        .await;
        counts_its_own(here, own).await;
        shows_once(here, there, pairs).await;
    }
}

/// Whether a directory's counts of its own are of its own alone.
async fn counts_its_own(here: &Running, own: usize) {
    let home = here.page("/").await;
    assert!(
        home.contains(&format!(": {own}. <a href=\"/about\">")),
        "{home}"
    );
    let (_, info) = here.get("/nodeinfo/2.1").await;
    assert_eq!(info["metadata"]["organizations"]["listed"], own);
}

/// Whether every list and search shows each pair once.
async fn shows_once(here: &Running, there: &Running, pairs: &[(String, String)]) {
    let open = here.page("/organizations").await;
    for (nth, (own, foreign)) in pairs.iter().enumerate() {
        let foreign = there.node.url(foreign);
        assert!(
            links(&open, own) <= 1 && links(&open, &foreign) == 0,
            "{own}"
        );
        let mut tx = here.node.db.read().await.unwrap();
        let known = registry::get(&mut tx, &id_of(own)).await.unwrap();
        drop(tx);
        let name_there = here.record(&foreign).await.unwrap().name;
        let address = here.node.url(own);
        let is_looked_at = nth % ON_PAGES == 0;
        for (name, is_own) in [(known.stated.name(), true), (&name_there, false)] {
            if !is_own && !is_looked_at {
                continue;
            }
            let query: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
            let (found, _) = here.found(&format!("q={query}")).await;
            let times = |sought: &String| found.iter().filter(|one| *one == sought).count();
            assert_eq!(times(&foreign), 0, "{name}: {found:?}");
            assert!(times(&address) == 1 || !is_own, "{name}: {found:?}");
            if is_looked_at {
                let page = here.search_page(name).await;
                let found = (links(&page, own), links(&page, &foreign));
                assert_eq!(found, (1, 0), "{name}: {page}");
            }
        }
    }
}
