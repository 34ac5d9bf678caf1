//! What do the readers of publishers' formats make of odd, broken and foreign files?

use griot_model::{Choice, Severity};
use griot_table::{
    Reported, cline, decode, es11, ofac, reign, ucdp_country_year, uk_sanctions, un_sanctions,
    undl, voeten,
};

/// What was seen, each as `line: message`.
fn seen<T>(reported: &Reported<T>) -> Vec<String> {
    reported
        .diagnostics
        .iter()
        .map(|seen| {
            assert_eq!(seen.file, "f.csv");
            format!("{}: {}", seen.line.expect("each has a line"), seen.message)
        })
        .collect()
}

macro_rules! read {
    ($reader:path, $content:expr) => {
        $reader(&decode("f.csv", $content.as_bytes()).expect("it is text"))
    };
}

#[test]
fn a_foreign_file_is_refused_by_its_header() {
    let check = |error: String| assert!(error.starts_with("f.csv is not "), "{error}");
    check(read!(voeten::read, "a,b\n1,2\n").expect_err("foreign").to_string());
    check(
        read!(voeten::read, "rcid,date,me,nu,di,hr,co,ec,Mali\n")
            .expect_err("foreign")
            .to_string(),
    );
    check(read!(undl::read_roll_calls, "").expect_err("empty").to_string());
    check(read!(undl::read_votes, "a\n").expect_err("foreign").to_string());
    check(read!(es11::read, "a\n").expect_err("foreign").to_string());
    check(read!(reign::read_leaders, "a\n").expect_err("foreign").to_string());
    check(read!(reign::read_elections, "a\n").expect_err("foreign").to_string());
    check(read!(cline::read, "a\n").expect_err("foreign").to_string());
    check(read!(ucdp_country_year::read, "a\n").expect_err("foreign").to_string());
    check(read!(uk_sanctions::read, "a\n").expect_err("foreign").to_string());
    check(read!(ofac::read_entries, "a,b\n").expect_err("foreign").to_string());
    check(read!(ofac::read_aliases, "").expect_err("empty").to_string());
    check(read!(un_sanctions::read, "<html></html>").expect_err("foreign").to_string());
    let cut = [0x1f, 0x8b, 8, 0, 0];
    let error = decode("f.csv", &cut).expect_err("the stream breaks off").to_string();
    assert!(error.starts_with("f.csv cannot be decompressed"), "{error}");
}

#[test]
fn cells_of_a_roll_call_that_mean_nothing_are_set_aside_alone() {
    let wide = read!(
        voeten::read,
        "rcid,date,me,nu,di,hr,co,ec,MLI,MNE,RUS\n\
         7,2020-01-02,True,False,False,False,False,False,1,9.0,3\n\
         8,2020-01-03,False,False,False,False,False,False,4,2.0,8\n\
         9,2020-02-30,False,False,False,False,False,False,1,1,1\n\
         x,2020-01-04,False,False,False,False,False,False,1,1,1\n\
         7,2020-01-05,False,False,False,False,False,False,1,1\n\
         7,2020-01-06,False,False,False,False,False,False,1,1,1\n"
    )
    .expect("the header is right");
    let rows = &wide.roll_calls.rows;
    assert_eq!(wide.countries, ["MLI", "MNE", "RUS"]);
    assert_eq!(
        rows.iter().map(|row| (row.rcid, row.row, row.line)).collect::<Vec<_>>(),
        [(7, 1, 2), (8, 2, 3), (7, 6, 7)]
    );
    let votes: Vec<_> = rows.iter().map(|row| row.votes.clone()).collect();
    assert_eq!(votes.first(), Some(&vec![Some(Choice::Yes), None, Some(Choice::No)]));
    assert_eq!(votes.get(1), Some(&vec![None, Some(Choice::Abstain), Some(Choice::Absent)]));
    assert_eq!(
        seen(&wide.roll_calls),
        [
            "3: row set aside: only the cell MLI: \"4\" is not one of 1, 2, 3, 8, 9",
            "4: row set aside: date should be YYYY-MM-DD, not \"2020-02-30\"",
            "5: row set aside: column rcid should be a whole number, not \"x\"",
            "6: row set aside: 10 cells where the header has 11",
            "2: column MNE writes 2 cells as decimals (\"9.0\"); each is read as the whole number",
            "7: rcid 7 of 2020-01-06 is also that of 2020-01-02 (line 2); both rows are kept, this one under the id V7-2020",
        ]
    );
    assert_eq!(wide.roll_calls.set_aside(), 4);
}

#[test]
fn votes_of_the_digital_library() {
    let votes = read!(
        undl::read_votes,
        "undl_id,ms_name,ms_vote\n5,MALI,Y\n5,TKAZAKHSTAN,NV\n5,MALI,Q\nx,MALI,N\n"
    );
    let votes = votes.expect("the header is right");
    assert_eq!(votes.members, [("MALI".to_owned(), 2), ("TKAZAKHSTAN".to_owned(), 3)]);
    assert_eq!(
        votes.votes.rows.iter().map(|vote| vote.choice).collect::<Vec<_>>(),
        [Choice::Yes, Choice::Absent]
    );
    assert_eq!(
        seen(&votes.votes),
        [
            "4: row set aside: ms_vote is \"Q\", not Y, N, A or X",
            "5: row set aside: column undl_id should be a whole number, not \"x\"",
        ]
    );
}

#[test]
fn leaders_without_a_day_that_exists() {
    let header = "stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear,gender,militarycareer\n";
    let text = format!(
        "{header}MLI,432,a,One,1,1,2000,2,2001,1950,1,0\nMLI,432,b,Two,31,2,2001,,,1950,1,0\nMLI,432,c,Three,1,3,2002,,,,,\n"
    );
    let leaders = read!(reign::read_leaders, text).expect("the header is right");
    let terms: Vec<_> = leaders
        .rows
        .iter()
        .map(|l| (l.from.to_string(), l.to.map(|to| to.to_string())))
        .collect();
    assert_eq!(
        terms,
        [
            ("2000-01-01".to_owned(), Some("2001-02".to_owned())),
            ("2002-03-01".to_owned(), None)
        ]
    );
    assert_eq!(
        seen(&leaders),
        ["3: row set aside: the first day is \"2001-2-31\", and the calendar has no such date"]
    );
}

/// A quotation mark that nobody closes costs its own line, which is said; the entries after it are all read.
#[test]
fn an_unclosed_quotation_mark_in_a_sanctions_list_swallows_nothing() {
    let line = |number: usize, name: &str| {
        format!("{number},{name},-0- ,\"CUBA\",-0- ,{}-0- \n", "-0- ,".repeat(6))
    };
    for broken in 0..5 {
        let name = |at: usize| {
            if at == broken { format!("\"SHIP {at}") } else { format!("\"SHIP {at}\"") }
        };
        let text: String = (0..5).map(|at| line(36 + at, &name(at))).collect();
        let list = read!(ofac::read_entries, text).expect("it is the list");
        let read: Vec<&str> = list.rows.iter().map(|entry| entry.id.as_str()).collect();
        for at in (0..5).filter(|at| *at != broken) {
            assert!(read.contains(&(36 + at).to_string().as_str()), "{broken}: {read:?}");
        }
        let told = seen(&list);
        let its_line = format!("{}: ", broken + 1);
        assert!(told.iter().any(|it| it.starts_with(&its_line)), "{broken}: {told:?}");
    }
}

#[test]
fn a_sanctions_list_with_its_oddities() {
    let null = "-0- ,".repeat(6);
    let text = format!(
        "36,\"AERO\",-0- ,\"CUBA\",-0- ,{null}\"a.k.a. 'X'; a.k.a. 'D'ARC'.\"\n\
         x,\"NOBODY\",-0- ,\"CUBA\",-0- ,{null}-0- \n\
         37,-0- ,-0- ,\"CUBA\",-0- ,{null}-0- \n\
         38,\"SHIP\",\"vessel\",\"IRAN] [SDGT\",-0- ,{null}-0- \n\u{1a}"
    );
    let list = read!(ofac::read_entries, text).expect("it is the list");
    let entries: Vec<_> = list
        .rows
        .iter()
        .map(|e| {
            (e.id.as_str(), e.kind.as_str(), e.programmes.join("+"), e.weak_aliases.join("+"))
        })
        .collect();
    assert_eq!(
        entries,
        [
            ("36", "entity", "CUBA".to_owned(), "X+D'ARC".to_owned()),
            ("38", "vessel", "IRAN+SDGT".to_owned(), String::new())
        ]
    );
    assert_eq!(
        seen(&list),
        [
            "5: an empty last record or an end-of-file mark; it holds no entry",
            "2: row set aside: column ent_num should be a whole number, not \"x\"",
            "3: row set aside: the name is empty",
        ]
    );
}

#[test]
fn the_list_of_the_united_nations_keeps_what_can_be_read() {
    let list = read!(
        un_sanctions::read,
        "<CONSOLIDATED_LIST dateGenerated=\"2020-01-02T00:00:00Z\"><INDIVIDUALS>\n\
         <INDIVIDUAL><FIRST_NAME> A &amp; </FIRST_NAME><SECOND_NAME>B</SECOND_NAME>\
         <REFERENCE_NUMBER>X.1</REFERENCE_NUMBER><LISTED_ON>2015-07-01-04:00</LISTED_ON>\
         <NAME_ORIGINAL_SCRIPT>أ</NAME_ORIGINAL_SCRIPT>\
         <INDIVIDUAL_ALIAS><ALIAS_NAME/></INDIVIDUAL_ALIAS>\
         <INDIVIDUAL_ALIAS><ALIAS_NAME>C</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL>\n\
         <INDIVIDUAL><REFERENCE_NUMBER>X.2</REFERENCE_NUMBER></INDIVIDUAL>\n\
         <ENTITY><FIRST_NAME>D</FIRST_NAME><LISTED_ON>soon</LISTED_ON></ENTITY>\n\
         <ENTITY><FIRST_NAME>E</FIRST_NAM"
    )
    .expect("it is the list");
    assert_eq!(list.generated.to_string(), "2020-01-02");
    let names: Vec<_> = list.entries.rows.iter().map(|entry| entry.names.join("+")).collect();
    assert_eq!(names, ["A & B+أ+C", "D"]);
    let days: Vec<_> = list
        .entries
        .rows
        .iter()
        .map(|entry| entry.listed_on.map(|day| day.to_string()))
        .collect();
    assert_eq!(days, [Some("2015-07-01".to_owned()), None]);
    let lines: Vec<_> = seen(&list.entries)
        .into_iter()
        .map(|line| line.split(" breaks off").next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "3: row set aside: the entry has no name",
            "4: LISTED_ON is \"soon\", not a day; it is left out",
            "5: row set aside: the XML",
        ]
    );
}

#[test]
fn days_of_the_uk_list_and_coups() {
    let header = "Unique ID,OFSI Group ID,Name,Regime Name,Type,Designation source,Date Designated,Sanctions Imposed\n";
    let list = read!(
        uk_sanctions::read,
        format!(
            "{header}A1,1,One,Mali,Entity,UK,29-06-2012,x\nA2,1,Two,Mali,Entity,UK,2012-06-29,x\nA3,1,,Mali,Entity,UK,,x\n"
        )
    );
    let list = list.expect("the header is right");
    assert_eq!(list.rows.len(), 1);
    assert_eq!(
        seen(&list),
        [
            "3: row set aside: Date Designated should be DD-MM-YYYY, not \"2012-06-29\"",
            "4: row set aside: Name is empty",
        ]
    );
    let header = format!(
        "coup_id,cowcode,country,year,month,day,event_type,{}\n",
        cline::FLAGS.join(",")
    );
    let flags = ["0"; 22].join(",");
    let coups = read!(
        cline::read,
        format!(
            "{header}\"43205242021\",432,Mali,2021,5,24,coup,{flags}\n\"43205242022\",432,Mali,2021,5,24,coup,{flags}\n1,432,Mali,2021,13,24,coup,{flags}\n"
        )
    );
    let coups = coups.expect("the header is right");
    assert_eq!(coups.rows.len(), 2);
    assert_eq!(
        seen(&coups),
        [
            "3: coup_id 43205242022 and the date 2021-05-24 do not agree; the date is used",
            "4: row set aside: the calendar has no 2021-13-24",
        ]
    );
}

#[test]
fn a_byte_that_is_not_utf8_is_read_and_named() {
    let mut bytes = b"undl_id,ms_name,ms_vote\n5,MAL".to_vec();
    bytes.push(0x85);
    // Two letters that are UTF-8 say what the file is.
    bytes.extend("I,Y\n5,CÔTE D’IVOIRE,Y\n".as_bytes());
    let votes = undl::read_votes(&decode("f.csv", &bytes).expect("it is text"))
        .expect("it is the file");
    assert_eq!(votes.votes.rows.len(), 2);
    let seen = votes.votes.diagnostics.first().expect("there is a note");
    assert_eq!((seen.severity, seen.line, seen.column), (Severity::Note, Some(2), Some(6)));
}
