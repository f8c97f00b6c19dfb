//! How the directory shows itself: its name, its colours, the languages of its pages, its
//! territory, its card, its welcome and its rules, as its office says on a page of its own. What
//! the office does not say is as the settings file has it. Knows no page.

/// Colours, and whether what has them can be read.
pub mod color;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use crate::place::Territory;
use crate::settings::{OwnCard, Settings};
use crate::store::{Tx, execute, from_json, on, to_json};
use crate::text::{self, LanguageMap};
use crate::words::{self, phrase};

pub use color::Colors;

/// The longest name in one language, in characters.
pub const LONGEST_NAME: usize = 80;
/// The longest name of who keeps it, and the longest way to reach them.
pub const LONGEST_KEEPER: usize = 200;
/// The longest welcome in one language.
pub const LONGEST_WELCOME: usize = 1_000;
/// The longest rules in one language.
pub const LONGEST_RULES: usize = 10_000;
/// The one row.
const ROW: &str = "site";

/// What the office said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The directory's name; none where the settings decide.
    pub names: LanguageMap,
    /// The colours of links and buttons.
    pub colors: Option<Colors>,
    /// The languages of the pages, the preferred one first; none where the settings decide.
    pub languages: Vec<String>,
    /// Who keeps the directory; `None` where the settings decide.
    pub keeper: Option<String>,
    /// How to reach them: a mail address, a page's address, or words.
    pub contact: Option<String>,
    /// The territory that it serves; `None` where the settings decide.
    pub territory: Option<Territory>,
    /// What it says of itself to other directories; what is `None` the settings decide.
    pub card: OwnCard,
    /// What greets on the first page.
    pub welcome: LanguageMap,
    /// What holds in this directory.
    pub rules: LanguageMap,
    /// Whether everybody who works for the office shows a second factor, where the settings do
    /// not say it; switched by [`ask_second`] alone.
    pub asks_second: bool,
    /// How often it was changed; whoever changes it says which they have seen.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    names: String,
    color_light: Option<String>,
    color_dark: Option<String>,
    languages: Option<String>,
    keeper: Option<String>,
    contact: Option<String>,
    territory: Option<String>,
    card: String,
    welcome: String,
    rules: String,
    asks_second: bool,
    version: i64,
}

/// The territory of a code. One that the list knows no longer must not keep the node from its
/// start, nor the office from the form that mends it.
fn known(code: &str) -> Option<Territory> {
    let parsed = Territory::parse(code);
    let told = parsed.inspect_err(
        |error| tracing::warn!(code, %error, "the directory is shown without its territory"),
    );
    told.ok()
}

impl TryFrom<Row> for Site {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let both = row.color_light.as_deref().zip(row.color_dark.as_deref());
        let languages = row.languages.as_deref().map(from_json).transpose()?;
        Ok(Self {
            names: from_json(&row.names)?,
            colors: both.and_then(|(light, dark)| Colors::kept(light, dark)),
            languages: languages.unwrap_or_default(),
            keeper: row.keeper,
            contact: row.contact,
            territory: row.territory.as_deref().and_then(known),
            card: from_json(&row.card)?,
            welcome: from_json(&row.welcome)?,
            rules: from_json(&row.rules)?,
            asks_second: row.asks_second,
            version: row.version,
        })
    }
}

impl Site {
    /// The same, as it is kept, or what of it is to be mended.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `languages`, `keeper`, `contact`, `card.FIELD`,
    /// `name.LANGUAGE`, `welcome.LANGUAGE` or `rules.LANGUAGE`.
    pub fn checked(self) -> Result<Self> {
        let names = self.names.on_one_line();
        names.within("name", LONGEST_NAME)?;
        self.welcome.within("welcome", LONGEST_WELCOME)?;
        self.rules.within("rules", LONGEST_RULES)?;
        let mut languages: Vec<String> = Vec::new();
        for tag in self.languages {
            if words::of(&tag).is_none_or(|words| words.tag != tag) {
                let reason = phrase!("refusal-not-spoken", language = &tag);
                return Err(Error::invalid("languages", reason));
            }
            if !languages.contains(&tag) {
                languages.push(tag);
            }
        }
        let card = OwnCard {
            legal_body: said(self.card.legal_body, text::line),
            site: said(self.card.site, text::line),
            kept_since: said(self.card.kept_since, text::line),
            attestation_policy: said(self.card.attestation_policy, text::clean),
        };
        card.check()?;
        Ok(Self {
            names,
            languages,
            card,
            keeper: on_one_line("keeper", self.keeper)?,
            contact: on_one_line("contact", self.contact)?,
            ..self
        })
    }

    /// The settings as the directory shows them; of several names the one in the preferred
    /// language.
    pub fn over(&self, settings: &Settings) -> Settings {
        let mut shown = settings.clone();
        if !self.languages.is_empty() {
            shown.languages.clone_from(&self.languages);
        }
        if let Some((_, name)) = self.names.pick(&shown.languages) {
            name.clone_into(&mut shown.name);
        }
        for (said, shown) in [
            (&self.keeper, &mut shown.operator.name),
            (&self.contact, &mut shown.operator.contact),
            (&self.card.legal_body, &mut shown.card.legal_body),
            (&self.card.site, &mut shown.card.site),
            (&self.card.kept_since, &mut shown.card.kept_since),
            (
                &self.card.attestation_policy,
                &mut shown.card.attestation_policy,
            ),
        ] {
            if said.is_some() {
                shown.clone_from(said);
            }
        }
        if let Some(territory) = &self.territory {
            shown.territory = Some(territory.to_string());
        }
        // Nobody gives up on a page what the settings ask for.
        let asked = &mut shown.accounts.office_second_factor;
        asked.get_or_insert(self.asks_second);
        shown
    }
}

/// A text as it is kept; an empty one says nothing.
fn said(text: Option<String>, clean: fn(&str) -> String) -> Option<String> {
    text.map(|text| clean(&text))
        .filter(|text| !text.is_empty())
}

/// A text of one line.
fn on_one_line(field: &str, text: Option<String>) -> Result<Option<String>> {
    let text = said(text, text::line);
    if let Some(text) = &text {
        text::within(field, text, LONGEST_KEEPER)?;
    }
    Ok(text)
}

/// What stands.
pub async fn get(tx: &mut Tx) -> Result<Site> {
    let query = "SELECT names, color_light, color_dark, languages, keeper, contact, \
        territory, card, welcome, rules, asks_second, version \
        FROM site WHERE id = $1";
    let row: Row = on!(tx, |c| sqlx::query_as(query).bind(ROW).fetch_one(c))?;
    row.try_into()
}

/// Puts another in its place, by somebody who has seen the version that it names.
///
/// # Errors
/// Those of [`Site::checked`]; [`Error::Conflict`] when somebody else changed it meanwhile.
pub async fn change(tx: &mut Tx, wanted: Site) -> Result<Site> {
    let wanted = wanted.checked()?;
    tx.lock_row("site", ROW).await?;
    let present = get(tx).await?;
    if present.version != wanted.version {
        return Err(Error::Conflict(phrase!("refusal-site-changed").into()));
    }
    let kept = Site {
        version: present.version + 1,
        asks_second: present.asks_second,
        ..wanted
    };
    let languages = (!kept.languages.is_empty()).then(|| to_json(&kept.languages));
    let statement = "UPDATE site SET names = $2, color_light = $3, color_dark = $4, \
        languages = $5, keeper = $6, contact = $7, territory = $8, card = $9, welcome = $10, \
        rules = $11, version = $12 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(ROW)
            .bind(to_json(&kept.names)?)
            .bind(kept.colors.map(|colors| colors.light.to_string()))
            .bind(kept.colors.map(|colors| colors.dark.to_string()))
            .bind(languages.transpose()?)
            .bind(&kept.keeper)
            .bind(&kept.contact)
            .bind(kept.territory.as_ref().map(Territory::as_str))
            .bind(to_json(&kept.card)?)
            .bind(to_json(&kept.welcome)?)
            .bind(to_json(&kept.rules)?)
            .bind(kept.version)
    )?;
    Ok(kept)
}

/// Asks a second factor of everybody who works for the office, or asks it no more. It stands
/// beside what [`change`] changes, and takes nobody's form from under them.
pub async fn ask_second(tx: &mut Tx, is_asked: bool) -> Result<()> {
    let statement = "UPDATE site SET asks_second = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(ROW).bind(is_asked))?;
    Ok(())
}
