//! Bytes in; passages, dates, numbers, names and claims out.
//!
//! A report comes as bytes. [`decode::decode`] finds its encoding, [`document::read`] its blocks of
//! prose, [`sentences::sentences`] its sentences. On a sentence work [`dates::find`],
//! [`numbers::find`], [`durations::find`], [`names::Gazetteer::find`] and [`quotes::find`].
//!
//! Every mention carries a [`griot_model::Span`] on [`document::Document::text`], so that a
//! diagnostic can point at the very bytes, with markup between the words left out of the reading.
//! All of it is one pass over the text: a report of 20 MB takes seconds, whatever is in it. Nothing
//! here panics on foreign bytes, and nothing knows a table: the names to look for are given.

pub mod claims;
pub mod dates;
pub mod decode;
pub mod document;
pub mod durations;
pub mod formula;
mod frames;
pub mod measures;
pub mod names;
pub mod numbers;
pub mod quotes;
pub mod script;
pub mod search;
pub mod sentences;
pub mod words;
