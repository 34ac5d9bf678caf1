//! What `griot archive` says of a case after it was built, and of an archive that is not whole.

use std::{io::Write as _, path::Path, process::Command};

use super::typed::{Said, files, griot, read, remove, write};

/// A case with every kind of file that a build reads, built.
fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    write(&folder.path().join("letter.txt"), b"Dear colleague\n");
    let said = griot(folder.path(), &["add", "case", "letter.txt"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let events = read(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../cases/car/data/ucdp_ged_car.csv"
    )));
    let lines: Vec<&[u8]> = events.split_inclusive(|byte| *byte == b'\n').take(12).collect();
    write(&case.join("data/events.csv"), &lines.concat());
    write(&case.join("data/events.toml"), described("ucdp-ged", "").as_bytes());
    let mut posts = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    posts
        .write_all(
            b"object_id,account_id,content_id,timestamp_share\n\
              o1,abe,p1,100\no1,bea,p2,104\no2,abe,p3,500\no2,bea,p4,500\n",
        )
        .expect("written");
    write(&case.join("data/posts.csv.gz"), &posts.finish().expect("written"));
    let network = "[network]\nby = [\"object\"]\nwindow = \"60s\"\nmin = 1\n\
                   apart = \"3h\"\nseed = 1\nlevel = 0.05\n";
    write(&case.join("data/posts.toml"), described("posts", network).as_bytes());
    // Neither sources.csv nor a description names these.
    write(&case.join("data/loose.csv"), b"year,tonnes\n2012,3\n2013,4\n");
    write(&case.join("data/deep/loose.txt"), b"a note\n");
    write(
        &case.join("event_judgements.csv"),
        b"source,row,other_source,other_row,answer,author\n",
    );
    let said = griot(folder.path(), &["build", "--yes", "case"]);
    assert_eq!(said.code, 0, "{}", said.err);
    folder
}

fn described(format: &str, more: &str) -> String {
    format!(
        "format = \"{format}\"\ntitle = \"t\"\nrow_is = \"r\"\nversion = \"1\"\n\
         licence = \"none\"\ndisclosure = \"open\"\n{more}"
    )
}

fn verify(folder: &Path) -> Said {
    griot(folder, &["archive", "verify", "case"])
}

/// Every file of the case outside its archive, by its name inside.
fn inputs(folder: &Path) -> Vec<String> {
    let case = folder.join("case");
    let names = files(&case).into_keys().map(|path| {
        let inside = Path::new(&path).strip_prefix(&case).expect("inside").to_path_buf();
        inside.to_string_lossy().into_owned()
    });
    // The first lies there for git, the second for whoever opens an empty folder; the third is what
    // a build writes, and no page is made of it.
    let unread = |name: &String| {
        [".gitignore", "sources/README.md", "publish.lock"].contains(&name.as_str())
    };
    names.filter(|name| !name.starts_with(".griot") && !unread(name)).collect()
}

#[test]
fn every_input_that_is_cut_changed_or_removed_is_named() {
    let folder = built();
    let sound = verify(folder.path());
    assert_eq!(sound.code, 0, "{}{}", sound.out, sound.err);
    assert!(sound.out.contains("and nothing was changed"), "{}", sound.out);
    let inputs = inputs(folder.path());
    for kind in [
        "case.toml",
        "report.md",
        "actors.csv",
        "relations.csv",
        "statements.csv",
        "intervals.csv",
        "timeline.csv",
        "flows.csv",
        "sources.csv",
        "event_judgements.csv",
        "data/events.csv",
        "data/events.toml",
        "data/posts.csv.gz",
        "data/posts.toml",
        "data/loose.csv",
        "data/deep/loose.txt",
        "sources/letter.txt",
    ] {
        assert!(inputs.iter().any(|it| it == kind), "the fixture lacks {kind}: {inputs:?}");
    }
    for name in inputs {
        let path = folder.path().join("case").join(&name);
        let bytes = read(&path);
        let half = bytes.get(..bytes.len() / 2).expect("half of it").to_vec();
        let mut flipped = bytes.clone();
        if let Some(last) = flipped.last_mut() {
            *last ^= 1;
        }
        for (what, changed) in [("cut", half), ("changed", flipped)] {
            write(&path, &changed);
            let said = verify(folder.path());
            assert_eq!(said.code, 1, "{name} was {what}: {}", said.out);
            let line = format!("changed: {name:?} in the case is not what entry ");
            assert!(said.out.contains(&line), "{name} was {what}: {}", said.out);
            assert!(!said.out.contains("altered: "), "{name} was {what}: {}", said.out);
        }
        remove(&path);
        let said = verify(folder.path());
        assert_eq!(said.code, 1, "{name} was removed: {}", said.out);
        assert!(said.out.contains(&format!("changed: {name:?}, which entry ")), "{}", said.out);
        write(&path, &bytes);
    }
    let sound = verify(folder.path());
    assert_eq!(sound.code, 0, "{}", sound.out);
}

#[test]
fn a_file_that_came_after_the_build_is_named() {
    let folder = built();
    let case = folder.path().join("case");
    // What a build reads if it is there, and was not there.
    remove(&case.join("flows.csv"));
    remove(&case.join("event_judgements.csv"));
    assert_eq!(griot(folder.path(), &["build", "--yes", "case"]).code, 0);
    assert_eq!(verify(folder.path()).code, 0);
    for name in [
        "flows.csv",
        "event_judgements.csv",
        "data/more.csv",
        "data/more.toml",
        "data/deep/more.txt",
    ] {
        write(&case.join(name), b"x\n");
        let said = verify(folder.path());
        assert_eq!(said.code, 1, "{name}: {}", said.out);
        let line =
            format!("changed: {name:?} in the case is new since entry 2, the last build\n");
        assert!(said.out.contains(&line), "{name}: {}", said.out);
        remove(&case.join(name));
    }
    assert_eq!(verify(folder.path()).code, 0);
}

#[test]
fn what_was_altered_in_the_store_is_told_apart_from_what_changed_in_the_case() {
    let folder = built();
    let case = folder.path().join("case");
    let report = read(&case.join("report.md"));
    write(&case.join("report.md"), b"# Another report\n");
    let objects = files(&case.join(".griot/objects"));
    let (object, _) = objects.iter().find(|(_, bytes)| **bytes == report).expect("the report");
    let letter = objects.iter().find(|(_, bytes)| bytes.starts_with(b"Dear")).expect("held").0;
    write(Path::new(letter), b"Dear enemy\n");
    let said = griot(folder.path(), &["archive", "verify", "case", "--format", "json"]);
    assert_eq!(said.code, 1);
    let said: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let of = |key: &str| said[key].as_array().expect(key).clone();
    let (altered, changed) = (of("altered"), of("changed"));
    // The letter was added, and the build used it: two entries speak of one object.
    assert_eq!((altered.len(), changed.len(), of("interrupted").len()), (2, 1, 0), "{said}");
    assert!(altered[0].as_str().is_some_and(|it| it.starts_with("\"sources/letter.txt\"")));
    assert!(changed[0].as_str().is_some_and(|it| it.starts_with("\"report.md\"")), "{said}");
    assert_eq!(said["holds"], false);
    // The report as it was built is still there, under the digest that was told.
    assert_eq!(read(Path::new(object)), report);
}

#[test]
fn the_bytes_that_were_used_are_the_bytes_that_were_logged() {
    let folder = built();
    let log = griot(folder.path(), &["archive", "log", "case", "--format", "json"]);
    let log: serde_json::Value = serde_json::from_str(&log.out).expect("JSON");
    let build = &log["entries"][1]["operation"];
    assert_eq!(build["kind"], "build");
    let names: Vec<&str> = build["sources"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|source| source["name"].as_str().expect("a name"))
        .collect();
    let mut expected = inputs(folder.path());
    expected.sort();
    assert_eq!(names, expected, "each once");
    assert_eq!(build["arguments"]["files"], names.len().to_string());
}

#[test]
fn the_key_of_pseudonyms_goes_into_no_archive() {
    let folder = built();
    let case = folder.path().join("case");
    let toml = String::from_utf8(read(&case.join("data/posts.toml"))).expect("text");
    let toml = format!("pseudonyms = \"data/secret\"\n{toml}");
    write(&case.join("data/posts.toml"), toml.as_bytes());
    write(&case.join("data/secret"), b"nobody may know this");
    let said = griot(folder.path(), &["build", "--yes", "case"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for (path, bytes) in files(&case.join(".griot")) {
        assert!(!bytes.windows(6).any(|part| part == b"nobody"), "{path}");
        assert!(
            !bytes.windows(11).any(|part| part == b"data/secret") || path.contains("objects")
        );
    }
    let said = verify(folder.path());
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn a_row_that_was_taken_out_or_opened_is_told() {
    let folder = built();
    let sheet = folder.path().join("case/sources.csv");
    let text = String::from_utf8(read(&sheet)).expect("text");
    let row = text.lines().find(|line| line.starts_with("letter,")).expect("the row");
    let without = text.replace(&format!("{row}\n"), "");
    let opened = text.replace(row, &row.replace(",private", ",open"));
    assert!(without != text && opened != text);
    for (changed, told) in [
        (&without, "the row \"letter\" was taken out of sources.csv since entry 1 (build)"),
        (&opened, "\"letter\" was private when entry 1 (build) was logged, and is open now"),
    ] {
        write(&sheet, changed.as_bytes());
        let said = verify(folder.path());
        assert_eq!(said.code, 1, "{}", said.out);
        assert!(said.out.contains(&format!("changed: {told}")), "{}", said.out);
    }
    // Once it was built so, the log has it, and verify still tells.
    for (changed, told) in [
        (&opened, "\"letter\" was private when entry 0 preserved it, and is open now"),
        (
            &without,
            "the row \"letter\" of \"sources/letter.txt\", which entry 0 preserved, is not",
        ),
    ] {
        write(&sheet, changed.as_bytes());
        assert_eq!(griot(folder.path(), &["build", "--yes", "case"]).code, 0);
        let said = verify(folder.path());
        assert_eq!(said.code, 0, "{}", said.out);
        assert!(said.out.contains(&format!("note: {told}")), "{}", said.out);
    }
}

#[test]
fn a_row_that_was_taken_out_before_any_build_is_told_and_so_is_a_file_without_an_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    write(&folder.path().join("letter.txt"), b"Dear colleague\n");
    assert_eq!(griot(folder.path(), &["add", "case", "letter.txt"]).code, 0);
    let sheet = case.join("sources.csv");
    let text = String::from_utf8(read(&sheet)).expect("text");
    write(&case.join("sources/memo.txt"), b"To all\n");
    write(&case.join("sources/stray.txt"), b"Nobody knows me\n");
    let named = format!("{text}memo,Memo,,,,,,sources/memo.txt,open\n");
    write(&sheet, named.as_bytes());
    let said = verify(folder.path());
    assert_eq!(said.code, 1, "{}", said.out);
    let told = "sources.csv names \"sources/memo.txt\", which no operation has preserved; griot add \
                case case/sources/memo.txt does";
    assert!(said.out.contains(told), "{}", said.out);
    assert!(said.out.contains("note: \"sources/stray.txt\" is in the case"), "{}", said.out);
    // As it says.
    let said = griot(folder.path(), &["add", "case", "case/sources/memo.txt"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("memo  "), "{}", said.out);
    assert_eq!(verify(folder.path()).code, 0);
    let without = named.lines().filter(|line| !line.starts_with("letter,"));
    let without: Vec<&str> = without.collect();
    write(&sheet, format!("{}\n", without.join("\n")).as_bytes());
    let said = verify(folder.path());
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out.contains("\"letter\" of \"sources/letter.txt\", which entry 0"),
        "{}",
        said.out
    );
}

#[test]
fn what_is_added_after_a_build_is_no_change() {
    let folder = built();
    write(&folder.path().join("second.txt"), b"Dear colleagues\n");
    let said = griot(folder.path(), &["add", "case", "second.txt", "--disclosure", "open"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let said = verify(folder.path());
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(
        said.out.contains("note: 1 source was added since the case was built"),
        "{}",
        said.out
    );
    // Another row beside it is one.
    let sheet = folder.path().join("case/sources.csv");
    let mut text = read(&sheet);
    text.extend(b"third,Third,,,,,,,open\n");
    write(&sheet, &text);
    let said = verify(folder.path());
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("changed: \"sources.csv\" in the case"), "{}", said.out);
}

#[test]
fn times_that_run_backwards_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    let store = griot_archive::FolderStore::new(case.join(".griot"));
    let origin = "example.org/case".parse().expect("a name");
    let mut archive =
        griot_archive::Archive::create(store, origin, &[7; 32]).expect("an archive");
    for when in ["2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"] {
        let operation = griot_archive::Operation {
            arguments: std::collections::BTreeMap::new(),
            format: griot_archive::OperationFormat::V1,
            kind: "note".to_owned(),
            list: None,
            result: None,
            sources: Vec::new(),
            tool: "griot".to_owned(),
            when: when.parse().expect("a time"),
            who: "archivist".to_owned(),
        };
        archive.record(operation).expect("logged");
    }
    let said = verify(folder.path());
    assert_eq!(said.code, 0, "{}", said.out);
    let told = "note: entry 1 says 2026-03-01T00:00:00Z, which is before entry 0";
    assert!(said.out.contains(told), "{}", said.out);
}

#[test]
fn the_text_of_a_document_is_logged_and_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let page =
        "<html><title>Gold</title><body><p>Exports rose to 66.8 tonnes.</p></body></html>";
    write(&folder.path().join("gold.html"), page.as_bytes());
    write(&folder.path().join("letter.txt"), b"Dear colleague\n");
    let said = griot(folder.path(), &["add", "case", "gold.html", "letter.txt"]);
    assert_eq!(said.code, 0, "{}", said.err);

    // What is logged is what `griot read` shows.
    let shown = griot(folder.path(), &["read", "gold.html", "--format", "json"]).out;
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let text = shown["prose"]["text"].as_str().expect("a text");
    assert!(text.contains("66.8 tonnes"), "{text}");
    let log = griot(folder.path(), &["archive", "log", "case", "--format", "json"]).out;
    let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
    let sources = &log["entries"][0]["operation"]["sources"];
    let logged = &sources[0]["extraction"];
    let digest = griot_archive::Digest::of(text.as_bytes()).to_string();
    assert_eq!(logged["sha256"], digest.as_str());
    assert_eq!(logged["size"], text.len());
    assert_eq!(logged["extractor"], shown["extractor"]);
    assert!(sources[1].get("extraction").is_none(), "the text of a letter is its file");
    let said = griot(folder.path(), &["archive", "verify", "case", "--read"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(
        said.out.contains("note: 1 document was read again, with the text"),
        "{}",
        said.out
    );

    // An entry that says of the same reader that it read something else; and one of another reader.
    let extractor = shown["extractor"].as_str().expect("words");
    for (extractor, code, word) in [("reader 0", 0, "note: "), (extractor, 1, "altered: ")] {
        let store = griot_archive::FolderStore::new(case.join(".griot"));
        let mut archive = griot_archive::Archive::open(store).expect("an archive");
        let mut source = griot_archive::Preserved::describe(
            "sources/gold.html",
            "text/html",
            page.as_bytes(),
        );
        let sha256 = griot_archive::Digest::of(extractor.as_bytes());
        let extractor = extractor.to_owned();
        source.extraction = Some(griot_archive::Extraction { extractor, sha256, size: 9 });
        let entries = archive.reader().log().entries;
        let mut again = entries[0].operation.clone();
        again.sources = vec![source];
        archive.record(again).expect("logged");
        let said = griot(folder.path(), &["archive", "verify", "case", "--read"]);
        assert_eq!(said.code, code, "{}", said.out);
        let told = said.out.lines().any(|line| {
            line.starts_with(word)
                && line.contains("gold.html")
                && line.contains("another text")
        });
        assert!(told, "{}", said.out);
    }
}

/// Six hundred sources make an entry longer than the format allows.
#[test]
fn an_operation_of_any_size_is_logged() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let names: Vec<String> = (0..600).map(|number| format!("letters/{number}.txt")).collect();
    for name in &names {
        write(&folder.path().join(name), name.as_bytes());
    }
    let mut arguments = vec!["add", "case"];
    arguments.extend(names.iter().map(String::as_str));
    let said = griot(folder.path(), &arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.out.lines().count(), 600);
    assert!(
        said.err.contains("600 sources are preserved as entry 0 of the archive"),
        "{}",
        said.err
    );
    let built = griot(folder.path(), &["build", "--yes", "case"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let said = verify(folder.path());
    assert_eq!(said.code, 0, "{}", said.out);
    let log = griot(folder.path(), &["archive", "log", "case"]);
    assert!(log.out.contains(" sources/599.txt (15 bytes)"), "the list is shown");
    let proof = griot(folder.path(), &["archive", "prove", "case", "1"]);
    assert!(proof.code == 0 && proof.out.starts_with("c2sp.org/tlog-proof@v1\n"));
}

/// Runs griot as somebody else, who may read and not write.
#[cfg(unix)]
#[test]
fn whoever_may_only_read_can_verify_log_prove_check_and_build() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt as _};
    let folder = built();
    let readable = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("set");
    };
    // The private key stays its owner's.
    let is_owner = |path: &str| path.ends_with(".griot/key");
    for path in files(folder.path()).into_keys().filter(|path| !is_owner(path)) {
        readable(Path::new(&path), 0o444);
    }
    readable(folder.path(), 0o755);
    let public = tempfile::tempdir().expect("a folder");
    readable(public.path(), 0o777);
    let binary = public.path().join("griot");
    write(&binary, &read(Path::new(env!("CARGO_BIN_EXE_griot"))));
    readable(&binary, 0o755);
    let before = files(folder.path());
    let site = public.path().join("site").to_string_lossy().into_owned();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&binary);
        command.args(arguments).current_dir(folder.path()).uid(65_534).gid(65_534);
        let Ok(output) = command.output() else {
            return None; // Only root may become somebody else; elsewhere nobody is tested.
        };
        Some(super::typed::said(output))
    };
    for arguments in [
        &["archive", "verify", "case"][..],
        &["archive", "log", "case"],
        &["archive", "key", "case"],
        &["archive", "checkpoint", "case"],
        &["archive", "prove", "case", "1"],
        &["check", "case/report.md", "--case", "case"],
        &["build", "--yes", "case", "--no-archive", "-o", &site],
    ] {
        let Some(said) = run(arguments) else { return };
        assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.out, said.err);
    }
    let said = run(&["build", "--yes", "case", "-o", &site]).expect("as before");
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("--no-archive builds without logging it"), "{}", said.err);
    assert!(files(folder.path()) == before, "something was written");
}

#[test]
fn one_unreadable_file_is_one_line() {
    let folder = built();
    let objects = files(&folder.path().join("case/.griot/objects"));
    let (object, bytes) =
        objects.iter().find(|(_, bytes)| bytes.starts_with(b"year,tonnes")).expect("held");
    remove(Path::new(object));
    write(&Path::new(object).join("file"), b"a folder is in its place");
    let said = verify(folder.path());
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("cannot be read: it is a folder"), "{}", said.out);
    assert!(said.out.contains("objects were read"), "{}", said.out);
    // Nor is a file of the case that cannot be read.
    remove(&Path::new(object).join("file"));
    std::fs::remove_dir_all(object).expect("removed");
    write(Path::new(object), bytes);
    let report = folder.path().join("case/report.md");
    remove(&report);
    write(&report.join("x"), b"");
    let said = verify(folder.path());
    let told = "changed: \"report.md\", which entry 1 used, cannot be read in the case";
    assert!(said.code == 1 && said.out.contains(told), "{}", said.out);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
}

#[test]
fn an_interruption_is_called_so_and_the_command_that_ends_it_works() {
    let folder = built();
    let store = folder.path().join("case/.griot");
    write(&store.join("stage/0"), b"half of a film");
    let said = verify(folder.path());
    assert_eq!(said.code, 1, "{}", said.out);
    let told = "interrupted: an operation was interrupted before it was logged";
    assert!(said.out.contains(told) && !said.out.contains("altered"), "{}", said.out);
    assert!(said.err.contains("griot archive recover case completes it"), "{}", said.err);
    let said = griot(folder.path(), &["archive", "recover", "case"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("was cleared away"), "{}", said.err);
    assert_eq!(verify(folder.path()).code, 0);
    let said = griot(folder.path(), &["archive", "recover", "case"]);
    assert!(said.err.contains("nothing was interrupted"), "{}", said.err);
}

#[test]
fn whoever_has_to_wait_is_told_for_whom() {
    let folder = built();
    let lock = folder.path().join("case/.griot/lock");
    let held = std::fs::File::options().write(true).open(lock).expect("the lock");
    held.lock().expect("locked");
    (&held).write_all(b"process 4711 (griot add case film.mp4), since noon").expect("written");
    // Whoever reads does not wait, and is told.
    let said = verify(folder.path());
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(
        said.out
            .contains("note: process 4711 (griot add case film.mp4), since noon is writing")
    );
    write(&folder.path().join("second.txt"), b"Dear colleagues\n");
    let waiting = super::typed::command(folder.path())
        .args(["add", "case", "second.txt"])
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    std::thread::sleep(std::time::Duration::from_secs(1));
    held.set_len(0).expect("emptied");
    drop(held);
    let said = super::typed::said(waiting.wait_with_output().expect("it ends"));
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.starts_with("waiting for process 4711 (griot add case film.mp4), since noon"),
        "{}",
        said.err
    );
}
