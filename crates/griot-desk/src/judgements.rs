//! What persons decided about sentences and their proofs: `judgements.csv` of the case.
//!
//! The file is the one that `griot judge` writes, and is read and written by the same code (`griot-proof::judgement`): a
//! line is added at its end and none is written over; only what is undone at once is taken out again, and what a colleague
//! decided before is put where its time belongs. Who should look at a sentence stands in `assignments.csv`, in the same form.

use std::collections::{BTreeMap, BTreeSet};

use griot_proof::judgement;
use griot_text::formula::{bare, harmless};

/// The file of decisions.
pub(crate) const FILE: &str = "judgements.csv";

/// The file of who should look at what.
pub(crate) const ASSIGNED: &str = "assignments.csv";

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
    fn decided(one: judgement::Judgement) -> Self {
        Self {
            decision: Decision::of(&one.verdict),
            digest: one.digest,
            who: one.person,
            when: one.time,
            note: one.note,
            assigned: String::new(),
            sentence: one.sentence,
        }
    }

    /// What tells it from others.
    fn name(&self) -> (&str, &str, &str, Option<Decision>, &str) {
        (&self.digest, &self.who, &self.when, self.decision, &self.assigned)
    }

    /// The file that it is a line of.
    pub(crate) fn file(&self) -> &'static str {
        if self.decision.is_some() { FILE } else { ASSIGNED }
    }

    /// Its line in that file.
    fn line(&self, is_new: bool) -> Result<Vec<u8>, csv::Error> {
        if let Some(decision) = self.decision {
            let one = judgement::Judgement {
                verdict: decision.class().to_owned(),
                person: self.who.clone(),
                time: self.when.clone(),
                note: self.note.clone(),
                digest: self.digest.clone(),
                sentence: self.sentence.clone(),
            };
            return judgement::line(&one, is_new);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        if is_new {
            writer.write_record(ASSIGNED_COLUMNS)?;
        }
        let Self { digest, sentence, assigned, who, when, note, .. } = self;
        let cells = [digest, sentence, assigned, who, when, note];
        writer.write_record(cells.map(|cell| harmless(cell).into_owned()))?;
        writer.into_inner().map_err(|error| error.into_error().into())
    }

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
        let (judged, mut said) = judgement::read(judged);
        let mut rows: Vec<Judgement> = judged.into_iter().map(Judgement::decided).collect();
        for (line, cells) in lines(assigned) {
            let [digest, sentence, assigned, who, when, note] = cells;
            if digest.is_empty() || who.is_empty() {
                said.push(format!(
                    "line {line} of {ASSIGNED} is set aside: it needs a digest and a person"
                ));
                continue;
            }
            rows.push(Judgement {
                digest,
                decision: None,
                who,
                when,
                note,
                assigned,
                sentence,
            });
        }
        (Self::of_rows(rows), said)
    }

    fn of_rows(rows: Vec<Judgement>) -> Self {
        let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            of.entry(row.digest.clone()).or_default().push(number);
        }
        Self { rows, of }
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

    fn rows(&self, digest: &str) -> impl DoubleEndedIterator<Item = &Judgement> {
        self.of.get(digest).into_iter().flatten().filter_map(|number| self.rows.get(*number))
    }

    /// What one person decided about a sentence, as a whole.
    pub(crate) fn by(&self, digest: &str, who: &str) -> Option<Judgement> {
        let mut whole: Option<Judgement> = None;
        for row in self.rows(digest).filter(|row| row.who == who) {
            let whole = whole.get_or_insert_with(|| row.clone());
            if row.when > whole.when {
                row.when.clone_into(&mut whole.when);
            }
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

    /// A colleague's lines that are not here.
    pub(crate) fn fresh<'t>(&self, theirs: &'t Self) -> Vec<&'t Judgement> {
        let mut known: BTreeSet<_> = self.rows.iter().map(Judgement::name).collect();
        theirs.rows.iter().filter(|row| known.insert(row.name())).collect()
    }

    /// How many of a colleague's sentences are disputed here.
    pub(crate) fn conflicts(&self, theirs: &Self) -> usize {
        theirs.of.keys().filter(|digest| self.is_disputed(digest)).count()
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// A change of one of the two files by lines of it.
pub(crate) type Changing = fn(&[u8], &[&Judgement]) -> Result<Vec<u8>, csv::Error>;

/// A file with lines added at its end.
pub(crate) fn added(file: &[u8], rows: &[&Judgement]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = file.to_vec();
    for row in rows {
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let line = row.line(bytes.is_empty())?;
        bytes.extend(line);
    }
    Ok(bytes)
}

/// A file without the lines that were added last; another's lines stay.
pub(crate) fn without(file: &[u8], rows: &[&Judgement]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = file.to_vec();
    for row in rows.iter().rev() {
        let line = row.line(false)?;
        let begins = |at: &usize| *at == 0 || bytes.get(at - 1) == Some(&b'\n');
        let places = bytes.windows(line.len()).enumerate().rev();
        let at = places.filter(|(_, found)| *found == line.as_slice()).map(|(at, _)| at);
        if let Some(at) = at.into_iter().find(begins) {
            bytes.drain(at..at + line.len());
        }
    }
    Ok(bytes)
}

/// A file with a colleague's lines, each where its time belongs. Lines that cannot be read stay as they are, before the others.
pub(crate) fn merged(file: &[u8], rows: &[&Judgement]) -> Result<Vec<u8>, csv::Error> {
    let all = added(file, rows)?;
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(all.as_slice());
    let mut records = reader.byte_records().collect::<Result<Vec<_>, _>>()?.into_iter();
    let Some(header) = records.next() else { return Ok(all) };
    let time = header.iter().position(|cell| cell == b"time");
    let mut records: Vec<csv::ByteRecord> = records.collect();
    records.sort_by(|a, b| {
        let time = |record: &'_ csv::ByteRecord| {
            time.and_then(|at| record.get(at)).map(<[u8]>::to_vec)
        };
        time(a).cmp(&time(b))
    });
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_byte_record(&header)?;
    for record in &records {
        writer.write_byte_record(record)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Lines of the file of who should look at what, with its cells by name; the line of the file with each.
fn lines(bytes: &[u8]) -> Vec<(usize, [String; 6])> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().cloned().unwrap_or_default();
    let places =
        ASSIGNED_COLUMNS.map(|name| header.iter().position(|cell| cell.trim() == name));
    let records = reader.records().enumerate();
    let records = records.filter_map(|(number, record)| Some((number + 2, record.ok()?)));
    records
        .map(|(line, record)| {
            let cell = |place: usize| record.get(place).unwrap_or_default().trim();
            (line, places.map(|place| bare(place.map_or("", cell)).to_owned()))
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

    fn file(judgements: &Judgements, name: &str) -> Vec<u8> {
        let rows: Vec<&Judgement> =
            judgements.rows.iter().filter(|row| row.file() == name).collect();
        added(b"", &rows).expect("memory")
    }

    #[test]
    fn the_words_are_those_of_the_command_line() {
        assert_eq!(Decision::ALL.map(Decision::class), judgement::VERDICTS);
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
        let (bytes, assigned) = (file(&judgements, FILE), file(&judgements, ASSIGNED));
        assert!(!String::from_utf8_lossy(&bytes).contains(",\"=1"), "a spreadsheet runs it");
        assert_eq!(Judgements::read(&bytes, &assigned), (judgements.clone(), Vec::new()));
        assert_eq!(judgements.decision("a"), Some(Decision::NotProven));
        assert_eq!(judgements.assigned("a"), Some("Cy"));
        assert!(judgements.is_disputed("a") && !judgements.is_disputed("b"));
    }

    #[test]
    fn a_line_that_is_none_is_named_and_kept() {
        let text = "digest,verdict,person\na,maybe,Awa\n,proven,Awa\nb,proven,Awa\n";
        let (judgements, said) = Judgements::read(text.as_bytes(), b"");
        assert_eq!((judgements.len(), said.len()), (1, 2));
        let one = judged("c", "Awa", "2026-01-01", Decision::Proven);
        let more = added(text.as_bytes(), &[&one]).expect("memory");
        assert!(more.starts_with(text.as_bytes()));
    }

    #[test]
    fn two_persons_keep_their_lines_and_the_conflict_is_said() {
        let mut ours = Judgements::default();
        ours.put(&judged("a", "Awa", "2026-01-03", Decision::Proven));
        ours.put(&judged("b", "Awa", "2026-01-03", Decision::Proven));
        let mut theirs = ours.clone();
        theirs.put(&judged("a", "Ben", "2026-01-02", Decision::NotProven));
        theirs.put(&judged("b", "Ben", "2026-01-04", Decision::Proven));
        let fresh = ours.fresh(&theirs);
        assert_eq!(fresh.len(), 2);
        let bytes = merged(&file(&ours, FILE), &fresh).expect("memory");
        let (both, said) = Judgements::read(&bytes, b"");
        assert_eq!((both.fresh(&theirs).len(), both.conflicts(&theirs), said.len()), (0, 1, 0));
        // The last line of a digest counts: Awa decided after Ben.
        assert_eq!(both.decision("a"), Some(Decision::Proven));
        assert_eq!(both.by("b", "Awa").and_then(|it| it.decision), Some(Decision::Proven));
    }

    #[test]
    fn what_is_undone_is_as_it_was() {
        let mut judgements = Judgements::default();
        judgements.put(&judged("a", "Awa", "2026-01-01", Decision::Proven));
        let before = file(&judgements, FILE);
        let fresh = judgements.put(&judged("a", "Awa", "2026-01-02", Decision::NeedsWork));
        assert_eq!(judgements.decision("a"), Some(Decision::NeedsWork));
        let fresh: Vec<&Judgement> = fresh.iter().collect();
        let after = added(&before, &fresh).expect("memory");
        assert_eq!(without(&after, &fresh).expect("memory"), before);
    }
}
