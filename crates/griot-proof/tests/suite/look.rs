//! What comes of one sentence and one proof.

use griot_proof::{Draft, Finding, Reader, Status};

/// All that came of it.
pub(crate) fn look(sentence: &str, proof: &str) -> Vec<Finding> {
    look_in(sentence, proof, false)
}

fn look_in(sentence: &str, proof: &str, table: bool) -> Vec<Finding> {
    let mut reader = Reader::default();
    let draft = Draft::read(&mut reader, std::iter::once(sentence));
    let proof = if table { reader.table(proof) } else { reader.proof(proof) };
    let read = draft.sentences.first().expect("it is one sentence");
    reader.look(&draft, read, &[&proof])
}

/// What differs, and what the proof has instead.
pub(crate) fn differing(
    sentence: &str,
    proof: &str,
    asked: impl Fn(&Finding) -> bool,
) -> Vec<(String, String)> {
    look(sentence, proof)
        .into_iter()
        .filter(|it| it.status == Status::Differs && asked(it))
        .map(|it| (it.span.of(sentence).to_owned(), it.value.unwrap_or_default()))
        .collect()
}

/// The words to look at, with what came of them.
pub(crate) fn alerts(sentence: &str, proof: &str) -> Vec<(String, Status)> {
    alerts_in(sentence, proof, false)
}

pub(crate) fn alerts_in(sentence: &str, proof: &str, table: bool) -> Vec<(String, Status)> {
    look_in(sentence, proof, table)
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
