//! Records of a case, as a researcher writes them in its CSV files.

use serde::{Deserialize, Serialize};

use crate::{
    date::PartialDate,
    provenance::{Disclosure, Provenance},
};

/// How somebody stands behind what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Said as a fact.
    #[default]
    Asserted,
    /// Said to be so by somebody, without standing behind it.
    Alleged,
    /// Said not to be so.
    Denied,
    /// Said to be going to happen.
    Promised,
    /// Said as a possibility.
    Hedged,
}

/// The three parts of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// How influence is won.
    Method,
    /// What the sender gets.
    Gain,
    /// What the host pays.
    Cost,
}

/// Somebody or something a case speaks about; a row of `actors.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Unique in the case; lower-case letters, digits, hyphens.
    pub id: String,
    /// `FollowTheMoney` schema: Person, Organization, Company, `PublicBody`, Event ...
    pub schema: String,
    /// Name to show.
    pub name: String,
    /// Other names and spellings, in any script.
    pub aliases: Vec<String>,
    /// ISO 3166 alpha-3 codes.
    pub countries: Vec<String>,
    /// One line on who this is.
    pub note: String,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Where the row stands.
    pub provenance: Provenance,
}

/// A tie between two actors; a row of `relations.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Actor id.
    pub from: String,
    /// What ties them, as a verb phrase: "acts on behalf of".
    pub relation: String,
    /// Actor id.
    pub to: String,
    /// First date, if known.
    pub since: Option<PartialDate>,
    /// Last date, if over.
    pub until: Option<PartialDate>,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// How the sources stand behind it.
    pub modality: Modality,
    /// Where the row stands.
    pub provenance: Provenance,
}

/// Who said what about whom; a row of `statements.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Unique in the case.
    pub id: String,
    /// Actor id of the speaker, or a name where the speaker is not an actor.
    pub speaker: String,
    /// What was said, in the case's own words or, where `quoted`, verbatim.
    pub text: String,
    /// Whether `text` is verbatim.
    pub quoted: bool,
    /// Actor ids it is about.
    pub about: Vec<String>,
    /// When it was said.
    pub date: Option<PartialDate>,
    /// Where it was published.
    pub published: String,
    /// How the speaker stands behind it.
    pub modality: Modality,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Where the row stands.
    pub provenance: Provenance,
}

/// A role held or a presence kept over a time; a row of `intervals.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Actor id.
    pub actor: String,
    /// Role, deployment, ban or mission: "president", "head of state", "military presence".
    pub role: String,
    /// ISO 3166 alpha-3 code or place name.
    pub place: String,
    /// First date.
    pub from: Option<PartialDate>,
    /// Last date; open where missing.
    pub to: Option<PartialDate>,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Where the row stands.
    pub provenance: Provenance,
}

/// What a flow is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlowKind {
    /// Weapons and what belongs to them.
    Arms,
    /// Gifts: food, fuel, equipment, training.
    Aid,
    /// Goods sold.
    Trade,
    /// Money: fees, loans, investment.
    Money,
}

/// What one country gave or sold another over some time, as a source states it; a row of
/// `flows.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// Unique in the case.
    pub id: String,
    /// ISO 3166 alpha-3 code, or the name of whoever gives.
    pub from: String,
    /// ISO 3166 alpha-3 code, or the name of whoever gets.
    pub to: String,
    /// What it is of.
    pub kind: FlowKind,
    /// What was given or counted, in one line.
    pub what: String,
    /// First date.
    pub since: PartialDate,
    /// Last date, where it is longer than the first.
    pub until: Option<PartialDate>,
    /// How much, in `unit`; none where the source does not say.
    pub value: Option<f64>,
    /// Unit of the value: `USD`, `tonne`, `share of TIV`; empty without a value.
    pub unit: String,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// How the sources stand behind it.
    pub modality: Modality,
    /// Where the row stands.
    pub provenance: Provenance,
}

/// Something that happened; a row of `timeline.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Unique in the case.
    pub id: String,
    /// First date, perhaps partial.
    pub date: PartialDate,
    /// Last date where it took longer.
    pub until: Option<PartialDate>,
    /// What happened, in one line.
    pub title: String,
    /// Which part of the case it belongs to.
    pub part: Part,
    /// Actor ids.
    pub actors: Vec<String>,
    /// ISO 3166 alpha-3 code or place name.
    pub place: String,
    /// DISARM technique id, such as `T0085`, where one fits.
    pub technique: Option<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// How the sources stand behind it.
    pub modality: Modality,
    /// Where the row stands.
    pub provenance: Provenance,
}

/// Whether the bytes of a source are held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preservation {
    /// The bytes are in the archive, under this SHA-256 in lower-case hexadecimal.
    Preserved {
        /// File name inside the case folder.
        file: String,
        /// SHA-256 of its bytes, hexadecimal.
        sha256: String,
    },
    /// Only cited; nobody can show from this case alone what it said.
    Cited,
}

/// A document that a case leans on; a row of `sources.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Unique in the case.
    pub id: String,
    /// Title as published.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Who wrote it, if named.
    pub author: String,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// Where it can be found, if on the web.
    pub url: Option<String>,
    /// When it was retrieved.
    pub retrieved: Option<PartialDate>,
    /// Preserved or only cited.
    pub preservation: Preservation,
    /// What may be published of it.
    pub disclosure: Disclosure,
    /// Where the row stands.
    pub provenance: Provenance,
}
