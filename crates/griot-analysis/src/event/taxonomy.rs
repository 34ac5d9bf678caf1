//! How the categories of different lists compare: from fine to coarse.

use std::collections::BTreeMap;

use griot_model::Diagnostic;

use griot_table::{
    TableError, decode,
    event::{EventList, source_name},
    records, set_aside,
};

/// A table of categories: for each category of each list, its levels from the finest to the coarsest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// Column of the lists that it is about.
    pub column: String,
    /// How many levels every category has.
    pub levels: usize,
    by_source: BTreeMap<(String, String), Vec<String>>,
    by_category: BTreeMap<String, Option<Vec<String>>>,
    /// Rows set aside.
    pub diagnostics: Vec<Diagnostic>,
}

impl Taxonomy {
    /// Reads a file with the columns `data.source`, `base.categories` and one column for each level, as meltt has it.
    ///
    /// The column it is about is the one of `columns` that its file name ends with: `tax_type_tax.csv` is about `type_tax`.
    pub fn read(file: &str, bytes: &[u8], columns: &[String]) -> Result<Self, TableError> {
        const FORMAT: &str = "a taxonomy";
        let stem = source_name(file);
        let not_this = |reason: String| TableError::NotThisLayout {
            file: file.to_owned(),
            format: FORMAT,
            reason,
        };
        let named = columns.iter().filter(|column| stem.ends_with(column.as_str()));
        let column = named.max_by_key(|column| column.len()).ok_or_else(|| {
            not_this(format!(
                "its file name should end with the column it is about, one of {}",
                columns.join(", ")
            ))
        })?;
        let text = decode(file, bytes)?;
        let (header, lines) = records(&text, true)?;
        let is = |at: usize, name: &str| {
            header.get(at).is_some_and(|cell| cell.trim().eq_ignore_ascii_case(name))
        };
        if !is(0, "data.source") || !is(1, "base.categories") || header.len() < 3 {
            return Err(not_this(
                "its columns should be data.source, base.categories and one for each level"
                    .to_owned(),
            ));
        }
        let mut taxonomy = Self {
            column: column.clone(),
            levels: header.len() - 2,
            by_source: BTreeMap::new(),
            by_category: BTreeMap::new(),
            diagnostics: lines.diagnostics,
        };
        for record in &lines.records {
            let levels: Vec<String> =
                (2..header.len()).map(|at| record.cell(at).to_owned()).collect();
            if record.cells.len() != header.len() || levels.iter().any(String::is_empty) {
                let what = format!("a category needs {} levels", taxonomy.levels);
                taxonomy.diagnostics.push(set_aside(file, record.line, what));
                continue;
            }
            let (source, category) = (record.cell(0).to_owned(), record.cell(1).to_owned());
            let same =
                taxonomy.by_category.entry(category.clone()).or_insert(Some(levels.clone()));
            if same.as_ref() != Some(&levels) {
                *same = None;
            }
            taxonomy.by_source.insert((source, category), levels);
        }
        Ok(taxonomy)
    }

    /// A taxonomy in which each category is its own only level.
    pub fn flat(column: &str, lists: &[EventList]) -> Self {
        let mut taxonomy = Self::empty(column, 1);
        for list in lists {
            let Some(at) = list.taxonomies.iter().position(|name| name == column) else {
                continue;
            };
            for category in list.events.iter().filter_map(|event| event.categories.get(at)) {
                let levels = Some(vec![category.clone()]);
                taxonomy.by_category.insert(category.clone(), levels);
            }
        }
        taxonomy
    }

    /// The categories `violence` that publishers' formats are read into: armed violence may be coded as a battle by one and as
    /// remote violence by another.
    pub fn violence() -> Self {
        let mut taxonomy = Self::empty("violence", 2);
        for (fine, coarse) in [
            ("battle", "armed"),
            ("remote", "armed"),
            ("civilians", "civilians"),
            ("riot", "crowd"),
            ("protest", "crowd"),
            ("strategic", "strategic"),
        ] {
            let levels = Some(vec![fine.to_owned(), coarse.to_owned()]);
            taxonomy.by_category.insert(fine.to_owned(), levels);
        }
        taxonomy
    }

    fn empty(column: &str, levels: usize) -> Self {
        Self {
            column: column.to_owned(),
            levels,
            by_source: BTreeMap::new(),
            by_category: BTreeMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The levels of a category of a list. A list goes by its name or by the end of it after `_` (`d1` for `s500_d1`); a list that
    /// the taxonomy does not name may use a category on which all others agree.
    pub fn levels_of(&self, source: &str, category: &str) -> Option<&[String]> {
        let ends = source.rsplit_once('_').map(|(_, end)| end);
        for name in [Some(source), ends].into_iter().flatten() {
            if let Some(levels) = self.by_source.get(&(name.to_owned(), category.to_owned())) {
                return Some(levels);
            }
        }
        self.by_category.get(category)?.as_deref()
    }
}
