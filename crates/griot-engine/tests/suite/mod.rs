//! What a reader of the engine will ask, one file per question.

mod case;
mod event_formats;
mod event_releases;
mod events;
mod evidence;
mod finding;
mod library;
#[cfg(test)]
mod network;
mod session;
mod specs;
mod table;
mod trade;
mod vote_files;
mod votes;
mod worlds;
