//! What is read and decided in whole documents that were written without a look at griot, from the publishers' tables alone.
//!
//! Each folder of `tests/documents` has documents and a `key.csv`: a sentence, what it says, whether it is so by the tables
//! (`true`, `false`), or whether no table decides it though it looks as if one did (`undecidable`). Folders that end in `held` were put aside,
//! and counted before anybody who works on the reader read them; `-2` are of a second hand. A true sentence that is contradicted, a false or undecidable one that is supported, and an
//! undecidable one that is contradicted are errors; they are printed and counted, and there are none.

#![expect(clippy::print_stdout, reason = "the table is what the test is for")]
#![expect(clippy::disallowed_methods, reason = "this test reads its documents")]

use std::{collections::BTreeMap, fs, path::Path};

use griot_check::{CheckReport, check};
use griot_library::Library;
use griot_model::{Proposition, Verdict};

/// Whether a proposition says what a row of the key is about: a sentence may say other things besides.
fn is_of(proposition: &Proposition, frame: &str) -> bool {
    match proposition {
        Proposition::VoteCast { .. } => {
            matches!(frame, "votes" | "vetoes" | "tally" | "adopts")
        }
        Proposition::VoteCount { .. } => matches!(frame, "tally" | "adopts" | "vetoes"),
        Proposition::Adopted { .. } => matches!(frame, "adopts" | "tally"),
        Proposition::Coup { .. } => frame == "coup",
        Proposition::Term { .. } => {
            frame.ends_with("-office") || matches!(frame, "coup" | "succeeds")
        }
        Proposition::Election { .. } => frame == "election-held",
        _ => true,
    }
}

/// What became of a sentence, as far as it says what the row is about.
fn outcome(report: &CheckReport, sentence: &str, frame: &str) -> &'static str {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = folded(sentence);
    let verdicts: Vec<Verdict> = report
        .checked
        .iter()
        .filter(|it| {
            let own = folded(it.claim.sentence.of(&report.text));
            !own.is_empty() && (own.contains(&wanted) || wanted.contains(&own))
        })
        .filter(|it| is_of(&it.claim.proposition, frame))
        .map(|it| it.verdict)
        .collect();
    let order = [
        (Verdict::Contradicted, "contradicted"),
        // A part of it that is open leaves the sentence open.
        (Verdict::Unverified, "unverified"),
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
    let mut all_wrong = Vec::new();
    let own = ["en", "en-held", "en-2", "en-2-held", "fr", "fr-held", "fr-2", "fr-2-held"]
        .map(|folder| root.join(folder));
    // DOCUMENTS=FOLDER: another set of the same form, alone.
    let given = std::env::var_os("DOCUMENTS").map(std::path::PathBuf::from);
    for folder in given.map_or_else(|| own.to_vec(), |folder| vec![folder]) {
        let mut reports: BTreeMap<String, CheckReport> = BTreeMap::new();
        let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let (mut wrong, mut missing) = (Vec::new(), Vec::new());
        let mut key = csv::Reader::from_path(folder.join("key.csv")).expect("a key");
        for row in key.records() {
            let row = row.expect("a row of the key");
            let (name, sentence, frame, truth) = (&row[0], &row[1], &row[2], &row[3]);
            let report = reports.entry(name.to_owned()).or_insert_with(|| {
                let text = fs::read(folder.join(name)).expect("a document of the key");
                check(&text, name, library, None).expect("it is text")
            });
            let became = outcome(report, sentence, frame);
            *counts.entry((truth.to_owned(), became)).or_default() += 1;
            if truth != "undecidable" && !matches!(became, "supported" | "contradicted") {
                missing.push(format!("{became}: {name}: {truth}, {frame}: {sentence}"));
            }
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
        // Of the documents that were not put aside, what is missing, for whoever works on the reader.
        if !folder.to_string_lossy().ends_with("held") && std::env::var_os("MISSING").is_some()
        {
            for it in &missing {
                println!("    {it}");
            }
        }
        all_wrong.extend(wrong);
    }
    assert!(all_wrong.is_empty(), "{all_wrong:#?}");
}
