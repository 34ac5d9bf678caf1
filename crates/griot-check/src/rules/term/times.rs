//! A whole term, and who held the office at a time.

use griot_model::{DateRange, DateReading, Office, PartialDate, Verdict};
use griot_text::names::Person;

use super::{
    edges::{BEFORE_START_DAYS, LOOSE_DAYS},
    question::{Question, are_one, is_somebody_else, meets, span_of, unknown},
};
use crate::{
    rule::{Judgement, agree, distance_days, is_bound},
    terms::{Term, terms},
};

impl Question<'_> {
    pub(super) fn whole(
        &self,
        reading: &DateReading,
        mine: &[&Term<'_>],
        all: &[Term<'_>],
    ) -> Judgement {
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
    pub(super) fn all_of_it(
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

    pub(super) fn during(
        &self,
        reading: &DateReading,
        mine: &[&Term<'_>],
        all: &[Term<'_>],
    ) -> Judgement {
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
    pub(super) fn has_a_namesake_then(&self, reading: &DateReading, all: &[Term<'_>]) -> bool {
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
    pub(super) fn titled(&self, reading: &DateReading, mine: &[&Term<'_>]) -> Judgement {
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
    pub(super) fn held_by_another(
        &self,
        reading: &DateReading,
        all: &[Term<'_>],
    ) -> Option<Judgement> {
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
