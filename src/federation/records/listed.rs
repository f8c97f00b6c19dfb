//! What stands in lists of others' records.

use std::collections::HashMap;

use super::{Kind, Record, get_all};
use crate::error::Result;
use crate::federation::named;
use crate::store::{Tx, on, push_list};

/// Among how many of the newest a part of a name is looked for.
const LOOKED_THROUGH: i64 = 10_000;
/// How many bytes of bodies are read for one page: of who publishes long records, fewer are shown,
/// since anybody may ask for the page as often as they like.
const MOST_BYTES: i64 = 4 << 20;

/// What is looked for among others' records; what is `None` does not narrow.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// `offer` or `need`.
    pub purpose: Option<&'a str>,
    /// A territory's code, which includes its subdivisions.
    pub territory: Option<&'a str>,
    /// A part of the name.
    pub name: Option<&'a str>,
}

/// Records of `kind` that stand, are shown by themselves and are wanted, the newest first. A part
/// of a name is looked for among the newest alone: no index finds it, and whoever asks for one
/// must not have every record read. What is too long together is passed over.
pub async fn newest(
    tx: &mut Tx,
    kind: Kind,
    wanted: Wanted<'_>,
    limit: i64,
) -> Result<Vec<Record>> {
    // As the index of the newest says it.
    let shown = "FROM remote_records WHERE kind = $1 AND gone = FALSE AND withheld = FALSE \
        AND shown_as IS NULL";
    let part = wanted.name.map(named::part);
    let among = match &part {
        Some(part) => format!(
            "FROM (SELECT * {shown} ORDER BY updated DESC, id LIMIT {LOOKED_THROUGH}) newest \
             WHERE LOWER(name) LIKE $6 ESCAPE '!' AND {} LIKE $5 ESCAPE '!'",
            part.name
        ),
        None => shown.to_owned(),
    };
    let query = format!(
        "SELECT id, CAST(OCTET_LENGTH(body) AS BIGINT) {among} AND ($2 = '' OR purpose = $2) \
         AND ($3 = '' OR territory = $3 OR territory LIKE $3 || '-%') \
         ORDER BY updated DESC, id LIMIT $4"
    );
    let sizes: Vec<(String, i64)> = on!(tx, |c| {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(query.as_str()))
            .bind(kind.as_str())
            .bind(wanted.purpose.unwrap_or_default())
            .bind(wanted.territory.unwrap_or_default())
            .bind(limit);
        if let Some(part) = &part {
            query = query.bind(&part.pattern).bind(&part.loose);
        }
        query.fetch_all(c)
    })?;
    let ids = fitting(&sizes);
    let found = get_all(tx, &ids).await?.into_iter();
    let mut found: HashMap<String, Record> = found.map(|one| (one.id.clone(), one)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(*id)).collect())
}

/// The records under some ids, as many as one page has room for.
pub async fn of_a_page(tx: &mut Tx, ids: &[&str]) -> Result<Vec<Record>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = "SELECT id, CAST(OCTET_LENGTH(body) AS BIGINT) FROM remote_records WHERE id IN ";
    let sizes: Vec<(String, i64)> = on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, ids);
        builder.build_query_as().fetch_all(c).await
    })?;
    get_all(tx, &fitting(&sizes)).await
}

/// Those for whose bodies there is room, the first before the others.
fn fitting(sizes: &[(String, i64)]) -> Vec<&str> {
    let mut room = MOST_BYTES;
    let fits = |(_, size): &&(String, i64)| {
        let fits = *size <= room;
        room -= if fits { *size } else { 0 };
        fits
    };
    sizes.iter().filter(fits).map(|(id, _)| &**id).collect()
}

#[cfg(test)]
mod tests {
    use super::super::hold;
    use super::*;
    use crate::clock::Timestamp;
    use crate::store::testing;

    fn offer(number: i64, bytes: usize) -> Record {
        Record {
            id: format!("https://b.example/offers/{number}"),
            origin: "https://b.example/actor".to_owned(),
            kind: Kind::Offer.as_str().to_owned(),
            owner: "https://b.example/o/1".to_owned(),
            organization: Some("https://b.example/o/1".to_owned()),
            purpose: Some("offer".to_owned()),
            name: "Sillas".to_owned(),
            territory: None,
            body: format!("\"{}\"", "x".repeat(bytes)),
            record_digest: String::new(),
            updated: Timestamp(number),
            log_seq: Some(number),
            received_at: Timestamp(0),
            gone: false,
            withheld: false,
            attested: false,
        }
    }

    #[tokio::test]
    async fn of_long_records_no_more_are_read_than_a_page_has_room_for() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::fresh(folder.path()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        hold(&mut tx, &offer(1, 100)).await.unwrap();
        for number in 2..=40 {
            hold(&mut tx, &offer(number, 250 << 10)).await.unwrap();
        }
        let wanted = Wanted::default();
        let found = (newest(&mut tx, Kind::Offer, wanted, 200).await).unwrap();
        let numbers: Vec<i64> = found.iter().map(|one| one.updated.0).collect();
        let expected: Vec<i64> = (25..=40).rev().chain([1]).collect();
        assert_eq!(numbers, expected);
        let ids: Vec<String> = (1..=40).map(|number| offer(number, 0).id).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = of_a_page(&mut tx, &ids).await.unwrap();
        let bytes: usize = found.iter().map(|one| one.body.len()).sum();
        assert!((3 << 20..=4 << 20).contains(&bytes), "{bytes}");
    }
}
