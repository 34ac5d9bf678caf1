//! Are the reference tables what the publishers' files say?

mod library;
