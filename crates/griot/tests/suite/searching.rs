//! `griot search`: what is found of a case, where, and what the index does when the case changes.

use std::path::Path;

use serde_json::Value;

use super::typed::{griot, read, remove, write};

/// A case with sources in four scripts, a statement and a report.
fn new_case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(griot(folder.path(), &["new", "case"]).code, 0);
    let file = |name: &str, text: &str| write(&folder.path().join(name), text.as_bytes());
    file(
        "mine.txt",
        "The mine\n\nLes Mercenaires gardent la mine d’or depuis 2021.\n\nNothing else.\n",
    );
    file("vagner.txt", "Вагнеровцы ушли.\n\nНаёмники Вагнера остались в Мали.\n");
    file("bayan.txt", "بيان الوزارة.\n\nوقُتل اثنان من والمرتزقة.\n");
    file(
        "page.html",
        "<html><body><nav><p>Menu of gold</p></nav><main><p>First line</p>\n<p>The <b>gold</b> was paid &amp; flown out.</p></main></body></html>",
    );
    file("prices.csv", "month,price\n2021-01,\"1,000\"\n2021-02,2000\n");
    file("broken.docx", "PK\u{3}\u{4}this is no package");
    let all = ["mine.txt", "vagner.txt", "bayan.txt", "page.html", "prices.csv", "broken.docx"];
    let mut add = vec!["add", "case"];
    add.extend(all);
    let said = griot(folder.path(), &add);
    assert_eq!(said.code, 0, "{}", said.err);
    let statements = "id,speaker,text,quoted,about,date,published,modality,source\n\
                      s1,The minister,We pay in gold,yes,,2021-03-04,,,mine\n";
    file("case/statements.csv", statements);
    file("case/report.md", "# The report\n\nMercenaires and gold.\n");
    folder
}

fn search(folder: &Path, words: &[&str]) -> Value {
    let mut all = vec!["search", "case", "--format", "json", "--"];
    all.extend(words);
    let said = griot(folder, &all);
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

/// File, place and marked words of each hit.
fn hits(answer: &Value) -> Vec<(String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let hits = answer["hits"].as_array().expect("a list");
    let found = hits.iter().map(|hit| {
        let passage = text(&hit["text"]);
        let at = |mark: &Value, end: &str| {
            usize::try_from(mark[end].as_u64().expect("a number")).expect("short")
        };
        let marks = hit["marks"].as_array().expect("a list").iter();
        let marks = marks.map(|mark| {
            passage
                .get(at(mark, "start")..at(mark, "end"))
                .expect("a mark on whole letters")
                .to_owned()
        });
        (text(&hit["file"]), text(&hit["place"]), marks.collect())
    });
    let mut found: Vec<_> = found.collect();
    found.sort();
    found
}

#[track_caller]
fn check(folder: &Path, words: &[&str], expected: &[(&str, &str, &[&str])]) {
    let found = hits(&search(folder, words));
    let found: Vec<(&str, &str, Vec<&str>)> = found
        .iter()
        .map(|(file, place, marks)| {
            (file.as_str(), place.as_str(), marks.iter().map(String::as_str).collect())
        })
        .collect();
    let expected: Vec<(&str, &str, Vec<&str>)> =
        expected.iter().map(|(file, place, marks)| (*file, *place, marks.to_vec())).collect();
    assert_eq!(found, expected, "{words:?}");
}

#[test]
fn words_are_found_in_their_forms_with_their_places() {
    let folder = new_case();
    let folder = folder.path();
    check(
        folder,
        &["mercenaire"],
        &[
            ("report.md", "line 3", &["Mercenaires"]),
            ("sources/mine.txt", "line 3", &["Mercenaires"]),
        ],
    );
    check(folder, &["\"mine d'or\""], &[("sources/mine.txt", "line 3", &["mine d’or"])]);
    check(
        folder,
        &["наемник", "вагнер"],
        &[("sources/vagner.txt", "line 3", &["Наёмники", "Вагнера"])],
    );
    check(folder, &["вагнеров*"], &[("sources/vagner.txt", "line 1", &["Вагнеровцы"])]);
    check(
        folder,
        &["قتل", "مرتزقة"],
        &[("sources/bayan.txt", "line 3", &["وقُتل", "والمرتزقة"])],
    );
    check(folder, &["1000"], &[("sources/prices.csv", "row 2, column 2", &["1,000"])]);
    check(folder, &["pays", "gold"], &[("statements.csv", "line 2", &["pay", "gold"])]);
    check(folder, &["paid & flown"], &[("sources/page.html", "line 2", &["paid", "flown"])]);
    check(folder, &["menu"], &[("sources/page.html", "line 1", &["Menu"])]);
}

#[test]
fn the_answer_is_what_the_schema_promises_and_its_passages_slice() {
    let folder = new_case();
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/formats/search.schema.json"))
            .expect("JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    for words in [&["gold"][..], &["mine", "else"], &["nowhere"]] {
        let answer = search(folder.path(), words);
        let wrong: Vec<String> = schema.iter_errors(&answer).map(|it| it.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        for hit in answer["hits"].as_array().expect("a list") {
            if hit["kind"] != "source" {
                continue;
            }
            let file = format!("case/{}", hit["file"].as_str().expect("a name"));
            let document = griot(folder.path(), &["read", &file, "--format", "json"]);
            let document: Value = serde_json::from_str(&document.out).expect("JSON");
            let text = document["prose"]["text"].as_str().expect("text");
            let start =
                usize::try_from(hit["start"].as_u64().expect("a number")).expect("short");
            let first =
                hit["text"].as_str().and_then(|it| it.split(' ').next()).expect("a word");
            assert!(
                text.get(start..).is_some_and(|rest| rest.starts_with(first)),
                "{file} {start}"
            );
        }
    }
}

#[test]
fn words_in_different_passages_are_told_apart() {
    let folder = new_case();
    let answer = search(folder.path(), &["mercenaires", "else"]);
    assert_eq!((&answer["passages"], &answer["apart"]), (&0.into(), &1.into()));
    assert_eq!(answer["hits_apart"][0]["file"], "sources/mine.txt");
    let said = griot(folder.path(), &["search", "case", "mercenaires", "else"]);
    assert!(said.out.starts_with("All of the words, but not in one passage"), "{}", said.out);
}

#[test]
fn what_cannot_be_searched_is_said_and_what_has_nothing_is_said() {
    let folder = new_case();
    let said = griot(folder.path(), &["search", "case", "gold"]);
    assert!(said.err.contains("note: broken is not searched: "), "{}", said.err);
    assert!(said.out.contains("The *gold* was paid"), "{}", said.out);
    let said = griot(folder.path(), &["search", "case", "nowhere"]);
    assert!(said.out.is_empty() && said.code == 0);
    assert!(said.err.contains("no passage of 7 texts has all of it"), "{}", said.err);
    let said = griot(folder.path(), &["search", "case", "?!"]);
    assert!(said.code == 2 && said.err.contains("there is no word in it"), "{}", said.err);
    assert_eq!(griot(folder.path(), &["search", "nowhere", "gold"]).code, 2);
}

#[test]
fn what_other_programs_take_for_operators_breaks_nothing() {
    let folder = new_case();
    for words in [
        "\"",
        "gold OR",
        "NOT gold",
        "gold*\"",
        "words:gold",
        "{words forms} : gold",
        "gold NEAR(mine, 2)",
        "'; DROP TABLE texts; --",
        "^gold + mine",
        "gold \u{202e}",
        "-gold",
        "((((((gold",
    ] {
        let said = griot(folder.path(), &["search", "case", "--", words]);
        let refused = words == "\"";
        assert_eq!(said.code, if refused { 2 } else { 0 }, "{words:?}: {}", said.err);
    }
    check(
        folder.path(),
        &["mercenaire"],
        &[
            ("report.md", "line 3", &["Mercenaires"]),
            ("sources/mine.txt", "line 3", &["Mercenaires"]),
        ],
    );
}

#[test]
fn the_index_follows_the_case_and_may_be_deleted_or_damaged() {
    let folder = new_case();
    let index = folder.path().join("case/.griot/cache/search.sqlite");
    let first = search(folder.path(), &["gold"]);
    let kept = read(&index);
    assert!(!kept.is_empty());
    assert_eq!(search(folder.path(), &["gold"]), first);
    assert!(read(&index) == kept, "nothing changed, and nothing is written");
    write(&folder.path().join("case/sources/mine.txt"), b"Only silver now.\n");
    assert!(hits(&search(folder.path(), &["mercenaire"])).len() == 1);
    assert!(hits(&search(folder.path(), &["silver"])).len() == 1);
    remove(&folder.path().join("case/sources/page.html"));
    let after = search(folder.path(), &["gold"]);
    assert!(hits(&after).iter().all(|(file, ..)| file != "sources/page.html"));
    remove(&index);
    assert_eq!(search(folder.path(), &["gold"]), after);
    write(&index, b"SQLite format 3\0 and then nothing of the kind");
    assert_eq!(search(folder.path(), &["gold"]), after);
    let said = griot(folder.path(), &["search", "case", "--fresh", "gold"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(
        griot(folder.path(), &["archive", "verify", "case"]).code,
        1,
        "mine.txt changed"
    );
}
