//! `griot add` and `griot build`, killed in the middle: nothing that was acknowledged is lost, the
//! site is whole, and the next command works and clears up.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "to kill in the middle, one has to know how long it takes"
)]

use std::{
    io::Read as _,
    path::Path,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use super::typed::{command, files, griot, write};

/// Kills of each command. Every kill is at another moment of its run.
const KILLS: u32 = 12;

/// Kills a command after a part of the time that it takes, and gives what it had said by then.
fn killed(mut child: Child, after: Duration) -> String {
    std::thread::sleep(after);
    child.kill().expect("it is ours");
    let mut out = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("text");
    child.wait().expect("it ends");
    out
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    command(folder)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs")
}

#[test]
fn an_addition_that_is_killed_loses_nothing_and_is_completed_by_adding_again() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let letters = |round: u32| -> Vec<String> {
        (0..4).map(|number| format!("{round}-{number}.txt")).collect()
    };
    let add = |round: u32| {
        let names = letters(round);
        for name in &names {
            let text = format!("{name}\n").repeat(20_000);
            write(&folder.path().join(name), text.as_bytes());
        }
        let mut arguments = vec!["add".to_owned(), "case".to_owned()];
        arguments.extend(names);
        arguments
    };
    let typed = |arguments: &[String]| -> Vec<String> { arguments.to_vec() };
    let run = |arguments: &[String]| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        griot(folder.path(), &arguments)
    };
    let start_time = Instant::now();
    assert_eq!(run(&add(1_000)).code, 0);
    let whole = start_time.elapsed();
    // Where exactly a kill comes is up to the machine; at each writing call it comes in `faults`.
    for round in 0..KILLS {
        let arguments = typed(&add(round));
        let as_text: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let said = killed(start(folder.path(), &as_text), whole * round / KILLS);
        let verified = griot(folder.path(), &["archive", "verify", "case", "--format", "json"]);
        let verified: serde_json::Value =
            serde_json::from_str(&verified.out).expect("JSON, also after a kill");
        assert_eq!(verified["altered"], serde_json::json!([]), "round {round}");
        if !said.is_empty() {
            // It was acknowledged, and so it is there.
            assert_eq!(verified["changed"], serde_json::json!([]), "round {round}: {said}");
        }
        let again = run(&arguments);
        assert_eq!(again.code, 0, "round {round}: {}", again.err);
        let sound = griot(folder.path(), &["archive", "verify", "case"]);
        assert_eq!(sound.code, 0, "round {round}: {}{}", sound.out, sound.err);
        let rows = files(&folder.path().join("case/sources")).len();
        assert_eq!(rows, 1 + 4 * (round as usize + 2), "each once, and the README");
        let stage = folder.path().join("case/.griot/stage");
        assert!(files(&stage).is_empty(), "round {round}: something is left");
    }
    // Every letter has one row, and the log speaks of each once.
    let log = griot(folder.path(), &["archive", "log", "case"]).out;
    for name in (0..KILLS).flat_map(letters) {
        assert_eq!(log.matches(&format!(" sources/{name} ")).count(), 1, "{name}");
    }
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_site_and_the_next_one_clears_up() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let site = folder.path().join("www/site");
    let build = ["build", "--yes", "case", "-o", "www/site"];
    let start_time = Instant::now();
    assert_eq!(griot(folder.path(), &build).code, 0);
    let whole = start_time.elapsed();
    write(&site.join("CNAME"), b"example.org");
    for round in 0..KILLS {
        let report = format!("# Report {round}\n\nIt is short.\n");
        write(&folder.path().join("case/report.md"), report.as_bytes());
        // The second half is where files are written.
        killed(start(folder.path(), &build), whole / 2 + whole / 2 * round / KILLS);
        is_whole(&site);
        let verified = griot(folder.path(), &["archive", "verify", "case"]);
        assert!(!verified.out.contains("altered"), "round {round}: {}", verified.out);
        let again = griot(folder.path(), &build);
        assert_eq!(again.code, 0, "round {round}: {}", again.err);
        is_whole(&site);
        let sound = griot(folder.path(), &["archive", "verify", "case"]);
        assert_eq!(sound.code, 0, "round {round}: {}", sound.out);
        let beside = files(&folder.path().join("www")).into_keys();
        let left: Vec<String> = beside.filter(|path| path.contains(".griot-")).collect();
        assert!(left.is_empty(), "round {round}: {left:?}");
    }
}

/// Every file that the manifest lists is there with its digest, and no other but what was put there.
fn is_whole(site: &Path) {
    let found = files(site);
    let inside = |path: &str| {
        let inside = Path::new(path).strip_prefix(site).expect("inside");
        inside.to_string_lossy().into_owned()
    };
    let manifest = super::typed::read(&site.join("griot-site.json"));
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    let listed = manifest["files"].as_object().expect("an object");
    assert_eq!(found.len(), listed.len() + 2, "the manifest and CNAME");
    for (path, bytes) in &found {
        let name = inside(path);
        if name == "griot-site.json" || name == "CNAME" {
            continue;
        }
        let digest = griot_archive::Digest::of(bytes).to_string();
        assert_eq!(listed[&name]["sha256"], digest, "{name}");
    }
}

/// Ctrl-C, and the signal by which a machine that goes down ends a command.
#[test]
fn a_build_that_is_interrupted_clears_up_itself() {
    use rustix::process::{Pid, Signal, kill_process};
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let build = ["build", "--yes", "case", "-o", "www/site"];
    let start_time = Instant::now();
    assert_eq!(griot(folder.path(), &build).code, 0);
    let whole = start_time.elapsed();
    write(&folder.path().join("www/site/CNAME"), b"example.org");
    for round in 0..KILLS {
        let mut child = start(folder.path(), &build);
        std::thread::sleep(whole / 2 + whole / 2 * round / KILLS);
        let pid = Pid::from_child(&child);
        let signal = if round % 2 == 0 { Signal::INT } else { Signal::TERM };
        kill_process(pid, signal).expect("it is ours");
        child.wait().expect("it ends");
        is_whole(&folder.path().join("www/site"));
        let beside = files(&folder.path().join("www")).into_keys();
        let left: Vec<String> = beside.filter(|path| path.contains(".griot-")).collect();
        assert!(left.is_empty(), "round {round}: {left:?}");
    }
}
