//! The words of a text, as they are compared.

use griot_model::Span;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::{script::is_hidden, words::is_apostrophe};

/// Bytes of a folded word that are compared; what is longer is no word of a language.
const LONGEST: usize = 128;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// As it is compared: letters and digits alone, lower case, without marks. Never empty.
    pub folded: String,
}

/// The words of a text in order: runs of letters and digits, and each ideograph by itself, since
/// Chinese and Japanese write no spaces.
///
/// An apostrophe or a hyphen ends a word (`l'or` is `l` and `or`); a mark of thousands does not
/// (`2,000` is `2000`).
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if !first.is_alphanumeric() {
            at += first.len_utf8();
            continue;
        }
        let length = if stands_alone(first) { first.len_utf8() } else { length(rest) };
        let span = Span::new(at, at + length);
        let folded = fold(span.of(text));
        if !folded.is_empty() {
            found.push(Word { span, folded });
        }
        at = span.end;
    }
    found
}

/// Whether two words stand side by side without white space, as parts of one written word.
pub(super) fn are_joined(text: &str, one: &Word, next: &Word) -> bool {
    !Span::new(one.span.end, next.span.start).of(text).contains(char::is_whitespace)
}

/// Whether an apostrophe stands between two words and nothing else.
pub(super) fn are_elided(text: &str, one: &Word, next: &Word) -> bool {
    let mut between = Span::new(one.span.end, next.span.start).of(text).chars();
    between.next().is_some_and(is_apostrophe) && between.next().is_none()
}

/// Lower case without marks; Arabic letters that are written for one another made one.
pub fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for sign in word.nfkd() {
        if is_combining_mark(sign) || sign == '\u{640}' || is_hidden(sign) {
            continue;
        }
        match sign {
            'ى' | 'ی' => out.push('ي'),
            'ة' => out.push('ه'),
            'ک' => out.push('ك'),
            'ٱ' => out.push('ا'),
            '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' => out.push('\''),
            'ß' => out.push_str("ss"),
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'ı' => out.push('i'),
            'đ' | 'Đ' => out.push('d'),
            _ => out.extend(sign.to_lowercase()),
        }
    }
    out
}

fn fold(word: &str) -> String {
    let mut compared = String::with_capacity(word.len());
    for letter in folded(word).chars().filter(|letter| letter.is_alphanumeric()) {
        if letter.is_ascii() || !letter.is_numeric() {
            compared.push(letter);
        } else {
            compared.push_str(any_ascii::any_ascii_char(letter));
        }
        if compared.len() >= LONGEST {
            break;
        }
    }
    compared.retain(char::is_alphanumeric);
    compared
}

/// Bytes of the word that a text begins with.
fn length(text: &str) -> usize {
    let mut end = 0;
    // Digits since the word or its last mark of thousands began, while it is made of digits alone.
    let mut digits = Some(0);
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        let goes_on = sign.is_alphanumeric() && !stands_alone(sign)
            || is_combining_mark(sign)
            || sign == '\u{640}'
            || is_hidden(sign) && !sign.is_whitespace() && !sign.is_control();
        if goes_on {
            digits = digits.filter(|_| sign.is_numeric()).map(|count| count + 1);
            end = at + sign.len_utf8();
        } else if is_mark_of_thousands(sign)
            && digits.is_some_and(|count| (1..=3).contains(&count))
            && three_digits(signs.as_str())
        {
            digits = Some(0);
        } else {
            break;
        }
    }
    end
}

fn is_mark_of_thousands(sign: char) -> bool {
    matches!(sign, ',' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' | '\u{66c}')
}

fn three_digits(text: &str) -> bool {
    let digits = text.chars().take_while(|sign| sign.is_numeric()).count();
    digits == 3
}

/// Letters of scripts without spaces.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn spellings_of_a_word_are_one() {
        check("Keïta KEI\u{308}TA Ke\u{ad}ita", &["keita", "keita", "keita"]);
        check("Наёмник наемник", &["наемник", "наемник"]);
        check("وقُتل الأمن مرتزقة", &["وقتل", "الامن", "مرتزقه"]);
        check("Straße Œuvre", &["strasse", "oeuvre"]);
    }

    #[test]
    fn a_word_ends_where_no_letter_and_no_digit_is() {
        check("l'armée, N’Daou; cease-fire.", &["l", "armee", "n", "daou", "cease", "fire"]);
        check(
            "2,000 men, 57.7 t, 18.08.2020",
            &["2000", "men", "57", "7", "t", "18", "08", "2020"],
        );
        check(
            "1,234,567 and 12,34 and 1,2,3",
            &["1234567", "and", "12", "34", "and", "1", "2", "3"],
        );
        check("٢٠٢٠ ۱۲", &["2020", "12"]);
        check("瓦格纳 2020", &["瓦", "格", "纳", "2020"]);
        check("\u{200b}\u{301} — …", &[]);
    }

    proptest! {
        #[test]
        fn words_slice_the_text_in_order(text in "\\PC{0,80}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.span.start >= last && word.span.end > word.span.start);
                prop_assert!(text.get(word.span.start..word.span.end).is_some());
                prop_assert!(word.folded.chars().all(char::is_alphanumeric) && !word.folded.is_empty());
                last = word.span.end;
            }
        }
    }
}
