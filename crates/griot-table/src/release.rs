//! A newer release of a source takes the place of an older one: for its whole period, and with the difference told.
//!
//! Publishers correct the past. Rows that a newer release no longer has are withdrawn, not forgotten by mistake, so that adding
//! the new rows to the old ones would keep events alive that their publisher has rejected.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    count_set_aside,
    event::{Deaths, Event, EventList},
    event_checks::folded,
};

/// What became of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Publisher's id.
    pub id: String,
    /// Its row in the older release, where it has one.
    pub old: Option<Box<Event>>,
    /// Its row in the newer release, where it has one.
    pub new: Option<Box<Event>>,
    /// What differs, each in words; empty for added and withdrawn events.
    pub differs: Vec<String>,
}

/// Totals of a release inside the period that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Events.
    pub events: u64,
    /// Deaths in them, best estimates.
    pub best: u64,
    /// Low estimates.
    pub low: u64,
    /// High estimates.
    pub high: u64,
}

/// The difference of two releases.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Names of the older and the newer list.
    pub sources: [String; 2],
    /// The days for which the newer release takes the place of the older one.
    pub period: (Date, Date),
    /// Whether the period is the one that the release says it has, or only that of its events.
    pub stated: bool,
    /// Events of the newer release alone.
    pub added: Vec<Changed>,
    /// Events of the older release alone.
    pub withdrawn: Vec<Changed>,
    /// Events of the older release whose rows in the newer one could not be read: they are not withdrawn, and stay as the
    /// older release has them.
    pub unread: Vec<Changed>,
    /// Rows of the newer release that were set aside, with an id or without.
    pub set_aside: u64,
    /// Events of both that differ.
    pub revised: Vec<Changed>,
    /// How many events are as they were.
    pub unchanged: u64,
    /// How many events of the older release lie outside the period and stay.
    pub kept: u64,
    /// Totals inside the period, older and newer.
    pub totals: [Totals; 2],
    /// The same by year of the first day and category, where they differ.
    pub by_year: Vec<(i16, String, [Totals; 2])>,
}

/// Why two lists cannot be taken for releases of one source.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// Rows cannot be told apart.
    #[error("{0} has events without an id; releases are compared by the publisher's ids")]
    NoIds(String),
    /// Rows are counts.
    #[error("{0} counts events by week or year; releases are compared event by event")]
    Aggregated(String),
    /// Nothing to compare.
    #[error("{0} has no events")]
    Empty(String),
    /// Two publishers.
    #[error("{old} and {new} are lists of different publishers ({old_layout}; {new_layout})")]
    Publishers {
        /// Name of the older list.
        old: String,
        /// Name of the newer list.
        new: String,
        /// Its layout.
        old_layout: String,
        /// Its layout.
        new_layout: String,
    },
}

/// The list in which `new` has taken the place of `old`, and what changed by that.
///
/// `period` is the newer release's own, where the caller knows it. Of UCDP it is known by the version in the file's name
/// (`23_1`: 1989 to 2022; `24_0_7`: July 2024; `24_01_24_06`: January to June 2024); otherwise it is that of its events.
pub fn replace(
    old: &EventList,
    new: &EventList,
    period: Option<(Date, Date)>,
) -> Result<(EventList, Difference), ReleaseError> {
    comparable(old, new)?;
    let known = period.or_else(|| {
        new.layout.starts_with("UCDP GED").then(|| ucdp_period(&new.source)).flatten()
    });
    let (first, last) = known.unwrap_or_else(|| of_events(&new.events));
    let inside = |event: &Event| (first..=last).contains(&event.first);

    let by_id = |list: &'_ EventList| -> BTreeMap<String, usize> {
        let ids = list.events.iter().map(|event| folded(&event.id));
        ids.zip(0..).collect()
    };
    let (was, is) = (by_id(old), by_id(new));
    let unread: BTreeSet<String> = new.unread.iter().map(|id| folded(id)).collect();
    let mut difference = Difference {
        sources: [old.source.clone(), new.source.clone()],
        period: (first, last),
        stated: known.is_some(),
        added: Vec::new(),
        withdrawn: Vec::new(),
        unread: Vec::new(),
        set_aside: count_set_aside(&new.diagnostics),
        revised: Vec::new(),
        unchanged: 0,
        kept: 0,
        totals: [Totals::default(); 2],
        by_year: Vec::new(),
    };
    let mut merged = Vec::new();
    let boxed = |event: &Event| Some(Box::new(event.clone()));
    for event in &old.events {
        let id = folded(&event.id);
        match is.get(&id) {
            Some(_) => {}
            None if unread.contains(&id) => {
                difference.unread.push(Changed {
                    id: event.id.clone(),
                    old: boxed(event),
                    new: None,
                    differs: Vec::new(),
                });
                merged.push(event.clone());
            }
            None if inside(event) => difference.withdrawn.push(Changed {
                id: event.id.clone(),
                old: boxed(event),
                new: None,
                differs: Vec::new(),
            }),
            None => {
                difference.kept += 1;
                merged.push(event.clone());
            }
        }
    }
    for event in &new.events {
        merged.push(event.clone());
        match was.get(&folded(&event.id)).and_then(|place| old.events.get(*place)) {
            None => difference.added.push(Changed {
                id: event.id.clone(),
                old: None,
                new: boxed(event),
                differs: Vec::new(),
            }),
            Some(before) => {
                let differs = differences(before, event);
                if differs.is_empty() {
                    difference.unchanged += 1;
                } else {
                    difference.revised.push(Changed {
                        id: event.id.clone(),
                        old: boxed(before),
                        new: boxed(event),
                        differs,
                    });
                }
            }
        }
    }
    merged.sort_by(|a, b| (a.first, &a.id).cmp(&(b.first, &b.id)));
    let inside_old =
        old.events.iter().filter(|event| inside(event) || is.contains_key(&folded(&event.id)));
    add_up(&mut difference, &[inside_old.collect(), new.events.iter().collect()]);
    let list = EventList { events: merged, ..new.clone() };
    Ok((list, difference))
}

/// Adds up the events of the older and the newer release, by year and category where they differ.
fn add_up(difference: &mut Difference, sides: &[Vec<&Event>; 2]) {
    let mut cells: BTreeMap<(i16, String), [Totals; 2]> = BTreeMap::new();
    for (side, events) in sides.iter().enumerate() {
        for event in events {
            let key = (event.first.year(), event.categories.join(" | "));
            let cell = cells.entry(key).or_default();
            for totals in [&mut cell[side], &mut difference.totals[side]] {
                let Deaths { best, low, high } = event.deaths.unwrap_or_default();
                totals.events += 1;
                totals.best += u64::from(best);
                totals.low += u64::from(low);
                totals.high += u64::from(high);
            }
        }
    }
    difference.by_year = cells
        .into_iter()
        .filter(|(_, [old, new])| old != new)
        .map(|((year, category), totals)| (year, category, totals))
        .collect();
}

/// Whether two lists can be taken for releases of one source.
fn comparable(old: &EventList, new: &EventList) -> Result<(), ReleaseError> {
    for list in [old, new] {
        if list.aggregated {
            return Err(ReleaseError::Aggregated(list.source.clone()));
        }
        if list.events.is_empty() {
            return Err(ReleaseError::Empty(list.source.clone()));
        }
        if list.events.iter().any(|event| event.id.is_empty()) {
            return Err(ReleaseError::NoIds(list.source.clone()));
        }
    }
    let publisher = |list: &EventList| list.layout.chars().take(5).collect::<String>();
    if publisher(old) != publisher(new) {
        return Err(ReleaseError::Publishers {
            old: old.source.clone(),
            new: new.source.clone(),
            old_layout: old.layout.clone(),
            new_layout: new.layout.clone(),
        });
    }
    Ok(())
}

/// First and last day of some events.
fn of_events(events: &[Event]) -> (Date, Date) {
    let first = events.iter().map(|event| event.first).min().unwrap_or(Date::MIN);
    (first, events.iter().map(|event| event.last).max().unwrap_or(Date::MAX))
}

/// The days that a release of UCDP GED covers, by the version that its file is named after: yearly releases begin in 1989,
/// quarterly candidates on 1 January, monthly candidates with their month.
fn ucdp_period(source: &str) -> Option<(Date, Date)> {
    let (_, after) = source.rsplit_once('v').or_else(|| source.split_once('_'))?;
    let numbers: Vec<i16> =
        after.split(['_', '.']).map_while(|part| part.parse().ok()).collect();
    let month_end = |year: i16, month: i16| {
        let month = i8::try_from(month).ok()?;
        Some(Date::new(year, month, 1).ok()?.last_of_month())
    };
    let year = |short: &i16| 2000_i16.checked_add(*short);
    match numbers.as_slice() {
        [release, 1] => {
            Some((Date::constant(1989, 1, 1), Date::new(year(release)? - 1, 12, 31).ok()?))
        }
        [release, 0, month] => {
            let last = month_end(year(release)?, *month)?;
            Some((last.first_of_month(), last))
        }
        [release, 1, until, month] if release == until => {
            let last = month_end(year(release)?, *month)?;
            Some((Date::new(last.year(), 1, 1).ok()?, last))
        }
        _ => None,
    }
}

fn differences(old: &Event, new: &Event) -> Vec<String> {
    let mut differs = Vec::new();
    let mut told = |what: &str, a: String, b: String| {
        if a != b {
            differs.push(format!("{what} {a} is now {b}"));
        }
    };
    let days = |event: &Event| {
        if event.first == event.last {
            event.first.to_string()
        } else {
            format!("{} to {}", event.first, event.last)
        }
    };
    told("date", days(old), days(new));
    let place = |event: &Event| {
        format!("{} ({:.4}, {:.4})", event.place, event.latitude, event.longitude)
    };
    told("place", place(old), place(new));
    told("category", old.categories.join(" | "), new.categories.join(" | "));
    let parties = |event: &Event| {
        let names: Vec<&str> = event.parties.iter().map(|party| party.name.as_str()).collect();
        names.join(" | ")
    };
    told("parties", parties(old), parties(new));
    let number = |deaths: Option<Deaths>| {
        deaths.map_or("unsaid".to_owned(), |d| format!("{} ({} to {})", d.best, d.low, d.high))
    };
    told("deaths", number(old.deaths), number(new.deaths));
    let civilians = |event: &Event| {
        let mut counts: Vec<String> = event
            .civilians
            .iter()
            .map(|(definition, deaths)| format!("{} {}", definition.column(), deaths.best))
            .collect();
        counts.sort();
        counts.join(", ")
    };
    told("civilians", civilians(old), civilians(new));
    differs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_of_ucdp_know_their_period() {
        let period =
            |source: &str| ucdp_period(source).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(period("GEDEvent_v23_1").as_deref(), Some("1989-01-01 2022-12-31"));
        assert_eq!(period("GEDEvent_v24_0_2").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(period("GEDEvent_v24_01_24_06").as_deref(), Some("2024-01-01 2024-06-30"));
        assert_eq!(period("events"), None);
    }
}
