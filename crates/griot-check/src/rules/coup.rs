//! C0103: when a coup d'etat was.

use crate::evidence;
use griot_model::{Claim, DateReading, PartialDate, Proposition, Verdict};
use griot_text::names::Person;

use crate::rulers::{Ruler, rulers};

use super::super::rule::{
    Facts, Judgement, Rule, agree, days_in, distance_days, is_bound, over_readings, shown,
};
use griot_library::Coup;

pub(super) const RULE: Rule = Rule {
    code: "C0103",
    name: "coup-date",
    summary: "the date of a coup d'etat",
    documentation: "\
# C0103: the date of a coup d'etat

## What it checks
A sentence that says that a coup, a coup attempt or the removal of a leader by force happened in a
country on a day, in a month or in a year.

## Why it matters
The day after a coup is when ambassadors call. A date that is off by two days moves every event that
the report counts from it.

## The evidence it needs
The table `coups`: the Coup d'Etat Project of the Cline Center, which lists coups, attempts and
conspiracies of all countries with their day. Outside the years that the table covers nothing is
contradicted.

## Example
`... deposed the president on Aug. 20` is contradicted where the table has one coup in that country
in that year, on 18 August 2020.

## What to do
Give the date of the table, or cite a source that dates the event otherwise and say that sources
differ. Plots, mutinies and popular uprisings that are not in the table stay unverified.
",
};

/// Days within which a differing date is taken to mean the same coup.
const SAME_COUP_DAYS: i32 = 62;
/// A coup comes at night: the day before and the day after are told of the same one.
const NIGHT_DAYS: i32 = 1;
/// Days within which the year of a coup is taken to be a slip, when the words give only a year.
const SAME_YEAR_SLIP_DAYS: i32 = 366;

pub(super) fn judge(claim: &Claim, facts: &Facts<'_>) -> Option<Judgement> {
    let Proposition::Coup { country, dates, ousted, by, failed } = &claim.proposition else {
        return None;
    };
    let known: Vec<&Coup> =
        facts.library.coups().iter().filter(|c| c.country == *country).collect();
    let mut judgement = over_readings(dates, |reading| {
        one_reading(claim, facts, country, reading, *failed, &known, ousted.as_deref())
    })?;
    if let Some(ousted) = ousted {
        judgement.notes.insert(
            0,
            griot_model::Note::Note(format!("the sentence names {ousted} as the one removed")),
        );
    }
    if let Some(by) = by.as_ref().filter(|_| judgement.verdict == Verdict::Supported)
        && !dates.iter().any(|reading| came_to_rule(facts, country, reading, by))
    {
        judgement.verdict = Verdict::Unverified;
        judgement.message =
            format!("{}; that {by} did it, no row of this evidence says", judgement.message);
        judgement = judgement.help("a source that says who carried it out would settle it");
    }
    judgement.says = shown(dates);
    Some(judgement)
}

fn one_reading(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    reading: &DateReading,
    failed: bool,
    known: &[&Coup],
    ousted: Option<&str>,
) -> Judgement {
    let name = facts.country_name(country);
    let covered = facts.covers("coups", country, reading.range);
    let realised = |coup: &Coup| coup.kind == "coup";
    let agreeing: Vec<&Coup> = known
        .iter()
        .copied()
        .filter(|coup| agree(reading, coup.date) && (failed || coup.kind != "conspiracy"))
        .collect();
    if let Some(coup) =
        agreeing.iter().find(|coup| realised(coup) != failed).or(agreeing.first())
    {
        let kind = if realised(coup) { "a coup" } else { "a coup attempt" };
        if let Some(judgement) = ousted
            .and_then(|ousted| another_removed(claim, facts, country, reading, coup, ousted))
        {
            return judgement;
        }
        if let Some(ousted) =
            ousted.filter(|ousted| !was_in_power(facts, country, coup, ousted))
        {
            let message = format!(
                "the table of coups has {kind} in {name} on {}, and no row has {ousted} in power there then",
                coup.date
            );
            return Judgement::unverified(
                &reading.shown,
                message,
                "a source that says whom the coup removed would settle it",
            );
        }
        let message = format!("the table of coups has {kind} in {name} on {}", coup.date);
        if !failed && !realised(coup) {
            return Judgement::unverified(
                &reading.shown,
                message,
                "say that it failed, or cite a source by which it succeeded",
            )
            .with_rows(coup.date.to_string(), evidence::coups(facts.library, &[coup]));
        }
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(coup.date.to_string(), evidence::coups(facts.library, &[coup]));
    }
    let nearest = known
        .iter()
        .copied()
        .filter(|coup| realised(coup) || failed)
        .min_by_key(|coup| distance_days(reading, coup.date));
    let Some(nearest) = nearest.filter(|_| covered) else {
        let message = format!("no coup in {name} can be looked up for {}", reading.shown);
        return Judgement::unverified(
            &reading.shown,
            message,
            "a dated report of the event, or the Cline Center's table for that time, would settle it",
        );
    };
    let apart = distance_days(reading, nearest.date);
    if apart <= NIGHT_DAYS && !is_bound(claim) {
        let message = format!(
            "the table of coups has the coup in {name} on {}, the night before or after",
            nearest.date
        );
        return Judgement::new(Verdict::Supported, &reading.shown, message)
            .with_rows(nearest.date.to_string(), evidence::coups(facts.library, &[nearest]));
    }
    // The leader can fall on another day than the coup began: both are told as the day of it.
    if let Some(fall) =
        falls_of(facts, country, ousted).into_iter().find(|fall| agree(reading, *fall))
        && (matches!(fall, PartialDate::Day(_)) || apart > SLIP_DAYS)
    {
        return Judgement::unverified(
            &reading.shown,
            format!(
                "the coup in {name} is dated {}, and a leader left office there in {fall}",
                nearest.date
            ),
            "say whether the day of the coup or of the fall is meant",
        );
    }
    if let Some(meant) = known.iter().find(|coup| {
        realised(coup)
            && !failed
            && is_year_slip(reading, coup.date)
            && ousted.is_none_or(|ousted| fell_with(facts, country, ousted, coup))
    }) && certain(claim)
    {
        return dated_otherwise(facts, &name, reading, meant);
    }
    let allowed = if reading.shown.len() == 4 { SAME_YEAR_SLIP_DAYS } else { SAME_COUP_DAYS };
    let meant = ousted.is_none_or(|ousted| fell_with(facts, country, ousted, nearest));
    if apart <= allowed && meant && certain(claim) && (!failed || is_bound(claim)) {
        return dated_otherwise(facts, &name, reading, nearest);
    }
    let message = format!(
        "the table of coups has none in {name} in {}; the nearest is dated {}",
        reading.shown, nearest.date
    );
    Judgement::unverified(
        &reading.shown,
        message,
        "a dated report of the event would settle it; an uprising or a plot need not be in the table",
    )
}

fn dated_otherwise(
    facts: &Facts<'_>,
    name: &str,
    reading: &DateReading,
    coup: &Coup,
) -> Judgement {
    let message = format!(
        "the coup in {name} is dated {} by this evidence, not {}",
        coup.date, reading.shown
    );
    Judgement::new(Verdict::Contradicted, &reading.shown, message)
        .with_rows(coup.date.to_string(), evidence::coups(facts.library, &[coup]))
        .help(format!("write {}, or cite a source that dates it otherwise", coup.date))
}

/// The same day and month of another year, at most five years off.
fn is_year_slip(reading: &DateReading, date: PartialDate) -> bool {
    let (said, PartialDate::Day(day)) = (reading.range.first, date) else { return false };
    let years = (said.year() - day.year()).abs();
    said == reading.range.last
        && (said.month(), said.day()) == (day.month(), day.day())
        && (1..=5).contains(&years)
}

/// Whether somebody of that name came to rule the country with what happened then.
fn came_to_rule(facts: &Facts<'_>, country: &str, reading: &DateReading, who: &str) -> bool {
    let wanted = Person::named(who);
    rulers(facts, country).iter().any(|ruler| {
        ruler.may_be(&wanted)
            && ruler.from.iter().any(|from| distance_days(reading, *from) <= SAME_COUP_DAYS)
    })
}

/// Days by which a slip of the pen is off, and a month does not tell it from the fall of a leader.
const SLIP_DAYS: i32 = 4;

fn certain(claim: &Claim) -> bool {
    is_bound(claim)
        || (claim.assumed.is_none()
            && claim.attribution.is_none()
            && claim.modality == griot_model::Modality::Asserted)
}

/// Whether the one who is named left office when that coup came.
fn fell_with(facts: &Facts<'_>, country: &str, ousted: &str, coup: &Coup) -> bool {
    let day =
        DateReading { range: coup.date.range(), shown: String::new(), how: String::new() };
    falls_of(facts, country, Some(ousted))
        .into_iter()
        .any(|fall| distance_days(&day, fall) <= 31)
}

/// When leaders of the country left office, of the one who is named where there is one.
fn falls_of(facts: &Facts<'_>, country: &str, ousted: Option<&str>) -> Vec<PartialDate> {
    let wanted = ousted.map(Person::named);
    let all: Vec<PartialDate> = rulers(facts, country)
        .into_iter()
        .filter(|ruler| wanted.as_ref().is_none_or(|it| ruler.may_be(it)))
        .flat_map(|ruler| ruler.to)
        .collect();
    // A month is not asked where another row has the day.
    let is_day = |date: &&PartialDate| matches!(date, PartialDate::Day(_));
    all.iter()
        .filter(|date| {
            is_day(date)
                || !all.iter().filter(is_day).any(|day| date.range().contains(day.first_day()))
        })
        .copied()
        .collect()
}

/// Whether a rule had begun before the day of a coup: whom it brought to power it did not remove.
fn ruled_before(ruler: &Ruler<'_>, coup: &Coup) -> bool {
    ruler.from.iter().any(|from| from.first_day() < coup.date.first_day())
}

/// Whether somebody of that name was at the head of the country when the coup came, or nobody is known to have been.
fn was_in_power(facts: &Facts<'_>, country: &str, coup: &Coup, ousted: &str) -> bool {
    let wanted = Person::named(ousted);
    let mut known = false;
    for ruler in rulers(facts, country) {
        let from = ruled_before(&ruler, coup);
        let to = ruler.to.is_empty()
            || ruler.to.iter().any(|to| to.last_day() >= coup.date.first_day());
        if from && to {
            known = true;
            if ruler.may_be(&wanted) {
                return true;
            }
        }
    }
    !known
}

/// The coup is known, and so is who fell in its month: somebody else than the sentence names.
fn another_removed(
    claim: &Claim,
    facts: &Facts<'_>,
    country: &str,
    reading: &DateReading,
    coup: &Coup,
    ousted: &str,
) -> Option<Judgement> {
    if coup.kind != "coup" || !certain(claim) || days_in(reading.range) > 31 {
        return None;
    }
    let wanted = Person::named(ousted);
    let all = rulers(facts, country);
    let fell: Vec<&Ruler<'_>> = all
        .iter()
        .filter(|ruler| ruler.is_head)
        .filter(|ruler| ruler.to.iter().any(|to| to.agrees_with(coup.date)))
        .collect();
    let first = *fell.first()?;
    let one = fell.iter().all(|ruler| ruler.names.iter().any(|name| first.may_be(name)));
    let in_power = |ruler: &&Ruler<'_>| {
        ruled_before(ruler, coup)
            && (ruler.to.is_empty()
                || ruler.to.iter().any(|to| to.last_day() >= coup.date.first_day()))
    };
    if !one || all.iter().filter(in_power).any(|ruler| ruler.may_be(&wanted)) {
        return None;
    }
    let name = facts.country_name(country);
    let message = format!(
        "by this evidence the coup in {name} on {} removed {}, not {ousted}",
        coup.date, first.who
    );
    Some(
        Judgement::new(Verdict::Contradicted, &reading.shown, message)
            .with_rows(first.who, first.row.evidence(facts.library))
            .help(format!("write {}, or cite the source that names {ousted}", first.who)),
    )
}
