//! Offers and needs as things: `schema:Offer` and `schema:Demand`.

use super::organization::{area, own};
use super::terms::{Class, Term};
use super::thing::Thing;
use crate::clock::Timestamp;
use crate::offers::{Offer, Purpose};

/// An offer or need as a thing that names who makes it.
pub(in crate::export) fn offer(base: &str, offer: &Offer) -> Thing {
    let mut thing = described(base, offer);
    let by = match offer.stated.purpose {
        Purpose::Offer => Term::OfferedBy,
        Purpose::Need => Term::SoughtBy,
    };
    let path = offer.organization.path();
    thing.link(by, Some(own(base, &path)));
    thing
}

/// How an organization is bound to it.
pub(super) fn relation(offer: &Offer) -> Term {
    match offer.stated.purpose {
        Purpose::Offer => Term::MakesOffer,
        Purpose::Need => Term::Seeks,
    }
}

/// An offer or need as its organization's own record shows it.
pub(super) fn described(base: &str, offer: &Offer) -> Thing {
    let stated = &offer.stated;
    let class = match stated.purpose {
        Purpose::Offer => Class::Offer,
        Purpose::Need => Class::Demand,
    };
    let mut thing = Thing::new(own(base, &offer.path()), &[class]);
    thing.say_texts(Term::Name, &stated.titles);
    thing.say_texts(Term::Description, &stated.texts);
    thing.say_texts(Term::Conditions, &stated.conditions);
    thing.say(Term::What, &stated.what);
    thing.say(Term::Terms, &stated.terms);
    thing.say_if(Term::Aim, stated.aim);
    if let Some(territory) = &stated.territory {
        thing.nest(Term::AreaServed, area(base, territory));
    }
    if let Some(quantity) = stated.quantity {
        let mut amount = Thing::new(thing.part("quantity"), &[Class::QuantitativeValue]);
        amount.say(Term::Amount, &quantity);
        amount.say_if(Term::UnitText, stated.unit.as_ref());
        thing.nest(Term::InventoryLevel, amount);
    }
    let until = stated.valid_until;
    thing.say_if(Term::ValidThrough, until.map(Timestamp::to_rfc3339));
    thing.say(Term::State, &offer.state.as_str());
    thing.say(Term::Created, &offer.created_at.to_rfc3339());
    thing.say(Term::Modified, &offer.updated_at.to_rfc3339());
    thing
}
