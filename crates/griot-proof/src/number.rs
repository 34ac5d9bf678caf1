//! How many? Numbers in digits or words, with unit, rounding and bound.

use crate::{
    lexicon::{Kind, Lexicon, Token, digit, three_digits},
    pack::{Hedge, Phrase, Script},
    signs::{RISE, Sign},
};

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Count,
    Percent,
    Ordinal,
    /// A half, two thirds; the value is in percent.
    Fraction,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    pub(crate) first: usize,
    /// One past its last token, sign and currency included.
    pub(crate) end: usize,
    pub(crate) low: f64,
    /// Above `low` for "10 to 15".
    pub(crate) high: f64,
    /// What else the same digits can say: 1.500.
    pub(crate) other: Option<f64>,
    /// One unit of the last written place.
    pub(crate) step: f64,
    pub(crate) role: Role,
    pub(crate) unit: Option<u16>,
    pub(crate) currency: Option<u16>,
    pub(crate) hedge: Option<Hedge>,
    /// Written in words alone.
    pub(crate) in_words: bool,
    /// A plural of a magnitude, of no certain number: hundreds, tens of thousands.
    pub(crate) vague: bool,
    /// Stem of the noun after it, where a noun follows.
    pub(crate) noun: Option<u32>,
    /// Digits that name rather than count: a clock, a score, a part of a code.
    pub(crate) code: bool,
}

impl Number {
    /// Whether it says nothing alone: a small number in words, or a one.
    pub(crate) fn is_common(&self) -> bool {
        self.high <= 12.0 && self.currency.is_none() && self.role != Role::Percent
    }
}

/// All numbers of a run of tokens. Tokens in `taken` belong to dates.
pub(crate) fn find(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    taken: &dyn Fn(usize) -> bool,
) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if taken(at) {
            at += 1;
            continue;
        }
        let Some(mut number) = read(lexicon, text, tokens, at) else {
            at += 1;
            continue;
        };
        range(lexicon, text, tokens, &mut number);
        around(lexicon, tokens, &mut number);
        at = number.end.max(at + 1);
        found.push(number);
    }
    found
}

struct Literal {
    exact: f64,
    other: Option<f64>,
    step: f64,
    /// Its sign parts groups of digits.
    whole: bool,
}

/// A run of digits as a value, by the decimal sign of the language.
fn literal(written: &str, decimal: char) -> Option<Literal> {
    let group_sign = |sign: char| !sign.is_ascii_digit() && sign != '.' && sign != ',';
    let mut plain = String::with_capacity(written.len());
    for sign in written.chars() {
        match (digit(sign), sign) {
            (Some(value), _) => plain.push(char::from(b'0' + value)),
            (None, '٫') => plain.push(if decimal == ',' { ',' } else { '.' }),
            (None, '٬' | '،') => plain.push(if decimal == ',' { '.' } else { ',' }),
            (None, sign) => plain.push(sign),
        }
    }
    let plain: String = plain.chars().filter(|sign| !group_sign(*sign)).collect();
    let separators: Vec<(usize, char)> =
        plain.char_indices().filter(|(_, sign)| !sign.is_ascii_digit()).collect();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    // Digits beyond any count are no number.
    let whole: f64 = digits.parse().ok().filter(|_| digits.len() < 40)?;
    let as_fraction = |at: usize| -> Option<Literal> {
        let (before, after) = (plain.get(..at)?, plain.get(at + 1..)?);
        let before: String = before.chars().filter(char::is_ascii_digit).collect();
        let value = format!("{before}.{after}").parse().ok()?;
        let places = i32::try_from(after.len()).ok()?;
        Some(Literal { exact: value, other: None, step: tenth_to(-places), whole: false })
    };
    let whole_value = Literal { exact: whole, other: None, step: 1.0, whole: true };
    match separators.as_slice() {
        [] => Some(whole_value),
        [(at, sign)] => {
            let after = plain.len() - at - 1;
            let grouped = after == 3 && *at <= 3 && !plain.starts_with('0');
            if !grouped {
                return as_fraction(*at);
            }
            // 2.000 is no fraction of anything, and a comma of English groups.
            if plain.ends_with("000") || *sign == ',' && decimal == '.' {
                return Some(whole_value);
            }
            if *sign == decimal {
                let fraction = as_fraction(*at)?;
                Some(Literal { other: Some(whole), ..fraction })
            } else {
                let other = as_fraction(*at).map(|fraction| fraction.exact);
                Some(Literal { other, ..whole_value })
            }
        }
        [.., (before, sign), (at, last)] => {
            if sign == last && at - before == 4 {
                // 1,234,567
                let even = plain.len() - at == 4;
                even.then_some(whole_value)
            } else if sign == last {
                // A version or a date: not a number.
                None
            } else {
                as_fraction(*at)
            }
        }
    }
}

fn tenth_to(places: i32) -> f64 {
    let mut step = 1.0;
    for _ in 0..places.unsigned_abs().min(18) {
        step /= 10.0;
    }
    step
}

fn read(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Digits => in_digits(lexicon, text, tokens, at),
        Kind::Word(_) => in_words(lexicon, tokens, at),
        Kind::Mark(sign) => vulgar(sign).map(|value| Number {
            role: Role::Fraction,
            ..plain(at, at + 1, value * 100.0, 1.0)
        }),
        Kind::Break => None,
    }
}

fn plain(first: usize, end: usize, value: f64, step: f64) -> Number {
    Number {
        first,
        end,
        low: value,
        high: value,
        other: None,
        step,
        role: Role::Count,
        unit: None,
        currency: None,
        hedge: None,
        in_words: false,
        vague: false,
        noun: None,
        code: false,
    }
}

fn in_digits(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at)?;
    let mut written = token.of(text).to_owned();
    let mut end = at + 1;
    for next in groups_after(lexicon, text, tokens, at) {
        written.push_str(next.of(text));
        end += 1;
    }
    let value = literal(&written, lexicon.pack.decimal)?;
    let mut number = plain(at, end, value.exact, value.step);
    number.other = value.other;
    if let Some(next) = tokens.get(end).filter(|next| next.glued) {
        let sense = lexicon.sense(next);
        if sense.ordinal_ending {
            number.role = Role::Ordinal;
            number.end += 1;
            return Some(number);
        }
        if let Some(factor) = sense.magnitude.filter(|_| sense.glued) {
            times(&mut number, factor);
            number.end += 1;
        } else if let Some(part) = vulgar_of(next) {
            number.low += part;
            number.high += part;
            number.end += 1;
        }
    }
    // 3rd-largest, 24-year-old keep the number; Mi-8, A330, 10:30 and 2/3 are codes.
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let two_before = at.checked_sub(2).and_then(|at| tokens.get(at));
    let letter_before = token.glued
        && before.is_some_and(|before| {
            // و is written onto what it joins.
            let and = lexicon.pack.script == Script::Arabic && lexicon.sense(before).number_and;
            matches!(before.kind, Kind::Word(_)) && !and
        });
    let hyphen_before = token.glued
        && before.is_some_and(|before| before.is_dash() && before.glued)
        && two_before.is_some_and(|it| matches!(it.kind, Kind::Word(_)));
    let joined = |token: Option<&Token>| {
        token.is_some_and(|it| {
            matches!(it.kind, Kind::Mark(':' | '/' | '_' | '#' | '№')) && it.glued
        })
    };
    let after = tokens.get(number.end);
    let joined_after = joined(after)
        && tokens.get(number.end + 1).is_some_and(|it| it.glued && it.kind == Kind::Digits);
    number.code = letter_before
        || hyphen_before
        || joined_after
        || (token.glued && joined(before) && before.is_some_and(|it| it.glued));
    let before = number.low;
    magnitudes(lexicon, tokens, &mut number);
    // 1.250 millones are no million and a quarter.
    let scaled = number.low > before;
    let sure = |sign| value.whole == written.contains(sign);
    if scaled && lexicon.pack.group.is_some_and(sure) {
        number.other = None;
    }
    Some(number)
}

/// The groups of three digits that plain spaces part from the digits before them: 3 142 683.
fn groups_after<'a>(
    lexicon: &Lexicon,
    text: &str,
    tokens: &'a [Token],
    at: usize,
) -> &'a [Token] {
    let Some(head) = tokens.get(at).map(|head| head.of(text)) else { return &[] };
    let digits = head.chars().take_while(|sign| digit(*sign).is_some()).count();
    if digits > 3 || head.contains(['.', ',']) {
        return &[];
    }
    let mut count = 0;
    while let (Some(last), Some(next)) = (tokens.get(at + count), tokens.get(at + count + 1)) {
        // Not a tab: that parts two cells of a table. After a decimal sign no group follows.
        let one_space = text.get(last.end as usize..next.start as usize) == Some(" ");
        let whole = count == 0 || last.end - last.start == 3 || !last.of(text).is_ascii();
        if next.kind != Kind::Digits
            || !one_space
            || !whole
            || !three_digits(text, next.start as usize)
        {
            break;
        }
        count += 1;
    }
    let groups = tokens.get(at + 1..=at + count).unwrap_or_default();
    let one_more_before = digits == 3
        && at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| {
            let start = tokens.get(at).map_or(0, |head| head.start as usize);
            before.kind == Kind::Digits && text.get(before.end as usize..start) == Some(" ")
        });
    let round = groups.iter().any(|group| group.of(text) == "000");
    let by_spaces = lexicon.pack.decimal == ',' || lexicon.pack.code == "ar";
    match count {
        // Where the language groups with another sign, two numbers may stand side by side.
        1 if by_spaces || round => groups,
        2..=4 if !one_more_before && (by_spaces || round || digits < 3) => groups,
        // A row of a table.
        2.. if by_spaces => groups.get(..1).unwrap_or_default(),
        _ => &[],
    }
}

fn vulgar(sign: char) -> Option<f64> {
    Some(match sign {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        _ => return None,
    })
}

fn vulgar_of(token: &Token) -> Option<f64> {
    match token.kind {
        Kind::Mark(sign) => vulgar(sign),
        _ => None,
    }
}

fn times(number: &mut Number, factor: f64) {
    number.low *= factor;
    number.high *= factor;
    number.step *= factor;
    number.other = number.other.map(|other| other * factor);
}

/// Million, thousand million, 25 mil.
fn magnitudes(lexicon: &Lexicon, tokens: &[Token], number: &mut Number) {
    for _ in 0..2 {
        let mut next = number.end;
        if tokens.get(next).is_some_and(|token| token.is_dash() && token.glued) {
            next += 1;
        }
        let Some(token) = tokens.get(next) else { return };
        let sense = lexicon.sense(token);
        // A glued magnitude written apart ("5 m") is a unit.
        let Some(factor) = sense.magnitude.filter(|factor| *factor >= 1000.0) else { return };
        let short = lexicon.of(token).is_some_and(|word| word.letters < 2);
        if short {
            return;
        }
        times(number, factor);
        number.end = next + 1;
        // тыс. and млн. have a stop of their own.
        let abbreviated = lexicon.of(token).is_some_and(|word| word.letters < 5);
        if abbreviated && tokens.get(number.end).is_some_and(|it| it.is_mark('.') && it.glued) {
            number.end += 1;
        }
    }
}

fn in_words(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Number> {
    let first = lexicon.sense(tokens.get(at)?);
    if first.cardinal.is_none()
        && let Some(number) = part_or_place(&first, at)
    {
        return Some(number);
    }
    if first.plural {
        return vague(lexicon, tokens, at);
    }
    let (mut total, mut current, mut last) = (0.0_f64, 0.0_f64, f64::INFINITY);
    let (mut next, mut end) = (at, at);
    // Three and twenty.
    let units_before_tens = lexicon.pack.code == "ar";
    while let Some(token) = tokens.get(next) {
        let sense = lexicon.sense(token);
        if let Some(value) = sense.cardinal {
            let quatre_vingt = (value - 20.0).abs() < 0.1
                && (current % 100.0 - 4.0).abs() < 0.1
                && lexicon.pack.code == "fr";
            if quatre_vingt {
                current += 76.0;
                last = 20.0;
            } else if end == at
                || current == 0.0
                || fits_after(last, value)
                || lexicon.pack.code == "fr" && fits_in_french(last, value)
                || units_before_tens && last < 10.0 && (10.0..100.0).contains(&value)
            {
                current += value;
                last = value;
            } else {
                break;
            }
        } else if let Some(factor) =
            sense.magnitude.filter(|_| end > at || starts_alone(&sense))
        {
            if factor < 1000.0 {
                if end > at && current >= 10.0 {
                    break;
                }
                current = if current == 0.0 { factor } else { current * factor };
                last = 100.0;
            } else {
                let part = if current == 0.0 { 1.0 } else { current };
                total += part * factor;
                current = 0.0;
                last = f64::INFINITY;
            }
        } else if end > at
            && (sense.number_and || token.is_dash())
            && tokens.get(next + 1).is_some_and(|after| {
                let after_sense = lexicon.sense(after);
                let hyphen = token.is_dash() && token.glued && after.glued;
                let counts =
                    after_sense.cardinal.is_some() || hyphen && after_sense.magnitude.is_some();
                counts
                    && (hyphen
                        || after_sense.cardinal.is_some_and(|value| {
                            fits_after(last, value)
                                || lexicon.pack.code == "fr" && fits_in_french(last, value)
                        }))
            })
        {
            next += 1;
            continue;
        } else {
            break;
        }
        next += 1;
        end = next;
    }
    if end == at {
        return None;
    }
    let value = total + current;
    let mut number = plain(at, end, value, 1.0);
    number.in_words = true;
    if let Some(ordinal) = compound_ordinal(lexicon, tokens, at, end, value, last) {
        return Some(ordinal);
    }
    // Two thirds, three quarters.
    let next = end + usize::from(hyphen(tokens, end));
    if let Some(part) =
        tokens.get(next).map(|token| lexicon.sense(token)).and_then(|s| s.fraction)
        && value < 10.0
        && end == at + 1
    {
        number.low = value * part * 100.0;
        number.high = number.low;
        number.role = Role::Fraction;
        number.end = next + 1;
        return Some(number);
    }
    // "one" and "a hundred times" aside, "the thousands" is no number.
    (value > 0.0).then_some(number)
}

/// Half, third: a word that is a number by itself.
fn part_or_place(sense: &crate::pack::Sense, at: usize) -> Option<Number> {
    let (role, value) = match (sense.ordinal, sense.fraction) {
        (Some(value), _) => (Role::Ordinal, value),
        (None, Some(value)) => (Role::Fraction, value * 100.0),
        (None, None) => return None,
    };
    Some(Number { role, in_words: true, ..plain(at, at + 1, value, 1.0) })
}

/// Whether a hyphen with nothing beside it stands at a token.
fn hyphen(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is_dash() && token.glued)
        && tokens.get(at + 1).is_some_and(|token| token.glued)
}

/// Twenty-third, vingt et unième, двадцать третий.
fn compound_ordinal(
    lexicon: &Lexicon,
    tokens: &[Token],
    at: usize,
    end: usize,
    value: f64,
    last: f64,
) -> Option<Number> {
    let english = lexicon.pack.code == "en";
    let hyphen = hyphen(tokens, end);
    // In English "thirty second breaks" and "twenty a second" are no ordinals.
    if !(20.0..100.0).contains(&last) || english && !hyphen {
        return None;
    }
    let joins = tokens.get(end).is_some_and(|token| lexicon.sense(token).number_and);
    let next = end + usize::from(hyphen || joins);
    let ordinal = tokens.get(next).and_then(|token| lexicon.sense(token).ordinal)?;
    // A day of a month and a century are told in other words.
    let mut follows = (next + 1..next + 3).filter_map(|at| tokens.get(at));
    let time = follows.any(|token| {
        let sense = lexicon.sense(token);
        sense.era || sense.month.is_some()
    });
    // A twenty-second delay.
    let seconds = english && near_to(ordinal, 2.0);
    (ordinal < 10.0).then(|| Number {
        role: Role::Ordinal,
        in_words: true,
        other: seconds.then_some(value),
        code: time,
        ..plain(at, next + 1, value + ordinal, 1.0)
    })
}

/// Hundreds, hundreds of thousands. Tens alone are no number.
fn vague(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<Number> {
    let magnitude = |at: usize| {
        tokens.get(at).map(|token| lexicon.sense(token)).and_then(|sense| sense.magnitude)
    };
    let mut value = magnitude(at)?;
    let mut end = at + 1;
    let stop = tokens.get(end).is_some_and(|token| lexicon.sense(token).stop);
    let next = end + usize::from(stop);
    if let Some(factor) = magnitude(next).filter(|factor| *factor >= 1000.0 && value < *factor)
    {
        value *= factor;
        end = next + 1;
    }
    let number = Number { in_words: true, vague: true, ..plain(at, end, value, 1.0) };
    (value >= 100.0).then_some(number)
}

fn starts_alone(sense: &crate::pack::Sense) -> bool {
    sense.magnitude.is_some_and(|factor| factor <= 1000.0)
}

fn fits_after(last: f64, value: f64) -> bool {
    (last >= 100.0 && value < 100.0)
        || ((20.0..100.0).contains(&last) && value < 20.0)
        || last.is_infinite()
}

fn near_to(one: f64, two: f64) -> bool {
    (one - two).abs() < 0.1
}

/// Dix-sept, soixante-dix, quatre-vingt-onze.
fn fits_in_french(last: f64, value: f64) -> bool {
    let is = |one: f64, two: f64| (one - two).abs() < 0.1;
    is(last, 10.0) && (7.0..10.0).contains(&value)
        || (is(last, 60.0) || is(last, 20.0)) && (10.0..17.0).contains(&value)
}

/// "10 to 15", "10-15", "between 10 and 15".
fn range(lexicon: &Lexicon, text: &str, tokens: &[Token], number: &mut Number) {
    if number.role == Role::Ordinal || number.code {
        return;
    }
    let Some(between) = tokens.get(number.end) else { return };
    if !between.is_dash() {
        range_in_words(lexicon, text, tokens, number);
        return;
    }
    let Some(next) = tokens.get(number.end + 1).filter(|it| it.kind == Kind::Digits) else {
        return;
    };
    let spaced_one_side = between.glued != next.glued;
    let Some(other) = in_digits(lexicon, text, tokens, number.end + 1) else { return };
    if spaced_one_side || other.role == Role::Ordinal || number.in_words {
        return;
    }
    if other.low > number.low {
        reach(number, &other);
    } else {
        // A score, a resolution: 5-4.
        number.code = true;
    }
}

/// Makes a number the range up to another one.
fn reach(number: &mut Number, other: &Number) {
    // 10-15 thousand, 1.5 to 2 million: both have the scale of the last.
    if other.step / number.step >= 1000.0 {
        let scales = [1e12, 1e9, 1e6, 1e3];
        if let Some(scale) = scales.iter().find(|it| number.low * **it < other.low) {
            times(number, *scale);
        }
    }
    if other.low > number.low {
        number.high = other.low;
        number.end = other.end;
    }
}

/// "between 10 and 15", "from 10 to 15" where nothing grew from one to the other.
fn range_in_words(lexicon: &Lexicon, text: &str, tokens: &[Token], number: &mut Number) {
    let percent = usize::from(
        tokens.get(number.end).is_some_and(|token| token.is_mark('%') || token.is_mark('٪')),
    );
    let joins = number.end + percent;
    let Some(joiner) = tokens.get(joins).and_then(|token| lexicon.of(token)) else { return };
    let sign = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            matches!(token.kind, Kind::Mark(_)) && currency_sign(lexicon, token).is_some()
        })
    };
    let starts = number.first - usize::from(number.first > 0 && sign(number.first - 1));
    let opener = starts.checked_sub(1).and_then(|at| tokens.get(at));
    let opener = opener.and_then(|token| lexicon.of(token));
    let is_opener = |pair: &&(String, String)| {
        opener.is_some_and(|word| !pair.0.is_empty() && word.folded == pair.0)
    };
    let joined = || lexicon.pack.ranges.iter().filter(|pair| joiner.folded == pair.1);
    let opened = joined().find(is_opener);
    if opened.is_none() && (number.in_words || joined().all(|pair| !pair.0.is_empty())) {
        return;
    }
    let next = joins + 1 + usize::from(sign(joins + 1));
    let Some(other) = read(lexicon, text, tokens, next) else { return };
    if other.role != number.role || other.in_words != number.in_words || other.code {
        return;
    }
    // What grew from 60 to 70 was never 65.
    if changes_before(lexicon, tokens, starts) {
        return;
    }
    // Two numbers far apart that no word opens: the one may be given to the other.
    if other.low > number.low
        && (opened.is_some() || other.low / other.step <= number.low / number.step * 10.0)
    {
        reach(number, &other);
    }
}

/// Whether something grows, falls or comes to a number: the word for it stands before a token,
/// with no mark between.
fn changes_before(lexicon: &Lexicon, tokens: &[Token], first: usize) -> bool {
    clause_before(tokens, first).any(|at| {
        let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else {
            return false;
        };
        word.sense.change
            || word.signs.iter().any(|phrase| {
                matches!(phrase.means, Sign::Pole(RISE, _))
                    && lexicon.follows(tokens, at, phrase).is_some()
            })
    })
}

/// The tokens before one, back to the next mark.
fn clause_before(tokens: &[Token], first: usize) -> impl Iterator<Item = usize> + '_ {
    (first.saturating_sub(12)..first).rev().take_while(|at| {
        tokens.get(*at).is_some_and(|token| {
            token.kind != Kind::Break
                && !matches!(
                    token.kind,
                    Kind::Mark('.' | ',' | ';' | ':' | '!' | '?' | '،' | '؛' | '؟' | '(' | ')')
                )
        })
    })
}

/// Sign of percent, currency, unit and hedge around a number.
fn around(lexicon: &Lexicon, tokens: &[Token], number: &mut Number) {
    let before = number.first.checked_sub(1).and_then(|at| tokens.get(at));
    if let Some(token) = before
        && let Some(currency) = currency_sign(lexicon, token)
    {
        number.currency = Some(currency);
        number.first -= 1;
        // US$, CA$.
        if token.glued
            && number
                .first
                .checked_sub(1)
                .and_then(|at| tokens.get(at))
                .and_then(|it| lexicon.of(it))
                .is_some_and(|word| word.capitals && word.letters < 3)
        {
            number.first -= 1;
        }
    }
    if number.role == Role::Count || number.role == Role::Fraction {
        let mut next = number.end;
        if tokens.get(next).is_some_and(|token| token.is_dash() && token.glued) {
            next += 1;
        }
        if let Some(token) = tokens.get(next) {
            let phrase =
                lexicon.of(token).filter(|word| word.percent_starts).and_then(|word| {
                    lexicon.pack.percent.iter().find_map(|(first, phrases)| {
                        phrases.iter().find_map(|phrase| {
                            let fits = word.folded == *first
                                || phrase.open_ended && word.folded.starts_with(first.as_str());
                            fits.then(|| lexicon.follows(tokens, next, phrase)).flatten()
                        })
                    })
                });
            if token.is_mark('%') || token.is_mark('٪') {
                number.role = Role::Percent;
                number.end = next + 1;
            } else if let Some(length) = phrase {
                number.role = Role::Percent;
                number.end = next + length;
            } else if let Some(currency) = currency_sign(lexicon, token) {
                number.currency = Some(currency);
                number.end = next + 1;
            }
        }
    }
    // The unit: one of the next three words, before a mark.
    let words = tokens
        .iter()
        .enumerate()
        .skip(number.end)
        .take(4)
        .skip_while(|(_, token)| token.is_dash() && token.glued)
        .take_while(|(_, token)| matches!(token.kind, Kind::Word(_)) || token.is_dash());
    for (_, token) in words {
        let sense = lexicon.sense(token);
        if sense.unit.is_some() || sense.currency.is_some() {
            number.unit = number.unit.or(sense.unit);
            number.currency = number.currency.or(sense.currency);
            break;
        }
        if number.noun.is_none() && !sense.stop {
            number.noun = token.word();
        }
    }
    number.hedge = hedge_before(lexicon, tokens, number.first)
        .or_else(|| hedge_after(lexicon, tokens, number.end));
}

pub(crate) fn currency_sign(lexicon: &Lexicon, token: &Token) -> Option<u16> {
    match token.kind {
        Kind::Mark(sign) => {
            let word = match sign {
                '$' => "dollar",
                '€' => "euro",
                '£' => "pound",
                '₽' => "rouble",
                '¥' => "yen",
                _ => return None,
            };
            // The signs are the same everywhere, and English is always compiled in.
            crate::pack::Packs::embedded().get("en").and_then(|pack| pack.sense(word).currency)
        }
        Kind::Word(_) => lexicon.sense(token).currency,
        _ => None,
    }
}

/// Whether a hedge means *to* where it stands: it fell from 12 to 5, up to which it fell.
fn is_goal(lexicon: &Lexicon, tokens: &[Token], at: usize, phrase: &Phrase<Hedge>) -> bool {
    let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else { return false };
    let goal = lexicon
        .pack
        .goals
        .get(&word.folded)
        .is_some_and(|goals| goals.iter().any(|goal| goal.rest == phrase.rest));
    goal && (changes_before(lexicon, tokens, at)
        || clause_before(tokens, at).take(6).any(|at| {
            tokens.get(at).is_some_and(|token| {
                token.kind == Kind::Digits || lexicon.sense(token).cardinal.is_some()
            })
        }))
}

/// The hedge whose last word stands right before a token.
fn hedge_before(lexicon: &Lexicon, tokens: &[Token], first: usize) -> Option<Hedge> {
    (first.saturating_sub(5)..first).find_map(|at| {
        let word = lexicon.of(tokens.get(at)?)?;
        word.hedges.iter().find_map(|phrase| {
            let length = lexicon.follows(tokens, at, phrase)?;
            let article = at + length + 1 == first
                && tokens.get(at + length).is_some_and(|token| {
                    lexicon.sense(token).stop || currency_sign(lexicon, token).is_some()
                });
            (!matches!(phrase.means, Hedge::Alleged | Hedge::Doubted)
                && (at + length == first || article)
                && !is_goal(lexicon, tokens, at, phrase))
            .then_some(phrase.means)
        })
    })
}

/// "12 people at least", "on a tué 12 personnes au moins".
fn hedge_after(lexicon: &Lexicon, tokens: &[Token], end: usize) -> Option<Hedge> {
    (end..end + 3).find_map(|at| {
        let word = lexicon.of(tokens.get(at)?)?;
        word.hedges.iter().find_map(|phrase| {
            let long = !phrase.rest.is_empty() && phrase.means == Hedge::AtLeast;
            lexicon.follows(tokens, at, phrase).filter(|_| long)?;
            // "12 and at least 5": the hedge belongs to what follows.
            let next = at + phrase.rest.len() + 1;
            let counts = tokens.get(next).is_some_and(|token| {
                token.kind == Kind::Digits || lexicon.sense(token).cardinal.is_some()
            });
            (!counts).then_some(phrase.means)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Packs;

    fn numbers(code: &str, text: &str) -> Vec<(f64, f64, Option<Hedge>, Role)> {
        let mut lexicon = Lexicon::new(Packs::embedded().get(code).expect("compiled in"));
        let tokens = lexicon.tokens(text);
        find(&lexicon, text, &tokens, &|_| false)
            .iter()
            .map(|it| (it.low, it.high, it.hedge, it.role))
            .collect()
    }

    fn check(code: &str, text: &str, expected: &[f64]) {
        let found: Vec<f64> = numbers(code, text).iter().map(|it| it.0).collect();
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6 * expected.max(1.0), "{text}: {found}");
        }
    }

    #[test]
    fn digits_and_words_in_five_languages() {
        check("en", "1.5 million people", &[1.5e6]);
        check("en", "two hundred and five men", &[205.0]);
        check("en", "twenty-three soldiers", &[23.0]);
        check("en", "$1.2bn in aid", &[1.2e9]);
        check("fr", "quatre-vingt-douze civils", &[92.0]);
        check("fr", "1 500 soldats", &[1500.0]);
        check("fr", "3 142 683 habitants", &[3_142_683.0]);
        check("fr", "1 200 000,50 euros en 2019", &[1_200_000.5, 2019.0]);
        check("fr", "120 340 560 780 910 230", &[120_340.0, 560_780.0, 910_230.0]);
        check("ru", "2 450 000 000 рублей", &[2.45e9]);
        check("es", "4 718 305 votos", &[4_718_305.0]);
        check("ar", "1 300 000 لاجئ", &[1_300_000.0]);
        check("en", "3 142 683 people and 700 000 more", &[3_142_683.0, 700_000.0]);
        check("en", "In group 12 500 men, 120 340 560", &[12.0, 500.0, 120.0, 340.0, 560.0]);
        check("fr", "2,5 millions d'habitants", &[2.5e6]);
        check("fr", "deux cent trois morts", &[203.0]);
        check("fr", "dix-sept soldats et six civils", &[17.0, 6.0]);
        check("fr", "soixante-dix-huit blessés", &[78.0]);
        check("fr", "soixante et onze élus, quatre-vingt-dix-neuf voix", &[71.0, 99.0]);
        check("ru", "двадцать три человека", &[23.0]);
        check("ru", "1,5 млн человек", &[1.5e6]);
        check("ru", "двести пятьдесят солдат", &[250.0]);
        check("ru", "12 тыс. беженцев", &[12_000.0]);
        check("es", "treinta y dos civiles", &[32.0]);
        check("es", "25 mil personas", &[25_000.0]);
        check("es", "1.500 soldados", &[1500.0]);
        check("ar", "ثلاثة وعشرون شخصا", &[23.0]);
        check("ar", "٢٥ قتيلا", &[25.0]);
        check("ar", "خمسة آلاف لاجئ", &[5000.0]);
    }

    #[test]
    fn bounds_and_shares() {
        assert_eq!(
            numbers("en", "at least 12 people"),
            [(12.0, 12.0, Some(Hedge::AtLeast), Role::Count)]
        );
        assert_eq!(
            numbers("fr", "jusqu'à 300 hommes"),
            [(300.0, 300.0, Some(Hedge::AtMost), Role::Count)]
        );
        assert_eq!(
            numbers("ru", "не менее 40 человек"),
            [(40.0, 40.0, Some(Hedge::AtLeast), Role::Count)]
        );
        for (code, text) in [
            ("en", "10 to 15"),
            ("en", "between 10 and 15 men"),
            ("fr", "entre 10 et 15 hommes"),
            ("ru", "от 10 до 15 человек"),
            ("es", "entre 10 y 15 hombres"),
            ("ar", "بين 10 و15 رجلا"),
        ] {
            assert_eq!(numbers(code, text), [(10.0, 15.0, None, Role::Count)], "{text}");
        }
        assert_eq!(
            numbers("en", "it rose from 10 to 15"),
            [(10.0, 10.0, None, Role::Count), (15.0, 15.0, None, Role::Count)]
        );
        assert_eq!(numbers("en", "1.5 to 2 million"), [(1.5e6, 2e6, None, Role::Count)]);
        assert_eq!(numbers("en", "10–15 percent"), [(10.0, 15.0, None, Role::Percent)]);
        assert_eq!(numbers("es", "el 45 por ciento"), [(45.0, 45.0, None, Role::Percent)]);
        assert_eq!(numbers("en", "half of them"), [(50.0, 50.0, None, Role::Fraction)]);
    }
}
