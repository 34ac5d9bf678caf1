//! Votes that the host changed on the same text.

use griot_model::{Estimate, Finding, Part, Point, Series};

use super::{Asked, table};
use crate::vote::{Ballot, Direction, IN_SERIES, Years, changed_votes};
use griot_model::rows::Rows;

impl Asked<'_> {
    pub(super) fn changed_votes(&self) -> Option<Finding> {
        let (host, sender) = (self.name(self.host), self.name(self.sender));
        let changed = changed_votes(self.assembly, self.pair.0, self.pair.1);
        let last = changed.changes.last()?.to.date.year();
        let years = Years { first: self.spans.shown.first, last };
        let count = |direction: Direction, years: Years| {
            let of = changed.within(Some(years)).filter(|it| it.direction == direction);
            u32::try_from(of.count()).unwrap_or(u32::MAX)
        };
        let series = [(Direction::Toward, "toward"), (Direction::Away, "away from")].map(
            |(direction, word)| Series {
                name: format!("{word} {sender}"),
                points: (self.spans.shown.first..=last)
                    .map(|year| {
                        let value = count(direction, Years { first: year, last: year });
                        let exact = f64::from(value);
                        let estimate = Estimate { value: exact, low: exact, high: exact };
                        Point {
                            at: year.to_string(),
                            estimate: Some(estimate),
                            n: value.into(),
                        }
                    })
                    .collect(),
            },
        );
        let noes: Vec<String> = changed
            .within(Some(years))
            .filter(|change| {
                change.direction == Direction::Toward && change.to_ballot == Some(Ballot::No)
            })
            .map(|change| {
                let symbol = change.to.symbol.as_deref().unwrap_or(&change.to.id);
                format!("{symbol} on {}", change.to.date)
            })
            .collect();
        let [toward, away, level, absence] =
            [Direction::Toward, Direction::Away, Direction::Level, Direction::Absence]
                .map(|direction| count(direction, years));
        let query = self.titled_query(last);
        let mut caveats = vec![format!(
            "Titles are known for {} roll calls, those of adopted texts; votes on paragraphs and \
             amendments have none.",
            changed.titled
        )];
        if !noes.is_empty() {
            caveats.push(format!(
                "Changed to a no with {sender}'s position: {}.",
                noes.join(", ")
            ));
        }
        Some(Finding {
            id: format!("changed-votes-{}-{}", self.host, self.sender),
            part: Part::Gain,
            title: format!(
                "On texts put to the vote again, {host} changed {toward} votes toward {sender} and \
                 {away} away from it, {} to {last}",
                self.spans.shown.first
            ),
            question: format!("Which votes did {host} change on the same text?"),
            unit: "changed votes".to_owned(),
            interval: "none: a count".to_owned(),
            method: format!(
                "Roll calls with the same title in different sessions are one text; {} pairs of \
                 neighbouring votes were compared over all years. A change counts as toward {sender} \
                 where the new vote is nearer to {sender}'s vote of that day, on the scale yes, \
                 abstention, no. Not among them are {level} that leave it as near as before or on which {sender} \
                 cast nothing, and {absence} into or out of absence.",
                changed.compared
            ),
            estimate: Some(Estimate {
                value: toward.into(),
                low: toward.into(),
                high: toward.into(),
            }),
            series: series.into(),
            selection: self.selection(query, &self.titled_rows(last)),
            caveats,
            licence: self.licence(),
        })
    }

    fn titled_query(&self, last: i16) -> String {
        format!(
            "SELECT r.roll_call, r.date, r.symbol, r.title, a.vote FROM un_roll_calls r \
             JOIN un_votes a ON a.roll_call = r.roll_call \
             WHERE {IN_SERIES} AND r.title IS NOT NULL AND a.country = '{}' \
             AND r.date <= '{last}-12-31' ORDER BY r.date, r.roll_call",
            self.host
        )
    }

    fn titled_rows(&self, last: i16) -> Rows {
        let rows = self.in_years(Years { first: i16::MIN, last }).filter_map(|roll_call| {
            let code = self.host.as_bytes();
            let (_, choice) = roll_call.votes.iter().find(|(country, _)| country == code)?;
            Some(vec![
                roll_call.id.clone(),
                roll_call.date.to_string(),
                roll_call.symbol.clone().unwrap_or_default(),
                roll_call.title.clone()?,
                choice.word().to_owned(),
            ])
        });
        table(["roll_call", "date", "symbol", "title", "vote"], rows.collect())
    }
}
