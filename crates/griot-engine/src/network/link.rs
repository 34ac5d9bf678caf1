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
    let link = link.trim();
    let rest = after_scheme(link)?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = match place.find('/') {
        Some(slash) => place.split_at(slash),
        None => (place, ""),
    };
    let host = host_of(authority)?;
    let mut parameters: Vec<&str> =
        query.split('&').filter(|pair| !is_tracking(pair)).collect();
    parameters.sort_unstable();
    let mut canonical = host;
    canonical.push_str(path.trim_end_matches('/'));
    if !parameters.is_empty() {
        canonical.push('?');
        canonical.push_str(&parameters.join("&"));
    }
    if fragment.starts_with(['!', '/']) {
        canonical.push('#');
        canonical.push_str(fragment);
    }
    Some(canonical)
}

/// The host of a link, without `www.` and `m.`.
pub fn domain(link: &str) -> Option<String> {
    let rest = after_scheme(link.trim())?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = host_of(authority)?;
    Some(host.strip_prefix("m.").map_or(host.clone(), str::to_owned))
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

fn host_of(authority: &str) -> Option<String> {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_lowercase();
    let host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(&host);
    let host = host.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty() && !host.contains(char::is_whitespace)).then(|| host.to_owned())
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.is_empty() || name.starts_with("utm_") || TRACKING.contains(&name.as_str())
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
