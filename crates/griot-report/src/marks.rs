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
    /// In the order of the text.
    laid: Vec<(&'a Mark, Shown)>,
    /// The first mark that is not signed yet, since all before it are done with.
    first_open: usize,
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
        let mut laid: Vec<_> = marks.iter().map(|mark| (mark, Shown::Nothing)).collect();
        laid.sort_by_key(|(mark, _)| mark.span);
        Self { laid, first_open: 0, hidden, in_link: false }
    }

    /// Markup of the words of `range`, which are `source` itself.
    pub(crate) fn verbatim(&mut self, source: &str, range: Span) -> String {
        let mut cuts: Vec<usize> = vec![range.start, range.end];
        let hidden = between(&self.hidden, range);
        let spans = self.open_before(range.end).map(|(_, mark, _)| mark.span);
        let spans = spans.chain(hidden.iter().copied());
        cuts.extend(spans.filter(|s| s.overlaps(range)).flat_map(|s| [s.start, s.end]));
        cuts.retain(|cut| {
            (range.start..=range.end).contains(cut) && source.is_char_boundary(*cut)
        });
        cuts.sort_unstable();
        cuts.dedup();
        let pieces = cuts.windows(2).map(|pair| Span::new(pair[0], pair[1]));
        let shown = pieces.filter(|piece| !hidden.iter().any(|hidden| hidden.contains(*piece)));
        let mut out = String::new();
        for piece in shown.collect::<Vec<_>>() {
            self.piece(&mut out, piece, piece.of(source));
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
        for (mark, shown) in self.laid.iter_mut().skip(self.first_open) {
            if mark.span.start > end {
                break;
            }
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
        let done = self.laid.iter().skip(self.first_open);
        self.first_open += done.take_while(|(_, shown)| *shown == Shown::Sign).count();
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

    /// Marks that begin before `end` and may still have something to show, with their places.
    fn open_before(&self, end: usize) -> impl Iterator<Item = (usize, &'a Mark, Shown)> + '_ {
        let open = self.laid.iter().enumerate().skip(self.first_open);
        open.map(|(index, (mark, shown))| (index, *mark, *shown))
            .take_while(move |(_, mark, _)| mark.span.start < end)
    }

    fn piece(&mut self, out: &mut String, range: Span, text: &str) {
        let text = escaped(text);
        let here = self.open_before(range.end).filter(|(_, mark, _)| mark.span.overlaps(range));
        let loudest = here.min_by_key(|(_, mark, _)| loudness(mark.verdict));
        let Some((index, mark, shown)) = loudest else {
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
            let words = format!("<span class=\"claim {class}\"{id}><u>{text}</u></span>");
            out.push_str(&words);
            return;
        }
        let sign = if now == Shown::Sign { sign(mark.verdict) } else { String::new() };
        let href = escaped(&mark.href);
        let link =
            format!("<a class=\"claim {class}\"{id} href=\"{href}\"><u>{text}</u>{sign}</a>");
        out.push_str(&link);
        out.push_str(&self.waiting(range.end));
    }
}

/// Those of ordered, disjoint spans that share a byte with `range`.
pub(crate) fn between(spans: &[Span], range: Span) -> &[Span] {
    let first = spans.partition_point(|span| span.end <= range.start);
    let last = spans.partition_point(|span| span.start < range.end);
    spans.get(first..last).unwrap_or_default()
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
        // The joiner keeps a sign on the line of its word.
        "&#8288;<span class=\"sign\"><span aria-hidden=\"true\">{}</span><span class=\"word\"> {}</span></span>",
        words::sign(verdict),
        words::verdict(verdict).to_lowercase()
    )
}
