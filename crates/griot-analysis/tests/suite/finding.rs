//! Do findings say what their rows say, the same on every machine?

use std::collections::BTreeMap;

use griot_case::Case;
use griot_library::{Library, Outcome};
use griot_model::Choice;
use griot_model::rows::digest;

use super::found;
use griot_testing::{InMemory, Repository};

fn mali() -> Case {
    Case::open(&Repository, "cases/mali").expect("the case of the repository opens")
}

#[test]
fn a_finding_has_the_rows_that_its_selection_says() {
    let case = mali();
    let one = found(&case);
    let ids: Vec<&str> = one.iter().map(|it| it.finding.id.as_str()).collect();
    let expected = [
        "pi-MLI-RUS",
        "shift-MLI-RUS",
        "placebo-MLI-RUS",
        "changed-votes-MLI-RUS",
        "ideal-MLI-RUS",
        "trade-gap-MLI-ARE-7108",
        "agreement-MLI-RUS",
        "votes-MLI-RUS",
        "deaths-MLI",
        "deaths-neighbours-MLI",
        "deaths-compared-MLI",
    ];
    assert_eq!(ids, expected);
    // Not assert_eq: thousands of rows would be printed.
    assert!(one == found(&case), "the same again");
    for found in &one {
        let selection = &found.finding.selection;
        assert_eq!(selection.digest, digest(&found.rows), "{}", found.finding.id);
        assert_eq!(selection.rows, found.rows.rows.len() as u64, "{}", found.finding.id);
        assert!(selection.rows > 0, "{}", found.finding.id);
    }
}

/// The typed rows are another way to the same numbers, without a word of SQL.
#[test]
fn votes_are_those_of_the_typed_rows() {
    let mut expected: BTreeMap<i16, [f64; 4]> = BTreeMap::new();
    for call in Library::embedded().roll_calls() {
        // From 1990 on adopted texts alone are in the series.
        if call.outcome != Outcome::Adopted {
            continue;
        }
        let vote = |iso3: &[u8; 3]| call.votes.iter().find(|it| it.0 == *iso3).map(|it| it.1);
        let (Some(host), Some(sender)) = (vote(b"MLI"), vote(b"RUS")) else { continue };
        let place = match (host, sender) {
            (Choice::Absent, _) | (_, Choice::Absent) => 3,
            (one, other) if one == other => 0,
            (Choice::Abstain, _) | (_, Choice::Abstain) => 2,
            _ => 1,
        };
        if (2012..=2023).contains(&call.date.year()) {
            expected.entry(call.date.year()).or_default()[place] += 1.0;
        }
    }
    let all = found(&mali());
    let votes = all.iter().find(|it| it.finding.id == "votes-MLI-RUS").expect("it is there");
    for (place, series) in votes.finding.series.iter().enumerate() {
        for point in &series.points {
            let year: i16 = point.at.parse().expect("a year");
            let shown = point.estimate.map(|it| it.value);
            assert_eq!(
                shown,
                expected.get(&year).map(|it| it[place]),
                "{} {year}",
                series.name
            );
        }
    }
    let share =
        all.iter().find(|it| it.finding.id == "agreement-MLI-RUS").expect("it is there");
    let [mali, pi] = share.finding.series.as_slice() else {
        panic!("the share, and pi beside it")
    };
    assert!(share.finding.title.contains("Scott's pi"), "{}", share.finding.title);
    assert!(votes.finding.title.contains("Scott's pi"), "{}", votes.finding.title);
    for (share, pi) in mali.points.iter().zip(&pi.points) {
        let pi = pi.estimate.expect("pi wherever a share");
        assert!(pi.low < pi.value && pi.value < pi.high, "{} {pi:?}", share.at);
    }
    for point in &mali.points {
        let year: i16 = point.at.parse().expect("a year");
        let counts = expected.get(&year);
        let [same, opposite, abstained, _] = *counts.expect("both voted in every year");
        let estimate = point.estimate.expect("a share");
        assert_eq!(estimate.value.to_bits(), (same / (same + opposite + abstained)).to_bits());
        assert!(estimate.low <= estimate.value && estimate.value <= estimate.high);
    }
}

#[test]
fn deaths_are_those_of_the_typed_rows() {
    let all = found(&mali());
    let deaths = all.iter().find(|it| it.finding.id == "deaths-MLI").expect("it is there");
    let expected: Vec<(String, [i64; 3])> = Library::embedded()
        .deaths()
        .iter()
        .filter(|row| row.country == "MLI" && (2012..=2023).contains(&row.year))
        .map(|row| (row.year.to_string(), row.all))
        .collect();
    assert_eq!(expected.len(), 12);
    let series = deaths.finding.series.first().expect("the host");
    #[expect(clippy::cast_possible_truncation, reason = "the values are whole counts")]
    let shown: Vec<(String, [i64; 3])> = series
        .points
        .iter()
        .map(|point| {
            let it = point.estimate.expect("a row for each year");
            (point.at.clone(), [it.value as i64, it.low as i64, it.high as i64])
        })
        .collect();
    assert_eq!(shown, expected);
    let sum: i64 = expected.iter().map(|(_, counts)| counts[0]).sum();
    #[expect(clippy::cast_possible_truncation, reason = "the value is a whole count")]
    let headline = deaths.finding.estimate.map(|it| it.value as i64);
    assert_eq!(headline, Some(sum));
    assert!(
        deaths.finding.caveats.iter().any(|it| it.contains("the whole of 2023 is counted")),
        "the study ends inside 2023: {:?}",
        deaths.finding.caveats
    );
}

#[test]
fn a_case_without_countries_has_no_findings() {
    let world = InMemory::default().with("c/case.toml", "title = \"x\"\n");
    let case = Case::open(&world, "c").expect("a case");
    assert_eq!(found(&case), Vec::new());
}

#[test]
fn a_country_that_no_table_knows_has_no_findings() {
    let toml = "title = \"x\"\nhosts = [\"XYZ\"]\nsenders = [\"RUS\"]\n";
    let world = InMemory::default().with("c/case.toml", toml);
    let case = Case::open(&world, "c").expect("a case");
    assert_eq!(found(&case), Vec::new());
}
