//! Commands of griot, run beside the desk: the same program, the same answer.
//!
//! A command has its own memory and can be ended, and what it says is what somebody at a terminal would read.

use std::{
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

/// Bytes of an answer that are taken.
const ANSWER: u64 = 256 << 20;

/// How often is looked whether a command has ended or should.
const LOOK: Duration = Duration::from_millis(5);

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Ended {
    /// 0 all well, 1 the evidence contradicts something, 2 griot could not work.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: Vec<u8>,
    /// Standard error: what a person is told.
    pub(crate) said: String,
}

/// Runs a command to its end, or until `stop` says so. `tell` hears each line of standard error.
pub(crate) fn run(
    program: &Path,
    who: &str,
    folder: Option<&Path>,
    arguments: &[String],
    stop: &AtomicBool,
    tell: &(dyn Fn(&str) + Sync),
) -> io::Result<Ended> {
    let mut command = Command::new(program);
    command.args(arguments).env("GRIOT_WHO", who).env("NO_COLOR", "1");
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    let pipes = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let out = scope.spawn(move || {
            let mut bytes = Vec::new();
            if let Some(stdout) = stdout {
                stdout.take(ANSWER).read_to_end(&mut bytes)?;
            }
            io::Result::Ok(bytes)
        });
        let said = scope.spawn(move || {
            let mut said = String::new();
            let lines =
                stderr.into_iter().flat_map(|stderr| BufReader::new(stderr).split(b'\n'));
            for line in lines.map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                tell(line.trim());
                said.push_str(&line);
                said.push('\n');
            }
            said
        });
        let status = loop {
            if stop.load(Ordering::Relaxed) {
                child.kill()?;
            }
            match child.try_wait()? {
                Some(status) => break status,
                None => thread::sleep(LOOK),
            }
        };
        let broken = || io::Error::other("its answer cannot be read");
        Ok(Ended {
            code: status.code().unwrap_or(2),
            out: out.join().map_err(|_cause| broken())??,
            said: said.join().map_err(|_cause| broken())?,
        })
    })
}
