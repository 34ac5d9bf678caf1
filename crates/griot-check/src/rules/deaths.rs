//! C0106: how many died, in a country and period.

use crate::evidence;
use griot_model::{
    Binding, Claim, DateRange, DateReading, Modality, Proposition, Quantity, Verdict,
};

use super::super::rule::{Facts, Judgement, Rule, is_bound, over_readings, shown};
use griot_library::DeathsCountryYear;

pub(super) const RULE: Rule = Rule {
    code: "C0106",
    name: "deaths",
    summary: "deaths in a country and period",
    documentation: "\
# C0106: deaths in a country and period

## What it checks
A sentence that gives a number of people, or of civilians, killed in a country in a calendar year or
in several whole calendar years.

## Why it matters
The number of the dead is the cost that a report is remembered for, and the one that is most often
taken from a source that counts something else.

## The evidence it needs
The table `deaths_country_year` (UCDP Organized Violence, country-year), with its low, best and high
estimates. Anything finer than a calendar year and a whole country, a single attack, one actor, one
region, needs event data (ACLED or UCDP GED) in the case.

## Example
`In 2022, 40,000 people were killed in Mali` is contradicted: the evidence gives a few thousand, and
its high estimate is far below.

## What to do
Say who counted, what was counted and in which period. Two sources that count different things are
not a contradiction; a number outside every estimate is.
",
};

/// Sources that count by other rules differ by less than this factor from UCDP's outer estimates;
/// beyond it a proposed claim is contradicted.
const OTHER_DEFINITIONS: f64 = 2.0;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Deaths { country, dates, count, civilians, narrowed_by } =
        &claim.proposition
    else {
        return None;
    };
    let says = format!("{count} in {}", shown(dates));
    if let Some(narrower) = narrowed_by {
        return Some(Judgement::unverified(
            &says,
            format!(
                "words of the sentence (\u{201c}{narrower}\u{201d}) may choose some of the dead, and the library counts all of a country and calendar year"
            ),
            "event data of the place and days (an ACLED or UCDP GED export added to the case) would settle it",
        ));
    }
    if let Some(attribution) =
        claim.attribution.as_ref().filter(|it| !is_bound(claim) && !is_ucdp(&it.speaker))
    {
        return Some(Judgement::unverified(
            &says,
            format!(
                "{} is said to have counted, and UCDP counts by rules of its own",
                attribution.speaker
            ),
            "the table of the source that counted, added to the case, would settle it",
        ));
    }
    let mut judgement = over_readings(dates, |reading| {
        one_reading(claim, facts, country, reading, count, *civilians)
    })?;
    judgement.says = says;
    Some(judgement)
}

/// Whether the one who is said to have counted is the table's own source.
fn is_ucdp(speaker: &str) -> bool {
    ["UCDP", "Uppsala"].iter().any(|name| speaker.contains(name))
}

fn one_reading(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    reading: &DateReading,
    count: &Quantity,
    civilians: bool,
) -> Judgement {
    let name = facts.country_name(country);
    let Some((first, last)) = calendar_years(reading.range) else {
        return Judgement::unverified(
            &reading.shown,
            format!(
                "{} is not made of whole calendar years, which is what the library counts by",
                reading.shown
            ),
            "event data of those days (an ACLED or UCDP GED export added to the case) would settle it",
        );
    };
    let years: Vec<&DeathsCountryYear> = facts
        .library
        .deaths()
        .iter()
        .filter(|row| row.country == country && first <= row.year && row.year <= last)
        .collect();
    let whole = i32::try_from(years.len()) == Ok(i32::from(last - first) + 1);
    if !whole || !facts.covers("deaths_country_year", country, reading.range) {
        return Judgement::unverified(
            &reading.shown,
            format!(
                "the table of deaths does not cover {name} for the whole of {}",
                reading.shown
            ),
            "a newer edition of the UCDP country-year table, or event data in the case, would settle it",
        );
    }
    let [best, low, high] = total(&years, civilians);
    let what = if civilians { "civilian deaths" } else { "deaths" };
    let evidence_says =
        if low == high { format!("{best}") } else { format!("{best} ({low} to {high})") };
    let (low, high) = (as_number(low), as_number(high));
    let outer = if is_bound(claim) { 1.0 } else { OTHER_DEFINITIONS };
    let sentence = format!("UCDP gives {evidence_says} {what} in {name} in {}", reading.shown);
    // No pattern says that all the dead are counted: then only the number itself says so.
    let told =
        claim.binding != Binding::Loose || (count.low..=count.high).contains(&as_number(best));
    let (verdict, message) = if told && !count.excludes(low, high) {
        (Verdict::Supported, sentence)
    } else if speaks_for_itself(claim)
        && claim.assumed.is_none()
        && count.excludes(low / outer, high * outer)
    {
        (Verdict::Contradicted, format!("{sentence}, which leaves no room for {count}"))
    } else {
        (
            Verdict::Unverified,
            format!("{sentence}; the number given, {count}, may be counted by other rules"),
        )
    };
    let judgement = Judgement::new(verdict, &reading.shown, message)
        .with_rows(evidence_says, evidence::deaths(facts.library, country, [first, last]));
    match verdict {
        Verdict::Contradicted => judgement.help(
            "say who counted and what was counted, or give the estimate with its interval",
        ),
        Verdict::Unverified => judgement
            .help("the table of the source that counted, added to the case, would settle it"),
        _ => judgement,
    }
}

/// Whether the text itself stands behind the number: what somebody else is said to have counted, or
/// may have counted, is not measured against UCDP.
fn speaks_for_itself(claim: &Claim) -> bool {
    is_bound(claim) || (claim.attribution.is_none() && claim.modality == Modality::Asserted)
}

/// Deaths of all listed years: best, low, high.
fn total(years: &[&DeathsCountryYear], civilians: bool) -> [i64; 3] {
    let mut sum = [0; 3];
    for year in years {
        let numbers = if civilians {
            // UCDP publishes no bounds for civilians over all types of violence. One-sided violence
            // is civilian by definition, so its bounds are bounds of a part of them; those of all deaths
            // say nothing of civilians.
            let low = year.one_sided[1].min(year.civilians);
            [year.civilians, low, year.one_sided[2].max(year.civilians)]
        } else {
            year.all
        };
        for (total, number) in sum.iter_mut().zip(numbers) {
            *total += number;
        }
    }
    sum
}

#[expect(clippy::cast_precision_loss, reason = "deaths stay far below 2^53")]
fn as_number(count: i64) -> f64 {
    count as f64
}

fn calendar_years(range: DateRange) -> Option<(i16, i16)> {
    let starts = range.first.day_of_year() == 1;
    let ends = range.last.month() == 12 && range.last.day() == 31;
    (starts && ends).then(|| (range.first.year(), range.last.year()))
}
