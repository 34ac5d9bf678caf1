//! Votes of the Security Council from three sources: records of the UN Digital Library (adopted texts),
//! a list of votes since 1994 that has the drafts that were not adopted, and a list of vetoed drafts.
//!
//! A vote is the same in two sources by the number of its resolution, or by its draft. Two sources of
//! days differ in one of thirty, and both err: the record's is taken and the other kept beside it.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Choice, Diagnostic};
use griot_table::{
    noticed,
    security_council::{CouncilVote, Veto},
    set_aside, un_records,
};
use jiff::civil::Date;

use super::{
    own::{Geography, Resolved},
    parquet::Table,
    rows::Outcome,
    votes::{Ballots, CHOICES, Cast, Code, holder, tally, word},
};

/// Publishers' files, read.
pub(super) struct Sources<'a> {
    pub(super) records: &'a [un_records::Record],
    pub(super) ballots: &'a Ballots,
    pub(super) votes: &'a [CouncilVote],
    pub(super) votes_file: &'a str,
    pub(super) vetoes: &'a [Veto],
    pub(super) vetoes_file: &'a str,
}

/// A vote of the Council on its way into the table.
#[derive(Debug, Clone)]
pub(super) struct Held {
    id: String,
    origin: Vec<&'static str>,
    pub(super) date: Date,
    other_date: Option<Date>,
    symbol: Option<String>,
    draft: Option<String>,
    meeting: Option<String>,
    title: Option<String>,
    agenda: Option<String>,
    pub(super) outcome: Outcome,
    /// As the list of votes says it: `Adopted unanimously`.
    stated_outcome: Option<String>,
    vetoed_by: Vec<Code>,
    stated: Option<[u16; 4]>,
    undl_id: Option<u32>,
    votes: Vec<Cast>,
    cells: Option<[u32; 2]>,
    row: u64,
}

impl Held {
    /// Whether each member of the Council is listed: eleven until 1965, fifteen since.
    fn is_complete(&self) -> bool {
        let members = if self.date.year() < 1966 { 11 } else { 15 };
        self.votes.len() >= members
    }
}

/// The joined votes.
pub(super) struct Council {
    pub(super) held: Vec<Held>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Votes in two sources, and how many of them on different days.
    pub(super) days: [usize; 2],
    /// Members' votes in two sources, and how many differ.
    pub(super) cells: [u32; 2],
}

impl Council {
    pub(super) fn countries(&self) -> BTreeSet<String> {
        let casts = self.held.iter().flat_map(|held| &held.votes).map(|cast| cast.country);
        let vetoes = self.held.iter().flat_map(|held| &held.vetoed_by).copied();
        casts.chain(vetoes).collect::<BTreeSet<Code>>().into_iter().map(word).collect()
    }
}

/// Joins the sources.
pub(super) fn join(sources: &Sources<'_>, geography: &Geography) -> Council {
    let mut diagnostics = Vec::new();
    let mut by_id: BTreeMap<String, Held> = BTreeMap::new();
    for record in sources.records.iter().filter(|record| record.body == "SC") {
        let held = from_record(record, sources.ballots);
        by_id.insert(held.id.clone(), held);
    }
    let mut of_list: BTreeMap<u32, Vec<&CouncilVote>> = BTreeMap::new();
    for vote in sources.votes {
        of_list.entry(vote.id).or_default().push(vote);
    }
    for votes in of_list.values() {
        let Some(held) = from_list(votes, sources.votes_file, geography, &mut diagnostics)
        else {
            continue;
        };
        match by_id.get_mut(&held.id) {
            Some(known) => add_list(known, held),
            None => {
                by_id.insert(held.id.clone(), held);
            }
        }
    }
    for veto in sources.vetoes {
        let code = |member: &String| member_code(member, veto.date, geography);
        let vetoed_by: BTreeSet<Code> = veto.members.iter().filter_map(code).collect();
        if vetoed_by.len() != veto.members.len() {
            let reason = format!("one of {:?} is no country", veto.members);
            diagnostics.push(set_aside(sources.vetoes_file, veto.line, reason));
            continue;
        }
        let known = vetoed(&mut by_id, veto);
        add_veto(&mut by_id, known, veto, vetoed_by.into_iter().collect());
    }
    let mut held: Vec<Held> = by_id.into_values().collect();
    held.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    let both = || held.iter().filter(|held| held.origin.len() > 1);
    let days = [both().count(), both().filter(|held| held.other_date.is_some()).count()];
    let cells = held.iter().filter_map(|held| held.cells);
    let cells = cells.fold([0, 0], |[all, differ], [more, n]| [all + more, differ + n]);
    Council { held, diagnostics, days, cells }
}

fn from_record(record: &un_records::Record, ballots: &Ballots) -> Held {
    let ballot = ballots.of.get(&record.undl_id).map_or(&[][..], Vec::as_slice);
    Held {
        id: record.symbol.clone(),
        origin: vec!["undl"],
        date: record.date,
        other_date: None,
        symbol: Some(record.symbol.clone()),
        draft: None,
        meeting: record.meeting.clone(),
        title: Some(record.title.clone()),
        agenda: record.agenda.clone(),
        outcome: Outcome::Adopted,
        stated_outcome: None,
        vetoed_by: Vec::new(),
        stated: (!ballot.is_empty()).then_some(record.totals),
        undl_id: Some(record.undl_id),
        votes: ballot
            .iter()
            .map(|(country, choice, row)| Cast {
                country: *country,
                choice: *choice,
                differing: None,
                row: *row,
            })
            .collect(),
        cells: None,
        row: record.row,
    }
}

/// A vote of the list; none, with what is set aside, where a row of it has no country.
fn from_list(
    votes: &[&CouncilVote],
    file: &str,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Held> {
    let first = votes.first()?;
    let mut casts: BTreeMap<Code, Cast> = BTreeMap::new();
    for vote in votes {
        let Some(country) = member_code(&vote.member, vote.date, geography) else {
            let reason = format!("no country is called {:?}", vote.member);
            diagnostics.push(set_aside(file, vote.line, reason));
            continue;
        };
        let cast = Cast { country, choice: vote.choice, differing: None, row: vote.row };
        if casts.insert(country, cast).is_some() {
            let what = format!("{} has a second vote on {}", vote.member, vote.draft);
            diagnostics.push(noticed(file, vote.line, what));
        }
    }
    let casts: Vec<Cast> = casts.into_values().collect();
    let outcome = if first.outcome.starts_with("Adopted") {
        Outcome::Adopted
    } else if first.outcome.contains("veto") {
        Outcome::Vetoed
    } else if first.outcome.contains("failed") {
        Outcome::Failed
    } else {
        Outcome::Unknown
    };
    // A vote against is a veto only where the outcome says veto.
    let vetoed_by = casts
        .iter()
        .filter(|cast| outcome == Outcome::Vetoed && cast.choice == Choice::No)
        .map(|cast| cast.country)
        .filter(|code| PERMANENT.contains(code))
        .collect();
    let symbol = first.resolution.as_ref().map(|number| {
        let plain: String = number.chars().filter(|sign| !sign.is_whitespace()).collect();
        format!("S/RES/{plain}")
    });
    let drafted = draft_of(&first.draft);
    if casts.len() != 15 {
        let what =
            format!("{} members are listed for {}, not fifteen", casts.len(), first.draft);
        diagnostics.push(noticed(file, first.line, what));
    }
    let id = match (&symbol, &drafted) {
        (Some(symbol), _) => symbol.clone(),
        (None, Some(draft)) => draft.clone(),
        (None, None) => format!("vote {}", first.id),
    };
    Some(Held {
        id,
        origin: vec!["list"],
        date: first.date,
        other_date: None,
        symbol,
        draft: drafted,
        meeting: Some(format!("S/PV.{}", first.meeting)),
        title: None,
        agenda: Some(first.agenda.clone()),
        outcome,
        stated_outcome: Some(first.outcome.clone()),
        vetoed_by,
        stated: None,
        undl_id: None,
        votes: casts,
        cells: None,
        row: first.row,
    })
}

const PERMANENT: [Code; 6] = [*b"CHN", *b"FRA", *b"GBR", *b"RUS", *b"TWN", *b"USA"];

/// What the list adds to a record.
fn add_list(known: &mut Held, list: Held) {
    known.origin.push("list");
    known.other_date = (list.date != known.date).then_some(list.date);
    known.draft = list.draft;
    known.stated_outcome = list.stated_outcome;
    if known.votes.is_empty() {
        known.votes = list.votes;
        return;
    }
    let other: BTreeMap<Code, Choice> =
        list.votes.iter().map(|cast| (cast.country, cast.choice)).collect();
    let [mut compared, mut differing] = [0, 0];
    for cast in &mut known.votes {
        let Some(choice) = other.get(&cast.country) else { continue };
        compared += 1;
        if *choice != cast.choice {
            differing += 1;
            cast.differing = Some(*choice);
        }
    }
    known.cells = Some([compared, differing]);
}

/// The key of the vote that a veto belongs to, where one is known: the same draft, or the only vetoed
/// one of the same day and meeting.
fn vetoed(by_id: &mut BTreeMap<String, Held>, veto: &Veto) -> Option<String> {
    let draft = draft_of(&veto.draft)?;
    if by_id.get(&draft).is_some_and(|held| held.outcome == Outcome::Vetoed) {
        return Some(draft);
    }
    None
}

fn add_veto(
    by_id: &mut BTreeMap<String, Held>,
    known: Option<String>,
    veto: &Veto,
    vetoed_by: Vec<Code>,
) {
    if let Some(held) = known.and_then(|id| by_id.get_mut(&id)) {
        held.origin.push("vetoes");
        if held.date != veto.date {
            held.other_date = Some(veto.date);
        }
        if held.vetoed_by.is_empty() {
            held.vetoed_by = vetoed_by;
        }
        return;
    }
    let draft = draft_of(&veto.draft);
    // The earliest drafts have no symbol of their own: the file gives the meeting's.
    let named = draft.clone().unwrap_or_else(|| format!("veto in {}", veto.meeting));
    let mut id = named.clone();
    let mut number = 2;
    while by_id.contains_key(&id) {
        id = format!("{named} ({number})");
        number += 1;
    }
    let held = Held {
        id: id.clone(),
        origin: vec!["vetoes"],
        date: veto.date,
        other_date: None,
        symbol: None,
        draft,
        meeting: Some(veto.meeting.clone()),
        title: None,
        agenda: Some(veto.agenda.clone()),
        outcome: Outcome::Vetoed,
        stated_outcome: None,
        vetoed_by,
        stated: None,
        undl_id: None,
        votes: Vec::new(),
        cells: None,
        row: veto.row,
    };
    by_id.insert(id, held);
}

/// `S/2007/14` of `S/2007/14 as orally revised`; none for the symbol of a meeting.
fn draft_of(written: &str) -> Option<String> {
    let symbol = written.split_whitespace().next()?.trim_end_matches([',', ';']);
    let is_draft = symbol.starts_with("S/") && !symbol.starts_with("S/PV");
    is_draft.then(|| symbol.to_owned())
}

fn member_code(member: &str, day: Date, geography: &Geography) -> Option<Code> {
    match geography.resolve("council", member) {
        Resolved::Country(iso3) => Some(holder(iso3.as_bytes().try_into().ok()?, day)),
        Resolved::NoCode | Resolved::Unknown => None,
    }
}

/// The table `unsc_roll_calls`.
pub(super) fn roll_call_table(council: &Council) -> Table {
    let all = &council.held;
    let counted: Vec<[u16; 4]> =
        all.iter().map(|held| tally(held.votes.iter().map(|cast| cast.choice))).collect();
    let origins: Vec<String> = all.iter().map(|held| held.origin.join("+")).collect();
    let vetoed: Vec<Vec<String>> =
        all.iter().map(|held| held.vetoed_by.iter().copied().map(word).collect()).collect();
    let mut table = Table::default();
    table.text(
        "roll_call",
        "griot's key: the resolution, the draft where it was not adopted, or `veto in` and the meeting",
        all.iter().map(|held| Some(&held.id)),
    );
    table.text(
        "origin",
        "which sources know it: undl (UN Digital Library), list, vetoes",
        origins.iter().map(Some),
    );
    table.day("date", "day of the vote, by the first source", all.iter().map(|h| Some(h.date)));
    table.day(
        "other_date",
        "day by the second source, where it is another; both sources err",
        all.iter().map(|h| h.other_date),
    );
    table.text("symbol", "resolution, where adopted", all.iter().map(|h| h.symbol.as_ref()));
    table.text("draft", "symbol of the draft", all.iter().map(|h| h.draft.as_ref()));
    table.text(
        "title",
        "title, with what it is about in brackets",
        all.iter().map(|h| h.title.as_ref()),
    );
    table.text("meeting", "record of the meeting", all.iter().map(|h| h.meeting.as_ref()));
    table.text("agenda", "agenda item", all.iter().map(|h| h.agenda.as_ref()));
    table.text(
        "outcome",
        "adopted, vetoed, failed (too few votes)",
        all.iter().map(|h| Some(h.outcome.word())),
    );
    table.text(
        "stated_outcome",
        "outcome as the list of votes words it",
        all.iter().map(|h| h.stated_outcome.as_ref()),
    );
    table.texts(
        "vetoed_by",
        "permanent members that vetoed it, ISO 3166 alpha-3",
        vetoed.iter(),
    );
    for (place, choice) in CHOICES.into_iter().enumerate() {
        let name = choice.word();
        let of = |counts: Option<&[u16; 4]>| {
            counts.and_then(|c| c.get(place)).and_then(|n| i16::try_from(*n).ok())
        };
        let meaning = format!("members listed under {name} in unsc_votes");
        table.int16(name, &meaning, counted.iter().map(|counts| of(Some(counts))));
        let meaning = format!("members counted under {name} by the UN Digital Library");
        let stated = all.iter().map(|held| of(held.stated.as_ref()));
        table.int16(&format!("stated_{name}"), &meaning, stated);
    }
    table.flag(
        "complete",
        "whether the vote of each member of the Council is listed",
        all.iter().map(|held| Some(held.is_complete())),
    );
    table.int32(
        "cells_compared",
        "votes that two sources list",
        all.iter().map(|h| h.cells.and_then(|[n, _]| i32::try_from(n).ok())),
    );
    table.int32(
        "cells_differing",
        "of these, votes that the sources give differently",
        all.iter().map(|h| h.cells.and_then(|[_, n]| i32::try_from(n).ok())),
    );
    table.int32(
        "undl_id",
        "record of the UN Digital Library",
        all.iter().map(|h| h.undl_id.and_then(|n| i32::try_from(n).ok())),
    );
    table.row("row", "data row in the first source's file", all.iter().map(|h| Some(h.row)));
    table
}

/// The table `unsc_votes`, in the order of `unsc_roll_calls`, then by country.
pub(super) fn vote_table(council: &Council) -> Table {
    let cast =
        || council.held.iter().flat_map(|held| held.votes.iter().map(move |cast| (held, cast)));
    let mut table = Table::default();
    table.text("roll_call", "key of unsc_roll_calls", cast().map(|(held, _)| Some(&held.id)));
    table.text(
        "country",
        "ISO 3166 alpha-3 of the member on that day",
        cast().map(|(_, cast)| Some(word(cast.country))),
    );
    table.text(
        "vote",
        "yes, no, abstain, absent (present and not voting, or away)",
        cast().map(|(_, cast)| Some(cast.choice.word())),
    );
    table.text(
        "other_vote",
        "the vote by the list, only where it differs from the record",
        cast().map(|(_, cast)| cast.differing.map(Choice::word)),
    );
    table.row(
        "row",
        "data row in the file of the source that gives the vote",
        cast().map(|(_, cast)| Some(cast.row)),
    );
    table
}
