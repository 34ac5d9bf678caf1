//! Reads pages back with a tokenizer that knows nothing of how they were written.

use griot_report::Site;
use html5gum::{Token, Tokenizer};

/// A page as its tags.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    /// Tag and attributes, in order.
    pub(crate) tags: Vec<(String, Vec<(String, String)>)>,
    /// All text between tags.
    pub(crate) text: String,
    /// Tags that were closed in another order than they were opened.
    pub(crate) crossed: Vec<String>,
}

/// Elements without an end.
const VOID: [&str; 8] = ["meta", "link", "br", "hr", "img", "input", "col", "wbr"];

/// Shapes of a drawing, which may end themselves.
const SHAPES: [&str; 4] = ["rect", "line", "circle", "path"];

/// Reads a page.
pub(crate) fn read(html: &str) -> Markup {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut markup = Markup::default();
    let mut open: Vec<String> = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let attributes =
                    tag.attributes.iter().map(|(key, value)| (text(key), text(value)));
                markup.tags.push((name.clone(), attributes.collect()));
                let shape = SHAPES.contains(&name.as_str());
                let ends = VOID.contains(&name.as_str()) || (shape && tag.self_closing);
                if !ends {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                if open.pop().as_deref() != Some(&name) {
                    markup.crossed.push(name);
                }
            }
            Token::String(words) => markup.text.push_str(&text(&words)),
            _ => {}
        }
    }
    markup.crossed.extend(open);
    markup
}

impl Markup {
    /// Every value of an attribute.
    pub(crate) fn all(&self, attribute: &str) -> Vec<&str> {
        let attributes = self.tags.iter().flat_map(|(_, attributes)| attributes);
        attributes
            .filter(|(key, _)| key == attribute)
            .map(|(_, value)| value.as_str())
            .collect()
    }
}

/// What is wrong with the pages of a site; each complaint names its page.
pub(crate) fn complaints(site: &Site) -> Vec<String> {
    let mut complaints = Vec::new();
    let pages: Vec<(&str, Markup)> = site
        .pages()
        .filter(|(path, _)| has_ending(path, "html"))
        .map(|(path, page)| (path, read(&String::from_utf8_lossy(&page.bytes))))
        .collect();
    for (path, markup) in &pages {
        let mut complain = |text: String| complaints.push(format!("{path}: {text}"));
        if !markup.crossed.is_empty() {
            complain(format!("tags cross: {:?}", markup.crossed));
        }
        for (tag, attributes) in &markup.tags {
            if ["script", "style", "iframe", "object", "embed", "base", "form", "img"]
                .contains(&tag.as_str())
            {
                complain(format!("has <{tag}>"));
            }
            for (key, value) in attributes {
                if key == "style" || key.starts_with("on") {
                    complain(format!("<{tag} {key}={value:?}>"));
                }
            }
        }
        let mut ids = markup.all("id");
        ids.sort_unstable();
        let twice = ids.windows(2).find(|pair| pair[0] == pair[1]);
        if let Some(id) = twice.and_then(|pair| pair.first()) {
            complain(format!("two elements are called {id:?}"));
        }
        for href in markup.all("href") {
            if let Some(reason) = dangling(&pages, site, path, href) {
                complain(format!("{href:?} {reason}"));
            }
        }
    }
    complaints
}

/// Whether the ending of a path is this one.
pub(crate) fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == ending)
}

fn dangling(pages: &[(&str, Markup)], site: &Site, from: &str, href: &str) -> Option<String> {
    if href == "data:,"
        || ["https://", "http://", "mailto:"].iter().any(|s| href.starts_with(s))
    {
        return None;
    }
    let (path, fragment) = href.split_once('#').map_or((href, None), |(p, f)| (p, Some(f)));
    let folder = from.rsplit_once('/').map(|(folder, _)| folder);
    let path = match (path, path.strip_prefix("../"), folder) {
        ("", ..) => from.to_owned(),
        (_, Some(rest), Some(_)) => rest.to_owned(),
        (_, Some(_), None) => return Some("leaves the site".into()),
        (_, None, Some(folder)) => format!("{folder}/{path}"),
        (_, None, None) => path.to_owned(),
    };
    if site.get(&path).is_none() {
        return Some(format!("leads to {path:?}, which is not there"));
    }
    let fragment = fragment?;
    let target = pages.iter().find(|(page, _)| *page == path)?;
    (!target.1.all("id").contains(&fragment)).then(|| format!("has no #{fragment} on {path:?}"))
}
