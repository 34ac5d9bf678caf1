//! What an index finds, and what a damaged or a foreign file does.
#![expect(clippy::disallowed_methods, reason = "a test writes its own input")]

use griot_sql::{Index, Known, Passage, Sought};

fn text(name: &str) -> Known {
    Known {
        kind: "source".to_owned(),
        name: name.to_owned(),
        stamp: "1".to_owned(),
        digest: "a".to_owned(),
        why: None,
    }
}

fn passage(start: usize, words: &str, forms: &str) -> Passage {
    let cut =
        |text: &str| text.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    Passage {
        start,
        text: words.to_owned(),
        places: vec![(0, format!("line {start}"))],
        about: String::new(),
        words: cut(words),
        forms: cut(forms),
    }
}

fn filled(index: &Index) {
    index.begin().expect("begun");
    index
        .put(&text("a"), &[passage(1, "gold mines", "mine"), passage(2, "mine gold", "")])
        .expect("put");
    index.put(&text("b"), &[passage(1, "gold", ""), passage(2, "silver", "")]).expect("put");
    index.keep().expect("kept");
}

fn any(words: &[&str]) -> Sought {
    Sought::AnyOf(words.iter().map(|it| (*it).to_owned()).collect())
}

fn places(index: &Index, sought: &[Sought]) -> Vec<(String, usize)> {
    let found = index.find(sought, 10).expect("an answer");
    assert_eq!(found.passages, found.hits.len() as u64);
    found.hits.into_iter().map(|hit| (hit.name, hit.start)).collect()
}

#[test]
fn words_forms_beginnings_and_phrases_are_found() {
    let index = Index::in_memory("1").expect("an index");
    filled(&index);
    let at = |name: &str, start| (name.to_owned(), start);
    assert_eq!(places(&index, &[any(&["mine"])]), [at("a", 2), at("a", 1)]);
    assert_eq!(places(&index, &[any(&["gold"]), any(&["mine"])]), [at("a", 2), at("a", 1)]);
    assert_eq!(places(&index, &[Sought::Beginning("silv".to_owned())]), [at("b", 2)]);
    let phrase = |words: &str, is_beginning| Sought::Phrase {
        words: words.split(' ').map(str::to_owned).collect(),
        is_beginning,
    };
    assert_eq!(places(&index, &[phrase("mine gold", false)]), [at("a", 2)]);
    assert_eq!(places(&index, &[phrase("gold mi", true)]), [at("a", 1)]);
    assert!(places(&index, &[phrase("gold mi", false)]).is_empty());
    let apart = index.find_apart(&[any(&["gold"]), any(&["silver"])], 5).expect("an answer");
    assert_eq!((apart.texts, apart.hits[0].name.as_str()), (1, "b"));
}

#[test]
fn no_token_becomes_more_than_a_token() {
    let index = Index::in_memory("1").expect("an index");
    filled(&index);
    for token in ["gold\" OR \"silver", "\"", "gold*", "words:gold", "", "NEAR(gold)", "\u{0}"]
    {
        let sought = [
            any(&[token]),
            Sought::Beginning(token.to_owned()),
            Sought::Phrase { words: vec![token.to_owned()], is_beginning: true },
        ];
        for sought in sought {
            index.find(&[sought, any(&["gold"])], 5).expect("an answer");
        }
    }
    assert!(places(&index, &[any(&["gold\" OR \"silver"])]).is_empty());
}

#[test]
fn a_text_is_replaced_and_forgotten_whole() {
    let index = Index::in_memory("1").expect("an index");
    filled(&index);
    index.put(&text("a"), &[passage(5, "iron", "")]).expect("put");
    index.forget("source", "b").expect("forgotten");
    assert!(places(&index, &[any(&["gold"])]).is_empty());
    assert_eq!(places(&index, &[any(&["iron"])]), [("a".to_owned(), 5)]);
    assert_eq!(
        (index.known().expect("known").len(), index.passages().expect("a count")),
        (1, 1)
    );
}

#[test]
fn a_file_of_another_version_or_another_kind_is_begun_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("search.sqlite");
    let index = Index::at(&file, "1").expect("an index");
    filled(&index);
    drop(index);
    assert_eq!(Index::at(&file, "1").expect("an index").known().expect("known").len(), 2);
    assert!(Index::at(&file, "2").expect("an index").known().expect("known").is_empty());
    let half = std::fs::read(&file).expect("bytes");
    for bytes in [b"no database at all".to_vec(), half[..half.len() / 2].to_vec(), Vec::new()] {
        std::fs::write(&file, bytes).expect("written");
        let index = Index::at(&file, "2").expect("an index");
        filled(&index);
        assert_eq!(places(&index, &[any(&["silver"])]), [("b".to_owned(), 2)]);
    }
}
