//! Checks a report sentence by sentence: claims from `griot-text`, one file per rule here.

mod ahead;
mod evidence;
mod loose;
mod name_index;
mod names;
mod results;
mod roll_calls;
pub mod rule;
mod rulers;
pub mod rules;
mod second_vote;
mod series;
mod terms;
mod timeline;
mod title_words;

use std::{collections::BTreeMap, sync::OnceLock};

use griot_model::{
    Binding, CheckCoverage, Checked, Claim, ClaimId, Diagnostic, Note, Place, Places, Placing,
    Proposition, Severity, Span, Verdict,
};
use griot_text::{
    claims,
    document::{Document, Remark},
    sentences::LONGEST,
};

use griot_case::Case;
use griot_library::Library;
use griot_model::{rows::hexadecimal, series::Series};
use jiff::civil::Date;
use rule::Facts;
use sha2::{Digest as _, Sha256};

pub use griot_read::Unreadable;

/// A checked document.
#[derive(Debug, Clone)]
pub struct CheckReport {
    /// File name of the document.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// SHA-256 of its extracted text, hexadecimal.
    pub text_sha256: String,
    /// The extracted text, on which spans lie.
    pub text: String,
    /// Where the text stands in the file; empty where it is the file itself.
    pub places: Places,
    /// Claims in the order of the text, each with its verdict.
    pub checked: Vec<Checked>,
    /// How much was looked at.
    pub coverage: CheckCoverage,
    /// What was seen while reading: encoding, suppressed rules, unknown attributes.
    pub diagnostics: Vec<Diagnostic>,
}

impl CheckReport {
    /// Where the claims stand in the file.
    pub fn placing(&self) -> Placing<'_> {
        Placing::of(&self.places, &self.text)
    }
}

/// Checks a report against the library and, where one is given, a case.
///
/// Fails only where the bytes cannot be read at all; everything else is a diagnostic.
pub fn check(
    bytes: &[u8],
    name: &str,
    library: &Library,
    case: Option<&Case>,
) -> Result<CheckReport, Unreadable> {
    check_with(bytes, name, library, case, &Given::default())
}

/// What is given to a check beside the library and the case.
#[derive(Debug, Clone, Default)]
pub struct Given<'a> {
    /// Series of numbers.
    pub series: Vec<&'a [Series]>,
    /// The day of the text, where the text itself does not say it, or says another.
    pub dateline: Option<Date>,
}

/// Checks a report against the library, a case, and series that are given beside them.
pub fn check_with(
    bytes: &[u8],
    name: &str,
    library: &Library,
    case: Option<&Case>,
    given: &Given<'_>,
) -> Result<CheckReport, Unreadable> {
    let read = griot_read::read(bytes, name)?;
    Ok(check_document(read, sha256(bytes), library, case, given))
}

/// Checks a document that was read already. `sha256` is that of its bytes, hexadecimal.
pub fn check_document(
    read: griot_read::Document,
    sha256_of_bytes: String,
    library: &Library,
    case: Option<&Case>,
    given: &Given<'_>,
) -> CheckReport {
    let (document, places) = (read.prose, read.places);
    let gazetteer = names::gazetteer(library, case);
    let setting = names::setting(case);
    let claims::Claims { found, unclear, sentences, long, languages, unread } =
        claims::find(&document, &gazetteer, &setting);
    let (listed_names, title_words) = (OnceLock::new(), OnceLock::new());
    let (leaders, in_office, holders) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
    let facts = Facts {
        library,
        case,
        text: &document.text,
        listed_names: &listed_names,
        title_words: &title_words,
        leaders: &leaders,
        in_office: &in_office,
        holders: &holders,
    };
    let lines = Placing::of(&places, &document.text);
    let mut diagnostics: Vec<Diagnostic> =
        document.notes.iter().map(|remark| remarked(&document, &lines, remark)).collect();
    diagnostics.extend(unclear.iter().map(|it| {
        about(&document, &lines, Severity::Error, Some(it.span), &it.message).help(&it.remedy)
    }));
    ahead::make_ready(&found, &facts);
    let mut checked: Vec<Checked> =
        found.into_iter().map(|claim| judged(claim, &facts)).collect();
    checked = loose::without_unsupported(checked);
    checked.retain(is_claim);
    loose::told_to_the_digit(&mut checked);
    second_vote::on_another_text(&mut checked);
    let day = given
        .dateline
        .or_else(|| griot_text::document::dateline(&document).map(|(day, _)| day));
    let series =
        case.into_iter().map(|case| case.series.as_slice()).chain(given.series.iter().copied());
    checked =
        series::merged(checked, series::check(&document, &gazetteer, library, series, day));
    diagnostics.extend(suppress(&document, &lines, &mut checked));
    lean(&mut checked, &document.text);
    if long > 0 {
        let message = match long {
            1 => format!("a sentence is longer than {LONGEST} bytes and was read in parts"),
            _ => format!(
                "{long} sentences are longer than {LONGEST} bytes and were read in parts"
            ),
        };
        let help = "what a claim needs may stand in another part; full stops would help";
        diagnostics.push(Diagnostic {
            notes: vec![Note::Help(help.to_owned())],
            ..about(&document, &lines, Severity::Note, None, &message)
        });
    }
    if let Some(message) = said_of_languages(&languages, &unread) {
        let help = "what is not read is neither approved nor contradicted";
        diagnostics.insert(
            0,
            Diagnostic {
                notes: vec![Note::Help(help.to_owned())],
                ..about(&document, &lines, Severity::Note, None, &message)
            },
        );
    }
    if checked.is_empty() {
        let message = "no claim was found in the report";
        diagnostics.push(about(&document, &lines, Severity::Note, None, message));
    }
    CheckReport {
        sha256: sha256_of_bytes,
        text_sha256: sha256(document.text.as_bytes()),
        coverage: CheckCoverage::of(&checked, sentences),
        name: document.name,
        text: document.text,
        places,
        checked,
        diagnostics,
    }
}

/// Which languages were read, where one was not: silence about it is no approval.
fn said_of_languages(
    read: &BTreeMap<&'static str, usize>,
    unread: &BTreeMap<&'static str, usize>,
) -> Option<String> {
    if unread.is_empty() {
        return None;
    }
    let sentences = |number: usize| match number {
        1 => "1 sentence".to_owned(),
        _ => format!("{number} sentences"),
    };
    let mut parts: Vec<String> = read
        .iter()
        .map(|(name, number)| format!("{name}: {} read", sentences(*number)))
        .collect();
    parts.extend(
        unread
            .iter()
            .map(|(script, number)| format!("{script}: {} not read", sentences(*number))),
    );
    Some(parts.join("; "))
}

/// Whether it is listed: a date, a quotation, a tie or a title is a claim where a row agrees with it, or where the author bound
/// it; by itself it is a particular of its sentence.
fn is_claim(it: &Checked) -> bool {
    let particular = matches!(
        it.claim.proposition,
        Proposition::Dated { .. } | Proposition::Quoted { .. } | Proposition::Tied { .. }
    ) || it.claim.is_title();
    match it.claim.binding {
        Binding::Explicit => true,
        // Words that only stand beside each other accuse nobody, and ask nothing.
        Binding::Loose => it.verdict == Verdict::Supported,
        Binding::Proposed => !particular || it.verdict != Verdict::Unverified,
    }
}

fn judged(claim: Claim, facts: &Facts<'_>) -> Checked {
    if let Some((rule, it)) = rules::judge(&claim, facts) {
        let it = it.on_rows();
        let mut notes = it.notes;
        if it.verdict != Verdict::Unverified {
            notes.push(Note::Note(format!("read as {}", claim.proposition.reading())));
        }
        if let Some(assumed) =
            claim.assumed.as_ref().filter(|_| it.verdict != Verdict::Supported)
        {
            notes.push(Note::Note(assumed.clone()));
        }
        return Checked {
            claim,
            rule: Some(rule.code),
            verdict: it.verdict,
            message: it.message,
            says: it.says,
            evidence_says: it.evidence_says,
            evidence: it.evidence,
            notes,
        };
    }
    let (verdict, message, notes) = match &claim.proposition {
        Proposition::Opinion => (
            Verdict::NotCheckable,
            "an opinion, a cause or a motive: no rows could decide it".to_owned(),
            Vec::new(),
        ),
        Proposition::Unread { settled_by } => (
            Verdict::Unverified,
            "nothing in this evidence speaks of it".to_owned(),
            vec![Note::Help(settled_by.clone())],
        ),
        _ => (
            Verdict::Unverified,
            "this evidence has no table that speaks of it".to_owned(),
            vec![Note::Help(
                "a case (--case DIR) with the tables it needs would settle it".to_owned(),
            )],
        ),
    };
    Checked {
        says: claim.span.of(facts.text).to_owned(),
        claim,
        rule: None,
        verdict,
        message,
        evidence_says: String::new(),
        evidence: Vec::new(),
        notes,
    }
}

/// A claim that leans on a contradicted one says so, and is not called supported any more.
fn lean(checked: &mut [Checked], text: &str) {
    let contradicted: BTreeMap<ClaimId, Span> = checked
        .iter()
        .filter(|it| it.verdict == Verdict::Contradicted)
        .map(|it| (it.claim.id.clone(), it.claim.span))
        .collect();
    for it in checked.iter_mut().filter(|it| it.verdict != Verdict::Contradicted) {
        let on: Vec<String> = it
            .claim
            .depends_on
            .iter()
            .filter_map(|id| contradicted.get_key_value(id))
            .map(|(id, span)| format!("\u{201c}{}\u{201d} ({id})", span.of(text)))
            .collect();
        if on.is_empty() {
            continue;
        }
        let on = on.join(" and ");
        if it.verdict == Verdict::Supported {
            it.verdict = Verdict::Unverified;
            it.message =
                format!("the date is counted from {on}, which is contradicted; {}", it.message);
        } else {
            it.notes.insert(
                0,
                Note::Note(format!("the date is counted from {on}, which is contradicted")),
            );
        }
    }
}

/// Takes out what the author asked to be quiet about; each is said, with its reason.
fn suppress(
    document: &Document,
    lines: &Placing<'_>,
    checked: &mut Vec<Checked>,
) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for allowed in &document.allowed {
        let Some(block) = allowed.block.and_then(|index| document.blocks.get(index)) else {
            continue;
        };
        let rule =
            rules::all().find(|rule| rule.code == allowed.rule || rule.name == allowed.rule);
        let Some(rule) = rule else {
            let message = format!("there is no rule {}", allowed.rule);
            said.push(
                about(document, lines, Severity::Warning, Some(allowed.span), &message)
                    .help("griot explain lists the rules"),
            );
            continue;
        };
        let before = checked.len();
        checked
            .retain(|it| !(it.rule == Some(rule.code) && block.span.overlaps(it.claim.span)));
        let message = format!(
            "{} of {} ({}) suppressed by the author: {}",
            before - checked.len(),
            rule.code,
            rule.name,
            allowed.reason
        );
        said.push(about(document, lines, Severity::Note, Some(allowed.span), &message));
    }
    said
}

fn remarked(document: &Document, lines: &Placing<'_>, remark: &Remark) -> Diagnostic {
    about(document, lines, Severity::Note, remark.span, &remark.message)
}

fn about(
    document: &Document,
    lines: &Placing<'_>,
    severity: Severity,
    span: Option<Span>,
    message: &str,
) -> Diagnostic {
    let about = Diagnostic::new(severity, &document.name, message);
    match span {
        None => about,
        Some(span) => {
            let about = about.at(span);
            match lines.place(span.start) {
                Place::Line { line, column } => about.place(line.into(), column.into()),
                place => about.note(format!("{place}")),
            }
        }
    }
}

/// SHA-256 of some bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Whether a bound claim is contradicted, which a build must not pass over.
pub fn breaks(report: &CheckReport) -> bool {
    report
        .checked
        .iter()
        .any(|it| it.verdict == Verdict::Contradicted && it.claim.binding == Binding::Explicit)
}
