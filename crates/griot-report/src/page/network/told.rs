//! What may be told of a network, and how its numbers are written.

use std::borrow::Borrow;

use griot_analysis::network::study::{NetworkAnswer, error_rates};
use griot_model::Disclosure;
use serde::Serialize;

use crate::{
    disclosure::{Guard, Published},
    page::{
        book::{Book, Link},
        evidence::{Cell, cells},
    },
    words,
};

/// Where the network lies, for a page `up` below the root; the first one, where there are several.
pub(in crate::page) fn first(answers: &Published, guard: &Guard) -> Option<String> {
    shown(answers, guard).next().map(route)
}

/// Links from a finding or a list to the networks that stand on a table of shares.
pub(in crate::page) fn of_table(book: &Book<'_>, shares: Option<&str>, up: &str) -> Vec<Link> {
    shown(book.answers, book.guard)
        .filter(|network| shares.is_none_or(|shares| network.shares == shares))
        .map(|network| Link {
            id: network.table.clone(),
            text: format!("The network of {}: its groups, edges and posts", network.table),
            href: format!("{up}{}.html", route(network)),
        })
        .collect()
}

/// The networks whose rows are not private.
pub(super) fn shown<'a>(
    answers: &'a Published,
    guard: &'a Guard,
) -> impl Iterator<Item = &'a NetworkAnswer> {
    let open = |network: &&NetworkAnswer| guard.table(&network.shares) != Disclosure::Private;
    answers.networks.iter().filter(open)
}

pub(super) fn route(network: &NetworkAnswer) -> String {
    format!("networks/{}", network.table)
}

/// A network with what may be told of it.
pub(super) struct Told<'b, 'a> {
    pub(super) book: &'b Book<'a>,
    pub(super) network: &'b NetworkAnswer,
    pub(super) open: bool,
}

impl<'b, 'a> Told<'b, 'a> {
    pub(super) fn new(book: &'b Book<'a>, network: &'b NetworkAnswer) -> Self {
        let open = book.guard.table(&network.shares) == Disclosure::Open;
        Self { book, network, open }
    }

    /// An account by its name or pseudonym; by its number where only totals may leave.
    pub(super) fn account(&self, name: &str, number: u32) -> String {
        // Of a table of which only totals may leave, the name is a number already.
        debug_assert!(self.open || name == format!("account {number}"), "{name} is no number");
        self.book.guard.text(name).into_owned()
    }

    /// What is shared; nothing of it where only totals may leave.
    pub(super) fn object(&self, name: &str) -> String {
        self.book.guard.text(name).into_owned()
    }

    pub(super) fn group_href(&self, id: &str) -> String {
        format!("../groups/{}-{id}.html", self.network.table)
    }

    pub(super) fn edge_href(&self, id: &str) -> String {
        format!("../edges/{}-{id}.html", self.network.table)
    }

    /// Publisher and licence, for captions.
    pub(super) fn credit(&self) -> String {
        let mut tables = self.book.answers.tables.iter();
        let table = tables.find(|table| table.description.name == self.network.table);
        table.map_or(String::new(), |table| {
            let about = &table.description;
            let text = format!("Source: {}. Licence: {}.", about.source, about.licence);
            self.book.guard.text(&text).into_owned()
        })
    }
}

/// How the numbers were reached, and how often the way is wrong: on every page of a network.
#[derive(Debug, Serialize)]
pub(super) struct Method {
    pub(super) window_s: f64,
    pub(super) min: u32,
    pub(super) tested: bool,
    pub(super) apart_s: f64,
    pub(super) seed: u64,
    pub(super) level: f64,
    /// Accounts among which all groups were tested, in the layer with most of them.
    pub(super) accounts_tested: u64,
    /// The null in words; empty where nothing was tested.
    pub(super) null: &'static str,
    pub(super) measured: String,
    pub(super) columns: Vec<Cell>,
    /// False alarms and power.
    pub(super) values: Vec<Vec<Cell>>,
    pub(super) cannot_tell: Vec<String>,
}

impl Method {
    pub(super) fn of(network: &NetworkAnswer) -> Self {
        let (columns, values) = cells(&error_rates::table(), usize::MAX);
        let accounts = network.layers.iter().filter_map(|layer| layer.tests);
        Self {
            window_s: network.window_s,
            min: network.min,
            tested: network.tested,
            apart_s: network.apart_s,
            seed: network.seed,
            level: network.level,
            accounts_tested: accounts.max().unwrap_or(0),
            null: network.null,
            measured: error_rates::measured(),
            columns,
            values,
            cannot_tell: error_rates::cannot_tell(),
        }
    }
}

pub(super) fn count(number: impl Borrow<u64>) -> String {
    words::count(*number.borrow())
}

pub(super) fn plural(number: impl Borrow<u64>, one: &str, many: &str) -> String {
    words::plural(*number.borrow(), one, many)
}

pub(super) fn number(value: impl Borrow<f64>) -> String {
    words::number(*value.borrow())
}

/// `0.05`, `0.0012`, `3.1 × 10⁻⁷`.
pub(super) fn probability(p: f64) -> String {
    if p >= 0.000_95 {
        let text = format!("{p:.4}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        return text.to_owned();
    }
    let text = format!("{p:.1e}");
    let Some((digits, power)) = text.split_once('e') else { return text };
    let power: String = power
        .chars()
        .map(|digit| match digit {
            '-' => '⁻',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            _ => '⁹',
        })
        .collect();
    if p == 0.0 { "0".to_owned() } else { format!("{digits} × 10{power}") }
}

/// `2021-01-27 19:19:19` of a time as ISO 8601 writes it; the empty text stays empty.
pub(super) fn time(iso: &str) -> String {
    iso.replace('T', " ").trim_end_matches('Z').to_owned()
}

/// `2021-01-27`.
pub(super) fn day(iso: &str) -> String {
    iso.split('T').next().unwrap_or_default().to_owned()
}

/// `12 s`, `0.5 s`, `3,600 s`.
pub(super) fn seconds(length: f64) -> String {
    format!("{}\u{a0}s", words::number(length))
}

/// What was found against chance, in a word.
pub(super) fn holding(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "holds",
        Some(false) => "does not hold",
        None => "not tested",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_read_well() {
        let all = [1.0, 0.05, 0.004_975_1, 0.001, 0.000_000_312, 0.0].map(probability);
        assert_eq!(all, ["1", "0.05", "0.005", "0.001", "3.1 × 10⁻⁷", "0"]);
        assert_eq!(time("2021-01-27T19:19:19Z"), "2021-01-27 19:19:19");
        assert_eq!(
            (day("2021-01-27T19:19:19Z"), day("")),
            ("2021-01-27".into(), String::new())
        );
    }
}
