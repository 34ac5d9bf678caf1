//! The real store, in a real folder.

use std::io::Read as _;

use griot_archive::{
    Archive, ArchiveError, Digest, FolderStore, Known, Problem, Reader, Store as _, verify,
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
    let verified = verify(&store, &Known::default());
    assert_eq!(verified.problems, []);
    assert_eq!((verified.entries, verified.objects), (3, 2));
    assert_eq!(archive.reader().get(Digest::of(b"letter")).unwrap().unwrap(), b"letter");

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
    assert_eq!(store.list("").paths, expected);
    assert_eq!(store.list("log/").paths.len(), 3);
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
    let verified = verify(&store, &Known::default());
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
    let found = verify(&store, &Known::default()).problems;
    assert_eq!(found, [Problem::Unexpected { path: "stage".to_owned() }]);
    assert!(store.write("../escaped", b"").is_err());
    assert!(store.read("/etc/hostname").is_err());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::new(folder.path());
    let origin = "example.org/case".parse().unwrap();
    let mut archive = Archive::create(store.clone(), origin, &SEED).unwrap();
    archive.add(&[text(b"letter"), text(b"answer")], operation("add")).unwrap();
    let object = object_path(Digest::of(b"letter"));
    let pipe = |path: &str| {
        let path = folder.path().join(path);
        #[expect(clippy::disallowed_methods, reason = "the test plays the stranger")]
        drop(std::fs::remove_file(&path));
        let mode = rustix::fs::Mode::from_raw_mode(0o644);
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, mode).unwrap();
    };
    pipe(&object);
    let found = verify(&store, &Known::default());
    let why = "it is a pipe, not a file".to_owned();
    assert_eq!(found.problems, [Problem::Unreadable { path: object, why }]);
    assert_eq!(found.objects, 1, "the other one was read");
    pipe("log/tile/0/000.p/1");
    pipe("lock");
    assert_eq!(verify(&store, &Known::default()).problems.len(), 2);
    assert_eq!(Reader::open(store.clone()).unwrap().log().entries.len(), 1);
    assert!(matches!(Archive::open(store), Err(ArchiveError::Store(_))));
}

#[test]
fn a_held_lock_says_who_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::new(folder.path()).held_by("pid 7, griot add".to_owned(), |_| ());
    let origin = "example.org/case".parse().unwrap();
    let mut archive = Archive::create(store.clone(), origin, &SEED).unwrap();
    assert_eq!(store.holder(), None);
    let batch = archive.begin().unwrap();
    let other = FolderStore::new(folder.path());
    assert_eq!(other.holder().as_deref(), Some("pid 7, griot add"));
    // Whoever reads does not wait.
    assert_eq!(verify(&other, &Known::default()).problems, []);
    assert_eq!(Reader::open(other.clone()).unwrap().log().entries.len(), 0);
    drop(batch);
    assert_eq!(other.holder(), None);
}

#[cfg(unix)]
#[test]
fn an_archive_behind_a_link_is_not_opened() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let origin = "example.org/case".parse().unwrap();
    Archive::create(FolderStore::new(outside.path()), origin, &SEED).unwrap();
    let link = folder.path().join(".griot");
    std::os::unix::fs::symlink(outside.path(), &link).unwrap();
    assert!(matches!(Archive::open(FolderStore::new(&link)), Err(ArchiveError::Store(_))));
    assert!(Reader::open(FolderStore::new(&link)).is_err());
}

#[test]
fn ten_thousand_sources_are_kept_in_one_operation_and_a_large_one_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::new(folder.path());
    let origin = "example.org/case".parse().unwrap();
    let mut archive = Archive::create(store.clone(), origin, &SEED).unwrap();
    let mut batch = archive.begin().unwrap();
    for number in 0..10_000_u32 {
        let bytes = number.to_be_bytes();
        batch.keep("small", "text/plain", &mut &bytes[..]).unwrap();
    }
    batch.keep("large", "video/mp4", &mut std::io::repeat(1).take(8 << 20)).unwrap();
    batch.commit(operation("add")).unwrap();
    let verified = verify(&store, &Known::default());
    assert_eq!((verified.problems, verified.entries), (vec![], 1));
    assert_eq!(verified.objects, 10_002, "and the list");
    assert_eq!(store.list("stage/").paths, Vec::<String>::new());
}
