//! Which arrows are drawn?
//!
//! A drawing is a fenced block of Markdown with the word `arrows` behind its fence. Each line names a
//! room, an arrow, and the rooms below it that it uses:
//!
//! ````text
//! ```arrows
//! griot         ─▶ griot-report, griot-model
//! griot-report  ─▶ griot-model
//! griot-report  ┄▶ griot-text
//! griot-model   ─▶ nothing
//! ```
//! ````
//!
//! `─▶` is what the product uses, `┄▶` what only tests and benches use on top of it. A room stands above
//! all that it uses, so the block reads from the roof to the ground.

use std::collections::BTreeSet;

/// The rooms in the order in which they are drawn, from the roof to the ground.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// One for each name on the left of an arrow.
    pub rooms: Vec<Room>,
}

/// One crate as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Room {
    /// The crate's name.
    pub name: String,
    /// The crates of the workspace that it uses.
    pub uses: BTreeSet<String>,
    /// Those that only its tests and benches use.
    pub in_tests: BTreeSet<String>,
}

impl Drawing {
    /// The drawing in a page of Markdown, or what is wrong with it.
    pub fn read(page: &str) -> Result<Self, String> {
        let lines: Vec<&str> = page
            .lines()
            .skip_while(|line| line.trim() != "```arrows")
            .skip(1)
            .take_while(|line| line.trim() != "```")
            .filter(|line| !line.trim().is_empty())
            .collect();
        if lines.is_empty() {
            return Err("no block of arrows is drawn".to_owned());
        }
        let mut drawing = Self::default();
        for line in lines {
            drawing.add(line)?;
        }
        Ok(drawing)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let (name, in_tests, uses) = match (line.split_once("─▶"), line.split_once("┄▶"))
        {
            (Some((name, uses)), None) => (name.trim(), false, uses),
            (None, Some((name, uses))) => (name.trim(), true, uses),
            _ => return Err(format!("not one arrow: {line}")),
        };
        let uses: BTreeSet<String> = uses
            .split(',')
            .map(str::trim)
            .filter(|name| *name != "nothing")
            .map(str::to_owned)
            .collect();
        let of_name = self.rooms.iter_mut().find(|room| room.name == name);
        match (of_name, in_tests) {
            (Some(_), false) => return Err(format!("drawn twice: {line}")),
            (Some(room), true) => room.in_tests = uses,
            (None, true) => {
                return Err(format!("what the product uses is drawn first: {line}"));
            }
            (None, false) => {
                self.rooms.push(Room { name: name.to_owned(), uses, ..Room::default() });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn lines_are_rooms() {
        let page = "bytes ─▶ Source\n```arrows\ntop ─▶ low, middle\ntop ┄▶ aside\nlow ─▶ nothing\n```\n";
        let rooms = vec![
            Room {
                name: "top".to_owned(),
                uses: names(&["low", "middle"]),
                in_tests: names(&["aside"]),
            },
            Room { name: "low".to_owned(), ..Room::default() },
        ];
        assert_eq!(Drawing::read(page), Ok(Drawing { rooms }));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for (page, why) in [
            ("griot ─▶ griot-model", "no block"),
            ("```arrows\n```", "no block"),
            ("```arrows\ngriot uses griot-model\n```", "not one arrow"),
            ("```arrows\na ─▶ b ┄▶ c\n```", "not one arrow"),
            ("```arrows\na ─▶ b\na ─▶ c\n```", "drawn twice"),
            ("```arrows\na ┄▶ b\n```", "drawn first"),
        ] {
            let refused = Drawing::read(page).expect_err(page);
            assert!(refused.contains(why), "{page}: {refused}");
        }
    }
}
