//! Where does each voter stand, session by session, on the line that explains the votes best?
//!
//! The model is that of Bailey, Strezhnev and Voeten (2017, "Estimating Dynamic State Preferences
//! from United Nations Voting Data"): for roll call `v` a voter at `θ` draws `z = β·θ + e` with
//! standard normal `e`, votes yes below a first cut point, abstains below a second, and no above.
//! A voter's `θ` walks from session to session with normal steps; a text put to the vote again is
//! one item with one `β` and one pair of cut points, which ties the sessions together.
//!
//! They sample the posterior for a night; here its maximum is sought, in seconds, and the interval
//! comes from the curvature there: each voter's `θ` over all its sessions, the items held at their
//! estimates. It leaves out what is not known about the items, so it is rather too narrow.
//!
//! The line has no direction of its own. Two groups of anchors give the search its start and fix
//! the sign: the first group lies on the positive side. Values are in units of one standard
//! deviation over all voters and sessions, with mean zero.

mod curvature;
mod posterior;
mod roll_call;

use crate::lbfgs::{self, Came};

pub use roll_call::{RollCall, Settings};

/// Where a voter stood in a session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IdealPoint {
    /// Session.
    pub session: usize,
    /// Voter.
    pub voter: usize,
    /// Place on the line, in pooled standard deviations from the mean.
    pub value: f64,
    /// Standard error from the curvature, items held at their estimates.
    pub standard_error: f64,
    /// Ballots it cast in the session.
    pub n: usize,
}

/// All places, ordered by session and voter; voters that cast nothing in a session have none.
#[derive(Debug, Clone, PartialEq)]
pub struct IdealPoints {
    /// The places.
    pub points: Vec<IdealPoint>,
    /// Texts that divided nobody, and so say nothing of anybody, left out of the search.
    pub unanimous: usize,
    /// Logarithm of the posterior density at the maximum, up to a constant.
    pub log_posterior: f64,
    /// Iterations of the search.
    pub iterations: usize,
    /// Whether the search ended because nothing was left to gain.
    pub converged: bool,
}

/// Seeks the places that make the votes most likely. None where no roll call divided anybody.
pub fn estimate(roll_calls: &[RollCall], settings: &Settings) -> Option<IdealPoints> {
    estimate_watched(roll_calls, settings, |_| ())
}

/// The same, for whoever wants to see how far it came.
pub fn estimate_watched(
    roll_calls: &[RollCall],
    settings: &Settings,
    watch: impl FnMut(Came),
) -> Option<IdealPoints> {
    let problem = posterior::Problem::new(roll_calls, settings)?;
    let start = problem.start(settings);
    let mut steps = curvature::Steps::new(&problem, settings.threads);
    let found = lbfgs::minimise_preconditioned(
        start,
        settings.stop,
        |at, gradient| problem.negative_log_posterior(at, gradient, settings.threads),
        |at, vector| steps.apply(at, vector),
        watch,
    );
    let (mut values, items) = problem.standardised(&found.at);
    let errors = curvature::standard_errors(&problem, &values, items, settings.threads);
    if problem.mean_of(&values, &settings.positive)
        < problem.mean_of(&values, &settings.negative)
    {
        for value in &mut values {
            *value = -*value;
        }
    }
    let points = problem.places.iter().zip(values).zip(errors);
    Some(IdealPoints {
        points: points
            .map(|((place, value), standard_error)| IdealPoint {
                session: place.session,
                voter: place.voter,
                value,
                standard_error,
                n: place.n,
            })
            .collect(),
        unanimous: problem.unanimous,
        log_posterior: -found.value,
        iterations: found.iterations,
        converged: found.converged,
    })
}
