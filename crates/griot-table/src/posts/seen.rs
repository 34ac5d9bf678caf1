//! Trouble while reading, of each sort the first few.

use std::{borrow::Cow, collections::BTreeMap};

use griot_model::Diagnostic;

use crate::{noticed, set_aside};

/// Trouble so far. Of each sort the first few are kept and the others counted.
pub(super) struct Seen<'f> {
    pub(super) file: &'f str,
    pub(super) set_aside: BTreeMap<Cow<'static, str>, u64>,
    pub(super) noticed: BTreeMap<Cow<'static, str>, u64>,
    pub(super) told: Vec<Told>,
}

/// One of the first few of its sort.
pub(super) struct Told {
    pub(super) line: u64,
    pub(super) sort: Cow<'static, str>,
    pub(super) detail: String,
    pub(super) is_set_aside: bool,
}

/// What is said of bytes in another encoding.
pub(super) const NOT_UTF_8: &str =
    "bytes that are not UTF-8 are read as U+FFFD; save the file as UTF-8 to keep these letters";

/// How many diagnostics of one sort are shown.
pub(super) const SHOWN: u64 = 5;

impl<'f> Seen<'f> {
    pub(super) fn new(file: &'f str) -> Self {
        let (set_aside, noticed) = (BTreeMap::new(), BTreeMap::new());
        Self { file, set_aside, noticed, told: Vec::new() }
    }

    /// A row that is not handed on. `sort` is the same for all rows with this trouble.
    pub(super) fn set_aside(&mut self, line: u64, sort: &'static str, detail: &str) {
        self.tell(line, sort.into(), detail, true);
    }

    /// Something odd in a row that is handed on all the same.
    pub(super) fn notice(&mut self, line: u64, sort: &'static str, detail: &str) {
        self.tell(line, sort.into(), detail, false);
    }

    pub(super) fn tell(
        &mut self,
        line: u64,
        sort: Cow<'static, str>,
        detail: &str,
        is_set_aside: bool,
    ) {
        let counts = if is_set_aside { &mut self.set_aside } else { &mut self.noticed };
        let count = counts.entry(sort.clone()).or_default();
        *count += 1;
        if *count <= SHOWN {
            self.told.push(Told { line, sort, detail: detail.to_owned(), is_set_aside });
        }
    }

    /// Adds what was seen in later rows of the same file.
    pub(super) fn add(&mut self, later: Self) {
        for told in later.told {
            let counts = if told.is_set_aside { &self.set_aside } else { &self.noticed };
            let before = counts.get(&told.sort).copied().unwrap_or(0);
            let own = self.told.iter().filter(|own| own.sort == told.sort).count() as u64;
            if before < SHOWN && own < SHOWN {
                self.told.push(told);
            }
        }
        for (sort, count) in later.set_aside {
            *self.set_aside.entry(sort).or_default() += count;
        }
        for (sort, count) in later.noticed {
            *self.noticed.entry(sort).or_default() += count;
        }
    }

    pub(super) fn finish(self) -> (BTreeMap<String, u64>, Vec<Diagnostic>) {
        let mut diagnostics: Vec<Diagnostic> = self
            .told
            .into_iter()
            .map(|told| {
                let reason = if told.detail.is_empty() {
                    told.sort.into_owned()
                } else {
                    format!("{}: {}", told.sort, told.detail)
                };
                let write = if told.is_set_aside { set_aside } else { noticed };
                write(self.file, told.line, reason)
            })
            .collect();
        for (sort, count) in self.set_aside.iter().chain(&self.noticed) {
            if let Some(more) = count.checked_sub(SHOWN)
                && more > 0
            {
                let mut rest = noticed(self.file, 0, format!("{more} more rows: {sort}"));
                rest.line = None;
                diagnostics.push(rest);
            }
        }
        let set_aside = self.set_aside.into_iter();
        (set_aside.map(|(sort, count)| (sort.into_owned(), count)).collect(), diagnostics)
    }
}
