//! Names of accounts that nobody can turn back without the key.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use sha2::{Digest as _, Sha256};

use super::{Post, platforms::PLATFORMS};
use griot_model::rows::hexadecimal;

/// A secret that turns names into pseudonyms: the same name always into the same one.
#[derive(Clone)]
pub struct PseudonymKey(Vec<u8>);

impl PseudonymKey {
    /// Takes a secret of any length. A short or guessable one protects nobody: names can be tried.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self(secret.into())
    }

    /// The first 128 bits of HMAC-SHA-256 (RFC 2104) of the name, in hexadecimal.
    pub fn pseudonym(&self, name: &str) -> String {
        let mut whole = hmac_sha256(&self.0, name.as_bytes()).to_vec();
        whole.truncate(16);
        hexadecimal(&whole)
    }
}

/// Hosts that name an account before their own name.
const BLOGS: [&str; 7] = [
    "tumblr.com",
    "substack.com",
    "livejournal.com",
    "blogspot.com",
    "wordpress.com",
    "medium.com",
    "bsky.social",
];

/// Words of such paths that name nobody.
const STRUCTURE: [&str; 43] = [
    "status",
    "statuses",
    "posts",
    "post",
    "photo",
    "photos",
    "videos",
    "video",
    "permalink",
    "reel",
    "reels",
    "p",
    "tv",
    "s",
    "c",
    "i",
    "web",
    "user",
    "users",
    "u",
    "r",
    "in",
    "company",
    "profile",
    "channel",
    "people",
    "pages",
    "groups",
    "events",
    "hashtag",
    "search",
    "watch",
    "shorts",
    "live",
    "story.php",
    "permalink.php",
    "profile.php",
    "photo.php",
    "share",
    "sharer",
    "sharer.php",
    "intent",
    "comments",
];

impl PseudonymKey {
    /// The key that a file holds; none where it is empty or blank, since then everybody has it.
    pub fn of_file(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let blank = |letter: char| {
            letter.is_whitespace() || matches!(letter, '\0' | '\u{feff}' | '\u{200b}')
        };
        (!text.chars().all(blank)).then(|| Self::new(bytes))
    }

    /// The post without the names of accounts: those who posted, are mentioned, answered or
    /// repeated, and those in addresses. Ids of posts lead to their accounts, and go by pseudonyms too.
    ///
    /// `known` are names that are to be found anywhere, in lower case.
    pub fn hide(&self, post: &Post<'_>, known: &BTreeSet<String>) -> Post<'static> {
        let id = |id: &str| {
            Cow::Owned(if id.is_empty() { String::new() } else { self.pseudonym(id) })
        };
        let text = |text: &str| Cow::Owned(self.without_names(text, known));
        Post {
            id: id(&post.id),
            account: Cow::Owned(self.pseudonym(&post.account)),
            account_name: Cow::Borrowed(""),
            platform: Cow::Owned(post.platform.to_string()),
            time: post.time,
            text: text(&post.text),
            language: Cow::Owned(post.language.to_string()),
            links: post.links.iter().map(|it| text(it)).collect(),
            links_as_written: text(&post.links_as_written),
            hashtags: post.hashtags.iter().map(|it| text(it)).collect(),
            mentions: post
                .mentions
                .iter()
                .map(|name| Cow::Owned(self.pseudonym(name.trim_start_matches('@'))))
                .collect(),
            media: post
                .media
                .iter()
                .map(|it| if is_hash(it) { Cow::Owned(it.to_string()) } else { id(it) })
                .collect(),
            reply_to: id(&post.reply_to),
            repost_of: id(&post.repost_of),
            is_repost: post.is_repost,
            engagement: post.engagement,
            object: text(&post.object),
            line: post.line,
        }
    }

    /// The text with pseudonyms for names after `@`, in addresses of platforms, and for those that
    /// are `known`, in lower case.
    pub fn without_names(&self, text: &str, known: &BTreeSet<String>) -> String {
        let mut plain = String::with_capacity(text.len());
        let mut word = String::new();
        for letter in text.chars().chain([' ']) {
            let ends = letter.is_whitespace()
                || matches!(letter, '"' | '<' | '>' | '(' | ')' | '[' | ']' | '|' | ',' | ';');
            if ends {
                plain.push_str(&self.word(&word, known));
                word.clear();
                plain.push(letter);
            } else {
                word.push(letter);
            }
        }
        plain.pop();
        if known.is_empty() { plain } else { self.known(&plain, known) }
    }

    fn word(&self, word: &str, known: &BTreeSet<String>) -> String {
        let hidden = |word: &str| self.address(word).unwrap_or_else(|| self.after_at(word));
        // A name in an address may be spelt by its bytes.
        if let Some(decoded) = percent_decoded(word) {
            let plain = hidden(&decoded);
            if plain != decoded || self.known(&plain, known) != plain {
                return plain;
            }
        }
        hidden(word)
    }

    /// An address of a platform, with a pseudonym for whatever its path and its query say; none
    /// where the word is no such address.
    fn address(&self, word: &str) -> Option<String> {
        let scheme = word.find("://").map_or(0, |at| at + 3);
        let (scheme, rest) = word.split_at_checked(scheme)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        // Whatever stands before the host names somebody.
        let host = authority.rsplit('@').next().unwrap_or_default();
        let bare = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let is_below = |name: &str| {
            bare == name || bare.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
        };
        if let Some(blog) = BLOGS.iter().find(|name| is_below(name) && bare != **name) {
            let own = bare.len() - blog.len() - 1;
            let own = bare.get(..own).unwrap_or_default();
            if own != "www" {
                return Some(format!(
                    "{scheme}{}.{blog}{}",
                    self.pseudonym(own),
                    self.path(path)
                ));
            }
        }
        if PLATFORMS.iter().any(|name| is_below(name)) {
            if bare.ends_with("youtube.com") && path.starts_with("/watch") {
                return Some(word.to_owned());
            }
            return Some(format!("{scheme}{host}{}", self.path(path)));
        }
        None
    }

    fn path(&self, path: &str) -> String {
        let mut shown = String::new();
        let mut part = String::new();
        let mut in_query = false;
        for letter in path.chars().chain(['/']) {
            if matches!(letter, '/' | '?' | '&' | '=' | '#') {
                // Before a sign of equality stands the name of a value.
                let keeps = (in_query && letter == '=')
                    || part.is_empty()
                    || (!in_query && STRUCTURE.contains(&part.to_ascii_lowercase().as_str()));
                if keeps {
                    shown.push_str(&part);
                } else {
                    shown.push_str(&self.pseudonym(part.trim_start_matches('@')));
                }
                part.clear();
                in_query |= letter == '?';
                shown.push(letter);
            } else {
                part.push(letter);
            }
        }
        shown.pop();
        shown
    }

    /// The word with a pseudonym after every `@`.
    fn after_at(&self, word: &str) -> String {
        let mut parts = word.split(['@', '＠']);
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_name =
                |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-');
            let end = part.find(|letter| !is_name(letter)).unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            plain.push('@');
            if !name.is_empty() {
                plain.push_str(&self.pseudonym(name));
            }
            plain.push_str(rest);
        }
        plain
    }

    /// The text with a pseudonym for every known name in it, also one of several words.
    fn known(&self, text: &str, known: &BTreeSet<String>) -> String {
        let words = words_of(text);
        let mut plain = String::with_capacity(text.len());
        let (mut next, mut shown) = (0, 0);
        while let Some(first) = words.get(next) {
            let last = words.len().min(next + WORDS_OF_A_NAME);
            let found = (next..last).rev().find_map(|at| {
                let range = first.start..words.get(at)?.end;
                let name = text.get(range.clone())?;
                known.contains(&lowered(name)).then_some((at, range, name))
            });
            let Some((at, range, name)) = found else {
                next += 1;
                continue;
            };
            plain.push_str(text.get(shown..range.start).unwrap_or_default());
            plain.push_str(&self.pseudonym(name));
            (next, shown) = (at + 1, range.end);
        }
        plain.push_str(text.get(shown..).unwrap_or_default());
        plain
    }
}

/// Words of the longest name that is found in a text.
const WORDS_OF_A_NAME: usize = 5;

/// Where the words of a text stand: letters, digits and the low line.
fn words_of(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices() {
        if letter.is_alphanumeric() || letter == '_' {
            let end = at + letter.len_utf8();
            match words.last_mut() {
                Some(word) if word.end == at => word.end = end,
                _ => words.push(at..end),
            }
        }
    }
    words
}

/// In lower case, with one blank between words.
fn lowered(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The word with every `%41` as the byte it is; none where there is none, or no text comes of it.
fn percent_decoded(word: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word.as_bytes();
    let mut any = false;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|it| it.iter().all(u8::is_ascii_hexdigit));
        let digits =
            digits.filter(|_| *first == b'%').and_then(|it| std::str::from_utf8(it).ok());
        let spelt = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
        if let Some(byte) = spelt {
            any = true;
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    if any { String::from_utf8(bytes).ok() } else { None }
}

/// Names that are told from other words wherever they stand: in lower case, of five letters and
/// more, so that a name such as `mali` does not blot out a country.
pub fn telling_names<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    let names = names.map(|name| lowered(name.trim().trim_start_matches('@')));
    names.filter(|name| name.chars().count() >= 5).collect()
}

/// Whether a name of a picture is a hash of it, which tells nothing of who posted it.
fn is_hash(name: &str) -> bool {
    name.len() >= 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// HMAC-SHA-256 (RFC 2104): a digest that only the holder of `key` can make or try.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    let short: Vec<u8> =
        if key.len() > 64 { Sha256::digest(key).to_vec() } else { key.to_vec() };
    for (place, byte) in block.iter_mut().zip(short) {
        *place = byte;
    }
    let inner = Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 2 and 6.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        assert_eq!(
            hexadecimal(&hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hexadecimal(&hmac_sha256(
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First"
            )),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn a_blank_key_is_none() {
        for blank in ["", " ", "\n\r\n", "\u{feff}", "\0\0", "\u{a0}"] {
            assert!(PseudonymKey::of_file(blank.as_bytes()).is_none(), "{blank:?}");
        }
        assert!(PseudonymKey::of_file(b"x\n").is_some());
    }

    #[test]
    fn no_name_stands_in_an_address() {
        let key = PseudonymKey::new("secret");
        let known = telling_names(
            ["Kestrel", "@Kestrel_1", "Li.Kestrel", "The  Kestrel Man"].into_iter(),
        );
        for text in [
            "https://x.com/Kestrel/status/1",
            "see https://twitter.com/kestrel?s=20.",
            "http://mobile.twitter.com/i/user/Kestrel",
            "t.me/Kestrel/5",
            "https://t.me/s/Kestrel/5",
            "(https://www.facebook.com/Kestrel/posts/77)",
            "https://m.facebook.com/story.php?story_fbid=1&id=Kestrel",
            "facebook.com/groups/Kestrel/permalink/9/",
            "https://www.tiktok.com/@Kestrel/video/1",
            "https://mastodon.example/@Kestrel/1",
            "https://youtube.com/c/Kestrel",
            "https://www.linkedin.com/in/Kestrel/",
            "https://kestrel.tumblr.com/post/1",
            "RT @Kestrel: so",
            "＠Kestrel",
            "Kestrel said",
            "https://example.org/by/Kestrel_1",
            "https://Kestrel@x.com/a",
            "https://pleroma.example/users/%4Bestrel/statuses/1",
            "https://x.com/%40Kestrel",
            "https://example.org/share?by=%E2%80%9CKestrel%E2%80%9D",
            "says li.kestrel, and the kestrel  man",
        ] {
            let hidden = key.without_names(text, &known);
            assert!(!hidden.to_lowercase().contains("kestrel"), "{text}: {hidden}");
        }
        let status = key.without_names("https://x.com/Kestrel/status/1234567", &known);
        assert!(!status.contains("1234567"), "the id of a post leads to its account: {status}");
        for same in
            ["https://example.org/a?b=c", "no names here", "https://youtube.com/watch?v=x"]
        {
            assert_eq!(key.without_names(same, &known), same);
        }
    }

    #[test]
    fn another_key_another_pseudonym() {
        let (one, other) = (PseudonymKey::new("a"), PseudonymKey::new("b"));
        assert_eq!(one.pseudonym("x"), one.pseudonym("x"));
        assert_ne!(one.pseudonym("x"), other.pseudonym("x"));
        assert_eq!(one.pseudonym("x").len(), 32);
    }
}
