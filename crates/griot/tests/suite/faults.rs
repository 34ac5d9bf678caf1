//! Every command that writes, killed at a system call that writes, and on a disk that is full there.
//!
//! `tests/faults/fault.c` runs griot and lets the Nth of these calls fail or be the last. The laws:
//! nothing that was acknowledged is lost, the old or the new site is whole, `verify` speaks of an
//! interruption and of nothing altered, and the same command again works and leaves nothing behind.
//!
//! Some points of each command are tried in the ordinary suite; `make faults` tries 200 kills each and
//! a full disk at every call.
#![cfg(target_os = "linux")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tempfile::TempDir;

use super::typed::{command, files, griot, read, write};

/// Kills of each command in the long run.
const KILLS: usize = 200;

/// Faults at every call.
const EVERY: usize = usize::MAX;

/// What happens at the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Killed before it.
    Kill,
    /// Half of it is done, then killed.
    Cut,
    /// There is no room for it alone.
    Once,
    /// There is no room from then on.
    Full,
}

impl Mode {
    const fn word(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Cut => "cut",
            Self::Once => "once",
            Self::Full => "full",
        }
    }

    const fn kills(self) -> bool {
        matches!(self, Self::Kill | Self::Cut)
    }
}

/// The compiled program; none where this machine cannot, with a word that says so.
static FAULT: LazyLock<Option<(TempDir, PathBuf)>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("fault");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/fault.c");
    let built = Command::new("cc").args(["-O1", "-o"]).arg(&program).arg(source).output();
    if !built.is_ok_and(|built| built.status.success()) {
        skipped("cc is not installed, or knows no ptrace");
        return None;
    }
    let trace = folder.path().join("trace");
    let tried = Command::new(&program).args(["count", "0"]).arg(trace).arg("true").status();
    if !tried.is_ok_and(|tried| tried.success()) {
        skipped("this machine lets no process trace another");
        return None;
    }
    Some((folder, program))
});

#[expect(clippy::print_stderr, reason = "whoever runs the tests must know what was left out")]
fn skipped(why: &str) {
    eprintln!("skipped: faults at system calls ({why})");
}

/// How a run under a fault ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
    /// The calls that were counted, by name.
    calls: Vec<String>,
}

impl Ended {
    fn was_killed(&self) -> bool {
        self.code == Some(137)
    }
}

fn run(mode: &str, at: usize, folder: &Path, arguments: &[&str]) -> Ended {
    let (_, program) = FAULT.as_ref().expect("it was asked before");
    let trace = tempfile::NamedTempFile::new().expect("a file");
    let griot = command(folder);
    let mut traced = Command::new(program);
    traced.args([mode, &at.to_string()]).arg(trace.path()).arg(griot.get_program());
    traced.args(arguments).current_dir(folder);
    for (name, value) in griot.get_envs() {
        traced.env(name, value.unwrap_or_default());
    }
    let output = traced.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ended {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
        calls: text(read(trace.path())).lines().map(str::to_owned).collect(),
    }
}

/// A command in a world of its own, and what must hold afterwards.
trait Trial: Sync {
    /// The world before the command.
    fn world(&self) -> &Path;
    fn arguments(&self) -> Vec<&str>;
    /// Right after the fault.
    fn holds(&self, folder: &Path, ended: &Ended, at: &str);
    /// After the command was typed again, which went well.
    fn is_complete(&self, folder: &Path, at: &str);
}

/// Tries faults at `points` of the calls that the command makes; how many calls it makes, and how many
/// faults came.
fn tried(trial: &dyn Trial, modes: &[Mode], points: usize) -> (usize, usize) {
    let counted = {
        let folder = copied(trial.world());
        let ended = run("count", 0, folder.path(), &trial.arguments());
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        trial.is_complete(folder.path(), "without a fault");
        ended.calls
    };
    assert!(counted.len() > 3, "it hardly writes: {counted:?}");
    let jobs: Vec<(Mode, usize)> = modes
        .iter()
        .flat_map(|mode| spread(counted.len(), points).map(|at| (*mode, at)))
        .collect();
    let (next, came) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let broken = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let work = || {
            while let Some((mode, number)) = jobs.get(next.fetch_add(1, Ordering::SeqCst)) {
                let name = counted.get(number - 1).map_or("?", String::as_str);
                let at = format!("{mode:?} at call {number}, {name}");
                let one = || {
                    came.fetch_add(
                        usize::from(once(trial, *mode, *number, &at)),
                        Ordering::SeqCst,
                    )
                };
                if let Err(why) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(one)) {
                    let why = why.downcast_ref::<String>().cloned().unwrap_or_default();
                    broken.lock().expect("whole").push(format!("{at}: {why}"));
                }
            }
        };
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from).min(4) {
            scope.spawn(work);
        }
    });
    let broken = broken.into_inner().expect("whole");
    assert!(
        broken.is_empty(),
        "{} of {} broke:\n{}",
        broken.len(),
        jobs.len(),
        broken.join("\n")
    );
    (counted.len(), came.into_inner())
}

/// One fault; whether it came.
fn once(trial: &dyn Trial, mode: Mode, number: usize, at: &str) -> bool {
    let folder = copied(trial.world());
    let ended = run(mode.word(), number, folder.path(), &trial.arguments());
    if mode.kills() {
        let by_fault = ended.was_killed() || ended.calls.len() < number;
        assert!(by_fault, "{at}: {ended:?}");
    } else {
        assert!(matches!(ended.code, Some(0 | 2)), "{at}: {ended:?}");
        if ended.code == Some(2) {
            assert!(
                ended.err.starts_with("error: ") || ended.err.contains("\nerror: "),
                "{at}: {ended:?}"
            );
            assert!(ended.err.contains("No space left on device"), "{at}: {ended:?}");
        }
    }
    trial.holds(folder.path(), &ended, at);
    let again = griot(folder.path(), &trial.arguments());
    assert_eq!(again.code, 0, "{at}: again: {}", again.err);
    trial.is_complete(folder.path(), at);
    ended.calls.len() >= number
}

/// So many numbers from 1 to `all`, each another one, as even as can be.
fn spread(all: usize, points: usize) -> impl Iterator<Item = usize> {
    let points = points.min(all);
    (0..points).map(move |number| number * all / points + 1)
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its world")]
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

fn copied(world: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(world, folder.path());
    folder
}

/// The files below a folder, by path relative to it.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let relative = |path: String| {
        let path = Path::new(&path).strip_prefix(folder).expect("inside").to_owned();
        path.to_string_lossy().into_owned()
    };
    files(folder).into_iter().map(|(path, bytes)| (relative(path), bytes)).collect()
}

/// Names of files, those of the archive's log and objects left out: they are `verify`'s to judge.
fn names(folder: &Path) -> BTreeSet<String> {
    let logged =
        |path: &String| path.contains(".griot/log/") || path.contains(".griot/objects/");
    tree(folder).into_keys().filter(|path| !logged(path)).collect()
}

/// What `verify` says of the case; nothing where there is no archive yet. `edited` is what somebody
/// changed in the case before.
fn verified(folder: &Path, edited: &str, at: &str) -> Option<serde_json::Value> {
    let said = griot(folder, &["archive", "verify", "case", "--format", "json"]);
    if said.code == 2 {
        assert!(said.err.contains("there is no archive here yet"), "{at}: {}", said.err);
        return None;
    }
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let none = serde_json::json!([]);
    assert_eq!(found["altered"], none, "{at}: {found:#}");
    let changed = found["changed"].as_array().expect("a list");
    let told = changed.iter().any(|it| !edited.is_empty() && it.to_string().contains(edited));
    // An archive that was made and not yet written to has acknowledged nothing; that a source is not
    // preserved in it is then true, and named with the command that does it.
    let is_new = found["entries"] == 0 && said.out.contains("which no operation has preserved");
    assert!(
        said.code == 0 || told || is_new || found["interrupted"] != none,
        "{at}: {found:#}"
    );
    Some(found)
}

fn is_sound(folder: &Path, at: &str) {
    let said = griot(folder, &["archive", "verify", "case"]);
    assert_eq!(said.code, 0, "{at}: {}{}", said.out, said.err);
}

/// A case in a folder of its own.
fn new_case() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    folder
}

/// `griot add` of some letters, to a case that has one or has no archive yet.
struct Adding {
    world: TempDir,
    letters: Vec<String>,
    has_archive: bool,
}

impl Adding {
    fn new(letters: usize, has_archive: bool) -> Self {
        let world = new_case();
        let at = |name: &str| world.path().join(name);
        if has_archive {
            write(&at("earlier.txt"), b"Earlier\n");
            let said = griot(world.path(), &["add", "case", "earlier.txt"]);
            assert_eq!(said.code, 0, "{}", said.err);
        }
        let letters: Vec<String> =
            (0..letters).map(|number| format!("letter-{number}.txt")).collect();
        for letter in &letters {
            write(&at(letter), letter.repeat(3_000).as_bytes());
        }
        Self { world, letters, has_archive }
    }

    fn logged(folder: &Path) -> String {
        griot(folder, &["archive", "log", "case"]).out
    }
}

impl Trial for Adding {
    fn world(&self) -> &Path {
        self.world.path()
    }

    fn arguments(&self) -> Vec<&str> {
        ["add", "case"].into_iter().chain(self.letters.iter().map(String::as_str)).collect()
    }

    fn holds(&self, folder: &Path, ended: &Ended, at: &str) {
        let found = verified(folder, "", at);
        assert!(found.is_some() || !self.has_archive, "{at}: the archive is gone");
        if self.has_archive {
            let log = Self::logged(folder);
            assert!(log.contains(" sources/earlier.txt "), "{at}: {log}");
        }
        // What was said to be preserved is, whatever came after.
        for letter in self.letters.iter().filter(|letter| ended.out.contains(letter.as_str())) {
            let kept = read(&folder.join("case/sources").join(letter));
            assert!(kept == read(&folder.join(letter)), "{at}: {letter}");
            let log = Self::logged(folder);
            assert!(log.contains(&format!(" sources/{letter} ")), "{at}: {letter}: {log}");
        }
        if ended.code == Some(0) {
            assert_eq!(found.expect("an archive")["changed"], serde_json::json!([]), "{at}");
        }
    }

    fn is_complete(&self, folder: &Path, at: &str) {
        is_sound(folder, at);
        let sheet = String::from_utf8(read(&folder.join("case/sources.csv"))).expect("text");
        let log = Self::logged(folder);
        let earlier = self.has_archive.then(|| "earlier.txt".to_owned());
        let all: Vec<&String> = self.letters.iter().chain(&earlier).collect();
        for letter in &all {
            let kept = read(&folder.join("case/sources").join(letter));
            assert!(kept == read(&folder.join(letter)), "{at}: {letter}");
            assert_eq!(
                sheet.matches(&format!(",sources/{letter},")).count(),
                1,
                "{at}: {sheet}"
            );
            assert_eq!(log.matches(&format!(" sources/{letter} ")).count(), 1, "{at}: {log}");
        }
        assert_eq!(sheet.lines().count(), all.len() + 1, "{at}: {sheet}");
        // The case is as it was, with the copies, the sheet and the archive.
        let mut expected = names(self.world.path());
        expected.extend(all.iter().map(|letter| format!("case/sources/{letter}")));
        expected.insert("case/sources.csv".to_owned());
        let archive = [".gitattributes", ".gitignore", "head", "key", "key.pub", "lock"];
        expected.extend(archive.map(|name| format!("case/.griot/{name}")));
        assert_eq!(names(folder), expected, "{at}");
    }
}

/// `griot build`, for the first time or over an older site that somebody put a file into.
struct Building {
    world: TempDir,
    /// Names of files where no fault came.
    names: BTreeSet<String>,
    /// The list of what leaves, which depends on nothing but the case.
    lock: Vec<u8>,
    has_site: bool,
}

impl Building {
    const COMMAND: [&'static str; 5] = ["build", "--yes", "case", "-o", "www/site"];

    fn new(has_site: bool) -> Self {
        let world = new_case();
        let at = |name: &str| world.path().join(name);
        // Something private, so that the site has a digest under a secret; something that is listed.
        write(&at("letter.txt"), b"Dear colleague\n");
        let settings = String::from_utf8(read(&at("case/case.toml"))).expect("text");
        write(&at("case/case.toml"), format!("{settings}timeline = true\n").as_bytes());
        write(
            &at("case/timeline.csv"),
            b"id,date,until,title,part,actors,place,technique,source,modality\n\
              first-day,2020-01-02,,Something happened,cost,,Here,,,asserted\n",
        );
        write(&at("case/report.md"), b"# The older report\n\nIt is short.\n");
        if has_site {
            let said = griot(world.path(), &["add", "case", "letter.txt"]);
            assert_eq!(said.code, 0, "{}", said.err);
            let said = griot(world.path(), &Self::COMMAND);
            assert_eq!(said.code, 0, "{}", said.err);
            write(&at("www/site/CNAME"), b"example.org");
        } else {
            write(&at("case/sources/letter.txt"), b"Dear colleague\n");
            write(
                &at("case/sources.csv"),
                b"id,title,publisher,author,published,url,retrieved,file,disclosure\n\
                  letter,Letter,,,,,,sources/letter.txt,private\n",
            );
        }
        write(&at("www/beside.txt"), b"beside");
        write(&at("case/report.md"), b"# The newer report\n\nIt is short.\n");
        let clean = copied(world.path());
        let said = griot(clean.path(), &Self::COMMAND);
        assert_eq!(said.code, 0, "{}", said.err);
        let lock = read(&clean.path().join("case/publish.lock"));
        Self { names: names(clean.path()), lock, world, has_site }
    }

    /// Which report the site has; it must be whole.
    fn site(&self, folder: &Path, at: &str) -> Option<&'static str> {
        let site = folder.join("www/site");
        if !site.exists() {
            assert!(!self.has_site, "{at}: the site is gone");
            return None;
        }
        let found = tree(&site);
        let manifest = found.get("griot-site.json").expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_slice(manifest).expect("JSON");
        let listed = manifest["files"].as_object().expect("an object");
        let foreign = usize::from(self.has_site);
        assert_eq!(
            found.len(),
            listed.len() + 1 + foreign,
            "{at}: more or less than is listed"
        );
        for (name, about) in listed {
            let digest = griot_archive::Digest::of(&found[name]).to_string();
            assert_eq!(about["sha256"], digest, "{at}: {name}");
        }
        if self.has_site {
            assert_eq!(found["CNAME"], b"example.org", "{at}");
        }
        let report = String::from_utf8_lossy(&found["report.html"]).into_owned();
        let both = ["The older report", "The newer report"];
        both.into_iter().find(|title| report.contains(title))
    }
}

impl Trial for Building {
    fn world(&self) -> &Path {
        self.world.path()
    }

    fn arguments(&self) -> Vec<&str> {
        Self::COMMAND.into()
    }

    fn holds(&self, folder: &Path, ended: &Ended, at: &str) {
        let site = self.site(folder, at);
        if ended.code == Some(0) || !ended.out.is_empty() {
            assert_eq!(site, Some("The newer report"), "{at}: it was acknowledged");
        }
        if ended.code == Some(2) && ended.err.contains("is as it was") {
            assert_ne!(site, Some("The newer report"), "{at}: {}", ended.err);
        }
        verified(folder, "report.md", at);
        assert_eq!(read(&folder.join("www/beside.txt")), b"beside", "{at}");
        // The reader of the case is not kept from working either.
        let checked = griot(folder, &["check", "case/report.md", "--case", "case"]);
        assert_eq!(checked.code, 0, "{at}: {}", checked.err);
    }

    fn is_complete(&self, folder: &Path, at: &str) {
        is_sound(folder, at);
        assert_eq!(self.site(folder, at), Some("The newer report"), "{at}");
        assert_eq!(names(folder), self.names, "{at}");
        assert_eq!(read(&folder.join("case/.griot/publish.key")).len(), 32, "{at}");
        assert!(
            read(&folder.join("case/publish.lock")) == self.lock,
            "{at}: the list of what leaves"
        );
    }
}

/// A command that writes a file or a folder of files over older ones.
struct Writing {
    world: TempDir,
    arguments: Vec<&'static str>,
    /// Everything where no fault came.
    complete: BTreeMap<String, Vec<u8>>,
    older: BTreeMap<String, Vec<u8>>,
}

impl Writing {
    fn new(world: TempDir, arguments: &[&'static str]) -> Self {
        let clean = copied(world.path());
        let said = griot(clean.path(), arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
        let (complete, older) = (tree(clean.path()), tree(world.path()));
        assert!(complete != older, "{arguments:?} writes nothing");
        Self { world, arguments: arguments.to_vec(), complete, older }
    }
}

impl Trial for Writing {
    fn world(&self) -> &Path {
        self.world.path()
    }

    fn arguments(&self) -> Vec<&str> {
        self.arguments.clone()
    }

    fn holds(&self, folder: &Path, _ended: &Ended, at: &str) {
        let found = tree(folder);
        for (path, bytes) in &found {
            // The list of griot's own names both while they change.
            if path.ends_with("griot-files.json") || path.contains(".griot-unfinished-") {
                continue;
            }
            let is_either =
                self.older.get(path) == Some(bytes) || self.complete.get(path) == Some(bytes);
            assert!(is_either, "{at}: {path} is neither the old nor the new one");
        }
        for path in self.older.keys().filter(|path| self.complete.contains_key(*path)) {
            assert!(found.contains_key(path), "{at}: {path} is gone");
        }
    }

    fn is_complete(&self, folder: &Path, at: &str) {
        let found = tree(folder);
        let (is, expected): (Vec<_>, Vec<_>) =
            (found.keys().collect(), self.complete.keys().collect());
        assert_eq!(is, expected, "{at}");
        for (path, bytes) in &found {
            assert!(self.complete[path] == *bytes, "{at}: {path}");
        }
    }
}

const SHARES: &[u8] = b"object_id,account_id,content_id,timestamp_share\n\
    o1,bea,p1,100\no1,abe,p2,104\no2,bea,p6,500\no2,abe,p7,500\n";

/// Every command that writes a result, over an older one of its own.
fn results() -> Vec<Writing> {
    let network = tempfile::tempdir().expect("a folder");
    write(&network.path().join("shares.csv"), SHARES);
    write(&network.path().join("out/thesis.doc"), b"years of work");
    let of = ["network", "shares.csv", "--draws", "0", "-o", "out"];
    assert_eq!(griot(network.path(), &of).code, 0);
    write(
        &network.path().join("shares.csv"),
        &[SHARES, b"o3,bea,p8,900\no3,abe,p9,901\n"].concat(),
    );

    let events = tempfile::tempdir().expect("a folder");
    let ged = read(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../cases/car/data/ucdp_ged_car.csv"
    )));
    let lines: Vec<&[u8]> = ged.split_inclusive(|byte| *byte == b'\n').take(30).collect();
    write(&events.path().join("ged.csv"), &lines.concat());
    write(&events.path().join("x.parquet"), b"an older one");

    let export = new_case();
    write(&export.path().join("case.sqlite"), b"an older one");

    let sql = tempfile::tempdir().expect("a folder");
    write(&sql.path().join("coups.csv"), b"an older one");
    vec![
        Writing::new(network, &of),
        Writing::new(events, &["events", "import", "ged.csv", "-o", "x.parquet", "--replace"]),
        Writing::new(
            export,
            &["export", "case", "--to", "sqlite", "-o", "case.sqlite", "--replace"],
        ),
        Writing::new(
            sql,
            &["sql", "-o", "coups.csv", "--replace", "select * from coups order by row"],
        ),
    ]
}

/// Where this machine can make faults.
fn can() -> bool {
    FAULT.is_some()
}

#[test]
fn an_addition_survives_faults_at_some_calls() {
    if can() {
        let modes = [Mode::Kill, Mode::Cut, Mode::Once, Mode::Full];
        tried(&Adding::new(2, true), &modes, 7);
        tried(&Adding::new(1, false), &modes, 7);
    }
}

#[test]
fn a_build_survives_faults_at_some_calls() {
    if can() {
        tried(&Building::new(true), &[Mode::Kill, Mode::Full], 7);
        tried(&Building::new(false), &[Mode::Cut], 4);
    }
}

#[test]
fn results_survive_faults_at_some_calls() {
    if can() {
        for writing in results() {
            tried(&writing, &[Mode::Cut, Mode::Full], 4);
        }
    }
}

#[expect(clippy::print_stderr, reason = "the long run gives its numbers")]
fn told(what: &str, (calls, faults): (usize, usize)) {
    eprintln!("{what}: {faults} faults, in a command of {calls} writing calls: all laws hold");
}

#[test]
#[ignore = "takes a quarter of an hour: make faults"]
fn every_command_survives_two_hundred_kills_and_a_full_disk_at_each_call() {
    if !can() {
        return;
    }
    let (full, kills) = ([Mode::Once, Mode::Full], [Mode::Kill]);
    told("add, killed", tried(&Adding::new(40, true), &kills, KILLS));
    told("add, cut", tried(&Adding::new(40, true), &[Mode::Cut], KILLS));
    told(
        "first add, killed or cut",
        tried(&Adding::new(2, false), &[Mode::Kill, Mode::Cut], EVERY),
    );
    told("add, full disk", tried(&Adding::new(4, true), &full, EVERY));
    told("first add, full disk", tried(&Adding::new(2, false), &full, EVERY));
    for writing in results() {
        let all = [Mode::Kill, Mode::Cut, Mode::Once, Mode::Full];
        told(writing.arguments[0], tried(&writing, &all, EVERY));
    }
    told("build, killed", tried(&Building::new(true), &kills, KILLS));
    told("first build, cut", tried(&Building::new(false), &[Mode::Cut], KILLS));
    told("build, full disk", tried(&Building::new(true), &[Mode::Full], EVERY));
    told("build, no room once", tried(&Building::new(true), &[Mode::Once], KILLS));
}
