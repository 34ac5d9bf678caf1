//! C0115: when a country joined or left the United Nations, and of which organisations it is a member.

use griot_library::{Membership, facts};
use griot_model::{Claim, DateReading, MemberEdge, Proposition, Verdict};

use super::super::rule::{Facts, Judgement, Rule, is_certain, over_readings, shown};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0115",
    name: "membership",
    summary: "when a country joined or left the United Nations and other organisations",
    documentation: "\
# C0115: membership of organisations

## What it checks
A sentence that says that a country joined, has been a member of, or left the United Nations or another organisation in a year.

## Why it matters
Who sat at the table when something was decided is a first question about any vote or statement.

## The evidence it needs
The table `memberships`. It has the year of admission for the United Nations alone; of other organisations it says who was a member
in January 2026, so that a year of them is never contradicted and never supported. States that were members under another
name, by another government, or twice (China, Russia, Germany, Serbia, Egypt, Syria, Yemen, Tanzania, Indonesia, Malaysia) are
not contradicted, since their histories have several years.

## Example
`Sri Lanka joined the United Nations in 1956` is contradicted where the table has 1955.

## What to do
Give the year of the admission. Of other organisations cite the treaty or the decision by which the country joined or left.
",
};

/// Members whose seat was held under another name, by another government, in parts, or with an interruption: each has
/// several years that are told as its beginning.
const SEVERAL_BEGINNINGS: &[&str] = &[
    "CHN", "TWN", "RUS", "DEU", "SRB", "EGY", "SYR", "YEM", "TZA", "IDN", "MYS", "ZAF", "KHM",
    "MKD", "BLR", "UKR", "COD", "VNM", "KOR", "PRK",
];

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Membership { country, organisation, edge, dates } = &claim.proposition
    else {
        return None;
    };
    let says = shown(dates);
    let name = facts.country_name(country);
    let memberships = facts::memberships(facts.library, country);
    let known = memberships.into_iter().find(|it| it.organisation == *organisation);
    let Some((known, since)) = known.and_then(|it| Some((it, it.since?))) else {
        let message =
            format!("the table of memberships has no year for {name} in {organisation}");
        let judgement = Judgement::unverified(
            &says,
            message,
            "the decision or the treaty by which it joined or left would settle it",
        );
        return Some(match known {
            Some(row) => {
                judgement.with_rows(standing(row), evidence::membership(facts.library, row))
            }
            None => judgement,
        });
    };
    if *edge == MemberEdge::Leaves {
        let message =
            format!("the table of memberships has {name} in {organisation} since {since}");
        return Some(
            Judgement::unverified(
                &says,
                message,
                "a source that says when it left would settle it",
            )
            .with_rows(since.to_string(), evidence::membership(facts.library, known)),
        );
    }
    let mut judgement =
        over_readings(dates, |reading| one(claim, facts, &name, known, since, reading))?;
    judgement.says = says;
    Some(judgement)
}

fn standing(row: &Membership) -> String {
    row.status.clone().unwrap_or_else(|| "member".to_owned())
}

fn one(
    claim: &Claim,
    facts: &Facts<'_>,
    name: &str,
    known: &Membership,
    since: i16,
    reading: &DateReading,
) -> Judgement {
    let evidence = || evidence::membership(facts.library, known);
    let (first, last) = (reading.range.first.year(), reading.range.last.year());
    let organisation = &known.organisation;
    let message = format!("{name} has been in {organisation} since {since}");
    if (first..=last).contains(&since) {
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(since.to_string(), evidence());
    }
    let several = SEVERAL_BEGINNINGS.contains(&known.country.as_str());
    if first == last && !several && is_certain(claim) {
        return Judgement::new(
            Verdict::Contradicted,
            &reading.shown,
            format!("{message}, not since {}", reading.shown),
        )
        .with_rows(since.to_string(), evidence())
        .help(format!("write {since}, or say what happened in {}", reading.shown));
    }
    Judgement::unverified(&reading.shown, message, "say which admission is meant")
        .with_rows(since.to_string(), evidence())
}
