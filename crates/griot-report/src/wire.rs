//! `griot check --format json`: a promised format (`docs/formats/check.schema.json`).
//!
//! Spans are byte offsets into the extracted text, which for `.md` and `.txt` is the file itself.

use crate::answers::RuleDoc;
use griot_check::CheckReport;
use griot_model::{
    Binding, CheckCoverage, Checked, ClaimKind, Diagnostic, Disclosure, Evidence, Modality,
    Note, Slot, Span, lines::Lines,
};
use serde::Serialize;

use crate::disclosure::{NOT_PUBLISHED, Published};

/// A checked document as JSON, indented, ended by a line feed.
///
/// `rules` gives the names of the rules; a rule without one is named by its code. Nothing is
/// withheld: the document and the answer stay on the machine of whoever asks.
pub fn check_json(report: &CheckReport, rules: &[RuleDoc]) -> serde_json::Result<String> {
    check_json_beside(report, rules, None::<&()>)
}

/// As [`check_json`], with the keys of another value beside: the sentences of the document and their
/// proofs, where there are any.
pub fn check_json_beside<T: Serialize>(
    report: &CheckReport,
    rules: &[RuleDoc],
    beside: Option<&T>,
) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Whole<'a, T> {
        griot: &'static str,
        #[serde(flatten)]
        check: CheckJson,
        #[serde(flatten)]
        beside: Option<&'a T>,
    }
    let check = CheckJson::new(report, rules);
    let whole = Whole { griot: env!("CARGO_PKG_VERSION"), check, beside };
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
    #[serde(skip_serializing_if = "String::is_empty")]
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
    /// The kind of thing that is said: `coup`, `votes`.
    frame: &'static str,
    /// What fills its slots.
    slots: Vec<Slot>,
    span: Span,
    /// Where it stands in the file: `line 3, column 7`, `page 2, line 14`.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    text: String,
    /// The sentence around the words.
    sentence: String,
    /// Line of the words in the extracted text, from 1.
    line: usize,
    /// Column of the words, in characters, from 1.
    column: usize,
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
        let placing = report.placing();
        let lines = Lines::of(&report.text);
        let claims = report.checked.iter().map(|checked| {
            let place = Some(placing.place(checked.claim.span.start).to_string());
            ClaimJson { place, ..claim(checked, &report.text, &lines, rules) }
        });
        let claims = claims.collect();
        Self {
            document: DocumentJson {
                name: report.name.clone(),
                sha256: report.sha256.clone(),
                text_sha256: report.text_sha256.clone(),
            },
            claims,
            coverage: report.coverage,
            diagnostics: report.diagnostics.clone(),
        }
    }

    /// What of it may be published: spans lie in the text of the report's page.
    pub(crate) fn published(published: &Published) -> Self {
        let mut all = Self::new(&published.check, &published.rules);
        all.diagnostics.clear();
        all.claims.iter_mut().for_each(|json| json.place = None);
        for (json, checked) in all.claims.iter_mut().zip(&published.check.checked) {
            // Slots are made of words of the whole report, also of those that are not published.
            json.slots.clear();
            let shown = published.of_claim(checked);
            json.evidence = shown
                .filter(|one| one.disclosure != Disclosure::Private)
                .map(|one| Evidence {
                    table: one.table.clone(),
                    source: one.source.clone(),
                    rows: one.rows,
                    query: one.query.clone().unwrap_or_default(),
                    digest: one.digest.clone().unwrap_or_default(),
                })
                .collect();
            if json.message == NOT_PUBLISHED {
                json.notes.clear();
                json.helps.clear();
            }
        }
        all
    }
}

fn claim(checked: &Checked, text: &str, lines: &Lines<'_>, rules: &[RuleDoc]) -> ClaimJson {
    let claim = &checked.claim;
    let (line, column) = lines.place(claim.span.start);
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
        frame: claim.proposition.frame(),
        slots: claim.proposition.slots(),
        span: claim.span,
        place: None,
        text: claim.span.of(text).to_owned(),
        sentence: claim.sentence.of(text).to_owned(),
        line,
        column,
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
