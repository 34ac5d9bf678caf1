//! Ideal points of host, sender and comparison countries.

use std::{collections::BTreeSet, ops::RangeInclusive};

use griot_model::{Choice, Estimate, Finding, Part, Point, Selection, Series};

use super::{Asked, SERIES_CAVEAT, table};
use crate::vote::{IN_SERIES, Years, ideal_points};
use griot_model::rows::Rows;

/// Sessions before the first one shown that are used as well, so that its points do not stand on
/// the prior alone.
const RUN_UP: i32 = 3;

impl Asked<'_> {
    /// Where host, sender and comparison countries stand, session by session. Two states can draw
    /// near because either moved, so the title gives each one's own move and the distance.
    pub(super) fn ideal_points(&self) -> Option<Finding> {
        let (first, last) = (self.spans.shown.first, self.spans.shown.last);
        let session = |year: i16| i32::from(year) - 1945;
        let wanted = session(first)..=session(last);
        let used = session(first) - RUN_UP..=session(last);
        let found = ideal_points(self.assembly, used.clone(), 2, |_| ())?;
        let place = |country: usize, session: i32| {
            let session = usize::try_from(session).ok()?;
            found.points.iter().find(|p| p.voter == country && p.session == session).copied()
        };
        let before = session(self.spans.before.first);
        let after = session(self.spans.after.last);
        let [host, sender] = [self.pair.0, self.pair.1]
            .map(|country| place(country, before).zip(place(country, after)));
        let ((host_before, host_after), (sender_before, sender_after)) = (host?, sender?);
        let series = [self.host, self.sender]
            .into_iter()
            .chain(self.settings.compare.iter().map(String::as_str))
            .filter_map(|code| Some((code, self.assembly.country(code)?)))
            .map(|(code, country)| Series {
                name: self.name(code),
                points: wanted
                    .clone()
                    .map(|session| {
                        let place = place(country, session);
                        Point {
                            at: (session + 1945).to_string(),
                            estimate: place.map(|place| {
                                let half = 1.96 * place.standard_error;
                                let (low, high) = (place.value - half, place.value + half);
                                Estimate { value: place.value, low, high }
                            }),
                            n: place.map_or(0, |place| place.n.try_into().unwrap_or(u64::MAX)),
                        }
                    })
                    .collect(),
            });
        let (query, rows) = self.used_rows(used);
        Some(Finding {
            id: format!("ideal-{}-{}", self.host, self.sender),
            part: Part::Gain,
            title: format!(
                "From the session of {} to that of {}, {} moved by {:+.2} and {} by {:+.2}; they were \
                 {:.2} apart and are {:.2} apart",
                before + 1945,
                after + 1945,
                self.name(self.host),
                host_after.value - host_before.value,
                self.name(self.sender),
                sender_after.value - sender_before.value,
                (host_before.value - sender_before.value).abs(),
                (host_after.value - sender_after.value).abs(),
            ),
            question: format!(
                "Where do {} and {} stand on the line that explains the Assembly's votes best?",
                self.name(self.host),
                self.name(self.sender)
            ),
            unit: "standard deviations of all states and sessions used".to_owned(),
            interval: "95 %, from the curvature of the posterior, texts held at their estimates"
                .to_owned(),
            method: format!(
                "Ordered probit of Bailey, Strezhnev and Voeten (2017), its posterior mode instead of \
                 their sampler: yes, abstention and no on one line, a random walk from session to \
                 session, texts put to the vote again as one item ({} of {} roll calls). The line's \
                 positive side is that of the United States, Canada, the United Kingdom and Israel.",
                found.bridged,
                rows.rows.len(),
            ),
            estimate: None,
            series: series.collect(),
            selection: Selection { table: "un_roll_calls".to_owned(), ..self.selection(query, &rows) },
            caveats: vec![
                "The interval leaves out what is not known about the texts, and is rather too narrow."
                    .to_owned(),
                "Sessions are tied to each other by the texts that return under the same title and by \
                 the random walk: a move of everybody together would not be seen."
                    .to_owned(),
                SERIES_CAVEAT.to_owned(),
            ],
            licence: self.licence(),
        })
    }

    fn used_rows(&self, sessions: RangeInclusive<i32>) -> (String, Rows) {
        let (first, last) = (sessions.start() + 1945, sessions.end() + 1946);
        let query = format!(
            "SELECT r.roll_call, r.date, r.yes, r.no, r.abstain FROM un_roll_calls r \
             WHERE {IN_SERIES} AND r.yes + r.no + r.abstain + r.absent > 0 AND r.date >= '{first}-09-01' \
             AND r.date < '{last}-09-01' ORDER BY r.date, r.roll_call"
        );
        let chosen =
            self.assembly.roll_calls.iter().filter(|held| sessions.contains(&held.session));
        let wanted: BTreeSet<&str> = chosen.map(|held| held.id.as_str()).collect();
        let all = Years { first: i16::MIN, last: i16::MAX };
        let rows =
            self.in_years(all).filter(|roll_call| wanted.contains(roll_call.id.as_str()));
        let rows = rows.map(|roll_call| {
            let count = |choice| {
                roll_call.votes.iter().filter(|(_, cast)| *cast == choice).count().to_string()
            };
            vec![
                roll_call.id.clone(),
                roll_call.date.to_string(),
                count(Choice::Yes),
                count(Choice::No),
                count(Choice::Abstain),
            ]
        });
        (query, table(["roll_call", "date", "yes", "no", "abstain"], rows.collect()))
    }
}
