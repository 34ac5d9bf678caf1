//! What is done, step by step, and why it was not.
#![expect(clippy::disallowed_methods, reason = "this is the report's sink")]

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

/// Why a site was not written. The folder is then as it was before.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is a folder that griot did not write, and it is not empty.
    #[error("{0:?} holds files that are not a griot site; choose another folder or empty it")]
    NotASite(PathBuf),
    /// There is a file or a link in the place of the folder.
    #[error("{0:?} is not a folder")]
    NotAFolder(PathBuf),
    /// The site has a page where there is a file that griot did not write.
    #[error(
        "{0:?} is not of griot's making, or was changed since, and the site has a page there"
    )]
    InTheWay(PathBuf),
    /// Something in the folder is not griot's and cannot be kept in a new one.
    #[error("{path:?} is not of griot's making and cannot be carried over: {cause}")]
    NotCarried {
        /// What it is.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// The folder above it cannot be written to, or the disk failed, or somebody interrupted.
    #[error("could not write the site to {folder:?}: {cause}")]
    Disk {
        /// Where the site was to be.
        folder: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

/// What is about to be done; tests make each of them fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A folder is made.
    MakeFolder,
    /// A page is written.
    WriteFile,
    /// A file of somebody else's is linked into the new folder.
    Carry,
    /// What was written is forced to disk.
    Flush,
    /// The new folder takes the place of the old one.
    Swap,
    /// A file of the old folder is removed.
    Retire,
}

/// Asked before each step: an error ends the writing.
pub type Before<'a> = &'a mut dyn FnMut(Step) -> io::Result<()>;

pub(super) fn parent_of(folder: &Path) -> &Path {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Forces the names in a folder to disk, where the system can.
pub(super) fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
