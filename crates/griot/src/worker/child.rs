//! The worker's side: answers questions about files until there are none.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use super::{
    Answer, Question, Wanted, confine,
    frame::{read_frame, write_frame},
};

/// Read files for another griot process; it starts this one by itself
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct Arguments {}

/// Runs `griot worker`.
pub(crate) fn run() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_pipe_is_closed) => ExitCode::from(2),
    }
}

fn serve() -> io::Result<()> {
    let (mut questions, mut answers) = (io::stdin().lock(), io::stdout().lock());
    let without = confine::confine();
    write_frame(&mut answers, &serde_json::to_vec(&without)?)?;
    answers.flush()?;
    loop {
        let question = match read_frame(&mut questions) {
            Ok(question) => question,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        let question: Question = serde_json::from_slice(&question)?;
        let bytes = read_frame(&mut questions)?;
        confine::time(question.seconds);
        let answer = match question.wanted {
            Wanted::Document => griot_read::read(&bytes, &question.name)
                .map(|document| Answer::Document(Box::new(document))),
            Wanted::Blocks => griot_read::read_blocks(&bytes, &question.name)
                .map(|document| Answer::Document(Box::new(document))),
            Wanted::Words => griot_read::read_words(&bytes, &question.name)
                .map(|document| Answer::Document(Box::new(document))),
            Wanted::Table { sheet } => {
                griot_read::table(&bytes, &question.name, sheet.as_deref()).map(Answer::Table)
            }
        };
        let answer = answer.unwrap_or_else(Answer::Unreadable);
        write_frame(&mut answers, &serde_json::to_vec(&answer)?)?;
        answers.flush()?;
    }
}
