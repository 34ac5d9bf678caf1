//! The first and the last day of a term, and who stands before and behind it.

use griot_model::{DateReading, Office, PartialDate, Verdict};
use griot_text::names::{Match, Person};

use super::question::{Question, is_somebody_else, span_of, unknown};
use crate::{
    rule::{Judgement, agree, distance_days, is_bound},
    terms::Term,
};

/// People say that somebody became president when he was elected, and some weeks or months pass until the oath.
pub(super) const BEFORE_START_DAYS: i32 = 125;
/// After it, and at the end of a term, only what is said loosely: "until 2012" of somebody who left in January 2013.
pub(super) const LOOSE_DAYS: i32 = 45;
/// Days by which the beginning of a term may be told wrongly. A date that lies farther away belongs to another event of a
/// life: another office, a second oath, an anniversary.
const WRONG_DAYS: i32 = 700;
/// Years by which a year is taken for a slip, at most.
const SLIP_YEARS: i16 = 5;
/// Days between the end of a term and the start of the next one, at most.
const NEXT_TO_DAYS: i32 = 45;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Edge {
    Start,
    End,
    Resigns,
}

impl Edge {
    pub(super) fn days<'t>(self, term: &'t Term<'_>) -> &'t [PartialDate] {
        match self {
            Self::Start => &term.starts,
            Self::End | Self::Resigns => &term.ends,
        }
    }

    pub(super) fn is_exact(self, term: &Term<'_>) -> bool {
        match self {
            Self::Start => term.exact[0],
            Self::End | Self::Resigns => term.exact[1],
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Start => "took office",
            Self::End | Self::Resigns => "left office",
        }
    }
}

impl Question<'_> {
    /// Whether the date is likely that of something else: so far from the beginning of a term that it is no slip, but another
    /// office or a second oath; before the term that is said to have ended; or on the day of its end, some years later.
    pub(super) fn is_another_event(
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

    pub(super) fn at_edge(
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
    pub(super) fn may_be_another(
        &self,
        reading: &DateReading,
        all: &[Term<'_>],
        edge: Edge,
    ) -> bool {
        let wanted = Person::named(self.person);
        let Some(family) = wanted.skeletons().last() else { return false };
        all.iter().any(|term| {
            term.names.iter().any(|name| name.skeletons().any(|word| word == family))
                && edge.days(term).iter().any(|day| agree(reading, *day))
        })
    }

    /// A day that differs from that of a term in its month alone, or in its year alone: a slip, whichever office is meant.
    pub(super) fn slip(
        &self,
        reading: &DateReading,
        mine: &[&Term<'_>],
        edge: Edge,
    ) -> Option<Judgement> {
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
    pub(super) fn not_beside(
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
    pub(super) fn somebody_else(
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
}
