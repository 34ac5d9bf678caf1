//! Where the fields of a post stand in the tables of the known tools.

use super::{
    mapping::{Mapping, NamedColumns},
    numbers::Numbers,
    post::Format,
};

/// Places of the fields in one file.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub(super) id: Option<usize>,
    pub(super) account: Option<usize>,
    pub(super) account_name: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) text: Vec<usize>,
    pub(super) language: Option<usize>,
    pub(super) links: Vec<usize>,
    pub(super) hashtags: Option<usize>,
    pub(super) mentions: Option<usize>,
    pub(super) media: Option<usize>,
    pub(super) reply_to: Option<usize>,
    pub(super) repost_of: Option<usize>,
    pub(super) is_repost: Option<usize>,
    pub(super) engagement: Option<usize>,
    pub(super) object: Option<usize>,
    pub(super) platform: String,
    pub(super) separator: Option<String>,
    pub(super) time_format: Option<String>,
    /// Minutes east of UTC of times that do not say a zone.
    pub(super) offset: Option<i32>,
    /// Whether links stand in several columns, and those of all count.
    pub(super) has_links_in_all: bool,
    /// Whether rows whose time is a day alone are set aside, since others have a time of day.
    pub(super) days_are_set_aside: bool,
    /// How its times are read where they are numbers.
    pub(super) numbers: Numbers,
}

impl Columns {
    /// Whether some field stands in this column.
    pub(super) fn uses(&self, place: usize) -> bool {
        let mut copy = self.clone();
        let mut is_used = false;
        copy.each_place(|used| is_used |= *used == place);
        is_used
    }

    /// Moves every place by one, for a table whose rows begin with a cell that the header does not have.
    pub(super) fn shift(&mut self) {
        self.each_place(|place| *place += 1);
    }

    fn each_place(&mut self, each: impl FnMut(&mut usize)) {
        let Self {
            id,
            account,
            account_name,
            time,
            text,
            language,
            links,
            hashtags,
            mentions,
            media,
            reply_to,
            repost_of,
            is_repost,
            engagement,
            object,
            platform: _,
            separator: _,
            time_format: _,
            offset: _,
            has_links_in_all: _,
            days_are_set_aside: _,
            numbers: _,
        } = self;
        let single = [
            id,
            account,
            account_name,
            time,
            language,
            hashtags,
            mentions,
            media,
            reply_to,
            repost_of,
            is_repost,
            engagement,
            object,
        ];
        let several = text.iter_mut().chain(links);
        single.into_iter().flatten().chain(several).for_each(each);
    }
}

/// A layout: the columns that must be there, and where they lead.
struct Layout {
    format: Format,
    platform: &'static str,
    required: &'static [&'static str],
    fields: &'static [(Field, &'static str)],
}

#[derive(Clone, Copy)]
enum Field {
    Id,
    Account,
    AccountName,
    Time,
    Text,
    Language,
    Links,
    Hashtags,
    Mentions,
    Media,
    ReplyTo,
    RepostOf,
    IsRepost,
    Engagement,
    Object,
}

/// Every known layout, the more particular ones first. Of several columns for one field the first
/// that is there counts; links and text are taken from all.
const LAYOUTS: [Layout; 7] = [
    Layout {
        format: Format::Shares,
        platform: "",
        required: &["object_id", "account_id", "content_id", "timestamp_share"],
        fields: &[
            (Field::Object, "object_id"),
            (Field::Account, "account_id"),
            (Field::Id, "content_id"),
            (Field::Time, "timestamp_share"),
        ],
    },
    Layout {
        format: Format::Toolkit,
        platform: "",
        required: &["message_id", "user_id", "message", "timestamp"],
        fields: &[
            (Field::Id, "message_id"),
            (Field::Account, "user_id"),
            (Field::AccountName, "username"),
            (Field::RepostOf, "repost_id"),
            (Field::ReplyTo, "reply_id"),
            (Field::Text, "message"),
            (Field::Time, "timestamp"),
            (Field::Links, "urls"),
        ],
    },
    Layout {
        format: Format::CrowdTangleFacebook,
        platform: "facebook",
        // `Created` before April 2021.
        required: &["Facebook Id", "Post Created|Created"],
        fields: &[
            (Field::Id, "URL"),
            (Field::Account, "Facebook Id"),
            (Field::AccountName, "Page Name"),
            (Field::AccountName, "Group Name"),
            (Field::Time, "Post Created"),
            (Field::Time, "Created"),
            (Field::Text, "Message"),
            (Field::Links, "Final Link"),
            (Field::Links, "Link"),
            (Field::Engagement, "Total Interactions"),
        ],
    },
    Layout {
        format: Format::CrowdTangleInstagram,
        platform: "instagram",
        required: &["Account", "User Name", "Post Created|Created"],
        fields: &[
            (Field::Id, "URL"),
            (Field::Account, "User Name"),
            (Field::AccountName, "Account"),
            (Field::Time, "Post Created"),
            (Field::Time, "Created"),
            (Field::Text, "Title"),
            (Field::Text, "Description"),
            (Field::Links, "Link"),
            (Field::Media, "Photo"),
            (Field::Engagement, "Total Interactions"),
        ],
    },
    Layout {
        format: Format::YouTubeVideos,
        platform: "youtube",
        required: &["videoId", "channelId", "publishedAt"],
        fields: &[
            (Field::Id, "videoId"),
            (Field::Account, "channelId"),
            (Field::AccountName, "channelTitle"),
            (Field::Time, "publishedAt"),
            (Field::Text, "videoTitle"),
            (Field::Text, "videoDescription"),
            (Field::Hashtags, "tags"),
            (Field::Language, "defaultLanguage"),
            (Field::Engagement, "likeCount"),
        ],
    },
    Layout {
        format: Format::YouTubeComments,
        platform: "youtube",
        required: &["isReplyTo", "authorName", "publishedAt"],
        fields: &[
            (Field::Id, "id"),
            (Field::Account, "authorChannelId"),
            (Field::Account, "authorName"),
            (Field::AccountName, "authorName"),
            (Field::Time, "publishedAt"),
            (Field::Text, "text"),
            (Field::ReplyTo, "isReplyTo"),
            (Field::Engagement, "likeCount"),
        ],
    },
    Layout {
        format: Format::FourCat,
        platform: "",
        required: &["id", "author", "body", "timestamp"],
        fields: &[
            (Field::Id, "id"),
            (Field::Account, "author_id"),
            (Field::Account, "author"),
            (Field::AccountName, "author_fullname"),
            (Field::AccountName, "author"),
            (Field::Time, "unix_timestamp"),
            (Field::Time, "timestamp"),
            (Field::Text, "body"),
            (Field::Language, "language"),
            (Field::Links, "urls"),
            (Field::Links, "links"),
            (Field::Links, "entities_linked"),
            (Field::Links, "link_attached"),
            (Field::Hashtags, "hashtags"),
            (Field::Hashtags, "tags"),
            (Field::Mentions, "mentions"),
            (Field::Mentions, "entities_mentioned"),
            (Field::Media, "image_md5"),
            (Field::ReplyTo, "reply_to"),
            (Field::RepostOf, "retweet_id"),
            (Field::IsRepost, "is_retweet"),
            (Field::Engagement, "like_count"),
        ],
    },
];

/// The layout whose columns are all in the header.
pub(super) fn recognise(header: &[String]) -> Option<(Format, Columns)> {
    let layout = LAYOUTS
        .iter()
        .find(|layout| layout.required.iter().all(|names| has_one(header, names)))?;
    let place = |name: &str| place(header, name);
    let mut columns = Columns { platform: layout.platform.to_owned(), ..Columns::default() };
    for &(field, name) in layout.fields {
        if let Some(place) = place(name) {
            put(&mut columns, field, place);
        }
    }
    columns.has_links_in_all = layout.format == Format::FourCat;
    // Its links are separated by blanks, and may have commas.
    if layout.format == Format::Toolkit {
        columns.separator = Some(" ".to_owned());
    }
    Some((layout.format, columns))
}

/// Columns by the user's own mapping; the error is the first name the header does not have.
pub(super) fn mapped(header: &[String], mapping: &Mapping) -> Result<Columns, String> {
    let mut columns = Columns {
        platform: mapping.platform.clone(),
        separator: mapping.separator.clone(),
        time_format: mapping.time_format.clone(),
        offset: mapping.zone.as_deref().and_then(super::moment::offset),
        ..Columns::default()
    };
    let NamedColumns {
        id,
        account,
        account_name,
        time,
        text,
        language,
        links,
        hashtags,
        mentions,
        media,
        reply_to,
        repost_of,
        engagement,
        object,
    } = &mapping.columns;
    for (field, name) in [
        (Field::Id, id),
        (Field::Account, account),
        (Field::AccountName, account_name),
        (Field::Time, time),
        (Field::Text, text),
        (Field::Language, language),
        (Field::Links, links),
        (Field::Hashtags, hashtags),
        (Field::Mentions, mentions),
        (Field::Media, media),
        (Field::ReplyTo, reply_to),
        (Field::RepostOf, repost_of),
        (Field::Engagement, engagement),
        (Field::Object, object),
    ] {
        if let Some(name) = name {
            let place = header.iter().position(|cell| cell.trim() == name);
            put(&mut columns, field, place.ok_or_else(|| name.clone())?);
        }
    }
    Ok(columns)
}

fn put(columns: &mut Columns, field: Field, place: usize) {
    let slot = match field {
        Field::Text => return columns.text.push(place),
        Field::Links => return columns.links.push(place),
        Field::Id => &mut columns.id,
        Field::Account => &mut columns.account,
        Field::AccountName => &mut columns.account_name,
        Field::Time => &mut columns.time,
        Field::Language => &mut columns.language,
        Field::Hashtags => &mut columns.hashtags,
        Field::Mentions => &mut columns.mentions,
        Field::Media => &mut columns.media,
        Field::ReplyTo => &mut columns.reply_to,
        Field::RepostOf => &mut columns.repost_of,
        Field::IsRepost => &mut columns.is_repost,
        Field::Engagement => &mut columns.engagement,
        Field::Object => &mut columns.object,
    };
    slot.get_or_insert(place);
}

/// Where a column is; capitals count only where a header has the same name with and without them.
fn place(header: &[String], name: &str) -> Option<usize> {
    let find = |is_it: &dyn Fn(&str) -> bool| header.iter().position(|cell| is_it(cell.trim()));
    find(&|cell| cell == name).or_else(|| find(&|cell| cell.eq_ignore_ascii_case(name)))
}

/// Whether a header has one of several names of a column.
fn has_one(header: &[String], names: &str) -> bool {
    names.split('|').any(|name| place(header, name).is_some())
}

/// The columns that a header lacks to be the layout that it is nearest to, if it has most of them.
pub(super) fn lacking(header: &[String]) -> Option<String> {
    let missing = |layout: &Layout| -> Vec<&str> {
        layout.required.iter().copied().filter(|names| !has_one(header, names)).collect()
    };
    let nearest = LAYOUTS.iter().min_by_key(|layout| missing(layout).len())?;
    let missing = missing(nearest);
    (missing.len() * 2 < nearest.required.len())
        .then(|| format!("{:?} needs the column {}", nearest.format, missing.join(", ")))
}

/// A column that the header has twice, and both places.
pub(super) fn doubled(header: &[String]) -> Option<(&str, [usize; 2])> {
    let names: Vec<&str> = header.iter().map(|cell| cell.trim()).collect();
    names.iter().enumerate().filter(|(_, name)| !name.is_empty()).find_map(|(at, name)| {
        let first = names.iter().position(|other| other == name).filter(|first| *first < at)?;
        Some((*name, [first, at]))
    })
}

/// Names of the layouts and the columns they are known by, for a refusal that helps.
pub(super) fn known() -> String {
    let lines = LAYOUTS.iter().map(|layout| layout.required.join(", "));
    lines.collect::<Vec<_>>().join("; or ")
}
