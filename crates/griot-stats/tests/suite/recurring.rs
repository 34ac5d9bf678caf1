//! Changed votes on recurring texts in the UN Digital Library's roll calls, where these are present.

use std::{collections::BTreeMap, io::Read as _, path::Path};

use griot_stats::{
    agreement::Ballot,
    mirror::{Report, value_gap},
    recurring::{self, Direction, Occurrence},
};
use proptest::prelude::*;

/// Date, symbol, title, and the ballots of Mali and Russia.
type Row = (String, String, String, [Option<Ballot>; 2]);

fn read() -> Option<Vec<Row>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/votes");
    #[expect(clippy::disallowed_methods, reason = "a test over a publisher's file")]
    let open = |name| std::fs::read(folder.join(name)).ok();
    let (Some(roll_calls), Some(votes)) =
        (open("undl_ga_rollcalls_2000_2021.csv"), open("undl_ga_votes_2000_2021.csv.gz"))
    else {
        println!("skipped: {} is not there", folder.display());
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*votes).read_to_string(&mut text).expect("UTF-8 inside gzip");
    let mut ballots: BTreeMap<String, [Option<Ballot>; 2]> = BTreeMap::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.expect("a row");
        let ballot = match &record[2] {
            "Y" => Some(Ballot::Yes),
            "A" => Some(Ballot::Abstain),
            "N" => Some(Ballot::No),
            _ => None,
        };
        let place = match &record[1] {
            "MALI" => 0,
            "RUSSIAN FEDERATION" => 1,
            _ => continue,
        };
        ballots.entry(record[0].to_owned()).or_default()[place] = ballot;
    }
    let rows = csv::Reader::from_reader(&*roll_calls)
        .into_records()
        .map(|record| {
            let record = record.expect("a row");
            let both = ballots.get(&record[0]).copied().unwrap_or_default();
            (record[1].to_owned(), record[2].to_owned(), record[3].to_owned(), both)
        })
        .collect();
    Some(rows)
}

/// In 2021 Mali changed few of its votes on recurring texts; only the two on Crimea went from
/// abstention to a no with Russia, on 9 and 16 December.
#[test]
fn mali_in_2021() {
    let Some(rows) = read() else { return };
    let session = |date: &str| -> i32 {
        let year: i32 = date.get(..4).expect("a year").parse().expect("a number");
        let month: i32 = date.get(5..7).map_or(9, |month| month.parse().expect("a number"));
        if month < 9 { year - 1946 } else { year - 1945 }
    };
    let texts = recurring::texts(rows.iter().map(|row| (row.2.as_str(), session(&row.0))));
    let occurrences: Vec<Occurrence> = (0..)
        .zip(rows.iter().zip(&texts))
        .map(|(order, (row, &text))| Occurrence {
            text,
            session: session(&row.0),
            order,
            voter: row.3[0],
            other: row.3[1],
        })
        .collect();
    let (flips, compared) = recurring::flips(&occurrences);
    assert!(compared > 1000, "{compared}");
    let in_2021: Vec<(&str, Direction)> = flips
        .iter()
        .filter(|flip| rows[flip.to].0.starts_with("2021"))
        .map(|flip| (rows[flip.to].1.as_str(), flip.direction))
        .collect();
    let crimea: Vec<_> = in_2021
        .iter()
        .filter(|(symbol, _)| ["A/RES/76/70", "A/RES/76/179"].contains(symbol))
        .collect();
    assert_eq!(
        crimea,
        [&("A/RES/76/70", Direction::Toward), &("A/RES/76/179", Direction::Toward)]
    );
    let noes: Vec<_> = rows
        .iter()
        .filter(|row| row.0.starts_with("2021") && row.3[0] == Some(Ballot::No))
        .map(|row| row.1.as_str())
        .collect();
    assert_eq!(noes, ["A/RES/76/70", "A/RES/76/179"]);
}

proptest! {
    /// However often titles repeat, equal titles have equal numbers, and order of time is all that
    /// a flip follows.
    #[test]
    fn equal_titles_have_equal_numbers(titles in prop::collection::vec("[A-C ]{0,4}", 0..30)) {
        let numbers = recurring::texts((0..).zip(&titles).map(|(k, title)| (title.as_str(), k)));
        for (title, number) in titles.iter().zip(&numbers) {
            for (other, other_number) in titles.iter().zip(&numbers) {
                let same = recurring::key(title) == recurring::key(other);
                prop_assert_eq!(same, number == other_number);
            }
        }
    }

    /// The dearer freight is taken to be, the less of the importer's record is left unexplained.
    #[test]
    fn gaps_fall_as_freight_rises(imported in 1.0_f64..1e9, exported in 1.0_f64..1e9, cif in 0.0_f64..0.2) {
        let gap = |cif| value_gap(Report::Reported(imported), Report::Reported(exported), cif);
        prop_assert!(gap(cif + 0.01).difference() < gap(cif).difference());
        prop_assert!(gap(cif + 0.01).ratio() < gap(cif).ratio());
        let turned = value_gap(Report::Reported(exported), Report::Reported(imported), 0.0);
        prop_assert_eq!(turned.difference().map(|d| -d), gap(0.0).difference());
    }
}
