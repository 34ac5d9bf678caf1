//! One form for texts that differ in nothing that matters.

use unicode_normalization::UnicodeNormalization as _;

/// A text without mentions, in lower case, in Unicode's compatibility form, with single blanks; none
/// where nothing is left, so that posts that only mention somebody are not taken for the same text.
pub fn normal(text: &str) -> Option<String> {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut normal = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        // A mention goes from its sign to the end of the word.
        let kept = word.split('@').next().unwrap_or_default();
        if !kept.is_empty() {
            if !normal.is_empty() {
                normal.push(' ');
            }
            normal.push_str(kept);
        }
    }
    (!normal.is_empty()).then_some(normal)
}

/// A hashtag without regard to case and form; none where only the sign is there.
pub fn hashtag(tag: &str) -> Option<String> {
    let tag: String =
        tag.trim().trim_start_matches('#').nfkc().flat_map(char::to_lowercase).collect();
    (!tag.is_empty()).then_some(tag)
}

/// Hashtags of a text, for exports that do not list them: a sign after a blank or at the start,
/// then letters, digits and underscores.
pub fn hashtags(text: &str) -> Vec<String> {
    let words = text.split_whitespace().filter_map(|word| word.strip_prefix('#'));
    let tags = words.map(|word| {
        let end = word.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        word.get(..end.unwrap_or(word.len())).unwrap_or_default()
    });
    tags.filter_map(hashtag).collect()
}

/// Links of a text, for exports that do not list them.
pub fn links(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace();
    words.filter(|word| word.starts_with("http://") || word.starts_with("https://")).map(
        |word| word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '»', '”']),
    )
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

    #[test]
    fn tags_and_links_of_a_text() {
        assert_eq!(hashtags("#Mali, a#b #été_2024!"), ["mali", "été_2024"]);
        assert_eq!(
            links("see https://a.b/c. and (http://x.y)").collect::<Vec<_>>(),
            ["https://a.b/c"]
        );
    }
}
