//! What is dropped: files, folders and ZIPs of them, each with a name that is data and never a path.

use std::io::{Cursor, Read as _};

use griot_model::bounds::{self, TooLarge};
use zip::ZipArchive;

use crate::asked::Sent;

/// Files of one archive.
const ENTRIES: usize = 10_000;

/// A file that was dropped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// Its own name, without folders.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// All files, those inside ZIPs too; office files and archived pages stay whole. What was left out is said.
pub(crate) fn unpacked(sent: Vec<Sent>) -> (Vec<Dropped>, Vec<String>) {
    let (mut files, mut said) = (Vec::new(), Vec::new());
    for one in sent {
        let is_zip = one.name.to_ascii_lowercase().ends_with(".zip");
        if is_zip && one.bytes.starts_with(b"PK") {
            if let Err(why) = unzip(&one, &mut files) {
                said.push(format!("{}: {why}", one.name));
            }
        } else if let Some(name) = own_name(&one.name) {
            files.push(Dropped { name, bytes: one.bytes });
        }
    }
    (files, said)
}

fn unzip(archive: &Sent, files: &mut Vec<Dropped>) -> Result<(), String> {
    let opened = ZipArchive::new(Cursor::new(&archive.bytes));
    let mut opened = opened.map_err(|error| format!("it cannot be unpacked: {error}"))?;
    if opened.len() > ENTRIES {
        let instead = "drop a part of them";
        return Err(TooLarge::new("it has too many files", "10,000", instead).to_string());
    }
    let (times, free) = bounds::UNPACKED;
    let most = free.max(times * archive.bytes.len() as u64).min(bounds::CASE);
    let mut left = most;
    let mut fresh = Vec::new();
    for index in 0..opened.len() {
        let entry = opened.by_index(index);
        let entry =
            entry.map_err(|error| format!("a file in it cannot be unpacked: {error}"))?;
        let name =
            entry.name().map_err(|error| format!("a file in it has no name: {error}"))?;
        let Some(name) = own_name(&name).filter(|_| entry.is_file()) else { continue };
        let mut bytes = Vec::new();
        let mut from = entry.take(left + 1);
        from.read_to_end(&mut bytes)
            .map_err(|error| format!("{name} cannot be unpacked: {error}"))?;
        let size = bytes.len() as u64;
        if size > left {
            return Err(TooLarge::bytes(
                "what it unpacks to",
                most,
                "drop the files themselves",
            )
            .to_string());
        }
        left -= size;
        fresh.push(Dropped { name, bytes });
    }
    files.extend(fresh);
    Ok(())
}

/// The last part of a name, as a file may be called everywhere; nothing for folders and for what systems leave behind.
pub(crate) fn own_name(name: &str) -> Option<String> {
    if name.contains("__MACOSX/") {
        return None;
    }
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c };
    let name: String = last.chars().map(plain).collect();
    let name = name.trim().trim_end_matches('.');
    let hidden = name.starts_with('.') || name.starts_with('-');
    let name = if hidden { name.trim_start_matches(['.', '-']) } else { name };
    let mut short = name.to_owned();
    // Systems take 255 bytes, and the ending says what a file is.
    while short.len() > 180 {
        let (stem, ending) = short.rsplit_once('.').map_or((short.as_str(), ""), |it| it);
        let ending: String = ending.chars().take(10).collect();
        let cut: String = stem.chars().take(stem.chars().count().saturating_sub(20)).collect();
        short = if ending.is_empty() { cut } else { format!("{cut}.{ending}") };
    }
    (!short.is_empty() && last != ".DS_Store" && last != "Thumbs.db").then_some(short)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn sent(name: &str, bytes: Vec<u8>) -> Sent {
        Sent { field: "proofs".to_owned(), name: name.to_owned(), bytes }
    }

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("an entry");
            writer.write_all(bytes).expect("memory");
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_name_is_never_a_path() {
        for (name, expected) in [
            ("../../etc/passwd", Some("passwd")),
            ("C:\\x\\a.txt", Some("a.txt")),
            ("-rf", Some("rf")),
            (".griot", Some("griot")),
            ("..", None),
            ("a/", None),
            ("__MACOSX/a.txt", None),
            ("a\u{0}b", Some("a_b")),
        ] {
            assert_eq!(own_name(name).as_deref(), expected, "{name}");
        }
        let long = own_name(&format!("{}.html", "й".repeat(400))).expect("a name");
        assert!(long.len() <= 200 && long.rsplit_once('.').is_some_and(|(_, it)| it == "html"));
    }

    #[test]
    fn a_zip_is_its_files() {
        let bytes = zipped(&[("a/../../b.txt", b"b"), ("c.txt", b"c")]);
        let (files, said) =
            unpacked(vec![sent("proofs.zip", bytes), sent("d.txt", b"d".to_vec())]);
        let names: Vec<&str> = files.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((names, said.len()), (vec!["b.txt", "c.txt", "d.txt"], 0));
    }

    #[test]
    fn a_bomb_is_refused_whole() {
        let bytes = zipped(&[("a.txt", &vec![b'0'; 40 << 20])]);
        let (files, said) = unpacked(vec![sent("bomb.zip", bytes)]);
        assert!(files.is_empty() && said.len() == 1, "{said:?}");
    }
}
