//! A made-up case about made-up countries that has one of everything a page must show.
//!
//! Askara is the host, Borea the sender. Nothing here is a fact about the world.

mod case;
mod check;
mod events;
mod findings;
mod gains;
pub(crate) mod network;

use griot_analysis::gains::{Gains, RollCallSheet};
use griot_analysis::network::study::NetworkAnswer;
use griot_case::Case;
use griot_check::CheckReport;
use griot_model::{
    Coverage, Disclosure, Evidence, Finding, Locator, PartialDate, Provenance, TableDescription,
};
use griot_report::answers::{
    Answers, ArchiveState, HostEvents, Rows, RuleDoc, Shape, TablePage,
};
use griot_report::{Policy, Site, publish};

/// A word that stands in everything that is private, and must stand on no page.
pub(crate) const SECRET: &str = "Kestrel-Lantern-4711";

/// The site of answers, made under no secret.
pub(crate) fn site(answers: &Answers<'_>) -> Site {
    griot_report::site(&publish(answers, &Policy::default()))
}

/// The parts of the answers that are borrowed.
pub(crate) struct Sample {
    pub(crate) case: Case,
    pub(crate) check: CheckReport,
    pub(crate) findings: Vec<Finding>,
    pub(crate) networks: Vec<NetworkAnswer>,
    of_posts: Disclosure,
    pub(crate) gains: Vec<Gains>,
    pub(crate) roll_calls: Vec<RollCallSheet>,
    pub(crate) events: Vec<HostEvents>,
    pub(crate) shapes: Vec<Shape>,
}

impl Sample {
    /// The case of this file.
    pub(crate) fn new() -> Self {
        Self {
            case: case::case(),
            check: check::check(),
            findings: findings::findings(),
            networks: Vec::new(),
            of_posts: Disclosure::Private,
            gains: gains::gains(),
            roll_calls: gains::roll_calls(),
            events: events::events(),
            shapes: events::shapes(),
        }
    }

    /// The same with a network whose rows may be shown as far as `disclosure` says.
    pub(crate) fn with_network(disclosure: Disclosure) -> Self {
        Self { networks: vec![network::network()], of_posts: disclosure, ..Self::new() }
    }

    /// The answers over it.
    pub(crate) fn answers(&self) -> Answers<'_> {
        let all = self.check.checked.iter().flat_map(|checked| &checked.evidence);
        let all = all.chain(self.findings.iter().map(|finding| &finding.selection));
        let mut answers = Answers {
            case: &self.case,
            check: &self.check,
            alone: None,
            findings: &self.findings,
            networks: &self.networks,
            tables: tables(),
            selections: all.map(|one| (one.query.clone(), rows(&one.table))).collect(),
            rules: rules(),
            country_names: [("XAA", "Askara"), ("XBB", "Borea"), ("XCC", "Cinderland")]
                .map(|(code, name)| (code.to_owned(), name.to_owned()))
                .into(),
            gains: &self.gains,
            roll_calls: &self.roll_calls,
            sources_of_votes: gains::sources_of_votes(),
            events: &self.events,
            shapes: &self.shapes,
            archive: Some(ArchiveState { size: 48, root: digest("root") }),
            resting: Vec::new(),
        };
        for network in &self.networks {
            for name in [&network.table, &network.shares] {
                answers.tables.push(table(name, "A post.", self.of_posts));
            }
            let edges = network.edges.iter().map(|edge| &edge.selection);
            for selection in edges.chain(network.groups.iter().map(|group| &group.selection)) {
                answers.selections.insert(selection.query.clone(), network::rows());
            }
        }
        answers
    }
}

/// The report; `{...}` after words binds a claim.
pub(crate) const REPORT: &str = "# How Borea came to stay

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

fn evidence(table: &str) -> Evidence {
    Evidence {
        table: table.into(),
        source: format!("Publisher of {table}, 2025 edition"),
        rows: u64::try_from(rows(table).rows.len()).unwrap_or_default(),
        query: format!(
            "select * from {table}\nwhere country = 'XAA' and year < 2024\norder by 1"
        ),
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
            rows: (0..12).map(|n| list(&[&format!("XAA123{n}"), SECRET])).collect(),
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
                    let numbers =
                        [year, best, best * 9 / 10, best * 13 / 10].map(|n| n.to_string());
                    std::iter::once("XAA".to_owned()).chain(numbers).collect()
                })
                .collect(),
        },
    }
}

fn deaths(year: i32) -> i32 {
    let all = [310, 790, 420, 480, 510, 840, 1220, 612, 1480, 1390, 1814, 1520];
    usize::try_from(year - 2012)
        .ok()
        .and_then(|index| all.get(index))
        .copied()
        .unwrap_or_default()
}

fn table(name: &str, row_is: &str, disclosure: Disclosure) -> TablePage {
    TablePage {
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
    }
}

fn tables() -> Vec<TablePage> {
    vec![
        table("un_votes", "A vote of a state in a roll call.", Disclosure::Open),
        table("coups", "A coup d’état, an attempt or a conspiracy.", Disclosure::Open),
        table(
            "deaths_country_year",
            "Deaths in one country and calendar year.",
            Disclosure::Open,
        ),
        table("intervals", "A role held or a presence kept over a time.", Disclosure::Open),
        table(
            "acled_like",
            "An event, under terms that let no row leave.",
            Disclosure::Aggregate,
        ),
        table("violent_events", "An event with at least one death.", Disclosure::Open),
        table("private_notes", SECRET, Disclosure::Private),
    ]
}

fn rules() -> Vec<RuleDoc> {
    let text = "# Number of states in a vote\n\n## What it checks\n\nHow many states voted so on a resolution.\n\n## Why it matters\n\nA count is read as a fact.\n\n## The evidence it needs\n\nThe table `un_votes`.\n\n## Example\n\n```markdown\n[one of six states]{.claim vote=\"A/RES/99/1\" cast=no count=6}\n```\n\n## What to do\n\nCount again, or say *besides Borea*.\n";
    let rule = |code: &str, name: &str| RuleDoc {
        code: code.into(),
        name: name.into(),
        markdown: text.into(),
    };
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
    let mut words = Vec::new();
    for _ in 0..4 {
        for byte in text.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        words.push(format!("{:016x}", state.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    }
    words.concat()
}
