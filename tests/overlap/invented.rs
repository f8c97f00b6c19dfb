//! An invented register, for where no real one is at hand: organizations of many trades in a
//! few towns, with what makes real ones hard to tell apart: one trade in many places, many
//! trades in one place, chains, one domain or number missing.
//!
//! It knows nothing of how records are compared.

use std::collections::HashSet;

use trenza::registry::duplicates::{Candidate, Stated};

use crate::respell::Chance;

const STARTS: &[&str] = &[
    "Al", "Ash", "Bren", "Cald", "Cor", "Dun", "El", "Far", "Glen", "Har", "Kirk", "Lang", "Mel",
    "Nor", "Ox", "Pen", "Rad", "Stan", "Thorn", "Wal", "Whit", "Win",
];
const ENDS: &[&str] = &[
    "bourne", "bury", "combe", "den", "field", "ford", "ham", "ley", "mouth", "stead", "ton",
    "wick", "worth",
];
const TRADES: &[&str] = &[
    "Weavers",
    "Bakers",
    "Energy",
    "Housing",
    "Printers",
    "Farmers",
    "Cycle",
    "Brewing",
    "Care",
    "Theatre",
    "Fishermen's",
    "Growers",
    "Design",
    "Childcare",
    "Food",
    "Wood Recycling",
    "Allotment",
    "Bookshop",
    "Wind",
    "Broadband",
    "Pub",
    "Dairy",
    "Music",
    "Cleaning",
];
const PEOPLE: &[&str] = &[
    "Abbott",
    "Baxter",
    "Chadwick",
    "Dawson",
    "Ellison",
    "Fletcher",
    "Garside",
    "Holroyd",
    "Ibbotson",
    "Jagger",
    "Kershaw",
    "Lomax",
    "Murgatroyd",
    "Naylor",
    "Ogden",
    "Pickles",
];
const SAINTS: &[&str] = &[
    "Anne", "Cuthbert", "George", "Hilda", "Mary", "Oswald", "Wilfrid",
];
const TOWNS: &[(&str, &str)] = &[
    ("Leeds", "LS"),
    ("Oxford", "OX"),
    ("Bristol", "BS"),
    ("Cardiff", "CF"),
    ("Norwich", "NR"),
    ("Exeter", "EX"),
    ("York", "YO"),
    ("Preston", "PR"),
    ("Bath", "BA"),
    ("Derby", "DE"),
];

/// So many organizations, no two of one name.
pub(crate) fn register(many: usize, chance: &mut Chance) -> Vec<Candidate> {
    let mut names = HashSet::new();
    let mut all = Vec::new();
    while all.len() < many {
        let name = name(chance);
        if names.insert(name.clone()) {
            all.push(organization(all.len(), &name, chance));
        }
    }
    all
}

fn one_of<'l>(list: &[&'l str], chance: &mut Chance) -> &'l str {
    list[chance.below(list.len())]
}

fn place(chance: &mut Chance) -> String {
    format!("{}{}", one_of(STARTS, chance), one_of(ENDS, chance))
}

fn name(chance: &mut Chance) -> String {
    let trade = one_of(TRADES, chance);
    match chance.below(12) {
        0..5 => format!("{} {trade} Co-operative Limited", place(chance)),
        5 => format!("The {} {trade} Society Limited", place(chance)),
        6 => format!(
            "{} and {} {trade} Association",
            place(chance),
            place(chance)
        ),
        7 => format!(
            "{} & {} Community {trade} CIC",
            place(chance),
            place(chance)
        ),
        8 => format!("{} {trade} Workers Co-operative", one_of(PEOPLE, chance)),
        9 => format!("Saint {} {trade} Society Limited", one_of(SAINTS, chance)),
        10 => format!("{} Women's Institute", place(chance)),
        _ => format!("{} Credit Union Limited", place(chance)),
    }
}

fn organization(nth: usize, name: &str, chance: &mut Chance) -> Candidate {
    let (town, area) = TOWNS[chance.below(TOWNS.len())];
    let letter = |chance: &mut Chance| char::from(b'A' + u8::try_from(chance.below(26)).unwrap());
    let code = format!(
        "{area}{} {}{}{}",
        chance.below(28) + 1,
        chance.below(9) + 1,
        letter(chance),
        letter(chance)
    );
    let number = match chance.below(10) {
        0..6 => Some(format!("IP {}R", 10_000 + nth * 7)),
        6..8 => Some(format!("RS {}", 4_000 + nth * 3)),
        8 => Some(format!("Companies House {:08}", 3_100_000 + nth * 13)),
        _ => None,
    };
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let site = format!("https://www.{}.example/", letters.to_lowercase());
    let day = format!(
        "{}-{:02}-{:02}",
        1900 + chance.below(119),
        chance.below(12) + 1,
        chance.below(28) + 1
    );
    Candidate {
        id: nth.to_string(),
        names: vec![name.to_owned()],
        sources: vec![Stated {
            register: "one".to_owned(),
            identifier: nth.to_string(),
            register_number: number,
        }],
        locality: Some(town.to_owned()),
        postal_code: Some(code),
        website: site.parse().ok().filter(|_| chance.of(40)),
        founded_on: day.parse().ok(),
        ..Candidate::default()
    }
}
