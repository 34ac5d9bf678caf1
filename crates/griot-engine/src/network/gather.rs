//! Posts as layers of shares: one layer per kind of object, all with the same accounts and posts.

use std::collections::BTreeMap;

use griot_stats::network::{Shares, UnequalColumns};

use super::{Names, ObjectKind, link, pseudonym::PseudonymKey, words};
use crate::table::posts::Post;

/// Whether rows that come twice are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// A post shares an object once, however often an export or several of them list it.
    Once,
    /// Every row counts, as in `CooRTweet`.
    Every,
}

/// Posts while they are read.
pub struct Gathering {
    accounts: Names,
    contents: Names,
    layers: Vec<Growing>,
    posts: u64,
    key: Option<PseudonymKey>,
}

struct Growing {
    kind: ObjectKind,
    objects: Names,
    object: Vec<u32>,
    account: Vec<u32>,
    content: Vec<u32>,
    time: Vec<i64>,
    without: u64,
    own_id: u64,
}

/// Posts gathered, accounts numbered in the order of their names.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// Posts handed in.
    pub posts: u64,
    /// Names of accounts by number, ascending by bytes.
    pub accounts: Vec<String>,
    /// Names of posts.
    pub contents: Names,
    /// One per kind of object asked for, in that order.
    pub layers: Vec<Layer>,
}

/// The shares of one kind of object.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What is shared.
    pub kind: ObjectKind,
    /// Names of objects.
    pub objects: Names,
    /// The rows.
    pub shares: Shares,
    /// Why rows or posts are not in it, and how many.
    pub dropped: BTreeMap<&'static str, u64>,
    /// Largest unit of time all times are whole multiples of, in microseconds; 0 where there are
    /// fewer than two different ones.
    pub resolution: i64,
}

impl Gathering {
    /// Nothing yet. With a key, accounts go by pseudonyms from here on.
    pub fn new(kinds: &[ObjectKind], key: Option<PseudonymKey>) -> Self {
        let layers = kinds.iter().map(|&kind| Growing::new(kind)).collect();
        Self { accounts: Names::default(), contents: Names::default(), layers, posts: 0, key }
    }

    /// Adds a post to every layer in which it shares something.
    pub fn take(&mut self, post: &Post<'_>) {
        let Some(time) = post.time else { return };
        self.posts += 1;
        let account = match &self.key {
            Some(key) => self.accounts.number(&key.pseudonym(&post.account)),
            None => self.accounts.number(&post.account),
        };
        let content = if post.id.is_empty() {
            self.contents.number(&format!("row {} of {}", post.line, self.posts))
        } else {
            self.contents.number(&post.id)
        };
        for layer in &mut self.layers {
            layer.take(post, account, content, time.micros);
        }
    }

    /// The layers, complete.
    pub fn finish(self, repeats: Repeats) -> Result<Gathered, UnequalColumns> {
        let (rank, order) = self.accounts.ranks();
        let accounts =
            order.iter().map(|&number| self.accounts.name(number).to_owned()).collect();
        let layers = self.layers.into_iter().map(|layer| layer.finish(&rank, repeats));
        let layers = layers.collect::<Result<_, _>>()?;
        Ok(Gathered { posts: self.posts, accounts, contents: self.contents, layers })
    }
}

impl Growing {
    fn new(kind: ObjectKind) -> Self {
        Self {
            kind,
            objects: Names::default(),
            object: Vec::new(),
            account: Vec::new(),
            content: Vec::new(),
            time: Vec::new(),
            without: 0,
            own_id: 0,
        }
    }

    fn take(&mut self, post: &Post<'_>, account: u32, content: u32, time: i64) {
        let before = self.object.len();
        let mut share = |object: Option<&str>| {
            let object = object.filter(|name| !name.is_empty());
            // A row that shares its own post is a loop, as in CooRTweet.
            let is_own = object.is_some_and(|name| *name == *post.id);
            self.own_id += u64::from(is_own);
            let number = match object.filter(|_| !is_own) {
                Some(name) => self.objects.number(name),
                None => Shares::NO_OBJECT,
            };
            self.object.push(number);
            self.account.push(account);
            self.content.push(content);
            self.time.push(time);
        };
        match self.kind {
            // The row stays even where its cell is empty: tools count an account's rows.
            ObjectKind::Object => share(Some(&post.object)),
            ObjectKind::Repost => share_present(&mut share, &post.repost_of),
            ObjectKind::Reply => share_present(&mut share, &post.reply_to),
            ObjectKind::Media => {
                for hash in &post.media {
                    share(Some(hash));
                }
            }
            ObjectKind::Mention => {
                for name in &post.mentions {
                    share(words::hashtag(name.trim_start_matches('@')).as_deref());
                }
            }
            // A repost repeats the words and links of another post; only the repost layer counts it.
            _ if !post.repost_of.is_empty() => {}
            ObjectKind::Url => {
                for link in links_of(post) {
                    share(Some(&link));
                }
            }
            ObjectKind::Domain => {
                let mut domains: Vec<String> =
                    links_of(post).iter().filter_map(|link| link::domain(link)).collect();
                domains.sort_unstable();
                domains.dedup();
                for domain in domains {
                    share(Some(&domain));
                }
            }
            ObjectKind::Hashtag => {
                let mut tags = tags_of(post);
                tags.sort_unstable();
                tags.dedup();
                for tag in tags {
                    share(Some(&tag));
                }
            }
            ObjectKind::HashtagSequence => {
                let tags = tags_of(post);
                if tags.len() > 1 {
                    share(Some(&tags.join(" ")));
                }
            }
            ObjectKind::Text => {
                if let Some(text) = words::normal(&post.text) {
                    share(Some(&text));
                }
            }
        }
        self.without += u64::from(self.object.len() == before);
        if self.object.len() == before + 1 && self.object.last() == Some(&Shares::NO_OBJECT) {
            self.without += 1;
        }
    }

    fn finish(self, rank: &[u32], repeats: Repeats) -> Result<Layer, UnequalColumns> {
        let account = self.account.iter().map(|&number| rank[number as usize]).collect();
        let resolution = resolution(&self.time);
        let mut shares = Shares::new(self.object, account, self.content, self.time)?;
        let mut dropped = BTreeMap::new();
        let mut note = |why, count| {
            if count > 0 {
                dropped.insert(why, count);
            }
        };
        note("posts without an object of this kind", self.without.saturating_sub(self.own_id));
        note("rows that share their own post", self.own_id);
        if repeats == Repeats::Once {
            let first = first_of_each(&shares);
            let kept = shares.retain(|row| first[row]);
            note("rows that repeat a post and its object", (shares.len() - kept.len()) as u64);
            shares = kept;
        }
        Ok(Layer { kind: self.kind, objects: self.objects, shares, dropped, resolution })
    }
}

fn share_present(share: &mut impl FnMut(Option<&str>), object: &str) {
    if !object.is_empty() {
        share(Some(object));
    }
}

/// Canonical links of a post, those of its text where the export lists none; each once.
fn links_of(post: &Post<'_>) -> Vec<String> {
    let mut links: Vec<String> = if post.links.is_empty() {
        words::links(&post.text).filter_map(link::canonical).collect()
    } else {
        post.links.iter().filter_map(|link| link::canonical(link)).collect()
    };
    links.sort_unstable();
    links.dedup();
    links
}

fn tags_of(post: &Post<'_>) -> Vec<String> {
    if post.hashtags.is_empty() {
        words::hashtags(&post.text)
    } else {
        post.hashtags.iter().filter_map(|tag| words::hashtag(tag)).collect()
    }
}

/// The earliest row of each account, post and object.
fn first_of_each(shares: &Shares) -> Vec<bool> {
    let key = |row: usize| (shares.content()[row], shares.object()[row], shares.account()[row]);
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_unstable_by_key(|&row| (key(row), shares.time()[row], row));
    let mut first = vec![true; shares.len()];
    for pair in order.windows(2) {
        // Rows without an object are all kept: nothing says that they are the same.
        first[pair[1]] = key(pair[0]) != key(pair[1]) || key(pair[1]).1 == Shares::NO_OBJECT;
    }
    first
}

/// Greatest common divisor of the distances between times.
fn resolution(times: &[i64]) -> i64 {
    let Some((first, rest)) = times.split_first() else { return 0 };
    let mut divisor = 0_u64;
    for time in rest {
        let (mut large, mut small) = (divisor, time.abs_diff(*first));
        while small > 0 {
            (large, small) = (small, large % small);
        }
        divisor = large;
        if divisor == 1 {
            break;
        }
    }
    i64::try_from(divisor).unwrap_or(i64::MAX)
}
