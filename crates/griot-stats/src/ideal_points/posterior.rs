//! The logarithm of the posterior and its gradient.
//!
//! Work is split by session. A session's places belong to it alone; what it adds to the items is
//! kept per roll call and summed afterwards in their order. So the sums are the same on any number
//! of threads.

use std::collections::BTreeMap;

use super::{RollCall, Settings};
use crate::normal::{self, Many};

/// A voter in a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) session: usize,
    pub(super) voter: usize,
    pub(super) n: usize,
}

/// A step of a voter's walk: from place to place, with the precision of the step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) precision: f64,
}

/// A roll call with its voters as places of its session.
#[derive(Debug)]
pub(super) struct Divided {
    pub(super) item: usize,
    /// Places counted from the first of the session, by ballot.
    pub(super) by_ballot: [Vec<u32>; 3],
}

/// Roll calls of one session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) first_place: usize,
    pub(super) places: usize,
    pub(super) roll_calls: Vec<Divided>,
}

/// Everything that stays fixed during the search.
///
/// The parameters are one vector: places, then for each item its slope `β`, its first cut point
/// and the logarithm of the distance to the second.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) places: Vec<Place>,
    pub(super) sessions: Vec<Session>,
    pub(super) steps: Vec<Step>,
    /// Places without an earlier one; their prior is standard normal.
    pub(super) firsts: Vec<usize>,
    pub(super) unanimous: usize,
    pub(super) items: usize,
    /// Share of yes and of abstentions per item, for the start.
    shares: Vec<[f64; 2]>,
}

/// Weak priors of the cut points: wide enough to leave any division of the house possible, narrow
/// enough that an item without abstentions does not run away.
pub(super) const CUT_VARIANCE: f64 = 25.0;
pub(super) const GAP_VARIANCE: f64 = 4.0;
const GAP_MEAN: f64 = -0.5;

impl Problem {
    pub(super) fn new(roll_calls: &[RollCall], settings: &Settings) -> Option<Self> {
        let mut by_item: BTreeMap<usize, [usize; 3]> = BTreeMap::new();
        for roll_call in roll_calls {
            let counts = by_item.entry(roll_call.item).or_default();
            for (_, ballot) in &roll_call.ballots {
                counts[*ballot as usize] += 1;
            }
        }
        let divides = |counts: &[usize; 3]| counts.iter().filter(|&&n| n > 0).count() > 1;
        let unanimous = by_item.values().filter(|counts| !divides(counts)).count();
        by_item.retain(|_, counts| divides(counts));
        let number: BTreeMap<usize, usize> = by_item.keys().copied().zip(0..).collect();
        let shares = by_item.values().map(|&[yes, abstain, no]| {
            let all = double(yes + abstain + no) + 1.5;
            [(double(yes) + 0.5) / all, (double(abstain) + 0.5) / all]
        });

        let mut by_session: BTreeMap<usize, Vec<&RollCall>> = BTreeMap::new();
        for roll_call in roll_calls.iter().filter(|r| number.contains_key(&r.item)) {
            by_session.entry(roll_call.session).or_default().push(roll_call);
        }
        let mut places = Vec::new();
        let mut sessions = Vec::new();
        for (&session, roll_calls) in &by_session {
            let mut voters: BTreeMap<usize, usize> = BTreeMap::new();
            for (voter, _) in roll_calls.iter().flat_map(|r| &r.ballots) {
                *voters.entry(*voter).or_default() += 1;
            }
            let index: BTreeMap<usize, u32> = voters.keys().copied().zip(0..).collect();
            let divided = |roll_call: &&RollCall| {
                let mut by_ballot: [Vec<u32>; 3] = Default::default();
                for (voter, ballot) in &roll_call.ballots {
                    by_ballot[*ballot as usize].push(index[voter]);
                }
                Divided { item: number[&roll_call.item], by_ballot }
            };
            sessions.push(Session {
                first_place: places.len(),
                places: voters.len(),
                roll_calls: roll_calls.iter().map(divided).collect(),
            });
            places.extend(voters.into_iter().map(|(voter, n)| Place { session, voter, n }));
        }
        let (steps, firsts) = walk(&places, &by_session, settings.step_variance);
        let shares = shares.collect();
        let items = number.len();
        (items > 0).then_some(Self {
            places,
            sessions,
            steps,
            firsts,
            unanimous,
            items,
            shares,
        })
    }

    /// Anchors at their sides, everybody else in the middle; cut points from the shares of yes and
    /// abstention; slopes by the side on which the anchors voted yes.
    pub(super) fn start(&self, settings: &Settings) -> Vec<f64> {
        let mut values: Vec<f64> = self
            .places
            .iter()
            .map(|place| {
                if settings.positive.contains(&place.voter) {
                    3.0
                } else if settings.negative.contains(&place.voter) {
                    -2.0
                } else {
                    0.0
                }
            })
            .collect();
        let mut lean = vec![(0.0, 0.0); self.items];
        for session in &self.sessions {
            for roll_call in &session.roll_calls {
                let (sum, count) = &mut lean[roll_call.item];
                for (ballot, voters) in (-1_i32..).zip(&roll_call.by_ballot) {
                    for &voter in voters {
                        let value = values[session.first_place + voter as usize];
                        *sum += f64::from(ballot) * value;
                        *count += value.abs();
                    }
                }
            }
        }
        for (&[yes, abstain], (sum, count)) in self.shares.iter().zip(lean) {
            let first = quantile(yes);
            let gap = (quantile(yes + abstain) - first).max(0.05);
            values.extend([sum / (count + 3.0), first, libm::log(gap)]);
        }
        values
    }

    /// The places with mean 0 and standard deviation 1, and the items, of a parameter vector.
    pub(super) fn standardised<'a>(&self, at: &'a [f64]) -> (Vec<f64>, &'a [f64]) {
        let (raw, items) = at.split_at(self.places.len());
        let (mean, deviation) = moments(raw);
        (raw.iter().map(|value| (value - mean) / deviation).collect(), items)
    }

    pub(super) fn mean_of(&self, values: &[f64], voters: &[usize]) -> f64 {
        let chosen = self.places.iter().zip(values).filter(|(p, _)| voters.contains(&p.voter));
        let (sum, count) =
            chosen.fold((0.0, 0.0), |(sum, count), (_, v)| (sum + v, count + 1.0));
        if count > 0.0 { sum / count } else { 0.0 }
    }

    pub(super) fn negative_log_posterior(
        &self,
        at: &[f64],
        gradient: &mut [f64],
        threads: usize,
    ) -> f64 {
        let (values, items) = self.standardised(at);
        let (place_gradient, item_gradient) = gradient.split_at_mut(self.places.len());
        let mut value = prior_of_items(items, item_gradient);

        let parts = self.each_session(threads, |session| {
            session.likelihood(session.places_of(&values), items)
        });
        for (session, part) in self.sessions.iter().zip(parts) {
            value -= part.log_likelihood;
            for (to, from) in
                place_gradient.iter_mut().skip(session.first_place).zip(part.places)
            {
                *to = -from;
            }
            for (roll_call, added) in session.roll_calls.iter().zip(part.items) {
                for (to, from) in item_gradient[3 * roll_call.item..].iter_mut().zip(added) {
                    *to -= from;
                }
            }
        }
        for step in &self.steps {
            let moved = values[step.to] - values[step.from];
            value += 0.5 * step.precision * moved * moved;
            place_gradient[step.to] += step.precision * moved;
            place_gradient[step.from] -= step.precision * moved;
        }
        for &first in &self.firsts {
            value += 0.5 * values[first] * values[first];
            place_gradient[first] += values[first];
        }
        unstandardise(&at[..self.places.len()], &values, place_gradient);
        value
    }

    /// What `work` makes of each session, in their order, computed on so many threads.
    pub(super) fn each_session<T: Send>(
        &self,
        threads: usize,
        work: impl Fn(&Session) -> T + Sync,
    ) -> Vec<T> {
        let threads = threads.clamp(1, self.sessions.len());
        if threads == 1 {
            return self.sessions.iter().map(work).collect();
        }
        let work = &work;
        // Dealt out like cards, so that the long sessions of late years do not all fall to one.
        let dealt: Vec<Vec<T>> = std::thread::scope(|scope| {
            let hands: Vec<_> = (0..threads)
                .map(|hand| {
                    scope.spawn(move || {
                        self.sessions.iter().skip(hand).step_by(threads).map(work).collect()
                    })
                })
                .collect();
            let join = |hand: std::thread::ScopedJoinHandle<'_, Vec<T>>| {
                hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            hands.into_iter().map(join).collect()
        });
        let mut hands: Vec<_> = dealt.into_iter().map(Vec::into_iter).collect();
        (0..self.sessions.len()).filter_map(|at| hands[at % threads].next()).collect()
    }
}

/// What one session adds to the logarithm of the likelihood and to its gradient.
struct Part {
    log_likelihood: f64,
    places: Vec<f64>,
    /// Per roll call: by slope, first cut point, logarithm of the gap.
    items: Vec<[f64; 3]>,
}

impl Session {
    /// The values of its own places.
    pub(super) fn places_of<'a>(&self, values: &'a [f64]) -> &'a [f64] {
        &values[self.first_place..self.first_place + self.places]
    }

    fn likelihood(&self, values: &[f64], items: &[f64]) -> Part {
        let mut places = vec![0.0; self.places];
        let mut log_likelihood = LogProduct::default();
        let mut gradients = Vec::with_capacity(self.roll_calls.len());
        let (mut near, mut second) = (Many::default(), Many::default());
        for roll_call in &self.roll_calls {
            let item = Item::of(items, roll_call.item);
            let [yes, abstain, no] = &roll_call.by_ballot;
            let of = |&voter: &u32| values[voter as usize];
            let (mut by_slope, mut by_first, mut by_second) = (0.0, 0.0, 0.0);
            near.set(yes.iter().map(|it| item.first - item.slope * of(it)));
            for (voter, at) in yes.iter().zip(near.each()) {
                let (probability, slope) = normal_below(at);
                log_likelihood.multiply(probability);
                by_first += slope;
                by_slope -= slope * of(voter);
                places[*voter as usize] -= slope * item.slope;
            }
            near.set(no.iter().map(|it| item.slope * of(it) - item.second));
            for (voter, at) in no.iter().zip(near.each()) {
                let (probability, slope) = normal_below(at);
                log_likelihood.multiply(probability);
                by_second -= slope;
                by_slope += slope * of(voter);
                places[*voter as usize] += slope * item.slope;
            }
            near.set(abstain.iter().map(|it| item.first - item.slope * of(it)));
            second.set(abstain.iter().map(|it| item.second - item.slope * of(it)));
            let both = near.each().zip(second.each());
            for (voter, (low, high)) in abstain.iter().zip(both) {
                let between = Between::of(low, high);
                log_likelihood.multiply(between.probability);
                by_first -= between.at_first;
                by_second += between.at_second;
                let slope = between.at_first - between.at_second;
                by_slope += slope * of(voter);
                places[*voter as usize] += slope * item.slope;
            }
            // The second cut point is the first plus the gap, the gap an exponential.
            gradients.push([by_slope, by_first + by_second, by_second * item.gap]);
        }
        Part { log_likelihood: log_likelihood.value(), places, items: gradients }
    }
}

/// Slope and cut points of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) slope: f64,
    pub(super) first: f64,
    pub(super) second: f64,
    pub(super) gap: f64,
}

impl Item {
    pub(super) fn of(items: &[f64], number: usize) -> Self {
        let [slope, first, log_gap] = [0, 1, 2].map(|k| items[3 * number + k]);
        let gap = libm::exp(log_gap.min(20.0));
        Self { slope, first, second: first + gap, gap }
    }
}

/// An abstention: the probability between two cut points, and the densities there over it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between {
    pub(super) probability: f64,
    pub(super) at_first: f64,
    pub(super) at_second: f64,
}

impl Between {
    pub(super) fn new(first: f64, second: f64) -> Self {
        let near = |x: f64| (x, normal::density(x), normal::mills(x.abs()));
        Self::of(near(first), near(second))
    }

    /// Of two cut points, each with its density and Mills' ratio.
    fn of((first, low, low_ratio): Near, (second, high, high_ratio): Near) -> Self {
        let (low_tail, high_tail) = (low * low_ratio, high * high_ratio);
        // Both above zero: differences of upper tails keep the digits.
        let probability = if first > 0.0 {
            low_tail - high_tail
        } else if second > 0.0 {
            1.0 - high_tail - low_tail
        } else {
            high_tail - low_tail
        };
        let probability = probability.max(1e-280);
        Self { probability, at_first: low / probability, at_second: high / probability }
    }
}

/// A place with its density, and Mills' ratio of its absolute value.
type Near = (f64, f64, f64);

/// `below(x)` and `density(x) / below(x)`; the probability is bounded away from zero only where
/// its logarithm would be below -600.
fn normal_below((x, density, ratio): Near) -> (f64, f64) {
    let tail = density * ratio;
    if x <= 0.0 {
        (tail.max(1e-280), 1.0 / ratio)
    } else {
        let below = 1.0 - tail;
        (below, density / below)
    }
}

/// A product of probabilities, its logarithm taken only when it becomes small: a logarithm for
/// every few hundred votes instead of one for each.
#[derive(Debug)]
struct LogProduct {
    logarithm: f64,
    product: f64,
}

impl Default for LogProduct {
    fn default() -> Self {
        Self { logarithm: 0.0, product: 1.0 }
    }
}

impl LogProduct {
    fn multiply(&mut self, probability: f64) {
        if probability < 1e-140 {
            self.logarithm += libm::log(probability);
            return;
        }
        self.product *= probability;
        if self.product < 1e-160 {
            self.logarithm += libm::log(self.product);
            self.product = 1.0;
        }
    }

    fn value(&self) -> f64 {
        self.logarithm + libm::log(self.product)
    }
}

/// Steps between a voter's neighbouring sessions. The variance shrinks where the later session has
/// fewer roll calls, as in the authors' `SmoothVector`, and grows with the sessions missed.
fn walk(
    places: &[Place],
    by_session: &BTreeMap<usize, Vec<&RollCall>>,
    step_variance: f64,
) -> (Vec<Step>, Vec<usize>) {
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    let (mut steps, mut firsts) = (Vec::new(), Vec::new());
    for (to, place) in places.iter().enumerate() {
        let Some(from) = last.insert(place.voter, to) else {
            firsts.push(to);
            continue;
        };
        let earlier = places[from].session;
        let [now, then] = [place.session, earlier].map(|s| double(by_session[&s].len()));
        let variance = step_variance * now / (now + then) * double(place.session - earlier);
        steps.push(Step { from, to, precision: 1.0 / variance });
    }
    (steps, firsts)
}

/// Writes the gradient of the items' priors and returns their part of the value.
fn prior_of_items(items: &[f64], gradient: &mut [f64]) -> f64 {
    let mut value = 0.0;
    for (item, gradient) in items.chunks_exact(3).zip(gradient.chunks_exact_mut(3)) {
        let (slope, first, gap) = (item[0], item[1], item[2] - GAP_MEAN);
        value +=
            0.5 * (slope * slope + first * first / CUT_VARIANCE + gap * gap / GAP_VARIANCE);
        gradient.copy_from_slice(&[slope, first / CUT_VARIANCE, gap / GAP_VARIANCE]);
    }
    value
}

/// Turns the gradient by standardised places into the gradient by the raw ones.
fn unstandardise(raw: &[f64], values: &[f64], gradient: &mut [f64]) {
    let (_, deviation) = moments(raw);
    let count = double(values.len());
    let mean = gradient.iter().sum::<f64>() / count;
    let along = gradient.iter().zip(values).map(|(g, v)| g * v).sum::<f64>() / count;
    for (gradient, value) in gradient.iter_mut().zip(values) {
        *gradient = (*gradient - mean - value * along) / deviation;
    }
}

pub(super) fn moments(values: &[f64]) -> (f64, f64) {
    let count = double(values.len()).max(1.0);
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    (mean, (squares / count).sqrt().max(1e-6))
}

/// Quantile of the standard normal distribution by bisection; only for the start.
fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if normal::below(middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[expect(clippy::cast_precision_loss, reason = "counts of votes are far below 2^53")]
fn double(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{agreement::Ballot, lbfgs::Stop, random::Random};

    fn settings() -> Settings {
        let stop = Stop { iterations: 10, relative_decrease: 1e-9, memory: 5 };
        let (positive, negative) = (vec![0], vec![1]);
        Settings { positive, negative, step_variance: 0.5, stop, threads: 1 }
    }

    fn house(seed: u64) -> Vec<RollCall> {
        let mut random = Random::from_seed(seed);
        (0..60)
            .map(|k| RollCall {
                session: k / 20,
                // Every tenth text comes back in the next session.
                item: if k % 10 == 0 { 1000 } else { k },
                ballots: (0..9)
                    .filter_map(|voter| match random.below(5) {
                        0 => None,
                        1 => Some((voter, Ballot::Abstain)),
                        2 => Some((voter, Ballot::No)),
                        _ => Some((voter, Ballot::Yes)),
                    })
                    .collect(),
            })
            .collect()
    }

    /// Central differences at a place of no particular kind.
    #[test]
    fn the_gradient_is_the_slope_of_the_value() {
        let problem = Problem::new(&house(5), &settings()).expect("divided");
        let mut at = problem.start(&settings());
        let mut random = Random::from_seed(6);
        for value in &mut at {
            *value += random.unit() - 0.5;
        }
        let mut gradient = vec![0.0; at.len()];
        problem.negative_log_posterior(&at, &mut gradient, 1);
        let mut scratch = vec![0.0; at.len()];
        for k in 0..at.len() {
            let mut value_at = |offset: f64| {
                let mut moved = at.clone();
                moved[k] += offset;
                problem.negative_log_posterior(&moved, &mut scratch, 1)
            };
            let slope = (value_at(1e-5) - value_at(-1e-5)) / 2e-5;
            assert!((slope - gradient[k]).abs() < 1e-5, "{k}: {slope} is not {}", gradient[k]);
        }
    }

    #[test]
    fn threads_do_not_change_a_bit() {
        let problem = Problem::new(&house(7), &settings()).expect("divided");
        let at = problem.start(&settings());
        let value_on = |threads| {
            let mut gradient = vec![0.0; at.len()];
            let value = problem.negative_log_posterior(&at, &mut gradient, threads);
            (value.to_bits(), gradient.into_iter().map(f64::to_bits).collect::<Vec<_>>())
        };
        assert_eq!(value_on(1), value_on(2));
        assert_eq!(value_on(1), value_on(8));
    }

    #[test]
    fn a_unanimous_house_is_no_problem() {
        let ballots = (0..9).map(|voter| (voter, Ballot::Yes)).collect();
        let roll_calls = [RollCall { session: 0, item: 0, ballots }];
        assert!(Problem::new(&roll_calls, &settings()).is_none());
        assert!(Problem::new(&[], &settings()).is_none());
    }
}
