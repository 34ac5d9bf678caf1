//! Sentences with what they cite, as long as `griot check` answers with claims alone.
//!
//! The contract of `sentences` in `griot check --format json` takes the place of this file.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Span;
use griot_text::{
    document::Document,
    sentences::{Sentence, split},
    words::tokens,
};

use super::{
    contract::{self, Particular, Proof},
    proofs::{Held, Text},
};

/// Every sentence with its notes and its numbers.
pub(super) fn sentences(
    document: &Document,
    read: &[Sentence],
    sources: &BTreeMap<String, Held>,
) -> Vec<contract::Sentence> {
    let notes = notes(&document.text);
    let mut ends = read.iter().skip(1).map(|next| next.span.start);
    read.iter()
        .map(|sentence| {
            let end = ends.next().unwrap_or(document.text.len());
            let written = Span::new(sentence.span.start, end.max(sentence.span.end));
            let proofs = cited(written.of(&document.text), &notes, sources);
            let texts: Vec<(&str, &Text)> = proofs
                .iter()
                .filter_map(|proof| {
                    let held = sources.get(&proof.source)?;
                    Some((proof.source.as_str(), held.text.as_deref().ok()?))
                })
                .collect();
            let all_held = proofs.iter().all(|proof| proof.status == "held");
            let particulars = if sentence.is_heading {
                Vec::new()
            } else {
                particulars(sentence, &texts, all_held)
            };
            let state = match () {
                () if sentence.is_heading => "nothing-to-prove",
                () if !proofs.is_empty() && !all_held => "not-held",
                () if particulars.is_empty() && proofs.is_empty() => "nothing-to-prove",
                () if proofs.is_empty() => "no-proof",
                () if particulars.iter().any(|it| it.status == "absent") => "look-here",
                () => "opened",
            };
            contract::Sentence {
                span: Some(sentence.span),
                state: state.to_owned(),
                proofs,
                particulars,
                ..contract::Sentence::default()
            }
        })
        .collect()
}

/// `[^3]: ministry.html`: what each note of a Markdown text says.
fn notes(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter_map(|line| {
        let (name, said) = line.strip_prefix("[^")?.split_once("]:")?;
        Some((name.to_owned(), said.trim().to_owned()))
    });
    lines.collect()
}

fn cited(
    written: &str,
    notes: &BTreeMap<String, String>,
    sources: &BTreeMap<String, Held>,
) -> Vec<Proof> {
    let mut proofs = Vec::new();
    let definition = written.find("]:").is_some_and(|at| written.starts_with("[^") && at < 20);
    if definition {
        return proofs;
    }
    let mut asked = BTreeSet::new();
    for part in written.split("[^").skip(1) {
        let Some((name, rest)) = part.split_once(']') else { continue };
        if rest.starts_with(':') || !asked.insert(name.to_owned()) {
            continue;
        }
        let said = notes.get(name).map_or("", String::as_str);
        proofs.push(resolved(name, said, sources));
    }
    for part in written.split("](").skip(1) {
        let Some((address, _)) = part.split_once(')') else { continue };
        if address.starts_with("http") && asked.insert(address.to_owned()) {
            proofs.push(resolved("", address, sources));
        }
    }
    proofs
}

fn resolved(note: &str, said: &str, sources: &BTreeMap<String, Held>) -> Proof {
    let file_name = |file: &str| file.rsplit('/').next().unwrap_or_default().to_owned();
    let is_it = |held: &&Held| {
        held.source.id == said
            || held
                .source
                .url
                .as_deref()
                .is_some_and(|url| !url.is_empty() && said.contains(url))
            || held.file.as_deref().is_some_and(|file| said.contains(&file_name(file)))
            || held.source.title.len() > 5 && said.contains(&held.source.title)
    };
    let (source, status, why) = match sources.values().find(is_it) {
        None => (
            said.to_owned(),
            "not-held",
            "no source of the case is what the note names".to_owned(),
        ),
        Some(held) => match &held.text {
            Ok(_) => (held.source.id.clone(), "held", String::new()),
            Err(why) if held.file.is_some() => {
                (held.source.id.clone(), "unreadable", why.clone())
            }
            Err(why) => (held.source.id.clone(), "not-held", why.clone()),
        },
    };
    Proof { note: note.to_owned(), source, status: status.to_owned(), why }
}

fn particulars(
    sentence: &Sentence,
    texts: &[(&str, &Text)],
    all_held: bool,
) -> Vec<Particular> {
    let numbers = numbers(&sentence.text);
    numbers
        .into_iter()
        .map(|(span, value)| {
            let text = span.of(&sentence.text).to_owned();
            let found = texts.iter().find_map(|(id, text)| Some((*id, holding(text, &value)?)));
            let (status, proof, place, passage) = match found {
                Some((id, (number, passage))) => {
                    ("found", id.to_owned(), format!("paragraph {number}"), passage)
                }
                None if texts.is_empty() || !all_held => {
                    ("not-asked", String::new(), String::new(), String::new())
                }
                None => ("absent", String::new(), String::new(), nearest(sentence, texts)),
            };
            Particular {
                kind: "number".to_owned(),
                span: Some(sentence.source(span)),
                text,
                status: status.to_owned(),
                place_kind: "passage".to_owned(),
                proof,
                place,
                passage,
                ..Particular::default()
            }
        })
        .collect()
}

/// Runs of digits of a text, and what they are without signs between.
fn numbers(text: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    let mut start = None;
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    for (at, (byte, sign)) in signs.iter().enumerate() {
        let next_is_digit = signs.get(at + 1).is_some_and(|(_, next)| next.is_ascii_digit());
        let goes_on = sign.is_ascii_digit()
            || start.is_some()
                && matches!(sign, ',' | '.' | '\u{a0}' | '\u{202f}')
                && next_is_digit;
        match (goes_on, start) {
            (true, None) => start = Some(*byte),
            (false, Some(from)) => {
                found.push(Span::new(from, *byte));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| Span::new(from, text.len())));
    let value = |span: Span| span.of(text).replace([',', '\u{a0}', '\u{202f}'], "");
    found.into_iter().map(|span| (span, value(span))).collect()
}

fn holding(text: &Text, value: &str) -> Option<(usize, String)> {
    text.paragraphs.iter().enumerate().find_map(|(number, paragraph)| {
        let (span, _) = numbers(paragraph).into_iter().find(|(_, other)| other == value)?;
        let sentence = split(paragraph).into_iter().find(|it| it.contains(span))?;
        Some((number + 1, sentence.of(paragraph).to_owned()))
    })
}

/// The sentence of the proofs that shares most words with this one.
fn nearest(sentence: &Sentence, texts: &[(&str, &Text)]) -> String {
    let long = |text: &str| -> BTreeSet<String> {
        let words = tokens(text).into_iter().map(|token| token.text.to_lowercase());
        words.filter(|word| word.chars().count() > 4).collect()
    };
    let wanted = long(&sentence.text);
    let mut best = (0, String::new());
    for paragraph in texts.iter().flat_map(|(_, text)| &text.paragraphs) {
        for span in split(paragraph) {
            let shared = long(span.of(paragraph)).intersection(&wanted).count();
            if shared > best.0 {
                best = (shared, span.of(paragraph).to_owned());
            }
        }
    }
    best.1
}
