//! How the directory shows itself at this moment: what its office said, over the settings.

use std::sync::{Arc, PoisonError, RwLock};

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
pub(super) struct Present(RwLock<Arc<Shown>>);

impl Present {
    pub(super) async fn read(tx: &mut Tx, settings: &Settings) -> Result<Self> {
        let shown = Shown::read(tx, settings).await?;
        Ok(Self(RwLock::new(Arc::new(shown))))
    }

    pub(super) fn get(&self) -> Arc<Shown> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) async fn read_again(&self, tx: &mut Tx, settings: &Settings) -> Result<()> {
        let shown = Arc::new(Shown::read(tx, settings).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = shown;
        Ok(())
    }
}
