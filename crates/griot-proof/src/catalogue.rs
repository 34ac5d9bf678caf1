//! Which sources are held, and which of them does a note mean?

use std::collections::{BTreeMap, BTreeSet};

use griot_model::world::World;

use crate::{address, heads::Heads, letters::folded};

/// A source that a note can mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its id in `sources.csv`, else the name of its file.
    pub id: String,
    /// The file's path, where bytes are held.
    pub file: Option<String>,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// Who published it.
    pub publisher: String,
    /// Its address.
    pub url: String,
    /// The day of publication, as written.
    pub published: String,
}

/// All sources of a case or of a folder, and the ways in which notes speak of them.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// In the order of `sources.csv`, then of file names.
    pub entries: Vec<Entry>,
    by_id: BTreeMap<String, usize>,
    by_file: BTreeMap<String, usize>,
    by_address: BTreeMap<String, usize>,
    by_title: BTreeMap<String, usize>,
    /// Beginnings that several titles share.
    shared_titles: BTreeSet<String>,
    /// What files say of themselves at their heads.
    heads: Heads,
    /// Whether files were asked for their own addresses and titles.
    described: bool,
}

/// What a file says of itself.
#[derive(Debug, Default, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct Described {
    pub(crate) url: String,
    pub(crate) title: String,
    /// Title, authors, publisher, day and the first words of the text.
    pub(crate) head: String,
}

/// Files of at most this many folders deep belong to the sources.
const DEPTH: usize = 4;

impl Catalogue {
    /// The sources of a folder: rows of its `sources.csv`, and every other file.
    pub fn of_folder(world: &dyn World, folder: &str) -> std::io::Result<Self> {
        let mut files = Vec::new();
        list(world, folder, DEPTH, &mut files)?;
        let mut entries = Vec::new();
        let mut named = BTreeSet::new();
        let table = files.iter().find(|file| name_of(file) == "sources.csv").cloned();
        if let Some(table) = &table {
            let bytes = world.read(table)?;
            for mut entry in rows(&bytes) {
                entry.file = entry.file.and_then(|written| {
                    let wanted = name_of(&written).to_owned();
                    files
                        .iter()
                        .find(|file| file.ends_with(&format!("/{written}")))
                        .or_else(|| files.iter().find(|file| name_of(file) == wanted))
                        .cloned()
                });
                named.extend(entry.file.clone());
                entries.push(entry);
            }
        }
        for file in files {
            if Some(&file) != table.as_ref()
                && !named.contains(&file)
                && name_of(&file) != "judgements.csv"
            {
                let id = name_of(&file).to_owned();
                entries.push(Entry { id, file: Some(file), ..Entry::default() });
            }
        }
        Ok(Self::of(entries))
    }

    /// These sources.
    pub fn of(entries: Vec<Entry>) -> Self {
        let mut catalogue = Self { entries: Vec::new(), ..Self::default() };
        for entry in entries {
            let index = catalogue.entries.len();
            catalogue.by_id.entry(entry.id.to_lowercase()).or_insert(index);
            if let Some(file) = &entry.file {
                let name = name_of(file).to_lowercase();
                if let Some((stem, _)) = name.rsplit_once('.') {
                    catalogue.by_id.entry(stem.to_owned()).or_insert(index);
                }
                catalogue.by_file.entry(name).or_insert(index);
            }
            catalogue.learn(index, &entry.url, &entry.title);
            catalogue.entries.push(entry);
        }
        catalogue
    }

    fn learn(&mut self, index: usize, url: &str, title: &str) {
        for address in url.split_whitespace().filter_map(address::canonical) {
            self.by_address.entry(address).or_insert(index);
        }
        if let Some(key) = title_key(title) {
            self.by_title.entry(key).or_insert(index);
        }
        // "Closed Doors" of "Closed Doors: detention since the coup", where no other begins so.
        let main = title.split([':', '–', '—', '|', '(']).next().unwrap_or_default();
        let words = title_words(main);
        if main.len() < title.len() && words.contains(' ') && words.chars().count() > 10 {
            match self.by_title.get(&words) {
                Some(known) if *known != index => {
                    self.by_title.remove(&words);
                    self.shared_titles.insert(words);
                }
                None if !self.shared_titles.contains(&words) => {
                    self.by_title.insert(words, index);
                }
                _ => {}
            }
        }
    }

    /// Held files that were not yet asked for their own address and title, by their places.
    pub(crate) fn undescribed(&mut self) -> Vec<(usize, String)> {
        if std::mem::replace(&mut self.described, true) {
            return Vec::new();
        }
        self.entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| Some((index, entry.file.clone()?)))
            .collect()
    }

    /// Takes what a file says of its own address and title, and at its head.
    pub(crate) fn described(&mut self, index: usize, described: &Described) {
        let Described { url, title, head } = described;
        self.learn(index, url, title);
        let name = self.entries.get(index).and_then(|entry| entry.file.as_deref());
        self.heads.learn(index, head, name.map(name_of).unwrap_or_default());
        if let Some(entry) = self.entries.get_mut(index) {
            if entry.title.is_empty() {
                title.clone_into(&mut entry.title);
            }
            if entry.url.is_empty() {
                url.clone_into(&mut entry.url);
            }
        }
    }

    /// The one held file at whose head most of what a note says stands.
    pub(crate) fn by_head(&self, note: &str) -> Option<usize> {
        self.heads.find(note)
    }

    /// The source of an address.
    pub fn by_address(&self, written: &str) -> Option<usize> {
        self.by_address.get(&address::canonical(written)?).copied()
    }

    /// The source of an id, or of a file's name with or without its ending.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        let id = id.trim().to_lowercase();
        self.by_id.get(&id).or_else(|| self.by_file.get(name_of(&id))).copied()
    }

    /// The sources that words of a note mean without an address: a file's name, an id in brackets, a
    /// DOI, a whole title.
    pub fn by_words(&self, note: &str) -> Option<usize> {
        let note = note.trim();
        if let Some(found) = self.by_id(note.trim_end_matches('.')) {
            return Some(found);
        }
        if let Some(doi) = address::doi(note)
            && let Some(found) = self.by_address.get(&format!("doi:{doi}"))
        {
            return Some(*found);
        }
        let of_word = note
            .split(|sign: char| {
                sign.is_whitespace()
                    || matches!(sign, '(' | ')' | '[' | ']' | ',' | ';' | '"' | '“' | '”')
            })
            .map(|word| word.trim_matches(['.', ':', '\'', '*', '_', '`']))
            .filter(|word| word.len() > 2)
            .find_map(|word| self.by_file.get(&name_of(word).to_lowercase()).copied());
        if of_word.is_some() {
            return of_word;
        }
        // The longest title that stands in the note as whole words.
        let words = title_words(note);
        let whole = format!("{words} ");
        let mut best: Option<(usize, usize)> = None;
        let mut from = 0;
        for word in words.split(' ') {
            let rest = whole.get(from..).unwrap_or_default();
            from += word.len() + 1;
            // Titles that begin with this word stand together.
            let begin = word.to_owned();
            let titles = self.by_title.range(begin..);
            for (title, index) in titles.take_while(|(title, _)| title.starts_with(word)) {
                let longer = title.len() > best.map_or(0, |best| best.1);
                let ends = rest.as_bytes().get(title.len()) == Some(&b' ');
                if longer && ends && rest.starts_with(title.as_str()) {
                    best = Some((*index, title.len()));
                }
            }
        }
        best.map(|(index, _)| index)
    }
}

fn list(
    world: &dyn World,
    folder: &str,
    depth: usize,
    found: &mut Vec<String>,
) -> std::io::Result<()> {
    for name in world.list(folder)? {
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{}/{name}", folder.trim_end_matches('/'));
        if world.is_folder(&path) {
            if depth > 0 {
                list(world, &path, depth - 1, found)?;
            }
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// The last part of a path.
pub fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Rows of `sources.csv`, by the names of its columns.
fn rows(bytes: &[u8]) -> Vec<Entry> {
    let text =
        griot_text::decode::decode(bytes, "sources.csv").map(|it| it.text).unwrap_or_default();
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let Ok(headers) = reader.headers().cloned() else { return Vec::new() };
    let column =
        |name: &str| headers.iter().position(|it| it.trim().eq_ignore_ascii_case(name));
    let (id, title, author, publisher, url, published, file) = (
        column("id"),
        column("title"),
        column("author"),
        column("publisher"),
        column("url"),
        column("published"),
        column("file"),
    );
    let mut found = Vec::new();
    for record in reader.records().flatten() {
        let get = |at: Option<usize>| {
            at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned()
        };
        let file = Some(get(file)).filter(|file| !file.is_empty());
        let mut entry = Entry {
            id: get(id),
            file,
            title: get(title),
            author: get(author),
            publisher: get(publisher),
            url: get(url),
            published: get(published),
        };
        if entry.id.is_empty() {
            entry.file.as_deref().map(name_of).unwrap_or_default().clone_into(&mut entry.id);
        }
        if !entry.id.is_empty() || !entry.url.is_empty() {
            found.push(entry);
        }
    }
    found
}

/// A title made comparable; nothing where it is too short to tell one source from another.
fn title_key(title: &str) -> Option<String> {
    let words = title_words(title);
    let long = words.split(' ').count() > 2 && words.chars().count() > 14;
    long.then_some(words)
}

fn title_words(text: &str) -> String {
    crate::letters::cut_with_digits(text).into_iter().map(folded).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::of(vec![
            Entry {
                id: "hrw-2022".into(),
                title: "Mali: Massacre by Army, Foreign Soldiers".into(),
                url: "https://www.hrw.org/news/2022/04/05/mali".into(),
                file: Some("sources/hrw.html".into()),
                ..Entry::default()
            },
            Entry {
                id: "wice-00017.txt".into(),
                file: Some("d/wice-00017.txt".into()),
                ..Entry::default()
            },
        ])
    }

    #[test]
    fn a_title_is_known_by_its_main_part() {
        let entry = |id: &str, title: &str| Entry {
            id: id.into(),
            title: title.into(),
            ..Entry::default()
        };
        let catalogue = Catalogue::of(vec![
            entry("a", "Presse sous clé : les médias, 2020-2022"),
            entry("b", "Annual report: 2021"),
            entry("c", "Annual report: 2022"),
            entry("d", "Annual report: 2023"),
        ]);
        assert_eq!(catalogue.by_words("Comité, Presse sous clé, 3 May 2022, p. 4"), Some(0));
        assert_eq!(catalogue.by_words("Annual report"), None);
        assert_eq!(catalogue.by_words("Annual report: 2022"), Some(2));
    }

    #[test]
    fn a_note_means_a_source() {
        let check = |note: &str, expected: Option<usize>| {
            assert_eq!(catalogue().by_words(note), expected, "{note}");
        };
        check("wice-00017.txt", Some(1));
        check("HRW, “Mali: Massacre by Army, Foreign Soldiers”, 5 April 2022.", Some(0));
        check("hrw-2022", Some(0));
        check("See the file hrw.html, p. 3", Some(0));
        check("Interview with the author", None);
        assert_eq!(catalogue().by_address("http://hrw.org/news/2022/04/05/mali#x"), Some(0));
    }
}
