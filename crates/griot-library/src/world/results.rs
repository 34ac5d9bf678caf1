//! Results of presidential elections by candidate and round, joined over the editions of the World Factbook.
//!
//! Editions repeat an election for years, under its day or under a label of its year, and mend it. One row is one share as
//! written, with the editions that have it; where editions differ each share has its row.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Diagnostic, PartialDate};
use griot_table::{
    factbook_elections::{Contest, Held, List, Name, Told, Winner},
    noticed, set_aside,
};
use griot_text::names::{Match, fold, same_person};

use crate::parquet::Table;

/// What an edition tells of a country.
#[expect(clippy::struct_field_names, reason = "an edition is called by its year")]
#[derive(Debug)]
pub(crate) struct Edition {
    pub(crate) edition: i16,
    /// ISO 3166 alpha-3.
    pub(crate) country: String,
    pub(crate) told: Told,
    pub(crate) file: &'static str,
    pub(crate) row: u64,
    pub(crate) line: u64,
}

/// A candidate in a round.
#[derive(Debug, Clone)]
pub(crate) struct ResultRow {
    pub(crate) country: String,
    pub(crate) year: i16,
    date: PartialDate,
    round: Option<i16>,
    candidate: String,
    family: String,
    party: Option<String>,
    percent: Option<(f64, i16)>,
    elected: Option<bool>,
    decided_in: Option<i16>,
    by: Option<&'static str>,
    is_complete: bool,
    editions: [i16; 2],
    row: u64,
}

/// What was met on the way, for the description.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Met {
    /// Parts of results that could not be read.
    pub(crate) unread: u32,
    /// Elections without a day or a year.
    pub(crate) undated: u32,
    /// Lists under a year in which they cannot have been, or under another one in most editions.
    pub(crate) misdated: u32,
    /// Candidates whose share differs among editions.
    pub(crate) differing: u32,
    /// Elections whose winner differs among editions.
    pub(crate) winners_differ: u32,
    /// Names that lost letters in their editions.
    pub(crate) damaged: u32,
}

/// Editions of the archive that lost every letter with an accent.
pub(crate) const DAMAGED: [i16; 3] = [2023, 2024, 2025];

/// A contest with the year that it is of.
struct Dated<'a> {
    year: i16,
    /// Whether its text says the year.
    is_labelled: bool,
    edition: &'a Edition,
    contest: &'a Contest,
}

/// Rows by country, year, round and share.
pub(crate) fn results(
    editions: &[Edition],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<ResultRow>, Met) {
    let mut met = Met::default();
    let mut of_country: BTreeMap<&str, Vec<&Edition>> = BTreeMap::new();
    for edition in editions {
        of_country.entry(&edition.country).or_default().push(edition);
    }
    let mut rows = Vec::new();
    for (country, mut told) in of_country {
        // Intact names first, the newest first; then those that lost letters.
        told.sort_by_key(|it| (DAMAGED.contains(&it.edition), std::cmp::Reverse(it.edition)));
        let unread: u32 = told.iter().map(|it| it.told.unread).sum();
        if let (Some(first), true) = (told.first(), unread > 0) {
            met.unread += unread;
            let what = format!(
                "{unread} parts of results of elections of {country} in {} editions cannot be read",
                told.iter().filter(|it| it.told.unread > 0).count()
            );
            diagnostics.push(set_aside(first.file, first.line, what));
        }
        let dated = dated(&told, &mut met, diagnostics);
        let years: BTreeSet<i16> = dated.iter().map(|it| it.year).collect();
        for year in years {
            let of_year: Vec<&Dated<'_>> = dated.iter().filter(|it| it.year == year).collect();
            rows.extend(of_election(country, year, &of_year, &told, &mut met));
        }
    }
    rows.sort_by(|one, other| {
        let key = |row: &ResultRow| (row.country.clone(), row.year, row.round);
        let share = |row: &ResultRow| row.percent.map_or(-1.0, |(percent, _)| percent);
        key(one).cmp(&key(other)).then_with(|| share(other).total_cmp(&share(one))).then_with(
            || (&one.candidate, one.editions).cmp(&(&other.candidate, other.editions)),
        )
    });
    (rows, met)
}

/// What tells a list from another: its shares as written, each with the last letter of its name, which editions that lost
/// letters still have.
fn signature(list: &List) -> String {
    let last = |name: &Name| {
        let known = if name.family.is_empty() { &name.full } else { &name.family };
        known.chars().rev().find(char::is_ascii_alphabetic).unwrap_or(' ')
    };
    let shown: Vec<String> = list
        .shares
        .iter()
        .map(|share| {
            let letter = share.candidate.as_ref().map_or(' ', last);
            format!("{letter}{:.*}", decimals(share.decimals), share.percent)
        })
        .collect();
    shown.join(" ")
}

fn decimals(digits: i16) -> usize {
    usize::try_from(digits).unwrap_or_default()
}

/// The year of each contest: its label, else the day on which its edition says that the president was last elected.
fn dated<'a>(
    told: &[&'a Edition],
    met: &mut Met,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Dated<'a>> {
    let mut found = Vec::new();
    for edition in told {
        let last = edition.told.held.iter().map(|held| held.date.last_day().year()).max();
        for contest in &edition.told.contests {
            // An edition of January tells of the year before.
            let year = contest.year.or(last).filter(|year| *year <= edition.edition);
            if let Some(year) = year {
                let is_labelled = contest.year.is_some();
                found.push(Dated { year, is_labelled, edition, contest });
            } else {
                met.undated += 1;
                let what =
                    format!("an election of {} has no year that can be", edition.country);
                diagnostics.push(noticed(edition.file, edition.line, what));
            }
        }
    }
    let mut years: BTreeMap<String, BTreeMap<i16, u32>> = BTreeMap::new();
    let mut earliest: BTreeMap<String, i16> = BTreeMap::new();
    for it in &found {
        for list in it.contest.lists.iter().filter(|list| list.shares.len() > 1) {
            let known = signature(list);
            *years.entry(known.clone()).or_default().entry(it.year).or_default() += 1;
            let first = earliest.entry(known).or_insert(it.edition.edition);
            *first = it.edition.edition.min(*first);
        }
    }
    // No list is older than its election; of the years that remain, most editions decide.
    let mut decided: BTreeMap<String, Option<i16>> = BTreeMap::new();
    for (known, mut votes) in years {
        let first = earliest.get(&known).copied().unwrap_or(i16::MAX);
        votes.retain(|year, _| *year <= first);
        let most = votes.values().max().copied().unwrap_or_default();
        let mut best = votes.iter().filter(|(_, editions)| **editions == most);
        let year = best.next().map(|(year, _)| *year);
        decided.insert(known, year.filter(|_| best.next().is_none()));
    }
    found.retain(|it| {
        let fits = it
            .contest
            .lists
            .iter()
            .filter(|list| list.shares.len() > 1)
            .all(|list| decided.get(&signature(list)).copied().flatten() == Some(it.year));
        if !fits {
            met.misdated += 1;
            let what = format!(
                "results of {} under {} stand under another year in other editions",
                it.edition.country, it.year
            );
            diagnostics.push(noticed(it.edition.file, it.edition.line, what));
        }
        fits
    });
    found
}

/// A candidate of a round, gathered from editions.
struct Candidate {
    name: Name,
    party: Option<String>,
    /// Each share as written, with its editions and the row of the newest.
    shares: BTreeMap<(String, i16), (f64, [i16; 2], u64)>,
}

/// A round gathered from editions.
#[derive(Default)]
struct Round {
    candidates: Vec<Candidate>,
    is_complete: bool,
}

fn of_election(
    country: &str,
    year: i16,
    of_year: &[&Dated<'_>],
    told: &[&Edition],
    met: &mut Met,
) -> Vec<ResultRow> {
    let mut labelled: BTreeMap<String, i16> = BTreeMap::new();
    for list in of_year.iter().flat_map(|it| &it.contest.lists) {
        if let Some(round) = list.round {
            labelled.insert(signature(list), round);
        }
    }
    let winners: Vec<(&Winner, &Edition)> = of_year
        .iter()
        .filter_map(|it| it.contest.winner.as_ref().map(|winner| (winner, it.edition)))
        .collect();
    let mut in_rounds = winners.iter().filter_map(|(winner, _)| winner.round);
    let decided_in = in_rounds.next().filter(|first| in_rounds.all(|round| round == *first));
    let mut rounds: BTreeMap<Option<i16>, Round> = BTreeMap::new();
    for it in of_year {
        for list in &it.contest.lists {
            let round = list.round.or_else(|| labelled.get(&signature(list)).copied());
            // What one edition leaves out another says.
            let round = round.or(match decided_in {
                Some(2) if !(list.is_complete && list.shares.len() == 2) => None,
                decided => decided,
            });
            add(rounds.entry(round).or_default(), list, it.edition, met);
        }
    }
    let differ = winners.iter().any(|(one, _)| {
        winners.first().is_some_and(|(first, _)| !are_one(&one.name, &first.name))
    });
    met.winners_differ += u32::from(differ);
    let winner = winners.first().filter(|_| !differ).map(|(winner, _)| *winner);
    // Where there are shares of a second round, it decided.
    let decided_in = if rounds.contains_key(&Some(2)) { Some(2) } else { decided_in };
    let has_lists = rounds.values().any(|round| !round.candidates.is_empty());
    let by_assembly = winners.iter().any(|(winner, _)| winner.by_assembly);
    let by = match (has_lists, by_assembly) {
        (true, false) => Some("people"),
        (false, true) => Some("assembly"),
        _ => None,
    };
    // A winner whom no list has is a row of his own.
    let listed = winner.is_some_and(|winner| {
        rounds
            .values()
            .flat_map(|round| &round.candidates)
            .any(|it| are_one(&it.name, &winner.name))
    });
    let days = days_of(year, of_year, told);
    let day = |round: Option<i16>| day_of(&days, year, round, decided_in);
    let mut rows = Vec::new();
    if let (Some(winner), false) = (winner, listed) {
        let editions: Vec<&Edition> = winners.iter().map(|(_, edition)| *edition).collect();
        rows.push(ResultRow {
            country: country.to_owned(),
            year,
            date: day(decided_in),
            round: decided_in,
            candidate: winner.name.full.clone(),
            family: winner.name.family.clone(),
            party: winner.party.clone(),
            percent: None,
            elected: Some(true),
            decided_in,
            by,
            is_complete: false,
            editions: span(&editions),
            row: newest(&editions),
        });
    }
    for (round, gathered) in &rounds {
        for candidate in &gathered.candidates {
            let elected =
                winner.map(|winner| are_one(&candidate.name, &winner.name)).filter(|is| {
                    // Two of one family name: neither is surely the winner.
                    !is || gathered
                        .candidates
                        .iter()
                        .filter(|it| {
                            winner.is_some_and(|winner| are_one(&it.name, &winner.name))
                        })
                        .count()
                        == 1
                });
            for ((_, digits), (percent, editions, row)) in &candidate.shares {
                rows.push(ResultRow {
                    country: country.to_owned(),
                    year,
                    date: day(*round),
                    round: *round,
                    candidate: candidate.name.full.clone(),
                    family: candidate.name.family.clone(),
                    party: candidate.party.clone(),
                    percent: Some((*percent, *digits)),
                    elected,
                    decided_in,
                    by,
                    is_complete: gathered.is_complete,
                    editions: *editions,
                    row: *row,
                });
            }
            met.differing += u32::from(candidate.shares.len() > 1);
        }
    }
    rows
}

fn span(editions: &[&Edition]) -> [i16; 2] {
    let years = || editions.iter().map(|it| it.edition);
    [years().min().unwrap_or_default(), years().max().unwrap_or_default()]
}

fn newest(editions: &[&Edition]) -> u64 {
    editions.iter().max_by_key(|it| it.edition).map_or(0, |it| it.row)
}

fn add(round: &mut Round, list: &List, edition: &Edition, met: &mut Met) {
    let is_new = round.candidates.is_empty();
    // Of a list that editions have told, one with lost letters adds no name.
    let adds = is_new || !DAMAGED.contains(&edition.edition);
    round.is_complete |= list.is_complete;
    // Two of one list are two, however alike their names.
    let mut taken = BTreeSet::new();
    for share in &list.shares {
        let Some(name) = &share.candidate else { continue };
        let place = (0_usize..)
            .zip(&round.candidates)
            .find(|(place, it)| !taken.contains(place) && are_one(&it.name, name))
            .map(|(place, _)| place);
        let place = match place {
            Some(place) => place,
            None if adds => {
                round.candidates.push(Candidate {
                    name: name.clone(),
                    party: None,
                    shares: BTreeMap::new(),
                });
                round.candidates.len() - 1
            }
            None => {
                met.damaged += 1;
                continue;
            }
        };
        taken.insert(place);
        let Some(candidate) = round.candidates.get_mut(place) else { continue };
        if candidate.party.is_none() {
            candidate.party.clone_from(&share.party);
        }
        let written = format!("{:.*}", decimals(share.decimals), share.percent);
        let (_, [first, last], row) = candidate
            .shares
            .entry((written, share.decimals))
            .or_insert((share.percent, [edition.edition; 2], edition.row));
        if edition.edition > *last {
            *row = edition.row;
        }
        *first = edition.edition.min(*first);
        *last = edition.edition.max(*last);
    }
}

/// Whether two printed names are one candidate's of a round: letters lost or left without accents, or one family name.
fn are_one(one: &Name, other: &Name) -> bool {
    let bare = |name: &Name| -> String {
        let lost: String =
            name.printed.chars().map(|sign| if sign.is_ascii() { sign } else { ' ' }).collect();
        lost.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let families = !one.family.is_empty() && fold(&one.family) == fold(&other.family);
    let whole = |name: &Name| name.full.contains(' ');
    families
        || fold(&one.full) == fold(&other.full)
        || bare(one) == bare(other)
        || whole(one) && whole(other) && same_person(&one.full, &other.full) != Match::Different
}

/// Days of the election of a year: of its own editions first, then of any edition that names the year.
fn days_of(year: i16, of_year: &[&Dated<'_>], told: &[&Edition]) -> Vec<Held> {
    let of = |held: &[Held]| held.iter().any(|it| it.date.last_day().year() == year);
    let unlabelled = of_year.iter().filter(|it| !it.is_labelled).map(|it| it.edition);
    let mut votes: BTreeMap<&[Held], u32> = BTreeMap::new();
    let own: Vec<&Edition> = unlabelled.filter(|it| of(&it.told.held)).collect();
    let any = told.iter().copied().filter(|it| of(&it.told.held)).collect();
    for edition in if own.is_empty() { any } else { own } {
        *votes.entry(&edition.told.held).or_default() += 1;
    }
    // Those that name more rounds know more; of these, what most editions have.
    let best = votes.iter().max_by_key(|(held, editions)| (held.len(), **editions));
    best.map(|(held, _)| held.to_vec()).unwrap_or_default()
}

/// The day of a round; the year where it is not certain which round the known day is of.
fn day_of(
    days: &[Held],
    year: i16,
    round: Option<i16>,
    decided_in: Option<i16>,
) -> PartialDate {
    let of =
        |round: Option<i16>| days.iter().find(|held| held.round == round).map(|held| held.date);
    let found = match round {
        Some(round) if days.iter().any(|held| held.round.is_some()) => of(Some(round)),
        // One day of two rounds may be either's.
        _ if decided_in == Some(2) => None,
        _ => of(None),
    };
    found.unwrap_or(PartialDate::Year(year))
}

/// The table `election_results`.
pub(crate) fn table(rows: &[ResultRow]) -> Table {
    let all = || rows.iter();
    let mut table = Table::default();
    table.text("country", "ISO 3166 alpha-3", all().map(|r| Some(&r.country)));
    table.int16("year", "year of the election, of its last round", all().map(|r| Some(r.year)));
    table.text(
        "date",
        "day of the round; the year where the source does not say which round its day is of",
        all().map(|r| Some(r.date.to_string())),
    );
    table.int16(
        "round",
        "1 or 2; none where the source does not say which",
        all().map(|r| r.round),
    );
    table.text("office", "head-of-state", all().map(|_| Some("head-of-state")));
    table.text(
        "candidate",
        "name as published, in natural case",
        all().map(|r| Some(&r.candidate)),
    );
    table.text(
        "family_name",
        "what the publisher writes in capitals",
        all().map(|r| Some(&r.family).filter(|family| !family.is_empty())),
    );
    table.text("party", "as written", all().map(|r| r.party.as_ref()));
    table.number(
        "percent",
        "share of the popular vote; none where the source gives none",
        all().map(|r| r.percent.map(|(percent, _)| percent)),
    );
    table.int16(
        "decimals",
        "digits that the source writes behind the point",
        all().map(|r| r.percent.map(|(_, digits)| digits)),
    );
    table.flag(
        "elected",
        "whether the source calls the candidate elected in this election; none where editions differ or it does not say",
        all().map(|r| r.elected),
    );
    table.int16(
        "decided_in",
        "round in which the president was elected, where the source says so",
        all().map(|r| r.decided_in),
    );
    table.text(
        "elected_by",
        "people, or assembly for a parliament or a college; none where the source does not tell",
        all().map(|r| r.by),
    );
    table.flag(
        "complete",
        "whether every candidate of the round is named",
        all().map(|r| Some(r.is_complete)),
    );
    table.int16(
        "first_edition",
        "first edition with this share",
        all().map(|r| Some(r.editions[0])),
    );
    table.int16("last_edition", "last edition with it", all().map(|r| Some(r.editions[1])));
    table.row(
        "row",
        "data row in the file of the last edition: the archive's to 2025, the elections' of 2026",
        all().map(|r| Some(r.row)),
    );
    table
}
