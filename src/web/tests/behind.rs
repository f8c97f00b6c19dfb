//! What stands behind the door, for those who try its pages: an organization with something of
//! everything, what the office works at, and what is a person's own.

use std::io::Cursor;

use super::*;
use crate::conversation::messages::{self, Kind, Message};
use crate::conversation::replies::{self, Parent, Said};
use crate::conversation::{Person as Author, Taken};
use crate::id::{
    AccountId, BatchId, BroughtFileId, DraftId, MessageId, PasskeyId, ReplyId, SessionId,
};
use crate::offers::drafts;
use crate::people::{self, Account, Role, representation, session};
use crate::pictures::given_testing::png;
use crate::pictures::{Given, Role as Place};
use crate::registry::import::brought::{self, Ceiling};
use crate::registry::import::{self, Choice, Mapping, Options};
use crate::store::execute;

/// A password that is taken.
pub(super) const WORD: &str = "cuatro lunas comen cal";

const TABLE: &str = "Folio;Nombre;Web\n1;Ash;https://one.example\n";
const MAPPING: &str = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
    [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\nwebsite = \"Web\"\n";

/// An organization with something of everything that stands behind it.
pub(super) struct Own {
    pub(super) organization: Organization,
    pub(super) offer: OfferId,
    pub(super) draft: DraftId,
    /// A photo of the draft, where it was shown one.
    pub(super) photo: String,
    pub(super) message: MessageId,
}

/// What is a person's own.
pub(super) struct Personal {
    pub(super) account: AccountId,
    pub(super) session: SessionId,
    pub(super) passkey: PasskeyId,
}

/// What the office works at.
pub(super) struct Desk {
    pub(super) file: BroughtFileId,
    pub(super) batch: BatchId,
    pub(super) reply: ReplyId,
    /// Somebody whose account it may change.
    pub(super) account: AccountId,
}

/// The address of a page with something in the place of each name of the table.
pub(super) fn filled(path: &str, own: &Own, personal: &Personal, desk: &Desk) -> String {
    let filled = path
        .replace("{organization}", own.organization.id.as_str())
        .replace("{record}", own.organization.id.as_str())
        .replace("{offer}", own.offer.as_str())
        .replace("{draft}", own.draft.as_str())
        .replace("{photo}", &own.photo)
        .replace("{message}", own.message.as_str())
        .replace("{session}", personal.session.as_str())
        .replace("{passkey}", personal.passkey.as_str())
        .replace("{account}", desk.account.as_str())
        .replace("{file}", desk.file.as_str())
        .replace("{batch}", desk.batch.as_str())
        .replace("{reply}", desk.reply.as_str());
    assert!(
        !filled.contains('{'),
        "{path}: say here what stands for its ids"
    );
    filled
}

impl Site {
    pub(super) async fn account(&self, name: &str, role: Option<Role>) -> Account {
        let draft = people::Draft {
            mail: format!("{name}@people.example"),
            name: name.to_owned(),
            language: "en".to_owned(),
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let made = people::add(&mut tx, &self.node.clock, draft, role, None).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    /// Signs somebody in; gives the cookie and the session.
    pub(super) async fn session(&self, account: &Account) -> (String, SessionId) {
        let mut tx = self.node.db.begin().await.unwrap();
        let clock = &self.node.clock;
        let secret = session::begin(&mut tx, clock, &account.id, "test").await;
        let secret = secret.unwrap();
        let person = session::find(&mut tx, clock, &secret).await.unwrap();
        tx.commit().await.unwrap();
        (
            format!("__Host-session={secret}"),
            person.unwrap().session.id,
        )
    }

    /// Somebody signed in, with a passkey of theirs.
    pub(super) async fn personal(&self, account: &Account) -> (String, Personal) {
        let (cookie, session) = self.session(account).await;
        let passkey = PasskeyId::new(&self.node.clock);
        let statement = "INSERT INTO passkeys (id, account, credential_id, credential, name, \
            added_at) VALUES ($1, $2, $1, '{}', 'key', 0)";
        let mut tx = self.node.db.begin().await.unwrap();
        execute!(tx, sqlx::query(statement).bind(&passkey).bind(&account.id)).unwrap();
        tx.commit().await.unwrap();
        let account = account.id.clone();
        let personal = Personal {
            account,
            session,
            passkey,
        };
        (cookie, personal)
    }

    pub(super) async fn own(&self, name: &str, by: &Account) -> Own {
        let organization = self.organization(name, true).await;
        let offer = self.offer(&organization, name).await.id;
        let clock = &self.node.clock;
        let now = clock.now();
        let message = Message {
            id: MessageId::new(clock),
            organization: Some(organization.id.clone()),
            kind: Kind::Direct,
            note: format!("https://social.example/notes/{name}"),
            activity: format!("https://social.example/activities/{name}"),
            recipient: organization.path(),
            correspondent: eva(),
            content: format!("<p>To {name}</p>"),
            language: None,
            in_reply_to: None,
            published_at: now,
            received_at: now,
        };
        let mut tx = self.node.db.begin().await.unwrap();
        messages::put(&mut tx, &message).await.unwrap();
        let begun = drafts::Basis {
            id: DraftId::new(clock),
            version: None,
        };
        let fields = drafts::Fields::new();
        drafts::keep(&mut tx, clock, &organization.id, &begun, fields)
            .await
            .unwrap();
        representation::add(&mut tx, clock, &by.id, &organization.id, "vocal")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Own {
            organization,
            offer,
            draft: begun.id,
            photo: "none".to_owned(),
            message: message.id,
        }
    }

    /// Has an organization's draft show a photo, of a colour of its own.
    pub(super) async fn show_photo(&self, own: &mut Own, shade: u8) {
        let given = Given::read(png(64, 64, shade).into(), None, Place::Photo).await;
        let given = given.unwrap();
        let of = (&own.organization.id, &own.draft);
        let alt = LanguageMap::of("es", "Una taza").unwrap();
        let mut tx = self.node.db.begin().await.unwrap();
        drafts::photos::add(&mut tx, &self.node.clock, of, &given, &alt)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        given.digest().clone_into(&mut own.photo);
    }

    /// A file that was brought, an import that was made, and an answer to an offer.
    pub(super) async fn desk(&self, offer: &OfferId, account: &Account) -> Desk {
        let mapping = Mapping::read(MAPPING).unwrap();
        let (db, clock) = (&self.node.db, &self.node.clock);
        let reading = import::open_mapped(table(), "padron.csv", &Choice::default(), &mapping);
        let (reading, options) = (reading.unwrap(), Options::default());
        import::import(db, clock, reading, options, &mut |_, _| {})
            .await
            .unwrap();
        let made = import::list(db, 1).await.unwrap();
        Desk {
            file: self.brought_file().await,
            batch: made[0].batch.clone(),
            reply: self.reply(offer).await,
            account: account.id.clone(),
        }
    }

    /// A register's file that somebody brought.
    pub(super) async fn brought_file(&self) -> BroughtFileId {
        let id = BroughtFileId::new(&self.node.clock);
        let folder = self.node.settings.dir.join("brought");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(id.as_str()), TABLE).unwrap();
        let guess = import::open_guess(table(), "padron.csv", &Choice::default()).unwrap();
        let ceiling = Ceiling {
            files: u32::MAX,
            bytes: u64::MAX,
        };
        let (named, now) = (("padron.csv", TABLE.len() as u64), self.node.clock.now());
        let mut tx = self.node.db.begin().await.unwrap();
        brought::bring(&mut tx, &id, named, Some(&guess), ceiling, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn reply(&self, offer: &OfferId) -> ReplyId {
        let (clock, rules) = (&self.node.clock, &self.node.settings.conversation);
        let said = Said {
            note: "https://social.example/notes/reply".to_owned(),
            parent: Parent::Offer(offer.clone()),
            author: eva(),
            content: "<p>Hola</p>".to_owned(),
            language: None,
            url: "https://social.example/notes/reply".to_owned(),
            published_at: clock.now(),
            updated_at: clock.now(),
        };
        let mut tx = self.node.db.begin().await.unwrap();
        let taken = replies::receive(&mut tx, clock, said, rules, false).await;
        tx.commit().await.unwrap();
        let Taken::Kept(kept) = taken.unwrap() else {
            panic!("the answer was not kept");
        };
        kept.id
    }
}

fn table() -> Cursor<&'static [u8]> {
    Cursor::new(TABLE.as_bytes())
}

fn eva() -> Author {
    Author {
        id: "https://social.example/u/eva".to_owned(),
        name: None,
        handle: Some("eva".to_owned()),
        host: "social.example".to_owned(),
    }
}
