//! How far do weeks hang together, and is there a season or a trend in them?
//!
//! Campaigns, retaliation and drifting intensity make the weeks of a series alike to their neighbours, and then a total varies
//! more than independent weeks would let it. How much more cannot be read off a year or two with any certainty. So no
//! one answer is chosen: every way on a grid (which share of a week's variance lasts, for how long, with a season of the year
//! or without, with a trend or without) is weighed by how well it explains the weeks, and all count with their weights.
//!
//! A week is its mean, plus noise of its own, plus noise that dies out over some weeks: the autocovariance that shot noise
//! and self-exciting processes have (Hawkes, Biometrika 58, 1971). Its likelihood is that of a Kalman filter, free of the
//! coefficients (REML; Patterson and Thompson, Biometrika 58, 1971). Season and trend have priors worth one week's
//! observation (Kass and Wasserman, JASA 90, 1995), so that they count only where the weeks show them.

/// A week, or some weeks together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bin {
    /// Its middle, in weeks from any fixed day.
    pub(crate) at: f64,
    /// What was counted.
    pub(crate) count: f64,
    /// What would be counted at the mean of its period; above 0.
    pub(crate) expected: f64,
}

/// Noise that lasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lasting {
    /// Share of a week's variance that lasts.
    pub(crate) share: f64,
    /// Weeks after which a correlation has fallen to 1/e.
    pub(crate) weeks: f64,
}

const SHARES: [f64; 8] = [0.03, 0.06, 0.12, 0.25, 0.4, 0.6, 0.8, 0.95];
/// Weeks in a year.
const YEAR: f64 = 365.25 / 7.0;
/// How much likelier than each other way independent weeks are beforehand.
const INDEPENDENT: f64 = 8.0;

/// All ways that weeks may hang together within so many weeks, with their weights beforehand.
pub(crate) fn ways(span: f64) -> Vec<(Lasting, f64)> {
    let mut ways = vec![(Lasting { share: 0.0, weeks: 1.0 }, INDEPENDENT)];
    let mut weeks = 1.0;
    while weeks <= span.max(2.0) {
        ways.extend(SHARES.map(|share| (Lasting { share, weeks }, 1.0)));
        weeks *= 2.0;
    }
    ways
}

/// Turns correlated noise at given times into independent noise of variance one (Kalman filter).
pub(crate) struct Whitener {
    /// Of each bin: what is left of the state, the gain, and one over the root of the variance of what is new.
    steps: Vec<[f64; 3]>,
    /// Logarithm of the determinant of the covariance.
    pub(crate) log_determinant: f64,
}

impl Whitener {
    pub(crate) fn new(times: &[f64], lasting: Lasting) -> Self {
        let Lasting { share, weeks } = lasting;
        let mut variance = share;
        let mut before = None;
        let mut log_determinant = 0.0;
        let mut steps = Vec::with_capacity(times.len());
        for &at in times {
            let kept = before.map_or(0.0, |before: f64| libm::exp((before - at).min(0.0) / weeks));
            let ahead = kept * kept * variance + share * (1.0 - kept * kept);
            let new = ahead + 1.0 - share;
            let gain = ahead / new;
            variance = ahead * (1.0 - gain);
            log_determinant += libm::log(new);
            steps.push([kept, gain, 1.0 / new.sqrt()]);
            before = Some(at);
        }
        Self { steps, log_determinant }
    }

    pub(crate) fn whiten(&self, column: &[f64]) -> Vec<f64> {
        let mut state = 0.0;
        let whiten = |(&[kept, gain, scale], value): (&[f64; 3], &f64)| {
            let ahead = kept * state;
            let new = value - ahead;
            state = ahead + gain * new;
            new * scale
        };
        self.steps.iter().zip(column).map(whiten).collect()
    }
}

/// Variance of a weighted sum of the bins, where each bin's is one.
pub(crate) fn variance_of_sum(times: &[f64], weights: &[f64], lasting: Lasting) -> f64 {
    let mut carried = 0.0;
    let mut sum = 0.0;
    let mut before = None;
    for (&at, &weight) in times.iter().zip(weights) {
        let kept = before.map_or(0.0, |before: f64| libm::exp((before - at).min(0.0) / lasting.weeks));
        carried *= kept;
        sum += weight * weight + 2.0 * lasting.share * weight * carried;
        carried += weight;
        before = Some(at);
    }
    sum
}

/// What the means of the weeks may follow besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) season: bool,
    pub(crate) trend: bool,
}

/// Columns of a regression of the bins: what is fixed first, then a trend, then a season.
pub(crate) struct Columns {
    /// Each in units of the root of what is expected in a bin.
    pub(crate) columns: Vec<Vec<f64>>,
    /// Columns that have no prior.
    pub(crate) fixed: usize,
    /// Whether the last four are a season.
    pub(crate) season: bool,
}

const TREND: usize = 1;
const SEASON: usize = 4;

impl Columns {
    /// `fixed` are columns of ones and zeros, one for each level.
    pub(crate) fn new(bins: &[Bin], fixed: Vec<Vec<f64>>) -> Self {
        let times: Vec<f64> = bins.iter().map(|bin| bin.at).collect();
        let (first, last) = match (times.first(), times.last()) {
            (Some(first), Some(last)) => (*first, *last),
            _ => (0.0, 0.0),
        };
        let middle = f64::midpoint(first, last);
        let season = last - first >= YEAR - 2.0;
        let mut columns = fixed;
        let fixed = columns.len();
        columns.push(times.iter().map(|at| at - middle).collect());
        if season {
            for times_a_year in [1.0, 2.0] {
                let angle = |at: &f64| std::f64::consts::TAU * times_a_year * at / YEAR;
                columns.push(times.iter().map(|at| libm::sin(angle(at))).collect());
                columns.push(times.iter().map(|at| libm::cos(angle(at))).collect());
            }
        }
        for (number, column) in columns.iter_mut().enumerate() {
            for (value, bin) in column.iter_mut().zip(bins) {
                *value *= bin.expected.sqrt();
            }
            if number >= fixed {
                let squares: f64 = column.iter().map(|value| value * value).sum();
                #[expect(clippy::cast_precision_loss, reason = "bins are few")]
                let scale = (bins.len() as f64 / squares.max(1e-12)).sqrt();
                for value in column.iter_mut() {
                    *value *= scale;
                }
            }
        }
        Self { columns, fixed, season }
    }

    pub(crate) fn shapes(&self) -> Vec<Shape> {
        let all = [(false, false), (false, true), (true, false), (true, true)];
        let shapes = all.map(|(season, trend)| Shape { season, trend });
        shapes.into_iter().filter(|shape| self.season || !shape.season).collect()
    }

    /// Numbers of the columns that a shape has.
    fn of(&self, shape: Shape) -> Vec<usize> {
        let trend = self.fixed..self.fixed + if shape.trend { TREND } else { 0 };
        let from = self.fixed + TREND;
        let season = from..from + if shape.season { SEASON } else { 0 };
        (0..self.fixed).chain(trend).chain(season).collect()
    }
}

/// How well a way explains the weeks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fit {
    /// Logarithm of the marginal likelihood, up to what all ways share.
    pub(crate) log_likelihood: f64,
    /// Squares that are left.
    pub(crate) squares: f64,
}

/// Whitened columns and their products, of which every shape takes its part.
pub(crate) struct Products {
    pub(crate) of_columns: Vec<Vec<f64>>,
    log_determinant: f64,
    gram: Vec<Vec<f64>>,
}

impl Products {
    pub(crate) fn new(columns: &Columns, whitener: &Whitener) -> Self {
        let of_columns: Vec<Vec<f64>> = columns.columns.iter().map(|c| whitener.whiten(c)).collect();
        let gram = of_columns.iter().map(|a| of_columns.iter().map(|b| dot(a, b)).collect()).collect();
        Self { of_columns, log_determinant: whitener.log_determinant, gram }
    }

    /// Of a whitened series.
    pub(crate) fn fit(&self, columns: &Columns, shape: Shape, white: &[f64]) -> Option<Fit> {
        let chosen = columns.of(shape);
        let mut system: Vec<Vec<f64>> =
            chosen.iter().map(|&a| chosen.iter().map(|&b| self.gram[a][b]).collect()).collect();
        for (at, &number) in chosen.iter().enumerate() {
            if number >= columns.fixed {
                system[at][at] += 1.0;
            }
        }
        let right: Vec<f64> = chosen.iter().map(|&a| dot(&self.of_columns[a], white)).collect();
        let (log_determinant, explained) = solved(system, &right)?;
        let squares = (dot(white, white) - explained).max(1e-9);
        #[expect(clippy::cast_precision_loss, reason = "bins are few")]
        let free = white.len() as f64 - columns.fixed as f64;
        let log_likelihood =
            -0.5 * (self.log_determinant + log_determinant) - 0.5 * free * libm::log(squares);
        Some(Fit { log_likelihood, squares })
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Logarithm of the determinant of a positive definite system, and `right' system^-1 right` (Cholesky).
fn solved(mut system: Vec<Vec<f64>>, right: &[f64]) -> Option<(f64, f64)> {
    let n = right.len();
    let mut log_determinant = 0.0;
    let mut half = right.to_vec();
    for row in 0..n {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| system[row][k] * system[column][k]).sum();
            let rest = system[row][column] - known;
            if row == column {
                if rest <= 1e-12 {
                    return None;
                }
                system[row][row] = rest.sqrt();
                log_determinant += libm::log(rest);
            } else {
                system[row][column] = rest / system[column][column];
            }
        }
        let known: f64 = (0..row).map(|k| system[row][k] * half[k]).sum();
        half[row] = (half[row] - known) / system[row][row];
    }
    Some((log_determinant, dot(&half, &half)))
}
