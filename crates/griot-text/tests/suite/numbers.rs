//! Numbers of single sentences.

use griot_text::{
    dates::{self, DateContext},
    numbers::{self, Role},
    sentences::Sentence,
};

/// Words, value, smallest and largest agreeing value, unit.
type Row<'a> = (&'a str, Role, f64, f64, f64, &'a str);

fn check(text: &str, expected: &[Row<'_>]) {
    let sentence = Sentence::plain(text);
    let dates = dates::find(&sentence, &mut DateContext::default());
    let found = numbers::find(&sentence, &dates);
    let found: Vec<Row<'_>> = found
        .iter()
        .map(|n| {
            let q = &n.quantity;

            (n.span.of(text), n.role, q.value, q.low, q.high, q.unit.as_str())
        })
        .collect();
    assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!((found.0, found.1, found.5), (expected.0, expected.1, expected.5), "{text}");
        for (one, other) in
            [(found.2, expected.2), (found.3, expected.3), (found.4, expected.4)]
        {
            let near =
                one.total_cmp(&other).is_eq() || (one - other).abs() < 1e-6 * other.abs();
            assert!(near, "{text}: {found:?} is not {expected:?}");
        }
    }
}

const NO_END: f64 = f64::INFINITY;

#[test]
fn counts() {
    use Role::Count;
    check("228 Georgian civilians dead", &[("228", Count, 228., 228., 228., "civilians")]);
    check("voted 5 to 78", &[("5", Count, 5., 5., 5., ""), ("78", Count, 78., 78., 78., "")]);
    check("killed 2,000 civilians", &[("2,000", Count, 2000., 2000., 2000., "civilians")]);
    check("six million voters", &[("six million", Count, 6e6, 6e6, 6e6, "voters")]);
    check("four salt mines", &[("four", Count, 4., 4., 4., "mines")]);
    check("that left 14 dead", &[("14", Count, 14., 14., 14., "dead")]);
    check("a 40-minute film", &[("40", Count, 40., 40., 40., "minute")]);
    check("2.000 civilians", &[("2.000", Count, 2000., 2000., 2000., "civilians")]);
    check("In 2020 it killed 12.", &[("12", Count, 12., 12., 12., "")]);
    check("France 24 and Covid-19 in G7", &[]);
    check("Nearly 300 were freed.", &[("Nearly 300", Count, 300., 250., 300., "")]);
    check("Then 12 were freed.", &[("12", Count, 12., 12., 12., "")]);
    check("one of the few", &[]);
    check("300 to 500 people", &[("300 to 500", Count, 400., 300., 500., "people")]);
    check(
        "two to three million people",
        &[("two to three million", Count, 2.5e6, 2e6, 3e6, "people")],
    );
}

#[test]
fn comparators() {
    use Role::Count;
    check("more than 2,000 men", &[("more than 2,000", Count, 2000., 2000., NO_END, "men")]);
    check("about 500 people", &[("about 500", Count, 500., 450., 550., "people")]);
    check("some 300 men", &[("some 300", Count, 300., 250., 350., "men")]);
    check("nearly 500 men", &[("nearly 500", Count, 500., 450., 500., "men")]);
    check("at least 70 men and boys", &[("at least 70", Count, 70., 70., NO_END, "men")]);
    check(
        "no fewer than 12 states",
        &[("no fewer than 12", Count, 12., 12., NO_END, "states")],
    );
    check("up to 400 troops", &[("up to 400", Count, 400., 0., 400., "troops")]);
    check("fewer than 10 men", &[("fewer than 10", Count, 10., 0., 10., "men")]);
    check("500 or more", &[("500 or more", Count, 500., 500., NO_END, "")]);
    check("dozens of posts", &[("dozens of", Count, 24., 24., NO_END, "posts")]);
    check("several dozen miners", &[("several dozen", Count, 24., 24., NO_END, "miners")]);
    check("several states", &[("several", Count, 3., 3., NO_END, "states")]);
    check(
        "hundreds of thousands of people",
        &[("hundreds of thousands of", Count, 2e5, 2e5, NO_END, "people")],
    );
    check("over three years", &[("three", Count, 3., 3., 3., "years")]);
}

#[test]
fn shares() {
    use Role::{Multiple, Ordinal, PartOf, Share};
    check("rose 7.2 per cent", &[("7.2 per cent", Share, 0.072, 0.072, 0.072, "share")]);
    check("more than 60% of imports", &[("more than 60%", Share, 0.6, 0.6, NO_END, "share")]);
    check("fell 13.6 percent", &[("13.6 percent", Share, 0.136, 0.136, 0.136, "share")]);
    check("A third of those farms", &[("A third of", Share, 1. / 3., 0.3, 0.37, "share")]);
    check("two-thirds voted", &[("two-thirds", Share, 2. / 3., 0.6, 2.2 / 3., "share")]);
    check("a third coup", &[("third", Ordinal, 3., 3., 3., "coup")]);
    check("half of them", &[("half of", Share, 0.5, 0.45, 0.55, "share")]);
    check("Most of the gold", &[("Most", Share, 0.5, 0.5, 1.0, "share")]);
    check("most recently and the most dangerous", &[]);
    check("the majority were farmers", &[("majority", Share, 0.5, 0.5, 1.0, "share")]);
    check("one of nine villages", &[("one of nine", PartOf, 1., 1., 1., "villages")]);
    check("one in five voters", &[("one in five", Share, 0.2, 0.18, 0.22, "share")]);
    check("exports doubled", &[("doubled", Multiple, 2., 1.8, 2.2, "times")]);
    check("a fourfold rise", &[("fourfold", Multiple, 4., 3.6, 4.4, "times")]);
    check("three times as many", &[("three times", Multiple, 3., 2.7, 3.3, "times")]);
}

#[test]
fn money() {
    use Role::Money;
    check(
        "$1-2 million a year",
        &[("$1-2 million a year", Money, 1.5e6, 1e6, 2e6, "USD/year")],
    );
    check("between €1bn and €2bn", &[("€1bn and €2bn", Money, 1.5e9, 1e9, 2e9, "EUR")]);
    check("$3 million a year", &[("$3 million a year", Money, 3e6, 3e6, 3e6, "USD/year")]);
    check("€5bn in loans", &[("€5bn", Money, 5e9, 5e9, 5e9, "EUR")]);
    check("about $10m", &[("about $10m", Money, 1e7, 5e6, 1.5e7, "USD")]);
    check(
        "1.46 trillion CFA francs",
        &[("1.46 trillion CFA francs", Money, 1.46e12, 1.46e12, 1.46e12, "XOF")],
    );
    check("US$200,000 per year", &[("US$200,000 per year", Money, 2e5, 2e5, 2e5, "USD/year")]);
    check("500 million roubles", &[("500 million roubles", Money, 5e8, 5e8, 5e8, "RUB")]);
}

#[test]
fn a_round_number_keeps_how_round_it_is() {
    let last_digit = |text: &str| {
        let found = numbers::find(&Sentence::plain(text), &[]);
        found.first().map(|number| number.last_digit)
    };
    assert_eq!(last_digit("500 men"), Some(50.0));
    assert_eq!(last_digit("2,000 men"), Some(500.0));
    assert_eq!(last_digit("1,814 men"), Some(0.5));
    assert_eq!(last_digit("eight million men"), Some(500_000.0));
}
