//! `griot-spark`: asks a Spark cluster what griot asks.
//!
//! It knows no network and no event. Whoever starts it (`griot network --on`, `griot events ... --on`) writes one JSON
//! object a line to its standard input and reads one JSON value a line from its standard output:
//!
//! ```text
//! {"protocol":1,"server":"sc://host:15002"}              → {"ready":"4.3.0"}
//! {"open":"t","path":"/shared/t.parquet","format":"parquet"} → {"columns":[["object_id","string"], ...]}
//! {"keep":"v","sql":"select ..."}                        → {"kept":"v"}
//! {"ask":"select ..."}                                   → ["a","b",3,null] for each row, then {"rows":1}
//! ```
//!
//! Before the first question a set of small queries shows whether the server gives SQL the meaning that griot relies
//! on ([`conformance`]). The end of the input is the end of the session: a query that still runs is interrupted on the
//! cluster. Whatever goes wrong is one last line, `{"failed":"...","remedy":"..."}`, and exit code 2.

#![expect(
    clippy::disallowed_methods,
    clippy::large_futures,
    clippy::result_large_err,
    reason = "a program reads its arguments and the clock; the futures and errors of the client are as large as they are"
)]

mod cells;
mod cluster;
mod conformance;
mod question;
mod refusal;

use std::{
    io::{self, Write as _},
    process::ExitCode,
    time::Duration,
};

use cluster::Cluster;
use question::{Asked, Hello, Lines};
use refusal::Refusal;
use serde_json::{Value, json};

const HELP: &str = "\
griot-spark asks an Apache Spark cluster what griot asks, through Spark Connect.

It is started by griot: griot network --on sc://host:15002 TABLE, griot events compare --on ..., griot events fuse --on ...
All it needs is to lie on the PATH. docs/spark.md says what the cluster needs.
";

fn main() -> ExitCode {
    let mut out = Answer { out: io::BufWriter::with_capacity(1 << 16, io::stdout().lock()) };
    match std::env::args().nth(1).as_deref() {
        None => {}
        Some("--version") => {
            return told(&mut out, concat!("griot-spark ", env!("CARGO_PKG_VERSION"), "\n"));
        }
        Some(_) => return told(&mut out, HELP),
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            return out.failed(&Refusal::new(format!("no thread can be started: {error}"), ""));
        }
    };
    let ended = runtime.block_on(session(&mut out));
    // The thread that reads the input cannot be stopped; nothing waits for it.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => out.failed(&refusal),
    }
}

fn told(out: &mut Answer<'_>, text: &str) -> ExitCode {
    match out.out.write_all(text.as_bytes()).and_then(|()| out.out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_closed) => ExitCode::from(2),
    }
}

/// Standard output, a line at a time.
struct Answer<'o> {
    out: io::BufWriter<io::StdoutLock<'o>>,
}

impl Answer<'_> {
    /// A line that nobody waits for.
    fn line(&mut self, line: &str) -> Result<(), Refusal> {
        let written =
            self.out.write_all(line.as_bytes()).and_then(|()| self.out.write_all(b"\n"));
        written.map_err(gone)
    }

    /// A line that somebody waits for.
    fn tell(&mut self, value: &Value) -> Result<(), Refusal> {
        self.line(&value.to_string())?;
        self.out.flush().map_err(gone)
    }

    fn failed(&mut self, refusal: &Refusal) -> ExitCode {
        let line = json!({ "failed": refusal.what, "remedy": refusal.remedy });
        // Where nobody reads any more there is nobody to tell.
        drop(self.tell(&line));
        ExitCode::from(2)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it on")]
fn gone(error: io::Error) -> Refusal {
    Refusal::new(format!("whoever asked does not read the answer: {error}"), "")
}

/// From the first line to the last.
async fn session(out: &mut Answer<'_>) -> Result<(), Refusal> {
    let mut lines = Lines::of_input();
    let Some(first) = lines.next().await else {
        return Err(Refusal::new(
            "nothing was asked",
            "griot-spark is started by griot network --on",
        ));
    };
    let hello = Hello::read(&first)?;
    let (cluster, version) =
        Cluster::reached(&hello.server, Duration::from_secs(hello.patience)).await?;
    let mut kept = Vec::new();
    let answered = answered(&cluster, &version, &mut lines, out, &mut kept).await;
    // An interrupted query, and everything that was kept, is let go of on the cluster.
    cluster.leave(answered.is_err(), &kept).await;
    answered
}

async fn answered(
    cluster: &Cluster,
    version: &str,
    lines: &mut Lines,
    out: &mut Answer<'_>,
    kept: &mut Vec<String>,
) -> Result<(), Refusal> {
    conformance::held(cluster, lines).await?;
    out.tell(&json!({ "ready": version }))?;
    while let Some(line) = lines.next().await {
        match Asked::read(&line)? {
            Asked::Open(table) => {
                cluster.command(&table.view(), lines).await?;
                let columns = cluster.columns(&table.open, lines).await?;
                out.tell(&json!({ "columns": columns }))?;
            }
            Asked::Keep { keep, sql } => {
                let view = cluster.kept(&keep, &sql);
                kept.push(keep.clone());
                cluster.command(&view, lines).await?;
                out.tell(&json!({ "kept": keep }))?;
            }
            Asked::Ask { ask } => {
                let rows = cluster.ask(&ask, lines, |row| out.line(row)).await?;
                out.tell(&json!({ "rows": rows }))?;
            }
        }
    }
    Ok(())
}
