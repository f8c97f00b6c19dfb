//! The JSON-LD contexts that our documents state. Each is a constant list, since a proof
//! covers the context as it stands (FEP-8b32).

use std::sync::LazyLock;

use serde_json::{Value, json};

/// The public collection: whoever is addressed by it, everybody is.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Whether an id is that collection, in any of the ways in which it is written.
pub fn is_public(id: &str) -> bool {
    [PUBLIC, "as:Public", "Public"].contains(&id)
}

/// Terms of an actor: keys, discovery, visible properties.
pub static ACTOR: LazyLock<Value> = LazyLock::new(|| {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        "https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/data-integrity/v1",
        "https://purl.archive.org/socialweb/webfinger",
        {
            "assertionMethod": {
                "@id": "https://w3id.org/security#assertionMethod",
                "@type": "@id",
                "@container": "@set"
            },
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "toot": "http://joinmastodon.org/ns#",
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "featured": {"@id": "toot:featured", "@type": "@id"},
            "blurhash": "toot:blurhash",
            "implements": {
                "@id": "https://w3id.org/fep/844e/implements",
                "@type": "@id",
                "@container": "@list"
            },
            "lemmy": "https://join-lemmy.org/ns#",
            "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
            "trenza": "https://w3id.org/trenza#",
            "registryLog": {"@id": "trenza:registryLog", "@type": "@id"},
            "card": "trenza:card",
            "legalBody": "trenza:legalBody",
            "contact": "trenza:contact",
            "site": {"@id": "trenza:site", "@type": "@id"},
            "keptSince": "trenza:keptSince",
            "admits": "trenza:admits",
            "attestationPolicy": "trenza:attestationPolicy",
            "vouchesFor": {"@id": "trenza:vouchesFor", "@type": "@id", "@container": "@set"},
            "schema": "http://schema.org#",
            "PropertyValue": "schema:PropertyValue",
            "value": "schema:value",
            "identifier": "schema:identifier"
        }
    ])
});

/// Terms of an organization, listed or active.
pub static ORGANIZATION: LazyLock<Value> = LazyLock::new(|| {
    let mut context = json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        "https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/data-integrity/v1",
        "https://purl.archive.org/socialweb/webfinger",
        {
            "assertionMethod": {
                "@id": "https://w3id.org/security#assertionMethod",
                "@type": "@id",
                "@container": "@set"
            },
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "toot": "http://joinmastodon.org/ns#",
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "featured": {"@id": "toot:featured", "@type": "@id"},
            "suspended": "toot:suspended",
            "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
            "movedTo": {"@id": "as:movedTo", "@type": "@id"},
            "schema": "http://schema.org#",
            "PropertyValue": "schema:PropertyValue",
            "value": "schema:value",
            "PostalAddress": "schema:PostalAddress",
            "address": "schema:address",
            "streetAddress": "schema:streetAddress",
            "addressLocality": "schema:addressLocality",
            "addressRegion": "schema:addressRegion",
            "addressCountry": "schema:addressCountry",
            "postalCode": "schema:postalCode",
            "identifier": "schema:identifier",
            "foundingDate": "schema:foundingDate",
            "dissolutionDate": "schema:dissolutionDate",
            "trenza": "https://w3id.org/trenza#",
            "standing": "trenza:standing",
            "entityType": "trenza:entityType",
            "legalForm": "trenza:legalForm",
            "membershipBase": "trenza:membershipBase",
            "sector": "trenza:sector",
            "theme": "trenza:theme",
            "territory": "trenza:territory",
            "scope": "trenza:scope",
            "source": "trenza:source",
            "register": "trenza:register",
            "statedOn": "trenza:statedOn",
            "registerNumber": "trenza:registerNumber",
            "sameAs": {"@id": "schema:sameAs", "@type": "@id"},
            "logSequence": "trenza:logSequence"
        }
    ]);
    let own = context.as_array_mut().and_then(|all| all.last_mut());
    if let (Some(Value::Object(own)), Value::Object(terms)) = (own, relations()) {
        own.extend(terms);
    }
    context
});

/// Terms of what is attested of an organization, of whom it belongs to, and of its pictures.
fn relations() -> Value {
    json!({
        "blurhash": "toot:blurhash",
        "implements": {
            "@id": "https://w3id.org/fep/844e/implements",
            "@type": "@id",
            "@container": "@list"
        },
        "attestation": "trenza:attestation",
        "kind": "trenza:kind",
        "attestedBy": "trenza:attestedBy",
        "statement": "trenza:statement",
        "method": "trenza:method",
        "attestedOn": "trenza:attestedOn",
        "validUntil": "trenza:validUntil",
        "org": "http://www.w3.org/ns/org#",
        "membership": "trenza:membership",
        "member": {"@id": "org:member", "@type": "@id"},
        "body": {"@id": "org:organization", "@type": "@id"},
        "role": "trenza:role",
        "since": "trenza:since",
        "until": "trenza:until",
    })
}

/// Terms of an offer or need: a Note that carries a marketplace intent (FEP-0837).
pub static OFFER: LazyLock<Value> = LazyLock::new(|| {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/data-integrity/v1",
        {
            "sensitive": "as:sensitive",
            "Hashtag": "as:Hashtag",
            "toot": "http://joinmastodon.org/ns#",
            "blurhash": "toot:blurhash",
            "vf": "https://w3id.org/valueflows/ont/vf#",
            "om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/",
            "Intent": "vf:Intent",
            "Proposal": "vf:Proposal",
            "purpose": "vf:purpose",
            "unitBased": "vf:unitBased",
            "publishes": "vf:publishes",
            "action": "vf:action",
            "resourceConformsTo": {"@id": "vf:resourceConformsTo", "@type": "@id"},
            "resourceQuantity": "vf:resourceQuantity",
            "availableQuantity": "vf:availableQuantity",
            "hasUnit": "om2:hasUnit",
            "hasNumericalValue": "om2:hasNumericalValue",
            "atomUri": "http://ostatus.org#atomUri",
            "trenza": "https://w3id.org/trenza#",
            "state": "trenza:state",
            "what": "trenza:what",
            "terms": "trenza:terms",
            "aim": "trenza:aim",
            "territory": "trenza:territory",
            "conditions": {"@id": "trenza:conditions", "@container": "@language"},
            "logSequence": "trenza:logSequence"
        }
    ])
});

/// Terms of the log and of activities that carry nothing else of ours.
pub static PLAIN: LazyLock<Value> = LazyLock::new(|| {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/data-integrity/v1",
        {
            "trenza": "https://w3id.org/trenza#",
            "logSequence": "trenza:logSequence",
            "epoch": "trenza:epoch",
            "stateDigest": "trenza:stateDigest"
        }
    ])
});
