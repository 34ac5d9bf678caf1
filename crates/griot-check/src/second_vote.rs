//! A state votes once on a text. Where a sentence tells two votes of it, the second is on another text, whichever the words
//! lead to.

use griot_model::{Checked, Note, Proposition, Verdict};

const OTHER_TEXT: &str =
    "the sentence tells two votes of one state, and this one may be on another text";

/// Takes back what contradicts one of two votes of a state on one text in one sentence.
pub(super) fn on_another_text(checked: &mut [Checked]) {
    let votes: Vec<Checked> = checked
        .iter()
        .filter(|it| matches!(it.claim.proposition, Proposition::VoteCast { .. }))
        .cloned()
        .collect();
    for one in checked.iter_mut().filter(|it| it.verdict == Verdict::Contradicted) {
        let Proposition::VoteCast { country, choice, .. } = &one.claim.proposition else {
            continue;
        };
        let twice = votes.iter().any(|other| match &other.claim.proposition {
            Proposition::VoteCast { country: theirs, choice: said, .. } => {
                other.claim.sentence == one.claim.sentence
                    && theirs == country
                    && said != choice
            }
            _ => false,
        });
        if twice {
            one.verdict = Verdict::Unverified;
            OTHER_TEXT.clone_into(&mut one.message);
            one.evidence_says = String::new();
            one.evidence.clear();
            one.notes =
                vec![Note::Help("name the resolution, or the day, of each vote".to_owned())];
        }
    }
}
