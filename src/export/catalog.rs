//! The catalogue of the open data by DCAT-AP 3: which datasets there are, who publishes
//! them, under which licence, and where they can be had in which format.

use serde_json::Value;

use super::linked::{Area, Class, Term, Thing, Turtle, address, document};
use super::{Dataset, Exported, Format, Writer};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::place::Territory;
use crate::settings::Settings;
use crate::words;

/// Authority tables of the Publications Office of the European Union.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";

/// What the catalogue says in each language of the pages: title of the catalogue behind the
/// directory's name, its description, title and description of organizations, the same of
/// offers, keywords.
const WORDS: [(&str, [&str; 6], [&str; 3]); 4] = [
    (
        "en",
        [
            "open data",
            "What this directory of the social and solidarity economy publishes, to be used again.",
            "Organizations of the social and solidarity economy",
            "Co-operatives, associations and other organizations: what they are, what they work in, where they are, and which register states them.",
            "Offers and needs",
            "What organizations of the social and solidarity economy offer to others and seek from others.",
        ],
        ["social economy", "co-operatives", "directory"],
    ),
    (
        "es",
        [
            "datos abiertos",
            "Lo que publica este directorio de la economía social y solidaria, para reutilizarlo.",
            "Organizaciones de la economía social y solidaria",
            "Cooperativas, asociaciones y otras organizaciones: qué son, en qué trabajan, dónde están y qué registro las recoge.",
            "Ofrecemos y buscamos",
            "Lo que las organizaciones de la economía social y solidaria ofrecen a otras y buscan de otras.",
        ],
        ["economía social", "cooperativas", "directorio"],
    ),
    (
        "fr",
        [
            "données ouvertes",
            "Ce que publie cet annuaire de l’économie sociale et solidaire, pour être réutilisé.",
            "Organisations de l’économie sociale et solidaire",
            "Coopératives, associations et autres organisations : ce qu’elles sont, leurs activités, où elles se trouvent et quel registre les recense.",
            "Offres et besoins",
            "Ce que les organisations de l’économie sociale et solidaire proposent à d’autres et cherchent auprès d’elles.",
        ],
        ["économie sociale", "coopératives", "annuaire"],
    ),
    (
        "pt",
        [
            "dados abertos",
            "O que este diretório da economia social e solidária publica, para ser reutilizado.",
            "Organizações da economia social e solidária",
            "Cooperativas, associações e outras organizações: o que são, em que trabalham, onde estão e qual registro as menciona.",
            "Ofertas e necessidades",
            "O que as organizações da economia social e solidária oferecem a outras e procuram de outras.",
        ],
        ["economia social", "cooperativas", "diretório"],
    ),
];

/// The catalogue of a directory.
#[derive(Debug, Clone)]
pub struct Catalog(Thing);

impl Catalog {
    /// The catalogue, of the day when something was last published.
    pub fn of(settings: &Settings, modified: Option<Timestamp>) -> Self {
        let mut catalog = Thing::new(own(settings, "/data/catalog"), &[Class::Catalog]);
        describe(&mut catalog, settings, modified);
        for (language, words, _) in spoken(settings) {
            let title = format!("{}: {}", settings.name, words[0]);
            catalog.say_in(Term::Title, language, &title);
            catalog.say_in(Term::DescriptionOf, language, words[1]);
        }
        catalog.link(Term::Homepage, address(&settings.url("/")));
        for dataset in Dataset::ALL {
            catalog.nest(Term::DatasetOf, one(settings, *dataset, modified));
        }
        Self(catalog)
    }

    /// As JSON-LD.
    pub fn to_json(&self) -> Value {
        document(Area::Catalog, &self.0)
    }

    /// As Turtle.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written.
    pub fn to_turtle(&self) -> Result<Vec<u8>> {
        let mut turtle = Turtle::new()?;
        let mut text = Vec::new();
        turtle.write(&self.0, &mut text).map_err(Error::internal)?;
        turtle.end(&mut text).map_err(Error::internal)?;
        Ok(text)
    }
}

impl Writer for Catalog {
    fn wants_records(&self) -> bool {
        false
    }

    fn begin(&mut self, out: &mut Vec<u8>) -> Result<()> {
        out.append(&mut self.to_turtle()?);
        Ok(())
    }

    fn organization(&mut self, _one: &Exported, _out: &mut Vec<u8>) -> Result<()> {
        Ok(())
    }

    fn end(&mut self, _out: &mut Vec<u8>) -> Result<bool> {
        Ok(false)
    }
}

/// A dataset with a distribution for each of its formats.
fn one(settings: &Settings, dataset: Dataset, modified: Option<Timestamp>) -> Thing {
    let path = format!("/data/{}", dataset.as_str());
    let mut thing = Thing::new(own(settings, &path), &[Class::Dataset]);
    describe(&mut thing, settings, modified);
    let (at, page) = match dataset {
        Dataset::Organizations => (2, "/organizations"),
        Dataset::Offers => (4, "/offers"),
    };
    let said = |words: &'static [&'static str; 6], at: usize| words.get(at).copied();
    for (language, words, keywords) in spoken(settings) {
        let (title, text) = (said(words, at), said(words, at + 1));
        thing.say_in(Term::Title, language, title.unwrap_or_default());
        thing.say_in(Term::DescriptionOf, language, text.unwrap_or_default());
        for keyword in keywords {
            thing.say_in(Term::Keyword, language, keyword);
        }
    }
    thing.say(Term::IdentifierOf, &settings.url(&path));
    thing.link(Term::LandingPage, address(&settings.url(page)));
    for theme in ["ECON", "SOCI"] {
        thing.link(Term::Theme, authority("data-theme", theme));
    }
    thing.link(Term::Accrual, authority("frequency", "CONT"));
    nest(
        &mut thing,
        Term::AccessRights,
        Class::RightsStatement,
        authority("access-right", "PUBLIC"),
    );
    thing.nest(Term::ContactPoint, contact(settings));
    for format in dataset.formats() {
        thing.nest(Term::DistributionOf, distribution(settings, &path, *format));
    }
    thing
}

fn distribution(settings: &Settings, path: &str, format: Format) -> Thing {
    let file = settings.url(&format!("{path}.{}", format.ending()));
    let id = own(settings, &format!("{path}#{}", format.as_str()));
    let mut thing = Thing::new(id, &[Class::Distribution]);
    for (language, _, _) in spoken(settings) {
        thing.say_in(Term::Title, language, format.label());
    }
    thing.link(Term::AccessUrl, address(&file));
    thing.link(Term::DownloadUrl, address(&file));
    let bare = format.media_type().split(';').next().unwrap_or_default();
    let media = format!("https://www.iana.org/assignments/media-types/{bare}");
    nest(
        &mut thing,
        Term::MediaTypeOf,
        Class::MediaType,
        address(&media),
    );
    nest(
        &mut thing,
        Term::Format,
        Class::MediaTypeOrExtent,
        authority("file-type", format.file_type()),
    );
    thing.link(
        Term::Availability,
        authority("planned-availability", "AVAILABLE"),
    );
    license(&mut thing, settings);
    thing
}

/// What holds for the catalogue and its datasets alike.
fn describe(thing: &mut Thing, settings: &Settings, modified: Option<Timestamp>) {
    let mut publisher = Thing::new(own(settings, "/actor"), &[Class::Agent]);
    let operator = settings.operator.name.as_deref();
    publisher.say(Term::AgentName, &operator.unwrap_or(&settings.name));
    thing.nest(Term::PublisherOf, publisher);
    for tag in &settings.languages {
        nest(
            thing,
            Term::Language,
            Class::LinguisticSystem,
            language(tag),
        );
    }
    if let Some(territory) = Territory::home(settings) {
        nest(
            thing,
            Term::Spatial,
            Class::Location,
            spatial(settings, &territory),
        );
    }
    license(thing, settings);
    thing.say_if(Term::ModifiedOn, modified.map(Timestamp::to_rfc3339));
}

fn license(thing: &mut Thing, settings: &Settings) {
    let address = settings
        .data_license_address()
        .and_then(|text| address(&text));
    nest(thing, Term::License, Class::LicenseDocument, address);
}

/// Where to ask about the data.
fn contact(settings: &Settings) -> Thing {
    let mut kind = Thing::new(own(settings, "/data/catalog#contact"), &[Class::Kind]);
    let operator = settings.operator.name.as_deref();
    kind.say(Term::ContactName, &operator.unwrap_or(&settings.name));
    let contact = settings.operator.contact.as_deref().map(str::trim);
    match contact {
        Some(page) if page.starts_with("http://") || page.starts_with("https://") => {
            kind.link(Term::HasUrl, address(page));
        }
        Some(mail) if mail.contains('@') && !mail.contains(char::is_whitespace) => {
            kind.link(Term::HasEmail, address(&format!("mailto:{mail}")));
        }
        _ => kind.link(Term::HasUrl, address(&settings.url("/"))),
    }
    kind
}

/// The words of the directory's languages, English where it speaks none of the four.
fn spoken(
    settings: &Settings,
) -> impl Iterator<
    Item = (
        &'static str,
        &'static [&'static str; 6],
        &'static [&'static str; 3],
    ),
> {
    let is_wanted = |tag: &str| {
        settings
            .languages
            .iter()
            .any(|own| own.get(..2) == Some(tag))
    };
    let any = WORDS.iter().any(|(tag, _, _)| is_wanted(tag));
    let wanted: Vec<_> = WORDS
        .iter()
        .filter(|(tag, _, _)| is_wanted(tag) || (!any && *tag == "en"))
        .map(|(tag, words, keywords)| (*tag, words, keywords))
        .collect();
    wanted.into_iter()
}

fn nest(thing: &mut Thing, term: Term, class: Class, id: Option<oxrdf::NamedNode>) {
    if let Some(id) = id {
        thing.nest(term, Thing::new(id, &[class]));
    }
}

fn own(settings: &Settings, path: &str) -> oxrdf::NamedNode {
    // The node's address was checked when the settings were read.
    oxrdf::NamedNode::new_unchecked(settings.url(path))
}

fn authority(table: &str, code: &str) -> Option<oxrdf::NamedNode> {
    address(&format!("{AUTHORITY}/{table}/{code}"))
}

/// A language as the authority table has it: the three letters of ISO 639-3 in capitals.
fn language(tag: &str) -> Option<oxrdf::NamedNode> {
    let base = tag.split('-').next().unwrap_or_default();
    authority(
        "language",
        &words::language(base)?.to_639_3().to_uppercase(),
    )
}

/// A country as the authority table has it, a municipality as Wikidata has it, and a region
/// at its address here, since no table has them all.
fn spatial(settings: &Settings, territory: &Territory) -> Option<oxrdf::NamedNode> {
    let code = territory.as_str();
    if territory.is_municipality() {
        return address(&format!("http://www.wikidata.org/entity/{code}"));
    }
    match rust_iso3166::from_alpha2(code) {
        Some(country) => authority("country", country.alpha3),
        None => address(&settings.url(&format!("/t/{code}"))),
    }
}
