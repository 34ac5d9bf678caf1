//! Who shares the same things at nearly the same time?
//!
//! Accounts that share one object within a short window of each other are joined by an edge. The
//! rooms below answer, in this order: which edges there are ([`co_share`]), what the published tools
//! would make of the same rows ([`compat`]), what stands behind one edge ([`evidence`]), which window
//! the data suggest ([`window`]), what chance alone would give ([`null`], [`validation`]), and which
//! accounts belong together ([`communities`]).
//!
//! Nothing here knows a platform: accounts, objects and posts are numbers from 0, and times are whole
//! numbers in any one unit. A pattern found here is a pattern; it names no culprit.

pub mod alike;
pub mod co_share;
pub mod communities;
pub mod compat;
pub mod evidence;
pub mod layout;
pub mod null;
mod order;
mod shares;
pub mod validation;
pub mod window;

pub use shares::{Shares, UnequalColumns};
