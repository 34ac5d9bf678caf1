//! Exports of posts, from many tools, as one table.
//!
//! A file is read as a stream, compressed or not, and each post is handed on as soon as it is read,
//! so that an export of any size fits into memory. What cannot be read is set aside with its line;
//! of one sort of trouble the first few are shown and the rest counted.

mod columns;
mod csv_rows;
mod json_items;
mod json_scanner;
mod json_values;
mod letters;
mod links;
mod mapping;
mod moment;
mod numbers;
mod object_kind;
mod platforms;
mod post;
pub mod pseudonym;
mod records;
mod seen;
mod unpack;
mod values;

use std::{collections::BTreeMap, io::Read, num::NonZeroUsize};

use griot_model::Diagnostic;

use self::seen::Seen;
pub use self::{
    links::links,
    mapping::{Mapping, MappingError},
    moment::{Moment, NotAMoment, instant_text},
    object_kind::{ObjectKind, length_of_time},
    platforms::is_start_page,
    post::{Format, Post},
};
use super::TableError;

/// What was read, and what was seen on the way.
#[derive(Debug, Clone)]
pub struct Import {
    /// Layout of the file.
    pub format: Format,
    /// The column that tells accounts apart, as the header names it; of JSON the fields that did, with commas between.
    pub account: String,
    /// Posts handed on.
    pub posts: u64,
    /// Rows that could not be read, by reason.
    pub set_aside: BTreeMap<String, u64>,
    /// The first few of each sort of trouble, and how many more there were.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an export from `bytes` and hands on each post. A mapping is used where one is given;
/// otherwise the layout is recognised.
pub fn read(
    file: &str,
    bytes: impl Read,
    mapping: Option<&Mapping>,
    take: &mut dyn FnMut(Post<'_>),
) -> Result<Import, TableError> {
    let mut plain = unpack::unpack(file, bytes)?;
    refuse_a_mapping_of_json(file, &mut plain, mapping)?;
    let mut seen = Seen::new(file);
    let mut posts = 0;
    let mut counted = |post: Post<'_>| {
        posts += 1;
        take(post);
    };
    let (format, account) = if mapping.is_none() && plain.starts_like_json() {
        (Format::Json, json_items::read(plain, &mut seen, &mut counted))
    } else {
        let opened = csv_rows::open(file, plain, mapping)?;
        let of_file = (opened.format, opened.account());
        opened.read(&mut seen, &mut counted);
        of_file
    };
    let (set_aside, diagnostics) = seen.finish();
    Ok(Import { format, account, posts, set_aside, diagnostics })
}

/// The same, in batches: `prepare` makes posts ready on any of several threads, `absorb` gets the batches
/// in the order of the file. What comes out does not depend on the number of threads.
pub fn read_in_batches<B: Default + Send>(
    file: &str,
    bytes: impl Read,
    mapping: Option<&Mapping>,
    threads: NonZeroUsize,
    prepare: impl Fn(&Post<'_>, &mut B) + Sync,
    mut absorb: impl FnMut(B) + Send,
) -> Result<Import, TableError> {
    let mut plain = unpack::unpack(file, bytes)?;
    refuse_a_mapping_of_json(file, &mut plain, mapping)?;
    let mut seen = Seen::new(file);
    if mapping.is_none() && plain.starts_like_json() {
        let (mut posts, mut held, mut batch) = (0, 0, B::default());
        let account = json_items::read(plain, &mut seen, &mut |post| {
            posts += 1;
            held += 1;
            prepare(&post, &mut batch);
            if held == JSON_BATCH {
                held = 0;
                absorb(std::mem::take(&mut batch));
            }
        });
        absorb(batch);
        let (set_aside, diagnostics) = seen.finish();
        let format = Format::Json;
        return Ok(Import { format, account, posts, set_aside, diagnostics });
    }
    let opened = csv_rows::open(file, plain, mapping)?;
    let (format, account) = (opened.format, opened.account());
    let posts = opened.read_in_batches(threads, &mut seen, &prepare, &mut absorb);
    let (set_aside, diagnostics) = seen.finish();
    Ok(Import { format, account, posts, set_aside, diagnostics })
}

/// A mapping names columns, and JSON has none.
fn refuse_a_mapping_of_json(
    file: &str,
    plain: &mut unpack::Plain<'_>,
    mapping: Option<&Mapping>,
) -> Result<(), TableError> {
    if mapping.is_none() || !plain.starts_like_json() {
        return Ok(());
    }
    Err(TableError::NotThisLayout {
        file: file.to_owned(),
        format: "a table",
        reason: "it is JSON, and a mapping file describes the columns of a table; leave out --mapping where griot \
                 knows the export, or make it CSV first, such as with pandas: json_normalize(...).to_csv(...)"
            .to_owned(),
    })
}

/// Posts of a JSON file that are handed on at a time.
const JSON_BATCH: usize = 1024;
