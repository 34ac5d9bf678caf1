//! One form for all the ways to write a link to the same page.

use std::borrow::Cow;

/// Parameters that say where a reader came from and not what is read.
const TRACKING: [&str; 30] = [
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
    "mibextid",
    "sfnsn",
    "__tn__",
    "__xts__",
    "is_from_webapp",
    "sender_device",
];

/// Pages that only lead to another, and the parameter that says where: host, path, parameter.
const REDIRECTS: [(&str, &str, &str); 12] = [
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("facebook.com", "/l.php", "u"),
    ("facebook.com", "/flx/warn", "u"),
    ("l.instagram.com", "", "u"),
    ("l.messenger.com", "/l.php", "u"),
    ("l.threads.com", "", "u"),
    ("google.com", "/url", "url"),
    ("google.com", "/url", "q"),
    ("youtube.com", "/redirect", "q"),
    ("vk.com", "/away.php", "to"),
    ("out.reddit.com", "", "url"),
];

/// Redirects inside redirects that are followed.
const DEEPEST: usize = 3;

/// The canonical form of a link, or none where the text is no link to anything.
///
/// The scheme, `www.`, `m.` and `mobile.` are left out, since all lead to the same page nearly always.
/// The host is in lower case and without its standard port; the fragment goes, unless it is a route
/// (`#!` or `#/`); tracking parameters go, the others are sorted; a slash at the end of the path goes;
/// letters that need no escape are not escaped (RFC 3986, 6.2.2). A page that only leads on is
/// what it leads to (`l.facebook.com/l.php?u=`), and the addresses of one video or post are one
/// (`youtu.be`, `youtube.com/shorts`; `twitter.com` is `x.com`).
pub fn canonical(link: &str) -> Option<String> {
    let mut canonical = String::new();
    write_canonical(link, &mut canonical).then_some(canonical)
}

/// Appends the canonical form of a link; where there is none, leaves something to be cut off and says so.
pub(super) fn write_canonical(link: &str, text: &mut String) -> bool {
    let from = text.len();
    if !write_once(link, text) {
        return false;
    }
    for _ in 0..DEEPEST {
        let Some(target) = text.get(from..).and_then(leads_to) else { break };
        text.truncate(from);
        if !write_once(&target, text) {
            return false;
        }
    }
    if let Some(known) = text.get(from..).and_then(by_its_site) {
        text.truncate(from);
        text.push_str(&known);
    }
    true
}

/// The form without knowledge of any site.
fn write_once(link: &str, text: &mut String) -> bool {
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
    write_unescaped(path.trim_end_matches('/'), text);
    if !query.is_empty() {
        let mut parameters: Vec<&str> =
            query.split('&').filter(|pair| !is_tracking(pair)).collect();
        parameters.sort_unstable();
        for (place, parameter) in parameters.into_iter().enumerate() {
            text.push(if place == 0 { '?' } else { '&' });
            write_unescaped(parameter, text);
        }
    }
    if fragment.starts_with(['!', '/']) {
        text.push('#');
        text.push_str(fragment);
    }
    true
}

/// Where a page that only leads on leads to; `link` is in its canonical form.
fn leads_to(link: &str) -> Option<String> {
    let (place, query) = link.split_once('?')?;
    let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
    let known = REDIRECTS.iter().filter(|known| known.0 == host && known.1 == path);
    known
        .flat_map(|known| query.split('&').map(move |pair| (known.2, pair)))
        .find_map(|(name, pair)| pair.strip_prefix(name)?.strip_prefix('='))
        .map(|target| percent_decoded(target).into_owned())
        .filter(|target| target.contains("://"))
}

/// The one address of a video or a post that has several.
fn by_its_site(link: &str) -> Option<String> {
    let (place, query) = link.split_once('?').unwrap_or((link, ""));
    let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match host {
        "youtu.be" => Some(format!("youtube.com/watch?v={}", parts.next()?)),
        "youtube.com" | "youtube-nocookie.com" | "music.youtube.com" => match parts.next()? {
            "shorts" | "embed" | "live" | "v" => {
                Some(format!("youtube.com/watch?v={}", parts.next()?))
            }
            "watch" => {
                let video = query.split('&').find_map(|pair| pair.strip_prefix("v="))?;
                Some(format!("youtube.com/watch?v={video}"))
            }
            _ => None,
        },
        // How a post was shared says nothing of the post.
        "twitter.com" | "x.com" if path.contains("/status/") => Some(format!("x.com{path}")),
        "twitter.com" => Some(format!("x.com{}", link.strip_prefix(host)?)),
        _ => None,
    }
}

/// Writes escaped letters, digits and `-._~` as they are, and other escapes in capitals.
fn write_unescaped(part: &str, text: &mut String) {
    let mut rest = part;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let digits =
            escape.get(1..3).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
            text.push('%');
            rest = escape.get(1..).unwrap_or_default();
            continue;
        };
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.extend(
                digits.unwrap_or_default().chars().map(|digit| digit.to_ascii_uppercase()),
            );
        }
        rest = escape.get(3..).unwrap_or_default();
    }
    text.push_str(rest);
}

/// What stands in a parameter, without escapes.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(escaped) if byte == b'%' => {
                bytes.push(escaped);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
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
    authority.is_some_and(|authority| write_host(authority, text))
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
    // What a telephone is shown is the same page.
    let small = ["m.", "mobile."].into_iter().find_map(|start| {
        let is_it = host.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
        host.get(start.len()..).filter(|rest| is_it && rest.contains('.'))
    });
    let host = small.unwrap_or(host);
    text.extend(host.chars().flat_map(char::to_lowercase));
    !host.is_empty() && !host.contains(char::is_whitespace)
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    let is_utm = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("utm_"));
    let is_facebook = name.starts_with("__cft__") || name.starts_with("__cft%5B");
    name.is_empty()
        || is_utm
        || is_facebook
        || TRACKING.iter().any(|known| known.eq_ignore_ascii_case(name))
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
    fn pages_that_lead_on() {
        for link in [
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3DIwAR&h=AT0",
            "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.example.org%2Fa&ved=2",
            "https://m.example.org/a?mibextid=xyz",
            "https://mobile.example.org/%61",
            "https://vk.com/away.php?to=https%3A%2F%2Fexample.org%2Fa",
            "https://example.org/a?__cft__[0]=AZU&__tn__=%2CO",
        ] {
            check(link, Some("example.org/a"));
        }
        check("https://l.facebook.com/l.php?h=AT0", Some("l.facebook.com/l.php?h=AT0"));
        check("https://m.me/x", Some("m.me/x"));
    }

    #[test]
    fn one_video_and_one_post() {
        for link in [
            "https://youtu.be/AAAAAAAAAAA?t=5",
            "https://www.youtube.com/watch?v=AAAAAAAAAAA&feature=share",
            "https://m.youtube.com/watch?app=desktop&v=AAAAAAAAAAA",
            "https://youtube.com/shorts/AAAAAAAAAAA",
            "https://www.youtube.com/embed/AAAAAAAAAAA",
        ] {
            check(link, Some("youtube.com/watch?v=AAAAAAAAAAA"));
        }
        for link in [
            "https://twitter.com/a/status/12?s=20",
            "https://mobile.twitter.com/a/status/12",
            "https://x.com/a/status/12?t=q&s=19",
        ] {
            check(link, Some("x.com/a/status/12"));
        }
        check("https://twitter.com/search?q=mali", Some("x.com/search?q=mali"));
    }

    #[test]
    fn what_differs_stays_different() {
        check("https://example.org/a%2fb%C3%a9", Some("example.org/a%2Fb%C3%A9"));
        check("https://example.org/100%", Some("example.org/100%"));
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
