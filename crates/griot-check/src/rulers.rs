//! Whoever ruled a country or was its head, by every table that the library has.

use griot_library::Office;
use griot_model::PartialDate;
use griot_text::names::{Match, Person};

use crate::{evidence::Holder, rule::Facts};

/// Somebody at the head of a country.
pub(crate) struct Ruler<'a> {
    /// Name as the table writes it.
    pub(crate) who: &'a str,
    /// Spellings of the name.
    pub(crate) names: &'a [Person],
    /// First days that the sources give.
    pub(crate) from: Vec<PartialDate>,
    /// Last days that the sources give; none while in office.
    pub(crate) to: Vec<PartialDate>,
    /// Head of state or ruler, and not head of government alone.
    pub(crate) is_head: bool,
    /// The row.
    pub(crate) row: Holder<'a>,
}

impl Ruler<'_> {
    /// Whether a name can be this person's: they share a word.
    pub(crate) fn may_be(&self, name: &Person) -> bool {
        self.names.iter().any(|it| {
            name.compared(it) != Match::Different
                || name.skeletons().any(|word| it.skeletons().any(|other| word == other))
        })
    }
}

/// Heads of state, heads of government and rulers of a country.
pub(crate) fn rulers<'a>(facts: &Facts<'a>, country: &str) -> Vec<Ruler<'a>> {
    let mut found: Vec<Ruler<'a>> = facts
        .library
        .leaders()
        .iter()
        .zip(Facts::leaders(facts.library, facts.leaders))
        .filter(|(leader, _)| leader.country == country)
        .map(|(leader, name)| Ruler {
            who: &leader.name,
            names: std::slice::from_ref(name),
            from: vec![leader.from],
            to: leader.to.into_iter().collect(),
            is_head: true,
            row: Holder::Leader(leader),
        })
        .collect();
    for (term, names) in facts.terms(None).filter(|(term, _)| term.country == country) {
        if matches!(term.office, Office::HeadOfState | Office::HeadOfGovernment) {
            let end =
                term.end.or(term.next_start).or(term.end_not_after).or(term.end_not_before);
            // Of somebody who is no longer seen, and whose end no source knows, nothing follows.
            if end.is_none() && term.other_end.is_none() && term.in_office_on.is_none() {
                continue;
            }
            found.push(Ruler {
                who: &term.person,
                names,
                from: term
                    .start
                    .into_iter()
                    .chain(term.other_starts.into_iter().flatten())
                    .collect(),
                to: end.into_iter().chain(term.other_end).collect(),
                is_head: term.office == Office::HeadOfState,
                row: Holder::Term(term),
            });
        }
    }
    found
}
