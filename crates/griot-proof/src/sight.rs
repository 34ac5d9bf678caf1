//! What a writer reckoned from several numbers, or from dates, that stand before the reader: no word of the sentence need say so.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    alike::near as same_value,
    date::Date,
    lexicon::Lexicon,
    pack::Packs,
    particulars::{Kind, Sentence, Value},
    proof::Proof,
    quantity::{Number, Role, plain},
    steps::{NOT_A_TABLE, OF_MONEY, Operand, TOO_SMALL, is, is_share, numbers_of, time},
    view::View,
};

/// Whether a number that stands nowhere is a sum of several, a part, a mean or a rate, or the time between two dates.
pub(crate) fn by_sight(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    operands: &[Operand<'_>],
    asked: &Number,
) -> bool {
    between_dates(sentence, view, asked)
        || asked.role == Role::Count
            && asked.low >= TOO_SMALL
            && (is_sum(operands, asked)
                || is_sum_of_named(sentence, view, asked)
                || is_sum_of_rows(view, asked)
                || is_part(sentence, operands, asked)
                || is_mean(lexicon, sentence, operands, asked))
}

/// Whether two numbers can be added: counts of anything, or money and measures of one sort.
fn alike(one: &Number, two: &Number) -> bool {
    one.role == two.role && one.currency == two.currency && time(one) == time(two)
}

/// Whether a number follows another in a list: the currency may be said of the first one alone.
fn follows(first: &Number, next: &Number) -> bool {
    let once = next.currency.is_none() && next.low >= OF_MONEY;
    first.role == next.role
        && (first.currency == next.currency || once)
        && time(first) == time(next)
}

/// Whether a number of the proof can be reckoned from two of the draft's sentence: 2,100 where it says *two in five of the 5,200*, 14
/// where it says *all but three of the seventeen*.
pub(crate) fn is_said_by_two(sentence: &Sentence, theirs: &Number) -> bool {
    let counts =
        || numbers_of(sentence).filter(|it| it.role == Role::Count && alike(it, theirs));
    counts().any(|whole| {
        let rest = counts().any(|part| same_value(whole.low - part.low, theirs.low));
        let share = whole.low > 0.0
            && numbers_of(sentence).filter(|it| is_share(it)).any(|it| {
                let part = theirs.low / whole.low * 100.0;
                (part - it.low).abs() <= 1.5 || (100.0 - part - it.low).abs() <= 1.5
            });
        rest || share
    })
}

/// 332 of 214 accounts, 68 pages, 11 groups and 39 profiles: three numbers or more that follow one another in a sentence.
fn is_sum(operands: &[Operand<'_>], asked: &Number) -> bool {
    operands.iter().enumerate().any(|(at, first)| {
        let mut sum = first.number.low;
        let follow = operands.iter().skip(at + 1).take_while(|it| {
            it.sentence.is_some()
                && it.sentence == first.sentence
                && follows(first.number, it.number)
        });
        let large = first.number.low >= OF_MONEY;
        follow.enumerate().any(|(more, it)| {
            sum += it.number.low;
            // Of large sums a writer tells no more than the first figures.
            more > 0 && (same_value(sum, asked.low) || large && is(asked, sum))
        })
    })
}

/// 56 of 31, 14, 9 and 2 that stand under one another in a table, or in lines of their own as a page gives its cells: all from the
/// first on, or three that follow each other.
fn is_sum_of_rows(view: &View<'_>, asked: &Number) -> bool {
    let proof = view.proof;
    let in_table = |token: usize| proof.table || proof.is_title(token);
    let mut tables: Vec<Vec<f64>> = vec![Vec::new()];
    let mut numbers = proof.numbers.iter().filter(|it| !it.code && !it.in_words).peekable();
    for part in &proof.sentences {
        let inside = in_table(part.first);
        while let Some(number) = numbers.next_if(|it| it.first < part.end) {
            if let Some(table) = tables.last_mut().filter(|_| inside) {
                table.push(number.low);
            }
        }
        if !inside {
            tables.push(Vec::new());
        }
    }
    tables.iter().any(|table| {
        (1..=MOST_COLUMNS).any(|columns| {
            (0..columns).any(|column| {
                let cells: Vec<f64> =
                    table.iter().copied().skip(column).step_by(columns).collect();
                let starts = if cells.len() <= NOT_A_TABLE { cells.len() } else { 1 };
                (0..starts).any(|from| {
                    let mut sum = 0.0;
                    let rows = cells.iter().skip(from).enumerate();
                    rows.map(|(row, cell)| {
                        sum += cell;
                        (row, sum)
                    })
                    .any(|(row, sum)| row > 1 && same_value(sum, asked.low))
                })
            })
        })
    })
}

/// The sum of a column over the rows that have a name of the sentence, or of those of them that have one of its dates.
fn is_sum_of_named(sentence: &Sentence, view: &View<'_>, asked: &Number) -> bool {
    let proof = view.proof;
    let rows = |index: usize| -> BTreeSet<usize> {
        let hits = view.hits.get(index).into_iter().flatten();
        hits.map(|hit| proof.sentence(hit.0)).filter(|line| proof.is_row(*line)).collect()
    };
    let of = |kind: Kind| {
        let all =
            sentence.particulars.iter().enumerate().filter(move |(_, it)| it.kind == kind);
        all.map(|(index, _)| rows(index)).collect::<Vec<_>>()
    };
    if !proof.table {
        return false;
    }
    let dates = of(Kind::Date);
    of(Kind::Name).into_iter().any(|named| {
        let of_date = dates.iter().map(|dated| named.intersection(dated).copied().collect());
        let groups: Vec<BTreeSet<usize>> = of_date.chain([named.clone()]).collect();
        groups.iter().any(|group| is_sum_of_column(proof, group, asked))
    })
}

fn is_sum_of_column(proof: &Proof, rows: &BTreeSet<usize>, asked: &Number) -> bool {
    let mut sums: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for part in rows.iter().filter_map(|row| proof.sentences.get(*row)) {
        // 2150 may be a year elsewhere; here it is what the cell has.
        for (column, cell) in part.span.of(&proof.text).split('\t').enumerate() {
            let plain: String = cell.chars().filter(|it| !it.is_whitespace()).collect();
            if let Ok(value) = plain.parse::<f64>() {
                let sum = sums.entry(column).or_default();
                sum.0 += value;
                sum.1 += 1;
            }
        }
    }
    sums.values().any(|(sum, cells)| *cells > 1 && is(asked, *sum))
}

/// Columns of a table that are added.
const MOST_COLUMNS: usize = 8;

/// 800,000 dollars where two thirds of 1.2 million are said, by the proof or by the draft.
fn is_part(sentence: &Sentence, operands: &[Operand<'_>], asked: &Number) -> bool {
    let theirs = operands.iter().map(|it| it.number);
    let shares = numbers_of(sentence).chain(theirs).filter(|it| is_share(it));
    let shares: Vec<f64> = shares.map(|it| it.low / 100.0).collect();
    let wholes = operands.iter().map(|it| it.number).filter(|it| {
        it.role == Role::Count
            && (asked.currency.is_none() || it.currency == asked.currency)
            && it.low >= TOO_SMALL
    });
    wholes.into_iter().any(|whole| {
        shares
            .iter()
            .any(|part| is(asked, whole.low * part) || is(asked, whole.low * (1.0 - part)))
    })
}

/// 4,200 euros where eleven payments came to 46,200, and the sentence counts eleven; 58 dollars on average where eleven million
/// barrels brought 640 million; 800 a day where 48,600 came in two months.
fn is_mean(
    lexicon: &Lexicon,
    sentence: &Sentence,
    operands: &[Operand<'_>],
    asked: &Number,
) -> bool {
    let says = sentence.tokens.iter().any(|token| lexicon.sense(token).mean);
    let counts = || operands.iter().filter(|it| it.number.role == Role::Count);
    let wholes = counts().map(|it| it.number).filter(|it| {
        it.low > asked.low && (it.currency == asked.currency || says && it.currency.is_none())
    });
    let times = counts().map(|it| it.number).chain(numbers_of(sentence));
    let days: Vec<f64> = times.filter_map(|it| Some(it.low * days_of(it)?)).collect();
    let per = per_days(lexicon, sentence, asked).filter(|_| says);
    let shares: Vec<f64> = counts()
        .filter(|it| (says || it.own) && it.number.currency.is_none() && it.number.low > 1.0)
        .map(|it| it.number.low)
        .collect();
    let each = asked.currency.is_some() || per.is_none() && says;
    wholes.into_iter().any(|whole| {
        each && shares.iter().any(|count| is(asked, whole.low / count))
            || per.is_some_and(|per| days.iter().any(|it| is(asked, whole.low / it * per)))
    })
}

/// Days of a unit of time.
fn days_of(number: &Number) -> Option<f64> {
    let unit = number.unit.map(|unit| Packs::embedded().unit(unit))?;
    Some(match unit {
        "day" => 1.0,
        "week" => 7.0,
        "month" => 30.44,
        "year" => 365.25,
        _ => return None,
    })
}

/// Days for each of which something is counted: "800 par jour", "800 comments a day".
fn per_days(lexicon: &Lexicon, sentence: &Sentence, asked: &Number) -> Option<f64> {
    let mut behind = sentence.tokens.iter().skip(asked.end + 1).take(3);
    let unit = behind.find_map(|token| lexicon.sense(token).unit)?;
    days_of(&Number { unit: Some(unit), ..plain(0, 0, 1.0, 1.0) })
}

/// Fourteen months where the proof tells of October 2021 and of December 2022.
fn between_dates(sentence: &Sentence, view: &View<'_>, asked: &Number) -> bool {
    let Some(unit) = asked.unit.map(|unit| Packs::embedded().unit(unit)) else { return false };
    let per_year = match unit {
        "month" => 12,
        "year" => 1,
        _ => return false,
    };
    let count = |date: &Date| match (unit, date.year, date.month) {
        ("year", Some(year), _) => Some(i32::from(year)),
        (_, Some(year), Some(month)) => Some(i32::from(year) * per_year + i32::from(month)),
        _ => None,
    };
    // Where nothing else leads to a passage, any of the few dates of the proof.
    if view.passage.is_none() && view.proof.dates.len() > NOT_A_TABLE {
        return false;
    }
    let near = view.passage.map_or(0..usize::MAX, |it| it.first.saturating_sub(1)..it.end + 1);
    let here = |it: &&Date| near.contains(&view.proof.sentence(it.first));
    let theirs: Vec<i32> = view.proof.dates.iter().filter(here).filter_map(count).collect();
    let said = sentence.particulars.iter().filter_map(|it| match &it.value {
        Value::Date(date) => count(date),
        _ => None,
    });
    let own = [view.proof.own, view.proof.published].into_iter().flatten();
    let all: Vec<i32> =
        theirs.iter().copied().chain(said).chain(own.filter_map(|it| count(&it))).collect();
    theirs.iter().any(|one| all.iter().any(|two| is(asked, f64::from((one - two).abs()))))
}
