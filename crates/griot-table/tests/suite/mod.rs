//! What do readers make of whole, odd and foreign files?

mod event_formats;
mod table;
