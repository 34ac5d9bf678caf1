//! Reports in each format: prose with offsets, bound claims, datelines.

use griot_text::{
    document::{self, BlockKind, Document, Format},
    quotes,
    sentences::{self, Sentence},
};

fn read(name: &str, text: &str) -> Document {
    document::read(text.as_bytes(), name).expect("the text is UTF-8")
}

fn sentences_of(document: &Document) -> Vec<Sentence> {
    sentences::sentences(document)
}

fn texts(document: &Document) -> Vec<String> {
    sentences_of(document).into_iter().map(|sentence| sentence.text).collect()
}

const MARKDOWN: &str = "---\ntitle: Gold\ndate: 2023-08-11\n---\n\n# The *gold*\n\nIt **fell** on \
18 August. [Seven &amp; more\nstates]{.claim #c1 vote=\"A/RES/1\" count=7} voted[^1] `no 2020` \
<https://a.b/2015>.\n\n- first item. Second one.\n\n> quoted words\n\n```\ncode 2015\n```\n\n\
<!-- griot: allow(order) reason=\"witness\" -->\n\n| a | b |\n|---|---|\n| one | two |\n\n\
[^1]: A note.\n";

#[test]
fn markdown_keeps_the_offsets_of_the_file() {
    let document = read("report.md", MARKDOWN);
    assert_eq!(document.format, Format::Markdown);
    assert_eq!(document.text, MARKDOWN);
    assert_eq!(document.title.as_deref(), Some("Gold"));
    assert_eq!(
        texts(&document),
        [
            "The gold",
            "It fell on 18 August.",
            "Seven & more states voted  .",
            "first item.",
            "Second one.",
            "quoted words",
            "a",
            "b",
            "one",
            "two",
            "A note.",
        ]
    );
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds.get(..4),
        Some(
            [BlockKind::Heading, BlockKind::Paragraph, BlockKind::ListItem, BlockKind::Quote]
                .as_slice()
        )
    );
    let day = document::dateline(&document).expect("the front matter has a date");
    assert_eq!((day.0.to_string().as_str(), day.1.of(MARKDOWN)), ("2023-08-11", "2023-08-11"));
}

#[test]
fn bound_claims_and_suppressions() {
    let document = read("report.md", MARKDOWN);
    let [bound] = document.bound.as_slice() else { panic!("{:?}", document.bound) };
    assert_eq!(bound.span.of(MARKDOWN), "Seven &amp; more\nstates");
    assert!(
        bound.outer.of(MARKDOWN).starts_with('[') && bound.outer.of(MARKDOWN).ends_with('}')
    );
    assert_eq!(bound.id.as_deref(), Some("c1"));
    assert!(bound.is_claim());
    let (vote, span) = bound.get("vote").expect("written");
    assert_eq!((vote, span.of(MARKDOWN)), ("A/RES/1", "A/RES/1"));
    assert_eq!(bound.get("count").map(|(value, _)| value), Some("7"));

    let [allowed] = document.allowed.as_slice() else { panic!("{:?}", document.allowed) };
    assert_eq!((allowed.rule.as_str(), allowed.reason.as_str()), ("order", "witness"));
    let block =
        allowed.block.and_then(|block| document.blocks.get(block)).expect("a block follows");
    assert_eq!(block.span.of(MARKDOWN), "a");
}

#[test]
fn spans_lead_back_through_markup() {
    let document =
        read("report.md", "He **said** [seven *states*]{.claim x=1} left &amp; won.");
    let sentences = sentences_of(&document);
    let sentence = sentences.first().expect("one sentence");
    assert_eq!(sentence.text, "He said seven states left & won.");
    let words = |words: &str| {
        let start = sentence.text.find(words).expect("in the sentence");
        let local = griot_model::Span::new(start, start + words.len());
        let source = sentence.source(local);
        assert_eq!(sentence.local(source), Some(local), "{words}");
        source.of(&document.text)
    };
    assert_eq!(words("said"), "said");
    assert_eq!(words("seven states"), "seven *states");
    assert_eq!(words("&"), "&amp;");
    assert_eq!(words("won"), "won");
    let bound = document.bound.first().expect("one claim");
    let local = sentence.local(bound.span).expect("inside");
    assert_eq!(local.of(&sentence.text), "seven states");
}

#[test]
fn markup_that_is_not_understood_is_said() {
    let said = |text: &str, words: &str| {
        let document = read("report.md", text);
        assert!(document.bound.is_empty());
        assert!(document.notes.iter().any(|note| note.message.contains(words)), "{text}");
    };
    said("[x]{.claim =}", "not understood");
    said("a\n\n<!-- griot: allow(order) -->", "without a reason");
    said("a\n\n<!-- griot: stop -->", "not understood");
    said("<div>\nraw\n</div>\n", "raw HTML");
    said("", "no prose");
    assert!(read("report.md", "`[x]{.claim a=1}` and \\[x]{.claim}").bound.is_empty());
}

#[test]
fn plain_text_joins_wrapped_lines_only() {
    let text = "News Note\nMar 3, 2019\n\nThe first line of this paragraph is wrapped at sixty\n\
                columns, so that it goes on here. It ends\nhere.\n\n- one\n- two\n";
    let document = read("report.txt", text);
    assert_eq!(
        texts(&document),
        [
            "News Note",
            "Mar 3, 2019",
            "The first line of this paragraph is wrapped at sixty columns, so that it goes on here.",
            "It ends",
            "here.",
            "- one",
            "- two",
        ]
    );
    assert_eq!(document.text, text);
}

#[test]
fn datelines() {
    let check = |name: &str, text: &str, expected: Option<&str>| {
        let found = document::dateline(&read(name, text)).map(|(day, _)| day.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    };
    check("a.txt", "A title\nAug 11, 2023\n\nText.", Some("2023-08-11"));
    check("a.txt", "A title\n\nPublished: 2023-08-11\n\nText.", Some("2023-08-11"));
    check("a.txt", "By A. Writer and B. Other, 11 August 2023\n\nText.", Some("2023-08-11"));
    check(
        "a.md",
        "# Title\n\nBAMAKO, August 18, 2020 (Reuters) - Soldiers came.",
        Some("2020-08-18"),
    );
    check("a.md", "# The coup of 18 August 2020\n\nIt fell on 18 August 2020 at dawn.", None);
    check("a.txt", "Vendredi 11 août 2023\n\nTexte.", Some("2023-08-11"));
    check(
        "a.html",
        "<meta property='article:published_time' content='2023-08-11T09:00'><p>x",
        Some("2023-08-11"),
    );
    check("a.html", "<time datetime=2023-08-11>today</time><p>x", Some("2023-08-11"));
    check(
        "a.html",
        "<script type='application/ld+json'>{\"datePublished\": \"2023-08-11T1\"}</script><p>x",
        Some("2023-08-11"),
    );
}

#[test]
fn pages_give_their_prose() {
    let page = "<html><head><title>A &amp; B</title><style>p{}</style></head><body><nav><p>Menu \
                2015</nav><h1>Head</h1><p>It <b>fell</b>\n on 18&nbsp;August.<p>Next<br>line\
                <script>var x = '<p>no';</script><ul><li>one<li>two</ul><table><tr><td>a<td>b\
                </table><p><span class=claim id=c1 data-count=7>seven states</span> voted.";
    let document = read("report.html", page);
    assert_eq!(
        texts(&document),
        [
            "Head",
            "It fell on 18\u{a0}August.",
            "Next line",
            "one",
            "two",
            "a",
            "b",
            "seven states voted.",
        ]
    );
    assert_eq!(document.title.as_deref(), Some("A & B"));
    let bound = document.bound.first().expect("one claim");
    assert_eq!(bound.span.of(&document.text), "seven states");
    assert_eq!(bound.get("count").map(|(value, _)| value), Some("7"));
    assert!(document.notes.iter().any(|note| note.message.contains("2 words")));
}

#[test]
fn quotations_stand_in_their_block() {
    let document =
        read("a.md", "He called it a “patient *friend*” and\nmore.\n\n“Open.\n\nNext");
    let quotes = quotes::find(&document);
    let found: Vec<(&str, bool)> =
        quotes.iter().map(|quote| (quote.inner.of(&document.text), quote.closed)).collect();
    assert_eq!(found, [("patient *friend", true), ("Open.", false)]);
}
