//! One form for all the ways to write a link to the same page.

use std::borrow::Cow;

use super::punycode;

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
/// (`youtu.be`, `youtube.com/shorts`; `twitter.com` is `x.com`, whose posts go by their numbers). The host is in its
/// own letters, other letters are escaped.
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

/// Without the brackets around it and the signs with which a sentence goes on.
fn bare(link: &str) -> &str {
    let link = link.trim().trim_start_matches(['(', '[', '<', '"', '\'', '\u{ab}', '\u{201c}']);
    let mut rest = link;
    loop {
        let signs = ['.', ',', ';', ':', '!', '>', '"', '\'', '\u{bb}', '\u{201d}', '\u{2026}'];
        let cut = rest.trim_end_matches(signs);
        let cut = match cut.strip_suffix([')', ']']) {
            Some(inner) if !inner.contains(['(', '[']) => inner,
            _ => cut,
        };
        if cut == rest {
            return rest;
        }
        rest = cut;
    }
}

/// The form without knowledge of any site.
fn write_once(link: &str, text: &mut String) -> bool {
    let Some(rest) = after_scheme(bare(link)) else { return false };
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
        // The number of a post is its name; how it was shared, and which of its pictures was, says nothing of it.
        "twitter.com" | "x.com" => match after(path, &["status", "statuses"]) {
            Some(post) => Some(format!("x.com/i/status/{post}")),
            None => Some(format!("x.com{}", link.strip_prefix(host)?)),
        },
        "t.me" | "telegram.me" | "telegram.dog" => {
            let path =
                path.strip_prefix("/s/").map_or(path.to_owned(), |rest| format!("/{rest}"));
            let query = query.split('&').filter(|pair| !matches!(*pair, "" | "single"));
            let query: Vec<&str> = query.collect();
            let sign = if query.is_empty() { "" } else { "?" };
            Some(format!("t.me{path}{sign}{}", query.join("&")))
        }
        "instagram.com" => {
            let post = after(path, &["p", "reel", "reels", "tv"])?;
            Some(format!("instagram.com/p/{post}"))
        }
        "tiktok.com" => {
            let video = after(path, &["video", "v"])?;
            Some(format!("tiktok.com/video/{}", video.trim_end_matches(".html")))
        }
        _ => None,
    }
}

/// The part of a path that follows one of these.
fn after<'p>(path: &'p str, names: &[&str]) -> Option<&'p str> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    parts.find(|part| names.contains(part))?;
    parts.next()
}

/// Writes escaped letters, digits and `-._~` as they are, and other escapes in capitals.
fn write_unescaped(part: &str, text: &mut String) {
    let mut rest = part;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        push_escaped(before, text);
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
    push_escaped(rest, text);
}

/// Writes letters beyond ASCII as their escapes, so that both spellings of a path are one.
fn push_escaped(part: &str, text: &mut String) {
    for sign in part.chars() {
        if sign.is_ascii() {
            text.push(sign);
            continue;
        }
        for byte in sign.encode_utf8(&mut [0; 4]).bytes() {
            text.push('%');
            text.extend([byte >> 4, byte & 15].map(|digit| {
                char::from_digit(digit.into(), 16).unwrap_or_default().to_ascii_uppercase()
            }));
        }
    }
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
    for (number, label) in host.split('.').enumerate() {
        if number > 0 {
            text.push('.');
        }
        match punycode::letters_of(label) {
            Some(letters) => text.push_str(&letters),
            None => text.extend(label.chars().flat_map(char::to_lowercase)),
        }
    }
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
            "https://x.com/i/web/status/12",
            "https://mobile.x.com/a/status/12/photo/1",
        ] {
            check(link, Some("x.com/i/status/12"));
        }
        check("https://twitter.com/search?q=mali", Some("x.com/search?q=mali"));
        for link in [
            "https://t.me/c1/5",
            "https://telegram.me/c1/5",
            "https://t.me/s/c1/5",
            "https://t.me/c1/5?single",
            "(https://t.me/c1/5).",
        ] {
            check(link, Some("t.me/c1/5"));
        }
        for link in ["https://www.tiktok.com/@u/video/7?x=1", "https://m.tiktok.com/v/7.html"] {
            check(link, Some("tiktok.com/video/7"));
        }
        for link in
            ["https://instagram.com/p/X1/?img_index=1", "https://www.instagram.com/u/reel/X1"]
        {
            check(link, Some("instagram.com/p/X1"));
        }
        for link in ["https://xn--e1afmkfd.xn--p1ai/%d0%b0", "https://Пример.рф/а"] {
            check(link, Some("пример.рф/%D0%B0"));
        }
        check("https://example.org/c_(d)", Some("example.org/c_(d)"));
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
