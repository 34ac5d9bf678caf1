use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{page::MANIFEST, site::Page};

/// A site of some pages, one of them its own, and a manifest that lists them.
fn site(text: &str) -> Site {
    let own = format!("only/{text}.html");
    let pages = ["index.html", "claims/c1.html", "assets/site.css", &own];
    site_of(&pages.map(|path| (path, format!("{text} {path}"))))
}

fn site_of(pages: &[(&str, String)]) -> Site {
    let mut site = Site::default();
    for (path, text) in pages {
        assert!(site.insert(path, Page::html(text.clone())), "{path}");
    }
    let files: serde_json::Map<_, _> = site
        .pages()
        .map(|(path, page)| {
            let entry =
                serde_json::json!({ "bytes": page.bytes.len(), "sha256": page.sha256() });
            (path.to_owned(), entry)
        })
        .collect();
    let manifest =
        serde_json::json!({ "griot": "0", "page": "manifest", "case": "x", "files": files });
    site.insert(MANIFEST, Page::json(manifest.to_string()));
    site
}

#[expect(clippy::unnecessary_wraps, reason = "others fail")]
fn go_on(_step: Step) -> io::Result<()> {
    Ok(())
}

fn put(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(file, text).expect("written");
}

type Files = BTreeMap<String, String>;

/// Every file below a folder, by path; of a link its text.
fn on_disk(folder: &Path) -> Files {
    let entries = standing::walk(folder).expect("a folder");
    let files = entries.into_iter().filter(|(_, kind)| *kind != Kind::Folder);
    let read = |(path, kind): (PathBuf, Kind)| {
        let file = folder.join(&path);
        let text = if kind == Kind::Link {
            format!("-> {}", fs::read_link(file).expect("a link").display())
        } else {
            fs::read_to_string(file).expect("readable")
        };
        (path.to_string_lossy().into_owned(), text)
    };
    files.map(read).collect()
}

fn files_of(site: &Site) -> Files {
    let text = |page: &Page| String::from_utf8(page.bytes.clone()).expect("text");
    site.pages().map(|(path, page)| (path.to_owned(), text(page))).collect()
}

/// What of `found` is a whole site, `old` or `new`, when the foreign files are taken away.
fn is_whole(found: &Files, sites: &[&Site], foreign: &Files) -> bool {
    sites.iter().any(|site| {
        let mut expected = files_of(site);
        expected.extend(foreign.clone());
        *found == expected
    })
}

fn foreign() -> Files {
    let files = [
        (".git/HEAD", "ref: refs/heads/main"),
        (".git/objects/ab/cd", "packed"),
        ("CNAME", "example.org"),
        ("claims/notes.txt", "among griot's own"),
        ("only/old.txt", "in a folder that goes away"),
    ];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

fn put_all(folder: &Path, files: &Files) {
    for (path, text) in files {
        put(&folder.join(path), text);
    }
}

#[test]
fn whichever_step_fails_the_folder_holds_one_whole_site_and_what_was_there() {
    let (old, new) = (site("old"), site("new"));
    let mut steps = 0;
    for fails_at in 0.. {
        let parent = tempfile::tempdir().expect("a folder to test in");
        let folder = parent.path().join("site");
        write(&old, &folder, &mut go_on).expect("the first site is written");
        put_all(&folder, &foreign());
        put(&parent.path().join("beside.txt"), "beside");
        let mut step = 0;
        let ended = write(&new, &folder, &mut |_what| {
            step += 1;
            if step > fails_at { Err(io::Error::other("the disk is full")) } else { Ok(()) }
        });
        let found = on_disk(&folder);
        assert!(is_whole(&found, &[&old, &new], &foreign()), "step {fails_at}: {found:?}");
        assert_eq!(
            is_whole(&found, &[&new], &foreign()),
            ended.is_ok(),
            "step {fails_at}: {ended:?}"
        );
        if ended.is_err() {
            assert_eq!(
                names(parent.path()),
                ["beside.txt", "site"],
                "step {fails_at}: at once"
            );
        }
        write(&new, &folder, &mut go_on).expect("and then it goes on");
        assert!(is_whole(&on_disk(&folder), &[&new], &foreign()), "step {fails_at}");
        assert_eq!(names(parent.path()), ["beside.txt", "site"], "step {fails_at}");
        steps = step;
        if step <= fails_at {
            break;
        }
    }
    assert!(steps > 20, "the steps were really taken: {steps}");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<_> =
        entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A copy of a folder as it is now, hard links being hard links, as a process that is killed now
/// would leave it.
fn as_killed(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder to test in");
    let mut links: BTreeMap<(u64, u64), PathBuf> = BTreeMap::new();
    for (path, kind) in standing::walk(folder).expect("a folder") {
        let (from, to) = (folder.join(&path), copy.path().join(&path));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        match kind {
            Kind::Folder => fs::create_dir_all(&to).expect("made"),
            Kind::Link => link_again(&from, &to).expect("linked"),
            Kind::File | Kind::Special => {
                let first = links.entry(identity(&from)).or_insert_with(|| to.clone());
                if *first == to {
                    fs::copy(&from, &to).expect("copied");
                } else {
                    fs::hard_link(first, &to).expect("linked");
                }
            }
        }
    }
    copy
}

#[cfg(unix)]
fn identity(file: &Path) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::symlink_metadata(file).expect("it is there");
    (found.dev(), found.ino())
}

#[test]
fn whenever_it_is_killed_the_site_is_whole_and_the_next_build_clears_up() {
    let (old, new) = (site("old"), site("new"));
    for (swap, stands) in [
        (leftover::swap as Swap, true),
        (leftover::swap as Swap, false),
        (|_: &Path, _: &Path| Ok(false), true),
    ] {
        let parent = tempfile::tempdir().expect("a folder to test in");
        let folder = parent.path().join("site");
        let mut before = Files::new();
        if stands {
            write(&old, &folder, &mut go_on).expect("the first site is written");
            before = foreign();
            put_all(&folder, &before);
        }
        let mut kills = Vec::new();
        write_by(&new, &folder, swap, &mut |step| {
            kills.push((step, as_killed(parent.path())));
            Ok(())
        })
        .expect("this one is not killed");
        assert!(kills.len() > 10);
        let mut without = 0;
        for (at, (step, killed)) in kills.into_iter().enumerate() {
            let folder = killed.path().join("site");
            if folder.exists() {
                let found = on_disk(&folder);
                assert!(
                    is_whole(&found, &[&old, &new], &before),
                    "killed at {at}, before {step:?}: {found:?}"
                );
            } else {
                without += 1;
            }
            let again = site("again");
            write(&again, &folder, &mut go_on).expect("the next build works");
            let found = on_disk(&folder);
            assert!(is_whole(&found, &[&again], &before), "after a kill at {at}: {found:?}");
            assert_eq!(names(killed.path()), ["site"], "after a kill at {at}, before {step:?}");
        }
        // Where folders cannot be swapped, there is a moment without a site.
        let expected = if stands {
            usize::from(swap(Path::new("/"), Path::new("/")).is_ok())
        } else {
            without
        };
        assert_eq!(without, expected);
    }
}

#[test]
fn what_was_left_is_cleared_and_a_site_that_stepped_aside_comes_back() {
    let (old, new) = (site("old"), site("new"));
    let parent = tempfile::tempdir().expect("a folder to test in");
    let folder = parent.path().join("site");
    write(&old, &folder, &mut go_on).expect("written");
    put_all(&folder, &foreign());
    let mut killed = None;
    let mut swaps = 0;
    write_by(&new, &folder, |_, _| Ok(false), &mut |step| {
        swaps += usize::from(step == Step::Swap);
        if swaps == 2 && killed.is_none() {
            killed = Some(as_killed(parent.path()));
        }
        Ok(())
    })
    .expect("written");
    let killed = killed.expect("it was taken");
    assert!(!killed.path().join("site").exists());
    clear_leftovers(killed.path()).expect("cleared");
    assert!(is_whole(&on_disk(&killed.path().join("site")), &[&old], &foreign()));
    assert_eq!(names(killed.path()), ["site"]);
    // What an earlier griot left goes too, and what is somebody else's does not.
    put(&killed.path().join(".griot-new-AbCdEf/site/index.html"), "half");
    put(&killed.path().join(".griot-newer/index.html"), "somebody's");
    clear_leftovers(killed.path()).expect("cleared");
    assert_eq!(names(killed.path()), [".griot-newer", "site"]);
}

#[test]
fn a_folder_in_which_somebody_is_at_work_is_left_alone() {
    let parent = tempfile::tempdir().expect("a folder to test in");
    let folder = parent.path().join("site");
    let beside = Beside::make(&folder).expect("made");
    beside.begin_site().expect("begun");
    clear_leftovers(parent.path()).expect("looked at");
    assert!(beside.site().is_dir());
    drop(beside);
    clear_leftovers(parent.path()).expect("cleared");
    assert_eq!(names(parent.path()), Vec::<String>::new());
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced() {
    let parent = tempfile::tempdir().expect("a folder to test in");
    let file = parent.path().join("thesis.doc");
    put(&file, "years of work");
    let ended = write(&site("x"), parent.path(), &mut go_on);
    assert!(matches!(ended, Err(WriteError::NotASite(_))), "{ended:?}");
    let ended = write(&site("x"), &file, &mut go_on);
    assert!(matches!(ended, Err(WriteError::NotAFolder(_))), "{ended:?}");
    put(&parent.path().join(MANIFEST), "{}");
    let ended = write(&site("x"), parent.path(), &mut go_on);
    assert!(matches!(ended, Err(WriteError::NotASite(_))), "{ended:?}");
    assert!(file.is_file());
}

#[test]
fn an_empty_folder_is_filled() {
    let parent = tempfile::tempdir().expect("a folder to test in");
    for (folder, made) in [("deep/site", false), ("empty", true)] {
        let folder = parent.path().join(folder);
        if made {
            fs::create_dir(&folder).expect("made");
        }
        write(&site("x"), &folder, &mut go_on).expect("made with the folders above it");
        assert_eq!(on_disk(&folder), files_of(&site("x")));
    }
}

#[test]
fn a_page_that_was_changed_or_a_file_in_its_place_is_not_overwritten() {
    let parent = tempfile::tempdir().expect("a folder to test in");
    let folder = parent.path().join("site");
    let in_the_way = |new: &Site, path: &str| {
        let before = on_disk(parent.path());
        let ended = write(new, &folder, &mut go_on);
        let named = matches!(&ended, Err(WriteError::InTheWay(it)) if *it == folder.join(path));
        assert!(named, "{path}: {ended:?}");
        assert_eq!(on_disk(parent.path()), before, "{path}");
    };
    write(&site("old"), &folder, &mut go_on).expect("written");
    put(&folder.join("index.html"), "edited by hand");
    in_the_way(&site("new"), "index.html");
    fs::remove_file(folder.join("index.html")).expect("removed");
    put(&folder.join("rules/C0103.html"), "somebody's");
    in_the_way(&site_of(&[("rules/C0103.html", "griot's".to_owned())]), "rules/C0103.html");
    in_the_way(&site_of(&[("rules", "griot's".to_owned())]), "rules/C0103.html");
    put(&folder.join("about"), "somebody's");
    in_the_way(&site_of(&[("about/page.html", "griot's".to_owned())]), "about");
    // The same bytes are nobody's loss.
    let same = site_of(&[("rules/C0103.html", "somebody's".to_owned())]);
    write(&same, &folder, &mut go_on).expect("written");
    assert_eq!(on_disk(&folder)["about"], "somebody's");
    assert!(!folder.join("claims/c1.html").exists());
}

#[cfg(unix)]
#[test]
fn links_are_carried_over_and_nothing_is_touched_behind_them() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let parent = tempfile::tempdir().expect("a folder to test in");
    let (folder, outside) = (parent.path().join("site"), parent.path().join("outside"));
    put(&outside.join("c1.html"), "years of work");
    write(&site("old"), &folder, &mut go_on).expect("written");
    // A manifest may list anything.
    let mut manifest = fs::read_to_string(folder.join(MANIFEST)).expect("readable");
    let thesis = Page::html("years of work".to_owned());
    manifest = manifest.replacen(
        "\"files\":{",
        &format!(
            "\"files\":{{\"../outside/c1.html\":{{\"bytes\":13,\"sha256\":\"{0}\"}},\
             \"linked/c1.html\":{{\"bytes\":13,\"sha256\":\"{0}\"}},",
            thesis.sha256()
        ),
        1,
    );
    put(&folder.join(MANIFEST), &manifest);
    symlink(&outside, folder.join("linked")).expect("linked");
    symlink("nowhere", folder.join("dangling")).expect("linked");
    fs::create_dir_all(folder.join("private/empty")).expect("made");
    let rights = fs::Permissions::from_mode(0o750);
    fs::set_permissions(folder.join("private"), rights.clone()).expect("set");
    fs::set_permissions(&folder, rights).expect("set");
    write(&site("new"), &folder, &mut go_on).expect("written");
    assert_eq!(on_disk(&outside)["c1.html"], "years of work");
    assert_eq!(fs::read_link(folder.join("linked")).expect("a link"), outside);
    assert_eq!(fs::read_link(folder.join("dangling")).expect("a link"), Path::new("nowhere"));
    assert!(folder.join("private/empty").is_dir());
    let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("private"))), (0o750, 0o750));
    assert_eq!(names(parent.path()), ["outside", "site"]);
    // A pipe cannot be carried over, and is said before anything is touched.
    let pipe = folder.join("pipe");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).expect("made");
    let ended = write(&site("newer"), &folder, &mut go_on);
    assert!(matches!(&ended, Err(WriteError::NotCarried { path, .. }) if *path == pipe));
    assert!(folder.join("only/new.html").is_file());
    assert_eq!(names(parent.path()), ["outside", "site"]);
}

#[test]
fn what_comes_in_while_it_is_written_is_moved_over() {
    let parent = tempfile::tempdir().expect("a folder to test in");
    let folder = parent.path().join("site");
    write(&site("old"), &folder, &mut go_on).expect("written");
    put(&folder.join("log.txt"), "one");
    write(&site("new"), &folder, &mut |step| {
        if step == Step::Swap {
            put(&folder.join("upload/late.txt"), "late");
            fs::remove_file(folder.join("log.txt"))?;
            put(&folder.join("log.txt"), "one and two");
        }
        Ok(())
    })
    .expect("written");
    let found = on_disk(&folder);
    assert_eq!(found["upload/late.txt"], "late");
    assert_eq!(found["log.txt"], "one and two");
    assert_eq!(names(parent.path()), ["site"]);
}

fn path() -> impl Strategy<Value = String> {
    let name = prop_oneof!["[a-c]", Just("claims".to_owned()), Just(".git".to_owned())];
    proptest::collection::vec(name, 1..4).prop_map(|parts| parts.join("/"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever somebody puts beside or below, and whatever griot writes after that, it is there.
    #[test]
    fn foreign_files_survive_every_build(
        builds in proptest::collection::vec(
            (proptest::collection::btree_map(path(), "[a-z]{0,3}", 0..6),
             proptest::collection::btree_map(path(), "[a-z]{0,3}", 0..4)),
            1..5,
        ),
    ) {
        let parent = tempfile::tempdir().expect("a folder to test in");
        let folder = parent.path().join("site");
        put(&parent.path().join("beside/site.txt"), "beside");
        let mut foreign = Files::new();
        let mut ours = Files::new();
        for (pages, files) in builds {
            for (path, text) in files {
                let file = folder.join(&path);
                let free = !ours.contains_key(&path)
                    && file.parent().is_some_and(|above| fs::create_dir_all(above).is_ok())
                    && !file.is_dir();
                if free {
                    put(&file, &text);
                    foreign.insert(path, text);
                }
            }
            let mut site = Site::default();
            for (path, text) in &pages {
                site.insert(path, Page::html(text.clone()));
            }
            let plain: Vec<(&str, String)> = site
                .pages()
                .map(|(path, page)| {
                    (path, String::from_utf8(page.bytes.clone()).expect("text"))
                })
                .collect();
            let site = site_of(&plain);
            let fits = !plain.iter().any(|(path, _)| {
                plain.iter().any(|(other, _)| other.starts_with(&format!("{path}/")))
            });
            let before = on_disk(parent.path());
            if fits && write(&site, &folder, &mut go_on).is_ok() {
                ours = files_of(&site);
                let mut expected = ours.clone();
                // The same bytes at the same path are griot's from now on.
                foreign.retain(|path, _| !ours.contains_key(path));
                expected.extend(foreign.clone());
                prop_assert_eq!(on_disk(&folder), expected);
            } else if fits {
                prop_assert_eq!(on_disk(parent.path()), before);
            }
            let found = on_disk(parent.path());
            prop_assert_eq!(found["beside/site.txt"].as_str(), "beside");
            prop_assert!(names(parent.path()).iter().all(|name| !name.starts_with('.')));
        }
    }
}
