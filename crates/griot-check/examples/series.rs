//! Checks published claims against a folder of series: `series FOLDER CLAIMS.jsonl [FIRST LAST]`.
//!
//! A line of CLAIMS has `Claim`, `Date` and `Verdict`. With FIRST and LAST only these lines are checked, and each is
//! printed with what griot makes of it.

#![expect(clippy::print_stdout, reason = "it is a program")]
#![expect(
    clippy::disallowed_methods,
    reason = "it is a program, with arguments, files and a clock"
)]

use std::{env, fs, path::Path, time::Instant};

#[path = "../tests/suite/tsver.rs"]
mod tsver;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, claims, range @ ..] = arguments.as_slice() else {
        println!("usage: series FOLDER CLAIMS.jsonl [FIRST LAST]");
        return;
    };
    let started = Instant::now();
    let series = tsver::load(Path::new(folder));
    println!("{} series read in {:?}", series.len(), started.elapsed());
    let claims = tsver::claims(&fs::read_to_string(claims).expect("a file of claims"));
    let shown = match range {
        [first, last] => first.parse().unwrap_or(0)..last.parse().unwrap_or(usize::MAX),
        _ => 0..0,
    };
    let mut tally = tsver::Tally::default();
    for (at, claim) in claims.iter().enumerate() {
        if !range.is_empty() && !shown.contains(&at) {
            continue;
        }
        let report = tsver::checked(claim, &series);
        let answer = tsver::answer(&report);
        let wrong = tsver::count(&mut tally, claim, answer);
        if shown.contains(&at) {
            let mark = if wrong { "WRONG" } else { "" };
            println!("\n{at} {mark} {answer:?}, published {}: {}", claim.verdict, claim.text);
            for it in report.checked.iter().filter(|it| it.rule == Some("C0120")) {
                println!("    {} {}", it.verdict.word(), it.message);
                for note in &it.notes {
                    println!("        {note:?}");
                }
            }
        }
    }
    println!("\n{tally}");
}
