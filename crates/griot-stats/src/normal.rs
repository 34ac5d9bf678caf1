//! The standard normal distribution, fast and exact enough for likelihoods of a million votes.
//!
//! The tail is the density times Mills' ratio, so that logarithms and quotients keep their
//! relative precision far out, where `1 - cdf` would be zero.

/// Density at `x`.
pub fn density(x: f64) -> f64 {
    INVERSE_ROOT_TWO_PI * libm::exp(-0.5 * x * x)
}

/// Probability of a value at or below `x`; relative error below 1e-12 in both tails.
pub fn below(x: f64) -> f64 {
    let tail = density(x) * mills(x.abs());
    if x > 0.0 { 1.0 - tail } else { tail }
}

/// Probability of a value above `x`; the mirror of [`below`], so that no tail is lost.
pub fn above(x: f64) -> f64 {
    below(-x)
}

/// `ln below(x)` and its derivative `density(x) / below(x)`, with one exponential and one
/// logarithm; finite for every finite `x`.
pub fn log_below(x: f64) -> (f64, f64) {
    let ratio = mills(x.abs());
    if x <= 0.0 {
        (-0.5 * x * x + libm::log(INVERSE_ROOT_TWO_PI * ratio), 1.0 / ratio)
    } else {
        let density = density(x);
        let below = 1.0 - density * ratio;
        (libm::log(below), density / below)
    }
}

/// The complementary error function.
pub fn erfc(x: f64) -> f64 {
    2.0 * above(x * std::f64::consts::SQRT_2)
}

/// Mills' ratio of the upper tail, `(1 - cdf(x)) / density(x)`, for `x >= 0`.
///
/// Below 4 the rational function of Hart (1968, no. 5666) as West (2005, "Better approximations
/// to cumulative normal functions", Wilmott) prints it; above it, where that one's
/// relative error grows, the continued fraction of Laplace.
pub fn mills(x: f64) -> f64 {
    if x < FAR {
        ROOT_TWO_PI * polynomial(&UPPER, x) / polynomial(&LOWER, x)
    } else {
        // As one fraction, so that it is divided once.
        let (over, under) = (1..=terms(x))
            .rev()
            .fold((x, 1.0), |(over, under), k| (x * over + f64::from(k) * under, over));
        under / over
    }
}

/// Terms of the continued fraction after which it is within 2e-14 of its value, worked out with 50 digits.
fn terms(x: f64) -> u8 {
    match x {
        _ if x < 5.0 => 26,
        _ if x < 6.0 => 20,
        _ if x < 8.0 => 16,
        _ if x < 12.0 => 12,
        _ => 9,
    }
}

/// Where Hart's rational function ends.
const FAR: f64 = 4.0;
const UPPER: [f64; 7] = [
    220.206_867_912_376,
    221.213_596_169_931,
    112.079_291_497_871,
    33.912_866_078_383,
    6.373_962_203_531_65,
    0.700_383_064_443_688,
    0.035_262_496_599_891_1,
];
const LOWER: [f64; 8] = [
    440.413_735_824_752,
    793.826_512_519_948,
    637.333_633_378_831,
    296.564_248_779_674,
    86.780_732_202_946_1,
    16.064_177_579_207,
    1.755_667_163_182_64,
    0.088_388_347_648_318_4,
];
const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_5;
const INVERSE_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// Density, and probability at or below, of many places at once: the loops have no branch and no call, so that a
/// processor does several places in one instruction. Relative error below 1e-13; the same bits on every machine.
#[derive(Debug, Clone, Default)]
pub struct Many {
    places: Vec<f64>,
    density: Vec<f64>,
    ratio: Vec<f64>,
}

impl Many {
    /// Takes other places in the place of those before.
    pub fn set(&mut self, places: impl Iterator<Item = f64>) {
        self.places.clear();
        self.places.extend(places);
        let count = self.places.len();
        self.density.resize(count, 0.0);
        self.ratio.resize(count, 0.0);
        let found = self.density.iter_mut().zip(&mut self.ratio);
        for (place, (density, ratio)) in self.places.iter().zip(found) {
            let near = if place.abs() < FAR { place.abs() } else { FAR };
            *density = INVERSE_ROOT_TWO_PI * near_exponential(-0.5 * near * near);
            *ratio = ROOT_TWO_PI * polynomial(&UPPER, near) / polynomial(&LOWER, near);
        }
        let found = self.density.iter_mut().zip(&mut self.ratio);
        for (place, (density, ratio)) in self.places.iter().zip(found) {
            if place.abs() >= FAR {
                (*density, *ratio) = (self::density(*place), mills(place.abs()));
            }
        }
    }

    /// Of each place: itself, its density, and Mills' ratio of its absolute value.
    pub fn each(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let found = self.density.iter().zip(&self.ratio);
        self.places
            .iter()
            .zip(found)
            .map(|(&place, (&density, &ratio))| (place, density, ratio))
    }
}

/// `e^x` for `x` from -8 to 0: a power of two times a polynomial. Adding and taking away a large number
/// rounds to a whole one without a call, and leaves that whole number in the lowest bits.
fn near_exponential(x: f64) -> f64 {
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    const TAYLOR: [f64; 13] = [
        1.0,
        1.0,
        1.0 / 2.0,
        1.0 / 6.0,
        1.0 / 24.0,
        1.0 / 120.0,
        1.0 / 720.0,
        1.0 / 5_040.0,
        1.0 / 40_320.0,
        1.0 / 362_880.0,
        1.0 / 3_628_800.0,
        1.0 / 39_916_800.0,
        1.0 / 479_001_600.0,
    ];
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let rest = (x - whole * LN_2[0]) - whole * LN_2[1];
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1_023 << 52));
    power * polynomial(&TAYLOR, rest)
}

/// Horner's rule, lowest coefficient first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out with 40 digits by arbitrary-precision arithmetic.
    const BELOW: [(f64, f64); 20] = [
        (-37.0, 5.725_571_222_524_577e-300),
        (-20.0, 2.753_624_118_606_233_7e-89),
        (-12.0, 1.776_482_112_077_679e-33),
        (-8.0, 6.220_960_574_271_784e-16),
        (-7.08, 7.207_723_086_467_482e-13),
        (-7.07, 7.746_684_865_636_494e-13),
        (-6.0, 9.865_876_450_376_98e-10),
        (-5.0, 2.866_515_718_791_939e-7),
        (-4.0, 3.167_124_183_311_992_4e-5),
        (-3.0, 0.001_349_898_031_630_094_6),
        (-2.0, 0.022_750_131_948_179_21),
        (-1.5, 0.066_807_201_268_858_07),
        (-1.0, 0.158_655_253_931_457_05),
        (-0.5, 0.308_537_538_725_986_9),
        (-0.1, 0.460_172_162_722_971),
        (0.0, 0.5),
        (0.25, 0.598_706_325_682_923_7),
        (1.0, 0.841_344_746_068_542_9),
        (1.96, 0.975_002_104_851_779_5),
        (3.0, 0.998_650_101_968_369_9),
    ];

    #[test]
    fn the_lower_tail_is_that_of_the_table() {
        for (x, expected) in BELOW {
            let found = below(x);
            assert!(
                (found / expected - 1.0).abs() < 1e-13,
                "{x}: {found:e} is not {expected:e}"
            );
            let (log, slope) = log_below(x);
            let expected_log = libm::log(expected);
            assert!(
                (log - expected_log).abs() < 1e-12 * expected_log.abs().max(1.0),
                "{x}: {log}"
            );
            let expected_slope = density(x) / expected;
            assert!((slope / expected_slope - 1.0).abs() < 2e-12, "{x}: {slope}");
        }
    }

    #[test]
    fn many_places_are_each_as_alone() {
        let mut many = Many::default();
        many.set((-5_000..=5_000).map(|step| f64::from(step) / 97.0));
        let mut seen = 0;
        for (place, found, ratio) in many.each() {
            let (density, alone) = (density(place), mills(place.abs()));
            assert!((found - density).abs() <= 1e-14 * density, "{place}: {found:e}");
            assert!((ratio / alone - 1.0).abs() < 1e-14, "{place}: {ratio:e}");
            seen += 1;
        }
        assert_eq!(seen, 10_001);
        many.set([2.0].into_iter());
        assert_eq!(many.each().count(), 1);
    }

    #[test]
    fn the_two_tails_add_up_and_erfc_agrees_with_libm() {
        for step in -400..=400 {
            let x = f64::from(step) / 50.0;
            assert!((below(x) + above(x) - 1.0).abs() < 1e-15, "{x}");
            let expected = libm::erfc(x);
            let error = erfc(x) / expected - 1.0;
            assert!(error.abs() < 1e-12, "{x}: {error:e}");
        }
    }

    #[test]
    fn far_out_nothing_is_lost() {
        let (log, slope) = log_below(-100.0);
        // ln cdf(-x) = -x²/2 - ln(x·√(2π)) + ln(1 - 1/x² + 3/x⁴ - ...)
        let expected =
            -5000.0 - libm::log(100.0 * ROOT_TWO_PI) + libm::log(1.0 - 1e-4 + 3e-8 - 15e-12);
        assert!((log - expected).abs() < 1e-9, "{log} is not {expected}");
        assert!((slope - 100.01).abs() < 1e-3, "{slope}");
        assert_eq!(log_below(100.0), (0.0, 0.0));
    }
}
