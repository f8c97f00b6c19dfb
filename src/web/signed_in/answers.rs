//! What people of other servers answered, as those see it who decide of it: which waits, which
//! everybody sees, which nobody does. Whoever decides may decide otherwise later.

use serde::Deserialize;

use crate::conversation::Person as Author;
use crate::conversation::replies::{Filter, Reply, State as Seen};
use crate::error::Result;
use crate::id::{OrganizationId, ReplyId};
use crate::text;
use crate::web::views;
use crate::words::Words;

/// How many answers a page shows.
pub(super) const A_PAGE: usize = 50;

/// What the address of a list asks.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    state: Option<String>,
    /// The cursor of the page before.
    pub(super) after: Option<String>,
}

impl Asked {
    /// Which list is asked for.
    pub(super) fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }
}

/// One of the lists under a path.
#[derive(Debug)]
pub(super) struct List {
    path: String,
    seen: Seen,
}

impl List {
    /// The one that is asked for; those that wait when none is.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::error::Error::Invalid) about `state`.
    pub(super) fn chosen(path: impl Into<String>, state: Option<&str>) -> Result<Self> {
        let state = state.filter(|state| !state.is_empty());
        Ok(Self {
            path: path.into(),
            seen: state.map_or(Ok(Seen::Waiting), str::parse)?,
        })
    }

    /// What stands in it, of everybody or of one organization.
    pub(super) fn filter(&self, organization: Option<OrganizationId>) -> Filter {
        Filter {
            organization,
            state: Some(self.seen),
            ..Filter::default()
        }
    }

    /// What is asked for in its address beside the cursor.
    pub(super) fn query(&self) -> Vec<(&'static str, &str)> {
        match self.seen {
            Seen::Waiting => Vec::new(),
            other => vec![("state", other.as_str())],
        }
    }

    /// Where all lists are, without what one of them asks.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Where it is.
    pub(super) fn address(&self) -> String {
        self.address_of(self.seen)
    }

    fn address_of(&self, seen: Seen) -> String {
        match seen {
            Seen::Waiting => self.path.clone(),
            other => format!("{}?state={other}", self.path),
        }
    }

    /// All lists: address, name, whether it is this one.
    pub(super) fn all(&self, words: &'static Words) -> [(String, &'static str, bool); 3] {
        [
            (Seen::Waiting, words.say("replies-waiting")),
            (Seen::Approved, words.say("replies-shown")),
            (Seen::Hidden, words.say("replies-hidden")),
        ]
        .map(|(seen, name)| (self.address_of(seen), name, seen == self.seen))
    }

    /// What it is called.
    pub(super) fn title(&self, words: &'static Words) -> &'static str {
        let this = self.all(words).into_iter().find(|(_, _, is_this)| *is_this);
        this.map_or("", |(_, name, _)| name)
    }

    /// What a form sends back, so that its list is shown again.
    pub(super) fn state(&self) -> &'static str {
        self.seen.as_str()
    }

    /// Whether an answer of it can be shown.
    pub(super) fn may_show(&self) -> bool {
        self.seen != Seen::Approved
    }

    /// Whether it can be hidden.
    pub(super) fn may_hide(&self) -> bool {
        self.seen != Seen::Hidden
    }
}

/// An answer as those see it who decide of it.
pub(super) struct ReplyItem {
    pub(super) id: ReplyId,
    pub(super) author: String,
    /// The page of what it answers.
    pub(super) offer: String,
    /// What it says, without markup.
    pub(super) text: String,
    pub(super) written: String,
    pub(super) language: String,
}

impl ReplyItem {
    pub(super) fn of(reply: Reply) -> Self {
        Self {
            author: account(&reply.author),
            offer: reply.offer.path(),
            text: text::from_html(&reply.content),
            written: views::day(reply.published_at),
            language: reply.language.unwrap_or_default(),
            id: reply.id,
        }
    }
}

/// An account as people write it.
fn account(author: &Author) -> String {
    match &author.handle {
        Some(handle) => format!("@{handle}@{}", author.host),
        None => author.id.clone(),
    }
}
