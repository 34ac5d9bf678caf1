//! Nothing panics, nothing is quadratic, every span lies on letters.

use griot_model::Span;
use griot_text::{
    dates::{self, DateContext},
    document, durations,
    names::{Gazetteer, fold, same_person},
    numbers, quotes, script,
    sentences::{self, Sentence},
};
use proptest::prelude::*;

/// Everything, on anything. Panics where a span does not slice.
pub(crate) fn through_everything(bytes: &[u8], name: &str) {
    let Ok(document) = document::read(bytes, name) else { return };
    let text = &document.text;
    let slices = |span: Span| {
        assert!(text.get(span.start..span.end).is_some(), "{span:?} of {name}: {text:?}");
    };
    let listed = [("Mali", 1), ("US", 2), ("Côte d'Ivoire", 3), ("ab", 4)];
    let gazetteer = Gazetteer::new(listed.into_iter());
    let mut context = DateContext::new(document::dateline(&document).map(|(day, _)| day));
    for block in &document.blocks {
        slices(block.span);
        block.prose.iter().for_each(|piece| slices(piece.span));
    }
    for bound in &document.bound {
        slices(bound.span);
        slices(bound.outer);
    }
    for sentence in sentences::sentences(&document) {
        slices(sentence.span);
        let dates = dates::find(&sentence, &mut context);
        for date in &dates {
            slices(date.span);
            slices(date.phrase);
            date.relative_to.into_iter().for_each(slices);
            assert!(sentence.span.contains(date.span));
        }
        for number in numbers::find(&sentence, &dates) {
            [Some(number.span), Some(number.number), number.unit, number.unit_phrase]
                .into_iter()
                .flatten()
                .for_each(slices);
            let quantity = &number.quantity;
            assert!(quantity.low <= quantity.high, "{quantity:?}");
        }
        for duration in durations::find(&sentence) {
            slices(duration.span);
        }
        gazetteer.find(&sentence).iter().for_each(|name| slices(name.span));
    }
    for quote in quotes::find(&document) {
        slices(quote.span);
        slices(quote.inner);
        assert!(quote.span.contains(quote.inner));
    }
}

/// Words that the grammars know, mixed with marks that break them.
fn prose() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "August",
        "18",
        "2020",
        "Aug.",
        "May",
        "in",
        "since",
        "the following day",
        "that month",
        "two",
        "thirds",
        "of",
        "a",
        "million",
        "%",
        "$",
        "€5bn",
        "2 000",
        "more than",
        "Mali’s",
        "“",
        "”",
        "\"",
        "-",
        "–",
        "to",
        "and",
        "one",
        "six",
        "[",
        "]",
        "{.claim #a b=\"c\"}",
        "{",
        "}",
        "\n",
        "\n\n",
        "> ",
        "# ",
        "`",
        "*",
        "&amp;",
        "<p>",
        "</p>",
        "<b",
        "<!--",
        "-->",
        "<script>",
        ".",
        "…",
        "é",
        "\u{301}",
        "\u{202e}",
        "年",
        "١٨",
        "last",
        "years ago",
        "½",
        "the previous ten months",
        "1960s",
        "Q3",
        "19th century",
        "31/12/2020",
        "0",
        "griot:",
        "| a | b |\n|---|---|\n",
        "[^1]",
        "late",
        "mid-",
        "Monday",
        "dozens of",
        "İ",
        "ﬃ",
        "\u{a0}",
    ]);
    let any = prop::collection::vec(
        prop_oneof![4 => words.prop_map(str::to_owned), 1 => ".{0,6}"],
        0..40,
    );
    (any, any_glue()).prop_map(|(words, glue)| words.join(glue))
}

fn any_glue() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(" "), Just("")]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_goes_through(text in prose(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for name in ["a.txt", "a.md", "a.html", "a"] {
            through_everything(text.as_bytes(), name);
            through_everything(&bytes, name);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(name in "\\PC{0,20}", any in ".{0,20}") {
        for name in [name, any] {
            let once = fold(&name);
            prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn a_listed_name_is_found_as_it_is_written(name in "[A-Z][a-zé]{2,8}( [A-Z][a-z]{1,8})?") {
        let gazetteer = Gazetteer::new(std::iter::once((name.as_str(), ())));
        let text = format!("{name}’s men, {name}");
        prop_assert_eq!(gazetteer.find_in(&text).len(), 2);
    }

    #[test]
    fn persons_are_compared_both_ways(one in "[A-Za-zï'. -]{0,20}", other in "[A-Za-zï'. -]{0,20}") {
        prop_assert_eq!(same_person(&one, &other), same_person(&other, &one));
    }

    #[test]
    fn sentences_keep_every_letter(text in prose()) {
        let kept: String = sentences::split(&text)
            .iter()
            .flat_map(|span| span.of(&text).chars())
            .filter(|sign| !sign.is_whitespace())
            .collect();
        let all: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        prop_assert_eq!(kept, all);
    }

    #[test]
    fn escaped_text_hides_nothing(text in ".{0,40}") {
        let shown = script::escaped(&text);
        prop_assert!(!script::signs(&shown).any(|(_, hidden)| hidden), "{:?}", shown);
    }
}

/// A quotation with nothing in it, before a mark that is not seen.
#[test]
fn an_empty_quotation_lies_within_its_marks() {
    for name in ["a.txt", "a.md", "a.html"] {
        through_everything(b"\x91\"\"\xab\x01!", name);
    }
}

#[test]
fn naughty_strings_go_through() {
    let Some(bytes) = super::shared("data/evidence/blns/blns.json") else { return };
    let strings: Vec<String> = serde_json::from_slice(&bytes).expect("an array of strings");
    assert!(strings.len() > 400);
    let all = strings.join("\n\n");
    for text in strings.iter().chain(std::iter::once(&all)) {
        for name in ["a.txt", "a.md", "a.html"] {
            through_everything(text.as_bytes(), name);
        }
        let once = fold(text);
        assert_eq!(fold(&once), once, "{text:?}");
        let _shown = script::escaped(text);
        let _quotes = quotes::of_sentence(&Sentence::plain(text));
    }
}

/// Inputs that make tree builders slow; here each is one pass. Sizes are those of the table of
/// hostile pages, kept small enough for a debug build.
#[test]
fn pages_built_to_hurt_go_through() {
    let many = |part: &str, times: usize| part.repeat(times);
    let attributes = (0..20_000).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join(" ");
    let pages = [
        many("<div>", 20_000) + "deep",
        many("<b>", 20_000) + "bold",
        format!("<p {attributes}>text"),
        many("<b><table><i>", 5_000) + "x",
        many("<p><span>words ", 10_000),
        many("<nav>", 5_000) + "x" + &many("</nav>", 5_000) + "<p>after",
        many("<span class=claim>", 5_000) + "x",
    ];
    for page in pages {
        through_everything(page.as_bytes(), "a.html");
        let read = document::read(page.as_bytes(), "a.html").expect("text");
        assert!(!read.blocks.is_empty());
    }
    let texts = [
        many("[", 50_000),
        many("[a]{.claim x=\"", 10_000),
        many("{", 50_000),
        many("“", 20_000),
        many("<!-- ", 20_000),
        many("a. ", 20_000),
        many("18 August ", 10_000),
        many("one hundred ", 10_000),
        many("1 ", 30_000),
        many("of the ", 20_000),
        many("Al-", 20_000),
        many("X ", 20_000),
        many(".", 50_000),
        many("> ", 2_000),
        many("- ", 2_000),
        many("the day before ", 10_000),
        many("U.S. ", 20_000),
    ];
    for text in texts {
        through_everything(text.as_bytes(), "a.md");
        through_everything(text.as_bytes(), "a.txt");
    }
}
