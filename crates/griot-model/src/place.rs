//! Where a person would look: the page and line of a PDF, the paragraph of a Word file, the row of a sheet.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lines::Lines;

/// A place in somebody's file, as a person cites it. All numbers are from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A line of a file that is text: Markdown, plain text, the source of a page.
    Line {
        /// Which line.
        line: u32,
        /// Which character of it.
        column: u32,
    },
    /// A line of a printed page.
    Page {
        /// Which page of the file, whatever number is printed on it.
        page: u32,
        /// Which line of the page, from its head.
        line: u32,
    },
    /// A paragraph of a document that has no fixed pages.
    Paragraph {
        /// Which paragraph, of the body or of what it is within.
        number: u32,
        /// The note, text box, header or comment it stands in: `footnote 3`. Empty in the body.
        within: String,
        /// The last heading before it; empty before the first.
        heading: String,
    },
    /// A cell of a table or a sheet.
    Cell {
        /// Name of the sheet, or `table 2`.
        sheet: String,
        /// Which row, as the program that made it counts.
        row: u32,
        /// Which column.
        column: u32,
    },
    /// A place in a file that lies in another: an attachment, a file of a ZIP, a page of a web archive.
    Within {
        /// Name or address of the inner file.
        file: String,
        /// Where in it.
        place: Box<Place>,
    },
}

impl Place {
    /// The line of the file, where it has lines.
    pub fn line(&self) -> Option<(u32, u32)> {
        match self {
            Self::Line { line, column } => Some((*line, *column)),
            _ => None,
        }
    }

    /// The page, where the file has pages.
    pub fn page(&self) -> Option<u32> {
        match self {
            Self::Page { page, .. } => Some(*page),
            Self::Within { place, .. } => place.page(),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, column } => write!(formatter, "line {line}, column {column}"),
            Self::Page { page, line } => write!(formatter, "page {page}, line {line}"),
            Self::Paragraph { number, within, .. } if within.is_empty() => {
                write!(formatter, "paragraph {number}")
            }
            Self::Paragraph { number: 1, within, .. } => write!(formatter, "{within}"),
            Self::Paragraph { number, within, .. } => {
                write!(formatter, "{within}, paragraph {number}")
            }
            // A delimited text has one sheet, which nobody named.
            Self::Cell { sheet, row, column } if sheet.is_empty() => {
                write!(formatter, "row {row}, column {column}")
            }
            Self::Cell { sheet, row, column } => {
                write!(formatter, "{sheet}, row {row}, column {column}")
            }
            Self::Within { file, place } => write!(formatter, "{file}: {place}"),
        }
    }
}

/// The places of a text, stretch by stretch.
///
/// A stretch of the text has one place, except where it is a part of a line of the file: there the column goes on with the
/// characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    stretches: Vec<(usize, Place)>,
}

impl Places {
    /// From this byte of the text on, until the next one that is given, the place is this. Bytes are given in order.
    pub fn push(&mut self, start: usize, place: Place) {
        match self.stretches.last_mut() {
            Some((last, there)) if *last == start => *there = place,
            Some((_, there)) if *there == place && there.line().is_none() => {}
            _ => self.stretches.push((start, place)),
        }
    }

    /// Whether nothing is known but the text itself.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// Where this byte of the text stands in the file. Without stretches the text is the file itself, and the place
    /// has to be counted by [`crate::lines::Lines`].
    pub fn of(&self, text: &str, byte: usize) -> Option<Place> {
        let after = self.stretches.partition_point(|(start, _)| *start <= byte);
        let (start, place) = self.stretches.get(after.saturating_sub(1))?;
        Some(match place {
            Place::Line { line, column } => {
                let since = text.get(*start..byte).unwrap_or_default();
                let (mut line, mut column) = (*line, *column);
                for letter in since.chars() {
                    if letter == '\n' {
                        (line, column) = (line + 1, 1);
                    } else {
                        column += 1;
                    }
                }
                Place::Line { line, column }
            }
            place => place.clone(),
        })
    }

    /// The stretches in order: the byte at which one begins, and its place.
    pub fn stretches(&self) -> &[(usize, Place)] {
        &self.stretches
    }
}

/// Places of a text, with its lines counted once.
#[derive(Debug, Clone)]
pub struct Placing<'d> {
    places: &'d Places,
    text: &'d str,
    lines: Lines<'d>,
}

impl<'d> Placing<'d> {
    /// The places of a text; where nothing is known of them the text is the file itself.
    pub fn of(places: &'d Places, text: &'d str) -> Self {
        Self { places, text, lines: Lines::of(text) }
    }

    /// Where a byte of the text stands in the file.
    pub fn place(&self, byte: usize) -> Place {
        self.places.of(self.text, byte).unwrap_or_else(|| {
            let (line, column) = self.lines.place(byte);
            let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
            Place::Line { line: number(line), column: number(column) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_holds_until_the_next_one() {
        let paragraph =
            |number| Place::Paragraph { number, within: String::new(), heading: String::new() };
        let mut places = Places::default();
        places.push(0, paragraph(1));
        places.push(4, paragraph(1));
        places.push(6, Place::Line { line: 7, column: 3 });
        let text = "abc\n\n\nÉcole ici";
        assert_eq!(places.stretches().len(), 2);
        assert_eq!(places.of(text, 5), Some(paragraph(1)));
        assert_eq!(places.of(text, 8), Some(Place::Line { line: 7, column: 4 }));
        assert_eq!(Places::default().of(text, 7), None);
        let note = Place::Paragraph {
            number: 1,
            within: "footnote 3".to_owned(),
            heading: String::new(),
        };
        assert_eq!(note.to_string(), "footnote 3");
    }
}
