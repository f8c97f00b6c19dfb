//! How an organization shows itself to other servers, on the command line.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::profiles::{self, Choice};
use crate::store::Tx;

/// What is chosen of a profile; what is not given stays as it is.
#[derive(Debug, Default, clap::Args, Serialize, Deserialize)]
pub struct Profile {
    /// Whether other servers may recommend it: true or false.
    #[arg(long, value_name = "BOOL")]
    pub discoverable: Option<bool>,
    /// Whether other servers may find its posts by their words: true or false.
    #[arg(long, value_name = "BOOL")]
    pub indexable: Option<bool>,
}

impl Profile {
    /// Keeps what was chosen.
    pub(super) async fn apply(
        self,
        tx: &mut Tx,
        node: &Node,
        organization: &OrganizationId,
    ) -> Result<()> {
        let choice = Choice {
            discoverable: self.discoverable,
            indexable: self.indexable,
        };
        profiles::choose(tx, &node.clock, organization, choice).await?;
        Ok(())
    }
}
