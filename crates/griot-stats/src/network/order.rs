//! Rows in the order of object and time, and the window of each.

use super::Shares;

/// Columns in the order of object, time and row; rows without an object left out.
pub(super) struct Ordered {
    pub(super) object: Vec<u32>,
    pub(super) account: Vec<u32>,
    pub(super) content: Vec<u32>,
    pub(super) time: Vec<i64>,
    pub(super) row: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    time: i64,
    row: u32,
    account: u32,
    content: u32,
}

impl Ordered {
    /// Counts rows by object, deals them out, and sorts each object's few. Of objects with fewer than
    /// `least` rows nothing is kept: most links are shared once, and such a row is in no pair.
    pub(super) fn of(shares: &Shares, least: u32) -> Self {
        let objects = shares.objects();
        let mut next = vec![0_u32; objects];
        for &object in shares.object() {
            if let Some(count) = next.get_mut(object as usize) {
                *count += 1;
            }
        }
        let mut kept = 0;
        let mut segments = Vec::new();
        for (place, object) in next.iter_mut().zip(0_u32..) {
            let count = *place;
            if count >= least && count > 0 {
                *place = kept;
                segments.push((object, kept));
                kept += count;
            } else {
                *place = u32::MAX;
            }
        }
        let mut entries = vec![Entry::default(); kept as usize];
        let columns = shares.object().iter().zip(shares.account()).zip(shares.content());
        for (((&object, &account), &content), row) in columns.zip(0_u32..) {
            let Some(place) = next.get_mut(object as usize) else { continue };
            if *place != u32::MAX {
                let time = shares.time()[row as usize];
                entries[*place as usize] = Entry { time, row, account, content };
                *place += 1;
            }
        }
        let mut object = Vec::with_capacity(entries.len());
        let ends = segments.iter().skip(1).map(|segment| segment.1).chain([kept]);
        for (&(name, from), to) in segments.iter().zip(ends) {
            let segment = &mut entries[from as usize..to as usize];
            if !segment.is_sorted_by_key(|entry| entry.time) {
                segment.sort_unstable_by_key(|entry| (entry.time, entry.row));
            }
            object.resize(to as usize, name);
        }
        Self {
            object,
            account: entries.iter().map(|entry| entry.account).collect(),
            content: entries.iter().map(|entry| entry.content).collect(),
            time: entries.iter().map(|entry| entry.time).collect(),
            row: entries.iter().map(|entry| entry.row).collect(),
        }
    }
}

/// Counting sort: where the rows of each key start, and the rows by key; keys from `keys` on are left out.
pub(super) fn positions_by(key: &[u32], keys: usize) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0_u32; keys + 1];
    for &key in key {
        if let Some(count) = start.get_mut(key as usize + 1) {
            *count += 1;
        }
    }
    for key in 0..keys {
        start[key + 1] += start[key];
    }
    let mut next = start.clone();
    let mut sorted = vec![0_u32; start[keys] as usize];
    for (&key, row) in key.iter().zip(0_u32..) {
        if (key as usize) < keys {
            let place = &mut next[key as usize];
            sorted[*place as usize] = row;
            *place += 1;
        }
    }
    (start, sorted)
}

/// Two pointers over rows sorted by object and time.
pub(super) fn windows(object: &[u32], time: &[i64], window: i64) -> (Vec<u32>, Vec<u32>) {
    let rows = object.len();
    let (mut low, mut high) = (vec![0_u32; rows], vec![0_u32; rows]);
    let together = |earlier: usize, later: usize| {
        object[earlier] == object[later]
            && u64::try_from(window).is_ok_and(|w| time[later].abs_diff(time[earlier]) <= w)
    };
    let (mut first, mut past) = (0, 0);
    for (at, position) in (0..rows).zip(0_u32..) {
        while first < at && !together(first, at) {
            first += 1;
        }
        past = past.max(at + 1);
        while past < rows && together(at, past) {
            past += 1;
        }
        let back = u32::try_from(at - first).unwrap_or(0);
        let ahead = u32::try_from(past - at).unwrap_or(1);
        low[at] = position - back;
        high[at] = position + ahead;
    }
    (low, high)
}
