//! Series, ready to be asked: of whom they have numbers, what their titles speak of, in what they count.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use griot_library::Library;
use griot_model::{
    PartialDate,
    measure::Entity,
    series::{Point, Series},
};
use griot_text::{
    claims::Tag,
    measures::{self, is_implied},
    names::Gazetteer,
};

/// In what a series counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Of a hundred.
    Percent,
    /// For each so many.
    Per(f64),
    /// A unit of measurement by its base and the factor to it.
    Measured(String, f64),
    /// Money of today's value, or of another year's or of purchasing power.
    Money { currency: String, constant: bool },
    /// Things.
    Count,
    /// A score, an index, a ratio: a number of no unit.
    Score,
    /// Yes or no.
    Flag,
}

/// A series with what it is chosen by.
pub(super) struct Kept<'a> {
    pub(super) series: &'a Series,
    pub(super) kind: Kind,
    /// What the title speaks of.
    pub(super) title: BTreeSet<String>,
    /// What a sentence has to speak of.
    pub(super) essential: BTreeSet<String>,
    /// What the unit speaks of.
    pub(super) unit: BTreeSet<String>,
    /// What the definition speaks of.
    pub(super) definition: BTreeSet<String>,
    /// Whether numbers of several entities or years can be added.
    pub(super) additive: bool,
    /// Whether it is a number for each of something: a rate, a density, so much a person.
    pub(super) is_rate: bool,
    /// Entities by the name that the file gives them.
    pub(super) entities: BTreeMap<Entity, &'a str>,
}

/// Everything at hand.
pub(crate) struct Known<'a> {
    pub(super) kept: Vec<Kept<'a>>,
    pub(super) library: &'a Library,
    /// Word of a title, to the series.
    pub(super) by_key: HashMap<String, Vec<usize>>,
}

impl<'a> Known<'a> {
    pub(crate) fn of(
        series: &[&'a Series],
        gazetteer: &Gazetteer<Tag>,
        library: &'a Library,
    ) -> Self {
        let mut names: HashMap<&str, Option<Entity>> = HashMap::new();
        let mut kept = Vec::with_capacity(series.len());
        for &one in series {
            let mut entities: BTreeMap<Entity, &str> = BTreeMap::new();
            for name in one.entities.keys() {
                let entity =
                    names.entry(name).or_insert_with(|| entity(name, gazetteer, library));
                if let Some(entity) = entity {
                    entities.entry(entity.clone()).or_insert(name);
                }
            }
            kept.push(Kept::of(one, entities));
        }
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, one) in kept.iter().enumerate() {
            for key in one.title.union(&one.unit) {
                by_key.entry(key.clone()).or_default().push(at);
            }
        }
        Self { kept, library, by_key }
    }

    /// The name of somebody to show.
    pub(super) fn name(&self, entity: &Entity) -> String {
        match entity {
            Entity::World => "the world".to_owned(),
            Entity::Country(code) => {
                self.library.country(code).map_or_else(|| code.clone(), |it| it.name.clone())
            }
            Entity::Region(code) => region(code).map_or_else(|| code.clone(), str::to_owned),
        }
    }
}

/// Name of a region by its UN M49 code.
pub(super) fn region(code: &str) -> Option<&'static str> {
    Some(match code {
        "001" => "the world",
        "002" => "Africa",
        "011" => "West Africa",
        "150" => "Europe",
        "142" => "Asia",
        "419" => "Latin America",
        "009" => "Oceania",
        "019" => "the Americas",
        _ => return None,
    })
}

/// Whom a file means by a code or a name.
fn entity(name: &str, gazetteer: &Gazetteer<Tag>, library: &Library) -> Option<Entity> {
    match name {
        "OWID_WRL" | "WLD" | "World" | "world" | "Monde" | "001" => return Some(Entity::World),
        "OWID_AFR" => return Some(Entity::Region("002".to_owned())),
        "OWID_KOS" => {
            return library.country("XKX").map(|it| Entity::Country(it.iso3.clone()));
        }
        _ => {}
    }
    if name.len() == 3
        && name.bytes().all(|it| it.is_ascii_uppercase())
        && library.country(name).is_some()
    {
        return Some(Entity::Country(name.to_owned()));
    }
    let found = gazetteer.find_in(name);
    let [one] = found.as_slice() else { return None };
    if one.span.start > 0 || one.span.end < name.len() {
        return None;
    }
    let mut entities: Vec<Entity> = one
        .tags
        .iter()
        .filter_map(|tag| match tag {
            Tag::Country(code) => Some(Entity::Country(code.clone())),
            Tag::Region(code) => Some(Entity::Region(code.clone())),
            _ => None,
        })
        .collect();
    entities.dedup();
    match entities.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

impl<'a> Kept<'a> {
    fn of(series: &'a Series, entities: BTreeMap<Entity, &'a str>) -> Self {
        let set =
            |text: &str| measures::keys(text).keys.into_iter().collect::<BTreeSet<String>>();
        let short = short_title(&series.title);
        let title = set(&short);
        let kind = kind(&series.title, &series.unit);
        let restricting: BTreeSet<String> =
            title.iter().filter(|key| !is_implied(key)).cloned().collect();
        let essential = if restricting.is_empty() { title.clone() } else { restricting };
        let spoken = format!("{} {}", series.title, series.unit).to_lowercase();
        let per =
            spoken.contains(" per ") || spoken.starts_with("per ") || spoken.contains('/');
        let averaged = ["average", "mean", "median", "rate", "density", "maximum", "minimum"]
            .iter()
            .any(|word| spoken.contains(word));
        let additive = !per && !averaged && matches!(kind, Kind::Count | Kind::Measured(..));
        Self {
            series,
            kind,
            title,
            essential,
            unit: set(&series.unit),
            definition: set(&series.definition),
            additive,
            is_rate: per || averaged,
            entities,
        }
    }

    /// The numbers of somebody by year; none where the series is by month or by day.
    pub(super) fn years(&self, entity: &Entity) -> Option<Vec<(i16, Point)>> {
        let name = self.entities.get(entity)?;
        let points = self.series.entities.get(*name)?;
        let years: Vec<(i16, Point)> = points
            .iter()
            .filter_map(|point| match point.time {
                PartialDate::Year(year) => Some((year, *point)),
                _ => None,
            })
            .collect();
        (years.len() == points.len()).then_some(years)
    }

    /// Title and unit as they are shown.
    pub(super) fn shown(&self) -> String {
        if self.series.unit.is_empty() {
            self.series.title.clone()
        } else {
            format!("{} ({})", self.series.title, self.series.unit)
        }
    }
}

/// A title without what only sorts it: "by source (nuclear)" is nuclear, "(Source: OECD)" and "(MPI)" nothing.
fn short_title(title: &str) -> String {
    let mut short = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(open) = rest.find('(') {
        let (before, inside) = rest.split_at_checked(open).unwrap_or((rest, ""));
        let end = inside.find(')').map_or(inside.len(), |it| it + 1);
        let (inside, after) = inside.split_at_checked(end).unwrap_or((inside, ""));
        // "Deaths from terrorism, by target (Police)": what is sorted by says nothing more than the part does.
        let cut = before.rfind(" by ").filter(|at| before.len() - at < 30);
        short.push_str(cut.and_then(|at| before.get(..at)).unwrap_or(before));
        let words = inside.trim_matches(['(', ')']);
        let acronym = !words.is_empty()
            && words.chars().all(|it| it.is_uppercase() || it.is_ascii_digit());
        let aside = words.to_lowercase();
        if !acronym && !aside.starts_with("source") && aside != "total" && !aside.contains('=')
        {
            short.push(' ');
            short.push_str(words);
            short.push(' ');
        }
        rest = after;
    }
    short.push_str(rest);
    short
}

/// In what a series counts, by its unit, and by its title where the unit is silent.
fn kind(title: &str, unit: &str) -> Kind {
    let unit = unit.trim().to_lowercase();
    let title = title.to_lowercase();
    let money = [
        ("usd", "USD"),
        ("us$", "USD"),
        ("dollar", "USD"),
        ("$", "USD"),
        ("€", "EUR"),
        ("eur", "EUR"),
        ("£", "GBP"),
    ];
    if unit.contains("yes/no") {
        return Kind::Flag;
    }
    if let Some(many) = per_many(&unit) {
        return Kind::Per(many);
    }
    if unit.contains('%')
        || unit.contains("percent")
        || unit.contains("per cent")
        || unit.contains("pour cent")
    {
        return Kind::Percent;
    }
    if ["index", "score", "ratio", "level"].iter().any(|it| unit.contains(it)) {
        return Kind::Score;
    }
    if let Some((_, currency)) = money.iter().find(|(sign, _)| unit.contains(sign)) {
        let constant =
            ["constant", "international", "prices", "ppp"].iter().any(|it| unit.contains(it));
        return Kind::Money { currency: (*currency).to_owned(), constant };
    }
    if let Some((base, factor)) = measures::unit(&unit) {
        return Kind::Measured(base, factor);
    }
    if unit.is_empty()
        && let Some(many) = per_many(&title)
    {
        return Kind::Per(many);
    }
    if unit.is_empty()
        && (title.contains('%') || title.starts_with("share ") || title.starts_with("part "))
    {
        return Kind::Percent;
    }
    Kind::Count
}

/// `per 1,000 people` is 1,000, `per million` a million.
fn per_many(text: &str) -> Option<f64> {
    let at = text.find("per ").or_else(|| text.find("pour "))?;
    let rest = text.get(at..)?.split_once(' ')?.1;
    let word = rest.split(' ').next()?;
    if word == "million" {
        return Some(1e6);
    }
    word.replace([',', '.'], "").parse().ok().filter(|many: &f64| *many >= 10.0)
}
