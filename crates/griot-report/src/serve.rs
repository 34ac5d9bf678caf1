//! The local server as a sink: the same bytes as on disk, for browsers of this machine alone.
//!
//! Any page on the web can make a browser ask 127.0.0.1 (DNS rebinding), so a request must name
//! this server as its host, and nothing but reading is answered.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
};
use griot_local::names_this_server;

use crate::site::Site;

/// Everything comes from the site itself; nothing runs inline, nothing is framed or submitted.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                      script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers requests that name `127.0.0.1`, `localhost` or `[::1]` with this port as their host.
pub fn router(site: Site, port: u16) -> Router {
    let site = Arc::new(site);
    Router::new().fallback(move |request: Request<Body>| {
        let answer = answer(&site, port, &request);
        async move { answer }
    })
}

fn answer(site: &Site, port: u16, request: &Request<Body>) -> Response<Body> {
    if !names_this_server(request.headers(), port) {
        let text = "This server answers only to its own name, 127.0.0.1.\n";
        return plain(StatusCode::MISDIRECTED_REQUEST, text);
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Pages can only be read.\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let Some((_, page)) = site.resolve(request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "There is no such page in this site.\n");
    };
    let tag = format!("\"{}\"", page.sha256());
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok()).any(|value| {
        value
            .split(',')
            .map(|one| one.trim().trim_start_matches("W/"))
            .any(|one| one == tag || one == "*")
    });
    let mut response = if known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        // axum leaves the body out of an answer to HEAD and keeps its length.
        Response::new(Body::from(page.bytes.clone()))
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(page.media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    guard(headers);
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    guard(headers);
    response
}

fn guard(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    let same_origin = HeaderValue::from_static("same-origin");
    headers.insert("cross-origin-resource-policy", same_origin.clone());
    headers.insert("cross-origin-opener-policy", same_origin);
}
