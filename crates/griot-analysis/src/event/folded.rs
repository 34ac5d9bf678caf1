//! Which rows of one list say the same as another row of it?
//!
//! A row that stands twice in a list competes with itself for its match in another list, and then neither gets it. So
//! rows that agree in everything that is compared are folded into the first of them before lists are fused, and it is said how many.
//! A publisher that gives two rows two ids says that they are two events; those are left alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use griot_table::event::{Event, EventList};

/// What is compared of a row: days, place to a thousandth of a degree, categories, actors, deaths.
type Said<'a> = ([i32; 2], [i64; 2], u32, &'a [u32], &'a [u32], Option<u32>, &'a str);

/// For each row of a list the place of the row that it is folded into; its own where it stands for itself.
pub(super) fn leaders(
    list: &EventList,
    codes: &[Arc<[u32]>],
    actors: &[Arc<[u32]>],
    separated: &BTreeSet<u64>,
) -> Vec<usize> {
    let ids_count = list.layout.starts_with("UCDP") || list.layout.starts_with("ACLED");
    let mut first: BTreeMap<Said<'_>, usize> = BTreeMap::new();
    let mut order: Vec<usize> = (0..list.events.len()).collect();
    order.sort_by_key(|&at| list.events[at].row);
    let mut leaders: Vec<usize> = (0..list.events.len()).collect();
    for at in order {
        let event = &list.events[at];
        if separated.contains(&event.row) {
            continue;
        }
        let id = if ids_count { event.id.as_str() } else { "" };
        leaders[at] = *first.entry(said(event, &codes[at], &actors[at], id)).or_insert(at);
    }
    leaders
}

fn said<'a>(event: &Event, codes: &'a [u32], actors: &'a [u32], id: &'a str) -> Said<'a> {
    let days = [super::day_number(event.first), super::day_number(event.last)];
    let place = [event.latitude, event.longitude].map(thousandths);
    let deaths = event.deaths.map(|deaths| deaths.best);
    (days, place, event.radius_km.to_bits(), codes, actors, deaths, id)
}

#[expect(clippy::cast_possible_truncation, reason = "at most 180,000")]
fn thousandths(degrees: f64) -> i64 {
    (degrees * 1e3).round() as i64
}
