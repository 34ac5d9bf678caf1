//! Runs `tests/specs/series.md`: tables of series, and sentences with the verdict that these tables give.

use griot_check::{Given, check_with};
use griot_library::Library;
use griot_model::{Verdict, series::Series};
use griot_table::series::{self, Described};
use griot_testing::shared;

use super::tsver;

const SPECIFICATION: &str = include_str!("../specs/series.md");

/// The tables of the specification.
fn tables() -> Vec<Series> {
    let mut found = Vec::new();
    let mut lines = SPECIFICATION.lines();
    while let Some(line) = lines.next() {
        let Some(head) = line.strip_prefix("```table ") else { continue };
        let mut parts = head.split(" | ").map(str::to_owned);
        let file = parts.next().expect("a file");
        let described = Described {
            title: parts.next(),
            unit: parts.next(),
            definition: parts.next(),
            ..Described::default()
        };
        let rows: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let read = series::read(&file, rows.join("\n").as_bytes(), &described);
        found.extend(read.expect("a table").0);
    }
    found
}

/// Day, sentence and verdict of every line of the specification.
fn sentences() -> Vec<(usize, &'static str, &'static str, &'static str)> {
    SPECIFICATION
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            let cells: Vec<&str> =
                line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
            match cells.as_slice() {
                [day, sentence, verdict] if *day != "text of" => {
                    Some((at + 1, *day, *sentence, *verdict))
                }
                _ => None,
            }
        })
        .collect()
}

#[test]
fn series_answer_as_specified() {
    let tables = tables();
    let sentences = sentences();
    assert!(sentences.len() >= 80, "{} sentences", sentences.len());
    let mut failures = Vec::new();
    for (line, day, sentence, expected) in sentences {
        let given = Given { series: vec![&tables], dateline: day.parse().ok() };
        let report =
            check_with(sentence.as_bytes(), "a.txt", Library::embedded(), None, &given)
                .expect("it is text");
        let found: Vec<(Verdict, &str)> = report
            .checked
            .iter()
            .filter(|it| it.rule == Some("C0120"))
            .map(|it| (it.verdict, it.message.as_str()))
            .collect();
        let has = |wanted: Verdict| found.iter().any(|(it, _)| *it == wanted);
        let word = if has(Verdict::Contradicted) {
            "contradicted"
        } else if has(Verdict::Unverified) || has(Verdict::Conflicting) {
            "unverified"
        } else if has(Verdict::Supported) {
            "supported"
        } else {
            "nothing"
        };
        if word != expected {
            failures
                .push(format!("\n  {line}: {sentence}\n     expected {expected}: {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}{}", failures.len(), failures.concat());
}

/// The published claims that may be looked at, with those that nobody read while this was made apart: `make score`.
#[test]
#[ignore = "reads four hundred series; make score runs it"]
#[expect(clippy::print_stdout, reason = "the score is what this test is for")]
#[expect(clippy::disallowed_methods, reason = "this test unpacks what is measured")]
fn score_of_published_claims() {
    let Some(folder) = shared("data/series") else { return };
    let unpacked = std::env::temp_dir().join(format!("griot-series-{}", std::process::id()));
    std::fs::create_dir_all(&unpacked).expect("a folder");
    let tar = std::process::Command::new("tar")
        .arg("-xJf")
        .arg(folder.join("tsver-time-series.tar.xz"))
        .arg("-C")
        .arg(&unpacked)
        .status();
    if !tar.is_ok_and(|it| it.success()) {
        println!("skipped: tar cannot unpack the series");
        return;
    }
    let series = tsver::load(&unpacked.join("time_series"));
    drop(std::fs::remove_dir_all(&unpacked));
    let mut all = tsver::Tally::default();
    for (file, read) in [("tsver_dev.jsonl", 16), ("tsver_synthetic_dev.jsonl", 66)] {
        let lines = std::fs::read_to_string(folder.join(file)).expect("claims");
        let claims = tsver::claims(&lines);
        for (name, part) in [("read", claims.get(..read)), ("held out", claims.get(read..))] {
            let mut tally = tsver::Tally::default();
            for claim in part.unwrap_or_default() {
                let answer = tsver::answer(&tsver::checked(claim, &series));
                tsver::count(&mut tally, claim, answer);
                tsver::count(&mut all, claim, answer);
            }
            println!("series, {file}, {name}: {tally}");
        }
    }
    assert!(10 * all.right >= 9 * all.decided, "{all}");
}
