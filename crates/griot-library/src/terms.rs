//! Terms of heads of state and of government and of ministers of defence and of foreign affairs, from up
//! to three sources: statements of Wikidata, editions of the World Factbook, and REIGN.
//!
//! A term of two sources is one where the names can be the same person's and the days meet. Days that
//! differ are kept; nothing is averaged.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Diagnostic, PartialDate};
use griot_table::{factbook, noticed, office_holders, reign, set_aside};
use griot_text::names::{Match, Person, fold};
use jiff::{Span, civil::Date};

use super::{
    own::{self, Geography},
    parquet::Table,
    politics::{COUNTRY, Placed},
    rows::Office,
};

/// A term on its way into the table.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) country: String,
    office: Office,
    position: String,
    person: String,
    names: Vec<String>,
    qid: Option<String>,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    end_not_before: Option<PartialDate>,
    end_not_after: Option<PartialDate>,
    next_start: Option<PartialDate>,
    in_office_on: Option<Date>,
    factbook: Option<Edition>,
    reign: Option<Ruled>,
    from_wikidata: bool,
    row: u64,
}

/// What editions of the World Factbook say of a term.
#[derive(Debug, Clone, Copy)]
struct Edition {
    since: Option<PartialDate>,
    first: i16,
    last: i16,
}

/// What REIGN says of a term.
#[derive(Debug, Clone, Copy)]
struct Ruled {
    from: PartialDate,
    to: Option<PartialDate>,
    row: u64,
}

/// How the three sources met.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Met {
    /// Terms with one, two and three sources.
    pub(super) sources: [usize; 3],
    /// Terms whose start another source gives more than 31 days off.
    pub(super) starts_differ: usize,
}

/// Publishers' files, read and placed.
pub(super) struct Sources<'a> {
    pub(super) terms: &'a [office_holders::Term],
    pub(super) terms_file: &'a str,
    pub(super) editions: &'a [factbook::Leader],
    pub(super) editions_file: &'a str,
    pub(super) leaders: &'a [Placed<'a, reign::Leader>],
}

/// Joins the sources.
pub(super) fn join(
    sources: &Sources<'_>,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Held>, Met) {
    let mut held = stated(sources, geography, diagnostics);
    let mut people: Vec<Person> = held.iter().map(|term| Person::named(&term.person)).collect();
    let mut by_country: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, term) in held.iter().enumerate() {
        by_country.entry(term.country.clone()).or_default().push(place);
    }
    for seen in sightings(sources, geography, diagnostics) {
        let candidates = by_country.get(&seen.country).map_or(&[][..], Vec::as_slice).to_vec();
        let name = Person::named(&seen.name);
        let fits = |place: &&usize| {
            let (Some(term), Some(person)) = (held.get(**place), people.get(**place)) else {
                return false;
            };
            let same = person.compared(&name) == Match::Same;
            same && term.office == seen.office && seen.meets(term)
        };
        let mut fitting: Vec<usize> = candidates.iter().filter(fits).copied().collect();
        // The same person may hold an office twice: the term that began nearest.
        fitting.sort_by_key(|place| held.get(*place).map_or(i64::MAX, |term| seen.apart(term)));
        if let Some(term) = fitting.first().and_then(|place| held.get_mut(*place)) {
            term.add_edition(&seen);
            continue;
        }
        let candidates = by_country.entry(seen.country.clone()).or_default();
        let near = candidates
            .iter()
            .find(|place| held.get(**place).is_some_and(|term| seen.spells_otherwise(term)));
        if let Some(term) = near.copied().and_then(|place| held.get_mut(place)) {
            term.add_edition(&seen);
        } else {
            candidates.push(held.len());
            people.push(name);
            held.push(seen.alone());
        }
    }
    for ruler in sources.leaders {
        let Some(country) = &ruler.country else { continue };
        let name = Person::named(&ruler.row.leader);
        let candidates = by_country.get(country).map_or(&[][..], Vec::as_slice);
        for place in candidates {
            let (Some(term), Some(person)) = (held.get_mut(*place), people.get(*place)) else {
                continue;
            };
            let of_state =
                matches!(term.office, Office::HeadOfState | Office::HeadOfGovernment);
            let near = term.start.is_some_and(|start| days(start, ruler.row.from) <= 62);
            if of_state && near && person.compared(&name) != Match::Different {
                term.reign =
                    Some(Ruled { from: ruler.row.from, to: ruler.row.to, row: ruler.row.row });
                term.also_called(&ruler.row.leader);
            }
        }
    }
    held.sort_by(|a, b| {
        (&a.country, a.office, a.start, &a.person, a.row)
            .cmp(&(&b.country, b.office, b.start, &b.person, b.row))
    });
    let mut met = Met::default();
    for term in &held {
        let sources = term.sources().len();
        if let Some(count) = met.sources.get_mut(sources.saturating_sub(1)) {
            *count += 1;
        }
        met.starts_differ += usize::from(term.start_differs());
    }
    (held, met)
}

/// The terms that are stated with a person's number.
fn stated(
    sources: &Sources<'_>,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Held> {
    let offices = own::offices();
    let last_seen = sources.terms.iter().filter_map(|term| term.last_seen).max();
    let mut held: Vec<Held> = Vec::new();
    let mut places: BTreeMap<(String, Office, String, Option<PartialDate>), usize> =
        BTreeMap::new();
    for term in sources.terms {
        let office = offices.iter().find(|office| office.means(&term.position, &term.iso3));
        let Some(office) = office.map(|office| office.office) else { continue };
        if !geography.knows(&term.iso3) || (term.person.is_empty() && term.qid.is_empty()) {
            continue;
        }
        if term.start.is_none() && term.end.is_none() && term.last_seen.is_none() {
            let reason = format!("{} as {} has no day at all", term.person, term.position);
            diagnostics.push(noticed(sources.terms_file, term.line, reason));
            continue;
        }
        // A successor that began before the person was last seen is another post, or a second term.
        let broken = term
            .end_successor_start
            .zip(term.end_not_before)
            .is_some_and(|(next, seen)| next.last_day() < seen.first_day());
        let is_last = term.last_seen.is_some() && term.last_seen == last_seen;
        let in_office = term.end.is_none() && term.end_successor_start.is_none() && is_last;
        let article = term.article.split(" (").next().unwrap_or_default().to_owned();
        let person = if term.person.is_empty() { article.clone() } else { term.person.clone() };
        if person.is_empty() {
            let reason = format!("{} has no name", term.qid);
            diagnostics.push(noticed(sources.terms_file, term.line, reason));
            continue;
        }
        let mut one = Held {
            country: term.iso3.clone(),
            office,
            position: term.position.clone(),
            names: vec![person.clone()],
            person,
            qid: Some(term.qid.clone()).filter(|qid| !qid.is_empty()),
            start: term.start,
            end: term.end,
            end_not_before: term.end_not_before.filter(|_| !broken),
            end_not_after: term.end_not_after.filter(|_| !broken),
            next_start: term.end_successor_start,
            in_office_on: term.last_seen.filter(|_| in_office).map(PartialDate::first_day),
            factbook: None,
            reign: None,
            from_wikidata: true,
            row: term.row,
        };
        one.also_called(&article);
        let key = (term.iso3.clone(), office, term.qid.clone(), term.start);
        match places.get(&key).and_then(|place| held.get_mut(*place)) {
            Some(known) if known.start.is_some() => known.fill_from(&one),
            _ => {
                places.insert(key, held.len());
                held.push(one);
            }
        }
    }
    held
}

impl Held {
    /// Takes from a second statement of the same term what the first lacks.
    fn fill_from(&mut self, other: &Self) {
        self.end = self.end.or(other.end);
        self.end_not_before = self.end_not_before.or(other.end_not_before);
        self.end_not_after = self.end_not_after.or(other.end_not_after);
        self.next_start = self.next_start.or(other.next_start);
        self.in_office_on = self.in_office_on.or(other.in_office_on).filter(|_| {
            self.end.is_none() && self.next_start.is_none() && self.end_not_after.is_none()
        });
        for name in &other.names {
            self.also_called(name);
        }
    }

    fn also_called(&mut self, name: &str) {
        if !name.is_empty() && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }

    fn add_edition(&mut self, seen: &Sighting) {
        self.also_called(&seen.name);
        self.also_called(up_to_surname(&seen.name));
        let edition = self.factbook.get_or_insert(Edition {
            since: seen.since,
            first: seen.first,
            last: seen.last,
        });
        edition.first = edition.first.min(seen.first);
        edition.last = edition.last.max(seen.last);
        edition.since = edition.since.min(seen.since).or(edition.since).or(seen.since);
    }

    fn sources(&self) -> Vec<String> {
        let sources = [
            (self.from_wikidata, "wikidata"),
            (self.factbook.is_some(), "factbook"),
            (self.reign.is_some(), "reign"),
        ];
        let known = sources.into_iter().filter(|(known, _)| *known);
        known.map(|(_, name)| name.to_owned()).collect()
    }

    fn start_differs(&self) -> bool {
        let Some(start) = self.start else { return false };
        let factbook = self.factbook.and_then(|edition| edition.since);
        let others = [factbook, self.reign.map(|ruled| ruled.from)];
        others.into_iter().flatten().any(|other| days(start, other) > 31)
    }
}

/// A leader as editions of the Factbook show him or her in a row.
#[derive(Debug, Clone)]
struct Sighting {
    country: String,
    office: Office,
    title: String,
    name: String,
    since: Option<PartialDate>,
    first: i16,
    last: i16,
    row: u64,
}

impl Sighting {
    /// Whether the days can be those of the term: since when lies in it, or near its first day.
    fn meets(&self, term: &Held) -> bool {
        let Some(start) = term.start else { return false };
        let from = self.since.unwrap_or(PartialDate::Year(self.first));
        let end = term.end.or(term.next_start).or(term.end_not_after);
        let inside = from.last_day() >= start.first_day()
            && end.is_none_or(|end| from.first_day() < end.last_day());
        inside || days(start, from) <= 366
    }

    /// Whether it is the same office from the same days on, by a person one of whose names is the same:
    /// `Django CISSOKO` and `Django Sissoko`.
    fn spells_otherwise(&self, term: &Held) -> bool {
        let near =
            self.since.zip(term.start).is_some_and(|(one, other)| days(one, other) <= 14);
        if term.office != self.office || !near {
            return false;
        }
        let words = |name: &str| -> BTreeSet<String> {
            let folded = fold(name);
            let long = folded.split(|sign: char| !sign.is_ascii_alphanumeric());
            long.filter(|word| word.len() > 3).map(str::to_owned).collect()
        };
        let own = words(&self.name);
        term.names.iter().any(|name| !words(name).is_disjoint(&own))
    }

    fn apart(&self, term: &Held) -> i64 {
        let from = self.since.unwrap_or(PartialDate::Year(self.first));
        term.start.map_or(i64::MAX, |start| days(start, from))
    }

    fn alone(self) -> Held {
        let mut alone = Held {
            country: self.country,
            office: self.office,
            position: self.title,
            names: vec![self.name.clone()],
            person: self.name,
            qid: None,
            start: self.since,
            end: None,
            end_not_before: None,
            end_not_after: None,
            next_start: None,
            in_office_on: None,
            factbook: Some(Edition { since: self.since, first: self.first, last: self.last }),
            reign: None,
            from_wikidata: false,
            row: self.row,
        };
        let called = up_to_surname(&alone.person).to_owned();
        alone.also_called(&called);
        alone
    }
}

/// A name up to the surname by which somebody goes, which the Factbook writes in capitals: `José Enrique JERÍ` of *José Enrique JERÍ
/// Oré*.
fn up_to_surname(name: &str) -> &str {
    let in_capitals = |word: &str| {
        word.chars().filter(|sign| sign.is_alphabetic()).count() > 2
            && !word.contains(char::is_lowercase)
    };
    let mut end = 0;
    let mut known = 0;
    for (at, word) in name.split(' ').enumerate() {
        let begins = end;
        end = begins + usize::from(at > 0) + word.len();
        // Where the family's name comes first, what follows is one's own.
        if at > 0 && in_capitals(word) {
            known = end;
        }
    }
    name.get(..known).filter(|it| !it.is_empty()).unwrap_or(name)
}

/// Names as the last edition has them, by what the archive of editions has left of them: it lost every letter outside ASCII
/// (`S bastien LECORNU`).
fn whole_names(editions: &[factbook::Leader]) -> BTreeMap<String, String> {
    let plain = |name: &str| {
        let plain = name.replace(|letter: char| !letter.is_ascii(), " ");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    editions
        .iter()
        .filter(|row| !row.title_and_name.is_ascii())
        .map(|row| (plain(&row.title_and_name), row.title_and_name.clone()))
        .collect()
}

/// Leaders of the Factbook, each spelling and first day once, with its first and last edition.
fn sightings(
    sources: &Sources<'_>,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Sighting> {
    let mut found: BTreeMap<(String, Office, String, Option<PartialDate>), Sighting> =
        BTreeMap::new();
    let mut unknown = BTreeSet::new();
    let whole = whole_names(sources.editions);
    for row in sources.editions {
        let office = match row.role.as_str() {
            "chief of state" => Office::HeadOfState,
            "head of government" => Office::HeadOfGovernment,
            _ => continue,
        };
        let country =
            geography.of_archive(row.iso2.as_deref().unwrap_or_default(), &row.country);
        let Some(country) = country else {
            if unknown.insert(row.country.clone()) {
                let reason = format!("no country is called {:?}", row.country);
                diagnostics.push(set_aside(sources.editions_file, row.line, reason));
            }
            continue;
        };
        let written = whole.get(&row.title_and_name).unwrap_or(&row.title_and_name);
        let (title, name) = own::title_and_name(written);
        let lower = row.title_and_name.to_lowercase();
        // Whoever only stands in, or is yet to come, does not hold the office.
        if !name.contains(' ')
            || ["vice", "deputy", "-elect", "designate"].iter().any(|word| lower.contains(word))
        {
            continue;
        }
        let key = (country.clone(), office, name.clone(), row.since);
        let seen = found.entry(key).or_insert_with(|| Sighting {
            country,
            office,
            title,
            name,
            since: row.since,
            first: row.edition,
            last: row.edition,
            row: row.row,
        });
        seen.first = seen.first.min(row.edition);
        seen.last = seen.last.max(row.edition);
    }
    found.into_values().collect()
}

/// Days between two dates; none apart where one can mean the other.
fn days(one: PartialDate, other: PartialDate) -> i64 {
    let between = |a: Date, b: Date| {
        a.until(b).ok().as_ref().map(Span::get_days).map_or(i64::MAX, i64::from)
    };
    if one.agrees_with(other) {
        0
    } else if one.last_day() < other.first_day() {
        between(one.last_day(), other.first_day())
    } else {
        between(other.last_day(), one.first_day())
    }
}

/// The table `terms`.
pub(super) fn table(held: &[Held]) -> Table {
    let shown = |date: Option<PartialDate>| date.map(|date| date.to_string());
    let sources: Vec<Vec<String>> = held.iter().map(Held::sources).collect();
    let names: Vec<&Vec<String>> = held.iter().map(|term| &term.names).collect();
    let all = || held.iter();
    let mut table = Table::default();
    table.text("country", COUNTRY, all().map(|t| Some(&t.country)));
    table.text(
        "office",
        "head_of_state, head_of_government, defence_minister, foreign_minister",
        all().map(|t| Some(t.office.word())),
    );
    table.text(
        "position",
        "position as the first source words it",
        all().map(|t| Some(&t.position)),
    );
    table.text("person", "name as the first source writes it", all().map(|t| Some(&t.person)));
    table.texts("names", "spellings of the name in all sources", names.into_iter());
    table.text("qid", "number of the person in Wikidata", all().map(|t| t.qid.as_ref()));
    table.text(
        "start",
        "first day, month or year, by Wikidata; by the Factbook where it alone knows the term",
        all().map(|t| shown(t.start)),
    );
    table.text(
        "end",
        "last day, month or year, where it is stated",
        all().map(|t| shown(t.end)),
    );
    table.text(
        "end_not_before",
        "where no end is stated: a day on which the person was seen in office",
        all().map(|t| shown(t.end_not_before)),
    );
    table.text(
        "end_not_after",
        "where no end is stated: a day on which the person was no longer seen in office",
        all().map(|t| shown(t.end_not_after)),
    );
    table.text(
        "next_start",
        "where no end is stated: first day of whoever came next",
        all().map(|t| shown(t.next_start)),
    );
    table.day(
        "in_office_on",
        "day on which the source was last read, for whoever was in office then",
        all().map(|t| t.in_office_on),
    );
    table.texts(
        "sources",
        "which sources know the term: wikidata, factbook, reign",
        sources.iter(),
    );
    table.text(
        "factbook_since",
        "since when, by the World Factbook; often the oath or the current term",
        all().map(|t| shown(t.factbook.and_then(|edition| edition.since))),
    );
    table.int16(
        "factbook_first",
        "first edition of the World Factbook that names the person here",
        all().map(|t| t.factbook.map(|edition| edition.first)),
    );
    table.int16(
        "factbook_last",
        "last edition",
        all().map(|t| t.factbook.map(|edition| edition.last)),
    );
    table.text(
        "reign_start",
        "first day, by REIGN",
        all().map(|t| shown(t.reign.map(|ruled| ruled.from))),
    );
    table.text(
        "reign_end",
        "last month, by REIGN",
        all().map(|t| shown(t.reign.and_then(|ruled| ruled.to))),
    );
    table.row("reign_row", "row of `leaders`", all().map(|t| t.reign.map(|ruled| ruled.row)));
    table.row("row", "data row in the first source's file", all().map(|t| Some(t.row)));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_goes_by_the_surname_in_capitals() {
        assert_eq!(up_to_surname("José Enrique JERÍ Oré"), "José Enrique JERÍ");
        assert_eq!(
            up_to_surname("Mohamed Ould Cheikh el GHAZOUANI"),
            "Mohamed Ould Cheikh el GHAZOUANI"
        );
        assert_eq!(up_to_surname("XI Jinping"), "XI Jinping");
        assert_eq!(up_to_surname("LEE Jae-myung"), "LEE Jae-myung");
        assert_eq!(up_to_surname("Assimi Goïta"), "Assimi Goïta");
    }
}
