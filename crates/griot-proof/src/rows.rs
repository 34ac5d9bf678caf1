//! Does a number stand in the row of a table that the sentence speaks of, or in its neighbour?
//!
//! The rows meant are those that share most names, dates and words with the sentence. A number that
//! stands in other rows alone is that of something else.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Span;

use crate::{
    finding::{Finding, Status},
    lexicon::Lexicon,
    particulars::{Kind, Particular, Sentence, Value},
    view::{View, best_view},
};

/// Numbers that stand in another row than the one that is meant differ from what stands there.
pub(crate) fn other_rows(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut [Finding],
) {
    let Some(view) = best_view(views) else { return };
    if !view.proof.table {
        other_lines(sentence, view, found);
        return;
    }
    let shared = shared(lexicon, sentence, view);
    let most = shared.values().map(BTreeSet::len).max().unwrap_or(0);
    let mut best = shared.iter().filter(|(_, things)| things.len() == most);
    let rows: BTreeSet<usize> = best.clone().map(|(row, _)| *row).collect();
    let Some((row, things)) =
        best.next().and_then(|(row, it)| Some((view.proof.sentences.get(*row)?, it)))
    else {
        return;
    };
    let dates = |which: &usize| {
        sentence.particulars.get(*which).is_some_and(|it| it.kind == Kind::Date)
    };
    // A year alone is in many rows of many tables.
    if things.iter().all(&dates) && things.len() < 2 {
        return;
    }
    let hits = |index: usize| view.hits_of(index);
    let there = |hit: &(usize, usize)| rows.contains(&view.proof.sentence(hit.0));
    for (index, particular) in sentence.particulars.iter().enumerate() {
        if !is_counted(particular) {
            continue;
        }
        let stands = hits(index);
        if stands.is_empty() || stands.iter().any(there) {
            continue;
        }
        // Up from 388 two years before: another number of the same thing, at another time.
        let another = (0..sentence.particulars.len()).any(|other| {
            other != index
                && sentence.particulars.get(other).is_some_and(|it| it.kind == Kind::Number)
                && hits(other).iter().any(there)
        });
        let same_thing = stands.iter().any(|hit| {
            shared.get(&view.proof.sentence(hit.0)).is_some_and(|its| {
                things.iter().filter(|it| !dates(it)).all(|thing| its.contains(thing))
            })
        });
        if another && same_thing {
            continue;
        }
        let finding = found.iter_mut().find(|it| {
            it.kind == Kind::Number
                && it.span == particular.span
                && it.status == Status::Found
                && it.proof == Some(view.index)
        });
        if let Some(finding) = finding {
            differ(finding, row.span, view);
        }
    }
}

/// Whether a particular is a number that a cell may hold: "none of the six" counts rows.
fn is_counted(particular: &Particular) -> bool {
    matches!(&particular.value, Value::Number(number) if !(number.in_words && number.is_common()))
}

/// Most lines between a number and the line of the name that it is said of.
const APART: usize = 15;

/// A table without cells, as a page prints it: a number that stands only in lines without the names of
/// the sentence, where another line has a name and numbers of its own.
fn other_lines(sentence: &Sentence, view: &View<'_>, found: &mut [Finding]) {
    let line = |token: usize| view.proof.is_title(token).then(|| view.proof.sentence(token));
    let has_number = |at: usize| {
        view.proof.sentences.get(at).is_some_and(|part| {
            let mut numbers = view.proof.numbers.iter();
            numbers.any(|it| part.first <= it.first && it.first < part.end && !it.in_words)
        })
    };
    let hits = |kind: Kind| {
        let both = sentence.particulars.iter().zip(&view.hits);
        both.filter(move |(it, _)| it.kind == kind)
    };
    let names: BTreeSet<usize> =
        hits(Kind::Name).flat_map(|(_, hits)| hits).filter_map(|hit| line(hit.0)).collect();
    for (particular, stands) in hits(Kind::Number).filter(|(it, _)| is_counted(it)) {
        let lines: Option<Vec<usize>> = stands.iter().map(|hit| line(hit.0)).collect();
        let Some(lines) = lines.filter(|it| !it.is_empty()) else { continue };
        let own = names.iter().copied().filter(|at| has_number(*at));
        let mut near = own.filter(|at| lines.iter().any(|line| line.abs_diff(*at) < APART));
        let Some(row) = near.next().filter(|_| lines.iter().all(|at| !names.contains(at)))
        else {
            continue;
        };
        let Some(row) = view.proof.sentences.get(row) else { continue };
        let finding = found.iter_mut().find(|it| {
            it.span == particular.span && it.kind == Kind::Number && it.status == Status::Found
        });
        if let Some(finding) = finding {
            differ(finding, row.span, view);
        }
    }
}

/// A row is its own passage.
fn differ(finding: &mut Finding, row: Span, view: &View<'_>) {
    view.differs(finding, row);
    finding.passage = Some(row);
}

/// What each row shares with a sentence that is no number: particulars, then words.
fn shared(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut shared: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut put = |token: usize, which: usize| {
        let row = view.proof.sentence(token);
        if row > 0 && view.proof.is_row(row) {
            shared.entry(row).or_default().insert(which);
        }
    };
    let count = sentence.particulars.len();
    for (which, particular) in sentence.particulars.iter().enumerate() {
        if matches!(particular.kind, Kind::Name | Kind::Date) {
            for hit in view.hits.get(which).into_iter().flatten() {
                put(hit.0, which);
            }
        }
    }
    for (which, id) in sentence.content.iter().enumerate() {
        let Some(word) = lexicon.word(*id).filter(|word| !word.capital) else { continue };
        let ids = if view.same_language {
            view.lexicon.with_stem(&word.stem)
        } else {
            view.lexicon.with_folded(&word.folded)
        };
        for at in ids.iter().flat_map(|id| view.proof.at(*id)) {
            put(at, count + which);
        }
    }
    shared
}
