//! A case, opened, checked and drawn: what `build` writes and `serve` serves.

use griot_analysis::{network::shared_posts, opened};
use griot_case::Case;
use griot_check::CheckReport;
use griot_library::Library;
use griot_model::{Diagnostic, Disclosure, world::World};
use griot_report::Site;
use griot_report::gather::{Gathered, gather};
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// A case with its check and its site.
pub(crate) struct Publication {
    /// The case as it was read.
    pub(crate) case: Case,
    /// Its report, checked.
    pub(crate) check: CheckReport,
    /// Every page.
    pub(crate) site: Site,
    /// What was seen while reading the case and choosing rows; the check has its own.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Steps of [`of`], for the bar.
const STEPS: u64 = 4;

/// Reads, checks and draws the case in `folder` of the world; a bar on a terminal says how far it is.
pub(crate) fn of(world: &dyn World, folder: &str) -> Result<Publication, Failure> {
    let bar = ProgressBar::new(STEPS);
    if let Ok(style) = ProgressStyle::with_template("{bar:20} {msg}") {
        bar.set_style(style);
    }
    let made = steps(world, folder, &bar);
    bar.finish_and_clear();
    made
}

fn steps(world: &dyn World, folder: &str, bar: &ProgressBar) -> Result<Publication, Failure> {
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
    let library: &'static Library = Library::embedded();
    let (check, gathered) = computed(&case, folder, library, &|step| {
        bar.inc(1);
        bar.set_message(step);
    })?;
    bar.inc(1);
    bar.set_message("drawing the pages");
    let shown = published(&case);
    let site = griot_report::site(&gathered.answers(&shown, &check));
    bar.inc(1);
    let mut diagnostics = case.diagnostics.clone();
    diagnostics.extend(gathered.diagnostics);
    Ok(Publication { case, check, site, diagnostics })
}

/// The check of a case's report, and all that is computed of the case. `step` is told what is done.
pub(crate) fn computed(
    case: &Case,
    folder: &str,
    library: &Library,
    step: &dyn Fn(&'static str),
) -> Result<(CheckReport, Gathered), Failure> {
    step("checking the report");
    let report = &case.settings.report;
    let check =
        griot_check::check(&case.report, report, library, Some(case)).map_err(|error| {
            Failure::new(format!("{folder}/{report} cannot be checked: {error}"))
        })?;
    step("choosing rows");
    let failed = |error| Failure::new(format!("the tables cannot be asked: {error}"));
    let shared = shared_posts(case)
        .map_err(|error| Failure::new(format!("the posts cannot be compared: {error}")))?;
    let database = opened(library, case, &shared).map_err(failed)?;
    let gathered = gather(case, &check, library, &database, &shared).map_err(failed)?;
    Ok((check, gathered))
}

/// The case without what its settings do not let be published. Sources stay, as private ones: by
/// them a page knows what it must not repeat.
pub(crate) fn published(case: &Case) -> Case {
    let mut shown = case.clone();
    let open = |what| case.settings.publishes(what);
    if !open("actors") {
        shown.actors.clear();
    }
    if !open("relations") {
        shown.relations.clear();
    }
    if !open("statements") {
        shown.statements.clear();
    }
    if !open("intervals") {
        shown.intervals.clear();
    }
    if !open("timeline") {
        shown.timeline.clear();
    }
    if !open("flows") {
        shown.flows.clear();
    }
    if !open("sources") {
        for source in &mut shown.sources {
            source.disclosure = Disclosure::Private;
        }
    }
    shown
}
