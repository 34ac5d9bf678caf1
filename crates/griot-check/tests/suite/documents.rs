//! What is read and decided in whole documents that were written without a look at griot, from the publishers' tables alone.
//!
//! Each folder of `tests/documents` has documents and a `key.csv`: a sentence, what it says, whether it is so by the tables
//! (`true`, `false`), or whether no table decides it though it looks as if one did (`undecidable`). `fr-held` was put aside, and
//! counted before anybody who works on the reader read it. A true sentence that is contradicted, a false or undecidable one that is supported, and an
//! undecidable one that is contradicted are errors; they are printed and counted, and there are none.

#![expect(clippy::print_stdout, reason = "the table is what the test is for")]
#![expect(clippy::disallowed_methods, reason = "this test reads its documents")]

use std::{collections::BTreeMap, fs, path::Path};

use griot_check::{CheckReport, check};
use griot_library::Library;
use griot_model::Verdict;

/// What became of a sentence.
fn outcome(report: &CheckReport, sentence: &str) -> &'static str {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = folded(sentence);
    let verdicts: Vec<Verdict> = report
        .checked
        .iter()
        .filter(|it| {
            let own = folded(it.claim.sentence.of(&report.text));
            !own.is_empty() && (own.contains(&wanted) || wanted.contains(&own))
        })
        .map(|it| it.verdict)
        .collect();
    let order = [
        (Verdict::Contradicted, "contradicted"),
        (Verdict::Supported, "supported"),
        (Verdict::Conflicting, "conflicting"),
    ];
    let decided = order.iter().find(|(verdict, _)| verdicts.contains(verdict));
    decided
        .map_or(if verdicts.is_empty() { "not read" } else { "unverified" }, |(_, word)| word)
}

#[test]
fn documents_of_another_hand() {
    let library = Library::embedded();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    println!(
        "\n== documents of another hand: sentences by what their key says and what became of them"
    );
    for folder in ["fr", "fr-held"] {
        let folder = root.join(folder);
        let mut reports: BTreeMap<String, CheckReport> = BTreeMap::new();
        let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let mut wrong = Vec::new();
        let mut key = csv::Reader::from_path(folder.join("key.csv")).expect("a key");
        for row in key.records() {
            let row = row.expect("a row of the key");
            let (name, sentence, truth) = (&row[0], &row[1], &row[3]);
            let report = reports.entry(name.to_owned()).or_insert_with(|| {
                let text = fs::read(folder.join(name)).expect("a document of the key");
                check(&text, name, library, None).expect("it is text")
            });
            let became = outcome(report, sentence);
            *counts.entry((truth.to_owned(), became)).or_default() += 1;
            if matches!(
                (truth, became),
                ("true" | "undecidable", "contradicted")
                    | ("false" | "undecidable", "supported")
            ) {
                wrong.push(format!("{name}: {truth}, {became}: {sentence}"));
            }
        }
        println!("  {}", folder.file_name().unwrap_or_default().display());
        for ((truth, became), count) in &counts {
            println!("    {truth:<12} {became:<13} {count:>4}");
        }
        for it in &wrong {
            println!("    wrong: {it}");
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
