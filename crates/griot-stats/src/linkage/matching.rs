//! How probable is each pair, when a row has at most one partner in another list?
//!
//! Pairs compete: two candidates that are each probable alone cannot both be right. The probability of a pair over all ways
//! to pair rows off is found by passing messages along the pairs (sum-product on the matching polytope; Bayati, Shah
//! and Sharma, "Max-Product for Maximum Weight Matching", IEEE Trans. Inf. Theory 54, 2008; Williams and Lau,
//! "Approximate evaluation of marginal association probabilities with belief propagation", IEEE Trans.
//! Aerosp. Electron. Syst. 50, 2014, who prove that it converges).

/// The pairs of two lists, or of one list with itself.
pub(super) struct Matching {
    /// Ends of each pair, numbered from 0 without gaps.
    ends: Vec<(u32, u32)>,
    rows: usize,
    to_left: Vec<f64>,
    to_right: Vec<f64>,
    sums: Vec<f64>,
}

impl Matching {
    /// Pairs of rows; the numbers of the rows may be any.
    pub(super) fn new(pairs: &[(u32, u32)]) -> Self {
        let mut rows: Vec<u32> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        rows.sort_unstable();
        rows.dedup();
        let number = |row: u32| {
            let at = rows.partition_point(|&other| other < row);
            u32::try_from(at).unwrap_or(u32::MAX)
        };
        Self {
            ends: pairs.iter().map(|&(a, b)| (number(a), number(b))).collect(),
            to_left: vec![0.0; pairs.len()],
            to_right: vec![0.0; pairs.len()],
            sums: vec![0.0; rows.len()],
            rows: rows.len(),
        }
    }

    /// Passes messages `rounds` times for these odds of each pair alone, from where the last call ended.
    pub(super) fn pass(&mut self, odds: &[f64], rounds: usize) {
        for _ in 0..rounds {
            self.sums.clear();
            self.sums.resize(self.rows, 0.0);
            for (at, &(left, right)) in self.ends.iter().enumerate() {
                self.sums[left as usize] += self.to_left[at];
                self.sums[right as usize] += self.to_right[at];
            }
            for (at, &(left, right)) in self.ends.iter().enumerate() {
                let others_left = (self.sums[left as usize] - self.to_left[at]).max(0.0);
                let others_right = (self.sums[right as usize] - self.to_right[at]).max(0.0);
                self.to_right[at] = odds[at] / (1.0 + others_left);
                self.to_left[at] = odds[at] / (1.0 + others_right);
            }
        }
    }

    /// The probability of each pair, as the messages have it.
    pub(super) fn probabilities(&self, odds: &[f64]) -> Vec<f64> {
        let messages = self.to_left.iter().zip(&self.to_right).zip(odds);
        messages
            .map(|((left, right), odds)| {
                let belief = left * right / odds;
                belief / (1.0 + belief)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(u32, u32)], odds: &[f64], expected: &[f64]) {
        let mut matching = Matching::new(pairs);
        matching.pass(odds, 50);
        for (got, want) in matching.probabilities(odds).iter().zip(expected) {
            assert!((got - want).abs() < 1e-9, "{got} is not {want}");
        }
    }

    #[test]
    fn one_pair_alone_keeps_its_odds() {
        check(&[(7, 9)], &[3.0], &[0.75]);
    }

    /// Ways to pair off: none (weight 1), the first (2), the second (3).
    #[test]
    fn two_candidates_of_one_row_share_its_probability() {
        check(&[(0, 1), (0, 2)], &[2.0, 3.0], &[2.0 / 6.0, 3.0 / 6.0]);
    }

    /// On a chain a-b, b-c, c-d: none 1, ab 2, bc 3, cd 4, ab and cd 8; a tree, so exact.
    #[test]
    fn a_chain_is_exact() {
        check(
            &[(0, 1), (2, 1), (2, 3)],
            &[2.0, 3.0, 4.0],
            &[10.0 / 18.0, 3.0 / 18.0, 12.0 / 18.0],
        );
    }
}
