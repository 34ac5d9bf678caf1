//! Which roll call a sentence means, and the rows of it.

use griot_model::{Choice, DateRange, ResolutionRef};

use super::{
    rule::{Facts, days_in},
    title_words::TitleWords,
};
use griot_library::{Body, Library, RollCall, facts};

/// Roll calls that fit the words.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    /// At least one; the best first.
    pub(super) calls: Vec<&'a RollCall>,
    /// Whether the words can mean no other titled roll call, so that they can be contradicted.
    pub(super) certain: bool,
    /// Roll calls of the same days whose subject the library does not know. One of them that agrees
    /// with the words could be the one meant, and then nothing is contradicted.
    pub(super) untitled: Vec<&'a RollCall>,
    /// Every roll call of the one day that the words give, where they give one: whichever is meant is one of them.
    pub(super) of_day: Vec<&'a RollCall>,
    /// How it was chosen, in a sentence.
    pub(super) how: String,
}

/// Chooses by symbol, or by date together with what the resolution is said to be about.
pub(super) fn choose<'a>(
    facts: &Facts<'a>,
    resolution: &ResolutionRef,
) -> Result<Chosen<'a>, String> {
    let library = facts.library;
    if let Some(symbol) = &resolution.symbol {
        return by_symbol(library, symbol).map_err(|reason| {
            let others = on_the_day(library, resolution);
            if others.is_empty() { reason } else { format!("{reason}; it has {others}") }
        });
    }
    if resolution.dates.is_empty() {
        return Err("the words do not say on which resolution, or on which day, this vote was"
            .to_owned());
    }
    let bodies: &[Body] = match resolution.council {
        Some(true) => &[Body::Council],
        Some(false) => &[Body::Assembly],
        None => &[Body::Assembly, Body::Council],
    };
    for reading in &resolution.dates {
        let window = reading.range;
        if let Some(chosen) = by_result(library, bodies, window, &resolution.tally) {
            return Ok(chosen);
        }
        let mut fitting: Vec<Chosen<'a>> = bodies
            .iter()
            .filter_map(|body| of_body(facts, *body, window, &resolution.topic))
            .collect();
        // Where the words may mean either body, and both have a vote that fits, either may agree, and none contradicts.
        let certain = fitting.len() == 1;
        let Some(mut chosen) = fitting.pop() else { continue };
        for other in fitting {
            chosen.calls.extend(other.calls);
            chosen.untitled.extend(other.untitled);
        }
        // The only vote of a day is the one, where the day is read in one way.
        let one_day = window.first == window.last && resolution.dates.len() == 1;
        if one_day {
            let all = bodies.iter().flat_map(|body| facts::roll_calls(library, *body).all());
            chosen.of_day = all.filter(|call| held_in(call, window)).collect();
        }
        if !chosen.how.starts_with(BY_TITLE) {
            chosen.certain = one_day;
        }
        // A body that is not named is the Assembly where a title is what tells the vote.
        let of_assembly = |call: &&RollCall| {
            call.symbol.as_deref().is_some_and(|symbol| symbol.starts_with("A/"))
        };
        let named = resolution.council.is_some()
            || one_day
            || chosen.calls.first().is_some_and(of_assembly);
        chosen.certain &= certain && named;
        if let Some(shared) = chosen.how.strip_prefix(BY_TITLE) {
            chosen.how = format!(
                "the roll call was found by its date ({}) and by what its title shares with the words: {shared}",
                reading.shown
            );
        }
        return Ok(chosen);
    }
    Err("no roll call in the library fits the date and the subject of the sentence".to_owned())
}

/// The one roll call of some days whose result is the one that the words give. Three numbers are enough to be sure of it.
fn by_result<'a>(
    library: &'a Library,
    bodies: &[Body],
    window: DateRange,
    tally: &[(Choice, u16)],
) -> Option<Chosen<'a>> {
    if tally.len() < 2 {
        return None;
    }
    let has_it = |call: &&RollCall| {
        held_in(call, window)
            && tally.iter().all(|(choice, number)| total(call, *choice) == Some(*number))
    };
    let mut fitting =
        bodies.iter().flat_map(|body| facts::roll_calls(library, *body).all()).filter(has_it);
    let (only, None) = (fitting.next()?, fitting.next()) else { return None };
    Some(Chosen {
        calls: vec![only],
        certain: tally.len() >= 3,
        untitled: Vec::new(),
        of_day: Vec::new(),
        how: "the roll call was found by its date and its result".to_owned(),
    })
}

/// How a roll call was found by its title, before its date is told.
const BY_TITLE: &str = "title: ";

/// The votes of a body in some days that fit what a sentence says of their subject; the only one of a day fits any.
fn of_body<'a>(
    facts: &Facts<'a>,
    body: Body,
    window: DateRange,
    topic: &[String],
) -> Option<Chosen<'a>> {
    let library = facts.library;
    let titles = facts.title_words.get_or_init(|| TitleWords::of(library));
    let all = facts::roll_calls(library, body).all();
    let inside: Vec<&RollCall> = all.iter().filter(|call| held_in(call, window)).collect();
    if let Some(fitting) = titles.fitting(library, &inside, topic) {
        let untitled = inside.iter().copied().filter(|call| call.title.is_none()).collect();
        let certain = fitting.calls.len() == 1 && fitting.by_name && days_in(window) <= 31;
        let how = format!("{BY_TITLE}{}", fitting.shared);
        return Some(Chosen {
            calls: fitting.calls,
            certain,
            untitled,
            of_day: Vec::new(),
            how,
        });
    }
    // Words of a veto mean the draft that was vetoed.
    let vetoed: Vec<&RollCall> =
        inside.iter().copied().filter(|call| !call.vetoed_by.is_empty()).collect();
    let of_veto = topic.iter().any(|word| word.starts_with("veto"));
    if let ([only], true) = (vetoed.as_slice(), of_veto) {
        return (window.first == window.last).then(|| Chosen {
            calls: vec![*only],
            certain: false,
            untitled: Vec::new(),
            of_day: Vec::new(),
            how: format!("it is the only draft that was vetoed on {}", only.date),
        });
    }
    let [only] = inside.as_slice() else { return None };
    (window.first == window.last).then(|| {
        let body = if body == Body::Council { "Security Council" } else { "General Assembly" };
        Chosen {
            calls: vec![*only],
            certain: false,
            untitled: Vec::new(),
            of_day: Vec::new(),
            how: format!("it is the only roll call of the {body} on {}", only.date),
        }
    })
}

/// "A/RES/ES-11/4 of 2022-10-12": what was voted on the one day that the sentence gives, where that is little.
fn on_the_day(library: &Library, resolution: &ResolutionRef) -> String {
    let [day] = resolution.dates.as_slice() else { return String::new() };
    if day.range.first != day.range.last {
        return String::new();
    }
    let held: Vec<String> = library
        .roll_calls()
        .iter()
        .filter(|call| held_in(call, day.range))
        .map(described)
        .collect();
    if held.len() <= 3 { held.join(", ") } else { String::new() }
}

pub(super) fn by_symbol<'a>(library: &'a Library, symbol: &str) -> Result<Chosen<'a>, String> {
    let body = if symbol.starts_with("S/RES/") { Body::Council } else { Body::Assembly };
    let calls = facts::roll_calls(library, body).with_symbol(symbol);
    if calls.is_empty() {
        return Err(format!("no roll call of {symbol} is in the library"));
    }
    let certain = calls.len() == 1;
    let how = format!("the roll call was found by its symbol, {symbol}");
    Ok(Chosen { calls, certain, untitled: Vec::new(), of_day: Vec::new(), how })
}

pub(super) fn held_in(call: &RollCall, window: DateRange) -> bool {
    window.contains(call.date) || call.other_date.is_some_and(|day| window.contains(day))
}

/// How a state voted; none where the source does not say.
pub(super) fn vote_of(call: &RollCall, country: &str) -> Option<Choice> {
    let key: [u8; 3] = country.as_bytes().try_into().ok()?;
    call.votes
        .binary_search_by(|(country, _)| country.cmp(&key))
        .ok()
        .and_then(|at| call.votes.get(at))
        .map(|(_, vote)| *vote)
}

/// Place of a choice in `totals` and `complete`.
pub(super) fn index_of(choice: Choice) -> usize {
    match choice {
        Choice::Yes => 0,
        Choice::No => 1,
        Choice::Abstain => 2,
        Choice::Absent => 3,
    }
}

/// How many states voted so, as the source states it or as a complete list gives it.
pub(super) fn total(call: &RollCall, choice: Choice) -> Option<u16> {
    let at = index_of(choice);
    call.totals[at].or_else(|| {
        call.complete[at].then(|| {
            let listed = call.votes.iter().filter(|(_, vote)| *vote == choice).count();
            u16::try_from(listed).unwrap_or(u16::MAX)
        })
    })
}

/// "A/RES/ES-11/6 of 2023-02-23".
pub(super) fn described(call: &RollCall) -> String {
    match &call.symbol {
        Some(symbol) => format!("{symbol} of {}", call.date),
        None => format!("the roll call {} of {}", call.id, call.date),
    }
}
