//! Which valid value did somebody probably mean?

/// The value of `valid` with the fewest edits to `typed`, or none when even that is far off.
///
/// Edits are insertions, deletions and replacements of letters, counted without regard to case. A
/// value qualifies up to one edit for every three letters typed, and always for one. Of equally
/// near values the first in the order of `valid` is taken.
///
/// ```
/// use griot_engine::nearest::nearest;
/// assert_eq!(nearest("aserted", ["asserted", "alleged"]), Some("asserted"));
/// assert_eq!(nearest("perhaps", ["asserted", "alleged"]), None);
/// ```
pub fn nearest<'a>(typed: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.to_lowercase().chars().collect();
    let limit = (typed.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for value in valid {
        let letters: Vec<char> = value.to_lowercase().chars().collect();
        if letters.len().abs_diff(typed.len()) > limit {
            continue;
        }
        let edits = edits(&typed, &letters);
        if edits <= limit && best.is_none_or(|(fewest, _)| edits < fewest) {
            best = Some((edits, value));
        }
    }
    best.map(|(_, value)| value)
}

/// Levenshtein's distance, one row of the matrix at a time.
fn edits(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, candidate) in row.iter_mut().skip(1).zip(other) {
            let above = *cell;
            left = (diagonal + usize::from(letter != candidate)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_levenshteins() {
        let distance = |one: &str, other: &str| {
            edits(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
        };
        for (one, other, expected) in [
            ("kitten", "sitting", 3),
            ("saturday", "sunday", 3),
            ("", "abc", 3),
            ("abc", "", 3),
            ("flaw", "lawn", 2),
            ("Кейта", "Кейта", 0),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_far_value_is_not_offered() {
        assert_eq!(nearest("xyz", ["MLI", "RUS"]), None);
        assert_eq!(nearest("MIL", ["MLI", "RUS"]), None);
        assert_eq!(nearest("MLJ", ["RUS", "MLI"]), Some("MLI"));
    }
}
