//! Sentences read by frames: which happening does a clause tell of, and who fills its slots?
//!
//! A frame is a kind of thing that is said: a coup, a term of office, an election, a count of dead, a listing. How a language
//! says it stands in a pack (`lang/CODE/frames.toml`); how the slots of a frame are filled stands here, once for all languages:
//! what the pattern names itself, then what else stands in the same clause, then what the text is about.

mod ballots;
mod called;
mod chunks;
mod compose;
mod coup_counts;
mod coups;
mod deaths;
mod figures;
mod fled;
mod listings;
mod loose;
mod matcher;
mod missions;
mod offices;
mod pack;
mod place;
mod ranks;
mod scores;
mod shares;
mod slots;
mod standings;
mod table;
mod tallies;
mod texts;
mod things;
mod units;
mod verbs;
mod vetoes;
mod voters;
mod votes;

use std::collections::BTreeMap;

use griot_model::{Proposition, TermEdge};

pub(crate) use figures::figures;
pub(crate) use pack::{PACKS, Pack};

use crate::claims::{Context, Found, Scene};
use matcher::{Line, Match};
use things::{Chunk, Person, Thing};
use units::Unit;

/// How many usual words of each language a text has, and how many words.
fn usual(text: &str) -> (Vec<usize>, usize) {
    let tokens = crate::words::tokens(text);
    let units = units::units(&tokens);
    let words = units.iter().filter(|unit| unit.wordy).count();
    let counts = PACKS
        .iter()
        .map(|pack| units.iter().filter(|unit| pack.usual.contains(&unit.text)).count());
    (counts.collect(), words)
}

/// The pack of the language of a text: the one whose usual words are commonest in it, if they are a fair part. A short text is in
/// the language of what surrounds it (`around`) as long as nothing speaks against that.
pub(crate) fn language_of(text: &str, around: Option<&'static Pack>) -> Option<&'static Pack> {
    let (counts, words) = usual(text);
    let (place, most) = counts
        .iter()
        .copied()
        .enumerate()
        .max_by_key(|(place, count)| (*count, std::cmp::Reverse(*place)))?;
    if let Some(around) = around
        && let Some(own) = PACKS.iter().position(|pack| pack.code == around.code)
        && counts.get(own).is_some_and(|count| count + 1 >= most)
        && (words < SHORT || counts[own] * 10 >= words)
    {
        return Some(around);
    }
    if most == 0 {
        let tokens = crate::words::tokens(text);
        let units = units::units(&tokens);
        let known = |pack: &Pack| {
            units.iter().filter(|unit| pack.vocabulary.contains(&unit.text)).count()
        };
        return PACKS
            .iter()
            .rev()
            .max_by_key(|pack| known(pack))
            .filter(|pack| known(pack) > 0);
    }
    // A tenth of any text in a language is made of its usual words; names and tables have none.
    (most * 10 >= words).then(|| PACKS.get(place)).flatten()
}

/// Words below which a text is too short to tell its language.
const SHORT: usize = 12;

/// What earlier sentences leave to later ones.
#[derive(Debug, Default)]
pub(crate) struct Discourse {
    /// Persons of the last sentence that named any, each once.
    persons: Vec<Person>,
    /// Persons that the document has named in full, by the last word of the name, folded.
    full: BTreeMap<String, Vec<Person>>,
    block: usize,
    vote: texts::UnderVote,
    missions: missions::Before,
    subjects: loose::Subjects,
    /// The body whose list of sanctions is spoken of.
    lists: Option<String>,
    /// Whether the document has spoken of sanctions at all.
    sanctions: bool,
}

/// Words that stand with a capital inside sentences of the document: names, also where they open one.
pub(crate) type Known = std::collections::HashSet<String>;

/// Words that a document writes with a capital inside its sentences.
pub(crate) fn known(scenes: &[Scene<'_>]) -> Known {
    let mut found = Known::new();
    for scene in scenes {
        for pair in scene.tokens.windows(2) {
            let [before, token] = pair else { continue };
            let inside = before.kind == crate::words::TokenKind::Word || before.text == ",";
            if inside && token.is_capitalised() {
                found.insert(crate::names::fold(token.stem()));
            }
        }
        for named in &scene.names {
            let words = scene.words(named.span);
            found.extend(words.split_whitespace().map(crate::names::fold));
        }
    }
    found
}

/// Claims of one sentence, in the order of the text.
pub(crate) fn find(
    scene: &Scene<'_>,
    context: &Context,
    known: &Known,
    discourse: &mut Discourse,
) -> Vec<Found> {
    let Some(pack) = scene.language else { return Vec::new() };
    if scene.sentence.text.trim_end().ends_with('?') {
        return Vec::new();
    }
    let units = units::units(&scene.tokens);
    let mut chunks = chunks::chunks(scene, &units, pack, &|word| known.contains(word));
    if discourse.block + 1 < scene.sentence.block {
        discourse.persons.clear();
    }
    in_full(&mut chunks, &mut discourse.full);
    first_word(scene, &units, &mut chunks, &discourse.full);
    pronouns(&units, &mut chunks, pack, discourse);
    the_country(scene, context, &units, &mut chunks, pack);
    missions::refer(&units, &mut chunks, pack, &mut discourse.missions, scene.sentence.block);
    let line = Line::new(&units, &chunks, pack);
    discourse.sanctions |= lists(&line, scene.sentence.is_heading, &mut discourse.lists);
    let reader = compose::Reader {
        scene,
        context,
        line: &line,
        lists: discourse.lists.as_deref(),
        sanctions: discourse.sanctions,
    };
    let mut found = votes::find(&reader, &mut discourse.vote);
    let mut subjects: BTreeMap<usize, usize> = BTreeMap::new();
    for frame in table::FRAMES {
        let mut hits: Vec<Match> = pack
            .patterns(frame.name)
            .iter()
            .flat_map(|pattern| line.find(pattern))
            .filter(|hit| hit.head != usize::MAX && reader.is_told(hit))
            .collect();
        // Of two that share a verb, the one that says more.
        hits.sort_by_key(|hit| {
            (hit.head, std::cmp::Reverse((hit.slots.len(), hit.end - hit.first)))
        });
        hits.dedup_by_key(|hit| hit.head);
        // "a coup drove the president from power": whoever is removed belongs to the one coup that is told.
        if hits.iter().any(|hit| hit.slots.contains_key("removed")) {
            hits.retain(|hit| {
                hit.slots.contains_key("removed") || hit.slots.contains_key("when")
            });
        }
        for mut hit in hits {
            if let Some(role) = hit.elided.take() {
                let before =
                    subjects.range(..hit.head).next_back().map(|(_, subject)| *subject);
                let Some(subject) = before.or_else(|| subject_before(&line, hit.first)) else {
                    continue;
                };
                // "and lost to Anna Muster": the pattern has named who won.
                hit.slots.entry(role).or_insert(subject);
            }
            let subject = ["person", "mission", "country"];
            if let Some(subject) = subject.iter().find_map(|role| hit.slots.get(*role)) {
                subjects.insert(hit.head, *subject);
            }
            if let Some(it) = (frame.compose)(&reader, &hit) {
                let same = |other: &Found| {
                    other.proposition == it.proposition
                        || is_one_end(&other.proposition, &it.proposition)
                        || (other.span.overlaps(it.span)
                            && other.kind == it.kind
                            && !frame.may_overlap)
                };
                // "the coup of 18 August 2020 toppled Anna Muster": whom it removed is told of the same coup.
                if let Some(less) = found.iter_mut().find(|less| is_the_same_coup(less, &it)) {
                    *less = it;
                } else if !found.iter().any(same) {
                    found.push(it);
                }
            }
        }
    }
    found.extend(offices::titles(&reader, &found));
    found.extend(scores::find(&reader));
    let before = &discourse.persons;
    found.extend(loose::find(&reader, &mut discourse.subjects, before, &found));
    let mut persons: Vec<Person> = Vec::new();
    for chunk in &chunks {
        if let Thing::Person(person) = &chunk.what
            && !persons
                .iter()
                .any(|it| it.name == person.name || it.name.ends_with(&person.name))
        {
            persons.push(person.clone());
        }
    }
    if !persons.is_empty() {
        discourse.persons = persons;
    }
    discourse.block = scene.sentence.block;
    found
}

/// "the country", "the kingdom" stand for the country that the heading and the sentences before are surely about, where their own
/// sentence names no other before.
fn the_country(
    scene: &Scene<'_>,
    context: &Context,
    units: &[Unit],
    chunks: &mut Vec<Chunk>,
    pack: &Pack,
) {
    let Some((topic, None)) = context.topic(scene) else { return };
    let list = pack.class("the_country");
    let mut added = Vec::new();
    for first in 0..units.len() {
        let Some(end) = things::any_at(units, first, list) else { continue };
        let another = chunks.iter().any(|chunk| match &chunk.what {
            Thing::Country { iso, .. } | Thing::Government(iso) => {
                chunk.first < first && iso != topic
            }
            _ => false,
        });
        // "the country's army" is placed by its possessive, "the country of origin" is none.
        let goes_on = things::any_at(units, end, pack.class("of")).is_some();
        if !another && !goes_on {
            let what = Thing::Country { iso: topic.to_owned(), named: true };
            added.push(Chunk { first, end, what });
        }
    }
    chunks.extend(added);
    chunks.sort_by_key(|chunk| (chunk.first, std::cmp::Reverse(chunk.end)));
}

/// Whose list of sanctions the text speaks of from this sentence on: the one body that a sentence on sanctions names; none behind a
/// heading. Answers whether the sentence speaks of sanctions.
fn lists(line: &Line<'_>, is_heading: bool, before: &mut Option<String>) -> bool {
    if is_heading {
        *before = None;
    }
    let words = line.pack.list("listed", "sanctions");
    if !(0..line.units.len()).any(|at| things::any_at(line.units, at, words).is_some()) {
        return false;
    }
    let named = line.authorities();
    match named.as_slice() {
        [only] => *before = Some((*only).clone()),
        [] => {}
        _ => *before = None,
    }
    true
}

/// Whether a coup was told without whom it removed, and is told again with it.
fn is_the_same_coup(less: &Found, more: &Found) -> bool {
    let coup = |it: &Found| match &it.proposition {
        Proposition::Coup { country, dates, ousted, failed, .. } => {
            Some((country.clone(), dates.clone(), *failed, ousted.is_some()))
        }
        _ => None,
    };
    match (coup(less), coup(more)) {
        (Some((country, dates, failed, false)), Some((other, others, fails, true))) => {
            country == other
                && dates == others
                && failed == fails
                && less.span.overlaps(more.span)
        }
        _ => false,
    }
}

/// "stepped down in 2006 and was succeeded by": one end of one person's term, told twice. Who followed is looked up with the
/// start of the other's.
fn is_one_end(one: &Proposition, other: &Proposition) -> bool {
    let end = |it: &Proposition| match it {
        Proposition::Term {
            person,
            edge: TermEdge::End | TermEdge::Resigned,
            dates,
            beside,
            ..
        } => Some((person.clone(), dates.clone(), beside.clone())),
        _ => None,
    };
    match (end(one), end(other)) {
        (Some((one, first, beside)), Some((other, second, after))) => {
            one == other && first == second && (after.is_none() || after == beside)
        }
        _ => false,
    }
}

/// "Toledo completes his term and hands over": the one person named before a joined verb, who opens the sentence.
fn subject_before(line: &Line<'_>, joined: usize) -> Option<usize> {
    let mut before = line
        .chunks
        .iter()
        .enumerate()
        .filter(|(_, chunk)| chunk.end < joined && matches!(chunk.what, Thing::Person(_)));
    let (index, first) = before.next()?;
    let alone = before.all(|(_, chunk)| chunk.end == first.end);
    let opens = first.first == 0
        || line.units.get(..first.first).is_some_and(|units| {
            units.last().is_some_and(|unit| unit.is(",")) || units.iter().all(|it| !it.wordy)
        })
        // Behind the label of an entry: "July 2006 Toledo completes his term and hands over".
        || line.chunks.iter().any(|chunk| {
            matches!(chunk.what, Thing::Date(_)) && chunk.first == 0 && chunk.end == first.first
        });
    (alone && opens).then_some(index)
}

/// Gives the end of a name its whole, where the document has named exactly one person so before: "Keïta" after "Ibrahim
/// Boubacar Keïta". Names in full are kept for the sentences to come.
fn in_full(chunks: &mut [Chunk], full: &mut BTreeMap<String, Vec<Person>>) {
    let last = |name: &str| name.split_whitespace().last().map(crate::names::fold);
    for chunk in chunks.iter_mut() {
        let Thing::Person(person) = &mut chunk.what else { continue };
        let Some(last) = last(&person.name) else { continue };
        let folded = crate::names::fold(&person.name);
        let ends = |it: &&Person| crate::names::fold(&it.name).ends_with(&format!(" {folded}"));
        let longer: Vec<&Person> = full.get(&last).into_iter().flatten().filter(ends).collect();
        if let [only] = longer.as_slice() {
            person.name.clone_from(&only.name);
            person.in_short = true;
            if person.led.is_empty() {
                person.led.clone_from(&only.led);
            }
        } else if longer.is_empty() && person.name.contains(char::is_whitespace) {
            let known = full.entry(last).or_default();
            if !known.iter().any(|it| crate::names::fold(&it.name) == folded) {
                known.push(person.clone());
            }
        }
    }
}

/// Countries where the first word of a name stands for the whole: the family's in Korea ("Lee" is Lee Jae-myung), one's own in
/// Thailand or Ethiopia ("Thaksin" is Thaksin Shinawatra).
const FIRST_WORD: &[&str] = &[
    "KOR", "PRK", "CHN", "TWN", "VNM", "KHM", "THA", "LAO", "ETH", "ERI", "ISL", "MYS", "IDN",
];

/// Gives the first word of a name its whole where that is how people are called, where the document has named one leader so before.
fn first_word(
    scene: &Scene<'_>,
    units: &[Unit],
    chunks: &mut Vec<Chunk>,
    full: &BTreeMap<String, Vec<Person>>,
) {
    let leads =
        |person: &&Person| person.led.iter().any(|iso| FIRST_WORD.contains(&iso.as_str()));
    let known: Vec<&Person> = full.values().flatten().filter(leads).collect();
    if known.is_empty() {
        return;
    }
    let is_person = |at: usize| {
        chunks.iter().any(|chunk| {
            chunk.first <= at && at < chunk.end && matches!(chunk.what, Thing::Person(_))
        })
    };
    let alone = chunks.iter().filter(|chunk| {
        matches!(chunk.what, Thing::Name)
            && chunk.end == chunk.first + 1
            && !is_person(chunk.first)
    });
    let added: Vec<Chunk> = alone
        .filter_map(|chunk| {
            let name = &units.get(chunk.first)?.text;
            let fits = |person: &&&Person| {
                person
                    .name
                    .split_whitespace()
                    .next()
                    .is_some_and(|first| crate::names::fold(first) == *name)
            };
            let mut meant = known.iter().filter(fits);
            let (only, None) = (meant.next()?, meant.next()) else { return None };
            let span = units::span_of(units, chunk.first, chunk.end);
            let person = Person { in_short: true, span, ..(*only).clone() };
            (!scene.words(span).is_empty())
                .then(|| Chunk { what: Thing::Person(person), ..chunk.clone() })
        })
        .collect();
    chunks.extend(added);
    chunks.sort_by_key(|chunk| (chunk.first, std::cmp::Reverse(chunk.end)));
}

/// A pronoun stands for the person named before, where exactly one was.
fn pronouns(units: &[Unit], chunks: &mut Vec<Chunk>, pack: &Pack, discourse: &Discourse) {
    let named_here: Vec<Person> = chunks
        .iter()
        .filter_map(|chunk| match &chunk.what {
            Thing::Person(person) => Some(person.clone()),
            _ => None,
        })
        .collect();
    for (at, unit) in units.iter().enumerate() {
        // "the latter" is whoever was named last, "he" the only one.
        let latter = things::any_at(units, at, pack.class("latter"));
        let pronoun = things::is_in(unit, pack.class("pronouns")).then_some(at + 1);
        let Some(end) = latter.or(pronoun) else { continue };
        let place = unit.span.start;
        let mut before: Vec<&Person> =
            named_here.iter().filter(|person| person.span.end <= place).collect();
        if before.is_empty() {
            before = discourse.persons.iter().collect();
        }
        before.dedup_by(|one, other| one.name == other.name);
        let elsewhere = named_here.iter().all(|person| person.span.end > place);
        let (meant, guessed) = match before.as_slice() {
            [only] => (Some(*only), false),
            [.., last] if latter.is_some() => (Some(*last), false),
            // "Lee won, ahead of Kim. He took office": more likely whom the sentence before begins with.
            [first, ..] if at == 0 && elsewhere => (Some(*first), true),
            _ => (None, false),
        };
        if let Some(meant) = meant {
            let person = Person { in_short: true, guessed, ..meant.clone() };
            chunks.push(Chunk { first: at, end, what: Thing::Person(person) });
        }
    }
    chunks.sort_by_key(|chunk| (chunk.first, std::cmp::Reverse(chunk.end)));
}
