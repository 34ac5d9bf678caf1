//! Do findings say what their rows say, the same on every machine?

use std::collections::{BTreeMap, BTreeSet};

use griot_case::Case;
use griot_library::{Library, Outcome};
use griot_model::rows::digest;
use griot_model::{Choice, Estimate};

use griot_analysis::{
    finding::Found,
    vote::{Ballot, LEAST, Table},
};

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

/// Numbers as a sentence writes them: `1,814`, `6.8`, `-0.12`, with how many digits stand behind the point.
fn numbers(sentence: &str) -> Vec<(f64, i32)> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let words = sentence.split(|c| !part(c)).map(|word| word.trim_matches([',', '.']));
    let number = |word: &str| {
        let plain = word.replace(',', "");
        let digits = plain.split_once('.').map_or(0, |(_, digits)| digits.len());
        Some((plain.parse().ok()?, i32::try_from(digits).ok()?))
    };
    words.filter_map(number).collect()
}

/// Whatever may stand in the sentence above rows: their values, sums of a series, how many they are and what they are called.
fn told_by(found: &Found) -> Vec<f64> {
    let finding = &found.finding;
    let mut told = vec![exact(found.rows.rows.len())];
    let mut add = |it: Estimate| told.extend([it.value, it.low, it.high].map(f64::abs));
    finding.estimate.into_iter().for_each(&mut add);
    for series in &finding.series {
        let values: Vec<f64> =
            series.points.iter().filter_map(|point| Some(point.estimate?.value)).collect();
        let points = series.points.iter().filter_map(|point| point.estimate);
        points.for_each(&mut add);
        let differences = values.iter().flat_map(|a| values.iter().map(move |b| (a - b).abs()));
        let sum: f64 = values.iter().sum();
        let of: Vec<f64> = differences.chain([sum]).collect();
        for value in of {
            add(Estimate { value, low: value, high: value });
        }
    }
    for series in &finding.series {
        let points = &series.points;
        told.extend(
            points.iter().map(|point| exact(usize::try_from(point.n).unwrap_or(usize::MAX))),
        );
        told.extend([points.len(), points.len() - 1].map(exact));
        told.extend(points.iter().flat_map(|point| numbers(&point.at)).map(|it| it.0));
    }
    let value = |at: usize| {
        finding.series.iter().filter_map(move |s| Some(s.points.get(at)?.estimate?.value))
    };
    let most = finding.series.iter().map(|series| series.points.len()).max().unwrap_or(0);
    for at in 0..most {
        let all: Vec<f64> = value(at).collect();
        told.extend(all.iter().flat_map(|a| all.iter().map(move |b| (a - b).abs())));
        told.push(all.iter().sum());
    }
    told.push(exact(finding.series.len()));
    for at in 0..found.rows.columns.len() {
        let cells = found.rows.rows.iter().map(|row| row[at].parse::<f64>().unwrap_or(0.0));
        told.push(cells.sum());
    }
    told
}

fn exact(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A number in the title of a finding on deaths, events or changed votes is one of those beside it, rounded as it is written; or
/// a year of the study. Titles on agreement and trade state what a kernel estimates from the rows, which their own tests hold.
#[test]
fn numbers_in_titles_come_from_the_rows_beside_them() {
    let mut strange = Vec::new();
    for case in ["cases/mali", "cases/car"] {
        let case = Case::open(&Repository, case).expect("the case of the repository opens");
        let counts = |it: &Found| {
            ["deaths-", "events-", "changed-", "votes-"]
                .iter()
                .any(|id| it.finding.id.starts_with(id))
        };
        for found in found(&case).into_iter().filter(counts) {
            let told = told_by(&found);
            // Scott's pi of all years together is such an estimate.
            let counted = found.finding.title.split(" (Scott's pi").next().unwrap_or_default();
            for (number, digits) in numbers(counted) {
                let year = digits == 0 && (1945.0..2100.0).contains(&number);
                let half = 0.5 / libm::pow(10.0, f64::from(digits)) + 1e-9;
                if !year && !told.iter().any(|it| (it - number).abs() <= half) {
                    strange.push(format!("{number} in {:?}", found.finding.title));
                }
            }
        }
    }
    assert!(strange.is_empty(), "{strange:#?}");
}

/// What is said above the table of changed votes is counted from the table.
#[test]
fn sentences_on_changed_votes_count_the_rows_below_them() {
    let case = mali();
    let gains = griot_analysis::gains::gains(&case, Library::embedded());
    assert!(!gains.is_empty());
    for gains in gains {
        let column = |name: &str| {
            gains.changed.columns.iter().position(|it| it == name).expect("the table has it")
        };
        let (date, direction) = (column("date"), column("direction"));
        for sentence in gains.readings.iter().filter(|it| it.contains("recurring titles")) {
            let years = sentence.split(" in ").nth(1).and_then(|rest| rest.split(',').next());
            let (first, last) = years
                .map(|years| years.split_once('/').unwrap_or((years, years)))
                .expect("the sentence has years");
            let inside = |row: &&Vec<String>| {
                row[date].get(..4).is_some_and(|year| (first..=last).contains(&year))
            };
            let rows: Vec<_> = gains.changed.rows.iter().filter(inside).collect();
            let said = |before: &str| {
                let words: Vec<&str> = sentence.split([' ', ',']).collect();
                let at = words.windows(2).find(|pair| pair[1] == before);
                at.map_or(0, |pair| pair[0].parse().expect("a number"))
            };
            let counted = |word: &str| rows.iter().filter(|row| row[direction] == word).count();
            assert_eq!(said("times"), rows.len(), "{sentence}");
            assert_eq!(said("toward"), counted("toward"), "{sentence}");
            assert_eq!(said("away"), counted("away"), "{sentence}");
            assert_eq!(said("no"), counted("level"), "{sentence}");
            assert_eq!(said("into"), counted("absence"), "{sentence}");
        }
    }
}

/// Scott's pi of two states from rows that say what each cast.
fn pi_of<'r>(rows: impl Iterator<Item = (&'r str, &'r str, u64)>) -> Table {
    let ballot = |word: &str| {
        Some(match word {
            "yes" => Ballot::Yes,
            "abstain" => Ballot::Abstain,
            "no" => Ballot::No,
            _ => return None,
        })
    };
    let mut table = Table::default();
    for (one, other, times) in rows {
        if let (Some(one), Some(other)) = (ballot(one), ballot(other)) {
            for _ in 0..times {
                table.count(one, other);
            }
        }
    }
    table
}

/// Roll calls of a vote before and of a vote after, with how many they are.
type Counted = Vec<(String, String, u64)>;

/// What the titles on agreement, shift and placebo say is counted again from the rows under them.
#[test]
fn titles_on_votes_are_counted_again_from_their_rows() {
    let all = found(&mali());
    let of = |id: &str| all.iter().find(|it| it.finding.id == id).expect("it is there");
    let cell = |found: &Found, row: &[String], name: &str| {
        let at = found.rows.columns.iter().position(|it| it == name).expect("a column");
        row[at].clone()
    };

    let agreement = of("pi-MLI-RUS");
    let pi = |years: std::ops::RangeInclusive<&str>| {
        let rows = agreement.rows.rows.iter().filter(|row| {
            years.contains(&cell(agreement, row, "date").get(..4).expect("a year"))
        });
        let cast: Vec<(String, String)> = rows
            .map(|row| (cell(agreement, row, "host"), cell(agreement, row, "sender")))
            .collect();
        pi_of(cast.iter().map(|it| (it.0.as_str(), it.1.as_str(), 1)))
    };
    let (after, before) = (pi("2023"..="2023"), pi("2019"..="2021"));
    let title = &agreement.finding.title;
    let shown = |table: &Table| format!("{:.2}", table.pi().expect("defined"));
    assert!(title.contains(&format!("in 2023: Scott's pi {} (", shown(&after))), "{title}");
    assert!(
        title.contains(&format!("over {} roll calls ({} (", after.n(), shown(&before))),
        "{title}"
    );

    let shift = of("shift-MLI-RUS");
    let mut counts: BTreeMap<(String, String), Counted> = BTreeMap::new();
    for row in &shift.rows.rows {
        let key = (cell(shift, row, "country"), cell(shift, row, "period"));
        let times = cell(shift, row, "roll_calls").parse().expect("a count");
        counts.entry(key).or_default().push((
            cell(shift, row, "vote"),
            cell(shift, row, "sender"),
            times,
        ));
    }
    let table = |country: &str, period: &str| {
        let rows = counts.get(&(country.to_owned(), period.to_owned()));
        pi_of(rows.into_iter().flatten().map(|it| (it.0.as_str(), it.1.as_str(), it.2)))
    };
    let countries: BTreeSet<&str> = counts.keys().map(|key| key.0.as_str()).collect();
    let mut changes: Vec<(f64, &str)> = countries
        .into_iter()
        .filter_map(|country| {
            let (before, after) = (table(country, "before"), table(country, "after"));
            let enough = before.n() >= LEAST && after.n() >= LEAST;
            enough.then_some((after.pi()? - before.pi()?, country))
        })
        .collect();
    changes.sort_by(|one, other| other.0.total_cmp(&one.0));
    let rank = changes.iter().position(|it| it.1 == "MLI").expect("ranked") + 1;
    let title = &shift.finding.title;
    assert!(title.ends_with(&format!("rank {rank} of {} states", changes.len())), "{title}");
    assert!(title.contains(&format!("pi changed by {:+.2} (", changes[rank - 1].0)), "{title}");
    let most = &shift.finding.series[0];
    assert_eq!(most.name, format!("the {} that moved most toward it", most.points.len()));

    let placebo = of("placebo-MLI-RUS");
    let away = changes.iter().filter(|it| it.0 < 0.0).count();
    let expected = format!("Of {} states {away} moved away", changes.len());
    assert!(placebo.finding.title.starts_with(&expected), "{}", placebo.finding.title);
    let in_bins: f64 = placebo.finding.series[0]
        .points
        .iter()
        .filter_map(|point| Some(point.estimate?.value))
        .sum();
    assert!((in_bins - exact(changes.len())).abs() < 1e-9, "{in_bins}");
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
