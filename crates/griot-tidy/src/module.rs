//! Which file does a path lead to?

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Source, Unread,
    paths::{self, Import, Written},
};

/// The modules of one crate.
#[derive(Debug)]
pub struct Tree {
    modules: Vec<Module>,
    /// Files that are declared for tests alone.
    for_tests: Vec<String>,
}

/// A module: a file, or one inside a file.
#[derive(Debug)]
pub(crate) struct Module {
    /// The file it is written in.
    pub(crate) file: String,
    pub(crate) written: Written,
    /// The module around it; its own number for the root.
    parent: usize,
    children: BTreeMap<String, usize>,
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Module(usize),
    /// Something defined in this module; the second word says whether it is a trait.
    Item(usize, bool),
}

impl Tree {
    /// Reads the modules that stand below one root (`lib.rs`, `main.rs`) of a crate's `src`.
    ///
    /// A file that is declared and missing is told as unread.
    pub fn read(root: &str, sources: &[Source]) -> Result<Self, Unread> {
        let files: BTreeMap<&str, &Source> =
            sources.iter().map(|source| (source.path.as_str(), source)).collect();
        let mut tree = Self { modules: Vec::new(), for_tests: Vec::new() };
        tree.file(root, "", 0, &files)?;
        Ok(tree)
    }

    /// The files that belong to the tree, those for tests among them.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let for_tests = self.for_tests.iter().map(String::as_str);
        self.modules.iter().map(|module| module.file.as_str()).chain(for_tests)
    }

    /// `folder` is where the file's own modules lie, with a `/` behind it.
    fn file(
        &mut self,
        path: &str,
        folder: &str,
        parent: usize,
        files: &BTreeMap<&str, &Source>,
    ) -> Result<usize, Unread> {
        let missing =
            || Unread { path: path.to_owned(), why: "declared and missing".to_owned() };
        let written = paths::written(files.get(path).ok_or_else(missing)?)?;
        self.add(path, folder, written, parent, files)
    }

    fn add(
        &mut self,
        file: &str,
        folder: &str,
        mut written: Written,
        parent: usize,
        files: &BTreeMap<&str, &Source>,
    ) -> Result<usize, Unread> {
        let number = self.modules.len();
        let inner = std::mem::take(&mut written.inner);
        let declared = written.declared.clone();
        let for_tests = written.for_tests.iter().map(|name| place(folder, name, files).1);
        self.for_tests.extend(for_tests);
        let children = BTreeMap::new();
        self.modules.push(Module { file: file.to_owned(), written, parent, children });
        let mut children = BTreeMap::new();
        for name in declared {
            let (below, path) = place(folder, &name, files);
            children.insert(name, self.file(&path, &below, number, files)?);
        }
        for (name, written) in inner {
            let below = format!("{folder}{name}/");
            children.insert(name, self.add(file, &below, written, number, files)?);
        }
        if let Some(module) = self.modules.get_mut(number) {
            module.children = children;
        }
        Ok(number)
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = (usize, &Module)> {
        self.modules.iter().enumerate()
    }

    pub(crate) fn file_of(&self, target: Target) -> Option<&str> {
        let (Target::Module(number) | Target::Item(number, _)) = target;
        self.modules.get(number).map(|module| module.file.as_str())
    }

    /// What a path leads to that is written in a module, if it is of this crate.
    ///
    /// A module and an item may share a name. What the path ends on is the item, what it goes through is
    /// the module.
    pub(crate) fn resolve(&self, from: usize, path: &[String]) -> Option<Target> {
        self.walk(from, path, true, &mut BTreeSet::new())
    }

    /// `asked` are the names that were looked up on the way here: some are handed on in a ring.
    fn walk(
        &self,
        from: usize,
        path: &[String],
        ends: bool,
        asked: &mut BTreeSet<(usize, String, bool)>,
    ) -> Option<Target> {
        let (mut at, mut rest) = (Target::Module(from), path);
        while let Some((name, after)) = rest.split_first() {
            // What follows an item is a part of it: a variant, a function of a type.
            let Target::Module(module) = at else { break };
            let is_first = rest.len() == path.len();
            at = match name.as_str() {
                "crate" => Target::Module(0),
                "self" if is_first => at,
                "super" => Target::Module(self.modules.get(module)?.parent),
                name => self.look_up(module, name, ends && after.is_empty(), asked)?,
            };
            rest = after;
        }
        Some(at)
    }

    fn look_up(
        &self,
        module: usize,
        name: &str,
        ends: bool,
        asked: &mut BTreeSet<(usize, String, bool)>,
    ) -> Option<Target> {
        if !asked.insert((module, name.to_owned(), ends)) {
            return None;
        }
        let found = self.modules.get(module)?;
        let child = found.children.get(name).map(|&child| Target::Module(child));
        let is_trait = found.written.traits.contains(name);
        let defined = found.written.defined.contains(name);
        let defined = defined.then_some(Target::Item(module, is_trait));
        let here = if ends { defined } else { child.or(defined) };
        here.or_else(|| {
            let mut imports =
                found.written.imports.iter().filter(|import| brings(import, name));
            imports.find_map(|import| self.walk(module, &import.path, ends, asked))
        })
        .or_else(|| {
            let mut stars = found.written.imports.iter().filter(|import| import.name.is_none());
            stars.find_map(|import| match self.walk(module, &import.path, false, asked)? {
                Target::Module(all) => self.look_up(all, name, ends, asked),
                Target::Item(..) => None,
            })
        })
        .or(child)
    }
}

/// The folder and the file of a module that is declared in a file whose own modules lie in `folder`.
fn place(folder: &str, name: &str, files: &BTreeMap<&str, &Source>) -> (String, String) {
    let below = format!("{folder}{name}/");
    let in_folder = format!("{below}mod.rs");
    let beside = format!("{folder}{name}.rs");
    let path = if files.contains_key(in_folder.as_str()) { in_folder } else { beside };
    (below, path)
}

/// Whether a `use` line brings in a name from elsewhere: `use name;` brings in a crate of that name and
/// would lead back to itself.
fn brings(import: &Import, name: &str) -> bool {
    import.name.as_deref() == Some(name) && import.path != [name]
}
