//! What the desk answers.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};

/// An answer to a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A page, or the parts of one.
    Page(String),
    /// The same, where something is wrong with what was asked.
    Wrong(StatusCode, String),
    /// Another page shows what came of it; the address behind the token.
    See(String),
    /// A file to keep.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        kind: &'static str,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

impl Answer {
    /// As the browser gets it; `root` is the part of an address before its path.
    pub(crate) fn into_response(self, root: &str) -> Response<Body> {
        let html = "text/html; charset=utf-8";
        match self {
            Self::Page(text) => with(StatusCode::OK, html, Body::from(text)),
            Self::Wrong(status, text) => with(status, html, Body::from(text)),
            Self::See(path) => {
                let mut response = with(StatusCode::SEE_OTHER, html, Body::empty());
                if let Ok(place) = HeaderValue::from_str(&format!("{root}/{path}")) {
                    response.headers_mut().insert(header::LOCATION, place);
                }
                response
            }
            Self::File { name, kind, bytes } => {
                let mut response = with(StatusCode::OK, kind, Body::from(bytes));
                let name = crate::asked::encoded(&name);
                let saved = format!("attachment; filename*=UTF-8''{name}");
                if let Ok(saved) = HeaderValue::from_str(&saved) {
                    response.headers_mut().insert(header::CONTENT_DISPOSITION, saved);
                }
                response
            }
        }
    }
}

fn with(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
