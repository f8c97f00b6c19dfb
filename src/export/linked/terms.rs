//! The vocabularies that linked data is written in: prefixes, classes and terms. Nothing
//! here knows a record.

/// A vocabulary's prefix and namespace.
macro_rules! prefixes {
    ($($name:ident = $prefix:literal $iri:literal;)+) => {
        /// A vocabulary.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::export) enum Prefix { $($name),+ }

        impl Prefix {
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The short name.
            pub(super) fn as_str(self) -> &'static str {
                match self { $(Self::$name => $prefix),+ }
            }

            /// The namespace.
            pub(super) fn iri(self) -> &'static str {
                match self { $(Self::$name => $iri),+ }
            }
        }
    };
}

prefixes! {
    Dcat = "dcat" "http://www.w3.org/ns/dcat#";
    Dcatap = "dcatap" "http://data.europa.eu/r5r/";
    Dcterms = "dcterms" "http://purl.org/dc/terms/";
    Foaf = "foaf" "http://xmlns.com/foaf/0.1/";
    Org = "org" "http://www.w3.org/ns/org#";
    Prov = "prov" "http://www.w3.org/ns/prov#";
    Schema = "schema" "http://schema.org/";
    Trenza = "trenza" "https://w3id.org/trenza#";
    Vcard = "vcard" "http://www.w3.org/2006/vcard/ns#";
    Xsd = "xsd" "http://www.w3.org/2001/XMLSchema#";
}

/// Classes by their vocabulary and name.
macro_rules! classes {
    ($($name:ident = $prefix:ident $local:literal;)+) => {
        /// What a thing is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::export) enum Class { $($name),+ }

        impl Class {
            /// The vocabulary and the name in it.
            pub(super) fn parts(self) -> (Prefix, &'static str) {
                match self { $(Self::$name => (Prefix::$prefix, $local)),+ }
            }
        }
    };
}

classes! {
    Agent = Foaf "Agent";
    AdministrativeArea = Schema "AdministrativeArea";
    Catalog = Dcat "Catalog";
    Dataset = Dcat "Dataset";
    Demand = Schema "Demand";
    Distribution = Dcat "Distribution";
    Entity = Prov "Entity";
    FormalOrganization = Org "FormalOrganization";
    GeoCoordinates = Schema "GeoCoordinates";
    Kind = Vcard "Kind";
    LicenseDocument = Dcterms "LicenseDocument";
    LinguisticSystem = Dcterms "LinguisticSystem";
    Location = Dcterms "Location";
    MediaType = Dcterms "MediaType";
    MediaTypeOrExtent = Dcterms "MediaTypeOrExtent";
    Offer = Schema "Offer";
    Organization = Org "Organization";
    Place = Schema "Place";
    PostalAddress = Schema "PostalAddress";
    PropertyValue = Schema "PropertyValue";
    QuantitativeValue = Schema "QuantitativeValue";
    RightsStatement = Dcterms "RightsStatement";
    SchemaOrganization = Schema "Organization";
}

/// What the values of a term are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Texts, each in a language.
    Texts,
    /// Plain strings.
    Plain,
    /// Literals of a datatype of XML Schema, by its name.
    Typed(&'static str),
    /// Things, by their addresses.
    Link,
    /// Things of which the term is said, with this thing as its value.
    Back,
}

/// The documents that a term belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Area {
    /// Records.
    Records,
    /// The catalogue of the open data.
    Catalog,
}

/// Terms: the name in JSON, the vocabulary and name in it, the shape of its values.
macro_rules! terms {
    ($($area:ident { $($name:ident = $json:literal $prefix:ident $local:literal $shape:expr;)+ })+) => {
        /// What is said of a thing.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::export) enum Term { $($($name),+),+ }

        impl Term {
            const ALL: &'static [Self] = &[$($(Self::$name),+),+];

            /// The terms of a kind of document.
            pub(super) fn of(area: Area) -> impl Iterator<Item = Self> {
                Self::ALL.iter().copied().filter(move |term| term.area() == area)
            }

            fn area(self) -> Area {
                match self { $($(Self::$name => Area::$area),+),+ }
            }

            /// The member of JSON.
            pub(super) fn name(self) -> &'static str {
                match self { $($(Self::$name => $json),+),+ }
            }

            /// The vocabulary and the name in it.
            pub(super) fn parts(self) -> (Prefix, &'static str) {
                match self { $($(Self::$name => (Prefix::$prefix, $local)),+),+ }
            }

            /// What its values are.
            pub(super) fn shape(self) -> Shape {
                match self { $($(Self::$name => $shape),+),+ }
            }
        }
    };
}

terms! {
    Records {
        Address = "address" Schema "address" Shape::Link;
        AddressCountry = "addressCountry" Schema "addressCountry" Shape::Plain;
        AddressLocality = "addressLocality" Schema "addressLocality" Shape::Plain;
        AddressRegion = "addressRegion" Schema "addressRegion" Shape::Plain;
        Aim = "aim" Trenza "aim" Shape::Plain;
        AreaServed = "areaServed" Schema "areaServed" Shape::Link;
        Classification = "classification" Org "classification" Shape::Link;
        Conditions = "conditions" Trenza "conditions" Shape::Texts;
        ContainedInPlace = "containedInPlace" Schema "containedInPlace" Shape::Link;
        Created = "created" Dcterms "created" Shape::Typed("dateTime");
        Date = "date" Dcterms "date" Shape::Typed("date");
        Description = "description" Schema "description" Shape::Texts;
        DissolutionDate = "dissolutionDate" Schema "dissolutionDate" Shape::Typed("date");
        Email = "email" Schema "email" Shape::Plain;
        EntityType = "entityType" Trenza "entityType" Shape::Plain;
        FoundingDate = "foundingDate" Schema "foundingDate" Shape::Typed("date");
        Geo = "geo" Schema "geo" Shape::Link;
        Identifier = "identifier" Schema "identifier" Shape::Link;
        InventoryLevel = "inventoryLevel" Schema "inventoryLevel" Shape::Link;
        IsicV4 = "isicV4" Schema "isicV4" Shape::Plain;
        Issued = "issued" Dcterms "issued" Shape::Typed("dateTime");
        Keywords = "keywords" Schema "keywords" Shape::Plain;
        KnowsLanguage = "knowsLanguage" Schema "knowsLanguage" Shape::Plain;
        Latitude = "latitude" Schema "latitude" Shape::Typed("decimal");
        LegalForm = "legalForm" Trenza "legalForm" Shape::Plain;
        Location = "location" Schema "location" Shape::Link;
        Longitude = "longitude" Schema "longitude" Shape::Typed("decimal");
        MakesOffer = "makesOffer" Schema "makesOffer" Shape::Link;
        MemberOf = "memberOf" Org "memberOf" Shape::Link;
        MembershipBase = "membershipBase" Trenza "membershipBase" Shape::Plain;
        Modified = "modified" Dcterms "modified" Shape::Typed("dateTime");
        Name = "name" Schema "name" Shape::Texts;
        OfferedBy = "offeredBy" Schema "makesOffer" Shape::Back;
        OrgIdentifier = "registerNumber" Org "identifier" Shape::Plain;
        PostalCode = "postalCode" Schema "postalCode" Shape::Plain;
        Precision = "precision" Trenza "precision" Shape::Plain;
        PropertyId = "propertyID" Schema "propertyID" Shape::Plain;
        Publisher = "publisher" Dcterms "publisher" Shape::Link;
        SameAs = "sameAs" Schema "sameAs" Shape::Link;
        Scope = "scope" Trenza "scope" Shape::Plain;
        Seeks = "seeks" Schema "seeks" Shape::Link;
        SoughtBy = "soughtBy" Schema "seeks" Shape::Back;
        Source = "source" Dcterms "source" Shape::Plain;
        Standing = "standing" Trenza "standing" Shape::Plain;
        State = "state" Trenza "state" Shape::Plain;
        Status = "status" Trenza "status" Shape::Plain;
        StreetAddress = "streetAddress" Schema "streetAddress" Shape::Plain;
        Telephone = "telephone" Schema "telephone" Shape::Plain;
        Terms = "terms" Trenza "terms" Shape::Plain;
        TerritoryCode = "code" Dcterms "identifier" Shape::Plain;
        UnitText = "unitText" Schema "unitText" Shape::Plain;
        Url = "url" Schema "url" Shape::Link;
        ValidThrough = "validThrough" Schema "validThrough" Shape::Typed("dateTime");
        Amount = "amount" Schema "value" Shape::Typed("decimal");
        Value = "value" Schema "value" Shape::Plain;
        WasDerivedFrom = "wasDerivedFrom" Prov "wasDerivedFrom" Shape::Link;
        What = "what" Trenza "what" Shape::Plain;
    }
    Catalog {
        AccessRights = "accessRights" Dcterms "accessRights" Shape::Link;
        AccessUrl = "accessURL" Dcat "accessURL" Shape::Link;
        Accrual = "accrualPeriodicity" Dcterms "accrualPeriodicity" Shape::Link;
        AgentName = "agentName" Foaf "name" Shape::Plain;
        Availability = "availability" Dcatap "availability" Shape::Link;
        ContactName = "fn" Vcard "fn" Shape::Plain;
        ContactPoint = "contactPoint" Dcat "contactPoint" Shape::Link;
        DatasetOf = "dataset" Dcat "dataset" Shape::Link;
        DescriptionOf = "description" Dcterms "description" Shape::Texts;
        DistributionOf = "distribution" Dcat "distribution" Shape::Link;
        DownloadUrl = "downloadURL" Dcat "downloadURL" Shape::Link;
        Format = "format" Dcterms "format" Shape::Link;
        HasEmail = "hasEmail" Vcard "hasEmail" Shape::Link;
        HasUrl = "hasURL" Vcard "hasURL" Shape::Link;
        Homepage = "homepage" Foaf "homepage" Shape::Link;
        IdentifierOf = "identifier" Dcterms "identifier" Shape::Plain;
        Keyword = "keyword" Dcat "keyword" Shape::Texts;
        LandingPage = "landingPage" Dcat "landingPage" Shape::Link;
        Language = "language" Dcterms "language" Shape::Link;
        License = "license" Dcterms "license" Shape::Link;
        MediaTypeOf = "mediaType" Dcat "mediaType" Shape::Link;
        ModifiedOn = "modified" Dcterms "modified" Shape::Typed("dateTime");
        PublisherOf = "publisher" Dcterms "publisher" Shape::Link;
        Spatial = "spatial" Dcterms "spatial" Shape::Link;
        Theme = "theme" Dcat "theme" Shape::Link;
        Title = "title" Dcterms "title" Shape::Texts;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_terms_of_a_document_have_one_name() {
        for area in [Area::Records, Area::Catalog] {
            let mut names = HashSet::from(["id", "type"]);
            names.extend(Prefix::ALL.iter().map(|prefix| prefix.as_str()));
            for term in Term::of(area) {
                assert!(names.insert(term.name()), "{}", term.name());
            }
        }
    }
}
