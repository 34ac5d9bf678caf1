//! Where things lie below `.griot`, and the two file forms of c2sp.org/tlog-tiles.

use crate::digest::Digest;

/// Hashes in a full tile and entries in a full bundle.
pub(crate) const TILE_WIDTH: usize = 256;

/// The private key. A copy of the archive without it can be read and checked, not continued.
pub(crate) const KEY: &str = "key";
/// The public key.
pub(crate) const PUBLIC_KEY: &str = "key.pub";
/// The committed checkpoint: changing this file is the moment at which an operation has happened.
pub(crate) const HEAD: &str = "head";
/// The published checkpoint: everything it speaks of is in place.
pub(crate) const CHECKPOINT: &str = "log/checkpoint";
/// What is being written; empty between operations.
pub(crate) const STAGE: &str = "stage";
/// How the paths of its files begin.
pub(crate) const STAGE_FILES: &str = "stage/";
/// What an operation moves where, and the head that decides whether it happened.
pub(crate) const PLAN: &str = "stage/plan";
/// Held while writing.
pub(crate) const LOCK: &str = "lock";
/// The secret of digests on the site of a case. It is none of the archive's, and lies here because
/// what lies here is neither published nor given away with the key.
pub(crate) const PUBLISH_KEY: &str = "publish.key";
/// For a case that is kept in git: the private key stays out of it, and no line ending is
/// "corrected".
pub(crate) const GIT_FILES: [(&str, &str); 2] = [
    (".gitignore", "/key\n/publish.key\n/lock\n/stage/\n/cache/\n"),
    (".gitattributes", "* -text\n"),
];

/// Files that prove nothing and that `verify` passes over.
pub(crate) fn is_outside(path: &str) -> bool {
    path == LOCK
        || path == PUBLISH_KEY
        || path.starts_with("cache/")
        || GIT_FILES.iter().any(|(name, _)| *name == path)
}

/// Whether the file shows that the archive was begun: it is written with the first operation or
/// after it.
pub(crate) fn is_after_beginning(path: &str) -> bool {
    path.starts_with("log/") || path.starts_with("objects/")
}

/// Whether an operation may put a file here or take one away.
pub(crate) fn is_evidence(path: &str) -> bool {
    let inside = path.starts_with("log/tile/") || object_at(path).is_some();
    inside && !path.split('/').any(|part| matches!(part, "" | "." | ".."))
}

pub(crate) fn object(digest: &Digest) -> String {
    let hex = digest.to_string();
    let (folder, file) = hex.split_at(2);
    format!("objects/{folder}/{file}")
}

/// The digest that an object's path spells.
pub(crate) fn object_at(path: &str) -> Option<Digest> {
    let (folder, file) = path.strip_prefix("objects/")?.split_once('/')?;
    format!("{folder}{file}").parse().ok().filter(|digest| object(digest) == path)
}

/// A tile of hashes: `width` of them (1 to 256), `number` tiles from the left.
pub(crate) fn tile(level: usize, number: usize, width: usize) -> String {
    tile_file(&level.to_string(), number, width)
}

/// A bundle of `width` entries (1 to 256).
pub(crate) fn bundle(number: usize, width: usize) -> String {
    tile_file("entries", number, width)
}

/// The bundle in which an entry of a log of this size lies.
pub(crate) fn bundle_of(index: u64, size: u64) -> String {
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let number = place(index) / TILE_WIDTH;
    bundle(number, TILE_WIDTH.min(place(size).saturating_sub(number * TILE_WIDTH)))
}

/// How wide each file is in a row of `count` hashes or entries, with its number.
pub(crate) fn widths(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count.div_ceil(TILE_WIDTH))
        .map(move |number| (number, TILE_WIDTH.min(count - number * TILE_WIDTH)))
}

pub(crate) fn tile_bytes(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// Nothing where the length is not a multiple of 32.
pub(crate) fn read_tile(bytes: &[u8]) -> Option<Vec<Digest>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.iter().copied().map(Digest::from_bytes).collect())
}

/// Adds an entry to a bundle: its length in two bytes, then itself. False, and nothing added,
/// where the entry is longer than the format can say.
pub(crate) fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> bool {
    let Ok(length) = u16::try_from(entry.len()) else { return false };
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    true
}

/// Nothing where the lengths do not add up.
pub(crate) fn read_bundle(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        entries.push(entry);
        bytes = rest;
    }
    Some(entries)
}

fn tile_file(row: &str, number: usize, width: usize) -> String {
    let mut name = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        name = format!("x{:03}/{name}", rest % 1000);
        rest /= 1000;
    }
    let partial = if width < TILE_WIDTH { format!(".p/{width}") } else { String::new() };
    format!("log/tile/{row}/{name}{partial}")
}

/// The text of a file that is one line.
pub(crate) fn one_line(bytes: &[u8]) -> Option<&str> {
    let line = str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    (!line.contains('\n')).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tile_paths_are_those_of_the_specification() {
        // c2sp.org/tlog-tiles gives index 1234067 as x001/x234/067, and 70,000 entries as 273
        // full tiles and one of 112, 1 full and one of 17, and one of 1.
        assert_eq!(tile(0, 1_234_067, 256), "log/tile/0/x001/x234/067");
        assert_eq!(tile(2, 0, 1), "log/tile/2/000.p/1");
        assert_eq!(bundle(273, 112), "log/tile/entries/273.p/112");
        assert_eq!(widths(70_000).last(), Some((273, 112)));
        assert_eq!(widths(70_000 >> 8).last(), Some((1, 17)));
        assert_eq!(widths(70_000 >> 16).last(), Some((0, 1)));
        assert_eq!(widths(256).last(), Some((0, 256)));
        assert_eq!(widths(0).last(), None);
    }

    #[test]
    fn only_the_exact_path_names_an_object() {
        let digest = Digest::of(b"a");
        let path = object(&digest);
        assert_eq!(object_at(&path), Some(digest));
        assert_eq!(object_at(&path.to_uppercase()), None);
        assert_eq!(object_at(&format!("{path}0")), None);
        assert_eq!(object_at(&path.replacen("objects/", "objects/0", 1)), None);
    }
}
