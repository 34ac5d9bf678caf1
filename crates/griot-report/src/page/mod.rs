//! Pages, one file for each kind. A page is a value that is both drawn by its template and written
//! as JSON, so that the two say the same.

mod about;
mod actor;
mod book;
mod claim;
mod events;
mod evidence;
mod finding;
mod frame;
mod gains;
mod names;
mod network;
mod overview;
mod report;
mod roll_call;
mod rule;
mod source;
mod table;
mod timeline;

use std::collections::BTreeMap;

use griot_model::rows::hexadecimal;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use self::{
    book::{Book, Sections},
    names::Names,
};
use crate::{
    disclosure::Published,
    escape::json_escaped,
    site::{Page, Site},
};

/// The file that lists every other with its digest; by it a folder is known to be a griot site.
pub const MANIFEST: &str = "griot-site.json";

const CSS: &str = include_str!("../../assets/site.css");

/// Makes the site of a case from what may leave, and from nothing else.
pub fn site(answers: &Published) -> Site {
    let guard = &answers.guard;
    let sections = Sections {
        network: network::first(answers, guard),
        has_gains: gains::has(answers, guard),
        has_events: events::has(answers),
        roll_calls: Names::of(answers.roll_calls.iter().map(|it| it.id.as_str())),
    };
    let digest = hexadecimal(&Sha256::digest(CSS.as_bytes()));
    let css = format!("assets/site-{}.css", digest.get(..12).unwrap_or_default());
    let book = Book::new(answers, css, sections);
    let mut site = Site::default();
    site.insert(&book.css, Page::css(CSS));
    overview::add(&book, &mut site);
    report::add(&book, &mut site);
    claim::add(&book, &mut site);
    finding::add(&book, &mut site);
    network::add(&book, &mut site);
    gains::add(&book, &mut site);
    roll_call::add(&book, &mut site);
    events::add(&book, &mut site);
    timeline::add(&book, &mut site);
    actor::add(&book, &mut site);
    source::add(&book, &mut site);
    table::add(&book, &mut site);
    rule::add(&book, &mut site);
    about::add(&book, &mut site);
    let manifest = manifest(&site, &answers.case.settings.title);
    site.insert(MANIFEST, Page::json(manifest));
    site
}

fn manifest(site: &Site, case: &str) -> String {
    #[derive(Serialize)]
    struct File {
        bytes: usize,
        sha256: String,
    }
    #[derive(Serialize)]
    struct Manifest<'a> {
        griot: &'static str,
        page: &'static str,
        case: &'a str,
        files: BTreeMap<&'a str, File>,
    }
    let files = site
        .pages()
        .map(|(path, page)| (path, File { bytes: page.bytes.len(), sha256: page.sha256() }));
    let manifest = Manifest {
        griot: env!("CARGO_PKG_VERSION"),
        page: "manifest",
        case,
        files: files.collect(),
    };
    json_escaped(&serde_json::to_string_pretty(&manifest).unwrap_or_default()) + "\n"
}
