//! Which letters make a word, and which spellings are one whatever the language?

use unicode_normalization::char::is_combining_mark;

pub(crate) use griot_text::search::folded;

/// The words of a phrase: runs of letters or digits.
pub(crate) fn cut(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|sign: char| wordy(sign)) {
        rest = rest.get(start..).unwrap_or_default();
        let length = word_length(rest);
        found.push(rest.get(..length).unwrap_or_default());
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    found
}

/// Runs of letters and digits.
pub(crate) fn cut_with_digits(text: &str) -> Vec<&str> {
    text.split(|sign: char| !sign.is_alphanumeric() && !is_combining_mark(sign))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a sign continues a word.
pub(crate) fn wordy(sign: char) -> bool {
    if sign.is_ascii() {
        return sign.is_ascii_alphabetic();
    }
    sign.is_alphabetic() || is_combining_mark(sign) || sign == '\u{640}'
}

/// Bytes of the word that a text begins with; apostrophes between letters belong to it.
pub(crate) fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) else { return at };
        if sign.is_ascii() && sign != '\'' {
            return at;
        }
        if matches!(sign, '\'' | '’' | 'ʼ' | 'ʻ') {
            let next = text.get(at + sign.len_utf8()..).and_then(|rest| rest.chars().next());
            if at == 0 || !next.is_some_and(wordy) {
                return at;
            }
        } else if !wordy(sign) && !griot_text::script::is_hidden(sign) {
            return at;
        }
        at += sign.len_utf8();
    }
}
