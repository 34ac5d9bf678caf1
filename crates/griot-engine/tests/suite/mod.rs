//! What a reader of the engine will ask, one file per question.

mod case;
mod session;
mod worlds;
