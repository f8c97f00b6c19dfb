//! A post before it is published, as Mastodon shows one: who says it, what, in which language,
//! and its photos. Nothing of it comes from another server.

use super::offers::Desk;
use super::photos::Alt;
use crate::error::Result;
use crate::federation::offer::{self as post, Card};
use crate::offers::Offer;
use crate::pictures::{self, Role};
use crate::web::channel;
use crate::words;

/// A photo of a post: path, width, height, what is to be seen.
type Photo = (String, i64, i64, Alt);

/// What a post shows.
pub(super) struct Post {
    /// The account's icon: where it is, width, height.
    pub(super) icon: Option<(String, i64, i64)>,
    pub(super) name: String,
    /// Its address in other networks.
    pub(super) account: String,
    /// The language that the name is in.
    pub(super) named_in: String,
    /// The text: HTML of ours.
    pub(super) content: String,
    /// The language that the text is in, and what it is called.
    pub(super) language: String,
    pub(super) called: String,
    pub(super) photos: Vec<Photo>,
    /// What goes with it where there are no photos.
    pub(super) card: Option<Card>,
}

impl Post {
    /// The post of an offer that would be published from a desk.
    pub(super) async fn of(desk: &Desk<'_>, offer: &Offer) -> Result<Self> {
        let (owner, language) = (&desk.owner, offer.stated.language.clone());
        let mut tx = desk.node.db.read().await?;
        let icon = pictures::at(&mut tx, &owner.path(), Role::Icon).await?;
        drop(tx);
        let photos = desk.photos.iter().filter_map(|one| {
            let in_language = one.alts.iter().find(|(tag, ..)| *tag == language);
            let alt = in_language.or(one.alts.first())?.clone();
            Some((one.path.clone(), one.width, one.height, alt))
        });
        let photos: Vec<Photo> = photos.collect();
        Ok(Self {
            icon: icon.map(|one| (one.picture.path(), one.picture.width, one.picture.height)),
            name: owner.stated.name().to_owned(),
            account: channel::follow(desk.node, &owner.handle),
            named_in: owner.stated.language.clone(),
            content: post::preview(desk.node, offer, owner, desk.present.is_some()),
            called: words::called(&language).to_owned(),
            card: (photos.is_empty()).then(|| post::card(desk.node, offer, owner)),
            photos,
            language,
        })
    }
}
