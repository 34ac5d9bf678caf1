//! How much of texts that nobody here wrote griot reads, and how often it is right: `make score`.
//!
//! Three measures. A hand-made key says of each claim of one document what it says and whether it is so.
//! A table of sentences has the right verdict for each. And of country histories and news, in which next to
//! nothing is wrong, each verdict is counted. What is asserted are floors and ceilings, true on the day they
//! were written: they hold what must not get worse and are no goals. No claim of the key is asked for by name,
//! since a test that asks for one is passed by reading that one.

#![expect(clippy::print_stdout, reason = "the score is what this test is for")]

use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use griot_case::Case;
use griot_check::{CheckReport, check};
use griot_library::Library;
use griot_model::{Checked, Choice, DateReading, Proposition, Span, Verdict};
use griot_testing::{Repository, shared};
use serde_json::Value;

/// A claim of the key.
struct Key {
    span: Span,
    kind: String,
    /// What could decide it.
    by: String,
    truth: String,
    /// What it says, in the key's own form.
    normalised: Value,
    words: String,
}

#[expect(clippy::disallowed_methods, reason = "this test reads the key")]
fn key(folder: &Path) -> Vec<Key> {
    let lines = fs::read_to_string(folder.join("claims.jsonl")).expect("the key");
    lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"))
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
            let byte =
                |name: &str| usize::try_from(it[name].as_u64().unwrap_or(0)).unwrap_or(0);
            Key {
                span: Span::new(byte("byte_start"), byte("byte_end")),
                kind: text("kind"),
                by: text("checkable_by"),
                truth: text("world_truth"),
                normalised: it["normalised"].clone(),
                words: text("span"),
            }
        })
        .collect()
}

/// Whether griot's claim says what the claim of the key says, on its words: the same sort of thing, with the
/// key's own day, number and vote wherever both have one.
///
/// A number by itself is never that, and a date, a quotation or a pair of names only where a rule found what
/// they belong to.
fn reads(it: &Checked, key: &Key) -> bool {
    let decided = is_decided(it.verdict);
    let number = key.normalised["value"].as_f64();
    let same_number =
        |value: f64| number.is_none_or(|number| (number - value).abs() <= 1e-6 * number.abs());
    let when = key.normalised["when"].as_str();
    let same_day = |dates: &[DateReading]| {
        dates.is_empty()
            || when.is_none_or(|when| dates.iter().any(|it| when.ends_with(&it.shown)))
    };
    let same_sort = match &it.claim.proposition {
        Proposition::VoteCast { choice, .. } => {
            let said = match choice {
                Choice::Yes => "yes",
                Choice::No => "no",
                Choice::Abstain => "abstain",
                Choice::Absent => "absent",
            };
            key.by == "vote" && key.normalised["vote"] == said
        }
        Proposition::VoteCount { count, .. } => {
            key.by == "vote" && !key.normalised["value"].is_null() && same_number(count.value)
        }
        Proposition::Coup { dates, .. }
        | Proposition::Election { dates, .. }
        | Proposition::Elected { dates, .. }
        | Proposition::Adopted { dates, .. }
        | Proposition::Independence { dates, .. }
        | Proposition::Mission { dates, .. }
        | Proposition::Membership { dates, .. }
        | Proposition::Treaty { dates, .. } => {
            key.by == "named-event-date" && key.kind == "date" && same_day(dates)
        }
        Proposition::Dated { dates, .. } => {
            decided
                && (key.kind == "date" || key.kind == "event")
                && when.is_some()
                && same_day(dates)
        }
        Proposition::Term { dates, .. } => key.by == "office-holder" && same_day(dates),
        Proposition::Deaths { count, .. } => {
            key.by == "event-data" && key.kind == "count" && same_number(count.value)
        }
        Proposition::Listed { .. } => key.by == "sanctions-list",
        Proposition::Order { .. } => ["timeline-order", "event-order"].contains(&&*key.by),
        Proposition::Arithmetic { says, .. } => {
            (key.by == "internal-count" || key.kind == "ratio") && same_number(says.value)
        }
        Proposition::Quoted { .. } => decided && key.kind == "quote",
        Proposition::Tied { .. } => decided && ["graph", "alias"].contains(&&*key.by),
        Proposition::Vetoed { dates, .. } => key.by == "vote" && same_day(dates),
        Proposition::Displaced { count, .. } => key.kind == "count" && same_number(count.value),
        Proposition::Ranked { .. }
        | Proposition::RankMoved { .. }
        | Proposition::Rated { .. }
        | Proposition::Scored { .. }
        | Proposition::CoupCount { .. } => decided && key.kind == "count",
        Proposition::TradeShare { share, .. } | Proposition::Polled { share, .. } => {
            key.kind == "ratio" && same_number(share.value)
        }
        Proposition::Measures(_) => decided && ["count", "ratio"].contains(&&*key.kind),
        Proposition::Opinion => key.by == "not-checkable",
        Proposition::Unread { .. } => false,
    };
    same_sort && it.claim.span.overlaps(key.span)
}

fn is_decided(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Supported | Verdict::Contradicted | Verdict::Conflicting)
}

/// Whether an office is supported by a row that bears a surname alone, and so perhaps another person.
fn is_loose(it: &Checked) -> bool {
    let holder = it.message.split(" is in this evidence").next().unwrap_or_default();
    matches!(it.claim.proposition, Proposition::Term { .. })
        && it.verdict == Verdict::Supported
        && !holder.contains(' ')
}

/// What decided a claim: a publisher's table, rows that the author of the case wrote, or the text's own numbers.
fn decided_by(it: &Checked) -> &'static str {
    match it.evidence.first() {
        None => "the text's own numbers",
        Some(evidence) if evidence.is_of_author() => "rows of the case",
        Some(_) => "a publisher's table",
    }
}

/// What became of some claims of the key.
#[derive(Default)]
struct Row {
    key: usize,
    touched: usize,
    read: usize,
    decided: usize,
    right: usize,
    wrong: usize,
    /// Supported as the key says, but by a surname.
    loose: usize,
    /// Sure where the key is not.
    open: usize,
}

impl Row {
    fn of<'a>(keys: impl Iterator<Item = &'a Key>, report: &CheckReport) -> Self {
        let mut row = Self::default();
        for key in keys {
            row.key += 1;
            row.touched +=
                usize::from(report.checked.iter().any(|it| it.claim.span.overlaps(key.span)));
            let reading: Vec<&Checked> =
                report.checked.iter().filter(|it| reads(it, key)).collect();
            row.read += usize::from(!reading.is_empty());
            row.decided += usize::from(reading.iter().any(|it| is_decided(it.verdict)));
            let says = |verdict| reading.iter().any(|it| it.verdict == verdict);
            let firm =
                reading.iter().any(|it| it.verdict == Verdict::Supported && !is_loose(it));
            let place = match (
                key.truth.as_str(),
                says(Verdict::Supported),
                says(Verdict::Contradicted),
            ) {
                (_, false, false) => continue,
                ("supported", true, false) if firm => &mut row.right,
                ("supported", true, false) => &mut row.loose,
                ("contradicted", false, true) => &mut row.right,
                ("supported" | "contradicted", ..) => &mut row.wrong,
                _ => &mut row.open,
            };
            *place += 1;
        }
        row
    }

    fn print(&self, name: &str) {
        let Self { key, touched, read, decided, right, loose, wrong, open } = self;
        println!(
            "  {name:<34} {key:>4} {touched:>9} {read:>6} {decided:>9} {right:>7} {loose:>7} {wrong:>7} {open:>7}"
        );
    }
}

fn print_score(title: &str, report: &CheckReport, key: &[Key], nonclaims: &[String]) -> Row {
    println!("\n== {title}");
    println!(
        "  {:<34} {:>4} {:>9} {:>6} {:>9} {:>7} {:>7} {:>7} {:>7}",
        "claims of the key",
        "all",
        "touched",
        "read",
        "decided",
        "right",
        "surname",
        "wrong",
        "open"
    );
    for truth in ["supported", "contradicted", "unclear"] {
        Row::of(key.iter().filter(|it| it.truth == truth), report)
            .print(&format!("that the key calls {truth}"));
    }
    let all = Row::of(key.iter(), report);
    all.print("all");
    let mut by: Vec<&str> = key.iter().map(|it| it.by.as_str()).collect();
    by.sort_unstable();
    by.dedup();
    for by in by {
        Row::of(key.iter().filter(|it| it.by == by), report)
            .print(&format!("to be decided by {by}"));
    }
    println!(
        "  touched: some phrase of it is shown, as a claim or as a bare date, number or quotation.\n  \
         read: a rule read a claim of that sort on these words, with the key's own day, number and vote.\n  \
         decided: supported, contradicted or conflicting. right, wrong: as the key says, or the opposite.\n  \
         surname: as the key says, but by a row that bears a surname alone. open: sure where the key is not.\n  \
         Whether the row that supports a claim is the row that it is about, no count here can tell."
    );

    let mut sure: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
    for it in report.checked.iter().filter(|it| is_decided(it.verdict)) {
        let found: Vec<&Key> = key.iter().filter(|key| reads(it, key)).collect();
        let opposite =
            if it.verdict == Verdict::Supported { "contradicted" } else { "supported" };
        let place = match found.as_slice() {
            [] => 2,
            found => usize::from(found.iter().any(|it| it.truth == opposite)),
        };
        sure.entry((it.verdict.word(), decided_by(it))).or_default()[place] += 1;
    }
    println!("  griot is sure of: not against the key, against it, not in the key");
    for ((verdict, by), [fine, against, elsewhere]) in &sure {
        println!("    {verdict:<13} by {by:<23} {fine:>3} {against:>3} {elsewhere:>3}");
    }
    let [flagged, decided] = alarms(report, nonclaims);
    println!(
        "  sentences in which the key finds nothing to check: {}; of them {flagged} with a claim, {decided} decided",
        nonclaims.len()
    );
    for key in key.iter().filter(|key| key.truth == "contradicted") {
        let said: Vec<String> = report
            .checked
            .iter()
            .filter(|it| it.claim.span.overlaps(key.span))
            .map(|it| format!("{} [{}]", it.verdict.word(), it.rule.unwrap_or("no rule")))
            .collect();
        println!("  an error of the document: {}: {}", key.words, said.join(", "));
    }
    all
}

/// Sentences without a claim in the key: in how many griot sees a claim, and in how many it decides one.
fn alarms(report: &CheckReport, nonclaims: &[String]) -> [usize; 2] {
    let inside = |sentence: &str, wanted: &dyn Fn(&Checked) -> bool| {
        let Some(at) = report.text.find(sentence) else { return false };
        let span = Span::new(at, at + sentence.len());
        report.checked.iter().any(|it| wanted(it) && it.claim.span.overlaps(span))
    };
    let count = |wanted: &dyn Fn(&Checked) -> bool| {
        nonclaims.iter().filter(|sentence| inside(sentence, wanted)).count()
    };
    [count(&|it| it.verdict != Verdict::NotCheckable), count(&|it| is_decided(it.verdict))]
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this test reads the key")]
fn score_of_the_worked_document() {
    let Some(folder) = shared("mali") else { return };
    let key = key(&folder);
    let nonclaims: Vec<String> = serde_json::from_str(
        &fs::read_to_string(folder.join("nonclaims.json")).expect("a file"),
    )
    .expect("a list of sentences");
    let name = "000_4778c8cab7f80b60.txt";
    let bytes = fs::read(folder.join(name)).expect("the document");
    let library = Library::embedded();
    let case = Case::open(&Repository, "cases/mali").expect("the case opens");
    println!(
        "One document of one author, in English. Its key is one person's reading: 12 of its claims were looked up,\n\
         the rest are common knowledge, and 35 are left open. The case was written from the same events, so what its\n\
         rows decide is no proof of the reader; of another document these numbers say nothing."
    );
    for (title, case) in [("the library alone", None), ("with the case", Some(&case))] {
        let report = check(&bytes, name, library, case).expect("the document is text");
        let all = print_score(title, &report, &key, &nonclaims);
        assert_eq!(key.iter().filter(|it| it.truth == "contradicted").count(), 5);
        for it in report.checked.iter().filter(|it| it.verdict == Verdict::Contradicted) {
            let grounded = key.iter().any(|key| key.truth == "contradicted" && reads(it, key));
            assert!(
                grounded,
                "contradicted without ground: {} ({})",
                it.claim.span.of(&report.text),
                it.message
            );
        }
        assert_eq!(all.wrong, 0, "a verdict against the key");
        assert_eq!(alarms(&report, &nonclaims)[1], 0, "a verdict where nothing is claimed");
        let [read, right] = if case.is_some() { FLOORS_WITH_CASE } else { FLOORS };
        assert!(
            all.read >= read && all.right >= right,
            "read {} and right {}, which were {read} and {right}",
            all.read,
            all.right
        );
    }
}

/// Claims of the key read, and decided rightly: no fewer than these.
const FLOORS: [usize; 2] = [11, 6];
const FLOORS_WITH_CASE: [usize; 2] = [37, 28];

/// A sentence with the verdict that it should have.
struct Sentence {
    fault: String,
    dateline: String,
    text: String,
    right: String,
}

#[expect(clippy::disallowed_methods, reason = "this test reads the sentences")]
fn sentences(folder: &Path) -> Vec<Sentence> {
    let table = fs::read_to_string(folder.join("sentences.md")).expect("a table of sentences");
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
    };
    table
        .lines()
        .filter(|line| line.starts_with("| F"))
        .map(cells)
        .map(|cells| Sentence {
            fault: cells[0].split([' ', ':']).next().unwrap_or_default().to_owned(),
            dateline: cells[1].clone(),
            text: cells[2].replace(" ⏎ ", "\n"),
            right: cells[3].clone(),
        })
        .collect()
}

/// Whether the verdicts of a sentence are among those that it may have.
fn is_right(report: &CheckReport, right: &str) -> bool {
    let has = |verdict| report.checked.iter().any(|it| it.verdict == verdict);
    right.split(" or ").any(|wanted| match wanted {
        "contradicted" => has(Verdict::Contradicted),
        "conflicting" => has(Verdict::Conflicting) && !has(Verdict::Contradicted),
        "supported" => has(Verdict::Supported) && !has(Verdict::Contradicted),
        "unverified" => !report.checked.iter().any(|it| is_decided(it.verdict)),
        other => {
            assert!(other.is_empty(), "{other:?} is no verdict of the table");
            false
        }
    })
}

#[test]
fn score_of_sentences_once_judged_wrongly() {
    let Some(folder) = shared("data/claims") else { return };
    let library = Library::embedded();
    let mut rows: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut open = Vec::new();
    for sentence in sentences(&folder) {
        let text = format!("---\ndate: {}\n---\n\n{}\n", sentence.dateline, sentence.text);
        let report = check(text.as_bytes(), "report.md", library, None).expect("text");
        let has = |verdict| report.checked.iter().any(|it| it.verdict == verdict);
        let fine = is_right(&report, &sentence.right);
        if !fine {
            let said: Vec<String> = report
                .checked
                .iter()
                .map(|it| format!("{} ({})", it.verdict.word(), it.message))
                .collect();
            open.push(format!(
                "{}: {}\n      right: {}; here: {}",
                sentence.fault,
                sentence.text.replace('\n', " / "),
                sentence.right,
                said.join("; ")
            ));
        }
        let row = rows.entry(sentence.fault).or_default();
        row[0] += 1;
        row[1] += usize::from(fine);
        row[2] += usize::from(!fine && has(Verdict::Contradicted));
        row[3] += usize::from(!fine && !has(Verdict::Contradicted) && has(Verdict::Supported));
    }
    println!("\n== sentences that griot once judged wrongly, by their fault");
    println!(
        "  fault   all  right  contradicted  supported  (wrongly; the rest are not decided)"
    );
    let mut all = [0; 4];
    for (fault, row) in &rows {
        println!("  {fault:<6} {:>4} {:>6} {:>13} {:>10}", row[0], row[1], row[2], row[3]);
        all.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
    }
    println!("  all    {:>4} {:>6} {:>13} {:>10}", all[0], all[1], all[2], all[3]);
    for line in &open {
        println!("    {line}");
    }
    println!(
        "  They were chosen because they failed: a share of them is no share of sentences."
    );
    assert!(all[1] >= SENTENCES_RIGHT, "{} right, which were {SENTENCES_RIGHT}", all[1]);
    assert_eq!(all[2], 0, "accused without ground");
}

/// Sentences judged rightly: no fewer.
const SENTENCES_RIGHT: usize = 53;

/// Texts of one collection and language.
struct Collection {
    name: &'static str,
    texts: Vec<(String, Vec<u8>)>,
}

#[expect(clippy::disallowed_methods, reason = "this test reads texts of others")]
fn collections(folder: &Path) -> Vec<Collection> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("factbook"))
        .expect("a folder of histories")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let histories = files
        .into_iter()
        .map(|path| ("history.md".to_owned(), fs::read(path).expect("a history")))
        .collect();
    let news = |file: &str| {
        let packed = fs::File::open(folder.join("masakhanews").join(file)).expect("news");
        let mut table = String::new();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut table).expect("UTF-8");
        let mut rows = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(table.as_bytes());
        rows.records()
            .map(|row| {
                let row = row.expect("a row of news");
                let text = format!("{}\n\n{}\n", &row[1], &row[2]);
                ("news.txt".to_owned(), text.into_bytes())
            })
            .collect()
    };
    vec![
        Collection { name: "country histories, English", texts: histories },
        Collection { name: "news, English", texts: news("eng-dev.tsv.gz") },
        Collection { name: "news, French", texts: news("fra-dev.tsv.gz") },
    ]
}

#[test]
#[ignore = "reads 809 texts, which takes a minute; make score runs it"]
fn score_of_texts_that_are_right() {
    let Some(folder) = shared("data/texts") else { return };
    let library = Library::embedded();
    println!("\n== texts of others, without a case");
    println!(
        "  {:<30} {:>5} {:>9} {:>6} {:>9} {:>12} {:>11} {:>10}",
        "collection",
        "texts",
        "sentences",
        "read",
        "supported",
        "contradicted",
        "conflicting",
        "unverified"
    );
    let mut accused = Vec::new();
    for Collection { name, texts } in collections(&folder) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut sentences, mut read) = (0, 0);
        let number = texts.len();
        for (file, bytes) in texts {
            let report = check(&bytes, &file, library, None).expect("text");
            sentences += report.coverage.sentences;
            for it in &report.checked {
                // What griot shows without reading it: a date, a quotation, a number.
                let bare = matches!(
                    it.claim.proposition,
                    Proposition::Dated { .. }
                        | Proposition::Quoted { .. }
                        | Proposition::Unread { .. }
                        | Proposition::Opinion
                );
                if bare && !is_decided(it.verdict) {
                    continue;
                }
                read += 1;
                *counts.entry(it.verdict.word()).or_default() += 1;
                if std::env::var_os("GRIOT_SHOW").is_some() {
                    let words = it.claim.sentence.of(&report.text).replace('\n', " ");
                    println!("@{} {:?} | {words} | {}", it.verdict.word(), it.rule, it.message);
                }
                if it.verdict == Verdict::Contradicted {
                    let words = it.claim.sentence.of(&report.text).replace('\n', " ");
                    accused.push(format!("{name}: {words}\n      {}", it.message));
                }
            }
        }
        let count = |verdict: Verdict| counts.get(verdict.word()).copied().unwrap_or(0);
        println!(
            "  {name:<30} {number:>5} {sentences:>9} {read:>6} {:>9} {:>12} {:>11} {:>10}",
            count(Verdict::Supported),
            count(Verdict::Contradicted),
            count(Verdict::Conflicting),
            count(Verdict::Unverified),
        );
    }
    println!(
        "  read: claims that a rule read; bare dates, numbers and quotations are left out. Nearly every sentence\n  \
         here is so: a contradiction is almost surely griot's error. Whether a support rests on the right row,\n  \
         and what was missed, these counts do not tell."
    );
    for line in &accused {
        println!("    contradicted: {line}");
    }
    assert!(accused.is_empty(), "{} contradicted", accused.len());
}
