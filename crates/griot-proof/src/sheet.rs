//! The draft beside its proofs, as one page that needs nothing else: no script, no other file.

use askama::Template;
use griot_model::Span;

use crate::{
    answer::{Opening, ParticularOf, SentenceOf, State},
    finding::{Status, Where},
    particulars::Kind,
};

#[derive(Template)]
#[template(path = "sheet.html")]
struct Sheet<'a> {
    name: &'a str,
    summary: String,
    judged: usize,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    id: &'a str,
    state: &'static str,
    told: &'static str,
    place: &'a str,
    notes: String,
    pieces: Vec<Piece>,
    lines: Vec<String>,
    passages: Vec<Passage<'a>>,
    judgement: String,
}

/// Spans of a text and the class of each.
type Marks = Vec<(Span, &'static str)>;

struct Piece {
    text: String,
    class: &'static str,
}

struct Passage<'a> {
    source: &'a str,
    place: &'a str,
    pieces: Vec<Piece>,
}

/// The page.
pub fn sheet(opening: &Opening, name: &str) -> Result<String, askama::Error> {
    let rows: Vec<Row<'_>> = opening
        .sentences
        .iter()
        .filter(|sentence| sentence.state != State::NothingToProve)
        .map(row)
        .collect();
    let judged = opening.sentences.iter().filter(|it| it.judgement.is_some()).count();
    Sheet { name, summary: opening.summary(), judged, rows }.render()
}

fn row(sentence: &SentenceOf) -> Row<'_> {
    let marks: Vec<(Span, &'static str)> =
        sentence.particulars.iter().map(|it| (it.local, class_of(it.status))).collect();
    let mut passages: Vec<(&str, &str, &str, Marks)> = Vec::new();
    for particular in &sentence.particulars {
        let (Some(passage), Some(proof)) = (&particular.passage, &particular.proof) else {
            continue;
        };
        let mark = particular.in_passage.map(|span| (span, class_of(particular.status)));
        let known = passages.iter_mut().find(|it| it.0 == proof && it.2 == passage);
        if let Some(known) = known {
            known.3.extend(mark);
        } else {
            let place = particular.place.as_deref().unwrap_or_default();
            passages.push((proof, place, passage, mark.into_iter().collect()));
        }
    }
    let mut lines: Vec<String> = sentence
        .particulars
        .iter()
        .filter(|it| it.status != Status::Found || it.weak)
        .map(told)
        .collect();
    lines.extend(
        sentence.proofs.iter().filter_map(|proof| {
            proof.why.as_ref().map(|why| format!("{}: {why}", proof.source))
        }),
    );
    let (state, told) = match sentence.state {
        State::Opened => ("opened", "opened, everything found"),
        State::LookHere => ("look-here", "look here"),
        State::NotHeld => ("not-held", "its proof is not held"),
        State::NoProof => ("no-proof", "without a proof"),
        State::NothingToProve => ("nothing-to-prove", "nothing to prove"),
    };
    Row {
        id: &sentence.id,
        state,
        told,
        place: &sentence.place,
        notes: sentence.notes.join(", "),
        pieces: pieces(&sentence.text, marks),
        lines,
        passages: passages
            .into_iter()
            .map(|(source, place, text, marks)| Passage {
                source,
                place,
                pieces: pieces(text, marks),
            })
            .collect(),
        judgement: sentence.judgement.as_ref().map_or_else(String::new, |it| {
            let note =
                if it.note.is_empty() { String::new() } else { format!(": {}", it.note) };
            format!("{} ({}, {}){note}", it.verdict, it.person, it.time)
        }),
    }
}

fn class_of(status: Status) -> &'static str {
    match status {
        Status::NotAsked => "",
        _ => status.word(),
    }
}

/// A particular and what came of it, as a whole sentence without the full stop.
pub fn told(particular: &ParticularOf) -> String {
    let words = particular.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = particular.value.as_deref().unwrap_or_default();
    match particular.status {
        Status::Found if particular.weak => {
            format!("{words}: found elsewhere in the proof, but common: this proves nothing")
        }
        Status::Found => match particular.found_where {
            Some(Where::Passage) => format!("{words}: found in the passage"),
            _ => format!("{words}: found elsewhere in the proof"),
        },
        Status::Differs if particular.kind == Kind::Page => {
            format!("{words}: what is cited stands on {value}")
        }
        Status::Differs if particular.kind == Kind::Frame => {
            format!("{words}: the proof says “{value}”")
        }
        Status::Differs => format!("{words}: the proof has {value}"),
        Status::Absent => format!("{words}: in no proof of this sentence"),
        Status::Firmer => {
            format!("{words}: the proof is less sure, it says \u{201c}{value}\u{201d}")
        }
        Status::NotAsked => match &particular.why {
            Some(why) => format!("{words}: not asked, {why}"),
            None => format!("{words}: not asked"),
        },
    }
}

/// A text cut at its marks; marks that lie over one another are one, the sterner one.
fn pieces(text: &str, mut marks: Vec<(Span, &'static str)>) -> Vec<Piece> {
    marks.retain(|(span, class)| !class.is_empty() && span.end <= text.len());
    marks.sort_by_key(|(span, class)| (span.start, *class == "found", span.end));
    let mut found = Vec::new();
    let mut at = 0;
    for (span, class) in marks {
        if span.start < at || span.is_empty() {
            continue;
        }
        found.push(Piece { text: Span::new(at, span.start).of(text).to_owned(), class: "" });
        found.push(Piece { text: span.of(text).to_owned(), class });
        at = span.end;
    }
    found.push(Piece { text: Span::new(at, text.len()).of(text).to_owned(), class: "" });
    found.retain(|piece| !piece.text.is_empty());
    found
}
