//! Two numbers that are the ends of one: "300 to 500", "$1 billion to $2 billion".

use super::{
    cardinal::{cardinal, magnitude},
    mention::Read,
};
use crate::words::{Token, TokenKind};

/// `300 to 500`, `300–500`, `between 300 and 500`.
pub(super) fn range(tokens: &[Token<'_>], at: usize, other_at: usize, read: &mut Read) {
    let Some(link) = tokens.get(read.next) else { return };
    let before = at.checked_sub(1).and_then(|b| tokens.get(b));
    let between = before.is_some_and(|t| t.is("between"));
    let from = before.is_some_and(|t| t.is("from"));
    let dash =
        link.is_dash() && tokens.get(other_at).is_some_and(|t| t.kind == TokenKind::Number);
    let ballot = before.is_some_and(|t| t.is_any(&["vote", "voted", "votes", "by", "passed"]));
    // "rose from 300 to 500" is two numbers, not a range, and "voted 5 to 78" neither.
    let links = dash || (link.is("to") && !from) || (between && link.is("and"));
    if !links || ballot {
        return;
    }
    let Some((other, next)) = cardinal(tokens, other_at) else { return };
    let mut low = read.value;
    // "two to three million": the magnitude is said once.
    if low < 1000.0
        && other.value >= 1000.0
        && tokens.get(next - 1).is_some_and(|t| magnitude(t.text).is_some())
    {
        let factor = tokens.get(next - 1).and_then(|t| magnitude(t.text)).unwrap_or(1.0);
        low *= factor;
    }
    if other.value <= low || (dash && tokens.get(next).is_some_and(Token::is_dash)) {
        return;
    }
    read.low = low;
    read.high = other.value;
    read.value = f64::midpoint(low, other.value);
    read.tolerance = read.tolerance.max(other.tolerance);
    read.next = next;
}
