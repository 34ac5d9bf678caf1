//! Days of elections in the words of the Factbook: `last held on 22 April 2007 with a runoff on 6 May 2007`.

use griot_model::PartialDate;

use crate::factbook::date_in_words;

/// A day of an election, or of one of its rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// When; a month or a year where no day is given.
    pub date: PartialDate,
    /// 1 or 2 where the words give two rounds; none for the only one.
    pub round: Option<i16>,
}

/// Days at the beginning of a text: `23 April and 7 May 1995 (next to be held ...)`. Empty where it begins otherwise.
pub fn days(text: &str) -> Vec<Held> {
    let mut pending: Vec<(String, bool)> = Vec::new();
    let mut found: Vec<(PartialDate, bool)> = Vec::new();
    let mut second = false;
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let plain = word.trim_end_matches([';', '.']);
        let ends = plain.len() < word.len();
        if let Some(day) = day_or_range(plain) {
            pending.extend(day.into_iter().map(|day| (day, second)));
        } else if is_month(plain) {
            if pending.iter().all(|(known, _)| known.contains(' ')) {
                pending.push((plain.to_owned(), second));
            } else {
                for (known, _) in pending.iter_mut().filter(|(known, _)| !known.contains(' ')) {
                    if !is_month(known) {
                        *known = format!("{known} {plain}");
                    }
                }
            }
        } else if plain.len() == 4 && plain.chars().all(|sign| sign.is_ascii_digit()) {
            if pending.is_empty() {
                pending.push((String::new(), second));
            }
            for (known, is_second) in pending.drain(..) {
                let Some(date) = date_in_words(&format!("{known} {plain}")) else {
                    return Vec::new();
                };
                found.push((date, is_second));
            }
        } else if plain.starts_with('(') {
            break;
        } else {
            match plain.to_lowercase().as_str() {
                "runoff" | "run-off" | "second" => second = true,
                "on" | "and" | "with" | "a" | "the" | "round" | "held" | "in" | "na"
                | "first" | "&" => {}
                _ => break,
            }
        }
        if ends {
            break;
        }
    }
    rounds(&found)
}

/// `7`, or the first and last of `10-12`.
fn day_or_range(word: &str) -> Option<Vec<String>> {
    let number = |word: &str| -> Option<String> {
        word.parse::<u8>().ok().filter(|day| (1..=31).contains(day)).map(|day| day.to_string())
    };
    match word.split_once(['-', '–']) {
        Some((first, last)) => Some(vec![number(first)?, number(last)?]),
        None => number(word).map(|day| vec![day]),
    }
}

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    date_in_words(&format!("1 {} 2000", word.trim_end_matches(','))).is_some()
}

/// Dates a week or more apart are two rounds; those of one vote that lasted are one.
fn rounds(found: &[(PartialDate, bool)]) -> Vec<Held> {
    let Some((first, _)) = found.first() else { return Vec::new() };
    let apart = |date: &PartialDate| {
        first
            .last_day()
            .until((jiff::Unit::Day, date.first_day()))
            .map_or(0, |span| span.get_days())
    };
    let is_second =
        |(date, second): &(PartialDate, bool)| *second && date != first || apart(date) >= 7;
    let several = found.iter().any(is_second);
    found
        .iter()
        .map(|it| Held {
            date: it.0,
            round: several.then(|| if is_second(it) { 2 } else { 1 }),
        })
        .collect()
}

/// `6/12/2021`, month first, as the chambers of parliament have it.
pub fn american(written: &str) -> Option<PartialDate> {
    let mut parts = written.trim().split('/').map(str::parse::<i16>);
    let (month, day, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if parts.next().is_some() {
        return None;
    }
    PartialDate::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{american, days};

    #[test]
    fn days_in_words() {
        let check = |written: &str, expected: &str| {
            let shown: Vec<String> = days(written)
                .iter()
                .map(|held| match held.round {
                    Some(round) => format!("{} ({round})", held.date),
                    None => held.date.to_string(),
                })
                .collect();
            assert_eq!(shown.join(" "), expected, "{written}");
        };
        check("7 September 2024", "2024-09-07");
        check("on 22 November 2020 (next to be held in November 2025)", "2020-11-22");
        check("23 April and 7 May 1995 (next ...)", "1995-04-23 (1) 1995-05-07 (2)");
        check("7 and 28 December 2000 (next ...)", "2000-12-07 (1) 2000-12-28 (2)");
        check(
            "10 October 2023, with a runoff on 14 November 2023",
            "2023-10-10 (1) 2023-11-14 (2)",
        );
        check("on 23 April with a runoff on 7 May 2017", "2017-04-23 (1) 2017-05-07 (2)");
        check(
            "27 December 2020, with a runoff held on 21 February 2021",
            "2020-12-27 (1) 2021-02-21 (2)",
        );
        check("10-12 December 2023", "2023-12-10 2023-12-12");
        check("NA December 1991 (next ...)", "1991-12");
        check("24 May 1993, following independence", "1993-05-24");
        check("October 2030", "2030-10");
        check("2024", "2024");
        check("scheduled for 24 December 2021 but not held", "");
        check("31 June 2021", "");
        check("", "");
        assert_eq!(
            american("6/12/2021").map(|it| it.to_string()).as_deref(),
            Some("2021-06-12")
        );
        assert_eq!(american("13/12/2021"), None);
        assert_eq!(american("June 2021"), None);
    }
}
