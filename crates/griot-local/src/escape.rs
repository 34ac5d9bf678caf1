//! Text of others, made safe to show: markup is escaped, and what cannot be seen is written out.
//!
//! A right-to-left override can make a name read as another name, and a zero-width space can make
//! two different names look alike. Readers of evidence must see that, so such characters appear as
//! `⟨U+202E⟩`.

use std::fmt::{self, Write};

use askama::filters::Escaper;
use griot_text::script::{is_hidden, signs};

/// The escaper of every template (`askama.toml`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown;

impl Escaper for Shown {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        for (letter, hides) in signs(string) {
            match letter {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '"' => dest.write_str("&#34;")?,
                '\'' => dest.write_str("&#39;")?,
                // A parser of HTML makes a line feed of it.
                '\r' => dest.write_char(letter)?,
                _ if hides => write!(dest, "⟨U+{:04X}⟩", u32::from(letter))?,
                _ => dest.write_char(letter)?,
            }
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
        // Below DEL, JSON has written them out itself, and between its values they are white space.
        if letter == '<' || letter >= '\u{7f}' && is_hidden(letter) {
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
