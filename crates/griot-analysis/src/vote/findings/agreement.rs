//! Agreement by year, beside that of the comparison countries.

use griot_model::{Finding, Part, Point, Series};

use super::{Asked, INTERVAL, SERIES_CAVEAT, cast, estimate, plain, table};
use crate::vote::{Agreement, IN_SERIES, agreement, by_year};
use griot_model::rows::Rows;

impl Asked<'_> {
    pub(super) fn agreement(&self) -> Finding {
        let (host, sender) = (self.name(self.host), self.name(self.sender));
        let series = std::iter::once(self.host)
            .chain(self.settings.compare.iter().map(String::as_str))
            .filter(|code| *code != self.sender)
            .filter_map(|code| Some((code, self.assembly.country(code)?)))
            .map(|(code, country)| Series {
                name: self.name(code),
                points: by_year(self.assembly, country, self.pair.1)
                    .iter()
                    .filter(|row| self.shown(row))
                    .map(point)
                    .collect(),
            })
            .collect();
        let last = agreement(self.assembly, self.pair.0, self.pair.1, self.spans.after);
        let before = agreement(self.assembly, self.pair.0, self.pair.1, self.spans.before);
        let query = format!(
            "SELECT r.roll_call, r.date, a.vote AS host, b.vote AS sender FROM un_roll_calls r \
             JOIN un_votes a ON a.roll_call = r.roll_call \
             JOIN un_votes b ON b.roll_call = r.roll_call \
             WHERE {IN_SERIES} AND a.country = '{}' AND b.country = '{}' \
             AND a.vote <> 'absent' AND b.vote <> 'absent' \
             AND r.date >= '{}-01-01' AND r.date <= '{}-12-31' \
             ORDER BY r.date, r.roll_call",
            self.host, self.sender, self.spans.shown.first, self.spans.shown.last,
        );
        Finding {
            id: format!("pi-{}-{}", self.host, self.sender),
            part: Part::Gain,
            title: format!(
                "{host} and {sender} {} in {}: Scott's pi {} over {} roll calls ({} in {})",
                beyond_chance(&last),
                self.spans.after,
                with_interval(&last),
                last.table.n(),
                with_interval(&before),
                self.spans.before,
            ),
            question: format!(
                "How far beyond chance do {host} and {sender} vote alike in the United Nations \
                 General Assembly?"
            ),
            unit: "Scott's pi, 1 for always alike, 0 for as by chance".to_owned(),
            interval: INTERVAL.to_owned(),
            method: format!(
                "Roll calls in which both voted yes, no or abstained. Scott's pi is agreement beyond \
                 that of two states that draw from their pooled shares of yes, abstention and no. \
                 Raw agreement with an abstention as half was {} in {} and {} in {}: it is high \
                 wherever most roll calls are carried by large majorities, and says little alone.",
                plain(before.table.half()),
                self.spans.before,
                plain(last.table.half()),
                self.spans.after,
            ),
            estimate: estimate(&last),
            series,
            selection: self.selection(query, &self.pair_rows()),
            caveats: vec![
                "Agreement rises as well when the other state moves or the agenda changes; read it \
                 with the shift against all other states and with the changed votes."
                    .to_owned(),
                SERIES_CAVEAT.to_owned(),
            ],
            licence: self.licence(),
        }
    }

    fn pair_rows(&self) -> Rows {
        let rows = self.in_years(self.spans.shown).filter_map(|roll_call| {
            let host = cast(roll_call, self.host)?;
            let sender = cast(roll_call, self.sender)?;
            Some(vec![
                roll_call.id.clone(),
                roll_call.date.to_string(),
                host.word().to_owned(),
                sender.word().to_owned(),
            ])
        });
        table(["roll_call", "date", "host", "sender"], rows.collect())
    }
}

fn point(row: &Agreement) -> Point {
    Point { at: row.years.to_string(), estimate: estimate(row), n: row.table.n() }
}

fn with_interval(row: &Agreement) -> String {
    estimate(row).map_or_else(
        || "not defined".to_owned(),
        |e| format!("{:.2} ({:.2} to {:.2})", e.value, e.low, e.high),
    )
}

fn beyond_chance(row: &Agreement) -> &'static str {
    match estimate(row) {
        Some(estimate) if estimate.low > 0.0 => "voted alike more than chance would give",
        Some(estimate) if estimate.high < 0.0 => "voted alike less than chance would give",
        _ => "voted alike no more than chance could give",
    }
}
