//! The files of a new case.

use super::{file, record};

/// A file of a new case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Path inside the case folder.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

/// The files that `griot new` writes: settings with every key explained, a report to write on, and
/// a header line in every CSV file. The case opens without a diagnostic.
pub fn new_case(title: &str) -> Vec<NewFile> {
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    let mut files = vec![
        NewFile { path: "case.toml", text: SETTINGS.replace("{title}", &title) },
        NewFile { path: "report.md", text: REPORT.replace("{title}", &title) },
        NewFile { path: "data/README.md", text: DATA.to_owned() },
        NewFile { path: "sources/README.md", text: DOCUMENTS.to_owned() },
        NewFile { path: ".gitignore", text: ".griot/cache/\n".to_owned() },
    ];
    for path in [
        file::ACTORS,
        file::RELATIONS,
        file::STATEMENTS,
        file::INTERVALS,
        file::TIMELINE,
        file::FLOWS,
        file::SOURCES,
    ] {
        let names: Vec<&str> = record::columns(path).iter().map(|column| column.name).collect();
        files.push(NewFile { path, text: names.join(",") + "\n" });
    }
    files
}

const SETTINGS: &str = r#"# A case of griot. Countries are ISO 3166 codes of three letters: MLI, RUS, FRA.
title = "{title}"
# The question that the report answers, with its question mark.
question = ""
# Whose influence is studied, and where.
senders = []
hosts = []
# Countries shown for comparison.
compare = []
# First and last date of the study, such as period = ["2012", "2023-08-11"].
period = []
# Languages of the documents: en, fr, ru, ar ...
languages = ["en"]
report = "report.md"

[publish]
# What `griot build` may show. What is not named here stays on this machine.
report = true
"#;

const REPORT: &str = r#"---
title: "{title}"
lang: en
---

# {title}

## Methods

## Gains

## Costs
"#;

const DATA: &str = "Put tables here as their publishers made them. Beside each, a file of the same \
name that ends in .toml says format, version, licence, coverage and disclosure.\n";

const DOCUMENTS: &str =
    "Put documents here as they came, and name each one in the column `file` of sources.csv.\n";
