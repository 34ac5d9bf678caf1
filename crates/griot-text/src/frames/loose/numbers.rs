//! Numbers of a country and a year: ranks, ratings, the dead, those who fled, shares of trade.

use griot_model::{ClaimKind, Comparator, Freedom, Population, Proposition};

use super::sentence::{At, Loose, YEAR, pairs};
use crate::{
    claims::{Figure, Found, When},
    frames::{
        fled::rounded,
        place,
        slots::whole,
        things::{Thing, any_at},
    },
    numbers::Role,
};

/// Places in the press freedom index.
pub(super) fn ranks(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    if !loose.subjects.is_of("ranked")
        || reader.says("ranked", "other-index")
        || reader.says("ranked", "within")
        || reader.says("rated", "by")
    {
        return Vec::new();
    }
    let Some(country) = loose.the_country() else { return Vec::new() };
    let mut places: Vec<At<u16>> = Vec::new();
    for chunk in reader.line.chunks {
        let place = match chunk.what {
            Thing::Ordinal(place) => Some(place),
            Thing::Number(index) => {
                reader.scene.figures.get(index).and_then(|it| whole(&it.quantity))
            }
            _ => None,
        };
        let in_digits = matches!(chunk.what, Thing::Ordinal(_))
            && reader.line.units.get(chunk.first).is_some_and(|unit| !unit.wordy);
        // "the 83rd member", "in 115 municipalities": of something else.
        let next = reader.line.units.get(chunk.end);
        let counts = next.is_some_and(|unit| unit.wordy)
            && !loose.is_at(chunk.end, "ranked", "loose-behind")
            && ![
                "follows",
                "adverbs",
                "breaks",
                "joins",
                "before_place",
                "of",
                "relative",
                "agent",
            ]
            .iter()
            .any(|class| {
                any_at(reader.line.units, chunk.end, reader.line.pack.class(class)).is_some()
            })
            && !reader.line.chunks.iter().any(|it| {
                it.first == chunk.end
                    && matches!(it.what, Thing::Date(_) | Thing::Country { .. })
            });
        if counts {
            continue;
        }
        let beside = loose.is_before(chunk.first, "ranked", "loose-before")
            || loose.is_at(chunk.end, "ranked", "loose-behind");
        if let Some(it) = place.filter(|it| *it <= LAST_PLACE && (in_digits || beside)) {
            places.push(At { first: chunk.first, end: chunk.end, it });
        }
    }
    let years = loose.years();
    places.retain(|place| !years.iter().any(|year| year.first == place.first));
    whole_pairs(&places, &years)
        .into_iter()
        .map(|(place, year)| {
            let proposition = Proposition::Ranked {
                country: country.to_owned(),
                place: place.it,
                dates: year.it.clone(),
            };
            let word = At { first: place.first, end: place.end, it: () };
            loose.found(&word, None, ClaimKind::Count, proposition)
        })
        .filter(|it| !it.span.is_empty())
        .collect()
}

/// Pairs, where each of the first has its own: "from the 101st to the 150th place in 2024" has one date for two places.
fn whole_pairs<'x, A, B>(
    some: &'x [At<A>],
    others: &'x [At<B>],
) -> Vec<(&'x At<A>, &'x At<B>)> {
    let found = pairs(some, others);
    if found.len() < some.len() { Vec::new() } else { found }
}

/// More countries than these are in no edition of the index.
const LAST_PLACE: u16 = 180;

/// Free, partly free, not free.
pub(super) fn ratings(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    if !loose.subjects.is_of("rated") {
        return Vec::new();
    }
    let Some(country) = loose.the_country() else { return Vec::new() };
    let lists = [
        ("partly-free", Freedom::PartlyFree),
        ("not-free", Freedom::NotFree),
        ("free", Freedom::Free),
    ];
    let mut words: Vec<At<Freedom>> = Vec::new();
    for (list, status) in lists {
        for at in loose.words("rated", list) {
            let inside = |it: &At<Freedom>| it.first <= at.first && at.end <= it.end;
            let capital = reader.line.units.get(at.first).is_some_and(|unit| unit.capital);
            let quoted = at.first.checked_sub(1).is_some_and(|before| {
                reader.line.units.get(before).is_some_and(|unit| !unit.wordy)
            });
            let alone = status == Freedom::Free && !(capital || quoted);
            if !alone && !words.iter().any(inside) {
                words.push(At { first: at.first, end: at.end, it: status });
            }
        }
    }
    whole_pairs(&words, &loose.dates(YEAR))
        .into_iter()
        .map(|(word, when)| {
            let proposition = Proposition::Rated {
                country: country.to_owned(),
                status: word.it,
                dates: when.it.readings.clone(),
            };
            let word = At { first: word.first, end: word.end, it: () };
            loose.found(&word, Some(when.it), ClaimKind::Count, proposition)
        })
        .collect()
}

/// Whether a number says enough by its digits to tell a row: two digits that count, and a bare one.
fn is_telling(figure: &Figure) -> bool {
    figure.role == Role::Count
        && figure.quantity.value >= LEAST
        && figure.last_digit <= figure.quantity.value * COARSEST
        && figure.quantity.comparator == Comparator::Equal
}

/// Numbers below are of anything.
const LEAST: f64 = 100.0;
/// Half a unit of the last digit, as a part of the number: "3.5 million" is fine, "4 million" is not.
const COARSEST: f64 = 0.02;

/// The dead of a year by the Uppsala program, where the sentence names it.
pub(super) fn deaths(loose: &Loose<'_>) -> Vec<Found> {
    let named = loose.word("deaths", "loose-source").is_some();
    let Some(word) = loose.word("deaths", "loose").filter(|_| named) else { return Vec::new() };
    if loose.word("deaths", "loose-not").is_some() {
        return Vec::new();
    }
    let Some(country) = loose.the_country() else { return Vec::new() };
    let civilians = loose.reader.says("deaths", "civilians");
    let figures: Vec<_> = loose.figures().into_iter().filter(|it| is_telling(it.it)).collect();
    whole_pairs(&figures, &loose.dates(YEAR))
        .into_iter()
        .map(|(figure, when)| {
            let proposition = Proposition::Deaths {
                country: country.to_owned(),
                dates: when.it.readings.clone(),
                count: rounded(figure.it),
                civilians,
                narrowed_by: None,
            };
            loose.found(&word, Some(when.it), ClaimKind::Count, proposition)
        })
        .collect()
}

/// Refugees and displaced people at the end of a year.
pub(super) fn fled(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    if loose.word("refugees", "loose-not").is_some() {
        return Vec::new();
    }
    let inside = loose.word("displaced", "loose").is_some();
    let asylum = loose.word("refugees", "asylum").is_some();
    let refugees = loose.word("refugees", "loose").is_some();
    if !inside && !refugees && !asylum {
        return Vec::new();
    }
    let source = ["UNHCR", "IDMC"].into_iter().find(|it| reader.says("refugees", it));
    let internal = inside && !refugees && !asylum;
    let figures: Vec<_> = loose.figures().into_iter().filter(|it| is_telling(it.it)).collect();
    let dates = loose.dates(YEAR);
    let pairs = whole_pairs(&figures, &dates);
    let to_the_digit = pairs.iter().all(|(figure, _)| is_to_the_digit(figure.it));
    // Whom somebody fed, moved or sent home is no stock: either the one who counts is named, or who is host, or no other row
    // has the number.
    let host = loose.word("refugees", "loose-host").is_some();
    let of_origin = loose.word("refugees", "loose-of").is_some();
    if source.is_none() && !host && !of_origin && !to_the_digit {
        return Vec::new();
    }
    let named = loose.countries();
    let from = named.iter().any(|it| {
        loose.is_before(it.first, "refugees", "loose-from")
            || loose.is_at(it.end, "refugees", "loose")
            || loose.is_at(it.end, "refugees", "asylum")
    });
    let placed = host || named.iter().any(|it| place::is_place(reader.line, it.first));
    if !internal && !from && !placed && !to_the_digit {
        return Vec::new();
    }
    let (there, away) = match (internal, asylum) {
        (true, _) => (Population::Internal, None),
        (_, true) => (Population::AsylumSeekersIn, Some(Population::AsylumSeekersFrom)),
        (..) => (Population::RefugeesIn, Some(Population::RefugeesFrom)),
    };
    let mut isos: Vec<&str> = named.iter().map(|it| it.it).collect();
    isos.sort_unstable();
    isos.dedup();
    // Where they are, where they are from, and whom of them is counted.
    let ways: Vec<(&str, Option<&str>, Population)> = match (isos.as_slice(), away) {
        ([one, two], Some(_)) if to_the_digit => {
            vec![(one, Some(*two), there), (two, Some(*one), there)]
        }
        ([_, _, ..], _) => Vec::new(),
        (_, away) => {
            let Some(country) = loose.the_country() else { return Vec::new() };
            match away {
                Some(away) if to_the_digit => {
                    vec![(country, None, there), (country, None, away)]
                }
                Some(away) if from => vec![(country, None, away)],
                _ => vec![(country, None, there)],
            }
        }
    };
    let each = |(figure, when): (&At<&Figure>, &At<&When>)| {
        let word = At { first: figure.first, end: figure.end, it: () };
        ways.iter()
            .map(|(country, from, population)| {
                let proposition = Proposition::Displaced {
                    country: (*country).to_owned(),
                    from: from.map(str::to_owned),
                    population: *population,
                    count: rounded(figure.it),
                    dates: when.it.readings.clone(),
                    source: source.map(str::to_owned),
                    narrowed_by: None,
                };
                loose.found(&word, Some(when.it), ClaimKind::Count, proposition)
            })
            .collect::<Vec<_>>()
    };
    pairs.into_iter().flat_map(each).collect()
}

/// Whether a number has so many digits that it stands in one row alone.
fn is_to_the_digit(figure: &Figure) -> bool {
    figure.quantity.value >= MANY_DIGITS && figure.last_digit <= 1.0
}

/// Five digits.
const MANY_DIGITS: f64 = 10_000.0;

/// A partner's share of a country's exports or imports: the country is the one beside the noun, or what the text is about.
pub(super) fn trade(loose: &Loose<'_>) -> Vec<Found> {
    let reader = loose.reader;
    let (sold, bought) = (loose.words("exports", "loose"), loose.words("imports", "loose"));
    let (words, exports) = match (sold.is_empty(), bought.is_empty()) {
        (false, true) => (sold, true),
        (true, false) => (bought, false),
        _ => return Vec::new(),
    };
    let Some(word) = words.first() else { return Vec::new() };
    // "gold exports" are a part of all.
    if words.iter().any(|word| loose.is_before(word.first, "exports", "part")) {
        return Vec::new();
    }
    let named = loose.countries();
    let owns = |it: &&At<&str>| {
        let of = reader.line.pack.class("of");
        words.iter().any(|word| {
            it.end == word.first || any_at(reader.line.units, word.end, of) == Some(it.first)
        })
    };
    let owner = named.iter().find(owns).map(|it| it.it).or_else(|| loose.topic());
    let Some(owner) = owner else { return Vec::new() };
    // "thirty per cent of the imports from China were machines": a part of what comes from there.
    let behind = |it: &At<&str>| {
        words.iter().any(|word| word.end < it.first && it.first - word.end <= 2)
    };
    let partners: Vec<_> =
        named.into_iter().filter(|it| it.it != owner && !behind(it)).collect();
    let shares: Vec<_> =
        loose.figures().into_iter().filter(|it| it.it.role == Role::Share).collect();
    let dates = loose.dates(YEAR);
    let [when] = dates.as_slice() else { return Vec::new() };
    pairs(&partners, &shares)
        .into_iter()
        .map(|(partner, share)| {
            let proposition = Proposition::TradeShare {
                country: owner.to_owned(),
                partner: partner.it.to_owned(),
                exports,
                share: rounded(share.it),
                dates: when.it.readings.clone(),
            };
            loose.found(word, Some(when.it), ClaimKind::Ratio, proposition)
        })
        .collect()
}
