//! Files as strangers bring them: each kind in a small file written for its test, with what a user is told.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::typed::{Said, griot, write};

/// What griot says of files in a folder of their own.
fn asked(files: &[(&str, &[u8])], arguments: &[&str]) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        write(&folder.path().join(name), bytes);
    }
    griot(folder.path(), arguments)
}

/// Edges of a network of one file, or the words of its refusal.
fn edges(name: &str, bytes: &[u8], by: &str) -> Result<usize, String> {
    edges_with(&[(name, bytes)], by, &[])
}

fn edges_with(files: &[(&str, &[u8])], by: &str, more: &[&str]) -> Result<usize, String> {
    let mut arguments = vec!["network", files[0].0];
    arguments.extend(["--by", by, "--window", "60s", "--min", "1", "--draws", "0"]);
    arguments.extend(more);
    let said = asked(files, &arguments);
    match said.code {
        0 => Ok(said.out.lines().count() - 1),
        2 => Err(said.err),
        other => {
            assert_eq!(other, 0, "ended otherwise: {}", said.err);
            Ok(0)
        }
    }
}

/// Two accounts that share four objects a few seconds apart, one row a line, `{}` for what differs.
fn shares(row: impl Fn(usize, &str) -> String) -> String {
    let mut text = "object_id,account_id,content_id,timestamp_share\n".to_owned();
    for object in 0..4 {
        for account in ["anna", "boris"] {
            writeln!(text, "{}", row(object, account)).expect("a text takes lines");
        }
    }
    text
}

fn second(object: usize, account: &str) -> usize {
    1_600_000_000 + object * 1_000 + usize::from(account == "boris") * 5
}

#[test]
fn numbers_that_are_no_seconds_are_refused_with_what_to_write() {
    let with_time = |time: &dyn Fn(usize, &str) -> String| {
        shares(|object, account| {
            format!("o{object},{account},c{object}{account},{}", time(object, account))
        })
    };
    for (time, said) in [
        ("2021060{}", "%Y%m%d"),
        ("2021060{}214451", "%Y%m%d%H%M%S"),
        ("201{}", "is a year"),
        ("4434{}.5", "spreadsheets"),
        ("1.6{}E+09", "rounded"),
        ("16{}00000000000000000000", "not a time"),
    ] {
        let text = with_time(&|object, _| time.replace("{}", &(object + 1).to_string()));
        let refused = edges("t.csv", text.as_bytes(), "object").expect_err(time);
        assert!(refused.contains(said), "{time}: {refused}");
    }
    let days = with_time(&|object, _| format!("2021-06-0{}", object + 1));
    let refused = edges("t.csv", days.as_bytes(), "object").expect_err("days");
    assert!(refused.contains("coarser than the window"), "{refused}");
    for unit in ["", "000", "000000", "000000000"] {
        let text = with_time(&|object, account| format!("{}{unit}", second(object, account)));
        assert_eq!(edges("t.csv", text.as_bytes(), "object"), Ok(1), "seconds{unit}");
    }
}

/// What everybody "shares" where there is nothing.
#[test]
fn words_for_nothing_join_nobody() {
    for word in
        ["nan", "None", "NULL", "N/A", "#N/A", "#NAME?", "#REF!", "#BEZUG!", "<NA>", "-"]
    {
        let text = shares(|object, account| {
            format!("{word},{account},c{object}{account},{}", second(object, account))
        });
        assert_eq!(edges("t.csv", text.as_bytes(), "object"), Ok(0), "{word}");
    }
    for none in ["0", "", "nan"] {
        let mut text = String::new();
        for object in 0..4 {
            for account in ["anna", "boris"] {
                writeln!(
                    text,
                    "{{\"id\":\"{object}{account}\",\"username\":\"{account}\",\"create_time\":{},\
                     \"video_description\":\"v\",\"effect_ids\":[\"{none}\"],\"music_id\":0}}",
                    second(object, account)
                )
                .expect("a text takes lines");
            }
        }
        assert_eq!(edges("t.jsonl", text.as_bytes(), "media"), Ok(0), "{none:?}");
    }
}

/// Eight accounts whose ids were rounded to one: their names tell them apart, and without names they
/// are refused.
#[test]
fn identifiers_that_lost_digits_merge_nobody() {
    let mapping = b"[columns]\naccount = \"user\"\naccount_name = \"name\"\ntime = \"at\"\nobject = \"o\"\nid = \"post\"\n";
    let mut text = "user,name,at,o,post\n".to_owned();
    for number in 0..8 {
        writeln!(text, "9.06E+17,n{number},{},same,1.2E+18", 1_600_000_000 + number)
            .expect("a text takes lines");
    }
    let files: [(&str, &[u8]); 2] = [("t.csv", text.as_bytes()), ("m.toml", mapping)];
    assert_eq!(edges_with(&files, "object", &["--mapping", "m.toml"]), Ok(8 * 7 / 2));
    let nameless = String::from_utf8_lossy(mapping).replace("account_name = \"name\"\n", "");
    let files: [(&str, &[u8]); 2] =
        [("t.csv", text.as_bytes()), ("m.toml", nameless.as_bytes())];
    let refused = edges_with(&files, "object", &["--mapping", "m.toml"]).expect_err("no names");
    assert!(refused.contains("lost its last digits"), "{refused}");
}

#[test]
fn rows_with_shifted_cells_are_set_aside() {
    let shifted = shares(|object, account| {
        format!(
            "http://x/{object},part,{account},c{object}{account},{}",
            second(object, account)
        )
    });
    let refused = edges("t.csv", shifted.as_bytes(), "object").expect_err("shifted");
    assert!(refused.contains("another number of cells"), "{refused}");
    let one = shares(|object, account| {
        let comma = if object == 0 && account == "anna" { ",x" } else { "" };
        format!("o{object}{comma},{account},c{object}{account},{}", second(object, account))
    });
    assert_eq!(edges("t.csv", one.as_bytes(), "object"), Ok(1));
    let r = shares(|object, account| {
        format!("o{object},{account},c{object}{account},{}", second(object, account))
    });
    let mut lines = r.lines();
    let mut named = lines.next().unwrap_or_default().to_owned();
    for (number, line) in (1..).zip(lines) {
        write!(named, "\n{number},{line}").expect("a text takes lines");
    }
    assert_eq!(
        edges("t.csv", named.as_bytes(), "object"),
        Ok(1),
        "names of rows, as R writes them"
    );
}

/// One detector for every reader.
#[test]
fn whatever_encoding_a_table_is_in() {
    let text = shares(|object, account| {
        let letters = ["Мали и Россия", "Бамако сегодня", "новости страны", "армия и народ"];
        format!("{},{account},c{object}{account},{}", letters[object], second(object, account))
    });
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cyrillic: Vec<u8> = text
        .chars()
        .map(|letter| match letter {
            'А'..='я' => {
                u8::try_from(u32::from(letter) - 0x410 + 0xc0).expect("a letter of 1251")
            }
            letter => u8::try_from(u32::from(letter)).expect("ASCII"),
        })
        .collect();
    let marked_twice = [b"\xef\xbb\xbf\xef\xbb\xbf", text.as_bytes()].concat();
    let told = ["sep=,\n", "# exported by hand\n"].map(|before| format!("{before}{text}"));
    for (what, bytes) in [
        ("UTF-16 without a mark", utf16),
        ("Windows-1251", cyrillic),
        ("two marks", marked_twice),
        ("a line for spreadsheets", told[0].clone().into_bytes()),
        ("a comment", told[1].clone().into_bytes()),
        ("lines of old Macintoshes", text.replace('\n', "\r").into_bytes()),
    ] {
        assert_eq!(edges("t.csv", &bytes, "object"), Ok(1), "{what}");
    }
    // Letters that cannot be read are not the same letters.
    let damaged = shares(|object, account| {
        format!("été,{account},c{object}{account},{}", second(object, account))
    });
    let mut bytes = damaged.into_bytes();
    let at = bytes.windows(2).rposition(|pair| pair == "é".as_bytes()).expect("a letter");
    bytes.remove(at + 1);
    assert!(edges("t.csv", &bytes, "object").is_ok());
}

#[test]
fn what_is_no_table_is_named() {
    for (name, bytes, what) in [
        ("t.csv", &b"PK\x03\x04\x14\0\0\0\x08\0acled.csv"[..], "a ZIP archive"),
        (
            "t.xlsx",
            b"PK\x03\x04[Content_Types].xml xl/workbook.xml",
            "an Excel workbook (XLSX)",
        ),
        ("t.csv", b"%PDF-1.7", "a PDF"),
    ] {
        // What looks like a package and is none is named as what it looks like.
        let refused = edges(name, bytes, "object").expect_err(what);
        assert!(refused.contains(what), "{refused}");
        let said = asked(&[(name, bytes)], &["events", "import", name]);
        assert!(said.code == 2 && said.err.contains(what), "{}", said.err);
        let said = asked(&[(name, bytes)], &["votes", "agree", "ML", "RU", "--file", name]);
        assert!(said.code == 2 && said.err.contains(what), "{}", said.err);
        let said = asked(&[(name, bytes)], &["trade", "gap", "--origin", "ML", "--file", name]);
        assert!(said.code == 2 && said.err.contains(what), "{}", said.err);
    }
    for (text, what) in [
        ("[]", "no post was read"),
        ("{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"No token\"}", "No token"),
        (
            "{\"data\":{},\"error\":{\"code\":\"rate_limit\",\"message\":\"quota used up\"}}",
            "quota used up",
        ),
        ("object_id,account_id,content_id,timestamp_share\n", "no post was read"),
        ("null", "holds no posts"),
        ("", "empty"),
    ] {
        let refused = edges("t.json", text.as_bytes(), "url").expect_err(text);
        assert!(refused.contains(what), "{text}: {refused}");
    }
}

/// Posts of X in JSON, with a link each.
fn posts(extra: &str) -> Vec<String> {
    let mut posts = Vec::new();
    for object in 0..4 {
        for account in ["11", "12"] {
            let time = 10 + usize::from(account == "12");
            posts.push(format!(
                "{{\"id\":\"{object}{account}\",\"author_id\":\"{account}\",\"created_at\":\
                 \"2021-06-1{object}T10:00:{time}Z\",\"text\":\"a{extra}\",\"entities\":{{\"urls\":\
                 [{{\"expanded_url\":\"https://example.org/{object}\"}}]}}}}"
            ));
        }
    }
    posts
}

#[test]
fn json_however_it_was_written() {
    let posts = posts("");
    let pretty: String =
        posts.iter().map(|post| post.replace(",\"", ",\n  \"") + "\n").collect();
    for (what, text) in [
        ("lines", posts.join("\n")),
        ("lines with a mark before", format!("\u{feff}{}", posts.join("\n"))),
        ("a blank line first", format!("\n\n{}", posts.join("\n"))),
        ("lines of old Macintoshes", posts.join("\r")),
        ("an array", format!("[{}]", posts.join(","))),
        ("an array a line", format!("[{}]\n", posts.join("]\n["))),
        (
            "a page",
            format!(
                "\u{feff}{{\"data\":[{}],\"meta\":{{\"result_count\":8}}}}",
                posts.join(",")
            ),
        ),
        (
            "pages one after the other",
            format!("{{\"data\":[{}]}}", posts.join("]}{\"data\":[")),
        ),
        ("values over lines, one after the other", pretty),
        (
            "a number that is none",
            posts.join("\n").replace("\"text\":\"a\"", "\"text\":\"a\",\"n\":NaN"),
        ),
    ] {
        assert_eq!(edges("t.json", text.as_bytes(), "url"), Ok(1), "{what}");
    }
}

/// A broken record is one record.
#[test]
fn a_bad_spot_in_json_costs_its_record() {
    let good = posts("");
    for (what, bad) in [
        ("an escape that is none", posts("\\x0C")[0].clone()),
        ("a bare word", good[0].replace("\"a\"", "oops")),
        ("a quotation mark too many", good[0].replace("\"a\"", "\"a\" b\" c\"")),
        ("a text that never ends", good[0].replace("\"a\"", "\"a")),
    ] {
        for (form, text) in [
            ("lines", format!("{bad}\n{}", good[1..].join("\n"))),
            ("an array", format!("[{bad},\n{}]", good[1..].join(",\n"))),
        ] {
            let said = asked(
                &[("t.json", text.as_bytes())],
                &["network", "t.json", "--by", "url", "--min", "1", "--draws", "0"],
            );
            assert_eq!(said.code, 0, "{what} in {form}: {}", said.err);
            assert!(
                said.err.contains("7 posts of 2 accounts"),
                "{what} in {form}: {}",
                said.err
            );
            assert!(said.err.contains("not JSON"), "{what} in {form}: {}", said.err);
        }
    }
}

#[test]
fn one_name_on_two_platforms_is_two_accounts() {
    let instagram = "Account,User Name,Post Created,URL,Description\n\
                     J,journal,2023-01-01 10:00:00 UTC,u1,#mali\nJ,journal,2023-01-02 10:00:00 UTC,u2,#kati\n";
    let tiktok = "{\"id\":1,\"username\":\"journal\",\"create_time\":1672567205,\"video_description\":\"#mali\"}\n\
                  {\"id\":2,\"username\":\"journal\",\"create_time\":1672653605,\"video_description\":\"#kati\"}\n";
    let files: [(&str, &[u8]); 2] =
        [("i.csv", instagram.as_bytes()), ("t.jsonl", tiktok.as_bytes())];
    assert_eq!(edges_with(&files, "hashtag", &["t.jsonl"]), Ok(1));
}

#[test]
fn events_as_programs_leave_them() {
    let acled = |rows: &str| {
        format!(
            "event_id_cnty,event_date,event_type,actor1,actor2,latitude,longitude,fatalities,timestamp\n{rows}"
        )
    };
    let told = |name: &str, text: &str, arguments: &[&str]| {
        let all = [&["events", "import", name][..], arguments].concat();
        asked(&[(name, text.as_bytes()), ("us.toml", b"date_order = \"month-day\"")], &all)
    };
    for (what, text, said) in [
        ("floats and NA", acled("M1,2023-01-10,Battles,A,B,14.3,-4.1,3.0,1\nM2,2023-01-11,Battles,A,B,14.3,-4.1,NA,1\n"), "2 events from 2023-01-10 to 2023-01-11, 3 deaths"),
        ("two downloads", acled("M1,2023-01-10,Battles,A,B,14.3,-4.1,10,100\nM1,2023-01-10,Battles,A,B,14.3,-4.1,8,200\n"), "1 events from 2023-01-10 to 2023-01-10, 8 deaths"),
        ("decimal commas", acled("M1,2023-01-10,Battles,A,B,14.3,-4.1,3,1\n").replace(',', ";").replace("14.3;-4.1", "14,3;-4,1"), "1 events"),
        ("a list with a row twice", "id,date,latitude,longitude,deaths\nA,2023-01-01,14,-4,10\nA,2023-01-01,14,-4,10\n".to_owned(), "1 events from 2023-01-01 to 2023-01-01, 10 deaths"),
        ("years of two digits", "date,latitude,longitude,deaths\n20-Aug-68,14,-4,1\n21-Aug-99,14,-4,1\n".to_owned(), "from 1968-08-20 to 1999-08-21"),
        ("a mark and JSON", "\u{feff}{\"data\":[{\"event_id_cnty\":\"M1\",\"event_date\":\"2023-01-10\",\"event_type\":\"Battles\",\"actor1\":\"A\",\"latitude\":\"14.3\",\"longitude\":\"-4.1\",\"fatalities\":\"3\"}]}".to_owned(), "1 events"),
    ] {
        let answer = told("e.csv", &text, &[]);
        assert!(answer.code == 0 && answer.out.contains(said), "{what}: {}{}", answer.out, answer.err);
    }
    let us = acled("M1,1/2/2023,Battles,A,B,14.3,-4.1,1,1\n");
    assert!(told("e.csv", &us, &[]).err.contains("give the order in a mapping file"));
    let answer = told("e.csv", &us, &["--mapping", "us.toml"]);
    assert!(answer.out.contains("from 2023-01-02"), "{}{}", answer.out, answer.err);
    for (text, said) in [
        ("{\"status\":403,\"message\":\"Access denied\"}", "Access denied"),
        ("date,latitude,longitude\n", "it has no rows"),
        ("date,latitude,longitude\n2023-02,14,-4\n", "the day is missing"),
    ] {
        let answer = told("e.json", text, &[]);
        assert!(answer.code == 2 && answer.err.contains(said), "{text}: {}", answer.err);
    }
    let mut swapped = "date,latitude,longitude\n".to_owned();
    for day in 1..9 {
        let point = if day == 5 { "-4.2,14.3" } else { "14.3,-4.2" };
        writeln!(swapped, "2023-01-0{day},{point}").expect("a text takes lines");
    }
    let answer = told("e.csv", &swapped, &[]);
    assert!(answer.out.contains("7 events"), "{}", answer.out);
    assert!(
        answer.err.contains("e.csv:6: row set aside") && answer.err.contains("look exchanged"),
        "{}",
        answer.err
    );
    // A row that is set aside has its own line, however lines end.
    for end in ["\n", "\r\n", "\r"] {
        let text = acled("M1,2023-01-10,Battles,A,B,14.3,-4.1,many,1\nM2,2023-01-11,Battles,A,B,14.3,-4.1,2,1\n").replace('\n', end);
        let answer = told("e.csv", &text, &[]);
        assert!(answer.err.contains("e.csv:2: row set aside"), "{end:?}: {}", answer.err);
    }
}

#[test]
fn trade_is_reported_or_zero_or_unreadable_or_an_estimate() {
    let header = "period,reporterISO,reporterCode,partnerISO,partnerCode,partner2Code,flowCode,cmdCode,customsCode,motCode,netWgt,primaryValue,isReported\n";
    let gap = |rows: &str, product: &str| {
        let text = format!("{header}{rows}");
        asked(
            &[("t.csv", text.as_bytes())],
            &[
                "trade",
                "gap",
                "--origin",
                "ML",
                "--product",
                product,
                "--file",
                "t.csv",
                "--cif",
                "0",
                "--format",
                "csv",
            ],
        )
    };
    for (what, rows, product, said) in [
        (
            "thousands",
            "2019,ARE,784,MLI,466,0,M,7108,C00,0,5,\"1,000,000\",True\n",
            "7108",
            "not readable",
        ),
        (
            "an estimate",
            "2019,ARE,784,MLI,466,0,M,7108,C00,0,5,1000000,False\n",
            "7108",
            "estimated,missing",
        ),
        (
            "floats",
            "2019.0,ARE,784.0,MLI,466.0,0.0,M,7108,C00,0.0,5,1000000.0,True\n",
            "7108",
            "MLI,ARE,7108,2019,1000000,",
        ),
        (
            "numbers of countries",
            "2019,,842,,466,0,M,7108,C00,0,5,1000000,True\n",
            "7108",
            "MLI,USA,7108,2019,1000000,",
        ),
        (
            "six digits",
            "2019,ARE,784,MLI,466,0,M,710812,C00,0,5,600000,True\n2019,ARE,784,MLI,466,0,M,710813,C00,0,5,400000,True\n",
            "7108",
            "MLI,ARE,7108,2019,1000000,",
        ),
        (
            "a mark that nobody closes",
            "2019,ARE,784,MLI,466,0,M,7108,C00,0,5,1,\"True\n2020,ARE,784,MLI,466,0,M,7108,C00,0,5,2000000,\"True\"\n",
            "7108",
            "MLI,ARE,7108,2020,2000000,",
        ),
    ] {
        let answer = gap(rows, product);
        assert!(
            answer.code == 0 && answer.out.contains(said),
            "{what}: {}{}",
            answer.out,
            answer.err
        );
    }
    let old = "Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter ISO,Partner ISO,Commodity Code,Netweight (kg),Trade Value (US$),Flag\n\
               H5,2019,2019,1,Import,ARE,MLI,7108,1000,1000000,0\n";
    let answer = asked(
        &[("t.csv", old.as_bytes())],
        &["trade", "gap", "--origin", "ML", "--file", "t.csv", "--format", "csv"],
    );
    assert!(answer.out.contains("MLI,ARE,7108,2019,1000000,"), "{}{}", answer.out, answer.err);
    let baci = "t,i,j,k,v,q\n2019,466,784,710812,1000.5,1\n";
    let answer = asked(
        &[("t.csv", baci.as_bytes())],
        &["trade", "gap", "--origin", "ML", "--file", "t.csv"],
    );
    assert!(answer.code == 2 && answer.err.contains("no gap is in them"), "{}", answer.err);
}

#[test]
fn votes_in_any_hand_count_once() {
    let mut text = "undl_id,ms_code,ms_vote,date,title\n".to_owned();
    for number in 1..=20 {
        let other = if number % 4 == 0 { "N" } else { "Y" };
        writeln!(text, "{number},MLI,Y,2023-03-{number:02},\"T, {number}\"\n{number},RUS,{other},2023-03-{number:02},\"T, {number}\"")
            .expect("a text takes lines");
    }
    let agree = |text: &str| {
        let answer = asked(
            &[("v.csv", text.as_bytes())],
            &[
                "votes", "agree", "ML", "RU", "--by", "whole", "--file", "v.csv", "--format",
                "csv",
            ],
        );
        assert_eq!(answer.code, 0, "{}", answer.err);
        let line = answer.out.lines().nth(1).unwrap_or_default().to_owned();
        let cells: Vec<&str> = line.split(',').collect();
        (format!("{} {}", cells[1], cells[3]), answer.err)
    };
    let whole = "20 0.7500".to_owned();
    assert_eq!(agree(&text).0, whole);
    let small = text.replace(",Y,", ",y,").replace(",N,", ",n,");
    let words = text.replace(",Y,", ",Yes,").replace(",N,", ",No,");
    let semicolons = text.replace("\"T, ", "\"T; ").replace(',', ";");
    let twice = format!("{text}{text}");
    for (what, text) in [
        ("small", &small),
        ("words", &words),
        ("semicolons", &semicolons),
        ("two downloads", &twice),
    ] {
        assert_eq!(agree(text).0, whole, "{what}");
    }
    let changed = format!("{text}1,MLI,N,2023-03-01,T\n");
    assert!(agree(&changed).1.contains("voted yes in one row and no in a later one"));
    let unclosed = text.replacen("\"T, 3\"", "\"T, 3", 1);
    let (counted, said) = agree(&unclosed);
    assert_eq!(counted.split(' ').next(), Some("19"));
    assert!(said.contains("v.csv:6: row set aside: a quotation mark is opened"), "{said}");
}

/// Hidden marks inside words, and lines that end as they once did, change neither claim nor place.
#[test]
fn a_report_with_hidden_marks() {
    let plain = "# A report\n\nIn Mali, the army deposed President Keïta on 20 August 2020.\n";
    let place = |text: &str| {
        let said = asked(&[("a.md", text.as_bytes())], &["check", "a.md"]);
        assert!(said.out.contains("2020-08-18"), "{}{}", said.out, said.err);
        said.out.lines().find_map(|line| line.split_once("a.md:").map(|it| it.1.to_owned()))
    };
    let expected = place(plain);
    assert_eq!(expected.as_deref(), Some("3:19"));
    for text in [
        plain.replace("August", "Au\u{ad}gust"),
        plain.replace("20 August", "20\u{200b} August"),
        plain.replace("August", "August\u{200f}"),
        plain.replace('\n', "\r"),
        plain.replace('\n', "\r\n"),
    ] {
        assert_eq!(place(&text), expected, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Wherever a table of shares is damaged by a spreadsheet's word for nothing, no pair is made of it.
    #[test]
    fn no_edge_from_nothing(word in "#?(REF!|NAME\\?|N/A|nan|None|NULL)", rows in 2..20_usize) {
        prop_assume!(word.starts_with('#') || !word.ends_with(['!', '?']));
        prop_assume!(!(word.starts_with('#') && ["nan", "None", "NULL"].iter().any(|it| word.ends_with(it))));
        let mut text = "object_id,account_id,content_id,timestamp_share\n".to_owned();
        for row in 0..rows {
            writeln!(text, "{word},a{row},c{row},{}", 1_600_000_000 + row).expect("a text takes lines");
        }
        prop_assert_eq!(edges("t.csv", text.as_bytes(), "object"), Ok(0), "{}", word);
    }
}
