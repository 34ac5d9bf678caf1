//! What a page asks for: where, and what its form sends.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use griot_model::bounds::{self, TooLarge};
use multer::{Constraints, Multipart, SizeLimit};

/// Bytes of a form without files: a pasted report and what is written beside it.
const FORM: u64 = 2 * bounds::REPORT;

/// Files of one form. A folder of proofs has hundreds.
const FILES: usize = 10_000;

/// A request that passed the guard.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Whether it may change something.
    pub(crate) changes: bool,
    /// Parts of the path behind the token, decoded.
    pub(crate) path: Vec<String>,
    /// What stands behind the question mark.
    pub(crate) query: Vec<(String, String)>,
    /// Fields of the form.
    pub(crate) form: Vec<(String, String)>,
    /// Files of the form.
    pub(crate) files: Vec<Sent>,
    /// Whether a script of ours wants only the parts of a page that changed.
    pub(crate) part: bool,
    /// What the browser says of its languages.
    pub(crate) languages: String,
}

/// A file that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// The field of the form.
    pub(crate) field: String,
    /// Its name. Data, never a path.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Why a request is not answered.
pub(crate) type Refused = (StatusCode, String);

impl Asked {
    /// Reads a request whose path begins with the token.
    pub(crate) async fn of(request: Request<Body>) -> Result<Self, Refused> {
        let (head, body) = request.into_parts();
        let path = head.uri.path().split('/').skip(2).map(decoded).collect::<Option<Vec<_>>>();
        let mut path =
            path.ok_or((StatusCode::BAD_REQUEST, "The address is no text.".into()))?;
        path.retain(|part| !part.is_empty());
        let pairs =
            |bytes: &[u8]| form_urlencoded::parse(bytes).into_owned().collect::<Vec<_>>();
        let text = |name: &str| {
            let value = head.headers.get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let mut asked = Self {
            changes: head.method == Method::POST,
            path,
            query: pairs(head.uri.query().unwrap_or_default().as_bytes()),
            form: Vec::new(),
            files: Vec::new(),
            part: head.headers.contains_key("x-desk"),
            languages: text(header::ACCEPT_LANGUAGE.as_str()),
        };
        if !asked.changes {
            return Ok(asked);
        }
        let kind = text(header::CONTENT_TYPE.as_str());
        if let Ok(boundary) = multer::parse_boundary(&kind) {
            asked.take_files(body, boundary).await?;
        } else {
            let most = usize::try_from(FORM).unwrap_or(usize::MAX);
            let bytes = axum::body::to_bytes(body, most).await;
            let bytes = bytes.map_err(|_cause| too_large("the form", FORM))?;
            asked.form = pairs(&bytes);
        }
        Ok(asked)
    }

    async fn take_files(&mut self, body: Body, boundary: String) -> Result<(), Refused> {
        let limits = SizeLimit::new().whole_stream(bounds::CASE).per_field(bounds::CASE);
        let constraints = Constraints::new().size_limit(limits);
        let stream = body.into_data_stream();
        let mut fields = Multipart::with_constraints(stream, boundary, constraints);
        let refused = |error: multer::Error| match error {
            multer::Error::FieldSizeExceeded { .. }
            | multer::Error::StreamSizeExceeded { .. } => {
                too_large("what was dropped", bounds::CASE)
            }
            error => (StatusCode::BAD_REQUEST, format!("The form cannot be read: {error}.")),
        };
        while let Some(field) = fields.next_field().await.map_err(refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(ToOwned::to_owned);
            let bytes = field.bytes().await.map_err(refused)?;
            match file {
                None => self.form.push((name, String::from_utf8_lossy(&bytes).into_owned())),
                // A browser sends a file without a name where none was chosen.
                Some(file) if file.is_empty() && bytes.is_empty() => {}
                Some(file) => {
                    self.files.push(Sent { field: name, name: file, bytes: bytes.to_vec() });
                }
            }
            if self.files.len() > FILES {
                let most = TooLarge::new(
                    "the form has too many files",
                    "10,000 files",
                    "drop a ZIP of them",
                );
                return Err((StatusCode::PAYLOAD_TOO_LARGE, format!("{most}.")));
            }
        }
        Ok(())
    }

    /// A field of the form; empty where there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        one(&self.form, name)
    }

    /// A value behind the question mark; empty where there is none.
    pub(crate) fn asks(&self, name: &str) -> &str {
        one(&self.query, name)
    }

    /// The files of a field.
    pub(crate) fn taken(&self, field: &str) -> Vec<Sent> {
        self.files.iter().filter(|it| it.field == field).cloned().collect()
    }

    /// The path as it is matched.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }
}

fn one<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

fn too_large(what: &str, most: u64) -> Refused {
    let large = TooLarge::bytes(what, most, "drop it in parts");
    (StatusCode::PAYLOAD_TOO_LARGE, format!("{large}."))
}

/// A part of a path, without its percent signs; nothing where it is no text.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// A part of a path as an address has it.
pub(crate) fn encoded(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_path_comes_back() {
        for part in ["a", "..", "a/b", "Гойта.html", "100%", "\u{0}"] {
            assert_eq!(decoded(&encoded(part)).as_deref(), Some(part));
        }
        assert_eq!([decoded("%"), decoded("%zz"), decoded("%ff")], [None, None, None]);
    }
}
