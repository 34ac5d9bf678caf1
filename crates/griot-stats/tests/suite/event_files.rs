//! Event lists as meltt users have them: CSV with `date, enddate, latitude, longitude` and `*_tax` columns.

use std::{
    collections::BTreeMap,
    io::Read as _,
    path::{Path, PathBuf},
};

/// A row as read; `truth` is the incident it is about, where the file says so.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) start: i32,
    pub(super) end: i32,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) codes: Vec<u32>,
    pub(super) truth: Option<u32>,
}

pub(super) struct Lists {
    pub(super) lists: Vec<Vec<Row>>,
    pub(super) levels: Vec<usize>,
}

/// The folder of shared event data, or nothing and a message.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(super) fn shared(folder: &str) -> Option<PathBuf> {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/events"));
    let path = path.join(folder);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[expect(clippy::disallowed_methods, reason = "a test reads its files")]
pub(super) fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads lists and taxonomies; a category is coded by its text on each level, as meltt does it.
pub(super) fn read(
    folder: &Path,
    lists: &[&str],
    taxonomies: &[&str],
    sources: &[&str],
) -> Lists {
    let mut codes: BTreeMap<String, u32> = BTreeMap::new();
    let mut code = |text: &str| {
        let next = u32::try_from(codes.len()).unwrap();
        *codes.entry(text.to_owned()).or_insert(next)
    };
    let mut levels = Vec::new();
    let mut tables = Vec::new();
    for taxonomy in taxonomies {
        let mut table: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
        let file = bytes(&folder.join(format!("tax_{taxonomy}.csv")));
        let mut reader = csv::Reader::from_reader(file.as_slice());
        levels.push(reader.headers().unwrap().len() - 2);
        for record in reader.records().map(Result::unwrap) {
            let steps: Vec<u32> = record.iter().skip(2).map(&mut code).collect();
            table.insert((record[0].to_owned(), record[1].to_owned()), steps);
        }
        tables.push(table);
    }
    let read = |(list, source): (&&str, &&str)| -> Vec<Row> {
        let file = bytes(&folder.join(format!("{list}.csv")));
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
        rows.map(|row| Row {
            start: day(&row["date"]),
            end: day(&row["enddate"]),
            latitude: row["latitude"].parse().unwrap(),
            longitude: row["longitude"].parse().unwrap(),
            codes: (taxonomies.iter().zip(&tables))
                .flat_map(|(taxonomy, table)| {
                    table[&((*source).to_owned(), row[*taxonomy].clone())].clone()
                })
                .collect(),
            truth: row.get("truth").map(|truth| truth.parse().unwrap()),
        })
        .collect()
    };
    Lists { lists: lists.iter().zip(sources).map(read).collect(), levels }
}

/// Days since 1970-01-01 of an ISO date (Howard Hinnant's `days_from_civil`).
pub(super) fn day(date: &str) -> i32 {
    let parts: Vec<i32> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let (y, m, d) = (parts[0] - i32::from(parts[1] <= 2), parts[1], parts[2]);
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The files of a gzipped tar archive, by name.
pub(super) fn untar(path: &Path) -> BTreeMap<String, String> {
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(bytes(path).as_slice()).read_to_end(&mut tar).unwrap();
    let mut files = BTreeMap::new();
    let mut at = 0;
    while at + 512 <= tar.len() && tar[at] != 0 {
        let text = |range: std::ops::Range<usize>| {
            let field = &tar[at + range.start..at + range.end];
            let end = field.iter().position(|&byte| byte == 0).unwrap_or(field.len());
            String::from_utf8_lossy(&field[..end]).trim().to_owned()
        };
        let size = usize::from_str_radix(&text(124..136), 8).unwrap();
        let content = String::from_utf8_lossy(&tar[at + 512..at + 512 + size]).into_owned();
        files.insert(text(0..100), content);
        at += 512 + size.div_ceil(512) * 512;
    }
    files
}
