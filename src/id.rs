//! Identifiers: one type for each noun, so that one cannot stand where another belongs.
//!
//! All are `UUIDv7` (RFC 9562 §5.7) in lower-case text: sortable by birth, never reused,
//! and saying nothing of how many there are.

use serde::{Deserialize, Serialize};
use uuid::{NoContext, Uuid};

use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $noun:literal) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
        )]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new identifier, born at the clock's present moment.
            pub fn new(clock: &Clock) -> Self {
                Self(mint(clock))
            }

            /// Reads an identifier as it stands in an address.
            ///
            /// # Errors
            /// [`Error::NotFound`] when it is no UUID in lower-case hyphenated form, since
            /// nothing can exist under it.
            pub fn parse(text: &str) -> Result<Self> {
                match Uuid::try_parse(text) {
                    Ok(uuid) if uuid.hyphenated().to_string() == text => Ok(Self(text.to_owned())),
                    _ => Err(Error::NotFound(format!("{} {text:?}", $noun))),
                }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                Self::parse(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// A fresh `UUIDv7` in text.
pub fn mint(clock: &Clock) -> String {
    let now = clock.now();
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    let nanos = u32::try_from(now.0.rem_euclid(1000)).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos))
        .hyphenated()
        .to_string()
}

/// When an identifier was made; `None` of what is no `UUIDv7`.
pub fn born(id: &str) -> Option<Timestamp> {
    let at = Uuid::try_parse(id).ok()?.get_timestamp()?;
    let (seconds, nanos) = at.to_unix();
    let seconds = i64::try_from(seconds).ok()?;
    Some(Timestamp(seconds * 1000 + i64::from(nanos / 1_000_000)))
}

impl OrganizationId {
    /// Its path under the node's address, which is also its actor's once it is active.
    pub fn path(&self) -> String {
        format!("/o/{self}")
    }
}

impl OfferId {
    /// Its path under the node's address.
    pub fn path(&self) -> String {
        format!("/offers/{self}")
    }
}

impl DraftId {
    /// The path under which its photos are kept; nothing is shown there.
    pub fn path(&self) -> String {
        format!("/drafts/{self}")
    }
}

id!(
    /// An organization, listed or active: `/o/{id}`.
    OrganizationId, "organization"
);
id!(
    /// An offer or a need: `/offers/{id}`.
    OfferId, "offer"
);
id!(
    /// An offer or need that somebody has begun to write.
    DraftId, "draft"
);
id!(
    /// An import, which can be looked up and later undone as a whole.
    BatchId, "import"
);
id!(
    /// A register's file that an office brought to its pages.
    BroughtFileId, "file"
);
id!(
    /// Somebody's word about an organization.
    AttestationId, "attestation"
);
id!(
    /// A dated relation between two organizations.
    MembershipId, "membership"
);
id!(
    /// A link by which a representative takes a record over.
    ClaimId, "claim"
);
id!(
    /// A passkey, by which its owner takes it away.
    PasskeyId, "passkey"
);
id!(
    /// Somebody's answer to an offer or need.
    ReplyId, "reply"
);
id!(
    /// A message to or from an organization, or a public word that names it.
    MessageId, "message"
);
id!(
    /// A report to this directory, or from it to another server.
    ReportId, "report"
);
id!(
    /// A person who signs in.
    AccountId, "account"
);
id!(
    /// An organization or partner that wants to take part.
    ApplicationId, "application"
);
id!(
    /// What a visitor says is wrong in a record.
    AmendmentId, "amendment"
);
id!(
    /// A visitor without an account who writes about an offer or need.
    VisitId, "visit"
);
id!(
    /// Where a person is signed in.
    SessionId, "session"
);
