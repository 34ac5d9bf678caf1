//! A site is a value: path → page.

use std::collections::BTreeMap;

use griot_model::rows::hexadecimal;
use sha2::{Digest as _, Sha256};

/// Bytes with their media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// `text/html; charset=utf-8` and the like.
    pub media_type: &'static str,
    /// What is served and written.
    pub bytes: Vec<u8>,
}

impl Page {
    /// A page of HTML.
    pub fn html(text: String) -> Self {
        Self { media_type: "text/html; charset=utf-8", bytes: text.into_bytes() }
    }

    /// The same page for a machine.
    pub fn json(text: String) -> Self {
        Self { media_type: "application/json", bytes: text.into_bytes() }
    }

    /// A table for a spreadsheet.
    pub fn csv(text: String) -> Self {
        Self { media_type: "text/csv; charset=utf-8", bytes: text.into_bytes() }
    }

    /// A style sheet.
    pub fn css(text: &str) -> Self {
        Self { media_type: "text/css; charset=utf-8", bytes: text.as_bytes().to_vec() }
    }

    /// SHA-256 of the bytes, hexadecimal.
    pub fn sha256(&self) -> String {
        hexadecimal(&Sha256::digest(&self.bytes))
    }
}

/// Pages by path. A path is relative, with `/` between folders, and is made of ASCII letters,
/// digits, `.`, `-` and `_` alone, so that it is also a file name everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    pages: BTreeMap<String, Page>,
}

impl Site {
    /// Adds a page, in the place of one that had the same path.
    ///
    /// A path that is no plain relative path is refused: the page is not added, and the answer is
    /// false.
    pub fn insert(&mut self, path: &str, page: Page) -> bool {
        let plain = path.split('/').all(is_plain_name);
        if plain {
            self.pages.insert(path.to_owned(), page);
        }
        plain
    }

    /// The page of a path as it is written to disk: `claims/c12.html`.
    pub fn get(&self, path: &str) -> Option<&Page> {
        self.pages.get(path)
    }

    /// The page of a path as a browser asks for it, with the path it has on disk: `/`, `/report`,
    /// `/report.html` and `/report.json` are all understood.
    pub fn resolve(&self, asked: &str) -> Option<(&str, &Page)> {
        let path = asked.strip_prefix('/')?;
        let path = if path.is_empty() { "index.html" } else { path };
        let (path, page) = self
            .pages
            .get_key_value(path)
            .or_else(|| self.pages.get_key_value(&format!("{path}.html")))?;
        Some((path, page))
    }

    /// All pages in the order of their paths.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &Page)> {
        self.pages.iter().map(|(path, page)| (path.as_str(), page))
    }

    /// Number of pages, assets and data files included.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_site() {
        let mut site = Site::default();
        for bad in ["../x", "/x", "a//b", "a/../b", ".hidden", "a\\b", "", "a b", "ü"] {
            assert!(!site.insert(bad, Page::css("")), "{bad:?}");
        }
        assert!(site.is_empty());
        assert!(site.insert("claims/c12.html", Page::css("")));
        assert!(site.resolve("/claims/c12").is_some());
        assert!(site.resolve("claims/c12").is_none());
    }
}
