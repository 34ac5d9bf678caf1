//! Numbers of a language whose words stand in its pack.

use griot_model::{Comparator, Quantity};

use super::{
    pack::{Numbers, Pack},
    things::any_at,
    units::{Unit, units},
    units::{Words, split},
};
use crate::{
    claims::Figure,
    numbers::{Role, cardinal},
    sentences::Sentence,
    words::{TokenKind, tokens},
};
use griot_model::Span;

/// Numbers of a sentence outside its dates (spans on the sentence); none for a language without a list of its own, whose
/// grammar is [`crate::numbers`].
pub(crate) fn figures(sentence: &Sentence, dates: &[Span], pack: &Pack) -> Option<Vec<Figure>> {
    let numbers = pack.numbers.as_ref()?;
    let tokens = tokens(&sentence.text);
    let units = units(&tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        if dates.iter().any(|date| date.overlaps(unit.span)) {
            at += 1;
            continue;
        }
        let digits = unit.text.starts_with(|sign: char| sign.is_ascii_digit()) && !unit.wordy;
        let read = if digits {
            let place = tokens.partition_point(|token| token.span.start < unit.span.start);
            let glued = tokens
                .get(place)
                .is_some_and(|token| token.glued && token.kind == TokenKind::Number)
                && tokens.get(place.wrapping_sub(1)).is_some_and(|before| {
                    before.kind == TokenKind::Word
                        || matches!(before.text, "/" | "-" | ":" | ".")
                });
            if glued { None } else { in_digits(&tokens, place, &units, numbers) }
        } else {
            in_words(&units, at, numbers)
        };
        let Some((value, half, mut end)) = read else {
            at += 1;
            continue;
        };
        let (comparator, first) = compared(&units, at, numbers);
        let mut share = false;
        if units.get(end).is_some_and(|it| it.is("%")) {
            (share, end) = (true, end + 1);
        } else if units.get(end).is_some_and(|it| it.is("pour"))
            && units.get(end + 1).is_some_and(|it| it.is("cent"))
        {
            (share, end) = (true, end + 2);
        }
        let (value, half) =
            if share { ((value * 1e8).round() / 1e10, half / 100.0) } else { (value, half) };
        let noun = units.get(end).filter(|it| it.wordy && !share);
        let text = if share { "share" } else { noun.map_or("", |it| it.text.as_str()) };
        found.push(Figure {
            span: super::units::span_of(&units, first, end),
            quantity: quantity(value, half, comparator, text),
            role: if share { Role::Share } else { Role::Count },
            population: None,
            last_digit: half,
        });
        at = end.max(at + 1);
    }
    Some(found)
}

fn in_digits(
    tokens: &[crate::words::Token<'_>],
    place: usize,
    units: &[Unit],
    numbers: &Numbers,
) -> Option<(f64, f64, usize)> {
    let (number, next) = cardinal(tokens, place)?;
    let last = tokens.get(next.checked_sub(1)?)?.span.end;
    let mut end = units.partition_point(|unit| unit.span.start < last);
    let (mut value, mut half) = (number.or_thousands.unwrap_or(number.value), number.tolerance);
    if number.or_thousands.is_some() {
        half = 0.5;
    }
    let scale = |at: usize| {
        units.get(at).and_then(|unit| numbers.words.get(&unit.text)).filter(|it| **it >= 1000.0)
    };
    // "1,037 million": before a word of thousands a comma begins a fraction.
    let written: String =
        tokens.get(place..next).into_iter().flatten().map(|token| token.text).collect();
    let digits = written.trim_end_matches(|sign: char| !sign.is_ascii_digit());
    if let Some((whole, rest)) = digits.split_once(',')
        && rest.len() == 3
        && (scale(end).is_some() || digits.len() < written.len())
        && let (Ok(fraction), Ok(thousands)) =
            (format!("{whole}.{rest}").parse::<f64>(), format!("{whole}{rest}").parse::<f64>())
    {
        let factor = value / thousands;
        (value, half) = (fraction * factor, 0.0005 * factor);
    }
    while let Some(factor) = scale(end) {
        value *= factor;
        half *= factor;
        end += 1;
    }
    Some((value, half, end))
}

/// "vingt-cinq", "deux cents", "quatre-vingt-dix", "trois mille cinq cents".
fn in_words(units: &[Unit], at: usize, numbers: &Numbers) -> Option<(f64, f64, usize)> {
    let word = |place: usize| {
        units
            .get(place)
            .filter(|unit| unit.wordy)
            .and_then(|unit| numbers.words.get(&unit.text))
            .copied()
    };
    word(at)?;
    let (mut total, mut current, mut next, mut count) = (0.0, 0.0, at, 0);
    loop {
        let joined = units
            .get(next)
            .is_some_and(|unit| unit.is("-") || numbers.joins.contains(&unit.text));
        let place =
            if count > 0 && joined && word(next + 1).is_some() { next + 1 } else { next };
        let Some(value) = word(place) else { break };
        if count > 0
            && place == next + 1
            && !units.get(next).is_some_and(|it| it.is("-"))
            && value >= 100.0
        {
            break;
        }
        if value >= 1000.0 {
            total += if current == 0.0 { 1.0 } else { current } * value;
            current = 0.0;
        } else if value >= 100.0 {
            current = if current == 0.0 { value } else { current * value };
        } else if (20.0..21.0).contains(&value) && current > 0.0 && current < 10.0 {
            // quatre-vingt
            current *= value;
        } else {
            current += value;
        }
        count += 1;
        next = place + 1;
    }
    let alone =
        count == 1 && units.get(at).is_some_and(|unit| numbers.articles.contains(&unit.text));
    let value = total + current;
    (!alone && value > 0.0).then_some((value, 0.5, next))
}

fn compared(units: &[Unit], at: usize, numbers: &Numbers) -> (Comparator, usize) {
    let lists: [(&[String], Comparator); 5] = [
        (&numbers.at_least, Comparator::AtLeast),
        (&numbers.more_than, Comparator::MoreThan),
        (&numbers.less_than, Comparator::LessThan),
        (&numbers.at_most, Comparator::AtMost),
        (&numbers.about, Comparator::About),
    ];
    for (list, comparator) in lists {
        let words: Vec<Words> = list.iter().map(|it| split(it)).collect();
        for first in at.saturating_sub(4)..at {
            if any_at(units, first, &words) == Some(at) {
                return (comparator, first);
            }
        }
    }
    (Comparator::Equal, at)
}

fn quantity(value: f64, half: f64, comparator: Comparator, unit: &str) -> Quantity {
    let (low, high) = match comparator {
        Comparator::Equal => (value, value),
        Comparator::About => {
            let slack = (value * 0.1).max(half);
            (value - slack, value + slack)
        }
        Comparator::MoreThan | Comparator::AtLeast => (value, f64::INFINITY),
        Comparator::LessThan | Comparator::AtMost => (0.0, value),
    };
    Quantity { value, low, high, comparator, unit: unit.to_owned() }
}
