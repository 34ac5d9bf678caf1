//! Where do two sources of the same votes disagree?
//!
//! Roll calls are matched by what was cast in them. Then every cell and every day is compared, and
//! what only one source has is listed: a series made from one of them shifts by that alone.

use std::collections::BTreeMap;

use griot_model::{Choice, Diagnostic, PartialDate};

use super::assembly::{self, is_listed};
use griot_library::{
    Library, Outcome,
    matching::{Ballots, matches},
};
use griot_model::rows::Rows;
use griot_table::votes::RollCalls;
use jiff::civil;

/// A roll call of a source with every cell that it lists, absences included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the source is, in words.
    pub source: String,
    /// Roll calls in its order.
    pub roll_calls: Vec<Row>,
}

/// A roll call of a [`Sheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Key in its source.
    pub id: String,
    /// Day, perhaps only the year.
    pub date: PartialDate,
    /// `A/RES/76/70`, where stated.
    pub symbol: Option<String>,
    /// Alpha-3 code of the seat, and what it cast; sorted.
    pub votes: Vec<(String, Choice)>,
}

/// What two sources say of the same things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// What the two sources are.
    pub sources: [String; 2],
    /// Roll calls of each.
    pub roll_calls: [usize; 2],
    /// Roll calls that both have.
    pub matched: usize,
    /// Votes that both list in these.
    pub cells: usize,
    /// Votes that they give differently, by day and country.
    pub votes: Vec<Difference>,
    /// Roll calls that they put on different days.
    pub dates: Vec<Difference>,
    /// Roll calls that only the first, and only the second has, inside the years that both cover.
    pub alone: [Vec<Row>; 2],
}

/// Something that the sources say differently of one roll call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its key in each source.
    pub roll_calls: [String; 2],
    /// Its day in each.
    pub dates: [PartialDate; 2],
    /// Symbol, where either has one.
    pub symbol: Option<String>,
    /// Whose vote, and what it is in each; none where only the days differ.
    pub vote: Option<(String, [Choice; 2])>,
}

impl Sheet {
    /// The library's roll calls that list votes: the UN Digital Library's word where it has one.
    pub fn of_library(library: &Library) -> Self {
        let rows = library.roll_calls().iter().filter(|roll_call| is_listed(roll_call));
        let rows = rows.map(|roll_call| Row {
            id: roll_call.id.clone(),
            date: PartialDate::Day(roll_call.date),
            symbol: roll_call.symbol.clone(),
            votes: sorted(roll_call.votes.iter().map(|(code, choice)| {
                (assembly::seat(&String::from_utf8_lossy(code)).to_owned(), *choice)
            })),
        });
        Self { source: "the library".to_owned(), roll_calls: rows.collect() }
    }

    /// The roll calls of a publisher's file; members without a code are said and left out.
    pub fn of_file(file: &str, read: RollCalls, library: &Library) -> (Self, Vec<Diagnostic>) {
        let (members, diagnostics) = assembly::members(file, &read, library);
        let rows = read.roll_calls.rows.into_iter().map(|roll_call| Row {
            id: roll_call.id,
            date: roll_call.date,
            symbol: roll_call.symbol,
            votes: sorted(roll_call.votes.into_iter().filter_map(|(member, choice)| {
                let code = members.get(member)?.as_deref()?;
                Some((assembly::seat(code).to_owned(), choice))
            })),
        });
        (Self { source: file.to_owned(), roll_calls: rows.collect() }, diagnostics)
    }

    fn years(&self) -> Option<(i16, i16)> {
        let years = || self.roll_calls.iter().map(|row| row.date.year());
        years().min().zip(years().max())
    }
}

fn sorted(votes: impl Iterator<Item = (String, Choice)>) -> Vec<(String, Choice)> {
    let mut votes: Vec<_> = votes.collect();
    votes.sort_by(|a, b| a.0.cmp(&b.0));
    // A seat that is listed twice is nobody's word; the first is kept, as the readers keep it.
    votes.dedup_by(|second, first| second.0 == first.0);
    votes
}

/// Compares two sources.
pub fn reconcile(one: &Sheet, other: &Sheet) -> Reconciled {
    let mut seats: BTreeMap<&str, usize> = BTreeMap::new();
    for (seat, _) in one.roll_calls.iter().chain(&other.roll_calls).flat_map(|row| &row.votes) {
        let next = seats.len();
        seats.entry(seat).or_insert(next);
    }
    let (one_cells, other_cells) = (cells(one, &seats), cells(other, &seats));
    let pairs = matches(&ballots(one, &one_cells), &ballots(other, &other_cells));
    let mut found = Reconciled {
        sources: [one, other].map(|sheet| sheet.source.clone()),
        roll_calls: [one, other].map(|sheet| sheet.roll_calls.len()),
        matched: pairs.len(),
        cells: 0,
        votes: Vec::new(),
        dates: Vec::new(),
        alone: [Vec::new(), Vec::new()],
    };
    let mut taken = [one, other].map(|sheet| vec![false; sheet.roll_calls.len()]);
    for (first, second) in pairs {
        for (taken, place) in taken.iter_mut().zip([first, second]) {
            if let Some(taken) = taken.get_mut(place) {
                *taken = true;
            }
        }
        if let (Some(first), Some(second)) =
            (one.roll_calls.get(first), other.roll_calls.get(second))
        {
            found.compare(first, second);
        }
    }
    found.sort();
    let both = one.years().zip(other.years());
    let both = both.map(|(one, other)| one.0.max(other.0)..=one.1.min(other.1));
    for ((alone, sheet), taken) in found.alone.iter_mut().zip([one, other]).zip(&taken) {
        let left = sheet.roll_calls.iter().zip(taken).filter(|(row, taken)| {
            !**taken && both.as_ref().is_some_and(|years| years.contains(&row.date.year()))
        });
        alone.extend(left.map(|(row, _)| row.clone()));
    }
    found
}

/// What the library kept of the comparison of its own two sources, Voeten's series and the UN Digital
/// Library, when it was built.
pub fn reconciled(library: &Library) -> Reconciled {
    let mut found = Reconciled {
        sources: ["Voeten's series", "the UN Digital Library, 1946 to 2025"].map(str::to_owned),
        roll_calls: [0; 2],
        matched: 0,
        cells: 0,
        votes: Vec::new(),
        dates: Vec::new(),
        alone: [Vec::new(), Vec::new()],
    };
    for roll_call in library.roll_calls() {
        let date = PartialDate::Day(roll_call.date);
        let row = || Row {
            id: roll_call.id.clone(),
            date,
            symbol: roll_call.symbol.clone(),
            votes: Vec::new(),
        };
        let [in_first, in_second] = &mut found.roll_calls;
        let compared = roll_call.compared.filter(|_| roll_call.id.starts_with('V'));
        let Some(compared) = compared else {
            let [first, second] = &mut found.alone;
            if !is_listed(roll_call) {
                continue;
            }
            if roll_call.outcome == Outcome::Adopted {
                *in_second += 1;
                // Voeten's data ends with June 2024.
                if roll_call.date < civil::date(2024, 7, 1) {
                    second.push(row());
                }
            } else {
                *in_first += 1;
                first.push(row());
            }
            continue;
        };
        *in_first += 1;
        *in_second += 1;
        found.matched += 1;
        found.cells += usize::try_from(compared).unwrap_or(0);
        let own = roll_call.other_date.unwrap_or(roll_call.date);
        let difference = |vote| Difference {
            roll_calls: [roll_call.id.clone(), String::new()],
            dates: [PartialDate::Day(own), date],
            symbol: roll_call.symbol.clone(),
            vote,
        };
        if own != roll_call.date {
            found.dates.push(difference(None));
        }
        for (code, other) in &roll_call.differing {
            let Some((_, taken)) = roll_call.votes.iter().find(|vote| vote.0 == *code) else {
                continue;
            };
            let country = String::from_utf8_lossy(code).into_owned();
            found.votes.push(difference(Some((country, [*other, *taken]))));
        }
    }
    found.sort();
    found
}

impl Reconciled {
    fn compare(&mut self, first: &Row, second: &Row) {
        let difference = |vote| Difference {
            roll_calls: [first.id.clone(), second.id.clone()],
            dates: [first.date, second.date],
            symbol: second.symbol.clone().or_else(|| first.symbol.clone()),
            vote,
        };
        for (seat, choice) in &first.votes {
            let Ok(at) = second.votes.binary_search_by(|vote| vote.0.cmp(seat)) else {
                continue;
            };
            let Some((_, other)) = second.votes.get(at) else { continue };
            self.cells += 1;
            if choice != other {
                self.votes.push(difference(Some((seat.clone(), [*choice, *other]))));
            }
        }
        if !first.date.agrees_with(second.date) {
            self.dates.push(difference(None));
        }
    }

    fn sort(&mut self) {
        for list in [&mut self.votes, &mut self.dates] {
            let country = |it: &Difference| it.vote.as_ref().map(|vote| vote.0.clone());
            list.sort_by_cached_key(|it| (it.dates, it.roll_calls.clone(), country(it)));
        }
    }

    /// Votes, then days that differ, then what only one source has, a row each.
    pub fn rows(&self) -> Rows {
        let [first, second] = &self.alone;
        let rows = self.votes.iter().map(|it| it.row("vote"));
        let rows = rows.chain(self.dates.iter().map(|it| it.row("date")));
        let rows = rows.chain(first.iter().map(|row| row.alone(0)));
        let rows = rows.chain(second.iter().map(|row| row.alone(1)));
        let columns = [
            "what",
            "roll_call",
            "date",
            "other_roll_call",
            "other_date",
            "symbol",
            "country",
            "vote",
            "other_vote",
        ];
        Rows { columns: columns.map(str::to_owned).into(), rows: rows.collect() }
    }

    /// What the comparison was like, in a sentence or two.
    pub fn summary(&self) -> String {
        let [one, other] = &self.sources;
        let [of_one, of_other] = self.roll_calls;
        format!(
            "{} roll calls are in both: of {of_one} in {one} and {of_other} in {other}, matched by what \
             was cast. They give {} of {} votes differently and put {} roll calls on different days. \
             Inside the years that both cover, {} are in the first alone and {} in the second.",
            self.matched,
            self.votes.len(),
            self.cells,
            self.dates.len(),
            self.alone[0].len(),
            self.alone[1].len(),
        )
    }
}

impl Difference {
    fn row(&self, what: &str) -> Vec<String> {
        let [first, second] = &self.roll_calls;
        let [date, other_date] = self.dates;
        let (country, votes) = match &self.vote {
            Some((country, votes)) => (country.as_str(), votes.map(Choice::word)),
            None => ("", [""; 2]),
        };
        let symbol = self.symbol.clone().unwrap_or_default();
        vec![
            what.to_owned(),
            first.clone(),
            date.to_string(),
            second.clone(),
            other_date.to_string(),
            symbol,
            country.to_owned(),
            votes[0].to_owned(),
            votes[1].to_owned(),
        ]
    }
}

impl Row {
    /// The row of a roll call that only the source at `place` has.
    fn alone(&self, place: usize) -> Vec<String> {
        let mut cells = vec![String::new(); 9];
        let symbol = self.symbol.clone().unwrap_or_default();
        let texts = ["alone".to_owned(), self.id.clone(), self.date.to_string(), symbol];
        for (at, text) in [0, 1 + 2 * place, 2 + 2 * place, 5].into_iter().zip(texts) {
            if let Some(cell) = cells.get_mut(at) {
                *cell = text;
            }
        }
        cells
    }
}

/// One cell a seat for each roll call.
fn cells(sheet: &Sheet, seats: &BTreeMap<&str, usize>) -> Vec<Vec<Option<Choice>>> {
    let of = |row: &Row| {
        let mut cells = vec![None; seats.len()];
        for (seat, choice) in &row.votes {
            if let Some(cell) = seats.get(seat.as_str()).and_then(|at| cells.get_mut(*at)) {
                *cell = Some(*choice);
            }
        }
        cells
    };
    sheet.roll_calls.iter().map(of).collect()
}

fn ballots<'a>(sheet: &Sheet, cells: &'a [Vec<Option<Choice>>]) -> Vec<Ballots<'a>> {
    let rows = sheet.roll_calls.iter().zip(cells);
    rows.map(|(row, cells)| Ballots { date: row.date, cells }).collect()
}
