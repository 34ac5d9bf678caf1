//! What may a finding stand on? A query whose answer does not depend on the order in which rows
//! lie, nor on the plan that SQLite makes.
//!
//! SQLite is one thread and gives the same answer to the same query over the same file. That is not
//! enough: the rows of a case may be sorted otherwise tomorrow, an exported file has indices, and a
//! later SQLite plans otherwise. So a query is held to what SQL promises, in three steps:
//!
//! 1. what can be decided from its text is (this file): it ends in an order or is one row, nothing
//!    is cut without an order, columns beside aggregates are grouped by, no doubles are added, what
//!    concatenates says in which order;
//! 2. ties in the last order are looked for in the answer itself ([`with_ties_broken`]);
//! 3. where ties inside the query could show (`row_number`, a LIMIT in a subquery, `string_agg`), it
//!    is asked again over the same rows in other orders. A tie that changes the answer in none of them
//!    stays unseen: an order by the key of the row is the only certain one.

mod call;
mod columns;
mod select;

use std::collections::BTreeSet;

use crate::{SqlError, functions::ADDS_DOUBLES, tokens::Token};
use call::{Call, OVER_ORDER, OWN_ORDER, Over};
use columns::{Grouping, has_double, is_grouped, is_result};
use select::{Group, Piece, Pieces, Select, pieces, place_of};

/// Those among them that add.
const ADDING: [&str; 3] = ["avg", "sum", "total"];

/// Those among them for which rows of equal order are not equal.
const BREAKING_TIES: [&str; 7] =
    ["first_value", "lag", "last_value", "lead", "nth_value", "ntile", "row_number"];

/// What is known of the tables that a query reads: names of columns, in small letters.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Every column.
    pub(crate) columns: BTreeSet<String>,
    /// Columns of doubles.
    pub(crate) doubles: BTreeSet<String>,
}

/// How a query is to be carried out, so that its answer can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Byte after the last term of its ORDER BY; none where it is one row.
    pub(crate) order_end: Option<usize>,
    /// Whether rows of equal order could show inside it.
    pub(crate) shows_ties: bool,
}

/// Refuses a query that could answer differently over the same rows.
pub(crate) fn verify(tokens: &[Token<'_>], facts: &Facts) -> Result<Shape, SqlError> {
    if tokens.first().is_some_and(|token| token.is("explain")) {
        return Err(refused("EXPLAIN", "the plan of a query is not an answer"));
    }
    let pieces = pieces(tokens);
    let mut verifier = Verifier { facts, shows_ties: false };
    let order_end = verifier.query(&pieces, Place::Outermost)?;
    Ok(Shape { order_end, shows_ties: verifier.shows_ties })
}

/// The query with rows of equal order put in the order of all its columns, smallest or largest
/// first. If the two answers are the same, no rows that differ have an equal order.
pub(crate) fn with_ties_broken(
    sql: &str,
    order_end: usize,
    columns: usize,
    smallest_first: bool,
) -> String {
    let direction = if smallest_first { "" } else { " desc" };
    let (before, after) = sql.split_at_checked(order_end).unwrap_or((sql, ""));
    let terms: Vec<String> =
        (1..=columns).map(|column| format!("{column}{direction}")).collect();
    format!("{before}, {}{after}", terms.join(", "))
}

fn refused(what: &str, why: &str) -> SqlError {
    SqlError::not_reproducible(what, why)
}

/// Where a query stands, and so what its order means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Outermost,
    /// Its rows are read by another one: FROM, a common table expression, IN.
    Rows,
    /// Its first row is a value.
    Value,
    /// It has rows or none.
    Exists,
}

struct Verifier<'f> {
    facts: &'f Facts,
    shows_ties: bool,
}

impl Verifier<'_> {
    /// Verifies a query and everything in it; where its order ends.
    fn query(
        &mut self,
        pieces: Pieces<'_, '_>,
        place: Place,
    ) -> Result<Option<usize>, SqlError> {
        let select = Select::of(pieces);
        for query in &select.with {
            self.query(&query.pieces, Place::Rows)?;
        }
        let mut is_one_row = select.cores.len() == 1;
        for core in &select.cores {
            let mut aggregates = false;
            let windows = &core.windows;
            self.sources(core.from, windows)?;
            self.expression(core.condition, windows)?;
            for term in &core.group_by {
                self.expression(term, windows)?;
            }
            for (_, window) in windows {
                self.expression(&window.pieces, windows)?;
            }
            for item in &core.items {
                aggregates |= self.expression(item, windows)?;
            }
            aggregates |= self.expression(core.having, windows)?;
            for term in &select.order_by {
                aggregates |= self.expression(term, windows)?;
            }
            // The terms of a compound query are columns of its result.
            let order_by = if select.cores.len() == 1 { &*select.order_by } else { &[] };
            if aggregates || !core.group_by.is_empty() {
                self.grouped(core, order_by)?;
            }
            if core.is_distinct && !order_by.iter().all(|term| is_result(term, &core.items)) {
                return Err(refused(
                    "SELECT DISTINCT",
                    "it keeps any row of those that are alike; order by columns that it selects",
                ));
            }
            is_one_row &= match (core.is_values, core.from.is_empty()) {
                (true, _) => core.items.len() == 1,
                (false, true) => true,
                (false, false) => aggregates && core.group_by.is_empty(),
            };
        }
        if let Some(limit) = select.limit {
            self.expression(limit, &[])?;
        }
        self.order(&select, place, is_one_row)
    }

    fn order(
        &mut self,
        select: &Select<'_, '_>,
        place: Place,
        is_one_row: bool,
    ) -> Result<Option<usize>, SqlError> {
        let is_ordered = select.order_end.is_some();
        let is_cut = select.limit.is_some();
        match place {
            _ if is_one_row => {}
            Place::Outermost if !is_ordered => {
                return Err(refused(
                    "rows in any order",
                    "end the query with ORDER BY and the key of the row",
                ));
            }
            Place::Value if !is_ordered => {
                return Err(refused(
                    "the first of several rows in any order",
                    "select an aggregate such as max, or end the subquery with ORDER BY and LIMIT 1",
                ));
            }
            Place::Rows if is_cut && !is_ordered => {
                return Err(refused("LIMIT", "without ORDER BY it keeps any rows"));
            }
            Place::Value => self.shows_ties = true,
            Place::Rows if is_cut => self.shows_ties = true,
            Place::Outermost | Place::Rows | Place::Exists => {}
        }
        // One row in an order is in order as well; nothing is gained by asking it twice.
        Ok(select.order_end.filter(|_| !is_one_row))
    }

    /// Verifies what is read: tables, subqueries, joins in brackets, conditions of joins.
    fn sources(
        &mut self,
        from: Pieces<'_, '_>,
        windows: &[(String, &Group<'_>)],
    ) -> Result<(), SqlError> {
        let mut rest = from;
        while let Some(place) = rest.iter().position(|piece| piece.group().is_some()) {
            let before = place.checked_sub(1).and_then(|place| rest.get(place));
            let is_source = match before {
                None => rest.len() == from.len(),
                Some(piece) => piece.is_sign(",") || piece.is("join"),
            };
            let group = rest.get(place).and_then(Piece::group);
            match group {
                Some(group) if is_source && group.is_query() => {
                    self.query(&group.pieces, Place::Rows)?;
                }
                Some(group) if is_source => self.sources(&group.pieces, windows)?,
                _ => {
                    let with_name = rest.get(place.saturating_sub(2)..=place);
                    self.expression(with_name.unwrap_or_default(), windows)?;
                }
            }
            rest = rest.get(place + 1..).unwrap_or_default();
        }
        collations(from)
    }

    /// Verifies an expression; whether it aggregates the rows of the query that it stands in.
    fn expression(
        &mut self,
        pieces: Pieces<'_, '_>,
        windows: &[(String, &Group<'_>)],
    ) -> Result<bool, SqlError> {
        collations(pieces)?;
        let mut aggregates = false;
        let mut place = 0;
        while let Some(piece) = pieces.get(place) {
            place += 1;
            let Some(group) = piece.group() else { continue };
            let before = place.checked_sub(2).and_then(|place| pieces.get(place));
            let is_after = |word: &str| before.is_some_and(|piece| piece.is(word));
            if group.is_query() {
                let place = if is_after("in") {
                    Place::Rows
                } else if is_after("exists") {
                    Place::Exists
                } else {
                    Place::Value
                };
                self.query(&group.pieces, place)?;
                continue;
            }
            let call = before
                .and_then(Piece::name)
                .map(|name| Call::of(name, group, pieces.get(place..).unwrap_or_default()));
            match call {
                Some(call) if call.is_over_rows() => {
                    aggregates |= self.call(&call, windows)?;
                    place += call.length;
                }
                _ => aggregates |= self.expression(&group.pieces, windows)?,
            }
        }
        Ok(aggregates)
    }

    /// Verifies a call of a function over rows; whether it aggregates.
    fn call(
        &mut self,
        call: &Call<'_, '_>,
        windows: &[(String, &Group<'_>)],
    ) -> Result<bool, SqlError> {
        let name = call.name.as_str();
        self.expression(&call.arguments.pieces, windows)?;
        if let Some(filter) = call.filter {
            self.expression(&filter.pieces, windows)?;
        }
        if ADDING.contains(&name) && has_double(&call.arguments.pieces, &self.facts.doubles) {
            return Err(refused(name, ADDS_DOUBLES));
        }
        let window = match &call.over {
            Over::Nothing => None,
            Over::Window(group) => {
                self.expression(&group.pieces, windows)?;
                Some(Window::of(group, windows))
            }
            Over::Named(name) => Some(Window::named(name, windows)),
        };
        let has_own_order = place_of(&call.arguments.pieces, "order", "by").is_some();
        let is_ordered = window.is_some_and(|window| window.is_ordered);
        if OWN_ORDER.contains(&name) && !has_own_order && !is_ordered {
            return Err(refused(name, "write ORDER BY inside the call"));
        }
        if OVER_ORDER.contains(&name) && !is_ordered {
            return Err(refused(name, "write OVER (... ORDER BY the key of the row)"));
        }
        self.shows_ties |= OWN_ORDER.contains(&name)
            || BREAKING_TIES.contains(&name)
            || window.is_some_and(|window| window.counts_rows);
        Ok(window.is_none())
    }

    /// Columns beside aggregates must be grouped by, or SQLite takes them from any row.
    fn grouped(
        &mut self,
        core: &select::Core<'_, '_>,
        order_by: &[Pieces<'_, '_>],
    ) -> Result<(), SqlError> {
        let grouping = Grouping::of(core, &self.facts.columns);
        let checked = core.items.iter().map(|item| (*item, false));
        let others = order_by.iter().copied().chain([core.having]).map(|term| (term, true));
        for (expression, may_name_results) in checked.chain(others) {
            if let Err(column) = is_grouped(expression, &grouping, may_name_results) {
                return Err(refused(
                    &format!("the column {column} beside an aggregate"),
                    "it is taken from any row of the group; group by it too, or write max or min",
                ));
            }
            // Whether a subquery names a column of this one cannot be told from its text.
            self.shows_ties |= expression.iter().any(|piece| has_query(piece));
        }
        Ok(())
    }
}

/// Values that a collation holds equal differ, and any of them may be the one that is shown.
fn collations(pieces: Pieces<'_, '_>) -> Result<(), SqlError> {
    let named = pieces.iter().zip(pieces.iter().skip(1));
    let collations = named.filter(|(word, _)| word.is("collate"));
    for (_, name) in collations {
        if name.name().is_none_or(|name| name != "binary") {
            return Err(refused(
                "COLLATE",
                "texts that it holds equal differ, and any of them may be shown; use lower() or upper()",
            ));
        }
    }
    Ok(())
}
fn has_query(piece: &Piece<'_>) -> bool {
    piece.group().is_some_and(|group| group.is_query() || group.pieces.iter().any(has_query))
}

/// What matters of a window.
#[derive(Debug, Clone, Copy)]
struct Window {
    is_ordered: bool,
    /// Its frame is so many rows, among which rows of equal order are not equal.
    counts_rows: bool,
}

impl Window {
    fn of(group: &Group<'_>, windows: &[(String, &Group<'_>)]) -> Self {
        let pieces = &group.pieces;
        let base = pieces.first().and_then(Piece::name);
        // A window cannot be built on one that is built on it, so that this ends.
        let base = base.and_then(|base| {
            let place = windows.iter().position(|(name, _)| *name == base)?;
            let (before, rest) = windows.split_at_checked(place)?;
            let (_, window) = rest.first()?;
            Some(Self::of(window, before))
        });
        Self {
            is_ordered: place_of(pieces, "order", "by").is_some()
                || base.is_some_and(|base| base.is_ordered),
            counts_rows: pieces.iter().any(|piece| piece.is("rows"))
                || base.is_some_and(|base| base.counts_rows),
        }
    }

    fn named(name: &str, windows: &[(String, &Group<'_>)]) -> Self {
        let window = windows.iter().find(|(other, _)| other == name);
        let nothing = Self { is_ordered: false, counts_rows: false };
        window.map_or(nothing, |(_, group)| Self::of(group, windows))
    }
}
