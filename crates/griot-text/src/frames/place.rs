//! Where and when a clause is set.

use super::{
    matcher::{Clauses, Line, Match},
    things::{Chunk, Thing, any_at, is_in},
};
use crate::{
    claims::{Context, Scene, When},
    dates::Boundary,
};

/// A country with how it was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) country: String,
    /// In words, where the clause itself does not say it.
    pub(super) assumed: Option<String>,
}

/// The clause around a match: first unit, and behind the last.
pub(super) fn clause(line: &Line<'_>, hit: &Match) -> (usize, usize) {
    let clauses = line.clauses.get_or_init(|| clauses(line));
    let all = line.units.len();
    let at = |list: &[usize], place: usize| list.get(place).copied().unwrap_or(all);
    (at(&clauses.first, hit.first), at(&clauses.end, hit.end))
}

fn clauses(line: &Line<'_>) -> Clauses {
    let all = line.units.len();
    let mut first = vec![0; all + 1];
    for at in 1..=all {
        first[at] = if line.ends_clause(at - 1) { at } else { first[at - 1] };
    }
    let mut end = vec![all; all + 1];
    for at in (0..all).rev() {
        let joins = || is_in(&line.units[at], line.pack.class("joins")) && !lists_on(line, at);
        // "from 2000 until 2011" is one date, whatever words it has.
        end[at] = match line.date_at(at).filter(|behind| *behind > at) {
            Some(behind) => end[behind.min(all)],
            None if line.ends_clause(at) || joins() => at,
            None => end[at + 1],
        };
    }
    Clauses { first, end }
}

/// Whether an "and" goes on with another date, number or country behind one of the same sort, and not with another verb: "in
/// 2013 and 2018", but not "took over and in 2006 was elected".
fn lists_on(line: &Line<'_>, and: usize) -> bool {
    let sort = |chunk: &Chunk| match chunk.what {
        Thing::Date(_) => 1,
        Thing::Number(_) => 2,
        Thing::Country { .. } => 3,
        _ => 0,
    };
    let before: Vec<u8> =
        line.chunks.iter().filter(|chunk| chunk.end == and).map(sort).collect();
    line.chunks
        .iter()
        .any(|chunk| chunk.first == and + 1 && sort(chunk) > 0 && before.contains(&sort(chunk)))
}

/// The date of what a match tells: behind it in its clause, else before it, else the label of the line.
pub(super) fn date<'s>(
    scene: &'s Scene<'_>,
    line: &Line<'_>,
    hit: &Match,
    wanted: &[Boundary],
) -> Option<&'s When> {
    let (first, end) = clause(line, hit);
    let dates: Vec<(&Chunk, &When)> = line
        .chunks
        .iter()
        .filter_map(|chunk| match chunk.what {
            Thing::Date(index) => scene.dates.get(index).map(|when| (chunk, when)),
            _ => None,
        })
        .filter(|(_, when)| {
            !when.readings.is_empty() && !when.is_century && wanted.contains(&when.boundary)
        })
        .collect();
    // "observers of UNOMIG, deployed in 1993, left in June 2009": a date of a remark dates the remark.
    let of_remark = |chunk: &Chunk| {
        let comma = |from: usize, to: usize| {
            (from..to).find(|at| line.units.get(*at).is_some_and(|unit| unit.is(",")))
        };
        let opens = (hit.head_end..chunk.first).rev().find(|at| line.units[*at].is(","));
        opens.is_some_and(|opens| {
            (opens + 1..chunk.first).any(|at| {
                line.units[at].wordy
                    && !["before_place", "the", "adverbs"]
                        .iter()
                        .any(|class| is_in(&line.units[at], line.pack.class(class)))
            })
        }) && comma(chunk.end, hit.end).is_some()
    };
    let behind = dates
        .iter()
        .filter(|(chunk, _)| hit.head_end <= chunk.first && chunk.end <= end)
        .filter(|(chunk, _)| !of_remark(chunk))
        .filter(|(chunk, _)| chunk.first.saturating_sub(hit.end) <= 9)
        .min_by_key(|(chunk, _)| chunk.first);
    let before = dates
        .iter()
        .filter(|(chunk, _)| first <= chunk.first && chunk.end <= hit.head)
        .max_by_key(|(chunk, _)| chunk.first);
    let fine = |when: &When| {
        when.readings
            .first()
            .map(|it| it.range.last.since(it.range.first).map_or(0, |it| it.get_days()))
    };
    match (behind, before) {
        (Some((_, one)), Some((_, other))) => {
            // "In 2012 ... on 22 March": the finer one, which has taken its year from the other. A year is no finer than a leap year.
            let is_finer = fine(other)
                .zip(fine(one))
                .is_some_and(|(other, one)| other.saturating_mul(3) < one);
            Some(if is_finer { other } else { one })
        }
        (Some((_, only)), None) | (None, Some((_, only))) => Some(only),
        (None, None) => {
            let governs = |(chunk, _): &&(&Chunk, &When)| chunk.end == opening(line, first);
            dates
                .iter()
                .find(governs)
                .map(|(_, when)| *when)
                .or_else(|| label(scene, line).filter(|when| wanted.contains(&when.boundary)))
                .or_else(|| scene.entry.as_ref().filter(|_| wanted.contains(&Boundary::At)))
        }
    }
}

/// Where "when" and a comma before it begin, before a clause that starts behind them; the start of the clause where there are
/// none.
fn opening(line: &Line<'_>, first: usize) -> usize {
    let list = line.pack.class("at-which");
    let which = (1..=4)
        .filter_map(|back| first.checked_sub(back))
        .find(|at| any_at(line.units, *at, list).is_some_and(|end| end == first));
    let Some(which) = which else { return usize::MAX };
    let comma = which.checked_sub(1).filter(|at| line.units[*at].is(","));
    comma.unwrap_or(which)
}

/// The date that opens the line as its label: "1968:", "17 November 1958 –".
fn label<'s>(scene: &'s Scene<'_>, line: &Line<'_>) -> Option<&'s When> {
    let chunk = line.chunks.iter().find(|chunk| {
        matches!(chunk.what, Thing::Date(_))
            && chunk.first <= 1
            && line.units.get(chunk.end).is_some_and(|unit| {
                // A label in bold has lost its mark: "October 1968 On the 3rd ...".
                matches!(unit.text.as_str(), ":" | "-" | "–" | "—")
                    || chunk.first == 0 && unit.capital
            })
            && line.units.get(chunk.first).is_some_and(|unit| unit.capital || !unit.wordy)
            && !is_in(&line.units[chunk.first], line.pack.class("before_place"))
    })?;
    match chunk.what {
        Thing::Date(index) => scene.dates.get(index).filter(|when| !when.readings.is_empty()),
        _ => None,
    }
}

/// The country that a match is set in.
///
/// What the clause says comes first: "in Mali", "Malian", "Mali's", a country that is the subject. Then what the sentence
/// says in the same ways, then what the text is about. Countries named otherwise ("Burkina Faso condemned the coup") are not
/// where it happened.
pub(super) fn country(
    scene: &Scene<'_>,
    line: &Line<'_>,
    hit: &Match,
    context: &Context,
) -> Option<Placed> {
    let (first, end) = clause(line, hit);
    let inside = said(line, first, end, hit);
    if let [only] = inside.as_slice() {
        return Some(Placed { country: only.clone(), assumed: None });
    }
    if inside.len() > 1 {
        return None;
    }
    let all = said(line, 0, line.units.len(), hit);
    if let [only] = all.as_slice() {
        return Some(Placed { country: only.clone(), assumed: None });
    }
    if all.len() > 1 {
        return None;
    }
    context.topic(scene).map(|(country, how)| Placed {
        country: country.to_owned(),
        assumed: how.map(str::to_owned),
    })
}

/// Whether the clause of a match itself says that it is set in this country, and in no other.
pub(super) fn is_said(line: &Line<'_>, hit: &Match, country: &str) -> bool {
    let (first, end) = clause(line, hit);
    matches!(said(line, first, end, hit).as_slice(), [only] if only == country)
}

/// Countries said as a place, an origin or the subject of the match, each once.
fn said(line: &Line<'_>, first: usize, end: usize, hit: &Match) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for chunk in line.chunks.iter().filter(|chunk| first <= chunk.first && chunk.end <= end) {
        if let Thing::Place(iso) = &chunk.what {
            if is_place(line, chunk.first) && !found.contains(iso) {
                found.push(iso.clone());
            }
            continue;
        }
        let Thing::Country { iso, named } = &chunk.what else { continue };
        // "the British colony attained independence": of another.
        let beside = |at: usize| any_at(line.units, at, line.pack.class("colony")).is_some();
        // Over a part of the adjective: "la tutelle anglo-égyptienne".
        let before = (1..=3).filter_map(|back| chunk.first.checked_sub(back));
        let glued = |at: &usize| {
            line.units.get(at + 1..chunk.first).is_some_and(|between| {
                between.is_empty() || between.iter().any(|unit| unit.is("-"))
            })
        };
        if !named && (beside(chunk.end) || before.filter(glued).any(beside)) {
            continue;
        }
        let article =
            chunk.first > 0 && is_in(&line.units[chunk.first - 1], line.pack.class("the"));
        let bare = chunk.first - usize::from(article);
        let placed = is_place(line, chunk.first);
        let possesses = line.units.get(chunk.end - 1).is_some_and(|unit| unit.possessive);
        // "Mali's army staged", "the Malian coup": right beside the words of the match.
        let beside = chunk.end <= hit.head_end
            && hit.head_end - chunk.end <= 4
            && !breaks(line, chunk.end, hit.head)
            || chunk.first >= hit.head && chunk.first <= hit.end + 1;
        let subject = *named
            && chunk.end <= hit.head
            && hit.head - chunk.end <= 2
            && !breaks(line, chunk.end, hit.head)
            && !preceded(line, bare);
        let is = placed || (beside && (possesses || !*named)) || subject;
        if is && !found.contains(iso) {
            found.push(iso.clone());
        }
    }
    found
}

/// Whether a preposition of place stands before what begins here: "in Mali", "in the Central African Republic".
pub(super) fn is_place(line: &Line<'_>, first: usize) -> bool {
    let article = first > 0 && is_in(&line.units[first - 1], line.pack.class("the"));
    let bare = first - usize::from(article);
    (1..=3).any(|length| {
        bare.checked_sub(length)
            .and_then(|at| any_at(line.units, at, line.pack.class("before_place")))
            .is_some_and(|end| end == bare || end == first)
    })
}

fn breaks(line: &Line<'_>, from: usize, to: usize) -> bool {
    line.units.get(from..to).is_some_and(|units| {
        units.iter().any(|unit| matches!(unit.text.as_str(), "," | ";" | ":"))
    })
}

/// Whether a preposition stands before a name: "from France", "with Algeria" are no subjects.
pub(super) fn preceded(line: &Line<'_>, at: usize) -> bool {
    at.checked_sub(1).and_then(|at| line.units.get(at)).is_some_and(|unit| {
        unit.wordy
            && !unit.capital
            && !is_in(unit, line.pack.class("joins"))
            && !is_in(unit, line.pack.class("the"))
            && !is_in(unit, line.pack.class("breaks"))
    })
}
