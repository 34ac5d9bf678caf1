//! Where does a word of SQL end? The tokens of SQLite, with their places.
//!
//! SQLite decides what a query means; this only finds its words, so that clauses can be told from
//! names, strings and comments.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in double quotes, backticks or brackets.
    Quoted,
    /// A string or a blob.
    Literal,
    /// A number.
    Number,
    /// `?`, `?1`, `:name`, `@name` or `$name`.
    Parameter,
    /// One sign: an operator or part of one, a comma, a dot.
    Sign,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `;`
    End,
}

/// A token of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'s> {
    pub(crate) kind: TokenKind,
    /// As written, with its quotes.
    pub(crate) text: &'s str,
    /// Byte after its last.
    pub(crate) end: usize,
}

impl Token<'_> {
    /// Whether it is this keyword, in any case. A quoted name is none.
    pub(crate) fn is(&self, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is one of these keywords.
    pub(crate) fn is_any(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }

    /// Whether it is this sign.
    pub(crate) fn is_sign(&self, sign: &str) -> bool {
        self.kind == TokenKind::Sign && self.text == sign
    }

    /// A name without its quotes and in small letters, since SQLite's names have no case.
    pub(crate) fn name(&self) -> Option<String> {
        match self.kind {
            TokenKind::Word => Some(self.text.to_ascii_lowercase()),
            TokenKind::Quoted => {
                let mut letters = self.text.chars();
                let quote = letters.next()?;
                letters.next_back();
                let inside = letters.as_str();
                let doubled = format!("{quote}{quote}");
                Some(inside.replace(&doubled, &quote.to_string()).to_ascii_lowercase())
            }
            _ => None,
        }
    }
}

/// Every token of a text, without blanks and comments.
pub(crate) fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = sql.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, kind) = first(rest);
        // A token holds at least one letter, so that this ends.
        let length = length.max(rest.chars().next().map_or(1, char::len_utf8));
        if let (Some(kind), Some(text)) = (kind, rest.get(..length)) {
            tokens.push(Token { kind, text, end: at + length });
        }
        at += length;
    }
    tokens
}

/// How many statements a text has: stretches between semicolons that hold any token.
pub(crate) fn statements(tokens: &[Token<'_>]) -> usize {
    tokens.split(|token| token.kind == TokenKind::End).filter(|part| !part.is_empty()).count()
}

/// Length of the first token in bytes, and what it is; blanks and comments are none.
fn first(rest: &str) -> (usize, Option<TokenKind>) {
    let mut letters = rest.chars();
    let (letter, next) = (letters.next().unwrap_or(' '), letters.next());
    let run = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    let until = |end: &str, from: usize| {
        let found = rest.get(from..).and_then(|rest| rest.find(end));
        found.map_or(rest.len(), |place| from + place + end.len())
    };
    match (letter, next) {
        (' ' | '\t' | '\n' | '\r' | '\u{C}', _) => {
            (run(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')), None)
        }
        ('-', Some('-')) => (until("\n", 2), None),
        ('/', Some('*')) => (until("*/", 2), None),
        ('\'', _) => (quoted(rest, '\''), Some(TokenKind::Literal)),
        ('x' | 'X', Some('\'')) => {
            let string = rest.get(1..).map_or(0, |string| quoted(string, '\''));
            (1 + string, Some(TokenKind::Literal))
        }
        ('"' | '`', _) => (quoted(rest, letter), Some(TokenKind::Quoted)),
        ('[', _) => (until("]", 1), Some(TokenKind::Quoted)),
        ('0'..='9', _) | ('.', Some('0'..='9')) => (number(rest), Some(TokenKind::Number)),
        ('?' | ':' | '@' | '$', _) => {
            let name = rest.get(1..).unwrap_or_default();
            let name = name.find(|c| !is_name(c)).unwrap_or(name.len());
            (1 + name, Some(TokenKind::Parameter))
        }
        ('(', _) => (1, Some(TokenKind::Open)),
        (')', _) => (1, Some(TokenKind::Close)),
        (';', _) => (1, Some(TokenKind::End)),
        (letter, _) if is_name(letter) => (run(is_name), Some(TokenKind::Word)),
        (letter, _) => (letter.len_utf8(), Some(TokenKind::Sign)),
    }
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$' || !letter.is_ascii()
}

/// Length of a text in quotes, in which a doubled quote stands for itself.
fn quoted(rest: &str, quote: char) -> usize {
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((place, letter)) = letters.next() {
        if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return place + quote.len_utf8();
        }
    }
    rest.len()
}

/// Length of a number: digits, a point, an exponent with its sign.
fn number(rest: &str) -> usize {
    let is_hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
    let mut before = ' ';
    let end = rest.find(|letter: char| {
        let signed = matches!(letter, '+' | '-') && matches!(before, 'e' | 'E');
        let belongs = letter == '.' || is_name(letter) || (signed && !is_hexadecimal);
        before = letter;
        !belongs
    });
    end.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str) -> Vec<&str> {
        tokens(sql).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_end_where_sqlite_ends_them() {
        for (sql, expected) in [
            ("select a.b", vec!["select", "a", ".", "b"]),
            ("'it''s' \"a\"\"b\" `c` [d e]", vec!["'it''s'", "\"a\"\"b\"", "`c`", "[d e]"]),
            ("1.5e-3+.5 0x1F-1", vec!["1.5e-3", "+", ".5", "0x1F", "-", "1"]),
            ("a--; b\n/* ; ' */c", vec!["a", "c"]),
            ("x'00' x", vec!["x'00'", "x"]),
            ("?1 :a @b $c", vec!["?1", ":a", "@b", "$c"]),
            ("событие=2", vec!["событие", "=", "2"]),
            ("'open", vec!["'open"]),
            ("/* open", vec![]),
            ("a->>'$.b'||c", vec!["a", "-", ">", ">", "'$.b'", "|", "|", "c"]),
        ] {
            assert_eq!(texts(sql), expected, "{sql}");
        }
    }

    #[test]
    fn statements_are_counted_between_semicolons() {
        for (sql, expected) in [
            ("", 0),
            ("-- nothing", 0),
            (";;", 0),
            ("select 1", 1),
            ("select 1;", 1),
            ("select ';'; -- ; \n", 1),
            ("select 1; select 2", 2),
        ] {
            assert_eq!(statements(&tokens(sql)), expected, "{sql}");
        }
    }

    #[test]
    fn a_name_has_no_quotes_and_no_case() {
        let names: Vec<Option<String>> =
            tokens("Vote \"Ro\"\"W\" [A b] 'x'").iter().map(Token::name).collect();
        let expected = ["vote", "ro\"w", "a b"].map(|name| Some(name.to_owned()));
        assert_eq!(names, [&expected[..], &[None]].concat());
    }
}
