//! What does griot make of a case folder, whole, odd or broken?

use std::collections::BTreeSet;

use griot_case::{Case, CaseError, data_files, new_case};
use griot_model::{Diagnostic, Modality, Note, Preservation, Severity};

use griot_testing::{InMemory, Repository};

const SOURCES: &str = "id,title,publisher,author,published,url,retrieved,file,disclosure
report,A report,,,2023-08-11,https://example.org/a,,,open
";
const ACTORS: &str = "id,schema,name,aliases,country,note,source
wagner,Company,Wagner Group,ЧВК «Вагнер» | مجموعة فاغنر,RUS,,report
junta,Organization,Military authorities,,MLI,,report
";

fn world() -> InMemory {
    InMemory::default()
        .with("c/case.toml", "title = \"A case\"\nhosts = [\"MLI\"]\n")
        .with("c/report.md", "# A case\n")
        .with("c/sources.csv", SOURCES)
        .with("c/actors.csv", ACTORS)
        .with("c/relations.csv", "from,relation,to,since,until,source,modality\n")
        .with("c/statements.csv", "id,speaker,text\n")
        .with("c/intervals.csv", "actor,role,place,from,to,source\n")
        .with("c/timeline.csv", "id,date,title,part\n")
}

fn open(world: &InMemory) -> Case {
    Case::open(world, "c").expect("the folder has a case.toml that parses")
}

/// `file:line:column severity message [help]`, as a reader would compare them.
fn shown(diagnostic: &Diagnostic) -> String {
    let place =
        |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
    let helps: Vec<&str> = diagnostic
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::Help(text) => Some(text.as_str()),
            Note::Note(_) => None,
        })
        .collect();
    format!(
        "{}:{}:{} {:?} {} [{}]",
        diagnostic.file,
        place(diagnostic.line),
        place(diagnostic.column),
        diagnostic.severity,
        diagnostic.message,
        helps.join("; ")
    )
}

fn check(world: &InMemory, expected: &[&str]) -> Case {
    let case = open(world);
    let seen: Vec<String> = case.diagnostics.iter().map(shown).collect();
    assert_eq!(seen, expected);
    case
}

#[test]
fn the_mali_case_reads_without_a_word() {
    let case = Case::open(&Repository, "cases/mali").expect("cases/mali is in the repository");
    let seen: Vec<String> = case.diagnostics.iter().map(shown).collect();
    assert_eq!(seen, Vec::<String>::new());
    assert!(case.actors.len() >= 72, "{} actors", case.actors.len());
    assert!(case.relations.len() >= 55, "{} relations", case.relations.len());
    assert!(case.timeline.len() >= 31, "{} dated rows", case.timeline.len());
    assert!(case.statements.len() >= 12, "{} statements", case.statements.len());
    assert_eq!(case.settings.hosts, ["MLI"]);
    assert_eq!(case.settings.senders, ["RUS"]);
    let scripts = |first, last| {
        case.actors
            .iter()
            .filter(|actor| {
                actor
                    .aliases
                    .iter()
                    .any(|name| name.chars().any(|c| (first..=last).contains(&c)))
            })
            .count()
    };
    assert!(scripts('\u{400}', '\u{4FF}') >= 20 && scripts('\u{600}', '\u{6FF}') >= 20);
    let held = data_files(&Repository, "cases/mali");
    for source in &case.sources {
        if let Preservation::Preserved { file, .. } = &source.preservation {
            assert!(held.contains(file));
        }
    }
    let money = case.statements.iter().find(|s| s.id == "st-townsend-money");
    assert_eq!(money.map(|statement| statement.modality), Some(Modality::Alleged));
}

#[test]
fn every_bound_claim_of_the_mali_report_points_at_rows_of_its_case() {
    let case = Case::open(&Repository, "cases/mali").expect("cases/mali is in the repository");
    let report = String::from_utf8(case.report).expect("the report is UTF-8");
    let spans: Vec<&str> = report
        .split("]{.claim ")
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(attributes, _)| attributes))
        .collect();
    assert!(spans.len() >= 20, "{} bound claims", spans.len());
    let attribute = |span: &str, key: &str| {
        span.split_whitespace()
            .find_map(|word| word.strip_prefix(&format!("{key}=")).map(str::to_owned))
    };
    for span in spans {
        for key in ["event", "before", "after"] {
            let Some(id) = attribute(span, key) else { continue };
            let entry = case.timeline.iter().find(|entry| entry.id == id);
            let entry = entry.unwrap_or_else(|| panic!("{id} is in timeline.csv"));
            if key == "event" {
                assert_eq!(attribute(span, "on"), Some(entry.date.to_string()), "{id}");
            }
        }
        if let (Some(before), Some(after)) =
            (attribute(span, "before"), attribute(span, "after"))
        {
            let date = |id: &str| case.timeline.iter().find(|e| e.id == id).map(|e| e.date);
            assert!(date(&before) < date(&after), "{before} before {after}");
        }
        if let Some(id) = attribute(span, "quote") {
            let statement = case.statements.iter().find(|statement| statement.id == id);
            let statement = statement.unwrap_or_else(|| panic!("{id} is in statements.csv"));
            assert!(statement.quoted && report.contains(&format!("\"{}\"", statement.text)));
        }
    }
    let ids: BTreeSet<&str> =
        report.split(".claim #").skip(1).filter_map(|r| r.split(' ').next()).collect();
    assert_eq!(ids.len(), report.matches("{.claim #").count(), "ids of claims are unique");
}

#[test]
fn no_case_is_said_with_what_to_type() {
    let error = |world: &InMemory, folder: &str| {
        let error = Case::open(world, folder).expect_err("there is no case");
        format!("{error} | {}", error.hint())
    };
    assert_eq!(
        error(&InMemory::default(), "c"),
        "c is not a folder, so it cannot be a case | `griot new c` starts a case there"
    );
    assert_eq!(
        error(&InMemory::default().with("c/notes.txt", ""), "c"),
        "c has no case.toml, so it is not a case | `griot new c` starts a case there"
    );
    for (toml, expected) in [
        (
            "title = \"A\"\nhosts = [\"Mali\"]\n",
            "case.toml, line 2, column 10: \"Mali\" in `hosts` is not an ISO 3166 code of three capitals, such as MLI",
        ),
        (
            "question = \"?\"\n",
            "case.toml, line 1, column 1: `title` is missing; write title = \"...\"",
        ),
        ("title = 7\n", "case.toml, line 1, column 9: `title` must be a text in quotes"),
        (
            "title = \"A\"\nhosts = \"MLI\"\n",
            "case.toml, line 2, column 9: `hosts` must be a list of texts, such as hosts = [\"...\"]",
        ),
        (
            "title = \"A\"\nperiod = [\"2023\", \"2012\"]\n",
            "case.toml, line 2, column 19: the period ends, 2012, before it begins, 2023",
        ),
        (
            "title = \"A\"\nperiod = [\"2023-13\", \"2024\"]\n",
            "case.toml, line 2, column 11: in `period`, \"2023-13\" is not a date; write 2020, 2020-08 or 2020-08-18",
        ),
    ] {
        let error = Case::open(&InMemory::default().with("c/case.toml", toml), "c");
        assert_eq!(error.expect_err("the settings are bad").to_string(), expected);
    }
    let broken = Case::open(&InMemory::default().with("c/case.toml", "title \"A\"\n"), "c");
    assert!(matches!(broken, Err(CaseError::BadSettings { line: 1, .. })), "{broken:?}");
    let latin = Case::open(
        &InMemory::default().with("c/case.toml", b"title = \"\xE9\"".as_slice()),
        "c",
    );
    assert_eq!(
        latin.expect_err("it is Latin-1").to_string(),
        "case.toml, line 1, column 10: it is not UTF-8 text"
    );
}

#[test]
fn an_unknown_key_is_said_with_the_nearest_one() {
    check(
        &world().with("c/case.toml", "title = \"A\"\nhost = [\"MLI\"]\n"),
        &[
            "case.toml:2:1 Warning case.toml has a key `host`, which is not read [did you mean `hosts`?]",
        ],
    );
}

#[test]
fn a_bad_row_is_set_aside_and_the_good_ones_go_on() {
    let rows = "from,relation,to,since,until,source,modality
wagner,operates with,junta,2021-12,,report,alleged
wagnr,operates with,junta,2021-12,,report,alleged
wagner,operates with,junta,18/08/2020,,report,perhaps
wagner,operates with,junta,2023,2021,report,alleged
wagner,operates with,junta,,,report; other,aleged
";
    let case = check(
        &world().with("c/relations.csv", rows),
        &[
            "relations.csv:3:1 Error \"wagnr\" in relations.csv is not the id of any actor [did you mean wagner?]",
            "relations.csv:4:28 Error in relations.csv, \"18/08/2020\" is not a date; write 2020, 2020-08 or 2020-08-18 [did you mean 2020-08-18?]",
            "relations.csv:4:47 Error \"perhaps\" in relations.csv is none of asserted, alleged, denied, promised, hedged [one of asserted, alleged, denied, promised, hedged]",
            "relations.csv:5:33 Error in relations.csv, 2021 ends before 2023 begins [are the two dates in the right columns?]",
            "relations.csv:6:30 Error \"report; other\" in relations.csv is not the id of any source [separate several ids by |]",
            "relations.csv:6:44 Error \"aleged\" in relations.csv is none of asserted, alleged, denied, promised, hedged [did you mean alleged?]",
        ],
    );
    assert_eq!(case.relations.len(), 1);
}

#[test]
fn ids_schemata_and_countries_are_checked() {
    let rows = "id,schema,name,aliases,country,note,source
wagner,Company,Wagner,,RUS,,report
wagner,Company,Wagner again,,RUS,,report
Junta,Organization,Junta,,MLI,,report
a,Persn,A,,MLI,,report
b,Person,B,,MLI | Mali,,report
c,Person,C,,MIL,,report
d,Person,,,MLI,,report
";
    let countries: BTreeSet<String> = ["MLI", "RUS"].map(str::to_owned).into();
    let case = Case::open_knowing(&world().with("c/actors.csv", rows), "c", &countries)
        .expect("the folder is a case");
    let seen: Vec<String> = case.diagnostics.iter().map(shown).collect();
    assert_eq!(
        seen,
        [
            "actors.csv:3:1 Error the id wagner stands twice in actors.csv [line 2 has it first; choose another]",
            "actors.csv:4:1 Error \"Junta\" in actors.csv is not an id: lower-case letters, digits and hyphens [write junta]",
            "actors.csv:5:3 Error \"Persn\" in actors.csv is not a FollowTheMoney schema [did you mean Person?]",
            "actors.csv:6:19 Error \"Mali\" in actors.csv is not an ISO 3166 country code of three capitals [did you mean MLI?]",
            "actors.csv:7:13 Error \"MIL\" in actors.csv is not an ISO 3166 country code of three capitals [one of MLI, RUS]",
            "actors.csv:8:10 Error a row of actors.csv lacks a value that it cannot do without [write it, or take the row out]",
        ]
    );
    assert_eq!(case.actors.len(), 1);
}

#[test]
fn a_row_that_leans_on_a_row_set_aside_says_which() {
    let actors = ACTORS.replace("Organization", "Organisation");
    let relations = "from,relation,to\nwagner,operates with,junta\n";
    check(
        &world().with("c/actors.csv", actors).with("c/relations.csv", relations),
        &[
            "actors.csv:3:7 Error \"Organisation\" in actors.csv is not a FollowTheMoney schema [did you mean Organization?]",
            "relations.csv:2:22 Error \"junta\" in relations.csv is not the id of any actor [line 3 of actors.csv has it, but was itself set aside; mend that one first]",
        ],
    );
}

#[test]
fn what_spreadsheets_do_to_a_file_is_read_and_said() {
    let semicolons = ACTORS.replace(',', ";");
    let case = check(
        &world().with("c/actors.csv", semicolons),
        &[
            "actors.csv:1:1 Warning actors.csv separates its values by semicolons, not by commas; it was read so [save it as CSV with commas, so that every program reads the same rows]",
        ],
    );
    assert_eq!(case.actors.len(), 2);

    let with_mark = format!("\u{FEFF}{}\n,,,,,,\n\n", ACTORS.replace('\n', "\r\n"));
    let case = check(&world().with("c/actors.csv", with_mark), &[]);
    assert_eq!(case.actors.len(), 2);
    assert_eq!(case.actors.first().map(|actor| actor.aliases.len()), Some(2));

    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(ACTORS.encode_utf16().flat_map(u16::to_le_bytes));
    let case = check(
        &world().with("c/actors.csv", utf16),
        &[
            "actors.csv:-:- Warning actors.csv is not plain UTF-8: read as UTF-16LE, by its byte order mark [save it as CSV UTF-8, and look at names with accents]",
        ],
    );
    assert_eq!(case.actors.len(), 2);

    let latin = b"id,schema,name\nkeita,Person,Ke\xEFta\n";
    let case = check(
        &world().with("c/actors.csv", latin.as_slice()),
        &[
            "actors.csv:-:- Warning actors.csv is not plain UTF-8: not UTF-8; read as windows-1252, which its bytes look like. Save it as UTF-8 if letters look wrong [save it as CSV UTF-8, and look at names with accents]",
        ],
    );
    assert_eq!(case.actors.first().map(|actor| actor.name.as_str()), Some("Keïta"));
}

#[test]
fn rows_that_do_not_fit_their_header_are_set_aside() {
    let rows = "id,schema,name
a,Person,Keïta, Modibo
b,Person
\"c\",Person,\"a name
over two lines\"
d,Persom,D
e,Person,\"never closed
f,Person,F
";
    let case = check(
        &world().with("c/actors.csv", rows),
        &[
            "actors.csv:2:16 Error a row of actors.csv has 4 values where the header has 3; it was set aside [put a value that contains a comma between quotation marks]",
            "actors.csv:3:3 Error a row of actors.csv has 2 values where the header has 3; it was set aside [add the missing commas; a value may be empty]",
            "actors.csv:7:10 Error a quotation mark in actors.csv is never closed; its line was set aside, and reading went on with the next [close the quotation mark, and write a mark inside a value twice]",
            "actors.csv:6:3 Error \"Persom\" in actors.csv is not a FollowTheMoney schema [did you mean Person?]",
        ],
    );
    let ids: Vec<&str> = case.actors.iter().map(|actor| actor.id.as_str()).collect();
    assert_eq!(ids, ["c", "f"], "one mark too many costs one row");
}

#[test]
fn missing_files_and_columns_are_said() {
    let mut world = world().with("c/actors.csv", "id,shema,name\na,Person,A\n");
    world.0.remove("c/timeline.csv");
    let case = check(
        &world,
        &[
            "actors.csv:1:4 Warning actors.csv has a column `shema`, which is not read [did you mean `schema`?]",
            "actors.csv:1:1 Error actors.csv lacks the column `schema` [its first line should be id,schema,name,aliases,country,note,source]",
            "actors.csv:-:- Error no row of actors.csv could be read; 1 were set aside []",
            "timeline.csv:-:- Note the case has no timeline.csv [its first line would be id,date,until,title,part,actors,place,technique,source,modality]",
        ],
    );
    assert!(case.actors.is_empty());
}

#[test]
fn a_source_is_preserved_only_where_its_bytes_are() {
    let rows = "id,title,file,disclosure
held,Held,sources/a.txt,open
gone,Gone,sources/b.txt,open
out,Out,../secret.txt,open
cited,Cited,,
";
    let case = check(
        &world()
            .with("c/sources.csv", rows)
            .with("c/sources/a.txt", "abc")
            .with("c/actors.csv", "id,schema,name\n"),
        &[
            "sources.csv:3:11 Error the file \"sources/b.txt\" of sources.csv is not there [put the file there, or leave the column empty]",
            "sources.csv:4:9 Error the file \"../secret.txt\" of sources.csv lies outside of the case folder [put the file there, or leave the column empty]",
        ],
    );
    // SHA-256 of "abc", FIPS 180-4, appendix.
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned();
    let preserved = Preservation::Preserved { file: "sources/a.txt".to_owned(), sha256 };
    let kept: Vec<&Preservation> =
        case.sources.iter().map(|source| &source.preservation).collect();
    let cited = &Preservation::Cited;
    assert_eq!(kept, [&preserved, cited, cited, cited]);
}

#[test]
fn a_new_case_opens_without_a_word() {
    let world = new_case("Who pays? \"Gold\" in Mali")
        .into_iter()
        .fold(InMemory::default(), |world, file| {
            world.with(&format!("n/{}", file.path), file.text)
        });
    let case = Case::open(&world, "n").expect("a new case is a case");
    assert_eq!(case.settings.title, "Who pays? \"Gold\" in Mali");
    assert!(case.diagnostics.is_empty(), "{:?}", case.diagnostics);
}

#[test]
fn flows_have_a_unit_with_their_value_and_may_be_missing() {
    let flows = "id,from,to,kind,what,since,until,value,unit,source,modality
arms,RUS,MLI,arms,Helicopters,2013,2020,0.31,share,report,
aid,RUS,MLI,aid,Grain,2022-08,,,,report,promised
odd,RUS,MLI,arm,Grain,2022-08,,1,USD,report,
bare,RUS,MLI,aid,Grain,2022-08,,\"25,000\",tonne,report,
unit,RUS,MLI,aid,Grain,2022-08,,25000,,report,
";
    let case = check(
        &world().with("c/flows.csv", flows),
        &[
            "flows.csv:4:13 Error \"arm\" in flows.csv is none of arms, aid, trade, money [did you mean arms?]",
            "flows.csv:5:33 Error \"25,000\" in flows.csv is not a number [write digits with a point and no marks between thousands: 1250000.5]",
            "flows.csv:6:33 Error a value in flows.csv has no unit [write USD, tonne or what else is counted]",
        ],
    );
    let shown: Vec<_> = case.flows.iter().map(|flow| (flow.id.as_str(), flow.value)).collect();
    assert_eq!(shown, [("arms", Some(0.31)), ("aid", None)]);
    assert_eq!(case.flows[1].modality, Modality::Promised);
    assert_eq!(open(&world()).flows, []);
}

#[test]
fn no_bytes_make_the_reader_panic() {
    let mut state = 7_u32;
    let mut byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *b"a,\"\n\r;|\xFF\xC3 -2".get(state as usize % 13).unwrap_or(&b',')
    };
    for length in 0..400 {
        let noise: Vec<u8> = (0..length).map(|_| byte()).collect();
        let mut actors = b"id,schema,name\n".to_vec();
        actors.extend(&noise);
        let case = open(&world().with("c/actors.csv", actors).with("c/timeline.csv", noise));
        assert!(case.diagnostics.iter().all(|d| d.severity <= Severity::Note));
    }
}

#[test]
fn what_is_beyond_its_bound_is_said_with_what_to_do() {
    let header = "actor,role,place,from,to,source\n";
    let many = world()
        .with("c/intervals.csv", header.to_owned() + &"x,y,MLI,2012,,report\n".repeat(50_001));
    let said = |world: &InMemory, what: &str| {
        let case = open(world);
        let seen: Vec<String> = case.diagnostics.iter().map(shown).collect();
        assert!(seen.iter().any(|seen| seen.contains(what)), "{what}: {:?}", seen.last());
    };
    said(
        &many,
        "intervals.csv:50002:1 Error intervals.csv has too many rows; griot takes at most 50,000 rows",
    );
    let large = world().with("c/intervals.csv", header.to_owned() + &"x".repeat(17 << 20));
    said(&large, "intervals.csv cannot be read: it is too large; griot takes at most 16 MB");
    let keys: Vec<String> = (0..30).map(|number| format!("k{number} = 1\n")).collect();
    let keyed = world().with("c/case.toml", "title = \"A case\"\n".to_owned() + &keys.concat());
    said(&keyed, "case.toml has 30 keys that are not read, of which 20 are named");
    // Each line ends inside a quotation that the next one closes and opens again, up to the end of the file.
    let endless =
        world().with("c/intervals.csv", header.to_owned() + &"a\",\"\n".repeat(40_000) + "\"");
    said(
        &endless,
        "too many quotation marks in intervals.csv are never closed; this line and all after it were set aside",
    );
}
