//! How much of a document was decided, as one bar of a hundred percent.

use griot_model::{CheckCoverage, Verdict};

use super::line::count;
use crate::words;

/// One bar over all claims; its parts differ by hatching as well as by shade, and the list beside
/// it, which the page writes, says the numbers. Empty where there is no claim.
pub(crate) fn coverage(coverage: &CheckCoverage) -> String {
    let claims = count(coverage.claims);
    if coverage.claims == 0 {
        return String::new();
    }
    let mut parts = Vec::new();
    let mut spoken = Vec::new();
    let mut left = 0.0;
    for verdict in Verdict::ALL {
        let n = count(of(coverage, verdict));
        if n == 0.0 {
            continue;
        }
        let share = n / claims * 100.0;
        let class = words::class(verdict);
        parts.push(format!(
            "<rect class=\"{class}\" x=\"{left:.3}%\" y=\"0\" width=\"{share:.3}%\" height=\"28\"/>"
        ));
        if left > 0.0 {
            parts.push(format!(
                "<line class=\"cut\" x1=\"{left:.3}%\" x2=\"{left:.3}%\" y1=\"0\" y2=\"28\"/>"
            ));
        }
        spoken.push(format!("{n} {}", words::verdict(verdict).to_lowercase()));
        left += share;
    }
    format!(
        "<svg class=\"coverage\" width=\"100%\" height=\"28\" role=\"img\" aria-label=\"{} claims: {}\">\
         <defs><pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"7\" height=\"7\"/>\
         <rect class=\"hatch-line\" width=\"3\" height=\"7\"/></pattern>\
         <pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect class=\"dots-ground\" width=\"6\" height=\"6\"/>\
         <circle class=\"dots-dot\" cx=\"3\" cy=\"3\" r=\"1\"/></pattern></defs>{}</svg>",
        coverage.claims,
        spoken.join(", "),
        parts.concat()
    )
}

/// The count of a verdict.
pub(crate) fn of(coverage: &CheckCoverage, verdict: Verdict) -> usize {
    match verdict {
        Verdict::Supported => coverage.supported,
        Verdict::Contradicted => coverage.contradicted,
        Verdict::Conflicting => coverage.conflicting,
        Verdict::Unverified => coverage.unverified,
        Verdict::NotCheckable => coverage.not_checkable,
    }
}
