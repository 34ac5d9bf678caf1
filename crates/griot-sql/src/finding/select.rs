//! The clauses of a SELECT, found by its reserved words.
//!
//! SQLite has compiled the query before it is looked at here, so that it is well formed and not
//! deeper than SQLite's own parser allows.

use crate::tokens::{Token, TokenKind};

/// A token, or what stands between two brackets.
#[derive(Debug)]
pub(super) enum Piece<'s> {
    Token(Token<'s>),
    Group(Group<'s>),
}

/// What stands between two brackets.
#[derive(Debug)]
pub(super) struct Group<'s> {
    pub(super) pieces: Vec<Piece<'s>>,
    /// Byte after the closing bracket.
    end: usize,
}

/// Several pieces in a row, such as an expression.
pub(super) type Pieces<'p, 's> = &'p [Piece<'s>];

impl<'s> Piece<'s> {
    pub(super) fn token(&self) -> Option<&Token<'s>> {
        match self {
            Self::Token(token) => Some(token),
            Self::Group(_) => None,
        }
    }

    pub(super) fn group(&self) -> Option<&Group<'s>> {
        match self {
            Self::Token(_) => None,
            Self::Group(group) => Some(group),
        }
    }

    pub(super) fn is(&self, keyword: &str) -> bool {
        self.token().is_some_and(|token| token.is(keyword))
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.token().is_some_and(|token| token.is_sign(sign))
    }

    /// A name without its quotes, in small letters; a keyword is one too.
    pub(super) fn name(&self) -> Option<String> {
        self.token().and_then(Token::name)
    }

    pub(super) fn end(&self) -> usize {
        match self {
            Self::Token(token) => token.end,
            Self::Group(group) => group.end,
        }
    }
}

impl Group<'_> {
    /// Whether it is a query in brackets.
    pub(super) fn is_query(&self) -> bool {
        ["select", "values", "with"].iter().any(|word| begins(&self.pieces, word))
    }
}

/// Whether the pieces begin with a keyword.
pub(super) fn begins(pieces: Pieces<'_, '_>, keyword: &str) -> bool {
    pieces.first().is_some_and(|piece| piece.is(keyword))
}

/// Where these two keywords follow each other outside brackets.
pub(super) fn place_of(pieces: Pieces<'_, '_>, one: &str, other: &str) -> Option<usize> {
    pieces.windows(2).position(|pair| match pair {
        [first, second] => first.is(one) && second.is(other),
        _ => false,
    })
}

/// The parts between the commas outside brackets.
pub(super) fn listed<'p, 's>(pieces: Pieces<'p, 's>) -> Vec<Pieces<'p, 's>> {
    if pieces.is_empty() {
        return Vec::new();
    }
    pieces.split(|piece| piece.is_sign(",")).collect()
}

/// Tokens with their brackets matched.
pub(super) fn pieces<'s>(tokens: &[Token<'s>]) -> Vec<Piece<'s>> {
    let mut open: Vec<Vec<Piece<'s>>> = vec![Vec::new()];
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(Vec::new()),
            TokenKind::Close if open.len() > 1 => {
                let pieces = open.pop().unwrap_or_default();
                if let Some(outer) = open.last_mut() {
                    outer.push(Piece::Group(Group { pieces, end: token.end }));
                }
            }
            TokenKind::End => {}
            _ => {
                if let Some(inner) = open.last_mut() {
                    inner.push(Piece::Token(*token));
                }
            }
        }
    }
    open.into_iter().flatten().collect()
}

/// A query: SELECTs and VALUES, put together, ordered and cut.
#[derive(Debug, Default)]
pub(super) struct Select<'p, 's> {
    /// Queries of its common table expressions.
    pub(super) with: Vec<&'p Group<'s>>,
    pub(super) cores: Vec<Core<'p, 's>>,
    pub(super) order_by: Vec<Pieces<'p, 's>>,
    /// Byte after the last term of ORDER BY.
    pub(super) order_end: Option<usize>,
    pub(super) limit: Option<Pieces<'p, 's>>,
}

/// One SELECT or VALUES without what orders and cuts.
#[derive(Debug, Default)]
pub(super) struct Core<'p, 's> {
    pub(super) is_distinct: bool,
    /// Columns of its result; rows in brackets for VALUES.
    pub(super) items: Vec<Pieces<'p, 's>>,
    pub(super) is_values: bool,
    pub(super) from: Pieces<'p, 's>,
    pub(super) condition: Pieces<'p, 's>,
    pub(super) group_by: Vec<Pieces<'p, 's>>,
    pub(super) having: Pieces<'p, 's>,
    /// Named windows.
    pub(super) windows: Vec<(String, &'p Group<'s>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    With,
    Select,
    Values,
    From,
    Where,
    GroupBy,
    Having,
    Window,
    OrderBy,
    Limit,
    Compound,
}

impl<'p, 's> Select<'p, 's> {
    /// The clauses of these pieces.
    pub(super) fn of(pieces: Pieces<'p, 's>) -> Self {
        let mut select = Self::default();
        let mut starts = vec![(Clause::With, 0, 0)];
        starts.extend((0..pieces.len()).filter_map(|place| {
            let (clause, words) = clause_at(pieces, place)?;
            Some((clause, place, place + words))
        }));
        let ends = starts.iter().skip(1).map(|(_, start, _)| *start).chain([pieces.len()]);
        for ((clause, _, from), to) in starts.iter().zip(ends) {
            select.put(*clause, pieces.get(*from..to).unwrap_or_default());
        }
        select
    }

    fn put(&mut self, clause: Clause, body: Pieces<'p, 's>) {
        match clause {
            Clause::With => {
                let is_body = |before: &Piece<'_>| before.is("as") || before.is("materialized");
                self.with = body
                    .iter()
                    .zip(body.iter().skip(1))
                    .filter(|(before, _)| is_body(before))
                    .filter_map(|(_, piece)| piece.group())
                    .collect();
            }
            Clause::Select | Clause::Values => {
                let is_distinct = begins(body, "distinct");
                let skipped = usize::from(is_distinct || begins(body, "all"));
                self.cores.push(Core {
                    is_distinct,
                    items: listed(body.get(skipped..).unwrap_or_default()),
                    is_values: clause == Clause::Values,
                    ..Core::default()
                });
            }
            Clause::OrderBy => {
                self.order_by = listed(body);
                self.order_end = body.last().map(Piece::end);
            }
            Clause::Limit => self.limit = Some(body),
            Clause::Compound => {}
            Clause::From
            | Clause::Where
            | Clause::GroupBy
            | Clause::Having
            | Clause::Window => {
                if let Some(core) = self.cores.last_mut() {
                    core.put(clause, body);
                }
            }
        }
    }
}

impl<'p, 's> Core<'p, 's> {
    fn put(&mut self, clause: Clause, body: Pieces<'p, 's>) {
        match clause {
            Clause::From => self.from = body,
            Clause::Where => self.condition = body,
            Clause::GroupBy => self.group_by = listed(body),
            Clause::Having => self.having = body,
            _ => {
                self.windows = listed(body)
                    .into_iter()
                    .filter_map(|window| {
                        let name = window.first()?.name()?;
                        Some((name, window.last()?.group()?))
                    })
                    .collect();
            }
        }
    }
}

/// The clause that begins at a place, and how many words say so.
fn clause_at(pieces: Pieces<'_, '_>, place: usize) -> Option<(Clause, usize)> {
    let at = |place: usize| pieces.get(place);
    let next_is = |word: &str| at(place + 1).is_some_and(|piece| piece.is(word));
    let before = |back: usize| place.checked_sub(back).and_then(at);
    let word = at(place)?.token().filter(|token| token.kind == TokenKind::Word)?;
    let clause = match word.text.to_ascii_lowercase().as_str() {
        "select" => Clause::Select,
        "values" => Clause::Values,
        // `a IS [NOT] DISTINCT FROM b` is a comparison.
        "from" => {
            let compares = before(1).is_some_and(|piece| piece.is("distinct"))
                && before(2).is_some_and(|piece| piece.is("is") || piece.is("not"));
            if compares {
                return None;
            }
            Clause::From
        }
        "where" => Clause::Where,
        "having" => Clause::Having,
        "limit" => Clause::Limit,
        "union" | "intersect" | "except" => Clause::Compound,
        "group" if next_is("by") => return Some((Clause::GroupBy, 2)),
        "order" if next_is("by") => return Some((Clause::OrderBy, 2)),
        // The only word here that may be a name as well.
        "window" => {
            let defines = at(place + 1).is_some_and(|piece| piece.name().is_some())
                && at(place + 2).is_some_and(|piece| piece.is("as"))
                && at(place + 3).is_some_and(|piece| piece.group().is_some());
            if !defines {
                return None;
            }
            Clause::Window
        }
        _ => return None,
    };
    Some((clause, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    /// Numbers of common table expressions, SELECTs, items of the first, terms of GROUP BY, named
    /// windows, terms of ORDER BY; whether it is cut.
    fn check(sql: &str, expected: (usize, usize, usize, usize, usize, usize, bool)) {
        let tokens = tokens(sql);
        let pieces = pieces(&tokens);
        let select = Select::of(&pieces);
        let core = select.cores.first().expect(sql);
        let seen = (
            select.with.len(),
            select.cores.len(),
            core.items.len(),
            core.group_by.len(),
            core.windows.len(),
            select.order_by.len(),
            select.limit.is_some(),
        );
        assert_eq!(seen, expected, "{sql}");
    }

    #[test]
    fn clauses_are_found_outside_brackets() {
        check("select 1", (0, 1, 1, 0, 0, 0, false));
        check("select a, f(b, c) from t order by a, b desc", (0, 1, 2, 0, 0, 2, false));
        check("with x(a) as (select 1 order by 1) select a from x", (1, 1, 1, 0, 0, 0, false));
        check(
            "with x as not materialized (select 1), y as (select 2) select * from x, y limit 1",
            (2, 1, 1, 0, 0, 0, true),
        );
        check(
            "select a from t union all select b from u order by 1",
            (0, 2, 1, 0, 0, 1, false),
        );
        check("select a is not distinct from b, c from t", (0, 1, 2, 0, 0, 0, false));
        check("select distinct a from t group by a, b having a", (0, 1, 1, 2, 0, 0, false));
        check(
            "select rank() over w from t window w as (order by a), v as (w) order by 1",
            (0, 1, 1, 0, 2, 1, false),
        );
        check(
            "select \"order\", 'group by x' from [limit] -- order by",
            (0, 1, 2, 0, 0, 0, false),
        );
        check("values (1, 2), (3, 4)", (0, 1, 2, 0, 0, 0, false));
    }
}
