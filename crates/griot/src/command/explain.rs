//! `griot explain`: what a rule checks.

use std::{io::Write as _, process::ExitCode};

use griot_check::rules;

use crate::failure::Failure;

/// Print what a rule checks, why, and what to do about it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  griot explain          lists the rules\n  griot explain C0103    the rule on dates of coups\n  griot explain coup-date"
)]
pub(crate) struct Arguments {
    /// Code or name of a rule; without it, all rules are listed
    rule: Option<String>,
}

/// Runs `griot explain`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    let Some(wanted) = &arguments.rule else {
        for rule in rules::all() {
            writeln!(out, "{}  {:<16} {}", rule.code, rule.name, rule.summary)?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    let found = rules::all().find(|rule| {
        rule.code.eq_ignore_ascii_case(wanted) || rule.name.eq_ignore_ascii_case(wanted)
    });
    let Some(rule) = found else {
        return Err(Failure::new(format!("there is no rule {wanted}"))
            .hint("griot explain, without a rule, lists them"));
    };
    out.write_all(rule.documentation.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
