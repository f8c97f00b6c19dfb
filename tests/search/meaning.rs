//! What a word means in another language than a record's: whom a need finds by it, and what a
//! search shows where nothing says it.

use trenza::offers::Purpose;
use trenza::registry;
use trenza::vocabulary::EntityType;

use crate::pages::links;
use crate::town::Town;

impl Town {
    /// A listed organization of Oaxaca, whose record is in English.
    async fn english(&self, name: &str, sector: &str) -> registry::Organization {
        let mut draft = registry::Draft::named(name, "en", EntityType::Association).unwrap();
        draft.territory = Some("MX-OAX".parse().unwrap());
        draft.sectors = vec![sector.parse().unwrap()];
        self.change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await
        })
        .await
    }
}

#[tokio::test]
async fn a_word_that_only_begins_alike_in_another_language_is_no_reason() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    town.english("Home Guard Old Comrades", "9499").await;
    town.english("P4C.Com", "9499").await;
    town.english("Oaxaca Tejidos Club", "9499").await;
    for title in [
        "Guardería para los hijos",
        "Algo caliente para el comedor",
        "Partes de barcas",
    ] {
        let need = town.offer(&cafe, Purpose::Need, title).await;
        let page = town.page(&format!("/offers/{}?lang=en", need.id)).await;
        assert!(!page.contains("speaks of"), "{title}: {page}");
    }
    // A whole word is the same in every language.
    let need = town.offer(&cafe, Purpose::Need, "Tejidos de lana").await;
    let page = town.page(&format!("/offers/{}?lang=en", need.id)).await;
    assert!(page.contains("speaks of tejidos"), "{page}");
}

#[tokio::test]
async fn a_need_for_a_common_trade_is_answered_with_those_who_follow_it() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    let printers = town.english("The Folding Sheet", "1812").await;
    town.english("The Anvil", "2591").await;
    let need = town
        .offer(&cafe, Purpose::Need, "Una imprenta para folletos")
        .await;
    let page = town.page(&format!("/offers/{}?lang=es", need.id)).await;
    assert!(
        page.contains(&printers.path()) && page.contains("trabaja en: Imprenta"),
        "{page}"
    );
    assert!(!page.contains("The Anvil"), "{page}");
}

#[tokio::test]
async fn where_nothing_says_the_words_what_they_mean_is_shown() {
    let town = Town::open().await;
    let bakery = town.english("The Early Riser", "1071").await;
    let page = town.page("/search?q=panader%C3%ADas&lang=en").await;
    assert!(
        page.contains("Nothing says “panaderías”. This is what there is under “Bakery”.")
            && page.contains("One was found."),
        "{page}"
    );
    assert!(
        page.contains(&format!("href=\"{}\"", bakery.path())),
        "{page}"
    );
    assert!(page.contains("value=\"panaderías\""), "{page}");
    // What is shown is not proposed once more, what it may mean besides is.
    assert_eq!(links(&page, "Bakery"), [""; 0]);
    assert_eq!(links(&page, "Manufacturing").len(), 1);
    // Words beside it are looked for still.
    let page = town.page("/search?q=panader%C3%ADa+riser&lang=en").await;
    assert!(page.contains("“Bakery, riser”."), "{page}");
    let page = town.page("/search?q=panader%C3%ADa+anvil&lang=en").await;
    assert!(page.contains("Nothing was found."), "{page}");
    // Where a record says the words, it is shown alone.
    let page = town.page("/search?q=riser&lang=en").await;
    assert!(!page.contains("Nothing says"), "{page}");
}
