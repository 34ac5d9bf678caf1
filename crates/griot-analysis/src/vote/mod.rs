//! What do the votes of an assembly say of its members?
//!
//! Roll calls come in as an [`Assembly`], from the library or from a file; each question is a
//! function of it. The kernels are in `griot-stats`; here rows are chosen, named and counted.

mod agreement;
mod assembly;
mod coverage;
mod findings;
mod flips;
mod ideal;
pub(crate) mod reconcile;
mod roll_call;
mod years;

pub use agreement::{Agreement, agreement, by_year, shift};
pub(crate) use assembly::IN_SERIES;
pub(crate) use assembly::ballot;
pub use assembly::{Assembly, Held};
pub use coverage::{SpecialSession, special_sessions, special_sessions_with};
pub use findings::{Spans, findings};
pub use flips::{ChangedVote, ChangedVotes, Readings, changed_votes};
pub use ideal::{ENOUGH, IdealPoints, ideal_points};
pub use reconcile::{Difference, Reconciled, Row, Sheet, reconcile, reconciled};
pub use roll_call::{Listing, RollCallAnswer, roll_calls};
pub use years::Years;

pub use griot_stats::{
    agreement::{Ballot, LEAST_TEXTS, Placebo, Shift, Table},
    recurring::Direction,
};

use griot_model::Choice;
use griot_stats::agreement::Level;

/// Draws, share and seed of every interval in this room: 2000 draws from the posterior, 95 per cent
/// inside, one seed, so that the same rows give the same bounds.
pub const LEVEL: Level = Level { draws: 2000, inside: 0.95, seed: 0x67_72_69_6f_74 };

/// The word of a ballot in tables; `absent` where none was cast.
pub fn word(ballot: Option<Ballot>) -> &'static str {
    let choice = match ballot {
        Some(Ballot::Yes) => Choice::Yes,
        Some(Ballot::Abstain) => Choice::Abstain,
        Some(Ballot::No) => Choice::No,
        None => Choice::Absent,
    };
    choice.word()
}

/// Fewest common roll calls, before and after, for a state to be ranked among the others. Below,
/// one roll call moves pi by more than states differ.
pub const LEAST: u64 = 20;
