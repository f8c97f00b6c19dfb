//! What is followed of keys that few, many, and too many records share.

use super::super::blocks::keyed;
use super::*;

/// What is followed of records that all have one key.
fn followed(marks: &[Marks], wanted: impl Wanted) -> (Vec<(u32, u32)>, Skipped) {
    first_followed(Kind::Day, marks.len(), marks, wanted)
}

/// What is followed of records of which the first so many have one key.
fn first_followed(
    kind: Kind,
    first: usize,
    marks: &[Marks],
    wanted: impl Wanted,
) -> (Vec<(u32, u32)>, Skipped) {
    let mut pairs = Vec::new();
    let take = |one, other| {
        pairs.push((one, other));
        Ok(())
    };
    let key = (kind as u64) << 60;
    let numbers = (0..)
        .zip(marks.iter().take(first))
        .map(|(position, _)| Ok(keyed(key, position)));
    let skipped = Following::new(marks, wanted, take).all(numbers).unwrap();
    pairs.sort_unstable();
    pairs.dedup();
    (pairs, skipped)
}

#[test]
fn a_key_that_few_share_is_followed_as_it_is() {
    let (pairs, skipped) = followed(&[[0; 4]; 4], |_, _| true);
    assert_eq!(pairs.len(), 6);
    assert_eq!(skipped, Skipped::default());
}

#[test]
fn a_key_that_many_share_is_followed_where_a_place_or_a_word_is_shared_too() {
    // A thousand records, of which two share a town and two a word, in either order.
    let mut marks: Vec<Marks> = (1..=1_000).map(|n| [0, n * 7, n * 7 + 1, 0]).collect();
    marks[3][1] = marks[900][1];
    marks[5] = [0, 1, 2, 3];
    marks[800] = [0, 4, 5, 2];
    let (pairs, skipped) = followed(&marks, |_, _| true);
    assert_eq!(pairs, [(3, 900), (5, 800)]);
    // The others share nothing that tells them apart, so they were compared with none.
    assert_eq!(skipped, of_days(996));
}

#[test]
fn what_cannot_be_told_apart_is_counted() {
    let mut marks = vec![[1, 2, 3, 4]; 1_000];
    marks.extend([[5, 6, 7, 8]; 2]);
    let (pairs, skipped) = followed(&marks, |_, _| true);
    assert_eq!(pairs, [(1_000, 1_001)]);
    assert_eq!(skipped, of_days(1_000));
}

/// That so many records of one day were left out.
fn of_days(records: usize) -> Skipped {
    let keys = vec![SkippedKeys {
        kind: Kind::Day,
        keys: 1,
        records,
    }];
    Skipped {
        keys,
        unlooked: records,
    }
}

/// Records of which none shares a mark with another.
fn apart(records: u32) -> Vec<Marks> {
    (1..=records).map(|n| [0, n * 2, n * 2 + 1, 0]).collect()
}

#[test]
fn what_identifies_has_its_room_among_very_many_records_too() {
    let marks = apart(400_000);
    for kind in [Kind::Number, Kind::Domain, Kind::Cell] {
        let (pairs, skipped) = first_followed(kind, 70, &marks, |_, _| true);
        assert_eq!((pairs.len(), skipped), (70 * 69 / 2, Skipped::default()));
    }
    let (pairs, skipped) = first_followed(Kind::Day, 70, &marks, |_, _| true);
    assert_eq!((pairs.len(), skipped), (0, of_days(70)));
}

#[test]
fn few_that_are_sought_have_their_room_among_very_many_records() {
    struct First(u32);
    impl Wanted for First {
        fn is_sought(&self, position: u32) -> bool {
            position < self.0
        }
        fn is_wanted(&self, one: u32, _: u32) -> bool {
            one < self.0
        }
    }
    let marks = apart(400_000);
    let (pairs, skipped) = first_followed(Kind::Day, 1_000, &marks, First(2));
    assert_eq!((pairs.len(), skipped), (999 + 998, Skipped::default()));
    // Of those that are left out only who is sought is counted.
    let (pairs, skipped) = first_followed(Kind::Day, 5_000, &marks, First(2));
    assert_eq!((pairs.len(), skipped), (0, of_days(2)));
}

#[test]
fn a_key_of_which_no_record_is_sought_costs_nothing_and_is_not_told() {
    struct Nobody;
    impl Wanted for Nobody {
        fn is_sought(&self, _: u32) -> bool {
            false
        }
        fn is_wanted(&self, one: u32, other: u32) -> bool {
            panic!("{one} and {other} are asked for")
        }
    }
    let (pairs, skipped) = followed(&[[1, 2, 3, 4]; 500], Nobody);
    assert_eq!((pairs.len(), skipped), (0, Skipped::default()));
}
