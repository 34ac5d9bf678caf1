//! Lists of candidates with their shares: `Anna MUSTER (AB) 51.2%, Karl BEISPIEL 48.8%`.

use super::names::{Name, name};

/// A candidate's share of the vote.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Who; none where the words before say it.
    pub candidate: Option<Name>,
    /// Party, as written.
    pub party: Option<String>,
    /// Percent.
    pub percent: f64,
    /// Digits written behind the point.
    pub decimals: i16,
}

/// A list as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Read {
    pub(super) shares: Vec<Share>,
    /// Percent of all the others together.
    pub(super) other: f64,
    /// Parts of the list that could not be read.
    pub(super) unread: u32,
}

/// Which bytes stand between brackets; a bracket that is not closed before the next one opens is none.
pub(super) fn bracketed(text: &str) -> Vec<bool> {
    let mut inside = vec![false; text.len()];
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('(')).map(|at| at + from)
    {
        let behind = text.get(open + 1..).unwrap_or_default();
        let next = behind.find('(').unwrap_or(behind.len());
        match behind.find(')').filter(|close| *close < next) {
            Some(close) => {
                let end = open + 1 + close;
                inside.iter_mut().take(end + 1).skip(open).for_each(|it| *it = true);
                from = end + 1;
            }
            None => from = open + 1,
        }
    }
    inside
}

/// Pieces of a text between signs outside of brackets.
pub(super) fn pieces(text: &str, divides: impl Fn(char) -> bool) -> Vec<&str> {
    let inside = bracketed(text);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, sign) in text.char_indices() {
        if divides(sign) && !inside.get(at).copied().unwrap_or_default() {
            found.extend(text.get(from..at));
            from = at + sign.len_utf8();
        }
    }
    found.extend(text.get(from..));
    found
}

/// Reads a list.
pub(super) fn read(text: &str) -> Read {
    // The comma of "BIDEN, Jr." divides nobody.
    let text = text.replace(", Jr", " Jr").replace(", Sr", " Sr").replace(",Jr", " Jr");
    let mut read = Read::default();
    let mut items = pieces(&text, |sign| sign == '%');
    let rest = items.pop().unwrap_or_default();
    for item in items {
        let item = after_party(item, &mut read.shares);
        one(item, &mut read);
    }
    let rest = after_party(rest, &mut read.shares);
    if rest.chars().any(char::is_alphabetic) && !rest.starts_with('(') {
        read.unread += 1;
    }
    read
}

/// An item without what divides it from the one before, and without a party that belongs to that one:
/// `Anna MUSTER 23.8% (AB), Karl ...`.
fn after_party<'t>(item: &'t str, shares: &mut [Share]) -> &'t str {
    let item = item.trim_start();
    let item = match item.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, behind)) => {
            let is_year = inside.trim().parse::<u16>().is_ok();
            if let Some(last) =
                shares.last_mut().filter(|last| last.party.is_none() && !is_year)
            {
                last.party = party(inside);
            }
            behind
        }
        None => item,
    };
    let item = item.trim_start_matches([',', '.', ';', '&', ' ']);
    let item = item.strip_prefix("percent").unwrap_or(item).trim_start_matches([',', ';', ' ']);
    item.strip_prefix("and ").unwrap_or(item)
}

fn party(written: &str) -> Option<String> {
    let written = written.trim().trim_end_matches([',', ';']);
    (!written.is_empty()).then(|| written.to_owned())
}

fn one(item: &str, read: &mut Read) {
    let item = item.trim();
    let digits = |sign: char| sign.is_ascii_digit() || sign == '.';
    let number = item.get(item.trim_end_matches(digits).len()..).unwrap_or_default();
    let before = item.strip_suffix(number).unwrap_or(item).trim_end();
    let number = number.trim_start_matches('.');
    let decimals = number.split_once('.').map_or(0, |(_, digits)| digits.len());
    let percent = number.trim_end_matches('.').parse::<f64>().ok();
    let Some((percent, decimals)) = percent
        .filter(|percent| (0.0..=100.0).contains(percent))
        .zip(i16::try_from(decimals).ok())
    else {
        read.unread += 1;
        return;
    };
    // "Anna MUSTER (AB), Karl BEISPIEL 48%": the first has no share of her own.
    let mut parts = pieces(before, |sign| sign == ',');
    while parts.last().is_some_and(|part| part.trim().is_empty()) && parts.len() > 1 {
        parts.pop();
    }
    let last = parts.pop().unwrap_or_default().trim();
    read.unread += u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let (words, party) = match last.split_once('(') {
        Some((words, inside)) => {
            let (inside, behind) = inside.split_once(')').unwrap_or((inside, ""));
            if behind.chars().any(char::is_alphabetic) {
                read.unread += 1;
                return;
            }
            (words.trim(), party(inside))
        }
        None => (last.trim_end_matches(')'), None),
    };
    let words = words.trim_matches(['-', '–', ' ', ':']);
    if is_other(words) {
        read.other += percent;
        return;
    }
    let candidate = if words.is_empty() { None } else { name(words) };
    if candidate.is_none() && !(words.is_empty() && read.shares.is_empty()) {
        read.unread += 1;
        return;
    }
    read.shares.push(Share { candidate, party, percent, decimals });
}

/// Whether words stand for everybody else.
fn is_other(words: &str) -> bool {
    let words = words.to_lowercase();
    let first = words.split([' ', '/']).next().unwrap_or_default();
    let many = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    [
        "other",
        "others",
        "blank",
        "invalid",
        "none",
        "against",
        "abstentions",
        "abstained",
        "remaining",
        "spoiled",
        "null",
    ]
    .contains(&first)
        || words.contains(" other") && (many.contains(&first) || first.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(text: &str) -> Vec<String> {
        let read = read(text);
        let mut lines: Vec<String> = read
            .shares
            .iter()
            .map(|share| {
                let name = share.candidate.as_ref().map_or("?", |name| name.full.as_str());
                let party = share.party.as_deref().unwrap_or("-");
                format!("{name} | {party} | {} ({})", share.percent, share.decimals)
            })
            .collect();
        lines.push(format!("other {}, unread {}", read.other, read.unread));
        lines
    }

    #[test]
    fn lists() {
        assert_eq!(
            shown(
                "Anna MUSTER (AB) 51.20%, Karl BEISPIEL, Jr. 40%; Bo TEST 3.1%. Eva NORM (independent)2%, other 3.7%"
            ),
            [
                "Anna Muster | AB | 51.2 (2)",
                "Karl Beispiel Jr | - | 40 (0)",
                "Bo Test | - | 3.1 (1)",
                "Eva Norm | independent | 2 (0)",
                "other 3.7, unread 0",
            ]
        );
        // The party behind the share; two joined by "and"; "24.%".
        assert_eq!(
            shown("Anna MUSTER 53.% (A/B) and BEISPIEL 47%"),
            ["Anna Muster | A/B | 53 (0)", "Beispiel | - | 47 (0)", "other 0, unread 0"]
        );
        // A bracket that is not closed, a number without its sign, somebody without a share.
        assert_eq!(
            shown(
                "Anna MUSTER (Party of A 4%, Karl BEISPIEL (B) 3.95, Bo TEST (C) 2%, Eva NORM (D)"
            ),
            ["Anna Muster | Party of A | 4 (0)", "Bo Test | C | 2 (0)", "other 0, unread 2"]
        );
        assert_eq!(shown("48.5%"), ["? | - | 48.5 (1)", "other 0, unread 0"]);
        assert_eq!(shown("35 other candidates 29.1%"), ["other 29.1, unread 0"]);
        assert_eq!(shown("Anna MUSTER 120%"), ["other 0, unread 1"]);
    }
}
