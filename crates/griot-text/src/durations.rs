//! How long does a sentence say it took?

use griot_model::{Comparator, Quantity, Span};

use crate::{
    dates::TimeUnit,
    numbers::cardinal,
    sentences::Sentence,
    words::{Token, tokens},
};

/// A length of time: "18 months", "several days", "a decade", "28-minute".
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    /// The number and the unit.
    pub span: Span,
    /// The number as written; 3 for "several".
    pub amount: f64,
    /// The unit as written.
    pub unit: TimeUnit,
    /// In days, with what the words allow: "18 months" is exact to half a month.
    pub days: Quantity,
}

/// All durations of a sentence, in order. Relative dates ("two days later") are among them; where
/// the two overlap, [`crate::dates`] has the more exact reading.
pub fn find(sentence: &Sentence) -> Vec<Duration> {
    let tokens = tokens(&sentence.text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match duration(&tokens, at) {
            Some((mut duration, next)) => {
                duration.span = sentence.source(duration.span);
                found.push(duration);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

fn duration(tokens: &[Token<'_>], at: usize) -> Option<(Duration, usize)> {
    let (amount, vague, next) = amount(tokens, at)?;
    let dash = tokens.get(next).is_some_and(|mark| mark.glued && mark.is_dash());
    let word = tokens.get(next + usize::from(dash))?;
    let unit = TimeUnit::of(word.text)?;
    let end = next + usize::from(dash) + 1;
    // "an 18-year-old" is a person.
    let age = tokens.get(end).is_some_and(|mark| mark.glued && mark.is_dash())
        && tokens.get(end + 1).is_some_and(|t| t.is_any(&["old", "olds"]));
    if age || tokens.get(end).is_some_and(|t| t.is("old")) {
        return None;
    }
    let value = amount * unit.days();
    let slack = unit.days() / 2.0;
    let days = if vague {
        Quantity {
            value,
            low: value,
            high: f64::INFINITY,
            comparator: Comparator::AtLeast,
            unit: "days".to_owned(),
        }
    } else {
        let (low, high) = ((value - slack).max(0.0), value + slack);
        Quantity { value, low, high, comparator: Comparator::Equal, unit: "days".to_owned() }
    };
    let span = tokens.get(at)?.span.join(word.span);
    Some((Duration { span, amount, unit, days }, end))
}

/// How many, whether it is only a lower bound, and the index after.
fn amount(tokens: &[Token<'_>], at: usize) -> Option<(f64, bool, usize)> {
    let token = tokens.get(at)?;
    if token.is("several") {
        return Some((3.0, true, at + 1));
    }
    if token.is("a") && tokens.get(at + 1)?.is("few") {
        return Some((2.0, true, at + 2));
    }
    if token.is("a") && tokens.get(at + 1)?.is("couple") && tokens.get(at + 2)?.is("of") {
        return Some((2.0, false, at + 3));
    }
    if token.is_any(&["a", "an"]) {
        // "$3 million a year" is a rate; "for a month", "a decade of" are durations.
        let long = tokens.get(at + 2).is_some_and(|t| t.is_any(&["of", "long"]));
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let lasts = before.is_some_and(|t| {
            t.is_any(&[
                "for", "after", "within", "than", "nearly", "about", "over", "almost", "lasted",
            ])
        });
        return (long || lasts).then_some((1.0, false, at + 1));
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if token.glued
        && before.is_some_and(|t| matches!(t.text, "$" | "€" | "£" | "." | ":" | "/"))
    {
        return None;
    }
    cardinal(tokens, at).map(|(number, next)| (number.value, false, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, f64, TimeUnit)]) {
        let found = find(&Sentence::plain(text));
        let found: Vec<_> = found.iter().map(|d| (d.span.of(text), d.amount, d.unit)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn durations() {
        check("an 18-month transition", &[("18-month", 18.0, TimeUnit::Month)]);
        check("over several days", &[("several days", 3.0, TimeUnit::Day)]);
        check("a decade of war", &[("a decade", 1.0, TimeUnit::Decade)]);
        check("$3 million a year", &[]);
        check("twenty-one years later", &[("twenty-one years", 21.0, TimeUnit::Year)]);
        check("an 18-year-old", &[]);
    }
}
