//! Who, and where? Names of persons, bodies and places in a sentence.

use std::collections::HashSet;

use crate::lexicon::{Kind, Lexicon, Token, WordId};

/// A word of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) at: usize,
    pub(crate) word: WordId,
    /// A common word or a title: it identifies nobody.
    pub(crate) generic: bool,
    /// The place it names, and how many words that takes.
    pub(crate) place: Option<u16>,
    pub(crate) initial: bool,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "how a name stands in its sentence")]
pub(crate) struct Name {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) parts: Vec<Part>,
    /// Stem of the title right before it.
    pub(crate) title: Option<WordId>,
    /// Nothing but the name of a place, or of a body with a key of its own.
    pub(crate) place: Option<u16>,
    /// It stands first in its sentence, where any word has a capital.
    pub(crate) opens: bool,
    /// It has "of" or "the" inside, or a common word.
    pub(crate) composed: bool,
    /// The noun after it, where it stands before one: "a Dolby system".
    pub(crate) attributive: bool,
    /// No small word stands before it: Washington did, they told Moscow; not in Paris.
    pub(crate) acts: bool,
    /// Its words are joined by a hyphen.
    pub(crate) hyphen: bool,
    /// A title stands before it, with small words between: "ministre de l'Énergie".
    pub(crate) of_office: bool,
}

impl Name {
    /// The words that identify.
    pub(crate) fn distinctive(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| !part.generic && !part.initial)
    }
}

/// What a whole draft says about its words.
#[derive(Debug, Default, Clone)]
pub(crate) struct Habits {
    /// Folded words with a capital inside a sentence.
    pub(crate) names: HashSet<String>,
    /// Folded words without one.
    pub(crate) small: HashSet<String>,
    /// Folded last words of names of several words.
    pub(crate) surnames: HashSet<String>,
}

impl Habits {
    pub(crate) fn learn(&mut self, lexicon: &Lexicon, tokens: &[Token]) {
        let mut opens = true;
        for token in tokens {
            match token.kind {
                Kind::Word(id) => {
                    if let Some(word) = lexicon.word(id) {
                        if word.capital && !opens {
                            self.names.insert(word.folded.clone());
                        } else if !word.capital {
                            self.small.insert(word.folded.clone());
                        }
                    }
                    opens = false;
                }
                Kind::Break | Kind::Mark('.' | '!' | '?' | ':' | '"' | '“' | '«') => {
                    opens = true;
                }
                _ => {}
            }
        }
    }
}

/// All names of a sentence.
pub(crate) fn find(
    lexicon: &Lexicon,
    tokens: &[Token],
    taken: &dyn Fn(usize) -> bool,
    habits: &Habits,
) -> Vec<Name> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if taken(at) {
            at += 1;
            continue;
        }
        match read(lexicon, tokens, at, taken, habits) {
            Some(name) => {
                at = name.end.max(at + 1);
                found.push(name);
            }
            None => at += 1,
        }
    }
    found
}

fn opens_sentence(tokens: &[Token], at: usize) -> bool {
    at == 0
        || tokens.get(at - 1).is_some_and(|it| {
            matches!(
                it.kind,
                Kind::Break
                    | Kind::Mark('.' | '!' | '?' | ':' | '"' | '“' | '«' | '(' | '…' | '„')
            )
        })
}

#[expect(
    clippy::too_many_lines,
    reason = "one name from its first word to its last, in the order of the words"
)]
fn read(
    lexicon: &Lexicon,
    tokens: &[Token],
    at: usize,
    taken: &dyn Fn(usize) -> bool,
    habits: &Habits,
) -> Option<Name> {
    let opens = opens_sentence(tokens, at);
    let word = lexicon.of(tokens.get(at)?)?;
    let before = at.checked_sub(1).and_then(|at| tokens.get(at)).and_then(|it| lexicon.of(it));
    let acts = before.is_none_or(|word| {
        let sense = &word.sense;
        !(sense.stop || sense.particle || sense.date_preposition || sense.before_place)
    });
    // A place is known whatever its case: малийский, مالي.
    if let Some((place, length)) = lexicon.place(tokens, at)
        && (length > 1 || is_place_here(lexicon, tokens, at))
        && !is_of_money(lexicon, tokens, at + length)
        && !(word.capital
            && !lexicon.pack.nouns_are_capitalised
            && starts(lexicon, tokens, at + length, taken)
            && glued_name(tokens, at + length))
    {
        let parts = (at..at + length)
            .filter_map(|at| {
                let word = tokens.get(at)?.word()?;
                Some(Part { at, word, generic: false, place: Some(place), initial: false })
            })
            .collect();
        return Some(Name {
            first: at,
            end: at + length,
            parts,
            title: None,
            place: Some(place),
            opens,
            composed: false,
            attributive: false,
            acts,
            hyphen: false,
            of_office: false,
        });
    }
    if !word.capital || word.sense.month.is_some() || word.sense.weekday.is_some() {
        return None;
    }
    let uncertain = opens && (word.sense.opener || word.sense.stop) && !word.capitals;
    if uncertain || word.sense.stop && !word.capitals || word.sense.particle && opens {
        return None;
    }
    let adjective = opens && lexicon.pack.is_declined(&word.folded);
    let money = is_of_money(lexicon, tokens, at + 1);
    if adjective || money || lexicon.is_common_noun(tokens, at) {
        return None;
    }
    let (mut parts, mut next, mut joined) = (Vec::new(), at, false);
    while let Some(token) = tokens.get(next) {
        if taken(next) {
            break;
        }
        let Some(word) = lexicon.of(token) else {
            // J. K. Smith; Jean-Pierre; AT&T.
            let initial = token.is_mark('.')
                && token.glued
                && parts.last().is_some_and(|part: &Part| part.initial);
            let whole = lexicon.pack.nouns_are_capitalised
                && tokens
                    .get(next - 1)
                    .and_then(|it| lexicon.of(it))
                    .is_some_and(|it| it.capitals);
            let hyphen = token.is_dash()
                && token.glued
                && !whole
                && starts(lexicon, tokens, next + 1, taken)
                && tokens.get(next + 1).is_some_and(|it| it.glued);
            if initial
                || hyphen
                || token.is_mark('&') && starts(lexicon, tokens, next + 1, taken)
            {
                next += 1;
                continue;
            }
            break;
        };
        let date = word.sense.month.is_some() || word.sense.weekday.is_some();
        if word.capital && !date {
            let (place, length) = match lexicon.place(tokens, next) {
                Some((place, length)) => (Some(place), length),
                None => (None, 1),
            };
            let sense = word.sense;
            let generic = sense.generic
                || sense.title
                || sense.stop
                || sense.particle
                || sense.ordinal.is_some()
                || sense.cardinal.is_some()
                || sense.unit.is_some()
                || sense.currency.is_some();
            for inner in next..next + length {
                if let Some(id) = tokens.get(inner).and_then(Token::word) {
                    parts.push(Part {
                        at: inner,
                        word: id,
                        generic: generic && place.is_none(),
                        place,
                        initial: word.letters == 1,
                    });
                }
            }
            next += length;
            continue;
        }
        // A particle inside, if a capital follows: bin, de, of the.
        let mut after = next;
        while after < next + 3 && tokens.get(after).is_some_and(|it| lexicon.sense(it).particle)
        {
            after += 1;
        }
        let joins = after > next && starts(lexicon, tokens, after, taken);
        let and = word.sense.conjunction;
        let preposition = word.sense.after_common;
        let generic_before = parts.last().is_some_and(|part: &Part| part.generic);
        // Koreans of Dongah Ocean: people, and the name of what they belong to.
        let people = parts.len() == 1
            && lexicon.word(parts.first()?.word).is_some_and(|it| {
                it.folded.ends_with('s') && lexicon.pack.is_people(&it.folded)
            });
        if !joins || and || people || preposition && !generic_before {
            break;
        }
        joined |= word.sense.composing;
        next = after;
    }
    // Titles before the name are no part of it.
    let mut title = None;
    let mut first = at;
    while parts.len() > 1
        && let Some(part) = parts.first().copied()
        && lexicon.word(part.word).is_some_and(|word| word.sense.title)
    {
        title = Some(part.word);
        parts.remove(0);
        first = parts.first().map_or(first, |part| part.at);
    }
    if title.is_none() {
        title = at
            .checked_sub(1)
            .and_then(|at| tokens.get(at))
            .filter(|it| lexicon.sense(it).title)
            .and_then(Token::word);
    }
    // A title makes no name one of common words.
    // Ould, Bin and Van are words of persons.
    let small = |part: &Part| lexicon.word(part.word).is_some_and(|word| word.sense.particle);
    let composed = joined || parts.iter().any(|part| part.generic && !small(part));
    let last = parts.last()?;
    let end = last.at + 1;
    if opens && parts.len() == 1 {
        // One word at the head of a sentence: a name only where the draft says so elsewhere.
        let word = lexicon.word(last.word)?;
        let elsewhere =
            habits.names.contains(&word.folded) && !habits.small.contains(&word.folded);
        if !elsewhere && !word.capitals {
            return None;
        }
    }
    if opens && parts.len() > 1 {
        // "Although Smith": the first word is an ordinary one.
        let head = parts.first().and_then(|part| lexicon.word(part.word));
        if head.is_some_and(|word| {
            habits.small.contains(&word.folded)
                && !habits.names.contains(&word.folded)
                && !word.capitals
        }) {
            parts.remove(0);
            first = parts.first().map_or(first, |part| part.at);
        }
    }
    if lexicon.pack.nouns_are_capitalised && !is_name_among_nouns(lexicon, &parts, title) {
        return None;
    }
    let before = tokens.iter().take(at).rev().take(4).find(|it| !lexicon.sense(it).stop);
    let of_office = title.is_none() && before.is_some_and(|it| lexicon.sense(it).title);
    let hyphen = (first..end).any(|at| tokens.get(at).is_some_and(Token::is_dash));
    let attributive = tokens
        .get(end)
        .is_some_and(|it| lexicon.of(it).is_some_and(|word| !word.capital && !word.sense.stop));
    Some(Name {
        first,
        end,
        parts,
        title,
        place: None,
        opens,
        composed,
        attributive,
        acts,
        hyphen,
        of_office,
    })
}

/// Whether words with capitals are a name where every noun has one: an acronym, two words or more that
/// are none of the common ones, or one behind a title.
fn is_name_among_nouns(lexicon: &Lexicon, parts: &[Part], title: Option<WordId>) -> bool {
    let own =
        parts.iter().filter(|part| !part.generic && !part.initial && part.place.is_none());
    let acronym = |part: &Part| lexicon.word(part.word).is_some_and(|word| word.capitals);
    own.clone().any(acronym) || own.count() > usize::from(title.is_none())
}

fn starts(
    lexicon: &Lexicon,
    tokens: &[Token],
    at: usize,
    taken: &dyn Fn(usize) -> bool,
) -> bool {
    !taken(at)
        && tokens.get(at).and_then(|it| lexicon.of(it)).is_some_and(|word| {
            word.capital && word.sense.month.is_none() && word.sense.weekday.is_none()
        })
}

/// Whether a hyphen ties what stands before a token to a currency: US-Dollar.
fn is_of_money(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    let tied = |at: usize| tokens.get(at).filter(|it| it.glued);
    tied(at).is_some_and(Token::is_dash)
        && tied(at + 1).is_some_and(|it| lexicon.sense(it).currency.is_some())
}

/// Whether a word that is a place and a common word as well is the place: another place stands beside
/// it, or a word that only places follow, and no noun that it could be said of.
fn is_place_here(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    let Some(word) = tokens.get(at).and_then(|it| lexicon.of(it)) else { return true };
    let bare = crate::lexicon::without_prefix(lexicon.pack, &word.folded);
    let means = |folded: &str| lexicon.pack.sense(folded).place_and_word;
    if !means(&word.folded) && !bare.is_some_and(means) {
        return true;
    }
    let certain = |at: usize| {
        tokens.get(at).and_then(|it| lexicon.of(it)).is_some_and(|other| {
            !other.places.is_empty()
                && !means(&other.folded)
                && !crate::lexicon::without_prefix(lexicon.pack, &other.folded)
                    .is_some_and(means)
        })
    };
    let before = at.checked_sub(1);
    let after = tokens.get(at + 1).and_then(|it| lexicon.of(it));
    let said_of = after.is_some_and(|next| {
        !next.sense.stop
            && !next.sense.date_preposition
            && !certain(at + 1)
            && next.folded.starts_with("ال")
    });
    before.is_some_and(certain)
        || certain(at + 1)
        || !said_of
            && before
                .and_then(|at| tokens.get(at))
                .is_some_and(|it| lexicon.sense(it).before_place)
}

/// Whether only a space or a hyphen stands before a token.
fn glued_name(tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(token)) =
        (at.checked_sub(1).and_then(|at| tokens.get(at)), tokens.get(at))
    else {
        return false;
    };
    token.start <= before.end + 1
}
