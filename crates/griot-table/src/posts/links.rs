//! Links that a text holds, for exports that do not list them.

/// Links of a text, for exports that do not list them.
pub fn links(text: &str) -> impl Iterator<Item = &str> {
    let text = if text.contains("://") { text } else { "" };
    let words = text.split_whitespace();
    words.filter(|word| word.starts_with("http://") || word.starts_with("https://")).map(
        |word| word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '»', '”']),
    )
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn links_end_where_a_sentence_does() {
        assert_eq!(
            links("see https://a.b/c. and (http://x.y)").collect::<Vec<_>>(),
            ["https://a.b/c"]
        );
    }
}
