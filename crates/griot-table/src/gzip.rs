//! Files as they were before they were compressed with gzip, which is known by its first two bytes.

use std::{
    borrow::Cow,
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use flate2::bufread::MultiGzDecoder;
use griot_model::bounds::{self, TooLarge};

/// Whether bytes begin like a gzip stream.
pub(crate) fn is_gzip(start: &[u8]) -> bool {
    start.starts_with(&[0x1f, 0x8b])
}

/// The plain bytes of a gzip stream, all of its members one after another.
pub(crate) fn plain(bytes: impl BufRead) -> impl Read {
    MultiGzDecoder::new(bytes)
}

/// What is said of a small file that unpacks to a huge one.
fn too_dense(file: &str) -> TooLarge {
    TooLarge::new(
        format!("{file} unpacks to far more than its size"),
        format!("{} times the size", bounds::UNPACKED.0),
        "unpack it and look whether it is the table that it is taken for",
    )
}

/// A source that counts what is taken from it.
pub(crate) struct Counted<R> {
    pub(crate) source: R,
    pub(crate) taken: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.taken.set(self.taken.get() + read as u64);
        Ok(read)
    }
}

/// What is unpacked from a [`Counted`] source; it ends with an error where it is far more than that.
pub(crate) struct Dense<R> {
    pub(crate) file: String,
    pub(crate) unpacked: R,
    pub(crate) given: u64,
    pub(crate) taken: Rc<Cell<u64>>,
}

impl<R: Read> Read for Dense<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(into)?;
        self.given += read as u64;
        let (times, unasked) = bounds::UNPACKED;
        if self.given > unasked && self.given > self.taken.get().saturating_mul(times) {
            let large = too_dense(&self.file);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, large.to_string()));
        }
        Ok(read)
    }
}

/// The whole file, plain. Where a stream is cut off or damaged, what comes before, and why there is no
/// more. What is or unpacks to more than `most` bytes is an error.
pub(crate) fn unpacked<'b>(
    file: &str,
    bytes: Cow<'b, [u8]>,
    most: u64,
) -> Result<(Cow<'b, [u8]>, Option<io::Error>), TooLarge> {
    let instead = "divide it by year or country, or cut it to what the question needs";
    if !is_gzip(&bytes) {
        if bytes.len() as u64 > most {
            return Err(TooLarge::bytes(file, most, instead));
        }
        return Ok((bytes, None));
    }
    let mut found = Vec::new();
    let (times, unasked) = bounds::UNPACKED;
    let packed = bytes.len() as u64;
    let most = most.min(unasked.max(packed.saturating_mul(times)));
    let trouble = plain(&*bytes).take(most + 1).read_to_end(&mut found).err();
    let length = found.len() as u64;
    if length > most && length > packed.saturating_mul(times) {
        return Err(too_dense(file));
    }
    if length > most {
        return Err(TooLarge::bytes(&format!("{file}, unpacked,"), most, instead));
    }
    Ok((Cow::Owned(found), trouble))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(text.as_bytes()).expect("bytes are packed");
        packer.finish().expect("a stream ends")
    }

    fn check(bytes: &[u8], text: &str, whole: bool) {
        let (plain, trouble) = unpacked("a", Cow::Borrowed(bytes), 100).expect("it is small");
        assert!(text.as_bytes().starts_with(&plain), "{plain:?}");
        assert_eq!((plain.len() == text.len(), trouble.is_none()), (whole, whole));
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        check(b"a,b\n", "a,b\n", true);
        check(&packed("a,b\n"), "a,b\n", true);
        check(&[packed("a,b\n"), packed("1,2\n")].concat(), "a,b\n1,2\n", true);
        check(b"", "", true);
    }

    #[test]
    fn what_unpacks_to_more_than_is_taken_is_refused() {
        let bomb = packed(&"0".repeat(17 << 20));
        let error = unpacked("a.csv.gz", Cow::Borrowed(&bomb), 1 << 30).expect_err("too dense");
        assert!(error.to_string().contains("at most 200 times the size"), "{error}");
        let bomb = packed(&"0".repeat(1 << 20));
        let (most, whole) = ((1 << 20) - 1, 1 << 20);
        let error = unpacked("a.csv.gz", Cow::Borrowed(&bomb), most).expect_err("one too many");
        assert!(error.to_string().contains("a.csv.gz"), "{error}");
        assert!(unpacked("a.csv.gz", Cow::Borrowed(&bomb), whole).is_ok());
        assert!(unpacked("a.csv", Cow::Borrowed(b"a,b\n"), 3).is_err());
    }

    #[test]
    fn what_comes_before_the_damage_is_kept() {
        let whole = packed("a,b\n");
        let cut = [whole.as_slice(), &packed("1,2\n3,4\n")[..12]].concat();
        let (plain, trouble) = unpacked("a", Cow::Borrowed(&cut), 100).expect("it is small");
        assert!(plain.starts_with(b"a,b\n"), "{plain:?}");
        assert!(trouble.is_some());
    }
}
