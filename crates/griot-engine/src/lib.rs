//! Opens a case and answers: tables, findings, checks. The only crate that knows DataFusion.

pub mod answers;
pub mod case;
pub mod check;
pub mod event;
pub mod finding;
pub mod gains;
pub mod gather;
pub mod library;
pub mod nearest;
pub mod network;
pub mod rows;
pub mod session;
pub mod table;
pub mod trade;
pub mod vote;
pub mod world;
