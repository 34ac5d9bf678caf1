//! Parquet bytes of series and of facts about states into typed rows.

use arrow_array::{Array as _, DictionaryArray, types::Int32Type};
use bytes::Bytes;

use super::{
    load::{Columns, day, number, optional, partial, values},
    load_error::LoadError,
    rows::{
        City, ElectionDay, ElectionResult, Independence, Measured, Membership, Mission, Place,
        Refugees, SeriesRows, Standing, Topic, TradeShare,
    },
};

/// What `GeoNames` calls a first-order division.
const DIVISION: &str = "ADM1";

/// Values of several tables of series, by topic, country and year.
pub(super) fn series(tables: &[&Bytes]) -> Result<SeriesRows, LoadError> {
    let mut all = SeriesRows::default();
    for bytes in tables {
        add_series(&mut all, bytes)?;
    }
    // Each table is sorted, and its topics are its own.
    Ok(all)
}

/// An alpha-3 code in a column.
fn code(column: &'static str, word: &str) -> Result<[u8; 3], LoadError> {
    let bytes: Result<[u8; 3], _> = word.as_bytes().try_into();
    bytes.map_err(|_longer| LoadError::Value(column, word.to_owned()))
}

fn add_series(all: &mut SeriesRows, bytes: &Bytes) -> Result<(), LoadError> {
    const KEYED: [&str; 5] = ["topic", "entity", "unit", "definition", "source"];
    let columns = Columns::keyed_of(
        bytes,
        &["topic", "entity", "time", "value", "low", "high", "unit", "definition", "source"],
    )?;
    let [topic, entity, unit, definition, source] = {
        let mut found = Vec::new();
        for name in KEYED {
            found.push((columns.keyed(name)?, values(columns.keyed(name)?, name)?));
        }
        let found: Result<[_; 5], _> = found.try_into();
        found.map_err(|_other| LoadError::Column("topic"))?
    };
    let year = columns.int16("time")?;
    let (value, low, high) =
        (columns.floats("value")?, columns.floats("low")?, columns.floats("high")?);
    let code = |word: &str| code("entity", word);
    let mut current: Option<i32> = None;
    for at in 0..columns.rows() {
        let key = topic.0.keys().value(at);
        if current != Some(key) {
            let word = |of: (&DictionaryArray<Int32Type>, &arrow_array::StringArray)| {
                let place = usize::try_from(of.0.keys().value(at)).unwrap_or_default();
                of.1.value(place).to_owned()
            };
            all.topics.push(Topic {
                name: word(topic),
                unit: word(unit),
                definition: word(definition),
                source: word(source),
            });
            current = Some(key);
        }
        let place = usize::try_from(entity.0.keys().value(at)).unwrap_or_default();
        all.values.push(Measured {
            topic: all.topics.len().saturating_sub(1),
            entity: code(entity.1.value(place))?,
            year: year.value(at),
            value: value.value(at),
            bounds: (low.is_valid(at) && high.is_valid(at))
                .then(|| [low.value(at), high.value(at)]),
        });
    }
    Ok(())
}

/// Refugees by origin and asylum.
pub(super) fn refugees(bytes: &Bytes) -> Result<Vec<Refugees>, LoadError> {
    let columns = Columns::of(
        bytes,
        &["origin", "asylum", "year", "refugees", "asylum_seekers", "others_in_need"],
    )?;
    let (origin, asylum) = (columns.text("origin")?, columns.text("asylum")?);
    let (year, refugees) = (columns.int16("year")?, columns.int64("refugees")?);
    let (seekers, others) =
        (columns.int64("asylum_seekers")?, columns.int64("others_in_need")?);
    (0..columns.rows())
        .map(|at| {
            Ok(Refugees {
                origin: code("origin", origin.value(at))?,
                asylum: code("asylum", asylum.value(at))?,
                year: year.value(at),
                refugees: refugees.value(at),
                asylum_seekers: seekers.value(at),
                others: others.value(at),
            })
        })
        .collect()
}

/// Shares of trade.
pub(super) fn trade(bytes: &Bytes) -> Result<Vec<TradeShare>, LoadError> {
    let columns = Columns::of(
        bytes,
        &[
            "country",
            "flow",
            "year",
            "partner",
            "partner_written",
            "percent",
            "first_edition",
            "last_edition",
        ],
    )?;
    let (country, flow, partner) =
        (columns.text("country")?, columns.text("flow")?, columns.text("partner")?);
    let (written, year, percent) =
        (columns.text("partner_written")?, columns.int16("year")?, columns.floats("percent")?);
    let (first, last) = (columns.int16("first_edition")?, columns.int16("last_edition")?);
    let share = |at: usize| TradeShare {
        country: country.value(at).to_owned(),
        is_export: flow.value(at) == "export",
        year: year.value(at),
        partner: optional(partner, at),
        written: written.value(at).to_owned(),
        percent: percent.value(at),
        editions: [first.value(at), last.value(at)],
    };
    Ok((0..columns.rows()).map(share).collect())
}

/// Populated places with at least so many inhabitants, without their other names.
pub(super) fn cities(bytes: &Bytes, least: i64) -> Result<Vec<City>, LoadError> {
    let columns = Columns::of(bytes, &["country", "name", "feature", "population"])?;
    let (country, name, feature) =
        (columns.text("country")?, columns.text("name")?, columns.text("feature")?);
    let population = columns.int64("population")?;
    let large = |at: &usize| {
        population.is_valid(*at)
            && population.value(*at) >= least
            && feature.value(*at) != DIVISION
    };
    let city = |at: usize| City {
        country: country.value(at).to_owned(),
        name: name.value(at).to_owned(),
        population: population.value(at),
    };
    Ok((0..columns.rows()).filter(large).map(city).collect())
}

/// Missions.
pub(super) fn missions(bytes: &Bytes) -> Result<Vec<Mission>, LoadError> {
    let columns = Columns::of(
        bytes,
        &["mission", "name", "countries", "start", "end", "end_by", "listed_on", "row"],
    )?;
    let (acronym, name, end_by) =
        (columns.text("mission")?, columns.text("name")?, columns.text("end_by")?);
    let (start, end, listed) =
        (columns.days("start")?, columns.days("end")?, columns.days("listed_on")?);
    let row = columns.int64("row")?;
    let mission = |(at, countries): (usize, Vec<String>)| {
        Ok(Mission {
            acronym: acronym.value(at).to_owned(),
            name: name.value(at).to_owned(),
            countries,
            start: day("start", start, at)?,
            end: day("end", end, at)?,
            end_by: optional(end_by, at),
            listed_on: day("listed_on", listed, at)?,
            row: number(row, at),
        })
    };
    columns.texts("countries")?.into_iter().enumerate().map(mission).collect()
}

/// Results of elections.
pub(super) fn election_results(bytes: &Bytes) -> Result<Vec<ElectionResult>, LoadError> {
    let columns = Columns::of(
        bytes,
        &[
            "country",
            "year",
            "date",
            "round",
            "candidate",
            "family_name",
            "percent",
            "decimals",
            "elected",
            "decided_in",
            "complete",
            "first_edition",
            "last_edition",
            "row",
        ],
    )?;
    let (country, year, date) =
        (columns.text("country")?, columns.int16("year")?, columns.text("date")?);
    let (candidate, family) = (columns.text("candidate")?, columns.text("family_name")?);
    let (round, decided) = (columns.int16("round")?, columns.int16("decided_in")?);
    let (percent, decimals) = (columns.floats("percent")?, columns.int16("decimals")?);
    let (elected, complete) = (columns.flags("elected")?, columns.flags("complete")?);
    let (first, last) = (columns.int16("first_edition")?, columns.int16("last_edition")?);
    let row = columns.int64("row")?;
    let result = |at: usize| {
        let missing = || LoadError::Value("date", String::new());
        Ok(ElectionResult {
            country: country.value(at).to_owned(),
            year: year.value(at),
            date: partial("date", date, at)?.ok_or_else(missing)?,
            round: round.is_valid(at).then(|| round.value(at)),
            candidate: candidate.value(at).to_owned(),
            family_name: optional(family, at),
            percent: percent.is_valid(at).then(|| percent.value(at)),
            decimals: if decimals.is_valid(at) { decimals.value(at) } else { 0 },
            elected: elected.is_valid(at).then(|| elected.value(at)),
            decided_in: decided.is_valid(at).then(|| decided.value(at)),
            is_complete: complete.value(at),
            editions: [first.value(at), last.value(at)],
            row: number(row, at),
        })
    };
    (0..columns.rows()).map(result).collect()
}

/// Days of elections.
pub(super) fn election_days(bytes: &Bytes) -> Result<Vec<ElectionDay>, LoadError> {
    let columns = Columns::of(
        bytes,
        &["country", "date", "kind", "chamber", "first_edition", "last_edition", "row"],
    )?;
    let (country, date, kind) =
        (columns.text("country")?, columns.text("date")?, columns.text("kind")?);
    let chamber = columns.text("chamber")?;
    let (first, last) = (columns.int16("first_edition")?, columns.int16("last_edition")?);
    let row = columns.int64("row")?;
    let day = |at: usize| {
        let missing = || LoadError::Value("date", String::new());
        Ok(ElectionDay {
            country: country.value(at).to_owned(),
            date: partial("date", date, at)?.ok_or_else(missing)?,
            is_presidential: kind.value(at) == "presidential",
            chamber: optional(chamber, at),
            editions: [first.value(at), last.value(at)],
            row: number(row, at),
        })
    };
    (0..columns.rows()).map(day).collect()
}

/// Memberships.
pub(super) fn memberships(bytes: &Bytes) -> Result<Vec<Membership>, LoadError> {
    let columns =
        Columns::of(bytes, &["country", "organisation", "status", "since", "source"])?;
    let (country, organisation) = (columns.text("country")?, columns.text("organisation")?);
    let (status, since, source) =
        (columns.text("status")?, columns.int16("since")?, columns.text("source")?);
    let membership = |at: usize| Membership {
        country: country.value(at).to_owned(),
        organisation: organisation.value(at).to_owned(),
        status: optional(status, at),
        since: since.is_valid(at).then(|| since.value(at)),
        source: source.value(at).to_owned(),
    };
    Ok((0..columns.rows()).map(membership).collect())
}

/// Standings in treaties.
pub(super) fn treaties(bytes: &Bytes) -> Result<Vec<Standing>, LoadError> {
    let columns = Columns::of(bytes, &["country", "treaty", "name", "status", "year"])?;
    let (country, treaty, name) =
        (columns.text("country")?, columns.text("treaty")?, columns.text("name")?);
    let (status, year) = (columns.text("status")?, columns.int16("year")?);
    let standing = |at: usize| Standing {
        country: country.value(at).to_owned(),
        treaty: treaty.value(at).to_owned(),
        name: name.value(at).to_owned(),
        status: status.value(at).to_owned(),
        year: year.is_valid(at).then(|| year.value(at)),
    };
    Ok((0..columns.rows()).map(standing).collect())
}

/// Days of independence.
pub(super) fn independence(bytes: &Bytes) -> Result<Vec<Independence>, LoadError> {
    let columns = Columns::of(bytes, &["country", "date", "stated"])?;
    let (country, date, stated) =
        (columns.text("country")?, columns.text("date")?, columns.text("stated")?);
    let one = |at: usize| {
        Ok(Independence {
            country: country.value(at).to_owned(),
            date: partial("date", date, at)?,
            stated: stated.value(at).to_owned(),
        })
    };
    (0..columns.rows()).map(one).collect()
}

/// Places.
pub(super) fn places(bytes: &Bytes) -> Result<Vec<Place>, LoadError> {
    let columns = Columns::of(
        bytes,
        &["country", "name", "names", "feature", "division", "north", "east", "population"],
    )?;
    let (country, name, feature) =
        (columns.text("country")?, columns.text("name")?, columns.text("feature")?);
    let division = columns.text("division")?;
    let (north, east) = (columns.int32("north")?, columns.int32("east")?);
    let population = columns.int64("population")?;
    let degrees = |ten_thousandths: i32| f64::from(ten_thousandths) / 10_000.0;
    let place = |(at, names): (usize, Vec<String>)| Place {
        country: country.value(at).to_owned(),
        name: name.value(at).to_owned(),
        names,
        is_division: feature.value(at) == DIVISION,
        division: optional(division, at),
        at: (degrees(north.value(at)), degrees(east.value(at))),
        population: population.is_valid(at).then(|| population.value(at)),
    };
    Ok(columns.texts("names")?.into_iter().enumerate().map(place).collect())
}
