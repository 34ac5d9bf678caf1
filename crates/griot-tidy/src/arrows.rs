//! Does each crate use exactly what it is drawn using?

use std::collections::BTreeSet;

use crate::{
    Source, Unread,
    drawing::{Drawing, Room},
    manifest::Manifest,
    paths,
};

/// A crate as it is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crate {
    /// Its name.
    pub name: String,
    /// What its manifest asks for.
    pub manifest: Manifest,
    /// The crates that its product names, as they are written in code.
    pub code: BTreeSet<String>,
    /// The crates that its tests, benches and examples name.
    pub tests: BTreeSet<String>,
}

impl Crate {
    /// A crate from its manifest, the files of its `src`, and those of its tests, benches and examples.
    pub fn read(
        name: &str,
        manifest: &str,
        src: &[Source],
        tests: &[Source],
    ) -> Result<Self, Unread> {
        let unread = |why| Unread { path: format!("{name}/Cargo.toml"), why };
        let mut found = Self {
            name: name.to_owned(),
            manifest: Manifest::read(manifest).map_err(unread)?,
            ..Self::default()
        };
        for source in src {
            let named = paths::first_names(source)?;
            found.code.extend(named.product);
            found.tests.extend(named.tests);
        }
        for source in tests {
            let named = paths::first_names(source)?;
            found.tests.extend(named.product);
            found.tests.extend(named.tests);
        }
        Ok(found)
    }

    fn names(&self, dependency: &str, in_tests: bool) -> bool {
        let name = dependency.replace('-', "_");
        self.code.contains(&name) || in_tests && self.tests.contains(&name)
    }
}

/// Each difference between the drawing and the crates, as a sentence.
///
/// A drawn arrow must stand in the manifest and be used by code outside tests (`griot_x::` in a path), and
/// every use and every line of the manifest must be drawn. What only tests use is drawn as such. No arrow
/// points up.
pub fn complaints(drawing: &Drawing, crates: &[Crate]) -> Vec<String> {
    let mut complaints = Vec::new();
    for room in &drawing.rooms {
        if !crates.iter().any(|found| found.name == room.name) {
            complaints.push(format!("{} is drawn and is no crate", room.name));
        }
    }
    for (floor, room) in drawing.rooms.iter().enumerate() {
        let above = drawing.rooms.iter().take(floor + 1);
        for above in above.filter(|above| room.uses.contains(&above.name)) {
            complaints.push(format!("{} ─▶ {} points up", room.name, above.name));
        }
    }
    for found in crates {
        match drawing.rooms.iter().find(|room| room.name == found.name) {
            None => complaints.push(format!("{} is a crate and is not drawn", found.name)),
            Some(room) => compare(room, found, crates, &mut complaints),
        }
    }
    complaints
}

fn compare(room: &Room, found: &Crate, crates: &[Crate], complaints: &mut Vec<String>) {
    let name = &room.name;
    let others = crates.iter().map(|other| &other.name).filter(|&other| other != name);
    for other in others {
        let asked = found.manifest.dependencies.contains(other);
        let in_tests = !room.uses.contains(other) && !asked;
        let (arrow, drawn, asked) = if in_tests {
            let asked = found.manifest.in_tests.contains(other);
            ("┄▶", room.in_tests.contains(other), asked)
        } else {
            ("─▶", room.uses.contains(other), asked)
        };
        let used = found.names(other, in_tests);
        let arrow = format!("{name} {arrow} {other}");
        complaints.extend(match (drawn, asked, used) {
            (false, false, false) | (true, true, true) => None,
            (false, _, true) => Some(format!("{arrow} is used and not drawn")),
            (false, true, false) => {
                Some(format!("{arrow} stands in the manifest, neither drawn nor used"))
            }
            (true, _, false) => Some(format!("{arrow} is drawn and not used")),
            (true, false, true) => Some(format!("{arrow} does not stand in the manifest")),
        });
    }
}

/// The lines of manifests that ask for a crate which no code names, each as a sentence.
///
/// A crate that only tests name belongs among the `dev-dependencies`. The crates of the workspace itself
/// are left to [`complaints`].
pub fn idle(crates: &[Crate]) -> Vec<String> {
    let ours = |name: &str| crates.iter().any(|found| found.name == name);
    let mut complaints = Vec::new();
    for found in crates {
        let name = &found.name;
        for other in found.manifest.dependencies.iter().filter(|other| !ours(other)) {
            if !found.names(other, true) {
                complaints.push(format!("{name} asks for {other} and does not use it"));
            } else if !found.names(other, false) {
                complaints.push(format!("only tests of {name} use {other}"));
            }
        }
        for other in found.manifest.in_tests.iter().filter(|other| !ours(other)) {
            if !found.names(other, true) {
                complaints.push(format!("no test of {name} uses {other}"));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source { path: "lib.rs".to_owned(), text: text.to_owned() }
    }

    fn top(manifest: &str, src: &str, tests: &str) -> Crate {
        Crate::read("top", manifest, &[source(src)], &[source(tests)]).expect("a crate")
    }

    fn check(drawn: &str, top: Crate) -> Vec<String> {
        let drawing = Drawing::read(&format!("## Rooms\n```\n{drawn}\nlow ─▶\n```"));
        let low = Crate { name: "low".to_owned(), ..Crate::default() };
        complaints(&drawing.expect("a drawing"), &[top, low])
    }

    const ASKS: &str = "[dependencies]\nlow.workspace = true\n";
    const ASKS_IN_TESTS: &str = "[dev-dependencies]\nlow.workspace = true\n";

    #[test]
    fn what_is_drawn_asked_for_and_used_is_well() {
        for src in [
            "use low::Word;",
            "fn f() { low::word() }",
            "fn f() -> low::Word { todo!() }",
            "fn f() { println!(\"{}\", low::word()); }",
            "#[derive(low::Word)] struct S;",
        ] {
            assert_eq!(check("top ─▶ low", top(ASKS, src, "")), Vec::<String>::new(), "{src}");
        }
        let none: Vec<String> = Vec::new();
        assert_eq!(check("top ─▶", top("", "", "")), none);
        assert_eq!(check("top ─▶\ntop ┄▶ low", top(ASKS_IN_TESTS, "", "use low::W;")), none);
        let unit = "#[cfg(test)] mod tests { use low::W; }";
        assert_eq!(check("top ─▶\ntop ┄▶ low", top(ASKS_IN_TESTS, unit, "")), none);
    }

    #[test]
    fn each_difference_is_told() {
        for (drawn, manifest, src, tests, told) in [
            ("top ─▶", ASKS, "use low::W;", "", "top ─▶ low is used and not drawn"),
            (
                "top ─▶",
                ASKS,
                "",
                "",
                "top ─▶ low stands in the manifest, neither drawn nor used",
            ),
            ("top ─▶ low", ASKS, "", "", "top ─▶ low is drawn and not used"),
            ("top ─▶ low", "", "", "", "top ─▶ low is drawn and not used"),
            // Words and names that only look like the crate are no use of it.
            (
                "top ─▶ low",
                ASKS,
                "//! low::W\nfn low() {}",
                "",
                "top ─▶ low is drawn and not used",
            ),
            (
                "top ─▶ low",
                ASKS,
                "fn f() { g(\"low::W\") }",
                "",
                "top ─▶ low is drawn and not used",
            ),
            (
                "top ─▶ low",
                ASKS,
                "mod low; use low::W;",
                "",
                "top ─▶ low is drawn and not used",
            ),
            // A use in tests is none in the product.
            (
                "top ─▶ low",
                ASKS,
                "#[cfg(test)] mod tests { use low::W; }",
                "",
                "top ─▶ low is drawn and not used",
            ),
            ("top ─▶ low", ASKS, "", "use low::W;", "top ─▶ low is drawn and not used"),
            ("top ─▶", ASKS_IN_TESTS, "", "use low::W;", "top ┄▶ low is used and not drawn"),
            ("top ─▶\ntop ┄▶ low", ASKS_IN_TESTS, "", "", "top ┄▶ low is drawn and not used"),
        ] {
            assert_eq!(
                check(drawn, top(manifest, src, tests)),
                [told],
                "{drawn} {src} {tests}"
            );
        }
    }

    #[test]
    fn arrows_point_down_at_crates_that_exist() {
        let drawing = Drawing::read("## Rooms\n```\nlow ─▶\ntop ─▶ low, top\nside ─▶\n```");
        let crates = [
            Crate { name: "low".to_owned(), ..Crate::default() },
            top(ASKS, "use low::W;", ""),
            Crate { name: "new".to_owned(), ..Crate::default() },
        ];
        assert_eq!(
            complaints(&drawing.expect("a drawing"), &crates),
            [
                "side is drawn and is no crate",
                "top ─▶ low points up",
                "top ─▶ top points up",
                "new is a crate and is not drawn"
            ]
        );
    }

    #[test]
    fn each_line_of_a_manifest_has_a_use() {
        let manifest = "[dependencies]\ntwo-words.workspace = true\nidle.workspace = true\n\
                        late.workspace = true\n[dev-dependencies]\ncheck.workspace = true\n\
                        idle-too.workspace = true\n";
        let found =
            top(manifest, "use two_words::W;", "use late::W; fn f() { check::that!(1) }");
        assert_eq!(
            idle(&[found]),
            [
                "top asks for idle and does not use it",
                "only tests of top use late",
                "no test of top uses idle-too"
            ]
        );
    }
}
