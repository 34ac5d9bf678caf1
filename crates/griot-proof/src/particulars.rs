//! Which words of a sentence must its proof show?

use griot_model::Span;
use griot_text::{quotes, sentences::Sentence as Plain};
use serde::{Deserialize, Serialize};

use crate::{
    date::{self, Date},
    lexicon::{Kind as TokenKind, Lexicon, Token, WordId},
    name::{self, Habits, Name},
    number,
    pack::{Hedge, Packs},
    proof::Reader,
    quantity::{Number, Role},
};

/// What sort of particular it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A number with its unit.
    Number,
    /// A day, month, year or decade.
    Date,
    /// A person, a body or a place.
    Name,
    /// Words between quotation marks.
    Quotation,
    /// How sure the sentence is.
    Hedge,
    /// What is said to have happened: rose, voted for, before, who did it to whom.
    Frame,
    /// The page that a note names.
    Page,
}

impl Kind {
    /// The word for it in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Quotation => "quotation",
            Self::Hedge => "hedge",
            Self::Frame => "frame",
            Self::Page => "page",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Number(Number),
    Date(Date),
    Name(Name),
    /// The words without the marks.
    Quotation(Span),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Particular {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// A sentence of a draft and its particulars.
#[derive(Debug)]
pub struct Sentence {
    /// The words, without markup.
    pub text: String,
    /// The language that it is read in: the draft's, unless its words are plainly of another.
    pub language: &'static str,
    pub(crate) particulars: Vec<Particular>,
    /// Words that may lead to a passage.
    pub(crate) content: Vec<WordId>,
    /// It says who says so, or that it is not sure.
    pub(crate) at_a_distance: bool,
    pub(crate) hedged: bool,
    pub(crate) tokens: Vec<Token>,
}

impl Sentence {
    /// Whether it has anything that a proof could show.
    pub fn has_particulars(&self) -> bool {
        !self.particulars.is_empty()
    }

    /// Whether a byte stands between quotation marks.
    pub(crate) fn quotes(&self, byte: usize) -> bool {
        self.particulars
            .iter()
            .any(|it| it.kind == Kind::Quotation && it.span.contains(Span::new(byte, byte)))
    }
}

/// The sentences of a draft, read together: what has a capital in one is a name in another.
#[derive(Debug)]
pub struct Draft {
    /// The language of most of it.
    pub language: &'static str,
    /// In the order in which they were given.
    pub sentences: Vec<Sentence>,
    pub(crate) habits: Habits,
}

impl Draft {
    /// Reads the sentences of a draft, given without markup.
    pub fn read<'a>(reader: &mut Reader, texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut sample = String::new();
        for text in texts.clone().take(200) {
            sample.push_str(text);
            sample.push(' ');
        }
        let code = Packs::embedded().language(&sample).map_or("en", |pack| pack.code);
        let mut draft =
            Self { language: code, sentences: Vec::new(), habits: Habits::default() };
        let mut cut: Vec<(&str, &'static str, Vec<Token>)> = Vec::new();
        for text in texts {
            let before = cut.last().map_or(code, |(_, before, _)| *before);
            let own = Packs::embedded().language_among(text, code, before);
            let Some(lexicon) = reader.lexicon(own) else { return draft };
            let tokens = lexicon.tokens(text);
            draft.habits.learn(lexicon, &tokens);
            cut.push((text, own, tokens));
        }
        for (text, own, tokens) in cut {
            let Some(lexicon) = reader.known(own) else { continue };
            let sentence = sentence(lexicon, text, tokens, &draft.habits);
            for particular in &sentence.particulars {
                if let Value::Name(name) = &particular.value
                    && name.parts.len() > 1
                    && let Some(last) =
                        name.parts.last().and_then(|part| lexicon.word(part.word))
                {
                    draft.habits.surnames.insert(last.folded.clone());
                }
            }
            draft.sentences.push(sentence);
        }
        draft
    }
}

fn sentence(lexicon: &Lexicon, text: &str, tokens: Vec<Token>, habits: &Habits) -> Sentence {
    let mut particulars: Vec<Particular> = Vec::new();
    let mut taken = vec![false; tokens.len()];
    let bytes = |first: usize, end: usize| {
        let start = tokens.get(first).map_or(0, |token| token.start as usize);
        let last = end.checked_sub(1).and_then(|at| tokens.get(at));
        Span::new(start, last.map_or(start, |token| token.end as usize).max(start))
    };
    for date in date::find(lexicon, text, &tokens) {
        mark(&mut taken, date.first, date.end);
        // A month without day and year is asked for only where the passage has another one.
        if date.day.is_some()
            || date.year.is_some()
            || date.part.is_some()
            || date.is_bare_month()
        {
            particulars.push(Particular {
                kind: Kind::Date,
                span: bytes(date.first, date.end),
                value: Value::Date(date),
            });
        }
    }
    let dates_taken = taken.clone();
    let mut numbers = number::find(lexicon, text, &tokens, &|at| {
        dates_taken.get(at).copied().unwrap_or(false)
    });
    number::shares(lexicon, &tokens, &mut numbers);
    for number in numbers {
        let inside_name = number.in_words && capital_inside(lexicon, &tokens, number.first);
        if !asked(&number) || inside_name {
            continue;
        }
        mark(&mut taken, number.first, number.end);
        particulars.push(Particular {
            kind: Kind::Number,
            span: bytes(number.first, number.end),
            value: Value::Number(number),
        });
    }
    let plain = Plain::plain(text);
    for quote in quotes::of_sentence(&plain) {
        if !quote.closed || quote.depth > 0 {
            continue;
        }
        let words = crate::letters::cut(quote.inner.of(text)).len();
        if words > 0 {
            particulars.push(Particular {
                kind: Kind::Quotation,
                span: quote.span,
                value: Value::Quotation(quote.inner),
            });
        }
    }
    for name in
        name::find(lexicon, &tokens, &|at| taken.get(at).copied().unwrap_or(false), habits)
    {
        particulars.push(Particular {
            kind: Kind::Name,
            span: bytes(name.first, name.end),
            value: Value::Name(name),
        });
    }
    particulars.sort_by_key(|particular| (particular.span.start, particular.span.end));
    let mut at_a_distance = false;
    let mut hedged = false;
    let mut content = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(id) = token.word() else { continue };
        let Some(word) = lexicon.word(id) else { continue };
        at_a_distance |= word.sense.distance;
        hedged |= word.conditional;
        hedged |= word
            .hedges
            .iter()
            .filter(|phrase| phrase.means == Hedge::Alleged)
            .any(|phrase| lexicon.follows(&tokens, at, phrase).is_some());
        if !word.sense.stop && word.letters > 1 {
            content.push(id);
        }
    }
    content.sort_unstable();
    content.dedup();
    Sentence {
        text: text.to_owned(),
        language: lexicon.pack.code,
        particulars,
        content,
        at_a_distance,
        hedged,
        tokens,
    }
}

/// Marks the tokens that belong to a particular.
fn mark(taken: &mut [bool], from: usize, to: usize) {
    taken.iter_mut().take(to).skip(from).for_each(|flag| *flag = true);
}

/// Whether a number is one that a proof must show.
fn asked(number: &Number) -> bool {
    if number.code {
        return false;
    }
    let one = number.high <= 1.0 && number.role == Role::Count && number.in_words;
    // "Third" is in many words that count nothing.
    let words_alone = number.in_words && number.role == Role::Ordinal && number.high <= 20.0;
    !one && !words_alone && number.high > 0.0
}

/// "Seven" in "the Seven Sisters": a number word with a capital among other capitals.
fn capital_inside(lexicon: &Lexicon, tokens: &[Token], at: usize) -> bool {
    let capital = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .filter(|token| matches!(token.kind, TokenKind::Word(_)))
            .and_then(|token| lexicon.of(token))
            .is_some_and(|word| word.capital && !word.sense.stop)
    };
    !lexicon.pack.nouns_are_capitalised
        && capital(Some(at))
        && (capital(at.checked_sub(1)) || at > 0 && capital(Some(at + 1)))
}
