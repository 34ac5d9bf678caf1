//! Runs the specifications in `tests/specs`: small tables of what griot says of a sentence, written
//! so that a fact-checker can read them and write more.
//!
//! ```text
//! ```report 2023-08-11          the document's date
//! A sentence.
//! ```
//! > "words" verdict[CODE]: what the evidence says
//! > nothing contradicted
//! > nothing supported
//! ```

use griot_check::{CheckReport, check};
use griot_library::Library;
use griot_model::Verdict;

/// What is expected of one report.
struct Case<'a> {
    line: usize,
    date: &'a str,
    report: String,
    expected: Vec<(usize, &'a str)>,
}

fn cases(specification: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let mut inside = false;
    for (index, line) in specification.lines().enumerate() {
        let number = index + 1;
        if let Some(date) = line.strip_prefix("```report") {
            inside = true;
            cases.push(Case {
                line: number,
                date: date.trim(),
                report: String::new(),
                expected: Vec::new(),
            });
        } else if line == "```" {
            inside = false;
        } else if let Some(case) = cases.last_mut() {
            if inside {
                case.report.push_str(line);
                case.report.push('\n');
            } else if let Some(expected) = line.strip_prefix("> ") {
                case.expected.push((number, expected));
            }
        }
    }
    cases
}

/// What is decided without the rows that show it. A sentence's own numbers and two stated days need none.
fn without_rows(report: &CheckReport) -> Vec<String> {
    let decided = report.checked.iter().filter(|it| {
        !matches!(it.verdict, Verdict::Unverified | Verdict::NotCheckable)
            && !matches!(it.rule, Some("C0108" | "C0109"))
    });
    let empty = decided
        .filter(|it| it.evidence.is_empty() || it.evidence.iter().any(|rows| rows.rows == 0));
    empty.map(|it| format!("{}: {}", it.verdict.word(), it.message)).collect()
}

fn contradicted(report: &CheckReport) -> Vec<String> {
    report
        .checked
        .iter()
        .filter(|it| it.verdict == Verdict::Contradicted)
        .map(|it| format!("{:?} ({})", it.claim.span.of(&report.text), it.message))
        .collect()
}

/// What is wrong with one expectation; nothing where it holds.
fn failure(report: &CheckReport, expected: &str) -> Option<String> {
    if expected == "nothing contradicted" {
        let found = contradicted(report);
        return (!found.is_empty()).then(|| format!("contradicted: {}", found.join("; ")));
    }
    if expected == "nothing supported" {
        let found = report.checked.iter().find(|it| it.verdict == Verdict::Supported)?;
        return Some(format!("supported: {}", found.message));
    }
    let Some((words, rest)) =
        expected.strip_prefix('"').and_then(|rest| rest.split_once("\" "))
    else {
        return Some(format!("{expected:?} is no expectation"));
    };
    let (verdict, rest) = rest.split_once('[').unwrap_or((rest, ""));
    let (code, says) = rest.split_once(']').unwrap_or((rest, ""));
    let says = says.trim_start_matches(':').trim();
    let found = report.checked.iter().find(|it| {
        it.claim.span.of(&report.text).contains(words)
            && it.rule == Some(code)
            && it.verdict.word() == verdict
            && (says.is_empty() || it.evidence_says == says)
    });
    if found.is_some() {
        return None;
    }
    let near: Vec<String> = report
        .checked
        .iter()
        .map(|it| {
            format!(
                "\n      {:?} {}[{}]: {} ({})",
                it.claim.span.of(&report.text),
                it.verdict.word(),
                it.rule.unwrap_or("-"),
                it.evidence_says,
                it.message
            )
        })
        .collect();
    Some(format!("expected {expected}, found:{}", near.concat()))
}

fn run(name: &str, specification: &str) {
    let library = Library::embedded();
    let cases = cases(specification);
    assert!(!cases.is_empty(), "{name} has no report");
    let mut failures = Vec::new();
    for case in &cases {
        assert!(!case.expected.is_empty(), "{name}:{} expects nothing", case.line);
        let text = format!("---\ndate: {}\n---\n\n{}", case.date, case.report);
        let report = check(text.as_bytes(), "report.md", library, None).expect("it is text");
        failures.extend(
            without_rows(&report)
                .into_iter()
                .map(|told| format!("  {name}:{}: no rows beside {told}", case.line)),
        );
        for (line, expected) in &case.expected {
            if let Some(failure) = failure(&report, expected) {
                failures.push(format!("  {name}:{line}: {failure}"));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

macro_rules! specifications {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                let file = concat!(stringify!($name), ".md");
                run(file, include_str!(concat!("../specs/", stringify!($name), ".md")));
            }
        )*
    };
}

specifications!(
    another_event,
    arithmetic,
    bound,
    constructions,
    coup_counts,
    coups,
    deaths,
    displaced,
    elections,
    listings,
    loose,
    memberships,
    missions,
    plans,
    ranks,
    results,
    terms,
    trade,
    vetoes,
    votes,
);
