//! What is counted as it happens, for the programs that watch over a node.

use std::time::Duration;

use http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

/// What is said of requests whose address leads to no route, and of their methods: strangers
/// must not make a series for each word that they think of.
const NONE: &str = "none";

/// An answer, by what was asked: never an address as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: &'static str,
    route: String,
    status: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reception {
    outcome: &'static str,
}

/// What became of an activity at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is kept, to be given its effect.
    Kept,
    /// It is of a type that has no effect here, and is not kept.
    Unknown,
    /// It was turned away, with the reason in the answer.
    Refused,
}

/// The counts since the start.
#[derive(Debug)]
pub struct Measures {
    answers: Family<Answer, Counter>,
    took: Family<Route, Histogram, fn() -> Histogram>,
    received: Family<Reception, Counter>,
}

impl Default for Measures {
    fn default() -> Self {
        // From a millisecond to sixteen seconds: an answer takes 30 at most.
        let took = || Histogram::new(exponential_buckets(0.001, 4.0, 8));
        Self {
            answers: Family::default(),
            took: Family::new_with_constructor(took),
            received: Family::default(),
        }
    }
}

impl Measures {
    /// Counts an answer. `route` is the pattern that the address matched, if any.
    pub fn answered(&self, method: &Method, route: Option<&str>, status: u16, took: Duration) {
        let route = route.unwrap_or(NONE).to_owned();
        let answer = Answer {
            method: known(method),
            route: route.clone(),
            status: status.into(),
        };
        self.answers.get_or_create(&answer).inc();
        let took = took.as_secs_f64();
        self.took.get_or_create(&Route { route }).observe(took);
    }

    /// Counts an activity that came to an inbox.
    pub fn received(&self, received: Received) {
        let outcome = match received {
            Received::Kept => "kept",
            Received::Unknown => "unknown",
            Received::Refused => "refused",
        };
        self.received.get_or_create(&Reception { outcome }).inc();
    }

    /// Names the counts in a list of figures.
    pub fn register(&self, figures: &mut Registry) {
        figures.register(
            "http_answers",
            "Answers to requests, by method, route and status",
            self.answers.clone(),
        );
        figures.register_with_unit(
            "http_answer",
            "How long it took until an answer began, by route",
            Unit::Seconds,
            self.took.clone(),
        );
        figures.register(
            "received_activities",
            "Activities that came to an inbox: kept for their effect, of an unknown type, refused",
            self.received.clone(),
        );
    }
}

/// Methods that are asked for here.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => NONE,
    }
}
