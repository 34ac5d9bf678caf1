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
        if !is_name_word(&tokens, at) || (opens && is_common(&tokens, at)) {
            at += 1;
            continue;
        }
        let end = run_end(&tokens, at);
        let (title_end, name_at) = title(&tokens, at, end);
        if let (Some(first), Some(last)) = (tokens.get(name_at), tokens.get(end - 1))
            && name_at < end
        {
            let cut = last.text.len() - last.stem().len();
            let local = Span::new(first.span.start, last.span.end - cut);
            let title = title_end.and_then(|title_end| {
                let words = tokens.get(at)?.span.join(tokens.get(title_end - 1)?.span);
                Some(sentence.source(words))
            });
            found.push(ProperName { span: sentence.source(local), title, opens_sentence: opens });
        }
        at = end;
    }
    found
}

/// One past the last token of the run that starts at `at`.
fn run_end(tokens: &[Token<'_>], at: usize) -> usize {
    let mut end = at + 1;
    loop {
        let possessive = tokens.get(end - 1).is_some_and(|t| t.stem().len() < t.text.len());
        if possessive {
            return end;
        }
        if is_name_word(tokens, end) || is_number_of_name(tokens, end) {
            end += 1;
            continue;
        }
        // An initial or short title: "J. K. Smith", "Gen. Ba".
        let stop = tokens.get(end).is_some_and(|t| t.glued && t.text == ".");
        let abbreviated = tokens.get(end - 1).is_some_and(|t| {
            t.text.chars().count() == 1 || t.is_any(TITLES) || t.is_any(&["st", "jr", "sr"])
        });
        if stop && abbreviated && is_name_word(tokens, end + 1) {
            end += 2;
            continue;
        }
        let hyphen = tokens.get(end).is_some_and(|t| t.glued && t.is_dash() && t.text.len() == 1);
        let joined = tokens.get(end + 1).is_some_and(|t| t.glued && t.kind == TokenKind::Word);
        if hyphen && joined {
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

/// Where the title ends, if the run begins with one, and where the name begins.
fn title(tokens: &[Token<'_>], at: usize, end: usize) -> (Option<usize>, usize) {
    let mut name_at = at;
    while name_at < end {
        let Some(token) = tokens.get(name_at) else { break };
        let stop = tokens.get(name_at + 1).is_some_and(|t| t.glued && t.text == ".");
        let dash = token.is_dash() && name_at > at;
        if !(token.is_any(TITLES) || dash) {
            break;
        }
        name_at += 1 + usize::from(stop && name_at + 1 < end);
    }
    // "the President" alone is a role, not a name, and "General Assembly" no general.
    let institution = tokens.get(name_at).is_some_and(|t| t.is_any(&["assembly", "staff", "secretariat", "council", "office"]));
    if institution {
        return (None, at);
    }
    ((name_at > at).then_some(name_at), name_at)
}

fn is_name_word(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.is_capitalised() || (token.is_any(&["al", "el"]) && {
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
        "de", "du", "des", "la", "le", "les", "al", "el", "bin", "ibn", "ben", "ould", "ag", "von",
        "van", "der", "den", "da", "di", "dos", "of", "the", "for", "pour", "et", "y", "d", "l",
    ])
}

fn opens_sentence(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.iter().take(at).all(|token| token.kind == TokenKind::Mark)
        || at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| {
            matches!(t.text, "“" | "\"" | "«" | ":")
        })
}

/// Whether a word that opens a sentence is an ordinary one.
fn is_common(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let lower = token.stem().to_lowercase();
    OPENERS.contains(&lower.as_str())
        || crate::numbers::cardinal(tokens, at).is_some()
        || lower.ends_with("ly")
        || lower.ends_with("ing")
        || (lower.ends_with("ed") && lower.len() > 4)
}

const TITLES: &[&str] = &[
    "president", "prime", "minister", "foreign", "defence", "defense", "interior", "deputy",
    "vice", "interim", "transitional", "general", "gen", "colonel", "col", "lieutenant", "lt",
    "major", "maj", "captain", "capt", "brigadier", "brig", "admiral", "adm", "marshal",
    "sergeant", "sgt", "mr", "mrs", "ms", "dr", "prof", "professor", "sir", "lord", "ambassador",
    "secretary", "chairman", "premier", "chancellor", "king", "queen", "prince", "sheikh", "imam",
    "governor", "gov", "senator", "sen", "representative", "rep", "commander", "director", "judge",
    "chief", "former", "ex", "mme", "président", "ministre", "général",
];

const OPENERS: &[&str] = &[
    "a", "about", "after", "all", "almost", "also", "although", "among", "an", "and", "another",
    "any", "around", "as", "at", "because", "before", "both", "but", "by", "despite", "during",
    "each", "even", "every", "few", "for", "from", "gold", "he", "her", "here", "his", "how",
    "however", "i", "if", "in", "instead", "international", "it", "it’s", "its", "later", "like",
    "local", "many", "meanwhile", "more", "most", "much", "my", "nearly", "neither", "new", "no",
    "none", "not", "nothing", "now", "of", "on", "once", "one", "only", "or", "ordinary", "other",
    "our", "over", "perhaps", "private", "some", "several", "she", "since", "so", "soon", "still",
    "such", "than", "that", "the", "their", "then", "there", "these", "they", "this", "those",
    "though", "three", "through", "thus", "to", "today", "too", "two", "under", "unlike", "until",
    "up", "we", "what", "when", "where", "whether", "which", "while", "who", "whose", "why",
    "with", "within", "without", "yes", "yet", "you", "your", "original", "additional", "earlier",
    "previous", "recent", "social", "terrorist", "military", "civil", "political", "economic",
];
