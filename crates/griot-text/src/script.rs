//! Does this text hide something from its reader?
//!
//! Control characters can move a terminal's cursor; bidirectional controls can show words in an
//! order they are not stored in (Boucher and Anderson, "Trojan Source", 2021); characters without
//! width make two names look the same, or carry a message that nobody sees. Every room asks here which
//! they are; how they are then shown is the room's own: `\u{202E}` on a terminal, `⟨U+202E⟩` on a page.

use std::{borrow::Cow, fmt::Write as _};

pub use griot_model::hidden::is_hidden;

use crate::words;

/// The characters of a text, and of each whether it hides something where it stands.
///
/// Not hidden are a carriage return before a line feed; a joiner or a non-joiner between two letters
/// beyond Latin, which the spelling of Persian and of Indic languages needs; and a variation selector or
/// a joiner that belongs to a symbol or an ideograph, as in a coloured heart.
pub fn signs(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = None;
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        let sign = rest.next()?;
        let hidden = is_hidden(sign) && !belongs(before, sign, rest.clone().next());
        before = (!hidden).then_some(sign);
        Some((sign, hidden))
    })
}

fn belongs(before: Option<char>, sign: char, after: Option<char>) -> bool {
    let is_letter = |sign: char| sign > '\u{2ff}' && words::is_letter(sign) && !is_hidden(sign);
    let is_symbol = |sign: char| {
        sign > '\u{1fff}'
            && !sign.is_alphanumeric()
            && !sign.is_whitespace()
            && !is_hidden(sign)
    };
    let is_selector = |sign: char| matches!(sign, '\u{fe00}'..='\u{fe0f}');
    match sign {
        '\r' => after == Some('\n'),
        '\u{200c}' => before.is_some_and(is_letter) && after.is_some_and(is_letter),
        '\u{200d}' => {
            before.is_some_and(is_letter) && after.is_some_and(is_letter)
                || before.is_some_and(|it| is_symbol(it) || is_selector(it))
                    && after.is_some_and(is_symbol)
        }
        // A digit takes one only inside a keycap, which its enclosing mark ends.
        '\u{fe00}'..='\u{fe0f}' => {
            before.is_some_and(|it| is_symbol(it) || is_ideograph(it))
                || after == Some('\u{20e3}')
        }
        '\u{e0100}'..='\u{e01ef}' => before.is_some_and(is_ideograph),
        _ => false,
    }
}

fn is_ideograph(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The text with every character that hides something written as `\u{202E}`. Line feeds and tabs stay.
///
/// ```
/// use griot_text::script::escaped;
/// assert_eq!(escaped("invoice\u{202e}fdp.exe"), "invoice\\u{202E}fdp.exe");
/// ```
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for (sign, hidden) in signs(text) {
        if hidden {
            // Writing to a String cannot fail.
            let _infallible = write!(shown, "\\u{{{:X}}}", u32::from(sign));
        } else {
            shown.push(sign);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("plain\tKeïta\n", "plain\tKeïta\n");
        check("a\u{202e}b", "a\\u{202E}b");
        check("\u{1b}[31mred", "\\u{1B}[31mred");
        check("Ma\u{200b}li", "Ma\\u{200B}li");
        check("presi\u{ad}dent", "presi\\u{AD}dent");
        check("a\u{fe0f}b\u{e0041}\u{e0101}", "a\\u{FE0F}b\\u{E0041}\\u{E0101}");
        check("a\r\nb\rc", "a\r\nb\\u{D}c");
    }

    #[test]
    fn what_belongs_to_the_spelling_stays() {
        for text in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "❤\u{fe0f}",
            "👩\u{200d}🚀",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "葛\u{e0100}",
        ] {
            assert_eq!(escaped(text), text);
        }
        assert_eq!(escaped("pay\u{200d}pal"), "pay\\u{200D}pal");
    }
}
