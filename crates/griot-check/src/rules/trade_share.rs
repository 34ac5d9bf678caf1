//! C0122: a partner's share of a country's exports or imports.

use griot_library::{TradeShare, facts};
use griot_model::{Claim, DateReading, Proposition, Quantity, Verdict};

use super::super::rule::{Facts, Judgement, Rule, is_certain, over_readings, shown};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0122",
    name: "trade-share",
    summary: "a partner's share of a country's exports or imports",
    documentation: "\
# C0122: shares of trade by partner

## What it checks
A sentence that says which percentage of a country's exports went to a partner, or of its imports came from one, in a year.

## Why it matters
*China takes a third of its exports* is how dependence is told.

## The evidence it needs
The table `trade_partners`: the shares that editions of the World Factbook give, some rounded to whole percents. A number that
is a share of the table within its own rounding and the table's is supported. Statistics of customs, of the two partners and of
mirror data differ by much, so that a number is contradicted only where it is more than fifteen points and more than half
away from every share of the year and its neighbours. The Factbook lists the largest partners alone: that a partner is
missing contradicts nothing. Shares of one good are not read.

## Example
`China took 70 percent of Mali's exports in 2022` is contradicted where every edition has less than 10 percent for these years.

## What to do
Name the source of the share, and whether it is of goods or of goods and services.
",
};

/// Points, and share of itself, by which statistics of one flow differ.
const APART: (f64, f64) = (15.0, 0.5);
/// The table's shares are whole percents in late editions.
const ROUNDING: f64 = 0.5;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::TradeShare { country, partner, exports, share, dates } =
        &claim.proposition
    else {
        return None;
    };
    let mut judgement = over_readings(dates, |reading| {
        one(claim, facts, [country, partner], *exports, share, reading)
    })?;
    judgement.says = format!("{share} in {}", shown(dates));
    Some(judgement)
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    [country, partner]: [&str; 2],
    exports: bool,
    share: &Quantity,
    reading: &DateReading,
) -> Judgement {
    let year = reading.range.first.year();
    let of = |year: i16| -> Vec<&TradeShare> {
        facts::trade_shares(facts.library, country, exports, year)
            .into_iter()
            .filter(|it| it.partner.as_deref() == Some(partner))
            .collect()
    };
    let now = of(year);
    let flow = if exports { "exports to" } else { "imports from" };
    let (whose, whom) = (facts.country_name(country), facts.country_name(partner));
    let settled_by = "the statistics of the customs would settle it";
    if now.is_empty() || year != reading.range.last.year() {
        let message = format!(
            "the share of {whose}'s {flow} {whom} in {} is not in this evidence",
            reading.shown
        );
        return Judgement::unverified(&reading.shown, message, settled_by);
    }
    let rows =
        || evidence::trade_shares(facts.library, country, partner, exports, [year, year]);
    let told =
        now.iter().map(|it| format!("{} %", it.percent)).collect::<Vec<_>>().join(" and ");
    let message = format!("{told} of {whose}'s {flow} {whom} in {year}");
    let accepts = |percent: f64| {
        !share.excludes((percent - ROUNDING) / 100.0, (percent + ROUNDING) / 100.0)
    };
    if now.iter().any(|it| accepts(it.percent)) {
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(told, rows());
    }
    let near: Vec<&TradeShare> = [year - 1, year, year + 1].into_iter().flat_map(of).collect();
    let far = near.iter().all(|it| {
        let slack = APART.0.max(it.percent * APART.1);
        share.excludes((it.percent - slack) / 100.0, (it.percent + slack) / 100.0)
    });
    if far && is_certain(claim) {
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(told.clone(), rows())
            .help(format!("write {told}, or name the source of the other share"));
    }
    Judgement::unverified(&reading.shown, message, settled_by).with_rows(told, rows())
}
