//! A made-up case about made-up countries that has one of everything a page must show.
//!
//! Askara is the host, Borea the sender. Nothing here is a fact about the world.

use std::collections::BTreeMap;

use griot_engine::{
    answers::{Answers, ArchiveState, RuleDoc, Rows, TablePage},
    case::{Case, Settings},
    check::CheckReport,
};
use griot_model::{
    Actor, Attribution, Binding, CheckCoverage, Checked, Claim, ClaimId, ClaimKind, Coverage,
    Diagnostic, Disclosure, Estimate, Evidence, Finding, Interval, Locator, Modality, Note, Part,
    PartialDate, Point, Preservation, Proposition, Provenance, Relation, Series, Severity, Source,
    Span, Statement, TableDescription, TimelineEntry, Verdict,
};

/// A word that stands in everything that is private, and must stand on no page.
pub const SECRET: &str = "Kestrel-Lantern-4711";

/// The parts of the answers that are borrowed.
pub struct Sample {
    pub case: Case,
    pub check: CheckReport,
    pub findings: Vec<Finding>,
}

impl Sample {
    /// The case of this file.
    pub fn new() -> Self {
        Self { case: case(), check: check(), findings: findings() }
    }

    /// The answers over it.
    pub fn answers(&self) -> Answers<'_> {
        let all = self.check.checked.iter().flat_map(|checked| &checked.evidence);
        let all = all.chain(self.findings.iter().map(|finding| &finding.selection));
        Answers {
            case: &self.case,
            check: &self.check,
            findings: &self.findings,
            tables: tables(),
            selections: all.map(|one| (one.query.clone(), rows(&one.table))).collect(),
            rules: rules(),
            country_names: [("XAA", "Askara"), ("XBB", "Borea"), ("XCC", "Cinderland")]
                .map(|(code, name)| (code.to_owned(), name.to_owned()))
                .into(),
            archive: Some(ArchiveState { size: 48, root: digest("root") }),
        }
    }
}

/// The report; `{...}` after words binds a claim.
pub const REPORT: &str = "# How Borea came to stay

Askara asked for help in 2019 and got a guest. This report follows three threads: how influence was
won, what Borea gets, and what Askara pays.

## Methods

The old government fell on 20 August 2020, when soldiers drove the president to the barracks. The
day after, a crowd with Borean flags met in front of the embassy. *Radio Delta* reported that about
500 instructors arrived in December 2021. The [training mission](https://example.org/mission) was
renewed twice.

A street movement that calls itself the Friends of Dawn grew at the same time. Its founder said that
he had \"never taken a coin from anybody\". Two broadcasters were banned in March 2022, and the ban
was one of the worst mistakes of the junta.

## Gains

Askara was [one of six states]{.claim vote=\"A/RES/99/1\" cast=no count=6} that voted against the resolution of February 2023. It had
abstained on 12 October 2022. Gold exports to Borea rose by a third, from 3.0 to 4.0 tonnes.

| Year | Gold, tonnes |
|-----:|-------------:|
| 2021 | 3.0 |
| 2023 | 4.0 |

## Costs

More than 2,000 civilians were killed in 2022, according to the ministry.[^1] Deaths had been fewer
than 700 in 2019. Listed since June 2023, the company Northern Lantern still flies to the capital.

The mission of the neighbours left on 30 June 2023, two months before the deadline that it had been
given. Whether the guests are worth their price is for the people of Askara to say.

[^1]: Statement of the ministry, January 2023. <script>alert(1)</script>
";

fn case() -> Case {
    let settings = Settings {
        title: "How Borea came to stay".into(),
        question: "How did Borea win influence in Askara between 2017 and 2023, what did it get for \
                   it, and what did the people of Askara pay?"
            .into(),
        senders: vec!["XBB".into()],
        hosts: vec!["XAA".into()],
        compare: vec!["XCC".into()],
        period: date("2017").zip(date("2023-12-31")),
        languages: vec!["en".into()],
        report: "report.md".into(),
        publish: ["report", "actors", "relations", "statements", "intervals", "timeline", "sources"]
            .map(str::to_owned)
            .into(),
    };
    Case {
        settings,
        report: REPORT.as_bytes().to_vec(),
        actors: actors(),
        relations: vec![
            relation("northern-lantern", "acts on behalf of", "borea-ministry", "2019", "", Modality::Alleged),
            relation("friends-of-dawn", "is paid by", "northern-lantern", "2021-03", "2022-11", Modality::Denied),
            relation("okoro", "founded", "friends-of-dawn", "2018", "", Modality::Asserted),
            relation("junta", "hired", "northern-lantern", "2021-12", "", Modality::Asserted),
        ],
        statements: vec![
            statement("okoro", "I have never taken a coin from anybody.", true, Modality::Denied),
            statement("borea-ministry", "The instructors are on holiday of their own choice.", false, Modality::Asserted),
            statement("A former pilot", "Crates were loaded at night, and nobody signed for them.", true, Modality::Alleged),
        ],
        intervals: vec![
            interval("diallo", "president", "2013-09-04", "2020-08-18"),
            interval("junta", "head of state", "2020-08-18", ""),
            interval("northern-lantern", "military presence", "2021-12", ""),
            interval("neighbours", "peace mission", "2013", "2023-06-30"),
            interval("radio-delta", "banned broadcaster", "2022-03", ""),
        ],
        timeline: timeline(),
        sources: sources(),
        diagnostics: vec![Diagnostic {
            severity: Severity::Warning,
            code: None,
            message: format!("row set aside: {SECRET}"),
            file: "actors.csv".into(),
            line: Some(12),
            column: Some(3),
            labels: Vec::new(),
            notes: Vec::new(),
        }],
    }
}

fn actors() -> Vec<Actor> {
    let actor = |id: &str, schema: &str, name: &str, aliases: &[&str], country: &str, note: &str| Actor {
        id: id.into(),
        schema: schema.into(),
        name: name.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        countries: vec![country.into()],
        note: note.into(),
        sources: vec!["s1".into(), "s4".into()],
        provenance: place("actors.csv"),
    };
    vec![
        actor("northern-lantern", "Company", "Northern Lantern", &["Северный фонарь", "الفانوس الشمالي", "Lanterne du Nord"], "XBB", "A security company that trains soldiers and guards mines."),
        actor("borea-ministry", "PublicBody", "Ministry of Defence of Borea", &["MoD"], "XBB", "Says that it has no tie to the company."),
        actor("friends-of-dawn", "Organization", "Friends of Dawn", &["Amis de l’Aube"], "XAA", "A street movement."),
        actor("okoro", "Person", "Amadou Okoro", &["A. Okoro", "Амаду Окоро"], "XAA", "Founder of the Friends of Dawn."),
        actor("diallo", "Person", "Ibrahim Diallo-Keïra", &["IDK"], "XAA", "President until the coup of 2020."),
        actor("junta", "Organization", "National Committee", &[], "XAA", "The officers who took power in August 2020."),
        actor("radio-delta", "Organization", "Radio Delta", &[], "XCC", "A broadcaster from a neighbouring country."),
        actor("neighbours", "Organization", "Joint Mission of the Neighbours", &["JMN"], "XCC", "A peace mission of five states."),
    ]
}

fn relation(from: &str, verb: &str, to: &str, since: &str, until: &str, modality: Modality) -> Relation {
    Relation {
        from: from.into(),
        relation: verb.into(),
        to: to.into(),
        since: date(since),
        until: date(until),
        sources: vec!["s2".into()],
        modality,
        provenance: place("relations.csv"),
    }
}

fn statement(speaker: &str, text: &str, quoted: bool, modality: Modality) -> Statement {
    Statement {
        id: format!("said-{speaker}"),
        speaker: speaker.into(),
        text: text.into(),
        quoted,
        about: vec!["northern-lantern".into()],
        date: date("2022-05"),
        published: "Radio Delta".into(),
        modality,
        sources: vec!["s2".into(), "s5".into()],
        provenance: place("statements.csv"),
    }
}

fn interval(actor: &str, role: &str, from: &str, to: &str) -> Interval {
    Interval {
        actor: actor.into(),
        role: role.into(),
        place: "XAA".into(),
        from: date(from),
        to: date(to),
        sources: vec!["s3".into()],
        provenance: place("intervals.csv"),
    }
}

fn timeline() -> Vec<TimelineEntry> {
    let entry = |when: &str, until: &str, part: Part, title: &str, modality: Modality| TimelineEntry {
        id: format!("{when}-{}", title.split(' ').next().unwrap_or_default()),
        date: date(when).expect("a date of the sample"),
        until: date(until),
        title: title.into(),
        part,
        actors: vec!["northern-lantern".into(), "junta".into()],
        place: "XAA".into(),
        technique: (part == Part::Method).then(|| "T0085".into()),
        sources: vec!["s1".into(), "s5".into()],
        modality,
        provenance: place("timeline.csv"),
    };
    use Modality::{Alleged, Asserted, Denied};
    vec![
        entry("2017-06-26", "", Part::Method, "Agreement on training signed in the capital of Borea", Asserted),
        entry("2018", "", Part::Method, "Friends of Dawn founded", Asserted),
        entry("2019-10-23", "2019-10-24", Part::Method, "Summit of Borea with forty heads of state", Asserted),
        entry("2020-08-18", "", Part::Method, "Soldiers take the president to the barracks", Asserted),
        entry("2020-09", "", Part::Method, "Crowd with Borean flags asks for an intervention", Alleged),
        entry("2021-12", "", Part::Method, "First instructors land at night, in civilian clothes and without papers", Alleged),
        entry("2022-03-17", "", Part::Method, "Two foreign broadcasters banned", Asserted),
        entry("2022", "2023", Part::Method, "A network of pages praises the mission in the same words", Alleged),
        entry("2021-12-01", "2023-12-01", Part::Gain, "Monthly fee of 10.8 million for the company", Alleged),
        entry("2022-10-12", "", Part::Gain, "Askara abstains in the Assembly", Asserted),
        entry("2023-02-23", "", Part::Gain, "Askara votes against in the Assembly", Asserted),
        entry("2023", "", Part::Gain, "Gold refinery agreed with a Borean partner", Asserted),
        entry("2022-03-27", "2022-03-31", Part::Cost, "Siege of a village in the centre; hundreds killed, witnesses say", Alleged),
        entry("2022-05", "", Part::Cost, "Investigators of the mission are refused access", Denied),
        entry("2023-06-30", "", Part::Cost, "The mission of the neighbours is told to leave", Asserted),
    ]
}

fn sources() -> Vec<Source> {
    let source = |id: &str, title: &str, publisher: &str, published: &str, preserved: bool, disclosure| Source {
        id: id.into(),
        title: title.into(),
        publisher: publisher.into(),
        author: if preserved { "J. Traoret".into() } else { String::new() },
        published: date(published),
        url: Some(format!("https://example.org/{id}?a=1&b=2")),
        retrieved: date("2024-01-15"),
        preservation: if preserved {
            Preservation::Preserved { file: format!("sources/{id}.pdf"), sha256: digest(id) }
        } else {
            Preservation::Cited
        },
        disclosure,
        provenance: place("sources.csv"),
    };
    let secret = format!("Interview with {SECRET}");
    vec![
        source("s1", "Two years with the guests", "Open Sahel Review", "2023-11-02", true, Disclosure::Open),
        source("s2", "The pilots’ ledger", "Radio Delta", "2022-05", false, Disclosure::Open),
        source("s3", "Yearbook of governments", "University of Cinderland", "2022", true, Disclosure::Open),
        source("s4", &format!("Manifest {SECRET}"), "Nobody", "2022", true, Disclosure::Aggregate),
        Source {
            author: SECRET.into(),
            publisher: SECRET.into(),
            url: Some(format!("https://{SECRET}.example.org/")),
            ..source("s5", &secret, "x", "2022", true, Disclosure::Private)
        },
    ]
}

fn check() -> CheckReport {
    let mut checked = vec![
        claim("c1", "20 August 2020", ClaimKind::Date, Verdict::Contradicted, "2020-08-20", "2020-08-18", "The coup in Askara that the library lists nearest is of 18 August 2020, not 20 August.", &["coups"]),
        claim("c2", "The\nday after", ClaimKind::Order, Verdict::Unverified, "2020-08-21", "", "The day after depends on the date of the coup, which this evidence gives as 18 August 2020.", &[]),
        claim("c3", "about\n500 instructors", ClaimKind::Count, Verdict::Unverified, "about 500", "", "No table here counts instructors; an arrival list of the airport would decide it.", &[]),
        claim("c4", "in December 2021", ClaimKind::Date, Verdict::Supported, "2021-12", "2021-12", "The case’s own intervals begin the presence in December 2021.", &["intervals"]),
        claim("c5", "never taken a coin from anybody", ClaimKind::Quote, Verdict::Conflicting, "denied", "paid 2021-03 to 2022-11", "One source has the denial, another has payments from March 2021 to November 2022.", &["intervals"]),
        claim("c6", "one of the worst mistakes of the junta", ClaimKind::Opinion, Verdict::NotCheckable, "", "", "This is an opinion; no rows could decide it.", &[]),
        claim("c7", "one of six states", ClaimKind::Vote, Verdict::Contradicted, "6", "7", "Seven states voted against A/RES/99/1, Askara among them, not six.", &["un_votes"]),
        claim("c8", "abstained on 12 October 2022", ClaimKind::Vote, Verdict::Supported, "abstain", "abstain", "Askara abstained on A/RES/ES-11/4 on 12 October 2022.", &["un_votes"]),
        claim("c9", "rose by a third, from 3.0 to 4.0 tonnes", ClaimKind::Ratio, Verdict::Supported, "a third", "33.3 %", "(4.0 - 3.0) / 3.0 = 33.3 %, which is a third.", &[]),
        claim("c10", "More than 2,000 civilians were killed in 2022", ClaimKind::Count, Verdict::Contradicted, "more than 2,000", "1,814", "The library counts 1,814 civilian deaths in Askara in 2022, not more than 2,000.", &["deaths_country_year"]),
        claim("c11", "fewer\nthan 700 in 2019", ClaimKind::Count, Verdict::Supported, "fewer than 700", "612", "The library counts 612 deaths in Askara in 2019.", &["deaths_country_year"]),
        claim("c12", "Listed since June 2023", ClaimKind::Sanction, Verdict::Unverified, "2023-06", "", "No snapshot of a list between May and August 2023 is in the library.", &["private_notes"]),
        claim("c13", "30 June 2023", ClaimKind::Date, Verdict::Supported, "2023-06-30", "2023-06-30", "The case’s timeline has the end of the mission on 30 June 2023.", &["acled_like"]),
    ];
    if let Some(second) = checked.get_mut(1) {
        second.claim.depends_on = vec![ClaimId("c1".into())];
    }
    if let Some(third) = checked.get_mut(2) {
        third.claim.attribution = Some(Attribution {
            speaker: "Radio Delta".into(),
            verb: "reported".into(),
            span: Span::new(0, 0),
        });
        third.claim.modality = Modality::Alleged;
    }
    if let Some(seventh) = checked.get_mut(6) {
        seventh.claim.binding = Binding::Explicit;
    }
    if let Some(twelfth) = checked.get_mut(11) {
        twelfth.message = format!("The notes of {SECRET} have the listing.");
        twelfth.evidence_says = SECRET.into();
    }
    CheckReport {
        name: "report.md".into(),
        sha256: digest("report"),
        text_sha256: digest("text"),
        text: REPORT.into(),
        coverage: CheckCoverage::of(&checked, 19),
        checked,
        diagnostics: Vec::new(),
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of a table of claims")]
fn claim(id: &str, words: &str, kind: ClaimKind, verdict: Verdict, says: &str, evidence_says: &str, message: &str, tables: &[&str]) -> Checked {
    let start = REPORT.find(words).expect("the words are in the report");
    let span = Span::new(start, start + words.len());
    let begin = REPORT.get(..start).and_then(|t| t.rfind(['.', '\n'])).map_or(0, |at| at + 2);
    let end = REPORT.get(span.end..).and_then(|t| t.find('.')).map_or(REPORT.len(), |at| span.end + at + 1);
    Checked {
        claim: Claim {
            id: ClaimId(id.into()),
            span,
            sentence: Span::new(begin.min(start), end),
            kind,
            proposition: Proposition::Opinion,
            attribution: None,
            modality: Modality::Asserted,
            depends_on: Vec::new(),
            binding: Binding::Proposed,
        },
        rule: Some(if kind == ClaimKind::Vote { "C0102" } else { "C0201" }),
        verdict,
        message: message.into(),
        says: says.into(),
        evidence_says: evidence_says.into(),
        evidence: tables.iter().map(|table| evidence(table)).collect(),
        notes: vec![
            Note::Note("Dates are compared as whole days of the calendar.".into()),
            Note::Help("write `18 August 2020`, or bind the claim to another event".into()),
        ],
    }
}

fn evidence(table: &str) -> Evidence {
    Evidence {
        table: table.into(),
        source: format!("Publisher of {table}, 2025 edition"),
        rows: u64::try_from(rows(table).rows.len()).unwrap_or_default(),
        query: format!("select * from {table}\nwhere country = 'XAA' and year < 2024\norder by 1"),
        digest: digest(table),
    }
}

fn rows(table: &str) -> Rows {
    let list = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
    match table {
        "un_votes" => Rows {
            columns: list(&["roll_call", "date", "symbol", "country", "choice"]),
            rows: ["Askara", "Borea", "Cinderland", "Dorvania", "Eastmark", "Fenland", "Gault"]
                .map(|country| list(&["V9901", "2023-02-23", "A/RES/99/1", country, "no"]))
                .into(),
        },
        "private_notes" => Rows { columns: list(&["note"]), rows: vec![list(&[SECRET])] },
        "acled_like" => Rows {
            columns: list(&["event_id", "notes"]),
            rows: vec![list(&["XAA1234", SECRET])],
        },
        "intervals" => Rows {
            columns: list(&["actor", "role", "from", "sources"]),
            rows: vec![
                list(&["northern-lantern", "military presence", "2021-12", "s3"]),
                list(&["northern-lantern", "=HYPERLINK(\"x\")", "2021-12", "s5"]),
                list(&["الفانوس الشمالي", "=presence<b>", "2021-12", "s3"]),
            ],
        },
        _ => Rows {
            columns: list(&["country", "year", "best", "low", "high"]),
            rows: (2012..2024)
                .map(|year| {
                    let best = deaths(year);
                    let numbers = [year, best, best * 9 / 10, best * 13 / 10].map(|n| n.to_string());
                    std::iter::once("XAA".to_owned()).chain(numbers).collect()
                })
                .collect(),
        },
    }
}

fn deaths(year: i32) -> i32 {
    let all = [310, 790, 420, 480, 510, 840, 1220, 612, 1480, 1390, 1814, 1520];
    usize::try_from(year - 2012).ok().and_then(|index| all.get(index)).copied().unwrap_or_default()
}

fn findings() -> Vec<Finding> {
    let estimate = |value: f64, low: f64, high: f64| Some(Estimate { value, low, high });
    let by_year = |from: i32, value: &dyn Fn(i32) -> Option<Estimate>| -> Vec<Point> {
        (from..2024).map(|year| Point { at: year.to_string(), estimate: value(year), n: 12 }).collect()
    };
    let deaths_by_year = by_year(2012, &|year| {
        let best = f64::from(deaths(year));
        estimate(best, best * 0.9, best * 1.3)
    });
    let share = |base: f64, slope: f64| {
        by_year(2014, &move |year| {
            let value = base + slope * f64::from(year - 2014);
            if year == 2016 { None } else { estimate(value, value - 0.06, value + 0.05) }
        })
    };
    let finding = |id: &str, part, title: &str, question: &str, unit: &str, interval: &str, table: &str, series| Finding {
        id: id.into(),
        part,
        title: title.into(),
        question: question.into(),
        unit: unit.into(),
        interval: interval.into(),
        method: "Rows are counted by calendar year. Nothing is imputed; a year without a row is a gap.".into(),
        estimate: None,
        series,
        selection: evidence(table),
        caveats: vec![
            "A rise after an event does not say that the event caused it.".into(),
            "What nobody reported is not counted.".into(),
        ],
        licence: "CC BY 4.0".into(),
    };
    let series = |name: &str, points| Series { name: name.into(), points };
    let bar = |name: &str, value: f64| series(name, vec![Point { at: "2023".into(), estimate: estimate(value, value - 3.0, value + 4.0), n: 80 }]);
    let mut all = vec![
        finding("deaths-XAA", Part::Cost, "Deaths in organised violence in Askara rose threefold from 2019 to 2022", "How many people died in organised violence in Askara each year?", "deaths", "low and high estimate of the publisher", "deaths_country_year", vec![series("Askara", deaths_by_year)]),
        finding("votes-XAA-XBB", Part::Gain, "Askara moved towards Borea in the Assembly after 2020", "In what share of roll calls did the host vote as the sender did?", "share of roll calls", "95 % bootstrap over resolutions", "un_votes", vec![series("Askara", share(0.42, 0.05)), series("Cinderland", share(0.47, 0.005)), series("All other states", share(0.5, -0.004))]),
        finding("missions", Part::Method, "Three of five missions began within a year of a coup", "When did each mission begin?", "days after the coup", "recording error of the dates", "intervals", vec![bar("Training mission", 120.0), bar("Guards of the palace", 210.0), bar("A network of pages that praises the mission", 340.0)]),
        finding("secret-finding", Part::Gain, SECRET, "Private?", "rows", "", "private_notes", Vec::new()),
    ];
    if let Some(first) = all.first_mut() {
        first.estimate = estimate(1814.0, 1632.0, 2358.0);
    }
    if let Some(second) = all.get_mut(1) {
        second.estimate = estimate(0.87, 0.81, 0.92);
    }
    all
}

fn tables() -> Vec<TablePage> {
    let table = |name: &str, row_is: &str, disclosure| TablePage {
        description: TableDescription {
            name: name.into(),
            row_is: row_is.into(),
            source: format!("Publisher of {name}, A careful title of a dataset"),
            version: "2025.1".into(),
            licence: "CC BY 4.0".into(),
            files: vec![format!("events/{name}.csv.gz")],
            rows: 82_441,
            rows_set_aside: u64::from(name == "coups"),
            coverage: Coverage {
                countries: vec!["XAA".into(), "XBB".into(), "XCC".into()],
                first: date("1989-01-01").map(PartialDate::first_day),
                last: date("2024-12-31").map(PartialDate::first_day),
                gaps: vec!["Years without a government that counts.".into()],
            },
            disclosure,
        },
        evidence: evidence(name),
        rows: rows(name),
    };
    vec![
        table("un_votes", "A vote of a state in a roll call.", Disclosure::Open),
        table("coups", "A coup d’état, an attempt or a conspiracy.", Disclosure::Open),
        table("deaths_country_year", "Deaths in one country and calendar year.", Disclosure::Open),
        table("intervals", "A role held or a presence kept over a time.", Disclosure::Open),
        table("acled_like", "An event, under terms that let no row leave.", Disclosure::Aggregate),
        table("private_notes", SECRET, Disclosure::Private),
    ]
}

fn rules() -> Vec<RuleDoc> {
    let text = "# Number of states in a vote\n\n## What it checks\n\nHow many states voted so on a resolution.\n\n## Why it matters\n\nA count is read as a fact.\n\n## The evidence it needs\n\nThe table `un_votes`.\n\n## Example\n\n```markdown\n[one of six states]{.claim vote=\"A/RES/99/1\" cast=no count=6}\n```\n\n## What to do\n\nCount again, or say *besides Borea*.\n";
    let rule = |code: &str, name: &str| RuleDoc { code: code.into(), name: name.into(), markdown: text.into() };
    vec![rule("C0102", "vote-count"), rule("C0201", "coup-date")]
}

fn date(text: &str) -> Option<PartialDate> {
    text.parse().ok()
}

fn place(file: &str) -> Provenance {
    Provenance { source: file.into(), locator: Locator::Row(1) }
}

/// 64 hexadecimal digits that depend on `text`.
fn digest(text: &str) -> String {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    (0..4)
        .map(|_| {
            for byte in text.bytes() {
                state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            format!("{:016x}", state.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        })
        .collect()
}

/// Rows by query, to be changed by a test.
pub fn selections(answers: &Answers<'_>) -> BTreeMap<String, Rows> {
    answers.selections.clone()
}
