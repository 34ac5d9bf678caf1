//! `griot explain`: what a rule checks; how a claim of a report was read and decided.

use std::{io::Write as _, process::ExitCode};

use griot_check::{CheckReport, Given, rules};
use griot_library::Library;
use griot_model::{Checked, Note, lines::Lines};

use crate::failure::Failure;

/// Print what a rule checks, or how a claim of a report was read and decided
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  griot explain                      lists the rules\n  griot explain C0103                the rule on dates of coups\n  griot explain coup-date\n  griot explain c12 article.md       how the twelfth claim of a report was read and decided\n  griot explain c12 article.md --case cases/mali"
)]
pub(crate) struct Arguments {
    /// Code or name of a rule, or the id of a claim; without it, all rules are listed
    what: Option<String>,
    /// The report whose claim it is
    report: Option<String>,
    /// The case with which the report is checked
    #[arg(long, value_name = "DIR", requires = "report")]
    case: Option<String>,
}

/// Runs `griot explain`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    let Some(wanted) = &arguments.what else {
        for rule in rules::all() {
            writeln!(out, "{}  {:<16} {}", rule.code, rule.name, rule.summary)?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    if let Some(report) = &arguments.report {
        let text = claim(wanted, report, arguments.case.as_deref())?;
        out.write_all(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let found = rules::all().find(|rule| {
        rule.code.eq_ignore_ascii_case(wanted) || rule.name.eq_ignore_ascii_case(wanted)
    });
    let Some(rule) = found else {
        return Err(Failure::new(format!("there is no rule {wanted}"))
            .hint("griot explain, without a rule, lists them; griot explain c12 REPORT explains a claim"));
    };
    out.write_all(rule.documentation.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn claim(wanted: &str, path: &str, case: Option<&str>) -> Result<String, Failure> {
    let bytes = super::check::read_report(path)?;
    let case = case.map(super::open_case).transpose()?;
    let document = super::proofs::document(path, &bytes)?;
    let sha256 = griot_check::sha256(&bytes);
    let (library, given) = (Library::embedded(), Given::default());
    let report = griot_check::check_document(document, sha256, library, case.as_ref(), &given);
    let found = report.checked.iter().find(|it| it.claim.id.0.eq_ignore_ascii_case(wanted));
    let Some(checked) = found else {
        let last = report.checked.last().map_or("none", |it| it.claim.id.0.as_str());
        return Err(Failure::new(format!(
            "{path} has no claim {wanted}; its last one is {last}"
        ))
        .hint(format!("griot check {path} --all lists its claims")));
    };
    Ok(told(checked, &report, path))
}

fn told(checked: &Checked, report: &CheckReport, path: &str) -> String {
    let claim = &checked.claim;
    let (line, column) = Lines::of(&report.text).place(claim.span.start);
    let words = |text: &str| {
        crate::render::spelt(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let mut out = format!("{} of {path}:{line}:{column}\n\n", claim.id);
    out.push_str(&format!("sentence   {}\n", words(claim.sentence.of(&report.text))));
    out.push_str(&format!("words      {}\n", words(claim.span.of(&report.text))));
    out.push_str(&format!("frame      {}\n", claim.proposition.frame()));
    for slot in claim.proposition.slots() {
        out.push_str(&format!("  {:<9}{}\n", slot.role, words(&slot.value)));
    }
    if let Some(assumed) = &claim.assumed {
        out.push_str(&format!("assumed    {assumed}; what is assumed is never contradicted\n"));
    }
    if let Some(said) = &claim.attribution {
        out.push_str(&format!("said by    {} ({})\n", words(&said.speaker), said.verb));
    }
    let rule = checked.rule.unwrap_or("no rule reads it");
    out.push_str(&format!(
        "\nverdict    {} ({rule})\n           {}\n",
        checked.verdict.word(),
        words(&checked.message)
    ));
    for evidence in &checked.evidence {
        out.push_str(&format!(
            "rows       {} of {} ({})\n           {}\n",
            evidence.rows,
            evidence.table,
            words(&evidence.source),
            evidence.query
        ));
    }
    for note in &checked.notes {
        let (word, text) = match note {
            Note::Note(text) => ("note", text),
            Note::Help(text) => ("help", text),
        };
        out.push_str(&format!("{word:<11}{}\n", words(text)));
    }
    out
}
