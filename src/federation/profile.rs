//! What profiles say of themselves besides what is stated: what kind of account it is, who
//! keeps it, how to reach them. In the languages in which there are words.

use serde_json::{Value, json};

use super::channel;
use super::markup::inline;
use crate::node::Node;
use crate::place::Territory;
use crate::registry::{ContactKind, Organization};
use crate::text::to_html;

/// The names of what a profile shows at a glance, in one language.
pub(super) struct Labels {
    pub(super) territory: &'static str,
    kind: &'static str,
    web: &'static str,
    pub(super) kept_by: &'static str,
    pub(super) contact: &'static str,
    mail: &'static str,
    telephone: &'static str,
}

impl Labels {
    pub(super) fn of(tag: &str) -> Self {
        let [territory, kind, web, kept_by, contact, mail, telephone] = match tag {
            "es" => [
                "Territorio",
                "Tipo",
                "Web",
                "A cargo de",
                "Contacto",
                "Correo",
                "Teléfono",
            ],
            "fr" => [
                "Territoire",
                "Type",
                "Site",
                "Tenu par",
                "Contact",
                "Courriel",
                "Téléphone",
            ],
            "pt" => [
                "Território",
                "Tipo",
                "Site",
                "Mantido por",
                "Contato",
                "E-mail",
                "Telefone",
            ],
            _ => [
                "Territory",
                "Kind",
                "Web",
                "Kept by",
                "Contact",
                "Mail",
                "Telephone",
            ],
        };
        Self {
            territory,
            kind,
            web,
            kept_by,
            contact,
            mail,
            telephone,
        }
    }
}

/// Who keeps the directory, by name.
pub(super) fn keeper(node: &Node) -> String {
    let shown = node.shown();
    let settings = &shown.settings;
    let keeper = settings.operator.name.as_ref();
    keeper.unwrap_or(&settings.name).clone()
}

/// What the directory is, in a word.
pub(super) fn directory(tag: &str) -> &'static str {
    match tag {
        "es" => "Directorio",
        "fr" => "Annuaire",
        "pt" => "Diretório",
        _ => "Directory",
    }
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
    let labels = Labels::of(tag);
    let mut shown = vec![property(labels.kept_by, &inline(&keeper(node)))];
    if let Some(contact) = node.settings.operator.contact.as_deref() {
        let is_page = contact.starts_with("https://") || contact.starts_with("http://");
        let value = if is_page {
            link(contact, contact)
        } else {
            inline(contact)
        };
        shown.push(property(labels.contact, &value));
    }
    shown
}

/// A territory by name, leading to its page.
fn territory(node: &Node, code: &Territory, tag: &str) -> Value {
    let address = node.url(&super::paths::territory(code.as_str()));
    let name = inline(&code.name_with_code(tag));
    let value = format!("<a href=\"{address}\">{name}</a>");
    property(Labels::of(tag).territory, &value)
}

/// What the node's profile shows at a glance.
pub(super) fn of_node(node: &Node, tag: &str) -> Vec<Value> {
    let home = Territory::home(&node.settings);
    let mut shown: Vec<Value> = home.iter().map(|code| territory(node, code, tag)).collect();
    let base = node.url("/");
    shown.push(property(Labels::of(tag).web, &link(&base, &base)));
    shown.extend(office(node, tag));
    shown
}

/// What an organization's profile shows at a glance, in the record's language.
pub(super) fn of_organization(node: &Node, organization: &Organization) -> Value {
    let stated = &organization.stated;
    let tag = channel::around(node, &stated.language);
    let labels = Labels::of(tag);
    let mut shown = Vec::new();
    if let Some(code) = &stated.territory {
        shown.push(territory(node, code, tag));
    }
    shown.push(property(
        labels.kind,
        &inline(stated.entity_type.label(tag)),
    ));
    if let Some(website) = &stated.website {
        shown.push(property(
            labels.web,
            &link(website.as_str(), website.as_str()),
        ));
    }
    for contact in stated.public_contacts() {
        let label = match contact.kind {
            ContactKind::Email => labels.mail,
            ContactKind::Phone => labels.telephone,
            ContactKind::Person => labels.contact,
        };
        shown.push(property(label, &inline(&contact.value)));
    }
    let directory = link(&node.url("/"), &node.shown().settings.name).replace(" me ", " ");
    shown.push(property(labels.kept_by, &directory));
    Value::Array(shown)
}

/// What the node's account is, in plain text.
pub(super) fn about_node(node: &Node, tag: &str) -> String {
    let keeper = keeper(node);
    let about = match tag {
        "es" => format!(
            "Directorio de la economía social y solidaria, a cargo de {keeper}. Cuenta \
             automática: comparte las fichas de las organizaciones con otros directorios; lo que \
             ofrecen y buscan lo publican ellas mismas."
        ),
        "fr" => format!(
            "Annuaire de l’économie sociale et solidaire, tenu par {keeper}. Compte automatisé : \
             il partage les fiches des organisations avec d’autres annuaires ; ce qu’elles \
             proposent et cherchent, elles le publient elles-mêmes."
        ),
        "pt" => format!(
            "Diretório da economia social e solidária, mantido por {keeper}. Conta automática: \
             partilha as fichas das organizações com outros diretórios; o que elas oferecem e \
             procuram é publicado por elas mesmas."
        ),
        _ => format!(
            "Directory of the social and solidarity economy, kept by {keeper}. Automated: it \
             shares the records of organizations with other directories; what they offer and \
             seek, they post themselves."
        ),
    };
    let Some(contact) = node.settings.operator.contact.as_deref() else {
        return about;
    };
    let correct = match tag {
        "es" => "Para corregir o retirar una ficha:",
        "fr" => "Pour corriger ou retirer une fiche :",
        "pt" => "Para corrigir ou retirar uma ficha:",
        _ => "To correct or remove a record:",
    };
    format!("{about} {correct} {contact}")
}

/// What an organization says of itself in `text`, and which kind of account it has, as HTML.
pub(super) fn about_organization(node: &Node, text: &str, tag: &str) -> String {
    let (name, keeper) = (&node.shown().settings.name, keeper(node));
    let about = match channel::around(node, tag) {
        "es" => format!(
            "Perfil en el directorio {name}, a cargo de {keeper}. Habla en nombre propio; no es \
             una cuenta automática."
        ),
        "fr" => format!(
            "Profil dans l’annuaire {name}, tenu par {keeper}. L’organisation parle en son nom ; \
             ce compte n’est pas automatisé."
        ),
        "pt" => format!(
            "Perfil no diretório {name}, mantido por {keeper}. Fala em nome próprio; não é uma \
             conta automática."
        ),
        _ => format!(
            "Profile in the directory {name}, kept by {keeper}. It speaks for itself; the account \
             is not automated."
        ),
    };
    format!("{}<p>{}</p>", to_html(text), inline(&about))
}
