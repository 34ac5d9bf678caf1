//! What comes through the door of a case is read once, and is what is logged.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    io::{self, Read as _},
};

use griot_archive::{
    ArchiveError, Became, CaseFiles, Digest, Door, Known, Operation, differences, verify,
};
use griot_model::world::World;
use griot_testing::InMemory;

use crate::store::{filled, operation};

/// A world in which a file has other bytes each time that it is read.
#[derive(Default)]
struct Changing {
    read: RefCell<BTreeMap<String, u32>>,
}

impl World for Changing {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut read = self.read.borrow_mut();
        let times = read.entry(path.to_owned()).or_default();
        *times += 1;
        Ok(format!("{path}, read {times} times").into_bytes())
    }

    fn list(&self, _folder: &str) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn is_folder(&self, _path: &str) -> bool {
        false
    }
}

fn text(_name: &str) -> &'static str {
    "text/plain"
}

#[test]
fn a_file_is_read_once_and_its_bytes_are_the_ones_logged() {
    let (store, mut archive) = filled(0);
    let world = Changing::default();
    let door = Door::new(&world, "case/");
    let first = door.read("case/report.md").unwrap();
    assert_eq!(door.read("case/report.md").unwrap(), first);
    let mut again = Vec::new();
    door.open("case/report.md").unwrap().read_to_end(&mut again).unwrap();
    assert_eq!(again, first);
    assert_eq!(*world.read.borrow(), [("case/report.md".to_owned(), 1)].into());
    let mut batch = archive.begin().unwrap();
    door.preserve(&mut batch, text).unwrap();
    let entry = batch.commit(operation("build")).unwrap();
    assert_eq!(entry.operation.sources.len(), 1);
    assert_eq!(entry.operation.sources[0].name, "report.md");
    assert_eq!(archive.reader().get(Digest::of(&first)).unwrap().unwrap(), first);
    assert_eq!(*world.read.borrow(), [("case/report.md".to_owned(), 1)].into());
    assert_eq!(verify(&store, &Known::default()).problems, []);
}

#[test]
fn what_is_read_piece_by_piece_has_to_stay_the_same_until_it_is_preserved() {
    let (_, mut archive) = filled(0);
    let world = Changing::default();
    let door = Door::new(&world, "case");
    door.digest("case/film.mp4").unwrap();
    let mut batch = archive.begin().unwrap();
    let refused = door.preserve(&mut batch, text);
    assert!(matches!(refused, Err(ArchiveError::Input { name, .. }) if name == "film.mp4"));
    assert!(door.read("case/film.mp4").is_err(), "nor is it read as something else");

    let world = InMemory::default().with("case/film.mp4", "moving");
    let door = Door::new(&world, "case");
    // Whoever reads a part of it has used it.
    door.open("case/film.mp4").unwrap().read_exact(&mut [0; 2]).unwrap();
    assert_eq!(door.read("case/film.mp4").unwrap(), b"moving");
    drop(batch);
    let mut batch = archive.begin().unwrap();
    door.preserve(&mut batch, text).unwrap();
    let logged = batch.commit(operation("build")).unwrap().operation.sources;
    assert_eq!(logged[0].sha256, Digest::of(b"moving"));
}

#[test]
fn secrets_and_what_lies_elsewhere_are_used_and_not_logged() {
    let world = InMemory::default().with("case/key", "secret").with("report.md", "# Report");
    let door = Door::new(&world, "case");
    assert_eq!(door.read_secret("case/key").unwrap(), b"secret");
    assert_eq!(door.read("report.md").unwrap(), b"# Report");
    assert!(door.read("case/absent.csv").is_err());
    assert_eq!(door.used(text), []);
}

fn logged(log: &[(&str, &[(&str, &str)])]) -> Vec<griot_archive::Entry> {
    let (_, mut archive) = filled(0);
    for (kind, sources) in log {
        let mut batch = archive.begin().unwrap();
        for (name, text) in *sources {
            batch.keep(name, "text/plain", &mut text.as_bytes()).unwrap();
        }
        batch.commit(Operation { kind: (*kind).to_owned(), ..operation("add") }).unwrap();
    }
    archive.reader().log().entries
}

fn became(
    log: &[griot_archive::Entry],
    world: &InMemory,
    present: &[&str],
) -> Vec<(String, Became)> {
    let present: BTreeSet<String> = present.iter().map(|name| (*name).to_owned()).collect();
    let found = differences(log, world, "case/", &present);
    found.into_iter().map(|it| (it.name, it.became)).collect()
}

#[test]
fn files_are_compared_with_what_was_added_and_with_the_last_build() {
    let log = logged(&[
        ("add", &[("a", "1"), ("b", "1")]),
        ("build", &[("a", "0"), ("old", "1")]),
        ("build", &[("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")]),
        ("add", &[("d", "2")]),
    ]);
    let case = |files: &[(&str, &str)]| {
        files.iter().fold(InMemory::default(), |world, (name, text)| {
            world.with(&format!("case/{name}"), *text)
        })
    };
    let whole = case(&[("a", "1"), ("b", "1"), ("c", "1"), ("d", "2")]);
    assert_eq!(became(&log, &whole, &["a", "c"]), []);
    let now = case(&[("a", "2"), ("c", "2"), ("d", "1"), ("e", "1")]);
    assert_eq!(
        became(&log, &now, &["a", "e"]),
        [
            ("a".to_owned(), Became::Changed { used: None }),
            ("b".to_owned(), Became::Missing),
            ("c".to_owned(), Became::Changed { used: None }),
            ("d".to_owned(), Became::Changed { used: None }),
            ("e".to_owned(), Became::New { since: 2 }),
        ]
    );
    // A source that was changed and then built with is still not what was added.
    let log = logged(&[("add", &[("a", "1")]), ("build", &[("a", "2")])]);
    let now = case(&[("a", "2")]);
    let expected = Became::Changed { used: Some(1) };
    assert_eq!(became(&log, &now, &[]), [("a".to_owned(), expected)]);
}

#[test]
fn a_name_of_the_log_leads_nowhere_else() {
    let log =
        logged(&[("add", &[("../outside", "1"), ("/etc/hostname", "1"), ("a/../b", "1")])]);
    assert_eq!(became(&log, &InMemory::default(), &[]), []);
}

#[cfg(unix)]
#[test]
fn the_files_of_a_case_are_those_in_its_folder() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let put = |name: &str, text: &str| {
        #[expect(clippy::disallowed_methods, reason = "the test writes its own input")]
        std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "the test writes its own input")]
        std::fs::write(path(name), text).unwrap();
    };
    put("case/report.md", "# Report");
    put("case/.griot/key", "secret");
    put("outside/secret", "secret");
    symlink("../outside/secret", path("case/linked")).unwrap();
    symlink("../outside", path("case/data")).unwrap();
    symlink("report.md", path("case/alias.md")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, path("case/pipe"), rustix::fs::Mode::RUSR).unwrap();
    symlink(path("case"), path("by link")).unwrap();
    for case in ["case", "by link"] {
        let files = CaseFiles::of(&path(case)).unwrap();
        let at = |name: &str| format!("{}/{name}", path(case).display());
        assert_eq!(files.read(&at("report.md")).unwrap(), b"# Report");
        assert_eq!(files.read(&at("alias.md")).unwrap(), b"# Report");
        for (name, why) in [
            ("linked", "it leads out of the case"),
            ("../outside/secret", "it leads out of the case"),
            ("data/secret", "it leads out of the case"),
            (".griot/key", "it is a file of the archive itself"),
            ("pipe", "it is a pipe, not a file"),
        ] {
            let error = files.read(&at(name)).unwrap_err().to_string();
            assert!(error.starts_with(why), "{name}: {error}");
        }
        assert!(files.list(&at("data")).is_err());
        assert!(
            files.open(&at("absent")).is_err_and(|it| it.kind() == io::ErrorKind::NotFound)
        );
    }
}
