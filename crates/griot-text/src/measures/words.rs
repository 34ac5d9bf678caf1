//! A sentence as words that can be compared, with their stems and places.

use griot_model::Span;

use super::pack::{Pack, plain};
use crate::words::{Token, TokenKind, is_apostrophe};

/// Words in order; an elided article is a word of its own.
pub(super) struct Words {
    /// Lower case.
    pub(super) text: Vec<String>,
    /// Without endings.
    pub(super) stems: Vec<String>,
    /// Where the token stands.
    pub(super) spans: Vec<Span>,
    pub(super) kinds: Vec<TokenKind>,
    /// Whether nothing stands before the token.
    pub(super) glued: Vec<bool>,
}

impl Words {
    pub(super) fn of(tokens: &[Token<'_>], pack: &Pack) -> Self {
        let mut words = Self {
            text: Vec::new(),
            stems: Vec::new(),
            spans: Vec::new(),
            kinds: Vec::new(),
            glued: Vec::new(),
        };
        for token in tokens {
            let parts = if token.kind == TokenKind::Word {
                plain(token.text)
            } else {
                vec![token.text.to_owned()]
            };
            // An elided article stands before its apostrophe, the word behind it.
            let cut = token.text.find(is_apostrophe).map(|at| {
                at + token
                    .text
                    .get(at..)
                    .and_then(|it| it.chars().next())
                    .map_or(1, char::len_utf8)
            });
            let two = parts.len() == 2;
            for (place, part) in parts.into_iter().enumerate() {
                words.stems.push(if token.kind == TokenKind::Word {
                    pack.stem(&part)
                } else {
                    part.clone()
                });
                words.text.push(part);
                words.spans.push(match cut.filter(|_| two) {
                    Some(cut) if place == 0 => {
                        Span::new(token.span.start, token.span.start + cut)
                    }
                    Some(cut) => Span::new(token.span.start + cut, token.span.end),
                    None => token.span,
                });
                words.kinds.push(token.kind);
                words.glued.push(token.glued);
            }
        }
        words
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn get(&self, at: usize) -> &str {
        self.text.get(at).map_or("", String::as_str)
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.kinds.get(at) == Some(&TokenKind::Number)
    }

    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.glued.get(at).copied().unwrap_or(false)
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(self.get(at), "-" | "\u{2010}" | "\u{2011}" | "–" | "—")
    }

    /// A year of four digits.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let text = self.get(at);
        let digits =
            self.is_number(at) && text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().filter(|year| (1500..=2100).contains(year))
    }

    /// From the first byte of one word to the last of another.
    pub(super) fn span(&self, from: usize, length: usize) -> Span {
        let first = self.spans.get(from).copied().unwrap_or(Span::new(0, 0));
        let last = self.spans.get(from + length.max(1) - 1).copied().unwrap_or(first);
        first.join(last)
    }
}
