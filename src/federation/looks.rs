//! How the directory looks to other servers: the icon and header of each actor, and the cards
//! of records. They are drawn beside the publication; documents name them at once.

use serde_json::{Map, Value, json};

use super::paths;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::node::Node;
use crate::pictures::{self, Card, Colors, Picture, Role};
use crate::store::Tx;
use crate::text::LanguageMap;

/// What a card says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'s> {
    /// What it is, in a word or two.
    pub(super) label: &'s str,
    /// Its title, or several of which the first is taken that can be drawn.
    pub(super) titles: &'s [&'s str],
    /// What stands below it.
    pub(super) facts: &'s [String],
    /// Whose it is.
    pub(super) name: &'s str,
    /// The language of all that.
    pub(super) language: &'s str,
}

/// A picture as documents state it.
pub(super) fn image(node: &Node, picture: &Picture, alt: Option<&str>) -> Value {
    let mut image = json!({
        "type": "Image",
        "mediaType": picture.media_type,
        "url": node.url(&picture.path()),
        "width": picture.width,
        "height": picture.height,
    });
    if let (Value::Object(members), Some(alt)) = (&mut image, alt) {
        members.insert("name".to_owned(), json!(alt));
    }
    image
}

/// The icon and header of the actor at a path, whose icon has the letters of `name`.
pub(super) async fn of_actor(
    node: &Node,
    tx: &mut Tx,
    path: &str,
    name: &str,
    now: Timestamp,
) -> Result<Map<String, Value>> {
    let colors = Colors::of(&node.url(path));
    let nothing = LanguageMap::default();
    let drawings = [
        (
            "icon",
            Role::Icon,
            pictures::icon(&pictures::initials(name), colors),
        ),
        ("image", Role::Header, pictures::header(colors)),
    ];
    let mut members = Map::new();
    for (member, role, drawing) in drawings {
        let picture = pictures::show(tx, (path, role), &drawing, &nothing, now).await?;
        members.insert(member.to_owned(), image(node, &picture, None));
    }
    Ok(members)
}

/// The node's own icon and header, for an actor that has none yet.
pub(super) async fn of_node(node: &Node, tx: &mut Tx) -> Result<Map<String, Value>> {
    let mut members = Map::new();
    for (member, role) in [("icon", Role::Icon), ("image", Role::Header)] {
        if let Some(picture) = pictures::at(tx, paths::NODE, role).await? {
            members.insert(member.to_owned(), image(node, &picture, None));
        }
    }
    Ok(members)
}

/// Shows a card with the thing at a path.
pub(super) async fn card(
    node: &Node,
    tx: &mut Tx,
    path: &str,
    said: Said<'_>,
    now: Timestamp,
) -> Result<()> {
    let drawable = |text: &&str| pictures::can_draw(text);
    let title = said.titles.iter().copied().find(drawable);
    let title = title.unwrap_or_default();
    let facts: Vec<String> = said
        .facts
        .iter()
        .filter(|fact| pictures::can_draw(fact))
        .cloned()
        .collect();
    let card = Card {
        label: said.label,
        title,
        facts: &facts,
        name: if pictures::can_draw(said.name) {
            said.name
        } else {
            ""
        },
        directory: &node.settings.name,
        // All cards of a directory are known by its colours.
        colors: Colors::of(node.base()),
    };
    let parts = [
        Some(format!(
            "{}: {}",
            said.label,
            said.titles.first().unwrap_or(&title)
        )),
        (!said.facts.is_empty()).then(|| said.facts.join(". ")),
        Some(format!("{}, {}", said.name, node.settings.name)),
    ];
    let alt = parts.into_iter().flatten().collect::<Vec<_>>().join(". ");
    let alt = LanguageMap::of(said.language, &alt)?;
    pictures::show(tx, (path, Role::Card), &card.draw(), &alt, now).await?;
    Ok(())
}

/// The address of the card of the thing at a path, or else of the node's own.
pub async fn card_of(node: &Node, tx: &mut Tx, path: &str) -> Result<Option<String>> {
    for path in [path, paths::NODE] {
        if let Some(picture) = pictures::at(tx, path, Role::Card).await? {
            return Ok(Some(node.url(&picture.path())));
        }
    }
    Ok(None)
}
