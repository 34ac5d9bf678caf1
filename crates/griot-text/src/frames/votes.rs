//! Votes in the Assembly: who voted how on which text, and how many did.
//!
//! The words by which states vote stand in the packs. A vote belongs to the text that its own part of the sentence names, else to
//! the only one that the sentence names, else to the vote that the text before speaks of; what stays open is left open, so that
//! nobody is contradicted by a vote on another text.

use griot_model::{
    Choice, ClaimKind, Comparator, Proposition, Quantity, Region, ResolutionRef, Span,
};

use super::{
    chunks::{Thing, any_at, is_in},
    compose::Reader,
    units::span_of,
};
use crate::{
    claims::{Found, Tag, council_symbols_in, symbols_in},
    dates::Boundary,
};

/// The vote that a text is speaking of.
#[derive(Debug, Default, Clone)]
pub(super) struct UnderVote(Option<ResolutionRef>);

/// A word that says how somebody voted.
#[derive(Debug, Clone)]
struct Told {
    choice: Choice,
    first: usize,
    end: usize,
    /// Behind a number: "seven against".
    tally: bool,
}

/// Who voted so.
#[derive(Debug, Clone, Default)]
struct Voters {
    named: Vec<(usize, usize, String)>,
    count: Option<Counted>,
    /// Where they begin.
    first: usize,
    /// The vote stands in a clause of its own between commas: "Mali, which abstained in March, ...".
    aside: bool,
}

#[derive(Debug, Clone)]
struct Counted {
    quantity: Quantity,
    region: Option<Region>,
    span: (usize, usize),
    others: bool,
    one_of: bool,
}

const CHOICES: [(&str, Choice); 4] = [
    ("absent", Choice::Absent),
    ("yes", Choice::Yes),
    ("no", Choice::No),
    ("abstain", Choice::Abstain),
];
const TALLIES: [(&str, Choice); 3] =
    [("tally-yes", Choice::Yes), ("tally-no", Choice::No), ("tally-abstain", Choice::Abstain)];

/// Claims about votes in one sentence.
pub(super) fn find(reader: &Reader<'_>, under: &mut UnderVote) -> Vec<Found> {
    let scene = reader.scene;
    let says = |list: &str| says(reader, list);
    if scene.sentence.is_heading {
        under.0 = None;
    }
    let symbols = symbols_in(&scene.sentence.text);
    let about = says("assembly")
        || !symbols.is_empty()
        || (says("nations") && says("matters") && !says("council"));
    let council = says("council");
    let told = told(reader);
    if symbols.is_empty() && !says("assembly") && !says("rights-council") {
        let of_council = council_symbols_in(&scene.sentence.text, council);
        if !of_council.is_empty() {
            under.0 = None;
            return claims(reader, &told, &of_council, under);
        }
    }
    if (council || says("rights-council")) && !about {
        under.0 = None;
        return Vec::new();
    }
    let mut found = Vec::new();
    if about || under.0.is_some() {
        found = claims(reader, &told, &symbols, under);
    }
    if about {
        remember(reader, &symbols, under);
    }
    found
}

fn says(reader: &Reader<'_>, list: &str) -> bool {
    let list = reader.line.pack.list("voted", list);
    (0..reader.line.units.len()).any(|at| any_at(reader.line.units, at, list).is_some())
}

/// The vote of this sentence is what the next ones speak of.
fn remember(reader: &Reader<'_>, symbols: &[(Span, String)], under: &mut UnderVote) {
    let mut named: Vec<&String> = symbols.iter().map(|(_, symbol)| symbol).collect();
    named.dedup();
    let dates = days(reader, 0, reader.line.units.len());
    let topic = content_words(reader, &Voters::default());
    match named.as_slice() {
        [only] => under.0 = Some(ResolutionRef { symbol: Some((*only).clone()), dates, topic }),
        [] if !dates.is_empty() => under.0 = Some(ResolutionRef { symbol: None, dates, topic }),
        [] => {}
        _ => under.0 = None,
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
    tokens.map(|token| token.stem().to_lowercase()).collect()
}

/// Days between two units that can be those of a vote.
fn days(reader: &Reader<'_>, first: usize, end: usize) -> Vec<griot_model::DateReading> {
    let span = span_of(reader.line.units, first, end);
    let opens = |when: Span| {
        let token = reader.line.units.first();
        token.is_some_and(|unit| is_in(unit, reader.line.pack.list("voted", "turns")))
            && when.end <= reader.scene.sentence.text.find(',').unwrap_or(0)
    };
    reader
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
        .find(|when| !opens(when.span))
        .map(|when| when.readings.clone())
        .unwrap_or_default()
}

fn told(reader: &Reader<'_>) -> Vec<Told> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut all: Vec<Told> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let longest = CHOICES
            .iter()
            .filter_map(|(list, choice)| {
                Some((any_at(units, at, pack.list("voted", list))?, *choice))
            })
            .max_by_key(|(end, _)| *end);
        let behind_number = number_before(reader, at).is_some();
        let tally = TALLIES
            .iter()
            .filter(|_| behind_number)
            .filter_map(|(list, choice)| {
                Some((any_at(units, at, pack.list("voted", list))?, *choice))
            })
            .max_by_key(|(end, _)| *end);
        // "par 141 voix contre 5", "by 141 votes against 5": the two sides of one tally, read in figures.
        let two_sided =
            |end: usize| {
                behind_number
                    && reader.line.chunks.iter().any(|chunk| {
                        chunk.first == end && matches!(chunk.what, Thing::Number(_))
                    })
            };
        let longest =
            longest.filter(|(end, choice)| !(*choice == Choice::No && two_sided(*end)));
        let tally = tally.filter(|(end, choice)| !(*choice == Choice::No && two_sided(*end)));
        match (longest, tally) {
            (Some((end, choice)), tally) if tally.is_none_or(|(other, _)| other <= end) => {
                all.push(Told { choice, first: at, end, tally: false });
                at = end;
            }
            (_, Some((end, choice))) => {
                all.push(Told { choice, first: at, end, tally: true });
                at = end;
            }
            _ => at += 1,
        }
    }
    all.retain(|it| {
        let span = span_of(units, it.first, it.end);
        !reader.scene.is_quoted(span) && !is_unreal(reader, it)
    });
    all
}

/// Wished, denied, planned or asked for.
fn is_unreal(reader: &Reader<'_>, told: &Told) -> bool {
    if told.choice == Choice::Absent {
        return false;
    }
    let (units, pack) = (reader.line.units, reader.line.pack);
    (1..=3).any(|length| {
        told.first.checked_sub(length).is_some_and(|at| {
            let to_have = units.get(at).is_some_and(|unit| unit.is("to")) && length == 1;
            any_at(units, at, pack.class("negations")).is_some_and(|end| end <= told.first)
                || (!to_have && any_at(units, at, pack.class("unreal")) == Some(told.first))
        })
    })
}

/// A number right before a unit; its chunk's first unit and index of the figure.
fn number_before(reader: &Reader<'_>, at: usize) -> Option<(usize, usize)> {
    reader.line.chunks.iter().find_map(|chunk| match chunk.what {
        Thing::Number(index) if chunk.end == at => Some((chunk.first, index)),
        _ => None,
    })
}

fn claims(
    reader: &Reader<'_>,
    told: &[Told],
    symbols: &[(Span, String)],
    under: &UnderVote,
) -> Vec<Found> {
    let units = reader.line.units;
    let mut found = Vec::new();
    let mut last: Vec<(usize, usize, String)> = Vec::new();
    let mut last_end = 0;
    for (index, it) in told.iter().enumerate() {
        let mut voters = voters(reader, it, last_end);
        if voters.named.is_empty() && voters.count.is_none() {
            voters.named = listed_after(reader, it);
            if voters.named.is_empty() && goes_on(reader, it) {
                voters.named.clone_from(&last);
            }
        }
        let next = told.get(index + 1).map_or(units.len(), |next| next.first);
        let meant = meant(reader, it, &voters, symbols, [last_end, next], under, told.len());
        let span =
            |first: usize, end: usize| span_of(units, first.min(it.first), end.max(it.end));
        if let (Some(counted), [resolution]) = (&voters.count, meant.as_slice()) {
            let member = counted
                .one_of
                .then(|| voters.named.first().map(|(.., iso)| iso.clone()))
                .flatten();
            let besides =
                if counted.others { u16::try_from(voters.named.len()).unwrap_or(0) } else { 0 };
            found.push(Found::new(
                span(counted.span.0, counted.span.1),
                ClaimKind::Vote,
                Proposition::VoteCount {
                    choice: it.choice,
                    count: counted.quantity.clone(),
                    region: counted.region.clone(),
                    member,
                    besides,
                    resolution: resolution.clone(),
                },
            ));
        }
        for (first, end, country) in &voters.named {
            for resolution in &meant {
                found.push(Found::new(
                    span(*first, *end),
                    ClaimKind::Vote,
                    Proposition::VoteCast {
                        country: country.clone(),
                        choice: it.choice,
                        resolution: resolution.clone(),
                    },
                ));
            }
        }
        if !voters.aside && !voters.named.is_empty() {
            last.clone_from(&voters.named);
        }
        last_end = it.end;
    }
    if told.iter().all(|it| it.tally) || told.is_empty() {
        let one = told_once(symbols, under);
        for (figure, choice, count) in super::tallies::in_figures(reader.scene) {
            if let Some(resolution) = &one {
                found.push(Found::new(
                    figure,
                    ClaimKind::Vote,
                    Proposition::VoteCount {
                        choice,
                        count,
                        region: None,
                        member: None,
                        besides: 0,
                        resolution: resolution.clone(),
                    },
                ));
            }
        }
    }
    found.extend(adopted(reader, symbols));
    found
}

/// The one text of a sentence without a verb of voting.
fn told_once(symbols: &[(Span, String)], under: &UnderVote) -> Option<ResolutionRef> {
    let mut named: Vec<&String> = symbols.iter().map(|(_, symbol)| symbol).collect();
    named.dedup();
    match named.as_slice() {
        [only] => {
            Some(ResolutionRef { symbol: Some((*only).clone()), ..ResolutionRef::default() })
        }
        [] => under.0.clone(),
        _ => None,
    }
}

/// "and voted against", "but then abstained": the subject of the vote before.
fn goes_on(reader: &Reader<'_>, told: &Told) -> bool {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let joins = |at: usize| {
        units.get(at).is_some_and(|unit| {
            is_in(unit, pack.class("joins")) || is_in(unit, pack.list("voted", "turns"))
        })
    };
    (1..=3).any(|back| {
        told.first.checked_sub(back).is_some_and(|at| {
            joins(at)
                && (at + 1..told.first).all(|between| {
                    units.get(between).is_some_and(|unit| {
                        is_in(unit, pack.list("voted", "between"))
                            || is_in(unit, pack.class("adverbs"))
                            || is_in(unit, pack.class("have"))
                    })
                })
        })
    })
}

/// Who stands before the verb.
fn voters(reader: &Reader<'_>, told: &Told, from: usize) -> Voters {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut at = told.first;
    let mut voters = Voters { first: told.first, ..Voters::default() };
    // Back over auxiliaries and adverbs.
    let small = |place: usize| {
        let unit = &units[place];
        is_in(unit, pack.list("voted", "between"))
            || is_in(unit, pack.class("adverbs"))
            || is_in(unit, pack.class("have"))
    };
    let mut relative = false;
    while at > from && small(at - 1) {
        relative |= is_in(&units[at - 1], pack.class("relative"));
        at -= 1;
    }
    // ", which abstained": the subject stands before the comma, and the vote aside.
    if relative && at > from && units[at - 1].is(",") {
        at -= 1;
        voters.aside = true;
    } else if at > from && units[at - 1].is(",") {
        // "Mali, a member of the Sahel alliance, voted against".
        let open = (from..at - 1).rev().take(18).find(|place| units[*place].is(","));
        if let Some(open) = open {
            at = open;
        }
    }
    if let Some((first, index)) = number_before(reader, at)
        .filter(|_| told.tally || is_noun(reader, told) || at == told.first)
    {
        count(reader, &mut voters, first, index, at);
        return voters;
    }
    // "18 other African countries", "six states".
    let is_name = reader
        .line
        .chunks
        .iter()
        .any(|chunk| chunk.end == at && matches!(chunk.what, Thing::Country { .. }));
    if at > from && !is_name && is_in(&units[at - 1], pack.list("voted", "states")) {
        let noun = at - 1;
        let mut start = noun;
        let mut region = None;
        let mut others = false;
        loop {
            if let Some((first, index)) = number_before(reader, start) {
                count(reader, &mut voters, first, index, at);
                if let Some(counted) = &mut voters.count {
                    counted.region = region;
                    counted.others = others;
                    counted.span.1 = at;
                }
                named_before(reader, &mut voters, first, from, others);
                return voters;
            }
            let Some(before) = start.checked_sub(1).filter(|before| *before >= from) else {
                break;
            };
            let unit = &units[before];
            if let Some((name, tag)) = region_at(reader, before) {
                region = Some(Region { m49: tag, name });
            } else if is_in(unit, pack.class("others")) {
                others = true;
            } else if !unit.wordy || noun - before > 3 {
                break;
            }
            start = before;
        }
        return voters;
    }
    named(reader, &mut voters, at, from);
    voters
}

/// Nouns are counted at once: "30 abstentions".
fn is_noun(reader: &Reader<'_>, told: &Told) -> bool {
    let list = ["tally-abstain", "tally-yes", "tally-no"];
    list.iter().any(|list| {
        any_at(reader.line.units, told.first, reader.line.pack.list("voted", list))
            == Some(told.end)
    })
}

fn count(reader: &Reader<'_>, voters: &mut Voters, first: usize, index: usize, end: usize) {
    let Some(figure) = reader.scene.figures.get(index) else { return };
    if figure.quantity.comparator == Comparator::About && figure.quantity.value < 1.0 {
        return;
    }
    let units = reader.line.units;
    let one_of = figure.population.is_some()
        || (first >= 2 && units[first - 1].is("of") && units[first - 2].is("one"))
        || (first >= 3
            && units[first - 1].is("des")
            && units[first - 2].is("un")
            && units[first - 3].is("l"));
    let quantity = match figure.population {
        Some(population) => Quantity::exactly(population, "states"),
        None => figure.quantity.clone(),
    };
    let start = if one_of && figure.population.is_none() { first - 2 } else { first };
    voters.first = start;
    voters.count =
        Some(Counted { quantity, region: None, span: (start, end), others: false, one_of });
    if one_of {
        let mut before = Voters::default();
        let at = start.saturating_sub(usize::from(
            start > 0
                && units[start - 1].wordy
                && is_in(&units[start - 1], reader.line.pack.class("be")),
        ));
        named(reader, &mut before, at, 0);
        voters.named = before.named;
    }
}

/// "Mali and 18 other countries".
fn named_before(
    reader: &Reader<'_>,
    voters: &mut Voters,
    first: usize,
    from: usize,
    others: bool,
) {
    let units = reader.line.units;
    let joined = first > from && is_in(&units[first - 1], reader.line.pack.class("joins"));
    if others && joined {
        named(reader, voters, first - 1, from);
    }
}

/// A list of countries that ends at a unit: "Belarus, Eritrea and Mali".
fn named(reader: &Reader<'_>, voters: &mut Voters, at: usize, from: usize) {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut end = at;
    let mut listed: Vec<(usize, usize, String)> = Vec::new();
    loop {
        let country = reader.line.chunks.iter().find_map(|chunk| match &chunk.what {
            Thing::Country { iso, named: true }
                if chunk.end == end && !units[end - 1].possessive =>
            {
                Some((chunk.first, chunk.end, iso.clone()))
            }
            _ => None,
        });
        let Some((first, stop, iso)) = country else { break };
        listed.push((first, stop, iso));
        end = first;
        if end > from && is_in(&units[end - 1], pack.class("the")) {
            end -= 1;
        }
        let mut joined = end;
        while joined > from
            && (units[joined - 1].is(",") || is_in(&units[joined - 1], pack.class("joins")))
        {
            joined -= 1;
        }
        if joined == end {
            break;
        }
        end = joined;
    }
    // "a text condemning Russia", "with Russia": governed by another word.
    let Some((first, ..)) = listed.last().cloned() else { return };
    let before = first.checked_sub(1).filter(|before| *before >= from);
    let before = match before {
        Some(place) if is_in(&units[place], pack.class("the")) => {
            place.checked_sub(1).filter(|place| *place >= from)
        }
        other => other,
    };
    let governed = before.is_some_and(|place| {
        let unit = &units[place];
        unit.wordy
            && !is_in(unit, pack.list("voted", "turns"))
            && !is_in(unit, pack.class("joins"))
            && !is_in(unit, pack.list("voted", "including"))
            && !is_in(unit, pack.class("adverbs"))
            && !matches!(
                unit.text.as_str(),
                "with" | "that" | "only" | "avec" | "que" | "seul" | "seuls"
            )
    });
    if !governed {
        listed.reverse();
        voters.first = voters.first.min(first);
        voters.named.extend(listed);
    }
}

/// "voted against: Belarus, Mali and Syria"; "abstained, including Mali".
fn listed_after(reader: &Reader<'_>, told: &Told) -> Vec<(usize, usize, String)> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let opens = (told.end..(told.end + 14).min(units.len())).find_map(|at| {
        let mark = matches!(units[at].text.as_str(), ":" | "—" | "–").then_some(at + 1);
        mark.or_else(|| any_at(units, at, pack.list("voted", "including")))
    });
    let Some(mut at) = opens else { return Vec::new() };
    let mut found = Vec::new();
    while let Some(unit) = units.get(at) {
        let country = reader.line.chunks.iter().find_map(|chunk| match &chunk.what {
            Thing::Country { iso, named: true } if chunk.first == at => {
                Some((chunk.first, chunk.end, iso.clone()))
            }
            _ => None,
        });
        if let Some(country) = country {
            at = country.1;
            found.push(country);
        } else if unit.is(",")
            || is_in(unit, pack.class("joins"))
            || is_in(unit, pack.class("the"))
        {
            at += 1;
        } else {
            break;
        }
    }
    found
}

fn region_at(reader: &Reader<'_>, at: usize) -> Option<(String, String)> {
    let unit = reader.line.units.get(at)?;
    reader.scene.names.iter().filter(|named| named.span.overlaps(unit.span)).find_map(|named| {
        named.tags.iter().find_map(|tag| match tag {
            Tag::Region(m49) => Some((reader.scene.words(named.span).to_owned(), m49.clone())),
            _ => None,
        })
    })
}

/// The texts that a vote is on; one without symbol and day where the sentence leaves it open.
fn meant(
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
    // Remarks between commas that begin with a relative belong to another vote.
    let asides: Vec<Span> = if voters.aside {
        Vec::new()
    } else {
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
    };
    let here = span_of(units, start, stop);
    let inside: Vec<&(Span, String)> = symbols
        .iter()
        .filter(|(span, _)| {
            here.overlaps(*span) && !asides.iter().any(|aside| aside.overlaps(*span))
        })
        .collect();
    let named = |symbol: &str| ResolutionRef {
        symbol: Some(symbol.to_owned()),
        dates: days(reader, start, stop),
        topic: content_words(reader, voters),
    };
    let mut each: Vec<&str> = inside.iter().map(|(_, symbol)| symbol.as_str()).collect();
    each.dedup();
    if let [only] = each.as_slice() {
        return vec![named(only)];
    }
    if each.len() > 1 {
        if reader.scene.sentence.text.to_lowercase().contains("respective") {
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
        if let Some(before) =
            under.0.as_ref().filter(|_| !says(reader, "assembly") && !says(reader, "nations"))
        {
            topic.extend(before.topic.iter().cloned());
        }
        return vec![ResolutionRef { symbol: None, dates: day, topic }];
    }
    if voters.aside {
        return open;
    }
    let mut elsewhere: Vec<&str> = symbols.iter().map(|(_, symbol)| symbol.as_str()).collect();
    elsewhere.dedup();
    if let [only] = elsewhere.as_slice() {
        return if all <= 1 || start == 0 { vec![named(only)] } else { open };
    }
    let whole = days(reader, 0, units.len());
    if !whole.is_empty() && reader.scene.dates.len() == 1 {
        return vec![ResolutionRef { symbol: None, dates: whole, topic }];
    }
    let after = after(reader);
    if !after.is_empty() && (says(reader, "assembly") || says(reader, "nations")) {
        return vec![ResolutionRef { symbol: None, dates: after, topic }];
    }
    match &under.0 {
        Some(before) => {
            let mut before = before.clone();
            before.topic.extend(topic);
            vec![before]
        }
        None => open,
    }
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
        return if let [only] = before.as_slice() {
            vec![named(only)]
        } else {
            vec![ResolutionRef::default()]
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
fn adopted(reader: &Reader<'_>, symbols: &[(Span, String)]) -> Vec<Found> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let list = pack.list("voted", "adopted");
    let mut found = Vec::new();
    for (span, symbol) in symbols {
        let first = units.partition_point(|unit| unit.span.start < span.start);
        let end = units.partition_point(|unit| unit.span.start < span.end);
        let small = |at: usize| {
            let unit = &units[at];
            matches!(
                unit.text.as_str(),
                "," | "("
                    | "on"
                    | "in"
                    | "of"
                    | "by"
                    | "the"
                    | "un"
                    | "le"
                    | "en"
                    | "du"
                    | "de"
                    | "par"
                    | "which"
                    | "qui"
            ) || is_in(unit, pack.class("be"))
                || list.iter().any(|words| words.contains(&unit.text))
        };
        let body_at = |at: usize| {
            ["assembly", "council"]
                .iter()
                .find_map(|list| any_at(units, at, pack.list("voted", list)))
        };
        // Behind the symbol, over nothing but "adopted by the Council on".
        let mut at = end;
        while at < units.len() && at - end < 10 && !dated_at(reader, at) {
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
