//! How a reading and a number are said.

use griot_model::{
    Comparator,
    measure::{Among, Amount, Measure, Says, Time},
};

use super::known::{Known, region};

/// The words of the topic.
pub(super) fn topic(measure: &Measure) -> String {
    measure.topic.iter().map(|it| it.written.as_str()).collect::<Vec<_>>().join(" ")
}

/// A number to four digits, without an exponent.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    let places = match size {
        size if size >= 1000.0 => 0,
        size if size >= 100.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.01 => 3,
        _ => 5,
    };
    let text = format!("{value:.places$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    };
    grouped(&text)
}

/// `1234567` as `1,234,567`.
fn grouped(text: &str) -> String {
    let (sign, bare) = text.strip_prefix('-').map_or(("", text), |bare| ("-", bare));
    let (whole, fraction) = bare.split_once('.').map_or((bare, None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 && whole.len() > 3 {
            out.push(',');
        }
        out.push(digit);
    }
    fraction.map_or_else(|| format!("{sign}{out}"), |it| format!("{sign}{out}.{it}"))
}

fn comparator(amount: &Amount) -> &'static str {
    match amount.comparator {
        Comparator::Equal => "",
        Comparator::About => "about ",
        Comparator::MoreThan => "more than ",
        Comparator::AtLeast => "at least ",
        Comparator::LessThan => "less than ",
        Comparator::AtMost => "at most ",
    }
}

/// An amount as the words have it.
fn amount(it: &Amount) -> String {
    if it.written.is_empty() {
        format!("{}{}", comparator(it), number(it.value))
    } else {
        it.written.clone()
    }
}

/// The years.
pub(super) fn time(measure: &Measure) -> String {
    match (measure.time, measure.until) {
        (Time::At(first), Some(last)) => format!("{first} to {last}"),
        (Time::At(year), None) => year.to_string(),
        (Time::Around(first, last), _) => format!("about {first} to {last}"),
        (Time::Over(first, last), _) => match (first, last) {
            (i16::MIN..=-1000, last) => format!("until {last}"),
            (first, i16::MAX) => format!("since {first}"),
            (first, last) => format!("{first} to {last}"),
        },
        (Time::Now(_) | Time::Unsaid, _) => {
            measure.written.map_or_else(|| "no year".to_owned(), |year| format!("as of {year}"))
        }
        (Time::Past | Time::Unread, _) => "no year".to_owned(),
    }
}

/// Against whom.
pub(super) fn among(it: &Among, known: &Known<'_>) -> String {
    match it {
        Among::Entities(entities) => {
            entities.iter().map(|it| known.name(it)).collect::<Vec<_>>().join(", ")
        }
        Among::Group(name, _) => format!("the {name}"),
        Among::Region(code) => region(code).unwrap_or("the region").to_owned(),
    }
}

/// What is said, in words.
pub(super) fn says(measure: &Measure, known: &Known<'_>) -> String {
    match &measure.says {
        Says::Level(it) if measure.always => format!("{} in every year", amount(it)),
        Says::Level(it) => amount(it),
        Says::Change { rose, from, to, by, running, steadily } => {
            let mut told = if *rose { "rose" } else { "fell" }.to_owned();
            for (word, part) in [("from", from), ("to", to), ("by", by)] {
                if let Some(part) = part {
                    told.push_str(&format!(" {word} {}", amount(part)));
                }
            }
            if let Some(years) = running {
                told.push_str(&format!(" {years} years running"));
            }
            if *steadily {
                told.push_str(" steadily");
            }
            told
        }
        Says::Extremum { highest, since } => {
            let word = if *highest { "highest" } else { "lowest" };
            since.map_or_else(
                || format!("{word} of the series"),
                |year| format!("{word} since {year}"),
            )
        }
        Says::Rank { place, highest, among: group } => {
            let word = if *highest { "highest" } else { "lowest" };
            let place =
                if *place == 1 { String::new() } else { format!("number {place} from the ") };
            format!("{place}{word} in {}", among(group, known))
        }
        Says::Compared { higher, than, times } => {
            let word = if *higher { "higher" } else { "lower" };
            let times = times
                .as_ref()
                .map_or_else(String::new, |it| format!("{} times ", number(it.value)));
            format!("{times}{word} than in {}", among(than, known))
        }
        Says::PartOf(it) => format!("{} of the world's", amount(it)),
    }
}
