//! Ctrl-C while a site is being written: what was begun beside it is cleared away first.

use std::{
    io,
    process::exit,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crate::{failure::Failure, terminal};

/// Whether somebody wants it to end.
static ASKED: AtomicBool = AtomicBool::new(false);
/// Whether there is something to clear away before.
static WRITING: AtomicBool = AtomicBool::new(false);

/// What a shell gives back for a command that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// From here on, until [`end`], Ctrl-C is heard and left to whoever calls [`check`].
pub(crate) fn watch() -> Result<(), Failure> {
    WRITING.store(true, Ordering::SeqCst);
    let failed = |error: io::Error| Failure::new(format!("Ctrl-C cannot be heard: {error}"));
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let (heard, hearing) = std::sync::mpsc::channel();
    thread::spawn(move || {
        runtime.block_on(async {
            let mut asked = match signals() {
                Ok(asked) => asked,
                Err(error) => {
                    drop(heard.send(Err(error)));
                    return;
                }
            };
            drop(heard.send(Ok(())));
            asked.recv().await;
            ASKED.store(true, Ordering::SeqCst);
            end_if_idle();
            // Whoever asks twice does not want to wait for the clearing.
            asked.recv().await;
            ended();
        });
    });
    hearing.recv().unwrap_or(Ok(())).map_err(failed)
}

/// An error where somebody wants it to end.
pub(crate) fn check() -> io::Result<()> {
    if ASKED.load(Ordering::SeqCst) {
        return Err(io::Error::new(io::ErrorKind::Interrupted, "it was interrupted"));
    }
    Ok(())
}

/// What was begun is finished, so that Ctrl-C ends the command at once again.
pub(crate) fn end() {
    WRITING.store(false, Ordering::SeqCst);
    if ASKED.load(Ordering::SeqCst) {
        ended();
    }
}

fn end_if_idle() {
    if !WRITING.load(Ordering::SeqCst) {
        ended();
    }
}

#[expect(clippy::exit, reason = "the binary ends where its user wants it to")]
fn ended() {
    terminal::say("interrupted");
    exit(INTERRUPTED);
}

/// The signals by which a user, or the machine going down, ends a command.
#[cfg(unix)]
struct Asked {
    typed: tokio::signal::unix::Signal,
    told: tokio::signal::unix::Signal,
}

#[cfg(unix)]
fn signals() -> io::Result<Asked> {
    use tokio::signal::unix::{SignalKind, signal};
    Ok(Asked {
        typed: signal(SignalKind::interrupt())?,
        told: signal(SignalKind::terminate())?,
    })
}

#[cfg(unix)]
impl Asked {
    async fn recv(&mut self) {
        tokio::select! {
            _ = self.typed.recv() => {}
            _ = self.told.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Asked;

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
fn signals() -> io::Result<Asked> {
    Ok(Asked)
}

#[cfg(not(unix))]
impl Asked {
    async fn recv(&mut self) {
        drop(tokio::signal::ctrl_c().await);
    }
}
