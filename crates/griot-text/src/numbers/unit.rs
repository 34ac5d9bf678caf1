//! What is counted: the noun behind a number.

use griot_model::Span;

use crate::words::{Token, TokenKind};

/// How many words after a number are looked at for its noun.
const REACH: usize = 5;

/// The noun phrase behind a number.
pub(super) struct Noun {
    /// Its head as written: "mines".
    pub(super) text: String,
    /// Where the head stands.
    pub(super) head: Span,
    /// The phrase: "salt mines", "men and boys".
    pub(super) phrase: Span,
}

/// The noun phrase that starts at a token, for a number of this value.
///
/// The head is the last of the first plurals ("salt mines", "city bus drivers"); for one, and
/// after a hyphen, the first word. A phrase ends at a verb, a preposition or a mark.
pub(super) fn noun(tokens: &[Token<'_>], at: usize, value: f64) -> Option<Noun> {
    let glued = tokens.get(at).is_some_and(|t| t.is_dash() && t.glued);
    if glued {
        let word = tokens.get(at + 1).filter(|t| t.glued && t.kind == TokenKind::Word)?;
        return Some(single(word));
    }
    let words: Vec<&Token<'_>> = tokens
        .iter()
        .skip(at)
        .take(REACH)
        .take_while(|t| t.kind == TokenKind::Word && !t.is_any(STOPS) || joins(t))
        .collect();
    let first = words.first().filter(|t| t.kind == TokenKind::Word)?;
    if (value - 1.0).abs() < f64::EPSILON {
        let head = words.iter().find(|t| t.is_any(SINGULAR)).unwrap_or(first);
        return Some(single(head));
    }
    let plural = words.iter().position(|t| is_plural(t))?;
    // The first plural is the head, unless another follows it: "sports clubs".
    let head_at = match words.get(plural + 1) {
        Some(next) if is_plural(next) && !next.is_any(STATES) => plural + 1,
        _ => plural,
    };
    let head = words.get(head_at)?;
    let mut phrase = first.span.join(head.span);
    let and = tokens.get(at + head_at + 1).is_some_and(|t| t.is("and"));
    if and && let Some(other) = tokens.get(at + head_at + 2).filter(|t| is_plural(t)) {
        phrase = phrase.join(other.span);
    }
    Some(Noun { text: head.stem().to_lowercase(), head: head.span, phrase })
}

fn single(word: &Token<'_>) -> Noun {
    Noun { text: word.stem().to_lowercase(), head: word.span, phrase: word.span }
}

fn joins(token: &Token<'_>) -> bool {
    token.glued && token.is_dash()
}

fn is_plural(token: &Token<'_>) -> bool {
    if token.kind != TokenKind::Word {
        return false;
    }
    let word = token.text.to_lowercase();
    let looks = word.len() > 3 && word.ends_with('s');
    let is_not = ["ss", "us", "is", "'s", "’s"].iter().any(|end| word.ends_with(end))
        || NOT_PLURAL.contains(&word.as_str());
    IRREGULAR.contains(&word.as_str()) || (looks && !is_not)
}

/// Singular nouns that "one" counts.
pub(super) const SINGULAR: &[&str] = &[
    "person",
    "civilian",
    "soldier",
    "man",
    "woman",
    "child",
    "country",
    "state",
    "death",
    "vote",
    "member",
    "day",
    "week",
    "month",
    "year",
    "officer",
    "resident",
    "attack",
    "village",
    "abstention",
    "fighter",
    "mercenary",
    "peacekeeper",
    "journalist",
    "seat",
];

const IRREGULAR: &[&str] = &[
    "people",
    "women",
    "men",
    "children",
    "dead",
    "troops",
    "personnel",
    "police",
    "wounded",
    "injured",
    "aircraft",
    "staff",
    "cattle",
    "livestock",
    "media",
    "peacekeepers",
    "missing",
    "displaced",
    "detained",
    "killed",
    "arrested",
    "hectares",
    "km",
    "kg",
    "tonnes",
    "sq",
    "servicemen",
    "gunmen",
    "policemen",
    "businessmen",
    "fishermen",
    "civils",
    "morts",
    "blessés",
    "against",
    "abstentions",
];

/// States of those counted: "228 civilians dead" counts civilians.
const STATES: &[&str] = &[
    "dead",
    "wounded",
    "injured",
    "missing",
    "displaced",
    "detained",
    "killed",
    "arrested",
    "against",
];

const NOT_PLURAL: &[&str] = &[
    "various",
    "previous",
    "always",
    "perhaps",
    "besides",
    "towards",
    "afterwards",
    "whereas",
    "across",
    "press",
    "has",
    "was",
    "does",
    "says",
    "this",
    "its",
    "his",
    "as",
    "us",
    "plus",
    "religious",
    "dangerous",
    "serious",
    "famous",
    "numerous",
    "consecutive",
    "times",
];

/// Words that end a noun phrase.
const STOPS: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "by",
    "with",
    "and",
    "or",
    "but",
    "who",
    "whom",
    "which",
    "that",
    "when",
    "while",
    "where",
    "since",
    "until",
    "before",
    "after",
    "during",
    "as",
    "than",
    "was",
    "were",
    "is",
    "are",
    "be",
    "been",
    "had",
    "has",
    "have",
    "did",
    "do",
    "does",
    "will",
    "would",
    "could",
    "can",
    "may",
    "might",
    "must",
    "should",
    "said",
    "say",
    "says",
    "per",
    "into",
    "over",
    "under",
    "between",
    "among",
    "against",
    "about",
    "it",
    "its",
    "they",
    "their",
    "he",
    "his",
    "she",
    "her",
    "we",
    "our",
    "not",
    "no",
    "if",
    "because",
    "so",
    "then",
    "there",
    "more",
    "less",
    "fewer",
    "voted",
    "abstained",
    "out",
    "killed",
    "died",
    "wounded",
    "injured",
    "arrested",
    "et",
    "de",
    "des",
    "du",
    "la",
    "le",
    "les",
    "en",
    "dans",
    "par",
    "pour",
    "sur",
    "avec",
    "qui",
    "que",
    "ont",
    "sont",
    "each",
    "across",
    "via",
    "without",
    "within",
    "including",
    "such",
    "this",
    "these",
    "those",
    "later",
    "ago",
    "earlier",
];
