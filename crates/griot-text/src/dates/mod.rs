//! Which days does a sentence speak of?
//!
//! [`find`] reads one sentence after another with a [`DateContext`], which knows the dateline and
//! the dates that came before. Each [`DateMention`] has one reading or several, best first, and
//! each reading says in words by which rule it came about. Where the rules disagree both readings
//! are kept, so that a claim can be checked against each.
//!
//! Rules for a month or day without a year, in this order:
//! 1. the same month with a year in the same sentence gives the year;
//! 2. a date with a year before it in the same sentence gives the year, unless that is a bound
//!    ("since 2012");
//! 3. else the latest such month or day before the dateline, and as a second reading the year of
//!    the date before in the text, or of a date that follows in the sentence.
//!
//! "That same month", "the following day" and their like depend on an earlier mention, and say on
//! which; so a date that is wrong can be followed to the ones that rest on it.

mod anchor;
mod calendar;
mod context;
mod days;
pub(crate) mod grammar;
mod mention;
mod phrases;
mod relative;
mod resolve;

pub use calendar::TimeUnit;
pub use context::DateContext;
pub use grammar::Part;
pub use mention::{Boundary, DateKind, DateMention, FromEvent, Precision, shown};

use crate::{sentences::Sentence, words::tokens};

/// All dates of a sentence, in order. Updates the context.
pub fn find(sentence: &Sentence, context: &mut DateContext) -> Vec<DateMention> {
    context.next_sentence();
    let tokens = tokens(&sentence.text);
    let pieces = resolve::pieces(&tokens);
    let mut mentions = Vec::with_capacity(pieces.len());
    for piece in 0..pieces.len() {
        let Some(local) = resolve::mention(&tokens, &pieces, piece, &mentions, context) else {
            continue;
        };
        let mut mention = local;
        mention.span = sentence.source(mention.span);
        mention.phrase = sentence.source(mention.phrase);
        if let Some(from) = &mut mention.from_event {
            from.event = sentence.source(from.event);
        }
        context.remember(&mention);
        mentions.push(mention);
    }
    if sentence.is_heading {
        context.head(&mentions);
    }
    mentions
}
