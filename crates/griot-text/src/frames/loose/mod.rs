//! Loose readings: what a sentence surely speaks of where no pattern says how its words hang together.
//!
//! "A former attorney-general, Feleti Teo, emerged as prime minister on 26 February 2024" has one person, one day, and words
//! of taking an office, and a row has all three. Such a reading is compared like any other, may support, and is dropped where it
//! does not: words that only stand beside each other accuse nobody ([`griot_model::Binding::Loose`]). What makes it safe is that
//! a row has to have *everything*: a day to the day, a number to its digits, the only country or person of the sentence.
//!
//! The words of each frame are its lists `loose*` in the packs.

mod acts;
mod numbers;
mod persons;
mod sentence;

use griot_model::Proposition;

use super::{compose::Reader, things::Person};
use crate::claims::Found;
use sentence::Loose;

pub(crate) use sentence::Subjects;

/// What each frame reads loosely.
const FRAMES: &[fn(&Loose<'_>) -> Vec<Found>] = &[
    persons::terms,
    persons::coups,
    persons::elections,
    persons::polled,
    numbers::ranks,
    numbers::ratings,
    numbers::deaths,
    numbers::fled,
    numbers::trade,
    acts::missions,
    acts::memberships,
    acts::independence,
    acts::listings,
    acts::treaties,
    acts::votes,
];

/// Loose readings of a sentence, beside what its patterns have found: of sorts that they have not.
pub(super) fn find(
    reader: &Reader<'_>,
    subjects: &mut Subjects,
    before: &[Person],
    found: &[Found],
) -> Vec<Found> {
    subjects.go_on(reader);
    let loose = Loose::of(reader, subjects, before);
    let all: Vec<Found> = if reader.scene.sentence.is_heading || loose.is_doubted() {
        Vec::new()
    } else {
        FRAMES.iter().flat_map(|read| read(&loose)).collect()
    };
    let same = |one: &Found, other: &Found| {
        one.proposition == other.proposition
            || std::mem::discriminant(&one.proposition)
                == std::mem::discriminant(&other.proposition)
                && !is_narrowed(&other.proposition)
    };
    let held = found.iter().chain(&all).find_map(|it| match &it.proposition {
        Proposition::Election { dates, .. } => Some(dates.clone()),
        _ => None,
    });
    if let Some(held) = held {
        subjects.election = held;
    }
    let mut fresh: Vec<Found> = Vec::new();
    for it in all {
        let known = found.iter().any(|other| same(&it, other))
            || fresh.iter().any(|other| other.proposition == it.proposition);
        if !known {
            fresh.push(it.loosely());
        }
    }
    fresh
}

/// Whether a count that was found may be of a part, because of a word that no pattern knows.
fn is_narrowed(found: &Proposition) -> bool {
    matches!(
        found,
        Proposition::Deaths { narrowed_by: Some(_), .. }
            | Proposition::Displaced { narrowed_by: Some(_), .. }
    )
}
