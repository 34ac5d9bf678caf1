//! C0107: whether somebody is on a sanctions list.

use griot_model::{Claim, DateReading, PartialDate, Proposition, Verdict};

use super::super::rule::{
    Facts, Judgement, Rule, agree, is_bound, is_certain, over_readings, shown,
};
use crate::{
    evidence,
    name_index::{NameIndex, name_key},
};
use griot_library::Listing;

pub(super) const RULE: Rule = Rule {
    code: "C0107",
    name: "listing",
    summary: "membership of a sanctions list on a day",
    documentation: "\
# C0107: membership of a sanctions list on a day

## What it checks
A sentence that says that a named person or organisation is, was or is not under sanctions of the
United States, the United Nations or the United Kingdom.

## Why it matters
Calling somebody sanctioned who is not is a serious accusation, and lists change every week.

## The evidence it needs
The table `listings`: dated snapshots of the OFAC, UN and UK lists. A name matches only when all its
words match a listed name or alias; a similar name is never enough. Lists of the European Union are
not in the library.

## Example
`The Treasury has never sanctioned X` is contradicted where X is in a snapshot of the OFAC list.

## What to do
Give the authority and the day of listing. For a day between two snapshots add the list of that day
to the case.
",
};

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Listed { entity, authority, dates, on_that_date, listed } =
        &claim.proposition
    else {
        return None;
    };
    let says = match (listed, dates.is_empty()) {
        (true, true) => "listed".to_owned(),
        (true, false) => format!("listed, {}", shown(dates)),
        (false, _) => "not listed".to_owned(),
    };
    let key = name_key(entity);
    let index = facts.listed_names.get_or_init(|| NameIndex::of(facts.library.listings()));
    let exact: Vec<&Listing> = index
        .called(&key, facts.library.listings())
        .filter(|listing| authority.as_ref().is_none_or(|wanted| listing.authority == *wanted))
        .collect();
    let longer = exact.is_empty() && *listed;
    let mut found = if longer { one_longer(facts, &key, authority.as_deref()) } else { exact };
    if found.is_empty() {
        // Another spelling of the same name, "Yevgeny" for "Yevgeniy": only where it is of one entry.
        let spelled: Vec<&Listing> = index
            .spelled(entity, facts.library.listings())
            .into_iter()
            .filter(|listing| {
                authority.as_ref().is_none_or(|wanted| listing.authority == *wanted)
            })
            .collect();
        if spelled
            .iter()
            .all(|it| it.authority == spelled[0].authority && it.id == spelled[0].id)
        {
            found = spelled;
        }
    }
    let Some(first) = found.first().copied() else {
        return Some(absent(entity, authority.as_deref(), &says));
    };
    if !listed {
        let message = format!(
            "{} is on the {} list of {} in this evidence, as {}",
            entity, first.authority, first.snapshot, first.names[0]
        );
        let certain =
            claim.attribution.is_none() && claim.modality == griot_model::Modality::Asserted;
        let verdict = if (dates.is_empty() && certain) || is_bound(claim) {
            Verdict::Contradicted
        } else {
            Verdict::Unverified
        };
        return Some(Judgement::new(verdict, &says, message).with_rows(
            format!("listed on {}", first.snapshot),
            evidence::listings(facts.library, &found),
        ));
    }
    if dates.is_empty() {
        let message = format!(
            "{} is on the {} list of {} as {}",
            entity, first.authority, first.snapshot, first.names[0]
        );
        return Some(Judgement::new(Verdict::Supported, &says, message).with_rows(
            format!("listed on {}", first.snapshot),
            evidence::listings(facts.library, &found),
        ));
    }
    let mut judgement = over_readings(dates, |reading| {
        if *on_that_date {
            listed_on(claim, facts, entity, reading, &found)
        } else {
            listed_then(facts, entity, reading, &found)
        }
    })?;
    judgement.says = says;
    Some(judgement)
}

/// Entries whose name has all the words and more, "Yevgeniy Viktorovich Prigozhin": only where they
/// are of one entry of the list, and only to support.
fn one_longer<'a>(facts: &Facts<'a>, key: &str, authority: Option<&str>) -> Vec<&'a Listing> {
    let words: Vec<&str> = key.split(' ').filter(|word| word.chars().count() >= 3).collect();
    if words.len() < 2 {
        return Vec::new();
    }
    let index = facts.listed_names.get_or_init(|| NameIndex::of(facts.library.listings()));
    let found: Vec<&Listing> = index
        .with_words(&words, facts.library.listings())
        .filter(|listing| authority.is_none_or(|wanted| listing.authority == wanted))
        .collect();
    let same =
        found.iter().all(|it| it.authority == found[0].authority && it.id == found[0].id);
    if same { found } else { Vec::new() }
}

fn absent(entity: &str, authority: Option<&str>, says: &str) -> Judgement {
    let whose = authority.map_or_else(String::new, |it| format!(" {it}"));
    let message = format!("no entry for {entity} is in the library's{whose} snapshots");
    if authority == Some("EU") {
        return Judgement::unverified(
            says,
            "the library holds no list of the European Union",
            "the Council's decision in the Official Journal, added as a source, would settle it",
        );
    }
    Judgement::unverified(
        says,
        message,
        "the list as published on that day, added to the case, would settle it; a name can also be listed in another spelling",
    )
}

/// "was sanctioned in July 2023": the date is that of the listing.
/// Years by which the day of a listing is taken for a slip, at most.
const SLIP_YEARS: i16 = 20;

/// The day of the one listing that is known, where the day that is said differs from it in its month alone or in its year alone.
/// The United States list somebody again under another programme, so that theirs has several days.
fn slip(reading: &DateReading, dated: &[(&Listing, PartialDate)]) -> Option<PartialDate> {
    let [(listing, only), rest @ ..] = dated else { return None };
    let one = rest.iter().all(|(it, day)| it.authority == listing.authority && day == only);
    let PartialDate::Day(day) = *only else { return None };
    let said = reading.range.first;
    let (year, month) = (day.year() != said.year(), day.month() != said.month());
    let differs = said == reading.range.last
        && said.day() == day.day()
        && year != month
        && (day.year() - said.year()).abs() <= SLIP_YEARS;
    (one && differs && listing.authority != "US").then_some(*only)
}

fn listed_on(
    claim: &Claim,
    facts: &Facts<'_>,
    entity: &str,
    reading: &DateReading,
    found: &[&Listing],
) -> Judgement {
    let dated: Vec<(&Listing, PartialDate)> =
        found.iter().filter_map(|it| it.listed_on.map(|day| (*it, day))).collect();
    if let Some((listing, day)) = dated.iter().find(|(_, day)| agree(reading, *day)) {
        let message =
            format!("the {} list dates the listing of {entity} {day}", listing.authority);
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(day.to_string(), evidence::listings(facts.library, found));
    }
    if let Some(day) = slip(reading, &dated).filter(|_| is_certain(claim)) {
        let authority = &found[0].authority;
        let message = format!(
            "the {authority} list dates the listing of {entity} {day}, not {}",
            reading.shown
        );
        return Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(day.to_string(), evidence::listings(facts.library, found))
            .help(format!("write {day}, or cite the decision of the other day"));
    }
    // A snapshot older than the stated date that already has the entry speaks against the date.
    if let Some(earlier) = found.iter().find(|it| it.snapshot < reading.range.first) {
        let message = format!(
            "{entity} is already on the {} list of {}, before {}",
            earlier.authority, earlier.snapshot, reading.shown
        );
        return Judgement::new(Verdict::Unverified, &reading.shown, message)
            .with_rows(format!("listed by {}", earlier.snapshot), evidence::listings(facts.library, found))
            .help("a further designation under another programme is possible; the notice of that day would settle it");
    }
    let snapshots: Vec<String> = found.iter().map(|it| it.snapshot.to_string()).collect();
    let message = format!(
        "{entity} is on the list in the snapshot of {}, which does not say since when",
        snapshots.join(" and ")
    );
    Judgement::new(Verdict::Unverified, &reading.shown, message)
        .with_rows(
            format!("listed by {}", found[0].snapshot),
            evidence::listings(facts.library, found),
        )
        .help("the notice of designation, added as a source, would settle the day")
}

/// "is under sanctions in 2022": the state holds on that day.
fn listed_then(
    facts: &Facts<'_>,
    entity: &str,
    reading: &DateReading,
    found: &[&Listing],
) -> Judgement {
    let since = found.iter().filter_map(|it| it.listed_on).map(PartialDate::last_day).min();
    let before = found.iter().any(|it| it.snapshot <= reading.range.last)
        || since.is_some_and(|day| day <= reading.range.last);
    let after = found.iter().any(|it| it.snapshot >= reading.range.first);
    let first = found[0];
    if before && after {
        let message = format!(
            "{entity} is on the {} list before and after {}",
            first.authority, reading.shown
        );
        return Judgement::new(Verdict::Supported, &reading.shown, message).with_rows(
            format!("listed on {}", first.snapshot),
            evidence::listings(facts.library, found),
        );
    }
    let message = format!(
        "{entity} is on the list of {}, not in a snapshot of {}",
        first.snapshot, reading.shown
    );
    Judgement::new(Verdict::Unverified, &reading.shown, message)
        .with_rows(
            format!("listed on {}", first.snapshot),
            evidence::listings(facts.library, found),
        )
        .help("the list as published on that day, added to the case, would settle it")
}
