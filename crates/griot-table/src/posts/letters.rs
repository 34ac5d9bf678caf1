//! Letters that a program lost or took for others before the file was written.
//!
//! A spreadsheet that saves Cyrillic as "ANSI" writes `????`; whoever reads UTF-8 as another encoding gets
//! `Ð¿Ñ€Ð¸`. Two texts whose letters are gone are not the same text.

use std::borrow::Cow;

/// Whether letters of a text are gone: one is U+FFFD, or more than a third of them are question marks
/// where words stand. Question marks that follow a word are a question.
pub(super) fn are_lost(text: &str) -> bool {
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return true;
    }
    if !text.contains('?') {
        return false;
    }
    let (mut letters, mut holes, mut damaged, mut words) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut follows_a_word = false;
    for word in text.split_whitespace().filter(|word| !word.contains("://")) {
        words += 1;
        let own = word.chars().filter(|sign| sign.is_alphabetic()).count();
        let marks = holes_of(word, own > 0);
        let asks = own == 0 && follows_a_word && marks < 4;
        letters += own;
        if marks > 0 && !asks {
            holes += marks;
            damaged += 1;
        }
        follows_a_word = own > 0;
    }
    let is_enough = damaged > 1 || words == 1 && letters > 0;
    is_enough && damaged > 0 && holes * 2 > letters
}

/// Question marks where letters would be: before the last letter of a word, or two and more that are all of it.
fn holes_of(word: &str, has_letters: bool) -> usize {
    let place = |is_it: fn(char) -> bool| word.rfind(is_it);
    let end = if has_letters { place(char::is_alphabetic) } else { place(|sign| sign == '?') };
    let inner = end.and_then(|end| word.get(..=end)).unwrap_or(word);
    let inner = word.get(..inner.len()).unwrap_or(word);
    let marks = inner.matches('?').count();
    if has_letters || marks > 1 { marks } else { 0 }
}

/// A text whose UTF-8 was read as Windows-1252, with its own letters; none where it is no such text, and
/// the text as it is where some of its bytes are gone.
pub(super) fn mended(text: &str) -> Option<Result<Cow<'_, str>, ()>> {
    if text.is_ascii() || !looks_read_wrongly(text) {
        return None;
    }
    let (bytes, _, has_others) = encoding_rs::WINDOWS_1252.encode(text);
    let whole = (!has_others).then(|| String::from_utf8(bytes.into_owned()).ok()).flatten();
    Some(whole.map(Cow::Owned).ok_or(()))
}

/// Whether three quarters of the letters beyond ASCII are pairs such as `Ã©`, two at least: the first and the
/// second byte of one letter in UTF-8.
fn looks_read_wrongly(text: &str) -> bool {
    let (mut pairs, mut beyond) = (0_usize, 0_usize);
    let mut before = ' ';
    for sign in text.chars() {
        beyond += usize::from(!sign.is_ascii());
        let begins = matches!(
            before,
            'Ã' | 'Â' | 'Ð' | 'Ñ' | 'â' | 'Ø' | 'Ù' | 'Ú' | 'Û' | 'Å' | 'Î' | 'Ï' | 'Ä'
        );
        if begins && is_second(sign) {
            pairs += 1;
            before = ' ';
        } else {
            before = sign;
        }
    }
    pairs > 1 && pairs * 8 >= beyond * 3
}

/// What Windows-1252 shows for the bytes 80 to BF.
fn is_second(sign: char) -> bool {
    matches!(sign, '\u{80}'..='\u{bf}' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'Ž' | 'ž' | 'ƒ' | 'ˆ' | '˜' | '–' | '—'
        | '‘'..='‚' | '“'..='„' | '†' | '‡' | '•' | '…' | '‰' | '‹' | '›' | '€' | '™')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_that_are_gone() {
        for text in [
            "???? ?????? ?????!",
            "? ????? ????!",
            "\u{fffd}lection",
            "?l?ct??n",
            "Mali: ???? ?????? ????",
        ] {
            assert!(are_lost(text), "{text}");
        }
        for text in [
            "Quoi ???",
            "Quoi ??? Hein ???",
            "Who? When? Where?",
            "https://example.org/?a=1&b=?",
            "?",
            "really?yes",
            "",
        ] {
            assert!(!are_lost(text), "{text}");
        }
    }

    proptest! {
        /// Cyrillic saved where there are no such letters is lost, whatever it said.
        #[test]
        fn a_text_without_its_letters(text in "[а-я]{3,9}( [а-я]{2,9}){2,6}[.!]?") {
            let saved: String = text.chars().map(|sign| if sign.is_ascii() { sign } else { '?' }).collect();
            prop_assert!(are_lost(&saved), "{}", saved);
            prop_assert!(!are_lost(&text));
        }

        /// What was read as Windows-1252 is itself again.
        #[test]
        fn a_text_read_wrongly(text in "[а-яéèçàüö]{3,9}( [а-яa-z]{2,9}){0,6}") {
            let (wrong, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
            prop_assert_eq!(mended(&wrong), Some(Ok(Cow::Borrowed(text.as_str()))));
            prop_assert_eq!(mended(&text), None);
        }
    }
}
