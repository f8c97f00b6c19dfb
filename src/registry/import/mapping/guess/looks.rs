//! What a column's values look like, and how well that fits each field. It sees no headers.

use std::collections::HashSet;

use super::super::field::Field;
use super::super::values::day_order::DayOrder;
use super::super::values::{
    code, consent, day, degrees, entity, life, mark, membership, sector, site,
};
use super::header::ratio;
use super::together::{is_count, is_one_site, padded_to};
use crate::place::{Territory, country};

/// So many different values of a column are looked at.
const MOST_VALUES: usize = 120;

/// The shares of a column's values that look like something, each from 0 to 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Looks {
    /// How many cells say something.
    pub(super) filled: f32,
    /// How many of those are different.
    pub(super) different: f32,
    /// How many different values there are.
    pub(super) kinds: usize,
    /// Characters of a value on average.
    pub(super) length: f32,
    pub(super) mail: f32,
    pub(super) site: f32,
    pub(super) phone: f32,
    pub(super) day: f32,
    pub(super) number: f32,
    pub(super) fraction: f32,
    pub(super) north: f32,
    pub(super) east: f32,
    pub(super) point: f32,
    pub(super) country: f32,
    pub(super) territory: f32,
    pub(super) postal: f32,
    pub(super) entity: f32,
    pub(super) membership: f32,
    pub(super) activity: f32,
    pub(super) activity_code: f32,
    pub(super) flag: f32,
    /// Words for what has ended or goes on.
    pub(super) status: f32,
    /// Letters of the French registers for that, of which one is that for alive.
    pub(super) has_letters: bool,
    /// A plain yes or no to being published.
    pub(super) consent: f32,
    pub(super) words: f32,
    pub(super) compact: f32,
    pub(super) digits: f32,
    /// The most frequent number of digits, where some values have lost zeros.
    pub(super) padded_to: Option<usize>,
    /// Whether the values count the rows: 1, 2, 3 in the order of the file.
    pub(super) is_count: bool,
    /// Whether several addresses of sites are all on one host.
    pub(super) is_one_site: bool,
}

/// Looks at the values of one column.
pub(super) fn look<'cell>(cells: impl Iterator<Item = &'cell str>) -> Looks {
    let (mut all, mut said) = (0_usize, 0_usize);
    let mut values: Vec<&str> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for cell in cells.map(str::trim) {
        all += 1;
        if !mark::is_empty(cell) {
            said += 1;
            if seen.insert(cell) && values.len() < MOST_VALUES {
                values.push(cell);
            }
        }
    }
    let share = |is: &dyn Fn(&str) -> bool| {
        ratio(
            values.iter().filter(|value| is(value)).count(),
            values.len(),
        )
    };
    let bare = |value: &str| code::without_tail(value).to_owned();
    let is_number = |value: &str| {
        let value = bare(value);
        value
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b',' || b == b'-')
            && value.bytes().any(|b| b.is_ascii_digit())
    };
    let letters = |value: &str| value.chars().filter(|c| c.is_alphabetic()).count();
    Looks {
        filled: ratio(said, all),
        different: ratio(seen.len(), said),
        kinds: seen.len(),
        length: ratio(
            values.iter().map(|value| value.chars().count()).sum(),
            values.len(),
        ),
        mail: share(&|value| value.contains('@') && value.contains('.') && !value.contains("://")),
        site: share(&|value| {
            !value.contains('@')
                && value.contains('.')
                && letters(value) > 4
                && !is_sentence(value)
                && begins_as_site(value)
        }),
        phone: share(&is_phone),
        day: share(&|value| day::is_alike(value) && (bare(value).len() != 5 || !is_number(value))),
        number: share(&is_number),
        fraction: share(&|value| value.contains(['.', ',']) && is_number(value)),
        north: share(&|value| degrees::read(value, 90.0).is_ok()),
        east: share(&|value| degrees::read(value, 180.0).is_ok()),
        point: share(&|value| value.len() > 6 && degrees::point(value).is_ok()),
        country: share(&|value| country::read(value).is_some()),
        territory: share(&|value| Territory::parse(value).is_ok()),
        postal: share(&is_postal),
        entity: share(&|value| value.len() < 80 && entity::read(value).is_some()),
        membership: share(&|value| value.len() < 80 && membership::read(value).is_some()),
        activity: share(&|value| value.len() < 160 && first_activity(value)),
        activity_code: share(&|value| value.len() > 1 && sector::of_code(value, None).is_some()),
        flag: share(&|value| mark::flag(value).is_some()),
        status: share(&|value| life::has_ended(value).is_some()),
        has_letters: values.contains(&"A")
            && share(&|value| life::by_letter(value).is_some()) > 0.99,
        consent: share(&|value| consent::read(value).is_some()),
        words: share(&|value| letters(value) >= 3 && letters(value) * 2 > value.chars().count()),
        compact: share(&|value| value.len() <= 40 && !value.contains(char::is_whitespace)),
        digits: share(&|value| value.bytes().any(|b| b.is_ascii_digit())),
        padded_to: padded_to(&values),
        is_count: is_count(&values),
        is_one_site: is_one_site(&values),
    }
}

fn is_sentence(value: &str) -> bool {
    value.split_whitespace().count() > 4
}

/// Whether a value begins with an address. Behind a name such a word is its legal form, as
/// `S.Coop.`, since `coop` is a domain.
fn begins_as_site(value: &str) -> bool {
    let first = value.split_whitespace().next().unwrap_or_default();
    let is_form = ["s.coop", "soc.coop", "coop.s"]
        .iter()
        .any(|form| first.to_lowercase().starts_with(form));
    !is_form && site::read(first).is_ok()
}

fn first_activity(value: &str) -> bool {
    let mut parts = value.split([';', '|', ',']);
    // Articles of a law are no letters of sections: `I, III, VIII`.
    let is_roman =
        |part: &str| part.trim().len() > 1 && part.trim().bytes().all(|b| b"IVX".contains(&b));
    !parts.clone().any(is_roman) && parts.any(|part| sector::read(part, None).is_some())
}

fn is_phone(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let others = value
        .chars()
        .filter(|c| !c.is_ascii_digit() && !" +-()./;,".contains(*c))
        .count();
    let is_day = DayOrder::ALL
        .iter()
        .any(|order| day::read(value, *order).is_ok());
    (7..=30).contains(&digits) && others <= 8 && others < digits && !is_day && !value.contains("..")
}

fn is_postal(value: &str) -> bool {
    let value = code::without_tail(value);
    // A town may stand behind the code.
    let is_word = |word: &str| !word.bytes().any(|b| b.is_ascii_digit());
    let value = match value.split_once(' ') {
        Some((code, town)) if code.len() > 3 && town.split(' ').all(is_word) => code,
        _ => value,
    };
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    // The post of the United States may write four digits more.
    let has_more = value.len() == 10 && value.get(5..6) == Some("-");
    let most = if has_more { 9 } else { 8 };
    (2..=most).contains(&digits)
        && letters <= 4
        && value.len() <= 10
        && digits + letters + 2 >= value.len()
        && !value.contains(['.', ',', '/'])
}

impl Looks {
    /// How well the values fit a field: 1 is as well as its header says, less speaks against
    /// it, a little more for it.
    pub(super) fn fit(&self, field: Field) -> f32 {
        if self.filled == 0.0 {
            // An empty column identifies no row, and says of none that it may be published.
            let decides = matches!(field, Field::Identifier | Field::Diffusion);
            return if decides { 0.0 } else { 0.85 };
        }
        // What must be so in most cells, told by the share in which it is.
        let needs = |share: f32| {
            if share >= 0.6 {
                0.85 + 0.25 * share
            } else {
                0.15 + share
            }
        };
        match field {
            Field::Email => needs(self.mail),
            Field::Website => needs(self.site),
            Field::Phone => needs(self.phone),
            Field::Latitude => {
                needs(self.north)
                    * if self.fraction > 0.3 || self.number < 0.5 {
                        1.0
                    } else {
                        0.4
                    }
            }
            Field::Longitude => {
                needs(self.east)
                    * if self.fraction > 0.3 || self.number < 0.5 {
                        1.0
                    } else {
                        0.4
                    }
            }
            Field::Coordinates => needs(self.point),
            Field::FoundedOn | Field::DissolvedOn => needs(self.day),
            Field::PostalCode => needs(self.postal),
            Field::Country => needs(self.country),
            Field::Territory => needs(self.territory),
            Field::EntityType => self.kind(self.entity, 0.55),
            Field::LegalForm => self.kind(self.entity, 0.75),
            Field::MembershipBase => self.kind(self.membership, 0.5),
            Field::Sectors => self.activity_fit(),
            Field::Themes => {
                if self.number > 0.8 {
                    0.5
                } else {
                    1.0
                }
            }
            Field::Name => {
                self.text() * self.variety() * if self.length > 90.0 { 0.6 } else { 1.0 }
            }
            Field::OtherName => self.text() * if self.length > 90.0 { 0.6 } else { 1.0 },
            Field::Summary => self.text() * if self.length > 30.0 { 1.1 } else { 0.75 },
            Field::Locality | Field::Region | Field::Person => {
                let length = if self.length > 60.0 { 0.5 } else { 1.0 };
                self.text_or_code(field)
                    * length
                    * (1.0 - 0.6 * self.flag)
                    * (1.0 - 0.7 * self.day)
                    * (1.0 - 0.8 * self.mail)
                    * (1.0 - 0.8 * self.site)
            }
            Field::Street => {
                (1.0 - 0.7 * self.mail)
                    * (1.0 - 0.7 * self.site)
                    * if self.fraction > 0.8 { 0.4 } else { 1.0 }
            }
            Field::Address => self.text() * if self.length < 12.0 { 0.5 } else { 1.0 },
            Field::Identifier => self.identifier_fit(),
            Field::RegisterNumber => {
                let varied = if self.different > 0.8 { 1.0 } else { 0.7 };
                varied * if self.digits > 0.5 { 1.0 } else { 0.4 } * (1.0 - 0.8 * self.mail)
            }
            Field::Status => {
                let is_known = self.status > 0.0 || self.flag > 0.8 || self.has_letters;
                self.few() * (1.0 - 0.7 * self.day) * if is_known { 1.08 } else { 0.3 }
            }
            Field::Diffusion => {
                let is_known = self.consent > 0.4 || self.length < 3.0;
                self.few() * (1.0 - 0.7 * self.day) * if is_known { 1.05 } else { 0.7 }
            }
        }
    }

    /// The fields that values alone make probable, without any word of the header.
    pub(super) fn alone(&self) -> Vec<(Field, f32)> {
        if self.filled < 0.05 {
            return Vec::new();
        }
        let mut found = vec![(Field::Email, 0.62 * self.mail)];
        if !self.is_one_site {
            found.push((Field::Website, 0.56 * self.site));
        }
        if self.point > 0.9 {
            found.push((Field::Coordinates, 0.55));
        }
        if self.country > 0.9 && self.words > 0.9 && self.kinds > 1 && self.length > 3.5 {
            found.push((Field::Country, 0.55));
        }
        // Names have such words too, and are hardly ever the same.
        let is_list = self.kinds > 1 && self.kinds < 25 && self.different < 0.4;
        if self.entity > 0.85 && is_list && self.words > 0.5 {
            found.push((Field::LegalForm, 0.52));
        }
        found
    }

    fn text(&self) -> f32 {
        (0.2 + self.words)
            * (1.0 - 0.8 * self.number)
            * (1.0 - 0.7 * self.mail)
            * (1.0 - 0.7 * self.site.min(0.9))
            * (1.0 - 0.7 * self.day)
    }

    /// Regions may be codes of two letters, other places and people are words.
    fn text_or_code(&self, field: Field) -> f32 {
        if field == Field::Region && self.length < 4.0 && self.number < 0.3 {
            return 0.9;
        }
        (0.15 + self.words).min(1.0) * (1.0 - 0.8 * self.number)
    }

    fn variety(&self) -> f32 {
        // Of a few rows the names may be few too.
        let is_short = self.different * 8.0 > ratio(self.kinds, 1);
        if self.different > 0.7 || self.kinds < 4 && is_short {
            1.0
        } else {
            0.5 + 0.5 * self.different
        }
    }

    fn few(&self) -> f32 {
        if self.kinds <= 12 { 1.0 } else { 0.4 }
    }

    /// A code list: few values, of which the tables know a share.
    fn kind(&self, known: f32, without: f32) -> f32 {
        let few = if self.kinds <= 40 || self.different < 0.4 {
            1.0
        } else {
            0.5
        };
        few * (without + (1.05 - without) * known)
            * (1.0 - 0.6 * self.day)
            * (1.0 - 0.8 * self.mail)
    }

    fn activity_fit(&self) -> f32 {
        let known = self.activity.max(self.activity_code);
        let prose = if self.length > 100.0 { 0.7 } else { 1.0 };
        prose * (0.5 + 0.5 * known + 0.08 * self.activity_code) * (1.0 - 0.7 * self.flag)
    }

    fn identifier_fit(&self) -> f32 {
        let unique = if self.different > 0.97 {
            1.0
        } else if self.different > 0.9 {
            0.75
        } else {
            0.3
        };
        let whole = if self.filled > 0.95 { 1.0 } else { 0.5 };
        let short = 0.4 + 0.6 * self.compact.max(if self.length < 25.0 { 0.8 } else { 0.0 });
        unique * whole * short * (1.0 - 0.6 * self.mail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_say_what_their_columns_can_be() {
        let mails = look(["a@x.example", "b@x.example", ""].into_iter());
        assert!(mails.fit(Field::Email) > 0.9 && mails.fit(Field::Name) < 0.5);
        let days = look(["1/2/2003", "12/5/2019"].into_iter());
        assert!(days.fit(Field::FoundedOn) > 0.9 && days.fit(Field::Phone) < 0.5);
        let codes = look(["08001", "8002", "28013"].into_iter());
        assert_eq!(codes.padded_to, Some(5));
        let counts = look(["12", "7", "140"].into_iter());
        assert!(counts.fit(Field::Name) < 0.3 && counts.fit(Field::Latitude) < 0.5);
    }
}
