//! The real store, in a real folder.

use griot_archive::{
    Archive, ArchiveError, Digest, FolderStore, Known, Problem, Store as _, verify,
};

use crate::store::{SEED, object_path, operation, text};

#[test]
fn an_archive_in_a_folder_is_made_continued_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case/.griot");
    let store = FolderStore::new(&root);
    assert!(matches!(Archive::open(store.clone()), Err(ArchiveError::Absent)));
    let origin = "example.org/case".parse().unwrap();
    let mut archive = Archive::create(store.clone(), origin, &SEED).unwrap();
    archive.add(&[text(b"letter"), text(b"")], operation("add")).unwrap();
    let mut again = Archive::open(store.clone()).unwrap();
    again.record(operation("build")).unwrap();
    archive.record(operation("build")).unwrap();
    let verified = verify(&store, &Known::default()).unwrap();
    assert_eq!(verified.problems, []);
    assert_eq!((verified.entries, verified.objects), (3, 2));
    assert_eq!(archive.get(Digest::of(b"letter")).unwrap().unwrap(), b"letter");

    let mut expected = vec![
        ".gitattributes".to_owned(),
        ".gitignore".to_owned(),
        "head".to_owned(),
        "key".to_owned(),
        "key.pub".to_owned(),
        "lock".to_owned(),
        "log/checkpoint".to_owned(),
        "log/tile/0/000.p/3".to_owned(),
        "log/tile/entries/000.p/3".to_owned(),
        object_path(Digest::of(b"")),
        object_path(Digest::of(b"letter")),
    ];
    expected.sort();
    assert_eq!(store.list("").unwrap(), expected);
    assert_eq!(store.list("log/").unwrap().len(), 3);
}

#[cfg(unix)]
#[test]
fn the_private_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let origin = "example.org/case".parse().unwrap();
    Archive::create(FolderStore::new(folder.path()), origin, &SEED).unwrap();
    let mode =
        |path: &str| folder.path().join(path).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("key"), 0o600);
    assert_ne!(mode("key.pub"), 0o600);
}

#[test]
fn two_threads_write_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::new(folder.path());
    let origin = "example.org/case".parse().unwrap();
    drop(Archive::create(store.clone(), origin, &SEED).unwrap());
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let store = store.clone();
            scope.spawn(move || {
                for number in 0..10 {
                    let source = format!("{writer} {number}");
                    let mut archive = Archive::open(store.clone()).unwrap();
                    archive.add(&[text(source.as_bytes())], operation("add")).unwrap();
                }
            });
        }
    });
    let verified = verify(&store, &Known::default()).unwrap();
    assert_eq!((verified.problems, verified.entries, verified.objects), (vec![], 20, 20));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = FolderStore::new(folder.path());
    let origin = "example.org/case".parse().unwrap();
    let mut archive = Archive::create(store.clone(), origin, &SEED).unwrap();
    store.write("stage/0", b"left over").unwrap();
    #[expect(clippy::disallowed_methods, reason = "the test plays the stranger")]
    std::fs::rename(folder.path().join("stage"), outside.path().join("stage")).unwrap();
    let link = folder.path().join("stage");
    std::os::unix::fs::symlink(outside.path().join("stage"), link).unwrap();

    assert!(matches!(Archive::open(store.clone()), Err(ArchiveError::Store(_))));
    assert!(archive.add(&[text(b"letter")], operation("add")).is_err());
    assert!(outside.path().join("stage/0").exists());
    assert!(!outside.path().join("stage/plan").exists());
    assert!(!outside.path().join("stage/unfinished").exists());
    let found = verify(&store, &Known::default()).unwrap().problems;
    assert_eq!(found, [Problem::Unexpected { path: "stage".to_owned() }]);
    assert!(store.write("../escaped", b"").is_err());
    assert!(store.read("/etc/hostname").is_err());
}
