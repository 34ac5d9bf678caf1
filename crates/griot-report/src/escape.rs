//! Text of others, made safe to show: markup is escaped, and what cannot be seen is written out.
//!
//! A right-to-left override can make a name read as another name, and a zero-width space can make
//! two different names look alike. Readers of evidence must see that, so such characters appear as
//! `⟨U+202E⟩`.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// The escaper of every template (`askama.toml`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown;

impl Escaper for Shown {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        let mut before = None;
        let mut rest = string.chars();
        while let Some(letter) = rest.next() {
            match letter {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '"' => dest.write_str("&#34;")?,
                '\'' => dest.write_str("&#39;")?,
                _ if is_unseen(before, letter, rest.clone().next()) => {
                    write!(dest, "⟨U+{:04X}⟩", u32::from(letter))?;
                }
                _ => dest.write_char(letter)?,
            }
            before = Some(letter);
        }
        Ok(())
    }
}

/// `text` as it may stand in markup, in an element or between quotation marks.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A String takes whatever is written to it.
    let written = Shown.write_escaped_str(&mut out, text);
    debug_assert!(written.is_ok(), "writing to a String does not fail");
    out
}

/// `text` as a JSON document may hold it: characters that cannot be seen, and `<`, as `\uXXXX`.
///
/// `json` must be valid JSON; such characters stand only inside its strings, so that the value
/// stays the same.
pub fn json_escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        let control = letter == '\u{7f}' || ('\u{80}'..='\u{9f}').contains(&letter);
        if letter == '<' || control || is_direction_mark(letter) || is_zero_width(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let escape = format!("\\u{unit:04x}");
                out.push_str(&escape);
            }
        } else {
            out.push(letter);
        }
    }
    out
}

/// Whether a letter would change how others are read without being seen itself.
///
/// The two joiners are part of the spelling of Persian, Urdu and Indic words, so they count as
/// unseen only where one of the neighbours is not a letter beyond Latin.
fn is_unseen(before: Option<char>, letter: char, after: Option<char>) -> bool {
    let joins =
        |neighbour: Option<char>| neighbour.is_some_and(|n| n > '\u{2ff}' && n.is_alphabetic());
    match letter {
        '\n' | '\r' | '\t' => false,
        '\u{200c}' | '\u{200d}' => !(joins(before) && joins(after)),
        _ => letter.is_control() || is_direction_mark(letter) || is_zero_width(letter),
    }
}

fn is_direction_mark(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_zero_width(letter: char) -> bool {
    matches!(
        letter,
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn markup_is_text() {
        check("<b onclick=\"x\">&'", "&lt;b onclick=&#34;x&#34;&gt;&amp;&#39;");
    }

    #[test]
    fn an_override_is_written_out() {
        check("invoice\u{202e}gpj.exe", "invoice⟨U+202E⟩gpj.exe");
        check("a\u{0}b\u{1b}[31m", "a⟨U+0000⟩b⟨U+001B⟩[31m");
    }

    #[test]
    fn the_spelling_of_persian_is_left_alone() {
        check("می‌خواهم", "می‌خواهم");
        check("pay\u{200d}pal", "pay⟨U+200D⟩pal");
    }

    #[test]
    fn json_keeps_its_value() {
        let value = "a\u{202e}b<c\u{e0041}";
        let json = serde_json::to_string(value).expect("a text is JSON");
        let safe = json_escaped(&json);
        assert!(safe.is_ascii());
        assert_eq!(serde_json::from_str::<String>(&safe).expect("still JSON"), value);
    }
}
