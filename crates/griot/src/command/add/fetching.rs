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
    let text = griot_table::decode(&shown, &bytes).map_err(Failure::new)?;
    let (header, table) = griot_table::even_records(&text).map_err(Failure::new)?;
    let column = header.iter().position(|name| name.trim().eq_ignore_ascii_case("url"));
    if let Some(column) = column.filter(|_| header.len() > 1) {
        for seen in &table.diagnostics {
            let line = seen.line.map_or(String::new(), |line| format!(":{line}"));
            terminal::say(&format!("warning: {shown}{line}: {}", spelt(&seen.message)));
        }
        let rows = table.records.iter().map(|row| (row.cell(column), row.line));
        return rows
            .filter(|(cell, _)| !cell.is_empty())
            .map(|(cell, line)| checked(&shown, line, cell))
            .collect();
    }
    // A table of that column alone is a list with a title: a comma is a part of the address.
    let text = text.text.as_str();
    let has_title = column.is_some();
    let lines = text.lines().map(str::trim).zip(1_u64..);
    lines
        .filter(|(line, _)| !(has_title && line.eq_ignore_ascii_case("url")))
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
