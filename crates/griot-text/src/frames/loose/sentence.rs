//! A sentence as loose readings ask of it: its countries, persons, dates, numbers and words, and which stand nearest to each other.

use std::collections::BTreeSet;

use griot_model::{ClaimKind, DateReading, Proposition};

use super::super::{
    compose::Reader,
    matcher::Match,
    place,
    slots::{whole, year as year_of},
    things::{Chunk, Person, Thing, any_at},
    units::Words,
};
use crate::claims::{Figure, Found, When};

/// What the sentence, the heading over it and the title speak of: the press freedom index, an election.
#[derive(Debug, Default)]
pub(crate) struct Subjects {
    of_title: BTreeSet<&'static str>,
    titled: bool,
    /// What the sentence itself speaks of.
    here: BTreeSet<&'static str>,
    /// What the heading over it speaks of.
    of_heading: BTreeSet<&'static str>,
    /// Days of the last election that was told of.
    pub(super) election: Vec<DateReading>,
}

/// Frames whose subject a heading may name, with the list that names it.
const SUBJECTS: &[(&str, &str)] =
    &[("ranked", "index"), ("rated", "by"), ("elected", "loose-subject")];

impl Subjects {
    /// Goes on to a sentence.
    pub(super) fn go_on(&mut self, reader: &Reader<'_>) {
        if reader.scene.sentence.is_heading {
            self.election.clear();
        }
        self.here.clear();
        for (frame, list) in SUBJECTS {
            if reader.says(frame, list) {
                self.here.insert(frame);
                if !self.titled {
                    self.of_title.insert(frame);
                }
            }
        }
        if reader.scene.sentence.is_heading {
            self.of_heading.clone_from(&self.here);
        }
        self.titled = true;
    }

    /// Whether the sentence, its heading or the title names the subject of a frame.
    pub(super) fn is_of(&self, frame: &str) -> bool {
        [&self.here, &self.of_heading, &self.of_title].iter().any(|all| all.contains(frame))
    }
}

/// A sentence under the reader, with what its section speaks of.
pub(super) struct Loose<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) subjects: &'a Subjects,
    /// Persons of the last sentence that named any.
    before: &'a [Person],
}

/// Something with its place among the units.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<T> {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) it: T,
}

impl<T> At<T> {
    /// Units between this and another; what stands right behind is nearer than what stands before.
    pub(super) fn apart<O>(&self, other: &At<O>) -> usize {
        if self.end <= other.first {
            2 * (other.first - self.end)
        } else if other.end <= self.first {
            2 * (self.first - other.end) + 1
        } else {
            0
        }
    }
}

/// A word as a match without slots.
fn as_match(word: &At<()>) -> Match {
    let (first, end) = (word.first, word.end);
    Match { first, end, head: first, head_end: end, ..Match::default() }
}

/// Pairs of things that are nearest to each other.
pub(super) fn pairs<'x, A, B>(
    some: &'x [At<A>],
    others: &'x [At<B>],
) -> Vec<(&'x At<A>, &'x At<B>)> {
    fn nearest<'y, X, Y>(of: &At<X>, among: &'y [At<Y>]) -> Option<&'y At<Y>> {
        among.iter().min_by_key(|other| of.apart(other))
    }
    some.iter()
        .filter_map(|one| {
            let other = nearest(one, others)?;
            let back = some.iter().min_by_key(|it| it.apart(other))?;
            (back.first == one.first).then_some((one, other))
        })
        .collect()
}

impl<'a> Loose<'a> {
    /// A sentence, what its section speaks of, and the persons of the last one that named any.
    pub(super) fn of(
        reader: &'a Reader<'a>,
        subjects: &'a Subjects,
        before: &'a [Person],
    ) -> Self {
        Self { reader, subjects, before }
    }

    /// Whether a word of denying, wishing or doubting stands anywhere in the sentence.
    pub(super) fn is_doubted(&self) -> bool {
        let (units, list) =
            (self.reader.line.units, self.reader.line.pack.class("loose-never"));
        (0..units.len()).any(|at| any_at(units, at, list).is_some())
    }

    /// Whether a town or a region is named as a place: what is told may be of it alone.
    pub(super) fn is_local(&self) -> bool {
        let chunks = &self.reader.line.chunks;
        chunks.iter().any(|chunk| {
            matches!(chunk.what, Thing::Place(_) | Thing::Government(_))
                && place::is_place(self.reader.line, chunk.first)
        })
    }

    /// Where the first word of a list stands.
    pub(super) fn word(&self, frame: &str, list: &str) -> Option<At<()>> {
        self.words(frame, list).into_iter().next()
    }

    /// Every place of a word of a list.
    pub(super) fn words(&self, frame: &str, list: &str) -> Vec<At<()>> {
        let line = self.reader.line;
        // Few of the words of a list stand in a sentence at all.
        let here = |words: &&Words| {
            words.first().is_some_and(|first| line.words.contains(first.as_str()))
        };
        let list: Vec<Words> =
            line.pack.list(frame, list).iter().filter(here).cloned().collect();
        if list.is_empty() {
            return Vec::new();
        }
        (0..line.units.len())
            .filter_map(|first| {
                Some(At { first, end: any_at(line.units, first, &list)?, it: () })
            })
            .collect()
    }

    /// Whether a word of a list stands right before a unit.
    pub(super) fn is_before(&self, at: usize, frame: &str, list: &str) -> bool {
        let list = self.reader.line.pack.list(frame, list);
        (1..=3)
            .filter_map(|back| at.checked_sub(back))
            .any(|first| any_at(self.reader.line.units, first, list) == Some(at))
    }

    /// Whether a word of a list stands here.
    pub(super) fn is_at(&self, at: usize, frame: &str, list: &str) -> bool {
        any_at(self.reader.line.units, at, self.reader.line.pack.list(frame, list)).is_some()
    }

    /// Whether a word tells of a fact: not denied, planned, supposed or quoted.
    pub(super) fn is_told(&self, word: &At<()>) -> bool {
        let hit = as_match(word);
        self.reader.is_told(&hit) && !self.reader.is_negated(&hit)
    }

    /// Chunks of a sort, each place once.
    fn chunks<T>(&self, of: impl Fn(&'a Chunk) -> Option<T>) -> Vec<At<T>> {
        let chunks: &'a [Chunk] = self.reader.line.chunks;
        let mut found: Vec<At<T>> = chunks
            .iter()
            .filter_map(|chunk| Some(At { first: chunk.first, end: chunk.end, it: of(chunk)? }))
            .collect();
        found.dedup_by_key(|it| (it.first, it.end));
        found
    }

    /// Countries of the sentence, by name, adjective or government.
    pub(super) fn countries(&self) -> Vec<At<&'a str>> {
        self.chunks(|chunk| match &chunk.what {
            Thing::Country { iso, .. } | Thing::Government(iso) => Some(iso.as_str()),
            _ => None,
        })
    }

    /// The only country of the sentence; the one that the text is about where it names none.
    pub(super) fn the_country(&self) -> Option<&'a str> {
        let reader: &'a Reader<'a> = self.reader;
        reader.the_country().map(|(country, _)| country)
    }

    /// The country that the text is about.
    pub(super) fn topic(&self) -> Option<&'a str> {
        let reader: &'a Reader<'a> = self.reader;
        reader.context.topic(reader.scene).map(|(country, _)| country)
    }

    /// Persons who are named or meant; where there are none, whom a pronoun or "his" stands for: the first of the sentence before.
    pub(super) fn persons(&self) -> Vec<At<&'a Person>> {
        let named = self.chunks(|chunk| match &chunk.what {
            Thing::Person(person) => Some(person),
            _ => None,
        });
        if !named.is_empty() {
            return named;
        }
        let (units, list) = (self.reader.line.units, self.reader.line.pack.class("of-persons"));
        let word =
            (0..units.len()).find_map(|first| Some((first, any_at(units, first, list)?)));
        match (word, self.before.first()) {
            (Some((first, end)), Some(it)) => vec![At { first, end, it }],
            _ => Vec::new(),
        }
    }

    /// The only person of the sentence.
    pub(super) fn the_person(&self) -> Option<At<&'a Person>> {
        let all = self.persons();
        let first = *all.first()?;
        all.iter().all(|it| it.it.name == first.it.name).then_some(first)
    }

    /// Who does what a word says: the only person before it, else the one whom its relative clause is about, else the only one of the
    /// sentence.
    pub(super) fn subject_of(&self, word: usize) -> Option<&'a Person> {
        let all = self.persons();
        let before: Vec<_> = all.iter().filter(|it| it.end <= word).collect();
        let last = before.last();
        if before.iter().all(|it| last.is_some_and(|last| last.it.name == it.it.name))
            && let Some(last) = last
        {
            return Some(last.it);
        }
        let Some(last) = last else { return self.the_person().map(|it| it.it) };
        let relative = self.reader.line.pack.class("relative");
        let opens = |at: usize| any_at(self.reader.line.units, at, relative).is_some();
        let behind = last.end + usize::from(self.reader.line.units.get(last.end)?.is(","));
        opens(behind).then_some(last.it)
    }

    /// Who stands right behind a word, over its preposition, its date, ranks and titles.
    pub(super) fn person_behind(&self, word: usize) -> Option<&'a Person> {
        let behind = self.persons().into_iter().find(|it| it.first >= word)?;
        let comma = |at: usize| self.reader.line.units.get(at).is_some_and(|unit| unit.is(","));
        (behind.first - word <= REACH && !(word..behind.first).any(comma)).then_some(behind.it)
    }

    /// Whether a word says by whom something was done to somebody: "overthrown by his own premier".
    pub(super) fn names_agent(&self) -> bool {
        let agent = self.reader.line.pack.class("agent");
        self.persons().iter().any(|person| {
            (1..=AGENT)
                .filter_map(|back| person.first.checked_sub(back))
                .any(|at| any_at(self.reader.line.units, at, agent).is_some())
        })
    }

    /// Dates that may date something, each to a length of days; the label of the entry where there are none.
    pub(super) fn dates(&self, days: i32) -> Vec<At<&'a When>> {
        let scene = self.reader.scene;
        let fits = |when: &&When| {
            !when.readings.is_empty()
                && !when.is_century
                && !when.is_range
                && when.readings.iter().all(|reading| {
                    let last = reading.range.last;
                    last.since(reading.range.first).is_ok_and(|it| it.get_days() < days)
                })
        };
        let mut found = self.chunks(|chunk| match chunk.what {
            Thing::Date(index) => scene.dates.get(index).filter(fits),
            _ => None,
        });
        // "the 24th of the following month" is not the 24th of this one.
        let of = self.reader.line.pack.class("of");
        found.retain(|it| {
            it.it.anchor.is_none() || any_at(self.reader.line.units, it.end, of).is_none()
        });
        // With its preposition and without it is one date.
        found.dedup_by(|one, other| std::ptr::eq(one.it, other.it));
        if found.is_empty() && scene.dates.is_empty() {
            let entry = scene.entry.as_ref().filter(fits);
            return entry.map(|it| At { first: 0, end: 0, it }).into_iter().collect();
        }
        found
    }

    /// Years: dates as fine as a year or finer, and else numbers of four digits that can be nothing else ("the 2025 ranking").
    pub(super) fn years(&self) -> Vec<At<Vec<DateReading>>> {
        let dates = self.dates(YEAR);
        if !dates.is_empty() {
            let readings =
                |it: At<&When>| At { first: it.first, end: it.end, it: it.it.readings.clone() };
            return dates.into_iter().map(readings).collect();
        }
        self.figures()
            .into_iter()
            .filter_map(|figure| {
                let number = whole(&figure.it.quantity)?;
                let year = i16::try_from(number).ok().filter(|year| RECENT.contains(year))?;
                let it = vec![year_of(year, "a number of four digits, read as a year")];
                Some(At { first: figure.first, end: figure.end, it })
            })
            .collect()
    }

    /// Numbers outside dates, in digits or whole words: "most" is none.
    pub(super) fn figures(&self) -> Vec<At<&'a Figure>> {
        let scene = self.reader.scene;
        self.chunks(|chunk| match chunk.what {
            Thing::Number(index) => {
                scene.figures.get(index).filter(|figure| figure.last_digit > 0.0)
            }
            _ => None,
        })
    }

    /// A claim on a word and a date.
    pub(super) fn found(
        &self,
        word: &At<()>,
        when: Option<&When>,
        kind: ClaimKind,
        proposition: Proposition,
    ) -> Found {
        self.reader.found(&as_match(word), when, kind, proposition)
    }
}

/// Units between "by" and a name.
const AGENT: usize = 6;

/// Years that a number of four digits may be.
const RECENT: std::ops::RangeInclusive<i16> = 1990..=2030;

/// Units between a word and whom it is done to.
const REACH: usize = 9;

/// Days of a date that is a day, a month, or a year.
pub(super) const DAY: i32 = 1;
pub(super) const MONTH: i32 = 31;
pub(super) const YEAR: i32 = 366;
