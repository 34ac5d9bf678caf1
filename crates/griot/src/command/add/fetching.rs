//! Addresses that were named, and what was served there.

use std::path::{Path, PathBuf};

use griot_model::bounds;

use super::{arguments::Arguments, input::Input};
use crate::{
    disk,
    failure::Failure,
    fetch::{Fetcher, is_address},
    render::spelt,
    terminal,
};

/// Addresses that one call fetches.
const MOST: usize = 2_000;

/// The addresses and the files that were named, each once and in order.
pub(super) fn named(arguments: &Arguments) -> Result<(Vec<String>, Vec<PathBuf>), Failure> {
    let (mut addresses, mut files) = (Vec::new(), Vec::new());
    for named in &arguments.files {
        match named.to_str().filter(|text| is_address(text)) {
            Some(address) => addresses.push(address.to_owned()),
            None => files.push(named.clone()),
        }
    }
    if let Some(list) = &arguments.addresses {
        addresses.extend(listed(list)?);
    }
    let mut seen = std::collections::BTreeSet::new();
    addresses.retain(|address| seen.insert(address.clone()));
    if addresses.len() > MOST {
        return Err(Failure::new(format!("{} addresses are named", addresses.len()))
            .hint(format!("divide the list: {MOST} are fetched at once")));
    }
    if !addresses.is_empty() && !arguments.url.is_empty() {
        return Err(Failure::new("--url is for files; what is fetched has its own address")
            .hint("leave --url out"));
    }
    Ok((addresses, files))
}

/// The addresses of a list: one a line, blank lines and lines with # left out; or the column `url` of a CSV.
fn listed(list: &Path) -> Result<Vec<String>, Failure> {
    let shown = list.display().to_string();
    let bytes = disk::read(list, bounds::SHEET)?;
    let text = String::from_utf8(bytes).map_err(|_not_text| {
        Failure::new(format!("{shown} is not UTF-8 text"))
            .hint("save it as text, one address a line")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(Failure::new)?.clone();
    if let Some(column) = headers.iter().position(|name| name.trim() == "url") {
        let mut found = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| Failure::new(format!("{shown}: {error}")))?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = row.get(column).unwrap_or_default().trim();
            if !cell.is_empty() {
                found.push(checked(&shown, line, cell)?);
            }
        }
        return Ok(found);
    }
    let lines = text.lines().map(str::trim).zip(1_u64..);
    lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, number)| checked(&shown, number, line))
        .collect()
}

fn checked(list: &str, line: u64, cell: &str) -> Result<String, Failure> {
    if is_address(cell) {
        return Ok(cell.to_owned());
    }
    Err(Failure::new(format!("{list}, line {line}: {cell:?} is no address")).hint(
        "an address begins with http:// or https://; a line that begins with # is left out",
    ))
}

/// Fetches addresses and puts them among the inputs. Those of which nothing is kept are said, and counted.
pub(super) fn fetch(
    case: &str,
    aside: &Path,
    addresses: &[String],
    inputs: &mut Vec<Input>,
) -> Result<usize, Failure> {
    if addresses.is_empty() {
        return Ok(0);
    }
    let fetcher = Fetcher::new()?;
    let mut unkept = 0;
    for address in addresses {
        match fetcher.fetch(address) {
            Ok(fetched) => {
                if let Some(last) =
                    fetched.answers.last().filter(|last| last.address != *address)
                {
                    let (address, last) = (spelt(address), spelt(&last.address));
                    terminal::say(&format!("note: {address} led to {last}"));
                }
                inputs.push(Input::fetched(Path::new(case), aside, fetched)?);
            }
            Err(failure) => {
                unkept += 1;
                terminal::say(&format!("error: {}", spelt(&failure.message)));
            }
        }
    }
    Ok(unkept)
}
