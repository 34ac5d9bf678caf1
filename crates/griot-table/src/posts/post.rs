//! A post, and the layouts it comes in.

use std::borrow::Cow;

use super::moment::Moment;

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
