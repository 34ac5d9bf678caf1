//! What a site must be, whatever is put into it.

mod suite;
