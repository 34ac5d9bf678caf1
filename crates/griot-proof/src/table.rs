//! A row a particular, for a spreadsheet.

use griot_text::formula::harmless;

use crate::answer::{HeldStatus, Opening, State};

/// The columns, in order.
pub(crate) const COLUMNS: [&str; 15] = [
    "sentence",
    "place",
    "text",
    "state",
    "notes",
    "kind",
    "particular",
    "status",
    "where",
    "proof",
    "proof_place",
    "value",
    "passage",
    "judgement",
    "judged_by",
];

/// All particulars as CSV; sentences without one are left out.
pub fn csv(opening: &Opening) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in rows(opening) {
        let row: Vec<String> = row.iter().map(|cell| harmless(cell).into_owned()).collect();
        writer.write_record(&row)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn rows(opening: &Opening) -> Vec<[String; 15]> {
    let mut rows = Vec::new();
    for sentence in &opening.sentences {
        let state = match sentence.state {
            State::Opened => "opened",
            State::LookHere => "look-here",
            State::NotHeld => "not-held",
            State::NoProof => "no-proof",
            State::NothingToProve => continue,
        };
        let held = |proof: &crate::answer::ProofOf| proof.status != HeldStatus::Held;
        let open: Vec<&str> = sentence
            .proofs
            .iter()
            .filter(|proof| held(proof))
            .map(|proof| proof.source.as_str())
            .collect();
        for particular in &sentence.particulars {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let proof = particular.proof.clone().unwrap_or_else(|| open.join(" "));
            rows.push([
                sentence.id.clone(),
                sentence.place.clone(),
                sentence.text.clone(),
                state.to_owned(),
                sentence.notes.join(" "),
                particular.kind.to_owned(),
                particular.text.clone(),
                particular.status.to_owned(),
                particular.found_where.unwrap_or_default().to_owned(),
                proof,
                text(&particular.place),
                text(&particular.value),
                text(&particular.passage),
                sentence.judgement.as_ref().map_or_else(String::new, |it| it.verdict.clone()),
                sentence.judgement.as_ref().map_or_else(String::new, |it| it.person.clone()),
            ]);
        }
    }
    rows
}
