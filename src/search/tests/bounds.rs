//! What is noted and numbered once, and how far a search looks.

use std::collections::BTreeSet;
use std::time::Duration;

use super::*;

#[tokio::test]
async fn what_is_noted_again_is_noted_once_and_looked_at_once_more() {
    let index = index().await;
    let mut tx = index.db.begin().await.unwrap();
    due::note(&mut tx, &["/o/1", "/o/2", "/o/1"]).await.unwrap();
    let first = due::pending(&mut tx, NOW, 10).await.unwrap();
    assert_eq!(subjects(&first), ["/o/1", "/o/2"]);
    due::note(&mut tx, &["/o/1"]).await.unwrap();
    due::note_everything(&mut tx).await.unwrap();
    let again = due::pending(&mut tx, NOW, 10).await.unwrap();
    assert_eq!(subjects(&again), ["/o/2", "/o/1"]);
    // Whoever read the first note of it does not take the newer one away.
    let standing = due::standing(&mut tx, &first).await.unwrap();
    assert_eq!(standing.len(), 1);
    due::heeded(&mut tx, &first).await.unwrap();
    let rest = due::pending(&mut tx, NOW, 10).await.unwrap();
    assert_eq!(subjects(&rest), ["/o/1"]);
    let later = Timestamp(NOW.0 + 1);
    due::put_off(&mut tx, &rest, "is bad", later).await.unwrap();
    assert!(due::pending(&mut tx, NOW, 10).await.unwrap().is_empty());
    let aside = due::put_aside(&mut tx, 10).await.unwrap();
    assert_eq!(aside, [("/o/1".to_owned(), "is bad".to_owned())]);
    assert_eq!(due::pending(&mut tx, later, 10).await.unwrap(), rest);
}

#[test]
fn whatever_was_found_before_a_few_looks_come_to_an_end() {
    let most = 20_000;
    for found in [0, 1, 500, 980, 999, 1_000] {
        let (mut among, mut looks) = (1_000, 1);
        while among < most {
            among += sql::likely(1_001, (found, among)).min(most - among);
            looks += 1;
        }
        assert!(looks <= 7, "{looks} looks after {found} were found");
    }
}

#[tokio::test]
async fn what_changed_in_one_moment_has_numbers_of_its_own_whatever_it_is_called() {
    let index = index().await;
    // Addresses can be chosen so that their first numbers are the same.
    let one = "https://a.example/o/0".to_owned();
    let number = sql::low(&one, 0);
    let mut others = (1..).map(|number| format!("https://a.example/o/{number}"));
    let other = others.find(|other| sql::low(other, 0) == number).unwrap();
    let entries = [&one, &other].map(|subject| {
        let mut entry = organization(1, "Pan");
        entry.subject.clone_from(subject);
        entry
    });
    index.keep(&entries).await;
    assert_eq!(index.finds("q=pan").await.len(), 2);
    // Where all of the first ones are taken, the next that is free is.
    let mut tx = index.db.begin().await.unwrap();
    let row = |number: i64| sql::Row {
        number,
        subject: format!("/o/{number}"),
        kind: "organization".to_owned(),
        codes: String::new(),
        latitude: None,
        longitude: None,
        deadline: None,
        look_again_at: None,
        entered_at: None,
    };
    let begin = NOW.0 << sql::BITS;
    let numbers = (0..sql::ATTEMPTS).map(|attempt| begin + sql::low("/o/x", attempt));
    let numbers: BTreeSet<i64> = numbers.collect();
    let rows: Vec<sql::Row> = numbers.iter().map(|number| row(*number)).collect();
    sql::insert(&mut tx, &rows).await.unwrap();
    let free = sql::free_number(&mut tx, true, NOW, "/o/x").await.unwrap();
    assert_eq!(free, numbers.first().unwrap() + 1);
}

#[tokio::test]
async fn what_is_looked_for_among_very_much_is_looked_for_among_the_newest() {
    let index = index().await;
    let at = |number: u32, latitude: f64| {
        let mut entry = organization(number, "Huerta");
        entry.point = Some(Point {
            latitude,
            longitude: 10.001,
        });
        entry.deadline = Some(Timestamp(NOW.0 - 1_000));
        entry
    };
    let most = u32::try_from(find::LOOKED_AMONG).unwrap();
    let mut entries = vec![at(0, -20.0)];
    entries.extend((1..=most).map(|number| at(number, 15.0)));
    entries[0].deadline = Some(NOW + Duration::from_hours(24 * 40));
    index.keep(&entries).await;
    for query in ["box=-60,10,10,13", "until=2090-01-01"] {
        let found = index.ask(query).await.unwrap();
        assert!(found.hits.is_empty() && found.counted.is_cut, "{query}");
        // More of what is asked leaves less to look among.
        let narrower = format!("{query}&q=norte");
        let found = index.ask(&narrower).await.unwrap();
        assert!(!found.counted.is_cut, "{narrower}");
    }
    let found = index.ask("box=-21,9,-19,11").await.unwrap();
    assert_eq!((found.hits.len(), found.counted.is_cut), (1, false));
}

#[tokio::test]
async fn what_has_the_words_in_its_title_elsewhere_leaves_no_less_to_look_among() {
    let index = index().await;
    let at = |number: u32, latitude: f64| {
        let mut entry = organization(number, "Huerta");
        entry.point = Some(Point {
            latitude,
            longitude: 10.001,
        });
        entry
    };
    let most = u32::try_from(find::LOOKED_AMONG).unwrap();
    let mut told = at(0, -20.0);
    told.titles = vec![("es".to_owned(), "Otra".to_owned())];
    told.texts = vec![("es".to_owned(), "con huerta".to_owned())];
    let mut entries = vec![told];
    entries.extend((1..=most).map(|number| at(number, 15.0)));
    index.keep(&entries).await;
    let found = index.ask("q=huerta&box=-60,10,10,13").await.unwrap();
    assert_eq!(found.hits.len(), 1);
}

#[tokio::test]
async fn a_page_begins_where_the_one_before_ended_also_between_titles_and_texts() {
    let index = index().await;
    let entries: Vec<Entry> = (0..12)
        .map(|number| {
            let title = if number % 2 == 0 { "Huerta" } else { "Otra" };
            let mut entry = organization(number, title);
            entry.texts = vec![("es".to_owned(), "la huerta".to_owned())];
            entry
        })
        .collect();
    index.keep(&entries).await;
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let found = index
            .page("q=huerta", Order::Best, after.as_deref(), 5)
            .await
            .unwrap();
        assert_eq!(found.counted.total, 12);
        seen.extend(found.hits.into_iter().map(|hit| hit.subject));
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    let number = |subject: &String| subject.trim_start_matches("/o/").parse::<u32>().unwrap();
    let numbers: Vec<u32> = seen.iter().map(number).collect();
    assert_eq!(numbers, [10, 8, 6, 4, 2, 0, 11, 9, 7, 5, 3, 1]);
}

#[tokio::test]
async fn beginnings_are_looked_for_of_a_few_words_that_say_enough() {
    let index = index().await;
    index
        .keep(&[organization(1, "Panadería Buenaventura Esperanza Mayoral")])
        .await;
    for words in ["pan", "pana+buena+espe"] {
        assert_eq!(
            index.finds(&format!("q={words}")).await,
            ["/o/1"],
            "{words}"
        );
    }
    for words in ["pa", "pana+buena+espe+mayo"] {
        assert!(
            index.finds(&format!("q={words}")).await.is_empty(),
            "{words}"
        );
    }
}

#[tokio::test]
async fn whoever_is_called_as_a_kind_of_attestation_is_not_taken_for_it() {
    let index = index().await;
    let mut by_network = organization(1, "Una");
    by_network.attested = vec![(AttestationKind::Network, "Office".to_owned())];
    let mut by_office = organization(2, "Otra");
    by_office.attested = vec![(AttestationKind::Office, "Ayuntamiento".to_owned())];
    index.keep(&[by_network, by_office]).await;
    assert_eq!(index.finds("attested=office").await, ["/o/2"]);
    assert_eq!(index.finds("attested=network").await, ["/o/1"]);
    assert_eq!(index.finds("attested=ayuntamiento").await, ["/o/2"]);
}
