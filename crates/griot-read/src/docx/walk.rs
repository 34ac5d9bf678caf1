//! One part of a Word document, element by element: paragraphs with what lies on their words.
//!
//! Nothing recurses: what is open stands in vectors. Elements that say how something looks are passed; content controls, smart
//! tags and whatever else is around runs is looked through.

use std::collections::BTreeMap;

use griot_model::{Place, Span};
use griot_text::document::BlockKind;

use super::{
    parts::{Relations, Styles, roman},
    symbol::symbol,
};
use crate::{
    Change, Link, NoteKind, Origin,
    written::{Boxed, Marked, Paragraph, Written},
    xml::{Element, Space, Step, Xml},
};

/// Letters of a heading that are kept with each place.
const HEADING: usize = 80;
/// Things that are open within each other: text boxes in text boxes, fields in fields.
const MOST_OPEN: usize = 256;

/// A part on its way.
pub(super) struct Walk<'w> {
    xml: Xml<'w>,
    relations: &'w Relations,
    styles: &'w Styles,
    part: u32,
    /// In what the paragraphs stand: empty in the body.
    within: String,
    number: u32,
    heading: String,
    open: Vec<Ends>,
    paragraphs: Vec<Paragraph>,
    /// A paragraph whose mark was taken out, and how deep it stood.
    joined: Option<(usize, Paragraph)>,
    runs: Vec<Run>,
    fields: Vec<Field>,
    links: Vec<OpenLink>,
    changes: Vec<OpenChange>,
    tables: Vec<Table>,
    table_count: u32,
    paragraph_count: u32,
    run_count: u32,
    gather: Gather,
    /// Comments that begin before the next paragraph.
    waiting: Vec<Marked>,
    items: Vec<Item>,
    item: Option<Item>,
    /// Labels of notes by their ids.
    labels: BTreeMap<String, String>,
}

/// What ends with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Nothing,
    Paragraph,
    ParagraphProperties,
    Run,
    Gathering,
    Link,
    Field,
    Change,
    Table,
    Row { deleted: bool },
    RowProperties,
    Cell,
    Alternatives { chosen: bool },
    Item,
}

/// What the characters of the innermost element are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gather {
    Nothing,
    Text,
    Deleted,
    Instruction,
}

#[derive(Debug)]
struct Run {
    number: u32,
    start: usize,
    /// Characters so far.
    characters: u32,
    is_hidden: bool,
    /// The font whose letters are signs.
    is_symbols: bool,
    /// The mark of a note whose letters follow.
    custom: Option<(usize, usize)>,
    /// Stretches of the paragraph that came from it begin here.
    first_origin: usize,
}

#[derive(Debug)]
struct Field {
    instruction: String,
    in_result: bool,
    targets: Vec<String>,
    start: usize,
    depth: usize,
}

#[derive(Debug)]
struct OpenLink {
    target: String,
    start: usize,
    depth: usize,
}

#[derive(Debug)]
struct OpenChange {
    takes_out: bool,
    author: String,
    date: Option<String>,
    start: usize,
    depth: usize,
    deleted: String,
}

#[derive(Debug)]
struct Table {
    number: u32,
    row: u32,
    column: u32,
    /// Columns that the open cell takes beside its own.
    wide: u32,
    depth: usize,
}

/// A note or a comment.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) author: String,
    pub(super) date: Option<String>,
    pub(super) span: Span0,
    /// Ids of its paragraphs.
    pub(super) paragraphs: Vec<String>,
}

/// A span that begins empty at the start of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span0(Span);

impl Default for Span0 {
    fn default() -> Self {
        Self(Span::new(0, 0))
    }
}

impl Span0 {
    pub(super) fn contains(self, span: Span) -> bool {
        self.0.contains(span)
    }

    pub(super) fn get(self) -> Span {
        self.0
    }
}

impl<'w> Walk<'w> {
    /// A walk through the bytes of this part.
    pub(super) fn of(
        text: &'w str,
        relations: &'w Relations,
        styles: &'w Styles,
        part: u32,
    ) -> Self {
        Self {
            xml: Xml::of(text),
            relations,
            styles,
            part,
            within: String::new(),
            number: 0,
            heading: String::new(),
            open: Vec::new(),
            paragraphs: Vec::new(),
            joined: None,
            runs: Vec::new(),
            fields: Vec::new(),
            links: Vec::new(),
            changes: Vec::new(),
            tables: Vec::new(),
            table_count: 0,
            paragraph_count: 0,
            run_count: 0,
            gather: Gather::Nothing,
            waiting: Vec::new(),
            items: Vec::new(),
            item: None,
            labels: BTreeMap::new(),
        }
    }

    /// The same, where its paragraphs stand in something.
    pub(super) fn within(mut self, within: &str) -> Self {
        within.clone_into(&mut self.within);
        self
    }

    /// Walks the whole part.
    pub(super) fn body(&mut self, out: &mut Written) -> Result<(), String> {
        while let Some(step) = self.xml.next()? {
            match step {
                Step::Open(element) => self.open(&element, out)?,
                Step::Text(text, _) => self.characters(&text, out),
                Step::Close(end) => self.close(end, out),
            }
        }
        self.flush_joined(out);
        Ok(())
    }

    /// Walks a part of notes, and says where each stands.
    pub(super) fn notes(
        &mut self,
        kind: NoteKind,
        out: &mut Written,
    ) -> Result<Vec<Item>, String> {
        self.labels = labels(&out.marks, kind);
        self.within = match kind {
            NoteKind::Footnote => "footnote".to_owned(),
            NoteKind::Endnote => "endnote".to_owned(),
        };
        self.body(out)?;
        Ok(std::mem::take(&mut self.items))
    }

    /// Walks a part of comments.
    pub(super) fn comments(&mut self, out: &mut Written) -> Result<Vec<Item>, String> {
        "comment".clone_into(&mut self.within);
        self.body(out)?;
        Ok(std::mem::take(&mut self.items))
    }

    fn open(&mut self, element: &Element<'_>, out: &mut Written) -> Result<(), String> {
        let ends = match element.space {
            Space::Word => match self.word(element, out) {
                Some(ends) => ends,
                None => return self.xml.skip(),
            },
            Space::Math if element.name() == "t" => {
                self.gather = Gather::Text;
                Ends::Gathering
            }
            Space::Alternatives => match (element.name(), self.open.last_mut()) {
                ("AlternateContent", _) => Ends::Alternatives { chosen: false },
                ("Choice" | "Fallback", Some(Ends::Alternatives { chosen })) => {
                    if std::mem::replace(chosen, true) {
                        return self.xml.skip();
                    }
                    Ends::Nothing
                }
                _ => Ends::Nothing,
            },
            _ => Ends::Nothing,
        };
        self.open.push(ends);
        Ok(())
    }

    /// What ends with an element of a Word document; nothing for one that is passed.
    fn word(&mut self, element: &Element<'_>, out: &mut Written) -> Option<Ends> {
        let in_properties = self.open.contains(&Ends::ParagraphProperties);
        Some(match element.name() {
            "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" | "tblGridChange" | "tblPrExChange" | "numberingChange"
            | "sdtPr" | "sectPr" | "rt" | "fldData" | "tblPr" | "tblGrid" => return None,
            "p" if self.paragraphs.len() < MOST_OPEN => self.begin_paragraph(element, out),
            "pPr" => Ends::ParagraphProperties,
            name if in_properties => {
                self.property(name, element);
                Ends::Nothing
            }
            "r" => self.begin_run(element),
            "t" => self.gathering(Gather::Text),
            "delText" => self.gathering(Gather::Deleted),
            "instrText" | "delInstrText" => self.gathering(Gather::Instruction),
            "trPr" => Ends::RowProperties,
            "del" if self.open.last() == Some(&Ends::RowProperties) => {
                // The whole row was taken out: a change that ends with it.
                if let Some(Ends::Row { deleted }) =
                    self.open.iter_mut().rfind(|it| matches!(it, Ends::Row { .. }))
                    && !std::mem::replace(deleted, true)
                {
                    self.begin_change(element);
                }
                Ends::Nothing
            }
            "ins" if self.open.last() == Some(&Ends::RowProperties) => Ends::Nothing,
            "ins" | "moveTo" | "del" | "moveFrom" => self.begin_change(element),
            "hyperlink" => self.begin_link(element),
            "fldSimple" => self.begin_simple_field(element),
            "tbl" | "tr" | "tc" => self.begin_table(element.name()),
            "footnote" | "endnote" | "comment" => {
                let kind = element.get("type").unwrap_or_default();
                if matches!(
                    kind.as_str(),
                    "separator" | "continuationSeparator" | "continuationNotice"
                ) {
                    return None;
                }
                self.begin_item(element, out);
                Ends::Item
            }
            name => {
                self.point(name, element, out);
                Ends::Nothing
            }
        })
    }

    /// Elements that have nothing inside and stand at a point of the text.
    fn point(&mut self, name: &str, element: &Element<'_>, out: &mut Written) {
        match name {
            "vanish" => {
                if let Some(run) = self.runs.last_mut() {
                    run.is_hidden = element.is_on();
                }
            }
            "rFonts" => {
                let font = element.get("ascii").or_else(|| element.get("hAnsi"));
                if let Some(run) = self.runs.last_mut() {
                    run.is_symbols = font.is_some_and(|it| it.eq_ignore_ascii_case("symbol"));
                }
            }
            // Deleted cells and rows name themselves among their properties.
            "gridSpan" => {
                let wide = element.get("val").and_then(|it| it.parse::<u32>().ok());
                if let Some(table) = self.tables.last_mut() {
                    table.wide = wide.unwrap_or(1).clamp(1, 1024) - 1;
                }
            }
            "tab" | "ptab" => self.say("\t", out),
            "br" | "cr" => self.say("\n", out),
            "noBreakHyphen" => self.say("\u{2011}", out),
            "softHyphen" => self.say("\u{ad}", out),
            "sym" => {
                let code = element.get("char").and_then(|it| u32::from_str_radix(&it, 16).ok());
                let font = element.get("font").unwrap_or_default();
                let sign = code.and_then(char::from_u32).map(|sign| symbol(&font, sign));
                self.say(&sign.map(String::from).unwrap_or_default(), out);
            }
            "fldChar" => self.field(&element.get("fldCharType").unwrap_or_default()),
            "footnoteReference" | "endnoteReference" => self.mark_note(name, element),
            "commentRangeStart" | "commentReference" | "commentRangeEnd" => {
                self.mark_comment(name, element, out);
            }
            _ => {}
        }
    }

    fn property(&mut self, name: &str, element: &Element<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match name {
            "pStyle" => paragraph.style = element.get("val").unwrap_or_default(),
            "outlineLvl" => {
                let level = element.get("val").and_then(|it| it.parse::<u8>().ok());
                paragraph.level = level.filter(|level| *level < 9).map(|level| level + 1);
            }
            "numId" => paragraph.is_item = element.get("val").is_none_or(|it| it != "0"),
            "del" | "moveFrom" => paragraph.is_joined = true,
            // A large first letter stands in a frame of its own before its paragraph.
            "framePr" if element.get("dropCap").is_some_and(|it| it != "none") => {
                paragraph.is_joined = true;
            }
            _ => {}
        }
    }

    fn gathering(&mut self, gather: Gather) -> Ends {
        self.gather = gather;
        Ends::Gathering
    }

    fn begin_paragraph(&mut self, element: &Element<'_>, out: &mut Written) -> Ends {
        let depth = self.paragraphs.len();
        let mut paragraph = match self.joined.take() {
            Some((there, paragraph)) if there == depth => {
                Paragraph { style: String::new(), is_joined: false, ..paragraph }
            }
            other => {
                self.joined = other;
                self.flush_joined(out);
                Paragraph::default()
            }
        };
        paragraph.marks.append(&mut self.waiting);
        self.paragraph_count += 1;
        let start = paragraph.text.len();
        self.paragraphs.push(paragraph);
        if let (Some(item), Some(id)) = (&mut self.item, element.get("paraId")) {
            item.paragraphs.push(id);
        }
        // What was open when the paragraph before ended goes on here.
        let depth = depth + 1;
        let links = self.links.iter_mut().map(|it| (&mut it.start, &mut it.depth));
        let fields = self.fields.iter_mut().map(|it| (&mut it.start, &mut it.depth));
        let changes = self.changes.iter_mut().map(|it| (&mut it.start, &mut it.depth));
        for (at, there) in links.chain(fields).chain(changes) {
            if *there == depth || *there == 0 {
                (*at, *there) = (start, depth);
            }
        }
        Ends::Paragraph
    }

    fn begin_run(&mut self, element: &Element<'_>) -> Ends {
        let number = self.run_count;
        self.run_count += 1;
        let first_origin = self.paragraphs.last().map_or(0, |it| it.origins.len());
        self.runs.push(Run {
            number,
            start: element.at.start,
            characters: 0,
            is_hidden: false,
            is_symbols: false,
            custom: None,
            first_origin,
        });
        Ends::Run
    }

    fn begin_change(&mut self, element: &Element<'_>) -> Ends {
        self.changes.push(OpenChange {
            takes_out: matches!(element.name(), "del" | "moveFrom"),
            author: element.get("author").unwrap_or_default(),
            date: element.get("date"),
            start: self.here(),
            depth: self.paragraphs.len(),
            deleted: String::new(),
        });
        Ends::Change
    }

    fn begin_link(&mut self, element: &Element<'_>) -> Ends {
        let address =
            element.get("id").and_then(|id| self.relations.address(&id).map(str::to_owned));
        let anchor = element.get("anchor").or_else(|| element.get("docLocation"));
        let mut target = address.unwrap_or_default();
        if let Some(anchor) = anchor.filter(|it| !it.is_empty()) {
            target = format!("{target}#{anchor}");
        }
        self.links.push(OpenLink { target, start: self.here(), depth: self.paragraphs.len() });
        Ends::Link
    }

    fn begin_simple_field(&mut self, element: &Element<'_>) -> Ends {
        let instruction = element.get("instr").unwrap_or_default();
        self.fields.push(Field {
            targets: targets(&instruction),
            instruction,
            in_result: true,
            start: self.here(),
            depth: self.paragraphs.len(),
        });
        Ends::Field
    }

    fn begin_table(&mut self, name: &str) -> Ends {
        match name {
            "tbl" => {
                self.table_count += 1;
                let number = self.table_count;
                let depth = self.paragraphs.len();
                self.tables.push(Table { number, row: 0, column: 0, wide: 0, depth });
                return Ends::Table;
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    (table.row, table.column, table.wide) = (table.row + 1, 0, 0);
                }
                return Ends::Row { deleted: false };
            }
            _ => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += 1 + std::mem::take(&mut table.wide);
                }
            }
        }
        Ends::Cell
    }

    fn begin_item(&mut self, element: &Element<'_>, out: &mut Written) {
        self.flush_joined(out);
        let id = element.get("id").unwrap_or_default();
        let label = self.labels.get(&id).cloned().unwrap_or_default();
        if element.name() != "comment" {
            let named = if label.is_empty() { "without a mark" } else { &label };
            self.within = format!("{} {named}", element.name());
            self.number = 0;
        }
        let end = out.text.len();
        self.item = Some(Item {
            id,
            label,
            author: element.get("author").unwrap_or_default(),
            date: element.get("date"),
            span: Span0(Span::new(end, end)),
            paragraphs: Vec::new(),
        });
    }

    fn characters(&mut self, text: &str, out: &mut Written) {
        match self.gather {
            Gather::Nothing => {}
            Gather::Text if self.runs.last().is_some_and(|run| run.is_symbols) => {
                let signs: String = text.chars().map(|it| symbol("symbol", it)).collect();
                self.say(&signs, out);
            }
            Gather::Text => self.say(text, out),
            Gather::Deleted => {
                self.count(text);
                if let Some(change) = self.changes.iter_mut().rfind(|it| it.takes_out) {
                    change.deleted.push_str(text);
                }
            }
            Gather::Instruction => {
                if let Some(field) = self.fields.last_mut().filter(|it| !it.in_result) {
                    field.instruction.push_str(text);
                }
            }
        }
    }

    fn count(&mut self, text: &str) {
        if let Some(run) = self.runs.last_mut() {
            let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            run.characters = run.characters.saturating_add(count);
        }
    }

    /// Characters that a reader sees, unless something around them says otherwise.
    fn say(&mut self, text: &str, out: &mut Written) {
        let before = self.runs.last().map_or(0, |run| run.characters);
        self.count(text);
        let depth = self.paragraphs.len();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if self.fields.iter().any(|field| !field.in_result && field.depth == depth) {
            return;
        }
        if let Some(change) = self.changes.iter_mut().rfind(|it| it.takes_out) {
            change.deleted.push_str(text);
            return;
        }
        if self.runs.last().is_some_and(|run| run.is_hidden) {
            out.hidden += text.chars().count();
            return;
        }
        let span = Span::new(paragraph.text.len(), paragraph.text.len() + text.len());
        paragraph.text.push_str(text);
        let Some(run) = self.runs.last() else { return };
        match paragraph.origins.last_mut() {
            Some(last)
                if last.run == run.number
                    && last.span.end == span.start
                    && paragraph.text.get(last.span.start..span.start).is_some_and(|it| {
                        it.chars().count() == (before - last.before) as usize
                    }) =>
            {
                last.span.end = span.end;
            }
            _ => paragraph.origins.push(Origin {
                span,
                part: self.part,
                paragraph: self.paragraph_count - 1,
                run: run.number,
                element: Span::new(run.start, run.start),
                before,
            }),
        }
    }

    fn here(&self) -> usize {
        self.paragraphs.last().map_or(0, |paragraph| paragraph.text.len())
    }

    fn field(&mut self, kind: &str) {
        let (start, depth) = (self.here(), self.paragraphs.len());
        match kind {
            "begin" if self.fields.len() < MOST_OPEN => self.fields.push(Field {
                instruction: String::new(),
                in_result: false,
                targets: Vec::new(),
                start,
                depth,
            }),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                    field.targets = targets(&field.instruction);
                    (field.start, field.depth) = (start, depth);
                }
            }
            "end" => self.end_field(),
            _ => {}
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let span = Span::new(field.start.min(paragraph.text.len()), paragraph.text.len());
        if !span.is_empty() {
            let links = field.targets.into_iter().map(|target| Link { span, target });
            paragraph.links.extend(links);
        }
    }

    fn mark_note(&mut self, name: &str, element: &Element<'_>) {
        let at = self.here();
        let taken_out = self.changes.iter().any(|it| it.takes_out);
        let Some(paragraph) = self.paragraphs.last_mut().filter(|_| !taken_out) else { return };
        let kind =
            if name == "footnoteReference" { NoteKind::Footnote } else { NoteKind::Endnote };
        let id = element.get("id").unwrap_or_default();
        if element
            .get("customMarkFollows")
            .is_some_and(|it| !matches!(it.as_str(), "0" | "false"))
            && let Some(run) = self.runs.last_mut()
        {
            run.custom = Some((paragraph.marks.len(), at));
        }
        paragraph.marks.push(Marked::Note { at: Span::new(at, at), kind, id, label: None });
    }

    fn mark_comment(&mut self, name: &str, element: &Element<'_>, out: &mut Written) {
        let id = element.get("id").unwrap_or_default();
        let at = self.here();
        let is_end = name == "commentRangeEnd";
        match self.paragraphs.last_mut() {
            Some(paragraph) if is_end => paragraph.marks.push(Marked::To { at, id }),
            Some(paragraph) => paragraph.marks.push(Marked::From { at, id }),
            None if is_end => out.marks.push(Marked::To { at: out.text.len(), id }),
            None => self.waiting.push(Marked::From { at: 0, id }),
        }
    }

    fn close(&mut self, end: usize, out: &mut Written) {
        match self.open.pop() {
            None
            | Some(
                Ends::Nothing
                | Ends::ParagraphProperties
                | Ends::RowProperties
                | Ends::Cell
                | Ends::Alternatives { .. }
                | Ends::Row { deleted: false },
            ) => {}
            Some(Ends::Paragraph) => self.end_paragraph(out),
            Some(Ends::Run) => self.end_run(end),
            Some(Ends::Gathering) => self.gather = Gather::Nothing,
            Some(Ends::Link) => self.end_link(),
            Some(Ends::Field) => self.end_field(),
            Some(Ends::Change | Ends::Row { deleted: true }) => self.end_change(),
            Some(Ends::Table) => drop(self.tables.pop()),
            Some(Ends::Item) => self.end_item(out),
        }
    }

    fn end_run(&mut self, end: usize) {
        let Some(run) = self.runs.pop() else { return };
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        for origin in paragraph.origins.iter_mut().skip(run.first_origin) {
            if origin.run == run.number {
                origin.element = Span::new(run.start, end);
            }
        }
        let (Some((mark, start)), length) = (run.custom, paragraph.text.len()) else { return };
        let written = paragraph.text.get(start..).unwrap_or_default().trim().to_owned();
        if let Some(Marked::Note { at, label, .. }) = paragraph.marks.get_mut(mark)
            && !written.is_empty()
        {
            *at = Span::new(start, length);
            *label = Some(written);
        }
    }

    fn end_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let span = Span::new(link.start.min(paragraph.text.len()), paragraph.text.len());
        if !span.is_empty() && !link.target.is_empty() {
            paragraph.links.push(Link { span, target: link.target });
        }
    }

    fn end_change(&mut self) {
        let depth = self.paragraphs.len();
        if let (Some(change), Some(paragraph)) =
            (self.changes.pop(), self.paragraphs.last_mut())
            && change.depth == depth
        {
            paragraph.changes.extend(changed(&change, paragraph.text.len()));
        }
    }

    fn end_item(&mut self, out: &mut Written) {
        self.flush_joined(out);
        if let Some(mut item) = self.item.take() {
            item.span.0.end = out.text.len();
            self.items.push(item);
        }
    }

    fn end_paragraph(&mut self, out: &mut Written) {
        let depth = self.paragraphs.len();
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let end = paragraph.text.len();
        for link in self.links.iter_mut().filter(|it| it.depth == depth) {
            let span = Span::new(link.start.min(end), end);
            if !span.is_empty() && !link.target.is_empty() {
                paragraph.links.push(Link { span, target: link.target.clone() });
            }
        }
        // An instruction that does not end in its paragraph would swallow all that follows.
        self.fields.retain(|it| it.in_result || it.depth != depth);
        for field in self.fields.iter().filter(|it| it.depth == depth) {
            let span = Span::new(field.start.min(end), end);
            let targets = field.targets.iter().filter(|_| !span.is_empty());
            paragraph.links.extend(targets.map(|target| Link { span, target: target.clone() }));
        }
        for change in self.changes.iter_mut().filter(|it| it.depth == depth) {
            paragraph.changes.extend(changed(change, end));
            change.deleted.clear();
        }
        if paragraph.is_joined {
            self.joined = Some((depth - 1, paragraph));
            return;
        }
        self.finish(paragraph, depth - 1, out);
    }

    fn flush_joined(&mut self, out: &mut Written) {
        if let Some((depth, paragraph)) = self.joined.take() {
            self.finish(paragraph, depth, out);
        }
    }

    /// A paragraph that is whole: a block of the text or, in a text box, of the paragraph that the box hangs on.
    fn finish(&mut self, mut paragraph: Paragraph, depth: usize, out: &mut Written) {
        let meaning = self.styles.meaning(&paragraph.style);
        let level = paragraph.level.or(meaning.level);
        let table = self.tables.last().filter(|table| table.depth == depth);
        let kind = if level.is_some() {
            BlockKind::Heading
        } else if table.is_some() {
            BlockKind::TableCell
        } else if paragraph.is_item || meaning.is_item {
            BlockKind::ListItem
        } else if meaning.is_quote {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        };
        let cell = table.map(|it| (it.number, it.row, it.column));
        let about = crate::About { level, cell, ..crate::About::default() };
        if let Some(around) = self.paragraphs.last_mut().filter(|_| depth > 0) {
            let inner = std::mem::take(&mut paragraph.boxed);
            around.boxed.push(Boxed { paragraph, kind, about });
            around.boxed.extend(inner);
            return;
        }
        let boxed = std::mem::take(&mut paragraph.boxed);
        self.add(paragraph, kind, about, out);
        for it in boxed {
            self.add(it.paragraph, it.kind, it.about, out);
        }
    }

    fn add(
        &mut self,
        paragraph: Paragraph,
        kind: BlockKind,
        about: crate::About,
        out: &mut Written,
    ) {
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

fn changed(change: &OpenChange, end: usize) -> Option<Change> {
    let span = if change.takes_out {
        Span::new(end, end)
    } else {
        Span::new(change.start.min(end), end)
    };
    let deleted = change.takes_out.then(|| change.deleted.clone());
    (!span.is_empty() || deleted.as_ref().is_some_and(|it| !it.is_empty())).then(|| Change {
        span,
        deleted,
        author: change.author.clone(),
        date: change.date.clone(),
    })
}

/// Labels of notes in the order of their first marks, as Word numbers them.
pub(super) fn labels(marks: &[Marked], kind: NoteKind) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut number = 0;
    for mark in marks {
        let Marked::Note { kind: of, id, label, .. } = mark else { continue };
        if *of != kind || found.contains_key(id) {
            continue;
        }
        let label = label.clone().unwrap_or_else(|| {
            number += 1;
            match kind {
                NoteKind::Footnote => number.to_string(),
                NoteKind::Endnote => roman(number),
            }
        });
        found.insert(id.clone(), label);
    }
    found
}

/// Where the instruction of a field leads: `HYPERLINK "address" \l "name"`, or the addresses of the works that a
/// reference manager put in.
fn targets(instruction: &str) -> Vec<String> {
    let trimmed = instruction.trim_start();
    if trimmed.get(..9).is_some_and(|it| it.eq_ignore_ascii_case("hyperlink")) {
        let mut words = quoted(trimmed.get(9..).unwrap_or_default());
        let mut target = String::new();
        while let Some(word) = words.next() {
            match word.as_str() {
                "\\l" => target = format!("{target}#{}", words.next().unwrap_or_default()),
                "\\o" | "\\t" => drop(words.next()),
                word if word.starts_with('\\') => {}
                word if target.is_empty() => word.clone_into(&mut target),
                _ => {}
            }
        }
        return Some(target).filter(|it| !it.is_empty()).into_iter().collect();
    }
    if !instruction.contains("CSL_CITATION") {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    for (key, before) in [("\"URL\":\"", ""), ("\"DOI\":\"", "https://doi.org/")] {
        for (at, _) in instruction.match_indices(key) {
            let value =
                instruction.get(at + key.len()..).and_then(|rest| rest.split('"').next());
            let target = format!("{before}{}", value.unwrap_or_default().replace("\\/", "/"));
            if target.len() > before.len() && !found.contains(&target) {
                found.push(target);
            }
        }
    }
    found
}

/// Words of an instruction; what is in quotation marks is one.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let (word, after) = match rest.strip_prefix('"') {
            Some(inner) => inner.split_once('"').unwrap_or((inner, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        let ended = rest.is_empty();
        rest = after;
        (!ended).then(|| word.to_owned())
    })
}
