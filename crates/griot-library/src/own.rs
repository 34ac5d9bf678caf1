//! Facts of griot's own that the build needs: countries with their names (from kept libraries, by
//! `library/own/countries.mjs`), publishers' odd spellings, and totals of four roll calls. Each is a
//! small file under `library/own` that says where it is from.

use std::collections::BTreeMap;

use griot_model::PartialDate;
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    countries::{CountryIndex, state_on},
    rows::{Country, Office},
};

const COUNTRIES: &str = include_str!("../../../library/own/countries.csv");
const COUNTRIES_SOURCE: &str = include_str!("../../../library/own/countries.json");
const SPELLINGS: &str = include_str!("../../../library/own/spellings.csv");
const TOTALS: &str = include_str!("../../../library/own/un_totals.csv");
const OFFICES: &str = include_str!("../../../library/own/offices.csv");
const COUPS: &str = include_str!("../../../library/own/coups.csv");
const MISSIONS: &str = include_str!("../../../library/own/missions.csv");
const MEMBERS: &str = include_str!("../../../library/own/un_members.csv");

/// Why a row of griot's own files is expected to be readable.
const TESTED: &str = "griot's own files are compiled in, and a test reads them";

/// Where the names of countries are from.
#[derive(Debug, Deserialize)]
pub(super) struct CountriesSource {
    pub(super) source: String,
    pub(super) version: String,
    pub(super) licence: String,
}

/// A country with its names kept apart by language.
#[derive(Debug, Clone)]
pub(super) struct NamedCountry {
    /// As the typed row will be, without the numbers that publishers give it.
    pub(super) country: Country,
    /// Names in English, French, Russian, Arabic.
    pub(super) names: [Vec<String>; 4],
    /// Demonyms in English and French.
    pub(super) demonyms: [Vec<String>; 2],
}

/// The yes, no and abstain of a roll call as a press release states them.
#[derive(Debug)]
pub(super) struct StatedTotals {
    pub(super) symbol: String,
    pub(super) totals: [u16; 3],
    pub(super) source: String,
}

/// Which office the words of a position mean.
#[derive(Debug)]
pub(super) struct PositionWords {
    position: String,
    pub(super) office: Office,
    /// For which countries; all where none is named.
    countries: Vec<String>,
}

impl PositionWords {
    /// Whether the position of an office-holder of a country is this one.
    pub(super) fn means(&self, position: &str, iso3: &str) -> bool {
        self.position == position
            && (self.countries.is_empty() || self.countries.iter().any(|it| it == iso3))
    }
}

/// Countries, and how publishers write them.
#[derive(Debug)]
pub(crate) struct Geography {
    pub(super) named: Vec<NamedCountry>,
    countries: Vec<Country>,
    index: CountryIndex,
    spellings: BTreeMap<(String, String), Option<String>>,
}

/// What a publisher's spelling of a country means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// ISO 3166 alpha-3.
    Country(String),
    /// A state for which ISO 3166 has no code.
    NoCode,
    /// griot does not know.
    Unknown,
}

impl Geography {
    /// griot's own countries.
    pub(super) fn own() -> Self {
        let named = named_countries();
        let countries: Vec<Country> = named.iter().map(|named| named.country.clone()).collect();
        let spellings = rows(SPELLINGS)
            .map(|cells| {
                let [source, spelling, iso3] = first(&cells);
                let iso3 = (!iso3.is_empty()).then_some(iso3);
                ((source, spelling), iso3)
            })
            .collect();
        Self { index: CountryIndex::of(&countries), named, countries, spellings }
    }

    /// What `spelling` means when `publisher` writes it.
    pub(crate) fn resolve(&self, publisher: &str, spelling: &str) -> Resolved {
        let key = (publisher.to_owned(), spelling.to_owned());
        if let Some(known) = self.spellings.get(&key) {
            return known.clone().map_or(Resolved::NoCode, Resolved::Country);
        }
        match self.index.named(spelling) {
            [place] => self
                .countries
                .get(*place)
                .map_or(Resolved::Unknown, |country| Resolved::Country(country.iso3.clone())),
            _ => Resolved::Unknown,
        }
    }

    /// What griot's list of odd spellings says of one, if anything.
    pub(super) fn spelled(&self, publisher: &str, spelling: &str) -> Option<String> {
        let key = (publisher.to_owned(), spelling.to_owned());
        self.spellings.get(&key).cloned().flatten()
    }

    /// Whether griot knows the alpha-3 code.
    pub(crate) fn knows(&self, iso3: &str) -> bool {
        self.countries.iter().any(|country| country.iso3 == iso3)
    }

    /// Countries whose English name stands in a text, the longest names first taken: `South Sudan` is not
    /// Sudan. Sorted.
    pub(crate) fn named_in(&self, text: &str) -> Vec<String> {
        let names = self.named.iter().flat_map(|named| {
            let [english, ..] = &named.names;
            english.iter().map(|name| (name.as_str(), named.country.iso3.as_str()))
        });
        let mut names: Vec<(&str, &str)> = names.filter(|(name, _)| name.len() > 3).collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut left = text.replace('’', "'");
        let mut found = Vec::new();
        for (name, iso3) in names {
            let bounded = |at: usize| {
                let outside = |sign: Option<char>| sign.is_none_or(|it| !it.is_alphanumeric());
                outside(left.get(..at).and_then(|it| it.chars().next_back()))
                    && outside(left.get(at + name.len()..).and_then(|it| it.chars().next()))
            };
            if let Some(at) = left.find(name)
                && bounded(at)
            {
                left.replace_range(at..at + name.len(), "|");
                found.push(iso3.to_owned());
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// ISO 3166 alpha-3 of an alpha-2 code.
    pub(crate) fn of_iso2(&self, iso2: &str) -> Option<&str> {
        let found = self.countries.iter().find(|it| it.iso2 == iso2 && it.until.is_none());
        found.map(|country| country.iso3.as_str())
    }

    /// Whom a row of the archive of the Factbook's editions is about: by the alpha-2 code that the archive gives it, else by its
    /// name. The archive files the dependencies of the British Crown under the United Kingdom's code, so there the name comes first.
    pub(crate) fn of_archive(&self, iso2: &str, name: &str) -> Option<String> {
        let by_name = || match self.resolve("factbook", name) {
            Resolved::Country(iso3) => Some(iso3),
            Resolved::NoCode | Resolved::Unknown => None,
        };
        let by_code = || self.of_iso2(iso2).map(str::to_owned);
        if iso2 == "GB" { by_name().or_else(by_code) } else { by_code().or_else(by_name) }
    }

    /// The state that held the seat of `iso3` on `day`.
    pub(super) fn state_on<'a>(&'a self, iso3: &'a str, day: Date) -> &'a str {
        state_on(&self.countries, iso3, day)
    }
}

/// How publishers write countries, their misprints included.
#[derive(Debug)]
pub struct Spellings(Geography);

impl Spellings {
    /// griot's own list, on top of all names of countries.
    pub fn own() -> Self {
        Self(Geography::own())
    }

    /// ISO 3166 alpha-3 of the one country that `publisher` (`undl`, `voeten`, `ucdp` ...) means by
    /// `spelling`; none where there is none, or more than one.
    pub fn country(&self, publisher: &str, spelling: &str) -> Option<String> {
        match self.0.resolve(publisher, spelling) {
            Resolved::Country(iso3) => Some(iso3),
            Resolved::NoCode | Resolved::Unknown => None,
        }
    }
}

/// Where the names of countries are from.
#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
pub(super) fn countries_source() -> CountriesSource {
    serde_json::from_str(COUNTRIES_SOURCE).expect(TESTED)
}

/// Totals that press releases state.
#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
pub(super) fn stated_totals() -> Vec<StatedTotals> {
    rows(TOTALS)
        .map(|cells| {
            let [symbol, _day, yes, no, abstain, source] = first(&cells);
            let totals = [yes, no, abstain].map(|total| total.parse().expect(TESTED));
            StatedTotals { symbol, totals, source }
        })
        .collect()
}

/// How many members the United Nations had on a day; none before the seat of Czechoslovakia ended.
#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
pub(super) fn members_on(day: Date) -> Option<u16> {
    rows(MEMBERS)
        .map(|cells| {
            let [from, members] = first(&cells);
            (from.parse::<Date>().expect(TESTED), members.parse().expect(TESTED))
        })
        .take_while(|(from, _)| *from <= day)
        .last()
        .map(|(_, members)| members)
}

/// A coup, or the day of one by a second source.
#[derive(Debug)]
pub(super) struct OwnCoup {
    pub(super) country: String,
    pub(super) date: PartialDate,
    pub(super) other_date: Option<PartialDate>,
    pub(super) kind: String,
    pub(super) sources: String,
}

/// Coups after the Cline Center's list, and second days of some that it has.
#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
pub(super) fn coups() -> Vec<OwnCoup> {
    rows(COUPS)
        .map(|cells| {
            let [country, date, other, kind, sources] = first(&cells);
            let other_date = (!other.is_empty()).then(|| other.parse().expect(TESTED));
            OwnCoup { country, date: date.parse().expect(TESTED), other_date, kind, sources }
        })
        .collect()
}

/// The day on which a resolution ended a mission.
#[derive(Debug)]
pub(crate) struct MissionEnd {
    pub(crate) acronym: String,
    pub(crate) day: Date,
    pub(crate) resolution: String,
}

/// Ends of missions that their list does not have.
#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
pub(crate) fn mission_ends() -> Vec<MissionEnd> {
    rows(MISSIONS)
        .map(|cells| {
            let [acronym, day, resolution] = first(&cells);
            MissionEnd { acronym, day: day.parse().expect(TESTED), resolution }
        })
        .collect()
}

/// Positions that are offices.
#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
pub(super) fn offices() -> Vec<PositionWords> {
    rows(OFFICES)
        .map(|cells| {
            let [position, office, countries] = first(&cells);
            let office = Office::of(&office).expect(TESTED);
            let countries = countries.split_whitespace().map(str::to_owned).collect();
            PositionWords { position, office, countries }
        })
        .collect()
}

/// Words of titles that the World Factbook puts before names.
const TITLE_WORDS: &[&str] = &[
    "islamic",
    "revolution",
    "ayatollah",
    "acting",
    "administrator",
    "amir",
    "bailiff",
    "captain",
    "captains",
    "caretaker",
    "chairman",
    "chairperson",
    "chancellor",
    "chief",
    "co-chief",
    "co-president",
    "co-prince",
    "commander",
    "commissioner",
    "council",
    "crown",
    "deputy",
    "designate",
    "designated",
    "duke",
    "emir",
    "emperor",
    "executive",
    "federal",
    "first",
    "general",
    "governor",
    "governor-general",
    "governing",
    "grand",
    "head",
    "high",
    "interim",
    "king",
    "leader",
    "lieutenant",
    "lt",
    "lt.",
    "gen",
    "gen.",
    "col",
    "col.",
    "dr",
    "dr.",
    "maj",
    "maj.",
    "brig",
    "brig.",
    "capt",
    "capt.",
    "sir",
    "dame",
    "minister",
    "monarch",
    "national",
    "of",
    "the",
    "and",
    "for",
    "premier",
    "presidency",
    "president",
    "presidential",
    "prime",
    "prince",
    "princess",
    "provisional",
    "queen",
    "regent",
    "representative",
    "republic",
    "revolutionary",
    "ruler",
    "sheikh",
    "sovereign",
    "sovereignty",
    "state",
    "sultan",
    "supreme",
    "taoiseach",
    "transition",
    "transitional",
    "vice",
    "political",
    "bureau",
    "affairs",
    "military",
    "sec.",
    "secretary",
    "party",
    "people's",
    "government",
    "cabinet",
    "council,",
    "president,",
    "rebuild",
    "safeguard",
    "homeland",
    "ret.",
    "(ret.)",
    "field",
    "marshal",
    "admiral",
    "adm.",
    "acting)",
    "(acting)",
    "chair",
    "shaykh",
    "emirate",
    "mr.",
    "mrs.",
    "ms.",
    "co-principality",
];

/// A leader of the World Factbook: the words of the title, and the name.
pub(super) fn title_and_name(written: &str) -> (String, String) {
    let mut words: Vec<&str> = written.split_whitespace().collect();
    let is_title = |word: &&str| {
        let plain = word.trim_matches(['[', ']', ',']).to_lowercase();
        TITLE_WORDS.contains(&plain.as_str()) && word.chars().any(char::is_lowercase)
            || word.ends_with(']') && !word.contains('[')
    };
    let titles = words.iter().take_while(|word| is_title(word)).count();
    let name = words.split_off(titles);
    (words.join(" "), name.join(" "))
}

#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
fn named_countries() -> Vec<NamedCountry> {
    let list = |cell: &str| -> Vec<String> {
        cell.split('|').filter(|value| !value.is_empty()).map(str::to_owned).collect()
    };
    rows(COUNTRIES)
        .map(|cells| {
            let [
                iso3,
                iso2,
                name,
                en,
                fr,
                ru,
                ar,
                demonyms_en,
                demonyms_fr,
                regions,
                until,
                by,
            ] = first(&cells);
            let names = [en, fr, ru, ar].map(|cell| list(&cell));
            let demonyms = [demonyms_en, demonyms_fr].map(|cell| list(&cell));
            let country = Country {
                iso3,
                iso2,
                cow: None,
                gw: None,
                name,
                names: unique(names.iter().flatten()),
                demonyms: unique(demonyms.iter().flatten()),
                regions: list(&regions),
                until: (!until.is_empty()).then(|| until.parse().expect(TESTED)),
                continued_by: (!by.is_empty()).then_some(by),
            };
            NamedCountry { country, names, demonyms }
        })
        .collect()
}

/// Values in their order, each once.
pub(super) fn unique<'a>(values: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(value) {
            seen.push(value.clone());
        }
    }
    seen
}

/// Data rows of one of griot's own files; lines that start with `#` are remarks.
#[expect(clippy::expect_used, reason = "the const TESTED says why it holds")]
fn rows(text: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    let mut builder = csv::ReaderBuilder::new();
    let reader = builder.comment(Some(b'#')).flexible(true).from_reader(text.as_bytes());
    let records = reader.into_records();
    records.map(|record| record.expect(TESTED))
}

fn first<const N: usize>(cells: &csv::StringRecord) -> [String; N] {
    std::array::from_fn(|place| cells.get(place).unwrap_or_default().to_owned())
}
