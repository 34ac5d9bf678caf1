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

    /// A row that adds up others is no event, whatever its word and its format, and however many deaths it has.
    #[test]
    fn a_row_with_a_word_for_a_sum_is_no_event(
        format in 0..3_usize,
        deaths in prop::collection::vec(0..900_u32, 1..9),
        word in prop::sample::select(vec!["Total", "TOTAL:", "Grand total", "Total 2021", "Gesamt", "Somme", "Итого", "المجموع"]),
        place in any::<Index>(),
    ) {
        let row = |deaths: u32| ("2021-03-20".to_owned(), "14.3".to_owned(), "-4.1".to_owned(), deaths.to_string());
        let all: Vec<_> = deaths.iter().map(|it| row(*it)).collect();
        let text = rows(format, &all);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let sum = rows(format, &[row(deaths.iter().sum())]);
        let sum = sum.lines().nth(1).expect("a row").split_once(';').expect("cells").1.to_owned();
        let place = 1 + place.index(lines.len());
        lines.insert(place, format!("{word};{sum}"));
        let list = read(&(lines.join("\n") + "\n"), None);
        let found: Vec<u32> = list.events.iter().filter_map(|it| it.deaths).map(|it| it.best).collect();
        prop_assert_eq!(found, deaths, "{:?}", errors(&list));
        let aside: Vec<u64> = list.diagnostics.iter().filter(|it| it.message.contains("word for a sum")).filter_map(|it| it.line).collect();
        prop_assert_eq!(aside, vec![place as u64 + 1], "{:?}", errors(&list));
    }

    /// Years far off are set aside; those of another calendar are said; no other year is.
    #[test]
    fn years_of_other_calendars(format in 0..3_usize, years in prop::collection::vec(prop::sample::select(vec![1401_i16, 1444, 1700, 1990, 2023, 2026, 2040, 2203, 2566]), 1..9)) {
        let all: Vec<_> = years.iter().map(|year| (format!("{year}-03-20"), "14.3".to_owned(), "-4.1".to_owned(), "1".to_owned())).collect();
        let list = read(&rows(format, &all), None);
        let found: Vec<i16> = list.events.iter().map(|it| it.first.year()).collect();
        let near: Vec<i16> = years.iter().copied().filter(|year| *year < 2100).collect();
        prop_assert_eq!(&found, &near, "{:?}", errors(&list));
        let told = |word: &str| errors(&list).iter().any(|it| it.contains(word));
        prop_assert_eq!(told("far in the future"), near.len() < years.len());
        prop_assert_eq!(told("before 1600"), near.iter().any(|year| *year < 1600));
        prop_assert_eq!(told("after 2026"), near.iter().any(|year| *year > 2026));
    }

    /// Ids that differ by case, blanks and marks that nobody sees are one.
    #[test]
    fn ids_in_another_hand(format in 0..2_usize, which in prop::collection::vec((0..4_usize, 0..4_usize), 1..12)) {
        let (date, latitude, longitude) = ("2021-03-20", "14.3", "-4.1");
        let mut text = rows(format, &[]);
        for (number, hand) in &which {
            let id = format!("Mli{number}");
            let id = [id.clone(), id.to_uppercase(), format!(" {id} "), format!("\u{200b}{}\u{feff}", id.to_lowercase())][*hand].clone();
            let row = [
                format!("{id};{date};Battles;A;{latitude};{longitude};{number}"),
                format!("{id};1;A;B;2;1;Town;{latitude};{longitude};Mali;{date};{date};1;{number};0;0;0;{number};{number};{number}"),
            ][format].clone();
            writeln!(text, "{row}").expect("a text takes lines");
        }
        let list = read(&text, None);
        let all: std::collections::BTreeSet<usize> = which.iter().map(|it| it.0).collect();
        prop_assert_eq!(list.events.len(), all.len(), "{:?}\n{}", errors(&list), text);
    }

    /// Points that do not lie in the country of their row are counted and said, with what would bring them into it; so are
    /// events without a country and without deaths where the question is about a country.
    #[test]
    fn what_a_row_says_of_its_country(kinds in prop::collection::vec(0..5_usize, 2..12)) {
        let mut text = "id,date,latitude,longitude,country,deaths\n".to_owned();
        for (number, kind) in (1..).zip(&kinds) {
            let rest = ["14.35,-4.18,Mali,1", "-4.18,14.35,Mali,1", "14.35,4.18,Mali,1", "14.35,-4.18,,1", "14.35,-4.18,Mali,"][*kind];
            writeln!(text, "E{number},2023-01-{number:02},{rest}").expect("a text takes lines");
        }
        let count = |kind: usize| kinds.iter().filter(|it| **it == kind).count();
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("e.csv"), text.as_bytes());
        let compared = griot(folder.path(), &["events", "compare", "e.csv", "--place", "ML", "--before", "2022", "--after", "2023"]);
        let said = compared.out + &compared.err;
        // Where the fewer are exchanged against the more, they are set aside by that already, and are no part of the counts.
        if said.contains("look exchanged") {
            return Ok(());
        }
        let outside = count(1) + count(2);
        if outside > 0 {
            let told = format!("{outside} of {} events lie outside", kinds.len() - count(3));
            prop_assert!(said.contains(&told), "{}: {}\n{}", told, text, said);
        }
        prop_assert_eq!(said.contains(&format!("{} events with {} deaths name no country", count(3), count(3))), count(3) > 0, "{}", said);
        prop_assert_eq!(said.contains(&format!("and {} of the second have no number of deaths", count(4))), count(4) > 0, "{}", said);
    }
}

/// A row of the newer release that could not be read is not withdrawn; one that is not there is.
#[test]
fn a_row_that_is_not_read_is_not_withdrawn() {
    let row = |number: u32, deaths: &str| {
        (
            format!("2023-01-{:02}", number + 10),
            "14.3".to_owned(),
            "-4.1".to_owned(),
            deaths.to_owned(),
        )
    };
    let old: Vec<_> = (1..6).map(|number| row(number, "3")).collect();
    let mut new = old.clone();
    new[2].3 = "1.200".to_owned();
    let _gone = new.pop();
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("old.csv"), rows(1, &old).as_bytes());
    write(&folder.path().join("new.csv"), rows(1, &new).as_bytes());
    let said =
        griot(folder.path(), &["events", "releases", "old.csv", "new.csv", "--period", "2023"]);
    assert!(
        said.out.contains("0 events added, 1 withdrawn, 0 revised, 3 as they were"),
        "{}",
        said.out
    );
    assert!(said.out.contains("1 could not be read in new"), "{}", said.out);
    assert!(
        said.out.contains("not read 3:") && said.out.contains("withdrawn 5:"),
        "{}",
        said.out
    );
}
