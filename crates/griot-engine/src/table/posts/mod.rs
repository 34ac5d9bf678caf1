//! Exports of posts, from many tools, as one table.
//!
//! A file is read as a stream, compressed or not, and each post is handed on as soon as it is read,
//! so that an export of any size fits into memory. What cannot be read is set aside with its line;
//! of one sort of trouble the first few are shown and the rest counted.

mod columns;
mod csv_rows;
mod json_items;
mod mapping;
mod moment;
mod unpack;

use std::{borrow::Cow, collections::BTreeMap, io::Read};

use griot_model::Diagnostic;

pub use self::{
    mapping::{Mapping, MappingError},
    moment::{Moment, NotAMoment},
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
        csv_rows::read(plain, mapping, &mut seen, &mut counted)?
    };
    let (set_aside, diagnostics) = seen.finish();
    Ok(Import { format, posts, set_aside, diagnostics })
}

/// Trouble so far. Of each sort the first few are kept and the others counted.
struct Seen<'f> {
    file: &'f str,
    set_aside: BTreeMap<String, u64>,
    noticed: BTreeMap<String, u64>,
    diagnostics: Vec<Diagnostic>,
}

/// How many diagnostics of one sort are shown.
const SHOWN: u64 = 5;

impl<'f> Seen<'f> {
    fn new(file: &'f str) -> Self {
        Self {
            file,
            set_aside: BTreeMap::new(),
            noticed: BTreeMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// A row that is not handed on. `sort` is the same for all rows with this trouble.
    fn set_aside(&mut self, line: u64, sort: &str, detail: &str) {
        let count = self.set_aside.entry(sort.to_owned()).or_default();
        *count += 1;
        if *count <= SHOWN {
            let reason =
                if detail.is_empty() { sort.to_owned() } else { format!("{sort}: {detail}") };
            self.diagnostics.push(set_aside(self.file, line, reason));
        }
    }

    /// Something odd in a row that is handed on all the same.
    fn notice(&mut self, line: u64, sort: &str, detail: &str) {
        let count = self.noticed.entry(sort.to_owned()).or_default();
        *count += 1;
        if *count <= SHOWN {
            let what =
                if detail.is_empty() { sort.to_owned() } else { format!("{sort}: {detail}") };
            self.diagnostics.push(noticed(self.file, line, what));
        }
    }

    fn finish(mut self) -> (BTreeMap<String, u64>, Vec<Diagnostic>) {
        for (sort, count) in self.set_aside.iter().chain(&self.noticed) {
            if let Some(more) = count.checked_sub(SHOWN)
                && more > 0
            {
                let mut rest = noticed(self.file, 0, format!("{more} more rows: {sort}"));
                rest.line = None;
                self.diagnostics.push(rest);
            }
        }
        (self.set_aside, self.diagnostics)
    }
}
