//! Output never removes what griot did not write.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;

use super::typed::{Said, files, griot, read, remove, write};

fn new_case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "work/case"]).code, 0);
    folder
}

fn refused(folder: &Path, arguments: &[&str], why: &str) {
    let before = files(folder);
    let said = griot(folder, arguments);
    assert_eq!(said.code, 2, "{arguments:?}: {}{}", said.out, said.err);
    assert!(said.err.contains(why), "{arguments:?}: {}", said.err);
    assert!(files(folder) == before, "{arguments:?}: something was written");
}

#[test]
fn a_site_is_not_written_into_its_case_nor_around_it() {
    let folder = new_case();
    // Even where everything around the case looks like a site.
    write(&folder.path().join("work/griot-site.json"), b"{\"page\":\"manifest\",\"files\":{}}");
    for (output, why) in [
        ("work/case", "is the folder of the case"),
        ("work/case/site", "lies in the folder of the case"),
        ("work/case/sources/../deep/site", "lies in the folder of the case"),
        ("work", "is a folder around the case"),
        (".", "is a folder around the case"),
    ] {
        let output = output.replace("sources/..", "data/..");
        refused(folder.path(), &["build", "work/case", "-o", &output], why);
    }
    refused(
        &folder.path().join("work/case"),
        &["build", "--yes", "."],
        "lies in the folder of the case",
    );
}

#[cfg(unix)]
#[test]
fn links_into_a_case_or_around_it_are_followed_and_refused() {
    let folder = new_case();
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, folder.path().join(name)).expect("linked");
    };
    link("work/case", "into");
    link("work", "around");
    link("nowhere", "dangling");
    refused(folder.path(), &["build", "work/case", "-o", "into/site"], "lies in the folder of");
    refused(folder.path(), &["build", "into", "-o", "around"], "is a folder around the case");
    refused(folder.path(), &["build", "work/case", "-o", "dangling/site"], "");
    refused(
        folder.path(),
        &["build", "work/case", "-o", "dangling"],
        "a link to what is not there",
    );
}

#[test]
fn what_somebody_put_into_a_site_or_beside_it_stays() {
    let folder = new_case();
    let site = folder.path().join("www/mali");
    let build = || griot(folder.path(), &["build", "--yes", "work/case", "-o", "www/mali"]);
    assert_eq!(build().code, 0);
    let foreign = [
        ("www/mali/.git/HEAD", "ref: refs/heads/main"),
        ("www/mali/CNAME", "example.org"),
        ("www/mali/claims/thesis.txt", "years of work"),
        ("www/other/index.html", "another site"),
        ("www/.griot-newer/index.html", "not griot's"),
    ];
    for (path, text) in foreign {
        write(&folder.path().join(path), text.as_bytes());
    }
    write(&folder.path().join("work/case/report.md"), b"# Another report\n\nIt is short.\n");
    let said = build();
    assert_eq!(said.code, 0, "{}", said.err);
    for (path, text) in foreign {
        assert_eq!(read(&folder.path().join(path)), text.as_bytes(), "{path}");
    }
    let index = String::from_utf8(read(&site.join("report.html"))).expect("text");
    assert!(index.contains("Another report"), "the new site is there");
    // A page that somebody edited is not overwritten, and is named.
    write(&site.join("index.html"), b"edited by hand");
    refused(folder.path(), &["build", "--yes", "work/case", "-o", "www/mali"], "index.html");
    remove(&site.join("index.html"));
    assert_eq!(build().code, 0);
    assert!(!files(&folder.path().join("www")).keys().any(|path| path.contains(".griot-new-")));
}

const SHARES: &[u8] = b"object_id,account_id,content_id,timestamp_share\n\
    o1,bea,p1,100\no1,abe,p2,104\no2,bea,p6,500\no2,abe,p7,500\n";

fn network(folder: &Path, more: &[&str]) -> Said {
    let mut arguments = vec!["network", "shares.csv", "--draws", "0"];
    arguments.extend(more);
    griot(folder, &arguments)
}

#[test]
fn a_network_is_written_over_no_input_and_over_nothing_of_anybody_else() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("shares.csv"), SHARES);
    write(&folder.path().join("edges.csv"), SHARES);
    refused(
        folder.path(),
        &["network", "edges.csv", "--draws", "0", "-o", "."],
        "the output ./edges.csv is also read",
    );
    refused(
        folder.path(),
        &["network", "shares.csv", "--draws", "0", "-o", "."],
        "./edges.csv is there already, and griot did not write it",
    );
    remove(&folder.path().join("edges.csv"));
    write(&folder.path().join("thesis.doc"), b"years of work");
    let said = network(folder.path(), &["-o", "."]);
    assert_eq!(said.code, 0, "{}", said.err);
    let written = files(folder.path());
    assert_eq!(written.len(), 16, "{:?}", written.keys());
    // Again, and over what griot wrote.
    let said = network(folder.path(), &["-o", ".", "--min", "3"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(files(folder.path()) != written, "the new network is there");
    // Other files of griot's in their place.
    let said = network(folder.path(), &["-o", ".", "--sql"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let names: Vec<String> = files(folder.path())
        .into_keys()
        .filter_map(|path| Some(Path::new(&path).file_name()?.to_string_lossy().into_owned()))
        .collect();
    let expected =
        ["griot-files.json", "network.sql", "shares.csv", "shares.parquet", "thesis.doc"];
    assert_eq!(names, expected);
    // What was changed since is somebody's.
    write(&folder.path().join("network.sql"), b"-- edited by hand\n");
    refused(
        folder.path(),
        &["network", "shares.csv", "--draws", "0", "--sql", "-o", "."],
        "./network.sql is there already, and griot did not write it",
    );
}

#[test]
fn no_result_is_written_into_a_case() {
    let folder = new_case();
    write(&folder.path().join("shares.csv"), SHARES);
    write(&folder.path().join("work/case/data/shares.csv"), SHARES);
    for arguments in [
        &["network", "shares.csv", "--draws", "0", "-o", "work/case/network"][..],
        &["network", "work/case/data/shares.csv", "--draws", "0", "-o", "work"],
    ] {
        refused(folder.path(), arguments, " the case ");
    }
    let events = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/car/data/ucdp_ged_car.csv");
    refused(
        folder.path(),
        &["events", "import", events, "-o", "work/case/data/events.parquet"],
        "lies in the folder of the case",
    );
}

#[test]
fn a_list_of_events_is_written_over_no_input_and_replaced_only_if_it_is_meant() {
    let folder = tempfile::tempdir().expect("a folder");
    let events = read(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../cases/car/data/ucdp_ged_car.csv"
    )));
    let some: Vec<&[u8]> = events.split_inclusive(|byte| *byte == b'\n').take(9).collect();
    write(&folder.path().join("ged.csv"), &some.concat());
    write(&folder.path().join("x.parquet"), &some.concat());
    let import = |file: &str, more: &[&str]| {
        let mut arguments = vec!["events", "import", file, "-o", "x.parquet"];
        arguments.extend(more);
        griot(folder.path(), &arguments)
    };
    let same = ["events", "import", "x.parquet", "-o", "x.parquet"];
    refused(folder.path(), &same, "the output x.parquet is also read");
    let dotted = ["events", "import", "./x.parquet", "-o", "x.parquet", "--replace"];
    refused(folder.path(), &dotted, "the output x.parquet is also read");
    let other = ["events", "import", "ged.csv", "-o", "x.parquet"];
    refused(folder.path(), &other, "x.parquet is there already, with other bytes");
    let said = import("ged.csv", &["--replace"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let written = read(&folder.path().join("x.parquet"));
    assert!(written.starts_with(b"PAR1"));
    // The same again is no loss.
    assert_eq!(import("ged.csv", &[]).code, 0);
    assert_eq!(read(&folder.path().join("x.parquet")), written);
    assert_eq!(files(folder.path()).len(), 2, "and nothing beside it");
}

#[cfg(unix)]
#[test]
fn a_hard_link_to_an_input_is_that_input() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("shares.csv"), SHARES);
    fs::hard_link(folder.path().join("shares.csv"), folder.path().join("edges.csv"))
        .expect("linked");
    refused(
        folder.path(),
        &["network", "shares.csv", "--draws", "0", "-o", "."],
        "the output ./edges.csv is also read",
    );
}

/// What lies at a path, links not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lies {
    File(Vec<u8>),
    Folder,
    Link(PathBuf),
}

/// Everything below a folder.
#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
fn everything(folder: &Path) -> BTreeMap<PathBuf, Lies> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let kind = path.symlink_metadata().expect("it is there").file_type();
        if kind.is_symlink() {
            found.insert(path.clone(), Lies::Link(path.read_link().expect("a link")));
        } else if kind.is_dir() {
            found.extend(everything(&path));
            found.insert(path, Lies::Folder);
        } else {
            found.insert(path.clone(), Lies::File(read(&path)));
        }
    }
    found
}

/// Puts something of somebody else's there, where there is room.
#[expect(clippy::disallowed_methods, reason = "a test plays somebody else")]
fn put(path: &Path, lies: &Lies) {
    drop(fs::create_dir_all(path.parent().expect("a folder")));
    drop(match lies {
        Lies::File(bytes) => fs::write(path, bytes),
        Lies::Folder => fs::create_dir(path),
        #[cfg(unix)]
        Lies::Link(to) => std::os::unix::fs::symlink(to, path),
        #[cfg(not(unix))]
        Lies::Link(_) => Ok(()),
    });
}

/// Paths that somebody may use: their own, and those that griot writes to.
fn paths() -> impl Strategy<Value = String> {
    let folder = prop_oneof![
        Just(""),
        Just("out/"),
        Just("out/deep/"),
        Just("out/.git/"),
        Just("out/claims/"),
        Just("www/"),
        Just("www/site/"),
        Just("www/site/claims/"),
        Just("www/site/.well-known/"),
    ];
    let name = prop_oneof![
        Just("thesis.doc"),
        Just("HEAD"),
        Just("CNAME"),
        Just("edges.csv"),
        Just("network.json"),
        Just("griot-files.json"),
        Just("griot-site.json"),
        Just("index.html"),
        Just("report.json"),
        Just("x.parquet"),
        Just("case.sqlite"),
        Just("rows.csv"),
        Just("claims"),
        Just("deep"),
        Just("na me\u{e9}"),
    ];
    (folder, name).prop_map(|(folder, name)| format!("{folder}{name}"))
}

fn lying() -> impl Strategy<Value = Lies> {
    prop_oneof![
        4 => "[a-z]{0,9}".prop_map(|text| Lies::File(text.into_bytes())),
        1 => Just(Lies::Folder),
        1 => prop_oneof![Just("nowhere"), Just("thesis.doc"), Just("../shares.csv"), Just("..")]
            .prop_map(|to| Lies::Link(PathBuf::from(to))),
    ]
}

/// Commands that write results, and the one file that each may replace because it was told to.
const WRITERS: [(&[&str], Option<&str>); 9] = [
    (&["build", "--yes", "work/case", "-o", "www/site"], None),
    (&["build", "--yes", "work/case", "-o", "www"], None),
    (&["network", "shares.csv", "--draws", "0", "-o", "out"], None),
    (&["network", "shares.csv", "--draws", "0", "--sql", "-o", "out"], None),
    (&["events", "import", "ged.csv", "-o", "out/x.parquet"], None),
    (
        &["events", "import", "ged.csv", "-o", "out/x.parquet", "--replace"],
        Some("out/x.parquet"),
    ),
    (&["export", "work/case", "--to", "sqlite", "-o", "out/case.sqlite"], None),
    (&["sql", "select 1 as a", "-o", "out/rows.csv"], None),
    (&["sql", "select 2 as a", "-o", "out/rows.csv", "--replace"], Some("out/rows.csv")),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10) })]

    /// Whatever somebody has beside or below the output of whichever command, it is there afterwards
    /// as it was; and a command that refuses writes nothing.
    #[test]
    fn what_somebody_else_has_survives_every_command(
        rounds in proptest::collection::vec(
            (proptest::collection::btree_map(paths(), lying(), 0..7), 0..WRITERS.len(), "[a-z]{1,4}"),
            2..5,
        ),
    ) {
        let folder = new_case();
        let at = |path: &str| folder.path().join(path);
        let ged = read(Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../cases/car/data/ucdp_ged_car.csv"
        )));
        let lines: Vec<&[u8]> = ged.split_inclusive(|byte| *byte == b'\n').take(20).collect();
        write(&at("ged.csv"), &lines.concat());
        // What griot wrote and nobody touched since.
        let mut ours: BTreeMap<PathBuf, Lies> = BTreeMap::new();
        for (tree, writer, word) in rounds {
            for (path, lies) in &tree {
                put(&at(path), lies);
            }
            let more = format!("{word},bea,p8,900\n{word},abe,p9,901\n");
            write(&at("shares.csv"), &[SHARES, more.as_bytes()].concat());
            write(&at("work/case/report.md"), format!("# {word}\n\nIt is short.\n").as_bytes());
            let (arguments, told) = WRITERS[writer];
            let before = everything(folder.path());
            // Whatever else it is now, it is somebody's.
            ours.retain(|path, lies| before.get(path) == Some(lies));
            let said = griot(folder.path(), arguments);
            let after = everything(folder.path());
            prop_assert!(matches!(said.code, 0 | 2), "{:?}: {}", arguments, said.err);
            let may_go = |path: &Path| {
                told.is_some_and(|told| at(told) == path)
                    || ours.contains_key(path)
                    || path.starts_with(at("work/case"))
            };
            for (path, lies) in &before {
                let stays = said.code == 2 || !may_go(path);
                if stays && !path.starts_with(at("work/case")) {
                    prop_assert!(
                        after.get(path) == Some(lies),
                        "{:?} took {}: {:?} and then {:?}\n{}",
                        arguments, path.display(), lies, after.get(path), said.err
                    );
                }
            }
            for path in after.keys() {
                let name = path.file_name().expect("a name").to_string_lossy();
                prop_assert!(!name.starts_with(".griot-"), "{:?} left {}", arguments, path.display());
                let new = said.code == 2 && !before.contains_key(path);
                prop_assert!(!new || path.starts_with(at("work/case")) || path == &at("www") , "{:?} was refused and wrote {}", arguments, path.display());
            }
            // What is new, or changed where it might, is griot's.
            ours.retain(|path, lies| after.get(path) == Some(lies));
            for (path, lies) in &after {
                if before.get(path) != Some(lies) {
                    ours.insert(path.clone(), lies.clone());
                }
            }
        }
    }
}
