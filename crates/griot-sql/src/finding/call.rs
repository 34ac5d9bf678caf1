//! A function as it is called: its name, its brackets, and what stands after them.

use super::select::{Group, Piece, Pieces, begins, listed};

/// Aggregates that give the same value for the same rows in any order.
pub(super) const ANY_ORDER: [&str; 6] = ["avg", "count", "max", "min", "sum", "total"];

/// Aggregates that do so once they say in which order.
pub(super) const OWN_ORDER: [&str; 4] =
    ["group_concat", "json_group_array", "json_group_object", "string_agg"];

/// Functions over a window that need its order.
pub(super) const OVER_ORDER: [&str; 11] = [
    "cume_dist",
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
];

/// A name and brackets, with the FILTER and the window after them.
pub(super) struct Call<'p, 's> {
    pub(super) name: String,
    pub(super) arguments: &'p Group<'s>,
    pub(super) filter: Option<&'p Group<'s>>,
    pub(super) over: Over<'p, 's>,
    /// Pieces that FILTER and OVER take.
    pub(super) length: usize,
}

pub(super) enum Over<'p, 's> {
    Nothing,
    Window(&'p Group<'s>),
    Named(String),
}

impl<'p, 's> Call<'p, 's> {
    pub(super) fn of(name: String, arguments: &'p Group<'s>, after: Pieces<'p, 's>) -> Self {
        let mut call = Self { name, arguments, filter: None, over: Over::Nothing, length: 0 };
        let mut rest = after;
        if begins(rest, "filter")
            && let Some(filter) = rest.get(1).and_then(Piece::group)
        {
            call.filter = Some(filter);
            call.length += 2;
            rest = rest.get(2..).unwrap_or_default();
        }
        if begins(rest, "over")
            && let Some(window) = rest.get(1)
        {
            call.over = match window {
                Piece::Group(group) => Over::Window(group),
                Piece::Token(token) => Over::Named(token.name().unwrap_or_default()),
            };
            call.length += 2;
        }
        call
    }

    /// Whether it is an aggregate or a function over a window. `max(a, b)` is neither.
    pub(super) fn is_over_rows(&self) -> bool {
        let name = self.name.as_str();
        let is_scalar =
            ["max", "min"].contains(&name) && listed(&self.arguments.pieces).len() > 1;
        let is_known = ANY_ORDER.contains(&name)
            || OWN_ORDER.contains(&name)
            || OVER_ORDER.contains(&name);
        is_known && !is_scalar
    }

    pub(super) fn aggregates(&self) -> bool {
        self.is_over_rows() && matches!(self.over, Over::Nothing)
    }
}
