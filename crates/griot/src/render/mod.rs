//! The same verdicts in several voices. Renderers differ; the verdict does not.

pub(crate) mod plain;
pub(crate) mod pretty;
pub(crate) mod proofs;
mod prose;

pub(crate) use prose::spelt;

use std::collections::BTreeSet;

use griot_check::CheckReport;
use griot_model::{Checked, ClaimId, Verdict};

/// Verdicts to print in full: what accuses first, the rest only when asked for.
pub(crate) fn to_print(report: &CheckReport, all: bool) -> Vec<&Checked> {
    let contradicted: BTreeSet<&ClaimId> = report
        .checked
        .iter()
        .filter(|it| it.verdict == Verdict::Contradicted)
        .map(|it| &it.claim.id)
        .collect();
    let wanted = |checked: &&Checked| {
        all || matches!(checked.verdict, Verdict::Contradicted | Verdict::Conflicting)
            || checked.claim.depends_on.iter().any(|id| contradicted.contains(id))
    };
    report.checked.iter().filter(wanted).collect()
}

/// "39 claims in 118 sentences: 2 contradicted, 1 conflicting, 20 unverified, 16 supported; 3 opinions."
pub(crate) fn summary(report: &CheckReport) -> String {
    let it = report.coverage;
    if it.claims == 0 {
        return format!(
            "{}: no claim found in {}",
            report.name,
            counted(it.sentences, "sentence", "sentences")
        );
    }
    format!(
        "{}: {} in {}: {} contradicted, {} conflicting, {} supported{}, {} unverified, {} not checkable; {} without a claim",
        report.name,
        counted(it.claims, "claim", "claims"),
        counted(it.sentences, "sentence", "sentences"),
        it.contradicted,
        it.conflicting,
        it.supported,
        match it.supported_by_author {
            0 => String::new(),
            own => format!(" ({own} by the author's own rows alone)"),
        },
        it.unverified,
        it.not_checkable,
        counted(it.sentences_without_claim, "sentence", "sentences"),
    )
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
