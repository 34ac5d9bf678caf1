//! The files of a language as they are written: which there are, and what stands in them.

use std::collections::BTreeMap;

use rust_stemmers::Algorithm;
use serde::Deserialize;

/// The file `particulars.toml` of a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) name: String,
    pub(crate) script: String,
    #[serde(default)]
    pub(crate) marks_tell: bool,
    pub(crate) stopwords: Vec<String>,
    pub(crate) openers: Vec<String>,
    pub(crate) abbreviations: Vec<String>,
    pub(crate) elisions: Vec<String>,
    pub(crate) numbers: Numbers,
    pub(crate) units: BTreeMap<String, Vec<String>>,
    pub(crate) currencies: BTreeMap<String, Vec<String>>,
    pub(crate) dates: Dates,
    pub(crate) hedges: Hedges,
    pub(crate) names: Names,
    pub(crate) citing: Citing,
}

/// How numbers and amounts are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbers {
    pub(crate) decimal: char,
    #[serde(default)]
    pub(crate) group: Option<char>,
    #[serde(default)]
    pub(crate) compounds: Option<String>,
    #[serde(default)]
    pub(crate) ordinal_point: bool,
    pub(crate) plurals: Vec<String>,
    pub(crate) eras: Vec<String>,
    pub(crate) and: Vec<String>,
    pub(crate) ordinal_endings: Vec<String>,
    pub(crate) glued: Vec<String>,
    pub(crate) percent: Vec<String>,
    pub(crate) ranges: Vec<[String; 2]>,
    #[serde(default)]
    pub(crate) changes: Vec<[String; 2]>,
    pub(crate) cardinals: BTreeMap<String, f64>,
    pub(crate) magnitudes: BTreeMap<String, f64>,
    pub(crate) ordinals: BTreeMap<String, f64>,
    pub(crate) fractions: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) parts_behind: BTreeMap<String, f64>,
    #[serde(default)]
    pub(crate) money: BTreeMap<String, f64>,
    #[serde(default)]
    pub(crate) of_each: Vec<String>,
    #[serde(default)]
    pub(crate) per_hundred: Vec<String>,
    /// Words for about so many: une centaine.
    #[serde(default)]
    pub(crate) approximate: Vec<String>,
    #[serde(default)]
    pub(crate) points: Vec<String>,
    #[serde(default)]
    pub(crate) reckoning: Vec<String>,
    /// Words behind a number that multiplies: twelve times the pay.
    #[serde(default)]
    pub(crate) times: Vec<String>,
    /// Words by which a writer says that a number is a mean or a rate.
    #[serde(default)]
    pub(crate) means: Vec<String>,
}

/// How dates are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dates {
    pub(crate) months: Vec<Vec<String>>,
    pub(crate) weekdays: Vec<Vec<String>>,
    pub(crate) joiners: Vec<String>,
    pub(crate) decade_endings: Vec<String>,
    pub(crate) decade_words: Vec<String>,
    pub(crate) relative: Vec<String>,
    pub(crate) prepositions: Vec<String>,
    pub(crate) year_words: Vec<String>,
    #[serde(default)]
    pub(crate) quarters: Vec<String>,
    #[serde(default)]
    pub(crate) halves: Vec<String>,
    #[serde(default)]
    pub(crate) quarter_marks: Vec<String>,
    #[serde(default)]
    pub(crate) half_marks: Vec<String>,
}

/// Words that make a statement less sure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hedges {
    pub(crate) at_least: Vec<String>,
    pub(crate) at_most: Vec<String>,
    pub(crate) about: Vec<String>,
    pub(crate) goals: Vec<String>,
    #[serde(default)]
    pub(crate) during: Vec<String>,
    #[serde(default)]
    pub(crate) demands: Vec<String>,
    pub(crate) changes: Vec<String>,
    pub(crate) alleged: Vec<String>,
    pub(crate) doubted: Vec<String>,
    pub(crate) conditional: Vec<String>,
    pub(crate) not_conditional: Vec<String>,
    pub(crate) distance: Vec<String>,
}

/// What stands beside and in names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    #[serde(default)]
    pub(crate) nouns_are_capitalised: bool,
    #[serde(default)]
    pub(crate) determiners: Vec<String>,
    #[serde(default)]
    pub(crate) adjective_endings: Vec<String>,
    pub(crate) titles: Vec<String>,
    pub(crate) particles: Vec<String>,
    pub(crate) generic: Vec<String>,
    pub(crate) people_endings: Vec<String>,
    pub(crate) conjunctions: Vec<String>,
    pub(crate) after_common: Vec<String>,
    pub(crate) composing: Vec<String>,
    #[serde(default)]
    pub(crate) places_and_words: Vec<String>,
    #[serde(default)]
    pub(crate) before_places: Vec<String>,
    #[serde(default)]
    pub(crate) cases: BTreeMap<String, Vec<String>>,
}

/// How notes name earlier ones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Citing {
    pub(crate) same: Vec<String>,
    pub(crate) earlier: Vec<String>,
    pub(crate) note: Vec<String>,
}

/// The files of a language, as they were compiled in.
pub(crate) struct Files {
    pub(crate) code: &'static str,
    pub(crate) particulars: &'static str,
    pub(crate) places: &'static str,
    pub(crate) contraries: &'static str,
    pub(crate) stemmer: Algorithm,
}

/// The three files of a language.
macro_rules! files {
    ($code:literal, $stemmer:ident) => {
        Files {
            code: $code,
            particulars: include_str!(concat!("../../../lang/", $code, "/particulars.toml")),
            places: include_str!(concat!("../../../lang/", $code, "/places.csv")),
            contraries: include_str!(concat!("../../../lang/", $code, "/contraries.toml")),
            stemmer: Algorithm::$stemmer,
        }
    };
}

/// The languages.
pub(crate) const FILES: [Files; 7] = [
    files!("en", English),
    files!("fr", French),
    files!("ru", Russian),
    files!("ar", Arabic),
    files!("es", Spanish),
    files!("de", German),
    files!("pt", Portuguese),
];

/// Which city lies in which state, and which is the seat of its government.
pub(crate) const STATES: &str = include_str!("../../../lang/states.csv");

/// A digest of all files of all languages: another one is another reading.
pub(crate) fn digest_of_words() -> String {
    use sha2::Digest as _;
    let mut hash = sha2::Sha256::new();
    hash.update(STATES);
    for files in &FILES {
        hash.update(files.particulars);
        hash.update(files.places);
        hash.update(files.contraries);
    }
    griot_model::rows::hexadecimal(&hash.finalize())
}
