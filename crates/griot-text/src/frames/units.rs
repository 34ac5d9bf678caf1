//! The words of a sentence as patterns see them: folded, with elisions cut off.

use griot_model::Span;

use crate::{
    names::fold,
    words::{Token, TokenKind, is_apostrophe},
};

/// Words that follow each other, folded.
pub(crate) type Words = Vec<String>;

/// A word, a number or a mark of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Folded: lower case, no accents, ASCII; a mark as it is.
    pub(crate) text: String,
    /// On the sentence's text.
    pub(crate) span: Span,
    /// Whether its first letter is a capital.
    pub(crate) capital: bool,
    /// Whether the word ended in `'s`, which is cut off.
    pub(crate) possessive: bool,
    /// Letters, as opposed to digits and marks.
    pub(crate) wordy: bool,
}

impl Unit {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text
    }
}

/// Units of tokens. `l'armée` is two, `d'État` is two, `N'Daou` stays one with its span, `Mali's` is one that
/// possesses.
pub(crate) fn units(tokens: &[Token<'_>]) -> Vec<Unit> {
    let mut found = Vec::with_capacity(tokens.len() + 4);
    for token in tokens {
        if token.kind != TokenKind::Word {
            found.push(Unit {
                text: token.text.to_owned(),
                span: token.span,
                capital: false,
                possessive: false,
                wordy: false,
            });
            continue;
        }
        let stem = token.stem();
        let possessive = stem.len() < token.text.len();
        let mut start = token.span.start;
        let mut rest = stem;
        while let Some((elided, behind)) = elision(rest) {
            push(&mut found, elided, start, false);
            start += rest.len() - behind.len();
            rest = behind;
        }
        if !rest.is_empty() {
            push(&mut found, rest, start, possessive);
        }
    }
    found
}

fn push(found: &mut Vec<Unit>, word: &str, start: usize, possessive: bool) {
    found.push(Unit {
        text: fold(word).replace('\'', ""),
        span: Span::new(start, start + word.len()),
        capital: word.chars().next().is_some_and(char::is_uppercase),
        possessive,
        wordy: true,
    });
}

/// Words as patterns compare them.
pub(crate) fn split(text: &str) -> Words {
    units(&crate::words::tokens(text)).into_iter().map(|unit| unit.text).collect()
}

/// The span of units on the sentence.
pub(super) fn span_of(units: &[Unit], first: usize, end: usize) -> Span {
    let start = units.get(first).map_or(Span::new(0, 0), |unit| unit.span);
    units.get(end.saturating_sub(1)).map_or(start, |unit| start.join(unit.span))
}

/// The elided word before an apostrophe and what stands behind: one lower- or upper-case letter (but not before a
/// capital of a name such as `N'Daou`), `qu`, `jusqu`, `lorsqu`, `puisqu`.
fn elision(word: &str) -> Option<(&str, &str)> {
    let (at, mark) = word.char_indices().find(|(_, sign)| is_apostrophe(*sign))?;
    let elided = word.get(..at)?;
    let rest = word.get(at + mark.len_utf8()..)?;
    let lower = elided.to_lowercase();
    let is_one = matches!(
        lower.as_str(),
        "l" | "d" | "s" | "n" | "j" | "m" | "t" | "c" | "qu" | "jusqu" | "lorsqu" | "puisqu"
    );
    let name = elided.chars().all(char::is_uppercase)
        && rest.chars().next().is_some_and(char::is_uppercase)
        && !matches!(lower.as_str(), "l" | "d");
    (is_one && !name && !rest.is_empty()).then_some((elided, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tokens;

    fn check(text: &str, expected: &str) {
        let tokens = tokens(text);
        let found: Vec<String> = units(&tokens).into_iter().map(|unit| unit.text).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn elisions_are_cut_off_and_names_are_not() {
        check("L’armée s’est emparée", "l armee s est emparee");
        check("un coup d'État jusqu'à", "un coup d etat jusqu a");
        check("Bah N'Daou, Mali’s", "bah ndaou , mali");
        check("it didn't", "it didnt");
    }
}
