//! Leaders, elections and coups.

use std::collections::BTreeMap;

use griot_model::{Diagnostic, PartialDate};

use griot_table::{cline, noticed, reign, set_aside};

use super::{
    own::{Geography, OwnCoup, Resolved},
    parquet::Table,
};

/// A row with the country that griot gives it; none for a state that ISO 3166 has no code for.
pub(super) struct Placed<'a, T> {
    pub(super) country: Option<String>,
    pub(super) row: &'a T,
}

/// What Correlates of War numbers mean in REIGN, by the names its own rows give them.
pub(super) struct Numbers {
    by_number: BTreeMap<u16, Resolved>,
}

impl Numbers {
    /// Gathers the numbers from the list of elections, which names its countries.
    pub(super) fn of(
        elections: &[reign::Election],
        file: &str,
        geography: &Geography,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut by_number: BTreeMap<u16, Resolved> = BTreeMap::new();
        for election in elections {
            let resolved = geography.resolve("reign", &election.country);
            if resolved == Resolved::Unknown {
                continue;
            }
            let known = by_number.entry(election.ccode).or_insert_with(|| resolved.clone());
            if *known != resolved {
                let what = format!(
                    "ccode {} stands for two countries; {:?} is one of them",
                    election.ccode, election.country
                );
                diagnostics.push(noticed(file, election.line, what));
            }
        }
        Self { by_number }
    }
}

/// Gives leaders their country, by number, and by the abbreviation where no election names it.
pub(super) fn place_leaders<'a>(
    leaders: &'a [reign::Leader],
    file: &str,
    numbers: &Numbers,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Placed<'a, reign::Leader>> {
    let place = |row: &'a reign::Leader| {
        let known = numbers.by_number.get(&row.ccode).cloned();
        let resolved = known.unwrap_or_else(|| geography.resolve("reign", &row.stateabb));
        let what = format!("country {} {:?}", row.ccode, row.stateabb);
        let country =
            placed(&resolved, geography, row.from, &what, file, row.line, diagnostics)?;
        Some(Placed { country, row })
    };
    leaders.iter().filter_map(place).collect()
}

/// Gives elections their country, by name.
pub(super) fn place_elections<'a>(
    elections: &'a [reign::Election],
    file: &str,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Placed<'a, reign::Election>> {
    let place = |row: &'a reign::Election| {
        let resolved = geography.resolve("reign", &row.country);
        let what = format!("country {:?}", row.country);
        let country =
            placed(&resolved, geography, row.date, &what, file, row.line, diagnostics)?;
        Some(Placed { country, row })
    };
    elections.iter().filter_map(place).collect()
}

/// Gives coups their country, by name.
pub(super) fn place_coups<'a>(
    coups: &'a [cline::Coup],
    file: &str,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Placed<'a, cline::Coup>> {
    let place = |row: &'a cline::Coup| {
        let resolved = geography.resolve("cline", &row.country);
        let what = format!("country {:?}", row.country);
        let country =
            placed(&resolved, geography, row.date, &what, file, row.line, diagnostics)?;
        Some(Placed { country, row })
    };
    coups.iter().filter_map(place).collect()
}

/// The country of a row on its first day; none, and a diagnostic, where the row is set aside.
#[expect(
    clippy::option_option,
    reason = "outside: set aside or not; inside: a state without a code"
)]
fn placed(
    resolved: &Resolved,
    geography: &Geography,
    date: PartialDate,
    what: &str,
    file: &str,
    line: u64,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Option<String>> {
    match resolved {
        Resolved::Country(iso3) => {
            Some(Some(geography.state_on(iso3, date.first_day()).to_owned()))
        }
        Resolved::NoCode => {
            let note = format!("{what} has no ISO 3166 code; the row is kept without one");
            diagnostics.push(noticed(file, line, note));
            Some(None)
        }
        Resolved::Unknown => {
            diagnostics.push(set_aside(file, line, format!("{what} is not known")));
            None
        }
    }
}

/// Correlates of War number of each country: the one its latest row in REIGN carries, if more than
/// one row does.
pub(super) fn cow_numbers(
    leaders: &[Placed<'_, reign::Leader>],
    elections: &[Placed<'_, reign::Election>],
) -> BTreeMap<String, u16> {
    let mut seen: BTreeMap<(String, u16), (PartialDate, u32)> = BTreeMap::new();
    let leaders = leaders.iter().map(|p| (&p.country, p.row.ccode, p.row.from));
    let elections = elections.iter().map(|p| (&p.country, p.row.ccode, p.row.date));
    for (country, number, date) in leaders.chain(elections) {
        let Some(country) = country else { continue };
        let (latest, rows) = seen.entry((country.clone(), number)).or_insert((date, 0));
        *latest = date.max(*latest);
        *rows += 1;
    }
    let mut numbers: BTreeMap<String, (PartialDate, u16)> = BTreeMap::new();
    for ((country, number), (latest, rows)) in seen {
        if rows > 1 && numbers.get(&country).is_none_or(|(known, _)| *known < latest) {
            numbers.insert(country, (latest, number));
        }
    }
    numbers.into_iter().map(|(country, (_, number))| (country, number)).collect()
}

/// Notes on numbers that a single election gives its country, where other rows give another one.
pub(super) fn lone_numbers(
    elections: &[Placed<'_, reign::Election>],
    file: &str,
    numbers: &BTreeMap<String, u16>,
) -> Vec<Diagnostic> {
    let mut rows: BTreeMap<(&str, u16), Vec<u64>> = BTreeMap::new();
    for placed in elections {
        let Some(country) = &placed.country else { continue };
        rows.entry((country, placed.row.ccode)).or_default().push(placed.row.line);
    }
    let lone = rows.into_iter().filter_map(|((country, number), lines)| {
        let usual = numbers.get(country).filter(|usual| **usual != number)?;
        let [line] = lines.as_slice() else { return None };
        let what = format!(
            "ccode {number} stands in this one row of {country}, {usual} in its others; it is kept"
        );
        Some(noticed(file, *line, what))
    });
    lone.collect()
}

/// The table `leaders`.
pub(super) fn leader_table(rows: &[Placed<'_, reign::Leader>]) -> Table {
    let all = || rows.iter().map(|placed| placed.row);
    let mut table = Table::default();
    table.text("country", COUNTRY, rows.iter().map(|placed| placed.country.as_ref()));
    table.text(
        "leader",
        "name as written, often a surname alone",
        all().map(|r| Some(&r.leader)),
    );
    table.text("start_date", "first day", all().map(|r| Some(r.from.to_string())));
    table.text(
        "end_date",
        "last month; none while in office when the file was made",
        all().map(|r| r.to.map(|to| to.to_string())),
    );
    table.text("stateabb", "Correlates of War abbreviation", all().map(|r| Some(&r.stateabb)));
    table.int32("ccode", "Correlates of War number", all().map(|r| Some(i32::from(r.ccode))));
    table.text("leadid", "publisher's id of the leader", all().map(|r| Some(&r.leadid)));
    table.int16("birthyear", "year of birth", all().map(|r| r.birthyear));
    table.int16("gender", "1 man, 0 woman, as written", all().map(|r| r.gender));
    table.int16(
        "militarycareer",
        "1 where the leader had a military career",
        all().map(|r| r.militarycareer),
    );
    table.row("row", ROW, all().map(|r| Some(r.row)));
    table
}

/// The table `elections`.
pub(super) fn election_table(rows: &[Placed<'_, reign::Election>]) -> Table {
    let all = || rows.iter().map(|placed| placed.row);
    let mut table = Table::default();
    table.text("country", COUNTRY, rows.iter().map(|placed| placed.country.as_ref()));
    table.text(
        "date",
        "day, or month where the publisher has no day",
        all().map(|r| Some(r.date.to_string())),
    );
    table.text(
        "type",
        "X executive, L legislative, R referendum",
        all().map(|r| Some(&r.kind)),
    );
    table.text(
        "event",
        "step: Vote, Announced, Delay Announced, Voided ...",
        all().map(|r| Some(&r.event)),
    );
    table.text("publisher_country", "country as written", all().map(|r| Some(&r.country)));
    table.int32("ccode", "Correlates of War number", all().map(|r| Some(i32::from(r.ccode))));
    for (place, name) in ["sequence", "electionnumber", "elecnum"].into_iter().enumerate() {
        table.int32(
            name,
            "publisher's numbering",
            all().map(|r| r.numbers.get(place).copied().flatten()),
        );
    }
    for (place, name) in
        ["direct", "regular", "victory", "change", "runoff"].into_iter().enumerate()
    {
        let meaning = "as the publisher writes it: Y, N, for runoff the round, empty where it does not say";
        table.text(
            name,
            meaning,
            all().map(|r| r.marks.get(place).filter(|mark| !mark.is_empty())),
        );
    }
    table.row("row", ROW, all().map(|r| Some(r.row)));
    table
}

/// The table `coups`: the Cline Center's, then those of griot's own list that it does not have.
pub(super) fn coup_table(rows: &[Placed<'_, cline::Coup>], own: &[OwnCoup]) -> Table {
    let known = |coup: &OwnCoup| {
        rows.iter().any(|placed| {
            placed.country.as_ref() == Some(&coup.country) && placed.row.date == coup.date
        })
    };
    let second = |placed: &Placed<'_, cline::Coup>| {
        own.iter().find(|coup| {
            placed.country.as_ref() == Some(&coup.country) && placed.row.date == coup.date
        })
    };
    let added: Vec<&OwnCoup> = own.iter().filter(|coup| !known(coup)).collect();
    let both = |of: fn(&cline::Coup) -> String, other: fn(&OwnCoup) -> String| {
        let first = rows.iter().map(move |placed| Some(of(placed.row)));
        first.chain(added.iter().map(move |coup| Some(other(coup)))).collect::<Vec<_>>()
    };
    let all = || rows.iter().map(|placed| placed.row);
    let none = added.len();
    let mut table = Table::default();
    let countries = rows.iter().map(|placed| placed.country.as_ref());
    let countries = countries.chain(added.iter().map(|coup| Some(&coup.country)));
    table.text("country", COUNTRY, countries);
    let dates = both(|coup| coup.date.to_string(), |coup| coup.date.to_string());
    table.text("date", "day", dates.into_iter());
    let others = rows.iter().map(|placed| second(placed).and_then(|coup| coup.other_date));
    let others = others.chain(added.iter().map(|coup| coup.other_date));
    table.text(
        "other_date",
        "day by a second source, where it is another",
        others.map(|date| date.map(|date| date.to_string())),
    );
    let kinds = both(|coup| coup.event_type.clone(), |coup| coup.kind.clone());
    table.text("event_type", "coup (realised), attempted, conspiracy", kinds.into_iter());
    let ids = both(
        |coup| coup.coup_id.clone(),
        |coup| format!("griot-{}-{}", coup.country, coup.date),
    );
    table.text("coup_id", "publisher's id, or griot's", ids.into_iter());
    let sources = rows
        .iter()
        .map(|placed| second(placed).map_or("Cline Center", |coup| coup.sources.as_str()));
    let sources = sources.chain(added.iter().map(|coup| coup.sources.as_str()));
    table.text("sources", "who dates it", sources.map(Some));
    table.text(
        "publisher_country",
        "country as written",
        all().map(|r| Some(&r.country)).chain(std::iter::repeat_n(None, none)),
    );
    table.int32(
        "cowcode",
        "Correlates of War number as this publisher uses it",
        all().map(|r| Some(i32::from(r.cowcode))).chain(std::iter::repeat_n(None, none)),
    );
    for (place, name) in cline::FLAGS.into_iter().enumerate() {
        let flags = all().map(|r| r.flags.get(place).map(|flag| i16::from(*flag)));
        let flags = flags.chain(std::iter::repeat_n(None, none));
        table.int16(name, "publisher's mark, 0 or 1", flags);
    }
    let places = (1..).map(|row: u64| Some(row)).take(none);
    table.row(
        "row",
        "data row in the publisher's file, or among the added rows of griot's",
        all().map(|r| Some(r.row)).chain(places),
    );
    table
}

/// Meaning of the column `country` everywhere.
pub(super) const COUNTRY: &str =
    "ISO 3166 alpha-3 of the state on that day (SUN, YUG, DDR ... for states that are no more)";
/// Meaning of the column `row` everywhere.
pub(super) const ROW: &str = "data row in the publisher's file, from 1, without the header";
