//! Minimises a smooth function of many variables from its gradient alone.
//!
//! Limited-memory BFGS by the two-loop recursion (Nocedal 1980; Nocedal and Wright 2006, algorithm
//! 7.4) with a line search that brackets and bisects until the weak Wolfe conditions hold. Whoever
//! knows roughly how the function bends can say so by a preconditioner, which saves most of the
//! iterations where variables differ much in steepness. All sums run in index order, so the path is
//! the same on every machine.

use std::collections::VecDeque;

/// When to stop, and how much to remember.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Most iterations.
    pub iterations: usize,
    /// Stops where an iteration improves the value by less than this share of it.
    pub relative_decrease: f64,
    /// Pairs of steps and gradient changes kept; 5 to 20 is usual.
    pub memory: usize,
}

/// How far a search came, for whoever waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Came {
    /// Iterations made.
    pub iterations: usize,
    /// What the last one improved, as a share of the value; it ends below [`Stop::relative_decrease`].
    pub gained: f64,
}

/// Where the search ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// The point.
    pub at: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// Iterations made.
    pub iterations: usize,
    /// How often value and gradient were computed.
    pub evaluations: usize,
    /// Whether it ended because nothing was left to gain, rather than at the limit of iterations.
    pub converged: bool,
}

/// Minimises `function`, which writes the gradient into its second argument and returns the value.
pub fn minimise(
    start: Vec<f64>,
    stop: Stop,
    function: impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Minimum {
    minimise_preconditioned(start, stop, function, |_, _| (), |_| ())
}

/// The same with a preconditioner, which is given the iteration's place and turns a vector into
/// roughly the inverse of the second derivatives there times it. It must be linear in the vector,
/// symmetric and positive, and need not be exact. `watch` is told after each iteration how far it came.
pub fn minimise_preconditioned(
    start: Vec<f64>,
    stop: Stop,
    mut function: impl FnMut(&[f64], &mut [f64]) -> f64,
    mut precondition: impl FnMut(&[f64], &mut [f64]),
    mut watch: impl FnMut(Came),
) -> Minimum {
    let mut at = start;
    let mut gradient = vec![0.0; at.len()];
    let mut value = function(&at, &mut gradient);
    let mut evaluations = 1;
    let mut pairs: VecDeque<Pair> = VecDeque::with_capacity(stop.memory);
    let mut next = vec![0.0; at.len()];
    let mut next_gradient = vec![0.0; at.len()];
    for iteration in 0..stop.iterations {
        let mut direction = descent(&gradient, &pairs, |vector| precondition(&at, vector));
        let mut slope = dot(&direction, &gradient);
        if slope >= 0.0 {
            // The memory no longer fits the place; begin again along the gradient.
            pairs.clear();
            direction = descent(&gradient, &pairs, |vector| precondition(&at, vector));
            slope = dot(&direction, &gradient);
        }
        let first = if pairs.is_empty() { 1.0 / (-slope).sqrt().max(1.0) } else { 1.0 };
        let (mut low, mut high, mut step) = (0.0, f64::INFINITY, first);
        let mut found = None;
        for _ in 0..40 {
            for ((next, at), direction) in next.iter_mut().zip(&at).zip(&direction) {
                *next = at + step * direction;
            }
            let reached = function(&next, &mut next_gradient);
            evaluations += 1;
            if !reached.is_finite() || reached > value + 1e-4 * step * slope {
                high = step;
            } else if dot(&direction, &next_gradient) < 0.9 * slope {
                low = step;
                found = Some(reached);
            } else {
                found = Some(reached);
                break;
            }
            step = if high.is_finite() { f64::midpoint(low, high) } else { 2.0 * low };
        }
        let Some(reached) = found.filter(|reached| *reached < value) else {
            return Minimum { at, value, iterations: iteration, evaluations, converged: true };
        };
        remember(&mut pairs, stop.memory, &at, &next, &gradient, &next_gradient);
        let gained = value - reached;
        std::mem::swap(&mut at, &mut next);
        std::mem::swap(&mut gradient, &mut next_gradient);
        value = reached;
        watch(Came { iterations: iteration + 1, gained: gained / value.abs().max(1.0) });
        if gained <= stop.relative_decrease * value.abs().max(1.0) {
            let iterations = iteration + 1;
            return Minimum { at, value, iterations, evaluations, converged: true };
        }
    }
    Minimum { at, value, iterations: stop.iterations, evaluations, converged: false }
}

struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    /// 1 / (step · change)
    weight: f64,
}

fn remember(
    pairs: &mut VecDeque<Pair>,
    memory: usize,
    at: &[f64],
    next: &[f64],
    gradient: &[f64],
    next_gradient: &[f64],
) {
    let difference = |to: &[f64], from: &[f64]| -> Vec<f64> {
        to.iter().zip(from).map(|(to, from)| to - from).collect()
    };
    let (step, change) = (difference(next, at), difference(next_gradient, gradient));
    let curvature = dot(&step, &change);
    if curvature <= 1e-10 * dot(&change, &change) {
        return;
    }
    if pairs.len() == memory {
        pairs.pop_front();
    }
    pairs.push_back(Pair { step, change, weight: 1.0 / curvature });
}

/// The two loops: the inverse Hessian of the remembered pairs times the negative gradient.
fn descent(
    gradient: &[f64],
    pairs: &VecDeque<Pair>,
    mut precondition: impl FnMut(&mut [f64]),
) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::with_capacity(pairs.len());
    for pair in pairs.iter().rev() {
        let share = pair.weight * dot(&pair.step, &direction);
        add(&mut direction, -share, &pair.change);
        shares.push(share);
    }
    precondition(&mut direction);
    if let Some(last) = pairs.back() {
        let mut change = last.change.clone();
        precondition(&mut change);
        let scale = 1.0 / (last.weight * dot(&last.change, &change));
        for value in &mut direction {
            *value *= scale;
        }
    }
    for (pair, share) in pairs.iter().zip(shares.into_iter().rev()) {
        let back = pair.weight * dot(&pair.change, &direction);
        add(&mut direction, share - back, &pair.step);
    }
    direction
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn add(to: &mut [f64], times: f64, added: &[f64]) {
    for (to, added) in to.iter_mut().zip(added) {
        *to += times * added;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOP: Stop = Stop { iterations: 500, relative_decrease: 1e-15, memory: 8 };

    /// Rosenbrock's valley, the customary trap; its minimum is 0 at (1, 1).
    #[test]
    fn the_valley_is_walked_to_its_end() {
        let found = minimise(vec![-1.2, 1.0], STOP, |x, gradient| {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            gradient.copy_from_slice(&[-2.0 * a - 400.0 * x[0] * b, 200.0 * b]);
            a * a + 100.0 * b * b
        });
        assert!(found.converged, "{found:?}");
        assert!(
            (found.at[0] - 1.0).abs() < 1e-6 && (found.at[1] - 1.0).abs() < 1e-6,
            "{found:?}"
        );
    }

    /// A bowl a thousand times steeper one way than another ends at its known centre.
    #[test]
    fn a_stretched_bowl_ends_at_its_centre() {
        let centre: Vec<f64> = (0..50).map(|k| f64::from(k) / 10.0 - 2.0).collect();
        let found = minimise(vec![0.0; 50], STOP, |x, gradient| {
            let mut value = 0.0;
            for (k, ((x, centre), gradient)) in
                (1_u32..).zip(x.iter().zip(&centre).zip(gradient))
            {
                let steep = f64::from(k * k);
                *gradient = steep * (x - centre);
                value += 0.5 * steep * (x - centre) * (x - centre);
            }
            value
        });
        for (x, centre) in found.at.iter().zip(&centre) {
            assert!((x - centre).abs() < 1e-6, "{found:?}");
        }
    }

    /// The same bowl, with its steepness told, takes a step or two.
    #[test]
    fn a_preconditioner_saves_iterations() {
        let bowl = |x: &[f64], gradient: &mut [f64]| {
            let mut value = 0.0;
            for (k, (x, gradient)) in (1_u32..).zip(x.iter().zip(gradient)) {
                let steep = f64::from(k * k);
                *gradient = steep * (x - 1.0);
                value += 0.5 * steep * (x - 1.0) * (x - 1.0);
            }
            value
        };
        let plain = minimise(vec![0.0; 50], STOP, bowl);
        let steep = |_: &[f64], vector: &mut [f64]| {
            for (k, value) in (1_u32..).zip(vector) {
                *value /= f64::from(k * k);
            }
        };
        let mut came = Vec::new();
        let told = minimise_preconditioned(vec![0.0; 50], STOP, bowl, steep, |it| {
            came.push(it.iterations);
        });
        assert!(came.is_sorted() && came.last() <= Some(&told.iterations), "{came:?}");
        assert!(told.iterations <= 8 && plain.iterations > 20, "{told:?}");
        assert!(told.at.iter().all(|x| (x - 1.0).abs() < 1e-6), "{told:?}");
    }

    #[test]
    fn at_the_minimum_it_stays() {
        let found = minimise(vec![0.0], STOP, |x, gradient| {
            gradient[0] = 2.0 * x[0];
            x[0] * x[0]
        });
        assert_eq!((found.at, found.iterations, found.converged), (vec![0.0], 0, true));
    }
}
