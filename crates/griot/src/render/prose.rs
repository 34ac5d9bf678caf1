//! Lines of prose as a terminal can show them, without moving a byte.

use std::ops::Range;

use griot_text::script::{escaped, signs};

/// A paragraph with some of its spaces turned into newlines, one byte for one byte, so that every
/// offset still holds. No space inside one of the `kept` ranges is turned.
pub(crate) fn wrapped(paragraph: &str, kept: &[Range<usize>], width: usize) -> String {
    let mut bytes = paragraph.as_bytes().to_vec();
    let mut kept: Vec<&Range<usize>> = kept.iter().collect();
    kept.sort_by_key(|range| range.start);
    let mut kept = kept.into_iter().peekable();
    let mut kept_until = 0;
    let (mut column, mut last_space) = (0, None);
    for (at, letter) in paragraph.char_indices() {
        if letter == '\n' {
            (column, last_space) = (0, None);
            continue;
        }
        column += 1;
        while let Some(range) = kept.next_if(|range| range.start <= at) {
            kept_until = kept_until.max(range.end);
        }
        if letter == ' ' && at >= kept_until {
            last_space = Some((at, column));
        }
        if column > width
            && let Some((space, at_column)) = last_space.take()
        {
            bytes[space] = b'\n';
            column -= at_column;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_ignored| paragraph.to_owned())
}

/// The text with every character that hides something replaced by one that does not, and by as many
/// bytes: offsets still hold. Line feeds stay.
pub(crate) fn tamed(text: &str) -> String {
    let mut tame = String::with_capacity(text.len());
    for (letter, hides) in signs(text) {
        match (letter, letter.len_utf8()) {
            ('\t' | '\r', _) => tame.push(' '),
            (_, 1) if hides => tame.push('?'),
            (_, 2) if hides => tame.push('¿'),
            (_, 3) if hides => tame.push('\u{fffd}'),
            _ if hides => tame.push_str("\u{fffd}?"),
            _ => tame.push(letter),
        }
    }
    tame
}

/// The text on one line with such characters spelt out, for messages: `\u{202E}`.
pub(crate) fn spelt(text: &str) -> String {
    escaped(text).replace(['\n', '\t'], " ")
}

/// Whether a text is written from right to left, so that carets under it would mislead.
pub(crate) fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_moves_no_byte() {
        let paragraph = "The soldiers deposed the president on Aug. 20 and closed the borders.";
        let kept = 21..46;
        let lines = wrapped(paragraph, std::slice::from_ref(&kept), 20);
        assert_eq!(lines.len(), paragraph.len());
        assert_eq!(lines.get(kept.clone()), paragraph.get(kept));
        assert_eq!(lines.replace('\n', " "), paragraph);
        assert!(lines.contains('\n'));
    }

    #[test]
    fn tamed_text_keeps_its_offsets() {
        let hostile = "a\u{1b}[31mred\u{202e}olleh\u{85}end";
        let tame = tamed(hostile);
        assert_eq!(tame.len(), hostile.len());
        assert!(!signs(&tame).any(|(_, hides)| hides));
        for hidden in ["\t", "\r", "\u{ad}", "\u{200b}", "\u{e0041}"] {
            assert_eq!(tamed(hidden).len(), hidden.len());
        }
        assert_eq!(spelt("a\u{202e}b"), "a\\u{202E}b");
    }
}
