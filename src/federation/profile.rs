//! What profiles say of themselves besides what is stated: what kind of account it is, who
//! keeps it, how to reach them. In the languages in which there are words.

use serde_json::{Value, json};

use super::channel;
use super::markup::inline;
use crate::node::Node;
use crate::place::Territory;
use crate::registry::{ContactKind, Organization};
use crate::text::to_html;
use crate::words;

/// Who keeps the directory, by name.
pub(super) fn keeper(node: &Node) -> String {
    let shown = node.shown();
    let settings = &shown.settings;
    let keeper = settings.operator.name.as_ref();
    keeper.unwrap_or(&settings.name).clone()
}

/// A pair that a profile shows; `value` is HTML.
pub(super) fn property(name: &str, value: &str) -> Value {
    json!({"type": "PropertyValue", "name": name, "value": value})
}

/// An address as a link; `rel="me"` lets servers check that the page names the profile too.
fn link(address: &str, shown: &str) -> String {
    let (address, shown) = (inline(address), inline(shown));
    format!("<a href=\"{address}\" rel=\"me nofollow noopener\">{shown}</a>")
}

/// Who keeps the directory and how to reach them.
pub(super) fn office(node: &Node, tag: &str) -> Vec<Value> {
    let words = words::of_or_first(tag);
    let kept_by = words.say("profile-kept-by");
    let mut shown = vec![property(kept_by, &inline(&keeper(node)))];
    let settings = &node.shown().settings;
    if let Some(contact) = settings.operator.contact.as_deref() {
        let is_page = contact.starts_with("https://") || contact.starts_with("http://");
        let value = if is_page {
            link(contact, contact)
        } else {
            inline(contact)
        };
        shown.push(property(words.say("profile-contact"), &value));
    }
    shown
}

/// A territory by name, leading to its page.
fn territory(node: &Node, code: &Territory, tag: &str) -> Value {
    let address = node.url(&super::paths::territory(code.as_str()));
    let name = inline(&code.name_with_code(tag));
    let value = format!("<a href=\"{address}\">{name}</a>");
    let words = words::of_or_first(tag);
    property(words.say("profile-territory"), &value)
}

/// What the node's profile shows at a glance.
pub(super) fn of_node(node: &Node, tag: &str) -> Vec<Value> {
    let home = Territory::home(&node.shown().settings);
    let mut shown: Vec<Value> = home.iter().map(|code| territory(node, code, tag)).collect();
    let base = node.url("/");
    let words = words::of_or_first(tag);
    shown.push(property(words.say("profile-web"), &link(&base, &base)));
    shown.extend(office(node, tag));
    shown
}

/// What an organization's profile shows at a glance, in the record's language.
pub(super) fn of_organization(node: &Node, organization: &Organization) -> Value {
    let stated = &organization.stated;
    let tag = channel::around(node, &stated.language);
    let words = words::of_or_first(tag);
    let mut shown = Vec::new();
    if let Some(code) = &stated.territory {
        shown.push(territory(node, code, tag));
    }
    shown.push(property(
        words.say("profile-kind"),
        &inline(stated.entity_type.label(tag)),
    ));
    if let Some(website) = &stated.website {
        shown.push(property(
            words.say("profile-web"),
            &link(website.as_str(), website.as_str()),
        ));
    }
    for contact in stated.public_contacts() {
        let label = match contact.kind {
            ContactKind::Email => words.say("profile-mail"),
            ContactKind::Phone => words.say("profile-telephone"),
            ContactKind::Person => words.say("profile-contact"),
        };
        shown.push(property(label, &inline(&contact.value)));
    }
    let directory = link(&node.url("/"), &node.shown().settings.name).replace(" me ", " ");
    shown.push(property(words.say("profile-kept-by"), &directory));
    Value::Array(shown)
}

/// What the node's account is, in plain text.
pub(super) fn about_node(node: &Node, tag: &str) -> String {
    let words = words::of_or_first(tag);
    let about = words.fill("profile-of-directory", &[("keeper", keeper(node).into())]);
    let settings = &node.shown().settings;
    let Some(contact) = settings.operator.contact.as_deref() else {
        return about;
    };
    format!("{about} {} {contact}", words.say("profile-correct"))
}

/// What an organization says of itself in `text`, and which kind of account it has, as HTML.
pub(super) fn about_organization(node: &Node, text: &str, tag: &str) -> String {
    let words = words::of_or_first(channel::around(node, tag));
    let directory = node.shown().settings.name.clone();
    let about = words.fill(
        "profile-of-organization",
        &[
            ("directory", directory.into()),
            ("keeper", keeper(node).into()),
        ],
    );
    format!("{}<p>{}</p>", to_html(text), inline(&about))
}
