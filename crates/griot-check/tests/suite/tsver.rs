//! Claims about series with published verdicts: how many griot decides, and how many of them as published.

use std::{collections::BTreeMap, fs, path::Path};

use griot_check::{CheckReport, Given, check_with};
use griot_library::Library;
use griot_model::{Verdict, series::Series};
use griot_table::series::{self, Described};
use jiff::civil::Date;
use serde_json::Value;

/// A claim with the verdict of those who published it.
pub(crate) struct Published {
    pub(crate) text: String,
    pub(crate) day: Option<Date>,
    pub(crate) verdict: String,
}

/// What griot made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Supported,
    Refuted,
    Open,
}

/// Decided and right of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) claims: usize,
    pub(crate) decided: usize,
    pub(crate) right: usize,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |part: usize, whole: usize| (100 * part).checked_div(whole).unwrap_or(0);
        write!(
            f,
            "{} claims, {} decided ({} %), {} of them right ({} %)",
            self.claims,
            self.decided,
            percent(self.decided, self.claims),
            self.right,
            percent(self.right, self.decided)
        )
    }
}

/// Every CSV of a folder with what its `metadata.json` says of it.
#[expect(clippy::disallowed_methods, reason = "a measuring program reads its files")]
pub(crate) fn load(folder: &Path) -> Vec<Series> {
    let described: BTreeMap<String, Described> = fs::read(folder.join("metadata.json"))
        .map(|bytes| series::metadata(&bytes).expect("a metadata.json"))
        .unwrap_or_default();
    let tables =
        if folder.join("csv").is_dir() { folder.join("csv") } else { folder.to_owned() };
    let mut files: Vec<_> = fs::read_dir(tables).expect("a folder").flatten().collect();
    files.sort_by_key(fs::DirEntry::file_name);
    let mut found = Vec::new();
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_none_or(|it| it != "csv") {
            continue;
        }
        let bytes = fs::read(file.path()).expect("a file");
        let empty = Described::default();
        let of = described.get(&name).unwrap_or(&empty);
        found.extend(series::read(&name, &bytes, of).expect("a table of series").0);
    }
    found
}

/// The claims of a file of JSON lines.
pub(crate) fn claims(lines: &str) -> Vec<Published> {
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"))
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
            let day = text("Date");
            Published {
                text: text("Claim"),
                day: jiff::fmt::strtime::parse("%B %d, %Y", &day)
                    .ok()
                    .and_then(|it| it.to_date().ok()),
                verdict: text("Verdict"),
            }
        })
        .collect()
}

/// What griot says of a claim as a whole: one part contradicted refutes it, and every part has to be supported.
pub(crate) fn answer(report: &CheckReport) -> Answer {
    let of: Vec<Verdict> = report
        .checked
        .iter()
        .filter(|it| it.rule == Some("C0120"))
        .map(|it| it.verdict)
        .collect();
    let mut read: Vec<usize> = report
        .checked
        .iter()
        .filter(|it| it.rule == Some("C0120"))
        .map(|it| it.claim.sentence.start)
        .collect();
    read.dedup();
    if of.contains(&Verdict::Contradicted) {
        Answer::Refuted
    } else if read.len() == report.coverage.sentences
        && of.iter().all(|it| *it == Verdict::Supported)
    {
        Answer::Supported
    } else {
        Answer::Open
    }
}

/// Checks one claim against the series.
pub(crate) fn checked(claim: &Published, series: &[Series]) -> CheckReport {
    let given = Given { series: vec![series], dateline: claim.day };
    check_with(claim.text.as_bytes(), "claim.txt", Library::embedded(), None, &given)
        .expect("it is text")
}

/// Adds one answer to a tally; whether it was decided and wrong.
pub(crate) fn count(tally: &mut Tally, claim: &Published, answer: Answer) -> bool {
    tally.claims += 1;
    let right = match answer {
        Answer::Open => return false,
        Answer::Supported => claim.verdict == "Supported",
        Answer::Refuted => claim.verdict == "Refuted",
    };
    tally.decided += 1;
    tally.right += usize::from(right);
    !right
}
