//! What comes of two numbers: their difference, their sum, the share of one in the other.

use std::collections::BTreeSet;

use crate::{
    alike::near as same_value,
    pack::{Hedge, Packs},
    particulars::{Sentence, Value},
    quantity::{Number, Role},
    view::View,
};

/// Below it, any two numbers make it.
pub(crate) const TOO_SMALL: f64 = 20.0;

/// Numbers, or dates, of a proof among which what comes of two or three is no accident.
pub(crate) const NOT_A_TABLE: usize = 60;

/// How far a hedged number may lie from what it was reckoned to, as a share of it.
const HEDGED: f64 = 0.05;
/// Smaller counts make up anything.
const SMALLEST: f64 = 10.0;
/// Counts from here on are not put together by chance.
const LARGE: f64 = 100.0;
/// Sums of money from here on may leave their currency to the one told before.
pub(crate) const OF_MONEY: f64 = 1e5;
/// Most numbers of which a share can be told where they stand apart: among many any share is found.
const FEW: usize = 4;
/// Cells of one row of a table that a page prints cell by cell.
const CELLS_APART: usize = 12;

/// Whether a value is what is asked, as exactly as it was written: of *about 8,350* the tens.
pub(crate) fn is(asked: &Number, value: f64) -> bool {
    let apart = value - asked.low;
    let share = asked.low * HEDGED;
    apart.abs() <= asked.step / 2.0 * (1.0 + 1e-9)
        || match asked.hedge {
            Some(Hedge::About) => apart.abs() <= share,
            Some(Hedge::AtLeast) => (0.0..=share).contains(&apart),
            Some(Hedge::AtMost) => (-share..=0.0).contains(&apart),
            _ => false,
        }
}

/// The unit of time in which a number counts: years are added to years.
pub(crate) fn time(number: &Number) -> Option<u16> {
    // $510,000 a year earlier.
    let unit = number.unit.filter(|_| number.currency.is_none());
    unit.filter(|unit| Packs::embedded().is_time(*unit))
}

/// Whether a number is a share of something.
pub(crate) fn is_share(number: &Number) -> bool {
    matches!(number.role, Role::Percent | Role::Fraction)
}

/// Whether a number is measured in the same money, unit or share as the one that is asked.
fn measured(asked: &Number, it: &Number) -> bool {
    asked.role == Role::Percent && it.role == Role::Percent
        || asked.currency.is_some() && it.currency == asked.currency
        || asked.unit.is_some() && it.unit == asked.unit
}

/// The numbers of a draft's sentence.
pub(crate) fn numbers_of(sentence: &Sentence) -> impl Iterator<Item = &Number> {
    sentence.particulars.iter().filter_map(|it| match &it.value {
        Value::Number(number) => Some(number),
        _ => None,
    })
}

/// A number that something may be reckoned from.
#[derive(Clone, Copy)]
pub(crate) struct Operand<'a> {
    pub(crate) number: &'a Number,
    /// Its value; of a range one of its two ends.
    value: f64,
    /// Its sentence in the proof; none of a number that only the draft has as one.
    pub(crate) sentence: Option<usize>,
    /// The draft's sentence has it too.
    pub(crate) own: bool,
    in_cell: bool,
}

/// The numbers around the passage, of a short proof all of them, and those that the draft's sentence shares with the proof.
pub(crate) fn operands<'a>(sentence: &'a Sentence, view: &'a View<'_>) -> Vec<Operand<'a>> {
    let proof = view.proof;
    let all = proof.numbers.len() <= NOT_A_TABLE;
    let numbers = || sentence.particulars.iter().zip(&view.hits);
    let hits: BTreeSet<usize> = numbers()
        .filter(|(it, _)| matches!(it.value, Value::Number(_)))
        .flat_map(|(_, hits)| hits.iter().map(|hit| hit.0))
        .collect();
    let near = if all { proof.numbers.iter().collect() } else { view.numbers_around() };
    let mut found: Vec<Operand<'a>> = near
        .into_iter()
        .filter(|it| !it.code && it.low > 0.0)
        .flat_map(|it| {
            // From 1,900 to 2,700 metres are 800 more.
            let ends = [Some(it.low), Some(it.high).filter(|high| !same_value(it.low, *high))];
            ends.into_iter().flatten().map(move |end| (it, end))
        })
        .map(|(number, value)| Operand {
            number,
            value,
            sentence: Some(proof.sentence(number.first)),
            own: hits.contains(&number.first),
            in_cell: proof.is_title(number.first),
        })
        .collect();
    let mine =
        numbers().filter(|(_, hits)| !hits.is_empty()).filter_map(|(it, _)| match &it.value {
            Value::Number(number) if same_value(number.low, number.high) => Some(number),
            _ => None,
        });
    for number in mine {
        if !found.iter().any(|it| it.own && same_value(it.number.low, number.low)) {
            let value = number.low;
            found.push(Operand { number, value, sentence: None, own: true, in_cell: false });
        }
    }
    found
}

impl Operand<'_> {
    /// Sentences between two numbers of the proof.
    fn apart(&self, other: &Self) -> Option<usize> {
        Some(self.sentence?.abs_diff(other.sentence?))
    }

    fn low(&self) -> f64 {
        self.value
    }

    /// Whether it is a number, and no end of a range.
    pub(crate) fn is_whole(&self) -> bool {
        same_value(self.number.low, self.number.high)
    }
}

/// The difference or the sum of two numbers of one sort. Where the sentence says that it reckoned, any two of a measure, or large ones;
/// else two counts that stand close together, or one that the draft has too. Sums of money are added only by one who says so.
pub(crate) fn is_step(
    sentence: &Sentence,
    operands: &[Operand<'_>],
    asked: &Number,
    said: bool,
) -> bool {
    let money = asked.currency.is_some();
    let margin = asked.role == Role::Count && asked.in_words && asked.is_common();
    let fits = |it: &&Operand<'_>| {
        let number = it.number;
        number.role == asked.role
            && time(number) == time(asked)
            && (measured(asked, number)
                || number.currency.is_none() && (!money || number.low >= OF_MONEY))
    };
    // In as many equal parts as the sentence counts: "two instalments of 125 million".
    let parts: Vec<f64> = numbers_of(sentence)
        .filter(|it| money && it.in_words && it.is_common() && it.low > 1.0)
        .map(|it| it.low)
        .collect();
    let numbers: Vec<&Operand<'_>> = operands.iter().filter(fits).collect();
    numbers.iter().enumerate().any(|(at, one)| {
        numbers.iter().skip(at + 1).any(|two| {
            let (least, apart) = (one.low().min(two.low()), one.apart(two));
            let between = (one.low() - two.low()).abs();
            // Six votes where 21 were for and 27 against.
            if margin {
                return apart == Some(0)
                    && least >= asked.low
                    && same_value(between, asked.low);
            }
            let alike = measured(asked, one.number) || measured(asked, two.number);
            let sure = alike || least >= LARGE;
            let owned = one.own && two.own || (one.own || two.own) && sure;
            let close = apart.is_some_and(|apart| apart <= 1) && least >= SMALLEST;
            let told = owned || said && sure || close && !money;
            let adds = is(asked, one.low() + two.low()) && (!money || said || owned);
            asked.low >= TOO_SMALL
                && (told && (adds || is(asked, between))
                    || close && parts.iter().any(|part| is(asked, between / part)))
        })
    })
}

/// Points between two of the few shares of the passage: three and a half from 14.9 to 11.3 per cent.
pub(crate) fn is_in_points(operands: &[Operand<'_>], asked: &Number) -> bool {
    let shares: Vec<&Operand<'_>> =
        operands.iter().filter(|it| it.number.role == Role::Percent).collect();
    let few = shares.len() <= FEW;
    asked.currency.is_none()
        && asked.unit.is_none()
        && shares.iter().enumerate().any(|(at, one)| {
            shares.iter().skip(at + 1).any(|two| {
                (few || one.apart(two) == Some(0)) && is(asked, (one.low() - two.low()).abs())
            })
        })
}

/// How much a share grew or fell as a share of itself: by 18 per cent from 66 to 54.
pub(crate) fn is_change_of_share(operands: &[Operand<'_>], asked: &Number) -> bool {
    let shares = || operands.iter().filter(|it| it.number.role == Role::Percent);
    shares().any(|one| {
        shares().any(|two| {
            let apart = (one.low() - two.low()).abs();
            apart > 0.0 && one.apart(two) == Some(0) && is(asked, apart / one.low() * 100.0)
        })
    })
}

/// The share of one number in another of its sort, or what is between them as a share: of two that stand close together and beside no
/// other share, of one that the draft has too, or of the few around where the sentence says that it reckoned.
pub(crate) fn is_share_of_two(operands: &[Operand<'_>], asked: &Number, said: bool) -> bool {
    let shares: BTreeSet<Option<usize>> =
        operands.iter().filter(|it| is_share(it.number)).map(|it| it.sentence).collect();
    let counts: Vec<&Operand<'_>> = operands
        .iter()
        .filter(|it| {
            it.number.role == Role::Count && time(it.number).is_none() && it.low() > 1.0
        })
        .collect();
    let few = counts.iter().filter(|it| it.low() >= TOO_SMALL).count() <= FEW;
    let alike = |part: &Number, whole: &Number| {
        // 3.8 of 9.6 million soles: the currency is said once.
        let once = part.currency.is_none() != whole.currency.is_none();
        part.unit == whole.unit
            && (part.currency == whole.currency || once && part.low.min(whole.low) >= OF_MONEY)
    };
    counts.iter().any(|part| {
        counts.iter().filter(|whole| part.low() < whole.low()).any(|whole| {
            let (least, apart) = (part.low(), part.apart(whole));
            let told = shares.contains(&part.sentence) || shares.contains(&whole.sentence);
            let large = least >= TOO_SMALL || part.number.unit.is_some();
            let cells = part.in_cell
                && whole.in_cell
                && apart.is_some_and(|apart| apart > 1 && apart <= CELLS_APART);
            let close = apart.is_some_and(|apart| apart <= 1);
            let stand = large && (close || cells || said && few && least >= TOO_SMALL);
            let owned = part.own
                && whole.low() >= TOO_SMALL
                && part.number.currency == whole.number.currency;
            let share = part.low() / whole.low() * 100.0;
            let fits = |value: f64| {
                // Among the cells of a table only what is exact.
                if cells {
                    (value - asked.low).abs() <= asked.step / 2.0
                } else {
                    is(asked, value)
                }
            };
            !told
                && (owned && is(asked, share)
                    || stand
                        && alike(part.number, whole.number)
                        && (fits(share)
                            || fits(100.0 - share)
                            || fits((whole.low() / part.low() - 1.0) * 100.0)))
        })
    })
}
