//! How many? Numbers in digits or words, with unit, rounding and bound.

use std::collections::BTreeMap;

use crate::{
    around::around,
    lexicon::{Lexicon, Token},
    pack::{Packs, Phrase},
    quantity::{Number, Role, plain},
    range::range,
    written::{magnitudes, read},
};

/// All numbers of a run of tokens. Tokens in `taken` belong to dates.
pub(crate) fn find(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    taken: &dyn Fn(usize) -> bool,
) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if taken(at) {
            at += 1;
            continue;
        }
        let Some(mut number) = read(lexicon, text, tokens, at) else {
            at += 1;
            continue;
        };
        part_behind(lexicon, tokens, &mut number);
        range(lexicon, text, tokens, &mut number);
        around(lexicon, text, tokens, &mut number);
        at = number.end.max(at + 1);
        if let Some(before) = found.last_mut() {
            same_measure(lexicon, tokens, before, &number);
        }
        found.push(number);
    }
    found
}

fn bare_of_measure(number: &Number) -> bool {
    number.currency.is_none() && number.unit.is_none()
}

/// From 260 to 215 francs: the first number is of francs as well.
fn same_measure(lexicon: &Lexicon, tokens: &[Token], before: &mut Number, number: &Number) {
    let word = |at: usize| tokens.get(at).and_then(|token| lexicon.of(token));
    let bare = bare_of_measure(before) && before.role == number.role;
    let (Some(opens), Some(joins)) =
        (before.first.checked_sub(1).and_then(word), word(before.end))
    else {
        return;
    };
    if before.end + 1 != number.first || !lexicon.pack.goes(&opens.folded, &joins.folded) {
        return;
    }
    before.opens = true;
    // From 66 to 54 per cent.
    if number.role == Role::Percent && before.role == Role::Count && bare_of_measure(before) {
        before.role = Role::Percent;
        return;
    }
    if bare {
        before.currency = number.currency;
        before.unit = number.unit;
        before.noun = before.noun.or(number.noun);
    }
}

/// The phrase of a map that begins at a token, and how many tokens it has.
fn phrase_at<T: Copy>(
    lexicon: &Lexicon,
    tokens: &[Token],
    at: usize,
    phrases: &BTreeMap<String, Vec<Phrase<T>>>,
) -> Option<(T, usize)> {
    let word = lexicon.of(tokens.get(at)?)?;
    phrases
        .get(&word.folded)?
        .iter()
        .filter_map(|phrase| Some((phrase.means, lexicon.follows(tokens, at, phrase)?)))
        .max_by_key(|(_, length)| *length)
}

/// Two and a half million, deux ans et demi, trois points et demi, два с половиной миллиона.
fn part_behind(lexicon: &Lexicon, tokens: &[Token], number: &mut Number) {
    if number.role != Role::Count || number.code || number.vague || number.high >= 1e12 {
        return;
    }
    let unit = tokens.get(number.end).and_then(|token| lexicon.sense(token).unit);
    let noun = tokens.get(number.end).and_then(|token| lexicon.of(token));
    let noun = noun.is_some_and(|word| {
        !word.capital && !word.sense.stop && word.sense.magnitude.is_none()
    });
    let parts = [number.end, number.end + 1].into_iter().take(if noun { 2 } else { 1 });
    let phrase = |at| {
        let (part, length) = phrase_at(lexicon, tokens, at, &lexicon.pack.parts_behind)?;
        Some((at, part, length))
    };
    let Some((behind, part, length)) = parts.into_iter().find_map(phrase) else { return };
    let unit = unit.filter(|_| behind > number.end);
    // Deux millions et demi: half of a million.
    let last = number.end.checked_sub(1).and_then(|at| tokens.get(at));
    let sense = last.map(|token| lexicon.sense(token)).unwrap_or_default();
    // مليونان is two millions in one word.
    let scales = [1e9, 1e6, 1e3];
    let scale = sense
        .magnitude
        .or(sense.cardinal)
        .and_then(|value| scales.into_iter().find(|scale| *scale <= value))
        .unwrap_or(1.0);
    number.low += part * scale;
    number.high = number.low;
    number.step = scale / 10.0;
    number.other = None;
    number.unit = unit;
    number.tight = unit.is_some();
    number.end = behind + length;
    magnitudes(lexicon, tokens, number);
}

/// Makes one share of a part and its whole: four in ten, deux sur trois.
pub(crate) fn shares(lexicon: &Lexicon, tokens: &[Token], found: &mut Vec<Number>) {
    let mut at = 0;
    while let (Some(part), Some(whole)) = (found.get(at), found.get(at + 1)) {
        if let Some(share) = share(lexicon, tokens, part, whole) {
            found.remove(at + 1);
            if let Some(part) = found.get_mut(at) {
                *part = share;
            }
        }
        at += 1;
    }
}

fn share(lexicon: &Lexicon, tokens: &[Token], part: &Number, whole: &Number) -> Option<Number> {
    let counts = [part, whole].iter().all(|it| it.role == Role::Count && !it.code && !it.vague);
    let in_words = part.in_words && whole.in_words;
    let time = whole.unit.is_some_and(|unit| Packs::embedded().is_time(unit));
    if !counts || time || part.low < 1.0 || part.high >= whole.low || whole.high > 100.0 {
        return None;
    }
    // A word may stand between them: two voters in three.
    let joined = (part.end..=part.end + usize::from(in_words)).any(|at| {
        phrase_at(lexicon, tokens, at, &lexicon.pack.of_each).is_some_and(|((), length)| {
            at + length == whole.first && (in_words || length > 1 || lexicon.pack.code != "en")
        })
    });
    joined.then(|| Number {
        role: Role::Fraction,
        in_words,
        hedge: part.hedge,
        ..plain(part.first, whole.end, part.low / whole.low * 100.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Hedge;

    fn numbers(code: &str, text: &str) -> Vec<(f64, f64, Option<Hedge>, Role)> {
        let mut lexicon = Lexicon::new(Packs::embedded().get(code).expect("compiled in"));
        let tokens = lexicon.tokens(text);
        find(&lexicon, text, &tokens, &|_| false)
            .iter()
            .map(|it| (it.low, it.high, it.hedge, it.role))
            .collect()
    }

    fn check(code: &str, text: &str, expected: &[f64]) {
        let found: Vec<f64> = numbers(code, text).iter().map(|it| it.0).collect();
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6 * expected.max(1.0), "{text}: {found}");
        }
    }

    #[test]
    fn digits_and_words_in_seven_languages() {
        check("en", "1.5 million people", &[1.5e6]);
        check("en", "two hundred and five men", &[205.0]);
        check("en", "twenty-three soldiers", &[23.0]);
        check("en", "$1.2bn in aid", &[1.2e9]);
        check("fr", "quatre-vingt-douze civils", &[92.0]);
        check("fr", "1 500 soldats", &[1500.0]);
        check("fr", "3 142 683 habitants", &[3_142_683.0]);
        check("fr", "1 200 000,50 euros en 2019", &[1_200_000.5, 2019.0]);
        check("fr", "120 340 560 780 910 230", &[120_340.0, 560_780.0, 910_230.0]);
        check("ru", "2 450 000 000 рублей", &[2.45e9]);
        check("es", "4 718 305 votos", &[4_718_305.0]);
        check("ar", "1 300 000 لاجئ", &[1_300_000.0]);
        check("en", "3 142 683 people and 700 000 more", &[3_142_683.0, 700_000.0]);
        check("en", "In group 12 500 men, 120 340 560", &[12.0, 500.0, 120.0, 340.0, 560.0]);
        check("fr", "2,5 millions d'habitants", &[2.5e6]);
        check("fr", "deux cent trois morts", &[203.0]);
        check("fr", "dix-sept soldats et six civils", &[17.0, 6.0]);
        check("fr", "soixante-dix-huit blessés", &[78.0]);
        check("fr", "soixante et onze élus, quatre-vingt-dix-neuf voix", &[71.0, 99.0]);
        check("ru", "двадцать три человека", &[23.0]);
        check("ru", "1,5 млн человек", &[1.5e6]);
        check("ru", "двести пятьдесят солдат", &[250.0]);
        check("ru", "12 тыс. беженцев", &[12_000.0]);
        check("es", "treinta y dos civiles", &[32.0]);
        check("es", "25 mil personas", &[25_000.0]);
        check("es", "1.500 soldados", &[1500.0]);
        check("es", "mil millones de euros", &[1e9]);
        check(
            "de",
            "dreihundertfünfundzwanzig Menschen, einundneunzig Verletzte",
            &[325.0, 91.0],
        );
        check(
            "de",
            "zweitausenddreihundert, siebzehn Millionen, 9,8 Mio. Euro",
            &[2300.0, 17e6, 9.8e6],
        );
        check(
            "de",
            "1.500 Mann, zweieinhalb Milliarden, 43 000 Tonnen",
            &[1500.0, 2.5e9, 43_000.0],
        );
        check("de", "einundvierzigtausendeinhundertsechs", &[41_106.0]);
        check("de", "zweihundert Jahre, zehnacht, undzwanzig", &[200.0]);
        check("pt", "trezentos e cinquenta e dois, dois mil e trezentos", &[352.0, 2300.0]);
        check("pt", "9,4 mil milhões, dois mil milhões, 2,3 bilhões", &[9.4e9, 2e9, 2.3e9]);
        check("pt", "90 mil toneladas, 1.150 homens", &[90_000.0, 1150.0]);
        check("ar", "ثلاثة وعشرون شخصا", &[23.0]);
        check("ar", "٢٥ قتيلا", &[25.0]);
        check("ar", "خمسة آلاف لاجئ", &[5000.0]);
    }

    #[test]
    fn bounds_and_shares() {
        assert_eq!(
            numbers("en", "at least 12 people"),
            [(12.0, 12.0, Some(Hedge::AtLeast), Role::Count)]
        );
        assert_eq!(
            numbers("fr", "jusqu'à 300 hommes"),
            [(300.0, 300.0, Some(Hedge::AtMost), Role::Count)]
        );
        assert_eq!(
            numbers("ru", "не менее 40 человек"),
            [(40.0, 40.0, Some(Hedge::AtLeast), Role::Count)]
        );
        for (code, text) in [
            ("en", "10 to 15"),
            ("en", "between 10 and 15 men"),
            ("fr", "entre 10 et 15 hommes"),
            ("ru", "от 10 до 15 человек"),
            ("es", "entre 10 y 15 hombres"),
            ("de", "zwischen 10 und 15 Mann"),
            ("pt", "entre 10 e 15 homens"),
            ("ar", "بين 10 و15 رجلا"),
        ] {
            assert_eq!(numbers(code, text), [(10.0, 15.0, None, Role::Count)], "{text}");
        }
        assert_eq!(
            numbers("en", "it rose from 10 to 15"),
            [(10.0, 10.0, None, Role::Count), (15.0, 15.0, None, Role::Count)]
        );
        assert_eq!(numbers("en", "1.5 to 2 million"), [(1.5e6, 2e6, None, Role::Count)]);
        assert_eq!(numbers("en", "10–15 percent"), [(10.0, 15.0, None, Role::Percent)]);
        assert_eq!(numbers("es", "el 45 por ciento"), [(45.0, 45.0, None, Role::Percent)]);
        assert_eq!(numbers("en", "half of them"), [(50.0, 50.0, None, Role::Fraction)]);
    }
}
