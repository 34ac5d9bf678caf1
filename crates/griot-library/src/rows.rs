//! The typed rows of the library's tables.

use griot_model::{Choice, PartialDate};
use jiff::civil::Date;

/// A body of the United Nations that votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Body {
    /// The General Assembly.
    Assembly,
    /// The Security Council.
    Council,
}

/// What became of the text that was voted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was adopted.
    Adopted,
    /// A permanent member of the Security Council voted against it.
    Vetoed,
    /// It did not receive as many votes as it needed.
    Failed,
    /// No source says.
    Unknown,
}

impl Outcome {
    /// As the table writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Vetoed => "vetoed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The outcome of this word.
    pub fn of(word: &str) -> Option<Self> {
        let all = [Self::Adopted, Self::Vetoed, Self::Failed, Self::Unknown];
        all.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// A roll call of the General Assembly or of the Security Council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCall {
    /// Who voted.
    pub body: Body,
    /// Key of `un_roll_calls` and `un_votes`: `V9444` for Voeten's rcid 9444, `V411-2023` for a late row
    /// that repeats an early rcid, `U422519` for a record that only the UN Digital Library has,
    /// `A/RES/ES-11/6` for the lists. Of the Security Council, key of `unsc_roll_calls` and `unsc_votes`:
    /// the resolution, or the draft where it was not adopted.
    pub id: String,
    /// Session of the Assembly; emergency special sessions carry the number of the special session. Zero
    /// for the Security Council.
    pub session: i16,
    /// Day of the vote: the UN Digital Library's where it knows the roll call, otherwise the other source's.
    pub date: Date,
    /// Whether [`Self::date`] can be relied on. Days that only Voeten's data has are days or weeks off
    /// before 2000, and some since; nothing is contradicted by them.
    pub day_certain: bool,
    /// The other source's day, where the two differ.
    pub other_date: Option<Date>,
    /// `A/RES/77/229`, `A/RES/2758(XXVI)`, `S/RES/2690(2023)`, where known.
    pub symbol: Option<String>,
    /// Symbol of the draft, of the Security Council alone: `S/2022/720`.
    pub draft: Option<String>,
    /// Title as published, where known.
    pub title: Option<String>,
    /// Agenda items, as their source words them.
    pub agenda: Option<String>,
    /// Record of the meeting: `S/PV.9364`.
    pub meeting: Option<String>,
    /// What became of the text.
    pub outcome: Outcome,
    /// Permanent members whose vote against it was the veto; sorted.
    pub vetoed_by: Vec<[u8; 3]>,
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

/// An office of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Office {
    /// President, monarch, or who holds the powers of one.
    HeadOfState,
    /// Prime minister, chancellor, premier.
    HeadOfGovernment,
    /// Minister of defence.
    DefenceMinister,
    /// Minister of foreign affairs.
    ForeignMinister,
}

impl Office {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::HeadOfState,
        Self::HeadOfGovernment,
        Self::DefenceMinister,
        Self::ForeignMinister,
    ];

    /// As the table writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::HeadOfState => "head_of_state",
            Self::HeadOfGovernment => "head_of_government",
            Self::DefenceMinister => "defence_minister",
            Self::ForeignMinister => "foreign_minister",
        }
    }

    /// The office of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|office| office.word() == word)
    }
}

/// A term of a person in an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Which office.
    pub office: Office,
    /// Position as the source words it: `Chairman of the Sovereignty Council`.
    pub position: String,
    /// Name as the first source writes it.
    pub person: String,
    /// Spellings of the name in all sources, [`Self::person`] first.
    pub names: Vec<String>,
    /// Number of the person in Wikidata; none where only the World Factbook knows the term.
    pub qid: Option<String>,
    /// First day, month or year.
    pub start: Option<PartialDate>,
    /// Last day, month or year, where it is stated.
    pub end: Option<PartialDate>,
    /// Where no end is stated: a day on which the person was seen in office.
    pub end_not_before: Option<PartialDate>,
    /// Where no end is stated: a day on which the person was no longer seen in office.
    pub end_not_after: Option<PartialDate>,
    /// Where no end is stated: first day of whoever came next.
    pub next_start: Option<PartialDate>,
    /// Day on which the source was last read, for whoever was in office then.
    pub in_office_on: Option<Date>,
    /// Which sources know the term: `wikidata`, `factbook`, `reign`.
    pub sources: Vec<String>,
    /// First day by the World Factbook (often the oath, or the current term) and by REIGN.
    pub other_starts: [Option<PartialDate>; 2],
    /// Last month by REIGN.
    pub other_end: Option<PartialDate>,
    /// First and last edition of the World Factbook that names the person here.
    pub editions: Option<[i16; 2]>,
    /// Data row in the first source's file.
    pub row: u64,
}

impl Term {
    /// Whether the person held the office on a day; none where the dates do not say.
    ///
    /// The last day counts, and so does a day on which the person was seen.
    pub fn held_on(&self, day: Date) -> Option<bool> {
        let start = self.start?;
        if day < start.first_day() {
            return Some(false);
        }
        let latest = self.end.or(self.end_not_after).map(PartialDate::last_day);
        if latest.is_some_and(|end| day > end) {
            return Some(false);
        }
        let known_until =
            self.end.or(self.end_not_before).map(PartialDate::first_day).max(self.in_office_on);
        let held = day >= start.last_day() && known_until.is_some_and(|end| day <= end);
        held.then_some(true)
    }

    /// Whether both ends are days, or the start is one and the person was in office when the source was
    /// last read: only then may a claim be contradicted by the term.
    pub fn is_exact(&self) -> bool {
        let is_day = |date: Option<PartialDate>| matches!(date, Some(PartialDate::Day(_)));
        is_day(self.start) && (is_day(self.end) || self.in_office_on.is_some())
    }
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

/// A candidate in a round of a presidential election, with one share that editions of the source give.
#[derive(Debug, Clone, PartialEq)]
pub struct ElectionResult {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Year of the election, of its last round.
    pub year: i16,
    /// Day of the round, or the year where it is not certain.
    pub date: PartialDate,
    /// 1 or 2, where the source says which.
    pub round: Option<i16>,
    /// Name in natural case.
    pub candidate: String,
    /// Family name, where the publisher marks it.
    pub family_name: Option<String>,
    /// Percent of the popular vote, where the source gives it.
    pub percent: Option<f64>,
    /// Digits that the source writes behind the point.
    pub decimals: i16,
    /// Whether the source calls the candidate elected.
    pub elected: Option<bool>,
    /// Round in which the president was elected, where the source says so.
    pub decided_in: Option<i16>,
    /// Whether every candidate of the round is named.
    pub is_complete: bool,
    /// First and last edition with this share.
    pub editions: [i16; 2],
    /// Data row in the file of the last edition.
    pub row: u64,
}

/// A day of an election by the World Factbook, a second source beside [`Election`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionDay {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// When; without a day where the source has none.
    pub date: PartialDate,
    /// Of a president, and not of a chamber of parliament.
    pub is_presidential: bool,
    /// Chamber as written, where it is named.
    pub chamber: Option<String>,
    /// First and last edition with this day.
    pub editions: [i16; 2],
    /// Data row in the file of the last edition.
    pub row: u64,
}

impl ElectionDay {
    /// The word for its kind in the table.
    pub fn kind(&self) -> &'static str {
        if self.is_presidential { "presidential" } else { "legislative" }
    }
}

/// A coup d'etat, an attempt or a conspiracy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coup {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// When.
    pub date: PartialDate,
    /// Day by a second source, where it is another: neither contradicts the other.
    pub other_date: Option<PartialDate>,
    /// `coup`, `attempted`, `conspiracy`.
    pub kind: String,
    /// Who dates it, in words.
    pub sources: String,
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

/// What a series measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Key: `refugees_from`.
    pub name: String,
    /// Unit: `people`.
    pub unit: String,
    /// What is counted, and what is not.
    pub definition: String,
    /// Whose number it is.
    pub source: String,
}

/// A measured value of a country in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Place in [`SeriesRows::topics`].
    pub topic: usize,
    /// ISO 3166 alpha-3.
    pub entity: [u8; 3],
    /// Year.
    pub year: i16,
    /// Value.
    pub value: f64,
    /// Lower and upper bound, where the source has them.
    pub bounds: Option<[f64; 2]>,
}

/// All measured values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SeriesRows {
    /// Topics, by their key.
    pub topics: Vec<Topic>,
    /// Values by topic, country and year.
    pub values: Vec<Measured>,
}

/// Who fled one country and was in another at the end of a year, by UNHCR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refugees {
    /// ISO 3166 alpha-3 of the country of origin.
    pub origin: [u8; 3],
    /// ISO 3166 alpha-3 of the country of asylum.
    pub asylum: [u8; 3],
    /// Year; of the last one the number is that of its middle.
    pub year: i16,
    /// Refugees under UNHCR's mandate.
    pub refugees: i64,
    /// Asylum-seekers whose cases are pending.
    pub asylum_seekers: i64,
    /// Other people in need of international protection.
    pub others: i64,
}

/// A partner's share of a country's exports or imports.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeShare {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Whether of exports; else of imports.
    pub is_export: bool,
    /// Year that the share is of.
    pub year: i16,
    /// ISO 3166 alpha-3 of the partner, where its words name a country.
    pub partner: Option<String>,
    /// Partner as written.
    pub written: String,
    /// Share in percent.
    pub percent: f64,
    /// First and last edition that have it.
    pub editions: [i16; 2],
}

/// A peacekeeping mission of the United Nations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mission {
    /// `MINUSMA`.
    pub acronym: String,
    /// Name.
    pub name: String,
    /// ISO 3166 alpha-3 of the countries that the name names.
    pub countries: Vec<String>,
    /// First day; the first of a month may stand for the month.
    pub start: Option<Date>,
    /// Last day; none while it went on when the list was made.
    pub end: Option<Date>,
    /// Resolution that ended it, where the list does not say.
    pub end_by: Option<String>,
    /// Day on which the list was made.
    pub listed_on: Option<Date>,
    /// Data row in the publisher's file.
    pub row: u64,
}

/// A country's membership of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Acronym: `UN`, `AU`.
    pub organisation: String,
    /// What the source adds: `observer`, `suspended`; none for a member.
    pub status: Option<String>,
    /// Year of admission, of the United Nations alone.
    pub since: Option<i16>,
    /// Whose word it is.
    pub source: String,
}

/// A country's standing in a treaty of human rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Short name: `CAT`.
    pub treaty: String,
    /// Name.
    pub name: String,
    /// `state party`, `signatory state`, `no action`.
    pub status: String,
    /// Year of ratification or accession.
    pub year: Option<i16>,
}

/// When a country became independent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Independence {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// First date that the source states; none where it begins with no date.
    pub date: Option<PartialDate>,
    /// As stated; other dates may stand in it.
    pub stated: String,
}

/// A populated place that is large enough to be named alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct City {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Name.
    pub name: String,
    /// Inhabitants.
    pub population: i64,
}

/// A place of the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Name.
    pub name: String,
    /// Other spellings.
    pub names: Vec<String>,
    /// Whether it is a first-order division; else a populated place.
    pub is_division: bool,
    /// First-order division it lies in, where known.
    pub division: Option<String>,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// Inhabitants, where known.
    pub population: Option<i64>,
}
