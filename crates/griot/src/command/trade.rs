//! `griot trade`: whether two partners record the same trade.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::ExitCode,
};

use clap::Subcommand;
use griot_analysis::trade::{self, Asked, Gap, Line, Report};
use griot_library::Library;
use griot_model::{bounds, rows::Rows};
use griot_table::{
    self,
    trade::{Flow, OTHER_ASIA, Standing},
};

use super::votes::{code, say};
use crate::{
    failure::Failure,
    print_rows::{Format, print},
    render::spelt,
    unpacked,
};

/// Trade: the gap between what the importer and the exporter record
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  griot trade gap --origin ML --partner AE --file cases/mali/data/gold_cited_figures.csv
  griot trade gap --origin ML --file comtrade.json --cif 0,0.01,0.06 --format csv")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// The importer's record against the exporter's, by period, the largest gap first
    Gap {
        /// The exporter: ISO 3166 code or name
        #[arg(long)]
        origin: String,
        /// The importer; all of them where missing
        #[arg(long)]
        partner: Option<String>,
        /// Product code (2709 is crude oil); all of them where missing
        #[arg(long)]
        product: Option<String>,
        /// Freight and insurance as shares of the exporter's value
        #[arg(long, value_delimiter = ',', default_values_t = trade::CIF)]
        cif: Vec<f64>,
        /// Files with the records of both: UN Comtrade (JSON or CSV), BACI with its country codes, or a
        /// table of cited figures
        #[arg(long, required = true)]
        file: Vec<String>,
        /// How rows are written
        #[arg(long, value_enum, default_value_t = Format::Pretty)]
        format: Format,
    },
}

/// Runs `griot trade`.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let library = Library::embedded();
    let Question::Gap { origin, partner, product, cif, file, format } = arguments.question;
    if let Some(odd) = cif.iter().find(|share| !(0.0..=1.0).contains(*share)) {
        return Err(Failure::new(format!("{odd} is no share of freight and insurance"))
            .hint("give shares between 0 and 1: --cif 0,0.06,0.1"));
    }
    let asked = Asked {
        origin: place(library, &origin)?,
        partner: partner.map(|partner| place(library, &partner)).transpose()?,
        product,
        cif,
    };
    let flows = read(&file)?;
    let lines = trade::gaps(&flows, &asked, library);
    if !flows.is_empty() && flows.iter().all(|flow| flow.standing == Standing::Reconciled) {
        return Err(Failure::new(
            "these rows are reconciled from both partners' reports: no gap is in them",
        )
        .hint("give the reports themselves, from UN Comtrade"));
    }
    if lines.is_empty() {
        return Err(no_record(&asked, &flows));
    }
    for line in &lines {
        let about = format!("{} {} {}", line.partner, line.product, line.period);
        caveats(
            &line.caveats.iter().map(|text| format!("{about}: {text}")).collect::<Vec<_>>(),
        );
    }
    print(&rows(&asked, &lines), format)?;
    Ok(ExitCode::SUCCESS)
}

/// A country, or the rest of Asia as UN Comtrade has it.
fn place(library: &Library, typed: &str) -> Result<String, Failure> {
    if typed.eq_ignore_ascii_case(OTHER_ASIA) {
        return Ok(OTHER_ASIA.to_owned());
    }
    code(library, typed)
}

/// Why nothing answers the question, as far as the files say.
fn no_record(asked: &Asked, flows: &[Flow]) -> Failure {
    let failure = Failure::new(format!("no record of exports of {} as asked", asked.origin));
    let has =
        |code: &str| flows.iter().any(|flow| flow.reporter == code || flow.partner == code);
    if flows.is_empty() {
        return failure.hint("the files have no record that can be read");
    }
    if asked.origin == "TWN" && has(OTHER_ASIA) {
        return failure.hint(
            "UN Comtrade has Taiwan's trade under \"Other Asia, not elsewhere specified\" (S19): --origin S19",
        );
    }
    let words = |of: &dyn Fn(&Flow) -> String| {
        let all: BTreeSet<String> = flows.iter().map(of).collect();
        all.into_iter().take(12).collect::<Vec<_>>().join(", ")
    };
    failure
        .hint(format!(
            "reporters in the files: {}",
            words(&|flow: &Flow| flow.reporter.clone())
        ))
        .hint(format!("products in the files: {}", words(&|flow: &Flow| flow.product.clone())))
}

#[expect(clippy::print_stderr, reason = "caveats go to standard error")]
fn caveats(texts: &[impl AsRef<str>]) {
    for text in texts {
        eprintln!("note: {}", spelt(text.as_ref()));
    }
}

fn read(files: &[String]) -> Result<Vec<Flow>, Failure> {
    let mut flows: Vec<Flow> = Vec::new();
    let mut baci: BTreeMap<String, String> = BTreeMap::new();
    for file in files {
        let bytes = unpacked::table(file, bounds::RECORDS)?;
        let text = griot_table::decode(file, &bytes).map_err(Failure::new)?;
        if text.text.trim_start().starts_with("country_code") {
            baci = griot_table::trade::read_baci_countries(&text).map_err(Failure::new)?;
            continue;
        }
        let read = griot_table::trade::read(&text).map_err(Failure::new)?;
        say(read.flows.diagnostics.iter());
        caveats(&read.caveats);
        flows.extend(read.flows.rows);
        flows.extend(read.unreadable);
    }
    for word in flows.iter_mut().flat_map(|flow| [&mut flow.reporter, &mut flow.partner]) {
        if let Some(code) = baci.get(word) {
            word.clone_from(code);
        }
    }
    Ok(flows)
}

fn rows(asked: &Asked, lines: &[Line]) -> Rows {
    let mut columns: Vec<String> = [
        "origin",
        "partner",
        "product",
        "period",
        "imported_usd",
        "exported_usd",
        "imported_kg",
        "exported_kg",
    ]
    .map(str::to_owned)
    .to_vec();
    for share in &asked.cif {
        let percent = format!("{:.0}", 100.0 * share);
        columns.extend([format!("gap_{percent}"), format!("ratio_{percent}")]);
    }
    let last = [
        "gap_kg",
        "ratio_kg",
        "explaining_cif",
        "imported_is",
        "exported_is",
        "imported_kg_is",
        "exported_kg_is",
        "records",
    ];
    columns.extend(last.map(str::to_owned));
    let cells = |line: &Line| {
        let mut cells = vec![
            asked.origin.clone(),
            line.partner.clone(),
            line.product.clone(),
            line.period.clone(),
            report(line.imported),
            report(line.exported),
            report(line.imported_weight),
            report(line.exported_weight),
        ];
        for (_, gap) in &line.by_cif {
            cells.extend([difference(*gap), ratio(gap.ratio())]);
        }
        cells.extend([
            difference(line.weight),
            ratio(line.weight.ratio()),
            ratio(line.explaining),
        ]);
        let sides = line.values_are.iter().chain(&line.weights_are);
        cells.extend(sides.map(|side| side.word().to_owned()));
        cells.push(line.records.join("; "));
        cells
    };
    Rows { columns, rows: lines.iter().map(cells).collect() }
}

fn report(report: Report) -> String {
    match report {
        Report::DidNotReport => "missing".to_owned(),
        Report::NotReadable => "not readable".to_owned(),
        Report::ReportedZero => "0".to_owned(),
        Report::Reported(amount) => format!("{amount:.0}"),
    }
}

fn difference(gap: Gap) -> String {
    gap.difference().map_or_else(String::new, |gap| format!("{gap:.0}"))
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"))
}
