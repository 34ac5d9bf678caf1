//! The first page, and the form of a new case.

use askama::Template;

use super::frame::{CaseName, Frame, drawn};
use crate::question::{QUESTIONS, Question};

#[derive(Template)]
#[template(path = "home.html")]
struct Front<'a> {
    f: &'a Frame,
    cases: &'a [CaseName],
    questions: &'static [Question],
    home: &'a str,
}

/// What do you want to check?
pub(crate) fn home(f: &Frame, cases: &[CaseName], home: &str) -> String {
    drawn(&Front { f, cases, questions: QUESTIONS, home })
}

/// The answers to the form of a new case.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewCase {
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) senders: String,
    pub(crate) hosts: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) is_example: bool,
}

#[derive(Template)]
#[template(path = "new.html")]
struct New<'a> {
    f: &'a Frame,
    wrong: &'a str,
    title: &'a str,
    question: &'a str,
    senders: &'a str,
    hosts: &'a str,
    from: &'a str,
    to: &'a str,
    files: &'static [(&'static str, &'static str)],
}

/// What each file of a case is for.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("case.toml", "Title, question, countries, period, and what may be published."),
    ("report.md", "The report, in which each sentence cites its proof."),
    ("sources.csv", "Every document that the report leans on, held or only cited."),
    ("actors.csv", "Persons, organisations and states, with their names in every script."),
    ("relations.csv", "Who is tied to whom, how, and since when."),
    ("statements.csv", "Who said what, about whom, when, and where it was published."),
    ("intervals.csv", "Terms of office, deployments, bans: from when to when."),
    ("timeline.csv", "What happened when, as a method, a gain or a cost."),
    ("flows.csv", "What went from one country to another: arms, gold, loans."),
    ("judgements.csv", "What persons decided about a sentence and its proofs."),
    ("assignments.csv", "Who should look at which sentence."),
    ("data/", "Publishers' tables as they came, each with a description beside it."),
    ("sources/", "Documents as they came."),
    (".griot/", "The archive: every file that was used, and who changed what, when."),
];

/// What a row of each table is.
pub(crate) fn about(file: &str) -> &'static str {
    FILES.iter().find(|(name, _)| *name == file).map_or("", |(_, about)| about)
}

/// The form of a new case.
pub(crate) fn new(f: &Frame, given: &NewCase, wrong: &str) -> String {
    let NewCase { title, question, senders, hosts, from, to, is_example: _ } = given;
    drawn(&New { f, wrong, title, question, senders, hosts, from, to, files: FILES })
}

/// `case.toml` with the answers of the form.
pub(crate) fn settings(text: &str, given: &NewCase) -> String {
    let words = |text: &str| -> Vec<toml::Value> {
        let words = text.split([' ', ',', ';']).filter(|word| !word.is_empty());
        words.map(|word| toml::Value::String(word.to_uppercase())).collect()
    };
    let period: Vec<toml::Value> = [&given.from, &given.to]
        .into_iter()
        .filter(|it| !it.trim().is_empty())
        .map(|it| toml::Value::String(it.trim().to_owned()))
        .collect();
    let values = [
        ("question", toml::Value::String(given.question.trim().to_owned())),
        ("senders", toml::Value::Array(words(&given.senders))),
        ("hosts", toml::Value::Array(words(&given.hosts))),
        ("period", toml::Value::Array(period)),
    ];
    values.iter().fold(text.to_owned(), |text, (key, value)| {
        super::publish::with_key(&text, key, &value.to_string())
    })
}

/// A row for each table, of a case that is nobody's.
pub(crate) const EXAMPLE: &[(&str, &str)] = &[
    (
        "sources.csv",
        "id,title,publisher,author,published,url,retrieved,file,disclosure\nexample-letter,A letter (example),Ministry,,2021-03-04,https://example.org/letter,2024-01-01,,private\n",
    ),
    (
        "actors.csv",
        "id,schema,name,aliases,country,note,source\nexample-person,Person,A Person (example),Une Personne | شخص,,Write over this row.,example-letter\nexample-company,Company,A Company (example),,,,example-letter\n",
    ),
    (
        "relations.csv",
        "from,relation,to,since,until,source,modality\nexample-person,owns,example-company,2020,,example-letter,alleged\n",
    ),
    (
        "statements.csv",
        "id,speaker,text,quoted,about,date,published,modality,source\nexample-statement,example-person,We came to train.,yes,example-company,2021-03-04,A newspaper,asserted,example-letter\n",
    ),
    (
        "intervals.csv",
        "actor,role,place,from,to,source\nexample-person,director,,2020-01,2022-06,example-letter\n",
    ),
    (
        "timeline.csv",
        "id,date,until,title,part,actors,place,technique,source,modality\nexample-event,2021-03,,A contract is signed (example),method,example-person | example-company,,,example-letter,asserted\n",
    ),
];
