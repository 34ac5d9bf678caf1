//! Output of meltt 0.4.3 itself, run on its own example data and on labelled synthetic lists.

use std::collections::BTreeMap;

use griot_stats::meltt::{Contender, Depth, Event, Integration, Options, Row, integrate};

use super::event_files::{self, Lists, read, shared, untar};

fn events(lists: &Lists) -> Vec<Vec<Event>> {
    let event = |row: &event_files::Row| Event {
        start: row.start,
        end: row.end,
        latitude: row.latitude,
        longitude: row.longitude,
        codes: row.codes.clone(),
    };
    lists.lists.iter().map(|list| list.iter().map(event).collect()).collect()
}

fn options(levels: &[usize], km: f64, days: i32) -> Options {
    Options {
        km,
        days,
        levels: levels.to_vec(),
        weights: vec![1.0; levels.len()],
        depth: Depth::Finest,
        partial: 0,
    }
}

/// Rows as meltt writes them: list and row from 1, 0 for none.
fn label(row: Row) -> String {
    format!("{},{}", row.list + 1, row.row + 1)
}

fn groups(groups: &[Vec<Row>]) -> Vec<String> {
    let line = |group: &Vec<Row>| {
        let mut group = group.clone();
        group.sort_unstable();
        group.into_iter().map(label).collect::<Vec<_>>().join(",")
    };
    groups.iter().map(line).collect()
}

/// Rows of a match table without the empty places.
fn match_table(csv: &str) -> Vec<String> {
    csv.lines().skip(1).map(|line| line.replace(",0,0", "").replace("0,0,", "")).collect()
}

fn contenders(contenders: &[Contender]) -> Vec<(String, Vec<f64>)> {
    let line = |contender: &Contender| {
        let mut rows = vec![label(contender.row), label(contender.partner)];
        let mut scores = vec![contender.score];
        for place in 0..2 {
            let next = contender.runners_up.get(place);
            rows.push(next.map_or("0,0".to_owned(), |next| label(next.0)));
            scores.push(next.map_or(0.0, |next| next.1));
        }
        rows.push(contender.candidates.to_string());
        (rows.join(" "), scores)
    };
    contenders.iter().map(line).collect()
}

fn contender_table(csv: &str) -> Vec<(String, Vec<f64>)> {
    let line = |line: &str| {
        let f: Vec<&str> = line.split(',').collect();
        let rows = format!(
            "{},{} {},{} {},{} {},{} {}",
            f[0], f[1], f[2], f[3], f[5], f[6], f[8], f[9], f[11]
        );
        (rows, [f[4], f[7], f[10]].iter().map(|score| score.parse().unwrap()).collect())
    };
    csv.lines().skip(1).map(line).collect()
}

/// Rows that remain with their coordinates and the episodes they may belong to.
fn kept(integration: &Integration, lists: &[Vec<Event>]) -> Vec<String> {
    let line = |kept: &griot_stats::meltt::Kept| {
        let event = &lists[kept.row.list][kept.row.row];
        let within: Vec<String> =
            kept.within.iter().map(|row| label(*row).replace(',', "_")).collect();
        format!(
            "{} {:.6} {:.6} {}",
            label(kept.row),
            event.latitude,
            event.longitude,
            within.join(", ")
        )
    };
    integration.kept.iter().map(line).collect()
}

fn kept_table(csv: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let line = |row: BTreeMap<String, String>| {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        let within = row.get("episodal_match").map_or("", String::as_str);
        format!(
            "{},{} {:.6} {:.6} {}",
            row["dataset"],
            row["event"],
            number("latitude"),
            number("longitude"),
            within
        )
    };
    reader.deserialize().map(Result::unwrap).map(line).collect()
}

fn same_scores(got: &[(String, Vec<f64>)], expected: &[(String, Vec<f64>)], what: &str) {
    let rows = |table: &[(String, Vec<f64>)]| -> Vec<String> {
        table.iter().map(|(rows, _)| rows.clone()).collect()
    };
    assert_eq!(rows(got), rows(expected), "{what}");
    for ((row, got), (_, expected)) in got.iter().zip(expected) {
        let close = got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(close, "{what}: {row}: {got:?} is not {expected:?}");
    }
}

#[test]
fn thirty_configurations_of_crash_data_are_identical() {
    let Some(folder) = shared("meltt-truth") else { return };
    let truth = untar(&folder.join("out.tar.gz"));
    let names = ["crash_data1", "crash_data2", "crash_data3"];
    let taxonomies = ["model_tax", "color_tax", "damage_tax"];
    let crash = read(&folder.join("crashMD"), &names, &taxonomies, &names);
    let lists = events(&crash);
    let mut configurations = 0;
    for (km, days) in [(0.1, 1), (1.0, 0), (4.0, 2), (10.0, 5), (50.0, 10)] {
        let plain = options(&crash.levels, km, days);
        let only = |levels: [usize; 3]| Depth::Only(levels.to_vec());
        let runs = [
            ("default", plain.clone()),
            ("partial1", Options { partial: 1, ..plain.clone() }),
            ("partial2", Options { partial: 2, ..plain.clone() }),
            ("nosmart", Options { depth: only([2, 1, 0]), ..plain.clone() }),
            ("nosmart1", Options { depth: only([0, 0, 0]), ..plain.clone() }),
            ("weight", Options { weights: vec![1.5, 1.0, 0.5], ..plain.clone() }),
        ];
        for (name, options) in runs {
            let what = format!("{name}_s{km}_t{days}");
            let table = |table: &str| &truth[&format!("out/{what}__{table}.csv")];
            let got = integrate(&lists, &options);
            assert_eq!(
                groups(&got.event_groups),
                match_table(table("event_matched")),
                "{what}"
            );
            assert_eq!(
                groups(&got.episode_groups),
                match_table(table("episode_matched")),
                "{what}"
            );
            assert_eq!(kept(&got, &lists), kept_table(table("deduplicated_index")), "{what}");
            let expected = contender_table(table("event_contenders"));
            same_scores(&contenders(&got.event_contenders), &expected, &what);
            let expected = contender_table(table("episode_contenders"));
            same_scores(&contenders(&got.episode_contenders), &expected, &what);
            configurations += 1;
        }
    }
    assert_eq!(configurations, 30);
}

#[test]
fn synthetic_lists_are_matched_as_meltt_matches_them() {
    let Some(folder) = shared("fusion-synthetic") else { return };
    let runs =
        [("s500", 25, 2, 0), ("s2000", 10, 1, 0), ("s2000", 25, 2, 0), ("s2000", 25, 2, 1)];
    for (name, km, days, partial) in runs {
        let lists = synthetic(&folder, name);
        let options = Options { partial, ..options(&lists.levels, f64::from(km), days) };
        let got = integrate(&events(&lists), &options);
        let file = folder.join(format!("{name}_meltt_s{km}_t{days}_p{partial}.csv"));
        let truth = String::from_utf8(event_files::bytes(&file)).unwrap();
        assert_eq!(groups(&got.event_groups), match_table(&truth), "{}", file.display());
    }
}

fn synthetic(folder: &std::path::Path, name: &str) -> Lists {
    let names: Vec<String> = (1..=3).map(|list| format!("{name}_d{list}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    read(folder, &names, &["type_tax", "actor_tax"], &["d1", "d2", "d3"])
}

fn point(day: i32, latitude: f64, code: u32) -> Event {
    Event { start: day, end: day, latitude, longitude: 0.0, codes: vec![code, 9] }
}

/// The published package takes the first candidate in time order. Here a perfect one, of the same type, day and place,
/// loses to a coarser type one day earlier and 3.3 km away.
#[test]
fn the_first_candidate_wins_not_the_best() {
    let left = vec![point(10, 0.0, 1)];
    let right = vec![point(9, 0.03, 2), point(10, 0.0, 1)];
    let got = integrate(&[left, right], &options(&[2], 25.0, 2));
    assert_eq!(groups(&got.event_groups), ["1,1,2,1"]);
    assert!((got.event_contenders[0].score - 1.0).abs() < 1e-12);
}

/// Three lists with one event each, two days apart: the order of the lists decides how many remain.
#[test]
fn the_answer_depends_on_the_order_of_lists() {
    let [a, b, c] = [0, 2, 4].map(|day| vec![point(day, 0.0, 1)]);
    let options = options(&[2], 25.0, 2);
    let chain = [a.clone(), b.clone(), c.clone()];
    assert_eq!(integrate(&chain, &options).kept.len(), 2);
    assert_eq!(integrate(&[b, a, c], &options).kept.len(), 1);
}

/// meltt ends with an error here.
#[test]
fn lists_of_episodes_alone_are_matched() {
    let episode = |day| Event { end: day + 5, ..point(day, 0.0, 1) };
    let got = integrate(&[vec![episode(0)], vec![episode(1)]], &options(&[2], 25.0, 2));
    assert_eq!(groups(&got.episode_groups), ["1,1,2,1"]);
}
