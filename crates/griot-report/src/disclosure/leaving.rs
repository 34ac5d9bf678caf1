//! The list of what leaves, made from what is written.
//!
//! It names what of the case is in the site: files with their rows, each row by its id, sources with
//! what is told of them, tables with their rows, networks, and the kinds of pages. It is kept as
//! `publish.lock` beside the case; what is not in the kept list has to be accepted.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Disclosure, Preservation};

use super::Published;
use crate::site::Site;

/// What leaves, a line each, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaving {
    lines: BTreeSet<String>,
}

/// How a list differs from the one that was accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// What would leave and was not accepted.
    pub new: Vec<String>,
    /// What was accepted and would not leave any more.
    pub gone: Vec<String>,
}

/// The head of `publish.lock`.
const HEAD: &str = "# What leaves this machine when the site of this case is published.\n\
    # griot build compares it with what it is about to write, and stops where something new would leave;\n\
    # griot build --yes accepts the new list and writes it here.\n";

impl Leaving {
    /// The list for a site that was made of what is published.
    pub fn of(published: &Published, site: &Site) -> Self {
        let mut list = Self::default();
        list.report(published);
        list.records(published);
        list.tables(published);
        list.pages(site);
        list
    }

    /// Reads a list that was kept; lines of remarks and empty lines are no part of it.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().map(str::trim_end);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self { lines: lines.map(str::to_owned).collect() }
    }

    /// The list as it is kept.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|line| format!("{line}\n")).collect();
        format!("{HEAD}{}", lines.concat())
    }

    /// The lines, sorted.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Whether nothing of the case leaves but its report, with what was published before griot: the
    /// tables of the library.
    pub fn is_report_alone(&self) -> bool {
        let alone = |line: &String| {
            ["report ", "page ", "settings ", "library "]
                .iter()
                .any(|kind| line.starts_with(kind))
        };
        self.lines.iter().all(alone)
    }

    /// What changed since `accepted`.
    pub fn since(&self, accepted: &Self) -> Change {
        Change {
            new: self.lines.difference(&accepted.lines).cloned().collect(),
            gone: accepted.lines.difference(&self.lines).cloned().collect(),
        }
    }

    fn add(&mut self, kind: &str, what: &str, holds: &str) {
        let end = if holds.is_empty() { String::new() } else { format!("  {holds}") };
        self.lines.insert(format!("{kind} {}{end}", one_line(what)));
    }

    fn report(&mut self, published: &Published) {
        let name = &published.check.name;
        self.add("report", name, "its text as its page shows it, with a verdict on each claim");
        self.add("settings", "case.toml", "title, question, countries, period, languages");
    }

    fn records(&mut self, published: &Published) {
        let case = &published.case;
        for row in &case.actors {
            self.add("actor", &row.id, "name, aliases, countries, note, sources");
        }
        // Rows without an id are told by what they tie.
        let mut ties: BTreeMap<String, usize> = BTreeMap::new();
        for row in &case.relations {
            *ties.entry(format!("{} to {}", who(&row.from), who(&row.to))).or_default() += 1;
        }
        for (tie, rows) in ties {
            self.add("relation", &tie, &counted(rows, "row"));
        }
        let mut roles: BTreeMap<String, usize> = BTreeMap::new();
        for row in &case.intervals {
            *roles.entry(who(&row.actor).to_owned()).or_default() += 1;
        }
        for (actor, rows) in roles {
            self.add("interval", &actor, &counted(rows, "row"));
        }
        for row in &case.statements {
            self.add("statement", &row.id, "speaker, words, date, sources");
        }
        for row in &case.timeline {
            self.add("event", &row.id, "date, title, place, actors, sources");
        }
        for row in &case.flows {
            self.add("flow", &row.id, "what, from, to, amount, dates, sources");
        }
        for row in &case.sources {
            let held = row.preservation != Preservation::Cited;
            let holds = match (row.disclosure, held) {
                (Disclosure::Open, true) => {
                    "title, author, publisher, dates, address, file name, SHA-256; not the document"
                }
                (Disclosure::Open, false) => "title, author, publisher, dates, address",
                (_, true) => "id, that it is held, digest under the secret of the case",
                (_, false) => "id, that it is cited",
            };
            self.add("source", &row.id, holds);
        }
    }

    fn tables(&mut self, published: &Published) {
        for table in &published.tables {
            let about = &table.description;
            let name = about.name.as_str();
            if super::SHEETS.contains(&name) {
                continue;
            }
            let rows = counted(usize::try_from(about.rows).unwrap_or(usize::MAX), "row");
            let of_case = about.files.iter().any(|file| file.starts_with("data/"));
            let of_posts =
                published.networks.iter().any(|it| it.table == name || it.shares == name);
            let of_events = published
                .events
                .iter()
                .flat_map(|host| &host.tables)
                .any(|it| it.table == name);
            match about.disclosure {
                Disclosure::Aggregate => {
                    self.add(
                        "table",
                        name,
                        &format!("totals of at least 10 rows, of about {rows}"),
                    );
                }
                _ if of_case || of_posts || of_events => {
                    self.add(
                        "table",
                        name,
                        &format!("{rows} that pages and files beside them may show"),
                    );
                }
                _ => self.add("library", name, "rows that come with griot"),
            }
        }
        for network in &published.networks {
            let open = published.guard.table(&network.shares) == Disclosure::Open;
            let holds = if open {
                "accounts by the names of the table, what they share, and when"
            } else {
                "accounts as numbers, and totals"
            };
            self.add("network", &network.table, holds);
        }
    }

    fn pages(&mut self, site: &Site) {
        let mut families: BTreeMap<String, &'static str> = BTreeMap::new();
        for (path, page) in site.pages() {
            let ending = path.rsplit('.').next().unwrap_or_default();
            let family = match path.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/*.{ending}"),
                None => path.to_owned(),
            };
            families.insert(family, page.media_type);
        }
        for (family, media_type) in families {
            self.add("page", &family, media_type);
        }
    }
}

fn who(id: &str) -> &str {
    if id.is_empty() { "somebody who is not named" } else { id }
}

fn counted(rows: usize, noun: &str) -> String {
    crate::words::plural(u64::try_from(rows).unwrap_or(u64::MAX), noun, &format!("{noun}s"))
}

/// An id on one line: whatever would end it, or hide a part of it, is written out.
fn one_line(text: &str) -> String {
    let plain = |letter: char| {
        !letter.is_control()
            && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        if plain(letter) { line.push(letter) } else { line.extend(letter.escape_unicode()) }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(lines: &[&str]) -> Leaving {
        Leaving { lines: lines.iter().map(|line| (*line).to_owned()).collect() }
    }

    #[test]
    fn a_kept_list_reads_back() {
        let all = list(&["report report.md  its text", "actor a\u{a0}b  name"]);
        assert_eq!(Leaving::parse(&all.text()), all);
    }

    #[test]
    fn what_is_new_is_told_from_what_is_gone() {
        let change = list(&["a x", "b y"]).since(&list(&["b y", "c z"]));
        assert_eq!(change, Change { new: vec!["a x".into()], gone: vec!["c z".into()] });
    }

    #[test]
    fn an_id_stays_on_its_line() {
        assert_eq!(one_line("a\nactor b\u{202e}"), "a\\u{a}actor b\\u{202e}");
    }
}
