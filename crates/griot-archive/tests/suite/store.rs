//! A store in memory in which the write of one's choice fails, and what the tests put into it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use griot_archive::{
    Archive, Digest, Incoming, Listing, Operation, OperationFormat, Store, StoreError,
    leaf_hash,
};

/// What a failing write leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nothing happened.
    Lost,
    /// It happened, and was reported as failed.
    Kept,
}

/// Clones share the files, as two processes share a folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemoryStore {
    pub(crate) files: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    /// Writes until the failure; after it, the store answers nothing until it is healed.
    fault: Rc<Cell<Option<(usize, Failure)>>>,
    dead: Rc<Cell<bool>>,
    writes: Rc<Cell<usize>>,
}

impl MemoryStore {
    pub(crate) fn fail_at(&self, write: usize, failure: Failure) {
        self.writes.set(0);
        self.fault.set(Some((write, failure)));
    }

    /// The machine is up again; tells whether the failure had come.
    pub(crate) fn heal(&self) -> bool {
        self.fault.set(None);
        self.dead.replace(false)
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.files.borrow().keys().cloned().collect()
    }

    /// Another folder with the same files.
    pub(crate) fn copy(&self) -> Self {
        let files = self.files.borrow().clone();
        Self { files: Rc::new(RefCell::new(files)), ..Self::default() }
    }

    fn fails_next(&self) -> bool {
        self.fault.get().is_some_and(|(at, _)| at == self.writes.get())
    }

    fn alive(&self, path: &str) -> Result<(), StoreError> {
        if self.dead.get() { Err(failed(path)) } else { Ok(()) }
    }

    fn change(
        &self,
        path: &str,
        change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>),
    ) -> Result<(), StoreError> {
        self.alive(path)?;
        let write = self.writes.get();
        self.writes.set(write + 1);
        let failure =
            self.fault.get().filter(|(at, _)| *at == write).map(|(_, failure)| failure);
        if failure != Some(Failure::Lost) {
            change(&mut self.files.borrow_mut());
        }
        self.dead.set(failure.is_some());
        self.alive(path)
    }
}

impl Store for MemoryStore {
    type Guard = ();
    type Reader = Cursor<Vec<u8>>;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.alive(path)?;
        Ok(self.files.borrow().get(path).cloned())
    }

    fn open(&self, path: &str) -> Result<Option<Cursor<Vec<u8>>>, StoreError> {
        Ok(self.read(path)?.map(Cursor::new))
    }

    fn length(&self, path: &str) -> Result<Option<u64>, StoreError> {
        Ok(self.read(path)?.map(|bytes| bytes.len() as u64))
    }

    fn list(&self, prefix: &str) -> Listing {
        match self.alive(prefix) {
            Ok(()) => {
                let begins = |path: &String| path.starts_with(prefix);
                let paths = self.paths().into_iter().filter(begins).collect();
                Listing { paths, unreadable: Vec::new() }
            }
            Err(error) => Listing { paths: Vec::new(), unreadable: vec![error] },
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.change(path, |files| {
            files.insert(path.to_owned(), bytes.to_vec());
        })
    }

    fn stage(&self, path: &str, from: &mut dyn Read) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        let read = from.read_to_end(&mut bytes);
        if read.is_ok() && self.fails_next() {
            bytes.truncate(bytes.len() / 2); // the disk is full
        }
        self.change(path, |files| {
            files.insert(path.to_owned(), bytes);
        })?;
        read.map(drop).map_err(|_of_reader| failed(path))
    }

    fn settle(&self, _paths: &[&str]) -> Result<(), StoreError> {
        self.change("stage", |_files| ())
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        self.change(to, |files| {
            let bytes = files.remove(from).expect("a file that is moved exists");
            files.insert(to.to_owned(), bytes);
        })
    }

    fn remove(&self, path: &str) -> Result<(), StoreError> {
        self.change(path, |files| {
            files.remove(path);
        })
    }

    fn lock(&self) -> Result<(), StoreError> {
        self.alive("lock")
    }
}

/// Where an object lies.
pub(crate) fn object_path(sha256: Digest) -> String {
    let hex = sha256.to_string();
    let (folder, file) = hex.split_at(2);
    format!("objects/{folder}/{file}")
}

pub(crate) const SEED: [u8; 32] = [7; 32];

pub(crate) fn create(store: &MemoryStore) -> Archive<MemoryStore> {
    Archive::create(store.clone(), "example.org/case".parse().unwrap(), &SEED).unwrap()
}

pub(crate) fn operation(kind: &str) -> Operation {
    Operation {
        arguments: [("note".to_owned(), "as received".to_owned())].into(),
        format: OperationFormat::V1,
        kind: kind.to_owned(),
        list: None,
        result: None,
        sources: Vec::new(),
        tool: "griot 0.1.0".to_owned(),
        when: "2026-03-01T08:30:00Z".parse().unwrap(),
        who: "archivist".to_owned(),
    }
}

pub(crate) fn text(bytes: &[u8]) -> Incoming<'_> {
    Incoming { name: "letter.txt", media_type: "text/plain", bytes }
}

/// An archive of so many operations, each with a source of its own.
pub(crate) fn filled(count: usize) -> (MemoryStore, Archive<MemoryStore>) {
    let store = MemoryStore::default();
    let mut archive = create(&store);
    for number in 0..count {
        add(&mut archive, number);
    }
    (store, archive)
}

pub(crate) fn add(archive: &mut Archive<MemoryStore>, number: usize) {
    let source = format!("source {number}");
    archive.add(&[text(source.as_bytes())], operation("add")).unwrap();
}

/// Hashes of the entries, as a stranger would compute them from the log.
pub(crate) fn leaves(archive: &Archive<MemoryStore>) -> Vec<Digest> {
    let entries = archive.reader().log().entries;
    entries.iter().map(|entry| leaf_hash(&entry.operation.to_entry().unwrap())).collect()
}

fn failed(path: &str) -> StoreError {
    StoreError { action: "write", path: path.to_owned(), source: io::Error::other("injected") }
}
