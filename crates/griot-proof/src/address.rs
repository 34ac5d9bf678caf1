//! When are two addresses one?

/// An address without what may differ between two copies of it: scheme, `www.`, the mark of a
/// mobile page, fragment, tracking parameters, a final slash. An archive's address becomes that of
/// the page inside, a DOI's resolver the DOI. Nothing where it is no address.
///
/// ```
/// use griot_proof::address::canonical;
/// let one = canonical("https://www.example.org/a/?utm_source=x#top");
/// assert_eq!(one, canonical("http://example.org/a"));
/// assert_eq!(one, canonical("https://web.archive.org/web/20200101000000/http://example.org/a/"));
/// assert_eq!(canonical("https://doi.org/10.1000/ABC"), canonical("doi:10.1000/abc"));
/// ```
pub fn canonical(address: &str) -> Option<String> {
    let address = address.trim().trim_end_matches(['.', ',', ';', ')', ']', '>']);
    if let Some(doi) = doi(address) {
        return Some(format!("doi:{doi}"));
    }
    let lower = address.to_ascii_lowercase();
    let start = ["https://", "http://"].iter().find(|scheme| lower.starts_with(**scheme))?;
    let rest = address.get(start.len()..)?;
    let rest = rest.split('#').next().unwrap_or_default();
    let (host, path) = match rest.find(['/', '?']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let mut host = host.to_ascii_lowercase();
    let archive = ARCHIVES.iter().any(|known| host == *known);
    if archive
        && let Some(at) = path.find("http:/").or_else(|| path.find("https:/"))
        && let Some(inner) = path.get(at..)
    {
        let inner = if inner.contains("://") {
            inner.to_owned()
        } else {
            inner.replacen(":/", "://", 1)
        };
        return canonical(&inner);
    }
    for prefix in ["www.", "m.", "mobile.", "amp."] {
        if let Some(rest) = host.strip_prefix(prefix)
            && rest.contains('.')
        {
            host = rest.to_owned();
        }
    }
    for port in [":80", ":443"] {
        host = host.trim_end_matches(port).to_owned();
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let path = percent_decoded(path);
    let path = path.trim_end_matches("/amp").trim_end_matches('/');
    let path = ["/index.html", "/index.htm", "/index.php"]
        .iter()
        .find_map(|index| path.strip_suffix(index))
        .unwrap_or(path);
    let mut kept: Vec<&str> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .filter(|part| {
            let key = part.split('=').next().unwrap_or_default().to_ascii_lowercase();
            !key.starts_with("utm_") && !TRACKING.contains(&key.as_str())
        })
        .collect();
    kept.sort_unstable();
    let mut found = format!("{host}{path}");
    if !kept.is_empty() {
        found.push('?');
        found.push_str(&kept.join("&"));
    }
    Some(found)
}

/// All addresses in a text, as written.
pub fn in_text(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("http")) {
        let start = from + at;
        let rest = text.get(start..).unwrap_or_default();
        if !(rest.starts_with("http://") || rest.starts_with("https://")) {
            from = start + 4;
            continue;
        }
        let length = rest
            .find(|sign: char| {
                sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | '”' | '»')
            })
            .unwrap_or(rest.len());
        let mut written = rest.get(..length).unwrap_or_default();
        loop {
            let trimmed = written.trim_end_matches(['.', ',', ';', ':', '*', '_', '\'', ']']);
            let open = trimmed.matches('(').count();
            let trimmed = if trimmed.ends_with(')') && trimmed.matches(')').count() > open {
                trimmed.get(..trimmed.len() - 1).unwrap_or_default()
            } else {
                trimmed
            };
            if trimmed.len() == written.len() {
                break;
            }
            written = trimmed;
        }
        found.push(written);
        from = start + length.max(4);
    }
    found
}

/// The DOI in an address or a text, lower case.
pub fn doi(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let marked = ["doi.org/", "doi:", "doi "].iter().any(|mark| lower.contains(mark));
    let mut from = 0;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find("10.")) {
        let rest = lower.get(from + at..).unwrap_or_default();
        let digits = rest.bytes().skip(3).take_while(u8::is_ascii_digit).count();
        let slash = rest.as_bytes().get(3 + digits) == Some(&b'/');
        if (4..=9).contains(&digits) && slash && (marked || lower.starts_with("10.")) {
            let end = rest
                .find(|sign: char| {
                    sign.is_whitespace() || matches!(sign, '"' | '<' | '>' | '?' | '#')
                })
                .unwrap_or(rest.len());
            let written = rest.get(..end).unwrap_or_default();
            return Some(written.trim_end_matches(['.', ',', ';', ')', ']']).to_owned());
        }
        from += at + 3;
    }
    None
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let value = (byte == b'%')
            .then(|| text.get(at + 1..at + 3).and_then(|two| u8::from_str_radix(two, 16).ok()))
            .flatten();
        out.push(value.unwrap_or(byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

const ARCHIVES: [&str; 8] = [
    "web.archive.org",
    "archive.org",
    "archive.ph",
    "archive.today",
    "archive.is",
    "archive.li",
    "perma.cc",
    "webcache.googleusercontent.com",
];

const TRACKING: [&str; 12] = [
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "ref",
    "ref_src",
    "cmpid",
    "smid",
    "share",
    "amp",
    "__twitter_impression",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_note() {
        assert_eq!(
            in_text("See https://a.org/b_(c), and (http://d.org/e)."),
            ["https://a.org/b_(c)", "http://d.org/e"]
        );
        assert_eq!(canonical("not an address"), None);
        assert_eq!(canonical("https://a.org"), Some("a.org".to_owned()));
        assert_eq!(doi("Journal 4 (2), doi: 10.1234/xyz.5."), Some("10.1234/xyz.5".to_owned()));
        assert_eq!(doi("rose by 10.5 / 3"), None);
    }
}
