//! JSON exports: X API v2 and v1.1, Telegram Desktop, Telethon, the `TikTok` Research API.
//!
//! A file is one value, or one value per line. Lists of posts may lie inside: `data` of a page of X,
//! `messages` of a chat, `chats.list` of a Telegram account, `data.videos` of `TikTok`. Items are handed
//! on while the file is read, so a truncated one gives all that came before.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    fmt,
    io::{BufRead, ErrorKind},
    rc::Rc,
};

use griot_model::bounds::{self, TooLarge};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{
    Moment, TableError,
    links::links,
    post::Post,
    seen::{NOT_UTF_8, Seen},
    unpack::{Lossy, Plain},
};

/// Reads every item and hands on those that are posts.
pub(super) fn read(
    plain: Plain<'_>,
    seen: &mut Seen<'_>,
    take: &mut dyn FnMut(Post<'_>),
) -> Result<(), TableError> {
    let odd = Rc::new(RefCell::new(Vec::new()));
    let lossy = Lossy::new(plain.bytes, Rc::clone(&odd));
    let mut bytes: Box<dyn BufRead + '_> =
        Box::new(std::io::BufReader::with_capacity(1 << 18, lossy));
    let mut first = Vec::new();
    let cut = |error: &dyn fmt::Display| TableError::Compression {
        file: seen.file.to_owned(),
        reason: error.to_string(),
    };
    std::io::Read::take(&mut bytes, LONGEST_LINE)
        .read_until(b'\n', &mut first)
        .map_err(|error| cut(&error))?;
    let budget = Rc::new(Budget::default());
    let mut items = Items { seen, take, place: 0, chat: Map::new(), budget };
    // A first line that is broken must not hide the good ones after it.
    let line = first.trim_ascii();
    let is_whole = line.starts_with(b"{") && line.ends_with(b"}") && first.ends_with(b"\n");
    if is_whole || serde_json::from_slice::<IgnoredAny>(&first).is_ok() {
        items.lines(first, bytes);
    } else {
        let whole = std::io::Read::chain(std::io::Cursor::new(first), bytes);
        let budget = Rc::clone(&items.budget);
        let whole = std::io::BufReader::with_capacity(1 << 18, Budgeted { whole, budget });
        let mut deserializer = serde_json::Deserializer::from_reader(whole);
        let read = Nested { items: &mut items, is_list: true }.deserialize(&mut deserializer);
        if let Err(error) = read.and_then(|()| deserializer.end()) {
            items.broken(
                error.line(),
                &error,
                "not JSON; nothing after this place can be read",
            );
        }
    }
    for line in odd.take() {
        items.seen.notice(line, NOT_UTF_8, "");
    }
    Ok(())
}

/// A line longer than this is read as one value, not as the first of many.
const LONGEST_LINE: u64 = 4 * bounds::POST;

/// Bytes of the value that is being read into memory. A few bytes of JSON may take twenty times as many.
#[derive(Default)]
struct Budget {
    used: Cell<u64>,
    /// Whether what is read is thrown away.
    is_idle: Cell<bool>,
}

struct Budgeted<R> {
    whole: R,
    budget: Rc<Budget>,
}

impl<R: std::io::Read> std::io::Read for Budgeted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.whole.read(into)?;
        let used = &self.budget.used;
        used.set(used.get() + read as u64);
        if used.get() > bounds::POST && !self.budget.is_idle.get() {
            let large =
                TooLarge::bytes("one value", bounds::POST, "give each post a value of its own");
            return Err(std::io::Error::new(ErrorKind::FileTooLarge, large.to_string()));
        }
        Ok(read)
    }
}

struct Items<'i, 'f, 't> {
    seen: &'i mut Seen<'f>,
    take: &'i mut (dyn FnMut(Post<'_>) + 't),
    place: u64,
    /// Name, type and id of the chat around the messages.
    chat: Map<String, Value>,
    budget: Rc<Budget>,
}

impl Items<'_, '_, '_> {
    /// One value per line; a line that is not JSON is set aside and the next one read.
    fn lines(&mut self, first: Vec<u8>, mut bytes: Box<dyn BufRead + '_>) {
        let mut line = first;
        let mut number = 1;
        loop {
            if !line.trim_ascii().is_empty() {
                self.place = number - 1;
                let mut deserializer = serde_json::Deserializer::from_slice(&line);
                let nested = Nested { items: self, is_list: true };
                let read = nested.deserialize(&mut deserializer);
                if let Err(error) = read.and_then(|()| deserializer.end()) {
                    self.broken(usize::try_from(number).unwrap_or(0), &error, "not JSON");
                }
            }
            line.clear();
            number += 1;
            match std::io::Read::take(&mut bytes, LONGEST_LINE).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) if line.len() as u64 >= LONGEST_LINE => {
                    let sort = "a line is longer than 16 MB; nothing after this place is read. Give each post a line of its own";
                    self.seen.set_aside(number, sort, "");
                    break;
                }
                Ok(_) => {}
                Err(error) => {
                    let sort =
                        "the file cannot be read further; fetch it again and compare its size";
                    self.seen.set_aside(number, sort, &error.to_string());
                    break;
                }
            }
        }
    }

    fn broken(&mut self, line: usize, error: &serde_json::Error, not_json: &'static str) {
        let sort = if error.is_eof() {
            "the file ends in the middle of a record; what came before it is read. Fetch it again and \
             compare its size"
        } else {
            not_json
        };
        self.seen.set_aside(line as u64, sort, &error.to_string());
    }

    fn item(&mut self, item: &Map<String, Value>) {
        self.place += 1;
        let place = self.place;
        let read = if item.contains_key("author_id") {
            x_v2(item)
        } else if item.contains_key("id_str") && item.contains_key("user") {
            x_v1(item)
        } else if item.contains_key("date_unixtime") || is_old_telegram(item) {
            if item.get("type").is_some_and(|kind| kind != "message") {
                self.seen.notice(place, "service messages of a chat are no posts", "");
                return;
            }
            telegram_desktop(item, &self.chat)
        } else if item.get("_").is_some_and(|kind| kind == "MessageService") {
            self.seen.notice(place, "service messages of a chat are no posts", "");
            return;
        } else if item.contains_key("create_time") && item.contains_key("video_description") {
            tiktok(item)
        } else if item.contains_key("message") && item.contains_key("date") {
            telethon(item)
        } else {
            let keys = item.keys().take(5).cloned().collect::<Vec<_>>().join(", ");
            self.seen.set_aside(place, "no kind of post that griot knows", &keys);
            return;
        };
        match read {
            Ok(post) if post.account.is_empty() => self.seen.set_aside(place, "no account", ""),
            Ok(post) => {
                if post.time.is_some_and(|time| !time.zone_is_known) {
                    self.seen.notice(place, "a time without a zone is taken as UTC", "");
                }
                (self.take)(Post { line: place, ..post });
            }
            Err(reason) => self.seen.set_aside(place, "no time that can be read", &reason),
        }
    }
}

/// Walks into lists and into the keys that hold lists; everything else is an item or left alone.
struct Nested<'n, 'i, 'f, 't> {
    items: &'n mut Items<'i, 'f, 't>,
    /// Whether this value may be a post or hold posts.
    is_list: bool,
}

const CONTAINERS: [&str; 8] =
    ["data", "statuses", "messages", "videos", "chats", "list", "results", "left_chats"];

impl<'de> DeserializeSeed<'de> for Nested<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("posts, or a list of posts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Nested { items: self.items, is_list: true })?.is_some() {
            self.items.budget.used.set(0);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut item = Map::new();
        let mut held_posts = false;
        self.items.budget.used.set(0);
        while let Some(key) = map.next_key::<String>()? {
            if held_posts && !CONTAINERS.contains(&key.as_str()) {
                // What lies beside a list of posts is none.
                self.items.budget.is_idle.set(true);
                map.next_value::<IgnoredAny>()?;
                self.items.budget.is_idle.set(false);
                self.items.budget.used.set(0);
                continue;
            }
            let is_post = item.contains_key("id") || item.contains_key("id_str");
            let is_chat = item.contains_key("name") && item.contains_key("type");
            if CONTAINERS.contains(&key.as_str()) && (!is_post || is_chat || key == "messages")
            {
                held_posts = true;
                if key == "messages" {
                    self.items.chat.clone_from(&item);
                }
                map.next_value_seed(Nested { items: self.items, is_list: true })?;
            } else {
                item.insert(key, map.next_value()?);
            }
        }
        if self.is_list && !held_posts {
            self.items.item(&item);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
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

/// Telegram Desktop before 3.7.6 wrote no `date_unixtime`.
fn is_old_telegram(item: &Map<String, Value>) -> bool {
    let kind = item.get("type");
    let is_message = kind.is_some_and(|kind| kind == "message" || kind == "service");
    is_message && item.contains_key("date") && item.contains_key("text")
}

/// Telegram Desktop. `date` is local time of an unknown zone; `date_unixtime`, where it is there, says when
/// it was.
fn telegram_desktop<'v>(item: &'v Map<String, Value>, chat: &Map<String, Value>) -> Read<'v> {
    let words = match item.get("text") {
        Some(Value::Array(parts)) => Cow::Owned(
            parts.iter().map(|part| text(part.get("text").or(Some(part)))).collect::<String>(),
        ),
        whole => text(whole),
    };
    let entities = list(item.get("text_entities"));
    let of_kind = |kinds: &[&str]| -> Vec<Cow<'v, str>> {
        let kept = entities.iter().filter(|entity| kinds.contains(&&*text(entity.get("type"))));
        kept.map(|entity| text(entity.get("href").or(entity.get("text")))).collect()
    };
    let chat_id = text(chat.get("id")).into_owned();
    let from = text(item.get("from_id"));
    let account = if from.is_empty() { Cow::Owned(format!("chat{chat_id}")) } else { from };
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
    let chat = id_in(item.get("peer_id"));
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
        .map(|id| Cow::Owned(format!("effect:{id}")))
        .collect::<Vec<_>>();
    let music = text(item.get("music_id"));
    if !music.is_empty() && music != "0" {
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
