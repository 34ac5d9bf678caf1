//! Dates told by other dates, in the words of `lang/CODE/dates.toml`: "deux ans plus tard", "le mois suivant", "the latter year",
//! "on Christmas Eve".

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{
    calendar::{TimeUnit, month},
    grammar::{self, Atom},
    relative::Relative,
};
use crate::{
    numbers::cardinal,
    words::{Token, TokenKind, is_apostrophe},
};

/// A pack as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    later: Vec<String>,
    earlier: Vec<String>,
    ago: Vec<String>,
    next: Vec<String>,
    previous: Vec<String>,
    same: Vec<String>,
    same_date: Vec<String>,
    last: Vec<String>,
    this: Vec<String>,
    of: Vec<String>,
    latest: Vec<String>,
    coming: Vec<String>,
    following: Vec<String>,
    vague: Vec<String>,
    days: BTreeMap<String, i32>,
    ordinals: BTreeMap<String, i8>,
    numbers: BTreeMap<String, i32>,
    holidays: BTreeMap<String, String>,
}

/// What a phrase makes of its number and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    Later,
    Earlier,
    Ago,
    Next,
    Previous,
    Same,
    SameDate,
    Last,
    This,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Word(String),
    Number,
    Unit,
    End,
}

#[derive(Debug)]
struct Phrase {
    steps: Vec<Step>,
    tells: Tells,
}

/// The words of a language for dates that are told by others.
#[derive(Debug)]
struct Pack {
    phrases: Vec<Phrase>,
    of: Vec<String>,
    latest: Vec<String>,
    coming: Vec<String>,
    following: Vec<String>,
    vague: Vec<String>,
    days: BTreeMap<String, i32>,
    ordinals: BTreeMap<String, i8>,
    numbers: BTreeMap<String, i32>,
    holidays: Vec<(Vec<String>, i8, i8)>,
}

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    [
        include_str!("../../../../lang/en/dates.toml"),
        include_str!("../../../../lang/fr/dates.toml"),
    ]
    .iter()
    .filter_map(|text| toml::from_str(text).ok().map(Pack::of))
    .collect()
});

impl Pack {
    fn of(file: File) -> Self {
        let lists = [
            (&file.later, Tells::Later),
            (&file.earlier, Tells::Earlier),
            (&file.ago, Tells::Ago),
            (&file.next, Tells::Next),
            (&file.previous, Tells::Previous),
            (&file.same, Tells::Same),
            (&file.same_date, Tells::SameDate),
            (&file.last, Tells::Last),
            (&file.this, Tells::This),
        ];
        let phrases = lists
            .into_iter()
            .flat_map(|(list, tells)| {
                list.iter().map(move |text| Phrase { steps: steps(text), tells })
            })
            .collect();
        let holidays = file
            .holidays
            .iter()
            .filter_map(|(name, day)| {
                let (month, day) = day.split_once('-')?;
                Some((words(name), month.parse().ok()?, day.parse().ok()?))
            })
            .collect();
        Self {
            phrases,
            of: file.of,
            latest: file.latest,
            coming: file.coming,
            following: file.following,
            vague: file.vague,
            days: file.days,
            ordinals: file.ordinals,
            numbers: file.numbers,
            holidays,
        }
    }
}

/// Words and marks as a text is cut: `l'An` is one, `ce mois-là` four.
fn words(text: &str) -> Vec<String> {
    crate::words::tokens(text).iter().map(|token| token.text.to_lowercase()).collect()
}

fn steps(text: &str) -> Vec<Step> {
    let mut found = Vec::new();
    for part in text.split_whitespace() {
        match part {
            "{n}" => found.push(Step::Number),
            "{unit}" => found.push(Step::Unit),
            "$" => found.push(Step::End),
            _ => match part.strip_prefix("{unit}") {
                Some(rest) => {
                    found.push(Step::Unit);
                    found.extend(words(rest).into_iter().map(Step::Word));
                }
                None => found.extend(words(part).into_iter().map(Step::Word)),
            },
        }
    }
    found
}

/// A word behind its elided article: `année` of `l'année`.
fn bare(text: &str) -> &str {
    text.char_indices()
        .find(|(at, sign)| is_apostrophe(*sign) && *at <= 2)
        .map_or(text, |(at, sign)| text.get(at + sign.len_utf8()..).unwrap_or(text))
}

/// Whether two words are one, whatever their case; `word` is in lower case.
fn same(text: &str, word: &str) -> bool {
    let evened = |sign: char| if is_apostrophe(sign) { '\'' } else { sign };
    text.chars().flat_map(char::to_lowercase).map(evened).eq(word.chars().map(evened))
}

fn is_word(token: Option<&Token<'_>>, list: &[String]) -> bool {
    token.is_some_and(|token| list.iter().any(|word| same(bare(token.text), word)))
}

/// Days, weeks, months and years; French has more words for them than the shared list.
fn unit(text: &str) -> Option<TimeUnit> {
    let word = bare(text);
    let named = || same(word, "an").then_some(TimeUnit::Year);
    TimeUnit::of(word).or_else(named).filter(|unit| *unit >= TimeUnit::Day)
}

fn number(pack: &Pack, tokens: &[Token<'_>], at: usize) -> Option<(i32, usize)> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Word {
        let (_, value) = pack.numbers.iter().find(|(word, _)| same(token.text, word))?;
        return Some((*value, at + 1));
    }
    let (number, next) = cardinal(tokens, at)?;
    #[expect(clippy::cast_possible_truncation, reason = "bounded to 1..=1000 just before")]
    let whole = (1.0..=1000.0).contains(&number.value).then_some(number.value as i32)?;
    Some((whole, next))
}

impl Phrase {
    fn at(&self, pack: &Pack, tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
        let mut next = at;
        let (mut amount, mut of) = (1, None);
        for step in &self.steps {
            match step {
                Step::Word(word) => {
                    let token = tokens.get(next)?;
                    if !same(token.text, word) && !same(bare(token.text), word) {
                        return None;
                    }
                    next += 1;
                }
                Step::Number => (amount, next) = number(pack, tokens, next)?,
                Step::Unit => {
                    of = Some(unit(tokens.get(next)?.text)?);
                    next += 1;
                }
                Step::End => {
                    tokens
                        .get(next)
                        .is_none_or(|it| it.kind == TokenKind::Mark)
                        .then_some(())?;
                }
            }
        }
        let relative = match (self.tells, of) {
            (Tells::SameDate, _) => Relative::SameDate,
            (Tells::Later, Some(unit)) => Relative::Shift(amount, unit),
            (Tells::Earlier, Some(unit)) => Relative::Shift(-amount, unit),
            (Tells::Ago, Some(unit)) => Relative::FromDateline(-amount, unit),
            (Tells::Next, Some(unit)) => Relative::Shift(1, unit),
            (Tells::Previous, Some(unit)) => Relative::Shift(-1, unit),
            (Tells::Same, Some(unit)) => Relative::Same(unit),
            (Tells::Last, Some(unit)) => Relative::FromDateline(-1, unit),
            (Tells::This, Some(unit)) => Relative::FromDateline(0, unit),
            (_, None) => return None,
        };
        Some((relative, next))
    }
}

/// The date that starts at a token in the words of a pack, and the index after it: "Christmas Eve 2022", "the fourth of June".
pub(super) fn atom(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    with_year(tokens, at).or_else(|| day_in_words(tokens, at))
}

/// `Christmas Eve 2022`, `Christmas Eve`.
fn with_year(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let (atom, next) = holiday(tokens, at)?;
    let Atom::Day { month, day, last, .. } = atom else { return None };
    Some(match grammar::trailing_year(tokens, next) {
        Some((year, next)) => (Atom::Day { year: Some(year), month, day, last }, next),
        None => (atom, next),
    })
}

/// `the fourth of June 2025`.
fn day_in_words(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let (day, next) = ordinal(tokens, at)?;
    let next = next + usize::from(tokens.get(next).is_some_and(|token| token.is("of")));
    let (month, _, taken) = month(tokens, next)?;
    let (year, next) = match grammar::trailing_year(tokens, next + taken) {
        Some((year, next)) => (Some(year), next),
        None => (None, next + taken),
    };
    grammar::days(year, month, day, None).map(|atom| (atom, next))
}

/// The date told by another that starts at a token, and the index after it.
pub(super) fn told(tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
    let own = super::relative::relative(tokens, at);
    let exact = own.filter(|(relative, _)| {
        let counted = tokens.get(at).is_some_and(|it| !it.is_any(&["the", "its", "their"]));
        !(counted && matches!(relative, Relative::Shift(..)) && is_vague(tokens, at))
    });
    exact.or_else(|| in_pack(tokens, at))
}

/// The date told by another, in the words of a pack.
fn in_pack(tokens: &[Token<'_>], at: usize) -> Option<(Relative, usize)> {
    let token = tokens.get(at)?;
    PACKS.iter().find_map(|pack| {
        let vague = || is_word(at.checked_sub(1).and_then(|at| tokens.get(at)), &pack.vague);
        if let Some((_, days)) = pack.days.iter().find(|(word, _)| same(bare(token.text), word))
        {
            // "au lendemain de sa victoire" counts from another day than one of the text.
            let of_event = tokens.get(at + 1).is_some_and(|next| {
                next.is_any(&["de", "du", "des", "d"])
                    || next.text.starts_with("d'")
                    || next.text.starts_with("d\u{2019}")
            });
            return (!of_event).then_some((Relative::Shift(*days, TimeUnit::Day), at + 1));
        }
        pack.phrases.iter().find_map(|phrase| {
            let opens = match phrase.steps.first()? {
                Step::Word(word) => same(bare(token.text), word),
                Step::Number => !matches!(token.kind, TokenKind::Mark | TokenKind::Address),
                Step::Unit => token.kind == TokenKind::Word && unit(token.text).is_some(),
                Step::End => false,
            };
            if !opens {
                return None;
            }
            let found = phrase.at(pack, tokens, at)?;
            (phrase.steps.first() != Some(&Step::Number) || !vague()).then_some(found)
        })
    })
}

/// Whether a stretch of time that starts at a token is no exact one: "less than two weeks later".
fn is_vague(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    PACKS.iter().any(|pack| is_word(before, &pack.vague))
}

/// Behind a day or a month of no year, a year that is told by another date: "of that year", "de la même année". The years to
/// add to that of the date before, and the index after.
pub(super) fn of_year(tokens: &[Token<'_>], at: usize) -> Option<(i32, usize)> {
    let mut next = at;
    while next < at + 3
        && PACKS.iter().any(|pack| is_word(tokens.get(next), &pack.of))
        && told(tokens, next).is_none()
    {
        next += 1;
    }
    match told(tokens, next)? {
        (Relative::Same(TimeUnit::Year), end) => Some((0, end)),
        (Relative::Shift(years, TimeUnit::Year), end) if years.abs() == 1 => Some((years, end)),
        _ => None,
    }
}

/// A day of a month that is told by another date: "the 20th of that month", "the twelfth of the following month", "on the 3rd,".
/// The day, how many months behind that of the date before where the words say it, and the index after.
pub(super) fn day_of_month(
    tokens: &[Token<'_>],
    at: usize,
) -> Option<(i8, Option<i32>, usize)> {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let before = before.filter(|it| it.is_any(&["the", "le"]))?;
    let in_words = ordinal(tokens, at);
    let (day, next) = in_words.or_else(|| grammar::day(tokens, at))?;
    let of = tokens.get(next).is_some_and(|it| it.is_any(&["of", "du", "de"]));
    if of {
        let behind = next + 1 + usize::from(tokens.get(next + 1).is_some_and(|it| it.is("ce")));
        return match told(tokens, behind).or_else(|| told(tokens, next + 1))? {
            (Relative::Same(TimeUnit::Month), end) => Some((day, Some(0), end)),
            (Relative::Shift(months, TimeUnit::Month), end) if months.abs() == 1 => {
                Some((day, Some(months), end))
            }
            _ => None,
        };
    }
    // "On the 3rd, ...": a day alone, in digits with an ending, between its preposition and a mark.
    let opens = before.is("the")
        && at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|it| it.is("on"))
        && in_words.is_none()
        && next == at + 2;
    let closes = tokens.get(next).is_none_or(|it| matches!(it.text, "," | "." | ";" | ":"));
    (opens && closes).then_some((day, None, next))
}

/// The day of a month that a word names: "fourth", "premier".
fn ordinal(tokens: &[Token<'_>], at: usize) -> Option<(i8, usize)> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
    PACKS
        .iter()
        .find_map(|pack| pack.ordinals.iter().find(|(word, _)| same(token.text, word)))
        .map(|(_, day)| (*day, at + 1))
}

/// A day of every year that has a name.
fn holiday(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let token = tokens.get(at)?;
    PACKS.iter().flat_map(|pack| &pack.holidays).find_map(|(words, month, day)| {
        let first = words.first()?;
        if !same(token.text, first) && !same(bare(token.text), first) {
            return None;
        }
        let all =
            words.iter().enumerate().skip(1).all(|(place, word)| {
                tokens.get(at + place).is_some_and(|it| same(it.text, word))
            });
        let end = at + words.len();
        let capital = tokens.get(at..end)?.iter().any(Token::is_capitalised);
        (all && capital)
            .then_some((Atom::Day { year: None, month: *month, day: *day, last: None }, end))
    })
}

/// What a word behind a day or a month without a year says of its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// "en mai dernier".
    Latest,
    /// "en mai prochain".
    Coming,
    /// "le 30 septembre suivant".
    Following,
}

/// Whether such a word stands at a token.
pub(super) fn behind(tokens: &[Token<'_>], at: usize) -> Option<Behind> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word);
    PACKS.iter().find_map(|pack| {
        if is_word(token, &pack.latest) {
            Some(Behind::Latest)
        } else if is_word(token, &pack.coming) {
            Some(Behind::Coming)
        } else if is_word(token, &pack.following) {
            // "30 September following the vote" follows something else.
            tokens
                .get(at + 1)
                .is_none_or(|it| it.kind == TokenKind::Mark)
                .then_some(Behind::Following)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packs_that_ship_are_whole() {
        for text in [
            include_str!("../../../../lang/en/dates.toml"),
            include_str!("../../../../lang/fr/dates.toml"),
        ] {
            let file: Result<File, _> = toml::from_str(text);
            assert!(file.is_ok(), "{file:?}");
        }
        assert_eq!(PACKS.len(), 2);
    }
}
