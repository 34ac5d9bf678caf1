//! Where results may be written: over nothing that griot did not write, over no input, and neither
//! into a case nor around one.
#![expect(clippy::disallowed_methods, reason = "the binary is where results are written")]

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, Write as _},
    path::{Component, Path, PathBuf},
};

use griot_archive::{Digest, open_regular};
use serde_json::{Value, json};

use crate::failure::Failure;

/// Refuses a folder for a site that lies in its case, or in which the case lies.
pub(crate) fn apart_from_case(output: &Path, case: &Path) -> Result<(), Failure> {
    let refused = |how: &str| {
        let message =
            format!("the output {} {how} the case {}", output.display(), case.display());
        Err(Failure::new(message).hint("name another folder with -o, beside the case"))
    };
    let (written, read) = (real(output)?, real(case)?);
    if written == read {
        refused("is the folder of")
    } else if written.starts_with(&read) {
        refused("lies in the folder of")
    } else if read.starts_with(&written) {
        refused("is a folder around")
    } else {
        Ok(())
    }
}

/// Refuses to write to a file that is also read.
pub(crate) fn not_an_input(output: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    let written = real(output)?;
    for input in inputs {
        if real(input)? == written || is_one_file(input, output) {
            let message = format!("the output {} is also read", output.display());
            return Err(Failure::new(message).hint("name another file or folder with -o"));
        }
    }
    Ok(())
}

/// Refuses a file or folder for results that lies in a case, or around one of whose files are read.
fn in_no_case(output: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    if let Some(case) = case_around(&real(output)?) {
        return apart_from_case(output, &case);
    }
    for input in inputs {
        if let Some(case) = case_around(&real(input)?) {
            apart_from_case(output, &case)?;
        }
    }
    Ok(())
}

/// The case folder in which a path lies.
fn case_around(path: &Path) -> Option<PathBuf> {
    let is_case = |folder: &&Path| folder.join("case.toml").is_file();
    path.ancestors().find(is_case).map(Path::to_path_buf)
}

/// The path without links and `..`, also of what is not there yet.
fn real(path: &Path) -> Result<PathBuf, Failure> {
    let failed = |error: io::Error| Failure::new(format!("{}: {error}", path.display()));
    let mut rest = Vec::new();
    let mut there = path;
    loop {
        match there.canonicalize() {
            Ok(mut found) => {
                found.extend(rest.iter().rev());
                return Ok(found);
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            Err(error) => {
                if there.is_symlink() {
                    // It would be written to where the link leads, which nobody sees.
                    return Err(failed(io::Error::other("it is a link to what is not there")));
                }
                match there.components().next_back() {
                    Some(Component::Normal(name)) => rest.push(name.to_owned()),
                    Some(Component::CurDir) | None => {}
                    Some(_) => return Err(failed(error)),
                }
                there = match there.parent() {
                    Some(parent) if !parent.as_os_str().is_empty() => parent,
                    _ => Path::new("."),
                };
            }
        }
    }
}

/// Whether both paths are names of one file, by a hard link.
#[cfg(unix)]
fn is_one_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity =
        |path: &Path| path.metadata().ok().map(|it| (it.dev(), it.ino(), it.is_dir()));
    identity(one).is_some_and(|it| identity(other) == Some(it))
}

#[cfg(not(unix))]
fn is_one_file(_one: &Path, _other: &Path) -> bool {
    false
}

/// Refuses a file for a result that is read as well, or lies in a case or around one.
pub(crate) fn is_free(path: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    in_no_case(path, inputs)?;
    not_an_input(path, inputs)
}

/// Writes one file, in one step. One that is there already and is not the same stays, unless
/// `replaces` says that it is meant.
pub(crate) fn file(
    path: &Path,
    inputs: &[&Path],
    replaces: bool,
    write: impl FnOnce(&mut BufWriter<&File>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    is_free(path, inputs)?;
    let cannot =
        |error: String| Failure::new(format!("{} cannot be written: {error}", path.display()));
    let failed = |error: io::Error| cannot(error.to_string());
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    clear_unfinished(folder).map_err(failed)?;
    let mut name = tempfile::Builder::new();
    let new = name.prefix(UNFINISHED).make_in(folder, |path| File::create_new(path));
    let new = new.map_err(failed)?;
    new.as_file().lock().map_err(failed)?;
    let mut out = BufWriter::with_capacity(1 << 16, new.as_file());
    write(&mut out).map_err(|failure| cannot(failure.message))?;
    out.flush().map_err(failed)?;
    drop(out);
    new.as_file().sync_all().map_err(failed)?;
    match open_regular(path) {
        Ok(there) => {
            let digest =
                |mut file: File| Digest::of_reader(&mut file).map(|(digest, _)| digest);
            let written = open_regular(new.path()).and_then(digest).map_err(failed)?;
            if digest(there).map_err(failed)? == written {
                return Ok(());
            }
            if !replaces {
                let message = format!("{} is there already, with other bytes", path.display());
                return Err(Failure::new(message)
                    .hint("name another file with -o, or add --replace if it may go"));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    new.persist(path).map(drop).map_err(|error| failed(error.error))
}

/// How the names of files begin that are being written.
const UNFINISHED: &str = ".griot-unfinished-";
/// The file in a folder of them that is locked while somebody is at work.
const AT_WORK: &str = "at-work";

/// The list of what griot wrote into a folder, in that folder.
const LIST: &str = "griot-files.json";

/// A folder for several results. Files that griot did not write stay, and their names are not
/// available. It is made when the first is written.
#[derive(Debug)]
pub(crate) struct Folder<'a> {
    path: &'a Path,
    inputs: Vec<&'a Path>,
    /// What griot wrote at an earlier time, with its digest.
    listed: BTreeMap<String, String>,
    /// What was written now.
    written: BTreeMap<String, String>,
    unfinished: Option<Unfinished>,
}

/// Where the new files are until all are written.
#[derive(Debug)]
struct Unfinished {
    folder: tempfile::TempDir,
    /// Locked, so that nobody takes it for left over.
    _at_work: File,
}

impl Unfinished {
    fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        clear_unfinished(folder)?;
        let folder = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(folder)?;
        let lock = File::create_new(folder.path().join(AT_WORK))?;
        lock.lock()?;
        Ok(Self { folder, _at_work: lock })
    }
}

impl<'a> Folder<'a> {
    /// The folder, for files of these names; one that is taken is said at once.
    pub(crate) fn begin(
        path: &'a Path,
        inputs: Vec<&'a Path>,
        names: &[&str],
    ) -> Result<Self, Failure> {
        in_no_case(path, &inputs)?;
        let listed = match open_regular(&path.join(LIST)) {
            Ok(file) => listed(file),
            Err(_not_there) => BTreeMap::new(),
        };
        let folder = Self { path, inputs, listed, written: BTreeMap::new(), unfinished: None };
        for name in names.iter().chain([&LIST]) {
            folder.is_free(name)?;
        }
        Ok(folder)
    }

    /// Writes one of the files.
    pub(crate) fn write(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let path = self.path.join(name);
        let cannot = |error: String| {
            Failure::new(format!("{} cannot be written: {error}", path.display()))
        };
        let failed = |error: io::Error| cannot(error.to_string());
        if self.unfinished.is_none() {
            self.unfinished = Some(Unfinished::begin(self.path).map_err(failed)?);
        }
        let file = self.unfinished(name);
        let mut out = BufWriter::with_capacity(1 << 16, File::create(&file).map_err(failed)?);
        write(&mut out).map_err(|failure| cannot(failure.message))?;
        let done = out.into_inner().map_err(|error| failed(error.into_error()))?;
        done.sync_all().map_err(failed)?;
        let digest = open_regular(&file).and_then(|mut file| Digest::of_reader(&mut file));
        self.written.insert(name.to_owned(), digest.map_err(failed)?.0.to_string());
        Ok(())
    }

    /// Moves all files into their places, and takes away those of an earlier time that were not
    /// written again.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        let failed = |error: io::Error| {
            Failure::new(format!("{} cannot be written to: {error}", self.path.display()))
        };
        // A file is in the list before it is in its place: whoever is interrupted finds its own.
        let mut all = self.listed.clone();
        all.retain(|name, digest| {
            !self.written.contains_key(name) && self.is_ours(name, digest)
        });
        let stale: Vec<String> = all.keys().cloned().collect();
        let both: BTreeMap<&str, Vec<&str>> = self
            .written
            .iter()
            .map(|(name, digest)| {
                let before = self.listed.get(name).map(String::as_str);
                (name.as_str(), before.into_iter().chain([digest.as_str()]).collect())
            })
            .chain(all.iter().map(|(name, digest)| (name.as_str(), vec![digest.as_str()])))
            .collect();
        self.list(&json!(both)).map_err(failed)?;
        for name in self.written.keys() {
            self.is_free(name)?;
            fs::rename(self.unfinished(name), self.path.join(name)).map_err(failed)?;
        }
        for name in stale {
            fs::remove_file(self.path.join(name)).map_err(failed)?;
        }
        let written = std::mem::take(&mut self.written);
        self.list(&json!(written)).map_err(failed)
    }

    fn list(&self, files: &Value) -> io::Result<()> {
        let list = json!({ "griot": env!("CARGO_PKG_VERSION"), "files": files });
        let new = self.unfinished(LIST);
        fs::write(&new, format!("{list:#}\n"))?;
        File::open(&new)?.sync_all()?;
        fs::rename(new, self.path.join(LIST))
    }

    fn unfinished(&self, name: &str) -> PathBuf {
        let folder = self.unfinished.as_ref().map_or(self.path, |it| it.folder.path());
        folder.join(name)
    }

    /// Whether a file of this name may be written: there is none, or griot wrote it.
    fn is_free(&self, name: &str) -> Result<(), Failure> {
        let file = self.path.join(name);
        let Ok(found) = fs::symlink_metadata(&file) else { return Ok(()) };
        not_an_input(&file, &self.inputs)?;
        let digest = self.listed.get(name);
        let ours = (name == LIST && !self.listed.is_empty())
            || digest.is_some_and(|digest| self.is_ours(name, digest));
        if found.is_file() && ours {
            return Ok(());
        }
        let message =
            format!("{} is there already, and griot did not write it as it is", file.display());
        Err(Failure::new(message).hint("name another folder with -o, or move the file away"))
    }

    /// Whether the file is there and is still one of those that griot wrote, each by its digest.
    fn is_ours(&self, name: &str, digests: &str) -> bool {
        let digest = open_regular(&self.path.join(name))
            .and_then(|mut file| Digest::of_reader(&mut file));
        digest.is_ok_and(|(digest, _)| digests.split(' ').any(|it| it == digest.to_string()))
    }
}

/// The files of a list; several digests of one are joined by a space.
fn listed(file: File) -> BTreeMap<String, String> {
    let list: Value = serde_json::from_reader(io::BufReader::new(file)).unwrap_or_default();
    let files = list.get("files").and_then(Value::as_object).cloned().unwrap_or_default();
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(texts) => {
            let texts: Option<Vec<&str>> = texts.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join(" "))
        }
        _ => None,
    };
    files.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}

/// Takes away what a process left in the folder that was killed. What somebody is still writing is
/// locked, and stays.
fn clear_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if !entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            continue;
        }
        let lock = if kind.is_dir() { path.join(AT_WORK) } else { path.clone() };
        if open_regular(&lock).is_ok_and(|lock| lock.try_lock().is_err()) {
            continue;
        }
        let removed =
            if kind.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        match removed {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
