//! The pages of an organization, with who may open them: a part of the table behind the door.

use super::super::{Entry, MAX_PICTURE, May, get, post};
use super::{
    asking, attestations, draft_photos, drafts, ending, followers, leaving, memberships, messages,
    offers, photos, pictures, replies, show,
};

/// The largest form of an offer: of the letters of some scripts each takes nine signs.
const MAX_WRITTEN: usize = 128 << 10;

/// The pages behind `/my/{organization}`.
pub(in crate::web::signed_in) fn pages() -> Vec<Entry> {
    of_offers().into_iter().chain(of_itself()).collect()
}

/// What it offers and seeks.
fn of_offers() -> Vec<Entry> {
    use May::Representative;
    vec![
        get("/my/{organization}", Representative, show),
        get("/my/{organization}/offers/new", Representative, offers::new),
        get("/my/{organization}/offers", Representative, offers::all),
        post("/my/{organization}/offers", Representative, offers::create).with_body(MAX_WRITTEN),
        get(
            "/my/{organization}/drafts/{draft}",
            Representative,
            drafts::show,
        ),
        post(
            "/my/{organization}/drafts",
            Representative,
            draft_photos::add,
        )
        .with_body(MAX_PICTURE),
        get(
            "/my/{organization}/drafts/{draft}/photo/{photo}",
            Representative,
            draft_photos::show,
        ),
        post(
            "/my/{organization}/drafts/{draft}/photos/change",
            Representative,
            draft_photos::change,
        ),
        post(
            "/my/{organization}/drafts/{draft}/discard",
            Representative,
            drafts::discard,
        ),
        get(
            "/my/{organization}/offers/{offer}",
            Representative,
            offers::show,
        ),
        post(
            "/my/{organization}/offers/{offer}",
            Representative,
            offers::edit,
        )
        .with_body(MAX_WRITTEN),
        post(
            "/my/{organization}/offers/{offer}/close",
            Representative,
            ending::close,
        ),
        post(
            "/my/{organization}/offers/{offer}/withdraw",
            Representative,
            ending::withdraw,
        ),
        post(
            "/my/{organization}/offers/{offer}/photos",
            Representative,
            photos::add,
        )
        .with_body(MAX_PICTURE),
        post(
            "/my/{organization}/offers/{offer}/photos/change",
            Representative,
            photos::change,
        ),
    ]
}

/// Its looks, what is said to it and of it, and how one leaves.
fn of_itself() -> Vec<Entry> {
    use May::Representative;
    vec![
        get(
            "/my/{organization}/pictures",
            Representative,
            pictures::show,
        ),
        post(
            "/my/{organization}/pictures",
            Representative,
            pictures::give,
        )
        .with_body(MAX_PICTURE),
        post(
            "/my/{organization}/pictures/remove",
            Representative,
            pictures::remove,
        ),
        get(
            "/my/{organization}/offers/{offer}/ask",
            Representative,
            asking::show,
        ),
        post(
            "/my/{organization}/offers/{offer}/ask",
            Representative,
            asking::ask,
        ),
        get("/my/{organization}/export", Representative, leaving::export),
        get("/my/{organization}/leave", Representative, leaving::show),
        post("/my/{organization}/leave", Representative, leaving::leave),
        get(
            "/my/{organization}/attestations",
            Representative,
            attestations::list,
        ),
        post(
            "/my/{organization}/attestations",
            Representative,
            attestations::appeal,
        ),
        get("/my/{organization}/replies", Representative, replies::list),
        post(
            "/my/{organization}/replies",
            Representative,
            replies::decide,
        ),
        get(
            "/my/{organization}/followers",
            Representative,
            followers::list,
        ),
        post(
            "/my/{organization}/followers",
            Representative,
            followers::settle,
        ),
        get(
            "/my/{organization}/memberships",
            Representative,
            memberships::list,
        ),
        post(
            "/my/{organization}/memberships",
            Representative,
            memberships::decide,
        ),
        post(
            "/my/{organization}/messages/{message}/settle",
            Representative,
            messages::settle,
        ),
        get(
            "/my/{organization}/messages",
            Representative,
            messages::list,
        ),
        get(
            "/my/{organization}/messages/{message}",
            Representative,
            messages::show,
        ),
        post(
            "/my/{organization}/messages/{message}",
            Representative,
            messages::answer,
        ),
        post(
            "/my/{organization}/messages/{message}/erase",
            Representative,
            messages::erase,
        ),
        post(
            "/my/{organization}/messages/{message}/end",
            Representative,
            messages::end,
        ),
    ]
}
