//! That both forms of linked data state the same, and that nothing in a record breaks out
//! of its place.

use std::collections::BTreeSet;

use oxjsonld::JsonLdParser;
use oxrdf::Triple;
use oxttl::TurtleParser;
use serde_json::{Value, json};

use super::json::{context, node};
use super::offer::offer;
use super::*;
use crate::clock::{Clock, Timestamp};
use crate::id::{OfferId, OrganizationId};
use crate::offers::{self, Offer, Purpose, State};
use crate::place::{Place, Point, Precision, Territory};
use crate::registry::{
    Contact, ContactKind, Draft, Organization, Provenance, Source, Standing, Status,
};
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, MembershipBase, Sector, Terms, What};

const BASE: &str = "https://oax.example";
const NOW: Timestamp = Timestamp(1_790_000_000_000);

fn kept(stated: Draft) -> Organization {
    let clock = Clock::fixed(NOW);
    Organization {
        id: OrganizationId::new(&clock),
        handle: "ash".into(),
        status: Status::Published,
        standing: Standing::Active,
        consent: None,
        stated: stated.checked().unwrap(),
        provenance: Provenance::default(),
        created_at: NOW,
        updated_at: NOW,
        published_at: Some(NOW),
    }
}

fn whole() -> Draft {
    let mut draft = Draft::named("Tostado Común", "es", EntityType::Cooperative).unwrap();
    draft.names.insert("en", "Common Roast").unwrap();
    draft.summaries = LanguageMap::of("es", "Café.\n\n\"Y\" más \\ cosas").unwrap();
    draft.legal_form = Some("S. Coop.".into());
    draft.membership_base = Some(MembershipBase::Workers);
    draft.sectors = ["1079", "47", "47"]
        .map(|code| Sector::parse(code).unwrap())
        .into();
    draft.themes = vec!["food".into(), "food".into()];
    draft.territory = Some(Territory::parse("Q34109").unwrap());
    draft.place = Place {
        country: Some("MX".into()),
        locality: Some("Oaxaca".into()),
        street: Some("Calle 1\nPiso 2".into()),
        municipality: Some(Territory::parse("Q34109").unwrap()),
        point: Some(Point {
            latitude: 17.0,
            longitude: -96.725_6,
        }),
        precision: Some(Precision::Municipality),
        ..Place::default()
    };
    draft.website = Some("https://tostado.example/?a=b|c".parse().unwrap());
    draft.founded_on = Some(jiff::civil::date(1999, 4, 1));
    draft
}

fn source(identifier: &str) -> Source {
    Source {
        register: "padron".into(),
        identifier: identifier.into(),
        register_number: Some("C-7".into()),
        stated_on: Some("2026-06-30".into()),
        imported_at: NOW,
    }
}

fn made(purpose: Purpose, owner: &Organization) -> Offer {
    let mut stated = offers::Draft::titled(
        purpose,
        "Tostadora",
        "es",
        What::SpaceEquipment,
        Terms::Rent,
    )
    .unwrap();
    stated.quantity = Some(2.5);
    stated.unit = Some("h".into());
    stated.valid_until = Some(NOW);
    stated.territory = Some(Territory::parse("MX-OAX").unwrap());
    stated.conditions = LanguageMap::of("es", "Con cita").unwrap();
    Offer {
        id: OfferId::new(&Clock::fixed(NOW)),
        organization: owner.id.clone(),
        state: State::Open,
        stated,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// The triples of a text of Turtle, as lines.
fn of_turtle(text: &[u8]) -> BTreeSet<String> {
    let triples = TurtleParser::new().for_slice(text);
    triples.map(|triple| triple.unwrap().to_string()).collect()
}

/// The triples of a text of JSON-LD, as lines. The parser can load no context.
fn of_json(text: &[u8]) -> BTreeSet<String> {
    let quads = JsonLdParser::new().for_slice(text);
    quads
        .map(|quad| Triple::from(quad.unwrap()).to_string())
        .collect()
}

fn turtle(things: &[Thing]) -> Vec<u8> {
    let mut turtle = Turtle::new().unwrap();
    let mut text = Vec::new();
    for thing in things {
        turtle.write(thing, &mut text).unwrap();
    }
    turtle.end(&mut text).unwrap();
    text
}

fn graph(things: &[Thing]) -> Vec<u8> {
    let nodes: Vec<Value> = things.iter().map(node).collect();
    let document = json!({"@context": context(Area::Records), "@graph": nodes});
    serde_json::to_vec(&document).unwrap()
}

/// Both forms, read by parsers that know nothing of each other; the triples that they share.
fn shared(things: &[Thing]) -> BTreeSet<String> {
    let one = of_turtle(&turtle(things));
    let other = of_json(&graph(things));
    let differ: Vec<_> = one.symmetric_difference(&other).collect();
    assert!(differ.is_empty(), "{differ:#?}");
    one
}

#[test]
fn a_whole_record_states_the_same_in_both_forms() {
    let record = kept(whole());
    let relations = Relations {
        sources: &[source("R/7 <x>")],
        bodies: &["https://pue.example/o/1".into()],
        same: &["https://pue.example/o/2".into()],
        offers: &[made(Purpose::Offer, &record), made(Purpose::Need, &record)],
    };
    let thing = organization(BASE, &record, &relations);
    let triples = shared(&[thing]);
    let id = format!("<{BASE}/o/{}>", record.id);
    let types = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    let standard = "https://lod.coop/essglobal/2.1/standard";
    for statement in [
        format!("{id} {types} <http://www.w3.org/ns/org#FormalOrganization>"),
        format!("{id} {types} <http://schema.org/Organization>"),
        format!("{id} <http://schema.org/name> \"Common Roast\"@en"),
        format!(
            "{id} <http://www.w3.org/ns/org#classification> <{standard}/organisational-structure/OS115>"
        ),
        format!(
            "{id} <http://www.w3.org/ns/org#classification> <{standard}/base-membership-type/BMT30>"
        ),
        format!("{id} <http://www.w3.org/ns/org#memberOf> <https://pue.example/o/1>"),
        format!("{id} <http://www.w3.org/ns/org#identifier> \"C-7\""),
        format!("{id} <http://schema.org/isicV4> \"1079\""),
        format!("{id} <http://schema.org/url> <https://tostado.example/?a=b%7Cc>"),
        format!(
            "{id} <http://schema.org/foundingDate> \"1999-04-01\"^^<http://www.w3.org/2001/XMLSchema#date>"
        ),
        format!("{id} <http://schema.org/areaServed> <{BASE}/t/Q34109>"),
        format!(
            "<{BASE}/t/Q34109> <http://schema.org/sameAs> <http://www.wikidata.org/entity/Q34109>"
        ),
    ] {
        assert!(triples.contains(&statement), "{statement}\n{triples:#?}");
    }
    let has = |part: &str| triples.iter().any(|triple| triple.contains(part));
    assert!(has("\"17\"^^<http://www.w3.org/2001/XMLSchema#decimal>"));
    assert!(has(
        "\"2026-06-30\"^^<http://www.w3.org/2001/XMLSchema#date>"
    ));
    assert!(has("<http://schema.org/makesOffer>") && has("<http://schema.org/seeks>"));
    assert!(has("streetAddress> \"Calle 1\\nPiso 2\""));
}

#[test]
fn an_offer_and_a_need_say_whose_they_are_in_both_forms() {
    let record = kept(whole());
    let offered = offer(BASE, &made(Purpose::Offer, &record));
    let sought = offer(BASE, &made(Purpose::Need, &record));
    let by = format!("<{BASE}/o/{}>", record.id);
    let triples = shared(&[offered, sought]);
    for term in ["makesOffer", "seeks"] {
        let head = format!("{by} <http://schema.org/{term}> <{BASE}/offers/");
        assert!(
            triples.iter().any(|one| one.starts_with(&head)),
            "{triples:#?}"
        );
    }
}

#[test]
fn hostile_characters_stay_within_their_literals_and_addresses() {
    let hostile = "\"\"\" . <https://evil.example/> a <x> ;\\u0022 \\ {\"@id\":\"x\"} 'ñ🌱";
    let mut draft = Draft::named(hostile, "es", EntityType::Collective).unwrap();
    draft.summaries = LanguageMap::of("ast", &format!("{hostile}\n\n\t{hostile}")).unwrap();
    draft.legal_form = Some("@prefix x: <y> .".into());
    draft.website = Some("https://a.example/a{b}|c^d`e\"f<g>#h i".parse().unwrap());
    let record = kept(draft);
    let relations = Relations {
        sources: &[source("\" > . <evil>\\\u{7}ñ")],
        bodies: &["no address at all".into()],
        ..Relations::default()
    };
    let triples = shared(&[organization(BASE, &record, &relations)]);
    assert!(
        triples
            .iter()
            .all(|triple| triple.starts_with(&format!("<{BASE}/")))
    );
    assert!(!triples.iter().any(|triple| triple.contains("memberOf")));
    assert!(
        !triples
            .iter()
            .any(|triple| triple.contains("FormalOrganization"))
    );
}

#[test]
fn contacts_that_were_taken_out_are_in_neither_form_and_those_that_stay_are_in_both() {
    let mut draft = whole();
    for (value, public) in [
        ("open@tostado.example", true),
        ("hidden@tostado.example", false),
    ] {
        draft.contacts.push(Contact {
            kind: ContactKind::Email,
            value: value.into(),
            public,
        });
    }
    let record = kept(draft).for_the_public();
    let thing = organization(BASE, &record, &Relations::default());
    let triples = shared(&[thing]);
    let has = |part: &str| triples.iter().any(|triple| triple.contains(part));
    assert!(has("open@tostado.example") && !has("hidden"));
}

#[test]
fn a_document_by_itself_needs_nothing_from_elsewhere() {
    let thing = organization(BASE, &kept(whole()), &Relations::default());
    let text = serde_json::to_vec(&document(Area::Records, &thing)).unwrap();
    assert_eq!(of_json(&text), of_turtle(&turtle(&[thing])));
}

#[test]
fn every_entity_type_and_base_has_its_concept_or_says_its_own_code() {
    for kind in EntityType::ALL {
        let draft = Draft::named("Ash", "en", *kind).unwrap();
        let triples = shared(&[organization(BASE, &kept(draft), &Relations::default())]);
        assert!(
            triples
                .iter()
                .any(|triple| triple.contains(&format!("entityType> \"{kind}\"")))
        );
    }
    let counted = EntityType::ALL
        .iter()
        .filter(|kind| codes::structure(**kind).is_some());
    assert_eq!(counted.count(), 11);
}
