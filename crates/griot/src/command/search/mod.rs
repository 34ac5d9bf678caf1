//! `griot search`: where words stand in the sources, statements and report of a case.

mod indexing;
mod passages;

use std::{collections::BTreeMap, io::Write as _, process::ExitCode};

use clap::ValueEnum;
use griot_model::{Preservation, Source, Span};
use griot_sql::{Found, Hit, Known, Sought};
use griot_text::search::{Query, Term};
use serde::Serialize;

use self::indexing::{REPORT, SOURCE, STATEMENT, Searchable, Stopped};
use crate::{
    failure::Failure,
    render::spelt,
    terminal::{self, Terminal},
};

/// Find words in the sources, statements and report of a case, each with its place
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot search cases/mali mercenaires               any form: mercenaire, Mercenaires
  griot search cases/mali 'вагнер*' or              words that begin so; all words in one passage
  griot search cases/mali '\"mine d'\\''or\"'           these words, one after the other
  griot search cases/mali wagner gold --format json | jq '.hits[].place'

Upper case, accents and vowel signs make no difference; words are found in their forms in English,
French, Russian and Arabic, there also behind و ف ب ل ك ال. Other signs mean nothing, and AND, OR and
NOT are words. What is read is kept in .griot/cache/search.sqlite of the case, which may be
deleted at any time: docs/search.md.
Next: griot read FILE shows all of a file with its places.")]
pub(crate) struct Arguments {
    /// The case folder
    case: String,
    /// The words
    #[arg(required = true)]
    words: Vec<String>,
    /// Passages to show
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Read everything anew, whatever was kept
    #[arg(long)]
    fresh: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Passages with the found words marked
    Text,
    /// JSON, as docs/formats promises
    Json,
}

/// Letters of a passage that are shown on a terminal.
const SHOWN: usize = 320;

/// What is answered.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    query: &'a str,
    searched: Searched<'a>,
    /// Passages that have everything, also those beyond the limit.
    passages: u64,
    /// Texts that they stand in.
    texts: u64,
    hits: Vec<Passage<'a>>,
    /// Texts that have everything, but in no one passage.
    apart: u64,
    hits_apart: Vec<Passage<'a>>,
}

/// What was searched, and what could not be.
#[derive(Debug, Serialize)]
struct Searched<'a> {
    texts: usize,
    /// Sources that are cited and not held.
    cited: usize,
    unread: Vec<Unread<'a>>,
}

/// A text that could not be searched.
#[derive(Debug, Serialize)]
struct Unread<'a> {
    kind: &'a str,
    file: &'a str,
    sources: Vec<&'a str>,
    why: &'a str,
}

/// A passage with its place.
#[derive(Debug, Serialize)]
struct Passage<'a> {
    kind: &'a str,
    /// Ids of the sources whose file it is, or of the statement; none for the report.
    ids: Vec<&'a str>,
    title: &'a str,
    file: &'a str,
    /// Where the first of the words stands, as a person cites it.
    place: &'a str,
    /// The byte of the text of the file at which the passage begins, as `griot read --format json` gives the text.
    start: usize,
    text: &'a str,
    /// Bytes of the passage that are words that were looked for.
    marks: Vec<Span>,
}

/// Runs `griot search`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let words = arguments.words.join(" ");
    let query = Query::read(&words).map_err(|why| {
        Failure::new(format!("nothing can be looked for by {words:?}: {why}"))
            .hint("give words: griot search CASE wagner \"gold mine\"")
    })?;
    let (case, found, apart) = found(arguments, &query, arguments.fresh)
        .or_else(|stopped| match stopped {
            // A damaged index is no answer, and no loss.
            Stopped::Index(error) if !arguments.fresh && !error.is_busy() => {
                found(arguments, &query, true)
            }
            stopped => Err(stopped),
        })
        .map_err(|stopped| match stopped {
            Stopped::Failure(failure) => failure,
            Stopped::Index(error) => Failure::new(error),
        })?;
    let answer = answer(&case, &words, &query, &found, &apart);
    let shown = match arguments.format {
        Format::Json => serde_json::to_string_pretty(&answer).map_err(Failure::new)? + "\n",
        Format::Text => text(&answer),
    };
    let mut out = std::io::stdout().lock();
    out.write_all(shown.as_bytes())?;
    out.flush()?;
    say(arguments, &answer);
    Ok(ExitCode::SUCCESS)
}

/// The case, the passages that have everything, and those of texts that have it in different ones.
fn found(
    arguments: &Arguments,
    query: &Query,
    fresh: bool,
) -> Result<(Searchable, Found, Found), Stopped> {
    let case = indexing::searchable(&arguments.case, fresh)?;
    let sought: Vec<Sought> = query.terms().iter().map(sought).collect();
    let found = case.index.find(&sought, arguments.limit)?;
    // Words that stand far from each other are worth a look where they stand nowhere together.
    let rest = arguments.limit.saturating_sub(found.hits.len());
    let apart = if sought.len() > 1 && rest > 0 {
        case.index.find_apart(&sought, rest)?
    } else {
        Found::default()
    };
    Ok((case, found, apart))
}

fn sought(term: &Term) -> Sought {
    match term {
        Term::Word(forms) => Sought::AnyOf(forms.clone()),
        Term::Beginning(start) => Sought::Beginning(start.clone()),
        Term::Phrase { words, is_beginning } => {
            Sought::Phrase { words: words.clone(), is_beginning: *is_beginning }
        }
    }
}

fn answer<'a>(
    case: &'a Searchable,
    words: &'a str,
    query: &Query,
    found: &'a Found,
    apart: &'a Found,
) -> Answer<'a> {
    let mut of_file: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    let mut cited = 0;
    for source in &case.sources {
        match &source.preservation {
            Preservation::Preserved { file, .. } => {
                of_file.entry(file.as_str()).or_default().push(source);
            }
            Preservation::Cited => cited += 1,
        }
    }
    let sources = |file: &str| of_file.get(file).map_or(&[][..], Vec::as_slice);
    let passage = |hit: &'a Hit| -> Passage<'a> {
        let marks = query.marks(&hit.text);
        let first = marks.first().map_or(0, |span| span.start);
        let place = hit.places.iter().rev().find(|(from, _)| *from <= first);
        let place = place.or(hit.places.first()).map_or("", |(_, place)| place.as_str());
        let (ids, title) = match hit.kind.as_str() {
            SOURCE => {
                let sources = sources(&hit.name);
                let title = sources.first().map_or("", |source| source.title.as_str());
                (sources.iter().map(|source| source.id.as_str()).collect(), title)
            }
            STATEMENT => (vec![hit.about.as_str()], ""),
            _ => (Vec::new(), ""),
        };
        let Hit { kind, name, start, text, .. } = hit;
        Passage { kind, ids, title, file: name, place, start: *start, text, marks }
    };
    let unread = |text: &'a Known| Unread {
        kind: &text.kind,
        file: &text.name,
        sources: match text.kind.as_str() {
            SOURCE => sources(&text.name).iter().map(|source| source.id.as_str()).collect(),
            _ => Vec::new(),
        },
        why: text.why.as_deref().unwrap_or_default(),
    };
    Answer {
        query: words,
        searched: Searched {
            texts: case.texts,
            cited,
            unread: case.unread.iter().map(unread).collect(),
        },
        passages: found.passages,
        texts: found.texts,
        hits: found.hits.iter().map(passage).collect(),
        apart: apart.texts,
        hits_apart: apart.hits.iter().map(passage).collect(),
    }
}

/// The passages for a terminal.
fn text(answer: &Answer<'_>) -> String {
    let colour = Terminal::of_output().colour;
    let mut out = String::new();
    for hit in &answer.hits {
        shown(&mut out, hit, colour);
    }
    if !answer.hits_apart.is_empty() {
        out.push_str("All of the words, but not in one passage:\n\n");
        for hit in &answer.hits_apart {
            shown(&mut out, hit, colour);
        }
    }
    out
}

fn shown(out: &mut String, hit: &Passage<'_>, colour: bool) {
    let name = match hit.kind {
        SOURCE if !hit.ids.is_empty() => hit.ids.join(", "),
        STATEMENT => format!("statement {}", hit.ids.join(", ")),
        REPORT => format!("the report, {}", hit.file),
        _ => hit.file.to_owned(),
    };
    let title = if hit.title.is_empty() { String::new() } else { format!("  {}", hit.title) };
    out.push_str(&spelt(&format!("{name}  {}{title}", hit.place)));
    out.push_str(&format!("\n    {}\n\n", excerpt(hit, colour)));
}

/// The passage around its first mark, in one line, with the marks.
fn excerpt(hit: &Passage<'_>, colour: bool) -> String {
    let (open, close) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("*", "*") };
    let first = hit.marks.first().map_or(0, |mark| mark.start);
    let start = match hit.text.len() {
        length if length <= SHOWN => 0,
        length => {
            hit.text.floor_char_boundary(first.saturating_sub(SHOWN / 3).min(length - SHOWN))
        }
    };
    let end = hit.text.floor_char_boundary((start + SHOWN).min(hit.text.len()));
    // No word is shown in part.
    let start = match Span::new(start, end).of(hit.text).find(char::is_whitespace) {
        Some(blank) if start > 0 && start + blank < first => start + blank,
        _ => start,
    };
    let last = hit.marks.iter().rfind(|mark| mark.start < end).map_or(first, |mark| mark.end);
    let end = match Span::new(start, end).of(hit.text).rfind(char::is_whitespace) {
        Some(blank) if end < hit.text.len() && start + blank >= last => start + blank,
        _ => end.max(last.min(hit.text.len())),
    };
    let mut out = String::new();
    let put = |from: usize, to: usize| {
        let words = Span::new(from, to).of(hit.text).replace(['\n', '\r', '\t'], " ");
        spelt(&words)
    };
    let mut at = start;
    if start > 0 {
        out.push('…');
    }
    for mark in hit.marks.iter().filter(|mark| mark.start >= start && mark.end <= end) {
        out.push_str(&put(at, mark.start));
        out.push_str(&format!("{open}{}{close}", put(mark.start, mark.end)));
        at = mark.end;
    }
    out.push_str(&put(at, end));
    if end < hit.text.len() {
        out.push('…');
    }
    out.trim().to_owned()
}

/// Says what was searched, what was not, and what is not shown.
fn say(arguments: &Arguments, answer: &Answer<'_>) {
    let searched = &answer.searched;
    let counted = |count: u64, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    if arguments.format == Format::Text {
        for unread in &searched.unread {
            let name = if unread.sources.is_empty() {
                unread.file.to_owned()
            } else {
                unread.sources.join(", ")
            };
            terminal::say(&spelt(&format!("note: {name} is not searched: {}", unread.why)));
        }
        if searched.cited > 0 {
            let cited = counted(searched.cited as u64, "source is", "sources are");
            terminal::say(&format!("note: {cited} cited and not held, so not searched"));
        }
    }
    if searched.texts == 0 {
        terminal::say(&format!(
            "nothing of {} can be searched: it holds no readable source, statement or report",
            arguments.case
        ));
        terminal::say(&format!("help: griot add {} FILE keeps a source", arguments.case));
        return;
    }
    let texts = counted(searched.texts as u64, "text", "texts");
    if answer.passages == 0 && answer.apart == 0 {
        terminal::say(&format!("no passage of {texts} has all of it"));
        terminal::say(
            "help: fewer words find more, and begin* finds every word that begins so",
        );
        return;
    }
    let mut said = Vec::new();
    if answer.passages > 0 {
        let passages = counted(answer.passages, "passage has", "passages have");
        let within = counted(answer.texts, "text", "texts");
        said.push(format!("{passages} all of it, in {within} of {}", searched.texts));
    }
    if answer.apart > 0 {
        let apart = counted(answer.apart, "text has", "texts have");
        said.push(format!("{apart} it in different passages"));
    }
    terminal::say(&said.join("; "));
    let shown = answer.hits.len() + answer.hits_apart.len();
    if (shown as u64) < answer.passages + answer.apart {
        terminal::say(&format!("help: {shown} are shown; --limit shows more"));
    }
}
