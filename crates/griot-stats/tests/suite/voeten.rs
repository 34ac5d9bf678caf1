//! Voeten's wide file, where the shared folder of publishers' files is present.

use std::{collections::BTreeMap, io::Read as _, path::Path};

use griot_stats::agreement::{Ballot, Ballots};

/// Roll calls with their year, and who voted.
pub(crate) struct Wide {
    pub(crate) countries: Vec<String>,
    pub(crate) years: Vec<i32>,
    pub(crate) ballots: Ballots,
    /// Session (`year`, with January to August of a year counted to the session that began the
    /// year before), and each country's ballot, per roll call.
    pub(crate) rows: Vec<(i32, Vec<Option<Ballot>>)>,
}

impl Wide {
    pub(crate) fn country(&self, iso3: &str) -> usize {
        self.countries.iter().position(|known| known == iso3).expect("a column of the file")
    }

    pub(crate) fn years(&self, first: i32, last: i32) -> std::ops::Range<usize> {
        self.years.partition_point(|&y| y < first)..self.years.partition_point(|&y| y <= last)
    }
}

/// None, with a message, where the file is not there.
pub(crate) fn read() -> Option<Wide> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/votes/voeten_wide_1946_2024-06.csv.gz");
    #[expect(clippy::disallowed_methods, reason = "a test over a publisher's file")]
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text).expect("UTF-8 inside gzip");
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let countries: Vec<String> = header.split(',').skip(8).map(str::to_owned).collect();
    let mut by_year: BTreeMap<i32, Vec<Vec<Option<Ballot>>>> = BTreeMap::new();
    let mut rows = Vec::new();
    for line in lines {
        let mut cells = line.split(',');
        let date = cells.nth(1).expect("a date");
        let mut parts = date.split('-').map(|part| part.parse::<i32>().expect("a number"));
        let (year, month) = (parts.next().expect("a year"), parts.next().expect("a month"));
        let votes: Vec<Option<Ballot>> = cells
            .skip(6)
            .map(|cell| match cell.trim_end_matches(".0") {
                "1" => Some(Ballot::Yes),
                "2" => Some(Ballot::Abstain),
                "3" => Some(Ballot::No),
                _ => None,
            })
            .collect();
        by_year.entry(year).or_default().push(votes.clone());
        rows.push((if month < 9 { year - 1 } else { year }, votes));
    }
    let sizes: Vec<usize> = by_year.values().map(Vec::len).collect();
    let mut ballots = Ballots::new(countries.len(), &sizes);
    for (period, votes) in by_year.values().enumerate() {
        for (roll_call, votes) in votes.iter().enumerate() {
            for (voter, ballot) in votes.iter().enumerate() {
                if let Some(ballot) = ballot {
                    ballots.cast(period, roll_call, voter, *ballot);
                }
            }
        }
    }
    Some(Wide { countries, years: by_year.into_keys().collect(), ballots, rows })
}
