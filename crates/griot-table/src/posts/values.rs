//! Cells with several values: lists as programs print them, objects as data frames keep them, and signs between.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::links::links;
use crate::missing::is_missing;

/// Keys under which an object in a cell has its value, the best one first.
#[derive(Clone, Copy)]
pub(super) struct Named(&'static [&'static str]);

impl Named {
    pub(super) const LINK: Self =
        Self(&["unwound_url", "expanded_url", "expanded", "url", "href"]);
    pub(super) const TAG: Self = Self(&["tag", "text", "name"]);
    pub(super) const ACCOUNT: Self = Self(&["username", "screen_name", "acct", "handle"]);
    pub(super) const MEDIA: Self = Self(&["media_key", "id_str", "id"]);
}

/// Values in one cell: a list in brackets and quotes as Python prints it, or separated by blanks,
/// commas or what the mapping says.
pub(super) fn several<'r>(
    cell: Cow<'r, str>,
    separator: Option<&str>,
    named: Named,
) -> Vec<Cow<'r, str>> {
    if is_missing(&cell) {
        return Vec::new();
    }
    if let Some(values) = of_objects(&cell, named) {
        return values;
    }
    let one = |text: &str| -> Option<Cow<'r, str>> {
        let text = text.trim().trim_matches(['\'', '"']).trim();
        (!text.is_empty()).then(|| Cow::Owned(text.to_owned()))
    };
    if let Some(list) = cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let quoted = list.contains("', '") || list.contains("\", \"");
        return if quoted {
            list.split("', '").flat_map(|part| part.split("\", \"")).filter_map(one).collect()
        } else {
            list.split(", ").filter_map(one).collect()
        };
    }
    if let Some(separator) = separator {
        return cell.split(separator).filter_map(one).collect();
    }
    if cell.contains([' ', '\n', '\t']) {
        return cell
            .split_whitespace()
            .filter_map(|part| one(part.trim_end_matches(',')))
            .collect();
    }
    // A comma may be part of a link; one that stands before another link is not.
    if cell.contains(",http") {
        return cell
            .split(",http")
            .enumerate()
            .filter_map(
                |(index, part)| {
                    if index == 0 { one(part) } else { one(&format!("http{part}")) }
                },
            )
            .collect();
    }
    if cell.contains(',') && !cell.contains("://") {
        return cell.split(',').filter_map(one).collect();
    }
    vec![cell]
}

/// The same for links, which may also stand in HTML, in Markdown or in a formula of a spreadsheet.
pub(super) fn links_of<'r>(cell: Cow<'r, str>, separator: Option<&str>) -> Vec<Cow<'r, str>> {
    let is_list = cell.starts_with(['[', '{']) && cell.ends_with([']', '}']);
    let is_wrapped = !is_list
        && separator.is_none()
        && cell.contains("://")
        && (cell.contains(['"', '<', '|']) || cell.contains("](") || cell.contains(";http"));
    if is_wrapped {
        return links(&cell).map(|link| Cow::Owned(link.to_owned())).collect();
    }
    several(cell, separator, Named::LINK)
}

/// The same for tags, which may have blanks in them where commas or semicolons stand between.
pub(super) fn tags<'r>(cell: Cow<'r, str>, separator: Option<&str>) -> Vec<Cow<'r, str>> {
    let is_list = cell.starts_with(['[', '{']);
    let sign = [',', ';', '|'].into_iter().find(|sign| cell.contains(*sign));
    match (separator, sign) {
        (None, Some(sign)) if !is_list => cell
            .split(sign)
            .map(|tag| tag.trim().trim_matches(['\'', '"']))
            .filter(|tag| !tag.is_empty())
            .map(|tag| Cow::Owned(tag.to_owned()))
            .collect(),
        _ => several(cell, separator, Named::TAG),
    }
}

pub(super) fn without_sign(tag: Cow<'_, str>) -> Cow<'_, str> {
    match tag.strip_prefix('#') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => tag,
    }
}

/// A count, with or without commas between thousands.
pub(super) fn number(text: &str) -> Option<u64> {
    if text.contains(',') { text.replace(',', "").parse().ok() } else { text.parse().ok() }
}

/// The values of objects in a cell, as JSON or as Python prints them; none where the cell holds no objects, and
/// nothing where they cannot be read, since pieces of them are no values.
fn of_objects(cell: &str, named: Named) -> Option<Vec<Cow<'static, str>>> {
    let is_one = cell.starts_with('{') && cell.contains(':');
    let in_list = cell.starts_with('[')
        && cell.get(1..).is_some_and(|it| it.trim_start().starts_with('{'));
    if !is_one && !in_list {
        return None;
    }
    let value =
        serde_json::from_str(cell).or_else(|_no_json| serde_json::from_str(&as_json(cell)));
    let mut found = Vec::new();
    collect(&value.unwrap_or(Value::Null), named, &mut found);
    Some(found)
}

fn collect(value: &Value, named: Named, found: &mut Vec<Cow<'static, str>>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| collect(one, named, found)),
        Value::Object(object) => match own(object, named) {
            Some(own) => found.push(own),
            None => object.values().for_each(|inner| collect(inner, named, found)),
        },
        _ => {}
    }
}

fn own(object: &Map<String, Value>, Named(keys): Named) -> Option<Cow<'static, str>> {
    keys.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) if !is_missing(text) => Some(Cow::Owned(text.clone())),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    })
}

/// Python's `{'a': None}` as JSON.
fn as_json(printed: &str) -> String {
    let mut json = String::with_capacity(printed.len());
    let mut quote = None;
    let mut signs = printed.chars();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (Some(_), '\\') => match signs.next() {
                Some('\'') => json.push('\''),
                Some(other) => json.extend(['\\', other]),
                None => {}
            },
            (Some(open), sign) if sign == open => {
                json.push('"');
                quote = None;
            }
            (Some(_), '"') => json.push_str("\\\""),
            (None, '\'' | '"') => {
                json.push('"');
                quote = Some(sign);
            }
            (_, sign) => json.push(sign),
        }
    }
    json.replace(": None", ": null").replace(": True", ": true").replace(": False", ": false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_in_a_cell() {
        let of = |cell: &'static str, named| several(Cow::Borrowed(cell), None, named);
        for cell in [
            r#"[{"start": 0, "url": "https://t.co/0", "expanded_url": "https://a.b/c"}]"#,
            "[{'start': 0, 'url': 'https://t.co/0', 'expanded_url': 'https://a.b/c', 'n': None}]",
            r#"{"urls": [{"url": "https://t.co/0", "expanded_url": "https://a.b/c"}]}"#,
        ] {
            assert_eq!(of(cell, Named::LINK), ["https://a.b/c"], "{cell}");
        }
        assert_eq!(of("[{'tag': \"l'eau\"}, {'tag': 'mali'}]", Named::TAG), ["l'eau", "mali"]);
        assert_eq!(of("[{\"start\": 0, \"tag", Named::TAG), Vec::<Cow<'_, str>>::new());
        assert_eq!(of("['a', 'b']", Named::TAG), ["a", "b"]);
    }

    #[test]
    fn links_in_a_cell() {
        let of = |cell: &'static str| links_of(Cow::Borrowed(cell), None);
        assert_eq!(
            of("https://a.b|https://c.d;https://e.f"),
            ["https://a.b", "https://c.d", "https://e.f"]
        );
        assert_eq!(of("['https://a.b', 'https://c.d']"), ["https://a.b", "https://c.d"]);
        assert_eq!(of("https://a.b/x;y=1"), ["https://a.b/x;y=1"]);
        assert_eq!(of("a.b/c"), ["a.b/c"]);
    }
}
