//! Which roll calls of two sources are the same one?
//!
//! Sources share no key, their days differ, and titles are cut or missing; what a hundred states cast
//! is as good as a fingerprint. All of it is in whole numbers.

use std::collections::BTreeSet;

use griot_model::{Choice, PartialDate};
use jiff::civil::{Date, date};

/// Agreement that makes a match, of a thousand. All but one match of the library's two sources have
/// more than 970; that one (947) stands in an unbroken run of others. Between 900 and 940 lie three
/// more, each inside a block of Voeten's numbers that has no other match: votes on paragraphs, as it
/// seems.
const ENOUGH: u32 = 940;
/// Fewest cells that both sources must have: fewer than the fifty-one first members that ever voted. Of
/// the matches with fewer than a hundred cells two in a thousand cells differ, of the others three and
/// a half, so that small houses are told apart as well as large ones; below that agreement means little.
const FEWEST: u32 = 40;
/// How far apart the days of one roll call may be. The largest distance among matches is 27 days, in
/// runs of consecutive numbers of 2000 and 2001 whose votes agree to the last cell.
const WINDOW: i64 = 31;

/// A roll call as far as it can be told from others: when, and one cell a seat, none where nothing
/// is listed.
#[derive(Debug, Clone, Copy)]
pub struct Ballots<'a> {
    /// When.
    pub date: PartialDate,
    /// In the order of seats that both sources are brought to.
    pub cells: &'a [Option<Choice>],
}

/// Pairs of places, one in each source, whose votes agree.
///
/// Candidates lie at most [`WINDOW`] days apart (in the same year, where only the year is known).
/// Agreement is the share of equal cells among the seats that both list, absences included. Pairs
/// are then taken in order of agreement, days apart, and place in `other` and `one`, each roll call
/// once.
pub fn matches(one: &[Ballots<'_>], other: &[Ballots<'_>]) -> Vec<(usize, usize)> {
    let mut by_day: Vec<(Days, usize)> =
        other.iter().map(|ballots| Days::of(ballots.date)).zip(0..).collect();
    by_day.sort_by_key(|(days, place)| (days.first, *place));
    // The longest of them tells how far back one must look.
    let longest = by_day.iter().map(|(days, _)| days.last - days.first).max().unwrap_or(0);
    let mut candidates = Vec::new();
    for (one_place, ballots) in one.iter().enumerate() {
        let days = Days::of(ballots.date);
        let from = by_day.partition_point(|(it, _)| it.first < days.first - WINDOW - longest);
        let near =
            by_day.iter().skip(from).take_while(|(it, _)| it.first <= days.last + WINDOW);
        for (candidate, other_place) in near {
            let Some(apart) = days.apart(*candidate) else { continue };
            let Some(against) = other.get(*other_place) else { continue };
            let (mut compared, mut equal) = (0_u32, 0_u32);
            for (one, other) in ballots.cells.iter().zip(against.cells) {
                if let (Some(one), Some(other)) = (one, other) {
                    compared += 1;
                    equal += u32::from(one == other);
                }
            }
            if compared >= FEWEST && equal * 1000 >= compared * ENOUGH {
                let disagreement = (compared - equal) * 1_000_000 / compared;
                candidates.push((disagreement, apart, *other_place, one_place));
            }
        }
    }
    candidates.sort_unstable();
    let (mut one_taken, mut other_taken) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, _, other, one) in candidates {
        if !one_taken.contains(&one) && !other_taken.contains(&other) {
            one_taken.insert(one);
            other_taken.insert(other);
            pairs.push((one, other));
        }
    }
    pairs
}

/// First and last day that a date can mean, counted from one day of no importance.
#[derive(Debug, Clone, Copy)]
struct Days {
    first: i64,
    last: i64,
}

impl Days {
    fn of(when: PartialDate) -> Self {
        let number = |day: Date| day.duration_since(date(1946, 1, 1)).as_hours() / 24;
        Self { first: number(when.first_day()), last: number(when.last_day()) }
    }

    /// Days between the two, if they are near enough for the roll calls to be the same.
    fn apart(self, other: Self) -> Option<i64> {
        if self.first == self.last && other.first == other.last {
            let apart = (self.first - other.first).abs();
            return (apart <= WINDOW).then_some(apart);
        }
        (self.first <= other.last && other.first <= self.last).then_some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PartialDate {
        text.parse().expect("a date")
    }

    /// A house of 120: yes, but for `no` seats at the end.
    fn house(no: usize) -> Vec<Option<Choice>> {
        (0..120)
            .map(|seat| Some(if seat + no < 120 { Choice::Yes } else { Choice::No }))
            .collect()
    }

    #[test]
    fn roll_calls_are_known_by_who_cast_what() {
        let [few, some, many] = [house(2), house(30), house(60)];
        let of = |date: &str, cells| Ballots { date: day(date), cells };
        let one = [of("2011", &some), of("2011-12-01", &few), of("2011-05-01", &many)];
        let other = [of("2011-12-09", &few), of("2011-03-01", &some), of("2011-12-09", &many)];
        // The last pair agrees to the last cell, but seven months lie between its days.
        assert_eq!(matches(&one, &other), [(0, 1), (1, 0)]);
    }

    #[test]
    fn a_small_house_is_no_fingerprint() {
        let cells = vec![Some(Choice::Yes); 39];
        let ballots = [Ballots { date: day("2011-12-01"), cells: &cells }];
        assert_eq!(matches(&ballots, &ballots), []);
    }
}
