//! What is typed, and how it is named in a row and in the log.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use griot_model::Disclosure;

/// Preserve a source, a file or what an address serves: keep its bytes and name it in sources.csv
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot add cases/mali letter.pdf
  griot add cases/mali page.html --id ministry-2023 --title \"Statement of the ministry\" \\
      --publisher \"Ministry of Foreign Affairs\" --url https://example.org/statement --disclosure open

  griot add cases/mali letters/             all files of a folder, under one entry of the log
  griot add cases/mali https://example.org/statement      what is served there now
  griot sources missing report.md --case cases/mali > missing.csv
  griot add cases/mali --addresses missing.csv            every address of a list: one a line, or a column url

A file is copied into the folder sources of the case, unless it lies in the case already. Its name,
its digest, the time and GRIOT_WHO (or your user name) go into a log that cannot be taken back:
choose a name that endangers nobody. Title, publisher and address
are taken from the document where it says them, and not given here: correct them in sources.csv. What is not said to be open stays private. Bytes that the case
holds already are not kept twice; a new --url or --publisher of them is, in a row of its own. What
was interrupted is completed by adding again.

An address is asked once, over http or https, as it is: no cookies, no scripts, nothing that the page
names. Machines of your own network are not asked, whatever an address or a redirect leads to. What
answered, when, with which headers and which certificate, is kept beside the source and in the log:
docs/fetching.md.
Next: griot archive verify cases/mali")]
pub(crate) struct Arguments {
    /// The case folder
    pub(super) case: String,
    /// The files to preserve; an address of the web is fetched
    #[arg(required_unless_present = "addresses", value_name = "FILE|ADDRESS")]
    pub(super) files: Vec<PathBuf>,
    /// A list of addresses to fetch: one a line, or a CSV with a column url
    #[arg(long, value_name = "FILE")]
    pub(super) addresses: Option<PathBuf>,
    /// Id in sources.csv: lower-case letters, digits, hyphens; without it, from the file name
    #[arg(long)]
    pub(super) id: Option<String>,
    /// Title as published; without it, the file name
    #[arg(long)]
    pub(super) title: Option<String>,
    /// Who published it
    #[arg(long, default_value = "")]
    pub(super) publisher: String,
    /// Where it was found
    #[arg(long, default_value = "")]
    pub(super) url: String,
    /// What of it griot build may show
    #[arg(long, value_enum, default_value_t = Disclosed::Private)]
    pub(super) disclosure: Disclosed,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Disclosed {
    /// Everything
    Open,
    /// Its id and digest
    Aggregate,
    /// That it exists
    Private,
}

impl Disclosed {
    pub(super) fn word(self) -> &'static str {
        word(match self {
            Self::Open => Disclosure::Open,
            Self::Aggregate => Disclosure::Aggregate,
            Self::Private => Disclosure::Private,
        })
    }
}

/// The word in a row of `sources.csv`.
pub(super) fn word(disclosure: Disclosure) -> &'static str {
    match disclosure {
        Disclosure::Open => "open",
        Disclosure::Aggregate => "aggregate",
        Disclosure::Private => "private",
    }
}

/// `Letter of 3 May` becomes `letter-of-3-may`.
pub(super) fn id_of(name: &str) -> String {
    let mut id = String::new();
    for letter in name.chars().take(60) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_matches('-');
    if id.is_empty() { "source".to_owned() } else { id.to_owned() }
}

/// What the file is taken for, by the end of its name.
pub(crate) fn media_type(file: &str) -> &'static str {
    let end = Path::new(file).extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
    match end.as_deref() {
        Some("csv") => "text/csv",
        Some("tsv") => "text/tab-separated-values",
        Some("txt" | "md") => "text/plain",
        Some("html" | "htm") => "text/html",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("pdf") => "application/pdf",
        Some("docx") => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        }
        Some("odt") => "application/vnd.oasis.opendocument.text",
        Some("rtf") => "application/rtf",
        Some("eml") => "message/rfc822",
        Some("zip" | "wacz") => "application/zip",
        Some("gz") => "application/gzip",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("mp4") => "video/mp4",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_file_name() {
        let cases = [
            ("Letter of 3 May", "letter-of-3-may"),
            ("__report (final)", "report-final"),
            ("رسالة", "source"),
        ];
        for (name, id) in cases {
            assert_eq!(id_of(name), id);
        }
    }
}
