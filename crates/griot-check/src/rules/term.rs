//! C0105: who held an office, and when.

mod edges;
mod question;
mod times;

use griot_model::{Claim, DateReading, Proposition, TermEdge, Verdict};
use griot_text::names::Person;

use super::super::{
    rule::{Facts, Judgement, Rule, over_readings, shown},
    terms::{Term, terms},
};
use edges::Edge;
use question::{Named, Question, are_one, how_named, meets, overlap, span_of, unknown};

pub(super) const RULE: Rule = Rule {
    code: "C0105",
    name: "term-of-office",
    summary: "when somebody took, held or left an office",
    documentation: "\
# C0105: a term of office

## What it checks
A sentence that says that a person came to power, took, held or left an office on a date. Head of state, head of
government, minister, ruler are different offices. A title before a name is no claim.

## Why it matters
Terms of office say under whom something was signed, and they are among the facts that a hurried
report gets wrong by a year or two.

## The evidence it needs
For those who effectively ruled a country, the table `leaders` (REIGN, until March 2021, ends given
by month). For every other office, and for later dates, the case's `intervals.csv`.

## Example
`X came to power in 2015` is contradicted where X is in office since September 2013.

## What to do
Give the day of taking office, or add the term to `intervals.csv` with its source.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Term { person, country, office, role, edge, beside, dates } =
        &claim.proposition
    else {
        return None;
    };
    let says = if dates.is_empty() { role.clone() } else { shown(dates) };
    let all = terms(facts, country.as_deref(), *office, role);
    let wanted = Person::named(person);
    let surname = person.split_whitespace().count() == 1;
    let named = |term: &Term<'_>| how_named(&wanted, surname, &term.names);
    let mut mine: Vec<&Term<'_>> =
        all.iter().filter(|term| named(term) == Named::Same).collect();
    let perhaps: Vec<&Term<'_>> =
        all.iter().filter(|term| named(term) == Named::Perhaps).collect();
    if !mine.is_empty() && !surname {
        // A table of surnames tells of the same person where the times meet: REIGN's "Mugabe".
        let same: Vec<&Term<'_>> = perhaps
            .iter()
            .copied()
            .filter(|term| {
                mine.iter().any(|it| it.country == term.country && overlap(it, term))
            })
            .collect();
        mine.extend(same);
    }
    let perhaps = if matches!(edge, TermEdge::Titled | TermEdge::During) && !surname {
        Vec::new()
    } else {
        perhaps
    };
    // A surname alone means somebody only inside a country, and only one person there.
    // A surname alone in the table is not the given name of the text: it may agree, and never contradicts.
    let loose = mine.is_empty() && !surname;
    let mine = if !mine.is_empty() {
        mine
    } else if country.is_some() && are_one(&perhaps) {
        perhaps
    } else {
        let at = perhaps.into_iter().filter(|_| country.is_some());
        at.filter(|term| dates.iter().any(|date| meets(term, date))).collect()
    };
    if dates.is_empty() {
        let [term, ..] = mine.as_slice() else { return Some(unknown(&says, person, role)) };
        let message = format!("{} is in this evidence as {role}, {}", term.who, span_of(term));
        return Some(
            Judgement::new(Verdict::Supported, &says, message)
                .with_rows(span_of(term), term.row.evidence(facts.library)),
        );
    }
    let beside = beside.as_deref();
    let (edge, office, country) = (*edge, *office, country.as_deref());
    let question =
        Question { claim, facts, role, edge, office, person, beside, country, loose };
    let mut judgement = over_readings(dates, |reading| question.answer(reading, &mine, &all))?;
    judgement.says = says;
    Some(judgement)
}

impl Question<'_> {
    fn answer(&self, reading: &DateReading, mine: &[&Term<'_>], all: &[Term<'_>]) -> Judgement {
        match self.edge {
            TermEdge::Start => self.at_edge(reading, mine, all, Edge::Start),
            TermEdge::End => self.at_edge(reading, mine, all, Edge::End),
            TermEdge::Resigned => self.at_edge(reading, mine, all, Edge::Resigns),
            TermEdge::During => self.during(reading, mine, all),
            TermEdge::Whole => self.whole(reading, mine, all),
            TermEdge::Titled => self.titled(reading, mine),
        }
    }
}
