//! What is looked at in a list as a whole after its rows were read: rows that come twice, totals, other calendars, points
//! that were exchanged, and numbers that are not there.

use std::collections::BTreeMap;

use griot_model::{Diagnostic, hidden::is_hidden};

use super::{
    dates::THIS_CENTURY,
    event::{Event, EventList},
    set_aside,
};

/// An id as it is compared: letters in one case, without blanks and marks that nobody sees. Programs differ in both.
pub(super) fn folded(id: &str) -> String {
    let unseen = |letter: char| letter.is_whitespace() || is_hidden(letter);
    id.chars().filter(|letter| !unseen(*letter)).flat_map(char::to_lowercase).collect()
}

/// The last year that no list of events reaches beyond.
const LAST_YEAR: i16 = 2099;

/// The year before which dates are most likely of another calendar.
const FIRST_YEAR: i16 = 1600;

/// Sets aside rows of years that are still far off, and says how many are of years that are odd.
pub(super) fn set_other_years_aside(file: &str, list: &mut EventList) {
    let year = |event: &Event| event.first.year().max(event.last.year());
    let (kept, beyond): (Vec<Event>, Vec<Event>) = std::mem::take(&mut list.events)
        .into_iter()
        .partition(|event| year(event) <= LAST_YEAR);
    list.events = kept;
    list.unread.extend(beyond.iter().map(|event| event.id.clone()));
    list.diagnostics.extend(beyond.iter().map(|event| {
        let year = year(event);
        let buddhist = if (2400..2700).contains(&year) {
            format!(" (as a year of the Buddhist calendar it is {})", year - 543)
        } else {
            String::new()
        };
        let what = format!("the year {year} is far in the future{buddhist}");
        set_aside(file, event.line, what).help("write the day as the Gregorian calendar has it")
    }));
    let this_year = i16::try_from(2000 + THIS_CENTURY).unwrap_or(LAST_YEAR);
    let late = |event: &&Event| year(event) > this_year;
    let early = |event: &&Event| event.first.year() < FIRST_YEAR;
    let mut notes = Vec::new();
    if let Some(first) = list.events.iter().find(late) {
        let what = format!(
            "{} events are dated after {this_year} (first {}); look whether their years are right",
            list.events.iter().filter(late).count(),
            first.last
        );
        notes.push(Diagnostic::notice(file, what).line(first.line));
    }
    if let Some(first) = list.events.iter().find(early) {
        let what = format!(
            "{} events are dated before {FIRST_YEAR} (first {}); where they are of the Hijri or the Persian calendar (1444 \
             and 1401 are 2022), write them as the Gregorian has them",
            list.events.iter().filter(early).count(),
            first.first
        );
        notes.push(Diagnostic::notice(file, what).line(first.line));
    }
    list.diagnostics.extend(notes);
}

/// Words for a sum, in small letters, as tables name their last rows.
const TOTALS: [&str; 26] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "all",
    "overall",
    "gesamt",
    "insgesamt",
    "summe",
    "somme",
    "total général",
    "total general",
    "totale",
    "totaal",
    "totalt",
    "soma",
    "suma",
    "razem",
    "toplam",
    "итого",
    "всего",
    "разом",
    "المجموع",
    "مجموع",
];

fn is_total(cell: &str) -> bool {
    let bare =
        cell.trim().trim_matches(|sign: char| matches!(sign, ':' | '=' | '*' | '.' | ' '));
    let bare = bare.to_lowercase();
    TOTALS.contains(&bare.as_str())
        || ["total ", "grand total ", "итого ", "всего "].iter().any(|it| bare.starts_with(it))
}

/// Rows above a sum, below which it may be one by chance.
const SUMMED: usize = 4;

/// Sets aside rows that add up those above: they have a word for a sum, or their deaths are that sum in the last row and
/// a cell is empty that every other row has.
pub(super) fn set_totals_aside(file: &str, list: &mut EventList) {
    if list.aggregated {
        return;
    }
    let last = list.events.len().saturating_sub(1);
    let always = Always::of(list.events.get(..last).unwrap_or_default());
    let (mut sum, mut rows, mut since, mut rows_since) = (0_u64, 0_usize, 0_u64, 0_usize);
    let mut kept = Vec::with_capacity(list.events.len());
    let mut seen = Vec::new();
    for (place, event) in std::mem::take(&mut list.events).into_iter().enumerate() {
        let deaths = event.deaths.map_or(0, |deaths| u64::from(deaths.best));
        let is_sum =
            deaths > 0 && (rows > 1 && deaths == sum || rows_since > 1 && deaths == since);
        let named = [&event.id, &event.country].into_iter().any(|cell| is_total(cell));
        let placed = std::iter::once(&event.place)
            .chain(event.parties.iter().map(|party| &party.name))
            .chain(&event.categories)
            .any(|cell| is_total(cell));
        let is_last = place == last && rows >= SUMMED && deaths == sum && deaths > 0;
        if named || placed && is_sum || is_last && always.is_lacking_in(&event) {
            let what = if named || placed {
                "a cell has a word for a sum: the row adds up others and is no event".to_owned()
            } else {
                format!(
                    "its {deaths} deaths are the sum of the {rows} rows above, and it lacks what each of them has: it \
                         adds them up and is no event"
                )
            };
            seen.push(set_aside(file, event.line, what));
            (since, rows_since) = (0, 0);
            continue;
        }
        if is_last {
            let what = format!(
                "the {deaths} deaths of the last row are the sum of the {rows} rows above; if it is a total and no event, \
                 delete it"
            );
            seen.push(Diagnostic::notice(file, what).line(event.line));
        }
        (sum, rows) = (sum + deaths, rows + 1);
        (since, rows_since) = (since + deaths, rows_since + 1);
        kept.push(event);
    }
    list.events = kept;
    list.diagnostics.extend(seen);
}

/// Which cells every row of some has.
struct Always([bool; 4]);

impl Always {
    fn filled(event: &Event) -> [bool; 4] {
        let has_party = event.parties.iter().any(|party| !party.name.is_empty());
        let filled = |cell: &str| !cell.trim().is_empty();
        [filled(&event.id), filled(&event.country), filled(&event.place), has_party]
    }

    fn of(events: &[Event]) -> Self {
        let both = |one: [bool; 4], event: &Event| {
            let own = Self::filled(event);
            [one[0] && own[0], one[1] && own[1], one[2] && own[2], one[3] && own[3]]
        };
        Self(events.iter().fold([true; 4], both))
    }

    fn is_lacking_in(&self, event: &Event) -> bool {
        self.0.iter().zip(Self::filled(event)).any(|(always, own)| *always && !own)
    }
}

/// Says how many events have no number of deaths, where others have one: they count as events, and no deaths of theirs
/// are in any sum.
pub(super) fn say_what_is_unknown(file: &str, list: &mut EventList) {
    let all = list.events.len();
    let unknown = list.events.iter().filter(|event| event.deaths.is_none()).count();
    if (1..all).contains(&unknown) && !list.aggregated {
        let what = format!(
            "{unknown} of {all} events have no number of deaths; they count as events, and no sum of deaths has them"
        );
        list.diagnostics.push(Diagnostic::notice(file, what));
    }
}

/// A row that a list has twice is one event. Rows with one id and different contents are two, and said.
pub(super) fn count_once(file: &str, list: &mut EventList) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let (mut kept, mut again, mut differing) = (Vec::new(), 0_u64, Vec::new());
    for event in std::mem::take(&mut list.events) {
        if event.id.is_empty() {
            kept.push(event);
            continue;
        }
        let same = |place: &usize| -> bool {
            kept.get(*place).is_some_and(|known: &Event| {
                Event {
                    row: known.row,
                    line: known.line,
                    id: known.id.clone(),
                    ..event.clone()
                } == *known
            })
        };
        let id = folded(&event.id);
        match first.get(&id) {
            Some(place) if same(place) => again += 1,
            Some(_) => {
                differing.push((event.line, event.id.clone()));
                kept.push(event);
            }
            None => {
                first.insert(id, kept.len());
                kept.push(event);
            }
        }
    }
    list.events = kept;
    if again > 0 {
        list.diagnostics.push(Diagnostic::notice(
            file,
            format!(
                "{again} rows repeat an event that came before, in every cell; each counts once"
            ),
        ));
    }
    if let Some((line, id)) = differing.first() {
        let what = format!(
            "{} rows have the id of another event and other contents (first {id:?}); they are counted as \
             events of their own",
            differing.len()
        );
        list.diagnostics.push(Diagnostic::notice(file, what).line(*line));
    }
}

/// Degrees around the middle of a list within which an exchanged point is taken for swapped, and beyond
/// which the point as it stands is far.
const NEAR: f64 = 5.0;

/// Rows that have a middle.
const CLOUD: usize = 4;

/// Sets aside rows that lie far from all others and would lie among them with latitude and longitude
/// exchanged.
pub(super) fn set_swapped_aside(file: &str, list: &mut EventList) {
    if list.aggregated || list.events.len() < CLOUD {
        return;
    }
    let middle = |of: fn(&Event) -> f64| {
        let mut numbers: Vec<f64> = list.events.iter().map(of).collect();
        numbers.sort_by(f64::total_cmp);
        numbers.get(numbers.len() / 2).copied().unwrap_or_default()
    };
    let (latitude, longitude) =
        (middle(|event| event.latitude), middle(|event| event.longitude));
    let near = |a: f64, b: f64| (a - latitude).abs() <= NEAR && (b - longitude).abs() <= NEAR;
    let is_swapped = |event: &Event| {
        !near(event.latitude, event.longitude)
            && (event.latitude - latitude).abs() > NEAR
            && near(event.longitude, event.latitude)
    };
    // A few rows that are scattered over the globe have no middle.
    let close =
        list.events.iter().filter(|event| near(event.latitude, event.longitude)).count();
    if close * 2 < list.events.len() {
        return;
    }
    let (swapped, kept): (Vec<Event>, Vec<Event>) =
        std::mem::take(&mut list.events).into_iter().partition(is_swapped);
    list.events = kept;
    list.diagnostics.extend(swapped.into_iter().map(|event| {
        let what = format!(
            "latitude {} and longitude {} look exchanged: the other way round the row lies among the others",
            event.latitude, event.longitude
        );
        set_aside(file, event.line, what)
    }));
}
