//! What is given the changed files: the readers, in this process, and the commands, as a user runs them.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use griot_case::Case;
use griot_library::Library;
use griot_model::{PartialDate, world::World};
use griot_sql::{Bounds, Database};
use griot_table::{decode, event_csv, event_list, posts};

/// Reads one input.
pub(crate) type Run = Box<dyn Fn(&[u8])>;

/// Something that reads.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// Folder of its seeds.
    pub(crate) seeds: &'static str,
    /// Makes ready what every run uses; then each input is given to it.
    pub(crate) prepare: fn(&Path) -> Run,
}

/// Every reader, then every command that reads a file.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "report-md", seeds: "report", prepare: |_| checks("a.md") },
    Target { name: "report-html", seeds: "html", prepare: |_| checks("a.html") },
    Target { name: "report-txt", seeds: "report", prepare: |_| checks("a.txt") },
    Target { name: "documents", seeds: "documents", prepare: |_| Box::new(documents) },
    Target { name: "events", seeds: "events", prepare: |_| Box::new(events) },
    Target { name: "votes", seeds: "votes", prepare: |_| Box::new(votes) },
    Target { name: "trade", seeds: "trade", prepare: |_| Box::new(trade) },
    Target { name: "posts", seeds: "posts", prepare: |_| Box::new(read_posts) },
    Target { name: "publishers", seeds: "publishers", prepare: |_| Box::new(publishers) },
    Target { name: "mappings", seeds: "toml", prepare: |_| Box::new(mappings) },
    Target { name: "case", seeds: "case", prepare: |_| Box::new(case) },
    Target { name: "archive", seeds: "archive", prepare: |_| Box::new(archive) },
    Target { name: "sql", seeds: "sql", prepare: |_| sql() },
    Target {
        name: "griot-read",
        seeds: "documents",
        prepare: |place| command(place, "document", &["read", "{}", "--format", "json"]),
    },
    Target {
        name: "griot-check",
        seeds: "report",
        prepare: |place| command(place, "report.md", &["check", "{}"]),
    },
    Target {
        name: "griot-import",
        seeds: "events",
        prepare: |place| {
            command(
                place,
                "e.csv",
                &["events", "import", "{}", "-o", "{}.parquet", "--replace"],
            )
        },
    },
    Target {
        name: "griot-fuse",
        seeds: "events",
        prepare: |place| command(place, "e.csv", &["events", "fuse", "{}", "{seed}"]),
    },
    Target {
        name: "griot-compare",
        seeds: "events",
        prepare: |place| {
            command(
                place,
                "e.csv",
                &["events", "compare", "{}", "--before", "2019", "--after", "2020/2021"],
            )
        },
    },
    Target {
        name: "griot-votes",
        seeds: "votes",
        prepare: |place| command(place, "v.csv", &["votes", "coverage", "--file", "{}"]),
    },
    Target {
        name: "griot-trade",
        seeds: "trade",
        prepare: |place| {
            command(place, "t.csv", &["trade", "gap", "--origin", "ML", "--file", "{}"])
        },
    },
    Target {
        name: "griot-network",
        seeds: "posts",
        prepare: |place| {
            command(place, "p.csv", &["network", "{}", "--min", "1", "--apart", "9s"])
        },
    },
    Target {
        name: "griot-case",
        seeds: "case",
        prepare: |place| of_case(place, &["sql", "{}", "select count(*) from timeline"]),
    },
    Target {
        name: "griot-build",
        seeds: "case",
        prepare: |place| of_case(place, &["build", "{}", "-o", "{}-site", "--no-archive"]),
    },
];

fn checks(name: &'static str) -> Run {
    let library = Library::embedded();
    Box::new(move |bytes| {
        drop(griot_check::check(bytes, name, library, None));
    })
}

/// Every parser of files of strangers; what a file is, is told by its bytes.
fn documents(bytes: &[u8]) {
    drop(griot_read::read(bytes, "a.csv"));
    drop(griot_read::read(bytes, "a.html"));
    drop(griot_read::table(bytes, "a.xlsx", None));
}

fn events(bytes: &[u8]) {
    drop(event_list::read("e.csv", bytes, &event_csv::Mapping::plain()));
    if let Some(layout) = event_list::gdelt("e.csv", bytes) {
        drop(griot_table::gdelt::read_events("e.csv", bytes, layout));
        drop(griot_table::gdelt::read_mentions("e.csv", bytes));
    }
}

fn votes(bytes: &[u8]) {
    if let Ok(text) = griot_table::votes::decode("v.csv", bytes.to_vec()) {
        drop(griot_table::votes::read(&text));
    }
}

fn trade(bytes: &[u8]) {
    if let Ok(text) = decode("t.csv", bytes) {
        drop(griot_table::trade::read(&text));
        drop(griot_table::trade::read_baci_countries(&text));
    }
}

fn read_posts(bytes: &[u8]) {
    let mut seen = 0_u64;
    drop(posts::read("p.csv", bytes, None, &mut |_| seen += 1));
}

/// The readers of what the library is made of.
fn publishers(bytes: &[u8]) {
    let Ok(text) = decode("p.csv", bytes) else { return };
    drop(griot_table::cline::read(&text));
    drop(griot_table::es11::read(&text));
    drop(griot_table::ofac::read_entries(&text));
    drop(griot_table::ofac::read_aliases(&text));
    drop(griot_table::reign::read_leaders(&text));
    drop(griot_table::reign::read_elections(&text));
    drop(griot_table::ucdp_country_year::read(&text));
    drop(griot_table::uk_sanctions::read(&text));
    drop(griot_table::un_sanctions::read(&text));
    drop(griot_table::undl::read_roll_calls(&text));
    drop(griot_table::undl::read_votes(&text));
    drop(griot_table::voeten::read(&text));
}

fn mappings(bytes: &[u8]) {
    drop(event_csv::Mapping::read("m.toml", bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(posts::Mapping::parse(text));
        drop(posts::length_of_time(text.trim()));
        drop(text.trim().parse::<PartialDate>());
    }
}

fn archive(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    drop(text.parse::<griot_archive::Proof>());
    drop(text.parse::<griot_archive::UnverifiedCheckpoint>());
    drop(text.trim().parse::<griot_archive::VerifierKey>());
}

fn sql() -> Run {
    let library = Library::embedded();
    let bounds = Bounds { time: Duration::from_secs(1), rows: 10_000, ..Bounds::USUAL };
    Box::new(move |bytes| {
        let Ok(query) = std::str::from_utf8(bytes) else { return };
        let Ok(tables) = griot_analysis::tables(library, None, &[]) else { return };
        if let Ok(database) = Database::open(tables, bounds) {
            drop(database.rows(query));
            drop(database.finding_rows(query));
        }
    })
}

/// Files that begin with a line `=== NAME` each, as a case.
struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    fn of(bytes: &[u8]) -> Self {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut name = String::from("case/case.toml");
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_prefix(b"=== ") {
                Some(rest) => {
                    let written =
                        String::from_utf8_lossy(rest.trim_ascii()).replace(['/', '\0'], "_");
                    let folder = if written.starts_with("data_") { "data/" } else { "" };
                    name = format!("case/{folder}{}", written.trim_start_matches("data_"));
                }
                None => files.entry(name.clone()).or_default().extend_from_slice(line),
            }
        }
        Self(files)
    }
}

impl World for Files {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let inside =
            self.0.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        let mut names: Vec<String> =
            inside.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect();
        names.dedup();
        Ok(names)
    }

    fn is_folder(&self, path: &str) -> bool {
        self.0
            .keys()
            .any(|file| file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }
}

fn case(bytes: &[u8]) {
    drop(Case::open(&Files::of(bytes), "case"));
}

/// The program itself, which lies beside this one.
fn griot() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let folder = here.parent().unwrap_or(Path::new("."));
    folder.join(format!("griot{}", std::env::consts::EXE_SUFFIX))
}

/// A command on the input under this name; `{seed}` is a file that stays as it is.
fn command(place: &Path, name: &str, words: &'static [&'static str]) -> Run {
    let (file, seed) = (place.join(name), place.join(format!("seed-{name}")));
    drop(fs::write(&seed, "id,date,latitude,longitude,deaths\n1,2020-01-01,12.5,-8,3\n"));
    Box::new(move |bytes| {
        drop(fs::write(&file, bytes));
        let words = words.iter().map(|word| {
            let word = word.replace("{}", &file.to_string_lossy());
            word.replace("{seed}", &seed.to_string_lossy())
        });
        ended_well(Command::new(griot()).args(words));
    })
}

/// A command on the files that an input holds, as a case.
fn of_case(place: &Path, words: &'static [&'static str]) -> Run {
    let (root, site) = (place.join("case"), place.join("case-site"));
    Box::new(move |bytes| {
        drop(fs::remove_dir_all(&root));
        drop(fs::remove_dir_all(&site));
        drop(fs::create_dir_all(root.join("data")));
        for (name, bytes) in Files::of(bytes).0 {
            drop(fs::write(root.join(name.trim_start_matches("case/")), bytes));
        }
        let words = words.iter().map(|word| word.replace("{}", &root.to_string_lossy()));
        ended_well(Command::new(griot()).args(words));
    })
}

/// What a command may take before it is a hang.
const LONGEST: Duration = Duration::from_mins(2);

/// Runs a command to its end.
///
/// # Panics
///
/// Where it panics, is ended by a signal, or hangs.
#[expect(clippy::panic, reason = "that is how a target says that it broke")]
#[expect(clippy::disallowed_methods, reason = "a hang is told by the clock")]
fn ended_well(command: &mut Command) {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => panic!("griot cannot be run; build it first: {error}"),
    };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => match status.code() {
                Some(0..=2) => return,
                _ => panic!("griot ended with {status}"),
            },
            Ok(None) if start.elapsed() < LONGEST => {
                std::thread::sleep(Duration::from_millis(2));
            }
            Ok(None) => {
                drop(child.kill());
                panic!("griot hangs");
            }
            Err(error) => panic!("griot is lost: {error}"),
        }
    }
}
