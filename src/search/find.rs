//! Finding: what holds the words in its title stands before what holds them elsewhere, what
//! can be taken up before what has ended, the newest before the older; of what lies around a
//! point the nearest. Counts are of the first thousand at most, so that no search costs more
//! than that.

use std::collections::{BTreeMap, HashMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::asked::Asked;
use super::code::Facet;
use super::newest;
use super::sql::{self, Bounds, Match};
use super::streams::Streams;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::place::Point;
use crate::place::gazetteer::distance;
use crate::store::Tx;
use crate::store::stretches::Spread;
use crate::words::phrase;

/// How many of the best are looked at to count what narrows a search.
const CONSIDERED: usize = 1_000;
/// The most that one page holds.
const MAX_PAGE: usize = 200;
/// Among how many that hold the words and codes is looked for what lies in a part of the map
/// or has its last day in a span of time.
pub(super) const LOOKED_AMONG: usize = if cfg!(test) { 1_200 } else { 20_000 };

/// In which order things are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// What holds the words in its title first.
    Best,
    /// The newest first, wherever the words stand.
    Newest,
}

/// A thing that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The path of ours, or the address of another's.
    pub subject: String,
    /// What it is, as the index says.
    pub kind: String,
    /// Where it lies.
    pub point: Option<Point>,
}

impl From<Match> for Hit {
    fn from(found: Match) -> Self {
        Self {
            point: found.point(),
            subject: found.subject,
            kind: found.kind,
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// A page of it.
    pub hits: Vec<Hit>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How much there is.
    pub counted: Counted,
}

/// How much there is of what is asked, among the first thousand.
#[derive(Debug, Default)]
pub struct Counted {
    /// How many were counted.
    pub total: usize,
    /// Whether there are more.
    pub has_more: bool,
    /// How many of each value, the most frequent first.
    pub facets: BTreeMap<Facet, Vec<(String, usize)>>,
    /// Where they lie.
    pub points: Vec<Point>,
    /// Whether there was too much to look among, so that what is older was left out.
    pub is_cut: bool,
}

/// How many streams there are.
const STREAMS: usize = 2;

/// Where a page begins: in which stream, below which number.
#[derive(Debug, Clone, Copy)]
struct Cursor {
    by_beginnings: bool,
    stream: usize,
    below: i64,
    /// Where the nearest come first: how many kilometres away the last one was.
    beyond: Option<f64>,
}

impl Cursor {
    const START: Self = Self {
        by_beginnings: false,
        stream: 0,
        below: i64::MAX,
        beyond: None,
    };

    fn is_start(self) -> bool {
        self.stream == 0 && self.below == i64::MAX
    }

    /// Whether a row comes after the last that was shown, where the nearest come first.
    fn is_followed_by(self, (stream, row): &(usize, Match), centre: Point) -> bool {
        let last = self.beyond.unwrap_or(f64::NEG_INFINITY);
        let order = stream.cmp(&self.stream);
        let order = order.then_with(|| km(row, centre).total_cmp(&last));
        order.then_with(|| self.below.cmp(&row.number)).is_gt()
    }

    fn write(self) -> String {
        let by = u8::from(self.by_beginnings);
        let beyond = self.beyond.map(|km| format!(" {km}")).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(format!("{by} {} {}{beyond}", self.stream, self.below))
    }

    fn read(text: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let read = |text: &str| {
            let mut parts = text.split(' ');
            let by_beginnings = match parts.next()? {
                "0" => false,
                "1" => true,
                _ => return None,
            };
            let stream = parts.next()?.parse().ok()?;
            let below = parts.next()?.parse().ok()?;
            let beyond = parts.next().map(str::parse).transpose().ok()?;
            let is_whole = parts.next().is_none() && stream < STREAMS;
            is_whole.then_some(Self {
                by_beginnings,
                stream,
                below,
                beyond,
            })
        };
        text.as_deref()
            .and_then(read)
            .ok_or_else(|| Error::invalid("after", phrase!("refusal-no-cursor")))
    }
}

/// A page of what is asked, after the cursor that the page before gave, and how much there is.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn find(
    tx: &mut Tx,
    asked: &Asked,
    order: Order,
    (after, limit): (Option<&str>, usize),
    now: Timestamp,
) -> Result<Found> {
    let after = after.map(Cursor::read).transpose()?;
    let limit = limit.clamp(1, MAX_PAGE);
    if asked.asks_for_no_word() {
        return Ok(Found::default());
    }
    let (mut streams, bounds) = (asked.streams(now), asked.bounds(now));
    let spread = newest::spread(tx).await?;
    let mut begin = Cursor {
        by_beginnings: after.is_some_and(|cursor| cursor.by_beginnings),
        ..Cursor::START
    };
    if begin.by_beginnings {
        streams.turn_to_beginnings(tx, &spread).await?;
    }
    let how = (&spread, order);
    let (mut best, mut is_cut) = read(tx, (&streams, &bounds), how, begin, CONSIDERED + 1).await?;
    if best.is_empty() && after.is_none() {
        begin.by_beginnings = true;
        streams.turn_to_beginnings(tx, &spread).await?;
        let (more, is_more_cut) = read(tx, (&streams, &bounds), how, begin, CONSIDERED + 1).await?;
        (best, is_cut) = (more, is_cut || is_more_cut);
    }
    let mut counted = counted(&best);
    // What was not looked at is of no account where enough was found before it.
    counted.is_cut = is_cut && !counted.has_more;
    // The nearest are known where all of it is.
    let centre = asked
        .centre()
        .filter(|_| order == Order::Best && !counted.has_more && !counted.is_cut);
    if let Some(centre) = centre {
        nearest_first(&mut best, centre);
    }
    let mut rows = match (after, centre) {
        (None, _) => best,
        (Some(cursor), Some(centre)) if cursor.beyond.is_some() => {
            let first = best.partition_point(|row| !cursor.is_followed_by(row, centre));
            best.split_off(first)
        }
        (Some(cursor), _) => {
            let page = read(tx, (&streams, &bounds), how, cursor, limit + 1).await?;
            page.0
        }
    };
    // Who began by the numbers goes on by them.
    let centre = centre.filter(|_| after.is_none_or(|cursor| cursor.beyond.is_some()));
    let has_next = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| has_next);
    let next = last.map(|(stream, row)| {
        let cursor = Cursor {
            stream: *stream,
            below: row.number,
            beyond: centre.map(|centre| km(row, centre)),
            ..begin
        };
        cursor.write()
    });
    Ok(Found {
        hits: rows.into_iter().map(|(_, row)| row.into()).collect(),
        next,
        counted,
    })
}

/// How much there is of what is asked.
pub async fn count(tx: &mut Tx, asked: &Asked, now: Timestamp) -> Result<Counted> {
    Ok(find(tx, asked, Order::Newest, (None, 1), now)
        .await?
        .counted)
}

/// What of a search was first found after one moment and up to another, the newest first, and
/// how much that is.
pub async fn entered(
    tx: &mut Tx,
    asked: &Asked,
    between: (Timestamp, Timestamp),
    limit: usize,
    now: Timestamp,
) -> Result<Found> {
    if asked.asks_for_no_word() {
        return Ok(Found::default());
    }
    let bounds = Bounds {
        entered: Some(between),
        ..asked.bounds(now)
    };
    let (what, spread) = ((&asked.streams(now), &bounds), newest::spread(tx).await?);
    let how = (&spread, Order::Newest);
    let (mut rows, _) = read(tx, what, how, Cursor::START, CONSIDERED + 1).await?;
    let counted = counted(&rows);
    rows.truncate(limit);
    Ok(Found {
        hits: rows.into_iter().map(|(_, row)| row.into()).collect(),
        next: None,
        counted,
    })
}

/// How many things can be found.
pub async fn total(tx: &mut Tx) -> Result<i64> {
    sql::count(tx).await
}

/// Up to `limit` rows from a cursor on, each with the stream that it is of, and whether there
/// was too much to look among.
async fn read(
    tx: &mut Tx,
    (streams, bounds): (&Streams, &Bounds),
    (spread, order): (&Spread, Order),
    from: Cursor,
    limit: usize,
) -> Result<(Vec<(usize, Match)>, bool)> {
    let (mut found, mut is_cut) = (Vec::new(), false);
    let all = streams.of(order, from.by_beginnings);
    for (stream, expression) in all.into_iter().enumerate().skip(from.stream) {
        let room = limit.saturating_sub(found.len());
        if room == 0 {
            break;
        }
        // When all is known that has the words in its title, it is left out by its number, which
        // costs less than to look for it once more.
        // Within bounds it is not: what they exclude would be looked at instead of the rest.
        let is_known = stream > 0 && from.is_start() && !bounds.is_any();
        let (expression, more) = if is_known {
            (streams.whole(), found.len())
        } else {
            (expression, 0)
        };
        let below = if stream == from.stream {
            from.below
        } else {
            i64::MAX
        };
        let (what, where_) = ((expression, bounds), (spread, below));
        let (mut rows, is_more) =
            sql::matching(tx, what, where_, (room + more, LOOKED_AMONG)).await?;
        is_cut |= is_more;
        if is_known {
            let known: HashSet<i64> = found
                .iter()
                .map(|(_, row): &(_, Match)| row.number)
                .collect();
            rows.retain(|row| !known.contains(&row.number));
            rows.truncate(room);
        }
        found.extend(rows.into_iter().map(|row| (stream, row)));
    }
    Ok((found, is_cut))
}

/// How far from a point it lies.
fn km(row: &Match, centre: Point) -> f64 {
    let point = row.point();
    point.map_or(f64::INFINITY, |point| distance(centre, point))
}

/// Puts what lies nearer to a point before what lies farther, within each stream.
fn nearest_first(rows: &mut [(usize, Match)], centre: Point) {
    rows.sort_by(|(stream, one), (of_other, other)| {
        let nearer = || km(one, centre).total_cmp(&km(other, centre));
        stream.cmp(of_other).then_with(nearer)
    });
}

fn counted(rows: &[(usize, Match)]) -> Counted {
    let considered = rows.iter().take(CONSIDERED);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut points = Vec::new();
    for (_, row) in considered {
        for code in row.codes.split(' ') {
            *counts.entry(code).or_default() += 1;
        }
        points.extend(row.point());
    }
    let mut facets: BTreeMap<Facet, Vec<(String, usize)>> = BTreeMap::new();
    for (code, count) in counts {
        let Some((name, value)) = code.split_once('=') else {
            continue;
        };
        let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name);
        if let Some(facet) = facet {
            let values = facets.entry(facet).or_default();
            values.push((value.to_owned(), count));
        }
    }
    for values in facets.values_mut() {
        values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    }
    Counted {
        total: rows.len().min(CONSIDERED),
        has_more: rows.len() > CONSIDERED,
        facets,
        points,
        is_cut: false,
    }
}
