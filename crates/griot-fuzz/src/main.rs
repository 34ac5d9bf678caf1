//! Changes small files at random, gives them to every reader and every command, and reports whatever panics, aborts or hangs.
//!
//! ```text
//! cargo build --release -p griot -p griot-fuzz
//! target/release/griot-fuzz [SECONDS [TARGET [SEED]]]
//! ```
//!
//! Each target has its seeds in `corpus/TARGET`, written for it, and runs so many seconds in a process of its own, which writes
//! down each input before it reads it: what ended it or held it is then at hand, and is kept in `target/fuzz`. The same seed
//! gives the same inputs. A run over two seconds of the processor, and five more a megabyte, is a hang.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of the workshop: it reads files and the clock, and prints"
)]

mod mutate;
mod targets;

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use mutate::Mutator;
use targets::{TARGETS, Target};

/// What a run may take whatever its input.
const LEAST: Duration = Duration::from_secs(2);
/// What each megabyte of it may take besides.
const A_MEGABYTE: f64 = 5.0;
/// What a process may take to be started and to end beyond its time.
const PATIENCE: Duration = Duration::from_secs(150);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().and_then(|typed| typed.parse().ok()).unwrap_or(60);
    let only = arguments.next().unwrap_or_default();
    let seed = arguments.next().and_then(|typed| typed.parse().ok()).unwrap_or(1);
    // A target in a process of its own is asked for with an argument more.
    let answered = match arguments.next() {
        Some(place) => run(&only, seconds, seed, Path::new(&place)),
        None => all(seconds, &only, seed),
    };
    answered.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn all(seconds: u64, only: &str, seed: u64) -> io::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz");
    let (mut run, mut broken) = (0, 0);
    for target in TARGETS.iter().filter(|target| target.name.contains(only)) {
        let place = root.join(target.name);
        fs::create_dir_all(&place)?;
        run += 1;
        if let Some(what) = one(target, seconds, seed, &place)? {
            broken += 1;
            let kept = place.join(format!("broken-{seed}"));
            fs::copy(place.join("input"), &kept)?;
            println!("{:<18} {what}: {}", target.name, kept.display());
        }
    }
    println!("{run} targets of {seconds} s each, {broken} broken");
    Ok(if broken == 0 && run > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs a target in a process of its own; what became of it, if it broke.
fn one(target: &Target, seconds: u64, seed: u64, place: &Path) -> io::Result<Option<String>> {
    let mut child = Command::new(std::env::current_exe()?)
        .args([&seconds.to_string(), target.name, &seed.to_string()])
        .arg(place)
        .spawn()?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((!status.success()).then(|| format!("it ended with {status}")));
        }
        if start.elapsed() > Duration::from_secs(seconds) + PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(Some("it hangs".to_owned()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn run(name: &str, seconds: u64, seed: u64, place: &Path) -> io::Result<ExitCode> {
    let Some(target) = TARGETS.iter().find(|target| target.name == name) else {
        return Err(io::Error::other(format!("there is no target {name}")));
    };
    let seeds = corpus(target)?;
    let mut mutator = Mutator::new(seed, seeds.clone());
    let file = place.join("input");
    let start = Instant::now();
    let (mut runs, mut slowest) = (0_u64, Duration::ZERO);
    let prepared = (target.prepare)(place);
    while start.elapsed() < Duration::from_secs(seconds) {
        // Every seed as it is comes first.
        let at = usize::try_from(runs).unwrap_or(usize::MAX);
        let input = seeds.get(at).cloned().unwrap_or_else(|| mutator.next());
        fs::write(&file, &input)?;
        let begin = on_a_processor(&start);
        prepared(&input);
        let took = on_a_processor(&start).saturating_sub(begin);
        runs += 1;
        slowest = slowest.max(took);
        #[expect(clippy::cast_precision_loss, reason = "inputs are small")]
        let bound = LEAST.as_secs_f64() + A_MEGABYTE * input.len() as f64 / 1e6;
        if took.as_secs_f64() > bound {
            eprintln!("{name}: {} bytes took {:.1} s", input.len(), took.as_secs_f64());
            return Ok(ExitCode::FAILURE);
        }
    }
    println!("{name:<18} {runs:>9} runs, the slowest {:.3} s", slowest.as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// How long this thread was on a processor, which other programs do not change; the time since
/// `start` where the system does not say so.
fn on_a_processor(start: &Instant) -> Duration {
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|said| said.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The seeds of a target, by name.
fn corpus(target: &Target) -> io::Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.seeds);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.sort();
    files.iter().map(fs::read).collect()
}
