//! Laws and published answers for coordinated networks.

mod co_share;
mod communities;
mod compat;
mod layout;
mod null;
mod sample;
mod validation;
mod window;
