//! One file per command: an arguments struct whose doc comment is the help, and one function.

pub(crate) mod add;
pub(crate) mod archive;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod desk;
pub(crate) mod events;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod judge;
pub(crate) mod library;
pub(crate) mod network;
pub(crate) mod network_on;
mod network_report;
pub(crate) mod new;
pub(crate) mod proofs;
pub(crate) mod read;
pub(crate) mod search;
mod series;
pub(crate) mod serve;
mod since;
pub(crate) mod sources;
pub(crate) mod sql;
pub(crate) mod trade;
pub(crate) mod votes;

use std::path::Path;

use griot_case::Case;
use griot_model::world::World;

use crate::{disk, failure::Failure};

/// Opens a case, or says what is wrong with its folder and what to do.
pub(crate) fn open_case(folder: &str) -> Result<Case, Failure> {
    read_case(&disk::of_case(folder)?, folder)
}

/// The name of a file within a case, where it lies there.
pub(crate) fn name_in_case(case: &str, file: &str) -> Option<String> {
    let (case, file) =
        (Path::new(case).canonicalize().ok()?, Path::new(file).canonicalize().ok()?);
    let inside = file.strip_prefix(case).ok()?;
    let parts: Vec<_> =
        inside.components().map(|it| it.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// Opens a case of a world, or says what is wrong with its folder and what to do.
pub(crate) fn read_case(world: &dyn World, folder: &str) -> Result<Case, Failure> {
    Case::open(world, folder).map_err(|error| {
        Failure::new(format!("the case {folder} cannot be opened: {error}")).hint(error.hint())
    })
}
