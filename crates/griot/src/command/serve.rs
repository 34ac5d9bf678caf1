//! `griot serve`: the same site from memory, for this machine alone.

use std::{io::Write as _, process::ExitCode};

use griot_local::{ServeError, Server, interrupted};
use griot_report::router;

use crate::{disk, failure::Failure, leaving, publication, terminal};

/// Serve the site of a case from memory, on 127.0.0.1
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot serve cases/mali
  griot serve cases/mali --port 8080

Nobody but this machine can read it, and nothing is written. Ctrl-C ends it.
Next: griot build cases/mali writes the same pages to a folder.")]
pub(crate) struct Arguments {
    /// The case folder
    case: String,
    /// Port on 127.0.0.1; 0 lets the system choose a free one
    #[arg(long, default_value_t = 8117)]
    port: u16,
}

/// Runs `griot serve`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let files = disk::of_case(&arguments.case)?;
    let publication =
        publication::of(&files, &arguments.case, |folder, _case| Ok(leaving::secret(folder)))?;
    super::build::say_what_was_seen(&publication, &arguments.case, false)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("the server did not start: {error}")))?;
    runtime.block_on(async {
        let server = Server::bind(arguments.port).await.map_err(|error| failed(&error))?;
        writeln!(std::io::stdout().lock(), "{}", server.url())?;
        terminal::say("Ctrl-C ends it");
        let router = router(publication.site, server.port());
        server.answer(router, interrupted()).await;
        Ok::<(), Failure>(())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn failed(error: &ServeError) -> Failure {
    let failure = Failure::new(error);
    match error {
        ServeError::Listen { .. } => failure.hint("--port 0 lets the system choose a free one"),
    }
}
