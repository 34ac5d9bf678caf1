//! C0117: places in the World Press Freedom Index, and ratings of Freedom House.

use griot_library::facts;
use griot_model::{Binding, Claim, DateReading, Freedom, Proposition, Verdict};

use super::super::rule::{Facts, Judgement, Rule, is_certain, over_readings, shown};
use crate::evidence;

pub(super) const RULE: Rule = Rule {
    code: "C0117",
    name: "index",
    summary: "places in the World Press Freedom Index and ratings of Freedom House",
    documentation: "\
# C0117: places in an index

## What it checks
A sentence that gives a country's place in the World Press Freedom Index of Reporters without Borders, that says from which place to
which or by how many it moved between two editions, or that Freedom House rated it free, partly free or not free.

## Why it matters
An index is quoted by its place, and the place of one year is soon told as that of another.

## The evidence it needs
The series `press_freedom_rank` by edition and `freedom_house_status` by the year assessed. A place is compared with the edition
of the year that the sentence names; where it names none, with those of the year of the text and the year before. A place that
is that of a neighbouring edition is left open: an edition is published in the spring and describes the year before. Before 2013
places were shared by several countries, and one edition covered two years; nothing is contradicted there. Freedom House publishes
in the spring what it assessed the year before, so that both years are tried. A sentence that speaks of a part of the world
(*third in Africa*) or of another index is not read.

## Example
`Georgia ranked 77th in the 2025 press freedom index` is contradicted where the edition of 2025 has 114.

## What to do
Name the edition with the place. Places before and after 2022 rest on different methods and should not be compared.
",
};

const PRESS: &str = "press_freedom_rank";
const FREEDOM: &str = "freedom_house_status";
/// The first edition with a place for each country alone.
const SINGLE: i16 = 2013;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    match &claim.proposition {
        Proposition::Ranked { country, place, dates } => {
            let says = shown(dates);
            let mut judgement =
                over_readings(dates, |reading| ranked(claim, facts, country, *place, reading))?;
            judgement.says = format!("{place} in {says}");
            Some(judgement)
        }
        Proposition::RankMoved { country, from, to, by, better, editions } => {
            Some(moved(claim, facts, country, [*from, *to], *by, *better, *editions))
        }
        Proposition::Rated { country, status, dates } => {
            let mut judgement =
                over_readings(dates, |reading| rated(claim, facts, country, *status, reading))?;
            status.word().clone_into(&mut judgement.says);
            Some(judgement)
        }
        _ => None,
    }
}

/// The place of a country in an edition.
fn place_in(facts: &Facts<'_>, country: &str, edition: i16) -> Option<u16> {
    let value = facts::series(facts.library, country, PRESS)?.in_year(edition)?.value;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place between 1 and 200"
    )]
    (1.0..=200.0).contains(&value).then_some(value as u16)
}

fn unknown(facts: &Facts<'_>, country: &str, says: &str) -> Judgement {
    Judgement::unverified(
        says,
        format!(
            "the index of press freedom has no place for {} then",
            facts.country_name(country)
        ),
        "the edition of the index would settle it",
    )
}

fn ranked(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    place: u16,
    reading: &DateReading,
) -> Judgement {
    let edition = reading.range.first.year();
    if edition != reading.range.last.year() {
        return unknown(facts, country, &reading.shown);
    }
    let Some(known) = place_in(facts, country, edition) else {
        return unknown(facts, country, &reading.shown);
    };
    let rows = || evidence::values(facts.library, country, &[PRESS], [edition, edition]);
    let name = facts.country_name(country);
    let message =
        format!("{name} is at place {known} in the index of press freedom of {edition}");
    if known == place {
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(known.to_string(), rows());
    }
    let neighbour = [edition - 1, edition + 1]
        .into_iter()
        .find(|year| place_in(facts, country, *year) == Some(place));
    if let Some(year) = neighbour {
        return Judgement::unverified(
            &reading.shown,
            format!("{message}, and at place {place} in that of {year}"),
            "say which edition is meant",
        )
        .with_rows(known.to_string(), rows());
    }
    if edition >= SINGLE && is_certain(claim) {
        return Judgement::new(
            Verdict::Contradicted,
            &reading.shown,
            format!("{message}, not at {place}"),
        )
        .with_rows(known.to_string(), rows())
        .help(format!("write {known}, or name the edition that has {place}"));
    }
    Judgement::unverified(&reading.shown, message, "the edition of the index would settle it")
        .with_rows(known.to_string(), rows())
}

fn moved(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    [from, to]: [Option<u16>; 2],
    by: Option<u16>,
    better: Option<bool>,
    [first, last]: [i16; 2],
) -> Judgement {
    let says = format!("{first} to {last}");
    let before = place_in(facts, country, first);
    let (Some(before), Some(after)) = (before, place_in(facts, country, last)) else {
        return unknown(facts, country, &says);
    };
    let rows = || evidence::values(facts.library, country, &[PRESS], [first, last]);
    let name = facts.country_name(country);
    let apart = before.abs_diff(after);
    let way = if after < before { "up" } else { "down" };
    let message = format!(
        "{name} moved from place {before} in the index of press freedom of {first} to {after} in that of {last}, {apart} {way}"
    );
    let evidence_says = format!("{before} to {after}");
    let turned = better.is_some_and(|better| apart > 0 && better != (after < before));
    let agrees = !turned
        && from.is_none_or(|from| from == before)
        && to.is_none_or(|to| to == after)
        && by.is_none_or(|by| by == apart);
    if agrees {
        return Judgement::new(Verdict::Supported, &says, message)
            .with_rows(evidence_says, rows());
    }
    // A place named with its edition may be that of another pair of editions; the direction is not.
    let near = by.is_some_and(|by| by.abs_diff(apart) <= 1);
    let elsewhere = [first - 1, first + 1].iter().chain(&[last - 1, last + 1]).any(|year| {
        let place = place_in(facts, country, *year);
        place.is_some() && (place == from || place == to)
    });
    if first >= SINGLE && is_certain(claim) && !elsewhere && (turned || !near) {
        return Judgement::new(Verdict::Contradicted, &says, message)
            .with_rows(evidence_says, rows())
            .help("give both places with their editions");
    }
    Judgement::unverified(&says, message, "both editions of the index would settle it")
        .with_rows(evidence_says, rows())
}

fn rated(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    status: Freedom,
    reading: &DateReading,
) -> Judgement {
    let name = facts.country_name(country);
    let year = reading.range.first.year();
    let known: Vec<(i16, Freedom)> = facts::series(facts.library, country, FREEDOM)
        .map(|series| {
            [year - 1, year]
                .into_iter()
                .filter_map(|year| {
                    let value = series.in_year(year)?.value;
                    let status = if value < 1.5 {
                        Freedom::Free
                    } else if value < 2.5 {
                        Freedom::PartlyFree
                    } else {
                        Freedom::NotFree
                    };
                    Some((year, status))
                })
                .collect()
        })
        .unwrap_or_default();
    let several = year != reading.range.last.year();
    let Some((_, newest)) = known.last().copied().filter(|_| !several) else {
        return Judgement::unverified(
            &reading.shown,
            format!("Freedom House's ratings of {name} then are not in this evidence"),
            "the edition of Freedom in the World would settle it",
        );
    };
    let rows = || evidence::values(facts.library, country, &[FREEDOM], [year - 1, year]);
    let told: Vec<String> =
        known.iter().map(|(year, status)| format!("{} in {year}", status.word())).collect();
    let message = format!("Freedom House rated {name} {}", told.join(" and "));
    // An edition is named by its own year or by the one that it assesses; where no pattern says how the words hang together, the
    // year has to be the one assessed.
    let fits = |it: &(i16, Freedom)| {
        it.1 == status && (claim.binding != Binding::Loose || it.0 == year)
    };
    if known.iter().any(fits) {
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(status.word(), rows());
    }
    if known.len() == 2 && is_certain(claim) {
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(newest.word(), rows())
            .help(format!("write {}", newest.word()));
    }
    Judgement::unverified(
        &reading.shown,
        message,
        "the edition of Freedom in the World would settle it",
    )
    .with_rows(newest.word(), rows())
}
