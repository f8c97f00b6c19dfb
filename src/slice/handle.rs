//! The names under which slices are followed, one in each language: `needs_food_mx_oax`,
//! `necesidades_alimentacion_mx_oax`. All of them lead to the same slice. Knows no language
//! that a directory speaks: whoever asks says which.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Facet, Slice};
use crate::place::Territory;
use crate::text::fold;
use crate::vocabulary::{Purpose, Section, Theme};
use crate::words;

/// The languages in which names are made.
pub(super) const LANGUAGES: [&str; 4] = ["en", "es", "fr", "pt"];

/// Longer names are no slice's.
const MAX_HANDLE: usize = 120;

/// The first word of a name: offers, needs, all.
const PURPOSES: [(&str, [&str; 3]); 4] = [
    ("en", ["offers", "needs", "all"]),
    ("es", ["ofertas", "necesidades", "todo"]),
    ("fr", ["offres", "besoins", "tout"]),
    ("pt", ["ofertas", "necessidades", "tudo"]),
];

/// The word before a sector's own, which tells it from a theme.
const SECTOR: [(&str, &str); 4] = [
    ("en", "sector"),
    ("es", "sector"),
    ("fr", "secteur"),
    ("pt", "setor"),
];

impl Slice {
    /// The name in the language of `tag`, in the letters that every server takes.
    pub fn handle(&self, tag: &str) -> String {
        // They are addresses, so a language that is only begun has no names of its own yet.
        let tag = words::whole_tag(tag);
        let place = self.territory().map(place_word);
        if let (Some(_), Some(place)) = (self.whole_territory(), &place) {
            // A territory is followed by its code alone.
            return place.clone();
        }
        let [offers, needs, all] = in_language(&PURPOSES, tag);
        let purpose = match self.purpose() {
            Some(Purpose::Offer) => offers,
            Some(Purpose::Need) => needs,
            None => all,
        };
        let parts = [
            Some((*purpose).to_owned()),
            self.theme().map(|theme| theme_word(theme, tag)),
            self.sector().map(|sector| sector_word(sector, tag)),
            place,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("_")
    }

    /// The slice that a name of any language means.
    pub fn of_handle(handle: &str) -> Option<Self> {
        if handle.len() > MAX_HANDLE {
            return None;
        }
        let handle = handle.to_ascii_lowercase();
        if let Some(place) = place(&handle) {
            return Some(Self::of_territory(place));
        }
        let (first, rest) = handle.split_once('_').unwrap_or((&handle, ""));
        let position = PURPOSES
            .iter()
            .find_map(|(_, words)| words.iter().position(|word| *word == first))?;
        let slice = Self::of(match position {
            0 => Some(Purpose::Offer),
            1 => Some(Purpose::Need),
            _ => None,
        });
        if rest.is_empty() {
            return (first == handle).then_some(slice);
        }
        if let Some(facet) = facet(rest) {
            return slice.with(facet);
        }
        rest.match_indices('_').find_map(|(at, _)| {
            let (one, other) = (rest.get(..at)?, rest.get(at + 1..)?);
            slice.clone().with(facet(one)?)?.with(facet(other)?)
        })
    }
}

fn facet(word: &str) -> Option<Facet> {
    static WORDS: LazyLock<HashMap<String, Facet>> = LazyLock::new(|| {
        let mut words = HashMap::new();
        for tag in LANGUAGES {
            for theme in Theme::ALL {
                words.insert(theme_word(*theme, tag), Facet::Theme(*theme));
            }
            for sector in Section::ALL {
                words.insert(sector_word(*sector, tag), Facet::Sector(*sector));
            }
        }
        words
    });
    WORDS
        .get(word)
        .cloned()
        .or_else(|| place(word).map(Facet::Territory))
}

fn place(word: &str) -> Option<Territory> {
    let is_plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_plain
        .then(|| Territory::parse(&word.replace('_', "-")).ok())
        .flatten()
}

fn place_word(territory: &Territory) -> String {
    territory.as_str().to_ascii_lowercase().replace('-', "_")
}

fn theme_word(theme: Theme, tag: &str) -> String {
    fold(theme.label(tag)).replace(' ', "_")
}

fn sector_word(sector: Section, tag: &str) -> String {
    let [en, es, fr, pt] = short(sector);
    let words = [("en", en), ("es", es), ("fr", fr), ("pt", pt)];
    let word = in_language(&words, tag);
    format!("{}_{word}", in_language(&SECTOR, tag))
}

/// The entry of a language; English for all that have none.
fn in_language<'t, T>(table: &'t [(&str, T); 4], tag: &str) -> &'t T {
    let [english, ..] = table;
    let found = table.iter().find(|(own, _)| tag.get(..2) == Some(own));
    &found.unwrap_or(english).1
}

/// One word for each sector, since their labels are too long for a name.
fn short(sector: Section) -> [&'static str; 4] {
    match sector {
        Section::Agriculture => ["agriculture", "agricultura", "agriculture", "agricultura"],
        Section::Mining => ["mining", "mineria", "mines", "mineracao"],
        Section::Manufacturing => ["manufacturing", "industria", "industrie", "industria"],
        Section::Energy => ["energy", "energia", "energie", "energia"],
        Section::Water => ["water", "agua", "eau", "agua"],
        Section::Construction => ["construction", "construccion", "construction", "construcao"],
        Section::Trade => ["trade", "comercio", "commerce", "comercio"],
        Section::Transport => ["transport", "transporte", "transport", "transporte"],
        Section::Hospitality => ["hospitality", "hosteleria", "hotellerie", "hotelaria"],
        Section::Information => ["information", "informacion", "information", "informacao"],
        Section::Finance => ["finance", "finanzas", "finance", "financas"],
        Section::RealEstate => ["housing", "inmobiliario", "immobilier", "imobiliario"],
        Section::Professional => ["professional", "profesional", "conseil", "profissional"],
        Section::Support => ["support", "apoyo", "soutien", "apoio"],
        Section::Public => ["public", "publico", "public", "publico"],
        Section::Education => ["education", "ensenanza", "enseignement", "educacao"],
        Section::Health => ["health", "salud", "sante", "saude"],
        Section::Arts => ["arts", "artes", "arts", "artes"],
        Section::OtherServices => [
            "associations",
            "asociaciones",
            "associations",
            "associacoes",
        ],
        Section::Households => ["households", "hogares", "menages", "familias"],
        Section::International => [
            "international",
            "internacional",
            "international",
            "internacional",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_every_language_leads_to_its_slice() {
        let bases = [Some(Purpose::Offer), Some(Purpose::Need), None].map(Slice::of);
        let places = ["MX", "MX-OAX", "ES-CT", "GB-ENG", "Q1492", "FR-75C"];
        let places = places.map(|code| Territory::parse(code).unwrap());
        let mut slices = bases.to_vec();
        for base in &bases {
            slices.extend(
                places
                    .iter()
                    .filter_map(|one| base.with_territory(one.clone())),
            );
            for theme in Theme::ALL {
                let themed = base.with_theme(*theme).unwrap();
                slices.extend(
                    places
                        .iter()
                        .filter_map(|one| themed.with_territory(one.clone())),
                );
                slices.extend(
                    Section::ALL
                        .iter()
                        .filter_map(|one| themed.with_sector(*one)),
                );
                slices.push(themed);
            }
            for sector in Section::ALL {
                let of_sector = base.with_sector(*sector).unwrap();
                slices.extend(
                    places
                        .iter()
                        .filter_map(|p| of_sector.with_territory(p.clone())),
                );
                slices.push(of_sector);
            }
        }
        assert!(slices.len() > 2_000);
        for slice in slices {
            for tag in LANGUAGES {
                let handle = slice.handle(tag);
                assert_eq!(Slice::of_handle(&handle), Some(slice.clone()), "{handle}");
                let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
                assert!(handle.bytes().all(is_plain), "{handle}");
            }
        }
    }

    #[test]
    fn names_read_like_words() {
        let slice = Slice::parse("needs.agriculture.MX-OAX").unwrap();
        assert_eq!(slice.handle("en"), "needs_agriculture_mx_oax");
        assert_eq!(slice.handle("es-MX"), "necesidades_agricultura_mx_oax");
        assert_eq!(slice.handle("ko"), slice.handle("en"));
        assert_eq!(slice.handle("ca"), slice.handle("es"));
        assert_eq!(Slice::parse("all.MX-OAX").unwrap().handle("es"), "mx_oax");
        let both = Slice::of_handle("all_mx_oax").unwrap();
        assert_eq!(both, Slice::of_handle("MX_OAX").unwrap());
    }

    #[test]
    fn names_outside_the_code_lists_mean_nothing() {
        for handle in [
            "",
            "_",
            "needs_",
            "needs__mx",
            "cafe_union",
            "needs_bees",
            "needs_mx_es",
            "needs_food_water",
            "needs_food_mx_oax_es",
            "wishes_food",
            "needs_mx-oax",
        ] {
            assert_eq!(Slice::of_handle(handle), None, "{handle}");
        }
        assert_eq!(Slice::of_handle(&"needs_".repeat(1_000)), None);
    }
}
