//! Who could meet a need, on its page, and where somebody looks on.

use trenza::offers::{self, Purpose};
use trenza::registry;
use trenza::vocabulary::EntityType;

use crate::town::Town;

#[tokio::test]
async fn a_need_is_answered_with_organizations_that_could_meet_it() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    town.listed("Cooperativa de Transporte del Valle").await;
    let fletes = "Fletes Zapotecos";
    let mut draft = registry::Draft::named(fletes, "es", EntityType::Cooperative).unwrap();
    draft.territory = Some("MX-OAX".parse().unwrap());
    draft.sectors = vec!["4923".parse().unwrap()];
    draft
        .summaries
        .insert("es", "Llevamos café y maíz a la ciudad")
        .unwrap();
    let carriers = town
        .change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await
        })
        .await;
    let need = town.offer(&cafe, Purpose::Need, "Transporte de café").await;
    let page = town.reads(&format!("/offers/{}?lang=en", need.id)).await;
    assert!(
        page.contains("Organizations that could meet this"),
        "{page}"
    );
    assert!(
        page.contains(&format!("href=\"{}\"", carriers.path())),
        "{page}"
    );
    assert!(page.contains("works in: Transport and storage"), "{page}");
    assert!(
        page.contains("speaks of café") && page.contains("is in: Oaxaca"),
        "{page}"
    );
    // Those of elsewhere, and the one that seeks, are not named.
    assert!(!page.contains("Transporte del Valle"), "{page}");
    let offer = town
        .offer(&cafe, Purpose::Offer, "Transporte de café")
        .await;
    let page = town.reads(&format!("/offers/{}?lang=en", offer.id)).await;
    assert!(!page.contains("could meet this"), "{page}");
    town.change(async |tx, clock| offers::close(tx, clock, &need.id, offers::Ending::Met).await)
        .await;
    let page = town.reads(&format!("/offers/{}?lang=en", need.id)).await;
    assert!(!page.contains("could meet this"), "{page}");
}

#[tokio::test]
async fn a_need_leads_to_searches_for_its_words_there_where_nobody_was_found_and_anywhere() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    let need = town
        .offer(&cafe, Purpose::Need, "Molino para nixtamal")
        .await;
    let path = format!("/offers/{}?lang=en", need.id);
    let link = |query: &str| format!("href=\"/search?{}\"", query.replace('&', "&#38;"));
    let far = ["q=nixtamal&kind=organization", "kind=offer&what=service"].map(link);
    let near = [
        "q=nixtamal&kind=organization&territory=MX-OAX",
        "kind=offer&territory=MX-OAX&what=service",
    ];
    let near = near.map(link);
    let page = town.reads(&path).await;
    assert!(page.contains("was found here"), "{page}");
    for one in near.iter().chain(&far) {
        assert!(page.contains(one), "{one}: {page}");
    }
    let mut draft = registry::Draft::named("El Molino", "es", EntityType::Cooperative).unwrap();
    draft.territory = Some("MX-OAX".parse().unwrap());
    draft.summaries.insert("es", "Nixtamal").unwrap();
    town.change(async |tx, clock| {
        let added = registry::add(tx, clock, draft).await?;
        registry::publish(tx, clock, &added.id).await
    })
    .await;
    let page = town.reads(&path).await;
    assert!(!page.contains("was found here"), "{page}");
    for (near, far) in near.iter().zip(&far) {
        assert!(!page.contains(near) && page.contains(far), "{page}");
    }
    let offer = town
        .offer(&cafe, Purpose::Offer, "Molino para nixtamal")
        .await;
    let page = town.reads(&format!("/offers/{}?lang=en", offer.id)).await;
    assert!(!page.contains(&far[0]), "an offer seeks nobody: {page}");
}
