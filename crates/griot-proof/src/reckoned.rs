//! What a writer reckoned from two numbers of a proof, and says so.

use crate::{
    lexicon::{Lexicon, Token},
    pack::Packs,
    particulars::{Particular, Sentence, Value},
    quantity::{Number, Role},
    signs::{MORE, RISE, Sign},
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

/// Whether a number or a year that stands nowhere is the difference or the sum of two that stand in
/// the passage: from 148 to 119 million is 29 million, and 25 years from 2021 end in 2046.
pub(crate) fn reckoned(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    particular: &Particular,
) -> bool {
    let Some(passage) = view.passage else { return false };
    let (first, end) = passage.tokens(view.proof);
    let here = |at: usize| (first..end).contains(&at);
    let numbers =
        || view.proof.numbers.iter().filter(|it| here(it.first) && !it.code && it.low > 0.0);
    match &particular.value {
        Value::Number(asked)
            if asked.low >= 20.0
                && asked.role != Role::Ordinal
                && says_so(lexicon, &sentence.tokens) =>
        {
            // Of what is measured in the same money, unit or share; the second one often leaves it out.
            let measured = |it: &Number| {
                asked.role == Role::Percent && it.role == Role::Percent
                    || asked.currency.is_some() && it.currency == asked.currency
                    || asked.unit.is_some() && it.unit == asked.unit
            };
            let same = |it: &&Number| {
                let bare = it.currency.is_none() && it.unit.is_none();
                it.role == asked.role && (measured(it) || bare)
            };
            let near = |value: f64| (value - asked.low).abs() <= asked.step / 2.0;
            // From a number that the sentence has as well, wherever the other one stands.
            let from_own = view.own_numbers(sentence).any(|one| {
                measured(one)
                    && view.proof.numbers.iter().any(|two| {
                        measured(two) && !two.code && near((one.low - two.low).abs())
                    })
            });
            from_own
                || numbers().filter(same).any(|one| {
                    numbers().filter(same).any(|two| {
                        one.first < two.first
                            && (measured(one) || measured(two))
                            && (near((one.low - two.low).abs()) || near(one.low + two.low))
                    })
                })
        }
        Value::Date(asked) if asked.month.is_none() && asked.year_to.is_none() => {
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
