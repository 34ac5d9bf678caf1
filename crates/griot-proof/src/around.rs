//! What stands around a number: a sign of percent, a currency, a unit, a hedge.

use crate::{
    lexicon::{Kind, Lexicon, Token},
    pack::{Hedge, Phrase},
    quantity::{Number, Role, times},
    signs::{RISE, Sign},
};

/// Sign of percent, currency, unit and hedge around a number.
pub(crate) fn around(lexicon: &Lexicon, text: &str, tokens: &[Token], number: &mut Number) {
    let before = number.first.checked_sub(1).and_then(|at| tokens.get(at));
    // 350 Millionen Dollar 63 Prozent: a word behind a number is that number's.
    let of_another = matches!(before.map(|it| it.kind), Some(Kind::Word(_)))
        && number.first.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|it| {
            let sense = lexicon.sense(it);
            it.kind == Kind::Digits || sense.cardinal.is_some() || sense.magnitude.is_some()
        });
    if let Some(token) = before.filter(|_| !of_another)
        && let Some(currency) = currency_sign(lexicon, token)
    {
        number.currency = Some(currency);
        number.first -= 1;
        // US$, CA$.
        if token.glued
            && number
                .first
                .checked_sub(1)
                .and_then(|at| tokens.get(at))
                .and_then(|it| lexicon.of(it))
                .is_some_and(|word| word.capitals && word.letters < 3)
        {
            number.first -= 1;
        }
    }
    money(lexicon, tokens, number);
    if number.role == Role::Count || number.role == Role::Fraction {
        let mut next = number.end;
        if tokens.get(next).is_some_and(|token| token.is_dash() && token.glued) {
            next += 1;
        }
        if let Some(token) = tokens.get(next) {
            let phrase =
                lexicon.of(token).filter(|word| word.percent_starts).and_then(|word| {
                    lexicon.pack.percent.iter().find_map(|(first, phrases)| {
                        phrases.iter().find_map(|phrase| {
                            let fits = word.folded == *first
                                || phrase.open_ended && word.folded.starts_with(first.as_str());
                            fits.then(|| lexicon.follows(tokens, next, phrase)).flatten()
                        })
                    })
                });
            if token.is_mark('%') || token.is_mark('٪') {
                number.role = Role::Percent;
                number.end = next + 1;
            } else if let Some(length) = per_hundred(lexicon, text, tokens, next) {
                number.role = Role::Percent;
                number.end = next + length;
            } else if let Some(length) = phrase {
                number.role = Role::Percent;
                number.end = next + length;
            } else if let Some(currency) = currency_sign(lexicon, token) {
                number.currency = Some(currency);
                number.end = next + 1;
            }
        }
    }
    // The unit: one of the next three words, before a mark.
    let words = tokens
        .iter()
        .enumerate()
        .skip(number.end)
        .take(4)
        .skip_while(|(_, token)| token.is_dash() && token.glued)
        .take_while(|(_, token)| matches!(token.kind, Kind::Word(_)) || token.is_dash());
    for (behind, (_, token)) in words.enumerate() {
        let sense = lexicon.sense(token);
        // 12 in two days, $230,000 in a year: the next unit is of the next number, or of none.
        if sense.cardinal.is_some() || sense.date_preposition {
            break;
        }
        if sense.unit.is_some() || sense.currency.is_some() {
            number.tight |= behind == 0 && sense.unit.is_some();
            number.unit = number.unit.or(sense.unit);
            number.currency = number.currency.or(sense.currency);
            break;
        }
        if number.noun.is_none() && !sense.stop {
            number.noun = token.word();
        }
    }
    number.hedge = hedge_before(lexicon, tokens, number.first)
        .or_else(|| hedge_after(lexicon, tokens, number.end))
        .or(number.hedge);
}

/// 612 M€, 4,5 Md $, $1.35B: a magnitude that is short beside a currency.
fn money(lexicon: &Lexicon, tokens: &[Token], number: &mut Number) {
    let Some(token) = tokens.get(number.end) else { return };
    let Some(factor) = lexicon.sense(token).money.filter(|_| number.role == Role::Count) else {
        return;
    };
    let behind = tokens.get(number.end + 1);
    let sign = behind.is_some_and(|it| {
        matches!(it.kind, Kind::Mark(_)) && currency_sign(lexicon, it).is_some()
    });
    let code = behind.and_then(|it| lexicon.of(it)).is_some_and(|word| {
        word.capitals && word.letters == 3 && word.sense.currency.is_some()
    });
    if sign || code || number.currency.is_some() && token.glued {
        times(number, factor);
        number.end += 1;
    }
}

/// How many tokens of *p. 100* begin at one.
fn per_hundred(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    tokens.get(at).filter(|token| lexicon.sense(token).per_hundred)?;
    let stop = usize::from(tokens.get(at + 1).is_some_and(|it| it.is_mark('.') && it.glued));
    let hundred = tokens.get(at + 1 + stop)?;
    let more = tokens.get(at + 2 + stop).is_some_and(|it| it.kind == Kind::Digits);
    (hundred.kind == Kind::Digits && hundred.of(text) == "100" && !more).then_some(2 + stop)
}

pub(crate) fn currency_sign(lexicon: &Lexicon, token: &Token) -> Option<u16> {
    match token.kind {
        Kind::Mark(sign) => {
            let word = match sign {
                '$' => "dollar",
                '€' => "euro",
                '£' => "pound",
                '₽' => "rouble",
                '¥' => "yen",
                _ => return None,
            };
            // The signs are the same everywhere, and English is always compiled in.
            crate::pack::Packs::embedded().get("en").and_then(|pack| pack.sense(word).currency)
        }
        Kind::Word(_) => lexicon.sense(token).currency,
        _ => None,
    }
}

/// Whether a hedge means *to* where it stands: it fell from 12 to 5, up to which it fell.
fn is_goal(lexicon: &Lexicon, tokens: &[Token], at: usize, phrase: &Phrase<Hedge>) -> bool {
    let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else { return false };
    let goal = lexicon
        .pack
        .goals
        .get(&word.folded)
        .is_some_and(|goals| goals.iter().any(|goal| goal.rest == phrase.rest));
    goal && (changes_before(lexicon, tokens, at)
        || clause_before(tokens, at).take(6).any(|at| {
            tokens.get(at).is_some_and(|token| {
                token.kind == Kind::Digits || lexicon.sense(token).cardinal.is_some()
            })
        }))
}

/// The hedge whose last word stands right before a token.
fn hedge_before(lexicon: &Lexicon, tokens: &[Token], first: usize) -> Option<Hedge> {
    (first.saturating_sub(5)..first).find_map(|at| {
        let word = lexicon.of(tokens.get(at)?)?;
        word.hedges.iter().find_map(|phrase| {
            let length = lexicon.follows(tokens, at, phrase)?;
            let article = at + length + 1 == first
                && tokens.get(at + length).is_some_and(|token| {
                    lexicon.sense(token).stop || currency_sign(lexicon, token).is_some()
                });
            (!matches!(phrase.means, Hedge::Alleged | Hedge::Doubted)
                && (at + length == first || article)
                && !is_goal(lexicon, tokens, at, phrase))
            .then_some(phrase.means)
        })
    })
}

/// "12 people at least", "on a tué 12 personnes au moins".
fn hedge_after(lexicon: &Lexicon, tokens: &[Token], end: usize) -> Option<Hedge> {
    (end..end + 3).find_map(|at| {
        let word = lexicon.of(tokens.get(at)?)?;
        word.hedges.iter().find_map(|phrase| {
            let long = !phrase.rest.is_empty() && phrase.means == Hedge::AtLeast;
            lexicon.follows(tokens, at, phrase).filter(|_| long)?;
            // "12 and at least 5", "36 per cent more than in May": it belongs to what follows.
            let next = tokens.get(at + phrase.rest.len() + 1);
            let ends = next.is_none_or(|token| match token.kind {
                Kind::Mark(_) | Kind::Break => true,
                Kind::Word(_) => lexicon.sense(token).conjunction,
                Kind::Digits => false,
            });
            ends.then_some(phrase.means)
        })
    })
}

/// Whether something grows, falls or comes to a number: the word for it stands before a token,
/// with no mark between.
pub(crate) fn changes_before(lexicon: &Lexicon, tokens: &[Token], first: usize) -> bool {
    clause_before(tokens, first).any(|at| {
        let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else {
            return false;
        };
        word.sense.change
            || word.signs.iter().any(|phrase| {
                matches!(phrase.means, Sign::Pole(RISE, _))
                    && lexicon.follows(tokens, at, phrase).is_some()
            })
    })
}

/// The tokens before one, back to the next mark.
fn clause_before(tokens: &[Token], first: usize) -> impl Iterator<Item = usize> + '_ {
    (first.saturating_sub(12)..first).rev().take_while(|at| {
        tokens.get(*at).is_some_and(|token| {
            token.kind != Kind::Break
                && !matches!(
                    token.kind,
                    Kind::Mark('.' | ',' | ';' | ':' | '!' | '?' | '،' | '؛' | '؟' | '(' | ')')
                )
        })
    })
}
