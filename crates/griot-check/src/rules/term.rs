//! C0105: who held an office, and when.

use std::collections::BTreeMap;

use crate::evidence;
use griot_case::Case;
use griot_model::{
    Actor, Claim, DateReading, Evidence, Interval, Office, PartialDate, Proposition, TermEdge,
    Verdict,
};
use griot_text::names::{Match, Person, fold};

use super::super::rule::{
    Facts, InOffice, Judgement, Rule, agree, distance_days, is_bound, over_readings, shown,
};

pub(super) const RULE: Rule = Rule {
    code: "C0105",
    name: "term-of-office",
    summary: "when somebody took, held or left an office",
    documentation: "\
# C0105: a term of office

## What it checks
A sentence that says that a person came to power, was in office or left it on a date; and a title
before a name, such as `President` or `Foreign Minister`.

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

/// An election late in one year often starts a term early in the next; neither is then wrong.
const SLACK_DAYS: i32 = 125;

/// A term from either table, in one shape.
struct Term {
    who: String,
    country: String,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    open_end: bool,
    /// Whether the full name agrees, and not a surname alone.
    is_same: bool,
    evidence: Evidence,
}

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Term { person, country, office, role, edge, dates } = &claim.proposition
    else {
        return None;
    };
    let mut terms = terms_in_case(facts, person, country.as_deref(), *office, role);
    if *office == Office::Leader {
        terms.extend(terms_in_library(facts, person, country.as_deref()));
    }
    let says = if dates.is_empty() { role.clone() } else { shown(dates) };
    if terms.is_empty() {
        return Some(Judgement::unverified(
            &says,
            format!("no term of {person} as {role} is in this evidence"),
            "a row in the case's intervals.csv with the first and last day of the term would settle it",
        ));
    }
    if dates.is_empty() {
        let term = terms.swap_remove(0);
        let message = format!("{} is in this evidence as {role}, {}", term.who, span_of(&term));
        return Some(
            Judgement::new(Verdict::Supported, &says, message)
                .with_rows(span_of(&term), term.evidence),
        );
    }
    let mut judgement = over_readings(dates, |reading| match edge {
        TermEdge::Start => at_edge(claim, facts, reading, &terms, Edge::Start, role),
        TermEdge::End => at_edge(claim, facts, reading, &terms, Edge::End, role),
        TermEdge::During => during(claim, facts, reading, &terms, role),
    })?;
    judgement.says = says;
    Some(judgement)
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Start,
    End,
}

fn at_edge(
    claim: &Claim,
    facts: &Facts<'_>,
    reading: &DateReading,
    terms: &[Term],
    edge: Edge,
    role: &str,
) -> Judgement {
    let date = |term: &Term| if edge == Edge::Start { term.from } else { term.to };
    let verb = if edge == Edge::Start { "took office" } else { "left office" };
    let dated: Vec<(&Term, PartialDate)> =
        terms.iter().filter_map(|term| date(term).map(|day| (term, day))).collect();
    if let Some((term, day)) = dated.iter().find(|(_, day)| agree(reading, *day)) {
        let message = format!("{} {verb} on {day} by this evidence", term.who);
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(day.to_string(), term.evidence.clone());
    }
    let nearest = dated.iter().min_by_key(|(_, day)| distance_days(reading, *day));
    let Some((term, day)) = nearest else {
        return Judgement::unverified(
            &reading.shown,
            format!("{} has no such date in this evidence", terms[0].who),
            "a row in the case's intervals.csv with the first and last day of the term would settle it",
        );
    };
    let slack = if is_bound(claim) { 0 } else { SLACK_DAYS };
    let covered = facts.covers("leaders", &term.country, reading.range)
        || term.evidence.table == "intervals";
    // A surname that fits, in an office that need not be the rule of a country, may be anybody's.
    let certain = is_bound(claim) || term.is_same || role != "office-holder";
    if covered && certain && distance_days(reading, *day) > slack {
        let message =
            format!("{} {verb} on {day} by this evidence, not in {}", term.who, reading.shown);
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(day.to_string(), term.evidence.clone())
            .note(format!("the term in this evidence: {}", span_of(term)))
            .help(format!("write {day}, or say which event of {} is meant", reading.shown));
    }
    let message = format!(
        "{} {verb} on {day} by this evidence, close to {} but not in it",
        term.who, reading.shown
    );
    Judgement::unverified(
        &reading.shown,
        message,
        "say whether the election, the inauguration or the taking of power is meant",
    )
}

fn during(
    claim: &Claim,
    facts: &Facts<'_>,
    reading: &DateReading,
    terms: &[Term],
    role: &str,
) -> Judgement {
    let in_office = |term: &&Term| {
        let started = term.from.is_none_or(|from| from.first_day() <= reading.range.last);
        let running = match term.to {
            Some(to) => to.last_day() >= reading.range.first,
            None => term.open_end || facts.covers("leaders", &term.country, reading.range),
        };
        started && running
    };
    if let Some(term) = terms.iter().find(in_office) {
        let message = format!("{} is in this evidence as {role}, {}", term.who, span_of(term));
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(span_of(term), term.evidence.clone());
    }
    let term = &terms[0];
    if is_bound(claim) && term.from.is_some() {
        let message = format!(
            "{} was not {role} in {} by this evidence: {}",
            term.who,
            reading.shown,
            span_of(term)
        );
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(span_of(term), term.evidence.clone());
    }
    Judgement::unverified(
        &reading.shown,
        format!("the terms of {} in this evidence do not include {}", term.who, reading.shown),
        "a title can be a former or a later one; a row in intervals.csv would settle it",
    )
}

fn span_of(term: &Term) -> String {
    match (term.from, term.to) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "without dates".to_owned(),
    }
}

fn terms_in_library(facts: &Facts<'_>, person: &str, country: Option<&str>) -> Vec<Term> {
    let leaders = facts.library.leaders();
    let names = facts
        .leaders
        .get_or_init(|| leaders.iter().map(|leader| Person::named(&leader.name)).collect());
    let person = Person::named(person);
    let matching: Vec<_> = leaders
        .iter()
        .zip(names)
        .filter(|(leader, _)| country.is_none_or(|country| leader.country == country))
        .map(|(leader, name)| (person.compared(name), leader))
        .filter(|(how, _)| matches!(how, Match::Same | Match::Possible))
        .collect();
    let sure = matching.iter().any(|(how, _)| *how == Match::Same);
    // A bare surname fits several people; without a country that is nobody in particular.
    if !sure && country.is_none() {
        return Vec::new();
    }
    matching
        .into_iter()
        .filter(|(how, _)| !sure || *how == Match::Same)
        .map(|(_, leader)| Term {
            who: leader.name.clone(),
            country: leader.country.clone(),
            from: Some(leader.from),
            to: leader.to,
            open_end: false,
            is_same: sure,
            evidence: evidence::leader(facts.library, leader),
        })
        .collect()
}

fn terms_in_case(
    facts: &Facts<'_>,
    person: &str,
    country: Option<&str>,
    office: Office,
    role: &str,
) -> Vec<Term> {
    let Some(case) = facts.case else { return Vec::new() };
    let wanted = fold(role);
    let (folded, person) = (fold(person), Person::named(person));
    let in_office = facts.in_office.get_or_init(|| in_office(case));
    case.intervals
        .iter()
        .zip(in_office)
        .filter(|(interval, _)| country.is_none_or(|country| interval.place == country))
        .filter(|(interval, _)| role_fits(interval, office, &wanted))
        .filter_map(|(interval, actor)| {
            let actor = actor.as_ref()?;
            let named = actor
                .names
                .iter()
                .any(|(name, text)| person.compared(name) == Match::Same || *text == folded);
            named.then(|| Term {
                who: actor.who.clone(),
                country: interval.place.clone(),
                from: interval.from,
                to: interval.to,
                open_end: true,
                is_same: true,
                evidence: evidence::interval(interval),
            })
        })
        .collect()
}

/// The actors of a case's intervals, each once looked up and made ready.
fn in_office(case: &Case) -> Vec<Option<InOffice>> {
    let mut actors: BTreeMap<&str, &Actor> = BTreeMap::new();
    for actor in &case.actors {
        actors.entry(&actor.id).or_insert(actor);
    }
    let held = |interval: &Interval| {
        let actor = actors.get(interval.actor.as_str())?;
        let names = std::iter::once(&actor.name).chain(&actor.aliases);
        let names = names.map(|name| (Person::named(name), fold(name))).collect();
        Some(InOffice { who: actor.name.clone(), names })
    };
    case.intervals.iter().map(held).collect()
}

fn role_fits(interval: &Interval, office: Office, wanted: &str) -> bool {
    let role = fold(&interval.role);
    match office {
        Office::Leader => {
            ["president", "head of state", "leader", "prime minister", "premier", "king"]
                .iter()
                .any(|it| role.contains(it))
        }
        Office::Other => {
            !wanted.is_empty() && (role.contains(wanted) || wanted.contains(&role))
        }
    }
}
