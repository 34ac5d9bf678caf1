//! A case, opened, checked and drawn: what `build` writes and `serve` serves.

use griot_analysis::{network::shared_posts, opened};
use griot_case::Case;
use griot_check::{CheckReport, Given};
use griot_library::Library;
use griot_model::{Diagnostic, world::World};
use griot_read::Document;
use griot_report::{
    Leaving, Policy, Site, cleared,
    gather::{Gathered, gather},
};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{command::proofs, failure::Failure, leaving, resting};

/// A case with its check and its site.
pub(crate) struct Publication {
    /// The case as it was read.
    pub(crate) case: Case,
    /// Its report, checked.
    pub(crate) check: CheckReport,
    /// What of the case is in the pages.
    pub(crate) leaving: Leaving,
    /// Every page.
    pub(crate) site: Site,
    /// What was seen while reading the case and choosing rows; the check has its own.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Steps of [`of`], for the bar.
const STEPS: u64 = 4;

/// Reads, checks and draws the case in `folder` of the world; a bar on a terminal says how far it is.
///
/// `secret` gives the secret of digests of what is not published.
pub(crate) fn of(
    world: &dyn World,
    folder: &str,
    secret: Secret,
) -> Result<Publication, Failure> {
    let bar = ProgressBar::new(STEPS);
    if let Ok(style) = ProgressStyle::with_template("{bar:20} {msg}") {
        bar.set_style(style);
    }
    let made = steps(world, folder, secret, &bar);
    bar.finish_and_clear();
    made
}

/// Where the secret of the case comes from: read, or made where there is none.
pub(crate) type Secret = fn(&str, &Case) -> Result<Option<Vec<u8>>, Failure>;

fn steps(
    world: &dyn World,
    folder: &str,
    secret: Secret,
    bar: &ProgressBar,
) -> Result<Publication, Failure> {
    bar.set_message("reading the case");
    let case = crate::command::read_case(world, folder)?;
    let report = &case.settings.report;
    let path = format!("{}/{report}", folder.trim_end_matches('/'));
    if case.report.is_empty()
        && let Err(error) = world.read(&path)
    {
        return Err(Failure::new(format!("the report {path} cannot be read: {error}")).hint(
            format!("write it, or name another in {folder}/case.toml as report = \"...\""),
        ));
    }
    if !case.settings.publishes("report") {
        return Err(Failure::new(format!("{folder}/case.toml does not let the report be published"))
            .hint("write report = true below a line [publish]; griot check reads it without publishing"));
    }
    leaving::refuse_link(folder, report)?;
    let library: &'static Library = Library::embedded();
    let Computed { document, check, alone, gathered } =
        computed(&case, folder, library, &|step| {
            bar.inc(1);
            bar.set_message(step);
        })?;
    bar.inc(1);
    bar.set_message("drawing the pages");
    let policy = Policy { secret: secret(folder, &case)? };
    let mut answers = gathered.answers(&case, &check, alone.as_ref());
    answers.resting = resting::of(&document, world, folder, &case);
    let published = griot_report::publish(&answers, &policy);
    let site = griot_report::site(&published);
    let leaving = Leaving::of(&published, &site);
    bar.inc(1);
    let mut diagnostics = case.diagnostics.clone();
    diagnostics.extend(gathered.diagnostics);
    Ok(Publication { case, check, leaving, site, diagnostics })
}

/// What is computed of a case.
pub(crate) struct Computed {
    /// Its report, as it was read.
    pub(crate) document: Document,
    /// Its report, checked.
    pub(crate) check: CheckReport,
    /// The same with the rows that may leave, where some may not.
    pub(crate) alone: Option<CheckReport>,
    /// Everything else.
    pub(crate) gathered: Gathered,
}

/// The check of a case's report, and all that is computed of the case. `step` is told what is done.
pub(crate) fn computed(
    case: &Case,
    folder: &str,
    library: &Library,
    step: &dyn Fn(&'static str),
) -> Result<Computed, Failure> {
    step("checking the report");
    let path = format!("{}/{}", folder.trim_end_matches('/'), case.settings.report);
    let document = proofs::document(&path, &case.report)?;
    let sha256 = griot_check::sha256(&case.report);
    let checked = |case: &Case| {
        let (document, sha256) = (document.clone(), sha256.clone());
        griot_check::check_document(document, sha256, library, Some(case), &Given::default())
    };
    let check = checked(case);
    // What the check says of a claim may leave only where it says the same without what may not.
    let shown = cleared(case);
    let alone = if shown.lost_rows() { Some(checked(&shown.case)) } else { None };
    step("choosing rows");
    let failed = |error| Failure::new(format!("the tables cannot be asked: {error}"));
    let shared = shared_posts(case)
        .map_err(|error| Failure::new(format!("the posts cannot be compared: {error}")))?;
    let database = opened(library, case, &shared).map_err(failed)?;
    let gathered = gather(case, &check, library, &database, &shared).map_err(failed)?;
    Ok(Computed { document, check, alone, gathered })
}
