//! What are the words, numbers and marks of a sentence?
//!
//! A [`Token`] is a run of letters, a run of digits or a single mark. Letters keep their inner
//! apostrophes (`Mali’s`, `N'Daou`), digits their inner separators (`2,000`, `57.7`), and a web
//! address is one token, so that no grammar looks for dates inside it. Hyphens and dashes are
//! marks of their own: `40-minute` is three tokens, the last two without a space before them.

use griot_model::Span;
use unicode_normalization::char::is_combining_mark;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes.
    Word,
    /// ASCII digits, with single inner commas, full stops or narrow spaces.
    Number,
    /// A web or mail address.
    Address,
    /// Any other character that is not white space.
    Mark,
}

/// A word, number or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The characters.
    pub text: &'a str,
    /// Where they stand in the text that was cut.
    pub span: Span,
    /// What they are.
    pub kind: TokenKind,
    /// Whether nothing stands between this token and the one before.
    pub glued: bool,
}

impl Token<'_> {
    /// Whether the token is this word, whatever its case. `word` is lower-case ASCII.
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether the token is one of these words, whatever its case.
    pub fn is_any(&self, words: &[&str]) -> bool {
        self.kind == TokenKind::Word && words.iter().any(|word| self.is(word))
    }

    /// Whether the first letter is upper case.
    pub fn is_capitalised(&self) -> bool {
        self.kind == TokenKind::Word && self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is a hyphen or a dash.
    pub fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "–" | "—")
    }

    /// The word without a possessive ending.
    pub fn stem(&self) -> &str {
        self.text
            .strip_suffix("'s")
            .or_else(|| self.text.strip_suffix("’s"))
            .unwrap_or(self.text)
    }
}

/// Cuts a text into tokens.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (length, kind) = if first.is_ascii_digit() {
            (number_length(rest), TokenKind::Number)
        } else if is_letter(first) {
            match address_length(rest) {
                Some(length) => (length, TokenKind::Address),
                None => (word_length(rest), TokenKind::Word),
            }
        } else {
            (first.len_utf8(), TokenKind::Mark)
        };
        let span = Span::new(at, at + length);
        let glued = found.last().is_some_and(|token| token.span.end == at);
        found.push(Token { text: span.of(text), span, kind, glued });
        at = span.end;
    }
    found
}

/// Whether a character continues a word: letters and the marks written on them.
pub fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || is_combining_mark(letter)
}

/// Whether a character is an apostrophe in one of its forms.
pub fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´')
}

fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next_is_letter = letters.peek().is_some_and(|&(_, next)| is_letter(next));
        if is_letter(letter) || (at > 0 && is_apostrophe(letter) && next_is_letter) {
            end = at + letter.len_utf8();
        } else {
            break;
        }
    }
    end
}

fn number_length(text: &str) -> usize {
    let mut end = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let digit_follows = signs.peek().is_some_and(|&(_, next)| next.is_ascii_digit());
        let separates =
            matches!(sign, ',' | '.' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
        if sign.is_ascii_digit() || (at > 0 && separates && digit_follows) {
            end = at + sign.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// Length of a web address that starts here. Ends at white space, angle brackets or quotation
/// marks, without closing punctuation.
fn address_length(text: &str) -> Option<usize> {
    let starts = ["http://", "https://", "www.", "ftp://", "mailto:", "doi:"];
    let begins = |start: &&str| {
        text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    starts.iter().find(|start| begins(start))?;
    let ends = |sign: char| sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | '”' | '»');
    let address = text.split(ends).next()?;
    let kept = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’']);
    Some(kept.len()).filter(|&length| length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = tokens(text).iter().map(|token| token.text).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_numbers_and_marks() {
        check("Mali’s 2,000 men.", &["Mali’s", "2,000", "men", "."]);
        check("a 40-minute film", &["a", "40", "-", "minute", "film"]);
        check("“N'Daou” (2015)", &["“", "N'Daou", "”", "(", "2015", ")"]);
        check("see https://a.b/2015/05/01, or", &["see", "https://a.b/2015/05/01", ",", "or"]);
        check("18th, 5bn", &["18", "th", ",", "5", "bn"]);
    }
}
