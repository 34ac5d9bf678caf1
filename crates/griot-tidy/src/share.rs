//! Is one room too large?

/// The crates that hold more than a fifth of all lines, each with a sentence.
///
/// `lines` are the lines of each crate's `src`. Beyond a fifth a room is no longer about one thing.
pub fn over_a_fifth(lines: &[(&str, usize)]) -> Vec<String> {
    let all: usize = lines.iter().map(|(_, lines)| lines).sum();
    lines
        .iter()
        .filter(|(_, lines)| lines * 5 > all)
        .map(|(name, lines)| {
            format!(
                "{name} has {lines} of {all} lines, more than a fifth: it is more than one room"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_is_allowed_and_a_line_more_is_not() {
        let even = [("a", 20), ("b", 20), ("c", 20), ("d", 20), ("e", 20)];
        assert_eq!(over_a_fifth(&even), Vec::<String>::new());
        let odd = [("a", 21), ("b", 20), ("c", 20), ("d", 20), ("e", 19)];
        assert_eq!(
            over_a_fifth(&odd),
            ["a has 21 of 100 lines, more than a fifth: it is more than one room"]
        );
    }
}
