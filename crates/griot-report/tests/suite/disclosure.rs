//! Publishing is deny-by-default.

use griot_model::Disclosure;

use super::sample::{SECRET, Sample, site};

#[test]
fn a_secret_stands_in_no_byte_of_the_site() {
    let sample = Sample::new();
    let answers = sample.answers();
    let planted = format!("{answers:?}").matches(SECRET).count();
    assert!(planted > 10, "the secret was planted: {planted}");
    for (path, page) in site(&answers).pages() {
        let text = String::from_utf8_lossy(&page.bytes);
        assert!(!text.contains(SECRET), "{path} has the secret");
        assert!(!path.contains(SECRET), "{path} is the secret");
    }
}

#[test]
fn a_secret_repeated_elsewhere_in_the_case_is_withheld() {
    let mut sample = Sample::new();
    let title = format!("Interview with {SECRET}");
    sample.case.timeline[0].title = format!("He says it in “{title}”");
    sample.case.actors[0].note.clone_from(&title);
    sample.case.relations[0].relation.clone_from(&title);
    sample.case.statements[0].text.clone_from(&title);
    sample.case.intervals[0].role.clone_from(&title);
    sample.findings[0].title.clone_from(&title);
    sample.findings[0].caveats[0].clone_from(&title);
    sample.check.checked[0].message.clone_from(&title);
    sample.check.checked[0].notes = vec![griot_model::Note::Note(title)];
    for (path, page) in site(&sample.answers()).pages() {
        assert!(
            !String::from_utf8_lossy(&page.bytes).contains(SECRET),
            "{path} has the secret"
        );
    }
}

#[test]
fn a_table_that_nobody_described_is_private() {
    let sample = Sample::new();
    let mut answers = sample.answers();
    answers.tables.retain(|table| table.description.name != "un_votes");
    let site = site(&answers);
    let page = site.get("claims/c7.html").expect("the claim is there");
    let text = String::from_utf8_lossy(&page.bytes);
    assert!(text.contains("not published") && !text.contains("Dorvania"), "{text}");
    assert!(site.get("tables/un_votes.html").is_none());
    assert!(site.get("findings/votes-XAA-XBB.html").is_none());
}

#[test]
fn of_an_aggregate_table_only_totals_leave() {
    let sample = Sample::new();
    let site = site(&sample.answers());
    let page = site.get("claims/c13.html").expect("the claim is there");
    let text = String::from_utf8_lossy(&page.bytes);
    assert!(text.contains("totals leave, not rows"), "{text}");
    assert!(!text.contains("SHA-256 of the rows"), "a digest would confirm a guess");
    assert!(text.contains("No digest of the rows"), "and that is said");
    assert!(!text.contains("select * from acled_like"), "the query is not shown");
    assert!(site.get("tables/acled_like.csv").is_none());
    assert!(site.get("tables/acled_like.html").is_some());
}

#[test]
fn a_row_that_cites_a_private_source_is_on_no_page() {
    let sample = Sample::new();
    let site = site(&sample.answers());
    for (path, page) in site.pages() {
        let text = String::from_utf8_lossy(&page.bytes);
        for withheld in ["Crowd with Borean flags", "I have never taken a coin from anybody"] {
            assert!(!text.contains(withheld), "{path} has {withheld:?}");
        }
    }
    for (path, said) in [
        ("timeline.html", "Withheld on this page: 1 row of timeline.csv"),
        ("actors.html", "Withheld on this page: 1 row of statements.csv"),
        ("index.html", "1 row of statements.csv and 1 row of timeline.csv"),
    ] {
        let page = site.get(path).expect("the page is there");
        let text = String::from_utf8_lossy(&page.bytes).into_owned();
        assert!(text.contains(said), "{path} does not say {said:?}");
    }
}

#[test]
fn of_a_private_source_only_its_number_is_told() {
    let sample = Sample::new();
    assert_eq!(sample.case.sources[4].disclosure, Disclosure::Private);
    let site = site(&sample.answers());
    let json = site.get("sources.json").expect("the page is there");
    let json: serde_json::Value = serde_json::from_slice(&json.bytes).expect("JSON");
    assert_eq!(json.get("private"), Some(&1.into()));
    let ids = json.get("sources").and_then(|s| s.as_array()).expect("a list").iter();
    let ids: Vec<_> = ids.filter_map(|source| source.get("id")?.as_str()).collect();
    assert_eq!(ids, ["s4", "s1", "s2", "s3"]);
    let timeline = site.get("timeline.csv").expect("the table is there");
    assert!(!String::from_utf8_lossy(&timeline.bytes).contains("s5"));
}

#[test]
fn where_actors_are_not_published_nothing_names_them() {
    let mut sample = Sample::new();
    sample.case.settings.publish.remove("actors");
    sample.case.actors.clear();
    for entry in &mut sample.case.timeline {
        entry.actors = vec![SECRET.to_owned()];
    }
    for relation in &mut sample.case.relations {
        relation.to = SECRET.to_owned();
    }
    for statement in &mut sample.case.statements {
        (statement.speaker, statement.about) = (SECRET.to_owned(), vec![SECRET.to_owned()]);
    }
    for interval in &mut sample.case.intervals {
        interval.actor = SECRET.to_owned();
    }
    for (path, page) in site(&sample.answers()).pages() {
        assert!(
            !String::from_utf8_lossy(&page.bytes).contains(SECRET),
            "{path} has the secret"
        );
    }
}

#[test]
fn only_passages_of_open_sources_that_the_site_shows_leave() {
    let mut sample = Sample::new();
    let resting = |sample: &Sample, mark: &str| -> Vec<griot_report::Resting> {
        let claim = &sample.check.checked[0].claim;
        let sentence = claim.sentence.of(&sample.check.text).to_owned();
        let of = |source: &str, sentence: &str| griot_report::Resting {
            sentence: sentence.to_owned(),
            source: source.to_owned(),
            place: "page 3".to_owned(),
            passage: format!("{mark} of {source}"),
            told: "2 of 2 found".to_owned(),
        };
        let sources = sample.case.sources.iter();
        sources
            .flat_map(|source| {
                [of(&source.id, &sentence), of(&source.id, "Not in the report.")]
            })
            .collect()
    };
    let shown = |sample: &Sample| -> Vec<String> {
        let mut answers = sample.answers();
        answers.resting = resting(sample, "qzpassage");
        let site = site(&answers);
        let pages = site
            .pages()
            .filter(|(_, page)| String::from_utf8_lossy(&page.bytes).contains("qzpassage"));
        pages.map(|(path, _)| path.to_owned()).collect()
    };
    let pages = shown(&sample);
    assert!(pages.iter().any(|path| path.starts_with("claims/")), "{pages:?}");
    let open: Vec<String> = sample
        .case
        .sources
        .iter()
        .filter(|source| source.disclosure == Disclosure::Open)
        .map(|source| source.id.clone())
        .collect();
    assert!(!open.is_empty() && open.len() < sample.case.sources.len());
    let mut answers = sample.answers();
    answers.resting = resting(&sample, "qzpassage");
    let all = site(&answers);
    for (path, page) in all.pages() {
        let text = String::from_utf8_lossy(&page.bytes);
        for source in sample.case.sources.iter().filter(|it| !open.contains(&it.id)) {
            assert!(!text.contains(&format!("qzpassage of {}", source.id)), "{path}");
        }
        assert!(!text.contains("Not in the report."), "{path}");
    }
    // Where no source is published, nothing of one leaves.
    sample.case.settings.publish.remove("sources");
    assert_eq!(shown(&sample), Vec::<String>::new());
}
