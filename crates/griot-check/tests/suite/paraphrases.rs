//! How many ways of saying one thing are read, and how many single changes of a fact are noticed?
//!
//! `tests/paraphrases.tsv` says each frame in about fifteen ways a language, once as it is and once with one thing changed: the
//! date, the person, the number, the vote. The facts are the library's. A true sentence that is contradicted, and a changed one
//! that is supported, are errors of griot; what is not decided is a sentence out of reach.

#![expect(clippy::print_stdout, reason = "the table is what the test is for")]

use std::collections::BTreeMap;

use griot_check::check;
use griot_library::Library;
use griot_model::Verdict;

const TABLE: &str = include_str!("../paraphrases.tsv");

#[derive(Default)]
struct Row {
    all: usize,
    found: usize,
    right: usize,
    wrong: usize,
}

#[test]
fn paraphrases_and_changed_facts() {
    let library = Library::embedded();
    let mut rows: BTreeMap<(&str, &str, &str), Row> = BTreeMap::new();
    let (mut open, mut wrong) = (Vec::new(), Vec::new());
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [frame, language, made, day, text] = cells[..] else {
            panic!("{line:?} has not five cells")
        };
        let report = format!("---\ndate: {day}\n---\n\n{text}\n");
        let report = check(report.as_bytes(), "report.md", library, None).expect("text");
        let has = |verdict| report.checked.iter().any(|it| it.verdict == verdict);
        let (supported, contradicted) = (has(Verdict::Supported), has(Verdict::Contradicted));
        let (right, bad) = match made {
            "true" => (supported && !contradicted, contradicted),
            // A count beside others of the sentence, or the rest of a tally, may still hold.
            _ => (contradicted, supported && !contradicted),
        };
        let row = rows.entry((frame, language, made)).or_default();
        row.all += 1;
        row.found += usize::from(!report.checked.is_empty());
        row.right += usize::from(right);
        row.wrong += usize::from(bad);
        let said: Vec<String> = report
            .checked
            .iter()
            .map(|it| format!("{}: {}", it.verdict.word(), it.message))
            .collect();
        if bad {
            wrong.push(format!("{frame} {language} {made}: {text}\n      {}", said.join("; ")));
        } else if !right {
            open.push(format!("{frame} {language} {made}: {text}\n      {}", said.join("; ")));
        }
    }
    println!("\n== one thing said in many ways, and with one thing changed");
    println!(
        "  {:<14} {:<4} {:<8} {:>4} {:>6} {:>6} {:>6}",
        "frame", "", "changed", "all", "found", "right", "wrong"
    );
    let mut sums: BTreeMap<(&str, bool), Row> = BTreeMap::new();
    for ((frame, language, made), row) in &rows {
        let name = if *made == "true" { "nothing" } else { made };
        println!(
            "  {frame:<14} {language:<4} {name:<8} {:>4} {:>6} {:>6} {:>6}",
            row.all, row.found, row.right, row.wrong
        );
        let sum = sums.entry((language, *made == "true")).or_default();
        sum.all += row.all;
        sum.found += row.found;
        sum.right += row.right;
        sum.wrong += row.wrong;
    }
    for ((language, is_true), row) in &sums {
        let name = if *is_true { "nothing" } else { "one fact" };
        println!(
            "  {:<14} {language:<4} {name:<8} {:>4} {:>6} {:>6} {:>6}",
            "all", row.all, row.found, row.right, row.wrong
        );
    }
    println!(
        "  right: a true sentence supported, a changed one contradicted. wrong: the opposite. The sentences were written for\n  \
         this test by those who wrote the packs: of sentences of others the shares are lower."
    );
    for line in wrong
        .iter()
        .map(|line| format!("wrong: {line}"))
        .chain(open.iter().map(|line| format!("open: {line}")))
    {
        println!("    {line}");
    }
    let share = |is_true: bool| {
        let (right, all) = sums
            .iter()
            .filter(|((_, it), _)| *it == is_true)
            .fold((0, 0), |(right, all), (_, row)| (right + row.right, all + row.all));
        100 * right / all
    };
    assert!(wrong.is_empty(), "{} judged the wrong way", wrong.len());
    assert!(share(true) >= TRUE, "{} % supported, which were {TRUE}", share(true));
    assert!(share(false) >= CHANGED, "{} % contradicted, which were {CHANGED}", share(false));
}

/// True sentences supported, in percent; changed ones contradicted: no fewer.
const TRUE: usize = 96;
const CHANGED: usize = 80;
