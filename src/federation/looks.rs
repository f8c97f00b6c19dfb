//! How the directory looks to other servers: the icon and header of each actor, and the cards
//! of records. They are drawn beside the publication; documents name them at once.

use serde_json::{Map, Value, json};

use super::{channel, paths};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::node::Node;
use crate::pictures::{self, Card, Colors, Picture, Role, Shown};
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
fn image(node: &Node, picture: &Picture, alt: Option<&str>) -> Value {
    let mut image = json!({
        "type": "Image",
        "mediaType": picture.media_type,
        "url": node.url(&picture.path()),
        "width": picture.width,
        "height": picture.height,
    });
    let beside = [("name", alt), ("blurhash", picture.blurhash.as_deref())];
    for (name, text) in beside {
        if let (Value::Object(members), Some(text)) = (&mut image, text) {
            members.insert(name.to_owned(), json!(text));
        }
    }
    image
}

/// A picture with what is to be seen on it, as it is said in `language` before others.
fn shown(node: &Node, shown: &Shown, language: &str) -> Value {
    let alt = shown.alt.pick(&[language]).map(|(_, alt)| alt);
    image(node, &shown.picture, alt)
}

/// The member of an actor's document that holds each of its pictures.
const OF_ACTORS: [(&str, Role); 2] = [("icon", Role::Icon), ("image", Role::Header)];

/// The icon and header of the actor at a path, drawn unless they were given; a drawn icon has
/// the letters of `name`.
pub(super) async fn of_actor(
    node: &Node,
    tx: &mut Tx,
    path: &str,
    (name, language): (&str, &str),
    now: Timestamp,
) -> Result<Map<String, Value>> {
    let colors = Colors::of(&node.url(path));
    let nothing = LanguageMap::default();
    for (role, drawing) in [
        (
            Role::Icon,
            pictures::icon(&pictures::initials(name), colors),
        ),
        (Role::Header, pictures::header(colors)),
    ] {
        pictures::show(tx, (path, role), &drawing, &nothing, now).await?;
    }
    Ok(members(node, &pictures::of(tx, path).await?, language))
}

/// The icon and header that were given for the thing at a path, which is no actor.
pub(super) async fn given(
    node: &Node,
    tx: &mut Tx,
    path: &str,
    language: &str,
) -> Result<Map<String, Value>> {
    let mut all = pictures::of(tx, path).await?;
    all.retain(|one| one.is_given);
    Ok(members(node, &all, language))
}

fn members(node: &Node, all: &[Shown], language: &str) -> Map<String, Value> {
    let found = OF_ACTORS.into_iter().filter_map(|(member, role)| {
        let one = all.iter().find(|one| one.role == role)?;
        Some((member.to_owned(), shown(node, one, language)))
    });
    found.collect()
}

/// What stands beside a text: the photos that were given, or else its card.
pub(super) fn beside(node: &Node, all: &[Shown], language: &str) -> Vec<Value> {
    let role = if all.iter().any(|one| one.role == Role::Photo) {
        Role::Photo
    } else {
        Role::Card
    };
    let chosen = all.iter().filter(|one| one.role == role);
    chosen.map(|one| shown(node, one, language)).collect()
}

/// The node's own icon and header, for an actor that has none yet.
pub(super) async fn of_node(node: &Node, tx: &mut Tx) -> Result<Map<String, Value>> {
    let all = pictures::of(tx, paths::NODE).await?;
    Ok(members(node, &all, channel::first_language(node)))
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
    let or_nothing = |text| if pictures::can_draw(text) { text } else { "" };
    let card = Card {
        label: or_nothing(said.label),
        title,
        facts: &facts,
        name: or_nothing(said.name),
        directory: &node.shown().settings.name,
        // All cards of a directory are known by its colours.
        colors: Colors::of(node.base()),
    };
    let alt = in_words(&said, card.title, card.directory);
    let alt = LanguageMap::of(said.language, &alt)?;
    pictures::show(tx, (path, Role::Card), &card.draw(), &alt, now).await?;
    Ok(())
}

/// What a card shows, each name once: the directory's own card bears its name as the title.
fn in_words(said: &Said<'_>, drawn: &str, directory: &str) -> String {
    let title = said.titles.first().copied().unwrap_or(drawn);
    let mut names: Vec<&str> = Vec::new();
    for name in [said.name, directory] {
        if !name.is_empty() && name != title && !names.contains(&name) {
            names.push(name);
        }
    }
    let parts = [
        format!("{}: {title}", said.label),
        said.facts.join(". "),
        names.join(", "),
    ];
    let said = parts.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(". ")
}

/// The picture that goes with links to the thing at a path: its first photo, its card, or else
/// the directory's own.
pub async fn preview(tx: &mut Tx, path: &str) -> Result<Option<Shown>> {
    for path in [path, paths::NODE] {
        // Photos stand before the card.
        let mut all = pictures::of(tx, path).await?.into_iter();
        if let Some(shown) = all.find(|one| matches!(one.role, Role::Photo | Role::Card)) {
            return Ok(Some(shown));
        }
    }
    Ok(None)
}

/// A picture for whoever keeps it: what it is, where it stands, and whether it was given.
pub fn listed(node: &Node, shown: &Shown) -> Value {
    let picture = &shown.picture;
    json!({
        "role": shown.role.as_str(),
        "digest": picture.digest,
        "url": node.url(&picture.path()),
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "blurhash": picture.blurhash,
        "given": shown.is_given,
        "alt": shown.alt,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_says_each_name_once() {
        let facts = ["Oaxaca".to_owned()];
        let said = |label, title: &'static [&'static str], name| Said {
            label,
            titles: title,
            facts: &facts,
            name,
            language: "es",
        };
        let of_node = said("Directorio", &["Economía Social"], "Economía Social");
        let told = in_words(&of_node, "", "Economía Social");
        assert_eq!(told, "Directorio: Economía Social. Oaxaca");
        let of_offer = said("Ofrecemos", &["Tostadora"], "Café Unión");
        let told = in_words(&of_offer, "", "Economía Social");
        assert_eq!(
            told,
            "Ofrecemos: Tostadora. Oaxaca. Café Unión, Economía Social"
        );
    }
}
