//! When did the level of a weekly series change?
//!
//! Optimal partitioning of a series into stretches of one level (Jackson et al., "An algorithm for optimal partitioning
//! of data on an interval", IEEE Signal Proc. Letters 12, 2005). Deaths vary many times more than a Poisson series
//! would, and with a Poisson cost every such series is full of changes; the cost is therefore divided by the
//! dispersion, which is measured between neighbouring weeks so that changes do not swell it. One massacre can still
//! look like a change; so a change must also gain more than the best one in all but a few shuffles of the same weeks.
//!
//! A change point describes a series. It is not the day of a cause.

/// A change of level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangePoint {
    /// First week of the new level, from 0.
    pub week: usize,
    /// Mean per week of the stretch before.
    pub before: f64,
    /// Mean per week of the stretch that begins here.
    pub after: f64,
    /// Twice the gain in log-likelihood of this change, divided by the dispersion.
    pub strength: f64,
}

/// A series in stretches.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// Changes in order of time.
    pub changes: Vec<ChangePoint>,
    /// Variance over mean between neighbouring weeks; 1 or more.
    pub dispersion: f64,
    /// What a change must gain to be kept.
    pub penalty: f64,
}

/// No stretch is shorter, so that a single terrible week is not a change of level.
const SHORTEST: usize = 4;
/// Each change must gain at least this many times the logarithm of the series' length.
const PENALTY: f64 = 3.0;
/// Shuffles of the weeks, and how many of them may have a change that gains more than what is kept.
const SHUFFLES: usize = 199;
const ALLOWED: usize = 1;

/// Divides a weekly series into stretches of one level.
pub fn change_points(weekly: &[f64]) -> Partition {
    let n = weekly.len();
    let dispersion = dispersion(weekly);
    #[expect(clippy::cast_precision_loss, reason = "weeks are few")]
    let least = PENALTY * libm::log(n.max(2) as f64);
    let penalty = least.max(by_chance(weekly, dispersion));
    let series = Series::new(weekly, dispersion);
    let mut best = vec![f64::INFINITY; n + 1];
    let mut last = vec![0; n + 1];
    best[0] = -penalty;
    for end in SHORTEST..=n {
        let cost = |start: usize| best[start] + series.cost(start, end) + penalty;
        let starts = 0..=end - SHORTEST;
        if let Some(start) = starts.min_by(|&a, &b| cost(a).total_cmp(&cost(b))) {
            (best[end], last[end]) = (cost(start), start);
        }
    }
    let mut cuts = Vec::new();
    let mut end = n;
    while end > 0 && last[end] > 0 {
        end = last[end];
        cuts.push(end);
    }
    cuts.reverse();
    let edges: Vec<usize> = [0].into_iter().chain(cuts).chain([n]).collect();
    let changes = edges.windows(3).map(|edge| series.change(edge[0], edge[1], edge[2]));
    Partition { changes: changes.collect(), dispersion, penalty }
}

/// Mean of squared differences of neighbouring weeks over their sums; half the variance over half the mean.
fn dispersion(weekly: &[f64]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for pair in weekly.windows(2) {
        let (difference, both) = (pair[1] - pair[0], pair[0] + pair[1]);
        if both > 0.0 {
            sum += difference * difference / both;
            pairs += 1.0;
        }
    }
    if pairs > 0.0 { (sum / pairs).max(1.0) } else { 1.0 }
}

/// What the best change gains when the order of the weeks means nothing.
fn by_chance(weekly: &[f64], dispersion: f64) -> f64 {
    let n = weekly.len();
    let mut weeks = weekly.to_vec();
    let mut random = 0_u64;
    let mut gains: Vec<f64> = (0..SHUFFLES)
        .map(|_| {
            for at in (1..n).rev() {
                weeks.swap(at, below(&mut random, at + 1));
            }
            let series = Series::new(&weeks, dispersion);
            let cuts = SHORTEST..(n + 1).saturating_sub(SHORTEST);
            cuts.map(|cut| series.gain(0, cut, n)).fold(0.0, f64::max)
        })
        .collect();
    gains.sort_by(|a, b| b.total_cmp(a));
    gains.get(ALLOWED).copied().unwrap_or(0.0)
}

/// A number below `end` from a fixed seed (`SplitMix64`; Steele, Lea and Flood, OOPSLA 2014).
fn below(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap_or(0)
}

struct Series {
    sums: Vec<f64>,
    dispersion: f64,
}

impl Series {
    fn new(weekly: &[f64], dispersion: f64) -> Self {
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for week in weekly {
            sum += week;
            sums.push(sum);
        }
        Self { sums, dispersion }
    }

    #[expect(clippy::cast_precision_loss, reason = "weeks are few")]
    fn mean(&self, start: usize, end: usize) -> f64 {
        (self.sums[end] - self.sums[start]).max(0.0) / (end - start) as f64
    }

    /// Minus twice the quasi-Poisson log-likelihood of a stretch, without what is the same for all partitions.
    fn cost(&self, start: usize, end: usize) -> f64 {
        let sum = (self.sums[end] - self.sums[start]).max(0.0);
        if sum <= 0.0 {
            return 0.0;
        }
        -2.0 * sum * libm::log(self.mean(start, end)) / self.dispersion
    }

    fn change(&self, start: usize, cut: usize, end: usize) -> ChangePoint {
        ChangePoint {
            week: cut,
            before: self.mean(start, cut),
            after: self.mean(cut, end),
            strength: self.gain(start, cut, end),
        }
    }

    fn gain(&self, start: usize, cut: usize, end: usize) -> f64 {
        self.cost(start, end) - self.cost(start, cut) - self.cost(cut, end)
    }
}
