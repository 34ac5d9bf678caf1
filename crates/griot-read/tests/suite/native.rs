//! Trees as pandoc shows them, as far as words, notes, links and comments go.

/// A value of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Named(String, Vec<Value>),
    List(Vec<Value>),
    Text(String),
}

/// What a tree says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) body: String,
    pub(crate) notes: Vec<String>,
    pub(crate) links: Vec<String>,
    /// Author and words.
    pub(crate) comments: Vec<(String, String)>,
    pub(crate) inserted: Vec<String>,
    pub(crate) deleted: Vec<String>,
}

struct Parser<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
}

pub(crate) fn parse(text: &str) -> Value {
    let mut parser = Parser { rest: text.chars().peekable() };
    parser.value()
}

impl Parser<'_> {
    fn blank(&mut self) {
        while self.rest.next_if(|it| it.is_whitespace()).is_some() {}
    }

    fn value(&mut self) -> Value {
        self.blank();
        match self.rest.peek() {
            Some('[' | '(' | '{') => self.list(),
            Some('"') => self.text(),
            _ => {
                let name = self.word();
                let mut arguments = Vec::new();
                loop {
                    self.blank();
                    match self.rest.peek() {
                        None | Some(',' | ']' | ')' | '}') => break,
                        Some('=') => {
                            self.rest.next();
                            arguments.push(self.value());
                        }
                        _ => arguments.push(self.atom()),
                    }
                }
                Value::Named(name, arguments)
            }
        }
    }

    fn atom(&mut self) -> Value {
        match self.rest.peek() {
            Some('[' | '(' | '{') => self.list(),
            Some('"') => self.text(),
            _ => Value::Named(self.word(), Vec::new()),
        }
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(sign) = self.rest.next_if(|it| {
            !it.is_whitespace()
                && !matches!(it, ',' | '[' | ']' | '(' | ')' | '{' | '}' | '"' | '=')
        }) {
            word.push(sign);
        }
        if word.is_empty() {
            self.rest.next();
        }
        word
    }

    fn list(&mut self) -> Value {
        self.rest.next();
        let mut all = Vec::new();
        loop {
            self.blank();
            match self.rest.peek() {
                None => break,
                Some(']' | ')' | '}') => {
                    self.rest.next();
                    break;
                }
                Some(',') => {
                    self.rest.next();
                }
                _ => all.push(self.value()),
            }
        }
        Value::List(all)
    }

    fn text(&mut self) -> Value {
        self.rest.next();
        let mut text = String::new();
        while let Some(sign) = self.rest.next() {
            match sign {
                '"' => break,
                '\\' => match self.rest.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('&') | None => {}
                    Some(digit) if digit.is_ascii_digit() => {
                        let mut code = digit.to_string();
                        while let Some(next) = self.rest.next_if(char::is_ascii_digit) {
                            code.push(next);
                        }
                        text.extend(code.parse().ok().and_then(char::from_u32));
                    }
                    Some(sign) => text.push(sign),
                },
                sign => text.push(sign),
            }
        }
        Value::Text(text)
    }
}

/// What a tree says.
pub(crate) fn said(tree: &Value) -> Said {
    let mut said = Said::default();
    let mut body = String::new();
    walk(tree, &mut body, &mut said);
    said.body = body;
    said
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::List(all)) => all,
        _ => &[],
    }
}

fn walk(value: &Value, out: &mut String, said: &mut Said) {
    match value {
        Value::Text(_) => {}
        Value::List(all) => all.iter().for_each(|it| walk(it, out, said)),
        Value::Named(name, arguments) => match name.as_str() {
            "Str" => out.push_str(&text_of(arguments.first())),
            "Space" | "SoftBreak" | "LineBreak" => out.push(' '),
            "Code" | "CodeBlock" | "Math" => out.push_str(&text_of(arguments.get(1))),
            "Note" => {
                let mut note = String::new();
                for it in arguments {
                    walk(it, &mut note, said);
                }
                said.notes.push(note);
            }
            "Link" => {
                if let Some(it) = arguments.get(1) {
                    walk(it, out, said);
                }
                said.links.push(text_of(items(arguments.get(2)).first()));
            }
            "Quoted" => {
                let single = matches!(arguments.first(), Some(Value::Named(kind, _)) if kind == "SingleQuote");
                out.push(if single { '‘' } else { '“' });
                for it in arguments {
                    walk(it, out, said);
                }
                out.push(if single { '’' } else { '”' });
            }
            "Span" => {
                let attributes = items(arguments.first());
                let class = text_of(items(attributes.get(1)).first());
                let mut inner = String::new();
                match class.as_str() {
                    "comment-start" => {
                        arguments.get(1).into_iter().for_each(|it| walk(it, &mut inner, said));
                        let pairs = items(attributes.get(2)).iter();
                        let author = pairs
                            .filter(|it| text_of(items(Some(it)).first()) == "author")
                            .map(|it| text_of(items(Some(it)).get(1)))
                            .next();
                        said.comments.push((author.unwrap_or_default(), inner));
                    }
                    "deletion" => {
                        arguments.get(1).into_iter().for_each(|it| walk(it, &mut inner, said));
                        said.deleted.push(inner);
                    }
                    "insertion" => {
                        arguments.get(1).into_iter().for_each(|it| walk(it, &mut inner, said));
                        out.push_str(&inner);
                        said.inserted.push(inner);
                    }
                    _ => arguments.get(1).into_iter().for_each(|it| walk(it, out, said)),
                }
            }
            "DefinitionList" => {
                for item in items(arguments.first()) {
                    for part in items(Some(item)) {
                        walk(part, out, said);
                        out.push('\n');
                    }
                }
            }
            "Image" | "Meta" => {}
            _ => {
                for it in arguments {
                    walk(it, out, said);
                }
                if matches!(
                    name.as_str(),
                    "Para" | "Plain" | "Header" | "Cell" | "HorizontalRule"
                ) {
                    out.push('\n');
                }
            }
        },
    }
}
