//! A post, and the layouts it comes in.

use std::borrow::Cow;

use super::{letters, moment::Moment, platforms::is_start_page, seen::Seen};
use crate::{identifier::Identifier, missing, spelling};

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
    /// identifiers whose digits are gone, letters that were lost. What two posts share must be something,
    /// and an account has one spelling.
    ///
    /// The error says why the post is of no use, and shows it.
    pub(super) fn mend(&mut self, seen: &mut Seen<'_>) -> Result<(), (&'static str, String)> {
        self.spell(seen);
        self.take_out_words(seen);
        self.take_out_lost_letters(seen);
        let line = self.line;
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
            self.account = Cow::Owned(spelling::account(&self.account_name).into_owned());
            seen.notice(
                line,
                "the name of the account stands for its id, whose digits are gone",
                "",
            );
        } else if account_lost {
            let why = "the id of the account has lost its last digits, and there is no name";
            return Err((why, String::new()));
        }
        if self.account.is_empty() {
            return Err(("no account", String::new()));
        }
        if missing::is_nobody(&self.account) {
            return Err(("no account: a word for nobody", self.account.to_string()));
        }
        Ok(())
    }

    /// One spelling for accounts and ids, whatever a program put around them.
    fn spell(&mut self, seen: &mut Seen<'_>) {
        let folded = |field: &mut Cow<'_, str>, fold: fn(&str) -> Cow<'_, str>| {
            let one = fold(field);
            let other = (one != **field).then(|| one.into_owned());
            if let Some(other) = other {
                *field = Cow::Owned(other);
            }
        };
        folded(&mut self.account, spelling::account);
        for field in [&mut self.id, &mut self.repost_of, &mut self.reply_to, &mut self.object] {
            folded(field, spelling::id);
        }
        if let Some(digits) = spelling::ungrouped(&self.account) {
            seen.notice(self.line, GROUPED, &self.account);
            self.account = Cow::Owned(digits);
        }
    }

    fn take_out_words(&mut self, seen: &mut Seen<'_>) {
        let line = self.line;
        let named = [&mut self.repost_of, &mut self.reply_to];
        for field in named.into_iter().filter(|field| missing::is_no_id(field)) {
            *field = Cow::Borrowed("");
        }
        let is_missing = missing::is_missing as fn(&str) -> bool;
        for (field, is_none) in [
            (&mut self.id, is_missing),
            (&mut self.account_name, is_missing),
            (&mut self.object, missing::is_no_object),
            (&mut self.links_as_written, is_missing),
        ] {
            if !field.is_empty() && is_none(field) {
                seen.notice(line, MISSING, field);
                *field = Cow::Borrowed("");
            }
        }
        if !self.text.is_empty()
            && missing::is_missing(&self.text)
            && !letters::are_lost(&self.text)
        {
            seen.notice(line, MISSING, &self.text);
            self.text = Cow::Borrowed("");
        }
        if is_start_page(&self.object) {
            seen.notice(line, START_PAGE, &self.object);
            self.object = Cow::Borrowed("");
        }
        for (list, is_none) in [
            (&mut self.links, is_missing),
            (&mut self.mentions, missing::is_nobody),
            (&mut self.media, missing::is_no_object),
        ] {
            list.retain(|one| {
                let is_none = is_none(one);
                if is_none {
                    seen.notice(line, MISSING, one);
                }
                !is_none
            });
        }
        self.links.retain(|one| {
            let is_start = is_start_page(one);
            if is_start {
                seen.notice(line, START_PAGE, one);
            }
            !is_start
        });
    }

    /// Letters that were lost match nothing; those that were read in a wrong encoding are read again.
    fn take_out_lost_letters(&mut self, seen: &mut Seen<'_>) {
        let line = self.line;
        for field in [&mut self.text, &mut self.object] {
            match letters::mended(field) {
                Some(Ok(mended)) => {
                    let mended = mended.into_owned();
                    seen.notice(line, READ_AGAIN, &mended);
                    *field = Cow::Owned(mended);
                }
                Some(Err(())) => seen.notice(line, READ_WRONGLY, field),
                None => {}
            }
            if letters::are_lost(field) {
                seen.notice(line, LOST_LETTERS, field);
                *field = Cow::Borrowed("");
            }
        }
        for list in [&mut self.links, &mut self.hashtags, &mut self.media] {
            list.retain(|one| {
                let is_lost = one.contains(char::REPLACEMENT_CHARACTER)
                    || !one.contains("://") && letters::are_lost(one);
                if is_lost {
                    seen.notice(line, LOST_LETTERS, one);
                }
                !is_lost
            });
        }
        self.hashtags.retain(|tag| tag.chars().any(char::is_alphanumeric));
    }
}

/// What is said of a word for nothing.
const MISSING: &str = "a word for *missing* is read as nothing";

/// What is said of a link that leads to no page of its own.
const START_PAGE: &str =
    "a link to nothing, or to the start page of a platform, is not counted as shared";

/// What is said of an id between whose thousands signs stand.
const GROUPED: &str = "an id with signs between its thousands is read without them; a spreadsheet may have \
     changed it. Export it again with ids as text";

/// What is said of letters that are gone.
const LOST_LETTERS: &str = "letters are lost, ? or U+FFFD stand for them: such a text is compared with no \
     other. Save the file as UTF-8 from where its letters are whole";

/// What is said of a text that was read in a wrong encoding, and is whole.
const READ_AGAIN: &str = "letters of UTF-8 had been read in another encoding before the file was written; they are read again";

/// What is said of a text that was read in a wrong encoding, and cannot be had back.
const READ_WRONGLY: &str = "letters look like UTF-8 that was read in another encoding, such as \u{c3}\u{a9} for \
     \u{e9}, and some are gone: the text matches none that is whole. Export it again as UTF-8";

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
