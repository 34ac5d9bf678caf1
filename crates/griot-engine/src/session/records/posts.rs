//! Posts of a case as two tables: the posts themselves, and what each of them shares.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use datafusion::arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray, UInt64Array},
    error::ArrowError,
};
use griot_stats::network::Shares;

use super::texts;
use crate::{case::PostTable, network::table::moment, table::posts::Post};

/// A post with its own texts.
type Own = Post<'static>;

/// One row per post, in the order of the file. `microseconds` count from 1970 in UTC, as `time` does in
/// words; `row` is the line of the file, or the place in its list.
pub(super) fn posts(table: &PostTable) -> Result<RecordBatch, ArrowError> {
    let rows = table.posts.as_slice();
    let plain = |value: fn(&Own) -> &str| texts(rows, |row| value(row).to_owned());
    let several =
        |value: fn(&Own) -> &Vec<Cow<'static, str>>| texts(rows, |row| value(row).join(" | "));
    let micros = |row: &Own| row.time.map(|time| time.micros);
    let engagement = rows.iter().map(|row| row.engagement.and_then(|n| i64::try_from(n).ok()));
    RecordBatch::try_from_iter_with_nullable([
        ("id", plain(|row| &row.id), false),
        ("account", plain(|row| &row.account), false),
        ("account_name", plain(|row| &row.account_name), false),
        ("platform", plain(|row| &row.platform), false),
        ("time", texts(rows, |row| micros(row).map_or(String::new(), moment)), false),
        ("microseconds", Arc::new(rows.iter().map(micros).collect::<Int64Array>()), true),
        ("text", plain(|row| &row.text), false),
        ("language", plain(|row| &row.language), false),
        ("links", several(|row| &row.links), false),
        ("hashtags", several(|row| &row.hashtags), false),
        ("mentions", several(|row| &row.mentions), false),
        ("media", several(|row| &row.media), false),
        ("reply_to", plain(|row| &row.reply_to), false),
        ("repost_of", plain(|row| &row.repost_of), false),
        ("engagement", Arc::new(engagement.collect::<Int64Array>()), true),
        ("object", plain(|row| &row.object), false),
        (
            "row",
            Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.line))),
            false,
        ),
    ])
}

/// One row per post and object, as the network counts them: each once, none without an object. `text`
/// is that of the post.
pub(super) fn shares(table: &PostTable) -> Result<RecordBatch, ArrowError> {
    let gathered = &table.gathered;
    let mut words: BTreeMap<&str, &str> = BTreeMap::new();
    for post in table.posts.iter().filter(|post| !post.text.is_empty()) {
        words.entry(&post.id).or_insert(&post.text);
    }
    let mut rows: Vec<[&str; 5]> = Vec::new();
    let mut micros = Vec::new();
    for layer in &gathered.layers {
        let shares = &layer.shares;
        for row in 0..shares.len() {
            if shares.object()[row] == Shares::NO_OBJECT {
                continue;
            }
            let account = shares.account()[row] as usize;
            let post = gathered.contents.name(shares.content()[row]);
            rows.push([
                layer.kind.word(),
                layer.objects.name(shares.object()[row]),
                gathered.accounts.get(account).map_or("", String::as_str),
                post,
                words.get(post).copied().unwrap_or_default(),
            ]);
            micros.push(shares.time()[row]);
        }
    }
    let column = |place: usize| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row[place])))
    };
    let times: ArrayRef =
        Arc::new(StringArray::from_iter_values(micros.iter().map(|&time| moment(time))));
    RecordBatch::try_from_iter_with_nullable([
        ("layer", column(0), false),
        ("object", column(1), false),
        ("account", column(2), false),
        ("post", column(3), false),
        ("time", times, false),
        ("microseconds", Arc::new(Int64Array::from(micros.clone())) as ArrayRef, false),
        ("text", column(4), false),
    ])
}
