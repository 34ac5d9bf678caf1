//! How much does a sentence say, of what, and compared how?

use griot_model::{
    Comparator,
    measure::{Amount, Unit},
};

use super::{
    pack::{Pack, Role},
    words::Words,
};

/// A number as written.
#[derive(Debug, Clone, Copy)]
struct Plain {
    value: f64,
    slack: f64,
    next: usize,
}

/// Reads amounts.
pub(super) struct Amounts<'a> {
    pub(super) words: &'a Words,
    pub(super) pack: &'a Pack,
}

impl Amounts<'_> {
    /// The amount that starts at a word with its comparator, and of how many words it is.
    pub(super) fn at(&self, at: usize) -> Option<(Amount, usize)> {
        let mut from = at;
        let mut comparator = None;
        for _ in 0..3 {
            if let Some((nearly, length)) = self.pick(from, |role| match role {
                Role::Compare(it) => Some(it),
                Role::Nearly => Some(Comparator::About),
                _ => None,
            }) {
                // "just over", "about at least": the first that compares stands; "exactly" yields.
                comparator = match comparator {
                    None | Some(Comparator::Equal) => Some(nearly),
                    known => known,
                };
                from += length;
            } else if comparator.is_some()
                && matches!(
                    self.words.get(from),
                    "a" | "the" | "les" | "of" | "de" | "to" | "at" | "à"
                )
                && self.number_with_unit(from).is_none()
            {
                from += 1;
            } else {
                break;
            }
        }
        let (mut amount, end) = self.number_with_unit(from)?;
        if let Some(comparator) = comparator {
            amount.comparator = comparator;
        }
        Some((amount, end - at))
    }

    fn pick<T>(&self, at: usize, wanted: impl Fn(Role) -> Option<T>) -> Option<(T, usize)> {
        self.pack.pick(&self.words.text, at, wanted)
    }

    fn is(&self, at: usize, role: Role) -> Option<usize> {
        self.pack.is(&self.words.text, at, role)
    }

    fn amount(value: f64, slack: f64, unit: Unit) -> Amount {
        Amount {
            value,
            slack,
            to: None,
            comparator: Comparator::Equal,
            unit,
            divided: None,
            written: String::new(),
        }
    }

    fn number_with_unit(&self, at: usize) -> Option<(Amount, usize)> {
        if let Some((share, length)) = self.pick(at, |role| match role {
            Role::Fraction(value) => Some(value),
            _ => None,
        }) {
            // Half a unit of what such a fraction is told in: a third is 30 to 37.
            return Some((Self::amount(share, share * 0.1, Unit::Share), at + length));
        }
        if let Some(length) = self.is(at, Role::Majority) {
            let amount = Amount {
                comparator: Comparator::MoreThan,
                ..Self::amount(50.0, 0.0, Unit::Share)
            };
            return Some((amount, at + length));
        }
        if let Some((times, length)) = self.pick(at, |role| match role {
            Role::Factor(value) | Role::Twice(value) => Some(value),
            _ => None,
        }) {
            return Some((Self::amount(times, times * 0.1, Unit::Times), at + length));
        }
        let money = self.pick(at, |role| match role {
            Role::Money(unit)
                if matches!(self.words.get(at), "$" | "€" | "£" | "₹" | "₦" | "us") =>
            {
                Some(unit)
            }
            _ => None,
        });
        let from = at + money.map_or(0, |(_, length)| length);
        if let Some(length) = self.is(from, Role::None) {
            // "no" counts things, "zero" is a number.
            return Some((Self::amount(0.0, 0.0, Unit::Bare), from + length));
        }
        let first = self.number(from)?;
        if let Some(ratio) = self.one_per(&first) {
            return Some(ratio);
        }
        if let Some(share) = self.out_of(&first) {
            return Some(share);
        }
        let (value, slack, mut next) = (first.value, first.slack, first.next);
        let mut to = None;
        if (self.words.is_dash(next) || self.words.get(next) == "to")
            && self.words.is_number(next + 1)
            && let Some(second) = self.number(next + 1)
            && second.value > value
            && self.words.year(from).is_none()
            && !self.pack.from_to_by[0]
                .contains(&self.words.get(from.wrapping_sub(1)).to_owned())
        {
            (to, next) = (Some(second.value), second.next);
        }
        let mut unit = Unit::Bare;
        if let Some(length) = self.is(next, Role::Points) {
            (unit, next) = (Unit::Points, next + length);
        } else if let Some(length) = self.is(next, Role::Percent) {
            (unit, next) = (Unit::Share, next + length);
            if let Some(length) = self.is(next, Role::Points) {
                (unit, next) = (Unit::Points, next + length);
            }
        } else if let Some(length) = self.times(next) {
            (unit, next) = (Unit::Times, next + length);
        } else if let Some((known, length)) = self.pick(next, |role| match role {
            Role::Unit(known) => Some(known),
            _ => None,
        }) {
            let (base, factor) = self.pack.units.get(known)?.clone();
            (unit, next) = (Unit::Measured(base, factor), next + length);
        } else if let Some((currency, length)) = money.map(|(it, _)| (it, 0)).or_else(|| {
            self.pick(next, |role| match role {
                Role::Money(currency) => Some(currency),
                _ => None,
            })
        }) {
            (unit, next) = (Unit::Money(self.pack.money.get(currency)?.clone()), next + length);
        } else if self.is_letter_glued(next) {
            // "G7", "5th", "19-year-old"
            return None;
        }
        Some((Amount { to, ..Self::amount(value, slack, unit) }, next))
    }

    /// "per 1,000 people": how many, and of how many words.
    pub(super) fn per_many(&self, at: usize) -> Option<(f64, usize)> {
        let length = self.is(at, Role::OnePer)?;
        let magnitude = self.pick(at + length, |role| match role {
            Role::Magnitude(factor) => Some(factor),
            _ => None,
        });
        let many = self
            .number(at + length)
            .map(|it| (it.value, it.next))
            .or(magnitude.map(|(factor, words)| (factor, at + length + words)));
        many.filter(|(many, _)| *many >= 10.0).map(|(many, next)| (many, next - at))
    }

    fn times(&self, at: usize) -> Option<usize> {
        let dash = usize::from(self.words.is_dash(at) && self.words.is_glued(at));
        self.is(at + dash, Role::Times).map(|length| dash + length)
    }

    fn is_letter_glued(&self, at: usize) -> bool {
        let dash =
            self.words.is_dash(at) && self.words.is_glued(at) && self.words.is_glued(at + 1);
        let letter =
            self.words.is_glued(at) && self.words.get(at).chars().all(char::is_alphabetic);
        (dash || letter) && at < self.words.len() && !self.words.is_number(at + 1)
    }

    /// "1:600", "1:4,000-5,000", "one police officer for every 242 citizens".
    fn one_per(&self, first: &Plain) -> Option<(Amount, usize)> {
        if (first.value - 1.0).abs() > f64::EPSILON {
            return None;
        }
        let whole = if self.words.get(first.next) == ":" {
            self.number(first.next + 1)?
        } else {
            (first.next..first.next + 4).find_map(|at| {
                let length = self.is(at, Role::OnePer)?;
                self.number(at + length)
            })?
        };
        let mut next = whole.next;
        let mut amount = Self::amount(whole.value, whole.slack, Unit::OnePer);
        if (self.words.is_dash(next) || self.words.get(next) == "to")
            && let Some(to) = self.number(next + 1)
        {
            (amount.to, next) = (Some(to.value), to.next);
        }
        (whole.value > 1.0).then_some((amount, next))
    }

    /// "eight out of 10", "one in five".
    fn out_of(&self, first: &Plain) -> Option<(Amount, usize)> {
        let between =
            (first.next..first.next + 2).find_map(|at| Some(at + self.is(at, Role::OutOf)?))?;
        let whole = self.number(between)?;
        let year = self.words.year(between).is_some();
        if year
            || whole.value <= first.value
            || first.value.fract() != 0.0
            || whole.value > 100_000.0
        {
            return None;
        }
        let unit_follows = self.is(whole.next, Role::Percent).is_some();
        if unit_follows {
            return None;
        }
        Some((
            Self::amount(first.value / whole.value * 100.0, 50.0 / whole.value, Unit::Share),
            whole.next,
        ))
    }

    /// A number in digits or words with its magnitudes.
    fn number(&self, at: usize) -> Option<Plain> {
        let (mut plain, in_words) = if self.words.is_number(at) {
            (self.digits(at)?, false)
        } else {
            (self.in_words(at)?, true)
        };
        while let Some((factor, length)) = self.pick(plain.next, |role| match role {
            Role::Magnitude(factor) => Some(factor),
            _ => None,
        }) {
            // "5 m" is five metres, "5m" five million.
            if self.words.get(plain.next).len() < 2 && !self.words.is_glued(plain.next) {
                break;
            }
            plain.value *= factor;
            plain.slack = if in_words { plain.value * 0.05 } else { plain.slack * factor };
            plain.next += length;
        }
        Some(plain)
    }

    fn in_words(&self, at: usize) -> Option<Plain> {
        let word = |at: usize| {
            self.pick(at, |role| match role {
                Role::Number(value) => Some(value),
                _ => None,
            })
        };
        let (mut value, length) = word(at)?;
        let mut next = at + length;
        let joined = next + usize::from(self.words.is_dash(next));
        if value >= 20.0
            && let Some((unit, length)) = word(joined).filter(|(unit, _)| *unit < 10.0)
        {
            (value, next) = (value + unit, joined + length);
        }
        // "one" is a number only where it counts.
        let counts = (value - 1.0).abs() > f64::EPSILON
            || self.is(next, Role::Percent).is_some()
            || self.is(next, Role::OutOf).is_some_and(|length| {
                self.words.is_number(next + length) || word(next + length).is_some()
            })
            || (next..next + 4).any(|at| {
                self.is(at, Role::OnePer)
                    .is_some_and(|length| self.words.is_number(at + length))
            })
            || self
                .pick(next, |role| matches!(role, Role::Magnitude(_)).then_some(()))
                .is_some();
        counts.then_some(Plain { value, slack: 0.5, next })
    }

    /// Digits with separators as the language writes them; `12 000` in groups of three.
    fn digits(&self, at: usize) -> Option<Plain> {
        let mut text = self.words.get(at).to_owned();
        let mut next = at + 1;
        while text.len() <= 15
            && !text.contains([',', '.'])
            && (text.len() <= 3 || next > at + 1)
            && self.words.is_number(next)
            && !self.words.is_glued(next)
            && self.words.get(next).len() == 3
            && self.words.get(next).bytes().all(|it| it.is_ascii_digit())
            && self.adjacent(next)
        {
            text.push_str(self.words.get(next));
            next += 1;
        }
        let bare: String = text
            .chars()
            .filter(|sign| !matches!(sign, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'))
            .collect();
        let grouped = |mark: char| {
            let mut parts = bare.split(mark);
            let first = parts.next().unwrap_or_default();
            (1..=3).contains(&first.len()) && first != "0" && parts.all(|part| part.len() == 3)
        };
        let (commas, stops) = (bare.matches(',').count(), bare.matches('.').count());
        let decimal_comma = self.pack.decimal == ',';
        let plain = match (commas, stops) {
            (0, 1) if decimal_comma && grouped('.') => bare.replace('.', ""),
            (0, 0 | 1) => bare.clone(),
            (1, 0) if decimal_comma => bare.replace(',', "."),
            (_, 0) if grouped(',') => bare.replace(',', ""),
            (1, 0) => bare.replace(',', "."),
            (0, _) if grouped('.') => bare.replace('.', ""),
            (_, 1) if bare.rfind('.') > bare.rfind(',') => bare.replace(',', ""),
            (1, _) => bare.replace('.', "").replace(',', "."),
            _ => return None,
        };
        let value: f64 = plain.parse().ok()?;
        Some(Plain { value, slack: last_digit(&plain), next })
    }

    /// Whether one blank stands before a word.
    fn adjacent(&self, at: usize) -> bool {
        let end = |at: usize| self.words.spans.get(at).map(|span| span.end);
        let start = self.words.spans.get(at).map(|span| span.start);
        at > 0 && end(at - 1).zip(start).is_some_and(|(end, start)| start - end <= 3)
    }
}

/// Half a unit of the last digit that is not zero, of a plain decimal; of one with decimals, of its last.
fn last_digit(plain: &str) -> f64 {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let places = if fraction.is_empty() {
        let zeros = whole.bytes().rev().take_while(|it| *it == b'0').count();
        if zeros == whole.len() { 0 } else { i32::try_from(zeros).unwrap_or(0) }
    } else {
        -i32::try_from(fraction.len()).unwrap_or(0)
    };
    0.5 * libm::pow(10.0, f64::from(places))
}

/// The first unit of measurement in a text, with the magnitude before it.
pub(super) fn unit(words: &Words, pack: &Pack) -> Option<(String, f64)> {
    for at in 0..words.len() {
        let magnitude = pack.pick(&words.text, at, |role| match role {
            Role::Magnitude(factor) => Some(factor),
            _ => None,
        });
        let from = at + magnitude.map_or(0, |(_, length)| length);
        let known = pack.pick(&words.text, from, |role| match role {
            Role::Unit(known) => Some(known),
            _ => None,
        });
        if let Some((known, _)) = known {
            let (base, factor) = pack.units.get(known)?.clone();
            return Some((base, factor * magnitude.map_or(1.0, |(factor, _)| factor)));
        }
    }
    None
}
