//! Do lists of events fuse as they should, and do comparisons say what their rows say?
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use griot_analysis::event::{
    compare::{self, Victims, compare},
    fuse::{Aliases, FuseError, Fused, Method, Request, fuse},
    taxonomy::Taxonomy,
};
use griot_case::judgement::{self, Judgement, RowName};
use griot_library::Library;
use griot_table::{
    event::{Event, EventList},
    event_csv::Mapping,
    event_list::read,
};
use jiff::civil::date;

fn shared(path: &str) -> Option<Vec<u8>> {
    griot_testing::shared_file(&format!("data/events/{path}"))
}

fn plain(file: &str, text: &str) -> EventList {
    read(file, text.as_bytes(), &Mapping::plain()).unwrap()
}

fn request(taxonomies: Vec<Taxonomy>, method: Method) -> Request {
    Request {
        km: 25.0,
        days: 2,
        taxonomies,
        method,
        judgements: Vec::new(),
        aliases: Aliases::default(),
    }
}

struct Synthetic {
    lists: Vec<EventList>,
    truth: BTreeMap<RowName, u32>,
    taxonomies: Vec<Taxonomy>,
}

fn synthetic(name: &str) -> Option<Synthetic> {
    let mut lists = Vec::new();
    let mut truth = BTreeMap::new();
    for list in 1..=3 {
        let file = format!("{name}_d{list}.csv");
        let bytes = shared(&format!("fusion-synthetic/{file}"))?;
        let list = read(&file, &bytes, &Mapping::plain()).unwrap();
        let mut rows = csv::Reader::from_reader(bytes.as_slice());
        for (row, record) in (1..).zip(rows.records().map(Result::unwrap)) {
            truth.insert(
                RowName { source: list.source.as_str().into(), row },
                record[0].parse().unwrap(),
            );
        }
        lists.push(list);
    }
    let columns = lists[0].taxonomies.clone();
    let taxonomy = |column: &str| {
        let file = format!("tax_{column}.csv");
        let bytes = shared(&format!("fusion-synthetic/{file}"))?;
        Some(Taxonomy::read(&file, &bytes, &columns).unwrap())
    };
    let taxonomies = vec![taxonomy("type_tax")?, taxonomy("actor_tax")?];
    Some(Synthetic { lists, truth, taxonomies })
}

fn f1(fused: &Fused, truth: &BTreeMap<RowName, u32>) -> f64 {
    let pairs = |counts: BTreeMap<(usize, u32), f64>| -> f64 {
        counts.into_values().map(|n| n * (n - 1.0) / 2.0).sum()
    };
    let count = |key: &dyn Fn(usize, u32) -> (usize, u32)| {
        let mut counts: BTreeMap<(usize, u32), f64> = BTreeMap::new();
        for row in &fused.rows {
            *counts.entry(key(row.cluster, truth[&row.name])).or_default() += 1.0;
        }
        pairs(counts)
    };
    let right = count(&|cluster, truth| (cluster, truth));
    2.0 * right / (count(&|cluster, _| (cluster, 0)) + count(&|_, truth| (0, truth)))
}

#[test]
fn plain_lists_are_fused_with_and_without_taxonomies() {
    for name in ["s500", "s2000"] {
        let Some(data) = synthetic(name) else { return };
        for taxonomies in [Vec::new(), data.taxonomies.clone()] {
            let given = taxonomies.len();
            let fused = fuse(&data.lists, &request(taxonomies, Method::Linkage)).unwrap();
            let f1 = f1(&fused, &data.truth);
            assert!(f1 >= 0.97, "{name} with {given} taxonomies: {f1}");
            assert_eq!(fused.rows.len(), data.truth.len());
            assert!(fused.diagnostics.is_empty(), "{:?}", fused.diagnostics);
        }
    }
}

/// Every `every`th row of each list again, at its end.
fn with_duplicates(data: &mut Synthetic, every: usize) -> usize {
    let mut added = 0;
    for list in &mut data.lists {
        let twins: Vec<Event> = list.events.iter().step_by(every).cloned().collect();
        let mut row = u64::try_from(list.events.len()).unwrap();
        for mut twin in twins {
            row += 1;
            let name = |row| RowName { source: list.source.as_str().into(), row };
            let truth = data.truth[&name(twin.row)];
            data.truth.insert(name(row), truth);
            twin.row = row;
            list.events.push(twin);
            added += 1;
        }
    }
    added
}

#[test]
fn duplicates_inside_a_list_are_folded_said_and_cost_nothing() {
    let Some(clean) = synthetic("s500") else { return };
    let without =
        fuse(&clean.lists, &request(clean.taxonomies.clone(), Method::Linkage)).unwrap();
    for every in [50, 20, 10, 5] {
        let mut data = synthetic("s500").unwrap();
        let added = with_duplicates(&mut data, every);
        let fused =
            fuse(&data.lists, &request(data.taxonomies.clone(), Method::Linkage)).unwrap();
        let folded: u64 = fused.folded.values().sum();
        assert_eq!(folded, u64::try_from(added).unwrap(), "every {every}");
        assert_eq!(fused.diagnostics.len(), 3, "{:?}", fused.diagnostics);
        assert_eq!(fused.events, without.events, "every {every}");
        let f1 = f1(&fused, &data.truth);
        assert!(f1 >= 0.97, "every {every}: {f1}");
    }
}

#[test]
fn a_person_keeps_two_rows_of_one_list_apart_that_say_the_same() {
    let header = "date,latitude,longitude,deaths\n";
    let twice = "2022-04-19,15.28,-1.69,18\n".repeat(2);
    let a = plain("a.csv", &format!("{header}{twice}"));
    let b = plain("b.csv", &format!("{header}2022-04-19,15.28,-1.69,18\n"));
    let lists = [a, b];
    let mut asked = request(Vec::new(), Method::Linkage);
    let folded = fuse(&lists, &asked).unwrap();
    assert_eq!(folded.folded.get("a"), Some(&1));
    assert_eq!(folded.rows[0].cluster, folded.rows[1].cluster);
    let name = |row| RowName { source: "a".into(), row };
    asked.judgements =
        vec![Judgement { one: name(1), other: name(2), same: false, author: "A".to_owned() }];
    let apart = fuse(&lists, &asked).unwrap();
    assert!(apart.folded.is_empty());
    assert_ne!(apart.rows[0].cluster, apart.rows[1].cluster);
}

#[test]
fn the_order_of_the_lists_changes_nothing() {
    let Some(data) = synthetic("s500") else { return };
    let expected =
        fuse(&data.lists, &request(data.taxonomies.clone(), Method::Linkage)).unwrap();
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let lists: Vec<EventList> = order.iter().map(|&at| data.lists[at].clone()).collect();
        let fused = fuse(&lists, &request(data.taxonomies.clone(), Method::Linkage)).unwrap();
        assert_eq!(fused, expected, "{order:?}");
    }
}

/// The clusters are those of meltt's own match table.
#[test]
fn meltt_is_reproduced_from_files() {
    for name in ["s500", "s2000"] {
        let Some(data) = synthetic(name) else { return };
        let table = shared(&format!("fusion-synthetic/{name}_meltt_s25_t2_p0.csv")).unwrap();
        let fused =
            fuse(&data.lists, &request(data.taxonomies.clone(), Method::Meltt)).unwrap();
        let mut clusters: BTreeMap<usize, Vec<(usize, u64)>> = BTreeMap::new();
        for row in &fused.rows {
            let list =
                data.lists.iter().position(|list| *list.source == *row.name.source).unwrap();
            clusters.entry(row.cluster).or_default().push((list + 1, row.name.row));
        }
        let mut got: Vec<Vec<(usize, u64)>> =
            clusters.into_values().filter(|rows| rows.len() > 1).collect();
        got.sort();
        let mut reader = csv::Reader::from_reader(table.as_slice());
        let mut expected: Vec<Vec<(usize, u64)>> = reader
            .deserialize::<[u64; 6]>()
            .map(Result::unwrap)
            .map(|row| {
                let pairs = row.chunks(2).filter(|pair| pair[0] > 0);
                pairs.map(|pair| (usize::try_from(pair[0]).unwrap(), pair[1])).collect()
            })
            .collect();
        expected.sort();
        assert_eq!(got, expected, "{name}");
        assert!(fused.rows.iter().all(|row| row.posterior.is_none()));
    }
}

fn small(file: &str, rows: &str) -> EventList {
    let text = format!("date,enddate,latitude,longitude,type_tax\n{rows}");
    read(file, text.as_bytes(), &Mapping::plain()).unwrap()
}

#[test]
fn what_cannot_be_fused_is_refused_with_its_reason() {
    let a = small("a.csv", "2022-03-04,2022-03-04,13.5,-2.1,attack\n");
    let plain = request(Vec::new(), Method::Linkage);
    assert!(matches!(fuse(std::slice::from_ref(&a), &plain), Err(FuseError::TooFewLists(1))));
    assert!(matches!(fuse(&[a.clone(), a.clone()], &plain), Err(FuseError::SameName(_))));
    let mut counts = a.clone();
    counts.source = "weekly".to_owned();
    counts.aggregated = true;
    assert!(matches!(fuse(&[a, counts], &plain), Err(FuseError::Aggregated(_))));
}

#[test]
fn a_judgement_stands_above_the_probability_and_names_its_author() {
    let lists = [
        small("a.csv", "2022-03-04,2022-03-04,13.5,-2.1,attack\n"),
        small("b.csv", "2022-03-04,2022-03-04,13.5,-2.1,attack\n"),
    ];
    let mut asked = request(Vec::new(), Method::Linkage);
    assert_eq!(fuse(&lists, &asked).unwrap().events, 1);
    let file = "source,row,other_source,other_row,answer,author\na,1,b,1,different,I. Diarra\na,1,b,1,unsure,M. Keita\n";
    asked.judgements = judgement::read("decided.csv", file.as_bytes()).unwrap().rows;
    assert_eq!(asked.judgements.len(), 1);
    let fused = fuse(&lists, &asked).unwrap();
    assert_eq!(fused.events, 2);
    let first = fused.matches.iter().next().expect("a pair");
    assert_eq!(first.author.as_deref(), Some("I. Diarra"));
    let nowhere = RowName { source: "a".into(), row: 9 };
    asked.judgements.push(Judgement {
        one: nowhere.clone(),
        other: nowhere,
        same: true,
        author: "x".to_owned(),
    });
    assert!(matches!(fuse(&lists, &asked), Err(FuseError::NoSuchRow(_))));
}

#[test]
fn a_list_with_exchanged_coordinates_is_noticed() {
    let rows = |swap: bool| {
        let mut rows = String::new();
        for day in 1..=9 {
            let (a, b) = if swap { ("-2.1", "13.5") } else { ("13.5", "-2.1") };
            rows.push_str(&format!("2022-03-0{day},,{a},{b},attack\n"));
        }
        rows
    };
    let lists = [
        small("a.csv", &rows(false)),
        small("b.csv", &rows(true)),
        small("c.csv", &rows(false)),
    ];
    let fused = fuse(&lists, &request(Vec::new(), Method::Linkage)).unwrap();
    assert_eq!(fused.diagnostics.len(), 1, "{:?}", fused.diagnostics);
    assert!(fused.diagnostics[0].message.starts_with("b lies around -2.1, 13.5"));
}

/// 2018 beside 2017 in the Central African Republic, from the table that the golden case ships; the sums were taken with a
/// spreadsheet's filter.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its files")]
fn two_years_of_the_golden_case_are_compared() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/car/data/ucdp_ged_car.csv");
    let list =
        read("ucdp_ged_car.csv", &std::fs::read(path).unwrap(), &Mapping::plain()).unwrap();
    let asked = compare::Request {
        country: Some("CAF".to_owned()),
        before: (date(2017, 1, 1), date(2017, 12, 31)),
        after: (date(2018, 1, 1), date(2018, 12, 31)),
        victims: Victims::Civilians,
        monitors: Vec::new(),
        actor: None,
    };
    let found = compare(&list, &asked, Library::embedded());
    let totals: Vec<(f64, f64)> = found
        .iter()
        .map(|comparison| {
            (comparison.ratio.before.best.round(), comparison.ratio.after.best.round())
        })
        .collect();
    assert_eq!(totals, [(708.0, 222.0), (1003.0, 332.0), (1066.0, 334.0)]);
    let one_sided = &found[0];
    assert!(one_sided.ratio.interval.is_ok_and(|interval| interval.low < 222.0 / 708.0 && 222.0 / 708.0 < interval.high));
    assert_eq!(one_sided.baselines.len(), 27, "1991 to 2017");
    assert!(
        one_sided.baselines[0].ratio.is_some_and(|ratio| (ratio - 222.0 / 708.0).abs() < 1e-9)
    );
    assert!(one_sided.caveats.iter().any(|caveat| caveat.contains("sources on average")));
    for comparison in &found {
        the_sentence_on_baselines_says_what_they_say(comparison);
    }

    let by_state =
        compare::Request { actor: Some("Government of Central".to_owned()), ..asked };
    let found = compare(&list, &by_state, Library::embedded());
    assert!(found[0].caveats.iter().any(|caveat| caveat.contains("mercenary")));
    assert!(found[0].ratio.after.best < one_sided.ratio.after.best);
}

/// Both ends that the sentence names are those of the rows below it, without the chosen period itself.
fn the_sentence_on_baselines_says_what_they_say(comparison: &compare::Comparison) {
    let others: Vec<&compare::Baseline> = comparison
        .baselines
        .iter()
        .filter(|it| it.first != date(2017, 1, 1) && it.ratio.is_some())
        .collect();
    let sentence = comparison.among_baselines.as_deref().unwrap();
    let by_ratio = |a: &&&compare::Baseline, b: &&&compare::Baseline| {
        a.ratio.unwrap().total_cmp(&b.ratio.unwrap())
    };
    let ends =
        [others.iter().min_by(by_ratio).unwrap(), others.iter().max_by(by_ratio).unwrap()];
    let written =
        ends.map(|it| format!("{:.2} ({} to {})", it.ratio.unwrap(), it.first, it.last));
    let expected = format!(
        "the chosen first period gives {:.2}; {} other baselines of the same length give {} to {}",
        comparison.ratio.ratio.unwrap(),
        others.len(),
        written[0],
        written[1]
    );
    assert!(sentence.starts_with(&expected), "{sentence:?} is not {expected:?}");
    // Of 27 years some is always the highest: it is said as such only of one that differs from each.
    let is_end = sentence.contains("by more than chance");
    let chosen = comparison.ratio.ratio.unwrap();
    let (low, high) = (ends[0].ratio.unwrap(), ends[1].ratio.unwrap());
    assert!(!is_end || chosen < low || chosen > high, "{sentence}");
}
