//! Standard errors from the curvature of the posterior at its maximum.
//!
//! With the items held fixed, one voter's places over its sessions form a chain: each session's
//! votes bend the posterior at one place, each step of the walk ties two neighbours. The precision
//! matrix of a chain is tridiagonal, so the variance of every place follows exactly from one sweep
//! forward and one back, as in a Kalman smoother.

use super::posterior::{Between, Item, Problem};
use crate::normal;

/// One for each place, in the units of the standardised values.
pub(super) fn standard_errors(problem: &Problem, values: &[f64], items: &[f64]) -> Vec<f64> {
    let mut own = information(problem, values, items);
    for &first in &problem.firsts {
        own[first] += 1.0;
    }
    // What the past says of a place, and what the future says, each as a precision.
    let mut past = vec![0.0; own.len()];
    let mut future = vec![0.0; own.len()];
    let carried = |known: f64, step: f64| known * step / (known + step);
    for step in &problem.steps {
        past[step.to] = carried(past[step.from] + own[step.from], step.precision);
    }
    for step in problem.steps.iter().rev() {
        future[step.from] = carried(future[step.to] + own[step.to], step.precision);
    }
    let total = own.into_iter().zip(past).zip(future);
    total.map(|((own, past), future)| 1.0 / (own + past + future).sqrt()).collect()
}

/// Second derivative of the negative log-likelihood by each place.
fn information(problem: &Problem, values: &[f64], items: &[f64]) -> Vec<f64> {
    let mut bent = vec![0.0; problem.places.len()];
    for session in &problem.sessions {
        for roll_call in &session.roll_calls {
            let item = Item::of(items, roll_call.item);
            let square = item.slope * item.slope;
            let [yes, abstain, no] = &roll_call.by_ballot;
            for (voters, side) in [(yes, 1.0), (no, -1.0)] {
                let cut = if side > 0.0 { item.first } else { item.second };
                for &voter in voters {
                    let place = session.first_place + voter as usize;
                    let at = side * (cut - item.slope * values[place]);
                    let (_, slope) = normal::log_below(at);
                    bent[place] += square * slope * (slope + at);
                }
            }
            for &voter in abstain {
                let place = session.first_place + voter as usize;
                let shift = item.slope * values[place];
                let (first, second) = (item.first - shift, item.second - shift);
                let between = Between::new(first, second);
                let slope = between.at_second - between.at_first;
                let turn = second * between.at_second - first * between.at_first;
                bent[place] += square * (slope * slope + turn);
            }
        }
    }
    bent
}
