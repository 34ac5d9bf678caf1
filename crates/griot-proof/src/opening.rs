//! A draft opened: every sentence with its proofs and what came of each particular.

use std::{collections::BTreeMap, sync::Mutex};

use griot_model::{Placing, Span, world::World};
use griot_read::Document;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{
    catalogue::{Catalogue, name_of},
    citing::{Cited, Citing, join},
    find::{Finding, Status},
    judgement::{self, Judgement},
    particulars::{Draft, Kind},
    proof::{Proof, Reader},
};

/// What a sentence asks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// All proofs are held and every particular was found.
    Opened,
    /// A particular differs, is absent or is firmer than its proof.
    LookHere,
    /// A proof is not held or could not be read.
    NotHeld,
    /// It has particulars and cites nothing.
    NoProof,
    /// It has no particular.
    NothingToProve,
}

/// What is known of a proof's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldStatus {
    /// The bytes are there and were read.
    Held,
    /// It is cited only.
    NotHeld,
    /// The bytes are there and cannot be read.
    Unreadable,
}

/// A proof of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofOf {
    /// Label of the note, or the words of the link or key.
    pub note: String,
    /// Id or file of the source; the address or the words where none is known.
    pub source: String,
    /// What is known of its bytes.
    pub status: HeldStatus,
    /// Why it is not held or cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The page that the note points to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// A particular of a sentence, as it is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParticularOf {
    /// `number`, `date`, `name`, `quotation`, `hedge`.
    pub kind: &'static str,
    /// Bytes of the draft's text.
    pub span: Span,
    /// The words of the draft.
    pub text: String,
    /// `found`, `differs`, `absent`, `firmer`, `not-asked`.
    pub status: &'static str,
    /// `passage` or `elsewhere`, where found.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub found_where: Option<&'static str>,
    /// Found, but so common a thing that this proves nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub weak: bool,
    /// Id or file of the proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Where in the proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The sentences of the proof that speak of the same thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
    /// Where the particular, or what stands instead, lies in the passage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_passage: Option<Span>,
    /// What stands there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    #[serde(skip)]
    pub(crate) local: Span,
    #[serde(skip)]
    pub(crate) status_of: Status,
    #[serde(skip)]
    pub(crate) kind_of: Kind,
}

impl ParticularOf {
    /// What came of it.
    pub fn status(&self) -> Status {
        self.status_of
    }

    /// What sort it is.
    pub fn kind(&self) -> Kind {
        self.kind_of
    }
}

/// A sentence of the draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SentenceOf {
    /// `s12`.
    pub id: String,
    /// Bytes of the draft's text.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// Line of the file, where it has lines.
    pub line: Option<u32>,
    /// Column of the line.
    pub column: Option<u32>,
    /// Where it stands, as a person cites it.
    pub place: String,
    /// Labels of its notes.
    pub notes: Vec<String>,
    /// What it asks of a person.
    pub state: State,
    /// What it cites.
    pub proofs: Vec<ProofOf>,
    /// What its proofs must show.
    pub particulars: Vec<ParticularOf>,
    /// What a person decided of this sentence and these proofs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// Digest of the words and the proofs' bytes, to which a judgement belongs.
    pub digest: String,
}

/// How much of a draft was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ProofCoverage {
    /// Sentences with particulars.
    pub sentences: usize,
    /// All proofs held, everything found.
    pub opened: usize,
    /// A particular differs, is absent or is firmer.
    pub look_here: usize,
    /// A proof is not held or not readable.
    pub not_held: usize,
    /// Nothing is cited.
    pub no_proof: usize,
    /// All particulars.
    pub particulars: usize,
    /// Found ones.
    pub found: usize,
    /// Another value stands there.
    pub differs: usize,
    /// In no proof.
    pub absent: usize,
    /// The proof hedges.
    pub firmer: usize,
}

/// A draft with every note opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opening {
    /// Sentences in the order of the text.
    pub sentences: Vec<SentenceOf>,
    /// How much was opened.
    pub proof_coverage: ProofCoverage,
    /// Sources that are cited and not held: address or words, and the notes that cite them.
    pub missing: Vec<Missing>,
}

/// A source that is cited and not held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Id, address or words by which it is cited.
    pub cited: String,
    /// The address, where one is known.
    pub url: String,
    /// Labels of the notes.
    pub notes: Vec<String>,
    /// `not-held`, `unreadable`.
    pub status: HeldStatus,
    /// Why.
    pub why: String,
}

impl Opening {
    /// Whether a proof says something else than a sentence that cites it.
    pub fn differs(&self) -> bool {
        self.proof_coverage.differs > 0
    }

    /// One sentence that an editor reads.
    pub fn summary(&self) -> String {
        let it = self.proof_coverage;
        let plural = |count: usize| if count == 1 { "sentence" } else { "sentences" };
        let judged = self.sentences.iter().filter(|it| it.judgement.is_some()).count();
        let judged =
            if judged == 0 { String::new() } else { format!("; {judged} judged by a person") };
        format!(
            "{} {} with particulars: {} opened and found, {} to look at, {} whose proof is not held, {} without a proof{judged}",
            it.sentences,
            plural(it.sentences),
            it.opened,
            it.look_here,
            it.not_held,
            it.no_proof,
        )
    }
}

impl Opening {
    /// Gives each sentence the last judgement of its digest.
    pub fn judged(&mut self, judgements: &[Judgement]) {
        for sentence in &mut self.sentences {
            sentence.judgement =
                judgements.iter().rev().find(|it| it.digest == sentence.digest).cloned();
        }
    }
}

/// A held source as it was read: its text, and where each byte of it stands.
struct Read {
    proof: Proof,
    document: Document,
    sha256: String,
}

/// Opens every note of a draft.
pub fn open(
    draft: &Document,
    catalogue: &mut Catalogue,
    world: &(dyn World + Sync),
) -> Opening {
    let citing = join(draft, catalogue, world);
    let words: Vec<&str> = citing.iter().map(|it| it.words.as_str()).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let size = citing.len().div_ceil(workers).max(1);
    let catalogue = &*catalogue;
    let found: Mutex<BTreeMap<usize, Vec<SentenceOf>>> = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for (chunk_at, chunk) in citing.chunks(size).enumerate() {
            let (words, found) = (&words, &found);
            scope.spawn(move || {
                let first = chunk_at * size;
                let opened = open_chunk(draft, catalogue, world, words, chunk, first);
                if let Ok(mut found) = found.lock() {
                    found.insert(chunk_at, opened);
                }
            });
        }
    });
    let sentences: Vec<SentenceOf> =
        found.into_inner().unwrap_or_default().into_values().flatten().collect();
    let proof_coverage = coverage(&sentences);
    let missing = missing(&sentences, &citing, catalogue);
    Opening { sentences, proof_coverage, missing }
}

/// Texts of proofs that a worker keeps at once, in bytes.
const KEPT: usize = 48 << 20;

fn open_chunk(
    draft: &Document,
    catalogue: &Catalogue,
    world: &dyn World,
    words: &[&str],
    chunk: &[Citing],
    first: usize,
) -> Vec<SentenceOf> {
    let mut reader = Reader::default();
    let read_draft = Draft::read(&mut reader, words.iter().copied());
    let placing = draft.placing();
    let mut kept: BTreeMap<usize, Result<Read, String>> = BTreeMap::new();
    let mut bytes_kept = 0_usize;
    let mut out = Vec::with_capacity(chunk.len());
    for (at, citing) in chunk.iter().enumerate() {
        let Some(sentence) = read_draft.sentences.get(first + at) else { continue };
        let asks = sentence.has_particulars() && !citing.sentence.is_heading;
        if asks {
            if bytes_kept > KEPT {
                kept.clear();
                bytes_kept = 0;
            }
            for source in citing.cited.iter().filter_map(|cited| cited.source) {
                if kept.contains_key(&source) {
                    continue;
                }
                let read = read_source(catalogue, world, source, &mut reader);
                if let Ok(read) = &read {
                    bytes_kept += read.proof.text.len() * 4;
                }
                kept.insert(source, read);
            }
        }
        out.push(opened(
            &placing,
            catalogue,
            &reader,
            &read_draft,
            sentence,
            citing,
            first + at,
            &kept,
        ));
    }
    out
}

fn read_source(
    catalogue: &Catalogue,
    world: &dyn World,
    source: usize,
    reader: &mut Reader,
) -> Result<Read, String> {
    let entry = catalogue.entries.get(source).ok_or("the source is unknown")?;
    let file = entry.file.as_deref().ok_or_else(|| not_held_why(&entry.url))?;
    let bytes = world.read(file).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let document =
        griot_read::read(&bytes, name_of(file)).map_err(|error| error.to_string())?;
    if document.text().trim().is_empty() {
        return Err("no text was found in it".to_owned());
    }
    let proof = reader.proof(document.text());
    let sha256 = griot_model::rows::hexadecimal(&Sha256::digest(&bytes));
    Ok(Read { proof, document, sha256 })
}

fn not_held_why(url: &str) -> String {
    if url.is_empty() {
        "no file of it is held".to_owned()
    } else {
        format!("no file of it is held; it is at {url}")
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call, all of it borrowed from the loop around"
)]
fn opened(
    placing: &Placing<'_>,
    catalogue: &Catalogue,
    reader: &Reader,
    read_draft: &Draft,
    sentence: &crate::particulars::Sentence,
    citing: &Citing,
    index: usize,
    kept: &BTreeMap<usize, Result<Read, String>>,
) -> SentenceOf {
    let span = citing.sentence.span;
    let place = placing.place(span.start);
    let (line, column) =
        place.line().map_or((None, None), |(line, column)| (Some(line), Some(column)));
    let asks = sentence.has_particulars() && !citing.sentence.is_heading;
    let mut proofs = Vec::new();
    let mut reads: Vec<(&Read, String)> = Vec::new();
    let mut digests: Vec<(String, String)> = Vec::new();
    for cited in &citing.cited {
        let (proof, read) = proof_of(cited, catalogue, kept, asks);
        if let Some(read) = read {
            reads.push((read, proof.source.clone()));
        }
        let bytes = read.map_or_else(|| "not held".to_owned(), |read| read.sha256.clone());
        digests.push((proof.source.clone(), bytes));
        proofs.push(proof);
    }
    let all_held = proofs.iter().all(|proof| proof.status == HeldStatus::Held);
    let findings = if asks {
        let texts: Vec<&Proof> = reads.iter().map(|(read, _)| &read.proof).collect();
        reader.look(read_draft, sentence, &texts)
    } else {
        Vec::new()
    };
    let particulars: Vec<ParticularOf> = findings
        .into_iter()
        .map(|mut finding| {
            // What a proof that is not held may say is not known to be absent.
            if !all_held && finding.status == Status::Absent {
                finding.status = Status::NotAsked;
                finding.why = Some("a proof of the sentence is not held");
            }
            particular(citing, sentence, finding, &reads)
        })
        .collect();
    let alert = particulars.iter().any(|it| it.status_of.is_alert());
    let state = if !asks || particulars.is_empty() {
        State::NothingToProve
    } else if proofs.is_empty() {
        State::NoProof
    } else if alert {
        State::LookHere
    } else if !all_held {
        State::NotHeld
    } else {
        State::Opened
    };
    SentenceOf {
        id: format!("s{}", index + 1),
        span,
        text: citing.sentence.text.clone(),
        line,
        column,
        place: place.to_string(),
        notes: citing.notes.clone(),
        state,
        proofs,
        particulars,
        judgement: None,
        digest: judgement::digest(&citing.words, &mut digests),
    }
}

fn proof_of<'a>(
    cited: &Cited,
    catalogue: &Catalogue,
    kept: &'a BTreeMap<usize, Result<Read, String>>,
    asked: bool,
) -> (ProofOf, Option<&'a Read>) {
    let entry = cited.source.and_then(|source| catalogue.entries.get(source));
    let source = entry.map_or_else(|| cited.written.clone(), |entry| entry.id.clone());
    let told = |status, why| ProofOf {
        note: cited.note.clone(),
        source: source.clone(),
        status,
        why,
        page: cited.page.clone(),
    };
    let Some(entry) = entry else {
        return (
            told(
                HeldStatus::NotHeld,
                Some("no source of the case or folder is known by it".to_owned()),
            ),
            None,
        );
    };
    if entry.file.is_none() {
        return (told(HeldStatus::NotHeld, Some(not_held_why(&entry.url))), None);
    }
    match cited.source.and_then(|source| kept.get(&source)) {
        Some(Ok(read)) => (told(HeldStatus::Held, None), Some(read)),
        Some(Err(why)) => (told(HeldStatus::Unreadable, Some(why.clone())), None),
        None if !asked => (told(HeldStatus::Held, None), None),
        None => (told(HeldStatus::Unreadable, Some("it was not read".to_owned())), None),
    }
}

fn particular(
    citing: &Citing,
    sentence: &crate::particulars::Sentence,
    finding: Finding,
    reads: &[(&Read, String)],
) -> ParticularOf {
    let read = finding.proof.and_then(|proof| reads.get(proof));
    let passage = finding
        .passage
        .zip(read)
        .map(|(span, (read, _))| shortened(&read.proof.text, span, finding.place));
    let place = read.and_then(|(read, _)| {
        let span = finding.place.or(finding.passage)?;
        Some(read.document.place(span.start).to_string())
    });
    let in_passage = passage.as_ref().and_then(|(shown, _)| {
        let place = finding.place?;
        shown
            .contains(place)
            .then(|| Span::new(place.start - shown.start, place.end - shown.start))
    });
    ParticularOf {
        kind: finding.kind.word(),
        span: citing.sentence.source(finding.span),
        text: finding.span.of(&sentence.text).to_owned(),
        status: finding.status.word(),
        found_where: finding.at.map(crate::find::Where::word),
        weak: finding.weak,
        proof: read.map(|(_, id)| id.clone()),
        place,
        passage: passage.map(|(_, text)| text),
        in_passage,
        value: finding.value,
        why: finding.why,
        local: finding.span,
        status_of: finding.status,
        kind_of: finding.kind,
    }
}

/// A passage of at most some hundred letters, around what was found in it.
fn shortened(text: &str, span: Span, place: Option<Span>) -> (Span, String) {
    const LONGEST: usize = 900;
    if span.len() <= LONGEST {
        return (span, span.of(text).to_owned());
    }
    let middle =
        place.filter(|place| span.contains(*place)).map_or(span.start, |place| place.start);
    let mut start = middle.saturating_sub(LONGEST / 2).max(span.start);
    let mut end = (start + LONGEST).min(span.end);
    while start > span.start && !text.is_char_boundary(start) {
        start -= 1;
    }
    while end < span.end && !text.is_char_boundary(end) {
        end += 1;
    }
    let shown = Span::new(start, end);
    (shown, shown.of(text).to_owned())
}

fn coverage(sentences: &[SentenceOf]) -> ProofCoverage {
    let mut all = ProofCoverage::default();
    for sentence in sentences {
        match sentence.state {
            State::NothingToProve => continue,
            State::Opened => all.opened += 1,
            State::LookHere => all.look_here += 1,
            State::NotHeld => all.not_held += 1,
            State::NoProof => all.no_proof += 1,
        }
        all.sentences += 1;
        for particular in &sentence.particulars {
            all.particulars += 1;
            match particular.status_of {
                Status::Found => all.found += 1,
                Status::Differs => all.differs += 1,
                Status::Absent => all.absent += 1,
                Status::Firmer => all.firmer += 1,
                Status::NotAsked => {}
            }
        }
    }
    all
}

fn missing(sentences: &[SentenceOf], citing: &[Citing], catalogue: &Catalogue) -> Vec<Missing> {
    let mut found: BTreeMap<String, Missing> = BTreeMap::new();
    for (sentence, citing) in sentences.iter().zip(citing) {
        for (proof, cited) in sentence.proofs.iter().zip(&citing.cited) {
            if proof.status == HeldStatus::Held {
                continue;
            }
            let entry = cited.source.and_then(|source| catalogue.entries.get(source));
            let url = entry
                .map(|entry| entry.url.clone())
                .filter(|url| !url.is_empty())
                .unwrap_or_else(|| {
                    if cited.written.starts_with("http") {
                        cited.written.clone()
                    } else {
                        String::new()
                    }
                });
            let one = found.entry(proof.source.clone()).or_insert_with(|| Missing {
                cited: proof.source.clone(),
                url,
                notes: Vec::new(),
                status: proof.status,
                why: proof.why.clone().unwrap_or_default(),
            });
            if !one.notes.contains(&proof.note) {
                one.notes.push(proof.note.clone());
            }
        }
    }
    found.into_values().collect()
}
