//! The document of an offer or need: a `Note` that every server shows, carrying a marketplace
//! intent (FEP-0837) for those that read one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::{channel, context, organization, paths};
use super::content;
use crate::node::Node;
use crate::offers::hashtag::{self, Hashtag};
use crate::offers::{Offer, Purpose};
use crate::place::{Territory, country};
use crate::registry::Organization;
use crate::vocabulary::{Terms, What};

/// What a document is made of.
pub(super) struct Told<'t> {
    pub(super) node: &'t Node,
    pub(super) offer: &'t Offer,
    /// Where it is taken up, by name.
    pub(super) place: Option<String>,
    territory: Option<Territory>,
    /// The address of its territory, by which readers of communities know where it belongs.
    audience: Option<String>,
    /// Its hashtags in each language in which it is written.
    pub(super) hashtags: BTreeMap<String, Vec<Hashtag>>,
}

impl<'t> Told<'t> {
    pub(super) fn of(node: &'t Node, offer: &'t Offer, owner: &Organization) -> Self {
        let stated = &offer.stated;
        // A language with a title alone would repeat the whole text of another.
        let is_written = |tag: &str| tag == stated.language || stated.texts.get(tag).is_some();
        let languages = stated.titles.iter().map(|(tag, _)| tag);
        let hashtags = languages
            .filter(|tag| is_written(tag))
            .map(|tag| {
                let around = channel::around(node, tag);
                (tag.to_owned(), hashtag::hashtags(offer, owner, around))
            })
            .collect();
        Self {
            node,
            offer,
            place: hashtag::place_name(offer, owner),
            territory: offer.territory(owner).cloned(),
            audience: offer
                .territory(owner)
                .map(|one| node.url(&paths::territory(one.as_str()))),
            hashtags,
        }
    }

    fn hashtags(&self, tag: &str) -> &[Hashtag] {
        self.hashtags.get(tag).map_or(&[], Vec::as_slice)
    }

    pub(super) fn content(&self, tag: &str) -> String {
        let url = self.node.url(&self.offer.path());
        self.content_at(&format!("<a href=\"{url}\">{url}</a>"), tag)
    }

    /// The post with something in the place of its address.
    pub(super) fn content_at(&self, address: &str, tag: &str) -> String {
        let (place, hashtags) = (self.place_in(tag), self.hashtags(tag));
        content::render(self.node, self.offer, (place, address), hashtags, tag)
    }

    /// Where it is taken up: a country is called otherwise in each language.
    pub(super) fn place_in(&self, tag: &str) -> Option<&str> {
        let language = channel::around(self.node, tag);
        let country = self.territory.as_ref();
        let country = country.and_then(|one| country::name(one.as_str(), language));
        country.or(self.place.as_deref())
    }

    /// Its title in each language that has one.
    fn headings(&self) -> Map<String, Value> {
        let titles = self.offer.stated.titles.iter();
        titles
            .map(|(tag, _)| {
                let heading = content::heading(self.node, self.offer, tag);
                (tag.to_owned(), Value::String(heading))
            })
            .collect()
    }

    /// The record with its pictures, told by the actor at a path to `cc`.
    pub(super) fn record(&self, actor: &str, cc: &[String], pictures: &[Value]) -> Value {
        let (node, offer) = (self.node, self.offer);
        let stated = &offer.stated;
        let url = node.url(&offer.path());
        let contents: Map<String, Value> = self
            .hashtags
            .keys()
            .map(|tag| (tag.clone(), Value::String(self.content(tag))))
            .collect();
        let mut record = json!({
            "id": url,
            "type": "Note",
            "attributedTo": node.url(actor),
            // Not `name`: servers take a `Note` with one for a vote in a poll and hide it, or
            // show the title twice, since `content` begins with it.
            "nameMap": self.headings(),
            "content": self.content(&stated.language),
            "contentMap": contents,
            "url": url,
            "published": offer.created_at.to_rfc3339(),
            "updated": offer.updated_at.to_rfc3339(),
            "replies": format!("{url}/replies"),
            "likes": format!("{url}/likes"),
            "shares": format!("{url}/shares"),
            "sensitive": false,
            "to": [context::PUBLIC],
            "cc": cc,
            "state": offer.state.as_str(),
            "what": stated.what,
            "terms": stated.terms,
            "attachment": pictures,
            "tag": self.tags(),
            "purpose": match stated.purpose {
                Purpose::Offer => "offer",
                Purpose::Need => "request",
            },
            "publishes": intent(node, offer, &url),
        });
        if let Value::Object(members) = &mut record {
            let mut put = |name: &str, value: Value| {
                if !value.is_null() {
                    members.insert(name.to_owned(), value);
                }
            };
            put(
                "endTime",
                json!(stated.valid_until.map(crate::clock::Timestamp::to_rfc3339)),
            );
            put("aim", json!(stated.aim));
            put("territory", json!(stated.territory));
            put(
                "conditions",
                organization::languages(&stated.conditions, false),
            );
            put("audience", json!(self.audience));
            if let Some(place) = &self.place {
                put("location", json!({"type": "Place", "name": place}));
            }
            // The first version has no `updated`, by which servers know an edited post.
            if offer.updated_at == offer.created_at {
                members.remove("updated");
            }
        }
        record
    }

    /// The hashtags of the text that most servers show.
    fn tags(&self) -> Value {
        let tags = self.hashtags(&self.offer.stated.language).iter();
        tags.map(|one| {
            json!({
                "type": "Hashtag",
                "name": format!("#{}", one.name),
                "href": self.node.url(&one.path()),
            })
        })
        .collect()
    }
}

/// What is exchanged, in the terms of ValueFlows.
fn intent(node: &Node, offer: &Offer, url: &str) -> Value {
    let stated = &offer.stated;
    let action = match (stated.what, stated.terms) {
        (What::Product, Terms::Rent | Terms::Lend) | (What::SpaceEquipment, _) => "transferCustody",
        (What::Product | What::MoneyGuarantee, _) => "transfer",
        _ => "deliverService",
    };
    let unit = stated.unit.as_deref().unwrap_or("one");
    let mut intent = json!({
        "id": format!("{url}#primary"),
        "type": "Intent",
        "action": action,
        "resourceConformsTo": node.url(&format!("/concepts/{}", stated.what.as_str())),
        "resourceQuantity": {"hasUnit": unit},
    });
    if let (Value::Object(members), Some(quantity)) = (&mut intent, stated.quantity) {
        let available = json!({"hasUnit": unit, "hasNumericalValue": quantity.to_string()});
        members.insert("availableQuantity".to_owned(), available);
    }
    intent
}
