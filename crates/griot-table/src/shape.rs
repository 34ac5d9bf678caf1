//! Whether a row has the cells of its header, and whether it is itself a header: asked by every reader of delimited text.
//!
//! A row with another number of cells is never read: nobody can say which of its cells moved. The one exception is a
//! table in which *every* row ends with one delimiter more than the header, as some programs write them; where a cell
//! begins with a blank, a comma of a sentence may have made the extra cell, and the table is no such exception.

/// The names of a header, as rows are held against them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    names: Vec<Vec<u8>>,
}

/// What a row is that repeats the names of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Again {
    /// The header once more.
    Same,
    /// The same names in another order: where each column of the first header stands below.
    Order(Vec<usize>),
    /// Other columns, most of which the first header names too.
    Other,
}

/// Said of a header that comes again.
pub(crate) const SAME: &str = "the header stands in the file again";

/// Said of a header in another order.
pub(crate) const ORDER: &str = "a second header names the same columns in another order, as when two downloads stand in one \
                                file; the rows below it are read by it";

/// Said of a header that names other columns.
pub(crate) const OTHER: &str = "a second header with other columns stands here, as when two downloads stand in one file; the \
                                rows below it are set aside: give each table in a file of its own";

/// Said of each row below such a header.
pub(crate) const BELOW: &str =
    "it stands below a second header with other columns; give each table in a file of its own";

impl Names {
    /// The names of a header in its order.
    pub(crate) fn new<'c>(cells: impl Iterator<Item = &'c [u8]>) -> Self {
        Self { names: cells.map(folded).collect() }
    }

    /// Whether a row is a header: at least two of its cells, and most of them, are names of columns.
    pub(crate) fn again<'c>(
        &self,
        cells: impl Iterator<Item = &'c [u8]> + Clone,
    ) -> Option<Again> {
        // Numbers name the columns of a table of answers, and are its cells as well.
        let is_name = |cell: &[u8]| {
            cell.iter().any(u8::is_ascii_alphabetic)
                && self.names.iter().any(|name| is_same(name, cell))
        };
        let filled = || cells.clone().map(bare).filter(|cell| !cell.is_empty());
        // Nearly every row is told from a header by its first cells.
        if !filled().take(3).any(is_name) {
            return None;
        }
        let (all, named) = filled().fold((0_usize, 0_usize), |(all, named), cell| {
            (all + 1, named + usize::from(is_name(cell)))
        });
        if named < 2 || named * 2 <= all {
            return None;
        }
        let mut names: &[Vec<u8>] = &self.names;
        if cells.clone().count() + 1 == names.len() && names.first().is_some_and(Vec::is_empty)
        {
            // R's names of rows have no name themselves.
            names = names.get(1..).unwrap_or_default();
        }
        let row: Vec<&[u8]> = cells.map(bare).collect();
        let as_before = names.len() == row.len()
            && names.iter().zip(&row).all(|(name, cell)| is_same(name, cell));
        if as_before {
            return Some(Again::Same);
        }
        let mut taken = vec![false; row.len()];
        let mut order = Vec::with_capacity(names.len());
        for name in names {
            let mut places = (0..).zip(&row).zip(&mut taken);
            let Some(((place, _), taken)) =
                places.find(|((_, cell), taken)| !**taken && is_same(name, cell))
            else {
                return Some(Again::Other);
            };
            *taken = true;
            order.push(place);
        }
        let is_whole = row.len() == self.names.len();
        Some(if is_whole { Again::Order(order) } else { Again::Other })
    }
}

/// Without blanks, marks and a byte order mark around it.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell).trim_ascii();
    cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell)
}

fn folded(cell: &[u8]) -> Vec<u8> {
    bare(cell).to_ascii_lowercase()
}

fn is_same(name: &[u8], cell: &[u8]) -> bool {
    name.len() == cell.len() && name.eq_ignore_ascii_case(cell)
}

/// Why a row with another number of cells than the header is not read, and what to do. `row` is the row as written.
pub(crate) fn other_width(
    (cells, columns): (usize, usize),
    row: &[u8],
    delimiter: u8,
) -> (String, &'static str) {
    if let Some(other) = other_delimiter(columns, row, delimiter) {
        let what = format!(
            "its cells are divided by {}, those of the header by {}",
            named(other),
            named(delimiter)
        );
        return (what, "divide the header and the rows by one sign");
    }
    let what = format!("it has {cells} cells, the header {columns}");
    let has = |word: &str| memchr::memmem::find(row, word.as_bytes()).is_some();
    let help = if cells < columns {
        "add the missing cells"
    } else if has("\\\"") {
        "a quotation mark inside a value is written twice, not with a backslash before it"
    } else if has("\u{201c}") || has("\u{201e}") || has("\u{ab}") {
        "quotation marks around a field are straight (\"); curly ones do not quote"
    } else if row.trim_ascii_end().ends_with(&[delimiter]) {
        "put quotation marks around the field that holds a delimiter; where each row ends with a delimiter too many, \
         write one at the end of the header as well"
    } else {
        "put quotation marks around the field that holds a delimiter"
    };
    (what, help)
}

/// The sign by which a row has as many cells as the header, where the sign of the header divides it less often.
fn other_delimiter(columns: usize, row: &[u8], delimiter: u8) -> Option<u8> {
    let count = |sign: u8| memchr::memchr_iter(sign, row).count();
    let own = count(delimiter);
    [b',', b';', b'\t', b'|']
        .into_iter()
        .filter(|sign| *sign != delimiter && columns > 1)
        .find(|sign| count(*sign) + 1 == columns && own < columns - 1)
}

/// A delimiter in words.
pub(crate) fn named(delimiter: u8) -> &'static str {
    match delimiter {
        b'\t' => "tabs",
        b';' => "semicolons",
        b'|' => "vertical bars",
        _ => "commas",
    }
}

/// Whether a table ends each of its rows with a delimiter that its header lacks.
#[derive(Debug, Default)]
pub(crate) struct Trailing {
    rows: u64,
    is_other: bool,
}

impl Trailing {
    /// Takes note of a row of a table of `columns` columns, its cells as written; whether all rows so far are so.
    pub(crate) fn see<'c>(
        &mut self,
        columns: usize,
        cells: impl ExactSizeIterator<Item = &'c [u8]>,
    ) -> bool {
        self.rows += 1;
        let is_longer = cells.len() == columns + 1;
        let (mut last_is_empty, mut begins_blank) = (false, false);
        for (place, cell) in cells.enumerate() {
            begins_blank |= place > 0 && cell.first() == Some(&b' ');
            last_is_empty = cell.is_empty();
        }
        self.is_other |= !is_longer || !last_is_empty || begins_blank;
        !self.is_other
    }

    /// Whether every row was so.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.rows > 0 && !self.is_other
    }
}

/// Said of such a table.
pub(crate) const TRAILING: &str = "every row ends with a delimiter that the header lacks; the empty cell after it is no column";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn again(header: &[String], row: &[String]) -> Option<Again> {
        let names = Names::new(header.iter().map(String::as_bytes));
        names.again(row.iter().map(String::as_bytes))
    }

    fn cells(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn headers_that_come_again() {
        for (header, row, found) in [
            ("id,date,place", "id,date,place", Some(Again::Same)),
            ("id,date,place", "ID, Date ,\u{feff}place", Some(Again::Same)),
            ("id,date,place", "\u{feff}\"id\",date,place", Some(Again::Same)),
            (",id,date", "id,date", Some(Again::Same)),
            ("id,date,place", "date,id,place", Some(Again::Order(vec![1, 0, 2]))),
            ("id,date,place", "id,date,place,note", Some(Again::Other)),
            ("id,date,place", "id,date", Some(Again::Other)),
            ("id,date,place", "E1,2020-01-02,place", None),
            ("id,date,place", "id,2020-01-02,Mopti", None),
            ("1,2,3", "2,1,3", None),
            ("id,a,a", "a,id,a", Some(Again::Order(vec![1, 0, 2]))),
        ] {
            assert_eq!(again(&cells(header), &cells(row)), found, "{header} / {row}");
        }
    }

    #[test]
    fn why_a_row_is_not_read() {
        for (columns, row, what) in [
            (4, "a;b;c;d", "divided by semicolons"),
            (3, "a|b|c", "divided by vertical bars"),
            (3, "a,b", "2 cells, the header 3"),
            (3, "a,b,c,", "4 cells, the header 3"),
            (3, "a,b, c,", "4 cells, the header 3"),
        ] {
            let cells = row.split(',').count();
            let (said, _) = other_width((cells, columns), row.as_bytes(), b',');
            assert!(said.contains(what), "{row}: {said}");
        }
    }

    #[test]
    fn what_marks_that_do_not_quote_are_told() {
        for (row, help) in [
            ("a,\u{201c}b, c\u{201d},d", "curly ones do not quote"),
            ("a,b \\\"c, d\\\",e", "not with a backslash"),
            ("a,b,c,d", "put quotation marks around"),
            ("a,b,c,", "write one at the end of the header"),
        ] {
            assert!(other_width((4, 3), row.as_bytes(), b',').1.contains(help), "{row}");
        }
    }

    proptest! {
        /// Wherever its columns stand, a second header says where; a cell that is no name makes it another.
        #[test]
        fn columns_in_another_order(
            names in prop::collection::btree_set("[a-z]{2,6}", 2..9),
            seed in prop::collection::vec(any::<prop::sample::Index>(), 8),
        ) {
            let header: Vec<String> = names.into_iter().collect();
            let mut row = header.clone();
            for (place, other) in seed.iter().enumerate().take(row.len()) {
                let other = other.index(row.len());
                row.swap(place, other);
            }
            match again(&header, &row) {
                Some(Again::Same) => prop_assert_eq!(&row, &header),
                Some(Again::Order(order)) => {
                    let read: Vec<&String> = order.iter().map(|place| &row[*place]).collect();
                    prop_assert_eq!(read, header.iter().collect::<Vec<_>>());
                }
                other => prop_assert!(false, "{:?}", other),
            }
            row.push("Other Name".to_owned());
            prop_assert_eq!(again(&header, &row), Some(Again::Other));
        }

        /// A row too long is read nowhere unless all rows are, end with nothing and hold no blank after a delimiter.
        #[test]
        fn a_delimiter_at_the_end_of_every_row(
            columns in 1..5_usize,
            rows in prop::collection::vec((0..3_usize, any::<bool>(), any::<bool>()), 1..6),
        ) {
            let mut trailing = Trailing::default();
            let mut expected = true;
            for (more, is_empty, is_blank) in rows {
                let mut row = vec!["x"; columns + more];
                if is_blank && row.len() > 1 {
                    row[1] = " x";
                }
                if is_empty {
                    let last = row.len() - 1;
                    row[last] = "";
                }
                let begins_blank = row.iter().skip(1).any(|cell| cell.starts_with(' '));
                expected &= more == 1 && is_empty && !begins_blank;
                prop_assert_eq!(trailing.see(columns, row.iter().map(|cell| cell.as_bytes())), expected);
            }
            prop_assert_eq!(trailing.is_everywhere(), expected);
        }
    }
}
