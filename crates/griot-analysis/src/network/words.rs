//! One form for texts that differ in nothing that matters.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};
use unicode_segmentation::UnicodeSegmentation as _;

use super::names::space;

/// A text without mentions, in lower case, in Unicode's compatibility form, with single blanks; none
/// where nothing is left, so that posts that only mention somebody are not taken for the same text.
pub fn normal(text: &str) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    write_normal(text, &mut normal).then_some(normal)
}

/// Appends the normal form of a text, and says whether anything is left of it.
pub(super) fn write_normal(text: &str, normal: &mut String) -> bool {
    let from = normal.len();
    // Most texts are in the compatibility form already, which is found out faster than made.
    if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        write_words(text.chars(), normal);
    } else {
        write_words(text.nfkc(), normal);
    }
    normal.len() > from
}

fn write_words(letters: impl Iterator<Item = char>, normal: &mut String) {
    let from = normal.len();
    let (mut in_word, mut in_mention) = (false, false);
    for letter in letters {
        if letter.is_whitespace() {
            (in_word, in_mention) = (false, false);
        } else if letter == '@' {
            // A mention goes from its sign to the end of the word.
            in_mention = true;
        } else if !in_mention {
            if !in_word && normal.len() > from {
                normal.push(' ');
            }
            in_word = true;
            if letter.is_ascii() {
                normal.push(letter.to_ascii_lowercase());
            } else {
                normal.extend(letter.to_lowercase());
            }
        }
    }
}

/// Appends the text as coordination-network-toolkit compares it: in lower case, without mentions, with
/// single blanks. Whether anything is left of it.
pub(super) fn write_as_toolkit(text: &str, normal: &mut String) -> bool {
    let from = normal.len();
    let lower = text.to_lowercase();
    // Four signs separate words in Python, though they are no blanks in Unicode.
    let separates =
        |letter: char| letter.is_whitespace() || ('\x1c'..='\x1f').contains(&letter);
    for part in without_mentions(&lower).split(separates).filter(|part| !part.is_empty()) {
        if normal.len() > from {
            normal.push(' ');
        }
        normal.push_str(part);
    }
    normal.len() > from
}

/// A text without what stands between a sign of mention and the next blank.
fn without_mentions(text: &str) -> String {
    let mut in_mention = false;
    let stays = |letter: &char| {
        in_mention = *letter == '@' || in_mention && !letter.is_whitespace();
        !in_mention
    };
    text.chars().filter(stays).collect()
}

/// Fewest different words of a text that can be nearly the same as another, as in the
/// coordination-network-toolkit.
pub(super) const FEWEST_WORDS: usize = 5;

/// Appends a number for each different word and sign of a text, ascending. Words end where Unicode says
/// they do (UAX 29); mentions, blanks and single apostrophes are none, as in the
/// coordination-network-toolkit.
pub(super) fn tokens(text: &str, tokens: &mut Vec<u64>) {
    let from = tokens.len();
    for word in without_mentions(&text.to_lowercase()).split_word_bounds() {
        let word = word.trim();
        if !word.is_empty() && word != "'" {
            tokens.push(space(word));
        }
    }
    if let Some(own) = tokens.get_mut(from..) {
        own.sort_unstable();
    }
    let mut kept = from;
    for at in from..tokens.len() {
        if at == from || tokens[at] != tokens[kept - 1] {
            tokens[kept] = tokens[at];
            kept += 1;
        }
    }
    tokens.truncate(kept);
}

/// What an account is known by, without what people write differently; none where nothing is there.
pub(super) fn identifier(value: &str) -> Option<String> {
    let value: String = value.trim().nfkc().flat_map(char::to_lowercase).collect();
    let is_number = value.chars().any(|c| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c));
    let kept = if is_number {
        value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    } else {
        value
    };
    (!kept.is_empty()).then_some(kept)
}

/// A hashtag without regard to case and form; none where only the sign is there.
pub fn hashtag(tag: &str) -> Option<String> {
    let mut text = String::with_capacity(tag.len());
    write_hashtag(tag, &mut text).then_some(text)
}

/// Appends a hashtag without regard to case and form, and says whether there is one.
pub(super) fn write_hashtag(tag: &str, text: &mut String) -> bool {
    let from = text.len();
    let tag = tag.trim().trim_start_matches('#');
    if tag.is_ascii() {
        text.extend(tag.chars().map(|letter| letter.to_ascii_lowercase()));
    } else {
        text.extend(tag.nfkc().flat_map(char::to_lowercase));
    }
    text.len() > from
}

/// Hashtags of a text, for exports that do not list them: a sign after a blank or at the start,
/// then letters, digits and underscores.
pub fn hashtags(text: &str) -> impl Iterator<Item = &str> {
    let text = if text.contains('#') { text } else { "" };
    let words = text.split_whitespace().filter_map(|word| word.strip_prefix('#'));
    let tags = words.map(|word| {
        let end = word.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        word.get(..end.unwrap_or(word.len())).unwrap_or_default()
    });
    tags.filter(|tag| !tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_goes() {
        for text in
            ["Hello  World", "@you hello\nworld", "hello world @a @b", "ｈｅｌｌｏ world"]
        {
            assert_eq!(normal(text).as_deref(), Some("hello world"), "{text}");
        }
    }

    /// Two posts that only mention somebody say nothing, and so not the same.
    #[test]
    fn only_a_mention_is_no_text() {
        assert_eq!(normal("@x"), None);
        assert_eq!(normal(" \n"), None);
    }

    /// The words the coordination-network-toolkit 1.5.2 finds in the same texts.
    #[test]
    fn words_are_those_of_the_toolkit() {
        let words = |text: &str| {
            let mut all = Vec::new();
            tokens(text, &mut all);
            all
        };
        let numbers = |words: &[&str]| {
            let mut numbers: Vec<u64> = words.iter().map(|word| space(word)).collect();
            numbers.sort_unstable();
            numbers
        };
        for (text, expected) in [
            ("'orange' it's", &["it's", "orange"][..]),
            ("''a''b", &["a", "b"]),
            (
                "see https://t.co/aB #tag_x @me yes",
                &["#", "/", ":", "ab", "https", "see", "t.co", "tag_x", "yes"],
            ),
            (
                "don't 3.14 10,000 a.b e.g. x-y",
                &["-", ".", "10,000", "3.14", "a.b", "don't", "e.g", "x", "y"],
            ),
            ("привет, мир! — да", &["!", ",", "да", "мир", "привет", "—"]),
            ("日本語 テスト", &["テスト", "日", "本", "語"]),
            ("emoji 👍🏽 x", &["emoji", "x", "👍🏽"]),
            ("a\u{a0}b", &["a", "b"]),
        ] {
            assert_eq!(words(text), numbers(expected), "{text}");
        }
    }

    #[test]
    fn one_number_written_in_several_ways() {
        for written in ["+223 20 22 50 92", "+223-2022-5092", "+22320225092"] {
            assert_eq!(identifier(written).as_deref(), Some("+22320225092"));
        }
        assert_eq!(identifier(" UA-123-4 ").as_deref(), Some("ua-123-4"));
        assert_eq!(identifier("  "), None);
    }

    #[test]
    fn tags_and_links_of_a_text() {
        let tags: Vec<_> = hashtags("#Mali, a#b #Été_2024! #").filter_map(hashtag).collect();
        assert_eq!(tags, ["mali", "été_2024"]);
    }
}
