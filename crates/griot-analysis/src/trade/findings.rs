//! Trade gaps of a case's hosts, from the tables of trade that the case holds.

use std::collections::BTreeMap;

use griot_case::{Settings, TradeTable};
use griot_library::Library;
use griot_model::{
    Estimate, Finding, Part, Point, Selection, Series,
    select::{Condition, Shown},
};
use griot_table::trade::{Direction, Flow};

use super::{Asked, CIF, Line, gap::is_world, gaps};

/// One finding for each partner and product in which both partners of a host's exports are recorded.
pub fn findings(table: &TradeTable, library: &Library, settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    for host in &settings.hosts {
        let asked =
            Asked { origin: host.clone(), partner: None, product: None, cif: CIF.to_vec() };
        let mut by_trade: BTreeMap<(String, String), Vec<Line>> = BTreeMap::new();
        for line in gaps(&table.records(), &asked, library) {
            by_trade
                .entry((line.partner.clone(), line.product.clone()))
                .or_default()
                .push(line);
        }
        for ((partner, product), mut lines) in by_trade {
            lines.sort_by(|a, b| a.period.cmp(&b.period));
            findings.extend(finding(table, library, host, &partner, &product, &lines));
        }
    }
    findings
}

fn finding(
    table: &TradeTable,
    library: &Library,
    host: &str,
    partner: &str,
    product: &str,
    lines: &[Line],
) -> Option<Finding> {
    let largest = lines
        .iter()
        .filter_map(|line| Some((line, estimate(line)?)))
        .max_by(|(_, a), (_, b)| a.value.abs().total_cmp(&b.value.abs()))?;
    let (line, gap) = largest;
    let ratio = |share: f64| {
        let found = line.by_cif.iter().find(|(cif, _)| cif.total_cmp(&share).is_eq());
        found.and_then(|(_, gap)| gap.ratio())
    };
    let words = table
        .products
        .get(product)
        .map_or_else(|| format!("goods of code {product}"), ToOwned::to_owned);
    let (host_name, partner_name) = (name(library, host), name(library, partner));
    let mut caveats: Vec<String> = [(partner_name, 0), (host_name, 1)]
        .map(|(side, at)| {
            format!(
                "The record of {side} for {} {}.",
                line.period,
                line.values_are[at].sentence()
            )
        })
        .into();
    caveats.extend(line.caveats.iter().cloned());
    caveats.extend(table.caveats.iter().map(|caveat| (*caveat).to_owned()));
    caveats.push(
        "A gap is a discrepancy of records; it does not say who caused it or why.".to_owned(),
    );
    Some(Finding {
        id: format!("trade-gap-{host}-{partner}-{}", product.replace(' ', "-")),
        part: Part::Gain,
        title: match ratio(0.0).zip(ratio(0.06)).zip(ratio(0.10)) {
            Some(((none, usual), most)) => format!(
                "In {} {partner_name} recorded {none:.2} times as much {words} from {host_name} as \
                 {host_name} recorded to it ({usual:.2} with freight and insurance at 6 %, {most:.2} at 10 %)",
                line.period,
            ),
            // A ratio to nothing is no number.
            None => format!(
                "In {} {partner_name} recorded {:.2} million US dollars of {words} from {host_name}, which \
                 recorded none to it",
                line.period,
                line.imported.amount().unwrap_or(0.0) / 1e6,
            ),
        },
        question: format!(
            "Does {partner_name} record more {words} from {host_name} than {host_name} records to it?"
        ),
        unit: "million US dollars that the importer records above the exporter's record".to_owned(),
        interval: "freight and insurance from 0 to 10 % of the exporter's value; 6 % in between"
            .to_owned(),
        method: "The importer's value (with cost, insurance and freight) divided by one plus their \
                 share, less the exporter's value. A partner that did not report is a gap in the \
                 record, not a zero."
            .to_owned(),
        estimate: Some(gap),
        series: vec![Series {
            name: format!("{host_name} to {partner_name}, {product}"),
            points: lines
                .iter()
                .map(|line| Point {
                    at: line.period.clone(),
                    estimate: estimate(line),
                    n: u64::try_from(line.records.len()).unwrap_or(u64::MAX),
                })
                .collect(),
        }],
        selection: selection(table, library, host, partner, product),
        caveats,
        licence: table.description.licence.clone(),
    })
}

/// Name of a country, or its code where the library does not know it.
fn name<'a>(library: &'a Library, code: &'a str) -> &'a str {
    library.country(code).map_or(code, |country| country.name.as_str())
}

/// The gap at 6 per cent, between those at 10 and at none, in millions.
fn estimate(line: &Line) -> Option<Estimate> {
    let at = |share: f64| {
        let found = line.by_cif.iter().find(|(cif, _)| cif.total_cmp(&share).is_eq());
        found.and_then(|(_, gap)| gap.difference()).map(|dollars| dollars / 1e6)
    };
    Some(Estimate { value: at(0.06)?, low: at(0.10)?, high: at(0.0)? })
}

/// The records of both partners, and what the exporter records to all countries, which the share of it is of.
fn selection(
    table: &TradeTable,
    library: &Library,
    host: &str,
    partner: &str,
    product: &str,
) -> Selection {
    let code = |word: &str| {
        let found = library.country(word).or_else(|| library.find_country(word));
        found.map_or_else(|| word.to_owned(), |country| country.iso3.clone())
    };
    let about = |flow: &&Flow| {
        let (from, to) = match flow.direction {
            Direction::Import => (code(&flow.partner), code(&flow.reporter)),
            Direction::Export => (code(&flow.reporter), code(&flow.partner)),
        };
        let is_whole = flow.direction == Direction::Export && is_world(&to);
        flow.product == product && from == host && (to == partner || is_whole)
    };
    let number = |flow: &Flow| i64::try_from(flow.row).unwrap_or(i64::MAX);
    let wanted = table.flows.iter().filter(about).map(|flow| number(flow).into()).collect();
    let shown = Shown {
        table: &table.name,
        columns: vec![
            ("id", |flow: &Flow| flow.id.as_str().into()),
            ("reporter", |flow| flow.reporter.as_str().into()),
            ("partner", |flow| flow.partner.as_str().into()),
            ("flow", |flow| flow.direction.word().into()),
            ("product", |flow| flow.product.as_str().into()),
            ("period", |flow| flow.period.as_str().into()),
            ("usd", |flow| flow.value.into()),
            ("kg", |flow| flow.weight.into()),
            ("source", |flow| flow.source.as_str().into()),
            ("row", |flow| i64::try_from(flow.row).unwrap_or(i64::MAX).into()),
        ],
        order: &["row"],
    };
    let source = table.description.source.as_str();
    shown.choose(source, &table.flows, &[Condition::OneOf("row", wanted)])
}
