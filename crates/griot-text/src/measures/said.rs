//! What the things of a sentence say together.

use griot_model::{
    Comparator, Span,
    measure::{Among, Amount, Called, Entity, Measure, Says, Time, Topic, Unit},
};

use super::{
    groups::members,
    items::{Item, What},
    pack::{Pack, Role},
    times::When,
    words::Words,
};

/// The part that a number has in a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    From,
    To,
    By,
    Alone,
}

/// Everything that a sentence says of measures, with the words it stands on, on the sentence.
pub(super) fn measures(
    items: &[Item],
    words: &Words,
    pack: &Pack,
    now: Option<i16>,
) -> Vec<(Span, Measure)> {
    let sentence = Saying { items, words, pack, now };
    if items.iter().any(|it| matches!(it.what, What::Mark('?' | '“' | '”' | '"' | '«' | '»')))
    {
        return Vec::new();
    }
    sentence.all()
}

struct Saying<'a> {
    items: &'a [Item],
    words: &'a Words,
    pack: &'a Pack,
    now: Option<i16>,
}

/// A thing said, with the items it stands on.
struct Said {
    first: usize,
    last: usize,
    says: Says,
    /// Items of the amounts whose times are its own.
    from: Option<usize>,
    to: usize,
    always: bool,
}

impl Saying<'_> {
    fn all(&self) -> Vec<(Span, Measure)> {
        let said = self.said();
        let topic = self.topic();
        if said.is_empty() || topic.is_empty() {
            return Vec::new();
        }
        let unread = self.unread();
        let count = said.len();
        let mut found = Vec::new();
        for one in said {
            let (entities, apart) = self.subjects(&one, count);
            if entities.is_empty() {
                continue;
            }
            let (time, until, vague) = self.time(&one);
            let why = unread.clone().or(apart).or(vague);
            let span = self.span(one.first, one.last);
            let always = one.always || self.is_of_every_year();
            found.push((
                span,
                Measure {
                    entities,
                    together: self.has(|it| matches!(it, What::Together)),
                    topic: topic.clone(),
                    time,
                    until,
                    always,
                    says: one.says,
                    called: match (self.names(Role::ShareWord), self.names(Role::CountWord)) {
                        (true, false) => Some(Called::Share),
                        (false, true) => Some(Called::Count),
                        _ => None,
                    },
                    unread: why,
                    written: self.now,
                },
            ));
        }
        found
    }

    /// "always", "for the entire period"; "for almost the entire period" is not.
    fn is_of_every_year(&self) -> bool {
        self.items.iter().enumerate().any(|(at, item)| {
            matches!(item.what, What::Always | What::Steadily)
                && !(at.saturating_sub(2)..at).any(|before| {
                    self.items.get(before).is_some_and(|it| {
                        self.pack.is(&self.words.text, it.at, Role::Nearly).is_some()
                    })
                })
        })
    }

    /// Whether a word of some kind is anywhere among the words.
    fn names(&self, role: Role) -> bool {
        (0..self.words.len()).any(|at| self.pack.is(&self.words.text, at, role).is_some())
    }

    fn has(&self, wanted: impl Fn(&What) -> bool) -> bool {
        self.items.iter().any(|it| wanted(&it.what))
    }

    fn what(&self, at: usize) -> Option<&What> {
        self.items.get(at).map(|it| &it.what)
    }

    fn span(&self, first: usize, last: usize) -> Span {
        let start = self.items.get(first).map_or(0, |it| it.at);
        let end = self.items.get(last).map_or(start + 1, |it| it.at + it.length);
        self.words.span(start, end.saturating_sub(start))
    }

    fn written(&self, item: &Item) -> String {
        self.words.text.get(item.at..item.at + item.length).unwrap_or_default().join(" ")
    }

    /// Why the sentence as a whole is not read.
    fn unread(&self) -> Option<String> {
        for item in self.items {
            let why = match item.what {
                What::Modal => "it speaks of what may be or is to be",
                What::Attribution => "it says what somebody else says",
                What::Ambiguous => "a name in it is that of two countries",
                What::Era => "its time is that of somebody's rule",
                What::Negation => "it is negated",
                _ => continue,
            };
            return Some(format!("{why} ({:?})", self.written(item)));
        }
        None
    }

    /// The words of the topic, each once.
    fn topic(&self) -> Vec<Topic> {
        let mut topic: Vec<Topic> = Vec::new();
        for item in self.items {
            if let What::Topic(keys) = &item.what
                && !topic.iter().any(|it| it.keys == *keys)
            {
                topic.push(Topic { keys: keys.clone(), written: self.written(item) });
            }
        }
        topic
    }

    /// Everything said, in order.
    fn said(&self) -> Vec<Said> {
        let mut found: Vec<Said> = Vec::new();
        let mut at = 0;
        while at < self.items.len() {
            let said = match self.what(at) {
                Some(What::Rose) => self.change(at, true),
                Some(What::Fell) => self.change(at, false),
                Some(What::Went) => self.went(at),
                Some(What::Amount(amount)) => self.amount(at, amount),
                Some(What::Ordinal(place)) => self.ranked(at, *place),
                Some(What::Highest | What::Lowest) => self.extreme(at),
                Some(What::Higher | What::Lower) => self.compared(at, None),
                _ => None,
            };
            match said {
                Some(one) => {
                    at = one.last.max(at) + 1;
                    found.push(one);
                }
                None => at += 1,
            }
        }
        found
    }

    /// The number of an item as it is compared, with what stands around it.
    fn with_rate(&self, at: usize, amount: &Amount) -> Amount {
        let mut amount = amount.clone();
        amount.written = self.items.get(at).map(|it| self.written(it)).unwrap_or_default();
        // "exceeds the recommended ratio of 1:600"
        if amount.comparator == Comparator::Equal
            && let Some((bound, words)) = self.bound(at)
        {
            amount.comparator = bound;
            amount.written = format!("{words} {}", amount.written);
        }
        amount.divided = (at + 1..at + 9)
            .map_while(|next| {
                self.what(next)
                    .filter(|it| !matches!(it, What::Amount(_) | What::Mark(',' | ';')))
            })
            .find_map(|what| match what {
                What::Rate(divided) => Some(*divided),
                _ => None,
            });
        let per = (at + 1..at + 5)
            .map_while(|next| {
                self.what(next).filter(|it| !matches!(it, What::Amount(_) | What::Mark(_)))
            })
            .find_map(|what| match what {
                What::Per(many) => Some(*many),
                _ => None,
            });
        if let Some(many) = per
            && matches!(amount.unit, Unit::Bare)
        {
            amount.unit = Unit::Per(many);
        }
        amount
    }

    /// A comparison before a number with words of the topic between them.
    fn bound(&self, at: usize) -> Option<(Comparator, String)> {
        (at.saturating_sub(14)..at)
            .rev()
            .map_while(|it| {
                self.items.get(it).filter(|it| {
                    matches!(
                        it.what,
                        What::Stop | What::Topic(_) | What::Bound(_) | What::Mark('-')
                    )
                })
            })
            .find_map(|item| match item.what {
                What::Bound(comparator) => Some((comparator, self.written(item))),
                _ => None,
            })
    }

    /// The part of a number in a change, by the word before it.
    fn part(&self, at: usize) -> Part {
        let [from, to, by] = &self.pack.from_to_by;
        // "from a peak of over 170": back over words that carry nothing.
        let mut before = at;
        for _ in 0..4 {
            let Some(previous) = before.checked_sub(1) else { break };
            let Some(other) = self.items.get(previous) else { break };
            let word = self.words.get(other.at + other.length - 1).to_owned();
            let preposition = matches!(other.what, What::Stop);
            if preposition && to.contains(&word) {
                return Part::To;
            }
            let goes_to = self.goes_to(at);
            if preposition && from.contains(&word) && (goes_to || !by.contains(&word)) {
                return Part::From;
            }
            if preposition && by.contains(&word) && previous + 1 == at {
                let a_peak = previous > 0
                    && matches!(self.what(previous - 1), Some(What::Highest | What::Lowest));
                if !a_peak {
                    return Part::By;
                }
            }
            if !matches!(other.what, What::Stop | What::Highest | What::Lowest) {
                break;
            }
            before = previous;
        }
        Part::Alone
    }

    /// Whether a number with "to" before it follows: "de 12 % à 30 %".
    fn goes_to(&self, at: usize) -> bool {
        let [_, to, _] = &self.pack.from_to_by;
        (at + 1..(at + 7).min(self.items.len())).any(|next| {
            matches!(self.what(next), Some(What::Amount(_)))
                && self.items.get(next - 1).is_some_and(|it| {
                    to.contains(&self.words.get(it.at + it.length - 1).to_owned())
                })
        })
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one walk over what follows, with an arm for each thing"
    )]
    fn change(&self, at: usize, rose: bool) -> Option<Said> {
        let (mut from, mut to, mut by) = (None, None, None);
        let (mut from_at, mut to_at) = (None, None);
        let mut last = at;
        let mut times = None;
        let mut running = None;
        let mut counted = None;
        for next in at + 1..self.items.len() {
            match self.what(next) {
                Some(What::Amount(amount)) => {
                    let amount = self.with_rate(next, amount);
                    let part = self.part(next);
                    let direct =
                        (at + 1..next).all(|it| matches!(self.what(it), Some(What::Stop)));
                    match part {
                        Part::From if from.is_none() => {
                            (from, from_at) = (Some(amount), Some(next));
                        }
                        Part::To if to.is_none() => (to, to_at) = (Some(amount), Some(next)),
                        Part::By if by.is_none() && !matches!(amount.unit, Unit::OnePer) => {
                            by = Some(amount);
                        }
                        Part::Alone if direct && by.is_none() => by = Some(amount),
                        _ => break,
                    }
                    last = next;
                }
                Some(What::Rose | What::Fell) => {
                    let opposite = matches!(self.what(next), Some(What::Rose)) != rose;
                    let straight_on =
                        (at + 1..next).all(|it| matches!(self.what(it), Some(What::Stop)));
                    // "an increasing fall" is neither.
                    if opposite && straight_on {
                        return None;
                    }
                    break;
                }
                Some(
                    What::Always
                    | What::Bound(_)
                    | What::Highest
                    | What::Lowest
                    | What::Higher
                    | What::Lower,
                ) if from.is_none() || to.is_some() => {
                    if matches!(self.what(next), Some(What::Highest | What::Lowest))
                        && self.part_ahead(next)
                    {
                        continue;
                    }
                    break;
                }
                Some(What::Always | What::Mark(';')) => break,
                Some(What::Time(when)) => counted = when.counted.or(counted),
                Some(What::Running) => {
                    running = counted.or(self.number_before(next));
                    last = next;
                }
                _ => {}
            }
        }
        // "an increase of 40 %", with the number before: "a 40 % increase".
        if from.is_none()
            && to.is_none()
            && by.is_none()
            && let Some(before) = self.adjacent_before(at)
            && let Some(What::Amount(amount)) = self.what(before)
        {
            by = Some(self.with_rate(before, amount));
        }
        if let Some(amount) = &by
            && matches!(amount.unit, Unit::Times)
        {
            times = by.take();
        }
        // "from 12 to 30 percent": a unit once holds for both.
        if let (Some(first), Some(second)) = (&mut from, &mut to) {
            match (&first.unit, &second.unit) {
                (Unit::Bare, unit) if *unit != Unit::Bare => first.unit = unit.clone(),
                (unit, Unit::Bare) if *unit != Unit::Bare => second.unit = unit.clone(),
                _ => {}
            }
        }
        let never =
            (at.saturating_sub(4)..at).any(|it| matches!(self.what(it), Some(What::Never)));
        if never {
            // "never dropped below 60 %": the level, on the other side.
            let limit = (at + 1..at + 5).find_map(|next| match self.what(next) {
                Some(What::Amount(amount)) => Some((next, self.with_rate(next, amount))),
                _ => None,
            });
            let (next, amount) = limit?;
            let comparator = opposite(amount.comparator)?;
            return Some(Said {
                first: at,
                last: next,
                says: Says::Level(Amount { comparator, ..amount }),
                from: None,
                to: next,
                always: true,
            });
        }
        let running = running.and_then(|it| u16::try_from(it).ok());
        let first =
            self.adjacent_before(at).filter(|_| by.is_some() && last == at).unwrap_or(at);
        Some(Said {
            first,
            last,
            says: Says::Change {
                rose,
                from,
                to,
                by: by.or(times),
                running,
                steadily: self.has(|it| matches!(it, What::Steadily)),
            },
            from: from_at,
            to: to_at.unwrap_or(last),
            always: false,
        })
    }

    /// "went from 12 to 30 percent": the numbers say whether it rose.
    fn went(&self, at: usize) -> Option<Said> {
        let mut said = self.change(at, true)?;
        let Says::Change { rose, from: Some(from), to: Some(to), .. } = &mut said.says else {
            return None;
        };
        *rose = to.value > from.value;
        Some(said)
    }

    /// Whether the highest or lowest here is what a change begins or ends with: "from a peak of 170".
    fn part_ahead(&self, at: usize) -> bool {
        (at + 1..at + 4).any(|next| matches!(self.what(next), Some(What::Amount(_))))
    }

    fn number_before(&self, at: usize) -> Option<i16> {
        (at.saturating_sub(3)..at).find_map(|it| match self.what(it) {
            #[expect(clippy::cast_possible_truncation, reason = "a count of years is small")]
            Some(What::Amount(amount)) if amount.value < 100.0 => Some(amount.value as i16),
            _ => None,
        })
    }

    /// The item before, over one that carries nothing.
    fn adjacent_before(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        matches!(self.what(before), Some(What::Amount(_))).then_some(before)
    }

    fn amount(&self, at: usize, amount: &Amount) -> Option<Said> {
        // A number before a change belongs to it: "a 40 % increase".
        if matches!(self.what(at + 1), Some(What::Rose | What::Fell))
            && matches!(amount.unit, Unit::Share | Unit::Times | Unit::Points)
        {
            return None;
        }
        let mut amount = self.with_rate(at, amount);
        if matches!(amount.unit, Unit::Times) {
            if let Some(next) = (at + 1..at + 4)
                .find(|it| matches!(self.what(*it), Some(What::Higher | What::Lower)))
            {
                return self.compared(next, Some(amount));
            }
            let doubles = self
                .items
                .get(at)
                .and_then(|it| self.factor(it))
                .filter(|_| !self.has(|it| matches!(it, What::Than)));
            let rose = doubles? > 1.0;
            return Some(Said {
                first: at,
                last: at,
                says: Says::Change {
                    rose,
                    from: None,
                    to: None,
                    by: Some(amount),
                    running: None,
                    steadily: false,
                },
                from: None,
                to: at,
                always: false,
            });
        }
        let never =
            (at.saturating_sub(3)..at).any(|it| matches!(self.what(it), Some(What::Never)));
        if never {
            amount.comparator = opposite(amount.comparator)?;
        }
        let is_part = (at + 1..at + 4)
            .any(|it| matches!(self.what(it), Some(What::WorldsWhole)))
            && matches!(amount.unit, Unit::Share);
        let says = if is_part { Says::PartOf(amount) } else { Says::Level(amount) };
        Some(Said { first: at, last: at, says, from: None, to: at, always: never })
    }

    /// The factor of "doubled", "halved" among the words of an item.
    fn factor(&self, item: &Item) -> Option<f64> {
        (item.at..item.at + item.length).find_map(|at| {
            self.pack
                .pick(&self.words.text, at, |role| match role {
                    Role::Factor(factor) => Some(factor),
                    _ => None,
                })
                .map(|(factor, _)| factor)
        })
    }

    /// "the second largest in Africa".
    fn ranked(&self, at: usize, place: u16) -> Option<Said> {
        let next = (at + 1..at + 3)
            .find(|it| matches!(self.what(*it), Some(What::Highest | What::Lowest)))?;
        let highest = matches!(self.what(next), Some(What::Highest));
        let among = self.among(next).unwrap_or(Among::Region("001".to_owned()));
        Some(Said {
            first: at,
            last: next,
            says: Says::Rank { place, highest, among },
            from: None,
            to: next,
            always: false,
        })
    }

    /// "the lowest since 2005", "the highest in Africa".
    fn extreme(&self, at: usize) -> Option<Said> {
        let highest = matches!(self.what(at), Some(What::Highest));
        let since = self.items.iter().find_map(|it| match it.what {
            What::Time(When { time: Time::Over(first, _), since: true, .. }) => Some(first),
            _ => None,
        });
        let ever = (at..(at + 8).min(self.items.len()))
            .find(|it| matches!(self.what(*it), Some(What::Ever)));
        let says = if since.is_some() || ever.is_some() {
            Says::Extremum { highest, since }
        } else {
            Says::Rank { place: 1, highest, among: self.among(at)? }
        };
        let last = ever.unwrap_or(at);
        Some(Said { first: at, last, says, from: None, to: at, always: false })
    }

    /// The group of countries behind an item: "in Africa", "of the G7", "in the world".
    fn among(&self, at: usize) -> Option<Among> {
        (at + 1..(at + 10).min(self.items.len())).find_map(|next| match self.what(next)? {
            What::Entity(Entity::World) | What::WorldsWhole => {
                Some(Among::Region("001".to_owned()))
            }
            What::Entity(Entity::Region(code)) => Some(Among::Region(code.clone())),
            What::Group(group) => self.group(*group),
            _ => None,
        })
    }

    fn group(&self, at: usize) -> Option<Among> {
        let name = self.pack.groups.get(at)?;
        let members = members(name).iter().map(|it| (*it).to_owned()).collect();
        Some(Among::Group(name.clone(), members))
    }

    /// "higher than in Kenya", "more than any other country".
    fn compared(&self, at: usize, times: Option<Amount>) -> Option<Said> {
        let higher = matches!(self.what(at), Some(What::Higher));
        // "twice as high as in Kenya"
        let ends = self
            .items
            .get(at)
            .is_some_and(|it| it.length > 1 && self.words.get(it.at + it.length - 1) == "as");
        let than = if ends {
            at
        } else {
            (at + 1..at + 6).find(|it| matches!(self.what(*it), Some(What::Than)))?
        };
        let end = (than + 8).min(self.items.len());
        let any = (than..end).find(|it| matches!(self.what(*it), Some(What::Any)));
        let first = times.as_ref().map_or(at, |_| at.saturating_sub(1));
        if let Some(any) = any {
            let among = self.among(any).unwrap_or(Among::Region("001".to_owned()));
            let says = if times.is_some() {
                return None;
            } else {
                Says::Rank { place: 1, highest: higher, among }
            };
            return Some(Said { first, last: any, says, from: None, to: any, always: false });
        }
        let mut others = Vec::new();
        let mut last = than;
        for next in than + 1..end {
            match self.what(next) {
                Some(What::Entity(entity)) => {
                    others.push(entity.clone());
                    last = next;
                }
                Some(What::Stop | What::Mark(',')) => {}
                Some(What::Topic(_)) if others.is_empty() => {}
                _ => break,
            }
        }
        if others.is_empty() {
            return None;
        }
        let says = Says::Compared { higher, than: Among::Entities(others), times };
        Some(Said { first, last, says, from: None, to: last, always: false })
    }

    /// Whom it is about, and why that is not certain.
    fn subjects(&self, said: &Said, count: usize) -> (Vec<Entity>, Option<String>) {
        // Entities that are the other side of a comparison or the group of a rank.
        let other = |at: usize| match &said.says {
            Says::Compared { .. } => (said.first..=said.last).contains(&at),
            Says::Rank { .. } => {
                at > said.first
                    && matches!(
                        self.what(at),
                        Some(What::Entity(Entity::World | Entity::Region(_)))
                    )
            }
            Says::PartOf(_) => matches!(self.what(at), Some(What::Entity(Entity::World))),
            _ => false,
        };
        let mut groups: Vec<(usize, usize, Vec<Entity>)> = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            let What::Entity(entity) = &item.what else { continue };
            if other(at) || self.is_other_side(at) {
                continue;
            }
            let joins = groups.last().is_some_and(|(_, last, _)| {
                (last + 1..at).all(|between| match self.what(between) {
                    Some(What::Mark(',')) => true,
                    Some(What::Stop) => self.items.get(between).is_some_and(|it| {
                        matches!(
                            self.words.get(it.at),
                            "and"
                                | "et"
                                | "the"
                                | "le"
                                | "la"
                                | "l"
                                | "les"
                                | "or"
                                | "ou"
                                | "in"
                                | "en"
                                | "au"
                        )
                    }),
                    _ => false,
                })
            });
            match groups.last_mut() {
                Some((_, last, list)) if joins => {
                    *last = at;
                    list.push(entity.clone());
                }
                _ => groups.push((at, at, vec![entity.clone()])),
            }
        }
        let mut apart = None;
        let distinct: Vec<&Vec<Entity>> = {
            let mut seen: Vec<&Vec<Entity>> = Vec::new();
            for (_, _, list) in &groups {
                if !seen.contains(&list) {
                    seen.push(list);
                }
            }
            seen
        };
        if distinct.len() > 1 && (count < distinct.len()) {
            apart = Some(
                "it names several countries, and which number is whose is not certain"
                    .to_owned(),
            );
        }
        let before = groups.iter().rev().find(|(first, _, _)| *first <= said.first);
        let chosen =
            before.or(groups.first()).map(|(_, _, list)| list.clone()).unwrap_or_default();
        (chosen, apart)
    }

    /// Whether a name stands behind "than": it is compared with, and nothing is said of it.
    fn is_other_side(&self, at: usize) -> bool {
        (at.saturating_sub(6)..at)
            .rev()
            .map_while(|it| match self.what(it) {
                Some(
                    What::Stop
                    | What::Entity(_)
                    | What::Mark(',')
                    | What::Any
                    | What::Than
                    | What::Topic(_),
                ) => self.what(it),
                _ => None,
            })
            .any(|what| matches!(what, What::Than | What::Any))
    }

    /// When, the year of the second number, and why that is not certain.
    fn time(&self, said: &Said) -> (Time, Option<i16>, Option<String>) {
        let is_extremum = matches!(said.says, Says::Extremum { .. });
        let times: Vec<(usize, When)> = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| match item.what {
                What::Time(when) if !(is_extremum && when.since) => Some((at, when)),
                _ => None,
            })
            .collect();
        if self.has(|it| matches!(it, What::Narrower)) {
            return (Time::Unread, None, Some("it speaks of a part of a year".to_owned()));
        }
        let present = self.items.iter().any(|it| it.is_present);
        let unsaid = if present || is_extremum { Time::Unsaid } else { Time::Past };
        let of = |amount: usize| self.time_of(amount, &times);
        match (&said.says, times.as_slice()) {
            (_, []) => (unsaid, None, None),
            (_, [(_, one)]) if said.from.is_none() => (one.time, None, None),
            (Says::Change { .. }, _) if said.from.is_some() => {
                let from = said.from.unwrap_or(said.to);
                match (of(from), of(said.to)) {
                    (_, _)
                        if times.len() == 1
                            && matches!(
                                times.first(),
                                Some((_, When { time: Time::Over(..), .. }))
                            ) =>
                    {
                        (times.first().map_or(unsaid, |it| it.1.time), None, None)
                    }
                    (Some(Time::At(first)), Some(Time::At(last) | Time::Now(last)))
                        if from != said.to =>
                    {
                        (Time::At(first), Some(last), None)
                    }
                    (Some(time), _) if from == said.to => (time, None, None),
                    (Some(Time::At(first)), None) => (Time::At(first), None, None),
                    (None, Some(time)) => (time, None, None),
                    _ => (
                        unsaid,
                        None,
                        Some("which number is of which year is not certain".to_owned()),
                    ),
                }
            }
            _ => match of(said.to) {
                Some(time) => (time, None, None),
                None => (unsaid, None, Some("which year is meant is not certain".to_owned())),
            },
        }
    }

    /// The time of a number: behind it before the next number, else the last before it.
    fn time_of(&self, amount: usize, times: &[(usize, When)]) -> Option<Time> {
        let is_said = |at: usize| {
            matches!(
                self.what(at),
                Some(
                    What::Amount(_)
                        | What::Rose
                        | What::Fell
                        | What::Went
                        | What::Highest
                        | What::Lowest
                        | What::Higher
                        | What::Lower
                )
            )
        };
        let behind =
            times.iter().find(|(at, _)| *at > amount && !(amount + 1..*at).any(is_said));
        let before = times.iter().rev().find(|(at, _)| *at < amount);
        // A time that follows another number directly is that number's.
        let taken = |at: usize| {
            (0..at).rev().find(|it| is_said(*it)).is_some_and(|number| {
                number != amount
                    && (number + 1..at).all(|it| matches!(self.what(it), Some(What::Stop)))
            })
        };
        behind.or(before.filter(|(at, _)| !taken(*at))).map(|(_, when)| when.time)
    }
}

/// What "never more than" says.
fn opposite(comparator: Comparator) -> Option<Comparator> {
    match comparator {
        Comparator::MoreThan => Some(Comparator::AtMost),
        Comparator::AtLeast => Some(Comparator::LessThan),
        Comparator::LessThan => Some(Comparator::AtLeast),
        Comparator::AtMost => Some(Comparator::MoreThan),
        Comparator::Equal | Comparator::About => None,
    }
}
