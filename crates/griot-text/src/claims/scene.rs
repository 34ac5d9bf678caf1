//! What stands in one sentence: its tokens, dates, numbers and names, on the sentence's own offsets.

use griot_model::{DateReading, Quantity, Span};

use crate::{
    dates::Boundary,
    numbers::Role,
    sentences::Sentence,
    words::{Token, TokenKind},
};

/// Whom or what a name in the text points to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// A country by its name, ISO 3166 alpha-3.
    Country(String),
    /// A country by its demonym: "Malian".
    Demonym(String),
    /// A region, UN M49 code, by its name or adjective: "Africa", "African".
    Region(String),
    /// A city of this country, ISO 3166 alpha-3: what happens in it happens in the country.
    Place(String),
    /// Somebody who led this country, ISO 3166 alpha-3; the words may be a surname that others share.
    Leader(String),
    /// An actor of the case, by id.
    Actor(String),
}

/// A name in a sentence, with everything it may point to.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) span: Span,
    pub(crate) tags: Vec<Tag>,
}

/// A date in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct When {
    pub(crate) span: Span,
    /// With its preposition: "on Aug. 20".
    pub(crate) phrase: Span,
    /// On which side of it the words lie.
    pub(crate) boundary: Boundary,
    /// A hundred years: too long to date anything.
    pub(crate) is_century: bool,
    /// From one date to another: "from 2003 to 2013".
    pub(crate) is_range: bool,
    pub(crate) readings: Vec<DateReading>,
    /// Where in the document the date stands that this one is relative to.
    pub(crate) anchor: Option<Span>,
    /// Whether it stands in a sentence before, as the label of an entry, and says surely when this sentence is.
    pub(crate) of_entry: Option<bool>,
}

/// A number in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) span: Span,
    pub(crate) quantity: Quantity,
    pub(crate) role: Role,
    /// 9 in "one of nine".
    pub(crate) population: Option<f64>,
    /// What rounding may have hidden, on each side.
    pub(crate) last_digit: f64,
}

/// A sentence with everything found in it. All spans are offsets into `sentence.text`.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) sentence: &'a Sentence,
    /// The language it is in; none where no pack knows it.
    pub(crate) language: Option<&'static crate::frames::Pack>,
    pub(crate) tokens: Vec<Token<'a>>,
    pub(crate) dates: Vec<When>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) names: Vec<Named>,
    pub(crate) quotes: Vec<Span>,
    /// The country that the sentences before it, up to the last heading, are about.
    pub(crate) set_in: Option<String>,
    /// The one country that the heading above it names.
    pub(crate) under: Option<String>,
    /// The date that opens the entry of a timeline that it belongs to, where another sentence has it.
    pub(crate) entry: Option<When>,
}

impl<'a> Scene<'a> {
    /// The words of a span.
    pub(crate) fn words(&self, span: Span) -> &'a str {
        span.of(&self.sentence.text)
    }

    /// The span on the document.
    pub(crate) fn source(&self, span: Span) -> Span {
        self.sentence.source(span)
    }

    /// Indexes of the first tokens of every place where these words follow each other. A part may
    /// offer alternatives: `voted in favor|favour`.
    pub(crate) fn find(&self, pattern: &str) -> Vec<usize> {
        let parts: Vec<Vec<&str>> =
            pattern.split(' ').map(|part| part.split('|').collect()).collect();
        (0..self.tokens.len()).filter(|&at| self.is_at(at, &parts)).collect()
    }

    /// Whether one of these words is in the sentence.
    pub(crate) fn says_any(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| token.is_any(words))
    }

    fn is_at(&self, at: usize, parts: &[Vec<&str>]) -> bool {
        parts.iter().enumerate().all(|(offset, choices)| {
            self.tokens.get(at + offset).is_some_and(|token| {
                token.kind == TokenKind::Word
                    && choices.iter().any(|choice| {
                        token.is(choice) || token.stem().eq_ignore_ascii_case(choice)
                    })
            })
        })
    }

    /// Index of the token that starts at or after a byte.
    pub(crate) fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start < byte)
    }

    /// How many tokens lie between two spans; 0 when they touch or overlap.
    pub(crate) fn tokens_between(&self, one: Span, other: Span) -> usize {
        let (first, second) =
            if one.start <= other.start { (one, other) } else { (other, one) };
        if first.overlaps(second) {
            return 0;
        }
        self.token_at(second.start).saturating_sub(self.token_at(first.end))
    }

    /// Lower-case text between two spans.
    pub(crate) fn between(&self, one: Span, other: Span) -> String {
        let (first, second) =
            if one.start <= other.start { (one, other) } else { (other, one) };
        self.sentence.text.get(first.end..second.start).unwrap_or_default().to_lowercase()
    }

    /// The lower-case word before a span, if there is one.
    pub(crate) fn word_before(&self, span: Span) -> Option<String> {
        let at = self.token_at(span.start).checked_sub(1)?;
        self.tokens.get(at).map(|token| token.text.to_lowercase())
    }

    /// The span of `count` tokens from `at`.
    pub(crate) fn span_of(&self, at: usize, count: usize) -> Span {
        let first = self.tokens.get(at).map_or(Span::new(0, 0), |token| token.span);
        let last =
            self.tokens.get(at + count.saturating_sub(1)).map_or(first, |token| token.span);
        first.join(last)
    }

    /// Countries named in the sentence, by name or demonym, in order.
    pub(crate) fn countries(&self) -> impl Iterator<Item = (Span, &str)> {
        self.names.iter().flat_map(|named| {
            named.tags.iter().filter_map(|tag| match tag {
                Tag::Country(iso) | Tag::Demonym(iso) => Some((named.span, iso.as_str())),
                _ => None,
            })
        })
    }

    /// Whether the span stands between quotation marks.
    pub(crate) fn is_quoted(&self, span: Span) -> bool {
        self.quotes.iter().any(|quote| quote.contains(span))
    }
}
