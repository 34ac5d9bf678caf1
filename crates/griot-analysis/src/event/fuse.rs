//! Several lists become one list of events, each row with its probability and its reasons.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use griot_model::{
    Diagnostic,
    bounds::{self, TooLarge, in_thousands},
};
use griot_stats::{
    linkage::{self, Answer, Place, Record, Shape, Window},
    meltt,
};

use super::{
    day_number,
    folded::leaders,
    matched::{FusedRow, Match},
    pairs::{Authors, Linked, Pairs},
    taxonomy::Taxonomy,
    totals::{Counted, Totals, totals},
};
use griot_case::judgement::{Judgement, RowName};
use griot_table::{
    event::{Event, EventList},
    event_csv::swapped,
};

/// How rows are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Probabilistic linkage, best pair first, in no order of lists.
    Linkage,
    /// What meltt 0.4.3 does, list after list in the order given.
    Meltt,
}

/// What to fuse and how far apart two rows of one event may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Kilometres.
    pub km: f64,
    /// Days.
    pub days: i32,
    /// How categories compare; columns without a taxonomy are compared as they stand.
    pub taxonomies: Vec<Taxonomy>,
    /// How rows are matched.
    pub method: Method,
    /// What persons decided.
    pub judgements: Vec<Judgement>,
    /// Names of actors that mean the same one.
    pub aliases: Aliases,
}

/// Which names mean one actor, by the case's list of actors. A name that is not in it means itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aliases(BTreeMap<String, String>);

impl Aliases {
    /// Name and aliases of each actor of a case; a name that two actors share means neither.
    pub fn of_case(actors: &[griot_model::Actor]) -> Self {
        let mut known: BTreeMap<String, Option<&str>> = BTreeMap::new();
        for actor in actors {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                let meant = known.entry(folded(name)).or_insert(Some(&actor.id));
                if *meant != Some(actor.id.as_str()) {
                    *meant = None;
                }
            }
        }
        let alone = known.into_iter().filter_map(|(name, id)| Some((name, id?.to_owned())));
        Self(alone.collect())
    }

    fn meant(&self, name: &str) -> String {
        let folded = folded(name);
        self.0.get(&folded).map_or(folded.clone(), |id| format!("\u{0}{id}"))
    }
}

/// A name as it is compared: without script, accents and case.
fn folded(name: &str) -> String {
    griot_text::names::fold(name)
}

/// Why lists cannot be fused.
#[derive(Debug, thiserror::Error)]
pub enum FuseError {
    /// One list, or none.
    #[error("fusion needs at least two lists; {0} given")]
    TooFewLists(usize),
    /// Two lists of one name, so that a row of one could not be told from one of the other.
    #[error("two lists are called {0}; rename one of the files")]
    SameName(String),
    /// A list of counts.
    #[error("{0} counts events by week and region; such rows can be compared, not fused")]
    Aggregated(String),
    /// A judgement about a row that no list has.
    #[error("there is no row {} in {} to judge", .0.row, .0.source)]
    NoSuchRow(RowName),
    /// More pairs of rows to compare than are held at once.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

fn too_many_pairs(request: &Request, most: usize) -> FuseError {
    let Request { km, days, .. } = request;
    let what =
        format!("too many pairs of rows lie within {km} km and {days} days of each other");
    let most = format!("{} pairs", in_thousands(most as u64));
    TooLarge::new(
        what,
        most,
        "give fewer events (one country, one year), or a narrower --km and --days",
    )
    .into()
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Fused {
    /// Every row that was read, by list and row.
    pub rows: Vec<FusedRow>,
    /// How many events there are.
    pub events: usize,
    /// Rows of each list that say the same as another row of it, by name; they were folded into it before lists were fused.
    pub folded: BTreeMap<String, u64>,
    /// Pairs that were compared, best first; of meltt, its matches.
    pub matches: Pairs,
    /// Pairs inside one list that are probably one event: for a person to decide, never merged.
    pub review: Pairs,
    /// Totals: list by list, fused, and how far the matching leaves them open.
    pub totals: Totals,
    /// What was seen besides.
    pub diagnostics: Vec<Diagnostic>,
}

/// Fuses lists. The order of the lists changes nothing, except where meltt is asked for.
pub fn fuse(lists: &[EventList], request: &Request) -> Result<Fused, FuseError> {
    Ready::of(lists, request)?.fuse(request)
}

/// Lists in the form in which they are compared: whoever has nothing else to ask of the lists can let go of them,
/// which are the greater part of the memory, before the pairs are looked for.
#[derive(Debug)]
pub struct Ready {
    rows: Rows,
    counted: Counted,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Debug)]
enum Rows {
    Compared(Box<Compared>),
    /// meltt's answer is made at once.
    Fused(Box<Fused>),
}

#[derive(Debug)]
struct Compared {
    records: Vec<Record>,
    shape: Shape,
    /// Names of all rows, in the order of their lists' names.
    names: Vec<RowName>,
    /// The record that stands for each row, and the row that stands for each record.
    stands: Vec<usize>,
    represents: Vec<usize>,
    folded: BTreeMap<String, u64>,
    columns: Vec<(String, usize)>,
    authors: Authors,
    judgements: Vec<linkage::Judgement>,
}

impl Ready {
    /// What is compared of each row.
    pub fn of(lists: &[EventList], request: &Request) -> Result<Self, FuseError> {
        if lists.len() < 2 {
            return Err(FuseError::TooFewLists(lists.len()));
        }
        if let Some(list) = lists.iter().find(|list| list.aggregated) {
            return Err(FuseError::Aggregated(list.source.clone()));
        }
        let mut names = BTreeSet::new();
        if let Some(list) = lists.iter().find(|list| !names.insert(list.source.as_str())) {
            return Err(FuseError::SameName(list.source.clone()));
        }
        let mut diagnostics = Vec::new();
        for list in lists {
            let others: Vec<&EventList> =
                lists.iter().filter(|other| other.source != list.source).collect();
            diagnostics.extend(swapped(list, &others));
        }
        let codes = Codes::of(lists, &request.taxonomies, &mut diagnostics);
        let rows = match request.method {
            Method::Linkage => Rows::Compared(Box::new(Compared::of(lists, &codes, request)?)),
            Method::Meltt => {
                Rows::Fused(Box::new(by_meltt(lists, &codes, request, &mut diagnostics)?))
            }
        };
        Ok(Self { rows, counted: Counted::of(lists), diagnostics })
    }

    /// The answer.
    pub fn fuse(self, request: &Request) -> Result<Fused, FuseError> {
        let Self { rows, counted, mut diagnostics } = self;
        let mut fused = match rows {
            Rows::Compared(compared) => compared.fuse(request)?,
            Rows::Fused(fused) => *fused,
        };
        fused.rows.sort_by(|a, b| a.name.cmp(&b.name));
        fused.totals = totals(counted, &fused.rows, fused.events);
        diagnostics.extend(fused.folded.iter().map(|(list, &rows)| folded_words(list, rows)));
        fused.diagnostics = diagnostics;
        Ok(fused)
    }
}

fn folded_words(list: &str, rows: u64) -> Diagnostic {
    let (rows, say, they) = if rows == 1 {
        ("1 row".to_owned(), "says", "it is")
    } else {
        (format!("{rows} rows"), "say", "they are")
    };
    let what = format!(
        "{rows} of {list} {say} the same as another row of it in all that is compared (days, place, categories, actors, deaths); {they} counted with it, once"
    );
    Diagnostic::warning(list, what).help(
        "where they are two events, a judgement `different` on the two rows keeps them apart",
    )
}

/// Categories as numbers.
struct Codes {
    taxonomies: Vec<Taxonomy>,
    /// For each list and event, the codes of all taxonomies.
    codes: Vec<Vec<Arc<[u32]>>>,
}

impl Codes {
    fn of(lists: &[EventList], given: &[Taxonomy], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let columns: BTreeSet<&String> =
            lists.iter().flat_map(|list| &list.taxonomies).collect();
        let taxonomies: Vec<Taxonomy> = columns
            .into_iter()
            .map(|column| match given.iter().find(|taxonomy| taxonomy.column == *column) {
                Some(taxonomy) => taxonomy.clone(),
                None if column == "violence" => Taxonomy::violence(),
                None => Taxonomy::flat(column, lists),
            })
            .collect();
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut unknown: BTreeMap<(String, String, String), u64> = BTreeMap::new();
        let mut codes = Vec::new();
        let mut same = Sets::default();
        for list in lists {
            let places: Vec<Option<usize>> = taxonomies
                .iter()
                .map(|taxonomy| {
                    list.taxonomies.iter().position(|name| *name == taxonomy.column)
                })
                .collect();
            let mut of_list = Vec::new();
            for event in &list.events {
                let mut of_event = Vec::new();
                for (taxonomy, place) in taxonomies.iter().zip(&places) {
                    let category = place.and_then(|at| event.categories.get(at));
                    let category = category.map(String::as_str).unwrap_or_default();
                    if let Some(levels) = taxonomy.levels_of(&list.source, category) {
                        for level in levels {
                            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX - 1);
                            of_event.push(*numbers.entry(level.clone()).or_insert(next));
                        }
                        continue;
                    }
                    if !category.is_empty() {
                        let key =
                            (list.source.clone(), taxonomy.column.clone(), category.to_owned());
                        *unknown.entry(key).or_default() += 1;
                    }
                    of_event.extend(std::iter::repeat_n(Shape::MISSING, taxonomy.levels));
                }
                of_list.push(same.one(of_event));
            }
            codes.push(of_list);
        }
        for ((source, column, category), rows) in unknown {
            let what = format!(
                "{source}: category {category:?} of {column} is not in its taxonomy ({rows} rows); they are compared without it"
            );
            diagnostics.push(
                Diagnostic::warning(&source, what).help("add the category to the taxonomy"),
            );
        }
        Self { taxonomies, codes }
    }

    fn shape(&self) -> Shape {
        Shape { levels: self.taxonomies.iter().map(|taxonomy| taxonomy.levels).collect() }
    }
}

fn name_of(list: &EventList, event: &Event) -> RowName {
    RowName { source: list.source.as_str().into(), row: event.row }
}

/// Lists of numbers, each kept once: a million rows have few different categories and actors.
#[derive(Default)]
struct Sets(BTreeSet<Arc<[u32]>>);

impl Sets {
    fn one(&mut self, numbers: Vec<u32>) -> Arc<[u32]> {
        if let Some(known) = self.0.get(numbers.as_slice()) {
            return Arc::clone(known);
        }
        let new: Arc<[u32]> = numbers.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// Names of actors as numbers. Civilians are in every other event and tell nothing.
fn actors(lists: &[EventList], aliases: &Aliases) -> Vec<Vec<Arc<[u32]>>> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |name: &str| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(aliases.meant(name)).or_insert(next)
    };
    let mut same = Sets::default();
    let mut of_event = |event: &Event| {
        let names = event.parties.iter().map(|party| party.name.as_str());
        let named = names.filter(|name| !name.is_empty() && !name.starts_with("Civilians"));
        let mut actors: Vec<u32> = named.map(&mut number).collect();
        actors.sort_unstable();
        actors.dedup();
        same.one(actors)
    };
    lists.iter().map(|list| list.events.iter().map(&mut of_event).collect()).collect()
}

/// Rows that a person separated from another of the same list, by list.
fn separated(judgements: &[Judgement]) -> BTreeMap<&str, BTreeSet<u64>> {
    let mut separated: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for judgement in judgements {
        if !judgement.same && judgement.one.source == judgement.other.source {
            let rows = separated.entry(&judgement.one.source).or_default();
            rows.extend([judgement.one.row, judgement.other.row]);
        }
    }
    separated
}

/// Judgements about rows as judgements about the records that stand for them.
fn judged(
    judgements: &[Judgement],
    names: &[RowName],
    stands: &[usize],
) -> Result<(Authors, Vec<linkage::Judgement>), FuseError> {
    let (mut authors, mut decided) = (Authors::new(), Vec::new());
    if judgements.is_empty() {
        return Ok((authors, decided));
    }
    let places: BTreeMap<&RowName, usize> =
        names.iter().zip(stands).rev().map(|(name, &record)| (name, record)).collect();
    let place = |name: &RowName| {
        let found = places.get(name).copied();
        found.ok_or_else(|| FuseError::NoSuchRow(name.clone()))
    };
    for judgement in judgements {
        let (a, b) = (place(&judgement.one)?, place(&judgement.other)?);
        if a == b {
            continue;
        }
        authors.insert((a.min(b), a.max(b)), judgement.author.clone());
        let answer = if judgement.same { Answer::Same } else { Answer::Different };
        decided.push(linkage::Judgement { a, b, answer });
    }
    Ok((authors, decided))
}

impl Compared {
    fn of(lists: &[EventList], codes: &Codes, request: &Request) -> Result<Self, FuseError> {
        // Lists by name, so that the order in which they were given changes nothing.
        let mut order: Vec<usize> = (0..lists.len()).collect();
        order.sort_by(|&a, &b| lists[a].source.cmp(&lists[b].source));
        let actors = actors(lists, &request.aliases);
        let separated = separated(&request.judgements);
        // Rows in the order of their lists' names, and the record that stands for each.
        let (mut records, mut names, mut stands) = (Vec::new(), Vec::new(), Vec::new());
        let mut represents = Vec::new();
        let mut folded = BTreeMap::new();
        for (source, &list) in (0..).zip(&order) {
            let EventList { source: name, events, .. } = &lists[list];
            let shared: Arc<str> = name.as_str().into();
            let none = BTreeSet::new();
            let separated = separated.get(name.as_str()).unwrap_or(&none);
            let leaders = leaders(&lists[list], &codes.codes[list], &actors[list], separated);
            let mut record_of = vec![0; events.len()];
            for (at, event) in events.iter().enumerate().filter(|(at, _)| leaders[*at] == *at) {
                record_of[at] = records.len();
                represents.push(names.len() + at);
                records.push(Record {
                    source,
                    key: event.row,
                    place: Place {
                        latitude: event.latitude,
                        longitude: event.longitude,
                        radius_km: event.radius_km,
                        start: day_number(event.first),
                        end: day_number(event.last),
                    },
                    codes: Arc::clone(&codes.codes[list][at]),
                    actors: Arc::clone(&actors[list][at]),
                    deaths: event.deaths.map(|deaths| deaths.best),
                });
            }
            let twins = leaders.iter().enumerate().filter(|(at, leader)| at != *leader).count();
            if twins > 0 {
                folded.insert(name.clone(), u64::try_from(twins).unwrap_or(u64::MAX));
            }
            stands.extend(leaders.into_iter().map(|leader| record_of[leader]));
            names.extend(
                events
                    .iter()
                    .map(|event| RowName { source: Arc::clone(&shared), row: event.row }),
            );
        }
        let (authors, judgements) = judged(&request.judgements, &names, &stands)?;
        Ok(Self {
            records,
            shape: codes.shape(),
            names,
            stands,
            represents,
            folded,
            columns: codes.taxonomies.iter().map(|it| (it.column.clone(), it.levels)).collect(),
            authors,
            judgements,
        })
    }

    fn fuse(self, request: &Request) -> Result<Fused, FuseError> {
        let Self {
            records,
            shape,
            names,
            stands,
            represents,
            folded,
            columns,
            authors,
            judgements,
        } = self;
        let window = Window { km: request.km, days: request.days };
        let most = bounds::EVENT_PAIRS;
        let fusion = linkage::fuse(&records, &shape, window, &judgements, most)
            .map_err(|linkage::TooManyPairs { most }| too_many_pairs(request, most))?;
        drop(records);
        let rows = names
            .iter()
            .zip(&stands)
            .map(|(name, &record)| FusedRow {
                name: name.clone(),
                cluster: fusion.members[record].cluster + 1,
                posterior: Some(fusion.members[record].posterior),
            })
            .collect();
        let events = fusion.clusters;
        let linked = Arc::new(Linked { fusion, names, represents, columns, authors });
        Ok(Fused {
            rows,
            events,
            folded,
            matches: Pairs::compared(&linked),
            review: Pairs::offered(&linked),
            totals: Totals::default(),
            diagnostics: Vec::new(),
        })
    }
}

/// Pairs that meltt looks at, near or far: it knows days alone beforehand, and holds none of them.
const MOST_MELTT_PAIRS: usize = 20 * bounds::EVENT_PAIRS;

/// Pairs of rows of two lists that begin so many days apart or fewer.
fn pairs_in_days(lists: &[EventList], days: i32) -> usize {
    let starts = |list: &EventList| {
        let mut starts: Vec<i32> =
            list.events.iter().map(|event| day_number(event.first)).collect();
        starts.sort_unstable();
        starts
    };
    let starts: Vec<Vec<i32>> = lists.iter().map(starts).collect();
    let mut pairs = 0_usize;
    for (at, later) in starts.iter().enumerate() {
        for earlier in starts.iter().take(at) {
            for start in earlier {
                let from = later.partition_point(|other| *other < start - days);
                let to = later.partition_point(|other| *other <= start + days);
                pairs = pairs.saturating_add(to - from);
            }
        }
    }
    pairs
}

fn by_meltt(
    lists: &[EventList],
    codes: &Codes,
    request: &Request,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Fused, FuseError> {
    if pairs_in_days(lists, request.days) > MOST_MELTT_PAIRS {
        return Err(too_many_pairs(request, MOST_MELTT_PAIRS));
    }
    let mut inputs = Vec::new();
    for (list, codes) in lists.iter().zip(&codes.codes) {
        let events = list.events.iter().zip(codes).map(|(event, codes)| meltt::Event {
            start: day_number(event.first),
            end: day_number(event.last),
            latitude: event.latitude,
            longitude: event.longitude,
            codes: codes.to_vec(),
        });
        inputs.push(events.collect::<Vec<_>>());
        if codes.iter().any(|codes| codes.contains(&Shape::MISSING)) {
            let what =
                format!("{}: meltt itself stops where a category is missing", list.source);
            diagnostics
                .push(Diagnostic::warning(&list.source, what).help("complete the taxonomy"));
        }
    }
    let levels = codes.shape().levels;
    let options = meltt::Options {
        km: request.km,
        days: request.days,
        weights: vec![1.0; levels.len()],
        levels,
        depth: meltt::Depth::Finest,
        partial: 0,
    };
    let integration = meltt::integrate(&inputs, &options);
    let name = |row: meltt::Row| name_of(&lists[row.list], &lists[row.list].events[row.row]);
    let mut group_of: BTreeMap<meltt::Row, meltt::Row> = BTreeMap::new();
    for group in integration.event_groups.iter().chain(&integration.episode_groups) {
        let Some(&leader) = group.first() else { continue };
        group_of.extend(group.iter().map(|&row| (row, leader)));
    }
    let numbers: BTreeMap<meltt::Row, usize> =
        integration.kept.iter().enumerate().map(|(at, kept)| (kept.row, at + 1)).collect();
    let mut rows = Vec::new();
    for (list, events) in lists.iter().enumerate() {
        for row in 0..events.events.len() {
            let row = meltt::Row { list, row };
            let leader = group_of.get(&row).copied().unwrap_or(row);
            let cluster = numbers.get(&leader).copied().unwrap_or_default();
            rows.push(FusedRow { name: name(row), cluster, posterior: None });
        }
    }
    let contenders = integration.event_contenders.iter().chain(&integration.episode_contenders);
    let matches = contenders.map(|contender| Match {
        one: name(contender.row),
        other: name(contender.partner),
        km: linkage_km(lists, contender),
        days: days_apart(lists, contender),
        probability: f64::NAN,
        together: true,
        author: None,
        reasons: vec![("meltt's score, 0 is best".into(), contender.score)],
    });
    Ok(Fused {
        rows,
        events: integration.kept.len(),
        folded: BTreeMap::new(),
        matches: Pairs::scored(matches.collect()),
        review: Pairs::scored(Vec::new()),
        totals: Totals::default(),
        diagnostics: Vec::new(),
    })
}

fn pair<'a>(lists: &'a [EventList], contender: &meltt::Contender) -> (&'a Event, &'a Event) {
    let event = |row: meltt::Row| &lists[row.list].events[row.row];
    (event(contender.row), event(contender.partner))
}

fn linkage_km(lists: &[EventList], contender: &meltt::Contender) -> f64 {
    let (a, b) = pair(lists, contender);
    let to = (b.latitude, b.longitude);
    linkage::great_circle_km((a.latitude, a.longitude), to, linkage::EARTH_KM)
}

fn days_apart(lists: &[EventList], contender: &meltt::Contender) -> i32 {
    let (a, b) = pair(lists, contender);
    (day_number(a.first) - day_number(b.first)).abs()
}
