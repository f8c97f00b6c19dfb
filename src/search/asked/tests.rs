//! Addresses of searches, read and written again, and what cannot be asked.

use super::terms::months;
use super::*;

fn read(query: &str) -> Result<Asked> {
    Asked::read(url::form_urlencoded::parse(query.as_bytes()))
}

#[test]
fn every_search_has_one_address() {
    for (query, expected) in [
        ("type=&q=+caf%C3%A9+&kind=offers", "q=caf%C3%A9&kind=offer"),
        ("theme=Alimentaci%C3%B3n&kind=need", "kind=need&theme=food"),
        (
            "sector=g&territory=mx-oax&kind=organization",
            "kind=organization&territory=MX-OAX&sector=G",
        ),
        (
            "language=es-MX&until=2026-12-31&q=a&q=b",
            "q=b&until=2026-12-31&language=es",
        ),
        ("km=5&near=17,-96", "near=17%2C-96&km=5"),
    ] {
        let asked = read(query).unwrap();
        assert_eq!(asked.query(&[]), expected, "{query}");
        assert_eq!(read(expected).unwrap().query(&[]), expected);
    }
    let asked = read("q=pan&kind=offer").unwrap();
    assert_eq!(asked.query(&[("kind", "need")]), "q=pan&kind=need");
    assert_eq!(asked.query(&[("kind", "")]), "q=pan");
    assert_eq!(
        asked.query(&[("what", "service")]),
        "q=pan&kind=offer&what=service"
    );
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_can() {
    let long = format!("q={}", "a".repeat(LONGEST_WORDS + 1));
    for (query, field, said) in [
        ("kind=shops", "kind", "organization"),
        ("type=coperative", "type", "cooperative"),
        ("type=asociacion+x", "type", "association"),
        ("theme=foods", "theme", "food"),
        ("what=servce", "what", "service"),
        ("terms=gift", "terms", "give"),
        ("sector=99999", "sector", "A to U"),
        ("territory=ES-CAT", "territory", "ES-CT"),
        ("territory=Barcelona", "territory", "place"),
        ("territory=CT", "territory", "ES-CT"),
        ("language=spanisch", "language", "es"),
        ("until=tomorrow", "until", "2026-12-31"),
        ("whose=mine", "whose", "own, others"),
        ("box=17,-97,16,-96", "box", "upside down"),
        ("near=17,-96&km=900", "km", "1 to 500"),
        ("near=17,-96&km=far", "km", "25"),
        ("km=5", "km", "near or place"),
        ("near=1,1&box=0,0,1,1", "box", "near"),
        ("colour=red", "colour", "attested"),
        (&long, "q", "at most 200"),
    ] {
        match read(query).unwrap_err() {
            Error::Invalid {
                field: named,
                reason,
            } => {
                assert_eq!(named, field, "{query}");
                assert!(reason.contains(said), "{query}: {reason}");
            }
            other => panic!("{query}: {other}"),
        }
    }
}

#[test]
fn a_search_of_codes_alone_is_a_channel_where_there_is_one() {
    let slice = |query: &str| read(query).unwrap().slice().map(|slice| slice.to_string());
    assert_eq!(
        slice("kind=need&theme=food&territory=MX-OAX").unwrap(),
        "needs.food.MX-OAX"
    );
    assert_eq!(slice("theme=food").unwrap(), "all.food");
    for query in [
        "",
        "q=pan&kind=need",
        "kind=organization",
        "kind=need&sector=47",
        "kind=need&theme=food&sector=A&territory=MX",
    ] {
        assert_eq!(slice(query), None, "{query}");
    }
}

#[test]
fn a_span_of_months_is_asked_month_by_month_unless_it_is_long() {
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(
        months(day("2026-11-30"), day("2027-01-01")),
        ["deadline=2026-11", "deadline=2026-12", "deadline=2027-01"]
    );
    assert_eq!(months(day("2026-11-30"), day("2090-01-01")), ["deadline="]);
    assert_eq!(
        months(day("2026-11-30"), day("2020-01-01")),
        ["deadline=2020-01"]
    );
}
