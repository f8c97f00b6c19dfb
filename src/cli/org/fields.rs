//! What can be said of an organization on the command line, besides its name and type.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::{Error, Result};
use crate::place::{Point, Territory};
use crate::registry::{Contact, ContactKind, Draft};
use crate::vocabulary::{MembershipBase, Scope, Sector};

/// The fields of a record; what is not given stays as it is.
#[derive(Debug, Default, clap::Args, Serialize, Deserialize)]
pub struct Fields {
    /// The handle that it wishes for; free to choose until the first publication.
    #[arg(long)]
    pub handle: Option<String>,
    /// A few sentences about it, in the language of --lang.
    #[arg(long)]
    pub summary: Option<String>,
    /// Its legal form, in the country's own words.
    #[arg(long)]
    pub legal_form: Option<String>,
    /// Who its members are, such as workers or consumers.
    #[arg(long)]
    pub members: Option<MembershipBase>,
    /// What it works in (ISIC rev. 4), the main activity first; may be given several times.
    #[arg(long = "sector", value_name = "CODE")]
    pub sectors: Vec<Sector>,
    /// A theme that it gives itself to; may be given several times.
    #[arg(long = "theme", value_name = "THEME")]
    pub themes: Vec<String>,
    /// Where it belongs: ES, ES-CT, or the Wikidata id of a municipality.
    #[arg(long)]
    pub territory: Option<Territory>,
    /// How far its work reaches: local, regional, national or international.
    #[arg(long)]
    pub scope: Option<Scope>,
    /// The country of its address, as two letters.
    #[arg(long)]
    pub country: Option<String>,
    /// The province, state or county of its address.
    #[arg(long)]
    pub region: Option<String>,
    /// The town of its address.
    #[arg(long)]
    pub locality: Option<String>,
    /// The street of its address.
    #[arg(long)]
    pub street: Option<String>,
    /// The postal code of its address.
    #[arg(long)]
    pub postal_code: Option<String>,
    /// Degrees north.
    #[arg(long, requires = "longitude", allow_negative_numbers = true)]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[arg(long, requires = "latitude", allow_negative_numbers = true)]
    pub longitude: Option<f64>,
    /// Its site.
    #[arg(long, value_name = "URL")]
    pub website: Option<Url>,
    /// A mail address; hidden without --show-contacts.
    #[arg(long)]
    pub email: Option<String>,
    /// A telephone number; hidden without --show-contacts.
    #[arg(long)]
    pub phone: Option<String>,
    /// Let everybody see the contacts given here.
    #[arg(long)]
    pub show_contacts: bool,
    /// The day it was founded.
    #[arg(long, value_name = "DAY")]
    pub founded: Option<Date>,
}

impl Fields {
    /// Writes what was given into a draft; texts in the language `lang`.
    pub(super) fn write(self, draft: &mut Draft, lang: &str) -> Result<()> {
        draft.handle = self.handle;
        if let Some(summary) = self.summary {
            draft.summaries.insert(lang, &summary)?;
        }
        let place = &mut draft.place;
        for (field, given) in [
            (&mut draft.legal_form, self.legal_form),
            (&mut place.country, self.country),
            (&mut place.region, self.region),
            (&mut place.locality, self.locality),
            (&mut place.street, self.street),
            (&mut place.postal_code, self.postal_code),
        ] {
            if given.is_some() {
                *field = given;
            }
        }
        match (self.latitude, self.longitude) {
            (Some(latitude), Some(longitude)) => {
                place.point = Some(Point {
                    latitude,
                    longitude,
                });
            }
            (None, None) => {}
            _ => {
                return Err(Error::invalid(
                    "latitude",
                    "goes with --longitude; give both",
                ));
            }
        }
        if !self.sectors.is_empty() {
            draft.sectors = self.sectors;
        }
        if !self.themes.is_empty() {
            draft.themes = self.themes;
        }
        draft.membership_base = self.members.or(draft.membership_base);
        draft.territory = self.territory.or_else(|| draft.territory.take());
        draft.scope = self.scope.or(draft.scope);
        draft.website = self.website.or_else(|| draft.website.take());
        draft.founded_on = self.founded.or(draft.founded_on);
        for (kind, value) in [
            (ContactKind::Email, self.email),
            (ContactKind::Phone, self.phone),
        ] {
            if let Some(value) = value {
                draft.contacts.retain(|contact| contact.kind != kind);
                draft.contacts.push(Contact {
                    kind,
                    value,
                    public: self.show_contacts,
                });
            }
        }
        Ok(())
    }
}
