//! The codes of the SUSY map (the taxonomy of SSEDAS and TransforMap) as activities of ISIC
//! and as themes. Codes that name neither are known and say nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

type Meaning = (Option<&'static str>, Option<&'static str>);

/// Theme, activity, codes.
const CODES: &[(&str, &str, &str)] = &[
    (
        "food",
        "A",
        "community_garden communitysupported_agriculture edible_town self_harvest \
        other_growyourself guerilla_garden seed_saving permaculture_education",
    ),
    (
        "food",
        "47",
        "farm_shop local_farmersmarket vegetable_box foodpurchasing_combine \
        virtual_directpurchase food_cooperative other_buylocal",
    ),
    ("food", "56", "foodrescue_cuisine slowfood"),
    ("food", "88", "foodrescue foodrescue_distribution foodbank"),
    ("food", "38", "recycling_foodwaste other_foodrescue"),
    ("food", "85", "agroecology_education schoolgarden"),
    (
        "food",
        "94",
        "agro_empowerment agro_sucessionnetwork foodpolicy_council food_souvereignity \
        other_foodedunpolicy",
    ),
    ("fair-trade", "47", "fairtrade_shop"),
    ("fair-trade", "46", "fairtrade_wholesaler directtrade"),
    ("fair-trade", "85", "fairtrade_school"),
    ("fair-trade", "94", "fairtrade_town other_fairtrade"),
    ("international-cooperation", "94", "development_cooperation"),
    (
        "circular-economy",
        "94",
        "waste_awareness other_wastereduction",
    ),
    (
        "circular-economy",
        "47",
        "nopacking_shop used_goods fleamarket giveaway_shop swap_market",
    ),
    (
        "circular-economy",
        "77",
        "garment_rental lending_central other_sharing",
    ),
    (
        "circular-economy",
        "95",
        "repairing repair_cafe repair_resale other_repair",
    ),
    (
        "circular-economy",
        "38",
        "recycling upcycling other_reupcycle",
    ),
    ("circular-economy", "90", "eco_art"),
    (
        "housing",
        "68",
        "cohousing commune ecovillage squatted_place other_habitat",
    ),
    ("commons", "68", "freespace"),
    ("mobility", "49", "sustainable_mobility"),
    ("mobility", "95", "bicycle_selfrepair"),
    ("mobility", "94", "bicycle_awareness"),
    ("energy", "35", "collective_energy"),
    (
        "commons",
        "94",
        "localcollective_ressources other_infraressources",
    ),
    ("commons", "02", "community_forestry"),
    ("social-inclusion", "78", "socialinclusion_employment"),
    (
        "social-inclusion",
        "88",
        "socialinclusion_empowerment other_socialinclusion",
    ),
    ("social-inclusion", "47", "lowincome_supermarket"),
    ("social-inclusion", "87", "homeless_shelter"),
    ("education", "68", "coworking"),
    ("education", "70", "business_incubators social_incubators"),
    (
        "education",
        "85",
        "entrepreneurship_education sse_education other_education",
    ),
    ("education", "72", "sse_research"),
    (
        "finance",
        "64",
        "communitycurrency microfinance solidarity_lending other_finance timebanking",
    ),
    ("finance", "65", "mutual_insurance"),
    ("finance", "94", "ethicalfinance_education"),
    (
        "participation",
        "94",
        "directdemocracy consumerism_awareness other_political \
        participatory_budgeting citizen_council youth_council other_participation ngo \
        community_group networking_initiative other_communities",
    ),
    ("self-organization", "90", "mutualsociety_art"),
    (
        "self-organization",
        "94",
        "mutualsociety_aid other_mutualsociety",
    ),
    ("", "", "ssedas_partner other"),
];

static MEANINGS: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let filled = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    let mut meanings = HashMap::new();
    for (theme, sector, codes) in CODES {
        for code in codes.split_ascii_whitespace() {
            meanings.insert(code, (filled(sector), filled(theme)));
        }
    }
    meanings
});

/// The activity and the theme that a code stands for; `None` when it is none of the map's.
pub(super) fn read(code: &str) -> Option<Meaning> {
    let is_code = code.len() < 40
        && code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'+');
    is_code.then(|| MEANINGS.get(code).copied()).flatten()
}
