//! The reference tables that come with griot, as typed rows held in memory.
//!
//! Rules look rows up here, because a check must start in milliseconds; the SQL beside each verdict
//! selects the same rows from the same Parquet bytes, and a test compares the two by digest.
//! [`build()`] makes the bytes from publishers' files; [`Library::embedded`] holds those that were
//! committed. A table is decoded when it is first asked for.

mod build;
mod council;
mod countries;
mod describe;
mod describe_world;
pub mod facts;
mod files;
mod keys;
mod load;
mod load_error;
mod load_world;
pub mod matching;
mod own;
mod parquet;
mod parquet_table;
mod politics;
mod rows;
mod sanctions;
mod shapes;
mod terms;
mod violence;
mod votes;
mod world;

use std::sync::OnceLock;

use bytes::Bytes;
use griot_model::{TableDescription, table::Unreadable};
use jiff::civil::Date;

pub use build::{BuildError, Built, BuiltTable, build};
pub use load_error::LoadError;
pub use own::Spellings;
pub use parquet::Column;
pub use parquet_table::{ParquetTable, Writing, write_parquet};
pub use rows::{
    Body, City, Country, Coup, DeathsCountryYear, Detail, Election, ElectionDay,
    ElectionResult, Independence, Leader, Listing, Measured, Membership, Mission, Office,
    Outcome, Place, Polygon, Refugees, RollCall, SeriesRows, Shape, Snapshot, Standing, Term,
    Topic, TradeShare,
};
pub use votes::Join;

use countries::CountryIndex;

/// Each table once: its name in SQL, and the committed bytes.
macro_rules! tables {
    ($($name:literal,)*) => {
        /// Names of the tables in SQL, in the order in which they are shown.
        pub const TABLES: [&str; [$($name),*].len()] = [$($name),*];

        /// The committed tables, in the order of [`TABLES`].
        fn embedded_tables() -> Tables {
            [$(Bytes::from_static(include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../library/",
                $name,
                ".parquet"
            )))),*]
        }
    };
}

tables![
    "un_roll_calls",
    "un_votes",
    "unsc_roll_calls",
    "unsc_votes",
    "terms",
    "leaders",
    "elections",
    "election_results",
    "election_days",
    "coups",
    "missions",
    "memberships",
    "independence",
    "treaties",
    "series",
    "series_vdem",
    "refugees",
    "trade_partners",
    "places",
    "deaths_country_year",
    "listings",
    "countries",
    "shapes",
];

type Tables = [Bytes; TABLES.len()];

/// The tables, each decoded when first asked for.
#[derive(Debug)]
pub struct Library {
    tables: Tables,
    decoded: Decoded,
}

/// The rows of each table, once they were asked for.
#[derive(Debug, Default)]
struct Decoded {
    roll_calls: OnceLock<Vec<RollCall>>,
    council: OnceLock<Vec<RollCall>>,
    terms: OnceLock<Vec<Term>>,
    leaders: OnceLock<Vec<Leader>>,
    elections: OnceLock<Vec<Election>>,
    election_results: OnceLock<Vec<ElectionResult>>,
    election_days: OnceLock<Vec<ElectionDay>>,
    coups: OnceLock<Vec<Coup>>,
    series: OnceLock<SeriesRows>,
    refugees: OnceLock<Vec<Refugees>>,
    trade: OnceLock<Vec<TradeShare>>,
    missions: OnceLock<Vec<Mission>>,
    memberships: OnceLock<Vec<Membership>>,
    treaties: OnceLock<Vec<Standing>>,
    independence: OnceLock<Vec<Independence>>,
    places: OnceLock<Vec<Place>>,
    cities: OnceLock<Vec<City>>,
    deaths: OnceLock<Vec<DeathsCountryYear>>,
    listings: OnceLock<Vec<Listing>>,
    countries: OnceLock<Known>,
    shapes: OnceLock<Vec<Shape>>,
    descriptions: OnceLock<Vec<TableDescription>>,
}

#[derive(Debug)]
struct Known {
    countries: Vec<Country>,
    index: CountryIndex,
}

impl Library {
    /// The tables that were built into this binary.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Library> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::of(embedded_tables()))
    }

    /// A library over other bytes, such as those of a fresh build; every table is decoded at once.
    ///
    /// A table is known by the name in its own description, so their order does not matter.
    pub fn from_tables(tables: impl IntoIterator<Item = Bytes>) -> Result<Self, LoadError> {
        let mut found: [Option<Bytes>; TABLES.len()] = Default::default();
        for bytes in tables {
            let name = parquet::description(&bytes)?.name;
            let place = TABLES.iter().position(|table| *table == name);
            let place = place.and_then(|place| found.get_mut(place));
            *place.ok_or(LoadError::UnknownTable(name))? = Some(bytes);
        }
        let mut tables: Tables = Default::default();
        for ((place, bytes), name) in tables.iter_mut().zip(found).zip(TABLES) {
            *place = bytes.ok_or(LoadError::MissingTable(name))?;
        }
        let library = Self::of(tables);
        library.decode_all()?;
        Ok(library)
    }

    fn of(tables: Tables) -> Self {
        Self { tables, decoded: Decoded::default() }
    }

    fn decode_all(&self) -> Result<(), LoadError> {
        fn decode<T>(cell: &OnceLock<T>, rows: Result<T, LoadError>) -> Result<(), LoadError> {
            let rows = rows?;
            // Nobody else has the library yet, so the cell is empty.
            cell.get_or_init(|| rows);
            Ok(())
        }
        let of = |name| self.bytes(name);
        let all = &self.decoded;
        decode(&all.roll_calls, load::roll_calls(of("un_roll_calls"), of("un_votes")))?;
        decode(&all.council, load::council(of("unsc_roll_calls"), of("unsc_votes")))?;
        decode(&all.terms, load::terms(of("terms")))?;
        decode(&all.leaders, load::leaders(of("leaders")))?;
        decode(&all.elections, load::elections(of("elections")))?;
        decode(&all.election_results, load_world::election_results(of("election_results")))?;
        decode(&all.election_days, load_world::election_days(of("election_days")))?;
        decode(&all.coups, load::coups(of("coups")))?;
        let series = load_world::series(&[of("series"), of("series_vdem")]);
        decode(&all.series, series)?;
        decode(&all.refugees, load_world::refugees(of("refugees")))?;
        decode(&all.trade, load_world::trade(of("trade_partners")))?;
        decode(&all.missions, load_world::missions(of("missions")))?;
        decode(&all.memberships, load_world::memberships(of("memberships")))?;
        decode(&all.treaties, load_world::treaties(of("treaties")))?;
        decode(&all.independence, load_world::independence(of("independence")))?;
        decode(&all.places, load_world::places(of("places")))?;
        decode(&all.cities, load_world::cities(of("places"), Self::CITY))?;
        decode(&all.deaths, load::deaths(of("deaths_country_year")))?;
        decode(&all.listings, load::listings(of("listings")))?;
        decode(&all.countries, load::countries(of("countries")).map(indexed))?;
        decode(&all.shapes, load::shapes(of("shapes")))?;
        decode(&all.descriptions, all_descriptions(&self.tables))
    }

    /// Bytes of a table; no bytes, which no reader takes, for a name that is not among [`TABLES`].
    fn bytes(&self, name: &'static str) -> &Bytes {
        static NONE: Bytes = Bytes::new();
        let place = TABLES.iter().position(|table| *table == name);
        place.and_then(|place| self.tables.get(place)).unwrap_or(&NONE)
    }

    /// Roll calls of the General Assembly with their votes, in order of their day.
    pub fn roll_calls(&self) -> &[RollCall] {
        let of = |name| self.bytes(name);
        let load = || load::roll_calls(of("un_roll_calls"), of("un_votes"));
        decoded(&self.decoded.roll_calls, load).as_slice()
    }

    /// Roll calls of the Security Council with their votes, in order of their day; drafts that were not
    /// adopted among them.
    pub fn council(&self) -> &[RollCall] {
        let of = |name| self.bytes(name);
        let load = || load::council(of("unsc_roll_calls"), of("unsc_votes"));
        decoded(&self.decoded.council, load).as_slice()
    }

    /// Terms of heads of state and of government, and of ministers of defence and of foreign affairs, by
    /// country, office and first day.
    pub fn terms(&self) -> &[Term] {
        decoded(&self.decoded.terms, || load::terms(self.bytes("terms"))).as_slice()
    }

    /// Leaders and their terms by REIGN, in the publisher's order.
    pub fn leaders(&self) -> &[Leader] {
        decoded(&self.decoded.leaders, || load::leaders(self.bytes("leaders"))).as_slice()
    }

    /// Steps of elections, in the publisher's order.
    pub fn elections(&self) -> &[Election] {
        let load = || load::elections(self.bytes("elections"));
        decoded(&self.decoded.elections, load).as_slice()
    }

    /// Candidates of presidential elections with their shares, by country, year and round, the largest share first.
    pub fn election_results(&self) -> &[ElectionResult] {
        let load = || load_world::election_results(self.bytes("election_results"));
        decoded(&self.decoded.election_results, load).as_slice()
    }

    /// Days of presidential and legislative elections by the World Factbook, by country and day.
    pub fn election_days(&self) -> &[ElectionDay] {
        let load = || load_world::election_days(self.bytes("election_days"));
        decoded(&self.decoded.election_days, load).as_slice()
    }

    /// Coups, attempts and conspiracies, in the publisher's order.
    pub fn coups(&self) -> &[Coup] {
        decoded(&self.decoded.coups, || load::coups(self.bytes("coups"))).as_slice()
    }

    /// Measured values by topic, country and year.
    pub fn series(&self) -> &SeriesRows {
        let of = |name| self.bytes(name);
        let load = || load_world::series(&[of("series"), of("series_vdem")]);
        decoded(&self.decoded.series, load)
    }

    /// Refugees by country of origin, country of asylum and year.
    pub fn refugees(&self) -> &[Refugees] {
        let load = || load_world::refugees(self.bytes("refugees"));
        decoded(&self.decoded.refugees, load).as_slice()
    }

    /// Shares of exports and imports by partner, by country, flow, year and partner.
    pub fn trade_shares(&self) -> &[TradeShare] {
        let load = || load_world::trade(self.bytes("trade_partners"));
        decoded(&self.decoded.trade, load).as_slice()
    }

    /// Peacekeeping missions, in the publisher's order.
    pub fn missions(&self) -> &[Mission] {
        let load = || load_world::missions(self.bytes("missions"));
        decoded(&self.decoded.missions, load).as_slice()
    }

    /// Memberships of organisations, by country and organisation.
    pub fn memberships(&self) -> &[Membership] {
        let load = || load_world::memberships(self.bytes("memberships"));
        decoded(&self.decoded.memberships, load).as_slice()
    }

    /// Standings of countries in treaties of human rights, by treaty.
    pub fn treaties(&self) -> &[Standing] {
        let load = || load_world::treaties(self.bytes("treaties"));
        decoded(&self.decoded.treaties, load).as_slice()
    }

    /// Days of independence, by country.
    pub fn independence(&self) -> &[Independence] {
        let load = || load_world::independence(self.bytes("independence"));
        decoded(&self.decoded.independence, load).as_slice()
    }

    /// Places of the gazetteer, by country and name.
    pub fn places(&self) -> &[Place] {
        decoded(&self.decoded.places, || load_world::places(self.bytes("places"))).as_slice()
    }

    /// Populated places with at least [`Self::CITY`] inhabitants, in the order of [`Self::places`]. To read them takes a
    /// fifth of the time that all places take.
    pub fn cities(&self) -> &[City] {
        let load = || load_world::cities(self.bytes("places"), Self::CITY);
        decoded(&self.decoded.cities, load).as_slice()
    }

    /// Inhabitants of a city.
    pub const CITY: i64 = 50_000;

    /// Deaths in organised violence by country and year, in the publisher's order.
    pub fn deaths(&self) -> &[DeathsCountryYear] {
        let load = || load::deaths(self.bytes("deaths_country_year"));
        decoded(&self.decoded.deaths, load).as_slice()
    }

    /// Entries of sanctions lists, by authority and day of the snapshot.
    pub fn listings(&self) -> &[Listing] {
        decoded(&self.decoded.listings, || load::listings(self.bytes("listings"))).as_slice()
    }

    /// The dated editions that [`Self::listings`] come from, sorted.
    pub fn snapshots(&self) -> Vec<Snapshot> {
        let mut snapshots: Vec<Snapshot> = Vec::new();
        for listing in self.listings() {
            let same = snapshots.last().is_some_and(|last| {
                last.authority == listing.authority && last.day == listing.snapshot
            });
            if !same {
                snapshots.push(Snapshot {
                    authority: listing.authority.clone(),
                    day: listing.snapshot,
                    aliases_only: listing.aliases_only,
                });
            }
        }
        snapshots.sort();
        snapshots.dedup();
        snapshots
    }

    /// Countries, territories, and states that are no more, sorted by alpha-3.
    pub fn countries(&self) -> &[Country] {
        &self.known().countries
    }

    /// The country with this alpha-3 code, in capitals.
    pub fn country(&self, iso3: &str) -> Option<&Country> {
        let countries = self.countries();
        let place =
            countries.binary_search_by(|country| country.iso3.as_str().cmp(iso3)).ok()?;
        countries.get(place)
    }

    /// The country that a code (`MLI`, `ML`), a name or a demonym in any case and spelling means,
    /// if it means one alone. `Congolese` is none; so is `car`, though `CAR` is one.
    pub fn find_country(&self, text: &str) -> Option<&Country> {
        let mut found = self.countries_called(text);
        if found.len() == 1 { found.pop() } else { None }
    }

    /// All countries that a code, a name or a demonym can mean, sorted by alpha-3.
    pub fn countries_called(&self, text: &str) -> Vec<&Country> {
        let Known { countries, index } = self.known();
        let found = index.called(text);
        found.iter().filter_map(|place| countries.get(*place)).collect()
    }

    /// The state that held on a day the seat that publishers write under `iso3`: for `SRB` in 1985
    /// that is `YUG`, for `RUS` in 1985 it is `SUN`.
    pub fn state_on<'a>(&'a self, iso3: &'a str, day: Date) -> &'a str {
        countries::state_on(self.countries(), iso3, day)
    }

    /// Outlines of countries and divisions, simplified to be drawn.
    pub fn shapes(&self) -> &[Shape] {
        decoded(&self.decoded.shapes, || load::shapes(self.bytes("shapes"))).as_slice()
    }

    /// What griot says of each table, in the order of [`TABLES`].
    pub fn descriptions(&self) -> &[TableDescription] {
        decoded(&self.decoded.descriptions, || all_descriptions(&self.tables)).as_slice()
    }

    /// What griot says of one table.
    pub fn description(&self, table: &str) -> Option<&TableDescription> {
        self.descriptions().iter().find(|description| description.name == table)
    }

    /// Columns of a table with their meaning, in order; none for a table that is not here.
    pub fn columns(&self, table: &str) -> Option<Vec<Column>> {
        parquet::columns(self.parquet(table)?).ok()
    }

    /// The Parquet bytes of a table, the same that the typed rows are read from.
    pub fn parquet(&self, table: &str) -> Option<&Bytes> {
        let place = TABLES.iter().position(|name| *name == table)?;
        self.tables.get(place)
    }

    /// Every table, its rows left in Parquet until they are asked for.
    pub fn as_tables(&self) -> Result<Vec<ParquetTable>, Unreadable> {
        let tables = TABLES.iter().zip(&self.tables);
        let named =
            |name: &str, why: Unreadable| Unreadable(format!("the table {name}: {why}"));
        tables
            .map(|(name, bytes)| {
                let table = ParquetTable::new(*name, bytes.clone());
                Ok(table.map_err(|why| named(name, why))?.with_keys(keys::keys(name)))
            })
            .collect()
    }

    fn known(&self) -> &Known {
        let load = || load::countries(self.bytes("countries")).map(indexed);
        decoded(&self.decoded.countries, load)
    }
}

/// What is in the cell, decoded now if it is not there yet.
#[expect(
    clippy::expect_used,
    reason = "from_tables decodes every table before it returns, and a test decodes every embedded one"
)]
fn decoded<T>(cell: &OnceLock<T>, decode: impl FnOnce() -> Result<T, LoadError>) -> &T {
    cell.get_or_init(|| decode().expect("a table that was decoded before is decoded again"))
}

fn indexed(countries: Vec<Country>) -> Known {
    Known { index: CountryIndex::of(&countries), countries }
}

fn all_descriptions(tables: &Tables) -> Result<Vec<TableDescription>, LoadError> {
    tables.iter().map(parquet::description).collect()
}
