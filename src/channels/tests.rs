//! Slices of an offer, and lists of them that stay true while offers come and go.

use super::*;
use crate::store::testing::fresh;

fn slices(facets: &Facets) -> Vec<String> {
    facets.slices().iter().map(ToString::to_string).collect()
}

#[test]
fn an_offer_falls_into_every_slice_of_at_most_two_codes() {
    let place = Territory::parse("MX-OAX").unwrap();
    let sector = "0127".parse().unwrap();
    let facets = Facets::read(
        Purpose::Need,
        ["Agriculture", "agricultura", "bees"],
        [sector],
        Some(&place),
    );
    let mut found = slices(&facets);
    found.sort();
    assert_eq!(
        found,
        [
            "needs",
            "needs.A",
            "needs.A.MX",
            "needs.A.MX-OAX",
            "needs.MX",
            "needs.MX-OAX",
            "needs.agriculture",
            "needs.agriculture.A",
            "needs.agriculture.MX",
            "needs.agriculture.MX-OAX",
        ]
    );
    let bare = Facets::read(Purpose::Offer, [], [], None);
    assert_eq!(slices(&bare), ["offers"]);
}

#[test]
fn whoever_lists_every_theme_is_found_by_a_few() {
    let all = Theme::ALL.iter().map(|theme| theme.as_str());
    let sectors = Section::ALL.iter().map(|one| one.as_str().parse().unwrap());
    let facets = Facets::read(Purpose::Offer, all, sectors, None);
    assert_eq!(facets.slices().len(), 1 + MOST + MOST + MOST * MOST);
}

#[test]
fn an_attestation_counts_by_its_kind_its_name_or_its_address() {
    let wanted = [
        "network".to_owned(),
        "REAS".to_owned(),
        "https://o.example/".to_owned(),
    ];
    let counts = |kind, name, address| counts(&wanted, kind, name, address);
    assert!(counts(AttestationKind::Network, "anybody", None));
    assert!(counts(AttestationKind::Register, "reas", None));
    assert!(counts(
        AttestationKind::Office,
        "Oficina",
        Some("https://o.example")
    ));
    assert!(!counts(
        AttestationKind::Office,
        "Oficina",
        Some("https://o.example.evil/")
    ));
    assert!(!counts(AttestationKind::Itself, "itself", None));
}

#[tokio::test]
async fn pages_of_a_slice_neither_repeat_nor_miss_what_came_at_one_moment() {
    let dir = tempfile::tempdir().unwrap();
    let db = fresh(dir.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let all = Slice::parse("all.food").unwrap();
    for number in 0..40_i64 {
        let purpose = if number % 3 == 0 {
            "needs.food"
        } else {
            "offers.food"
        };
        let slice = BTreeSet::from([Slice::parse(purpose).unwrap()]);
        let offer = format!("/offers/{number:02}");
        // Ten at each moment.
        put(&mut tx, &offer, Timestamp(number / 10), &slice)
            .await
            .unwrap();
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = page(&mut tx, &all, after.as_deref(), 7).await.unwrap();
        seen.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let expected: Vec<String> = (0..40).rev().map(|n| format!("/offers/{n:02}")).collect();
    assert_eq!(seen, expected);
    let needs = Slice::parse("needs.food").unwrap();
    assert_eq!(
        page(&mut tx, &needs, None, 200).await.unwrap().items.len(),
        14
    );
    let refusal = page(&mut tx, &all, Some("nonsense"), 7).await.unwrap_err();
    assert!(refusal.to_string().contains("cursor"), "{refusal}");
}

#[tokio::test]
async fn what_an_offer_enters_is_told_and_its_place_stays() {
    let dir = tempfile::tempdir().unwrap();
    let db = fresh(dir.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let [food, water] = ["offers.food", "offers.water"].map(|code| Slice::parse(code).unwrap());
    let first = BTreeSet::from([food.clone()]);
    let entered = put(&mut tx, "/offers/1", Timestamp(5), &first)
        .await
        .unwrap();
    assert_eq!(entered, std::slice::from_ref(&food));
    assert!(
        put(&mut tx, "/offers/1", Timestamp(9), &first)
            .await
            .unwrap()
            .is_empty()
    );
    let both = BTreeSet::from([food.clone(), water.clone()]);
    let entered = put(&mut tx, "/offers/1", Timestamp(9), &both)
        .await
        .unwrap();
    assert_eq!(entered, std::slice::from_ref(&water));
    assert!(
        stands(&mut tx, &water.for_all(), "/offers/1")
            .await
            .unwrap()
    );
    put(&mut tx, "/offers/1", Timestamp(9), &BTreeSet::new())
        .await
        .unwrap();
    assert!(is_empty(&mut tx, &food).await.unwrap() && is_empty(&mut tx, &water).await.unwrap());
}
