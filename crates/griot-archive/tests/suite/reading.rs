//! What can be read while somebody writes, after a crash, from a disk that cannot be written to,
//! and beside files that cannot be read.

use griot_archive::{Archive, ArchiveError, Known, Problem, Reader, verify};

use crate::store::{Failure, MemoryStore, add, create, filled, object_path, operation, text};

#[test]
fn reading_locks_nothing_and_writes_nothing() {
    let (store, _) = filled(3);
    store.fail_at(0, Failure::Lost);
    let reader = Reader::open(store.clone()).unwrap();
    assert_eq!(reader.log().entries.len(), 3);
    assert!(reader.prove(2).is_ok() && reader.prove_consistency(2).is_ok());
    assert_eq!(verify(&store, &Known::default()).problems, []);
    assert!(!store.heal(), "something was written");
}

#[test]
fn whoever_reads_while_another_writes_sees_the_state_before() {
    for before in [1, 3, 255, 256] {
        let (store, mut archive) = filled(before);
        let reader = Reader::open(store.clone()).unwrap();
        for number in 0..3 {
            add(&mut archive, 1_000 + number);
        }
        // The partial tiles that it knew are gone; wider ones begin in the same way.
        let log = reader.log();
        assert_eq!(
            (log.entries.len(), log.unreadable.len()),
            (before, 0),
            "{:?}",
            log.unreadable
        );
        assert!(reader.prove(0).is_ok());
        assert_eq!(Reader::open(store).unwrap().log().entries.len(), before + 3);
    }
}

#[test]
fn an_interrupted_operation_is_not_tampering_and_can_be_read_past() {
    let mut committed = [0, 0];
    for write in 0..16 {
        let (store, mut archive) = filled(3);
        store.fail_at(write, Failure::Kept);
        drop(archive.add(&[text(b"a"), text(b"b")], operation("add")));
        store.heal();
        let found = verify(&store, &Known::default()).problems;
        match found.as_slice() {
            [] => assert!(write == 15, "only the last write leaves nothing: {write}"),
            [Problem::Interrupted { committed: after }] => committed[usize::from(*after)] += 1,
            other => panic!("{write}: {other:?}"),
        }
        let log = Reader::open(store.clone()).unwrap().log();
        assert!(matches!(log.entries.len(), 3 | 4) && log.unreadable.is_empty(), "{write}");
        Archive::open(store.clone()).unwrap();
        assert_eq!(verify(&store, &Known::default()).problems, []);
    }
    assert_eq!(committed, [6, 9], "until the head is written nothing happened");
}

#[test]
fn a_stage_that_no_signed_head_confirms_excuses_nothing() {
    let (store, _) = filled(2);
    let planted = "objects/ab/cdef";
    let object = object_path(griot_archive::Digest::of(b"planted"));
    let head = String::from_utf8(store.files.borrow()["head"].clone()).unwrap();
    let forged = head.replacen("\n2\n", "\n3\n", 1);
    let plan = serde_json::json!({
        "checkpoint": forged, "moves": [["stage/0", object]], "removes": [],
    });
    for (path, bytes) in [
        ("stage/plan", plan.to_string().into_bytes()),
        ("head", forged.into_bytes()),
        (object.as_str(), b"planted".to_vec()),
        (planted, Vec::new()),
    ] {
        store.files.borrow_mut().insert(path.to_owned(), bytes);
    }
    let found = verify(&store, &Known::default()).problems;
    assert!(found.contains(&Problem::HeadChanged), "{found:?}");
    assert!(found.iter().any(|it| matches!(it, Problem::Unlogged { .. })), "{found:?}");
    assert!(!found.iter().any(Problem::is_interruption), "{found:?}");
}

#[test]
fn a_log_with_a_damaged_file_is_read_as_far_as_it_goes() {
    let (store, _) = filled(300);
    for (path, entries, provable) in [
        ("log/tile/0/000", 300, true),
        ("log/tile/0/001.p/44", 300, true),
        ("log/tile/entries/001.p/44", 256, true),
        ("log/tile/entries/000", 44, false),
    ] {
        let changed = store.copy();
        assert!(changed.files.borrow_mut().remove(path).is_some(), "{path}");
        let reader = Reader::open(changed).unwrap();
        let log = reader.log();
        assert_eq!((log.entries.len(), log.unreadable.len()), (entries, 1), "{path}");
        assert_eq!(reader.prove(0).is_ok(), provable, "{path}");
        assert_eq!(reader.checkpoint().size(), 300);
    }
    // An entry that was changed is left out, and the one beside it is there.
    let changed = store.copy();
    let bundle = "log/tile/entries/001.p/44";
    let bytes = changed.files.borrow()[bundle].clone();
    let mut text = bytes.clone();
    let place = text.windows(9).position(|part| part == b"archivist").unwrap();
    text[place] = b'A';
    changed.files.borrow_mut().insert(bundle.to_owned(), text);
    let log = Reader::open(changed).unwrap().log();
    assert_eq!((log.entries.len(), log.unreadable.len()), (299, 1));
}

#[test]
fn where_nothing_was_begun_there_is_no_archive() {
    let store = MemoryStore::default();
    assert!(matches!(Reader::open(store.clone()), Err(ArchiveError::Absent)));
    store.files.borrow_mut().insert("key".to_owned(), Vec::new());
    assert!(matches!(Reader::open(store.clone()), Err(ArchiveError::Unbegun)));
    let archive = create(&store);
    drop(archive);
    assert_eq!(Reader::open(store.clone()).unwrap().log().entries, []);
    store.files.borrow_mut().remove("log/checkpoint");
    store.files.borrow_mut().insert("objects/ab/cd".to_owned(), Vec::new());
    assert!(matches!(Reader::open(store), Err(ArchiveError::Damaged(_))));
}

#[test]
fn a_log_that_was_taken_away_is_missed_by_whoever_kept_a_checkpoint() {
    let (store, archive) = filled(2);
    let known = Known { checkpoint: Some(archive.checkpoint().text().to_owned()), key: None };
    store.files.borrow_mut().retain(|path, _| path.starts_with("key"));
    let found = verify(&store, &known).problems;
    assert!(found.contains(&Problem::Rewritten { size: 2 }), "{found:?}");
}
