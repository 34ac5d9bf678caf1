//! Do all layouts of roll calls give the same votes, and does nothing unreadable pass silently?

use griot_analysis::vote::{self, Assembly, Ballot};
use griot_library::Library;
use griot_model::{Choice, Diagnostic, Severity};
use griot_table::{
    TableError,
    votes::{MemberWord, RollCalls, decode},
};

fn read(bytes: &[u8]) -> Result<RollCalls, TableError> {
    griot_table::votes::read(&decode("votes.csv", bytes.to_vec())?)
}

fn warnings(diagnostics: &[Diagnostic]) -> Vec<String> {
    let warned = diagnostics.iter().filter(|seen| seen.severity == Severity::Warning);
    warned.map(|seen| format!("{}: {}", seen.line.unwrap_or(0), seen.message)).collect()
}

/// Mali, Russia and a third state in one roll call: no, no, abstain.
fn check(file: &[u8], word: MemberWord) {
    let read = read(file).expect("a known layout");
    assert_eq!(read.word, word);
    assert_eq!(warnings(&read.roll_calls.diagnostics), Vec::<String>::new());
    let (assembly, unknown) = Assembly::of_file("votes.csv", read, Library::embedded());
    assert_eq!(warnings(&unknown), Vec::<String>::new());
    assert_eq!(assembly.roll_calls.len(), 1);
    let held = &assembly.roll_calls[0];
    assert_eq!(held.symbol.as_deref(), Some("A/RES/76/70"));
    let cast: Vec<_> = assembly
        .countries
        .iter()
        .zip(0..)
        .map(|(code, place)| (code.as_str(), assembly.ballot(held, place)))
        .collect();
    let expected =
        [("BOL", Some(Ballot::Abstain)), ("MLI", Some(Ballot::No)), ("RUS", Some(Ballot::No))];
    assert_eq!(cast, expected);
}

#[test]
fn the_bulk_file_of_2026_with_a_note() {
    check(
        b"undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n\
          1,MLI,MALI,N,2021-12-09,76,A/RES/76/70,,,,\"A, title\",,,,0.0,2.0,1.0,1.0,4.0,x\n\
          1,RUS,RUSSIAN FEDERATION,N,2021-12-09,76,A/RES/76/70,,,,\"A, title\",,,,0.0,2.0,1.0,1.0,4.0,x\n\
          1,BOL,BOLIVIA,A,2021-12-09,76,A/RES/76/70,,,,\"A, title\",,,,0.0,2.0,1.0,1.0,4.0,x\n\
          1,FRA,FRANCE,X,2021-12-09,76,A/RES/76/70,,,,\"A, title\",,,,0.0,2.0,1.0,1.0,4.0,x\n",
        MemberWord::Code,
    );
}

#[test]
fn the_bulk_file_of_2024_with_plurals() {
    check(
        b"undl_id,ms_codes,ms_names,ms_votes,date,session,resolutions,title,modality,yes,no,abstentions,non_voting\n\
          1,MLI,MALI,N,2021-12-09,76,A/RES/76/70,t,vote,0,2,1,1\n\
          1,RUS,RUSSIAN FEDERATION,N,2021-12-09,76,A/RES/76/70,t,vote,0,2,1,1\n\
          1,BOL,BOLIVIA,A,2021-12-09,76,A/RES/76/70,t,vote,0,2,1,1\n\
          1,FRA,FRANCE,NV,2021-12-09,76,A/RES/76/70,t,vote,0,2,1,1\n",
        MemberWord::Code,
    );
}

/// `ABSENT COUNT` holds abstentions; the Security Council's row is not the Assembly's.
#[test]
fn the_wide_scrape_with_its_misnamed_columns_and_misprints() {
    check(
        "Council,Date,Title,Resolution,TOTAL VOTES,NO-VOTE COUNT,ABSENT COUNT,NO COUNT,YES COUNT,Link,token,BOLIVIA (PLUNATIONAL STATE OF),MALI,RUSSIAN FEDERATION\n\
         General Assembly,2021-12-09,A title,A/RES/76/70,193,190,1,2,0,https://x/record/1,1,ABSTAIN,NO,NO\n\
         Security Council,2021-12-09,Another,S/RES/2600,15,0,0,0,15,https://x/record/2,2,,,YES\n"
            .as_bytes(),
        MemberWord::Name,
    );
}

/// Latin-1, tabs, `R/76/70`, and a state that is no member (9).
#[test]
fn voetens_long_file_in_latin_1() {
    check(
        b"rcid\tccode\tsession\tvote\tCountryname\tunres\tdate\tdescr\n\
          9\t432\t76\t3\tMali\tR/76/70\t2021-12-09\tt\n\
          9\t365\t76\t3\tRussia\tR/76/70\t2021-12-09\tt\n\
          9\t145\t76\t2.0\tBolivia\tR/76/70\t2021-12-09\tt\n\
          9\t437\t76\t9\tC\xf4te d'Ivoire\tR/76/70\t2021-12-09\tt\n",
        MemberWord::Cow,
    );
}

/// Codes are columns; the file says neither symbol nor title, and may be compressed.
#[test]
fn voetens_wide_file() {
    let file = "rcid,date,me,nu,di,hr,co,ec,BOL,FRA,MLI,RUS,USA\n\
                9,2021-12-09,False,False,False,False,False,False,2,8,3,3.0,9\n";
    let read = read(file.as_bytes()).expect("a known layout");
    assert_eq!((read.word, read.members.len()), (MemberWord::Code, 5));
    let votes = &read.roll_calls.rows[0].votes;
    let expected =
        [(0, Choice::Abstain), (1, Choice::Absent), (2, Choice::No), (3, Choice::No)];
    assert_eq!(votes, &expected);
}

/// Every value quoted, a title over two lines, and a marked value among those that each row is asked for.
#[test]
fn quoted_values_are_read_as_they_are_meant() {
    let file = b"undl_id,ms_code,ms_vote,date,title,total_yes,total_no,total_abstentions,total_non_voting\n\
        \"1\",\"MLI\",\"Y\",\"2021-12-09\",\"a \"\"title\"\"\nover lines\",1,0,0,1\n\
        \"1\",\"RU\"\"S\",\"X\",\"2021-12-09\",t,1,0,0,1\n\
        2,MLI,?,2021-12-09,t,1,0,0,0\n";
    let read = read(file).expect("a known layout");
    assert_eq!(read.members, ["MLI", "RU\"S"]);
    assert_eq!(read.roll_calls.rows[0].title.as_deref(), Some("a \"title\"\nover lines"));
    let warned = warnings(&read.roll_calls.diagnostics);
    assert!(warned[0].starts_with("5: row set aside"), "{warned:?}");
}

/// Two sheets of one house: a vote and a day differ, and a roll call is in one of them alone.
#[test]
fn sheets_are_reconciled_by_what_was_cast() {
    let codes: Vec<&str> =
        Library::embedded().countries().iter().map(|it| it.iso3.as_str()).take(120).collect();
    let row = |id: &str, date: &str, no: usize| vote::Row {
        id: id.to_owned(),
        date: date.parse().expect("a date"),
        symbol: None,
        votes: (0..)
            .zip(&codes)
            .map(|(place, code)| {
                let choice = if place < no { Choice::No } else { Choice::Yes };
                ((*code).to_owned(), choice)
            })
            .collect(),
    };
    let sheet =
        |source: &str, roll_calls| vote::Sheet { source: source.to_owned(), roll_calls };
    let one = sheet("one", vec![row("a", "2020-12-01", 10), row("b", "2020-12-02", 60)]);
    let other = sheet("other", vec![row("x", "2020-12-05", 11)]);
    let found = vote::reconcile(&one, &other);
    assert_eq!((found.matched, found.cells), (1, 120));
    let differing: Vec<_> = found.votes.iter().map(|it| it.vote.clone()).collect();
    assert_eq!(differing, [Some((codes[10].to_owned(), [Choice::Yes, Choice::No]))]);
    assert_eq!(found.dates.len(), 1);
    assert_eq!(found.alone[0].iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(found.rows().rows.len(), 3);
}

#[test]
fn unga_dm_with_votes_in_words() {
    check(
        b"decision_id,decision_date,resolution,member_state,current_seat_name,original_vote\n\
          d1,2021-12-09,A/RES/76/70,Mali,Mali,No\n\
          d1,2021-12-09,A/RES/76/70,Russia,Russia,No\n\
          d1,2021-12-09,A/RES/76/70,Bolivia,Bolivia,Abstained\n\
          d1,2021-12-09,A/RES/76/70,France,France,Absent\n",
        MemberWord::Name,
    );
}

#[test]
fn a_row_that_cannot_be_read_is_set_aside_with_its_line() {
    let file =
        b"undl_id,ms_code,ms_vote,date,total_yes,total_no,total_abstentions,total_non_voting\n\
        1,MLI,Y,2021-12-09,1,0,0,0\n\
        1,RUS,?,2021-12-09,1,0,0,0\n\
        2,MLI,Y,soon,1,0,0,0\n";
    let read = read(file).expect("a known layout");
    let warned = warnings(&read.roll_calls.diagnostics);
    assert_eq!(warned.len(), 2, "{warned:?}");
    assert!(warned[0].starts_with("3: row set aside: ms_vote is \"?\""), "{warned:?}");
    assert!(warned[1].starts_with("4: row set aside: date should be"), "{warned:?}");
    assert_eq!(read.roll_calls.rows[0].votes, [(0, Choice::Yes)]);
}

#[test]
fn totals_that_the_rows_do_not_give_are_noted() {
    let file =
        b"undl_id,ms_code,ms_vote,date,total_yes,total_no,total_abstentions,total_non_voting\n\
        1,MLI,Y,2021-12-09,2,0,0,0\n";
    let read = read(file).expect("a known layout");
    assert!(read.roll_calls.diagnostics[0].message.contains("[2, 0, 0, 0]"));
}

#[test]
fn another_file_is_refused() {
    assert!(matches!(read(b"a,b\n1,2\n"), Err(TableError::NotThisLayout { .. })));
    assert!(matches!(read(b""), Err(TableError::NotThisLayout { .. })));
}

/// A member whom no country is, or more than one, is left out and said.
#[test]
fn unknown_members_are_said() {
    let file = b"decision_id,year,member_state,original_vote\nd1,2021,Atlantis,Yes\nd1,2021,Mali,Yes\n";
    let read = read(file).expect("a known layout");
    let (assembly, notes) = Assembly::of_file("votes.csv", read, Library::embedded());
    assert_eq!(assembly.countries, ["MLI"]);
    let messages: Vec<&str> = notes.iter().map(|note| note.message.as_str()).collect();
    assert!(messages.iter().any(|message| message.contains("Atlantis")), "{messages:?}");
    assert!(
        messages.iter().any(|message| message.contains("only the date 2021")),
        "{messages:?}"
    );
}

/// Names as the UN Digital Library prints them, with the misprints, and near-namesakes.
#[test]
fn names_mean_the_state_that_is_meant() {
    let cases = [
        ("TKAZAKHSTAN", "KAZ"),
        ("REPULIC OF MOLDOVA", "MDA"),
        ("AY DENMARK", "DNK"),
        ("Aa UNITED STATES", "USA"),
        (" BELGIUM", "BEL"),
        ("COTE D’IVOIRE", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("SERBIAMONTENEGRO", "SRB"),
        ("LAO PEOPLE's DEMOCRATIC REPUBLIC", "LAO"),
        ("CONGO", "COG"),
        ("DEMOCRATIC REPUBLIC OF THE CONGO", "COD"),
        ("REPUBLIC OF KOREA", "KOR"),
        ("DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", "PRK"),
        ("NIGER", "NER"),
        ("NIGERIA", "NGA"),
        ("GUINEA", "GIN"),
        ("GUINEA-BISSAU", "GNB"),
        ("EQUATORIAL GUINEA", "GNQ"),
        ("PAPUA NEW GUINEA", "PNG"),
        ("DOMINICA", "DMA"),
        ("DOMINICAN REPUBLIC", "DOM"),
    ];
    for (name, expected) in cases {
        let file = format!(
            "Council,Date,Title,Resolution,TOTAL VOTES,NO-VOTE COUNT,ABSENT COUNT,NO COUNT,YES COUNT,token,{name}\n\
             General Assembly,2020-01-01,T,A/RES/74/1,1,0,0,0,1,1,YES\n"
        );
        let read = read(file.as_bytes()).expect("a known layout");
        let (assembly, notes) = Assembly::of_file("votes.csv", read, Library::embedded());
        assert_eq!(assembly.countries, [expected], "{name}: {notes:?}");
    }
}
