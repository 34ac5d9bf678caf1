//! What does a proof say, and where? A proof's text made ready to be asked for particulars.

use std::collections::HashMap;

use griot_model::Span;

use crate::{
    around,
    date::{self, Date},
    lexicon::{Kind, Lexicon, Token, WordId},
    number,
    pack::{Hedge, Packs},
    quantity::Number,
    weekday,
};

/// A sentence of a proof: its tokens and its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) span: Span,
}

/// A proof's text, cut and indexed. It belongs to the [`Reader`] that made it.
#[derive(Debug)]
pub struct Proof {
    /// The text as it was given.
    pub text: String,
    /// The language that it was read in.
    pub language: &'static str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Part>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) dates: Vec<Date>,
    /// Place and the token at which it begins, sorted.
    pub(crate) places: Vec<(u16, u32)>,
    /// Word and token, sorted.
    occurs: Vec<(WordId, u32)>,
    /// Its own day, where it says one.
    pub(crate) own: Option<Date>,
    /// The day of publication that is known from elsewhere: the list of sources, the file's metadata.
    pub(crate) published: Option<Date>,
    pub(crate) hedges: Vec<(usize, usize, Hedge)>,
    /// It says "yesterday" or the like.
    pub(crate) relative_days: bool,
    /// Weekdays that stand beside no date, and their tokens.
    pub(crate) weekdays: Vec<(u8, usize)>,
    /// Its sentences are rows.
    pub(crate) table: bool,
    /// Magnitudes that stand in headings without a number (EUR million), each with its currency.
    pub(crate) scales: Vec<(f64, Option<u16>)>,
    /// What is said of it elsewhere: title, author, publisher; folded words.
    pub(crate) described: String,
    /// Whether it is in a language that no pack is of: what stands in it is found, and what does not is not asked for.
    pub(crate) unread: bool,
    /// The state in which it is published, as its address tells.
    pub(crate) home: Option<u16>,
    /// Letters and digits alone, lower case, with the place of each: for quotations.
    plain: std::cell::OnceCell<Plain>,
}

/// A text without what quotations are copied differently in.
#[derive(Debug)]
pub(crate) struct Plain {
    pub(crate) letters: String,
    places: Vec<(u32, u32)>,
}

impl Plain {
    pub(crate) fn of(text: &str) -> Self {
        let mut letters = String::with_capacity(text.len());
        let mut places = Vec::new();
        let mut space = true;
        for (at, sign) in text.char_indices() {
            if griot_text::script::is_hidden(sign) {
                continue;
            }
            if sign.is_alphanumeric() {
                if places.len() * 32 <= letters.len() {
                    places.push((
                        u32::try_from(letters.len()).unwrap_or(u32::MAX),
                        u32::try_from(at).unwrap_or(u32::MAX),
                    ));
                }
                if sign.is_ascii() {
                    letters.push(sign.to_ascii_lowercase());
                } else {
                    letters.push_str(&crate::letters::folded(sign.encode_utf8(&mut [0; 4])));
                }
                space = false;
            } else if !space && !matches!(sign, '\'' | '’' | 'ʼ' | '`' | '\u{300}'..='\u{36f}')
            {
                letters.push(' ');
                space = true;
            }
        }
        Self { letters, places }
    }

    /// About where a place of the letters stands in the text.
    pub(crate) fn source(&self, at: usize) -> usize {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let index = self.places.partition_point(|place| place.0 <= at);
        self.places
            .get(index.saturating_sub(1))
            .map_or(0, |place| (place.1 + (at - place.0)) as usize)
    }
}

impl Proof {
    pub(crate) fn read(lexicon: &mut Lexicon, text: String, table: bool) -> Self {
        let tokens = lexicon.tokens_of(&text, table);
        let dates = if table {
            date::find_in_cells(lexicon, &text, &tokens)
        } else {
            date::find(lexicon, &text, &tokens)
        };
        let mut in_date = vec![false; tokens.len()];
        for date in &dates {
            for at in date.first..date.end {
                if let Some(flag) = in_date.get_mut(at) {
                    *flag = true;
                }
            }
        }
        let numbers = number::find(lexicon, &text, &tokens, &|at| {
            in_date.get(at).copied().unwrap_or(false)
        });
        let sentences = sentences(lexicon, &tokens);
        let mut occurs = Vec::with_capacity(tokens.len());
        let mut places = Vec::new();
        let mut hedges = Vec::new();
        let mut relative_days = false;
        for (at, token) in tokens.iter().enumerate() {
            let Kind::Word(id) = token.kind else { continue };
            let Some(word) = lexicon.word(id) else { continue };
            let place_at = u32::try_from(at).unwrap_or(u32::MAX);
            if !word.sense.stop {
                occurs.push((id, place_at));
            }
            relative_days |= word.sense.relative_day;
            if !word.places.is_empty() {
                for phrase in &word.places {
                    if lexicon.follows(&tokens, at, phrase).is_some() {
                        places.push((phrase.means, place_at));
                    }
                }
            }
            if word.conditional {
                hedges.push((at, at + 1, Hedge::Alleged));
            }
            for phrase in &word.hedges {
                // A lender that claims 287 million asks for it.
                let asks = word.sense.demand
                    && numbers.iter().any(|it| it.first == at + 1 && it.currency.is_some());
                if let Some(length) =
                    lexicon.follows(&tokens, at, phrase).filter(|length| !asks || *length > 1)
                {
                    hedges.push((at, at + length, phrase.means));
                }
            }
        }
        occurs.sort_unstable();
        places.sort_unstable();
        places.dedup();
        let own = dates
            .iter()
            .find(|date| {
                date.day.is_some()
                    && date.month.is_some()
                    && date.year.is_some()
                    && tokens.get(date.first).is_some_and(|token| token.start < 2_000)
            })
            .copied();
        let days = dates.iter().filter(|date| date.day.is_some());
        let days = days.map(|date| (date.first, date.end));
        let weekdays = weekday::lone_weekdays(lexicon, &tokens, days);
        let language = lexicon.pack.code;
        let scales = scales(lexicon, &tokens, &sentences);
        Self {
            text,
            language,
            tokens,
            sentences,
            numbers,
            dates,
            places,
            occurs,
            own,
            published: None,
            hedges,
            relative_days,
            weekdays,
            table,
            scales,
            described: String::new(),
            unread: false,
            home: None,
            plain: std::cell::OnceCell::new(),
        }
    }

    /// The tokens at which a spelling stands.
    pub(crate) fn at(&self, id: WordId) -> impl Iterator<Item = usize> + '_ {
        let from = self.occurs.partition_point(|(word, _)| *word < id);
        self.occurs
            .iter()
            .skip(from)
            .take_while(move |(word, _)| *word == id)
            .map(|(_, at)| *at as usize)
    }

    pub(crate) fn has(&self, id: WordId) -> bool {
        self.at(id).next().is_some()
    }

    /// The tokens at which a place is named.
    pub(crate) fn at_place(&self, place: u16) -> impl Iterator<Item = usize> + '_ {
        let from = self.places.partition_point(|(known, _)| *known < place);
        self.places
            .iter()
            .skip(from)
            .take_while(move |(known, _)| *known == place)
            .map(|(_, at)| *at as usize)
    }

    /// Different spellings with a capital.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = WordId> + '_ {
        let mut last = None;
        self.occurs.iter().filter_map(move |(id, _)| {
            let fresh = last != Some(*id);
            last = Some(*id);
            fresh.then_some(*id)
        })
    }

    /// Whether a token stands in a line without a full stop: a title, a heading, a caption.
    pub(crate) fn is_title(&self, token: usize) -> bool {
        let part = self.sentences.get(self.sentence(token));
        let last = part.and_then(|part| self.tokens.get(part.end.checked_sub(1)?));
        !self.table
            && last.is_some_and(|last| {
                matches!(last.kind, Kind::Word(_) | Kind::Digits | Kind::Mark('%' | '٪'))
            })
    }

    /// How many cells a line of a table has beyond the first, and whether one of them is a number, or a day or month: years alone
    /// name columns as well.
    fn cells(&self, line: usize) -> Option<(usize, bool)> {
        let part = self.sentences.get(line)?;
        let from = self.numbers.partition_point(|it| it.first < part.first);
        let number = self.numbers.get(from).is_some_and(|it| it.first < part.end);
        let from = self.dates.partition_point(|it| it.first < part.first);
        let dates = self.dates.iter().skip(from).take_while(|it| it.first < part.end);
        let filled = number || dates.into_iter().any(|it| it.month.is_some());
        Some((part.span.of(&self.text).matches('\t').count(), filled))
    }

    /// Whether a line of a table has cells, and a number among them.
    pub(crate) fn is_row(&self, line: usize) -> bool {
        self.cells(line).is_some_and(|(more, number)| more > 0 && number)
    }

    /// Whether a line of a table names its columns: the first one, or one without numbers above a row of as many cells.
    pub(crate) fn is_heading(&self, line: usize) -> bool {
        let own = self.cells(line);
        line == 0
            || own.is_some_and(|(more, number)| more > 0 && !number)
                && self.is_row(line + 1)
                && own.map(|it| it.0) == self.cells(line + 1).map(|it| it.0)
    }

    /// The line that names the columns of a row.
    pub(crate) fn heading_of(&self, row: usize) -> Option<&Part> {
        const FAR: usize = 1000;
        let line = (0..row).rev().take(FAR).find(|line| self.is_heading(*line));
        self.sentences.get(line.unwrap_or(0))
    }

    /// The sentence in which a token stands.
    pub(crate) fn sentence(&self, token: usize) -> usize {
        self.sentences
            .partition_point(|part| part.end <= token)
            .min(self.sentences.len().saturating_sub(1))
    }

    pub(crate) fn plain(&self) -> &Plain {
        self.plain.get_or_init(|| Plain::of(&self.text))
    }

    /// The bytes of a run of tokens.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        let start = self.tokens.get(first).map_or(0, |token| token.start as usize);
        let last = end.checked_sub(1).and_then(|at| self.tokens.get(at));
        Span::new(start, last.map_or(start, |token| token.end as usize).max(start))
    }
}

/// Magnitudes in headings of tables: *EUR million*, *milliards GNF*.
fn scales(lexicon: &Lexicon, tokens: &[Token], sentences: &[Part]) -> Vec<(f64, Option<u16>)> {
    const LONGEST: usize = 14;
    let mut found = Vec::new();
    for part in sentences {
        let part = tokens.get(part.first..part.end).unwrap_or_default();
        let heading = part.last().is_some_and(|last| !last.is_mark('.'));
        let currency = part.iter().find_map(|token| around::currency_sign(lexicon, token));
        if part.len() > LONGEST || !heading && currency.is_none() {
            continue;
        }
        for (at, token) in part.iter().enumerate() {
            let factor = lexicon.sense(token).magnitude.filter(|factor| *factor >= 1000.0);
            let before = at.checked_sub(1).and_then(|at| part.get(at));
            let counted = before.is_some_and(|it| {
                it.kind == Kind::Digits && it.end - it.start < 4
                    || lexicon.sense(it).cardinal.is_some()
            });
            let long = lexicon.of(token).is_some_and(|word| word.letters > 1);
            // "Amounts in millions of dollars." above the table.
            let told = heading || before.is_some_and(|it| lexicon.sense(it).stop);
            if let Some(factor) = factor.filter(|_| long && told && !counted) {
                found.push((factor, currency));
            }
        }
    }
    found.dedup();
    found
}

/// Sentences by full stops, line ends and blank lines.
fn sentences(lexicon: &Lexicon, tokens: &[Token]) -> Vec<Part> {
    let mut found = Vec::new();
    let mut first = 0;
    let mut close = |first: &mut usize, end: usize| {
        let (Some(start), Some(last)) =
            (tokens.get(*first), end.checked_sub(1).and_then(|at| tokens.get(at)))
        else {
            return;
        };
        if end > *first {
            found.push(Part {
                first: *first,
                end,
                span: Span::new(
                    start.start as usize,
                    (last.end as usize).max(start.start as usize),
                ),
            });
        }
        *first = end;
    };
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Break => {
                close(&mut first, at);
                first = at + 1;
            }
            Kind::Mark('.' | '!' | '?' | '…' | '؟' | '۔') => {
                let next = tokens.get(at + 1);
                let apart = next.is_none_or(|next| !next.glued || closes(next));
                let before = at.checked_sub(1).and_then(|at| tokens.get(at));
                let word =
                    before.filter(|it| it.end == token.start).and_then(|it| lexicon.of(it));
                let short = token.is_mark('.')
                    && word.is_some_and(|word| {
                        word.sense.abbreviation || word.letters == 1 && word.capital
                    });
                let starts = next.is_none_or(|next| match next.kind {
                    Kind::Word(id) => lexicon.word(id).is_none_or(|word| {
                        word.capital || !word.written.chars().any(char::is_lowercase)
                    }),
                    Kind::Digits | Kind::Break => true,
                    Kind::Mark(sign) => !matches!(sign, ',' | ';' | ':' | ')' | '-'),
                });
                let ordinal = lexicon.is_ordinal_point(tokens, at);
                if apart && starts && !short && !ordinal {
                    let mut end = at + 1;
                    while tokens.get(end).is_some_and(|it| it.glued && closes(it)) {
                        end += 1;
                    }
                    close(&mut first, end);
                }
            }
            _ if at.saturating_sub(first) >= 120 => close(&mut first, at),
            _ => {}
        }
    }
    close(&mut first, tokens.len());
    found
}

fn closes(token: &Token) -> bool {
    matches!(token.kind, Kind::Mark('"' | '”' | '“' | '’' | '\'' | '»' | '«' | ')' | ']'))
}

/// Reads texts in every language and keeps what it learned of their words.
#[derive(Debug)]
pub struct Reader {
    lexicons: HashMap<&'static str, Lexicon>,
    packs: &'static Packs,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self { lexicons: HashMap::new(), packs: Packs::embedded() }
    }
}

impl Reader {
    /// Reads the text of a proof.
    pub fn proof(&mut self, text: &str) -> Proof {
        self.read(text, false)
    }

    /// Reads a proof whose lines are the rows of a table.
    pub fn table(&mut self, text: &str) -> Proof {
        self.read(text, true)
    }

    fn read(&mut self, text: &str, table: bool) -> Proof {
        let code = self.packs.language(text).map_or("en", |pack| pack.code);
        let unread = self.packs.is_of_another_language(text, code);
        match self.lexicon(code) {
            Some(lexicon) => Proof { unread, ..Proof::read(lexicon, text.to_owned(), table) },
            None => Proof::empty(text),
        }
    }

    pub(crate) fn lexicon(&mut self, code: &'static str) -> Option<&mut Lexicon> {
        let pack = self.packs.get(code)?;
        Some(self.lexicons.entry(pack.code).or_insert_with(|| Lexicon::new(pack)))
    }

    pub(crate) fn known(&self, code: &str) -> Option<&Lexicon> {
        self.lexicons.get(code)
    }
}

impl Proof {
    /// Tells the day of publication, as `2022-10-04`.
    pub fn set_published(&mut self, day: &str) {
        let mut parts = day.trim().split('-');
        let year = parts.next().and_then(|it| it.parse().ok());
        let month = parts.next().and_then(|it| it.parse().ok());
        let day = parts.next().and_then(|it| it.get(..2)?.parse().ok());
        if year.is_some() {
            self.published = Some(Date { day, month, year, ..Date::default() });
        }
    }

    /// Tells title, author and publisher, which the text need not repeat.
    pub fn set_described(&mut self, words: &str) {
        let words: Vec<String> =
            crate::letters::cut(words).into_iter().map(crate::letters::folded).collect();
        self.described = format!(" {} ", words.join(" "));
    }

    /// Tells the address at which it is published.
    pub fn set_address(&mut self, url: &str) {
        self.home = Packs::embedded().state_of_host(url);
    }

    fn empty(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            language: "en",
            tokens: Vec::new(),
            sentences: Vec::new(),
            numbers: Vec::new(),
            dates: Vec::new(),
            places: Vec::new(),
            occurs: Vec::new(),
            own: None,
            published: None,
            hedges: Vec::new(),
            relative_days: false,
            weekdays: Vec::new(),
            table: false,
            scales: Vec::new(),
            described: String::new(),
            unread: false,
            home: None,
            plain: std::cell::OnceCell::new(),
        }
    }
}
