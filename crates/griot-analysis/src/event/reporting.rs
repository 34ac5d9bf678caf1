//! Did what is reported of an event change from one period to another?

/// A mean and the variance of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mean {
    value: f64,
    variance: f64,
}

impl Mean {
    /// Of the numbers; none where there are none.
    pub(super) fn of(numbers: impl Iterator<Item = f64>) -> Option<Self> {
        let numbers: Vec<f64> = numbers.collect();
        #[expect(clippy::cast_precision_loss, reason = "events are few")]
        let n = numbers.len() as f64;
        let value = (n > 0.0).then(|| numbers.iter().sum::<f64>() / n)?;
        let squares: f64 = numbers.iter().map(|it| (it - value) * (it - value)).sum();
        Some(Self { value, variance: squares / (n - 1.0).max(1.0) / n })
    }
}

/// How many sources an event has in the two periods. That reporting may have changed is said only of a difference that stands in the
/// sentence and is larger than chance makes.
pub(super) fn sources_words(first: Mean, second: Mean) -> String {
    let [one, other] = [first, second].map(|mean| format!("{:.1}", mean.value));
    if one == other {
        return format!("an event of either period has {one} sources on average");
    }
    let means = format!(
        "an event of the first period has {one} sources on average, of the second {other}"
    );
    let error = (first.variance + second.variance).sqrt();
    if (first.value - second.value).abs() > 2.0 * error {
        format!("{means}; reporting may have changed")
    } else {
        format!("{means}, which chance may make")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reporting_may_have_changed_only_where_a_number_differs() {
        let words = |a: &[f64], b: &[f64]| {
            let mean = |of: &[f64]| Mean::of(of.iter().copied()).unwrap();
            sources_words(mean(a), mean(b))
        };
        let same = words(&[2.0, 2.0, 2.02], &[2.0, 2.0, 2.0]);
        assert_eq!(same, "an event of either period has 2.0 sources on average");
        let chance = words(&[1.0, 5.0, 1.0], &[2.0, 4.0, 2.0]);
        assert!(chance.ends_with("of the second 2.7, which chance may make"), "{chance}");
        let differs = words(&[1.0, 1.0, 1.0, 2.0], &[4.0, 4.0, 5.0, 4.0]);
        assert!(differs.ends_with("reporting may have changed"), "{differs}");
    }
}
