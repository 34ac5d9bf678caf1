//! How often is an alert right? Sentences of Wikipedia against the page that each cites.
//!
//! `cargo run --release -p griot-proof --example wice -- ../shared/data/proofs/wice-dev.jsonl.gz [held|tune] [show]`
//!
//! A third of the sentences, by the digest of their words, is held out: rules were made looking at
//! the other two thirds alone.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::too_many_lines,
    reason = "a measurement on the terminal"
)]

use std::{collections::BTreeMap, io::Read as _};

use griot_proof::{Draft, Reader};
use sha2::Digest as _;

struct Row {
    claim: String,
    page: String,
    supported: bool,
    held_out: bool,
}

#[derive(Default, Clone, Copy)]
struct Score {
    alerts: usize,
    right: usize,
    wanted: usize,
    all: usize,
}

impl Score {
    fn add(&mut self, alert: bool, supported: bool) {
        self.all += 1;
        self.alerts += usize::from(alert);
        self.right += usize::from(alert && !supported);
        self.wanted += usize::from(!supported);
    }

    fn shown(&self) -> String {
        let part = |of: usize, all: usize| of as f64 / all.max(1) as f64;
        format!(
            "precision {:.3} ({}/{})  recall {:.3} ({}/{})  of {}",
            part(self.right, self.alerts),
            self.right,
            self.alerts,
            part(self.right, self.wanted),
            self.right,
            self.wanted,
            self.all
        )
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("the file");
    let rest: Vec<String> = arguments.collect();
    let show = rest.iter().any(|word| word == "show");
    let part = rest.iter().find(|word| *word == "held" || *word == "tune").cloned();
    let lines = rest.iter().any(|word| word == "json");
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let rows: Vec<Row> = text
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let claim = value["claim"].as_str().unwrap().to_owned();
            let page: Vec<&str> = value["evidence"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|it| it.as_str())
                .collect();
            let held_out = sha2::Sha256::digest(claim.as_bytes())[0] % 3 == 0;
            Row {
                page: page.join("\n"),
                supported: value["label"] == "supported",
                claim,
                held_out,
            }
        })
        .collect();
    let mut reader = Reader::default();
    let single = rest.iter().any(|word| word == "single");
    let whole = Draft::read(&mut reader, rows.iter().map(|row| row.claim.as_str()));
    let mut table: BTreeMap<String, Score> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let in_part = match part.as_deref() {
            Some("held") => row.held_out,
            Some("tune") => !row.held_out,
            _ => true,
        };
        if !in_part {
            continue;
        }
        let own;
        let (draft, sentence) = if single {
            own = Draft::read(&mut reader, std::iter::once(row.claim.as_str()));
            (&own, &own.sentences[0])
        } else {
            (&whole, &whole.sentences[index])
        };
        let proof = reader.proof(&row.page);
        let found = reader.look(draft, sentence, &[&proof]);
        let alert = found.iter().any(|finding| finding.status.is_alert());
        let digits = row.claim.chars().any(|sign| sign.is_ascii_digit());
        if lines {
            println!("{}", serde_json::json!({"claim": row.claim, "alert": alert}));
            continue;
        }
        table.entry("all".into()).or_default().add(alert, row.supported);
        if digits {
            table.entry("digits".into()).or_default().add(alert, row.supported);
        }
        for finding in &found {
            let key = format!("  {} {}", finding.kind.word(), finding.status.word());
            let score = table.entry(key).or_default();
            score.alerts += 1;
            score.right += usize::from(!row.supported);
        }
        if show && alert {
            let what: Vec<String> = found
                .iter()
                .filter(|finding| finding.status.is_alert())
                .map(|finding| {
                    format!(
                        "{} {:?} {}{}",
                        finding.kind.word(),
                        finding.span.of(&row.claim),
                        finding.status.word(),
                        finding
                            .value
                            .as_ref()
                            .map_or(String::new(), |value| format!(" [{value}]"))
                    )
                })
                .collect();
            println!(
                "{} | {}\n      {}",
                if row.supported { "WRONG" } else { "right" },
                what.join("; "),
                row.claim
            );
        } else if show && !row.supported {
            let kinds: Vec<String> = found
                .iter()
                .map(|it| {
                    format!(
                        "{} {:?} {}{}",
                        it.kind.word(),
                        it.span.of(&row.claim),
                        it.status.word(),
                        it.why.unwrap_or("")
                    )
                })
                .collect();
            println!("missed | {}\n      {}", row.claim, kinds.join("; "));
        }
    }
    for (name, score) in table {
        println!("{name:24} {}", score.shown());
    }
}
