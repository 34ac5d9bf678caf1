//! What may leave: the keys of `[publish]` as a form, and the list that `griot build --dry-run` makes.

use askama::Template;

use super::frame::{Frame, drawn};

/// A key of `[publish]`.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it lets out.
    pub(crate) about: &'static str,
    /// Whether it does.
    pub(crate) is_on: bool,
}

/// Keys of `[publish]`, and what each lets out.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("report", "the report with its claims"),
    ("actors", "actors and their names"),
    ("relations", "ties between actors"),
    ("statements", "statements"),
    ("intervals", "terms, deployments and bans"),
    ("timeline", "the timeline"),
    ("flows", "flows between countries"),
    ("sources", "the list of sources, as each source allows"),
];

/// A line of the list.
#[derive(Debug)]
pub(crate) struct Line {
    /// The class of its row.
    pub(crate) class: &'static str,
    /// What it is, in a word.
    pub(crate) word: &'static str,
    /// The item.
    pub(crate) text: String,
}

#[derive(Template)]
#[template(path = "publish.html")]
struct Publish<'a> {
    f: &'a Frame,
    case: &'a str,
    keys: Vec<Key>,
    lines: &'a [Line],
    total: usize,
    fresh: usize,
    beside: &'a Beside<'a>,
}

/// What stands beside the form and the list.
#[derive(Debug)]
pub(crate) struct Beside<'a> {
    /// What went wrong.
    pub(crate) wrong: &'a str,
    /// Where the site is written unless another place is named.
    pub(crate) out: &'a str,
    /// The address of the preview; empty where there is none.
    pub(crate) preview: &'a str,
    /// The path that says when the list is there; empty where it is.
    pub(crate) wait: &'a str,
}

/// Lines that are shown.
const SHOWN: usize = 2000;

/// The form and the list.
pub(crate) fn publish(
    f: &Frame,
    case: &str,
    on: &dyn Fn(&str) -> bool,
    list: &str,
    beside: &Beside<'_>,
) -> String {
    let keys = KEYS.iter().map(|(name, about)| Key { name, about, is_on: on(name) }).collect();
    let all: Vec<Line> = list.lines().filter(|line| line.len() > 2).map(line).collect();
    let fresh = all.iter().filter(|line| line.class == "new").count();
    let total = all.iter().filter(|line| line.class != "gone").count();
    let lines = all.get(..all.len().min(SHOWN)).unwrap_or_default();
    drawn(&Publish { f, case, keys, lines, total, fresh, beside })
}

fn line(line: &str) -> Line {
    let (class, word) = match line.chars().next() {
        Some('+') => ("new", "new"),
        Some('-') => ("gone", "no longer"),
        _ => ("same", "accepted"),
    };
    let text = line.trim_start_matches(['+', '-', ' ']).to_owned();
    Line { class, word, text }
}

/// A TOML text with a key at its top that has this value; the rest as it was, comments too.
pub(crate) fn with_key(text: &str, key: &str, value: &str) -> String {
    let line = format!("{key} = {value}");
    let mut out = Vec::new();
    let mut in_top = true;
    let mut is_written = false;
    for before in text.lines() {
        if before.trim_start().starts_with('[') {
            if in_top && !is_written {
                out.push(line.clone());
                is_written = true;
            }
            in_top = false;
        }
        if in_top && names(before, key) {
            out.push(line.clone());
            is_written = true;
        } else {
            out.push(before.to_owned());
        }
    }
    if !is_written {
        out.push(line);
    }
    out.join("\n") + "\n"
}

/// A TOML text whose `[publish]` lets out what is chosen; its comments stay, and keys that are not among [`KEYS`].
pub(crate) fn with_policy(text: &str, chosen: &dyn Fn(&str) -> bool) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut inside = false;
    let mut seen = false;
    let fresh = || KEYS.iter().map(|(name, _)| format!("{name} = {}", chosen(name)));
    for line in text.lines() {
        if line.trim_start().starts_with('[') {
            inside = line.trim() == "[publish]";
            out.push(line.to_owned());
            if inside {
                seen = true;
                out.extend(fresh());
            }
            continue;
        }
        if !(inside && KEYS.iter().any(|(name, _)| names(line, name))) {
            out.push(line.to_owned());
        }
    }
    if !seen {
        out.push("\n[publish]".to_owned());
        out.extend(fresh());
    }
    out.join("\n") + "\n"
}

fn names(line: &str, key: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| name.trim().trim_matches('"') == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_takes_the_place_of_itself_alone() {
        let text = "# a\ntitle = \"x\"\n[publish]\ntitle = true\n";
        assert_eq!(
            with_key(text, "title", "\"y\""),
            "# a\ntitle = \"y\"\n[publish]\ntitle = true\n"
        );
        assert_eq!(
            with_key(text, "hosts", "[]"),
            "# a\ntitle = \"x\"\nhosts = []\n[publish]\ntitle = true\n"
        );
        assert_eq!(with_key("", "a", "1"), "a = 1\n");
    }

    #[test]
    fn the_policy_is_what_was_chosen() {
        let text = "title = \"x\"\n\n[publish]\n# why\nreport = true\nactors = true\n[other]\nreport = 1\n";
        let after = with_policy(text, &|name| name == "report");
        let read: toml::Table = after.parse().expect("TOML");
        assert_eq!(read["publish"]["report"].as_bool(), Some(true));
        assert_eq!(read["publish"]["actors"].as_bool(), Some(false));
        assert_eq!(read["other"]["report"].as_integer(), Some(1));
        assert!(after.contains("# why"));
    }
}
