//! Numbers, dates and verdicts as readers read them.

use crate::answers::Precision;
use griot_model::{Disclosure, Estimate, Modality, Part, PartialDate, Verdict};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `18 August 2020`, `August 2020`, `2020`.
pub(crate) fn date(date: PartialDate) -> String {
    let month =
        |month: i8| usize::try_from(month - 1).ok().and_then(|m| MONTHS.get(m)).copied();
    match date {
        PartialDate::Year(year) => year.to_string(),
        PartialDate::Month(year, m) => format!("{} {year}", month(m).unwrap_or_default()),
        PartialDate::Day(day) => {
            format!("{} {} {}", day.day(), month(day.month()).unwrap_or_default(), day.year())
        }
    }
}

/// What a partial date leaves open; empty for a day.
pub(crate) fn precision(date: PartialDate) -> &'static str {
    match date {
        PartialDate::Year(_) => "month and day not known",
        PartialDate::Month(..) => "day not known",
        PartialDate::Day(_) => "",
    }
}

/// `from 2017 to August 2020`, `since 2021`, `until 2020`.
pub(crate) fn span(from: Option<PartialDate>, to: Option<PartialDate>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => date(from),
        (Some(PartialDate::Day(from)), Some(PartialDate::Day(to)))
            if (from.year(), from.month()) == (to.year(), to.month()) =>
        {
            format!("{}–{}", from.day(), date(PartialDate::Day(to)))
        }
        (Some(from), Some(to)) => format!("{} – {}", date(from), date(to)),
        (Some(from), None) => format!("since {}", date(from)),
        (None, Some(to)) => format!("until {}", date(to)),
        (None, None) => "dates not known".to_owned(),
    }
}

/// A number in groups of three, with digits after the point only where they tell something:
/// `1,814`, `12.5`, `0.251`.
pub(crate) fn number(value: f64) -> String {
    let fine = match value.abs() {
        large if large >= 1000.0 => 1.0,
        middling if middling >= 100.0 => 10.0,
        _ => 1000.0,
    };
    let rounded = (value * fine).round() / fine;
    let text = if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() };
    grouped(&text)
}

/// A whole number with groups of three.
pub(crate) fn count(value: u64) -> String {
    grouped(&value.to_string())
}

/// A value with its unit in mind: a share is shown in percent.
pub(crate) fn value(value: f64, unit: &str) -> String {
    if is_share(unit) {
        let percent = (value * 1000.0).round() / 10.0;
        format!("{}\u{a0}%", number(percent))
    } else {
        number(value)
    }
}

/// Whether values of the unit lie between 0 and 1 and are shown in percent.
pub(crate) fn is_share(unit: &str) -> bool {
    unit == "share" || unit.starts_with("share ")
}

/// Text of the interval of an estimate; empty for a plain count.
pub(crate) fn interval(estimate: &Estimate, unit: &str) -> String {
    if estimate.low < estimate.high && is_share(unit) {
        let low = value(estimate.low, unit);
        format!("{} to {}", low.trim_end_matches("\u{a0}%"), value(estimate.high, unit))
    } else if estimate.low < estimate.high {
        format!("{} to {}", value(estimate.low, unit), value(estimate.high, unit))
    } else {
        String::new()
    }
}

/// `1 row`, `2 rows`.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// The word a reader sees.
pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "Supported",
        Verdict::Contradicted => "Contradicted",
        Verdict::Conflicting => "Conflicting",
        Verdict::Unverified => "Unverified",
        Verdict::NotCheckable => "Not checkable",
    }
}

/// The sign of a verdict; it tells verdicts apart without colour.
pub(crate) fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "✓",
        Verdict::Contradicted => "✗",
        Verdict::Conflicting => "≠",
        Verdict::Unverified => "?",
        Verdict::NotCheckable => "–",
    }
}

/// What a verdict means, in a sentence.
pub(crate) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "Rows of the evidence agree with the words.",
        Verdict::Contradicted => {
            "Rows that cover the claim disagree with every reading of the words."
        }
        Verdict::Conflicting => "Sources, or readings of the words, disagree among themselves.",
        Verdict::Unverified => "No evidence here decides it. That is not a doubt about it.",
        Verdict::NotCheckable => "An opinion, a cause or a motive, which no rows could decide.",
    }
}

/// Class of a verdict in the style sheet.
pub(crate) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotCheckable => "not-checkable",
        _ => verdict.word(),
    }
}

/// Plural heading of a part.
pub(crate) fn part(part: Part) -> &'static str {
    match part {
        Part::Method => "Methods",
        Part::Gain => "Gains",
        Part::Cost => "Costs",
    }
}

/// What a part asks.
pub(crate) fn part_asks(part: Part) -> &'static str {
    match part {
        Part::Method => "How influence is won",
        Part::Gain => "What the sender gets",
        Part::Cost => "What the host pays",
    }
}

/// How somebody stands behind what is said, as a word beside it; empty for what is asserted.
pub(crate) fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "",
        Modality::Alleged => "alleged",
        Modality::Denied => "denied",
        Modality::Promised => "promised",
        Modality::Hedged => "said to be possible",
    }
}

/// How exactly a place is known.
pub(crate) fn place_precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => "exact place",
        Precision::Near => "within about 25 km",
        Precision::Area => "in a wider area",
        Precision::Division => "in a first-order division",
        Precision::Country => "in the country",
        Precision::Unsaid => "precision not stated",
    }
}

/// What may be published, as a word.
pub(crate) fn disclosure(disclosure: Disclosure) -> &'static str {
    match disclosure {
        Disclosure::Open => "open",
        Disclosure::Aggregate => "totals only",
        Disclosure::Private => "private",
    }
}

/// Whether a text is a number, perhaps with its interval, so that its column is set to the right.
pub(crate) fn is_number(text: &str) -> bool {
    if text == "not known" {
        return true;
    }
    let text = text.replace(" (", " ").replace(" to ", " ").replace(')', "");
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || "+-−.,%eE \u{a0}".contains(c))
        && text.matches('-').count() <= 1
}

fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let cases = [
            (0.0, "0"),
            (999.0, "999"),
            (1814.0, "1,814"),
            (-12_345.4, "−12,345"),
            (123.456, "123.5"),
            (0.0004, "0"),
        ];
        for (given, expected) in cases {
            assert_eq!(number(given), expected);
        }
        assert_eq!(value(0.136, "share of roll calls"), "13.6\u{a0}%");
        assert_eq!(value(1.0, "share"), "100\u{a0}%");
        let estimate = Estimate { value: 0.5, low: 0.604, high: 0.66 };
        assert_eq!(interval(&estimate, "share"), "60.4 to 66\u{a0}%");
    }

    #[test]
    fn dates_say_what_is_known() {
        assert_eq!(date("2020-08-18".parse().expect("a day")), "18 August 2020");
        assert_eq!(date("2020-08".parse().expect("a month")), "August 2020");
        assert_eq!(span(None, "2020".parse().ok()), "until 2020");
        let (first, last) = ("2019-10-23".parse().ok(), "2019-10-24".parse().ok());
        assert_eq!(span(first, last), "23–24 October 2019");
    }
}
