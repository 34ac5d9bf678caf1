//! Which arrows are drawn?
//!
//! The drawing is the first fenced block below the heading `## Rooms` of a page of Markdown. Each line
//! names a room, an arrow, and the rooms below it that it uses:
//!
//! ````text
//! ## Rooms
//! ```
//! griot         ─▶ griot-report, griot-model
//! griot-report  ─▶ griot-model
//! griot-model   ─▶
//! griot, griot-report  ┄▶ griot-testing
//! ```
//! ````
//!
//! `─▶` is what the product uses, `┄▶` what only tests and benches use on top of it, of several rooms at once. A room stands above
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
            .skip_while(|line| line.trim() != "## Rooms")
            .skip_while(|line| !line.starts_with("```"))
            .skip(1)
            .take_while(|line| !line.starts_with("```"))
            .filter(|line| !line.trim().is_empty())
            .collect();
        if lines.is_empty() {
            return Err("no rooms are drawn: there is no block below `## Rooms`".to_owned());
        }
        let mut drawing = Self::default();
        for line in lines {
            drawing.add(line)?;
        }
        Ok(drawing)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        match (line.split_once("─▶"), line.split_once("┄▶")) {
            (Some((name, uses)), None) => self.draw(name.trim(), names(uses), line),
            (None, Some((rooms, uses))) => {
                names(rooms).iter().try_for_each(|name| self.dash(name, &names(uses), line))
            }
            _ => Err(format!("not one arrow: {line}")),
        }
    }

    fn draw(&mut self, name: &str, uses: BTreeSet<String>, line: &str) -> Result<(), String> {
        if self.rooms.iter().any(|room| room.name == name) {
            return Err(format!("drawn twice: {line}"));
        }
        self.rooms.push(Room { name: name.to_owned(), uses, ..Room::default() });
        Ok(())
    }

    fn dash(&mut self, name: &str, uses: &BTreeSet<String>, line: &str) -> Result<(), String> {
        let room = self.rooms.iter_mut().find(|room| room.name == name);
        let room =
            room.ok_or_else(|| format!("what the product uses is drawn first: {line}"))?;
        room.in_tests.extend(uses.iter().cloned());
        Ok(())
    }
}

fn names(list: &str) -> BTreeSet<String> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_rooms() {
        let page = "```\nbytes ─▶ Source\n```\n## Rooms\n\nWords.\n```\ntop ─▶ low, middle\nlow ─▶\ntop, low ┄▶ aside\n```\n";
        let rooms = vec![
            Room {
                name: "top".to_owned(),
                uses: names("low, middle"),
                in_tests: names("aside"),
            },
            Room { name: "low".to_owned(), in_tests: names("aside"), ..Room::default() },
        ];
        assert_eq!(Drawing::read(page), Ok(Drawing { rooms }));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for (page, why) in [
            ("```\ngriot ─▶ griot-model\n```", "no block"),
            ("## Rooms\n```\n```", "no block"),
            ("## Rooms\n```\ngriot uses griot-model\n```", "not one arrow"),
            ("## Rooms\n```\na ─▶ b ┄▶ c\n```", "not one arrow"),
            ("## Rooms\n```\na ─▶ b\na ─▶ c\n```", "drawn twice"),
            ("## Rooms\n```\na ┄▶ b\n```", "drawn first"),
        ] {
            let refused = Drawing::read(page).expect_err(page);
            assert!(refused.contains(why), "{page}: {refused}");
        }
    }
}
