//! Organizations as things: W3C ORG and schema.org, with ESSGlobal's classification and the
//! sources by PROV and Dublin Core.

use jiff::civil::Date;
use oxrdf::NamedNode;

use super::terms::{Class, Term};
use super::thing::{Thing, address};
use super::{codes, offer};
use crate::clock::Timestamp;
use crate::export::Exported;
use crate::offers::Offer;
use crate::place::{Place, Territory};
use crate::registry::{ContactKind, Organization, Source};
use crate::vocabulary::Sector;

/// What stands beside a record.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::export) struct Relations<'a> {
    /// The registers that state it.
    pub(in crate::export) sources: &'a [Source],
    /// The addresses of those to which it belongs.
    pub(in crate::export) bodies: &'a [String],
    /// The addresses of other directories' records of it.
    pub(in crate::export) same: &'a [String],
    /// What it offers and seeks.
    pub(in crate::export) offers: &'a [Offer],
}

impl<'a> Relations<'a> {
    /// What was read with a record.
    pub(super) fn of(one: &'a Exported) -> Self {
        Self {
            sources: &one.sources,
            bodies: &one.bodies,
            same: &one.same,
            offers: &one.offers,
        }
    }
}

/// An organization as a thing. `base` is the directory's address without a slash at its end.
/// What is hidden must have been taken out before.
pub(in crate::export) fn organization(
    base: &str,
    organization: &Organization,
    relations: &Relations<'_>,
) -> Thing {
    let stated = &organization.stated;
    let mut classes = vec![Class::Organization, Class::SchemaOrganization];
    if codes::is_formal(stated.entity_type) {
        classes.push(Class::FormalOrganization);
    }
    let mut thing = Thing::new(own(base, &organization.path()), &classes);
    thing.say_texts(Term::Name, &stated.names);
    thing.say_texts(Term::Description, &stated.summaries);
    thing.say(Term::EntityType, &stated.entity_type);
    thing.link(Term::Classification, codes::structure(stated.entity_type));
    thing.say_if(Term::LegalForm, stated.legal_form.as_ref());
    if let Some(members) = stated.membership_base {
        thing.say(Term::MembershipBase, &members);
        thing.link(Term::Classification, Some(codes::base(members)));
    }
    for sector in distinct(stated.sectors.iter().map(Sector::as_str)) {
        thing.say(Term::IsicV4, sector);
    }
    for theme in distinct(stated.themes.iter().map(String::as_str)) {
        thing.say(Term::Keywords, theme);
    }
    thing.say_if(Term::Scope, stated.scope);
    thing.say(Term::KnowsLanguage, &stated.language);
    let website = stated.website.as_ref();
    thing.link(Term::Url, website.and_then(|site| address(site.as_str())));
    thing.say_if(Term::FoundingDate, stated.founded_on);
    thing.say_if(Term::DissolutionDate, stated.dissolved_on);
    if let Some(territory) = &stated.territory {
        thing.nest(Term::AreaServed, area(base, territory));
    }
    place(&mut thing, &stated.place);
    for contact in &stated.contacts {
        match contact.kind {
            ContactKind::Email => thing.say(Term::Email, &contact.value),
            ContactKind::Phone => thing.say(Term::Telephone, &contact.value),
            // A person's name is no statement about the organization.
            ContactKind::Person => {}
        }
    }
    if !organization.is_public() {
        // An office's own export holds such records, and nobody shall take them for public.
        thing.say(Term::Status, organization.status.as_str());
    }
    thing.say(Term::Standing, organization.standing.as_str());
    thing.say(Term::Created, &organization.created_at.to_rfc3339());
    thing.say(Term::Modified, &organization.updated_at.to_rfc3339());
    let published = organization.published_at;
    thing.say_if(Term::Issued, published.map(Timestamp::to_rfc3339));
    thing.link(Term::Publisher, Some(own(base, "/actor")));
    for source in relations.sources {
        state_source(&mut thing, source);
    }
    for body in distinct(relations.bodies.iter().map(String::as_str)) {
        thing.link(Term::MemberOf, address(body));
    }
    for same in distinct(relations.same.iter().map(String::as_str)) {
        thing.link(Term::SameAs, address(same));
    }
    for one in relations.offers {
        let term = offer::relation(one);
        thing.nest(term, offer::described(base, one));
    }
    thing
}

/// An address of the directory.
pub(super) fn own(base: &str, path: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{base}{path}"))
}

/// The values, each once: a graph says nothing twice.
fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut kept = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// A territory at its address here, with the code that everybody knows it by.
pub(super) fn area(base: &str, territory: &Territory) -> Thing {
    let id = own(base, &format!("/t/{territory}"));
    let mut area = Thing::new(id, &[Class::AdministrativeArea]);
    area.say(Term::TerritoryCode, territory);
    if territory.is_municipality() {
        area.link(Term::SameAs, Some(item(territory)));
    }
    area
}

/// A municipality in Wikidata.
fn item(municipality: &Territory) -> NamedNode {
    NamedNode::new_unchecked(format!("http://www.wikidata.org/entity/{municipality}"))
}

fn place(thing: &mut Thing, place: &Place) {
    let mut here = Thing::new(thing.part("place"), &[Class::Place]);
    let mut postal = Thing::new(thing.part("address"), &[Class::PostalAddress]);
    for (term, value) in [
        (Term::StreetAddress, &place.street),
        (Term::AddressLocality, &place.locality),
        (Term::AddressRegion, &place.region),
        (Term::PostalCode, &place.postal_code),
        (Term::AddressCountry, &place.country),
    ] {
        postal.say_if(term, value.as_ref());
    }
    if !postal.is_empty() {
        here.link(Term::Address, Some(postal.id.clone()));
        thing.nest(Term::Address, postal);
    }
    if let Some(point) = place.point {
        let mut geo = Thing::new(thing.part("point"), &[Class::GeoCoordinates]);
        geo.say(Term::Latitude, &point.latitude);
        geo.say(Term::Longitude, &point.longitude);
        geo.say_if(Term::Precision, place.precision);
        here.nest(Term::Geo, geo);
    }
    here.link(
        Term::ContainedInPlace,
        place.municipality.as_ref().map(item),
    );
    if !here.is_empty() {
        thing.nest(Term::Location, here);
    }
}

/// A register that states the record: its identifier there, and the statement by its day.
fn state_source(thing: &mut Thing, source: &Source) {
    let name = format!("{}-{}", source.register, source.identifier);
    let mut identifier = Thing::new(
        thing.part(&format!("identifier-{name}")),
        &[Class::PropertyValue],
    );
    identifier.say(Term::PropertyId, &source.register);
    identifier.say(Term::Value, &source.identifier);
    thing.nest(Term::Identifier, identifier);
    let number = source.register_number.as_ref();
    thing.say_if(Term::OrgIdentifier, number);
    let mut statement = Thing::new(thing.part(&format!("source-{name}")), &[Class::Entity]);
    statement.say(Term::Source, &source.register);
    let day: Option<Date> = source.stated_on.as_ref().and_then(|day| day.parse().ok());
    statement.say_if(Term::Date, day);
    thing.nest(Term::WasDerivedFrom, statement);
}
