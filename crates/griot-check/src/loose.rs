//! Loose readings ([`Binding::Loose`]): which of them can be so at all, and which count.
//!
//! Whether a row may have what a reading names is asked before its rule is: by day, country and a word of the name. Nearly all fall
//! there, for a tenth of what judging them would cost.

use std::{collections::BTreeMap, mem::Discriminant};

use griot_case::Case;
use griot_library::Library;
use griot_model::{
    Binding, Checked, Claim, DateRange, DateReading, PartialDate, Proposition, Span, TermEdge,
    Verdict,
};
use griot_text::names::fold;
use jiff::ToSpan as _;

/// Claims without the loose readings that no row can support.
pub(super) fn without_impossible(
    found: Vec<Claim>,
    library: &Library,
    case: Option<&Case>,
) -> Vec<Claim> {
    let possible: Vec<bool> = found
        .iter()
        .map(|claim| claim.binding != Binding::Loose || may_be_so(claim, library, case))
        .collect();
    let keep = all_or_none(found.iter().zip(possible));
    found.into_iter().zip(keep).filter_map(|(claim, keep)| keep.then_some(claim)).collect()
}

/// Judged claims without the loose readings that no row supports.
pub(super) fn without_unsupported(checked: Vec<Checked>) -> Vec<Checked> {
    let supported = |it: &Checked| it.verdict == Verdict::Supported;
    let keep = all_or_none(checked.iter().map(|it| (&it.claim, supported(it))));
    checked.into_iter().zip(keep).filter_map(|(it, keep)| keep.then_some(it)).collect()
}

/// Of several loose readings of one sort in a sentence either every one finds its row, or none counts: "the abstentions were
/// those of China and Brazil" says two things, and so does a share beside another. Answers which claims stay.
fn all_or_none<'c>(claims: impl Iterator<Item = (&'c Claim, bool)>) -> Vec<bool> {
    type Sort = (Span, Discriminant<Proposition>);
    // Readings of which one alone can be meant share a subject.
    let subject = |claim: &Claim, at: usize| match &claim.proposition {
        Proposition::Polled { person, .. } => person.clone(),
        Proposition::Displaced { count, .. } => count.to_string(),
        Proposition::Independence { .. } | Proposition::Listed { .. } => String::new(),
        _ => at.to_string(),
    };
    let claims: Vec<(&Claim, bool)> = claims.collect();
    let mut found: BTreeMap<Span, Vec<(Sort, String, bool)>> = BTreeMap::new();
    let sort = |claim: &Claim| (claim.sentence, std::mem::discriminant(&claim.proposition));
    for (at, (claim, fits)) in claims.iter().enumerate() {
        if claim.binding == Binding::Loose {
            let all = found.entry(claim.sentence).or_default();
            all.push((sort(claim), subject(claim, at), *fits));
        }
    }
    claims
        .iter()
        .map(|(claim, fits)| {
            if claim.binding != Binding::Loose {
                return true;
            }
            let all = found.get(&claim.sentence).into_iter().flatten();
            let all: Vec<_> = all.filter(|(other, ..)| *other == sort(claim)).collect();
            *fits
                && all.iter().all(|(_, subject, _)| {
                    all.iter().any(|(_, other, fits)| other == subject && *fits)
                })
        })
        .collect()
}

/// Whether some row may have what a claim names. A "no" is sure; of sorts that cost little to judge all may be so.
fn may_be_so(claim: &Claim, library: &Library, case: Option<&Case>) -> bool {
    match &claim.proposition {
        Proposition::Term { person, edge, dates, .. } => {
            let words = words(person);
            let named = |name: &str| {
                let name = fold(name);
                words.iter().any(|word| name.contains(word.as_str()))
            };
            let starts = *edge == TermEdge::Start;
            let terms = library.terms().iter().any(|term| {
                let days = if starts {
                    [term.start, term.other_starts[0], term.other_starts[1], None]
                } else {
                    [term.end, term.other_end, term.next_start, term.end_not_after]
                };
                days.into_iter().flatten().any(|day| is_near(day, dates))
                    && term.names.iter().any(|name| named(name))
            });
            let leaders = || {
                library.leaders().iter().any(|leader| {
                    let day = if starts { Some(leader.from) } else { leader.to };
                    day.is_some_and(|day| is_near(day, dates)) && named(&leader.name)
                })
            };
            let intervals = || {
                case.into_iter().flat_map(|case| &case.intervals).any(|interval| {
                    let day = if starts { interval.from } else { interval.to };
                    day.is_some_and(|day| is_near(day, dates))
                })
            };
            terms || leaders() || intervals()
        }
        Proposition::Coup { country, dates, .. } => library.coups().iter().any(|coup| {
            coup.country == *country
                && [Some(coup.date), coup.other_date]
                    .into_iter()
                    .flatten()
                    .any(|day| is_near(day, dates))
        }),
        Proposition::Election { country, dates, .. } => {
            let held = library.elections().iter();
            let days = library.election_days().iter();
            held.filter(|it| it.country == *country).any(|it| is_near(it.date, dates))
                || days.filter(|it| it.country == *country).any(|it| is_near(it.date, dates))
        }
        Proposition::Polled { person, country, share, .. } => {
            let words = words(person);
            library.election_results().iter().any(|row| {
                row.country == *country
                    && row.percent.is_some_and(|percent| {
                        !share.excludes(percent - PERCENT, percent + PERCENT)
                    })
                    && words.iter().any(|word| fold(&row.candidate).contains(word.as_str()))
            })
        }
        Proposition::Listed { entity, dates, .. } => {
            let words = words(entity);
            library.listings().iter().any(|listing| {
                listing.listed_on.is_some_and(|day| is_near(day, dates))
                    && listing.names.iter().any(|name| {
                        let name = fold(name);
                        words.iter().any(|word| name.contains(word.as_str()))
                    })
            })
        }
        _ => true,
    }
}

/// Half of the coarsest share that the results have.
const PERCENT: f64 = 0.51;

/// Words of a name by which it may be found in another spelling.
fn words(name: &str) -> Vec<String> {
    fold(name)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(str::to_owned)
        .collect()
}

/// Letters of a word that tells a name from others.
const SHORTEST: usize = 3;

/// Whether a day is in one of the readings, or a few days off: rules allow for the night of a coup, and for an oath.
fn is_near(day: PartialDate, readings: &[DateReading]) -> bool {
    let known = day.range();
    readings.iter().any(|reading| {
        let first =
            reading.range.first.checked_sub(SLACK.days()).unwrap_or(reading.range.first);
        let last = reading.range.last.checked_add(SLACK.days()).unwrap_or(reading.range.last);
        known.meets(DateRange::new(first, last))
    })
}

/// Days.
const SLACK: i64 = 3;

/// A count that a word beside it may narrow is left open; where the loose reading of its sentence finds the whole number to its
/// digits in a row, that is what it says.
pub(super) fn told_to_the_digit(checked: &mut Vec<Checked>) {
    let count = |it: &Checked| match &it.claim.proposition {
        Proposition::Deaths { count, narrowed_by, .. }
        | Proposition::Displaced { count, narrowed_by, .. } => {
            Some((count.value, narrowed_by.is_some()))
        }
        _ => None,
    };
    let told: Vec<(Span, f64)> = checked
        .iter()
        .filter(|it| it.claim.binding == Binding::Loose)
        .filter_map(|it| Some((it.claim.sentence, count(it)?.0)))
        .collect();
    checked.retain(|it| {
        let open = it.claim.binding == Binding::Proposed && it.verdict == Verdict::Unverified;
        let same = |(value, narrowed): (f64, bool)| {
            narrowed
                && told.iter().any(|(sentence, other)| {
                    *sentence == it.claim.sentence && (value - other).abs() < 0.5
                })
        };
        !(open && count(it).is_some_and(same))
    });
}
