//! An operation on its way: files in the stage, and the plan that says where they go.

use serde::{Deserialize, Serialize};

use crate::checkpoint::VerifiedCheckpoint;
use crate::error::{ArchiveError, damaged};
use crate::layout::{self, CHECKPOINT, HEAD, PLAN, STAGE, STAGE_FILES};
use crate::store::{Store, StoreError};

/// Files on their way: what lies in the stage and where it goes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Stage {
    /// The head that makes this plan come true.
    pub(crate) checkpoint: String,
    /// From a path in the stage to its place, in this order.
    pub(crate) moves: Vec<(String, String)>,
    /// Partial tiles and bundles that a wider one replaces.
    pub(crate) removes: Vec<String>,
}

impl Stage {
    /// The path at which the next file is staged.
    pub(crate) fn next(&self) -> String {
        format!("{STAGE}/{}", self.moves.len())
    }

    /// What lies at [`Stage::next`] goes there.
    pub(crate) fn place(&mut self, path: String) {
        self.moves.push((self.next(), path));
    }

    pub(crate) fn put(
        &mut self,
        store: &impl Store,
        path: String,
        mut bytes: &[u8],
    ) -> Result<(), StoreError> {
        store.stage(&self.next(), &mut bytes)?;
        self.place(path);
        Ok(())
    }

    pub(crate) fn supersede(&mut self, path: impl Fn(usize) -> String, width: usize) {
        if width > 1 {
            self.removes.push(path(width - 1));
        }
    }

    /// The caller holds the lock and has read the head under it, so that writing it here is a
    /// compare-and-swap.
    pub(crate) fn commit(
        mut self,
        store: &impl Store,
        checkpoint: &VerifiedCheckpoint,
    ) -> Result<(), ArchiveError> {
        checkpoint.text().clone_into(&mut self.checkpoint);
        let staged: Vec<&str> = self.moves.iter().map(|(from, _)| from.as_str()).collect();
        store.settle(&staged)?;
        store.write(PLAN, &serde_json::to_vec(&self)?)?;
        store.write(HEAD, self.checkpoint.as_bytes())?;
        self.apply(store)?;
        Ok(sweep(store)?)
    }

    /// Whether it keeps to its folders. A case comes from others, and so may a plan.
    pub(crate) fn is_harmless(&self) -> bool {
        let staged = |path: &str| {
            path.strip_prefix(STAGE_FILES).is_some_and(|name| name.parse::<usize>().is_ok())
        };
        self.moves.iter().all(|(from, to)| staged(from) && layout::is_evidence(to))
            && self.removes.iter().all(|path| layout::is_evidence(path))
    }

    /// Does what is not yet done. May be interrupted anywhere and begun again.
    fn apply(&self, store: &impl Store) -> Result<(), ArchiveError> {
        for (staged, path) in &self.moves {
            if store.contains(staged)? {
                store.rename(staged, path)?;
            } else if !store.contains(path)? {
                return Err(ArchiveError::Damaged(path.clone()));
            }
        }
        let placed: Vec<&str> = self.moves.iter().map(|(_, to)| to.as_str()).collect();
        store.settle(&placed)?;
        store.write(CHECKPOINT, self.checkpoint.as_bytes())?;
        self.removes.iter().try_for_each(|path| store.remove(path))?;
        Ok(())
    }
}

/// Finishes the operation that the head confirms, undoes any other, and returns the head.
/// The caller holds the lock.
pub(crate) fn recover(store: &impl Store) -> Result<Vec<u8>, ArchiveError> {
    let published = store.read(CHECKPOINT)?;
    let Some(head) = store.read(HEAD)? else {
        let lost = published.is_some();
        return Err(if lost { damaged(HEAD) } else { ArchiveError::Absent });
    };
    let plan = store.read(PLAN)?.and_then(|plan| serde_json::from_slice::<Stage>(&plan).ok());
    match plan.filter(Stage::is_harmless) {
        Some(plan) if plan.checkpoint.as_bytes() == head => plan.apply(store)?,
        _ if published.as_ref() == Some(&head) => {}
        _ => return Err(damaged(CHECKPOINT)),
    }
    sweep(store)?;
    Ok(head)
}

/// Empties the stage. Durable, since nothing new may be staged beside a plan that was carried out.
pub(crate) fn sweep(store: &impl Store) -> Result<(), StoreError> {
    let staged = store.list(STAGE_FILES).whole()?;
    // The plan goes last: without it, what is left beside it is nothing.
    let (plan, files): (Vec<_>, Vec<_>) = staged.iter().partition(|path| *path == PLAN);
    files.into_iter().chain(plan).try_for_each(|path| store.remove(path))
}
