//! `griot judge`: what a person decided about a sentence and its proofs.

use std::{fs::OpenOptions, io::Write as _, path::Path, process::ExitCode};

use clap::ValueEnum;
use griot_proof::judgement::{self, Judgement};

use super::{check::read_report, proofs};
use crate::{custody, failure::Failure, terminal, zipped::Held};

/// Keep what a person decided about a sentence and its proofs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot judge draft.docx s12 proven --sources proofs/ --by \"Ada Mensah\"
  griot judge draft.docx s14 needs-work --sources proofs/ --by \"Ada Mensah\" --note \"p. 3 says eleven\"

The judgement is a line of judgements.csv in the case or the folder of sources. It belongs to the words
of the sentence and the bytes of its proofs: when one of them changes, the sentence is open again.

Next: griot check draft.docx --sources proofs/ counts what is judged.")]
pub(crate) struct Arguments {
    /// The report
    report: String,
    /// The sentence, as griot check names it: s12
    sentence: String,
    /// What was decided
    #[arg(value_enum)]
    verdict: Decided,
    /// A case folder whose sources are held
    #[arg(long, value_name = "DIR")]
    case: Option<String>,
    /// A folder or ZIP of sources
    #[arg(long, value_name = "DIR|ZIP")]
    sources: Option<String>,
    /// Who decided
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, default_value = "")]
    note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Decided {
    /// The proof shows what the sentence says
    Proven,
    /// It does not
    NotProven,
    /// The sentence has to be written otherwise
    NeedsWork,
    /// Nothing in the sentence can be proven
    NoMatterOfProof,
}

impl Decided {
    fn word(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::NotProven => "not-proven",
            Self::NeedsWork => "needs-work",
            Self::NoMatterOfProof => "no-matter-of-proof",
        }
    }
}

/// Runs `griot judge`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let bytes = read_report(&arguments.report)?;
    let document = proofs::document(&arguments.report, &bytes)?;
    let case = arguments.case.as_deref().map(super::open_case).transpose()?;
    let opening = proofs::opened(
        &document,
        arguments.sources.as_deref(),
        arguments.case.as_deref().zip(case.as_ref()),
    )?
    .ok_or_else(|| {
        Failure::new("nothing says which sources are held")
            .hint("add --sources DIR or --case DIR")
    })?;
    let sentence =
        opening.sentences.iter().find(|it| it.id == arguments.sentence).ok_or_else(|| {
            Failure::new(format!("{} has no sentence {}", arguments.report, arguments.sentence))
                .hint("griot check with --all names every sentence")
        })?;
    let folder = arguments.sources.as_deref().or(arguments.case.as_deref()).unwrap_or(".");
    let held = Held::of(arguments.sources.as_deref())?;
    let path = held.beside(folder, proofs::JUDGEMENTS);
    let failed =
        |error: std::io::Error| Failure::new(format!("{path} cannot be written: {error}"));
    let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
    let is_new = file.metadata().map_err(failed)?.len() == 0;
    let judgement = Judgement {
        verdict: arguments.verdict.word().to_owned(),
        person: arguments.by.clone(),
        time: custody::now().to_string(),
        note: arguments.note.clone(),
        digest: sentence.digest.clone(),
        sentence: sentence.text.clone(),
    };
    let line = judgement::line(&judgement, is_new).map_err(Failure::new)?;
    file.write_all(&line).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    if let Some(case) = arguments.case.as_deref().filter(|_| arguments.sources.is_none()) {
        let mut files = vec![proofs::JUDGEMENTS.to_owned()];
        files.extend(super::name_in_case(case, &arguments.report));
        let files: Vec<(&str, &str)> =
            files.iter().map(|name| (name.as_str(), super::add::media_type(name))).collect();
        let said = [
            ("sentence", sentence.digest.as_str()),
            ("verdict", judgement.verdict.as_str()),
            ("note", judgement.note.as_str()),
        ];
        custody::logged(Path::new(case), "judge", &judgement.person, &said, &files)?;
    }
    terminal::say(&format!(
        "{} is {} by {}, in {path}",
        sentence.id, judgement.verdict, judgement.person
    ));
    Ok(ExitCode::SUCCESS)
}
