//! Asks a Spark cluster, through the program `griot-spark` beside this one.
//!
//! It is started for one command and given a line of JSON for each question; the end of its input is the end of the
//! session, so that a query that still runs is interrupted on the cluster however this program ends.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use crate::{failure::Failure, terminal::say};
use griot_table::posts::length_of_time;
use serde_json::{Value, json};

/// The form of questions and answers that both programs speak.
const PROTOCOL: u32 = 1;

/// What is looked for on the PATH.
const PROGRAM: &str = "griot-spark";

/// Where a command asks, where it asks a cluster.
#[derive(Debug, clap::Args)]
pub(crate) struct On {
    /// Ask a Spark cluster about tables that its workers can see; needs griot-spark (docs/spark.md)
    #[arg(long, value_name = "sc://HOST:PORT")]
    pub(crate) on: Option<String>,
    /// With --on: how long to wait while no worker of the cluster takes a task
    #[arg(long, value_name = "TIME", requires = "on", default_value = "90s", value_parser = length_of_time)]
    patience: i64,
}

impl On {
    /// Reaches the cluster, where one is named.
    pub(crate) fn cluster(&self) -> Option<Result<Cluster, Failure>> {
        self.on.as_deref().map(|server| Cluster::at(server, self.patience))
    }
}

/// A session on a cluster.
pub(crate) struct Cluster {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    line: String,
}

/// A row of an answer: whole numbers, text, or nothing.
pub(crate) struct Row(Vec<Value>);

impl Row {
    /// The text of a cell; nothing where there is nothing.
    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        self.0.get(at)?.as_str()
    }

    /// A cell that must have text.
    pub(crate) fn name(&self, at: usize) -> Result<String, Failure> {
        self.text(at).map(str::to_owned).ok_or_else(|| self.odd(at))
    }

    /// A cell that must be a whole number.
    pub(crate) fn whole(&self, at: usize) -> Result<i64, Failure> {
        self.0.get(at).and_then(Value::as_i64).ok_or_else(|| self.odd(at))
    }

    /// A cell that must be a count; nothing, which a sum over no rows is, counts as none.
    pub(crate) fn count(&self, at: usize) -> Result<u64, Failure> {
        match self.0.get(at) {
            Some(Value::Null) => Ok(0),
            Some(value) => value.as_u64().ok_or_else(|| self.odd(at)),
            None => Err(self.odd(at)),
        }
    }

    /// Cells as text, in their order; empty where there is nothing.
    pub(crate) fn texts(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|cell| match cell {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        })
    }

    fn odd(&self, at: usize) -> Failure {
        let row = Value::Array(self.0.clone());
        Failure::new(format!(
            "the cluster answers {row}, whose cell {} is not what was asked for",
            at + 1
        ))
        .hint("build griot and griot-spark from one release")
    }
}

impl Cluster {
    /// Starts the program and reaches the server, which then has shown how it reads SQL; `patience` is in microseconds.
    fn at(server: &str, patience: i64) -> Result<Self, Failure> {
        let started =
            Command::new(PROGRAM).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child =
            started.map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Failure::new(format!(
                    "{PROGRAM}, which asks clusters, is not on the PATH"
                ))
                .hint("build it in griot's folder with: cargo install --locked --path spark")
                .hint("docs/spark.md says what else it needs"),
                _ => Failure::new(format!("{PROGRAM} cannot be started: {error}")),
            })?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Failure::new(format!("{PROGRAM} cannot be spoken with")));
        };
        let answers = BufReader::with_capacity(1 << 16, answers);
        let mut this = Self { child, questions: Some(questions), answers, line: String::new() };
        let patience = patience / 1_000_000;
        this.write(&json!({ "protocol": PROTOCOL, "server": server, "patience": patience }))?;
        let version = this.told("ready")?;
        // Behind the address stands its token.
        let address = server.split("/;").next().unwrap_or_default();
        say(&format!("{address}: Spark {}", version.as_str().unwrap_or_default()));
        Ok(this)
    }

    /// Gives a table that the workers can see a name; names and types of its columns.
    pub(crate) fn open(
        &mut self,
        name: &str,
        path: &str,
        format: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        self.write(&json!({ "open": name, "path": path, "format": format }))?;
        let columns = self.told("columns")?;
        serde_json::from_value(columns).map_err(|error| {
            Failure::new(format!("the columns of {path} cannot be read: {error}"))
        })
    }

    /// Keeps the answer of a query there, by a name.
    pub(crate) fn keep(&mut self, name: &str, query: &str) -> Result<(), Failure> {
        self.write(&json!({ "keep": name, "sql": query }))?;
        self.told("kept").map(|_name| ())
    }

    /// Hands on every row of a query.
    pub(crate) fn ask(
        &mut self,
        query: &str,
        mut each: impl FnMut(Row) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.write(&json!({ "ask": query }))?;
        let mut rows = 0_u64;
        loop {
            match self.read()? {
                Value::Array(cells) => {
                    rows += 1;
                    each(Row(cells))?;
                }
                told if told.get("rows").and_then(Value::as_u64) == Some(rows) => return Ok(()),
                told => return Err(odd(&told)),
            }
        }
    }

    /// The only row of a query.
    pub(crate) fn ask_one(&mut self, query: &str) -> Result<Row, Failure> {
        let mut found = None;
        self.ask(query, |row| {
            found = Some(row);
            Ok(())
        })?;
        found.ok_or_else(|| Failure::new("the cluster answers no row where one was asked for"))
    }

    fn write(&mut self, question: &Value) -> Result<(), Failure> {
        let Some(out) = &mut self.questions else { return Err(self.ended()) };
        let line = format!("{question}\n");
        if out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_err() {
            // Why it does not listen any more is its last line.
            self.questions = None;
            return match self.read() {
                Err(failure) => Err(failure),
                Ok(told) => Err(odd(&told)),
            };
        }
        Ok(())
    }

    /// The next line, where it is not a failure.
    fn read(&mut self) -> Result<Value, Failure> {
        self.line.clear();
        if self.answers.read_line(&mut self.line)? == 0 {
            return Err(self.ended());
        }
        let told: Value = serde_json::from_str(&self.line).map_err(|error| {
            let start: String = self.line.chars().take(80).collect();
            Failure::new(format!("{PROGRAM} says {start:?}, which is no answer: {error}"))
        })?;
        if let Some(failed) = told.get("failed").and_then(Value::as_str) {
            let failure = Failure::new(failed);
            return Err(match told.get("remedy").and_then(Value::as_str) {
                Some(remedy) if !remedy.is_empty() => failure.hint(remedy),
                _ => failure,
            });
        }
        Ok(told)
    }

    fn told(&mut self, what: &str) -> Result<Value, Failure> {
        let mut told = self.read()?;
        match told.get_mut(what) {
            Some(value) => Ok(value.take()),
            None => Err(odd(&told)),
        }
    }

    /// It ended without its last line.
    fn ended(&mut self) -> Failure {
        self.questions = None;
        let how = match self.child.wait() {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        Failure::new(format!(
            "{PROGRAM} ended in the middle of an answer ({how}); nothing is written"
        ))
        .hint("ask again")
    }
}

fn odd(told: &Value) -> Failure {
    let start: String = told.to_string().chars().take(80).collect();
    Failure::new(format!("{PROGRAM} answers {start}, which was not asked for"))
        .hint("build griot and griot-spark from one release")
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The end of the questions ends the session, and the program with it.
        self.questions = None;
        drop(self.child.wait());
    }
}
