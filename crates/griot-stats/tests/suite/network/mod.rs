//! Laws and published answers for coordinated networks.

mod co_share;
mod compat;
mod sample;
