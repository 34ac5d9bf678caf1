//! What stands in a sentence, as slots of a pattern take it: persons with their titles, offices, countries, dates, numbers.

use griot_model::{Office, Span};

use super::{
    called,
    pack::Pack,
    things::{Chunk, Held, Person, Thing, any_at, at, is_in},
    units::Unit,
};
use crate::claims::{Scene, Tag};

/// Everything that slots can take, in the order of its first unit.
pub(crate) fn chunks(
    scene: &Scene<'_>,
    units: &[Unit],
    pack: &Pack,
    known: &dyn Fn(&str) -> bool,
) -> Vec<Chunk> {
    let (mut found, taken) = told(scene, units, pack);
    let countries: Vec<(usize, usize, String, bool)> = found
        .iter()
        .filter_map(|chunk| match &chunk.what {
            Thing::Country { iso, named } => {
                Some((chunk.first, chunk.end, iso.clone(), *named))
            }
            _ => None,
        })
        .collect();
    let offices = offices(units, pack, &countries, scene);
    // "in May" names nobody.
    let dated = found.iter().filter(|chunk| matches!(chunk.what, Thing::Date(_)));
    let taken: Vec<(usize, usize)> =
        taken.into_iter().chain(dated.map(|chunk| (chunk.first, chunk.end))).collect();
    let mut at = 0;
    while at < units.len() {
        // "the Supreme Court", "Partly Free": capitals that are nobody's name.
        if let Some(end) = any_at(units, at, pack.class("no_names")) {
            at = end;
            continue;
        }
        let inside = taken.iter().find(|(first, end)| *first <= at && at < *end);
        let titled = offices.iter().any(|(chunk, _)| chunk.end == at);
        match inside {
            Some((_, end)) if !titled => at = (*end).max(at + 1),
            _ => match name_at(units, at, pack, &taken, &offices, known) {
                Some(end) => {
                    let span = units[at].span.join(units[end - 1].span);
                    let words = scene.words(span);
                    let led = led(scene, span);
                    let titles: Vec<(usize, Held)> = offices
                        .iter()
                        .filter(|(chunk, _)| chunk.end == at)
                        .map(|(chunk, held)| (chunk.first, held.clone()))
                        .collect();
                    let ranked = rank_before(units, at, pack);
                    let behind = apposition(units, end, &offices);
                    let first = titles.iter().map(|(first, _)| *first).min().unwrap_or(ranked);
                    let before = before_comma(units, first, &offices);
                    let beside =
                        behind.or_else(|| before.as_ref().map(|(held, _)| held.clone()));
                    // "the National Democratic Congress": persons have no article.
                    let article = at > 0
                        && matches!(
                            units[at - 1].text.as_str(),
                            "the" | "le" | "la" | "les" | "l"
                        )
                        && titles.is_empty();
                    let is_person = !article
                        && (!titles.is_empty()
                            || beside.is_some()
                            || ranked < at
                            || !led.is_empty()
                            || end - at >= 2);
                    if is_person {
                        let person = |office: Option<Held>| {
                            Thing::Person(Person {
                                name: words.to_owned(),
                                span,
                                office,
                                led: led.clone(),
                                in_short: false,
                                guessed: false,
                            })
                        };
                        let own = titles.first().map(|(_, held)| held.clone()).or(beside);
                        let opens = [Some(ranked), Some(at), before.map(|(_, opens)| opens)];
                        let starts = starts_of(units, pack, &titles, own, opens);
                        for (first, office) in starts {
                            found.push(Chunk { first, end, what: person(office) });
                        }
                    }
                    found.push(Chunk { first: at, end, what: Thing::Name });
                    at = end;
                }
                None => at += 1,
            },
        }
    }
    let persons: Vec<(usize, usize)> = found
        .iter()
        .filter(|it| matches!(it.what, Thing::Person(_)))
        .map(|it| (it.first, it.end))
        .collect();
    for (chunk, held) in offices {
        // An office right before its holder is that person.
        if persons.iter().any(|(first, end)| *first <= chunk.first && chunk.end <= *end) {
            continue;
        }
        found.push(Chunk { what: Thing::Office(held), ..chunk });
    }
    found.sort_by_key(|chunk| (chunk.first, std::cmp::Reverse(chunk.end)));
    found
}

/// Where a person may begin, each with the office that is said with the name: at each title, at the ranks, at the name, at an
/// office before a comma ("his vice-president, Martín Vizcarra"), and at the article before all of them.
fn starts_of(
    units: &[Unit],
    pack: &Pack,
    titles: &[(usize, Held)],
    own: Option<Held>,
    opens: [Option<usize>; 3],
) -> Vec<(usize, Option<Held>)> {
    let mut starts: Vec<(usize, Option<Held>)> =
        titles.iter().map(|(first, held)| (*first, Some(held.clone()))).collect();
    starts.extend(opens.into_iter().flatten().map(|first| (first, own.clone())));
    let named = titles.iter().map(|(first, _)| *first).min().or(opens[0]);
    if let Some(before) = named.and_then(|first| first.checked_sub(1))
        && units.get(before).is_some_and(|unit| is_in(unit, pack.class("the")))
    {
        starts.push((before, own));
    }
    starts.sort_by_key(|(first, _)| *first);
    starts.dedup_by_key(|(first, _)| *first);
    starts
}

/// Dates, numbers, countries and authorities; and the units that name a country, a region or an authority.
fn told(scene: &Scene<'_>, units: &[Unit], pack: &Pack) -> (Vec<Chunk>, Vec<(usize, usize)>) {
    let place = |byte: usize| units.partition_point(|unit| unit.span.start < byte);
    let over = |span: Span| (place(span.start), place(span.end));
    let mut found = Vec::new();
    for (index, when) in scene.dates.iter().enumerate() {
        let (first, end) = over(when.span);
        let (phrase, _) = over(when.phrase);
        let mut starts = vec![first, phrase];
        let before = first.checked_sub(1).and_then(|at| units.get(at));
        if before.is_some_and(|unit| {
            is_in(unit, pack.class("the")) || is_in(unit, pack.class("before_place"))
        }) {
            starts.push(first - 1);
        }
        starts.sort_unstable();
        starts.dedup();
        found.extend(starts.into_iter().map(|first| Chunk {
            first,
            end,
            what: Thing::Date(index),
        }));
    }
    for (index, figure) in scene.figures.iter().enumerate() {
        let (first, end) = over(figure.span);
        found.push(Chunk { first, end, what: Thing::Number(index) });
    }
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for named in &scene.names {
        let (first, end) = over(named.span);
        for tag in &named.tags {
            let what = match tag {
                Tag::Country(iso) => Thing::Country { iso: iso.clone(), named: true },
                Tag::Demonym(iso) => Thing::Country { iso: iso.clone(), named: false },
                Tag::Place(iso) => Thing::Place(iso.clone()),
                _ => continue,
            };
            // A city's name can be a person's.
            if !matches!(what, Thing::Place(_)) {
                taken.push((first, end));
            }
            found.push(Chunk { first, end, what });
        }
        if named.tags.iter().any(|tag| matches!(tag, Tag::Region(_))) {
            taken.push((first, end));
        }
    }
    for (words, country) in &pack.governments {
        for first in 0..units.len() {
            if let Some(end) = at(units, first, words)
                && units.get(end - 1).is_some_and(|unit| unit.capital)
            {
                found.push(Chunk { first, end, what: Thing::Government(country.clone()) });
            }
        }
    }
    for (words, authority) in &pack.authorities {
        for first in 0..units.len() {
            if let Some(end) = at(units, first, words)
                && units.get(first).is_some_and(|unit| unit.capital)
            {
                taken.push((first, end));
                found.push(Chunk { first, end, what: Thing::Authority(authority.clone()) });
            }
        }
    }
    called::find(scene, units, pack, &mut found, &mut taken);
    (found, taken)
}

/// Offices with their country: "Malian president", "the president of Mali", "Mali's prime minister".
fn offices(
    units: &[Unit],
    pack: &Pack,
    countries: &[(usize, usize, String, bool)],
    scene: &Scene<'_>,
) -> Vec<(Chunk, Held)> {
    let mut found: Vec<(Chunk, Held)> = Vec::new();
    let mut at_unit = 0;
    while at_unit < units.len() {
        let hit = pack
            .offices
            .iter()
            .find_map(|(words, office)| Some((at(units, at_unit, words)?, *office)));
        let Some((mut end, office)) = hit else {
            at_unit += 1;
            continue;
        };
        let core = (at_unit, end);
        let mut country = None;
        let mut former = false;
        let mut first = at_unit;
        // Backwards: adjectives, "interim", a demonym, a possessive country, an article.
        while let Some(before) = first.checked_sub(1) {
            let unit = &units[before];
            if let Some((start, _, iso, named)) =
                countries.iter().find(|(_, end, ..)| *end == first)
            {
                let possesses = units[first - 1].possessive;
                if *named && !possesses && !unit.wordy {
                    break;
                }
                country = country.or(Some(iso.clone()));
                first = *start;
            } else if is_in(unit, pack.class("acting")) {
                first = before;
            } else if is_in(unit, pack.class("former")) {
                former = true;
                first = before;
            } else if unit.is("-")
                && first >= 2
                && is_in(&units[first - 2], pack.class("former"))
            {
                former = true;
                first -= 2;
            } else if is_in(unit, pack.class("the")) {
                first = before;
                break;
            } else {
                break;
            }
        }
        // Forwards: "of Mali", "malien", "par intérim", "of the Republic of Mali".
        loop {
            if let Some(next) = any_at(units, end, pack.class("acting")) {
                end = next;
                continue;
            }
            if let Some(next) =
                any_at(units, end, pack.class("former")).filter(|_| pack.code == "fr")
            {
                former = true;
                end = next;
                continue;
            }
            let behind = any_at(units, end, pack.class("of")).unwrap_or(end);
            if country.is_none()
                && let Some((_, stop, iso, named)) = countries
                    .iter()
                    .find(|(start, _, _, named)| *start == behind && (*named || behind == end))
                && (behind > end || !*named)
            {
                country = Some(iso.clone());
                end = *stop;
                continue;
            }
            break;
        }
        let words = scene.words(units[core.0].span.join(units[core.1 - 1].span)).to_owned();
        let of_a_body = is_of_a_body(units, pack, end);
        let office = if of_a_body { Office::Other } else { office };
        let held = Held { office, words, country, former, of_a_body };
        // "the officers deposed President Keïta": what looks like an adjective may be the verb.
        // "ses fonctions de président": and what looks like an article a preposition.
        if first < core.0 {
            let bare = Held { former: false, ..held.clone() };
            found.push((Chunk { first: core.0, end, what: Thing::Name }, bare));
        }
        found.push((Chunk { first, end, what: Thing::Name }, held));
        at_unit = end.max(core.1);
    }
    found
}

/// "the presidency of his football club", "Kenya's Senate president" aside: an office goes on with a body that is no state.
fn is_of_a_body(units: &[Unit], pack: &Pack, end: usize) -> bool {
    let Some(mut at) = any_at(units, end, pack.class("office_of")) else { return false };
    while units.get(at).is_some_and(|unit| is_in(unit, pack.class("the"))) {
        at += 1;
    }
    units.get(at).is_some_and(|unit| unit.wordy)
        && any_at(units, at, pack.class("office_of_state")).is_none()
}

/// `, president of Mali,` behind a name; `, president of his football club,` whatever the body is called.
fn apposition(units: &[Unit], end: usize, offices: &[(Chunk, Held)]) -> Option<Held> {
    units.get(end).filter(|unit| unit.is(","))?;
    let (chunk, held) = offices.iter().find(|(chunk, _)| chunk.first == end + 1)?;
    let closes = |unit: &Unit| matches!(unit.text.as_str(), "," | "." | ")" | ";");
    let closed = units.get(chunk.end).is_none_or(closes);
    (closed || held.of_a_body).then(|| held.clone())
}

/// `the president of Mali, Ibrahim Boubacar Keïta`.
fn before_comma(
    units: &[Unit],
    first: usize,
    offices: &[(Chunk, Held)],
) -> Option<(Held, usize)> {
    let comma = first.checked_sub(1)?;
    units.get(comma).filter(|unit| unit.is(","))?;
    let beside = offices.iter().filter(|(chunk, _)| chunk.end == comma);
    beside.min_by_key(|(chunk, _)| chunk.first).map(|(chunk, held)| (held.clone(), chunk.first))
}

/// Ranks before a name: "Colonel Assimi Goïta", "Gen. Tiani". The index of the first.
fn rank_before(units: &[Unit], at: usize, pack: &Pack) -> usize {
    let mut first = at;
    while let Some(before) = first.checked_sub(1) {
        let unit = &units[before];
        let stop = unit.is(".") && before > 0 && is_in(&units[before - 1], pack.class("ranks"));
        let dash = unit.is("-") && before > 0 && is_in(&units[before - 1], pack.class("ranks"));
        if is_in(unit, pack.class("ranks")) || stop || dash {
            first = before;
        } else {
            break;
        }
    }
    first
}

/// Countries that somebody of the name that stands here, or of its last word, has led.
fn led(scene: &Scene<'_>, span: Span) -> Vec<String> {
    let mut found: Vec<String> = scene
        .names
        .iter()
        .filter(|named| {
            span.contains(named.span) && named.span.end == span.end || named.span.contains(span)
        })
        .flat_map(|named| &named.tags)
        .filter_map(|tag| match tag {
            Tag::Leader(iso) => Some(iso.clone()),
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

const PARTICLES: &[&str] = &[
    "al", "el", "ould", "ag", "ben", "bin", "ibn", "de", "da", "dos", "von", "van", "abu",
    "abd", "der", "la", "le", "del", "bint",
];

/// Letters of the longest part of a given name that is written small behind a dash.
const SYLLABLE: usize = 5;

/// The end of a name of capitalised words that starts here. A word that opens the sentence counts only where it is
/// known as a name, or another capital follows.
fn name_at(
    units: &[Unit],
    at: usize,
    pack: &Pack,
    taken: &[(usize, usize)],
    offices: &[(Chunk, Held)],
    known: &dyn Fn(&str) -> bool,
) -> Option<usize> {
    let free = |place: usize| !taken.iter().any(|(first, end)| *first <= place && place < *end);
    let in_office = |place: usize| {
        offices.iter().any(|(chunk, _)| chunk.first <= place && place < chunk.end)
    };
    let names = |place: usize| {
        units.get(place).is_some_and(|unit| {
            unit.wordy
                && unit.capital
                && free(place)
                && !in_office(place)
                && !is_in(unit, pack.class("ranks"))
        })
    };
    if !names(at) {
        return None;
    }
    let unit = &units[at];
    let opens = at == 0
        || units.get(at - 1).is_some_and(|it| {
            matches!(
                it.text.as_str(),
                "." | ":" | "\u{201c}" | "\"" | "-" | "\u{2022}" | "\u{2013}"
            )
        });
    let behind = units.get(at + 1);
    let dashed = behind.is_some_and(|it| it.is("-")) && names(at + 2);
    let particle = behind.is_some_and(|it| PARTICLES.contains(&it.text.as_str()));
    let may_be_name = known(&unit.text) || names(at + 1) || dashed || particle;
    if opens && (pack.usual.contains(&unit.text) || !may_be_name) {
        return None;
    }
    if opens && crate::sentences::starts_sentence(&unit.text) && !known(&unit.text) {
        return None;
    }
    let mut end = at + 1;
    // A possessive ends a name.
    while end < units.len() && !units[end - 1].possessive {
        let unit = &units[end];
        let initial = unit.is(".") && units[end - 1].text.len() == 1;
        let dash =
            unit.is("-") && names(end + 1) && units[end].span.end == units[end + 1].span.start;
        let particle = unit.wordy
            && PARTICLES.contains(&unit.text.as_str())
            && (names(end + 1)
                || (units.get(end + 1).is_some_and(|it| it.is("-")) && names(end + 2)));
        let after_particle =
            unit.is("-") && PARTICLES.contains(&units[end - 1].text.as_str()) && names(end + 1);
        // "Kim Jong-un", "Prayut Chan-o-cha": the end of a given name, of few letters and written small.
        let small = unit.is("-")
            && end > at + 1
            && units.get(end + 1).is_some_and(|it| {
                it.wordy
                    && it.text.len() <= SYLLABLE
                    && units[end - 1].text.len() <= SYLLABLE
                    && units[end - 1].span.end == unit.span.start
                    && unit.span.end == it.span.start
            });
        if names(end) || initial {
            end += 1;
        } else if small {
            end += 2;
        } else if dash || particle || after_particle {
            end += if particle && !names(end + 1) { 3 } else { 2 };
        } else {
            break;
        }
    }
    Some(end)
}
