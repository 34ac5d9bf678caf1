//! Rich text: groups of control words around bytes in the code pages of their fonts.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};
use griot_model::{Place, Span};
use griot_text::document::BlockKind;

use crate::{
    About, Comment, Document, Kind, Link, Metadata, Note, NoteKind, Unreadable,
    assemble::assembled,
    written::{Marked, Paragraph, Written},
};

/// Groups within groups.
const DEEPEST: usize = 2_048;

/// What the characters of a group are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gather {
    Text,
    Note,
    Comment,
    CommentAuthor,
    Title,
    Author,
    FontTable,
    Instruction,
    Nothing,
}

/// What a group inherits and takes with it when it ends.
#[derive(Debug, Clone)]
struct State {
    gather: Gather,
    font: i32,
    /// Letters that stand after a `\u` for programs that do not know it.
    skip: usize,
    is_hidden: bool,
    is_deleted: bool,
    level: Option<u8>,
    in_table: bool,
    is_item: bool,
    /// The field that it is, by the depth of its group.
    starts_field: bool,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    state: State,
    stack: Vec<State>,
    fonts: BTreeMap<i32, &'static Encoding>,
    usual: &'static Encoding,
    /// Bytes of a code page that are not decoded yet.
    pending: Vec<u8>,
    /// Letters that are still to be passed after a `\u`.
    passing: usize,
    high: Option<u16>,
    out: Written,
    paragraph: Paragraph,
    note: String,
    notes: Vec<(String, String)>,
    comment: Comment,
    comments: Vec<Comment>,
    metadata: Metadata,
    instruction: String,
    fields: Vec<(usize, usize, String)>,
    number: u32,
    column: u32,
    row: u32,
}

/// Reads a rich text document.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let mut reader = Reader::of(bytes);
    reader.run().map_err(|why| Unreadable::damaged(name, "a rich text document (RTF)", why))?;
    reader.end_paragraph();
    let mut whole = reader.out;
    let mut notes = Vec::new();
    for (id, text) in reader.notes {
        let paragraph = Paragraph { text: text.trim().to_owned(), ..Paragraph::default() };
        let within = format!("footnote {id}");
        let place = Place::Paragraph { number: 1, within, heading: String::new() };
        let span = whole.add(paragraph, BlockKind::Paragraph, About::default(), place);
        notes.push(Note { label: id.clone(), id, kind: NoteKind::Footnote, span });
    }
    let count = whole.blocks.len();
    let mut document = assembled(name, Kind::Rtf, "rtf", whole, count);
    for note in notes {
        if let Some(known) = document.notes.iter_mut().find(|it| it.id == note.id) {
            *known = note;
        }
    }
    document.comments = reader.comments;
    document.prose.title.clone_from(&reader.metadata.title);
    document.metadata = reader.metadata;
    document.settle();
    Ok(document)
}

fn no_comment() -> Comment {
    Comment {
        id: String::new(),
        author: String::new(),
        date: None,
        anchor: None,
        text: String::new(),
        answers: None,
        resolved: false,
    }
}

impl<'b> Reader<'b> {
    fn of(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            state: State {
                gather: Gather::Text,
                font: -1,
                skip: 1,
                is_hidden: false,
                is_deleted: false,
                level: None,
                in_table: false,
                is_item: false,
                starts_field: false,
            },
            stack: Vec::new(),
            fonts: BTreeMap::new(),
            usual: WINDOWS_1252,
            pending: Vec::new(),
            passing: 0,
            high: None,
            out: Written::default(),
            paragraph: Paragraph::default(),
            note: String::new(),
            notes: Vec::new(),
            comment: no_comment(),
            comments: Vec::new(),
            metadata: Metadata::default(),
            instruction: String::new(),
            fields: Vec::new(),
            number: 0,
            column: 1,
            row: 1,
        }
    }

    fn run(&mut self) -> Result<(), String> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.stack.len() >= DEEPEST {
                        return Err(format!("its groups are nested deeper than {DEEPEST}"));
                    }
                    self.stack.push(self.state.clone());
                    self.state.starts_field = false;
                }
                b'}' => self.end_group(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte if self.passing > 0 => {
                    self.passing -= 1;
                    let _passed = byte;
                }
                byte => self.pending.push(byte),
            }
        }
        self.flush();
        Ok(())
    }

    fn end_group(&mut self) {
        self.flush();
        let ended = self.state.clone();
        let Some(before) = self.stack.pop() else { return };
        self.state = before;
        if ended.gather != self.state.gather {
            match ended.gather {
                Gather::Note => {
                    let id = (self.notes.len() + 1).to_string();
                    let text = std::mem::take(&mut self.note);
                    let at = Span::new(self.paragraph.text.len(), self.paragraph.text.len());
                    let kind = NoteKind::Footnote;
                    let (mark, label) = (id.clone(), Some(id.clone()));
                    self.paragraph.marks.push(Marked::Note { at, kind, id: mark, label });
                    self.notes.push((id, text));
                }
                Gather::Comment => {
                    let mut comment = std::mem::replace(&mut self.comment, no_comment());
                    comment.id = (self.comments.len() + 1).to_string();
                    comment.text = comment.text.trim().to_owned();
                    self.comments.push(comment);
                }
                Gather::Instruction => {
                    let instruction = std::mem::take(&mut self.instruction);
                    if let Some((_, start, target)) = self.fields.last_mut() {
                        *start = self.paragraph.text.len();
                        *target = address(&instruction);
                    }
                }
                _ => {}
            }
        }
        let depth = self.stack.len();
        if self.fields.last().is_some_and(|(at, ..)| *at > depth)
            && let Some((_, start, target)) = self.fields.pop()
        {
            let end = self.paragraph.text.len();
            let span = Span::new(start.min(end), end);
            if !span.is_empty() && !target.is_empty() {
                self.paragraph.links.push(Link { span, target });
            }
        }
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                    self.at += 2;
                    let text = std::str::from_utf8(digits).unwrap_or_default();
                    let Ok(byte) = u8::from_str_radix(text, 16) else { return };
                    if self.passing > 0 {
                        self.passing -= 1;
                    } else {
                        self.pending.push(byte);
                    }
                }
                b'*' => {
                    // A part that programs may pass: it is, unless its name is known.
                    self.flush();
                    self.state.gather = match self.state.gather {
                        Gather::Text | Gather::Note => Gather::Nothing,
                        other => other,
                    };
                }
                b'~' => self.say("\u{a0}"),
                b'_' => self.say("\u{2011}"),
                b'-' => self.say("\u{ad}"),
                b'\r' | b'\n' => self.word("par", None),
                sign => self.pending.push(sign),
            }
            return;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let letters = rest.iter().take(32).take_while(|it| it.is_ascii_alphabetic()).count();
        let name = rest.get(..letters).unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        let mut length = letters;
        let sign = usize::from(rest.get(length) == Some(&b'-'));
        let digits = rest
            .iter()
            .skip(length + sign)
            .take(10)
            .take_while(|it| it.is_ascii_digit())
            .count();
        let mut number = None;
        if digits > 0 {
            let text = rest.get(length..length + sign + digits).unwrap_or_default();
            number = std::str::from_utf8(text).ok().and_then(|it| it.parse::<i32>().ok());
            length += sign + digits;
        }
        if rest.get(length) == Some(&b' ') {
            length += 1;
        }
        self.at += length;
        self.word(&name, number);
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        if name != "u" {
            self.flush();
        }
        let on = number != Some(0);
        match name {
            "par" | "sect" => self.end_paragraph(),
            "line" => self.say("\n"),
            "tab" => self.say("\t"),
            "cell" | "nestcell" => {
                self.end_paragraph();
                self.column += 1;
            }
            "row" | "nestrow" => (self.row, self.column) = (self.row + 1, 1),
            "pard" => {
                (self.state.level, self.state.in_table, self.state.is_item) =
                    (None, false, false);
            }
            "intbl" => self.state.in_table = true,
            "ls" | "pnlvlblt" => self.state.is_item = true,
            "outlinelevel" => {
                let level = number.and_then(|it| u8::try_from(it).ok()).filter(|it| *it < 9);
                self.state.level = level.map(|it| it + 1);
            }
            "v" => self.state.is_hidden = on,
            "deleted" => self.state.is_deleted = on,
            "plain" => (self.state.is_hidden, self.state.is_deleted) = (false, false),
            "f" => self.state.font = number.unwrap_or(0),
            "fcharset" => {
                if let Some(encoding) = number.and_then(of_charset) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "cpg" | "ansicpg" => {
                if let Some(encoding) = number.and_then(of_page) {
                    if name == "cpg" {
                        self.fonts.insert(self.state.font, encoding);
                    } else {
                        self.usual = encoding;
                    }
                }
            }
            "uc" => {
                self.state.skip =
                    number.and_then(|it| usize::try_from(it).ok()).unwrap_or(1).min(16);
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "bullet" => self.say("•"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "emspace" | "enspace" | "qmspace" => self.say(" "),
            "rtlmark" | "ltrmark" | "zwj" | "zwnj" => {}
            "field" => {
                self.fields.push((self.stack.len(), self.paragraph.text.len(), String::new()));
            }
            name => self.destination(name),
        }
    }

    fn destination(&mut self, name: &str) {
        let gather = match name {
            "fonttbl" => Gather::FontTable,
            "fldinst" => Gather::Instruction,
            "fldrslt" => Gather::Text,
            "footnote" => Gather::Note,
            "annotation" => Gather::Comment,
            "atnauthor" => Gather::CommentAuthor,
            "title" => Gather::Title,
            "author" => Gather::Author,
            "shptxt" => Gather::Text,
            "colortbl" | "stylesheet" | "listtable" | "listoverridetable" | "info" | "pict"
            | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl"
            | "footerr" | "footerf" | "object" | "themedata" | "datastore" | "xmlnstbl"
            | "rsidtbl" | "generator" | "atnid" | "atnref" | "atndate" | "pntext"
            | "listtext" | "nonshppict" | "sp" | "bkmkstart" | "bkmkend" | "filetbl"
            | "revtbl" | "ftnsep" | "ftnsepc" | "aftnsep" | "aftnsepc" | "tc" | "xe" => {
                Gather::Nothing
            }
            _ => return,
        };
        let keeps = matches!(self.state.gather, Gather::Note) && gather == Gather::Text;
        if !keeps {
            self.state.gather = gather;
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        self.passing = self.state.skip;
        #[expect(
            clippy::cast_sign_loss,
            clippy::cast_possible_truncation,
            reason = "numbers over 32767 are written negative"
        )]
        let unit = number as u16;
        match (unit, self.high.take()) {
            (0xd800..=0xdbff, _) => self.high = Some(unit),
            (0xdc00..=0xdfff, Some(high)) => {
                let pair: String = char::decode_utf16([high, unit]).flatten().collect();
                self.say(&pair);
            }
            _ => {
                let letter = char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}');
                self.say(letter.encode_utf8(&mut [0; 4]));
            }
        }
    }

    fn flush(&mut self) {
        self.passing = 0;
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let encoding = self.fonts.get(&self.state.font).copied().unwrap_or(self.usual);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        match self.state.gather {
            Gather::Text if self.state.is_hidden => self.out.hidden += text.chars().count(),
            Gather::Text if self.state.is_deleted => {
                let at = self.paragraph.text.len();
                self.paragraph.changes.push(crate::Change {
                    span: Span::new(at, at),
                    deleted: Some(text.to_owned()),
                    author: String::new(),
                    date: None,
                });
            }
            Gather::Text => self.paragraph.text.push_str(text),
            Gather::Note => self.note.push_str(text),
            Gather::Comment => self.comment.text.push_str(text),
            Gather::CommentAuthor => self.comment.author.push_str(text),
            Gather::Title => self.metadata.title.get_or_insert_default().push_str(text),
            Gather::Author => match self.metadata.authors.last_mut() {
                Some(author) => author.push_str(text),
                None => self.metadata.authors.push(text.to_owned()),
            },
            Gather::Instruction => self.instruction.push_str(text),
            Gather::FontTable | Gather::Nothing => {}
        }
    }

    fn end_paragraph(&mut self) {
        match self.state.gather {
            Gather::Note => return self.note.push('\n'),
            Gather::Comment => return self.comment.text.push('\n'),
            Gather::Text => {}
            _ => return,
        }
        let end = self.paragraph.text.len();
        for (_, start, target) in &mut self.fields {
            let span = Span::new((*start).min(end), end);
            if !span.is_empty() && !target.is_empty() {
                self.paragraph.links.push(Link { span, target: target.clone() });
            }
            *start = 0;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        let kind = if self.state.level.is_some() {
            BlockKind::Heading
        } else if self.state.in_table {
            BlockKind::TableCell
        } else if self.state.is_item {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        self.number += u32::from(!paragraph.text.trim().is_empty());
        let cell = self.state.in_table.then_some((1, self.row, self.column));
        let about = About { level: self.state.level, cell, ..About::default() };
        let number = self.number.max(1);
        let place = Place::Paragraph { number, within: String::new(), heading: String::new() };
        self.out.add(paragraph, kind, about, place);
    }
}

/// Where the instruction of a field leads.
fn address(instruction: &str) -> String {
    let trimmed = instruction.trim();
    let Some(rest) = trimmed.strip_prefix("HYPERLINK") else { return String::new() };
    let local = rest.trim_start().starts_with("\\l");
    let target = rest.split('"').nth(1).unwrap_or_else(|| rest.trim());
    if local { format!("#{target}") } else { target.to_owned() }
}

/// The encoding of a character set of a font.
fn of_charset(charset: i32) -> Option<&'static Encoding> {
    of_page(match charset {
        0 => 1252,
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178..=180 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

/// The encoding of a code page.
fn of_page(page: i32) -> Option<&'static Encoding> {
    let label = match page {
        874 => "windows-874".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10_000 => "macintosh".to_owned(),
        65_001 => "utf-8".to_owned(),
        page @ 1250..=1258 => format!("windows-{page}"),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}
