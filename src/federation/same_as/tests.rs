//! Another's record read for comparison, whatever it says of itself.

use super::candidate;
use crate::clock::Timestamp;
use crate::federation::records::Record;

fn record(body: &str) -> Record {
    Record {
        id: "https://other.example/o/1".into(),
        origin: "https://other.example/actor".into(),
        kind: "organization".into(),
        owner: "https://other.example/actor".into(),
        organization: None,
        purpose: None,
        name: "Café Unión".into(),
        territory: Some("MX-OAX".into()),
        body: body.into(),
        record_digest: String::new(),
        updated: Timestamp(0),
        log_seq: None,
        received_at: Timestamp(0),
        gone: false,
    }
}

#[test]
fn a_record_is_compared_by_what_it_published() {
    let candidate = candidate::of(&record(
        r#"{"nameMap":{"es":"Café Unión","en":"Union Coffee"},"entityType":"cooperative",
            "foundingDate":"1999-05-01","source":[{"register":"padron","identifier":"7",
            "registerNumber":"CV 12"},{"register":1}],
            "location":{"address":{"addressLocality":"Oaxaca","postalCode":"68000"},
            "latitude":17.06,"longitude":-96.72},
            "attachment":[{"name":"Web","value":"<a href=\"https://cafe.example/?a=1&amp;b=2\" rel=\"me\">x</a>"}]}"#,
    ))
    .unwrap();
    assert_eq!(candidate.names, ["Café Unión", "Union Coffee"]);
    assert_eq!(candidate.country.as_deref(), Some("MX"));
    assert_eq!(candidate.sources.len(), 1);
    assert_eq!(
        candidate.sources[0].register_number.as_deref(),
        Some("CV 12")
    );
    assert_eq!(
        candidate.website.unwrap().as_str(),
        "https://cafe.example/?a=1&b=2"
    );
    assert!(candidate.point.is_some() && candidate.founded_on.is_some());
}

#[test]
fn what_is_withheld_or_unreadable_is_not_compared() {
    assert!(candidate::of(&record(r#"{"suspended":true}"#)).is_none());
    assert!(candidate::of(&record("no json")).is_none());
    let odd = candidate::of(&record(r#"{"source":"x","location":7,"attachment":{}}"#)).unwrap();
    assert!(odd.sources.is_empty() && odd.website.is_none());
}
