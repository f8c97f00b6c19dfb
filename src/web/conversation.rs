//! What people of other servers say of an offer or need, as its page shows it: the answers
//! that somebody approved, and how many like it or passed it on.

use super::reader::Reader;
use super::views;
use crate::conversation::reactions;
use crate::conversation::replies::{self, Filter, Reply, State};
use crate::error::Result;
use crate::id::OfferId;
use crate::store::Tx;

/// How many answers a page shows; the rest is behind the address that programs read.
const SHOWN: usize = 100;

/// What a page shows of it.
#[derive(Debug)]
pub(super) struct Conversation {
    pub(super) replies: Vec<ReplyItem>,
    /// How many there are, also those that are not shown.
    pub(super) count: i64,
    /// How many like it and passed it on, in words; empty when nobody did.
    pub(super) reactions: Vec<String>,
}

/// An answer that everybody sees.
#[derive(Debug)]
pub(super) struct ReplyItem {
    pub(super) name: String,
    pub(super) account: Option<String>,
    pub(super) host: String,
    pub(super) address: String,
    pub(super) on: String,
    pub(super) language: String,
    /// Whether it answers another answer.
    pub(super) is_below: bool,
    /// Harmless HTML, sanitised before it was kept.
    pub(super) content: String,
}

impl Conversation {
    /// What is said of an offer or need.
    pub(super) async fn of(tx: &mut Tx, reader: &Reader, offer: &OfferId) -> Result<Self> {
        let filter = Filter {
            offer: Some(offer.clone()),
            state: Some(State::Approved),
            ..Filter::default()
        };
        let shown = replies::list(tx, &filter, None, SHOWN).await?.items;
        let counts = reactions::counts(tx, offer).await?;
        let words = reader.words;
        let told = [
            (words.say("likes"), counts.likes),
            (words.say("shares"), counts.shares),
        ];
        Ok(Self {
            count: replies::count_approved(tx, offer).await?,
            replies: shown.into_iter().map(ReplyItem::from).collect(),
            reactions: told
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(word, count)| words.labelled(word, &count.to_string()))
                .collect(),
        })
    }
}

impl From<Reply> for ReplyItem {
    fn from(reply: Reply) -> Self {
        let author = reply.author;
        let account = author
            .handle
            .map(|handle| format!("@{handle}@{}", author.host));
        Self {
            name: author
                .name
                .or_else(|| account.clone())
                .unwrap_or_else(|| author.host.clone()),
            account,
            host: author.host,
            address: reply.url,
            on: views::day(reply.published_at),
            language: reply.language.unwrap_or_default(),
            is_below: reply.depth > 0,
            content: reply.content,
        }
    }
}
