//! Hostile texts in every place that somebody else fills.

use griot_model::{Note, Span};
use proptest::prelude::*;

use super::{
    markup::{complaints, has_ending, read},
    sample::{Sample, site},
};

/// Written for this test: each tries to leave the place where text stands.
const HOSTILE: [&str; 16] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "</desc></svg><a href=javascript:alert(1)>",
    "javascript:alert(1)",
    "[x](javascript:alert(1)) ![y](data:text/html,<script>)",
    "<https://example.org/\"onclick=alert(1)>",
    "```\n</code></pre><script>",
    "| a | b |\n|--:|:--|\n| <b> | `<i>` |",
    "{{ 7 * 7 }} {% include x %}",
    "\u{202e}evil\u{202c} \u{200b}\u{feff}\u{e0041}\u{0}\u{1b}[31m",
    "=cmd|' /C calc'!A0",
    "&lt;b&gt; &#x3c;b> &amp;amp;",
    "[a]{.claim onload=\"x\"} [[b]{.c}]{.d} ]{.e}[",
    "---\ntitle: <b>\n---\n[^1]: <i>\n\n[^1][^2]",
];

#[test]
fn hostile_texts_stay_text_in_every_view() {
    for text in HOSTILE {
        check(text);
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn the_big_list_of_naughty_strings_stays_text() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/evidence/blns/blns.json");
    #[expect(clippy::disallowed_methods, reason = "the list is read where it is present")]
    let Ok(list) = std::fs::read(path) else {
        println!("skipped: {path} is not there");
        return;
    };
    let list: Vec<String> = serde_json::from_slice(&list).expect("an array of strings");
    for chunk in list.chunks(40) {
        check(&chunk.join("\n\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_text_stays_text(text in "([<>\"'&`*_\\[\\](){}|#\\\\=!^~.:/ \n-]|\\PC|[a-z]){0,80}") {
        check(&text);
    }
}

/// Puts the text everywhere and reads every page back.
fn check(text: &str) {
    let sample = filled(text);
    let site = site(&sample.answers());
    let complaints = complaints(&site);
    assert!(complaints.is_empty(), "{text:?}: {complaints:#?}");
    for (path, page) in site.pages() {
        let shown = String::from_utf8(page.bytes.clone()).expect("pages are UTF-8");
        if has_ending(path, "html") {
            for href in read(&shown).all("href") {
                let scheme = href.trim().to_ascii_lowercase();
                assert!(!scheme.starts_with("javascript:"), "{path}: {href}");
                assert!(!scheme.starts_with("data:") || href == "data:,", "{path}: {href}");
            }
        }
        if !has_ending(path, "css") && !has_ending(path, "csv") {
            let unseen = shown.chars().find(|c| {
                matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{1b}' | '\0')
            });
            assert_eq!(unseen, None, "{path} hides a character");
        }
        if has_ending(path, "json") {
            assert!(serde_json::from_str::<serde_json::Value>(&shown).is_ok(), "{path}");
            assert!(!shown.contains('<'), "{path} could end a script element");
        }
    }
}

fn filled(text: &str) -> Sample {
    let mut sample = Sample::with_network(griot_model::Disclosure::Open);
    let own = || text.to_owned();
    let case = &mut sample.case;
    case.settings.title = own();
    case.settings.question = own();
    case.settings.languages = vec![own()];
    case.settings.hosts.push(own());
    for actor in &mut case.actors {
        (actor.name, actor.note, actor.schema) = (own(), own(), own());
        actor.aliases = vec![own(), own()];
    }
    for relation in &mut case.relations {
        (relation.relation, relation.to) = (own(), own());
    }
    for statement in &mut case.statements {
        (statement.text, statement.published) = (own(), own());
    }
    for interval in &mut case.intervals {
        (interval.role, interval.place) = (own(), own());
    }
    for entry in &mut case.timeline {
        (entry.title, entry.place, entry.technique) = (own(), own(), Some(own()));
    }
    for source in &mut case.sources {
        (source.title, source.publisher, source.url) = (own(), own(), Some(own()));
    }
    for finding in &mut sample.findings {
        (finding.title, finding.question, finding.unit) = (own(), own(), own());
        (finding.method, finding.interval, finding.licence) = (own(), own(), own());
        finding.caveats = vec![own()];
        for series in &mut finding.series {
            series.name = own();
        }
    }
    let report = &mut sample.check;
    report.text =
        format!("# {text}\n\n{text}\n\nA sentence. {text} Another.\n\n- {text}\n\n> {text}\n");
    let length = report.text.len();
    for (index, checked) in report.checked.iter_mut().enumerate() {
        let start = (index * 17).min(length);
        checked.claim.span = Span::new(start, (start + 11).min(length));
        checked.claim.sentence = checked.claim.span;
        (checked.message, checked.says, checked.evidence_says) = (own(), own(), own());
        checked.notes = vec![Note::Note(own()), Note::Help(own())];
        for evidence in &mut checked.evidence {
            evidence.source = own();
        }
    }
    sample
}
