//! One roll call: who voted how, and how far the lists go.

use std::fmt;

use griot_model::Choice;

use griot_library::{Library, RollCall};

/// Those of one choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The choice.
    pub choice: Choice,
    /// Alpha-3 codes, sorted.
    pub countries: Vec<String>,
    /// Count that the source states or the rows give.
    pub total: Option<u16>,
    /// Whether every state of the choice is listed, so that any other did not vote so.
    pub complete: bool,
}

/// A roll call with its lists: yes, no, abstain, absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCallAnswer<'a> {
    /// The library's row.
    pub roll_call: &'a RollCall,
    /// The four lists.
    pub listings: [Listing; 4],
}

const CHOICES: [Choice; 4] = [Choice::Yes, Choice::No, Choice::Abstain, Choice::Absent];

/// The roll calls with this symbol or key, in order of day; a symbol can have several.
pub fn roll_calls<'a>(library: &'a Library, wanted: &str) -> Vec<RollCallAnswer<'a>> {
    let folded = wanted.trim().to_uppercase();
    let found = library.roll_calls().iter().filter(|roll_call| {
        roll_call.symbol.as_ref().is_some_and(|symbol| symbol.to_uppercase() == folded)
            || roll_call.id.to_uppercase() == folded
    });
    found.map(answer).collect()
}

fn answer(roll_call: &RollCall) -> RollCallAnswer<'_> {
    let mut places = 0..;
    let listings = CHOICES.map(|choice| {
        let place = places.next().unwrap_or(0);
        let of = roll_call.votes.iter().filter(|(_, cast)| *cast == choice);
        Listing {
            choice,
            countries: of.map(|(code, _)| String::from_utf8_lossy(code).into_owned()).collect(),
            total: roll_call.totals.get(place).copied().flatten(),
            complete: roll_call.complete.get(place).copied().unwrap_or(false),
        }
    });
    RollCallAnswer { roll_call, listings }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.choice.word();
        let listed = self.countries.len();
        match (self.total, self.complete) {
            (Some(total), true) => write!(f, "{word} {total}"),
            (Some(total), false) => write!(f, "{word} {total}, of which {listed} are listed"),
            (None, _) => write!(f, "{word}: {listed} listed"),
        }
    }
}
