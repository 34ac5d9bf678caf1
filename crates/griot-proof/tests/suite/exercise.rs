//! The exercise: planted errors found, true sentences left alone.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::world::World as _;
use griot_proof::{Opening, State, catalogue::Catalogue};

use super::world::{Disk, inside};

fn opened(draft: &str) -> Opening {
    let folder =
        draft.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("/{folder}"));
    let path = inside(&format!("cases/exercise/{draft}"));
    let bytes = Disk.read(&path).expect("the draft is there");
    let document = griot_read::read(&bytes, draft).expect("it is read");
    let mut catalogue =
        Catalogue::of_folder(&Disk, &inside(&format!("cases/exercise{folder}/sources")))
            .expect("the sources are there");
    griot_proof::open(
        &document,
        &mut catalogue,
        &Disk,
        &griot_proof::Here,
        &mut griot_proof::Cache::default(),
    )
}

/// Planted and found by note, true sentences and those alarmed.
fn score(opening: &Opening, key: &str) -> (BTreeMap<String, bool>, usize, usize) {
    let bytes = Disk.read(&inside(&format!("cases/exercise/{key}"))).expect("the key is there");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let planted: BTreeSet<String> =
        reader.records().flatten().filter_map(|row| row.get(0).map(str::to_owned)).collect();
    let mut found: BTreeMap<String, bool> =
        planted.iter().map(|note| (note.clone(), false)).collect();
    let (mut clean, mut alarmed) = (0, 0);
    for sentence in &opening.sentences {
        let look = sentence.state == State::LookHere;
        // What cannot be opened is an error that is found where griot says so.
        let told = look || sentence.state == State::NotHeld;
        let mut is_planted = false;
        for note in &sentence.notes {
            if let Some(seen) = found.get_mut(note) {
                *seen |= told;
                is_planted = true;
            }
        }
        if !is_planted && !sentence.proofs.is_empty() {
            clean += 1;
            alarmed += usize::from(look);
        }
    }
    (found, clean, alarmed)
}

#[test]
fn planted_errors_are_found_and_true_sentences_left_alone() {
    for draft in ["draft.docx", "draft.md"] {
        let opening = opened(draft);
        let (found, clean, alarmed) = score(&opening, "key.csv");
        let hits = found.values().filter(|hit| **hit).count();
        assert!(hits * 5 >= found.len() * 4, "{draft}: {hits} of {}: {found:?}", found.len());
        assert!(alarmed * 20 <= clean, "{draft}: {alarmed} of {clean}");
        assert!(opening.missing.is_empty(), "{:?}", opening.missing);
    }
}

#[test]
fn so_are_those_of_two_drafts_with_errors_of_every_kind() {
    for folder in ["harbour", "channel"] {
        let opening = opened(&format!("{folder}/draft.md"));
        let not_held = opening.missing.iter().map(|it| it.notes.len()).sum::<usize>();
        assert!(not_held <= 2, "{folder}: {:?}", opening.missing);
        let (found, clean, alarmed) = score(&opening, &format!("{folder}/key.csv"));
        let hits = found.values().filter(|hit| **hit).count();
        assert!(hits * 5 >= found.len() * 4, "{folder}: {hits} of {}", found.len());
        assert!(alarmed * 20 <= clean, "{folder}: {alarmed} of {clean}");
    }
}

#[test]
fn the_same_draft_gives_the_same_answer_in_both_formats() {
    let states = |draft: &str| -> Vec<State> {
        opened(draft)
            .sentences
            .iter()
            .map(|it| it.state)
            .filter(|it| *it != State::NothingToProve)
            .collect()
    };
    assert_eq!(states("draft.docx"), states("draft.md"));
}

#[test]
fn a_judgement_is_kept_through_edits_elsewhere() {
    use griot_proof::judgement::Judgement;
    let mut opening = opened("draft.md");
    let digest = opening
        .sentences
        .iter()
        .find(|it| it.state == State::LookHere)
        .expect("one is")
        .digest
        .clone();
    let judgement = Judgement {
        verdict: "needs-work".into(),
        person: "Ada".into(),
        time: "2023-07-10T00:00:00Z".into(),
        note: String::new(),
        digest: digest.clone(),
        sentence: String::new(),
    };
    opening.judged(&[judgement]);
    assert_eq!(opening.sentences.iter().filter(|it| it.judgement.is_some()).count(), 1);
    // The Word file has other bytes and other places, but the same sentences and proofs.
    assert!(opened("draft.docx").sentences.iter().any(|it| it.digest == digest));
}
