//! Posts made ready to be numbered: what each shares, in its normal form, with its fingerprint.
//!
//! Making ready costs far more than numbering, and any thread can do it.

use std::collections::BTreeSet;

use super::{
    ObjectKind, link,
    names::{fingerprint, fingerprint_of, space},
    tool::Peer,
    words,
};
use griot_table::posts::Post;

/// Posts and what they share, names in one long text.
#[derive(Debug, Default)]
pub(super) struct Batch {
    text: String,
    tokens: Vec<u64>,
    pub(super) posts: Vec<Flat>,
    pub(super) shares: Vec<Share>,
    /// Names by which accounts are known, where these are to be hidden.
    pub(super) names: BTreeSet<String>,
}

/// A stretch of the text or of the tokens of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    from: usize,
    to: usize,
}

/// A post without what it shares.
#[derive(Debug)]
pub(super) struct Flat {
    pub(super) account: Place,
    pub(super) id: Place,
    /// Ids and accounts of two platforms are never the same.
    pub(super) platform: u64,
    pub(super) platform_name: Place,
    pub(super) line: u64,
    pub(super) time: i64,
    /// Whether it is a row of a table of shares; one post then has as many rows as it has objects.
    pub(super) is_share: bool,
    /// How many of the batch's shares are its own.
    pub(super) shares: usize,
}

/// What a post shares in one layer.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) layer: usize,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// The post shares nothing of this kind, and makes no row.
    Nothing,
    /// The cell is empty; the row stays, because tools count an account's rows.
    EmptyCell,
    /// The post itself.
    Itself,
    Object {
        hash: u128,
        name: Place,
    },
    Words {
        hash: u128,
        name: Place,
        tokens: Place,
    },
}

impl What {
    /// Its name, where it is something.
    pub(super) fn name(&self) -> Option<Place> {
        match self {
            Self::Object { name, .. } | Self::Words { name, .. } => Some(*name),
            Self::Nothing | Self::EmptyCell | Self::Itself => None,
        }
    }

    /// Of what is the same thing, the same.
    fn hash(&self) -> Option<u128> {
        match self {
            Self::Object { hash, .. } | Self::Words { hash, .. } => Some(*hash),
            Self::Nothing | Self::EmptyCell | Self::Itself => None,
        }
    }
}

impl Batch {
    /// Notes the names of a post's accounts, other than those of the layers.
    pub(super) fn note_names(&mut self, post: &Post<'_>) {
        let names = [&post.account_name].into_iter().chain(&post.mentions);
        for name in names.filter(|name| !name.is_empty()) {
            if !self.names.contains(name.as_ref()) {
                self.names.insert(name.to_string());
            }
        }
    }

    pub(super) fn text(&self, place: Place) -> &str {
        self.text.get(place.from..place.to).unwrap_or_default()
    }

    pub(super) fn tokens(&self, place: Place) -> &[u64] {
        self.tokens.get(place.from..place.to).unwrap_or_default()
    }

    /// Adds a post with what it shares of each kind, in griot's form or in that of another tool; one
    /// without a time is left out.
    pub(super) fn take(&mut self, kinds: &[ObjectKind], peer: Option<Peer>, post: &Post<'_>) {
        let Some(time) = post.time else { return };
        let (account, id) = (self.write(&post.account), self.write(&post.id));
        let platform_name = self.write(&post.platform);
        let before = self.shares.len();
        for (layer, &kind) in kinds.iter().enumerate() {
            let first = self.shares.len();
            match peer {
                Some(peer) if self.layer_of_peer(layer, kind, peer, post) => {}
                _ => self.layer(layer, kind, post),
            }
            if self.shares.len() == first {
                self.shares.push(Share { layer, what: What::Nothing });
            }
        }
        self.posts.push(Flat {
            account,
            id,
            platform: space(&post.platform),
            platform_name,
            line: post.line,
            time: time.micros,
            is_share: !post.object.is_empty(),
            shares: self.shares.len() - before,
        });
    }

    fn write(&mut self, text: &str) -> Place {
        let from = self.text.len();
        self.text.push_str(text);
        Place { from, to: self.text.len() }
    }

    /// What another tool takes for the object where it does not take what griot takes; whether it does.
    fn layer_of_peer(
        &mut self,
        layer: usize,
        kind: ObjectKind,
        peer: Peer,
        post: &Post<'_>,
    ) -> bool {
        let is_toolkit = peer == Peer::Toolkit;
        let is_repost = post.is_repost || !post.repost_of.is_empty();
        let id = match kind {
            ObjectKind::Url => {
                let first = self.shares.len();
                // Links as they are written, and only those that the export lists. The toolkit takes what
                // stands between blanks, a list in brackets too.
                if is_toolkit && !is_repost && !post.links_as_written.is_empty() {
                    for link in post.links_as_written.split(' ') {
                        self.share_as_written(layer, link);
                    }
                } else if !is_repost {
                    post.links.iter().for_each(|link| self.share_as_written(layer, link));
                }
                self.each_once(first);
                return true;
            }
            ObjectKind::Text if is_toolkit => {
                if !is_repost {
                    self.share(layer, |text| words::write_as_toolkit(&post.text, text));
                }
                return true;
            }
            // A message that is its own object pairs with others all the same.
            ObjectKind::Object if is_toolkit && !post.object.is_empty() => &post.object,
            ObjectKind::Repost if is_toolkit => &post.repost_of,
            ObjectKind::Reply if is_toolkit && !is_repost => &post.reply_to,
            ObjectKind::Reply if is_toolkit => return true,
            _ => return false,
        };
        self.share_as_written(layer, id);
        true
    }

    fn share_as_written(&mut self, layer: usize, name: &str) {
        self.share(layer, |text| {
            text.push_str(name);
            true
        });
    }

    fn layer(&mut self, layer: usize, kind: ObjectKind, post: &Post<'_>) {
        let is_repost = post.is_repost || !post.repost_of.is_empty();
        match kind {
            ObjectKind::Object if post.object.is_empty() => {
                self.shares.push(Share { layer, what: What::EmptyCell });
            }
            ObjectKind::Object => self.share_name(layer, post, &post.object),
            ObjectKind::Repost => self.share_name(layer, post, &post.repost_of),
            ObjectKind::Reply => self.share_name(layer, post, &post.reply_to),
            ObjectKind::Media => {
                let first = self.shares.len();
                post.media.iter().for_each(|hash| self.share_name(layer, post, hash));
                self.each_once(first);
            }
            ObjectKind::Mention => {
                let first = self.shares.len();
                for name in &post.mentions {
                    let name = name.trim_start_matches('@');
                    self.share(layer, |text| words::write_hashtag(name, text));
                }
                self.each_once(first);
            }
            ObjectKind::Post => self.share_as_written(layer, "any post"),
            // What accounts are known by comes from a table of its own.
            ObjectKind::Identifier => {}
            // A repost repeats the words and links of another post; only the repost layer counts it.
            _ if is_repost => {}
            // Letters that could not be read are not the same letters.
            ObjectKind::Text | ObjectKind::NearText
                if post.text.contains(char::REPLACEMENT_CHARACTER) => {}
            ObjectKind::Url => self.links(layer, post, link::write_canonical),
            ObjectKind::Domain => self.links(layer, post, link::write_domain),
            ObjectKind::Hashtag => {
                let first = self.shares.len();
                let share = |batch: &mut Self, tag: &str| {
                    batch.share(layer, |text| words::write_hashtag(tag, text));
                };
                if post.hashtags.is_empty() {
                    words::hashtags(&post.text).for_each(|tag| share(self, tag));
                } else {
                    post.hashtags.iter().for_each(|tag| share(self, tag));
                }
                self.each_once(first);
            }
            ObjectKind::HashtagSequence => self.share(layer, |text| {
                let mut tags = 0;
                let mut add = |tag: &str| {
                    if tags > 0 {
                        text.push(' ');
                    }
                    if words::write_hashtag(tag, text) {
                        tags += 1;
                    } else if tags > 0 {
                        text.pop();
                    }
                };
                if post.hashtags.is_empty() {
                    words::hashtags(&post.text).for_each(&mut add);
                } else {
                    post.hashtags.iter().for_each(|tag| add(tag));
                }
                tags > 1
            }),
            ObjectKind::Text => self.share(layer, |text| words::write_normal(&post.text, text)),
            ObjectKind::NearText => self.share_words(layer, &post.text),
        }
    }

    fn links(&mut self, layer: usize, post: &Post<'_>, write: fn(&str, &mut String) -> bool) {
        let first = self.shares.len();
        if post.links.is_empty() {
            for link in griot_table::posts::links(&post.text) {
                self.share(layer, |text| write(link, text));
            }
        } else {
            for link in &post.links {
                self.share(layer, |text| write(link, text));
            }
        }
        self.each_once(first);
    }

    fn share_name(&mut self, layer: usize, post: &Post<'_>, name: &str) {
        if name.is_empty() {
            return;
        }
        if *name == *post.id {
            self.shares.push(Share { layer, what: What::Itself });
        } else {
            self.share_as_written(layer, name);
        }
    }

    /// Shares what `write` appends; where it refuses, nothing.
    fn share(&mut self, layer: usize, write: impl FnOnce(&mut String) -> bool) {
        let from = self.text.len();
        let written = write(&mut self.text);
        let name = Place { from, to: self.text.len() };
        if written && name.from < name.to {
            let hash = fingerprint(self.text(name));
            self.shares.push(Share { layer, what: What::Object { hash, name } });
        } else {
            self.text.truncate(from);
        }
    }

    fn share_words(&mut self, layer: usize, text: &str) {
        let from = self.tokens.len();
        words::tokens(text, &mut self.tokens);
        let tokens = Place { from, to: self.tokens.len() };
        let name = self.text.len();
        if tokens.to - tokens.from >= words::FEWEST_WORDS
            && words::write_normal(text, &mut self.text)
        {
            let hash = fingerprint_of(self.tokens(tokens));
            let name = Place { from: name, to: self.text.len() };
            self.shares.push(Share { layer, what: What::Words { hash, name, tokens } });
        } else {
            self.tokens.truncate(from);
            self.text.truncate(name);
        }
    }

    /// A post that names an object twice shares it once.
    fn each_once(&mut self, first: usize) {
        let mut kept = first;
        for at in first..self.shares.len() {
            let hash = self.shares[at].what.hash();
            if self.shares[first..kept].iter().all(|share| share.what.hash() != hash) {
                self.shares.swap(kept, at);
                kept += 1;
            }
        }
        self.shares.truncate(kept);
    }
}
