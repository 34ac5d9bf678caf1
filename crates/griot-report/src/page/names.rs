//! File names and anchors.

use std::collections::{BTreeMap, BTreeSet};

/// File names and anchors of ids that somebody else chose: unique also where letter case does not
/// count, and never a path.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) names: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of<'i>(ids: impl Iterator<Item = &'i str>) -> Self {
        let mut names = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for id in ids {
            if names.contains_key(id) {
                continue;
            }
            let name = plain_name(id);
            let mut free = name.clone();
            let mut next = 2;
            while !taken.insert(free.to_ascii_lowercase()) {
                free = format!("{name}-{next}");
                next += 1;
            }
            names.insert(id.to_owned(), free);
        }
        Self { names }
    }

    pub(super) fn get(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }
}

/// Letters, digits, `-` and `_` of an id, at most 60 of them, `x` where none is left. Names that
/// Windows keeps for devices get an underscore.
pub(super) fn plain_name(id: &str) -> String {
    let mut name = String::new();
    for letter in id.chars().take(60) {
        let plain = letter.is_ascii_alphanumeric() || letter == '_';
        match letter {
            _ if plain => name.push(letter),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches('-');
    let lower = name.to_ascii_lowercase();
    let device = matches!(lower.as_str(), "con" | "prn" | "aux" | "nul")
        || (lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")));
    match (name.is_empty(), device) {
        (true, _) => "x".to_owned(),
        (_, true) => format!("{name}_"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::site::{Page, Site};

    #[test]
    fn names_differ_where_ids_do() {
        let names =
            Names::of(["a/b", "a.b", "A-B", "../x", "", "con", "deaths-MLI"].into_iter());
        let all: Vec<_> = ["a/b", "a.b", "A-B", "../x", "", "con", "deaths-MLI"]
            .map(|id| names.get(id))
            .into();
        let expected = ["a-b", "a-b-2", "A-B-3", "x", "x-2", "con_", "deaths-MLI"];
        assert_eq!(all, expected.map(Some));
    }

    proptest! {
        #[test]
        fn every_name_is_a_plain_file_name(ids in proptest::collection::vec(".{0,12}", 1..20)) {
            let names = Names::of(ids.iter().map(String::as_str));
            let mut site = Site::default();
            for id in &ids {
                let name = names.get(id).expect("every id has a name");
                let path = format!("claims/{name}.html");
                prop_assert!(site.insert(&path, Page::css("")));
            }
            let distinct: BTreeSet<_> = ids.iter().collect();
            prop_assert_eq!(site.len(), distinct.len());
        }
    }
}
