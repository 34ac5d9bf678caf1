//! `griot events compare --on` and `griot events fuse --on`: lists of events that lie on a cluster.

use std::collections::BTreeSet;

use griot_analysis::{
    event::remote::{
        Harm, HarmByPlace, RemoteList, few_enough, longest_and_rows, near_pairs, same_harm,
    },
    network::gather::in_words,
};
use griot_library::Library;
use griot_model::bounds::{self, in_thousands};
use griot_table::{event::EventList, event_csv::Mapping, event_list};

use super::files::{self, tell};
use crate::{cluster::Cluster, command::network_on::is_csv, failure::Failure, terminal::say};

/// Lists that were opened on a cluster and counted there.
pub(super) struct Lists {
    cluster: Cluster,
    mapping: Mapping,
    opened: Vec<Opened>,
}

struct Opened {
    path: String,
    list: RemoteList,
    harm: HarmByPlace,
    /// The list's first and last day.
    ends: Option<(String, String)>,
    /// Places that are asked about, as the list writes them; empty where all are.
    places: BTreeSet<String>,
}

impl Lists {
    /// Opens the lists and counts their harm by place and year; `country` is the ISO 3166 alpha-3 code of the place
    /// that is asked about.
    pub(super) fn at(
        cluster: Cluster,
        paths: &[String],
        mapping: Option<&String>,
        country: Option<&str>,
        library: &Library,
    ) -> Result<Self, Failure> {
        if paths.is_empty() {
            return Err(Failure::new("no list on the cluster is named")
                .hint("give the path under which the driver and every worker see it"));
        }
        let mapping = files::mapping(mapping)?;
        let mut this = Self { cluster, mapping, opened: Vec::new() };
        for (number, path) in paths.iter().enumerate() {
            let opened = this.open(number, path, country, library)?;
            this.opened.push(opened);
        }
        Ok(this)
    }

    fn open(
        &mut self,
        number: usize,
        path: &str,
        country: Option<&str>,
        library: &Library,
    ) -> Result<Opened, Failure> {
        let table = format!("griot_events_{number}");
        // Notes and headlines have several lines in a cell.
        let format = if is_csv(path) { "longcsv" } else { "parquet" };
        let columns = self.cluster.open(&table, path, format)?;
        let names = columns.into_iter().map(|column| column.0).collect();
        let list = RemoteList::of(path, &table, names, &self.mapping)?;
        if country.is_some() && !list.has_places() {
            return Err(Failure::new(format!("{path} has no column of countries")).hint(
                "leave out --place, or name the column in a mapping file: country = \"...\"",
            ));
        }
        let (mut harm, mut ends, mut unread) = (HarmByPlace::new(), None, 0);
        self.cluster.ask(&list.harm(), |row| {
            let deaths = [row.count(3)?, row.count(4)?, row.count(5)?];
            harm.insert((row.name(0)?, row.whole(1)?), Harm { events: row.count(2)?, deaths });
            if let (Some(first), Some(last)) = (row.text(6), row.text(7)) {
                let (start, end) =
                    ends.get_or_insert_with(|| (first.to_owned(), last.to_owned()));
                if first < start.as_str() {
                    first.clone_into(start);
                }
                if last > end.as_str() {
                    last.clone_into(end);
                }
            }
            unread += row.count(8)?;
            Ok(())
        })?;
        if unread > 0 {
            let rows = in_words(unread, "rows");
            return Err(Failure::new(format!(
                "{rows} of {path} have days that are not written year first, such as 2022-02-23"
            ))
            .hint("write days so in the table on the cluster; a cluster cannot put others in order"));
        }
        let is_there = |name: &&String| {
            country.is_none_or(|iso3| {
                library.find_country(name).is_some_and(|found| found.iso3 == iso3)
            })
        };
        let all: BTreeSet<&String> = harm.keys().map(|key| &key.0).collect();
        let places: BTreeSet<String> = match country {
            None => BTreeSet::new(),
            Some(_) => all.iter().copied().filter(is_there).cloned().collect(),
        };
        let events = |chosen: &dyn Fn(&str) -> bool| -> u64 {
            let of = harm.iter().filter(|(key, _)| chosen(&key.0));
            of.map(|(_, harm)| harm.events).sum()
        };
        let (here, everywhere) =
            (events(&|name| places.is_empty() || places.contains(name)), events(&|_| true));
        if country.is_some() && places.is_empty() {
            return Err(Failure::new(format!("no row of {path} is in that country"))
                .hint("see how the table writes its countries"));
        }
        say(&format!(
            "{path}: {} events in {} places on the cluster, {} of them asked about",
            in_thousands(everywhere),
            all.len(),
            in_thousands(here)
        ));
        few_enough(path, here)?;
        Ok(Opened { path: path.to_owned(), list, harm, ends, places })
    }

    /// Counts pairs of rows that lie near each other, and refuses more than are held here.
    pub(super) fn few_pairs(&mut self, km: f64, days: i32) -> Result<(), Failure> {
        let mut shapes = Vec::new();
        for opened in &self.opened {
            let row = self.cluster.ask_one(&longest_and_rows(&opened.list, &opened.places))?;
            shapes.push((row.count(0)?, row.count(1)?));
        }
        let longest = shapes.iter().map(|shape| shape.0).max().unwrap_or(0);
        let longest = i64::try_from(longest).unwrap_or(i64::MAX);
        let mut all = 0;
        for (at, one) in self.opened.iter().enumerate() {
            for (place, other) in self.opened.iter().enumerate().skip(at) {
                let lists = (&one.list, &other.list);
                let places = (&one.places, &other.places);
                let query = near_pairs(lists, places, (km, days), longest);
                let pairs = self.cluster.ask_one(&query)?.count(0)?;
                let pairs =
                    if at == place { pairs.saturating_sub(shapes[at].1) / 2 } else { pairs };
                say(&format!(
                    "{} and {}: {} pairs of rows within {km} km and {days} days",
                    one.path,
                    if at == place { "itself" } else { &other.path },
                    in_thousands(pairs)
                ));
                all += pairs;
            }
        }
        let most = bounds::EVENT_PAIRS as u64;
        if all > most {
            return Err(Failure::new(format!(
                "{} pairs of rows would be compared; griot takes at most {}",
                in_thousands(all),
                in_thousands(most)
            ))
            .hint("give a narrower --km or --days, or one place with --place"));
        }
        Ok(())
    }

    /// The lists with the rows of the places that are asked about, each as a file of them would be read.
    pub(super) fn read(mut self, with_ends: bool) -> Result<Vec<EventList>, Failure> {
        let mut lists = Vec::new();
        for Opened { path, list, harm, ends, places } in &self.opened {
            let ends = ends.as_ref().filter(|_| with_ends);
            let ends = ends.map(|(first, last)| (first.as_str(), last.as_str()));
            let mut rows: Vec<Vec<String>> = Vec::new();
            self.cluster.ask(&list.rows(places, ends), |row| {
                rows.push(row.texts().collect());
                Ok(())
            })?;
            // A cluster has no order of rows.
            rows.sort_unstable();
            same_harm(path, harm, &list.harm_of(&rows)?, places)?;
            let bytes = as_csv(list.names(), &rows)?;
            drop(rows);
            let read = event_list::read(path, &bytes, &self.mapping).map_err(Failure::new)?;
            say(&format!("{path}: {}, {} events came", read.layout, read.events.len()));
            tell(&read.diagnostics);
            lists.push(read);
        }
        Ok(lists)
    }
}

fn as_csv(names: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(names).map_err(Failure::new)?;
    for row in rows {
        out.write_record(row).map_err(Failure::new)?;
    }
    out.into_inner().map_err(Failure::new)
}
