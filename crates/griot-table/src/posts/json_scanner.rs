//! Where the items of a JSON file begin and end, found without reading what they hold.
//!
//! A reader of JSON stops at the first byte that is none, and everything after it is lost. This one
//! only follows quotation marks and brackets, hands on the bytes of each item by itself, and finds its
//! way again after a broken one: no text of JSON goes over a line, and a file of one item a line
//! begins anew on each.

use griot_model::bounds;

/// Keys whose values hold posts.
const CONTAINERS: [&[u8]; 8] = [
    b"data",
    b"statuses",
    b"messages",
    b"videos",
    b"chats",
    b"list",
    b"results",
    b"left_chats",
];

/// An item longer than this is a bracket that nobody closed, or more than a post with all that hangs on it.
const LONGEST_ITEM: u64 = bounds::POST;

/// Bytes of items inside items that are held at a time.
const MOST_HELD: u64 = 4 * LONGEST_ITEM;

/// Brackets inside an item, and lists and items inside each other: more than any export nests, and few enough to remember.
const DEEPEST: usize = 1_000;

/// What the scanner finds.
pub(super) enum Found<'b> {
    /// An object in a list, or by itself.
    Item {
        /// Its bytes.
        json: &'b [u8],
        /// Line on which it begins, from 1.
        line: u64,
        /// Whether each line of the file is an item.
        on_its_own_line: bool,
        /// A word that JSON does not have, such as `NaN`, for which `null` was put.
        no_json: Option<&'static str>,
    },
    /// What stands before a list of messages in the object around it.
    Around {
        /// Its bytes, as an object.
        json: &'b [u8],
    },
    /// An object that holds items, without them.
    Outside {
        /// Its bytes.
        json: &'b [u8],
        /// Line on which it begins, from 1.
        line: u64,
    },
    /// An item that is none.
    Broken {
        /// Line on which it begins.
        line: u64,
        /// What is wrong.
        why: Broken,
    },
}

/// Why bytes are no item.
#[derive(Debug, Clone, Copy)]
pub(super) enum Broken {
    /// The file ends inside it.
    Cut,
    /// Something else, in words.
    Form(&'static str),
}

/// Where in the file.
enum Frame {
    /// A list, or the file itself, in which objects are items.
    List,
    /// An object that is an item, or has lists of items inside.
    Item(Item),
}

#[derive(Default)]
struct Item {
    raw: Vec<u8>,
    line: u64,
    /// Brackets open inside it.
    open: Vec<u8>,
    /// The last text at its own level, while it may be a key.
    key: Option<Vec<u8>>,
    /// A key and a colon have come, and no value yet.
    awaits_value: bool,
    has: Has,
    holds_items: bool,
    broken: Option<&'static str>,
    no_json: Option<&'static str>,
}

/// Keys that an item has, by which a post is told from a chat.
#[derive(Default)]
struct Has {
    id: bool,
    name: bool,
    kind: bool,
}

/// Where in a value.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Between texts.
    #[default]
    Outside,
    /// Between quotation marks.
    Text,
    /// After a backslash there.
    Escape,
    /// After a line end there, until it is seen whether the text goes on.
    LineEnd,
}

/// What stands for a line end in a text, among the words that JSON does not have.
pub(super) const RAW_LINE_END: &str = "a line end";

/// Words that Python and R write and JSON does not have.
const NO_JSON: [&str; 8] =
    ["NaN", "nan", "Infinity", "-Infinity", "None", "NA", "undefined", "inf"];

/// Follows the bytes of a file.
#[derive(Default)]
pub(super) struct Scanner {
    frames: Vec<Frame>,
    /// Lines that ended.
    lines: u64,
    mode: Mode,
    after_return: bool,
    text: Vec<u8>,
    /// Line on which the text begins.
    text_line: u64,
    word: Vec<u8>,
    /// Whether each line is an item; not known until the first item ends.
    by_line: Option<bool>,
    has_begun: bool,
    /// This line, where it has something outside every value that is none.
    stray: Option<u64>,
    /// Whether this line has a value, or a part of one.
    has_value: bool,
    /// Bytes of all items that are open.
    held: u64,
    /// Brackets that were opened deeper than anything is followed.
    beyond: u64,
}

impl Scanner {
    /// The line that is being read, from 1.
    pub(super) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// Goes on with more bytes of the file.
    pub(super) fn read(&mut self, bytes: &[u8], found: &mut dyn FnMut(Found<'_>)) {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            if self.mode == Mode::Text {
                // Most of a file is text: it is copied in stretches.
                let plain = rest
                    .iter()
                    .position(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\r'))
                    .unwrap_or(rest.len());
                let (copied, after) = rest.split_at(plain);
                self.keep(copied);
                if self.text.len() < 16 {
                    self.text.extend_from_slice(
                        copied.get(..16.min(copied.len())).unwrap_or_default(),
                    );
                }
                if plain > 0 {
                    self.after_return = false;
                    rest = after;
                    continue;
                }
            }
            self.step(byte, found);
            rest = after;
        }
    }

    /// The file has ended.
    pub(super) fn finish(mut self, found: &mut dyn FnMut(Found<'_>)) {
        if self.mode == Mode::LineEnd {
            self.end_unclosed(found);
        }
        self.end_word();
        if self.stray.is_some() && !self.has_value {
            self.end_line(found);
        }
        let frames = std::mem::take(&mut self.frames);
        let cut = frames.into_iter().find_map(|frame| match frame {
            Frame::Item(item) => Some(item.line),
            Frame::List => None,
        });
        if let Some(line) = cut {
            found(Found::Broken { line, why: Broken::Cut });
        }
    }

    fn step(&mut self, byte: u8, found: &mut dyn FnMut(Found<'_>)) {
        let is_line_end = byte == b'\r' || byte == b'\n' && !self.after_return;
        self.after_return = byte == b'\r';
        if is_line_end {
            self.lines += 1;
        }
        if self.mode == Mode::LineEnd && !self.goes_on(byte, found) {
            return;
        }
        if self.mode != Mode::Outside {
            return self.step_in_text(byte);
        }
        let in_word = byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
        if in_word && self.frames.is_empty() {
            self.stray = Some(self.line());
        }
        if in_word {
            if self.word.len() < 32 {
                self.word.push(byte);
            } else {
                self.end_word();
                self.word.push(byte);
            }
            return;
        }
        self.end_word();
        match byte {
            b'\n' | b'\r' => self.end_line(found),
            b'"' => {
                self.mode = Mode::Text;
                self.text_line = self.line();
                self.text.clear();
                self.keep(&[byte]);
            }
            b'{' | b'[' => self.open(byte, found),
            b'}' | b']' => self.close(byte, found),
            b':' => {
                self.keep(&[byte]);
                if let Some(item) = self.item()
                    && item.open.is_empty()
                {
                    item.awaits_value = item.key.is_some();
                    item.note_key();
                }
            }
            b',' => {
                self.keep(&[byte]);
                if let Some(item) = self.item()
                    && item.open.is_empty()
                {
                    (item.key, item.awaits_value) = (None, false);
                }
            }
            _ => self.keep(&[byte]),
        }
    }

    fn step_in_text(&mut self, byte: u8) {
        if matches!(byte, b'\n' | b'\r') {
            // No text of JSON goes over a line: this one is broken, or a program left a line end in it.
            self.mode = Mode::LineEnd;
            return;
        }
        self.keep(&[byte]);
        if self.mode == Mode::Escape {
            self.mode = Mode::Text;
        } else if byte == b'\\' {
            self.mode = Mode::Escape;
        } else if byte == b'"' {
            self.mode = Mode::Outside;
            let text = std::mem::take(&mut self.text);
            if let Some(item) = self.item()
                && item.open.is_empty()
                && !item.awaits_value
            {
                item.key = Some(text);
            }
        }
    }

    /// What the first byte that is no blank says of a text that its line does not close: where a value, a key or a
    /// bracket begins the next line, the mark before is one too many, or one is missing. Whether the byte is
    /// still to be read.
    fn goes_on(&mut self, byte: u8, found: &mut dyn FnMut(Found<'_>)) -> bool {
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            return false;
        }
        if !matches!(byte, b'{' | b'}' | b'[' | b']' | b'"') {
            self.mode = Mode::Text;
            self.keep(b"\\n");
            if let Some(item) = self.item() {
                item.no_json = item.no_json.or(Some(RAW_LINE_END));
            }
            return true;
        }
        self.end_unclosed(found);
        true
    }

    /// The text that is open is broken, and so is its item.
    fn end_unclosed(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        self.mode = Mode::Outside;
        let began = self.text_line;
        if let Some(item) = self.item() {
            item.broken = Some("a text that its line does not close");
            // Of a record that began on the same line nothing follows.
            if item.line == began && self.by_line != Some(true) {
                self.end_item(found);
            }
        }
        self.end_line(found);
    }

    /// The item that is being read.
    fn item(&mut self) -> Option<&mut Item> {
        match self.frames.last_mut() {
            Some(Frame::Item(item)) => Some(item),
            _ => None,
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MOST_HELD.saturating_sub(self.held);
        let length = bytes.len() as u64;
        let Some(item) = self.item() else { return };
        if item.raw.len() as u64 + length > LONGEST_ITEM || length > room {
            item.broken = Some("a record longer than 4 MB; give each post a value of its own");
        } else {
            item.raw.extend_from_slice(bytes);
            self.held += length;
        }
    }

    /// A number, or a word: those that Python and R write and JSON does not have become `null`.
    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        let no_json = NO_JSON.into_iter().find(|known| known.as_bytes() == word);
        if no_json.is_some() {
            self.keep(b"null");
            if let Some(item) = self.item() {
                item.no_json = item.no_json.or(no_json);
            }
        } else {
            match word.as_slice() {
                b"True" => self.keep(b"true"),
                b"False" => self.keep(b"false"),
                word => self.keep(word),
            }
        }
    }

    fn open(&mut self, byte: u8, found: &mut dyn FnMut(Found<'_>)) {
        let line = self.line();
        self.has_begun = true;
        self.has_value = true;
        if self.beyond > 0 || self.frames.len() >= DEEPEST {
            if self.beyond == 0 {
                let why = Broken::Form("lists in a thousand lists");
                found(Found::Broken { line, why });
            }
            self.beyond += 1;
            return;
        }
        match self.frames.last_mut() {
            None | Some(Frame::List) => {
                self.frames.push(if byte == b'{' {
                    Frame::Item(Item { raw: vec![b'{'], line, ..Item::default() })
                } else {
                    Frame::List
                });
            }
            Some(Frame::Item(item)) => {
                let holds = item.open.is_empty() && item.holds_items_under_key();
                if !holds {
                    item.raw.push(byte);
                    if item.open.len() < DEEPEST {
                        item.open.push(byte);
                    } else {
                        item.broken = Some("brackets in a thousand brackets");
                    }
                    return;
                }
                item.holds_items = true;
                if item.key.as_deref() == Some(b"messages") {
                    let mut around = item.raw.clone();
                    around.extend_from_slice(b"null}");
                    found(Found::Around { json: &around });
                }
                item.raw.extend_from_slice(b"null");
                self.frames.push(if byte == b'{' {
                    Frame::Item(Item { raw: vec![b'{'], line, ..Item::default() })
                } else {
                    Frame::List
                });
            }
        }
    }

    fn close(&mut self, byte: u8, found: &mut dyn FnMut(Found<'_>)) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        match self.frames.last_mut() {
            Some(Frame::List) if byte == b']' => {
                self.frames.pop();
            }
            None | Some(Frame::List) => {}
            Some(Frame::Item(item)) => {
                item.raw.push(byte);
                if let Some(opened) = item.open.pop() {
                    if (opened == b'{') != (byte == b'}') {
                        item.broken = Some("a bracket that another one closes");
                    }
                    return;
                }
                if byte == b']' {
                    item.broken = Some("a bracket that another one closes");
                    // The list around it is what ends here.
                    self.end_item(found);
                    if matches!(self.frames.last(), Some(Frame::List)) {
                        self.frames.pop();
                    }
                    return;
                }
                self.end_item(found);
            }
        }
    }

    /// The item at hand is whole, or broken.
    fn end_item(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        let Some(Frame::Item(item)) = self.frames.pop() else { return };
        self.held = self.held.saturating_sub(item.raw.len() as u64);
        let on_its_own_line = self.by_line.unwrap_or(false);
        if let Some(what) = item.broken {
            found(Found::Broken { line: item.line, why: Broken::Form(what) });
        } else if item.holds_items {
            found(Found::Outside { json: &item.raw, line: item.line });
        } else {
            let Item { raw, line, no_json, .. } = &item;
            found(Found::Item { json: raw, line: *line, on_its_own_line, no_json: *no_json });
        }
    }

    /// In a file of one item a line, an item that its line does not end is broken, and alone.
    fn end_line(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        let stray = self.stray.take().filter(|_| !self.has_value);
        self.has_value = !self.frames.is_empty();
        if let Some(line) = stray {
            found(Found::Broken { line, why: Broken::Form("a line beside the records") });
        }
        if self.by_line.is_none() {
            self.by_line = self.decide();
        }
        let first = self.frames.iter().find_map(|frame| match frame {
            Frame::Item(item) => Some((item.line, item.broken)),
            Frame::List => None,
        });
        match (self.by_line, first) {
            (Some(true), first) => {
                self.frames.clear();
                (self.held, self.beyond) = (0, 0);
                if let Some((line, broken)) = first {
                    let what = broken.unwrap_or("a record that its line does not end");
                    found(Found::Broken { line, why: Broken::Form(what) });
                }
            }
            _ => self.keep(b"\n"),
        }
    }

    /// Whether the first line with anything in it ends with everything closed, or inside a text, which
    /// no line of a longer value does.
    fn decide(&self) -> Option<bool> {
        let is_broken =
            |frame: &Frame| matches!(frame, Frame::Item(item) if item.broken.is_some());
        self.has_begun.then(|| self.frames.iter().all(is_broken))
    }
}

impl Item {
    /// Whether the value that begins holds items: by its key, and unless this is a post itself.
    fn holds_items_under_key(&self) -> bool {
        let Some(key) = self.key.as_deref().filter(|_| self.awaits_value) else { return false };
        let is_chat = self.has.name && self.has.kind;
        CONTAINERS.contains(&key) && (!self.has.id || is_chat || key == b"messages")
    }

    fn note_key(&mut self) {
        match self.key.as_deref() {
            Some(b"id" | b"id_str") => self.has.id = true,
            Some(b"name") => self.has.name = true,
            Some(b"type") => self.has.kind = true,
            _ => {}
        }
    }
}
