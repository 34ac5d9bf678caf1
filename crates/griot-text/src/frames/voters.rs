//! Who voted how: the words of voting in a sentence, and the states or the number of states before or behind each.
//!
//! The words by which states vote stand in the packs.

use griot_model::{Choice, Comparator, Quantity, Region};

use super::{
    compose::Reader,
    things::{Thing, any_at, is_in},
    units::{Unit, Words, span_of},
};
use crate::claims::Tag;

/// A word that says how somebody voted.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) choice: Choice,
    pub(super) first: usize,
    pub(super) end: usize,
    /// Behind a number: "seven against".
    pub(super) tally: bool,
    /// Those who voted so stand behind it: "was supported by".
    pub(super) behind: bool,
}

/// Who voted so.
#[derive(Debug, Clone, Default)]
pub(super) struct Voters {
    pub(super) named: Vec<(usize, usize, String)>,
    pub(super) count: Option<Counted>,
    /// Where they begin.
    pub(super) first: usize,
    /// The vote stands in a clause of its own between commas: "Mali, which abstained in March, ...".
    pub(super) aside: bool,
    /// How the country is known, where the sentence only says "it" or "the country".
    pub(super) assumed: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) quantity: Quantity,
    pub(super) region: Option<Region>,
    pub(super) span: (usize, usize),
    pub(super) others: bool,
    pub(super) one_of: bool,
}

const CHOICES: [(&str, Choice); 4] = [
    ("absent", Choice::Absent),
    ("yes", Choice::Yes),
    ("no", Choice::No),
    ("abstain", Choice::Abstain),
];
/// Words behind which those stand who voted so.
const PASSIVES: [(&str, Choice); 2] = [("by-yes", Choice::Yes), ("by-no", Choice::No)];
const TALLIES: [(&str, Choice); 3] =
    [("tally-yes", Choice::Yes), ("tally-no", Choice::No), ("tally-abstain", Choice::Abstain)];

pub(super) fn told(reader: &Reader<'_>) -> Vec<Told> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut all: Vec<Told> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let behind_number = number_before(reader, at).is_some();
        // "par 141 voix contre 5", "by 141 votes against 5": the two sides of one tally.
        let two_sided = |end: usize| {
            let number = reader
                .line
                .chunks
                .iter()
                .any(|chunk| chunk.first == end && matches!(chunk.what, Thing::Number(_)));
            // "par 119 voix contre une": an article that counts.
            let one = any_at(units, end, pack.list("voted", "one-or-none")).is_some();
            behind_number && (number || one)
        };
        let said = |lists: &[(&str, Choice)]| {
            lists
                .iter()
                .filter_map(|(list, choice)| {
                    Some((any_at(units, at, pack.list("voted", list))?, *choice))
                })
                .filter(|(end, choice)| *choice != Choice::No || !two_sided(*end))
                .max_by_key(|(end, _)| *end)
        };
        let longest = said(&CHOICES);
        let tally = behind_number.then(|| said(&TALLIES)).flatten();
        let passive = PASSIVES.iter().find_map(|(list, choice)| {
            Some((any_at(units, at, pack.list("voted", list))?, *choice))
        });
        if let Some((end, choice)) =
            passive.filter(|(end, _)| longest.is_none_or(|(other, _)| other <= *end))
        {
            all.push(Told { choice, first: at, end, tally: false, behind: true });
            at = end;
            continue;
        }
        // Who did not vote against a text did vote, perhaps: nothing is told.
        if let Some((end, Choice::Absent)) = longest
            && let Some(side) = any_at(units, end, pack.list("voted", "sides"))
        {
            at = side;
            continue;
        }
        match (longest, tally) {
            (Some((end, choice)), tally) if tally.is_none_or(|(other, _)| other < end) => {
                all.push(Told { choice, first: at, end, tally: false, behind: false });
                at = end;
            }
            (_, Some((end, choice))) => {
                all.push(Told { choice, first: at, end, tally: true, behind: false });
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

/// "and voted against", "but then abstained": the subject of the vote before.
pub(super) fn goes_on(reader: &Reader<'_>, told: &Told) -> bool {
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
pub(super) fn voters(reader: &Reader<'_>, told: &Told, from: usize) -> Voters {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut at = told.first;
    let mut voters = Voters { first: told.first, ..Voters::default() };
    // Back over auxiliaries and adverbs.
    let lists = [pack.list("voted", "between"), pack.class("adverbs"), pack.class("have")];
    let mut relative = false;
    while let Some(before) = lists
        .iter()
        .filter_map(|list| any_until(units, at, list))
        .min()
        .filter(|it| *it >= from)
    {
        relative |= is_in(&units[at - 1], pack.class("relative"));
        at = before;
    }
    // ", which abstained": the subject stands before the comma, and the vote aside.
    if relative && at > from && units[at - 1].is(",") {
        at -= 1;
        voters.aside = true;
    } else if at > from && units[at - 1].is(",") {
        // "Mali, a member of the Sahel alliance, voted against".
        let open = (0..at - 1).rev().take(18).find(|place| units[*place].is(","));
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
    // "Mali, which had abstained in March, voted against": the subject stands before the other vote.
    let aside = (at..from).any(|place| is_in(&units[place], pack.class("relative")));
    if voters.named.is_empty() && aside {
        named(reader, &mut voters, at, 0);
    }
    if voters.named.is_empty() {
        meant_before(reader, &mut voters, at, from);
    }
    // "Unlike Mali, Senegal voted against".
    voters.named.retain(|(first, ..)| any_until(units, *first, pack.class("unlike")).is_none());
    voters
}

/// Who stands behind "was supported by": so many states, or a list of them.
pub(super) fn behind(reader: &Reader<'_>, told: &Told) -> Voters {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut voters = Voters { first: told.first, ..Voters::default() };
    let figure = reader.line.chunks.iter().find_map(|chunk| match chunk.what {
        Thing::Number(index) if chunk.first >= told.end && chunk.first <= told.end + 1 => {
            Some((chunk.end, index))
        }
        _ => None,
    });
    if let Some((end, index)) = figure {
        let states = any_at(units, end, pack.list("voted", "states"));
        if let (Some(states), Some(figure)) = (states, reader.scene.figures.get(index)) {
            voters.count = Some(Counted {
                quantity: figure.quantity.clone(),
                region: None,
                span: (told.first, states),
                others: false,
                one_of: false,
            });
        }
        return voters;
    }
    voters.named = listed_from(reader, told.end);
    voters
}

/// "It abstained", "the country voted against": the country that the sentences before are about.
fn meant_before(reader: &Reader<'_>, voters: &mut Voters, at: usize, from: usize) {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let list = pack.list("voted", "it");
    let opens = (1..=3)
        .filter_map(|back| at.checked_sub(back))
        .find(|first| *first >= from && any_at(units, *first, list) == Some(at));
    let Some(first) = opens else { return };
    // A pronoun may stand for a country of its own sentence: "Bolivia said that it had abstained".
    let mut before: Vec<&str> = reader
        .line
        .chunks
        .iter()
        .filter_map(|chunk| match &chunk.what {
            Thing::Country { iso, named: true }
                if chunk.end <= first && !is_governed(reader, chunk.first, 0) =>
            {
                Some(iso.as_str())
            }
            _ => None,
        })
        .collect();
    before.dedup();
    let (country, how) = match (before.as_slice(), reader.context.topic(reader.scene)) {
        ([], Some((country, how))) => (country.to_owned(), how),
        _ => return,
    };
    voters.first = voters.first.min(first);
    voters.named.push((first, at, country));
    // Under a heading that names one country, where no sentence before it in the paragraph is about another, it is sure.
    voters.assumed = how.map(str::to_owned);
}

/// Where the longest sequence of a list begins that ends right before a unit.
fn any_until(units: &[Unit], end: usize, list: &[Words]) -> Option<usize> {
    list.iter()
        .filter_map(|words| {
            end.checked_sub(words.len()).filter(|first| {
                !words.is_empty() && super::things::at(units, *first, words) == Some(end)
            })
        })
        .min()
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
    let list = reader.line.pack.list("voted", "one-of");
    let opens = (1..=first.min(3))
        .map(|back| first - back)
        .find(|at| any_at(units, *at, list) == Some(first));
    let one_of = figure.population.is_some() || opens.is_some();
    let quantity = match figure.population {
        Some(population) => Quantity::exactly(population, "states"),
        None => figure.quantity.clone(),
    };
    let start = opens.filter(|_| figure.population.is_none()).unwrap_or(first);
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
        if before.named.is_empty() {
            meant_before(reader, &mut before, at, 0);
        }
        voters.assumed = before.assumed;
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
            Thing::Country { iso, named: true } | Thing::Government(iso)
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
    if !is_governed(reader, first, from) {
        listed.reverse();
        voters.first = voters.first.min(first);
        voters.named.extend(listed);
    }
}

/// Whether another word governs the name that begins at a unit, so that it is nobody's subject.
fn is_governed(reader: &Reader<'_>, first: usize, from: usize) -> bool {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let before = first.checked_sub(1).filter(|before| *before >= from);
    let before = match before {
        Some(place) if is_in(&units[place], pack.class("the")) => {
            place.checked_sub(1).filter(|place| *place >= from)
        }
        other => other,
    };
    before.is_some_and(|place| {
        let unit = &units[place];
        unit.wordy
            && !is_in(unit, pack.list("voted", "turns"))
            && !is_in(unit, pack.class("joins"))
            && !is_in(unit, pack.list("voted", "including"))
            && !is_in(unit, pack.class("adverbs"))
            && !is_in(unit, pack.list("voted", "before-voters"))
    })
}

/// "voted against: Belarus, Mali and Syria"; "abstained, including Mali".
pub(super) fn listed_after(reader: &Reader<'_>, told: &Told) -> Vec<(usize, usize, String)> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    // "the abstention of China".
    let of = any_at(units, told.end, pack.class("of")).filter(|_| is_noun(reader, told));
    let opens = of.or_else(|| {
        (told.end..(told.end + 14).min(units.len())).find_map(|at| {
            let mark = matches!(units[at].text.as_str(), ":" | "—" | "–").then_some(at + 1);
            mark.or_else(|| any_at(units, at, pack.list("voted", "including")))
        })
    });
    opens.map_or_else(Vec::new, |at| listed_from(reader, at))
}

/// The countries of a list that begins at a unit.
fn listed_from(reader: &Reader<'_>, mut at: usize) -> Vec<(usize, usize, String)> {
    let (units, pack) = (reader.line.units, reader.line.pack);
    let mut found = Vec::new();
    while let Some(unit) = units.get(at) {
        let country = reader.line.chunks.iter().find_map(|chunk| match &chunk.what {
            Thing::Country { iso, named: true } | Thing::Government(iso)
                if chunk.first == at =>
            {
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
