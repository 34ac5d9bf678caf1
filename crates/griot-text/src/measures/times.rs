//! Which years does a sentence speak of?

use griot_model::measure::Time;

use super::{
    pack::{Pack, Role},
    words::Words,
};

/// A time in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    pub(super) time: Time,
    /// Whether it is the beginning of a time that lasts: "since 2005".
    pub(super) since: bool,
    /// How many years are counted: "for three years".
    pub(super) counted: Option<i16>,
}

/// Reads times, from the year of the text.
pub(super) struct Times<'a> {
    pub(super) words: &'a Words,
    pub(super) pack: &'a Pack,
    pub(super) now: Option<i16>,
}

/// The first year of all times.
const EVER: i16 = -10_000;
/// Years of "for decades" and of "in recent years".
const DECADES: i16 = 20;
const RECENT: i16 = 5;

impl Times<'_> {
    /// The time that starts at a word, and of how many words it is.
    pub(super) fn at(&self, at: usize) -> Option<(When, usize)> {
        let plain = |time| When { time, since: false, counted: None };
        if let Some((time, end)) = self.stretch(at) {
            return Some((plain(time), end - at));
        }
        if let Some(length) = self.is(at, Role::Since)
            && let Some((first, _, end)) = self.years(self.past_stops(at + length))
        {
            let last = self.now.unwrap_or(i16::MAX);
            return Some((
                When { time: Time::Over(first, last), since: true, counted: None },
                end - at,
            ));
        }
        if let Some(length) = self.is(at, Role::Before)
            && let Some((first, _, end)) = self.years(self.past_stops(at + length))
        {
            return Some((plain(Time::Over(EVER, first - 1)), end - at));
        }
        if let Some(length) = self.is(at, Role::Until)
            && let Some((_, last, end)) = self.years(self.past_stops(at + length))
        {
            return Some((plain(Time::Over(EVER, last)), end - at));
        }
        if let Some(length) = self.is(at, Role::After)
            && let Some((_, last, end)) = self.years(self.past_stops(at + length))
        {
            return Some((plain(Time::Over(last + 1, self.now.unwrap_or(i16::MAX))), end - at));
        }
        if let Some((time, counted, end)) = self.counted(at) {
            return Some((When { time, since: false, counted }, end - at));
        }
        for (role, back, last) in [(Role::LastYear, 1, 1), (Role::Recent, RECENT, 0)] {
            if let Some(length) = self.is(at, role) {
                let time = match self.now {
                    Some(now) if back == last => Time::At(now - back),
                    Some(now) => Time::Around(now - back, now),
                    None => Time::Unread,
                };
                return Some((plain(time), length));
            }
        }
        let from = self.past_at(at);
        if let Some(length) = self.is(from, Role::TwentyFirst) {
            return Some((
                plain(Time::Over(2001, self.now.unwrap_or(i16::MAX))),
                from + length - at,
            ));
        }
        if let Some(length) = self.is(at, Role::Now) {
            return Some((plain(self.now.map_or(Time::Unread, Time::Now)), length));
        }
        let (first, last, end) = self.years(from)?;
        let time = match last - first {
            0 => Time::At(first),
            9 => Time::Over(first, last),
            _ => Time::Around(first, last),
        };
        Some((plain(time), end - at))
    }

    fn is(&self, at: usize, role: Role) -> Option<usize> {
        self.pack.is(&self.words.text, at, role)
    }

    /// Past "the", "year", "end of".
    fn past_stops(&self, mut at: usize) -> usize {
        for _ in 0..3 {
            if self.words.is_number(at)
                || self
                    .is(at, Role::Early)
                    .or(self.is(at, Role::Mid))
                    .or(self.is(at, Role::Late))
                    .is_some()
            {
                break;
            }
            match self.is(at, Role::Year).or(self.is(at, Role::Stop)) {
                Some(length) => at += length,
                None => break,
            }
        }
        at
    }

    /// Past a preposition of time, and the words between it and a year.
    fn past_at(&self, at: usize) -> usize {
        match self.is(at, Role::At) {
            Some(length) => self.past_stops(at + length),
            None => at,
        }
    }

    /// "between 2010 and 2020", "from 2008 to 2014", "2014-17", "1991–2022".
    fn stretch(&self, at: usize) -> Option<(Time, usize)> {
        let opened =
            self.is(at, Role::Between).or(self.is(at, Role::From)).or(self.is(at, Role::At));
        let from = opened.map_or(at, |length| self.past_stops(at + length));
        let (first, _, mut end) = self.years(from)?;
        let dash = self.words.is_dash(end);
        let link = self.is(end, Role::To)?;
        // "2015 and 2019" alone are two years.
        if self.is(at, Role::Between).is_none() && self.is(at, Role::From).is_none() && !dash {
            return None;
        }
        end = self.past_stops(end + link);
        if let Some((_, last, end)) = self.years(end)
            && last >= first
        {
            return Some((Time::Over(first, last), end));
        }
        let short = self.words.get(end);
        if dash && short.len() == 2 && self.words.is_number(end) {
            let last = first - first % 100 + short.parse::<i16>().ok()?;
            return (last > first).then_some((Time::Over(first, last), end + 1));
        }
        None
    }

    /// A year, a decade or a part of one, as its first and last year.
    fn years(&self, at: usize) -> Option<(i16, i16, usize)> {
        let part = [(Role::Early, 0, 3), (Role::Mid, 4, 6), (Role::Late, 7, 9)]
            .into_iter()
            .find_map(|(role, first, last)| Some((self.is(at, role)?, first, last)));
        if let Some((length, first, last)) = part {
            let from =
                self.past_stops(at + length + usize::from(self.words.is_dash(at + length)));
            let (decade, _, end) = self.decade(from)?;
            return Some((decade + first, decade + last, end));
        }
        if let Some(decade) = self.decade(at) {
            return Some(decade);
        }
        let year = self.words.year(at)?;
        Some((year, year, at + 1))
    }

    /// "1990s", "années 1990".
    fn decade(&self, at: usize) -> Option<(i16, i16, usize)> {
        if self.words.get(at) == "années" {
            let year = self.words.year(at + 1).filter(|year| year % 10 == 0)?;
            return Some((year, year + 9, at + 2));
        }
        let year = self.words.year(at).filter(|year| year % 10 == 0)?;
        let is_decade = self.words.get(at + 1) == "s" && self.words.is_glued(at + 1);
        is_decade.then_some((year, year + 9, at + 2))
    }

    /// "for over 40 years", "in the last decade", "over the past two decades", "three years ago".
    fn counted(&self, at: usize) -> Option<(Time, Option<i16>, usize)> {
        let mut from = at;
        let over = self.is(at, Role::Over);
        from += over.unwrap_or(0);
        let mut compared = false;
        let mut last = false;
        for _ in 0..4 {
            if let Some(length) = self.is(from, Role::Last) {
                (last, from) = (true, from + length);
            } else if let Some(((), length)) = self.pack.pick(&self.words.text, from, |role| {
                matches!(role, Role::Compare(_) | Role::Nearly).then_some(())
            }) {
                (compared, from) = (true, from + length);
            } else if matches!(
                self.words.get(from),
                "the" | "les" | "la" | "a" | "ces" | "cette"
            ) {
                from += 1;
            } else {
                break;
            }
        }
        let (count, length) =
            self.small_number(from).map_or((None, 0), |(n, length)| (Some(n), length));
        let mut end = from + length;
        // "les cinq dernières années"
        if let Some(length) = self.is(end, Role::Last) {
            (last, end) = (true, end + length);
        }
        let (years, unit) = match (self.is(end, Role::Decade), self.is(end, Role::Year)) {
            (Some(length), _) => (10, length),
            (None, Some(length)) => (1, length),
            _ => return None,
        };
        let plural = self.words.get(end).ends_with('s');
        end += unit;
        let ago = self.is(end, Role::Ago);
        if ago.is_some() {
            let count = count?;
            let time = self.now.map_or(Time::Unread, |now| Time::At(now - count * years));
            return Some((time, None, end + ago.unwrap_or(0)));
        }
        if !(last || over.is_some()) || years == 1 && count.is_none() {
            return None;
        }
        if over.is_none() && !last || compared && over.is_none() {
            return None;
        }
        let length = match count {
            Some(count) => count * years,
            None if plural => DECADES,
            None => years,
        };
        let loose = count.is_none() && plural;
        let time = self.now.map_or(Time::Unread, |now| {
            if loose { Time::Around(now - length, now) } else { Time::Over(now - length, now) }
        });
        Some((time, count.map(|count| count * years), end))
    }

    fn small_number(&self, at: usize) -> Option<(i16, usize)> {
        if self.words.is_number(at) {
            return Some((self.words.get(at).parse().ok().filter(|it| *it <= 150)?, 1));
        }
        self.pack.pick(&self.words.text, at, |role| match role {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the words are of whole numbers up to ninety"
            )]
            Role::Number(value) => Some(value as i16),
            _ => None,
        })
    }
}
