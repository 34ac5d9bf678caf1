//! Claims laid on the words of a report: an underline, a sign and a word for each verdict.

use griot_model::{Span, Verdict};

use crate::{escape::escaped, words};

/// A claim as it is shown in the text.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// The words.
    pub(crate) span: Span,
    /// What the evidence makes of them.
    pub(crate) verdict: Verdict,
    /// Anchor of the words, unique on the page.
    pub(crate) anchor: String,
    /// Page of the claim.
    pub(crate) href: String,
    /// The verdict in a sentence, as it stands beside the text.
    pub(crate) message: String,
}

/// Walks once through a text, from its first byte to its last, and lays marks on it.
#[derive(Debug)]
pub(crate) struct Marks<'a> {
    laid: Vec<(&'a Mark, Shown)>,
    /// Byte ranges of the source that are not shown, in order.
    hidden: Vec<Span>,
    /// Links do not nest: inside one, the words are marked and the sign waits.
    in_link: bool,
}

/// How much of a mark is on the page already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Words,
    Sign,
}

impl<'a> Marks<'a> {
    pub(crate) fn new(marks: &'a [Mark], hidden: Vec<Span>) -> Self {
        let marks = marks.iter().map(|mark| (mark, Shown::Nothing)).collect();
        Self { laid: marks, hidden, in_link: false }
    }

    /// Markup of the words of `range`, which are `source` itself.
    pub(crate) fn verbatim(&mut self, source: &str, range: Span) -> String {
        let mut cuts: Vec<usize> = vec![range.start, range.end];
        let spans =
            self.laid.iter().map(|(mark, _)| mark.span).chain(self.hidden.iter().copied());
        cuts.extend(spans.filter(|s| s.overlaps(range)).flat_map(|s| [s.start, s.end]));
        cuts.retain(|cut| {
            (range.start..=range.end).contains(cut) && source.is_char_boundary(*cut)
        });
        cuts.sort_unstable();
        cuts.dedup();
        let mut out = String::new();
        for pair in cuts.windows(2) {
            let piece = Span::new(pair[0], pair[1]);
            if !self.hidden.iter().any(|hidden| hidden.contains(piece)) {
                self.piece(&mut out, piece, piece.of(source));
            }
        }
        out
    }

    /// Markup of `text`, which stands for `range` of the source but is written differently there.
    pub(crate) fn other(&mut self, text: &str, range: Span) -> String {
        let mut out = String::new();
        self.piece(&mut out, range, text);
        out
    }

    pub(crate) fn enter_link(&mut self) {
        self.in_link = true;
    }

    pub(crate) fn leave_link(&mut self) {
        self.in_link = false;
    }

    /// Signs that still wait before `end`, where a mark does not end on words, and every mark
    /// that begins there and was not shown at all.
    pub(crate) fn waiting(&mut self, end: usize) -> String {
        let mut out = String::new();
        if self.in_link {
            return out;
        }
        for (mark, shown) in &mut self.laid {
            if *shown == Shown::Sign || mark.span.end > end {
                continue;
            }
            let class = words::class(mark.verdict);
            let id = if *shown == Shown::Nothing { anchor(mark) } else { String::new() };
            let (href, sign) = (escaped(&mark.href), sign(mark.verdict));
            let link = format!("<a class=\"claim {class}\"{id} href=\"{href}\">{sign}</a>");
            out.push_str(&link);
            *shown = Shown::Sign;
        }
        out
    }

    /// Signs of claims whose words are not on the page at all, in a paragraph of their own.
    pub(crate) fn leftover(&mut self) -> String {
        self.in_link = false;
        let signs = self.waiting(usize::MAX);
        if signs.is_empty() {
            return signs;
        }
        format!("<p class=\"leftover\">Claims on words that are not shown here: {signs}</p>\n")
    }

    fn piece(&mut self, out: &mut String, range: Span, text: &str) {
        let text = escaped(text);
        let loudest = self
            .laid
            .iter()
            .enumerate()
            .filter(|(_, (mark, _))| mark.span.overlaps(range))
            .min_by_key(|(_, (mark, _))| loudness(mark.verdict));
        let Some((index, (mark, shown))) = loudest.map(|(i, m)| (i, *m)) else {
            out.push_str(&text);
            out.push_str(&self.waiting(range.end));
            return;
        };
        let class = words::class(mark.verdict);
        let id = if shown == Shown::Nothing { anchor(mark) } else { String::new() };
        let ends = mark.span.end <= range.end;
        let now = if ends && !self.in_link { Shown::Sign } else { Shown::Words };
        if let Some((_, shown)) = self.laid.get_mut(index) {
            *shown = now;
        }
        if self.in_link {
            let words = format!("<span class=\"claim {class}\"{id}>{text}</span>");
            out.push_str(&words);
            return;
        }
        let sign = if now == Shown::Sign { sign(mark.verdict) } else { String::new() };
        let href = escaped(&mark.href);
        let link = format!("<a class=\"claim {class}\"{id} href=\"{href}\">{text}{sign}</a>");
        out.push_str(&link);
        out.push_str(&self.waiting(range.end));
    }
}

/// The order in which verdicts win where claims lie on the same words.
pub(crate) fn loudness(verdict: Verdict) -> usize {
    Verdict::ALL.iter().position(|one| *one == verdict).unwrap_or(Verdict::ALL.len())
}

fn anchor(mark: &Mark) -> String {
    format!(" id=\"{}\"", escaped(&mark.anchor))
}

fn sign(verdict: Verdict) -> String {
    format!(
        "<span class=\"sign\"><span aria-hidden=\"true\">{}</span><span class=\"word\"> {}</span></span>",
        words::sign(verdict),
        words::verdict(verdict).to_lowercase()
    )
}
