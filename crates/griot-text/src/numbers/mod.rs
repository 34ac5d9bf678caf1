//! How many does a sentence say, of what, and compared how?
//!
//! [`find`] gives each stated number as a [`griot_model::Quantity`] whose `low..=high` are the counted values
//! that agree with the words:
//!
//! | words | agrees with |
//! |---|---|
//! | 500 | 500; `last_digit` says that it is round to 50 |
//! | about 500 | 10 % or half the last digit that is not zero, whichever is more: 450 to 550 |
//! | nearly 500, almost 500 | 450 to 500 |
//! | more than 500, over 500 | above 500 |
//! | at least 500 | 500 and more |
//! | up to 500, as many as 500 | 500 and fewer |
//! | several; several dozen; dozens; hundreds | 3; 24; 24; 200 and more |
//! | a third | 0.30 to 0.37; other fractions within 10 % |
//! | most, a majority | above one half |
//!
//! Years and days of the month are left to [`crate::dates`]: pass its mentions and their numbers
//! are not reported twice.

mod cardinal;
mod comparator;
mod fraction;
mod mention;
mod money;
mod range;
mod unit;

use griot_model::{Comparator, Span};

pub use cardinal::{Cardinal, cardinal, magnitude};
pub use mention::{NumberMention, Population, Role};

use self::{mention::Read, range::range};
use crate::{
    dates::DateMention,
    sentences::{Sentence, starts_sentence},
    words::{Token, TokenKind, tokens},
};

/// All numbers of a sentence, in order, except those inside `dates`.
pub fn find(sentence: &Sentence, dates: &[DateMention]) -> Vec<NumberMention> {
    let tokens = tokens(&sentence.text);
    let taken: Vec<Span> = dates.iter().filter_map(|date| sentence.local(date.span)).collect();
    let mut dates = taken.iter().copied().peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        while dates.next_if(|date| date.end <= token.span.start).is_some() {}
        if dates.peek().is_some_and(|date| date.overlaps(token.span)) {
            at += 1;
            continue;
        }
        match number(&tokens, at) {
            Some((mut mention, next)) => {
                to_source(&mut mention, sentence);
                found.push(mention);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

fn number(tokens: &[Token<'_>], at: usize) -> Option<(NumberMention, usize)> {
    let mut read = money::money(tokens, at)
        .or_else(|| fraction::fraction(tokens, at))
        .or_else(|| fraction::multiple(tokens, at))
        .or_else(|| vague(tokens, at))
        .or_else(|| plain(tokens, at))
        .or_else(|| ordinal(tokens, at))?;
    let noun = match read.role {
        Role::Count => unit::noun(tokens, read.next, read.value),
        // "one of nine villages" has the plural of the whole, "the second coup" one coup.
        Role::PartOf => unit::noun(tokens, read.next, 2.0),
        Role::Ordinal => unit::noun(tokens, read.next, 1.0),
        _ => None,
    };
    let number = tokens.get(at)?.span.join(tokens.get(read.next.checked_sub(1)?)?.span);
    let compared = match read.role {
        Role::Ordinal | Role::PartOf => comparator::Compared::none(at),
        _ => comparator::before(tokens, at, noun.as_ref().map(|noun| noun.head)),
    };
    let from = compared.from;
    let mut span = tokens.get(from)?.span.join(number);
    let mut next = read.next;
    let mut comparator = compared.comparator;
    if let Some((after, end)) = comparator::after(tokens, read.next) {
        comparator = Some(comparator::Kind::Plain(after));
        span = span.join(tokens.get(end.checked_sub(1)?)?.span);
        next = end;
    }
    if read.unit.is_empty()
        && let Some(noun) = &noun
    {
        noun.text.clone_into(&mut read.unit);
    }
    let quantity = comparator::quantity(&read, comparator);
    let mention = NumberMention {
        span,
        number,
        quantity,
        role: read.role,
        unit: noun.as_ref().map(|noun| noun.head),
        unit_phrase: noun.as_ref().map(|noun| noun.phrase),
        of: read.of,
        last_digit: read.tolerance,
    };
    Some((mention, next))
}

/// A number in digits or words, a range of two, or a part of a population.
fn plain(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let first = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if in_a_name(tokens, at, before) {
        return None;
    }
    let (mut number, next) = cardinal(tokens, at)?;
    if let Some(part) = part_of(tokens, &number, next) {
        return Some(part);
    }
    // "one" is a number only where it counts: "one person", "at least one".
    if first.is("one") && next == at + 1 && !counts_one(tokens, next, before) {
        return None;
    }
    let suffix = tokens.get(next).filter(|t| t.glued && t.kind == TokenKind::Word);
    if suffix.is_some_and(|t| t.is_any(&["st", "nd", "rd", "th"])) {
        return ordinal(tokens, at);
    }
    // "2.000 civilians" cannot be a decimal; a count has none.
    if let Some(thousands) = number.or_thousands
        && unit::noun(tokens, next, 2.0).is_some()
    {
        number.tolerance = cardinal::tolerance_of(thousands);
        number.value = thousands;
    }
    let mut read = Read {
        value: number.value,
        low: number.value,
        high: number.value,
        tolerance: number.tolerance,
        role: Role::Count,
        unit: String::new(),
        of: None,
        own: None,
        next,
    };
    if let Some(multiple) = fraction::counted_multiple(tokens, next, number.value) {
        return Some(multiple);
    }
    range(tokens, at, read.next + 1, &mut read);
    percent(tokens, &mut read);
    Some(read)
}

fn percent(tokens: &[Token<'_>], read: &mut Read) {
    let Some(token) = tokens.get(read.next) else { return };
    let two = token.is("per") && tokens.get(read.next + 1).is_some_and(|t| t.is("cent"));
    let points = |next: usize| tokens.get(next).is_some_and(|t| t.is_any(&["points", "point"]));
    if matches!(token.text, "%" | "٪") || token.is_any(&["percent", "pct"]) || two {
        let next = read.next + 1 + usize::from(two);
        if points(next) || points(next + 1) && tokens.get(next).is_some_and(|t| t.is("age")) {
            return;
        }
        for value in [&mut read.value, &mut read.low, &mut read.high, &mut read.tolerance] {
            // 7.2 is 0.072 as one would write it, not the nearest quotient of two doubles.
            *value = (*value * 1e8).round() / 1e10;
        }
        "share".clone_into(&mut read.unit);
        read.role = Role::Share;
        read.next = next;
    }
}

/// "one of nine villages", "three of the 15 members", "one in five", "two out of three".
fn part_of(tokens: &[Token<'_>], number: &Cardinal, next: usize) -> Option<Read> {
    let link = tokens.get(next)?;
    let out = link.is("out") && tokens.get(next + 1)?.is("of");
    let of = link.is("of") || out;
    if !of && !link.is("in") {
        return None;
    }
    let mut rest = next + 1 + usize::from(out);
    if of {
        rest += usize::from(
            tokens
                .get(rest)?
                .is_any(&["the", "its", "their", "only", "just", "these", "those"]),
        );
        rest += usize::from(tokens.get(rest)?.is_any(&["only", "just", "about"]));
    }
    let (whole, end) = cardinal(tokens, rest)?;
    // "one in 2015", "two in three weeks", "one of two million" stay what they are.
    let year = tokens.get(rest)?.text.len() == 4
        && end == rest + 1
        && (1800.0..=2100.0).contains(&whole.value);
    let unit_follows =
        tokens.get(end).is_some_and(|t| crate::dates::TimeUnit::of(t.text).is_some());
    if whole.value <= number.value || (!of && (year || unit_follows || number.value > 20.0)) {
        return None;
    }
    let population = Population {
        value: whole.value,
        span: tokens.get(rest)?.span.join(tokens.get(end.checked_sub(1)?)?.span),
    };
    let counted = of && !out;
    let value = if counted { number.value } else { number.value / whole.value };
    let (low, high) = if counted { (value, value) } else { (value * 0.9, value * 1.1) };
    Some(Read {
        value,
        low,
        high,
        tolerance: if counted { number.tolerance } else { value * 0.1 },
        role: if counted { Role::PartOf } else { Role::Share },
        unit: if counted { String::new() } else { "share".to_owned() },
        of: Some(population),
        own: None,
        next: end,
    })
}

fn counts_one(tokens: &[Token<'_>], next: usize, before: Option<&Token<'_>>) -> bool {
    let compared =
        before.is_some_and(|t| t.is_any(&["least", "most", "than", "only", "exactly"]));
    let percent =
        tokens.get(next).is_some_and(|t| t.is_any(&["percent", "per"]) || t.text == "%");
    let person = tokens.get(next).is_some_and(|t| t.is_any(unit::SINGULAR));
    compared || percent || person
}

/// "several", "dozens of", "hundreds of thousands of".
fn vague(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
    let mut next = at + 1;
    let least = if token.is("several") {
        match tokens.get(next).and_then(|t| magnitude(t.text).map(|factor| (t, factor))) {
            Some((t, factor)) if !t.text.ends_with('s') => {
                next += 1;
                // "several dozen" is at least two dozen, as "dozens" is.
                if t.is("dozen") { 24.0 } else { factor * 3.0 }
            }
            _ => 3.0,
        }
    } else {
        let (_, least) = PLURALS.iter().find(|(word, _)| token.is(word))?;
        *least
    };
    let mut least = least;
    if tokens.get(next).is_some_and(|t| t.is("of"))
        && let Some((_, factor)) =
            tokens.get(next + 1).and_then(|t| PLURALS.iter().find(|(word, _)| t.is(word)))
        && *factor >= 2000.0
    {
        least *= factor / 2.0;
        next += 2;
    }
    if tokens.get(next).is_some_and(|t| t.is("of"))
        && tokens.get(next + 1).is_some_and(|t| t.kind == TokenKind::Word)
    {
        next += 1;
    }
    Some(Read {
        value: least,
        low: least,
        high: f64::INFINITY,
        tolerance: 0.0,
        role: Role::Count,
        unit: String::new(),
        of: None,
        own: Some(Comparator::AtLeast),
        next,
    })
}

/// "the second coup", "a third term", "19th".
fn ordinal(tokens: &[Token<'_>], at: usize) -> Option<Read> {
    let token = tokens.get(at)?;
    let (value, next) = if token.kind == TokenKind::Number {
        let suffix = tokens.get(at + 1).filter(|next| next.glued)?;
        suffix.is_any(&["st", "nd", "rd", "th"]).then_some(())?;
        (cardinal(tokens, at)?.0.value, at + 2)
    } else {
        let place = ORDINALS.iter().position(|word| token.is(word))?;
        let before = tokens.get(at.checked_sub(1)?)?;
        let determined = before.is_any(&["the", "a", "its", "their", "his", "her", "this"])
            || before.stem().len() < before.text.len();
        let named =
            tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word && !t.is("of"));
        (determined && named).then_some(())?;
        (f64::from(u32::try_from(place).ok()?) + 1.0, at + 1)
    };
    Some(Read {
        value,
        low: value,
        high: value,
        tolerance: 0.0,
        role: Role::Ordinal,
        unit: String::new(),
        of: None,
        own: None,
        next,
    })
}

/// "France 24", "Covid-19", "G7", "Mi-8", "AK-47", "5:30", a version: digits that count nothing.
fn in_a_name(tokens: &[Token<'_>], at: usize, before: Option<&Token<'_>>) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.kind == TokenKind::Number) else {
        return false;
    };
    let before_that = at.checked_sub(2).and_then(|at| tokens.get(at));
    let letter_before = token.glued && before.is_some_and(|t| t.kind == TokenKind::Word);
    let hyphen_before = token.glued
        && before.is_some_and(|t| t.is_dash() && t.glued)
        && before_that.is_some_and(|t| t.kind == TokenKind::Word);
    let slash = token.glued && before.is_some_and(|t| matches!(t.text, "/" | ":" | "_" | "."));
    let clock = tokens.get(at + 1).is_some_and(|t| t.glued && t.text == ":")
        && tokens.get(at + 2).is_some_and(|t| t.glued && t.kind == TokenKind::Number);
    let reference = before.is_some_and(|t| {
        t.is_any(&[
            "article",
            "section",
            "chapter",
            "page",
            "paragraph",
            "figure",
            "table",
            "no",
            "resolution",
        ])
    }) || before.is_some_and(|t| matches!(t.text, "#" | "№" | "§"));
    // A name with a number stays together: "France 24 reported", "Operation 17".
    let unit_follows = unit::noun(tokens, at + 1, 2.0).is_some();
    // A word that may open any sentence is no part of a name, nor is a comparator: "Nearly 300 fled".
    let name = |t: &Token<'_>| {
        t.is_capitalised()
            && !t.glued
            && !starts_sentence(t.text)
            && comparator::before(tokens, at, None).comparator.is_none()
    };
    let measured =
        tokens.get(at + 1).is_some_and(|t| t.text == "%" || t.is_any(&["percent", "per"]));
    let named = before.is_some_and(name) && !unit_follows && !measured && token.text.len() <= 3;
    letter_before || hyphen_before || slash || clock || reference || named
}

fn to_source(mention: &mut NumberMention, sentence: &Sentence) {
    let place = |span: Span| sentence.source(span);
    mention.span = place(mention.span);
    mention.number = place(mention.number);
    mention.unit = mention.unit.map(place);
    mention.unit_phrase = mention.unit_phrase.map(place);
    if let Some(of) = &mut mention.of {
        of.span = place(of.span);
    }
}

const PLURALS: &[(&str, f64)] = &[
    ("dozens", 24.0),
    ("scores", 40.0),
    ("tens", 20.0),
    ("hundreds", 200.0),
    ("thousands", 2000.0),
    ("millions", 2e6),
    ("billions", 2e9),
];

const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
];
