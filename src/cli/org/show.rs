//! One organization as it is shown to the office: what is known of it, and who says so.

use serde_json::json;

use crate::cli::Answer;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::place::Place;
use crate::registry::{self, Author, Organization, Source, Stated};
use crate::store::Tx;

/// Everything that the office sees of an organization.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub(super) async fn shown(tx: &mut Tx, node: &Node, organization: &Organization) -> Result<Answer> {
    let sources = registry::sources(tx, &organization.id).await?;
    let stated = &organization.stated;
    let mut lines = vec![
        format!("{} (@{})", stated.name(), organization.handle),
        format!("address    {}", node.url(&organization.path())),
        format!(
            "state      {}, {}",
            organization.status.as_str(),
            organization.standing.as_str()
        ),
        format!("type       {}", stated.entity_type.label("en")),
    ];
    let mut say = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            lines.push(format!("{label:<10} {value}"));
        }
    };
    say(
        "summary",
        stated.summaries.get(&stated.language).map(str::to_owned),
    );
    say("form", stated.legal_form.clone());
    say("place", address(&stated.place));
    say(
        "territory",
        stated.territory.as_ref().map(ToString::to_string),
    );
    for sector in &stated.sectors {
        say("sector", Some(format!("{sector} {}", sector.label("en"))));
    }
    say("website", stated.website.as_ref().map(ToString::to_string));
    for contact in stated.contacts.iter().filter(|contact| contact.public) {
        say(contact.kind.as_str(), Some(contact.value.clone()));
    }
    say("founded", stated.founded_on.map(|day| day.to_string()));
    say("ended", stated.dissolved_on.map(|day| day.to_string()));
    for source in &sources {
        let number = source.register_number.as_ref();
        let number = number.map_or_else(String::new, |number| format!(", number {number}"));
        let Source {
            register,
            identifier,
            ..
        } = source;
        say("source", Some(format!("{register} {identifier}{number}")));
    }
    for origin in organization.provenance.iter() {
        say("stated by", Some(stated_by(origin)));
    }
    say("changed", Some(organization.updated_at.to_rfc3339()));
    let mut value = serde_json::to_value(organization).map_err(Error::internal)?;
    if let Some(members) = value.as_object_mut() {
        members.insert("sources".to_owned(), json!(sources));
    }
    Answer::of(lines.join("\n"), &value)
}

/// An address on one line; `None` when nothing of it is known.
fn address(place: &Place) -> Option<String> {
    let street = place
        .street
        .as_deref()
        .map(|street| street.replace('\n', ", "));
    let town = [&place.postal_code, &place.locality];
    let town: Vec<&str> = town.into_iter().flatten().map(String::as_str).collect();
    let parts = [
        street.unwrap_or_default(),
        town.join(" "),
        place.region.clone().unwrap_or_default(),
        place.country.clone().unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Who states which fields, and as of when.
fn stated_by(stated: &Stated) -> String {
    let author = match &stated.origin.author {
        Author::Office => "the office".to_owned(),
        Author::Organization => "the organization".to_owned(),
        Author::Register {
            register,
            identifier,
        } => format!("{register} {identifier}"),
    };
    let fields: Vec<&str> = stated.fields.iter().map(|field| field.as_str()).collect();
    let day = match stated.origin.on {
        Some(day) => day.to_string(),
        None => stated.origin.at.to_rfc3339(),
    };
    format!("{author} ({day}): {}", fields.join(", "))
}
