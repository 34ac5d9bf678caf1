//! What would meltt 0.4.3 have matched?
//!
//! meltt (Donnay, Dunford, `McGrath`, Backer and Cunningham, "Integrating Conflict Event Data", Journal of
//! Conflict Resolution 63(5), 2019) is the published way to join event lists. Results that rest on it should be
//! reproducible here, so this module gives its answers, including those that its documentation does not
//! promise: an event takes its first candidate in time order, not its best one; the answer depends on
//! the order of the lists; `partial` accepts exactly that many mismatches, or none.
//!
//! Two things differ. Lists that hold only episodes end meltt with an error and are matched here.
//! Averaging of merged positions is not offered: meltt averages latitudes and never longitudes.

use crate::linkage::great_circle_km;

/// Kilometres in a degree, as meltt has it.
const KM_PER_DEGREE: f64 = 111.111;
/// The Earth's radius that follows from it.
const RADIUS_KM: f64 = KM_PER_DEGREE * 180.0 / std::f64::consts::PI;

/// One row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// First day, counted from any fixed day.
    pub start: i32,
    /// Last day; an episode where it differs from the first.
    pub end: i32,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Codes of all taxonomies one after the other, each from its finest level to its coarsest.
    pub codes: Vec<u32>,
}

/// How deep two categories may be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Depth {
    /// The finest level that agrees (`smartmatch = TRUE`).
    Finest,
    /// Only this level of each taxonomy, counted from 0 (`smartmatch = FALSE`; meltt counts from 1).
    Only(Vec<usize>),
}

/// The arguments of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Farthest distance in kilometres (`spatwindow`).
    pub km: f64,
    /// Largest difference of first days, and of last days (`twindow`).
    pub days: i32,
    /// Levels of each taxonomy.
    pub levels: Vec<usize>,
    /// Weight of each taxonomy; meltt asks that they sum to their number.
    pub weights: Vec<f64>,
    /// How deep categories are compared (`smartmatch`, `certainty`).
    pub depth: Depth,
    /// How many taxonomies may disagree (`partial`).
    pub partial: usize,
}

/// A row by its list and its place there, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// Which list.
    pub list: usize,
    /// Which row of it.
    pub row: usize,
}

/// A match with its two next best candidates (`event_contenders`, `episode_contenders`).
#[derive(Debug, Clone, PartialEq)]
pub struct Contender {
    /// The row that stays.
    pub row: Row,
    /// The row that was matched to it and removed.
    pub partner: Row,
    /// Score of the match; 0 is best.
    pub score: f64,
    /// The candidates after it in order of score, at most two.
    pub runners_up: Vec<(Row, f64)>,
    /// How many candidates there were.
    pub candidates: usize,
}

/// A row that remains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The row.
    pub row: Row,
    /// Episodes that may contain this event; flagged only, never merged (`episodal_match`).
    pub within: Vec<Row>,
}

/// What meltt returns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Integration {
    /// Groups of matched events, the remaining row first (`event_matched`).
    pub event_groups: Vec<Vec<Row>>,
    /// Groups of matched episodes (`episode_matched`).
    pub episode_groups: Vec<Vec<Row>>,
    /// Event matches with their runners-up.
    pub event_contenders: Vec<Contender>,
    /// Episode matches with their runners-up.
    pub episode_contenders: Vec<Contender>,
    /// Rows that remain, by first day, list and row (`deduplicated_index`).
    pub kept: Vec<Kept>,
}

/// Integrates the lists one after another, in the order given.
///
/// Every event must carry as many codes as the levels sum to.
pub fn integrate(lists: &[Vec<Event>], options: &Options) -> Integration {
    let mut result = Integration::default();
    let mut merged: Vec<Kept> = kept_rows(lists, 0);
    for next in 1..lists.len() {
        let incoming = kept_rows(lists, next);
        let step = Step { lists, options };
        let (left_events, left_episodes) = step.split(&merged);
        let (right_events, right_episodes) = step.split(&incoming);

        let events = step.one_to_one(&left_events, &right_events);
        let episodes = step.one_to_one(&left_episodes, &right_episodes);
        record(&mut result.event_groups, &events);
        record(&mut result.episode_groups, &episodes);

        let remains = |rows: &[Row], matched: &[Contender]| -> Vec<Row> {
            let mut gone: Vec<Row> = matched.iter().map(|m| m.partner).collect();
            gone.sort_unstable();
            rows.iter().copied().filter(|row| gone.binary_search(row).is_err()).collect()
        };
        let right_events = remains(&right_events, &events);
        let right_episodes = remains(&right_episodes, &episodes);
        let flagged = step
            .contained(&left_episodes, &right_events)
            .into_iter()
            .chain(step.contained(&right_episodes, &left_events));

        let arriving = right_events.iter().chain(&right_episodes);
        merged.extend(arriving.map(|&row| Kept { row, within: Vec::new() }));
        for (episode, event) in flagged {
            if let Some(kept) = merged.iter_mut().find(|kept| kept.row == event) {
                kept.within.push(episode);
            }
        }
        merged.sort_by_key(|kept| (step.event(kept.row).start, kept.row));
        result.event_contenders.extend(events);
        result.episode_contenders.extend(episodes);
    }
    result.kept = merged;
    result
}

/// The rows of a list by first day; rows of one day keep their order.
fn kept_rows(lists: &[Vec<Event>], list: usize) -> Vec<Kept> {
    let mut rows: Vec<usize> = (0..lists[list].len()).collect();
    rows.sort_by_key(|&row| lists[list][row].start);
    rows.into_iter().map(|row| Kept { row: Row { list, row }, within: Vec::new() }).collect()
}

/// Adds new matches to the groups: to the group of the remaining row, or as a group of its own.
fn record(groups: &mut Vec<Vec<Row>>, matches: &[Contender]) {
    let before = groups.len();
    for found in matches {
        match groups[..before].iter_mut().find(|group| group.contains(&found.row)) {
            Some(group) => group.push(found.partner),
            None => groups.push(vec![found.row, found.partner]),
        }
    }
}

/// One pass of matching.
struct Step<'a> {
    lists: &'a [Vec<Event>],
    options: &'a Options,
}

impl Step<'_> {
    fn event(&self, row: Row) -> &Event {
        &self.lists[row.list][row.row]
    }

    /// Events of one day, and episodes.
    fn split(&self, rows: &[Kept]) -> (Vec<Row>, Vec<Row>) {
        let one_day = |row: &Row| self.event(*row).start == self.event(*row).end;
        rows.iter().map(|kept| kept.row).partition(one_day)
    }

    /// Left rows in order, each with its first free candidate. Rows that find none are not asked again,
    /// since candidates only become fewer.
    fn one_to_one(&self, left: &[Row], right: &[Row]) -> Vec<Contender> {
        let mut free = vec![true; right.len()];
        let mut matches = Vec::new();
        for &row in left {
            let a = self.event(row);
            let near = |b: &Event| {
                (a.start - b.start).abs() <= self.options.days
                    && (a.end - b.end).abs() <= self.options.days
            };
            let found = self.candidates(row, right, near, near);
            let Some(&(partner, score)) = found.iter().find(|(at, _)| free[*at]) else {
                continue;
            };
            free[partner] = false;
            let mut by_score = found.clone();
            by_score.sort_by(|x, y| x.1.total_cmp(&y.1));
            let after = by_score.iter().skip_while(|(at, _)| *at != partner).skip(1).take(2);
            matches.push(Contender {
                row,
                partner: right[partner],
                score,
                runners_up: after.map(|&(at, score)| (right[at], score)).collect(),
                candidates: found.len(),
            });
        }
        matches
    }

    /// Episodes in order, each with all events it may contain that no earlier episode took.
    fn contained(&self, episodes: &[Row], events: &[Row]) -> Vec<(Row, Row)> {
        let days = self.options.days;
        let mut free = vec![true; events.len()];
        let mut pairs = Vec::new();
        for &episode in episodes {
            let a = self.event(episode);
            let found = self.candidates(
                episode,
                events,
                |b| a.start - b.start <= days,
                |b| b.end - a.end <= days,
            );
            for (at, _) in found {
                if std::mem::replace(&mut free[at], false) {
                    pairs.push((episode, events[at]));
                }
            }
        }
        pairs
    }

    /// Candidates of a left row in meltt's order of discovery, as positions in `right` with scores:
    /// backwards in time from the row, then forwards, in each direction up to the first row that
    /// starts outside the window. Of one day, right rows come after left rows.
    fn candidates(
        &self,
        row: Row,
        right: &[Row],
        near_before: impl Fn(&Event) -> bool,
        near_after: impl Fn(&Event) -> bool,
    ) -> Vec<(usize, f64)> {
        let a = self.event(row);
        let here = right.partition_point(|&other| self.event(other).start < a.start);
        let mut found = Vec::new();
        let mut look = |at: usize, near: &dyn Fn(&Event) -> bool| {
            let b = self.event(right[at]);
            if near(b)
                && great_circle_km(
                    (a.latitude, a.longitude),
                    (b.latitude, b.longitude),
                    RADIUS_KM,
                ) <= self.options.km
                && let Some(score) = self.score(a, b)
            {
                found.push((at, score));
            }
            (a.start - b.start).abs() <= self.options.days
        };
        let _ = (0..here).rev().all(|at| look(at, &near_before));
        let _ = (here..right.len()).all(|at| look(at, &near_after));
        found
    }

    /// How far two rows' categories are apart; nothing where too many taxonomies disagree.
    fn score(&self, a: &Event, b: &Event) -> Option<f64> {
        let mut sum = 0.0;
        let mut agreeing = 0;
        let mut first = 0;
        for (taxonomy, &levels) in self.options.levels.iter().enumerate() {
            let agrees = |level: &usize| a.codes[first + level] == b.codes[first + level];
            let level = match &self.options.depth {
                Depth::Finest => (0..levels).find(agrees),
                Depth::Only(only) => Some(only[taxonomy]).filter(agrees),
            };
            if let Some(level) = level {
                #[expect(clippy::cast_precision_loss, reason = "levels of a taxonomy are few")]
                let depth = level as f64 / levels.saturating_sub(1).max(1) as f64;
                sum += self.options.weights[taxonomy] * depth;
                agreeing += 1;
            }
            first += levels;
        }
        let taxonomies = self.options.levels.len();
        #[expect(clippy::cast_precision_loss, reason = "taxonomies are few")]
        let mean = |sum: f64| sum / taxonomies as f64;
        let partial = self.options.partial;
        if agreeing == taxonomies {
            Some(mean(sum))
        } else if partial > 0 && agreeing + partial == taxonomies {
            #[expect(clippy::cast_precision_loss, reason = "taxonomies are few")]
            let penalty = partial as f64;
            Some(mean(sum + penalty))
        } else {
            None
        }
    }
}
