//! Who takes part in the demonstration. No such organizations exist, and each says so.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::offers::{self, Purpose};
use crate::place::{Point, Territory};
use crate::registry::Draft;
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, Sector, Terms, Theme, What};

/// A node of the demonstration.
#[derive(Debug)]
pub(super) struct Role {
    /// The first part of its host name.
    pub(super) name: &'static str,
    /// The directory's name.
    pub(super) title: &'static str,
    /// The territory it serves.
    pub(super) territory: &'static str,
    /// The language of its records.
    pub(super) language: &'static str,
    /// Says that an organization is invented, in that language.
    invented: &'static str,
    /// The country of its places.
    country: &'static str,
    /// Its organizations; the first speaks for itself, the others are listed.
    organizations: [Player; 3],
}

/// An organization of the demonstration.
#[derive(Debug)]
struct Player {
    name: &'static str,
    entity_type: EntityType,
    theme: Theme,
    /// A code of ISIC rev. 4.
    sector: &'static str,
    /// A town that there is, and a point in it (degrees north and east), so that the map shows
    /// something.
    town: (&'static str, f64, f64),
}

/// The three nodes.
pub(super) const ROLES: [Role; 3] = [
    Role {
        name: "oaxaca",
        title: "Economía Social de Oaxaca (demostración)",
        territory: "MX-OAX",
        language: "es",
        invented: "Organización inventada para esta demostración.",
        country: "MX",
        organizations: [
            Player {
                name: "Cooperativa Tostadora Nube Roja",
                entity_type: EntityType::Cooperative,
                theme: Theme::Agroecology,
                sector: "1079",
                town: ("Oaxaca de Juárez", 17.067, -96.72),
            },
            Player {
                name: "Caja de Ahorro Monte Claro",
                entity_type: EntityType::MutualSociety,
                theme: Theme::Finance,
                sector: "6492",
                town: ("Puerto Escondido", 15.865, -97.072),
            },
            Player {
                name: "Tejedoras del Valle Imaginario",
                entity_type: EntityType::Association,
                theme: Theme::Crafts,
                sector: "1312",
                town: ("Tlacolula de Matamoros", 16.95, -96.48),
            },
        ],
    },
    Role {
        name: "lyon",
        title: "Économie sociale de Lyon (démonstration)",
        territory: "FR-ARA",
        language: "fr",
        invented: "Organisation inventée pour cette démonstration.",
        country: "FR",
        organizations: [
            Player {
                name: "Coopérative L'Épicerie des Nuages",
                entity_type: EntityType::Cooperative,
                theme: Theme::Food,
                sector: "4721",
                town: ("Lyon", 45.764, 4.835),
            },
            Player {
                name: "Mutuelle du Pont Imaginaire",
                entity_type: EntityType::MutualSociety,
                theme: Theme::Health,
                sector: "6512",
                town: ("Grenoble", 45.188, 5.724),
            },
            Player {
                name: "Atelier vélo La Roue Libre Inventée",
                entity_type: EntityType::Association,
                theme: Theme::Mobility,
                sector: "9529",
                town: ("Saint-Étienne", 45.439, 4.387),
            },
        ],
    },
    Role {
        name: "leeds",
        title: "Leeds Social Economy (demonstration)",
        territory: "GB-LDS",
        language: "en",
        invented: "An organization invented for this demonstration.",
        country: "GB",
        organizations: [
            Player {
                name: "Made-Up Mill Workers' Co-operative",
                entity_type: EntityType::Cooperative,
                theme: Theme::CircularEconomy,
                sector: "1312",
                town: ("Leeds", 53.797, -1.543),
            },
            Player {
                name: "Fictional Friendly Society",
                entity_type: EntityType::MutualSociety,
                theme: Theme::Care,
                sector: "6512",
                town: ("Otley", 53.905, -1.692),
            },
            Player {
                name: "Imaginary Allotments Association",
                entity_type: EntityType::Association,
                theme: Theme::Food,
                sector: "0113",
                town: ("Leeds", 53.83, -1.58),
            },
        ],
    },
];

impl Role {
    /// What is stated of the role's organizations.
    pub(super) fn drafts(&self) -> Result<Vec<Draft>> {
        let draft = |one: &Player| {
            let (town, latitude, longitude) = one.town;
            let mut draft = Draft::named(one.name, self.language, one.entity_type)?;
            draft.summaries = LanguageMap::of(self.language, self.invented)?;
            draft.territory = Some(Territory::parse(self.territory)?);
            draft.themes = vec![one.theme.as_str().to_owned()];
            draft.sectors = vec![Sector::parse(one.sector)?];
            draft.place.country = Some(self.country.to_owned());
            draft.place.locality = Some(String::from(town));
            draft.place.point = Some(Point {
                latitude,
                longitude,
            });
            Ok(draft)
        };
        self.organizations.iter().map(draft).collect()
    }
}

/// Hours on a coffee roaster, from Oaxaca, until a day.
pub(super) fn roaster(until: Timestamp) -> Result<offers::Draft> {
    let title = "Horas de tostador compartido";
    let mut draft = offers::Draft::titled(
        Purpose::Offer,
        title,
        "es",
        What::SpaceEquipment,
        Terms::Together,
    )?;
    draft
        .titles
        .insert("en", "Hours on a shared coffee roaster")?;
    draft.texts.insert(
        "es",
        "Cuarenta horas al mes para otras cooperativas. Inventado.",
    )?;
    draft.texts.insert(
        "en",
        "Forty hours a month for other co-operatives. Invented.",
    )?;
    draft.territory = Some(Territory::parse("MX-OAX")?);
    draft.quantity = Some(40.0);
    draft.unit = Some("h".to_owned());
    draft.valid_until = Some(until);
    Ok(draft)
}

/// Coffee, sought in Lyon.
pub(super) fn coffee() -> Result<offers::Draft> {
    let title = "Du café vert de coopératives";
    let mut draft = offers::Draft::titled(Purpose::Need, title, "fr", What::Product, Terms::Sell)?;
    draft
        .texts
        .insert("fr", "Cent kilos pour notre épicerie. Inventé.")?;
    draft.territory = Some(Territory::parse("FR-ARA")?);
    Ok(draft)
}

/// Jute sacks, sought in Oaxaca until a day, while a node is away.
pub(super) fn sacks(until: Timestamp) -> Result<offers::Draft> {
    let title = "Sacos de yute usados";
    let mut draft = offers::Draft::titled(Purpose::Need, title, "es", What::Product, Terms::Give)?;
    draft
        .texts
        .insert("es", "Doscientos sacos para la cosecha. Inventado.")?;
    draft.valid_until = Some(until);
    draft.territory = Some(Territory::parse("MX-OAX")?);
    Ok(draft)
}
