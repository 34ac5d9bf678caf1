//! How much of a real report griot finds, and how often it is wrong: recall, precision and false
//! alarms against a hand-made key, printed by `make score`. The key is never tuned to; the test
//! holds only what must not get worse.

#![expect(clippy::print_stdout, reason = "the score is what this test is for")]

use std::{fs, path::PathBuf};

use griot_case::Case;
use griot_check::{self, CheckReport};
use griot_library::Library;
use griot_model::{Span, Verdict};
use serde_json::Value;

use super::files::{Files, shared};

struct Key {
    id: String,
    span: Span,
    truth: String,
    words: String,
    decided_by: String,
}

#[expect(clippy::disallowed_methods, reason = "this test reads the key")]
fn key(folder: &std::path::Path) -> Vec<Key> {
    let lines = fs::read_to_string(folder.join("claims.jsonl")).expect("the key");
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"))
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
            let byte =
                |name: &str| usize::try_from(it[name].as_u64().unwrap_or(0)).unwrap_or(0);
            Key {
                id: text("id"),
                span: Span::new(byte("byte_start"), byte("byte_end")),
                truth: text("world_truth"),
                words: text("span"),
                decided_by: text("checkable_by"),
            }
        })
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "this test reads the worked document")]
fn checked(folder: &std::path::Path, with_case: bool) -> CheckReport {
    let name = "000_4778c8cab7f80b60.txt";
    let bytes = fs::read(folder.join(name)).expect("the document");
    let library = Library::embedded();
    let case_folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../cases/mali");
    let case = with_case
        .then(|| Case::open(&Files, &case_folder.to_string_lossy()).expect("the case opens"));
    griot_check::check(&bytes, name, library, case.as_ref()).expect("the document is text")
}

fn print_score(title: &str, report: &CheckReport, key: &[Key], nonclaims: &[String]) {
    let verdict_of = |it: &Key| {
        report
            .checked
            .iter()
            .filter(|found| found.claim.span.overlaps(it.span))
            .map(|it| it.verdict)
            .collect::<Vec<_>>()
    };
    let found = key.iter().filter(|it| !verdict_of(it).is_empty()).count();
    println!("\n== {title}");
    println!("claims found by griot      {}", report.checked.len());
    println!(
        "recall on the key          {found} of {} ({:.0} %)",
        key.len(),
        percent(found, key.len())
    );
    for truth in ["supported", "contradicted", "unclear"] {
        let of: Vec<&Key> = key.iter().filter(|it| it.truth == truth).collect();
        let count = |verdict| of.iter().filter(|it| verdict_of(it).contains(&verdict)).count();
        println!(
            "  key says {truth:<13} {:>3}: found {:>3}, supported {:>3}, contradicted {:>2}, conflicting {:>2}",
            of.len(),
            of.iter().filter(|it| !verdict_of(it).is_empty()).count(),
            count(Verdict::Supported),
            count(Verdict::Contradicted),
            count(Verdict::Conflicting),
        );
    }
    let decided: Vec<_> =
        report.checked.iter().filter(|it| it.verdict == Verdict::Contradicted).collect();
    let right = decided
        .iter()
        .filter(|it| {
            key.iter()
                .any(|key| key.truth == "contradicted" && key.span.overlaps(it.claim.span))
        })
        .count();
    println!(
        "precision of contradicted  {right} of {} ({:.0} %)",
        decided.len(),
        percent(right, decided.len())
    );
    let supported: Vec<_> =
        report.checked.iter().filter(|it| it.verdict == Verdict::Supported).collect();
    let fine = supported
        .iter()
        .filter(|it| {
            !key.iter()
                .any(|key| key.truth == "contradicted" && key.span.overlaps(it.claim.span))
        })
        .count();
    println!(
        "precision of supported     {fine} of {} ({:.0} %)",
        supported.len(),
        percent(fine, supported.len())
    );
    let alarms = nonclaims
        .iter()
        .filter(|sentence| {
            let Some(at) = report.text.find(sentence.as_str()) else { return false };
            let span = Span::new(at, at + sentence.len());
            report
                .checked
                .iter()
                .any(|it| it.verdict != Verdict::NotCheckable && it.claim.span.overlaps(span))
        })
        .count();
    println!(
        "false alarms               {alarms} of {} sentences without a claim",
        nonclaims.len()
    );
    for it in key.iter().filter(|it| verdict_of(it).is_empty()) {
        println!(
            "  missed {} ({}): {}",
            it.id,
            it.decided_by,
            it.words.chars().take(80).collect::<String>()
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of claims are small")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this test reads the key")]
fn score_of_the_worked_document() {
    let Some(folder) = shared("mali") else { return };
    let key = key(&folder);
    let nonclaims: Vec<String> = serde_json::from_str(
        &fs::read_to_string(folder.join("nonclaims.json")).expect("a file"),
    )
    .expect("a list of sentences");
    for with_case in [true, false] {
        let report = checked(&folder, with_case);
        let title = if with_case { "with the case" } else { "with the library alone" };
        print_score(title, &report, &key, &nonclaims);
        for it in report.checked.iter().filter(|it| it.verdict == Verdict::Contradicted) {
            assert!(
                key.iter()
                    .any(|key| key.truth == "contradicted" && key.span.overlaps(it.claim.span)),
                "accused without ground: {} ({})",
                it.claim.span.of(&report.text),
                it.message
            );
        }
        for id in ["S029", "S048", "S104"] {
            let wanted = key.iter().find(|it| it.id == id).expect("a claim of the key");
            assert!(
                report.checked.iter().any(|it| it.verdict == Verdict::Contradicted
                    && it.claim.span.overlaps(wanted.span)),
                "{id} is not found to be contradicted {title}"
            );
        }
        for id in ["S020", "S061", "S097"] {
            let wanted = key.iter().find(|it| it.id == id).expect("a claim of the key");
            assert!(
                report.checked.iter().any(|it| it.verdict == Verdict::Supported
                    && it.claim.span.overlaps(wanted.span)),
                "{id} is not found to be supported {title}"
            );
        }
        let next_day = key.iter().find(|it| it.id == "S050").expect("a claim of the key");
        let leaning = report
            .checked
            .iter()
            .find(|it| it.claim.span.overlaps(next_day.span))
            .expect("found");
        assert!(
            !leaning.claim.depends_on.is_empty(),
            "the day after does not depend on the coup"
        );
    }
}
