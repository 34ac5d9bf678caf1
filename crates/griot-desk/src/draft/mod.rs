//! A draft with the state of each of its sentences: what `griot check` answers, laid on the words.

mod contract;
mod digest;
mod paper;
mod sources;
mod state;
mod texts;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    thread,
};

use griot_model::Span;
use griot_read::Document;

pub use self::texts::Read;
pub(crate) use self::{
    contract::{Checked, Claim, Particular, Proof},
    digest::sha256,
    paper::{Block, Noted, Piece, cut},
    sources::{Held, of_case as sources_of},
    state::State,
    texts::{Paragraph, Passage, Shown, Text, Texts, alone},
};

/// A draft, ready to be shown.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Its file inside the case.
    pub(crate) file: String,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// Its parts.
    pub(crate) blocks: Vec<Block>,
    /// Its sentences, in order.
    pub(crate) sentences: Vec<Sentence>,
    /// Its notes, in order.
    pub(crate) notes: Vec<Noted>,
    /// The sources of the case.
    pub(crate) sources: BTreeMap<String, Held>,
    /// What was seen while reading.
    pub(crate) remarks: Vec<String>,
    /// Sentences of the draft before this one that are not in it any more: digest and text.
    pub(crate) gone: Vec<(String, String)>,
    /// Whether there was another draft before.
    pub(crate) has_before: bool,
}

/// A sentence of a draft.
#[derive(Debug)]
pub(crate) struct Sentence {
    /// `s12`.
    pub(crate) id: String,
    /// Of the sentence and its proofs: what a judgement belongs to.
    pub(crate) digest: String,
    /// The words without markup.
    pub(crate) text: String,
    /// The same, cut where marks lie.
    pub(crate) pieces: Vec<Piece>,
    /// Where it stands in the file.
    pub(crate) place: String,
    /// Labels of the notes at it.
    pub(crate) notes: Vec<String>,
    /// What is to be done about it.
    pub(crate) state: State,
    /// Whether it was not in the draft before, with the same proofs.
    pub(crate) is_new: bool,
    /// What it cites.
    pub(crate) proofs: Vec<Proof>,
    /// Its particulars, with what the proofs have of them.
    pub(crate) particulars: Vec<Particular>,
    /// Its claims.
    pub(crate) claims: Vec<Claim>,
}

impl Draft {
    /// Lays an answer of `griot check` on the words of a draft.
    pub(crate) fn of(
        file: &str,
        bytes: &[u8],
        document: &Document,
        checked: Checked,
        sources: BTreeMap<String, Held>,
        before: Option<&Before>,
    ) -> Self {
        let read = paper::of(document);
        let mut labels = paper::labels(document, &read).into_iter();
        let Checked { mut claims, sentences: answered, diagnostics } = checked;
        claims.sort_by_key(|claim| claim.span);
        let mut sentences = Vec::with_capacity(read.len());
        let known = before.map(|before| before.digests());
        let mut answered = answered.into_iter().peekable();
        let mut first_claim = 0;
        for (number, sentence) in read.iter().enumerate() {
            let span = sentence.span;
            while answered
                .peek()
                .is_some_and(|it| it.span.is_none_or(|it| it.end <= span.start))
            {
                answered.next();
            }
            let own = answered.next_if(|it| it.span.is_some_and(|it| it.overlaps(span)));
            let own = own.unwrap_or_default();
            while claims
                .get(first_claim)
                .is_some_and(|it| it.span.is_none_or(|it| it.end <= span.start))
            {
                first_claim += 1;
            }
            let its: Vec<Claim> = claims
                .iter()
                .skip(first_claim)
                .take_while(|it| it.span.is_some_and(|it| it.start < span.end))
                .filter(|it| it.span.is_some_and(|it| it.overlaps(span)))
                .cloned()
                .collect();
            let state =
                State::of(&own.state, its.iter().any(|it| it.verdict == "contradicted"));
            let mut marks: Vec<(Span, String)> = Vec::new();
            for one in &own.particulars {
                let local = one.span.and_then(|span| sentence.local(span));
                marks.extend(local.map(|local| (local, format!("p {}", one.status))));
            }
            for one in &its {
                let local = one.span.and_then(|span| sentence.local(span));
                marks.extend(local.map(|local| (local, format!("c {}", one.verdict))));
            }
            let laid: Vec<(Span, &str)> =
                marks.iter().map(|(span, class)| (*span, class.as_str())).collect();
            let is_known = |known: &BTreeSet<&str>| known.contains(own.digest.as_str());
            sentences.push(Sentence {
                id: format!("s{}", number + 1),
                is_new: known.as_ref().is_some_and(|known| !is_known(known)),
                digest: own.digest,
                place: texts::beginning(&own.place),
                notes: labels.next().unwrap_or_default(),
                pieces: cut(&sentence.text, &laid),
                text: sentence.text.clone(),
                state,
                proofs: own.proofs,
                particulars: own.particulars,
                claims: its,
            });
        }
        let now: BTreeSet<&str> = sentences.iter().map(|it| it.digest.as_str()).collect();
        let gone = before.map_or_else(Vec::new, |before| {
            let gone =
                before.sentences.iter().filter(|(digest, _)| !now.contains(digest.as_str()));
            gone.cloned().collect()
        });
        let remarks = diagnostics
            .into_iter()
            .map(|it| match it.line {
                Some(line) => format!("line {line}: {}", it.message),
                None => it.message,
            })
            .chain(document.prose.notes.iter().map(|note| note.message.clone()))
            .collect::<BTreeSet<String>>();
        Self {
            file: file.to_owned(),
            sha256: sha256(bytes),
            blocks: paper::blocks(document, &read),
            sentences,
            notes: paper::notes(document),
            sources,
            remarks: remarks.into_iter().collect(),
            gone,
            has_before: before.is_some(),
        }
    }

    /// The sentence of an id, with its number.
    pub(crate) fn find(&self, id: &str) -> Option<(usize, &Sentence)> {
        self.sentences.iter().enumerate().find(|(_, sentence)| sentence.id == id)
    }

    /// What the next draft is compared with.
    pub(crate) fn as_before(&self) -> Before {
        let sentences = self.sentences.iter().filter(|it| it.state.asks());
        Before {
            sha256: self.sha256.clone(),
            sentences: sentences.map(|it| (it.digest.clone(), it.text.clone())).collect(),
        }
    }

    /// The source that a proof names, by id, by file or by address.
    pub(crate) fn source(&self, name: &str) -> Option<&Held> {
        self.sources.get(name).or_else(|| {
            self.sources.values().find(|held| {
                held.file.as_deref() == Some(name) || held.source.url.as_deref() == Some(name)
            })
        })
    }
}

/// The first sentence of a document; nothing where it has no text.
pub(crate) fn first_words(document: &Document) -> String {
    let mut all = paper::of(document).into_iter().map(|it| it.text.trim().to_owned());
    all.find(|it| !it.is_empty()).unwrap_or_default()
}

/// The draft before, as far as it is needed to say what changed.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Before {
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// Digest and text of its sentences.
    pub(crate) sentences: Vec<(String, String)>,
}

impl Before {
    fn digests(&self) -> BTreeSet<&str> {
        self.sentences.iter().map(|(digest, _)| digest.as_str()).collect()
    }
}

/// Reads, checks and lays out the report of the case in `folder`. The words are read by the same process that reads proofs;
/// what stands in them and in their proofs is what `griot check` answers.
pub(crate) fn build(
    folder: &Path,
    check: &(dyn Fn(&[String]) -> Result<crate::child::Ended, String> + Sync),
    texts: &Texts,
    before: Option<&Before>,
) -> Result<Arc<Draft>, String> {
    let shown = folder.to_string_lossy();
    let files = griot_archive::CaseFiles::of(folder).map_err(|error| error.to_string())?;
    let settings = griot_case::settings(&files, &shown).map_err(|error| error.to_string())?;
    let file = settings.report;
    let bytes = crate::disk::read(folder, &file)
        .map_err(|error| format!("the draft {file} cannot be read: {error}"))?;
    let name = file.rsplit('/').next().unwrap_or(&file);
    let arguments = ["check", &file, "--case", ".", "--format", "json", "--all"];
    let (document, ended) = thread::scope(|scope| {
        let reading = scope.spawn(|| texts.document(&bytes, name));
        let ended = check(&arguments.map(ToOwned::to_owned));
        let broken = |_cause| Err("griot made a mistake while reading the draft".to_owned());
        (reading.join().unwrap_or_else(broken), ended)
    });
    let ended = ended?;
    if ended.code > 1 {
        return Err(ended.said.trim().to_owned());
    }
    let checked = Checked::read(&ended.out)?;
    let sources = sources_of(folder);
    Ok(Arc::new(Draft::of(&file, &bytes, &document?, checked, sources, before)))
}
