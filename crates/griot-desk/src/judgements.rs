//! What persons decided about sentences and their proofs: `judgements.csv` of the case.
//!
//! A judgement belongs to the digest of a sentence and its proofs: an edit elsewhere keeps it, an edit of the sentence or
//! of a proof opens it again. Each person has one row for a digest, so that nobody's decision is written over by another's.

use std::collections::BTreeMap;

use griot_text::formula::harmless;

/// The file.
pub(crate) const FILE: &str = "judgements.csv";

const COLUMNS: [&str; 7] =
    ["digest", "judgement", "who", "when", "note", "assigned", "sentence"];

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

    /// The word in the file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::NotProven => "not proven",
            Self::NeedsWork => "needs work",
            Self::NoMatter => "not a matter of proof",
        }
    }

    /// The same as a class of a page and in a form.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::NotProven => "not-proven",
            Self::NeedsWork => "needs-work",
            Self::NoMatter => "no-matter",
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
    /// When, as ISO 8601.
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

/// Judgements of a case, by digest and person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Judgements {
    rows: BTreeMap<(String, String), Judgement>,
}

/// What became of a colleague's judgements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Merged {
    /// Rows that are new, or newer than ours of the same person.
    pub(crate) taken: usize,
    /// Sentences on which two persons decided differently: both rows stay.
    pub(crate) conflicts: Vec<(Judgement, Judgement)>,
}

impl Judgements {
    /// Reads the file; what is no judgement is named by its line.
    pub(crate) fn read(bytes: &[u8]) -> (Self, Vec<String>) {
        let (mut found, mut said) = (Self::default(), Vec::new());
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let header = reader.headers().cloned().unwrap_or_default();
        let place = |name: &str| header.iter().position(|cell| cell.trim() == name);
        let places = COLUMNS.map(place);
        for (number, record) in reader.records().enumerate() {
            let line = number + 2;
            let Ok(record) = record else {
                said.push(format!("{FILE}, line {line}: it is no text"));
                continue;
            };
            let cell = |index: usize| {
                let place = places.get(index).copied().flatten();
                let cell = place.and_then(|place| record.get(place)).unwrap_or_default().trim();
                // What protects a spreadsheet is no part of the words.
                let bare = cell.strip_prefix('\'').filter(|bare| harmless(bare) == cell);
                bare.unwrap_or(cell).to_owned()
            };
            let word = cell(1);
            let decision = Decision::of(&word);
            if cell(0).is_empty()
                || cell(2).is_empty()
                || decision.is_none() && !word.is_empty()
            {
                said.push(format!(
                    "{FILE}, line {line}: a judgement has a digest, a person and one of the four words"
                ));
                continue;
            }
            found.put(Judgement {
                digest: cell(0),
                decision,
                who: cell(2),
                when: cell(3),
                note: cell(4),
                assigned: cell(5),
                sentence: cell(6),
            });
        }
        (found, said)
    }

    /// The bytes of the file.
    pub(crate) fn written(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS)?;
        for row in self.rows.values() {
            let word = row.decision.map_or("", Decision::word);
            let cells = [
                &row.digest,
                word,
                &row.who,
                &row.when,
                &row.note,
                &row.assigned,
                &row.sentence,
            ];
            writer.write_record(cells.map(|cell| harmless(cell).into_owned()))?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// Puts a judgement in the place of the same person's on the same sentence; gives back that one.
    pub(crate) fn put(&mut self, judgement: Judgement) -> Option<Judgement> {
        let key = (judgement.digest.clone(), judgement.who.clone());
        let is_empty = judgement.decision.is_none()
            && judgement.note.is_empty()
            && judgement.assigned.is_empty();
        if is_empty { self.rows.remove(&key) } else { self.rows.insert(key, judgement) }
    }

    /// What one person decided about a sentence.
    pub(crate) fn by(&self, digest: &str, who: &str) -> Option<&Judgement> {
        self.rows.get(&(digest.to_owned(), who.to_owned()))
    }

    /// What was decided about a sentence, the latest first.
    pub(crate) fn of(&self, digest: &str) -> Vec<&Judgement> {
        let from = (digest.to_owned(), String::new());
        let mut found: Vec<&Judgement> = self
            .rows
            .range(from..)
            .take_while(|((known, _), _)| known == digest)
            .map(|(_, judgement)| judgement)
            .collect();
        found.sort_by(|a, b| b.when.cmp(&a.when));
        found
    }

    /// The decision that stands: the latest.
    pub(crate) fn decision(&self, digest: &str) -> Option<Decision> {
        self.of(digest).into_iter().find_map(|judgement| judgement.decision)
    }

    /// Who is to look at a sentence: as was said last.
    pub(crate) fn assigned(&self, digest: &str) -> Option<&str> {
        let mut named = self.of(digest).into_iter().map(|it| it.assigned.as_str());
        named.find(|name| !name.is_empty())
    }

    /// Whether persons decided differently about a sentence.
    pub(crate) fn is_disputed(&self, digest: &str) -> bool {
        let mut decisions: Vec<Decision> =
            self.of(digest).iter().filter_map(|it| it.decision).collect();
        decisions.dedup();
        decisions.len() > 1
    }

    /// Takes a colleague's in.
    pub(crate) fn merge(&mut self, theirs: &Self) -> Merged {
        let mut merged = Merged::default();
        for (key, their) in &theirs.rows {
            if self.rows.get(key).is_none_or(|our| our.when < their.when) {
                self.rows.insert(key.clone(), their.clone());
                merged.taken += 1;
            }
            let differs = |our: &&Judgement| {
                our.who != their.who && our.decision.is_some() && our.decision != their.decision
            };
            if their.decision.is_some()
                && let Some(our) = self.of(&their.digest).into_iter().find(differs)
            {
                merged.conflicts.push((our.clone(), their.clone()));
            }
        }
        merged
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
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
        judgements.put(judged("a", "Awa", "2026-01-01", Decision::Proven));
        judgements.put(judged("a", "Ben", "2026-01-02", Decision::NotProven));
        let bytes = judgements.written().expect("memory");
        assert!(!String::from_utf8_lossy(&bytes).contains(",\"=1"), "a spreadsheet runs it");
        assert_eq!(Judgements::read(&bytes), (judgements.clone(), Vec::new()));
        assert_eq!(judgements.decision("a"), Some(Decision::NotProven));
        assert!(judgements.is_disputed("a") && !judgements.is_disputed("b"));
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let text = "digest,judgement,who\na,maybe,Awa\n,proven,Awa\nb,proven,Awa\n";
        let (judgements, said) = Judgements::read(text.as_bytes());
        assert_eq!((judgements.len(), said.len()), (1, 2));
    }

    #[test]
    fn two_persons_keep_their_rows_and_the_conflict_is_said() {
        let mut ours = Judgements::default();
        ours.put(judged("a", "Awa", "2026-01-01", Decision::Proven));
        ours.put(judged("b", "Awa", "2026-01-01", Decision::Proven));
        let mut theirs = Judgements::default();
        theirs.put(judged("a", "Ben", "2026-01-02", Decision::NotProven));
        theirs.put(judged("b", "Ben", "2026-01-02", Decision::Proven));
        theirs.put(judged("b", "Awa", "2025-12-31", Decision::NotProven));
        let merged = ours.merge(&theirs);
        assert_eq!((merged.taken, merged.conflicts.len()), (2, 2));
        assert_eq!(ours.by("b", "Awa").and_then(|it| it.decision), Some(Decision::Proven));
    }

    #[test]
    fn an_empty_judgement_takes_its_row_away() {
        let mut judgements = Judgements::default();
        judgements.put(judged("a", "Awa", "2026-01-01", Decision::Proven));
        let empty = Judgement { digest: "a".into(), who: "Awa".into(), ..Judgement::default() };
        assert!(judgements.put(empty).is_some());
        assert_eq!(judgements.len(), 0);
    }
}
