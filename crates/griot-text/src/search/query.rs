//! What somebody looks for.

use griot_model::Span;

use super::{
    forms::Forms,
    word::{Word, are_elided, are_joined, words},
};

/// Words of a query. More is a text, and a text is looked for by its phrases.
const MOST: usize = 40;

/// Something that a passage must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A word in any of its forms: as it is written, folded, first.
    Word(Vec<String>),
    /// A word that begins so.
    Beginning(String),
    /// These words one after the other, as they are written; the last may be the beginning of one.
    Phrase {
        /// The words, folded; at least one.
        words: Vec<String>,
        /// Whether the last word only begins so.
        is_beginning: bool,
    },
}

/// What somebody looks for: every term, in any order.
///
/// Words, `"these words in a row"` (between quotation marks of any language), and `begin*`. There is nothing
/// else: *or*, *not* and *near* are words, as they are in the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// Why there is nothing to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No letter and no digit.
    #[error("there is no word in it")]
    Empty,
    /// More than a query.
    #[error("it has {0} words, and {MOST} are taken")]
    Long(usize),
}

impl Query {
    /// Reads a query. Signs that mean nothing here part words, as they do in a text.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let words = words(text);
        match words.len() {
            0 => return Err(Refused::Empty),
            1..=MOST => {}
            more => return Err(Refused::Long(more)),
        }
        let mut terms = Vec::new();
        let mut forms = Forms::default();
        let mut rest = words.as_slice();
        while let Some(first) = rest.first() {
            let is_quoted = is_within_quotes(text, first.span.start);
            let together = |pair: &[Word]| match pair {
                [one, next] if is_quoted => {
                    is_within_quotes(text, next.span.start)
                        && !Span::new(one.span.end, next.span.start).of(text).contains(is_quote)
                }
                [one, next] => {
                    are_joined(text, one, next)
                        && !Span::new(one.span.end, next.span.start).of(text).contains(is_quote)
                }
                _ => false,
            };
            let length = 1 + rest.windows(2).take_while(|pair| together(pair)).count();
            let (mut now, later) = rest.split_at(length.min(rest.len()));
            rest = later;
            let is_beginning = now
                .last()
                .and_then(|last| text.get(last.span.end..))
                .is_some_and(|after| after.starts_with('*'));
            if !is_quoted {
                now = without_elisions(text, now);
            }
            let folded = || now.iter().map(|word| word.folded.clone());
            terms.push(match now {
                [one] if is_beginning => Term::Beginning(one.folded.clone()),
                [one] if !is_quoted => {
                    let mut all = vec![one.folded.clone()];
                    all.extend_from_slice(forms.of(one.span.of(text)));
                    Term::Word(all)
                }
                _ => Term::Phrase { words: folded().collect(), is_beginning },
            });
        }
        Ok(Self { terms })
    }

    /// What a passage must have, in the order in which it was asked.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Where the terms stand in a text, in order, none within another.
    pub fn marks(&self, text: &str) -> Vec<Span> {
        let words = words(text);
        let mut forms = Forms::default();
        let mut found = Vec::new();
        for at in 0..words.len() {
            for term in &self.terms {
                let length = match term {
                    Term::Word(asked) => words.get(at).map_or(0, |word| {
                        let is = |form: &String| asked.contains(form);
                        let same =
                            is(&word.folded) || forms.of(word.span.of(text)).iter().any(is);
                        usize::from(same)
                    }),
                    Term::Beginning(asked) => words
                        .get(at)
                        .map_or(0, |word| usize::from(word.folded.starts_with(asked.as_str()))),
                    Term::Phrase { words: asked, is_beginning } => {
                        phrase(words.get(at..).unwrap_or_default(), asked, *is_beginning)
                    }
                };
                if length > 0
                    && let (Some(first), Some(last)) =
                        (words.get(at), words.get(at + length - 1))
                {
                    found.push(Span::new(first.span.start, last.span.end));
                }
            }
        }
        found.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        found.retain(|span| {
            let is_new = span.start >= end;
            if is_new {
                end = span.end;
            }
            is_new
        });
        found
    }
}

/// Words of the phrase that a text begins with; none where it does not.
fn phrase(words: &[Word], asked: &[String], is_beginning: bool) -> usize {
    let Some(there) = words.get(..asked.len()) else { return 0 };
    let last = asked.len().saturating_sub(1);
    let same = there.iter().zip(asked).enumerate().all(|(at, (word, asked))| {
        word.folded == *asked
            || is_beginning && at == last && word.folded.starts_with(asked.as_str())
    });
    if same { asked.len() } else { 0 }
}

/// A letter that an apostrophe ties to a word (`l'or`, `Mali's`) says nothing of it.
fn without_elisions<'w>(text: &str, words: &'w [Word]) -> &'w [Word] {
    let is_letter = |word: &Word| word.folded.chars().count() == 1;
    let mut kept = words;
    while let [first, next, ..] = kept
        && is_letter(first)
        && are_elided(text, first, next)
        && let Some(rest) = kept.get(1..)
    {
        kept = rest;
    }
    while let [.., before, last] = kept
        && is_letter(last)
        && are_elided(text, before, last)
        && let Some(rest) = kept.get(..kept.len() - 1)
    {
        kept = rest;
    }
    kept
}

fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '“' | '”' | '„' | '«' | '»' | '‟' | '＂')
}

/// Whether an odd number of quotation marks stands before: one that is not closed goes on to the end.
fn is_within_quotes(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.matches(is_quote).count() % 2 == 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(query: &str, text: &str, expected: &[&str]) {
        let query = Query::read(query).expect("a query");
        let found: Vec<&str> = query.marks(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{query:?}");
    }

    #[test]
    fn words_are_found_in_their_forms() {
        check("mercenaire", "Des Mercenaires.", &["Mercenaires"]);
        check("armee", "L’armée, les armées", &["armée", "armées"]);
        check("l'armée", "d'armée", &["armée"]);
        check("Mali's gold", "gold of Mali", &["gold", "Mali"]);
        check("наемник", "Наёмники ушли", &["Наёмники"]);
        check("2000", "2,000 men", &["2,000"]);
        check("or", "l'or ou l'argent", &["or"]);
    }

    #[test]
    fn a_phrase_is_found_as_it_is_written() {
        check("\"gold mines\"", "gold mine; Gold  Mines", &["Gold  Mines"]);
        check("«mine d'or»", "la mine d’or", &["mine d’or"]);
        check("\"gold mi*\"", "gold mining", &["gold mining"]);
        check("cease-fire", "a cease fire, a fire", &["cease fire"]);
        check("瓦格纳", "关于瓦格纳集团", &["瓦格纳"]);
        check("\"gold\"", "golds gold", &["gold"]);
        check("\"not closed", "is not closed yet", &["not closed"]);
    }

    #[test]
    fn what_other_programs_take_for_operators_is_words_or_nothing() {
        let terms = |text: &str| Query::read(text).expect("a query").terms().len();
        assert_eq!(terms("gold AND NOT (mine) OR near/3 ^a {words}: -b"), 9);
        assert_eq!(Query::read("\"\" * ( ) - :"), Err(Refused::Empty));
        assert_eq!(Query::read(&"a ".repeat(MOST + 1)), Err(Refused::Long(MOST + 1)));
    }

    #[test]
    fn a_beginning_is_marked_as_the_whole_word() {
        check("вагнер*", "Вагнеровцы и вагнер", &["Вагнеровцы", "вагнер"]);
        check("gold *", "golden", &[]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query_or_refused_and_marks_slice(query in "\\PC{0,40}", text in "\\PC{0,80}") {
            if let Ok(query) = Query::read(&query) {
                let mut end = 0;
                for span in query.marks(&text) {
                    prop_assert!(span.start >= end && text.get(span.start..span.end).is_some());
                    end = span.end;
                }
            }
        }

        #[test]
        fn a_word_of_a_text_is_found_in_it(text in "[a-zé'àА-яء-ي ]{1,40}") {
            for word in words(&text) {
                let query = Query::read(word.span.of(&text)).expect("a word");
                prop_assert!(query.marks(&text).contains(&word.span));
            }
        }
    }
}
