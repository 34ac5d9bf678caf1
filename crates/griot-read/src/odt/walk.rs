//! The text of an OpenDocument file, element by element.
//!
//! Notes and comments stand in the middle of their paragraph; they are set aside while it goes on.

use std::collections::BTreeMap;

use griot_model::{Place, Span};
use griot_text::document::BlockKind;

use super::{regions::Region, styles::Styles};
use crate::{
    About, Change, Comment, Link, NoteKind, Origin,
    written::{Boxed, Marked, Paragraph, Written},
    xml::{Element, Space, Step, Xml},
};

const HEADING: usize = 80;
const MOST_OPEN: usize = 256;

/// A note with its paragraphs.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) id: String,
    pub(super) kind: NoteKind,
    pub(super) label: String,
    pub(super) paragraphs: Vec<Paragraph>,
}

/// A text on its way.
pub(super) struct Walk<'w> {
    xml: Xml<'w>,
    styles: &'w Styles,
    regions: &'w BTreeMap<String, Region>,
    part: u32,
    within: String,
    number: u32,
    heading: String,
    open: Vec<Ends>,
    paragraphs: Vec<Paragraph>,
    links: Vec<(usize, String)>,
    tables: Vec<Table>,
    table_count: u32,
    paragraph_count: u32,
    node_count: u32,
    lists: usize,
    hidden: usize,
    notes: Vec<Noted>,
    open_notes: Vec<Noted>,
    comments: Vec<Comment>,
    open_comments: Vec<Comment>,
    /// Insertions that are open: their ids and where they began in the paragraph.
    inserted: Vec<(String, usize)>,
    /// Whether the part that is read has begun.
    is_in: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Ends {
    Nothing,
    Root,
    Paragraph(BlockKind, Option<u8>, bool),
    Hidden,
    Note,
    Label,
    Comment,
    Creator,
    Date,
    Box,
    Link,
    List,
    Table,
    Cell,
}

#[derive(Debug)]
struct Table {
    number: u32,
    row: u32,
    column: u32,
    /// Columns or rows that the last cell or row stands for beside its own.
    more_columns: u32,
    more_rows: u32,
}

impl<'w> Walk<'w> {
    /// A walk through this part.
    pub(super) fn of(
        text: &'w str,
        styles: &'w Styles,
        regions: &'w BTreeMap<String, Region>,
        part: u32,
    ) -> Self {
        Self {
            xml: Xml::of(text),
            styles,
            regions,
            part,
            within: String::new(),
            number: 0,
            heading: String::new(),
            open: Vec::new(),
            paragraphs: Vec::new(),
            links: Vec::new(),
            tables: Vec::new(),
            table_count: 0,
            paragraph_count: 0,
            node_count: 0,
            lists: 0,
            hidden: 0,
            notes: Vec::new(),
            open_notes: Vec::new(),
            comments: Vec::new(),
            open_comments: Vec::new(),
            inserted: Vec::new(),
            is_in: false,
        }
    }

    /// The same, where its paragraphs stand in something.
    pub(super) fn within(mut self, within: &str) -> Self {
        within.clone_into(&mut self.within);
        self
    }

    /// Walks what is in the element of this name.
    pub(super) fn body(&mut self, root: &str, out: &mut Written) -> Result<(), String> {
        while let Some(step) = self.xml.next()? {
            match step {
                Step::Open(element) => {
                    let ends = if self.is_in {
                        self.begin(&element)
                    } else if element.space == Space::Office && element.name() == root {
                        self.is_in = true;
                        Some(Ends::Root)
                    } else {
                        Some(Ends::Nothing)
                    };
                    match ends {
                        Some(ends) => self.open.push(ends),
                        None => self.xml.skip()?,
                    }
                }
                Step::Text(text, at) if self.is_in => self.characters(&text, at, out),
                Step::Text(..) => {}
                Step::Close(_) => self.close(out),
            }
        }
        Ok(())
    }

    /// Notes and comments that were set aside.
    pub(super) fn aside(self) -> (Vec<Noted>, Vec<Comment>) {
        (self.notes, self.comments)
    }

    /// What ends with an element; nothing for one that is passed.
    fn begin(&mut self, element: &Element<'_>) -> Option<Ends> {
        Some(match (element.space, element.name()) {
            (Space::OfficeText, name) => return self.begin_text(name, element),
            (Space::Office, "annotation") => self.begin_comment(element),
            (Space::Office, "annotation-end") => {
                let id = element.get("name").unwrap_or_default();
                self.mark(|at| Marked::To { at, id });
                Ends::Nothing
            }
            (Space::Office, "forms") => return None,
            (Space::OfficeTable, name) => self.begin_table(name, element),
            (Space::OfficeDraw, "text-box") if self.paragraphs.len() < MOST_OPEN => Ends::Box,
            (Space::OfficeDraw, "object" | "object-ole" | "image" | "glue-point") => {
                return None;
            }
            (Space::OfficeDraw, "a") => self.begin_link(element.get("href")),
            (_, "creator") if !self.open_comments.is_empty() => Ends::Creator,
            (_, "date") if !self.open_comments.is_empty() => Ends::Date,
            // Words about a picture or a form that no reader of the page sees.
            (_, "creator-initials" | "sender-initials" | "title" | "desc") => return None,
            _ => Ends::Nothing,
        })
    }

    fn begin_text(&mut self, name: &str, element: &Element<'_>) -> Option<Ends> {
        Some(match name {
            "p" | "h" if self.paragraphs.len() < MOST_OPEN => {
                self.begin_paragraph(name, element)
            }
            "s" => {
                let count = element.get("c").and_then(|it| it.parse().ok()).unwrap_or(1);
                self.say(&" ".repeat(usize::min(count, 1024)), None);
                Ends::Nothing
            }
            "tab" => {
                self.say("\t", None);
                Ends::Nothing
            }
            "line-break" => {
                self.say("\n", None);
                Ends::Nothing
            }
            "span" if self.is_hidden(element) => {
                self.hidden += 1;
                Ends::Hidden
            }
            "hidden-text" | "hidden-paragraph"
                if element.get("is-hidden").is_some_and(|it| it == "true") =>
            {
                self.hidden += 1;
                Ends::Hidden
            }
            "note" if self.open_notes.len() < MOST_OPEN => self.begin_note(element),
            "note-citation" => Ends::Label,
            "a" => self.begin_link(element.get("href")),
            "bibliography-mark" => self.begin_link(element.get("url")),
            "list" => {
                self.lists += 1;
                Ends::List
            }
            "change-start" => {
                let at = self.paragraphs.last().map_or(0, |it| it.text.len());
                self.inserted.push((element.get("change-id").unwrap_or_default(), at));
                Ends::Nothing
            }
            "change-end" => {
                self.end_inserted(&element.get("change-id").unwrap_or_default());
                Ends::Nothing
            }
            "change" => {
                self.deleted(&element.get("change-id").unwrap_or_default());
                Ends::Nothing
            }
            "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "dde-connection-decls"
            | "tracked-changes"
            | "ruby-text"
            | "table-of-content-source"
            | "illustration-index-source"
            | "alphabetical-index-source"
            | "bibliography-source"
            | "table-index-source"
            | "object-index-source"
            | "user-index-source" => return None,
            _ => Ends::Nothing,
        })
    }

    fn is_hidden(&self, element: &Element<'_>) -> bool {
        element.get("style-name").is_some_and(|style| self.styles.is_hidden(&style))
    }

    fn begin_paragraph(&mut self, name: &str, element: &Element<'_>) -> Ends {
        let style = element.get("style-name").unwrap_or_default();
        let level = element.get("outline-level").and_then(|it| it.parse().ok()).unwrap_or(1);
        let level = (name == "h" || self.styles.is_title(&style)).then_some(level);
        let kind = if level.is_some() {
            BlockKind::Heading
        } else if !self.tables.is_empty() {
            BlockKind::TableCell
        } else if self.lists > 0 {
            BlockKind::ListItem
        } else if self.styles.is_quote(&style) {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        };
        self.paragraph_count += 1;
        self.paragraphs.push(Paragraph::default());
        self.inserted.iter_mut().for_each(|(_, at)| *at = 0);
        let hides = self.styles.is_hidden(&style);
        self.hidden += usize::from(hides);
        Ends::Paragraph(kind, level, hides)
    }

    fn begin_note(&mut self, element: &Element<'_>) -> Ends {
        let kind = match element.get("note-class").as_deref() {
            Some("endnote") => NoteKind::Endnote,
            _ => NoteKind::Footnote,
        };
        let count = self.notes.len() + self.open_notes.len();
        let id = element.get("id").unwrap_or_else(|| format!("note-{count}"));
        let at = self.paragraphs.last().map_or(0, |it| it.text.len());
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let at = Span::new(at, at);
            paragraph.marks.push(Marked::Note { at, kind, id: id.clone(), label: None });
        }
        self.open_notes.push(Noted { id, kind, label: String::new(), paragraphs: Vec::new() });
        Ends::Note
    }

    fn begin_comment(&mut self, element: &Element<'_>) -> Ends {
        let count = self.comments.len() + self.open_comments.len();
        let id = element.get("name").unwrap_or_else(|| format!("comment-{count}"));
        let from = id.clone();
        self.mark(|at| Marked::From { at, id: from });
        self.open_comments.push(Comment {
            id,
            author: String::new(),
            date: None,
            anchor: None,
            text: String::new(),
            answers: element.get("parent-name"),
            resolved: element.get("resolved").is_some_and(|it| it == "true"),
        });
        Ends::Comment
    }

    fn begin_link(&mut self, target: Option<String>) -> Ends {
        let at = self.paragraphs.last().map_or(0, |it| it.text.len());
        self.links.push((at, target.unwrap_or_default()));
        Ends::Link
    }

    fn begin_table(&mut self, name: &str, element: &Element<'_>) -> Ends {
        let repeated = |name: &str| {
            let count = element.get(name).and_then(|it| it.parse::<u32>().ok());
            count.unwrap_or(1).clamp(1, 1 << 20) - 1
        };
        match (name, self.tables.last_mut()) {
            ("table", _) => {
                self.table_count += 1;
                let number = self.table_count;
                self.tables.push(Table {
                    number,
                    row: 0,
                    column: 0,
                    more_columns: 0,
                    more_rows: 0,
                });
                Ends::Table
            }
            ("table-row", Some(table)) => {
                table.row += 1 + table.more_rows;
                table.more_rows = repeated("number-rows-repeated");
                (table.column, table.more_columns) = (0, 0);
                Ends::Nothing
            }
            ("table-cell" | "covered-table-cell", Some(table)) => {
                table.column += 1 + table.more_columns;
                table.more_columns = repeated("number-columns-repeated");
                Ends::Cell
            }
            _ => Ends::Nothing,
        }
    }

    fn mark(&mut self, mark: impl FnOnce(usize) -> Marked) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let at = paragraph.text.len();
            paragraph.marks.push(mark(at));
        }
    }

    fn end_inserted(&mut self, id: &str) {
        let Some(at) = self.inserted.iter().rposition(|(open, _)| open == id) else { return };
        let (_, start) = self.inserted.remove(at);
        self.insertion(id, start);
    }

    fn insertion(&mut self, id: &str, start: usize) {
        let (Some(region), Some(paragraph)) =
            (self.regions.get(id), self.paragraphs.last_mut())
        else {
            return;
        };
        let span = Span::new(start.min(paragraph.text.len()), paragraph.text.len());
        if !span.is_empty() {
            let (author, date) = (region.author.clone(), region.date.clone());
            paragraph.changes.push(Change { span, deleted: None, author, date });
        }
    }

    fn deleted(&mut self, id: &str) {
        let (Some(region), Some(paragraph)) =
            (self.regions.get(id), self.paragraphs.last_mut())
        else {
            return;
        };
        let at = paragraph.text.len();
        paragraph.changes.push(Change {
            span: Span::new(at, at),
            deleted: Some(region.deleted.clone().unwrap_or_default()),
            author: region.author.clone(),
            date: region.date.clone(),
        });
    }

    fn characters(&mut self, text: &str, at: Span, out: &mut Written) {
        self.node_count += 1;
        match self.open.last() {
            Some(Ends::Label) => {
                if let Some(note) = self.open_notes.last_mut() {
                    note.label.push_str(text.trim());
                }
            }
            Some(Ends::Creator) => {
                if let Some(comment) = self.open_comments.last_mut() {
                    comment.author.push_str(text);
                }
            }
            Some(Ends::Date) => {
                if let Some(comment) = self.open_comments.last_mut() {
                    comment.date.get_or_insert_default().push_str(text);
                }
            }
            _ if self.hidden > 0 => out.hidden += text.trim().chars().count(),
            _ => self.collapsed(text, at),
        }
    }

    /// Adds text whose white space is one blank, and none at the beginning of a paragraph or after another.
    fn collapsed(&mut self, text: &str, at: Span) {
        let Some(paragraph) = self.paragraphs.last() else { return };
        let is_blank = |it: char| matches!(it, ' ' | '\t' | '\n' | '\r');
        let mut after_blank =
            paragraph.text.is_empty() || paragraph.text.ends_with([' ', '\t', '\n']);
        // An entity is one sign of the text and several bytes of the file.
        let exact = text.len() == at.len();
        let mut piece = String::new();
        let mut from = at.start;
        let flush = |walk: &mut Self, piece: &mut String, start: usize| {
            if !piece.is_empty() {
                let bytes = if exact { Span::new(start, start + piece.len()) } else { at };
                walk.say(piece, Some(bytes));
                piece.clear();
            }
        };
        let mut offset = 0;
        for letter in text.chars() {
            let here = at.start + offset;
            offset += letter.len_utf8();
            if is_blank(letter) && after_blank {
                flush(self, &mut piece, from);
                from = here + letter.len_utf8();
                continue;
            }
            after_blank = is_blank(letter);
            if after_blank && letter != ' ' {
                flush(self, &mut piece, from);
                self.say(" ", Some(Span::new(here, here + 1)));
                from = here + 1;
                continue;
            }
            piece.push(letter);
        }
        flush(self, &mut piece, from);
    }

    fn say(&mut self, text: &str, at: Option<Span>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if self.hidden > 0 {
            return;
        }
        let span = Span::new(paragraph.text.len(), paragraph.text.len() + text.len());
        paragraph.text.push_str(text);
        if let Some(element) = at {
            paragraph.origins.push(Origin {
                span,
                part: self.part,
                paragraph: self.paragraph_count - 1,
                run: self.node_count,
                element,
                before: 0,
            });
        }
    }

    fn close(&mut self, out: &mut Written) {
        match self.open.pop() {
            Some(Ends::Root) => self.is_in = false,
            Some(Ends::Paragraph(kind, level, hides)) => {
                self.hidden -= usize::from(hides);
                self.end_paragraph(kind, level, out);
            }
            Some(Ends::Hidden) => self.hidden = self.hidden.saturating_sub(1),
            Some(Ends::Note) => self.notes.extend(self.open_notes.pop()),
            Some(Ends::Comment) => self.comments.extend(self.open_comments.pop()),
            Some(Ends::Link) => {
                let Some((start, target)) = self.links.pop() else { return };
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                let span = Span::new(start.min(paragraph.text.len()), paragraph.text.len());
                if !span.is_empty() && !target.is_empty() {
                    paragraph.links.push(Link { span, target });
                }
            }
            Some(Ends::List) => self.lists = self.lists.saturating_sub(1),
            Some(Ends::Table) => drop(self.tables.pop()),
            _ => {}
        }
    }

    fn end_paragraph(&mut self, kind: BlockKind, level: Option<u8>, out: &mut Written) {
        for (id, start) in self.inserted.clone() {
            self.insertion(&id, start);
        }
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let around = self.open.iter().rev().find(|it| {
            matches!(it, Ends::Note | Ends::Comment | Ends::Box | Ends::Paragraph(..))
        });
        let cell = self.tables.last().map(|it| (it.number, it.row, it.column));
        let about = About { level, cell, ..About::default() };
        match around {
            Some(Ends::Note) => {
                if let Some(note) = self.open_notes.last_mut() {
                    note.paragraphs.push(paragraph);
                }
            }
            Some(Ends::Comment) => {
                if let Some(comment) = self.open_comments.last_mut() {
                    if !comment.text.is_empty() {
                        comment.text.push('\n');
                    }
                    comment.text.push_str(paragraph.text.trim());
                }
            }
            _ if self.paragraphs.is_empty() => {
                let boxed = std::mem::take(&mut paragraph.boxed);
                self.add(paragraph, kind, about, out);
                for it in boxed {
                    self.add(it.paragraph, it.kind, it.about, out);
                }
            }
            _ => {
                if let Some(around) = self.paragraphs.last_mut() {
                    let inner = std::mem::take(&mut paragraph.boxed);
                    around.boxed.push(Boxed { paragraph, kind, about });
                    around.boxed.extend(inner);
                }
            }
        }
    }

    fn add(&mut self, paragraph: Paragraph, kind: BlockKind, about: About, out: &mut Written) {
        let is_empty = paragraph.text.trim().is_empty();
        if !is_empty {
            self.number += 1;
        }
        if kind == BlockKind::Heading && !is_empty && self.within.is_empty() {
            self.heading = paragraph.text.trim().chars().take(HEADING).collect();
        }
        let place = Place::Paragraph {
            number: self.number.max(1),
            within: self.within.clone(),
            heading: self.heading.clone(),
        };
        out.add(paragraph, kind, about, place);
    }
}
