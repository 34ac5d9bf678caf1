//! The rules that `griot explain` prints.

use std::collections::BTreeSet;

#[test]
fn every_rule_is_documented_under_five_headings() {
    let headings = [
        "## What it checks",
        "## Why it matters",
        "## The evidence it needs",
        "## Example",
        "## What to do",
    ];
    let mut codes = BTreeSet::new();
    for rule in griot_check::rules::all() {
        assert!(codes.insert(rule.code), "{} is given twice", rule.code);
        let mut at = 0;
        for heading in headings {
            let found = rule.documentation.get(at..).and_then(|rest| rest.find(heading));
            at += found.unwrap_or_else(|| {
                panic!("{} lacks {heading:?}, or has it out of order", rule.code)
            });
        }
    }
}
