//! Roll calls of the General Assembly from three sources: Voeten's data in wide form, the UN Digital
//! Library for 2000 to 2021, and lists for the eleventh emergency special session.
//!
//! The first two describe the same roll calls without a common key, and one date in ten differs. A
//! roll call of one is that of the other when their votes agree: see [`matches`].

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Choice, Diagnostic, PartialDate};
use jiff::civil::Date;

use crate::matching;
use griot_table::{es11, noticed, set_aside, undl, voeten};

use super::{
    own::{Geography, Resolved, StatedTotals, members_on},
    parquet::Table,
};

/// Publishers' files, read.
pub(super) struct Sources<'a> {
    pub(super) wide: &'a voeten::Wide,
    pub(super) undl: &'a [undl::RollCallRow],
    pub(super) undl_file: &'a str,
    pub(super) undl_votes: &'a undl::Votes,
    pub(super) undl_votes_file: &'a str,
    pub(super) listed: &'a [es11::Listed],
    pub(super) listed_file: &'a str,
    pub(super) totals: &'a [StatedTotals],
}

/// A vote on its way into the table.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    country: String,
    choice: Choice,
    /// What the second source says, where it says something else.
    differing: Option<Choice>,
    row: u64,
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
    other_date: Option<Date>,
    pub(super) symbol: Option<String>,
    title: Option<String>,
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
    /// How many roll calls of the UN Digital Library were matched, of how many.
    pub(super) matched: [usize; 2],
    /// Cells compared in matched roll calls, and how many of them differ.
    pub(super) cells: [u32; 2],
    /// Matched roll calls whose day differs.
    pub(super) dates_differ: usize,
}

impl Votes {
    /// Every state that has a vote, sorted.
    pub(super) fn countries(&self) -> BTreeSet<String> {
        let casts = self.roll_calls.iter().flat_map(|joined| &joined.votes);
        casts.map(|cast| cast.country.clone()).collect()
    }
}

/// Joins the sources.
pub(super) fn join(sources: &Sources<'_>, geography: &Geography) -> Votes {
    let mut diagnostics = Vec::new();
    let members = resolve_members(sources, geography, &mut diagnostics);
    let ballots = undl_ballots(sources, &members, &mut diagnostics);
    let pairs = matches(sources.wide, sources.undl, &ballots);
    let mut partner: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in &pairs {
        partner.insert(pair.wide, pair.undl);
    }
    let matched: BTreeSet<usize> = pairs.iter().map(|pair| pair.undl).collect();

    let mut ids = BTreeSet::new();
    let mut roll_calls = Vec::new();
    for (place, wide) in sources.wide.roll_calls.rows.iter().enumerate() {
        let mut joined = from_wide(wide, &sources.wide.countries, geography, &ids);
        ids.insert(joined.id.clone());
        let other = partner
            .get(&place)
            .and_then(|undl| Some((sources.undl.get(*undl)?, ballots.get(*undl)?)));
        if let Some((undl, ballot)) = other {
            add_undl(&mut joined, undl, ballot);
        }
        joined.complete = [is_complete(&joined); 4];
        roll_calls.push(joined);
    }
    for (place, (undl, ballot)) in sources.undl.iter().zip(&ballots).enumerate() {
        if matched.contains(&place) {
            continue;
        }
        match from_undl(undl, ballot) {
            Some(mut joined) => {
                joined.complete = [is_complete(&joined); 4];
                roll_calls.push(joined);
            }
            None => diagnostics.push(set_aside(
                sources.undl_file,
                undl.line,
                format!(
                    "only the year {} is given, and no roll call of the other source matches",
                    undl.date
                ),
            )),
        }
    }
    roll_calls.extend(from_lists(sources, geography, &mut diagnostics));
    roll_calls.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));

    let cells = roll_calls
        .iter()
        .filter_map(|joined| joined.cells)
        .fold([0, 0], |[all, differing], [more, more_differing]| {
            [all + more, differing + more_differing]
        });
    let dates_differ = roll_calls.iter().filter(|joined| joined.other_date.is_some()).count();
    let matched = [pairs.len(), sources.undl.len()];
    Votes { roll_calls, diagnostics, matched, cells, dates_differ }
}

/// Alpha-3 code of each spelling, in the order of the spellings; none where griot does not know it.
fn resolve_members(
    sources: &Sources<'_>,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<String>> {
    let resolve = |(spelling, line): &(String, u64)| match geography.resolve("undl", spelling) {
        Resolved::Country(iso3) => Some(iso3),
        Resolved::NoCode | Resolved::Unknown => {
            let reason = format!("no country is called {spelling:?}; its votes are left out");
            diagnostics.push(set_aside(sources.undl_votes_file, *line, reason));
            None
        }
    };
    sources.undl_votes.members.iter().map(resolve).collect()
}

/// Votes of one roll call of the UN Digital Library: alpha-3, choice, row of the file; sorted.
type Ballot = Vec<(String, Choice, u64)>;

fn undl_ballots(
    sources: &Sources<'_>,
    members: &[Option<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Ballot> {
    let places: BTreeMap<u32, usize> =
        sources.undl.iter().map(|roll_call| roll_call.undl_id).zip(0..).collect();
    let mut ballots: Vec<Ballot> = vec![Vec::new(); sources.undl.len()];
    for vote in &sources.undl_votes.votes.rows {
        // The header is line 1, and no cell of this file runs over a line.
        let line = vote.row + 1;
        let Some(ballot) = places.get(&vote.undl_id).and_then(|place| ballots.get_mut(*place))
        else {
            let reason = format!("no roll call has the undl_id {}", vote.undl_id);
            diagnostics.push(set_aside(sources.undl_votes_file, line, reason));
            continue;
        };
        if let Some(Some(iso3)) = members.get(vote.member) {
            ballot.push((iso3.clone(), vote.choice, vote.row));
        }
    }
    for (roll_call, ballot) in sources.undl.iter().zip(&mut ballots) {
        ballot.sort_by(|a, b| (&a.0, a.2).cmp(&(&b.0, b.2)));
        ballot.dedup_by(|second, first| {
            let same = second.0 == first.0;
            if same {
                let reason = format!(
                    "{} has a second vote in the roll call {}",
                    first.0, roll_call.undl_id
                );
                diagnostics.push(set_aside(sources.undl_votes_file, second.2 + 1, reason));
            }
            same
        });
        let counted = tally(ballot.iter().map(|(_, choice, _)| *choice));
        if counted != roll_call.totals {
            let what = format!(
                "states yes, no, abstain, non-voting {:?}; its votes give {counted:?}",
                roll_call.totals
            );
            diagnostics.push(noticed(sources.undl_file, roll_call.line, what));
        }
    }
    ballots
}

/// Two descriptions of the same roll call.
struct Match {
    wide: usize,
    undl: usize,
}

/// Pairs roll calls whose votes agree, by [`matching`].
fn matches(wide: &voeten::Wide, undl: &[undl::RollCallRow], ballots: &[Ballot]) -> Vec<Match> {
    let seat_of: BTreeMap<&str, usize> =
        wide.countries.iter().map(String::as_str).zip(0..).collect();
    let by_seat = |ballot: &Ballot| {
        let mut cells: Vec<Option<Choice>> = vec![None; wide.countries.len()];
        for (iso3, choice, _) in ballot {
            // Yugoslavia, and Serbia and Montenegro, held the seat that Voeten writes as SRB.
            let seat = if matches!(iso3.as_str(), "YUG" | "SCG") { "SRB" } else { iso3 };
            if let Some(cell) = seat_of.get(seat).and_then(|seat| cells.get_mut(*seat)) {
                *cell = Some(*choice);
            }
        }
        cells
    };
    let cells: Vec<_> = ballots.iter().map(by_seat).collect();
    let one: Vec<_> = undl
        .iter()
        .zip(&cells)
        .map(|(roll_call, cells)| matching::Ballots { date: roll_call.date, cells })
        .collect();
    let other: Vec<_> = wide
        .roll_calls
        .rows
        .iter()
        .map(|row| matching::Ballots { date: PartialDate::Day(row.date), cells: &row.votes })
        .collect();
    let pairs = matching::matches(&one, &other);
    pairs.into_iter().map(|(undl, wide)| Match { wide, undl }).collect()
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
            Some(Cast {
                country: seat_holder(geography, country, wide.date).to_owned(),
                choice: (*choice)?,
                differing: None,
                row: wide.row,
            })
        })
        .collect();
    votes.sort_by(|a, b| a.country.cmp(&b.country));
    Joined {
        id,
        origin: "voeten",
        rcid: Some(wide.rcid),
        undl_id: None,
        session: session(None, wide.date),
        date: wide.date,
        other_date: None,
        symbol: None,
        title: None,
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
/// Montenegro's, and the United Nations count them as members apart. Russia's was the Soviet Union's,
/// and the United Nations count them as one; it stays `RUS`.
fn seat_holder<'a>(geography: &'a Geography, country: &'a str, day: Date) -> &'a str {
    if country == "SRB" { geography.state_on(country, day) } else { country }
}

/// Adds what the UN Digital Library knows of the same roll call.
fn add_undl(joined: &mut Joined, undl: &undl::RollCallRow, ballot: &Ballot) {
    let (mut compared, mut differing) = (0, 0);
    for (iso3, choice, row) in ballot {
        let same_seat = |cast: &&mut Cast| {
            let serbia = |code: &str| matches!(code, "YUG" | "SCG" | "SRB");
            cast.country == *iso3 || (serbia(&cast.country) && serbia(iso3))
        };
        match joined.votes.iter_mut().find(same_seat) {
            Some(cast) => {
                compared += 1;
                if cast.choice != *choice {
                    differing += 1;
                    cast.differing = Some(*choice);
                }
            }
            None => joined.votes.push(Cast {
                country: iso3.clone(),
                choice: *choice,
                differing: None,
                row: *row,
            }),
        }
    }
    joined.votes.sort_by(|a, b| a.country.cmp(&b.country));
    joined.origin = "voeten+undl";
    joined.undl_id = Some(undl.undl_id);
    joined.undl_row = Some(undl.row);
    joined.symbol.clone_from(&undl.symbol);
    joined.title.clone_from(&undl.title);
    joined.stated = Some(undl.totals);
    joined.stated_by = Some("UN Digital Library".to_owned());
    joined.cells = Some([compared, differing]);
    if let PartialDate::Day(day) = undl.date
        && day != joined.date
    {
        joined.other_date = Some(joined.date);
        joined.date = day;
    }
    joined.session = session(undl.symbol.as_deref(), joined.date);
}

fn from_undl(undl: &undl::RollCallRow, ballot: &Ballot) -> Option<Joined> {
    let PartialDate::Day(date) = undl.date else { return None };
    let cast = |(country, choice, row): &(String, Choice, u64)| Cast {
        country: country.clone(),
        choice: *choice,
        differing: None,
        row: *row,
    };
    Some(Joined {
        id: format!("U{}", undl.undl_id),
        origin: "undl",
        rcid: None,
        undl_id: Some(undl.undl_id),
        session: session(undl.symbol.as_deref(), date),
        date,
        other_date: None,
        symbol: undl.symbol.clone(),
        title: undl.title.clone(),
        stated: Some(undl.totals),
        stated_by: Some("UN Digital Library".to_owned()),
        complete: [false; 4],
        issues: None,
        cells: None,
        votes: ballot.iter().map(cast).collect(),
        row: undl.row,
        undl_row: Some(undl.row),
    })
}

/// The lists by resolution, each choice marked complete only where as many states are listed as the
/// United Nations counted.
fn from_lists(
    sources: &Sources<'_>,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Joined> {
    let mut lists: BTreeMap<&str, Vec<&es11::Listed>> = BTreeMap::new();
    for listed in sources.listed {
        if geography.knows(&listed.country) {
            lists.entry(&listed.symbol).or_default().push(listed);
        } else {
            let reason = format!("no country has the code {:?}", listed.country);
            diagnostics.push(set_aside(sources.listed_file, listed.line, reason));
        }
    }
    let mut roll_calls = Vec::new();
    for (symbol, listed) in lists {
        let Some(first) = listed.first() else { continue };
        let stated = sources.totals.iter().find(|totals| totals.symbol == symbol);
        let counted = tally(listed.iter().map(|listed| listed.choice));
        let all = stated.zip(members_on(first.date)).map(|(stated, members)| {
            let [yes, no, abstain] = stated.totals;
            [yes, no, abstain, members.saturating_sub(yes + no + abstain)]
        });
        let mut complete = [false; 4];
        for (((complete, counted), all), choice) in
            complete.iter_mut().zip(counted).zip(all.into_iter().flatten()).zip(CHOICES)
        {
            *complete = counted == all;
            if counted != all && counted > 0 {
                let what = format!(
                    "{counted} states are listed under {} on {symbol}, the United Nations counted {all}; the list is used as incomplete",
                    choice.word()
                );
                diagnostics.push(noticed(sources.listed_file, first.line, what));
            }
        }
        let mut votes: Vec<Cast> = listed
            .iter()
            .map(|listed| Cast {
                country: listed.country.clone(),
                choice: listed.choice,
                differing: None,
                row: listed.row,
            })
            .collect();
        votes.sort_by(|a, b| a.country.cmp(&b.country));
        roll_calls.push(Joined {
            id: symbol.to_owned(),
            origin: "list",
            rcid: None,
            undl_id: None,
            session: session(Some(symbol), first.date),
            date: first.date,
            other_date: None,
            symbol: Some(symbol.to_owned()),
            title: Some(first.title.clone()),
            stated: all,
            stated_by: stated
                .map(|stated| format!("United Nations press release {}", stated.source)),
            complete,
            issues: None,
            cells: None,
            votes,
            row: first.row,
            undl_row: None,
        });
    }
    roll_calls
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
        number.split('/').next()?.parse().ok()
    });
    let opened = if date.month() >= 9 { date.year() } else { date.year() - 1 };
    from_symbol.unwrap_or((opened - 1945).max(1))
}

const CHOICES: [Choice; 4] = [Choice::Yes, Choice::No, Choice::Abstain, Choice::Absent];

/// Counts of yes, no, abstain, absent.
fn tally(choices: impl Iterator<Item = Choice>) -> [u16; 4] {
    let mut counts = [0; 4];
    for choice in choices {
        for (count, counted) in counts.iter_mut().zip(CHOICES) {
            *count += u16::from(choice == counted);
        }
    }
    counts
}

/// The table `un_roll_calls`.
pub(super) fn roll_call_table(votes: &Votes) -> Table {
    let all = &votes.roll_calls;
    let counted: Vec<[u16; 4]> =
        all.iter().map(|joined| tally(joined.votes.iter().map(|cast| cast.choice))).collect();
    let mut table = Table::default();
    table.text("roll_call", "griot's key: V and Voeten's rcid, U and the UN Digital Library's number, or the symbol", all.iter().map(|r| Some(&r.id)));
    table.text(
        "origin",
        "which sources know it: voeten, voeten+undl, undl, list",
        all.iter().map(|r| Some(r.origin)),
    );
    table.int16(
        "session",
        "session of the Assembly; of an emergency special session its own number",
        all.iter().map(|r| Some(r.session)),
    );
    table.day("date", "day of the vote: the UN Digital Library's where it knows the roll call, else the source's", all.iter().map(|r| Some(r.date)));
    table.day(
        "other_date",
        "Voeten's day, where it is not that of the UN Digital Library",
        all.iter().map(|r| r.other_date),
    );
    table.text(
        "symbol",
        "resolution; of a draft where only that is known",
        all.iter().map(|r| r.symbol.as_ref()),
    );
    table.text(
        "title",
        "title as published, cut with [...] where the UN Digital Library's extract cuts it",
        all.iter().map(|r| r.title.as_ref()),
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
        "data row in the first source's file (voeten, undl roll calls, list)",
        all.iter().map(|r| Some(r.row)),
    );
    table.row(
        "undl_row",
        "data row in the UN Digital Library's file of roll calls",
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
        cast().map(|(_, cast)| Some(&cast.country)),
    );
    table.text(
        "vote",
        "yes, no, abstain, absent, by the first source that knows the roll call",
        cast().map(|(_, cast)| Some(cast.choice.word())),
    );
    table.text(
        "undl_vote",
        "the UN Digital Library's vote, only where it differs",
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

/// How well the roll calls of Voeten's data and of the UN Digital Library could be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    /// Roll calls of the UN Digital Library that have one of Voeten's, and how many there are.
    pub matched: [usize; 2],
    /// Votes that both have, and how many of them they give differently.
    pub cells: [u32; 2],
    /// Matched roll calls whose days differ.
    pub dates_differ: usize,
}
