//! How fast sources are kept and checked: `cargo bench -p griot-archive`.
//!
//! SHA-256 alone, one large source streamed in, ten thousand small ones in one operation, and
//! [`griot_archive::verify`] over all of it, on one core and in a folder of the system's.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    reason = "a bench takes the time and prints"
)]

use std::{io::Read as _, time::Instant};

use griot_archive::{Archive, Digest, FolderStore, Known, Operation, OperationFormat, verify};

const LARGE: u64 = 1 << 30;
const SMALL: u64 = 10_000;
const SMALL_LENGTH: usize = 10_000;

fn main() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let store = FolderStore::new(folder.path().join(".griot"));
    let mut archive =
        Archive::create(store.clone(), "example.org/bench".parse().unwrap(), &[7; 32]).unwrap();

    let start = Instant::now();
    Digest::of_reader(&mut std::io::repeat(b'x').take(LARGE)).unwrap();
    megabytes("SHA-256 of 1 GiB", LARGE, start);

    let start = Instant::now();
    let mut batch = archive.begin().unwrap();
    batch.keep("large", "video/mp4", &mut std::io::repeat(b'x').take(LARGE)).unwrap();
    batch.commit(operation()).unwrap();
    megabytes("one source of 1 GiB kept", LARGE, start);

    let start = Instant::now();
    let mut batch = archive.begin().unwrap();
    for number in 0..SMALL {
        let text = number.to_be_bytes().repeat(SMALL_LENGTH / 8);
        batch.keep(&format!("sources/{number}.txt"), "text/plain", &mut &text[..]).unwrap();
    }
    let kept = batch.commit(operation()).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{SMALL} sources of 10 kB in one operation: {seconds:.2} s, {:.0} a second ({:?})",
        SMALL as f64 / seconds,
        kept.operation.format
    );

    let start = Instant::now();
    let found = verify(&store, &Known::default());
    assert!(found.holds(), "{:?}", found.problems);
    megabytes("verify, both", LARGE + SMALL * SMALL_LENGTH as u64, start);
}

fn megabytes(what: &str, bytes: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what}: {seconds:.2} s, {:.0} MB/s", bytes as f64 / 1e6 / seconds);
}

fn operation() -> Operation {
    Operation {
        arguments: std::collections::BTreeMap::new(),
        format: OperationFormat::V1,
        kind: "add".to_owned(),
        list: None,
        result: None,
        sources: Vec::new(),
        tool: "griot".to_owned(),
        when: "2026-03-01T08:30:00Z".parse().unwrap(),
        who: "archivist".to_owned(),
    }
}
