//! Records of the two partners side by side.

use std::collections::{BTreeMap, BTreeSet};

use griot_stats::mirror::{Gap, Report, explaining_cif, value_gap, weight_gap};

use super::Basis;
use griot_library::Library;
use griot_table::trade::{Direction, Flow, Standing};

/// Which gap is asked for; what is left open is asked of all there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Alpha-3 code of the exporter.
    pub origin: String,
    /// Alpha-3 code of the importer.
    pub partner: Option<String>,
    /// Product code; a shorter one covers those that begin with it where they are not also recorded as
    /// the shorter one, so that no amount is counted twice.
    pub product: Option<String>,
    /// Shares of freight and insurance to try.
    pub cif: Vec<f64>,
}

/// The two records of one product in one period, and what lies between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Alpha-3 code of the importer.
    pub partner: String,
    /// Product.
    pub product: String,
    /// Period as recorded.
    pub period: String,
    /// Value that the importer records, in US dollars.
    pub imported: Report,
    /// Value that the exporter records.
    pub exported: Report,
    /// Weight that the importer records, in kilograms.
    pub imported_weight: Report,
    /// Weight that the exporter records.
    pub exported_weight: Report,
    /// The gap in value for each share of freight and insurance asked for.
    pub by_cif: Vec<(f64, Gap)>,
    /// The gap in weight.
    pub weight: Gap,
    /// What freight and insurance would have to be to explain all of it.
    pub explaining: Option<f64>,
    /// What the importer's value rests on, and the exporter's.
    pub values_are: [Basis; 2],
    /// The same of the weights.
    pub weights_are: [Basis; 2],
    /// Keys and sources of the records.
    pub records: Vec<String>,
    /// What the line cannot tell, in sentences.
    pub caveats: Vec<String>,
}

/// The gaps, the largest first (by the largest share asked for, so that the order is of what is
/// left when most is explained), lines without both records last.
pub fn gaps(flows: &[Flow], asked: &Asked, library: &Library) -> Vec<Line> {
    let named = Named::of(flows, library);
    let keys: BTreeSet<(String, String, String)> = named
        .rows
        .iter()
        .filter_map(|row| {
            let partner = row.counterpart(&asked.origin)?;
            let wanted = asked.partner.as_deref().is_none_or(|wanted| wanted == partner);
            let recorded = &row.flow.product;
            // What is recorded more finely is asked for as the whole of it.
            let product = asked.product.as_ref().unwrap_or(recorded);
            let fits = recorded.starts_with(product.as_str());
            (wanted && fits && partner != WORLD)
                .then(|| (partner.to_owned(), product.clone(), row.flow.period.clone()))
        })
        .collect();
    let mut lines: Vec<Line> = keys
        .into_iter()
        .map(|(partner, product, period)| named.line(asked, partner, product, period))
        .collect();
    let left = |line: &Line| {
        let (_, gap) = line.by_cif.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
        gap.difference().map(f64::abs)
    };
    lines.sort_by(|a, b| {
        let [a_left, b_left] = [a, b].map(|line| left(line).unwrap_or(-1.0));
        b_left.total_cmp(&a_left).then_with(|| {
            (&a.partner, &a.product, &a.period).cmp(&(&b.partner, &b.product, &b.period))
        })
    });
    lines
}

const WORLD: &str = "W00";

/// Whether a partner is all countries together, as publishers write it.
pub(super) fn is_world(word: &str) -> bool {
    matches!(word, WORLD | "World" | "0")
}

struct Row<'a> {
    flow: &'a Flow,
    reporter: String,
    partner: String,
}

impl Row<'_> {
    fn returned(&self) -> Returned<'_> {
        let Flow { direction, product, period, .. } = self.flow;
        (&self.reporter, *direction, product, period)
    }

    fn key(&self) -> (Returned<'_>, &str) {
        (self.returned(), &self.partner)
    }

    /// The importer of a record about exports of `origin`, whoever of the two reports it.
    fn counterpart(&self, origin: &str) -> Option<&str> {
        match self.flow.direction {
            Direction::Import if self.partner == origin => Some(&self.reporter),
            Direction::Export if self.reporter == origin => Some(&self.partner),
            _ => None,
        }
    }
}

/// Who reports, which way, what and when.
type Returned<'r> = (&'r str, Direction, &'r str, &'r str);

struct Named<'a> {
    /// By what is returned and then by partner; rows that are alike in all of it in the order of the file.
    rows: Vec<Row<'a>>,
    /// Places of the rows that a country reported itself.
    reported: Vec<usize>,
    reconciled: bool,
}

/// One side's record with what is to be said of it.
struct Side {
    value: Report,
    weight: Report,
    value_is: Basis,
    weight_is: Basis,
}

impl<'a> Named<'a> {
    fn of(flows: &'a [Flow], library: &Library) -> Self {
        let mut known: BTreeMap<&str, String> = BTreeMap::new();
        let mut code = |word: &'a str| {
            known
                .entry(word)
                .or_insert_with(|| {
                    let found = library.country(word).or_else(|| library.find_country(word));
                    match found {
                        Some(country) => country.iso3.clone(),
                        None if is_world(word) => WORLD.to_owned(),
                        None => word.to_owned(),
                    }
                })
                .clone()
        };
        let mut rows: Vec<Row<'_>> = flows
            .iter()
            .map(|flow| Row {
                flow,
                reporter: code(&flow.reporter),
                partner: code(&flow.partner),
            })
            .collect();
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        let by_itself =
            rows.iter().enumerate().filter(|(_, row)| row.flow.standing == Standing::Reported);
        let reported = by_itself.map(|(at, _)| at).collect();
        let reconciled = flows.iter().any(|flow| flow.standing == Standing::Reconciled);
        Self { rows, reported, reconciled }
    }

    fn line(&self, asked: &Asked, partner: String, product: String, period: String) -> Line {
        let origin = asked.origin.as_str();
        let mut records = Vec::new();
        let mut caveats = Vec::new();
        let mut side = |reporter: &str, other: &str, direction| {
            let found = self.records(reporter, other, direction, &product, &period);
            self.side(
                &found,
                reporter,
                direction,
                &product,
                &period,
                &mut records,
                &mut caveats,
            )
        };
        let arrived = side(&partner, origin, Direction::Import);
        let sent = side(origin, &partner, Direction::Export);
        let by_cif = asked
            .cif
            .iter()
            .map(|&cif| (cif, value_gap(arrived.value, sent.value, cif)))
            .collect();
        caveats.extend(self.lag(origin, &partner, &product, &period, arrived.value));
        caveats.extend(self.of_all(origin, &product, &period, arrived.value));
        caveats.push(
            "Goods may have passed through another country, and the importer may name the country \
             of consignment as their origin."
                .to_owned(),
        );
        if self.reconciled {
            caveats.push(
                "Rows of BACI were left out: they are reconciled, so that no gap is in them."
                    .to_owned(),
            );
        }
        Line {
            by_cif,
            weight: weight_gap(arrived.weight, sent.weight),
            explaining: explaining_cif(arrived.value, sent.value),
            imported: arrived.value,
            exported: sent.value,
            imported_weight: arrived.weight,
            exported_weight: sent.weight,
            values_are: [arrived.value_is, sent.value_is],
            weights_are: [arrived.weight_is, sent.weight_is],
            partner,
            product,
            period,
            records,
            caveats,
        }
    }

    fn records(
        &self,
        reporter: &str,
        partner: &str,
        direction: Direction,
        product: &str,
        period: &str,
    ) -> Vec<&Flow> {
        // Records of what is asked for itself lie together; of its parts, between it and what follows.
        let key = ((reporter, direction, product, period), partner);
        let first = self.rows.partition_point(|row| row.key() < key);
        let same = self.rows.iter().skip(first).take_while(|row| row.key() == key);
        let whole: Vec<&Flow> = same
            .map(|row| row.flow)
            .filter(|flow| flow.standing != Standing::Reconciled)
            .collect();
        if !whole.is_empty() {
            return whole;
        }
        let mut parts: Vec<&Flow> = Vec::new();
        // From one product code to the next: there are fewer of them than of periods.
        let mut at = self
            .rows
            .partition_point(|row| row.returned() < (reporter, direction, product, ""));
        while let Some((of, way, recorded, _)) = self.rows.get(at).map(Row::returned) {
            if of != reporter || way != direction || !recorded.starts_with(product) {
                break;
            }
            let key = ((reporter, direction, recorded, period), partner);
            let first = self.rows.partition_point(|row| row.key() < key);
            let same = self.rows.iter().skip(first).take_while(|row| row.key() == key);
            parts.extend(
                same.map(|row| row.flow).filter(|flow| flow.standing != Standing::Reconciled),
            );
            at = self.rows.partition_point(|row| {
                let (of, way, product, _) = row.returned();
                (of, way, product) <= (reporter, direction, recorded)
            });
        }
        // The shortest codes hold the longer ones.
        let shortest = parts.iter().map(|flow| flow.product.len()).min().unwrap_or(0);
        parts.into_iter().filter(|flow| flow.product.len() == shortest).collect()
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one line's key and the two lists it adds to"
    )]
    fn side(
        &self,
        found: &[&Flow],
        reporter: &str,
        direction: Direction,
        product: &str,
        period: &str,
        records: &mut Vec<String>,
        caveats: &mut Vec<String>,
    ) -> Side {
        records.extend(found.iter().map(|flow| format!("{} ({})", flow.id, flow.source)));
        if found.iter().any(|flow| flow.standing == Standing::Estimated) {
            caveats.push(format!(
                "A number of {reporter} is the publisher's estimate, not its report."
            ));
        }
        if found.is_empty() {
            // A return that lists this product for this period, and not this partner, says zero.
            let returned = (reporter, direction, product, period);
            let row = |at: &usize| self.rows.get(*at).map(Row::returned);
            let first = self.reported.partition_point(|at| row(at) < Some(returned));
            let reported = self.reported.get(first).and_then(row) == Some(returned);
            let silent = if reported { Report::ReportedZero } else { Report::DidNotReport };
            let is = Basis::of(silent, found, false);
            return Side { value: silent, weight: silent, value_is: is, weight_is: is };
        }
        let unreadable = found.iter().any(|flow| flow.standing == Standing::Unreadable);
        if unreadable {
            caveats.push(format!(
                "A number of {reporter} cannot be read; that is neither zero nor silence."
            ));
        }
        let mut by_product: BTreeMap<&str, Vec<&Flow>> = BTreeMap::new();
        for &flow in found {
            by_product.entry(&flow.product).or_default().push(flow);
        }
        let finer = by_product.keys().any(|found| *found != product);
        if finer {
            let parts = by_product.keys().copied().collect::<Vec<_>>().join(", ");
            caveats.push(format!(
                "{reporter} records no {product}; its amount is the sum of {parts}, which may not be all of it."
            ));
        }
        let mut amount = |of: fn(&Flow) -> Option<f64>, what: &str| {
            let mut sum: Option<f64> = None;
            for flows in by_product.values() {
                let mut amounts: Vec<f64> = flows.iter().filter_map(|flow| of(flow)).collect();
                amounts.dedup();
                if let [first, .., last] = amounts.as_slice() {
                    caveats.push(format!(
                        "{reporter}'s {what} is recorded more than once, first as {first}, last as \
                         {last}; the first is used."
                    ));
                }
                sum = match (sum, amounts.first()) {
                    (sum, None) => sum,
                    (sum, Some(amount)) => Some(sum.unwrap_or(0.0) + amount),
                };
            }
            sum.and_then(Report::of)
        };
        let value = amount(|flow| flow.value, "value");
        let weight = amount(|flow| flow.weight, "weight");
        let silent = if unreadable { Report::NotReadable } else { Report::DidNotReport };
        let value = if unreadable { silent } else { value.unwrap_or(silent) };
        let is_estimated = weight.is_none() && found.iter().any(|flow| flow.weight_is_estimate);
        if is_estimated {
            caveats.push(format!(
                "The weight of {reporter} is the publisher's estimate and left out."
            ));
        }
        let is_unreadable = found.iter().any(|flow| flow.weight_is_unreadable);
        if is_unreadable {
            caveats.push(format!(
                "A weight of {reporter} cannot be read; that is neither zero nor silence."
            ));
        }
        let weight = match weight {
            _ if is_unreadable => Report::NotReadable,
            Some(weight) => weight,
            None => Report::DidNotReport,
        };
        let weight_is =
            if is_estimated { Basis::Estimated } else { Basis::of(weight, found, finer) };
        Side { value, weight, value_is: Basis::of(value, found, finer), weight_is }
    }

    /// What left late in a year arrives in the next: the ratio against the year before.
    fn lag(
        &self,
        origin: &str,
        partner: &str,
        product: &str,
        period: &str,
        imported: Report,
    ) -> Option<String> {
        let year: i32 = period.parse().ok().filter(|_| period.len() == 4)?;
        let before =
            self.records(origin, partner, Direction::Export, product, &(year - 1).to_string());
        let sent = Report::of(before.first()?.value?)?;
        let ratio = value_gap(imported, sent, 0.0).ratio()?;
        Some(format!(
            "Against what {origin} recorded in {} the importer's value is {ratio:.2} times as large: \
             goods that left late in a year arrive in the next.",
            year - 1
        ))
    }

    /// How much of all that the origin says it exported the importer alone records.
    fn of_all(
        &self,
        origin: &str,
        product: &str,
        period: &str,
        imported: Report,
    ) -> Option<String> {
        let all = self.records(origin, WORLD, Direction::Export, product, period);
        let all = all.iter().find_map(|flow| flow.value).filter(|all| *all > 0.0)?;
        let imported = imported.amount()?;
        Some(format!(
            "The importer alone records {:.0} % of what {origin} recorded exporting to all countries.",
            100.0 * imported / all
        ))
    }
}
