//! Results and days of elections, measured series, partners of trade, missions, memberships, treaties, independence, places.
//!
//! Each is a plain table of facts of one or two publishers; nothing is joined by resemblance here, only
//! by the codes of countries.

pub(super) mod election_days;
pub(super) mod facts_of_states;
pub(super) mod places;
pub(super) mod refugees;
pub(super) mod results;
pub(super) mod series;
pub(super) mod trade;
