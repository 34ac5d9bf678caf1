//! Which notes belong to a sentence, and which sources to a note?
//!
//! A note after a sentence belongs to it. A note at the end of a paragraph belongs to every sentence
//! of it since the last note. Several sources in one note are told apart by their addresses, else by
//! semicolons. *Ibid.* and short forms lead back to an earlier note.

use std::collections::BTreeSet;

use griot_model::Span;
use griot_read::{Document, NoteKind};
use griot_text::sentences::{Sentence, sentences};

use crate::{address, catalogue::Catalogue, heads, letters::folded, pack::Packs};

/// One source that a sentence cites.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// The label of the note: `3`; for a link or a key, the words of it.
    pub note: String,
    /// The source, as an index into the catalogue; nothing where no source of it is known.
    pub source: Option<usize>,
    /// The address or the words by which it is cited.
    pub written: String,
    /// The note is that of the end of the paragraph.
    pub inherited: bool,
    /// Page that the author points to.
    pub page: Option<String>,
}

/// A sentence of a draft with all it cites.
#[derive(Debug, Clone)]
pub struct Citing {
    /// The sentence, with the way back to the document.
    pub sentence: Sentence,
    /// Its words; keys and numbers of notes are blanks.
    pub words: String,
    /// Labels of its notes.
    pub notes: Vec<String>,
    /// What it cites, in order.
    pub cited: Vec<Cited>,
    /// Where comments about it may be put: its first note's mark, if there is one.
    pub mark: Option<Span>,
}

/// What each note of a document cites.
#[derive(Debug, Default)]
struct Notes {
    cited: Vec<Vec<Cited>>,
    /// Parts of the notes read so far: the words by which each could be told, and what it cites.
    parts: Vec<(BTreeSet<String>, Vec<Cited>)>,
}

/// The sentences of a draft's body, each with what it cites. `catalogue` is asked to describe its
/// files only where a note could not be told otherwise.
pub fn join(
    draft: &Document,
    catalogue: &mut Catalogue,
    describe: &mut dyn FnMut(&mut Catalogue),
) -> Vec<Citing> {
    let mut notes = read_notes(draft, catalogue);
    let open = notes.cited.iter().flatten().any(|cited| cited.source.is_none());
    let link_open = draft.links.iter().any(|link| {
        link.target.starts_with("http") && catalogue.by_address(&link.target).is_none()
    });
    if (open || link_open)
        && catalogue.entries.iter().any(|entry| entry.url.is_empty() || entry.title.is_empty())
    {
        describe(catalogue);
        notes = read_notes(draft, catalogue);
    }
    let mut found: Vec<Citing> = Vec::new();
    let body: Vec<Sentence> = sentences(&draft.prose)
        .into_iter()
        .filter(|sentence| {
            draft.abouts.get(sentence.block).is_none_or(|about| about.note.is_none())
        })
        .collect();
    for (index, sentence) in body.iter().enumerate() {
        let next = body.get(index + 1).filter(|next| next.block == sentence.block);
        let block_end =
            draft.prose.blocks.get(sentence.block).map_or(sentence.span.end, |it| it.span.end);
        // Marks from the start of the sentence up to the start of the next one.
        let until = next.map_or(usize::MAX, |next| next.span.start);
        let first = draft.references.partition_point(|it| {
            let (mark, start) = (it.span, sentence.span.start);
            mark.start < start || mark.start == start && mark.is_empty()
        });
        let marks: Vec<_> = draft
            .references
            .iter()
            .skip(first)
            .take_while(|it| {
                let before =
                    it.span.start < until || it.span.is_empty() && it.span.start == until;
                before
                    && (next.is_some()
                        || it.span.start <= block_end + 1
                        || trailing(draft, block_end, it.span))
            })
            .collect();
        let mut cited: Vec<Cited> = Vec::new();
        let mut labels = Vec::new();
        for mark in &marks {
            let label =
                draft.notes.get(mark.note).map(|note| note.label.clone()).unwrap_or_default();
            labels.push(label);
            cited.extend(notes.cited.get(mark.note).into_iter().flatten().cloned());
        }
        let end = sentence.span;
        for link in draft.links_of(end) {
            if let Some(one) = link_cited(link, draft.text(), catalogue) {
                cited.push(one);
            }
        }
        for bound in draft.prose.bound.iter().filter(|bound| end.overlaps(bound.outer)) {
            if let Some((id, _)) = bound.get("source") {
                cited.push(Cited {
                    note: id.to_owned(),
                    source: catalogue.by_id(id),
                    written: id.to_owned(),
                    inherited: false,
                    page: bound.get("page").map(|(page, _)| page.to_owned()),
                });
            }
        }
        for (key, page) in keys(&sentence.text) {
            cited.push(Cited {
                note: format!("@{key}"),
                source: catalogue.by_id(&key),
                written: format!("@{key}"),
                inherited: false,
                page,
            });
        }
        dedup(&mut cited);
        found.push(Citing {
            words: without_marks(&sentence.text),
            sentence: sentence.clone(),
            notes: labels,
            cited,
            mark: marks.first().map(|mark| mark.span),
        });
    }
    inherit(&mut found);
    found
}

/// A note's mark after the last prose of a block: only marks and white space lie between.
fn trailing(draft: &Document, block_end: usize, mark: Span) -> bool {
    let between = draft.text().get(block_end..mark.start).unwrap_or("\n");
    // Other marks are `[^1]`; a line's end is the end of the block.
    let mut depth = 0_u8;
    between.chars().all(|sign| match sign {
        '[' => {
            depth = 1;
            true
        }
        ']' => {
            depth = 0;
            true
        }
        '\n' => false,
        _ => {
            depth > 0
                || sign.is_whitespace()
                || matches!(sign, '*' | '_' | '.' | ',' | ')' | '"' | '”' | '»')
        }
    })
}

fn dedup(cited: &mut Vec<Cited>) {
    let mut seen: Vec<(Option<usize>, String)> = Vec::new();
    cited.retain(|one| {
        let key = match one.source {
            Some(_) => (one.source, String::new()),
            None => {
                (None, address::canonical(&one.written).unwrap_or_else(|| one.written.clone()))
            }
        };
        let fresh = !seen.contains(&key);
        seen.push(key);
        fresh
    });
}

/// A note at the end of a paragraph belongs to the sentences since the last note; a note at the end
/// of a long sentence to its earlier parts.
fn inherit(found: &mut [Citing]) {
    for at in (0..found.len().saturating_sub(1)).rev() {
        let (before, after) = found.split_at_mut(at + 1);
        let (Some(one), Some(next)) = (before.last_mut(), after.first()) else { continue };
        if one.sentence.block != next.sentence.block || one.sentence.is_heading {
            continue;
        }
        let last_of_block =
            after.get(1).is_none_or(|it| it.sentence.block != next.sentence.block);
        let goes_back = one.sentence.goes_on
            || last_of_block
            || next.cited.iter().any(|cited| cited.inherited);
        if one.cited.is_empty() && one.notes.is_empty() && goes_back && !next.cited.is_empty() {
            one.cited = next
                .cited
                .iter()
                .map(|cited| Cited { inherited: true, ..cited.clone() })
                .collect();
            one.notes.clone_from(&next.notes);
        }
    }
}

fn link_cited(link: &griot_read::Link, text: &str, catalogue: &Catalogue) -> Option<Cited> {
    let web = link.target.starts_with("http");
    let source = if web {
        catalogue.by_address(&link.target)
    } else {
        catalogue.by_id(crate::catalogue::name_of(&link.target))
    };
    if !web && source.is_none() {
        return None;
    }
    Some(Cited {
        note: link.span.of(text).chars().take(60).collect(),
        source,
        written: link.target.clone(),
        inherited: false,
        page: None,
    })
}

/// The sources of every note of a document.
fn read_notes(draft: &Document, catalogue: &Catalogue) -> Notes {
    let mut notes = Notes { cited: vec![Vec::new(); draft.notes.len()], parts: Vec::new() };
    // In the order in which a reader meets them.
    let mut order: Vec<usize> = (0..draft.notes.len()).collect();
    let mark = |at: &usize| draft.references.iter().find(|it| it.note == *at).map(|it| it.span);
    order.sort_by_key(|at| (mark(at).is_none(), mark(at)));
    for (read, index) in order.iter().enumerate() {
        let Some(note) = draft.notes.get(*index) else { continue };
        let text = draft.note_text(note);
        let links: Vec<String> = draft
            .links_of(note.span)
            .map(|link| link.target.clone())
            .filter(|target| target.starts_with("http"))
            .collect();
        let mut cited = sources_of(&note.label, text, &links, catalogue);
        let before = order.get(..read).unwrap_or_default();
        let unknown =
            cited.iter().all(|one| one.source.is_none() && !one.written.starts_with("http"));
        // "Supra note 1; see also mine.txt" has a source of its own and one of an earlier note.
        let open: Vec<&str> = if unknown {
            parts(text).collect()
        } else {
            parts(text).filter(|part| !is_told(part, &cited, catalogue)).collect()
        };
        let mut back: Vec<Cited> = Vec::new();
        for part in &open {
            let mut earlier = backwards(part, note.kind, before, draft, &notes, catalogue);
            if earlier.is_empty() && open.len() > 1 {
                earlier = heads_of(&note.label, part, catalogue);
            }
            back.extend(earlier.into_iter().map(|one| Cited {
                note: note.label.clone(),
                page: page_in(part),
                ..one
            }));
        }
        if unknown && back.is_empty() {
            back = heads_of(&note.label, text, catalogue);
        }
        if unknown && !back.is_empty() {
            cited.clear();
        }
        cited.extend(back);
        dedup(&mut cited);
        notes.learn(text, &cited, catalogue);
        if let Some(own) = notes.cited.get_mut(*index) {
            *own = cited;
        }
    }
    notes
}

/// The sources that one note cites by its own words.
fn sources_of(label: &str, text: &str, links: &[String], catalogue: &Catalogue) -> Vec<Cited> {
    let one = |source: Option<usize>, written: &str, page: Option<String>| Cited {
        note: label.to_owned(),
        source,
        written: written.to_owned(),
        inherited: false,
        page,
    };
    let mut addresses: Vec<String> =
        address::in_text(text).into_iter().map(str::to_owned).collect();
    for link in links {
        let known =
            addresses.iter().any(|it| address::canonical(it) == address::canonical(link));
        if !known {
            addresses.push(link.clone());
        }
    }
    let mut found: Vec<Cited> = Vec::new();
    // An archived copy and the page itself are one source.
    for written in &addresses {
        found.push(one(catalogue.by_address(written), written, None));
    }
    for part in parts(text) {
        if address::in_text(part).is_empty()
            && let Some(source) = catalogue.by_words(part)
            && !found.iter().any(|known| known.source == Some(source))
        {
            found.push(one(Some(source), part.trim(), page_in(part)));
        }
    }
    for (key, page) in keys(text) {
        found.push(one(catalogue.by_id(&key), &format!("@{key}"), page));
    }
    dedup(&mut found);
    // An address that is not held beside a title that is: the same part of the note names one source.
    let held = found.iter().any(|cited| cited.source.is_some());
    if held && addresses.len() == 1 && parts(text).count() == 1 {
        found.retain(|cited| cited.source.is_some());
    }
    if found.is_empty()
        && let Some(source) = catalogue.by_words(text)
    {
        found.push(one(Some(source), text, page_in(text)));
    }
    // What refers to an earlier note is looked for there first.
    if !parts(text).any(|part| is_earlier(&words_of(part))) {
        for one in heads_of(label, text, catalogue) {
            if found.is_empty() || one.source.is_some_and(|source| !mentions(&found, source)) {
                found.push(one);
            }
        }
        dedup(&mut found);
    }
    if found.is_empty() && !text.trim().is_empty() {
        found.push(one(None, text.trim(), None));
    }
    found
}

fn mentions(cited: &[Cited], source: usize) -> bool {
    cited.iter().any(|one| one.source == Some(source))
}

/// Files that the parts of a note without an address, title or name of a file mean, by what they say at their heads.
fn heads_of(label: &str, text: &str, catalogue: &Catalogue) -> Vec<Cited> {
    let bare = parts(text)
        .filter(|part| address::in_text(part).is_empty() && catalogue.by_words(part).is_none());
    bare.filter_map(|part| {
        Some(Cited {
            note: label.to_owned(),
            source: Some(catalogue.by_head(part)?),
            written: part.trim().to_owned(),
            inherited: false,
            page: page_in(part),
        })
    })
    .collect()
}

/// Whether a part of a note has a source of its own.
fn is_told(part: &str, cited: &[Cited], catalogue: &Catalogue) -> bool {
    !address::in_text(part).is_empty()
        || catalogue.by_words(part).is_some()
        || cited.iter().any(|one| part.contains(&one.written))
}

/// Parts of a note between semicolons.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').filter(|part| !part.trim().is_empty())
}

/// The page that a note points to: `p. 12`, `pp. 3-4`.
fn page_in(text: &str) -> Option<String> {
    let words = crate::letters::cut_with_digits(text);
    words.windows(2).find_map(|pair| {
        let [mark, number] = pair else { return None };
        let marks = matches!(
            mark.to_lowercase().as_str(),
            "p" | "pp" | "page" | "pages" | "с" | "стр" | "pág" | "ص"
        );
        (marks && number.chars().all(char::is_numeric)).then(|| (*number).to_owned())
    })
}

/// What an earlier note cites whose number stands in a few words: "supra note 1", "cf. note 1, above", "(n 4)".
fn numbered(text: &str, draft: &Document, notes: &Notes) -> Option<Vec<Cited>> {
    const MOST_WORDS: usize = 12;
    let words: Vec<String> =
        crate::letters::cut_with_digits(text).into_iter().map(folded).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let packs = Packs::embedded().all();
    let is_note = |word: &String| packs.iter().any(|pack| pack.note_words.contains(word));
    words.windows(2).find_map(|pair| {
        let [word, number] = pair else { return None };
        let at = draft.notes.iter().position(|note| note.label == *number)?;
        notes.cited.get(at).filter(|_| is_note(word)).cloned()
    })
}

/// What *ibid.*, *op. cit.*, "see note 3" or a short form leads back to.
fn backwards(
    text: &str,
    kind: NoteKind,
    before: &[usize],
    draft: &Document,
    notes: &Notes,
    catalogue: &Catalogue,
) -> Vec<Cited> {
    let words = words_of(text);
    let joined = format!(" {} ", words.join(" "));
    let packs = Packs::embedded().all();
    let same = packs.iter().flat_map(|pack| &pack.same_source);
    // Footnotes lead back to footnotes, endnotes to endnotes.
    let alike = before
        .iter()
        .rev()
        .filter(|at| draft.notes.get(**at).is_some_and(|it| it.kind == kind));
    let mut sourced = alike.filter_map(|at| notes.cited.get(*at)).filter(|it| !it.is_empty());
    for mark in same {
        if joined.starts_with(&format!(" {mark} ")) {
            return sourced.next().cloned().unwrap_or_default();
        }
    }
    if let Some(cited) = numbered(text, draft, notes) {
        return cited;
    }
    let earlier = packs.iter().flat_map(|pack| &pack.earlier_source);
    let refers = earlier.into_iter().find(|mark| joined.contains(&format!(" {mark} ")));
    if let Some(mark) = refers {
        // "see note 3", "(n 3)".
        let after = joined.split(&format!(" {mark} ")).nth(1).unwrap_or_default();
        let number = after.split(' ').find(|word| !word.is_empty()).unwrap_or_default();
        if let Some(at) = draft.notes.iter().position(|note| note.label == number)
            && let Some(cited) = notes.cited.get(at)
        {
            return cited.clone();
        }
    }
    notes.short_form(text, words.len(), refers.is_some(), catalogue)
}

/// Words of a short form, at most: an author, an abridged title, a page.
const SHORT: usize = 12;

impl Notes {
    /// Learns the words of a note, part by part.
    fn learn(&mut self, text: &str, cited: &[Cited], catalogue: &Catalogue) {
        let all: Vec<&str> = parts(text).collect();
        for part in &all {
            let own: Vec<Cited> = if let [_] = all.as_slice() {
                cited.to_vec()
            } else {
                let addresses = address::in_text(part);
                let its = |one: &&Cited| {
                    addresses.contains(&one.written.as_str())
                        || one.written == part.trim()
                        || one.source.is_some() && one.source == catalogue.by_words(part)
                };
                cited.iter().filter(its).cloned().collect()
            };
            if !own.is_empty() && !is_earlier(&words_of(part)) {
                self.parts.push((heads::words(part), own));
            }
        }
    }

    /// What a short form leads back to: the part of an earlier note that has most of its words, a name among them.
    fn short_form(
        &self,
        text: &str,
        length: usize,
        refers: bool,
        catalogue: &Catalogue,
    ) -> Vec<Cited> {
        if length > SHORT && !refers {
            return Vec::new();
        }
        let marks: BTreeSet<String> = Packs::embedded()
            .all()
            .iter()
            .flat_map(|pack| pack.earlier_source.iter().chain(&pack.note_words))
            .flat_map(|mark| mark.split(' ').map(str::to_owned))
            .collect();
        let mut asked = heads::words(text);
        asked.retain(|word| !marks.contains(word));
        let names: BTreeSet<String> = crate::letters::cut(text)
            .into_iter()
            .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
            .map(heads::key)
            .filter(|word| asked.contains(word))
            .collect();
        let author = |cited: &[Cited]| {
            cited.iter().filter_map(|one| one.source).any(|source| {
                catalogue.entries.get(source).is_some_and(|entry| {
                    heads::words(&entry.author).iter().any(|word| names.contains(word))
                })
            })
        };
        let mut best: Option<(usize, &Vec<Cited>)> = None;
        for (words, cited) in self.parts.iter().rev() {
            let held =
                cited.iter().any(|one| one.source.is_some() || one.written.starts_with("http"));
            let shared = asked.iter().filter(|word| words.contains(*word)).count();
            let named = names.iter().any(|word| words.contains(word));
            // Without "op. cit." all of a few words are the author's, or most of more.
            let most = shared * 5 >= asked.len() * 3;
            let fits = named && most || author(cited) || !refers && named && opens(text, words);
            if held && fits && best.is_none_or(|(most, _)| shared > most) {
                best = Some((shared, cited));
            }
        }
        best.map(|(_, cited)| cited.clone()).unwrap_or_default()
    }
}

/// Whether the first long word of a short form stands in an earlier note: *Lind, p. 14.*
fn opens(text: &str, words: &BTreeSet<String>) -> bool {
    let first = crate::letters::cut(text).into_iter().map(heads::key).next();
    first.is_some_and(|word| word.chars().count() > 3 && words.contains(&word))
}

fn words_of(text: &str) -> Vec<String> {
    crate::letters::cut_with_digits(text).into_iter().map(folded).collect()
}

/// Whether words refer to an earlier note: *op. cit.*, *see note*.
fn is_earlier(words: &[String]) -> bool {
    let joined = format!(" {} ", words.join(" "));
    let packs = Packs::embedded().all();
    packs
        .iter()
        .flat_map(|pack| pack.earlier_source.iter().chain(&pack.same_source))
        .any(|mark| joined.contains(&format!(" {mark} ")))
}

/// Pandoc keys: `[@key, p. 12; @other]`.
fn keys(text: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        if !before.is_none_or(|sign| sign.is_whitespace() || matches!(sign, '[' | '-' | ';')) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest
            .find(|sign: char| {
                !(sign.is_alphanumeric() || matches!(sign, '_' | '-' | ':' | '.' | '/'))
            })
            .unwrap_or(rest.len());
        let key = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ':', '-']);
        // A handle in running text is no key.
        let open = text.get(..at).unwrap_or_default();
        let bracketed = open
            .rfind('[')
            .is_some_and(|start| open.get(start..).is_some_and(|it| !it.contains(']')));
        if !key.is_empty() && bracketed {
            let until = rest.find([';', ']']).unwrap_or(rest.len());
            let page = page_in(rest.get(end..until).unwrap_or_default());
            found.push((key.to_owned(), page));
        }
    }
    found
}

/// The words with blanks, as many bytes, where keys and numbers of notes stand.
fn without_marks(text: &str) -> String {
    let mut out = text.to_owned();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('[')) {
        let start = from + open;
        let Some(length) = text.get(start..).and_then(|rest| rest.find(']')) else { break };
        let end = start + length + 1;
        let inner = text.get(start + 1..end - 1).unwrap_or_default();
        let number = !inner.is_empty()
            && inner
                .chars()
                .all(|sign| sign.is_ascii_digit() || matches!(sign, ',' | ' ' | '-' | '^'));
        if number || inner.contains('@') || inner.starts_with('^') {
            out.replace_range(start..end, &" ".repeat(end - start));
        }
        from = start + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Entry;

    fn cites(text: &str) -> Vec<(String, Vec<Option<usize>>)> {
        let entry = |id: &str, url: &str, author: &str| Entry {
            id: id.into(),
            url: url.into(),
            author: author.into(),
            title: format!("A title of {id} long enough"),
            file: Some(format!("{id}.txt")),
            ..Entry::default()
        };
        let mut catalogue = Catalogue::of(vec![
            entry("a", "https://example.org/a", "Jane Smith"),
            entry("bee", "https://example.org/b", "Mara Lind"),
        ]);
        let document = griot_read::read(text.as_bytes(), "draft.md").expect("it is text");
        join(&document, &mut catalogue, &mut |_| {})
            .into_iter()
            .map(|it| (it.sentence.text, it.cited.iter().map(|one| one.source).collect()))
            .collect()
    }

    fn check(text: &str, expected: &[&[Option<usize>]]) {
        let found = cites(text);
        let sources: Vec<&[Option<usize>]> = found.iter().map(|it| it.1.as_slice()).collect();
        assert_eq!(sources, expected, "{text}\n{found:?}");
    }

    #[test]
    fn notes_of_sentences() {
        check("One.[^1] Two.\n\n[^1]: https://example.org/a\n", &[&[Some(0)], &[]]);
        check("One. Two.[^1]\n\n[^1]: bee.txt\n", &[&[Some(1)], &[Some(1)]]);
        check(
            "One. Two.[^1]\n\nThree.[^2]\n\n[^1]: bee.txt\n[^2]: Ibid., p. 3.\n",
            &[&[Some(1)], &[Some(1)], &[Some(1)]],
        );
        check(
            "One.[^1]\n\n[^1]: See https://example.org/a; Lind, https://web.archive.org/web/2020/https://example.org/b/\n",
            &[&[Some(0), Some(1)]],
        );
        check("One [@bee].\n", &[&[Some(1)]]);
        check("One [words](https://www.example.org/a) more.\n", &[&[Some(0)]]);
        check("[One]{.claim source=bee page=12} more.\n", &[&[Some(1)]]);
        check("One.[^1]\n\n[^1]: https://example.org/c\n", &[&[None]]);
        check(
            "One.[^1] Two.[^2]\n\n[^1]: Mara Lind, https://example.org/b\n[^2]: Lind, p. 14.\n",
            &[&[Some(1)], &[Some(1)]],
        );
    }

    #[test]
    fn a_note_may_name_an_earlier_one_by_its_number() {
        let text = "One is 1.[^1] Two is 2.[^2] Three is 3.[^3] Four is 4.[^4] Five is 5.[^5] Six is 6.[^6]\n\n\
                    [^1]: https://example.org/a\n[^2]: Supra note 1.\n[^3]: Cf. n. 1, above.\n\
                    [^4]: Lind 2021 (note 1), p. 7\n[^5]: Supra note 1; see also https://example.org/b\n\
                    [^6]: Сноска 1, с. 4\n";
        let found: Vec<Vec<Option<usize>>> =
            cites(text).into_iter().map(|(_, cited)| cited).collect();
        let first = vec![Some(0)];
        assert_eq!(found[..4], [first.clone(), first.clone(), first.clone(), first.clone()]);
        let mut both = found[4].clone();
        both.sort();
        assert_eq!(both, [Some(0), Some(1)]);
        assert_eq!(found[5], first);
    }

    #[test]
    fn ibid_of_a_footnote_is_of_the_footnote_before() {
        let entry = |id: &str| Entry {
            id: id.into(),
            file: Some(format!("{id}.txt")),
            ..Entry::default()
        };
        let mut catalogue = Catalogue::of(vec![entry("one"), entry("two")]);
        let text =
            "One.[^1] Two.[^2] Three.[^3]\n\n[^1]: one.txt\n[^2]: two.txt\n[^3]: Ibid.\n";
        let mut document = griot_read::read(text.as_bytes(), "draft.md").expect("it is text");
        let last = |document: &Document, catalogue: &mut Catalogue| {
            let found = join(document, catalogue, &mut |_| {});
            found.last().and_then(|it| it.cited.first()?.source)
        };
        assert_eq!(last(&document, &mut catalogue), Some(1));
        if let Some(note) = document.notes.get_mut(1) {
            note.kind = NoteKind::Endnote;
        }
        assert_eq!(last(&document, &mut catalogue), Some(0));
    }

    #[test]
    fn a_page_in_brackets_ends_no_sentence() {
        let found = cites(
            "Some 1,850 houses were destroyed [@a, p. 12]. At least 37 died [@bee, pp. 3-4].",
        );
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].1, [Some(0)]);
        assert_eq!(found[1].1, [Some(1)]);
    }
}
