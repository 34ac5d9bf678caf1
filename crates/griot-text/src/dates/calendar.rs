//! Names of months, weekdays, seasons and units of time.

use jiff::civil::Weekday;

use crate::words::{Token, TokenKind};

/// How sure a month's name is without a number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clarity {
    /// "January": always the month.
    Clear,
    /// "May", "March", "Jan": also a verb or a person.
    Doubtful,
    /// French names, lower case: the month after "en" or beside a number.
    French,
}

/// A month's name, its number and how many tokens it takes (its full stop included).
pub(super) fn month(tokens: &[Token<'_>], at: usize) -> Option<(i8, Clarity, usize)> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
    let word = token.stem();
    // Most words are no month; their first letter or length says so at once.
    let first = word.bytes().next().unwrap_or_default().to_ascii_lowercase();
    if !(3..=10).contains(&word.len()) || !b"jfmasond".contains(&first) {
        return None;
    }
    let lower = word.to_lowercase();
    let number = |place: usize| i8::try_from(place + 1).ok();
    if token.is_capitalised() {
        if let Some(place) = ENGLISH.iter().position(|&name| name == lower) {
            let doubtful =
                ["march", "april", "may", "june", "august"].contains(&lower.as_str());
            let clarity = if doubtful { Clarity::Doubtful } else { Clarity::Clear };
            return Some((number(place)?, clarity, 1));
        }
        let short = if lower == "sept" { "sep" } else { lower.as_str() };
        if short.len() == 3 {
            let place = ENGLISH.iter().position(|name| name.starts_with(short));
            if let Some(place) = place.filter(|_| short != "may") {
                let stop =
                    tokens.get(at + 1).is_some_and(|mark| mark.glued && mark.text == ".");
                return Some((number(place)?, Clarity::Doubtful, 1 + usize::from(stop)));
            }
        }
    }
    let place = FRENCH.iter().position(|names| names.contains(&lower.as_str()))?;
    Some((number(place)?, Clarity::French, 1))
}

/// A weekday's name in English or French.
pub(super) fn weekday(token: &Token<'_>) -> Option<Weekday> {
    let first = token.text.bytes().next().unwrap_or_default().to_ascii_lowercase();
    let length = token.text.len();
    if token.kind != TokenKind::Word
        || !(3..=13).contains(&length)
        || !b"mtwfsljvd".contains(&first)
    {
        return None;
    }
    let lower = token.stem().to_lowercase();
    let english = WEEKDAYS.iter().position(|&(english, ..)| {
        token.is_capitalised()
            && (english == lower
                || (lower.len() == 3
                    && english.starts_with(&lower)
                    && lower != "sun"
                    && lower != "sat"))
    });
    let place = english.or_else(|| WEEKDAYS.iter().position(|&(_, french)| french == lower))?;
    Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok()
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
    /// A day, a night.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// Ten years.
    Decade,
}

impl TimeUnit {
    /// The unit a word names, singular or plural, in English or French.
    pub fn of(word: &str) -> Option<Self> {
        let (_, unit) = UNITS.iter().find(|(name, _)| {
            // "année" has a letter outside ASCII, but no other case in running text.
            name.eq_ignore_ascii_case(word)
        })?;
        Some(*unit)
    }

    /// Mean length in days (Gregorian year: 365.2425 days).
    pub fn days(self) -> f64 {
        match self {
            Self::Minute => 1.0 / 1440.0,
            Self::Hour => 1.0 / 24.0,
            Self::Day => 1.0,
            Self::Week => 7.0,
            Self::Month => 365.2425 / 12.0,
            Self::Year => 365.2425,
            Self::Decade => 3652.425,
        }
    }
}

/// First and last month of a season of the northern hemisphere; winter begins the year before.
pub(super) fn season(token: &Token<'_>) -> Option<(i8, i8)> {
    let names = [
        ("spring", 3),
        ("summer", 6),
        ("autumn", 9),
        ("fall", 9),
        ("winter", 12),
        ("printemps", 3),
        ("été", 6),
        ("automne", 9),
        ("hiver", 12),
    ];
    // "l'automne" is one word with its article.
    let word = token.text.rsplit(crate::words::is_apostrophe).next().unwrap_or(token.text);
    let (_, first) = names.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    Some((*first, if *first == 12 { 2 } else { first + 2 }))
}

const UNITS: &[(&str, TimeUnit)] = &[
    ("minute", TimeUnit::Minute),
    ("minutes", TimeUnit::Minute),
    ("hour", TimeUnit::Hour),
    ("hours", TimeUnit::Hour),
    ("heure", TimeUnit::Hour),
    ("heures", TimeUnit::Hour),
    ("day", TimeUnit::Day),
    ("days", TimeUnit::Day),
    ("jour", TimeUnit::Day),
    ("jours", TimeUnit::Day),
    ("week", TimeUnit::Week),
    ("weeks", TimeUnit::Week),
    ("semaine", TimeUnit::Week),
    ("semaines", TimeUnit::Week),
    ("month", TimeUnit::Month),
    ("months", TimeUnit::Month),
    ("mois", TimeUnit::Month),
    ("year", TimeUnit::Year),
    ("years", TimeUnit::Year),
    ("ans", TimeUnit::Year),
    ("année", TimeUnit::Year),
    ("années", TimeUnit::Year),
    ("decade", TimeUnit::Decade),
    ("decades", TimeUnit::Decade),
];

const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const FRENCH: [&[&str]; 12] = [
    &["janvier"],
    &["février", "fevrier"],
    &["mars"],
    &["avril"],
    &["mai"],
    &["juin"],
    &["juillet"],
    &["août", "aout"],
    &["septembre"],
    &["octobre"],
    &["novembre"],
    &["décembre", "decembre"],
];

const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "lundi"),
    ("tuesday", "mardi"),
    ("wednesday", "mercredi"),
    ("thursday", "jeudi"),
    ("friday", "vendredi"),
    ("saturday", "samedi"),
    ("sunday", "dimanche"),
];
