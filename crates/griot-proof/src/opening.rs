//! A draft opened: every sentence with its proofs and what came of each particular.

use std::{collections::BTreeMap, sync::Mutex};

use griot_model::{Placing, Span, world::World};
use griot_read::Document;
use sha2::{Digest as _, Sha256};

use crate::{
    answer::{
        HeldStatus, Missing, Opening, ParticularOf, ProofCoverage, ProofOf, SentenceOf, State,
    },
    cache::{self, Cache, Kept, KnownFile},
    catalogue::{Catalogue, Described, name_of},
    citing::{Cited, Citing, join},
    finding::{Finding, Status},
    judgement,
    pages::{self, Paged},
    particulars::{Draft, Kind, Value},
    proof::{Proof, Reader},
};

/// How files of sources are read: here, or by a process that can do nothing else.
pub trait Reading: Sync {
    /// The document of some bytes.
    ///
    /// # Errors
    ///
    /// Where they cannot be read: why, for the person who cited them.
    fn document(&self, bytes: &[u8], name: &str) -> Result<Document, String>;

    /// What tells a file of today from the same file changed: its length and the time of its last
    /// change. Nothing where that cannot be known; such a file is always read.
    fn stamp(&self, _file: &str) -> Option<String> {
        None
    }
}

/// Reads in this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Here;

impl Reading for Here {
    fn document(&self, bytes: &[u8], name: &str) -> Result<Document, String> {
        griot_read::read(bytes, name).map_err(|error| error.to_string())
    }
}

/// Asks every held file for its own address and title, where nobody did.
pub(crate) fn describe_all(
    catalogue: &mut Catalogue,
    world: &(dyn World + Sync),
    reading: &dyn Reading,
) {
    let bare = |entry: &crate::catalogue::Entry| entry.url.is_empty() || entry.title.is_empty();
    if catalogue.entries.iter().any(bare) {
        describe(catalogue, world, reading, &mut Cache::default());
    }
}

/// Asks every held file for its own address and title, in parallel; what is known already is not asked.
fn describe(
    catalogue: &mut Catalogue,
    world: &(dyn World + Sync),
    reading: &dyn Reading,
    cache: &mut Cache,
) {
    let files: Vec<(usize, String)> = catalogue.undescribed();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let size = files.len().div_ceil(workers).max(1);
    let found: Mutex<Vec<(usize, String, KnownFile)>> = Mutex::new(Vec::new());
    let known = &*cache;
    std::thread::scope(|scope| {
        for chunk in files.chunks(size) {
            let found = &found;
            scope.spawn(move || {
                for (index, file) in chunk {
                    let described = described(file, world, reading, known);
                    if let Ok(mut found) = found.lock() {
                        found.push((*index, file.clone(), described));
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by_key(|(index, ..)| *index);
    for (index, file, known) in found {
        if let Some(described) = &known.described {
            catalogue.described(index, described);
        }
        if !known.stamp.is_empty() {
            cache.files.insert(file, known);
        }
    }
}

fn described(file: &str, world: &dyn World, reading: &dyn Reading, cache: &Cache) -> KnownFile {
    let stamp = reading.stamp(file);
    if let Some(known) = cache.file(file, stamp.as_deref())
        && (known.described.is_some() || known.why.is_some())
    {
        return known.clone();
    }
    let read = world
        .read(file)
        .map_err(|error| format!("{file} cannot be read: {error}"))
        .and_then(|bytes| {
            let document = reading.document(&bytes, name_of(file))?;
            Ok((griot_model::rows::hexadecimal(&Sha256::digest(&bytes)), document))
        });
    let stamp = stamp.unwrap_or_default();
    match read {
        Ok((sha256, document)) => {
            let head = head(&document);
            let url = document.metadata.address.unwrap_or_default();
            let title = document.metadata.title.unwrap_or_default();
            let described = Some(Described { url, title, head });
            KnownFile { stamp, sha256, why: None, described }
        }
        Err(why) => {
            KnownFile { stamp, sha256: "not held".to_owned(), why: Some(why), described: None }
        }
    }
}

/// Signs of the text that belong to the head of a file.
const HEAD: usize = 500;

/// What a document says of itself: title, authors, publisher, day, first words.
fn head(document: &Document) -> String {
    let said = &document.metadata;
    let mut head = String::new();
    let own = [&said.title, &said.publisher, &said.published];
    for words in own.into_iter().flatten().chain(&said.authors) {
        head.push_str(words);
        head.push('\n');
    }
    head.extend(document.text().chars().take(HEAD));
    head
}

/// A held source as it was read: its text, and where each byte of it stands.
pub(crate) struct Read {
    pub(crate) proof: Proof,
    pub(crate) document: Document,
    sha256: String,
}

/// Opens every note of a draft.
pub fn open(
    draft: &Document,
    catalogue: &mut Catalogue,
    world: &(dyn World + Sync),
    reading: &dyn Reading,
    cache: &mut Cache,
) -> Opening {
    let citing =
        join(draft, catalogue, &mut |catalogue| describe(catalogue, world, reading, cache));
    let words: Vec<&str> = citing.iter().map(|it| it.words.as_str()).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let size = citing.len().div_ceil(workers).max(1);
    let catalogue = &*catalogue;
    let found: Mutex<BTreeMap<usize, Chunk>> = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for (chunk_at, chunk) in citing.chunks(size).enumerate() {
            let (words, found, known) = (&words, &found, &*cache);
            scope.spawn(move || {
                let first = chunk_at * size;
                let opened =
                    open_chunk(draft, catalogue, (world, reading), known, words, chunk, first);
                if let Ok(mut found) = found.lock() {
                    found.insert(chunk_at, opened);
                }
            });
        }
    });
    let (mut sentences, mut paged) = (Vec::new(), Vec::new());
    // Only what this draft asks for is kept.
    cache.sentences.clear();
    for chunk in found.into_inner().unwrap_or_default().into_values() {
        sentences.extend(chunk.sentences);
        paged.extend(chunk.paged);
        cache.take(chunk.fresh);
    }
    pages::tell(&mut sentences, &paged);
    let proof_coverage = coverage(&sentences);
    let missing = missing(&sentences, &citing, catalogue);
    Opening { sentences, proof_coverage, missing }
}

/// Some sentences of a draft, and the pages that their notes name.
#[derive(Default)]
struct Chunk {
    sentences: Vec<SentenceOf>,
    paged: Vec<(usize, Paged)>,
    fresh: Cache,
}

/// Texts of proofs that a worker keeps at once, in bytes.
const KEPT: usize = 48 << 20;

fn open_chunk(
    draft: &Document,
    catalogue: &Catalogue,
    (world, reading): (&dyn World, &dyn Reading),
    cache: &Cache,
    words: &[&str],
    chunk: &[Citing],
    first: usize,
) -> Chunk {
    let mut reader = Reader::default();
    let read_draft = Draft::read(&mut reader, words.iter().copied());
    let placing = draft.placing();
    let mut held = Held {
        catalogue,
        world,
        reading,
        cache,
        reader,
        kept: BTreeMap::new(),
        bytes: 0,
        known: BTreeMap::new(),
        fresh: Cache::default(),
    };
    let mut out = Chunk::default();
    for (at, citing) in chunk.iter().enumerate() {
        let Some(sentence) = read_draft.sentences.get(first + at) else { continue };
        let (opened, paged) =
            opened(&placing, &mut held, &read_draft, sentence, citing, first + at);
        out.sentences.push(opened);
        out.paged.extend(paged.map(|paged| (first + at, paged)));
    }
    out.fresh = held.fresh;
    out
}

/// What is known of a source's bytes.
#[derive(Debug, Clone)]
struct Known {
    sha256: String,
    status: HeldStatus,
    why: Option<String>,
}

/// The sources as one thread holds them.
struct Held<'a> {
    catalogue: &'a Catalogue,
    world: &'a dyn World,
    reading: &'a dyn Reading,
    cache: &'a Cache,
    reader: Reader,
    kept: BTreeMap<usize, Result<Read, String>>,
    /// About how much memory they take.
    bytes: usize,
    known: BTreeMap<usize, Known>,
    fresh: Cache,
}

impl Held<'_> {
    /// What is known of a source, which is read only where it is not as it was.
    fn known(&mut self, source: usize) -> Known {
        if let Some(known) = self.known.get(&source) {
            return known.clone();
        }
        let known = self.ask(source);
        self.known.insert(source, known.clone());
        known
    }

    fn ask(&mut self, source: usize) -> Known {
        let entry = self.catalogue.entries.get(source);
        let Some(file) = entry.and_then(|entry| entry.file.as_deref()) else {
            let url = entry.map_or("", |entry| entry.url.as_str());
            let why = Some(not_held_why(url));
            return Known { sha256: "not held".to_owned(), status: HeldStatus::NotHeld, why };
        };
        let stamp = self.reading.stamp(file);
        let file = file.to_owned();
        if let Some(was) = self.cache.file(&file, stamp.as_deref()) {
            self.fresh.files.insert(file, was.clone());
            let status =
                if was.why.is_some() { HeldStatus::Unreadable } else { HeldStatus::Held };
            return Known { sha256: was.sha256.clone(), status, why: was.why.clone() };
        }
        self.read(source);
        let known = match self.kept.get(&source) {
            Some(Ok(read)) => {
                Known { sha256: read.sha256.clone(), status: HeldStatus::Held, why: None }
            }
            failed => Known {
                sha256: "not held".to_owned(),
                status: HeldStatus::Unreadable,
                why: failed.and_then(|it| it.as_ref().err().cloned()),
            },
        };
        if let Some(stamp) = stamp {
            let (sha256, why) = (known.sha256.clone(), known.why.clone());
            let described = None;
            self.fresh.files.insert(file, KnownFile { stamp, sha256, why, described });
        }
        known
    }

    /// Reads a source, if it is not in memory.
    fn read(&mut self, source: usize) {
        if self.kept.contains_key(&source) {
            return;
        }
        let read =
            read_source(self.catalogue, self.world, self.reading, source, &mut self.reader);
        if let Ok(read) = &read {
            self.bytes += read.proof.text.len() * 4;
            self.fresh.read += read.proof.text.len();
        }
        self.kept.insert(source, read);
    }

    /// Makes room before the next sentence.
    fn make_room(&mut self) {
        if self.bytes > KEPT {
            self.kept.clear();
            self.bytes = 0;
        }
    }
}

/// Whether a sentence has something that its proofs could show or deny, or names proofs that a person
/// will want to open.
fn asks(sentence: &crate::particulars::Sentence, citing: &Citing) -> bool {
    let has = sentence.has_particulars() || !citing.cited.is_empty();
    has && !citing.sentence.is_heading
}

pub(crate) fn read_source(
    catalogue: &Catalogue,
    world: &dyn World,
    reading: &dyn Reading,
    source: usize,
    reader: &mut Reader,
) -> Result<Read, String> {
    let entry = catalogue.entries.get(source).ok_or("the source is unknown")?;
    let file = entry.file.as_deref().ok_or_else(|| not_held_why(&entry.url))?;
    let bytes = world.read(file).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let document = reading.document(&bytes, name_of(file))?;
    if document.text().trim().is_empty() {
        return Err("no text was found in it".to_owned());
    }
    let table = document.kind == griot_read::Kind::Table;
    let mut proof =
        if table { reader.table(document.text()) } else { reader.proof(document.text()) };
    proof.set_published(&entry.published);
    let called = name_of(file);
    proof.set_described(&format!(
        "{} {} {} {called}",
        entry.title, entry.author, entry.publisher
    ));
    proof.set_address(&entry.url);
    if proof.published.is_none() {
        proof.set_published(document.metadata.published.as_deref().unwrap_or_default());
    }
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

fn opened(
    placing: &Placing<'_>,
    held: &mut Held<'_>,
    read_draft: &Draft,
    sentence: &crate::particulars::Sentence,
    citing: &Citing,
    index: usize,
) -> (SentenceOf, Option<Paged>) {
    let span = citing.sentence.span;
    let place = placing.place(span.start);
    let (line, column) =
        place.line().map_or((None, None), |(line, column)| (Some(line), Some(column)));
    let asks = asks(sentence, citing);
    held.make_room();
    let mut proofs = Vec::new();
    let mut digests: Vec<(String, String)> = Vec::new();
    for cited in &citing.cited {
        let known = cited.source.filter(|_| asks).map(|source| held.known(source));
        let proof = proof_of(cited, held.catalogue, known.as_ref());
        let bytes = known.map_or_else(|| "not held".to_owned(), |known| known.sha256);
        digests.push((proof.source.clone(), bytes));
        proofs.push(proof);
    }
    let all_held = proofs.iter().all(|proof| proof.status == HeldStatus::Held);
    let (mut particulars, mut paged) = (Vec::new(), None);
    if asks {
        let about = abouts(held.catalogue, citing);
        let key = cache::key(read_draft, sentence, citing, &digests, &about);
        let kept = held.cache.sentences.get(&key).cloned().unwrap_or_else(|| {
            let (particulars, paged) = look(held, read_draft, sentence, citing, all_held);
            Kept::of(&particulars, paged)
        });
        particulars = kept.particulars(citing);
        paged.clone_from(&kept.paged);
        held.fresh.sentences.insert(key, kept);
    }
    let alert = particulars.iter().any(|it| it.status.is_alert());
    let state = if !asks || particulars.is_empty() && all_held {
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
    let sentence = SentenceOf {
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
    };
    (sentence, paged)
}

/// What is said of the sources of a sentence elsewhere than in their bytes.
fn abouts(catalogue: &Catalogue, citing: &Citing) -> String {
    let mut about = String::new();
    for source in citing.cited.iter().filter_map(|cited| cited.source) {
        if let Some(it) = catalogue.entries.get(source) {
            let file = it.file.clone().unwrap_or_default();
            for words in [&it.title, &it.author, &it.publisher, &it.published, &file] {
                about.push_str(words);
                about.push('\0');
            }
        }
    }
    about
}

/// A source of a sentence: its text, its id, and its places.
type Opened<'a> = (&'a Read, String, Placing<'a>);

/// Looks for the particulars of a sentence in the proofs that it cites.
fn look(
    held: &mut Held<'_>,
    read_draft: &Draft,
    sentence: &crate::particulars::Sentence,
    citing: &Citing,
    all_held: bool,
) -> (Vec<ParticularOf>, Option<Paged>) {
    let sources: Vec<usize> = citing.cited.iter().filter_map(|cited| cited.source).collect();
    for source in &sources {
        held.read(*source);
    }
    let mut reads: Vec<Opened<'_>> = Vec::new();
    for source in &sources {
        let entry = held.catalogue.entries.get(*source);
        if let (Some(Ok(read)), Some(entry)) = (held.kept.get(source), entry) {
            reads.push((read, entry.id.clone(), read.document.placing()));
        }
    }
    let texts: Vec<&Proof> = reads.iter().map(|(read, ..)| &read.proof).collect();
    let findings = held.reader.look(read_draft, sentence, &texts);
    let telling: Vec<Finding> = findings
        .iter()
        .filter(|finding| !is_common_finding(&held.reader, sentence, finding))
        .cloned()
        .collect();
    let paged = page_of(&telling, citing, &reads, held.catalogue);
    let paged = paged.filter(|(at, paged)| {
        let Some((read, ..)) = reads.get(*at) else { return false };
        let page = held.reader.proof(pages::text_of(&read.document, paged.cited));
        let there = held.reader.look(read_draft, sentence, &[&page]);
        let count = |findings: &[Finding], proof: usize| {
            let found = findings.iter().filter(|it| {
                it.status == Status::Found && it.proof == Some(proof) && it.kind != Kind::Hedge
            });
            found.count()
        };
        // What the cited page has as well is cited rightly.
        paged.found == paged.cited || count(&there, 0) < count(&findings, *at)
    });
    let paged = paged.map(|(_, paged)| paged);
    let particulars = findings
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
    (particulars, paged)
}

/// Whether a finding is of something so common that it tells no page.
fn is_common_finding(
    reader: &Reader,
    sentence: &crate::particulars::Sentence,
    finding: &Finding,
) -> bool {
    let particular = sentence.particulars.iter().find(|it| it.span == finding.span);
    let lexicon = reader.known(sentence.language);
    // 2.1 and 5.4 tell more than 2 and 5.
    let exact = |value: &Value| matches!(value, Value::Number(number) if number.step < 1.0);
    particular
        .zip(lexicon)
        .is_some_and(|(it, lexicon)| crate::view::is_common(it, lexicon) && !exact(&it.value))
}

/// The page that a note names, and the one on which the passage stands.
fn page_of(
    findings: &[Finding],
    citing: &Citing,
    reads: &[Opened<'_>],
    catalogue: &Catalogue,
) -> Option<(usize, Paged)> {
    citing.cited.iter().filter(|cited| !cited.inherited).find_map(|cited| {
        let (page, source) = (cited.page.as_deref()?, cited.source?);
        let id = &catalogue.entries.get(source)?.id;
        let at = reads.iter().position(|(_, read, _)| read == id)?;
        let (read, _, placing) = reads.get(at)?;
        let found = findings
            .iter()
            .filter(|it| it.proof == Some(at) && it.at == Some(crate::finding::Where::Passage))
            .filter_map(|it| placing.place(it.place?.start).page())
            .collect();
        Some((at, pages::paged(&read.document, id, page, &found)?))
    })
}

fn proof_of(cited: &Cited, catalogue: &Catalogue, known: Option<&Known>) -> ProofOf {
    let entry = cited.source.and_then(|source| catalogue.entries.get(source));
    let source = entry.map_or_else(|| cited.written.clone(), |entry| entry.id.clone());
    let (status, why) = match (entry, known) {
        (None, _) => {
            let why = "no source of the case or folder is known by it";
            (HeldStatus::NotHeld, Some(why.to_owned()))
        }
        (Some(_), Some(known)) => (known.status, known.why.clone()),
        (Some(entry), None) if entry.file.is_none() => {
            (HeldStatus::NotHeld, Some(not_held_why(&entry.url)))
        }
        (Some(_), None) => (HeldStatus::Held, None),
    };
    ProofOf { note: cited.note.clone(), source, status, why, page: cited.page.clone() }
}

fn particular(
    citing: &Citing,
    sentence: &crate::particulars::Sentence,
    finding: Finding,
    reads: &[Opened<'_>],
) -> ParticularOf {
    let read = finding.proof.and_then(|proof| reads.get(proof));
    let passage = finding
        .passage
        .zip(read)
        .map(|(span, (read, ..))| shortened(&read.proof.text, span, finding.place));
    let place = read.and_then(|(_, _, placing)| {
        let span = finding.place.or(finding.passage)?;
        Some(placing.place(span.start).to_string())
    });
    let in_passage = passage.as_ref().and_then(|(shown, _)| {
        let place = finding.place?;
        shown
            .contains(place)
            .then(|| Span::new(place.start - shown.start, place.end - shown.start))
    });
    ParticularOf {
        kind: finding.kind,
        span: citing.sentence.source(finding.span),
        text: finding.span.of(&sentence.text).to_owned(),
        status: finding.status,
        found_where: finding.at,
        weak: finding.weak,
        proof: read.map(|(_, id, _)| id.clone()),
        place,
        passage: passage.map(|(_, text)| text),
        in_passage,
        value: finding.value,
        why: finding.why.map(Into::into),
        local: finding.span,
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
            match particular.status {
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
