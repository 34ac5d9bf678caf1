//! Pandoc's bracketed spans with attributes, and griot's suppressions, read from Markdown source.
//!
//! One pass with a stack of open brackets; a span may not cross a blank line. Attributes are
//! `.class`, `#id` and `key=value`, the value bare or in quotation marks.

use griot_model::Span;

use super::content::{Bound, Remark};

/// Spans, and remarks on those that were meant but not understood. `hidden` are ranges of code and
/// comments, in order; nothing inside them is read.
pub(super) fn spans(text: &str, hidden: &[Span]) -> (Vec<Bound>, Vec<Remark>) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut remarks = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut hidden = hidden.iter().copied().peekable();
    let mut at = 0;
    while let Some(next) =
        bytes.get(at..).and_then(|rest| memchr::memchr3(b'[', b']', b'\n', rest))
    {
        at += next;
        while hidden.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = hidden.peek().filter(|range| range.start <= at) {
            at = range.end;
            continue;
        }
        let escaped = at > 0 && bytes.get(at - 1) == Some(&b'\\');
        match bytes.get(at) {
            Some(b'\n') if blank_line_follows(bytes, at) => open.clear(),
            Some(b'[') if !escaped => open.push(at),
            Some(b']') if !escaped => {
                let start = open.pop();
                if let (Some(start), Some(b'{')) = (start, bytes.get(at + 1)) {
                    match attributes(text, at + 2) {
                        Some((mut bound, end)) => {
                            bound.span = Span::new(start + 1, at);
                            bound.outer = Span::new(start, end);
                            found.push(bound);
                            at = end;
                            continue;
                        }
                        None => remarks.extend(misread(text, start, at)),
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    (found, remarks)
}

/// `allow(rule) reason="…"` from the inside of a comment, or what is wrong with it. `None` where
/// the comment is not meant for griot.
pub(super) fn allowance(comment: &str) -> Option<Result<(String, String), String>> {
    let order = comment.trim().strip_prefix("griot:")?.trim();
    let expected = "expected <!-- griot: allow(rule) reason=\"…\" -->";
    let parsed = order.strip_prefix("allow(").and_then(|rest| rest.split_once(')'));
    let Some((rule, rest)) = parsed else {
        return Some(Err(format!("comment for griot not understood; {expected}")));
    };
    let reason = rest
        .trim()
        .strip_prefix("reason=")
        .map(|reason| reason.trim().trim_matches(['"', '\'', '“', '”']).trim().to_owned());
    let rule = rule.trim().to_owned();
    Some(match reason {
        Some(reason) if !reason.is_empty() && !rule.is_empty() => Ok((rule, reason)),
        _ => {
            Err(format!("suppression of {rule:?} without a reason is not applied; {expected}"))
        }
    })
}

fn blank_line_follows(bytes: &[u8], newline: usize) -> bool {
    let line = bytes.get(newline + 1..).unwrap_or_default();
    let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    matches!(line.get(blank), Some(b'\n') | None)
}

fn misread(text: &str, start: usize, close: usize) -> Option<Remark> {
    let tail: String = text.get(close..)?.chars().take(12).collect();
    (tail.starts_with("]{.") || tail.starts_with("]{#")).then(|| {
        Remark::at(
            Span::new(start, close + 2),
            "attributes of this span are not understood; expected {.claim #id key=\"value\"}",
        )
    })
}

/// Attributes from `at`, the byte after `{`, and the offset after `}`. The spans are filled in by
/// the caller.
fn attributes(text: &str, mut at: usize) -> Option<(Bound, usize)> {
    let nowhere = Span::new(0, 0);
    let mut bound = Bound {
        span: nowhere,
        outer: nowhere,
        classes: Vec::new(),
        id: None,
        attributes: Vec::new(),
    };
    loop {
        let rest = text.get(at..)?;
        let blank = rest.len() - rest.trim_start().len();
        if rest.get(..blank)?.matches('\n').count() > 1 {
            return None;
        }
        at += blank;
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '}' => return Some((bound, at + 1)),
            '.' | '#' => {
                let name = word(rest.get(1..)?);
                if name.is_empty() {
                    return None;
                }
                if rest.starts_with('.') {
                    bound.classes.push(name.to_owned());
                } else {
                    bound.id = Some(name.to_owned());
                }
                at += 1 + name.len();
            }
            _ => {
                let key = word(rest);
                let after = rest.get(key.len()..)?;
                if key.is_empty() || !after.starts_with('=') {
                    return None;
                }
                let value_at = at + key.len() + 1;
                let (value, span, end) = value(text, value_at)?;
                bound.attributes.push((key.to_owned(), value, span));
                at = end;
            }
        }
    }
}

fn word(text: &str) -> &str {
    let ends = |sign: char| {
        sign.is_whitespace() || matches!(sign, '}' | '{' | '=' | '"' | '\'' | '#' | '[' | ']')
    };
    text.split(ends).next().unwrap_or_default()
}

/// A bare or quoted value, its span without the marks, and the offset after it.
fn value(text: &str, at: usize) -> Option<(String, Span, usize)> {
    let rest = text.get(at..)?;
    let close = match rest.chars().next()? {
        mark @ ('"' | '\'') => mark,
        '“' => '”',
        _ => {
            let ends = |sign: char| sign.is_whitespace() || sign == '}';
            let bare = rest.split(ends).next().filter(|bare| !bare.is_empty())?;
            let span = Span::new(at, at + bare.len());
            return Some((bare.to_owned(), span, span.end));
        }
    };
    let start = at + rest.chars().next()?.len_utf8();
    let inner = text.get(start..)?;
    // A value ends in its own paragraph; this also keeps an unclosed mark from costing a scan of
    // the whole file for each span.
    let length = inner
        .char_indices()
        .take(4096)
        .take_while(|&(i, sign)| sign != '\n' || !blank_line_follows(inner.as_bytes(), i))
        .find(|&(_, sign)| sign == close)?
        .0;
    let span = Span::new(start, start + length);
    Some((span.of(text).to_owned(), span, span.end + close.len_utf8()))
}
