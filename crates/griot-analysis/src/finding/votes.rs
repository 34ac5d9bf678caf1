//! Did the host vote with the sender in the General Assembly, year by year?

use std::collections::BTreeMap;

use griot_model::{Choice, Estimate, Finding, Part, Point, Series};
use griot_stats::agreement::{Ballot, Table, pi_interval};

use super::asked::{Asked, Found, exact, grouped, sql_codes, value};
use crate::vote::{self, IN_SERIES, LEVEL};
use griot_model::rows::Rows;
use griot_sql::SqlError;

const TABLE: &str = "un_votes";

/// How two members voted in roll calls that list both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// Roll calls in which both voted, by what each cast.
    cast: Table,
    /// One or both did not vote.
    absent: i64,
}

impl Tally {
    fn add(&mut self, one: &str, other: &str) {
        match (ballot(one), ballot(other)) {
            (Some(one), Some(other)) => self.cast.count(one, other),
            _ => self.absent += 1,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self { cast: self.cast + other.cast, absent: self.absent + other.absent }
    }

    fn same(self) -> i64 {
        whole(self.cast.same())
    }

    fn opposite(self) -> i64 {
        whole(self.cast.opposite())
    }

    fn one_abstained(self) -> i64 {
        whole(self.cast.one_abstains())
    }

    /// Roll calls in which both voted.
    fn both(self) -> i64 {
        whole(self.cast.n())
    }

    fn all(self) -> i64 {
        self.both() + self.absent
    }

    /// Share of the same vote among roll calls in which both voted; the bounds are the shares that
    /// would hold if all the others had gone apart, or together.
    fn agreement(self) -> Option<Estimate> {
        (self.both() > 0).then(|| Estimate {
            value: exact(self.same()) / exact(self.both()),
            low: exact(self.same()) / exact(self.all()),
            high: exact(self.same() + self.absent) / exact(self.all()),
        })
    }

    /// Scott's pi over the roll calls in which both voted.
    fn pi(self) -> Option<Estimate> {
        let (value, interval) =
            self.cast.pi().zip(pi_interval(&self.cast, self.cast.n(), LEVEL))?;
        Some(Estimate { value, low: interval.low, high: interval.high })
    }

    /// Scott's pi with its bounds in words; it stands wherever agreement does. Within a year each text is
    /// voted on once, so that roll calls are as many as texts.
    fn beyond_chance(self) -> String {
        match (self.pi(), self.cast.pi()) {
            (Some(pi), _) => {
                format!("Scott's pi {:.2}, {:.2} to {:.2}", pi.value, pi.low, pi.high)
            }
            (None, Some(pi)) => format!("Scott's pi {pi:.2}, too few votes for bounds"),
            (None, None) => "Scott's pi not defined".to_owned(),
        }
    }

    /// Scott's pi over several years, in which texts return: without bounds.
    fn over_years(self) -> String {
        self.cast.pi().map_or_else(
            || "Scott's pi not defined".to_owned(),
            |pi| format!("Scott's pi {pi:.2} in all"),
        )
    }
}

fn ballot(word: &str) -> Option<Ballot> {
    vote::ballot(Choice::of(word)?)
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Two findings for each host and sender: the share beside what is left of it beyond chance, and the
/// counts.
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
    let (selection, rows) = asked.select(TABLE, query(host, sender, years))?;
    let of_host = counted(&rows);
    if of_host.is_empty() {
        return Ok(None);
    }
    let (host_name, sender_name) = (asked.country(host), asked.country(sender));
    let (from, to) = years;
    let percent = |(year, tally): (&i16, &Tally)| {
        if tally.both() == 0 {
            return format!(
                "none of the roll calls in {year}, in which one of the two never voted"
            );
        }
        // Rounded half up, in whole numbers.
        let percent = (tally.same() * 200 + tally.both()) / (tally.both().max(1) * 2);
        format!("{percent} % of their roll calls in {year} ({})", tally.beyond_chance())
    };
    let title = match (of_host.first_key_value(), of_host.last_key_value()) {
        (Some(first), Some(last)) if first.0 < last.0 => format!(
            "{host_name} voted as {sender_name} did in {}, and in {}",
            percent(first),
            percent(last)
        ),
        _ => format!("How often {host_name} voted as {sender_name} did, and beyond chance"),
    };
    let mut caveats = caveats(asked);
    caveats.push(
        "Most resolutions pass with most states in favour, so that any two states agree often: the \
         share of the same vote says little without Scott's pi beside it."
            .to_owned(),
    );
    let finding = Finding {
        id: format!("agreement-{host}-{sender}"),
        part: Part::Gain,
        title,
        question: format!(
            "In what share of roll calls did {host_name} vote as {sender_name} did, and how much of \
             it is beyond chance?"
        ),
        unit: "agreement, 1 for always".to_owned(),
        interval:
            "of the share, the shares if all roll calls in which one of the two did not vote \
                   had gone apart, and if all had gone together; of Scott's pi, 95 % of the \
                   posterior of the nine shares, 2000 draws, none for fewer than ten votes"
                .to_owned(),
        method: format!(
            "For each calendar year from {from} to {to}, the roll calls in which both voted the same (in favour, against, or abstaining), divided by those in which both \
             voted. Scott's pi of the same roll calls is agreement beyond that of two states that \
             draw from their pooled shares of yes, abstention and no: 1 for always alike, 0 for as by \
             chance. All roll calls are counted, whatever they are about."
        ),
        // No headline: the share alone would be read alone.
        estimate: None,
        series: vec![
            points("Same vote".to_owned(), &of_host, years, Tally::both, Tally::agreement),
            points("Scott’s pi".to_owned(), &of_host, years, Tally::both, Tally::pi),
        ],
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
    let (selection, rows) = asked.select(TABLE, query(host, sender, years))?;
    let of_host = counted(&rows);
    if of_host.is_empty() {
        return Ok(None);
    }
    let (host_name, sender_name) = (asked.country(host), asked.country(sender));
    let total = sum(&of_host);
    let (from, to) = years;
    let line = |name: &str, count: fn(Tally) -> i64| {
        points(name.to_owned(), &of_host, years, Tally::all, move |tally| {
            let value = exact(count(tally));
            Some(Estimate { value, low: value, high: value })
        })
    };
    let finding = Finding {
        id: format!("votes-{host}-{sender}"),
        part: Part::Gain,
        title: format!(
            "From {from} to {to} {host_name} voted as {sender_name} did {} times and the opposite \
             way {} times ({})",
            grouped(total.same()),
            grouped(total.opposite()),
            total.over_years()
        ),
        question: format!(
            "How often did {host_name} vote with {sender_name}, and how often against it?"
        ),
        unit: "roll calls".to_owned(),
        interval: "none: these are counts of all roll calls that list both".to_owned(),
        method: format!(
            "Roll calls of the General Assembly that list both, by calendar year: the same vote; \
             opposite votes, one in favour and one against; one abstained and the other did not; \
             one or both did not vote. In all years together {}, {}, {} and {}.",
            grouped(total.same()),
            grouped(total.opposite()),
            grouped(total.one_abstained()),
            grouped(total.absent)
        ),
        estimate: None,
        series: vec![
            line("Same vote", Tally::same),
            line("Opposite votes", Tally::opposite),
            line("One abstained", Tally::one_abstained),
            line("One did not vote", |tally| tally.absent),
        ],
        selection,
        caveats: caveats(asked),
        licence: asked.licence(TABLE),
    };
    Ok(Some(Found { finding, rows }))
}

/// Votes of the host beside the sender's, one row for each roll call that lists both.
fn query(host: &str, sender: &str, (from, to): (i16, i16)) -> String {
    let [host, sender] = [host, sender].map(|code| sql_codes([&code.to_owned()]));
    format!(
        "select r.date, r.roll_call, r.symbol, host.country, host.vote, sender.vote as sender_vote\n\
         from un_roll_calls r\n\
         join un_votes host on host.roll_call = r.roll_call\n\
         join un_votes sender on sender.roll_call = r.roll_call\n\
         where host.country = {host} and sender.country = {sender} and {IN_SERIES}\n\
         and r.date between '{from:04}-01-01' and '{to:04}-12-31'\n\
         order by r.date, r.roll_call, host.country"
    )
}

fn counted(rows: &Rows) -> BTreeMap<i16, Tally> {
    let mut counted: BTreeMap<i16, Tally> = BTreeMap::new();
    for row in &rows.rows {
        let year =
            value(rows, row, "date").split('-').next().and_then(|year| year.parse().ok());
        let Some(year) = year else { continue };
        let tally = counted.entry(year).or_default();
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
    caveats
        .extend(gaps.into_iter().flatten().filter(|gap| gap.contains("not voting or absent")));
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
        assert_eq!(
            [tally.same(), tally.opposite(), tally.one_abstained(), tally.absent],
            [2, 1, 1, 2]
        );
        let agreement = tally.agreement().expect("both voted four times");
        for (got, wanted) in
            [(agreement.low, 2.0 / 6.0), (agreement.value, 0.5), (agreement.high, 4.0 / 6.0)]
        {
            assert!((got - wanted).abs() < 1e-12, "{got} is not {wanted}");
        }
        assert_eq!(Tally { absent: 3, ..Tally::default() }.agreement(), None);
    }
}
