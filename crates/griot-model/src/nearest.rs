//! Which valid value did somebody probably mean?

/// Bytes of what is compared. The time grows with the square of it.
const LONGEST: usize = 200;
/// Values that are looked at: somebody's table may name as many unknown ones as there are known ones.
const MOST: usize = 1_000;

/// The value of `valid` with the fewest edits to `typed`, or none when even that is far off.
///
/// Edits are insertions, deletions and replacements of letters (Levenshtein's distance), counted
/// without regard to case. A value qualifies up to one edit for every three letters typed, and always
/// for one. Of equally near values the first in the order of `valid` is taken. What is longer than
/// any name is near to nothing, and of very many values the first thousand are looked at.
///
/// ```
/// use griot_model::nearest::nearest;
/// assert_eq!(nearest("aserted", ["asserted", "alleged"]), Some("asserted"));
/// assert_eq!(nearest("perhaps", ["asserted", "alleged"]), None);
/// ```
pub fn nearest<'a>(typed: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > LONGEST {
        return None;
    }
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    let limit = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for value in valid.into_iter().take(MOST) {
        if value.len() > 2 * LONGEST {
            continue;
        }
        let lower = value.to_lowercase();
        // The distance is at least the difference in length, which is found out faster.
        if lower.chars().count().abs_diff(length) > limit {
            continue;
        }
        let edits = strsim::levenshtein(&typed, &lower);
        if edits <= limit && best.is_none_or(|(fewest, _)| edits < fewest) {
            best = Some((edits, value));
        }
    }
    best.map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_value_is_not_offered() {
        assert_eq!(nearest("xyz", ["MLI", "RUS"]), None);
        assert_eq!(nearest("MIL", ["MLI", "RUS"]), None);
        assert_eq!(nearest("MLJ", ["RUS", "MLI"]), Some("MLI"));
        assert_eq!(nearest("Кеита", ["Кейта"]), Some("Кейта"));
    }
}
