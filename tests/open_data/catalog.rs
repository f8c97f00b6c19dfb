//! The catalogue by DCAT-AP: what must be there is there, and both forms say the same.

use http::StatusCode;

use crate::directory::{Directory, graph, triples};

const DCAT: &str = "http://www.w3.org/ns/dcat#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

#[tokio::test]
async fn both_forms_state_the_same_and_whoever_asks_gets_the_one_of_choice() {
    let directory = Directory::new().await;
    directory.organization("Ash Coop", false).await;
    directory.publish().await;
    let turtle = triples(&directory.text("/data/catalog.ttl").await);
    assert_eq!(graph(&directory.text("/data/catalog.jsonld").await), turtle);
    for path in ["/catalog", "/data/catalog"] {
        let json = directory
            .ask(path, &[("accept", "application/ld+json")])
            .await;
        assert_eq!(json.header("content-type"), "application/ld+json");
        assert_eq!(graph(&json.text), turtle);
        let page = directory.ask(path, &[("accept", "text/html")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.header("location"), "/data");
    }
}

#[tokio::test]
async fn catalogue_datasets_and_distributions_have_what_the_profile_asks_for() {
    let directory = Directory::new().await;
    directory.organization("Ash Coop", false).await;
    directory.publish().await;
    let stated = triples(&directory.text("/data/catalog.ttl").await);
    let of = |class: &str| -> Vec<String> {
        let end = format!(" {TYPE} <{DCAT}{class}>");
        let subjects = stated.iter().filter_map(|one| one.strip_suffix(&end));
        subjects.map(str::to_owned).collect()
    };
    let needs = |subject: &str, terms: &[String]| {
        for term in terms {
            let head = format!("{subject} <{term}> ");
            assert!(
                stated.iter().any(|one| one.starts_with(&head)),
                "{head}\n{stated:#?}"
            );
        }
    };
    let dcterms = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| format!("{DCTERMS}{name}"))
            .collect()
    };
    let dcat = |names: &[&str]| -> Vec<String> {
        names.iter().map(|name| format!("{DCAT}{name}")).collect()
    };
    let common = [
        "title",
        "description",
        "publisher",
        "license",
        "language",
        "spatial",
        "modified",
    ];
    assert_eq!(of("Catalog").len(), 1);
    for catalog in of("Catalog") {
        needs(&catalog, &dcterms(&common));
        needs(&catalog, &dcat(&["dataset"]));
        needs(&catalog, &["http://xmlns.com/foaf/0.1/homepage".to_owned()]);
    }
    assert_eq!(of("Dataset").len(), 2);
    for dataset in of("Dataset") {
        needs(&dataset, &dcterms(&common));
        needs(
            &dataset,
            &dcat(&[
                "distribution",
                "keyword",
                "theme",
                "contactPoint",
                "landingPage",
            ]),
        );
    }
    let downloads = format!(" <{DCAT}downloadURL> <https://directory.example");
    for distribution in of("Distribution") {
        needs(&distribution, &dcterms(&["title", "format", "license"]));
        needs(&distribution, &dcat(&["accessURL", "mediaType"]));
        let head = format!("{distribution}{downloads}");
        let download = stated
            .iter()
            .find_map(|one| one.strip_prefix(&head))
            .unwrap();
        let answer = directory.ask(download.trim_end_matches('>'), &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{download}");
    }
    for said in [
        "<http://www.w3.org/2006/vcard/ns#hasEmail> <mailto:fichas@directory.example>",
        "<http://purl.org/dc/terms/language> <http://publications.europa.eu/resource/authority/language/SPA>",
        "<http://purl.org/dc/terms/spatial> <http://www.wikidata.org/entity/Q34109>",
        "<http://purl.org/dc/terms/license> <https://spdx.org/licenses/CC-BY-4.0>",
        "<http://purl.org/dc/terms/title> \"Oaxaca \\\"SSE\\\": datos abiertos\"@es",
        "<http://xmlns.com/foaf/0.1/name> \"Oficina\"",
    ] {
        assert!(
            stated.iter().any(|one| one.ends_with(said)),
            "{said}\n{stated:#?}"
        );
    }
}
