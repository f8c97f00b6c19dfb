//! The activities that organizations work in: ISIC rev. 4, from section to class.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Trade, isic};
use crate::error::{Error, Result};
use crate::words::phrase;

code_list! {
    /// The sections of ISIC rev. 4.
    pub enum Section: "section" {
        Agriculture = "A" ["Agriculture, forestry and fishing", "Agricultura, silvicultura y pesca", "Agriculture, sylviculture et pêche", "Agricultura, silvicultura e pesca", "Agricultura, silvicultura i pesca", "농업, 임업 및 어업"],
        Mining = "B" ["Mining and quarrying", "Minas y canteras", "Industries extractives", "Indústrias extrativas", "Indústries extractives", "광업"],
        Manufacturing = "C" ["Manufacturing", "Industria manufacturera", "Industrie manufacturière", "Indústria de transformação", "Indústria manufacturera", "제조업"],
        Energy = "D" ["Electricity, gas and heat", "Electricidad, gas y calor", "Électricité, gaz et chaleur", "Eletricidade, gás e calor", "Electricitat, gas i calor", "전기, 가스 및 열 공급"],
        Water = "E" ["Water and waste", "Agua y residuos", "Eau et déchets", "Água e resíduos", "Aigua i residus", "수도 및 폐기물 처리"],
        Construction = "F" ["Construction", "Construcción", "Construction", "Construção", "Construcció", "건설업"],
        Trade = "G" ["Wholesale and retail trade", "Comercio al por mayor y al por menor", "Commerce de gros et de détail", "Comércio por grosso e a retalho", "Comerç a l’engròs i al detall", "도매 및 소매업"],
        Transport = "H" ["Transport and storage", "Transporte y almacenamiento", "Transport et entreposage", "Transporte e armazenagem", "Transport i emmagatzematge", "운수 및 창고업"],
        Hospitality = "I" ["Lodging and food", "Alojamiento y comidas", "Hébergement et restauration", "Alojamento e alimentação", "Allotjament i restauració", "숙박 및 음식점업"],
        Information = "J" ["Information and communication", "Información y comunicaciones", "Information et communication", "Informação e comunicação", "Informació i comunicacions", "정보통신업"],
        Finance = "K" ["Finance and insurance", "Finanzas y seguros", "Finance et assurance", "Finanças e seguros", "Finances i assegurances", "금융 및 보험업"],
        RealEstate = "L" ["Real estate and housing", "Actividades inmobiliarias y vivienda", "Immobilier et logement", "Atividades imobiliárias e habitação", "Activitats immobiliàries i habitatge", "부동산 및 주거"],
        Professional = "M" ["Professional, scientific and technical work", "Actividades profesionales, científicas y técnicas", "Activités spécialisées, scientifiques et techniques", "Atividades profissionais, científicas e técnicas", "Activitats professionals, científiques i tècniques", "전문, 과학 및 기술 서비스"],
        Support = "N" ["Administrative and support services", "Servicios administrativos y de apoyo", "Services administratifs et de soutien", "Serviços administrativos e de apoio", "Serveis administratius i de suport", "사무 및 사업 지원 서비스"],
        Public = "O" ["Public administration and defence", "Administración pública y defensa", "Administration publique et défense", "Administração pública e defesa", "Administració pública i defensa", "공공행정 및 국방"],
        Education = "P" ["Education", "Enseñanza", "Enseignement", "Educação", "Educació", "교육"],
        Health = "Q" ["Health and social work", "Salud y asistencia social", "Santé et action sociale", "Saúde e ação social", "Salut i serveis socials", "보건 및 사회복지"],
        Arts = "R" ["Arts, leisure and sport", "Artes, ocio y deporte", "Arts, loisirs et sport", "Artes, lazer e desporto", "Arts, lleure i esport", "예술, 여가 및 스포츠"],
        OtherServices = "S" ["Associations and other services", "Asociaciones y otros servicios", "Associations et autres services", "Associações e outros serviços", "Associacions i altres serveis", "협회 및 그 밖의 서비스"],
        Households = "T" ["Households", "Hogares", "Ménages", "Famílias", "Llars", "가구 내 활동"],
        International = "U" ["International bodies", "Organismos internacionales", "Organismes internationaux", "Organismos internacionais", "Organismes internacionals", "국제기관"],
    }
}

/// An activity: a section (`G`), division (`47`), group (`471`) or class (`4711`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sector(String);

impl Sector {
    /// Reads a code of ISIC rev. 4.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the classification has no such code.
    pub fn parse(code: &str) -> Result<Self> {
        let code = code.trim().to_ascii_uppercase();
        if Section::parse(&code).is_ok() || is_known(&code) {
            return Ok(Self(code));
        }
        let reason = phrase!("refusal-no-sector", value = code);
        Err(Error::invalid("sector", reason))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The section that the code belongs to.
    pub fn section(&self) -> Section {
        let division = self.0.get(..2).and_then(|digits| digits.parse().ok());
        division.map_or_else(
            || Section::parse(&self.0).unwrap_or(Section::OtherServices),
            section_of,
        )
    }

    /// What people call the activity: by the trade that it is, or else by its section.
    pub fn label(&self, tag: &str) -> &'static str {
        let trades = Trade::ALL.iter();
        let trades = trades.filter(|one| self.0.starts_with(one.as_str()));
        let nearest = trades.max_by_key(|one| one.as_str().len());
        nearest.map_or_else(|| self.section().label(tag), |one| one.label(tag))
    }

    /// Whether `other` is this activity or a kind of it.
    pub fn contains(&self, other: &Self) -> bool {
        match self.0.len() {
            1 => other.section().as_str() == self.0,
            _ => other.0.starts_with(&self.0),
        }
    }
}

/// Whether the classification has this division, group or class.
fn is_known(code: &str) -> bool {
    (2..=4).contains(&code.len())
        && isic::CLASSES
            .split_ascii_whitespace()
            .any(|class| class.starts_with(code))
}

/// The section of a division (ISIC rev. 4, part two).
fn section_of(division: u8) -> Section {
    match division {
        0..=3 => Section::Agriculture,
        4..=9 => Section::Mining,
        10..=34 => Section::Manufacturing,
        35 => Section::Energy,
        36..=40 => Section::Water,
        41..=44 => Section::Construction,
        45..=48 => Section::Trade,
        49..=54 => Section::Transport,
        55..=57 => Section::Hospitality,
        58..=63 => Section::Information,
        64..=67 => Section::Finance,
        68 => Section::RealEstate,
        69..=76 => Section::Professional,
        77..=83 => Section::Support,
        84 => Section::Public,
        85 => Section::Education,
        86..=89 => Section::Health,
        90..=93 => Section::Arts,
        97..=98 => Section::Households,
        99 => Section::International,
        _ => Section::OtherServices,
    }
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Sector {
    type Err = Error;
    fn from_str(code: &str) -> Result<Self> {
        Self::parse(code)
    }
}

impl TryFrom<String> for Sector {
    type Error = Error;
    fn try_from(code: String) -> Result<Self> {
        Self::parse(&code)
    }
}

impl From<Trade> for Sector {
    fn from(trade: Trade) -> Self {
        Self(trade.as_str().to_owned())
    }
}

impl From<Sector> for String {
    fn from(sector: Sector) -> Self {
        sector.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_divisions_groups_and_classes_are_sectors() {
        for (code, section) in [
            ("g", "G"),
            ("47", "G"),
            ("471", "G"),
            ("0111", "A"),
            ("9499", "S"),
        ] {
            let sector = Sector::parse(code).unwrap();
            assert_eq!(sector.section().as_str(), section, "{code}");
        }
        assert_eq!(
            Sector::parse("68").unwrap().label("es"),
            "Actividades inmobiliarias y vivienda"
        );
    }

    #[test]
    fn an_activity_is_called_by_the_trade_that_it_is() {
        for (code, label) in [
            ("1812", "Printing"),
            ("471", "Shops"),
            ("4711", "Grocery shops"),
            ("1010", "Manufacturing"),
        ] {
            assert_eq!(Sector::parse(code).unwrap().label("en"), label, "{code}");
        }
        for trade in Trade::ALL {
            assert!(Sector::parse(trade.as_str()).is_ok(), "{trade}");
        }
    }

    #[test]
    fn a_code_of_another_classification_is_refused() {
        for code in ["", "V", "4", "04", "8531", "47110", "4x", "UKSIC07-4711"] {
            assert!(Sector::parse(code).is_err(), "{code}");
        }
    }

    #[test]
    fn a_section_contains_its_classes_and_a_division_its_groups() {
        let trade = Sector::parse("G").unwrap();
        let retail = Sector::parse("47").unwrap();
        assert!(trade.contains(&retail) && retail.contains(&Sector::parse("4711").unwrap()));
        assert!(!retail.contains(&trade) && !retail.contains(&Sector::parse("46").unwrap()));
    }
}
