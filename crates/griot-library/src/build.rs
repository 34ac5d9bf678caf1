//! Publishers' files into the library's tables.
//!
//! The same files give the same bytes. Nothing of a publisher's is dropped in silence: each row that
//! cannot be read, and each oddity that was read all the same, is in [`Built::diagnostics`].

mod world_tables;

use std::{collections::BTreeSet, io};

use ::parquet::errors::ParquetError;
use bytes::Bytes;
use griot_model::{Diagnostic, TableDescription};

use griot_model::world::World;
use griot_table::{
    Reported, TableError, cline, count_set_aside, es11, factbook, ofac, office_holders, reign,
    security_council, ucdp_country_year, uk_sanctions, un_records, un_sanctions, voeten,
};

use super::{
    TABLES, council,
    describe::{self, Facts},
    files,
    own::{self, Geography},
    parquet::Table,
    politics,
    rows::Listing,
    sanctions, shapes, terms, violence,
    votes::{self, Join},
};

/// A table as it will be committed.
#[derive(Debug, Clone)]
pub struct BuiltTable {
    /// What travels with it.
    pub description: TableDescription,
    /// Its Parquet bytes; the file name is the table's name with `.parquet`.
    pub parquet: Bytes,
}

/// What a build gives.
#[derive(Debug, Clone)]
pub struct Built {
    /// The tables, in the order of [`super::TABLES`].
    pub tables: Vec<BuiltTable>,
    /// Everything that was set aside (warnings) or found odd (notes), by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How the two sources of roll calls met.
    pub join: Join,
}

/// Why no library could be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A publisher's file is not there or cannot be read.
    #[error("{path} cannot be read")]
    Read {
        /// Path as it was looked for.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not of the format that its place says.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A file's name should end with its day.
    #[error("{0} should have its day in its name, as in list_2021-07-07.csv.gz")]
    NoDay(String),
    /// A table could not be written.
    #[error("a table could not be written as Parquet")]
    Parquet(#[from] ParquetError),
}

/// Makes all tables from the publishers' files under `folder`; `progress` is told each step.
pub fn build(
    world: &dyn World,
    folder: &str,
    progress: &mut dyn FnMut(&str),
) -> Result<Built, BuildError> {
    let mut builder = Builder {
        world,
        folder,
        geography: Geography::own(),
        tables: Vec::new(),
        seen: Vec::new(),
    };
    progress("votes of the United Nations");
    let join = builder.votes()?;
    progress("leaders, elections and coups");
    let cow = builder.politics()?;
    progress("results of elections");
    builder.elections()?;
    progress("missions, memberships and treaties");
    builder.facts_of_states()?;
    progress("series");
    builder.series()?;
    progress("partners of trade");
    builder.trade()?;
    progress("places");
    builder.places()?;
    progress("deaths in organised violence");
    let gw = builder.violence()?;
    progress("sanctions lists");
    builder.sanctions()?;
    progress("countries");
    builder.countries(&cow, &gw)?;
    progress("outlines of countries");
    builder.shapes()?;
    let Builder { mut tables, mut seen, .. } = builder;
    seen.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    tables.sort_by_key(|table| TABLES.iter().position(|name| *name == table.description.name));
    Ok(Built { tables, diagnostics: seen, join })
}

type Numbers = std::collections::BTreeMap<String, u16>;

struct Builder<'a> {
    world: &'a dyn World,
    folder: &'a str,
    geography: Geography,
    tables: Vec<BuiltTable>,
    seen: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn text(&self, file: &'static str) -> Result<griot_table::Text<'static>, BuildError> {
        let path = format!("{}/{file}", self.folder.trim_end_matches('/'));
        let bytes =
            self.world.read(&path).map_err(|source| BuildError::Read { path, source })?;
        Ok(griot_table::decode(file, &bytes)?)
    }

    /// Adds a table; `aside` are the diagnostics of its files, which are kept.
    fn add(
        &mut self,
        table: Table,
        facts: Facts,
        aside: Vec<Diagnostic>,
    ) -> Result<(), BuildError> {
        let description = facts.description(table.rows(), count_set_aside(&aside));
        self.seen.extend(aside);
        let parquet = table.finish(&description)?;
        self.tables.push(BuiltTable { description, parquet });
        Ok(())
    }

    fn votes(&mut self) -> Result<Join, BuildError> {
        let wide = voeten::read(&self.text(files::VOETEN)?)?;
        let records = un_records::read_records(&self.text(files::UN_RECORDS)?)?;
        let votes = un_records::read_votes(&self.text(files::UN_VOTES)?)?;
        let listed = es11::read(&self.text(files::ES11)?)?;
        let mut aside = wide.roll_calls.diagnostics.clone();
        aside.extend(records.diagnostics);
        aside.extend(votes.votes.diagnostics.iter().cloned());
        aside.extend(listed.diagnostics);
        let ballots = votes::Ballots::of(
            &records.rows,
            &votes,
            (files::UN_RECORDS, files::UN_VOTES),
            &self.geography,
            &mut aside,
        );
        let sources = votes::Sources {
            wide: &wide,
            records: &records.rows,
            records_file: files::UN_RECORDS,
            ballots: &ballots,
            listed: &listed.rows,
            listed_file: files::ES11,
            totals: &own::stated_totals(),
        };
        let votes = votes::join(&sources, &self.geography);
        aside.extend(votes.diagnostics.iter().cloned());
        let join = votes.join;
        self.add(votes::roll_call_table(&votes), describe::roll_calls(&votes), aside)?;
        self.add(votes::vote_table(&votes), describe::votes(&votes), Vec::new())?;

        let listed = security_council::read_votes(&self.text(files::COUNCIL_VOTES)?)?;
        let vetoes = security_council::read_vetoes(&self.text(files::VETOES)?)?;
        let council = council::join(
            &council::Sources {
                records: &records.rows,
                ballots: &ballots,
                votes: &listed.rows,
                votes_file: files::COUNCIL_VOTES,
                vetoes: &vetoes.rows,
                vetoes_file: files::VETOES,
            },
            &self.geography,
        );
        let mut aside = listed.diagnostics;
        aside.extend(vetoes.diagnostics);
        aside.extend(council.diagnostics.iter().cloned());
        let facts = describe::council_roll_calls(&council);
        self.add(council::roll_call_table(&council), facts, aside)?;
        let facts = describe::council_votes(&council);
        self.add(council::vote_table(&council), facts, Vec::new())?;
        Ok(join)
    }

    fn politics(&mut self) -> Result<Numbers, BuildError> {
        let leaders = reign::read_leaders(&self.text(files::LEADERS)?)?;
        let elections = reign::read_elections(&self.text(files::ELECTIONS)?)?;
        let coups = cline::read(&self.text(files::COUPS)?)?;
        let mut aside = [leaders.diagnostics, elections.diagnostics, coups.diagnostics];
        let [of_leaders, of_elections, of_coups] = &mut aside;
        let geography = &self.geography;
        let numbers =
            politics::Numbers::of(&elections.rows, files::ELECTIONS, geography, of_elections);
        let leaders = politics::place_leaders(
            &leaders.rows,
            files::LEADERS,
            &numbers,
            geography,
            of_leaders,
        );
        let elections = politics::place_elections(
            &elections.rows,
            files::ELECTIONS,
            geography,
            of_elections,
        );
        let coups = politics::place_coups(&coups.rows, files::COUPS, geography, of_coups);
        let cow = politics::cow_numbers(&leaders, &elections);
        of_elections.extend(politics::lone_numbers(&elections, files::ELECTIONS, &cow));
        let (terms, met, terms_aside) = self.office_holders(&leaders)?;
        let of_terms = describe::terms(&terms, met);
        self.add(terms::table(&terms), of_terms, terms_aside)?;
        let tables = [
            (politics::leader_table(&leaders), describe::leaders(countries_of(&leaders))),
            (
                politics::election_table(&elections),
                describe::elections(countries_of(&elections)),
            ),
            (
                politics::coup_table(&coups, &own::coups()),
                describe::coups(countries_of(&coups)),
            ),
        ];
        for ((table, facts), aside) in tables.into_iter().zip(aside) {
            self.add(table, facts, aside)?;
        }
        Ok(cow)
    }

    /// Terms of office-holders, beside REIGN's leaders.
    fn office_holders(
        &self,
        leaders: &[politics::Placed<'_, reign::Leader>],
    ) -> Result<(Vec<terms::Held>, terms::Met, Vec<Diagnostic>), BuildError> {
        let wanted = |role: &str| {
            ["head of state", "head of government", "defence minister", "foreign minister"]
                .contains(&role)
        };
        let stated = office_holders::read(&self.text(files::OFFICE_HOLDERS)?, wanted)?;
        let editions = factbook::read_editions(&self.text(files::FACTBOOK_EDITIONS)?)?;
        let last = factbook::read_edition(&self.text(files::FACTBOOK_LEADERS)?, 2026)?;
        let mut aside = stated.diagnostics;
        aside.extend(editions.diagnostics);
        aside.extend(last.diagnostics);
        let mut seen = editions.rows;
        seen.extend(last.rows);
        let sources = terms::Sources {
            terms: &stated.rows,
            terms_file: files::OFFICE_HOLDERS,
            editions: &seen,
            editions_file: files::FACTBOOK_EDITIONS,
            leaders,
        };
        let (terms, met) = terms::join(&sources, &self.geography, &mut aside);
        Ok((terms, met, aside))
    }

    fn violence(&mut self) -> Result<Numbers, BuildError> {
        let Reported { rows, diagnostics: mut aside } =
            ucdp_country_year::read(&self.text(files::UCDP)?)?;
        let placed = violence::place(&rows, files::UCDP, &self.geography, &mut aside);
        let gw = violence::gw_numbers(&placed);
        let facts = describe::deaths(countries_of(&placed));
        self.add(violence::table(&placed), facts, aside)?;
        Ok(gw)
    }

    fn sanctions(&mut self) -> Result<(), BuildError> {
        let day = |file: &str| {
            sanctions::day_in_name(file).ok_or_else(|| BuildError::NoDay(file.to_owned()))
        };
        let mut aside = Vec::new();
        let mut all: Vec<Listing> = Vec::new();
        for (main, alias_file) in files::US_LISTS {
            let entries = ofac::read_entries(&self.text(main)?)?;
            aside.extend(entries.diagnostics);
            let aliases = match alias_file {
                Some(file) => {
                    let aliases = ofac::read_aliases(&self.text(file)?)?;
                    aside.extend(aliases.diagnostics);
                    Some((file, aliases.rows))
                }
                None => None,
            };
            let aliases = aliases.as_ref().map(|(file, rows)| (*file, rows.as_slice()));
            all.extend(sanctions::us(day(main)?, &entries.rows, aliases, &mut aside));
        }
        for file in files::US_ALIASES {
            let aliases = ofac::read_aliases(&self.text(file)?)?;
            aside.extend(aliases.diagnostics);
            all.extend(sanctions::us_aliases(day(file)?, file, &aliases.rows, &mut aside));
        }
        for file in files::UN_LISTS {
            let list = un_sanctions::read(&self.text(file)?)?;
            all.extend(sanctions::un(&list));
            aside.extend(list.entries.diagnostics);
        }
        let list = uk_sanctions::read(&self.text(files::UK_LIST)?)?;
        aside.extend(list.diagnostics);
        all.extend(sanctions::uk(day(files::UK_LIST)?, &list.rows));
        // The sort is stable: entries of one edition stay in the publisher's order.
        all.sort_by(|a, b| (&a.authority, a.snapshot).cmp(&(&b.authority, b.snapshot)));
        let facts = describe::listings(&all);
        self.add(sanctions::table(&all), facts, aside)
    }

    fn countries(&mut self, cow: &Numbers, gw: &Numbers) -> Result<(), BuildError> {
        let mut table = Table::default();
        let named = &self.geography.named;
        let all = || named.iter().map(|named| &named.country);
        table.text("iso3", "ISO 3166-1 alpha-3; XKX is Kosovo's in common use; ISO 3166-3 for states that are no more", all().map(|c| Some(&c.iso3)));
        table.text(
            "iso2",
            "ISO 3166-1 alpha-2; none for Czechoslovakia, whose code was given away",
            all().map(|c| (!c.iso2.is_empty()).then_some(&c.iso2)),
        );
        table.text("name", "English name to show", all().map(|c| Some(&c.name)));
        table.texts(
            "names",
            "names in English, French, Russian, Arabic, and other spellings",
            all().map(|c| &c.names),
        );
        table.texts(
            "demonyms",
            "demonyms in English and French, both genders, singular and plural",
            all().map(|c| &c.demonyms),
        );
        for (place, language) in ["en", "fr", "ru", "ar"].into_iter().enumerate() {
            let names = named.iter().filter_map(|named| named.names.get(place));
            table.texts(
                &format!("names_{language}"),
                "names in this language (ISO 639-1)",
                names,
            );
        }
        for (place, language) in ["en", "fr"].into_iter().enumerate() {
            let demonyms = named.iter().filter_map(|named| named.demonyms.get(place));
            table.texts(
                &format!("demonyms_{language}"),
                "demonyms in this language (ISO 639-1)",
                demonyms,
            );
        }
        table.texts(
            "regions",
            "UN M49 codes of the regions it lies in",
            all().map(|c| &c.regions),
        );
        table.int32(
            "cow",
            "Correlates of War number, as REIGN's latest rows have it",
            all().map(|c| cow.get(&c.iso3).copied().map(i32::from)),
        );
        table.int32(
            "gw",
            "Gleditsch-Ward number, as UCDP has it",
            all().map(|c| gw.get(&c.iso3).copied().map(i32::from)),
        );
        table.day("until", "last day of a state that is no more", all().map(|c| c.until));
        table.text(
            "continued_by",
            "state under whose code publishers continue its rows",
            all().map(|c| c.continued_by.as_ref()),
        );
        let facts = describe::countries(named.iter().map(|named| named.country.iso3.clone()));
        self.add(table, facts, Vec::new())
    }

    fn shapes(&mut self) -> Result<(), BuildError> {
        let (world, region) = (self.text(files::WORLD)?, self.text(files::REGION)?);
        let mut aside = Vec::new();
        let mut outlines = shapes::countries(&world, &region, &self.geography, &mut aside)?;
        for (file, object, iso3) in files::DIVISIONS {
            let text = self.text(file)?;
            outlines.extend(shapes::divisions(&text, object, iso3, &mut aside)?);
        }
        let facts = describe::shapes(shapes::drawn(&outlines));
        self.add(shapes::table(&outlines), facts, aside)
    }
}

fn countries_of<T>(placed: &[politics::Placed<'_, T>]) -> BTreeSet<String> {
    placed.iter().filter_map(|placed| placed.country.clone()).collect()
}
