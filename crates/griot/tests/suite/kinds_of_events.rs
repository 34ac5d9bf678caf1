//! Makers of lists of events as older codebooks, spreadsheets and data frames leave them, as `kinds` makes other kinds.

use std::fmt::Write as _;

use griot_table::{
    event::{EventList, Role},
    event_csv::Mapping,
    event_list,
};
use proptest::prelude::*;
use proptest::sample::Index;

use super::typed::{Said, griot, write};

fn read(text: &str, order: Option<&str>) -> EventList {
    let mapping = order.map_or_else(Mapping::default, |order| {
        let text = format!("date_order = {order:?}\n");
        Mapping::read("m.toml", text.as_bytes()).expect("a mapping")
    });
    event_list::read("e.csv", text.as_bytes(), &mapping).expect(text)
}

fn imported(text: &str) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("e.csv"), text.as_bytes());
    griot(folder.path(), &["events", "import", "e.csv"])
}

/// What the codebooks of ACLED had as types of events from 2010 on, and the words that all lists share.
const TYPES: [(&str, &str); 16] = [
    ("Battle-No change of territory", "battle"),
    ("Battle-Government regains territory", "battle"),
    ("Battle-Non-state actor overtakes territory", "battle"),
    ("Battle-Rebels overtake territory", "battle"),
    ("Battles", "battle"),
    ("Headquarters or base established", "strategic"),
    ("Non-violent activity by a conflict actor", "strategic"),
    ("Non-violent transfer of territory", "strategic"),
    ("Strategic development", "strategic"),
    ("Strategic developments", "strategic"),
    ("Riots/Protests", "riot"),
    ("Riots", "riot"),
    ("Protests", "protest"),
    ("Violence against civilians", "civilians"),
    ("Remote violence", "remote"),
    ("Explosions/Remote violence", "remote"),
];

/// The three formats with the same day and deaths in each row; `;` between cells.
fn rows(format: usize, rows: &[(String, String, String, String)]) -> String {
    let mut text = [
        "event_id_cnty;event_date;event_type;actor1;latitude;longitude;fatalities\n",
        "id;type_of_violence;side_a;side_b;number_of_sources;where_prec;where_coordinates;latitude;longitude;country;date_start;date_end;\
         date_prec;deaths_a;deaths_b;deaths_civilians;deaths_unknown;best;high;low\n",
        "id;date;latitude;longitude;deaths\n",
    ][format]
        .to_owned();
    for (number, (date, latitude, longitude, deaths)) in (1..).zip(rows) {
        let row = match format {
            0 => format!("M{number};{date};Battles;A;{latitude};{longitude};{deaths}"),
            1 => format!(
                "{number};1;A;B;2;1;Town;{latitude};{longitude};Mali;{date};{date};1;{deaths};0;0;0;{deaths};{deaths};{deaths}"
            ),
            _ => format!("E{number};{date};{latitude};{longitude};{deaths}"),
        };
        writeln!(text, "{row}").expect("a text takes lines");
    }
    text
}

fn errors(list: &EventList) -> Vec<String> {
    list.diagnostics.iter().map(|it| format!("{:?} {}", it.line, it.message)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// A type of an older codebook is what it was, however it is spelt, and so are those who stood beside an actor.
    #[test]
    fn older_columns_and_types_of_acled(
        events in prop::collection::vec((0..TYPES.len(), 0..4_usize, prop::collection::vec("[A-D][a-z]{2,5} (Army|Militia)", 0..3)), 1..9),
        is_older: bool,
        is_second: bool,
    ) {
        let (beside, side) = if is_older { ("ally_actor", 1 + usize::from(is_second)) } else { ("assoc_actor", 1 + usize::from(is_second)) };
        let mut text = format!("event_id_cnty,event_date,event_type,actor1,actor2,{beside}_{side},latitude,longitude,fatalities\n");
        for (number, (kind, hand, allies)) in events.iter().enumerate() {
            let kind = TYPES[*kind].0;
            let kind = [kind.to_owned(), kind.to_uppercase(), kind.to_lowercase(), format!(" {kind} ")][*hand].clone();
            writeln!(text, "M{number},2012-01-10,{kind},A,B,{},14.3,-4.1,1", allies.join("; ")).expect("a text takes lines");
        }
        let list = read(&text, None);
        prop_assert_eq!(list.events.len(), events.len(), "{:?}\n{}", errors(&list), text);
        prop_assert!(!errors(&list).iter().any(|it| it.contains("codebooks")), "{:?}", errors(&list));
        let role = if is_second { Role::WithSideB } else { Role::WithSideA };
        for (event, (kind, _, allies)) in list.events.iter().zip(&events) {
            prop_assert_eq!(&event.categories, &[TYPES[*kind].1], "{}", text);
            let found: Vec<&String> = event.parties.iter().filter(|it| it.role == role).map(|it| &it.name).collect();
            prop_assert_eq!(found, allies.iter().collect::<Vec<_>>(), "{}", text);
        }
    }

    /// Degrees with a comma, and whole numbers that became floats, in every format; what may be thousands is not read as less.
    #[test]
    fn numbers_as_programs_leave_them(
        format in 0..3_usize,
        has_commas: bool,
        events in prop::collection::vec((0..900_u32, 0..5_usize, -40..40_i32, -90..90_i32), 1..8),
    ) {
        let sign = if has_commas { "," } else { "." };
        let degrees = |whole: i32| format!("{whole}.25").replace('.', sign);
        let written: Vec<_> = events.iter().map(|(deaths, form, latitude, longitude)| {
            let deaths = [deaths.to_string(), format!("{deaths}.0"), format!("{deaths},0"), format!("{deaths}.00"), format!("{}{sign}000", deaths + 1)][*form].clone();
            ("2021-03-20".to_owned(), degrees(*latitude), degrees(*longitude), deaths)
        }).collect();
        let list = read(&rows(format, &written), None);
        let whole: Vec<_> = events.iter().filter(|(_, form, ..)| *form < 4).collect();
        let degree = |whole: i32| f64::from(whole) + if whole < 0 { -0.25 } else { 0.25 };
        let expected: Vec<_> = whole.iter().map(|(deaths, _, latitude, longitude)| (degree(*latitude), degree(*longitude), Some(*deaths))).collect();
        let found: Vec<_> = list.events.iter().map(|it| (it.latitude, it.longitude, it.deaths.map(|it| it.best))).collect();
        prop_assert_eq!(found, expected, "{:?}\n{:?}", errors(&list), written);
        let aside = errors(&list).iter().filter(|it| it.contains("sign between thousands")).count();
        prop_assert_eq!(aside, events.len() - whole.len(), "{:?}", errors(&list));
    }

    /// Rows that a list has twice count once, wherever the second ones stand, and how many they are is said.
    #[test]
    fn a_row_twice_is_one_event(format in 1..3_usize, events in 2..9_usize, again in prop::collection::vec((any::<Index>(), any::<Index>()), 0..6)) {
        let all: Vec<_> = (0..events).map(|number| {
            (format!("2021-03-{:02}", number + 1), "14.3".to_owned(), "-4.1".to_owned(), (1 << number).to_string())
        }).collect();
        let whole = rows(format, &all);
        let mut lines: Vec<&str> = whole.lines().collect();
        let own: Vec<&str> = lines[1..].to_vec();
        for (which, place) in &again {
            let place = 1 + place.index(lines.len());
            lines.insert(place, own[which.index(own.len())]);
        }
        let said = imported(&(lines.join("\n") + "\n"));
        let told = format!("{events} events from 2021-03-01 to 2021-03-{events:02}, {} deaths", (1 << events) - 1);
        prop_assert!(said.out.contains(&told), "{}: {}{}", told, said.out, said.err);
        let told = format!("{} rows repeat an event", again.len());
        prop_assert_eq!(said.err.contains(&told), !again.is_empty(), "{}: {}", told, said.err);
    }

    /// A year of two digits is never one to come; which may be of either century is asked for.
    #[test]
    fn a_short_year_is_never_to_come(years in prop::collection::vec(0..100_i16, 1..7), form in 0..4_usize) {
        let mut text = "id,date,latitude,longitude\nE,".to_owned() + ["30/01/1999", "30-01-1999", "30-Jan-1999", "January 30 1999"][form] + ",14,-4\n";
        for (number, year) in years.iter().enumerate() {
            let date = [format!("25/03/{year:02}"), format!("25-03-{year:02}"), format!("25-Mar-{year:02}"), format!("March 25 {year:02}")][form].clone();
            writeln!(text, "E{number},{date},14,-4").expect("a text takes lines");
        }
        let list = read(&text, None);
        let found: Vec<i16> = list.events[1..].iter().map(|it| it.first.year()).collect();
        let expected: Vec<i16> = years.iter().filter_map(|year| match year {
            0..=26 => Some(2000 + year),
            30.. => Some(1900 + year),
            _ => None,
        }).collect();
        let asked = errors(&list).iter().filter(|it| it.contains("write four digits")).count();
        prop_assert_eq!(asked, years.len() - expected.len(), "{:?}\n{}", errors(&list), text);
        prop_assert_eq!(found, expected, "{:?}\n{}", errors(&list), text);
    }

    /// Latitude and longitude exchanged in less than half of the rows: those are set aside by line, and no others.
    #[test]
    fn exchanged_points_in_part_of_the_rows(
        format in 0..3_usize,
        (middle, apart) in (-35..35_i32, prop::sample::select(vec![-40, -25, -13, 13, 25, 40])),
        near in prop::collection::vec((-15..15_i32, -15..15_i32), 5..15),
        which in prop::collection::vec(any::<Index>(), 1..7),
    ) {
        let exchanged: std::collections::BTreeSet<usize> = which.iter().map(|it| it.index(near.len())).take((near.len() - 1) / 2).collect();
        let written: Vec<_> = near.iter().enumerate().map(|(number, (north, east))| {
            let latitude = format!("{:.1}", f64::from(10 * middle + north) / 10.0);
            let longitude = format!("{:.1}", f64::from(10 * (middle + apart) + east) / 10.0);
            let (latitude, longitude) = if exchanged.contains(&number) { (longitude, latitude) } else { (latitude, longitude) };
            ("2021-03-20".to_owned(), latitude, longitude, "1".to_owned())
        }).collect();
        let list = read(&rows(format, &written), None);
        let found: Vec<u64> = list.diagnostics.iter().filter(|it| it.message.contains("look exchanged")).filter_map(|it| it.line).collect();
        let expected: Vec<u64> = exchanged.iter().map(|number| *number as u64 + 2).collect();
        prop_assert_eq!(found, expected, "{:?}\n{:?}", errors(&list), written);
        prop_assert_eq!(list.events.len(), near.len() - exchanged.len());
    }

    /// The order of day and month that a mapping gives holds in every format; without one, dates that can be either are refused.
    #[test]
    fn the_order_of_a_mapping_holds_everywhere(format in 0..3_usize, days in prop::collection::vec((1..13_i8, 1..13_i8, 2000..2024_i16), 1..8), sign in prop::sample::select(vec!['/', '.', '-'])) {
        let written: Vec<_> = days.iter().map(|(first, second, year)| {
            (format!("{first:02}{sign}{second:02}{sign}{year}"), "14.3".to_owned(), "-4.1".to_owned(), "1".to_owned())
        }).collect();
        let text = rows(format, &written);
        for order in ["day-month", "month-day"] {
            let found: Vec<_> = read(&text, Some(order)).events.iter().map(|it| (it.first.day(), it.first.month(), it.first.year())).collect();
            let expected: Vec<_> = days.iter().map(|(first, second, year)| {
                if order == "day-month" { (*first, *second, *year) } else { (*second, *first, *year) }
            }).collect();
            prop_assert_eq!(found, expected, "{}\n{}", order, text);
        }
        let refused = event_list::read("e.csv", text.as_bytes(), &Mapping::default());
        let can_be_either = days.iter().any(|(first, second, _)| first != second);
        prop_assert_eq!(refused.is_err(), can_be_either, "{}", text);
    }
}
