//! Tables of any size are read in bounded memory as long as their lines are: a line that is far too long for any table keeps its
//! first megabytes, so that it is seen and said, and loses the rest.

use std::io;

use griot_model::bounds::{self, TooLarge};

/// Longer than the longest record that the readers of tables take.
const LONGEST: usize = (1 << 22) + 16;

/// Reads all, but no more than [`LONGEST`] bytes of each line. JSON, which may be one line, and compressed files are read whole. More
/// than a table may have is an error, found out before it is held.
pub(super) fn read(mut from: impl io::Read) -> io::Result<Vec<u8>> {
    let mut kept = Vec::new();
    let mut part = vec![0; 1 << 20];
    let mut length = 0_usize;
    let mut whole = None;
    loop {
        let n = match from.read(&mut part) {
            Ok(0) => return Ok(kept),
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if kept.len() as u64 > bounds::TABLE {
            let instead = "divide it by year or country, or cut it to what the question needs";
            let large = TooLarge::bytes("it", bounds::TABLE, instead);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, large.to_string()));
        }
        let mut bytes = part.get(..n).unwrap_or_default();
        let whole = *whole.get_or_insert_with(|| {
            let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
            matches!(begins, Some(b'{' | b'[')) || bytes.starts_with(&[0x1f, 0x8b])
        });
        if whole {
            kept.extend_from_slice(bytes);
            continue;
        }
        while !bytes.is_empty() {
            let end = memchr::memchr(b'\n', bytes);
            let (line, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
            let room = LONGEST.saturating_sub(length).min(line.len());
            kept.extend_from_slice(line.get(..room).unwrap_or_default());
            length += line.len();
            bytes = rest;
            if end.is_some() {
                kept.push(b'\n');
                length = 0;
                bytes = bytes.get(1..).unwrap_or_default();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_beyond_all_measure_are_cut() {
        let long = vec![b'x'; LONGEST + 100];
        let text = [b"a,b\n1,2\n", long.as_slice(), b"\n3,4\n"].concat();
        let kept = read(text.as_slice()).expect("memory is read");
        let cut = [b"a,b\n1,2\n", &long[..LONGEST], b"\n3,4\n"].concat();
        assert!(kept == cut, "{} bytes", kept.len());
        let json = [b"[", long.as_slice()].concat();
        assert!(read(json.as_slice()).expect("memory is read") == json);
    }
}
