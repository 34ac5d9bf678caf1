//! JSON exports: X API v2 and v1.1, Telegram Desktop, Telethon, the `TikTok` Research API.
//!
//! A file is one value, or several, in lines or not. Lists of posts may lie inside: `data` of a page of
//! X, `messages` of a chat, `chats.list` of a Telegram account, `data.videos` of `TikTok`. Items are
//! handed on while the file is read; a broken one is set aside by itself.

use std::{borrow::Cow, cell::RefCell, collections::BTreeSet, io::BufRead as _, rc::Rc};

use serde_json::{Map, Value};

use super::{
    Moment,
    json_scanner::{Broken, Found, Scanner},
    links::links,
    post::Post,
    seen::{NOT_UTF_8, Seen},
    unpack::{Lossy, Plain},
};
use crate::missing;

/// Reads every item and hands on those that are posts. What is returned are the fields that told their
/// accounts apart.
pub(super) fn read(
    plain: Plain<'_>,
    seen: &mut Seen<'_>,
    take: &mut dyn FnMut(Post<'_>),
) -> String {
    if let Some(note) = &plain.note {
        seen.notice(1, "the encoding", note);
    }
    let odd = Rc::new(RefCell::new(Vec::new()));
    let lossy = Lossy::new(plain.bytes, Rc::clone(&odd));
    let mut bytes = std::io::BufReader::with_capacity(1 << 18, lossy);
    let mut items = Items { seen, take, place: 0, chat: Map::new(), accounts: BTreeSet::new() };
    let mut scanner = Scanner::default();
    loop {
        let more = match bytes.fill_buf() {
            Ok(more) => more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let sort =
                    "the file cannot be read further; fetch it again and compare its size";
                items.seen.set_aside(scanner.line(), sort, &error.to_string());
                break;
            }
        };
        if more.is_empty() {
            break;
        }
        let length = more.len();
        scanner.read(more, &mut |found| items.take(&found));
        bytes.consume(length);
    }
    scanner.finish(&mut |found| items.take(&found));
    for line in odd.take() {
        items.seen.notice(line, NOT_UTF_8, "");
    }
    items.accounts.into_iter().collect::<Vec<_>>().join(", ")
}

struct Items<'i, 'f, 't> {
    seen: &'i mut Seen<'f>,
    take: &'i mut (dyn FnMut(Post<'_>) + 't),
    place: u64,
    /// Name, type and id of the chat around the messages.
    chat: Map<String, Value>,
    /// Fields that named the account of some post.
    accounts: BTreeSet<&'static str>,
}

impl Items<'_, '_, '_> {
    fn take(&mut self, found: &Found<'_>) {
        match *found {
            Found::Item { json, line, on_its_own_line, no_json } => {
                self.place = if on_its_own_line { line - 1 } else { self.place };
                match serde_json::from_slice::<Map<String, Value>>(json) {
                    Ok(item) => {
                        if let Some(word) = no_json {
                            let sort = "a word that JSON does not have is read as null";
                            self.seen.notice(line, sort, word);
                        }
                        self.item(&item);
                    }
                    Err(error) => self.seen.set_aside(line, "not JSON", &said(&error)),
                }
            }
            Found::Around { json } => {
                self.chat = serde_json::from_slice(json).unwrap_or_default();
            }
            Found::Outside { json, line } => {
                let outside = serde_json::from_slice(json).unwrap_or_default();
                if let Some(said) = error_of_an_api(&outside) {
                    self.seen.set_aside(line, AN_ERROR, &said);
                }
            }
            Found::Broken { line, why: Broken::Cut } => {
                let sort = "the file ends in the middle of a record; what came before it is read. Fetch it \
                            again and compare its size";
                self.seen.set_aside(line, sort, "");
            }
            Found::Broken { line, why: Broken::Form(what) } => {
                self.seen.set_aside(line, "not JSON", what);
            }
        }
    }

    fn item(&mut self, item: &Map<String, Value>) {
        self.place += 1;
        let place = self.place;
        if item.is_empty() {
            return;
        }
        let (account, read) = if item.contains_key("author_id") {
            ("author_id", x_v2(item))
        } else if item.contains_key("id_str") && item.contains_key("user") {
            ("user.id_str", x_v1(item))
        } else if item.contains_key("date_unixtime") || is_old_telegram(item) {
            if item.get("type").is_some_and(|kind| kind != "message") {
                self.seen.notice(place, "service messages of a chat are no posts", "");
                return;
            }
            if ["photo", "file"].iter().any(|key| item.contains_key(*key)) {
                self.seen.notice(place, PICTURES_BESIDE, "");
            }
            let Some((field, account)) = account_of_telegram(item, &self.chat) else {
                self.seen.set_aside(place, NOBODY_IN_A_CHAT, "");
                return;
            };
            (field, telegram_desktop(item, &self.chat, account))
        } else if item.get("_").is_some_and(|kind| kind == "MessageService") {
            self.seen.notice(place, "service messages of a chat are no posts", "");
            return;
        } else if is_tiktok(item) {
            if text(item.get("username")).is_empty() {
                let sort =
                    "no account: the answer has no username; ask the service for that field";
                self.seen.set_aside(place, sort, "");
                return;
            }
            ("username", tiktok(item))
        } else if is_x_without_author(item) {
            let sort =
                "no account: the answer has no author_id; ask the service for that field";
            self.seen.set_aside(place, sort, "");
            return;
        } else if item.contains_key("message") && item.contains_key("date") {
            let is_named = item.get("from_id").is_some_and(|from| !from.is_null());
            (if is_named { "from_id" } else { "the chat" }, telethon(item))
        } else if item.get("tweet").is_some_and(Value::is_object) {
            self.seen.set_aside(place, AN_ARCHIVE_OF_X, "");
            return;
        } else {
            if let Some(said) = error_of_an_api(item) {
                self.seen.set_aside(place, AN_ERROR, &said);
            } else {
                let keys = item.keys().take(5).cloned().collect::<Vec<_>>().join(", ");
                self.seen.set_aside(place, "no kind of post that griot knows", &keys);
            }
            return;
        };
        match read {
            Ok(post) => {
                let mut post = Post { line: place, ..post };
                if let Err(why) = post.mend(self.seen) {
                    self.seen.set_aside(place, why, "");
                    return;
                }
                if post.time.is_some_and(|time| !time.zone_is_known) {
                    self.seen.notice(place, "a time without a zone is taken as UTC", "");
                }
                self.accounts.insert(account);
                (self.take)(post);
            }
            Err(reason) => self.seen.set_aside(place, "no time that can be read", &reason),
        }
    }
}

/// What is said of messages of Telegram Desktop whose pictures and files lie in folders beside the export.
const PICTURES_BESIDE: &str =
    "a picture or a file beside a chat of Telegram Desktop is not read";

/// What is said of a message of a group that names nobody: all of them would be one account.
const NOBODY_IN_A_CHAT: &str =
    "no account: the message has neither from_id nor from, and its chat is no channel";

/// What is said of `window.YTD…`: the archive that X gives a user of the user's own posts.
const AN_ARCHIVE_OF_X: &str = "a post of X's own archive (window.YTD), which holds one account and does not name it; \
                               accounts that act alike need the posts of several, such as of X's API";

/// What is said of an answer in place of posts.
const AN_ERROR: &str = "the answer of a service is an error and no posts";

/// What serde says of a text, without the line and column of the record alone.
fn said(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ").map_or(said.clone(), |(what, _)| what.to_owned())
}

/// What a service says in place of posts: X, `TikTok`, Meta, and what they have in common.
fn error_of_an_api(item: &Map<String, Value>) -> Option<String> {
    let first = item.get("errors").and_then(|errors| errors.get(0).or(Some(errors)));
    let error = item.get("error").or(first);
    let inside = error.and_then(Value::as_object);
    let place = inside.unwrap_or(item);
    let words = ["message", "detail", "error_description", "title", "reason"];
    // Telegram's: {"ok": false, "error_code": 401, "description": "Unauthorized"}.
    let described = item.get("description").filter(|_| item.contains_key("error_code"));
    let said = words.iter().find_map(|key| place.get(*key)).or(error).or(described)?;
    let has_status = ["error", "errors", "status", "code", "error_code"]
        .iter()
        .any(|key| item.contains_key(*key));
    let said = text(Some(said));
    let code = inside.map(|inside| text(inside.get("code"))).unwrap_or_default();
    (has_status && !said.is_empty() && said != "ok" && code != "ok").then(|| said.into_owned())
}

type Read<'v> = Result<Post<'v>, String>;

fn x_v2(item: &Map<String, Value>) -> Read<'_> {
    let referenced = |kind: &str| {
        let all = list(item.get("referenced_tweets"));
        let found = all.iter().find(|tweet| text(tweet.get("type")) == kind);
        found.map_or(Cow::Borrowed(""), |tweet| text(tweet.get("id")))
    };
    // A post longer than 280 letters has its whole text and links in a note.
    let note = item.get("note_tweet");
    let whole = |key| note.and_then(|note| note.get(key)).or_else(|| item.get(key));
    let entities = whole("entities");
    let media = list(item.get("attachments").and_then(|attached| attached.get("media_keys")));
    Ok(Post {
        id: text(item.get("id")),
        account: text(item.get("author_id")),
        account_name: text(item.get("author").and_then(|author| author.get("username"))),
        platform: Cow::Borrowed("x"),
        time: Some(time(item.get("created_at"))?),
        text: text(whole("text")),
        language: text(item.get("lang")),
        links: expanded(entities),
        hashtags: each(entities, "hashtags", "tag"),
        mentions: each(entities, "mentions", "username"),
        media: media.iter().map(|key| text(Some(key))).collect(),
        reply_to: referenced("replied_to"),
        repost_of: referenced("retweeted"),
        engagement: sum(
            item.get("public_metrics"),
            &["retweet_count", "like_count", "reply_count", "quote_count"],
        ),
        ..Post::default()
    })
}

fn x_v1(item: &Map<String, Value>) -> Read<'_> {
    // What the stream sent cut off has its whole text, links and tags in an object of its own.
    let whole = item.get("extended_tweet").and_then(Value::as_object).unwrap_or(item);
    let entities = whole.get("entities");
    let user = item.get("user");
    let words = if whole.contains_key("full_text") { "full_text" } else { "text" };
    // Ids since November 2010 carry their time; a sample without `created_at` still has one.
    let time = match item.get("created_at") {
        Some(written) => time(Some(written))?,
        None => of_snowflake(&text(item.get("id_str")))
            .ok_or("neither created_at nor an id with a time")?,
    };
    Ok(Post {
        id: text(item.get("id_str")),
        account: text(user.and_then(|user| user.get("id_str"))),
        account_name: text(user.and_then(|user| user.get("screen_name"))),
        platform: Cow::Borrowed("x"),
        time: Some(time),
        text: text(whole.get(words)),
        language: text(item.get("lang")),
        links: each(entities, "urls", "expanded_url"),
        hashtags: each(entities, "hashtags", "text"),
        mentions: each(entities, "user_mentions", "screen_name"),
        media: each(entities, "media", "id_str"),
        reply_to: text(item.get("in_reply_to_status_id_str")),
        repost_of: text(item.get("retweeted_status").and_then(|tweet| tweet.get("id_str"))),
        engagement: sum(
            Some(&Value::Object(item.clone())),
            &["retweet_count", "favorite_count"],
        ),
        ..Post::default()
    })
}

/// Who asks the `TikTok` Research API chooses the fields; these are its own names.
fn is_tiktok(item: &Map<String, Value>) -> bool {
    let own = [
        "video_description",
        "region_code",
        "hashtag_names",
        "effect_ids",
        "music_id",
        "voice_to_text",
    ];
    item.contains_key("create_time") && own.iter().any(|key| item.contains_key(*key))
}

/// Who asks X gets `id` and `text` alone; every other field is asked for.
fn is_x_without_author(item: &Map<String, Value>) -> bool {
    let own = ["edit_history_tweet_ids", "public_metrics", "created_at", "conversation_id"];
    ["id", "text"].iter().all(|key| item.contains_key(*key))
        && own.iter().any(|key| item.contains_key(*key))
}

/// Telegram Desktop before 3.7.6 wrote no `date_unixtime`.
fn is_old_telegram(item: &Map<String, Value>) -> bool {
    let kind = item.get("type");
    let is_message = kind.is_some_and(|kind| kind == "message" || kind == "service");
    is_message && item.contains_key("date") && item.contains_key("text")
}

/// Who wrote a message of Telegram Desktop, and the field that says so. Older exports of groups have names
/// alone; a channel speaks in its own name. A deleted account of a group has neither name nor, before 2021, id.
fn account_of_telegram<'v>(
    item: &'v Map<String, Value>,
    chat: &Map<String, Value>,
) -> Option<(&'static str, Cow<'v, str>)> {
    let (from_id, from) = (text(item.get("from_id")), text(item.get("from")));
    if !from_id.is_empty() {
        return Some(("from_id", from_id));
    }
    let name = text(chat.get("name"));
    if !from.is_empty() && from != name {
        return Some(("from", from));
    }
    let is_channel = text(chat.get("type")).ends_with("channel");
    (is_channel || !from.is_empty())
        .then(|| ("the chat", Cow::Owned(format!("chat{}", text(chat.get("id"))))))
}

/// Telegram Desktop. `date` is local time of an unknown zone; `date_unixtime`, where it is there, says when
/// it was.
fn telegram_desktop<'v>(
    item: &'v Map<String, Value>,
    chat: &Map<String, Value>,
    account: Cow<'v, str>,
) -> Read<'v> {
    let words = match item.get("text") {
        Some(Value::Array(parts)) => Cow::Owned(
            parts.iter().map(|part| text(part.get("text").or(Some(part)))).collect::<String>(),
        ),
        whole => text(whole),
    };
    // Before 2021 the entities stood in the text alone.
    let entities = item.get("text_entities").or(item.get("text"));
    let entities = list(entities);
    let of_kind = |kinds: &[&str]| -> Vec<Cow<'v, str>> {
        let kept = entities.iter().filter(|entity| kinds.contains(&&*text(entity.get("type"))));
        kept.map(|entity| text(entity.get("href").or(entity.get("text")))).collect()
    };
    let chat_id = text(chat.get("id")).into_owned();
    Ok(Post {
        id: Cow::Owned(format!("{chat_id}/{}", text(item.get("id")))),
        account,
        account_name: text(item.get("from")),
        platform: Cow::Borrowed("telegram"),
        time: Some(time(item.get("date_unixtime").or(item.get("date")))?),
        links: of_kind(&["link", "text_link"]),
        hashtags: of_kind(&["hashtag"])
            .into_iter()
            .map(|tag| Cow::Owned(tag.trim_start_matches('#').to_owned()))
            .collect(),
        mentions: of_kind(&["mention"]),
        text: words,
        // The id of a forwarded message is not in the export: name and text are all there is.
        repost_of: Cow::Borrowed(""),
        reply_to: item.get("reply_to_message_id").map_or(Cow::Borrowed(""), |id| {
            Cow::Owned(format!("{chat_id}/{}", text(Some(id))))
        }),
        ..Post::default()
    })
}

/// Telethon's messages, as 4CAT and others keep them.
fn telethon(item: &Map<String, Value>) -> Read<'_> {
    let id_in = |peer: Option<&Value>| -> String {
        let Some(Value::Object(peer)) = peer else { return text(peer).into_owned() };
        let keys = ["channel_id", "user_id", "chat_id"];
        keys.iter()
            .find_map(|key| peer.get(*key))
            .map_or(String::new(), |id| text(Some(id)).into_owned())
    };
    // Before Telethon 1.14 the peer had another name.
    let chat = id_in(item.get("peer_id").or(item.get("to_id")));
    let from = id_in(item.get("from_id"));
    let forwarded = item.get("fwd_from").filter(|value| value.is_object());
    let repost_of = forwarded.map_or(String::new(), |forward| {
        let channel = forward
            .get("channel_id")
            .map_or_else(|| id_in(forward.get("from_id")), |id| text(Some(id)).into_owned());
        let post = text(forward.get("channel_post"));
        if channel.is_empty() || post.is_empty() {
            String::new()
        } else {
            format!("{channel}/{post}")
        }
    });
    let reply = item.get("reply_to").and_then(|reply| reply.get("reply_to_msg_id"));
    let message = text(item.get("message"));
    // A link may stand behind words, and only there; those in the text are read beside it.
    let hidden = list(item.get("entities")).iter().map(|entity| text(entity.get("url")));
    let hidden: Vec<_> = hidden.filter(|link| !link.is_empty()).collect();
    let links = if hidden.is_empty() {
        Vec::new()
    } else {
        links(&message).map(|link| Cow::Owned(link.to_owned())).chain(hidden).collect()
    };
    let media = item.get("media").filter(|value| value.is_object());
    let file = media.and_then(|media| media.get("photo").or_else(|| media.get("document")));
    let file = text(file.and_then(|file| file.get("id")));
    Ok(Post {
        id: Cow::Owned(format!("{chat}/{}", text(item.get("id")))),
        account: Cow::Owned(if from.is_empty() { chat.clone() } else { from }),
        platform: Cow::Borrowed("telegram"),
        time: Some(time(item.get("date"))?),
        links,
        media: if file.is_empty() { Vec::new() } else { vec![file] },
        text: message,
        repost_of: Cow::Owned(repost_of),
        reply_to: reply
            .map_or(Cow::Borrowed(""), |id| Cow::Owned(format!("{chat}/{}", text(Some(id))))),
        engagement: sum(Some(&Value::Object(item.clone())), &["forwards"]),
        ..Post::default()
    })
}

fn tiktok(item: &Map<String, Value>) -> Read<'_> {
    let texts = |key: &str| {
        list(item.get(key)).iter().map(|value| text(Some(value))).collect::<Vec<_>>()
    };
    let mut media = texts("effect_ids")
        .iter()
        .filter(|id| !missing::is_no_id(id))
        .map(|id| Cow::Owned(format!("effect:{id}")))
        .collect::<Vec<_>>();
    let music = text(item.get("music_id"));
    if !missing::is_no_id(&music) {
        media.push(Cow::Owned(format!("music:{music}")));
    }
    Ok(Post {
        id: text(item.get("id")),
        account: text(item.get("username")),
        account_name: text(item.get("username")),
        platform: Cow::Borrowed("tiktok"),
        time: Some(time(item.get("create_time"))?),
        text: text(item.get("video_description")),
        hashtags: texts("hashtag_names"),
        media,
        engagement: sum(
            Some(&Value::Object(item.clone())),
            &["like_count", "share_count", "comment_count"],
        ),
        ..Post::default()
    })
}

/// A text or a number as text; nothing for everything else.
fn text(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        Some(Value::String(text)) => Cow::Borrowed(text),
        Some(Value::Number(number)) => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(""),
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn each<'v>(entities: Option<&'v Value>, kind: &str, field: &str) -> Vec<Cow<'v, str>> {
    let all = list(entities.and_then(|entities| entities.get(kind)));
    let texts = all.iter().map(|entity| text(entity.get(field)));
    texts.filter(|text| !text.is_empty()).collect()
}

/// Links of X API v2 as far as it followed them.
fn expanded(entities: Option<&Value>) -> Vec<Cow<'_, str>> {
    let all = list(entities.and_then(|entities| entities.get("urls"))).iter();
    let keys = ["unwound_url", "expanded_url", "url"];
    all.map(|url| text(keys.iter().find_map(|key| url.get(*key))))
        .filter(|link| !link.is_empty())
        .collect()
}

fn sum(value: Option<&Value>, fields: &[&str]) -> Option<u64> {
    let counts = fields.iter().filter_map(|field| value?.get(*field)?.as_u64());
    counts.reduce(u64::saturating_add)
}

fn time(value: Option<&Value>) -> Result<Moment, String> {
    Moment::parse(&text(value)).map_err(|error| error.to_string())
}

/// When an id of X was given out: milliseconds since 2010-11-04 01:42:54.657 UTC in all but the last 22 bits.
fn of_snowflake(id: &str) -> Option<Moment> {
    let id: i64 = id.parse().ok()?;
    (id > 1 << 40).then(|| Moment {
        micros: ((id >> 22) + 1_288_834_974_657) * 1000,
        zone_is_known: true,
    })
}
