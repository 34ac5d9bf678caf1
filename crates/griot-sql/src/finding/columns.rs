//! Columns beside aggregates, and the doubles that are added.

use std::collections::BTreeSet;

use super::{
    call::{Call, Over},
    select::{Core, Group, Piece, Pieces},
};
use crate::tokens::TokenKind;

/// Words that stand in an expression and are no names.
const KEYWORDS: [&str; 30] = [
    "all", "and", "as", "asc", "between", "by", "case", "cast", "collate", "desc", "distinct",
    "else", "escape", "exists", "false", "filter", "from", "glob", "in", "is", "isnull",
    "like", "match", "not", "notnull", "null", "or", "regexp", "then", "when",
];

/// Words after which the frame of a window begins, in which there are no columns.
const FRAMES: [&str; 3] = ["groups", "range", "rows"];

/// What a query groups by.
#[derive(Debug, Default)]
pub(super) struct Grouping {
    /// Expressions, written in one way.
    expressions: BTreeSet<String>,
    /// Columns: a name, or a name after its table.
    columns: Vec<Vec<String>>,
    /// Names that the query gives to its results.
    results: BTreeSet<String>,
    /// Names of tables, or given to them.
    sources: BTreeSet<String>,
}

impl Grouping {
    /// `known` are the names of columns, which come before names of results.
    pub(super) fn of(core: &Core<'_, '_>, known: &BTreeSet<String>) -> Self {
        let items: Vec<(Pieces<'_, '_>, Option<String>)> =
            core.items.iter().map(|item| named(item)).collect();
        let mut grouping = Self {
            results: items.iter().filter_map(|(_, name)| name.clone()).collect(),
            sources: core.from.iter().filter_map(Piece::name).collect(),
            ..Self::default()
        };
        for term in &core.group_by {
            grouping.put(term);
            if let Some((expression, name)) = meant(term, &items, known) {
                grouping.put(expression);
                grouping.columns.extend(name.map(|name| vec![name.clone()]));
            }
        }
        grouping
    }

    fn put(&mut self, expression: Pieces<'_, '_>) {
        self.expressions.insert(written(expression));
        if let Some((path, length)) = path(expression, 0)
            && length == expression.len()
        {
            self.columns.push(path);
        }
    }

    fn has_column(&self, path: &[String]) -> bool {
        self.columns.iter().any(|column| {
            // A name without its table means one column, or SQLite would have refused it.
            column == path
                || ((column.len() == 1 || path.len() == 1) && column.last() == path.last())
        })
    }
}

/// The result that a term of GROUP BY means, by its number or by its name.
fn meant<'i, 'p, 's>(
    term: Pieces<'_, '_>,
    items: &'i [(Pieces<'p, 's>, Option<String>)],
    known: &BTreeSet<String>,
) -> Option<(Pieces<'p, 's>, Option<&'i String>)> {
    let [piece] = term else { return None };
    let token = piece.token()?;
    let item = if token.kind == TokenKind::Number {
        items.get(token.text.parse::<usize>().ok()?.checked_sub(1)?)
    } else {
        let name = token.name().filter(|name| !known.contains(name))?;
        items.iter().find(|(_, given)| given.as_ref() == Some(&name))
    };
    item.map(|(expression, name)| (*expression, name.as_ref()))
}

/// Whether every column of an expression is grouped by or aggregated; if not, one that is not.
pub(super) fn is_grouped(
    expression: Pieces<'_, '_>,
    grouping: &Grouping,
    may_name_results: bool,
) -> Result<(), String> {
    let (expression, _) = named(expression);
    if grouping.expressions.contains(&written(expression)) {
        return Ok(());
    }
    if let Some(last) = expression.last()
        && last.is_sign("*")
        && (expression.len() == 1
            || expression.iter().rev().nth(1).is_some_and(|it| it.is_sign(".")))
    {
        return Err("*".to_owned());
    }
    pieces_are_grouped(expression, grouping, may_name_results)
}

fn pieces_are_grouped(
    pieces: Pieces<'_, '_>,
    grouping: &Grouping,
    may_name_results: bool,
) -> Result<(), String> {
    let mut place = 0;
    let mut cases = 0_usize;
    while let Some(piece) = pieces.get(place) {
        if let Some(group) = piece.group() {
            place += 1;
            if grouping.expressions.contains(&written(&group.pieces)) {
                continue;
            }
            if group.is_query() {
                outer_columns(group, grouping)?;
            } else {
                pieces_are_grouped(&group.pieces, grouping, may_name_results)?;
            }
            continue;
        }
        cases += usize::from(piece.is("case"));
        if piece.is("end") && cases > 0 {
            cases -= 1;
            place += 1;
            continue;
        }
        if piece.is("collate") || piece.is("nulls") {
            // Its name, and FIRST or LAST.
            place += 2;
            continue;
        }
        let Some((path, length)) = path(pieces, place) else {
            place += 1;
            continue;
        };
        let from = place;
        place += length;
        let Some(arguments) = pieces.get(place).and_then(Piece::group) else {
            let is_result =
                may_name_results && path.len() == 1 && grouping.results.contains(&path[0]);
            if !is_result && !grouping.has_column(&path) {
                return Err(path.join("."));
            }
            continue;
        };
        place += 1;
        let name = path.last().cloned().unwrap_or_default();
        let call = Call::of(name, arguments, pieces.get(place..).unwrap_or_default());
        place += call.length;
        let is_grouped = pieces
            .get(from..=from + length)
            .is_some_and(|call| grouping.expressions.contains(&written(call)));
        if call.aggregates() || is_grouped {
            continue;
        }
        pieces_are_grouped(&call.arguments.pieces, grouping, may_name_results)?;
        for part in call.filter.into_iter().chain(match call.over {
            Over::Window(window) => Some(window),
            Over::Nothing | Over::Named(_) => None,
        }) {
            let end =
                part.pieces.iter().position(|piece| FRAMES.iter().any(|word| piece.is(word)));
            let columns =
                part.pieces.get(..end.unwrap_or(part.pieces.len())).unwrap_or_default();
            let columns: Vec<Pieces<'_, '_>> = columns
                .split(|piece| {
                    ["partition", "order", "where"].iter().any(|word| piece.is(word))
                })
                .collect();
            for expression in columns {
                pieces_are_grouped(expression, grouping, may_name_results)?;
            }
        }
    }
    Ok(())
}

/// A column of an outer query that a subquery names together with its table.
fn outer_columns(query: &Group<'_>, grouping: &Grouping) -> Result<(), String> {
    let mut place = 0;
    while let Some(piece) = query.pieces.get(place) {
        place += 1;
        if let Some(group) = piece.group() {
            outer_columns(group, grouping)?;
        } else if let Some((path, length)) = path(&query.pieces, place - 1) {
            place += length - 1;
            let is_outer = path.len() > 1 && grouping.sources.contains(&path[0]);
            if is_outer && !grouping.has_column(&path) {
                return Err(path.join("."));
            }
        }
    }
    Ok(())
}

/// Names joined by points that begin at a place, and how many pieces they are.
fn path(pieces: Pieces<'_, '_>, place: usize) -> Option<(Vec<String>, usize)> {
    let first = pieces.get(place)?;
    if KEYWORDS.iter().any(|keyword| first.is(keyword)) {
        return None;
    }
    let mut path = vec![first.name()?];
    let mut length = 1;
    while pieces.get(place + length).is_some_and(|piece| piece.is_sign(".")) {
        let Some(name) = pieces.get(place + length + 1).and_then(Piece::name) else { break };
        path.push(name);
        length += 2;
    }
    Some((path, length))
}

/// An expression without the name that is given to its result, and that name.
fn named<'p, 's>(item: Pieces<'p, 's>) -> (Pieces<'p, 's>, Option<String>) {
    let [rest @ .., last] = item else { return (item, None) };
    let Some(name) = last.name() else { return (item, None) };
    match rest {
        [expression @ .., before] if before.is("as") => (expression, Some(name)),
        [.., before] if ends_a_value(before) && is_free_name(last, rest) => (rest, Some(name)),
        _ => (item, None),
    }
}

/// Whether an expression can end here, so that a name after it is that of its result.
fn ends_a_value(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Group(_) => true,
        Piece::Token(token) => match token.kind {
            TokenKind::Quoted
            | TokenKind::Literal
            | TokenKind::Number
            | TokenKind::Parameter => true,
            TokenKind::Word => {
                token.is_any(&["null", "true", "false", "isnull", "notnull"])
                    || !token.is_any(&KEYWORDS)
            }
            TokenKind::Sign | TokenKind::Open | TokenKind::Close | TokenKind::End => false,
        },
    }
}

fn is_free_name(piece: &Piece<'_>, before: Pieces<'_, '_>) -> bool {
    let is_keyword = KEYWORDS.iter().any(|keyword| piece.is(keyword));
    // After NULLS it is FIRST or LAST, after COLLATE a collation, after CASE its end.
    let is_last_word = before.last().is_some_and(|it| it.is("nulls") || it.is("collate"));
    let ends_case = piece.is("end") && before.iter().any(|it| it.is("case"));
    !is_keyword && !is_last_word && !ends_case
}

/// An expression in one way of writing, to be compared.
fn written(pieces: Pieces<'_, '_>) -> String {
    let mut text = String::new();
    // Brackets around the whole say nothing.
    let pieces = match pieces {
        [Piece::Group(group)] if !group.is_query() => &group.pieces,
        other => other,
    };
    write(pieces, &mut text);
    text
}

fn write(pieces: Pieces<'_, '_>, text: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Group(group) => {
                text.push_str("( ");
                write(&group.pieces, text);
                text.push_str(") ");
            }
            Piece::Token(token) => {
                text.push_str(&token.name().unwrap_or_else(|| token.text.to_owned()));
                text.push(' ');
            }
        }
    }
}

/// Whether a term of ORDER BY is one of the results, which DISTINCT keeps apart.
pub(super) fn is_result(term: Pieces<'_, '_>, items: &[Pieces<'_, '_>]) -> bool {
    let end = term.iter().position(|piece| {
        ["asc", "desc", "nulls", "collate"].iter().any(|word| piece.is(word))
    });
    let term = term.get(..end.unwrap_or(term.len())).unwrap_or_default();
    if let [Piece::Token(token)] = term
        && token.kind == TokenKind::Number
    {
        return true;
    }
    let is_column = path(term, 0).is_some_and(|(_, length)| length == term.len());
    items.iter().any(|item| {
        let (expression, name) = named(item);
        let is_all = expression.last().is_some_and(|piece| piece.is_sign("*"));
        written(expression) == written(term)
            || name.is_some_and(|name| matches!(term, [piece] if piece.name() == Some(name)))
            || (is_all
                && is_column
                && (expression.len() == 1 || begins_alike(expression, term)))
            || (is_column && same_column(expression, term))
    })
}

/// `t.*` and `t.x`.
fn begins_alike(all: Pieces<'_, '_>, column: Pieces<'_, '_>) -> bool {
    column.len() > 1
        && all.first().and_then(Piece::name) == column.first().and_then(Piece::name)
}

/// `t.x` and `x`.
fn same_column(one: Pieces<'_, '_>, other: Pieces<'_, '_>) -> bool {
    match (path(one, 0), path(other, 0)) {
        (Some((one_path, length)), Some((other_path, _))) => {
            length == one.len()
                && (one_path.len() == 1 || other_path.len() == 1)
                && one_path.last() == other_path.last()
        }
        _ => false,
    }
}

/// Whether an expression names a column of doubles, writes one, or casts to one.
pub(super) fn has_double(pieces: Pieces<'_, '_>, doubles: &BTreeSet<String>) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Group(group) => has_double(&group.pieces, doubles),
        Piece::Token(token) if token.kind == TokenKind::Number => {
            let is_hexadecimal = token.text.starts_with("0x") || token.text.starts_with("0X");
            !is_hexadecimal && token.text.contains(['.', 'e', 'E'])
        }
        Piece::Token(token) => {
            token.is("real") || token.name().is_some_and(|name| doubles.contains(&name))
        }
    })
}
