//! Verdicts as plain sentences, one paragraph each: for a screen reader, a log or a mail.

use std::fmt::Write as _;

use griot_check::CheckReport;
use griot_model::{Checked, Note, Severity};

use super::prose::spelt;

/// Every verdict of `shown` and what was seen while reading.
pub(crate) fn report(report: &CheckReport, path: &str, shown: &[&Checked]) -> String {
    let lines = report.placing();
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        let level = match diagnostic.severity {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
            Severity::Note => "Note",
        };
        let place = diagnostic.line.map_or_else(String::new, |line| format!(", line {line}"));
        line(
            &mut out,
            &format!("{level}, {}{place}: {}.", diagnostic.file, spelt(&diagnostic.message)),
        );
        notes(&mut out, &diagnostic.notes);
    }
    for checked in shown {
        let place = lines.place(checked.claim.span.start);
        let words = spelt(checked.claim.span.of(&report.text));
        let code = checked.rule.map_or_else(String::new, |code| format!(" by rule {code}"));
        line(
            &mut out,
            &format!(
                "{path}, {place}: \u{201c}{words}\u{201d} is {}{code}: {}.",
                checked.verdict.word().replace('_', " "),
                spelt(&checked.message)
            ),
        );
        for evidence in &checked.evidence {
            line(
                &mut out,
                &format!(
                    "  Evidence: {} {} of {} ({}).",
                    evidence.rows,
                    if evidence.rows == 1 { "row" } else { "rows" },
                    evidence.table,
                    spelt(&evidence.source)
                ),
            );
        }
        notes(&mut out, &checked.notes);
    }
    out
}

fn notes(out: &mut String, notes: &[Note]) {
    for note in notes {
        match note {
            Note::Note(text) => line(out, &format!("  Note: {}.", spelt(text))),
            Note::Help(text) => line(out, &format!("  Help: {}.", spelt(text))),
        }
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _written: Result<(), std::fmt::Error> = writeln!(out, "{text}");
}
