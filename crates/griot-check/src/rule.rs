//! What a rule is, and what it is given to judge a claim.

use std::sync::OnceLock;

use super::{name_index::NameIndex, title_words::TitleWords};
use griot_model::{
    Claim, DateRange, DateReading, Evidence, Locator, Note, PartialDate, Provenance, Verdict,
};
use griot_text::names::Person;
use griot_text::names::fold;

use griot_case::Case;
use griot_library::Library;

/// A rule's code, name and documentation; `griot explain CODE` prints the documentation.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// `C0103`. A code never changes its meaning.
    pub code: &'static str,
    /// `coup-date`.
    pub name: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Markdown with the five headings of the house.
    pub documentation: &'static str,
}

/// What a rule checks, as `griot explain` prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDoc {
    /// `C0102`.
    pub code: String,
    /// `vote-count`.
    pub name: String,
    /// Markdown with the five headings of every rule.
    pub markdown: String,
}

/// Everything a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The tables that come with griot.
    pub library: &'a Library,
    /// The case, if one was given.
    pub case: Option<&'a Case>,
    /// The text of the document.
    pub text: &'a str,
    /// Names of the sanctions lists, made when the first sentence asks for them.
    pub(crate) listed_names: &'a OnceLock<NameIndex>,
    /// Words of the titles of roll calls, made when the first vote asks for them.
    pub(crate) title_words: &'a OnceLock<TitleWords>,
    /// Names of the library's leaders, in their order, made ready to be compared.
    pub(crate) leaders: &'a OnceLock<Vec<Person>>,
    /// Names of the library's office-holders, in the order of its terms.
    pub(crate) holders: &'a OnceLock<Vec<Vec<Person>>>,
    /// Who held the offices of the case's intervals, in their order.
    pub(crate) in_office: &'a OnceLock<Vec<Option<InOffice>>>,
}

/// An actor of a case who held an office.
#[derive(Debug)]
pub(crate) struct InOffice {
    /// Name of the actor.
    pub(crate) who: String,
    /// Name and aliases, made ready to be compared, and folded.
    pub(crate) names: Vec<(Person, String)>,
}

impl<'a> Facts<'a> {
    /// Names of the holders of every term of the library, made ready once.
    pub(crate) fn holders<'l>(
        library: &Library,
        known: &'l OnceLock<Vec<Vec<Person>>>,
    ) -> &'l [Vec<Person>] {
        let names = |term: &griot_library::Term| {
            term.names.iter().map(|name| Person::named(name)).collect()
        };
        known.get_or_init(|| library.terms().iter().map(names).collect())
    }

    /// Names of the leaders of the library, made ready once.
    pub(crate) fn leaders<'l>(
        library: &Library,
        known: &'l OnceLock<Vec<Person>>,
    ) -> &'l [Person] {
        let leaders = library.leaders();
        known.get_or_init(|| leaders.iter().map(|it| Person::named(&it.name)).collect())
    }

    /// Every term of the library with the names of its holder, of one country where one is given.
    pub(crate) fn terms(
        &self,
        country: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a griot_library::Term, &'a [Person])> {
        self.library
            .terms()
            .iter()
            .zip(Self::holders(self.library, self.holders))
            .filter(move |(term, _)| country.is_none_or(|country| term.country == country))
            .map(|(term, names)| (term, names.as_slice()))
    }

    /// English name of a country, or its code where the library does not know it.
    pub(crate) fn country_name(&self, iso3: &str) -> String {
        self.library
            .country(iso3)
            .map_or_else(|| iso3.to_owned(), |country| country.name.clone())
    }

    /// Whether a table claims to know about the country on every day of the range.
    pub(crate) fn covers(&self, table: &str, country: &str, range: DateRange) -> bool {
        self.library.description(table).is_some_and(|description| {
            description.coverage.includes(country, range.first)
                && description.coverage.includes(country, range.last)
        })
    }

    /// Whether a country lies in a region of the UN M49 list.
    pub(crate) fn lies_in(&self, iso3: &str, m49: &str) -> bool {
        self.library
            .country(iso3)
            .is_some_and(|it| it.regions.iter().any(|region| region == m49))
    }

    /// Whether some words name a country.
    pub(crate) fn is_named_in(&self, iso3: &str, words: &str) -> bool {
        let Some(country) = self.library.country(iso3) else { return false };
        let text = format!(" {} ", fold(words).replace(|c: char| !c.is_alphanumeric(), " "));
        country.names.iter().any(|name| {
            let name = fold(name).replace(|c: char| !c.is_alphanumeric(), " ");
            name.len() > 3 && text.contains(&format!(" {name} "))
        })
    }
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence that stands on its own and gives the evidence's number.
    pub message: String,
    /// What the words say, short.
    pub says: String,
    /// What the evidence says, short.
    pub evidence_says: String,
    /// Rows.
    pub evidence: Vec<Evidence>,
    /// Notes and helps.
    pub notes: Vec<Note>,
}

impl Judgement {
    /// A judgement without rows yet.
    pub(crate) fn new(verdict: Verdict, says: &str, message: impl Into<String>) -> Self {
        Self {
            verdict,
            message: message.into(),
            says: says.to_owned(),
            evidence_says: String::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// No evidence here decides; `settled_by` says what would.
    pub(crate) fn unverified(
        says: &str,
        message: impl Into<String>,
        settled_by: impl Into<String>,
    ) -> Self {
        Self::new(Verdict::Unverified, says, message).help(settled_by)
    }

    pub(crate) fn with_rows(
        mut self,
        evidence_says: impl Into<String>,
        rows: Evidence,
    ) -> Self {
        self.evidence_says = evidence_says.into();
        self.evidence.push(rows);
        self
    }

    /// Nothing is decided by a selection without rows: one that chose none is not shown beside others, and
    /// where all chose none the verdict does not stand.
    pub(crate) fn on_rows(mut self) -> Self {
        if self.verdict == Verdict::Unverified || self.evidence.is_empty() {
            return self;
        }
        self.evidence.retain(|it| it.rows > 0);
        if self.evidence.is_empty() {
            self.verdict = Verdict::Unverified;
            self.message.push_str("; no row of this evidence shows it");
            self = self.help("the rows that say so, added to the case, would settle it");
        }
        self
    }

    pub(crate) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note::Note(text.into()));
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note::Help(text.into()));
        self
    }
}

/// Joins readings as they are shown: `2022-06 or 2023-06`.
pub(crate) fn shown(readings: &[DateReading]) -> String {
    readings.iter().map(|reading| reading.shown.as_str()).collect::<Vec<_>>().join(" or ")
}

/// How each reading compares with the evidence, put together.
///
/// All readings disagree: contradicted. All agree: supported. Some do: conflicting between readings
/// is shown as supported only when the first, preferred reading agrees.
pub(crate) fn over_readings(
    readings: &[DateReading],
    mut judge: impl FnMut(&DateReading) -> Judgement,
) -> Option<Judgement> {
    let mut judged: Vec<(String, Judgement)> =
        readings.iter().map(|reading| (reading.shown.clone(), judge(reading))).collect();
    if judged.is_empty() {
        return None;
    }
    let verdicts: Vec<Verdict> =
        judged.iter().map(|(_, judgement)| judgement.verdict).collect();
    let mixed = verdicts.iter().any(|verdict| *verdict != verdicts[0]);
    let pick = |wanted| verdicts.iter().position(|verdict| *verdict == wanted);
    let best = pick(Verdict::Supported).unwrap_or(0);
    let chosen = if mixed && verdicts[best] != Verdict::Supported {
        pick(Verdict::Unverified).unwrap_or(best)
    } else {
        best
    };
    let (reading, mut judgement) = judged.swap_remove(chosen);
    if mixed {
        judgement = judgement.note(format!(
            "the date can be read as {}; this verdict is for {reading}",
            shown(readings)
        ));
    }
    Some(judgement)
}

/// Whether a reading and a partial date can mean the same day.
pub(crate) fn agree(reading: &DateReading, date: PartialDate) -> bool {
    reading.range.meets(date.range())
}

/// Days between a reading and a partial date; 0 when they meet.
pub(crate) fn distance_days(reading: &DateReading, date: PartialDate) -> i32 {
    let range = date.range();
    if reading.range.meets(range) {
        0
    } else if range.first > reading.range.last {
        days_between(reading.range.last, range.first)
    } else {
        days_between(range.last, reading.range.first)
    }
}

/// Days of a range, both ends included.
pub(crate) fn days_in(range: DateRange) -> i32 {
    days_between(range.first, range.last).saturating_add(1)
}

fn days_between(from: jiff::civil::Date, to: jiff::civil::Date) -> i32 {
    from.until((jiff::Unit::Day, to)).map_or(i32::MAX, |span| span.get_days())
}

/// Whether griot is surer than "when in doubt": the author tied the words to evidence.
pub(crate) fn is_bound(claim: &Claim) -> bool {
    claim.binding == griot_model::Binding::Explicit
}

/// Whether a claim may be contradicted: the author bound it, or the report itself asserts it and its own words say whom it is about.
pub(crate) fn is_certain(claim: &Claim) -> bool {
    is_bound(claim)
        || (claim.assumed.is_none()
            && claim.attribution.is_none()
            && claim.modality == griot_model::Modality::Asserted)
}

/// Data row of a record in its CSV file, from 1.
pub(crate) fn row_number(provenance: &Provenance) -> u64 {
    match provenance.locator {
        Locator::Row(row) => row,
        Locator::Line { line, .. } => line,
        Locator::Bytes(_) => 0,
    }
}
