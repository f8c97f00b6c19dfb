//! Deliveries arrive once, in order, and what does not arrive is neither lost nor in the
//! way of others.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod ceiling;
mod gone;
mod harness;
mod keeper;
mod order;
mod running;
mod trouble;
