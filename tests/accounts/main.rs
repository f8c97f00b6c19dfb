//! Letters by mail, people's accounts, and the pages behind them.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

mod account;
mod admin;
/// What visitors say is wrong in a record.
mod amending;
mod back;
/// To whom organizations belong, begun from pages.
mod belonging;
/// What shows that somebody reads the letters to their address.
mod confirmed;
/// What did not arrive.
mod deliveries;
/// A device that keeps a passkey.
mod device;
mod door;
mod drafts;
/// What the office sees of a record, and its end.
mod erasing;
mod house;
/// How the office says that a file is to be imported.
mod import_form;
mod imports;
/// Organizations and partners that want to take part.
mod joining;
mod leaving;
mod mail;
mod my;
mod passkeys;
#[path = "../support/postbox.rs"]
mod postbox;
/// Relays.
mod relays;
/// Who represents an organization, named by the office.
mod represented;
/// Searches that are saved for a mail address.
mod saved;
mod second;
/// Pages that a secret in their address opens.
mod secrets;
mod suggested;
/// What the office is told of by letter.
mod told;
/// What was typed into forms that cannot be taken.
mod typed;
/// What was typed on pages whose session had ended.
mod unsaved;
/// How much visitors without an account write, and are written.
mod visited;
/// Visitors without an account.
mod visits;
mod waiting;
