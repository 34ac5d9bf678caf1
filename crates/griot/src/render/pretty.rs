//! Diagnostics as a compiler prints them.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use griot_check::CheckReport;
use griot_model::{Binding, Checked, Diagnostic, Note, Place, Severity, Span, Verdict};

use super::prose::{is_right_to_left, spelt, tamed, wrapped};

/// Prints verdicts and what was seen while reading; one string, ending in a newline.
pub(crate) fn report(
    report: &CheckReport,
    path: &str,
    shown: &[&Checked],
    colour: bool,
    width: usize,
) -> String {
    let renderer =
        if colour { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let tame = tamed(&report.text);
    let lines = report.placing();
    let mut out = material(&report.diagnostics, colour, width);
    for checked in shown {
        let (level, word) = level_of(checked);
        let title = level.with_name(Some(word)).primary_title(spelt(&checked.message));
        let title = match checked.rule {
            Some(code) => title.id(code),
            None => title,
        };
        let mut group = quoted(title, &tame, checked, width);
        for evidence in &checked.evidence {
            let rows = if evidence.rows == 1 {
                "1 row".to_owned()
            } else {
                format!("{} rows", evidence.rows)
            };
            let line = format!(
                "evidence: {rows} of {} ({})",
                evidence.table,
                short(&spelt(&evidence.source))
            );
            group = group.element(Level::NOTE.no_name().message(line));
        }
        for note in &checked.notes {
            group = group.element(match note {
                Note::Note(text) => Level::NOTE.message(spelt(text)),
                Note::Help(text) => Level::HELP.message(spelt(text)),
            });
        }
        let place = match lines.place(checked.claim.span.start) {
            Place::Line { line, column } => format!("{path}:{line}:{column}"),
            place => format!("{path}: {}", spelt(&place.to_string())),
        };
        out.push_str(&placed(&renderer.render(&[group]), &place, colour));
        out.push_str("\n\n");
    }
    out
}

/// Puts the place of the claim under the title. The renderer would count lines and columns of the
/// wrapped prose; these are those of the file.
fn placed(rendered: &str, place: &str, colour: bool) -> String {
    let (title, rest) = rendered.split_once('\n').unwrap_or((rendered, ""));
    let arrow = if colour { "\u{1b}[1m\u{1b}[94m-->\u{1b}[0m" } else { "-->" };
    format!("{title}\n{arrow} {place}\n{rest}")
}

/// A citation that fits a line; the whole one is on the page of the table.
fn short(citation: &str) -> String {
    const LONGEST: usize = 72;
    if citation.chars().count() <= LONGEST {
        return citation.to_owned();
    }
    let cut: String = citation.chars().take(LONGEST).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{} \u{2026}", whole_words.trim_end_matches([',', ';', '(']))
}

/// Prints diagnostics about material, each ending in an empty line.
pub(crate) fn material(diagnostics: &[Diagnostic], colour: bool, width: usize) -> String {
    let renderer =
        if colour { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[about_material(diagnostic)]));
        out.push_str("\n\n");
    }
    out
}

/// A diagnostic about material: a row of a table, a file.
pub(crate) fn about_material(diagnostic: &Diagnostic) -> Group<'static> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(spelt(&diagnostic.message));
    let title = match &diagnostic.code {
        Some(code) => title.id(code.clone()),
        None => title,
    };
    let mut origin = Origin::path(diagnostic.file.clone());
    if let Some(line) = diagnostic.line {
        origin = origin.line(usize::try_from(line).unwrap_or(usize::MAX));
        if let Some(column) = diagnostic.column {
            origin = origin.char_column(usize::try_from(column).unwrap_or(usize::MAX));
        }
    }
    let mut group = title.element(origin);
    for note in &diagnostic.notes {
        group = group.element(match note {
            Note::Note(text) => Level::NOTE.message(spelt(text)),
            Note::Help(text) => Level::HELP.message(spelt(text)),
        });
    }
    group
}

fn level_of(checked: &Checked) -> (Level<'static>, &'static str) {
    let bound = checked.claim.binding == Binding::Explicit;
    match checked.verdict {
        Verdict::Contradicted if bound => (Level::ERROR, "contradicted"),
        Verdict::Contradicted => (Level::WARNING, "contradicted"),
        Verdict::Conflicting => (Level::WARNING, "conflicting"),
        Verdict::Supported => (Level::NOTE, "supported"),
        Verdict::Unverified => (Level::INFO, "unverified"),
        Verdict::NotCheckable => (Level::INFO, "not checkable"),
    }
}

/// The sentence with the claim's words marked; the words alone where carets would mislead.
fn quoted(
    title: annotate_snippets::Title<'static>,
    tame: &str,
    checked: &Checked,
    width: usize,
) -> Group<'static> {
    let span = checked.claim.span;
    let around = checked.claim.sentence.join(span);
    let sentence = around.of(tame);
    if is_right_to_left(sentence) {
        let words = format!("the words: {}", span.of(tame));
        return title.element(Level::NOTE.no_name().message(words));
    }
    let local: Range<usize> = (span.start - around.start)..(span.end - around.start);
    let lines =
        wrapped(sentence, std::slice::from_ref(&local), width.saturating_sub(12).clamp(40, 96));
    let shown = trimmed(&lines, &local);
    let offset = shown.start;
    let text = Span::new(shown.start, shown.end).of(&lines).to_owned();
    let mark = (local.start - offset)..(local.end - offset);
    let annotation: Annotation<'static> =
        AnnotationKind::Primary.span(mark).label(label_of(checked));
    title
        .element(Snippet::source(text).line_numbering(false).fold(false).annotation(annotation))
}

fn label_of(checked: &Checked) -> String {
    match checked.verdict {
        Verdict::Contradicted | Verdict::Conflicting => {
            format!("says {}", spelt(&checked.says))
        }
        _ => spelt(&checked.evidence_says),
    }
}

/// The lines with the claim and one on each side.
fn trimmed(lines: &str, claim: &Range<usize>) -> Range<usize> {
    let before = lines.get(..claim.start).unwrap_or_default();
    let start = before.rmatch_indices('\n').nth(1).map_or(0, |(at, _)| at + 1);
    let after = lines.get(claim.end..).unwrap_or_default();
    let end = after.match_indices('\n').nth(1).map_or(lines.len(), |(at, _)| claim.end + at);
    start..end
}
