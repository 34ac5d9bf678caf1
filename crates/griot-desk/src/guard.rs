//! Who may ask: pages of this desk, in a browser of this machine, that know the token.
//!
//! Any page on the web can make a browser ask 127.0.0.1. So a request must name this server as its host, its path must
//! begin with the token, and whatever changes something must come from a page of this server.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
};
use griot_local::names_this_server;
use tokio::{sync::Semaphore, time::timeout};

use crate::{asked::Asked, desk::Desk, route};

/// Only what comes from the desk itself runs or is sent anywhere; nothing frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types desk";

/// How long a form may take to arrive. It comes from this machine.
const BODY: Duration = Duration::from_mins(2);

/// Forms with files that are taken in at one time: each may be hundreds of megabytes.
const AT_ONCE: usize = 2;

const STYLE: &str = include_str!("../assets/desk.css");
const SCRIPT: &str = include_str!("../assets/desk.js");

/// Answers for the desk on this port.
pub fn router(desk: Arc<Desk>, port: u16) -> Router {
    let forms = Arc::new(Semaphore::new(AT_ONCE));
    Router::new().fallback(move |request: Request<Body>| {
        let (desk, forms) = (Arc::clone(&desk), Arc::clone(&forms));
        async move {
            let mut response = answer(desk, &forms, port, request).await;
            guard(response.headers_mut());
            response
        }
    })
}

async fn answer(
    desk: Arc<Desk>,
    forms: &Semaphore,
    port: u16,
    request: Request<Body>,
) -> Response<Body> {
    if !names_this_server(request.headers(), port) {
        let text = "The desk answers only to its own name, 127.0.0.1.\n";
        return plain(StatusCode::MISDIRECTED_REQUEST, text);
    }
    let token = request.uri().path().split('/').nth(1).unwrap_or_default();
    if !is_same(token, desk.token()) {
        let text = "Open the address that griot printed when it was started: it ends in a word that only you know.\n";
        return plain(StatusCode::FORBIDDEN, text);
    }
    let method = request.method().clone();
    if method != Method::GET && method != Method::HEAD && method != Method::POST {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "A page is read, or a form is sent.\n");
    }
    if !comes_from_here(request.headers(), &method) {
        return plain(StatusCode::FORBIDDEN, "This was sent by a page of somebody else.\n");
    }
    match request.uri().path().split('/').nth(2) {
        Some("desk.css") => return asset("text/css; charset=utf-8", STYLE),
        Some("desk.js") => return asset("text/javascript; charset=utf-8", SCRIPT),
        _ => {}
    }
    let is_form = method == Method::POST;
    let permit = if is_form { forms.acquire().await.ok() } else { None };
    let asked = match timeout(BODY, Asked::of(request)).await {
        Ok(Ok(asked)) => asked,
        Ok(Err((status, text))) => return said(status, text),
        Err(_late) => return plain(StatusCode::REQUEST_TIMEOUT, "The form did not arrive.\n"),
    };
    drop(permit);
    let root = format!("/{}", desk.token());
    let answered = tokio::task::spawn_blocking(move || route::answer(&desk, &asked)).await;
    match answered {
        Ok(answer) => answer.into_response(&root),
        Err(_ended) => plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The desk made a mistake; nothing was changed.\n",
        ),
    }
}

/// Whether a request was made by a page of this desk, or by a person who typed its address.
fn comes_from_here(headers: &HeaderMap, method: &Method) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site");
    if method != Method::POST {
        // Whoever has the token may link here; scripts, frames and pictures of others may not ask.
        let elsewhere = site.is_some_and(|site| site == "cross-site" || site == "same-site");
        let opens = text("sec-fetch-mode") == Some("navigate")
            && text("sec-fetch-dest").is_none_or(|dest| dest == "document");
        return !elsewhere || opens;
    }
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let origin =
        text(header::ORIGIN.as_str()).and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
        && site.is_none_or(|site| site == "same-origin")
}

/// Compares in the same time wherever the difference lies.
fn is_same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    one.len() == other.len() && differ == 0
}

fn asset(kind: &'static str, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    said(status, text.to_owned())
}

fn said(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn guard(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // With no referrer at all a browser would not say where a form comes from.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    let same_origin = HeaderValue::from_static("same-origin");
    headers.insert("cross-origin-resource-policy", same_origin.clone());
    headers.insert("cross-origin-opener-policy", same_origin);
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
