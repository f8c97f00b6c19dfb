//! What the database knows of how the numbers lie makes a search quicker, and changes nothing
//! that it finds.

use std::collections::BTreeSet;

use super::*;

/// All that is found, page by page.
async fn all(index: &Index, query: &str) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = index.page(query, Order::Best, after.as_deref(), 100).await;
        let page = page.unwrap();
        found.extend(page.hits.into_iter().map(|hit| hit.subject));
        match page.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}

#[tokio::test]
async fn the_same_is_found_in_the_same_order_once_the_database_knows_its_numbers() {
    let index = index().await;
    let entries: Vec<Entry> = (0..900_u32)
        .map(|number| {
            let is_rare = number.is_multiple_of(97);
            let title = if is_rare { "Molino" } else { "Huerta" };
            let mut entry = organization(number, title);
            entry.updated = Timestamp(NOW.0 + i64::from(number) * 60_000);
            entry.stands = !number.is_multiple_of(5);
            entry.point = Some(Point {
                latitude: 17.0 + f64::from(number % 3),
                longitude: -96.0,
            });
            entry
        })
        .collect();
    index.keep(&entries).await;
    let asked = ["", "q=huerta", "q=molino", "q=moli", "near=17,-96&km=20"];
    let mut before = Vec::new();
    for query in asked {
        before.push(all(&index, query).await);
    }
    let mut tx = index.db.begin().await.unwrap();
    if !tx.is_exclusive() {
        execute!(tx, sqlx::query("ANALYZE search_terms")).unwrap();
    }
    tx.commit().await.unwrap();
    for (query, before) in asked.into_iter().zip(before) {
        assert!(!before.is_empty(), "{query}");
        let once: BTreeSet<&String> = before.iter().collect();
        assert_eq!(once.len(), before.len(), "{query}");
        assert_eq!(all(&index, query).await, before, "{query}");
    }
}
