//! Workbooks as the table that a command reads: days, times, numbers too long, formulas, merged cells, hidden sheets.

use griot_read::{Sheet, table};

use super::made::package;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of sheets with their rows as XML, `*` before the name of a hidden one; style 1 is a day with a time.
fn workbook(is_1904: bool, sheets: &[(&str, String, &str)]) -> Vec<u8> {
    let (mut list, mut related, mut parts) = (String::new(), String::new(), Vec::new());
    for (number, (name, rows, after)) in (1..).zip(sheets) {
        let (name, state) = match name.strip_prefix('*') {
            Some(name) => (name, " state=\"hidden\""),
            None => (*name, ""),
        };
        list.push_str(&format!(
            "<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"r{number}\"/>"
        ));
        related.push_str(&format!(
            "<Relationship Id=\"r{number}\" Type=\"{RELATED}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        ));
        parts.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!(
                "<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData>{after}</worksheet>"
            ),
        ));
    }
    let epoch = if is_1904 { "<workbookPr date1904=\"1\"/>" } else { "<workbookPr/>" };
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    parts.extend([
        (
            "_rels/.rels".to_owned(),
            format!("<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{RELATED}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATED}\">{epoch}<sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{relations}\">{related}<Relationship Id=\"s\" Type=\"{RELATED}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"),
        ),
    ]);
    let mut all: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>")];
    all.extend(parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())));
    package(&all)
}

fn words(cell: &str, words: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

fn number(cell: &str, number: impl std::fmt::Display) -> String {
    format!("<c r=\"{cell}\"><v>{number}</v></c>")
}

fn day(cell: &str, serial: impl std::fmt::Display) -> String {
    format!("<c r=\"{cell}\" s=\"1\"><v>{serial}</v></c>")
}

fn row(number: usize, cells: &str) -> String {
    format!("<row r=\"{number}\">{cells}</row>")
}

fn one(is_1904: bool, rows: &[String], after: &str) -> Sheet {
    let bytes = workbook(is_1904, &[("Data", rows.concat(), after)]);
    table(&bytes, "w.xlsx", None).expect("a workbook")
}

fn text(sheet: &Sheet) -> String {
    String::from_utf8(sheet.bytes.clone()).expect("text")
}

#[test]
fn a_time_of_day_alone_has_no_day() {
    let sheet = one(
        false,
        &[
            row(1, &(words("A1", "when") + &words("B1", "x"))),
            row(2, &(day("A2", "0.5") + &number("B2", 1))),
        ],
        "",
    );
    assert_eq!(text(&sheet), "when,x\n12:00:00,1\n");
}

#[test]
fn a_formula_without_its_value_is_said() {
    let formula = "<c r=\"B2\"><f>SUM(1,2)</f></c>";
    let sheet = one(
        false,
        &[
            row(1, &(words("A1", "id") + &words("B1", "deaths"))),
            row(2, &(words("A2", "E1") + formula)),
        ],
        "",
    );
    assert_eq!(text(&sheet), "id,deaths\nE1,\n");
    let [note] = sheet.notes.as_slice() else { panic!("{:?}", sheet.notes) };
    assert!(
        note.starts_with("1 cells hold a formula without its value, the first B2"),
        "{note}"
    );
}

#[test]
fn hidden_sheets_are_said_and_not_offered() {
    let rows = row(1, &words("A1", "a"));
    let all = [("Data", rows.clone(), ""), ("*secret", row(1, &words("A1", "b")), "")];
    let bytes = workbook(false, &all);
    let sheet = table(&bytes, "w.xlsx", None).expect("one sheet to be seen");
    assert_eq!((sheet.name.as_str(), text(&sheet).as_str()), ("Data", "a\n"));
    assert_eq!(sheet.notes, ["hidden sheets are not read: secret"]);
    let hidden = table(&bytes, "w.xlsx", Some("secret")).expect("named, it is read");
    assert_eq!(text(&hidden), "b\n");
    let two = workbook(false, &[("One", rows.clone(), ""), ("Two", rows, "")]);
    let why = table(&two, "w.xlsx", None).expect_err("two sheets").to_string();
    assert_eq!(
        why,
        "w.xlsx is an Excel workbook (XLSX) and has several sheets: One, Two. Name one behind a number sign: w.xlsx#One"
    );
}

/// A day is the day that the workbook shows, from whichever year it counts.
#[test]
fn days_of_either_epoch() {
    for is_1904 in [false, true] {
        let start = if is_1904 {
            jiff::civil::date(1904, 1, 1)
        } else {
            jiff::civil::date(1899, 12, 30)
        };
        let mut rows = vec![row(1, &words("A1", "day"))];
        let mut expected = "day\n".to_owned();
        for (number, serial) in (2..).zip((25_000..60_000_i64).step_by(997)) {
            rows.push(row(number, &day(&format!("A{number}"), serial)));
            let day = start.checked_add(jiff::Span::new().days(serial)).expect("a day");
            expected.push_str(&format!("{day}\n"));
        }
        assert_eq!(text(&one(is_1904, &rows, "")), expected);
    }
}

/// A whole number of more than fifteen digits is never written as if all of them were kept.
#[test]
fn numbers_that_lost_digits() {
    let numbers: Vec<u64> = (0..19)
        .flat_map(|digits| [10_u64.pow(digits), 123_456_789 * 10_u64.pow(digits.min(10)) + 1])
        .collect();
    let mut rows = vec![row(1, &words("A1", "id"))];
    rows.extend((2..).zip(&numbers).map(|(at, id)| row(at, &number(&format!("A{at}"), id))));
    for (line, id) in text(&one(false, &rows, "")).lines().skip(1).zip(&numbers) {
        assert_eq!(line.contains('.'), *id >= 1_000_000_000_000_000, "{id} is {line}");
    }
}

/// Words of a merged cell hold for every row that it covers, and for no other; a number counts once.
#[test]
fn merged_cells() {
    for (first, more, after, is_number) in
        [(2, 1, 0, false), (2, 4, 2, false), (4, 3, 1, false), (3, 2, 1, true), (2, 5, 0, true)]
    {
        let last = first + more;
        let mut rows = vec![row(1, &(words("A1", "id") + &words("B1", "country")))];
        for at in 2..=last + after {
            let mut cells = words(&format!("A{at}"), &format!("E{at}"));
            if at == first {
                let cell = format!("B{at}");
                cells += &if is_number { number(&cell, 7) } else { words(&cell, "Mali") };
            }
            rows.push(row(at, &cells));
        }
        let merged = format!(
            "<mergeCells count=\"1\"><mergeCell ref=\"B{first}:B{last}\"/></mergeCells>"
        );
        let sheet = one(false, &rows, &merged);
        for (at, line) in (1..).zip(text(&sheet).lines()).skip(1) {
            let value = match (is_number, (first..=last).contains(&at)) {
                (false, true) => "Mali",
                (true, true) if at == first => "7",
                _ => "",
            };
            assert_eq!(line, format!("E{at},{value}"));
        }
        let begins = format!("{more} empty cells");
        assert!(sheet.notes.iter().any(|it| it.starts_with(&begins)), "{:?}", sheet.notes);
    }
}
