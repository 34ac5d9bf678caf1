//! What was found before, so that a draft of two thousand notes is answered at once after an edit.
//!
//! A file is known by its stamp (length and time of change), its bytes by their digest. An answer
//! belongs to the words of a sentence, to what they are taken for, and to the digests of its proofs.
//! Whoever deletes the cache loses time and nothing else.

use std::collections::BTreeMap;

use griot_model::Span;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    answer::ParticularOf,
    catalogue::Described,
    citing::Citing,
    pages::Paged,
    particulars::{Draft, Sentence, Value},
    words_of,
};

/// What is known of files, and answers by their keys.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Cache {
    /// Made by this version, with these words of languages; else all of it is forgotten.
    version: String,
    pub(crate) files: BTreeMap<String, KnownFile>,
    pub(crate) sentences: BTreeMap<String, Kept>,
    /// Bytes of text that had to be read.
    #[serde(skip)]
    pub(crate) read: usize,
}

/// A file whose bytes were read before.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct KnownFile {
    pub(crate) stamp: String,
    pub(crate) sha256: String,
    /// Why it could not be read.
    pub(crate) why: Option<String>,
    /// What it says of itself, where it was asked.
    pub(crate) described: Option<Described>,
}

/// What came of a sentence.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Each with its place in the sentence.
    particulars: Vec<(Span, ParticularOf)>,
    pub(crate) paged: Option<Paged>,
}

impl Cache {
    /// Reads what [`Cache::write`] wrote. What another version wrote is forgotten.
    pub fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice::<Self>(bytes)
            .ok()
            .filter(|cache| cache.version == version())
            .unwrap_or_default()
    }

    /// The bytes to keep.
    ///
    /// # Errors
    ///
    /// Never with what griot puts into it.
    pub fn write(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&Self { version: version(), ..self.clone() })
    }

    /// Bytes of text that had to be read since it was made: where they are few, it is not worth keeping.
    pub fn was_read(&self) -> usize {
        self.read
    }

    /// What is known of a file, if it is as it was.
    pub(crate) fn file(&self, file: &str, stamp: Option<&str>) -> Option<&KnownFile> {
        self.files.get(file).filter(|known| Some(known.stamp.as_str()) == stamp)
    }

    pub(crate) fn take(&mut self, other: Self) {
        for (name, file) in other.files {
            let described = self.files.get(&name).and_then(|known| known.described.clone());
            let described = file.described.clone().or(described);
            self.files.insert(name, KnownFile { described, ..file });
        }
        self.read += other.read;
        self.sentences.extend(other.sentences);
    }
}

fn version() -> String {
    format!("{} 1 {}", env!("CARGO_PKG_VERSION"), words_of::digest_of_words())
}

/// The key of a sentence: its words, what they are taken for, and what it cites.
pub(crate) fn key(
    draft: &Draft,
    sentence: &Sentence,
    citing: &Citing,
    proofs: &[(String, String)],
    about: &str,
) -> String {
    let mut hash = Sha256::new();
    let mut put = |words: &str| {
        hash.update(words.as_bytes());
        hash.update([0]);
    };
    put(about);
    put(sentence.language);
    put(&sentence.text);
    for particular in &sentence.particulars {
        put(particular.kind.word());
        put(&format!("{:?}", particular.span));
        // What other sentences of the draft say of the words of a name.
        if let Value::Name(name) = &particular.value {
            let title = name.title.is_some();
            let parts: Vec<(bool, Option<u16>)> =
                name.parts.iter().map(|part| (part.generic, part.place)).collect();
            put(&format!("{title} {} {} {parts:?}", name.composed, name.attributive));
            let words = crate::letters::cut(particular.span.of(&sentence.text));
            for word in words.into_iter().map(crate::letters::folded) {
                put(if draft.habits.surnames.contains(&word) { "surname" } else { "" });
            }
        }
    }
    for (cited, (source, sha256)) in citing.cited.iter().zip(proofs) {
        put(source);
        put(sha256);
        put(cited.page.as_deref().unwrap_or_default());
        put(if cited.inherited { "inherited" } else { "" });
    }
    griot_model::rows::hexadecimal(&hash.finalize())
}

impl Kept {
    pub(crate) fn of(particulars: &[ParticularOf], paged: Option<Paged>) -> Self {
        let particulars = particulars.iter().map(|it| (it.local, it.clone())).collect();
        Self { particulars, paged }
    }

    /// The particulars again, at the place where the sentence stands now.
    pub(crate) fn particulars(&self, citing: &Citing) -> Vec<ParticularOf> {
        let here = |&(local, ref it): &(Span, ParticularOf)| ParticularOf {
            span: citing.sentence.source(local),
            local,
            ..it.clone()
        };
        self.particulars.iter().map(here).collect()
    }
}
