//! C0105: who held an office, and when.

use griot_model::{
    Claim, DateRange, DateReading, Modality, Office, PartialDate, Proposition, TermEdge,
    Verdict,
};
use griot_text::names::{Match, Person};

use super::super::{
    rule::{Facts, Judgement, Rule, agree, distance_days, is_bound, over_readings, shown},
    terms::{Term, terms},
};

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

/// People say that somebody became president when he was elected, and some weeks or months pass until the oath.
const BEFORE_START_DAYS: i32 = 125;
/// After it, and at the end of a term, only what is said loosely: "until 2012" of somebody who left in January 2013.
const LOOSE_DAYS: i32 = 45;

/// Days by which the beginning of a term may be told wrongly. A date that lies farther away belongs to another event of a
/// life: another office, a second oath, an anniversary.
const WRONG_DAYS: i32 = 700;

/// Years by which a year is taken for a slip, at most.
const SLIP_YEARS: i16 = 5;

/// Days between the end of a term and the start of the next one, at most.
const NEXT_TO_DAYS: i32 = 45;

/// How the name of a claim fits a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    /// Somebody else.
    Not,
    /// A surname alone, or a spelling that differs by a letter.
    Perhaps,
    /// Given and family name agree.
    Same,
}

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

/// Whether a name shares no word with any spelling: "Samuel Matekane" and "Sam Matekane" may be one.
fn is_somebody_else(name: &Person, names: &[Person]) -> bool {
    names.iter().all(|it| {
        name.compared(it) == Match::Different
            && !name.skeletons().any(|word| it.skeletons().any(|other| word == other))
    })
}

fn overlap(one: &Term<'_>, other: &Term<'_>) -> bool {
    let from = |term: &Term<'_>| term.starts.iter().min().map(|day| day.first_day());
    let to = |term: &Term<'_>| term.ends.iter().max().map(|day| day.last_day());
    let before = |one: &Term<'_>, other: &Term<'_>| {
        to(one).is_some_and(|end| from(other).is_some_and(|start| end < start))
    };
    !before(one, other) && !before(other, one)
}

fn how_named(wanted: &Person, surname: bool, names: &[Person]) -> Named {
    let best = names.iter().map(|name| wanted.compared(name)).max();
    match best {
        Some(Match::Same) => Named::Same,
        Some(Match::Possible) if surname || names.iter().all(Person::is_one_word) => {
            Named::Perhaps
        }
        _ if names.iter().any(|name| wanted.sounds_like(name)) => Named::Perhaps,
        _ => Named::Not,
    }
}

/// Whether terms are all of one person, as far as their names tell.
fn are_one(terms: &[&Term<'_>]) -> bool {
    let Some(first) = terms.first() else { return false };
    terms.iter().all(|term| {
        term.names.iter().any(|name| {
            first.names.iter().any(|other| name.compared(other) != Match::Different)
        })
    })
}

fn meets(term: &Term<'_>, reading: &DateReading) -> bool {
    let from = term.starts.iter().min();
    let to = term.ends.iter().max();
    from.is_none_or(|from| from.first_day() <= reading.range.last)
        && to.is_none_or(|to| to.last_day() >= reading.range.first)
}

fn unknown(says: &str, person: &str, role: &str) -> Judgement {
    Judgement::unverified(
        says,
        format!("no term of {person} as {role} is in this evidence"),
        "a row in the case's intervals.csv with the first and last day of the term would settle it",
    )
}

struct Question<'a> {
    claim: &'a Claim,
    facts: &'a Facts<'a>,
    role: &'a str,
    edge: TermEdge,
    office: Office,
    person: &'a str,
    /// Who held the office before or behind, where the words say it.
    beside: Option<&'a str>,
    /// Whose office it is: only inside a country may somebody else have held it.
    country: Option<&'a str>,
    loose: bool,
}

impl Question<'_> {
    fn may_contradict(&self) -> bool {
        is_bound(self.claim)
            || (self.claim.assumed.is_none()
                && self.claim.attribution.is_none()
                && self.claim.modality == Modality::Asserted)
    }

    /// Whether it may be said that another person held the office.
    fn may_name_another(&self) -> bool {
        self.may_contradict()
            && self.country.is_some()
            && self.person.split_whitespace().count() > 1
    }

    /// Whether the date is likely that of something else: so far from the beginning of a term that it is no slip, but another
    /// office or a second oath; before the term that is said to have ended; or on the day of its end, some years later.
    fn is_another_event(
        &self,
        reading: &DateReading,
        term: &Term<'_>,
        day: PartialDate,
        edge: Edge,
    ) -> bool {
        if is_bound(self.claim) {
            return false;
        }
        let (said, far) = (reading.range.first, distance_days(reading, day) > WRONG_DAYS);
        if edge == Edge::Start {
            return far;
        }
        let before =
            term.starts.iter().min().is_some_and(|from| reading.range.last < from.first_day());
        let anniversary = matches!(day, PartialDate::Day(day)
            if said > day && (said.month(), said.day()) == (day.month(), day.day()));
        before || far && anniversary
    }

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

    fn at_edge(
        &self,
        reading: &DateReading,
        mine: &[&Term<'_>],
        all: &[Term<'_>],
        edge: Edge,
    ) -> Judgement {
        // A month is not asked where another row of the same edge has the day.
        let finer = |term: &Term<'_>, day: PartialDate| {
            !matches!(day, PartialDate::Day(_))
                && mine.iter().any(|other| {
                    other.country == term.country
                        && edge.days(other).iter().any(|it| {
                            matches!(it, PartialDate::Day(_))
                                && day.range().contains(it.first_day())
                        })
                })
        };
        if let Some((term, day)) = mine
            .iter()
            .flat_map(|term| edge.days(term).iter().map(move |day| (*term, *day)))
            .filter(|(term, day)| !finer(term, *day))
            .find(|(_, day)| agree(reading, *day))
        {
            let message = format!("{} {} on {day} by this evidence", term.who, edge.verb());
            return self.not_beside(reading, term, day, all, edge).unwrap_or_else(|| {
                Judgement::new(Verdict::Supported, &reading.shown, message)
                    .with_rows(day.to_string(), term.row.evidence(self.facts.library))
            });
        }
        if let Some(other) = self.somebody_else(reading, mine, all, edge) {
            return other;
        }
        // The term whose edge lies nearest is the one that is meant.
        let days: Vec<(&Term<'_>, PartialDate)> = mine
            .iter()
            .flat_map(|term| edge.days(term).iter().map(move |day| (*term, *day)))
            .collect();
        let least =
            days.iter().map(|(_, day)| distance_days(reading, *day)).min().unwrap_or_default();
        // Of rows that tell of one edge, the one that may decide.
        let nearest = days
            .into_iter()
            .filter(|(_, day)| distance_days(reading, *day) <= least.saturating_add(LOOSE_DAYS))
            .min_by_key(|(term, day)| (!edge.is_exact(term), distance_days(reading, *day)));
        let Some((term, day)) = nearest else {
            return unknown(&reading.shown, self.person, self.role);
        };
        let apart = distance_days(reading, day);
        let slack = match edge {
            _ if is_bound(self.claim) => 0,
            Edge::Start if reading.range.last < day.first_day() => BEFORE_START_DAYS,
            // Who resigns may stay until there is a successor.
            Edge::Resigns => BEFORE_START_DAYS.saturating_mul(3),
            _ => LOOSE_DAYS,
        };
        // Power can be held before the office that a table counts from; who ruled already did not come to power later.
        let early = self.office == Office::Ruler
            && edge == Edge::Start
            && reading.range.last < day.first_day();
        let early = early && !is_bound(self.claim);
        // A table of surnames decides only about whoever is the only one of that surname in the years around.
        let alone = !self.loose
            || (mine.len() == 1
                && edge == Edge::End
                && (366..3660).contains(&apart)
                && self.office == Office::Ruler);
        if alone
            && !self.may_be_another(reading, all, edge)
            && !self.is_another_event(reading, term, day, edge)
            && !early
            && edge.is_exact(term)
            && apart > slack
            && self.may_contradict()
            && self.covers(term, reading)
        {
            let message = format!(
                "{} {} on {day} by this evidence, not in {}",
                term.who,
                edge.verb(),
                reading.shown
            );
            return Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(day.to_string(), term.row.evidence(self.facts.library))
                .note(format!("the term in this evidence: {}", span_of(term)))
                .help(format!(
                    "write {day}, or say which event of {} is meant",
                    reading.shown
                ));
        }
        if let Some(judgement) =
            self.slip(reading, mine, edge).filter(|_| !self.may_be_another(reading, all, edge))
        {
            return judgement;
        }
        let message = format!(
            "{} {} on {day} by this evidence, which is near {} or counts another office",
            term.who,
            edge.verb(),
            reading.shown
        );
        Judgement::unverified(
            &reading.shown,
            message,
            "say whether the election, the inauguration or the taking of power is meant",
        )
    }

    /// Whether a term of somebody of the same family name, in the tables under another given name or spelling, has such an edge
    /// then: it may be the same person.
    fn may_be_another(&self, reading: &DateReading, all: &[Term<'_>], edge: Edge) -> bool {
        let wanted = Person::named(self.person);
        let Some(family) = wanted.skeletons().last() else { return false };
        all.iter().any(|term| {
            term.names.iter().any(|name| name.skeletons().any(|word| word == family))
                && edge.days(term).iter().any(|day| agree(reading, *day))
        })
    }

    /// A day that differs from that of a term in its month alone, or in its year alone: a slip, whichever office is meant.
    fn slip(&self, reading: &DateReading, mine: &[&Term<'_>], edge: Edge) -> Option<Judgement> {
        if self.loose || !self.may_contradict() || reading.range.first != reading.range.last {
            return None;
        }
        let said = reading.range.first;
        let differs_in_one = |day: jiff::civil::Date| {
            let (year, month) = (day.year() != said.year(), day.month() != said.month());
            // Who resigns may stay for some months.
            day.day() == said.day()
                && year != month
                && (year || !matches!(edge, Edge::Resigns))
                && (day.year() - said.year()).abs() <= SLIP_YEARS
        };
        let (term, day) = mine.iter().find_map(|term| {
            let day = edge.days(term).iter().find_map(|day| match day {
                PartialDate::Day(day) if differs_in_one(*day) => Some(*day),
                _ => None,
            })?;
            // The same day of an earlier year is no second oath.
            let early = edge == Edge::Start && said < day;
            let another = self.is_another_event(reading, term, PartialDate::Day(day), edge);
            (early || !another).then_some((*term, day))
        })?;
        // Nothing else of the person is known to have begun or ended then.
        let other =
            mine.iter().flat_map(|term| term.starts.iter().chain(&term.ends)).any(|it| {
                distance_days(reading, *it) <= LOOSE_DAYS
                    && !matches!(it, PartialDate::Day(it) if *it == day)
            });
        if other || !self.covers(term, reading) {
            return None;
        }
        let message = format!(
            "{} {} on {day} by this evidence, not on {}",
            term.who,
            edge.verb(),
            reading.shown
        );
        Some(
            Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(day.to_string(), term.row.evidence(self.facts.library))
                .note(format!("the term in this evidence: {}", span_of(term)))
                .help(format!("write {day}, or say which event of {} is meant", reading.shown)),
        )
    }

    /// Where the words say whom somebody followed, or who followed: what is wrong with that, or that it cannot be looked up.
    fn not_beside(
        &self,
        reading: &DateReading,
        term: &Term<'_>,
        day: PartialDate,
        all: &[Term<'_>],
        edge: Edge,
    ) -> Option<Judgement> {
        let named = Person::named(self.beside?);
        let opposite = |it: &Term<'_>| match edge {
            Edge::Start => it.ends.clone(),
            Edge::End | Edge::Resigns => it.starts.clone(),
        };
        let apart = |it: &Term<'_>| {
            opposite(it)
                .iter()
                .map(|other| (other.first_day() - day.first_day()).get_days().saturating_abs())
                .min()
        };
        let near: Vec<&Term<'_>> = all
            .iter()
            .filter(|it| it.country == term.country && it.office == term.office)
            .filter(|it| apart(it).is_some_and(|days| days <= NEXT_TO_DAYS))
            .filter(|it| {
                !term.names.iter().any(|name| {
                    it.names.iter().any(|other| name.compared(other) != Match::Different)
                })
            })
            .collect();
        let is_named = |it: &Term<'_>| {
            it.names.iter().any(|name| named.compared(name) != Match::Different)
        };
        if near.iter().any(|it| is_named(it)) {
            return None;
        }
        let (before, after) = match edge {
            Edge::Start => ("after", "who held it before"),
            Edge::End | Edge::Resigns => ("before", "who held it next"),
        };
        let said = self.beside.unwrap_or_default();
        if let [only] = near.as_slice()
            && self.may_contradict()
            && is_somebody_else(&named, &only.names)
        {
            let message = format!(
                "{} {} on {day} {before} {} by this evidence, not {before} {said}",
                term.who,
                edge.verb(),
                only.who
            );
            return Some(
                Judgement::new(Verdict::Contradicted, &reading.shown, message)
                    .with_rows(only.who, only.row.evidence(self.facts.library))
                    .help(format!("write {}, or cite the source that names {said}", only.who)),
            );
        }
        Some(Judgement::unverified(
            &reading.shown,
            format!(
                "{} {} on {day} by this evidence; {after} cannot be looked up",
                term.who,
                edge.verb()
            ),
            format!(
                "a row in the case's intervals.csv with the term of {said} would settle it"
            ),
        ))
    }

    /// The office changed hands on that day, and to or from one other person.
    fn somebody_else(
        &self,
        reading: &DateReading,
        mine: &[&Term<'_>],
        all: &[Term<'_>],
        edge: Edge,
    ) -> Option<Judgement> {
        if !self.may_name_another() {
            return None;
        }
        // Who rules is told in many ways; somebody known to have ruled at all is judged by those days.
        if self.office == Office::Ruler && !mine.is_empty() {
            return None;
        }
        // Whoever has the office at some time near is not told to be somebody else.
        if mine
            .iter()
            .any(|term| edge.days(term).iter().any(|day| distance_days(reading, *day) <= 366))
        {
            return None;
        }
        let mut there = all
            .iter()
            .filter(|term| edge.is_exact(term) && term.office == self.office)
            .filter(|term| edge.days(term).iter().any(|day| agree(reading, *day)));
        let (only, more) = (there.next()?, there.next());
        let wanted = Person::named(self.person);
        if more.is_some() || !is_somebody_else(&wanted, &only.names) {
            return None;
        }
        let day = edge.days(only).iter().find(|day| agree(reading, **day))?;
        let message = format!(
            "by this evidence it was {} who {} as {} on {day}, not {}",
            only.who,
            edge.verb(),
            self.office,
            self.person
        );
        Some(
            Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(only.who, only.row.evidence(self.facts.library))
                .help(format!(
                    "write {}, or cite the source that names {}",
                    only.who, self.person
                )),
        )
    }

    fn whole(&self, reading: &DateReading, mine: &[&Term<'_>], all: &[Term<'_>]) -> Judgement {
        let (first, last) = ends_of(reading);
        if let Some(judgement) = self.all_of_it(reading, mine, all) {
            return judgement;
        }
        let near = |days: &[PartialDate], one: &DateReading| {
            days.iter().map(|day| distance_days(one, *day)).min()
        };
        let fits: Vec<(&Term<'_>, i32, i32)> = mine
            .iter()
            .filter_map(|term| {
                Some((*term, near(&term.starts, &first)?, near(&term.ends, &last)?))
            })
            .collect();
        let nearest = fits
            .iter()
            .map(|(_, start, end)| start.saturating_add(*end))
            .min()
            .unwrap_or_default();
        // Of rows that tell of one term, the one that may decide.
        let fits: Vec<(&Term<'_>, i32, i32)> = fits
            .into_iter()
            .filter(|(_, start, end)| start.saturating_add(*end) <= nearest + 31)
            .collect();
        let Some((term, start, end)) = fits
            .iter()
            .min_by_key(|(term, start, end)| {
                (term.exact != [true; 2], start.saturating_add(*end))
            })
            .copied()
        else {
            return unknown(&reading.shown, self.person, self.role);
        };
        if start == 0 && end == 0 {
            let message =
                format!("{} is in this evidence as {}, {}", term.who, self.role, span_of(term));
            return Judgement::new(Verdict::Supported, &reading.shown, message)
                .with_rows(span_of(term), term.row.evidence(self.facts.library));
        }
        // All terms of the person in the office together: "from 1993 to 2011" of somebody elected three times.
        let from = mine.iter().flat_map(|term| &term.starts).min();
        let to = mine.iter().flat_map(|term| &term.ends).max();
        if let (Some(from), Some(to)) = (from, to)
            && agree(&first, *from)
            && agree(&last, *to)
        {
            let message = format!(
                "{} is in this evidence as {} from {from} to {to}",
                term.who, self.role
            );
            return Judgement::new(Verdict::Supported, &reading.shown, message)
                .with_rows(format!("{from} to {to}"), term.row.evidence(self.facts.library));
        }
        let one_differs = (start == 0) != (end == 0);
        let slack = if end == 0 { BEFORE_START_DAYS } else { LOOSE_DAYS };
        let only = mine.len() == 1;
        let exact = if end == 0 { term.exact[0] } else { term.exact[1] };
        if one_differs
            && !self.loose
            && exact
            && (only || are_one(mine))
            && start.max(end) > slack
            && self.may_contradict()
        {
            let (verb, day, said) = if end == 0 {
                ("took office", term.starts.first(), &first.shown)
            } else {
                ("left office", term.ends.first(), &last.shown)
            };
            if let Some(day) = day {
                let message =
                    format!("{} {verb} on {day} by this evidence, not in {said}", term.who);
                return Judgement::new(Verdict::Contradicted, &reading.shown, message)
                    .with_rows(span_of(term), term.row.evidence(self.facts.library))
                    .help(format!("write {day}, or say which event is meant"));
            }
        }
        Judgement::unverified(
            &reading.shown,
            format!(
                "the terms of {} in this evidence are not {}: {}",
                term.who,
                reading.shown,
                span_of(term)
            ),
            "a row in the case's intervals.csv with the first and last day of the term would settle it",
        )
    }

    /// The term from that year to that year is known, and it is one other person's.
    fn all_of_it(
        &self,
        reading: &DateReading,
        mine: &[&Term<'_>],
        all: &[Term<'_>],
    ) -> Option<Judgement> {
        if !self.may_name_another() {
            return None;
        }
        let (first, last) = ends_of(reading);
        let fits = |term: &&Term<'_>| {
            term.starts.iter().any(|day| agree(&first, *day))
                && term.ends.iter().any(|day| agree(&last, *day))
        };
        let theirs: Vec<&Term<'_>> = all.iter().filter(fits).collect();
        let only = *theirs.first()?;
        let wanted = Person::named(self.person);
        let others = theirs.iter().all(|term| is_somebody_else(&wanted, &term.names));
        // Whoever was in the office at an edge of it, and the table has one of the two wrong, is not told to be another.
        let near = |days: &[PartialDate], one: &DateReading| {
            days.iter().any(|day| distance_days(one, *day) <= 366)
        };
        let mine =
            mine.iter().any(|term| near(&term.starts, &first) || near(&term.ends, &last));
        (others && !mine && only.names.iter().any(|name| !name.is_one_word())).then(|| {
            let message = format!(
                "by this evidence {} was {} from {} to {}, not {}",
                only.who, self.office, first.shown, last.shown, self.person
            );
            Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(only.who, only.row.evidence(self.facts.library))
                .help(format!(
                    "write {}, or cite the source that names {}",
                    only.who, self.person
                ))
        })
    }

    fn during(&self, reading: &DateReading, mine: &[&Term<'_>], all: &[Term<'_>]) -> Judgement {
        let in_office = |term: &&&Term<'_>| {
            let started = term
                .starts
                .iter()
                .min()
                .is_none_or(|from| from.first_day() <= reading.range.last);
            let running = match term.ends.iter().max() {
                Some(to) => to.last_day() >= reading.range.first,
                None => term.open_end || self.covers(term, reading),
            };
            started && running
        };
        if let Some(term) = mine.iter().find(in_office) {
            let message =
                format!("{} is in this evidence as {}, {}", term.who, self.role, span_of(term));
            return Judgement::new(Verdict::Supported, &reading.shown, message)
                .with_rows(span_of(term), term.row.evidence(self.facts.library));
        }
        let Some(term) = mine.first() else {
            return self
                .held_by_another(reading, all)
                .unwrap_or_else(|| unknown(&reading.shown, self.person, self.role));
        };
        let apart = |day: &PartialDate| distance_days(reading, *day);
        let far = mine.iter().all(|term| {
            term.exact == [true; 2]
                && term
                    .starts
                    .iter()
                    .chain(&term.ends)
                    .map(apart)
                    .min()
                    .is_some_and(|days| days > 366)
        });
        if (is_bound(self.claim) && !term.starts.is_empty())
            || (far
                && !self.loose
                && self.may_contradict()
                && !self.has_a_namesake_then(reading, all))
        {
            let message = format!(
                "{} was not {} in {} by this evidence: {}",
                term.who,
                self.role,
                reading.shown,
                span_of(term)
            );
            return Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(span_of(term), term.row.evidence(self.facts.library));
        }
        Judgement::unverified(
            &reading.shown,
            format!(
                "the terms of {} in this evidence do not include {}",
                term.who, reading.shown
            ),
            "a title can be a former or a later one; a row in intervals.csv would settle it",
        )
    }

    /// Whether somebody of the same family name was in the office then, or ruled the country: tables of surnames have the
    /// earlier terms of many.
    fn has_a_namesake_then(&self, reading: &DateReading, all: &[Term<'_>]) -> bool {
        let wanted = Person::named(self.person);
        let then = |term: &Term<'_>| {
            meets(term, reading)
                && term.names.iter().any(|name| {
                    name.skeletons().any(|word| wanted.skeletons().any(|other| word == other))
                })
        };
        all.iter().any(then)
            || terms(self.facts, self.country, Office::Ruler, self.role).iter().any(then)
    }

    /// A title with its country and a full name: supported where the person held the office by the day of the text.
    fn titled(&self, reading: &DateReading, mine: &[&Term<'_>]) -> Judgement {
        let held = mine
            .iter()
            .filter(|term| !term.starts.is_empty() && meets(term, reading))
            .max_by_key(|term| term.starts.iter().max().map(|from| from.first_day()));
        match held {
            Some(term) => {
                let message = format!(
                    "{} is in this evidence as {}, {}",
                    term.who,
                    self.role,
                    span_of(term)
                );
                Judgement::new(Verdict::Supported, &reading.shown, message)
                    .with_rows(span_of(term), term.row.evidence(self.facts.library))
            }
            None => unknown(&reading.shown, self.person, self.role),
        }
    }

    /// One other person held the office through the whole time that is said.
    fn held_by_another(&self, reading: &DateReading, all: &[Term<'_>]) -> Option<Judgement> {
        if !self.may_name_another() {
            return None;
        }
        let through = |term: &&Term<'_>| {
            let from = term.starts.iter().max().map(|day| day.last_day());
            let to = term.ends.iter().min().map(|day| day.first_day());
            from.is_some_and(|from| from <= reading.range.first)
                && to.is_some_and(|to| to >= reading.range.last)
        };
        let mut there = all
            .iter()
            .filter(|term| term.exact == [true; 2] && term.office == self.office)
            .filter(through);
        let (only, more) = (there.next()?, there.next());
        let wanted = Person::named(self.person);
        (more.is_none() && is_somebody_else(&wanted, &only.names)).then(|| {
            let message = format!(
                "by this evidence {} was {} then, {}, not {}",
                only.who,
                self.office,
                span_of(only),
                self.person
            );
            Judgement::new(Verdict::Contradicted, &reading.shown, message)
                .with_rows(only.who, only.row.evidence(self.facts.library))
                .help(format!(
                    "write {}, or cite the source that names {}",
                    only.who, self.person
                ))
        })
    }

    fn covers(&self, term: &Term<'_>, reading: &DateReading) -> bool {
        match term.row.table() {
            // A term is looked at for its own days; whoever holds the office since is another row.
            "intervals" | "terms" => true,
            table => self.facts.covers(table, term.country, reading.range),
        }
    }
}

/// The first and the last year, month or day of a range, as readings of their own.
fn ends_of(reading: &DateReading) -> (DateReading, DateReading) {
    let years = reading.range.first.day_of_year() == 1
        && reading.range.last.month() == 12
        && reading.range.last.day() == 31;
    let one = |day: jiff::civil::Date| {
        let range = match PartialDate::Year(day.year()) {
            year if years => year.range(),
            _ => DateRange::new(day, day),
        };
        // "from 2006 to January 2013" is told as months, and its first month need not be meant.
        let range = if !years && reading.shown.len() == 15 {
            match (day.month(), day == reading.range.first) {
                (1, true) => PartialDate::Year(day.year()).range(),
                _ => PartialDate::Month(day.year(), day.month()).range(),
            }
        } else {
            range
        };
        DateReading { range, shown: griot_text::dates::shown(range), how: reading.how.clone() }
    };
    (one(reading.range.first), one(reading.range.last))
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Start,
    End,
    Resigns,
}

impl Edge {
    fn days<'t>(self, term: &'t Term<'_>) -> &'t [PartialDate] {
        match self {
            Self::Start => &term.starts,
            Self::End | Self::Resigns => &term.ends,
        }
    }

    fn is_exact(self, term: &Term<'_>) -> bool {
        match self {
            Self::Start => term.exact[0],
            Self::End | Self::Resigns => term.exact[1],
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Start => "took office",
            Self::End | Self::Resigns => "left office",
        }
    }
}

fn span_of(term: &Term<'_>) -> String {
    match (term.starts.first(), term.ends.first()) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "without dates".to_owned(),
    }
}
