//! How a record is written in another directory, after what differs between real registers:
//! the name in capitals, misspelt, abbreviated, cut, turned round, with accents, an article,
//! "&" for "and", another legal form, or replaced by the trading name; the number in another
//! form or missing; the site missing or a page on a shared host; the postal code written
//! otherwise, missing, or that of the street to which somebody moved; the town missing or the
//! county in its place; the day missing or another; the point moved or missing.
//!
//! It knows nothing of how records are compared.

use trenza::place::Point;
use trenza::registry::duplicates::Candidate;

/// Chance that can be repeated (`SplitMix64`).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap()
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(crate) fn of(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// The same organization in another directory.
pub(crate) fn respelled(
    known: &Candidate,
    registered: Option<&str>,
    chance: &mut Chance,
) -> Candidate {
    let mut other = known.clone();
    other.id = format!("https://other.example/o/{}", known.id);
    let registered = registered.filter(|_| chance.of(50));
    other.names = vec![name(registered.unwrap_or(&known.names[0]), chance)];
    other.sources[0].register = "other".to_owned();
    other.sources[0].identifier = format!("{}-{}", chance.below(90_000), known.id.len());
    let number = other.sources[0].register_number.take();
    other.sources[0].register_number = number.filter(|_| chance.of(50)).map(|number| {
        // Another directory does not write which registrar it was.
        let bare = number.rsplit(' ').next().unwrap().to_owned();
        match chance.below(3) {
            0 => bare,
            1 => format!("00{}", bare.to_lowercase()),
            _ => number,
        }
    });
    other.website = match (other.website.take(), chance.below(10)) {
        (Some(site), 0..6) => {
            let address = site.as_str().replace("https://www.", "http://");
            address.parse().ok()
        }
        (_, 6) => "https://www.facebook.com/page".parse().ok(),
        _ => None,
    };
    other.postal_code = other
        .postal_code
        .take()
        .filter(|_| chance.of(90))
        .map(|code| match chance.below(3) {
            0 => code.replace(' ', ""),
            1 => code.to_lowercase(),
            _ => code,
        });
    other.locality = other.locality.take().filter(|_| chance.of(80)).map(|town| {
        if chance.of(15) {
            town.to_uppercase()
        } else {
            town
        }
    });
    if chance.of(6) {
        other.postal_code = other.postal_code.as_deref().map(moved);
        other.point = None;
    }
    if chance.of(15) {
        other.locality = Some("Greater London".to_owned()).filter(|_| chance.of(20));
    }
    other.point = other.point.filter(|_| chance.of(70)).map(|point| Point {
        latitude: point.latitude + f64::from(u32::try_from(chance.below(40)).unwrap()) / 10_000.0,
        longitude: point.longitude - f64::from(u32::try_from(chance.below(40)).unwrap()) / 10_000.0,
    });
    other.founded_on = other.founded_on.filter(|_| chance.of(60)).map(|day| {
        if chance.of(30) {
            day.tomorrow().unwrap()
        } else {
            day
        }
    });
    other
}

/// A postal code in another part of the same town.
fn moved(code: &str) -> String {
    let mut letters: Vec<char> = code.chars().collect();
    let inward = letters.len().saturating_sub(3);
    for letter in letters.iter_mut().skip(inward) {
        *letter = match letter {
            '0'..='8' | 'a'..='y' | 'A'..='Y' => char::from(*letter as u8 + 1),
            '9' => '0',
            _ => 'a',
        };
    }
    letters.into_iter().collect()
}

/// The name as somebody else writes it: one to three changes.
pub(crate) fn name(known: &str, chance: &mut Chance) -> String {
    let mut name = known.to_owned();
    for _ in 0..=chance.below(3) {
        name = changed(&name, chance);
    }
    name
}

fn changed(name: &str, chance: &mut Chance) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    match chance.below(11) {
        0 => misspelt(name, chance),
        1 => name.to_uppercase(),
        2 if name.contains("Limited") => name.replace("Limited", "Ltd"),
        2 => format!("{name} Ltd"),
        3 if name.contains('&') => name.replace('&', "and"),
        3 => name.replace(" and ", " & "),
        4 => abbreviated(name),
        5 if words.len() > 2 => {
            words.remove(chance.below(words.len()));
            words.join(" ")
        }
        6 if words.len() > 2 => {
            let last = words.pop().unwrap();
            format!("{last}, {}", words.join(" "))
        }
        7 => name.replace('e', "é"),
        8 => format!("The {name}"),
        9 if name.contains("Limited") => name.replace("Limited", "CIC"),
        9 => format!("{name} Limited"),
        _ => name
            .replace("Co-operative", "Cooperative")
            .replace('-', " "),
    }
}

fn misspelt(name: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = chance.below(letters.len());
    match chance.below(3) {
        0 if letters.len() > 6 => {
            letters.remove(at);
        }
        1 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

fn abbreviated(name: &str) -> String {
    [
        ("Co-operative", "Co-op"),
        ("Society", "Soc."),
        ("Association", "Assoc."),
        ("Credit Union", "CU"),
        ("Community", "Comm."),
        ("Services", "Svcs"),
        ("Women's Institute", "W.I."),
        ("Housing", "Hsg"),
        ("Saint ", "St "),
        ("Limited", "Ltd"),
    ]
    .iter()
    .fold(name.to_owned(), |name, (long, short)| {
        name.replace(long, short)
    })
}
