//! Student's t distribution.

/// The value that a t-distributed number with `df` degrees of freedom stays below with `probability`.
///
/// Accurate to about ten digits for a probability from 0.0001 to 0.9999 and `df` from 1; not a number outside 0 to 1.
pub fn quantile(probability: f64, df: f64) -> f64 {
    if !(probability > 0.0 && probability < 1.0 && df > 0.0) {
        return f64::NAN;
    }
    if probability < 0.5 {
        return -quantile(1.0 - probability, df);
    }
    // The distribution function rises everywhere, so halving an interval around the answer finds it.
    let (mut low, mut high) = (0.0, 1.0);
    while distribution(high, df) < probability && high < 1e12 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if distribution(middle, df) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The probability of staying below `t`, for `t` from 0.
fn distribution(t: f64, df: f64) -> f64 {
    1.0 - above(t, df)
}

/// The probability of being above `t`, for `t` from 0.
pub(super) fn above(t: f64, df: f64) -> f64 {
    0.5 * incomplete_beta(df / 2.0, 0.5, df / (df + t * t))
}

/// The regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8) evaluated
/// after Lentz.
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let log_front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
        + a * libm::log(x)
        + b * libm::log(1.0 - x);
    let tiny = 1e-300;
    let nonzero = |value: f64| if value.abs() < tiny { tiny } else { value };
    let (mut above, mut below) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = below;
    for step in 1..500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut factor = 1.0;
        for term in [even, odd] {
            below = 1.0 / nonzero(1.0 + term * below);
            above = nonzero(1.0 + term / above);
            factor = below * above;
            fraction *= factor;
        }
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    libm::exp(log_front) * fraction / a
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.t.ppf`, version 1.17; the first three are in every table.
    #[test]
    fn quantiles_agree_with_scipy() {
        let cases = [
            (0.975, 1.0, 12.706_204_736_174_7),
            (0.975, 10.0, 2.228_138_851_986_27),
            (0.95, 30.0, 1.697_260_886_593_96),
            (0.975, 102.0, 1.983_495_258_562_88),
            (0.995, 50.0, 2.677_793_270_940_84),
            (0.025, 5.0, -2.570_581_835_636_31),
        ];
        for (probability, df, expected) in cases {
            let got = quantile(probability, df);
            assert!((got - expected).abs() < 1e-9, "t({probability}, {df}) is {got}");
        }
    }

    #[test]
    fn outside_zero_and_one_is_no_number() {
        assert!(quantile(1.0, 5.0).is_nan());
        assert!(quantile(0.5, 0.0).is_nan());
    }
}
