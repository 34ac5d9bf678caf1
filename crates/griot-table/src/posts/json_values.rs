//! Values of JSON as programs write them beside the standard: halves of letters, `MongoDB`'s own types, tables of pandas.

use serde_json::{Map, Value};

/// The object that some bytes are, with `MongoDB`'s `{"$date": …}` and its like as plain values.
pub(super) fn object(json: &[u8]) -> Result<Map<String, Value>, serde_json::Error> {
    let mut object: Map<String, Value> = serde_json::from_slice(json)?;
    if memchr::memmem::find(json, b"\"$").is_some() {
        object.values_mut().for_each(plain);
    }
    Ok(object)
}

/// Wrappers of `MongoDB`'s Extended JSON around one value.
const WRAPPERS: [&str; 7] =
    ["$date", "$oid", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$uuid"];

fn plain(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(plain),
        Value::Object(object) => {
            object.values_mut().for_each(plain);
            let is_one = object.len() == 1;
            let inner = WRAPPERS.iter().filter(|_| is_one).find_map(|key| object.remove(*key));
            if let Some(inner) = inner {
                *value = inner;
            }
        }
        _ => {}
    }
}

/// The same bytes with U+FFFD where half of a pair of escapes (`\ud83d`) stands alone; none where none does.
pub(super) fn whole_letters(json: &[u8]) -> Option<Vec<u8>> {
    let half = |at: usize| -> Option<u32> {
        let escape = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let code = u32::from_str_radix(std::str::from_utf8(escape).ok()?, 16).ok()?;
        (0xd800..0xe000).contains(&code).then_some(code)
    };
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', json.get(at..)?) {
        let escape = at + found;
        at = escape + 2;
        let Some(code) = half(escape) else { continue };
        at = escape + 6;
        let is_pair = code < 0xdc00 && half(at).is_some_and(|second| second >= 0xdc00);
        if is_pair {
            at += 6;
        } else {
            let whole = mended.get_or_insert_with(|| json.to_vec());
            if let Some(place) = whole.get_mut(escape..escape + 6) {
                place.copy_from_slice(b"\\ufffd");
            }
        }
        if at >= json.len() {
            break;
        }
    }
    mended
}

/// What is said of a table that pandas wrote by columns.
pub(super) const BY_COLUMNS: &str = "a table that pandas wrote by columns, not a post; write it with \
    df.to_json(\"posts.jsonl\", orient=\"records\", lines=True)";

/// Whether an object has columns by their names, each with its rows by their numbers.
pub(super) fn is_by_columns(item: &Map<String, Value>) -> bool {
    let is_number =
        |key: &String| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    let is_column = |column: &Value| {
        column.as_object().is_some_and(|rows| !rows.is_empty() && rows.keys().all(is_number))
    };
    item.len() > 1 && item.values().all(is_column)
}

/// What a record is that griot knows and does not read, with what to do.
pub(super) fn known_otherwise(item: &Map<String, Value>) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().all(|key| item.contains_key(*key));
    let inside =
        |key: &str, field: &str| item.get(key).is_some_and(|it| it.get(field).is_some());
    if has(&["source_platform", "timestamp_collected", "data"]) {
        Some(
            "a record of Zeeschuimer, which griot does not read; import it into 4CAT and give the CSV that 4CAT \
             makes of it",
        )
    } else if inside("account", "acct") && has(&["created_at"]) {
        Some(
            "a post of Mastodon, which griot does not read as JSON; make it CSV, with account.acct, created_at \
             and the links of content, and describe that table with --mapping",
        )
    } else if inside("post", "uri")
        || inside("record", "$type")
        || inside("record", "createdAt")
        || has(&["feed"])
    {
        Some(
            "posts of Bluesky, which griot does not read as JSON; collect them with 4CAT and give its CSV, or make \
             them CSV with author.did, record.createdAt and the links, and describe that table with --mapping",
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_databases_and_data_frames_write() {
        let read =
            |json: &str| object(json.as_bytes()).map(Value::Object).map(|it| it.to_string());
        let mongo = r#"{"id":{"$numberLong":"14"},"at":{"$date":{"$numberLong":"1600"}},"x":[{"$oid":"5f"}]}"#;
        assert_eq!(read(mongo).ok().as_deref(), Some(r#"{"at":"1600","id":"14","x":["5f"]}"#));
        let columns = serde_json::from_str(r#"{"id":{"0":"a","1":"b"},"at":{"0":1,"1":2}}"#);
        assert!(columns.is_ok_and(|columns| is_by_columns(&columns)));
    }

    proptest! {
        /// A half of a letter becomes one letter that is none; whole letters stay.
        #[test]
        fn halves_of_letters(before in "[a-z\\PC]{0,4}", high in 0xd800..0xdc00_u32, low in 0xdc00..0xe000_u32, is_low: bool) {
            let before = serde_json::to_string(&before).unwrap_or_default();
            let before = before.get(1..before.len() - 1).unwrap_or_default();
            let half = if is_low { low } else { high };
            let lone = format!("{{\"t\":\"{before}\\u{half:04x}x\"}}");
            let mended = whole_letters(lone.as_bytes());
            prop_assert!(mended.is_some_and(|json| object(&json).is_ok()), "{}", lone);
            let pair = format!("{{\"t\":\"{before}\\u{high:04x}\\u{low:04x}\"}}");
            prop_assert_eq!(whole_letters(pair.as_bytes()), None);
        }
    }
}
