//! Hosts of platforms, whose paths name accounts and posts, and whose start pages say nothing.

/// Hosts whose paths name accounts and posts of accounts.
pub(super) const PLATFORMS: [&str; 27] = [
    "x.com",
    "twitter.com",
    "nitter.net",
    "facebook.com",
    "fb.com",
    "fb.me",
    "instagram.com",
    "threads.net",
    "threads.com",
    "t.me",
    "telegram.me",
    "telegram.dog",
    "tiktok.com",
    "vk.com",
    "vk.ru",
    "ok.ru",
    "linkedin.com",
    "bsky.app",
    "reddit.com",
    "gab.com",
    "truthsocial.com",
    "gettr.com",
    "rumble.com",
    "odysee.com",
    "youtube.com",
    "rutube.ru",
    "snapchat.com",
];

/// Hosts that shorten links, or only lead on: without a path they lead nowhere.
const LEAD_ON: [&str; 16] = [
    "t.co",
    "bit.ly",
    "tinyurl.com",
    "ow.ly",
    "buff.ly",
    "dlvr.it",
    "goo.gl",
    "is.gd",
    "youtu.be",
    "vm.tiktok.com",
    "l.facebook.com",
    "l.instagram.com",
    "google.com",
    "wa.me",
    "lnkd.in",
    "linktr.ee",
];

/// Whether a link leads to no page of its own: to nothing (`https://`, `about:blank`), or to the start page of a
/// platform, which stands where a tool had no link.
pub fn is_start_page(link: &str) -> bool {
    let link = link.trim();
    if link.eq_ignore_ascii_case("about:blank") {
        return true;
    }
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let rest = rest.trim_end_matches(['/', '?', '#']);
    let host = rest.split('@').next_back().unwrap_or_default().to_ascii_lowercase();
    let host = host.trim_end_matches('.');
    let bare = ["www.", "m.", "mobile.", "web."];
    let bare =
        bare.iter().find_map(|start| host.strip_prefix(start).filter(|it| it.contains('.')));
    let host = bare.unwrap_or(host);
    host.is_empty() && link.contains(':')
        || PLATFORMS.contains(&host)
        || LEAD_ON.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::is_start_page;

    #[test]
    fn start_pages() {
        for link in [
            "https://",
            "http://",
            "about:blank",
            "https://t.co",
            "https://t.co/",
            "https://www.facebook.com/",
            "x.com",
            "https://m.youtube.com/?",
            "HTTPS://X.com",
        ] {
            assert!(is_start_page(link), "{link}");
        }
        for link in [
            "https://t.co/a",
            "https://example.org",
            "facebook.com/x",
            "",
            "https://x.com/?s=1",
        ] {
            assert!(!is_start_page(link), "{link}");
        }
    }
}
