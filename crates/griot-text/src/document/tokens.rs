//! Tokens of a page, however many attributes a tag has.
//!
//! `html5gum` goes on from the end of an attribute in quotation marks to the next one by a call within a call, as far as the
//! compiler does not turn that into a jump: a tag with 200,000 attributes overflows the stack, which ends the process. The one
//! place where that can be cut is its input: a reader that fails comes back to the loop of the tokenizer, which goes on where it
//! stopped when it is asked for the next token. [`Breathing`] fails, once, each [`STRIDE`] times that a byte is asked for after
//! a quotation mark: nothing is consumed then, and the state of the tokenizer is the one that asks.

use html5gum::{DefaultEmitter, Readable as _, Reader, StringReader, Token, Tokenizer};

/// Attributes that are read within one call.
const STRIDE: usize = if cfg!(test) { 3 } else { 32 };

/// The tokens of a page with their spans, in order.
pub(super) fn of(source: &str) -> impl Iterator<Item = Token<usize>> + '_ {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(Breathing::new(source), emitter).filter_map(Result::ok)
}

/// A text that is read with a pause now and then.
struct Breathing<'a> {
    inner: StringReader<'a>,
    /// The byte that was read last is a quotation mark.
    after_mark: bool,
    /// How many times a byte was asked for after one.
    asked: usize,
}

/// Nothing is wrong; the tokenizer goes on where it stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pause")]
struct Pause;

impl<'a> Breathing<'a> {
    fn new(source: &'a str) -> Self {
        Self { inner: source.to_reader(), after_mark: false, asked: 0 }
    }
}

impl Reader for Breathing<'_> {
    type Error = Pause;

    fn read_byte(&mut self) -> Result<Option<u8>, Pause> {
        if self.after_mark {
            self.after_mark = false;
            self.asked += 1;
            if self.asked.is_multiple_of(STRIDE) {
                return Err(Pause);
            }
        }
        let Ok(byte) = self.inner.read_byte();
        self.after_mark = byte == Some(b'"');
        Ok(byte)
    }

    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, Pause> {
        let Ok(found) = self.inner.try_read_string(wanted, case_sensitive);
        self.after_mark &= !found;
        Ok(found)
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Pause> {
        let Ok(read) = self.inner.read_until(needle, buffer);
        self.after_mark = read.is_some_and(|bytes| bytes.last() == Some(&b'"'));
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    /// As the library reads it by itself.
    fn plain(source: &str) -> Vec<Token<usize>> {
        let mut emitter = DefaultEmitter::new_with_span();
        emitter.naively_switch_states(true);
        Tokenizer::new_with_emitter(source, emitter).map(|Ok(token)| token).collect()
    }

    const PIECES: &[&str] = &[
        "<p",
        "<a ",
        "</p",
        ">",
        "/>",
        " ",
        "\n",
        "\r\n",
        "\"",
        "\"\"",
        "'",
        "=",
        " a=\"b\"",
        " c=\"d\"e=\"f\"",
        "&quot;",
        "&amp",
        "&#x22",
        "<!--",
        "-->",
        "<!doctype html PUBLIC \"",
        "\" \"",
        "<script>",
        "</script>",
        "x",
        "é",
        "\0",
        "<![CDATA[",
    ];

    proptest! {
        #[test]
        fn pauses_change_nothing(pieces in prop::collection::vec(select(PIECES), 0..400)) {
            let source = pieces.concat();
            prop_assert_eq!(of(&source).collect::<Vec<_>>(), plain(&source));
        }

        #[test]
        fn nor_among_many_attributes(many in 0_usize..200, end in select(PIECES)) {
            let mut source = "<p".to_owned();
            for at in 0..many {
                source.extend([" a", &at.to_string(), "=\"", end, "\""]);
            }
            source.extend([end, ">x</p>"]);
            prop_assert_eq!(of(&source).collect::<Vec<_>>(), plain(&source));
        }
    }

    #[test]
    fn a_million_attributes_need_no_stack() {
        let source = format!("<p{}>x</p>", " a=\"1\"".repeat(1_000_000));
        let read = std::thread::Builder::new()
            .stack_size(256 << 10)
            .spawn(move || of(&source).filter(|it| matches!(it, Token::StartTag(_))).count())
            .expect("a thread");
        assert_eq!(read.join().expect("it ends"), 1);
    }
}
