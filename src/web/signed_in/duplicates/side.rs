//! One record of a pair with what is known of it, ours or another directory's, so that both
//! can be compared, and in what the two differ.

use serde_json::Value;

use crate::error::Result;
use crate::federation::records::{self, Record};
use crate::federation::{named, same_as};
use crate::id::OrganizationId;
use crate::place::{Place, Territory};
use crate::registry::{self, Draft, Organization, Standing};
use crate::store::Tx;
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, MembershipBase, Scope, Sector};
use crate::web::foreign::{self, Around};
use crate::web::reader::Reader;
use crate::web::views;
use crate::words::Words;

/// How many sources, activities and themes of another's record are read.
const MOST: usize = 10;

/// A record of a pair.
pub(super) struct Side {
    /// How the pair names it: our path, or another directory's address.
    pub(super) key: String,
    pub(super) language: String,
    pub(super) name: String,
    pub(super) facts: Vec<Fact>,
    pub(super) is_own: bool,
    pub(super) is_active: bool,
}

/// Something that is known of a record.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: String,
    /// What of it is held against the other record's fact of the same label and key.
    compared: Option<(String, String)>,
    /// Whether the other record has it otherwise.
    pub(super) differs: bool,
}

impl Fact {
    fn of(label: &'static str, value: String) -> Self {
        Self {
            label,
            compared: Some((String::new(), value.to_lowercase())),
            value,
            differs: false,
        }
    }

    /// One that differs without anything in that: a day, a directory.
    fn beside(label: &'static str, value: String) -> Self {
        Self {
            compared: None,
            ..Self::of(label, value)
        }
    }

    fn source(
        words: &'static Words,
        (register, identifier): (&str, &str),
        number: Option<&str>,
        stated_on: Option<&str>,
    ) -> Self {
        let number = number.map(|number| format!("{} {number}", words.say("number")));
        let day = stated_on.map(|day| format!("{} {}", words.say("stated-on"), words.day(day)));
        let known: Vec<&str> = [Some(identifier), number.as_deref()]
            .into_iter()
            .flatten()
            .filter(|one| !one.is_empty())
            .collect();
        let mut value = vec![register];
        value.extend(&known);
        value.extend(day.as_deref());
        Self {
            label: words.say("source"),
            value: value.join(", "),
            compared: Some((register.to_lowercase(), known.join(", ").to_lowercase())),
            differs: false,
        }
    }

    /// Whether `others` have the same kind of fact, and none that says the same.
    fn differs_from(&self, others: &[Self]) -> bool {
        let Some((key, own)) = &self.compared else {
            return false;
        };
        let mut theirs = others
            .iter()
            .filter(|one| one.label == self.label)
            .filter_map(|one| one.compared.as_ref())
            .filter(|(of, _)| of == key)
            .map(|(_, theirs)| theirs)
            .peekable();
        theirs.peek().is_some() && theirs.all(|theirs| theirs != own)
    }
}

/// Two records, with what they differ in marked on both.
pub(super) async fn both(tx: &mut Tx, keys: [String; 2], reader: &Reader) -> Result<[Side; 2]> {
    let [one, other] = keys;
    let mut one = side(tx, one, reader).await?;
    let mut other = side(tx, other, reader).await?;
    for fact in &mut one.facts {
        fact.differs = fact.differs_from(&other.facts);
    }
    for fact in &mut other.facts {
        fact.differs = fact.differs_from(&one.facts);
    }
    Ok([one, other])
}

/// A record with what is known of it; one that is gone, withheld or joined to another by its
/// address alone.
async fn side(tx: &mut Tx, key: String, reader: &Reader) -> Result<Side> {
    if let Some(id) = key.strip_prefix("/o/") {
        let id = OrganizationId::parse(id)?;
        if let Ok(found) = registry::get(tx, &id).await {
            return own(tx, key, &found, reader).await;
        }
    } else if let Some(record) = records::get(tx, &key).await?
        && let Some(side) = theirs(&key, record, reader)
    {
        return Ok(side);
    }
    Ok(Side {
        language: String::new(),
        name: key.clone(),
        facts: Vec::new(),
        is_own: false,
        is_active: false,
        key,
    })
}

async fn own(tx: &mut Tx, key: String, found: &Organization, reader: &Reader) -> Result<Side> {
    let words = reader.words;
    let (language, name) = views::pick(&found.stated.names, reader);
    let kind = found.stated.entity_type.label(words.tag);
    let mut facts = facts(Some(kind), &found.stated, reader);
    let sources = registry::sources(tx, &found.id).await?;
    facts.extend(sources.iter().map(|source| {
        let both = (source.register.as_str(), source.identifier.as_str());
        let number = source.register_number.as_deref();
        Fact::source(words, both, number, source.stated_on.as_deref())
    }));
    let day = words.day(&views::day(found.updated_at));
    facts.push(Fact::beside(words.say("updated"), day));
    Ok(Side {
        key,
        language,
        name,
        facts,
        is_own: true,
        is_active: found.standing == Standing::Active,
    })
}

/// Another directory's record, in its words.
fn theirs(key: &str, record: Record, reader: &Reader) -> Option<Side> {
    let words = reader.words;
    let body: Value = serde_json::from_str(&record.body).ok()?;
    let kind = body.get("entityType").and_then(Value::as_str);
    let kind = kind.and_then(|code| EntityType::parse(code).ok());
    let kind = kind.map(|kind| kind.label(words.tag));
    let mut facts = facts(kind, &stated(&record, &body), reader);
    let sources = body.get("source").and_then(Value::as_array);
    for source in sources.into_iter().flatten().take(MOST) {
        let line = |name: &str| source.get(name).and_then(Value::as_str).map(named::line);
        let Some(register) = line("register") else {
            continue;
        };
        let identifier = line("identifier").unwrap_or_default();
        let (number, day) = (line("registerNumber"), line("statedOn"));
        let both = (register.as_str(), identifier.as_str());
        facts.push(Fact::source(words, both, number.as_deref(), day.as_deref()));
    }
    let day = words.day(&views::day(record.updated));
    let is_active = record.owner == record.id;
    // What is kept out of lists here is decided about all the same.
    let shown = Record {
        withheld: false,
        ..record
    };
    let item = foreign::one(shown, reader, &Around::default())?;
    let received = format!("{} {}", words.say("received"), words.day(&item.received));
    let updated = format!("{day}, {received}");
    facts.push(Fact::beside(words.say("updated"), updated));
    facts.push(Fact::beside(words.say("duplicates-directory"), item.host));
    Some(Side {
        key: key.to_owned(),
        language: item.language,
        name: item.name,
        facts,
        is_own: false,
        is_active,
    })
}

fn facts(kind: Option<&'static str>, stated: &Draft, reader: &Reader) -> Vec<Fact> {
    let words = reader.words;
    let territory = stated.territory.as_ref();
    let territory = territory.map(|one| one.called(words.tag));
    let website = stated.website.as_ref().map(ToString::to_string);
    let rest = [
        (words.say("territory"), territory),
        (words.say("website"), website),
    ];
    kind.map(|kind| (words.say("kind"), kind.to_owned()))
        .into_iter()
        .chain(
            views::facts(stated, reader)
                .into_iter()
                .map(|(label, value, _)| (label, value)),
        )
        .chain(
            rest.into_iter()
                .filter_map(|(label, value)| Some((label, value?))),
        )
        .map(|(label, value)| Fact::of(label, value))
        .collect()
}

/// What another directory states, in our form. What this program does not know is left out.
fn stated(record: &Record, body: &Value) -> Draft {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let all = |name: &str| {
        let all = body.get(name).and_then(Value::as_array);
        all.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .take(MOST)
    };
    let address = |name: &str| {
        let line = body.pointer("/location/address")?.get(name)?.as_str();
        line.map(named::line)
    };
    let known = same_as::place(body);
    let line = |text: Option<String>| text.as_deref().map(named::line);
    let territory = record.territory.as_deref().or_else(|| text("territory"));
    Draft {
        handle: None,
        names: LanguageMap::default(),
        summaries: LanguageMap::default(),
        language: String::new(),
        entity_type: EntityType::OtherSse,
        legal_form: text("legalForm").map(named::line),
        membership_base: text("membershipBase").and_then(|code| MembershipBase::parse(code).ok()),
        sectors: all("sector")
            .filter_map(|code| Sector::parse(code).ok())
            .collect(),
        themes: all("theme").map(named::line).collect(),
        territory: territory.and_then(|code| Territory::parse(code).ok()),
        scope: text("scope").and_then(|code| Scope::parse(code).ok()),
        place: Place {
            street: address("streetAddress"),
            region: address("addressRegion"),
            country: line(known.country),
            locality: line(known.locality),
            postal_code: line(known.postal_code),
            ..Place::default()
        },
        website: same_as::website(body),
        contacts: Vec::new(),
        founded_on: text("foundingDate").and_then(|day| day.parse().ok()),
        dissolved_on: None,
    }
}
