//! What a writer reckoned from the numbers and dates of a proof.

use crate::{
    alike::near as same_value,
    date::Date,
    lexicon::{Lexicon, Token},
    pack::Packs,
    particulars::{Particular, Sentence, Value},
    quantity::Role,
    sight::by_sight,
    signs::{MORE, RISE, Sign},
    steps::{Operand, is_change_of_share, is_in_points, is_share_of_two, is_step, operands},
    view::View,
};

/// Whether a sentence says that a number was reckoned: *together*, *rose by*, *more than the other*.
fn says_so(lexicon: &Lexicon, tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|at| {
        let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else {
            return false;
        };
        word.sense.reckoning
            || word.sense.change
            || word.signs.iter().any(|phrase| {
                matches!(phrase.means, Sign::Pole(RISE | MORE, _))
                    && lexicon.follows(tokens, at, phrase).is_some()
            })
    })
}

/// Whether a number or a year that stands nowhere can be reckoned from what the proof has: from 148 to 119 million is 29 million, and
/// 25 years from 2021 end in 2046.
pub(crate) fn reckoned(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    particular: &Particular,
) -> bool {
    match &particular.value {
        Value::Number(asked)
            if asked.role != Role::Ordinal && same_value(asked.low, asked.high) =>
        {
            let said = says_so(lexicon, &sentence.tokens);
            let operands = operands(sentence, view);
            let whole: Vec<Operand<'_>> =
                operands.iter().copied().filter(Operand::is_whole).collect();
            is_step(sentence, &operands, asked, said)
                || asked.role == Role::Percent && is_share_of_two(&operands, asked, said)
                || asked.role == Role::Percent && said && is_change_of_share(&whole, asked)
                || asked.role == Role::Count
                    && said
                    && is_in_points(&around(view, &operands), asked)
                || by_sight(lexicon, sentence, view, &whole, asked)
        }
        Value::Date(asked) if asked.month.is_some() && asked.part.is_none() => {
            is_months_from(view, asked)
        }
        Value::Date(asked) if asked.month.is_none() && asked.year_to.is_none() => {
            let Some(passage) = view.passage else { return false };
            let (first, end) = passage.tokens(view.proof);
            let here = |at: usize| (first..end).contains(&at);
            let numbers = || view.proof.numbers.iter().filter(|it| here(it.first) && !it.code);
            let Some(year) = asked.year else { return false };
            view.proof.dates.iter().filter(|it| here(it.first)).any(|date| {
                date.year.is_some_and(|from| {
                    let apart = f64::from((year - from).abs());
                    numbers().any(|it| {
                        let years =
                            it.unit.is_some_and(|unit| Packs::embedded().unit(unit) == "year");
                        years && (it.low - apart).abs() < 0.1
                    })
                })
            })
        }
        _ => false,
    }
}

/// Whether a month or a day is as far from a date of the passage as a length of time that stands there: six months before 14 March
/// 2028 are in September 2027.
fn is_months_from(view: &View<'_>, asked: &Date) -> bool {
    let Some(passage) = view.passage else { return false };
    let near = passage.first.saturating_sub(1)..passage.end + 1;
    let here = |token: usize| near.contains(&view.proof.sentence(token));
    let (Some(year), Some(month)) = (asked.year, asked.month) else { return false };
    let count = |year: i16, month: u8| i32::from(year) * 12 + i32::from(month);
    let lengths = view.proof.numbers.iter().filter(|it| here(it.first)).filter_map(|it| {
        let months = match Packs::embedded().unit(it.unit?) {
            "month" => 1.0,
            "year" => 12.0,
            _ => return None,
        };
        Some(it.low * months)
    });
    let lengths: Vec<f64> = lengths.collect();
    view.proof.dates.iter().filter(|it| here(it.first)).any(|date| {
        let (Some(from), Some(of)) = (date.year, date.month) else { return false };
        let apart = f64::from((count(year, month) - count(from, of)).abs());
        // A day is reckoned from a day.
        let day = asked.day.is_none() || asked.day == date.day;
        day && apart > 0.0 && lengths.iter().any(|length| same_value(*length, apart))
    })
}

/// The operands of the passage and of the sentences beside it.
fn around<'a>(view: &View<'_>, operands: &[Operand<'a>]) -> Vec<Operand<'a>> {
    let Some(passage) = view.passage else { return operands.to_vec() };
    let near = passage.first.saturating_sub(1)..passage.end + 1;
    operands
        .iter()
        .copied()
        .filter(|it| it.sentence.is_some_and(|at| near.contains(&at)))
        .collect()
}
