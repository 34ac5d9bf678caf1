//! `griot desk`, and plain `griot`: the local application in the browser.
#![expect(
    clippy::disallowed_methods,
    reason = "the binary is where the environment is read and files are written"
)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use griot_desk::{Desk, Entry, Read, Start};
use griot_local::{Server, interrupted};
use serde_json::{Value, json};

use crate::{custody, disk, failure::Failure, terminal, worker::Reader};

/// Work on drafts and cases in the browser; plain griot opens it too
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  griot                        opens the desk in the browser
  griot desk cases/mali        with this case
  griot desk --no-browser      prints the address alone, for a browser that you choose

Nobody but this machine can reach it, and only who has the address. New drafts and cases are kept as
plain files in GRIOT_HOME, or in the folder griot of your home. A second griot finds the first one.
Ctrl-C ends it, and loses nothing.
Next: docs/desk.md")]
pub(crate) struct Arguments {
    /// The case folder to open
    case: Option<String>,
    /// Port on 127.0.0.1; without it the one of last time, or a free one
    #[arg(long)]
    port: Option<u16>,
    /// Print the address and open no browser
    #[arg(long)]
    no_browser: bool,
}

/// Where a running desk says how it is reached.
const RUNNING: &str = "desk.json";

/// A page that leads to the desk: other users of the machine see the arguments of programs, and would see the address.
const DOOR: &str = "desk.html";

/// How long a running desk is waited for.
const ANSWER: Duration = Duration::from_secs(3);

/// Runs `griot desk`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if let Some(case) = &arguments.case {
        super::open_case(case)?;
    }
    let home = home()?;
    let failed = |error: std::io::Error| {
        Failure::new(format!("{} cannot be written: {error}", home.display()))
            .hint("set GRIOT_HOME to a folder of your own")
    };
    fs::create_dir_all(home.join(".desk")).map_err(failed)?;
    let running = home.join(".desk").join(RUNNING);
    let known = Known::read(&running);
    if let Some(url) = known.as_ref().and_then(|known| known.url(arguments.case.as_deref())) {
        terminal::say("the desk is running already");
        return opened(arguments, &home, &url);
    }
    let token = known.as_ref().map_or_else(token, |known| Ok(known.token.clone()))?;
    let desk = Arc::new(Desk::new(start(token.clone(), home.clone())?));
    let page = arguments.case.as_ref().map(|case| desk.open(Path::new(case))).transpose();
    let page = page.map_err(Failure::new)?.unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("the desk did not start: {error}")))?;
    let served = runtime.block_on(async {
        let asked = arguments.port.or(known.map(|known| known.port)).unwrap_or(0);
        let server = match Server::bind(asked).await {
            Err(_taken) if arguments.port.is_none() => Server::bind(0).await,
            bound => bound,
        };
        let server = server.map_err(Failure::new)?;
        let port = server.port();
        private(&running, &json!({ "port": port, "token": token }).to_string())
            .map_err(failed)?;
        opened(arguments, &home, &format!("{}{token}/{page}", server.url()))?;
        terminal::say("Ctrl-C ends it");
        server.answer(griot_desk::router(Arc::clone(&desk), port), interrupted()).await;
        Ok::<(), Failure>(())
    });
    desk.close();
    // What is being checked or built has been told to end, and is not waited for.
    runtime.shutdown_background();
    served.map(|()| ExitCode::SUCCESS)
}

fn start(token: String, home: PathBuf) -> Result<Start, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(format!("griot does not find itself: {error}")))?;
    Ok(Start {
        token,
        who: custody::who(),
        home,
        program,
        now: custody::now,
        log: Box::new(|case, entry| logged(case, entry).map_err(|failure| failure.message)),
        read: reading(),
    })
}

/// Reads files by workers: as many as are asked at once, each used again.
fn reading() -> Read {
    let idle: Mutex<Vec<Reader>> = Mutex::default();
    Box::new(move |bytes, name| {
        let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
        let free = lock().pop();
        let mut reader = free.unwrap_or_default();
        let answer = reader.document(bytes, name).map_err(|failure| failure.message)?;
        lock().push(reader);
        answer.map_err(|unreadable| unreadable.to_string())
    })
}

/// Writes what a person did into the archive of the case.
fn logged(case: &Path, entry: &Entry) -> Result<(), Failure> {
    let arguments: Vec<(&str, &str)> =
        entry.arguments.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let files: Vec<(&str, &str)> =
        entry.files.iter().map(|name| (name.as_ref(), super::add::media_type(name))).collect();
    custody::logged(case, entry.kind, &entry.who, &arguments, &files)
}

/// The folder of the desk: drafts and cases that were begun there.
fn home() -> Result<PathBuf, Failure> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(home) = variable("GRIOT_HOME") {
        return Ok(PathBuf::from(home));
    }
    let home = variable("HOME").or_else(|| variable("USERPROFILE"));
    let home = home.ok_or_else(|| {
        Failure::new("there is no home folder").hint("set GRIOT_HOME to a folder of your own")
    })?;
    Ok(PathBuf::from(home).join("griot"))
}

/// 128 random bits.
fn token() -> Result<String, Failure> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(|error| {
        Failure::new(format!("the system gives no random numbers: {error}"))
    })?;
    Ok(griot_model::rows::hexadecimal(&random))
}

/// A file for its owner alone, in its place as a whole.
fn private(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(text.as_bytes())?;
    fresh.persist(path)?;
    Ok(())
}

/// Says where the desk is, and shows it.
fn opened(arguments: &Arguments, home: &Path, url: &str) -> Result<ExitCode, Failure> {
    writeln!(std::io::stdout().lock(), "{url}")?;
    let door = home.join(DOOR);
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url={url}\">\
         <title>griot</title><p><a href=\"{url}\">griot</a></p>\n"
    );
    if let Err(error) = private(&door, &page) {
        terminal::say(&format!("note: {} cannot be written: {error}", door.display()));
        return Ok(ExitCode::SUCCESS);
    }
    if !arguments.no_browser && !browser(&door) {
        terminal::say("no browser was found: open the address above in one");
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows a file in the browser of the person; whether a program for that was found.
fn browser(file: &Path) -> bool {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let quiet = Command::new(program)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match quiet {
        Ok(mut child) => {
            std::thread::spawn(move || drop(child.wait()));
            true
        }
        Err(_not_there) => false,
    }
}

/// A desk that was started before, whether or not it still runs.
struct Known {
    port: u16,
    token: String,
}

impl Known {
    fn read(path: &Path) -> Option<Self> {
        let bytes = disk::read(path, 4096).ok()?;
        let value: Value = serde_json::from_slice(&bytes).ok()?;
        let token = value["token"].as_str()?.to_owned();
        let is_token = token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        let port = u16::try_from(value["port"].as_u64()?).ok()?;
        is_token.then_some(Self { port, token })
    }

    /// Its address, with a case open on it, where it answers.
    fn url(&self, case: Option<&str>) -> Option<String> {
        let answer = self.ask("GET", "alive", "")?;
        if !answer.ends_with("griot desk") {
            return None;
        }
        let root = format!("http://127.0.0.1:{}", self.port);
        let Some(case) = case else { return Some(format!("{root}/{}/", self.token)) };
        let full = Path::new(case).canonicalize().ok()?;
        let encode = |byte: u8| format!("%{byte:02X}");
        let full: String = full.to_string_lossy().bytes().map(encode).collect();
        let answer = self.ask("POST", "open", &format!("path={full}"))?;
        let place = answer.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
        });
        Some(format!("{root}{}", place?))
    }

    fn ask(&self, method: &str, path: &str, form: &str) -> Option<String> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let mut stream = TcpStream::connect_timeout(&address, ANSWER).ok()?;
        stream.set_read_timeout(Some(ANSWER)).ok()?;
        let host = format!("127.0.0.1:{}", self.port);
        let head = format!(
            "{method} /{}/{path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.token,
            form.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.take(1 << 20).read_to_string(&mut answer).ok()?;
        Some(answer)
    }
}
