//! Makers of posts in which something stands that is nothing: words for none, coarse times, coats of accounts, lost letters.
//!
//! What must come out is worked out from what was drawn, as in `kinds`.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::makers::{edges, network, pairs, second, shares};

/// Words for nothing, of every origin, in the hand of people and programs.
const NOTHING: [&str; 24] = [
    "unknown",
    "Missing",
    "(not set)",
    "keine Angabe",
    "k. A.",
    "нет данных",
    "Н/Д",
    "inconnu",
    "s.o.",
    "desconocido",
    "NaT",
    "NULL::text",
    "[object Object]",
    "#ÚJ",
    "#ССЫЛКА!",
    "########",
    "[deleted]",
    "...",
    "…",
    "?",
    "Médias omis",
    "#VERWEIS!",
    "(blank)",
    "nan",
];

/// What is besides no object.
const NO_OBJECT: [&str; 8] = [
    "0",
    "FALSE",
    "Falsch",
    "0000000000000000",
    "d41d8cd98f00b204e9800998ecf8427e",
    "https://t.co/",
    "about:blank",
    "https://www.facebook.com",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    /// No pair is made of a word for nothing, as an object or as an account; a thing that has the word in it is one.
    #[test]
    fn nothing_joins_nobody(
        word in prop::sample::select([&NOTHING[..], &NO_OBJECT].concat()),
        nobody in prop::sample::select([&NOTHING[..], &["Anonymous", "-1", "0", "Deleted Account"]].concat()),
        accounts in 2..6_usize,
    ) {
        let text = shares(accounts, 4, |object, account| format!("{word},a{account},c{object}-{account},{}", second(object, account)));
        let said = network(&[("t.csv", &text)], "object", &[]);
        prop_assert_eq!(edges(&said), Some(0), "{}: {}{}", word, said.out, said.err);
        prop_assert!(said.err.contains("t.csv:2: "), "{}: {}", word, said.err);
        let text = shares(accounts, 4, |object, account| format!("about {word} or so,a{account},c{object}-{account},{}", second(object, account)));
        prop_assert_eq!(edges(&network(&[("t.csv", &text)], "object", &[])), Some(pairs(accounts)), "{}", word);
        let text = shares(accounts + 1, 4, |object, account| {
            let name = if account == accounts { nobody.to_owned() } else { format!("a{account}") };
            format!("o{object},{name},c{object}-{account},{}", second(object, account))
        });
        let said = network(&[("t.csv", &text)], "object", &[]);
        prop_assert_eq!(edges(&said), Some(pairs(accounts)), "{}: {}{}", nobody, said.out, said.err);
        prop_assert!(said.err.contains("no account"), "{}: {}", nobody, said.err);
    }

    /// One account in several coats has no edge with itself, and all edges with others.
    #[test]
    fn a_coat_makes_no_account(objects in 3..6_usize, coats in prop::collection::vec(0..8_usize, 3..7), is_number: bool) {
        let name = |account: usize| if is_number { format!("90641234567890{account:04}") } else { format!("jose\u{e9}{account}") };
        let coated = |account: usize, coat: usize| {
            let name = name(account);
            match coat {
                0 if is_number => format!("'{name}"),
                1 => format!("\"=\"\"{name}\"\"\""),
                2 => format!("{name}\u{a0}"),
                3 => format!("\u{200e}{name}\u{200b}"),
                4 => format!("\u{feff}{name} "),
                5 => format!("@{name}"),
                6 => name.replace('\u{e9}', "e\u{301}"),
                _ => name,
            }
        };
        let text = shares(3, objects, |object, account| {
            format!("o{object},{},c{object}-{account},{}", coated(account % 2, coats[(object + account) % coats.len()]), second(object, account))
        });
        let said = network(&[("t.csv", &text)], "object", &[]);
        prop_assert_eq!(edges(&said), Some(1), "{}{}\n{}", said.out, said.err, text);
        prop_assert!(said.err.contains("of 2 accounts"), "{}", said.err);
    }

    /// A day that stands for no time is none, in whichever form, and rows of it are said.
    #[test]
    fn a_stand_in_day_is_no_time(
        day in prop::sample::select(vec!["1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "1899-12-30 00:00:00", "1900-01-01", "9999-12-31 23:59:59", "2564-06-01 10:00:00", "1400-03-11 10:00:00"]),
        accounts in 3..6_usize,
    ) {
        let text = shares(accounts, 6, |object, account| {
            let time = if object % 2 == 0 { day.to_owned() } else { format!("2021-06-0{} 1{account}:03:17", object + 1) };
            format!("o{object},a{account},c{object}-{account},{time}")
        });
        let said = network(&[("t.csv", &text)], "object", &[]);
        prop_assert_eq!(edges(&said), Some(0), "{}: {}{}", day, said.out, said.err);
        prop_assert!(said.err.contains("t.csv:2: row set aside"), "{}: {}", day, said.err);
    }

    /// Of accounts at times of their own some rows have only the day: they make no pair, and are said.
    #[test]
    fn days_among_times_make_no_pair(accounts in 3..7_usize, zone in 0..12_usize, is_day_alone: bool) {
        let text = shares(accounts, 12, |object, account| {
            let day = format!("2021-06-{:02}", object + 1);
            let time = match (object % 2, is_day_alone) {
                (0, true) => day,
                (0, false) => format!("{day}T{zone:02}:00:00Z"),
                _ => format!("{day}T{:02}:{:02}:{:02}Z", account * 3, 7 * account + object, 7 + 5 * object % 51),
            };
            format!("o{object},a{account},c{object}-{account},{time}")
        });
        let said = network(&[("t.csv", &text)], "object", &[]);
        prop_assert_eq!(edges(&said), Some(0), "{}{}\n{}", said.out, said.err, text);
        prop_assert!(said.err.contains("the day alone") || said.err.contains("of a day alone"), "{}", said.err);
    }

    /// Texts of which only question marks are left are never the same text.
    #[test]
    fn lost_letters_match_nothing(words in prop::collection::vec(2..9_usize, 3..7), accounts in 2..5_usize) {
        let text: String = words.iter().map(|length| "?".repeat(*length) + " ").collect();
        let mut table = "id,thread_id,timestamp,author,author_id,body\n".to_owned();
        for account in 0..accounts {
            writeln!(table, "p{account},p,2021-06-01 10:00:0{account},n{account},i{account},{}!", text.trim()).expect("a text takes lines");
        }
        let said = network(&[("t.csv", &table)], "text", &[]);
        prop_assert_eq!(edges(&said), Some(0), "{}{}", said.out, said.err);
        prop_assert!(said.err.contains("letters are lost"), "{}", said.err);
    }

    /// Records between lines of a log, with line ends or halves of letters in their texts, are all read.
    #[test]
    fn json_as_programs_leave_it(posts in 4..9_usize, damage in 0..4_usize, is_wrapped: bool) {
        let words = ["a", "a\nb", "a \\ud83d", "a"][damage];
        let mongo = |value: &str, kind: &str| if damage == 3 { format!("{{\"${kind}\":\"{value}\"}}") } else { format!("\"{value}\"") };
        let record = |number: usize| format!(
            "{{\"id\":{},\"author_id\":\"u{}\",\"created_at\":{},\"text\":\"{words}\",\
             \"entities\":{{\"urls\":[{{\"expanded_url\":\"https://example.org/one\"}}]}}}}",
            mongo(&number.to_string(), "numberLong"), number % 3, mongo(&format!("2021-06-10T10:00:{number:02}Z"), "date")
        );
        let records: Vec<String> = (0..posts).map(record).collect();
        let text = if is_wrapped { format!("{{\"data\":[{}]}}", records.join(", ")) } else { format!("INFO starting\n{}\n", records.join("\n2021-06-01 10:00 INFO page\n")) };
        let said = network(&[("t.json", &text)], "url", &[]);
        prop_assert_eq!(edges(&said), Some(3), "{}\n{}", said.err, text);
        prop_assert!(said.err.contains(&format!("{posts} posts of 3 accounts")), "{}\n{}", said.err, text);
        prop_assert!(is_wrapped || said.err.contains("a line beside the records"), "{}", said.err);
    }

    /// A link is one in whatever cell it stands.
    #[test]
    fn a_link_in_any_cell(coats in prop::collection::vec(0..7_usize, 3..6), objects in 3..5_usize) {
        let mapping = "[columns]\naccount = \"account\"\ntime = \"at\"\nlinks = \"link\"\n";
        let mut table = "account,at,link\n".to_owned();
        for object in 0..objects {
            for (account, coat) in coats.iter().enumerate() {
                let link = format!("https://example.org/p{object}");
                let cell = [
                    link.clone(),
                    format!("<a href=\"{link}\">x</a>"),
                    format!("[x]({link})"),
                    format!("=HYPERLINK(\"{link}\";\"x\")"),
                    format!("{link}|https://example.org/own{object}-{account}"),
                    format!("[{{\"url\": \"https://t.co/{object}{account}\", \"expanded_url\": \"{link}\"}}]"),
                    format!("({link})."),
                ][*coat].replace('"', "\"\"");
                writeln!(table, "a{account},{},\"{cell}\"", second(object, account)).expect("a text takes lines");
            }
        }
        let said = network(&[("t.csv", table.as_str()), ("m.toml", mapping)], "url", &["--mapping", "m.toml"]);
        prop_assert_eq!(edges(&said), Some(pairs(coats.len())), "{}{}\n{}", said.out, said.err, table);
    }
}

/// A mapping names the columns of a table, and JSON that griot does not read says what is possible.
#[test]
fn json_that_is_not_read_says_what_is_possible() {
    let mapping = "[columns]\naccount = \"account.id\"\ntime = \"created_at\"\n";
    for (text, told) in [
        (
            "{\"id\":\"1\",\"created_at\":\"2021-06-01T10:00:00Z\",\"account\":{\"acct\":\"u\"},\"content\":\"x\"}",
            "Mastodon",
        ),
        (
            "{\"source_platform\":\"tiktok.com\",\"timestamp_collected\":1,\"data\":{\"id\":\"7\"}}",
            "4CAT",
        ),
        (
            "{\"feed\":[{\"post\":{\"uri\":\"at://x\",\"record\":{\"createdAt\":\"2021\"}}}]}",
            "Bluesky",
        ),
        (
            "{\"id\":{\"0\":\"a\",\"1\":\"b\"},\"author_id\":{\"0\":\"a\",\"1\":\"b\"}}",
            "orient=\"records\"",
        ),
    ] {
        let said = network(&[("t.json", text)], "url", &[]);
        assert!(said.code == 2 && said.err.contains(told), "{told}: {}", said.err);
        assert!(!said.err.contains("or describe it in a mapping file"), "{}", said.err);
        let said =
            network(&[("t.json", text), ("m.toml", mapping)], "url", &["--mapping", "m.toml"]);
        assert!(said.code == 2 && said.err.contains("it is JSON"), "{}", said.err);
    }
}

/// What is shared in every other row by many of a few accounts may be a word for none, and is asked about.
#[test]
fn a_thing_of_all_in_a_small_file_is_asked_about() {
    let text = shares(8, 4, |object, account| {
        let shared =
            if object < 3 { "nothing to report".to_owned() } else { format!("own{account}") };
        format!("{shared},a{account},c{object}-{account},{}", second(object, account))
    });
    let said = network(&[("t.csv", &text)], "object", &[]);
    assert!(said.err.contains("8 of 8 accounts share one object"), "{}", said.err);
}

/// What is no identifier joins nobody, and one that lost its digits is named; a table may have semicolons.
#[test]
fn what_accounts_are_known_by_is_something() {
    let posts = shares(4, 2, |object, account| {
        format!(
            "o{object}-{account},a{account},c{object}-{account},{}",
            second(object, account)
        )
    });
    for (value, edges_expected) in
        [("k. A.", 0), ("0", 0), ("UA-XXXXX-Y", 0), ("2,23E+10", 0), ("'+22320222222", 6)]
    {
        let mut table = "account;phone\n".to_owned();
        for account in 0..4 {
            writeln!(table, "@a{account};{value}").expect("a text takes lines");
        }
        let more = ["--identifiers", "i.csv"];
        let said = network(&[("t.csv", &posts), ("i.csv", &table)], "object", &more);
        assert_eq!(edges(&said), Some(edges_expected), "{value}: {}{}", said.out, said.err);
    }
}

/// Times that have not come yet are none, and accounts that differ by zeros are warned of.
#[test]
fn the_future_and_lost_zeros_are_told() {
    let text = shares(3, 4, |object, account| {
        format!(
            "o{object},a{account},c{object}-{account},{}",
            3_500_000_000_usize + second(object, account) % 9_999
        )
    });
    let said = network(&[("t.csv", &text)], "object", &[]);
    assert!(said.code == 2 && said.err.contains("in the future"), "{}", said.err);
    let text = shares(3, 4, |object, account| {
        let time = if account == 2 { 3_500_000_000 } else { second(object, account) };
        format!("o{object},a{account},c{object}-{account},{time}")
    });
    let said = network(&[("t.csv", &text)], "object", &[]);
    assert_eq!(edges(&said), Some(1), "{}", said.err);
    assert!(said.err.contains("warning: 4 posts in the future"), "{}", said.err);
    let text = shares(2, 4, |object, account| {
        format!(
            "o{object},{},c{object}-{account},{}",
            ["12", "0012"][account],
            second(object, account)
        )
    });
    let said = network(&[("t.csv", &text)], "object", &[]);
    assert!(said.err.contains("\"12\" and \"0012\" differ by zeros"), "{}", said.err);
}
