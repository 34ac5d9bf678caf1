//! What verify says when files are changed, taken away or added.

use griot_archive::{
    Archive, ArchiveError, Digest, Known, Preserved, Problem, leaf_hash, verify,
};

use crate::store::{MemoryStore, add, create, filled, object_path, operation, text};

fn problems(store: &MemoryStore) -> Vec<String> {
    let problems = verify(store, &Known::default()).problems;
    problems.iter().map(Problem::to_string).collect()
}

#[test]
fn a_flipped_bit_in_any_file_is_found() {
    let (store, _) = filled(3);
    for path in store.paths() {
        if path.starts_with(".git") {
            continue; // Prove nothing, and may be edited.
        }
        let length = store.files.borrow()[&path].len();
        for bit in 0..length * 8 {
            let changed = store.copy();
            changed.files.borrow_mut().get_mut(&path).unwrap()[bit / 8] ^= 1 << (bit % 8);
            assert!(!problems(&changed).is_empty(), "bit {bit} of {path}");
        }
    }
}

#[test]
fn a_flipped_bit_is_found_where_tiles_are_full_and_have_others_above() {
    let (store, _) = filled(257);
    assert!(store.paths().contains(&"log/tile/1/000.p/1".to_owned()));
    for (number, path) in store.paths().into_iter().enumerate() {
        if path.starts_with(".git") {
            continue;
        }
        let changed = store.copy();
        let place = number * 7_919 % changed.files.borrow()[&path].len();
        changed.files.borrow_mut().get_mut(&path).unwrap()[place] ^= 1 << (number % 8);
        assert!(!problems(&changed).is_empty(), "byte {place} of {path}");
    }
}

#[test]
fn a_missing_file_is_found_and_so_is_a_new_one() {
    let (store, _) = filled(3);
    for path in store.paths() {
        let changed = store.copy();
        changed.files.borrow_mut().remove(&path);
        let harmless = path == "key" || path.starts_with(".git");
        assert_eq!(problems(&changed).is_empty(), harmless, "{path}");
    }
    store.files.borrow_mut().insert("objects/ab/note\u{1b}[2J".to_owned(), Vec::new());
    assert_eq!(
        problems(&store),
        [r#""objects/ab/note\u{1b}[2J" does not belong to the archive"#]
    );
}

#[test]
fn what_was_changed_is_called_by_entry_and_name() {
    let (store, archive) = filled(2);
    let sha256 = archive.reader().log().entries[1].operation.sources[0].sha256;
    let hex = sha256.to_string();
    let path = object_path(sha256);
    let changed = store.copy();
    changed.files.borrow_mut().insert(path.clone(), b"other".to_vec());
    assert_eq!(
        problems(&changed),
        [format!(r#""letter.txt" of entry 1 was changed (object {hex})"#)]
    );
    // Not overwritten by adding the right bytes again, and not given out.
    let mut archive = Archive::open(changed).unwrap();
    let added = archive.add(&[text(b"source 1")], operation("add"));
    assert!(matches!(added, Err(ArchiveError::ObjectChanged(digest)) if digest == sha256));
    assert!(matches!(archive.reader().get(sha256), Err(ArchiveError::ObjectChanged(_))));

    store.files.borrow_mut().remove(&path);
    assert_eq!(
        problems(&store),
        [format!(r#""letter.txt" of entry 1 is missing (object {hex})"#)]
    );
}

#[test]
fn an_object_that_nobody_logged_is_found() {
    let (store, _) = filled(1);
    let hex = Digest::of(b"planted").to_string();
    let path = object_path(Digest::of(b"planted"));
    store.files.borrow_mut().insert(path, b"planted".to_vec());
    assert_eq!(problems(&store), [format!("object {hex} is in no readable entry of the log")]);
}

#[test]
fn an_older_state_verifies_alone_and_not_against_a_later_checkpoint() {
    let (store, mut archive) = filled(3);
    let earlier = store.copy();
    add(&mut archive, 3);
    let known = Known {
        checkpoint: Some(archive.checkpoint().text().to_owned()),
        key: Some(archive.reader().public_key().clone()),
    };
    assert_eq!(verify(&store, &known).problems, []);
    assert_eq!(problems(&earlier), Vec::<String>::new());
    assert_eq!(verify(&earlier, &known).problems, [Problem::Rewritten { size: 4 }]);
}

#[test]
fn a_history_rewritten_with_the_key_is_convicted_by_an_earlier_checkpoint() {
    let (_, archive) = filled(3);
    let known = Known { checkpoint: Some(archive.checkpoint().text().to_owned()), key: None };
    let store = MemoryStore::default();
    let mut rewritten = create(&store);
    for number in [0, 2, 3, 4] {
        add(&mut rewritten, number);
    }
    assert_eq!(problems(&store), Vec::<String>::new());
    assert_eq!(verify(&store, &known).problems, [Problem::Rewritten { size: 3 }]);
}

#[test]
fn another_key_is_seen_by_whoever_knows_the_first() {
    let (_, archive) = filled(1);
    let store = MemoryStore::default();
    let origin = "example.org/case".parse().unwrap();
    Archive::create(store.clone(), origin, &[8; 32]).unwrap();
    let known = Known { key: Some(archive.reader().public_key().clone()), checkpoint: None };
    let problems = verify(&store, &known).problems;
    assert!(problems.contains(&Problem::OtherKey), "{problems:?}");
}

#[test]
fn a_checkpoint_that_claims_the_moon_is_refused_quickly() {
    let (store, _) = filled(1);
    let huge = {
        let files = store.files.borrow();
        let text = String::from_utf8(files["log/checkpoint"].clone()).unwrap();
        text.replacen("\n1\n", "\n18446744073709551615\n", 1)
    };
    for path in ["head", "log/checkpoint"] {
        store.files.borrow_mut().insert(path.to_owned(), huge.clone().into_bytes());
    }
    let found = verify(&store, &Known::default());
    assert!(found.checkpoint.is_none());
    assert!(found.problems.contains(&Problem::Short { claimed: u64::MAX }));
    assert!(found.problems.contains(&Problem::Root));
    assert!(matches!(Archive::open(store), Err(ArchiveError::Note { .. })));
}

#[test]
fn an_archive_is_not_begun_over_another() {
    let (store, archive) = filled(1);
    let begin = |store: &MemoryStore| {
        Archive::create(store.clone(), archive.reader().public_key().name().clone(), &[1; 32])
    };
    assert!(matches!(begin(&store), Err(ArchiveError::Exists(_))));
    // Nor over one that lost its head and its checkpoint.
    store.files.borrow_mut().remove("head");
    assert!(matches!(Archive::open(store.clone()), Err(ArchiveError::Damaged(_))));
    store.files.borrow_mut().remove("log/checkpoint");
    assert!(matches!(begin(&store), Err(ArchiveError::Exists(_))));
    let nothing = MemoryStore::default();
    assert!(matches!(Archive::open(nothing), Err(ArchiveError::Absent)));
}

#[test]
fn a_copy_without_the_private_key_is_read_and_not_continued() {
    let (store, _) = filled(2);
    store.files.borrow_mut().remove("key");
    let mut copy = Archive::open(store).unwrap();
    assert_eq!(copy.reader().log().entries.len(), 2);
    assert!(matches!(copy.record(operation("build")), Err(ArchiveError::NoKey)));
}

#[test]
fn an_operation_speaks_only_of_what_is_held() {
    let (store, mut archive) = filled(1);
    let mut build = operation("build");
    build.sources = vec![Preserved::describe("letter.txt", "text/plain", b"never added")];
    assert!(matches!(archive.record(build.clone()), Err(ArchiveError::NotHeld(_))));
    build.sources = vec![Preserved::describe("letter.txt", "text/plain", b"source 0")];
    build.sources[0].size += 1;
    assert!(matches!(archive.record(build.clone()), Err(ArchiveError::NotHeld(_))));
    build.sources[0].size -= 1;
    build.result = Some(Digest::of(b"site"));
    let entry = archive.record(build.clone()).unwrap();
    assert_eq!((entry.index, &entry.operation), (1, &build));
    assert_eq!(problems(&store), Vec::<String>::new());
}

#[test]
fn the_same_source_twice_is_one_object_and_two_lines_of_custody() {
    let (store, mut archive) = filled(0);
    let twice = [text(b"same"), text(b"same")];
    archive.add(&twice, operation("add")).unwrap();
    archive.add(&twice[..1], operation("add")).unwrap();
    let verified = verify(&store, &Known::default());
    assert_eq!((verified.entries, verified.objects, verified.holds()), (2, 1, true));
    assert_eq!(archive.reader().get(Digest::of(b"same")).unwrap().unwrap(), b"same");
    assert_eq!(archive.reader().get(Digest::of(b"other")).unwrap(), None);
}

#[test]
fn an_entry_is_json_with_ordered_keys_and_no_spaces() {
    let mut build = operation("add");
    build.sources = vec![Preserved::describe("é\n.txt", "text/plain", b"")];
    let entry = build.to_entry().unwrap();
    assert_eq!(
        String::from_utf8(entry.clone()).unwrap(),
        concat!(
            r#"{"arguments":{"note":"as received"},"format":"griot-operation/1","kind":"add","#,
            r#""result":null,"sources":[{"media_type":"text/plain","name":"é\n.txt","sha256":"#,
            r#""e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":0}],"#,
            r#""tool":"griot 0.1.0","when":"2026-03-01T08:30:00Z","who":"archivist"}"#,
        )
    );
    assert_eq!(griot_archive::Operation::from_entry(&entry), Some(build));
    let spaced = String::from_utf8(entry).unwrap().replace("\":", "\": ");
    assert_eq!(griot_archive::Operation::from_entry(spaced.as_bytes()), None);
    assert_eq!(
        leaf_hash(b"").to_string(),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
}

#[test]
fn a_plan_from_somebody_else_reaches_nothing_outside_its_folders() {
    for (from, to, remove) in [
        ("stage/0", "../outside", "log/tile/0/000.p/9"),
        ("stage/0", "log/tile/../../../outside", "log/tile/0/000.p/9"),
        ("stage/0", "/outside", "log/tile/0/000.p/9"),
        ("stage/0", "key", "log/tile/0/000.p/9"),
        ("key", "log/tile/entries/000.p/9", "log/tile/0/000.p/9"),
        ("../inside", "log/tile/entries/000.p/9", "log/tile/0/000.p/9"),
        ("stage/0", "log/tile/entries/000.p/9", "../outside"),
    ] {
        let (store, _) = filled(1);
        let before = store.files.borrow().clone();
        let head = String::from_utf8(before["head"].clone()).unwrap();
        let plan = serde_json::json!({
            "checkpoint": head, "moves": [[from, to]], "removes": [remove],
        });
        for (path, bytes) in [("stage/plan", plan.to_string()), ("stage/0", String::new())] {
            store.files.borrow_mut().insert(path.to_owned(), bytes.into_bytes());
        }
        Archive::open(store.clone()).unwrap();
        assert_eq!(*store.files.borrow(), before, "{from} {to} {remove}");
    }
}

#[test]
fn the_published_schema_names_the_fields_of_an_entry() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../../docs/formats/operation.schema.json"))
            .unwrap();
    let mut add = operation("add");
    add.sources = vec![Preserved::describe("letter.pdf", "application/pdf", b"")];
    let sha256 = Digest::of(b"Dear");
    add.sources[0].extraction =
        Some(griot_archive::Extraction { extractor: "reader 1".to_owned(), sha256, size: 4 });
    let entry: serde_json::Value = serde_json::from_slice(&add.to_entry().unwrap()).unwrap();
    let list = griot_archive::SourceList { count: 1, sha256: Digest::of(b""), size: 0 };
    let listed = serde_json::to_value(list).unwrap();
    let source = "/properties/sources/items";
    let list = "/properties/list";
    let text = "/properties/sources/items/properties/extraction";
    let first = &entry["sources"][0];
    let shapes = [("", &entry), (source, first), (text, &first["extraction"]), (list, &listed)];
    for (described, written) in shapes {
        let mut fields: Vec<_> = written.as_object().unwrap().keys().collect();
        let described = schema.pointer(described).unwrap();
        let mut properties: Vec<_> =
            described["properties"].as_object().unwrap().keys().collect();
        properties.retain(|name| *name != "list"); // of the second form alone
        assert_eq!(properties, fields);
        fields.retain(|name| *name != "extraction"); // of documents that were read
        let required: Vec<_> = described["required"].as_array().unwrap().iter().collect();
        assert_eq!(required, fields);
    }
}
