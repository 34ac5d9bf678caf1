//! Presidential elections of a country with their candidates, by the table `election_results`.

use griot_library::ElectionResult;
use griot_model::{DateRange, DateReading, PartialDate, Quantity};
use griot_text::names::{Match, Person, fold};

use crate::rule::{Facts, agree};

/// A presidential election.
pub(crate) struct Contest<'a> {
    /// Year of its last round.
    pub(crate) year: i16,
    /// Its rows.
    pub(crate) rows: Vec<&'a ElectionResult>,
    /// Days of its rounds, by every table that has them.
    days: Vec<PartialDate>,
}

/// Days by which an election and its second round, or a postponed vote, may lie in two years.
const ONE_ELECTION_DAYS: i32 = 100;

impl<'a> Contest<'a> {
    /// The elections of a country, by year.
    pub(crate) fn of(facts: &Facts<'a>, country: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for row in facts.library.election_results().iter().filter(|row| row.country == country)
        {
            if found.last().is_none_or(|last| last.year != row.year) {
                found.push(Self { year: row.year, rows: Vec::new(), days: Vec::new() });
            }
            if let Some(last) = found.last_mut() {
                last.rows.push(row);
            }
        }
        let reign = facts.library.elections().iter().filter(|it| {
            it.country == country
                && it.kind.contains('X')
                && (it.event.starts_with("Vote") || it.event.starts_with("Runoff"))
        });
        let factbook = facts
            .library
            .election_days()
            .iter()
            .filter(|it| it.country == country && it.is_presidential);
        let known: Vec<PartialDate> =
            reign.map(|it| it.date).chain(factbook.map(|it| it.date)).collect();
        for contest in &mut found {
            let own = contest.rows.iter().map(|row| row.date);
            contest.days = own.filter(|date| !matches!(date, PartialDate::Year(_))).collect();
            let near = |date: &PartialDate| {
                date.first_day().year() == contest.year
                    || contest.days.iter().any(|own| apart(*own, *date) <= ONE_ELECTION_DAYS)
            };
            let more: Vec<PartialDate> = known.iter().copied().filter(near).collect();
            contest.days.extend(more);
            contest.days.sort();
            contest.days.dedup();
        }
        found
    }

    /// Whether a reading can be of this election: it holds one of its days, or its year.
    pub(crate) fn meets(&self, reading: &DateReading) -> bool {
        let year = PartialDate::Year(self.year);
        self.days.iter().any(|day| is_within(day.range(), reading.range))
            || is_within(year.range(), reading.range)
            || agree(reading, year) && matches!(reading.shown.len(), 4)
    }

    /// Days as shown.
    pub(crate) fn when(&self) -> String {
        let days = self.rows.iter().map(|row| row.date).max();
        days.map_or_else(|| self.year.to_string(), |day| day.to_string())
    }

    /// Rows of a person.
    pub(crate) fn of_person(&self, name: &str) -> Vec<&'a ElectionResult> {
        self.rows.iter().copied().filter(|row| is_named(row, name)).collect()
    }

    /// Whether the source calls the person elected, and nobody else of the name stood.
    pub(crate) fn has_elected(&self, name: &str) -> bool {
        let rows = self.of_person(name);
        let mut who = rows.iter().map(|row| row.candidate.as_str());
        let first = who.next();
        first.is_some()
            && who.all(|next| Some(next) == first)
            && rows.iter().all(|row| row.elected == Some(true))
    }

    /// Who was elected.
    pub(crate) fn elected(&self) -> Option<&'a ElectionResult> {
        self.rows.iter().copied().find(|row| row.elected == Some(true))
    }

    /// The round that decided, where a table says which.
    pub(crate) fn decided_in(&self) -> Option<i16> {
        self.rows.iter().find_map(|row| row.decided_in)
    }

    /// Whether a row is of the round that decided, or of the only one that is told.
    pub(crate) fn is_last_round(&self, row: &ElectionResult) -> bool {
        match self.decided_in() {
            Some(decided) => row.round == Some(decided),
            None if self.rows.iter().any(|it| it.round == Some(2)) => row.round == Some(2),
            None => true,
        }
    }
}

fn apart(one: PartialDate, other: PartialDate) -> i32 {
    let days = one.first_day().until((jiff::Unit::Day, other.first_day()));
    days.map_or(i32::MAX, |span| span.get_days().abs())
}

/// Whether a range lies in another.
pub(crate) fn is_within(inner: DateRange, outer: DateRange) -> bool {
    outer.first <= inner.first && inner.last <= outer.last
}

/// Whether a name means a candidate. The publisher writes what stands behind the family name, which texts leave out:
/// `Rodrigo Paz` is `Rodrigo Paz Pereira`, `Evo Morales` is `Juan Evo Morales Ayma`.
pub(crate) fn is_named(row: &ElectionResult, name: &str) -> bool {
    let wanted = Person::named(name);
    let family = row.family_name.as_deref();
    if wanted.is_one_word() {
        let known = family.unwrap_or(&row.candidate);
        return wanted.compared(&Person::named(known)) != Match::Different;
    }
    spellings(row).iter().any(|it| !it.is_one_word() && wanted.compared(it) != Match::Different)
}

/// The name as published, and with less before and behind the family name.
fn spellings(row: &ElectionResult) -> Vec<Person> {
    let words: Vec<&str> = row.candidate.split_whitespace().collect();
    let mut found = vec![Person::named(&row.candidate)];
    let Some(family) = &row.family_name else { return found };
    let length = family.split_whitespace().count();
    let place = words.windows(length.max(1)).position(|it| it.join(" ") == *family);
    let Some(place) = place else { return found };
    for first in 0..=place {
        for end in place + length..=words.len() {
            if let Some(part) = words.get(first..end) {
                found.push(Person::named(&part.join(" ")));
            }
        }
    }
    found
}

/// Whether a name shares a word with a candidate's: enough to doubt that they are two.
pub(crate) fn may_be(row: &ElectionResult, name: &str) -> bool {
    let (wanted, known) = (Person::named(name), Person::named(&row.candidate));
    let folded = fold(&row.candidate);
    is_named(row, name)
        || wanted.skeletons().any(|word| known.skeletons().any(|other| word == other))
        || fold(name).split_whitespace().any(|word| word.len() > 3 && folded.contains(word))
}

/// What a stated share and a row's say of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shares {
    /// They agree within their rounding.
    Agree,
    /// They differ by no more than provisional results, or the share of all ballots and of the valid ones, may.
    Near,
    /// They differ by more.
    Differ,
}

/// Points by which two counts of one vote may differ: provisional and final, of valid ballots and of all.
const POINTS: f64 = 1.0;

/// Compares a stated share with a row's, each within its rounding. None where the row has none.
pub(crate) fn shares(said: &Quantity, row: &ElectionResult) -> Option<Shares> {
    let percent = row.percent?;
    let half = 0.5 * libm::pow(10.0, -f64::from(row.decimals)) + 1e-9;
    let (low, high) = (percent - half, percent + half);
    Some(if !said.excludes(low, high) {
        Shares::Agree
    } else if said.excludes(low - POINTS, high + POINTS) {
        Shares::Differ
    } else {
        Shares::Near
    })
}
