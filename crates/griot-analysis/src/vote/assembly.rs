//! Roll calls with their ballots, by year, ready for the kernels.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::OnceLock,
};

use griot_model::{Choice, Diagnostic, PartialDate};
use griot_stats::{
    agreement::{Ballot, Ballots},
    recurring,
};
use jiff::civil::Date;

use super::Years;
use griot_library::{Library, Outcome, RollCall, Spellings};
use griot_table::{
    noticed,
    votes::{MemberWord, RollCalls},
};

/// Roll calls in order of time, and who cast what.
#[derive(Debug, Clone)]
pub struct Assembly {
    /// Who the roll calls are from, as cited.
    pub source: String,
    /// ISO 3166 alpha-3 codes, sorted.
    pub countries: Vec<String>,
    /// Roll calls in order of day, then key.
    pub roll_calls: Vec<Held>,
    /// Years in which there is a roll call, ascending.
    pub years: Vec<i16>,
    /// One period for each of [`Self::years`], one voter for each of [`Self::countries`].
    pub ballots: Ballots,
    /// See [`Self::texts`]; most questions never ask.
    texts: OnceLock<Vec<Option<usize>>>,
}

/// A roll call that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Key in its source.
    pub id: String,
    /// Day of the vote; the first day that a partial date allows.
    pub date: Date,
    /// Regular session, counted from 1 in 1946.
    pub session: i32,
    /// `A/RES/76/70`, where known.
    pub symbol: Option<String>,
    /// Title, where known.
    pub title: Option<String>,
    /// Index into [`Assembly::years`].
    pub period: usize,
    /// Place among the roll calls of its year.
    pub place: usize,
}

/// Seats that publishers continue under another code: pairs over years are pairs of seats.
const SEATS: [(&str, &str); 3] = [("YUG", "SRB"), ("SCG", "SRB"), ("SUN", "RUS")];

impl Assembly {
    /// The library's roll calls that list members' votes, 1946 to 2025: from 1990 on those of adopted
    /// texts, as the UN Digital Library lists them, and before it Voeten's as well, since the records
    /// then lack the votes of every third text. A series that changes its sources halfway shifts by that
    /// alone, and Voeten's data, which has votes on paragraphs and amendments, ends with June 2024.
    pub fn of_library(library: &Library) -> Self {
        let chosen = library.roll_calls().iter().filter(|roll_call| in_series(roll_call));
        let mut members = Vec::new();
        // A million votes: codes of three capitals are looked up by their letters.
        let mut places: Vec<Option<usize>> = vec![None; 26 * 26 * 26];
        let mut place = |code: &[u8; 3]| {
            let letters = code.iter().map(|letter| usize::from(letter.wrapping_sub(b'A')));
            let at = letters.fold(0, |at, letter| 26 * at + letter);
            let known = places.get_mut(at)?;
            Some(*known.get_or_insert_with(|| {
                members.push(Some(String::from_utf8_lossy(code).into_owned()));
                members.len() - 1
            }))
        };
        let rows: Vec<Row> = chosen
            .map(|roll_call| Row {
                id: roll_call.id.clone(),
                date: roll_call.date,
                symbol: roll_call.symbol.clone(),
                title: roll_call.title.clone(),
                votes: roll_call
                    .votes
                    .iter()
                    .filter_map(|(code, choice)| Some((place(code)?, *choice)))
                    .collect(),
            })
            .collect();
        let source =
            library.description("un_votes").map_or_else(String::new, |d| d.source.clone());
        Self::of_rows(source, &members, rows)
    }

    /// Roll calls of a publisher's file. A member whose word means no country, or more than one, is
    /// left out and noted.
    pub fn of_file(file: &str, read: RollCalls, library: &Library) -> (Self, Vec<Diagnostic>) {
        let (members, mut diagnostics) = members(file, &read, library);
        let rows = read.roll_calls.rows.into_iter().map(|roll_call| {
            if !matches!(roll_call.date, PartialDate::Day(_)) {
                let what =
                    format!("roll call {} has only the date {}", roll_call.id, roll_call.date);
                diagnostics.push(noticed(file, roll_call.row + 1, what));
            }
            Row {
                id: roll_call.id,
                date: roll_call.date.range().first,
                symbol: roll_call.symbol,
                title: roll_call.title,
                votes: roll_call.votes,
            }
        });
        let rows = rows.collect();
        (Self::of_rows(file.to_owned(), &members, rows), diagnostics)
    }

    /// `members` has the code of each member that the rows name by number; one without a code is left
    /// out.
    fn of_rows(source: String, members: &[Option<String>], mut rows: Vec<Row>) -> Self {
        rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        let mut voted = vec![false; members.len()];
        for (member, _) in
            rows.iter().flat_map(|row| &row.votes).filter(|vote| vote.1 != Choice::Absent)
        {
            if let Some(voted) = voted.get_mut(*member) {
                *voted = true;
            }
        }
        let seats: Vec<Option<&str>> =
            members.iter().map(|code| Some(seat(code.as_deref()?))).collect();
        let mut countries: Vec<String> = seats
            .iter()
            .zip(voted)
            .filter_map(|(seat, voted)| Some((*seat)?.to_owned()).filter(|_| voted))
            .collect();
        countries.sort_unstable();
        countries.dedup();
        let voters: Vec<Option<usize>> = seats
            .iter()
            .map(|seat| {
                let seat = (*seat)?;
                countries.binary_search_by(|code| code.as_str().cmp(seat)).ok()
            })
            .collect();
        let mut sizes: BTreeMap<i16, usize> = BTreeMap::new();
        for row in &rows {
            *sizes.entry(row.date.year()).or_default() += 1;
        }
        let years: Vec<i16> = sizes.keys().copied().collect();
        let mut ballots =
            Ballots::new(countries.len(), &sizes.values().copied().collect::<Vec<_>>());
        let mut filled = vec![0; years.len()];
        let mut roll_calls = Vec::with_capacity(rows.len());
        for row in rows {
            let period = years.partition_point(|year| *year < row.date.year());
            let Some(place) = filled.get_mut(period) else { continue };
            for (member, choice) in &row.votes {
                let voter = voters.get(*member).copied().flatten();
                if let (Some(ballot), Some(voter)) = (ballot(*choice), voter) {
                    ballots.cast(period, *place, voter, ballot);
                }
            }
            roll_calls.push(Held {
                id: row.id,
                session: session(row.date),
                date: row.date,
                symbol: row.symbol,
                title: row.title,
                period,
                place: *place,
            });
            *place += 1;
        }
        Self { source, countries, roll_calls, years, ballots, texts: OnceLock::new() }
    }

    /// Number of the text of each roll call that has a title, in their order; equal for a text put to
    /// the vote again.
    pub fn texts(&self) -> &[Option<usize>] {
        self.texts.get_or_init(|| {
            let titled = self
                .roll_calls
                .iter()
                .filter_map(|held| Some((held.title.as_deref()?, held.session)));
            let mut texts = recurring::texts(titled).into_iter();
            let number = |held: &Held| held.title.as_ref().and_then(|_| texts.next());
            self.roll_calls.iter().map(number).collect()
        })
    }

    /// How many distinct texts there are among the roll calls of some periods in which both voted; a roll
    /// call without a title is a text of its own.
    pub fn distinct_texts(
        &self,
        (first, second): (usize, usize),
        periods: &Range<usize>,
    ) -> u64 {
        let mut texts = BTreeSet::new();
        let mut untitled = 0;
        for (held, text) in self.roll_calls.iter().zip(self.texts()) {
            if !periods.contains(&held.period)
                || self.ballot(held, first).is_none()
                || self.ballot(held, second).is_none()
            {
                continue;
            }
            match text {
                Some(text) => {
                    texts.insert(*text);
                }
                None => untitled += 1,
            }
        }
        untitled + u64::try_from(texts.len()).unwrap_or(u64::MAX)
    }

    /// Index of a country by its alpha-3 code. A state that is no more is found under the state that
    /// has its seat: `SUN` under `RUS`, `YUG` under `SRB`.
    pub fn country(&self, iso3: &str) -> Option<usize> {
        let seat = seat(iso3);
        self.countries.binary_search_by(|known| known.as_str().cmp(seat)).ok()
    }

    /// The periods of a span of years.
    pub fn periods(&self, years: Years) -> Range<usize> {
        let from = self.years.partition_point(|year| *year < years.first);
        let to = self.years.partition_point(|year| *year <= years.last);
        from..to.max(from)
    }

    /// What a country cast in a roll call; none where it was absent or no member.
    pub fn ballot(&self, roll_call: &Held, country: usize) -> Option<Ballot> {
        self.ballots.ballot(roll_call.period, roll_call.place, country)
    }
}

/// Alpha-3 code of each member of a file; one whose word means no country, or more than one, has none
/// and is noted.
pub(super) fn members(
    file: &str,
    read: &RollCalls,
    library: &Library,
) -> (Vec<Option<String>>, Vec<Diagnostic>) {
    let spellings = Spellings::own();
    let mut diagnostics = Vec::new();
    let codes = read.members.iter().map(|word| {
        let code = country_of(word, read.word, library, &spellings);
        if code.is_none() {
            let what = format!("no country is meant by {word:?} alone; its votes are left out");
            diagnostics.push(noticed(file, 1, what));
        }
        code
    });
    (codes.collect(), diagnostics)
}

/// The code under which a seat is held here.
pub(super) fn seat(iso3: &str) -> &str {
    SEATS.iter().find(|(before, _)| *before == iso3).map_or(iso3, |(_, seat)| seat)
}

/// Whether the votes of a roll call are listed.
pub(super) fn is_listed(roll_call: &RollCall) -> bool {
    !roll_call.votes.is_empty()
}

/// First year from which the records list the votes of all adopted texts that were voted on.
const RECORDS_ALONE: i16 = 1990;

/// The same as [`in_series`], in SQL, of a row `r` of `un_roll_calls`.
pub(crate) const IN_SERIES: &str = "(r.undl_id IS NOT NULL OR r.date < '1990-01-01')";

/// Whether a roll call of the library is one of the series; texts without votes are none.
pub(super) fn in_series(roll_call: &RollCall) -> bool {
    let of_record = roll_call.outcome == Outcome::Adopted;
    !roll_call.votes.is_empty() && (of_record || roll_call.date.year() < RECORDS_ALONE)
}

struct Row {
    id: String,
    date: Date,
    symbol: Option<String>,
    title: Option<String>,
    /// Members by number, with their votes.
    votes: Vec<(usize, Choice)>,
}

pub(crate) fn ballot(choice: Choice) -> Option<Ballot> {
    match choice {
        Choice::Yes => Some(Ballot::Yes),
        Choice::Abstain => Some(Ballot::Abstain),
        Choice::No => Some(Ballot::No),
        Choice::Absent => None,
    }
}

/// Regular session of a day: it opens in September, and the first one ran from January 1946.
fn session(day: Date) -> i32 {
    let opened = if day.month() >= 9 { day.year() } else { day.year() - 1 };
    i32::from(opened - 1945).max(1)
}

fn country_of(
    word: &str,
    kind: MemberWord,
    library: &Library,
    spellings: &Spellings,
) -> Option<String> {
    let word = word.trim();
    let named = |word: &str| {
        // The UN Digital Library's list has the misprints; UNGA-DM writes names plainly.
        let plain = word.replace('’', "'");
        let known = library.find_country(&plain).map(|country| country.iso3.clone());
        spellings.country("undl", &plain).or(known)
    };
    match kind {
        MemberWord::Cow => {
            let number = word.parse().ok()?;
            let mut found = library.countries().iter().filter(|c| c.cow == Some(number));
            found.next().map(|country| country.iso3.clone())
        }
        // Where a file has no code, its name of the state stands in its place.
        MemberWord::Code => {
            let code = library.country(word).map(|country| country.iso3.clone());
            code.or_else(|| (word.len() > 3).then(|| named(word)).flatten())
        }
        MemberWord::Name => named(word),
    }
}
