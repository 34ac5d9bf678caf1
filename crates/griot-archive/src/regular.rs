//! Regular files and nothing else: a pipe, a device or a socket in the place of a file would be
//! waited for, or read without end.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use griot_model::bounds;

/// Opens a file for reading, through links, and refuses whatever is not a regular file, by a
/// message that says what it is. Never waits.
pub fn open_regular(path: &Path) -> io::Result<File> {
    refuse_other(path.metadata()?.file_type())?;
    let file = without_waiting(OpenOptions::new().read(true)).open(path)?;
    // Another may have been put there in between.
    refuse_other(file.metadata()?.file_type())?;
    Ok(file)
}

/// The bytes of a regular file that is not longer than `most`; a longer one is refused by its length, before it is read.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open_regular(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    if length <= most {
        bytes.reserve_exact(usize::try_from(length).unwrap_or(0));
        file.take(most + 1).read_to_end(&mut bytes)?;
    }
    let length = length.max(bytes.len() as u64);
    if length > most {
        let megabytes = length.div_ceil(1 << 20);
        let large = bounds::TooLarge::new(
            format!("it has {megabytes} MB"),
            format!("{} MB of such a file", most >> 20),
            "divide it, or cut it to what the question needs",
        );
        return Err(io::Error::new(ErrorKind::FileTooLarge, large.to_string()));
    }
    Ok(bytes)
}

fn refuse_other(found: std::fs::FileType) -> io::Result<()> {
    match what_it_is(found) {
        None => Ok(()),
        Some(what) => {
            Err(io::Error::new(ErrorKind::InvalidInput, format!("it is {what}, not a file")))
        }
    }
}

/// `a folder`, `a pipe` and so on; nothing for a regular file.
fn what_it_is(found: std::fs::FileType) -> Option<&'static str> {
    if found.is_file() {
        return None;
    }
    Some(if found.is_dir() {
        "a folder"
    } else if found.is_symlink() {
        "a link"
    } else {
        special(found)
    })
}

#[cfg(unix)]
fn special(found: std::fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if found.is_fifo() {
        "a pipe"
    } else if found.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(_found: std::fs::FileType) -> &'static str {
    "a device"
}

/// A pipe that takes the file's place after it was looked at is opened at once, and then refused.
#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NONBLOCK.bits();
    options.custom_flags(flags.cast_signed())
}

#[cfg(not(unix))]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_longer_than_its_bound_is_refused_by_its_length() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(b"abc").expect("it is written");
        assert_eq!(read_regular(file.path(), 3).expect("it is short"), b"abc");
        let error = read_regular(file.path(), 2).expect_err("it is longer");
        assert!(error.to_string().contains("it has 1 MB; griot takes at most 0 MB"), "{error}");
        // A terabyte that is not there is not read either.
        file.as_file().set_len(1 << 40).expect("a hole");
        assert_eq!(
            read_regular(file.path(), 320 << 20).expect_err("a terabyte").to_string(),
            "it has 1048576 MB; griot takes at most 320 MB of such a file. To go on, divide it, or cut it to what the question needs"
        );
    }
}
