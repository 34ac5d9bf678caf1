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

/// Shares below the first cannot be told from none in some years of weeks.
const SHARES: [f64; 6] = [0.12, 0.25, 0.4, 0.6, 0.8, 0.95];
/// Weeks in a year.
const YEAR: f64 = 365.25 / 7.0;
/// Weights beforehand of independent weeks, of a season and of a trend. Chosen once, on simulated series of many kinds, so that
/// intervals cover what they promise; see `docs/events.md`.
const INDEPENDENT: f64 = 0.7;
const SEASONAL: f64 = 0.3;
const TRENDING: f64 = 0.15;
/// The weeks are looked at twice, as they are and by their roots. Each look counts for less than a whole one, since both
/// see the same weeks.
const OF_A_LOOK: f64 = 0.7;

/// All ways that weeks may hang together within so many weeks, with their weights beforehand.
pub(crate) fn ways(span: f64) -> Vec<(Lasting, f64)> {
    let mut lasting = Vec::new();
    let mut weeks = 1.0;
    while weeks <= span.max(2.0) {
        lasting.extend(SHARES.map(|share| Lasting { share, weeks }));
        weeks *= 2.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "ways are few")]
    let each = (1.0 - INDEPENDENT) / lasting.len() as f64;
    let independent = (Lasting { share: 0.0, weeks: 1.0 }, INDEPENDENT);
    [independent].into_iter().chain(lasting.into_iter().map(|it| (it, each))).collect()
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
            let kept =
                before.map_or(0.0, |before: f64| libm::exp((before - at).min(0.0) / weeks));
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
        let kept =
            before.map_or(0.0, |before: f64| libm::exp((before - at).min(0.0) / lasting.weeks));
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

impl Shape {
    fn prior(self) -> f64 {
        let of = |holds: bool, weight: f64| if holds { weight } else { 1.0 - weight };
        of(self.season, SEASONAL) * of(self.trend, TRENDING)
    }
}

const TREND: usize = 1;
const SEASON: usize = 4;

/// Columns of a regression of the bins: one for each level, then a trend, then a season.
#[expect(clippy::struct_field_names, reason = "the columns are what it is made of")]
struct Columns {
    columns: Vec<Vec<f64>>,
    levels: usize,
    season: bool,
}

impl Columns {
    /// In units of the root of what is expected in a bin.
    fn new(bins: &[Bin], level: &[usize], roots: &[f64]) -> Self {
        let levels = level.iter().max().map_or(0, |most| most + 1);
        let ones = |number| level.iter().map(|&it| f64::from(u8::from(it == number))).collect();
        let mut columns: Vec<Vec<f64>> = (0..levels).map(ones).collect();
        let times: Vec<f64> = bins.iter().map(|bin| bin.at).collect();
        let (first, last) =
            times.first().copied().zip(times.last().copied()).unwrap_or_default();
        let middle = f64::midpoint(first, last);
        columns.push(times.iter().map(|at| at - middle).collect());
        // A season cannot be told from other changes before it has come round once.
        let season = last - first >= YEAR - 2.0;
        if season {
            for times_a_year in [1.0, 2.0] {
                let angle = |at: &f64| std::f64::consts::TAU * times_a_year * at / YEAR;
                columns.push(times.iter().map(|at| libm::sin(angle(at))).collect());
                columns.push(times.iter().map(|at| libm::cos(angle(at))).collect());
            }
        }
        for (number, column) in columns.iter_mut().enumerate() {
            for (value, root) in column.iter_mut().zip(roots) {
                *value *= root;
            }
            if number >= levels {
                to_unit_information(column);
            }
        }
        Self { columns, levels, season }
    }

    fn shapes(&self) -> impl Iterator<Item = Shape> {
        let all = [(false, false), (false, true), (true, false), (true, true)];
        let season = self.season;
        all.map(|(season, trend)| Shape { season, trend })
            .into_iter()
            .filter(move |shape| season || !shape.season)
    }

    /// Numbers of the columns that a shape has.
    fn of(&self, shape: Shape) -> Vec<usize> {
        let trend = self.levels..self.levels + if shape.trend { TREND } else { 0 };
        let from = self.levels + TREND;
        let season = from..from + if shape.season { SEASON } else { 0 };
        (0..self.levels).chain(trend).chain(season).collect()
    }
}

/// Scales a column so that a prior of variance one for its coefficient is worth one bin.
fn to_unit_information(column: &mut [f64]) {
    #[expect(clippy::cast_precision_loss, reason = "bins are few")]
    let scale = (column.len() as f64 / dot(column, column).max(1e-12)).sqrt();
    for value in column {
        *value *= scale;
    }
}

/// One look at the bins: a series and what it may follow.
struct Look {
    series: Vec<f64>,
    roots: Vec<f64>,
    columns: Columns,
}

/// The bins as they are, in units of the root of what is expected (Pearson's residuals, as the variance of what comes in lumps
/// grows with its mean), and the roots of the counts, on which a massacre weighs less.
pub(crate) struct Looks {
    times: Vec<f64>,
    plain: Look,
    rooted: Look,
}

/// A way, how well it explains the bins, and what it leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighed {
    pub(crate) lasting: Lasting,
    pub(crate) shape: Shape,
    /// Weight among all ways; they sum to one.
    pub(crate) weight: f64,
    /// Sum of squares of the plain look, each divided by its variance, that is left.
    pub(crate) squares: f64,
}

impl Looks {
    /// Bins in order of time, with the number of the level that each has.
    pub(crate) fn new(bins: &[Bin], level: &[usize]) -> Self {
        let roots: Vec<f64> = bins.iter().map(|bin| bin.expected.sqrt()).collect();
        let residual = |(bin, root): (&Bin, &f64)| (bin.count - bin.expected) / root;
        let plain = Look {
            series: bins.iter().zip(&roots).map(residual).collect(),
            columns: Columns::new(bins, level, &roots),
            roots,
        };
        let ones = vec![1.0; bins.len()];
        let rooted = Look {
            series: bins.iter().map(|bin| 2.0 * (bin.count + 0.25).sqrt()).collect(),
            columns: Columns::new(bins, level, &ones),
            roots: ones,
        };
        Self { times: bins.iter().map(|bin| bin.at).collect(), plain, rooted }
    }

    fn span(&self) -> f64 {
        self.times.last().zip(self.times.first()).map_or(0.0, |(last, first)| last - first)
    }

    /// Pearson's residuals.
    pub(crate) fn residuals(&self) -> &[f64] {
        &self.plain.series
    }

    pub(crate) fn times(&self) -> &[f64] {
        &self.times
    }

    /// All ways with their weights.
    pub(crate) fn weighed(&self) -> Vec<Weighed> {
        let mut found = Vec::new();
        for (lasting, prior) in ways(self.span()) {
            let whitener = Whitener::new(&self.times, lasting);
            let looks = [&self.plain, &self.rooted].map(|look| White::new(look, &whitener));
            for shape in self.plain.columns.shapes() {
                let [Some(plain), Some(rooted)] = looks.each_ref().map(|it| it.fit(shape))
                else {
                    continue;
                };
                let both = OF_A_LOOK * (plain.log_likelihood + rooted.log_likelihood);
                let weight = libm::log(prior * shape.prior()) + both;
                found.push(Weighed { lasting, shape, weight, squares: plain.squares });
            }
        }
        let all = log_sum(found.iter().map(|way| way.weight));
        for way in &mut found {
            way.weight = libm::exp(way.weight - all);
        }
        found
    }

    /// For each cut (the number of the first bin after it), how many times likelier the bins are with a step there than without,
    /// as a logarithm.
    pub(crate) fn steps(&self, cuts: &[usize]) -> Vec<f64> {
        let mut without = Vec::new();
        let mut with: Vec<Vec<f64>> = vec![Vec::new(); cuts.len()];
        for (lasting, prior) in ways(self.span()) {
            let whitener = Whitener::new(&self.times, lasting);
            let looks = [&self.plain, &self.rooted].map(|look| White::new(look, &whitener));
            let steps: Vec<[Step; 2]> = cuts
                .iter()
                .map(|&cut| looks.each_ref().map(|look| look.step(&whitener, cut)))
                .collect();
            for shape in self.plain.columns.shapes() {
                let [Some(plain), Some(rooted)] = looks.each_ref().map(|it| it.fit(shape))
                else {
                    continue;
                };
                let before = libm::log(prior * shape.prior());
                let likely = |a: f64, b: f64| before + OF_A_LOOK * (a + b);
                without.push(likely(plain.log_likelihood, rooted.log_likelihood));
                for (with, [one, other]) in with.iter_mut().zip(&steps) {
                    let one = looks[0].with_step(&plain, one);
                    let other = looks[1].with_step(&rooted, other);
                    with.push(likely(one, other));
                }
            }
        }
        let without = log_sum(without.into_iter());
        with.into_iter().map(|with| log_sum(with.into_iter()) - without).collect()
    }
}

/// A look in which the noise is independent.
struct White<'a> {
    look: &'a Look,
    series: Vec<f64>,
    columns: Vec<Vec<f64>>,
    gram: Vec<Vec<f64>>,
    right: Vec<f64>,
    squares: f64,
    log_determinant: f64,
}

/// A step, and its products with the columns and the series.
#[expect(clippy::struct_field_names, reason = "each is a product with something")]
struct Step {
    with_columns: Vec<f64>,
    with_itself: f64,
    with_series: f64,
}

/// How well a way explains one look.
struct Fit {
    /// Columns of the shape.
    chosen: Vec<usize>,
    /// Of their system.
    root: Vec<Vec<f64>>,
    /// The right side, half solved.
    half: Vec<f64>,
    log_determinant: f64,
    squares: f64,
    log_likelihood: f64,
}

impl<'a> White<'a> {
    fn new(look: &'a Look, whitener: &Whitener) -> Self {
        let series = whitener.whiten(&look.series);
        let columns: Vec<Vec<f64>> =
            look.columns.columns.iter().map(|column| whitener.whiten(column)).collect();
        let products = |a: &Vec<f64>| columns.iter().map(|b| dot(a, b)).collect();
        Self {
            gram: columns.iter().map(products).collect(),
            right: products(&series),
            squares: dot(&series, &series),
            log_determinant: whitener.log_determinant,
            series,
            columns,
            look,
        }
    }

    fn fit(&self, shape: Shape) -> Option<Fit> {
        let chosen = self.look.columns.of(shape);
        let part = |&a: &usize| chosen.iter().map(|&b| self.gram[a][b]).collect();
        let mut system: Vec<Vec<f64>> = chosen.iter().map(part).collect();
        for (at, &number) in chosen.iter().enumerate() {
            if number >= self.look.columns.levels {
                system[at][at] += 1.0;
            }
        }
        let log_determinant = to_root(&mut system)?;
        let right: Vec<f64> = chosen.iter().map(|&a| self.right[a]).collect();
        let half = half_solved(&system, &right);
        let squares = (self.squares - dot(&half, &half)).max(1e-9);
        let log_likelihood = self.log_likelihood(log_determinant, squares);
        Some(Fit { chosen, root: system, half, log_determinant, squares, log_likelihood })
    }

    #[expect(clippy::cast_precision_loss, reason = "bins are few")]
    fn log_likelihood(&self, log_determinant: f64, squares: f64) -> f64 {
        let free = self.series.len() as f64 - self.look.columns.levels as f64;
        -0.5 * (self.log_determinant + log_determinant) - 0.5 * free * libm::log(squares)
    }

    fn step(&self, whitener: &Whitener, cut: usize) -> Step {
        let roots = self.look.roots.iter().enumerate();
        let mut step: Vec<f64> =
            roots.map(|(at, root)| if at < cut { 0.0 } else { *root }).collect();
        to_unit_information(&mut step);
        let step = whitener.whiten(&step);
        Step {
            with_columns: self.columns.iter().map(|column| dot(column, &step)).collect(),
            with_itself: dot(&step, &step),
            with_series: dot(&self.series, &step),
        }
    }

    /// Logarithm of the likelihood when a step is added to a fit.
    fn with_step(&self, fit: &Fit, step: &Step) -> f64 {
        let right: Vec<f64> = fit.chosen.iter().map(|&at| step.with_columns[at]).collect();
        let half = half_solved(&fit.root, &right);
        let own = (step.with_itself + 1.0 - dot(&half, &half)).max(1e-12);
        let left = step.with_series - dot(&half, &fit.half);
        let squares = (fit.squares - left * left / own).max(1e-9);
        self.log_likelihood(fit.log_determinant + libm::log(own), squares)
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Logarithm of a sum, of logarithms.
fn log_sum(logs: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    most + libm::log(logs.map(|log| libm::exp(log - most)).sum::<f64>())
}

/// Turns a symmetric system into its lower root (Cholesky) and returns the logarithm of its determinant; none where it
/// is not positive definite.
fn to_root(system: &mut [Vec<f64>]) -> Option<f64> {
    let mut log_determinant = 0.0;
    for row in 0..system.len() {
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
    }
    Some(log_determinant)
}

/// The right side divided by the root of a system.
fn half_solved(root: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut half: Vec<f64> = Vec::with_capacity(right.len());
    for (row, right) in root.iter().zip(right) {
        let known = dot(row, &half);
        half.push((right - known) / row[half.len()]);
    }
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: [f64; 5] = [0.0, 1.0, 2.0, 5.0, 5.5];
    const NOISE: Lasting = Lasting { share: 0.6, weeks: 3.0 };

    fn covariance() -> Vec<Vec<f64>> {
        let between = |a: f64, b: f64| 0.6 * libm::exp(-(a - b).abs() / 3.0);
        let own = |a: f64, b: f64| if a.total_cmp(&b).is_eq() { 1.0 } else { between(a, b) };
        TIMES.iter().map(|&a| TIMES.iter().map(|&b| own(a, b)).collect()).collect()
    }

    #[test]
    fn whitening_is_that_of_the_whole_covariance() {
        let whitener = Whitener::new(&TIMES, NOISE);
        let mut root = covariance();
        let log_determinant = to_root(&mut root).unwrap();
        assert!((whitener.log_determinant - log_determinant).abs() < 1e-12);
        let (a, b) = ([1.0, -2.0, 0.5, 3.0, 1.5], [0.0, 1.0, 1.0, -1.0, 2.0]);
        let filtered = dot(&whitener.whiten(&a), &whitener.whiten(&b));
        let solved = dot(&half_solved(&root, &a), &half_solved(&root, &b));
        assert!((filtered - solved).abs() < 1e-12, "{filtered} is not {solved}");
    }

    #[test]
    fn the_variance_of_a_sum_is_that_of_the_whole_covariance() {
        let weights = [1.0, -2.0, 0.5, 3.0, 1.5];
        let whole: f64 = covariance()
            .iter()
            .zip(weights)
            .map(|(row, weight)| weight * dot(row, &weights))
            .sum();
        let got = variance_of_sum(&TIMES, &weights, NOISE);
        assert!((got - whole).abs() < 1e-12, "{got} is not {whole}");
    }

    #[test]
    fn weights_of_all_ways_sum_to_one() {
        let bin =
            |at: u32| Bin { at: f64::from(at), count: f64::from(at * 7 % 5), expected: 2.0 };
        let bins: Vec<Bin> = (0..60).map(bin).collect();
        let ways = Looks::new(&bins, &[0; 60]).weighed();
        assert!((ways.iter().map(|way| way.weight).sum::<f64>() - 1.0).abs() < 1e-12);
        let before: f64 = super::ways(60.0).iter().map(|way| way.1).sum();
        assert!((before - 1.0).abs() < 1e-12);
    }
}
