//! What a writer reckoned from numbers that stand before the reader: no word of the sentence need say so.

use crate::{
    alike::near as same_value,
    date::Date,
    lexicon::Lexicon,
    pack::{Hedge, Packs},
    particulars::{Sentence, Value},
    quantity::{Number, Role, plain},
    view::View,
};

/// Below it, any two numbers make it.
const TOO_SMALL: f64 = 20.0;

/// How far a hedged number may lie from what it was reckoned to, as a share of it.
const HEDGED: f64 = 0.05;

/// Whether a number that stands nowhere can be reckoned from few numbers that stand close together in the proof, or from those of the
/// draft's own sentence. `said` is whether the sentence says so: two sums of money are added for no other reason.
pub(crate) fn by_sight(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    asked: &Number,
    said: bool,
) -> bool {
    if between_dates(sentence, view, asked) {
        return true;
    }
    if asked.role == Role::Percent {
        return is_share_of_own(sentence, view, asked) || is_share_of_two(view, asked);
    }
    let small = asked.in_words && asked.is_common();
    asked.role == Role::Count
        && (small && is_margin(view, asked)
            || asked.low >= TOO_SMALL
                && (is_sum(view, asked)
                    || is_sum_of_rows(view, asked)
                    || is_step(sentence, view, asked, said)
                    || of_own_numbers(sentence, view, asked)
                    || is_part(sentence, view, asked)
                    || is_mean(lexicon, sentence, view, asked)))
}

/// Whether a value is what is asked, as exactly as it was written.
fn is(asked: &Number, value: f64) -> bool {
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

/// Whether two numbers can be added: counts of anything, or money and measures of one sort.
fn alike(one: &Number, two: &Number) -> bool {
    one.role == two.role && one.currency == two.currency && measure(one) == measure(two)
}

/// The unit of time in which a number counts: years are added to years.
fn measure(number: &Number) -> Option<u16> {
    number.unit.filter(|unit| Packs::embedded().is_time(*unit))
}

/// Numbers of the draft's sentence that the proof has too.
fn own<'a>(sentence: &'a Sentence, view: &'a View<'_>) -> Vec<&'a Number> {
    let hits = sentence.particulars.iter().zip(&view.hits);
    hits.filter(|(_, hits)| !hits.is_empty())
        .filter_map(|(it, _)| match &it.value {
            Value::Number(number) => Some(number),
            _ => None,
        })
        .filter(|it| same_value(it.low, it.high))
        .collect()
}

/// Whether a number of the proof can be reckoned from two of the draft's sentence: 2,100 where it says *two in five of the 5,200*, 14
/// where it says *all but three of the seventeen*.
pub(crate) fn is_said_by_two(sentence: &Sentence, theirs: &Number) -> bool {
    let numbers = || {
        sentence.particulars.iter().filter_map(|it| match &it.value {
            Value::Number(number) => Some(number),
            _ => None,
        })
    };
    let counts = || numbers().filter(|it| it.role == Role::Count && alike(it, theirs));
    counts().any(|whole| {
        let rest = counts().any(|part| same_value(whole.low - part.low, theirs.low));
        let share = whole.low > 0.0
            && numbers().filter(|it| matches!(it.role, Role::Fraction | Role::Percent)).any(
                |it| {
                    let part = theirs.low / whole.low * 100.0;
                    (part - it.low).abs() <= 1.5 || (100.0 - part - it.low).abs() <= 1.5
                },
            );
        rest || share
    })
}

/// Numbers, or dates, of a proof among which what comes of two or three is no accident.
const NOT_A_TABLE: usize = 60;

/// 332 of 214 accounts, 68 pages, 11 groups and 39 profiles: three numbers or more that follow one another in a sentence.
fn is_sum(view: &View<'_>, asked: &Number) -> bool {
    let all = &view.proof.numbers;
    let numbers = if all.len() <= NOT_A_TABLE {
        all.iter().filter(|it| !it.code && same_value(it.low, it.high)).collect()
    } else {
        view.numbers_around()
    };
    numbers.iter().enumerate().any(|(at, first)| {
        let mut sum = first.low;
        let sentence = view.proof.sentence(first.first);
        let follow = numbers
            .iter()
            .skip(at + 1)
            .take_while(|it| view.proof.sentence(it.first) == sentence && alike(first, it));
        follow.enumerate().any(|(more, it)| {
            sum += it.low;
            more > 0 && same_value(sum, asked.low)
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

/// Columns of a table that are added.
const MOST_COLUMNS: usize = 8;

/// 250 firearms of 184 rifles and 66 pistols, 41 votes between 109 and 68: two counts of one sentence, or of two that follow each other;
/// and what is between two sums of money where the sentence says so, or in as many equal parts as it counts.
fn is_step(sentence: &Sentence, view: &View<'_>, asked: &Number, said: bool) -> bool {
    let all = &view.proof.numbers;
    let fits = |it: &&Number| {
        it.role == Role::Count
            && !it.code
            && same_value(it.low, it.high)
            && it.low >= SMALLEST_STEP
            // 264 million, where 204 million dollars are told before.
            && (it.currency == asked.currency || it.currency.is_none() && it.low >= 1e5)
            && measure(it) == measure(asked)
    };
    let numbers: Vec<&Number> = if all.len() <= NOT_A_TABLE {
        all.iter().filter(fits).collect()
    } else {
        view.numbers_around().into_iter().filter(|it| fits(it)).collect()
    };
    let parts: Vec<f64> = own(sentence, view)
        .iter()
        .chain(&uncounted(sentence))
        .filter(|it| it.is_common() && it.low > 1.0 && asked.currency.is_some())
        .map(|it| it.low)
        .chain((said || asked.currency.is_none()).then_some(1.0))
        .collect();
    let adds = asked.currency.is_none();
    numbers.iter().enumerate().any(|(at, one)| {
        let here = view.proof.sentence(one.first);
        numbers.iter().skip(at + 1).any(|two| {
            let beside = view.proof.sentence(two.first).abs_diff(here) <= 1;
            beside
                && (adds && is(asked, one.low + two.low)
                    || parts.iter().any(|it| is(asked, (one.low - two.low).abs() / it)))
        })
    })
}

/// Smaller numbers make up anything.
const SMALLEST_STEP: f64 = 10.0;

/// Small numbers in words of the draft's sentence, whether or not the proof has them.
fn uncounted(sentence: &Sentence) -> Vec<&Number> {
    let numbers = sentence.particulars.iter().filter_map(|it| match &it.value {
        Value::Number(number) => Some(number),
        _ => None,
    });
    numbers.filter(|it| it.in_words && it.is_common()).collect()
}

/// Six votes where 21 were for and 27 against.
fn is_margin(view: &View<'_>, asked: &Number) -> bool {
    let numbers = view.numbers_around();
    numbers.iter().enumerate().any(|(at, one)| {
        numbers.iter().skip(at + 1).any(|two| {
            let beside = view.proof.sentence(one.first) == view.proof.sentence(two.first);
            let counts = one.role == Role::Count && alike(one, two) && one.low >= asked.low;
            beside && counts && same_value((one.low - two.low).abs(), asked.low)
        })
    })
}

/// 350 of 1,150 and 800, both of which the sentence has; 315,000 of its own 70,000 and of 245,000 that the proof has.
fn of_own_numbers(sentence: &Sentence, view: &View<'_>, asked: &Number) -> bool {
    let own = own(sentence, view);
    let fits = |it: &Number| {
        it.role == Role::Count && (it.currency == asked.currency || it.currency.is_none())
    };
    let both = own.iter().enumerate().any(|(at, one)| {
        own.iter()
            .skip(at + 1)
            .filter(|two| fits(one) && fits(two) && alike(one, two))
            .any(|two| is(asked, (one.low - two.low).abs()) || is(asked, one.low + two.low))
    });
    let around = view.numbers_around();
    both || own.iter().filter(|one| fits(one) && one.low >= LARGE).any(|one| {
        let large = around.iter().filter(|two| fits(two) && two.low >= LARGE);
        large.into_iter().any(|two| is(asked, one.low + two.low))
    })
}

/// Numbers from here on are not added by chance.
const LARGE: f64 = 100.0;

/// 800,000 dollars where two thirds of 1.2 million are said, by the proof or by the draft.
fn is_part(sentence: &Sentence, view: &View<'_>, asked: &Number) -> bool {
    let share = |it: &Number| matches!(it.role, Role::Fraction | Role::Percent);
    let numbers = view.numbers_around();
    let own = sentence.particulars.iter().filter_map(|it| match &it.value {
        Value::Number(number) if share(number) => Some(number.low),
        _ => None,
    });
    let theirs = numbers.iter().filter(|it| share(it)).map(|it| it.low);
    let shares: Vec<f64> = own.chain(theirs).collect();
    let wholes = numbers.iter().filter(|it| {
        it.role == Role::Count
            && (asked.currency.is_none() || it.currency == asked.currency)
            && it.low >= TOO_SMALL
    });
    wholes.into_iter().any(|whole| {
        shares.iter().any(|share| {
            let part = share / 100.0;
            is(asked, whole.low * part) || is(asked, whole.low * (1.0 - part))
        })
    })
}

/// 4,200 euros where eleven payments came to 46,200, and the sentence counts eleven; 58 dollars on average where eleven million
/// barrels brought 640 million; 800 a day where 48,600 came in two months.
fn is_mean(lexicon: &Lexicon, sentence: &Sentence, view: &View<'_>, asked: &Number) -> bool {
    let says = sentence.tokens.iter().any(|token| lexicon.sense(token).mean);
    let own = own(sentence, view);
    let around = view.numbers_around();
    let wholes = own.iter().chain(&around).filter(|it| {
        it.role == Role::Count
            && it.low > asked.low
            && (it.currency == asked.currency || says && it.currency.is_none())
    });
    let times = own.iter().chain(&around).filter(|it| says && measure(it).is_some());
    let days: Vec<f64> = times.filter_map(|it| Some(it.low * days_of(it)?)).collect();
    let per = per_days(lexicon, sentence, asked);
    let counted = if says { own.iter().chain(&around) } else { own.iter().chain(&[]) };
    let counts: Vec<f64> = counted
        .filter(|it| it.role == Role::Count && it.currency.is_none() && it.low > 1.0)
        .map(|it| it.low)
        .collect();
    let money = asked.currency.is_some();
    wholes.into_iter().any(|whole| {
        (money || per.is_none() && says)
            && counts.iter().any(|count| is(asked, whole.low / count))
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

/// 1.5 per cent where the sentence has 300 and the proof has 20,000, and no other share.
fn is_share_of_own(sentence: &Sentence, view: &View<'_>, asked: &Number) -> bool {
    let numbers = view.numbers_around();
    if numbers.iter().any(|it| matches!(it.role, Role::Percent | Role::Fraction)) {
        return false;
    }
    let counts = |it: &&&Number| it.role == Role::Count && measure(it).is_none();
    own(sentence, view).iter().filter(counts).any(|part| {
        numbers.iter().filter(counts).any(|whole| {
            part.low < whole.low
                && whole.low >= TOO_SMALL
                && part.currency == whole.currency
                && is(asked, part.low / whole.low * 100.0)
        })
    })
}

/// Less than 40 per cent where 120 of 310 million euros are guaranteed; 60 per cent where nine litres are of fifteen; 23 per cent more
/// from 33,600 to 41,300: two numbers of one sort of one sentence, or of two that follow each other, and no share beside them.
fn is_share_of_two(view: &View<'_>, asked: &Number) -> bool {
    let all = &view.proof.numbers;
    let fits = |it: &&Number| {
        it.role == Role::Count && !it.code && same_value(it.low, it.high) && it.low > 1.0
    };
    let numbers: Vec<&Number> = if all.len() <= NOT_A_TABLE {
        all.iter().filter(fits).collect()
    } else {
        view.numbers_around().into_iter().filter(|it| fits(it)).collect()
    };
    let sentence = |it: &Number| view.proof.sentence(it.first);
    let shares: Vec<usize> = all
        .iter()
        .filter(|it| matches!(it.role, Role::Percent | Role::Fraction))
        .map(sentence)
        .collect();
    // 3.8 of 9.6 million soles: the currency is said once.
    let same = |one: &Number, two: &Number| {
        let once = one.currency.is_none() != two.currency.is_none();
        one.unit == two.unit
            && (one.currency == two.currency || once && one.low.min(two.low) >= 1e5)
    };
    let in_cells = |one: &Number, two: &Number| {
        let cell = |it: &Number| view.proof.is_title(it.first);
        cell(one) && cell(two) && sentence(one).abs_diff(sentence(two)) <= CELLS_APART
    };
    numbers.iter().any(|part| {
        numbers.iter().any(|whole| {
            let cells = in_cells(part, whole);
            let beside = sentence(part).abs_diff(sentence(whole)) <= 1 || cells;
            let told = shares.iter().any(|at| *at == sentence(part) || *at == sentence(whole));
            let exact = (part.low / whole.low * 100.0 - asked.low).abs() <= asked.step / 2.0;
            let large = part.low.min(whole.low) >= TOO_SMALL || part.unit.is_some();
            part.low < whole.low
                && beside
                && !told
                && large
                && same(part, whole)
                && measure(part).is_none()
                && (!cells || exact)
                && (is(asked, part.low / whole.low * 100.0)
                    || is(asked, (whole.low - part.low) / part.low * 100.0)
                    || is(asked, (whole.low - part.low) / whole.low * 100.0))
        })
    })
}

/// Cells of one row of a table that a page prints cell by cell.
const CELLS_APART: usize = 12;

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
