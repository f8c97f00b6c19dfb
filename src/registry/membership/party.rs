//! One side of a membership: an organization of ours, or another directory's record.

use serde::{Serialize, Serializer};
use url::Url;

use super::Speaker;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::registry;
use crate::store::Tx;
use crate::text;

const MAX_ADDRESS: usize = 500;
const ADDRESS: &str = "write the address of a record, such as https://other.example/o/…";

/// One side of a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// An organization of this directory.
    Own(OrganizationId),
    /// A record of another directory, by its address.
    Foreign(String),
}

impl Party {
    /// The organization that people name by its handle, its identifier or its address;
    /// `base` is the address of this directory, without a slash at its end.
    ///
    /// # Errors
    /// [`Error::NotFound`] when this directory has no such organization, [`Error::Invalid`]
    /// when an address is none of the web.
    pub async fn find(tx: &mut Tx, base: &str, name: &str) -> Result<Self> {
        let mut path = name.to_owned();
        if name.contains("://") {
            let url = Url::parse(name).map_err(|_error| Error::invalid("address", ADDRESS))?;
            let base = Url::parse(base).map_err(Error::internal)?;
            if !is_of(&base, &url) {
                return Self::foreign(url);
            }
            url.path().clone_into(&mut path);
        }
        let path = path.trim_start_matches("/o/");
        let found = registry::find(tx, path.trim_start_matches(['/', '@'])).await;
        match found {
            Ok(found) => Ok(Self::Own(found.id)),
            // As it was written, whether or not there is one that is not shown.
            Err(Error::NotFound(_)) => Err(Error::NotFound(format!("organization {name:?}"))),
            Err(error) => Err(error),
        }
    }

    /// The organization that somebody names as the other side. Whether a record exists that is
    /// not public is no other organization's business.
    ///
    /// # Errors
    /// Those of [`Party::find`].
    pub async fn named(tx: &mut Tx, base: &str, name: &str, by: &Speaker) -> Result<Self> {
        let party = Self::find(tx, base, name).await?;
        if let (Self::Own(id), Speaker::Organization(_)) = (&party, by)
            && !registry::get(tx, id).await?.is_public()
        {
            return Err(Error::NotFound(format!("organization {name:?}")));
        }
        Ok(party)
    }

    fn foreign(mut url: Url) -> Result<Self> {
        if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none() {
            return Err(Error::invalid("address", ADDRESS));
        }
        url.set_fragment(None);
        text::within("address", url.as_str(), MAX_ADDRESS)?;
        Ok(Self::Foreign(url.into()))
    }

    /// The side as it is kept: a path of ours, or another's address.
    pub(in crate::registry) fn read(kept: &str) -> Result<Self> {
        match kept.strip_prefix("/o/") {
            Some(id) => OrganizationId::parse(id).map(Self::Own),
            None => Ok(Self::Foreign(kept.to_owned())),
        }
    }

    /// The side as an address; `base` is that of this directory.
    pub fn address(&self, base: &str) -> String {
        match self {
            Self::Own(_) => format!("{base}{self}"),
            Self::Foreign(address) => address.clone(),
        }
    }
}

impl std::fmt::Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Own(id) => write!(f, "/o/{id}"),
            Self::Foreign(address) => f.write_str(address),
        }
    }
}

impl Serialize for Party {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Whether an address is one of this directory, however it is spelled: the scheme and the
/// name of a host are read without regard to case, and so are a usual port and a dot at the
/// name's end.
fn is_of(base: &Url, url: &Url) -> bool {
    let host = |url: &Url| {
        url.host_str()
            .map(|host| host.trim_end_matches('.').to_owned())
    };
    let is_usual = |url: &Url| matches!(url.port_or_known_default(), Some(80 | 443));
    let is_one_port = url.port_or_known_default() == base.port_or_known_default();
    host(url) == host(base) && (is_one_port || (is_usual(url) && is_usual(base)))
}
