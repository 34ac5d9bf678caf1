//! Every page is whole: it resolves, it has its JSON, it needs no script.

use griot_model::{ClaimId, Span};
use griot_report::Site;
use proptest::prelude::*;

use super::{
    markup::{complaints, has_ending, read},
    sample::{Sample, site},
};

fn sample_site() -> Site {
    site(&Sample::with_network(griot_model::Disclosure::Open).answers())
}

fn text(site: &Site, path: &str) -> String {
    let page = site.get(path).unwrap_or_else(|| panic!("{path} is in the site"));
    String::from_utf8(page.bytes.clone()).expect("pages are UTF-8")
}

#[test]
fn the_routes_of_a_small_case() {
    let site = site(&Sample::new().answers());
    let routes: Vec<String> = site
        .pages()
        .map(|(path, _)| match path.strip_prefix("assets/site-") {
            Some(_) => "assets/site-DIGEST.css".to_owned(),
            None => path.to_owned(),
        })
        .collect();
    insta::assert_snapshot!(routes.join("\n"));
}

#[test]
fn the_page_of_a_contradicted_claim() {
    let site = site(&Sample::new().answers());
    let css = site.pages().find(|(path, _)| has_ending(path, "css")).expect("a style sheet").0;
    insta::assert_snapshot!(
        text(&site, "claims/c7.html").replace(css, "assets/site-DIGEST.css")
    );
}

#[test]
fn nothing_dangles_and_nothing_runs() {
    assert_eq!(complaints(&sample_site()), Vec::<String>::new());
}

#[test]
fn every_page_has_its_json() {
    let site = sample_site();
    let mut seen = 0;
    for (path, _) in site.pages().filter(|(path, _)| has_ending(path, "html")) {
        let json = path.replace(".html", ".json");
        let value: serde_json::Value =
            serde_json::from_str(&text(&site, &json)).unwrap_or_else(|e| panic!("{json}: {e}"));
        for key in ["griot", "page", "case", "title"] {
            assert!(
                value.get(key).is_some_and(serde_json::Value::is_string),
                "{json} has no {key}"
            );
        }
        seen += 1;
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    assert_eq!(sample_site(), sample_site());
}

#[test]
fn a_page_says_what_its_json_says() {
    let site = sample_site();
    let markup = read(&text(&site, "claims/c10.html"));
    let json: serde_json::Value =
        serde_json::from_str(&text(&site, "claims/c10.json")).expect("JSON");
    for key in ["says", "evidence_says"] {
        let value = json.get(key).and_then(serde_json::Value::as_str).expect("a text");
        assert!(markup.text.contains(value), "{key}: {value:?} is not on the page");
    }
    for row in json.pointer("/evidence/0/values").and_then(|v| v.as_array()).expect("rows") {
        for cell in row.as_array().expect("cells") {
            assert!(markup.text.contains(cell.as_str().expect("text")), "{cell}");
        }
    }
}

#[test]
fn a_chart_has_title_axes_unit_interval_source_and_licence() {
    let page = text(&sample_site(), "findings/deaths-XAA.html");
    let markup = read(&page);
    assert_eq!(page.matches("<svg").count(), 2, "one for a column, one for a phone");
    for expected in [
        "Deaths in organised violence in Askara rose threefold from 2019 to 2022",
        "Deaths",
        "Year",
        "2,000",
        "1,814 in 2022",
        "Interval: low and high estimate of the publisher",
        "Source: Publisher of deaths_country_year, 2025 edition",
        "Licence: CC BY 4.0",
    ] {
        assert!(markup.text.contains(expected), "{expected:?}");
    }
    assert!(page.contains("class=\"band series-0\""));
}

#[test]
fn a_gap_is_drawn_as_a_gap() {
    // 2016 is not known in any series: each of the three has two strokes, in two drawings.
    let page = text(&sample_site(), "findings/votes-XAA-XBB.html");
    assert_eq!(page.matches("<path class=\"stroke series-0\"").count(), 2 * 2 + 1);
    assert!(read(&page).text.contains("not known"));
}

#[test]
fn every_verdict_is_told_by_sign_and_word() {
    let page = text(&sample_site(), "report.html");
    for (class, sign, word) in [
        ("supported", "✓", "supported"),
        ("contradicted", "✗", "contradicted"),
        ("conflicting", "≠", "conflicting"),
        ("unverified", "?", "unverified"),
        ("not-checkable", "–", "not checkable"),
    ] {
        assert!(page.contains(&format!("<a class=\"claim {class}\"")), "{class}");
        let told = format!(
            "<span aria-hidden=\"true\">{sign}</span><span class=\"word\"> {word}</span>"
        );
        assert!(page.contains(&told), "{word}");
    }
    assert!(!page.contains("{.claim"), "attributes of a bound claim are not shown");
}

#[test]
fn a_case_with_nothing_in_it_still_has_all_its_pages() {
    let mut sample = Sample::new();
    let case = &mut sample.case;
    case.actors.clear();
    case.relations.clear();
    case.statements.clear();
    case.intervals.clear();
    case.timeline.clear();
    case.sources.clear();
    sample.check.checked.clear();
    sample.check.text.clear();
    sample.check.coverage = griot_model::CheckCoverage::default();
    sample.findings.clear();
    let mut answers = sample.answers();
    answers.tables.clear();
    answers.rules.clear();
    answers.archive = None;
    let site = site(&answers);
    assert_eq!(complaints(&site), Vec::<String>::new());
    for path in [
        "index", "report", "claims", "findings", "timeline", "actors", "sources", "tables",
        "about",
    ] {
        assert!(site.get(&format!("{path}.html")).is_some(), "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Ids are chosen by somebody else: every link still finds its page and its place on it.
    #[test]
    fn links_hold_whatever_the_ids_are(ids in proptest::collection::vec("[^,;]{0,9}", 8)) {
        let mut sample = Sample::new();
        let id = |n: usize| ids.get(n % ids.len()).cloned().unwrap_or_default();
        for (n, checked) in sample.check.checked.iter_mut().enumerate() {
            checked.claim.depends_on = vec![ClaimId(id(n + 1))];
            checked.claim.id = ClaimId(id(n));
        }
        for (n, entry) in sample.case.timeline.iter_mut().enumerate() {
            entry.id = id(n);
            entry.actors = vec![id(n), id(n + 3)];
            entry.sources = vec![id(n + 1)];
        }
        for (n, actor) in sample.case.actors.iter_mut().enumerate() {
            actor.id = id(n);
        }
        for (n, source) in sample.case.sources.iter_mut().enumerate() {
            source.id = id(n);
        }
        for (n, finding) in sample.findings.iter_mut().enumerate() {
            finding.id = id(n);
        }
        dedup(&mut sample);
        let complaints = complaints(&site(&sample.answers()));
        prop_assert!(complaints.is_empty(), "{complaints:?}");
    }

    /// Spans come from another room: whatever they are, the text is shown once and whole.
    #[test]
    fn marks_never_lose_a_word(spans in proptest::collection::vec((0_usize..1700, 0_usize..90), 13)) {
        let mut sample = Sample::new();
        for (checked, (start, length)) in sample.check.checked.iter_mut().zip(spans) {
            checked.claim.span = Span::new(start, start + length);
        }
        let bare = { let mut bare = Sample::new(); bare.check.checked.clear(); bare };
        let marked = site(&sample.answers());
        let complaints = complaints(&marked);
        prop_assert!(complaints.is_empty(), "{complaints:?}");
        let words = |site: &Site| words_of_article(&text(site, "report.html"));
        prop_assert_eq!(words(&marked), words(&site(&bare.answers())));
    }
}

/// The engine never gives two things one id; the strategy above does.
fn dedup(sample: &mut Sample) {
    let mut seen = std::collections::BTreeSet::new();
    sample.check.checked.retain(|c| seen.insert(("claim", c.claim.id.0.clone())));
    sample.case.timeline.retain(|e| seen.insert(("event", e.id.clone())));
    sample.case.actors.retain(|a| seen.insert(("actor", a.id.clone())));
    sample.case.sources.retain(|s| seen.insert(("source", s.id.clone())));
    sample.findings.retain(|f| seen.insert(("finding", f.id.clone())));
}

/// What a reader reads of the report itself: without signs, words of verdicts and notes beside it.
fn words_of_article(page: &str) -> String {
    let (_, article) = page.split_once("<article").expect("an article");
    let (article, _) = article.split_once("</article>").expect("it ends");
    let article =
        article.split_once("<p class=\"leftover\">").map_or(article, |(text, _)| text);
    let mut out = String::new();
    let mut rest = article;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let skips = [("span class=\"sign\">", "</span></span>"), ("aside", "</aside>")];
        let skip = skips.iter().find(|(begin, _)| tag.starts_with(begin));
        rest = match skip {
            Some((_, end)) => tag.split_once(end).map_or("", |(_, rest)| rest),
            None => tag.split_once('>').map_or("", |(_, rest)| rest),
        };
    }
    out.push_str(rest);
    out.replace("&#8288;", "").split_whitespace().collect::<Vec<_>>().join(" ")
}
