//! The session on the server: queries with all their rows, or an error.
//!
//! A query runs on the server under an id of its own. The server ends every stream of answers after a while (two
//! minutes, unless it was set up otherwise), and lines break; only the message `ResultComplete` ends an answer.
//! Until it comes the stream is taken up again behind the last message that was read, and rows are counted against
//! the server's own count, so that no row is missing and none comes twice.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use core::{
    ChannelBuilder, ExecutePlanResponseReattachableIterator as Execution, RetryPolicy,
    SparkConnectClient, SparkError,
};
use proto::execute_plan_response::{ExecutionProgress, ResponseType};
use spark_connect_core as core;
use spark_connect_proto as proto;
use tokio::{net::TcpStream, time};

use crate::{
    cells,
    question::Lines,
    refusal::{self, Refusal, UNAVAILABLE, first_line},
};

/// Whose sessions these are, unless the address says whose.
const USER: &str = "griot";
/// How long a server may take to take a call.
const REACHED: Duration = Duration::from_secs(10);
/// How often the driver is looked for while a query runs, and how often it may not be there.
const LOOKED_FOR: Duration = Duration::from_secs(5);
const MISSED: u32 = 3;
/// How often a broken stream is taken up again without a message in between.
const TAKEN_UP: u32 = 5;

/// A session on a server.
pub struct Cluster {
    client: SparkConnectClient,
    address: String,
    /// How long tasks may wait while not one of them runs.
    patience: Duration,
}

/// What a query is doing, as the server last told.
#[derive(Default)]
struct Watched {
    /// Since when tasks wait and none runs.
    untaken: Option<Instant>,
}

impl Watched {
    /// A task that was lost with its worker is among the completed ones, so that only a stage says whether it is done.
    fn take(&mut self, progress: &ExecutionProgress) {
        let waits = progress.stages.iter().any(|it| !it.done);
        if waits && progress.num_inflight_tasks == 0 {
            self.untaken.get_or_insert_with(Instant::now);
        } else {
            self.untaken = None;
        }
    }

    fn nobody_works(&self, patience: Duration) -> bool {
        self.untaken.is_some_and(|since| since.elapsed() > patience)
    }
}

impl Cluster {
    /// The server at an address, and its version.
    pub async fn reached(server: &str, patience: Duration) -> Result<(Self, String), Refusal> {
        let mut builder = ChannelBuilder::parse(server).map_err(|error| {
            Refusal::new(
                format!("the address of the cluster cannot be read: {}", first_line(&error.message())),
                "write it as sc://host:15002, with a token as sc://host:15002/;token=...;use_ssl=true",
            )
        })?;
        // A session belongs to a user; the same one must ask, interrupt and end it.
        if builder.user_id().is_none() {
            builder.set(core::channel::PARAM_USER_ID, USER);
        }
        let address = builder.endpoint();
        if let Err(why) = tcp(&address).await {
            return Err(Refusal::new(
                format!("nobody answers at {address}: {why}"),
                "start the Spark Connect server there, or give the address of one that runs; its port is 15002 unless \
                 it was set otherwise",
            ));
        }
        let mut client = SparkConnectClient::connect(&builder).await.map_err(|error| {
            Refusal::new(
                first_line(&error.message()),
                "a token goes over TLS only: add ;use_ssl=true to the address",
            )
        })?;
        client.set_retry_policy(RetryPolicy::no_retries());
        let this = Self { client, address, patience };
        let asked = proto::analyze_plan_request::SparkVersion::default();
        let analyze = proto::analyze_plan_request::Analyze::SparkVersion(asked);
        let answer = time::timeout(REACHED * 3, this.analyze(analyze)).await;
        let answer = answer.unwrap_or_else(|_late| {
            Err(SparkError::connect_msg("it takes the call and does not answer"))
        });
        let answer = answer.map_err(|error| this.unspoken(&error, builder.use_ssl()))?;
        let version = match answer.result {
            Some(proto::analyze_plan_response::Result::SparkVersion(it)) => it.version,
            _ => String::new(),
        };
        Ok((this, version))
    }

    /// Why somebody who takes the call does not speak with us.
    fn unspoken(&self, error: &SparkError, tls: bool) -> Refusal {
        let told = refusal::of_query(error, &[]);
        // Only a Spark server gives an error its class, or knows of tokens.
        if !error.error_class.is_empty() || refusal::is_of_token(error.grpc_code()) {
            return told;
        }
        let (address, why) = (&self.address, first_line(&error.message()));
        if tls {
            return Refusal::new(
                format!("{address} takes the call, but no TLS comes about: {why}"),
                "leave out ;use_ssl=true where the server has no TLS; otherwise its certificate must be of an authority \
                 that this machine trusts, and name the host of the address",
            );
        }
        Refusal::new(
            format!("{address} takes the call, but does not speak Spark Connect: {why}"),
            "add ;use_ssl=true to the address where the server asks for TLS; the port is that of Spark Connect (15002), \
             not of the master (7077)",
        )
    }

    async fn analyze(
        &self,
        analyze: proto::analyze_plan_request::Analyze,
    ) -> Result<proto::AnalyzePlanResponse, SparkError> {
        let request = proto::AnalyzePlanRequest {
            session_id: self.client.session_id().to_owned(),
            user_context: Some(self.user()),
            analyze: Some(analyze),
            ..Default::default()
        };
        self.client.analyze_plan(request).await
    }

    fn user(&self) -> proto::UserContext {
        let user_id = self.client.user_id().unwrap_or(USER).to_owned();
        proto::UserContext { user_id, ..Default::default() }
    }

    /// What the server refused, with what it says of the cause.
    async fn refused(&self, error: &SparkError) -> Refusal {
        let mut causes = Vec::new();
        if let Some(id) = error.params.get("errorId") {
            let request = proto::FetchErrorDetailsRequest {
                session_id: self.client.session_id().to_owned(),
                user_context: Some(self.user()),
                error_id: id.clone(),
                ..Default::default()
            };
            let details = self.client.fetch_error_details(request);
            if let Ok(Ok(details)) = time::timeout(REACHED, details).await {
                causes.extend(details.errors.into_iter().map(|cause| {
                    let class = cause.spark_throwable.and_then(|it| it.error_class);
                    let kind = cause.error_type_hierarchy.first();
                    let kind = kind.map(|it| it.rsplit('.').next().unwrap_or(it));
                    let class = class.as_deref().or(kind).unwrap_or_default();
                    format!("[{class}] {}", cause.message)
                }));
            }
        }
        refusal::of_query(error, &causes)
    }

    /// Runs a statement that has no rows.
    pub async fn command(&self, sql: &str, lines: &mut Lines) -> Result<(), Refusal> {
        self.ask(sql, lines, |_| Ok(())).await.map(|_rows| ())
    }

    /// Names and types of the columns of a table that was opened.
    pub async fn columns(
        &self,
        table: &str,
        lines: &mut Lines,
    ) -> Result<Vec<[String; 2]>, Refusal> {
        let mut columns = Vec::new();
        let described = format!("DESCRIBE TABLE {table}");
        self.ask(&described, lines, |row| {
            let cells: Vec<Option<String>> = serde_json::from_str(row).unwrap_or_default();
            if let [Some(name), Some(kind), ..] = cells.as_slice() {
                columns.push([name.clone(), kind.clone()]);
            }
            Ok(())
        })
        .await?;
        Ok(columns)
    }

    /// Hands on every row of a query as a line of JSON, and says how many there were.
    pub async fn ask(
        &self,
        sql: &str,
        lines: &mut Lines,
        mut each: impl FnMut(&str) -> Result<(), Refusal>,
    ) -> Result<u64, Refusal> {
        let rows = Cell::new(0_u64);
        let mut watched = Watched::default();
        let execution = Execution::new(self.request(sql));
        let answer = self.answer(&execution, |message| match message {
            ResponseType::ArrowBatch(batch) => {
                let from = u64::try_from(batch.start_offset.unwrap_or(-1)).unwrap_or(rows.get());
                let told = u64::try_from(batch.row_count).unwrap_or(0);
                if batch.num_chunks_in_batch.is_some_and(|chunks| chunks > 1) {
                    return Err(Refusal::new(
                        "the server sends a batch of rows in pieces, which nobody asked for",
                        "ask a server of Spark 4",
                    ));
                }
                let read = cells::rows(&batch.data, &mut each)?;
                if from != rows.get() || read != told {
                    return Err(Refusal::new(
                        format!(
                            "rows of the answer are missing: {told} were sent from row {from} on, and {read} came after row {}",
                            rows.get()
                        ),
                        "ask again",
                    ));
                }
                rows.set(rows.get() + read);
                Ok(())
            }
            ResponseType::ExecutionProgress(progress) => {
                watched.take(&progress);
                if watched.nobody_works(self.patience) {
                    return Err(Refusal::new(
                        format!(
                            "no worker has taken a task for {} seconds: there may be none any more, or all are busy with \
                             something else",
                            self.patience.as_secs()
                        ),
                        "see the page of the master for its workers, start them again, and ask again",
                    ));
                }
                Ok(())
            }
            _ => Ok(()),
        });
        let ended = tokio::select! {
            answer = answer => answer,
            gone = self.driver_gone() => Err(gone),
            () = lines.ended() => Err(Refusal::interrupted()),
            () = told_to_end() => Err(Refusal::interrupted()),
        };
        ended.map(|()| rows.get())
    }

    fn request(&self, sql: &str) -> proto::ExecutePlanRequest {
        let relation = proto::Relation {
            rel_type: Some(proto::relation::RelType::Sql(proto::Sql {
                query: sql.to_owned(),
                ..Default::default()
            })),
            ..Default::default()
        };
        proto::ExecutePlanRequest {
            session_id: self.client.session_id().to_owned(),
            user_context: Some(self.user()),
            plan: Some(proto::Plan { op_type: Some(proto::plan::OpType::Root(relation)) }),
            ..Default::default()
        }
    }

    /// Hands on every message of an answer, in their order, each once, until the one that says it is complete.
    async fn answer(
        &self,
        execution: &Execution,
        mut each: impl FnMut(ResponseType) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut broken = 0;
        let request = execution.request().clone();
        let mut stream = match self.client.execute_plan(request).await {
            Ok(stream) => stream,
            Err(error) => return Err(self.refused(&error).await),
        };
        loop {
            let error = match stream.message().await {
                Ok(Some(message)) => {
                    broken = 0;
                    execution.set_last_response_id(&message).await;
                    if let Some(message) = message.response_type {
                        each(message)?;
                    }
                    if execution.is_completed().await {
                        let release = execution.create_release_request(true).await;
                        // Nobody waits for it: what is not released the server forgets by itself.
                        drop(self.client.release_execute(release).await);
                        return Ok(());
                    }
                    continue;
                }
                // The server ends a stream when it likes.
                Ok(None) => None,
                Err(status) => Some(SparkError::from_grpc_status(status)),
            };
            if let Some(error) = &error
                && !is_of_the_line(error)
            {
                return Err(self.refused(error).await);
            }
            loop {
                broken += 1;
                let reattach = execution.create_reattach_request().await;
                match self.client.reattach_execute(reattach).await {
                    Ok(again) => {
                        stream = again;
                        break;
                    }
                    Err(error) if is_of_the_line(&error) && broken < TAKEN_UP => {
                        time::sleep(Duration::from_secs(u64::from(broken))).await;
                    }
                    Err(error) => return Err(self.refused(&error).await),
                }
            }
        }
    }

    /// Returns when the driver cannot be reached any more.
    async fn driver_gone(&self) -> Refusal {
        let mut missed = 0;
        loop {
            time::sleep(LOOKED_FOR).await;
            match tcp(&self.address).await {
                Ok(()) => missed = 0,
                Err(why) => {
                    missed += 1;
                    if missed == MISSED {
                        return Refusal::new(
                            format!(
                                "the driver at {} is gone in the middle of the query: {why}",
                                self.address
                            ),
                            "see its log for why, start the Connect server again, and ask again",
                        );
                    }
                }
            }
        }
    }

    /// The statement that keeps the answer of a query by a name.
    ///
    /// A server keeps by what is asked, for all sessions, and takes files of one path for the same whatever is in them
    /// now; the session's own number in the query keeps this answer apart from that of yesterday.
    pub fn kept(&self, name: &str, sql: &str) -> String {
        format!(
            "CACHE LAZY TABLE {name} OPTIONS ('storageLevel' = 'MEMORY_AND_DISK') AS \
             SELECT * FROM ({sql}) asked WHERE '{}' <> ''",
            self.client.session_id()
        )
    }

    /// Interrupts what still runs, lets go of what was kept, which a server would keep after the session, and ends it.
    pub async fn leave(&self, interrupts: bool, kept: &[String]) {
        if interrupts {
            drop(time::timeout(REACHED, self.client.interrupt_all()).await);
        }
        for name in kept {
            let forget =
                Execution::new(self.request(&format!("UNCACHE TABLE IF EXISTS {name}")));
            let forgotten = time::timeout(REACHED, self.answer(&forget, |_| Ok(()))).await;
            if forgotten.is_err() {
                break;
            }
        }
        drop(time::timeout(REACHED, self.client.release_session()).await);
    }
}

/// Whether the line broke, and not the query: a server names the class of its own errors.
fn is_of_the_line(error: &SparkError) -> bool {
    let is_unnamed = error.error_class.is_empty() && !refusal::is_of_token(error.grpc_code());
    is_unnamed
        || error.grpc_code() == Some(UNAVAILABLE)
        || error.message().contains("INVALID_CURSOR.DISCONNECTED")
}

/// Whether anybody takes a call.
async fn tcp(address: &str) -> Result<(), String> {
    match time::timeout(REACHED, TcpStream::connect(address)).await {
        Ok(Ok(_stream)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_late) => Err(format!("no answer for {} seconds", REACHED.as_secs())),
    }
}

/// Returns when somebody types Ctrl-C or the machine goes down.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut told) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = told.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}

#[cfg(test)]
mod tests {
    use proto::execute_plan_response::execution_progress::StageInfo;

    use super::*;

    fn progress(completed: i64, done: bool, inflight: i64) -> ExecutionProgress {
        ExecutionProgress {
            stages: vec![StageInfo {
                num_tasks: 1,
                num_completed_tasks: completed,
                done,
                ..Default::default()
            }],
            num_inflight_tasks: inflight,
        }
    }

    #[test]
    fn nobody_works_where_a_stage_is_not_done_and_no_task_runs() {
        let mut watched = Watched::default();
        watched.take(&progress(0, false, 1));
        assert!(!watched.nobody_works(Duration::ZERO), "one runs");
        // The only task was lost with its worker: the server counts it as completed.
        watched.take(&progress(1, false, 0));
        std::thread::sleep(Duration::from_millis(2));
        assert!(watched.nobody_works(Duration::ZERO));
        assert!(!watched.nobody_works(Duration::from_secs(60)));
        watched.take(&progress(1, true, 0));
        assert!(!watched.nobody_works(Duration::ZERO), "nothing is left to do");
    }
}
