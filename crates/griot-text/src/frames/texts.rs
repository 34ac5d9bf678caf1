//! Which text of the United Nations a vote is on, and when it was adopted.
//!
//! A vote belongs to the text that its own part of the sentence names, else to the only one that the sentence names, else to the
//! vote that the text before speaks of; what stays open is left open, so that nobody is contradicted by a vote on another text.

use griot_model::{ClaimKind, Proposition, ResolutionRef, Span};

use super::{
    compose::Reader,
    things::{Thing, any_at, is_in},
    units::span_of,
    voters::{Told, Voters},
};
use crate::{claims::Found, dates::Boundary};

/// The vote that a text is speaking of.
#[derive(Debug, Default, Clone)]
pub(super) struct UnderVote {
    /// The text that was voted on.
    pub(super) text: Option<ResolutionRef>,
    /// Whether the body that was named last is the Council.
    pub(super) council: bool,
    /// Whether it is the Assembly.
    pub(super) assembly: bool,
    /// Whether the document has named the Council, the Assembly, in full: from then on "the Council" is enough.
    met: [bool; 2],
    /// Whether the sentence that told of the text named its body and its day.
    certain: bool,
    /// The body that the sentence itself names: the Council (`true`) or the Assembly.
    here: Option<bool>,
}

impl UnderVote {
    /// Goes on to a sentence; answers whether it names the Council, and the Assembly.
    pub(super) fn go_on(&mut self, reader: &Reader<'_>) -> (bool, bool) {
        let of_rights = says(reader, "rights-council");
        let full = [says(reader, "council"), says(reader, "assembly")];
        let council =
            full[0] || (self.met[0] && !of_rights && says_short(reader, "short-council"));
        let assembly = full[1] || (self.met[1] && says_short(reader, "short-assembly"));
        self.met = [self.met[0] || full[0], self.met[1] || full[1]];
        if reader.scene.sentence.is_heading {
            (self.text, self.council, self.assembly) = (None, false, false);
        }
        self.here = match (council, assembly || says(reader, "nations")) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        if council || assembly || of_rights {
            (self.council, self.assembly) = (council, assembly);
        }
        (council, assembly)
    }

    /// Whether a text is only known from the sentences before, by no symbol and by no sentence that named its body and its day.
    pub(super) fn has_left(&self, reader: &Reader<'_>, meant: &ResolutionRef) -> bool {
        meant.symbol.is_none()
            && !self.certain
            && meant.tally.len() < 3
            && self.text.as_ref().is_some_and(|before| before.dates == meant.dates)
            && days(reader, 0, reader.line.units.len()) != meant.dates
    }
}

/// Whether one of the words of a list stands in the sentence with a capital: "the Council".
pub(super) fn says_short(reader: &Reader<'_>, list: &str) -> bool {
    let list = reader.line.pack.list("voted", list);
    reader.line.units.iter().any(|unit| unit.capital && is_in(unit, list))
}

/// Resolutions of the Security Council that a sentence names, in order: `S/RES/2100`, `resolution 2100 (2013)` and, where it speaks
/// of the Council (`is_council`), `resolution 2100`. A symbol has the year where the text has it; the number alone tells the
/// resolution. Where the text does not name the body, a number of four digits is read so, and that is told.
pub(super) fn of_council(
    reader: &Reader<'_>,
    is_council: bool,
) -> (Vec<(Span, String)>, Option<String>) {
    let units = reader.line.units;
    let list = reader.line.pack.list("voted", "text");
    let mut found = Vec::new();
    let mut assumed = None;
    let mut at = 0;
    while at < units.len() {
        let Some(mut number) = any_at(units, at, list) else {
            at += 1;
            continue;
        };
        at = number;
        let mut first = true;
        while let Some((digits, year, end)) = numbered(reader, number) {
            // "(2013)" belongs to the symbol; a date behind it is another.
            let four = digits.len() == 4 && digits.starts_with(['1', '2']);
            if year.is_none() && !(first && (is_council || four)) {
                break;
            }
            if year.is_none() && !is_council {
                assumed =
                    Some("the number is taken for one of the Security Council".to_owned());
            }
            let year = year.map_or_else(String::new, |year| format!("({year})"));
            found.push((span_of(units, number, end), format!("S/RES/{digits}{year}")));
            (at, first) = (end, false);
            // "resolutions 2100 (2013) and 2164 (2014)"
            let joined = units.get(end).is_some_and(|unit| {
                unit.is(",") || is_in(unit, reader.line.pack.class("joins"))
            });
            number = if joined { end + 1 } else { end };
            if !joined {
                break;
            }
        }
    }
    (found, assumed)
}

/// A number of the Council at a unit, with the year in brackets behind it, and where both end. Texts of the Assembly have two
/// numbers.
fn numbered<'r>(
    reader: &'r Reader<'_>,
    at: usize,
) -> Option<(&'r str, Option<&'r str>, usize)> {
    let text = |at: usize| reader.line.units.get(at).map(|unit| unit.text.as_str());
    let is_number = |text: &&str| text.len() <= 4 && text.bytes().all(|it| it.is_ascii_digit());
    let digits = text(at).filter(is_number)?;
    if text(at + 1) == Some("/") {
        return None;
    }
    let year = (text(at + 1) == Some("(") && text(at + 3) == Some(")"))
        .then(|| text(at + 2).filter(is_number).filter(|year| year.len() == 4))
        .flatten();
    Some((digits, year, if year.is_some() { at + 4 } else { at + 1 }))
}

pub(super) fn says(reader: &Reader<'_>, list: &str) -> bool {
    let list = reader.line.pack.list("voted", list);
    (0..reader.line.units.len()).any(|at| any_at(reader.line.units, at, list).is_some())
}

/// The vote of this sentence is what the next ones speak of.
pub(super) fn remember(reader: &Reader<'_>, symbols: &[(Span, String)], under: &mut UnderVote) {
    let mut named: Vec<&String> = symbols.iter().map(|(_, symbol)| symbol).collect();
    named.dedup();
    let dates = days(reader, 0, reader.line.units.len());
    let topic = content_words(reader, &Voters::default());
    if !named.is_empty() || !dates.is_empty() {
        under.certain =
            (under.here.is_some() || under.council != under.assembly) && has_day(reader);
    }
    match named.as_slice() {
        [only] => {
            let symbol = Some((*only).clone());
            under.text =
                Some(ResolutionRef { symbol, council: None, dates, topic, tally: Vec::new() });
        }
        [] if !dates.is_empty() => {
            let either = (under.council != under.assembly).then_some(under.council);
            let council = under.here.or(either);
            under.text =
                Some(ResolutionRef { symbol: None, council, dates, topic, tally: Vec::new() });
        }
        [] => {}
        _ => under.text = None,
    }
}

/// Words by which a title may be found: who voted says nothing of what was voted on.
fn content_words(reader: &Reader<'_>, voters: &Voters) -> Vec<String> {
    let named: Vec<Span> = voters
        .named
        .iter()
        .map(|(first, end, _)| span_of(reader.line.units, *first, *end))
        .collect();
    let tokens = reader.scene.tokens.iter().filter(|token| token.text.chars().count() >= 3);
    let tokens = tokens.filter(|token| !named.iter().any(|span| span.overlaps(token.span)));
    let words = tokens.map(|token| token.stem().to_lowercase());
    // Countries by their code, so that a title is found in any language.
    let countries = reader
        .scene
        .countries()
        .filter(|(place, _)| !named.iter().any(|span| span.overlaps(*place)));
    words.chain(countries.map(|(_, iso)| iso.to_owned())).collect()
}

/// Days between two units that can be those of a vote.
fn days(reader: &Reader<'_>, first: usize, end: usize) -> Vec<griot_model::DateReading> {
    let span = span_of(reader.line.units, first, end);
    let opens = |when: Span| {
        let token = reader.line.units.first();
        let at_which = any_at(reader.line.units, 0, reader.line.pack.class("at-which"));
        at_which.is_none()
            && token.is_some_and(|unit| is_in(unit, reader.line.pack.list("voted", "turns")))
            && when.end <= reader.scene.sentence.text.find(',').unwrap_or(0)
    };
    let mut told = reader
        .scene
        .dates
        .iter()
        .filter(|when| span.overlaps(when.span) && !when.readings.is_empty())
        .filter(|when| {
            !matches!(
                when.boundary,
                Boundary::After | Boundary::Since | Boundary::Before | Boundary::Until
            )
        })
        .filter(|when| !opens(when.span))
        .map(|when| &when.readings);
    let Some(first) = told.next() else { return Vec::new() };
    // "Five years later, on 2 March 2022": the day, which lies in that year.
    let lies_in = |inner: &griot_model::DateReading, outer: &griot_model::DateReading| {
        inner.range != outer.range
            && outer.range.contains(inner.range.first)
            && outer.range.contains(inner.range.last)
    };
    let finer = told.find(|readings| match (readings.first(), first.first()) {
        (Some(inner), Some(outer)) => lies_in(inner, outer),
        _ => false,
    });
    finer.unwrap_or(first).clone()
}

/// Whether the sentence gives one day, and no more.
pub(super) fn has_day(reader: &Reader<'_>) -> bool {
    let mut days = reader.scene.dates.iter().filter_map(|when| {
        when.readings.first().filter(|reading| reading.range.first == reading.range.last)
    });
    days.next().is_some() && days.next().is_none()
}

/// The one text of a sentence without a verb of voting.
pub(super) fn told_once(
    reader: &Reader<'_>,
    symbols: &[(Span, String)],
    under: &UnderVote,
) -> Option<ResolutionRef> {
    let mut named: Vec<&String> = symbols.iter().map(|(_, symbol)| symbol).collect();
    named.dedup();
    let dates = days(reader, 0, reader.line.units.len());
    match named.as_slice() {
        [only] => {
            Some(ResolutionRef { symbol: Some((*only).clone()), ..ResolutionRef::default() })
        }
        [] if !dates.is_empty() => Some(ResolutionRef {
            symbol: None,
            council: under.here,
            dates,
            topic: content_words(reader, &Voters::default()),
            tally: Vec::new(),
        }),
        [] => under.text.clone(),
        _ => None,
    }
}

/// The texts that a vote is on; one without symbol and day where the sentence leaves it open.
pub(super) fn meant(
    reader: &Reader<'_>,
    told: &Told,
    voters: &Voters,
    symbols: &[(Span, String)],
    [last, next]: [usize; 2],
    under: &UnderVote,
    all: usize,
) -> Vec<ResolutionRef> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let open = vec![ResolutionRef::default()];
    let turn = |at: usize| units[at].is(";") || is_in(&units[at], pack.list("voted", "turns"));
    let start = (0..told.first).rev().find(|at| turn(*at)).map_or(0, |at| at + 1);
    let stop = (told.end..units.len()).find(|at| turn(*at)).unwrap_or(units.len());
    let (start, stop) = if voters.aside {
        let close = (told.end..units.len()).find(|at| units[*at].is(",")).unwrap_or(stop);
        (told.first, close.min(stop))
    } else {
        (start, stop)
    };
    let asides = if voters.aside { Vec::new() } else { asides(reader, told) };
    let here = span_of(units, start, stop);
    let inside: Vec<&(Span, String)> = symbols
        .iter()
        .filter(|(span, _)| {
            here.overlaps(*span) && !asides.iter().any(|aside| aside.overlaps(*span))
        })
        .collect();
    let council = under.here;
    let named = |symbol: &str| ResolutionRef {
        symbol: Some(symbol.to_owned()),
        council: None,
        dates: days(reader, start, stop),
        topic: content_words(reader, voters),
        tally: Vec::new(),
    };
    let mut each: Vec<&str> = inside.iter().map(|(_, symbol)| symbol.as_str()).collect();
    each.dedup();
    if let [only] = each.as_slice() {
        return vec![named(only)];
    }
    if each.len() > 1 {
        if says(reader, "each-its-own") {
            return open;
        }
        return of_several(reader, told, &inside, [last, next], &named);
    }
    if (start..stop).any(|at| any_at(units, at, pack.list("voted", "unspecific")).is_some()) {
        return open;
    }
    let day = days(reader, start, stop);
    let topic = content_words(reader, voters);
    if !day.is_empty() {
        let mut topic = topic;
        if let Some(before) = under
            .text
            .as_ref()
            .filter(|_| !says(reader, "assembly") && !says(reader, "nations"))
        {
            topic.extend(before.topic.iter().cloned());
        }
        return vec![ResolutionRef {
            symbol: None,
            council,
            dates: day,
            topic,
            ..ResolutionRef::default()
        }];
    }
    if voters.aside {
        return open;
    }
    let mut elsewhere: Vec<&str> = symbols.iter().map(|(_, symbol)| symbol.as_str()).collect();
    elsewhere.dedup();
    if let [only] = elsewhere.as_slice() {
        let same = all <= 1 || start == 0 || is_bare(reader, told);
        return if same { vec![named(only)] } else { open };
    }
    let whole = days(reader, 0, units.len());
    if !whole.is_empty() && reader.scene.dates.len() == 1 {
        return vec![ResolutionRef {
            symbol: None,
            council,
            dates: whole,
            topic,
            ..ResolutionRef::default()
        }];
    }
    let after = after(reader);
    if !after.is_empty() && (says(reader, "assembly") || says(reader, "nations")) {
        return vec![ResolutionRef {
            symbol: None,
            council,
            dates: after,
            topic,
            ..ResolutionRef::default()
        }];
    }
    match &under.text {
        Some(before) => {
            let mut before = before.clone();
            before.topic.extend(topic);
            vec![before]
        }
        None => open,
    }
}

/// Whether nothing behind a word of voting says on what: "approved by ten votes, while France abstained" is the same text.
fn is_bare(reader: &Reader<'_>, told: &Told) -> bool {
    let pack = reader.line.pack;
    reader.line.units.get(told.end).is_none_or(|unit| {
        !unit.wordy
            || is_in(unit, pack.class("joins"))
            || is_in(unit, pack.list("voted", "turns"))
    })
}

/// Remarks between commas that begin with a relative and belong to another vote.
fn asides(reader: &Reader<'_>, told: &Told) -> Vec<Span> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    (0..units.len())
        .filter(|at| {
            units[*at].is(",")
                && units.get(at + 1).is_some_and(|unit| is_in(unit, pack.class("relative")))
        })
        .filter_map(|at| {
            let close = (at + 1..units.len()).find(|place| units[*place].is(","))?;
            (close < told.first || told.end <= at).then(|| span_of(units, at, close))
        })
        .collect()
}

/// Of several texts those that a vote governs, else the one named since the vote before; one that is open where neither says.
fn of_several(
    reader: &Reader<'_>,
    told: &Told,
    inside: &[&(Span, String)],
    [last, next]: [usize; 2],
    named: &dyn Fn(&str) -> ResolutionRef,
) -> Vec<ResolutionRef> {
    let units = reader.line.units;
    // "against A/RES/ES-11/4 and A/RES/ES-11/6": each follows the one before it at once.
    let mut reach = told.end;
    let mut governed = Vec::new();
    for (span, symbol) in inside {
        let place = units.partition_point(|unit| unit.span.start < span.start);
        if place < told.end || place >= next {
            continue;
        }
        let close = units.get(reach..place).is_some_and(|between| {
            let comma = governed.is_empty() && between.iter().any(|unit| unit.is(","));
            between.iter().all(|unit| !matches!(unit.text.as_str(), ":" | "(" | "—" | ";"))
                && between.len() <= 6
                && !comma
        });
        if !close {
            break;
        }
        governed.push(named(symbol));
        reach = units.partition_point(|unit| unit.span.start < span.end);
    }
    if governed.is_empty() {
        // "ES-11/1 passed with 141 votes in favour": the one named since the vote before.
        let since = |span: Span| {
            let place = units.partition_point(|unit| unit.span.start < span.start);
            last <= place && place < told.first
        };
        let mut before: Vec<&str> = inside
            .iter()
            .filter(|(span, _)| since(*span))
            .map(|(_, symbol)| symbol.as_str())
            .collect();
        before.dedup();
        // "resolution 1970 ... in February, and resolution 1973 in March by ten votes": the later one, behind a comma.
        let apart = |one: &Span, other: &Span| {
            units.iter().any(|unit| {
                unit.is(",") && one.end <= unit.span.start && unit.span.end <= other.start
            })
        };
        let spans: Vec<&Span> =
            inside.iter().map(|(span, _)| span).filter(|span| since(**span)).collect();
        return match (before.as_slice(), spans.as_slice()) {
            ([only], _) => vec![named(only)],
            ([.., last], [.., one, other]) if apart(one, other) => vec![named(last)],
            _ => vec![ResolutionRef::default()],
        };
    }
    governed
}

/// "After the invasion of February 2022": some day from then to the day of the text.
fn after(reader: &Reader<'_>) -> Vec<griot_model::DateReading> {
    let Some(dateline) = reader.context.dateline() else { return Vec::new() };
    reader
        .scene
        .dates
        .iter()
        .flat_map(|when| &when.readings)
        .filter(|reading| reading.range.first <= dateline)
        .take(1)
        .map(|reading| griot_model::DateReading {
            range: griot_model::DateRange::new(reading.range.first, dateline),
            shown: format!("after {}", reading.shown),
            how: "after the date given, until the dateline".to_owned(),
        })
        .collect()
}

/// "The General Assembly adopted resolution ES-11/6 on 23 February 2023", "A/RES/ES-11/6 of 23 February 2023".
pub(super) fn adopted(reader: &Reader<'_>, symbols: &[(Span, String)]) -> Vec<Found> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let list = pack.list("voted", "adopted");
    let mut found = Vec::new();
    for (span, symbol) in symbols {
        let first = units.partition_point(|unit| unit.span.start < span.start);
        let end = units.partition_point(|unit| unit.span.start < span.end);
        let small = |at: usize| {
            let unit = &units[at];
            matches!(unit.text.as_str(), "," | "(")
                || is_in(unit, pack.list("voted", "until-day"))
                || is_in(unit, pack.class("be"))
                || list.iter().any(|words| words.contains(&unit.text))
        };
        let body_at = |at: usize| {
            ["assembly", "council"]
                .iter()
                .find_map(|list| any_at(units, at, pack.list("voted", list)))
        };
        // Behind the symbol, over nothing but "adopted by the Council on".
        let mut at = end;
        // "resolution 2793, which authorises a force, was adopted on"
        if let (Some(comma), Some(relative)) = (units.get(at), units.get(at + 1))
            && comma.is(",")
            && is_in(relative, pack.class("relative"))
            && let Some(close) = (at + 2..units.len()).take(18).find(|it| units[*it].is(","))
        {
            at = close + 1;
        }
        let from = at;
        while at < units.len() && at - from < 10 && !dated_at(reader, at) {
            match body_at(at) {
                Some(next) => at = next,
                None if small(at) => at += 1,
                None => break,
            }
        }
        let behind = date_at(reader, at).filter(|_| at < units.len());
        // Before it: "On 2 March 2022, the General Assembly adopted resolution ...".
        let verb = (first.saturating_sub(5)..first)
            .rev()
            .find(|at| any_at(units, *at, list).is_some_and(|end| end <= first));
        let before = verb.and_then(|verb| {
            let chunk = reader
                .line
                .chunks
                .iter()
                .filter(|chunk| matches!(chunk.what, Thing::Date(_)) && chunk.end <= verb)
                .max_by_key(|chunk| chunk.end)?;
            let between = units.get(chunk.end..verb)?;
            let plain = between.len() <= 9
                && !between.iter().any(|unit| is_in(unit, pack.class("joins")) || unit.is(";"));
            let body = (chunk.end..verb).any(|at| body_at(at).is_some());
            match chunk.what {
                Thing::Date(index) if plain && body => reader.scene.dates.get(index),
                _ => None,
            }
        });
        if let Some(when) = behind
            .or(before)
            .filter(|when| !when.readings.is_empty() && when.boundary == Boundary::At)
        {
            let proposition =
                Proposition::Adopted { symbol: symbol.clone(), dates: when.readings.clone() };
            found.push(Found::new(span.join(when.span), ClaimKind::Date, proposition));
        }
    }
    found
}

fn dated_at(reader: &Reader<'_>, at: usize) -> bool {
    date_at(reader, at).is_some()
}

fn date_at<'r>(reader: &'r Reader<'_>, at: usize) -> Option<&'r crate::claims::When> {
    reader.line.chunks.iter().find_map(|chunk| match chunk.what {
        Thing::Date(index) if chunk.first == at => reader.scene.dates.get(index),
        _ => None,
    })
}
