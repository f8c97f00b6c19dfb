//! Two registers that have many organizations in common, as files that two nodes take over.

use std::collections::HashSet;

use trenza::registry::duplicates::{Candidate, Pair};
use trenza::registry::import::{self, Choice, Mapping, Options};

use crate::nodes::Running;
use crate::respell::{Chance, respelled};
use crate::{invented, uk};

/// What the other register calls the organization that the one calls by its number alone.
const SAME: &str = "same-";

/// Two registers, and which of their organizations are one.
pub(super) struct Registers {
    pub(super) one: Vec<Candidate>,
    pub(super) other: Vec<Candidate>,
    pub(super) common: usize,
    /// Official numbers that the register gives to several organizations, so that nobody knows
    /// which of them are one.
    unsure: HashSet<String>,
}

impl Registers {
    /// `common` organizations of an invented register in both, and `besides` in one alone.
    pub(super) fn invented(common: usize, besides: usize) -> Self {
        let mut chance = Chance::new(20_261_126);
        let all = invented::register(common + 2 * besides, &mut chance);
        let all: Vec<_> = all.into_iter().map(|one| (one, None)).collect();
        Self::parted(&all, common, &mut chance)
    }

    /// The same of organizations that live in Co-operatives UK's register; `None` without it.
    pub(super) fn of_the_uk(common: usize, besides: usize) -> Option<Self> {
        let mut chance = Chance::new(20_261_127);
        let mut known = uk::register()?;
        known.retain(|(entry, _)| !entry.is_dissolved);
        chance.shuffle(&mut known);
        known.truncate(common + 2 * besides);
        let all = known.into_iter().map(|(entry, registered)| {
            let candidate = uk::candidate(&entry, &mut chance);
            (candidate, registered)
        });
        let all: Vec<_> = all.collect();
        Some(Self::parted(&all, common, &mut chance))
    }

    fn parted(all: &[(Candidate, Option<String>)], common: usize, chance: &mut Chance) -> Self {
        let mut numbers = HashSet::new();
        let number = |one: &Candidate| one.sources[0].register_number.clone();
        let given = all.iter().filter_map(|(one, _)| number(one));
        let unsure = given.filter(|number| !numbers.insert(number.clone()));
        let unsure = unsure.collect();
        let (both, rest) = all.split_at(common);
        let (ours, theirs) = rest.split_at(rest.len() / 2);
        let one = both.iter().chain(ours).map(|(one, _)| one.clone());
        let mut other: Vec<Candidate> = both
            .iter()
            .map(|(known, registered)| {
                let mut other = respelled(known, registered.as_deref(), chance);
                other.sources[0].identifier = format!("{SAME}{}", known.id);
                other
            })
            .collect();
        other.extend(theirs.iter().map(|(other, _)| other.clone()));
        chance.shuffle(&mut other);
        Self {
            one: one.collect(),
            other,
            common,
            unsure,
        }
    }

    /// How many records there are in both.
    pub(super) fn length(&self) -> i64 {
        i64::try_from(self.one.len() + self.other.len()).unwrap()
    }

    /// Whether a pair has a number that the register gives to several.
    pub(super) fn is_unsure(&self, pair: &Pair) -> bool {
        let reasons = serde_json::to_string(&pair.reasons).unwrap();
        let digits = |number: &String| {
            number
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        self.unsure
            .iter()
            .any(|number| reasons.contains(digits(number).trim_start_matches('0')))
    }
}

/// Whether a record of the one register and one of the other are one organization, by what
/// the registers call them.
pub(super) fn are_one(one: &str, other: &str) -> bool {
    other.strip_prefix(SAME) == Some(one)
}

/// The register as a file.
fn file(candidates: &[Candidate]) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["Id", "Name", "Number", "Town", "Code", "Site", "Since"])
        .unwrap();
    for one in candidates {
        let source = &one.sources[0];
        let site = one.website.as_ref().map(ToString::to_string);
        let since = one.founded_on.map(|day| day.to_string());
        let row = [
            Some(source.identifier.clone()),
            Some(one.names[0].clone()),
            source.register_number.clone(),
            one.locality.clone(),
            one.postal_code.clone(),
            site,
            since,
        ];
        rows.write_record(row.map(Option::unwrap_or_default))
            .unwrap();
    }
    rows.into_inner().unwrap()
}

impl Running {
    /// Takes a register over and publishes it.
    pub(super) async fn imports(&self, register: &str, candidates: &[Candidate]) {
        let mapping = format!(
            "register = \"{register}\"\nlanguage = \"en\"\nentity_type = \"cooperative\"\n\
             territory = \"GB\"\n[columns]\nidentifier = \"Id\"\nname = \"Name\"\n\
             register_number = \"Number\"\nlocality = \"Town\"\npostal_code = \"Code\"\n\
             website = \"Site\"\nfounded_on = \"Since\"\n"
        );
        let mapping = Mapping::read(&mapping).unwrap();
        let bytes = std::io::Cursor::new(file(candidates));
        let reading =
            import::open_mapped(bytes, "register.csv", &Choice::default(), &mapping).unwrap();
        let options = Options {
            publish: true,
            ..Options::default()
        };
        let (db, clock) = (&self.node.db, &self.node.clock);
        let report = import::import(db, clock, reading, options, &mut |_, _| {})
            .await
            .unwrap();
        assert_eq!(report.published, candidates.len(), "{:?}", report.problems);
        self.node.wake.publisher.notify_one();
    }
}
