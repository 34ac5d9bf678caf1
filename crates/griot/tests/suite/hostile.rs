//! Inputs made to hurt: each is read, or refused by a sentence that names it, and nothing hangs. The whole table is that of
//! `make hostile`, in a build that is quick enough for its laws; this is the part that a debug build can do.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// A debug build on a busy machine; what hangs takes for ever.
const LONGEST: Duration = Duration::from_mins(1);

/// Exit status and what was said; `{}` is the file.
#[expect(clippy::disallowed_methods, reason = "a hang is told by the clock")]
fn griot(words: &[&str], file: &Path) -> (i32, String) {
    let words = words.iter().map(|word| word.replace("{}", &file.to_string_lossy()));
    let said = tempfile::NamedTempFile::new().expect("a file for what is said");
    let mut child = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(said.reopen().expect("the same file"))
        .spawn()
        .expect("the binary runs");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(start.elapsed() < LONGEST, "it hangs");
        std::thread::sleep(Duration::from_millis(5));
    };
    let code = status.code().expect("no signal ended it");
    (code, String::from_utf8_lossy(&read(said.path())).into_owned())
}

#[expect(clippy::disallowed_methods, reason = "a test reads what was said")]
fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file that was written")
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn written(folder: &Path, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("it is written");
    path
}

/// Every command that takes a file.
const COMMANDS: &[&[&str]] = &[
    &["check", "{}"],
    &["events", "import", "{}", "-o", "{}.parquet"],
    &["events", "fuse", "{}", "{}"],
    &["events", "compare", "{}", "--before", "2019", "--after", "2020"],
    &["votes", "coverage", "--file", "{}"],
    &["trade", "gap", "--origin", "ML", "--file", "{}"],
    &["network", "{}"],
    &["network", "{}", "--mapping", "{}"],
    &["network", "--identifiers", "{}"],
    &["library", "build", "{}"],
    &["archive", "verify", "{}"],
    &["build", "{}"],
];

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    );
    made.expect("a pipe");
    let device = folder.path().join("device");
    std::os::unix::fs::symlink("/dev/zero", &device).expect("a link");
    let socket = folder.path().join("socket");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    for file in [pipe, device, socket, folder.path().join("missing")] {
        for words in COMMANDS {
            let (code, said) = griot(words, &file);
            assert_eq!(code, 2, "{words:?}: {said}");
            let name = file.file_name().expect("a name").to_string_lossy();
            assert!(said.contains(&*name), "{words:?}: {said}");
        }
    }
}

fn packed(text: &str, times: usize) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..times {
        packer.write_all(text.as_bytes()).expect("bytes are packed");
    }
    packer.finish().expect("a stream ends")
}

/// `words` on this file ends with `code` and says `sentence`.
fn check(words: &[&str], name: &str, bytes: &[u8], code: i32, sentence: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), name, bytes);
    let (found, said) = griot(words, &file);
    assert_eq!(found, code, "{words:?} of {name}: {said}");
    assert!(said.contains(sentence), "{words:?} of {name}: {said}");
}

#[test]
fn what_is_too_large_is_refused_with_what_to_do() {
    let events = "id,date,latitude,longitude,deaths\n";
    let row = ",2020-01-01,12.5,-8.0,3\n";
    let votes = &["votes", "coverage", "--file", "{}"];
    let trade = &["trade", "gap", "--origin", "ML", "--file", "{}"];
    let zeros = "0".repeat(1 << 20);
    let bomb = packed(&zeros, 20);
    check(votes, "votes.csv.gz", &bomb, 2, "votes.csv.gz unpacks to far more than its size");
    check(trade, "trade.csv.gz", &bomb, 2, "griot takes at most 200 times the size");
    // Rows that say the same are one; these differ in their deaths.
    let rows: String =
        (1..=2_000).map(|deaths| row.replace(",3\n", &format!(",{deaths}\n"))).collect();
    let alike = events.to_owned() + &rows;
    let folder = tempfile::tempdir().expect("a folder");
    let one = written(folder.path(), "a.csv", alike.as_bytes());
    written(folder.path(), "b.csv", alike.as_bytes());
    let other = folder.path().join("b.csv");
    let (code, said) = griot(&["events", "fuse", "{}", &other.to_string_lossy()], &one);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("too many pairs of rows lie within 25 km and 2 days"), "{said}");
    assert!(said.contains("griot takes at most 1,000,000 pairs"), "{said}");
}

#[test]
fn what_is_deep_or_never_ends_is_read_or_refused() {
    let attributes: Vec<String> = (0..20_000).map(|number| format!(" a{number}=1")).collect();
    let attributes = attributes.concat();
    check(
        &["check", "{}"],
        "a.html",
        format!("<p{attributes}>text").as_bytes(),
        0,
        "1 sentence",
    );
    let deep = "[".repeat(100_000);
    let import = &["events", "import", "{}", "-o", "{}.parquet"];
    check(import, "deep.json", deep.as_bytes(), 2, "deep.json");
    check(
        &["trade", "gap", "--origin", "ML", "--file", "{}"],
        "deep.json",
        deep.as_bytes(),
        2,
        "deep.json",
    );
    check(
        &["network", "{}", "--by", "url"],
        "deep.json",
        deep.as_bytes(),
        2,
        "lists in a thousand lists",
    );
    let endless = "id,date,latitude,longitude\n".to_owned() + &"a\",\"\n".repeat(30_000) + "\"";
    check(import, "marks.csv", endless.as_bytes(), 2, "marks.csv");
    let query = format!("select {}1", "1+".repeat(50_000));
    check(&["sql", &query], "unused", b"", 2, "error: ");
    for period in ["1000000000000", "0001/1000000000000"] {
        let words = &["events", "compare", "{}", "--before", "2019", "--after", period];
        check(
            words,
            "e.csv",
            b"date,latitude,longitude,deaths\n2020-01-01,1,1,1\n",
            2,
            "--after",
        );
    }
}
