//! What persons decided about sentences and their proofs: `judgements.csv` of the case.
//!
//! A judgement belongs to the digest of a sentence and its proofs: an edit elsewhere keeps it, an edit of the sentence or
//! of a proof opens it again. One line is one judgement, and the last of a digest counts; only what is undone at once is
//! taken out again. Who should look at a sentence stands in `assignments.csv`, in the same form.

use std::collections::BTreeMap;

use griot_text::formula::harmless;

/// The file of decisions.
pub(crate) const FILE: &str = "judgements.csv";

/// The file of who should look at what.
pub(crate) const ASSIGNED: &str = "assignments.csv";

const COLUMNS: [&str; 6] = ["digest", "sentence", "verdict", "person", "time", "note"];

const ASSIGNED_COLUMNS: [&str; 6] =
    ["digest", "sentence", "assigned", "person", "time", "note"];

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decision {
    /// The proofs carry the sentence.
    Proven,
    /// They do not.
    NotProven,
    /// They would, were it written otherwise.
    NeedsWork,
    /// There is nothing to prove in it.
    NoMatter,
}

impl Decision {
    /// All of them, in the order of their keys.
    pub(crate) const ALL: [Self; 4] =
        [Self::Proven, Self::NotProven, Self::NeedsWork, Self::NoMatter];

    /// In words.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::NotProven => "not proven",
            Self::NeedsWork => "needs work",
            Self::NoMatter => "not a matter of proof",
        }
    }

    /// The word in the file, and in a form.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::NotProven => "not-proven",
            Self::NeedsWork => "needs-work",
            Self::NoMatter => "no-matter-of-proof",
        }
    }

    /// A sign that says it without colour.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Proven => "✔",
            Self::NotProven => "✘",
            Self::NeedsWork => "✎",
            Self::NoMatter => "–",
        }
    }

    /// The decision of a word or a class.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word || it.class() == word)
    }
}

/// What one person decided about one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Judgement {
    /// Of the sentence and its proofs.
    pub(crate) digest: String,
    /// Nothing where there is only a note or a name.
    pub(crate) decision: Option<Decision>,
    /// Who decided.
    pub(crate) who: String,
    /// When, as RFC 3339.
    pub(crate) when: String,
    /// In their words.
    pub(crate) note: String,
    /// Who is to look at it.
    pub(crate) assigned: String,
    /// The sentence, for whoever reads the file.
    pub(crate) sentence: String,
}

impl Judgement {
    /// The day on which it was decided.
    pub(crate) fn day(&self) -> &str {
        self.when.get(..10).unwrap_or(&self.when)
    }
}

/// Judgements of a case: lines of the two files, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Judgements {
    /// Lines with a decision are of one file, those without of the other.
    rows: Vec<Judgement>,
    /// Lines of a digest.
    of: BTreeMap<String, Vec<usize>>,
}

/// What became of a colleague's judgements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Merged {
    /// Lines that are new.
    pub(crate) taken: usize,
    /// Sentences on which two persons decided differently: both stay.
    pub(crate) conflicts: usize,
}

impl Judgements {
    /// Reads the two files; what is no judgement is named by its line.
    pub(crate) fn read(judged: &[u8], assigned: &[u8]) -> (Self, Vec<String>) {
        let (mut rows, mut said) = (Vec::new(), Vec::new());
        for (file, bytes, columns) in
            [(FILE, judged, COLUMNS), (ASSIGNED, assigned, ASSIGNED_COLUMNS)]
        {
            for (line, cells) in lines(bytes, columns) {
                let [digest, sentence, word, who, when, note] = cells;
                let decision = Decision::of(&word);
                let is_judged = file == FILE;
                if digest.is_empty() || who.is_empty() || is_judged && decision.is_none() {
                    said.push(format!(
                        "{file}, line {line}: it needs a digest, a person and, as a judgement, one of the four words"
                    ));
                    continue;
                }
                let assigned = if is_judged { String::new() } else { word };
                let decision = decision.filter(|_| is_judged);
                rows.push(Judgement { digest, decision, who, when, note, assigned, sentence });
            }
        }
        (Self::of_rows(rows), said)
    }

    fn of_rows(mut rows: Vec<Judgement>) -> Self {
        rows.sort_by(|a, b| a.when.cmp(&b.when));
        let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            of.entry(row.digest.clone()).or_default().push(number);
        }
        Self { rows, of }
    }

    /// The bytes of the two files.
    pub(crate) fn written(&self) -> Result<[Vec<u8>; 2], csv::Error> {
        let file = |columns: [&str; 6], is_judged: bool| -> Result<Vec<u8>, csv::Error> {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(columns)?;
            for row in self.rows.iter().filter(|row| row.decision.is_some() == is_judged) {
                let word = match row.decision {
                    Some(decision) => decision.class(),
                    None => row.assigned.as_str(),
                };
                let cells = [&row.digest, &row.sentence, word, &row.who, &row.when, &row.note];
                writer.write_record(cells.map(|cell| harmless(cell).into_owned()))?;
            }
            writer.into_inner().map_err(|error| error.into_error().into())
        };
        Ok([file(COLUMNS, true)?, file(ASSIGNED_COLUMNS, false)?])
    }

    /// Adds what a person decided, as they see it as a whole; gives the lines that are new.
    pub(crate) fn put(&mut self, now: &Judgement) -> Vec<Judgement> {
        let before = self.by(&now.digest, &now.who).unwrap_or_default();
        let mut fresh = Vec::new();
        let noted = before.note != now.note;
        if now.decision.is_some() && (before.decision != now.decision || noted) {
            fresh.push(Judgement { assigned: String::new(), ..now.clone() });
        }
        if before.assigned != now.assigned || now.decision.is_none() && noted {
            let note = if now.decision.is_none() { now.note.clone() } else { String::new() };
            fresh.push(Judgement { decision: None, note, ..now.clone() });
        }
        for row in &fresh {
            self.of.entry(row.digest.clone()).or_default().push(self.rows.len());
            self.rows.push(row.clone());
        }
        fresh
    }

    /// Takes lines out that were added last.
    pub(crate) fn take_back(&mut self, fresh: &[Judgement]) {
        let mut rows = std::mem::take(&mut self.rows);
        for one in fresh {
            if let Some(at) = rows.iter().rposition(|row| row == one) {
                rows.remove(at);
            }
        }
        *self = Self::of_rows(rows);
    }

    fn rows(&self, digest: &str) -> impl DoubleEndedIterator<Item = &Judgement> {
        self.of.get(digest).into_iter().flatten().filter_map(|number| self.rows.get(*number))
    }

    /// What one person decided about a sentence, as a whole.
    pub(crate) fn by(&self, digest: &str, who: &str) -> Option<Judgement> {
        let mut whole: Option<Judgement> = None;
        for row in self.rows(digest).filter(|row| row.who == who) {
            let whole = whole.get_or_insert_with(|| row.clone());
            row.when.clone_into(&mut whole.when);
            if row.decision.is_some() {
                whole.decision = row.decision;
                row.note.clone_into(&mut whole.note);
            } else {
                row.assigned.clone_into(&mut whole.assigned);
                if whole.decision.is_none() {
                    row.note.clone_into(&mut whole.note);
                }
            }
        }
        whole
    }

    /// What was decided about a sentence, one for each person, the latest first.
    pub(crate) fn of(&self, digest: &str) -> Vec<Judgement> {
        let mut persons: Vec<&str> = self.rows(digest).map(|row| row.who.as_str()).collect();
        persons.sort_unstable();
        persons.dedup();
        let mut found: Vec<Judgement> =
            persons.into_iter().filter_map(|who| self.by(digest, who)).collect();
        found.sort_by(|a, b| b.when.cmp(&a.when));
        found
    }

    /// The decision that stands: the latest.
    pub(crate) fn decision(&self, digest: &str) -> Option<Decision> {
        self.rows(digest).rev().find_map(|row| row.decision)
    }

    /// Who is to look at a sentence: as was said last.
    pub(crate) fn assigned(&self, digest: &str) -> Option<&str> {
        let last = self.rows(digest).rev().find(|row| row.decision.is_none());
        last.map(|row| row.assigned.as_str()).filter(|name| !name.is_empty())
    }

    /// Whether persons decided differently about a sentence.
    pub(crate) fn is_disputed(&self, digest: &str) -> bool {
        let mut last: BTreeMap<&str, Decision> = BTreeMap::new();
        for row in self.rows(digest) {
            if let Some(decision) = row.decision {
                last.insert(&row.who, decision);
            }
        }
        let mut decisions = last.values();
        decisions.next().is_some_and(|first| decisions.any(|other| other != first))
    }

    /// Takes a colleague's in.
    pub(crate) fn merge(&mut self, theirs: &Self) -> Merged {
        let mut rows = std::mem::take(&mut self.rows);
        let known = rows.len();
        rows.extend(theirs.rows.iter().cloned());
        let mut seen = Vec::with_capacity(rows.len());
        let mut names = std::collections::BTreeSet::new();
        for row in rows {
            let word = row.decision.map(Decision::class);
            let name = (
                row.digest.clone(),
                row.who.clone(),
                row.when.clone(),
                word,
                row.assigned.clone(),
            );
            if names.insert(name) {
                seen.push(row);
            }
        }
        let taken = seen.len().saturating_sub(known);
        *self = Self::of_rows(seen);
        let conflicts = theirs.of.keys().filter(|digest| self.is_disputed(digest)).count();
        Merged { taken, conflicts }
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// Lines of a file with its cells by name; the line of the file with each.
fn lines(bytes: &[u8], columns: [&str; 6]) -> Vec<(usize, [String; 6])> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().cloned().unwrap_or_default();
    let places = columns.map(|name| header.iter().position(|cell| cell.trim() == name));
    let records = reader.records().enumerate();
    let records = records.filter_map(|(number, record)| Some((number + 2, record.ok()?)));
    records
        .map(|(line, record)| {
            let cells = places.map(|place| {
                let cell = place.and_then(|place| record.get(place)).unwrap_or_default().trim();
                // What protects a spreadsheet is no part of the words.
                let bare = cell.strip_prefix('\'').filter(|bare| harmless(bare) == cell);
                bare.unwrap_or(cell).to_owned()
            });
            (line, cells)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(digest: &str, who: &str, when: &str, decision: Decision) -> Judgement {
        Judgement {
            digest: digest.to_owned(),
            who: who.to_owned(),
            when: when.to_owned(),
            decision: Some(decision),
            note: "=1+1, \"so\"\nand on".to_owned(),
            ..Judgement::default()
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let mut judgements = Judgements::default();
        judgements.put(&judged("a", "Awa", "2026-01-01", Decision::Proven));
        judgements.put(&judged("a", "Ben", "2026-01-02", Decision::NotProven));
        let both = Judgement {
            assigned: "Cy".into(),
            ..judged("a", "Awa", "2026-01-03", Decision::Proven)
        };
        judgements.put(&both);
        let [bytes, assigned] = judgements.written().expect("memory");
        assert!(!String::from_utf8_lossy(&bytes).contains(",\"=1"), "a spreadsheet runs it");
        assert_eq!(Judgements::read(&bytes, &assigned), (judgements.clone(), Vec::new()));
        assert_eq!(judgements.decision("a"), Some(Decision::NotProven));
        assert_eq!(judgements.assigned("a"), Some("Cy"));
        assert!(judgements.is_disputed("a") && !judgements.is_disputed("b"));
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let text = "digest,verdict,person\na,maybe,Awa\n,proven,Awa\nb,proven,Awa\n";
        let (judgements, said) = Judgements::read(text.as_bytes(), b"");
        assert_eq!((judgements.len(), said.len()), (1, 2));
    }

    #[test]
    fn two_persons_keep_their_lines_and_the_conflict_is_said() {
        let mut ours = Judgements::default();
        ours.put(&judged("a", "Awa", "2026-01-01", Decision::Proven));
        ours.put(&judged("b", "Awa", "2026-01-01", Decision::Proven));
        let mut theirs = ours.clone();
        theirs.put(&judged("a", "Ben", "2026-01-02", Decision::NotProven));
        theirs.put(&judged("b", "Ben", "2026-01-02", Decision::Proven));
        assert_eq!(ours.merge(&theirs), Merged { taken: 2, conflicts: 1 });
        assert_eq!(ours.merge(&theirs), Merged { taken: 0, conflicts: 1 });
        assert_eq!(ours.by("b", "Awa").and_then(|it| it.decision), Some(Decision::Proven));
    }

    #[test]
    fn what_is_undone_is_as_it_was() {
        let mut judgements = Judgements::default();
        judgements.put(&judged("a", "Awa", "2026-01-01", Decision::Proven));
        let before = judgements.clone();
        let fresh = judgements.put(&judged("a", "Awa", "2026-01-02", Decision::NeedsWork));
        assert_eq!(judgements.decision("a"), Some(Decision::NeedsWork));
        judgements.take_back(&fresh);
        assert_eq!(judgements, before);
    }
}
