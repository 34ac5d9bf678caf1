//! Who is answered, and who is not.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use griot_desk::{Desk, Start, router};
use tower::ServiceExt as _;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

async fn asked(request: Request<Body>) -> (StatusCode, String, String) {
    let home = tempfile::tempdir().expect("a folder");
    let desk = Desk::new(Start {
        token: TOKEN.to_owned(),
        who: "Awa".to_owned(),
        home: home.path().to_owned(),
        program: "/nowhere/griot".into(),
        now: || jiff::Timestamp::UNIX_EPOCH,
        log: Box::new(|_case, _entry| Ok(())),
        read: Box::new(|_bytes, _name| Err("no file is read here".to_owned())),
    });
    let answer = router(Arc::new(desk), 8117).oneshot(request).await.expect("an answer");
    let status = answer.status();
    let policy = answer.headers().get("content-security-policy").expect("a policy");
    let policy = policy.to_str().expect("text").to_owned();
    let body = axum::body::to_bytes(answer.into_body(), 1 << 24).await.expect("a body");
    (status, policy, String::from_utf8_lossy(&body).into_owned())
}

fn get(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::get(path).header("host", "127.0.0.1:8117");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

fn post(headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::post(format!("/{TOKEN}/settings"))
        .header("host", "127.0.0.1:8117")
        .header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from("name=Ben")).expect("a request")
}

#[tokio::test]
async fn a_page_is_shown_to_whoever_knows_the_word() {
    let (status, policy, body) = asked(get(&format!("/{TOKEN}/"), &[])).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("Check a draft"));
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("require-trusted-types-for 'script'"), "{policy}");
}

#[tokio::test]
async fn nobody_else_is_answered() {
    let wrong = TOKEN.replace('0', "1");
    for path in
        ["/", "/favicon.ico", "/desk.css", &format!("/{wrong}/"), &format!("/{TOKEN}x/")]
    {
        assert_eq!(asked(get(path, &[])).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    let elsewhere = Request::get(format!("/{TOKEN}/")).header("host", "evil.invalid:8117");
    let elsewhere = elsewhere.body(Body::empty()).expect("a request");
    assert_eq!(asked(elsewhere).await.0, StatusCode::MISDIRECTED_REQUEST);
    let put = Request::put(format!("/{TOKEN}/")).header("host", "127.0.0.1:8117");
    let put = put.body(Body::empty()).expect("a request");
    assert_eq!(asked(put).await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn only_its_own_pages_change_anything() {
    let ours = ("origin", "http://127.0.0.1:8117");
    assert_eq!(asked(post(&[ours])).await.0, StatusCode::SEE_OTHER);
    assert_eq!(
        asked(post(&[ours, ("sec-fetch-site", "same-origin")])).await.0,
        StatusCode::SEE_OTHER
    );
    for headers in [
        &[][..],
        &[("origin", "null")],
        &[("origin", "http://evil.invalid")],
        &[("origin", "https://127.0.0.1:8117")],
        &[("origin", "http://127.0.0.1:8118")],
        &[("origin", "http://127.0.0.1:8117.evil.invalid")],
        &[ours, ("sec-fetch-site", "cross-site")],
        &[ours, ("sec-fetch-site", "same-site")],
    ] {
        assert_eq!(asked(post(headers)).await.0, StatusCode::FORBIDDEN, "{headers:?}");
    }
}

#[tokio::test]
async fn a_script_or_a_frame_of_others_reads_nothing() {
    let path = format!("/{TOKEN}/");
    let from = |dest, mode| {
        [("sec-fetch-site", "cross-site"), ("sec-fetch-dest", dest), ("sec-fetch-mode", mode)]
    };
    for (dest, mode) in [("script", "no-cors"), ("iframe", "navigate"), ("empty", "cors")] {
        assert_eq!(
            asked(get(&path, &from(dest, mode))).await.0,
            StatusCode::FORBIDDEN,
            "{dest}"
        );
    }
    assert_eq!(asked(get(&path, &from("document", "navigate"))).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    for path in
        ["c/abc/draft", "library/../x", "job/9", "analyse/x", "c/abc/source/..%2f..%2fx"]
    {
        let (status, _, body) = asked(get(&format!("/{TOKEN}/{path}"), &[])).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {body}");
    }
    let (status, ..) = asked(get(&format!("/{TOKEN}/%ff"), &[])).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[test]
fn scripts_and_style_are_small() {
    let script = include_str!("../../assets/desk.js").len();
    let style = include_str!("../../assets/desk.css").len();
    assert!(script + style < 40_000, "{script} + {style}");
}
