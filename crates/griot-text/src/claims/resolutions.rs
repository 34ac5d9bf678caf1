//! Symbols of resolutions.

use griot_model::Span;

/// Every `A/RES/77/229`, `ES-11/6`, or `resolution 77/229`, in order: its place in bytes, and the whole symbol.
pub fn symbols_in(text: &str) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    for (opener, prefix) in [("A/RES/", ""), ("ES-", "A/RES/")] {
        for (at, _) in text.match_indices(opener) {
            let run: String = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "/-[]".contains(*c))
                .collect();
            let run = run.trim_end_matches(['/', '-']);
            let span = Span::new(at, at + run.len());
            let number = run.get(opener.len()..).unwrap_or_default();
            // The special sessions have numbers of two parts; "A/RES/3314" has one.
            if (number.contains('/') || prefix.is_empty() && !number.is_empty())
                && !found.iter().any(|(known, _)| known.overlaps(span))
            {
                found.push((span, format!("{prefix}{run}")));
            }
        }
    }
    let lower = text.to_lowercase();
    // Some letters change their length with their case; their places would then be others.
    let lower = if lower.len() == text.len() { lower } else { text.to_ascii_lowercase() };
    let openers = ["resolution ", "resolutions ", "résolution ", "résolutions "];
    for (at, opener) in openers.iter().flat_map(|opener| lower.match_indices(opener)) {
        let at = at + opener.len();
        let run: String = lower
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '/')
            .collect();
        let fine = run.split_once('/').is_some_and(|(session, number)| {
            !session.is_empty() && session.len() <= 2 && !number.is_empty() && number.len() <= 3
        });
        if fine {
            found.push((Span::new(at, at + run.len()), format!("A/RES/{run}")));
        }
    }
    found.sort_by_key(|(span, _)| *span);
    found
}

/// Every resolution of the Security Council, in order: `S/RES/2100`, `resolution 2100 (2013)`, `UNSCR 2100`, and, where the
/// sentence speaks of the Council (`is_council`), `resolution 2100`. The symbol has the year where the text has it: the number
/// alone tells the resolution.
pub(crate) fn council_symbols_in(text: &str, is_council: bool) -> Vec<(Span, String)> {
    let lower = text.to_lowercase();
    let lower = if lower.len() == text.len() { lower } else { text.to_ascii_lowercase() };
    let mut found: Vec<(Span, String)> = Vec::new();
    for (opener, certain) in OPENERS {
        for (at, _) in lower.match_indices(opener) {
            let start = at + opener.len();
            let rest = lower.get(start..).unwrap_or_default();
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let after = rest.get(number.len()..).unwrap_or_default();
            let glued = after.starts_with(|next: char| next.is_alphanumeric() || next == '/')
                || after.starts_with([',', '.'])
                    && after.get(1..).is_some_and(starts_with_digit);
            let begins_word =
                !lower.get(..at).unwrap_or_default().ends_with(char::is_alphanumeric);
            let fits = (1..=4).contains(&number.len()) && !glued && begins_word;
            let known = found.iter().any(|(span, _)| span.start <= start && start < span.end);
            let year = year_behind(after);
            if fits && !known && (certain || is_council || year.is_some()) {
                // "(2013)" belongs to the symbol; a date behind it is another.
                let (shown, length) = year.unwrap_or_default();
                let span = Span::new(start, start + number.len() + length);
                found.push((span, format!("S/RES/{number}{shown}")));
            }
        }
    }
    found.sort_by_key(|(span, _)| *span);
    found
}

/// What stands before a number of the Council, and whether it can stand before no other.
const OPENERS: [(&str, bool); 7] = [
    ("s/res/", true),
    ("unscr ", true),
    ("security council resolution ", true),
    ("unsc resolution ", true),
    ("resolution ", false),
    ("résolution n° ", false),
    ("résolution ", false),
];

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|next: char| next.is_ascii_digit())
}

/// `(2013)` behind a number, and its length with the blank before: since 1946 the Council writes the year so.
fn year_behind(after: &str) -> Option<(String, usize)> {
    let blank = after.len() - after.trim_start().len();
    let (year, _) = after.trim_start().strip_prefix('(')?.split_once(')')?;
    let number: u16 = year.trim().parse().ok()?;
    (1946..=2100).contains(&number).then(|| (format!("({number})"), blank + year.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, is_council: bool, symbols: &[&str]) {
        let found: Vec<String> = council_symbols_in(text, is_council)
            .into_iter()
            .map(|(_, symbol)| symbol)
            .collect();
        assert_eq!(found, symbols, "{text}");
    }

    #[test]
    fn resolutions_of_the_council() {
        check("Resolution 2690 (2023) ended it.", false, &["S/RES/2690(2023)"]);
        check("The Council adopted resolution 2100.", true, &["S/RES/2100"]);
        check("A resolution 2100 of a party.", false, &[]);
        check("S/RES/2100 and UNSCR 2085, too", false, &["S/RES/2100", "S/RES/2085"]);
        check("la résolution 2100 (2013) du Conseil", false, &["S/RES/2100(2013)"]);
        // Texts of the Assembly have two numbers.
        check("resolution 77/229", true, &[]);
        check("resolution 2758 (XXVI)", false, &[]);
    }
}
