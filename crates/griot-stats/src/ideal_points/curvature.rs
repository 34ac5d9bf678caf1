//! How the posterior bends: standard errors at its maximum, and steps on the way there.
//!
//! With the items held fixed, one voter's places over its sessions form a chain: each session's
//! votes bend the posterior at one place, each step of the walk ties two neighbours. The precision
//! matrix of a chain is tridiagonal, so the variance of every place follows exactly from one sweep
//! forward and one back, as in a Kalman smoother. With the places held fixed, each item is a problem
//! of its own with three parameters. The two together, without what ties places to items, are a good
//! guess at the whole: a search that knows it needs a third of the iterations.

use super::posterior::{Between, CUT_VARIANCE, GAP_VARIANCE, Item, Problem, Session, moments};
use crate::normal;

/// One for each place, in the units of the standardised values.
pub(super) fn standard_errors(
    problem: &Problem,
    values: &[f64],
    items: &[f64],
    threads: usize,
) -> Vec<f64> {
    let own = Bent::at(problem, values, items, threads).places;
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

/// The second derivatives of the negative logarithm of the posterior, without those by a place and
/// an item, and without the walk.
struct Bent {
    /// By each place twice.
    places: Vec<f64>,
    /// Of each item by slope, first cut point, logarithm of the gap: the upper triangle by rows. The
    /// bend of the logarithm itself is left out, so that the six are those of a positive matrix.
    items: Vec<[f64; 6]>,
}

impl Bent {
    fn at(problem: &Problem, values: &[f64], items: &[f64], threads: usize) -> Self {
        let parts = problem
            .each_session(threads, |session| bent(session, session.places_of(values), items));
        let mut places = Vec::with_capacity(problem.places.len());
        let prior = [1.0, 0.0, 0.0, 1.0 / CUT_VARIANCE, 0.0, 1.0 / GAP_VARIANCE];
        let mut sums = vec![prior; problem.items];
        for (session, (of_places, of_items)) in problem.sessions.iter().zip(parts) {
            places.extend(of_places);
            for (roll_call, added) in session.roll_calls.iter().zip(of_items) {
                for (sum, added) in sums[roll_call.item].iter_mut().zip(added) {
                    *sum += added;
                }
            }
        }
        for &first in &problem.firsts {
            places[first] += 1.0;
        }
        Self { places, items: sums }
    }
}

/// What one session's votes add, by place and by roll call.
fn bent(session: &Session, values: &[f64], items: &[f64]) -> (Vec<f64>, Vec<[f64; 6]>) {
    let mut places = vec![0.0; values.len()];
    let by_roll_call = session.roll_calls.iter().map(|roll_call| {
        let item = Item::of(items, roll_call.item);
        let square = item.slope * item.slope;
        let mut sum = [0.0; 6];
        // `by_first`, `both` and `by_second` are the derivatives by the distances to the cut points.
        let mut add = |voter: u32, by_first: f64, both: f64, by_second: f64| {
            let value = values[voter as usize];
            let shifted = by_first + 2.0 * both + by_second;
            let stretched = item.gap * (both + by_second);
            places[voter as usize] += square * shifted;
            let added = [
                value * value * shifted,
                -value * shifted,
                -value * stretched,
                shifted,
                stretched,
                item.gap * item.gap * by_second,
            ];
            for (sum, added) in sum.iter_mut().zip(added) {
                *sum += added;
            }
        };
        let [yes, abstain, no] = &roll_call.by_ballot;
        for &voter in yes {
            let at = item.first - item.slope * values[voter as usize];
            let (_, slope) = normal::log_below(at);
            add(voter, slope * (slope + at), 0.0, 0.0);
        }
        for &voter in no {
            let at = item.slope * values[voter as usize] - item.second;
            let (_, slope) = normal::log_below(at);
            add(voter, 0.0, 0.0, slope * (slope + at));
        }
        for &voter in abstain {
            let shift = item.slope * values[voter as usize];
            let (first, second) = (item.first - shift, item.second - shift);
            let between = Between::new(first, second);
            let (low, high) = (between.at_first, between.at_second);
            add(voter, low * (low - first), -low * high, high * (high + second));
        }
        sum
    });
    let by_roll_call = by_roll_call.collect();
    (places, by_roll_call)
}

/// Turns a gradient into a step: the inverse of [`Bent`] and the walk, kept for a few iterations.
pub(super) struct Steps<'a> {
    problem: &'a Problem,
    threads: usize,
    /// How often it was made, and how often it has been asked since for a new place.
    made: usize,
    asked: usize,
    at: Vec<f64>,
    /// The standardised places where it was made.
    values: Vec<f64>,
    /// Of the raw places, squared.
    deviation: f64,
    /// Of each chain, the pivots of its elimination.
    pivots: Vec<f64>,
    /// Of each item, the inverse matrix.
    inverses: Vec<[[f64; 3]; 3]>,
}

impl<'a> Steps<'a> {
    pub(super) fn new(problem: &'a Problem, threads: usize) -> Self {
        Self {
            problem,
            threads,
            made: 0,
            asked: 0,
            at: Vec::new(),
            values: Vec::new(),
            deviation: 1.0,
            pivots: Vec::new(),
            inverses: Vec::new(),
        }
    }

    /// Replaces `vector`, a gradient, by the step.
    pub(super) fn apply(&mut self, at: &[f64], vector: &mut [f64]) {
        if self.at != at {
            // The bend changes most at the beginning; later ones are kept longer.
            if self.made == 0 || self.asked >= 2 * self.made {
                self.make(at);
            }
            self.asked += 1;
            self.at.clear();
            self.at.extend_from_slice(at);
        }
        let places = self.problem.places.len();
        let (of_places, of_items) = vector.split_at_mut(places);
        // Moving or stretching all raw places changes nothing, so no step does.
        project(of_places, &self.values);
        self.solve_chains(of_places);
        project(of_places, &self.values);
        for value in of_places {
            *value *= self.deviation;
        }
        for (item, inverse) in of_items.chunks_exact_mut(3).zip(&self.inverses) {
            let gradient = [item[0], item[1], item[2]];
            for (step, row) in item.iter_mut().zip(inverse) {
                *step = row.iter().zip(gradient).map(|(cell, slope)| cell * slope).sum();
            }
        }
    }

    fn make(&mut self, at: &[f64]) {
        let problem = self.problem;
        let (values, items) = problem.standardised(at);
        let (_, deviation) = moments(&at[..problem.places.len()]);
        let Bent { places, items } = Bent::at(problem, &values, items, self.threads);
        self.values = values;
        self.deviation = deviation * deviation;
        self.pivots = places;
        for step in &problem.steps {
            self.pivots[step.from] += step.precision;
            self.pivots[step.to] += step.precision;
        }
        for step in &problem.steps {
            // Steps of a chain come in the order of its sessions.
            self.pivots[step.to] -= step.precision * step.precision / self.pivots[step.from];
        }
        self.inverses = items.into_iter().map(inverse).collect();
        self.made += 1;
        self.asked = 0;
    }

    /// Elimination forward and substitution back, along all chains at once.
    fn solve_chains(&self, vector: &mut [f64]) {
        for step in &self.problem.steps {
            vector[step.to] += step.precision * vector[step.from] / self.pivots[step.from];
        }
        let mut done = vec![false; vector.len()];
        for step in self.problem.steps.iter().rev() {
            if !done[step.to] {
                vector[step.to] /= self.pivots[step.to];
                done[step.to] = true;
            }
            vector[step.from] =
                (vector[step.from] + step.precision * vector[step.to]) / self.pivots[step.from];
            done[step.from] = true;
        }
        for ((value, done), pivot) in vector.iter_mut().zip(done).zip(&self.pivots) {
            if !done {
                *value /= pivot;
            }
        }
    }
}

/// Takes out of a vector its mean and what lies along the standardised places.
fn project(vector: &mut [f64], values: &[f64]) {
    let (mut sum, mut along, mut count) = (0.0, 0.0, 0.0);
    for (x, value) in vector.iter().zip(values) {
        sum += x;
        along += x * value;
        count += 1.0;
    }
    let (mean, along) = (sum / count, along / count);
    for (x, value) in vector.iter_mut().zip(values) {
        *x -= mean + along * value;
    }
}

/// Inverse of a symmetric positive matrix that is given by its upper triangle.
fn inverse(upper: [f64; 6]) -> [[f64; 3]; 3] {
    let mut rows = full(upper);
    for (place, row) in rows.iter_mut().enumerate() {
        // A ridge far below any prior keeps a rounding from turning the sign.
        row[place] *= 1.0 + 1e-9;
    }
    let minor = |row: usize, column: usize| {
        let [above, below] = [(row + 1) % 3, (row + 2) % 3];
        let [left, right] = [(column + 1) % 3, (column + 2) % 3];
        rows[above][left] * rows[below][right] - rows[above][right] * rows[below][left]
    };
    let determinant: f64 = (0..3).map(|column| rows[0][column] * minor(0, column)).sum();
    if determinant > 0.0 && determinant.is_finite() {
        return std::array::from_fn(|row| {
            std::array::from_fn(|column| minor(column, row) / determinant)
        });
    }
    std::array::from_fn(|row| {
        std::array::from_fn(|column| if row == column { 1.0 / rows[row][row] } else { 0.0 })
    })
}

fn full([first, second, third, fourth, fifth, sixth]: [f64; 6]) -> [[f64; 3]; 3] {
    [[first, second, third], [second, fourth, fifth], [third, fifth, sixth]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        let matrix = [4.0, 1.0, -0.5, 3.0, 0.25, 2.0];
        let (matrix, inverse) = (full(matrix), inverse(matrix));
        for (place, row) in matrix.iter().enumerate() {
            let mut product = [0.0; 3];
            for (cell, row) in row.iter().zip(inverse) {
                for (sum, other) in product.iter_mut().zip(row) {
                    *sum += cell * other;
                }
            }
            product[place] -= 1.0;
            assert!(product.iter().all(|cell| cell.abs() < 1e-8), "{place}: {product:?}");
        }
    }
}
