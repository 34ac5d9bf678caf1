//! The local server answers its own name, and nothing but reading.

use std::{
    io::{Read as _, Write as _},
    sync::LazyLock,
};

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, Response, StatusCode},
};
use griot_local::{HEAD, Server};
use griot_report::{Site, router};
use tower::ServiceExt as _;

use super::sample::{Sample, site};

static SITE: LazyLock<Site> = LazyLock::new(|| site(&Sample::new().answers()));

fn ask(method: Method, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let router = router(SITE.clone(), 4711);
    run(async move { router.oneshot(request).await }).expect("the router never fails")
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

fn header<'r>(response: &'r Response<Body>, name: &str) -> &'r str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

const HOST: (&str, &str) = ("host", "127.0.0.1:4711");

#[test]
fn every_answer_has_the_strict_policy() {
    for path in ["/", "/report", "/report.json", "/claims/c1.html", "/nothing"] {
        let response = ask(Method::GET, path, &[HOST]);
        let policy = header(&response, "content-security-policy");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self' data:",
            "script-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.split("; ").any(|one| one == part), "{path}: {policy} lacks {part}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "no-referrer");
    }
}

#[test]
fn only_its_own_name_is_answered() {
    for host in ["127.0.0.1:4711", "localhost:4711", "LocalHost:4711", "[::1]:4711"] {
        assert_eq!(ask(Method::GET, "/", &[("host", host)]).status(), StatusCode::OK, "{host}");
    }
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:4711.evil.example", ""]
    {
        let status = ask(Method::GET, "/", &[("host", host)]).status();
        assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let twice = ask(Method::GET, "/", &[HOST, ("host", "evil.example")]).status();
    assert_eq!(twice, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(ask(Method::GET, "/", &[]).status(), StatusCode::MISDIRECTED_REQUEST);
}

#[test]
fn nothing_can_be_changed() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let response = ask(method.clone(), "/", &[HOST]);
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(header(&response, "allow"), "GET, HEAD");
    }
}

#[test]
fn paths_stay_inside_the_site() {
    for path in
        ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd", "/claims/", "/claims/c1.html/"]
    {
        assert_eq!(ask(Method::GET, path, &[HOST]).status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let first = ask(Method::GET, "/report", &[HOST]);
    let tag = header(&first, "etag").to_owned();
    assert!(tag.len() > 60, "{tag}");
    let again = ask(
        Method::GET,
        "/report.html",
        &[HOST, ("if-none-match", &format!("\"x\", W/{tag}"))],
    );
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let other = ask(Method::GET, "/report", &[HOST, ("if-none-match", "\"x\"")]);
    assert_eq!(other.status(), StatusCode::OK);
}

#[test]
fn the_server_and_the_disk_have_the_same_bytes() {
    for (path, page) in SITE.pages() {
        let response = ask(Method::GET, &format!("/{path}"), &[HOST]);
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&response, "content-type"), page.media_type);
        let bytes = run(to_bytes(response.into_body(), usize::MAX)).expect("a body");
        assert!(bytes == page.bytes, "{path} differs");
    }
}

#[test]
fn it_listens_answers_and_stops() {
    let answer = run(async {
        let server = Server::bind(0).await.expect("a free port");
        let address = server.url().replace("http://", "").replace('/', "");
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let browser = std::thread::spawn(move || {
            let mut line = std::net::TcpStream::connect(&address).expect("it listens");
            let request = format!(
                "HEAD /report HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
            );
            line.write_all(request.as_bytes()).expect("asked");
            let mut answer = String::new();
            line.read_to_string(&mut answer).expect("answered");
            stop.send(()).expect("it still runs");
            answer
        });
        let told = async { stopped.await.expect("told to stop") };
        let router = router(SITE.clone(), server.port());
        server.answer(router, told).await;
        browser.join().expect("no panic")
    });
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-length: ") && answer.ends_with("\r\n\r\n"), "{answer}");
}

/// Somebody opens connections and never says what they want: others are answered, each is closed, and
/// the server ends when it is told to.
#[test]
#[expect(clippy::disallowed_methods, reason = "how long it waits is what is asked")]
fn whoever_says_nothing_is_not_waited_for() {
    let said = |address: &str, text: &str| {
        let mut line = std::net::TcpStream::connect(address).expect("it listens");
        line.write_all(text.as_bytes()).expect("said");
        line
    };
    let (waited, ended) = run(async {
        let server = Server::bind(0).await.expect("a free port");
        let address = server.url().replace("http://", "").replace('/', "");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let client = std::thread::spawn(move || {
            let started = std::time::Instant::now();
            let mut silent = said(&address, "");
            let mut half = said(&address, "GET / HTTP/1.1\r\nHost: ");
            let mut answered = said(
                &address,
                &format!("HEAD / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"),
            );
            let mut text = String::new();
            answered.read_to_string(&mut text).expect("answered");
            assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
            for line in [&mut silent, &mut half] {
                let mut text = Vec::new();
                // Closed, with or without a word about the time.
                drop(line.read_to_end(&mut text));
                assert!(!text.starts_with(b"HTTP/1.1 200 "));
            }
            let waited = started.elapsed();
            let open = [said(&address, ""), said(&address, "GET / HTTP/1.1\r\nHost: ")];
            stop.send(()).expect("it still runs");
            (waited, open)
        });
        let told = async { stopped.await.expect("told to stop") };
        let router = router(SITE.clone(), server.port());
        server.answer(router, told).await;
        let ended = std::time::Instant::now();
        let (waited, open) = client.join().expect("no panic");
        drop(open);
        (waited, ended.elapsed())
    });
    assert!(waited >= HEAD && waited < 2 * HEAD, "{waited:?}");
    assert!(ended < std::time::Duration::from_secs(5), "{ended:?}");
}
