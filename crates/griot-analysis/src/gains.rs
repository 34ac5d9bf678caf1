//! What the sender gets, as far as a page needs more than findings: every state's shift, the changed
//! votes, roll calls with who voted how, where sources disagree, and gaps at several costs of freight.
//!
//! Everything is plain and computed; nothing here is a verdict.

use std::collections::BTreeSet;

use griot_model::{Choice, Evidence, Finding};

use crate::{
    trade,
    vote::{self, Assembly, Shift, Spans, Years},
};
use griot_case::Case;
use griot_library::Library;
use griot_model::rows::{Rows, digest};
use griot_sql::{Database, SqlError};

/// One host and one sender.
#[derive(Debug, Clone, PartialEq)]
pub struct Gains {
    /// ISO 3166 alpha-3 code of the host.
    pub host: String,
    /// ISO 3166 alpha-3 code of the sender.
    pub sender: String,
    /// Years before and after, between which shifts are measured.
    pub spans: [String; 2],
    /// Every state's shift toward the sender: ranked ones first, by rank.
    pub shifts: Vec<StateShift>,
    /// Median shift of the ranked states.
    pub median: Option<f64>,
    /// What speaks for a swing and what against it, a sentence each.
    pub readings: Vec<String>,
    /// The host's changed votes, with the columns of `griot votes flips`.
    pub changed: Rows,
    /// Gaps in the records of the host's trade.
    pub gaps: Vec<TradeGap>,
}

/// A state's shift toward the sender.
#[derive(Debug, Clone, PartialEq)]
pub struct StateShift {
    /// ISO 3166 alpha-3 code.
    pub country: String,
    /// Common roll calls before and after.
    pub n: [u64; 2],
    /// Scott's pi before and after.
    pub pi: [Option<f64>; 2],
    /// The change.
    pub change: Option<f64>,
    /// Its bounds; none where there are too few texts.
    pub bounds: Option<[f64; 2]>,
    /// Rank among the ranked states, from the largest change.
    pub rank: Option<usize>,
}

/// What the importer records above the exporter's record, at several costs of freight.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeGap {
    /// ISO 3166 alpha-3 code of the importer.
    pub partner: String,
    /// Product code.
    pub product: String,
    /// Year or month.
    pub period: String,
    /// What each recorded: million US dollars and tonnes, none where there is no number.
    pub recorded: [[Option<f64>; 2]; 2],
    /// What each of these numbers rests on, in words.
    pub rests_on: [[&'static str; 2]; 2],
    /// Share of freight and insurance, gap in US dollars and ratio; no gap where one side has no value.
    pub at: Vec<(f64, Option<f64>, Option<f64>)>,
    /// The gap in tonnes, where both sides have a weight.
    pub tonnes: Option<f64>,
    /// What the line cannot tell.
    pub caveats: Vec<String>,
}

/// A roll call with everybody who is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCallSheet {
    /// The library's key.
    pub id: String,
    /// `A/RES/ES-11/6`, where known.
    pub symbol: String,
    /// Title as published, perhaps empty.
    pub title: String,
    /// Day of the vote.
    pub date: String,
    /// Yes, no, abstain, absent: who is listed (alpha-3, sorted), how many the source counts, and
    /// whether all of them are listed.
    pub lists: [(Choice, Vec<String>, Option<u16>, bool); 4],
    /// The query that chooses the votes, their number and digest.
    pub evidence: Evidence,
    /// The rows it chooses.
    pub rows: Rows,
}

/// Where the sources of votes disagree, and what they lack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourcesOfVotes {
    /// In a sentence or two.
    pub summary: String,
    /// What a source has of the emergency special sessions, a sentence each.
    pub coverage: Vec<String>,
    /// Votes that the sources give differently, and days, with the columns of
    /// `griot votes reconcile`.
    pub differences: Rows,
}

/// One value for each host and sender of which the Assembly has votes.
pub fn gains(case: &Case, library: &Library) -> Vec<Gains> {
    let settings = &case.settings;
    if settings.hosts.is_empty() || settings.senders.is_empty() {
        return Vec::new();
    }
    let assembly = Assembly::of_library(library);
    let mut found = Vec::new();
    for sender in &settings.senders {
        for host in settings.hosts.iter().filter(|host| *host != sender) {
            found.extend(of_pair(&assembly, library, case, host, sender));
        }
    }
    found
}

fn of_pair(
    assembly: &Assembly,
    library: &Library,
    case: &Case,
    host: &str,
    sender: &str,
) -> Option<Gains> {
    let pair = (assembly.country(host)?, assembly.country(sender)?);
    let Spans { shown, before, after } = Spans::of(assembly, pair, &case.settings)?;
    let placebo = vote::shift(assembly, pair.1, before, after);
    let mut shifts = placebo.by_rank();
    shifts.extend(placebo.shifts.iter().filter(|shift| shift.rank.is_none()));
    let name = library.country(sender).map_or(sender, |country| country.name.as_str());
    let changed = vote::changed_votes(assembly, pair.0, pair.1);
    let last = changed.changes.last().map_or(shown.last, |change| change.to.date.year());
    let years = Years { first: shown.first, last: last.max(shown.first) };
    let gap_years = Years { first: before.last, last: after.first - 1 };
    let mut readings = vec![
        sentence(&changed.sentence(name, Some(gap_years))),
        sentence(&changed.sentence(name, Some(years))),
    ];
    readings.extend(own_readings(&shifts, pair.0, &placebo));
    Some(Gains {
        host: host.to_owned(),
        sender: sender.to_owned(),
        spans: [before.to_string(), after.to_string()],
        shifts: shifts.iter().map(|shift| state_shift(assembly, shift)).collect(),
        median: placebo.median,
        readings,
        changed: changed_rows(&changed, sender, years),
        gaps: trade_gaps(case, library, host),
    })
}

/// Raw agreement and pi side by side, which is the reading for and against at once.
fn own_readings(shifts: &[Shift], host: usize, placebo: &vote::Placebo) -> Option<String> {
    let own = shifts.iter().find(|shift| shift.voter == host)?;
    let (raw, pi) =
        (own.before.half().zip(own.after.half())?, own.before.pi().zip(own.after.pi())?);
    Some(format!(
        "Counted raw, with an abstention as half, agreement went from {:.2} to {:.2}; beyond chance, as \
         Scott's pi, from {:.2} to {:.2}, rank {} of {} states.",
        raw.0,
        raw.1,
        pi.0,
        pi.1,
        own.rank.map_or_else(|| "none".to_owned(), |rank| rank.to_string()),
        placebo.ranked,
    ))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

fn state_shift(assembly: &Assembly, shift: &Shift) -> StateShift {
    StateShift {
        country: assembly.countries.get(shift.voter).cloned().unwrap_or_default(),
        n: [shift.before.n(), shift.after.n()],
        pi: [shift.before.pi(), shift.after.pi()],
        change: shift.change,
        bounds: shift.interval(vote::LEVEL).map(|it| [it.low, it.high]),
        rank: shift.rank,
    }
}

fn changed_rows(changed: &vote::ChangedVotes<'_>, sender: &str, years: Years) -> Rows {
    let symbol = |held: &vote::Held| held.symbol.clone().unwrap_or_else(|| held.id.clone());
    let rows = changed.within(Some(years)).map(|change| {
        vec![
            change.to.date.to_string(),
            symbol(change.to),
            vote::word(change.from_ballot).to_owned(),
            vote::word(change.to_ballot).to_owned(),
            vote::word(change.other).to_owned(),
            change.direction.word().to_owned(),
            change.from.date.to_string(),
            symbol(change.from),
            change.to.title.clone().unwrap_or_default(),
        ]
    });
    let columns = [
        "date",
        "symbol",
        "before",
        "vote",
        sender,
        "direction",
        "date_before",
        "symbol_before",
        "title",
    ];
    Rows { columns: columns.map(str::to_owned).into(), rows: rows.collect() }
}

fn trade_gaps(case: &Case, library: &Library, host: &str) -> Vec<TradeGap> {
    let asked = trade::Asked {
        origin: host.to_owned(),
        partner: None,
        product: None,
        cif: trade::CIF.to_vec(),
    };
    let lines =
        case.trade.iter().flat_map(|table| trade::gaps(&table.records(), &asked, library));
    let gap = |line: trade::Line| {
        let at = line.by_cif.iter().map(|(share, gap)| (*share, gap.difference(), gap.ratio()));
        let in_millions = |report: trade::Report| report.amount().map(|it| it / 1e6);
        let in_tonnes = |report: trade::Report| report.amount().map(|it| it / 1e3);
        let [value_in, value_out] = line.values_are.map(trade::Basis::word);
        let [weight_in, weight_out] = line.weights_are.map(trade::Basis::word);
        TradeGap {
            at: at.collect(),
            tonnes: line.weight.difference().map(|it| it / 1e3),
            recorded: [
                [in_millions(line.imported), in_tonnes(line.imported_weight)],
                [in_millions(line.exported), in_tonnes(line.exported_weight)],
            ],
            rests_on: [[value_in, weight_in], [value_out, weight_out]],
            partner: line.partner,
            product: line.product,
            period: line.period,
            caveats: line.caveats,
        }
    };
    lines.map(gap).collect()
}

/// The roll calls that the case speaks of: those whose symbol stands in what is `said` (its report, its
/// verdicts), in its timeline or in its findings.
pub fn roll_calls(
    case: &Case,
    said: &[&str],
    findings: &[Finding],
    library: &Library,
    database: &Database<'_>,
) -> Result<Vec<RollCallSheet>, SqlError> {
    let mut symbols = BTreeSet::new();
    for text in said {
        symbols.extend(symbols_in(text));
    }
    for entry in &case.timeline {
        symbols.extend(symbols_in(&entry.title));
    }
    for finding in findings {
        symbols.extend(symbols_in(&finding.title));
        symbols.extend(finding.caveats.iter().flat_map(|caveat| symbols_in(caveat)));
    }
    let mut sheets = Vec::new();
    for answer in symbols.iter().flat_map(|symbol| vote::roll_calls(library, symbol)) {
        let roll_call = answer.roll_call;
        let query = format!(
            "select country, vote from un_votes where roll_call = '{}' order by country",
            roll_call.id.replace('\'', "''")
        );
        let rows = database.finding_rows(&query)?;
        let description = library.description("un_votes");
        sheets.push(RollCallSheet {
            id: roll_call.id.clone(),
            symbol: roll_call.symbol.clone().unwrap_or_default(),
            title: roll_call.title.clone().unwrap_or_default(),
            date: roll_call.date.to_string(),
            lists: answer.listings.map(|it| (it.choice, it.countries, it.total, it.complete)),
            evidence: Evidence {
                table: "un_votes".to_owned(),
                source: description.map_or_else(String::new, |it| it.source.clone()),
                rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
                query,
                digest: digest(&rows),
            },
            rows,
        });
    }
    sheets.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
    Ok(sheets)
}

/// Symbols of resolutions, `A/RES/76/70`, as they stand in a text.
fn symbols_in(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split("A/RES/").skip(1);
    parts.filter_map(|rest| {
        let end = rest.find(|sign: char| {
            !(sign.is_ascii_alphanumeric() || matches!(sign, '/' | '-' | '[' | ']'))
        });
        let symbol = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['-', '/', '[']);
        let symbol = if symbol.contains('[') { symbol } else { symbol.trim_end_matches(']') };
        symbol.contains('/').then(|| format!("A/RES/{symbol}"))
    })
}

/// What the library knows of its own sources of votes.
pub fn sources_of_votes(library: &Library) -> SourcesOfVotes {
    let found = vote::reconciled(library);
    let coverage: Vec<String> = vote::special_sessions(library)
        .iter()
        .map(|session| sentence(&session.sentence("The UN Digital Library", &session.records)))
        .collect();
    // Before 2000 nearly every day differs, and a page of them shows nothing but that.
    let mut differences = found.rows();
    let date = differences.columns.iter().position(|column| column == "date");
    differences.rows.retain(|row| {
        date.and_then(|date| row.get(date)).is_none_or(|day| day.as_str() >= "2000")
    });
    SourcesOfVotes { summary: found.summary(), coverage, differences }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_found_in_texts() {
        let text = "A/RES/76/70 on 2021-12-09, [against](x){.claim vote=\"A/RES/ES-11/6\"}; A/RES/56/24[F].";
        let found: Vec<String> = symbols_in(text).collect();
        assert_eq!(found, ["A/RES/76/70", "A/RES/ES-11/6", "A/RES/56/24[F]"]);
        assert_eq!(symbols_in("A/RES/ and S/RES/2100 and A/RES/76").count(), 0);
    }
}
