//! How often the method is wrong, as `docs/coordination.md` says it, so that pages and documentation
//! cannot say different things.

use griot_model::rows::Rows;

const DOCUMENTATION: &str = include_str!("../../../../../docs/coordination.md");

/// The table of false positives and power; the first column names what was tried.
pub fn table() -> Rows {
    let lines = section("## Its error rates").filter_map(|line| line.strip_prefix('|'));
    let mut cells = lines.map(|line| -> Vec<String> {
        let line = line.strip_suffix('|').unwrap_or(line);
        line.split('|').map(|cell| cell.trim().replace('`', "")).collect()
    });
    let columns = cells.next().unwrap_or_default();
    let is_rule = |row: &Vec<String>| row.iter().all(|cell| cell.starts_with("---"));
    Rows { columns, rows: cells.filter(|row| !is_rule(row)).collect() }
}

/// How it was measured, in the words before the table.
pub fn measured() -> String {
    let words = section("## Its error rates").take_while(|line| !line.starts_with('|'));
    words.collect::<Vec<_>>().join(" ").trim().replace(['`', '*'], "")
}

/// What the method cannot tell, each in a sentence or two.
pub fn cannot_tell() -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for line in section("## What this cannot tell") {
        match line.strip_prefix("- ") {
            Some(begun) => said.push(begun.to_owned()),
            None => {
                if let Some(last) = said.last_mut()
                    && !line.trim().is_empty()
                {
                    last.push(' ');
                    last.push_str(line.trim());
                }
            }
        }
    }
    said.into_iter().map(|text| text.replace(['`', '*'], "")).collect()
}

/// Lines of a section of the documentation, its heading left out.
fn section(heading: &str) -> impl Iterator<Item = &'static str> {
    DOCUMENTATION
        .lines()
        .skip_while(move |line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_has_the_numbers() {
        let table = table();
        assert!(table.columns.len() > 1, "{:?}", table.columns);
        assert!(table.rows.len() >= 5, "{:?}", table.rows);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        assert!(table.rows[0][0].starts_with("independent"), "{:?}", table.rows[0]);
        assert!(measured().contains("sets"), "{}", measured());
        assert!(cannot_tell().len() > 3 && cannot_tell().iter().all(|it| it.ends_with('.')));
    }
}
