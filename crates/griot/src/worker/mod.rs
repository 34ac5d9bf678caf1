//! Files of strangers are parsed by another process, which can do nothing but that.
//!
//! `griot worker` is started by griot itself, once, and answers one question after the other over its pipes until it fails.
//! Before the first one it gives up the network, all files, all programs and more memory than it needs
//! ([`confine`]); each question has a bound on time. What overruns or crashes is an answer about that file: what
//! happened, and that its bytes are kept.

pub(crate) mod child;
mod confine;
mod frame;

use std::{
    io::{self, BufReader, Write as _},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use griot_read::{Document, Sheet, Unreadable};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use frame::{read_frame, write_frame};

/// Seconds of work for a file, and for each megabyte of it.
const SECONDS: u64 = 10;
/// How many times the work may take on a clock, where others work too.
const PATIENCE: u64 = 6;
/// Files that one worker reads; a new one has memory that is not in pieces.
const SERVED: u32 = 500;

/// What is asked of a worker, before the bytes of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Question {
    pub(super) name: String,
    pub(super) wanted: Wanted,
    /// Seconds of work that the answer may take.
    pub(super) seconds: u64,
}

/// What of a file is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Wanted {
    Document,
    /// A document without the language of each block.
    Blocks,
    /// The words of a document and their places, without its blocks.
    Words,
    Table {
        sheet: Option<String>,
    },
}

/// What a worker answers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    Document(Box<Document>),
    Table(Sheet),
    Unreadable(Unreadable),
}

/// Reads files by a worker.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    running: Option<Running>,
    /// What the system does not let a worker give up.
    without: Vec<String>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    questions: ChildStdin,
    answers: Receiver<io::Result<Vec<u8>>>,
    served: u32,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Reader {
    /// Reads a document.
    pub(crate) fn document(
        &mut self,
        bytes: &[u8],
        name: &str,
    ) -> Result<Result<Document, Unreadable>, Failure> {
        self.read(bytes, name, Wanted::Document)
    }

    /// Reads a document without the language of each block.
    pub(crate) fn blocks(
        &mut self,
        bytes: &[u8],
        name: &str,
    ) -> Result<Result<Document, Unreadable>, Failure> {
        self.read(bytes, name, Wanted::Blocks)
    }

    /// Reads the words of a document, with their places and nothing else.
    pub(crate) fn words(
        &mut self,
        bytes: &[u8],
        name: &str,
    ) -> Result<Result<Document, Unreadable>, Failure> {
        self.read(bytes, name, Wanted::Words)
    }

    fn read(
        &mut self,
        bytes: &[u8],
        name: &str,
        wanted: Wanted,
    ) -> Result<Result<Document, Unreadable>, Failure> {
        Ok(match self.ask(bytes, name, wanted)? {
            Answer::Document(document) => Ok(*document),
            Answer::Unreadable(why) => Err(why),
            Answer::Table(_) => Err(ended(name, "it answered another question")),
        })
    }

    /// Reads a sheet of a workbook, or the one table of a ZIP, as delimited text.
    pub(crate) fn table(
        &mut self,
        bytes: &[u8],
        name: &str,
        sheet: Option<&str>,
    ) -> Result<Result<Sheet, Unreadable>, Failure> {
        let wanted = Wanted::Table { sheet: sheet.map(str::to_owned) };
        Ok(match self.ask(bytes, name, wanted)? {
            Answer::Table(table) => Ok(table),
            Answer::Unreadable(why) => Err(why),
            Answer::Document(_) => Err(ended(name, "it answered another question")),
        })
    }

    /// What the worker could not give up on this system; known after the first file.
    pub(crate) fn without(&self) -> &[String] {
        &self.without
    }

    fn ask(&mut self, bytes: &[u8], name: &str, wanted: Wanted) -> Result<Answer, Failure> {
        let mut running = match self.running.take().filter(|it| it.served < SERVED) {
            Some(running) => running,
            None => self.start()?,
        };
        let seconds = SECONDS + bytes.len() as u64 / (1 << 20);
        let question = Question { name: name.to_owned(), wanted, seconds };
        let question = serde_json::to_vec(&question).map_err(Failure::new)?;
        let asked = write_frame(&mut running.questions, &question)
            .and_then(|()| write_frame(&mut running.questions, bytes))
            .and_then(|()| running.questions.flush());
        let patience = Duration::from_secs(seconds * PATIENCE);
        let answer = match asked {
            Ok(()) => running.answers.recv_timeout(patience),
            Err(_broken_pipe) => Err(RecvTimeoutError::Disconnected),
        };
        match answer {
            Ok(Ok(answer)) => {
                running.served += 1;
                self.running = Some(running);
                Ok(serde_json::from_slice(&answer).unwrap_or_else(|_| {
                    Answer::Unreadable(ended(name, "its answer is damaged"))
                }))
            }
            Err(RecvTimeoutError::Timeout) => {
                let why = format!("it took more than {} seconds", seconds * PATIENCE);
                Ok(Answer::Unreadable(ended(name, &why)))
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                let why = cause(&mut running.child, seconds);
                Ok(Answer::Unreadable(ended(name, &why)))
            }
        }
    }

    fn start(&mut self) -> Result<Running, Failure> {
        let failed = |error: io::Error| {
            Failure::new(format!("the process that reads files cannot be started: {error}"))
        };
        let program = std::env::current_exe().map_err(failed)?;
        let mut child = Command::new(program)
            .arg("worker")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let (Some(questions), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(io::Error::other("it has no pipes")));
        };
        let (sender, answers) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let answer = read_frame(&mut output);
                let ended = answer.is_err();
                if sender.send(answer).is_err() || ended {
                    break;
                }
            }
        });
        let mut running = Running { child, questions, answers, served: 0 };
        let hello = running.answers.recv_timeout(Duration::from_secs(SECONDS * PATIENCE));
        let Ok(Ok(hello)) = hello else {
            return Err(failed(io::Error::other(cause(&mut running.child, SECONDS))));
        };
        self.without = serde_json::from_slice(&hello).map_err(Failure::new)?;
        Ok(running)
    }
}

fn ended(name: &str, why: &str) -> Unreadable {
    Unreadable::Kind {
        said: format!(
            "{name} could not be read: {why}. Its bytes are as they were; nothing of it was used"
        ),
    }
}

/// Why a worker ended.
fn cause(child: &mut Child, seconds: u64) -> String {
    let Ok(status) = child.wait() else { return "its parser ended".to_owned() };
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        const ABORT: i32 = 6;
        const OUT_OF_TIME: [i32; 2] = [24, 9];
        match status.signal() {
            Some(signal) if OUT_OF_TIME.contains(&signal) => {
                return format!("its parser worked for more than {seconds} seconds");
            }
            Some(ABORT) => {
                return format!(
                    "its parser needed more than {} MB of memory, or nested too deep",
                    confine::MEMORY >> 20
                );
            }
            Some(signal) => return format!("its parser ended by signal {signal}"),
            None => {}
        }
    }
    format!("its parser failed ({status})")
}
