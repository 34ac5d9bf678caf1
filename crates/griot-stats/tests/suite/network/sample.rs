//! Rows for tests: from a shared file where it is there, or generated.

use std::{collections::HashMap, fs::File, io::Read as _, path::PathBuf};

use griot_stats::network::Shares;

/// Shares with the names their numbers stand for; accounts are numbered in order of their names.
pub(super) struct Named {
    pub(super) shares: Shares,
    pub(super) accounts: Vec<String>,
}

#[expect(clippy::print_stderr, reason = "says which test did not run")]
/// Where the publishers' files lie, if they do.
pub(super) fn shared(name: &str) -> Option<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/coordination");
    let path = PathBuf::from(folder).join(name);
    let there = path.exists();
    if !there {
        eprintln!("skipped: {} is not here", path.display());
    }
    there.then_some(path)
}

#[expect(clippy::disallowed_methods, reason = "a test reads the shared files itself")]
pub(super) fn text(path: &PathBuf) -> String {
    let mut bytes = Vec::new();
    File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        text
    } else {
        String::from_utf8(bytes).unwrap()
    }
}

/// Reads `object_id,account_id,content_id,timestamp_share` without quoted cells.
pub(super) fn read(text: &str) -> Named {
    let rows: Vec<[&str; 4]> = text
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.rsplitn(4, ',').collect();
            [cells[3], cells[2], cells[1], cells[0]]
        })
        .collect();
    let mut accounts: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let number = |account| u32::try_from(accounts.binary_search(&account).unwrap()).unwrap();
    let (mut objects, mut contents) = (HashMap::new(), HashMap::new());
    let shares = Shares::new(
        rows.iter()
            .map(|row| {
                if row[0].is_empty() { Shares::NO_OBJECT } else { intern(&mut objects, row[0]) }
            })
            .collect(),
        rows.iter().map(|row| number(row[1])).collect(),
        rows.iter().map(|row| intern(&mut contents, row[2])).collect(),
        rows.iter().map(|row| row[3].parse().unwrap()).collect(),
    )
    .unwrap();
    Named { shares, accounts: accounts.into_iter().map(str::to_owned).collect() }
}

fn intern<'t>(numbers: &mut HashMap<&'t str, u32>, name: &'t str) -> u32 {
    let next = u32::try_from(numbers.len()).unwrap();
    *numbers.entry(name).or_insert(next)
}

/// Rows as tuples: object, account, content, time.
pub(super) fn rows(shares: &Shares) -> Vec<(u32, u32, u32, i64)> {
    (0..shares.len())
        .map(|r| {
            (shares.object()[r], shares.account()[r], shares.content()[r], shares.time()[r])
        })
        .collect()
}

pub(super) fn from_rows(rows: &[(u32, u32, u32, i64)]) -> Shares {
    Shares::new(
        rows.iter().map(|r| r.0).collect(),
        rows.iter().map(|r| r.1).collect(),
        rows.iter().map(|r| r.2).collect(),
        rows.iter().map(|r| r.3).collect(),
    )
    .unwrap()
}
