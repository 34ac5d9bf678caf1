//! Bytes through a pipe, with their length before them.

use std::io::{self, Read, Write};

/// Bytes of one frame; an answer is some times as long as its file.
const MOST: u64 = 1 << 30;

pub(super) fn write_frame(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)
}

pub(super) fn read_frame(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > MOST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, b"one").expect("written");
        write_frame(&mut pipe, b"").expect("written");
        let mut from = pipe.as_slice();
        assert_eq!(read_frame(&mut from).expect("read"), b"one");
        assert_eq!(read_frame(&mut from).expect("read"), b"");
        assert!(read_frame(&mut from).is_err());
        assert!(read_frame(&mut [255_u8; 8].as_slice()).is_err());
    }
}
