//! Numbers that are written as one word: dreihundertfünfundzwanzig.

/// Words of numbers, the longest first.
pub(crate) fn parts(words: impl Iterator<Item = (String, f64)>) -> Vec<(String, f64)> {
    let mut parts: Vec<(String, f64)> = words.filter(|(_, value)| *value <= 1000.0).collect();
    parts.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    parts
}

/// The value of a word of two number words or more and nothing else. `and` joins units to tens.
pub(crate) fn value(word: &str, parts: &[(String, f64)], and: &str) -> Option<f64> {
    let (mut total, mut current, mut count) = (0.0, 0.0, 0);
    let mut rest = word;
    while !rest.is_empty() {
        let part = |text: &str| parts.iter().find(|(part, _)| text.starts_with(part.as_str()));
        let joined =
            rest.strip_prefix(and).filter(|_| count > 0).filter(|it| part(it).is_some());
        rest = joined.unwrap_or(rest);
        let (found, value) = part(rest)?;
        rest = rest.strip_prefix(found.as_str())?;
        count += 1;
        let units = current % 100.0;
        if *value >= 1000.0 {
            (total, current) = (total + f64::max(current, 1.0) * value, 0.0);
        } else if *value >= 100.0 && current < 20.0 {
            current = f64::max(current, 1.0) * value;
        } else if *value < 1.0 && rest.is_empty() && current > 0.0
            || *value < 100.0 && units < 0.5
            || joined.is_some() && *value >= 20.0 && units < 10.0
        {
            current += value;
        } else {
            return None;
        }
    }
    (count > 1).then_some(total + current)
}
