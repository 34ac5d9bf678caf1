//! Parquet bytes into typed rows.

use arrow_array::types::Int32Type;
use arrow_array::{
    Array as _, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int16Array,
    Int32Array, Int64Array, RecordBatch, StringArray, cast::AsArray as _,
};
use bytes::Bytes;
use griot_model::{Choice, PartialDate};
use jiff::civil::Date;

use super::{
    load_error::LoadError,
    parquet::{day_of, read, read_keyed},
    rows::{
        Body, Country, Coup, DeathsCountryYear, Detail, Election, Leader, Listing, Office,
        Outcome, RollCall, Shape, Term,
    },
    shapes::from_well_known_text,
};

/// Decoded columns of one table.
pub(super) struct Columns(RecordBatch);

impl Columns {
    pub(super) fn of(bytes: &Bytes, names: &[&str]) -> Result<Self, LoadError> {
        read(bytes, names).map(Self)
    }

    pub(super) fn rows(&self) -> usize {
        self.0.num_rows()
    }

    pub(super) fn text(&self, name: &'static str) -> Result<&StringArray, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_string_opt())
            .ok_or(LoadError::Column(name))
    }

    pub(super) fn floats(&self, name: &'static str) -> Result<&Float64Array, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_primitive_opt())
            .ok_or(LoadError::Column(name))
    }

    /// The named columns, text as keys into a few values.
    pub(super) fn keyed_of(bytes: &Bytes, names: &[&str]) -> Result<Self, LoadError> {
        read_keyed(bytes, names).map(Self)
    }

    pub(super) fn days(&self, name: &'static str) -> Result<&Date32Array, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_primitive_opt())
            .ok_or(LoadError::Column(name))
    }

    pub(super) fn int16(&self, name: &'static str) -> Result<&Int16Array, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_primitive_opt())
            .ok_or(LoadError::Column(name))
    }

    pub(super) fn int32(&self, name: &'static str) -> Result<&Int32Array, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_primitive_opt())
            .ok_or(LoadError::Column(name))
    }

    pub(super) fn int64(&self, name: &'static str) -> Result<&Int64Array, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_primitive_opt())
            .ok_or(LoadError::Column(name))
    }

    pub(super) fn flags(&self, name: &'static str) -> Result<&BooleanArray, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_boolean_opt())
            .ok_or(LoadError::Column(name))
    }

    pub(super) fn texts(&self, name: &'static str) -> Result<Vec<Vec<String>>, LoadError> {
        let lists = self.0.column_by_name(name).and_then(|array| array.as_list_opt::<i32>());
        let lists = lists.ok_or(LoadError::Column(name))?;
        let values: &StringArray =
            lists.values().as_string_opt().ok_or(LoadError::Column(name))?;
        let range = |bounds: &[i32]| match bounds {
            [from, to] => {
                usize::try_from(*from).unwrap_or(0)..usize::try_from(*to).unwrap_or(0)
            }
            _ => 0..0,
        };
        let list = |bounds| range(bounds).map(|at| values.value(at).to_owned()).collect();
        Ok(lists.value_offsets().windows(2).map(list).collect())
    }

    pub(super) fn keyed(
        &self,
        name: &'static str,
    ) -> Result<&DictionaryArray<Int32Type>, LoadError> {
        self.0
            .column_by_name(name)
            .and_then(|a| a.as_dictionary_opt())
            .ok_or(LoadError::Column(name))
    }
}

/// Roll calls with their votes.
pub(super) fn roll_calls(
    roll_calls: &Bytes,
    votes: &Bytes,
) -> Result<Vec<RollCall>, LoadError> {
    const NAMES: [[&str; 4]; 3] = [
        ["yes", "no", "abstain", "absent"],
        ["stated_yes", "stated_no", "stated_abstain", "stated_absent"],
        ["complete_yes", "complete_no", "complete_abstain", "complete_absent"],
    ];
    let [counted, stated, complete] = NAMES;
    let mut names = vec![
        "roll_call",
        "session",
        "date",
        "other_date",
        "symbol",
        "title",
        "row",
        "cells_compared",
        "day_certain",
        "agenda",
        "meeting",
        "undl_id",
    ];
    names.extend(NAMES.iter().flatten());
    let columns = Columns::of(roll_calls, &names)?;
    let (id, session, date) =
        (columns.text("roll_call")?, columns.int16("session")?, columns.days("date")?);
    let (other, symbol, title) =
        (columns.days("other_date")?, columns.text("symbol")?, columns.text("title")?);
    let row = columns.int64("row")?;
    let compared = columns.int32("cells_compared")?;
    let (certain, undl) = (columns.flags("day_certain")?, columns.int32("undl_id")?);
    let (agenda, meeting) = (columns.text("agenda")?, columns.text("meeting")?);
    let four = |names: [&'static str; 4]| -> Result<Vec<&Int16Array>, LoadError> {
        names.into_iter().map(|name| columns.int16(name)).collect()
    };
    let (counted, stated) = (four(counted)?, four(stated)?);
    let complete: Vec<&BooleanArray> =
        complete.into_iter().map(|name| columns.flags(name)).collect::<Result<_, _>>()?;
    let mut rows = Vec::with_capacity(columns.rows());
    for at in 0..columns.rows() {
        let mut complete_here = [false; 4];
        for (flag, column) in complete_here.iter_mut().zip(&complete) {
            *flag = column.value(at);
        }
        let mut totals = [None; 4];
        for (((total, stated), counted), complete) in
            totals.iter_mut().zip(&stated).zip(&counted).zip(complete_here)
        {
            let count = if stated.is_valid(at) {
                Some(stated.value(at))
            } else {
                complete.then(|| counted.value(at))
            };
            *total = count.and_then(|count| u16::try_from(count).ok());
        }
        rows.push(RollCall {
            body: Body::Assembly,
            id: id.value(at).to_owned(),
            day_certain: certain.value(at),
            draft: None,
            agenda: optional(agenda, at),
            meeting: optional(meeting, at),
            // The records are those of adopted texts; Voeten's data does not say.
            outcome: if undl.is_valid(at) { Outcome::Adopted } else { Outcome::Unknown },
            vetoed_by: Vec::new(),
            session: session.value(at),
            date: day("date", date, at)?.ok_or(LoadError::Column("date"))?,
            other_date: day("other_date", other, at)?,
            symbol: optional(symbol, at),
            title: optional(title, at),
            totals,
            complete: complete_here,
            votes: Vec::new(),
            differing: Vec::new(),
            compared: compared.is_valid(at).then(|| compared.value(at)),
            row: number(row, at),
        });
    }
    add_votes(&mut rows, votes)?;
    Ok(rows)
}

fn add_votes(roll_calls: &mut [RollCall], votes: &Bytes) -> Result<(), LoadError> {
    let columns = Columns(read_keyed(votes, &["roll_call", "country", "vote", "other_vote"])?);
    let keys = columns.keyed("roll_call")?;
    let countries = columns.keyed("country")?;
    let (vote, other) = (columns.keyed("vote")?, columns.keyed("other_vote")?);
    let codes: Vec<[u8; 3]> = values(countries, "country")?
        .iter()
        .flatten()
        .map(|code| {
            let bytes: Result<[u8; 3], _> = code.as_bytes().try_into();
            bytes.map_err(|_longer| LoadError::Value("country", code.to_owned()))
        })
        .collect::<Result<_, _>>()?;
    let [choices, other_choices] =
        [(vote, "vote"), (other, "other_vote")].map(|(array, name)| {
            let words = values(array, name)?;
            words.iter().flatten().map(|word| choice(name, word)).collect::<Result<Vec<_>, _>>()
        });
    let (choices, other_choices) = (choices?, other_choices?);
    let ids = values(keys, "roll_call")?;
    // Both tables are in the same order, so each roll call's votes lie together.
    let mut places = roll_calls.iter_mut();
    let mut current: Option<(i32, &mut RollCall)> = None;
    let broken = || LoadError::Column("vote");
    for at in 0..columns.rows() {
        let key = keys.keys().value(at);
        if current.as_ref().is_none_or(|(known, _)| *known != key) {
            let id = usize::try_from(key)
                .ok()
                .filter(|key| *key < ids.len())
                .map(|key| ids.value(key));
            let found = places.find(|roll_call| Some(roll_call.id.as_str()) == id);
            let found = found.ok_or_else(|| {
                LoadError::Value("roll_call", id.unwrap_or_default().to_owned())
            })?;
            found.votes.reserve_exact(193);
            current = Some((key, found));
        }
        let Some((_, roll_call)) = &mut current else { continue };
        let code = *pick(&codes, countries, at).ok_or_else(broken)?;
        roll_call.votes.push((code, *pick(&choices, vote, at).ok_or_else(broken)?));
        if other.is_valid(at) {
            roll_call
                .differing
                .push((code, *pick(&other_choices, other, at).ok_or_else(broken)?));
        }
    }
    Ok(())
}

fn pick<'a, T>(
    values: &'a [T],
    array: &DictionaryArray<Int32Type>,
    at: usize,
) -> Option<&'a T> {
    usize::try_from(array.keys().value(at)).ok().and_then(|key| values.get(key))
}

pub(super) fn values<'a>(
    array: &'a DictionaryArray<Int32Type>,
    name: &'static str,
) -> Result<&'a StringArray, LoadError> {
    array.values().as_string_opt().ok_or(LoadError::Column(name))
}

fn choice(name: &'static str, word: &str) -> Result<Choice, LoadError> {
    Choice::of(word).ok_or_else(|| LoadError::Value(name, word.to_owned()))
}

/// Roll calls of the Security Council with their votes.
pub(super) fn council(roll_calls: &Bytes, votes: &Bytes) -> Result<Vec<RollCall>, LoadError> {
    const COUNTED: [&str; 4] = ["yes", "no", "abstain", "absent"];
    const STATED: [&str; 4] = ["stated_yes", "stated_no", "stated_abstain", "stated_absent"];
    let mut names = vec![
        "roll_call",
        "date",
        "other_date",
        "symbol",
        "draft",
        "title",
        "meeting",
        "agenda",
        "outcome",
        "vetoed_by",
        "complete",
        "cells_compared",
        "row",
    ];
    names.extend(COUNTED.iter().chain(&STATED));
    let columns = Columns::of(roll_calls, &names)?;
    let (id, date, other) =
        (columns.text("roll_call")?, columns.days("date")?, columns.days("other_date")?);
    let (symbol, draft, title) =
        (columns.text("symbol")?, columns.text("draft")?, columns.text("title")?);
    let (meeting, agenda, outcome) =
        (columns.text("meeting")?, columns.text("agenda")?, columns.text("outcome")?);
    let (complete, compared, row) =
        (columns.flags("complete")?, columns.int32("cells_compared")?, columns.int64("row")?);
    let four = |names: [&'static str; 4]| -> Result<Vec<&Int16Array>, LoadError> {
        names.into_iter().map(|name| columns.int16(name)).collect()
    };
    let (counted, stated) = (four(COUNTED)?, four(STATED)?);
    let mut rows = Vec::with_capacity(columns.rows());
    for (at, vetoed_by) in columns.texts("vetoed_by")?.into_iter().enumerate() {
        let complete = complete.value(at);
        let mut totals = [None; 4];
        for ((total, stated), counted) in totals.iter_mut().zip(&stated).zip(&counted) {
            let count = if stated.is_valid(at) {
                Some(stated.value(at))
            } else {
                complete.then(|| counted.value(at))
            };
            *total = count.and_then(|count| u16::try_from(count).ok());
        }
        let vetoed_by = vetoed_by.into_iter().map(|code| {
            let bytes: Result<[u8; 3], _> = code.as_bytes().try_into();
            bytes.map_err(|_longer| LoadError::Value("vetoed_by", code.clone()))
        });
        let word = outcome.value(at);
        rows.push(RollCall {
            body: Body::Council,
            id: id.value(at).to_owned(),
            session: 0,
            date: day("date", date, at)?.ok_or(LoadError::Column("date"))?,
            day_certain: !other.is_valid(at),
            other_date: day("other_date", other, at)?,
            symbol: optional(symbol, at),
            draft: optional(draft, at),
            title: optional(title, at),
            agenda: optional(agenda, at),
            meeting: optional(meeting, at),
            outcome: Outcome::of(word)
                .ok_or_else(|| LoadError::Value("outcome", word.to_owned()))?,
            vetoed_by: vetoed_by.collect::<Result<_, _>>()?,
            totals,
            complete: [complete; 4],
            votes: Vec::new(),
            differing: Vec::new(),
            compared: compared.is_valid(at).then(|| compared.value(at)),
            row: number(row, at),
        });
    }
    add_votes(&mut rows, votes)?;
    Ok(rows)
}

/// Terms of office-holders.
pub(super) fn terms(bytes: &Bytes) -> Result<Vec<Term>, LoadError> {
    let columns = Columns::of(
        bytes,
        &[
            "country",
            "office",
            "position",
            "person",
            "names",
            "qid",
            "start",
            "end",
            "end_not_before",
            "end_not_after",
            "next_start",
            "in_office_on",
            "sources",
            "factbook_since",
            "factbook_first",
            "factbook_last",
            "reign_start",
            "reign_end",
            "row",
        ],
    )?;
    let (country, office, position) =
        (columns.text("country")?, columns.text("office")?, columns.text("position")?);
    let (person, qid) = (columns.text("person")?, columns.text("qid")?);
    let dates = [
        "start",
        "end",
        "end_not_before",
        "end_not_after",
        "next_start",
        "factbook_since",
        "reign_start",
        "reign_end",
    ];
    let in_office = columns.days("in_office_on")?;
    let (first, last) = (columns.int16("factbook_first")?, columns.int16("factbook_last")?);
    let row = columns.int64("row")?;
    let mut rows = Vec::with_capacity(columns.rows());
    let names = columns.texts("names")?;
    let sources = columns.texts("sources")?;
    for (at, (names, sources)) in names.into_iter().zip(sources).enumerate() {
        let mut read = [None; 8];
        for (date, name) in read.iter_mut().zip(dates) {
            *date = partial(name, columns.text(name)?, at)?;
        }
        let [start, end, end_not_before, end_not_after, next_start, since, reign, reign_end] =
            read;
        let word = office.value(at);
        rows.push(Term {
            country: country.value(at).to_owned(),
            office: Office::of(word)
                .ok_or_else(|| LoadError::Value("office", word.to_owned()))?,
            position: position.value(at).to_owned(),
            person: person.value(at).to_owned(),
            names,
            qid: optional(qid, at),
            start,
            end,
            end_not_before,
            end_not_after,
            next_start,
            in_office_on: day("in_office_on", in_office, at)?,
            sources,
            other_starts: [since, reign],
            other_end: reign_end,
            editions: first.is_valid(at).then(|| [first.value(at), last.value(at)]),
            row: number(row, at),
        });
    }
    Ok(rows)
}

/// Leaders.
pub(super) fn leaders(bytes: &Bytes) -> Result<Vec<Leader>, LoadError> {
    let columns = Columns::of(bytes, &["country", "leader", "start_date", "end_date", "row"])?;
    let (country, name) = (columns.text("country")?, columns.text("leader")?);
    let (from, to, row) =
        (columns.text("start_date")?, columns.text("end_date")?, columns.int64("row")?);
    let leader = |at| {
        Ok(Leader {
            country: country.value(at).to_owned(),
            name: name.value(at).to_owned(),
            from: partial("start_date", from, at)?.ok_or(LoadError::Column("start_date"))?,
            to: partial("end_date", to, at)?,
            row: number(row, at),
        })
    };
    (0..columns.rows()).map(leader).collect()
}

/// Elections.
pub(super) fn elections(bytes: &Bytes) -> Result<Vec<Election>, LoadError> {
    let columns = Columns::of(bytes, &["country", "date", "type", "event", "row"])?;
    let (country, date) = (columns.text("country")?, columns.text("date")?);
    let (kind, event, row) =
        (columns.text("type")?, columns.text("event")?, columns.int64("row")?);
    let election = |at| {
        Ok(Election {
            country: country.value(at).to_owned(),
            date: partial("date", date, at)?.ok_or(LoadError::Column("date"))?,
            kind: kind.value(at).to_owned(),
            event: event.value(at).to_owned(),
            row: number(row, at),
        })
    };
    (0..columns.rows()).map(election).collect()
}

/// Coups.
pub(super) fn coups(bytes: &Bytes) -> Result<Vec<Coup>, LoadError> {
    let columns = Columns::of(
        bytes,
        &["country", "date", "other_date", "event_type", "coup_id", "sources", "row"],
    )?;
    let (other, sources) = (columns.text("other_date")?, columns.text("sources")?);
    let (country, date) = (columns.text("country")?, columns.text("date")?);
    let (kind, id, row) =
        (columns.text("event_type")?, columns.text("coup_id")?, columns.int64("row")?);
    let coup = |at| {
        Ok(Coup {
            country: country.value(at).to_owned(),
            date: partial("date", date, at)?.ok_or(LoadError::Column("date"))?,
            other_date: partial("other_date", other, at)?,
            kind: kind.value(at).to_owned(),
            sources: sources.value(at).to_owned(),
            id: id.value(at).to_owned(),
            row: number(row, at),
        })
    };
    (0..columns.rows()).map(coup).collect()
}

/// Deaths.
pub(super) fn deaths(bytes: &Bytes) -> Result<Vec<DeathsCountryYear>, LoadError> {
    const ALL: [&str; 3] = [
        "cumulative_total_deaths_in_orgvio_best_cy",
        "cumulative_total_deaths_in_orgvio_low_cy",
        "cumulative_total_deaths_in_orgvio_high_cy",
    ];
    const ONE_SIDED: [&str; 3] =
        ["os_total_deaths_best_cy", "os_total_deaths_low_cy", "os_total_deaths_high_cy"];
    const CIVILIANS: &str = "cumulative_total_deaths_civilians_in_orgvio_cy";
    let mut names = vec!["country", "year_cy", CIVILIANS, "row"];
    names.extend(ALL.iter().chain(&ONE_SIDED));
    let columns = Columns::of(bytes, &names)?;
    let (country, year) = (columns.text("country")?, columns.int16("year_cy")?);
    let (civilians, row) = (columns.int64(CIVILIANS)?, columns.int64("row")?);
    let three = |names: [&'static str; 3]| -> Result<Vec<&Int64Array>, LoadError> {
        names.into_iter().map(|name| columns.int64(name)).collect()
    };
    let (all, one_sided) = (three(ALL)?, three(ONE_SIDED)?);
    let at_row = |columns: &[&Int64Array], at| {
        let mut values = [0; 3];
        for (value, column) in values.iter_mut().zip(columns) {
            *value = column.value(at);
        }
        values
    };
    let deaths = |at| DeathsCountryYear {
        country: country.value(at).to_owned(),
        year: year.value(at),
        all: at_row(&all, at),
        one_sided: at_row(&one_sided, at),
        civilians: civilians.value(at),
        row: number(row, at),
    };
    Ok((0..columns.rows()).map(deaths).collect())
}

/// Listings.
pub(super) fn listings(bytes: &Bytes) -> Result<Vec<Listing>, LoadError> {
    let columns = Columns::of(
        bytes,
        &[
            "authority",
            "snapshot",
            "id",
            "kind",
            "names",
            "programme",
            "listed_on",
            "aliases_only",
            "row",
        ],
    )?;
    let (authority, snapshot) = (columns.text("authority")?, columns.days("snapshot")?);
    let (id, kind, programme) =
        (columns.text("id")?, columns.text("kind")?, columns.text("programme")?);
    let (listed_on, aliases_only) =
        (columns.text("listed_on")?, columns.flags("aliases_only")?);
    let row = columns.int64("row")?;
    let mut rows = Vec::with_capacity(columns.rows());
    for (at, names) in columns.texts("names")?.into_iter().enumerate() {
        rows.push(Listing {
            authority: authority.value(at).to_owned(),
            snapshot: day("snapshot", snapshot, at)?.ok_or(LoadError::Column("snapshot"))?,
            id: id.value(at).to_owned(),
            kind: optional(kind, at).unwrap_or_default(),
            names,
            programme: optional(programme, at).unwrap_or_default(),
            listed_on: partial("listed_on", listed_on, at)?,
            aliases_only: aliases_only.value(at),
            row: number(row, at),
        });
    }
    Ok(rows)
}

/// Countries.
pub(super) fn countries(bytes: &Bytes) -> Result<Vec<Country>, LoadError> {
    let columns = Columns::of(
        bytes,
        &[
            "iso3",
            "iso2",
            "name",
            "names",
            "demonyms",
            "regions",
            "cow",
            "gw",
            "until",
            "continued_by",
        ],
    )?;
    let (iso3, iso2, name) =
        (columns.text("iso3")?, columns.text("iso2")?, columns.text("name")?);
    let (cow, gw) = (columns.int32("cow")?, columns.int32("gw")?);
    let (until, continued_by) = (columns.days("until")?, columns.text("continued_by")?);
    let names = columns.texts("names")?;
    let demonyms = columns.texts("demonyms")?;
    let regions = columns.texts("regions")?;
    let mut rows = Vec::with_capacity(columns.rows());
    for (at, ((names, demonyms), regions)) in
        names.into_iter().zip(demonyms).zip(regions).enumerate()
    {
        let small = |column: &Int32Array| {
            column
                .is_valid(at)
                .then(|| column.value(at))
                .and_then(|value| u16::try_from(value).ok())
        };
        rows.push(Country {
            iso3: iso3.value(at).to_owned(),
            iso2: optional(iso2, at).unwrap_or_default(),
            cow: small(cow),
            gw: small(gw),
            name: name.value(at).to_owned(),
            names,
            demonyms,
            regions,
            until: day("until", until, at)?,
            continued_by: optional(continued_by, at),
        });
    }
    Ok(rows)
}

/// Outlines.
pub(super) fn shapes(bytes: &Bytes) -> Result<Vec<Shape>, LoadError> {
    let columns = Columns::of(bytes, &["iso3", "name", "detail", "geometry", "row"])?;
    let (iso3, name) = (columns.text("iso3")?, columns.text("name")?);
    let (detail, geometry) = (columns.text("detail")?, columns.text("geometry")?);
    let row = columns.int64("row")?;
    let shape = |at: usize| {
        let written = detail.value(at);
        let detail = [Detail::World, Detail::Region, Detail::Division]
            .into_iter()
            .find(|detail| detail.word() == written)
            .ok_or_else(|| LoadError::Value("detail", written.to_owned()))?;
        let polygons = from_well_known_text(geometry.value(at)).ok_or_else(|| {
            LoadError::Value("geometry", geometry.value(at).chars().take(40).collect())
        })?;
        Ok(Shape {
            iso3: optional(iso3, at),
            name: name.value(at).to_owned(),
            detail,
            polygons,
            row: number(row, at),
        })
    };
    (0..columns.rows()).map(shape).collect()
}

pub(super) fn optional(column: &StringArray, at: usize) -> Option<String> {
    column.is_valid(at).then(|| column.value(at).to_owned())
}

pub(super) fn number(column: &Int64Array, at: usize) -> u64 {
    u64::try_from(column.value(at)).unwrap_or_default()
}

pub(super) fn day(
    name: &'static str,
    column: &Date32Array,
    at: usize,
) -> Result<Option<Date>, LoadError> {
    if !column.is_valid(at) {
        return Ok(None);
    }
    let days = column.value(at);
    day_of(days).map(Some).ok_or_else(|| LoadError::Value(name, days.to_string()))
}

pub(super) fn partial(
    name: &'static str,
    column: &StringArray,
    at: usize,
) -> Result<Option<PartialDate>, LoadError> {
    if !column.is_valid(at) {
        return Ok(None);
    }
    let written = column.value(at);
    let date = written.parse();
    date.map(Some)
        .map_err(|_bad: griot_model::date::NotADate| LoadError::Value(name, written.to_owned()))
}
