//! From the words of a date to the days they can mean.

use griot_model::{DateRange, DateReading};
use jiff::civil::Date;

use super::{
    anchor::{by_month, by_next, by_relative, by_year, on_or_before},
    context::DateContext,
    days::{latest_before, month_of, month_range, next_after, range_of, with_year, year_of},
    grammar::{self, Atom},
    mention::{Boundary, DateKind, DateMention, Precision, reading},
    phrases::{self, Behind},
    relative::Relative,
};
use crate::words::Token;

/// Dates of one sentence that are looked at for a missing year, before and after. No sentence has
/// so many, but a broken file can.
const NEAR: usize = 16;
/// Tokens before a date that can say that it lies ahead.
const REACH: usize = 8;

/// A date of a sentence before it is resolved: which tokens, and what they say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    from: usize,
    to: usize,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    One(Atom),
    Between(Atom, Atom),
    Relative(Relative),
    /// "28 July of that year": so many years behind that of the date before.
    OfYear(Atom, i32),
    /// "the 20th of that month": so many months behind that of the date before; none where the words do not say which month.
    DayOfMonth(i8, Option<i32>),
    /// "en mai dernier", "le 30 septembre suivant".
    Told(Atom, Behind),
}

/// All dates of a sentence in order, ranges joined and shared years filled in.
pub(super) fn pieces(tokens: &[Token<'_>]) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((day, months, to)) = phrases::day_of_month(tokens, at) {
            found.push(Piece { from: at, to, what: What::DayOfMonth(day, months) });
            at = to;
            continue;
        }
        if let Some((relative, to)) = phrases::told(tokens, at) {
            found.push(Piece { from: at, to, what: What::Relative(relative) });
            at = to;
            continue;
        }
        let listed = found.last().filter(|last| last.to + 1 == at && lists(tokens, last, at));
        let atom = phrases::atom(tokens, at)
            .or_else(|| grammar::atom(tokens, at))
            .or_else(|| listed.and_then(|_| grammar::listed_year(tokens, at)))
            .or_else(|| listed.and_then(|_| bare_month(tokens, at)));
        match atom {
            Some((atom, to)) => {
                let piece = told(tokens, joined(tokens, at, to, atom));
                at = piece.to;
                found.push(piece);
            }
            None => at += 1,
        }
    }
    share_years(tokens, &mut found);
    found
}

/// A day or a month whose year is told by another date.
fn told(tokens: &[Token<'_>], piece: Piece) -> Piece {
    let What::One(atom) = piece.what else { return piece };
    if month_of(atom).is_none() || year_of(atom).is_some() {
        return piece;
    }
    if let Some((years, to)) = phrases::of_year(tokens, piece.to) {
        return Piece { to, what: What::OfYear(atom, years), ..piece };
    }
    match phrases::behind(tokens, piece.to) {
        Some(behind) => Piece { to: piece.to + 1, what: What::Told(atom, behind), ..piece },
        None => piece,
    }
}

/// Whether `, 2020`, `and 2020` or `, April` at `at` continues a list of dates.
fn lists(tokens: &[Token<'_>], last: &Piece, at: usize) -> bool {
    let goes_on = match last.what {
        What::One(Atom::Year { .. }) => year_of_token(tokens, at),
        What::One(Atom::Month { year, .. } | Atom::Day { year, .. }) => {
            year.is_some() || !year_of_token(tokens, at)
        }
        _ => false,
    };
    let separator = |t: &Token<'_>| matches!(t.text, "," | "&") || t.is_any(&["and", "or"]);
    goes_on && tokens.get(at - 1).is_some_and(separator)
}

fn year_of_token(tokens: &[Token<'_>], at: usize) -> bool {
    grammar::listed_year(tokens, at).is_some()
}

/// Joins `from … to …`, `between … and …`, `March–May 2022` into one range.
fn joined(tokens: &[Token<'_>], from: usize, to: usize, first: Atom) -> Piece {
    let one = Piece { from, to, what: What::One(first) };
    let before = from.checked_sub(1).and_then(|before| tokens.get(before));
    let Some(link) = tokens.get(to) else { return one };
    let between = before.is_some_and(|t| t.is_any(&["between", "entre"]));
    let opened = before.is_some_and(|t| {
        t.is_any(&["from", "de", "du", "since", "in", "for", "during", "depuis"])
    });
    let links = link.is_dash()
        || (between && link.is_any(&["and", "et"]))
        || link.is_any(&["to", "through"])
        || (opened && (link.is_any(&["until", "till", "à", "au"]) || until_in_french(link)));
    if !links || matches!(first, Atom::Weekday(_) | Atom::Either { .. } | Atom::Years { .. }) {
        return one;
    }
    let mut next = to + 1;
    next += usize::from(tokens.get(next).is_some_and(|t| t.is("the")));
    let second = grammar::atom(tokens, next)
        .or_else(|| grammar::listed_year(tokens, next))
        .or_else(|| bare_month(tokens, next));
    let Some((second, end)) = second else { return one };
    match with_shared_year(first, second) {
        Some((first, second)) => Piece { from, to: end, what: What::Between(first, second) },
        None => one,
    }
}

fn bare_month(tokens: &[Token<'_>], at: usize) -> Option<(Atom, usize)> {
    let (month, _, taken) = super::calendar::month(tokens, at)?;
    let capital = tokens.get(at).is_some_and(Token::is_capitalised);
    capital.then_some((Atom::Month { year: None, month, part: None }, at + taken))
}

/// Both ends of a range with the year that one of them gives; `None` if they are out of order.
fn with_shared_year(first: Atom, second: Atom) -> Option<(Atom, Atom)> {
    let (first, second) = match (year_of(first), year_of(second)) {
        (None, Some(year)) => {
            let earlier = if month_of(first) > month_of(second) { year - 1 } else { year };
            (with_year(first, earlier), second)
        }
        (Some(year), None) => {
            let later = if month_of(second) < month_of(first) { year + 1 } else { year };
            (first, with_year(second, later))
        }
        _ => (first, second),
    };
    match (range_of(first), range_of(second)) {
        (Some(one), Some(other)) => (one.first <= other.first).then_some((first, second)),
        (None, None) => Some((first, second)),
        _ => None,
    }
}

/// `March, April and May 2022`: a date without a year takes that of the next in its list.
fn share_years(tokens: &[Token<'_>], pieces: &mut [Piece]) {
    for index in (1..pieces.len()).rev() {
        let (Some(&left), Some(&right)) = (pieces.get(index - 1), pieces.get(index)) else {
            continue;
        };
        let (What::One(first), What::One(second)) = (left.what, right.what) else { continue };
        let (Some(own), Some(next), Some(year)) =
            (month_of(first), month_of(second), year_of(second))
        else {
            continue;
        };
        let between = tokens.get(left.to..right.from).unwrap_or_default();
        let list = |t: &Token<'_>| {
            matches!(t.text, "," | "&") || t.is_any(&["and", "or", "in", "on", "again", "then"])
        };
        if year_of(first).is_none()
            && own <= next
            && between.len() <= 4
            && between.iter().all(list)
            && let Some(piece) = pieces.get_mut(index - 1)
        {
            piece.what = What::One(with_year(first, year));
        }
    }
}

/// The mention of one piece, with local spans. `None` where it turns out to be no date at all.
pub(super) fn mention(
    tokens: &[Token<'_>],
    pieces: &[Piece],
    index: usize,
    before: &[DateMention],
    context: &DateContext,
) -> Option<DateMention> {
    let piece = pieces.get(index)?;
    let span = tokens.get(piece.from)?.span.join(tokens.get(piece.to.checked_sub(1)?)?.span);
    let (boundary, lead) = boundary(tokens, piece.from);
    let phrase = tokens.get(lead).map_or(span, |token| token.span.join(span));
    let mut mention = DateMention {
        span,
        phrase,
        readings: Vec::new(),
        precision: Precision::Day,
        kind: DateKind::Full,
        boundary,
        relative_to: None,
        from_event: None,
    };
    match piece.what {
        What::Relative(relative) => by_relative(&mut mention, relative, before, context),
        What::Between(first, second) => between(&mut mention, first, second, context),
        What::OfYear(atom, years) => {
            mention.precision = precision(atom);
            by_year(&mut mention, atom, years, context);
        }
        What::DayOfMonth(day, months) => {
            by_month(&mut mention, day, months.unwrap_or(0), months.is_none(), context);
            // "on the 3rd": a rank of something where no month is near.
            if mention.readings.is_empty() && months.is_none() {
                return None;
            }
        }
        What::Told(atom, behind) => {
            mention.precision = precision(atom);
            told_behind(&mut mention, atom, behind, context);
        }
        What::One(Atom::Weekday(name)) => {
            mention.kind = DateKind::ByDateline;
            let day = context.dateline.and_then(|dateline| on_or_before(dateline, name));
            mention.readings.extend(day.map(|day| {
                reading(DateRange::new(day, day), "the latest such weekday up to the dateline")
            }));
        }
        What::One(atom) => {
            mention.precision = precision(atom);
            if let Some(range) = range_of(atom) {
                mention.readings = written(atom, range);
            } else {
                mention.kind = DateKind::YearMissing;
                without_year(&mut mention, tokens, pieces, index, before, context);
            }
        }
    }
    Some(mention)
}

fn told_behind(mention: &mut DateMention, atom: Atom, behind: Behind, context: &DateContext) {
    mention.kind = DateKind::ByDateline;
    let by_day = |day: Option<Date>, find: fn(Atom, Date) -> Option<DateRange>| {
        day.and_then(|day| find(atom, day))
    };
    let found = match behind {
        Behind::Following => return by_next(mention, atom, context),
        Behind::Latest => {
            let day = context.dateline.and_then(|day| day.yesterday().ok());
            by_day(day, latest_before).map(|it| (it, "the latest such one before the dateline"))
        }
        Behind::Coming => by_day(context.dateline, next_after)
            .map(|it| (it, "the next such one after the dateline")),
    };
    mention.readings.extend(found.map(|(range, how)| reading(range, how)));
}

fn written(atom: Atom, range: DateRange) -> Vec<DateReading> {
    let mut readings = vec![reading(range, "as written")];
    match atom {
        Atom::Either { year, first, second } => {
            let other = Date::new(year, first, second).ok();
            readings = vec![reading(range, "as written, day first")];
            readings.extend(
                other.map(|day| reading(DateRange::new(day, day), "as written, month first")),
            );
        }
        Atom::Years { first, or_month: Some(month), .. } => {
            readings
                .extend(month_range(first, month).map(|range| reading(range, "as a month")));
        }
        _ => {}
    }
    readings
}

fn precision(atom: Atom) -> Precision {
    match atom {
        Atom::Day { .. } | Atom::Either { .. } | Atom::Weekday(_) => Precision::Day,
        Atom::Month { .. } => Precision::Month,
        Atom::Year { part: None, .. } => Precision::Year,
        Atom::Year { .. } | Atom::Years { .. } | Atom::Months { .. } => Precision::Stretch,
        Atom::Decade { .. } => Precision::Decade,
        Atom::Century { .. } => Precision::Century,
    }
}

fn between(mention: &mut DateMention, first: Atom, second: Atom, context: &DateContext) {
    mention.kind = DateKind::Range;
    mention.precision = Precision::Stretch;
    mention.boundary = Boundary::At;
    if let (Some(one), Some(other)) = (range_of(first), range_of(second)) {
        mention.readings = vec![reading(DateRange::new(one.first, other.last), "as written")];
        return;
    }
    // "from March to May": the latest such stretch that begins before the dateline.
    let Some(dateline) = context.dateline else { return };
    let year = (0..2).map(|back| dateline.year() - back).find(|&year| {
        range_of(with_year(first, year)).is_some_and(|range| range.first <= dateline)
    });
    let Some(year) = year else { return };
    if let Some((first, second)) = with_shared_year(with_year(first, year), second)
        && let (Some(one), Some(other)) = (range_of(first), range_of(second))
    {
        let how = "the latest such stretch before the dateline";
        mention.readings = vec![reading(DateRange::new(one.first, other.last), how)];
    }
}

/// Rules 1 to 3 of the module documentation.
fn without_year(
    mention: &mut DateMention,
    tokens: &[Token<'_>],
    pieces: &[Piece],
    index: usize,
    before: &[DateMention],
    context: &DateContext,
) {
    let Some(What::One(atom)) = pieces.get(index).map(|piece| piece.what) else { return };
    let Some(month) = month_of(atom) else { return };
    let one = |piece: &Piece| match piece.what {
        What::One(atom) => Some(atom),
        _ => None,
    };
    let near = index.saturating_sub(NEAR)..pieces.len().min(index + NEAR);
    let near = pieces.get(near).unwrap_or_default();
    let same_month = near
        .iter()
        .filter_map(one)
        .find_map(|other| (month_of(other) == Some(month)).then(|| year_of(other)).flatten());
    if let Some(year) = same_month {
        let how = "the sentence gives the year of this month";
        mention
            .readings
            .extend(range_of(with_year(atom, year)).map(|range| reading(range, how)));
        return;
    }
    let earlier =
        before.iter().rev().take(NEAR).find(|earlier| {
            earlier.kind == DateKind::Full && earlier.precision <= Precision::Year
        });
    if let Some(earlier) = earlier.filter(|e| matches!(e.boundary, Boundary::At | Boundary::By))
        && let Some(range) = earlier.range()
    {
        let year = range.first.year();
        let how = "the year of the date before it in the sentence";
        mention
            .readings
            .extend(range_of(with_year(atom, year)).map(|range| reading(range, how)));
        return;
    }
    let mut offer = |range: Option<DateRange>, how: &str| {
        let new =
            range.filter(|range| mention.readings.iter().all(|known| known.range != *range));
        mention.readings.extend(new.map(|range| reading(range, how)));
    };
    if let Some(year) = context.heading {
        offer(range_of(with_year(atom, year)), "the year of the heading");
        return;
    }
    let here = pieces.get(index).map_or(0, |piece| piece.from);
    let future = tokens.get(here.saturating_sub(REACH)..here).is_some_and(speaks_of_future);
    let what = if matches!(atom, Atom::Day { .. }) { "day" } else { "month" };
    if let Some(dateline) = context.dateline {
        if future {
            offer(
                next_after(atom, dateline),
                &format!("the next such {what} after the dateline"),
            );
        }
        offer(
            latest_before(atom, dateline),
            &format!("the latest such {what} before the dateline"),
        );
    }
    let later = pieces.iter().skip(index + 1).take(NEAR).filter_map(one).find_map(year_of);
    let bound = earlier.and_then(DateMention::range).map(|range| range.first.year());
    if let Some(year) = later.or(bound) {
        offer(range_of(with_year(atom, year)), "the year of another date in the sentence");
    } else if let Some(known) = context.any.as_ref().and_then(|known| known.readings.first()) {
        let year = known.range.first.year();
        offer(range_of(with_year(atom, year)), "the year of the date before it in the text");
    }
}

fn speaks_of_future(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| {
        token.is_any(&[
            "will",
            "scheduled",
            "due",
            "upcoming",
            "slated",
            "planned",
            "forthcoming",
        ])
    })
}

/// "jusqu’en", "jusqu’à", "jusqu".
fn until_in_french(token: &Token<'_>) -> bool {
    let lower = token.text.to_lowercase();
    lower.strip_prefix("jusqu").is_some_and(|rest| {
        matches!(
            rest.trim_start_matches(crate::words::is_apostrophe),
            "" | "en" | "à" | "au" | "aux"
        )
    })
}

/// The side a preposition sets, and the index of the first token of the phrase.
fn boundary(tokens: &[Token<'_>], from: usize) -> (Boundary, usize) {
    let word = |back: usize| from.checked_sub(back).and_then(|at| tokens.get(at));
    let mut back = 1;
    while back <= 3
        && word(back)
            .is_some_and(|t| t.is_any(&["the", "around", "about", "late", "early", "le", "as"]))
    {
        back += 1;
    }
    let Some(lead) = word(back) else { return (Boundary::At, from) };
    let at = from - back;
    let two = word(back + 1);
    // French: "jusqu’en 1995", "jusqu’à mars", "jusqu’au 3 mai", "dès 2012", "à partir de 2012", "d’ici à 2025".
    if until_in_french(lead) {
        return (Boundary::Until, at);
    }
    if lead.is_any(&["en", "à", "au"]) && two.is_some_and(until_in_french) {
        return (Boundary::Until, at - 1);
    }
    if lead.is("dès") || (lead.is_any(&["de", "du"]) && two.is_some_and(|t| t.is("partir"))) {
        return (Boundary::Since, at);
    }
    let start = |yes: bool, boundary: Boundary| (boundary, if yes { at - 1 } else { at });
    if lead.is("to") && two.is_some_and(|t| t.is("back")) {
        // "dates back to"
        (Boundary::Since, at - 1)
    } else if lead.is_any(&["since", "depuis"]) {
        (Boundary::Since, at)
    } else if lead.is_any(&["in", "on", "from", "with"])
        && two.is_some_and(|t| t.is_any(&["starting", "beginning", "commencing"]))
    {
        start(true, Boundary::Since)
    } else if lead.is("from") {
        (Boundary::Since, at)
    } else if lead.is_any(&["until", "till", "through", "to", "into"]) {
        let up = lead.is("to") && two.is_some_and(|t| t.is_any(&["up", "prior"]));
        let boundary = if up && two.is_some_and(|t| t.is("prior")) {
            Boundary::Before
        } else {
            Boundary::Until
        };
        start(up, boundary)
    } else if lead.is("by") {
        (Boundary::By, at)
    } else if lead.is_any(&["before", "avant"]) {
        (Boundary::Before, at)
    } else if lead.is("of") && two.is_some_and(|t| t.is_any(&["ahead", "as"])) {
        let ahead = two.is_some_and(|t| t.is("ahead"));
        start(true, if ahead { Boundary::Before } else { Boundary::At })
    } else if lead.is_any(&["after", "following", "beyond", "après"]) {
        (Boundary::After, at)
    } else if lead.is_any(&[
        "in",
        "on",
        "during",
        "at",
        "of",
        "throughout",
        "for",
        "over",
        "within",
        "en",
        "au",
    ]) {
        (Boundary::At, at)
    } else {
        (Boundary::At, from)
    }
}
