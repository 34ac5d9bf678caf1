//! Terms of office from every table, in one shape: the case's intervals, the library's terms, the rulers of REIGN.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use griot_case::Case;
use griot_model::{Actor, Interval, Office, PartialDate};
use griot_text::names::{Match, Person, fold};

use super::{
    evidence::Holder,
    rule::{Facts, InOffice},
};

/// A term from any table, in one shape.
#[derive(Debug, Clone)]
pub(super) struct Term<'a> {
    pub(super) who: &'a str,
    pub(super) names: Cow<'a, [Person]>,
    pub(super) country: &'a str,
    pub(super) office: Office,
    pub(super) starts: Vec<PartialDate>,
    pub(super) ends: Vec<PartialDate>,
    pub(super) open_end: bool,
    /// Whether its first and its last day are known to be those of this office, so that they may contradict.
    pub(super) exact: [bool; 2],
    pub(super) row: Holder<'a>,
}

/// Every term of an office, of the country where one is said.
pub(super) fn terms<'a>(
    facts: &Facts<'a>,
    country: Option<&str>,
    office: Office,
    role: &str,
) -> Vec<Term<'a>> {
    let mut found = terms_in_case(facts, country, office, role);
    if matches!(office, Office::Ruler | Office::HeadOfState | Office::HeadOfGovernment) {
        found.extend(rulers(facts, country, office));
    }
    found.extend(office_holders(facts, country, office));
    found
}

/// The library's terms of an office. Who rules is told by heads of state and government too, which then only support.
fn office_holders<'a>(
    facts: &Facts<'a>,
    country: Option<&str>,
    wanted: Office,
) -> Vec<Term<'a>> {
    let fits = |office: griot_library::Office| {
        let office = office_of(office);
        office == wanted
            || (wanted == Office::Ruler
                && matches!(office, Office::HeadOfState | Office::HeadOfGovernment))
    };
    facts
        .terms(None)
        .filter(|(term, _)| {
            country.is_none_or(|country| term.country == country) && fits(term.office)
        })
        .map(|(term, names)| Term {
            who: &term.person,
            names: Cow::Borrowed(names),
            country: &term.country,
            office: office_of(term.office),
            starts: term
                .start
                .into_iter()
                .chain(term.other_starts.into_iter().flatten())
                .collect(),
            ends: term.end.or(term.next_start).into_iter().chain(term.other_end).collect(),
            open_end: term.in_office_on.is_some(),
            exact: {
                let is_day =
                    |date: Option<PartialDate>| matches!(date, Some(PartialDate::Day(_)));
                let same = office_of(term.office) == wanted;
                // Whom REIGN counts as the ruler, too.
                let rules = wanted == Office::Ruler && term.other_starts[1].is_some();
                [
                    (same && is_day(term.start)) || rules,
                    (same && is_day(term.end)) || (rules && term.other_end.is_some()),
                ]
            },
            row: Holder::Term(term),
        })
        .collect()
}

fn office_of(office: griot_library::Office) -> Office {
    match office {
        griot_library::Office::HeadOfState => Office::HeadOfState,
        griot_library::Office::HeadOfGovernment => Office::HeadOfGovernment,
        griot_library::Office::DefenceMinister => Office::DefenceMinister,
        griot_library::Office::ForeignMinister => Office::ForeignMinister,
    }
}

/// Rulers by REIGN. A ruler need not be the president: another office is supported by its dates, and not contradicted.
fn rulers<'a>(facts: &Facts<'a>, country: Option<&str>, office: Office) -> Vec<Term<'a>> {
    let leaders = facts.library.leaders();
    let names = Facts::leaders(facts.library, facts.leaders);
    // A row that is joined to a term of office has its full name there.
    let joined: BTreeSet<(&str, PartialDate)> = facts
        .library
        .terms()
        .iter()
        .filter_map(|term| Some((term.country.as_str(), term.other_starts[1]?)))
        .collect();
    let joined = |leader: &griot_library::Leader| {
        joined.contains(&(leader.country.as_str(), leader.from))
    };
    // Of whoever rules no office is asked.
    let mut held: BTreeMap<&str, Vec<(&griot_library::Term, &[Person])>> = BTreeMap::new();
    if office != Office::Ruler {
        for (term, names) in facts.terms(None) {
            if country.is_none_or(|country| term.country == country) {
                held.entry(&term.country).or_default().push((term, names));
            }
        }
    }
    leaders
        .iter()
        .zip(names)
        .filter(|(leader, _)| country.is_none_or(|country| leader.country == country))
        .filter(|(leader, name)| !name.is_one_word() || !joined(leader))
        .filter(|(leader, name)| {
            let held = held.get(leader.country.as_str()).map_or(&[][..], Vec::as_slice);
            office == Office::Ruler || !is_of_another(held, leader, name, office)
        })
        .map(|(leader, name)| Term {
            who: &leader.name,
            names: Cow::Borrowed(std::slice::from_ref(name)),
            country: &leader.country,
            office: Office::Ruler,
            starts: vec![leader.from],
            ends: leader.to.into_iter().collect(),
            open_end: false,
            exact: [office == Office::Ruler; 2],
            row: Holder::Leader(leader),
        })
        .collect()
}

/// Whether a ruler of REIGN came with another office than the one that is asked for, by the library's terms of the country: whoever
/// became prime minister that day became no president.
fn is_of_another(
    held: &[(&griot_library::Term, &[Person])],
    leader: &griot_library::Leader,
    name: &Person,
    wanted: Office,
) -> bool {
    let mut offices = held
        .iter()
        .filter(|(term, _)| {
            let starts = term.start.into_iter().chain(term.other_starts.into_iter().flatten());
            starts.into_iter().any(|start| {
                let days = start.first_day().since(leader.from.first_day());
                days.is_ok_and(|it| it.get_days().abs() <= ONE_BEGINNING_DAYS)
            })
        })
        .filter(|(_, names)| names.iter().any(|it| it.compared(name) != Match::Different))
        .map(|(term, _)| office_of(term.office))
        .peekable();
    offices.peek().is_some() && offices.all(|office| office != wanted)
}

/// Days within which two tables date one beginning.
const ONE_BEGINNING_DAYS: i32 = 31;

fn terms_in_case<'a>(
    facts: &Facts<'a>,
    country: Option<&str>,
    office: Office,
    role: &str,
) -> Vec<Term<'a>> {
    let Some(case) = facts.case else { return Vec::new() };
    let wanted = fold(role);
    let in_office = facts.in_office.get_or_init(|| in_office(case));
    case.intervals
        .iter()
        .zip(in_office)
        .filter(|(interval, _)| country.is_none_or(|country| interval.place == country))
        .filter(|(interval, _)| role_fits(interval, office, &wanted))
        .filter_map(|(interval, actor)| {
            let actor = actor.as_ref()?;
            Some(Term {
                who: &actor.who,
                names: actor.names.iter().map(|(name, _)| name.clone()).collect(),
                country: &interval.place,
                office,
                starts: interval.from.into_iter().collect(),
                ends: interval.to.into_iter().collect(),
                open_end: true,
                exact: [true; 2],
                row: Holder::Interval(interval),
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
        Office::Ruler => {
            ["president", "head of state", "leader", "prime minister", "premier", "king"]
                .iter()
                .any(|it| role.contains(it))
        }
        Office::HeadOfState => {
            ["president", "head of state", "king", "emir"].iter().any(|it| role.contains(it))
                && !role.contains("vice")
        }
        Office::HeadOfGovernment => ["prime minister", "premier", "head of government"]
            .iter()
            .any(|it| role.contains(it)),
        Office::ForeignMinister => role.contains("foreign"),
        Office::DefenceMinister => role.contains("defence") || role.contains("defense"),
        Office::Other => {
            !wanted.is_empty() && (role.contains(wanted) || wanted.contains(&role))
        }
    }
}
