//! GDELT's rows as leads: which event may an article be about?
//!
//! GDELT codes what articles say, by machine. A lead never adds to a total. It is attached to an event that a list has, with the
//! reasons, or it stays unattached, with the reason why; either way somebody has to read the article.

use std::collections::{BTreeMap, BTreeSet};

use griot_stats::linkage::{EARTH_KM, great_circle_km};
use jiff::civil::Date;

use super::day_number;
use griot_case::judgement::RowName;
use griot_table::{
    event::{Event, EventList},
    gdelt::{Lead, Mention},
};

/// How far a lead may be from an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Kilometres, beside the uncertainty of the event's own place.
    pub km: f64,
    /// Days.
    pub days: i32,
}

/// A lead with the event it may be about.
#[derive(Debug, Clone, PartialEq)]
pub struct Attached {
    /// `GLOBALEVENTID` of the first row about the article.
    pub id: String,
    /// The article.
    pub url: String,
    /// The day that GDELT takes it to be about.
    pub day: Date,
    /// Place as GDELT has it.
    pub place: String,
    /// Further rows about the same article; they are one lead.
    pub further_rows: u64,
    /// Articles that mention the same GDELT event, where mentions were given: publishers, each once.
    pub publishers: BTreeSet<String>,
    /// The nearest event, where one is in reach.
    pub event: Option<RowName>,
    /// Other events in reach.
    pub others: Vec<RowName>,
    /// Why it is attached, or why not.
    pub reasons: Vec<String>,
}

/// CAMEO's root codes of physical violence: assault, fight, unconventional mass violence.
const VIOLENT: [&str; 3] = ["18", "19", "20"];
/// Protest.
const PROTEST: &str = "14";

/// Attaches each lead to the nearest event in reach: in days first, then in kilometres, then by list and row.
pub fn attach(
    lists: &[EventList],
    leads: &[Lead],
    mentions: &[Mention],
    reach: Reach,
) -> Vec<Attached> {
    let mut days: BTreeMap<i32, Vec<(&EventList, &Event)>> = BTreeMap::new();
    for list in lists.iter().filter(|list| !list.aggregated) {
        for event in &list.events {
            for day in day_number(event.first)..=day_number(event.last) {
                days.entry(day).or_default().push((list, event));
            }
        }
    }
    let mut publishers: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for mention in mentions {
        publishers.entry(mention.id.as_str()).or_default().insert(mention.publisher.clone());
    }
    leads
        .iter()
        .map(|lead| {
            let found = near(lead, &days, reach);
            let (reasons, mut rows) = match found {
                Ok(found) => found,
                Err(reason) => (vec![reason], Vec::new()),
            };
            let event = if rows.is_empty() { None } else { Some(rows.remove(0)) };
            Attached {
                id: lead.id.clone(),
                url: lead.url.clone(),
                day: lead.day,
                place: lead.place.clone(),
                further_rows: lead.further,
                publishers: publishers.get(lead.id.as_str()).cloned().unwrap_or_default(),
                event,
                others: rows,
                reasons,
            }
        })
        .collect()
}

/// The events in reach of a lead, the nearest first, with the reasons; or why there is none.
fn near(
    lead: &Lead,
    days: &BTreeMap<i32, Vec<(&EventList, &Event)>>,
    reach: Reach,
) -> Result<(Vec<String>, Vec<RowName>), String> {
    let root = lead.code.get(..2).unwrap_or_default();
    let violent = VIOLENT.contains(&root);
    if !violent && root != PROTEST {
        return Err(format!("its code {} is neither violence nor protest", lead.code));
    }
    // Types 3 and 4 are towns; the others are the middle of a country or of a division.
    if !matches!(lead.precision, 3 | 4) {
        return Err(
            "its place is a country or a division, so that its point is nowhere".to_owned()
        );
    }
    let Some(point) = lead.point else { return Err("it has no place".to_owned()) };
    let about = day_number(lead.day);
    let mut found: BTreeMap<RowName, (i32, f64, bool)> = BTreeMap::new();
    for (_, events) in days.range(about - reach.days..=about + reach.days) {
        for (list, event) in events {
            let km = great_circle_km(point, (event.latitude, event.longitude), EARTH_KM);
            if km > reach.km + f64::from(event.radius_km) {
                continue;
            }
            let gap =
                (day_number(event.first) - about).max(about - day_number(event.last)).max(0);
            let alike = agrees(violent, event);
            let name = RowName { source: list.source.as_str().into(), row: event.row };
            found.insert(name, (gap, km, alike));
        }
    }
    if found.is_empty() {
        return Err(format!("no event within {} km and {} days", reach.km, reach.days));
    }
    let mut found: Vec<(RowName, (i32, f64, bool))> = found.into_iter().collect();
    found.sort_by(|(a, x), (b, y)| {
        (!x.2, x.0).cmp(&(!y.2, y.0)).then(x.1.total_cmp(&y.1)).then_with(|| a.cmp(b))
    });
    let mut reasons = Vec::new();
    if let Some((_, (gap, km, alike))) = found.first() {
        reasons.push(format!("{km:.0} km from the event's place"));
        reasons.push(match gap {
            0 => "on its days".to_owned(),
            1 => "1 day off".to_owned(),
            days => format!("{days} days off"),
        });
        let kind = if violent { "violence" } else { "protest" };
        reasons.push(if *alike {
            format!("coded as {kind}, as the event is")
        } else {
            format!("coded as {kind}, which the event is not")
        });
    }
    if found.len() > 1 {
        reasons.push(format!("{} further events are as near as that allows", found.len() - 1));
    }
    Ok((reasons, found.into_iter().map(|(name, _)| name).collect()))
}

/// Whether an event is of the kind that a lead is coded as; lists of other categories do not say.
fn agrees(violent: bool, event: &Event) -> bool {
    let protest = event.categories.iter().any(|it| matches!(it.as_str(), "protest" | "riot"));
    violent != protest
}
