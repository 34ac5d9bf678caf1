//! Fits patterns to a sentence.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashSet},
};

use griot_model::Office;

use super::{
    pack::{Kind, Pack, Part, Pattern, What},
    things::{Chunk, Thing, any_at, is_in},
    units::{Unit, Words},
};

/// A pattern that fits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Match {
    /// First unit.
    pub(crate) first: usize,
    /// Behind its last unit.
    pub(crate) end: usize,
    /// The first unit of its own words: its verb or noun.
    pub(crate) head: usize,
    /// Behind the first run of its own words.
    pub(crate) head_end: usize,
    /// Chunks by role, as indexes.
    pub(crate) slots: BTreeMap<String, usize>,
    /// The office that the pattern itself means.
    pub(crate) office: Option<Office>,
    /// The role that its subject would fill, which is that of the match before: "was elected in 2012 and resigned in 2014".
    pub(crate) elided: Option<String>,
}

/// The words of a sentence with everything found in them.
pub(crate) struct Line<'a> {
    pub(crate) units: &'a [Unit],
    pub(crate) chunks: &'a [Chunk],
    pub(crate) pack: &'a Pack,
    /// Texts of all units, for a quick no.
    pub(crate) words: HashSet<&'a str>,
    /// Indexes of the chunks that begin at each unit.
    starts: Vec<Vec<usize>>,
    /// Numbers of the patterns of which an anchor stands here.
    may_fit: HashSet<usize>,
    /// Where the clause of each unit begins and ends, told once for all matches.
    pub(crate) clauses: OnceCell<Clauses>,
}

/// For each place among the units the first unit of its clause, and behind the last of what goes on from there.
#[derive(Debug)]
pub(crate) struct Clauses {
    pub(crate) first: Vec<usize>,
    pub(crate) end: Vec<usize>,
}

/// What may stand between two parts of a pattern, at most.
const SKIPS: usize = 4;
/// Words of the longest description between an article and a name.
const DESCRIPTION: usize = 3;
/// Units of the longest remark between commas.
const REMARK: usize = 18;

impl<'a> Line<'a> {
    /// The bodies that put somebody on a list of sanctions, each once.
    pub(crate) fn authorities(&self) -> Vec<&'a String> {
        let mut found: Vec<&String> = self
            .chunks
            .iter()
            .filter_map(|chunk| match &chunk.what {
                Thing::Authority(body) => Some(body),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    pub(crate) fn new(units: &'a [Unit], chunks: &'a [Chunk], pack: &'a Pack) -> Self {
        let mut starts = vec![Vec::new(); units.len()];
        for (index, chunk) in chunks.iter().enumerate() {
            if let Some(list) = starts.get_mut(chunk.first) {
                list.push(index);
            }
        }
        let words: HashSet<&str> = units.iter().map(|unit| unit.text.as_str()).collect();
        let anchored = words.iter().filter_map(|word| pack.anchored.get(*word));
        let may_fit = anchored.flatten().copied().collect();
        Self { units, chunks, pack, words, starts, may_fit, clauses: OnceCell::new() }
    }

    /// Whether a clause ends at a unit.
    pub(crate) fn ends_clause(&self, at: usize) -> bool {
        let Some(unit) = self.units.get(at) else { return true };
        // "took the oath before the National Assembly on 8 November": in front of somebody, and no other time.
        let in_front = || {
            let behind = self.units.iter().skip(at + 1).take(4).take_while(|unit| unit.wordy);
            is_in(unit, self.pack.class("in_front"))
                && behind.into_iter().any(|unit| is_in(unit, self.pack.class("bodies")))
        };
        matches!(unit.text.as_str(), ";" | ":" | "—" | "(" | ")")
            || is_in(unit, self.pack.class("breaks")) && !in_front()
    }

    /// Behind the longest date that begins at a unit.
    pub(crate) fn date_at(&self, at: usize) -> Option<usize> {
        let chunks = self.starts.get(at)?.iter().filter_map(|index| self.chunks.get(*index));
        let dates = chunks.filter(|chunk| matches!(chunk.what, Thing::Date(_)));
        dates.map(|chunk| chunk.end).max()
    }

    /// Every place where a pattern fits, the longest at each first unit.
    pub(crate) fn find(&self, pattern: &Pattern) -> Vec<Match> {
        if !self.may_fit.contains(&pattern.number) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for first in 0..self.units.len() {
            let open = Match {
                first,
                end: first,
                head: usize::MAX,
                head_end: first,
                slots: BTreeMap::new(),
                office: None,
                elided: None,
            };
            if let Some(hit) = self.fit(pattern, 0, first, open, 0) {
                found.push(hit);
            }
        }
        // "and resigned in 2014": the subject stands before.
        if let Some(first) = pattern.parts.first()
            && let What::Slot { role, .. } = &first.what
        {
            for at in 1..self.units.len() {
                let joins = is_in(&self.units[at - 1], self.pack.class("joins"))
                    || self.units[at - 1].is(",");
                if !joins || found.iter().any(|hit| hit.first <= at && at < hit.end) {
                    continue;
                }
                let open = Match {
                    first: at,
                    end: at,
                    head: usize::MAX,
                    head_end: at,
                    slots: BTreeMap::new(),
                    office: None,
                    elided: Some(role.clone()),
                };
                if let Some(hit) = self.fit(pattern, 1, at, open, 0) {
                    found.push(hit);
                }
            }
        }
        found
    }

    fn fit(
        &self,
        pattern: &Pattern,
        part: usize,
        at: usize,
        so_far: Match,
        skipped: usize,
    ) -> Option<Match> {
        let Some(wanted) = pattern.parts.get(part) else {
            return Some(Match { end: so_far.end.max(so_far.first), ..so_far });
        };
        match &wanted.what {
            What::Words(choices) => {
                let first = self.units.get(at).and_then(|unit| choices.get(&unit.text));
                let first = first.map(Vec::as_slice).unwrap_or_default();
                let mut ends: Vec<usize> =
                    first.iter().filter_map(|words| self.along(at, words)).collect();
                ends.sort_unstable();
                ends.dedup();
                for end in ends.into_iter().rev() {
                    let mut next = so_far.clone();
                    next.end = end;
                    // A comma of the pattern is not its head where a word follows.
                    let mark = !self.units[at].wordy
                        && pattern.parts.iter().skip(part + 1).any(Part::has_words);
                    if next.head == usize::MAX && !mark {
                        next.head = at;
                        next.head_end = end;
                    }
                    if let Some(hit) = self.fit(pattern, part + 1, end, next, 0) {
                        return Some(hit);
                    }
                }
            }
            What::Slot { role, kind } => {
                // "le Mali", "the president": an article belongs to what it stands before.
                let article =
                    self.units.get(at).is_some_and(|unit| is_in(unit, self.pack.class("the")));
                let behind = if article { self.starts.get(at + 1) } else { None };
                let described = (part > 0 && matches!(kind, Kind::Person | Kind::Leader))
                    .then(|| self.described(at))
                    .flatten()
                    .and_then(|name| self.starts.get(name));
                let starts = self.starts.get(at).into_iter().chain(behind).chain(described);
                for index in starts.flatten() {
                    let chunk = &self.chunks[*index];
                    if !chunk.fits(*kind) {
                        continue;
                    }
                    let mut next = so_far.clone();
                    next.end = chunk.end;
                    next.slots.insert(role.clone(), *index);
                    if let Some(hit) = self.fit(pattern, part + 1, chunk.end, next, 0) {
                        return Some(hit);
                    }
                }
            }
            What::Office(office) => {
                let next = Match { office: Some(*office), ..so_far };
                return self.fit(pattern, part + 1, at, next, skipped);
            }
            What::Gap => {
                for wide in 0..=4 {
                    let stop = self.units.get(at..at + wide).is_none_or(|units| {
                        units.iter().any(|unit| {
                            matches!(unit.text.as_str(), ";" | ":" | "." | "(" | ",")
                        })
                    });
                    if stop {
                        break;
                    }
                    if let Some(hit) = self.fit(pattern, part + 1, at + wide, so_far.clone(), 0)
                    {
                        return Some(hit);
                    }
                }
                return None;
            }
        }
        if wanted.optional
            && let Some(hit) = self.fit(pattern, part + 1, at, so_far.clone(), skipped)
        {
            return Some(hit);
        }
        // Between two parts, but never before the first.
        if part == 0 || skipped >= SKIPS || so_far.end == so_far.first {
            return None;
        }
        for next in self.skips(at, so_far.head == usize::MAX) {
            if let Some(hit) = self.fit(pattern, part, next, so_far.clone(), skipped + 1) {
                return Some(hit);
            }
        }
        None
    }

    /// "to the physician Rui de Araújo", "au médecin": where the name stands behind an article and a word or two that describe
    /// its bearer.
    fn described(&self, at: usize) -> Option<usize> {
        let is = |at: usize, class: &str| {
            self.units.get(at).is_some_and(|unit| is_in(unit, self.pack.class(class)))
        };
        let first = if is(at, "the") { at + 1 } else { at };
        let joined = at.checked_sub(1).is_some_and(|before| is(before, "to_the"));
        if first == at && !joined {
            return None;
        }
        let describes = |at: usize| {
            self.units.get(at).is_some_and(|unit| unit.wordy && !unit.capital)
                && ![
                    "of",
                    "before_place",
                    "breaks",
                    "joins",
                    "relative",
                    "be",
                    "have",
                    "adverbs",
                ]
                .iter()
                .any(|class| is(at, class))
        };
        (1..=DESCRIPTION).map(|words| first + words).find(|name| {
            (first..*name).all(describes)
                && self.starts.get(*name).is_some_and(|starts| {
                    starts
                        .iter()
                        .any(|index| matches!(self.chunks[*index].what, Thing::Person(_)))
                })
        })
    }

    /// Behind words that stand here, with an adverb between two of them: "has since resigned".
    fn along(&self, at: usize, words: &Words) -> Option<usize> {
        let mut next = at;
        for (index, word) in words.iter().enumerate() {
            if !self.units.get(next)?.is(word) {
                next = (index > 0)
                    .then(|| any_at(self.units, next, self.pack.class("adverbs")))??;
                if !self.units.get(next)?.is(word) {
                    return None;
                }
            }
            next += 1;
        }
        Some(next)
    }

    /// Where one may go on when what stands here says nothing of the pattern: an adverb, a date, a place, a remark
    /// between commas or brackets; a relative pronoun between the subject and its verb.
    fn skips(&self, at: usize, before_head: bool) -> Vec<usize> {
        let mut found = Vec::new();
        if let Some(end) = any_at(self.units, at, self.pack.class("adverbs")) {
            found.push(end);
        }
        let Some(unit) = self.units.get(at) else { return found };
        for index in &self.starts[at] {
            if let Chunk { end, what: Thing::Date(_), .. } = &self.chunks[*index] {
                found.push(*end);
            }
        }
        if let Some(place) = any_at(self.units, at, self.pack.class("before_place")) {
            let place =
                if self.units.get(place).is_some_and(|it| is_in(it, self.pack.class("the"))) {
                    place + 1
                } else {
                    place
                };
            for index in self.starts.get(place).into_iter().flatten() {
                if let Chunk { end, what: Thing::Country { named: true, .. }, .. } =
                    &self.chunks[*index]
                {
                    found.push(*end);
                }
            }
        }
        // "John Atta Mills of the National Democratic Congress".
        if before_head && let Some(of) = any_at(self.units, at, self.pack.class("of")) {
            let article =
                self.units.get(of).is_some_and(|it| is_in(it, self.pack.class("the")));
            for index in self.starts.get(of + usize::from(article)).into_iter().flatten() {
                if let Chunk { end, what: Thing::Name, .. } = &self.chunks[*index] {
                    found.push(*end);
                }
            }
        }
        let closing = match unit.text.as_str() {
            "," => ",",
            "(" => ")",
            _ => "",
        };
        if !closing.is_empty() {
            let close = self
                .units
                .iter()
                .skip(at + 1)
                .take(REMARK)
                .position(|it| it.is(closing) || it.is(";"));
            if let Some(close) = close.filter(|close| self.units[at + 1 + close].is(closing)) {
                found.push(at + close + 2);
            }
            // ", a senator from the north who": the relative of what is told of the subject.
            if before_head && closing == "," {
                let relative = self
                    .units
                    .iter()
                    .skip(at + 2)
                    .take(REMARK)
                    .take_while(|it| !matches!(it.text.as_str(), "," | ";" | ":"));
                let relative =
                    relative.enumerate().find(|(_, it)| is_in(it, self.pack.class("relative")));
                if let Some((place, _)) = relative {
                    found.push(at + 3 + place);
                }
                // ", a former journalist whom the captain named": what was done to the one described.
                let whom = self
                    .units
                    .iter()
                    .enumerate()
                    .skip(at + 1)
                    .take(REMARK)
                    .take_while(|(_, it)| !matches!(it.text.as_str(), "," | ";" | ":"))
                    .find(|(_, it)| is_in(it, self.pack.class("whom")));
                if let Some((place, _)) = whom {
                    found.push(place);
                }
            }
            // ", who" right behind the subject.
            if before_head
                && closing == ","
                && self
                    .units
                    .get(at + 1)
                    .is_some_and(|it| is_in(it, self.pack.class("relative")))
            {
                found.push(at + 2);
            }
        }
        // "His successor, the historian Carlos Mesa, resigned": the comma closes what another before the name has opened.
        if before_head
            && closing == ","
            && self
                .units
                .get(at.saturating_sub(REMARK)..at)
                .is_some_and(|before| before.iter().any(|it| it.is(",")))
        {
            found.push(at + 1);
        }
        if before_head && is_in(unit, self.pack.class("relative")) {
            found.push(at + 1);
        }
        found
    }
}
