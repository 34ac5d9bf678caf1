//! `griot add` with addresses: what is kept, and which machines are not asked. The server listens on this machine, which only a
//! test is allowed to ask.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{Arc, Mutex},
    thread,
};

use serde_json::Value;

use super::typed::{Said, command, files, griot, read, said, write};

const PAGE: &str = "<html><head><title>Statement of May</title><meta property=\"og:site_name\" content=\"The Ministry\">\
                    </head><body><main><p>We pay in gold.</p></main></body></html>";

/// A server whose answers are given by path, and what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let heard = Arc::clone(&heard);
                thread::spawn(move || answer(stream, port, &heard));
            }
        });
        Self { port, asked }
    }

    fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn answer(mut stream: TcpStream, port: u16, heard: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
    let first = lines.next().and_then(Result::ok).unwrap_or_default();
    let rest: Vec<String> =
        lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    heard.lock().expect("no panic").push(format!("{first}\n{}", rest.join("\n")));
    let ok = |kind: &str, body: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nX-Note: kept\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let to = |location: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
    };
    let text = match path.as_str() {
        "/statement" => ok("text/html; charset=utf-8", PAGE),
        "/copy" => ok("text/html", PAGE),
        "/letter.txt" => ok("text/plain", "Dear colleague\n"),
        "/parts" => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n7\r\n second\r\n0\r\n\r\n".to_owned(),
        "/moved" => to("/a/../statement"),
        "/around" => to("/around"),
        "/inside" => to(&format!("http://localhost:{port}/letter.txt")),
        "/private" => to("http://10.0.0.1/"),
        "/metadata" => to("http://169.254.169.254/latest/meta-data/"),
        "/six" => to("http://[::ffff:192.168.0.1]/"),
        "/file" => to("file:///etc/passwd"),
        "/large" => "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nx".to_owned(),
        "/cut" => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".to_owned(),
        "/packed" => "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx".to_owned(),
        "/nonsense" => "SSH-2.0-OpenSSH\r\n".to_owned(),
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
    };
    // Who asked may have heard enough.
    drop(stream.write_all(text.as_bytes()));
}

fn new_case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    folder
}

/// griot, which is allowed to ask this machine.
fn allowed(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = command(folder);
    command.args(arguments).env("GRIOT_TEST_LOOPBACK", "allowed");
    said(command.output().expect("the binary runs"))
}

fn sheet(folder: &Path) -> String {
    String::from_utf8(read(&folder.join("case/sources.csv"))).expect("text")
}

#[test]
fn a_page_is_kept_with_how_it_was_served() {
    let (server, folder) = (Server::new(), new_case());
    let address = server.at("/moved");
    let said = allowed(folder.path(), &["add", "case", &address]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains(&format!("note: {address} led to {}", server.at("/statement"))),
        "{}",
        said.err
    );
    assert_eq!(read(&folder.path().join("case/sources/statement.html")), PAGE.as_bytes());
    let sheet = sheet(folder.path());
    for part in ["Statement of May", "The Ministry", &address, "sources/statement.html"] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    let kept = read(&folder.path().join("case/sources/statement.html.fetched.json"));
    let kept: Value = serde_json::from_slice(&kept).expect("JSON");
    assert_eq!(kept["asked"], address.as_str());
    assert_eq!(
        (&kept["answers"][0]["status"], &kept["answers"][1]["status"]),
        (&302.into(), &200.into())
    );
    assert_eq!(kept["answers"][1]["ip"], "127.0.0.1");
    let headers = kept["answers"][1]["headers"].to_string();
    assert!(headers.contains("[\"x-note\",\"kept\"]"), "{headers}");
    let asked = server.asked.lock().expect("no panic").join("\n").to_lowercase();
    assert!(
        asked.contains("accept-encoding: identity") && !asked.contains("cookie"),
        "{asked}"
    );
    assert_eq!(griot(folder.path(), &["archive", "verify", "case"]).code, 0);
    // Again: the same bytes from the same address are held; from another one they get a row.
    let said = allowed(folder.path(), &["add", "case", &address]);
    assert!(said.err.contains("is in the case already, as statement"), "{}", said.err);
    let said = allowed(folder.path(), &["add", "case", &server.at("/copy")]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(self::sheet(folder.path()).matches("sources/statement.html").count(), 2);
    assert_eq!(griot(folder.path(), &["archive", "verify", "case"]).code, 0);
}

#[test]
fn machines_of_this_network_are_not_asked() {
    let (server, folder) = (Server::new(), new_case());
    let before = files(&folder.path().join("case"));
    let said = griot(folder.path(), &["add", "case", &server.at("/statement")]);
    assert!(
        said.code == 2 && said.err.contains("is a machine of this network"),
        "{}",
        said.err
    );
    for host in ["localhost", "0.0.0.0", "127.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"] {
        let address = format!("http://{host}:{}/statement", server.port);
        assert_eq!(griot(folder.path(), &["add", "case", &address]).code, 2, "{host}");
    }
    assert!(server.asked.lock().expect("no panic").is_empty());
    for (path, why) in [
        ("/private", "leads to 10.0.0.1"),
        ("/metadata", "leads to 169.254.169.254"),
        ("/six", "leads to 192.168.0.1"),
        ("/file", "only http and https are asked"),
        ("/around", "leads on more than 10 times"),
        ("/large", "is larger than 128 MB"),
        ("/cut", "broke off before its end"),
        ("/packed", "was sent as gzip"),
        ("/nonsense", "is no answer"),
        ("/missing", "the status 404"),
    ] {
        let said = allowed(folder.path(), &["add", "case", &server.at(path)]);
        assert!(said.code == 2 && said.err.contains(why), "{path}: {}", said.err);
    }
    assert_eq!(files(&folder.path().join("case")), before, "nothing was kept");
}

#[test]
fn a_list_is_fetched_and_what_fails_is_said() {
    let (server, folder) = (Server::new(), new_case());
    let list = format!(
        "# to fetch\n{}\n\n{}\n{}\n{}\n",
        server.at("/letter.txt"),
        server.at("/nowhere"),
        server.at("/parts"),
        server.at("/letter.txt")
    );
    write(&folder.path().join("list.txt"), list.as_bytes());
    let said = allowed(folder.path(), &["add", "case", "--addresses", "list.txt"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("1 of 3 addresses could not be kept"), "{}", said.err);
    assert_eq!(read(&folder.path().join("case/sources/parts.txt")), b"first second");
    assert_eq!(sheet(folder.path()).lines().count(), 3);
    let csv = format!("cited,url\nA letter,{}\nNo address,\n", server.at("/inside"));
    write(&folder.path().join("missing.csv"), csv.as_bytes());
    let said = allowed(folder.path(), &["add", "case", "--addresses", "missing.csv"]);
    assert_eq!(said.code, 0, "{}", said.err);
    write(&folder.path().join("wrong.txt"), b"https://example.org/\nftp://example.org/\n");
    let said = griot(folder.path(), &["add", "case", "--addresses", "wrong.txt"]);
    assert!(said.code == 2 && said.err.contains("wrong.txt, line 2"), "{}", said.err);
    assert_eq!(griot(folder.path(), &["archive", "verify", "case"]).code, 0);
}

/// A source that the case cites gets its file: its row keeps its id, its title and what of it may be shown.
#[test]
fn what_was_cited_only_is_held_under_its_own_row() {
    let (server, folder) = (Server::new(), new_case());
    let address = server.at("/letter.txt");
    let cited = format!(
        "id,title,publisher,url,retrieved,file,disclosure\r\n\
         the-letter,\"A letter, signed\",Nobody,{address},,,private\r\n"
    );
    write(&folder.path().join("case/sources.csv"), cited.as_bytes());
    let missing = griot(folder.path(), &["archive", "log", "case"]);
    assert_eq!(missing.code, 2, "there is no archive yet");
    let said = allowed(folder.path(), &["add", "case", &address]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("the-letter  "), "{}", said.out);
    let sheet = sheet(folder.path());
    assert_eq!(sheet.lines().count(), 2, "{sheet}");
    assert!(sheet.contains(",sources/letter.txt,private\r\n"), "{sheet}");
    assert!(sheet.contains("the-letter,\"A letter, signed\",Nobody,"), "{sheet}");
    assert_eq!(griot(folder.path(), &["archive", "verify", "case"]).code, 0);
    let again = allowed(folder.path(), &["add", "case", &address]);
    assert!(again.err.contains("is in the case already, as the-letter"), "{}", again.err);
}
