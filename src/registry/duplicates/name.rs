//! Names as words that can be compared: without accents, legal forms and stop words, and
//! with one spelling for what registers abbreviate in many ways.
//!
//! Nothing here knows how much a word weighs.

use crate::text;

/// Words that say how a firm is constituted, in the ways registers write them. They are the
/// same for half of a register, and one source writes them where another does not.
const LEGAL_FORMS: &[&str] = &[
    "ltd",
    "limited",
    "llp",
    "plc",
    "cic",
    "cio",
    "inc",
    "llc",
    "lp",
    "cbs",
    "ips",
    "bencom",
    "cyf",
    "cyfyngedig",
    "sa",
    "sl",
    "slu",
    "sll",
    "slne",
    "sal",
    "sc",
    "scl",
    "sccl",
    "scoop",
    "scp",
    "sociedad",
    "societat",
    "limitada",
    "anonima",
    "laboral",
    "responsabilidad",
    "responsabilitat",
    "rl",
    "cv",
    "sas",
    "sarl",
    "eurl",
    "scop",
    "scic",
    "sci",
    "snc",
    "societe",
    "responsabilite",
    "limitee",
    "anonyme",
    "asbl",
    "aisbl",
    "ltda",
    "eireli",
    "sociedade",
    "responsabilidade",
    "gmbh",
    "ggmbh",
    "eg",
    "ev",
    "ug",
    "ag",
    "kg",
    "ohg",
    "gbr",
    "haftungsbeschrankt",
    "srl",
    "spa",
    "scarl",
    "scrl",
    "onlus",
    "aps",
    "societa",
    "responsabilita",
    "limitata",
];

/// Spellings of one word, the first of which stands for all.
const SPELLINGS: &[&[&str]] = &[
    &[
        "coop",
        "cooperative",
        "cooperatives",
        "cooperativa",
        "cooperativas",
        "cooperatiu",
        "kooperative",
        "genossenschaft",
        "cooperation",
        "coops",
        "coperative",
        "cooperatie",
    ],
    &[
        "association",
        "assoc",
        "assn",
        "asociacion",
        "asoc",
        "associacio",
        "associacao",
        "associazione",
        "verein",
        "associations",
        "assocn",
    ],
    &[
        "foundation",
        "fundacion",
        "fundacio",
        "fundacao",
        "fondation",
        "fondazione",
        "stiftung",
        "fdn",
    ],
    &[
        "federation",
        "federacion",
        "federacio",
        "federacao",
        "federazione",
        "fed",
        "fedn",
    ],
    &["society", "soc", "socy", "societies"],
    &[
        "community",
        "comm",
        "cmty",
        "comunidad",
        "comunitat",
        "communaute",
        "communal",
    ],
    &["housing", "hsg"],
    &[
        "services",
        "service",
        "svcs",
        "svc",
        "servs",
        "servicios",
        "serveis",
    ],
    &["centre", "center", "ctr", "centro"],
    &["saint", "st", "sant", "san", "santa", "sainte"],
    &["development", "dev", "devt"],
    &["management", "mgmt", "mgt"],
    &["company", "co", "cia", "compania"],
    &["international", "intl", "int"],
    &["group", "grp", "gp", "grupo"],
    &["brothers", "bros"],
    &["union", "un"],
    &["great", "gt"],
    &["mount", "mt"],
    &["road", "rd"],
    &["street", "str"],
    &["university", "univ"],
    &["department", "dept"],
    &["manufacturing", "mfg"],
    &["national", "natl", "nat"],
    &["north", "nth"],
    &["south", "sth"],
    &["number", "no", "nr", "num"],
];

/// Words that so many organizations have in their names that sharing them says little,
/// whatever records are at hand.
const COMMON: &[&str] = &[
    "coop",
    "society",
    "association",
    "foundation",
    "federation",
    "community",
    "housing",
    "services",
    "centre",
    "company",
    "group",
    "union",
    "credit",
    "club",
    "social",
    "trust",
    "workers",
    "farmers",
    "womens",
    "institute",
    "school",
    "village",
    "shop",
    "stores",
    "energy",
    "friends",
    "allotment",
    "sports",
    "development",
    "network",
    "partnership",
    "supporters",
    "saint",
    "number",
    "working",
    "mens",
    "enterprise",
    "project",
    "local",
    "produccion",
    "trabajo",
    "consumo",
    "vivienda",
    "solidaria",
    "solidario",
    "consumidores",
    "agricole",
    "solidaire",
    "producteurs",
    "trabalho",
    "produtores",
    "agricola",
];

/// Whether a word says little, as [`words`] writes it.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(&word)
}

/// Whether two names may be of one organization: more than half of the words of the shorter
/// stand in the other.
pub fn are_names_alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared * 2 > one.len().min(other.len()) || one == other
}

/// The words of a name, in its order.
pub(super) fn words(name: &str) -> Vec<String> {
    let all: Vec<String> = pieces(name).collect();
    let is_telling =
        |word: &&String| !LEGAL_FORMS.contains(&word.as_str()) && !text::word::is_small(word);
    let telling: Vec<String> = all
        .iter()
        .filter(is_telling)
        .map(|word| spelled(word).to_owned())
        .collect();
    // A name of nothing but such words is told apart by them.
    if telling.is_empty() { all } else { telling }
}

/// Text without accents and capitals, with one space where others have punctuation.
pub(super) fn folded(name: &str) -> String {
    pieces(name).collect::<Vec<_>>().join(" ")
}

fn pieces(name: &str) -> impl Iterator<Item = String> {
    let plain = name
        .to_lowercase()
        .replace(['\'', '’', '‘', '`', '"'], "")
        .replace("co-op", "coop")
        .replace("co op ", "coop ");
    let chunks: Vec<String> = plain
        .split(|c: char| c.is_whitespace() || (c.is_ascii_punctuation() && c != '.'))
        .flat_map(undotted)
        .filter(|word| !word.is_empty())
        .collect();
    chunks.into_iter()
}

/// `s.c.c.l.` is one word, `ltd.trading` is two.
fn undotted(chunk: &str) -> Vec<String> {
    let parts: Vec<String> = chunk.split('.').map(text::fold).collect();
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| part.len() <= 2) {
        return vec![parts.concat()];
    }
    parts
        .iter()
        .flat_map(|part| part.split(' '))
        .map(str::to_owned)
        .collect()
}

fn spelled(word: &str) -> &str {
    let known = SPELLINGS.iter().find(|spellings| spellings.contains(&word));
    known
        .and_then(|spellings| spellings.first().copied())
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_words_however_it_is_written() {
        let expected = ["cafe", "union", "coop"];
        for name in [
            "Café Unión, S. Coop.",
            "CAFE UNION COOPERATIVA",
            "The Café & Union Co-operative Ltd.",
            "Cafe-Union Co-op Limited",
        ] {
            assert_eq!(words(name)[..2], expected[..2], "{name}");
            assert_eq!(words(name).last().unwrap(), "coop", "{name}");
        }
        assert_eq!(words("X S.C.C.L."), ["x"]);
        assert_eq!(
            words("Brown's St. Mary W.I."),
            ["browns", "saint", "mary", "wi"]
        );
    }

    #[test]
    fn a_name_of_stop_words_alone_keeps_them() {
        assert_eq!(words("The And Ltd"), ["the", "and", "ltd"]);
        assert!(words("…").len() <= 1);
    }
}
