//! Where nothing is cited: passages are proposed, and notes lead back to them.

use griot_model::world::World as _;
use griot_proof::{Cache, HeldStatus, Here, catalogue::Catalogue, noted, open, suggest};

use super::world::{Disk, inside};

const DRAFT: &str = "# Bare\n\nIn 2022 the terminal handled 512,000 containers. Nobody slept that night.\n\nTessa Info employs 74 people and was created in June 2021.\n";

#[test]
fn a_note_that_was_proposed_leads_to_its_passage() {
    let sources = inside("cases/exercise/harbour/sources");
    let catalogue = || Catalogue::of_folder(&Disk, &sources).expect("the sources are there");
    let document = griot_read::read(DRAFT.as_bytes(), "bare.md").expect("it is read");
    let proposed = suggest(&document, &mut catalogue(), &Disk, &Here);
    let of: Vec<(&str, usize, usize)> =
        proposed.iter().map(|it| (it.source.as_str(), it.found, it.of)).collect();
    assert_eq!(of, [("audit", 2, 2), ("press", 3, 3)]);
    assert!(proposed.iter().any(|it| it.note.ends_with("page 2, line 5")), "{proposed:?}");
    let copy = noted(DRAFT.as_bytes(), &document, &proposed).expect("it is Markdown");
    let again = griot_read::read(&copy, "bare.md").expect("it is read again");
    let opening = open(&again, &mut catalogue(), &Disk, &Here, &mut Cache::default());
    let held = |it: &&griot_proof::SentenceOf| {
        it.proofs.iter().any(|proof| proof.status == HeldStatus::Held)
    };
    assert_eq!(opening.sentences.iter().filter(held).count(), 2);
    assert_eq!(opening.proof_coverage.absent + opening.proof_coverage.differs, 0);
}

#[test]
fn a_word_document_gets_footnotes_and_keeps_its_text() {
    let path = inside("cases/exercise/draft.docx");
    let bytes = Disk.read(&path).expect("it is there");
    let document = griot_read::read(&bytes, "draft.docx").expect("it is read");
    let block = document.prose.blocks.get(1).expect("it has a paragraph");
    let proposed = [griot_proof::Suggestion {
        span: block.span,
        text: String::new(),
        source: "a".into(),
        place: "line 1".into(),
        passage: String::new(),
        found: 2,
        of: 2,
        note: "A <title> & more".into(),
    }];
    let copy = noted(&bytes, &document, &proposed).expect("it is written");
    let again = griot_read::read(&copy, "draft.docx").expect("it is read again");
    assert_eq!(again.notes.len(), document.notes.len() + 1);
    let words: Vec<&str> = again.notes.iter().map(|note| again.note_text(note)).collect();
    assert!(words.iter().any(|note| note.trim() == "A <title> & more"), "{words:?}");
}

/// Reads, and knows a file by its name.
struct Stamped;
impl griot_proof::Reading for Stamped {
    fn document(&self, bytes: &[u8], name: &str) -> Result<griot_read::Document, String> {
        Here.document(bytes, name)
    }
    fn stamp(&self, file: &str) -> Option<String> {
        Some(file.len().to_string())
    }
}
/// Knows the files and cannot read them.
struct Gone;
impl griot_proof::Reading for Gone {
    fn document(&self, _: &[u8], name: &str) -> Result<griot_read::Document, String> {
        Err(format!("{name} was read again"))
    }
    fn stamp(&self, file: &str) -> Option<String> {
        Stamped.stamp(file)
    }
}

#[test]
fn an_answer_that_was_kept_is_the_same_answer() {
    let sources = inside("cases/exercise/channel/sources");
    let bytes = Disk.read(&inside("cases/exercise/channel/draft.md")).expect("it is there");
    let document = griot_read::read(&bytes, "draft.md").expect("it is read");
    let catalogue = || Catalogue::of_folder(&Disk, &sources).expect("the sources are there");
    let mut cache = Cache::default();
    let first = open(&document, &mut catalogue(), &Disk, &Stamped, &mut cache);
    let mut kept = Cache::read(&cache.write().expect("it is JSON"));
    let second = open(&document, &mut catalogue(), &Disk, &Gone, &mut kept);
    assert_eq!(first, second);
    assert_eq!(kept.was_read(), 0);
}
