//! Did the host vote with the sender in the General Assembly, year by year?

use std::collections::BTreeMap;

use griot_model::{Estimate, Finding, Part, Point, Series};

use super::{Asked, Found, exact, grouped, sql_codes, value};
use crate::{rows::Rows, session::SqlError};

const TABLE: &str = "un_votes";

/// How two members voted in roll calls that list both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// Both in favour, both against, or both abstaining.
    same: i64,
    /// One in favour, the other against.
    opposite: i64,
    /// One abstained, the other did not.
    one_abstained: i64,
    /// One or both did not vote.
    absent: i64,
}

impl Tally {
    fn add(&mut self, one: &str, other: &str) {
        let counter = match (one, other) {
            ("absent", _) | (_, "absent") => &mut self.absent,
            _ if one == other => &mut self.same,
            ("abstain", _) | (_, "abstain") => &mut self.one_abstained,
            _ => &mut self.opposite,
        };
        *counter += 1;
    }

    fn plus(self, other: Self) -> Self {
        Self {
            same: self.same + other.same,
            opposite: self.opposite + other.opposite,
            one_abstained: self.one_abstained + other.one_abstained,
            absent: self.absent + other.absent,
        }
    }

    /// Roll calls in which both voted.
    fn both(self) -> i64 {
        self.same + self.opposite + self.one_abstained
    }

    fn all(self) -> i64 {
        self.both() + self.absent
    }

    /// Share of the same vote among roll calls in which both voted; the bounds are the shares that
    /// would hold if all the others had gone apart, or together.
    fn agreement(self) -> Option<Estimate> {
        (self.both() > 0).then(|| Estimate {
            value: exact(self.same) / exact(self.both()),
            low: exact(self.same) / exact(self.all()),
            high: exact(self.same + self.absent) / exact(self.all()),
        })
    }
}

/// By country, then year.
type ByYear = BTreeMap<String, BTreeMap<i16, Tally>>;

/// Two findings for each host and sender: the counts, and the share beside other countries.
pub(super) fn findings(asked: &Asked<'_>) -> Result<Vec<Found>, SqlError> {
    let Some(years) = asked.years(TABLE) else { return Ok(Vec::new()) };
    let settings = &asked.case.settings;
    let mut found = Vec::new();
    for host in &settings.hosts {
        for sender in settings.senders.iter().filter(|sender| *sender != host) {
            found.extend(share(asked, host, sender, years)?);
            found.extend(counts(asked, host, sender, years)?);
        }
    }
    Ok(found)
}

fn share(
    asked: &Asked<'_>,
    host: &str,
    sender: &str,
    years: (i16, i16),
) -> Result<Option<Found>, SqlError> {
    let others =
        asked.case.settings.compare.iter().filter(|code| *code != host && *code != sender);
    let codes: Vec<String> = std::iter::once(host.to_owned()).chain(others.cloned()).collect();
    let (selection, rows) = asked.select(TABLE, query(&codes, sender, years))?;
    let counted = counted(&rows);
    let Some(of_host) = counted.get(host) else { return Ok(None) };
    let (host_name, sender_name) = (asked.country(host), asked.country(sender));
    let total = sum(of_host);
    let (from, to) = years;
    let percent = |(year, tally): (&i16, &Tally)| {
        // Rounded half up, in whole numbers.
        let percent = (tally.same * 200 + tally.both()) / (tally.both().max(1) * 2);
        format!("{percent} % of their roll calls in {year}")
    };
    let title = match (of_host.first_key_value(), of_host.last_key_value()) {
        (Some(first), Some(last)) if first.0 < last.0 => format!(
            "{host_name} voted as {sender_name} did in {}, and in {}",
            percent(first),
            percent(last)
        ),
        _ => format!("How often {host_name} voted as {sender_name} did"),
    };
    let mut caveats = caveats(asked);
    caveats.push(
        "Most resolutions pass with most states in favour, so that any two states agree often; \
         compare countries and years, not the share with a half."
            .to_owned(),
    );
    let finding = Finding {
        id: format!("agreement-{host}-{sender}"),
        part: Part::Gain,
        title,
        question: format!(
            "In what share of roll calls did {host_name} vote as {sender_name} did, and did other \
             countries?"
        ),
        unit: "share of roll calls".to_owned(),
        interval: "the share if all roll calls in which one of the two did not vote had gone \
                   apart, and if all had gone together"
            .to_owned(),
        method: format!(
            "For each calendar year from {from} to {to}, the roll calls in which both voted the \
             same (in favour, against, or abstaining), divided by those in which both voted. All \
             roll calls in the library are counted, whatever they are about."
        ),
        estimate: total.agreement(),
        series: codes
            .iter()
            .filter_map(|code| Some((code, counted.get(code)?)))
            .map(|(code, by_year)| {
                points(asked.country(code), by_year, years, Tally::both, |tally| {
                    tally.agreement()
                })
            })
            .collect(),
        selection,
        caveats,
        licence: asked.licence(TABLE),
    };
    Ok(Some(Found { finding, rows }))
}

fn counts(
    asked: &Asked<'_>,
    host: &str,
    sender: &str,
    years: (i16, i16),
) -> Result<Option<Found>, SqlError> {
    let (selection, rows) = asked.select(TABLE, query(&[host.to_owned()], sender, years))?;
    let counted = counted(&rows);
    let Some(of_host) = counted.get(host) else { return Ok(None) };
    let (host_name, sender_name) = (asked.country(host), asked.country(sender));
    let total = sum(of_host);
    let (from, to) = years;
    let line = |name: &str, count: fn(Tally) -> i64| {
        points(name.to_owned(), of_host, years, Tally::all, move |tally| {
            let value = exact(count(tally));
            Some(Estimate { value, low: value, high: value })
        })
    };
    let finding = Finding {
        id: format!("votes-{host}-{sender}"),
        part: Part::Gain,
        title: format!(
            "From {from} to {to} {host_name} voted as {sender_name} did {} times and the opposite \
             way {} times",
            grouped(total.same),
            grouped(total.opposite)
        ),
        question: format!(
            "How often did {host_name} vote with {sender_name}, and how often against it?"
        ),
        unit: "roll calls".to_owned(),
        interval: "none: these are counts of all roll calls in the library".to_owned(),
        method: format!(
            "Roll calls of the General Assembly that list both, by calendar year: the same vote; \
             opposite votes, one in favour and one against; one abstained and the other did not; \
             one or both did not vote. In all years together {}, {}, {} and {}.",
            grouped(total.same),
            grouped(total.opposite),
            grouped(total.one_abstained),
            grouped(total.absent)
        ),
        estimate: None,
        series: vec![
            line("Same vote", |tally| tally.same),
            line("Opposite votes", |tally| tally.opposite),
            line("One abstained", |tally| tally.one_abstained),
            line("One did not vote", |tally| tally.absent),
        ],
        selection,
        caveats: caveats(asked),
        licence: asked.licence(TABLE),
    };
    Ok(Some(Found { finding, rows }))
}

/// Votes of each country beside the sender's, one row for each roll call that lists both.
fn query(codes: &[String], sender: &str, (from, to): (i16, i16)) -> String {
    let sender = sql_codes([&sender.to_owned()]);
    format!(
        "select r.date, r.roll_call, r.symbol, host.country, host.vote, sender.vote as sender_vote\n\
         from un_roll_calls r\n\
         join un_votes host on host.roll_call = r.roll_call\n\
         join un_votes sender on sender.roll_call = r.roll_call\n\
         where host.country in ({}) and sender.country = {sender}\n\
         and r.date between date '{from:04}-01-01' and date '{to:04}-12-31'\n\
         order by r.date, r.roll_call, host.country",
        sql_codes(codes)
    )
}

fn counted(rows: &Rows) -> ByYear {
    let mut counted = ByYear::new();
    for row in &rows.rows {
        let year =
            value(rows, row, "date").split('-').next().and_then(|year| year.parse().ok());
        let Some(year) = year else { continue };
        let years = counted.entry(value(rows, row, "country").to_owned()).or_default();
        let tally = years.entry(year).or_default();
        tally.add(value(rows, row, "vote"), value(rows, row, "sender_vote"));
    }
    counted
}

fn sum(by_year: &BTreeMap<i16, Tally>) -> Tally {
    by_year.values().fold(Tally::default(), |sum, tally| sum.plus(*tally))
}

fn points(
    name: String,
    by_year: &BTreeMap<i16, Tally>,
    (from, to): (i16, i16),
    rows: fn(Tally) -> i64,
    estimate: impl Fn(Tally) -> Option<Estimate>,
) -> Series {
    let point = |year: i16| {
        let tally = by_year.get(&year).copied();
        Point {
            at: year.to_string(),
            estimate: tally.and_then(&estimate),
            n: tally.and_then(|tally| u64::try_from(rows(tally)).ok()).unwrap_or(0),
        }
    };
    Series { name, points: (from..=to).map(point).collect() }
}

fn caveats(asked: &Asked<'_>) -> Vec<String> {
    let mut caveats = asked.partial_years();
    let gaps = asked.library.description(TABLE).map(|it| it.coverage.gaps.clone());
    // What the table lacks of the emergency sessions on Ukraine decides how recent years read.
    caveats.extend(gaps.into_iter().flatten().filter(|gap| gap.contains("ES-11")));
    caveats.push(
        "A vote with another state is not a vote for its sake; this says how votes fell, not why."
            .to_owned(),
    );
    caveats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_of_votes_is_one_of_four() {
        let mut tally = Tally::default();
        for (one, other) in [
            ("yes", "yes"),
            ("abstain", "abstain"),
            ("no", "yes"),
            ("abstain", "no"),
            ("absent", "absent"),
            ("yes", "absent"),
        ] {
            tally.add(one, other);
        }
        assert_eq!(tally, Tally { same: 2, opposite: 1, one_abstained: 1, absent: 2 });
        let agreement = tally.agreement().expect("both voted four times");
        for (got, wanted) in
            [(agreement.low, 2.0 / 6.0), (agreement.value, 0.5), (agreement.high, 4.0 / 6.0)]
        {
            assert!((got - wanted).abs() < 1e-12, "{got} is not {wanted}");
        }
        assert_eq!(Tally { absent: 3, ..Tally::default() }.agreement(), None);
    }
}
