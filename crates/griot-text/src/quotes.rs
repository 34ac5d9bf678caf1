//! Whose words stand between quotation marks?
//!
//! Marks pair within a block: “ ”, „ “, « », » «, ‹ ›, ‘ ’ and straight ones. An apostrophe is not a
//! mark. A quotation that is not closed ends with its block and says so.

use griot_model::Span;

use crate::{
    document::Document,
    sentences::{Sentence, of_block},
};

/// Words between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// With the marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Whether the closing mark is there.
    pub closed: bool,
    /// 0 for a quotation that stands in no other.
    pub depth: usize,
    /// Index of the block.
    pub block: usize,
}

/// All quotations of a document, in the order of their opening marks.
pub fn find(document: &Document) -> Vec<Quote> {
    let mut found = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        found.extend(of_sentence(&of_block(&document.text, block, index)));
    }
    found
}

/// Quotations of one sentence (or block), in the order of their opening marks. One that runs on
/// into the next sentence is cut at the end of this one.
pub fn of_sentence(sentence: &Sentence) -> Vec<Quote> {
    let mut found: Vec<Quote> = Vec::new();
    // Opening marks that wait: index in `found`, and the mark that closes.
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut before = None;
    let mut signs = sentence.text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let after = signs.peek().map(|&(_, next)| next);
        let end = at + sign.len_utf8();
        let closing = open.iter().rposition(|&(_, close)| close == sign);
        if let Some(position) = closing.filter(|_| closes(sign, before, after)) {
            if let Some(quote) = open.get(position).and_then(|&(index, _)| found.get_mut(index))
            {
                quote.span.end = end;
                quote.inner.end = at;
                quote.closed = true;
            }
            open.truncate(position);
        } else if let Some(close) = opens(sign, before, after)
            && open.len() < 16
        {
            let all = sentence.text.len();
            let (span, inner) = (Span::new(at, all), Span::new(end, all));
            let depth = open.len();
            open.push((found.len(), close));
            found.push(Quote { span, inner, closed: false, depth, block: sentence.block });
        }
        before = Some(sign);
    }
    for (index, _) in &open {
        // A mark that stays open holds what its sentence has, but not what was closed around it.
        if let Some(quote) = found.get(*index).filter(|quote| quote.depth > 0) {
            let around = found.iter().take(*index).rev().find(|other| {
                other.closed
                    && other.span.contains(Span::new(quote.span.start, quote.span.start))
            });
            let limit = around.map_or(sentence.text.len(), |around| around.inner.end);
            if let Some(quote) = found.get_mut(*index) {
                quote.span.end = limit.max(quote.inner.start);
                quote.inner.end = quote.span.end;
            }
        }
    }
    for quote in &mut found {
        quote.span = sentence.source(quote.span);
        // What stands between two marks and is not seen belongs to neither.
        let inner = sentence.source(quote.inner);
        let within = |at: usize| at.clamp(quote.span.start, quote.span.end);
        quote.inner = Span::new(within(inner.start), within(inner.end));
    }
    found
}

/// The mark that closes what this one opens here.
fn opens(sign: char, before: Option<char>, after: Option<char>) -> Option<char> {
    let fresh = before.is_none_or(|before| !before.is_alphanumeric());
    let full = after.is_some_and(|after| !after.is_whitespace());
    match sign {
        '“' | '„' => Some(if sign == '„' { '“' } else { '”' }),
        '«' => Some('»'),
        // German: »wir gehen«.
        '»' if before.is_none_or(|before| before.is_whitespace() || before == '(')
            && after.is_some_and(char::is_alphanumeric) =>
        {
            Some('«')
        }
        '‹' => Some('›'),
        '‘' if fresh => Some('’'),
        '"' if fresh && full => Some('"'),
        '\'' if fresh && full => Some('\''),
        _ => None,
    }
}

/// Whether a mark that could close does so here and is not an apostrophe.
fn closes(sign: char, before: Option<char>, after: Option<char>) -> bool {
    let inside_word =
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    match sign {
        '’' | '\'' => !inside_word && before.is_some_and(|before| !before.is_whitespace()),
        '"' => before.is_some_and(|before| !before.is_whitespace()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, bool, usize)]) {
        let quotes = of_sentence(&Sentence::plain(text));
        let found: Vec<_> =
            quotes.iter().map(|q| (q.inner.of(text), q.closed, q.depth)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn quotations() {
        check("a “patient friend” and", &[("patient friend", true, 0)]);
        check("he said \"no way\" twice", &[("no way", true, 0)]);
        check("« sans délai » dit-il", &[(" sans délai ", true, 0)]);
        check("er rief: »sofort«, dann", &[("sofort", true, 0)]);
        check("“He said ‘no’ to it”", &[("He said ‘no’ to it", true, 0), ("no", true, 1)]);
        check("Mali’s ‘Russia’s friend’", &[("Russia’s friend", true, 0)]);
        check("it’s the soldiers’ pay", &[]);
        check("“never closed", &[("never closed", false, 0)]);
        check("don't 'quote' me", &[("quote", true, 0)]);
    }
}
