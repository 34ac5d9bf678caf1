//! Events of organised violence, whoever published them, as one kind of row.

use griot_model::{Diagnostic, Disclosure};
use jiff::civil::Date;

use crate::missing;

/// How a number of deaths is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Deaths {
    /// Best estimate, or the only number there is.
    pub best: u32,
    /// Low estimate as published; not always below the best.
    pub low: u32,
    /// High estimate as published.
    pub high: u32,
}

impl Deaths {
    /// One number without bounds.
    pub fn exactly(best: u32) -> Self {
        Self { best, low: best, high: best }
    }
}

/// A number of deaths as tables write it: `3`, `3.0` of a data frame; none where the cell says that
/// there is none.
pub(super) fn number_of_deaths(cell: &str, column: &str) -> Result<Option<u32>, String> {
    if missing::is_missing(cell) {
        return Ok(None);
    }
    // `3.0` and `3,0` are 3. Three digits after the sign may be thousands: `1.000` is no 1.
    let whole = match cell.split_once(['.', ',']) {
        Some((whole, rest)) if rest.len() != 3 && rest.bytes().all(|byte| byte == b'0') => {
            whole
        }
        _ => cell,
    };
    whole.parse().map(Some).map_err(|_not_a_number| {
        let help = if cell.contains([',', ' ', '\u{a0}', '\u{202f}', '.']) {
            "; write it without a sign between thousands"
        } else {
            ""
        };
        format!("column {column} should be a whole number, not {cell:?}{help}")
    })
}

/// What "civilians killed" may mean. Each publisher allows some of these, and they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Civilians {
    /// UCDP: deaths in one-sided violence, whoever the dead were.
    OneSided,
    /// UCDP: civilian deaths in all three types of violence, best estimate.
    CivilianDeaths,
    /// UCDP: deaths in one-sided violence, and civilian deaths in the other types.
    OneSidedAndCivilianDeaths,
    /// ACLED: deaths in events marked `Civilian targeting`.
    CivilianTargeting,
    /// ACLED: deaths in events of type `Violence against civilians`.
    ViolenceAgainstCivilians,
    /// ACLED: deaths in events in which civilians or protesters are an actor, on either side.
    CivilianActor,
}

impl Civilians {
    /// Its column in SQL.
    pub fn column(self) -> &'static str {
        match self {
            Self::OneSided => "one_sided",
            Self::CivilianDeaths => "civilian_deaths",
            Self::OneSidedAndCivilianDeaths => "one_sided_and_civilian_deaths",
            Self::CivilianTargeting => "civilian_targeting",
            Self::ViolenceAgainstCivilians => "violence_against_civilians",
            Self::CivilianActor => "civilian_actor",
        }
    }

    /// The definition in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::OneSided => "deaths in one-sided violence (UCDP type 3)",
            Self::CivilianDeaths => {
                "civilian deaths in all types of violence (UCDP deaths_civilians)"
            }
            Self::OneSidedAndCivilianDeaths => {
                "deaths in one-sided violence, and civilian deaths in the other types (UCDP)"
            }
            Self::CivilianTargeting => {
                "deaths in events that target civilians (ACLED civilian_targeting)"
            }
            Self::ViolenceAgainstCivilians => {
                "deaths in violence against civilians (ACLED event_type)"
            }
            Self::CivilianActor => {
                "deaths in events with civilians or protesters as an actor (ACLED)"
            }
        }
    }
}

/// What a party is to an event. The order of sides is not the direction of violence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// First side.
    SideA,
    /// Second side.
    SideB,
    /// Named as associated with the first side.
    WithSideA,
    /// Named as associated with the second side.
    WithSideB,
}

/// Somebody who took part, as the publisher names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// What they were to the event.
    pub role: Role,
    /// Name as written.
    pub name: String,
}

/// How exactly the place of an event is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Precision {
    /// The place itself.
    Exact,
    /// Within some 25 kilometres.
    Near,
    /// A smaller division, a line, a stretch of land or of sea: wider than [`Self::Near`].
    Area,
    /// A first-order division, of which the point is a middle.
    Division,
    /// The country, of which the point is a middle.
    Country,
    /// The list does not say.
    #[default]
    Unsaid,
}

impl Precision {
    /// All of them, the most exact first.
    pub const ALL: [Self; 6] =
        [Self::Exact, Self::Near, Self::Area, Self::Division, Self::Country, Self::Unsaid];

    /// Its word in tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Area => "area",
            Self::Division => "division",
            Self::Country => "country",
            Self::Unsaid => "unsaid",
        }
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Publisher's id; empty where the list has none.
    pub id: String,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
    /// First day it may have been.
    pub first: Date,
    /// Last day it may have been.
    pub last: Date,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How far off the point may be, in kilometres; 0 where the publisher calls it exact or says nothing.
    pub radius_km: f32,
    /// How exactly the place is known.
    pub precision: Precision,
    /// Country as written.
    pub country: String,
    /// Place as written.
    pub place: String,
    /// Category in each taxonomy of the list, in the order of [`EventList::taxonomies`].
    pub categories: Vec<String>,
    /// Who took part.
    pub parties: Vec<Party>,
    /// All deaths, where the list counts them.
    pub deaths: Option<Deaths>,
    /// Deaths of civilians under each definition that the publisher allows; a definition that does not take
    /// in this event is left out.
    pub civilians: Vec<(Civilians, Deaths)>,
    /// How many sources the publisher used, where it says so.
    pub sources: Option<u32>,
}

/// A file of events.
#[derive(Debug, Clone)]
pub struct EventList {
    /// Name of the list: the file's name without folder and endings.
    pub source: String,
    /// Publisher, layout and version, as recognised: "UCDP GED, 49 columns".
    pub layout: String,
    /// What may be shown of its rows to others.
    pub disclosure: Disclosure,
    /// Whether a row is a count over a week and a region: such rows can be compared, not fused.
    pub aggregated: bool,
    /// Names of the taxonomies.
    pub taxonomies: Vec<String>,
    /// Definitions of civilians killed that its layout allows.
    pub civilians: Vec<Civilians>,
    /// Events in the order of the file.
    pub events: Vec<Event>,
    /// Ids of rows that were set aside, where they could be read.
    pub unread: Vec<String>,
    /// What was seen: rows set aside, oddities, repairs.
    pub diagnostics: Vec<Diagnostic>,
}

/// The name that a list goes by: the file's name without folder, `.gz` and ending.
pub fn source_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// Coordinates of a column: decimal points, or decimal commas throughout.
#[derive(Debug, Clone, Copy, Default)]
pub struct CoordinateColumn {
    points: u64,
    commas: u64,
}

impl CoordinateColumn {
    /// Takes note of a cell.
    pub fn see(&mut self, cell: &str) {
        self.points += u64::from(cell.contains('.'));
        self.commas += u64::from(cell.contains(',') && !cell.contains('.'));
    }

    /// Whether the column writes `13,86` for 13.86.
    pub fn has_decimal_commas(&self) -> bool {
        self.commas > 0 && self.points == 0
    }

    /// A cell as a number.
    pub fn parse(&self, cell: &str, name: &str) -> Result<f64, String> {
        let number = if self.has_decimal_commas() {
            cell.replacen(',', ".", 1).parse::<f64>()
        } else {
            cell.parse::<f64>()
        };
        match number {
            Ok(number) if number.is_finite() => Ok(number),
            _ if cell.is_empty() => Err(format!("column {name} is empty")),
            _ if cell.contains(',') => Err(format!(
                "column {name} has a decimal comma in {cell:?}, unlike other rows; write a decimal point"
            )),
            _ => Err(format!("column {name} should be degrees, not {cell:?}")),
        }
    }
}

/// A point on the globe, or why these two numbers are none.
pub fn point(latitude: f64, longitude: f64) -> Result<(f64, f64), String> {
    if latitude.abs() > 90.0 && longitude.abs() <= 90.0 && latitude.abs() <= 180.0 {
        return Err(format!(
            "latitude {latitude} is beyond the pole; latitude and longitude look swapped: exchange the two columns"
        ));
    }
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
        return Err(format!(
            "latitude {latitude}, longitude {longitude} is not on the globe; write degrees with a decimal point"
        ));
    }
    if latitude == 0.0 && longitude == 0.0 {
        return Err(
            "latitude 0, longitude 0 is where missing coordinates end up; give the place or leave the row out"
                .to_owned(),
        );
    }
    Ok((latitude, longitude))
}
