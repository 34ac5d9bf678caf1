//! What a writer reckoned from two numbers of a proof.

use crate::{
    alike::near as same_value,
    lexicon::{Lexicon, Token},
    pack::{Hedge, Packs},
    particulars::{Particular, Sentence, Value},
    quantity::{Number, Role},
    sight::by_sight,
    signs::{MORE, RISE, Sign},
    view::View,
};

/// Most numbers around a passage of which a share can be told: among many any share is found.
const FEW: usize = 4;

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
/// the passage, or a share of one in the other: from 148 to 119 million is 29 million, and 25 years
/// from 2021 end in 2046.
pub(crate) fn reckoned(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    particular: &Particular,
) -> bool {
    match &particular.value {
        Value::Number(asked) if asked.role != Role::Ordinal => {
            let said = says_so(lexicon, &sentence.tokens);
            let whole = asked.low >= 20.0 && (said && by_steps(sentence, view, asked));
            whole
                || from_own(sentence, view, asked, said)
                || said && (is_share(view, asked) || in_points(view, asked))
                || by_sight(lexicon, sentence, view, asked, said)
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

/// Whether a number is measured in the same money, unit or share as the one that is asked.
fn measured(asked: &Number, it: &Number) -> bool {
    asked.role == Role::Percent && it.role == Role::Percent
        || asked.currency.is_some() && it.currency == asked.currency
        || asked.unit.is_some() && it.unit == asked.unit
}

fn bare(it: &Number) -> bool {
    it.currency.is_none() && it.unit.is_none()
}

/// The difference or the sum of two numbers of the passage, or of one that the sentence has and one of
/// the same measure wherever that stands.
fn by_steps(sentence: &Sentence, view: &View<'_>, asked: &Number) -> bool {
    let near = |value: f64| (value - asked.low).abs() <= asked.step / 2.0;
    let same = |it: &Number| it.role == asked.role && (measured(asked, it) || bare(it));
    let elsewhere =
        view.own_numbers(sentence).any(|one| {
            measured(asked, one)
                && view.proof.numbers.iter().any(|two| {
                    measured(asked, two) && !two.code && near((one.low - two.low).abs())
                })
        });
    let numbers: Vec<&Number> = view
        .numbers_around()
        .into_iter()
        .filter(|it| same(it) && view.in_passage(it.first))
        .collect();
    elsewhere
        || numbers.iter().enumerate().any(|(at, one)| {
            numbers.iter().skip(at + 1).any(|two| {
                (measured(asked, one) || measured(asked, two))
                    && (near((one.low - two.low).abs()) || near(one.low + two.low))
            })
        })
}

/// The difference of a number that the sentence has and of another one around the passage; of bare
/// counts, where the sentence says that it was reckoned, of any two large ones there.
fn from_own(sentence: &Sentence, view: &View<'_>, asked: &Number, said: bool) -> bool {
    let near = |value: f64| (value - asked.low).abs() <= rounded(asked) / 2.0;
    let numbers = view.numbers_around();
    let own: Vec<usize> = view.own_numbers(sentence).map(|it| it.first).collect();
    let money = asked.currency.is_some();
    let same = |it: &Number| {
        it.role == asked.role && (measured(asked, it) || bare(it) && (!money || it.low >= 1e3))
    };
    let large = asked.role == Role::Count && bare(asked) && asked.low >= 100.0 && said;
    numbers.iter().filter(|it| same(it)).enumerate().any(|(at, one)| {
        numbers.iter().filter(|it| same(it)).skip(at + 1).any(|two| {
            let has_own = own.contains(&one.first) || own.contains(&two.first);
            let alike = measured(asked, one) || measured(asked, two);
            let by_own = has_own && alike && asked.low >= 20.0;
            let by_size = large && bare(one) && bare(two) && one.low.min(two.low) >= 100.0;
            (by_own || by_size) && near((one.low - two.low).abs())
        })
    })
}

/// Points between two shares: three and a half from 14.9 to 11.3 per cent.
fn in_points(view: &View<'_>, asked: &Number) -> bool {
    let all = view.proof.numbers.iter();
    let shares: Vec<&Number> = all.filter(|it| it.role == Role::Percent).collect();
    let over = if asked.hedge == Some(Hedge::AtLeast) { asked.step.max(0.5) } else { 0.0 };
    let near = |value: f64| {
        let apart = value - asked.low;
        apart >= -asked.step / 2.0 && apart <= asked.step / 2.0 + over
    };
    bare(asked)
        && shares.len() <= FEW
        && shares.iter().enumerate().any(|(at, one)| {
            shares.iter().skip(at + 1).any(|two| near((one.low - two.low).abs()))
        })
}

/// A share of one of a few numbers in another, or of what is between them, where no share stands there.
fn is_share(view: &View<'_>, asked: &Number) -> bool {
    if asked.role != Role::Percent || asked.low >= 100.0 {
        return false;
    }
    let numbers = view.numbers_around();
    let share = |it: &&&Number| matches!(it.role, Role::Percent | Role::Fraction);
    if numbers.iter().any(|it| share(&it)) {
        return false;
    }
    let time = |it: &Number| it.unit.is_some_and(|unit| Packs::embedded().is_time(unit));
    let counts: Vec<&Number> = numbers
        .into_iter()
        .filter(|it| it.role == Role::Count && !time(it) && it.low >= 20.0)
        .collect();
    let near = |value: f64| (value * 100.0 - asked.low).abs() <= rounded(asked) / 2.0;
    counts.len() <= FEW
        && counts.iter().any(|whole| {
            let parts = counts.iter().filter(|part| {
                part.low < whole.low
                    && part.unit == whole.unit
                    && part.currency == whole.currency
            });
            parts.into_iter().any(|part| {
                let part = part.low / whole.low;
                near(part) || near(1.0 - part)
            })
        })
}

/// One unit of the last place that counts: of about 8,350 the tens.
fn rounded(asked: &Number) -> f64 {
    let mut step = asked.step;
    if asked.hedge == Some(Hedge::About) {
        while step * 1000.0 <= asked.low && same_value((asked.low / (step * 10.0)).fract(), 0.0)
        {
            step *= 10.0;
        }
    }
    step
}
