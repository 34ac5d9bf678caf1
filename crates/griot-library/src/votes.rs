//! Roll calls of the General Assembly from three sources: records of the UN Digital Library, Voeten's
//! data in wide form, and lists for the eleventh emergency special session.
//!
//! The first two describe the same roll calls without a common key, and Voeten's days before 2000 are
//! mostly wrong. A roll call of one is that of the other when their votes agree: see [`matches`].
//! Where they differ the record is taken, since its votes add up to its totals, and the other is kept.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Choice, Diagnostic, PartialDate};
use jiff::civil::{Date, date};

use crate::matching;
use griot_table::{es11, noticed, set_aside, un_records, voeten};

use super::{
    own::{Geography, Resolved, StatedTotals, members_on},
    parquet::Table,
};

/// ISO 3166 alpha-3 in three bytes.
pub(super) type Code = [u8; 3];

/// Publishers' files, read.
pub(super) struct Sources<'a> {
    pub(super) wide: &'a voeten::Wide,
    pub(super) records: &'a [un_records::Record],
    pub(super) records_file: &'a str,
    pub(super) ballots: &'a Ballots,
    pub(super) listed: &'a [es11::Listed],
    pub(super) listed_file: &'a str,
    pub(super) totals: &'a [StatedTotals],
}

/// A vote on its way into the table.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub(super) country: Code,
    pub(super) choice: Choice,
    /// What the second source says, where it says something else.
    pub(super) differing: Option<Choice>,
    pub(super) row: u64,
}

/// A roll call on its way into the table.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    pub(super) id: String,
    pub(super) origin: &'static str,
    rcid: Option<u32>,
    undl_id: Option<u32>,
    session: i16,
    pub(super) date: Date,
    day_certain: bool,
    pub(super) other_date: Option<Date>,
    pub(super) symbol: Option<String>,
    title: Option<String>,
    meeting: Option<String>,
    agenda: Option<String>,
    stated: Option<[u16; 4]>,
    stated_by: Option<String>,
    pub(super) complete: [bool; 4],
    issues: Option<[bool; 6]>,
    cells: Option<[u32; 2]>,
    votes: Vec<Cast>,
    row: u64,
    undl_row: Option<u64>,
}

/// The joined roll calls and what the join was like.
pub(super) struct Votes {
    pub(super) roll_calls: Vec<Joined>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) join: Join,
}

impl Votes {
    /// Every state that has a vote, sorted.
    pub(super) fn countries(&self) -> BTreeSet<String> {
        let casts = self.roll_calls.iter().flat_map(|joined| &joined.votes);
        let codes: BTreeSet<Code> = casts.map(|cast| cast.country).collect();
        codes.into_iter().map(word).collect()
    }
}

/// Joins the sources.
pub(super) fn join(sources: &Sources<'_>, geography: &Geography) -> Votes {
    let mut diagnostics = Vec::new();
    let none = Vec::new();
    let records: Vec<(&un_records::Record, &Ballot)> = sources
        .records
        .iter()
        .filter(|record| record.body == "GA")
        .map(|record| (record, sources.ballots.of.get(&record.undl_id).unwrap_or(&none)))
        .collect();
    let pairs = matches(sources.wide, &records);
    let mut wide_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for pair in &pairs {
        wide_of.insert(pair.undl, pair.wide);
        taken.insert(pair.wide);
    }

    let mut ids = BTreeSet::new();
    let mut roll_calls = Vec::new();
    let mut of_wide: BTreeMap<usize, Joined> = BTreeMap::new();
    for (place, wide) in sources.wide.roll_calls.rows.iter().enumerate() {
        let mut joined = from_wide(wide, &sources.wide.countries, geography, &ids);
        ids.insert(joined.id.clone());
        if taken.contains(&place) {
            of_wide.insert(place, joined);
        } else {
            joined.complete = [is_complete(&joined); 4];
            roll_calls.push(joined);
        }
    }
    let mut listed = lists(sources, geography, &mut diagnostics);
    for (place, (record, ballot)) in records.iter().enumerate() {
        let mut joined = from_record(record, ballot);
        if let Some(wide) = wide_of.get(&place).and_then(|wide| of_wide.remove(wide)) {
            joined.id = wide.id;
            joined.origin = "voeten+undl";
            joined.rcid = wide.rcid;
            joined.row = wide.row;
            joined.issues = wide.issues;
            joined.other_date = (wide.date != joined.date).then_some(wide.date);
            compare(&mut joined, &wide.votes);
        }
        if let Some(list) = listed.remove(&record.symbol) {
            symbol_is_key(&mut joined, &list);
            compare(&mut joined, &list);
        }
        roll_calls.push(joined);
    }
    for symbol in listed.keys() {
        let reason = format!("no record has the symbol {symbol}; its list is left out");
        diagnostics.push(set_aside(sources.listed_file, 1, reason));
    }
    roll_calls.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    let join = Join::of(&roll_calls, &records, pairs.len());
    Votes { roll_calls, diagnostics, join }
}

/// The lists' roll calls have their symbol as key, as they had before a record was known.
fn symbol_is_key(joined: &mut Joined, list: &[Cast]) {
    if joined.rcid.is_none()
        && let Some(symbol) = &joined.symbol
        && let Some(first) = list.first()
    {
        joined.id.clone_from(symbol);
        joined.origin = "list+undl";
        joined.row = first.row;
    }
}

/// Votes by record number: alpha-3, choice, row of the file; sorted.
pub(super) struct Ballots {
    pub(super) of: BTreeMap<u32, Ballot>,
}

/// Votes of one roll call: alpha-3, choice, row of the file; sorted.
pub(super) type Ballot = Vec<(Code, Choice, u64)>;

impl Ballots {
    /// Gathers the votes by record, each under the code of the member on that day.
    pub(super) fn of(
        records: &[un_records::Record],
        votes: &un_records::Votes,
        (records_file, votes_file): (&str, &str),
        geography: &Geography,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let codes: Vec<Option<Code>> = votes
            .members
            .iter()
            .map(|member| {
                let found = member_code(member, geography);
                if found.is_none() {
                    let reason = format!(
                        "no country is called {:?}; its votes are left out",
                        member.spelling
                    );
                    diagnostics.push(set_aside(votes_file, member.line, reason));
                }
                found
            })
            .collect();
        let days: BTreeMap<u32, Date> =
            records.iter().map(|record| (record.undl_id, record.date)).collect();
        let mut of: BTreeMap<u32, Ballot> = BTreeMap::new();
        for vote in &votes.votes.rows {
            let Some(day) = days.get(&vote.undl_id) else {
                let reason = format!("no record has the number {}", vote.undl_id);
                // The header is line 1, and no cell of this file runs over a line.
                diagnostics.push(set_aside(votes_file, vote.row + 1, reason));
                continue;
            };
            if let Some(Some(code)) = codes.get(vote.member) {
                let code = holder(*code, *day);
                of.entry(vote.undl_id).or_default().push((code, vote.choice, vote.row));
            }
        }
        for record in records {
            let Some(ballot) = of.get_mut(&record.undl_id) else { continue };
            ballot.sort_by_key(|(code, _, row)| (*code, *row));
            ballot.dedup_by(|second, first| {
                let same = second.0 == first.0;
                if same {
                    let reason =
                        format!("{} has a second vote in {}", word(first.0), record.symbol);
                    diagnostics.push(set_aside(votes_file, second.2 + 1, reason));
                }
                same
            });
            let counted = tally(ballot.iter().map(|(_, choice, _)| *choice));
            if counted != record.totals {
                let what = format!(
                    "states yes, no, abstain, non-voting {:?}; its votes give {counted:?}",
                    record.totals
                );
                diagnostics.push(noticed(records_file, record.line, what));
            }
        }
        Self { of }
    }
}

fn member_code(member: &un_records::Member, geography: &Geography) -> Option<Code> {
    let code = |text: &str| -> Option<Code> { text.as_bytes().try_into().ok() };
    match geography.spelled("undl", &member.spelling) {
        Some(iso3) => code(&iso3),
        None => {
            geography.knows(&member.iso3).then(|| code(&member.iso3)).flatten().or_else(|| {
                match geography.resolve("undl", &member.spelling) {
                    Resolved::Country(iso3) => code(&iso3),
                    Resolved::NoCode | Resolved::Unknown => None,
                }
            })
        }
    }
}

/// Who held a seat on a day: China's was the Republic of China's until A/RES/2758 (XXVI); the Soviet
/// Union's is Russia's, and the United Nations count them as one member.
pub(super) fn holder(code: Code, day: Date) -> Code {
    match &code {
        b"CHN" if day <= date(1971, 10, 25) => *b"TWN",
        b"SUN" => *b"RUS",
        _ => code,
    }
}

/// Two descriptions of the same roll call.
struct Match {
    wide: usize,
    undl: usize,
}

/// Pairs roll calls whose votes agree, by [`matching`].
fn matches(wide: &voeten::Wide, records: &[(&un_records::Record, &Ballot)]) -> Vec<Match> {
    let code = |country: &String| -> Option<Code> { country.as_bytes().try_into().ok() };
    let seat_of: BTreeMap<Code, usize> =
        wide.countries.iter().zip(0..).filter_map(|(it, at)| Some((code(it)?, at))).collect();
    let by_seat = |ballot: &Ballot| {
        let mut cells: Vec<Option<Choice>> = vec![None; wide.countries.len()];
        for (code, choice, _) in ballot {
            let seat = seat(*code);
            if let Some(cell) = seat_of.get(&seat).and_then(|seat| cells.get_mut(*seat)) {
                *cell = Some(*choice);
            }
        }
        cells
    };
    let listed: Vec<usize> = records
        .iter()
        .enumerate()
        .filter(|(_, (_, ballot))| !ballot.is_empty())
        .map(|(place, _)| place)
        .collect();
    let cells: Vec<_> = listed
        .iter()
        .filter_map(|place| records.get(*place))
        .map(|(record, ballot)| (record.date, by_seat(ballot)))
        .collect();
    let one: Vec<_> = cells
        .iter()
        .map(|(day, cells)| matching::Ballots { date: PartialDate::Day(*day), cells })
        .collect();
    let other: Vec<_> = wide
        .roll_calls
        .rows
        .iter()
        .map(|row| matching::Ballots { date: PartialDate::Day(row.date), cells: &row.votes })
        .collect();
    let pairs = matching::matches(&one, &other);
    pairs
        .into_iter()
        .filter_map(|(undl, wide)| Some(Match { wide, undl: *listed.get(undl)? }))
        .collect()
}

/// The seat under which Voeten's data has a member: Yugoslavia's, and Serbia and Montenegro's, is `SRB`.
fn seat(code: Code) -> Code {
    match &code {
        b"YUG" | b"SCG" => *b"SRB",
        b"TWN" => *b"CHN",
        _ => code,
    }
}

fn from_wide(
    wide: &voeten::WideRow,
    countries: &[String],
    geography: &Geography,
    taken: &BTreeSet<String>,
) -> Joined {
    let mut id = format!("V{}", wide.rcid);
    if taken.contains(&id) {
        id = format!("V{}-{}", wide.rcid, wide.date.year());
    }
    let mut votes: Vec<Cast> = countries
        .iter()
        .zip(&wide.votes)
        .filter_map(|(country, choice)| {
            let seat = seat_holder(geography, country, wide.date);
            Some(Cast {
                country: holder(seat.as_bytes().try_into().ok()?, wide.date),
                choice: (*choice)?,
                differing: None,
                row: wide.row,
            })
        })
        .collect();
    votes.sort_by_key(|cast| cast.country);
    Joined {
        id,
        origin: "voeten",
        rcid: Some(wide.rcid),
        undl_id: None,
        session: session(None, wide.date),
        date: wide.date,
        day_certain: false,
        other_date: None,
        symbol: None,
        title: None,
        meeting: None,
        agenda: None,
        stated: None,
        stated_by: None,
        complete: [false; 4],
        issues: Some(wide.issues),
        cells: None,
        votes,
        row: wide.row,
        undl_row: None,
    }
}

/// Who held a seat: the seat that Voeten writes as Serbia's was Yugoslavia's, then Serbia and
/// Montenegro's, and the United Nations count them as members apart.
fn seat_holder<'a>(geography: &'a Geography, country: &'a str, day: Date) -> &'a str {
    if country == "SRB" { geography.state_on(country, day) } else { country }
}

/// Keeps what another source says differently, and counts.
fn compare(joined: &mut Joined, other: &[Cast]) {
    let known: BTreeMap<Code, Choice> =
        other.iter().map(|cast| (seat(cast.country), cast.choice)).collect();
    let [mut compared, mut differing] = joined.cells.unwrap_or_default();
    for cast in &mut joined.votes {
        let Some(choice) = known.get(&seat(cast.country)) else { continue };
        compared += 1;
        if *choice != cast.choice {
            differing += 1;
            cast.differing = Some(*choice);
        }
    }
    joined.cells = Some([compared, differing]);
}

fn from_record(record: &un_records::Record, ballot: &Ballot) -> Joined {
    let cast = |(country, choice, row): &(Code, Choice, u64)| Cast {
        country: *country,
        choice: *choice,
        differing: None,
        row: *row,
    };
    let listed = !ballot.is_empty();
    let all = tally(ballot.iter().map(|(_, choice, _)| *choice)) == record.totals;
    Joined {
        id: format!("U{}", record.undl_id),
        origin: "undl",
        rcid: None,
        undl_id: Some(record.undl_id),
        session: session(Some(&record.symbol), record.date),
        date: record.date,
        day_certain: true,
        other_date: None,
        symbol: Some(record.symbol.clone()),
        title: Some(record.title.clone()),
        meeting: record.meeting.clone(),
        agenda: record.agenda.clone(),
        // Zeros of a text without votes are no count.
        stated: listed.then_some(record.totals),
        stated_by: listed.then(|| "UN Digital Library".to_owned()),
        complete: [listed && all; 4],
        issues: None,
        cells: None,
        votes: ballot.iter().map(cast).collect(),
        row: record.row,
        undl_row: Some(record.row),
    }
}

/// The lists by resolution; a total that the United Nations' press release states otherwise than the
/// list gives is noted.
fn lists(
    sources: &Sources<'_>,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<Cast>> {
    let mut lists: BTreeMap<String, Vec<Cast>> = BTreeMap::new();
    for listed in sources.listed {
        let code: Option<Code> = listed.country.as_bytes().try_into().ok();
        let Some(country) = code.filter(|_| geography.knows(&listed.country)) else {
            let reason = format!("no country has the code {:?}", listed.country);
            diagnostics.push(set_aside(sources.listed_file, listed.line, reason));
            continue;
        };
        lists.entry(listed.symbol.clone()).or_default().push(Cast {
            country,
            choice: listed.choice,
            differing: None,
            row: listed.row,
        });
    }
    for stated in sources.totals {
        let record = sources.records.iter().find(|record| record.symbol == stated.symbol);
        let Some(record) = record else { continue };
        let [yes, no, abstain, _] = record.totals;
        if [yes, no, abstain] != stated.totals {
            let what = format!(
                "{} states {:?} for {}, the record {:?}",
                stated.source,
                stated.totals,
                stated.symbol,
                [yes, no, abstain]
            );
            diagnostics.push(noticed(sources.records_file, record.line, what));
        }
    }
    lists
}

/// Whether every member is listed, so that a state that is not listed did not vote so.
fn is_complete(joined: &Joined) -> bool {
    let listed = u16::try_from(joined.votes.len()).unwrap_or_default();
    members_on(joined.date).is_some_and(|members| listed >= members)
}

/// Number of the session: from the symbol (`A/RES/ES-11/6` is 11), else from the day, since a regular
/// session opens in September. The first one ran from January 1946.
fn session(symbol: Option<&str>, date: Date) -> i16 {
    let from_symbol = symbol.and_then(|symbol| {
        let number =
            symbol.strip_prefix("A/")?.trim_start_matches("RES/").trim_start_matches("ES-");
        // Until 1976 resolutions are numbered through, with the session in Roman numerals.
        number.split_once('/')?.0.parse().ok()
    });
    let opened = if date.month() >= 9 { date.year() } else { date.year() - 1 };
    from_symbol.unwrap_or((opened - 1945).max(1))
}

pub(super) const CHOICES: [Choice; 4] =
    [Choice::Yes, Choice::No, Choice::Abstain, Choice::Absent];

/// Counts of yes, no, abstain, absent.
pub(super) fn tally(choices: impl Iterator<Item = Choice>) -> [u16; 4] {
    let mut counts = [0; 4];
    for choice in choices {
        for (count, counted) in counts.iter_mut().zip(CHOICES) {
            *count += u16::from(choice == counted);
        }
    }
    counts
}

/// The table `un_roll_calls`.
#[expect(clippy::too_many_lines, reason = "one call a column, each with its meaning")]
pub(super) fn roll_call_table(votes: &Votes) -> Table {
    let all = &votes.roll_calls;
    let counted: Vec<[u16; 4]> =
        all.iter().map(|joined| tally(joined.votes.iter().map(|cast| cast.choice))).collect();
    let mut table = Table::default();
    table.text("roll_call", "griot's key: V and Voeten's rcid, U and the UN Digital Library's number, or the symbol where a list of states was kept", all.iter().map(|r| Some(&r.id)));
    table.text(
        "origin",
        "which sources know it: undl, voeten+undl, voeten, list+undl",
        all.iter().map(|r| Some(r.origin)),
    );
    table.int16(
        "session",
        "session of the Assembly; of an emergency special session its own number",
        all.iter().map(|r| Some(r.session)),
    );
    table.day(
        "date",
        "day of the vote: the UN Digital Library's where it knows the roll call, else Voeten's",
        all.iter().map(|r| Some(r.date)),
    );
    table.flag(
        "day_certain",
        "whether the day is the record's; Voeten's days before 2000 are mostly days or weeks off",
        all.iter().map(|r| Some(r.day_certain)),
    );
    table.day(
        "other_date",
        "Voeten's day, where it is not that of the UN Digital Library",
        all.iter().map(|r| r.other_date),
    );
    table.text("symbol", "resolution", all.iter().map(|r| r.symbol.as_ref()));
    table.text("title", "title as published", all.iter().map(|r| r.title.as_ref()));
    table.text(
        "meeting",
        "verbatim record of the meeting",
        all.iter().map(|r| r.meeting.as_ref()),
    );
    table.text(
        "agenda",
        "agenda items as the UN Digital Library has them",
        all.iter().map(|r| r.agenda.as_ref()),
    );
    for (place, choice) in CHOICES.into_iter().enumerate() {
        let name = choice.word();
        let meaning = format!("states listed under {name} in un_votes");
        table.int16(name, &meaning, counted.iter().map(|counts| small(counts.get(place))));
    }
    for (place, choice) in CHOICES.into_iter().enumerate() {
        let name = choice.word();
        let stated = all.iter().map(|r| small(r.stated.as_ref().and_then(|s| s.get(place))));
        table.int16(
            &format!("stated_{name}"),
            &format!("states counted under {name} by stated_by"),
            stated,
        );
    }
    table.text("stated_by", "who states the totals", all.iter().map(|r| r.stated_by.as_ref()));
    for (place, choice) in CHOICES.into_iter().enumerate() {
        let name = choice.word();
        let complete = all.iter().map(|r| r.complete.get(place).copied());
        table.flag(
            &format!("complete_{name}"),
            &format!("whether every state of {name} is listed, so that any other did not"),
            complete,
        );
    }
    table.int32(
        "cells_compared",
        "votes that both sources have",
        all.iter().map(|r| r.cells.and_then(|[n, _]| i32::try_from(n).ok())),
    );
    table.int32(
        "cells_differing",
        "of these, votes that the sources give differently",
        all.iter().map(|r| r.cells.and_then(|[_, n]| i32::try_from(n).ok())),
    );
    for (place, name) in ["me", "nu", "di", "hr", "co", "ec"].into_iter().enumerate() {
        let meaning = "issue flag of Voeten's; di, co and ec are one and the same from 2019 on and decide nothing";
        table.flag(
            name,
            meaning,
            all.iter().map(|r| r.issues.and_then(|i| i.get(place).copied())),
        );
    }
    table.int32(
        "rcid",
        "Voeten's number; four of 2023 repeat numbers of the 1940s",
        all.iter().map(|r| r.rcid.and_then(|n| i32::try_from(n).ok())),
    );
    table.int32(
        "undl_id",
        "record of the UN Digital Library",
        all.iter().map(|r| r.undl_id.and_then(|n| i32::try_from(n).ok())),
    );
    table.row(
        "row",
        "data row in the file of the first source that origin names",
        all.iter().map(|r| Some(r.row)),
    );
    table.row(
        "undl_row",
        "data row in the UN Digital Library's file of records",
        all.iter().map(|r| r.undl_row),
    );
    table
}

/// The table `un_votes`, in the order of `un_roll_calls`, then by country.
pub(super) fn vote_table(votes: &Votes) -> Table {
    let cast = || {
        votes
            .roll_calls
            .iter()
            .flat_map(|joined| joined.votes.iter().map(move |cast| (joined, cast)))
    };
    let mut table = Table::default();
    table.text("roll_call", "key of un_roll_calls", cast().map(|(joined, _)| Some(&joined.id)));
    table.text(
        "country",
        "ISO 3166 alpha-3 of the member on that day",
        cast().map(|(_, cast)| Some(word(cast.country))),
    );
    table.text(
        "vote",
        "yes, no, abstain, absent: the UN Digital Library's where it lists the vote, else Voeten's",
        cast().map(|(_, cast)| Some(cast.choice.word())),
    );
    table.text(
        "other_vote",
        "the vote by Voeten's data, or by the list, only where it differs",
        cast().map(|(_, cast)| cast.differing.map(Choice::word)),
    );
    table.row(
        "row",
        "data row in the file of the source that gives the vote",
        cast().map(|(_, cast)| Some(cast.row)),
    );
    table
}

fn small(count: Option<&u16>) -> Option<i16> {
    count.and_then(|count| i16::try_from(*count).ok())
}

/// The code as text.
pub(super) fn word(code: Code) -> String {
    String::from_utf8_lossy(&code).into_owned()
}

/// How well the roll calls of Voeten's data and of the UN Digital Library could be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    /// Records of the UN Digital Library that have one of Voeten's roll calls, how many list votes, and
    /// how many there are.
    pub matched: [usize; 3],
    /// Roll calls of Voeten's that no record has.
    pub only_voeten: usize,
    /// Votes that both have, and how many of them they give differently.
    pub cells: [u32; 2],
    /// Matched roll calls whose days differ: before 2000, and since.
    pub dates_differ: [usize; 2],
    /// Matched roll calls before 2000, and since.
    pub matched_by_time: [usize; 2],
}

impl Join {
    fn of(
        roll_calls: &[Joined],
        records: &[(&un_records::Record, &Ballot)],
        matched: usize,
    ) -> Self {
        let cells = roll_calls
            .iter()
            .filter_map(|joined| joined.cells)
            .fold([0, 0], |[all, differing], [more, more_differing]| {
                [all + more, differing + more_differing]
            });
        let both = || roll_calls.iter().filter(|joined| joined.origin == "voeten+undl");
        let by_time = |wanted: &dyn Fn(&&Joined) -> bool| {
            let early =
                both().filter(|joined| joined.date.year() < 2000).filter(wanted).count();
            [early, both().filter(wanted).count() - early]
        };
        let listed = records.iter().filter(|(_, ballot)| !ballot.is_empty()).count();
        Self {
            matched: [matched, listed, records.len()],
            only_voeten: roll_calls.iter().filter(|joined| joined.origin == "voeten").count(),
            cells,
            dates_differ: by_time(&|joined| joined.other_date.is_some()),
            matched_by_time: by_time(&|_| true),
        }
    }
}
