//! What a register's statement makes of a record: field by field, by who stated what stands
//! there now.
//!
//! A register replaces what it stated itself, and fills what nobody stated. What a person
//! wrote by hand stays, and so does what another register stated; a new word against a hand's
//! is a conflict that people decide. Nothing here knows the database.

use super::{Draft, Field, Origin, Provenance};
use crate::place::{Place, Territory};
use crate::text::LanguageMap;

/// A record after a statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Merged {
    /// What is stated of it now.
    pub(super) stated: Draft,
    /// Who states it.
    pub(super) provenance: Provenance,
    /// The fields whose value is another than before.
    pub(super) changed: Vec<Field>,
    /// The fields where the register contradicts a hand anew.
    pub(super) contested: Vec<Field>,
}

/// Lays what a register states over what is kept. `before` is what the same register stated
/// last, so that an old contradiction is not raised again.
pub(super) fn merge(
    kept: &Draft,
    provenance: &Provenance,
    before: Option<&Draft>,
    stated: &Draft,
    origin: &Origin,
) -> Merged {
    let mut merged = Merged {
        stated: kept.clone(),
        provenance: provenance.clone(),
        changed: Vec::new(),
        contested: Vec::new(),
    };
    for &field in Field::ALL {
        if !field.is_stated(stated) {
            continue;
        }
        let mut next = kept.clone();
        lay(field, stated, &mut next);
        let owner = provenance.of(field);
        if !field.differs(&next, kept) {
            if owner.is_none() {
                merged.provenance.set(field, origin);
            }
            continue;
        }
        match owner.map(|owner| &owner.author) {
            Some(author) if *author != origin.author => {
                let is_news = before.is_none_or(|before| field.differs(before, stated));
                if author.is_by_hand() && is_news {
                    merged.contested.push(field);
                }
            }
            _ => {
                field.carry(&next, &mut merged.stated);
                merged.provenance.set(field, origin);
                merged.changed.push(field);
            }
        }
    }
    merged
}

/// Writes what is stated of a field over what is kept of it. Names in other languages stay,
/// and so does what is more exact.
pub(super) fn lay(field: Field, stated: &Draft, kept: &mut Draft) {
    match field {
        Field::Names => kept.names = joined(&kept.names, &stated.names),
        Field::Summaries => kept.summaries = joined(&kept.summaries, &stated.summaries),
        Field::Place => kept.place = placed(&kept.place, &stated.place),
        Field::Territory => {
            kept.territory = narrower(stated.territory.as_ref(), kept.territory.as_ref());
        }
        _ => field.carry(stated, kept),
    }
}

fn joined(kept: &LanguageMap, stated: &LanguageMap) -> LanguageMap {
    let mut joined = kept.clone();
    for (language, text) in stated.iter() {
        // The language was read before, so it is one.
        joined.insert(language, text).ok();
    }
    joined
}

/// The place that is stated. At the same address, a point that is more exact stays.
fn placed(kept: &Place, stated: &Place) -> Place {
    let mut place = stated.clone();
    let is_same_address = place.street == kept.street
        && place.postal_code == kept.postal_code
        && place.locality == kept.locality;
    let is_exact = place.point.is_some() && place.precision.is_none();
    if is_same_address && !is_exact && kept.point.is_some() {
        place.point = kept.point;
        place.precision = kept.precision;
    }
    place
}

/// The territory that is stated, unless the one that is kept lies within it.
fn narrower(stated: Option<&Territory>, kept: Option<&Territory>) -> Option<Territory> {
    match (stated, kept) {
        (Some(stated), Some(kept)) if stated.contains(kept) => Some(kept.clone()),
        (stated, kept) => stated.or(kept).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Timestamp};
    use crate::id::BatchId;
    use crate::registry::Author;
    use crate::vocabulary::EntityType;

    fn draft(name: &str, form: Option<&str>) -> Draft {
        let mut draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        draft.legal_form = form.map(str::to_owned);
        draft
    }

    fn of(register: &str) -> Origin {
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        Origin::of_register((register, "7"), None, &BatchId::new(&clock), clock.now())
    }

    #[test]
    fn a_register_replaces_its_own_word_and_fills_what_nobody_stated() {
        let city = of("city");
        let mut provenance = Provenance::default();
        provenance.set(Field::Names, &city);
        let merged = merge(
            &draft("Ash", None),
            &provenance,
            None,
            &draft("Oak", Some("SCCL")),
            &city,
        );
        assert_eq!(merged.stated, draft("Oak", Some("SCCL")));
        assert_eq!(merged.changed, [Field::Names, Field::LegalForm]);
        assert_eq!(merged.provenance.of(Field::LegalForm), Some(&city));
    }

    #[test]
    fn the_word_of_a_hand_stays_and_a_new_contradiction_is_told_once() {
        let mut provenance = Provenance::default();
        let hand = Origin::by_hand(Author::Office, Timestamp(0));
        provenance.set(Field::LegalForm, &hand);
        let kept = draft("Ash", Some("by hand"));
        let stated = draft("Ash", Some("by file"));
        let first = merge(&kept, &provenance, None, &stated, &of("city"));
        assert_eq!(first.stated.legal_form.as_deref(), Some("by hand"));
        assert_eq!(first.contested, [Field::LegalForm]);
        let again = merge(&kept, &provenance, Some(&stated), &stated, &of("city"));
        assert!(again.contested.is_empty() && again.changed.is_empty());
    }

    #[test]
    fn the_word_of_another_register_stays_without_a_conflict() {
        let mut provenance = Provenance::default();
        provenance.set(Field::LegalForm, &of("nation"));
        let kept = draft("Ash", Some("SCCL"));
        let merged = merge(
            &kept,
            &provenance,
            None,
            &draft("Ash", Some("Coop")),
            &of("city"),
        );
        assert_eq!(merged.stated.legal_form.as_deref(), Some("SCCL"));
        assert!(merged.contested.is_empty());
    }

    #[test]
    fn names_in_other_languages_stay() {
        let mut kept = draft("Fresno", None);
        kept.names.insert("ca", "Freixe").unwrap();
        let provenance = Provenance::default();
        let merged = merge(
            &kept,
            &provenance,
            None,
            &draft("Fresno SL", None),
            &of("city"),
        );
        assert_eq!(merged.stated.names.get("ca"), Some("Freixe"));
        assert_eq!(merged.stated.names.get("es"), Some("Fresno SL"));
    }

    #[test]
    fn a_point_that_is_stated_is_not_replaced_by_the_centre_of_a_town() {
        let point = |latitude| crate::place::Point {
            latitude,
            longitude: 2.0,
        };
        let mut kept = draft("Ash", None);
        kept.place.locality = Some("Ely".into());
        kept.place.point = Some(point(52.4));
        let mut stated = kept.clone();
        stated.place.point = Some(point(52.0));
        stated.place.precision = Some(crate::place::Precision::Municipality);
        assert_eq!(placed(&kept.place, &stated.place).point, Some(point(52.4)));
        stated.place.precision = None;
        assert_eq!(placed(&kept.place, &stated.place).point, Some(point(52.0)));
        stated.place.point = None;
        stated.place.locality = Some("Wisbech".into());
        assert_eq!(placed(&kept.place, &stated.place).point, None);
    }
}
