//! When was this report published?

use griot_model::Span;
use jiff::civil::Date;

use super::content::{Block, BlockKind, Document};
use crate::{
    dates::grammar::{self, Atom},
    sentences::{Sentence, of_block},
    words::{Token, TokenKind, tokens},
};

/// How many blocks from the top are looked at.
const FIRST_BLOCKS: usize = 15;
/// A line with more words than this besides the date is not a dateline.
const MOST_OTHER_WORDS: usize = 8;

/// The day of publication and where it is written.
///
/// In this order: front matter, `<meta>` or JSON-LD; a date standing alone, or with words such as
/// "Published" only, in the first blocks; a date after a place in capitals, as news agencies write
/// it; a date in a byline. A date inside a sentence is never taken, and one without a year neither.
pub fn dateline(document: &Document) -> Option<(Date, Span)> {
    if let Some(&stamped) = document.dated.first() {
        return Some(stamped);
    }
    let first: Vec<(&Block, Sentence)> = document
        .blocks
        .iter()
        .take(FIRST_BLOCKS)
        .enumerate()
        .map(|(index, block)| (block, of_block(&document.text, block, index)))
        .collect();
    let ranks = [alone, of_agency, in_byline];
    ranks.iter().find_map(|rank| {
        first.iter().find_map(|(block, sentence)| {
            let (day, span) = rank(block, sentence)?;
            Some((day, sentence.source(span)))
        })
    })
}

/// The day in `2023-08-11`, `11 August 2023`, `2023-08-11T09:00:00Z`.
pub fn written_day(value: &str) -> Option<Date> {
    let value = value.trim();
    if let Some(day) = value.get(..10).and_then(|head| head.parse().ok()) {
        return Some(day);
    }
    let tokens = tokens(value);
    (0..tokens.len()).find_map(|at| day_at(&tokens, at)).map(|(day, ..)| day)
}

/// A block that is a date and nothing else of weight.
fn alone(_block: &Block, sentence: &Sentence) -> Option<(Date, Span)> {
    let found = only_date(sentence)?;
    found.others.iter().all(|word| word.is_any(BESIDE)).then_some((found.day, found.span))
}

/// `BAMAKO, August 18, 2020 (Reuters) - Soldiers …`
fn of_agency(_block: &Block, sentence: &Sentence) -> Option<(Date, Span)> {
    let all = tokens(sentence.text.get(..head_length(&sentence.text))?);
    let place = all.first().filter(|first| first.text.chars().count() > 1)?;
    let shouted = place.kind == TokenKind::Word && !place.text.chars().any(char::is_lowercase);
    let (day, next, at) = (1..all.len().min(8)).find_map(|at| {
        let (day, next) = day_at(&all, at)?;
        Some((day, next, at))
    })?;
    let closes = all.get(next).is_some_and(|mark| mark.text == "(" || mark.is_dash());
    let span = all.get(at)?.span.join(all.get(next - 1)?.span);
    (shouted && closes).then_some((day, span))
}

/// `News note, Mar 3, 2019` or `By A. Writer | 11 August 2023`, but not a title.
fn in_byline(block: &Block, sentence: &Sentence) -> Option<(Date, Span)> {
    let found = only_date(sentence)?;
    let mut others = found.others.iter().filter(|word| !word.is_any(BESIDE)).peekable();
    let byline = others.peek().is_some_and(|word| word.is("by"));
    let plain = sentence.block > 0 || byline || found.at_edge;
    let names = others.all(|word| word.is_capitalised() || word.is_any(&["and", "de", "by"]));
    let heading = block.kind == BlockKind::Heading && block.span.len() > 80;
    (plain && names && !heading && (found.at_edge || byline)).then_some((found.day, found.span))
}

struct OnlyDate<'a> {
    day: Date,
    span: Span,
    others: Vec<Token<'a>>,
    at_edge: bool,
}

/// The one full date of a short block, and its other words.
fn only_date(sentence: &Sentence) -> Option<OnlyDate<'_>> {
    if sentence.text.len() > 120 {
        return None;
    }
    let all = tokens(&sentence.text);
    let mut found: Option<(Date, usize, usize)> = None;
    let mut at = 0;
    while at < all.len() {
        match day_at(&all, at) {
            Some((day, next)) => {
                // "Published … Updated …": the first counts.
                found = found.or(Some((day, at, next)));
                at = next;
            }
            None => at += 1,
        }
    }
    let (day, from, to) = found?;
    let others: Vec<Token<'_>> = all
        .iter()
        .enumerate()
        .filter(|(index, token)| !(from..to).contains(index) && token.kind == TokenKind::Word)
        .map(|(_, token)| *token)
        .collect();
    let span = all.get(from)?.span.join(all.get(to - 1)?.span);
    let at_edge = from == 0 || all.iter().skip(to).all(|token| token.kind != TokenKind::Word);
    (others.len() <= MOST_OTHER_WORDS).then_some(OnlyDate { day, span, others, at_edge })
}

fn day_at(tokens: &[Token<'_>], at: usize) -> Option<(Date, usize)> {
    match grammar::atom(tokens, at)? {
        (Atom::Day { year: Some(year), month, day, .. }, next) => {
            Date::new(year, month, day).ok().map(|day| (day, next))
        }
        _ => None,
    }
}

fn head_length(text: &str) -> usize {
    text.char_indices().map(|(at, _)| at).take_while(|&at| at <= 120).last().unwrap_or(0)
}

const BESIDE: &[&str] = &[
    "published",
    "updated",
    "posted",
    "last",
    "modified",
    "on",
    "date",
    "dated",
    "issued",
    "created",
    "first",
    "release",
    "released",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "at",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "gmt",
    "utc",
    "bst",
    "est",
    "edt",
    "et",
    "cet",
    "cest",
    "publié",
    "mis",
    "à",
    "jour",
    "le",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "h",
    "min",
    "read",
    "mins",
    "minutes",
    "minute",
];
