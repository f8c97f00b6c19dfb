//! The queries of memberships. What other directories say of them is not known here.

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{MembershipId, OrganizationId};
use crate::registry::membership::{Membership, Party};
use crate::store::{Tx, execute, on, push_list};
use crate::vocabulary::MembershipRole;

macro_rules! columns {
    () => {
        "id, member, body, role, since, until, confirmed_by_member, confirmed_by_body, \
         ended_at, created_at"
    };
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: MembershipId,
    member: String,
    body: String,
    role: String,
    since: Option<String>,
    until: Option<String>,
    confirmed_by_member: Option<Timestamp>,
    confirmed_by_body: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    created_at: Timestamp,
}

impl Row {
    fn membership(self) -> Result<Membership> {
        let day = |text: String| text.parse().map_err(Error::internal);
        Ok(Membership {
            id: self.id,
            member: Party::read(&self.member)?,
            body: Party::read(&self.body)?,
            role: MembershipRole::parse(&self.role)?,
            since: self.since.map(day).transpose()?,
            until: self.until.map(day).transpose()?,
            confirmed_by_member: self.confirmed_by_member,
            confirmed_by_body: self.confirmed_by_body,
            ended_at: self.ended_at,
            created_at: self.created_at,
        })
    }
}

/// A public organization of this directory, as the other side of a membership.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Partner {
    /// Its identifier.
    pub id: OrganizationId,
    /// Its name in its record's language.
    pub name: String,
    /// That language.
    pub language: String,
}

/// Inserts a membership; `false` when the same one stands already.
pub(in crate::registry) async fn insert(tx: &mut Tx, membership: &Membership) -> Result<bool> {
    let statement = concat!(
        "INSERT INTO memberships (",
        columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING"
    );
    let inserted = execute!(
        tx,
        sqlx::query(statement)
            .bind(&membership.id)
            .bind(membership.member.to_string())
            .bind(membership.body.to_string())
            .bind(membership.role.as_str())
            .bind(membership.since.map(|day| day.to_string()))
            .bind(membership.until.map(|day| day.to_string()))
            .bind(membership.confirmed_by_member)
            .bind(membership.confirmed_by_body)
            .bind(membership.ended_at)
            .bind(membership.created_at)
    )?;
    Ok(inserted == 1)
}

pub(in crate::registry) async fn update(tx: &mut Tx, membership: &Membership) -> Result<()> {
    let statement = "UPDATE memberships SET until = $2, confirmed_by_member = $3, \
        confirmed_by_body = $4, ended_at = $5 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&membership.id)
            .bind(membership.until.map(|day| day.to_string()))
            .bind(membership.confirmed_by_member)
            .bind(membership.confirmed_by_body)
            .bind(membership.ended_at)
    )?;
    Ok(())
}

pub(in crate::registry) async fn by_id(
    tx: &mut Tx,
    id: &MembershipId,
) -> Result<Option<Membership>> {
    let query = concat!("SELECT ", columns!(), " FROM memberships WHERE id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))?;
    row.map(Row::membership).transpose()
}

/// How many stand, were recorded after a moment, and lack the word of an organization; where
/// a side has ended nobody's word is waited for.
pub(in crate::registry) async fn count_waiting(
    tx: &mut Tx,
    id: &OrganizationId,
    since: Timestamp,
) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM memberships WHERE ended_at IS NULL AND created_at > $2 \
        AND ((member = $1 AND confirmed_by_member IS NULL) \
        OR (body = $1 AND confirmed_by_body IS NULL)) \
        AND NOT EXISTS (SELECT 1 FROM organizations WHERE status = 'dissolved' \
        AND id IN (SUBSTR(memberships.member, 4), SUBSTR(memberships.body, 4)))";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(path(id))
        .bind(since)
        .fetch_one(c))
}

pub(in crate::registry) async fn of_organization(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Vec<Membership>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM memberships WHERE member = $1 OR body = $1 \
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, id DESC"
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query).bind(path(id)).fetch_all(c))?;
    rows.into_iter().map(Row::membership).collect()
}

/// Those that stand with some parties of other directories.
pub(in crate::registry) async fn with_foreign(
    tx: &mut Tx,
    addresses: &[&str],
) -> Result<Vec<Membership>> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = on!(tx, |c| async {
        let select = concat!(
            "SELECT ",
            columns!(),
            " FROM memberships WHERE ended_at IS NULL AND (member IN "
        );
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, addresses);
        builder.push(" OR body IN ");
        push_list(&mut builder, addresses);
        builder.push(") ORDER BY id");
        builder.build_query_as().fetch_all(c).await
    })?;
    rows.into_iter().map(Row::membership).collect()
}

pub(in crate::registry) async fn partners(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Vec<Partner>> {
    // A path of ours is `/o/` and the identifier.
    let query = "SELECT o.id, o.name, o.language FROM memberships m \
        JOIN organizations o ON o.id = SUBSTR(m.body, 4) \
        WHERE m.member = $1 AND o.status = 'published' \
        UNION SELECT o.id, o.name, o.language FROM memberships m \
        JOIN organizations o ON o.id = SUBSTR(m.member, 4) \
        WHERE m.body = $1 AND o.status = 'published'";
    on!(tx, |c| sqlx::query_as(query).bind(path(id)).fetch_all(c))
}

/// Paths of members, and to whom each belongs.
pub(in crate::registry) async fn bodies_of(
    tx: &mut Tx,
    members: &[&OrganizationId],
) -> Result<Vec<(String, String)>> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    on!(tx, |c| async {
        let select = "SELECT m.member, m.body FROM memberships m \
            LEFT JOIN organizations o ON o.id = SUBSTR(m.body, 4) AND m.body LIKE '/o/%' \
            WHERE m.role = 'member' AND m.ended_at IS NULL AND m.confirmed_by_member IS NOT NULL \
            AND (m.body NOT LIKE '/o/%' \
                OR (m.confirmed_by_body IS NOT NULL AND o.status = 'published')) \
            AND m.member IN ";
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, members.iter().map(|id| path(id)));
        builder.push(" ORDER BY m.member, m.id");
        builder.build_query_as().fetch_all(c).await
    })
}

/// Forgets the memberships of an organization that is erased.
pub(in crate::registry) async fn delete_all(tx: &mut Tx, id: &OrganizationId) -> Result<()> {
    let statement = "DELETE FROM memberships WHERE member = $1 OR body = $1";
    execute!(tx, sqlx::query(statement).bind(path(id)))?;
    Ok(())
}

fn path(id: &OrganizationId) -> String {
    Party::Own(id.clone()).to_string()
}
