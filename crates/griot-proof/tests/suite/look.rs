//! What comes of one sentence and one proof.

use griot_proof::{Draft, Reader, Status};

/// The words to look at, with what came of them.
pub(crate) fn alerts(sentence: &str, proof: &str) -> Vec<(String, Status)> {
    alerts_in(sentence, proof, false)
}

pub(crate) fn alerts_in(sentence: &str, proof: &str, table: bool) -> Vec<(String, Status)> {
    let mut reader = Reader::default();
    let draft = Draft::read(&mut reader, std::iter::once(sentence));
    let proof = if table { reader.table(proof) } else { reader.proof(proof) };
    let read = draft.sentences.first().expect("it is one sentence");
    reader
        .look(&draft, read, &[&proof])
        .into_iter()
        .filter(|it| it.status.is_alert())
        .map(|it| (it.span.of(sentence).to_owned(), it.status))
        .collect()
}

/// Nothing is to be looked at.
pub(crate) fn kept(sentence: &str, proof: &str) {
    assert_eq!(alerts(sentence, proof), [], "{sentence}\n{proof}");
}

/// These words alone are to be looked at.
pub(crate) fn told(sentence: &str, proof: &str, words: &str, status: Status) {
    let found = alerts(sentence, proof);
    let found: Vec<(&str, Status)> = found.iter().map(|it| (it.0.as_str(), it.1)).collect();
    assert_eq!(found, [(words, status)], "{sentence}\n{proof}");
}
