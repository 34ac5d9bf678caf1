//! What may leave the machine: decided here once, before any page sees a value.
//!
//! Deny by default. A table that nobody described is private, and so is a source that says
//! nothing. Of `aggregate` tables totals of at least ten rows are shown, and digests under a secret
//! of the case; of `private` material only that it exists. [`publish`] takes all else out, or puts a
//! stated mark in its place; pages are made from a [`Published`] alone, which nothing else makes. A
//! page cannot leak what it never gets.
//!
//! Beyond that, no page repeats the title, the address or the file name of a source that is not
//! open, wherever in the case these words stand ([`Guard`]).

mod guard;
mod leaving;
mod links;
mod report_text;
mod sheets;
mod small;

use std::collections::{BTreeMap, BTreeSet};

use griot_analysis::{
    gains::{Gains, RollCallSheet, SourcesOfVotes},
    network::study::NetworkAnswer,
};
use griot_case::Case;
use griot_check::CheckReport;
use griot_model::{
    CheckCoverage, Checked, Claim, ClaimId, Disclosure, Evidence, Finding, Note, Places,
    Preservation, Severity, Span, rows::hexadecimal,
};
use griot_table::posts::pseudonym::hmac_sha256;
use sha2::{Digest as _, Sha256};

use crate::answers::{
    Answers, ArchiveState, HostEvents, Resting, Rows, RuleDoc, Shape, TablePage, letters,
};

use self::report_text::Shown;
pub(crate) use self::{
    guard::Guard, report_text::ReportText, sheets::SHEETS, small::RULE as SMALL_CELLS,
};
pub use self::{
    guard::WITHHELD,
    leaving::{Change, Leaving},
    sheets::{Cleared, OpenRows, PUBLISHED, cleared},
    small::FEWEST,
};

/// What stands in the place of a message whose rows are not published.
pub(crate) const NOT_PUBLISHED: &str = "The rows that decide this are not published.";

/// How digests of what may not leave are made.
#[derive(Clone, Default)]
pub struct Policy {
    /// Under it digests are HMAC-SHA-256 (RFC 2104), so that its holder can verify them and nobody
    /// can try guesses. Without one they are left out.
    pub secret: Option<Vec<u8>>,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy").field("has_secret", &self.secret.is_some()).finish()
    }
}

impl Policy {
    /// The digest under the secret; none without one.
    fn keyed(&self, digest: &str) -> Option<String> {
        let secret = self.secret.as_ref()?;
        (!digest.is_empty()).then(|| hexadecimal(&hmac_sha256(secret, digest.as_bytes())))
    }
}

/// Evidence as far as it may be shown.
#[derive(Debug, Clone)]
pub struct ShownEvidence {
    /// Of its table; private where nothing of it may be shown.
    pub disclosure: Disclosure,
    /// Why a private one is not shown, in a sentence.
    pub(crate) why: &'static str,
    /// Name of the table in SQL; empty for a private one.
    pub table: String,
    /// Publisher and version.
    pub source: String,
    /// How many rows the query gives, those included that are withheld.
    pub rows: u64,
    /// The query, where all of its rows may be shown.
    pub query: Option<String>,
    /// The digest of the rows, where all of them may be shown.
    pub digest: Option<String>,
    /// The digest under the secret of the case, for rows that may not be shown.
    pub(crate) keyed_digest: Option<String>,
    pub(crate) open: OpenRows,
}

impl ShownEvidence {
    fn private(why: &'static str) -> Self {
        Self {
            disclosure: Disclosure::Private,
            why,
            table: String::new(),
            source: String::new(),
            rows: 0,
            query: None,
            digest: None,
            keyed_digest: None,
            open: OpenRows::default(),
        }
    }
}

const PRIVATE: &str = "This stands on material that is not published.";
const FEW: &str =
    "This stands on fewer than 10 rows of a table of which only totals may leave.";

/// How much was taken out, for the pages that say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Withheld {
    /// Rows of the CSV files, by file.
    pub(crate) rows: BTreeMap<&'static str, usize>,
    pub(crate) sources: usize,
    pub(crate) tables: usize,
    pub(crate) findings: usize,
    /// Claims on words that the page of the report does not show.
    pub(crate) claims: usize,
    /// Edges and groups of networks that stand on few posts, by table.
    pub(crate) networks: BTreeMap<String, usize>,
}

/// Everything that a site says, cleared; only [`publish`] makes one.
#[derive(Debug)]
pub struct Published {
    /// The case, of its CSV files only the rows that may leave, without report, posts and events.
    pub(crate) case: Case,
    /// The check, its text that of the shown report, all spans in it.
    pub(crate) check: CheckReport,
    /// What the page of the report is drawn from.
    pub(crate) report: ReportText,
    /// Spans of the claims in `report`, in their order.
    pub(crate) marks: Vec<Span>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) networks: Vec<NetworkAnswer>,
    pub(crate) tables: Vec<TablePage>,
    pub(crate) rules: Vec<RuleDoc>,
    pub(crate) country_names: BTreeMap<String, String>,
    pub(crate) gains: Vec<Gains>,
    pub(crate) roll_calls: Vec<RollCallSheet>,
    pub(crate) sources_of_votes: SourcesOfVotes,
    pub(crate) events: Vec<HostEvents>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) archive: Option<ArchiveState>,
    /// Of open sources, and of sentences that are shown.
    pub(crate) resting: Vec<Resting>,
    pub(crate) guard: Guard,
    pub(crate) withheld: Withheld,
    /// How loud what was seen in which file; empty for a file that is not to be named.
    pub(crate) notices: Vec<(String, Severity)>,
    /// Digests of aggregate sources under the secret of the case, by id.
    pub(crate) keyed: BTreeMap<String, String>,
    evidence: BTreeMap<String, ShownEvidence>,
    nothing: ShownEvidence,
}

impl Published {
    /// The evidence at a place: `claim/c12/0`, `finding/deaths-MLI`, `table/un_votes`,
    /// `edge/posts/e1`, `group/posts/g1`, `rollcall/V9901`.
    pub(crate) fn evidence(&self, place: &str) -> &ShownEvidence {
        self.evidence.get(place).unwrap_or(&self.nothing)
    }

    /// The findings that may be shown, as far as they may be.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The rows behind a finding.
    pub fn of_finding(&self, finding: &Finding) -> &ShownEvidence {
        self.evidence(&format!("finding/{}", finding.id))
    }

    /// The claims that may be shown, as far as they may be.
    pub fn claims(&self) -> &[Checked] {
        &self.check.checked
    }

    /// The words of a claim, as a reader of the report sees them.
    pub fn words(&self, claim: &Claim) -> &str {
        claim.span.of(&self.check.text)
    }

    /// The tables of which anything may be shown.
    pub fn tables(&self) -> &[TablePage] {
        &self.tables
    }

    /// Whether a cell names a source that is not open; its row is not shown.
    pub fn tells(&self, cell: &str) -> bool {
        self.guard.tells(cell)
    }

    /// All evidence of a claim.
    pub fn of_claim<'a>(
        &'a self,
        checked: &'a Checked,
    ) -> impl Iterator<Item = &'a ShownEvidence> {
        let id = &checked.claim.id.0;
        (0..checked.evidence.len()).map(move |at| self.evidence(&format!("claim/{id}/{at}")))
    }
}

/// Takes everything out of the answers that may not leave.
///
/// `answers` is what [`crate::gather`] found; its case is the whole one.
pub fn publish(answers: &Answers<'_>, policy: &Policy) -> Published {
    let cleared = cleared(answers.case);
    // A report that is not published has no words, and so no claims.
    let is_told = answers.case.settings.publishes("report");
    let raw = if is_told { answers.check.text.as_str() } else { "" };
    let is_markdown = is_markdown(&answers.check.name);
    // Who may be repeated is asked of the words that everybody reads.
    let said = if is_told { said(answers.check) } else { String::new() };
    let guard = Guard::of(answers, &cleared, &said);
    let report = if is_markdown {
        ReportText::of_markdown(raw, &|address| !guard.hides(address))
    } else {
        ReportText::of_text(raw, !is_plain_text(&answers.check.name))
    };
    let shown = if is_markdown {
        Shown::of_markdown(&report.source)
    } else {
        Shown::of_plain_text(&report.source)
    };
    let mut clearing = Clearing {
        answers,
        policy,
        cleared: &cleared,
        guard,
        report: &report,
        evidence: BTreeMap::new(),
        withheld: Withheld { rows: cleared.withheld.clone(), ..Withheld::default() },
    };
    let (check, marks) = clearing.check(&shown, report.hides || !is_told);
    let findings = clearing.findings();
    let networks = clearing.networks();
    let tables = clearing.tables();
    let roll_calls = clearing.roll_calls();
    let votes = clearing.guard.table("un_votes") != Disclosure::Private;
    let keyed = clearing.keyed_sources();
    let notices = clearing.notices();
    let events = clearing.events();
    let resting = resting(answers, &cleared.case, &clearing.guard, &check.text);
    let Clearing { guard, mut withheld, evidence, .. } = clearing;
    let mut case = cleared.case.clone();
    for source in &mut case.sources {
        if source.disclosure == Disclosure::Aggregate
            && let Preservation::Preserved { sha256, .. } = &mut source.preservation
        {
            sha256.clear();
        }
    }
    case.report.clear();
    case.events.clear();
    case.event_judgements.clear();
    case.posts.clear();
    case.trade.clear();
    case.diagnostics.clear();
    withheld.sources = answers.case.sources.len() - case.sources.len();
    Published {
        case,
        check,
        report,
        marks,
        findings,
        networks,
        tables,
        rules: answers.rules.clone(),
        country_names: answers.country_names.clone(),
        gains: if votes { answers.gains.to_vec() } else { Vec::new() },
        roll_calls,
        sources_of_votes: if votes {
            answers.sources_of_votes.clone()
        } else {
            SourcesOfVotes::default()
        },
        events,
        shapes: answers.shapes.to_vec(),
        archive: answers.archive.clone(),
        resting,
        guard,
        withheld,
        notices,
        keyed,
        evidence,
        nothing: ShownEvidence::private(PRIVATE),
    }
}

/// The passages of sources that the site shows, where they are open, on which sentences rest that the
/// page of the report shows. `cleared` is the case without what may not leave.
fn resting(answers: &Answers<'_>, cleared: &Case, guard: &Guard, shown: &str) -> Vec<Resting> {
    let shown = letters(shown);
    let open: BTreeSet<&str> = cleared
        .sources
        .iter()
        .filter(|source| source.disclosure == Disclosure::Open)
        .map(|source| source.id.as_str())
        .collect();
    let leaves = |one: &&Resting| {
        let words = letters(&one.sentence);
        let told = [&one.sentence, &one.place, &one.passage, &one.told];
        open.contains(one.source.as_str())
            && !words.is_empty()
            && shown.contains(&words)
            && !told.iter().any(|text| guard.hides(text) || guard.tells(text))
    };
    answers.resting.iter().filter(leaves).cloned().collect()
}

/// The words of a report that everybody reads who sees its page.
pub(crate) fn said(check: &CheckReport) -> String {
    if is_markdown(&check.name) {
        Shown::of_markdown(&ReportText::of_markdown(&check.text, &|_| true).source).text
    } else {
        check.text.clone()
    }
}

/// Whether a document is its own text, as its name says.
fn is_plain_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".txt", ".text"].iter().any(|end| name.ends_with(end))
}

/// Whether the extracted text of a document is Markdown, as its name says.
pub(crate) fn is_markdown(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".md", ".markdown"].iter().any(|end| name.ends_with(end))
}

/// The work of [`publish`].
struct Clearing<'a> {
    answers: &'a Answers<'a>,
    policy: &'a Policy,
    cleared: &'a Cleared,
    guard: Guard,
    report: &'a ReportText,
    evidence: BTreeMap<String, ShownEvidence>,
    withheld: Withheld,
}

impl Clearing<'_> {
    /// What of a selection may be shown, given its rows.
    fn shown(&self, evidence: &Evidence, rows: &Rows) -> ShownEvidence {
        let disclosure = self.guard.table(&evidence.table);
        let of_query = self.guard.tightest_of_query(&evidence.query);
        if disclosure == Disclosure::Private || of_query == Disclosure::Private {
            return ShownEvidence::private(PRIVATE);
        }
        if disclosure == Disclosure::Aggregate || of_query == Disclosure::Aggregate {
            if evidence.rows < FEWEST {
                return ShownEvidence::private(FEW);
            }
            return ShownEvidence {
                disclosure: Disclosure::Aggregate,
                table: evidence.table.clone(),
                source: self.guard.text(&evidence.source).into_owned(),
                rows: evidence.rows,
                keyed_digest: self.policy.keyed(&evidence.digest),
                ..ShownEvidence::private("")
            };
        }
        let open = match self.cleared.sheets.get(evidence.table.as_str()) {
            // A column that the file does not have may come from any other file.
            Some(sheet) if sheet.is_whole && self.cleared.lost_rows() => {
                let of_others = SHEETS.iter().any(|name| {
                    *name != evidence.table
                        && evidence.query.contains(name)
                        && self.cleared.sheets.get(name).is_some_and(|it| !it.is_whole)
                });
                if of_others {
                    OpenRows { rows: Rows::default(), withheld: rows.rows.len() }
                } else {
                    sheet.open(rows)
                }
            }
            Some(sheet) => sheet.open(rows),
            None => OpenRows { rows: rows.clone(), withheld: 0 },
        };
        let by_words = self.guard.rows(&evidence.table, &open.rows);
        let open =
            OpenRows { rows: by_words.rows, withheld: by_words.withheld + open.withheld };
        // A query names what it looks for, and a digest confirms a guess at a row that is not shown.
        let whole = open.withheld == 0;
        ShownEvidence {
            disclosure: Disclosure::Open,
            table: evidence.table.clone(),
            source: self.guard.text(&evidence.source).into_owned(),
            rows: evidence.rows,
            query: whole.then(|| self.guard.text(&evidence.query).into_owned()),
            digest: whole.then(|| evidence.digest.clone()),
            keyed_digest: if whole { None } else { self.policy.keyed(&evidence.digest) },
            open,
            ..ShownEvidence::private("")
        }
    }

    /// The same by the query, kept under `place`; the evidence without its query and digest.
    fn keep(&mut self, place: String, evidence: &Evidence, rows: Option<&Rows>) -> Evidence {
        let none = Rows::default();
        let rows =
            rows.or_else(|| self.answers.selections.get(&evidence.query)).unwrap_or(&none);
        let shown = self.shown(evidence, rows);
        let bare = Evidence {
            table: shown.table.clone(),
            source: shown.source.clone(),
            rows: shown.rows,
            query: String::new(),
            digest: String::new(),
        };
        self.evidence.insert(place, shown);
        bare
    }

    fn check(&mut self, shown: &Shown, hides: bool) -> (CheckReport, Vec<Span>) {
        let answers = self.answers;
        let whole = answers.check;
        let mut check = CheckReport {
            name: whole.name.clone(),
            // With it a guess at what the file hides could be confirmed.
            sha256: if hides { String::new() } else { whole.sha256.clone() },
            text_sha256: hexadecimal(&Sha256::digest(shown.text.as_bytes())),
            text: shown.text.clone(),
            places: Places::default(),
            checked: Vec::new(),
            coverage: whole.coverage,
            diagnostics: Vec::new(),
        };
        let mut marks = Vec::new();
        let mut names: BTreeMap<ClaimId, ClaimId> = BTreeMap::new();
        for (number, checked) in whole.checked.iter().enumerate() {
            let claim = &checked.claim;
            let Some(span) = shown.place(claim.span) else {
                self.withheld.claims += 1;
                continue;
            };
            let id = if self.guard.hides(&claim.id.0) {
                ClaimId(format!("claim-{}", number + 1))
            } else {
                claim.id.clone()
            };
            names.insert(claim.id.clone(), id.clone());
            let sentence = shown.place(claim.sentence).unwrap_or(span).join(span);
            marks.push(claim.span);
            let words = span.of(&shown.text);
            check.checked.push(self.checked(checked, id, [span, sentence], words));
        }
        for checked in &mut check.checked {
            let depends: Vec<ClaimId> = checked
                .claim
                .depends_on
                .iter()
                .filter_map(|id| names.get(id))
                .cloned()
                .collect();
            checked.claim.depends_on = depends;
        }
        check.coverage = CheckCoverage {
            sentences: whole.coverage.sentences,
            ..CheckCoverage::of(&check.checked, whole.coverage.sentences)
        };
        (check, marks)
    }

    fn checked(
        &mut self,
        checked: &Checked,
        id: ClaimId,
        [span, sentence]: [Span; 2],
        words: &str,
    ) -> Checked {
        let evidence: Vec<Evidence> = checked
            .evidence
            .iter()
            .enumerate()
            .map(|(at, one)| self.keep(format!("claim/{}/{at}", id.0), one, None))
            .collect();
        let places = (0..evidence.len()).map(|at| format!("claim/{}/{at}", id.0));
        let closed = places
            .filter_map(|place| self.evidence.get(&place))
            .any(|shown| shown.disclosure == Disclosure::Private || shown.open.withheld > 0);
        let closed = closed || !self.is_said_without(checked);
        let claim = Claim {
            id,
            span,
            sentence,
            attribution: checked.claim.attribution.clone(),
            ..checked.claim.clone()
        };
        let raw = checked.claim.span.of(&self.answers.check.text);
        let is_blotted =
            self.report.source.get(checked.claim.span.start..checked.claim.span.end)
                != Some(raw);
        let text = |text: &str| self.guard.text(&self.report.without_hidden(text)).into_owned();
        let mut shown = Checked {
            claim,
            rule: checked.rule,
            verdict: checked.verdict,
            message: NOT_PUBLISHED.to_owned(),
            says: if is_blotted && checked.says == raw {
                words.to_owned()
            } else {
                text(&checked.says)
            },
            evidence_says: String::new(),
            evidence,
            notes: checked.notes.iter().map(|_| Note::Note(WITHHELD.to_owned())).collect(),
        };
        if !closed {
            shown.message = text(&checked.message);
            shown.evidence_says = text(&checked.evidence_says);
            shown.notes = checked
                .notes
                .iter()
                .map(|note| match note {
                    Note::Note(it) => Note::Note(text(it)),
                    Note::Help(it) => Note::Help(text(it)),
                })
                .collect();
        }
        shown
    }

    /// Whether the check says the same of the words without what is withheld: then nothing of that
    /// can stand in what it says.
    fn is_said_without(&self, checked: &Checked) -> bool {
        let Some(alone) = self.answers.alone else { return true };
        alone.checked.iter().any(|other| {
            other.claim.span == checked.claim.span
                && other.claim.kind == checked.claim.kind
                && other.verdict == checked.verdict
                && other.message == checked.message
                && other.says == checked.says
                && other.evidence_says == checked.evidence_says
                && other.notes == checked.notes
        })
    }

    fn findings(&mut self) -> Vec<Finding> {
        let mut shown = Vec::new();
        for finding in self.answers.findings {
            let kept = match self.guard.finding(finding) {
                Disclosure::Private => None,
                Disclosure::Open => Some(finding.clone()),
                Disclosure::Aggregate => small::finding(finding),
            };
            let Some(mut kept) = kept else {
                self.withheld.findings += 1;
                continue;
            };
            let place = format!("finding/{}", finding.id);
            kept.selection = self.keep(place.clone(), &finding.selection, None);
            // A number rests on every row that was counted.
            let open = self.evidence.get(&place);
            if open
                .is_some_and(|it| it.disclosure == Disclosure::Private || it.open.withheld > 0)
            {
                self.evidence.remove(&place);
                self.withheld.findings += 1;
                continue;
            }
            let names = kept.series.iter_mut().map(|series| &mut series.name);
            let own = [
                &mut kept.title,
                &mut kept.question,
                &mut kept.unit,
                &mut kept.interval,
                &mut kept.method,
                &mut kept.licence,
            ];
            for text in own.into_iter().chain(&mut kept.caveats).chain(names) {
                *text = self.guard.text(text).into_owned();
            }
            shown.push(kept);
        }
        shown
    }

    fn networks(&mut self) -> Vec<NetworkAnswer> {
        let mut shown = Vec::new();
        for network in self.answers.networks {
            let mut kept = match self.guard.table(&network.shares) {
                Disclosure::Private => continue,
                Disclosure::Open => network.clone(),
                Disclosure::Aggregate => {
                    let Some((kept, fewer)) = small::network(network) else { continue };
                    self.withheld.networks.insert(network.table.clone(), fewer);
                    kept
                }
            };
            let table = kept.table.clone();
            for edge in &mut kept.edges {
                let place = format!("edge/{table}/{}", edge.id);
                edge.selection = self.keep(place, &edge.selection, None);
            }
            for group in &mut kept.groups {
                let place = format!("group/{table}/{}", group.id);
                group.selection = self.keep(place, &group.selection, None);
            }
            kept.edge_rows = self.by_words(&network.shares, &kept.edge_rows);
            shown.push(kept);
        }
        shown
    }

    /// The rows of an open table that repeat nothing; the others' as they are, since they are clear.
    fn by_words(&self, table: &str, rows: &Rows) -> Rows {
        if self.guard.table(table) == Disclosure::Open {
            self.guard.rows(table, rows).rows
        } else {
            rows.clone()
        }
    }

    fn tables(&mut self) -> Vec<TablePage> {
        let mut shown = Vec::new();
        for table in &self.answers.tables {
            let name = &table.description.name;
            if self.guard.table(name) == Disclosure::Private {
                self.withheld.tables += 1;
                continue;
            }
            let mut kept = table.clone();
            let place = format!("table/{name}");
            kept.evidence = self.keep(place.clone(), &table.evidence, Some(&table.rows));
            let open = self.evidence.get(&place).map(|it| it.open.rows.clone());
            kept.rows = open.unwrap_or_default();
            let about = &mut kept.description;
            if about.disclosure != Disclosure::Open {
                about.files.clear();
                about.rows_set_aside = 0;
                if about.rows < FEWEST {
                    self.evidence.remove(&place);
                    self.withheld.tables += 1;
                    continue;
                }
                about.rows = small::rounded(about.rows);
                kept.evidence.rows = small::rounded(kept.evidence.rows);
                if let Some(shown) = self.evidence.get_mut(&place) {
                    shown.rows = small::rounded(shown.rows);
                }
                // The first and the last day are those of single rows.
                about.coverage.first =
                    about.coverage.first.map(jiff::civil::Date::first_of_year);
                about.coverage.last = about.coverage.last.map(jiff::civil::Date::last_of_year);
            }
            let own =
                [&mut about.row_is, &mut about.source, &mut about.version, &mut about.licence];
            for text in own.into_iter().chain(&mut about.coverage.gaps) {
                *text = self.guard.text(text).into_owned();
            }
            shown.push(kept);
        }
        shown
    }

    fn roll_calls(&mut self) -> Vec<RollCallSheet> {
        if self.guard.table("un_votes") != Disclosure::Open {
            return Vec::new();
        }
        let mut shown = Vec::new();
        for sheet in self.answers.roll_calls {
            let mut kept = sheet.clone();
            let place = format!("rollcall/{}", sheet.id);
            kept.evidence = self.keep(place, &sheet.evidence, Some(&sheet.rows));
            kept.rows = Rows::default();
            shown.push(kept);
        }
        shown
    }

    fn events(&self) -> Vec<HostEvents> {
        let is_private = |table: &str| self.guard.table(table) == Disclosure::Private;
        let is_open = |table: &str| self.guard.table(table) == Disclosure::Open;
        let all = self.answers.events.iter();
        all.filter_map(|host| small::host(host, &is_private, &is_open)).collect()
    }

    fn keyed_sources(&self) -> BTreeMap<String, String> {
        let held =
            self.cleared.case.sources.iter().filter_map(|source| match &source.preservation {
                Preservation::Preserved { sha256, .. }
                    if source.disclosure == Disclosure::Aggregate =>
                {
                    Some((source.id.clone(), self.policy.keyed(sha256)?))
                }
                _ => None,
            });
        held.collect()
    }

    /// Files are named only where their rows are published, or the report is.
    fn notices(&self) -> Vec<(String, Severity)> {
        let answers = self.answers;
        let settings = &answers.case.settings;
        let sheets = SHEETS.iter().filter(|name| settings.publishes(name));
        let mut named: BTreeSet<String> = sheets.map(|name| format!("{name}.csv")).collect();
        named.extend(["case.toml".to_owned(), answers.check.name.clone()]);
        for table in &answers.tables {
            if table.description.disclosure == Disclosure::Open {
                named.extend(table.description.files.iter().cloned());
            }
        }
        let seen = answers.case.diagnostics.iter().chain(&answers.check.diagnostics);
        let name = |file: &str| {
            if named.contains(file) && !self.guard.hides(file) {
                file.to_owned()
            } else {
                String::new()
            }
        };
        seen.map(|it| (name(&it.file), it.severity)).collect()
    }
}
