//! What a reader of the engine will ask, one file per question.

mod case;
mod event_formats;
mod events;
mod evidence;
mod finding;
mod library;
mod session;
mod table;
mod worlds;
