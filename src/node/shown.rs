//! How the directory shows itself at this moment: what its office said, over the settings.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

use crate::activitypub::keyring;
use crate::error::Result;
use crate::pictures::{self, Picture, Role};
use crate::settings::Settings;
use crate::site::{self, Site};
use crate::store::Tx;
use crate::text::LanguageMap;

/// What is shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What the office said.
    pub site: Site,
    /// The settings with what the office said in their place: its name, its languages.
    pub settings: Settings,
    /// The sign that the office gave.
    pub logo: Option<Picture>,
}

impl Shown {
    /// What is shown where the office said nothing.
    pub fn as_set(settings: &Settings) -> Self {
        Self {
            site: Site::default(),
            settings: settings.clone(),
            logo: None,
        }
    }

    /// A text as a reader of these languages understands it best, with its language: in one of
    /// theirs, else in one of the directory's.
    pub fn said<'s>(
        &'s self,
        texts: &'s LanguageMap,
        languages: &[String],
    ) -> Option<(&'s str, &'s str)> {
        let order: Vec<&String> = languages.iter().chain(&self.settings.languages).collect();
        texts.pick(&order)
    }

    async fn read(tx: &mut Tx, settings: &Settings) -> Result<Self> {
        let site = site::get(tx).await?;
        let icon = pictures::at(tx, keyring::NODE, Role::Icon).await?;
        Ok(Self {
            settings: site.over(settings),
            logo: icon.filter(|icon| icon.is_given).map(|icon| icon.picture),
            site,
        })
    }
}

/// The present one, for everybody who shows something.
#[derive(Debug)]
pub(super) struct Present {
    shown: RwLock<Arc<Shown>>,
    /// Whoever reads it again does so alone, or what was read before a change might stay.
    turn: Mutex<()>,
}

impl Present {
    pub(super) async fn read(tx: &mut Tx, settings: &Settings) -> Result<Self> {
        let shown = Shown::read(tx, settings).await?;
        Ok(Self {
            shown: RwLock::new(Arc::new(shown)),
            turn: Mutex::default(),
        })
    }

    pub(super) fn get(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// `tx` has read nothing yet, so that it sees what is kept when its turn comes.
    pub(super) async fn read_again(&self, tx: &mut Tx, settings: &Settings) -> Result<()> {
        let _turn = self.turn.lock().await;
        let shown = Arc::new(Shown::read(tx, settings).await?);
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;
    use crate::clock::{Clock, Timestamp};
    use crate::node::Node;
    use crate::store::testing;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn of_many_who_change_it_at_once_the_last_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        let url = testing::fresh_url(folder.path()).await.unwrap();
        let text = format!("public_url = \"https://a.example\"\n[database]\nurl = \"{url}\"\n");
        let settings = Settings::read(&text, "test", folder.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let node = Node::open(settings, clock).await.unwrap();
        let change = async || {
            let mut tx = node.db.begin().await.unwrap();
            tx.lock_row("site", "site").await.unwrap();
            let present = site::get(&mut tx).await.unwrap();
            site::change(&mut tx, present).await.unwrap();
            tx.commit().await.unwrap();
            node.read_shown().await.unwrap();
        };
        join_all((0..20).map(|_| change())).await;
        assert_eq!(node.shown().site.version, 20);
    }
}
