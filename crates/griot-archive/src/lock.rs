//! Who may write. The system lets go of a lock when its process ends, however it ends; what the
//! file says is for people.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::regular::open_regular;

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(20);
/// Attempts before the holder is named, and before it is given up.
const UNTIL_NAMED: u32 = 15;
const UNTIL_GIVEN_UP: u32 = 1_500;
/// Longest description of a holder that is read.
const LONGEST_HOLDER: u64 = 1_000;

/// The right to write, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Whoever reads the file next should not be told of a process that is done; if that fails,
        // the free lock says the same.
        drop(self.file.set_len(0));
    }
}

/// Takes the lock, and writes into it who has it. Waits half a minute for another process, and
/// then names it in the error.
pub(crate) fn take(path: &Path, holder: &str, waiting: fn(&str)) -> io::Result<Lock> {
    if path.try_exists()? {
        open_regular(path)?;
    }
    let options =
        OpenOptions::new().create(true).truncate(false).read(true).write(true).clone();
    let mut file = options.open(path)?;
    for attempt in 0.. {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if attempt == UNTIL_GIVEN_UP => {
                let message = format!("it is held by {}", described(&mut file));
                return Err(io::Error::new(ErrorKind::WouldBlock, message));
            }
            Err(TryLockError::WouldBlock) => {
                if attempt == UNTIL_NAMED {
                    waiting(&described(&mut file));
                }
                thread::sleep(PAUSE);
            }
        }
    }
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(holder.as_bytes())?;
    Ok(Lock { file })
}

/// Who holds a lock; nothing where nobody does.
pub(crate) fn holder(path: &Path) -> Option<String> {
    let mut file = open_regular(path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(described(&mut file)),
        // Free, or on a disk that knows no locks; let go of when the file is closed.
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

/// What the holder wrote, on one line.
fn described(file: &mut File) -> String {
    let mut text = Vec::new();
    let read = file.rewind().and_then(|()| file.take(LONGEST_HOLDER).read_to_end(&mut text));
    let text = String::from_utf8_lossy(&text);
    match text.trim() {
        said if read.is_ok() && !said.is_empty() => said.replace(['\n', '\r'], " "),
        _ => "a process that does not say which it is".to_owned(),
    }
}
