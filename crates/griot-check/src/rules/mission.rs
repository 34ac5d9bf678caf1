//! C0114: when a mission of the United Nations began and ended.

use griot_library::{Body, Mission, RollCall, facts};
use griot_model::{Claim, DateReading, MissionEdge, PartialDate, Proposition, Verdict};

use super::super::rule::{
    Facts, Judgement, Rule, agree, distance_days, is_certain, over_readings, shown,
};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0114",
    name: "mission",
    summary: "when a peacekeeping mission of the United Nations began and ended",
    documentation: "\
# C0114: peacekeeping missions

## What it checks
A sentence that says that a mission of the United Nations was set up, deployed, closed or withdrawn, or that its mandate ended, on
a day, in a month or in a year; by which resolution, where it says one.

## Why it matters
Who was in the country and when is what every account of violence against civilians is read against.

## The evidence it needs
The table `missions`, and resolutions of the Council (`unsc_roll_calls`) whose title establishes the mission or ends its mandate.
A beginning has several days: the decision, the first soldiers, the start of the mandate. So has an end: the decision, the end of
the mandate, the last soldiers, the end of the liquidation. Each known one supports. A date is contradicted only when it is more
than a year from all of them, because the days that are not known lie within a year of those that are; and an end that is earlier
is left open where the words speak of a mandate, since mandates end and are renewed. A sentence with another place, body or
contingent beside the mission may speak of a part of it and is never contradicted.

## Example
`MINUSMA was established in 2011` is contradicted where the table has 25 April 2013. `MINUSMA left at the end of 2023` is neither
contradicted nor supported: the mandate ended on 30 June 2023, and the last soldiers left months later.

## What to do
Give the day with what happened on it: of the resolution, of the deployment, of the end of the mandate, of the last departure.
",
};

/// Days between the known days of a beginning or an end and the others that are told as it.
const SAME_EDGE_DAYS: i32 = 366;

/// Days by which the beginning of a mission may be told too late.
const WRONG_DAYS: i32 = 700;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Mission { mission, country, edge, dates, resolution, narrowed_by } =
        &claim.proposition
    else {
        return None;
    };
    let known = meant(facts, mission.as_deref(), country.as_deref());
    let says = shown(dates);
    if known.is_empty() {
        return Some(Judgement::unverified(
            &says,
            "the table of missions does not have this one",
            "a resolution or a report of the Secretary-General would settle it",
        ));
    }
    let mut judgement = over_readings(dates, |reading| {
        let mut each: Vec<Judgement> = known
            .iter()
            .map(|mission| {
                one(
                    claim,
                    facts,
                    mission,
                    *edge,
                    reading,
                    resolution.as_deref(),
                    narrowed_by.as_deref(),
                )
            })
            .collect();
        // Several missions of one country: whichever agrees is meant; that none does contradicts nothing.
        let supported = each.iter().position(|it| it.verdict == Verdict::Supported);
        let mut chosen = each.swap_remove(supported.unwrap_or(0));
        if known.len() > 1 && supported.is_none() {
            chosen.verdict = Verdict::Unverified;
        }
        chosen
    })?;
    judgement.says = says;
    Some(judgement)
}

/// The mission of an acronym, or those of a country.
fn meant<'a>(
    facts: &Facts<'a>,
    acronym: Option<&str>,
    country: Option<&str>,
) -> Vec<&'a Mission> {
    match (acronym, country) {
        (Some(acronym), _) => facts::mission(facts.library, acronym).into_iter().collect(),
        (None, Some(country)) => facts::missions_in(facts.library, country),
        (None, None) => Vec::new(),
    }
}

/// The day of the table; the first of a month may stand for the month.
fn table_day(day: jiff::civil::Date) -> PartialDate {
    if day.day() == 1 {
        PartialDate::Month(day.year(), day.month())
    } else {
        PartialDate::Day(day)
    }
}

/// Resolutions of the Council that establish a mission, or that end it, by their title.
fn decisions<'a>(facts: &Facts<'a>, mission: &Mission, edge: MissionEdge) -> Vec<&'a RollCall> {
    let acronym = format!("({})", mission.acronym);
    let words: &[&str] = match edge {
        MissionEdge::Start => &["establishment of "],
        _ => &["termination of the mandate of ", "withdrawal of the UN "],
    };
    let decides = |title: &str| {
        words.iter().any(|words| {
            title
                .split_once(words)
                .and_then(|(_, behind)| behind.split_once('('))
                .is_some_and(|(name, _)| title.contains(&format!("{name}{acronym}")))
        })
    };
    facts::roll_calls(facts.library, Body::Council)
        .all()
        .iter()
        .filter(|call| call.title.as_deref().is_some_and(decides) && call.symbol.is_some())
        .collect()
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    mission: &Mission,
    edge: MissionEdge,
    reading: &DateReading,
    resolution: Option<&str>,
    narrowed_by: Option<&str>,
) -> Judgement {
    let narrowed_by =
        narrowed_by.filter(|beside| !mission.countries.iter().any(|country| country == beside));
    let name = &mission.acronym;
    let (verb, decision) = match edge {
        MissionEdge::Start => ("began", "set up"),
        MissionEdge::End | MissionEdge::MandateEnd => ("ended", "ended"),
    };
    let settled_by = "a resolution or a report of the Secretary-General would settle it";
    let evidence = || evidence::mission(facts.library, mission);
    let day = match edge {
        MissionEdge::Start => mission.start,
        MissionEdge::End | MissionEdge::MandateEnd => mission.end,
    };
    let calls = decisions(facts, mission, edge);
    let decided =
        calls.iter().copied().find(|call| agree(reading, PartialDate::Day(call.date)));
    let Some(day) = day.map(table_day) else {
        let listed = mission
            .listed_on
            .map_or_else(String::new, |day| format!(" when it was made, on {day}"));
        let message = match edge {
            MissionEdge::Start => {
                format!("the table of missions does not say when {name} began")
            }
            _ => format!("the table of missions has {name} as going on{listed}"),
        };
        return Judgement::unverified(&reading.shown, message, settled_by);
    };
    let says_resolution = resolution.is_some() && edge == MissionEdge::Start;
    if says_resolution
        && let Some(judgement) = by_another(claim, facts, mission, &calls, resolution, reading)
    {
        return judgement;
    }
    let exact = |date: PartialDate| matches!(date, PartialDate::Day(_));
    if agree(reading, day) && (narrowed_by.is_none() || exact(day)) {
        let message = format!("by the table of missions {name} {verb}: {day}");
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(day.to_string(), evidence());
    }
    if let Some(call) = decided {
        let symbol = call.symbol.as_deref().unwrap_or_default();
        let message = format!("{symbol} of {} {decision} {name}", call.date);
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(call.date.to_string(), evidence::roll_call(facts.library, call));
    }
    let days: Vec<PartialDate> = std::iter::once(day)
        .chain(calls.iter().map(|call| PartialDate::Day(call.date)))
        .collect();
    let apart = days.iter().map(|day| distance_days(reading, *day)).min().unwrap_or(0);
    let is_earlier = days.iter().all(|day| reading.range.last < day.first_day());
    // A mandate ends, and another follows; a date before the last one may be that of an earlier mandate.
    let renewed = edge == MissionEdge::MandateEnd && is_earlier;
    // A date that lies years behind the beginning is that of something else in its life.
    let renewed = renewed || edge == MissionEdge::Start && !is_earlier && apart > WRONG_DAYS;
    if apart > SAME_EDGE_DAYS && !renewed && narrowed_by.is_none() && is_certain(claim) {
        let message =
            format!("by the table of missions {name} {verb}: {day}, not {}", reading.shown);
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(day.to_string(), evidence())
            .help(format!("write {day}, or say which part of the mission {verb} then"));
    }
    let message = format!("by the table of missions {name} {verb}: {day}");
    Judgement::unverified(&reading.shown, message, settled_by)
        .with_rows(day.to_string(), evidence())
}

/// The sentence names a resolution, and one that is known established the mission: another one, or on another day.
fn by_another(
    claim: &Claim,
    facts: &Facts<'_>,
    mission: &Mission,
    calls: &[&RollCall],
    resolution: Option<&str>,
    reading: &DateReading,
) -> Option<Judgement> {
    let [only] = calls else { return None };
    let number = resolution?;
    let symbol = only.symbol.as_deref()?;
    let same = facts::roll_calls(facts.library, Body::Council)
        .with_symbol(number)
        .iter()
        .any(|call| call.id == only.id);
    let rows = || evidence::roll_call(facts.library, only);
    if same {
        let apart = distance_days(reading, PartialDate::Day(only.date));
        let other_day = mission.start.is_some_and(|day| agree(reading, table_day(day)));
        // The day before or after: New York is behind those who read of it.
        if apart <= 1 || other_day || !is_certain(claim) {
            return None;
        }
        let message = format!("{symbol} is of {}, not of {}", only.date, reading.shown);
        let verdict = if apart > 31 { Verdict::Contradicted } else { Verdict::Unverified };
        return Some(
            Judgement::new(verdict, &reading.shown, message)
                .with_rows(only.date.to_string(), rows())
                .help(format!("write {}, or say what happened later", only.date)),
        );
    }
    // A later resolution can change a mission or extend it; one that does not speak of it cannot have set it up.
    let other = facts::roll_calls(facts.library, Body::Council).with_symbol(number);
    let [other] = other.as_slice() else { return None };
    let about = |text: &Option<String>| {
        text.as_deref().is_some_and(|text| text.contains(&mission.acronym))
    };
    let of_country = mission.countries.iter().any(|country| {
        let words = format!(
            "{} {}",
            other.title.as_deref().unwrap_or_default(),
            other.agenda.as_deref().unwrap_or_default()
        );
        facts.is_named_in(country, &words)
    });
    if about(&other.title) || of_country || other.title.is_none() || !is_certain(claim) {
        return None;
    }
    let message =
        format!("{} was set up by {symbol}, not by resolution {number}", mission.acronym);
    Some(
        Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(symbol.to_owned(), rows())
            .help(format!("write {symbol}")),
    )
}
