//! How often do matches agree, and how often do mere neighbours?
//!
//! Expectation and maximisation over the pairs of two lists (Fellegi and Sunter's m and u). What neighbours look like is not
//! guessed from the pairs themselves: the same search with one side shifted in time finds neighbours alone, in the same
//! places and almost the same season. That also says how many neighbours to expect among the pairs, and so how many
//! matches there must be. Only the m of each field is left to learn, which takes few rounds.

use super::{
    compare::{Field, categories, shares},
    matching::Matching,
};

/// How many rows of its own a prior is worth.
const PRIOR_WEIGHT: f64 = 4.0;
/// Odds are kept below this; nothing is surer than 500 million to one.
const MOST_LOG_ODDS: f64 = 20.0;
const ROUNDS: usize = 10;

/// The candidate pairs of two lists.
pub(super) struct Group {
    /// Rows of both lists, those without candidates too.
    pub(super) rows: (usize, usize),
    pub(super) pairs: Vec<(u32, u32)>,
    /// Pattern of each pair.
    pub(super) patterns: Vec<u64>,
    /// Pairs that a person decided; they teach, and take part in nothing else.
    pub(super) decided: Vec<u64>,
    /// How often each category of each field was seen among neighbours.
    pub(super) neighbours: Vec<Vec<f64>>,
    /// How many neighbours are to be expected among the pairs.
    pub(super) expected_neighbours: f64,
    /// Whether both lists are the same one; its few matches cannot teach their own m.
    pub(super) within: bool,
}

/// What was learned of two lists.
pub(super) struct Learned {
    /// Share of matches in each category of each field.
    pub(super) matches: Vec<Vec<f64>>,
    /// Share of neighbours in each category of each field.
    pub(super) neighbours: Vec<Vec<f64>>,
    /// Log-odds of a pair before its fields are looked at.
    pub(super) prior: f64,
    /// Expected number of matches.
    pub(super) expected_matches: f64,
    /// Probability of each pair.
    pub(super) probabilities: Vec<f64>,
}

/// Learns from all groups together: each leans on its own pairs, and where these are few on everybody's.
pub(super) fn estimate(fields: &[Field], groups: &[Group]) -> Vec<Learned> {
    let pooled_neighbours = pooled_neighbours(fields, groups);
    let mut states: Vec<State<'_>> =
        groups.iter().map(|group| State::new(fields, group, &pooled_neighbours)).collect();
    for round in 0..ROUNDS {
        let last = round + 1 == ROUNDS;
        for state in &mut states {
            state.expect(fields, if last { 15 } else { 3 });
        }
        if last {
            break;
        }
        let mut pooled: Vec<Vec<f64>> = fields.iter().map(|f| weighted(&f.matches)).collect();
        for state in states.iter().filter(|state| !state.group.within) {
            add(&mut pooled, &state.counts);
        }
        let pooled: Vec<Vec<f64>> = pooled.iter().map(|counts| shares(counts)).collect();
        for state in &mut states {
            state.maximise(fields, &pooled);
        }
    }
    states.into_iter().map(|state| state.learned).collect()
}

fn pooled_neighbours(fields: &[Field], groups: &[Group]) -> Vec<Vec<f64>> {
    let mut pooled: Vec<Vec<f64>> = fields.iter().map(|f| weighted(&f.neighbours)).collect();
    for group in groups {
        add(&mut pooled, &group.neighbours);
    }
    pooled.iter().map(|counts| shares(counts)).collect()
}

fn weighted(shares: &[f64]) -> Vec<f64> {
    shares.iter().map(|share| share * PRIOR_WEIGHT).collect()
}

fn add(sums: &mut [Vec<f64>], counts: &[Vec<f64>]) {
    for (sums, counts) in sums.iter_mut().zip(counts) {
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
}

/// A group in the middle of learning.
struct State<'a> {
    group: &'a Group,
    matching: Matching,
    /// Distinct patterns with their categories, and for each pair which of them it has.
    patterns: Vec<Vec<usize>>,
    of_pair: Vec<u32>,
    odds: Vec<f64>,
    /// Expected matches in each category of each field.
    counts: Vec<Vec<f64>>,
    learned: Learned,
}

impl<'a> State<'a> {
    fn new(fields: &[Field], group: &'a Group, pooled: &[Vec<f64>]) -> Self {
        let mut distinct: Vec<u64> = group.patterns.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let number = |pattern: &u64| {
            u32::try_from(distinct.partition_point(|other| other < pattern)).unwrap_or(u32::MAX)
        };
        let neighbours = pooled.iter().zip(&group.neighbours).map(|(pooled, counts)| {
            let mut sums = vec![weighted(pooled)];
            add(&mut sums, std::slice::from_ref(counts));
            sums.iter().flat_map(|sums| shares(sums)).collect()
        });
        #[expect(clippy::cast_precision_loss, reason = "fewer pairs than 2^52")]
        let excess = if group.within {
            group.rows.0 as f64 * 0.01
        } else {
            group.pairs.len() as f64 - group.expected_neighbours
        };
        let mut state = Self {
            matching: Matching::new(&group.pairs),
            of_pair: group.patterns.iter().map(number).collect(),
            patterns: distinct.iter().map(|&p| categories(fields, p)).collect(),
            odds: Vec::new(),
            counts: Vec::new(),
            learned: Learned {
                matches: fields.iter().map(|field| field.matches.clone()).collect(),
                neighbours: neighbours.collect(),
                prior: 0.0,
                expected_matches: 0.0,
                probabilities: Vec::new(),
            },
            group,
        };
        state.set_prior(excess);
        state
    }

    /// Matches and lone rows as independent scatters of points: `n11` incidents are in both lists, the others in one.
    /// A matched pair then weighs `n11 m` against `n10 n01` lone pairs times the chance `bg / (n_a n_b)`
    /// that two lone rows are neighbours, times u.
    #[expect(clippy::cast_precision_loss, reason = "fewer rows than 2^52")]
    fn set_prior(&mut self, matches: f64) {
        let (a, b) = (self.group.rows.0.max(1) as f64, self.group.rows.1.max(1) as f64);
        let fewest = 0.02 * (self.group.pairs.len() as f64).min(a.min(b));
        let fewest = if self.group.within { 0.5 } else { fewest.max(0.5) };
        let matches = matches.clamp(fewest, 0.98 * a.min(b).max(1.0));
        let lone = (a - matches).max(0.5) * (b - matches).max(0.5);
        self.learned.expected_matches = matches;
        self.learned.prior =
            libm::log(matches * a * b / (lone * self.group.expected_neighbours.max(0.5)));
    }

    fn expect(&mut self, fields: &[Field], messages: usize) {
        let learned = &self.learned;
        let by_pattern: Vec<f64> = self
            .patterns
            .iter()
            .map(|categories| {
                let evidence: f64 = (0..fields.len())
                    .map(|field| learned.evidence(field, categories[field]))
                    .sum();
                libm::exp((learned.prior + evidence).clamp(-MOST_LOG_ODDS, MOST_LOG_ODDS))
            })
            .collect();
        self.odds.clear();
        self.odds.extend(self.of_pair.iter().map(|&pattern| by_pattern[pattern as usize]));
        self.matching.pass(&self.odds, messages);
        self.learned.probabilities = self.matching.probabilities(&self.odds);

        let mut weights = vec![0.0; self.patterns.len()];
        for (&pattern, probability) in self.of_pair.iter().zip(&self.learned.probabilities) {
            weights[pattern as usize] += probability;
        }
        self.counts = fields.iter().map(|field| vec![0.0; field.categories()]).collect();
        let decided = self.group.decided.iter().map(|&p| (categories(fields, p), 1.0));
        let undecided = self.patterns.iter().cloned().zip(weights);
        for (categories, weight) in undecided.chain(decided) {
            for (counts, category) in self.counts.iter_mut().zip(categories) {
                if let Some(count) = counts.get_mut(category) {
                    *count += weight;
                }
            }
        }
    }

    fn maximise(&mut self, fields: &[Field], pooled: &[Vec<f64>]) {
        for (at, field) in fields.iter().enumerate() {
            let mut counts = weighted(&pooled[at]);
            if !self.group.within {
                for (count, own) in counts.iter_mut().zip(&self.counts[at]) {
                    *count += own;
                }
            }
            let mut matches = shares(&counts);
            if field.ordered {
                matches = never_rising(&matches, &self.learned.neighbours[at]);
            }
            self.learned.matches[at] = matches;
        }
        self.set_prior(self.learned.probabilities.iter().sum());
    }
}

impl Learned {
    /// The probability that one of so many rows, which has no match inside the window, has one outside it.
    #[expect(clippy::cast_precision_loss, reason = "fewer rows than 2^52")]
    pub(super) fn unseen(&self, bands: &[(f64, f64)], rows: usize) -> f64 {
        let matched = (self.expected_matches / rows.max(1) as f64).clamp(0.0, 0.98);
        let beyond = self.beyond(bands);
        let outside = matched * beyond / (1.0 - beyond);
        outside / (outside + 1.0 - matched).max(0.02)
    }

    /// The share of matches that lie too far apart to be compared: what is beyond the window if errors of place are normal in
    /// both directions, with the spread that the last two bands inside the window show.
    fn beyond(&self, bands: &[(f64, f64)]) -> f64 {
        let Some(shares) = self.matches.first() else { return 0.0 };
        // Share in each square kilometre, and the square of the distance, of a band.
        let thinness = |(&(from, to), share): (&(f64, f64), &f64)| {
            let middle = f64::midpoint(from, to);
            (share / (to - from) / middle, middle * middle)
        };
        let mut inside = bands.iter().zip(shares).map(thinness).rev();
        let (Some((last, far)), Some((before, near)), Some(&(_, end))) =
            (inside.next(), inside.next(), bands.last())
        else {
            return 0.0;
        };
        if last <= 0.0 || before <= last {
            return 0.0;
        }
        let twice_variance = (far - near) / libm::log(before / last);
        let beyond =
            last * twice_variance / 2.0 * libm::exp((far - end * end) / twice_variance);
        beyond.clamp(0.0, 0.2)
    }

    /// Log of how much likelier this category is among matches than among neighbours; 0 where a row says nothing.
    pub(super) fn evidence(&self, field: usize, category: usize) -> f64 {
        match (self.matches[field].get(category), self.neighbours[field].get(category)) {
            (Some(m), Some(u)) => libm::log(m / u),
            _ => 0.0,
        }
    }
}

/// The shares nearest to `matches` whose ratio to `neighbours` never rises (pool adjacent violators): a farther pair
/// must not look more like a match only because few were seen.
fn never_rising(matches: &[f64], neighbours: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (&m, &u) in matches.iter().zip(neighbours) {
        let mut block = (m, u, 1);
        while let Some(&(m, u, length)) = blocks.last()
            && m * block.1 < block.0 * u
        {
            block = (block.0 + m, block.1 + u, block.2 + length);
            blocks.pop();
        }
        blocks.push(block);
    }
    let ratios = blocks.iter().flat_map(|&(m, u, length)| std::iter::repeat_n(m / u, length));
    let pooled: Vec<f64> = ratios.zip(neighbours).map(|(ratio, u)| ratio * u).collect();
    shares(&pooled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_that_rise_are_pooled() {
        // Ratios 2, 0.5, 1: the last two become 0.6 / 0.8 = 0.75.
        let pooled = never_rising(&[0.4, 0.2, 0.4], &[0.2, 0.4, 0.4]);
        let ratios: Vec<f64> = pooled.iter().zip([0.2, 0.4, 0.4]).map(|(m, u)| m / u).collect();
        assert!((ratios[0] - 2.0).abs() < 1e-12, "{ratios:?}");
        assert!((ratios[1] - 0.75).abs() < 1e-12, "{ratios:?}");
        assert!((ratios[1] - ratios[2]).abs() < 1e-12, "{ratios:?}");
    }
}
