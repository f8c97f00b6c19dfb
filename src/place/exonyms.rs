//! Cities whose name in the country's own language is not the one that GeoNames writes, or
//! whose name in another language is common. Knows no places but these.

/// Country, the folded name in the gazetteer, and the other folded names.
const NAMES: &[(&str, &str, &[&str])] = &[
    ("AT", "vienna", &["wien", "viena", "vienne", "becs"]),
    ("BE", "antwerpen", &["antwerp", "anvers", "amberes"]),
    ("BE", "brugge", &["bruges", "brujas"]),
    (
        "BE",
        "brussels",
        &["bruxelles", "brussel", "bruselas", "bruxelles ville"],
    ),
    ("BE", "gent", &["ghent", "gand", "gante"]),
    ("BE", "leuven", &["louvain", "lovaina"]),
    ("BE", "liege", &["luik", "luttich", "lieja"]),
    ("BE", "mechelen", &["malines"]),
    ("BE", "mons", &["bergen"]),
    ("BE", "namur", &["namen"]),
    ("BG", "sofia", &["sofiia", "sofiya"]),
    ("CH", "basel", &["bale", "basilea", "basle"]),
    ("CH", "bern", &["berne", "berna"]),
    ("CH", "geneve", &["geneva", "genf", "ginebra", "ginevra"]),
    ("CH", "luzern", &["lucerne", "lucerna"]),
    ("CH", "zurich", &["zuerich", "zurigo"]),
    ("CY", "nicosia", &["lefkosia"]),
    ("CZ", "pilsen", &["plzen"]),
    ("CZ", "prague", &["praha", "praga", "prag"]),
    (
        "DE",
        "frankfurt am main",
        &["frankfurt", "frankfurt a m", "frankfurt main", "francfort"],
    ),
    ("DE", "freiburg", &["freiburg im breisgau", "freiburg i br"]),
    ("DE", "hannover", &["hanover"]),
    ("DE", "koln", &["cologne", "koeln", "colonia"]),
    (
        "DE",
        "munich",
        &["munchen", "muenchen", "monaco di baviera"],
    ),
    ("DE", "nurnberg", &["nuremberg", "nuernberg"]),
    ("DK", "copenhagen", &["kobenhavn", "koebenhavn", "kbh"]),
    ("EE", "tallinn", &["tallin"]),
    ("ES", "a coruna", &["la coruna", "coruna"]),
    ("ES", "alicante", &["alacant"]),
    ("ES", "bilbao", &["bilbo"]),
    (
        "ES",
        "castello de la plana",
        &["castellon", "castellon de la plana", "castello"],
    ),
    (
        "ES",
        "donostia san sebastian",
        &["san sebastian", "donostia"],
    ),
    ("ES", "elche", &["elx"]),
    (
        "ES",
        "gasteiz vitoria",
        &["vitoria gasteiz", "vitoria", "gasteiz"],
    ),
    ("ES", "gijon", &["xixon"]),
    ("ES", "girona", &["gerona"]),
    ("ES", "lleida", &["lerida"]),
    ("ES", "ourense", &["orense"]),
    ("ES", "palma", &["palma de mallorca"]),
    ("ES", "pamplona", &["iruna", "pamplona iruna"]),
    ("ES", "sevilla", &["seville"]),
    ("ES", "zaragoza", &["saragossa"]),
    ("FR", "bayonne", &["baiona"]),
    ("FR", "marseille", &["marsella", "marseilles"]),
    ("FR", "strasbourg", &["strassburg"]),
    ("GB", "kingston upon hull", &["hull"]),
    ("GB", "newcastle upon tyne", &["newcastle"]),
    (
        "GR",
        "athens",
        &["athina", "athena", "atenas", "athenes", "atina"],
    ),
    ("GR", "piraeus", &["peiraias", "pireas"]),
    ("GR", "irakleion", &["erakleio", "heraklion"]),
    ("GR", "thessaloniki", &["thessalonike", "salonica"]),
    ("IE", "dublin", &["baile atha cliath"]),
    ("IT", "bologna", &["bolonia", "bologne"]),
    ("IT", "florence", &["firenze", "florencia"]),
    ("IT", "genoa", &["genova"]),
    ("IT", "milan", &["milano", "mailand"]),
    ("IT", "naples", &["napoli", "napoles"]),
    ("IT", "rome", &["roma", "rom"]),
    ("IT", "turin", &["torino"]),
    ("IT", "venice", &["venezia", "venecia"]),
    ("LU", "luxembourg", &["luxemburg", "letzebuerg"]),
    ("MT", "valletta", &["la valletta", "valetta"]),
    (
        "MX",
        "mexico city",
        &["ciudad de mexico", "cdmx", "mexico d f", "mexico df"],
    ),
    ("MX", "oaxaca", &["oaxaca de juarez"]),
    ("NL", "s hertogenbosch", &["den bosch"]),
    ("NL", "the hague", &["den haag", "s gravenhage", "la haya"]),
    ("PL", "warsaw", &["warszawa", "varsovia"]),
    ("PL", "krakow", &["cracow", "cracovia"]),
    ("PT", "lisbon", &["lisboa", "lisbonne"]),
    ("PT", "porto", &["oporto"]),
    ("RO", "bucharest", &["bucuresti", "bucarest"]),
    ("RS", "belgrade", &["beograd"]),
    ("RU", "moscow", &["moskva", "moscu"]),
    ("SE", "goteborg", &["gothenburg", "goeteborg"]),
    ("TR", "istanbul", &["estambul"]),
    ("UA", "kyiv", &["kiev", "kiiv"]),
    ("US", "new york city", &["new york", "nueva york"]),
];

/// The gazetteer's name of the city that people call `name`.
pub(super) fn other_name(country: &str, name: &str) -> Option<&'static str> {
    NAMES
        .iter()
        .find(|(of, _, names)| *of == country && names.contains(&name))
        .map(|(_, written, _)| *written)
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::super::gazetteer::{Found, Hints, find};
    use super::*;

    #[test]
    fn every_city_of_the_table_is_in_the_gazetteer_and_found_by_its_other_names() {
        for (country, written, names) in NAMES {
            for name in *names {
                assert_eq!(*name, fold(name));
                let found = find(name, country, Hints::default());
                assert!(
                    !matches!(found, Found::Nothing),
                    "{country} {written}: {name}"
                );
            }
            assert_ne!(
                find(written, country, Hints::default()),
                Found::Nothing,
                "{written}"
            );
        }
    }

    #[test]
    fn a_name_of_another_country_is_none() {
        assert_eq!(other_name("ES", "wien"), None);
        assert_eq!(other_name("AT", "graz"), None);
    }
}
