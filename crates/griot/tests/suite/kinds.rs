//! Makers of the kinds of files that `strangers` has a few of: each law is tried on new members of its kind.
//!
//! What is drawn are the number of accounts and objects, which rows are damaged and where, and the forms of times, letters,
//! numbers and ballots. What must come out is worked out from what was drawn, never from what griot says.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::Index;

use super::{
    makers::{second, shares},
    typed::{Said, griot, write},
};

fn asked(name: &str, bytes: &[u8], arguments: &[&str]) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join(name), bytes);
    griot(folder.path(), arguments)
}

fn network(name: &str, bytes: &[u8], by: &str) -> Said {
    let counted = ["--window", "60s", "--min", "1", "--draws", "0"];
    asked(name, bytes, &[&["network", name, "--by", by][..], &counted].concat())
}

/// Edges of a network, or the words of its refusal.
fn edges(name: &str, bytes: &[u8], by: &str) -> Result<usize, String> {
    let said = network(name, bytes, by);
    if said.code == 0 { Ok(said.out.lines().count() - 1) } else { Err(said.err) }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).expect("few"))
}

fn pairs(accounts: usize) -> usize {
    accounts * (accounts - 1) / 2
}

/// A time as a column may have it, from seconds.
fn written(form: u8, seconds: usize) -> String {
    let stamp = jiff::Timestamp::from_second(i64::try_from(seconds).expect("some time"))
        .expect("a time");
    match form {
        0 => seconds.to_string(),
        1 => format!("{seconds}000"),
        2 => format!("{seconds}000000"),
        3 => stamp.to_string(),
        4 => stamp.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        5 => stamp.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
        6 => format!("{seconds}.0"),
        _ => stamp.strftime("%a %b %d %H:%M:%S +0000 %Y").to_string(),
    }
}

/// A number that is a time of another kind, never Unix seconds.
fn no_seconds(form: u8, object: usize) -> String {
    match form {
        0 => format!("20{:02}{:02}{:02}", 10 + object, 1 + object, 10 + object),
        1 => {
            format!("20{:02}{:02}{:02}2144{:02}", 10 + object, 1 + object, 10 + object, object)
        }
        2 => format!("{}.{}", 40_000 + 311 * object, 25 * (object % 4)),
        3 => (1_990 + object).to_string(),
        _ => "1.6E+09".to_owned(),
    }
}

/// Letters of the Windows code page 1251.
fn in_1251(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        'А'..='я' => {
            u8::try_from(u32::from(letter) - 0x410 + 0xc0).expect("a letter of 1251")
        }
        letter => u8::try_from(u32::from(letter)).expect("ASCII"),
    };
    text.chars().map(byte).collect()
}

fn encoded(form: u8, text: &str) -> Vec<u8> {
    match form {
        0 => text.as_bytes().to_vec(),
        1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        2 => [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect(),
        3 => [0xfe, 0xff]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
            .collect(),
        4 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => in_1251(text),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_time_is_read_in_any_form(accounts in 2..5_usize, objects in 3..8_usize, form in 0..8_u8) {
        let text = shares(accounts, objects, |object, account| {
            format!("o{object},a{account},c{object}-{account},{}", written(form, second(object, account)))
        });
        prop_assert_eq!(edges("t.csv", text.as_bytes(), "object"), Ok(pairs(accounts)), "{}", text);
    }

    #[test]
    fn what_are_no_seconds_is_refused(accounts in 2..5_usize, objects in 3..8_usize, form in 0..5_u8) {
        let text = shares(accounts, objects, |object, account| {
            format!("o{object},a{account},c{object}-{account},{}", no_seconds(form, object))
        });
        let refused = edges("t.csv", text.as_bytes(), "object");
        prop_assert!(refused.is_err(), "{} edges of {}", refused.unwrap_or_default(), text);
    }

    /// Each account has words of its own: in no encoding do they become the same words.
    #[test]
    fn words_stay_apart_in_any_encoding(
        accounts in 2..4_usize,
        stems in prop::collection::hash_set("[бвгджзклмнпрст][аеиоуя][вгдклмнпрст][аеио][вклмнрст]а", 12),
        form in 0..6_u8,
    ) {
        let words: Vec<&String> = stems.iter().collect();
        let own = |shared: bool| shares(accounts, 4, |object, account| {
            let word = words[if shared { object } else { object * 3 + account % 3 }];
            format!("новости {word} сегодня,a{account},c{object}-{account},{}", second(object, account))
        });
        prop_assert_eq!(edges("t.csv", &encoded(form, &own(false)), "object"), Ok(0));
        prop_assert_eq!(edges("t.csv", &encoded(form, &own(true)), "object"), Ok(pairs(accounts)));
    }

    #[test]
    fn accounts_whose_numbers_were_rounded_are_not_merged(accounts in 3..9_usize, power in 15..19_u8, digits in 2..5_usize) {
        let number = format!("{:.*}E+{power}", digits, 9.0625);
        let text = shares(accounts, 3, |object, account| {
            format!("o{object},{number},c{object}-{account},{}", second(object, account))
        });
        // One account, where there were several: nothing can be said of who shared what.
        let said = network("t.csv", text.as_bytes(), "object");
        prop_assert!(said.err.contains("lost its last digits") || said.err.contains("lost their last digits"), "{}", said.err);
        prop_assert!(said.code == 2 || said.out.lines().count() == 1, "{}", said.out);
    }

    /// A comma that nobody quoted costs its own row, wherever it is.
    #[test]
    fn a_shifted_row_is_set_aside_alone(objects in 4..9_usize, rows in prop::collection::vec(any::<Index>(), 1..3), cell in 0..3_usize) {
        let whole = shares(3, objects, |object, account| {
            format!("o{object},a{account},c{object}-{account},{}", second(object, account))
        });
        let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
        let hit: std::collections::BTreeSet<usize> = rows.iter().map(|row| 1 + row.index(lines.len() - 1)).collect();
        for row in &hit {
            let mut cells: Vec<String> = lines[*row].split(',').map(str::to_owned).collect();
            cells[cell].push_str(",x");
            lines[*row] = cells.join(",");
        }
        let said = network("t.csv", (lines.join("\n") + "\n").as_bytes(), "object");
        prop_assert_eq!(said.code, 0, "{}", said.err);
        let left = objects * 3 - hit.len();
        let told = format!("{left} posts");
        prop_assert!(said.err.contains(&told), "{}: {}", told, said.err);
        for row in hit {
            let place = format!("t.csv:{}: ", row + 1);
            prop_assert!(said.err.contains(&place), "{}: {}", place, said.err);
        }
    }

    /// A record that is damaged anywhere costs itself and no other.
    #[test]
    fn a_damaged_record_of_json_costs_itself(posts in 4..12_usize, which in any::<Index>(), damage in 0..5_usize, is_array: bool) {
        let record = |number: usize| format!(
            "{{\"id\":\"{number}\",\"author_id\":\"u{}\",\"created_at\":\"2021-06-10T10:00:{:02}Z\",\"text\":\"a\",\
             \"entities\":{{\"urls\":[{{\"expanded_url\":\"https://example.org/one\"}}]}}}}",
            number % 3, number
        );
        let mut records: Vec<String> = (0..posts).map(record).collect();
        let at = which.index(posts);
        let worse = ["\"\\x0C\"", "oops", "\"a\" b\" c\"", "\"\\ud800\\q\"", "'a'"][damage];
        records[at] = records[at].replace("\"a\"", worse);
        let text = if is_array { format!("[{}]", records.join(",\n")) } else { records.join("\n") };
        let said = network("t.json", text.as_bytes(), "url");
        prop_assert_eq!(said.code, 0, "{}", said.err);
        let told = format!("{} posts", posts - 1);
        prop_assert!(said.err.contains(&told) && said.err.contains("not JSON"), "{}: {}", told, said.err);
    }

    /// A quotation mark that is not closed costs the row that opens it, and says where.
    #[test]
    fn an_unclosed_quotation_mark_costs_its_row(objects in 4..9_usize, which in any::<Index>()) {
        let whole = shares(2, objects, |object, account| {
            format!("\"words {object}, and more\",a{account},c{object}-{account},{}", second(object, account))
        });
        let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
        let row = 1 + which.index(lines.len() - 1);
        lines[row] = lines[row].replace("more\"", "more");
        let said = network("t.csv", (lines.join("\n") + "\n").as_bytes(), "object");
        prop_assert_eq!(said.code, 0, "{}", said.err);
        let told = format!("{} posts", objects * 2 - 1);
        prop_assert!(said.err.contains(&told), "{}: {}", told, said.err);
        let place = format!("t.csv:{}: ", row + 1);
        prop_assert!(said.err.contains(&place), "{}: {}", place, said.err);
    }

    /// The same in a list of events, in whichever of its quoted cells, the last of a row among them.
    #[test]
    fn an_unclosed_quotation_mark_costs_its_event(events in 4..12_usize, which in any::<Index>(), cell in 0..2_usize, ends in 0..2_usize) {
        let mut lines = vec!["id,date,actor1,latitude,longitude,deaths,notes".to_owned()];
        for number in 0..events {
            lines.push(format!("E{number},2023-01-{:02},\"Army, unit {number}\",14.3,-4.1,1,\"said {number}, they\"", number + 1));
        }
        let row = 1 + which.index(events);
        let mark = ["\",14.3", "they\""][cell];
        lines[row] = lines[row].replace(mark, &mark.replace('"', ""));
        let text = lines.join(["\n", "\r\n"][ends]) + "\n";
        let said = asked("e.csv", text.as_bytes(), &["events", "import", "e.csv"]);
        // At the end of the file nothing follows that could be swallowed, and the row is whole.
        let is_whole = row == events && cell == 1;
        let told = format!("{} events from ", if is_whole { events } else { events - 1 });
        prop_assert!(said.out.contains(&told), "{}: {}{}\n{}", told, said.out, said.err, text);
        let place = format!("e.csv:{}: ", row + 1);
        prop_assert!(is_whole || said.err.contains(&place), "{}: {}", place, said.err);
    }

    /// Of an event in several downloads the newest counts, and once, in whatever order the rows stand.
    #[test]
    fn the_newest_row_of_an_event_counts_once(
        rows in prop::collection::vec((0..4_u8, 0..30_u32, 1..200_u32), 2..12),
    ) {
        let mut text = "event_id_cnty,event_date,event_type,actor1,actor2,latitude,longitude,fatalities,timestamp\n".to_owned();
        let mut newest = std::collections::BTreeMap::new();
        for (number, (id, deaths, time)) in rows.iter().enumerate() {
            // No two rows have one time: which of them is newer nobody could say.
            let time = time * 100 + u32::try_from(number).expect("few rows");
            writeln!(text, "M{id},2023-01-1{id},Battles,A,B,14.3,-4.1,{deaths},{time}").expect("a text takes lines");
            let held = newest.entry(id).or_insert((time, *deaths));
            *held = (*held).max((time, *deaths));
        }
        let deaths: u32 = newest.values().map(|(_, deaths)| deaths).sum();
        let said = asked("e.csv", text.as_bytes(), &["events", "import", "e.csv"]);
        let told = format!("{} events from ", newest.len());
        prop_assert!(said.out.contains(&told), "{}: {}{}", told, said.out, said.err);
        let told = format!(", {deaths} death");
        prop_assert!(said.out.contains(&told), "{}: {}{}", told, said.out, said.err);
    }

    /// A ballot counts as what it is, in whatever hand each cell was written.
    #[test]
    fn a_ballot_counts_in_any_hand(ballots in prop::collection::vec((0..3_usize, 0..3_usize, 0..4_usize, 0..4_usize), 12..24)) {
        const FORMS: [[&str; 4]; 3] = [["Y", "y", "Yes", "YES"], ["N", "n", "No", "NO"], ["A", "a", "Abstain", "ABSTAIN"]];
        let mut text = "undl_id,ms_code,ms_vote,date,title\n".to_owned();
        let mut plain = text.clone();
        for (number, (mali, russia, hand, other)) in (1..).zip(&ballots) {
            for (out, hands) in [(&mut text, [*hand, *other]), (&mut plain, [0, 0])] {
                for (code, ballot, hand) in [("MLI", mali, hands[0]), ("RUS", russia, hands[1])] {
                    writeln!(out, "{number},{code},{},2023-03-{:02},T {number}", FORMS[*ballot][hand], 1 + number % 28)
                        .expect("a text takes lines");
                }
            }
        }
        let agree = |text: &str| {
            let question = ["votes", "agree", "ML", "RU", "--by", "whole", "--file", "v.csv", "--format", "csv"];
            let said = asked("v.csv", text.as_bytes(), &question);
            (said.code, said.out)
        };
        let found = agree(&text);
        prop_assert_eq!(&found, &agree(&plain));
        let same = ballots.iter().filter(|(mali, russia, ..)| mali == russia).count();
        let cells: Vec<&str> = found.1.lines().nth(1).unwrap_or_default().split(',').collect();
        prop_assert_eq!(cells.get(1).and_then(|it| it.parse().ok()), Some(ballots.len()), "{}", found.1);
        prop_assert_eq!(cells.get(3).and_then(|it| it.parse::<f64>().ok()).map(|it| (it * 1e4).round()),
            Some((1e4 * count(same) / count(ballots.len())).round()), "{}", found.1);
    }

    /// One page under as many addresses as there are accounts is one; pages that differ stay apart.
    #[test]
    fn a_link_is_the_same_however_it_is_written(forms in prop::collection::vec((0..6_usize, 0..5_usize), 2..5), path in "[a-z]{3,9}/[a-z]{3,9}-[0-9]{2,5}") {
        let address = |form: usize, tail: usize, page: &str| {
            let begin = ["https://example.org/", "http://example.org/", "https://www.example.org/", "HTTPS://Example.ORG/",
                "https://example.org:443/", "http://www.example.org:80/"][form];
            let end = ["", "?utm_source=feed&utm_medium=social", "#comments", "/", "?fbclid=IwAR0abc"][tail];
            format!("{begin}{page}{end}")
        };
        let posts = |page: &dyn Fn(usize) -> String| {
            let mut text = String::new();
            for object in 0..3 {
                for (account, (form, tail)) in forms.iter().enumerate() {
                    let link = address(*form, *tail, &format!("{}/{object}", page(account)));
                    writeln!(text, "{{\"id\":\"{object}{account}\",\"author_id\":\"u{account}\",\"created_at\":\
                        \"2021-06-1{object}T10:00:{account:02}Z\",\"text\":\"a\",\"entities\":{{\"urls\":[{{\"expanded_url\":\"{link}\"}}]}}}}")
                        .expect("a text takes lines");
                }
            }
            text
        };
        prop_assert_eq!(edges("t.jsonl", posts(&|_| path.clone()).as_bytes(), "url"), Ok(pairs(forms.len())));
        prop_assert_eq!(edges("t.jsonl", posts(&|account| format!("{path}{account}")).as_bytes(), "url"), Ok(0));
    }

    /// A record of trade is reported, zero, not readable or an estimate, and never "missing" because griot could not read it.
    #[test]
    fn a_value_of_trade_is_what_it_is(kinds in prop::collection::vec(0..5_usize, 1..8), value in 2..9_000_000_u32) {
        let mut text = "period,reporterISO,reporterCode,partnerISO,partnerCode,partner2Code,flowCode,cmdCode,customsCode,motCode,netWgt,primaryValue,isReported\n".to_owned();
        for (number, kind) in kinds.iter().enumerate() {
            let written = [value.to_string(), "0".to_owned(), format!("\"{value},000,000\""), format!("about {value}"), value.to_string()];
            let reported = if *kind == 4 { "False" } else { "True" };
            writeln!(text, "{},ARE,784,MLI,466,0,M,7108,C00,0,5,{},{reported}", 2_010 + number, written[*kind]).expect("a text takes lines");
        }
        let question = ["trade", "gap", "--origin", "ML", "--file", "t.csv", "--cif", "0", "--format", "csv"];
        let said = asked("t.csv", text.as_bytes(), &question);
        prop_assert_eq!(said.code, 0, "{}", said.err);
        for (number, kind) in kinds.iter().enumerate() {
            let year = format!(",{},", 2_010 + number);
            let line = said.out.lines().find(|line| line.contains(&year)).unwrap_or_default();
            let word = ["reported", "zero", "not readable", "not readable", "estimated"][*kind];
            prop_assert!(line.contains(word), "{}: {:?} in {}\n{}", word, line, said.out, text);
            if *kind == 0 {
                let imported = format!("{year}{value},");
                prop_assert!(line.contains(&imported), "{}: {}", imported, line);
            }
        }
    }
}
