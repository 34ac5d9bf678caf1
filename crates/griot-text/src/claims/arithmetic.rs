//! Sentences whose numbers determine one another.

use griot_model::{ClaimKind, Comparator, DateRange, Proposition, Quantity, Span};

use super::{
    super::numbers::Role,
    found::Found,
    scene::{Figure, Scene},
};

/// Claims that a sentence's own numbers decide.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    found.extend(percent_change(scene));
    found.extend(conversion(scene));
    found.extend(share(scene));
    found.extend(listed_items(scene));
    found.extend(duration(scene));
    found
}

fn is_percent(figure: &Figure) -> bool {
    figure.role == Role::Share
}

/// A plain number: no share, no part of a whole, not hedged.
fn is_plain(figure: &Figure) -> bool {
    matches!(figure.role, Role::Count | Role::Money)
        && figure.quantity.comparator == Comparator::Equal
}

/// The factor between the digits of a figure and its value: a million in "66.8 million".
fn scale_of(figure: &Figure, words: &str) -> f64 {
    let digits: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    digits
        .parse::<f64>()
        .ok()
        .filter(|it| *it > 0.0)
        .map_or(1.0, |plain| figure.quantity.value / plain)
}

/// "a drop of 24 % from 66.8 to 57.7", "eased 0.3 % to 65.42 tonnes in 2020 from 65.67 tonnes".
fn percent_change(scene: &Scene<'_>) -> Option<Found> {
    const FALL: &[&str] = &[
        "fell",
        "fall",
        "drop",
        "dropped",
        "decline",
        "declined",
        "decreased",
        "decrease",
        "down",
        "eased",
        "slipped",
        "reduced",
        "shrank",
        "cut",
        "lower",
    ];
    const RISE: &[&str] = &[
        "rose",
        "rise",
        "rising",
        "grew",
        "growth",
        "increase",
        "increased",
        "up",
        "jumped",
        "climbed",
        "gain",
        "gained",
        "higher",
        "surged",
    ];
    let plain: Vec<&Figure> = scene
        .figures
        .iter()
        .filter(|figure| is_plain(figure) && !is_date(scene, figure.span))
        .collect();
    let follows =
        |figure: &Figure, word: &str| scene.word_before(figure.span).as_deref() == Some(word);
    let (from, to) = plain.windows(2).find_map(|pair| {
        let [first, second] = *pair else { return None };
        if scene.tokens_between(first.span, second.span) > 6 {
            None
        } else if follows(first, "from") && follows(second, "to") {
            Some((first, second))
        } else if follows(first, "to") && follows(second, "from") {
            Some((second, first))
        } else {
            None
        }
    })?;
    if from.quantity.value <= 0.0 {
        return None;
    }
    // "4.6 to 5.1 million": a scale written once holds for both.
    let (from_words, to_words) = (scene.words(from.span), scene.words(to.span));
    let percent = scene.figures.iter().find(|it| {
        is_percent(it) && scene.tokens_between(it.span, from.span.join(to.span)) <= 8
    })?;
    let fall = scene.says_any(FALL);
    let rise = scene.says_any(RISE);
    if fall == rise {
        return None;
    }
    let scale = scale_of(to, to_words).max(scale_of(from, from_words));
    let (a, b) = (with_scale(from, from_words, scale), with_scale(to, to_words, scale));
    let (mut da, mut db) = (slack(from, from_words, a), slack(to, to_words, b));
    // Beside 1,500 the zeros of 1,000 are written to the same place: who rounds one so rounds the other.
    if is_long(from_words) && is_long(to_words) {
        (da, db) = (da.min(db), da.min(db));
    }
    let change = |a: f64, b: f64| if fall { (a - b) / a } else { (b - a) / a };
    let gives = change(a, b);
    if gives < 0.0 {
        return None;
    }
    let corners = [
        change(a - da, b - db),
        change(a - da, b + db),
        change(a + da, b - db),
        change(a + da, b + db),
    ];
    let within = bounds(&corners);
    let stated = percent.quantity.value;
    let slack = rounding_of_percent(scene.words(percent.span));
    let says = widened(&percent.quantity, slack);
    let sign = if fall { "-" } else { "to" };
    // A change below one per cent needs its second place to be told from its neighbours.
    let places = if gives < 0.01 { 2 } else { 1 };
    let formula = format!("({a} {sign} {b}) / {a} = {:.places$} %", gives * 100.0);
    Some(arithmetic(
        percent.span,
        says,
        stated,
        gives,
        within,
        formula,
        vec![from.span, to.span],
    ))
}

/// "1.46 trillion francs ($2.40 billion), at $1 = 583.82 francs": a sum in a second currency, and the
/// rate by which it was reckoned.
fn conversion(scene: &Scene<'_>) -> Option<Found> {
    let money: Vec<&Figure> =
        scene.figures.iter().filter(|figure| figure.role == Role::Money).collect();
    let (unit, rate) = money.windows(2).find_map(|pair| {
        let [one, rate] = *pair else { return None };
        let is_rate = scene.between(one.span, rate.span).trim() == "="
            && (one.quantity.value - 1.0).abs() < f64::EPSILON
            && rate.quantity.value > 0.0
            && one.quantity.unit != rate.quantity.unit;
        is_rate.then_some((&one.quantity.unit, rate))
    })?;
    let (sum, converted) = money.windows(2).find_map(|pair| {
        let [sum, converted] = *pair else { return None };
        let fits = scene.between(sum.span, converted.span).trim() == "("
            && is_plain(sum)
            && is_plain(converted)
            && sum.quantity.unit == rate.quantity.unit
            && converted.quantity.unit == *unit;
        fits.then_some((sum, converted))
    })?;
    let with_slack = |figure: &Figure| {
        let value = figure.quantity.value;
        (value, slack(figure, scene.words(figure.span), value))
    };
    let ((a, da), (r, dr), (b, db)) =
        (with_slack(sum), with_slack(rate), with_slack(converted));
    let gives = a / r;
    let within = ((a - da) / (r + dr), (a + da) / (r - dr));
    let shown = |value: f64| match value {
        value if value >= 1e12 => format!("{:.2} trillion", value / 1e12),
        value if value >= 1e9 => format!("{:.2} billion", value / 1e9),
        value if value >= 1e6 => format!("{:.2} million", value / 1e6),
        value => format!("{value:.2}"),
    };
    let formula = format!("{} / {r} = {}", shown(a), shown(gives));
    let says = widened(&converted.quantity, db);
    Some(arithmetic(converted.span, says, b, gives, within, formula, vec![sum.span, rate.span]))
}

/// A whole number of more than three digits, whose last zeros may be round.
fn is_long(words: &str) -> bool {
    !words.contains('.') && words.chars().filter(char::is_ascii_digit).count() > 3
}

fn with_scale(figure: &Figure, words: &str, scale: f64) -> f64 {
    if (scale_of(figure, words) - 1.0).abs() < f64::EPSILON {
        figure.quantity.value * scale
    } else {
        figure.quantity.value
    }
}

/// What rounding may have hidden of a figure whose value, with its scale, is `value`: half the last
/// written place of a short number, half the last place that is not zero of a long one, whose zeros
/// may be round.
fn slack(figure: &Figure, words: &str, value: f64) -> f64 {
    let plain = figure.quantity.value;
    if plain <= 0.0 {
        return 0.0;
    }
    let digits: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
    let written = digits.chars().filter(char::is_ascii_digit).count();
    if written == 0 || written > 3 && decimals == 0 {
        return figure.last_digit * value / plain;
    }
    let place = (0..decimals).fold(0.5, |place, _| place / 10.0);
    digits.parse::<f64>().ok().filter(|it| *it > 0.0).map_or(0.0, |it| place * value / it)
}

/// Half the last written place of a percentage, as a share: 24 % allows 0.005.
fn rounding_of_percent(words: &str) -> f64 {
    let decimals = words
        .split_once('.')
        .map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    (0..decimals).fold(0.005, |slack, _| slack / 10.0)
}

/// "30 of 120 villages (25 %)".
fn share(scene: &Scene<'_>) -> Option<Found> {
    let pair = scene.figures.windows(2).find(|pair| {
        let [part, whole] = pair else { return false };
        is_plain(part)
            && is_plain(whole)
            && matches!(
                scene.between(part.span, whole.span).trim(),
                "of" | "out of" | "of the" | "out of the" | "of its"
            )
            && whole.quantity.value > part.quantity.value
    })?;
    let [part, whole] = pair else { return None };
    let percent = scene.figures.iter().find(|it| {
        is_percent(it)
            && it.span.start >= whole.span.end
            && scene.tokens_between(whole.span, it.span) <= 5
            && (scene.between(whole.span, it.span).contains('(')
                || scene.between(whole.span, it.span).contains(", or "))
    })?;
    let (a, b) = (part.quantity.value, whole.quantity.value);
    let gives = a / b;
    let says = widened(&percent.quantity, rounding_of_percent(scene.words(percent.span)));
    let formula = format!("{a} / {b} = {:.1} %", gives * 100.0);
    Some(arithmetic(
        percent.span,
        says,
        percent.quantity.value,
        gives,
        (gives, gives),
        formula,
        vec![part.span, whole.span],
    ))
}

/// "two neighbours — Chad and Niger".
fn listed_items(scene: &Scene<'_>) -> Option<Found> {
    let text = &scene.sentence.text;
    for figure in &scene.figures {
        let value = figure.quantity.value;
        if !is_plain(figure)
            || !(2.0..=12.0).contains(&value)
            || figure.quantity.value.fract() != 0.0
        {
            continue;
        }
        // "Channel 4": the number is part of a name.
        let at = scene.token_at(figure.span.start);
        if at > 1 && scene.tokens.get(at - 1).is_some_and(crate::words::Token::is_capitalised) {
            continue;
        }
        let Some(rest) = text.get(figure.span.end..) else { continue };
        let opener = [" — ", " – ", ": "]
            .iter()
            .filter_map(|it| rest.find(it).map(|at| (at, it.len())))
            .min();
        let Some((at, length)) = opener else { continue };
        let noun = rest.get(..at).unwrap_or_default();
        // The noun right behind the number, and nothing else, is what the list spells out.
        if noun.split_whitespace().count() > 3 || noun.contains([',', ';', '(', '"', '“']) {
            continue;
        }
        let from = figure.span.end + at + length;
        let tail = text.get(from..).unwrap_or_default();
        let to = ["—", "–", ";", ".", "(", ":"]
            .iter()
            .filter_map(|it| tail.find(it))
            .min()
            .unwrap_or(tail.len());
        let list = tail.get(..to).unwrap_or_default();
        let Some(items) = proper_items(list) else { continue };
        let span = Span::new(figure.span.start, figure.span.end + noun.trim_end().len());
        let gives = f64::from(u16::try_from(items).unwrap_or(u16::MAX));
        let formula = format!("a list of {items}");
        return Some(arithmetic(
            span,
            figure.quantity.clone(),
            value,
            gives,
            (gives, gives),
            formula,
            vec![Span::new(from, from + list.len())],
        ));
    }
    None
}

/// Items of a list made of names alone, "A, B, and C"; none where an item is a clause.
fn proper_items(list: &str) -> Option<usize> {
    if !list.contains(',') && !list.contains(" and ") {
        return None;
    }
    let flat = list.replace(", and ", ", ").replace(" and ", ", ");
    let items: Vec<&str> = flat.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    let named = items.iter().all(|item| {
        let item = item.trim_start_matches("the ");
        item.split_whitespace().count() <= 5
            && item.chars().next().is_some_and(char::is_uppercase)
    });
    (named && items.len() >= 2 && list.contains(" and ")).then_some(items.len())
}

/// "the 18-month transition from June 2021 to November 2022".
fn duration(scene: &Scene<'_>) -> Option<Found> {
    let figure = scene.figures.iter().find(|figure| {
        let rest = scene.sentence.text.get(figure.span.end..).unwrap_or_default();
        ["-month", "-year", " months from", " years from", " months between", " years between"]
            .iter()
            .any(|unit| rest.starts_with(unit))
            && !rest.starts_with("-year-old")
    })?;
    let rest = scene.sentence.text.get(figure.span.end..)?;
    let months_each =
        if rest.starts_with("-month") || rest.starts_with(" months") { 1.0 } else { 12.0 };
    let (start, end, shown, inputs) = ends(scene)?;
    // The stretch belongs to the duration where it follows at once: "an 18-month transition from June 2021 to December 2022". An
    // age, a war of two years or a count of attacks beside a stretch of time is another thing.
    let stretch = inputs.first()?.start;
    let between = scene.sentence.text.get(figure.span.end..stretch)?;
    if between.contains([',', ';', ':', '(']) || between.split_whitespace().count() > 4 {
        return None;
    }
    let months = |a: jiff::civil::Date, b: jiff::civil::Date| {
        f64::from(
            (i32::from(b.year()) - i32::from(a.year())) * 12 + i32::from(b.month())
                - i32::from(a.month()),
        )
    };
    // From June to December can leave out both months or count both.
    let (low, high) =
        (months(start.last, end.first).max(1.0) - 1.0, months(start.first, end.last) + 1.0);
    let stated = figure.quantity.value * months_each;
    let mut says = figure.quantity.clone();
    (says.value, says.low, says.high) =
        (stated, stated - months_each / 2.0, stated + months_each / 2.0);
    "months".clone_into(&mut says.unit);
    let formula = format!("{low} to {high} months from {shown}");
    let gives = f64::midpoint(low, high);
    Some(arithmetic(figure.span, says, stated, gives, (low, high), formula, inputs))
}

type Ends = (DateRange, DateRange, String, Vec<Span>);

/// First and last date of a stretch: "from June 2021 to November 2022" as one date or as two.
fn ends(scene: &Scene<'_>) -> Option<Ends> {
    let two = scene.dates.windows(2).find_map(|pair| match pair {
        [from, to]
            if matches!(
                scene.between(from.span, to.span).trim(),
                "to" | "until" | "and" | "till"
            ) =>
        {
            let (first, last) = (from.readings.first()?, to.readings.first()?);
            let shown = format!("{} to {}", first.shown, last.shown);
            Some((first.range, last.range, shown, vec![from.span, to.span]))
        }
        _ => None,
    });
    two.or_else(|| {
        let when = scene.dates.iter().filter(|when| when.is_range).find(|when| {
            let words = scene.words(when.phrase).to_lowercase();
            words.starts_with("from ") || words.starts_with("between ")
        })?;
        let reading = when.readings.first()?;
        let days = reading.range;
        // Ends at month precision: the first and the last month of the stretch.
        let first = DateRange::new(days.first, days.first.last_of_month());
        let last = DateRange::new(days.last.first_of_month(), days.last);
        Some((first, last, reading.shown.clone(), vec![when.span]))
    })
}

fn is_date(scene: &Scene<'_>, span: Span) -> bool {
    scene.dates.iter().any(|when| when.span.overlaps(span))
}

fn bounds(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high)
}

fn widened(quantity: &Quantity, slack: f64) -> Quantity {
    let mut wide = quantity.clone();
    wide.low -= slack;
    wide.high += slack;
    wide
}

fn arithmetic(
    span: Span,
    mut says: Quantity,
    stated: f64,
    gives: f64,
    within: (f64, f64),
    formula: String,
    inputs: Vec<Span>,
) -> Found {
    says.value = stated;
    Found::new(
        span,
        ClaimKind::Ratio,
        Proposition::Arithmetic { says, gives, within, formula, inputs },
    )
}
