//! What came of the notes of a draft, as an editor reads it.

use std::fmt::Write as _;

use griot_proof::{Opening, ParticularOf, SentenceOf, State, Status, Where};
use griot_text::script::escaped;

/// The sentences to look at; with `all` every sentence that has particulars.
pub(crate) fn report(opening: &Opening, path: &str, all: bool) -> String {
    let mut out = String::new();
    for sentence in &opening.sentences {
        let shown = match sentence.state {
            State::LookHere => true,
            State::NothingToProve => false,
            _ => all,
        };
        if shown {
            one(&mut out, sentence, path, all);
        }
    }
    out
}

fn one(out: &mut String, sentence: &SentenceOf, path: &str, all: bool) {
    let state = match sentence.state {
        State::Opened => "opened",
        State::LookHere => "look here",
        State::NotHeld => "not held",
        State::NoProof => "no proof",
        State::NothingToProve => "nothing to prove",
    };
    let notes = match sentence.notes.as_slice() {
        [] => String::new(),
        [note] => format!(", note {note}"),
        notes => format!(", notes {}", notes.join(", ")),
    };
    line(out, &format!("{state}: {path}, {}{notes} ({})", sentence.place, sentence.id));
    line(out, &format!("  {}", one_line(&sentence.text)));
    for particular in &sentence.particulars {
        let alert = particular.status.is_alert();
        if alert || all {
            line(out, &format!("  - {}", told(particular)));
            if alert && let Some(passage) = &particular.passage {
                let proof = particular.proof.as_deref().unwrap_or_default();
                let place = particular.place.as_deref().unwrap_or_default();
                line(out, &format!("      {proof}, {place}: {}", one_line(passage)));
            }
        }
    }
    for proof in sentence.proofs.iter().filter(|proof| proof.why.is_some()) {
        let why = proof.why.as_deref().unwrap_or_default();
        line(out, &format!("  - {}: {}", one_line(&proof.source), one_line(why)));
    }
    out.push('\n');
}

/// A particular and what came of it, as a sentence.
pub(crate) fn told(particular: &ParticularOf) -> String {
    let words = one_line(&particular.text);
    let kind = particular.kind.word();
    let value = particular.value.as_deref().map(one_line).unwrap_or_default();
    match particular.status {
        Status::Found if particular.weak => {
            format!("{kind} {words}: found, but elsewhere in the proof and common")
        }
        Status::Found => {
            format!(
                "{kind} {words}: found {}",
                match particular.found_where {
                    Some(Where::Passage) => "in the passage",
                    _ => "elsewhere in the proof",
                }
            )
        }
        Status::Differs => format!("{kind} {words}: the proof has {value}"),
        Status::Absent => format!("{kind} {words}: in no proof of this sentence"),
        Status::Firmer => {
            format!("{words}: the proof is less sure, it says \u{201c}{value}\u{201d}")
        }
        Status::NotAsked => format!(
            "{kind} {words}: not asked{}",
            particular.why.as_ref().map_or_else(String::new, |why| format!(", {why}"))
        ),
    }
}

fn one_line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

fn line(out: &mut String, text: &str) {
    if writeln!(out, "{text}").is_err() {
        out.push_str("...");
    }
}
