//! What persons decided about sentences and their proofs.
//!
//! A judgement belongs to the digest of a sentence's words and of the bytes of its proofs: an edit
//! elsewhere keeps it, an edit of the sentence or of a proof opens the sentence again. The file is
//! `judgements.csv`, one line a judgement, never rewritten: the last line of a digest counts.

use griot_text::formula::{bare, harmless};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A person's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// `proven`, `not-proven`, `needs-work`, `no-matter-of-proof`.
    pub verdict: String,
    /// Who decided.
    pub person: String,
    /// When, as RFC 3339.
    pub time: String,
    /// A note.
    pub note: String,
    /// The digest it belongs to.
    #[serde(skip)]
    pub digest: String,
    /// The sentence, for whoever reads the file.
    #[serde(skip)]
    pub sentence: String,
}

/// The four decisions.
pub const VERDICTS: [&str; 4] = ["proven", "not-proven", "needs-work", "no-matter-of-proof"];

/// The columns of `judgements.csv`.
pub const COLUMNS: [&str; 6] = ["digest", "sentence", "verdict", "person", "time", "note"];

/// The digest of a sentence and its proofs; white space and the order of proofs do not count.
pub(crate) fn digest(words: &str, proofs: &mut [(String, String)]) -> String {
    let mut hash = Sha256::new();
    for word in words.split_whitespace() {
        hash.update(word.as_bytes());
        hash.update(b" ");
    }
    proofs.sort();
    for (source, bytes) in proofs.iter() {
        hash.update([0]);
        hash.update(source.as_bytes());
        hash.update([1]);
        hash.update(bytes.as_bytes());
    }
    griot_model::rows::hexadecimal(&hash.finalize())
}

/// Reads a file of judgements. A line that cannot be read is told with its number.
pub fn read(bytes: &[u8]) -> (Vec<Judgement>, Vec<String>) {
    let mut found = Vec::new();
    let mut aside = Vec::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|it| it.trim() == name);
    let at = COLUMNS.map(column);
    for (line, record) in reader.records().enumerate() {
        let get = |index: usize| {
            let at = at.get(index).copied().flatten();
            let cell = record.as_ref().ok().and_then(|record| record.get(at?));
            bare(cell.unwrap_or_default().trim()).to_owned()
        };
        let one = Judgement {
            digest: get(0),
            sentence: get(1),
            verdict: get(2),
            person: get(3),
            time: get(4),
            note: get(5),
        };
        let known = VERDICTS.contains(&one.verdict.as_str());
        if one.digest.is_empty() || !known || one.person.is_empty() {
            aside.push(format!(
                "line {} of judgements.csv is set aside: a judgement needs a digest, a person and one of {}",
                line + 2,
                VERDICTS.join(", ")
            ));
        } else {
            found.push(one);
        }
    }
    (found, aside)
}

/// A line of `judgements.csv`, with the header where the file is new.
pub fn line(judgement: &Judgement, is_new: bool) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if is_new {
        writer.write_record(COLUMNS)?;
    }
    let short: String = judgement.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let cells = [
        judgement.digest.as_str(),
        &short,
        &judgement.verdict,
        &judgement.person,
        &judgement.time,
        &judgement.note,
    ];
    writer.write_record(cells.map(|cell| harmless(cell).into_owned()))?;
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_of_words_and_proofs() {
        let of = |words: &str, proofs: &[(&str, &str)]| {
            let mut proofs: Vec<(String, String)> = proofs
                .iter()
                .map(|(one, two)| ((*one).to_owned(), (*two).to_owned()))
                .collect();
            digest(words, &mut proofs)
        };
        let one = of("a  b", &[("x", "1"), ("y", "2")]);
        assert_eq!(one, of("a b", &[("y", "2"), ("x", "1")]));
        assert_ne!(one, of("a c", &[("x", "1"), ("y", "2")]));
        assert_ne!(one, of("a b", &[("x", "1"), ("y", "3")]));
    }

    #[test]
    fn a_line_comes_back() {
        let judgement = Judgement {
            verdict: "proven".into(),
            person: "Ada".into(),
            time: "2026-01-01T00:00:00Z".into(),
            note: "=page 3, \"yes\"".into(),
            digest: "ab".into(),
            sentence: "It fell.".into(),
        };
        let bytes = line(&judgement, true).expect("it is CSV");
        assert_eq!(read(&bytes), (vec![judgement], Vec::new()));
        let (found, aside) = read(b"digest,verdict,person\nx,maybe,Ada\n");
        assert!(found.is_empty());
        assert_eq!(aside.len(), 1);
    }
}
