//! What a server says when it cannot, in a sentence and with what to do.

use spark_connect_core::SparkError;

/// Why there is no answer: a sentence without its full stop, and what to do about it.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What is wrong.
    pub what: String,
    /// What to do; empty where nothing is known.
    pub remedy: String,
    /// Whether the server understood the query and refused it: its meaning, not its workers, was at fault.
    pub is_of_query: bool,
}

impl Refusal {
    /// A refusal of anything but a query.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), is_of_query: false }
    }

    /// Whoever asked is gone, or wants it to end.
    pub fn interrupted() -> Self {
        Self::new("it was interrupted, and so was the query on the cluster", "")
    }
}

impl From<arrow_schema::ArrowError> for Refusal {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self::new(format!("the cluster's answer cannot be read: {error}"), "ask again")
    }
}

/// What is known by some words of the server's message: words, sentence, remedy, whether it is the query's fault.
type Known = (&'static [&'static str], &'static str, &'static str, bool);

/// The first whose words are all there is the one.
const KNOWN: &[Known] = &[
    (
        &["No space left on device"],
        "a disk of the cluster is full",
        "free the folders of spark.local.dir on the workers, or give them more; or ask with a shorter window or fewer layers",
        false,
    ),
    (
        &["PATH_NOT_FOUND"],
        "the cluster finds no such table",
        "give the path under which the driver and every worker see it: of a shared file system, or s3a:// or hdfs://",
        false,
    ),
    (
        &["FileNotFoundException"],
        "a worker cannot see a file of the table",
        "give the path under which the driver and every worker see it: of a shared file system, or s3a:// or hdfs://",
        false,
    ),
    (
        &["FILE_NOT_EXIST"],
        "a worker cannot see a file of the table, or it was changed while it was read",
        "give the path under which the driver and every worker see it: of a shared file system, or s3a:// or hdfs://",
        false,
    ),
    (
        &["TABLE_OR_VIEW_NOT_FOUND"],
        "the cluster knows no such table",
        "give a path that ends in .csv, .csv.gz or .parquet, or a folder of such files",
        false,
    ),
    (
        &["MALFORMED_RECORD_IN_PARSING"],
        "a row of the CSV has more or fewer cells than its header",
        "mend the file, or write it as Parquet",
        true,
    ),
    (
        &["CAST_INVALID_INPUT"],
        "a cell is not the number it should be",
        "times are whole numbers: seconds since 1970 in timestamp_share, microseconds in time",
        true,
    ),
    (
        &["MALFORMED_CSV_RECORD"],
        "a row of the CSV has more or fewer cells than its header",
        "mend the file, or write it as Parquet",
        true,
    ),
    (
        &["CANNOT_READ_FILE_FOOTER"],
        "the table is no Parquet",
        "name a table of CSV with .csv at its end",
        false,
    ),
    (
        &["is not a Parquet file"],
        "the table is no Parquet",
        "name a table of CSV with .csv at its end",
        false,
    ),
    (
        &["UNABLE_TO_INFER_SCHEMA"],
        "the cluster finds no rows of such a table there",
        "give a path that ends in .csv, .csv.gz or .parquet, or a folder of such files",
        false,
    ),
    (
        &["OutOfMemoryError"],
        "the memory of the cluster is not enough",
        "give the executors more (spark.executor.memory), or ask with a shorter window or fewer layers",
        false,
    ),
    (
        &["SparkContext was shut down"],
        "the driver ended in the middle of the query",
        "see the driver's log for why, start the Connect server again, and ask again",
        false,
    ),
    (
        &["SPARK_JOB_CANCELLED"],
        "somebody cancelled the query on the cluster",
        "ask again",
        false,
    ),
    (
        &["OPERATION_CANCELED"],
        "somebody cancelled the query on the cluster",
        "ask again",
        false,
    ),
    (
        &["INVALID_HANDLE"],
        "the driver does not know this session or this query any more: it was started anew in the middle",
        "ask again",
        false,
    ),
    (
        &["ExecutorLostFailure"],
        "executors were lost again and again, and Spark gave up",
        "see the logs of the workers for why, and ask again",
        false,
    ),
    (
        &["FetchFailed"],
        "what lost executors had computed was lost again and again, and Spark gave up",
        "see the logs of the workers for why, and ask again",
        false,
    ),
    (
        &["All masters are unresponsive"],
        "the driver has lost the master of the cluster",
        "start the master again, and ask again",
        false,
    ),
];

/// Letters of a server's message that are passed on; the rest is in its log.
const LONGEST: usize = 300;

/// What the server refused, while something was asked of it; `causes` is what stands behind its message.
pub fn of_query(error: &SparkError, causes: &[String]) -> Refusal {
    of_message(&error.error_class, &error.message(), causes, error.grpc_code())
}

fn of_message(class: &str, message: &str, causes: &[String], code: Option<i32>) -> Refusal {
    let first = first_line(message);
    let named = format!("{class} {message}");
    let told = |known: &Known, text: &str| known.0.iter().all(|words| text.contains(words));
    // The cause says more than what it led to.
    for text in causes.iter().rev().chain([&named]) {
        let Some(known) = KNOWN.iter().find(|known| told(known, text)) else { continue };
        let (_, what, remedy, is_of_query) = known;
        let detail = if text == &named { first.clone() } else { first_line(text) };
        let what = format!("{what}: {detail}");
        return Refusal { what, remedy: (*remedy).to_owned(), is_of_query: *is_of_query };
    }
    match code {
        code if is_of_token(code) => Refusal::new(
            format!("the server does not take the token: {first}"),
            "give it with the address, sc://host:port/;token=..., or in SPARK_CONNECT_AUTHENTICATE_TOKEN",
        ),
        _ if code == Some(UNAVAILABLE) || class.is_empty() => Refusal::new(
            format!("the driver is gone in the middle of the query: {first}"),
            "see its log for why, start the Connect server again, and ask again",
        ),
        _ => Refusal {
            what: format!("the cluster refuses the query: {first}"),
            remedy: "the driver's log has the whole of it".to_owned(),
            is_of_query: true,
        },
    }
}

/// Codes of gRPC.
const PERMISSION_DENIED: i32 = 7;
pub const UNAVAILABLE: i32 = 14;
const UNAUTHENTICATED: i32 = 16;

/// Whether the server wants another token, or one at all.
pub fn is_of_token(code: Option<i32>) -> bool {
    matches!(code, Some(UNAUTHENTICATED | PERMISSION_DENIED))
}

/// The first line of a message, or as much of it as a person reads.
pub fn first_line(message: &str) -> String {
    let mut first =
        message.trim().lines().next().unwrap_or_default().trim().trim_end_matches('.');
    // The class of an error stands before its message, twice.
    while let Some(rest) = first.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        first = rest.1;
    }
    if first.chars().count() > LONGEST {
        let start: String = first.chars().take(LONGEST).collect();
        return format!("{start} ...");
    }
    first.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_becomes_a_sentence() {
        let full = of_message(
            "",
            "Job aborted due to stage failure: Task 3 failed 4 times",
            &[
                "Task 3 failed".to_owned(),
                "java.io.IOException: No space left on device".to_owned(),
            ],
            Some(13),
        );
        assert!(full.what.ends_with("No space left on device"), "{}", full.what);
        assert!(!full.is_of_query);
        let cast =
            of_message("CAST_INVALID_INPUT", "The value 'x' cannot be cast.", &[], Some(13));
        assert!(cast.is_of_query && cast.what.ends_with("cannot be cast"), "{}", cast.what);
        let token = of_message("", "Invalid authentication token", &[], Some(UNAUTHENTICATED));
        assert!(token.what.starts_with("the server does not take the token"), "{}", token.what);
        let gone = of_message("", "h2 protocol error: connection reset", &[], Some(2));
        assert!(
            gone.what.starts_with("the driver is gone") && !gone.is_of_query,
            "{}",
            gone.what
        );
        assert!(of_message("PARSE_SYNTAX_ERROR", "near 'x'", &[], Some(13)).is_of_query);
    }
}
