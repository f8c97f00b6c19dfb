//! What organizations care about, across their activities. Records state themes in free
//! words; those that fold to a code here are one theme, whatever the language. Others stay
//! as they are written.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold;

code_list! {
    /// A theme of the social and solidarity economy. Labels are short, since the handles of
    /// channels are made of them.
    pub enum Theme: "theme" {
        Agriculture = "agriculture" ["Agriculture", "Agricultura", "Agriculture", "Agricultura", "Agricultura", "농업"],
        Agroecology = "agroecology" ["Agroecology", "Agroecología", "Agroécologie", "Agroecologia", "Agroecologia", "생태농업"],
        Care = "care" ["Care", "Cuidados", "Soins", "Cuidados", "Cures", "돌봄"],
        CircularEconomy = "circular-economy" ["Circular economy", "Economía circular", "Économie circulaire", "Economia circular", "Economia circular", "순환경제"],
        Communication = "communication" ["Communication", "Comunicación", "Communication", "Comunicação", "Comunicació", "미디어"],
        Crafts = "crafts" ["Crafts", "Artesanía", "Artisanat", "Artesanato", "Artesania", "공예"],
        Culture = "culture" ["Culture", "Cultura", "Culture", "Cultura", "Cultura", "문화"],
        Education = "education" ["Education", "Educación", "Éducation", "Educação", "Educació", "교육"],
        Employment = "employment" ["Employment", "Empleo", "Emploi", "Emprego", "Ocupació", "일자리"],
        Energy = "energy" ["Energy", "Energía", "Énergie", "Energia", "Energia", "에너지"],
        Environment = "environment" ["Environment", "Medio ambiente", "Environnement", "Meio ambiente", "Medi ambient", "환경"],
        FairTrade = "fair-trade" ["Fair trade", "Comercio justo", "Commerce équitable", "Comércio justo", "Comerç just", "공정무역"],
        Finance = "finance" ["Solidarity finance", "Finanzas solidarias", "Finance solidaire", "Finanças solidárias", "Finances solidàries", "사회연대금융"],
        Food = "food" ["Food", "Alimentación", "Alimentation", "Alimentação", "Alimentació", "먹거리"],
        Gender = "gender" ["Gender equality", "Igualdad de género", "Égalité de genre", "Igualdade de género", "Igualtat de gènere", "성평등"],
        Health = "health" ["Health", "Salud", "Santé", "Saúde", "Salut", "건강"],
        Housing = "housing" ["Housing", "Vivienda", "Logement", "Habitação", "Habitatge", "주거"],
        IndigenousPeoples = "indigenous-peoples" ["Indigenous peoples", "Pueblos indígenas", "Peuples autochtones", "Povos indígenas", "Pobles indígenes", "선주민"],
        LocalDevelopment = "local-development" ["Local development", "Desarrollo local", "Développement local", "Desenvolvimento local", "Desenvolupament local", "지역발전"],
        Migration = "migration" ["Migration", "Migración", "Migration", "Migração", "Migracions", "이주"],
        Mobility = "mobility" ["Mobility", "Movilidad", "Mobilité", "Mobilidade", "Mobilitat", "이동과 교통"],
        ResponsibleConsumption = "responsible-consumption" ["Responsible consumption", "Consumo responsable", "Consommation responsable", "Consumo responsável", "Consum responsable", "책임 있는 소비"],
        SocialInclusion = "social-inclusion" ["Social inclusion", "Inclusión social", "Inclusion sociale", "Inclusão social", "Inclusió social", "사회통합"],
        Technology = "technology" ["Technology", "Tecnología", "Technologie", "Tecnologia", "Tecnologia", "기술"],
        Tourism = "tourism" ["Tourism", "Turismo", "Tourisme", "Turismo", "Turisme", "관광"],
        Water = "water" ["Water", "Agua", "Eau", "Água", "Aigua", "물"],
        Youth = "youth" ["Youth", "Juventud", "Jeunesse", "Juventude", "Joventut", "청년"],
    }
}

impl Theme {
    /// The theme that free words mean, in any of the four languages; `None` for words that
    /// mean none of the list.
    pub fn find(words: &str) -> Option<Self> {
        static KNOWN: LazyLock<HashMap<String, Theme>> = LazyLock::new(|| {
            let mut known = HashMap::new();
            for theme in Theme::ALL {
                let labels = ["en", "es", "fr", "pt"].map(|tag| theme.label(tag));
                let words = [theme.as_str()].into_iter().chain(labels);
                for word in words.chain(theme.other_words()) {
                    known.insert(fold(word), *theme);
                }
            }
            known
        });
        (words.len() <= 200)
            .then(|| KNOWN.get(&fold(words)).copied())
            .flatten()
    }

    /// Other words for it.
    pub(super) fn other_words(self) -> impl Iterator<Item = &'static str> {
        let found = OTHER_WORDS.iter().filter(move |(theme, _)| *theme == self);
        found.flat_map(|(_, words)| words.split(", "))
    }
}

/// Other words for each theme, in the form in which names are compared.
const OTHER_WORDS: &[(Theme, &str)] = &[
    (
        Theme::Agriculture,
        "farming, family farming, agricultura familiar, agricultura campesina, \
         agriculture paysanne, agropecuario, campo, ganaderia, elevage",
    ),
    (
        Theme::Agroecology,
        "organic farming, organic agriculture, agricultura organica, agricultura \
         ecologica, agriculture biologique, permaculture, permacultura",
    ),
    (
        Theme::Care,
        "home care, cuidado, aide a domicile, elder care, personas mayores, services a \
         la personne, economia de los cuidados",
    ),
    (
        Theme::CircularEconomy,
        "recycling, reciclaje, recyclage, reciclagem, reuse, reutilizacion, reemploi, \
         reutilizacao, waste, residuos, dechets, repair",
    ),
    (
        Theme::Communication,
        "media, medios, medios comunitarios, community media",
    ),
    (
        Theme::Crafts,
        "handicraft, handicrafts, artesanias, metiers d art",
    ),
    (
        Theme::Culture,
        "arts, art, artes, arte, arts and culture, arte y cultura",
    ),
    (
        Theme::Education,
        "training, formacion, formation, formacao, popular education, educacion \
         popular, education populaire, educacao popular, ensenanza",
    ),
    (
        Theme::Employment,
        "work, trabajo, travail, trabalho, jobs, work integration, insercion laboral, \
         insertion professionnelle, insercao laboral",
    ),
    (
        Theme::Energy,
        "renewable energy, renewables, energias renovables, energia renovable, energies \
         renouvelables, energias renovaveis, community energy",
    ),
    (
        Theme::Environment,
        "ecology, ecologia, ecologie, climate, clima, climat, medioambiente, ambiente, \
         sustainability, sostenibilidad, biodiversity, biodiversidad",
    ),
    (
        Theme::FairTrade,
        "comercio equitativo, commerce solidaire, comercio etico",
    ),
    (
        Theme::Finance,
        "finance, finanzas, financas, ethical finance, finanzas eticas, finance \
         ethique, financas eticas, microcredit, microcredito, microfinance, \
         microfinanzas, ahorro y credito, savings and credit, epargne et credit",
    ),
    (
        Theme::Food,
        "food sovereignty, soberania alimentaria, souverainete alimentaire, soberania \
         alimentar, food security, seguridad alimentaria, alimentos, nutrition, \
         nutricion",
    ),
    (
        Theme::Gender,
        "gender, genero, genre, women, mujeres, femmes, mulheres, feminism, feminismo, \
         equidad de genero, egalite femmes hommes",
    ),
    (
        Theme::Health,
        "wellbeing, bienestar, bien etre, mental health, salud mental",
    ),
    (
        Theme::Housing,
        "cooperative housing, cohousing, habitat, habitat participatif, moradia, \
         vivienda cooperativa",
    ),
    (
        Theme::IndigenousPeoples,
        "indigenous, indigenas, pueblos originarios, first nations, peuples indigenes, \
         povos originarios",
    ),
    (
        Theme::LocalDevelopment,
        "rural development, desarrollo rural, developpement rural, desarrollo \
         comunitario, community development, developpement territorial, desarrollo \
         territorial",
    ),
    (
        Theme::Migration,
        "migrants, migrantes, refugees, refugiados, refugies",
    ),
    (
        Theme::Mobility,
        "transport, transporte, cycling, bicicleta, velo",
    ),
    (
        Theme::ResponsibleConsumption,
        "consumption, consumo, consommation, consumo consciente, consumo critico, \
         ethical consumption, zero waste",
    ),
    (
        Theme::SocialInclusion,
        "inclusion, inclusao, disability, discapacidad, handicap, deficiencia, \
         exclusion social, accessibility, accesibilidad",
    ),
    (
        Theme::Technology,
        "free software, software libre, logiciel libre, software livre, digital, \
         numerique, open source, tic",
    ),
    (
        Theme::Tourism,
        "community tourism, turismo comunitario, tourisme solidaire, ecotourism, \
         ecoturismo, turismo rural, turismo responsable",
    ),
    (
        Theme::Water,
        "sanitation, saneamiento, assainissement, saneamento",
    ),
    (Theme::Youth, "young people, jovenes, jeunes, jovens"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_words_of_any_language_fold_to_one_theme() {
        for words in ["agriculture", "AGRICULTURA ", "Agriculture paysanne"] {
            assert_eq!(Theme::find(words), Some(Theme::Agriculture), "{words}");
        }
        assert_eq!(
            Theme::find("Économie-circulaire"),
            Some(Theme::CircularEconomy)
        );
        assert_eq!(Theme::find("fair-trade"), Some(Theme::FairTrade));
        assert_eq!(Theme::find("Soberanía alimentaria"), Some(Theme::Food));
    }

    #[test]
    fn words_that_mean_no_theme_stay_free() {
        for words in ["", "bees", "agriculture of the moon", &"x".repeat(10_000)] {
            assert_eq!(Theme::find(words), None);
        }
    }

    #[test]
    fn no_word_means_two_themes() {
        let mut known = HashMap::new();
        for theme in Theme::ALL {
            let labels = ["en", "es", "fr", "pt"].map(|tag| theme.label(tag));
            for word in labels.into_iter().chain(theme.other_words()) {
                let before = known.insert(fold(word), *theme);
                assert!(before.is_none_or(|one| one == *theme), "{word}");
            }
            assert!(theme.other_words().all(|word| word == fold(word)));
        }
        assert!(Theme::ALL.len() >= 25);
    }
}
