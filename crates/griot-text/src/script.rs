//! Can this text be shown without doing something to the reader's screen?
//!
//! Control characters can move a terminal's cursor; bidirectional controls can show words in an
//! order they are not stored in (Boucher and Anderson, "Trojan Source", 2021); zero-width
//! characters make two names look the same. All are shown as `\u{202E}`.

use std::{borrow::Cow, fmt::Write as _};

/// Whether a character changes how others are shown, or shows as nothing.
///
/// Line feed and tab are not meant, nor are the joiners between two letters that Persian and
/// Indic scripts need; those are judged with their neighbours by [`escape_controls`].
pub fn is_hidden(sign: char) -> bool {
    matches!(sign,
        '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with every hidden character written as `\u{…}`.
///
/// A zero-width joiner or non-joiner between two letters outside ASCII stays, because it is part of
/// the spelling there; a carriage return before a line feed stays too.
pub fn escape_controls(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let after = signs.peek().copied();
        if is_hidden(sign) && !belongs(sign, before, after) {
            // Writing to a String cannot fail.
            let _infallible = write!(shown, "\\u{{{:04X}}}", u32::from(sign));
        } else {
            shown.push(sign);
        }
        before = Some(sign);
    }
    Cow::Owned(shown)
}

fn belongs(sign: char, before: Option<char>, after: Option<char>) -> bool {
    let letter =
        |sign: Option<char>| sign.is_some_and(|sign| !sign.is_ascii() && sign.is_alphabetic());
    match sign {
        '\r' => after == Some('\n'),
        '\u{200c}' | '\u{200d}' => letter(before) && letter(after),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown() {
        let check = |text: &str, expected: &str| assert_eq!(escape_controls(text), expected);
        check("plain\tKeïta\n", "plain\tKeïta\n");
        check("a\u{202e}b", "a\\u{202E}b");
        check("\u{1b}[31mred", "\\u{001B}[31mred");
        check("Ma\u{200b}li", "Ma\\u{200B}li");
        check("می\u{200c}خواهم", "می\u{200c}خواهم");
        check("a\r\nb\rc", "a\r\nb\\u{000D}c");
    }
}
