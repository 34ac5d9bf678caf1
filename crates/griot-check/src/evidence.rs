//! What is shown of each table beside a verdict: one selection gives the rows in memory and the SQL.

use griot_library::{
    Body, Coup, DeathsCountryYear, Election, ElectionDay, ElectionResult, Independence, Leader,
    Library, Listing, Measured, Membership, Mission, Refugees, RollCall, Standing, Term,
    TradeShare,
};
use griot_model::{
    Choice, Evidence, Interval, OF_CASE, PartialDate, Relation, Statement, TimelineEntry,
    select::{Condition, Shown},
    table::Cell,
};

use crate::{roll_calls::vote_of, rule::row_number};

/// The coups.
pub(crate) fn coups(library: &Library, coups: &[&Coup]) -> Evidence {
    let shown = Shown {
        table: "coups",
        columns: vec![
            ("coup_id", |it: &Coup| it.id.as_str().into()),
            ("country", |it| it.country.as_str().into()),
            ("date", |it| it.date.to_string().into()),
            ("event_type", |it| it.kind.as_str().into()),
            ("row", |it| number(it.row)),
        ],
        order: &["coup_id", "row"],
    };
    let ids = coups.iter().map(|it| it.id.as_str().into()).collect();
    of_library(library, &shown, coups.iter().copied(), &[Condition::OneOf("coup_id", ids)])
}

/// Deaths of one country from a year to a year.
pub(crate) fn deaths(library: &Library, country: &str, [first, last]: [i16; 2]) -> Evidence {
    let shown = Shown {
        table: "deaths_country_year",
        columns: vec![
            ("country", |it: &DeathsCountryYear| it.country.as_str().into()),
            ("year_cy", |it| i64::from(it.year).into()),
            ("cumulative_total_deaths_in_orgvio_best_cy", |it| it.all[0].into()),
            ("cumulative_total_deaths_in_orgvio_low_cy", |it| it.all[1].into()),
            ("cumulative_total_deaths_in_orgvio_high_cy", |it| it.all[2].into()),
            ("cumulative_total_deaths_civilians_in_orgvio_cy", |it| it.civilians.into()),
            ("row", |it| number(it.row)),
        ],
        order: &["row"],
    };
    let years = Condition::Between("year_cy", i64::from(first).into(), i64::from(last).into());
    let conditions = [Condition::Is("country", country.into()), years];
    of_library(library, &shown, library.deaths(), &conditions)
}

/// Steps of elections in one country.
pub(crate) fn elections(library: &Library, country: &str, elections: &[&Election]) -> Evidence {
    let shown = Shown {
        table: "elections",
        columns: vec![
            ("country", |it: &Election| it.country.as_str().into()),
            ("date", |it| it.date.to_string().into()),
            ("type", |it| it.kind.as_str().into()),
            ("event", |it| it.event.as_str().into()),
            ("row", |it| number(it.row)),
        ],
        order: &["row"],
    };
    let rows = elections.iter().map(|it| number(it.row)).collect();
    let conditions = [Condition::Is("country", country.into()), Condition::OneOf("row", rows)];
    of_library(library, &shown, elections.iter().copied(), &conditions)
}

/// Days of elections by the World Factbook in one country.
pub(crate) fn election_days(
    library: &Library,
    country: &str,
    days: &[&ElectionDay],
) -> Evidence {
    let shown = Shown {
        table: "election_days",
        columns: vec![
            ("country", |it: &ElectionDay| it.country.as_str().into()),
            ("date", |it| it.date.to_string().into()),
            ("kind", |it| it.kind().into()),
            ("first_edition", |it| i64::from(it.editions[0]).into()),
            ("last_edition", |it| i64::from(it.editions[1]).into()),
        ],
        order: &["date", "kind"],
    };
    let dates = days.iter().map(|it| it.date.to_string().into()).collect();
    let kinds = days.iter().map(|it| it.kind().into()).collect();
    let conditions = [
        Condition::Is("country", country.into()),
        Condition::OneOf("date", dates),
        Condition::OneOf("kind", kinds),
    ];
    of_library(library, &shown, library.election_days(), &conditions)
}

/// Candidates of one election.
pub(crate) fn results(library: &Library, results: &[&ElectionResult]) -> Evidence {
    let shown = Shown {
        table: "election_results",
        columns: vec![
            ("country", |it: &ElectionResult| it.country.as_str().into()),
            ("year", |it| i64::from(it.year).into()),
            ("date", |it| it.date.to_string().into()),
            ("round", |it| it.round.map_or(Cell::Null, |round| i64::from(round).into())),
            ("candidate", |it| it.candidate.as_str().into()),
            ("percent", |it| it.percent.map_or(Cell::Null, Into::into)),
            ("first_edition", |it| i64::from(it.editions[0]).into()),
            ("last_edition", |it| i64::from(it.editions[1]).into()),
        ],
        order: &["candidate", "round", "percent", "first_edition"],
    };
    let country = results.first().map_or("", |it| it.country.as_str());
    let years = results.iter().map(|it| i64::from(it.year).into()).collect();
    let names = results.iter().map(|it| it.candidate.as_str().into()).collect();
    let conditions = [
        Condition::Is("country", country.into()),
        Condition::OneOf("year", years),
        Condition::OneOf("candidate", names),
    ];
    of_library(library, &shown, library.election_results(), &conditions)
}

/// Entries of sanctions lists.
pub(crate) fn listings(library: &Library, listings: &[&Listing]) -> Evidence {
    let shown = Shown {
        table: "listings",
        columns: vec![
            ("authority", |it: &Listing| it.authority.as_str().into()),
            ("snapshot", |it| it.snapshot.into()),
            ("id", |it| it.id.as_str().into()),
            ("name", |it| it.names.first().map_or("", String::as_str).into()),
            ("programme", |it| it.programme.as_str().into()),
            ("listed_on", |it| date(it.listed_on)),
            ("row", |it| number(it.row)),
        ],
        order: &["authority", "snapshot", "row"],
    };
    let mut each: Vec<Vec<Condition<'_>>> = Vec::new();
    for it in listings {
        let one = vec![
            Condition::Is("authority", it.authority.as_str().into()),
            Condition::Is("snapshot", it.snapshot.into()),
            Condition::Is("row", number(it.row)),
        ];
        if !each.contains(&one) {
            each.push(one);
        }
    }
    of_library(library, &shown, listings.iter().copied(), &[Condition::AnyOf(each)])
}

/// The term of a leader.
fn leader(library: &Library, leader: &Leader) -> Evidence {
    let shown = Shown {
        table: "leaders",
        columns: vec![
            ("country", |it: &Leader| it.country.as_str().into()),
            ("leader", |it| it.name.as_str().into()),
            ("start_date", |it| it.from.to_string().into()),
            ("end_date", |it| date(it.to)),
            ("row", |it| number(it.row)),
        ],
        order: &["row"],
    };
    of_library(library, &shown, [leader], &[Condition::Is("row", number(leader.row))])
}

/// The term of an office-holder.
fn term(library: &Library, term: &Term) -> Evidence {
    let shown = Shown {
        table: "terms",
        columns: vec![
            ("country", |it: &Term| it.country.as_str().into()),
            ("office", |it| it.office.word().into()),
            ("person", |it| it.person.as_str().into()),
            ("start", |it| date(it.start)),
            ("end", |it| date(it.end)),
            ("row", |it| number(it.row)),
        ],
        order: &["row"],
    };
    let conditions = [
        Condition::Is("country", term.country.as_str().into()),
        Condition::Is("office", term.office.word().into()),
        Condition::Is("person", term.person.as_str().into()),
        Condition::Is("row", number(term.row)),
    ];
    of_library(library, &shown, [term], &conditions)
}

/// A row that says who held an office. It becomes evidence when a judgement rests on it, and not for every row that was looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holder<'a> {
    /// Of the library's terms.
    Term(&'a Term),
    /// Of REIGN's rulers.
    Leader(&'a Leader),
    /// Of the case's intervals.
    Interval(&'a Interval),
}

impl Holder<'_> {
    /// The table it stands in.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Term(_) => "terms",
            Self::Leader(_) => "leaders",
            Self::Interval(_) => "intervals",
        }
    }

    /// The row as evidence.
    pub(crate) fn evidence(self, library: &Library) -> Evidence {
        match self {
            Self::Term(row) => term(library, row),
            Self::Leader(row) => leader(library, row),
            Self::Interval(row) => interval(row),
        }
    }
}

/// When a country became independent.
pub(crate) fn independence(library: &Library, row: &Independence) -> Evidence {
    let shown = Shown {
        table: "independence",
        columns: vec![
            ("country", |it: &Independence| it.country.as_str().into()),
            ("date", |it| date(it.date)),
            ("stated", |it| it.stated.as_str().into()),
        ],
        order: &["country"],
    };
    of_library(library, &shown, [row], &[Condition::Is("country", row.country.as_str().into())])
}

/// A peacekeeping mission.
pub(crate) fn mission(library: &Library, mission: &Mission) -> Evidence {
    let shown = Shown {
        table: "missions",
        columns: vec![
            ("mission", |it: &Mission| it.acronym.as_str().into()),
            ("name", |it| it.name.as_str().into()),
            ("start", |it| it.start.into()),
            ("end", |it| it.end.into()),
            ("row", |it| number(it.row)),
        ],
        order: &["row"],
    };
    let is = Condition::Is("mission", mission.acronym.as_str().into());
    of_library(library, &shown, [mission], &[is])
}

/// A country's membership of an organisation.
pub(crate) fn membership(library: &Library, row: &Membership) -> Evidence {
    let shown = Shown {
        table: "memberships",
        columns: vec![
            ("country", |it: &Membership| it.country.as_str().into()),
            ("organisation", |it| it.organisation.as_str().into()),
            ("status", |it| it.status.as_deref().into()),
            ("since", |it| it.since.map(i64::from).into()),
        ],
        order: &["country"],
    };
    let conditions = [
        Condition::Is("country", row.country.as_str().into()),
        Condition::Is("organisation", row.organisation.as_str().into()),
    ];
    of_library(library, &shown, [row], &conditions)
}

/// A country's standing in a treaty.
pub(crate) fn standing(library: &Library, row: &Standing) -> Evidence {
    let shown = Shown {
        table: "treaties",
        columns: vec![
            ("country", |it: &Standing| it.country.as_str().into()),
            ("treaty", |it| it.treaty.as_str().into()),
            ("status", |it| it.status.as_str().into()),
            ("year", |it| it.year.map(i64::from).into()),
        ],
        order: &["country"],
    };
    let conditions = [
        Condition::Is("country", row.country.as_str().into()),
        Condition::Is("treaty", row.treaty.as_str().into()),
    ];
    of_library(library, &shown, [row], &conditions)
}

/// A value of a series of the library, with its key.
struct Value<'a> {
    topic: &'a str,
    entity: &'a str,
    measured: Measured,
}

/// Values of some series of one country in some years.
pub(crate) fn values(
    library: &Library,
    country: &str,
    topics: &[&str],
    years: [i16; 2],
) -> Evidence {
    values_of(library, "series", country, topics, years)
}

/// The same, of the table that is named.
pub(crate) fn values_of(
    library: &Library,
    table: &'static str,
    country: &str,
    topics: &[&str],
    [first, last]: [i16; 2],
) -> Evidence {
    let shown = Shown {
        table,
        columns: vec![
            ("topic", |it: &Value<'_>| it.topic.into()),
            ("entity", |it| it.entity.into()),
            ("time", |it| i64::from(it.measured.year).into()),
            ("value", |it| it.measured.value.into()),
        ],
        order: &["topic", "time"],
    };
    let values: Vec<Value<'_>> = topics
        .iter()
        .filter_map(|topic| griot_library::facts::series(library, country, topic))
        .flat_map(|series| {
            series.values.iter().map(move |measured| Value {
                topic: &series.topic.name,
                entity: country,
                measured: *measured,
            })
        })
        .collect();
    let conditions = [
        Condition::Is("entity", country.into()),
        Condition::OneOf("topic", topics.iter().map(|topic| (*topic).into()).collect()),
        Condition::Between("time", i64::from(first).into(), i64::from(last).into()),
    ];
    of_library(library, &shown, &values, &conditions)
}

/// Who fled the first country and was in the second in some years.
pub(crate) fn refugees(
    library: &Library,
    [origin, asylum]: [&str; 2],
    [first, last]: [i16; 2],
) -> Evidence {
    let shown = Shown {
        table: "refugees",
        columns: vec![
            ("origin", |it: &Refugees| String::from_utf8_lossy(&it.origin).into_owned().into()),
            ("asylum", |it| String::from_utf8_lossy(&it.asylum).into_owned().into()),
            ("year", |it| i64::from(it.year).into()),
            ("refugees", |it| it.refugees.into()),
            ("asylum_seekers", |it| it.asylum_seekers.into()),
            ("others_in_need", |it| it.others.into()),
        ],
        order: &["year"],
    };
    let conditions = [
        Condition::Is("origin", origin.into()),
        Condition::Is("asylum", asylum.into()),
        Condition::Between("year", i64::from(first).into(), i64::from(last).into()),
    ];
    of_library(
        library,
        &shown,
        griot_library::facts::refugees(library, origin, asylum),
        &conditions,
    )
}

/// A partner's shares of a country's exports or imports in some years.
pub(crate) fn trade_shares(
    library: &Library,
    country: &str,
    partner: &str,
    exports: bool,
    [first, last]: [i16; 2],
) -> Evidence {
    let shown = Shown {
        table: "trade_partners",
        columns: vec![
            ("country", |it: &TradeShare| it.country.as_str().into()),
            ("flow", |it| if it.is_export { "export" } else { "import" }.into()),
            ("year", |it| i64::from(it.year).into()),
            ("partner", |it| it.partner.as_deref().into()),
            ("percent", |it| it.percent.into()),
            ("first_edition", |it| i64::from(it.editions[0]).into()),
        ],
        order: &["year", "first_edition"],
    };
    let conditions = [
        Condition::Is("country", country.into()),
        Condition::Is("partner", partner.into()),
        Condition::Is("flow", if exports { "export" } else { "import" }.into()),
        Condition::Between("year", i64::from(first).into(), i64::from(last).into()),
    ];
    of_library(library, &shown, library.trade_shares(), &conditions)
}

/// One state's vote in one roll call.
struct Vote<'a> {
    roll_call: &'a str,
    country: String,
    choice: Choice,
}

fn votes<'a>(body: Body) -> Shown<'static, Vote<'a>> {
    Shown {
        table: match body {
            Body::Assembly => "un_votes",
            Body::Council => "unsc_votes",
        },
        columns: vec![
            ("roll_call", |it: &Vote<'_>| it.roll_call.into()),
            ("country", |it| it.country.as_str().into()),
            ("vote", |it| it.choice.word().into()),
        ],
        order: &["roll_call", "country"],
    }
}

/// The votes of one country in some roll calls.
pub(crate) fn votes_of_country(
    library: &Library,
    calls: &[&RollCall],
    country: &str,
) -> Evidence {
    let mut ids: Vec<&str> = calls.iter().map(|call| call.id.as_str()).collect();
    ids.sort_unstable();
    let cast: Vec<Vote<'_>> = calls
        .iter()
        .filter_map(|call| {
            let choice = vote_of(call, country)?;
            Some(Vote { roll_call: &call.id, country: country.to_owned(), choice })
        })
        .collect();
    let conditions = [
        Condition::Is("country", country.into()),
        Condition::OneOf("roll_call", ids.into_iter().map(Into::into).collect()),
    ];
    let body = calls.first().map_or(Body::Assembly, |call| call.body);
    of_library(library, &votes(body), &cast, &conditions)
}

/// The votes of every state that voted so, or of those of them that are named.
fn votes_of_choice(
    library: &Library,
    call: &RollCall,
    choice: Choice,
    states: Option<&[&str]>,
) -> Evidence {
    let of = |(country, choice): &([u8; 3], Choice)| Vote {
        roll_call: &call.id,
        country: String::from_utf8_lossy(country).into_owned(),
        choice: *choice,
    };
    let cast: Vec<Vote<'_>> = call.votes.iter().map(of).collect();
    let mut conditions = vec![
        Condition::Is("roll_call", call.id.as_str().into()),
        Condition::Is("vote", choice.word().into()),
    ];
    if let Some(states) = states {
        let states = states.iter().map(|code| (*code).into()).collect();
        conditions.push(Condition::OneOf("country", states));
    }
    of_library(library, &votes(call.body), &cast, &conditions)
}

/// The rows that give how many voted so, of some states or of all: the votes themselves, or the roll call
/// with its total where they are not all listed or nobody voted so.
pub(crate) fn counted(
    library: &Library,
    call: &RollCall,
    choice: Choice,
    states: Option<&[&str]>,
    number: u16,
) -> Evidence {
    let some = states.filter(|states| !states.is_empty());
    let votes = votes_of_choice(library, call, choice, some);
    match states {
        None if votes.rows == 0 || votes.rows != u64::from(number) => {
            total(library, call, choice, number)
        }
        Some(_) if votes.rows == 0 => total(library, call, choice, 0),
        _ => votes,
    }
}

/// A roll call with how many voted so, where that number is not the number of votes listed: its source
/// states it and does not list them, or nobody voted so.
fn total(library: &Library, call: &RollCall, choice: Choice, number: u16) -> Evidence {
    struct Counted<'a> {
        call: &'a RollCall,
        number: u16,
    }
    let is_listed = call.votes.iter().filter(|vote| vote.1 == choice).count();
    let column = match (choice, is_listed == usize::from(number)) {
        (Choice::Yes, true) => "yes",
        (Choice::Yes, false) => "stated_yes",
        (Choice::No, true) => "no",
        (Choice::No, false) => "stated_no",
        (Choice::Abstain, true) => "abstain",
        (Choice::Abstain, false) => "stated_abstain",
        (Choice::Absent, true) => "absent",
        (Choice::Absent, false) => "stated_absent",
    };
    let shown = Shown {
        table: roll_calls_of(call.body),
        columns: vec![
            ("roll_call", |it: &Counted<'_>| it.call.id.as_str().into()),
            ("symbol", |it| it.call.symbol.as_deref().into()),
            ("date", |it| it.call.date.into()),
            (column, |it| i64::from(it.number).into()),
        ],
        order: &["roll_call"],
    };
    let conditions = [Condition::Is("roll_call", call.id.as_str().into())];
    of_library(library, &shown, &[Counted { call, number }], &conditions)
}

const fn roll_calls_of(body: Body) -> &'static str {
    match body {
        Body::Assembly => "un_roll_calls",
        Body::Council => "unsc_roll_calls",
    }
}

/// A roll call with its day.
pub(crate) fn roll_call(library: &Library, call: &RollCall) -> Evidence {
    let shown = Shown {
        table: roll_calls_of(call.body),
        columns: vec![
            ("roll_call", |it: &RollCall| it.id.as_str().into()),
            ("symbol", |it| it.symbol.as_deref().into()),
            ("date", |it| it.date.into()),
        ],
        order: &["roll_call"],
    };
    let conditions = [Condition::Is("roll_call", call.id.as_str().into())];
    of_library(library, &shown, [call], &conditions)
}

/// A roll call of the Council with its outcome.
pub(crate) fn veto(library: &Library, call: &RollCall) -> Evidence {
    let shown = Shown {
        table: "unsc_roll_calls",
        columns: vec![
            ("roll_call", |it: &RollCall| it.id.as_str().into()),
            ("draft", |it| it.draft.as_deref().into()),
            ("date", |it| it.date.into()),
            ("outcome", |it| it.outcome.word().into()),
        ],
        order: &["roll_call"],
    };
    let conditions = [Condition::Is("roll_call", call.id.as_str().into())];
    of_library(library, &shown, [call], &conditions)
}

/// An entry of the case's timeline.
pub(crate) fn timeline(entry: &TimelineEntry) -> Evidence {
    let shown = Shown {
        table: "timeline",
        columns: vec![
            ("id", |it: &TimelineEntry| it.id.as_str().into()),
            ("date", |it| it.date.to_string().into()),
            ("title", |it| it.title.as_str().into()),
            ("line", |it| number(row_number(&it.provenance))),
        ],
        order: &["line"],
    };
    of_case(&shown, entry, &[Condition::Is("id", entry.id.as_str().into())])
}

/// A statement of the case.
pub(crate) fn statement(statement: &Statement) -> Evidence {
    let shown = Shown {
        table: "statements",
        columns: vec![
            ("id", |it: &Statement| it.id.as_str().into()),
            ("speaker", |it| it.speaker.as_str().into()),
            ("text", |it| it.text.as_str().into()),
            ("line", |it| number(row_number(&it.provenance))),
        ],
        order: &["line"],
    };
    of_case(&shown, statement, &[Condition::Is("id", statement.id.as_str().into())])
}

/// A tie of the case.
pub(crate) fn relation(relation: &Relation) -> Evidence {
    let shown = Shown {
        table: "relations",
        columns: vec![
            ("from", |it: &Relation| it.from.as_str().into()),
            ("relation", |it| it.relation.as_str().into()),
            ("to", |it| it.to.as_str().into()),
            ("line", |it| number(row_number(&it.provenance))),
        ],
        order: &["line"],
    };
    let conditions = [
        Condition::Is("line", number(row_number(&relation.provenance))),
        Condition::Is("relation", relation.relation.as_str().into()),
    ];
    of_case(&shown, relation, &conditions)
}

/// A role or presence of the case.
fn interval(interval: &Interval) -> Evidence {
    let shown = Shown {
        table: "intervals",
        columns: vec![
            ("actor", |it: &Interval| it.actor.as_str().into()),
            ("role", |it| it.role.as_str().into()),
            ("place", |it| it.place.as_str().into()),
            ("line", |it| number(row_number(&it.provenance))),
        ],
        order: &["line"],
    };
    let conditions = [
        Condition::Is("actor", interval.actor.as_str().into()),
        Condition::Is("line", number(row_number(&interval.provenance))),
    ];
    of_case(&shown, interval, &conditions)
}

fn of_library<'v, T: 'v>(
    library: &Library,
    shown: &Shown<'_, T>,
    from: impl IntoIterator<Item = &'v T>,
    conditions: &[Condition<'_>],
) -> Evidence {
    let source = library
        .description(shown.table)
        .map_or_else(String::new, |it| format!("{}, {}", it.source, it.version));
    shown.choose(source, from, conditions)
}

fn of_case<T>(shown: &Shown<'_, T>, row: &T, conditions: &[Condition<'_>]) -> Evidence {
    shown.choose(format!("{}.csv{OF_CASE}", shown.table), [row], conditions)
}

fn number(number: u64) -> Cell<'static> {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

fn date(date: Option<PartialDate>) -> Cell<'static> {
    date.map(|date| date.to_string()).into()
}
