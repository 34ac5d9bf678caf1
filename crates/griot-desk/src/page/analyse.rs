//! Questions as forms, and their answers.

use askama::Template;

use super::frame::{CaseName, Frame, drawn};
use crate::question::{Kind, Outcome, QUESTIONS, Question, named};

/// Rows of an answer that are shown; all of them can be downloaded.
const SHOWN: usize = 200;

/// Bars of a drawing.
const BARS: usize = 40;

#[derive(Template)]
#[template(path = "analyse.html")]
struct All<'a> {
    f: &'a Frame,
    questions: &'static [Question],
}

/// All questions.
pub(crate) fn all(f: &Frame) -> String {
    drawn(&All { f, questions: QUESTIONS })
}

#[derive(Template)]
#[template(path = "question.html")]
struct Form<'a> {
    f: &'a Frame,
    question: &'static Question,
    wrong: &'a str,
}

/// The form of a question.
pub(crate) fn form(f: &Frame, question: &'static Question, wrong: &str) -> String {
    drawn(&Form { f, question, wrong })
}

struct Bar {
    label: String,
    value: String,
    x: i64,
    y: usize,
    width: i64,
    end: i64,
}

#[derive(Template)]
#[template(path = "result.html")]
struct Result<'a> {
    f: &'a Frame,
    id: usize,
    question: &'static str,
    title: &'static str,
    command: &'a str,
    said: &'a [String],
    columns: &'a [String],
    rows: &'a [Vec<String>],
    total: usize,
    text: &'a str,
    bars: Vec<Bar>,
    height: usize,
    drawn: String,
    can_add: bool,
    cases: &'a [CaseName],
}

/// The answer to a question.
pub(crate) fn result(f: &Frame, id: usize, outcome: &Outcome, cases: &[CaseName]) -> String {
    let question = named(outcome.question);
    let bars = bars(outcome);
    let said =
        question.and_then(|it| it.drawn).map(|(label, value)| format!("{value} / {label}"));
    let can_add = question.is_some_and(|it| !it.format.is_empty());
    drawn(&Result {
        f,
        id,
        question: outcome.question,
        title: question.map_or("", |it| it.title),
        command: &outcome.command,
        said: &outcome.said,
        columns: &outcome.columns,
        rows: outcome.rows.get(..outcome.rows.len().min(SHOWN)).unwrap_or_default(),
        total: outcome.rows.len(),
        text: &outcome.text,
        height: bars.len() * 20 + 8,
        bars,
        drawn: said.unwrap_or_default(),
        can_add: can_add && !outcome.files.is_empty() && !cases.is_empty(),
        cases,
    })
}

/// The numbers of a column as bars from a common zero, in the order of the rows.
fn bars(outcome: &Outcome) -> Vec<Bar> {
    let Some((label, value)) = named(outcome.question).and_then(|it| it.drawn) else {
        return Vec::new();
    };
    let place = |name: &str| outcome.columns.iter().position(|it| it == name);
    let (Some(label), Some(value)) = (place(label), place(value)) else { return Vec::new() };
    let rows: Vec<(String, f64)> = outcome
        .rows
        .iter()
        .filter_map(|row| Some((row.get(label)?.clone(), row.get(value)?.parse().ok()?)))
        .filter(|(_, value): &(String, f64)| value.is_finite())
        .collect();
    let first = rows.len().saturating_sub(BARS);
    // By year the last are of interest, in a ranking the first.
    let by_year = label == place("year").unwrap_or(usize::MAX);
    let rows = if by_year { rows.get(first..) } else { rows.get(..rows.len().min(BARS)) };
    let rows = rows.unwrap_or_default();
    let largest = rows.iter().map(|(_, value)| value.abs()).fold(0.0, f64::max);
    if largest <= 0.0 {
        return Vec::new();
    }
    let has_negative = rows.iter().any(|(_, value)| *value < 0.0);
    let (zero, room) = if has_negative { (320, 200.0) } else { (90, 470.0) };
    rows.iter()
        .enumerate()
        .map(|(number, (label, value))| {
            #[expect(clippy::cast_possible_truncation, reason = "at most 470, by the division")]
            let width = (value.abs() / largest * room).round() as i64;
            let x = if *value < 0.0 { zero - width } else { zero };
            let end = zero.max(x + width) + 6;
            Bar {
                label: label.clone(),
                value: format!("{value}"),
                x,
                y: number * 20 + 4,
                width,
                end,
            }
        })
        .collect()
}

/// What stands beside a table in the folder `data` of a case.
pub(crate) fn description(
    question: &Question,
    title: &str,
    licence: &str,
    disclosure: &str,
    day: &str,
) -> String {
    let words = |text: &str| toml::Value::String(text.trim().to_owned()).to_string();
    let disclosure = match disclosure {
        "open" => "open",
        "aggregate" => "aggregate",
        _ => "private",
    };
    format!(
        "format = {}\ntitle = {}\nrow_is = {}\nversion = {}\nlicence = {}\ndisclosure = \"{disclosure}\"\n",
        words(question.format),
        words(title),
        words("as its publisher wrote it"),
        words(&format!("added at the desk, {day}")),
        words(licence),
    )
}
