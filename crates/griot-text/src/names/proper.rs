//! Names that nobody listed: runs of capitalised words.

use griot_model::Span;

use crate::{
    sentences::Sentence,
    words::{Token, TokenKind, tokens},
};

/// A run of capitalised words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProperName {
    /// The name without its title.
    pub span: Span,
    /// Title before it: "Foreign Minister", "Col.".
    pub title: Option<Span>,
    /// Whether it begins the sentence, where any word is capitalised.
    pub opens_sentence: bool,
}

/// Capitalised names of a sentence, in order; spans on the document's text.
///
/// Particles ("de", "al-", "of the") join parts of a name when another capitalised word follows.
/// A common word that merely opens the sentence is not a name; a name in lower case is not found.
pub fn proper_names(sentence: &Sentence) -> Vec<ProperName> {
    let tokens = tokens(&sentence.text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let opens = opens_sentence(&tokens, at);
        if let Some((_, end)) = crate::dates::grammar::atom(&tokens, at) {
            at = end;
            continue;
        }
        if !is_name_word(&tokens, at) || (opens && is_common(&tokens, at)) {
            at += 1;
            continue;
        }
        let end = run_end(&tokens, at);
        // "Malian Foreign Minister Tiébilé Dramé" is two names with a title between.
        let titled = (at..end).find(|&from| title(&tokens, from, end).is_some()).unwrap_or(end);
        let mut add = |from: usize, to: usize, title: Option<Span>| {
            if let Some(span) = name_span(&tokens, from, to) {
                let title = title.map(|title| sentence.source(title));
                let opens_sentence = opens && from == at;
                found.push(ProperName { span: sentence.source(span), title, opens_sentence });
            }
        };
        add(at, titled, None);
        if let Some((words, name_at)) = title(&tokens, titled, end) {
            add(name_at, end, Some(words));
        }
        at = end;
    }
    found
}

/// The words of a name without its possessive ending.
fn name_span(tokens: &[Token<'_>], from: usize, to: usize) -> Option<Span> {
    let (first, last) = (tokens.get(from)?, tokens.get(to.checked_sub(1)?)?);
    let cut = last.text.len() - last.stem().len();
    (from < to).then(|| Span::new(first.span.start, last.span.end - cut))
}

/// One past the last token of the run that starts at `at`.
fn run_end(tokens: &[Token<'_>], at: usize) -> usize {
    let mut end = at + 1;
    loop {
        let possessive = tokens.get(end - 1).is_some_and(|t| t.stem().len() < t.text.len());
        if possessive {
            return end;
        }
        if crate::dates::grammar::atom(tokens, end).is_some() {
            return end;
        }
        if is_name_word(tokens, end) || is_number_of_name(tokens, end) {
            end += 1;
            continue;
        }
        // An initial or short title: "J. K. Smith", "Gen. Ba".
        let stop = tokens.get(end).is_some_and(|t| t.glued && t.text == ".");
        let abbreviated = tokens.get(end - 1).is_some_and(|t| {
            t.text.chars().count() == 1 || t.is_any(RANKS) || t.is_any(&["st", "jr", "sr"])
        });
        if stop && abbreviated && is_name_word(tokens, end + 1) {
            end += 2;
            continue;
        }
        let hyphen =
            tokens.get(end).is_some_and(|t| t.glued && t.is_dash() && t.text.len() == 1);
        let joined = tokens.get(end + 1).is_some_and(|t| t.glued && t.kind == TokenKind::Word);
        if hyphen && joined {
            end += 2;
            continue;
        }
        let ampersand = tokens.get(end).is_some_and(|t| t.text == "&");
        if ampersand && is_name_word(tokens, end + 1) {
            end += 2;
            continue;
        }
        let particles = tokens.iter().skip(end).take(3).take_while(|t| is_particle(t)).count();
        let hyphen = tokens.get(end + particles).is_some_and(|t| t.glued && t.is_dash());
        let next = end + particles + usize::from(hyphen);
        if particles > 0 && is_name_word(tokens, next) {
            end = next + 1;
            continue;
        }
        return end;
    }
}

/// The words of the title that starts at `from`, and where the name behind it starts. A title has
/// an office or rank in it ("Foreign Minister", "Col.") and a name behind it.
fn title(tokens: &[Token<'_>], from: usize, end: usize) -> Option<(Span, usize)> {
    let mut at = from;
    let mut ranked = false;
    while let Some(token) = tokens.get(at).filter(|_| at < end) {
        let rank = token.is_any(RANKS);
        if !(rank || token.is_any(BEFORE_RANKS)) {
            break;
        }
        ranked |= rank;
        at += 1;
        at += usize::from(
            tokens.get(at).is_some_and(|t| t.glued && (t.text == "." || t.is_dash())),
        );
        if rank && tokens.get(at).is_some_and(|t| t.is("of")) {
            let field = |t: &&Token<'_>| t.is_any(FIELDS);
            let words = tokens.iter().skip(at + 1).take(4).take_while(field).count();
            at += if words > 0 { words + 1 } else { 0 };
        }
    }
    let named = tokens.get(at).is_some_and(|t| t.is_capitalised() && !t.is_any(INSTITUTIONS));
    let words = tokens.get(from)?.span.join(tokens.get(at.checked_sub(1)?)?.span);
    (ranked && at < end && named).then_some((words, at))
}

fn is_name_word(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.is_capitalised()
            || (token.is_any(&["al", "el"]) && {
                tokens.get(at + 1).is_some_and(|t| t.glued && t.is_dash())
                    && tokens.get(at + 2).is_some_and(|t| t.glued && t.is_capitalised())
            })
    })
}

/// "France 24", "Resolution 2690": up to four digits right behind a name.
fn is_number_of_name(tokens: &[Token<'_>], at: usize) -> bool {
    let ends = tokens.get(at + 1).is_none_or(|t| !t.glued || t.kind == TokenKind::Mark);
    let date = at > 0 && crate::dates::grammar::atom(tokens, at - 1).is_some();
    tokens.get(at).is_some_and(|t| {
        t.kind == TokenKind::Number && t.text.len() <= 2 && !t.glued && ends && !date
    })
}

fn is_particle(token: &Token<'_>) -> bool {
    token.is_any(&[
        "de", "du", "des", "la", "le", "les", "al", "el", "bin", "ibn", "ben", "ould", "ag",
        "von", "van", "der", "den", "da", "di", "dos", "of", "the", "for", "pour", "et", "y",
        "d", "l",
    ])
}

fn opens_sentence(tokens: &[Token<'_>], at: usize) -> bool {
    // Marks before the first word are few; a sentence of marks alone has no name anyway.
    (at <= 8 && tokens.iter().take(at).all(|token| token.kind == TokenKind::Mark))
        || at
            .checked_sub(1)
            .and_then(|b| tokens.get(b))
            .is_some_and(|t| matches!(t.text, "“" | "\"" | "«" | ":"))
}

/// Whether a word that opens a sentence is an ordinary one.
fn is_common(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let lower = token.stem().to_lowercase();
    let alone = !is_name_word(tokens, at + 1);
    is_opener(&lower)
        || crate::numbers::cardinal(tokens, at).is_some()
        || (alone
            && ["ly", "ing", "ed"].iter().any(|end| lower.ends_with(end))
            && lower.len() > 4)
}

/// Offices and ranks.
const RANKS: &[&str] = &[
    "president",
    "minister",
    "general",
    "gen",
    "colonel",
    "col",
    "lieutenant",
    "lt",
    "major",
    "maj",
    "captain",
    "capt",
    "brigadier",
    "brig",
    "admiral",
    "adm",
    "marshal",
    "sergeant",
    "sgt",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "professor",
    "sir",
    "lord",
    "ambassador",
    "envoy",
    "secretary",
    "chairman",
    "chairwoman",
    "premier",
    "chancellor",
    "king",
    "queen",
    "prince",
    "sheikh",
    "imam",
    "governor",
    "gov",
    "senator",
    "sen",
    "representative",
    "rep",
    "commander",
    "director",
    "judge",
    "chief",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "mme",
    "président",
    "ministre",
    "général",
    "commissioner",
    "speaker",
];

/// Words that belong to a title when a rank follows.
const BEFORE_RANKS: &[&str] = &[
    "prime",
    "foreign",
    "defence",
    "defense",
    "interior",
    "finance",
    "justice",
    "deputy",
    "vice",
    "interim",
    "transitional",
    "acting",
    "former",
    "ex",
    "then",
    "first",
    "under",
    "assistant",
    "high",
    "special",
    "permanent",
    "executive",
    "army",
    "press",
    "affairs",
];

/// Fields of an office: "Secretary of State", "Minister of Foreign Affairs".
const FIELDS: &[&str] = &[
    "state",
    "defence",
    "defense",
    "foreign",
    "affairs",
    "the",
    "interior",
    "finance",
    "justice",
    "war",
    "and",
    "security",
    "staff",
    "economy",
    "energy",
    "mines",
    "information",
];

/// "General Assembly" is no general.
const INSTITUTIONS: &[&str] =
    &["assembly", "staff", "secretariat", "council", "office", "affairs", "ministry", "party"];

/// Whether a word commonly opens a sentence and is then no name.
pub(crate) fn is_opener(word: &str) -> bool {
    OPENERS.contains(&word.to_lowercase().as_str())
}

const OPENERS: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "almost",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "around",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "early",
    "late",
    "each",
    "even",
    "every",
    "few",
    "for",
    "from",
    "gold",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "international",
    "it",
    "it’s",
    "its",
    "later",
    "like",
    "local",
    "many",
    "meanwhile",
    "more",
    "most",
    "much",
    "my",
    "nearly",
    "neither",
    "new",
    "no",
    "none",
    "not",
    "nothing",
    "now",
    "of",
    "on",
    "once",
    "one",
    "only",
    "or",
    "ordinary",
    "other",
    "our",
    "over",
    "perhaps",
    "private",
    "some",
    "several",
    "she",
    "since",
    "so",
    "soon",
    "still",
    "such",
    "than",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "three",
    "through",
    "thus",
    "to",
    "today",
    "too",
    "two",
    "under",
    "unlike",
    "until",
    "up",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whose",
    "why",
    "with",
    "within",
    "without",
    "yes",
    "yet",
    "you",
    "your",
    "original",
    "additional",
    "earlier",
    "previous",
    "recent",
    "social",
    "terrorist",
    "military",
    "civil",
    "political",
    "economic",
];
