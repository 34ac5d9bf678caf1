//! `griot check --format json`: a promised format (`docs/formats/check.schema.json`).
//!
//! Spans are byte offsets into the extracted text, which for `.md` and `.txt` is the file itself.

use crate::answers::{Answers, RuleDoc};
use griot_check::CheckReport;
use griot_model::{
    Binding, CheckCoverage, Checked, ClaimKind, Diagnostic, Disclosure, Evidence, Modality,
    Note, Span,
};
use serde::Serialize;

use crate::disclosure::Guard;

/// A checked document as JSON, indented, ended by a line feed.
///
/// `rules` gives the names of the rules; a rule without one is named by its code. Nothing is
/// withheld: the document and the answer stay on the machine of whoever asks.
pub fn check_json(report: &CheckReport, rules: &[RuleDoc]) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Whole {
        griot: &'static str,
        #[serde(flatten)]
        check: CheckJson,
    }
    let whole =
        Whole { griot: env!("CARGO_PKG_VERSION"), check: CheckJson::new(report, rules) };
    let json = serde_json::to_string_pretty(&whole)?;
    Ok(crate::escape::json_escaped(&json) + "\n")
}

/// The keys of the format, in their order.
#[derive(Debug, Serialize)]
pub(crate) struct CheckJson {
    document: DocumentJson,
    claims: Vec<ClaimJson>,
    coverage: CheckCoverage,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Serialize)]
struct DocumentJson {
    name: String,
    sha256: String,
    text_sha256: String,
}

#[derive(Debug, Serialize)]
struct ClaimJson {
    id: String,
    /// Name of the rule, `vote-count`; null where no rule reads the claim.
    rule: Option<String>,
    /// Code of the rule, `C0102`.
    code: Option<&'static str>,
    kind: ClaimKind,
    span: Span,
    text: String,
    verdict: &'static str,
    says: String,
    evidence_says: String,
    message: String,
    binding: Binding,
    modality: Modality,
    evidence: Vec<Evidence>,
    notes: Vec<String>,
    helps: Vec<String>,
    depends_on: Vec<String>,
}

impl CheckJson {
    /// Everything the check says.
    fn new(report: &CheckReport, rules: &[RuleDoc]) -> Self {
        Self {
            document: DocumentJson {
                name: report.name.clone(),
                sha256: report.sha256.clone(),
                text_sha256: report.text_sha256.clone(),
            },
            claims: report.checked.iter().map(|c| claim(c, &report.text, rules)).collect(),
            coverage: report.coverage,
            diagnostics: report.diagnostics.clone(),
        }
    }

    /// What of it may be published.
    pub(crate) fn published(answers: &Answers<'_>, guard: &Guard<'_>) -> Self {
        let mut all = Self::new(answers.check, &answers.rules);
        all.diagnostics.clear();
        for (json, checked) in all.claims.iter_mut().zip(&answers.check.checked) {
            json.withhold(guard, checked);
        }
        all
    }
}

impl ClaimJson {
    fn withhold(&mut self, guard: &Guard<'_>, checked: &Checked) {
        if guard.checked(checked) == Disclosure::Private {
            "The rows that decide this are not published.".clone_into(&mut self.message);
            self.evidence_says.clear();
            self.notes.clear();
            self.helps.clear();
        }
        let texts = [&mut self.message, &mut self.evidence_says];
        for text in texts.into_iter().chain(&mut self.notes).chain(&mut self.helps) {
            *text = guard.text(text).into_owned();
        }
        self.evidence.retain(|one| guard.table(&one.table) != Disclosure::Private);
        for one in &mut self.evidence {
            one.source = guard.text(&one.source).into_owned();
            let open = guard.table(&one.table) == Disclosure::Open;
            one.query = if open { guard.text(&one.query).into_owned() } else { String::new() };
        }
    }
}

fn claim(checked: &Checked, text: &str, rules: &[RuleDoc]) -> ClaimJson {
    let claim = &checked.claim;
    let name = |code: &str| {
        let known = rules.iter().find(|rule| rule.code == code);
        known.map_or_else(|| code.to_owned(), |rule| rule.name.clone())
    };
    let (mut notes, mut helps) = (Vec::new(), Vec::new());
    for note in &checked.notes {
        match note {
            Note::Note(text) => notes.push(text.clone()),
            Note::Help(text) => helps.push(text.clone()),
        }
    }
    ClaimJson {
        id: claim.id.0.clone(),
        rule: checked.rule.map(name),
        code: checked.rule,
        kind: claim.kind,
        span: claim.span,
        text: claim.span.of(text).to_owned(),
        verdict: checked.verdict.word(),
        says: checked.says.clone(),
        evidence_says: checked.evidence_says.clone(),
        message: checked.message.clone(),
        binding: claim.binding,
        modality: claim.modality,
        evidence: checked.evidence.clone(),
        notes,
        helps,
        depends_on: claim.depends_on.iter().map(ToString::to_string).collect(),
    }
}
