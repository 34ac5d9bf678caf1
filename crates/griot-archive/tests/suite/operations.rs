//! Operations on any number of sources, and sources of any length.

use std::io::{self, Read};

use griot_archive::{
    Archive, ArchiveError, Digest, Known, Operation, OperationFormat, Preserved, Problem,
    Remark, verify,
};

use crate::store::{MemoryStore, add, create, filled, object_path, operation, text};

/// One operation on so many sources, beside a small one before and after it.
fn long(count: usize) -> (MemoryStore, Archive<MemoryStore>) {
    let (store, mut archive) = filled(1);
    let mut batch = archive.begin().unwrap();
    for number in 0..count {
        let name = format!("sources/{number}.txt");
        batch.keep(&name, "text/plain", &mut name.as_bytes()).unwrap();
    }
    batch.commit(operation("add")).unwrap();
    add(&mut archive, 1);
    (store, archive)
}

#[test]
fn an_operation_on_any_number_of_sources_is_one_entry() {
    for (count, format) in
        [(300, OperationFormat::V1), (600, OperationFormat::V2), (5_000, OperationFormat::V2)]
    {
        let (store, archive) = long(count);
        assert_eq!(verify(&store, &Known::default()).problems, []);
        let log = archive.reader().log();
        assert!(log.unreadable.is_empty(), "{:?}", log.unreadable);
        let logged = &log.entries[1].operation;
        assert_eq!((logged.sources.len(), logged.format), (count, format));
        assert_eq!(
            logged.sources[7],
            Preserved::describe("sources/7.txt", "text/plain", b"sources/7.txt")
        );
        // What the archive says of it is what a stranger reads.
        let proof = archive.reader().prove(1).unwrap();
        let entry = Operation::from_entry(&proof.extra.unwrap()).unwrap();
        let listed = entry.list.map(|list| {
            let bytes = archive.reader().get(list.sha256).unwrap().unwrap();
            list.read(&bytes).unwrap()
        });
        assert_eq!(listed.unwrap_or(entry.sources), logged.sources);
    }
}

#[test]
fn a_list_of_sources_that_was_changed_or_removed_is_found_and_named() {
    let (store, archive) = long(600);
    let list = archive.reader().log().entries[1].operation.list.unwrap();
    let path = object_path(list.sha256);
    let bytes = store.files.borrow()[&path].clone();
    let text = String::from_utf8(bytes.clone()).unwrap();
    for (changed, problem) in [
        (None, Problem::ListMissing { index: 1, sha256: list.sha256 }),
        (Some(Vec::new()), Problem::ListChanged { index: 1, sha256: list.sha256 }),
        (
            Some(text.replace("7.txt", "8.txt").into_bytes()),
            Problem::ListChanged { index: 1, sha256: list.sha256 },
        ),
    ] {
        match changed {
            None => store.files.borrow_mut().remove(&path),
            Some(bytes) => store.files.borrow_mut().insert(path.clone(), bytes),
        };
        let found = verify(&store, &Known::default()).problems;
        assert_eq!(found, [problem, Problem::Unaccounted { count: 600 }]);
        // The log goes on.
        let log = archive.reader().log();
        assert_eq!((log.entries.len(), log.unreadable.len()), (3, 1));
        assert!(log.entries[1].unlisted && !log.entries[2].unlisted);
    }
    store.files.borrow_mut().insert(path, bytes);
    assert_eq!(verify(&store, &Known::default()).problems, []);
}

#[test]
fn an_entry_of_the_second_form_has_a_list_and_no_sources() {
    let (_, archive) = long(600);
    let entry = archive.reader().prove(1).unwrap().extra.unwrap();
    let text = String::from_utf8(entry.clone()).unwrap();
    assert!(text.contains(r#""format":"griot-operation/2""#), "{}", text.get(..200).unwrap());
    assert!(
        text.contains(r#","list":{"count":600,"sha256":""#),
        "{}",
        text.get(..200).unwrap()
    );
    assert!(text.contains(r#","sources":[],"#), "{}", text.get(..200).unwrap());
    assert!(Operation::from_entry(&entry).is_some());
    let first = text.replace("griot-operation/2", "griot-operation/1");
    assert_eq!(Operation::from_entry(first.as_bytes()), None);
}

#[test]
fn what_somebody_typed_can_be_too_long_for_an_entry() {
    let (store, mut archive) = filled(1);
    let mut long = operation("add");
    long.arguments.insert("why".to_owned(), "x".repeat(65_536));
    assert!(matches!(archive.record(long), Err(ArchiveError::EntryTooLong(_))));
    add(&mut archive, 1);
    assert_eq!(verify(&store, &Known::default()).problems, []);
}

#[test]
fn a_source_that_cannot_be_read_to_its_end_leaves_nothing() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
            static COUNT: std::sync::atomic::AtomicUsize =
                std::sync::atomic::AtomicUsize::new(0);
            if COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 3 {
                return Err(io::Error::other("the cable was pulled"));
            }
            piece.fill(b'x');
            Ok(piece.len())
        }
    }
    let (store, mut archive) = filled(1);
    let before = store.paths();
    let mut batch = archive.begin().unwrap();
    batch.keep("first", "text/plain", &mut &b"first"[..]).unwrap();
    let failed = batch.keep("film.mp4", "video/mp4", &mut Broken);
    assert!(matches!(failed, Err(ArchiveError::Input { name, .. }) if name == "film.mp4"));
    drop(batch);
    assert_eq!(store.paths(), before);
    add(&mut archive, 1);
    assert_eq!(verify(&store, &Known::default()).problems, []);
}

#[test]
fn a_held_source_can_be_named_and_another_cannot() {
    let (_, mut archive) = filled(1);
    let held = Preserved::describe("letter.txt", "text/plain", b"source 0");
    let mut batch = archive.begin().unwrap();
    assert!(batch.holds(&held).unwrap());
    batch.hold(held.clone()).unwrap();
    let other = Preserved::describe("letter.txt", "text/plain", b"never added");
    assert!(!batch.holds(&other).unwrap());
    assert!(matches!(batch.hold(other), Err(ArchiveError::NotHeld(_))));
    let entry = batch.commit(operation("build")).unwrap();
    assert_eq!(entry.operation.sources, [held]);
}

#[test]
fn times_that_run_backwards_are_told_and_are_no_damage() {
    let store = MemoryStore::default();
    let mut archive = create(&store);
    for when in ["2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z"] {
        let when = when.parse().unwrap();
        archive.record(Operation { when, ..operation("build") }).unwrap();
    }
    let found = verify(&store, &Known::default());
    assert!(found.holds());
    let remarks: Vec<String> = found.remarks.iter().map(Remark::to_string).collect();
    assert_eq!(
        remarks,
        ["entry 1 says 2026-03-01T00:00:00Z, which is before entry 0 (2026-03-02T00:00:00Z)"]
    );
}

#[test]
fn the_digest_of_a_reader_is_that_of_its_bytes() {
    for length in [0, 1, 262_143, 262_144, 262_145] {
        let bytes = vec![7; length];
        let read = Digest::of_reader(&mut bytes.as_slice()).unwrap();
        assert_eq!(read, (Digest::of(&bytes), length as u64));
    }
    let (_, archive) = filled(1);
    assert!(archive.reader().get(Digest::of(text(b"source 0").bytes)).unwrap().is_some());
}
