//! Which weekday stands beside a date, and which stand alone?

use crate::lexicon::{Lexicon, Token};

/// The weekday right before or behind the tokens of a day, and its token.
pub(crate) fn weekday_beside(
    lexicon: &Lexicon,
    tokens: &[Token],
    (first, end): (usize, usize),
) -> Option<(u8, usize)> {
    let weekday = |at: usize| Some((weekday_of(lexicon, tokens, at)?, at));
    let passes = |at: usize| {
        tokens.get(at).is_some_and(|it| {
            it.is_mark(',')
                || it.is_mark('،')
                || it.is_mark('(')
                || it.is_mark('.')
                || lexicon.sense(it).date_joiner
                || lexicon.sense(it).particle
                || lexicon.sense(it).ordinal_ending
        })
    };
    let mut before = first.checked_sub(1);
    for _ in 0..2 {
        before = before.filter(|at| passes(*at)).map_or(before, |at| at.checked_sub(1));
    }
    let behind = end + usize::from(passes(end));
    // A word between commas behind it may begin another thing: only brackets hold it.
    let held = tokens.get(end).is_some_and(|it| it.is_mark('('));
    let behind = || weekday(behind).or_else(|| weekday(behind + 2));
    before.and_then(weekday).or_else(|| behind().filter(|_| held))
}

/// The weekday whose last word stands at a token: Tuesday, terça-feira.
fn weekday_of(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<u8> {
    let token = tokens.get(at)?;
    let joined = || {
        let dash = tokens.get(at.checked_sub(1)?).filter(|it| it.is_dash() && token.glued)?;
        let first = lexicon.of(tokens.get(at.checked_sub(2)?)?).filter(|_| dash.glued)?;
        let both = format!("{} {}", first.folded, lexicon.of(token)?.folded);
        lexicon.pack.sense(&both).weekday
    };
    lexicon.sense(token).weekday.or_else(joined)
}

/// Weekdays that stand beside none of the days, given by their tokens: the weekday and its token.
pub(crate) fn lone_weekdays(
    lexicon: &Lexicon,
    tokens: &[Token],
    days: impl Iterator<Item = (usize, usize)>,
) -> Vec<(u8, usize)> {
    let beside: Vec<usize> =
        days.filter_map(|day| Some(weekday_beside(lexicon, tokens, day)?.1)).collect();
    tokens
        .iter()
        .enumerate()
        .filter(|(at, _)| !beside.contains(at))
        .filter_map(|(at, _)| Some((weekday_of(lexicon, tokens, at)?, at)))
        .collect()
}
