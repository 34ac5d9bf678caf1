//! Of those in a proof who have a like name, who is meant?
//!
//! A name of several words stands in a proof as a run of words: *Mamadou Barry* and *Barry* may be the
//! one whom a draft calls *Mamadou Saliou Barry*, *Mamadou Aliou Barry* is another one. A run is the
//! same name where nothing of the one is left without a counterpart, or nothing of the other; it is a
//! rival where both have a word that the other has not. In one script the first vowel tells two names
//! apart (Hassan, Hussein) and later ones do not (Mohamed, Muhammad).

use crate::{
    alike::{Hit, part_at},
    lexicon::{Lexicon, Word, without_prefix},
    name::{Name, Part},
    pack::Script,
    proof::Proof,
};

/// Where a name stands, and where names stand that are another's.
#[derive(Debug, Default, Clone)]
pub(crate) struct Bearers {
    pub(crate) hits: Vec<Hit>,
    /// Another bearer of the last name, or of most of the name: first token and one past the last.
    pub(crate) rivals: Vec<Hit>,
    /// Names that share one word that is not the last; they count where the proof has both.
    pub(crate) cousins: Vec<Hit>,
}

/// Most words that are taken for one name; more are a headline.
const LONGEST: usize = 6;

/// Parts the places where words of a name stand into those of the same bearer and of others.
pub(crate) fn bearers(
    name: &Name,
    own: &Lexicon,
    proof: &Proof,
    theirs: &Lexicon,
    hits: Vec<Hit>,
) -> Bearers {
    let parts: Vec<&Part> = name.distinctive().collect();
    let several = parts.len() > 1 && !name.composed && name.place.is_none();
    if !several || parts.iter().any(|part| part.place.is_some()) {
        return Bearers { hits, ..Bearers::default() };
    }
    let asked = Asked { name, parts: &parts, own, proof, theirs };
    let candidates: Vec<Vec<usize>> = parts.iter().map(|part| asked.candidates(part)).collect();
    let mut runs: Vec<Hit> = Vec::new();
    let mut starts: Vec<usize> = candidates.iter().flatten().copied().collect();
    starts.extend(hits.iter().map(|hit| hit.0));
    starts.sort_unstable();
    for at in starts {
        if runs.last().is_none_or(|run| run.1 <= at) {
            runs.extend(asked.run(at, &candidates));
        }
    }
    let mut found = Bearers::default();
    let mut same = Vec::new();
    for run in runs {
        match asked.compare(run, &candidates) {
            Likeness::Same => same.push(run),
            Likeness::Rival => found.rivals.push(run),
            Likeness::Cousin => found.cousins.push(run),
        }
    }
    let inside = |runs: &[Hit], at: usize| runs.iter().any(|run| run.0 <= at && at < run.1);
    found.hits = hits
        .iter()
        .copied()
        .filter(|hit| !inside(&found.rivals, hit.0) && !inside(&found.cousins, hit.0))
        .collect();
    if theirs.pack.script == Script::Arabic && !(same.is_empty() && found.rivals.is_empty()) {
        // Without capitals a short word is a name only among the others of its run.
        found.hits.retain(|hit| inside(&same, hit.0));
    }
    if found.hits.is_empty() && found.rivals.is_empty() {
        found.hits = hits;
    }
    if same.is_empty() {
        found.cousins.clear();
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Same,
    Rival,
    Cousin,
}

struct Asked<'a> {
    name: &'a Name,
    parts: &'a [&'a Part],
    own: &'a Lexicon,
    proof: &'a Proof,
    theirs: &'a Lexicon,
}

impl Asked<'_> {
    fn word(&self, at: usize) -> Option<&Word> {
        self.proof.tokens.get(at).and_then(|token| self.theirs.of(token))
    }

    /// Where a word of the name stands; what is only near counts where nothing is the same.
    fn candidates(&self, part: &Part) -> Vec<usize> {
        let Some(word) = self.own.word(part.word) else { return Vec::new() };
        let all = part_at(part, self.own, self.proof, self.theirs);
        let exact: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| self.word(*at).is_some_and(|other| self.same(word, other)))
            .collect();
        let crosses = self.own.pack.script != self.theirs.pack.script;
        if exact.is_empty() && crosses { all } else { exact }
    }

    fn same(&self, one: &Word, two: &Word) -> bool {
        let (ours, theirs) = (self.own.pack, self.theirs.pack);
        if one.folded == two.folded || ours.code == theirs.code && one.stem == two.stem {
            return true;
        }
        let sounds = || one.skeletons.iter().any(|it| two.skeletons.contains(it));
        match (ours.script, theirs.script) {
            (Script::Latin, Script::Latin) => {
                sounds() && first_vowel(&one.folded) == first_vowel(&two.folded)
            }
            // Long vowels are written, and tell names apart: محمد, محمود.
            (Script::Arabic, Script::Arabic) => {
                let bare = |word: &Word| {
                    without_prefix(theirs, &word.folded).unwrap_or(&word.folded).to_owned()
                };
                bare(one) == bare(two)
            }
            _ => sounds(),
        }
    }

    fn is_name_word(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            word.capital
                && !word.sense.stop
                && word.sense.month.is_none()
                && word.sense.weekday.is_none()
        })
    }

    /// The tokens of the name around one of its words.
    fn run(&self, at: usize, candidates: &[Vec<usize>]) -> Option<Hit> {
        if self.theirs.pack.script == Script::Arabic {
            return self.uncased_run(at, candidates);
        }
        if !self.is_name_word(at) {
            return None;
        }
        let (mut first, mut end) = (at, at + 1);
        while let Some(before) = self.step(first, |at| at.checked_sub(1)) {
            first = before;
        }
        while let Some(after) = self.step(end - 1, |at| Some(at + 1)) {
            end = after + 1;
        }
        Some((first, end))
    }

    /// The next word of a name, over particles, hyphens and the points of initials.
    fn step(&self, from: usize, next: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        let mut at = next(from)?;
        for _ in 0..3 {
            if self.is_name_word(at) {
                return Some(at);
            }
            let token = self.proof.tokens.get(at)?;
            let joins = token.is_dash() && token.glued
                || token.is_mark('.')
                    && at
                        .checked_sub(1)
                        .and_then(|before| self.word(before))
                        .is_some_and(|word| word.letters == 1)
                || self.theirs.sense(token).particle && !self.theirs.sense(token).conjunction;
            if !joins {
                return None;
            }
            at = next(at)?;
        }
        None
    }

    /// Without capitals a name is seen only from its first word to its last.
    fn uncased_run(&self, at: usize, candidates: &[Vec<usize>]) -> Option<Hit> {
        let (first, last) = (candidates.first()?, candidates.last()?);
        if !first.contains(&at) {
            return None;
        }
        let end = (at + 1..at + LONGEST).take_while(|at| self.word(*at).is_some());
        let end = end.filter(|at| last.contains(at)).last()?;
        Some((at, end + 1))
    }

    /// Whether a word of a run can be a part of a person's or a body's name.
    fn tells(&self, word: &Word) -> bool {
        let sense = &word.sense;
        let cased = self.theirs.pack.script == Script::Arabic || word.capital && !word.capitals;
        cased
            && !(sense.title || sense.stop || sense.generic || sense.particle || sense.opener)
            && word.places.is_empty()
            && sense.month.is_none()
            && sense.ordinal.is_none()
    }

    fn compare(&self, run: Hit, candidates: &[Vec<usize>]) -> Likeness {
        let words: Vec<usize> = (run.0..run.1).filter(|at| self.word(*at).is_some()).collect();
        if words.len() > LONGEST + 2 {
            return Likeness::Same;
        }
        let mut used: Vec<usize> = Vec::new();
        let mut left: Vec<usize> = Vec::new();
        for (index, at) in candidates.iter().enumerate() {
            match words.iter().find(|word| at.contains(word) && !used.contains(word)) {
                Some(word) => used.push(*word),
                None => left.push(index),
            }
        }
        let mut others: Vec<usize> = words
            .iter()
            .copied()
            .filter(|at| !used.contains(at))
            .filter(|at| self.word(*at).is_some_and(|word| self.tells(word)))
            .filter(|at| !self.theirs.is_common_noun(&self.proof.tokens, *at))
            .collect();
        let matched = self.parts.len() - left.len();
        let surname =
            !left.contains(&(self.parts.len() - 1)) || self.name.hyphen && matched > 0;
        left.retain(|index| {
            let Some(word) = self.own.word(self.parts[*index].word) else { return false };
            let found = others
                .iter()
                .position(|at| self.word(*at).is_some_and(|other| self.may_be(word, other)));
            found.map(|at| others.remove(at)).is_none()
        });
        if left.is_empty() || others.is_empty() {
            return Likeness::Same;
        }
        let near = || {
            left.iter().filter_map(|index| self.own.word(self.parts[*index].word)).any(|word| {
                others.iter().filter_map(|at| self.word(*at)).any(|other| {
                    self.own.pack.script == self.theirs.pack.script
                        && strsim::levenshtein(&word.folded, &other.folded) <= 2
                })
            })
        };
        if matched > 1 || surname && self.other_given(run, &left, &others) || near() {
            Likeness::Rival
        } else {
            Likeness::Cousin
        }
    }

    /// Only the last name is the same: another first name stands right before it.
    fn other_given(&self, run: Hit, left: &[usize], others: &[usize]) -> bool {
        let given = left
            .first()
            .and_then(|index| self.own.word(self.parts[*index].word))
            .is_some_and(|word| word.letters > 2 && !word.capitals);
        let next = |at: usize| {
            (at + 1..run.1).find(|at| self.word(*at).is_some_and(|word| !word.sense.particle))
        };
        let before_last = others.iter().any(|at| {
            self.word(*at).is_some_and(|word| word.letters > 2)
                && next(*at).is_some_and(|after| !others.contains(&after))
        });
        given && before_last
    }

    /// Whether two words that are not the same may be one given name: an initial, a short form, an
    /// ending that is not heard (Laurent, Лоран).
    fn may_be(&self, one: &Word, two: &Word) -> bool {
        let (ours, theirs) = (&one.folded, &two.folded);
        let same_script = self.own.pack.script == self.theirs.pack.script;
        let (short, long) =
            if ours.len() < theirs.len() { (ours, theirs) } else { (theirs, ours) };
        if same_script && long.starts_with(short.as_str()) {
            return true;
        }
        let initial = one.letters == 1 || two.letters == 1;
        let sound = |ours: &String, theirs: &String| {
            let first = ours.chars().next() == theirs.chars().next() && !ours.is_empty();
            first
                && (initial
                    || ours.len().abs_diff(theirs.len()) == 1
                        && ours.len().max(theirs.len()) > 2
                        && strsim::levenshtein(ours, theirs) == 1)
        };
        !same_script
            && one.skeletons.iter().any(|it| two.skeletons.iter().any(|other| sound(it, other)))
            || self.same(one, two)
    }
}

/// The first vowel of a word in Latin letters, as far as spellings of one name agree on it.
fn first_vowel(word: &str) -> Option<bool> {
    let letters = any_ascii::any_ascii(word).to_lowercase();
    let mut signs = letters.chars().enumerate();
    signs.find_map(|(at, sign)| match sign {
        'o' | 'u' => Some(true),
        'a' | 'e' | 'i' => Some(false),
        'y' if at > 0 => Some(false),
        _ => None,
    })
}
