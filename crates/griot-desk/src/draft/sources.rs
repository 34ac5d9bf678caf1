//! The sources of a case, as a draft cites them.

use std::{collections::BTreeMap, path::Path};

use griot_case::read_sources;
use griot_model::{Preservation, Source};

use crate::disk;

/// A source of the case.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// Its row in `sources.csv`.
    pub(crate) source: Source,
    /// Its file inside the case, where the file is there.
    pub(crate) file: Option<String>,
}

/// The sources of the case in a folder, by id. No file is read.
pub(crate) fn of_case(folder: &Path) -> BTreeMap<String, Held> {
    let Ok(bytes) = disk::read(folder, "sources.csv") else { return BTreeMap::new() };
    let there = |file: &str| match disk::stamp(folder, file) {
        Some(_) => Ok(String::new()),
        None => Err("is not there".to_owned()),
    };
    let (rows, _said) = read_sources(&bytes, &there);
    rows.into_iter()
        .map(|source| {
            let file = match &source.preservation {
                Preservation::Preserved { file, .. } => Some(file.clone()),
                Preservation::Cited => None,
            };
            (source.id.clone(), Held { source, file })
        })
        .collect()
}
