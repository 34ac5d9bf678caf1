//! Makers of tables whose cells do not stand where their header says: commas that nobody quoted, second headers, titles;
//! and of files that are no tables. What comes out is never another number than without the damage.

use std::fmt::Write as _;

use griot_table::{Text, event_csv::Mapping, event_list, trade, votes};
use proptest::prelude::*;
use proptest::sample::Index;

use super::typed::{Said, griot, write};

fn asked(name: &str, text: &str, arguments: &[&str]) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join(name), text.as_bytes());
    griot(folder.path(), arguments)
}

fn network(text: &str) -> Said {
    asked(
        "p.csv",
        text,
        &[
            "network", "p.csv", "--by", "object", "--window", "60s", "--min", "1", "--draws",
            "0",
        ],
    )
}

fn text(text: &str) -> Text<'_> {
    Text { file: "t.csv", text: text.to_owned(), diagnostics: Vec::new() }
}

/// A table as text, its columns in an order.
fn table(columns: &[&str], rows: &[Vec<String>], order: &[usize], delimiter: char) -> String {
    let line = |cells: Vec<&str>| {
        order.iter().map(|at| cells[*at]).collect::<Vec<_>>().join(&delimiter.to_string())
    };
    let mut text = line(columns.to_vec()) + "\n";
    for row in rows {
        text += &(line(row.iter().map(String::as_str).collect()) + "\n");
    }
    text
}

fn shuffled(columns: usize, seed: &[Index]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..columns).collect();
    for (at, other) in seed.iter().enumerate().take(columns) {
        order.swap(at, other.index(columns));
    }
    order
}

const POSTS: [&str; 5] = ["object_id", "account_id", "content_id", "timestamp_share", "note"];
const EVENTS: [&str; 7] = ["id", "date", "place", "deaths", "latitude", "longitude", "note"];
const TRADE: [&str; 9] = [
    "reporterISO",
    "partnerISO",
    "flowCode",
    "period",
    "cmdCode",
    "cmdDesc",
    "primaryValue",
    "fobvalue",
    "note",
];
const VOTES: [&str; 6] = ["undl_id", "ms_code", "ms_name", "ms_vote", "date", "note"];

fn posts(accounts: usize) -> Vec<Vec<String>> {
    let row = |object: usize, account: usize| {
        let time = 1_622_541_600 + object * 90_000 + account;
        vec![
            format!("o{object}"),
            format!("a{account}"),
            format!("c{object}-{account}"),
            time.to_string(),
            String::new(),
        ]
    };
    (0..3).flat_map(|object| (0..accounts).map(move |account| row(object, account))).collect()
}

fn events(deaths: &[u32]) -> Vec<Vec<String>> {
    (1..)
        .zip(deaths)
        .map(|(number, deaths)| {
            let number: usize = number;
            vec![
                format!("E{number}"),
                format!("2023-01-{number:02}"),
                "Mopti".into(),
                deaths.to_string(),
                "14.35".into(),
                "-4.18".into(),
                String::new(),
            ]
        })
        .collect()
}

fn flows(values: &[u32]) -> Vec<Vec<String>> {
    (2000..)
        .zip(values)
        .map(|(year, value)| {
            let year: u32 = year;
            vec![
                "ARE".into(),
                "MLI".into(),
                "M".into(),
                year.to_string(),
                "7108".into(),
                "Gold".into(),
                value.to_string(),
                "7".into(),
                String::new(),
            ]
        })
        .collect()
}

fn ballots(roll_calls: &[bool]) -> Vec<Vec<String>> {
    let row = |number: usize, code: &str, name: &str, vote: &str| {
        vec![
            format!("40{number:02}"),
            code.into(),
            name.into(),
            vote.into(),
            format!("2023-02-{:02}", number + 1),
            String::new(),
        ]
    };
    roll_calls
        .iter()
        .enumerate()
        .flat_map(|(number, agree)| {
            [
                row(number, "MLI", "MALI", "Y"),
                row(number, "RUS", "RUSSIAN FEDERATION", if *agree { "Y" } else { "N" }),
            ]
        })
        .collect()
}

/// Deaths of each event that is read.
fn deaths(text: &str) -> Vec<(String, u32)> {
    let list = event_list::read("e.csv", text.as_bytes(), &Mapping::default()).expect(text);
    list.events
        .into_iter()
        .map(|it| (it.id, it.deaths.map_or(u32::MAX, |it| it.best)))
        .collect()
}

fn values(table: &str) -> Vec<(String, Option<f64>)> {
    let flows = trade::read(&text(table)).expect(table).flows.rows;
    flows.into_iter().map(|it| (it.period, it.value)).collect()
}

fn cast(table: &str) -> Vec<(String, Vec<(String, String)>)> {
    let read = votes::read(&text(table)).expect(table);
    let name = |member: usize| read.members.get(member).cloned().unwrap_or_default();
    read.roll_calls
        .rows
        .iter()
        .map(|it| {
            let votes = it
                .votes
                .iter()
                .map(|(member, choice)| (name(*member), choice.word().to_owned()))
                .collect();
            (it.id.clone(), votes)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A comma that nobody quoted, with or without a blank, in some rows whose last cell is empty: those are set aside.
    #[test]
    fn an_unquoted_comma_is_never_read_over(
        which in prop::collection::vec(any::<Index>(), 1..5),
        column in 0..6_usize,
        sign in prop::sample::select(vec![", b", ",b", ",5"]),
        numbers in prop::collection::vec(1..900_u32, 6..12),
        agree in prop::collection::vec(any::<bool>(), 4..8),
    ) {
        let damaged = |rows: &[Vec<String>]| -> (Vec<Vec<String>>, Vec<usize>) {
            let mut places: Vec<usize> = which.iter().map(|it| it.index(rows.len() - 1)).collect();
            places.sort_unstable();
            places.dedup();
            let mut rows = rows.to_vec();
            for place in &places {
                let cells = &mut rows[*place];
                let column = column.min(cells.len() - 2);
                cells[column].push_str(sign);
            }
            (rows, places)
        };
        let straight = |columns: usize| (0..columns).collect::<Vec<_>>();
        let kept = |rows: &[Vec<String>], places: &[usize]| -> Vec<Vec<String>> {
            rows.iter().enumerate().filter(|(at, _)| !places.contains(at)).map(|it| it.1.clone()).collect()
        };

        let rows = events(&numbers);
        let (bad, places) = damaged(&rows);
        let text = table(&EVENTS, &bad, &straight(7), ',');
        let left = table(&EVENTS, &kept(&rows, &places), &straight(7), ',');
        prop_assert_eq!(deaths(&text), deaths(&left), "{}", text);

        let rows = flows(&numbers);
        let (bad, places) = damaged(&rows);
        let text = table(&TRADE, &bad, &straight(9), ',');
        prop_assert_eq!(values(&text), values(&table(&TRADE, &kept(&rows, &places), &straight(9), ',')), "{}", text);

        let rows = ballots(&agree);
        let (bad, places) = damaged(&rows);
        let text = table(&VOTES, &bad, &straight(6), ',');
        prop_assert_eq!(cast(&text), cast(&table(&VOTES, &kept(&rows, &places), &straight(6), ',')), "{}", text);

        let rows = posts(4);
        let (bad, places) = damaged(&rows);
        let said = network(&table(&POSTS, &bad, &straight(5), ','));
        let left = network(&table(&POSTS, &kept(&rows, &places), &straight(5), ','));
        prop_assert_eq!(said.out, left.out, "{:?}\n{}", bad, said.err);
        prop_assert!(said.err.contains("another number of cells"), "{}", said.err);
    }

    /// Two downloads in one file, the second with its columns in another order: read as if they had one.
    #[test]
    fn a_second_header_in_another_order(
        seed in prop::collection::vec(any::<Index>(), 9),
        numbers in prop::collection::vec(1..900_u32, 6..12),
        agree in prop::collection::vec(any::<bool>(), 4..8),
        delimiter in prop::sample::select(vec![',', ';', '\t']),
        cut in any::<Index>(),
    ) {
        let twice = |columns: &[&str], rows: &[Vec<String>], first: usize| {
            let straight: Vec<usize> = (0..columns.len()).collect();
            let other = shuffled(columns.len(), &seed);
            let whole = table(columns, rows, &straight, delimiter);
            let both = table(columns, &rows[..first], &straight, delimiter) + &table(columns, &rows[first..], &other, delimiter);
            (whole, both)
        };
        let rows = events(&numbers);
        let (whole, both) = twice(&EVENTS, &rows, 1 + cut.index(rows.len() - 2));
        prop_assert_eq!(deaths(&both), deaths(&whole), "{}", both);
        let rows = flows(&numbers);
        let (whole, both) = twice(&TRADE, &rows, 1 + cut.index(rows.len() - 2));
        prop_assert_eq!(values(&both), values(&whole), "{}", both);
        let rows = ballots(&agree);
        let (whole, both) = twice(&VOTES, &rows, 2 * (1 + cut.index(rows.len() / 2 - 1)));
        prop_assert_eq!(cast(&both), cast(&whole), "{}", both);
        let rows = posts(4);
        let (whole, both) = twice(&POSTS, &rows, 1 + cut.index(rows.len() - 2));
        let (one, other) = (network(&whole), network(&both));
        prop_assert_eq!(one.out, other.out, "{}\n{}", both, other.err);
        prop_assert!(other.err.contains("header"), "{}", other.err);
    }

    /// Below a second header of other columns nothing is read.
    #[test]
    fn a_second_header_of_other_columns(numbers in prop::collection::vec(1..900_u32, 6..12), cut in any::<Index>()) {
        let first = 1 + cut.index(numbers.len() - 2);
        let rows = events(&numbers);
        let straight: Vec<usize> = (0..7).collect();
        let above = table(&EVENTS, &rows[..first], &straight, ',');
        let mut below = "id,date,place,injured,deaths,latitude,longitude,note\n".to_owned();
        for row in &rows[first..] {
            writeln!(below, "{},{},{},900,{},{},{},", row[0], row[1], row[2], row[3], row[4], row[5]).expect("a text takes lines");
        }
        prop_assert_eq!(deaths(&(above.clone() + &below)), deaths(&above), "{}{}", above, below);
    }

    /// A title above the header: the line in which the header stands is named.
    #[test]
    fn a_title_above_the_header(lines in 1..6_usize, is_wide: bool) {
        let title = if is_wide { "Report of links,,,\n" } else { "Report of links\n" }.repeat(lines);
        let said = format!("line {}", lines + 1);
        let posts = title.clone() + &table(&POSTS, &posts(3), &[0, 1, 2, 3, 4], ',');
        let seen = network(&posts);
        prop_assert!(seen.code == 2 && seen.err.contains(&said), "{}: {}", said, seen.err);
        let straight: Vec<usize> = (0..7).collect();
        let events = title + &table(&EVENTS, &events(&[1, 2, 3]), &straight, ',');
        let error = event_list::read("e.csv", events.as_bytes(), &Mapping::default()).expect_err("a title").to_string();
        prop_assert!(error.contains(&said), "{}", error);
    }
}

/// Words for votes in another language or form: told in one line, with how often each was met.
#[test]
fn words_that_are_no_votes_are_told_in_one_line() {
    for words in [["Oui", "Non"], ["За", "Против"], ["1", "3"], ["Y*", "N*"]] {
        let mut rows = ballots(&[true, false, true]);
        for row in &mut rows {
            row[3] = words[usize::from(row[3] == "N")].to_owned();
        }
        let straight: Vec<usize> = (0..6).collect();
        let all = table(&VOTES, &rows, &straight, ',');
        let read = votes::read(&text(&all)).expect("a known layout");
        let told: Vec<&str> =
            read.roll_calls.diagnostics.iter().map(|it| it.message.as_str()).collect();
        let said = format!(
            "6 rows set aside: ms_vote is {:?} (5), {:?} (1), not Y, N, A, X or NV",
            words[0], words[1]
        );
        assert_eq!(told, [said.as_str()]);
        assert!(read.is_mostly_unread());
        let said = asked("v.csv", &all, &["votes", "agree", "ML", "RU", "--file", "v.csv"]);
        assert!(said.code == 2 && said.out.is_empty(), "{}{}", said.out, said.err);
    }
}

/// A state without a code is the state of its name, and never one state with all others without one.
#[test]
fn a_state_without_a_code_has_its_name() {
    for blank in [&[0][..], &[1], &[0, 1]] {
        let mut rows = ballots(&[true, false, true, false, true]);
        for (at, row) in rows.iter_mut().enumerate() {
            if blank.contains(&(at % 2)) {
                row[1].clear();
            }
        }
        let straight: Vec<usize> = (0..6).collect();
        let text = table(&VOTES, &rows, &straight, ',');
        let said = asked(
            "v.csv",
            &text,
            &[
                "votes", "agree", "ML", "RU", "--by", "whole", "--format", "csv", "--file",
                "v.csv",
            ],
        );
        assert!(said.out.contains("2023,5,5,0.6000,"), "{}{}", said.out, said.err);
        assert!(
            !said.err.contains("repeat") && !said.err.contains("later one"),
            "{}",
            said.err
        );
    }
}

/// What is no table is named as what it is by every command.
#[test]
fn what_is_no_table_is_named_by_every_command() {
    for (text, what) in [
        (
            "<!DOCTYPE html><html><head><title>Sign in</title></head></html>",
            "a web page with the title \"Sign in\"",
        ),
        (
            "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
            "Request has expired",
        ),
        (
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook/>",
            "a spreadsheet of 2003",
        ),
        ("\0\u{5}\u{16}\u{7}\0\u{2}\0\0Mac OS X", "AppleDouble"),
    ] {
        for arguments in [
            &["network", "t.csv", "--by", "url"][..],
            &["events", "import", "t.csv"],
            &["votes", "agree", "ML", "RU", "--file", "t.csv"],
            &["trade", "gap", "--origin", "ML", "--file", "t.csv"],
        ] {
            let said = asked("t.csv", text, arguments);
            assert!(said.code == 2 && said.err.contains(what), "{arguments:?}: {}", said.err);
        }
    }
}

/// Rows divided by another sign than the header are told as that.
#[test]
fn rows_divided_by_another_sign_than_the_header() {
    let text = "object_id,account_id,content_id,timestamp_share\no1;a1;c1;1622541600\no1;a2;c2;1622541601\n";
    let said = network(text);
    assert!(said.code == 2 && said.err.contains("divided by semicolons"), "{}", said.err);
}
