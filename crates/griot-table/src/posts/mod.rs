//! Exports of posts, from many tools, as one table.
//!
//! A file is read as a stream, compressed or not, and each post is handed on as soon as it is read,
//! so that an export of any size fits into memory. What cannot be read is set aside with its line;
//! of one sort of trouble the first few are shown and the rest counted.

mod columns;
mod csv_rows;
mod json_items;
mod links;
mod mapping;
mod moment;
mod object_kind;
pub mod pseudonym;
mod records;
mod unpack;

use std::{borrow::Cow, collections::BTreeMap, io::Read, num::NonZeroUsize};

use griot_model::Diagnostic;

pub use self::{
    links::links,
    mapping::{Mapping, MappingError},
    moment::{Moment, NotAMoment, instant_text},
    object_kind::{ObjectKind, length_of_time},
};
use super::{TableError, noticed, set_aside};

/// A post as an export describes it. Absent fields are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Post<'a> {
    /// Id on its platform, or the export's own.
    pub id: Cow<'a, str>,
    /// Id of the account that posted it; its name where there is no id.
    pub account: Cow<'a, str>,
    /// Name of the account, for people.
    pub account_name: Cow<'a, str>,
    /// Where it was posted: `x`, `facebook`, `telegram` ...
    pub platform: Cow<'a, str>,
    /// When.
    pub time: Option<Moment>,
    /// Its words.
    pub text: Cow<'a, str>,
    /// Language code as the platform gives it.
    pub language: Cow<'a, str>,
    /// Links, expanded where the export has them so.
    pub links: Vec<Cow<'a, str>>,
    /// The cell of the links, where a table has one.
    pub links_as_written: Cow<'a, str>,
    /// Hashtags without the sign, in the order of the text.
    pub hashtags: Vec<Cow<'a, str>>,
    /// Accounts it mentions.
    pub mentions: Vec<Cow<'a, str>>,
    /// Hashes or ids of pictures, videos, music and effects.
    pub media: Vec<Cow<'a, str>>,
    /// Id of the post it answers.
    pub reply_to: Cow<'a, str>,
    /// Id of the post it repeats.
    pub repost_of: Cow<'a, str>,
    /// Whether it repeats another, where the export says so and not which one.
    pub is_repost: bool,
    /// Reactions of all kinds, where the export counts them.
    pub engagement: Option<u64>,
    /// The object itself, in tables that list shares of objects and not posts.
    pub object: Cow<'a, str>,
    /// Line, or place in the list of a JSON file, from 1.
    pub line: u64,
}

/// Layouts that griot reads. The header or the first record tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `object_id, account_id, content_id, timestamp_share`, the input of `CooRTweet`.
    Shares,
    /// `message_id, user_id, username, repost_id, reply_id, message, timestamp, urls`, the input of
    /// the coordination-network-toolkit.
    Toolkit,
    /// `CrowdTangle`'s CSV of Facebook pages and groups.
    CrowdTangleFacebook,
    /// `CrowdTangle`'s CSV of Instagram accounts.
    CrowdTangleInstagram,
    /// `YouTube` Data Tools, videos.
    YouTubeVideos,
    /// `YouTube` Data Tools, comments.
    YouTubeComments,
    /// CSV of 4CAT, from any of its sources.
    FourCat,
    /// JSON or JSON lines; each item says itself whether it is from X (v2 or v1.1), a Telegram Desktop
    /// export, Telethon, or the `TikTok` Research API.
    Json,
    /// A table described by a mapping file.
    Mapped,
}

/// What was read, and what was seen on the way.
#[derive(Debug, Clone)]
pub struct Import {
    /// Layout of the file.
    pub format: Format,
    /// Posts handed on.
    pub posts: u64,
    /// Rows that could not be read, by reason.
    pub set_aside: BTreeMap<String, u64>,
    /// The first few of each sort of trouble, and how many more there were.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an export from `bytes` and hands on each post. A mapping is used where one is given;
/// otherwise the layout is recognised.
pub fn read(
    file: &str,
    bytes: impl Read,
    mapping: Option<&Mapping>,
    take: &mut dyn FnMut(Post<'_>),
) -> Result<Import, TableError> {
    let mut plain = unpack::unpack(file, bytes)?;
    let mut seen = Seen::new(file);
    let mut posts = 0;
    let mut counted = |post: Post<'_>| {
        posts += 1;
        take(post);
    };
    let format = if mapping.is_none() && plain.starts_like_json() {
        json_items::read(plain, &mut seen, &mut counted)?;
        Format::Json
    } else {
        let opened = csv_rows::open(file, plain, mapping)?;
        let format = opened.format;
        opened.read(&mut seen, &mut counted);
        format
    };
    let (set_aside, diagnostics) = seen.finish();
    Ok(Import { format, posts, set_aside, diagnostics })
}

/// The same, in batches: `prepare` makes posts ready on any of several threads, `absorb` gets the batches
/// in the order of the file. What comes out does not depend on the number of threads.
pub fn read_in_batches<B: Default + Send>(
    file: &str,
    bytes: impl Read,
    mapping: Option<&Mapping>,
    threads: NonZeroUsize,
    prepare: impl Fn(&Post<'_>, &mut B) + Sync,
    mut absorb: impl FnMut(B) + Send,
) -> Result<Import, TableError> {
    let mut plain = unpack::unpack(file, bytes)?;
    let mut seen = Seen::new(file);
    if mapping.is_none() && plain.starts_like_json() {
        let (mut posts, mut held, mut batch) = (0, 0, B::default());
        json_items::read(plain, &mut seen, &mut |post| {
            posts += 1;
            held += 1;
            prepare(&post, &mut batch);
            if held == JSON_BATCH {
                held = 0;
                absorb(std::mem::take(&mut batch));
            }
        })?;
        absorb(batch);
        let (set_aside, diagnostics) = seen.finish();
        return Ok(Import { format: Format::Json, posts, set_aside, diagnostics });
    }
    let opened = csv_rows::open(file, plain, mapping)?;
    let format = opened.format;
    let posts = opened.read_in_batches(threads, &mut seen, &prepare, &mut absorb);
    let (set_aside, diagnostics) = seen.finish();
    Ok(Import { format, posts, set_aside, diagnostics })
}

/// Posts of a JSON file that are handed on at a time.
const JSON_BATCH: usize = 1024;

/// Trouble so far. Of each sort the first few are kept and the others counted.
struct Seen<'f> {
    file: &'f str,
    set_aside: BTreeMap<Cow<'static, str>, u64>,
    noticed: BTreeMap<Cow<'static, str>, u64>,
    told: Vec<Told>,
}

/// One of the first few of its sort.
struct Told {
    line: u64,
    sort: Cow<'static, str>,
    detail: String,
    is_set_aside: bool,
}

/// What is said of bytes in another encoding.
const NOT_UTF_8: &str =
    "bytes that are not UTF-8 are read as U+FFFD; save the file as UTF-8 to keep these letters";

/// How many diagnostics of one sort are shown.
const SHOWN: u64 = 5;

impl<'f> Seen<'f> {
    fn new(file: &'f str) -> Self {
        let (set_aside, noticed) = (BTreeMap::new(), BTreeMap::new());
        Self { file, set_aside, noticed, told: Vec::new() }
    }

    /// A row that is not handed on. `sort` is the same for all rows with this trouble.
    fn set_aside(&mut self, line: u64, sort: &'static str, detail: &str) {
        self.tell(line, sort.into(), detail, true);
    }

    /// Something odd in a row that is handed on all the same.
    fn notice(&mut self, line: u64, sort: &'static str, detail: &str) {
        self.tell(line, sort.into(), detail, false);
    }

    fn tell(&mut self, line: u64, sort: Cow<'static, str>, detail: &str, is_set_aside: bool) {
        let counts = if is_set_aside { &mut self.set_aside } else { &mut self.noticed };
        let count = counts.entry(sort.clone()).or_default();
        *count += 1;
        if *count <= SHOWN {
            self.told.push(Told { line, sort, detail: detail.to_owned(), is_set_aside });
        }
    }

    /// Adds what was seen in later rows of the same file.
    fn add(&mut self, later: Self) {
        for told in later.told {
            let counts = if told.is_set_aside { &self.set_aside } else { &self.noticed };
            let before = counts.get(&told.sort).copied().unwrap_or(0);
            let own = self.told.iter().filter(|own| own.sort == told.sort).count() as u64;
            if before < SHOWN && own < SHOWN {
                self.told.push(told);
            }
        }
        for (sort, count) in later.set_aside {
            *self.set_aside.entry(sort).or_default() += count;
        }
        for (sort, count) in later.noticed {
            *self.noticed.entry(sort).or_default() += count;
        }
    }

    fn finish(self) -> (BTreeMap<String, u64>, Vec<Diagnostic>) {
        let mut diagnostics: Vec<Diagnostic> = self
            .told
            .into_iter()
            .map(|told| {
                let reason = if told.detail.is_empty() {
                    told.sort.into_owned()
                } else {
                    format!("{}: {}", told.sort, told.detail)
                };
                let write = if told.is_set_aside { set_aside } else { noticed };
                write(self.file, told.line, reason)
            })
            .collect();
        for (sort, count) in self.set_aside.iter().chain(&self.noticed) {
            if let Some(more) = count.checked_sub(SHOWN)
                && more > 0
            {
                let mut rest = noticed(self.file, 0, format!("{more} more rows: {sort}"));
                rest.line = None;
                diagnostics.push(rest);
            }
        }
        let set_aside = self.set_aside.into_iter();
        (set_aside.map(|(sort, count)| (sort.into_owned(), count)).collect(), diagnostics)
    }
}
