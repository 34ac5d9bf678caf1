//! `griot votes`: what the votes of the General Assembly say of its members.

use std::{collections::BTreeSet, process::ExitCode};

use clap::{Subcommand, ValueEnum};
use griot_analysis::vote::{self, Agreement, Assembly, Held, Sheet, Shift, Years};
use griot_library::{Library, RollCall};
use griot_model::rows::Rows;
use griot_model::{Choice, Note, bounds};
use griot_table::{self, votes::RollCalls};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    failure::Failure,
    print_rows::{Format, print},
    render::spelt,
    unpacked,
};

/// Votes in the UN General Assembly: agreement, shifts, changed votes, roll calls, ideal points
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  griot votes agree ML RU --by year --format csv
  griot votes shift ML --toward RU --before 2019/2021 --after 2023
  griot votes flips ML --toward RU --years 2021
  griot votes rollcall A/RES/ES-11/6
  griot votes ideal ML RU FR
  griot votes reconcile --format csv
  griot votes coverage --file undl_bulk.csv

Countries are ISO 3166 codes of two or three letters, in any case, or names; codes of three letters
come out. --format csv and json write every value whole; notes go to standard error.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// How often two states vote alike, and how far beyond chance
    Agree {
        /// ISO 3166 code (two or three letters) or name of a state
        first: String,
        /// The other state
        second: String,
        /// One row for each year, or one for all years together
        #[arg(long, value_enum, default_value = "year")]
        by: By,
        /// Only these years: 2023 or 2019/2021
        #[arg(long)]
        years: Option<Years>,
        #[command(flatten)]
        common: Common,
    },
    /// Which states moved toward one, ranked among all
    Shift {
        /// Only this state; ranked among all just the same
        state: Option<String>,
        /// The state toward which moves are measured
        #[arg(long)]
        toward: String,
        /// Years before: 2019/2021
        #[arg(long)]
        before: Years,
        /// Years after: 2023
        #[arg(long)]
        after: Years,
        #[command(flatten)]
        common: Common,
    },
    /// Votes that a state changed on the same text
    Flips {
        /// The state
        state: String,
        /// The state whose position tells toward from away
        #[arg(long)]
        toward: String,
        /// Only changes in these years
        #[arg(long)]
        years: Option<Years>,
        #[command(flatten)]
        common: Common,
    },
    /// Who voted how in one roll call
    Rollcall {
        /// Symbol (A/RES/ES-11/6) or griot's key
        symbol: String,
        /// How rows are written
        #[arg(long, value_enum, default_value_t = Format::Pretty)]
        format: Format,
    },
    /// Where states stand on the line that explains the votes best, session by session
    Ideal {
        /// Only these states
        states: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Which resolutions of emergency special sessions each source has
    #[command(after_help = "Examples:
  griot votes coverage
  griot votes coverage --file voeten.csv.gz --format json")]
    Coverage {
        #[command(flatten)]
        common: Common,
    },
    /// Where two sources of the same votes disagree: votes, days, and what only one has
    #[command(after_help = "Examples:
  griot votes reconcile                              the two sources of the library
  griot votes reconcile --file undl_bulk.csv         a file against the library
  griot votes reconcile --file a.csv --with b.csv    two files

Roll calls are matched by what was cast in them, since sources share no key and one day in ten
differs.")]
    Reconcile {
        #[command(flatten)]
        common: Common,
        /// The second file, instead of the library
        #[arg(long, requires = "file")]
        with: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Common {
    /// Roll calls from this file instead of the library: the UN Digital Library's bulk file or a
    /// scrape of it, Voeten's long or wide form, UNGA-DM; also compressed with gzip
    #[arg(long)]
    file: Option<String>,
    /// How rows are written
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// A row for each year
    Year,
    /// One row
    Whole,
}

/// Runs `griot votes`.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let library = Library::embedded();
    let (rows, format) = match arguments.question {
        Question::Agree { first, second, by, years, common } => {
            let assembly = common.assembly(library)?;
            let pair =
                (member(&assembly, library, &first)?, member(&assembly, library, &second)?);
            if pair.0 == pair.1 {
                let failure = Failure::new(format!("{first} and {second} hold the same seat"));
                return Err(failure.hint("name two states: griot votes agree ML RU"));
            }
            (agree(&assembly, pair, by, years), common.format)
        }
        Question::Shift { state, toward, before, after, common } => {
            let assembly = common.assembly(library)?;
            let target = member(&assembly, library, &toward)?;
            let only = state.map(|state| member(&assembly, library, &state)).transpose()?;
            (shift(&assembly, target, only, before, after), common.format)
        }
        Question::Flips { state, toward, years, common } => {
            let assembly = common.assembly(library)?;
            let state = member(&assembly, library, &state)?;
            let other = member(&assembly, library, &toward)?;
            (flips(&assembly, state, other, years), common.format)
        }
        Question::Rollcall { symbol, format } => (roll_call(library, &symbol)?, format),
        Question::Ideal { states, common } => {
            let assembly = common.assembly(library)?;
            let only = states.iter().map(|state| member(&assembly, library, state));
            let only: Vec<usize> = only.collect::<Result<_, _>>()?;
            (ideal(&assembly, &only)?, common.format)
        }
        Question::Coverage { common } => {
            let own = common.file.as_deref().map(|file| sheet(file, library)).transpose()?;
            (coverage(library, own.as_ref()), common.format)
        }
        Question::Reconcile { common, with } => {
            let found = match (&common.file, with) {
                (None, _) => vote::reconciled(library),
                (Some(file), None) => {
                    vote::reconcile(&Sheet::of_library(library), &sheet(file, library)?)
                }
                (Some(file), Some(with)) => {
                    vote::reconcile(&sheet(file, library)?, &sheet(&with, library)?)
                }
            };
            note(&found.summary());
            (found.rows(), common.format)
        }
    };
    print(&rows, format)?;
    Ok(ExitCode::SUCCESS)
}

impl Common {
    fn assembly(&self, library: &Library) -> Result<Assembly, Failure> {
        let Some(file) = &self.file else { return Ok(Assembly::of_library(library)) };
        let (assembly, diagnostics) = Assembly::of_file(file, roll_calls(file)?, library);
        say(diagnostics.iter());
        Ok(assembly)
    }
}

/// The roll calls of a file; what was seen while reading is said.
fn roll_calls(file: &str) -> Result<RollCalls, Failure> {
    let bytes = unpacked::table(file, bounds::TABLE)?;
    let text = griot_table::votes::decode(file, bytes).map_err(Failure::new)?;
    let read = griot_table::votes::read(&text).map_err(Failure::new)?;
    say(read.roll_calls.diagnostics.iter());
    let RollCalls { read: rows, unread, .. } = read;
    if read.is_mostly_unread() {
        let all = rows + unread;
        return Err(Failure::new(format!(
            "of {file}, {unread} of {all} rows could not be read; what is left answers no question"
        ))
        .hint("write the rows as the notes above say"));
    }
    if unread > 0 {
        note(&format!(
            "{unread} of {} rows of {file} were set aside; the numbers rest on the others",
            rows + unread
        ));
    }
    Ok(read)
}

fn sheet(file: &str, library: &Library) -> Result<Sheet, Failure> {
    let (sheet, diagnostics) = Sheet::of_file(file, roll_calls(file)?, library);
    say(diagnostics.iter());
    Ok(sheet)
}

/// Says on standard error what was seen while reading.
#[expect(clippy::print_stderr, reason = "diagnostics go to standard error")]
pub(crate) fn say<'a>(diagnostics: impl Iterator<Item = &'a griot_model::Diagnostic>) {
    for seen in diagnostics {
        let line = seen.line.map_or_else(String::new, |line| format!(":{line}"));
        eprintln!("{}{line}: {}", seen.file, spelt(&seen.message));
        for note in &seen.notes {
            match note {
                Note::Note(text) => eprintln!("note: {}", spelt(text)),
                Note::Help(text) => eprintln!("help: {}", spelt(text)),
            }
        }
    }
}

/// A note that belongs beside a table for people and into no promised format.
#[expect(clippy::print_stderr, reason = "notes go to standard error")]
fn note(text: &str) {
    eprintln!("note: {}", spelt(text));
}

/// Alpha-3 code of a state as typed: a code in any case, or a name.
pub(crate) fn code(library: &Library, typed: &str) -> Result<String, Failure> {
    let capitals = typed.trim().to_uppercase();
    let by_code = library.countries().iter().find(|country| {
        country.iso3 == capitals || (country.iso2 == capitals && !capitals.is_empty())
    });
    let found = by_code.or_else(|| library.find_country(typed));
    found.map(|country| country.iso3.clone()).ok_or_else(|| {
        Failure::new(format!("no state is called {typed:?}, or more than one"))
            .hint("give the ISO 3166 code: ML or MLI")
    })
}

fn member(assembly: &Assembly, library: &Library, typed: &str) -> Result<usize, Failure> {
    let code = code(library, typed)?;
    assembly.country(&code).ok_or_else(|| {
        Failure::new(format!("{code} has no vote in these roll calls"))
            .hint("the library has the members of today; --file reads another source")
    })
}

fn agree(
    assembly: &Assembly,
    (first, second): (usize, usize),
    by: By,
    years: Option<Years>,
) -> Rows {
    let all = Years { first: i16::MIN, last: i16::MAX };
    let wanted = years.unwrap_or(all);
    let rows: Vec<Agreement> = match by {
        By::Year => vote::by_year(assembly, first, second)
            .into_iter()
            .filter(|row| wanted.first <= row.years.first && row.years.last <= wanted.last)
            .collect(),
        By::Whole => {
            let known = assembly.years.first().zip(assembly.years.last());
            let known = known.map_or(wanted, |(first, last)| Years {
                first: wanted.first.max(*first),
                last: wanted.last.min(*last),
            });
            vec![vote::agreement(assembly, first, second, known)]
        }
    };
    let cells = |row: &Agreement| {
        let table = &row.table;
        let mut cells =
            vec![row.years.to_string(), table.n().to_string(), row.texts.to_string()];
        cells.extend(
            [table.exact(), table.half(), table.s_score(), table.kappa(), table.pi()]
                .map(number),
        );
        cells.extend([
            number(row.interval.map(|interval| interval.low)),
            number(row.interval.map(|interval| interval.high)),
        ]);
        cells
    };
    let columns =
        ["year", "n", "texts", "exact", "half", "s", "kappa", "pi", "pi_low", "pi_high"];
    if rows.iter().any(|row| row.interval.is_none() && row.table.pi().is_some()) {
        note(&format!(
            "years with fewer than {} distinct texts have no interval",
            vote::LEAST_TEXTS
        ));
    }
    named(columns, rows.iter().map(cells).collect())
}

fn shift(
    assembly: &Assembly,
    target: usize,
    only: Option<usize>,
    before: Years,
    after: Years,
) -> Rows {
    let placebo = vote::shift(assembly, target, before, after);
    let mut shifts = placebo.by_rank();
    shifts.extend(placebo.shifts.iter().filter(|shift| shift.rank.is_none()));
    shifts.retain(|shift| only.is_none_or(|only| only == shift.voter));
    for shift in shifts.iter().filter(|_| only.is_some()) {
        let interval = shift.interval(vote::LEVEL);
        let interval = interval.map_or_else(
            || format!("no interval below {} distinct texts", vote::LEAST_TEXTS),
            |i| format!("95 % interval of delta {:+.4} to {:+.4}", i.low, i.high),
        );
        let code = assembly.countries.get(shift.voter).map_or("", String::as_str);
        for (years, table) in [(before, &shift.before), (after, &shift.after)] {
            if table.n() == 0 {
                note(&format!(
                    "{code} and {} cast no vote in the same roll call of {years}: there is no move to be told",
                    assembly.countries.get(target).map_or("", String::as_str)
                ));
            }
        }
        let mut said = vec![interval, format!("{} states are ranked", placebo.ranked)];
        said.extend(
            placebo
                .median
                .map(|median| format!("their median delta is {}", number(Some(median)))),
        );
        said.extend(shift.before.half().zip(shift.after.half()).map(|(before, after)| {
            let (before, after) = (number(Some(before)), number(Some(after)));
            format!("abstention as half gives {before} before and {after} after")
        }));
        note(&said.join("; "));
    }
    let cells = |shift: &Shift| {
        vec![
            assembly.countries.get(shift.voter).cloned().unwrap_or_default(),
            shift.before.n().to_string(),
            shift.after.n().to_string(),
            number(shift.before.pi()),
            number(shift.after.pi()),
            number(shift.change),
            shift.rank.map_or_else(String::new, |rank| rank.to_string()),
        ]
    };
    let columns = ["country", "n_before", "n_after", "pi_before", "pi_after", "delta", "rank"];
    named(columns, shifts.iter().map(cells).collect())
}

fn flips(assembly: &Assembly, state: usize, other: usize, years: Option<Years>) -> Rows {
    let changed = vote::changed_votes(assembly, state, other);
    let other_code = assembly.countries.get(other).cloned().unwrap_or_default();
    note(&changed.sentence(&other_code, years));
    note(&format!(
        "{} pairs of neighbouring votes on the same text were compared; titles, without which a text \
         cannot be told, are known for {} of {} roll calls",
        changed.compared,
        changed.titled,
        assembly.roll_calls.len(),
    ));
    let symbol = |held: &Held| held.symbol.clone().unwrap_or_else(|| held.id.clone());
    let rows = changed.within(years).map(|change| {
        vec![
            change.to.date.to_string(),
            symbol(change.to),
            vote::word(change.from_ballot).to_owned(),
            vote::word(change.to_ballot).to_owned(),
            vote::word(change.other).to_owned(),
            change.direction.word().to_owned(),
            change.from.date.to_string(),
            symbol(change.from),
            change.to.title.clone().unwrap_or_default(),
        ]
    });
    let rows = rows.collect();
    let mut rows = named(
        [
            "date",
            "symbol",
            "before",
            "vote",
            "other",
            "direction",
            "date_before",
            "symbol_before",
            "title",
        ],
        rows,
    );
    if let Some(column) = rows.columns.get_mut(4) {
        *column = other_code;
    }
    rows
}

fn roll_call(library: &Library, symbol: &str) -> Result<Rows, Failure> {
    let found = vote::roll_calls(library, symbol);
    if found.is_empty() {
        return Err(Failure::new(format!("no roll call on {symbol} is in the library"))
            .hint("griot votes coverage lists what is known of emergency special sessions"));
    }
    let mut rows = Vec::new();
    for answer in &found {
        let RollCall { id, date, symbol, title, .. } = answer.roll_call;
        let lists: Vec<String> = answer.listings.iter().map(ToString::to_string).collect();
        note(&format!(
            "{} of {date}{}: {}",
            symbol.as_deref().unwrap_or(id),
            title.as_ref().map_or_else(String::new, |title| format!(" ({title})")),
            lists.join("; "),
        ));
        for listing in &answer.listings {
            let choice = choice(listing.choice);
            rows.extend(listing.countries.iter().map(|country| {
                let name = library.country(country).map(|country| country.name.clone());
                vec![
                    id.clone(),
                    date.to_string(),
                    symbol.clone().unwrap_or_default(),
                    country.clone(),
                    name.unwrap_or_default(),
                    choice.to_owned(),
                ]
            }));
        }
    }
    Ok(named(["roll_call", "date", "symbol", "country", "name", "vote"], rows))
}

fn ideal(assembly: &Assembly, only: &[usize]) -> Result<Rows, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let bar = ProgressBar::new(100);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} %");
    bar.set_style(style.unwrap_or_else(|_odd| ProgressStyle::default_bar()));
    let found = vote::ideal_points(assembly, i32::MIN..=i32::MAX, threads, |came| {
        bar.set_message(format!("ideal points, iteration {}", came.iterations));
        bar.set_position(bar.position().max(percent(came.gained)));
    });
    bar.finish_and_clear();
    let found = found.ok_or_else(|| Failure::new("no roll call divided the assembly"))?;
    note(&format!(
        "maximum of the posterior after {} iterations{}; {} roll calls are tied to an earlier session \
         by their text; the standard error holds the texts at their estimates and is rather too small",
        found.iterations,
        if found.converged { "" } else { ", not converged" },
        found.bridged,
    ));
    let rows =
        found.points.iter().filter(|point| only.is_empty() || only.contains(&point.voter)).map(
            |point| {
                let half = 1.96 * point.standard_error;
                vec![
                    point.session.to_string(),
                    assembly.countries.get(point.voter).cloned().unwrap_or_default(),
                    point.n.to_string(),
                    number(Some(point.value)),
                    number(Some(point.value - half)),
                    number(Some(point.value + half)),
                ]
            },
        );
    Ok(named(["session", "country", "n", "ideal", "low", "high"], rows.collect()))
}

/// How far a search came whose iterations gain less and less, by the orders of magnitude that are left.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn percent(gained: f64) -> u64 {
    let orders = libm::log10(gained.max(f64::MIN_POSITIVE)) / libm::log10(vote::ENOUGH);
    (100.0 * orders).clamp(0.0, 100.0) as u64
}

fn coverage(library: &Library, own: Option<&Sheet>) -> Rows {
    let list = |numbers: &BTreeSet<u32>| {
        numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let mut columns = vec!["session", "numbered_to", "voeten", "undl", "any_source", "missing"];
    if own.is_some() {
        columns.insert(2, "file");
    }
    let mut rows = Vec::new();
    for session in vote::special_sessions_with(library, own) {
        let known: BTreeSet<u32> = session
            .voeten
            .iter()
            .chain(&session.records)
            .chain(&session.own)
            .copied()
            .collect();
        let missing =
            (1..=session.numbered_to).filter(|number| !known.contains(number)).collect();
        let (source, has) = match own {
            Some(own) => (own.source.as_str(), &session.own),
            None => ("the UN Digital Library", &session.records),
        };
        note(&session.sentence(source, has));
        let mut row = vec![
            session.session.clone(),
            session.numbered_to.to_string(),
            session.voeten.len().to_string(),
            session.records.len().to_string(),
            known.len().to_string(),
            list(&missing),
        ];
        if own.is_some() {
            row.insert(2, session.own.len().to_string());
        }
        rows.push(row);
    }
    Rows { columns: columns.into_iter().map(str::to_owned).collect(), rows }
}

fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "yes",
        Choice::No => "no",
        Choice::Abstain => "abstain",
        Choice::Absent => "absent",
    }
}

fn number(value: Option<f64>) -> String {
    // Minus zero would read as a sign where there is none.
    value.map_or_else(String::new, |value| {
        let text = format!("{value:.4}");
        if text == "-0.0000" { "0.0000".to_owned() } else { text }
    })
}

fn named<const N: usize>(columns: [&str; N], rows: Vec<Vec<String>>) -> Rows {
    Rows { columns: columns.map(str::to_owned).to_vec(), rows }
}
