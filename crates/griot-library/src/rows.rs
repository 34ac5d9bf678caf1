//! The typed rows of the library's tables.

use griot_model::{Choice, PartialDate};
use jiff::civil::Date;

/// A roll call of the General Assembly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCall {
    /// Key of `un_roll_calls` and `un_votes`: `V9444` for Voeten's rcid 9444, `V411-2023` for a late row
    /// that repeats an early rcid, `U422519` for a record that only the UN Digital Library has,
    /// `A/RES/ES-11/6` for the lists.
    pub id: String,
    /// Session of the Assembly; emergency special sessions carry the number of the special session.
    pub session: i16,
    /// Day of the vote: UN Digital Library where matched, otherwise the first source's.
    pub date: Date,
    /// The other source's day, where the two differ.
    pub other_date: Option<Date>,
    /// `A/RES/77/229`, where known.
    pub symbol: Option<String>,
    /// Title as published, where known.
    pub title: Option<String>,
    /// Counts of yes, no, abstain, absent that the source states or that the rows give.
    pub totals: [Option<u16>; 4],
    /// For which of yes, no, abstain, absent every state is listed, so that a missing state means "not so".
    pub complete: [bool; 4],
    /// Each listed state with its vote, sorted by ISO 3166 alpha-3.
    pub votes: Vec<([u8; 3], Choice)>,
    /// Votes for which a second source has another choice than `votes`: state, and that choice.
    pub differing: Vec<([u8; 3], Choice)>,
    /// Votes that both sources list, where two know the roll call.
    pub compared: Option<i32>,
    /// Data row in the first source's file; the row of `un_roll_calls` is found by `id`.
    pub row: u64,
}

/// Somebody who effectively ruled a country (REIGN's sense).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leader {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Name as the source has it, often a surname alone.
    pub name: String,
    /// First day.
    pub from: PartialDate,
    /// Last month or day; none while in office at the end of coverage.
    pub to: Option<PartialDate>,
    /// Data row in the publisher's file.
    pub row: u64,
}

/// A step of a national election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// When; without a day where the source has none.
    pub date: PartialDate,
    /// Executive, legislative, or a referendum, as the source writes it.
    pub kind: String,
    /// `Vote`, `Announced`, `Delay` ..., as the source writes it.
    pub event: String,
    /// Data row in the publisher's file.
    pub row: u64,
}

/// A coup d'etat, an attempt or a conspiracy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coup {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// When.
    pub date: PartialDate,
    /// `coup`, `attempted`, `conspiracy`.
    pub kind: String,
    /// Publisher's id.
    pub id: String,
    /// Data row in the publisher's file.
    pub row: u64,
}

/// Deaths in organised violence in one country and calendar year (UCDP, all three types together,
/// and the part that was one-sided violence against civilians or otherwise civilian).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeathsCountryYear {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Calendar year.
    pub year: i16,
    /// All deaths: best, low, high.
    pub all: [i64; 3],
    /// Deaths in one-sided violence: best, low, high.
    pub one_sided: [i64; 3],
    /// Civilians killed in all types of violence, best estimate; UCDP gives no bounds for it.
    pub civilians: i64,
    /// Data row in the publisher's file.
    pub row: u64,
}

/// An entry of a sanctions list in one dated snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// `US`, `UN`, `UK`.
    pub authority: String,
    /// Day of the snapshot.
    pub snapshot: Date,
    /// Publisher's id.
    pub id: String,
    /// Person, entity, vessel, aircraft, as the publisher writes it.
    pub kind: String,
    /// Name, then aliases.
    pub names: Vec<String>,
    /// Programme or regime.
    pub programme: String,
    /// Day of listing, where the list gives it.
    pub listed_on: Option<PartialDate>,
    /// Whether the snapshot has only aliases: primary names are missing, so no match means nothing.
    pub aliases_only: bool,
    /// Data row in the publisher's file.
    pub row: u64,
}

/// A country or territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-3.
    pub iso3: String,
    /// ISO 3166 alpha-2.
    pub iso2: String,
    /// Correlates of War number.
    pub cow: Option<u16>,
    /// Gleditsch-Ward number, as UCDP uses it.
    pub gw: Option<u16>,
    /// English name to show.
    pub name: String,
    /// All names: English, French, Russian, Arabic, and other spellings seen in sources. A name of
    /// two to five capitals (`CAR`, `US`, `U.S.`) stands for the country only when written so.
    pub names: Vec<String>,
    /// Demonyms in English and French, both genders, singular and plural. Some are those of two
    /// countries: `Congolese`, `Dominican`.
    pub demonyms: Vec<String>,
    /// UN M49 codes of the regions it lies in: `001` the world, `002` Africa, `011` Western Africa.
    pub regions: Vec<String>,
    /// Last day, for a state that is no more (ISO 3166-3).
    pub until: Option<Date>,
    /// ISO 3166 alpha-3 of the state under whose code publishers continue its rows.
    pub continued_by: Option<String>,
}

/// For which kind of map an outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Countries on a map of the world.
    World,
    /// Countries on a map of a few of them.
    Region,
    /// First-order divisions of one country.
    Division,
}

impl Detail {
    /// As the table writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Region => "region",
            Self::Division => "division",
        }
    }
}

/// Rings, the outer one first, then its holes; each is closed, in degrees east and north.
pub type Polygon = Vec<Vec<(f64, f64)>>;

/// The outline of a country, a territory or a division, to be drawn and not to be measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// ISO 3166 alpha-3; none for areas that no country of ISO 3166 has to itself (Somaliland, Northern Cyprus).
    pub iso3: Option<String>,
    /// Name as written.
    pub name: String,
    /// For which kind of map.
    pub detail: Detail,
    /// Its parts.
    pub polygons: Vec<Polygon>,
    /// Place in the publisher's list, from 1.
    pub row: u64,
}

impl Shape {
    /// Whether a point, in degrees east and north, lies inside.
    pub fn contains(&self, (x, y): (f64, f64)) -> bool {
        let crosses = |&((ax, ay), (bx, by)): &((f64, f64), (f64, f64))| {
            (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
        };
        let sides = self
            .polygons
            .iter()
            .flatten()
            .flat_map(|ring| ring.iter().copied().zip(ring.iter().copied().skip(1)));
        sides.filter(crosses).count() % 2 == 1
    }
}

/// A dated edition of a sanctions list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Snapshot {
    /// `US`, `UN`, `UK`.
    pub authority: String,
    /// Day of the edition.
    pub day: Date,
    /// Whether it has only aliases, so that no match in it means nothing.
    pub aliases_only: bool,
}
