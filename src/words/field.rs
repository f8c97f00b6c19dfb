//! What fields are called, by the names that files, forms and programs have for them.

use super::Words;

impl Words {
    /// A field in this language: `summaries.es` is a text in a language, `place.street` a part
    /// of a place. What is unknown is called as it is.
    pub fn field(&self, name: &str) -> String {
        let (base, part) = name.split_once('.').unwrap_or((name, ""));
        match (self.known_field(name), self.known_field(base)) {
            (Some(known), _) => known,
            (None, Some(known)) => format!("{known} ({part})"),
            (None, None) => name.to_owned(),
        }
    }

    fn known_field(&self, name: &str) -> Option<String> {
        let words = self;
        let none = [].as_slice();
        Some(match name {
            "name" | "names" => words.fill("field-name", none),
            "other_name" => words.fill("field-other-name", none),
            "photos" => words.fill("photos", none),
            "title" | "titles" => words.fill("offer-title", none),
            "text" | "texts" => words.fill("offer-text", none),
            "summary" | "summaries" => words.fill("field-summary", none),
            "entity_type" => words.fill("field-entity-type", none),
            "legal_form" => words.fill("legal-form", none),
            "membership_base" => words.fill("members", none),
            "sector" | "sectors" => words.fill("activities", none),
            "theme" | "themes" => words.fill("themes", none),
            "territory" => words.fill("territory", none),
            "scope" => words.fill("reach", none),
            "place" | "address" => words.fill("address", none),
            "kind" => words.fill("kind", none),
            "type" => words.fill("organization-type", none),
            "what" => words.fill("what", none),
            "terms" => words.fill("terms", none),
            "until" | "valid_until" => words.fill("until", none),
            "whose" => words.fill("whose", none),
            "place.country" | "country" => words.fill("field-country", none),
            "place.locality" | "place.municipality" | "locality" => {
                words.fill("field-locality", none)
            }
            "place.region" | "region" => words.fill("field-region", none),
            "place.street" | "street" => words.fill("field-street", none),
            "place.postal_code" | "postal_code" => words.fill("field-postal-code", none),
            "place.point" | "point" | "coordinates" => words.fill("field-coordinates", none),
            "latitude" => words.fill("field-latitude", none),
            "longitude" => words.fill("field-longitude", none),
            "website" => words.fill("website", none),
            "contacts" | "contact" => words.fill("contact", none),
            "email" => words.fill("field-email", none),
            "phone" => words.fill("field-phone", none),
            "person" => words.fill("field-person", none),
            "founded_on" => words.fill("founded", none),
            "dissolved_on" => words.fill("field-dissolved-on", none),
            "status" => words.fill("field-status", none),
            "diffusion" => words.fill("field-diffusion", none),
            "register_number" => words.fill("field-register-number", none),
            "identifier" => words.fill("field-identifier", none),
            "register" => words.fill("import-register", none),
            "file" => words.fill("import-file", none),
            "language" => words.fill("offer-language", none),
            _ => return None,
        })
    }
}
