//! Which names does a file of Rust use?
//!
//! The file is parsed whole. What stands behind `#[cfg(test)]` or `#[test]` is told apart, and so are the
//! inner modules. Inside a macro's brackets, where there is no syntax, everything that has the form of a
//! path is taken for one.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, ImplItem, Item, Meta, Pat, UseTree, Visibility,
    visit::{self, Visit},
};

use crate::{Source, Unread};

/// One module as it is written: a file, or an inner module of one.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The names of the modules that it declares and does not contain, with what is for tests left out.
    pub(crate) declared: Vec<String>,
    /// The names of those that are for tests.
    pub(crate) for_tests: Vec<String>,
    /// The modules that it contains.
    pub(crate) inner: Vec<(String, Written)>,
    /// The names that it defines.
    pub(crate) defined: BTreeSet<String>,
    /// Those of them that are traits.
    pub(crate) traits: BTreeSet<String>,
    /// Its `use` lines.
    pub(crate) imports: Vec<Import>,
    /// The paths that its code names, `use` lines left out.
    pub(crate) named: BTreeSet<Vec<String>>,
}

/// One name that a `use` line brings in.
#[derive(Debug)]
pub(crate) struct Import {
    /// The name in this module; none for `*`.
    pub(crate) name: Option<String>,
    /// Where it comes from.
    pub(crate) path: Vec<String>,
    /// Whether it is handed on to others (`pub use`).
    pub(crate) handed_on: bool,
}

/// The first names of all paths of a file: the crates that it uses are among them.
#[derive(Debug, Default)]
pub(crate) struct FirstNames {
    /// Outside tests.
    pub(crate) product: BTreeSet<String>,
    /// Inside them.
    pub(crate) tests: BTreeSet<String>,
}

/// A file's module, without what is only for tests.
pub(crate) fn written(source: &Source) -> Result<Written, Unread> {
    let mut reader = Reader::default();
    reader.items(&parsed(source)?.items);
    Ok(reader.module)
}

/// The first name of every path of a file, if it is no module of the file itself.
pub(crate) fn first_names(source: &Source) -> Result<FirstNames, Unread> {
    let file = parsed(source)?;
    let mut product = Reader::default();
    product.attributes(&file.attrs);
    product.items(&file.items);
    let mut names = FirstNames::default();
    gather(&product.module, &mut names.product);
    // What is only for tests: everything, less the rest.
    let mut all = Reader { with_tests: true, ..Reader::default() };
    all.items(&file.items);
    gather(&all.module, &mut names.tests);
    names.tests.retain(|name| !names.product.contains(name));
    Ok(names)
}

fn parsed(source: &Source) -> Result<syn::File, Unread> {
    syn::parse_file(&source.text)
        .map_err(|error| Unread { path: source.path.clone(), why: error.to_string() })
}

fn gather(module: &Written, names: &mut BTreeSet<String>) {
    let its_own = |name: &String| {
        module.declared.contains(name) || module.inner.iter().any(|(inner, _)| inner == name)
    };
    let imported = module.imports.iter().map(|import| &import.path);
    let named = module.named.iter().filter(|path| path.len() > 1);
    names.extend(
        imported
            .chain(named)
            .filter_map(|path| path.first())
            .filter(|name| !its_own(name))
            .cloned(),
    );
    for (_, inner) in &module.inner {
        gather(inner, names);
    }
}

#[derive(Default)]
struct Reader {
    module: Written,
    with_tests: bool,
    /// Variables of the functions around; a lone name among them is no path.
    variables: Vec<BTreeSet<String>>,
}

impl Reader {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.visit_item(item);
        }
    }

    fn skipped(&self, attributes: &[Attribute]) -> bool {
        !self.with_tests && attributes.iter().any(is_for_tests)
    }

    fn define(&mut self, name: &syn::Ident) {
        // A function inside a function is not the module's.
        if self.variables.is_empty() {
            self.module.defined.insert(name.to_string());
        }
    }

    fn import(&mut self, tree: &UseTree, before: &[String], handed_on: bool) {
        let with = |name: String| {
            let mut path = before.to_vec();
            path.push(name);
            path
        };
        match tree {
            UseTree::Path(inner) => {
                self.import(&inner.tree, &with(inner.ident.to_string()), handed_on);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, handed_on);
                }
            }
            UseTree::Name(name) if name.ident == "self" => {
                let name = before.last().cloned();
                self.module.imports.push(Import { name, path: before.to_vec(), handed_on });
            }
            UseTree::Name(name) => {
                let (name, path) = (name.ident.to_string(), with(name.ident.to_string()));
                self.module.imports.push(Import { name: Some(name), path, handed_on });
            }
            UseTree::Rename(name) => {
                let path = if name.ident == "self" {
                    before.to_vec()
                } else {
                    with(name.ident.to_string())
                };
                let name = Some(name.rename.to_string());
                self.module.imports.push(Import { name, path, handed_on });
            }
            UseTree::Glob(_) => {
                self.module.imports.push(Import {
                    name: None,
                    path: before.to_vec(),
                    handed_on,
                });
            }
        }
    }

    fn name(&mut self, path: Vec<String>) {
        let variable = match path.as_slice() {
            [lone] => self.variables.iter().any(|names| names.contains(lone)),
            _ => false,
        };
        if !variable {
            self.module.named.insert(path);
        }
    }

    fn attributes(&mut self, attributes: &[Attribute]) {
        for attribute in attributes {
            self.visit_attribute(attribute);
        }
    }

    /// Takes every part of a macro's brackets that has the form of a path; a lone name only if `lone`.
    fn tokens(&mut self, stream: &TokenStream, lone: bool) {
        let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
        let is = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let first = at;
            at += 1;
            if let TokenTree::Group(group) = token {
                self.tokens(&group.stream(), lone);
            }
            let TokenTree::Ident(ident) = token else { continue };
            let mut path = vec![ident.to_string()];
            while is(at, ':')
                && is(at + 1, ':')
                && let Some(TokenTree::Ident(ident)) = tokens.get(at + 2)
            {
                path.push(ident.to_string());
                at += 3;
            }
            // `.field`, `'lifetime`, `key: value`.
            let after_a_sign = first > 0 && (is(first - 1, '.') || is(first - 1, '\''));
            let is_key = is(at, ':') && !is(at + 1, ':');
            if path.len() > 1 || lone && !after_a_sign && !is_key {
                self.name(path);
            }
        }
    }

    /// Reads a function once its variables are known.
    fn function(&mut self, variables: Variables, read: impl FnOnce(&mut Self)) {
        self.variables.push(variables.0);
        read(self);
        self.variables.pop();
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = match item {
            Item::Const(item) => (&item.attrs, Some(&item.ident)),
            Item::Enum(item) => (&item.attrs, Some(&item.ident)),
            Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
            Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
            Item::Static(item) => (&item.attrs, Some(&item.ident)),
            Item::Struct(item) => (&item.attrs, Some(&item.ident)),
            Item::Trait(item) => (&item.attrs, Some(&item.ident)),
            Item::Type(item) => (&item.attrs, Some(&item.ident)),
            Item::Union(item) => (&item.attrs, Some(&item.ident)),
            Item::Impl(item) => (&item.attrs, None),
            Item::Mod(item) => (&item.attrs, None),
            Item::Use(item) => (&item.attrs, None),
            _ => return visit::visit_item(self, item),
        };
        if self.skipped(attributes) {
            if let Item::Mod(item) = item
                && item.content.is_none()
            {
                self.module.for_tests.push(item.ident.to_string());
            }
            return;
        }
        if let Some(name) = name {
            self.define(name);
        }
        if let Item::Trait(item) = item {
            self.module.traits.insert(item.ident.to_string());
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let name = item.ident.to_string();
        match &item.content {
            None => self.module.declared.push(name),
            Some((_, items)) => {
                let mut inner = Self { with_tests: self.with_tests, ..Self::default() };
                inner.items(items);
                self.module.inner.push((name, inner.module));
            }
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let handed_on = !matches!(item.vis, Visibility::Inherited);
        self.import(&item.tree, &[], handed_on);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let variables = Variables::of(&item.sig, Some(&item.block));
        self.function(variables, |reader| visit::visit_item_fn(reader, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let variables = Variables::of(&item.sig, Some(&item.block));
        self.function(variables, |reader| visit::visit_impl_item_fn(reader, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        let variables = Variables::of(&item.sig, item.default.as_ref());
        self.function(variables, |reader| visit::visit_trait_item_fn(reader, item));
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let skipped = match item {
            ImplItem::Fn(item) => self.skipped(&item.attrs),
            ImplItem::Const(item) => self.skipped(&item.attrs),
            _ => false,
        };
        if !skipped {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.name(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        // A constant looks like a variable here, but for its capitals.
        if name.starts_with(char::is_uppercase) {
            self.name(vec![name]);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(&call.tokens, true);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().segments.len() > 1 {
            self.visit_path(attribute.path());
        }
        if let Meta::List(list) = &attribute.meta {
            self.tokens(&list.tokens, false);
        }
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}
}

/// The variables of a function: its arguments and all that its patterns bind.
#[derive(Default)]
struct Variables(BTreeSet<String>);

impl Variables {
    fn of(signature: &syn::Signature, block: Option<&syn::Block>) -> Self {
        let mut variables = Self::default();
        variables.visit_signature(signature);
        if let Some(block) = block {
            variables.visit_block(block);
        }
        variables
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_pat(&mut self, pattern: &'ast Pat) {
        if let Pat::Ident(pattern) = pattern {
            let name = pattern.ident.to_string();
            if !name.starts_with(char::is_uppercase) {
                self.0.insert(name);
            }
        }
        visit::visit_pat(self, pattern);
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last().map(|segment| segment.ident.to_string());
    match (last.as_deref(), &attribute.meta) {
        (Some("test"), _) => true,
        (Some("cfg"), Meta::List(list)) => {
            let words = list.tokens.to_string();
            let mut words = words.split(|sign: char| !sign.is_alphanumeric());
            words.clone().any(|word| word == "test") && words.all(|word| word != "not")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        let source = Source { path: "lib.rs".to_owned(), text: text.to_owned() };
        let module = written(&source).expect("a file of Rust");
        module.named.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn paths_of_code_are_named() {
        assert_eq!(named("fn f(x: a::B) -> C { d::e(x) }"), ["C", "a::B", "d::e"]);
        assert_eq!(named("impl a::B for C { const D: E = F; }"), ["C", "E", "F", "a::B"]);
        assert_eq!(
            named("fn f() { match x { A => b, C::D => e } }"),
            ["A", "C::D", "b", "e", "x"]
        );
    }

    #[test]
    fn variables_are_no_paths() {
        assert_eq!(named("fn f(a: u8) { let (b, c) = a; g(|d| d + b + c) }"), ["g", "u8"]);
        assert_eq!(named("fn f() { let a = 1; vec![a, b] }"), ["b", "vec"]);
    }

    #[test]
    fn paths_inside_macros_are_seen() {
        assert_eq!(
            named("fn f() { m!(a::b(c), .d, 'e, f: g, [H::<I>::j]) }"),
            ["H", "I", "a::b", "c", "g", "j", "m"]
        );
    }

    #[test]
    fn tests_are_left_out() {
        for text in [
            "#[cfg(test)] mod tests { use a::b; fn f() { c() } }",
            "#[cfg(test)] fn f() { c() }",
            "#[test] fn f() { c() }",
            "#[cfg(all(test, unix))] use a::b;",
            "#[cfg(test)] mod tests;",
        ] {
            let source = Source { path: "lib.rs".to_owned(), text: text.to_owned() };
            let module = written(&source).expect("a file of Rust");
            assert!(module.named.is_empty() && module.imports.is_empty(), "{text}");
            assert!(module.declared.is_empty() && module.inner.is_empty(), "{text}");
        }
        assert_eq!(named("#[cfg(not(test))] fn f() { c() }"), ["c"]);
    }

    #[test]
    fn a_file_that_is_no_rust_is_told() {
        let source = Source { path: "odd.rs".to_owned(), text: "fn fn".to_owned() };
        assert_eq!(written(&source).expect_err("no Rust").path, "odd.rs");
    }
}
