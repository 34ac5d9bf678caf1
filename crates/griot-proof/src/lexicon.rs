//! What are the words of a text, and what does each mean in its language?
//!
//! A text is cut once into [`Token`]s. Every different spelling is looked up once and kept in a
//! [`Lexicon`], so that a long proof costs one look-up a word. Digits are those of any script.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::{
    letters,
    pack::{Hedge, Pack, Packs, Phrase, Script, Sense},
    signs::Sign,
    word,
};

/// Index of a spelling in its lexicon.
pub(crate) type WordId = u32;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word of the lexicon.
    Word(WordId),
    /// Digits with their inner separators.
    Digits,
    /// Any other sign that is not white space.
    Mark(char),
    /// The end of a paragraph or of a line that stands alone.
    Break,
}

/// A word, number or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    /// Whether nothing stands between it and the token before.
    pub(crate) glued: bool,
}

impl Token {
    pub(crate) fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(crate) fn is_dash(&self) -> bool {
        matches!(self.kind, Kind::Mark('-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
    }

    pub(crate) fn word(&self) -> Option<WordId> {
        match self.kind {
            Kind::Word(id) => Some(id),
            _ => None,
        }
    }
}

/// A spelling and all that is known of it.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a spelling looks like, and what may begin with it"
)]
pub(crate) struct Word {
    pub(crate) written: Box<str>,
    pub(crate) folded: String,
    pub(crate) stem: String,
    pub(crate) skeletons: Vec<String>,
    pub(crate) sense: Sense,
    /// Places that may begin here.
    pub(crate) places: Vec<Phrase<u16>>,
    /// What a phrase that begins here tells of a statement.
    pub(crate) signs: Vec<Phrase<Sign>>,
    /// Hedges that may begin here.
    pub(crate) hedges: Vec<Phrase<Hedge>>,
    pub(crate) percent_starts: bool,
    /// A verb by which the speaker says that it is not sure.
    pub(crate) conditional: bool,
    /// The first letter is a capital.
    pub(crate) capital: bool,
    /// Two letters or more, all of them capitals.
    pub(crate) capitals: bool,
    pub(crate) letters: usize,
}

/// The spellings met so far in texts of one language.
pub(crate) struct Lexicon {
    pub(crate) pack: &'static Pack,
    ids: HashMap<Box<str>, WordId, FixedState>,
    pub(crate) words: Vec<Word>,
    by_folded: HashMap<String, Vec<WordId>, FixedState>,
    by_stem: HashMap<String, Vec<WordId>, FixedState>,
    by_skeleton: HashMap<String, Vec<WordId>, FixedState>,
}

impl Lexicon {
    pub(crate) fn new(pack: &'static Pack) -> Self {
        Self {
            pack,
            ids: HashMap::default(),
            words: Vec::new(),
            by_folded: HashMap::default(),
            by_stem: HashMap::default(),
            by_skeleton: HashMap::default(),
        }
    }

    pub(crate) fn word(&self, id: WordId) -> Option<&Word> {
        self.words.get(id as usize)
    }

    pub(crate) fn of(&self, token: &Token) -> Option<&Word> {
        token.word().and_then(|id| self.word(id))
    }

    pub(crate) fn sense(&self, token: &Token) -> Sense {
        self.of(token).map(|word| word.sense).unwrap_or_default()
    }

    pub(crate) fn with_folded(&self, folded: &str) -> &[WordId] {
        self.by_folded.get(folded).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn with_stem(&self, stem: &str) -> &[WordId] {
        self.by_stem.get(stem).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn with_skeleton(&self, skeleton: &str) -> &[WordId] {
        self.by_skeleton.get(skeleton).map_or(&[], Vec::as_slice)
    }

    fn id(&mut self, written: &str) -> WordId {
        if let Some(id) = self.ids.get(written) {
            return *id;
        }
        let id = WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        let bare = word::bare(self.pack, written);
        let folded = letters::folded(bare);
        let small = bare.to_lowercase();
        let mut sense = self.pack.sense(&folded);
        if sense == Sense::default() {
            let stem_of_arabic = without_prefix(self.pack, &folded);
            if let Some(rest) = stem_of_arabic {
                let inner = self.pack.sense(rest);
                // و before a number or a month joins it to what came before.
                sense = Sense { stop: false, ..inner };
            }
        }
        if sense == Sense::default() {
            sense.cardinal = self.pack.compound(&folded);
        }
        sense.month = sense.month.filter(|_| self.pack.month(&folded, &small).is_some());
        if sense.month.is_none() {
            sense.month = Packs::embedded()
                .month_anywhere(&folded, &small)
                .filter(|_| folded.chars().count() > 3);
        }
        let stem = word::stem(self.pack, written);
        let first = bare.chars().next();
        let capital = first.is_some_and(char::is_uppercase);
        let letters = bare.chars().count();
        let capitals = letters > 1 && !bare.chars().any(char::is_lowercase) && capital;
        let uncased = self.pack.script == Script::Arabic
            && first.is_some_and(|first| !first.is_uppercase() && !first.is_lowercase());
        let skeletons = if (capital && letters > 1) || (uncased && letters > 2) {
            word::skeletons(self.pack, written)
        } else {
            Vec::new()
        };
        let mut places = self.pack.places(&folded, &stem);
        if let Some(rest) = without_prefix(self.pack, &folded)
            && places.is_empty()
        {
            places = self.pack.places(rest, &stem);
        }
        places.retain(|place| !place.capitals || capitals || !place.rest.is_empty());
        if !uncased && !capital {
            // The people of a country may be small (malien), its name may not.
            let small = matches!(self.pack.code, "fr" | "ru" | "es" | "de" | "pt");
            places.retain(|place| small && !place.proper);
        }
        for (key, index) in [(&folded, &mut self.by_folded), (&stem, &mut self.by_stem)] {
            index.entry(key.clone()).or_default().push(id);
        }
        for skeleton in &skeletons {
            self.by_skeleton.entry(skeleton.clone()).or_default().push(id);
        }
        let mut signs = self.pack.signs.of(&folded);
        if let Some(rest) = without_prefix(self.pack, &folded)
            && signs.is_empty()
        {
            signs = self.pack.signs.of(rest);
        }
        let mut hedges = self.pack.hedges.get(&folded).cloned().unwrap_or_default();
        if self.pack.marks_tell {
            let meant = |marked: &Option<String>| marked.as_ref().is_none_or(|it| *it == small);
            hedges.retain(|phrase| meant(&phrase.marked));
            signs.retain(|phrase| meant(&phrase.marked));
        }
        let percent_starts = self.pack.percent.contains_key(&folded)
            || self.pack.percent.iter().any(|(key, phrases)| {
                phrases.iter().any(|phrase| phrase.open_ended)
                    && folded.starts_with(key.as_str())
            });
        let conditional = !capital && self.pack.is_conditional(&folded);
        self.words.push(Word {
            written: written.into(),
            folded,
            stem,
            skeletons,
            sense,
            places,
            signs,
            hedges,
            percent_starts,
            conditional,
            capital,
            capitals,
            letters,
        });
        self.ids.insert(written.into(), id);
        id
    }

    /// Cuts a text. Texts beyond four gigabytes are cut at that.
    pub(crate) fn tokens(&mut self, text: &str) -> Vec<Token> {
        self.tokens_of(text, false)
    }

    /// Cuts a text; the lines of a table are its rows, and end at their ends.
    pub(crate) fn tokens_of(&mut self, text: &str, table: bool) -> Vec<Token> {
        let mut found: Vec<Token> = Vec::with_capacity(text.len() / 5);
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut line_start = 0;
        let mut block = Block::default();
        while let Some(&byte) = bytes.get(at) {
            if byte == b'\n' {
                if at >= block.end {
                    block = Block::around(text, line_start);
                }
                if table || ends_paragraph(text, line_start, at, &block) {
                    push(&mut found, at, at + 1, Kind::Break);
                }
                at += 1;
                line_start = at;
                continue;
            }
            if byte == b'\t' && table {
                // Cells are no neighbours: 2025 and kg under each other's headings.
                push(&mut found, at, at + 1, Kind::Mark('\t'));
            }
            if byte == b' ' || byte == b'\t' || byte == b'\r' {
                at += 1;
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let Some(sign) = rest.chars().next() else { break };
            if letters::wordy(sign) {
                let length = letters::word_length(rest).max(sign.len_utf8());
                let id = self.id(rest.get(..length).unwrap_or_default());
                push(&mut found, at, at + length, Kind::Word(id));
                at += length;
            } else if digit(sign).is_some() {
                let length = digits_length(rest, self.pack.decimal);
                push(&mut found, at, at + length, Kind::Digits);
                at += length;
            } else {
                if !sign.is_whitespace() && !griot_text::script::is_hidden(sign) {
                    push(&mut found, at, at + sign.len_utf8(), Kind::Mark(sign));
                }
                at += sign.len_utf8();
            }
        }
        found
    }

    /// Whether the words of a phrase follow the token at `at`; how many tokens it has in all.
    pub(crate) fn follows<T>(
        &self,
        tokens: &[Token],
        at: usize,
        phrase: &Phrase<T>,
    ) -> Option<usize> {
        let mut next = at + 1;
        let last = phrase.rest.len();
        for (index, expected) in phrase.rest.iter().enumerate() {
            // Hyphens and apostrophes inside a name of several words.
            while tokens.get(next).is_some_and(|token| token.is_dash() || token.is_mark('.')) {
                next += 1;
            }
            let word = self.of(tokens.get(next)?)?;
            let open = phrase.open_ended && index + 1 == last;
            let fits = word.folded == *expected || open && word.folded.starts_with(expected);
            if !fits {
                return None;
            }
            next += 1;
        }
        Some(next - at)
    }

    /// Whether a full stop behind digits makes them an ordinal: it is glued to them, and what follows
    /// begins no sentence.
    pub(crate) fn is_ordinal_point(&self, tokens: &[Token], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let short = before.is_some_and(|it| it.kind == Kind::Digits && it.end - it.start < 3);
        let follows = tokens.get(at + 1).and_then(|it| self.of(it));
        self.pack.ordinal_point
            && short
            && tokens.get(at).is_some_and(|it| it.is_mark('.') && it.glued)
            && follows
                .is_some_and(|word| !word.capital || !(word.sense.opener || word.sense.stop))
    }

    /// Whether a word with a capital is surely no name in a language that writes all nouns so: a
    /// determiner stands before it, with adjectives between.
    pub(crate) fn is_common_noun(&self, tokens: &[Token], at: usize) -> bool {
        let word = |at: usize| tokens.get(at).and_then(|it| self.of(it));
        let mut before = at;
        self.pack.nouns_are_capitalised
            && word(at).is_some_and(|word| !word.capitals)
            && loop {
                let Some(other) = before.checked_sub(1).and_then(word) else { break false };
                before -= 1;
                if other.sense.determiner {
                    break true;
                }
                if other.capital || at - before > 2 || !self.pack.is_declined(&other.folded) {
                    break false;
                }
            }
    }

    /// The place whose name begins at a token, the longest one, and how many tokens it has.
    pub(crate) fn place(&self, tokens: &[Token], at: usize) -> Option<(u16, usize)> {
        let word = self.of(tokens.get(at)?)?;
        let found = word
            .places
            .iter()
            .filter_map(|phrase| Some((phrase.means, self.follows(tokens, at, phrase)?)));
        found.fold(None, |best: Option<(u16, usize)>, next| {
            Some(best.filter(|best| best.1 >= next.1).unwrap_or(next))
        })
    }
}

/// An Arabic word without the conjunction or preposition written onto it.
pub(crate) fn without_prefix<'a>(pack: &Pack, folded: &'a str) -> Option<&'a str> {
    if pack.script != Script::Arabic {
        return None;
    }
    for prefix in ["وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك"]
    {
        if let Some(rest) = folded.strip_prefix(prefix)
            && rest.chars().count() > 2
        {
            return Some(rest);
        }
    }
    None
}

fn push(found: &mut Vec<Token>, start: usize, end: usize, kind: Kind) {
    let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else { return };
    let glued = found.last().is_some_and(|last| last.end == start);
    found.push(Token { start, end, kind, glued });
}

/// The value of a digit of any script that griot reads.
pub(crate) fn digit(sign: char) -> Option<u8> {
    let zero = match sign {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    u8::try_from(u32::from(sign) - u32::from(zero)).ok()
}

/// Bytes of the number that a text begins with, single separators between digits included.
fn digits_length(text: &str, decimal: char) -> usize {
    let mut end = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|&(_, next)| next);
        if digit(sign).is_some() {
            end = at + sign.len_utf8();
            continue;
        }
        let after = next.and_then(digit).is_some();
        let separates = match sign {
            // In a table a comma parts two cells: it groups three digits or begins a fraction.
            ',' => {
                after
                    && (decimal == ','
                        || three_digits(text, at + 1) && end <= 3
                        || end > 3 && three_digits(text, at + 1))
            }
            '.' | '\'' | '’' | '٬' | '٫' | '،' => after,
            // A narrow or fixed space groups thousands; three digits follow.
            '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                after && three_digits(text, at + sign.len_utf8())
            }
            _ => false,
        };
        if !separates {
            break;
        }
    }
    end
}

pub(crate) fn three_digits(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let count = rest.chars().take_while(|sign| digit(*sign).is_some()).take(4).count();
    count == 3
}

/// Whether a line's end is the end of a paragraph: a blank line follows, or the line is short or
/// ends as a sentence does.
fn ends_paragraph(text: &str, start: usize, end: usize, block: &Block) -> bool {
    let line = text.get(start..end).unwrap_or_default().trim_end();
    let next = text.get(end + 1..).unwrap_or_default();
    let next_line = next.split('\n').next().unwrap_or_default().trim();
    if line.is_empty() || next_line.is_empty() {
        return true;
    }
    let goes_on = || {
        next_line.starts_with(char::is_lowercase)
            || block.is_wrapped && line.chars().count() * WRAPPED.1 >= block.longest * WRAPPED.0
    };
    line.len() < NARROW && !goes_on()
        || line.ends_with(['.', '!', '?', ':', ';', '”', '"', '»', '؟', '۔'])
        || next_line.starts_with(['-', '*', '#', '•', '|', '–'])
}

/// A line of fewer bytes is whole, unless it stands in a narrow column.
const NARROW: usize = 50;

/// Which part of the longest line of its block a line is that was divided at its end.
const WRAPPED: (usize, usize) = (7, 10);

/// Lines without an empty one between them.
#[derive(Debug, Default)]
struct Block {
    /// One past its last byte.
    end: usize,
    /// Letters of its longest line.
    longest: usize,
    /// Most of its lines are about as long: a column, and no list.
    is_wrapped: bool,
}

impl Block {
    /// The block that begins at a line.
    fn around(text: &str, start: usize) -> Self {
        const LEAST_LINES: usize = 3;
        const LEAST_WIDTH: usize = 25;
        let rest = text.get(start..).unwrap_or_default();
        let mut block = Self { end: start, ..Self::default() };
        let mut lengths = Vec::new();
        for line in rest.split_inclusive('\n') {
            if line.trim().is_empty() && !lengths.is_empty() {
                break;
            }
            block.end += line.len();
            lengths.push(line.trim_end().chars().count());
        }
        block.longest = lengths.iter().copied().max().unwrap_or(0);
        // The last line of a paragraph is as long as it is.
        let long =
            lengths.iter().filter(|it| **it * WRAPPED.1 >= block.longest * WRAPPED.0).count();
        block.is_wrapped = block.longest >= LEAST_WIDTH
            && long >= LEAST_LINES
            && long * 4 >= lengths.len() * 3;
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_script_keep_their_separators() {
        let check = |text: &str, expected: &str| {
            assert_eq!(text.get(..digits_length(text, '.')), Some(expected));
        };
        check("1,500 men", "1,500");
        check("1\u{a0}500 hommes", "1\u{a0}500");
        check("2020, when", "2020");
        check("3.5.", "3.5");
        check("1,2022-03-02", "1");
        check("١٥٠٠ شخص", "١٥٠٠");
    }

    #[test]
    fn a_spelling_is_looked_up_once() {
        let mut lexicon = Lexicon::new(Packs::embedded().get("en").expect("compiled in"));
        let tokens = lexicon.tokens("The army of the army.\n\nNext");
        assert_eq!(lexicon.words.len(), 5);
        assert!(tokens.iter().any(|token| token.kind == Kind::Break));
    }
}
