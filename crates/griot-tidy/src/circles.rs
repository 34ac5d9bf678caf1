//! Do the modules of a crate stand on each other one way?
//!
//! A **module** is a file. One file has an **arrow** to another when its code names something that is
//! defined there:
//!
//! - A name is a path of types, values, macros or patterns, wherever it stands in the file, inside a
//!   macro's brackets too. It is followed through `crate`, `self`, `super`, `use` lines and names handed on
//!   (`pub use`, of any width) to the file that *defines* it. `use super::Edge`, where `mod.rs` only hands
//!   on `edge::Edge`, is an arrow to `edge.rs`.
//! - A `use` line alone is no arrow, unless it brings in a trait, whose methods need no name. So a
//!   `mod.rs` that declares its children and hands on their names has no arrow to them.
//! - `mod child;` is no arrow. What is only for tests has none.
//! - A method or a field is reached through a value and names no file. What can be reached has a type, and
//!   the type's name was an arrow where the value was made.
//!
//! A **circle** is a set of files each of which leads to every other along arrows. Such files can only be
//! read together, moved together and tested together; they are one module in several files. A folder's
//! `mod.rs` that defines what its children use, and uses the children, makes the most usual one: give what
//! all use a file of its own, or put what uses all above them.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt,
};

use crate::{
    Source, Unread,
    module::{Target, Tree},
};

/// Files that lead to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// All of them.
    pub files: Vec<String>,
    /// One of the shortest ways round: a file, and the names that it takes from the next one.
    pub round: Vec<(String, Vec<String>)>,
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files in a circle:", self.files.len())?;
        let next = self.round.iter().cycle().skip(1);
        for ((file, names), (next, _)) in self.round.iter().zip(next) {
            write!(f, "\n  {file} takes {} from {next}", names.join(", "))?;
        }
        if self.files.len() > self.round.len() {
            write!(f, "\n  in all: {}", self.files.join(", "))?;
        }
        Ok(())
    }
}

/// For each file, the files that it leads to directly, with the names it takes from them.
type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The circles among the files below one root (`lib.rs`, `main.rs`) of a crate's `src`.
pub fn circles(root: &str, sources: &[Source]) -> Result<Vec<Circle>, Unread> {
    let arrows = arrows(&Tree::read(root, sources)?);
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|file| (file.as_str(), reached_from(file, &arrows))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|all| all.contains(to));
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for file in arrows.keys() {
        if !leads(file, file) || told.contains(file) {
            continue;
        }
        let files: Vec<String> = arrows
            .keys()
            .filter(|other| leads(file, other) && leads(other, file))
            .cloned()
            .collect();
        told.extend(files.clone());
        let rounds = files.iter().filter_map(|file| shortest_round(file, &arrows));
        let round = rounds.min_by_key(Vec::len).unwrap_or_default();
        circles.push(Circle { files, round });
    }
    Ok(circles)
}

fn arrows(tree: &Tree) -> Arrows {
    let mut arrows = Arrows::new();
    for (number, module) in tree.modules() {
        let from = arrows.entry(module.file.clone()).or_default();
        let traits = module.written.imports.iter().filter(|import| !import.handed_on);
        let traits = traits.filter_map(|import| match tree.resolve(number, &import.path)? {
            target @ Target::Item(_, true) => Some((target, &import.path)),
            _ => None,
        });
        let named = module.written.named.iter().filter_map(|path| {
            match tree.resolve(number, path)? {
                target @ Target::Item(..) => Some((target, path)),
                Target::Module(_) => None,
            }
        });
        for (target, path) in traits.chain(named) {
            if let Some(file) = tree.file_of(target)
                && file != module.file
            {
                let way = ["crate", "self", "super"];
                let name: Vec<&str> = path
                    .iter()
                    .map(String::as_str)
                    .skip_while(|name| way.contains(name))
                    .collect();
                from.entry(file.to_owned()).or_default().insert(name.join("::"));
            }
        }
    }
    arrows
}

fn reached_from<'a>(file: &str, arrows: &'a Arrows) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![file];
    while let Some(file) = waiting.pop() {
        for next in arrows.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(next.as_str()) {
                waiting.push(next);
            }
        }
    }
    reached
}

/// Breadth first from a file until it is met again.
fn shortest_round(file: &str, arrows: &Arrows) -> Option<Vec<(String, Vec<String>)>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = VecDeque::from([file]);
    while let Some(from) = waiting.pop_front() {
        for next in arrows.get(from)?.keys() {
            if next == file {
                return Some(way(file, from, &before, arrows));
            }
            if !before.contains_key(next.as_str()) {
                before.insert(next, from);
                waiting.push_back(next);
            }
        }
    }
    None
}

fn way(
    first: &str,
    last: &str,
    before: &BTreeMap<&str, &str>,
    arrows: &Arrows,
) -> Vec<(String, Vec<String>)> {
    let mut files = vec![last];
    while let Some(&file) = files.last().filter(|&&file| file != first)
        && let Some(&earlier) = before.get(file)
    {
        files.push(earlier);
    }
    files.reverse();
    let next = files.iter().cycle().skip(1);
    let names = |from: &str, to: &str| {
        let names = arrows.get(from).and_then(|arrows| arrows.get(to));
        names.into_iter().flatten().cloned().collect()
    };
    files.iter().zip(next).map(|(&from, to)| (from.to_owned(), names(from, to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files written as `path: text`, one a line.
    fn check(files: &str) -> Vec<Vec<String>> {
        let sources: Vec<Source> = files
            .lines()
            .filter_map(|line| line.trim().split_once(": "))
            .map(|(path, text)| Source { path: path.to_owned(), text: text.to_owned() })
            .collect();
        let circles = circles("lib.rs", &sources).expect("files of Rust");
        circles.into_iter().map(|circle| circle.files).collect()
    }

    const NONE: [[String; 0]; 0] = [];

    #[test]
    fn files_that_name_each_other_are_a_circle() {
        for (a, b) in [
            ("use crate::b::B; fn a(_: B) {}", "fn b() { crate::a::a(todo!()) } struct B;"),
            ("fn a() { super::b::b() }", "use super::a; fn b() { a::a() }"),
            ("fn a() { println!(\"{}\", crate::b::b()) }", "fn b() { super::a::a() }"),
            ("struct A(crate::b::B);", "impl From<crate::a::A> for B {} struct B;"),
            (
                "fn a() { match 1 { crate::b::B => () } }",
                "const B: u8 = super::a::A;const X: u8=1;",
            ),
            ("use crate::b::*; fn a() { b() }", "fn b() { crate::a::a() }"),
            // A trait is used by its methods.
            ("use crate::b::B; fn a() { 1.b() }", "trait B { fn b() { crate::a::a() } }"),
        ] {
            let a = if a.contains("match") {
                format!("{a} const A: u8 = 0;")
            } else {
                a.to_owned()
            };
            let found = check(&format!("lib.rs: mod a; mod b;\na.rs: {a}\nb.rs: {b}"));
            assert_eq!(found, [["a.rs", "b.rs"]], "{a} {b}");
        }
    }

    #[test]
    fn a_longer_way_round_is_a_circle() {
        let found = check(
            "lib.rs: mod a; mod b; mod c; mod d;
             a.rs: fn a() { crate::b::b() }
             b.rs: fn b() { crate::c::c() }
             c.rs: fn c() { crate::a::a() }
             d.rs: fn d() { crate::a::a() }",
        );
        assert_eq!(found, [["a.rs", "b.rs", "c.rs"]]);
    }

    #[test]
    fn a_folder_that_hands_names_on_is_no_circle() {
        let found = check(
            "lib.rs: mod room; pub use room::{Edge, draw};
             room/mod.rs: mod draw; mod edge; pub use draw::draw; pub(crate) use edge::Edge;
             room/draw.rs: use super::Edge; pub fn draw(_: Edge) {}
             room/edge.rs: pub struct Edge;",
        );
        assert_eq!(found, NONE);
    }

    #[test]
    fn a_name_is_followed_to_the_file_that_defines_it() {
        let found = check(
            "lib.rs: mod room;
             room/mod.rs: mod draw; mod edge; pub use draw::*; pub use edge::Edge;
             room/draw.rs: pub fn draw(_: super::Edge) {}
             room/edge.rs: pub struct Edge; impl Edge { fn f() { super::draw(Edge) } }",
        );
        assert_eq!(found, [["room/draw.rs", "room/edge.rs"]]);
    }

    #[test]
    fn a_folder_that_uses_its_children_and_serves_them_is_a_circle() {
        let found = check(
            "lib.rs: mod room;
             room/mod.rs: mod draw; pub struct Edge; fn f() { draw::draw(Edge) }
             room/draw.rs: pub fn draw(_: super::Edge) {}",
        );
        assert_eq!(found, [["room/draw.rs", "room/mod.rs"]]);
        let serves_only = check(
            "lib.rs: mod room;
             room/mod.rs: mod draw; pub struct Edge; pub use draw::draw;
             room/draw.rs: pub fn draw(_: super::Edge) {}",
        );
        assert_eq!(serves_only, NONE);
    }

    #[test]
    fn what_names_no_item_is_no_arrow() {
        for (a, b) in [
            // Only handed on, only for tests, only told of.
            ("pub use crate::b::b;", "fn b() { crate::a::a() }"),
            (
                "fn a() {} #[cfg(test)] mod t { fn f() { crate::b::b() } }",
                "fn b() { crate::a::a() }",
            ),
            ("/** See [`crate::b::b`]. */ fn a() {}", "fn b() { crate::a::a() }"),
            // A variable, a field and a crate of the same name.
            ("use crate::b::b as c; fn a(c: u8) { c + 1 }", "fn b() { crate::a::a() }"),
            ("fn a(x: u8) { x.b; x.b() }", "pub use crate::a::a; fn b() { a() }"),
            ("use serde::b; fn a() { b() }", "fn b() { crate::a::a() }"),
        ] {
            let files = format!("lib.rs: mod a; mod b;\na.rs: {a}\nb.rs: {b}");
            assert_eq!(check(&files), NONE, "{a} {b}");
        }
    }

    #[test]
    fn a_module_and_a_function_may_share_a_name() {
        let found = check(
            "lib.rs: mod a; mod b;
             a.rs: use crate::b::b; fn a() { b() }
             b.rs: mod b; pub use b::b;
             b/b.rs: pub fn b() { crate::a::a() }",
        );
        assert_eq!(found, [["a.rs", "b/b.rs"]]);
    }

    #[test]
    fn modules_inside_a_file_are_the_file() {
        let found = check(
            "lib.rs: mod a; fn f() { a::inner::g() }
             a.rs: pub mod inner { pub fn g() { super::super::f() } fn h() { super::a() } } fn a() {}",
        );
        assert_eq!(found, [["a.rs", "lib.rs"]]);
    }

    #[test]
    fn names_in_a_ring_come_to_an_end() {
        let found = check(
            "lib.rs: mod a; mod b; fn f() { a::x() }
             a.rs: pub use crate::b::*; pub use crate::b::x;
             b.rs: pub use crate::a::*; pub use crate::a::x;",
        );
        assert_eq!(found, NONE);
    }

    #[test]
    fn the_message_names_the_shortest_way_round() {
        let sources = [
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::{One, two}; fn a(_: One) { two(); }"),
            ("b.rs", "fn two() { crate::a::a(); crate::c::c() } struct One;"),
            ("c.rs", "fn c() { crate::a::a() }"),
        ]
        .map(|(path, text)| Source { path: path.to_owned(), text: text.to_owned() });
        let told = circles("lib.rs", &sources).expect("files of Rust");
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "3 files in a circle:\n  a.rs takes One, two from b.rs\n  b.rs takes a::a from a.rs\n  in all: a.rs, b.rs, c.rs"
            ]
        );
    }

    #[test]
    fn a_missing_file_is_told() {
        let source = Source { path: "lib.rs".to_owned(), text: "mod gone;".to_owned() };
        let unread = circles("lib.rs", &[source]).expect_err("a file is missing");
        assert_eq!(unread.to_string(), "gone.rs: declared and missing");
    }
}
