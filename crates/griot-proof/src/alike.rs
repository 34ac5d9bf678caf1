//! Where in a proof does a number, a date, a name or a quotation stand, however it is written?

use griot_model::Span;

use crate::{
    date::Date,
    lexicon::Lexicon,
    name::{Name, Part},
    pack::{Hedge, Packs},
    proof::{Plain, Proof},
    quantity::{Number, Role},
};

/// Tokens at which something stands, first and one past the last.
pub(crate) type Hit = (usize, usize);

/// Whether two numbers can be one.
fn agree(asked: &Number, other: &Number) -> bool {
    if other.code {
        return false;
    }
    let measured = |number: &Number| number.unit.filter(|unit| is_measure(*unit));
    if let (Some(one), Some(two)) = (measured(asked), measured(other))
        && one != two
    {
        return false;
    }
    if let (Some(one), Some(two)) = (asked.currency, other.currency)
        && one != two
    {
        return false;
    }
    if of_other_things(asked, other) || of_other_things(other, asked) {
        return false;
    }
    let share = |role: Role| matches!(role, Role::Percent | Role::Fraction);
    if share(asked.role) != share(other.role)
        && (other.role == Role::Fraction || asked.role == Role::Fraction)
    {
        return false;
    }
    let values =
        std::iter::once((other.low, other.high)).chain(other.other.map(|value| (value, value)));
    let asked_other = asked.other.map(|value| (value, value));
    for (low, high) in values {
        for (from, to) in std::iter::once((asked.low, asked.high)).chain(asked_other) {
            if near(from, low) && near(to, high) {
                return true;
            }
            // A range of the proof contains what is asked; a range that is asked has both ends.
            if high > low && near(from, to) && low <= from && from <= high {
                return true;
            }
            if to > from && near(low, high) && (near(from, low) || near(to, low)) {
                return true;
            }
            if near(from, to) && near(low, high) && rounds(asked, other, from, low) {
                return true;
            }
            if asked.role == Role::Fraction
                && other.role != Role::Fraction
                && (from - low).abs() <= 1.5
            {
                return true;
            }
            if other.role == Role::Fraction && (from - low).abs() <= 1.0 {
                return true;
            }
        }
    }
    false
}

/// A measure beside a count (17 km, 17 vehicles), money or a share beside either.
fn of_other_things(one: &Number, two: &Number) -> bool {
    if one.unit.is_some() && !one.tight || two.unit.is_some() && !two.tight {
        return false;
    }
    let counted = two.unit.is_some_and(|unit| !is_measure(unit));
    let measured = two.unit.is_some_and(is_measure);
    let money = one.currency.is_some() && one.unit.is_none();
    let share = one.role == Role::Percent && one.unit.is_none();
    one.unit.is_some_and(is_measure) && counted && two.currency.is_none()
        || money && (counted || measured || two.role == Role::Percent) && two.currency.is_none()
        || share && two.role == Role::Count && (measured || two.currency.is_some())
}

pub(crate) fn near(one: f64, two: f64) -> bool {
    (one - two).abs() <= 1e-9 * one.abs().max(two.abs()).max(1e-9)
}

/// Whether what is asked is the other value rounded, or bounds it as its hedge says.
fn rounds(asked: &Number, other: &Number, value: f64, exact: f64) -> bool {
    if !near(asked.step, 1.0) {
        // 1.5 million is 1,487,000; 12.3 is 12.34.
        if (value - exact).abs() <= asked.step / 2.0 * (1.0 + 1e-9) {
            return true;
        }
    }
    if asked.vague && asked.hedge.is_none() {
        // Hundreds are fewer than a thousand; thousands go on to the next word.
        let most = if value < 1000.0 { 10.0 } else { 100.0 };
        return exact >= value && exact < value * most;
    }
    match asked.hedge {
        Some(Hedge::About) => (value - exact).abs() <= 0.06 * value.abs(),
        Some(Hedge::AtLeast) => exact >= value && exact <= bounded(asked, other, value),
        Some(Hedge::AtMost) => exact <= value && exact >= value * 0.8,
        _ => false,
    }
}

/// How much can be said to be over a value: a quarter more; over 1,000 up to 2,000, the next round
/// number; what has the same unit or currency, several times as much.
fn bounded(asked: &Number, other: &Number, value: f64) -> f64 {
    let same = asked.currency.is_some() && asked.currency == other.currency
        || asked.unit.is_some() && asked.unit == other.unit;
    if same {
        return value * 5.0;
    }
    let mut place = 1.0;
    while place * 10.0 <= value * (1.0 + 1e-9) {
        place *= 10.0;
    }
    let lead = value / place;
    let round = value >= 10.0 && near(lead, lead.round());
    if round { (value + place).max(value * 1.25) } else { value * 1.25 }
}

fn is_measure(unit: u16) -> bool {
    matches!(
        Packs::embedded().unit(unit),
        "km" | "mile"
            | "metre"
            | "kg"
            | "tonne"
            | "litre"
            | "hectare"
            | "gram"
            | "hour"
            | "day"
            | "week"
            | "month"
            | "year"
            | "minute"
    )
}

/// Cells of a column of shares that a whole share rounds: 43 per cent and 43.1 under `share_pct`.
fn in_share_column(asked: &Number, proof: &Proof) -> Vec<Hit> {
    if !proof.table || asked.role != Role::Percent {
        return Vec::new();
    }
    let percent = Packs::embedded().get(proof.language).map(|pack| &pack.percent);
    let of_shares = |name: &str| {
        name.contains(['%', '٪'])
            || crate::letters::cut(name).into_iter().map(crate::letters::folded).any(|word| {
                let phrases = percent.and_then(|it| it.get(&word));
                phrases.is_some_and(|it| it.iter().any(|phrase| phrase.rest.is_empty()))
            })
    };
    let in_column = |it: &Number| {
        let line = proof.sentence(it.first);
        let row = proof.sentences.get(line)?;
        let before = row.span.start..proof.span(it.first, it.end).start;
        let column = proof.text.get(before)?.matches('\t').count();
        let heading = proof.heading_of(line)?.span.of(&proof.text);
        heading.split('\t').nth(column).map(of_shares)
    };
    let cells = proof
        .numbers
        .iter()
        .filter(|it| it.step < asked.step && it.role == Role::Count && !it.code);
    cells
        .filter(|it| (it.low - asked.low).abs() <= asked.step / 2.0)
        .filter(|it| in_column(it).unwrap_or(false))
        .map(|it| (it.first, it.end))
        .collect()
}

pub(crate) fn numbers_like(asked: &Number, proof: &Proof) -> Vec<Hit> {
    let mut found: Vec<Hit> = proof
        .numbers
        .iter()
        .filter(|other| agree(asked, other))
        .map(|other| (other.first, other.end))
        .collect();
    // Of a range that is asked both ends must stand somewhere, if not the range itself.
    let ends =
        [asked.low, asked.high].map(|end| Number { low: end, high: end, ..asked.clone() });
    if !near(asked.low, asked.high) && asked.hedge.is_none() && !asked.vague {
        let whole = found.iter().any(|hit| {
            let other = proof.numbers.iter().find(|it| it.first == hit.0);
            other.is_some_and(|it| !near(it.low, it.high))
        });
        let stands = |end: &Number| proof.numbers.iter().any(|other| agree(end, other));
        if !whole && !ends.iter().all(stands) {
            found.clear();
        }
    }
    found.extend(scaled(asked, proof));
    found.extend(in_share_column(asked, proof));
    // A year can be written where a number is asked for; a score is two numbers.
    for other in proof.numbers.iter().filter(|other| other.code) {
        if near(asked.low, other.low) && near(asked.low, asked.high) {
            found.push((other.first, other.end));
        }
    }
    if asked.role == Role::Count && near(asked.low, asked.high) {
        found.extend(
            proof
                .dates
                .iter()
                .filter(|date| {
                    let year = date.month.is_none()
                        && date.year.is_some_and(|year| near(f64::from(year), asked.low));
                    year || date.year_to.is_some_and(|year| near(f64::from(year), asked.low))
                })
                .map(|date| (date.first, date.end)),
        );
    }
    found.sort_unstable();
    found
}

/// Cells of a table whose heading has the magnitude: 3.1 under *EUR million*.
fn scaled<'a>(asked: &'a Number, proof: &'a Proof) -> impl Iterator<Item = Hit> + 'a {
    let bare = |it: &&Number| {
        it.unit.is_none() && it.currency.is_none() && !it.code && !it.in_words && it.high < 1e6
    };
    proof.scales.iter().flat_map(move |(factor, currency)| {
        let same =
            asked.currency.is_none() || currency.is_none() || asked.currency == *currency;
        let cells = proof.numbers.iter().filter(bare).filter(move |it| {
            same && near(asked.low, it.low * factor)
                && (proof.table || proof.is_title(it.first))
        });
        cells.map(|it| (it.first, it.end))
    })
}

pub(crate) fn dates_like(asked: &Date, proof: &Proof) -> Vec<Hit> {
    let mut found: Vec<Hit> = proof
        .dates
        .iter()
        .filter(|other| asked.is_said_by(other))
        .map(|other| (other.first, other.end))
        .collect();
    found.extend(year_to_year(asked, proof));
    let has_year = |year: i16| proof.dates.iter().any(|date| date.year == Some(year));
    if let Some(year) = asked.year {
        let near_own = [proof.own, proof.published]
            .into_iter()
            .flatten()
            .filter_map(|own| own.year)
            .any(|own| (own - year).abs() <= 1);
        if asked.month.is_some() && (near_own || has_year(year)) {
            found.extend(
                proof
                    .dates
                    .iter()
                    .filter(|other| asked.is_said_without_year_by(other))
                    .map(|other| (other.first, other.end)),
            );
        }
        if asked.month.is_none() && asked.year_to.is_none() {
            found.extend(
                proof
                    .numbers
                    .iter()
                    .filter(|other| {
                        near(other.low, f64::from(year)) || near(other.high, f64::from(year))
                    })
                    .map(|other| (other.first, other.end)),
            );
        }
        // "on Monday": the last such day up to the proof's own one; "yesterday": the day before.
        if let (Some(day), Some(own), Some(date)) =
            (asked.days(), proof.own.as_ref().and_then(Date::days), proof.own)
        {
            let apart = own - day;
            let weekday = asked.own_weekday();
            let on_weekday = (0..=6).contains(&apart)
                && proof.weekdays.iter().any(|(said, _)| Some(*said) == weekday);
            if on_weekday {
                let said = proof.weekdays.iter().filter(|(said, _)| Some(*said) == weekday);
                found.extend(said.map(|(_, at)| (*at, *at + 1)));
            }
            if proof.relative_days && (-1..=1).contains(&apart) {
                found.push((date.first, date.end));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// 2021–2023 where the proof says *2021 to 2023*: both years with a word or two between.
fn year_to_year(asked: &Date, proof: &Proof) -> Option<Hit> {
    let last = asked.year_to.filter(|_| !asked.decade)?;
    let is = |date: &Date, year| {
        date.year == Some(year) && date.month.is_none() && date.year_to.is_none()
    };
    proof.dates.windows(2).find_map(|pair| {
        let [one, two] = pair else { return None };
        let near = two.first <= one.end + 2;
        (near && is(one, asked.year?) && is(two, last)).then_some((one.first, two.end))
    })
}

/// The tokens of a proof at which a word of a name stands, in any of its spellings.
pub(crate) fn part_at(
    part: &Part,
    own: &Lexicon,
    proof: &Proof,
    theirs: &Lexicon,
) -> Vec<usize> {
    let Some(word) = own.word(part.word) else { return Vec::new() };
    let mut found: Vec<usize> = Vec::new();
    if let Some(place) = part.place {
        found.extend(proof.at_place(place).take(200));
    }
    for id in theirs.with_folded(&word.folded) {
        found.extend(proof.at(*id).take(200));
    }
    let same = own.pack.code == theirs.pack.code;
    if same {
        for id in theirs.with_stem(&word.stem) {
            found.extend(proof.at(*id).take(200));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let crosses = own.pack.script != theirs.pack.script;
    if own.pack.script == theirs.pack.script || crosses {
        for skeleton in &word.skeletons {
            let long = if crosses {
                skeleton.len() > 1 || word.letters < 4
            } else {
                skeleton.len() > 2
            };
            if !long || skeleton.is_empty() {
                continue;
            }
            for id in theirs.with_skeleton(skeleton) {
                let Some(other) = theirs.word(*id) else { continue };
                // In one script spelling tells more than sound.
                let alike = crosses || strsim::levenshtein(&word.folded, &other.folded) <= 2;
                if alike {
                    found.extend(proof.at(*id).take(200));
                }
            }
        }
    }
    if found.is_empty() && word.letters > 4 {
        found.extend(spelled_nearly(word, own, proof, theirs));
    }
    found
}

/// A letter apart, a hyphen or a space apart, or the same beginning: Malians, Mali.
fn spelled_nearly(
    word: &crate::lexicon::Word,
    own: &Lexicon,
    proof: &Proof,
    theirs: &Lexicon,
) -> Vec<usize> {
    let latin = own.pack.script == theirs.pack.script;
    let mut found = Vec::new();
    for id in proof.spellings() {
        let Some(other) = theirs.word(id) else { continue };
        let alike = if latin {
            let longer = word.folded.len().max(other.folded.len());
            let near = longer > 5
                && word.folded.len().abs_diff(other.folded.len()) <= 1
                && strsim::levenshtein(&word.folded, &other.folded) <= 1;
            let begins = other.folded.len() > 3
                && word.folded.len() > 3
                && (begins(&word.folded, &other.folded) || begins(&other.folded, &word.folded));
            // Sarvanians, Sarvane.
            let people = |one: &str, pack: &crate::pack::Pack, two: &str| {
                pack.without_people(one)
                    .is_some_and(|stem| two.starts_with(stem) && two.len() <= stem.len() + 2)
            };
            near || begins
                || people(&word.folded, own.pack, &other.folded)
                || people(&other.folded, theirs.pack, &word.folded)
        } else {
            other.skeletons.iter().any(|theirs| {
                theirs.len() > 3
                    && word
                        .skeletons
                        .iter()
                        .any(|ours| ours.len() > 3 && strsim::levenshtein(ours, theirs) <= 1)
            })
        };
        if alike {
            found.extend(proof.at(id).take(20));
        }
    }
    found
}

fn begins(long: &str, short: &str) -> bool {
    long.len() > short.len()
        && long.len() - short.len() <= 4
        && long.get(..short.len()) == Some(short)
}

pub(crate) fn names_like(
    name: &Name,
    own: &Lexicon,
    proof: &Proof,
    theirs: &Lexicon,
) -> Vec<Hit> {
    if let Some(place) = name.place {
        let mut found: Vec<Hit> = proof.at_place(place).map(|at| (at, at + 1)).collect();
        if found.is_empty()
            && let Some(last) = name.parts.last()
            // No bank is the World Bank.
            && own.word(last.word).is_some_and(|word| !word.sense.generic)
        {
            found.extend(part_at(last, own, proof, theirs).into_iter().map(|at| (at, at + 1)));
        }
        if found.is_empty() {
            // A state is told by a city of it, its government by the city of its seat.
            let packs = Packs::embedded();
            let institution = packs.place(place).starts_with("o:");
            let seat = packs.seat_of(place).filter(|_| name.acts || institution);
            let told = packs.cities(place).chain(seat);
            found.extend(told.flat_map(|told| proof.at_place(told)).map(|at| (at, at + 1)));
            found.sort_unstable();
        }
        return found;
    }
    let distinctive: Vec<&Part> = name.distinctive().collect();
    let found: Vec<Vec<usize>> =
        distinctive.iter().map(|part| part_at(part, own, proof, theirs)).collect();
    let have = found.iter().filter(|at| !at.is_empty()).count();
    let last = found.last().is_some_and(|at| !at.is_empty());
    let enough = match distinctive.len() {
        0 => false,
        1 => have == 1,
        // A person is known by the last name; a work or a body by most of its words.
        // Two words with a hyphen are one, of which half may be translated.
        2 if name.hyphen && own.pack.code != theirs.pack.code => have > 0,
        count if name.composed => have * 3 >= count * 2 || have * 2 >= count && last,
        count => last || have * 3 >= count * 2,
    };
    if enough {
        let mut hits: Vec<Hit> = found.iter().flatten().map(|at| (*at, *at + 1)).collect();
        hits.sort_unstable();
        hits.dedup();
        return hits;
    }
    by_acronym(name, own, proof, theirs)
}

/// MINUSMA for its words, or the words for MINUSMA.
fn by_acronym(name: &Name, own: &Lexicon, proof: &Proof, theirs: &Lexicon) -> Vec<Hit> {
    let words: Vec<&crate::lexicon::Word> =
        name.parts.iter().filter_map(|part| own.word(part.word)).collect();
    if words.len() > 1 {
        let initials: String =
            words.iter().filter_map(|word| word.folded.chars().next()).collect();
        for id in theirs.with_folded(&initials) {
            if theirs.word(*id).is_some_and(|word| word.capitals) && proof.has(*id) {
                return proof.at(*id).take(20).map(|at| (at, at + 1)).collect();
            }
        }
        return Vec::new();
    }
    let Some(word) = words.first().filter(|word| word.capitals && word.letters < 8) else {
        return Vec::new();
    };
    let letters: Vec<char> = word.folded.chars().collect();
    let mut found = Vec::new();
    for (at, token) in proof.tokens.iter().enumerate() {
        let starts = theirs.of(token).is_some_and(|it| {
            it.capital && it.folded.chars().next() == letters.first().copied()
        });
        if !starts || letters.len() < 2 {
            continue;
        }
        let (mut next, mut matched) = (at + 1, 1);
        while matched < letters.len() {
            let Some(word) = proof.tokens.get(next).and_then(|it| theirs.of(it)) else { break };
            if word.folded.chars().next() == letters.get(matched).copied() {
                matched += 1;
            } else if !word.sense.stop && !word.sense.particle {
                break;
            }
            next += 1;
        }
        if matched == letters.len() {
            found.push((at, next));
        }
    }
    found
}

/// Where a quotation stands. Marks of omission cut it into parts that follow one another.
pub(crate) fn quotation(words: &str, proof: &Proof) -> Option<Span> {
    let plain = proof.plain();
    let mut from = 0;
    let mut span: Option<Span> = None;
    let normal = words.replace("[...]", "…").replace("[…]", "…").replace("...", "…");
    for part in normal.split('…') {
        // What the quoting author put in brackets is not in the proof.
        let pieces = part.split(['[', ']']).enumerate().filter(|(at, _)| at % 2 == 0);
        for (_, piece) in pieces {
            let wanted = Plain::of(piece).letters;
            let wanted = wanted.trim();
            if wanted.is_empty() {
                continue;
            }
            let at = plain.letters.get(from..)?.find(wanted)? + from;
            let end = at + wanted.len();
            let found = Span::new(plain.source(at), plain.source(end.saturating_sub(1)) + 1);
            let found = within(&proof.text, found);
            span = Some(span.map_or(found, |known| known.join(found)));
            from = end;
        }
    }
    span
}

/// A span moved to the letters' own bytes.
fn within(text: &str, span: Span) -> Span {
    let (mut start, mut end) = (span.start.min(text.len()), span.end.min(text.len()));
    while start > 0 && !text.is_char_boundary(start) {
        start -= 1;
    }
    while end < text.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end.max(start))
}
