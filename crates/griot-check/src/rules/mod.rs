//! One file per rule: its documentation, and how rows judge its claims.

mod arithmetic;
mod coup;
mod coup_count;
mod dated;
mod deaths;
mod displaced;
mod election;
mod election_result;
mod listed;
mod membership;
mod mission;
mod order;
mod polled;
mod quoted;
mod ranked;
mod scored;
mod statehood;
mod term;
mod tied;
mod trade_share;
mod treaty;
mod vetoed;
mod vote_cast;
mod vote_count;
mod vote_day;

use griot_model::Claim;

use super::rule::{Facts, Judgement, Rule};
use crate::rule::RuleDoc;

type Judge = fn(&Claim, &Facts<'_>) -> Option<Judgement>;

/// Every rule with its judge, in the order of their codes.
const RULES: &[(Rule, Judge)] = &[
    (vote_cast::RULE, vote_cast::judge),
    (vote_count::RULE, vote_count::judge),
    (coup::RULE, coup::judge),
    (election::RULE, election::judge),
    (term::RULE, term::judge),
    (deaths::RULE, deaths::judge),
    (listed::RULE, listed::judge),
    (arithmetic::RULE, arithmetic::judge),
    (order::RULE, order::judge),
    (dated::RULE, dated::judge),
    (tied::RULE, tied::judge),
    (quoted::RULE, quoted::judge),
    (statehood::RULE, statehood::judge),
    (mission::RULE, mission::judge),
    (membership::RULE, membership::judge),
    (treaty::RULE, treaty::judge),
    (ranked::RULE, ranked::judge),
    (displaced::RULE, displaced::judge),
    (vetoed::RULE, vetoed::judge),
    (crate::series::RULE, crate::series::judge),
    (coup_count::RULE, coup_count::judge),
    (trade_share::RULE, trade_share::judge),
    (election_result::RULE, election_result::judge),
    (polled::RULE, polled::judge),
    (scored::RULE, scored::judge),
];

/// Every rule, in the order of their codes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|(rule, _)| rule)
}

/// Documentation of every rule, for pages and for `griot check --format json`.
pub fn docs() -> Vec<RuleDoc> {
    all()
        .map(|rule| RuleDoc {
            code: rule.code.to_owned(),
            name: rule.name.to_owned(),
            markdown: rule.documentation.to_owned(),
        })
        .collect()
}

/// The rule that reads the claim, and what it found; none where no rule reads it.
pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<(&'static Rule, Judgement)> {
    RULES
        .iter()
        .find_map(|(rule, judge)| judge(claim, facts).map(|judgement| (rule, judgement)))
}
