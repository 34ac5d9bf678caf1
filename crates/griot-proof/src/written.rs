//! How a number is written: digits with their separators, words, magnitudes.

use crate::{
    lexicon::{Kind, Lexicon, Token, digit, three_digits},
    pack::{Hedge, Script},
    quantity::{Number, Role, plain, times},
};

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

pub(crate) fn read(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    at: usize,
) -> Option<Number> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Digits => in_digits(lexicon, text, tokens, at),
        Kind::Word(_) => {
            let mut number = in_words(lexicon, tokens, at)?;
            // Four billion is no 4,000,000,000.
            let last = number.end.checked_sub(1).and_then(|at| tokens.get(at));
            let scale = last.and_then(|token| lexicon.sense(token).magnitude);
            if let Some(scale) = scale.filter(|scale| *scale >= 1e6 && !number.vague) {
                number.step = scale;
            }
            if number.end == at + 1 && lexicon.sense(token).approximate {
                number.step = number.low * ABOUT_SO_MANY;
                number.hedge = Some(Hedge::About);
            }
            Some(number)
        }
        Kind::Mark(sign) => vulgar(sign).map(|value| Number {
            role: Role::Fraction,
            ..plain(at, at + 1, value * 100.0, 1.0)
        }),
        Kind::Break => None,
    }
}

pub(crate) fn in_digits(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    at: usize,
) -> Option<Number> {
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
    if lexicon.is_ordinal_point(tokens, end) {
        number.role = Role::Ordinal;
        number.end += 1;
        return Some(number);
    }
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

/// Million, thousand million, 25 mil.
pub(crate) fn magnitudes(lexicon: &Lexicon, tokens: &[Token], number: &mut Number) {
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
        && let Some(number) = part_or_place(lexicon, tokens, &first, at)
    {
        return Some(number);
    }
    if first.plural {
        return vague(lexicon, tokens, at);
    }
    let (mut total, mut current, mut last) = (0.0_f64, 0.0_f64, f64::INFINITY);
    let (mut next, mut end) = (at, at);
    let mut added = (0.0, f64::INFINITY);
    // Three and twenty.
    let units_before_tens = lexicon.pack.code == "ar";
    while let Some(token) = tokens.get(next) {
        let sense = lexicon.sense(token);
        if let Some(value) = sense.cardinal {
            let quatre_vingt = (value - 20.0).abs() < 0.1
                && (current % 100.0 - 4.0).abs() < 0.1
                && lexicon.pack.code == "fr";
            // ثلاث مئة
            let hundreds = near_to(value, 100.0)
                && (3.0..10.0).contains(&last)
                && lexicon.pack.code == "ar";
            if quatre_vingt {
                current += 76.0;
                last = 20.0;
            } else if hundreds {
                current += last * 99.0;
                last = value;
            } else if end == at
                || current == 0.0
                || fits_after(last, value)
                || lexicon.pack.code == "fr" && fits_in_french(last, value)
                || units_before_tens && last < 10.0 && (10.0..100.0).contains(&value)
            {
                // مليارين: two of a magnitude in one word.
                if value >= 1000.0 {
                    total += value;
                } else {
                    current += value;
                }
                last = value;
            } else {
                break;
            }
        } else if let Some(factor) =
            sense.magnitude.filter(|_| end > at || starts_alone(lexicon, &sense))
        {
            if factor < 1000.0 {
                // Nineteen hundred.
                let teens = (11.0..100.0).contains(&current) && current % 10.0 > 0.5;
                if end > at && current >= 10.0 && !(teens && lexicon.pack.code == "en") {
                    break;
                }
                current = if current == 0.0 { factor } else { current * factor };
                last = 100.0;
            } else {
                add(&mut total, current, factor, &mut added);
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
    if let Some((part, behind)) = part_after(lexicon, tokens, end)
        && value < 10.0
        && end == at + 1
    {
        let part = plain(at, behind, value * part * 100.0, 1.0);
        return Some(Number { role: Role::Fraction, in_words: true, ..part });
    }
    // "one" and "a hundred times" aside, "the thousands" is no number.
    (value > 0.0).then_some(number)
}

/// What *une centaine* spans, as a part of it: 85 to 115.
const ABOUT_SO_MANY: f64 = 0.3;

/// Two thirds, three quarters: the part, and one past its token.
fn part_after(lexicon: &Lexicon, tokens: &[Token], end: usize) -> Option<(f64, usize)> {
    let next = end + usize::from(hyphen(tokens, end));
    let part = tokens.get(next).and_then(|token| lexicon.sense(token).fraction)?;
    Some((part, next + 1))
}

/// Adds a magnitude. Right behind a smaller one it is that many of it: mil milhões. `added` is what the
/// last one added, and the magnitude itself.
fn add(total: &mut f64, current: f64, factor: f64, added: &mut (f64, f64)) {
    let scaled = current == 0.0 && added.1 < factor;
    let part = if current == 0.0 { 1.0 } else { current };
    let more = if scaled { added.0 * (factor - 1.0) } else { part * factor };
    *total += more;
    *added = (if scaled { added.0 + more } else { more }, factor);
}

/// Half, third: a word that is a number by itself. A third *of* something is a part of it.
fn part_or_place(
    lexicon: &Lexicon,
    tokens: &[Token],
    sense: &crate::pack::Sense,
    at: usize,
) -> Option<Number> {
    let sense_at = |at: usize| tokens.get(at).map(|token| lexicon.sense(token));
    let an = at.checked_sub(1).and_then(sense_at).is_some_and(|it| it.number_and);
    let of = sense_at(at + 1).is_some_and(|it| it.composing || it.particle);
    let ordinal = sense.ordinal.filter(|_| !(an && of && sense.fraction.is_some()));
    let (role, value) = match (ordinal, sense.fraction) {
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

/// Whether a magnitude is a number without one before it: a hundred, a thousand; in Arabic a million.
fn starts_alone(lexicon: &Lexicon, sense: &crate::pack::Sense) -> bool {
    let arabic = lexicon.pack.script == Script::Arabic;
    sense.magnitude.is_some_and(|factor| factor <= 1000.0 || arabic)
}

fn fits_after(last: f64, value: f64) -> bool {
    (last >= 100.0 && value < 100.0)
        // مليارين وثلاثمئة
        || (last >= 1000.0 && value < 1000.0)
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
