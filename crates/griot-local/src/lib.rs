//! Answers a browser of this machine: a server on 127.0.0.1 alone, and text of others made safe to show.
//!
//! Sites and the desk are served by it. It knows no page, no case and no file.

pub mod escape;
mod server;

pub use server::{HEAD, ServeError, Server, interrupted, names_this_server};
