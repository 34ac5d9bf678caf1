//! Ideal points of all members over all sessions.

use std::ops::RangeInclusive;

use griot_stats::{
    ideal_points::{self, IdealPoint, RollCall, Settings},
    lbfgs::{Came, Stop},
};

use super::{Assembly, flips::items};

/// Ideal points with the names of their members.
#[derive(Debug, Clone)]
pub struct IdealPoints {
    /// Points by session (counted as [`super::Held::session`]) and member index.
    pub points: Vec<IdealPoint>,
    /// Whether the search ended because nothing was left to gain.
    pub converged: bool,
    /// Iterations of the search.
    pub iterations: usize,
    /// Texts that divided nobody, left out.
    pub unanimous: usize,
    /// Roll calls that share their item with an earlier session's.
    pub bridged: usize,
}

/// The search ends where an iteration gains less than this share.
pub const ENOUGH: f64 = 1e-7;

/// Seeks the points; none where no roll call divided the assembly. The United States, Canada, the
/// United Kingdom and Israel start, and in the mean lie, on the positive side, Russia on the other,
/// as in Bailey, Strezhnev and Voeten.
///
/// Only `sessions` are used; those just before the first one wanted steady its points.
pub fn ideal_points(
    assembly: &Assembly,
    sessions: RangeInclusive<i32>,
    threads: usize,
    watch: impl FnMut(Came),
) -> Option<IdealPoints> {
    let of = |codes: &[&str]| codes.iter().filter_map(|code| assembly.country(code)).collect();
    let settings = Settings {
        positive: of(&["USA", "CAN", "GBR", "ISR"]),
        negative: of(&["RUS"]),
        step_variance: 0.5,
        stop: Stop { iterations: 300, relative_decrease: ENOUGH, memory: 10 },
        threads,
    };
    let items = items(assembly);
    let roll_calls: Vec<RollCall> = assembly
        .roll_calls
        .iter()
        .zip(&items)
        .filter(|(held, _)| sessions.contains(&held.session))
        .map(|(held, &item)| RollCall {
            session: usize::try_from(held.session).unwrap_or(0),
            item,
            ballots: (0..assembly.countries.len())
                .filter_map(|voter| Some((voter, assembly.ballot(held, voter)?)))
                .collect(),
        })
        .collect();
    let found = ideal_points::estimate_watched(&roll_calls, &settings, watch)?;
    let mut distinct: Vec<usize> = roll_calls.iter().map(|roll_call| roll_call.item).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let bridged = roll_calls.len() - distinct.len();
    Some(IdealPoints {
        points: found.points,
        converged: found.converged,
        iterations: found.iterations,
        unanimous: found.unanimous,
        bridged,
    })
}
