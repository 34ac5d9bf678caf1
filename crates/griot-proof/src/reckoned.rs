//! What a writer reckoned from the numbers and dates of a proof.

use crate::{
    lexicon::{Lexicon, Token},
    pack::Packs,
    particulars::{Particular, Sentence, Value},
    quantity::Role,
    sight::by_sight,
    signs::{MORE, RISE, Sign},
    steps::{is_in_points, is_share_of_two, is_step, operands},
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
        Value::Number(asked) if asked.role != Role::Ordinal => {
            let said = says_so(lexicon, &sentence.tokens);
            let operands = operands(sentence, view);
            is_step(sentence, &operands, asked, said)
                || asked.role == Role::Percent && is_share_of_two(&operands, asked, said)
                || asked.role == Role::Count && said && is_in_points(view, asked)
                || by_sight(lexicon, sentence, view, &operands, asked)
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
