//! How griot says that it could not do its work. Exit code 2; a closed pipe is 0.

use std::{fmt::Display, io, process::ExitCode};

use crate::{render::spelt, terminal};

/// Why a command could not do its work, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    /// One sentence without a final full stop.
    pub(crate) message: String,
    /// What to type or to change next, each in a sentence.
    pub(crate) hints: Vec<String>,
    closed_pipe: bool,
}

impl Failure {
    /// A failure that says `message`.
    pub(crate) fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hints: Vec::new(), closed_pipe: false }
    }

    /// The same failure with a hint.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Prints the failure to standard error and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        if self.closed_pipe {
            return ExitCode::SUCCESS;
        }
        terminal::say(&format!("error: {}", spelt(&self.message)));
        for hint in self.hints {
            terminal::say(&format!("help: {}", spelt(&hint)));
        }
        ExitCode::from(2)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { message: error.to_string(), hints: Vec::new(), closed_pipe }
    }
}
