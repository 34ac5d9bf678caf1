//! Web archives: WARC, plain or compressed, and WACZ, which is a ZIP of them.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use griot_model::bounds::{self, TooLarge};
use griot_text::document::Remark;

use crate::{Document, Kind, Unreadable, join, package::Package};

/// Bytes that the records of one archive unpack to.
const UNPACKED: u64 = 256 << 20;

/// Reads a web archive in a ZIP.
pub(crate) fn wacz(bytes: &[u8], name: &str, depth: usize) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, name, "a web archive (WACZ)")?;
    let archives: Vec<String> = package
        .names()
        .filter(|it| {
            it.starts_with("archive/") && (it.ends_with(".warc") || it.ends_with(".warc.gz"))
        })
        .map(str::to_owned)
        .collect();
    let mut document = join::empty(name, Kind::Archive, "wacz");
    for path in archives {
        if let Some(bytes) = package.part(&path)? {
            records(&bytes, name, depth, &mut document)?;
        }
    }
    finish(&mut document);
    Ok(document)
}

/// Reads a web archive.
pub(crate) fn read(bytes: &[u8], name: &str, depth: usize) -> Result<Document, Unreadable> {
    let mut document = join::empty(name, Kind::Archive, "warc");
    records(bytes, name, depth, &mut document)?;
    finish(&mut document);
    Ok(document)
}

fn finish(document: &mut Document) {
    if document.prose.blocks.is_empty() {
        document.prose.notes.push(Remark::about_file("the web archive has no page with text"));
    }
}

/// Unpacks a compressed file, within bounds.
pub(crate) fn unpacked(bytes: &[u8], name: &str) -> Result<Vec<u8>, Unreadable> {
    let (ratio, free) = bounds::UNPACKED;
    let most = UNPACKED.min(free.max((bytes.len() as u64).saturating_mul(ratio)));
    let mut out = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut out);
    if out.len() as u64 > most {
        let what = format!("{name} unpacks to more than its size promises");
        return Err(TooLarge::new(
            what,
            format!("{} MB of it", most >> 20),
            "unpack it and give a part",
        )
        .into());
    }
    match read {
        // What was cut off in the middle still has what comes before.
        Err(error) if out.is_empty() => {
            Err(Unreadable::damaged(name, "a gzip file", error.to_string()))
        }
        _ => Ok(out),
    }
}

fn records(
    bytes: &[u8],
    name: &str,
    depth: usize,
    document: &mut Document,
) -> Result<(), Unreadable> {
    let whole;
    let mut rest = if bytes.starts_with(b"\x1f\x8b") {
        whole = unpacked(bytes, name)?;
        whole.as_slice()
    } else {
        bytes
    };
    let mut count = 0;
    while let Some(start) = find(rest, b"WARC/") {
        rest = rest.get(start..).unwrap_or_default();
        let Some(end) = find(rest, b"\r\n\r\n") else { break };
        let head = String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
        let body = rest.get(end + 4..).unwrap_or_default();
        let header = |key: &str| {
            head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case(key).then(|| value.trim().to_owned())
            })
        };
        let length =
            header("Content-Length").and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
        let content = body.get(..length.min(body.len())).unwrap_or_default();
        rest = body.get(length.min(body.len())..).unwrap_or_default();
        let kind = header("WARC-Type").unwrap_or_default();
        let address = header("WARC-Target-URI").unwrap_or_default();
        let address = address.trim_matches(['<', '>']);
        match kind.as_str() {
            "response" => response(content, address, depth, document),
            "resource" => {
                let media = header("Content-Type").unwrap_or_default();
                if is_text(&media) {
                    document.take(content, &named(address, &media), depth + 1);
                }
            }
            _ => {}
        }
        count += 1;
        if count > join::MOST {
            let message = format!("only the first {} records are read", join::MOST);
            document.prose.notes.push(Remark::about_file(message));
            break;
        }
    }
    Ok(())
}

/// A page as a server sent it.
fn response(content: &[u8], address: &str, depth: usize, document: &mut Document) {
    let Some(end) = find(content, b"\r\n\r\n") else { return };
    let head = String::from_utf8_lossy(content.get(..end).unwrap_or_default()).into_owned();
    let body = content.get(end + 4..).unwrap_or_default();
    let header = |key: &str| {
        head.lines().skip(1).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(key).then(|| value.trim().to_ascii_lowercase())
        })
    };
    let media = header("content-type").unwrap_or_default();
    let is_fine = head.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
    if !is_text(&media) || !is_fine {
        return;
    }
    let joined;
    let mut body = if header("transfer-encoding").is_some_and(|it| it.contains("chunked")) {
        joined = dechunked(body);
        joined.as_slice()
    } else {
        body
    };
    let plain;
    match header("content-encoding").as_deref() {
        None | Some("" | "identity") => {}
        Some("gzip" | "x-gzip") => match unpacked(body, address) {
            Ok(bytes) => {
                plain = bytes;
                body = plain.as_slice();
            }
            Err(why) => return document.prose.notes.push(Remark::about_file(why.to_string())),
        },
        Some(other) => {
            let message = format!("{address}: it is compressed by {other}, which is not read");
            return document.prose.notes.push(Remark::about_file(message));
        }
    }
    document.take(body, &named(address, &media), depth + 1);
}

fn is_text(media: &str) -> bool {
    ["text/html", "application/xhtml", "text/plain", "application/pdf"]
        .iter()
        .any(|it| media.starts_with(it))
}

/// The address as the name of a file, with the ending of its kind.
fn named(address: &str, media: &str) -> String {
    if media.contains("html") && !address.to_ascii_lowercase().ends_with(".html") {
        // What follows the address is no part of it; the kind is told by the ending.
        return format!("{address}#.html");
    }
    address.to_owned()
}

fn dechunked(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    while let Some(end) = find(body, b"\r\n") {
        let size = String::from_utf8_lossy(body.get(..end).unwrap_or_default()).into_owned();
        let size = size.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            // Some archives keep the header of a body that is whole already.
            if out.is_empty() {
                return body.to_vec();
            }
            break;
        };
        let from = end + 2;
        let to = from.saturating_add(size).min(body.len());
        out.extend_from_slice(body.get(from..to).unwrap_or_default());
        body = body.get((to + 2).min(body.len())..).unwrap_or_default();
        if size == 0 {
            break;
        }
    }
    out
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
