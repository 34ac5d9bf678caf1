//! How rules look facts up: by body, symbol and day, by country and office.
//!
//! Every question is answered from typed rows in memory, sorted as the table is, and the answer borrows
//! them; nothing is decided here. Where two sources differ, both are in the row:
//!
//! - [`RollCall::other_date`], [`RollCall::differing`], and [`RollCall::day_certain`], without which no
//!   day may contradict a claim;
//! - [`Term::other_starts`], [`Term::other_end`], and [`Term::is_exact`], without which no term may.
//!
//! ```
//! use griot_library::{Body, Library, Office, facts};
//! let library = Library::embedded();
//!
//! let china = facts::roll_calls(library, Body::Assembly).with_symbol("A/RES/2758 (XXVI)");
//! assert_eq!(china[0].date.to_string(), "1971-10-25");
//!
//! let minusma = facts::roll_calls(library, Body::Council).with_symbol("S/RES/2690 (2023)");
//! assert!(minusma[0].title.as_deref().is_some_and(|title| title.contains("MINUSMA")));
//!
//! let day = "2022-03-02".parse().expect("a day");
//! let presidents = facts::terms(library, "FRA", Office::HeadOfState);
//! let held: Vec<&str> = presidents
//!     .iter()
//!     .filter(|term| term.held_on(day) == Some(true))
//!     .map(|term| term.person.as_str())
//!     .collect();
//! assert_eq!(held, ["Emmanuel Macron"]);
//! ```

use jiff::civil::Date;

use super::{
    Body, Coup, DeathsCountryYear, Election, ElectionDay, ElectionResult, Independence, Leader,
    Library, Measured, Membership, Mission, Office, Place, Refugees, RollCall, Standing, Term,
    Topic, TradeShare,
};

/// Roll calls of one body.
#[derive(Debug, Clone, Copy)]
pub struct RollCalls<'a> {
    all: &'a [RollCall],
}

/// The roll calls of a body, in order of their day.
pub fn roll_calls(library: &Library, body: Body) -> RollCalls<'_> {
    let all = match body {
        Body::Assembly => library.roll_calls(),
        Body::Council => library.council(),
    };
    RollCalls { all }
}

impl<'a> RollCalls<'a> {
    /// All of them.
    pub fn all(self) -> &'a [RollCall] {
        self.all
    }

    /// Those with this symbol, of a resolution or of a draft, however it is spaced and whether or not
    /// `A/RES/` or `S/RES/` and the year stand by it: `77/229`, `S/RES/2690`, `2690 (2023)`. A number
    /// without a year means the resolution of every year that has it, which is one.
    pub fn with_symbol(self, symbol: &str) -> Vec<&'a RollCall> {
        let wanted = bare(symbol);
        if wanted.is_empty() {
            return Vec::new();
        }
        // Nearly all lack its number.
        let digits = wanted.split(|sign: char| !sign.is_ascii_digit());
        let number = digits.max_by_key(|run| run.len()).unwrap_or_default();
        let is = |known: &str| {
            known.contains(number) && {
                let known = bare(known);
                known == wanted || known.split('(').next() == Some(wanted.as_str())
            }
        };
        let found = self.all.iter().filter(|call| {
            call.symbol.as_deref().is_some_and(is) || call.draft.as_deref().is_some_and(is)
        });
        found.collect()
    }

    /// Those held on a day by any of their sources.
    pub fn on(self, day: Date) -> Vec<&'a RollCall> {
        self.between(day, day)
    }

    /// Those held in a span of days, both ends included, by any of their sources.
    pub fn between(self, first: Date, last: Date) -> Vec<&'a RollCall> {
        let inside = |day: Date| first <= day && day <= last;
        let found = self
            .all
            .iter()
            .filter(|call| inside(call.date) || call.other_date.is_some_and(inside));
        found.collect()
    }

    /// Those that a permanent member vetoed, by alpha-3 code; of any where no code is given.
    pub fn vetoed_by(self, iso3: Option<&str>) -> Vec<&'a RollCall> {
        let found = self.all.iter().filter(|call| match iso3 {
            None => !call.vetoed_by.is_empty(),
            Some(code) => call.vetoed_by.iter().any(|by| by == code.as_bytes()),
        });
        found.collect()
    }
}

/// `ES-11/6` of `A/RES/ES-11/6`, `2758(XXVI)` of `A/RES/2758 (XXVI)`, in capitals and without blanks.
fn bare(symbol: &str) -> String {
    let plain: String = symbol.chars().filter(|sign| !sign.is_whitespace()).collect();
    let plain = plain.to_uppercase();
    let bare = ["A/RES/", "S/RES/", "RES/", "R/"]
        .iter()
        .find_map(|prefix| plain.strip_prefix(prefix))
        .unwrap_or(&plain);
    bare.to_owned()
}

/// The terms of an office of a country, by their first day.
pub fn terms<'a>(library: &'a Library, country: &str, office: Office) -> Vec<&'a Term> {
    let all = library.terms().iter();
    all.filter(|term| term.country == country && term.office == office).collect()
}

/// The terms of a person, by the number in Wikidata.
pub fn terms_of<'a>(library: &'a Library, qid: &str) -> Vec<&'a Term> {
    library.terms().iter().filter(|term| term.qid.as_deref() == Some(qid)).collect()
}

/// REIGN's effective rulers of a country, in the publisher's order: back to 1950, without the office.
pub fn rulers<'a>(library: &'a Library, country: &str) -> Vec<&'a Leader> {
    library.leaders().iter().filter(|leader| leader.country == country).collect()
}

/// Coups, attempts and conspiracies in a country.
pub fn coups<'a>(library: &'a Library, country: &str) -> Vec<&'a Coup> {
    library.coups().iter().filter(|coup| coup.country == country).collect()
}

/// Steps of national elections of a country.
pub fn elections<'a>(library: &'a Library, country: &str) -> Vec<&'a Election> {
    library.elections().iter().filter(|election| election.country == country).collect()
}

/// Candidates of the presidential elections of a country, with each share that editions give.
pub fn election_results<'a>(library: &'a Library, country: &str) -> Vec<&'a ElectionResult> {
    library.election_results().iter().filter(|result| result.country == country).collect()
}

/// Days of elections of a country by the World Factbook.
pub fn election_days<'a>(library: &'a Library, country: &str) -> Vec<&'a ElectionDay> {
    library.election_days().iter().filter(|day| day.country == country).collect()
}

/// Deaths in organised violence in a country, by year.
pub fn deaths<'a>(library: &'a Library, country: &str) -> Vec<&'a DeathsCountryYear> {
    library.deaths().iter().filter(|deaths| deaths.country == country).collect()
}

/// A series of one country: what it measures, and its values by year.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// What is measured.
    pub topic: &'a Topic,
    /// Values, by year; years without a value are left out.
    pub values: &'a [Measured],
}

impl Series<'_> {
    /// The value of a year.
    pub fn in_year(&self, year: i16) -> Option<Measured> {
        let found = self.values.binary_search_by_key(&year, |value| value.year).ok()?;
        self.values.get(found).copied()
    }
}

/// Topics of the series, by their key.
pub fn topics(library: &Library) -> &[Topic] {
    &library.series().topics
}

/// The series of a country (alpha-3) about a topic; none where it has no value.
pub fn series<'a>(library: &'a Library, entity: &str, topic: &str) -> Option<Series<'a>> {
    let rows = library.series();
    let (place, topic) = (0..).zip(&rows.topics).find(|(_, known)| known.name == topic)?;
    let key = (place, <[u8; 3]>::try_from(entity.as_bytes()).ok()?);
    let from = rows.values.partition_point(|value| (value.topic, value.entity) < key);
    let to = rows.values.partition_point(|value| (value.topic, value.entity) <= key);
    let values = rows.values.get(from..to).filter(|values| !values.is_empty())?;
    Some(Series { topic, values })
}

/// All values of a topic in a year, in the order of the countries: for ranks and shares.
pub fn of_year<'a>(library: &'a Library, topic: &str, year: i16) -> Vec<&'a Measured> {
    let rows = library.series();
    let place = rows.topics.iter().position(|known| known.name == topic);
    let of = |value: &&Measured| Some(value.topic) == place && value.year == year;
    rows.values.iter().filter(of).collect()
}

/// Who fled one country (alpha-3) and was in another, by year.
pub fn refugees<'a>(library: &'a Library, origin: &str, asylum: &str) -> &'a [Refugees] {
    let all = library.refugees();
    let key = (origin.as_bytes(), asylum.as_bytes());
    let of = |row: &Refugees| (row.origin, row.asylum);
    let from = all.partition_point(|row| (&of(row).0[..], &of(row).1[..]) < key);
    let to = all.partition_point(|row| (&of(row).0[..], &of(row).1[..]) <= key);
    all.get(from..to).unwrap_or_default()
}

/// Shares of a country's exports, or of its imports, in a year, the largest first. A partner stands
/// twice where editions of the source differ.
pub fn trade_shares<'a>(
    library: &'a Library,
    country: &str,
    is_export: bool,
    year: i16,
) -> Vec<&'a TradeShare> {
    let all = library.trade_shares().iter();
    let mut found: Vec<&TradeShare> = all
        .filter(|share| {
            share.country == country && share.is_export == is_export && share.year == year
        })
        .collect();
    found.sort_by(|a, b| {
        b.percent.total_cmp(&a.percent).then_with(|| a.written.cmp(&b.written))
    });
    found
}

/// The mission of this acronym.
pub fn mission<'a>(library: &'a Library, acronym: &str) -> Option<&'a Mission> {
    library.missions().iter().find(|mission| mission.acronym == acronym)
}

/// Missions whose name names a country.
pub fn missions_in<'a>(library: &'a Library, country: &str) -> Vec<&'a Mission> {
    let in_country = |mission: &&Mission| mission.countries.iter().any(|it| it == country);
    library.missions().iter().filter(in_country).collect()
}

/// Memberships of a country.
pub fn memberships<'a>(library: &'a Library, country: &str) -> Vec<&'a Membership> {
    library.memberships().iter().filter(|it| it.country == country).collect()
}

/// A country's standing in a treaty of human rights: `CAT`, `ICCPR`.
pub fn standing<'a>(library: &'a Library, country: &str, treaty: &str) -> Option<&'a Standing> {
    library.treaties().iter().find(|it| it.country == country && it.treaty == treaty)
}

/// When a country became independent, as the source states it.
pub fn independence<'a>(library: &'a Library, country: &str) -> Option<&'a Independence> {
    library.independence().iter().find(|it| it.country == country)
}

/// Places of a country that have this name or spelling, exactly as written. A name can be that of many
/// villages.
pub fn places<'a>(library: &'a Library, country: &str, name: &str) -> Vec<&'a Place> {
    let all = library.places().iter().filter(|place| place.country == country);
    all.filter(|place| place.name == name || place.names.iter().any(|it| it == name)).collect()
}
