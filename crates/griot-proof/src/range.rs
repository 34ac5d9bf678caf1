//! Where two numbers are the two ends of one, and where something grew from the one to the other.

use crate::{
    around::{changes_before, currency_sign},
    lexicon::{Kind, Lexicon, Token},
    quantity::{Number, Role, times},
    written::{in_digits, read},
};

/// "10 to 15", "10-15", "between 10 and 15".
pub(crate) fn range(lexicon: &Lexicon, text: &str, tokens: &[Token], number: &mut Number) {
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

/// From 4.7 to 5.3 billion: both are billions, where they are of about the same size.
fn share_scale(number: &mut Number, other: &Number) {
    let scale = [1e12, 1e9, 1e6, 1e3].into_iter().find(|scale| *scale <= other.low);
    let Some(scale) = scale.filter(|_| other.step / number.step >= 1000.0) else { return };
    let ratio = other.low / scale / number.low;
    if number.low < 1000.0 && (0.1..=10.0).contains(&ratio) {
        times(number, scale);
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
    let mut changes = lexicon.pack.changes.iter().filter(|pair| joiner.folded == pair.1);
    let changes = changes.any(|pair| is_opener(&pair));
    if !changes
        && opened.is_none()
        && (number.in_words || joined().all(|pair| !pair.0.is_empty()))
    {
        return;
    }
    let next = joins + 1 + usize::from(sign(joins + 1));
    let Some(other) = read(lexicon, text, tokens, next) else { return };
    if other.role != number.role || other.in_words != number.in_words || other.code {
        return;
    }
    // What grew from 60 to 70 was never 65.
    if changes || changes_before(lexicon, tokens, starts) {
        share_scale(number, &other);
        return;
    }
    // Two numbers far apart that no word opens: the one may be given to the other.
    if other.low > number.low
        && (opened.is_some() || other.low / other.step <= number.low / number.step * 10.0)
    {
        reach(number, &other);
    }
}
