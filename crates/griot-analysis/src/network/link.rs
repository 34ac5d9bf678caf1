//! One form for all the ways to write a link to the same page.

/// Parameters that say where a reader came from and not what is read.
const TRACKING: [&str; 24] = [
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ref_src",
    "ref_url",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_anon_id",
    "oly_enc_id",
    "si",
];

/// The canonical form of a link, or none where the text is no link to anything.
///
/// The scheme and `www.` are left out, since both lead to the same page nearly always. The host is
/// in lower case and without its standard port; the fragment goes, unless it is a route (`#!` or `#/`);
/// tracking parameters go, the others are sorted; a slash at the end of the path goes.
pub fn canonical(link: &str) -> Option<String> {
    let mut canonical = String::new();
    write_canonical(link, &mut canonical).then_some(canonical)
}

/// Appends the canonical form of a link; where there is none, leaves something to be cut off and says so.
pub(super) fn write_canonical(link: &str, text: &mut String) -> bool {
    let Some(rest) = after_scheme(link.trim()) else { return false };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = match place.find('/') {
        Some(slash) => place.split_at(slash),
        None => (place, ""),
    };
    if !write_host(authority, text) {
        return false;
    }
    text.push_str(path.trim_end_matches('/'));
    if !query.is_empty() {
        let mut parameters: Vec<&str> =
            query.split('&').filter(|pair| !is_tracking(pair)).collect();
        parameters.sort_unstable();
        for (place, parameter) in parameters.into_iter().enumerate() {
            text.push(if place == 0 { '?' } else { '&' });
            text.push_str(parameter);
        }
    }
    if fragment.starts_with(['!', '/']) {
        text.push('#');
        text.push_str(fragment);
    }
    true
}

/// The host of a link, without `www.` and `m.`.
pub fn domain(link: &str) -> Option<String> {
    let mut domain = String::new();
    write_domain(link, &mut domain).then_some(domain)
}

/// Appends the host of a link; where there is none, leaves something to be cut off and says so.
pub(super) fn write_domain(link: &str, text: &mut String) -> bool {
    let authority =
        after_scheme(link.trim()).and_then(|rest| rest.split(['/', '?', '#']).next());
    let from = text.len();
    let written = authority.is_some_and(|authority| write_host(authority, text));
    if text.get(from..).is_some_and(|host| host.starts_with("m.")) {
        text.drain(from..from + 2);
    }
    written
}

/// What follows `http://` or `https://`; a link without scheme needs a dot in its host.
fn after_scheme(link: &str) -> Option<&str> {
    if let Some((scheme, rest)) = link.split_once("://") {
        let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        return web.then_some(rest);
    }
    let host = link.split(['/', '?', '#']).next()?;
    let looks = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    let looks = looks && !host.contains('@') && !link.contains(char::is_whitespace);
    looks.then_some(link)
}

fn write_host(authority: &str, text: &mut String) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(host);
    let host = host.trim_end_matches('.');
    let www = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    let host = if www { host.get(4..).unwrap_or_default() } else { host };
    text.extend(host.chars().flat_map(char::to_lowercase));
    !host.is_empty() && !host.contains(char::is_whitespace)
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    let is_utm = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("utm_"));
    name.is_empty() || is_utm || TRACKING.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, expected: Option<&str>) {
        assert_eq!(canonical(link).as_deref(), expected, "{link}");
    }

    #[test]
    fn ways_to_write_one_page() {
        for link in [
            "https://example.org/a/b",
            "http://www.example.org/a/b/",
            "HTTPS://Example.ORG:443/a/b",
            "example.org/a/b?utm_source=x&fbclid=1",
            "https://user@example.org/a/b#top",
        ] {
            check(link, Some("example.org/a/b"));
        }
    }

    #[test]
    fn what_differs_stays_different() {
        check("https://example.org/A", Some("example.org/A"));
        check("https://example.org/?b=2&a=1&utm_id=7", Some("example.org?a=1&b=2"));
        check("https://example.org/#!/page", Some("example.org#!/page"));
        check("https://example.org:8080/x", Some("example.org:8080/x"));
        check("https://youtube.com/watch?v=Q&si=abc", Some("youtube.com/watch?v=Q"));
    }

    #[test]
    fn no_link_is_no_link() {
        for text in ["", "  ", "https://", "mailto:a@b.c", "hello", "not a link.", "ftp://x/y"]
        {
            check(text, None);
        }
    }

    #[test]
    fn domains() {
        assert_eq!(domain("https://m.facebook.com/x").as_deref(), Some("facebook.com"));
        assert_eq!(domain("www.Example.org").as_deref(), Some("example.org"));
        assert_eq!(domain("nothing"), None);
    }
}
