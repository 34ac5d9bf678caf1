//! Loose readings ([`Binding::Loose`]): which of them count.

use std::{collections::BTreeMap, mem::Discriminant};

use griot_model::{Binding, Checked, Claim, Proposition, Span, Verdict};

/// Judged claims without the loose readings that no row supports. Of several of one sort in a sentence either every one finds its
/// row, or none counts: "the abstentions were those of China and Brazil" says two things, and so does a share beside another.
pub(super) fn without_unsupported(checked: Vec<Checked>) -> Vec<Checked> {
    type Sort = Discriminant<Proposition>;
    let supported = |it: &Checked| it.verdict == Verdict::Supported;
    let sort = |claim: &Claim| -> Sort { std::mem::discriminant(&claim.proposition) };
    // For each thing that is said whether one of its readings is supported.
    let mut found: BTreeMap<Span, Vec<(Sort, String, bool)>> = BTreeMap::new();
    for (at, it) in checked.iter().enumerate() {
        if it.claim.binding == Binding::Loose {
            let all = found.entry(it.claim.sentence).or_default();
            let said = (sort(&it.claim), subject(&it.claim, at));
            match all
                .iter_mut()
                .find(|(sort, subject, _)| *sort == said.0 && *subject == said.1)
            {
                Some((.., any)) => *any |= supported(it),
                None => all.push((said.0, said.1, supported(it))),
            }
        }
    }
    let stays = |it: &Checked| {
        let all = found.get(&it.claim.sentence).into_iter().flatten();
        let mut all = all.filter(|(other, ..)| *other == sort(&it.claim));
        it.claim.binding != Binding::Loose || supported(it) && all.all(|(.., any)| *any)
    };
    checked.into_iter().filter(stays).collect()
}

/// What a reading is of: readings of which one alone can be meant share it.
fn subject(claim: &Claim, at: usize) -> String {
    match &claim.proposition {
        Proposition::Polled { person, .. } => person.clone(),
        Proposition::Displaced { count, .. } => count.to_string(),
        Proposition::Independence { .. } | Proposition::Listed { .. } => String::new(),
        _ => at.to_string(),
    }
}

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
