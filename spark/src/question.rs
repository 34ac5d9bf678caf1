//! What is asked, line by line, and what is asked for is read.

use std::{
    collections::VecDeque,
    io::{self, BufRead as _},
};

use serde::Deserialize;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::refusal::Refusal;

/// The form of the questions and answers.
const PROTOCOL: u32 = 1;

/// The first line.
#[derive(Debug, Deserialize)]
pub struct Hello {
    protocol: u32,
    /// Where the server is: `sc://host:port/;token=...;use_ssl=true`.
    pub server: String,
    /// How many seconds tasks may wait while not one of them runs.
    #[serde(default = "usual")]
    pub patience: u64,
}

fn usual() -> u64 {
    90
}

impl Hello {
    /// Reads it, and refuses another form of questions than this one.
    pub fn read(line: &str) -> Result<Self, Refusal> {
        let hello: Self =
            serde_json::from_str(line).map_err(|error| not_a_question(line, &error))?;
        if hello.protocol != PROTOCOL {
            return Err(Refusal::new(
                format!(
                    "griot asks in form {}, and this griot-spark answers in form {PROTOCOL}",
                    hello.protocol
                ),
                "build griot and griot-spark from one release",
            ));
        }
        Ok(hello)
    }
}

/// Every line after it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Asked {
    /// A table that the workers can see, by a name.
    Open(Table),
    /// The answer of a query, by a name, kept on the cluster for the queries after it.
    Keep {
        /// The name.
        keep: String,
        /// The query.
        sql: String,
    },
    /// The rows of a query.
    Ask {
        /// The query.
        ask: String,
    },
}

impl Asked {
    /// Reads it.
    pub fn read(line: &str) -> Result<Self, Refusal> {
        serde_json::from_str(line).map_err(|error| not_a_question(line, &error))
    }
}

fn not_a_question(line: &str, error: &serde_json::Error) -> Refusal {
    let start: String = line.chars().take(80).collect();
    Refusal::new(
        format!("{start:?} is no question: {error}"),
        "griot-spark is started by griot network --on; build both from one release",
    )
}

/// A table and the name it is asked by.
#[derive(Debug, Deserialize)]
pub struct Table {
    /// The name.
    pub open: String,
    /// Where it lies, for every worker.
    pub path: String,
    /// How it is written.
    pub format: Format,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// CSV with a header, every cell as text.
    Csv,
    /// The same, where a cell may have several lines; one task then reads a whole file.
    LongCsv,
    /// Parquet with its own types.
    Parquet,
}

impl Table {
    /// The statement that gives it its name.
    ///
    /// Of CSV a row with more or fewer cells than the header is an error, whichever columns are asked for.
    pub fn view(&self) -> String {
        let (using, options) = match self.format {
            Format::Parquet => ("parquet", ""),
            Format::Csv => ("csv", CSV),
            Format::LongCsv => ("csv", LONG_CSV),
        };
        format!(
            "CREATE OR REPLACE TEMPORARY VIEW {} USING {using} OPTIONS (path {}{options})",
            self.open,
            literal(&self.path)
        )
    }
}

const CSV: &str = ", header 'true', inferSchema 'false', mode 'FAILFAST', columnPruning 'false', quote '\"', escape '\"', \
     encoding 'UTF-8', maxCharsPerColumn '-1'";
const LONG_CSV: &str = ", header 'true', inferSchema 'false', mode 'FAILFAST', columnPruning 'false', quote '\"', escape '\"', \
     encoding 'UTF-8', maxCharsPerColumn '-1', multiLine 'true'";

/// Text as Spark reads it between single quotes.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Lines of standard input, and its end, while something else is waited for.
pub struct Lines {
    lines: UnboundedReceiver<String>,
    early: VecDeque<String>,
}

impl Lines {
    /// A thread reads them as they come.
    pub fn of_input() -> Self {
        let (heard, lines) = unbounded_channel();
        std::thread::spawn(move || {
            for line in io::stdin().lock().lines() {
                let Ok(line) = line else { break };
                if heard.send(line).is_err() {
                    break;
                }
            }
        });
        Self { lines, early: VecDeque::new() }
    }

    /// The next line; none at the end.
    pub async fn next(&mut self) -> Option<String> {
        match self.early.pop_front() {
            Some(line) => Some(line),
            None => self.lines.recv().await,
        }
    }

    /// Returns when whoever asks is gone. Lines that come meanwhile are kept.
    pub async fn ended(&mut self) {
        while let Some(line) = self.lines.recv().await {
            self.early.push_back(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_one_kind_of_question() {
        assert!(matches!(Asked::read(r#"{"ask":"select 1"}"#), Ok(Asked::Ask { .. })));
        assert!(matches!(
            Asked::read(r#"{"keep":"v","sql":"select 1"}"#),
            Ok(Asked::Keep { .. })
        ));
        let open = Asked::read(r#"{"open":"t","path":"/it's\\here","format":"csv"}"#);
        let Ok(Asked::Open(table)) = open else { unreachable!("a table") };
        assert!(
            table.view().contains(r"path '/it\'s\\here', header 'true'"),
            "{}",
            table.view()
        );
        let refused = Asked::read("{}").expect_err("nothing");
        assert!(refused.what.contains("is no question"), "{}", refused.what);
    }

    #[test]
    fn another_form_of_questions_is_refused() {
        let refused =
            Hello::read(r#"{"protocol":2,"server":"sc://h"}"#).expect_err("another form");
        assert_eq!(
            refused.what,
            "griot asks in form 2, and this griot-spark answers in form 1"
        );
    }
}
