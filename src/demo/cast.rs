//! Who takes part in the demonstration. No such organizations exist, and each says so.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::offers::{self, Purpose};
use crate::place::{Point, Territory};
use crate::registry::Draft;
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, Sector, Terms, What};

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
    /// What its organizations give themselves to, and work in (ISIC rev. 4).
    theme: &'static str,
    sector: &'static str,
    /// Says that an organization is invented, in that language.
    invented: &'static str,
    /// The country of its places.
    country: &'static str,
    /// Its organizations; the first speaks for itself, the others are listed. Each has a town
    /// that there is, and a point in it (degrees north and east), so that the map shows something.
    organizations: [(&'static str, EntityType, (&'static str, f64, f64)); 3],
}

/// The three nodes.
pub(super) const ROLES: [Role; 3] = [
    Role {
        name: "oaxaca",
        title: "Economía Social de Oaxaca (demostración)",
        territory: "MX-OAX",
        language: "es",
        theme: "agroecology",
        sector: "1079",
        invented: "Organización inventada para esta demostración.",
        country: "MX",
        organizations: [
            (
                "Cooperativa Tostadora Nube Roja",
                EntityType::Cooperative,
                ("Oaxaca de Juárez", 17.067, -96.72),
            ),
            (
                "Caja de Ahorro Monte Claro",
                EntityType::MutualSociety,
                ("Puerto Escondido", 15.865, -97.072),
            ),
            (
                "Tejedoras del Valle Imaginario",
                EntityType::Association,
                ("Tlacolula de Matamoros", 16.95, -96.48),
            ),
        ],
    },
    Role {
        name: "lyon",
        title: "Économie sociale de Lyon (démonstration)",
        territory: "FR-ARA",
        language: "fr",
        theme: "food",
        sector: "4721",
        invented: "Organisation inventée pour cette démonstration.",
        country: "FR",
        organizations: [
            (
                "Coopérative L'Épicerie des Nuages",
                EntityType::Cooperative,
                ("Lyon", 45.764, 4.835),
            ),
            (
                "Mutuelle du Pont Imaginaire",
                EntityType::MutualSociety,
                ("Grenoble", 45.188, 5.724),
            ),
            (
                "Atelier vélo La Roue Libre Inventée",
                EntityType::Association,
                ("Saint-Étienne", 45.439, 4.387),
            ),
        ],
    },
    Role {
        name: "leeds",
        title: "Leeds Social Economy (demonstration)",
        territory: "GB-LDS",
        language: "en",
        theme: "circular-economy",
        sector: "13",
        invented: "An organization invented for this demonstration.",
        country: "GB",
        organizations: [
            (
                "Made-Up Mill Workers' Co-operative",
                EntityType::Cooperative,
                ("Leeds", 53.797, -1.543),
            ),
            (
                "Fictional Friendly Society",
                EntityType::MutualSociety,
                ("Otley", 53.905, -1.692),
            ),
            (
                "Imaginary Allotments Association",
                EntityType::Association,
                ("Leeds", 53.83, -1.58),
            ),
        ],
    },
];

impl Role {
    /// What is stated of the role's organizations.
    pub(super) fn drafts(&self) -> Result<Vec<Draft>> {
        let draft = |&(name, entity_type, (town, latitude, longitude)): &(&str, EntityType, _)| {
            let mut draft = Draft::named(name, self.language, entity_type)?;
            draft.summaries = LanguageMap::of(self.language, self.invented)?;
            draft.territory = Some(Territory::parse(self.territory)?);
            draft.themes = vec![self.theme.to_owned()];
            draft.sectors = vec![Sector::parse(self.sector)?];
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
