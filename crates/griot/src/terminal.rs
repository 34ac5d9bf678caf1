//! Where the output goes: whether it is a terminal, how wide, and whether colour is wanted.

use std::io::{IsTerminal as _, Write as _};

/// What is known of standard output.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    /// Whether to use colour: only on a terminal, and never where `NO_COLOR` is set.
    pub(crate) colour: bool,
    /// Columns; 100 where it is no terminal.
    pub(crate) width: usize,
}

impl Terminal {
    /// Standard output as it is now.
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary is where the environment is read"
    )]
    pub(crate) fn of_output() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let terminal = std::io::stdout().is_terminal();
        let colour = terminal
            && variable("NO_COLOR").is_none()
            && variable("TERM").as_deref() != Some("dumb");
        let width = variable("COLUMNS").and_then(|it| it.parse().ok()).unwrap_or(100);
        Self { colour, width: width.clamp(60, 160) }
    }
}

/// A line to standard error: everything that is not a result.
pub(crate) fn say(line: &str) {
    // Where nobody listens any more there is nobody to tell.
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}
