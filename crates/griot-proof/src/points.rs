//! Percent or percentage points? A share that fell from 66 to 54 per cent fell by 12 points, and not by 12 per cent.

use crate::{
    alike::near as same_value,
    around::changes_before,
    finding::{Finding, Status},
    lexicon::{Lexicon, Token},
    particulars::{Kind, Sentence, Value},
    quantity::{Number, Role},
    signs::{MORE, RISE, Sign},
    view::{View, best_view},
};

/// Tokens between a number and the word that says that it is a change.
const NEAR: usize = 3;

/// Gives the status *differs* to a change in percent that is the difference of two shares of the sentence, unless a proof says percent
/// as well.
pub(crate) fn percent_for_points(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut [Finding],
) {
    let Some(view) = best_view(views) else { return };
    let shares: Vec<(usize, &Number)> = sentence
        .particulars
        .iter()
        .enumerate()
        .filter_map(|(index, it)| match &it.value {
            Value::Number(number) if number.role == Role::Percent => Some((index, number)),
            _ => None,
        })
        .collect();
    for (index, change) in &shares {
        if !is_change(lexicon, &sentence.tokens, change)
            || says_points(lexicon, &sentence.tokens, change)
        {
            continue;
        }
        let mut ends: Vec<(usize, f64)> = Vec::new();
        for (other, number) in shares.iter().filter(|(other, _)| other != index) {
            ends.push((*other, number.low));
            if !same_value(number.low, number.high) {
                ends.push((*other, number.high));
            }
        }
        let apart = ends.iter().enumerate().find_map(|(at, one)| {
            ends.iter()
                .skip(at + 1)
                .find(|two| is_points(change.low, one.1, two.1))
                .map(|_| one.0)
        });
        let hits = |index: usize| {
            views
                .iter()
                .flat_map(move |view| view.hits_of(index).iter().map(move |hit| (view, *hit)))
        };
        let says_percent = hits(*index).any(|(view, hit)| {
            let number = view.proof.numbers.iter().find(|it| it.first == hit.0);
            number.is_some_and(|it| {
                it.role == Role::Percent && !says_points(view.lexicon, &view.proof.tokens, it)
            })
        });
        let Some(end) = apart.filter(|_| !says_percent) else { continue };
        let Some(particular) = sentence.particulars.get(*index) else { continue };
        let finding =
            found.iter_mut().find(|it| it.span == particular.span && it.kind == Kind::Number);
        let Some(finding) = finding.filter(|it| it.status != Status::Differs) else { continue };
        let place = hits(*index).chain(hits(end)).find(|(its, _)| its.index == view.index);
        let Some((_, hit)) = place else { continue };
        let place = view.proof.span(hit.0, hit.1);
        view.differs(finding, place);
    }
}

/// Whether a change is the points between two shares, and not their ratio.
fn is_points(change: f64, one: f64, two: f64) -> bool {
    let points = (one - two).abs();
    let ratios = [points / one.max(1e-9) * 100.0, points / two.max(1e-9) * 100.0];
    same_value(points, change) && ratios.iter().all(|ratio| (ratio - change).abs() > 1.0)
}

/// Whether a number says how much something changed or is more: fell by 12 per cent, 36 per cent more.
fn is_change(lexicon: &Lexicon, tokens: &[Token], number: &Number) -> bool {
    let near = tokens.get(..number.first).unwrap_or_default();
    let from = near.len().saturating_sub(NEAR);
    let changed = changes_before(lexicon, tokens, number.first)
        && (from..number.first).any(|at| is_change_word(lexicon, tokens, at));
    changed || (number.end..number.end + 2).any(|at| is_more(lexicon, tokens, at))
}

fn is_change_word(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else { return false };
    word.sense.change
        || word.signs.iter().any(|phrase| matches!(phrase.means, Sign::Pole(RISE, _)))
}

fn is_more(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else { return false };
    word.sense.reckoning
        || word.signs.iter().any(|phrase| {
            matches!(phrase.means, Sign::Pole(MORE, _))
                && lexicon.follows(tokens, at, phrase).is_some()
        })
}

fn says_points(lexicon: &Lexicon, tokens: &[Token], number: &Number) -> bool {
    let behind = tokens.iter().skip(number.first).take(number.end + 1 - number.first);
    behind.into_iter().any(|token| lexicon.sense(token).points)
}
