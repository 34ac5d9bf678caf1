//! A post, and the layouts it comes in.

use std::borrow::Cow;

use super::{moment::Moment, seen::Seen};
use crate::{identifier::Identifier, missing};

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

impl Post<'_> {
    /// Takes out what is there and says nothing, or nothing that can be trusted: words for *missing*,
    /// and identifiers whose digits are gone. What two posts share must be something.
    ///
    /// The error says why the post is of no use.
    pub(super) fn mend(&mut self, seen: &mut Seen<'_>) -> Result<(), &'static str> {
        let line = self.line;
        let named = [&mut self.repost_of, &mut self.reply_to];
        for field in named.into_iter().filter(|field| missing::is_no_id(field)) {
            *field = Cow::Borrowed("");
        }
        let words = [
            &mut self.id,
            &mut self.account,
            &mut self.account_name,
            &mut self.object,
            &mut self.text,
            &mut self.links_as_written,
        ];
        for field in words {
            if !field.is_empty() && missing::is_missing(field) {
                seen.notice(line, MISSING, field);
                *field = Cow::Borrowed("");
            }
        }
        let lists = [&mut self.links, &mut self.mentions, &mut self.media];
        for list in lists {
            list.retain(|one| !missing::is_missing(one));
        }
        let mut has_lost = |field: &mut Cow<'_, str>| {
            let whole = match Identifier::of(field) {
                Identifier::Whole(Cow::Borrowed(_)) => return false,
                Identifier::Whole(Cow::Owned(whole)) => whole,
                Identifier::LostDigits => {
                    seen.notice(line, LOST_DIGITS, field);
                    String::new()
                }
            };
            let is_lost = whole.is_empty();
            *field = Cow::Owned(whole);
            is_lost
        };
        let account_lost = has_lost(&mut self.account);
        for field in [&mut self.id, &mut self.object, &mut self.repost_of, &mut self.reply_to] {
            has_lost(field);
        }
        if account_lost && !has_lost(&mut self.account_name) && !self.account_name.is_empty() {
            self.account.clone_from(&self.account_name);
            seen.notice(
                line,
                "the name of the account stands for its id, whose digits are gone",
                "",
            );
        } else if account_lost {
            return Err("the id of the account has lost its last digits, and there is no name");
        }
        if self.account.is_empty() {
            return Err("no account");
        }
        for list in [&mut self.links, &mut self.hashtags, &mut self.media] {
            list.retain(|one| !one.contains(char::REPLACEMENT_CHARACTER));
        }
        if self.object.contains(char::REPLACEMENT_CHARACTER) {
            self.object = Cow::Borrowed("");
        }
        Ok(())
    }
}

/// What is said of a word for nothing.
const MISSING: &str = "a word for *missing* is read as nothing";

/// What is said of an identifier that went through a number.
const LOST_DIGITS: &str = "an identifier has lost its last digits, as spreadsheets and data frames do with long \
     numbers; it names nobody and is left out. Export it again with ids as text";

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
